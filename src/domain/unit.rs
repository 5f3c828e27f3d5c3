//! Units, what they can be sent as, and where they are in an assignment.

use super::ids::{AssignmentId, Code, IncidentId, UnitId};
use super::moment::Moment;
use super::place::Spot;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A crew with a call sign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    pub call_sign: String,
    pub kind: Code,
    /// Short upper-case words: ALS, TRANSPORT, CROWD.
    pub capabilities: BTreeSet<String>,
    pub crew: u8,
    /// Where it stands when it has nothing to do.
    pub post: Spot,
    /// Where it was last known to be, and since when.
    pub last_seen: Option<(Spot, Moment)>,
    pub readiness: Readiness,
    pub reason: String,
    pub readiness_since: Moment,
    /// Open assignments, the one that counts last.
    pub stack: Vec<AssignmentId>,
    /// When somebody must ask whether the crew is well.
    pub welfare_due: Option<Moment>,
    /// The stretch that the timer was set for, in seconds: an answered roll call starts it again.
    pub welfare_seconds: i64,
    pub last_heard: Option<Moment>,
    pub retired: bool,
    pub used: bool,
}

impl Unit {
    #[must_use]
    pub fn top(&self) -> Option<AssignmentId> {
        self.stack.last().copied()
    }

    /// Nothing to do and ready to go.
    #[must_use]
    pub fn is_free(&self) -> bool {
        !self.retired && self.stack.is_empty() && self.readiness.can_go()
    }
}

/// The form in which call signs are compared: upper case letters and digits only.
#[must_use]
pub fn fold_call_sign(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// What a unit is when it has no assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readiness {
    Available,
    AtPost,
    MoveUp,
    Busy,
    Break,
    Training,
    OutOfService,
    OffDuty,
}

impl Readiness {
    pub const ALL: [Self; 8] = [
        Self::Available,
        Self::AtPost,
        Self::MoveUp,
        Self::Busy,
        Self::Break,
        Self::Training,
        Self::OutOfService,
        Self::OffDuty,
    ];

    /// Can be sent without asking anybody.
    #[must_use]
    pub fn can_go(self) -> bool {
        matches!(self, Self::Available | Self::AtPost | Self::MoveUp)
    }

    /// A state that the record should give a reason for.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::OutOfService)
    }

    /// The two letters said on the air.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Available => "AV",
            Self::AtPost => "IQ",
            Self::MoveUp => "MU",
            Self::Busy => "BZ",
            Self::Break => "BR",
            Self::Training => "TN",
            Self::OutOfService => "OO",
            Self::OffDuty => "OD",
        }
    }
}

/// One stretch of work of one unit on one incident. It carries the unit's timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    pub id: AssignmentId,
    pub incident: IncidentId,
    pub unit: UnitId,
    /// Milestones; each step stands at most once. The latest to happen stands last, so that one that was forgotten and
    /// is entered later does not take the unit back to it.
    pub steps: Vec<(Step, Moment)>,
    pub destination: String,
    pub end: Option<End>,
}

impl Assignment {
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.end.is_none()
    }

    /// The latest step. An assignment starts with one, so the fallback is never seen.
    #[must_use]
    pub fn step(&self) -> Step {
        self.steps.last().map_or(Step::Dispatched, |(step, _)| *step)
    }

    #[must_use]
    pub fn since(&self) -> Moment {
        self.steps.last().map_or_else(Moment::default, |(_, at)| *at)
    }

    #[must_use]
    pub fn time_of(&self, step: Step) -> Option<Moment> {
        self.steps.iter().find(|(candidate, _)| *candidate == step).map(|(_, at)| *at)
    }
}

/// How far a unit has come on an assignment, in the order in which it usually happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Dispatched,
    Acknowledged,
    EnRoute,
    Staged,
    OnScene,
    AtPatient,
    Transporting,
    AtDestination,
    HandedOver,
}

impl Step {
    pub const ALL: [Self; 9] = [
        Self::Dispatched,
        Self::Acknowledged,
        Self::EnRoute,
        Self::Staged,
        Self::OnScene,
        Self::AtPatient,
        Self::Transporting,
        Self::AtDestination,
        Self::HandedOver,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Dispatched => "DP",
            Self::Acknowledged => "AK",
            Self::EnRoute => "ER",
            Self::Staged => "ST",
            Self::OnScene => "OS",
            Self::AtPatient => "AP",
            Self::Transporting => "TR",
            Self::AtDestination => "AH",
            Self::HandedOver => "HO",
        }
    }

    #[must_use]
    pub fn needs_destination(self) -> bool {
        matches!(self, Self::Transporting)
    }

    /// Steps that a careful person would expect before this one. Acknowledging, staging, the patient and the hand-over
    /// are often never spoken, so their absence is not worth a question.
    #[must_use]
    pub fn expects(self) -> Option<Self> {
        match self {
            Self::Dispatched | Self::Acknowledged | Self::EnRoute => None,
            Self::Staged | Self::OnScene => Some(Self::EnRoute),
            Self::AtPatient | Self::Transporting => Some(Self::OnScene),
            Self::AtDestination => Some(Self::Transporting),
            Self::HandedOver => Some(Self::AtDestination),
        }
    }

    /// What a dispatcher will most likely hear next.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Dispatched | Self::Acknowledged => Some(Self::EnRoute),
            Self::EnRoute | Self::Staged => Some(Self::OnScene),
            Self::OnScene | Self::AtPatient => Some(Self::Transporting),
            Self::Transporting => Some(Self::AtDestination),
            Self::AtDestination | Self::HandedOver => None,
        }
    }
}

/// How an assignment ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct End {
    pub how: Ending,
    pub at: Moment,
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    Cleared,
    /// Stopped before it arrived.
    Cancelled,
    /// Sent to something more urgent.
    Diverted,
    /// It was never meant: the dispatcher took it back.
    Withdrawn,
}

/// What the board shows of a unit: its top assignment's step, else its readiness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    Ready(Readiness),
    On(Step),
}

impl Status {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ready(readiness) => readiness.code(),
            Self::On(step) => step.code(),
        }
    }
}
