//! The form of a card: rows of fields over its text. What is changed in a field is written there.

use crate::board::form::{CLOSE, Fields, HEAD, NAME, PARTS, Part, Path, Shape, at, at_mut, put, put_close, shown};
use crate::domain::card::notation::{self, Table};
use crate::ui::kit::{focus_id, icon};
use crate::words::{Msg, say, t};
use leptos::prelude::*;

/// Writes a changed text.
pub type Keep = StoredValue<Box<dyn Fn(String) + Send + Sync>>;

#[derive(Clone, Copy)]
struct Form {
    card: RwSignal<Table>,
    keep: Keep,
}

impl Form {
    fn change(self, change: impl FnOnce(&mut Table)) {
        self.card.update(change);
        let written = self.card.with_untracked(notation::write_card);
        self.keep.with_value(|keep| keep(written));
    }
}

/// The card as rows of fields. The name of a card that is known stays what it is.
pub fn form(text: &str, fresh: bool, keep: Keep) -> AnyView {
    let Ok(root) = notation::read(text) else {
        return view! { <p class="msg" role="alert">{icon("bang")}{t(Msg::CardFormBroken)}</p> }.into_any();
    };
    // What the form does not show it would not write either.
    let cards = root.tables("card");
    let ([card], 1) = (&cards[..], root.fields.len()) else {
        let why = if cards.is_empty() { Msg::CardWhyNoCard } else { Msg::CardFormOther };
        return view! { <p class="msg" role="alert">{icon("bang")}{t(why)}</p> }.into_any();
    };
    let card = (*card).clone();
    let form = Form { card: RwSignal::new(card), keep };
    let head = Path::new();
    view! {
        <fieldset class="card-form"><legend>{t(Msg::Card)}</legend>
            {fresh.then(|| fields(form, head.clone(), NAME))}
            {fields(form, head.clone(), HEAD)}
        </fieldset>
        {PARTS.iter().map(|part| view! {
            <fieldset class="card-form"><legend>{t(part.title)}</legend>{rows(form, Path::new(), part)}</fieldset>
        }).collect_view()}
        <fieldset class="card-form"><legend>{t(Msg::CardReminders)}</legend>{fields(form, vec![("close", 0)], CLOSE)}</fieldset>
    }
    .into_any()
}

/// The id of a row's elements on the page.
fn id_of(path: &Path) -> String {
    let parts = path.iter().map(|(list, place)| format!("{list}-{place}"));
    format!("card-row-{}", parts.collect::<Vec<_>>().join("-"))
}

/// How a row is called: `Question 2`, `Instructions 1, step 3`.
fn name_of(path: &Path, part: &Part) -> String {
    let numbers: Vec<String> = path.iter().map(|(_, place)| (place + 1).to_string()).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    say(part.row, &numbers)
}

/// Rows come and go and change their places with a press, so they are made anew then; fields write without that.
fn rows(form: Form, above: Path, part: &'static Part) -> AnyView {
    let made = RwSignal::new(0_u32);
    let above = StoredValue::new(above);
    let count = move || form.card.with_untracked(|card| above.with_value(|above| tables(card, above, part)));
    let add = move |_| {
        form.change(|card| {
            if let Some(table) = above.with_value(|above| at_mut(card, above)) {
                table.add_table(part.list);
            }
        });
        made.update(|made| *made += 1);
        focus_id(&id_of(&row_path(above, part, count().saturating_sub(1))));
    };
    view! {
        {move || {
            made.track();
            (0..count()).map(|place| row(form, above, part, place, made)).collect_view()
        }}
        <button type="button" class="btn" on:click=add>{t(part.add)}</button>
    }
    .into_any()
}

fn tables(card: &Table, above: &Path, part: &Part) -> usize {
    at(card, above).map_or(0, |table| table.tables(part.list).len())
}

fn row_path(above: StoredValue<Path>, part: &'static Part, place: usize) -> Path {
    let mut path = above.get_value();
    path.push((part.list, place));
    path
}

