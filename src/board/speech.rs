//! Sentences: what a line of the record says, why a command was refused, what Enter will do.

use crate::domain::call::{CallEnd, Source};
use crate::domain::command::{Command, Urgency};
use crate::domain::entry::{Field, Line, SetUpKind, SetUpLine};
use crate::domain::ids::{Code, IncidentId, UnitId};
use crate::domain::incident::Priority;
use crate::domain::incident::{DebriefPart, Phase};
use crate::domain::language::parse::{Fault, Intent, Parsed, Show};
use crate::domain::language::verbs::Verb;
use crate::domain::moment::{LocalTime, Moment};
use crate::domain::phrase;
use crate::domain::refusal::{Needed, Refusal};
use crate::domain::setup::{Profile, Tone};
use crate::domain::state::State;
use crate::domain::unit::{Ending, Readiness, Status, Step};
use crate::words::{Msg, say, t};

/// How instants are written: the offset of the operation's zone, in minutes.
#[derive(Clone, Copy)]
pub struct Clock(pub i32);

impl Clock {
    #[must_use]
    pub fn at(self, moment: Moment) -> LocalTime {
        LocalTime { moment, offset_minutes: self.0 }
    }
}

#[must_use]
pub fn readiness_word(readiness: Readiness) -> &'static str {
    t(match readiness {
        Readiness::Available => Msg::Available,
        Readiness::AtPost => Msg::AtPost,
        Readiness::MoveUp => Msg::MoveUp,
        Readiness::Busy => Msg::Busy,
        Readiness::Break => Msg::OnBreak,
        Readiness::Training => Msg::Training,
        Readiness::OutOfService => Msg::OutOfService,
        Readiness::OffDuty => Msg::OffDuty,
    })
}

#[must_use]
pub fn step_word(step: Step) -> &'static str {
    t(match step {
        Step::Dispatched => Msg::Dispatched,
        Step::Acknowledged => Msg::Acknowledged,
        Step::EnRoute => Msg::EnRoute,
        Step::Staged => Msg::Staged,
        Step::OnScene => Msg::OnScene,
        Step::AtPatient => Msg::AtPatient,
        Step::Transporting => Msg::Transporting,
        Step::AtDestination => Msg::AtDestination,
        Step::HandedOver => Msg::HandedOver,
    })
}

#[must_use]
pub fn status_word(status: Status) -> &'static str {
    match status {
        Status::Ready(readiness) => readiness_word(readiness),
        Status::On(step) => step_word(step),
    }
}

#[must_use]
pub fn phase_word(phase: Phase) -> &'static str {
    t(match phase {
        Phase::Pending => Msg::Pending,
        Phase::Dispatched => Msg::Dispatched,
        Phase::EnRoute => Msg::EnRoute,
        Phase::OnScene => Msg::OnScene,
        Phase::Clearing => Msg::Clearing,
        Phase::Closed => Msg::Closed,
    })
}

#[must_use]
pub fn source_word(source: Source) -> &'static str {
    t(match source {
        Source::Phone => Msg::Phone,
        Source::Radio => Msg::RadioSource,
        Source::WalkIn => Msg::WalkIn,
        Source::Text => Msg::TextSource,
    })
}

#[must_use]
pub fn call_end_word(how: CallEnd) -> &'static str {
    t(match how {
        CallEnd::Ended => Msg::CallEnded,
        CallEnd::Silent => Msg::CallSilent,
        CallEnd::HungUp => Msg::CallHungUp,
        CallEnd::Abandoned => Msg::CallAbandoned,
    })
}

#[must_use]
pub fn profile_word(profile: Profile) -> &'static str {
    t(match profile {
        Profile::Event => Msg::ProfileEvent,
        Profile::FireEms => Msg::ProfileFireEms,
        Profile::SearchAndRescue => Msg::ProfileSar,
        Profile::RadioNet => Msg::ProfileRadioNet,
        Profile::Practice => Msg::ProfilePractice,
    })
}

#[must_use]
pub fn tone_word(tone: Tone) -> &'static str {
    t(match tone {
        Tone::Urgent => Msg::ToneUrgent,
        Tone::Double => Msg::ToneDouble,
        Tone::Single => Msg::ToneSingle,
        Tone::None => Msg::ToneNone,
    })
}

#[must_use]
pub fn debrief_word(part: DebriefPart) -> &'static str {
    t(match part {
        DebriefPart::WentWell => Msg::WentWell,
        DebriefPart::Improve => Msg::ToImprove,
        DebriefPart::FollowUp => Msg::FollowUp,
    })
}

