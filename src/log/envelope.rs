//! The outside of a row: who, when, which kind. It is read before the inside, and never changes its meaning.

use crate::domain::ids::{CommandId, EventId, WindowId};
use crate::domain::moment::Moment;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The version of the envelope and of the event kinds that this program writes.
pub const VERSION: u32 = 1;

/// A row as it stands in the store. Fields may be added, never renamed or given another meaning.
#[derive(Debug, Serialize, Deserialize)]
pub struct Envelope<'a> {
    pub v: u32,
    pub id: EventId,
    /// When it happened, UTC milliseconds.
    pub at: Moment,
    /// Offset from UTC in force when it was entered, in minutes.
    pub offset: i32,
    /// When it was entered, UTC milliseconds.
    pub entered: Moment,
    /// The operator's name.
    #[serde(borrow)]
    pub by: Cow<'a, str>,
    /// The position the operator worked at.
    #[serde(borrow)]
    pub pos: Cow<'a, str>,
    pub tab: WindowId,
    /// The command that caused the row.
    #[serde(rename = "for")]
    pub command: CommandId,
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    #[serde(borrow)]
    pub data: &'a RawValue,
}
