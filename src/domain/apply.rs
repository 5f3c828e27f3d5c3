//! The fold. Total on purpose: any sequence of events, even one that `decide` would refuse, folds without a panic,
//! because the facts of a device that was offline are facts all the same. What makes no sense is passed over.

use super::call::{Answered, Call, CallDetail};
use super::entry::{Author, AuthorId, Entry, Field, Line, SetUpKind, SetUpLine, Struck};
use super::event::{
    DispositionDetail, Event, FlagDetail, OperationDetail, PlaceDetail, PriorityDetail, Recorded, TypeDetail,
    UnitDetail, UnitKindDetail,
};
use super::ground::{Layer, SitePlan};
use super::guidance::Guidance;
use super::ids::{AssignmentId, CallId, IncidentId, UnitId};
use super::incident::{Answer, Closing, Debrief, HURT, Hold, Incident, Request};
use super::moment::{LocalTime, Moment};
use super::phrase::{PhraseKey, PhraseRule, Strength};
use super::place::{FLAG_METRES, Flag, Place, Spot, UnitKind};
use super::presets::Group;
use super::setup::{Disposition, IncidentType, Operation, Target};
use super::state::{REMEMBERED_COMMANDS, State};
use super::unit::{Assignment, End, Ending, Readiness, Step, Unit, fold_call_sign};
use std::collections::{BTreeMap, BTreeSet};

mod cards;
mod plans;

/// The ids that some rows touched, so that the screen pays only for what changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    pub incidents: BTreeSet<IncidentId>,
    pub units: BTreeSet<UnitId>,
    pub calls: BTreeSet<CallId>,
    pub setup: bool,
    pub general: bool,
    /// Paths, what is shut on them, or the site plan.
    pub ground: bool,
}

