//! The fold. Total on purpose: any sequence of events, even one that `decide` would refuse, folds without a panic,
//! because the facts of a device that was offline are facts all the same. What makes no sense is passed over.

use super::entry::{Author, AuthorId, Line};
use super::event::{Event, Recorded};
use super::ids::{CallId, IncidentId, UnitId};
use super::state::{REMEMBERED_COMMANDS, State};
use std::collections::BTreeSet;

mod entries;

mod setup;

mod flags;
mod ground;
mod phrases;
mod places;
mod units;

mod cards;
mod plans;

mod assignments;
mod calls;
mod incidents;

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

/// Folds rows in order and returns everything they touched.
pub fn apply_all<'a>(state: &mut State, rows: impl IntoIterator<Item = &'a Recorded>) -> Changes {
    let mut changes = Changes::default();
    for row in rows {
        changes.merge(apply(state, row));
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
        match &self.row.event {
            Event::OperationOpened { name, profile, zone, prefix } => {
                self.operation_opened(name, *profile, zone, prefix);
            }
            Event::OperationChanged { detail } => self.operation_changed(detail),
            Event::UnitKindAdded { code, label, speed_kmh } => self.unit_kind_added(code, label, *speed_kmh),
            Event::UnitKindChanged { code, detail } => self.unit_kind_changed(code, detail),
            Event::UnitKindRetired { code } => self.unit_kind_retired(code, true),
            Event::UnitKindRestored { code } => self.unit_kind_retired(code, false),
            Event::UnitAdded { unit, call_sign, kind, capabilities, crew, post } => {
                self.unit_added(*unit, call_sign, kind, capabilities, *crew, post);
            }
            Event::UnitChanged { unit, detail } => self.unit_changed(*unit, detail),
            Event::UnitRetired { unit } => self.unit_retired(*unit, true),
            Event::UnitRestored { unit } => self.unit_retired(*unit, false),
            Event::PlaceAdded { place, name, aliases, what, point, note, shape } => {
                self.place_added(*place, name, aliases, what, *point, note, shape);
            }
            Event::PlaceChanged { place, detail } => self.place_changed(*place, detail),
            Event::PlaceRetired { place } => self.place_retired(*place, true),
            Event::PlaceRestored { place } => self.place_retired(*place, false),
            Event::LayerAdded { .. }
            | Event::PathsDrawn { .. }
            | Event::LayerRetired { .. }
            | Event::LayerRestored { .. }
            | Event::PathsClosed { .. }
            | Event::PathsOpened { .. }
            | Event::CrowdFactorSet { .. }
            | Event::SitePlanPlaced { .. }
            | Event::SitePlanRemoved { .. } => self.ground(),
            Event::TypeAdded { code, label, common, group, priority, stages } => {
                self.type_added(code, label, common, *group, *priority, *stages);
            }
            Event::TypeChanged { code, detail } => self.type_changed(code, detail),
            Event::TypeRetired { code } => self.type_retired(code, true),
            Event::TypeRestored { code } => self.type_retired(code, false),
            Event::PriorityChanged { priority, detail } => self.priority_changed(*priority, detail),
            Event::DispositionAdded { code, label, common, group } => {
                self.disposition_added(code, label, common, *group);
            }
            Event::DispositionChanged { code, detail } => self.disposition_changed(code, detail),
            Event::DispositionRetired { code } => self.disposition_retired(code, true),
            Event::DispositionRestored { code } => self.disposition_retired(code, false),
            Event::FlagRaised { flag, on, text, severity, source, expires } => {
                self.flag_raised(*flag, on, text, *severity, source, *expires);
            }
            Event::FlagChanged { flag, detail } => self.flag_changed(*flag, detail),
            Event::FlagRetired { flag } => self.flag_retired(*flag, true),
            Event::FlagRestored { flag } => self.flag_retired(*flag, false),
            Event::TargetAdded { code, label, seconds, percent, source } => {
                self.target_added(code, label, *seconds, *percent, source);
            }
            Event::TargetChanged { code, seconds, percent, source } => {
                self.target_changed(code, *seconds, *percent, source.as_deref());
            }
            Event::TargetRetired { code } => self.target_retired(code, true),
            Event::TargetRestored { code } => self.target_retired(code, false),
            Event::PhraseWeighed { means, phrase, priority, weight } => {
                self.phrase_weighed(means, phrase, *priority, *weight);
            }
            Event::PhraseRetired { means, phrase } => self.phrase_retired(means, phrase, true),
            Event::PhraseRestored { means, phrase } => self.phrase_retired(means, phrase, false),

            Event::CardSaved { .. }
            | Event::CardApproved { .. }
            | Event::CardApprovalWithdrawn { .. }
            | Event::CardRetired { .. }
            | Event::CardRestored { .. } => self.card(),
            Event::PlanSaved { .. }
            | Event::PlanRetired { .. }
            | Event::PlanRestored { .. }
            | Event::PlanWordSet { .. }
            | Event::PostRequired { .. }
            | Event::PlanRuleSet { .. } => self.plan(),

            Event::CallReceived { call, source, answered } => self.call_received(*call, *source, *answered),
            Event::CallDescribed { call, detail } => self.call_described(*call, detail),
            Event::CallAttached { call, incident } => self.call_attached(*call, *incident),
            Event::CallDetached { call, incident } => self.call_detached(*call, *incident),
            Event::CallEnded { call, how } => self.call_ended(*call, *how),

            Event::IncidentOpened { incident, number, year, kind, priority, place, summary } => {
                self.incident_opened(*incident, *number, year, kind, *priority, place, summary);
            }
            Event::KindChanged { incident, kind } => self.kind_changed(*incident, kind),
            Event::UrgencyChanged { incident, priority } => self.urgency_changed(*incident, *priority),
            Event::PlaceMoved { incident, place } => self.place_moved(*incident, place),
            Event::PlaceVerified { incident } => self.place_verified(*incident),
            Event::VerificationWithdrawn { incident } => self.verification_withdrawn(*incident),
            Event::Answered { incident, question, answer, instead } => {
                self.answered(*incident, question, answer, instead);
            }
            Event::Noted { incident, text } => self.line_on(*incident, Line::Note(text.clone())),
            Event::RadioHeard { incident, from, to, text } => self.radio_heard(*incident, from, to, text),
            Event::EntryStruck { incident, entry, reason } => self.entry_struck(*incident, *entry, reason),
            Event::Held { incident, until, reason } => self.held(*incident, *until, reason),
            Event::HoldEnded { incident } => self.hold_ended(*incident),
            Event::Linked { incident, other } => self.linked(*incident, *other),
            Event::Unlinked { incident, other } => self.unlinked(*incident, *other),
            Event::AlarmRaised { incident, level } => self.alarm_raised(*incident, *level),
            Event::ResourceRequested { incident, request, what, count } => {
                self.resource_requested(*incident, *request, what, *count);
            }
            Event::RequestMet { incident, request } => self.request_met(*incident, *request),
            Event::Closed { incident, disposition, text } => self.closed(*incident, disposition, text),
            Event::Reopened { incident, reason } => self.reopened(*incident, reason),
            Event::Debriefed { incident, part, text, owner } => self.debriefed(*incident, *part, text, owner),

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
            | Event::CompressorChanged { .. }
            | Event::ContractionBegan { .. }
            | Event::StagingAsked { .. }
            | Event::StagingEnded { .. }
            | Event::SafetyNoted { .. }
            | Event::SafetyAcknowledged { .. }
            | Event::FindingWithdrawn { .. } => self.guidance(),

            Event::UnitAssigned { assignment, incident, unit, step } => {
                self.unit_assigned(*assignment, *incident, *unit, *step);
            }
            Event::RecommendationFollowed { incident, advised, sent } => {
                self.recommendation_followed(*incident, advised, sent);
            }
            Event::UnitStepped { assignment, step, destination } => self.unit_stepped(*assignment, *step, destination),
            Event::StepWithdrawn { assignment, step } => self.step_withdrawn(*assignment, *step),
            Event::UnitReleased { assignment, how, reason } => self.unit_released(*assignment, *how, reason),
            Event::ReadinessChanged { unit, readiness, reason } => self.readiness_changed(*unit, *readiness, reason),
            Event::UnitMoved { unit, place } => self.unit_moved(*unit, place),
            Event::WelfareTimed { unit, due } => self.welfare_timed(*unit, *due),
            Event::RollCallAnswered { unit } => self.roll_call_answered(*unit),
        }
    }
}
