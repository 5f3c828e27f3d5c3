//! The guide cards of the operation: looked for, edited as form or text, played, approved, brought in and taken out.

use super::act::Ui;
use super::kit::icon;
use super::prompt::{Action, Field, Kind, Prompt};
use crate::board::card::{AskShown, preview};
use crate::board::guidance::fault_line;
use crate::domain::card::example::{Coverage, coverage, play};
use crate::domain::card::fault::Fault;
use crate::domain::card::lint::lint;
use crate::domain::card::notation::{self, Table, Value};
use crate::domain::card::view::{Answers, View};
use crate::domain::card::{Card, Discipline};
use crate::domain::command::{Care, Command};
use crate::domain::ids::Code;
use crate::words::{Msg, say, t};
use leptos::prelude::*;
use std::time::Duration;

/// What a card that is only begun looks like: it shows every part, and passes.
const BEGUN: &str = include_str!("cards/begun.toml");
/// Faults that are listed; a card that was pasted wrongly has hundreds.
const LISTED: usize = 40;
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
                        .approval
                        .as_ref()
                        .filter(|_| card.is_approved())
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

/// Takes the cards of some files over: those that are not here yet, and higher versions. All or none.
fn take(ui: Ui, files: Vec<String>) {
    let texts: Vec<String> = files.iter().flat_map(|file| notation::split(file)).map(str::to_owned).collect();
    if texts.is_empty() {
        ui.refuse(t(Msg::CardWhyNoCard));
        return;
    }
    let fresh: Vec<String> = ui.desk.read(|state| {
        let older = |text: &String| {
            let (card, faults) = crate::domain::card::read::card(text);
            let known = state.cards.get(&Code::new(&card.id));
            faults.is_empty()
                && known.is_some_and(|known| card.version < known.version || known.text().trim() == text.trim())
        };
        texts.into_iter().filter(|text| !older(text)).collect()
    });
    if fresh.is_empty() {
        ui.say(t(Msg::CardsNothingFresh));
        return;
    }
    let count = fresh.len().to_string();
    ui.act_then(Command::SaveCards(fresh), None, Care::AskFirst, move |answer| {
        if answer.is_done() {
            ui.say(say(Msg::CardsTaken, &[&count]));
        }
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
    let (card, faults) =
        ui.desk.read(|state| lint(text, &|id| state.cards.get(&Code::new(id)).is_some_and(|card| !card.retired)));
    let passed = card.examples.iter().filter(|example| play(&card, example).1.is_empty()).count();
    Checked { covered: coverage(&card), passed, faults, card }
}

fn editor(ui: Ui, code: String, open: RwSignal<Option<String>>) -> AnyView {
    let desk = ui.desk;
    let card = Code::new(&code);
    let stored = desk
        .read(|state| state.cards.get(&card).map(|card| card.text().to_owned()))
        .unwrap_or_else(|| BEGUN.to_owned());
    let draft = StoredValue::new(format!("setup/card/{code}"));
    let text = RwSignal::new(desk.drafts().get(&draft.get_value()).unwrap_or_else(|| stored.clone()));
    let stored = StoredValue::new(stored);
    let as_text = RwSignal::new(false);
    let checked = RwSignal::new(check(ui, &text.get_untracked()));
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let typed = move |value: String| {
        if value == stored.get_value() {
            desk.drafts().forget(&draft.get_value());
        } else {
            desk.drafts().set(&draft.get_value(), &value);
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
    let known = desk.read(|state| state.cards.get(&card).map(|card| card.version));
    let save = {
        let card = card.clone();
        move |_| {
            let now = desk.read(|state| state.cards.get(&card).map_or(0, |card| card.version));
            let raised = with_version(&text.get_untracked(), now + 1);
            ui.act_then(Command::SaveCards(vec![raised]), None, Care::AskFirst, move |answer| {
                if answer.is_done() {
                    desk.drafts().forget(&draft.get_value());
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
        }
    };
    let approve = {
        let card = card.clone();
        move |_| ask_approval(ui, card.clone())
    };
    let export = move |_| {
        let name = checked.with_untracked(|checked| checked.card.id.clone());
        desk.world().download(&format!("{name}.toml"), "application/toml", text.get_untracked());
    };
    let title = move || checked.with(|checked| checked.card.title.clone());
    view! {
        <div class="setup-bar"><h1>{title}</h1><p>{known.map(|version| say(Msg::CardVersionIs, &[&version.to_string()]))}</p><span class="gap"></span>
            <button type="button" class="btn" on:click=move |_| open.set(None)>{icon("back")}{t(Msg::Back)}</button>
            <div class="seg" role="radiogroup" aria-label=t(Msg::CardShownAs)>
                {[(false, Msg::CardAsForm), (true, Msg::CardAsText)].map(|(which, word)| view! {
                    <button type="button" role="radio" aria-checked=move || (as_text.get() == which).to_string() on:click=move |_| as_text.set(which)>{t(word)}</button>
                })}
            </div>
            <button type="button" class="btn" on:click=export>{t(Msg::Export)}</button>
            {known.map(|_| view! { <button type="button" class="btn" on:click=approve.clone()>{t(Msg::CardApprove)}</button> })}
            <button type="button" class="btn primary" on:click=save>{t(Msg::CardSaveNext)}</button>
        </div>
        <div class="card-editor">
            <div class="card-edit scroll">
                {move || if as_text.get() {
                    view! { <textarea class="inp card-source" spellcheck="false" aria-label=t(Msg::CardSource) prop:value=text
                        on:input=move |event| typed(event_target_value(&event))></textarea> }.into_any()
                } else {
                    form(text, StoredValue::new(Box::new(typed)))
                }}
            </div>
            <div class="card-check scroll">
                {move || checked.with(findings)}
                {player(checked)}
            </div>
        </div>
    }
    .into_any()
}

/// Who approves, and when.
fn ask_approval(ui: Ui, card: Code) {
    let desk = ui.desk;
    let title = desk.read(|state| state.cards.get(&card).map(|card| card.title.clone())).unwrap_or_default();
    let run = move |values: Vec<String>| {
        let mut values = values.into_iter();
        let (name, date) = (values.next().unwrap_or_default(), values.next().unwrap_or_default());
        ui.act(Command::ApproveCard { card: card.clone(), name, date });
    };
    let today = desk.clock_at(desk.now()).date();
    ui.ask_first(Prompt {
        title: say(Msg::CardApproveTitle, &[&title]),
        body: t(Msg::CardApproveHelp).to_owned(),
        fields: vec![
            Field::new(t(Msg::CardApprovedBy), Kind::Text, &desk.author().operator),
            Field::new(t(Msg::CardApprovedOn), Kind::Text, &today),
        ],
        actions: vec![Action::new(t(Msg::CardApprove), run)],
    });
}

/// The text with a version that is at least `least`.
fn with_version(text: &str, least: u32) -> String {
    let lines = text.lines().map(|line| {
        let number = line.trim_start().strip_prefix("version").and_then(|rest| rest.trim_start().strip_prefix('='));
        let number = number.and_then(|rest| rest.split('#').next()).and_then(|rest| rest.trim().parse::<u32>().ok());
        match number {
            Some(number) if number < least => format!("version = {least}"),
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
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
    let open = checked.covered.missed.iter().chain(&checked.covered.one_sided).cloned().collect::<Vec<_>>().join("; ");
    view! {
        <section class="card-findings" aria-label=t(Msg::CardFindings)>
            <h2>{t(Msg::CardFindings)}</h2>
            {clean.then(|| view! { <p class="ok">{icon("check")}{t(Msg::CardInOrder)}</p> })}
            <ul role=if clean { "presentation" } else { "alert" }>{faults.into_iter().map(|line| view! { <li>{icon("bang")}<span>{line}</span></li> }).collect_view()}</ul>
            <p>{counts}</p>
            {(!open.is_empty()).then(|| view! { <p class="muted">{say(Msg::CardNeverTaken, &[&open])}</p> })}
        </section>
    }
    .into_any()
}

/// The card as it would ask, to be played through.
fn player(checked: RwSignal<Checked>) -> AnyView {
    let answers = RwSignal::new(Answers::new());
    let typed = RwSignal::new(String::new());
    let put = move |question: &str, value: &str| {
        answers.update(|answers| {
            answers.insert(question.to_owned(), value.to_owned());
        });
        typed.set(String::new());
    };
    let state = Memo::new(move |_| checked.with(|checked| answers.with(|answers| preview(&checked.card, answers))));
    let followed = move || checked.with(|checked| state.with(|(seen, _, _)| outcome(&checked.card, seen)));
    view! {
        <section class="card-play" aria-label=t(Msg::CardTryOut)>
            <header class="card-head"><h2>{t(Msg::CardTryOut)}</h2><button type="button" class="btn quiet" on:click=move |_| answers.set(Answers::new())>{t(Msg::CardStartOver)}</button></header>
            {move || state.with(|(_, asked, _)| asked.clone()).map(|asked: AskShown| {
                let (id, again) = (asked.id.clone(), asked.id.clone());
                let free = asked.keys.len() < 2;
                view! {
                    <p class="card-text">{asked.text}</p>
                    {free.then(|| view! { <input class="inp" aria-label=t(Msg::CardEnter) prop:value=typed on:input=move |event| typed.set(event_target_value(&event))
                        on:keydown=move |event: leptos::ev::KeyboardEvent| if event.key() == "Enter" { event.prevent_default(); put(&again, &typed.get_untracked()); }/> })}
                    <div class="card-keys">{asked.keys.into_iter().map(|(_, value, label)| {
                        let id = id.clone();
                        view! { <button type="button" class="btn" on:click=move |_| put(&id, &value)>{label}</button> }
                    }).collect_view()}</div>
                }
            })}
            <ul class="card-followed" aria-label=t(Msg::CardFollows)>{move || followed().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// What the answers lead to, line by line.
fn outcome(card: &Card, seen: &View) -> Vec<String> {
    let out = &seen.outcome;
    let mut lines: Vec<String> = seen
        .answered
        .iter()
        .filter_map(|said| card.asks.get(said.ask).map(|ask| format!("{} {}", ask.text, ask.label(&said.value))))
        .collect();
    if out.send {
        lines.push(t(Msg::CardSendNow).to_owned());
    }
    lines.extend(out.priority.map(|level| format!("P{level}")));
    lines.extend(out.kind.as_ref().map(|kind| format!("{}: {kind}", t(Msg::IncidentType))));
    let many: [(Msg, &[String]); 6] = [
        (Msg::CardLineNeed, &out.needs),
        (Msg::LineDanger, &out.hazards),
        (Msg::CardLineSafety, &out.safety),
        (Msg::CardLineCrew, &out.crew),
        (Msg::CardReadOut, &out.guides),
        (Msg::CardFitsBetter, &out.cards),
    ];
    for (msg, words) in many {
        lines.extend(words.iter().map(|word| say(msg, &[word])));
    }
    if out.stage {
        lines.push(t(Msg::CardLineStaging).to_owned());
    }
    if seen.asked.is_none() {
        lines.push(t(Msg::CardAllAsked).to_owned());
    }
    lines
}

/// How a field of the form is written into the card.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    Number,
    Flag,
    /// Words apart by blanks.
    Words,
    /// One a line.
    Lines,
}

const HEAD: &[(&str, Shape)] = &[
    ("title", Shape::Text),
    ("types", Shape::Words),
    ("life", Shape::Flag),
    ("patient", Shape::Flag),
    ("author", Shape::Text),
    ("reviewed", Shape::Text),
    ("source", Shape::Text),
];
const ASK: &[(&str, Shape)] = &[
    ("id", Shape::Text),
    ("text", Shape::Text),
    ("kind", Shape::Text),
    ("choices", Shape::Lines),
    ("unit", Shape::Text),
    ("when", Shape::Text),
    ("fills", Shape::Text),
    ("note", Shape::Text),
    ("safety", Shape::Flag),
];
const RULE: &[(&str, Shape)] = &[
    ("when", Shape::Text),
    ("send", Shape::Flag),
    ("priority", Shape::Number),
    ("type", Shape::Text),
    ("needs", Shape::Words),
    ("hazard", Shape::Text),
    ("crew", Shape::Text),
    ("safety", Shape::Text),
    ("stage", Shape::Flag),
    ("guide", Shape::Text),
    ("card", Shape::Text),
    ("mark", Shape::Text),
];

/// The card as rows of fields. It edits the same text: what is changed here is written there.
fn form(text: RwSignal<String>, keep: StoredValue<Box<dyn Fn(String) + Send + Sync>>) -> AnyView {
    let Ok(root) = notation::read(&text.get_untracked()) else {
        return view! { <p class="msg" role="alert">{icon("bang")}{t(Msg::CardFormBroken)}</p> }.into_any();
    };
    let Some(card) = root.tables("card").first().copied().cloned() else {
        return view! { <p class="msg" role="alert">{icon("bang")}{t(Msg::CardWhyNoCard)}</p> }.into_any();
    };
    // Rows come and go with a press, so the form is made anew then; the fields write without that.
    let made = RwSignal::new(0_u32);
    let card = RwSignal::new(card);
    let write = move |change: &mut dyn FnMut(&mut Table)| {
        card.update(|card| change(card));
        let written = card.with_untracked(notation::write_card);
        keep.with_value(|keep| keep(written));
    };
    let write = StoredValue::new(Box::new(write) as Box<dyn Fn(&mut dyn FnMut(&mut Table)) + Send + Sync>);
    view! {
        <fieldset class="card-form"><legend>{t(Msg::Card)}</legend>{row_fields(card, None, HEAD, write)}</fieldset>
        {[("ask", ASK, Msg::CardQuestions, Msg::CardAddQuestion), ("rule", RULE, Msg::CardRules, Msg::CardAddRule)].map(|(list, fields, legend, add)| view! {
            <fieldset class="card-form"><legend>{t(legend)}</legend>
                {move || {
                    made.track();
                    let count = card.with_untracked(|card| card.tables(list).len());
                    (0..count).map(|place| view! {
                        <div class="card-row"><b>{place + 1}</b>{row_fields(card, Some((list, place)), fields, write)}
                            <button type="button" class="btn quiet s" aria-label=say(Msg::CardRemoveRow, &[&(place + 1).to_string()]) on:click=move |_| {
                                write.with_value(|write| write(&mut |card| card.remove_table(list, place)));
                                made.update(|made| *made += 1);
                            }>{icon("x")}</button></div>
                    }).collect_view()
                }}
                <button type="button" class="btn" on:click=move |_| {
                    write.with_value(|write| write(&mut |card| card.add_table(list)));
                    made.update(|made| *made += 1);
                }>{t(add)}</button>
            </fieldset>
        })}
        <p class="muted">{t(Msg::CardFormRest)}</p>
    }
    .into_any()
}

type Write = StoredValue<Box<dyn Fn(&mut dyn FnMut(&mut Table)) + Send + Sync>>;

fn row_fields(
    card: RwSignal<Table>,
    row: Option<(&'static str, usize)>,
    fields: &'static [(&'static str, Shape)],
    write: Write,
) -> AnyView {
    let cells = fields.iter().map(|(name, shape)| {
        let (name, shape) = (*name, *shape);
        let value = card.with_untracked(|card| {
            let table = match row {
                None => Some(card),
                Some((list, place)) => card.tables(list).get(place).copied(),
            };
            table.and_then(|table| table.get(name)).map(|field| shown(&field.value, shape)).unwrap_or_default()
        });
        let put = move |typed: String| {
            write.with_value(|write| {
                write(&mut |card| {
                    let table = match row {
                        None => Some(&mut *card),
                        Some((list, place)) => card.table_mut(list, place),
                    };
                    if let Some(table) = table {
                        table.put(name, written(&typed, shape));
                    }
                });
            });
        };
        if shape == Shape::Flag {
            return view! { <label class="card-field flag"><input type="checkbox" prop:checked=value == "true"
                on:change=move |event| put(event_target_checked(&event).to_string())/>{name}</label> }
            .into_any();
        }
        let wide = matches!(name, "text" | "when" | "crew" | "safety" | "note" | "source" | "hazard" | "choices" | "title");
        let input = if shape == Shape::Lines {
            view! { <textarea class="inp" rows="3" prop:value=value on:change=move |event| put(event_target_value(&event))></textarea> }.into_any()
        } else {
            view! { <input class="inp" autocomplete="off" prop:value=value on:change=move |event| put(event_target_value(&event))/> }.into_any()
        };
        view! { <label class="card-field" class:wide=wide><span>{name}</span>{input}</label> }.into_any()
    });
    view! { <div class="card-fields">{cells.collect_view()}</div> }.into_any()
}

/// A value as the form shows it.
fn shown(value: &Value, shape: Shape) -> String {
    match value {
        Value::Text(text) | Value::Number(text) => text.clone(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(list) => {
            let words = list.iter().map(|value| shown(value, Shape::Text));
            words.collect::<Vec<_>>().join(if shape == Shape::Lines { "\n" } else { " " })
        }
        Value::Table(_) => String::new(),
    }
}

/// What was typed, as a value. None takes the field away.
fn written(typed: &str, shape: Shape) -> Option<Value> {
    let typed = typed.trim();
    let list = |words: Vec<&str>| Value::List(words.into_iter().map(|word| Value::Text(word.to_owned())).collect());
    match shape {
        _ if typed.is_empty() => None,
        Shape::Flag => (typed == "true").then_some(Value::Flag(true)),
        Shape::Number if typed.bytes().all(|byte| byte.is_ascii_digit()) => Some(Value::Number(typed.to_owned())),
        Shape::Words => Some(list(typed.split([' ', ',']).filter(|word| !word.is_empty()).collect())),
        Shape::Lines => Some(list(typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect())),
        Shape::Number | Shape::Text => Some(Value::Text(typed.to_owned())),
    }
}
