//! An incident: what happened, where, who works on it, and how it ended.

use super::entry::Entry;
use super::guidance::Guidance;
use super::ids::{AssignmentId, CallId, Code, IncidentId, RequestId};
use super::moment::Moment;
use super::place::Spot;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    pub id: IncidentId,
    /// Unique in the operation and never used again.
    pub number: u32,
    /// The two digits of the year in front of the number.
    pub year: String,
    pub opened: Moment,
    /// When the first call was answered, else when the incident was opened: goals count from here.
    pub clock_start: Moment,
    pub kind: Code,
    pub priority: Priority,
    pub place: Spot,
    /// Kept when the place moves.
    pub first_place: Spot,
    pub verified: Option<Moment>,
    pub summary: String,
    pub calls: Vec<CallId>,
    pub dangers: BTreeSet<String>,
    pub answers: BTreeMap<String, Answer>,
    pub assignments: Vec<AssignmentId>,
    pub hold: Option<Hold>,
    pub links: BTreeSet<IncidentId>,
    pub closing: Option<Closing>,
    pub reopened: u32,
    pub alarm_level: u8,
    pub requests: BTreeMap<RequestId, Request>,
    pub debrief: Vec<Debrief>,
    pub guidance: Guidance,
    pub entries: Vec<Entry>,
}

impl Incident {
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closing.is_none()
    }

    /// `26-0142`.
    #[must_use]
    pub fn full_number(&self, prefix: &str) -> String {
        format!("{prefix}{}-{:04}", self.year, self.number)
    }
}

/// P1 is the most urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Priority {
    P1,
    P2,
    P3,
    P4,
    P5,
}

impl Priority {
    pub const ALL: [Self; 5] = [Self::P1, Self::P2, Self::P3, Self::P4, Self::P5];

    /// 1 is the most urgent; anything outside 1 to 5 is none.
    #[must_use]
    pub fn from_level(level: u8) -> Option<Self> {
        Self::ALL.get(usize::from(level).checked_sub(1)?).copied()
    }

    #[must_use]
    pub fn level(self) -> u8 {
        self as u8 + 1
    }

    #[must_use]
    pub fn code(self) -> &'static str {
        ["P1", "P2", "P3", "P4", "P5"][self as usize]
    }
}

/// Where an incident stands. It is computed from its assignments, never set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Phase {
    Pending,
    Dispatched,
    EnRoute,
    OnScene,
    /// Units were there and all have cleared; somebody must say how it ended.
    Clearing,
    Closed,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hold {
    pub since: Moment,
    /// When it comes back by itself.
    pub until: Moment,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Closing {
    pub at: Moment,
    pub disposition: Code,
    pub text: String,
}

/// The question of the first assessment that a call answers too: how many are hurt.
pub const HURT: &str = "hurt";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub value: String,
    pub at: Moment,
}

/// A resource that was asked for and is not on the board yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    pub what: String,
    pub count: u8,
    pub asked: Moment,
    pub met: Option<Moment>,
}

/// One line of the short talk after an incident: about the system, not about people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Debrief {
    pub part: DebriefPart,
    pub text: String,
    pub owner: String,
    pub at: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DebriefPart {
    WentWell,
    Improve,
    FollowUp,
}
