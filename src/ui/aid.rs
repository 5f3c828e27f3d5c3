//! Aids beside an instruction: the beat of compressions, the timer of contractions, a stopwatch.

use super::act::Ui;
use super::kit::icon;
use crate::board::elapsed::stretch;
use crate::domain::card::{CHANGE_AFTER_SECONDS, COMPRESSIONS_A_MINUTE};
use crate::domain::command::Command;
use crate::domain::ids::IncidentId;
use crate::domain::moment::Moment;
use crate::words::{Msg, say, t};
use leptos::prelude::*;
use std::time::Duration;

/// The beat, seen and heard, a counter, and the prompt to change. It works with the sound off, and where a person wants no
/// motion the counter alone keeps the time.
pub fn compressions(ui: Ui, incident: IncidentId, since: Moment) -> AnyView {
    let desk = ui.desk;
    let mark = "first_compression";
    let start = desk.read(|state| state.incidents.get(&incident)?.guidance.marks.get(mark).copied()).unwrap_or(since);
    let sound = RwSignal::new(desk.drafts().get("card/sound").as_deref() != Some("off"));
    let beats = RwSignal::new(0_i64);
    // The next instruction makes this anew; when somebody changed is kept beside the drafts.
    let place = format!("card/{incident}/changed");
    let kept = desk.drafts().get(&place).and_then(|text| text.parse().ok()).map(Moment);
    let changed = RwSignal::new(kept.filter(|kept| start <= *kept).unwrap_or(start));
    let place = StoredValue::new(place);
    let change = move |_| {
        let now = desk.now();
        desk.drafts().set(&place.get_value(), &now.0.to_string());
        changed.set(now);
    };
    // The count follows the clock and not the timer, which a busy page holds up.
    let count = move || desk.now().0.saturating_sub(start.0).max(0) * i64::from(COMPRESSIONS_A_MINUTE) / 60_000;
    beats.set(count());
    let every = Duration::from_millis(u64::from(60_000 / COMPRESSIONS_A_MINUTE));
    let timer = set_interval_with_handle(
        move || {
            beats.try_set(count());
            if sound.try_get_untracked() == Some(true) {
                desk.world().beat();
            }
        },
        every,
    );
    if let Ok(timer) = timer {
        on_cleanup(move || timer.clear());
    }
    let now = desk.signals().now.clone();
    let due = Memo::new(move |_| CHANGE_AFTER_SECONDS <= now.get().seconds_since(changed.get()));
    let now = desk.signals().now.clone();
    let left = move || stretch((CHANGE_AFTER_SECONDS - now.get().seconds_since(changed.get())).max(0));
    let toggle = move |_| {
        sound.update(|sound| *sound = !*sound);
        desk.drafts().set("card/sound", if sound.get_untracked() { "on" } else { "off" });
    };
    view! {
        <div class="aid" role="group" aria-label=t(Msg::AidCompressions)>
            <span class="aid-pulse" class:on=move || beats.get() % 2 == 0 aria-hidden="true"></span>
            <p><b class="aid-count" aria-label=t(Msg::AidCount)>{move || beats.get()}</b><small>{say(Msg::AidRate, &[&COMPRESSIONS_A_MINUTE.to_string()])}</small></p>
            {move || if due.get() {
                view! { <p class="card-silence" role="alert">{icon("bang")}{t(Msg::AidChangeNow)}
                    <button type="button" class="btn" on:click=change>{t(Msg::AidChanged)}</button></p> }.into_any()
            } else {
                let left = left.clone();
                view! { <p class="muted">{move || say(Msg::AidChangeIn, &[&left()])}</p> }.into_any()
            }}
            <button type="button" class="btn quiet" aria-pressed=move || sound.get().to_string() on:click=toggle>{icon("sound")}{t(Msg::AidSound)}</button>
        </div>
    }
    .into_any()
}

/// Times contractions: how long each is, and how far they are apart. Each one stands in the record.
pub fn contractions(ui: Ui, incident: IncidentId) -> AnyView {
    let desk = ui.desk;
    let kept = desk.drafts().get("card/contraction").and_then(|text| text.parse().ok()).map(Moment);
    let running = RwSignal::new(kept);
    let last = RwSignal::new(None::<Moment>);
    let lines = RwSignal::new(Vec::<String>::new());
    let press = move |_| {
        let now = desk.now();
        let Some(start) = running.get_untracked() else {
            desk.drafts().set("card/contraction", &now.0.to_string());
            running.set(Some(now));
            return;
        };
        desk.drafts().forget("card/contraction");
        running.set(None);
        let long = stretch(now.seconds_since(start));
        let line = match last.get_untracked() {
            None => say(Msg::AidContraction, &[&long]),
            Some(before) => say(Msg::AidContractionApart, &[&long, &stretch(start.seconds_since(before))]),
        };
        last.set(Some(start));
        ui.act(Command::Note { incident: Some(incident), text: line.clone() });
        lines.update(|lines| lines.insert(0, line));
    };
    let now = desk.signals().now.clone();
    let clock = move || running.get().map(|start| stretch(now.get().seconds_since(start).max(0)));
    view! {
        <div class="aid" role="group" aria-label=t(Msg::AidContractions)>
            <button type="button" class="btn" on:click=press>{move || t(if running.get().is_some() { Msg::AidStop } else { Msg::AidStart })}</button>
            <b class="aid-count">{clock}</b>
            <ol class="aid-lines">{move || lines.get().into_iter().take(4).map(|line| view! { <li>{line}</li> }).collect_view()}</ol>
        </div>
    }
    .into_any()
}

pub fn stopwatch(ui: Ui, since: Moment) -> AnyView {
    let now = ui.desk.signals().now.clone();
    let from = RwSignal::new(since);
    let clock = move || stretch(now.get().seconds_since(from.get()).max(0));
    view! {
        <div class="aid" role="group" aria-label=t(Msg::AidStopwatch)>
            <b class="aid-count">{clock}</b>
            <button type="button" class="btn quiet" on:click=move |_| from.set(ui.desk.now())>{t(Msg::AidRestart)}</button>
        </div>
    }
    .into_any()
}
