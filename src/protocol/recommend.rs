//! Which units to send, and why: for all requirements together, with a reason for each unit that is not among them.
//!
//! `survey` looks at each unit once, `assign` chooses, `reasons` says why and what is missing, `cover` what remains.

mod assign;
mod cover;
mod reasons;
mod survey;

pub use cover::{Bare, MoveUp};

use super::plan::{self, Facts, Fit};
use super::travel::{Estimate, Roads};
use crate::domain::ids::{Code, IncidentId, PlaceId, UnitId};
use crate::domain::incident::{Incident, Priority};
use crate::domain::moment::Moment;
use crate::domain::place::Spot;
use crate::domain::plan::Requirement;
use crate::domain::presets::Group;
use crate::domain::state::State;
use crate::domain::unit::{Readiness, Step};
use assign::Solution;
use std::collections::BTreeSet;
use survey::{Stand, Survey};

/// What a recommendation is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// None while the call has not become an incident.
    pub incident: Option<IncidentId>,
    pub kind: Code,
    pub priority: Priority,
    pub place: Spot,
    /// The alarm level; levels are additive.
    pub level: u8,
    /// Capabilities that the answers of the caller call for, beyond the plan.
    pub needs: Vec<String>,
    /// The crew should wait near by until the scene is safe.
    pub stage: bool,
    /// Units that a person chose for a requirement.
    pub pins: Vec<(Slot, UnitId)>,
    /// Units that a person took out.
    pub left_out: Vec<UnitId>,
    /// Units that a person sends along. They serve no requirement and are missed where they are.
    pub also: Vec<UnitId>,
    pub now: Moment,
}

impl Asked {
    /// What an incident asks for as it stands.
    #[must_use]
    pub fn of(incident: &Incident, now: Moment) -> Self {
        Self {
            incident: Some(incident.id),
            kind: incident.kind.clone(),
            priority: incident.priority,
            place: incident.place.clone(),
            level: incident.alarm_level,
            needs: incident.guidance.needs.iter().cloned().collect(),
            stage: incident.guidance.staging.is_some(),
            pins: Vec::new(),
            left_out: Vec::new(),
            also: Vec::new(),
            now,
        }
    }
}

/// Which requirement is meant, whatever stands beside it: its place in the list changes with what the answers call for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Slot {
    pub level: u8,
    pub any_of: Vec<String>,
    pub crew: u8,
    pub skill: String,
}

/// Seconds that stand in place of an estimate where there is none.
const UNKNOWN_SECONDS: u32 = 3_600;

/// The answer: what to send, why, and what is missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Advice {
    pub plan: Option<Chosen>,
    pub wants: Vec<Want>,
    /// Every unit on duty that is not among the picks, with the one reason why, the nearest first.
    pub others: Vec<Other>,
    pub bare: Vec<Bare>,
    pub stage: bool,
    /// The travel goal in seconds, where the operation has one.
    pub goal: Option<u32>,
    /// Units that a person chose and that cannot serve what they were chosen for any more.
    pub dropped: Vec<UnitId>,
}

/// The plan that was gone by, and why that one.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    pub code: Code,
    pub label: String,
    pub note: String,
    pub fit: Fit,
    pub group: Option<Group>,
    pub from: Priority,
    pub to: Priority,
    pub zone: Option<PlaceId>,
    /// Plans that fit as well and are less specific.
    pub behind: usize,
    /// The names of plans that are just as specific.
    pub equals: Vec<String>,
}

/// One requirement and who serves it.
#[derive(Debug, Clone, PartialEq)]
pub struct Want {
    pub slot: Slot,
    pub level: u8,
    pub any_of: Vec<String>,
    pub count: u8,
    pub crew: u8,
    pub skills: Vec<String>,
    /// The answers of the caller call for it, not the plan.
    pub from_answers: bool,
    pub filled: Vec<Filled>,
    pub shortfall: Option<Shortfall>,
    /// Units on their way to something lesser. Offered, never taken.
    pub diverts: Vec<Divert>,
}

