//! Under the place: whether it was read back, what is flagged there and what happened there before.

use crate::board::sheet::earlier;
use crate::domain::command::Command;
use crate::domain::ids::{CallId, IncidentId};
use crate::domain::place::Spot;
use crate::ui::act::Ui;
use crate::ui::kit::{icon, key};
use crate::words::{Msg, say, t};
use leptos::prelude::*;

#[component]
pub(super) fn Verify(ui: Ui, incident: Memo<Option<IncidentId>>) -> impl IntoView {
    let desk = ui.desk;
    let changed = desk.signals().incidents_changed.clone();
    let verified = Memo::new(move |_| {
        changed.track();
        let id = incident.get()?;
        desk.read(|state| state.incidents.get(&id).map(|one| (id, one.verified)))
    });
    move || {
        match verified.get() {
        None => ().into_any(),
        Some((_, Some(at))) => {
            view! { <p class="verified">{icon("check")}{say(Msg::VerifiedAt, &[&desk.clock_at(at).clock()])}</p> }.into_any()
        }
        Some((id, None)) => view! {
            <button type="button" class="btn s" on:click=move |_| ui.act(Command::VerifyPlace(id))>{t(Msg::VerifyReadBack)}{key("Alt V")}</button>
        }
        .into_any(),
    }
    }
}

/// Flags at the place or on the number, and what happened there before.
#[component]
pub(super) fn Near(
    ui: Ui,
    id: CallId,
    incident: Memo<Option<IncidentId>>,
    place: RwSignal<String>,
    callback: Signal<String>,
) -> impl IntoView {
    let desk = ui.desk;
    let signals = desk.signals();
    let changed = (signals.incidents_changed.clone(), signals.setup.clone(), signals.calls.clone());
    // Flags run out by themselves.
    let now = signals.now.clone();
    let minute = Memo::new(move |_| now.with(|now| now.0 / 60_000));
    let found = Memo::new(move |_| {
        changed.0.track();
        changed.1.track();
        changed.2.track();
        minute.get();
        let number = callback.get();
        desk.read(|state| {
            let spot = place.with(|text| if text.trim().is_empty() { Spot::default() } else { state.spot(text) });
            let flags: Vec<String> =
                state.flags_near(&spot, &number, desk.now()).into_iter().map(|flag| flag.text.clone()).collect();
            (crate::board::place::notes(state, &spot), flags, earlier(state, &spot, &number, incident.get(), Some(id)))
        })
    });
    move || {
        let (notes, flags, earlier) = found.get();
        view! {
            <ul class="near-list">
                {flags.into_iter().map(|text| view! { <li class="flag near">{icon("bang")}{text}</li> }).collect_view()}
                {notes.into_iter().map(|text| view! { <li>{icon("note")}{text}</li> }).collect_view()}
                {earlier.into_iter().map(|one| {
                    let at = desk.clock_at(one.at).short_clock();
                    let line = match one.number {
                        Some(number) => say(Msg::EarlierLine, &[&number.to_string(), &one.what, &at]),
                        None => say(Msg::EarlierCall, &[&one.what, &at]),
                    };
                    view! { <li class="muted">{line}</li> }
                }).collect_view()}
            </ul>
        }
    }
}