impl Changes {
    pub fn merge(&mut self, other: Self) {
        self.incidents.extend(other.incidents);
        self.units.extend(other.units);
        self.calls.extend(other.calls);
        self.setup |= other.setup;
        self.general |= other.general;
        self.ground |= other.ground;
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Folds one row in and says what it touched.
pub fn apply(state: &mut State, row: &Recorded) -> Changes {
    let mut fold = Fold { by: author_id(state, &row.by), state, row, changes: Changes::default() };
    fold.run();
    let changes = fold.changes;
    state.through = row.seq;
    if state.commands.back() != Some(&row.command) {
        state.commands.push_back(row.command);
        if REMEMBERED_COMMANDS < state.commands.len() {
            state.commands.pop_front();
        }
    }
    changes
}

fn author_id(state: &mut State, author: &Author) -> AuthorId {
    let known = state.authors.iter().position(|candidate| candidate == author);
    let index = known.unwrap_or_else(|| {
        state.authors.push(author.clone());
        state.authors.len() - 1
    });
    AuthorId(u16::try_from(index).unwrap_or(u16::MAX))
}

struct Fold<'a> {
    state: &'a mut State,
    row: &'a Recorded,
    by: AuthorId,
    changes: Changes,
}

impl Fold<'_> {
    fn run(&mut self) {
        let at = self.row.at;
        match &self.row.event {
            Event::OperationOpened { name, profile, zone, prefix } => {
                self.state.operation =
                    Operation { name: name.clone(), profile: *profile, zone: zone.clone(), prefix: prefix.clone() };
                self.set_up(SetUpLine::Added { what: SetUpKind::Operation, count: 1, name: name.clone() });
            }
            Event::OperationChanged { detail } => {
                let operation = &mut self.state.operation;
                let (slot, now, field) = match detail {
                    OperationDetail::Name(now) => (&mut operation.name, now, "name"),
                    OperationDetail::Zone(now) => (&mut operation.zone, now, "zone"),
                    OperationDetail::Prefix(now) => (&mut operation.prefix, now, "prefix"),
                };
                let was = std::mem::replace(slot, now.clone());
                self.changed(SetUpKind::Operation, "", field, was, now.clone());
            }
            Event::UnitKindAdded { .. }
            | Event::UnitKindChanged { .. }
            | Event::UnitKindRetired { .. }
            | Event::UnitKindRestored { .. } => self.unit_kind(),
            Event::UnitAdded { unit, call_sign, kind, capabilities, crew, post } => {
                self.use_place(post);
                self.state.call_signs.insert(fold_call_sign(call_sign), *unit);
                let last_seen = (post.point.is_some()).then(|| (post.clone(), at));
                self.state.units.insert(
                    *unit,
                    Unit {
                        id: *unit,
                        call_sign: call_sign.clone(),
                        kind: kind.clone(),
                        capabilities: capabilities.iter().cloned().collect(),
                        crew: *crew,
                        post: post.clone(),
                        last_seen,
                        readiness: Readiness::Available,
                        reason: String::new(),
                        readiness_since: at,
                        stack: Vec::new(),
                        welfare_due: None,
                        welfare_seconds: 0,
                        last_heard: None,
                        retired: false,
                        used: false,
                    },
                );
                self.changes.units.insert(*unit);
                self.added(SetUpKind::Unit, call_sign);
            }
            Event::UnitChanged { unit, detail } => self.unit_changed(*unit, detail),
            Event::UnitRetired { unit } => self.unit_retired(*unit, true),
            Event::UnitRestored { unit } => self.unit_retired(*unit, false),
            Event::PlaceAdded { place, name, aliases, what, point, note, shape } => {
                let place = Place {
                    id: *place,
                    name: name.clone(),
                    aliases: aliases.iter().cloned().collect(),
                    kind: what.clone(),
                    point: *point,
                    shape: shape.clone(),
                    note: note.clone(),
                    retired: false,
                    used: false,
                };
                if let Some(replaced) = self.state.places.get(&place.id) {
                    self.state.place_index.remove(replaced);
                }
                self.state.place_index.add(&place);
                self.state.places.insert(place.id, place);
                self.added(SetUpKind::Place, name);
            }
            Event::PlaceChanged { place, detail } => {
                self.edit_place(*place, |place| change_place(place, detail));
            }
            Event::PlaceRetired { place } => self.edit_place(*place, |place| {
                place.retired = true;
                SetUpLine::Retired { what: SetUpKind::Place, name: place.name.clone() }
            }),
            Event::PlaceRestored { place } => self.edit_place(*place, |place| {
                place.retired = false;
                SetUpLine::Restored { what: SetUpKind::Place, name: place.name.clone() }
            }),
            Event::LayerAdded { .. }
            | Event::PathsDrawn { .. }
            | Event::LayerRetired { .. }
            | Event::LayerRestored { .. }
            | Event::PathsClosed { .. }
            | Event::PathsOpened { .. }
            | Event::CrowdFactorSet { .. }
            | Event::SitePlanPlaced { .. }
            | Event::SitePlanRemoved { .. } => self.ground(),
            Event::TypeAdded { .. }
            | Event::TypeChanged { .. }
            | Event::TypeRetired { .. }
            | Event::TypeRestored { .. } => self.incident_type(),
            Event::PriorityChanged { priority, detail } => {
                if let Some(rule) = self.state.priorities.get_mut(*priority as usize) {
                    let (was, now, field) = match detail {
                        PriorityDetail::Label(label) => {
                            (std::mem::replace(&mut rule.label, label.clone()), label.clone(), "label")
                        }
                        PriorityDetail::AlarmMinutes(minutes) => (
                            std::mem::replace(&mut rule.alarm_minutes, *minutes).to_string(),
                            minutes.to_string(),
                            "alarm_minutes",
                        ),
                        PriorityDetail::Tone(tone) => {
                            (format!("{:?}", std::mem::replace(&mut rule.tone, *tone)), format!("{tone:?}"), "tone")
                        }
                    };
                    self.changed(SetUpKind::Priority, priority.code(), field, was, now);
                }
            }
            Event::DispositionAdded { .. }
            | Event::DispositionChanged { .. }
            | Event::DispositionRetired { .. }
            | Event::DispositionRestored { .. } => self.disposition(),
            Event::FlagRaised { flag, on, text, severity, source, expires } => {
                if let super::place::FlagSubject::Place(place) = on
                    && let Some(place) = self.state.places.get_mut(place)
                {
                    place.used = true;
                }
                self.state.flags.insert(
                    *flag,
                    Flag {
                        id: *flag,
                        on: on.clone(),
                        text: text.clone(),
                        severity: *severity,
                        source: source.clone(),
                        expires: *expires,
                        metres: FLAG_METRES,
                        retired: false,
                    },
                );
                self.added(SetUpKind::Flag, text);
            }
            Event::FlagChanged { flag, detail } => self.flag_changed(*flag, detail),
            Event::FlagRetired { flag } | Event::FlagRestored { flag } => {
                let retired = matches!(self.row.event, Event::FlagRetired { .. });
                if let Some(flag) = self.state.flags.get_mut(flag) {
                    flag.retired = retired;
                    let name = flag.text.clone();
                    self.set_up(retired_line(SetUpKind::Flag, name, retired));
                }
            }
            Event::PhraseWeighed { .. } | Event::PhraseRetired { .. } | Event::PhraseRestored { .. } => self.phrase(),
            Event::TargetAdded { code, label, seconds, percent, source } => {
                self.state.targets.insert(
                    code.clone(),
                    Target {
                        code: code.clone(),
                        label: label.clone(),
                        seconds: *seconds,
                        percent: *percent,
                        source: source.clone(),
                    },
                );
                self.added(SetUpKind::Target, label);
            }
            Event::TargetChanged { code, seconds, percent } => {
                if let Some(target) = self.state.targets.get_mut(code) {
                    let was = format!("{} s, {} %", target.seconds, target.percent);
                    (target.seconds, target.percent) = (*seconds, *percent);
                    let label = target.label.clone();
                    self.changed(SetUpKind::Target, &label, "goal", was, format!("{seconds} s, {percent} %"));
                }
            }

            Event::TargetRetired { code } => {
                if let Some(target) = self.state.targets.remove(code) {
                    let name = target.label.clone();
                    self.state.retired_targets.insert(code.clone(), target);
                    self.set_up(retired_line(SetUpKind::Target, name, true));
                }
            }
            Event::TargetRestored { code } => {
                if let Some(target) = self.state.retired_targets.remove(code) {
                    let name = target.label.clone();
                    self.state.targets.insert(code.clone(), target);
                    self.set_up(retired_line(SetUpKind::Target, name, false));
                }
            }

            Event::PlanSaved { .. }
            | Event::PlanRetired { .. }
            | Event::PlanRestored { .. }
            | Event::PlanWordSet { .. }
            | Event::PostRequired { .. }
            | Event::PlanRuleSet { .. } => self.plan(),
            Event::RecommendationFollowed { incident, advised, sent } => {
                let line = Line::Advised { advised: advised.clone(), sent: sent.clone() };
                self.line_on(Some(*incident), line);
            }

            Event::CallReceived { call, source, answered } => {
                let taken_by = self.row.by.position.clone();
                self.state.calls.insert(
                    *call,
                    Call {
                        id: *call,
                        source: *source,
                        received: at,
                        answered: *answered,
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
                        taken_by,
                    },
                );
                self.changes.calls.insert(*call);
                self.general(Line::CallTaken { source: *source });
            }
            Event::CallDescribed { call, detail } => self.call_described(*call, detail),
            Event::CallAttached { call, incident } => self.call_attached(*call, *incident),
            Event::CallDetached { call, incident } => self.call_detached(*call, *incident),
            Event::CallEnded { call, how } => {
                let Some(call) = self.state.calls.get_mut(call) else { return };
                call.ended = Some((*how, at));
                let incident = call.incident;
                self.changes.calls.insert(call.id);
                self.line_on(incident, Line::CallEnded(*how));
            }

            Event::IncidentOpened { incident, number, year, kind, priority, place, summary } => {
                self.incident_opened(*incident, *number, year, kind, *priority, place, summary);
            }
            Event::KindChanged { incident, kind } => {
                if let Some(row) = self.state.types.get_mut(kind) {
                    row.used = true;
                }
                self.edit_incident(*incident, |incident| {
                    incident.guidance.type_chosen = true;
                    let was = std::mem::replace(&mut incident.kind, kind.clone());
                    Line::Kind { was, now: kind.clone() }
                });
                // How soon they should leave goes by the type.
                self.touch_crews(*incident);
            }
            Event::UrgencyChanged { incident, priority } => self.edit_incident(*incident, |incident| Line::Priority {
                was: std::mem::replace(&mut incident.priority, *priority),
                now: *priority,
            }),
            Event::PlaceMoved { incident, place } => {
                self.use_place(place);
                self.edit_incident(*incident, |incident| {
                    let was = std::mem::replace(&mut incident.place, place.clone());
                    incident.verified = None;
                    Line::Place { was: was.text, now: place.text.clone() }
                });
                self.touch_crews(*incident);
            }
            Event::PlaceVerified { incident } => self.edit_incident(*incident, |incident| {
                incident.verified = Some(at);
                Line::Verified(incident.place.text.clone())
            }),
            Event::VerificationWithdrawn { incident } => self.edit_incident(*incident, |incident| {
                incident.verified = None;
                Line::VerificationWithdrawn
            }),
            Event::Answered { incident, question, answer } => self.edit_incident(*incident, |incident| {
                let value = Answer { value: answer.clone(), at };
                let was = if answer.is_empty() {
                    incident.answers.remove(question)
                } else {
                    incident.answers.insert(question.clone(), value)
                };
                Line::Answer {
                    question: question.clone(),
                    was: was.map(|was| was.value).unwrap_or_default(),
                    now: answer.clone(),
                }
            }),
            Event::Noted { incident, text } => self.line_on(*incident, Line::Note(text.clone())),
            Event::RadioHeard { incident, from, to, text } => {
                if let Some(unit) = self.state.call_signs.get(&fold_call_sign(from)).copied() {
                    self.heard(unit);
                }
                self.line_on(*incident, Line::Radio { from: from.clone(), to: to.clone(), text: text.clone() });
            }
            Event::EntryStruck { incident, entry, reason } => {
                let struck = Struck { at, by: self.by, reason: reason.clone() };
                let lines = match incident {
                    Some(id) => self.state.incidents.get_mut(id).map(|incident| &mut incident.entries),
                    None => Some(&mut self.state.general),
                };
                if let Some(line) = lines.and_then(|lines| lines.iter_mut().rev().find(|line| line.id == *entry)) {
                    line.struck = Some(struck);
                }
                match incident {
                    Some(id) => {
                        self.changes.incidents.insert(*id);
                    }
                    None => self.changes.general = true,
                }
            }
            Event::Held { incident, until, reason } => self.edit_incident(*incident, |incident| {
                incident.hold = Some(Hold { since: at, until: *until, reason: reason.clone() });
                Line::Held { until: *until, reason: reason.clone() }
            }),
            Event::HoldEnded { incident } => self.edit_incident(*incident, |incident| {
                incident.hold = None;
                Line::HoldEnded
            }),
            Event::Linked { incident, other } | Event::Unlinked { incident, other } => {
                let linked = matches!(self.row.event, Event::Linked { .. });
                for (one, two) in [(*incident, *other), (*other, *incident)] {
                    self.edit_incident(one, |incident| {
                        if linked {
                            incident.links.insert(two);
                            Line::Linked(two)
                        } else {
                            incident.links.remove(&two);
                            Line::Unlinked(two)
                        }
                    });
                }
            }
            Event::AlarmRaised { incident, level } => self.edit_incident(*incident, |incident| Line::Alarm {
                was: std::mem::replace(&mut incident.alarm_level, *level),
                now: *level,
            }),
            Event::ResourceRequested { incident, request, what, count } => self.edit_incident(*incident, |incident| {
                let row = Request { what: what.clone(), count: *count, asked: at, met: None };
                incident.requests.insert(*request, row);
                Line::Requested { what: what.clone(), count: *count }
            }),
            Event::RequestMet { incident, request } => self.edit_incident(*incident, |incident| {
                let what = incident.requests.get_mut(request).map(|request| {
                    request.met = Some(at);
                    request.what.clone()
                });
                Line::RequestMet { what: what.unwrap_or_default() }
            }),
            Event::Closed { incident, disposition, text } => {
                if let Some(row) = self.state.dispositions.get_mut(disposition) {
                    row.used = true;
                }
                self.state.open.remove(incident);
                self.edit_incident(*incident, |incident| {
                    incident.hold = None;
                    incident.closing = Some(Closing { at, disposition: disposition.clone(), text: text.clone() });
                    Line::Closed { disposition: disposition.clone(), text: text.clone() }
                });
            }
            Event::Reopened { incident, reason } => {
                if self.state.incidents.contains_key(incident) {
                    self.state.open.insert(*incident);
                }
                self.edit_incident(*incident, |incident| {
                    incident.closing = None;
                    incident.reopened += 1;
                    Line::Reopened { reason: reason.clone() }
                });
            }
            Event::Debriefed { incident, part, text, owner } => self.edit_incident(*incident, |incident| {
                incident.debrief.push(Debrief { part: *part, text: text.clone(), owner: owner.clone(), at });
                Line::Debrief { part: *part, text: text.clone(), owner: owner.clone() }
            }),

            Event::CardSaved { .. }
            | Event::CardApproved { .. }
            | Event::CardRetired { .. }
            | Event::CardRestored { .. } => self.card(),
            Event::CardOpened { .. }
            | Event::CardAnswered { .. }
            | Event::CardStepReached { .. }
            | Event::CardGuideLeft { .. }
            | Event::CardRetyped { .. }
            | Event::CardUrged { .. }
            | Event::SendNowCalled { .. }
            | Event::NeedNoted { .. }
            | Event::HazardNoted { .. }
            | Event::CrewLineNoted { .. }
            | Event::ClockMarked { .. }
            | Event::StagingAsked { .. }
            | Event::StagingEnded { .. }
            | Event::SafetyNoted { .. }
            | Event::SafetyAcknowledged { .. }
            | Event::FindingWithdrawn { .. } => self.guidance(),

            Event::UnitAssigned { assignment, incident, unit, step } => {
                self.unit_assigned(*assignment, *incident, *unit, *step);
            }
            Event::UnitStepped { assignment, step, destination } => {
                self.unit_stepped(*assignment, *step, destination);
            }
            Event::StepWithdrawn { assignment, step } => {
                let Some(assignment) = self.state.assignments.get_mut(assignment) else { return };
                if 1 < assignment.steps.len() {
                    assignment.steps.retain(|(candidate, _)| candidate != step);
                }
                let (unit, incident) = (assignment.unit, assignment.incident);
                self.changes.units.insert(unit);
                self.line_on(Some(incident), Line::StepWithdrawn { unit, step: *step });
            }
            Event::UnitReleased { assignment, how, reason } => self.unit_released(*assignment, *how, reason),
            Event::ReadinessChanged { unit, readiness, reason } => {
                let Some(row) = self.state.units.get_mut(unit) else { return };
                let was = std::mem::replace(&mut row.readiness, *readiness);
                row.reason.clone_from(reason);
                row.readiness_since = at;
                row.used = true;
                if !readiness.can_go() {
                    row.welfare_due = None;
                }
                if *readiness == Readiness::AtPost && row.post.point.is_some() {
                    row.last_seen = Some((row.post.clone(), at));
                }
                self.changes.units.insert(*unit);
                let line = Line::Readiness { unit: *unit, was, now: *readiness, reason: reason.clone() };
                self.general(line);
                self.heard(*unit);
            }
            Event::UnitMoved { unit, place } => {
                self.use_place(place);
                let Some(row) = self.state.units.get_mut(unit) else { return };
                row.last_seen = Some((place.clone(), at));
                let top = self.state.units.get(unit).and_then(Unit::top);
                let incident = top.and_then(|top| self.state.assignments.get(&top)).map(|top| top.incident);
                self.changes.units.insert(*unit);
                self.line_on(incident, Line::Moved { unit: *unit, place: place.text.clone() });
                self.heard(*unit);
            }
            Event::WelfareTimed { unit, due } => {
                let Some(row) = self.state.units.get_mut(unit) else { return };
                row.welfare_due = *due;
                row.welfare_seconds = due.map_or(0, |due| due.seconds_since(at));
                self.changes.units.insert(*unit);
                self.line_of_unit(*unit, Line::Welfare { unit: *unit, due: *due });
            }
            Event::RollCallAnswered { unit } => {
                let Some(row) = self.state.units.get_mut(unit) else { return };
                // An answered roll call is a welfare check, so the same stretch starts again.
                if row.welfare_due.is_some() {
                    row.welfare_due = Some(at.plus_seconds(row.welfare_seconds.clamp(60, 14_400)));
                }
                self.heard(*unit);
                self.line_of_unit(*unit, Line::RollCall { unit: *unit });
            }
        }
    }

