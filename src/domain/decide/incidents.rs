//! Decisions about incidents, from opening one to its debrief.

use super::checks::{changed, in_range, name_of, short_text, text_of, unless_same};
use super::places::spot_of;
use super::played::Standing;
use super::{Decision, Desk, one};
use crate::domain::command::{Care, Urgency};
use crate::domain::event::Event;
use crate::domain::ids::{CallId, Code, IncidentId, RequestId};
use crate::domain::incident::{DebriefPart, HURT, Incident, Priority};
use crate::domain::moment::short_year;
use crate::domain::place::Spot;
use crate::domain::refusal::{Needed, Refusal};
use crate::domain::unit::{Assignment, Ending, Step};

impl<'a> Desk<'a> {
    pub(super) fn incident(&self, id: IncidentId) -> Result<&'a Incident, Refusal> {
        self.state.incidents.get(&id).ok_or(Refusal::UnknownIncident)
    }

    pub(super) fn open(&self, id: IncidentId) -> Result<&'a Incident, Refusal> {
        let incident = self.incident(id)?;
        if incident.is_open() { Ok(incident) } else { Err(Refusal::IncidentClosed(id)) }
    }

    pub(super) fn open_incident(
        &mut self,
        call: Option<CallId>,
        kind: &Code,
        urgency: Option<Urgency>,
        place: &Spot,
        summary: &str,
    ) -> Decision {
        let state = self.state;
        if let Some(call) = call
            && let Some(already) = self.call(call)?.incident
        {
            return Err(Refusal::AlreadyAttached(already));
        }
        let kind = self.usable_type(kind)?;
        let by_type = || state.types.get(&kind).map_or(Priority::P3, |row| row.priority);
        let (priority, chosen) = match urgency {
            Some(Urgency::Chosen(priority)) => (priority, true),
            Some(Urgency::Suggested(priority)) => (priority, false),
            None => (by_type(), false),
        };
        let place = spot_of(place)?;
        // The form of a call says beside the field what is odd and opens by itself; a question would come in between.
        if call.is_none() {
            self.sure_of(&place)?;
        }
        let incident = IncidentId(self.now.ids.fresh());
        let mut standing = Standing::fresh(incident, &kind, if chosen { Priority::P1 } else { priority });
        // A card does not ask for what the caller has said; attaching the call makes it the incident's answer.
        let hurt = call.and_then(|call| state.calls.get(&call)?.hurt).map(|count| count.to_string());
        if let Some(count) = &hurt {
            standing = standing.told(HURT, count.clone());
        }
        let mut events = vec![Event::IncidentOpened {
            incident,
            number: state.last_number + 1,
            year: short_year(self.at(), self.now.offset_minutes),
            kind,
            priority,
            place,
            summary: short_text(summary)?,
        }];
        if let Some(call) = call {
            events.push(Event::CallAttached { call, incident });
        }
        let led_to = self.card_for_type(standing).into_iter();
        events.extend(led_to.filter(|event| !matches!(event, Event::Answered { question, .. } if question == HURT)));
        Ok(events)
    }

    pub(super) fn change_kind(&mut self, incident: IncidentId, kind: &Code) -> Decision {
        let row = self.open(incident)?;
        let kind = changed(&row.kind, self.usable_type(kind)?)?;
        let card = self.card_for_type(Standing::of(row).typed(&kind));
        Ok([Event::KindChanged { incident, kind }].into_iter().chain(card).collect())
    }

    pub(super) fn change_urgency(&self, incident: IncidentId, priority: Priority) -> Decision {
        let priority = changed(&self.open(incident)?.priority, priority)?;
        one(Event::UrgencyChanged { incident, priority })
    }

    pub(super) fn move_incident(&self, incident: IncidentId, place: &Spot) -> Decision {
        let place = changed(&self.open(incident)?.place, spot_of(place)?)?;
        self.sure_of(&place)?;
        one(Event::PlaceMoved { incident, place })
    }

    pub(super) fn verify_place(&self, incident: IncidentId) -> Decision {
        match self.open(incident)?.verified {
            Some(at) => Err(Refusal::AlreadyVerified(at)),
            None => one(Event::PlaceVerified { incident }),
        }
    }

    pub(super) fn answer(&self, incident: IncidentId, question: &str, answer: &str) -> Decision {
        let row = self.open(incident)?;
        let question = name_of(question, Needed::Question)?;
        let answer = short_text(answer)?;
        let was = row.answers.get(&question).map(|was| was.value.clone()).unwrap_or_default();
        unless_same(&was, &answer)?;
        Ok(self.fact_answered(row, &question, answer))
    }

    pub(super) fn hold(&self, incident: IncidentId, minutes: u32, reason: &str) -> Decision {
        self.open(incident)?;
        in_range(i64::from(minutes), 1, 2880, Needed::Minutes)?;
        let until = self.at().plus_seconds(i64::from(minutes) * 60);
        one(Event::Held { incident, until, reason: text_of(reason, Needed::Reason)? })
    }

    pub(super) fn end_hold(&self, incident: IncidentId) -> Decision {
        match self.open(incident)?.hold {
            None => Err(Refusal::NotHeld),
            Some(_) => one(Event::HoldEnded { incident }),
        }
    }

    pub(super) fn link(&self, incident: IncidentId, other: IncidentId) -> Decision {
        let row = self.incident(incident)?;
        self.incident(other)?;
        if incident == other {
            return Err(Refusal::LinkedToItself);
        }
        if row.links.contains(&other) {
            return Err(Refusal::AlreadyLinked);
        }
        one(Event::Linked { incident, other })
    }

    pub(super) fn unlink(&self, incident: IncidentId, other: IncidentId) -> Decision {
        if !self.incident(incident)?.links.contains(&other) {
            return Err(Refusal::NotLinked);
        }
        one(Event::Unlinked { incident, other })
    }

    pub(super) fn raise_alarm(&self, incident: IncidentId, level: u8) -> Decision {
        let row = self.open(incident)?;
        in_range(i64::from(level), 1, 9, Needed::Level)?;
        if level <= row.alarm_level {
            return Err(Refusal::AlarmNotHigher { now: row.alarm_level });
        }
        one(Event::AlarmRaised { incident, level })
    }

    pub(super) fn request_resource(&mut self, incident: IncidentId, what: &str, count: u8) -> Decision {
        self.open(incident)?;
        in_range(i64::from(count), 1, 99, Needed::Count)?;
        let request = RequestId(self.now.ids.fresh());
        one(Event::ResourceRequested { incident, request, what: name_of(what, Needed::Text)?, count })
    }

    pub(super) fn meet_request(&self, incident: IncidentId, request: RequestId) -> Decision {
        let row = self.open(incident)?.requests.get(&request).ok_or(Refusal::UnknownRequest)?;
        if row.met.is_some() {
            return Err(Refusal::AlreadyMet);
        }
        one(Event::RequestMet { incident, request })
    }

    pub(super) fn close(&self, id: IncidentId, disposition: &Code, text: &str) -> Decision {
        let incident = self.open(id)?;
        if disposition.as_str().is_empty() {
            return Err(Refusal::Missing(Needed::Disposition));
        }
        let row = self.any_disposition(disposition)?;
        if row.retired {
            return Err(Refusal::UnknownDisposition(row.label.clone()));
        }
        let working: Vec<&Assignment> = self.state.working(incident).collect();
        if !working.is_empty() && self.ask.care == Care::AskFirst {
            let units = working.iter().map(|assignment| assignment.unit).collect();
            return Err(Refusal::UnitsStillWorking { incident: id, units });
        }
        let mut events: Vec<Event> = working
            .iter()
            .map(|assignment| Event::UnitReleased {
                assignment: assignment.id,
                // A unit that never arrived was cancelled; saying that it cleared would count as an arrival.
                how: if assignment.step() < Step::OnScene { Ending::Cancelled } else { Ending::Cleared },
                reason: String::new(),
            })
            .collect();
        events.push(Event::Closed { incident: id, disposition: disposition.clone(), text: short_text(text)? });
        Ok(events)
    }

    pub(super) fn reopen(&self, incident: IncidentId, reason: &str) -> Decision {
        if self.incident(incident)?.is_open() {
            return Err(Refusal::IncidentOpen(incident));
        }
        one(Event::Reopened { incident, reason: text_of(reason, Needed::Reason)? })
    }

    pub(super) fn debrief(&self, incident: IncidentId, part: DebriefPart, text: &str, owner: &str) -> Decision {
        self.incident(incident)?;
        let owner = if part == DebriefPart::FollowUp { name_of(owner, Needed::Owner)? } else { String::new() };
        let text = text_of(text, Needed::Text)?;
        one(Event::Debriefed { incident, part, text, owner })
    }
}
