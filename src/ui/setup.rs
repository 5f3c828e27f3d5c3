//! What a team sets up, before and while it works. Everything is edited in place; what was used is retired, not deleted.

mod ground;
mod plans;

use super::act::Ui;
use super::field::{Live, LiveField, Pick};
use super::kit::{empty, icon};
use super::list::{Place as RowPlace, Scroll, WindowedList};
use super::prompt::{Action, Field, Kind, Prompt};
use crate::app::desk::Answer;
use crate::app::replay::Replay;
use crate::app::trouble::import_fault;
use crate::board::speech::{refusal, tone_word};
use crate::domain::command::{Care, Command, NewPlace, NewUnit};
use crate::domain::event::{
    DispositionDetail, FlagDetail, OperationDetail, PlaceDetail, PriorityDetail, TypeDetail, UnitDetail, UnitKindDetail,
};
use crate::domain::geo::{self, Notation};
use crate::domain::ids::{Code, FlagId, PlaceId, UnitId};
use crate::domain::incident::Priority;
use crate::domain::moment::read_day_and_clock;
use crate::domain::place::{Flag, FlagSubject, Severity};
use crate::domain::presets::Group;
use crate::domain::refusal::{Needed, Refusal};
use crate::domain::setup::{Profile, Target, Tone};
use crate::domain::state::State;
use crate::domain::track::Shape;
use crate::record::import::{self, Preview};
use crate::words::{Msg, say, t};
use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Operation,
    Units,
    UnitKinds,
    Places,
    Ground,
    Types,
    Priorities,
    Dispositions,
    Flags,
    Targets,
    Words,
    Cards,
    Plans,
}

const SECTIONS: [(Section, &str, Msg); 13] = [
    (Section::Operation, "operation", Msg::Operation),
    (Section::Units, "units", Msg::Units),
    (Section::UnitKinds, "kinds", Msg::SectionKinds),
    (Section::Places, "places", Msg::Places),
    (Section::Ground, "ground", Msg::Ground),
    (Section::Types, "types", Msg::SectionTypes),
    (Section::Priorities, "priorities", Msg::SectionPriorities),
    (Section::Dispositions, "dispositions", Msg::SectionDispositions),
    (Section::Flags, "flags", Msg::SectionFlags),
    (Section::Targets, "targets", Msg::SectionGoals),
    (Section::Words, "words", Msg::SectionWords),
    (Section::Cards, "cards", Msg::SectionCards),
    (Section::Plans, "plans", Msg::SectionPlans),
];

#[component]
pub fn SetUp(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let address = desk.signals().address.clone();
    let section = Memo::new(move |_| {
        address.with(|address| {
            SECTIONS.iter().find(|(_, name, _)| *name == address.section).map_or(Section::Units, |found| found.0)
        })
    });
    let setup = desk.signals().setup.clone();
    let count = move |section: Section| {
        setup.track();
        desk.read(|state| match section {
            Section::Operation => None,
            Section::Units => Some(state.units.values().filter(|unit| !unit.retired).count()),
            Section::UnitKinds => Some(state.unit_kinds.values().filter(|kind| !kind.retired).count()),
            Section::Places => Some(state.places.values().filter(|place| !place.retired).count()),
            Section::Ground => Some(state.ground.layers.values().filter(|layer| !layer.retired).count()),
            Section::Types => Some(state.types.values().filter(|row| !row.retired).count()),
            Section::Priorities => Some(state.priorities.len()),
            Section::Dispositions => Some(state.dispositions.values().filter(|row| !row.retired).count()),
            Section::Flags => Some(state.flags.values().filter(|flag| !flag.retired).count()),
            Section::Targets => Some(state.targets.len()),
            // Only what the operation decided itself: thousands come with the program.
            Section::Words => Some(state.phrases.len()).filter(|own| 0 < *own),
            Section::Cards => Some(state.cards.values().filter(|card| !card.retired).count()),
            Section::Plans => Some(state.book.in_use().count()),
        })
    };
    view! {
        <nav class="side-nav" aria-label=t(Msg::SetUp)>
            <h2>{t(Msg::SetUp)}</h2>
            {SECTIONS.map(|(one, name, kind)| {
                let count = count.clone();
                view! {
                    <button type="button" aria-current=move || (section.get() == one).then_some("true")
                        on:click=move |_| desk.change_address(|address| address.section = name.to_owned())>
                        {t(kind)}<span class="n">{move || count(one)}</span></button>
                }
            })}
        </nav>
        <main class="setup-main" role="region" aria-label=t(Msg::SetUp)>
            {move || match section.get() {
                Section::Operation => view! { <OperationForm ui/> }.into_any(),
                Section::Units => view! { <UnitsTable ui/> }.into_any(),
                Section::UnitKinds => view! { <KindsTable ui/> }.into_any(),
                Section::Places => view! { <PlacesTable ui/> }.into_any(),
                Section::Ground => view! { <ground::GroundForm ui/> }.into_any(),
                Section::Types => view! { <TypesTable ui/> }.into_any(),
                Section::Priorities => view! { <PrioritiesTable ui/> }.into_any(),
                Section::Dispositions => view! { <DispositionsTable ui/> }.into_any(),
                Section::Flags => view! { <FlagsTable ui/> }.into_any(),
                Section::Targets => view! { <TargetsTable ui/> }.into_any(),
                Section::Words => view! { <super::setup_words::WordsTable ui/> }.into_any(),
                Section::Cards => view! { <super::cards::CardsSetUp ui/> }.into_any(),
                Section::Plans => view! { <plans::PlansTable ui/> }.into_any(),
            }}
        </main>
    }
}

/// A value of the set-up that is read again when the set-up changed.
pub(super) fn stored<T: PartialEq + Send + Sync + 'static>(
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
fn cell(
    ui: Ui,
    label: impl Into<Signal<String>>,
    read: impl Fn(&State) -> String + Send + Sync + 'static,
    command: impl Fn(&str) -> Option<Command> + Send + Sync + 'static,
) -> AnyView {
    text_cell(ui, label.into(), stored(ui, read), StoredValue::new(Box::new(command)))
}

/// What a cell's text asks for.
pub(super) type Keep = Box<dyn Fn(&str) -> Option<Command> + Send + Sync>;

