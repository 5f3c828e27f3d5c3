//! Decisions about assignments: sending units, their steps, and what takes them off again.

use super::checks::{short, short_text};
use super::plans::followed;
use super::{Decision, Desk, one};
use crate::domain::command::Care;
use crate::domain::event::Event;
use crate::domain::ids::{AssignmentId, IncidentId, UnitId};
use crate::domain::incident::Incident;
use crate::domain::plan::Advised;
use crate::domain::refusal::{Needed, Refusal};
use crate::domain::unit::{Assignment, Ending, Step, Unit};
use std::collections::BTreeSet;

impl<'a> Desk<'a> {
    /// The open assignment of a unit: the one on `incident`, or its top one.
    fn assignment(&self, unit: UnitId, incident: Option<IncidentId>) -> Result<&'a Assignment, Refusal> {
        let row = self.unit(unit)?;
        let open = |id: &AssignmentId| self.state.assignments.get(id).filter(|one| one.is_open());
        let found = match incident {
            None => row.stack.last().and_then(open),
            Some(incident) => row.stack.iter().rev().filter_map(open).find(|one| one.incident == incident),
        };
        found.ok_or(Refusal::NotAssigned { unit, incident })
    }

    pub(super) fn dispatch(&mut self, id: IncidentId, units: &[UnitId], step: Step) -> Decision {
        let incident = self.open(id)?;
        if units.is_empty() {
            return Err(Refusal::Missing(Needed::Unit));
        }
        let mut events = Vec::new();
        if incident.hold.is_some() {
            events.push(Event::HoldEnded { incident: id });
        }
        let mut seen = BTreeSet::new();
        for unit in units {
            if !seen.insert(*unit) {
                continue;
            }
            let row = self.unit(*unit)?;
            if self.assignment(*unit, Some(id)).is_ok() {
                return Err(Refusal::AlreadyAssigned { unit: *unit, incident: id });
            }
            if self.ask.care == Care::AskFirst {
                self.check_ready(row)?;
            }
            let assignment = AssignmentId(self.now.ids.fresh());
            events.push(Event::UnitAssigned { assignment, incident: id, unit: *unit, step });
        }
        Ok(events)
    }

    pub(super) fn dispatch_advised(
        &mut self,
        incident: IncidentId,
        units: &[UnitId],
        step: Step,
        advised: &Advised,
    ) -> Decision {
        let mut events = self.dispatch(incident, units, step)?;
        let sent = events.iter().filter_map(|event| match event {
            Event::UnitAssigned { unit, .. } => Some(*unit),
            _ => None,
        });
        let sent = sent.collect();
        events.extend(followed(incident, sent, advised));
        Ok(events)
    }

    fn check_ready(&self, unit: &Unit) -> Result<(), Refusal> {
        if let Some(top) = self.state.top_assignment(unit) {
            return Err(Refusal::UnitBusy {
                unit: unit.id,
                incident: top.incident,
                step: top.step(),
                since: top.since(),
            });
        }
        if unit.readiness.can_go() {
            return Ok(());
        }
        Err(Refusal::UnitNotReady { unit: unit.id, readiness: unit.readiness, reason: unit.reason.clone() })
    }

    /// Takes a unit off its work for an incident. Where it is on that incident already, under the work that it has left
    /// for, it goes back there instead of being sent a second time.
    pub(super) fn divert(&mut self, id: IncidentId, unit: UnitId, advised: Option<&Advised>) -> Decision {
        let state = self.state;
        let incident = self.open(id)?;
        let from = self.assignment(unit, None)?;
        if from.incident == id {
            return Err(Refusal::AlreadyAssigned { unit, incident: id });
        }
        if self.ask.care == Care::AskFirst {
            self.check_lesser(from, incident)?;
        }
        let goes_back = self.assignment(unit, Some(id)).is_ok();
        let stack = self.unit(unit)?.stack.iter().rev().filter_map(|work| state.assignments.get(work));
        let leaves = if goes_back { usize::MAX } else { 1 };
        let above = stack.take_while(|work| work.incident != id).take(leaves);
        let mut events: Vec<Event> = above
            .map(|work| Event::UnitReleased {
                assignment: work.id,
                how: Ending::Diverted,
                reason: incident.number.to_string(),
            })
            .collect();
        if incident.hold.is_some() {
            events.push(Event::HoldEnded { incident: id });
        }
        if !goes_back {
            let assignment = AssignmentId(self.now.ids.fresh());
            events.push(Event::UnitAssigned { assignment, incident: id, unit, step: Step::Dispatched });
        }
        events.extend(advised.and_then(|advised| followed(id, vec![unit], advised)));
        Ok(events)
    }

    /// A unit that has arrived, or is on its way to something as urgent, is not taken without a question.
    fn check_lesser(&self, from: &Assignment, to: &Incident) -> Result<(), Refusal> {
        let Some(left) = self.state.incidents.get(&from.incident) else { return Ok(()) };
        if from.step() < Step::OnScene && to.priority < left.priority {
            return Ok(());
        }
        Err(Refusal::NoLesserWork {
            unit: from.unit,
            incident: left.id,
            step: from.step(),
            priority: left.priority,
            instead: to.priority,
        })
    }

    pub(super) fn step(&self, unit: UnitId, incident: Option<IncidentId>, step: Step, destination: &str) -> Decision {
        let assignment = self.assignment(unit, incident)?;
        let destination = short(destination, Needed::Destination)?;
        let has = assignment.step();
        if let Some(at) = assignment.time_of(step) {
            return Err(Refusal::AlreadyThere { unit, step, at });
        }
        if step.needs_destination() && destination.is_empty() {
            return Err(Refusal::Missing(Needed::Destination));
        }
        if self.ask.care == Care::AskFirst {
            let expected = step.expects().filter(|expected| has < *expected);
            if step < has || expected.is_some() {
                return Err(Refusal::OutOfSequence { unit, has, wants: step, expected });
            }
        }
        one(Event::UnitStepped { assignment: assignment.id, step, destination })
    }

    pub(super) fn clear(&self, unit: UnitId, incident: Option<IncidentId>) -> Decision {
        let assignment = self.assignment(unit, incident)?;
        one(Event::UnitReleased { assignment: assignment.id, how: Ending::Cleared, reason: String::new() })
    }

    pub(super) fn cancel(&self, unit: UnitId, incident: Option<IncidentId>, reason: &str) -> Decision {
        let assignment = self.assignment(unit, incident)?;
        if Step::OnScene <= assignment.step() && self.ask.care == Care::AskFirst {
            return Err(Refusal::AlreadyArrived { unit, step: assignment.step() });
        }
        let reason = short_text(reason)?;
        one(Event::UnitReleased { assignment: assignment.id, how: Ending::Cancelled, reason })
    }
}
