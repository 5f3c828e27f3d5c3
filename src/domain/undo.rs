//! Taking back one's own last act, by correction events. Nothing is removed: the record shows both.

use super::command::Now;
use super::entry::{Entry, Line};
use super::event::{Event, Recorded};
use super::ids::{AssignmentId, FreshIds};
use super::refusal::Refusal;
use super::state::State;
use super::unit::{Ending, Step};

/// The corrections that take back `rows`, the events of one command, in the state that they and all later rows made.
pub fn undo(state: &State, rows: &[Recorded], now: &Now) -> Result<Vec<Event>, Refusal> {
    corrections(state, rows, now.ids.clone())
}

/// Whether a command of this kind can be taken back at all, so that no button offers what cannot be done.
#[must_use]
pub fn can_undo(state: &State, rows: &[Recorded]) -> bool {
    // Nothing of this is written, so the ids need not be fresh.
    corrections(state, rows, FreshIds::new(0, [0; 10])).is_ok()
}

fn corrections(state: &State, rows: &[Recorded], mut ids: FreshIds) -> Result<Vec<Event>, Refusal> {
    if rows.is_empty() {
        return Err(Refusal::NothingToUndo);
    }
    let mut corrections = Vec::new();
    for row in rows.iter().rev() {
        corrections.extend(correction(state, rows, row, &mut ids)?);
    }
    Ok(corrections)
}