/// The one body of all text cells. What is typed stays until it stands in the record or is given up with Escape: a text
/// that is refused keeps its place with the reason beside it, and a reload or a scrolled list gives it back.
pub(super) fn text_cell(ui: Ui, label: Signal<String>, value: Memo<String>, command: StoredValue<Keep>) -> AnyView {
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

fn choice(
    ui: Ui,
    label: impl Into<Signal<String>>,
    options: Vec<(String, String)>,
    read: impl Fn(&State) -> String + Send + Sync + 'static,
    command: impl Fn(&str) -> Option<Command> + Send + Sync + 'static,
) -> AnyView {
    choice_cell(ui, label.into(), options, stored(ui, read), StoredValue::new(Box::new(command)))
}

/// The one body of all cells with a choice.
pub(super) fn choice_cell(
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

pub(super) fn retire_button(
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

pub(super) fn bar(title: Msg, help: Msg, buttons: AnyView) -> AnyView {
    view! { <div class="setup-bar"><h1>{t(title)}</h1><p>{t(help)}</p><span class="gap"></span>{buttons}</div> }
        .into_any()
}

#[component]
fn OperationForm(ui: Ui) -> impl IntoView {
    let field = |key: &'static str, read: fn(&State) -> String, make: fn(String) -> OperationDetail| {
        Live::new(ui.desk, format!("setup/operation/{key}"), stored(ui, read).into(), move |text| {
            if key == "zone" && !ui.desk.world().knows_zone(text) {
                ui.refuse(say(Msg::UnknownZone, &[text]));
                return None;
            }
            Some(Command::ChangeOperation(make(text.to_owned())))
        })
    };
    let name = field("name", |state| state.operation.name.clone(), OperationDetail::Name);
    let zone = field("zone", |state| state.operation.zone.clone(), OperationDetail::Zone);
    let prefix = field("prefix", |state| state.operation.prefix.clone(), OperationDetail::Prefix);
    let practice = stored(ui, |state| state.operation.profile == Profile::Practice);
    view! {
        {bar(Msg::Operation, Msg::OperationHelp, ().into_any())}
        <div class="scroll"><div class="setup-pad">
            <form class="form-grid" on:submit=|event| event.prevent_default()>
                <div class="fld">{t(Msg::Name)}<LiveField live=name id="operation-name" label=t(Msg::Name)/></div>
                <div class="fld">{t(Msg::TimeZone)}<LiveField live=zone id="operation-zone" label=t(Msg::TimeZone)/></div>
                <div class="fld">{t(Msg::NumberPrefix)}<LiveField live=prefix id="operation-prefix" label=t(Msg::NumberPrefix)/></div>
            </form>
            <Show when=move || practice.get()><ReplayForm ui/></Show>
        </div></div>
    }
}

/// Plays a recorded day of calls. Offered in a practice only: a real log must never hold played calls.
#[component]
fn ReplayForm(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let speed = RwSignal::new(String::new());
    let replay = RwSignal::new(None::<Replay>);
    let fault = RwSignal::new(None::<String>);
    let file = NodeRef::<leptos::html::Input>::new();
    let picked = move |_| {
        let input = file.get_untracked();
        let Some(chosen) = input.as_ref().and_then(|input| input.files()).and_then(|files| files.get(0)) else {
            return;
        };
        super::launcher::read_text(&chosen, move |text| {
            match crate::app::replay::read(desk, &text.unwrap_or_default()) {
                Err(why) => fault.set(Some(say(Msg::ReplayUnreadable, &[&why]))),
                Ok(day) => {
                    let bad = day.faults.len();
                    fault.set((0 < bad).then(|| {
                        say(Msg::ReplayFaults, &[&bad.to_string(), &day.faults[0].0.to_string(), day.faults[0].1])
                    }));
                    let wait = |millis: u32, then: Box<dyn FnOnce()>| {
                        gloo::timers::callback::Timeout::new(millis, then).forget();
                    };
                    replay.set(Some(Replay::start(desk, day, speed.get_untracked().parse().ok(), wait)));
                }
            }
        });
        if let Some(input) = input {
            input.set_value("");
        }
    };
    let progress = move || replay.get().map(|replay| replay.progress.get()).unwrap_or_default();
    view! {
        <form class="form-grid replay" aria-label=t(Msg::ReplayDay) on:submit=|event| event.prevent_default()>
            <h3>{t(Msg::ReplayDay)}</h3>
            <p class="muted full">{t(Msg::ReplayHelp)}</p>
            <label class="fld">{t(Msg::ReplaySpeed)}
                <select class="inp" on:change=move |event| speed.set(event_target_value(&event))>
                    {[("", Msg::SpeedFastest), ("600", Msg::Speed600), ("60", Msg::Speed60), ("10", Msg::Speed10), ("1", Msg::Speed1)]
                        .map(|(value, word)| view! { <option value=value>{t(word)}</option> })}
                </select></label>
            <div class="acts">
                <button type="button" class="btn primary" disabled=move || progress().running on:click=move |_| if let Some(input) = file.get_untracked() { input.click(); }>{t(Msg::ReplayChoose)}</button>
                <Show when=move || progress().running>
                    <button type="button" class="btn" on:click=move |_| if let Some(replay) = replay.get_untracked() { replay.stop(); }>{t(Msg::Stop)}</button>
                </Show>
                <input node_ref=file class="sr" type="file" tabindex="-1" aria-label=t(Msg::ReplayChoose) accept=".csv,.txt" on:change=picked/>
            </div>
            <p role="status" class="full" aria-label=t(Msg::ReplayProgress)>{move || { let progress = progress(); (0 < progress.all).then(|| say(if progress.running { Msg::ReplayRunning } else { Msg::ReplayDone }, &[&progress.done.to_string(), &progress.all.to_string(), &progress.refused.to_string()])) }}</p>
            {move || fault.get().map(|fault| view! { <p class="msg full" role="alert">{icon("bang")}{fault}</p> })}
        </form>
    }
}

fn kinds(state: &State) -> Vec<(String, String)> {
    let usable = state.unit_kinds.values().filter(|kind| !kind.retired);
    usable.map(|kind| (kind.code.to_string(), kind.label.clone())).collect()
}

/// The kinds that one unit may be: those in use, and the one that it is.
fn kinds_of(state: &State, unit: UnitId) -> Vec<(String, String)> {
    let own = state.units.get(&unit).and_then(|unit| state.unit_kinds.get(&unit.kind)).filter(|kind| kind.retired);
    let own = own.map(|kind| (kind.code.to_string(), kind.label.clone()));
    kinds(state).into_iter().chain(own).collect()
}

#[component]
fn UnitsTable(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let scroll = Scroll::default();
    super::frame::on_resize(move || scroll.moved());
    let ids = stored(ui, |state| {
        let mut units: Vec<_> = state
            .units
            .values()
            .map(|unit| (unit.retired, crate::board::order::counted(&unit.call_sign), unit.id))
            .collect();
        units.sort();
        units.into_iter().map(|(_, _, id)| id).collect::<Vec<_>>()
    });
    let importing = RwSignal::new(None::<String>);
    let add = move |_| {
        let kinds = desk.read(kinds);
        let run = move |values: Vec<String>| {
            let get = |index: usize| values.get(index).cloned().unwrap_or_default();
            let post = desk.read(|state| state.spot(&get(3)));
            let capabilities = split(&get(2));
            let Ok(crew) = get(4).parse::<u8>() else {
                return ui.ask_again(say(
                    Msg::FieldOutOfRange,
                    &[crate::board::speech::needed_word(Needed::Crew), "0", "255"],
                ));
            };
            let call_signs = match import::batch(&get(0)) {
                Ok(call_signs) => call_signs,
                Err(many) => {
                    let most = import::MOST_IN_BATCH.to_string();
                    return ui.ask_again(say(Msg::BatchTooLong, &[&many.to_string(), &most]));
                }
            };
            let units: Vec<NewUnit> = call_signs
                .into_iter()
                .map(|call_sign| NewUnit {
                    call_sign,
                    kind: get(1),
                    capabilities: capabilities.clone(),
                    crew,
                    post: post.clone(),
                })
                .collect();
            ui.act(Command::AddUnits(units));
        };
        ui.ask_first(Prompt {
            title: t(Msg::AddUnits).to_owned(),
            body: t(Msg::AddUnitsHelp).to_owned(),
            fields: vec![
                Field::new(t(Msg::CallSign), Kind::Text, ""),
                Field::new(t(Msg::UnitKind), Kind::Choice(kinds), "foot"),
                Field::new(t(Msg::Capabilities), Kind::Text, ""),
                Field::new(t(Msg::Post), Kind::Pick(Pick::Places(desk)), ""),
                Field::new(t(Msg::Crew), Kind::Number, "2"),
            ],
            actions: vec![Action::new(t(Msg::Add), run)],
        });
    };
    let row = move |id, place| unit_row(ui, id, place);
    view! {
        {bar(Msg::Units, Msg::UnitsHelp, view! {
            <button type="button" class="btn primary" on:click=add>{t(Msg::AddUnits)}</button>
            {import_button(ui, importing, Msg::ImportCsv, ".csv,.tsv,.txt")}
        }.into_any())}
        <Show when=move || importing.with(Option::is_some)>
            {move || importing.get().map(|text| view! { <UnitImport ui text importing/> })}
        </Show>
        <div class="grid-head unit-grid" aria-hidden="true"><span>{t(Msg::CallSign)}</span><span>{t(Msg::UnitKind)}</span><span>{t(Msg::Capabilities)}</span><span>{t(Msg::Crew)}</span><span>{t(Msg::Post)}</span><span></span></div>
        <div class="scroll" node_ref=scroll.node on:scroll=move |_| scroll.moved()>
            <WindowedList ids=ids.into() scroll height="--row-2" class="grid-window" grid_class="grid-rows" label=t(Msg::Units) row/>
            <Show when=move || ids.with(Vec::is_empty)>{empty(Msg::NoUnits, Msg::NoUnitsHelp)}</Show>
        </div>
    }
}

fn split(text: &str) -> Vec<String> {
    text.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_uppercase).collect()
}

/// The accessible name of a cell: what it holds, and whose row it stands in, under the name that the row has now.
fn named(name: Memo<String>, what: Msg) -> Signal<String> {
    Signal::derive(move || format!("{} {}", t(what), name.get()))
}

fn unit_row(ui: Ui, id: UnitId, place: Signal<RowPlace>) -> AnyView {
    let read = move |read: fn(&crate::domain::unit::Unit) -> String| {
        move |state: &State| state.units.get(&id).map(read).unwrap_or_default()
    };
    let retired = stored(ui, move |state| state.units.get(&id).is_some_and(|unit| unit.retired));
    let name = stored(ui, read(|unit| unit.call_sign.clone()));
    let change = move |detail: UnitDetail| Some(Command::ChangeUnit { unit: id, detail });
    let capabilities = move |text: &str| {
        // One word at a time is added or taken away: two windows that add different ones both keep theirs.
        let typed = split(text);
        let had = ui.desk.read(|state| state.units.get(&id).map(|unit| unit.capabilities.clone()).unwrap_or_default());
        let added = typed.iter().filter(|word| !had.contains(*word)).cloned().map(UnitDetail::CapabilityAdded);
        let removed = had.iter().filter(|word| !typed.contains(word)).cloned().map(UnitDetail::CapabilityRemoved);
        let mut details: Vec<UnitDetail> = added.chain(removed).collect();
        let first = details.pop();
        for detail in details {
            ui.act(Command::ChangeUnit { unit: id, detail });
        }
        first.map(|detail| Command::ChangeUnit { unit: id, detail })
    };
    view! {
        <div role="row" class="grid-row unit-grid" class:retired=retired style:top=move || format!("{}px", place.get().top)>
            <span role="rowheader">{cell(ui, named(name, Msg::CallSign), read(|unit| unit.call_sign.clone()), move |text| change(UnitDetail::CallSign(text.into())))}
                {move || retired.get().then(|| view! { <span class="w">{t(Msg::RetiredWord)}</span> })}</span>
            <span role="gridcell">{choice(ui, named(name, Msg::UnitKind), ui.desk.read(|state| kinds_of(state, id)), read(|unit| unit.kind.to_string()), move |code| change(UnitDetail::Kind(Code::new(code))))}</span>
            <span role="gridcell">{cell(ui, named(name, Msg::Capabilities), read(|unit| unit.capabilities.iter().cloned().collect::<Vec<_>>().join(" ")), capabilities)}</span>
            <span role="gridcell">{cell(ui, named(name, Msg::Crew), read(|unit| unit.crew.to_string()), move |text| change(UnitDetail::Crew(text.parse().ok()?)))}</span>
            <span role="gridcell">{cell(ui, named(name, Msg::Post), read(|unit| unit.post.text.clone()), move |text| change(UnitDetail::Post(ui.desk.read(|state| state.spot(text)))))}</span>
            <span role="gridcell">{retire_button(ui, retired, name, Command::RetireUnit(id), Command::RestoreUnit(id))}</span>
        </div>
    }
    .into_any()
}

#[component]
fn PlacesTable(ui: Ui) -> impl IntoView {
    let scroll = Scroll::default();
    super::frame::on_resize(move || scroll.moved());
    let find = RwSignal::new(String::new());
    let all = stored(ui, |state| {
        let mut places: Vec<_> = state
            .places
            .values()
            .map(|place| {
                let aliases = place.aliases.iter().map(String::as_str);
                let names = std::iter::once(place.name.as_str()).chain(aliases).collect::<Vec<_>>().join(" ");
                (place.retired, crate::domain::place::fold(&names), place.id)
            })
            .collect();
        places.sort();
        places
    });
    let ids = Memo::new(move |_| {
        let typed = crate::domain::place::fold(&find.get());
        all.with(|all| {
            all.iter()
                .filter(|(_, name, _)| typed.split(' ').all(|word| name.contains(word)))
                .map(|(_, _, id)| *id)
                .collect::<Vec<_>>()
        })
    });
    let importing = RwSignal::new(None::<String>);
    let add = move |_| {
        let run = move |values: Vec<String>| {
            let get = |index: usize| values.get(index).cloned().unwrap_or_default();
            let point = match read_point(ui, &get(2)) {
                Ok(point) => point,
                Err(why) => return ui.ask_again(why),
            };
            let Some(shape) = Shape::of_radius(&get(5)) else {
                return ui.ask_again(say(Msg::RadiusNotUnderstood, &[&get(5)]));
            };
            ui.act(Command::AddPlaces(vec![NewPlace {
                name: get(0),
                aliases: get(1)
                    .split([',', ';'])
                    .map(str::trim)
                    .filter(|part| !part.is_empty())
                    .map(str::to_owned)
                    .collect(),
                what: get(3),
                point,
                note: get(4),
                shape,
            }]));
        };
        ui.ask_first(Prompt {
            title: t(Msg::AddPlace).to_owned(),
            body: t(Msg::AddPlaceHelp).to_owned(),
            fields: vec![
                Field::new(t(Msg::Name), Kind::Text, ""),
                Field::new(t(Msg::Aliases), Kind::Text, ""),
                Field::new(t(Msg::Coordinates), Kind::Text, ""),
                Field::new(t(Msg::PlaceKind), Kind::Text, ""),
                Field::new(t(Msg::Remark), Kind::Text, ""),
                Field::new(t(Msg::Radius), Kind::Text, ""),
            ],
            actions: vec![Action::new(t(Msg::Add), run)],
        });
    };
    let row = move |id, place| place_row(ui, id, place);
    view! {
        {bar(Msg::Places, Msg::PlacesHelp, view! {
            <input class="inp s" type="search" aria-label=t(Msg::FindPlace) placeholder=t(Msg::Find) prop:value=find on:input=move |event| find.set(event_target_value(&event))/>
            <button type="button" class="btn primary" on:click=add>{t(Msg::AddPlace)}</button>
            {import_button(ui, importing, Msg::ImportCsv, ".csv,.tsv,.txt")}
        }.into_any())}
        <Show when=move || importing.with(Option::is_some)>
            {move || importing.get().map(|text| view! { <PlaceImport ui text importing/> })}
        </Show>
        <div class="grid-head place-grid" aria-hidden="true"><span>{t(Msg::Name)}</span><span>{t(Msg::Aliases)}</span><span>{t(Msg::Coordinates)}</span><span>{t(Msg::PlaceKind)}</span><span>{t(Msg::Remark)}</span><span>{t(Msg::Radius)}</span><span></span></div>
        <div class="scroll" node_ref=scroll.node on:scroll=move |_| scroll.moved()>
            <WindowedList ids=ids.into() scroll height="--row-2" class="grid-window" grid_class="grid-rows" label=t(Msg::Places) row/>
            <Show when=move || ids.with(Vec::is_empty)>
                {move || if find.with(String::is_empty) { empty(Msg::NoPlaces, Msg::NoPlacesHelp).into_any() } else { empty(Msg::FilterHides, Msg::FilterHidesHelp).into_any() }}
            </Show>
        </div>
    }
}

/// Coordinates in any notation, or none, or why not.
fn read_point(ui: Ui, text: &str) -> Result<Option<geo::Point>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    match geo::read(text, ui.desk.read(State::reference)) {
        Some(Ok((point, _))) => {
            if let Some(far) = ui.desk.read(|state| state.far_off(point)) {
                ui.say(say(Msg::FarOffHint, &[&format!("{:.0}", far / 1000.0)]));
            }
            Ok(Some(point))
        }
        Some(Err(geo::Fault::LooksSwapped { swapped })) => {
            Err(say(Msg::CoordinatesSwapped, &[&geo::write(swapped, Notation::Decimal)]))
        }
        _ => Err(t(Msg::CoordinatesWrong).to_owned()),
    }
}

