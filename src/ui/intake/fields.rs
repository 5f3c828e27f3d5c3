//! The fields of the form that are pressed: safety, dangers, priority and source.

use super::call_fact;
use super::paper::Paper;
use crate::app::desk::Answer;
use crate::board::speech::source_word;
use crate::domain::call::{Answered, CallDetail, Source};
use crate::domain::command::Command;
use crate::domain::ids::{CallId, IncidentId};
use crate::domain::incident::Priority;
use crate::ui::act::Ui;
use crate::ui::chips::DANGER_WORDS;
use crate::ui::kit::key;
use crate::ui::opening::Choice;
use crate::ui::sheet::describe;
use crate::words::{Msg, say, t};
use leptos::prelude::*;

/// Dangers that are one press away: the first of all that words can speak for. Anything else is typed.
const DANGERS: &[Msg] = DANGER_WORDS.split_at(8).0;

#[component]
pub(super) fn Safe(ui: Ui, id: CallId) -> impl IntoView {
    let answer = call_fact(ui, id, |call| call.caller_safe);
    let choices = [(Answered::Yes, Msg::Yes), (Answered::No, Msg::No), (Answered::Unknown, Msg::Unknown)];
    view! {
        <div class="frow"><span class="lab" id="call-safe-label">{t(Msg::CallerSafe)}{key("Alt 5")}</span>
            <div class="fval"><div class="seg" role="radiogroup" aria-labelledby="call-safe-label">
                {choices.map(|(choice, word)| view! {
                    <button type="button" role="radio" id=if choice == Answered::Yes { "call-safe" } else { "" }
                        data-field=(choice == Answered::Yes).then_some("")
                        aria-checked=move || (answer.get() == Some(choice)).to_string()
                        on:click=move |_| quiet(ui, describe(id, CallDetail::CallerSafe(choice)))>{t(word)}</button>
                })}
            </div></div></div>
    }
}

/// Records a press of a key in the form. Pressing what already stands is no news.
pub(super) fn quiet(ui: Ui, command: Command) {
    ui.desk.ask(command, move |answer| match answer {
        Answer::Refused { refusal: crate::domain::refusal::Refusal::Unchanged, .. } | Answer::Done(_) => {}
        Answer::Refused { sentence, .. } => ui.refuse(sentence),
        Answer::NotSaved(why) => ui.refuse(say(Msg::NotSavedShort, &[&why])),
    });
}

#[component]
pub(super) fn Dangers(ui: Ui, id: CallId) -> impl IntoView {
    let noted = call_fact(ui, id, |call| call.dangers.clone());
    let draft = move || format!("call/{id}/danger");
    let other = RwSignal::new(ui.desk.drafts().get(&draft()).unwrap_or_default());
    let has = move |word: &str| noted.with(|noted| noted.as_ref().is_some_and(|noted| noted.contains(word)));
    let toggle = move |word: &str| {
        let detail =
            if has(word) { CallDetail::DangerCleared(word.into()) } else { CallDetail::DangerNoted(word.into()) };
        quiet(ui, describe(id, detail));
    };
    let extra = move || {
        let known: Vec<&str> = DANGERS.iter().map(|msg| t(*msg)).collect();
        noted.get().unwrap_or_default().into_iter().filter(|word| !known.contains(&word.as_str())).collect::<Vec<_>>()
    };
    view! {
        <div class="frow"><span class="lab" id="call-dangers-label">{t(Msg::Dangers)}{key("Alt 6")}</span>
            <div class="fval"><div class="togs" role="group" aria-labelledby="call-dangers-label">
                {DANGERS.iter().enumerate().map(|(index, msg)| {
                    let word = t(*msg);
                    view! { <button type="button" id=if index == 0 { "call-dangers" } else { "" } aria-pressed=move || has(word).to_string() on:click=move |_| toggle(word)>{word}</button> }
                }).collect_view()}
                {move || extra().into_iter().map(|word| {
                    let shown = word.clone();
                    view! { <button type="button" aria-pressed="true" on:click=move |_| toggle(&word)>{shown}</button> }
                }).collect_view()}
                <input class="inp s" aria-label=t(Msg::OtherDanger) placeholder=t(Msg::OtherDanger) prop:value=other
                    on:input=move |event| {
                        let value = event_target_value(&event);
                        ui.desk.drafts().set(&draft(), &value);
                        other.set(value);
                    }
                    on:keydown=move |event| if event.key() == "Enter" {
                        event.prevent_default();
                        let word = other.get_untracked();
                        if !word.trim().is_empty() {
                            toggle(word.trim());
                            ui.desk.drafts().forget(&draft());
                            other.set(String::new());
                        }
                    }/>
            </div></div></div>
    }
}

#[component]
pub(super) fn PriorityRow(
    ui: Ui,
    choice: Choice,
    incident: Memo<Option<IncidentId>>,
    chosen: RwSignal<Option<Priority>>,
    suggested: Signal<Option<Priority>>,
) -> impl IntoView {
    let desk = ui.desk;
    let changed = desk.signals().incidents_changed.clone();
    let current = Memo::new(move |_| {
        changed.track();
        match incident.get() {
            Some(id) => desk.read(|state| state.incidents.get(&id).map(|one| one.priority)),
            None => chosen.get().or_else(|| suggested.get()),
        }
    });
    let press = move |level: Priority| match incident.get_untracked() {
        Some(incident) => {
            // A suggestion that is taken later leaves it as it is.
            choice.set("priority", &level.level().to_string());
            quiet(ui, Command::ChangeUrgency { incident, priority: level });
        }
        None => chosen.set(Some(level)),
    };
    view! {
        <div class="frow"><span class="lab" id="call-priority-label">{t(Msg::Priority)}{key("Alt 8")}</span>
            <div class="fval"><div class="seg" role="radiogroup" aria-labelledby="call-priority-label">
                {Priority::ALL.map(|level| view! {
                    <button type="button" role="radio" id=if level == Priority::P1 { "call-priority" } else { "" }
                        aria-checked=move || (current.get() == Some(level)).to_string()
                        on:click=move |_| press(level)>{level.code()}</button>
                })}
            </div></div></div>
    }
}

#[component]
pub(super) fn SourceRow(ui: Ui, id: CallId, paper: Paper) -> impl IntoView {
    let source = call_fact(ui, id, |call| call.source);
    view! {
        <div class="frow"><span class="lab" id="call-source-label">{t(Msg::SourceLabel)}</span>
            <div class="fval"><div class="seg" role="radiogroup" aria-labelledby="call-source-label">
                {Source::ALL.map(|choice| view! {
                    <button type="button" role="radio" aria-checked=move || (source.get() == Some(choice)).to_string()
                        on:click=move |_| quiet(ui, describe(id, CallDetail::Source(choice)))>{source_word(choice)}</button>
                })}
            </div>
            <button type="button" class="btn quiet s" aria-pressed=move || paper.shown.get().to_string() on:click=move |_| paper.press()>{t(Msg::TakenOnPaper)}</button></div></div>
    }
}
