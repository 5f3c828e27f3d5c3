//! What a recommendation says: the plan and why it fits, the reasons for each unit, and what is missing.

use super::speech::{self, Clock, readiness_word, step_word};
use crate::domain::ids::{Code, PlaceId, UnitId};
use crate::domain::plan::{Advised, Plan, Requirement};
use crate::domain::presets::Group;
use crate::domain::state::State;
use crate::domain::unit::Readiness;
use crate::protocol::plan::{By, Fault};
use crate::protocol::recommend::{Advice, Bare, Chosen, Could, NoEstimate, Reason, Want, WhyNot};
use crate::protocol::travel::Estimate;
use crate::words::{Msg, say, t};

fn place(state: &State, id: PlaceId) -> String {
    state.places.get(&id).map_or_else(|| t(Msg::Place).to_lowercase(), |place| place.name.clone())
}

fn units(state: &State, ids: &[UnitId]) -> String {
    if ids.is_empty() {
        return t(Msg::NobodyWord).to_owned();
    }
    ids.iter().map(|id| speech::unit(state, *id)).collect::<Vec<_>>().join(", ")
}

/// Seconds until the first that is recommended is there.
#[must_use]
pub fn soonest(advice: &Advice) -> Option<u32> {
    advice.wants.iter().flat_map(Want::picks).filter_map(|pick| pick.estimate.map(|estimate| estimate.seconds)).min()
}

/// Most call signs that a button names.
const NAMED: usize = 4;

/// What the button of a bar sends: `Send MED2, FR1, about 3 min`.
#[must_use]
pub fn offer(state: &State, ids: &[UnitId], soonest: Option<u32>) -> String {
    let mut names = units(state, &ids[..ids.len().min(NAMED)]);
    if NAMED < ids.len() {
        names = format!("{names} +{}", ids.len() - NAMED);
    }
    match soonest {
        Some(seconds) => say(Msg::SendTheseSoon, &[&names, &seconds.div_ceil(60).max(1).to_string()]),
        None => say(Msg::SendThese, &[&names]),
    }
}

/// `3 min 20 s`, `40 s`.
#[must_use]
pub fn stretch(seconds: u32) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => say(Msg::Seconds, &[&seconds.to_string()]),
        (minutes, 0) => say(Msg::MinutesShort, &[&minutes.to_string()]),
        (minutes, seconds) => say(Msg::MinutesSeconds, &[&minutes.to_string(), &seconds.to_string()]),
    }
}

/// What was advised when units were sent, and what was sent.
#[must_use]
pub fn advised(state: &State, advised: &Advised, sent: &[UnitId]) -> String {
    let (picks, short) = (&advised.units, &advised.short);
    let plan = if advised.plan.is_empty() { t(Msg::NoPlan) } else { &advised.plan };
    let level = advised.level.to_string();
    let sent_all = picks.iter().all(|unit| sent.contains(unit));
    let line = match (sent.iter().all(|unit| picks.contains(unit)), sent_all) {
        (true, true) => say(Msg::LineAsAdvised, &[&units(state, sent), plan, &level]),
        (true, false) => say(Msg::LineAdvisedPart, &[&units(state, sent), &units(state, picks), plan, &level]),
        (false, _) => say(Msg::LineAdvised, &[&units(state, picks), plan, &level, &units(state, sent)]),
    };
    if short.is_empty() { line } else { say(Msg::LineShort, &[&line, &short.join(", ")]) }
}

/// What is advised, as it is recorded when units are sent.
#[must_use]
pub fn recorded(advice: &Advice, level: u8) -> Advised {
    Advised {
        plan: advice.plan.as_ref().map(|plan| plan.label.clone()).unwrap_or_default(),
        level,
        units: advice.units(),
        short: advice.wants.iter().filter(|want| 0 < want.missing()).map(open).collect(),
    }
}

#[must_use]
pub fn group_word(group: Group) -> &'static str {
    t(match group {
        Group::Medical => Msg::GroupMedical,
        Group::Fire => Msg::GroupFire,
        Group::Police => Msg::GroupPolice,
        Group::Rescue => Msg::GroupRescue,
        Group::Event => Msg::GroupEvent,
        Group::Other => Msg::GroupOther,
    })
}