/// How a question of the first assessment is called. Questions of later cards carry their own words.
#[must_use]
pub fn question_label(key: &str) -> &str {
    let msg = match key {
        "age" => Msg::QAge,
        "sex" => Msg::QSex,
        "conscious" => Msg::QConscious,
        "breathing" => Msg::QBreathing,
        "severity" => Msg::QSeverity,
        "burning" => Msg::QBurning,
        "size" => Msg::QSize,
        "smoke" => Msg::QSmoke,
        "people_inside" => Msg::QPeopleInside,
        "spread" => Msg::QSpread,
        "hazmat" => Msg::QHazmat,
        "in_progress" => Msg::QInProgress,
        "weapons" => Msg::QWeapons,
        "persons" => Msg::QPersons,
        "vehicle" => Msg::QVehicle,
        "direction" => Msg::QDirection,
        "threat" => Msg::QThreat,
        "officer_safety" => Msg::QOfficerSafety,
        "hurt" => Msg::QHurt,
        "hazards" => Msg::QHazards,
        "access" => Msg::QAccess,
        _ => return key,
    };
    t(msg)
}

pub(super) fn unit(state: &State, id: UnitId) -> String {
    state.units.get(&id).map_or_else(|| "?".into(), |unit| unit.call_sign.clone())
}

pub(super) fn number(state: &State, id: IncidentId) -> String {
    state.incidents.get(&id).map_or_else(|| "?".into(), |incident| incident.number.to_string())
}

/// `#14 Cardiac arrest`.
#[must_use]
pub fn incident(state: &State, id: IncidentId) -> String {
    state.incidents.get(&id).map_or_else(
        || "?".into(),
        |incident| format!("#{} {}", incident.number, super::queue::type_label(incident, state)),
    )
}

fn kind(state: &State, code: &Code) -> String {
    state.types.get(code).map_or_else(|| code.to_string(), |row| row.label.clone())
}

fn disposition(state: &State, code: &Code) -> String {
    state.dispositions.get(code).map_or_else(|| code.to_string(), |row| row.label.clone())
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}

fn with_reason(sentence: String, reason: &str) -> String {
    if reason.is_empty() { sentence } else { format!("{sentence}: {reason}") }
}

/// One line of the record.
#[must_use]
pub fn line(line: &Line, state: &State, clock: Clock) -> String {
    match line {
        Line::Note(text) | Line::Radio { text, .. } => text.clone(),
        Line::Opened { kind: code, place } => say(Msg::LineOpened, &[&kind(state, code), place]),
        Line::CallTaken { source } => say(Msg::LineCallTaken, &[source_word(*source)]),
        Line::CallAttached { source, what } => with_reason(say(Msg::LineCallAttached, &[source_word(*source)]), what),
        Line::CallDetached { source, what } => with_reason(say(Msg::LineCallDetached, &[source_word(*source)]), what),
        Line::CallEnded(how) => call_end_word(*how).to_owned(),
        Line::Kind { was, now } => say(Msg::LineType, &[&kind(state, now), &kind(state, was)]),
        Line::Priority { was, now } => say(Msg::LinePriority, &[now.code(), was.code()]),
        Line::Place { was, now } => say(Msg::LinePlace, &[now, was]),
        Line::Verified(place) => say(Msg::LineVerified, &[place]),
        Line::VerificationWithdrawn => t(Msg::LineNotVerified).to_owned(),
        Line::Detail { field, was, now } => {
            let name = field_word(*field);
            if was.is_empty() {
                format!("{name}: {}", or_dash(now))
            } else {
                say(Msg::LineFieldChanged, &[name, or_dash(now), was])
            }
        }
        Line::DangerNoted(danger) => say(Msg::LineDanger, &[danger]),
        Line::DangerCleared(danger) => say(Msg::LineDangerCleared, &[danger]),
        Line::Answer { question, was, now } => {
            let label = question_label(question);
            if was.is_empty() {
                format!("{label}: {}", or_dash(now))
            } else {
                say(Msg::LineFieldChanged, &[label, or_dash(now), was])
            }
        }
        Line::Assigned { unit: id, step, stacked } => {
            let msg = if *stacked { Msg::LineStacked } else { Msg::LineAssigned };
            say(msg, &[&unit(state, *id), &step_word(*step).to_lowercase()])
        }
        Line::Stepped { unit: id, step, destination } => {
            let sentence = format!("{} {}", unit(state, *id), step_word(*step).to_lowercase());
            if destination.is_empty() { sentence } else { format!("{sentence}, {destination}") }
        }
        Line::StepWithdrawn { unit: id, step } => {
            say(Msg::LineStepWithdrawn, &[&unit(state, *id), &step_word(*step).to_lowercase()])
        }
        Line::Released { unit: id, how, reason } => {
            let sign = unit(state, *id);
            match how {
                Ending::Cleared => with_reason(say(Msg::LineCleared, &[&sign]), reason),
                Ending::Cancelled => with_reason(say(Msg::LineCancelled, &[&sign]), reason),
                Ending::Diverted => say(Msg::LineDiverted, &[&sign, reason]),
                Ending::Withdrawn => say(Msg::LineWithdrawn, &[&sign]),
            }
        }
        Line::Readiness { unit: id, was, now, reason } => with_reason(
            say(
                Msg::LineReadiness,
                &[&unit(state, *id), &readiness_word(*now).to_lowercase(), &readiness_word(*was).to_lowercase()],
            ),
            reason,
        ),
        Line::Moved { unit: id, place } => say(Msg::LineMoved, &[&unit(state, *id), place]),
        Line::Welfare { unit: id, due: Some(due) } => {
            say(Msg::LineWelfare, &[&unit(state, *id), &clock.at(*due).clock()])
        }
        Line::Welfare { unit: id, due: None } => say(Msg::LineWelfareOff, &[&unit(state, *id)]),
        Line::RollCall { unit: id } => say(Msg::LineRollCall, &[&unit(state, *id)]),
        Line::Held { until, reason } => with_reason(say(Msg::LineHeld, &[&clock.at(*until).short_clock()]), reason),
        Line::HoldEnded => t(Msg::LineHoldEnded).to_owned(),
        Line::Linked(other) => say(Msg::LineLinked, &[&incident(state, *other)]),
        Line::Unlinked(other) => say(Msg::LineUnlinked, &[&incident(state, *other)]),
        Line::Alarm { was, now } => say(Msg::LineAlarm, &[&now.to_string(), &was.to_string()]),
        Line::Requested { what, count } => say(Msg::LineRequested, &[&count.to_string(), what]),
        Line::RequestMet { what } => say(Msg::LineRequestMet, &[what]),
        Line::Closed { disposition: code, text } => {
            with_reason(say(Msg::LineClosed, &[&disposition(state, code)]), text)
        }
        Line::Reopened { reason } => with_reason(t(Msg::LineReopened).to_owned(), or_undone(reason)),
        Line::Debrief { part, text, owner } => {
            let sentence = format!("{}: {text}", debrief_word(*part));
            if owner.is_empty() { sentence } else { say(Msg::LineOwner, &[&sentence, owner]) }
        }
        Line::Advised { advised, sent } => super::advice::advised(state, advised, sent),
        Line::SetUp(change) => set_up(change),
        Line::PathsClosed { what, reason } => with_reason(say(Msg::LinePathClosed, &[what]), reason),
        Line::PathsOpened { what } => say(Msg::LinePathOpened, &[what]),
        Line::Crowd { what, was, now } => say(Msg::LineCrowd, &[what, &now.to_string(), &was.to_string()]),
        other => super::guidance::line(other, state),
    }
}

