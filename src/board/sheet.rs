//! Everything the incident sheet shows of one incident.

use super::queue::{QueueRow, queue_row, type_label};
use crate::domain::call::Call;
use crate::domain::entry::Entry;
use crate::domain::geo::Point;
use crate::domain::guidance::Guidance;
use crate::domain::ids::{AssignmentId, CallId, Code, IncidentId, RequestId, UnitId};
use crate::domain::incident::{Closing, Debrief, HURT, Hold, Incident, Phase, Request};
use crate::domain::moment::Moment;
use crate::domain::place::{Severity, Spot};
use crate::domain::presets::Group;
use crate::domain::state::State;
use crate::domain::unit::{Assignment, Readiness, Status, Step, Unit};
use crate::protocol::travel::{Estimate, Roads, estimates, known_since};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    pub row: QueueRow,
    pub full_number: String,
    pub kind: Code,
    pub group: Group,
    pub place: Spot,
    /// What is known about the place, see `place::notes`.
    pub place_notes: Vec<String>,
    pub first_place: Spot,
    pub verified: Option<Moment>,
    pub opened: Moment,
    pub clock_start: Moment,
    pub summary: String,
    pub calls: Vec<Call>,
    pub dangers: BTreeSet<String>,
    pub answers: BTreeMap<String, String>,
    pub work: Vec<Work>,
    pub hold: Option<Hold>,
    pub links: Vec<Link>,
    pub closing: Option<Closing>,
    pub alarm_level: u8,
    pub requests: Vec<(RequestId, Request)>,
    pub debrief: Vec<Debrief>,
    pub guidance: Guidance,
    /// Why a card says to send at once, as long as nobody is on the way.
    pub send_now: Option<String>,
    pub entries: Vec<Entry>,
    pub flags: Vec<(Severity, String)>,
    /// Earlier incidents at the same place and what came of earlier calls from the same number, the latest first.
    pub earlier: Vec<Earlier>,
}

impl Sheet {
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closing.is_none()
    }

    /// When the first unit was sent, and when the first arrived.
    #[must_use]
    pub fn first(&self, step: Step) -> Option<Moment> {
        self.work.iter().filter_map(|work| work.assignment.time_of(step)).min()
    }
}

/// One unit's work on the incident, ended or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    pub call_sign: String,
    pub assignment: Assignment,
    pub is_top: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pub id: IncidentId,
    pub row: QueueRow,
}

#[must_use]
pub fn sheet(incident: &Incident, state: &State, now: Moment) -> Sheet {
    let kind = state.types.get(&incident.kind);
    let callback = incident
        .calls
        .iter()
        .filter_map(|id| state.calls.get(id))
        .map(|call| call.callback.as_str())
        .find(|number| !number.is_empty())
        .unwrap_or_default();
    Sheet {
        row: queue_row(incident, state),
        full_number: incident.full_number(&state.operation.prefix),
        kind: incident.kind.clone(),
        group: kind.map_or(Group::Other, |kind| kind.group),
        place: incident.place.clone(),
        place_notes: super::place::notes(state, &incident.place),
        first_place: incident.first_place.clone(),
        verified: incident.verified,
        opened: incident.opened,
        clock_start: incident.clock_start,
        summary: incident.summary.clone(),
        calls: incident.calls.iter().filter_map(|id| state.calls.get(id)).cloned().collect(),
        dangers: incident.dangers.clone(),
        answers: incident.answers.iter().map(|(question, answer)| (question.clone(), answer.value.clone())).collect(),
        work: incident
            .assignments
            .iter()
            .filter_map(|id| state.assignments.get(id))
            .filter_map(|assignment| {
                let unit = state.units.get(&assignment.unit)?;
                Some(Work {
                    call_sign: unit.call_sign.clone(),
                    assignment: assignment.clone(),
                    is_top: unit.top() == Some(assignment.id),
                })
            })
            .collect(),
        hold: incident.hold.clone(),
        links: incident
            .links
            .iter()
            .filter_map(|id| state.incidents.get(id))
            .map(|other| Link { id: other.id, row: queue_row(other, state) })
            .collect(),
        closing: incident.closing.clone(),
        alarm_level: incident.alarm_level,
        requests: incident.requests.iter().map(|(id, request)| (*id, request.clone())).collect(),
        debrief: incident.debrief.clone(),
        guidance: incident.guidance.clone(),
        send_now: state.waits_for_first_unit(incident).map(|send| send.reason.clone()),
        entries: incident.entries.clone(),
        flags: state
            .flags_near(&incident.place, callback, now)
            .into_iter()
            .map(|flag| (flag.severity, flag.text.clone()))
            .collect(),
        earlier: earlier(state, &incident.place, callback, Some(incident.id), None),
    }
}

/// Something that was here before: an incident, or a call that led to none.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    pub number: Option<u32>,
    /// The type of the incident, or how the call ended and what was said in it.
    pub what: String,
    pub at: Moment,
}

