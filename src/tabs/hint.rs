//! What windows say to each other: a doorbell, never data. A lost, repeated, late or reordered hint costs nothing.

use crate::domain::ids::RunId;
use serde::{Deserialize, Serialize};

/// "The log reaches `through`."
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    pub through: u64,
    /// The codec version of the window that spoke, so that an older one notices that it is older.
    #[serde(default)]
    pub codec: u32,
    /// The beat of this run's compressions sounds in the window that spoke, so the others keep still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sound: Option<RunId>,
}

/// What a message says. Anything that cannot be read still means that something happened.
#[must_use]
pub fn read(message: &str) -> Option<Hint> {
    serde_json::from_str(message).ok()
}

#[must_use]
pub fn write(hint: Hint) -> String {
    serde_json::to_string(&hint).unwrap_or_default()
}