/// An empty reason is that of an undo.
#[must_use]
pub fn or_undone(reason: &str) -> &str {
    if reason.is_empty() { t(Msg::TakenBack) } else { reason }
}

fn field_word(field: Field) -> &'static str {
    t(match field {
        Field::What => Msg::WhatHappened,
        Field::Callback => Msg::Callback,
        Field::Caller => Msg::Caller,
        Field::Relation => Msg::Relation,
        Field::CallerSafe => Msg::CallerSafe,
        Field::Source => Msg::SourceLabel,
        Field::CallPlace => Msg::Where,
        Field::Hurt => Msg::NumberHurt,
        Field::Answered => Msg::HappenedAt,
    })
}

#[must_use]
pub fn set_up_word(what: SetUpKind) -> &'static str {
    t(match what {
        SetUpKind::Operation => Msg::Operation,
        SetUpKind::Unit => Msg::Unit,
        SetUpKind::UnitKind => Msg::UnitKind,
        SetUpKind::Place => Msg::Place,
        SetUpKind::IncidentType => Msg::IncidentType,
        SetUpKind::Priority => Msg::Priority,
        SetUpKind::Disposition => Msg::Disposition,
        SetUpKind::Flag => Msg::Flag,
        SetUpKind::Target => Msg::Goal,
        SetUpKind::Phrase => Msg::PhraseWord,
        SetUpKind::Layer => Msg::MapLayer,
        SetUpKind::SitePlan => Msg::SitePlan,
        SetUpKind::Card => Msg::Card,
        SetUpKind::Plan => Msg::Plan,
        SetUpKind::PlanWord => Msg::PlanWord,
        SetUpKind::Post => Msg::Post,
        SetUpKind::PlanRule => Msg::PlanRule,
    })
}

