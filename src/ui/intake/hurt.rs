//! How many are hurt, read and written where it belongs.

use crate::domain::call::CallDetail;
use crate::domain::command::Command;
use crate::domain::ids::{CallId, IncidentId};
use crate::domain::incident::HURT;
use crate::ui::act::Ui;
use crate::ui::sheet::describe;
use leptos::prelude::*;

/// How many are hurt: what the incident's assessment says, else what the caller said.
pub(super) fn hurt_of(ui: Ui, call: CallId) -> Signal<String> {
    let desk = ui.desk;
    let (calls, incidents) = (desk.signals().calls.clone(), desk.signals().incidents_changed.clone());
    Memo::new(move |_| {
        calls.track();
        incidents.track();
        desk.read(|state| {
            let call = state.calls.get(&call)?;
            match call.incident.and_then(|id| state.incidents.get(&id)) {
                Some(incident) => incident.answers.get(HURT).map(|answer| answer.value.clone()),
                None => call.hurt.map(|count| count.to_string()),
            }
        })
        .unwrap_or_default()
    })
    .into()
}

/// One fact has one place: the call until there is an incident, the incident's assessment from then on.
pub(super) fn hurt_command(incident: Option<IncidentId>, call: CallId, count: Option<u16>) -> Command {
    match incident {
        None => describe(call, CallDetail::Hurt(count)),
        Some(incident) => Command::Answer {
            incident,
            question: HURT.to_owned(),
            answer: count.map(|count| count.to_string()).unwrap_or_default(),
        },
    }
}
