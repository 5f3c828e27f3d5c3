//! Names of things, unique across devices, because logs of several devices will one day be joined.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// One operation: an event, a shift or an exercise, with a database of its own.
    OperationId
    /// One event row of the log. An entry of the record carries the id of the event that made it.
    EventId
    /// One request of a person. Asking again with the same id changes nothing.
    CommandId
    IncidentId
    UnitId
    PlaceId
    CallId
    /// One stretch of work of one unit on one incident.
    AssignmentId
    FlagId
    /// One ask for a resource that nobody on the board can meet yet.
    RequestId
    /// The lines of one imported file.
    LayerId
    /// One guide card in use on one incident.
    RunId
}

/// One browser window for as long as it lives. A reload makes another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WindowId(pub u32);

/// A short word that names a set-up row (an incident type, a unit kind, a disposition) and never changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(pub Box<str>);

impl Code {
    /// The code as it is compared: lower case, without the blanks around it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_lowercase().into())
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// A source of fresh ids: version 7 UUIDs of one instant, told apart by chance that comes from outside.
#[derive(Debug, Clone)]
pub struct FreshIds {
    millis: u64,
    chance: [u8; 10],
    count: u32,
}

impl FreshIds {
    /// `millis` is UTC milliseconds; `chance` must be random for every command of every window.
    #[must_use]
    pub fn new(millis: i64, chance: [u8; 10]) -> Self {
        Self { millis: u64::try_from(millis).unwrap_or(0), chance, count: 0 }
    }

    /// Ids of one command come out in rising order, so that a log reads in the order in which it was made.
    pub fn fresh(&mut self) -> Uuid {
        let mut random = self.chance;
        // The count fills the 18 bits behind the time, without the bits that the version and the variant take away.
        random[0] = (self.count >> 14) as u8 & 0x0f;
        random[1] = (self.count >> 6) as u8;
        random[2] = self.count as u8 & 0x3f;
        random[3] ^= (self.count >> 18) as u8;
        self.count = self.count.wrapping_add(1);
        uuid::Builder::from_unix_timestamp_millis(self.millis, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_command_differ_and_rise() {
        let mut ids = FreshIds::new(1_790_000_000_000, [7; 10]);
        let made: Vec<Uuid> = (0..20_000).map(|_| ids.fresh()).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_code_is_compared_without_case_and_blanks() {
        assert_eq!(Code::new("  CarDiac "), Code::new("cardiac"));
    }
}
