//! What a command leads to: events, or a refusal. Pure; every check is made against the state inside the transaction
//! that will append the events, which is why two windows can never give one unit away twice.

use super::call::{Call, CallDetail};
use super::command::{Ask, Care, Command, NewPlace, NewUnit, Now, Urgency};
use super::event::{
    DispositionDetail, Event, FlagDetail, OperationDetail, PlaceDetail, PriorityDetail, TypeDetail, UnitDetail,
    UnitKindDetail,
};
use super::ids::{AssignmentId, CallId, Code, FlagId, IncidentId, LayerId, PlaceId, RequestId, UnitId};
use super::incident::{DebriefPart, HURT, Incident, Priority};
use super::moment::{Moment, short_year};
use super::phrase;
use super::place::{FlagSubject, Place, Spot, fold};
use super::presets;
use super::refusal::{Needed, Refusal};
use super::setup::Profile;
use super::state::State;
use super::track::Shape;
use super::unit::{Assignment, Ending, Readiness, Step, Unit, fold_call_sign};
use cards::Standing;
use std::collections::BTreeSet;

mod cards;
mod plans;

type Decision = Result<Vec<Event>, Refusal>;

/// The most that may be hurt in one call. A larger number is a slip of the keys.
const MOST_HURT: i64 = 9999;

/// Longest text of one line, in characters. A page of typing; more is a pasted file.
pub const LONGEST_TEXT: usize = 4_000;
/// Longest name of anything, in characters.
pub const LONGEST_NAME: usize = 120;

/// What `ask` leads to in `state`. `Undo` is decided in `undo`, which knows the history; here it is refused.
pub fn decide(state: &State, ask: &Ask, now: &Now) -> Decision {
    let opens = matches!(ask.command, Command::OpenOperation { .. });
    match (state.operation.name.is_empty(), opens) {
        (true, false) => return Err(Refusal::OperationNotOpen),
        (false, true) => return Err(Refusal::OperationAlreadyOpen),
        _ => {}
    }
    let mut desk = Desk { state, ask, now: now.clone() };
    desk.decide().map(|events| cards::guarded(state, events))
}

struct Desk<'a> {
    state: &'a State,
    ask: &'a Ask,
    now: Now,
}

