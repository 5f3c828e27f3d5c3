//! Taking back one's own last act, by correction events. Nothing is removed: the record shows both.

use super::event::{Event, Recorded};
use super::refusal::Refusal;
use super::state::State;
use super::unit::{Ending, Step};

/// The corrections that take back `rows`, the events of one command, in the state that they and all later rows made.
pub fn undo(state: &State, rows: &[Recorded]) -> Result<Vec<Event>, Refusal> {
    if rows.is_empty() {
        return Err(Refusal::NothingToUndo);
    }
    let mut corrections = Vec::new();
    for row in rows.iter().rev() {
        corrections.extend(correction(state, row)?);
    }
    Ok(corrections)
}

/// Whether a command of this kind can be taken back at all, so that no button offers what cannot be done.
#[must_use]
pub fn can_undo(state: &State, rows: &[Recorded]) -> bool {
    undo(state, rows).is_ok()
}

fn correction(state: &State, row: &Recorded) -> Result<Option<Event>, Refusal> {
    let event = match &row.event {
        Event::Noted { incident, .. } | Event::RadioHeard { incident, .. } => Event::EntryStruck {
            incident: *incident,
            entry: row.id,
            // An empty reason reads as "taken back" on every screen, in every language.
            reason: String::new(),
        },
        Event::UnitAssigned { assignment, .. } => {
            let open = state.assignments.get(assignment).ok_or(Refusal::CannotUndo)?;
            if !open.is_open() || 1 < open.steps.len() {
                return Err(Refusal::UndoTooLate);
            }
            Event::UnitReleased { assignment: *assignment, how: Ending::Withdrawn, reason: String::new() }
        }
        Event::UnitStepped { assignment, step, .. } => {
            let open = state.assignments.get(assignment).ok_or(Refusal::CannotUndo)?;
            if !open.is_open() || open.step() != *step {
                return Err(Refusal::UndoTooLate);
            }
            Event::StepWithdrawn { assignment: *assignment, step: *step }
        }
        Event::UnitReleased { assignment, how, .. } => {
            let released = state.assignments.get(assignment).ok_or(Refusal::CannotUndo)?;
            let unit = state.units.get(&released.unit).ok_or(Refusal::CannotUndo)?;
            let incident = state.incidents.get(&released.incident).ok_or(Refusal::CannotUndo)?;
            // A unit that has been sent elsewhere meanwhile is not pulled back by an undo. The closing of the incident
            // is taken back by the correction of the same command that comes before this one.
            let closed_by_other = incident.closing.is_some() && !same_command_closed(state, row);
            if unit.top().is_some() || closed_by_other || *how == Ending::Withdrawn {
                return Err(Refusal::UndoTooLate);
            }
            let fresh = super::ids::AssignmentId(uuid::Uuid::from_u128(assignment.0.as_u128() ^ row.id.0.as_u128()));
            Event::UnitAssigned {
                assignment: fresh,
                incident: released.incident,
                unit: released.unit,
                step: released.steps.last().map_or(Step::Dispatched, |(step, _)| *step),
            }
        }
        Event::ReadinessChanged { unit, .. } => {
            let line = was_of(state, row)?;
            let super::entry::Line::Readiness { was, now, .. } = line else { return Err(Refusal::CannotUndo) };
            let current = state.units.get(unit).ok_or(Refusal::CannotUndo)?;
            if current.readiness != *now || current.top().is_some() {
                return Err(Refusal::UndoTooLate);
            }
            Event::ReadinessChanged { unit: *unit, readiness: *was, reason: String::new() }
        }
        Event::KindChanged { incident, kind } => {
            let super::entry::Line::Kind { was, .. } = was_of(state, row)? else { return Err(Refusal::CannotUndo) };
            still(state.incidents.get(incident).is_some_and(|row| row.kind == *kind))?;
            Event::KindChanged { incident: *incident, kind: was.clone() }
        }
        Event::UrgencyChanged { incident, priority } => {
            let super::entry::Line::Priority { was, .. } = was_of(state, row)? else {
                return Err(Refusal::CannotUndo);
            };
            still(state.incidents.get(incident).is_some_and(|row| row.priority == *priority))?;
            Event::UrgencyChanged { incident: *incident, priority: *was }
        }
        Event::PlaceMoved { incident, place } => {
            let super::entry::Line::Place { was, .. } = was_of(state, row)? else { return Err(Refusal::CannotUndo) };
            still(state.incidents.get(incident).is_some_and(|row| row.place == *place))?;
            Event::PlaceMoved { incident: *incident, place: state.spot(was) }
        }
        Event::PlaceVerified { incident } => {
            still(state.incidents.get(incident).is_some_and(|row| row.verified.is_some()))?;
            Event::VerificationWithdrawn { incident: *incident }
        }
        Event::Answered { incident, question, answer } => {
            let super::entry::Line::Answer { was, .. } = was_of(state, row)? else { return Err(Refusal::CannotUndo) };
            let current = state.incidents.get(incident).and_then(|row| row.answers.get(question));
            still(current.map_or("", |answer| answer.value.as_str()) == answer)?;
            Event::Answered { incident: *incident, question: question.clone(), answer: was.clone() }
        }
        Event::Held { incident, .. } => {
            still(state.incidents.get(incident).is_some_and(|row| row.hold.is_some()))?;
            Event::HoldEnded { incident: *incident }
        }
        Event::Linked { incident, other } => Event::Unlinked { incident: *incident, other: *other },
        Event::Unlinked { incident, other } => Event::Linked { incident: *incident, other: *other },
        Event::Closed { incident, .. } => {
            still(state.incidents.get(incident).is_some_and(|row| row.closing.is_some()))?;
            Event::Reopened { incident: *incident, reason: String::new() }
        }
        Event::UnitRetired { unit } => Event::UnitRestored { unit: *unit },
        Event::UnitRestored { unit } => Event::UnitRetired { unit: *unit },
        Event::PlaceRetired { place } => Event::PlaceRestored { place: *place },
        Event::PlaceRestored { place } => Event::PlaceRetired { place: *place },
        Event::TypeRetired { code } => Event::TypeRestored { code: code.clone() },
        Event::FlagRaised { flag, .. } => Event::FlagRetired { flag: *flag },
        Event::FlagRetired { flag } => Event::FlagRestored { flag: *flag },
        Event::WelfareTimed { unit, due: Some(_) } => Event::WelfareTimed { unit: *unit, due: None },
        // A hold that a dispatch ended stays ended: the unit is what was taken back.
        Event::HoldEnded { .. } => return Ok(None),
        _ => return Err(Refusal::CannotUndo),
    };
    Ok(Some(event))
}

fn still(same: bool) -> Result<(), Refusal> {
    if same { Ok(()) } else { Err(Refusal::UndoTooLate) }
}

fn same_command_closed(state: &State, row: &Recorded) -> bool {
    state.commands.back() == Some(&row.command)
}

/// The line that the row made, where the old value stands.
fn was_of<'a>(state: &'a State, row: &Recorded) -> Result<&'a super::entry::Line, Refusal> {
    let incident = match &row.event {
        Event::KindChanged { incident, .. }
        | Event::UrgencyChanged { incident, .. }
        | Event::PlaceMoved { incident, .. }
        | Event::Answered { incident, .. } => Some(*incident),
        _ => None,
    };
    let lines = match incident {
        Some(id) => state.incidents.get(&id).map(|incident| &incident.entries),
        None => Some(&state.general),
    };
    let line = lines.and_then(|lines| lines.iter().rev().find(|line| line.id == row.id));
    line.map(|line| &line.line).ok_or(Refusal::CannotUndo)
}
