//! One line of the record, as facts. How it reads on the screen is decided by `board`.

use super::call::{CallEnd, Source};
use super::ids::{Code, EventId, IncidentId, UnitId};
use super::incident::{DebriefPart, Priority};
use super::moment::Moment;
use super::plan::Advised;
use super::unit::{Ending, Readiness, Step};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The event that made the line.
    pub id: EventId,
    /// When it happened.
    pub at: Moment,
    /// When it was typed; later than `at` for work that was first done on paper.
    pub entered: Moment,
    pub by: AuthorId,
    pub line: Line,
    pub struck: Option<Struck>,
}

impl Entry {
    /// Whether a person wrote it, and it stands. What the program notes by itself is corrected by another act.
    #[must_use]
    pub fn can_be_struck(&self) -> bool {
        self.struck.is_none() && matches!(self.line, Line::Note(_) | Line::Radio { .. })
    }
}

/// Who wrote something: an index into the authors of the state, because few people write many lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AuthorId(pub u16);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Author {
    pub operator: String,
    pub position: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Struck {
    pub at: Moment,
    pub by: AuthorId,
    pub reason: String,
}

/// What a line says. Old and new value stand side by side, so that a change can be read without looking back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Line {
    Note(String),
    Radio { from: String, to: String, text: String },
    Opened { kind: Code, place: String },
    CallTaken { source: Source },
    CallAttached { source: Source, what: String },
    CallEnded(CallEnd),
    Kind { was: Code, now: Code },
    Priority { was: Priority, now: Priority },
    Place { was: String, now: String },
    Verified(String),
    VerificationWithdrawn,
    Detail { field: Field, was: String, now: String },
    DangerNoted(String),
    DangerCleared(String),
    Answer { question: String, was: String, now: String },
    Assigned { unit: UnitId, step: Step, stacked: bool },
    Stepped { unit: UnitId, step: Step, destination: String },
    StepWithdrawn { unit: UnitId, step: Step },
    Released { unit: UnitId, how: Ending, reason: String },
    Readiness { unit: UnitId, was: Readiness, now: Readiness, reason: String },
    Moved { unit: UnitId, place: String },
    Welfare { unit: UnitId, due: Option<Moment> },
    RollCall { unit: UnitId },
    Held { until: Moment, reason: String },
    HoldEnded,
    Linked(IncidentId),
    Unlinked(IncidentId),
    Alarm { was: u8, now: u8 },
    Requested { what: String, count: u8 },
    RequestMet { what: String },
    Closed { disposition: Code, text: String },
    Reopened { reason: String },
    Debrief { part: DebriefPart, text: String, owner: String },
    CardOpened { title: String, version: u32, patient: String },
    CardAnswer { card: String, patient: String, asked: String, was: String, now: String },
    Instruction(String),
    SendNow(String),
    Need(String),
    CrewLine(String),
    Mark(String),
    CompressorChanged { patient: String, resumed: bool },
    ContractionBegan { patient: String },
    Staging(bool),
    Safety(String),
    SafetyAcknowledged { unit: UnitId, heard: Vec<String> },
    Withdrawn(Box<Line>),
    Advised { advised: Advised, sent: Vec<UnitId> },
    SetUp(SetUpLine),
    PathsClosed { what: String, reason: String },
    PathsOpened { what: String },
    Crowd { what: String, was: u16, now: u16 },
    CallDetached { source: Source, what: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    What,
    Callback,
    Caller,
    Relation,
    CallerSafe,
    Source,
    CallPlace,
    Hurt,
    Answered,
}

/// A change of the set-up, kept short: which row, and what was done to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum SetUpLine {
    Added { what: SetUpKind, count: u32, name: String },
    Changed { what: SetUpKind, name: String, field: String, was: String, now: String },
    Retired { what: SetUpKind, name: String },
    Restored { what: SetUpKind, name: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetUpKind {
    Operation,
    Unit,
    UnitKind,
    Place,
    IncidentType,
    Priority,
    Disposition,
    Flag,
    Target,
    Phrase,
    Layer,
    SitePlan,
    Card,
    Plan,
    PlanWord,
    Post,
    PlanRule,
}
