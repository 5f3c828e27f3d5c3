//! Folding assignments: who was sent where, the steps of each, and how it ended.

use super::Fold;
use crate::domain::entry::Line;
use crate::domain::ids::{AssignmentId, IncidentId, UnitId};
use crate::domain::place::Spot;
use crate::domain::unit::{Assignment, End, Ending, Step};

impl Fold<'_> {
    pub(super) fn unit_assigned(&mut self, id: AssignmentId, incident: IncidentId, unit: UnitId, step: Step) {
        let at = self.row.at;
        let Some(row) = self.state.units.get_mut(&unit) else { return };
        let Some(work) = self.state.incidents.get_mut(&incident) else { return };
        let stacked = !row.stack.is_empty();
        row.stack.push(id);
        row.used = true;
        row.last_heard = Some(at);
        work.assignments.push(id);
        self.touch_stack(unit);
        let assignment =
            Assignment { id, incident, unit, steps: vec![(step, at)], destination: String::new(), end: None };
        self.state.assignments.insert(id, assignment);
        self.changes.units.insert(unit);
        self.line_on(Some(incident), Line::Assigned { unit, step, stacked });
    }

    pub(super) fn unit_stepped(&mut self, id: AssignmentId, step: Step, destination: &str) {
        let at = self.row.at;
        let Some(assignment) = self.state.assignments.get_mut(&id) else { return };
        // A milestone is written once; the first time stands.
        if assignment.time_of(step).is_none() {
            let late = at < self.row.entered;
            let later = assignment.steps.iter().skip(1).filter(|(_, other)| late && at < *other).count();
            assignment.steps.insert(assignment.steps.len() - later, (step, at));
        }
        if !destination.is_empty() {
            destination.clone_into(&mut assignment.destination);
        }
        let (unit, incident) = (assignment.unit, assignment.incident);
        let arrived = match step {
            Step::Staged => self.state.spot(destination),
            Step::OnScene => {
                self.state.incidents.get(&incident).map(|incident| incident.place.clone()).unwrap_or_default()
            }
            Step::AtDestination => self.state.spot(&self.state.assignments[&id].destination),
            _ => Spot::default(),
        };
        // A step that names no place leaves the unit where it was.
        if let Some(row) = self.state.units.get_mut(&unit).filter(|_| !arrived.is_blank()) {
            row.last_seen = Some((arrived, at));
        }
        self.heard(unit);
        let destination = destination.to_owned();
        self.line_on(Some(incident), Line::Stepped { unit, step, destination });
    }

    pub(super) fn step_withdrawn(&mut self, id: AssignmentId, step: Step) {
        let Some(assignment) = self.state.assignments.get_mut(&id) else { return };
        if 1 < assignment.steps.len() {
            assignment.steps.retain(|(candidate, _)| *candidate != step);
        }
        let (unit, incident) = (assignment.unit, assignment.incident);
        self.changes.units.insert(unit);
        self.line_on(Some(incident), Line::StepWithdrawn { unit, step });
    }

    pub(super) fn unit_released(&mut self, id: AssignmentId, how: Ending, reason: &str) {
        let at = self.row.at;
        let Some(assignment) = self.state.assignments.get_mut(&id) else { return };
        if assignment.end.is_some() {
            return;
        }
        assignment.end = Some(End { how, at, reason: reason.to_owned() });
        let (unit, incident) = (assignment.unit, assignment.incident);
        if let Some(row) = self.state.units.get_mut(&unit) {
            row.stack.retain(|other| *other != id);
            row.last_heard = Some(at);
            if row.stack.is_empty() {
                row.readiness_since = at;
                row.welfare_due = None;
            }
        }
        self.touch_stack(unit);
        self.changes.units.insert(unit);
        self.line_on(Some(incident), Line::Released { unit, how, reason: reason.to_owned() });
    }

    /// The other work of a unit shows under another unit status from here on, so its incidents change too.
    fn touch_stack(&mut self, unit: UnitId) {
        let stack = self.state.units.get(&unit).into_iter().flat_map(|unit| &unit.stack);
        let others = stack.filter_map(|other| self.state.assignments.get(other)).map(|other| other.incident);
        self.changes.incidents.extend(others);
    }
}
