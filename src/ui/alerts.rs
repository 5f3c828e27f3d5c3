//! What needs somebody now, the worst first, each with the one act that clears it.

use super::act::Ui;
use super::kit::{icon, key};
use crate::board::elapsed::stretch;
use crate::board::queue::queue_row;
use crate::domain::command::Command;
use crate::domain::ids::{IncidentId, UnitId};
use crate::domain::incident::Phase;
use crate::domain::moment::Moment;
use crate::domain::state::State;
use crate::words::{Msg, say, t};
use leptos::prelude::*;

#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    pub what: What,
    pub name: String,
    /// When it became, or becomes, due.
    pub due: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    NoUnit(IncidentId),
    HoldOver(IncidentId),
    Welfare(UnitId),
    ToClose(IncidentId),
}

/// At most this many are shown; the count in the bar says how many there are.
const SHOWN: usize = 6;

/// Everything that is due at `now`, the longest overdue first.
#[must_use]
pub fn due(state: &State, now: Moment) -> Vec<Alert> {
    let mut alerts = Vec::new();
    for incident in state.open.iter().filter_map(|id| state.incidents.get(id)) {
        let phase = state.phase(incident);
        if phase != Phase::Pending && phase != Phase::Clearing && incident.hold.is_none() {
            continue;
        }
        let row = queue_row(incident, state);
        let name = format!("#{} {}", row.number, row.kind);
        let what = match (&incident.hold, phase) {
            (Some(_), _) => What::HoldOver(incident.id),
            (None, Phase::Clearing) => What::ToClose(incident.id),
            (None, _) => What::NoUnit(incident.id),
        };
        let due = match what {
            What::ToClose(_) => incident.entries.last().map(|entry| entry.at),
            _ => row.deadline,
        };
        if let Some(due) = due.filter(|due| *due <= now) {
            alerts.push(Alert { what, name, due });
        }
    }
    for unit in state.units.values() {
        if let Some(due) = unit.welfare_due.filter(|due| *due <= now) {
            alerts.push(Alert { what: What::Welfare(unit.id), name: unit.call_sign.clone(), due });
        }
    }
    // An incident that only wants its closing is no emergency.
    alerts.sort_by_key(|alert| (matches!(alert.what, What::ToClose(_)), alert.due));
    alerts
}

/// The list of what is due, judged again when something changed and every five seconds.
#[must_use]
pub fn watch(ui: Ui) -> Memo<Vec<Alert>> {
    let signals = ui.desk.signals();
    let (now, incidents, units) = (signals.now.clone(), signals.incidents_changed.clone(), signals.units_changed.clone());
    let coarse = Memo::new(move |_| now.with(|now| now.0 / 5_000));
    Memo::new(move |_| {
        coarse.track();
        incidents.track();
        units.track();
        ui.desk.read(|state| due(state, ui.desk.now()))
    })
}

#[component]
pub fn Alerts(ui: Ui, alerts: Memo<Vec<Alert>>) -> impl IntoView {
    view! {
        <section class="alerts" aria-label=t(Msg::Alerts)>
            <ul>
                {move || alerts.get().into_iter().take(SHOWN).map(|alert| one(ui, alert)).collect_view()}
                <Show when=move || alerts.with(Vec::is_empty)><li class="al calm">{icon("check")}{t(Msg::NothingDue)}</li></Show>
            </ul>
        </section>
    }
}

fn one(ui: Ui, alert: Alert) -> AnyView {
    let desk = ui.desk;
    let now = desk.signals().now.clone();
    let due = alert.due;
    let late = move || stretch(now.get().seconds_since(due));
    let (class, words, button) = match alert.what {
        What::NoUnit(id) => ("al over", t(Msg::HasNoUnit), select(ui, id)),
        What::HoldOver(id) => ("al over", t(Msg::HoldIsOver), select(ui, id)),
        What::ToClose(id) => ("al", t(Msg::AllUnitsClear), select(ui, id)),
        What::Welfare(unit) => {
            let command = Command::RollCall { units: vec![unit] };
            let typed = format!("PAR {}", alert.name);
            let button = view! {
                <button type="button" class="btn" on:click=move |_| ui.act(command.clone())>{t(Msg::CheckedOk)}{key(typed)}</button>
            };
            ("al over", t(Msg::WelfareOverdue), button.into_any())
        }
    };
    view! { <li class=class>{icon("bang")}<b>{alert.name}</b>" "{words}" "<b>{late}</b>{button}</li> }.into_any()
}

fn select(ui: Ui, id: IncidentId) -> AnyView {
    let number = ui.desk.read(|state| state.incidents.get(&id).map_or(0, |incident| incident.number));
    view! {
        <button type="button" class="btn" aria-label=say(Msg::SelectIncident, &[&number.to_string()])
            on:click=move |_| { ui.desk.select(Some(id)); ui.pane.set("sheet"); }>{t(Msg::Select)}{key(format!("S {number}"))}</button>
    }
    .into_any()
}
