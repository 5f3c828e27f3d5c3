//! The table of units: each in a row, added in batches or taken from a file.

use super::bar;
use super::cells::{cell, choice, named, retire_button, stored};
use super::preview::{import_button, preview_view};
use crate::domain::command::{Command, NewUnit};
use crate::domain::event::UnitDetail;
use crate::domain::ids::{Code, UnitId};
use crate::domain::refusal::Needed;
use crate::domain::state::State;
use crate::record::import;
use crate::ui::act::Ui;
use crate::ui::field::Pick;
use crate::ui::kit::empty;
use crate::ui::list::{Place as RowPlace, Scroll, WindowedList};
use crate::ui::prompt::{Action, Field, Kind, Prompt};
use crate::words::{Msg, say, t};
use leptos::prelude::*;

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
pub(super) fn UnitsTable(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let scroll = Scroll::default();
    crate::ui::frame::on_resize(move || scroll.moved());
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