    fn entry(&self, line: Line) -> Entry {
        Entry { id: self.row.id, at: self.row.at, entered: self.row.entered, by: self.by, line, struck: None }
    }

    fn general(&mut self, line: Line) {
        let entry = self.entry(line);
        self.state.general.push(entry);
        self.changes.general = true;
    }

    fn set_up(&mut self, line: SetUpLine) {
        self.changes.setup = true;
        // A file of thousands of rows is one line of the record, not thousands.
        let same_command = self.state.commands.back() == Some(&self.row.command);
        if let SetUpLine::Added { what, name, .. } = &line
            && same_command
            && let Some(Entry { line: Line::SetUp(SetUpLine::Added { what: last, count, name: shown }), .. }) =
                self.state.general.last_mut()
            && what == last
        {
            *count += 1;
            if *count == 2 {
                shown.push_str(" … ");
                shown.push_str(name);
            } else if let Some(cut) = shown.find(" … ") {
                shown.truncate(cut + " … ".len());
                shown.push_str(name);
            }
            self.changes.general = true;
            return;
        }
        self.general(Line::SetUp(line));
    }

    fn added(&mut self, what: SetUpKind, name: &str) {
        self.set_up(SetUpLine::Added { what, count: 1, name: name.to_owned() });
    }

    fn changed(&mut self, what: SetUpKind, name: &str, field: &str, was: String, now: String) {
        self.set_up(SetUpLine::Changed { what, name: name.to_owned(), field: field.to_owned(), was, now });
    }