fn set_up(change: &SetUpLine) -> String {
    match change {
        SetUpLine::Added { what, count: 1, name } => say(Msg::LineAdded, &[set_up_word(*what), name]),
        SetUpLine::Added { what, count, name } => {
            say(Msg::LineAddedMany, &[set_up_word(*what), name, &count.to_string()])
        }
        // The operation itself has one name only, which its own change would say twice.
        SetUpLine::Changed { what, name, field, was, now } if name.is_empty() => say(
            Msg::LineFieldChanged,
            &[set_up_word(*what), &format!("{} {}", field.replace('_', " "), or_dash(now)), or_dash(was)],
        ),
        SetUpLine::Changed { what, name, field, was, now } => {
            say(Msg::LineChanged, &[set_up_word(*what), name, &field.replace('_', " "), or_dash(now), or_dash(was)])
        }
        SetUpLine::Retired { what, name } => say(Msg::LineRetired, &[set_up_word(*what), name]),
        SetUpLine::Restored { what, name } => say(Msg::LineRestored, &[set_up_word(*what), name]),
    }
}

/// Why not, for the dispatcher, with what to do about it.
#[must_use]
pub fn refusal(refusal: &Refusal, state: &State, clock: Clock) -> String {
    match refusal {
        Refusal::OperationNotOpen => t(Msg::NoOperation).to_owned(),
        Refusal::OperationAlreadyOpen => t(Msg::OperationThere).to_owned(),
        Refusal::Missing(needed) => say(Msg::NeedsField, &[needed_word(*needed)]),
        Refusal::TooLong { field, most } => say(Msg::FieldTooLong, &[needed_word(*field), &most.to_string()]),
        Refusal::OutOfRange { field, least, most } => {
            say(Msg::FieldOutOfRange, &[needed_word(*field), &least.to_string(), &most.to_string()])
        }
        Refusal::UnknownUnit => t(Msg::UnknownUnit).to_owned(),
        Refusal::UnknownIncident => t(Msg::UnknownIncident).to_owned(),
        Refusal::UnknownCall => t(Msg::UnknownCall).to_owned(),
        Refusal::UnknownPlace => t(Msg::UnknownPlace).to_owned(),
        Refusal::UnknownType(word) => say(Msg::UnknownType, &[word]),
        Refusal::UnknownUnitKind(word) => say(Msg::UnknownUnitKind, &[word]),
        Refusal::UnknownDisposition(word) => say(Msg::UnknownDisposition, &[word]),
        Refusal::UnknownPlan(word) => say(Msg::UnknownPlan, &[word]),
        Refusal::PhraseNeverFound(fault) => phrase_fault(*fault).to_owned(),
        Refusal::UnknownFlag
        | Refusal::UnknownEntry
        | Refusal::UnknownRequest
        | Refusal::UnknownTarget
        | Refusal::UnknownPath
        | Refusal::UnknownLayer => t(Msg::UnknownRow).to_owned(),
        Refusal::PlanMirrored => t(Msg::PlanMirrored).to_owned(),
        Refusal::PlanStretched { tenths } => say(Msg::PlanStretched, &[&(f64::from(*tenths) / 10.0).to_string()]),
        Refusal::PlanNotPlaced => t(Msg::PlanNotPlaced).to_owned(),
        Refusal::CallSignTaken(name) => say(Msg::CallSignTaken, &[name]),
        Refusal::PlaceNameTaken(name) => say(Msg::PlaceNameTaken, &[name]),
        Refusal::CodeTaken(code) => say(Msg::CodeTaken, &[code.as_str()]),
        Refusal::InRow { row, fault } => say(Msg::InRow, &[&row.to_string(), &self::refusal(fault, state, clock)]),
        Refusal::UnitRetired(id) => say(Msg::UnitIsRetired, &[&unit(state, *id)]),
        Refusal::UnitStillAssigned { unit: id, incident: on } => {
            say(Msg::UnitStillAssigned, &[&unit(state, *id), &incident(state, *on)])
        }
        Refusal::AlreadyRetired => t(Msg::AlreadyRetired).to_owned(),
        Refusal::NotRetired => t(Msg::NotRetired).to_owned(),
        Refusal::Unchanged => t(Msg::Unchanged).to_owned(),
        Refusal::IncidentClosed(id) => say(Msg::IncidentIsClosed, &[&incident(state, *id)]),
        Refusal::IncidentOpen(id) => say(Msg::IncidentIsOpen, &[&incident(state, *id)]),
        Refusal::AlreadyAttached(id) => say(Msg::AlreadyAttached, &[&incident(state, *id)]),
        Refusal::CallOver => t(Msg::CallOver).to_owned(),
        Refusal::LinkedToItself => t(Msg::LinkedToItself).to_owned(),
        Refusal::AlreadyLinked => t(Msg::AlreadyLinked).to_owned(),
        Refusal::NotLinked => t(Msg::NotLinked).to_owned(),
        Refusal::NotHeld => t(Msg::NotHeld).to_owned(),
        Refusal::AlreadyVerified(at) => say(Msg::AlreadyVerified, &[&clock.at(*at).clock()]),
        Refusal::AlarmNotHigher { now } => say(Msg::AlarmNotHigher, &[&now.to_string()]),
        Refusal::AlreadyMet => t(Msg::AlreadyMet).to_owned(),
        Refusal::AlreadyStruck => t(Msg::AlreadyStruck).to_owned(),
        Refusal::AlreadyAssigned { unit: id, incident: on } => {
            let (sign, here) = (unit(state, *id), incident(state, *on));
            let top = state.units.get(id).and_then(|unit| state.top_assignment(unit)).map(|work| work.incident);
            match top.filter(|top| top != on) {
                Some(top) => say(Msg::AlreadyBeneath, &[&sign, &here, &incident(state, top)]),
                None => say(Msg::AlreadyAssigned, &[&sign, &here]),
            }
        }
        Refusal::UnitBusy { unit: id, incident: on, step, since } => {
            let who = sender(state, *id).unwrap_or_default();
            let sentence = say(
                Msg::UnitIsBusy,
                &[
                    &unit(state, *id),
                    &step_word(*step).to_lowercase(),
                    &incident(state, *on),
                    &clock.at(*since).clock(),
                ],
            );
            if who.is_empty() { sentence } else { say(Msg::SentBy, &[&sentence, &who]) }
        }
        Refusal::NoLesserWork { unit: id, incident: on, step, priority, instead } => say(
            Msg::NoLesserWork,
            &[
                &unit(state, *id),
                &step_word(*step).to_lowercase(),
                &incident(state, *on),
                priority.code(),
                instead.code(),
            ],
        ),
        Refusal::UnitNotReady { unit: id, readiness, reason } => with_reason(
            say(Msg::UnitNotReady, &[&unit(state, *id), &readiness_word(*readiness).to_lowercase()]),
            reason,
        ),
        Refusal::NotAssigned { unit: id, incident: Some(on) } => {
            say(Msg::NotOnThatIncident, &[&unit(state, *id), &incident(state, *on)])
        }
        Refusal::NotAssigned { unit: id, incident: None } => say(Msg::NotAssigned, &[&unit(state, *id)]),
        Refusal::AlreadyThere { unit: id, step, at } => {
            say(Msg::AlreadyThere, &[&unit(state, *id), &step_word(*step).to_lowercase(), &clock.at(*at).clock()])
        }
        Refusal::OutOfSequence { unit: id, has, wants, expected } => match expected {
            Some(expected) => say(
                Msg::SkipsStep,
                &[&unit(state, *id), &step_word(*expected).to_lowercase(), &step_word(*wants).to_lowercase()],
            ),
            None => say(
                Msg::StepsBack,
                &[&unit(state, *id), &step_word(*has).to_lowercase(), &step_word(*wants).to_lowercase()],
            ),
        },
        Refusal::AlreadyArrived { unit: id, step } => {
            say(Msg::CancelAfterArrival, &[&unit(state, *id), &step_word(*step).to_lowercase()])
        }
        Refusal::UnitsStillWorking { incident: on, units } => {
            let signs: Vec<String> = units.iter().map(|id| unit(state, *id)).collect();
            say(Msg::UnitsStillWorking, &[&incident(state, *on), &signs.join(", ")])
        }
        Refusal::PlaceInDoubt(doubt) => super::place::doubt_words(*doubt),
        Refusal::NothingToUndo => t(Msg::NothingToUndo).to_owned(),
        Refusal::CannotUndo => t(Msg::CannotUndo).to_owned(),
        Refusal::UndoTooLate => t(Msg::UndoTooLate).to_owned(),
        other => super::guidance::refusal(other, state),
    }
}

