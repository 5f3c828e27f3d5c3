//! Aids beside an instruction: the beat of compressions, the timer of contractions, a stopwatch.

use super::act::Ui;
use super::card::{Reading, focus_panel};
use super::kit::{icon, key};
use crate::app::desk::Desk;
use crate::board::beat::{Beat, beat, count_in_step};
use crate::board::card::{Pushing, StepShown};
use crate::board::contraction;
use crate::board::elapsed::stretch;
use crate::domain::card::{CHANGE_AFTER_SECONDS, COMPRESSIONS_A_MINUTE, FIRST_COMPRESSION};
use crate::domain::command::Command;
use crate::domain::ids::{IncidentId, RunId};
use crate::domain::moment::Moment;
use crate::words::{Msg, say, t};
use leptos::prelude::*;
use std::time::Duration;

/// Where this window keeps that its sound is off.
const SOUND: &str = "card/sound";

/// The beat as this window shows it. It sleeps from one change of the flash to the next.
#[derive(Clone, Copy)]
struct Metronome {
    desk: Desk,
    beat: RwSignal<Beat>,
    sounds: Memo<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Metronome {
    fn start(desk: Desk, sounds: Memo<bool>) -> RwSignal<Beat> {
        let shown = RwSignal::new(beat(desk.now()).0);
        let metronome = Self { desk, beat: shown, sounds, timer: StoredValue::new(None) };
        metronome.tick();
        on_cleanup(move || {
            if let Some(Some(timer)) = metronome.timer.try_get_value() {
                timer.clear();
            }
        });
        shown
    }

    fn tick(self) {
        let Some(was) = self.beat.try_get_untracked() else { return };
        let (here, wait) = beat(self.desk.now());
        if was != here {
            self.beat.set(here);
        }
        // A beat that is noticed late would sound beside the time, so it is only counted.
        if was.number < here.number && here.lit && self.sounds.get_untracked() {
            self.desk.world().beat();
        }
        let next = set_timeout_with_handle(move || self.tick(), Duration::from_millis(wait));
        self.timer.set_value(next.ok());
    }
}

/// The beat, seen and heard, the count of this step, who pushes, and the prompt to change. It works with the sound off.
pub fn compressions(ui: Ui, reading: Reading, step: &StepShown, pushing: Signal<Option<Pushing>>) -> AnyView {
    let desk = ui.desk;
    let (since, round, incident, run) = (step.since, step.round, reading.incident, reading.run);
    let reading = StoredValue::new(reading);
    let moved = desk.signals().sound_moved.clone();
    let here = Memo::new(move |_| {
        moved.track();
        reading.with_value(|reading| desk.sounds_here(&reading.step))
    });
    let on = RwSignal::new(desk.drafts().get(SOUND).as_deref() != Some("off"));
    let sounds = Memo::new(move |_| here.get() && on.get());
    let beat = Metronome::start(desk, sounds);
    let toggle = move |_| {
        let sound = !sounds.get_untracked();
        desk.drafts().set(SOUND, if sound { "on" } else { "off" });
        on.set(sound);
        if sound {
            reading.with_value(|reading| desk.take_sound(run, &reading.step));
        }
    };
    let rate = COMPRESSIONS_A_MINUTE.to_string();
    let rate = say(if round == 0 { Msg::AidRate } else { Msg::AidRateOf }, &[&rate, &round.to_string()]);
    let begun = Memo::new(move |_| pushing.get().is_some());
    view! {
        <div class="aid" role="group" aria-label=t(Msg::AidCompressions)>
            <span class="aid-pulse" class:on=move || beat.get().lit aria-hidden="true"></span>
            <p><b class="aid-count" aria-label=t(Msg::AidCount)>{move || count_in_step(since, beat.get(), round)}</b><small>{rate}</small></p>
            {move || if begun.get() { under_way(ui, incident, run, pushing) } else { waiting(ui, incident, run) }}
            <button type="button" class="btn quiet" aria-pressed=move || sounds.get().to_string() on:click=toggle>{icon("sound")}{t(Msg::AidSound)}</button>
            <Show when=move || !here.get()><p class="muted">{t(Msg::AidSoundElsewhere)}</p></Show>
        </div>
    }
    .into_any()
}

/// Nobody has said yet that the caller pushes.
fn waiting(ui: Ui, incident: IncidentId, run: RunId) -> AnyView {
    view! { <p>{begin_button(ui, incident, run)}<span class="muted">{t(Msg::AidWaits)}</span></p> }.into_any()
}

/// By it somebody says that the caller pushes.
pub fn begin_button(ui: Ui, incident: IncidentId, run: RunId) -> AnyView {
    view! {
        <button type="button" class="btn" on:click=move |_| begin(ui, incident, run)>{key("P")}<span>{t(Msg::AidPushing)}</span></button>
    }
    .into_any()
}

/// The caller pushes: the clock of the first compression stops.
pub fn begin(ui: Ui, incident: IncidentId, run: RunId) {
    ui.act(Command::StopClock { incident, run, mark: FIRST_COMPRESSION.to_owned() });
    focus_panel();
}

/// Somebody else pushes.
pub fn change(ui: Ui, incident: IncidentId, run: RunId) {
    ui.act(Command::ChangeCompressor { incident, run });
    focus_panel();
}

/// How long somebody has pushed, and when the next one should.
fn under_way(ui: Ui, incident: IncidentId, run: RunId, pushing: Signal<Option<Pushing>>) -> AnyView {
    let now = ui.desk.signals().now.clone();
    let changed = move || now.get().seconds_since(pushing.get().map_or(Moment(i64::MAX), |pushing| pushing.changed));
    let since_change = Signal::derive(changed);
    let due = Memo::new(move |_| CHANGE_AFTER_SECONDS <= since_change.get());
    let left = move || stretch((CHANGE_AFTER_SECONDS - since_change.get()).clamp(0, CHANGE_AFTER_SECONDS));
    let now = ui.desk.signals().now.clone();
    let so_far = move || {
        pushing.get().map(|pushing| say(Msg::AidSinceFirst, &[&stretch(now.get().seconds_since(pushing.first).max(0))]))
    };
    let wait = move |_| {
        ui.act(Command::RestartClock { incident, run, mark: FIRST_COMPRESSION.to_owned() });
        focus_panel();
    };
    view! {
        <p class="muted"><span>{so_far}</span><button type="button" class="btn quiet" on:click=wait>{t(Msg::AidNotPushing)}</button></p>
        <p class=move || if due.get() { "card-silence" } else { "muted" }>
            {move || if due.get() {
                view! { <span role="alert">{icon("bang")}{t(Msg::AidChangeNow)}</span> }.into_any()
            } else {
                view! { <span>{move || say(Msg::AidChangeIn, &[&left()])}</span> }.into_any()
            }}
            <button type="button" class="btn" class:quiet=move || !due.get() on:click=move |_| change(ui, incident, run)>{key("C")}<span>{t(Msg::AidChanged)}</span></button></p>
    }
    .into_any()
}

/// Times contractions: how long each is, and how far they are apart. Each stands in the record, its beginning and how long
/// it was, which is where the next one and every other window find it.
pub fn contractions(ui: Ui, reading: &Reading, patient: String) -> AnyView {
    let desk = ui.desk;
    let (incident, run, patient) = (reading.incident, reading.run, StoredValue::new(patient));
    let changes = desk.signals().incidents_changed.clone();
    let found = Memo::new(move |_| {
        changes.track();
        desk.read(|state| {
            let incident = state.incidents.get(&incident)?;
            Some(patient.with_value(|patient| {
                (contraction::running(incident, patient), contraction::contractions(incident, patient))
            }))
        })
        .unwrap_or_default()
    });
    let running = move || found.with(|(running, _)| *running);
    let now = desk.signals().now.clone();
    let clock = move || running().map(|start| stretch(now.get().seconds_since(start).max(0)));
    let lines = move || found.with(|(_, noted)| noted.iter().take(4).map(|one| one.text.clone()).collect::<Vec<_>>());
    let press = move |_| patient.with_value(|patient| time_contraction(ui, incident, run, patient));
    view! {
        <div class="aid" role="group" aria-label=t(Msg::AidContractions)>
            <button type="button" class="btn" on:click=press>{key("T")}<span>{move || t(if running().is_some() { Msg::AidStop } else { Msg::AidStart })}</span></button>
            <b class="aid-count">{clock}</b>
            <ol class="aid-lines" aria-label=t(Msg::AidContractionsNoted)>{move || lines().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ol>
        </div>
    }
    .into_any()
}

/// A contraction begins, or the one that goes on is over. One that could not be written down goes on, and the same press tries
/// again.
pub fn time_contraction(ui: Ui, incident: IncidentId, run: RunId, patient: &str) {
    let now = ui.desk.now();
    let over = ui.desk.read(|state| {
        let on = state.incidents.get(&incident)?;
        let start = contraction::running(on, patient)?;
        let before = contraction::contractions(on, patient).first().map(|one| one.begun);
        Some(contraction::note(patient, start, now, before))
    });
    ui.act(match over {
        Some(text) => Command::Note { incident: Some(incident), text },
        None => Command::BeginContraction { incident, run },
    });
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
