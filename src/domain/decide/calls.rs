//! Decisions about calls: what a caller says, and which incident it is about.

use super::checks::{changed, in_range, name_of, short_text, text_of, unless_same};
use super::{Decision, Desk, one};
use crate::domain::call::{Call, CallDetail, CallEnd, Source};
use crate::domain::event::Event;
use crate::domain::ids::{CallId, IncidentId};
use crate::domain::incident::HURT;
use crate::domain::refusal::{Needed, Refusal};

/// The most that may be hurt in one call. A larger number is a slip of the keys.
const MOST_HURT: i64 = 9999;

impl<'a> Desk<'a> {
    pub(super) fn call(&self, id: CallId) -> Result<&'a Call, Refusal> {
        self.state.calls.get(&id).ok_or(Refusal::UnknownCall)
    }

    pub(super) fn start_call(&mut self, source: Source) -> Decision {
        one(Event::CallReceived { call: CallId(self.now.ids.fresh()), source, answered: self.at() })
    }

    pub(super) fn describe_call(&self, id: CallId, detail: &CallDetail) -> Decision {
        let call = self.call(id)?;
        let detail = match detail {
            CallDetail::What(text) => CallDetail::What(changed(&call.what, short_text(text)?)?),
            CallDetail::Callback(text) => CallDetail::Callback(changed(&call.callback, short_text(text)?)?),
            CallDetail::Caller(text) => CallDetail::Caller(changed(&call.caller, short_text(text)?)?),
            CallDetail::Relation(text) => CallDetail::Relation(changed(&call.relation, short_text(text)?)?),
            CallDetail::Place(spot) => CallDetail::Place(changed(&call.place, spot.clone())?),
            CallDetail::CallerSafe(answer) => CallDetail::CallerSafe(changed(&call.caller_safe, *answer)?),
            CallDetail::Source(source) => CallDetail::Source(changed(&call.source, *source)?),
            CallDetail::Answered(at) => CallDetail::Answered(changed(&call.answered, (*at).min(self.now.at))?),
            CallDetail::Hurt(count) => {
                unless_same(&call.hurt, count)?;
                in_range(i64::from(count.unwrap_or(0)), 0, MOST_HURT, Needed::Hurt)?;
                let on = call.incident.and_then(|on| self.open(on).ok());
                let learnt = on.map(|on| self.hurt_told(on, *count)).unwrap_or_default();
                let described = Event::CallDescribed { call: id, detail: detail.clone() };
                return Ok([described].into_iter().chain(learnt).collect());
            }
            CallDetail::DangerNoted(danger) => {
                let danger = name_of(danger, Needed::Text)?;
                if call.dangers.contains(&danger) {
                    return Err(Refusal::Unchanged);
                }
                CallDetail::DangerNoted(danger)
            }
            CallDetail::DangerCleared(danger) => {
                if !call.dangers.contains(danger) {
                    return Err(Refusal::Unchanged);
                }
                detail.clone()
            }
        };
        one(Event::CallDescribed { call: id, detail })
    }

    pub(super) fn attach_call(&self, call: CallId, incident: IncidentId) -> Decision {
        let row = self.call(call)?;
        if let Some(already) = row.incident {
            return Err(Refusal::AlreadyAttached(already));
        }
        let on = self.open(incident)?;
        let hurt = row.hurt.filter(|_| !on.answers.contains_key(HURT));
        let learnt = hurt.map(|count| self.hurt_told(on, Some(count))).unwrap_or_default();
        Ok([Event::CallAttached { call, incident }].into_iter().chain(learnt).collect())
    }

    pub(super) fn add_caller(&mut self, incident: IncidentId, source: Source, text: &str) -> Decision {
        self.open(incident)?;
        let text = text_of(text, Needed::Text)?;
        let call = CallId(self.now.ids.fresh());
        let answered = self.at();
        Ok(vec![
            Event::CallReceived { call, source, answered },
            Event::CallDescribed { call, detail: CallDetail::What(text) },
            Event::CallAttached { call, incident },
            Event::CallEnded { call, how: CallEnd::Ended },
        ])
    }

    pub(super) fn end_call(&self, call: CallId, how: CallEnd) -> Decision {
        if self.call(call)?.ended.is_some() {
            return Err(Refusal::CallOver);
        }
        one(Event::CallEnded { call, how })
    }
}