/// Earlier incidents at a place, and whatever came of earlier calls from a number: the latest first, at most five. A silent
/// call and one that was cut off count too, since who rings again may not be able to speak.
#[must_use]
pub fn earlier(
    state: &State,
    place: &Spot,
    callback: &str,
    own: Option<IncidentId>,
    own_call: Option<CallId>,
) -> Vec<Earlier> {
    const MOST: usize = 5;
    let number = crate::domain::call::digits(callback);
    let from_number = |call: &&Call| {
        3 < number.len() && crate::domain::call::digits(&call.callback) == number && Some(call.id) != own_call
    };
    // What came after an incident is not earlier than it.
    let until = own.and_then(|id| state.incidents.get(&id)).map(|own| own.opened);
    let before = |at: Moment| until.is_none_or(|until| at < until);
    let mut incidents = BTreeSet::new();
    let mut found = Vec::new();
    for call in state.calls.values().filter(from_number) {
        match (call.incident, call.ended) {
            (Some(incident), _) => {
                incidents.insert(incident);
            }
            (None, Some((how, _))) if before(call.answered) => {
                let what = format!("{} {}", super::speech::call_end_word(how), call.what);
                found.push(Earlier { number: None, what: what.trim().to_owned(), at: call.answered });
            }
            (None, _) => {}
        }
    }
    let here = |incident: &&Incident| {
        let same_place = state.same_place(&incident.place, place);
        let same_words = !place.is_blank() && incident.place.text.eq_ignore_ascii_case(&place.text);
        let near = same_place || same_words || incidents.contains(&incident.id);
        Some(incident.id) != own && before(incident.opened) && near
    };
    found.extend(state.incidents.values().rev().filter(here).take(MOST).map(|incident| Earlier {
        number: Some(incident.number),
        what: type_label(incident, state),
        at: incident.opened,
    }));
    found.sort_by_key(|one| std::cmp::Reverse(one.at));
    found.truncate(MOST);
    found
}

/// A unit that could be sent, with how far it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub unit: UnitId,
    pub call_sign: String,
    pub kind: String,
    pub capabilities: String,
    pub status: Status,
    pub place: String,
    /// How far it is, where both ends are known.
    pub estimate: Option<Estimate>,
    /// When it was last known to be there, where that may be over.
    pub seen: Option<Moment>,
    pub incident: Option<u32>,
    /// It is on the incident that it would be sent to, under the work that it has left for.
    pub away: bool,
}

/// A unit in the order of those that could be sent, in numbers alone: of two thousand, eight are read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    pub unit: UnitId,
    pub status: Status,
    pub estimate: Option<Estimate>,
    pub seen: Option<Moment>,
    pub incident: Option<u32>,
    pub away: bool,
}

/// Units that may be sent to a spot: those that are free first, the nearest first; then those that could be diverted.
#[must_use]
pub fn ranked(state: &State, roads: &dyn Roads, to: &Spot, but: Option<IncidentId>) -> Vec<Ranked> {
    let on_it = |id: &AssignmentId| state.assignments.get(id).is_some_and(|work| Some(work.incident) == but);
    let units: Vec<&Unit> = state
        .units
        .values()
        .filter(|unit| !unit.retired && unit.readiness != Readiness::OffDuty)
        .filter(|unit| !unit.stack.last().is_some_and(on_it))
        .collect();
    let found = units.iter().zip(estimates(state, roads, to, &units)).map(|(unit, estimate)| {
        let incident = state.top_assignment(unit).and_then(|work| state.incidents.get(&work.incident));
        let (unit, sign) = (*unit, unit.call_sign.as_str());
        let status = state.status(unit).0;
        let rank = match status {
            Status::Ready(readiness) if readiness.can_go() => 0,
            Status::On(step) if step < Step::OnScene => 1,
            Status::Ready(_) => 2,
            Status::On(_) => 3,
        };
        let near = estimate.map_or(u32::MAX, |estimate| estimate.seconds);
        let incident = incident.map(|incident| incident.number);
        let (seen, away) = (known_since(state, unit), unit.stack.iter().any(on_it));
        ((rank, near, sign), Ranked { unit: unit.id, status, estimate, seen, incident, away })
    });
    let mut found: Vec<((u8, u32, &str), Ranked)> = found.collect();
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, ranked)| ranked).collect()
}

/// What is read of a ranked unit; none if there is no such unit any more.
#[must_use]
pub fn candidate(state: &State, ranked: &Ranked) -> Option<Candidate> {
    let unit = state.units.get(&ranked.unit)?;
    let kind = state.unit_kinds.get(&unit.kind);
    Some(Candidate {
        unit: unit.id,
        call_sign: unit.call_sign.clone(),
        kind: kind.map_or_else(|| unit.kind.to_string(), |kind| kind.label.clone()),
        capabilities: unit.capabilities.iter().cloned().collect::<Vec<_>>().join(" "),
        status: ranked.status,
        place: state.whereabouts(unit).text.clone(),
        estimate: ranked.estimate,
        seen: ranked.seen,
        incident: ranked.incident,
        away: ranked.away,
    })
}

