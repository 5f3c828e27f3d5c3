//! A recorded day of calls, played into a practice.

use crate::app::replay::Replay;
use crate::ui::act::Ui;
use crate::ui::kit::icon;
use crate::words::{Msg, say, t};
use leptos::prelude::*;

/// Plays a recorded day of calls. Offered in a practice only: a real log must never hold played calls.
#[component]
pub(super) fn ReplayForm(ui: Ui) -> impl IntoView {
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
        crate::ui::launcher::read_text(&chosen, move |text| {
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
