//! The table of incident types.

use super::bar;
use super::cells::{cell, choice, retire_button, stored};
use super::groups::{group_choices, group_name, group_of};
use super::priorities::priority_choices;
use crate::domain::command::Command;
use crate::domain::event::TypeDetail;
use crate::domain::ids::Code;
use crate::domain::incident::Priority;
use crate::domain::presets::Group;
use crate::domain::state::State;
use crate::ui::act::Ui;
use crate::ui::prompt::{Action, Field, Kind, Prompt};
use crate::words::{Msg, t};
use leptos::prelude::*;

#[component]
pub(super) fn TypesTable(ui: Ui) -> impl IntoView {
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
            <thead><tr><th scope="col">{t(Msg::CodeWord)}</th><th scope="col">{t(Msg::Name)}</th><th scope="col">{t(Msg::GroupWord)}</th><th scope="col">{t(Msg::Priority)}</th><th scope="col">{t(Msg::Stages)}</th><th scope="col">{t(Msg::CommonCode)}</th><th></th></tr></thead>
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
            <td>{choice(ui, format!("{} {name}", t(Msg::Stages)), yes_no(), read(|row| yes_word(row.stages).to_owned()), move |text| change(TypeDetail::Stages(text == yes_word(true))))}</td>
            <td>{cell(ui, format!("{} {name}", t(Msg::CommonCode)), read(|row| row.common.clone()), move |text| {
                let known = crate::domain::presets::COMMON_CODES.iter().any(|(code, _)| code.eq_ignore_ascii_case(text));
                if known { change(TypeDetail::Common(text.to_uppercase())) } else { None }
            })}</td>
            <td class="act">{retire_button(ui, retired, name.clone(), Command::RetireType(code.clone()), Command::RestoreType(code.clone()))}</td></tr>
    }
    .into_any()
}

fn yes_word(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn yes_no() -> Vec<(String, String)> {
    [(false, Msg::No), (true, Msg::Yes)].map(|(yes, word)| (yes_word(yes).to_owned(), t(word).to_owned())).to_vec()
}
