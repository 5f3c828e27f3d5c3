//! Folding incidents, from opening one to its debrief.

use super::Fold;
use crate::domain::entry::Line;
use crate::domain::guidance::Guidance;
use crate::domain::ids::{Code, IncidentId, RequestId, RunId};
use crate::domain::incident::{Answer, Closing, Debrief, DebriefPart, Hold, Incident, Priority, Request};
use crate::domain::moment::Moment;
use crate::domain::place::Spot;
use std::collections::{BTreeMap, BTreeSet};

impl Fold<'_> {
    #[expect(clippy::too_many_arguments, reason = "the fields of one event, spread out once")]
    pub(super) fn incident_opened(
        &mut self,
        id: IncidentId,
        number: u32,
        year: &str,
        kind: &Code,
        priority: Priority,
        place: &Spot,
        summary: &str,
    ) {
        self.use_place(place);
        if let Some(row) = self.state.types.get_mut(kind) {
            row.used = true;
        }
        let opened = Line::Opened { kind: kind.clone(), place: place.text.clone() };
        let incident = Incident {
            id,
            number,
            year: year.to_owned(),
            opened: self.row.at,
            clock_start: self.row.at,
            kind: kind.clone(),
            priority,
            place: place.clone(),
            first_place: place.clone(),
            verified: None,
            summary: summary.to_owned(),
            calls: Vec::new(),
            dangers: BTreeSet::new(),
            answers: BTreeMap::new(),
            assignments: Vec::new(),
            hold: None,
            links: BTreeSet::new(),
            closing: None,
            reopened: 0,
            alarm_level: 1,
            requests: BTreeMap::new(),
            debrief: Vec::new(),
            guidance: Guidance::default(),
            entries: vec![self.entry(opened)],
        };
        self.state.incidents.insert(id, incident);
        self.state.numbers.insert(number, id);
        self.state.last_number = self.state.last_number.max(number);
        self.state.open.insert(id);
        self.changes.incidents.insert(id);
    }

    pub(super) fn kind_changed(&mut self, incident: IncidentId, kind: &Code) {
        if let Some(row) = self.state.types.get_mut(kind) {
            row.used = true;
        }
        self.edit_incident(incident, |incident| {
            incident.guidance.type_chosen = true;
            let was = std::mem::replace(&mut incident.kind, kind.clone());
            Line::Kind { was, now: kind.clone() }
        });
        // How soon they should leave goes by the type.
        self.touch_crews(incident);
    }

    pub(super) fn urgency_changed(&mut self, incident: IncidentId, priority: Priority) {
        self.edit_incident(incident, |incident| Line::Priority {
            was: std::mem::replace(&mut incident.priority, priority),
            now: priority,
        });
    }

    pub(super) fn place_moved(&mut self, incident: IncidentId, place: &Spot) {
        self.use_place(place);
        self.edit_incident(incident, |incident| {
            let was = std::mem::replace(&mut incident.place, place.clone());
            incident.verified = None;
            Line::Place { was: was.text, now: place.text.clone() }
        });
        self.touch_crews(incident);
    }

    pub(super) fn place_verified(&mut self, incident: IncidentId) {
        let at = self.row.at;
        self.edit_incident(incident, |incident| {
            incident.verified = Some(at);
            Line::Verified(incident.place.text.clone())
        });
    }

    pub(super) fn verification_withdrawn(&mut self, incident: IncidentId) {
        self.edit_incident(incident, |incident| {
            incident.verified = None;
            Line::VerificationWithdrawn
        });
    }

    pub(super) fn answered(&mut self, incident: IncidentId, question: &str, answer: &str, instead: &[(RunId, String)]) {
        let at = self.row.at;
        self.edit_incident(incident, |incident| {
            for (run, asked) in instead {
                if let Some(run) = incident.guidance.runs.iter_mut().find(|other| other.id == *run) {
                    run.answers.remove(asked);
                }
            }
            let value = Answer { value: answer.to_owned(), at };
            let was = if answer.is_empty() {
                incident.answers.remove(question)
            } else {
                incident.answers.insert(question.to_owned(), value)
            };
            let was = was.map(|was| was.value).unwrap_or_default();
            Line::Answer { question: question.to_owned(), was, now: answer.to_owned() }
        });
    }

    pub(super) fn held(&mut self, incident: IncidentId, until: Moment, reason: &str) {
        let at = self.row.at;
        self.edit_incident(incident, |incident| {
            incident.hold = Some(Hold { since: at, until, reason: reason.to_owned() });
            Line::Held { until, reason: reason.to_owned() }
        });
    }

    pub(super) fn hold_ended(&mut self, incident: IncidentId) {
        self.edit_incident(incident, |incident| {
            incident.hold = None;
            Line::HoldEnded
        });
    }

    pub(super) fn linked(&mut self, incident: IncidentId, other: IncidentId) {
        for (one, two) in [(incident, other), (other, incident)] {
            self.edit_incident(one, |incident| {
                incident.links.insert(two);
                Line::Linked(two)
            });
        }
    }

    pub(super) fn unlinked(&mut self, incident: IncidentId, other: IncidentId) {
        for (one, two) in [(incident, other), (other, incident)] {
            self.edit_incident(one, |incident| {
                incident.links.remove(&two);
                Line::Unlinked(two)
            });
        }
    }

    pub(super) fn alarm_raised(&mut self, incident: IncidentId, level: u8) {
        self.edit_incident(incident, |incident| Line::Alarm {
            was: std::mem::replace(&mut incident.alarm_level, level),
            now: level,
        });
    }

    pub(super) fn resource_requested(&mut self, incident: IncidentId, request: RequestId, what: &str, count: u8) {
        let at = self.row.at;
        self.edit_incident(incident, |incident| {
            let row = Request { what: what.to_owned(), count, asked: at, met: None };
            incident.requests.insert(request, row);
            Line::Requested { what: what.to_owned(), count }
        });
    }

    pub(super) fn request_met(&mut self, incident: IncidentId, request: RequestId) {
        let at = self.row.at;
        self.edit_incident(incident, |incident| {
            let what = incident.requests.get_mut(&request).map(|request| {
                request.met = Some(at);
                request.what.clone()
            });
            Line::RequestMet { what: what.unwrap_or_default() }
        });
    }

    pub(super) fn closed(&mut self, incident: IncidentId, disposition: &Code, text: &str) {
        let at = self.row.at;
        if let Some(row) = self.state.dispositions.get_mut(disposition) {
            row.used = true;
        }
        self.state.open.remove(&incident);
        self.edit_incident(incident, |incident| {
            incident.hold = None;
            incident.closing = Some(Closing { at, disposition: disposition.clone(), text: text.to_owned() });
            Line::Closed { disposition: disposition.clone(), text: text.to_owned() }
        });
    }

    pub(super) fn reopened(&mut self, incident: IncidentId, reason: &str) {
        if self.state.incidents.contains_key(&incident) {
            self.state.open.insert(incident);
        }
        self.edit_incident(incident, |incident| {
            incident.closing = None;
            incident.reopened += 1;
            Line::Reopened { reason: reason.to_owned() }
        });
    }

    pub(super) fn debriefed(&mut self, incident: IncidentId, part: DebriefPart, text: &str, owner: &str) {
        let at = self.row.at;
        self.edit_incident(incident, |incident| {
            incident.debrief.push(Debrief { part, text: text.to_owned(), owner: owner.to_owned(), at });
            Line::Debrief { part, text: text.to_owned(), owner: owner.to_owned() }
        });
    }

    /// Units show the place of what they work on, so their rows change with it.
    pub(super) fn touch_crews(&mut self, incident: IncidentId) {
        if let Some(incident) = self.state.incidents.get(&incident) {
            self.changes.units.extend(self.state.working(incident).map(|assignment| assignment.unit));
        }
    }
}
