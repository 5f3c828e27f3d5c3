//! The goals: how soon, and how often that has to be reached.

use super::bar;
use super::cells::{cell, retire_button, stored};
use crate::domain::command::Command;
use crate::domain::ids::Code;
use crate::domain::presets::{CprGoals, TargetPreset};
use crate::domain::setup::Target;
use crate::domain::state::State;
use crate::ui::act::Ui;
use crate::ui::prompt::{Action, Field, Kind, Prompt};
use crate::words::{Msg, t};
use leptos::prelude::*;

#[component]
pub(super) fn TargetsTable(ui: Ui) -> impl IntoView {
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
        {bar(Msg::SectionGoals, Msg::TargetsHelp, view! { {cpr_switch(ui)}<button type="button" class="btn primary" on:click=add>{t(Msg::AddTarget)}</button> }.into_any())}
        <div class="scroll"><table class="grid-table">
            <thead><tr><th scope="col">{t(Msg::Goal)}</th><th scope="col" class="num">{t(Msg::SecondsWord)}</th><th scope="col" class="num">{t(Msg::PercentWord)}</th><th scope="col">{t(Msg::SourceWord)}</th><th></th></tr></thead>
            <tbody><For each=move || codes.get() key=Clone::clone children=move |code| target_row(ui, code)/></tbody>
        </table></div>
    }
}

/// Both goals of compressions by telephone with one press. Numbers of one's own are neither of the two.
fn cpr_switch(ui: Ui) -> AnyView {
    let chosen = stored(ui, |state| {
        let met = |(code, goal): (&str, &TargetPreset)| {
            state.targets.get(&Code::new(code)).is_some_and(|target| target.seconds == goal.seconds)
        };
        [CprGoals::Minimum, CprGoals::High].into_iter().find(|goals| goals.published().all(met))
    });
    let offered =
        stored(ui, |state| CprGoals::Minimum.published().any(|(code, _)| state.targets.contains_key(&Code::new(code))));
    let choose = move |goals: CprGoals| {
        if chosen.get_untracked() != Some(goals) {
            ui.act(Command::SetCprGoals(goals));
        }
    };
    view! {
        <Show when=move || offered.get()>
            <span class="muted" id="cpr-goals">{t(Msg::GoalsCpr)}</span>
            <div class="seg" role="radiogroup" aria-labelledby="cpr-goals">
                {[(CprGoals::Minimum, Msg::GoalsMinimum), (CprGoals::High, Msg::GoalsHigh)].map(|(goals, word)| view! {
                    <button type="button" role="radio" aria-checked=move || (chosen.get() == Some(goals)).to_string() on:click=move |_| choose(goals)>{t(word)}</button>
                })}
            </div>
        </Show>
    }
    .into_any()
}

fn target_row(ui: Ui, code: Code) -> AnyView {
    let keep = StoredValue::new(code.clone());
    let target = move |state: &State| {
        keep.with_value(|code| state.targets.get(code).or_else(|| state.retired_targets.get(code)).cloned())
    };
    let read =
        move |read: fn(&Target) -> String| move |state: &State| target(state).as_ref().map(read).unwrap_or_default();
    let retired = stored(ui, move |state| keep.with_value(|code| state.retired_targets.contains_key(code)));
    let source = stored(ui, read(|target| target.source.clone()));
    let Some(Target { label, .. }) = ui.desk.read(target) else { return ().into_any() };
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
