//! Who sits where: one window of one position on this device.

use serde::{Deserialize, Serialize};

/// One position that is open on this device. It is the name of the lock that the window holds for its life.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Seat {
    pub seat: String,
    pub operation: String,
    pub position: String,
    pub operator: String,
}