impl Want {
    #[must_use]
    pub fn missing(&self) -> usize {
        usize::from(self.count).saturating_sub(self.filled.len())
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Filled {
    /// On the incident already.
    Working(UnitId),
    /// It served and has cleared.
    Served(UnitId),
    Pick(Pick),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Pick {
    pub unit: UnitId,
    pub estimate: Option<Estimate>,
    /// What the choice weighed, in seconds.
    pub cost: i64,
    /// A person put it here.
    pub pinned: bool,
    pub reasons: Vec<Reason>,
}

/// Why nobody can say how long a unit needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEstimate {
    /// The place of the incident is not on the map.
    PlaceUnknown,
    /// Where the unit is.
    PositionUnknown,
    /// Every way between the two is closed, or none is for its kind.
    NoOpenWay,
}

/// Why a unit was picked, or what to know about it.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// No free unit that serves this is nearer.
    Nearest,
    /// This one is nearer and serves another requirement.
    NearerServes(UnitId),
    /// This one is nearer and would leave its post bare.
    NearerCovers(UnitId, PlaceId),
    Chosen,
    MovingUp,
    PositionOld {
        minutes: i64,
    },
    NoEstimate(NoEstimate),
    /// By the signs of one way there is no open way.
    AgainstOneWay,
    CrewUncounted,
    BaresPost(PlaceId),
    JustCleared {
        minutes: i64,
    },
    Late {
        seconds: u32,
    },
}

/// What nobody free can meet, and what could be done about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shortfall {
    pub missing: usize,
    /// The unit that could meet it first, though it is not free now.
    pub nearest: Option<Could>,
    /// So many of them were asked for from outside already.
    pub requested: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Could {
    pub unit: UnitId,
    pub why: WhyNot,
    /// When it is likely free, by how long such work took on this operation.
    pub free: Option<Moment>,
    pub estimate: Option<Estimate>,
}

/// A unit on its way to something lesser that would be there sooner.
#[derive(Debug, Clone, PartialEq)]
pub struct Divert {
    pub unit: UnitId,
    pub from: IncidentId,
    pub estimate: Option<Estimate>,
    /// Seconds sooner than the unit that is recommended, even if it has gone the other way since it set out; none where
    /// nobody is.
    pub saves: Option<u32>,
    /// Minutes since it was known where it is.
    pub seen: Option<i64>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Other {
    pub unit: UnitId,
    pub estimate: Option<Estimate>,
    pub why: WhyNot,
}

/// The one reason why a unit is not recommended: the first that holds.
#[derive(Debug, Clone, PartialEq)]
pub enum WhyNot {
    /// A person took it out of the recommendation.
    LeftOut,
    /// It is on this incident and no requirement counts it.
    Extra,
    /// It is on this incident and has left for another one, which is lesser and can be left again, or is not.
    Away {
        incident: IncidentId,
        lesser: bool,
    },
    OffDuty,
    NotReady(Readiness, Moment),
    /// On its way to something that is as urgent or more.
    OnTheWay {
        incident: IncidentId,
        priority: Priority,
    },
    /// On its way to something lesser: it can be diverted by hand.
    CouldDivert {
        incident: IncidentId,
        priority: Priority,
    },
    AtWork {
        incident: IncidentId,
        step: Step,
    },
    /// Nothing asks for what it is.
    NotAsked,
    Lacks(String),
    SmallCrew {
        has: u8,
        needs: u8,
    },
    ZoneDuty(PlaceId),
    /// Everything that it could serve is met by units that are on the incident already.
    Met,
    KeepsPost(PlaceId),
    Rests {
        minutes: i64,
    },
    NoEstimate(NoEstimate),
    PositionOld {
        minutes: i64,
    },
    Farther {
        seconds: u32,
    },
    AsFar,
}

/// One unit that could fill a slot, for a person who swaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    pub unit: UnitId,
    pub estimate: Option<Estimate>,
    pub unknown: Option<NoEstimate>,
    pub cost: i64,
}

/// What to send.
#[must_use]
pub fn recommend(state: &State, roads: &dyn Roads, asked: &Asked) -> Advice {
    let facts = Facts { kind: &asked.kind, priority: asked.priority, place: &asked.place };
    let best = plan::best(state, facts);
    let needs = best.as_ref().map(|best| plan::asked_by(&state.book, best.plan, asked.level)).unwrap_or_default();
    let mut wants: Vec<Want> = needs.into_iter().map(|(level, need)| Want::of(level, need)).collect();
    let mut survey = Survey::new(state, roads, asked, &wants);
    assign::carry_skills(&survey, &mut wants);
    let mut solution = Solution::new(&survey, &wants);
    // Two units of one post may both be the best, and leave it bare between them: then those it needs weigh more.
    while survey.keep_more(&solution.owner) {
        solution = Solution::new(&survey, &wants);
    }
    reasons::fill(&survey, &solution, &mut wants);
    let picked = wants.iter().flat_map(Want::picks).map(|pick| pick.unit);
    let gone: BTreeSet<UnitId> = picked.chain(asked.also.iter().copied()).collect();
    reasons::shortfalls(&survey, &solution, &mut wants);
    Advice {
        plan: best.map(|best| Chosen {
            code: best.plan.code.clone(),
            label: best.plan.label.clone(),
            note: best.plan.note.clone(),
            fit: best.fit,
            group: state.types.get(&asked.kind).map(|kind| kind.group),
            from: best.plan.from,
            to: best.plan.to,
            zone: best.plan.zone.as_ref().map(|zone| zone.place),
            behind: best.behind,
            equals: best.equals.iter().map(|plan| plan.label.clone()).collect(),
        }),
        others: reasons::why_not(&survey, &solution, &wants),
        wants,
        bare: cover::bare(&survey, roads, &gone),
        stage: asked.stage,
        goal: survey.goal,
        dropped: solution.dropped(&survey),
    }
}

/// Every unit that could serve a requirement now, the best first.
#[must_use]
pub fn choices(state: &State, roads: &dyn Roads, asked: &Asked, want: &Want) -> Vec<Choice> {
    let survey = Survey::new(state, roads, asked, std::slice::from_ref(want));
    let mask = survey.mask(want);
    let able = survey.entries.iter().filter(|entry| entry.stand == Stand::Free && survey.serves(entry, &mask));
    able.map(|entry| Choice {
        unit: entry.unit.id,
        estimate: entry.estimate,
        unknown: survey.unknown(entry),
        cost: entry.cost,
    })
    .collect()
}

impl Want {
    fn of(level: u8, need: &Requirement) -> Self {
        Self {
            slot: Slot { level, any_of: need.any_of.clone(), crew: need.crew, skill: need.skill.clone() },
            level,
            any_of: need.any_of.clone(),
            count: need.count,
            crew: need.crew,
            skills: Some(&need.skill).filter(|skill| !skill.is_empty()).cloned().into_iter().collect(),
            from_answers: false,
            filled: Vec::new(),
            shortfall: None,
            diverts: Vec::new(),
        }
    }

    pub fn picks(&self) -> impl Iterator<Item = &Pick> {
        self.filled.iter().filter_map(|filled| match filled {
            Filled::Pick(pick) => Some(pick),
            _ => None,
        })
    }

    /// Whether another requirement asks for just the same.
    fn is_like(&self, other: &Self) -> bool {
        self.any_of == other.any_of && self.skills == other.skills && self.crew == other.crew
    }
}

impl Advice {
    /// The units to send, in the order of the requirements.
    #[must_use]
    pub fn units(&self) -> Vec<UnitId> {
        self.wants.iter().flat_map(Want::picks).map(|pick| pick.unit).collect()
    }
}
