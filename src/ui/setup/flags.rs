//! The flags on places and numbers.

use super::bar;
use super::cells::{cell, choice, named, retire_button, stored};
use crate::domain::command::Command;
use crate::domain::event::FlagDetail;
use crate::domain::ids::FlagId;
use crate::domain::moment::read_day_and_clock;
use crate::domain::place::{Flag, FlagSubject, Severity};
use crate::domain::state::State;
use crate::ui::act::Ui;
use crate::ui::field::Pick;
use crate::ui::kit::empty;
use crate::ui::prompt::{Action, Field, Kind, Prompt};
use crate::words::{Msg, say, t};
use leptos::prelude::*;

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
pub(super) fn FlagsTable(ui: Ui) -> impl IntoView {
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