fn distance(from: Option<Point>, to: Option<Point>) -> Option<f64> {
    Some(from?.metres_to(to?))
}

/// An open incident that a new call may well be about.
#[derive(Debug, Clone, PartialEq)]
pub struct Likely {
    pub id: IncidentId,
    pub number: u32,
    pub kind: String,
    pub place: String,
    pub metres: Option<f64>,
    pub seconds_ago: i64,
}

/// Metres and seconds within which two calls are likely about one thing, and seconds for the same words alone.
const NEAR_METRES: f64 = 250.0;
const NEAR_SECONDS: i64 = 30 * 60;

/// The likeliest open incidents that a call with this place, type and these words repeats: at most three.
#[must_use]
pub fn duplicates(
    state: &State,
    place: &Spot,
    kind: Option<&Code>,
    words: &str,
    now: Moment,
    but: Option<CallId>,
) -> Vec<Likely> {
    let typed: BTreeSet<String> = telling_words(words);
    let own = but.and_then(|call| state.calls.get(&call)).and_then(|call| call.incident);
    let mut found: Vec<(i64, Likely)> = state
        .open
        .iter()
        .filter_map(|id| state.incidents.get(id))
        .filter(|incident| Some(incident.id) != own)
        .filter_map(|incident| {
            // Asked on every key, of every open incident: what is cheap and rules most out comes first.
            let seconds_ago = now.seconds_since(incident.opened).max(0);
            if NEAR_SECONDS < seconds_ago || place.is_blank() {
                return None;
            }
            let metres = distance(incident.place.point, place.point);
            let same_place = state.same_place(&incident.place, place)
                || incident.place.text.eq_ignore_ascii_case(place.text.trim())
                || metres.is_some_and(|metres| metres <= NEAR_METRES);
            if !same_place {
                return None;
            }
            let same_kind = kind == Some(&incident.kind);
            let said = telling_words(&incident.summary);
            let shared = typed.intersection(&said).count() as i64;
            if !same_kind && shared == 0 && kind.is_some() {
                return None;
            }
            if !same_kind && shared == 0 && metres.is_some_and(|metres| 60.0 < metres) {
                return None;
            }
            let score = i64::from(same_kind) * 1000 + shared * 300 - seconds_ago / 10;
            let likely = Likely {
                id: incident.id,
                number: incident.number,
                kind: type_label(incident, state),
                place: incident.place.text.clone(),
                metres,
                seconds_ago,
            };
            Some((score, likely))
        })
        .collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().take(3).map(|(_, likely)| likely).collect()
}

/// Words long enough to tell one call from another.
fn telling_words(text: &str) -> BTreeSet<String> {
    crate::domain::place::fold(text).split(' ').filter(|word| 3 < word.chars().count()).map(str::to_owned).collect()
}

/// What the crew must hear, in one line: number, type, priority, place, patient, dangers. A number to call back is not for
/// everybody who listens.
#[must_use]
pub fn air_line(sheet: &Sheet) -> String {
    let mut parts = vec![
        format!("{} {}", sheet.row.number, sheet.row.kind),
        sheet.row.priority.code().to_owned(),
        sheet.place.text.clone(),
    ];
    if let Some(point) = sheet.place.point {
        parts.push(crate::domain::geo::write(point, crate::domain::geo::Notation::Usng));
    }
    parts.extend(sheet.place_notes.iter().cloned());
    let facts = [
        "age",
        "sex",
        "conscious",
        "breathing",
        "in_progress",
        "weapons",
        "burning",
        "people_inside",
        HURT,
        "hazmat",
        "hazards",
        "access",
    ];
    for key in facts {
        if let Some(value) = sheet.answers.get(key) {
            parts.push(format!("{}: {value}", super::speech::question_label(key)));
        }
    }
    // How many are hurt does not say what happened.
    if !sheet.summary.is_empty() && sheet.answers.keys().all(|question| question == HURT) {
        parts.push(sheet.summary.clone());
    }
    if !sheet.dangers.is_empty() {
        let dangers: Vec<&str> = sheet.dangers.iter().map(String::as_str).collect();
        parts.push(format!("{}: {}", crate::words::t(crate::words::Msg::Dangers), dangers.join(", ")));
    }
    parts.extend(sheet.flags.iter().filter(|(severity, _)| *severity == Severity::High).map(|(_, text)| text.clone()));
    parts.extend(sheet.guidance.crew.iter().cloned());
    parts.extend(sheet.guidance.safety.iter().map(|note| note.text.clone()));
    // Where there is nothing to warn of, that is said with what it is about.
    if let Some(note) = sheet.answers.get("officer_safety").filter(|note| !parts.contains(note)) {
        parts.push(format!("{}: {note}", super::speech::question_label("officer_safety")));
    }
    parts.join(". ")
}

/// Whether everybody has cleared, so that the desk may offer to close.
#[must_use]
pub fn wants_closing(sheet: &Sheet) -> bool {
    sheet.row.phase == Phase::Clearing
}