fn correction(state: &State, rows: &[Recorded], row: &Recorded, ids: &mut FreshIds) -> Result<Option<Event>, Refusal> {
    let event = match &row.event {
        Event::Noted { incident, .. } | Event::RadioHeard { incident, .. } => {
            still(entry_of(state, row)?.struck.is_none())?;
            // An empty reason reads as "taken back" on every screen, in every language.
            Event::EntryStruck { incident: *incident, entry: row.id, reason: String::new() }
        }
        Event::UnitAssigned { assignment, .. } => {
            let open = state.assignments.get(assignment).ok_or(Refusal::CannotUndo)?;
            if !open.is_open() || 1 < open.steps.len() {
                return Err(Refusal::UndoTooLate);
            }
            Event::UnitReleased { assignment: *assignment, how: Ending::Withdrawn, reason: String::new() }
        }
        Event::UnitStepped { assignment, step, .. } => {
            let open = state.assignments.get(assignment).ok_or(Refusal::CannotUndo)?;
            // What was entered late stands between other milestones, and nothing stands on it.
            let late = row.at < row.entered && open.time_of(*step) == Some(row.at);
            still(open.is_open() && (late || open.step() == *step))?;
            Event::StepWithdrawn { assignment: *assignment, step: *step }
        }
        Event::UnitReleased { assignment, how, .. } => {
            let released = state.assignments.get(assignment).ok_or(Refusal::CannotUndo)?;
            let unit = state.units.get(&released.unit).ok_or(Refusal::CannotUndo)?;
            let incident = state.incidents.get(&released.incident).ok_or(Refusal::CannotUndo)?;
            // A unit that has been sent elsewhere meanwhile is not pulled back by an undo, nor one that is gone. What the
            // same command did after this is taken back before it: the closing of the incident, or where a divert led.
            let made_here = |id: &AssignmentId| {
                rows.iter().any(|row| matches!(&row.event, Event::UnitAssigned { assignment, .. } if assignment == id))
            };
            let closed_here = rows
                .iter()
                .any(|row| matches!(&row.event, Event::Closed { incident, .. } if *incident == released.incident));
            still(!unit.retired && unit.stack.iter().all(made_here))?;
            still((incident.is_open() || closed_here) && *how != Ending::Withdrawn)?;
            Event::UnitAssigned {
                assignment: AssignmentId(ids.fresh()),
                incident: released.incident,
                unit: released.unit,
                step: released.steps.last().map_or(Step::Dispatched, |(step, _)| *step),
            }
        }
        Event::ReadinessChanged { unit, .. } => {
            let Line::Readiness { was, now, .. } = was_of(state, row)? else { return Err(Refusal::CannotUndo) };
            let current = state.units.get(unit).ok_or(Refusal::CannotUndo)?;
            if current.readiness != *now || current.top().is_some() {
                return Err(Refusal::UndoTooLate);
            }
            // The reason comes back too: a unit that is out of service is so for one.
            let earlier = state.general.iter().rev().skip_while(|entry| entry.id != row.id).skip(1);
            let reason = earlier.map(|entry| &entry.line).find_map(|line| match line {
                Line::Readiness { unit: other, now, reason, .. } if other == unit && now == was => Some(reason.clone()),
                _ => None,
            });
            Event::ReadinessChanged { unit: *unit, readiness: *was, reason: reason.unwrap_or_default() }
        }
        Event::KindChanged { incident, kind } => {
            let Line::Kind { was, .. } = was_of(state, row)? else { return Err(Refusal::CannotUndo) };
            still(state.incidents.get(incident).is_some_and(|row| row.kind == *kind))?;
            Event::KindChanged { incident: *incident, kind: was.clone() }
        }
        Event::UrgencyChanged { incident, priority } => {
            let Line::Priority { was, .. } = was_of(state, row)? else {
                return Err(Refusal::CannotUndo);
            };
            still(state.incidents.get(incident).is_some_and(|row| row.priority == *priority))?;
            Event::UrgencyChanged { incident: *incident, priority: *was }
        }
        Event::PlaceMoved { incident, place } => {
            let Line::Place { was, .. } = was_of(state, row)? else { return Err(Refusal::CannotUndo) };
            let moved = state.incidents.get(incident).ok_or(Refusal::CannotUndo)?;
            still(moved.place == *place)?;
            // The line holds the words only; the first place is known whole, with a point that no name leads to.
            let first = Some(&moved.first_place).filter(|first| first.text == *was);
            Event::PlaceMoved { incident: *incident, place: first.cloned().unwrap_or_else(|| state.spot(was)) }
        }
        Event::PlaceVerified { incident } => {
            still(state.incidents.get(incident).is_some_and(|row| row.verified.is_some()))?;
            Event::VerificationWithdrawn { incident: *incident }
        }
        Event::Answered { incident, question, answer } => {
            let Line::Answer { was, .. } = was_of(state, row)? else { return Err(Refusal::CannotUndo) };
            let current = state.incidents.get(incident).and_then(|row| row.answers.get(question));
            still(current.map_or("", |answer| answer.value.as_str()) == answer)?;
            Event::Answered { incident: *incident, question: question.clone(), answer: was.clone() }
        }
        Event::Held { incident, until, .. } => {
            let hold = state.incidents.get(incident).and_then(|row| row.hold.as_ref());
            still(hold.is_some_and(|hold| hold.until == *until))?;
            Event::HoldEnded { incident: *incident }
        }
        Event::Linked { incident, other } => {
            still(state.incidents.get(incident).is_some_and(|row| row.links.contains(other)))?;
            Event::Unlinked { incident: *incident, other: *other }
        }
        Event::Unlinked { incident, other } => {
            still(state.incidents.get(incident).is_some_and(|row| !row.links.contains(other)))?;
            Event::Linked { incident: *incident, other: *other }
        }
        Event::Closed { incident, .. } => {
            let closed = state.incidents.get(incident).filter(|row| !row.is_open());
            // Somebody may have reopened it and closed it again.
            let last = closed
                .and_then(|closed| closed.entries.iter().rev().find(|entry| matches!(entry.line, Line::Closed { .. })));
            still(last.is_some_and(|entry| entry.id == row.id))?;
            Event::Reopened { incident: *incident, reason: String::new() }
        }
        Event::UnitRetired { unit } => {
            still(state.units.get(unit).is_some_and(|row| row.retired))?;
            Event::UnitRestored { unit: *unit }
        }
        // It may have been sent somewhere meanwhile.
        Event::UnitRestored { unit } => {
            still(state.units.get(unit).is_some_and(|row| !row.retired && row.stack.is_empty()))?;
            Event::UnitRetired { unit: *unit }
        }
        Event::PlaceRetired { place } => {
            still(state.places.get(place).is_some_and(|row| row.retired))?;
            Event::PlaceRestored { place: *place }
        }
        Event::PlaceRestored { place } => {
            still(state.places.get(place).is_some_and(|row| !row.retired))?;
            Event::PlaceRetired { place: *place }
        }
        Event::LayerAdded { layer, .. } => {
            still(state.ground.layers.get(layer).is_some_and(|row| !row.retired))?;
            Event::LayerRetired { layer: *layer }
        }
        // The layer goes with the row that named it.
        Event::PathsDrawn { .. } => return Ok(None),
        Event::LayerRetired { layer } => {
            still(state.ground.layers.get(layer).is_some_and(|row| row.retired))?;
            Event::LayerRestored { layer: *layer }
        }
        Event::LayerRestored { layer } => {
            still(state.ground.layers.get(layer).is_some_and(|row| !row.retired))?;
            Event::LayerRetired { layer: *layer }
        }
        Event::PathsClosed { paths, reason } => {
            still(paths.iter().all(|path| state.ground.closed.get(path) == Some(reason)))?;
            Event::PathsOpened { paths: paths.clone() }
        }
        Event::TypeRetired { code } => {
            still(state.types.get(code).is_some_and(|row| row.retired))?;
            Event::TypeRestored { code: code.clone() }
        }
        Event::FlagRaised { flag, .. } => {
            still(state.flags.get(flag).is_some_and(|row| !row.retired))?;
            Event::FlagRetired { flag: *flag }
        }
        Event::FlagRetired { flag } => {
            still(state.flags.get(flag).is_some_and(|row| row.retired))?;
            Event::FlagRestored { flag: *flag }
        }
        Event::PhraseRetired { means, phrase } => {
            let key = super::phrase::PhraseKey { means: means.clone(), phrase: phrase.clone() };
            still(state.phrases.get(&key).is_some_and(|row| row.retired))?;
            Event::PhraseRestored { means: means.clone(), phrase: phrase.clone() }
        }
        Event::WelfareTimed { unit, due: Some(due) } => {
            still(state.units.get(unit).is_some_and(|row| row.welfare_due == Some(*due)))?;
            Event::WelfareTimed { unit: *unit, due: None }
        }
        Event::CardUrged { incident, priority, .. } => {
            let Line::Priority { was, .. } = was_of(state, row)? else { return Err(Refusal::CannotUndo) };
            still(state.incidents.get(incident).is_some_and(|row| row.priority == *priority))?;
            Event::UrgencyChanged { incident: *incident, priority: *was }
        }
        Event::StagingEnded { incident } => {
            still(state.incidents.get(incident).is_some_and(|row| row.guidance.staging.is_none()))?;
            Event::StagingAsked { incident: *incident }
        }
        Event::CardRetired { card } => {
            still(state.cards.get(card).is_some_and(|row| row.retired))?;
            Event::CardRestored { card: card.clone() }
        }
        Event::CardRestored { card } => {
            still(state.cards.get(card).is_some_and(|row| !row.retired))?;
            Event::CardRetired { card: card.clone() }
        }
        // What a card said when a type was chosen has been heard; only the type is taken back.
        Event::CardOpened { .. }
        | Event::SendNowCalled { .. }
        | Event::NeedNoted { .. }
        | Event::HazardNoted { .. }
        | Event::CrewLineNoted { .. }
        | Event::ClockMarked { .. }
        | Event::StagingAsked { .. }
        | Event::SafetyNoted { .. } => return Ok(None),
        Event::PlanRetired { plan } => {
            still(state.book.retired.contains(plan))?;
            Event::PlanRestored { plan: plan.clone() }
        }
        Event::PlanRestored { plan } => {
            still(!state.book.retired.contains(plan))?;
            Event::PlanRetired { plan: plan.clone() }
        }
        // What was advised stays advised, whatever becomes of it.
        Event::RecommendationFollowed { .. } => return Ok(None),
        // A hold that a dispatch ended stays ended: the unit is what was taken back.
        Event::HoldEnded { .. } => return Ok(None),
        _ => return Err(Refusal::CannotUndo),
    };
    Ok(Some(event))
}

fn still(same: bool) -> Result<(), Refusal> {
    if same { Ok(()) } else { Err(Refusal::UndoTooLate) }
}

/// What the entry of a row says: the old value stands there.
fn was_of<'a>(state: &'a State, row: &Recorded) -> Result<&'a Line, Refusal> {
    entry_of(state, row).map(|entry| &entry.line)
}

/// The entry that a row made.
fn entry_of<'a>(state: &'a State, row: &Recorded) -> Result<&'a Entry, Refusal> {
    let incident = match &row.event {
        Event::KindChanged { incident, .. }
        | Event::UrgencyChanged { incident, .. }
        | Event::CardUrged { incident, .. }
        | Event::PlaceMoved { incident, .. }
        | Event::Answered { incident, .. } => Some(*incident),
        Event::Noted { incident, .. } | Event::RadioHeard { incident, .. } => *incident,
        _ => None,
    };
    let lines = match incident {
        Some(id) => state.incidents.get(&id).map(|incident| &incident.entries),
        None => Some(&state.general),
    };
    lines.and_then(|lines| lines.iter().rev().find(|line| line.id == row.id)).ok_or(Refusal::CannotUndo)
}