fn place_row(ui: Ui, id: PlaceId, place: Signal<RowPlace>) -> AnyView {
    let read = move |read: fn(&crate::domain::place::Place) -> String| {
        move |state: &State| state.places.get(&id).map(read).unwrap_or_default()
    };
    let retired = stored(ui, move |state| state.places.get(&id).is_some_and(|place| place.retired));
    let name = stored(ui, read(|place| place.name.clone()));
    let change = move |detail: PlaceDetail| Some(Command::ChangePlace { place: id, detail });
    // What was drawn as a line or an area has no radius.
    let drawn = stored(ui, move |state| {
        let shape = state.places.get(&id).map(|place| &place.shape);
        shape.filter(|shape| shape.track().is_some()).map(Shape::word)
    });
    let aliases = move |text: &str| {
        let typed: Vec<String> =
            text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let had = ui.desk.read(|state| state.places.get(&id).map(|place| place.aliases.clone()).unwrap_or_default());
        let added = typed.iter().filter(|word| !had.contains(*word)).cloned().map(PlaceDetail::AliasAdded);
        let removed = had.iter().filter(|word| !typed.contains(word)).cloned().map(PlaceDetail::AliasRemoved);
        let mut details: Vec<PlaceDetail> = added.chain(removed).collect();
        let first = details.pop();
        for detail in details {
            ui.act(Command::ChangePlace { place: id, detail });
        }
        first.map(|detail| Command::ChangePlace { place: id, detail })
    };
    view! {
        <div role="row" class="grid-row place-grid" class:retired=retired style:top=move || format!("{}px", place.get().top)>
            <span role="rowheader">{cell(ui, named(name, Msg::Name), read(|place| place.name.clone()), move |text| change(PlaceDetail::Name(text.into())))}
                {move || retired.get().then(|| view! { <span class="w">{t(Msg::RetiredWord)}</span> })}</span>
            <span role="gridcell">{cell(ui, named(name, Msg::Aliases), read(|place| place.aliases.iter().cloned().collect::<Vec<_>>().join(", ")), aliases)}</span>
            <span role="gridcell">{cell(ui, named(name, Msg::Coordinates), read(|place| place.point.map(|point| geo::write(point, Notation::Decimal)).unwrap_or_default()), move |text| change(PlaceDetail::Point(read_point(ui, text).ok()?)))}</span>
            <span role="gridcell">{cell(ui, named(name, Msg::PlaceKind), read(|place| place.kind.clone()), move |text| change(PlaceDetail::What(text.into())))}</span>
            <span role="gridcell">{cell(ui, named(name, Msg::Remark), read(|place| place.note.clone()), move |text| change(PlaceDetail::Note(text.into())))}</span>
            <span role="gridcell">{move || match drawn.get() {
                Some(shape) => view! { <span class="muted">{shape}</span> }.into_any(),
                None => cell(ui, named(name, Msg::Radius), read(|place| place.shape.radius_text()), move |text| change(PlaceDetail::Shape(Shape::of_radius(text)?))),
            }}</span>
            <span role="gridcell">{retire_button(ui, retired, name, Command::RetirePlace(id), Command::RestorePlace(id))}</span>
        </div>
    }
    .into_any()
}