    /// A line on an incident, or in the general log where there is none.
    fn line_on(&mut self, incident: Option<IncidentId>, line: Line) {
        match incident.filter(|id| self.state.incidents.contains_key(id)) {
            Some(id) => self.edit_incident(id, |_| line),
            None => self.general(line),
        }
    }

    fn line_of_unit(&mut self, unit: UnitId, line: Line) {
        self.changes.units.insert(unit);
        let top = self.state.units.get(&unit).and_then(Unit::top);
        let incident = top.and_then(|top| self.state.assignments.get(&top)).map(|top| top.incident);
        self.line_on(incident, line);
    }

    fn edit_incident(&mut self, id: IncidentId, edit: impl FnOnce(&mut Incident) -> Line) {
        let entry = self.entry(Line::HoldEnded);
        let Some(incident) = self.state.incidents.get_mut(&id) else { return };
        let line = edit(incident);
        incident.entries.push(Entry { line, ..entry });
        self.changes.incidents.insert(id);
    }

    /// Units show the place of what they work on, so their rows change with it.
    fn touch_crews(&mut self, incident: IncidentId) {
        if let Some(incident) = self.state.incidents.get(&incident) {
            self.changes.units.extend(self.state.working(incident).map(|assignment| assignment.unit));
        }
    }