/// Why this plan: "for this type, in the zone of Gate 4, P1 to P2; 2 other plans fit less closely".
#[must_use]
pub fn why_plan(state: &State, chosen: &Chosen) -> String {
    let mut parts = vec![match (chosen.fit.by, chosen.group) {
        (By::Type, _) => t(Msg::PlanForType).to_owned(),
        (By::Group, Some(group)) => say(Msg::PlanForGroup, &[group_word(group)]),
        _ => t(Msg::PlanForAnything).to_owned(),
    }];
    if let Some(zone) = chosen.zone {
        parts.push(say(Msg::PlanInZone, &[&place(state, zone)]));
    }
    if 0 < chosen.fit.narrower {
        parts.push(say(Msg::PlanPriorities, &[chosen.from.code(), chosen.to.code()]));
    }
    if 0 < chosen.behind {
        parts.push(say(Msg::PlanOthersFit, &[&(chosen.behind + 1).to_string()]));
    }
    if !chosen.equals.is_empty() {
        parts.push(say(Msg::PlanAsClose, &[&chosen.equals.join(", ")]));
    }
    parts.join(", ")
}

/// `2 E or T, crew of 3, with ALS`.
#[must_use]
pub fn need(count: u8, any_of: &[String], crew: u8, skills: &[String]) -> String {
    let mut text = format!("{count} {}", any_of.join(t(Msg::OrBetween)));
    if 0 < crew {
        text.push_str(", ");
        text.push_str(&say(Msg::CrewOf, &[&crew.to_string()]));
    }
    for skill in skills {
        text.push_str(", ");
        text.push_str(&say(Msg::WithSkill, &[skill]));
    }
    text
}

#[must_use]
pub fn requirement(one: &Requirement) -> String {
    let skills: Vec<String> = Some(&one.skill).filter(|skill| !skill.is_empty()).cloned().into_iter().collect();
    need(one.count, &one.any_of, one.crew, &skills)
}

#[must_use]
pub fn want(want: &Want) -> String {
    need(want.count, &want.any_of, want.crew, &want.skills)
}

/// What a requirement is called on the sheet: the names that the team gave its words, where they are short.
#[must_use]
pub fn called(state: &State, want: &Want) -> String {
    const SHORT: usize = 20;
    let name = |word: &String| {
        let label = state.book.words.get(&Code::new(word)).map(|word| word.label.clone());
        label.filter(|label| !label.is_empty() && label.chars().count() <= SHORT).unwrap_or_else(|| word.clone())
    };
    let names: Vec<String> = want.any_of.iter().map(name).collect();
    let text = need(1, &names, want.crew, &want.skills);
    text.trim_start_matches("1 ").to_owned()
}

/// What is open, as a request for help would say it: `2 E`.
#[must_use]
pub fn open(want: &Want) -> String {
    format!("{} {}", want.missing(), want.any_of.join("/"))
}

#[must_use]
pub fn no_estimate(why: NoEstimate) -> &'static str {
    t(match why {
        NoEstimate::PlaceUnknown => Msg::ReasonPlaceUnknown,
        NoEstimate::PositionUnknown => Msg::ReasonPositionUnknown,
        NoEstimate::NoOpenWay => Msg::ReasonNoOpenWay,
    })
}

/// How long a unit needs, or why nobody can say.
#[must_use]
pub fn away(estimate: Option<Estimate>, unknown: Option<NoEstimate>) -> String {
    let why = || no_estimate(unknown.unwrap_or(NoEstimate::PositionUnknown)).to_owned();
    estimate.map_or_else(why, |way| stretch(way.seconds))
}

