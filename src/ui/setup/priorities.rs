//! The priorities: their names, after how long each alarms and with which tone.

use super::bar;
use super::cells::{cell, choice};
use crate::board::speech::tone_word;
use crate::domain::command::Command;
use crate::domain::event::PriorityDetail;
use crate::domain::incident::Priority;
use crate::domain::setup::Tone;
use crate::domain::state::State;
use crate::ui::act::Ui;
use crate::words::{Msg, t};
use leptos::prelude::*;

pub fn priority_choices() -> Vec<(String, String)> {
    Priority::ALL.iter().map(|priority| (priority.level().to_string(), priority.code().to_owned())).collect()
}

#[component]
pub(super) fn PrioritiesTable(ui: Ui) -> impl IntoView {
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
