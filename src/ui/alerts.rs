//! What needs somebody now, the worst first, each with the one act that clears it.

use super::act::Ui;
use super::kit::{icon, key};
use crate::board::elapsed::stretch;
use crate::board::queue::deadline;
use crate::domain::command::Command;
use crate::domain::ids::{IncidentId, UnitId};
use crate::domain::incident::Phase;
use crate::domain::moment::Moment;
use crate::domain::state::State;
use crate::words::{Msg, t};
use leptos::prelude::*;

#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    pub what: What,
    pub name: String,
    /// When it became, or becomes, due.
    pub due: Moment,
    /// What a crew has not heard.
    pub warnings: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    NoUnit(IncidentId),
    HoldOver(IncidentId),
    Welfare(UnitId),
    ToClose(IncidentId),
    SendNow(IncidentId),
    Safety(UnitId),
}

/// Long enough for a frame to be painted in between.
const BEHIND: std::time::Duration = std::time::Duration::from_millis(40);

/// At most this many are shown; the count in the bar says how many there are.
const SHOWN: usize = 6;

/// What is due, and how much of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Due {
    /// The worst, the longest overdue first.
    pub shown: Vec<Alert>,
    /// Everything that is overdue. Incidents that only want their closing do not count.
    pub overdue: usize,
}

/// Everything that is due at `now`. Looked at after every change, so names are made for the few that are shown only.
#[must_use]
pub fn due(state: &State, now: Moment) -> Due {
    let mut found: Vec<(bool, Moment, What)> = Vec::new();
    for incident in state.open.iter().filter_map(|id| state.incidents.get(id)) {
        let (what, due) = match (&incident.hold, state.phase(incident)) {
            (Some(hold), _) => (What::HoldOver(incident.id), Some(hold.until)),
            (None, Phase::Clearing) => (What::ToClose(incident.id), incident.entries.last().map(|entry| entry.at)),
            (None, Phase::Pending) if state.waits_for_first_unit(incident).is_some() => {
                (What::SendNow(incident.id), incident.guidance.send_now.as_ref().map(|send| send.at))
            }
            (None, Phase::Pending) => (What::NoUnit(incident.id), deadline(incident, state)),
            _ => continue,
        };
        if let Some(due) = due.filter(|due| *due <= now) {
            found.push((matches!(what, What::ToClose(_)), due, what));
        }
    }
    let welfare = state.units.values().filter_map(|unit| Some((unit.id, unit.welfare_due.filter(|due| *due <= now)?)));
    found.extend(welfare.map(|(unit, due)| (false, due, What::Welfare(unit))));
    let unheard = state.units.values().filter(|unit| !unit.stack.is_empty());
    let unheard = unheard.filter_map(|unit| Some((unit.id, state.unheard(unit).map(|(_, note)| note.at).min()?)));
    found.extend(unheard.map(|(unit, at)| (false, at, What::Safety(unit))));
    let overdue = found.iter().filter(|(to_close, _, _)| !to_close).count();
    found.sort_by_key(|(to_close, due, _)| (*to_close, *due));
    let name = |what: What| match what {
        What::Welfare(unit) | What::Safety(unit) => state.units.get(&unit).map(|unit| unit.call_sign.clone()),
        What::NoUnit(id) | What::SendNow(id) | What::HoldOver(id) | What::ToClose(id) => {
            Some(crate::board::speech::incident(state, id))
        }
    };
    let warnings = |what: What| match what {
        What::Safety(unit) => state.units.get(&unit).into_iter().flat_map(|unit| state.unheard(unit)).collect(),
        _ => Vec::new(),
    };
    let shown = found.into_iter().take(SHOWN).map(|(_, due, what)| Alert {
        what,
        name: name(what).unwrap_or_default(),
        due,
        warnings: warnings(what).into_iter().map(|(_, note)| note.text.clone()).collect(),
    });
    Due { shown: shown.collect(), overdue }
}

/// The list of what is due, judged again behind the frame in which something changed, and every five seconds. The whole
/// board is looked at, and nobody should wait for that to see their own change.
#[must_use]
pub fn watch(ui: Ui) -> RwSignal<Due> {
    let signals = ui.desk.signals();
    let (now, incidents, units) =
        (signals.now.clone(), signals.incidents_changed.clone(), signals.units_changed.clone());
    let coarse = Memo::new(move |_| now.with(|now| now.0 / 5_000));
    let judge = move || ui.desk.read(|state| due(state, ui.desk.now()));
    let found = RwSignal::new(judge());
    let planned = StoredValue::new(false);
    Effect::new(move |first: Option<()>| {
        // A memo that nobody reads never wakes; tracking alone would not read it.
        coarse.get();
        incidents.track();
        units.track();
        if first.is_none() || planned.get_value() {
            return;
        }
        planned.set_value(true);
        set_timeout(
            move || {
                planned.try_set_value(false);
                let due = judge();
                if found.try_with_untracked(|found| *found != due) == Some(true) {
                    found.try_set(due);
                }
            },
            BEHIND,
        );
    });
    found
}

#[component]
pub fn Alerts(ui: Ui, alerts: RwSignal<Due>) -> impl IntoView {
    view! {
        <section class="alerts" aria-label=t(Msg::Alerts)>
            <ul>
                {move || alerts.get().shown.into_iter().map(|alert| one(ui, alert)).collect_view()}
                <Show when=move || alerts.with(|due| due.shown.is_empty())><li class="al calm">{icon("check")}{t(Msg::NothingDue)}</li></Show>
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
        What::SendNow(id) => ("al over", t(Msg::CardSendNowTo), select(ui, id)),
        What::Safety(unit) => {
            let button = super::safety::heard_button(ui, unit, None, &alert.name, alert.warnings.clone());
            ("al over", t(Msg::CardNotHeard), button)
        }
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
    let warnings = alert.warnings.join(" · ");
    let shown = (!warnings.is_empty())
        .then(|| view! { <span class="al-warn" title=warnings.clone()>{warnings.clone()}</span>" " });
    view! { <li class=class>{icon("bang")}<b>{alert.name}</b>" "{words}" "{shown}<b>{late}</b>{button}</li> }.into_any()
}

fn select(ui: Ui, id: IncidentId) -> AnyView {
    let number = ui.desk.read(|state| state.incidents.get(&id).map_or(0, |incident| incident.number));
    view! {
        <button type="button" class="btn"
            on:click=move |_| { ui.desk.select(Some(id)); ui.pane.set("sheet"); }>{t(Msg::Select)}<span class="sr">{format!(" #{number}")}</span>{key(format!("S {number}"))}</button>
    }
    .into_any()
}
