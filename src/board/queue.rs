//! One row of the queue.

use crate::domain::ids::IncidentId;
use crate::domain::incident::{Incident, Phase, Priority};
use crate::domain::moment::Moment;
use crate::domain::state::State;
use crate::domain::unit::{Status, Step};

#[derive(Debug, Clone, PartialEq)]
pub struct QueueRow {
    pub id: IncidentId,
    pub number: u32,
    pub priority: Priority,
    pub kind: String,
    pub place: String,
    pub phase: Phase,
    /// Help is on scene.
    pub met: bool,
    pub since: Moment,
    /// When it is overdue for a first unit.
    pub deadline: Option<Moment>,
    pub held_until: Option<Moment>,
    pub units: Vec<UnitChip>,
    pub closed: Option<(Moment, String)>,
    pub reopened: bool,
    pub requests: usize,
    /// A card says to send at once, and nobody is on the way.
    pub send_now: bool,
    /// A crew has not acknowledged a safety warning.
    pub unheard: bool,
    /// The earliest welfare check of its units.
    pub welfare_due: Option<Moment>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct UnitChip {
    pub call_sign: String,
    pub status: Status,
}

#[must_use]
pub fn queue_row(incident: &Incident, state: &State) -> QueueRow {
    let phase = state.phase(incident);
    let working: Vec<_> = state.working(incident).collect();
    let met = working.iter().any(|work| work.time_of(Step::OnScene).is_some());
    let units = working
        .iter()
        .filter_map(|work| {
            let call_sign = state.units.get(&work.unit)?.call_sign.clone();
            Some(UnitChip { call_sign, status: Status::On(work.step()) })
        })
        .collect();
    let welfare_due =
        working.iter().filter_map(|work| state.units.get(&work.unit).and_then(|unit| unit.welfare_due)).min();
    let since = incident.opened.max(incident.last_opened());
    QueueRow {
        id: incident.id,
        number: incident.number,
        priority: incident.priority,
        kind: type_label(incident, state),
        place: incident.place.text.clone(),
        phase,
        met,
        since,
        deadline: deadline(incident, state).filter(|_| phase == Phase::Pending),
        held_until: incident.hold.as_ref().map(|hold| hold.until),
        units,
        closed: incident.closing.as_ref().map(|closing| {
            let label = state.dispositions.get(&closing.disposition).map(|row| row.label.clone());
            (closing.at, label.unwrap_or_else(|| closing.disposition.to_string()))
        }),
        reopened: 0 < incident.reopened,
        requests: incident.requests.values().filter(|request| request.met.is_none()).count(),
        welfare_due,
        send_now: state.waits_for_first_unit(incident).is_some(),
        unheard: incident.is_open()
            && state
                .working(incident)
                .any(|work| incident.guidance.safety.iter().any(|note| !note.acknowledged.contains(&work.unit))),
    }
}

/// When an incident without a unit is overdue: the priority's minutes, or the end of its hold.
#[must_use]
pub fn deadline(incident: &Incident, state: &State) -> Option<Moment> {
    if let Some(hold) = &incident.hold {
        return Some(hold.until);
    }
    let since = incident.opened.max(incident.last_opened());
    let minutes = state.priority_rule(incident.priority)?.alarm_minutes;
    Some(since.plus_seconds(i64::from(minutes) * 60))
}

#[must_use]
pub fn type_label(incident: &Incident, state: &State) -> String {
    state.types.get(&incident.kind).map_or_else(|| incident.kind.to_string(), |row| row.label.clone())
}
