//! The kinds of units, and how fast each is.

use super::bar;
use super::cells::{cell, retire_button, stored};
use crate::domain::command::Command;
use crate::domain::event::UnitKindDetail;
use crate::domain::ids::Code;
use crate::ui::act::Ui;
use crate::ui::prompt::{Action, Field, Kind, Prompt};
use crate::words::{Msg, t};
use leptos::prelude::*;

#[component]
pub(super) fn KindsTable(ui: Ui) -> impl IntoView {
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