/// Who sent a unit to what it is on: position and operator.
fn sender(state: &State, id: UnitId) -> Option<String> {
    let work = state.top_assignment(state.units.get(&id)?)?;
    let incident = state.incidents.get(&work.incident)?;
    let assigned =
        |entry: &&crate::domain::entry::Entry| matches!(entry.line, Line::Assigned { unit, .. } if unit == id);
    let entry = incident.entries.iter().rev().find(assigned)?;
    state.author(entry.by).map(|author| author.position.clone()).filter(|position| !position.is_empty())
}

#[must_use]
pub fn needed_word(needed: Needed) -> &'static str {
    t(match needed {
        Needed::Name => Msg::NeedName,
        Needed::Text => Msg::NeedText,
        Needed::Reason => Msg::NeedReason,
        Needed::Destination => Msg::NeedDestination,
        Needed::Disposition => Msg::NeedDisposition,
        Needed::Type => Msg::NeedType,
        Needed::Place => Msg::NeedPlace,
        Needed::Unit => Msg::NeedUnit,
        Needed::Incident => Msg::NeedIncident,
        Needed::CallSign => Msg::NeedCallSign,
        Needed::UnitKind => Msg::NeedUnitKind,
        Needed::Minutes => Msg::NeedMinutes,
        Needed::Level => Msg::NeedLevel,
        Needed::Count => Msg::NeedCount,
        Needed::From => Msg::NeedFrom,
        Needed::Owner => Msg::NeedOwner,
        Needed::Speed => Msg::NeedSpeed,
        Needed::Percent => Msg::NeedPercent,
        Needed::Metres => Msg::NeedMetres,
        Needed::Seconds => Msg::NeedSeconds,
        Needed::Crew => Msg::NeedCrew,
        Needed::Question => Msg::NeedQuestion,
        Needed::Zone => Msg::NeedZone,
        Needed::Prefix => Msg::NeedPrefix,
        Needed::Path => Msg::NeedPath,
        Needed::Picture => Msg::NeedPicture,
        Needed::Request => Msg::NeedRequest,
        Needed::Line => Msg::NeedLine,
        Needed::Code => Msg::NeedCode,
        Needed::Weight => Msg::NeedWeight,
        Needed::Hurt => Msg::NeedHurt,
    })
}

