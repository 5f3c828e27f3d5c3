//! The line that the directory of a device keeps about one operation.

use crate::domain::ids::OperationId;
use crate::domain::setup::Profile;
use serde::{Deserialize, Serialize};

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
