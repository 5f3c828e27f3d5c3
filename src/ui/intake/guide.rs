//! Beside the call: what to ask, and whom to send.

use crate::ui::act::Ui;
use crate::ui::assess::Assess;
use crate::ui::dispatch::DispatchSection;
use crate::ui::kit::{empty, key};
use crate::ui::opening::Choice;
use crate::ui::recommend::Advising;
use crate::ui::safety::{Needs, SafetyBars};
use crate::words::{Msg, t};
use leptos::prelude::*;

/// Beside the call: the questions, and who could be sent.
#[component]
pub(super) fn Guide(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let selected = desk.signals().selected.clone();
    let incident = Memo::new(move |_| {
        let call = ui.call.get()?;
        selected
            .get()
            .filter(|id| desk.read(|state| state.calls.get(&call).and_then(|call| call.incident)) == Some(*id))
    });
    // What is typed goes into the drafts; a look a second is enough for what is only a preview.
    let now = desk.signals().now.clone();
    let coming = Memo::new(move |_| {
        now.track();
        let call = ui.call.get().filter(|_| incident.get().is_none())?;
        let typed = desk.drafts().get(&format!("call/{call}/what"));
        let words = typed.or_else(|| desk.read(|state| state.calls.get(&call).map(|call| call.what.clone())))?;
        let kind = Choice::of(ui, call).kind_for(&words)?;
        desk.read(|state| state.card_of(&kind).map(|_| kind))
    });
    let own = move || {
        let call = ui.call.get()?;
        desk.read(|state| {
            state.calls.get(&call)?.incident.and_then(|id| state.incidents.get(&id)).map(|one| (one.id, one.number))
        })
    };
    view! {
        <header class="pane-head"><h2>{t(Msg::AssessAndSend)}</h2></header>
        <div class="guide-body scroll">
            {move || match incident.get() {
                None if own().is_some() => own().map(|(id, number)| view! {
                    <button type="button" class="btn" on:click=move |_| desk.select(Some(id))>{t(Msg::Show)}" "{format!("#{number}")}{key(format!("S {number}"))}</button>
                }).into_any(),
                None => match coming.get() {
                    Some(kind) => view! { <crate::ui::card::CardPreview ui kind/> }.into_any(),
                    None => empty(Msg::NoIncidentYet, Msg::NoIncidentYetHelp).into_any(),
                },
                Some(id) => {
                    let advising = Advising::new(ui, id);
                    view! { <SafetyBars ui id advising/><Needs ui/><crate::ui::card::CardPanel ui id/><DispatchSection ui id advising/><Assess ui id/> }.into_any()
                }
            }}
        </div>
    }
}