/// Why a phrase can never be found.
#[must_use]
pub fn phrase_fault(fault: phrase::Fault) -> &'static str {
    t(match fault {
        phrase::Fault::Empty => Msg::PhraseEmpty,
        phrase::Fault::Sign => Msg::PhraseSign,
        phrase::Fault::Gap => Msg::PhraseGap,
        phrase::Fault::Stem => Msg::PhraseStem,
        phrase::Fault::Number => Msg::PhraseNumber,
    })
}

/// Why a typed line means nothing yet.
#[must_use]
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Empty => String::new(),
        Fault::UnknownVerb { word, .. } => say(Msg::UnknownVerb, &[word]),
        Fault::UnknownWord { word, .. } => say(Msg::UnknownWord, &[word]),
        Fault::NoIncident { number } => say(Msg::NoSuchIncident, &[number]),
        Fault::NotATime(text) => say(Msg::NotATime, &[text]),
        Fault::Missing(needed) => say(Msg::NeedsField, &[needed_word(*needed)]),
    }
}

/// What Enter will do.
#[must_use]
pub fn preview(parsed: &Parsed, state: &State, now: LocalTime) -> String {
    let sentence = meant(&parsed.intent, state);
    let Some(happened) = parsed.happened else { return sentence };
    let happened = LocalTime { moment: happened, ..now };
    let time = if happened.clock().ends_with(":00") { happened.short_clock() } else { happened.clock() };
    // A time of day that is still to come today was yesterday's.
    let id = if happened.date() == now.date() { Msg::DoAtTime } else { Msg::DoAtTimeYesterday };
    say(id, &[&sentence, &time])
}

fn meant(intent: &Intent, state: &State) -> String {
    match intent {
        Intent::Do(command) => {
            let sentence = self::command(command, state);
            let (Command::OpenIncident { place, .. }
            | Command::MoveIncident { place, .. }
            | Command::MoveUnit { place, .. }) = command
            else {
                return sentence;
            };
            match super::place::resolved(state, place) {
                Some(words) => format!("{sentence} · {words}"),
                None => sentence,
            }
        }
        Intent::Show(Show::NewCall) => t(Msg::DoNewCall).to_owned(),
        Intent::Show(Show::Incident(id)) => say(Msg::DoSelect, &[&incident(state, *id)]),
        Intent::Show(Show::Unit(id)) => say(Msg::DoSelect, &[&unit(state, *id)]),
        Intent::Show(Show::Find(text)) => say(Msg::DoFind, &[text]),
        Intent::Show(Show::EndCall { incident: one, how }) => match one {
            Some(one) => say(Msg::DoEndCallOf, &[call_end_word(*how), &incident(state, *one)]),
            None => say(Msg::DoEndCall, &[call_end_word(*how)]),
        },
        Intent::Show(Show::CloseForm(id)) => say(Msg::DoCloseForm, &[&incident(state, *id)]),
        Intent::Show(Show::Recommend(id)) => say(Msg::DoRecommend, &[&incident(state, *id)]),
        Intent::Show(Show::Undo) => t(Msg::DoUndo).to_owned(),
        Intent::Show(Show::Help) => t(Msg::DoHelp).to_owned(),
    }
}

fn units(state: &State, ids: &[UnitId]) -> String {
    ids.iter().map(|id| unit(state, *id)).collect::<Vec<_>>().join(", ")
}

