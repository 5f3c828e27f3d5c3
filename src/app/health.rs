//! Whether the desk can be trusted right now. Any trouble is said loudly until it is over.

use crate::domain::moment::Moment;
use crate::tabs::machine::ReadOnly;

/// What stands between the desk and its duty. The worst first.
#[derive(Debug, Clone, PartialEq)]
pub enum Trouble {
    /// A command was not kept. The sentence is the store's own.
    NotSaved(String),
    /// The log could not be read.
    NotReadable(String),
    ReadOnly(ReadOnly),
    /// The database vanished or was closed under the window.
    StorageLost,
    /// The unfinished text could not be kept.
    DraftNotSaved(String),
    /// Less than this many bytes are free.
    NearlyFull {
        free_bytes: f64,
    },
    /// A commit has been waiting for seconds: another window or the disk holds the store.
    StoreBusy,
    /// Another window waits with a newer version of the database.
    Outdated,
    /// The clock of this device stands before the last row of the log.
    ClockBehind {
        seconds: i64,
    },
}

impl Trouble {
    /// Only a trouble that costs data or truth is a red band; the others are amber.
    #[must_use]
    pub fn is_grave(&self) -> bool {
        !matches!(self, Self::NearlyFull { .. } | Self::ClockBehind { .. })
    }
}

/// The quiet light in the bar.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Health {
    pub saving: bool,
    pub last_append: Option<Moment>,
    pub windows: usize,
    /// Whether the browser promised to keep the data. None: not known yet.
    pub persistent: Option<bool>,
}