fn import_button(ui: Ui, importing: RwSignal<Option<String>>, label: Msg, accept: &'static str) -> AnyView {
    let file = NodeRef::<leptos::html::Input>::new();
    let picked = move |_| {
        let input = file.get_untracked();
        let Some(chosen) = input.as_ref().and_then(|input| input.files()).and_then(|files| files.get(0)) else {
            return;
        };
        super::launcher::read_text(&chosen, move |text| match text {
            Some(text) => importing.set(Some(text)),
            None => ui.refuse(t(Msg::FileUnreadable)),
        });
        if let Some(input) = input {
            input.set_value("");
        }
    };
    view! {
        <button type="button" class="btn" on:click=move |_| if let Some(input) = file.get_untracked() { input.click(); }>{icon("file")}{t(label)}</button>
        <input node_ref=file class="sr" type="file" tabindex="-1" aria-label=t(label) accept=accept on:change=picked/>
    }
    .into_any()
}

#[component]
fn UnitImport(ui: Ui, text: String, importing: RwSignal<Option<String>>) -> impl IntoView {
    let preview = ui.desk.read(|state| import::units(&text, state));
    let rows: Vec<(usize, String)> = preview
        .rows
        .iter()
        .map(|(row, unit)| (*row, format!("{} · {} · {}", unit.call_sign, unit.kind, unit.post.text)))
        .collect();
    let units: Vec<NewUnit> = preview.rows.iter().map(|(_, unit)| unit.clone()).collect();
    preview_view(ui, &preview, rows, importing, Vec::new(), Command::AddUnits(units))
}