    fn use_place(&mut self, spot: &Spot) {
        if let Some(place) = spot.place.and_then(|id| self.state.places.get_mut(&id)) {
            place.used = true;
        }
    }

    fn heard(&mut self, unit: UnitId) {
        if let Some(row) = self.state.units.get_mut(&unit) {
            row.last_heard = Some(self.row.at);
            self.changes.units.insert(unit);
        }
    }

    fn unit_kind(&mut self) {
        match &self.row.event {
            Event::UnitKindAdded { code, label, speed_kmh } => {
                let kind = UnitKind { code: code.clone(), label: label.clone(), speed_kmh: *speed_kmh, retired: false };
                self.state.unit_kinds.insert(code.clone(), kind);
                self.added(SetUpKind::UnitKind, label);
            }
            Event::UnitKindChanged { code, detail } => {
                let Some(kind) = self.state.unit_kinds.get_mut(code) else { return };
                let (was, now, field) = match detail {
                    UnitKindDetail::Label(label) => {
                        (std::mem::replace(&mut kind.label, label.clone()), label.clone(), "label")
                    }
                    UnitKindDetail::SpeedKmh(speed) => {
                        (std::mem::replace(&mut kind.speed_kmh, *speed).to_string(), speed.to_string(), "speed_kmh")
                    }
                };
                self.changed(SetUpKind::UnitKind, code.as_str(), field, was, now);
            }
            Event::UnitKindRetired { code } | Event::UnitKindRestored { code } => {
                let retired = matches!(self.row.event, Event::UnitKindRetired { .. });
                let Some(kind) = self.state.unit_kinds.get_mut(code) else { return };
                kind.retired = retired;
                let name = kind.label.clone();
                self.set_up(retired_line(SetUpKind::UnitKind, name, retired));
            }
            _ => {}
        }
    }

