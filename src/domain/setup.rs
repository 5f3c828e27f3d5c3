//! What a team sets up before and while it works.

use super::ids::Code;
use super::presets::Group;
use serde::{Deserialize, Serialize};

/// What kind of operation this is. It chooses the types, targets and fields that a new one starts with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    #[default]
    Event,
    FireEms,
    SearchAndRescue,
    RadioNet,
    Practice,
}

impl Profile {
    pub const ALL: [Self; 5] = [Self::Event, Self::FireEms, Self::SearchAndRescue, Self::RadioNet, Self::Practice];
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    pub name: String,
    pub profile: Profile,
    /// IANA name of the time zone, "America/New_York".
    pub zone: String,
    /// Letters in front of the incident number, often none.
    pub prefix: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IncidentType {
    pub code: Code,
    pub label: String,
    /// The APCO common code (ANS 2.103.2) that exports use.
    pub common: String,
    pub group: Group,
    pub priority: super::incident::Priority,
    /// Crews wait near by until somebody says that the scene is safe.
    pub stages: bool,
    pub retired: bool,
    pub used: bool,
}

/// How urgent work of one priority is handled on this desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PriorityRule {
    pub label: String,
    /// Minutes without a unit after which the incident is overdue.
    pub alarm_minutes: u32,
    pub tone: Tone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Urgent,
    Double,
    Single,
    None,
}

impl Tone {
    pub const ALL: [Self; 4] = [Self::Urgent, Self::Double, Self::Single, Self::None];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Disposition {
    pub code: Code,
    pub label: String,
    /// The two-digit common code (ANS 1.111.2).
    pub common: String,
    pub group: Option<Group>,
    pub retired: bool,
    pub used: bool,
}

/// A goal: shown as a goal, never as compliance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    pub code: Code,
    pub label: String,
    pub seconds: u32,
    pub percent: u8,
    pub source: String,
}
