//! The guide cards of the operation: looked for, edited as form or text, played, approved, brought in and taken out.

mod form;
mod play;

use super::act::Ui;
use super::kit::icon;
use super::prompt::{Action, Field, Kind, Prompt};
use crate::board::edition::{Saving, saving, version_of};
use crate::board::guidance::fault_line;
use crate::domain::card::example::{Coverage, coverage, play};
use crate::domain::card::fault::Fault;
use crate::domain::card::lint::{links, lint, types};
use crate::domain::card::{Card, Discipline};
use crate::domain::command::{Care, Command};
use crate::domain::guidance::GuideCard;
use crate::domain::ids::Code;
use crate::record::cards::{Incoming, sort_out};
use crate::words::{Msg, say, t};
use leptos::prelude::*;
use std::time::Duration;

/// What a card that is only begun looks like: it shows every part, and passes.
const BEGUN: &str = include_str!("cards/begun.toml");
/// Faults that are listed; a card that was pasted wrongly has hundreds.
const LISTED: usize = 40;
/// Branches without an example that are named. Most cards have many, and no call shows them all.
const OPEN_NAMED: usize = 12;
/// Checking waits until the fingers rest for so long.
const REST: Duration = Duration::from_millis(250);

#[component]
pub fn CardsSetUp(ui: Ui) -> impl IntoView {
    // The empty name stands for a card that is new.
    let open = RwSignal::new(None::<String>);
    view! {
        {move || match open.get() {
            None => list(ui, open),
            Some(code) => editor(ui, code, open),
        }}
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Row {
    code: Code,
    title: String,
    discipline: String,
    version: u32,
    types: String,
    approved: Option<(String, String)>,
    retired: bool,
}

fn rows(ui: Ui) -> Memo<Vec<Row>> {
    let setup = ui.desk.signals().setup.clone();
    Memo::new(move |_| {
        setup.track();
        ui.desk.read(|state| {
            let mut rows: Vec<Row> = state
                .cards
                .values()
                .map(|card| Row {
                    code: card.code.clone(),
                    title: card.title.clone(),
                    discipline: card.discipline.clone(),
                    version: card.version,
                    types: card.types.iter().map(Code::as_str).collect::<Vec<_>>().join(" "),
                    approved: card
                        .approvals
                        .get(&card.version)
                        .map(|approval| (approval.name.clone(), approval.date.clone())),
                    retired: card.retired,
                })
                .collect();
            rows.sort_by(|one, two| (one.retired, &one.title).cmp(&(two.retired, &two.title)));
            rows
        })
    })
}

fn list(ui: Ui, open: RwSignal<Option<String>>) -> AnyView {
    let all = rows(ui);
    let find = RwSignal::new(String::new());
    let discipline = RwSignal::new(String::new());
    let only_open = RwSignal::new(false);
    let shown = Memo::new(move |_| {
        let (typed, wanted, open) = (find.get().to_lowercase(), discipline.get(), only_open.get());
        let fits = |row: &Row| {
            (wanted.is_empty() || row.discipline == wanted)
                && (!open || row.approved.is_none() && !row.retired)
                && (row.title.to_lowercase().contains(&typed)
                    || row.types.contains(&typed)
                    || row.code.as_str().contains(&typed))
        };
        all.with(|rows| rows.iter().filter(|row| fits(row)).cloned().collect::<Vec<_>>())
    });
    let file = NodeRef::<leptos::html::Input>::new();
    let picked = move |_| {
        let input = file.get_untracked();
        let chosen = input.as_ref().and_then(|input| input.files()).and_then(|files| files.get(0));
        let Some(chosen) = chosen else { return };
        super::launcher::read_text(&chosen, move |text| match text {
            Some(text) => take(ui, vec![text]),
            None => ui.refuse(t(Msg::FileUnreadable)),
        });
        if let Some(input) = input {
            input.set_value("");
        }
    };
    let load = move |_| {
        ui.desk.world().shipped_cards(Box::new(move |files| match files {
            Ok(files) => take(ui, files),
            Err(why) => ui.refuse(say(Msg::CardsUnreadable, &[&why])),
        }));
    };
    let export = move |_| {
        let text = ui.desk.read(|state| {
            let texts = state.cards.values().filter(|card| !card.retired).map(|card| card.text().trim().to_owned());
            texts.collect::<Vec<_>>().join("\n\n") + "\n"
        });
        ui.desk.world().download("cards.toml", "application/toml", text);
    };
    view! {
        <div class="setup-bar"><h1>{t(Msg::SectionCards)}</h1><p>{t(Msg::CardsHelp)}</p><span class="gap"></span>
            <input class="inp" type="search" aria-label=t(Msg::FindCard) placeholder=t(Msg::FindCard) prop:value=find on:input=move |event| find.set(event_target_value(&event))/>
            <select class="inp" aria-label=t(Msg::CardDiscipline) on:change=move |event| discipline.set(event_target_value(&event))>
                <option value="">{t(Msg::CardAll)}</option>
                {Discipline::ALL.map(|one| view! { <option value=one.word()>{discipline_word(one.word())}</option> })}
            </select>
            <button type="button" class="btn" aria-pressed=move || only_open.get().to_string() on:click=move |_| only_open.update(|only| *only = !*only)>{t(Msg::CardNotApprovedOnly)}</button>
            <button type="button" class="btn" on:click=move |_| if let Some(input) = file.get_untracked() { input.click(); }>{icon("file")}{t(Msg::CardsImport)}</button>
            <input node_ref=file class="sr" type="file" tabindex="-1" aria-label=t(Msg::CardsImport) accept=".toml,.txt" on:change=picked/>
            <button type="button" class="btn" on:click=export>{t(Msg::CardsExport)}</button>
            <button type="button" class="btn" on:click=load>{t(Msg::CardsLoadShipped)}</button>
            <button type="button" class="btn primary" on:click=move |_| open.set(Some(String::new()))>{t(Msg::CardNew)}</button>
        </div>
        <div class="scroll"><table class="grid-table">
            <thead><tr>{[Msg::Card, Msg::CardDiscipline, Msg::SectionTypes, Msg::CardVersion, Msg::CardApproved, Msg::CardActs].map(|head| view! { <th scope="col">{t(head)}</th> })}</tr></thead>
            <tbody><For each=move || shown.get() key=Clone::clone children=move |row| list_row(ui, row, open)/></tbody>
        </table>
            <Show when=move || shown.with(Vec::is_empty)>
                {move || if all.with(Vec::is_empty) { super::kit::empty(Msg::CardsNone, Msg::CardsNoneHelp).into_any() } else { super::kit::empty(Msg::FilterHides, Msg::FilterHidesHelp).into_any() }}
            </Show>
        </div>
    }
    .into_any()
}

fn list_row(ui: Ui, row: Row, open: RwSignal<Option<String>>) -> AnyView {
    let code = row.code.clone();
    let edit = move |_| open.set(Some(code.to_string()));
    let title = row.title.clone();
    let (label, command) = match row.retired {
        true => (Msg::Restore, Command::RestoreCard(row.code)),
        false => (Msg::Retire, Command::RetireCard(row.code)),
    };
    let approved = match row.approved {
        Some((name, date)) => format!("{name}, {date}"),
        None if row.retired => t(Msg::Retired).to_owned(),
        None => t(Msg::CardNotYet).to_owned(),
    };
    view! {
        <tr class:retired=row.retired><th scope="row">{row.title}</th><td>{discipline_word(&row.discipline)}</td><td>{row.types}</td><td class="num">{row.version}</td><td>{approved}</td>
            <td class="row-acts"><button type="button" class="btn s" aria-label=say(Msg::CardEditNamed, &[&title]) on:click=edit>{t(Msg::CardEdit)}</button>
                <button type="button" class="btn quiet s" on:click=move |_| ui.act(command.clone())>{t(label)}<span class="sr">" "{title.clone()}</span></button></td></tr>
    }
    .into_any()
}

fn discipline_word(word: &str) -> &'static str {
    t(match word {
        "medical" => Msg::CardMedical,
        "fire" => Msg::CardFire,
        "police" => Msg::CardPolice,
        _ => Msg::CardEvent,
    })
}

/// Takes the cards of some files over: those that are not here yet, and higher versions. All or none. A card whose very
/// version is here with another text is left out and named, since nobody can say which of the two was meant.
fn take(ui: Ui, files: Vec<String>) {
    let Some(Incoming { fresh, conflicts }) = ui.desk.read(|state| sort_out(&files, state)) else {
        ui.refuse(t(Msg::CardWhyNoCard));
        return;
    };
    let left_out = (!conflicts.is_empty()).then(|| say(Msg::CardsConflict, &[&conflicts.join(", ")]));
    if fresh.is_empty() {
        match left_out {
            Some(why) => ui.refuse(why),
            None => ui.say(t(Msg::CardsNothingFresh)),
        }
        return;
    }
    let taken = say(Msg::CardsTaken, &[&fresh.len().to_string()]);
    ui.act_then(Command::SaveCards(fresh), None, Care::AskFirst, move |answer| match &left_out {
        Some(why) if answer.is_done() => ui.refuse(format!("{taken} {why}")),
        None if answer.is_done() => ui.say(taken.clone()),
        _ => {}
    });
}

/// What was found in the text that is being edited.
#[derive(Clone, PartialEq, Default)]
struct Checked {
    card: Card,
    faults: Vec<Fault>,
    covered: Coverage,
    passed: usize,
}

fn check(ui: Ui, text: &str) -> Checked {
    let (card, faults) = ui.desk.read(|state| {
        let used = |id: &str| state.cards.get(&Code::new(id)).filter(|card| !card.retired);
        let (card, mut faults) = lint(text, &|id| used(id).is_some());
        faults.extend(types(&card, text, &|code| state.knows_type(code)));
        faults.extend(links(&card, text, &|id| used(id).map(|other| crate::domain::card::read::card(other.text()).0)));
        // A text that cannot be read asks nothing, which says nothing about the others.
        if faults.is_empty() {
            faults = state.links_lost(std::slice::from_ref(&card));
        }
        (card, faults)
    });
    let passed = card.examples.iter().filter(|example| play(&card, example).1.is_empty()).count();
    Checked { covered: coverage(&card), passed, faults, card }
}

/// The text of a card in the making, kept with the version that it was begun with.
#[derive(Clone, Copy)]
struct Draft {
    ui: Ui,
    key: StoredValue<String>,
}

impl Draft {
    fn of(ui: Ui, code: &str) -> Self {
        Self { ui, key: StoredValue::new(format!("setup/card/{code}")) }
    }

    fn base_key(self) -> String {
        format!("{}/base", self.key.get_value())
    }

    fn text(self) -> Option<String> {
        self.ui.desk.drafts().get(&self.key.get_value())
    }

    fn base(self) -> u32 {
        self.ui.desk.drafts().get(&self.base_key()).and_then(|base| base.parse().ok()).unwrap_or(0)
    }

    fn keep(self, text: &str, base: u32) {
        self.ui.desk.drafts().set(&self.key.get_value(), text);
        self.ui.desk.drafts().set(&self.base_key(), &base.to_string());
    }

    fn forget(self) {
        self.ui.desk.drafts().forget(&self.key.get_value());
        self.ui.desk.drafts().forget(&self.base_key());
    }
}

fn editor(ui: Ui, code: String, open: RwSignal<Option<String>>) -> AnyView {
    let desk = ui.desk;
    let card = Code::new(&code);
    let stored_text = {
        let card = card.clone();
        move || {
            let text = desk.read(|state| state.cards.get(&card).map(|card| card.text().to_owned()));
            text.unwrap_or_else(|| BEGUN.to_owned())
        }
    };
    let draft = Draft::of(ui, &code);
    let kept = draft.text();
    let now = desk.read(|state| version_of(state, &card));
    // The version that the text was begun with. Of a text that does not say it any version is a later one.
    let base = RwSignal::new(if kept.is_some() { draft.base() } else { now });
    let text = RwSignal::new(kept.unwrap_or_else(&stored_text));
    let stored = StoredValue::new(stored_text());
    // Counts up when another text takes the place of the one in the form.
    let taken = RwSignal::new(0_u32);
    let as_text = RwSignal::new(false);
    let checked = RwSignal::new(check(ui, &text.get_untracked()));
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let typed = move |value: String| {
        if value == stored.get_value() {
            draft.forget();
        } else {
            draft.keep(&value, base.get_untracked());
        }
        text.set(value);
        if let Some(running) = timer.get_value() {
            running.clear();
        }
        let later = set_timeout_with_handle(
            move || {
                let found = text.try_get_untracked().map(|text| check(ui, &text));
                if let Some(found) = found {
                    checked.try_set(found);
                }
            },
            REST,
        );
        timer.set_value(later.ok());
    };
    let fresh = now == 0;
    let approved = {
        let (card, setup) = (card.clone(), desk.signals().setup.clone());
        Memo::new(move |_| {
            setup.track();
            text.with(|text| {
                desk.read(|state| state.cards.get(&card).is_some_and(|card| card.is_approved() && card.text() == text))
            })
        })
    };
    // What is approved is a version that stands in the log, and the one that is looked at.
    let approvable = {
        let (card, setup) = (card.clone(), desk.signals().setup.clone());
        Memo::new(move |_| {
            setup.track();
            let same = |card: &GuideCard| card.version == base.get() && text.with(|text| card.text() == text);
            desk.read(|state| state.cards.get(&card).is_some_and(same))
        })
    };
    // A version that another window saved since.
    let later = {
        let (card, setup) = (card.clone(), desk.signals().setup.clone());
        Memo::new(move |_| {
            setup.track();
            Some(desk.read(|state| version_of(state, &card))).filter(|now| *now != base.get())
        })
    };
    let put = move |raised: String| {
        ui.act_then(Command::SaveCards(vec![raised]), None, Care::AskFirst, move |answer| {
            if answer.is_done() {
                draft.forget();
                ui.say(t(Msg::CardSavedWord));
                open.try_set(None);
            } else {
                // The text that was refused is the one to look at, not one that is still waiting to be checked.
                let found = text.try_get_untracked().map(|text| check(ui, &text));
                if let Some(found) = found {
                    checked.try_set(found);
                }
            }
        });
    };
    let next = {
        let card = card.clone();
        move |base: u32| text.try_get_untracked().map(|text| desk.read(|state| saving(state, &card, base, &text)))
    };
    let save = {
        let next = next.clone();
        move |_| match next(base.get_untracked()) {
            Some(Saving::Next(raised)) => put(raised),
            Some(Saving::OtherCard { id, title }) => ui.refuse(say(Msg::CardIdTaken, &[&id, &title])),
            Some(Saving::Over(version)) => {
                let next = next.clone();
                let over = move |_| match next(version) {
                    Some(Saving::Next(raised)) => put(raised),
                    _ => ui.refuse(say(Msg::CardSavedSince, &[&version.to_string()])),
                };
                ui.ask_first(Prompt {
                    title: say(Msg::CardSaveOverTitle, &[&version.to_string()]),
                    body: t(Msg::CardSaveOverHelp).to_owned(),
                    fields: Vec::new(),
                    actions: vec![Action::new(t(Msg::CardSaveOver), over)],
                });
            }
            None => {}
        }
    };
    let take_theirs = {
        let card = card.clone();
        move |_| {
            let theirs = stored_text();
            draft.forget();
            base.set(desk.read(|state| version_of(state, &card)));
            stored.set_value(theirs.clone());
            checked.set(check(ui, &theirs));
            text.set(theirs);
            taken.update(|taken| *taken += 1);
        }
    };
    let approve = {
        let card = card.clone();
        move |_| ask_approval(ui, card.clone(), base.get_untracked())
    };
    let withdraw = {
        let card = card.clone();
        move |_| ui.act(Command::WithdrawApproval { card: card.clone(), version: base.get_untracked() })
    };
    let export = move |_| {
        let name = checked.with_untracked(|checked| checked.card.id.clone());
        desk.world().download(&format!("{name}.toml"), "application/toml", text.get_untracked());
    };
    let title = move || checked.with(|checked| checked.card.title.clone());
    view! {
        <div class="setup-bar"><h1>{title}</h1><p>{move || Some(base.get()).filter(|base| 0 < *base).map(|base| say(Msg::CardVersionIs, &[&base.to_string()]))}</p><span class="gap"></span>
            <button type="button" class="btn" on:click=move |_| open.set(None)>{icon("back")}{t(Msg::Back)}</button>
            <div class="seg" role="radiogroup" aria-label=t(Msg::CardShownAs)>
                {[(false, Msg::CardAsForm), (true, Msg::CardAsText)].map(|(which, word)| view! {
                    <button type="button" role="radio" aria-checked=move || (as_text.get() == which).to_string() on:click=move |_| as_text.set(which)>{t(word)}</button>
                })}
            </div>
            <button type="button" class="btn" on:click=export>{t(Msg::Export)}</button>
            {move || approved.get().then(|| view! { <button type="button" class="btn" on:click=withdraw.clone()>{t(Msg::CardWithdraw)}</button> })}
            {(!fresh).then(|| view! {
                <button type="button" class="btn" disabled=move || !approvable.get() title=move || (!approvable.get()).then(|| t(Msg::CardApproveFirst))
                    on:click=approve>{t(Msg::CardApprove)}</button>
            })}
            <button type="button" class="btn primary" on:click=save>{t(Msg::CardSaveNext)}</button>
        </div>
        {move || later.get().map(|version| view! {
            <p class="theirs" role="status">{say(Msg::CardSavedSince, &[&version.to_string()])}
                <button type="button" class="btn" on:click=take_theirs.clone()>{t(Msg::TakeTheirs)}</button></p>
        })}
        <div class="card-editor">
            <div class="card-edit scroll">
                {move || { taken.track(); if as_text.get() {
                    view! { <textarea class="inp card-source" spellcheck="false" aria-label=t(Msg::CardSource) prop:value=text
                        on:input=move |event| typed(event_target_value(&event))></textarea> }.into_any()
                } else {
                    form::form(&text.get_untracked(), fresh, StoredValue::new(Box::new(typed)))
                } }}
            </div>
            <div class="card-check scroll">
                {move || checked.with(findings)}
                {play::player(checked, approved)}
            </div>
        </div>
    }
    .into_any()
}

/// Who approves, and when.
fn ask_approval(ui: Ui, card: Code, version: u32) {
    let desk = ui.desk;
    let title = desk.read(|state| state.cards.get(&card).map(|card| card.title.clone())).unwrap_or_default();
    let run = move |values: Vec<String>| {
        let mut values = values.into_iter();
        let (name, date) = (values.next().unwrap_or_default(), values.next().unwrap_or_default());
        ui.act(Command::ApproveCard { card: card.clone(), version, name, date });
    };
    let today = desk.clock_at(desk.now()).date();
    ui.ask_first(Prompt {
        title: say(Msg::CardApproveTitle, &[&title, &version.to_string()]),
        body: t(Msg::CardApproveHelp).to_owned(),
        fields: vec![
            Field::new(t(Msg::CardApprovedBy), Kind::Text, &desk.author().operator),
            Field::new(t(Msg::CardApprovedOn), Kind::Text, &today),
        ],
        actions: vec![Action::new(t(Msg::CardApprove), run)],
    });
}

/// Faults, examples and coverage.
fn findings(checked: &Checked) -> AnyView {
    let faults: Vec<String> = checked.faults.iter().take(LISTED).map(fault_line).collect();
    let clean = faults.is_empty();
    let counts = say(
        Msg::CardCoverage,
        &[
            &checked.passed.to_string(),
            &checked.card.examples.len().to_string(),
            &checked.covered.taken.to_string(),
            &checked.covered.branches.to_string(),
        ],
    );
    let open: Vec<&str> = checked.covered.missed.iter().chain(&checked.covered.one_sided).map(String::as_str).collect();
    let named = open[..open.len().min(OPEN_NAMED)].join("; ");
    let never = match open.len().saturating_sub(OPEN_NAMED) {
        0 => say(Msg::CardNeverTaken, &[&named]),
        more => say(Msg::CardNeverTakenMore, &[&named, &more.to_string()]),
    };
    view! {
        <section class="card-findings" aria-label=t(Msg::CardFindings)>
            <h2>{t(Msg::CardFindings)}</h2>
            {clean.then(|| view! { <p class="ok">{icon("check")}{t(Msg::CardInOrder)}</p> })}
            <ul role=if clean { "presentation" } else { "alert" }>{faults.into_iter().map(|line| view! { <li>{icon("bang")}<span>{line}</span></li> }).collect_view()}</ul>
            <p>{counts}</p>
            {(!open.is_empty()).then(|| view! { <p class="muted">{never}</p> })}
        </section>
    }
    .into_any()
}