#[component]
fn PlaceImport(ui: Ui, text: String, importing: RwSignal<Option<String>>) -> impl IntoView {
    let preview = ui.desk.read(|state| import::places(&text, state));
    let point = |place: &NewPlace| place.point.map(|point| geo::write(point, Notation::Decimal)).unwrap_or_default();
    let rows: Vec<(usize, String)> =
        preview.rows.iter().map(|(row, place)| (*row, format!("{} · {}", place.name, point(place)))).collect();
    let places: Vec<NewPlace> = preview.rows.iter().map(|(_, place)| place.clone()).collect();
    preview_view(ui, &preview, rows, importing, Vec::new(), Command::AddPlaces(places))
}

/// Rows of a preview that are shown; the counts above say how many there are.
const PREVIEWED: usize = 200;

fn preview_view<T>(
    ui: Ui,
    preview: &Preview<T>,
    rows: Vec<(usize, String)>,
    importing: RwSignal<Option<String>>,
    first: Vec<Command>,
    command: Command,
) -> AnyView {
    preview_with(ui, preview, rows, importing, (first, Box::new(move || command.clone())), ().into_any())
}

/// What is asked first, and what takes the rows over once it is pressed.
type Taking = (Vec<Command>, Box<dyn Fn() -> Command + Send + Sync>);