/// What a command does, as the preview and the last result say it.
#[must_use]
pub fn command(command: &Command, state: &State) -> String {
    let on = |id: &Option<IncidentId>| id.map_or_else(|| t(Msg::GeneralLog).to_owned(), |id| incident(state, id));
    match command {
        Command::OpenIncident { kind: code, place, priority, .. } => {
            let usual = || state.types.get(code).map_or(Priority::P3, |row| row.priority);
            let priority = match priority {
                Some(Urgency::Chosen(priority) | Urgency::Suggested(priority)) => *priority,
                None => usual(),
            };
            say(Msg::DoOpen, &[&kind(state, code), &place.text, priority.code()])
        }
        Command::Dispatch { incident: id, units: ids, step: Step::Dispatched }
        | Command::DispatchAdvised { incident: id, units: ids, step: Step::Dispatched, .. } => {
            say(Msg::DoDispatch, &[&units(state, ids), &incident(state, *id)])
        }
        Command::Dispatch { incident: id, units: ids, step }
        | Command::DispatchAdvised { incident: id, units: ids, step, .. } => {
            say(Msg::DoDispatchAs, &[&units(state, ids), &incident(state, *id), &step_word(*step).to_lowercase()])
        }
        Command::Divert { incident: id, unit: sent, .. } => {
            say(Msg::DoDivert, &[&unit(state, *sent), &incident(state, *id)])
        }
        Command::Step { unit: id, step, destination, .. } => {
            let sentence = format!("{} {}", unit(state, *id), step_word(*step).to_lowercase());
            if destination.is_empty() { sentence } else { format!("{sentence}, {destination}") }
        }
        Command::PlaceSitePlan { .. } => t(Msg::PlacePlan).to_owned(),
        Command::Clear { unit: id, incident: None } => say(Msg::DoClear, &[&unit(state, *id)]),
        Command::Clear { unit: id, incident: Some(from) } => {
            say(Msg::DoClearFrom, &[&unit(state, *id), &incident(state, *from)])
        }
        Command::Cancel { unit: id, .. } => say(Msg::DoCancel, &[&unit(state, *id)]),
        Command::SetReadiness { unit: id, readiness, reason } => {
            // A unit that moved up has two posts; at the other one it has arrived, and is not back.
            let row = state.units.get(id).filter(|unit| unit.readiness == Readiness::MoveUp);
            let home = row.filter(|_| *readiness == Readiness::AtPost && reason.is_empty());
            let said = format!("{} {}", unit(state, *id), readiness_word(*readiness).to_lowercase());
            with_reason(said, home.map_or(reason, |unit| &unit.post.text))
        }
        Command::MoveUnit { unit: id, place } => say(Msg::LineMoved, &[&unit(state, *id), &place.text]),
        Command::Note { incident: id, text } => say(Msg::DoNote, &[&on(id), text]),
        Command::Radio { from, to, text, .. } => say(Msg::DoRadio, &[from, or_dash(to), text]),
        Command::AddCaller { incident: id, .. } => say(Msg::DoCaller, &[&incident(state, *id)]),
        Command::ChangeUrgency { incident: id, priority } => {
            say(Msg::DoSet, &[&incident(state, *id), t(Msg::Priority), priority.code()])
        }
        Command::ChangeKind { incident: id, kind: code } => {
            say(Msg::DoSet, &[&incident(state, *id), t(Msg::IncidentType), &kind(state, code)])
        }
        Command::MoveIncident { incident: id, place } => {
            say(Msg::DoSet, &[&incident(state, *id), t(Msg::Place), &place.text])
        }
        Command::VerifyPlace(id) => say(Msg::DoVerify, &[&incident(state, *id)]),
        Command::RaiseAlarm { incident: id, level } => {
            say(Msg::DoSet, &[&incident(state, *id), t(Msg::AlarmLevel), &level.to_string()])
        }
        Command::ClosePaths { paths, reason } => {
            with_reason(say(Msg::DoClosePath, &[&state.ground.name_of(paths)]), reason)
        }
        Command::OpenPaths(paths) => say(Msg::DoOpenPath, &[&state.ground.name_of(paths)]),
        Command::SetCrowd { paths, percent } => {
            say(Msg::DoCrowd, &[&state.ground.name_of(paths), &percent.to_string()])
        }
        Command::RequestResource { incident: id, what, count } => {
            say(Msg::DoRequest, &[&count.to_string(), what, &incident(state, *id)])
        }
        Command::Hold { incident: id, minutes, .. } => say(Msg::DoHold, &[&incident(state, *id), &minutes.to_string()]),
        Command::EndHold(id) => say(Msg::DoEndHold, &[&incident(state, *id)]),
        Command::Reopen { incident: id, .. } => say(Msg::DoReopen, &[&incident(state, *id)]),
        Command::Close { incident: id, disposition: code, .. } => {
            say(Msg::DoClose, &[&incident(state, *id), &disposition(state, code)])
        }
        Command::Link { incident: one, other } => say(Msg::DoLink, &[&incident(state, *one), &number(state, *other)]),
        Command::Unlink { incident: one, other } => {
            say(Msg::DoUnlink, &[&incident(state, *one), &number(state, *other)])
        }
        Command::RollCall { units: ids } => say(Msg::DoRollCall, &[&units(state, ids)]),
        Command::TimeWelfare { unit: id, minutes: Some(minutes) } => {
            say(Msg::DoWelfare, &[&unit(state, *id), &minutes.to_string()])
        }
        Command::TimeWelfare { unit: id, minutes: None } => say(Msg::LineWelfareOff, &[&unit(state, *id)]),
        Command::StartCall { .. } => t(Msg::DoNewCall).to_owned(),
        Command::EndCall { how, .. } => call_end_word(*how).to_owned(),
        Command::AttachCall { incident: id, .. } => say(Msg::DoCaller, &[&incident(state, *id)]),
        Command::Undo(_) => t(Msg::DoUndo).to_owned(),
        Command::Debrief { part, .. } => debrief_word(*part).to_owned(),
        Command::Answer { question, answer, .. } => format!("{}: {answer}", question_label(question)),
        Command::Strike { incident: id, entry, .. } => {
            let lines = match id {
                Some(id) => state.incidents.get(id).map(|row| &row.entries),
                None => Some(&state.general),
            };
            match lines.and_then(|lines| lines.iter().find(|line| line.id == *entry)).map(|line| &line.line) {
                Some(Line::Note(text) | Line::Radio { text, .. }) => say(Msg::DoStrikeLine, &[text]),
                _ => t(Msg::DoStrike).to_owned(),
            }
        }
        Command::AcknowledgeSafety { unit: id, heard, .. } => {
            say(Msg::CardDoAcknowledge, &[&unit(state, *id), &heard.join(" · ")])
        }
        Command::EndStaging(id) => say(Msg::CardDoSceneSafe, &[&incident(state, *id)]),
        Command::OpenCard { incident: id, card, .. } => {
            let title = state.cards.get(card).map_or(card.as_str(), |card| card.title.as_str());
            say(Msg::CardDoOpen, &[&incident(state, *id), title])
        }
        Command::AnswerCard { .. }
        | Command::FollowWay { .. }
        | Command::ApproveCard { .. }
        | Command::WithdrawApproval { .. }
        | Command::StopClock { .. }
        | Command::RestartClock { .. }
        | Command::ChangeCompressor { .. }
        | Command::BeginContraction { .. } => super::guidance::act(command, state),
        _ => t(Msg::SetUpChanged).to_owned(),
    }
}

