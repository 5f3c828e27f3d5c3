//! Why a command was not carried out. A refusal is for the dispatcher, in words that `board` chooses; it is neither an
//! error nor a bug.

use super::ids::{Code, IncidentId, UnitId};
use super::incident::Priority;
use super::moment::Moment;
use super::unit::{Readiness, Step};

#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The operation has no first line yet, or already has one.
    OperationNotOpen,
    OperationAlreadyOpen,
    Missing(Needed),
    TooLong {
        field: Needed,
        most: usize,
    },
    OutOfRange {
        field: Needed,
        least: i64,
        most: i64,
    },

    UnknownUnit,
    UnknownIncident,
    UnknownCall,
    UnknownPlace,
    UnknownType(String),
    UnknownUnitKind(String),
    UnknownDisposition(String),
    UnknownFlag,
    UnknownEntry,
    UnknownRequest,
    UnknownTarget,
    /// No text could ever hold the phrase.
    PhraseNeverFound(super::phrase::Fault),
    UnknownPath,
    UnknownLayer,
    /// The points do not say how the picture lies.
    PlanNotPlaced,
    /// They turn the picture over.
    PlanMirrored,
    /// They draw it so many tenths longer one way than another. Insisting places it all the same.
    PlanStretched {
        tenths: u32,
    },
    UnknownPlan(String),

    CallSignTaken(String),
    PlaceNameTaken(String),
    CodeTaken(Code),
    /// Row `row` of a batch (from 1) has a fault; nothing was taken.
    InRow {
        row: usize,
        fault: Box<Refusal>,
    },
    UnitRetired(UnitId),
    UnitStillAssigned {
        unit: UnitId,
        incident: IncidentId,
    },
    AlreadyRetired,
    NotRetired,
    Unchanged,

    IncidentClosed(IncidentId),
    IncidentOpen(IncidentId),
    AlreadyAttached(IncidentId),
    CallOver,
    LinkedToItself,
    AlreadyLinked,
    NotLinked,
    NotHeld,
    AlreadyVerified(Moment),
    AlarmNotHigher {
        now: u8,
    },
    AlreadyMet,
    AlreadyStruck,

    /// Somebody already sent this unit to the same incident.
    AlreadyAssigned {
        unit: UnitId,
        incident: IncidentId,
    },
    /// The unit is on something else. Insisting stacks the new work on top.
    UnitBusy {
        unit: UnitId,
        incident: IncidentId,
        step: Step,
        since: Moment,
    },
    /// The unit has arrived, or is on its way to something as urgent. Insisting diverts it all the same.
    NoLesserWork {
        unit: UnitId,
        incident: IncidentId,
        step: Step,
        priority: Priority,
        /// How urgent it is where it would go.
        instead: Priority,
    },
    /// The unit is not ready to go. Insisting sends it all the same.
    UnitNotReady {
        unit: UnitId,
        readiness: Readiness,
        reason: String,
    },
    NotAssigned {
        unit: UnitId,
        incident: Option<IncidentId>,
    },
    AlreadyThere {
        unit: UnitId,
        step: Step,
        at: Moment,
    },
    /// A step before the one it has, or one that skips what it should have passed. Insisting records it.
    OutOfSequence {
        unit: UnitId,
        has: Step,
        wants: Step,
        expected: Option<Step>,
    },
    /// Cancelling is for units that have not arrived; this one clears.
    AlreadyArrived {
        unit: UnitId,
        step: Step,
    },
    /// Closing releases units that are still working. Insisting does so.
    UnitsStillWorking {
        incident: IncidentId,
        units: Vec<UnitId>,
    },

    /// The coordinates are hardly meant. Insisting keeps them as they were typed.
    PlaceInDoubt(super::place::Doubt),

    UnknownCard(String),
    UnknownRun,
    /// Nothing was taken.
    CardFaults(Vec<super::card::fault::Fault>),
    /// A changed card needs a higher version.
    /// It was another version that was looked at.
    CardMovedOn {
        card: String,
        now: u32,
    },
    NotApproved(String),
    NotADate(String),
    CardVersionNotHigher {
        card: String,
        now: u32,
    },
    /// They are here with another text under the same version. Nothing was taken.
    CardsDiffer(Vec<(String, u32)>),
    /// Other cards lead to it. Insisting retires it all the same.
    CardLinked {
        card: String,
        links: Vec<String>,
    },
    /// The card does not ask that, with the answers that were given.
    NotAsked(String),
    NotAnAnswer(String),
    NotATime(String),
    NothingToAcknowledge(UnitId),
    NotStaged,

    NothingToUndo,
    CannotUndo,
    /// Something later stands on it.
    UndoTooLate,
}

impl Refusal {
    /// Whether saying "I mean it" would carry the command out.
    #[must_use]
    pub fn yields_to_insistence(&self) -> bool {
        matches!(
            self,
            Self::UnitBusy { .. }
                | Self::NoLesserWork { .. }
                | Self::UnitNotReady { .. }
                | Self::OutOfSequence { .. }
                | Self::UnitsStillWorking { .. }
                | Self::CardLinked { .. }
                | Self::AlreadyArrived { .. }
                | Self::PlaceInDoubt(_)
                | Self::PlanStretched { .. }
        )
    }
}

/// What a command or a form lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    Name,
    Text,
    Reason,
    Destination,
    Disposition,
    Type,
    Place,
    Unit,
    Incident,
    CallSign,
    UnitKind,
    Minutes,
    Level,
    Count,
    From,
    Owner,
    Speed,
    Percent,
    Metres,
    Seconds,
    Crew,
    Question,
    Zone,
    Prefix,
    Code,
    Weight,
    Hurt,
    Path,
    Picture,
    Request,
    Line,
}