#[must_use]
pub fn reason(state: &State, reason: &Reason) -> String {
    let sign = |unit: &UnitId| speech::unit(state, *unit);
    match reason {
        Reason::Nearest => t(Msg::ReasonNearest).to_owned(),
        Reason::NearerServes(unit) => say(Msg::ReasonNearerServes, &[&sign(unit)]),
        Reason::NearerCovers(unit, post) => say(Msg::ReasonNearerCovers, &[&sign(unit), &place(state, *post)]),
        Reason::Chosen => t(Msg::ReasonChosen).to_owned(),
        Reason::MovingUp => t(Msg::ReasonMovingUp).to_owned(),
        Reason::PositionOld { minutes } => say(Msg::ReasonPositionOld, &[&minutes.to_string()]),
        Reason::NoEstimate(why) => no_estimate(*why).to_owned(),
        Reason::AgainstOneWay => t(Msg::AgainstOneWay).to_owned(),
        Reason::CrewUncounted => t(Msg::ReasonCrewUncounted).to_owned(),
        Reason::BaresPost(post) => say(Msg::ReasonBaresPost, &[&place(state, *post)]),
        Reason::JustCleared { minutes } => say(Msg::ReasonJustCleared, &[&minutes.to_string()]),
        Reason::Late { seconds } => say(Msg::ReasonLate, &[&stretch(*seconds)]),
    }
}

/// A unit that a person chose and that cannot serve there.
#[must_use]
pub fn dropped(state: &State, unit: UnitId) -> String {
    say(Msg::SwapDropped, &[&speech::unit(state, unit)])
}

/// The one reason why a unit is not recommended.
#[must_use]
pub fn why_not(state: &State, why: &WhyNot, clock: Clock) -> String {
    let work = |id| format!("#{}", speech::number(state, id));
    match why {
        WhyNot::LeftOut => t(Msg::WhyNotLeftOut).to_owned(),
        WhyNot::Extra => t(Msg::WhyNotExtra).to_owned(),
        WhyNot::Away { incident, lesser } => {
            say(if *lesser { Msg::WhyNotAwayLesser } else { Msg::WhyNotAway }, &[&work(*incident)])
        }
        WhyNot::OffDuty => readiness_word(Readiness::OffDuty).to_owned(),
        WhyNot::NotReady(readiness, since) => {
            say(Msg::WhyNotReady, &[readiness_word(*readiness), &clock.at(*since).short_clock()])
        }
        WhyNot::OnTheWay { incident, priority } => say(Msg::WhyNotOnTheWay, &[&work(*incident), priority.code()]),
        WhyNot::CouldDivert { incident, priority } => say(Msg::WhyNotDivert, &[&work(*incident), priority.code()]),
        WhyNot::AtWork { incident, step } => say(Msg::WhyNotAtWork, &[step_word(*step), &work(*incident)]),
        WhyNot::NotAsked => t(Msg::WhyNotAsked).to_owned(),
        WhyNot::Lacks(skill) => say(Msg::WhyNotLacks, &[skill]),
        WhyNot::SmallCrew { has, needs } => say(Msg::WhyNotCrew, &[&has.to_string(), &needs.to_string()]),
        WhyNot::ZoneDuty(post) => say(Msg::WhyNotZone, &[&place(state, *post)]),
        WhyNot::Met => t(Msg::WhyNotMet).to_owned(),
        WhyNot::KeepsPost(post) => say(Msg::WhyNotKeepsPost, &[&place(state, *post)]),
        WhyNot::Rests { minutes } => say(Msg::WhyNotRests, &[&minutes.to_string()]),
        WhyNot::NoEstimate(why) => no_estimate(*why).to_owned(),
        WhyNot::PositionOld { minutes } => say(Msg::ReasonPositionOld, &[&minutes.to_string()]),
        WhyNot::Farther { seconds } => say(Msg::WhyNotFarther, &[&stretch(*seconds)]),
        WhyNot::AsFar => t(Msg::WhyNotAsFar).to_owned(),
    }
}

/// The nearest that could meet what is short, and when: "MED3: on scene, #12; likely free 14:40, then 3 min".
#[must_use]
pub fn could(state: &State, could: &Could, clock: Clock) -> String {
    let mut text = format!("{}: {}", speech::unit(state, could.unit), why_not(state, &could.why, clock));
    if let Some(free) = could.free {
        text.push_str("; ");
        text.push_str(&say(Msg::LikelyFree, &[&clock.at(free).short_clock()]));
    }
    if let Some(way) = could.estimate {
        text.push_str("; ");
        text.push_str(&say(Msg::ThenAway, &[&stretch(way.seconds)]));
    }
    text
}

