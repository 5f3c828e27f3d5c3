//! One contact with one caller. Several calls may belong to one incident.

use super::ids::{CallId, IncidentId};
use super::moment::Moment;
use super::place::Spot;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    pub id: CallId,
    pub source: Source,
    /// When it rang or was heard; the clock of every goal starts here.
    pub received: Moment,
    pub answered: Moment,
    /// When somebody typed it, if that was later.
    pub entered: Moment,
    pub ended: Option<(CallEnd, Moment)>,
    pub incident: Option<IncidentId>,
    pub what: String,
    pub place: Spot,
    pub callback: String,
    pub caller: String,
    pub relation: String,
    pub caller_safe: Answered,
    pub dangers: BTreeSet<String>,
    /// How many people the caller says are hurt.
    pub hurt: Option<u16>,
    /// The position that took it.
    pub taken_by: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Phone,
    Radio,
    WalkIn,
    Text,
}

impl Source {
    pub const ALL: [Self; 4] = [Self::Phone, Self::Radio, Self::WalkIn, Self::Text];
}

/// How a contact ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallEnd {
    Ended,
    /// An open line on which nobody spoke.
    Silent,
    HungUp,
    /// Gone before it was answered.
    Abandoned,
}

impl Call {
    /// When it was answered, if that was before somebody typed it.
    #[must_use]
    pub fn back_timed(&self) -> Option<Moment> {
        Some(self.answered).filter(|answered| *answered < self.entered)
    }
}

/// The answer to a question that can be left open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    #[default]
    NotAsked,
    Yes,
    No,
    Unknown,
}

/// One fact that a caller gave. Each is written down on its own, so that two windows can add different ones at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallDetail {
    What(String),
    Place(Spot),
    Callback(String),
    Caller(String),
    Relation(String),
    CallerSafe(Answered),
    DangerNoted(String),
    DangerCleared(String),
    /// How many people are hurt; none is not known.
    Hurt(Option<u16>),
    Source(Source),
    /// When it was really answered, for what was first taken on paper.
    Answered(Moment),
}

/// The digits of a telephone number, which is how two calls from one number are recognised.
#[must_use]
pub fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}