    fn flag_changed(&mut self, id: super::ids::FlagId, detail: &FlagDetail) {
        let offset_minutes = self.row.offset_minutes;
        let until = |at: Option<Moment>| {
            let at = at.map(|moment| LocalTime { moment, offset_minutes });
            at.map(|at| format!("{} {}", at.date(), at.short_clock())).unwrap_or_default()
        };
        let Some(flag) = self.state.flags.get_mut(&id) else { return };
        let name = flag.text.clone();
        let (field, was, now) = match detail {
            FlagDetail::Text(now) => ("text", std::mem::replace(&mut flag.text, now.clone()), now.clone()),
            FlagDetail::Severity(now) => {
                let was = std::mem::replace(&mut flag.severity, *now);
                ("severity", format!("{was:?}").to_lowercase(), format!("{now:?}").to_lowercase())
            }
            FlagDetail::Source(now) => ("source", std::mem::replace(&mut flag.source, now.clone()), now.clone()),
            FlagDetail::Metres(now) => {
                ("metres", std::mem::replace(&mut flag.metres, *now).to_string(), now.to_string())
            }
            FlagDetail::Expires(now) => ("expires", until(std::mem::replace(&mut flag.expires, *now)), until(*now)),
        };
        self.changed(SetUpKind::Flag, &name, field, was, now);
    }

    fn unit_changed(&mut self, id: UnitId, detail: &UnitDetail) {
        if let UnitDetail::Post(post) = detail {
            self.use_place(post);
        }
        let Some(unit) = self.state.units.get_mut(&id) else { return };
        let name = unit.call_sign.clone();
        let (field, was, now) = match detail {
            UnitDetail::CallSign(now) => {
                let was = std::mem::replace(&mut unit.call_sign, now.clone());
                if self.state.call_signs.get(&fold_call_sign(&was)) == Some(&id) {
                    self.state.call_signs.remove(&fold_call_sign(&was));
                }
                self.state.call_signs.insert(fold_call_sign(now), id);
                ("call_sign", was, now.clone())
            }
            UnitDetail::Kind(now) => {
                let was = std::mem::replace(&mut unit.kind, now.clone());
                ("kind", was.to_string(), now.to_string())
            }
            UnitDetail::CapabilityAdded(now) => {
                unit.capabilities.insert(now.clone());
                ("capability", String::new(), now.clone())
            }
            UnitDetail::CapabilityRemoved(was) => {
                unit.capabilities.remove(was);
                ("capability", was.clone(), String::new())
            }
            UnitDetail::Crew(now) => ("crew", std::mem::replace(&mut unit.crew, *now).to_string(), now.to_string()),
            UnitDetail::Post(now) => {
                let was = std::mem::replace(&mut unit.post, now.clone());
                ("post", was.text, now.text.clone())
            }
        };
        self.changes.units.insert(id);
        self.changed(SetUpKind::Unit, &name, field, was, now);
    }

    fn unit_retired(&mut self, id: UnitId, retired: bool) {
        let Some(unit) = self.state.units.get_mut(&id) else { return };
        unit.retired = retired;
        let name = unit.call_sign.clone();
        self.changes.units.insert(id);
        self.set_up(retired_line(SetUpKind::Unit, name, retired));
    }

    fn edit_place(&mut self, id: super::ids::PlaceId, edit: impl FnOnce(&mut Place) -> SetUpLine) {
        let Some(place) = self.state.places.get_mut(&id) else { return };
        self.state.place_index.remove(place);
        let line = edit(place);
        if !place.retired {
            self.state.place_index.add(place);
        }
        self.set_up(line);
    }

    fn ground(&mut self) {
        let ground = &mut self.state.ground;
        self.changes.ground = true;
        match &self.row.event {
            Event::LayerAdded { layer, name, source } => {
                let row = Layer { id: *layer, name: name.clone(), source: source.clone(), retired: false };
                ground.layers.insert(*layer, row);
                ground.rebuild_names();
                ground.drawn = self.row.seq;
                self.added(SetUpKind::Layer, name);
            }
            Event::PathsDrawn { layer, first, lines } => {
                ground.draw(*layer, *first, lines);
                ground.drawn = self.row.seq;
            }
            Event::LayerRetired { layer } | Event::LayerRestored { layer } => {
                let retired = matches!(self.row.event, Event::LayerRetired { .. });
                let Some(layer) = ground.layers.get_mut(layer) else { return };
                layer.retired = retired;
                let name = layer.name.clone();
                ground.rebuild_names();
                ground.drawn = self.row.seq;
                self.set_up(retired_line(SetUpKind::Layer, name, retired));
            }
            Event::PathsClosed { paths, reason } => {
                ground.closed.extend(paths.iter().map(|path| (*path, reason.clone())));
                ground.shut = self.row.seq;
                let what = ground.name_of(paths);
                self.general(Line::PathsClosed { what, reason: reason.clone() });
            }
            Event::PathsOpened { paths } => {
                paths.iter().for_each(|path| drop(ground.closed.remove(path)));
                ground.shut = self.row.seq;
                let what = ground.name_of(paths);
                self.general(Line::PathsOpened { what });
            }
            Event::CrowdFactorSet { paths, percent } => {
                let was = paths.first().map_or(100, |path| ground.crowd_on(*path));
                for path in paths {
                    match percent {
                        100 => ground.crowd.remove(path),
                        _ => ground.crowd.insert(*path, *percent),
                    };
                }
                ground.shut = self.row.seq;
                let what = ground.name_of(paths);
                self.general(Line::Crowd { what, was, now: *percent });
            }
            Event::SitePlanPlaced { name, blob, anchors } => {
                ground.plan = Some(SitePlan { name: name.clone(), blob: blob.clone(), anchors: anchors.clone() });
                self.added(SetUpKind::SitePlan, name);
            }
            Event::SitePlanRemoved { name } => {
                ground.plan = None;
                self.set_up(retired_line(SetUpKind::SitePlan, name.clone(), true));
            }
            _ => {}
        }
    }

