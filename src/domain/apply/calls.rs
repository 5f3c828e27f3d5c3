//! Folding calls: what a caller said, and what it adds to the incident that the call is about.

use super::Fold;
use crate::domain::call::{Answered, Call, CallDetail, CallEnd, Source};
use crate::domain::entry::{Field, Line};
use crate::domain::ids::{CallId, IncidentId};
use crate::domain::incident::{Answer, HURT, Incident};
use crate::domain::moment::{LocalTime, Moment};
use crate::domain::place::Spot;
use std::collections::BTreeSet;

impl Fold<'_> {
    pub(super) fn call_received(&mut self, id: CallId, source: Source, answered: Moment) {
        let call = Call {
            id,
            source,
            received: self.row.at,
            answered,
            entered: self.row.entered,
            ended: None,
            incident: None,
            what: String::new(),
            place: Spot::default(),
            callback: String::new(),
            caller: String::new(),
            relation: String::new(),
            caller_safe: Answered::NotAsked,
            dangers: BTreeSet::new(),
            hurt: None,
            taken_by: self.row.by.position.clone(),
        };
        self.state.calls.insert(id, call);
        self.changes.calls.insert(id);
        self.general(Line::CallTaken { source });
    }

    pub(super) fn call_described(&mut self, id: CallId, detail: &CallDetail) {
        if let CallDetail::Place(spot) = detail {
            self.use_place(spot);
        }
        let Some(call) = self.state.calls.get_mut(&id) else { return };
        self.changes.calls.insert(id);
        let incident = call.incident;
        let replaced = |field, was: String, now: &str| Line::Detail { field, was, now: now.to_owned() };
        let line = match detail {
            CallDetail::What(now) => replaced(Field::What, std::mem::replace(&mut call.what, now.clone()), now),
            CallDetail::Place(now) => {
                let was = std::mem::replace(&mut call.place, now.clone());
                replaced(Field::CallPlace, was.text, &now.text)
            }
            CallDetail::Callback(now) => {
                replaced(Field::Callback, std::mem::replace(&mut call.callback, now.clone()), now)
            }
            CallDetail::Caller(now) => replaced(Field::Caller, std::mem::replace(&mut call.caller, now.clone()), now),
            CallDetail::Relation(now) => {
                replaced(Field::Relation, std::mem::replace(&mut call.relation, now.clone()), now)
            }
            CallDetail::CallerSafe(now) => {
                let was = std::mem::replace(&mut call.caller_safe, *now);
                replaced(Field::CallerSafe, answered_word(was).to_owned(), answered_word(*now))
            }
            CallDetail::Source(now) => {
                let was = std::mem::replace(&mut call.source, *now);
                replaced(Field::Source, format!("{was:?}"), &format!("{now:?}"))
            }
            CallDetail::Hurt(now) => {
                let word = |count: Option<u16>| count.map(|count| count.to_string()).unwrap_or_default();
                let was = std::mem::replace(&mut call.hurt, *now);
                if let Some(row) = incident.and_then(|id| self.state.incidents.get_mut(&id)) {
                    answer_hurt(row, *now, self.row.at);
                }
                replaced(Field::Hurt, word(was), &word(*now))
            }
            CallDetail::Answered(now) => {
                let offset_minutes = self.row.offset_minutes;
                let clock = |moment| LocalTime { moment, offset_minutes }.clock();
                call.received = *now;
                let was = std::mem::replace(&mut call.answered, *now);
                replaced(Field::Answered, clock(was), &clock(*now))
            }
            CallDetail::DangerNoted(danger) => {
                call.dangers.insert(danger.clone());
                Line::DangerNoted(danger.clone())
            }
            CallDetail::DangerCleared(danger) => {
                call.dangers.remove(danger);
                Line::DangerCleared(danger.clone())
            }
        };
        // Before there is an incident the call keeps its own facts; they become lines when it is attached.
        if let Some(incident) = incident {
            match detail {
                CallDetail::DangerNoted(danger) => self.danger(incident, danger, true),
                CallDetail::DangerCleared(danger) => self.danger(incident, danger, false),
                CallDetail::Answered(at) => self.incident_timed(incident, id, *at),
                _ => {}
            }
            self.line_on(Some(incident), line);
        }
    }

    /// The call that an incident began with says when it began; its clock starts with the first call that was answered.
    fn incident_timed(&mut self, incident: IncidentId, call: CallId, at: Moment) {
        let calls = &self.state.calls;
        let Some(row) = self.state.incidents.get_mut(&incident) else { return };
        let opened = row.entries.first().map(|entry| entry.entered);
        let began = calls.get(&call).is_some_and(|call| opened.is_some_and(|opened| call.entered <= opened));
        if began && row.calls.first() == Some(&call) {
            row.opened = at;
        }
        let answered = row.calls.iter().filter_map(|id| calls.get(id)).map(|call| call.answered);
        row.clock_start = answered.chain([row.opened]).min().unwrap_or(row.opened);
    }

    fn danger(&mut self, incident: IncidentId, danger: &str, noted: bool) {
        if let Some(incident) = self.state.incidents.get_mut(&incident) {
            if noted {
                incident.dangers.insert(danger.to_owned());
            } else {
                incident.dangers.remove(danger);
            }
        }
    }

    pub(super) fn call_attached(&mut self, id: CallId, incident: IncidentId) {
        let Some(call) = self.state.calls.get_mut(&id) else { return };
        let Some(row) = self.state.incidents.get_mut(&incident) else { return };
        call.incident = Some(incident);
        if !row.calls.contains(&id) {
            row.calls.push(id);
        }
        row.dangers.extend(call.dangers.iter().cloned());
        if call.hurt.is_some() && !row.answers.contains_key(HURT) {
            answer_hurt(row, call.hurt, self.row.at);
        }
        // A second caller who comes to an incident that began without a call must not set its clock forward.
        row.clock_start = row.clock_start.min(call.answered);
        let line = Line::CallAttached { source: call.source, what: call.what.clone() };
        let hurt = call.hurt.map(|count| count.to_string()).unwrap_or_default();
        let facts: Vec<Line> = [(Field::Callback, &call.callback), (Field::Caller, &call.caller), (Field::Hurt, &hurt)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(field, value)| Line::Detail { field, was: String::new(), now: value.clone() })
            .collect();
        self.changes.calls.insert(id);
        self.line_on(Some(incident), line);
        for fact in facts {
            self.line_on(Some(incident), fact);
        }
    }

    /// The incident is left as if the call had never been attached, apart from what others said or chose since.
    pub(super) fn call_detached(&mut self, id: CallId, incident: IncidentId) {
        let state = &mut *self.state;
        let (Some(call), Some(row)) = (state.calls.get_mut(&id), state.incidents.get_mut(&incident)) else { return };
        if call.incident == Some(incident) {
            call.incident = None;
        }
        row.calls.retain(|other| *other != id);
        let (dangers, line) =
            (call.dangers.clone(), Line::CallDetached { source: call.source, what: call.what.clone() });
        let others: Vec<&Call> = row.calls.iter().filter_map(|other| state.calls.get(other)).collect();
        row.clock_start = others.iter().map(|other| other.answered).fold(row.opened, Moment::min);
        // A danger that a card or another caller named too goes on endangering the crew.
        let by_card = |danger: &String| row.entries.iter().any(|entry| entry.line == Line::DangerNoted(danger.clone()));
        let said = |danger: &String| others.iter().any(|other| other.dangers.contains(danger)) || by_card(danger);
        let unsaid: Vec<String> = dangers.into_iter().filter(|danger| !said(danger)).collect();
        row.dangers.retain(|danger| !unsaid.contains(danger));
        self.changes.calls.insert(id);
        self.line_on(Some(incident), line.clone());
        self.general(line);
    }

    pub(super) fn call_ended(&mut self, id: CallId, how: CallEnd) {
        let Some(call) = self.state.calls.get_mut(&id) else { return };
        call.ended = Some((how, self.row.at));
        let incident = call.incident;
        self.changes.calls.insert(id);
        self.line_on(incident, Line::CallEnded(how));
    }
}

fn answered_word(answered: Answered) -> &'static str {
    match answered {
        Answered::NotAsked => "",
        Answered::Yes => "yes",
        Answered::No => "no",
        Answered::Unknown => "unknown",
    }
}

/// How many a caller says are hurt is the answer to that question of the assessment; nobody has to ask for it again.
fn answer_hurt(incident: &mut Incident, count: Option<u16>, at: Moment) {
    match count {
        Some(count) => {
            incident.answers.insert(HURT.to_owned(), Answer { value: count.to_string(), at });
        }
        None => {
            incident.answers.remove(HURT);
        }
    }
}