/// A post that keeps too little, and what would mend that.
#[must_use]
pub fn bare(state: &State, bare: &Bare) -> String {
    let msg = if bare.by_this { Msg::BareAfter } else { Msg::BareBefore };
    let mut text = say(msg, &[&place(state, bare.place), &bare.has.to_string(), &bare.needs.to_string()]);
    match &bare.move_up {
        None => text = format!("{text} {}", t(Msg::NobodyMovesUp)),
        Some(up) => {
            let sign = speech::unit(state, up.unit);
            let far = away(up.estimate, up.unknown);
            text = format!("{text} {}", say(Msg::CanMoveUp, &[&sign, &far]));
            if let Some(other) = up.bares {
                text = format!("{text} {}", say(Msg::MoveUpBares, &[&place(state, other)]));
            }
        }
    }
    text
}

/// What a plan is for, in a few words of its own table: types, groups, priorities, zone.
#[must_use]
pub fn scope(state: &State, plan: &Plan) -> String {
    let types =
        plan.types.iter().map(|code| state.types.get(code).map_or_else(|| code.to_string(), |t| t.label.clone()));
    let groups = plan.groups.iter().map(|group| group_word(*group).to_owned());
    let mut of: Vec<String> = types.chain(groups).collect();
    if !plan.with.is_empty() {
        let names =
            plan.with.iter().map(|code| state.book.plans.get(code).map_or(code.to_string(), |on| on.label.clone()));
        of = vec![say(Msg::PlanOnTopOf, &[&names.collect::<Vec<_>>().join(", ")])];
    } else if of.is_empty() {
        of.push(t(Msg::AnyIncident).to_owned());
    }
    let mut text = of.join(", ");
    if (plan.from.level(), plan.to.level()) != (1, 5) {
        text = format!("{text}; {}", say(Msg::PlanPriorities, &[plan.from.code(), plan.to.code()]));
    }
    if let Some(zone) = &plan.zone {
        text = format!("{text}; {}", say(Msg::PlanInZone, &[&place(state, zone.place)]));
    }
    text
}

/// One level of a plan: `Level 3 and every later: 3 E, 1 T`.
#[must_use]
pub fn alarm(alarm: &crate::domain::plan::Alarm) -> String {
    let msg = if alarm.repeats { Msg::LevelAndLater } else { Msg::LevelOnly };
    let needs: Vec<String> = alarm.needs.iter().map(requirement).collect();
    say(msg, &[&alarm.level.to_string(), &needs.join("; ")])
}

/// What somebody should look at in the plans.
#[must_use]
pub fn fault(state: &State, fault: &Fault) -> String {
    let plan = |code| state.book.plans.get(code).map_or_else(|| format!("{code}"), |plan| plan.label.clone());
    match fault {
        Fault::TypeWithoutPlan { kind, priority } => {
            let label = state.types.get(kind).map_or_else(|| kind.to_string(), |kind| kind.label.clone());
            say(Msg::LintNoPlan, &[&label, priority.code()])
        }
        Fault::NeverMet { plan: code, level, need, have } => {
            say(Msg::LintNeverMet, &[&plan(code), &level.to_string(), &requirement(need), &have.to_string()])
        }
        Fault::NothingAsked { plan: code } => say(Msg::LintNothing, &[&plan(code)]),
        Fault::Unknown { plan: code, word } => say(Msg::LintUnknown, &[&plan(code), word]),
        Fault::NoZone { plan: code, place: zone } => say(Msg::LintNoZone, &[&plan(code), &place(state, *zone)]),
        Fault::Rivals { plan: code, other, kind, priority } => {
            let label = state.types.get(kind).map_or_else(|| kind.to_string(), |kind| kind.label.clone());
            say(Msg::LintRivals, &[&plan(code), &plan(other), &label, priority.code()])
        }
        Fault::NoPriority { plan: code } => say(Msg::LintNoPriority, &[&plan(code)]),
    }
}