    fn incident_type(&mut self) {
        let types = &mut self.state.types;
        match &self.row.event {
            Event::TypeAdded { code, label, common, group, priority } => {
                types.insert(
                    code.clone(),
                    IncidentType {
                        code: code.clone(),
                        label: label.clone(),
                        common: common.clone(),
                        group: *group,
                        priority: *priority,
                        retired: false,
                        used: false,
                    },
                );
                self.added(SetUpKind::IncidentType, label);
            }
            Event::TypeChanged { code, detail } => {
                let Some(row) = types.get_mut(code) else { return };
                let name = row.label.clone();
                let (field, was, now) = match detail {
                    TypeDetail::Label(now) => ("label", std::mem::replace(&mut row.label, now.clone()), now.clone()),
                    TypeDetail::Common(now) => ("common", std::mem::replace(&mut row.common, now.clone()), now.clone()),
                    TypeDetail::Group(now) => {
                        ("group", format!("{:?}", std::mem::replace(&mut row.group, *now)), format!("{now:?}"))
                    }
                    TypeDetail::Priority(now) => (
                        "priority",
                        std::mem::replace(&mut row.priority, *now).code().to_owned(),
                        now.code().to_owned(),
                    ),
                };
                self.changed(SetUpKind::IncidentType, &name, field, was, now);
            }
            Event::TypeRetired { code } | Event::TypeRestored { code } => {
                let retired = matches!(self.row.event, Event::TypeRetired { .. });
                let Some(row) = types.get_mut(code) else { return };
                row.retired = retired;
                let name = row.label.clone();
                self.set_up(retired_line(SetUpKind::IncidentType, name, retired));
            }
            _ => {}
        }
    }

    fn disposition(&mut self) {
        let dispositions = &mut self.state.dispositions;
        match &self.row.event {
            Event::DispositionAdded { code, label, common, group } => {
                dispositions.insert(
                    code.clone(),
                    Disposition {
                        code: code.clone(),
                        label: label.clone(),
                        common: common.clone(),
                        group: *group,
                        retired: false,
                        used: false,
                    },
                );
                self.added(SetUpKind::Disposition, label);
            }
            Event::DispositionChanged { code, detail } => {
                let Some(row) = dispositions.get_mut(code) else { return };
                let name = row.label.clone();
                let (field, was, now) = match detail {
                    DispositionDetail::Label(now) => {
                        ("label", std::mem::replace(&mut row.label, now.clone()), now.clone())
                    }
                    DispositionDetail::Common(now) => {
                        ("common", std::mem::replace(&mut row.common, now.clone()), now.clone())
                    }
                    DispositionDetail::Group(now) => {
                        let word = |group: Option<Group>| group.map(|group| format!("{group:?}").to_lowercase());
                        let was = std::mem::replace(&mut row.group, *now);
                        ("group", word(was).unwrap_or_default(), word(*now).unwrap_or_default())
                    }
                };
                self.changed(SetUpKind::Disposition, &name, field, was, now);
            }
            Event::DispositionRetired { code } | Event::DispositionRestored { code } => {
                let retired = matches!(self.row.event, Event::DispositionRetired { .. });
                let Some(row) = dispositions.get_mut(code) else { return };
                row.retired = retired;
                let name = row.label.clone();
                self.set_up(retired_line(SetUpKind::Disposition, name, retired));
            }
            _ => {}
        }
    }

    fn phrase(&mut self) {
        let key = |means: &str, phrase: &str| PhraseKey { means: means.to_owned(), phrase: phrase.to_owned() };
        let line = match &self.row.event {
            Event::PhraseWeighed { means, phrase, priority, weight } => {
                let strength = Some(Strength { priority: *priority, weight: *weight });
                let rule = PhraseRule { strength, retired: false };
                let name = format!("{means}: {phrase}");
                let word = |rule: &PhraseRule| rule.strength.map(Strength::word).unwrap_or_default();
                let now = word(&rule);
                match self.state.phrases.insert(key(means, phrase), rule) {
                    None => SetUpLine::Added { what: SetUpKind::Phrase, count: 1, name },
                    Some(was) => {
                        let field = "weight".to_owned();
                        SetUpLine::Changed { what: SetUpKind::Phrase, name, field, was: word(&was), now }
                    }
                }
            }
            Event::PhraseRetired { means, phrase } | Event::PhraseRestored { means, phrase } => {
                let retired = matches!(self.row.event, Event::PhraseRetired { .. });
                self.state.phrases.entry(key(means, phrase)).or_default().retired = retired;
                retired_line(SetUpKind::Phrase, format!("{means}: {phrase}"), retired)
            }
            _ => return,
        };
        self.set_up(line);
    }

