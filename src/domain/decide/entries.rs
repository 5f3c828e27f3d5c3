//! Decisions about the record: what somebody writes down beside what happens, and what is struck.

use super::checks::{name_of, short, text_of};
use super::{Decision, Desk, one};
use crate::domain::event::Event;
use crate::domain::ids::{EventId, IncidentId};
use crate::domain::refusal::{Needed, Refusal};

impl Desk<'_> {
    pub(super) fn note(&self, incident: Option<IncidentId>, text: &str) -> Decision {
        self.known(incident)?;
        one(Event::Noted { incident, text: text_of(text, Needed::Text)? })
    }

    pub(super) fn radio(&self, incident: Option<IncidentId>, from: &str, to: &str, text: &str) -> Decision {
        self.known(incident)?;
        let (from, to) = (name_of(from, Needed::From)?, short(to, Needed::Name)?);
        one(Event::RadioHeard { incident, from, to, text: text_of(text, Needed::Text)? })
    }

    pub(super) fn strike(&self, incident: Option<IncidentId>, entry: EventId, reason: &str) -> Decision {
        let lines = match incident {
            Some(id) => &self.incident(id)?.entries,
            None => &self.state.general,
        };
        let line = lines.iter().find(|line| line.id == entry).ok_or(Refusal::UnknownEntry)?;
        if line.struck.is_some() {
            return Err(Refusal::AlreadyStruck);
        }
        one(Event::EntryStruck { incident, entry, reason: text_of(reason, Needed::Reason)? })
    }

    fn known(&self, id: Option<IncidentId>) -> Result<(), Refusal> {
        id.map_or(Ok(()), |id| self.incident(id).map(|_| ()))
    }
}
