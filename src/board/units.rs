//! One line of the unit list.

use crate::domain::ids::{Code, UnitId};
use crate::domain::incident::Incident;
use crate::domain::moment::Moment;
use crate::domain::presets::Group;
use crate::domain::state::State;
use crate::domain::unit::{Readiness, Status, Step, Unit};

/// The groups of the unit list, those that can be sent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UnitGroup {
    Available,
    Dispatched,
    EnRoute,
    OnScene,
    Transport,
    NotReady,
    OffDuty,
    Retired,
}

impl UnitGroup {
    /// The groups that a board shows. Retired units are found in the set-up only.
    pub const SHOWN: [Self; 7] = [
        Self::Available,
        Self::Dispatched,
        Self::EnRoute,
        Self::OnScene,
        Self::Transport,
        Self::NotReady,
        Self::OffDuty,
    ];

    #[must_use]
    pub fn of(unit: &Unit, state: &State) -> Self {
        if unit.retired {
            return Self::Retired;
        }
        match state.status(unit).0 {
            Status::Ready(readiness) if readiness.can_go() => Self::Available,
            Status::Ready(Readiness::OffDuty) => Self::OffDuty,
            Status::Ready(_) => Self::NotReady,
            Status::On(Step::Dispatched | Step::Acknowledged) => Self::Dispatched,
            Status::On(Step::EnRoute | Step::Staged) => Self::EnRoute,
            Status::On(Step::OnScene | Step::AtPatient) => Self::OnScene,
            Status::On(_) => Self::Transport,
        }
    }
}

/// The hue family of a status: never the only sign of it.
#[must_use]
pub fn family(status: Status) -> &'static str {
    match status {
        Status::Ready(readiness) if readiness.can_go() => "ready",
        Status::Ready(_) => "off",
        Status::On(Step::Dispatched | Step::Acknowledged | Step::EnRoute | Step::Staged) => "going",
        Status::On(_) => "work",
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct UnitRow {
    pub id: UnitId,
    pub call_sign: String,
    pub status: Status,
    pub since: Moment,
    /// What it works on, by number, and where that is; else its post.
    pub incident: Option<u32>,
    pub place: String,
    pub destination: String,
    pub kind: String,
    pub reason: String,
    pub stacked: usize,
    /// The safety warnings that the crew has not acknowledged.
    pub warnings: Vec<String>,
    pub welfare_due: Option<Moment>,
    /// When the time in this status runs out, where the status has one.
    pub deadline: Option<Moment>,
}

#[must_use]
pub fn unit_row(unit: &Unit, state: &State) -> UnitRow {
    let (status, since) = state.status(unit);
    let work = state.top_assignment(unit);
    let incident = work.and_then(|work| state.incidents.get(&work.incident));
    let place = match incident {
        Some(incident) => incident.place.text.clone(),
        None => state.whereabouts(unit).text.clone(),
    };
    UnitRow {
        id: unit.id,
        call_sign: unit.call_sign.clone(),
        status,
        since,
        incident: incident.map(|incident| incident.number),
        place,
        destination: work.map(|work| work.destination.clone()).unwrap_or_default(),
        kind: state.unit_kinds.get(&unit.kind).map_or_else(|| unit.kind.to_string(), |kind| kind.label.clone()),
        reason: if work.is_none() { unit.reason.clone() } else { String::new() },
        warnings: state.unheard(unit).map(|(_, note)| note.text.clone()).collect(),
        stacked: unit.stack.len().saturating_sub(1),
        welfare_due: unit.welfare_due,
        deadline: status_seconds(status, group_of(incident, state), state).map(|seconds| since.plus_seconds(seconds)),
    }
}

fn group_of(incident: Option<&Incident>, state: &State) -> Option<Group> {
    incident.and_then(|incident| state.types.get(&incident.kind)).map(|kind| kind.group)
}

/// The seconds of a goal for incidents of one group: its own, where the operation has one, else that of all. Crews for a
/// rescue dress as for a fire.
#[must_use]
pub fn goal_seconds(state: &State, goal: &str, group: Option<Group>) -> Option<i64> {
    let names: &[&str] = match group {
        Some(Group::Medical) => &["medical"],
        Some(Group::Fire) => &["fire"],
        Some(Group::Police) => &["police"],
        Some(Group::Rescue) => &["rescue", "fire"],
        Some(Group::Event) => &["event"],
        Some(Group::Other) | None => &[],
    };
    let find = |code: String| state.targets.get(&Code::new(&code));
    let own = names.iter().find_map(|name| find(format!("{goal}{name}")));
    own.or_else(|| find(goal.to_owned())).map(|target| i64::from(target.seconds))
}

/// How long a unit may stay in a status before somebody should ask, from the goals of the operation.
fn status_seconds(status: Status, group: Option<Group>, state: &State) -> Option<i64> {
    match status {
        Status::On(Step::Dispatched | Step::Acknowledged) => goal_seconds(state, "turnout", group),
        Status::On(Step::EnRoute) => goal_seconds(state, "travel", group),
        _ => None,
    }
}