/// The same with something above the rows that has a say in what is taken over.
fn preview_with<T>(
    ui: Ui,
    preview: &Preview<T>,
    rows: Vec<(usize, String)>,
    importing: RwSignal<Option<String>>,
    (first, command): Taking,
    above: AnyView,
) -> AnyView {
    let (good, bad) = (rows.len(), preview.faults.len());
    let lines: Vec<usize> = rows.iter().map(|(line, _)| *line).collect();
    let unknown = preview.unknown_columns.join(", ");
    let faults: Vec<_> = preview
        .faults
        .iter()
        .take(PREVIEWED)
        .map(|fault| (fault.row, fault.column.clone(), import_fault(&fault.what)))
        .collect();
    let take = move |_| {
        for command in first.clone() {
            ui.act(command);
        }
        let lines = lines.clone();
        ui.act_then(command(), None, Care::AskFirst, move |answer| match answer {
            Answer::Done(_) => {
                importing.set(None);
                ui.say(say(Msg::Imported, &[&good.to_string()]));
            }
            // The decision counts the rows that are taken over; people look into their file.
            Answer::Refused { refusal: Refusal::InRow { row, fault }, .. } => {
                let row = lines.get(row.wrapping_sub(1)).copied().unwrap_or(*row);
                let (fault, clock) = (fault.clone(), ui.desk.clock());
                ui.refuse(ui.desk.read(|state| refusal(&Refusal::InRow { row, fault }, state, clock)));
            }
            Answer::Refused { .. } | Answer::NotSaved(_) => {}
        });
    };
    view! {
        <section class="csv-preview" aria-label=t(Msg::ImportPreview)>
            <header><h2>{t(Msg::ImportPreview)}</h2>
                <p>{say(Msg::ImportCounts, &[&good.to_string(), &bad.to_string()])}
                    {(!unknown.is_empty()).then(|| view! { <span class="muted">" "{say(Msg::UnknownColumns, &[&unknown])}</span> })}</p>
                <button type="button" class="btn" on:click=move |_| importing.set(None)>{t(Msg::Back)}</button>
                <button type="button" class="btn primary" disabled=good == 0 on:click=take>{say(Msg::ImportRows, &[&good.to_string()])}</button>
            </header>
            {above}
            <div class="scroll">
                <table class="grid-table">
                    <thead><tr><th scope="col">{t(Msg::RowWord)}</th><th scope="col">{t(Msg::ColumnWord)}</th><th scope="col">{t(Msg::WhatIsWrong)}</th></tr></thead>
                    <tbody>
                        {faults.into_iter().map(|(row, column, why)| view! { <tr class="bad-row"><td class="ln-no">{row}</td><td>{column}</td><td class="err">{why}</td></tr> }).collect_view()}
                        {rows.into_iter().take(PREVIEWED).map(|(row, text)| view! { <tr><td class="ln-no">{row}</td><td></td><td>{text}</td></tr> }).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn KindsTable(ui: Ui) -> impl IntoView {
    let codes = stored(ui, |state| state.unit_kinds.keys().cloned().collect::<Vec<_>>());
    let add = move |_| {
        let run = move |values: Vec<String>| {
            let get = |index: usize| values.get(index).cloned().unwrap_or_default();
            ui.act(Command::AddUnitKind {
                code: Code::new(&get(0)),
                label: get(1),
                speed_kmh: get(2).replace(',', ".").parse().unwrap_or(0.0),
            });
        };
        ui.ask_first(Prompt {
            title: t(Msg::AddUnitKind).to_owned(),
            body: String::new(),
            fields: vec![
                Field::new(t(Msg::CodeWord), Kind::Text, ""),
                Field::new(t(Msg::Name), Kind::Text, ""),
                Field::new(t(Msg::SpeedKmh), Kind::Text, "10"),
            ],
            actions: vec![Action::new(t(Msg::Add), run)],
        });
    };
    view! {
        {bar(Msg::SectionKinds, Msg::UnitKindsHelp, view! { <button type="button" class="btn primary" on:click=add>{t(Msg::AddUnitKind)}</button> }.into_any())}
        <div class="scroll"><table class="grid-table">
            <thead><tr><th scope="col">{t(Msg::CodeWord)}</th><th scope="col">{t(Msg::Name)}</th><th scope="col" class="num">{t(Msg::SpeedKmh)}</th><th></th></tr></thead>
            <tbody><For each=move || codes.get() key=Clone::clone children=move |code| {
                let (a, b) = (code.clone(), code.clone());
                let keep = StoredValue::new(code.clone());
                let change = move |detail| Some(Command::ChangeUnitKind { code: keep.get_value(), detail });
                let retired = stored(ui, move |state| keep.with_value(|code| state.unit_kinds.get(code).is_some_and(|kind| kind.retired)));
                view! { <tr class:retired=retired><th scope="row">{code.to_string()}{move || retired.get().then(|| view! { <span class="w">{t(Msg::RetiredWord)}</span> })}</th>
                    <td>{cell(ui, format!("{} {code}", t(Msg::Name)), move |state| state.unit_kinds.get(&a).map(|kind| kind.label.clone()).unwrap_or_default(), move |text| change(UnitKindDetail::Label(text.into())))}</td>
                    <td class="num">{cell(ui, format!("{} {code}", t(Msg::SpeedKmh)), move |state| state.unit_kinds.get(&b).map(|kind| kind.speed_kmh.to_string()).unwrap_or_default(), move |text| change(UnitKindDetail::SpeedKmh(text.replace(',', ".").parse().ok()?)))}</td>
                    <td class="act">{retire_button(ui, retired, code.to_string(), Command::RetireUnitKind(code.clone()), Command::RestoreUnitKind(code))}</td></tr> }
            }/></tbody>
        </table></div>
    }
}

const GROUPS: [(Group, &str, Msg); 6] = [
    (Group::Medical, "medical", Msg::GroupMedical),
    (Group::Fire, "fire", Msg::GroupFire),
    (Group::Police, "police", Msg::GroupPolice),
    (Group::Rescue, "rescue", Msg::GroupRescue),
    (Group::Event, "event", Msg::GroupEvent),
    (Group::Other, "other", Msg::GroupOther),
];

fn group_name(group: Group) -> String {
    GROUPS.iter().find(|(one, _, _)| *one == group).map_or_else(String::new, |(_, name, _)| (*name).to_owned())
}

fn group_of(name: &str) -> Option<Group> {
    GROUPS.iter().find(|(_, one, _)| *one == name).map(|(group, _, _)| *group)
}

fn group_choices() -> Vec<(String, String)> {
    GROUPS.iter().map(|(_, name, word)| ((*name).to_owned(), t(*word).to_owned())).collect()
}

pub(super) fn priority_choices() -> Vec<(String, String)> {
    Priority::ALL.iter().map(|priority| (priority.level().to_string(), priority.code().to_owned())).collect()
}

#[component]
fn TypesTable(ui: Ui) -> impl IntoView {
    let codes = stored(ui, |state| {
        let mut rows: Vec<_> =
            state.types.values().map(|row| (row.retired, row.group, row.label.clone(), row.code.clone())).collect();
        rows.sort();
        rows.into_iter().map(|row| row.3).collect::<Vec<_>>()
    });
    let add = move |_| {
        let run = move |values: Vec<String>| {
            let get = |index: usize| values.get(index).cloned().unwrap_or_default();
            ui.act(Command::AddType {
                code: Code::new(&get(0)),
                label: get(1),
                common: get(2),
                group: group_of(&get(3)).unwrap_or(Group::Other),
                priority: get(4).parse().ok().and_then(Priority::from_level).unwrap_or(Priority::P3),
            });
        };
        let common = crate::domain::presets::COMMON_CODES
            .iter()
            .map(|(code, label)| ((*code).to_owned(), format!("{code} {label}")))
            .collect();
        ui.ask_first(Prompt {
            title: t(Msg::AddType).to_owned(),
            body: t(Msg::AddTypeHelp).to_owned(),
            fields: vec![
                Field::new(t(Msg::CodeWord), Kind::Text, ""),
                Field::new(t(Msg::Name), Kind::Text, ""),
                Field::new(t(Msg::CommonCode), Kind::Choice(common), "INFO"),
                Field::new(t(Msg::GroupWord), Kind::Choice(group_choices()), "event"),
                Field::new(t(Msg::Priority), Kind::Choice(priority_choices()), "3"),
            ],
            actions: vec![Action::new(t(Msg::Add), run)],
        });
    };
    view! {
        {bar(Msg::SectionTypes, Msg::TypesHelp, view! { <button type="button" class="btn primary" on:click=add>{t(Msg::AddType)}</button> }.into_any())}
        <div class="scroll"><table class="grid-table">
            <thead><tr><th scope="col">{t(Msg::CodeWord)}</th><th scope="col">{t(Msg::Name)}</th><th scope="col">{t(Msg::GroupWord)}</th><th scope="col">{t(Msg::Priority)}</th><th scope="col">{t(Msg::CommonCode)}</th><th></th></tr></thead>
            <tbody><For each=move || codes.get() key=Clone::clone children=move |code| type_row(ui, code)/></tbody>
        </table></div>
    }
}

fn type_row(ui: Ui, code: Code) -> AnyView {
    let keep = StoredValue::new(code.clone());
    let read = move |read: fn(&crate::domain::setup::IncidentType) -> String| {
        move |state: &State| keep.with_value(|code| state.types.get(code).map(read)).unwrap_or_default()
    };
    let change = move |detail| Some(Command::ChangeType { code: keep.get_value(), detail });
    let retired = stored(ui, move |state| keep.with_value(|code| state.types.get(code).is_some_and(|row| row.retired)));
    let name = code.to_string();
    view! {
        <tr class:retired=retired><th scope="row">{name.clone()}{move || retired.get().then(|| view! { <span class="w">{t(Msg::RetiredWord)}</span> })}</th>
            <td>{cell(ui, format!("{} {name}", t(Msg::Name)), read(|row| row.label.clone()), move |text| change(TypeDetail::Label(text.into())))}</td>
            <td>{choice(ui, format!("{} {name}", t(Msg::GroupWord)), group_choices(), read(|row| group_name(row.group)), move |text| change(TypeDetail::Group(group_of(text)?)))}</td>
            <td>{choice(ui, format!("{} {name}", t(Msg::Priority)), priority_choices(), read(|row| row.priority.level().to_string()), move |text| change(TypeDetail::Priority(Priority::from_level(text.parse().ok()?)?)))}</td>
            <td>{cell(ui, format!("{} {name}", t(Msg::CommonCode)), read(|row| row.common.clone()), move |text| {
                let known = crate::domain::presets::COMMON_CODES.iter().any(|(code, _)| code.eq_ignore_ascii_case(text));
                if known { change(TypeDetail::Common(text.to_uppercase())) } else { None }
            })}</td>
            <td class="act">{retire_button(ui, retired, name.clone(), Command::RetireType(code.clone()), Command::RestoreType(code.clone()))}</td></tr>
    }
    .into_any()
}

#[component]
fn PrioritiesTable(ui: Ui) -> impl IntoView {
    let tones = || {
        Tone::ALL
            .iter()
            .enumerate()
            .map(|(index, tone)| (index.to_string(), tone_word(*tone).to_owned()))
            .collect::<Vec<_>>()
    };
    view! {
        {bar(Msg::SectionPriorities, Msg::PrioritiesHelp, ().into_any())}
        <div class="scroll"><table class="grid-table">
            <thead><tr><th scope="col">{t(Msg::Priority)}</th><th scope="col">{t(Msg::Name)}</th><th scope="col" class="num">{t(Msg::AlarmMinutes)}</th><th scope="col">{t(Msg::ToneLabel)}</th></tr></thead>
            <tbody>{Priority::ALL.map(|priority| {
                let name = priority.code();
                let change = move |detail| Some(Command::ChangePriority { priority, detail });
                let rule = move |read: fn(&crate::domain::setup::PriorityRule) -> String| move |state: &State| state.priority_rule(priority).map(read).unwrap_or_default();
                view! { <tr><th scope="row">{name}</th>
                    <td>{cell(ui, format!("{} {name}", t(Msg::Name)), rule(|rule| rule.label.clone()), move |text| change(PriorityDetail::Label(text.into())))}</td>
                    <td class="num">{cell(ui, format!("{} {name}", t(Msg::AlarmMinutes)), rule(|rule| rule.alarm_minutes.to_string()), move |text| change(PriorityDetail::AlarmMinutes(text.parse().ok()?)))}</td>
                    <td>{choice(ui, format!("{} {name}", t(Msg::ToneLabel)), tones(), rule(|rule| Tone::ALL.iter().position(|tone| *tone == rule.tone).unwrap_or(0).to_string()), move |text| {
                        let tone = Tone::ALL.get(text.parse::<usize>().ok()?).copied()?;
                        ui.desk.world().sound(tone);
                        change(PriorityDetail::Tone(tone))
                    })}</td></tr> }
            })}</tbody>
        </table></div>
    }
}

/// The groups of a disposition: one, or any.
fn group_or_any() -> Vec<(String, String)> {
    std::iter::once((String::new(), t(Msg::GroupAny).to_owned())).chain(group_choices()).collect()
}

#[component]
fn DispositionsTable(ui: Ui) -> impl IntoView {
    let codes = stored(ui, |state| state.dispositions.keys().cloned().collect::<Vec<_>>());
    let common = || {
        crate::domain::presets::DISPOSITIONS
            .iter()
            .map(|row| (row.code.to_owned(), format!("{} {}", row.code, row.label)))
            .collect::<Vec<_>>()
    };
    let add = move |_| {
        let run = move |values: Vec<String>| {
            let get = |index: usize| values.get(index).cloned().unwrap_or_default();
            ui.act(Command::AddDisposition { code: Code::new(&get(0)), label: get(1), common: get(2) });
        };
        ui.ask_first(Prompt {
            title: t(Msg::AddDisposition).to_owned(),
            body: t(Msg::AddDispositionHelp).to_owned(),
            fields: vec![
                Field::new(t(Msg::CodeWord), Kind::Text, ""),
                Field::new(t(Msg::Name), Kind::Text, ""),
                Field::new(t(Msg::CommonCode), Kind::Choice(common()), "29"),
            ],
            actions: vec![Action::new(t(Msg::Add), run)],
        });
    };
    view! {
        {bar(Msg::SectionDispositions, Msg::DispositionsHelp, view! { <button type="button" class="btn primary" on:click=add>{t(Msg::AddDisposition)}</button> }.into_any())}
        <div class="scroll"><table class="grid-table">
            <thead><tr><th scope="col">{t(Msg::CodeWord)}</th><th scope="col">{t(Msg::Name)}</th><th scope="col">{t(Msg::GroupWord)}</th><th scope="col">{t(Msg::CommonCode)}</th><th></th></tr></thead>
            <tbody><For each=move || codes.get() key=Clone::clone children=move |code| {
                let keep = StoredValue::new(code.clone());
                let read = move |read: fn(&crate::domain::setup::Disposition) -> String| move |state: &State| keep.with_value(|code| state.dispositions.get(code).map(read)).unwrap_or_default();
                let change = move |detail| Some(Command::ChangeDisposition { code: keep.get_value(), detail });
                let retired = stored(ui, move |state| keep.with_value(|code| state.dispositions.get(code).is_some_and(|row| row.retired)));
                let name = code.to_string();
                view! { <tr class:retired=retired><th scope="row">{name.clone()}{move || retired.get().then(|| view! { <span class="w">{t(Msg::RetiredWord)}</span> })}</th>
                    <td>{cell(ui, format!("{} {name}", t(Msg::Name)), read(|row| row.label.clone()), move |text| change(DispositionDetail::Label(text.into())))}</td>
                    <td>{choice(ui, format!("{} {name}", t(Msg::GroupWord)), group_or_any(), read(|row| row.group.map(group_name).unwrap_or_default()), move |text| change(DispositionDetail::Group(group_of(text))))}</td>
                    <td>{choice(ui, format!("{} {name}", t(Msg::CommonCode)), common(), read(|row| row.common.clone()), move |text| change(DispositionDetail::Common(text.into())))}</td>
                    <td class="act">{retire_button(ui, retired, name, Command::RetireDisposition(code.clone()), Command::RestoreDisposition(code))}</td></tr> }
            }/></tbody>
        </table></div>
    }
}

const SEVERITIES: [(Severity, &str, Msg); 3] = [
    (Severity::High, "high", Msg::SeverityHigh),
    (Severity::Normal, "normal", Msg::SeverityNormal),
    (Severity::Low, "low", Msg::SeverityLow),
];

fn severity_choices() -> Vec<(String, String)> {
    SEVERITIES.iter().map(|(_, name, word)| ((*name).to_owned(), t(*word).to_owned())).collect()
}

fn flag_row(ui: Ui, id: FlagId) -> AnyView {
    let desk = ui.desk;
    let on = stored(ui, move |state| {
        state.flags.get(&id).map(|flag| match &flag.on {
            FlagSubject::Place(place) => state.places.get(place).map(|place| place.name.clone()).unwrap_or_default(),
            FlagSubject::Number(number) => number.clone(),
        })
    });
    let near = desk.read(|state| state.flags.get(&id).is_some_and(|flag| matches!(flag.on, FlagSubject::Place(_))));
    let read = move |read: fn(&Flag) -> String| move |state: &State| state.flags.get(&id).map(read).unwrap_or_default();
    let retired = stored(ui, move |state| state.flags.get(&id).is_some_and(|flag| flag.retired));
    let name = stored(ui, read(|flag| flag.text.clone()));
    let change = move |detail| Some(Command::ChangeFlag { flag: id, detail });
    let until = move |state: &State| {
        let at = state.flags.get(&id).and_then(|flag| flag.expires).map(|at| desk.clock_at(at));
        at.map(|at| format!("{} {}", at.date(), at.short_clock())).unwrap_or_default()
    };
    let severity = |flag: &Flag| {
        SEVERITIES.iter().find(|(one, _, _)| *one == flag.severity).map(|found| found.1.to_owned()).unwrap_or_default()
    };
    let graver = move |text: &str| {
        let found = SEVERITIES.iter().find(|(_, name, _)| *name == text)?;
        change(FlagDetail::Severity(found.0))
    };
    let expire = move |text: &str| match text {
        "" => change(FlagDetail::Expires(None)),
        text => change(FlagDetail::Expires(Some(read_day_and_clock(text, |moment| desk.clock_at(moment))?))),
    };
    view! {
        <tr class:retired=retired><th scope="row">{move || on.get()}{move || retired.get().then(|| view! { <span class="w">{t(Msg::RetiredWord)}</span> })}</th>
            <td>{cell(ui, named(name, Msg::FlagText), read(|flag| flag.text.clone()), move |text| change(FlagDetail::Text(text.into())))}</td>
            <td>{choice(ui, named(name, Msg::SeverityLabel), severity_choices(), read(severity), graver)}</td>
            <td>{cell(ui, named(name, Msg::FlagSource), read(|flag| flag.source.clone()), move |text| change(FlagDetail::Source(text.into())))}</td>
            <td class="num">{near.then(|| cell(ui, named(name, Msg::FlagMetres), read(|flag| flag.metres.to_string()), move |text| change(FlagDetail::Metres(text.parse().ok()?))))}</td>
            <td>{cell(ui, named(name, Msg::FlagUntil), until, expire)}</td>
            <td class="act">{retire_button(ui, retired, name, Command::RetireFlag(id), Command::RestoreFlag(id))}</td></tr>
    }
    .into_any()
}

#[component]
fn FlagsTable(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let ids = stored(ui, |state| state.flags.keys().copied().collect::<Vec<_>>());
    let add = move |_| {
        let run = move |values: Vec<String>| {
            let get = |index: usize| values.get(index).cloned().unwrap_or_default();
            let on = match desk.read(|state| state.place_index.named(&get(0))) {
                Some(place) => FlagSubject::Place(place),
                None if 4 < crate::domain::call::digits(&get(0)).len() => FlagSubject::Number(get(0)),
                None => return ui.ask_again(say(Msg::FlagNeedsPlace, &[&get(0)])),
            };
            let severity =
                SEVERITIES.iter().find(|(_, name, _)| *name == get(2)).map_or(Severity::Normal, |found| found.0);
            let Ok(hours) = get(4).parse::<i64>() else {
                return ui.ask_again(say(Msg::CellNotUnderstood, &[&get(4)]));
            };
            let expires = (0 < hours).then(|| desk.now().plus_seconds(hours * 3600));
            ui.act(Command::RaiseFlag { on, text: get(1), severity, source: get(3), expires });
        };
        let severities = severity_choices();
        ui.ask_first(Prompt {
            title: t(Msg::AddFlag).to_owned(),
            body: t(Msg::AddFlagHelp).to_owned(),
            fields: vec![
                Field::new(t(Msg::FlagOn), Kind::Pick(Pick::Places(desk)), ""),
                Field::new(t(Msg::FlagText), Kind::Text, ""),
                Field::new(t(Msg::SeverityLabel), Kind::Choice(severities), "normal"),
                Field::new(t(Msg::FlagSource), Kind::Text, ""),
                Field::new(t(Msg::FlagHours), Kind::Number, "0"),
            ],
            actions: vec![Action::new(t(Msg::Add), run)],
        });
    };
    view! {
        {bar(Msg::SectionFlags, Msg::FlagsHelp, view! { <button type="button" class="btn primary" on:click=add>{t(Msg::AddFlag)}</button> }.into_any())}
        <div class="scroll">
            <table class="grid-table">
                <thead><tr><th scope="col">{t(Msg::FlagOn)}</th><th scope="col">{t(Msg::FlagText)}</th><th scope="col">{t(Msg::SeverityLabel)}</th><th scope="col">{t(Msg::FlagSource)}</th><th scope="col" class="num">{t(Msg::FlagMetres)}</th><th scope="col">{t(Msg::FlagUntil)}</th><th></th></tr></thead>
                <tbody><For each=move || ids.get() key=|id| *id children=move |id| flag_row(ui, id)/></tbody>
            </table>
            <Show when=move || ids.with(Vec::is_empty)>{empty(Msg::NoFlags, Msg::NoFlagsHelp)}</Show>
        </div>
    }
}

#[component]
fn TargetsTable(ui: Ui) -> impl IntoView {
    let codes =
        stored(ui, |state| state.targets.keys().chain(state.retired_targets.keys()).cloned().collect::<Vec<_>>());
    let add = move |_| {
        let run = move |values: Vec<String>| {
            let get = |index: usize| values.get(index).cloned().unwrap_or_default();
            ui.act(Command::AddTarget {
                code: Code::new(&get(0)),
                label: get(1),
                seconds: get(2).trim().parse().unwrap_or(0),
                percent: get(3).trim().parse().unwrap_or(0),
                source: get(4),
            });
        };
        ui.ask_first(Prompt {
            title: t(Msg::AddTarget).to_owned(),
            body: t(Msg::AddTargetHelp).to_owned(),
            fields: vec![
                Field::new(t(Msg::CodeWord), Kind::Text, ""),
                Field::new(t(Msg::Name), Kind::Text, ""),
                Field::new(t(Msg::SecondsWord), Kind::Number, "60"),
                Field::new(t(Msg::PercentWord), Kind::Number, "90"),
                Field::new(t(Msg::SourceWord), Kind::Text, ""),
            ],
            actions: vec![Action::new(t(Msg::Add), run)],
        });
    };
    view! {
        {bar(Msg::SectionGoals, Msg::TargetsHelp, view! { <button type="button" class="btn primary" on:click=add>{t(Msg::AddTarget)}</button> }.into_any())}
        <div class="scroll"><table class="grid-table">
            <thead><tr><th scope="col">{t(Msg::Goal)}</th><th scope="col" class="num">{t(Msg::SecondsWord)}</th><th scope="col" class="num">{t(Msg::PercentWord)}</th><th scope="col">{t(Msg::SourceWord)}</th><th></th></tr></thead>
            <tbody><For each=move || codes.get() key=Clone::clone children=move |code| target_row(ui, code)/></tbody>
        </table></div>
    }
}

fn target_row(ui: Ui, code: Code) -> AnyView {
    let keep = StoredValue::new(code.clone());
    let target = move |state: &State| {
        keep.with_value(|code| state.targets.get(code).or_else(|| state.retired_targets.get(code)).cloned())
    };
    let read =
        move |read: fn(&Target) -> String| move |state: &State| target(state).as_ref().map(read).unwrap_or_default();
    let retired = stored(ui, move |state| keep.with_value(|code| state.retired_targets.contains_key(code)));
    let Some(Target { label, source, .. }) = ui.desk.read(target) else { return ().into_any() };
    let change = move |edit: &dyn Fn(&mut Target) -> Option<()>| {
        let mut target = ui.desk.read(target)?;
        edit(&mut target)?;
        Some(Command::ChangeTarget { code: target.code, seconds: target.seconds, percent: target.percent })
    };
    let seconds = move |text: &str| change(&|target| text.parse().ok().map(|seconds| target.seconds = seconds));
    let percent = move |text: &str| change(&|target| text.parse().ok().map(|percent| target.percent = percent));
    view! {
        <tr class:retired=retired><th scope="row">{label.clone()}{move || retired.get().then(|| view! { <span class="w">{t(Msg::RetiredWord)}</span> })}</th>
            <td class="num">{cell(ui, format!("{} {label}", t(Msg::SecondsWord)), read(|target| target.seconds.to_string()), seconds)}</td>
            <td class="num">{cell(ui, format!("{} {label}", t(Msg::PercentWord)), read(|target| target.percent.to_string()), percent)}</td>
            <td>{source}</td>
            <td class="act">{retire_button(ui, retired, label, Command::RetireTarget(code.clone()), Command::RestoreTarget(code))}</td></tr>
    }
    .into_any()
}
