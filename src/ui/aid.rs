//! Aids beside an instruction: the beat of compressions, the timer of contractions, a stopwatch.

use super::act::Ui;
use super::card::Reading;
use super::kit::icon;
use crate::app::desk::Desk;
use crate::board::beat::{Beat, beat, count_in_step};
use crate::board::contraction;
use crate::board::elapsed::stretch;
use crate::domain::card::{CHANGE_AFTER_SECONDS, COMPRESSIONS_A_MINUTE};
use crate::domain::command::{Care, Command};
use crate::domain::moment::Moment;
use crate::words::{Msg, say, t};
use leptos::prelude::*;
use std::time::Duration;

/// Where this window keeps that its sound is off.
const SOUND: &str = "card/sound";

/// The step whose beat sounds in this window: the one that was reached here. Other windows show the beat and keep still.
fn sounding_step(reading: &Reading) -> String {
    format!("card/{}/sounding", reading.incident)
}

/// This window reaches a step, so its beat sounds here.
pub fn take_sound(desk: Desk, reading: &Reading) {
    desk.drafts().set(&sounding_step(reading), &reading.step);
}

/// The beat as this window shows it. It sleeps from one change of the flash to the next.
#[derive(Clone, Copy)]
struct Metronome {
    desk: Desk,
    first: Moment,
    beat: RwSignal<Beat>,
    sounds: RwSignal<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Metronome {
    fn start(desk: Desk, first: Moment, sounds: RwSignal<bool>) -> RwSignal<Beat> {
        let shown = RwSignal::new(Beat::default());
        let metronome = Self { desk, first, beat: shown, sounds, timer: StoredValue::new(None) };
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
        let (here, wait) = beat(self.first, self.desk.now());
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

/// The beat, seen and heard, the count of this step, and the prompt to change. It works with the sound off.
pub fn compressions(ui: Ui, reading: Reading, since: Moment, first: Option<Moment>) -> AnyView {
    let desk = ui.desk;
    let first = first.unwrap_or(since);
    let place = sounding_step(&reading);
    let here = desk.drafts().get(&place).as_ref() == Some(&reading.step);
    let sounds = RwSignal::new(here && desk.drafts().get(SOUND).as_deref() != Some("off"));
    let beat = Metronome::start(desk, first, sounds);
    // The next instruction makes this anew; when somebody changed is kept beside the drafts.
    let changed_at = format!("card/{}/{}/changed", reading.incident, reading.run);
    let kept = desk.drafts().get(&changed_at).and_then(|text| text.parse().ok()).map(Moment);
    let changed = RwSignal::new(kept.filter(|kept| first <= *kept).unwrap_or(first));
    let changed_at = StoredValue::new(changed_at);
    let change = move |_| {
        let now = desk.now();
        desk.drafts().set(&changed_at.get_value(), &now.0.to_string());
        changed.set(now);
    };
    let now = desk.signals().now.clone();
    let due = Memo::new(move |_| CHANGE_AFTER_SECONDS <= now.get().seconds_since(changed.get()));
    let now = desk.signals().now.clone();
    let left = move || stretch((CHANGE_AFTER_SECONDS - now.get().seconds_since(changed.get())).max(0));
    let now = desk.signals().now.clone();
    let so_far = move || say(Msg::AidSinceFirst, &[&stretch(now.get().seconds_since(first))]);
    let elsewhere = RwSignal::new(!here);
    let reading = StoredValue::new(reading);
    let toggle = move |_| {
        let on = !sounds.get_untracked();
        desk.drafts().set(SOUND, if on { "on" } else { "off" });
        if on {
            reading.with_value(|reading| take_sound(desk, reading));
            elsewhere.set(false);
        }
        sounds.set(on);
    };
    view! {
        <div class="aid" role="group" aria-label=t(Msg::AidCompressions)>
            <span class="aid-pulse" class:on=move || beat.get().lit aria-hidden="true"></span>
            <p><b class="aid-count" aria-label=t(Msg::AidCount)>{move || count_in_step(first, since, beat.get())}</b><small>{say(Msg::AidRate, &[&COMPRESSIONS_A_MINUTE.to_string()])}</small></p>
            <p class="muted">{so_far}</p>
            {move || if due.get() {
                view! { <p class="card-silence" role="alert">{icon("bang")}{t(Msg::AidChangeNow)}
                    <button type="button" class="btn" on:click=change>{t(Msg::AidChanged)}</button></p> }.into_any()
            } else {
                let left = left.clone();
                view! { <p class="muted">{move || say(Msg::AidChangeIn, &[&left()])}</p> }.into_any()
            }}
            <button type="button" class="btn quiet" aria-pressed=move || sounds.get().to_string() on:click=toggle>{icon("sound")}{t(Msg::AidSound)}</button>
            <Show when=move || elsewhere.get()><p class="muted">{t(Msg::AidSoundElsewhere)}</p></Show>
        </div>
    }
    .into_any()
}

/// Times contractions: how long each is, and how far they are apart. Each one stands in the record, which is where the
/// next one finds it.
pub fn contractions(ui: Ui, reading: Reading, patient: String) -> AnyView {
    let desk = ui.desk;
    let (incident, patient) = (reading.incident, StoredValue::new(patient));
    let draft = StoredValue::new(format!("card/{incident}/{}/contraction", reading.run));
    let kept = desk.drafts().get(&draft.get_value()).and_then(|text| text.parse().ok()).map(Moment);
    let running = RwSignal::new(kept);
    let changes = desk.signals().incidents_changed.clone();
    let noted = Memo::new(move |_| {
        changes.track();
        desk.read(|state| {
            let found = |incident| patient.with_value(|patient| contraction::contractions(incident, patient));
            state.incidents.get(&incident).map(found).unwrap_or_default()
        })
    });
    let press = move |_| {
        let now = desk.now();
        let Some(start) = running.get_untracked() else {
            draft.with_value(|draft| desk.drafts().set(draft, &now.0.to_string()));
            running.set(Some(now));
            return;
        };
        let before = noted.with_untracked(|noted| noted.first().map(|one| one.begun));
        let text = patient.with_value(|patient| contraction::note(patient, start, now, before));
        let note = Command::Note { incident: Some(incident), text };
        // One that could not be written down goes on, and the same press tries again.
        ui.act_then(note, None, Care::AskFirst, move |answer| {
            if answer.is_done() {
                draft.try_with_value(|draft| desk.drafts().forget(draft));
                running.try_set(None);
            }
        });
    };
    let now = desk.signals().now.clone();
    let clock = move || running.get().map(|start| stretch(now.get().seconds_since(start)));
    let lines = move || noted.with(|noted| noted.iter().take(4).map(|one| one.text.clone()).collect::<Vec<_>>());
    view! {
        <div class="aid" role="group" aria-label=t(Msg::AidContractions)>
            <button type="button" class="btn" on:click=press>{move || t(if running.get().is_some() { Msg::AidStop } else { Msg::AidStart })}</button>
            <b class="aid-count">{clock}</b>
            <ol class="aid-lines" aria-label=t(Msg::AidContractionsNoted)>{move || lines().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ol>
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
