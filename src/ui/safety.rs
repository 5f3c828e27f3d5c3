//! What a card found that nobody may overlook: send now, wait at a distance, and what every crew has to hear.

use super::act::Ui;
use super::kit::{icon, key};
use super::recommend::Advising;
use super::sheet::fact;
use crate::board::sheet::Sheet;
use crate::domain::command::Command;
use crate::domain::ids::{IncidentId, UnitId};
use crate::domain::language::verbs::{Verb, code_of};
use crate::words::{Msg, say, t};
use leptos::prelude::*;

/// The bars over the sheet. Nothing is shown where there is nothing to say.
#[component]
pub fn SafetyBars(ui: Ui, id: IncidentId, advising: Advising) -> impl IntoView {
    let send = fact(ui, |sheet| sheet.send_now.clone());
    let staging = fact(ui, |sheet| (sheet.guidance.staging.is_some() && sheet.is_open()).then_some(sheet.row.number));
    let warnings = fact(ui, warnings);
    let offer = Memo::new(move |_| advising.offer());
    view! {
        {move || send.get().flatten().map(|reason| view! {
            <div class="card-bar over">{icon("bolt")}<p role="alert"><b>{say(Msg::CardSendNowBar, &[&reason])}</b></p>
                {move || offer.get().map(|offer| view! {
                    <button type="button" class="btn primary" on:click=move |_| advising.send_all()>{offer}{key("Alt R")}</button>
                })}
            </div>
        })}
        {move || staging.get().flatten().map(|number| view! {
            <div class="card-bar near">{icon("hand")}<p>{t(Msg::CardStagingBar)}</p>
                <button type="button" class="btn s" on:click=move |_| ui.act(Command::EndStaging(id))>{t(Msg::CardSceneSafe)}{key(format!("SC {number}"))}</button></div>
        })}
        {move || warnings.get().filter(|(texts, _, _)| !texts.is_empty()).map(|(texts, heard, unheard)| view! {
            <div class="card-bar safety" role="group" aria-label=t(Msg::CardWarnings)>{icon("shield")}
                <ul>{texts.clone().into_iter().map(|text| view! { <li><b>{t(Msg::CardWarning)}</b>": "{text}</li> }).collect_view()}</ul>
                <p>{(!heard.is_empty()).then(|| say(Msg::CardHeardBy, &[&heard.join(", ")]))}</p>
                {unheard.into_iter().map(|(unit, sign)| heard_button(ui, unit, Some(id), &sign, texts.clone())).collect_view()}
            </div>
        })}
    }
}

/// What the cards found to be needed.
#[component]
pub fn Needs(ui: Ui) -> impl IntoView {
    let needs = fact(ui, |sheet| sheet.guidance.needs.iter().cloned().collect::<Vec<_>>().join(", "));
    move || {
        let needs = needs.get().filter(|needs| !needs.is_empty())?;
        Some(view! { <p class="card-needs">{say(Msg::CardNeeds, &[&needs])}</p> })
    }
}

type Warnings = (Vec<String>, Vec<String>, Vec<(UnitId, String)>);

/// The warnings, who has heard them all, and who has not.
fn warnings(sheet: &Sheet) -> Warnings {
    let notes = &sheet.guidance.safety;
    let (mut heard, mut unheard) = (Vec::new(), Vec::new());
    for work in sheet.work.iter().filter(|work| work.assignment.is_open()) {
        let unit = work.assignment.unit;
        if notes.iter().all(|note| note.acknowledged.contains(&unit)) {
            heard.push(work.call_sign.clone());
        } else {
            unheard.push((unit, work.call_sign.clone()));
        }
    }
    let texts = if sheet.is_open() { notes.iter().map(|note| note.text.clone()).collect() } else { Vec::new() };
    (texts, heard, unheard)
}

/// Says that a crew has heard what endangers it: the warnings that stand beside the button.
pub fn heard_button(ui: Ui, unit: UnitId, incident: Option<IncidentId>, sign: &str, warnings: Vec<String>) -> AnyView {
    let command = Command::AcknowledgeSafety { unit, incident, heard: warnings };
    let name = say(Msg::CardHeardUnit, &[sign]);
    let typed = format!("{} {sign}", code_of(Verb::Safety));
    view! {
        <button type="button" class="btn s heard" aria-label=name on:click=move |event: leptos::ev::MouseEvent| {
            event.stop_propagation();
            ui.act(command.clone());
        }>{icon("check")}{t(Msg::CardHeard)}{key(typed)}</button>
    }
    .into_any()
}