impl<'a> Desk<'a> {
    fn decide(&mut self) -> Decision {
        let state = self.state;
        match &self.ask.command {
            Command::OpenOperation { name, profile, zone, prefix } => {
                let name = name_of(name, Needed::Name)?;
                let zone = name_of(zone, Needed::Zone)?;
                check_prefix(prefix)?;
                let mut events =
                    vec![Event::OperationOpened { name, profile: *profile, zone, prefix: prefix.trim().to_owned() }];
                events.extend(preset_events(*profile));
                Ok(events)
            }
            Command::ChangeOperation(detail) => {
                let operation = &state.operation;
                let detail = match detail {
                    OperationDetail::Name(name) => {
                        let name = name_of(name, Needed::Name)?;
                        unless_same(&operation.name, &name)?;
                        OperationDetail::Name(name)
                    }
                    OperationDetail::Zone(zone) => {
                        let zone = name_of(zone, Needed::Zone)?;
                        unless_same(&operation.zone, &zone)?;
                        OperationDetail::Zone(zone)
                    }
                    OperationDetail::Prefix(prefix) => {
                        check_prefix(prefix)?;
                        unless_same(&operation.prefix, &prefix.trim().to_owned())?;
                        OperationDetail::Prefix(prefix.trim().to_owned())
                    }
                };
                one(Event::OperationChanged { detail })
            }

            Command::AddUnitKind { code, label, speed_kmh } => {
                let code = self.new_code(code, state.unit_kinds.contains_key(code))?;
                check_speed(*speed_kmh)?;
                one(Event::UnitKindAdded { code, label: name_of(label, Needed::Name)?, speed_kmh: *speed_kmh })
            }
            Command::ChangeUnitKind { code, detail } => {
                let kind = state.unit_kinds.get(code).ok_or_else(|| Refusal::UnknownUnitKind(code.to_string()))?;
                let detail = match detail {
                    UnitKindDetail::Label(label) => {
                        let label = name_of(label, Needed::Name)?;
                        unless_same(&kind.label, &label)?;
                        UnitKindDetail::Label(label)
                    }
                    UnitKindDetail::SpeedKmh(speed) => {
                        check_speed(*speed)?;
                        unless_same(&kind.speed_kmh, speed)?;
                        UnitKindDetail::SpeedKmh(*speed)
                    }
                };
                one(Event::UnitKindChanged { code: code.clone(), detail })
            }
            Command::RetireUnitKind(code) => match state.unit_kinds.get(code) {
                None => Err(Refusal::UnknownUnitKind(code.to_string())),
                Some(kind) if kind.retired => Err(Refusal::AlreadyRetired),
                Some(_) => one(Event::UnitKindRetired { code: code.clone() }),
            },
            Command::RestoreUnitKind(code) => match state.unit_kinds.get(code) {
                None => Err(Refusal::UnknownUnitKind(code.to_string())),
                Some(kind) if !kind.retired => Err(Refusal::NotRetired),
                Some(_) => one(Event::UnitKindRestored { code: code.clone() }),
            },
            Command::AddUnits(units) => self.add_units(units),
            Command::ChangeUnit { unit, detail } => self.change_unit(*unit, detail),
            Command::RetireUnit(id) => {
                let unit = self.any_unit(*id)?;
                if unit.retired {
                    return Err(Refusal::AlreadyRetired);
                }
                if let Some(assignment) = state.top_assignment(unit) {
                    return Err(Refusal::UnitStillAssigned { unit: *id, incident: assignment.incident });
                }
                one(Event::UnitRetired { unit: *id })
            }
            Command::RestoreUnit(id) => {
                if !self.any_unit(*id)?.retired {
                    return Err(Refusal::NotRetired);
                }
                one(Event::UnitRestored { unit: *id })
            }
            Command::AddPlaces(places) => self.add_places(places),
            Command::ChangePlace { place, detail } => self.change_place(*place, detail),
            Command::PutPlace { place, point, shape } => {
                let row = self.any_place(*place)?;
                let shape = shape.as_ref().map(shape_of).transpose()?;
                let details = [
                    (row.point != Some(*point)).then_some(PlaceDetail::Point(Some(*point))),
                    shape.filter(|shape| row.shape != *shape).map(PlaceDetail::Shape),
                ];
                let events = details.into_iter().flatten();
                let events: Vec<Event> = events.map(|detail| Event::PlaceChanged { place: *place, detail }).collect();
                if events.is_empty() { Err(Refusal::Unchanged) } else { Ok(events) }
            }
            Command::RetirePlace(id) => {
                if self.any_place(*id)?.retired {
                    return Err(Refusal::AlreadyRetired);
                }
                one(Event::PlaceRetired { place: *id })
            }
            Command::RestorePlace(id) => {
                if !self.any_place(*id)?.retired {
                    return Err(Refusal::NotRetired);
                }
                one(Event::PlaceRestored { place: *id })
            }
            Command::ImportPaths { name, source, paths } => self.import_paths(name, source, paths),
            Command::RetireLayer(id) => match state.ground.layers.get(id) {
                None => Err(Refusal::UnknownLayer),
                Some(layer) if layer.retired => Err(Refusal::AlreadyRetired),
                Some(_) => one(Event::LayerRetired { layer: *id }),
            },
            Command::RestoreLayer(id) => match state.ground.layers.get(id) {
                None => Err(Refusal::UnknownLayer),
                Some(layer) if !layer.retired => Err(Refusal::NotRetired),
                Some(_) => one(Event::LayerRestored { layer: *id }),
            },
            Command::ClosePaths { paths, reason } => {
                let reason = text_of(reason, Needed::Reason)?;
                let paths = self.paths_that(paths, |number| !state.ground.closed.contains_key(&number))?;
                one(Event::PathsClosed { paths, reason })
            }
            Command::OpenPaths(paths) => {
                let paths = self.paths_that(paths, |number| state.ground.closed.contains_key(&number))?;
                one(Event::PathsOpened { paths })
            }
            Command::SetCrowd { paths, percent } => {
                in_range(i64::from(*percent), 50, 1000, Needed::Percent)?;
                let paths = self.paths_that(paths, |number| state.ground.crowd_on(number) != *percent)?;
                one(Event::CrowdFactorSet { paths, percent: *percent })
            }
            Command::PlaceSitePlan { name, blob, anchors } => {
                let name = name_of(name, Needed::Name)?;
                if blob.is_empty() {
                    return Err(Refusal::Missing(Needed::Picture));
                }
                let plan = super::ground::SitePlan { name, blob: blob.clone(), anchors: anchors.clone() };
                if plan.placement().is_none() || 3 < anchors.len() {
                    return Err(Refusal::PlanNotPlaced);
                }
                one(Event::SitePlanPlaced { name: plan.name, blob: plan.blob, anchors: plan.anchors })
            }
            Command::RemoveSitePlan => match &state.ground.plan {
                None => Err(Refusal::Unchanged),
                Some(plan) => one(Event::SitePlanRemoved { name: plan.name.clone() }),
            },
            Command::AddType { code, label, common, group, priority } => {
                let code = self.new_code(code, state.types.contains_key(code))?;
                one(Event::TypeAdded {
                    code,
                    label: name_of(label, Needed::Name)?,
                    common: common.trim().to_uppercase(),
                    group: *group,
                    priority: *priority,
                })
            }
            Command::ChangeType { code, detail } => {
                let row = self.any_type(code)?;
                let detail = match detail {
                    TypeDetail::Label(label) => {
                        let label = name_of(label, Needed::Name)?;
                        unless_same(&row.label, &label)?;
                        TypeDetail::Label(label)
                    }
                    TypeDetail::Common(common) => {
                        let common = common.trim().to_uppercase();
                        unless_same(&row.common, &common)?;
                        TypeDetail::Common(common)
                    }
                    TypeDetail::Group(group) => {
                        unless_same(&row.group, group)?;
                        TypeDetail::Group(*group)
                    }
                    TypeDetail::Priority(priority) => {
                        unless_same(&row.priority, priority)?;
                        TypeDetail::Priority(*priority)
                    }
                };
                one(Event::TypeChanged { code: code.clone(), detail })
            }
            Command::RetireType(code) => {
                if self.any_type(code)?.retired {
                    return Err(Refusal::AlreadyRetired);
                }
                one(Event::TypeRetired { code: code.clone() })
            }
            Command::RestoreType(code) => {
                if !self.any_type(code)?.retired {
                    return Err(Refusal::NotRetired);
                }
                one(Event::TypeRestored { code: code.clone() })
            }
            Command::ChangePriority { priority, detail } => {
                let Some(rule) = state.priority_rule(*priority) else { return Err(Refusal::Unchanged) };
                let detail = match detail {
                    PriorityDetail::Label(label) => {
                        let label = name_of(label, Needed::Name)?;
                        unless_same(&rule.label, &label)?;
                        PriorityDetail::Label(label)
                    }
                    PriorityDetail::AlarmMinutes(minutes) => {
                        in_range(i64::from(*minutes), 1, 1440, Needed::Minutes)?;
                        unless_same(&rule.alarm_minutes, minutes)?;
                        PriorityDetail::AlarmMinutes(*minutes)
                    }
                    PriorityDetail::Tone(tone) => {
                        unless_same(&rule.tone, tone)?;
                        PriorityDetail::Tone(*tone)
                    }
                };
                one(Event::PriorityChanged { priority: *priority, detail })
            }
            Command::AddDisposition { code, label, common } => {
                let code = self.new_code(code, state.dispositions.contains_key(code))?;
                let label = name_of(label, Needed::Name)?;
                one(Event::DispositionAdded { code, label, common: common.trim().to_owned(), group: None })
            }
            Command::ChangeDisposition { code, detail } => {
                let row = self.any_disposition(code)?;
                let detail = match detail {
                    DispositionDetail::Label(label) => {
                        let label = name_of(label, Needed::Name)?;
                        unless_same(&row.label, &label)?;
                        DispositionDetail::Label(label)
                    }
                    DispositionDetail::Common(common) => {
                        let common = common.trim().to_owned();
                        unless_same(&row.common, &common)?;
                        DispositionDetail::Common(common)
                    }
                    DispositionDetail::Group(group) => {
                        unless_same(&row.group, group)?;
                        DispositionDetail::Group(*group)
                    }
                };
                one(Event::DispositionChanged { code: code.clone(), detail })
            }
            Command::RetireDisposition(code) => {
                if self.any_disposition(code)?.retired {
                    return Err(Refusal::AlreadyRetired);
                }
                one(Event::DispositionRetired { code: code.clone() })
            }
            Command::RestoreDisposition(code) => {
                if !self.any_disposition(code)?.retired {
                    return Err(Refusal::NotRetired);
                }
                one(Event::DispositionRestored { code: code.clone() })
            }
            Command::RaiseFlag { on, text, severity, source, expires } => {
                let on = match on {
                    FlagSubject::Place(id) => {
                        self.any_place(*id)?;
                        on.clone()
                    }
                    FlagSubject::Number(number) => {
                        let number = super::call::digits(number);
                        if number.is_empty() {
                            return Err(Refusal::Missing(Needed::Place));
                        }
                        FlagSubject::Number(number)
                    }
                };
                one(Event::FlagRaised {
                    flag: FlagId(self.now.ids.fresh()),
                    on,
                    text: text_of(text, Needed::Text)?,
                    severity: *severity,
                    source: short(source, Needed::Name)?,
                    expires: *expires,
                })
            }
            Command::ChangeFlag { flag, detail } => self.change_flag(*flag, detail),
            Command::RetireFlag(id) => match state.flags.get(id) {
                None => Err(Refusal::UnknownFlag),
                Some(flag) if flag.retired => Err(Refusal::AlreadyRetired),
                Some(_) => one(Event::FlagRetired { flag: *id }),
            },
            Command::RestoreFlag(id) => match state.flags.get(id) {
                None => Err(Refusal::UnknownFlag),
                Some(flag) if !flag.retired => Err(Refusal::NotRetired),
                Some(_) => one(Event::FlagRestored { flag: *id }),
            },
            Command::ChangeTarget { code, seconds, percent } => {
                let target = state.targets.get(code).ok_or(Refusal::UnknownTarget)?;
                in_range(i64::from(*seconds), 1, 86_400, Needed::Seconds)?;
                in_range(i64::from(*percent), 1, 100, Needed::Percent)?;
                unless_same(&(target.seconds, target.percent), &(*seconds, *percent))?;
                one(Event::TargetChanged { code: code.clone(), seconds: *seconds, percent: *percent })
            }
            Command::AddTarget { code, label, seconds, percent, source } => {
                let taken = state.targets.contains_key(code) || state.retired_targets.contains_key(code);
                let code = self.new_code(code, taken)?;
                in_range(i64::from(*seconds), 1, 86_400, Needed::Seconds)?;
                in_range(i64::from(*percent), 1, 100, Needed::Percent)?;
                one(Event::TargetAdded {
                    code,
                    label: name_of(label, Needed::Name)?,
                    seconds: *seconds,
                    percent: *percent,
                    source: short(source, Needed::Name)?,
                })
            }
            Command::RetireTarget(code) => match state.targets.get(code) {
                Some(_) => one(Event::TargetRetired { code: code.clone() }),
                None if state.retired_targets.contains_key(code) => Err(Refusal::AlreadyRetired),
                None => Err(Refusal::UnknownTarget),
            },
            Command::RestoreTarget(code) => match state.retired_targets.get(code) {
                Some(_) => one(Event::TargetRestored { code: code.clone() }),
                None if state.targets.contains_key(code) => Err(Refusal::NotRetired),
                None => Err(Refusal::UnknownTarget),
            },
            Command::WeighPhrase { key, strength } => {
                let key = self.phrase_key(key)?;
                in_range(i64::from(strength.weight), 1, i64::from(phrase::MOST_WEIGHT), Needed::Weight)?;
                let same = |own: &phrase::PhraseRule| !own.retired && own.strength == Some(*strength);
                if state.phrases.get(&key).is_some_and(same) {
                    return Err(Refusal::Unchanged);
                }
                let phrase::PhraseKey { means, phrase } = key;
                one(Event::PhraseWeighed { means, phrase, priority: strength.priority, weight: strength.weight })
            }
            Command::RetirePhrase(key) => {
                let key = self.phrase_key(key)?;
                if state.phrases.get(&key).is_some_and(|own| own.retired) {
                    return Err(Refusal::AlreadyRetired);
                }
                one(Event::PhraseRetired { means: key.means, phrase: key.phrase })
            }
            Command::RestorePhrase(key) => {
                if !state.phrases.get(key).is_some_and(|own| own.retired) {
                    return Err(Refusal::NotRetired);
                }
                one(Event::PhraseRestored { means: key.means.clone(), phrase: key.phrase.clone() })
            }

            Command::SaveCards(texts) => self.save_cards(texts),
            Command::ApproveCard { card, name, date } => self.approve_card(card, name, date),
            Command::RetireCard(code) => self.retire_card(code),
            Command::RestoreCard(code) => self.restore_card(code),
            Command::SavePlans { plans, words, retire } => self.save_plans(plans, words, retire),
            Command::RetirePlan(code) => self.retire_plan(code, true),
            Command::RestorePlan(code) => self.retire_plan(code, false),
            Command::SetPlanRule { rule, value } => {
                in_range(i64::from(*value), 0, i64::from(rule.most()), Needed::Count)?;
                unless_same(&state.book.rule(*rule), value)?;
                one(Event::PlanRuleSet { rule: *rule, value: *value })
            }
            Command::RequirePost { place, cover } => self.require_post(*place, cover),

            Command::StartCall { source } => {
                one(Event::CallReceived { call: CallId(self.now.ids.fresh()), source: *source, answered: self.at() })
            }
            Command::DescribeCall { call, detail } => self.describe_call(*call, detail),
            Command::OpenIncident { call, kind, priority, place, summary } => {
                self.open_incident(*call, kind, *priority, place, summary)
            }
            Command::AttachCall { call, incident } => {
                let row = self.call(*call)?;
                if let Some(already) = row.incident {
                    return Err(Refusal::AlreadyAttached(already));
                }
                self.open(*incident)?;
                one(Event::CallAttached { call: *call, incident: *incident })
            }
            Command::AddCaller { incident, source, text } => {
                self.open(*incident)?;
                let text = text_of(text, Needed::Text)?;
                let call = CallId(self.now.ids.fresh());
                let answered = self.at();
                Ok(vec![
                    Event::CallReceived { call, source: *source, answered },
                    Event::CallDescribed { call, detail: CallDetail::What(text) },
                    Event::CallAttached { call, incident: *incident },
                    Event::CallEnded { call, how: super::call::CallEnd::Ended },
                ])
            }
            Command::EndCall { call, how } => {
                if self.call(*call)?.ended.is_some() {
                    return Err(Refusal::CallOver);
                }
                one(Event::CallEnded { call: *call, how: *how })
            }

            Command::ChangeKind { incident, kind } => {
                let row = self.open(*incident)?;
                let kind = self.usable_type(kind)?;
                unless_same(&row.kind, &kind)?;
                let card = self.card_for_type(Standing::of(row).typed(&kind));
                Ok([Event::KindChanged { incident: *incident, kind }].into_iter().chain(card).collect())
            }
            Command::ChangeUrgency { incident, priority } => {
                let row = self.open(*incident)?;
                unless_same(&row.priority, priority)?;
                one(Event::UrgencyChanged { incident: *incident, priority: *priority })
            }
            Command::MoveIncident { incident, place } => {
                let row = self.open(*incident)?;
                let place = spot_of(place)?;
                unless_same(&row.place, &place)?;
                self.sure_of(&place)?;
                one(Event::PlaceMoved { incident: *incident, place })
            }
            Command::VerifyPlace(incident) => match self.open(*incident)?.verified {
                Some(at) => Err(Refusal::AlreadyVerified(at)),
                None => one(Event::PlaceVerified { incident: *incident }),
            },
            Command::Answer { incident, question, answer } => {
                let row = self.open(*incident)?;
                let question = name_of(question, Needed::Question)?;
                let answer = short_text(answer)?;
                let was = row.answers.get(&question).map(|was| was.value.clone()).unwrap_or_default();
                unless_same(&was, &answer)?;
                Ok(self.fact_answered(row, question, answer))
            }
            Command::OpenCard { incident, card, patient } => self.open_card(*incident, card, patient),
            Command::AnswerCard { incident, run, question, answer } => {
                self.answer_card(*incident, *run, question, answer)
            }
            Command::ReachStep { incident, run, guide, step } => self.reach_step(*incident, *run, guide, *step),
            Command::FollowWay { incident, run, guide, step, way } => {
                self.follow_way(*incident, *run, guide, *step, way)
            }
            Command::LeaveGuide { incident, run } => match self.run(*incident, *run)?.1.guide {
                None => Err(Refusal::Unchanged),
                Some(_) => one(Event::CardGuideLeft { incident: *incident, run: *run }),
            },
            Command::AcknowledgeSafety { unit, incident } => self.acknowledge_safety(*unit, *incident),
            Command::EndStaging(incident) => match self.open(*incident)?.guidance.staging {
                None => Err(Refusal::NotStaged),
                Some(_) => one(Event::StagingEnded { incident: *incident }),
            },
            Command::Note { incident, text } => {
                self.known(*incident)?;
                one(Event::Noted { incident: *incident, text: text_of(text, Needed::Text)? })
            }
            Command::Radio { incident, from, to, text } => {
                self.known(*incident)?;
                one(Event::RadioHeard {
                    incident: *incident,
                    from: name_of(from, Needed::From)?,
                    to: short(to, Needed::Name)?,
                    text: text_of(text, Needed::Text)?,
                })
            }
            Command::Strike { incident, entry, reason } => {
                let lines = match incident {
                    Some(id) => &self.incident(*id)?.entries,
                    None => &state.general,
                };
                let line = lines.iter().find(|line| line.id == *entry).ok_or(Refusal::UnknownEntry)?;
                if line.struck.is_some() {
                    return Err(Refusal::AlreadyStruck);
                }
                let reason = text_of(reason, Needed::Reason)?;
                one(Event::EntryStruck { incident: *incident, entry: *entry, reason })
            }
            Command::Hold { incident, minutes, reason } => {
                self.open(*incident)?;
                in_range(i64::from(*minutes), 1, 2880, Needed::Minutes)?;
                let until = self.at().plus_seconds(i64::from(*minutes) * 60);
                one(Event::Held { incident: *incident, until, reason: text_of(reason, Needed::Reason)? })
            }
            Command::EndHold(incident) => match self.open(*incident)?.hold {
                None => Err(Refusal::NotHeld),
                Some(_) => one(Event::HoldEnded { incident: *incident }),
            },
            Command::Link { incident, other } => {
                let row = self.incident(*incident)?;
                self.incident(*other)?;
                if incident == other {
                    return Err(Refusal::LinkedToItself);
                }
                if row.links.contains(other) {
                    return Err(Refusal::AlreadyLinked);
                }
                one(Event::Linked { incident: *incident, other: *other })
            }
            Command::Unlink { incident, other } => {
                if !self.incident(*incident)?.links.contains(other) {
                    return Err(Refusal::NotLinked);
                }
                one(Event::Unlinked { incident: *incident, other: *other })
            }
            Command::RaiseAlarm { incident, level } => {
                let row = self.open(*incident)?;
                in_range(i64::from(*level), 1, 9, Needed::Level)?;
                if *level <= row.alarm_level {
                    return Err(Refusal::AlarmNotHigher { now: row.alarm_level });
                }
                one(Event::AlarmRaised { incident: *incident, level: *level })
            }
            Command::RequestResource { incident, what, count } => {
                self.open(*incident)?;
                in_range(i64::from(*count), 1, 99, Needed::Count)?;
                one(Event::ResourceRequested {
                    incident: *incident,
                    request: RequestId(self.now.ids.fresh()),
                    what: name_of(what, Needed::Text)?,
                    count: *count,
                })
            }
            Command::MeetRequest { incident, request } => {
                let row = self.open(*incident)?.requests.get(request).ok_or(Refusal::UnknownRequest)?;
                if row.met.is_some() {
                    return Err(Refusal::AlreadyMet);
                }
                one(Event::RequestMet { incident: *incident, request: *request })
            }
            Command::Close { incident, disposition, text } => self.close(*incident, disposition, text),
            Command::Reopen { incident, reason } => {
                if self.incident(*incident)?.is_open() {
                    return Err(Refusal::IncidentOpen(*incident));
                }
                one(Event::Reopened { incident: *incident, reason: text_of(reason, Needed::Reason)? })
            }
            Command::Debrief { incident, part, text, owner } => {
                self.incident(*incident)?;
                let owner = if *part == DebriefPart::FollowUp { name_of(owner, Needed::Owner)? } else { String::new() };
                let text = text_of(text, Needed::Text)?;
                one(Event::Debriefed { incident: *incident, part: *part, text, owner })
            }

            Command::Dispatch { incident, units, step } => self.dispatch(*incident, units, *step),
            Command::DispatchAdvised { incident, units, step, advised } => {
                let mut events = self.dispatch(*incident, units, *step)?;
                events.extend(plans::followed(*incident, &events, advised));
                Ok(events)
            }
            Command::Divert { incident, unit, advised } => {
                let mut events = self.divert(*incident, *unit)?;
                let advised = advised.as_ref();
                events.extend(advised.and_then(|advised| plans::followed(*incident, &events, advised)));
                Ok(events)
            }
            Command::Step { unit, incident, step, destination } => self.step(*unit, *incident, *step, destination),
            Command::Clear { unit, incident } => {
                let assignment = self.assignment(*unit, *incident)?;
                one(Event::UnitReleased { assignment: assignment.id, how: Ending::Cleared, reason: String::new() })
            }
            Command::Cancel { unit, incident, reason } => {
                let assignment = self.assignment(*unit, *incident)?;
                if Step::OnScene <= assignment.step() && self.ask.care == Care::AskFirst {
                    return Err(Refusal::AlreadyArrived { unit: *unit, step: assignment.step() });
                }
                let reason = short_text(reason)?;
                one(Event::UnitReleased { assignment: assignment.id, how: Ending::Cancelled, reason })
            }
            Command::SetReadiness { unit, readiness, reason } => {
                let row = self.unit(*unit)?;
                if let Some(assignment) = state.top_assignment(row) {
                    return Err(Refusal::UnitStillAssigned { unit: *unit, incident: assignment.incident });
                }
                let reason = short_text(reason)?;
                if readiness.needs_reason() && reason.is_empty() {
                    return Err(Refusal::Missing(Needed::Reason));
                }
                // Saying that it is back at its post says where it is, which it may not have been before.
                let back = *readiness == Readiness::AtPost && *state.whereabouts(row) != row.post;
                if !back {
                    unless_same(&(row.readiness, row.reason.as_str()), &(*readiness, reason.as_str()))?;
                }
                one(Event::ReadinessChanged { unit: *unit, readiness: *readiness, reason })
            }
            Command::MoveUnit { unit, place } => {
                self.unit(*unit)?;
                let place = spot_of(place)?;
                self.sure_of(&place)?;
                one(Event::UnitMoved { unit: *unit, place })
            }
            Command::TimeWelfare { unit, minutes } => {
                let row = self.unit(*unit)?;
                let due = match minutes {
                    None if row.welfare_due.is_none() => return Err(Refusal::Unchanged),
                    None => None,
                    Some(minutes) => {
                        in_range(i64::from(*minutes), 1, 240, Needed::Minutes)?;
                        Some(self.at().plus_seconds(i64::from(*minutes) * 60))
                    }
                };
                one(Event::WelfareTimed { unit: *unit, due })
            }
            Command::RollCall { units } => {
                if units.is_empty() {
                    return Err(Refusal::Missing(Needed::Unit));
                }
                units.iter().map(|unit| self.unit(*unit).map(|_| Event::RollCallAnswered { unit: *unit })).collect()
            }
            Command::Undo(_) => Err(Refusal::NothingToUndo),
        }
    }