/// One sentence of help for each verb, from the same table that parses.
#[must_use]
pub fn verb_help(verb: Verb) -> &'static str {
    t(match verb {
        Verb::New => Msg::HelpNew,
        Verb::Dispatch(Step::EnRoute) => Msg::HelpDispatchEnRoute,
        Verb::Dispatch(Step::OnScene) => Msg::HelpDispatchOnScene,
        Verb::Dispatch(_) => Msg::HelpDispatch,
        Verb::Recommend => Msg::HelpRecommend,
        Verb::Divert => Msg::HelpDivert,
        Verb::Step(step) => return step_word(step),
        Verb::Clear => Msg::HelpClear,
        Verb::Cancel => Msg::HelpCancel,
        Verb::Ready(readiness) => return readiness_word(readiness),
        Verb::Note => Msg::HelpNote,
        Verb::Radio => Msg::HelpRadio,
        Verb::Caller => Msg::HelpCaller,
        Verb::Priority => Msg::HelpPriority,
        Verb::Type => Msg::HelpType,
        Verb::Place => Msg::HelpPlace,
        Verb::Verify => Msg::HelpVerify,
        Verb::EndCall => Msg::HelpEndCall,
        Verb::Alarm => Msg::HelpAlarm,
        Verb::ClosePath => Msg::HelpClosePath,
        Verb::OpenPath => Msg::HelpOpenPath,
        Verb::Crowd => Msg::HelpCrowd,
        Verb::Request => Msg::HelpRequest,
        Verb::Hold => Msg::HelpHold,
        Verb::MeetRequest => Msg::HelpMeetRequest,
        Verb::Strike => Msg::HelpStrike,
        Verb::EndHold => Msg::HelpEndHold,
        Verb::Reopen => Msg::HelpReopen,
        Verb::Link => Msg::HelpLink,
        Verb::Unlink => Msg::HelpUnlink,
        Verb::RollCall => Msg::HelpRollCall,
        Verb::Welfare => Msg::HelpWelfare,
        Verb::Select => Msg::HelpSelect,
        Verb::Unit => Msg::HelpUnit,
        Verb::Find => Msg::HelpFind,
        Verb::Undo => Msg::HelpUndo,
        Verb::Help => Msg::HelpHelp,
        Verb::Safety => Msg::HelpSafety,
        Verb::SceneSafe => Msg::HelpSceneSafe,
    })
}