    fn call_described(&mut self, id: CallId, detail: &CallDetail) {
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

    fn call_attached(&mut self, id: CallId, incident: IncidentId) {
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
    fn call_detached(&mut self, id: CallId, incident: IncidentId) {
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

    #[expect(clippy::too_many_arguments, reason = "the fields of one event, spread out once")]
    fn incident_opened(
        &mut self,
        id: IncidentId,
        number: u32,
        year: &str,
        kind: &super::ids::Code,
        priority: super::incident::Priority,
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

    fn unit_assigned(&mut self, id: AssignmentId, incident: IncidentId, unit: UnitId, step: Step) {
        let at = self.row.at;
        let Some(row) = self.state.units.get_mut(&unit) else { return };
        let Some(work) = self.state.incidents.get_mut(&incident) else { return };
        let stacked = !row.stack.is_empty();
        row.stack.push(id);
        row.used = true;
        row.last_heard = Some(at);
        work.assignments.push(id);
        let assignment =
            Assignment { id, incident, unit, steps: vec![(step, at)], destination: String::new(), end: None };
        // The earlier work shows under another unit status from here on, so its incident changes too.
        let others: Vec<IncidentId> = row
            .stack
            .iter()
            .filter_map(|other| self.state.assignments.get(other))
            .map(|other| other.incident)
            .collect();
        self.state.assignments.insert(id, assignment);
        self.changes.incidents.extend(others);
        self.changes.units.insert(unit);
        self.line_on(Some(incident), Line::Assigned { unit, step, stacked });
    }

    fn unit_stepped(&mut self, id: AssignmentId, step: Step, destination: &str) {
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
        if step == Step::AtDestination {
            let arrived = self.state.spot(&self.state.assignments[&id].destination.clone());
            if let Some(row) = self.state.units.get_mut(&unit) {
                row.last_seen = Some((arrived, at));
            }
        } else if step == Step::OnScene
            && let Some(place) = self.state.incidents.get(&incident).map(|incident| incident.place.clone())
            && let Some(row) = self.state.units.get_mut(&unit)
        {
            row.last_seen = Some((place, at));
        }
        self.heard(unit);
        let destination = destination.to_owned();
        self.line_on(Some(incident), Line::Stepped { unit, step, destination });
    }

    fn unit_released(&mut self, id: AssignmentId, how: Ending, reason: &str) {
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
        let others: Vec<IncidentId> = self
            .state
            .units
            .get(&unit)
            .into_iter()
            .flat_map(|unit| &unit.stack)
            .filter_map(|other| self.state.assignments.get(other))
            .map(|other| other.incident)
            .collect();
        self.changes.incidents.extend(others);
        self.changes.units.insert(unit);
        self.line_on(Some(incident), Line::Released { unit, how, reason: reason.to_owned() });
    }
}

fn retired_line(what: SetUpKind, name: String, retired: bool) -> SetUpLine {
    if retired { SetUpLine::Retired { what, name } } else { SetUpLine::Restored { what, name } }
}

fn change_place(place: &mut Place, detail: &PlaceDetail) -> SetUpLine {
    let name = place.name.clone();
    let (field, was, now) = match detail {
        PlaceDetail::Name(now) => ("name", std::mem::replace(&mut place.name, now.clone()), now.clone()),
        PlaceDetail::AliasAdded(now) => {
            place.aliases.insert(now.clone());
            ("alias", String::new(), now.clone())
        }
        PlaceDetail::AliasRemoved(was) => {
            place.aliases.remove(was);
            ("alias", was.clone(), String::new())
        }
        PlaceDetail::What(now) => ("kind", std::mem::replace(&mut place.kind, now.clone()), now.clone()),
        PlaceDetail::Point(now) => {
            let written = |point: Option<super::geo::Point>| {
                point.map(|point| super::geo::write(point, super::geo::Notation::Decimal)).unwrap_or_default()
            };
            ("point", written(std::mem::replace(&mut place.point, *now)), written(*now))
        }
        PlaceDetail::Note(now) => ("note", std::mem::replace(&mut place.note, now.clone()), now.clone()),
        PlaceDetail::Shape(now) => {
            let was = std::mem::replace(&mut place.shape, now.clone());
            ("shape", was.word().to_owned(), now.word().to_owned())
        }
    };
    SetUpLine::Changed { what: SetUpKind::Place, name, field: field.to_owned(), was, now }
}

fn answered_word(answered: Answered) -> &'static str {
    match answered {
        Answered::NotAsked => "",
        Answered::Yes => "yes",
        Answered::No => "no",
        Answered::Unknown => "unknown",
    }
}

/// Folds rows in order and returns everything they touched.
pub fn apply_all<'a>(state: &mut State, rows: impl IntoIterator<Item = &'a Recorded>) -> Changes {
    let mut changes = Changes::default();
    for row in rows {
        changes.merge(apply(state, row));
    }
    changes
}

/// How long ago something happened, in seconds, never negative: a clock set wrong must not show as minus.
#[must_use]
pub fn age_seconds(now: Moment, since: Moment) -> i64 {
    now.seconds_since(since).max(0)
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