    fn at(&self) -> Moment {
        happened_at(self.ask, &self.now)
    }

    fn incident(&self, id: IncidentId) -> Result<&'a Incident, Refusal> {
        self.state.incidents.get(&id).ok_or(Refusal::UnknownIncident)
    }

    fn known(&self, id: Option<IncidentId>) -> Result<(), Refusal> {
        id.map_or(Ok(()), |id| self.incident(id).map(|_| ()))
    }

    fn open(&self, id: IncidentId) -> Result<&'a Incident, Refusal> {
        let incident = self.incident(id)?;
        if incident.is_open() { Ok(incident) } else { Err(Refusal::IncidentClosed(id)) }
    }

    fn any_unit(&self, id: UnitId) -> Result<&'a Unit, Refusal> {
        self.state.units.get(&id).ok_or(Refusal::UnknownUnit)
    }

    fn unit(&self, id: UnitId) -> Result<&'a Unit, Refusal> {
        let unit = self.any_unit(id)?;
        if unit.retired { Err(Refusal::UnitRetired(id)) } else { Ok(unit) }
    }

    fn any_place(&self, id: PlaceId) -> Result<&'a Place, Refusal> {
        self.state.places.get(&id).ok_or(Refusal::UnknownPlace)
    }

    fn call(&self, id: CallId) -> Result<&'a Call, Refusal> {
        self.state.calls.get(&id).ok_or(Refusal::UnknownCall)
    }

    fn any_type(&self, code: &Code) -> Result<&'a super::setup::IncidentType, Refusal> {
        self.state.types.get(code).ok_or_else(|| Refusal::UnknownType(code.to_string()))
    }

    fn usable_type(&self, code: &Code) -> Result<Code, Refusal> {
        let row = self.any_type(code)?;
        if row.retired { Err(Refusal::UnknownType(row.label.clone())) } else { Ok(code.clone()) }
    }

    fn any_disposition(&self, code: &Code) -> Result<&'a super::setup::Disposition, Refusal> {
        self.state.dispositions.get(code).ok_or_else(|| Refusal::UnknownDisposition(code.to_string()))
    }

    fn new_code(&self, code: &Code, taken: bool) -> Result<Code, Refusal> {
        let code = Code::new(code.as_str());
        if code.as_str().is_empty() || code.as_str().chars().any(char::is_whitespace) {
            return Err(Refusal::Missing(Needed::Code));
        }
        if taken { Err(Refusal::CodeTaken(code)) } else { Ok(code) }
    }

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

    fn add_units(&mut self, units: &[NewUnit]) -> Decision {
        let state = self.state;
        if units.is_empty() {
            return Err(Refusal::Missing(Needed::CallSign));
        }
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut events = Vec::with_capacity(units.len());
        for (index, unit) in units.iter().enumerate() {
            let fault = |fault: Refusal| in_row(index, units.len(), fault);
            let call_sign = call_sign_of(&unit.call_sign).map_err(fault)?;
            let folded = fold_call_sign(&call_sign);
            if state.call_signs.contains_key(&folded) || !taken.insert(folded) {
                return Err(fault(Refusal::CallSignTaken(call_sign)));
            }
            let kind = Code::new(&unit.kind);
            if state.unit_kinds.get(&kind).is_none_or(|kind| kind.retired) {
                return Err(fault(Refusal::UnknownUnitKind(unit.kind.clone())));
            }
            events.push(Event::UnitAdded {
                unit: UnitId(self.now.ids.fresh()),
                call_sign,
                kind,
                capabilities: words_of(&unit.capabilities)
                    .map_err(fault)?
                    .iter()
                    .map(|word| capability(word))
                    .collect(),
                crew: unit.crew,
                post: Spot { text: short_text(&unit.post.text).map_err(fault)?, ..unit.post.clone() },
            });
        }
        Ok(events)
    }

    fn change_unit(&self, id: UnitId, detail: &UnitDetail) -> Decision {
        let unit = self.any_unit(id)?;
        let detail = match detail {
            UnitDetail::CallSign(call_sign) => {
                let call_sign = call_sign_of(call_sign)?;
                unless_same(&unit.call_sign, &call_sign)?;
                let holder = self.state.call_signs.get(&fold_call_sign(&call_sign));
                if holder.is_some_and(|holder| *holder != id) {
                    return Err(Refusal::CallSignTaken(call_sign));
                }
                UnitDetail::CallSign(call_sign)
            }
            UnitDetail::Kind(kind) => {
                if self.state.unit_kinds.get(kind).is_none_or(|kind| kind.retired) {
                    return Err(Refusal::UnknownUnitKind(kind.to_string()));
                }
                unless_same(&unit.kind, kind)?;
                detail.clone()
            }
            UnitDetail::CapabilityAdded(word) => {
                let word = capability(&name_of(word, Needed::Name)?);
                if unit.capabilities.contains(&word) {
                    return Err(Refusal::Unchanged);
                }
                UnitDetail::CapabilityAdded(word)
            }
            UnitDetail::CapabilityRemoved(word) => {
                if !unit.capabilities.contains(word) {
                    return Err(Refusal::Unchanged);
                }
                detail.clone()
            }
            UnitDetail::Crew(crew) => {
                unless_same(&unit.crew, crew)?;
                detail.clone()
            }
            UnitDetail::Post(post) => {
                unless_same(&unit.post, post)?;
                detail.clone()
            }
        };
        one(Event::UnitChanged { unit: id, detail })
    }

    fn add_places(&mut self, places: &[NewPlace]) -> Decision {
        if places.is_empty() {
            return Err(Refusal::Missing(Needed::Name));
        }
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut events = Vec::with_capacity(places.len());
        for (index, place) in places.iter().enumerate() {
            let fault = |fault: Refusal| in_row(index, places.len(), fault);
            let name = name_of(&place.name, Needed::Name).map_err(fault)?;
            if self.state.place_index.named(&name).is_some() || !taken.insert(fold(&name)) {
                return Err(fault(Refusal::PlaceNameTaken(name)));
            }
            events.push(Event::PlaceAdded {
                place: PlaceId(self.now.ids.fresh()),
                name,
                aliases: words_of(&place.aliases).map_err(fault)?,
                what: short(&place.what, Needed::Name).map_err(fault)?,
                point: place.point,
                note: short_text(&place.note).map_err(fault)?,
                shape: shape_of(&place.shape).map_err(fault)?,
            });
        }
        Ok(events)
    }

    fn change_place(&self, id: PlaceId, detail: &PlaceDetail) -> Decision {
        let place = self.any_place(id)?;
        let detail = match detail {
            PlaceDetail::Name(name) => {
                let name = name_of(name, Needed::Name)?;
                unless_same(&place.name, &name)?;
                if self.state.place_index.named(&name).is_some_and(|holder| holder != id) {
                    return Err(Refusal::PlaceNameTaken(name));
                }
                PlaceDetail::Name(name)
            }
            PlaceDetail::AliasAdded(alias) => {
                let alias = name_of(alias, Needed::Name)?;
                if self.state.place_index.named(&alias).is_some() {
                    return Err(Refusal::PlaceNameTaken(alias));
                }
                PlaceDetail::AliasAdded(alias)
            }
            PlaceDetail::AliasRemoved(alias) => {
                if !place.aliases.contains(alias) {
                    return Err(Refusal::Unchanged);
                }
                detail.clone()
            }
            PlaceDetail::What(what) => {
                let what = short(what, Needed::Name)?;
                unless_same(&place.kind, &what)?;
                PlaceDetail::What(what)
            }
            PlaceDetail::Point(point) => {
                unless_same(&place.point, point)?;
                detail.clone()
            }
            PlaceDetail::Note(note) => {
                let note = short_text(note)?;
                unless_same(&place.note, &note)?;
                PlaceDetail::Note(note)
            }
            PlaceDetail::Shape(shape) => {
                let shape = shape_of(shape)?;
                unless_same(&place.shape, &shape)?;
                PlaceDetail::Shape(shape)
            }
        };
        one(Event::PlaceChanged { place: id, detail })
    }

    /// A meaning that this operation knows, and a phrase that some text could hold.
    fn phrase_key(&self, key: &phrase::PhraseKey) -> Result<phrase::PhraseKey, Refusal> {
        let folded = phrase::folded(&key.phrase);
        if folded.is_empty() {
            return Err(Refusal::Missing(Needed::Text));
        }
        if phrase::LONGEST < folded.chars().count() {
            return Err(Refusal::TooLong { field: Needed::Text, most: phrase::LONGEST });
        }
        if let Some(fault) = phrase::fault(&folded) {
            return Err(Refusal::PhraseNeverFound(fault));
        }
        let means = key.means.trim();
        let known = match means.strip_prefix('!') {
            Some(danger) => phrase::DANGERS.contains(&danger),
            None => means == phrase::NOTHING || means.starts_with("calm p") || self.any_type(&Code::new(means)).is_ok(),
        };
        if !known {
            return Err(Refusal::UnknownType(means.to_owned()));
        }
        Ok(phrase::PhraseKey { means: means.to_owned(), phrase: folded })
    }

    /// The paths that are known and that `wants` names; a list of which nothing is left changes nothing.
    fn paths_that(&self, paths: &[u32], wants: impl Fn(u32) -> bool) -> Result<Vec<u32>, Refusal> {
        if paths.is_empty() {
            return Err(Refusal::Missing(Needed::Path));
        }
        // As many as fit into one row of the log.
        const MOST: usize = 10_000;
        if MOST < paths.len() {
            return Err(Refusal::OutOfRange { field: Needed::Count, least: 1, most: MOST as i64 });
        }
        if paths.iter().any(|number| !self.state.ground.paths.contains_key(number)) {
            return Err(Refusal::UnknownPath);
        }
        let wanted: BTreeSet<u32> = paths.iter().copied().filter(|number| wants(*number)).collect();
        if wanted.is_empty() { Err(Refusal::Unchanged) } else { Ok(wanted.into_iter().collect()) }
    }

    fn import_paths(&mut self, name: &str, source: &str, paths: &[super::ground::Path]) -> Decision {
        let layer = LayerId(self.now.ids.fresh());
        let (name, source) = (name_of(name, Needed::Name)?, short_text(source)?);
        if paths.is_empty() {
            return Err(Refusal::Missing(Needed::Path));
        }
        in_range(paths.len() as i64, 1, MOST_PATHS, Needed::Count)?;
        let mut events = vec![Event::LayerAdded { layer, name, source }];
        let mut first = self.state.ground.next;
        let (mut lines, mut count) = (String::new(), 0);
        for (index, path) in paths.iter().enumerate() {
            let line = super::ground::write_path(path);
            if LONGEST_LINES < line.len() {
                return Err(in_row(index, paths.len(), Refusal::TooLong { field: Needed::Path, most: LONGEST_LINES }));
            }
            if LONGEST_LINES < lines.len() + line.len() {
                events.push(Event::PathsDrawn { layer, first, lines: std::mem::take(&mut lines) });
                first += std::mem::take(&mut count);
            }
            if !lines.is_empty() {
                lines.push('\n');
            }
            lines.push_str(&line);
            count += 1;
        }
        events.push(Event::PathsDrawn { layer, first, lines });
        Ok(events)
    }

    fn change_flag(&self, id: FlagId, detail: &FlagDetail) -> Decision {
        let flag = self.state.flags.get(&id).ok_or(Refusal::UnknownFlag)?;
        let detail = match detail {
            FlagDetail::Text(text) => {
                let text = text_of(text, Needed::Text)?;
                unless_same(&flag.text, &text)?;
                FlagDetail::Text(text)
            }
            FlagDetail::Severity(severity) => {
                unless_same(&flag.severity, severity)?;
                detail.clone()
            }
            FlagDetail::Source(source) => {
                let source = short(source, Needed::Name)?;
                unless_same(&flag.source, &source)?;
                FlagDetail::Source(source)
            }
            FlagDetail::Metres(metres) => {
                in_range(i64::from(*metres), 1, 10_000, Needed::Metres)?;
                unless_same(&flag.metres, metres)?;
                detail.clone()
            }
            FlagDetail::Expires(at) => {
                unless_same(&flag.expires, at)?;
                detail.clone()
            }
        };
        one(Event::FlagChanged { flag: id, detail })
    }

    fn describe_call(&self, id: CallId, detail: &CallDetail) -> Decision {
        let call = self.call(id)?;
        let detail = match detail {
            CallDetail::What(text) => CallDetail::What(changed_text(&call.what, text)?),
            CallDetail::Callback(text) => CallDetail::Callback(changed_text(&call.callback, text)?),
            CallDetail::Caller(text) => CallDetail::Caller(changed_text(&call.caller, text)?),
            CallDetail::Relation(text) => CallDetail::Relation(changed_text(&call.relation, text)?),
            CallDetail::Place(spot) => {
                unless_same(&call.place, spot)?;
                detail.clone()
            }
            CallDetail::CallerSafe(answer) => {
                unless_same(&call.caller_safe, answer)?;
                detail.clone()
            }
            CallDetail::Source(source) => {
                unless_same(&call.source, source)?;
                detail.clone()
            }
            CallDetail::DangerNoted(danger) => {
                let danger = name_of(danger, Needed::Text)?;
                if call.dangers.contains(&danger) {
                    return Err(Refusal::Unchanged);
                }
                CallDetail::DangerNoted(danger)
            }
            CallDetail::Hurt(count) => {
                unless_same(&call.hurt, count)?;
                in_range(i64::from(count.unwrap_or(0)), 0, MOST_HURT, Needed::Hurt)?;
                detail.clone()
            }
            CallDetail::Answered(at) => {
                let at = (*at).min(self.now.at);
                unless_same(&call.answered, &at)?;
                CallDetail::Answered(at)
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

    /// Asks about coordinates that are hardly meant, unless somebody means them.
    fn sure_of(&self, place: &Spot) -> Result<(), Refusal> {
        match self.state.doubt(place) {
            Some(doubt) if self.ask.care == Care::AskFirst => Err(Refusal::PlaceInDoubt(doubt)),
            _ => Ok(()),
        }
    }

    fn open_incident(
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

    fn close(&self, id: IncidentId, disposition: &Code, text: &str) -> Decision {
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

    fn dispatch(&mut self, id: IncidentId, units: &[UnitId], step: Step) -> Decision {
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

    fn divert(&mut self, id: IncidentId, unit: UnitId) -> Decision {
        let incident = self.open(id)?;
        let from = self.assignment(unit, None)?;
        // It may stand deeper in the stack, not only on top.
        if self.assignment(unit, Some(id)).is_ok() {
            return Err(Refusal::AlreadyAssigned { unit, incident: id });
        }
        let mut events = vec![Event::UnitReleased {
            assignment: from.id,
            how: Ending::Diverted,
            reason: incident.number.to_string(),
        }];
        if incident.hold.is_some() {
            events.push(Event::HoldEnded { incident: id });
        }
        let assignment = AssignmentId(self.now.ids.fresh());
        events.push(Event::UnitAssigned { assignment, incident: id, unit, step: Step::Dispatched });
        Ok(events)
    }

    fn step(&self, unit: UnitId, incident: Option<IncidentId>, step: Step, destination: &str) -> Decision {
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
}

/// Paths of one file at most: a large city.
const MOST_PATHS: i64 = 100_000;
/// Bytes of lines in one row of the log. Signs that JSON writes twice still fit into its longest row.
const LONGEST_LINES: usize = 80_000;

/// A shape that means something, and fits into a row.
fn shape_of(shape: &Shape) -> Result<Shape, Refusal> {
    let corners = shape.track().map_or(usize::MAX, |track| track.0.len());
    let least = if matches!(shape, Shape::Area { .. }) { 3 } else { 2 };
    if corners < least {
        return Err(Refusal::OutOfRange { field: Needed::Path, least: least as i64, most: 10_000 });
    }
    if shape.track().is_some_and(|track| LONGEST_LINES < track.text().len()) {
        return Err(Refusal::TooLong { field: Needed::Path, most: LONGEST_LINES });
    }
    match shape {
        Shape::Circle { metres } => in_range(i64::from(*metres), 1, 100_000, Needed::Path)?,
        Shape::Course { from, to, .. } if to <= from => return Err(Refusal::Missing(Needed::Path)),
        _ => {}
    }
    Ok(shape.clone())
}

/// Whether a new operation of this profile starts with the types of a group. The others can be added.
fn starts_with(profile: Profile, group: presets::Group) -> bool {
    use presets::Group;
    match profile {
        Profile::Event | Profile::Practice | Profile::RadioNet => true,
        Profile::FireEms => group != Group::Event,
        Profile::SearchAndRescue => matches!(group, Group::Medical | Group::Rescue | Group::Event | Group::Other),
    }
}

/// What every new operation starts with, by its profile. All of it can be edited.
fn preset_events(profile: Profile) -> Vec<Event> {
    let kinds = presets::UNIT_KINDS.iter().map(|kind| Event::UnitKindAdded {
        code: Code::new(kind.code),
        label: kind.label.to_owned(),
        speed_kmh: kind.speed_kmh,
    });
    let types = presets::TYPES.iter().filter(|row| starts_with(profile, row.group)).map(|row| Event::TypeAdded {
        code: Code::new(row.code),
        label: row.label.to_owned(),
        common: row.common.to_owned(),
        group: row.group,
        priority: Priority::from_level(row.priority).unwrap_or(Priority::P3),
    });
    let dispositions = presets::DISPOSITIONS.iter().map(|row| Event::DispositionAdded {
        code: Code::new(row.code),
        label: row.label.to_owned(),
        common: row.code.to_owned(),
        group: row.group,
    });
    let aims = |code: &str| match profile {
        Profile::Event | Profile::Practice | Profile::FireEms => true,
        Profile::SearchAndRescue => !code.starts_with("turnout") && !code.starts_with("travel"),
        Profile::RadioNet => code.starts_with("answer") || code.starts_with("dispatch"),
    };
    let own = match profile {
        Profile::SearchAndRescue => presets::SEARCH_TARGETS,
        Profile::RadioNet => presets::NET_TARGETS,
        Profile::Event | Profile::Practice | Profile::FireEms => &[],
    };
    let targets = presets::TARGETS.iter().filter(|row| aims(row.code)).chain(own).map(|row| Event::TargetAdded {
        code: Code::new(row.code),
        label: row.label.to_owned(),
        seconds: row.seconds,
        percent: row.percent,
        source: row.source.to_owned(),
    });
    let priorities = presets::PRIORITIES.iter().filter_map(|row| {
        let priority = Priority::from_level(row.level)?;
        Some(Event::PriorityChanged { priority, detail: PriorityDetail::Label(row.label.to_owned()) })
    });
    let words = super::plan::preset::words().into_iter();
    let words = words.map(|(word, meant)| Event::PlanWordSet { word, label: meant.label, any_of: meant.any_of });
    let plans = super::plan::preset::plans(profile).into_iter().map(|plan| Event::PlanSaved { plan });
    kinds.chain(types).chain(dispositions).chain(targets).chain(priorities).chain(words).chain(plans).collect()
}

fn one(event: Event) -> Decision {
    Ok(vec![event])
}

fn in_row(index: usize, rows: usize, fault: Refusal) -> Refusal {
    if rows == 1 { fault } else { Refusal::InRow { row: index + 1, fault: Box::new(fault) } }
}

fn unless_same<T: PartialEq + ?Sized>(was: &T, now: &T) -> Result<(), Refusal> {
    if was == now { Err(Refusal::Unchanged) } else { Ok(()) }
}

fn in_range(value: i64, least: i64, most: i64, field: Needed) -> Result<(), Refusal> {
    if least <= value && value <= most { Ok(()) } else { Err(Refusal::OutOfRange { field, least, most }) }
}

fn name_of(text: &str, field: Needed) -> Result<String, Refusal> {
    let text = short(text, field)?;
    if text.is_empty() { Err(Refusal::Missing(field)) } else { Ok(text) }
}

fn short(text: &str, field: Needed) -> Result<String, Refusal> {
    let text = text.trim();
    if LONGEST_NAME < text.chars().count() {
        return Err(Refusal::TooLong { field, most: LONGEST_NAME });
    }
    Ok(text.to_owned())
}

fn text_of(text: &str, field: Needed) -> Result<String, Refusal> {
    let text = short_text(text)?;
    if text.is_empty() { Err(Refusal::Missing(field)) } else { Ok(text) }
}

fn short_text(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if LONGEST_TEXT < text.chars().count() {
        return Err(Refusal::TooLong { field: Needed::Text, most: LONGEST_TEXT });
    }
    Ok(text.to_owned())
}

/// A list of short words from a file. All of it must fit into one row of the log, which has a longest length.
fn words_of(words: &[String]) -> Result<Vec<String>, Refusal> {
    let words: Vec<&str> = words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()).collect();
    if LONGEST_TEXT < words.iter().map(|word| word.chars().count()).sum::<usize>() {
        return Err(Refusal::TooLong { field: Needed::Name, most: LONGEST_TEXT });
    }
    words.into_iter().map(|word| short(word, Needed::Name)).collect()
}

fn changed_text(was: &str, now: &str) -> Result<String, Refusal> {
    let now = short_text(now)?;
    unless_same(was, now.as_str())?;
    Ok(now)
}

fn spot_of(spot: &Spot) -> Result<Spot, Refusal> {
    if spot.is_blank() {
        return Err(Refusal::Missing(Needed::Place));
    }
    if LONGEST_TEXT < spot.text.chars().count() {
        return Err(Refusal::TooLong { field: Needed::Place, most: LONGEST_TEXT });
    }
    Ok(Spot { text: spot.text.trim().to_owned(), ..spot.clone() })
}

fn call_sign_of(text: &str) -> Result<String, Refusal> {
    let text = name_of(text, Needed::CallSign)?;
    if fold_call_sign(&text).is_empty() { Err(Refusal::Missing(Needed::CallSign)) } else { Ok(text) }
}

fn capability(word: &str) -> String {
    word.trim().to_uppercase()
}

fn check_prefix(prefix: &str) -> Result<(), Refusal> {
    let prefix = prefix.trim();
    if prefix.chars().count() <= 6 { Ok(()) } else { Err(Refusal::TooLong { field: Needed::Prefix, most: 6 }) }
}

fn check_speed(speed_kmh: f64) -> Result<(), Refusal> {
    if (1.0..=300.0).contains(&speed_kmh) {
        return Ok(());
    }
    Err(Refusal::OutOfRange { field: Needed::Speed, least: 1, most: 300 })
}

/// When the thing happened: the back-timed instant, else now. Never in the future.
#[must_use]
pub fn happened_at(ask: &Ask, now: &Now) -> Moment {
    ask.happened.map_or(now.at, |happened| happened.min(now.at))
}
