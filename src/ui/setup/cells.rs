//! Cells that are edited in place, and the button at the end of a row.

use crate::app::desk::Answer;
use crate::domain::command::{Care, Command};
use crate::domain::refusal::Refusal;
use crate::domain::state::State;
use crate::ui::act::Ui;
use crate::ui::kit::icon;
use crate::words::{Msg, say, t};
use leptos::prelude::*;

/// A value of the set-up that is read again when the set-up changed.
pub fn stored<T: PartialEq + Send + Sync + 'static>(
    ui: Ui,
    read: impl Fn(&State) -> T + Send + Sync + 'static,
) -> Memo<T> {
    let (setup, units) = (ui.desk.signals().setup.clone(), ui.desk.signals().units_changed.clone());
    Memo::new(move |_| {
        setup.track();
        units.track();
        ui.desk.read(&read)
    })
}

/// A cell that is edited where it stands and kept when it is left.
pub(super) fn cell(
    ui: Ui,
    label: impl Into<Signal<String>>,
    read: impl Fn(&State) -> String + Send + Sync + 'static,
    command: impl Fn(&str) -> Option<Command> + Send + Sync + 'static,
) -> AnyView {
    text_cell(ui, label.into(), stored(ui, read), StoredValue::new(Box::new(command)))
}

/// What a cell's text asks for.
pub type Keep = Box<dyn Fn(&str) -> Option<Command> + Send + Sync>;

/// The one body of all text cells. What is typed stays until it stands in the record or is given up with Escape: a text
/// that is refused keeps its place with the reason beside it, and a reload or a scrolled list gives it back.
pub fn text_cell(ui: Ui, label: Signal<String>, value: Memo<String>, command: StoredValue<Keep>) -> AnyView {
    let desk = ui.desk;
    let section = desk.signals().address.with_untracked(|address| address.section.clone());
    let draft = StoredValue::new(format!("cell/{section}/{}", label.get_untracked()));
    let forget = move || draft.with_value(|draft| desk.drafts().forget(draft));
    let text =
        RwSignal::new(draft.with_value(|draft| desk.drafts().get(draft)).unwrap_or_else(|| value.get_untracked()));
    // What is being typed is not overwritten by another window; what is only shown follows.
    let base = StoredValue::new(value.get_untracked());
    let fault = RwSignal::new(None::<String>);
    // Enter and the leaving of the cell that follows it are one request.
    let asked = StoredValue::new(None::<String>);
    Effect::new(move || {
        let now = value.get();
        if text.get_untracked() == base.get_value() {
            text.set(now.clone());
        }
        base.set_value(now);
    });
    let settle = move || {
        forget();
        fault.set(None);
        asked.set_value(None);
        text.set(value.get_untracked());
    };
    let keep = move || {
        let Some(typed) = text.try_get_untracked() else { return };
        if typed.trim() == value.get_untracked() {
            settle();
            return;
        }
        asked.set_value(Some(typed.clone()));
        let Some(command) = command.with_value(|command| command(typed.trim())) else {
            fault.set(Some(say(Msg::CellNotUnderstood, &[typed.trim()])));
            return;
        };
        desk.ask(command, move |answer| {
            let same = text.try_get_untracked().map(|shown| shown == typed);
            match answer {
                Answer::Done(_) | Answer::Refused { refusal: Refusal::Unchanged, .. } => match same {
                    Some(true) => settle(),
                    Some(false) => {}
                    // The row has been scrolled away.
                    None => {
                        draft.try_with_value(|draft| desk.drafts().forget(draft));
                    }
                },
                Answer::Refused { sentence, .. } => {
                    fault.try_set(Some(sentence));
                }
                Answer::NotSaved(why) => {
                    fault.try_set(Some(say(Msg::NotSavedKept, &[&why])));
                }
            }
        });
    };
    let typed = move |event| {
        let now = event_target_value(&event);
        draft.with_value(|draft| desk.drafts().set(draft, &now));
        asked.set_value(None);
        text.set(now);
    };
    let leave = move || {
        if text.try_get_untracked().is_some_and(|text| asked.get_value().as_deref() != Some(&text)) {
            keep();
        }
    };
    view! {
        <span class="cell"><input class="cell-inp" aria-label=label prop:value=text on:input=typed
            aria-invalid=move || fault.with(Option::is_some).then_some("true")
            on:change=move |_| leave()
            on:keydown=move |event| match event.key().as_str() {
                "Enter" => { event.prevent_default(); keep(); }
                "Escape" => settle(),
                _ => {}
            }/>
            {move || fault.get().map(|why| view! { <span class="msg cell-why" role="alert">{icon("bang")}{why}</span> })}
        </span>
    }
    .into_any()
}

pub(super) fn choice(
    ui: Ui,
    label: impl Into<Signal<String>>,
    options: Vec<(String, String)>,
    read: impl Fn(&State) -> String + Send + Sync + 'static,
    command: impl Fn(&str) -> Option<Command> + Send + Sync + 'static,
) -> AnyView {
    choice_cell(ui, label.into(), options, stored(ui, read), StoredValue::new(Box::new(command)))
}

/// The one body of all cells with a choice.
pub fn choice_cell(
    ui: Ui,
    label: Signal<String>,
    options: Vec<(String, String)>,
    value: Memo<String>,
    command: StoredValue<Keep>,
) -> AnyView {
    let select = NodeRef::<leptos::html::Select>::new();
    let change = move |event| {
        if let Some(command) = command.with_value(|command| command(&event_target_value(&event))) {
            ui.act_then(command, None, Care::AskFirst, move |answer| {
                // What was not kept is not shown either.
                if let Some(select) = select.get_untracked().filter(|_| !answer.is_done()) {
                    select.set_value(&value.get_untracked());
                }
            });
        }
    };
    view! {
        <select node_ref=select class="cell-inp" aria-label=label on:change=change prop:value=move || value.get()>
            {options.into_iter().map(|(code, word)| { let chosen = value.get_untracked() == code; view! { <option value=code selected=chosen>{word}</option> } }).collect_view()}
        </select>
    }
    .into_any()
}

pub fn retire_button(
    ui: Ui,
    retired: Memo<bool>,
    name: impl Into<Signal<String>>,
    retire: Command,
    restore: Command,
) -> AnyView {
    let name: Signal<String> = name.into();
    view! {
        {move || if retired.get() {
            let restore = restore.clone();
            view! { <button type="button" class="btn quiet s" aria-label=move || say(Msg::RestoreNamed, &[&name.get()]) on:click=move |_| ui.act(restore.clone())>{t(Msg::Restore)}</button> }.into_any()
        } else {
            let retire = retire.clone();
            view! { <button type="button" class="btn quiet s" aria-label=move || say(Msg::RetireNamed, &[&name.get()]) on:click=move |_| ui.act(retire.clone())>{t(Msg::Retire)}</button> }.into_any()
        }}
    }
    .into_any()
}

/// The accessible name of a cell: what it holds, and whose row it stands in, under the name that the row has now.
pub(super) fn named(name: Memo<String>, what: Msg) -> Signal<String> {
    Signal::derive(move || format!("{} {}", t(what), name.get()))
}
