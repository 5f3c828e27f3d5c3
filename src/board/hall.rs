//! What the launcher shows before an operation is open: the operations of a device, and who sits where.

use crate::domain::ids::OperationId;
use crate::domain::setup::Profile;
use serde::{Deserialize, Serialize};

/// One position that is open on this device. It is the name of the lock that the window holds for its life.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Seat {
    pub seat: String,
    pub operation: String,
    pub position: String,
    pub operator: String,
}

/// One line of the directory of operations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    pub id: OperationId,
    pub name: String,
    pub profile: Profile,
    /// UTC milliseconds.
    pub created: i64,
    pub last_used: i64,
    pub rows: u64,
    /// Bytes of the log's text, as far as they are known.
    #[serde(default)]
    pub bytes: u64,
}