fn row(form: Form, above: StoredValue<Path>, part: &'static Part, place: usize, made: RwSignal<u32>) -> AnyView {
    let path = row_path(above, part, place);
    let count = form.card.with_untracked(|card| above.with_value(|above| tables(card, above, part)));
    let (id, name) = (id_of(&path), name_of(&path, part));
    let change = move |change: &dyn Fn(&mut Table), to: usize| {
        form.change(|card| {
            if let Some(table) = above.with_value(|above| at_mut(card, above)) {
                change(table);
            }
        });
        made.update(|made| *made += 1);
        // The row that was moved keeps the cursor, and so does the next one of a row that went.
        focus_id(&id_of(&row_path(above, part, to)));
    };
    let up = move |_| {
        if let Some(to) = place.checked_sub(1) {
            change(&|table| table.swap_tables(part.list, place, to), to);
        }
    };
    let down = move |_| change(&|table| table.swap_tables(part.list, place, place + 1), place + 1);
    let remove = move |_| change(&|table| table.remove_table(part.list, place), place.min(count.saturating_sub(2)));
    view! {
        <div class="card-row" role="group" id=id tabindex="-1" aria-label=name.clone()><b aria-hidden="true">{place + 1}</b>
            <div class="card-row-body">
                {fields(form, path.clone(), part.fields)}
                {part.inner.map(|inner| rows(form, path.clone(), inner))}
            </div>
            <span class="card-row-acts">
                <button type="button" class="btn quiet s up" aria-label=say(Msg::CardRowUp, &[&name]) disabled=place == 0 on:click=up>{icon("down")}</button>
                <button type="button" class="btn quiet s" aria-label=say(Msg::CardRowDown, &[&name]) disabled=count <= place + 1 on:click=down>{icon("down")}</button>
                <button type="button" class="btn quiet s" aria-label=say(Msg::CardRemoveRow, &[&name]) on:click=remove>{icon("x")}</button>
            </span></div>
    }
    .into_any()
}

fn fields(form: Form, path: Path, all: Fields) -> AnyView {
    let path = StoredValue::new(path);
    view! { <div class="card-fields">{all.iter().map(|(name, shape)| field(form, path, name, *shape)).collect_view()}</div> }
        .into_any()
}

fn field(form: Form, path: StoredValue<Path>, name: &'static str, shape: Shape) -> AnyView {
    let value = form.card.with_untracked(|card| {
        let table = path.with_value(|path| at(card, path));
        table.and_then(|table| table.get(name)).map(|field| shown(&field.value, shape)).unwrap_or_default()
    });
    let write = move |typed: String| {
        form.change(|card| {
            path.with_value(|path| match path.first() {
                Some(("close", _)) => put_close(card, &typed),
                _ => put(card, path, name, &typed, shape),
            });
        });
    };
    let many = matches!(shape, Shape::Lines | Shape::Answers | Shape::WayAnswers);
    let wide = many
        || shape == Shape::Long
        || matches!(name, "text" | "when" | "crew" | "safety" | "note" | "source" | "hazard" | "title" | "name");
    let input = match shape {
        Shape::Flag => {
            return view! { <label class="card-field flag"><input type="checkbox" prop:checked=value == "true"
                aria-label=name
                on:change=move |event| write(event_target_checked(&event).to_string())/>{name}</label> }
            .into_any();
        }
        Shape::Maybe => {
            let words = [("true", t(Msg::Yes)), ("false", t(Msg::No))];
            select(name, words.map(|(value, word)| (value.to_owned(), word.to_owned())).to_vec(), value, write)
        }
        Shape::OneOf(words) => {
            // A word that nobody knows stays in sight until it is mended.
            let odd = (!value.is_empty() && !words.contains(&value.as_str())).then(|| value.clone());
            let words = words.iter().map(|word| (*word).to_owned()).chain(odd);
            select(name, words.map(|word| (word.clone(), word)).collect(), value, write)
        }
        Shape::Lines | Shape::Answers | Shape::WayAnswers | Shape::Long => view! {
            <textarea class="inp" aria-label=name rows=if many { "3" } else { "2" } prop:value=value on:input=move |event| write(event_target_value(&event))></textarea>
        }
        .into_any(),
        Shape::Text | Shape::Number | Shape::Words | Shape::Exactly => view! {
            <input class="inp" aria-label=name autocomplete="off" prop:value=value on:input=move |event| write(event_target_value(&event))/>
        }
        .into_any(),
    };
    view! { <label class="card-field" class:wide=wide><span>{name}</span>{input}</label> }.into_any()
}

fn select(
    name: &'static str,
    words: Vec<(String, String)>,
    value: String,
    write: impl Fn(String) + Copy + Send + Sync + 'static,
) -> AnyView {
    view! {
        <select class="inp" aria-label=name on:change=move |event| write(event_target_value(&event))>
            <option value="">"–"</option>
            {words.into_iter().map(|(one, word)| { let chosen = one == value; view! { <option value=one selected=chosen>{word}</option> } }).collect_view()}
        </select>
    }
    .into_any()
}
