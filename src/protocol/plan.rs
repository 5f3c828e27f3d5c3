//! Which plan fits an incident, why it does, and what is wrong with the plans of an operation.

use crate::domain::ids::Code;
use crate::domain::incident::Priority;
use crate::domain::place::Spot;
use crate::domain::plan::{Book, Plan, Requirement, Trait, Zone, letters_of};
use crate::domain::presets::Group;
use crate::domain::state::State;
use crate::domain::unit::Unit;

/// What a plan is chosen by.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    pub kind: &'a Code,
    pub priority: Priority,
    pub place: &'a Spot,
}

/// A plan that fits, and by what. The order of the fields is the order of rank: what is said first decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    pub by: By,
    /// It is for the place's zone, not for the whole ground.
    pub zone: bool,
    /// It is for some priorities only: how many it leaves out.
    pub narrower: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    Anything,
    Group,
    Type,
}

/// Whether a plan fits, and how specifically.
#[must_use]
pub fn fit(state: &State, plan: &Plan, facts: Facts<'_>) -> Option<Fit> {
    if !plan.with.is_empty() || facts.priority < plan.from || plan.to < facts.priority {
        return None;
    }
    let group = state.types.get(facts.kind).map(|kind| kind.group);
    let by = if plan.types.contains(facts.kind) {
        By::Type
    } else if group.is_some_and(|group: Group| plan.groups.contains(&group)) {
        By::Group
    } else if plan.types.is_empty() && plan.groups.is_empty() {
        By::Anything
    } else {
        return None;
    };
    if plan.zone.as_ref().is_some_and(|zone| !lies_in(state, zone, facts.place)) {
        return None;
    }
    let narrower = 4 - (plan.to.level().saturating_sub(plan.from.level())).min(4);
    Some(Fit { by, zone: plan.zone.is_some(), narrower })
}

/// Whether a spot lies in a zone. A spot that nobody can find on a map lies in none.
#[must_use]
pub fn lies_in(state: &State, zone: &Zone, spot: &Spot) -> bool {
    let centre = state.places.get(&zone.place).and_then(|place| place.point);
    spot.place == Some(zone.place)
        || centre.zip(spot.point).is_some_and(|(centre, point)| centre.metres_to(point) <= f64::from(zone.metres))
}

/// The plan to go by: the most specific one that fits, and how many others fit as well. Of two that are alike, the one
/// whose code comes first, so that every window chooses the same.
#[must_use]
pub fn best<'a>(state: &'a State, facts: Facts<'_>) -> Option<(&'a Plan, Fit, usize)> {
    let mut found: Option<(&Plan, Fit)> = None;
    let mut fitting = 0;
    for plan in state.book.in_use() {
        let Some(fit) = fit(state, plan, facts) else { continue };
        fitting += 1;
        if found.is_none_or(|(_, best)| best < fit) {
            found = Some((plan, fit));
        }
    }
    found.map(|(plan, fit)| (plan, fit, fitting - 1))
}

/// What a plan asks for up to an alarm level, with the plans that come on top of it, the lower levels first.
#[must_use]
pub fn asked_by<'a>(book: &'a Book, plan: &'a Plan, level: u8) -> Vec<(u8, &'a Requirement)> {
    let more = book.in_use().filter(|other| other.with.contains(&plan.code));
    let mut all: Vec<_> = std::iter::once(plan).chain(more).flat_map(|plan| plan.up_to(level)).collect();
    all.sort_by_key(|(level, _)| *level);
    all
}

/// Whether a unit has a trait.
#[must_use]
pub fn has(unit: &Unit, one: &Trait) -> bool {
    match one {
        Trait::Kind(kind) => unit.kind == *kind,
        Trait::Capability(word) => unit.capabilities.contains(word),
        Trait::CallSign(letters) => letters_of(&unit.call_sign).eq(letters.chars()),
    }
}

