//! The dispositions that incidents are closed with.

use super::bar;
use super::cells::{cell, choice, retire_button, stored};
use super::groups::{group_choices, group_name, group_of};
use crate::domain::command::Command;
use crate::domain::event::DispositionDetail;
use crate::domain::ids::Code;
use crate::domain::state::State;
use crate::ui::act::Ui;
use crate::ui::prompt::{Action, Field, Kind, Prompt};
use crate::words::{Msg, t};
use leptos::prelude::*;

/// The groups of a disposition: one, or any.
fn group_or_any() -> Vec<(String, String)> {
    std::iter::once((String::new(), t(Msg::GroupAny).to_owned())).chain(group_choices()).collect()
}

#[component]
pub(super) fn DispositionsTable(ui: Ui) -> impl IntoView {
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
