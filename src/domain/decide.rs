//! What a command leads to: events, or a refusal. Pure; every check is made against the state inside the transaction
//! that will append the events, which is why two windows can never give one unit away twice.

use super::command::{Ask, Command, Now};
use super::event::Event;
use super::moment::Moment;
use super::refusal::Refusal;
use super::state::State;

mod checks;

mod operation;
mod setup;

mod flags;
mod ground;
mod phrases;
mod places;
mod units;

mod cards;
mod guidance;
mod plans;
mod played;
mod safety;

mod assignments;
mod calls;
mod entries;
mod incidents;

type Decision = Result<Vec<Event>, Refusal>;

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
    desk.decide().map(|events| safety::guarded(state, events))
}

/// When the thing happened: the back-timed instant, else now. Never in the future.
#[must_use]
pub fn happened_at(ask: &Ask, now: &Now) -> Moment {
    ask.happened.map_or(now.at, |happened| happened.min(now.at))
}

struct Desk<'a> {
    state: &'a State,
    ask: &'a Ask,
    now: Now,
}

impl Desk<'_> {
    fn decide(&mut self) -> Decision {
        match &self.ask.command {
            Command::OpenOperation { name, profile, zone, prefix } => {
                operation::open_operation(name, *profile, zone, prefix)
            }
            Command::ChangeOperation(detail) => self.change_operation(detail),

            Command::AddUnitKind { code, label, speed_kmh } => self.add_unit_kind(code, label, *speed_kmh),
            Command::ChangeUnitKind { code, detail } => self.change_unit_kind(code, detail),
            Command::RetireUnitKind(code) => self.retire_unit_kind(code),
            Command::RestoreUnitKind(code) => self.restore_unit_kind(code),
            Command::AddUnits(units) => self.add_units(units),
            Command::ChangeUnit { unit, detail } => self.change_unit(*unit, detail),
            Command::RetireUnit(unit) => self.retire_unit(*unit),
            Command::RestoreUnit(unit) => self.restore_unit(*unit),
            Command::AddPlaces(places) => self.add_places(places),
            Command::ChangePlace { place, detail } => self.change_place(*place, detail),
            Command::DescribePlace { place, details } => self.describe_place(*place, details),
            Command::RetirePlace(place) => self.retire_place(*place),
            Command::RestorePlace(place) => self.restore_place(*place),
            Command::ImportPaths { name, source, paths } => self.import_paths(name, source, paths),
            Command::RetireLayer(layer) => self.retire_layer(*layer),
            Command::RestoreLayer(layer) => self.restore_layer(*layer),
            Command::ClosePaths { paths, reason } => self.close_paths(paths, reason),
            Command::OpenPaths(paths) => self.open_paths(paths),
            Command::SetCrowd { paths, percent } => self.set_crowd(paths, *percent),
            Command::PlaceSitePlan { name, blob, anchors } => self.place_site_plan(name, blob, anchors),
            Command::RemoveSitePlan => self.remove_site_plan(),
            Command::AddType { code, label, common, group, priority } => {
                self.add_type(code, label, common, *group, *priority)
            }
            Command::ChangeType { code, detail } => self.change_type(code, detail),
            Command::RetireType(code) => self.retire_type(code),
            Command::RestoreType(code) => self.restore_type(code),
            Command::ChangePriority { priority, detail } => self.change_priority(*priority, detail),
            Command::AddDisposition { code, label, common } => self.add_disposition(code, label, common),
            Command::ChangeDisposition { code, detail } => self.change_disposition(code, detail),
            Command::RetireDisposition(code) => self.retire_disposition(code),
            Command::RestoreDisposition(code) => self.restore_disposition(code),
            Command::RaiseFlag { on, text, severity, source, expires } => {
                self.raise_flag(on, text, *severity, source, *expires)
            }
            Command::ChangeFlag { flag, detail } => self.change_flag(*flag, detail),
            Command::RetireFlag(flag) => self.retire_flag(*flag),
            Command::RestoreFlag(flag) => self.restore_flag(*flag),
            Command::SetCprGoals(goals) => self.set_cpr_goals(*goals),
            Command::ChangeTarget { code, seconds, percent } => self.change_target(code, *seconds, *percent),
            Command::AddTarget { code, label, seconds, percent, source } => {
                self.add_target(code, label, *seconds, *percent, source)
            }
            Command::RetireTarget(code) => self.retire_target(code),
            Command::RestoreTarget(code) => self.restore_target(code),
            Command::WeighPhrase { key, strength } => self.weigh_phrase(key, *strength),
            Command::RetirePhrase(key) => self.retire_phrase(key),
            Command::RestorePhrase(key) => self.restore_phrase(key),

            Command::SaveCards(texts) => self.save_cards(texts),
            Command::ApproveCard { card, version, name, date } => self.approve_card(card, *version, name, date),
            Command::WithdrawApproval { card, version } => self.withdraw_approval(card, *version),
            Command::RetireCard(code) => self.retire_card(code),
            Command::RestoreCard(code) => self.restore_card(code),
            Command::SavePlans { plans, words, retire } => self.save_plans(plans, words, retire),
            Command::RetirePlan(code) => self.retire_plan(code),
            Command::RestorePlan(code) => self.restore_plan(code),
            Command::SetPlanRule { rule, value } => self.set_plan_rule(*rule, *value),
            Command::RequirePost { place, cover } => self.require_post(*place, cover),

            Command::StartCall { source } => self.start_call(*source),
            Command::DescribeCall { call, detail } => self.describe_call(*call, detail),
            Command::OpenIncident { call, kind, priority, place, summary } => {
                self.open_incident(*call, kind, *priority, place, summary)
            }
            Command::AttachCall { call, incident } => self.attach_call(*call, *incident),
            Command::AddCaller { incident, source, text } => self.add_caller(*incident, *source, text),
            Command::EndCall { call, how } => self.end_call(*call, *how),

            Command::ChangeKind { incident, kind } => self.change_kind(*incident, kind),
            Command::ChangeUrgency { incident, priority } => self.change_urgency(*incident, *priority),
            Command::MoveIncident { incident, place } => self.move_incident(*incident, place),
            Command::VerifyPlace(incident) => self.verify_place(*incident),
            Command::Answer { incident, question, answer } => self.answer(*incident, question, answer),
            Command::OpenCard { incident, card, patient } => self.open_card(*incident, card, patient),
            Command::AnswerCard { incident, run, question, answer } => {
                self.answer_card(*incident, *run, question, answer)
            }
            Command::ReachStep { incident, run, guide, step } => self.reach_step(*incident, *run, guide, *step),
            Command::FollowWay { incident, run, guide, step, way } => {
                self.follow_way(*incident, *run, guide, *step, way)
            }
            Command::StopClock { incident, run, mark } => self.stop_clock(*incident, *run, mark),
            Command::RestartClock { incident, run, mark } => self.restart_clock(*incident, *run, mark),
            Command::ChangeCompressor { incident, run } => self.change_compressor(*incident, *run),
            Command::BeginContraction { incident, run } => self.begin_contraction(*incident, *run),
            Command::StepBack { incident, run } => self.step_back(*incident, *run),
            Command::LeaveGuide { incident, run } => self.leave_guide(*incident, *run),
            Command::AcknowledgeSafety { unit, incident, heard } => self.acknowledge_safety(*unit, *incident, heard),
            Command::EndStaging(incident) => self.end_staging(*incident),
            Command::Note { incident, text } => self.note(*incident, text),
            Command::Radio { incident, from, to, text } => self.radio(*incident, from, to, text),
            Command::Strike { incident, entry, reason } => self.strike(*incident, *entry, reason),
            Command::Hold { incident, minutes, reason } => self.hold(*incident, *minutes, reason),
            Command::EndHold(incident) => self.end_hold(*incident),
            Command::Link { incident, other } => self.link(*incident, *other),
            Command::Unlink { incident, other } => self.unlink(*incident, *other),
            Command::RaiseAlarm { incident, level } => self.raise_alarm(*incident, *level),
            Command::RequestResource { incident, what, count } => self.request_resource(*incident, what, *count),
            Command::MeetRequest { incident, request } => self.meet_request(*incident, *request),
            Command::Close { incident, disposition, text } => self.close(*incident, disposition, text),
            Command::Reopen { incident, reason } => self.reopen(*incident, reason),
            Command::Debrief { incident, part, text, owner } => self.debrief(*incident, *part, text, owner),

            Command::Dispatch { incident, units, step } => self.dispatch(*incident, units, *step),
            Command::DispatchAdvised { incident, units, step, advised } => {
                self.dispatch_advised(*incident, units, *step, advised)
            }
            Command::Divert { incident, unit, advised } => self.divert(*incident, *unit, advised.as_ref()),
            Command::Step { unit, incident, step, destination } => self.step(*unit, *incident, *step, destination),
            Command::Clear { unit, incident } => self.clear(*unit, *incident),
            Command::Cancel { unit, incident, reason } => self.cancel(*unit, *incident, reason),
            Command::SetReadiness { unit, readiness, reason } => self.set_readiness(*unit, *readiness, reason),
            Command::MoveUnit { unit, place } => self.move_unit(*unit, place),
            Command::TimeWelfare { unit, minutes } => self.time_welfare(*unit, *minutes),
            Command::RollCall { units } => self.roll_call(units),
            Command::Undo(_) => Err(Refusal::NothingToUndo),
        }
    }

    fn at(&self) -> Moment {
        happened_at(self.ask, &self.now)
    }
}

fn one(event: Event) -> Decision {
    Ok(vec![event])
}