/// A requirement with its words looked up, to be asked of many units.
#[derive(Debug, Clone)]
pub struct Meant {
    any: Vec<Trait>,
    /// Each skill is a list of traits of which one will do.
    skills: Vec<Vec<Trait>>,
    crew: u8,
}

impl Meant {
    #[must_use]
    pub fn of(book: &Book, any_of: &[String], skills: &[String], crew: u8) -> Self {
        Self {
            any: any_of.iter().flat_map(|word| book.meaning(word)).collect(),
            skills: skills.iter().map(|word| book.meaning(word)).collect(),
            crew,
        }
    }

    /// What a unit lacks to serve; whether it is free is another question.
    #[must_use]
    pub fn lacks(&self, unit: &Unit) -> Option<Lack> {
        if !self.any.iter().any(|one| has(unit, one)) {
            return Some(Lack::Kind);
        }
        if let Some(at) = self.skills.iter().position(|skill| !skill.iter().any(|one| has(unit, one))) {
            return Some(Lack::Skill(at));
        }
        (!crew_is_enough(unit, self.crew)).then_some(Lack::Crew)
    }
}

/// What keeps a unit from serving a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    Crew,
    /// The index of the skill.
    Skill(usize),
    Kind,
}

/// A crew that nobody has counted is taken for enough, and said to be uncounted.
#[must_use]
pub fn crew_is_enough(unit: &Unit, least: u8) -> bool {
    unit.crew == 0 || least <= unit.crew
}

/// Something that a team should look at before the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Incidents of this type find no plan, at this priority or a less urgent one.
    TypeWithoutPlan {
        kind: Code,
        priority: Priority,
    },
    /// The plan asks for more at this level than all units of the operation could ever give.
    NeverMet {
        plan: Code,
        level: u8,
        need: Requirement,
        have: usize,
    },
    NothingAsked {
        plan: Code,
    },
    /// It names a type, a plan or a place that is not there any more.
    Unknown {
        plan: Code,
        word: String,
    },
    /// It is for a priority that is less urgent than its last one.
    NoPriority {
        plan: Code,
    },
}

/// All faults of the plans, the gravest kind first.
#[must_use]
pub fn lint(state: &State) -> Vec<Fault> {
    let mut found = Vec::new();
    let nowhere = Spot::default();
    for kind in state.types.values().filter(|kind| !kind.retired) {
        let uncovered = Priority::ALL.into_iter().find(|priority| {
            let facts = Facts { kind: &kind.code, priority: *priority, place: &nowhere };
            best(state, facts).is_none()
        });
        found.extend(uncovered.map(|priority| Fault::TypeWithoutPlan { kind: kind.code.clone(), priority }));
    }
    for plan in state.book.in_use() {
        let code = || plan.code.clone();
        if plan.alarms.iter().all(|alarm| alarm.needs.is_empty()) {
            found.push(Fault::NothingAsked { plan: code() });
        }
        if plan.to < plan.from {
            found.push(Fault::NoPriority { plan: code() });
        }
        let types = plan.types.iter().filter(|kind| state.types.get(kind).is_none_or(|kind| kind.retired));
        let plans = plan.with.iter().filter(|other| !state.book.in_use().any(|plan| plan.code == **other));
        found.extend(types.chain(plans).map(|word| Fault::Unknown { plan: code(), word: word.to_string() }));
        for (alarm, need) in plan.alarms.iter().flat_map(|alarm| alarm.needs.iter().map(move |need| (alarm, need))) {
            let skills: Vec<String> =
                Some(&need.skill).filter(|skill| !skill.is_empty()).cloned().into_iter().collect();
            let meant = Meant::of(&state.book, &need.any_of, &skills, need.crew);
            let able = state.units.values().filter(|unit| !unit.retired && meant.lacks(unit).is_none()).count();
            if able < usize::from(need.count) {
                let need = need.clone();
                found.push(Fault::NeverMet { plan: code(), level: alarm.level, need, have: able });
            }
        }
    }
    found
}
