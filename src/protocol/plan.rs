//! Which plan fits an incident, why it does, and what is wrong with the plans of an operation.

use crate::domain::geo::Point;
use crate::domain::ids::{Code, PlaceId, UnitId};
use crate::domain::incident::Priority;
use crate::domain::place::{Place, Spot};
use crate::domain::plan::{Book, Plan, Requirement, Trait, Zone, letters_of};
use crate::domain::presets::Group;
use crate::domain::state::State;
use crate::domain::track::Shape;
use crate::domain::unit::Unit;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

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

/// Whether a spot lies in a zone: inside of the place, or within the metres around it. A spot that nobody can find on a
/// map lies in none, unless it was said to be that very place.
#[must_use]
pub fn lies_in(state: &State, zone: &Zone, spot: &Spot) -> bool {
    let Some(point) = spot.point else { return spot.place == Some(zone.place) };
    state.places.get(&zone.place).is_some_and(|place| is_near(place, point, zone.metres))
}

/// Whether a point is inside of a place or within so many metres of it. Of a line, any of its points counts: a mark of a
/// course has the course's id, so the id alone says nothing about where on it something is.
#[must_use]
pub fn is_near(place: &Place, point: Point, metres: u32) -> bool {
    let metres = f64::from(metres);
    let line = match &place.shape {
        Shape::Line { track } | Shape::Course { track, .. } => Some(track),
        _ => None,
    };
    place.shape.holds(place.point, point)
        || match line {
            Some(track) => track.nearest(point).is_some_and(|(_, off)| off <= metres),
            None => place.point.is_some_and(|centre| centre.metres_to(point) <= metres),
        }
}

/// The plan to go by, and how it stands among those that fit as well.
#[derive(Debug, Clone, PartialEq)]
pub struct Best<'a> {
    pub plan: &'a Plan,
    pub fit: Fit,
    /// Plans that fit less closely.
    pub behind: usize,
    /// Plans that fit just as closely.
    pub equals: Vec<&'a Plan>,
}

/// The most specific plan that fits. Of two that are alike, the one whose code comes first, so that every window chooses
/// the same.
#[must_use]
pub fn best<'a>(state: &'a State, facts: Facts<'_>) -> Option<Best<'a>> {
    let mut found: Option<Best<'a>> = None;
    for plan in state.book.in_use() {
        let Some(fit) = fit(state, plan, facts) else { continue };
        let Some(best) = &mut found else {
            found = Some(Best { plan, fit, behind: 0, equals: Vec::new() });
            continue;
        };
        match fit.cmp(&best.fit) {
            Ordering::Less => best.behind += 1,
            Ordering::Equal => best.equals.push(plan),
            Ordering::Greater => {
                let behind = best.behind + best.equals.len() + 1;
                *best = Best { plan, fit, behind, equals: Vec::new() };
            }
        }
    }
    found
}

/// A plan in use that stands in the way of another one: the types for which it is gone by instead.
#[derive(Debug, Clone, PartialEq)]
pub struct Rival {
    pub code: Code,
    pub label: String,
    pub types: Vec<Code>,
}

/// The plans in use that would be gone by in place of these, or could be, for the same types, priorities and zones.
#[must_use]
pub fn rivals(state: &State, plans: &[Plan]) -> Vec<Rival> {
    let replaced = |code: &Code| plans.iter().any(|plan| plan.code == *code);
    let known = state.types.values().filter(|kind| !kind.retired).map(|kind| &kind.code);
    let fresh = plans.iter().flat_map(|plan| &plan.types).filter(|kind| !state.types.contains_key(kind));
    let kinds: BTreeSet<&Code> = known.chain(fresh).collect();
    let mut found: Vec<Rival> = Vec::new();
    for other in state.book.in_use().filter(|other| !replaced(&other.code)) {
        let mut types: BTreeSet<Code> = BTreeSet::new();
        for plan in plans {
            let spot = zone_spot(state, plan);
            let shadows = |kind: &&&Code| {
                Priority::ALL.into_iter().any(|priority| {
                    let facts = Facts { kind, priority, place: &spot };
                    let (Some(own), Some(others)) = (fit(state, plan, facts), fit(state, other, facts)) else {
                        return false;
                    };
                    // A plan for anything is there for what no closer one is for.
                    own <= others && (own.by != By::Anything || others.by == By::Anything)
                })
            };
            types.extend(kinds.iter().filter(shadows).map(|kind| (*kind).clone()));
        }
        if !types.is_empty() {
            let types = types.into_iter().collect();
            found.push(Rival { code: other.code.clone(), label: other.label.clone(), types });
        }
    }
    found
}

/// A spot in the zone of a plan; nowhere for a plan that has none.
fn zone_spot(state: &State, plan: &Plan) -> Spot {
    let Some(zone) = &plan.zone else { return Spot::default() };
    let point = state.places.get(&zone.place).and_then(|place| place.point);
    Spot { text: String::new(), place: Some(zone.place), point }
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
    /// The plan asks for more at this level than all units of the operation could ever give beside what it asks for
    /// before, each of them counted once.
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
    /// Nothing can be found to lie in its zone: the place is retired, or nobody knows where it is.
    NoZone {
        plan: Code,
        place: PlaceId,
    },
    /// Both fit incidents of this type equally closely; the first one is gone by.
    Rivals {
        plan: Code,
        other: Code,
        kind: Code,
        priority: Priority,
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
        let found_on_a_map = |place: &Place| !place.retired && (place.point.is_some() || !place.shape.is_point());
        if let Some(zone) = &plan.zone
            && !state.places.get(&zone.place).is_some_and(found_on_a_map)
        {
            found.push(Fault::NoZone { plan: code(), place: zone.place });
        }
        found.extend(never_met(state, plan));
    }
    found.extend(equal_fits(state));
    found
}

/// What a plan asks for, with those that come on top of it, up to the highest level that one of them names, and all units
/// of the operation cannot give. Of what a level repeats, the first that stays open is named.
fn never_met(state: &State, plan: &Plan) -> Vec<Fault> {
    if !plan.with.is_empty() {
        return Vec::new();
    }
    let more = state.book.in_use().filter(|other| other.with.contains(&plan.code));
    let levels = std::iter::once(plan).chain(more).flat_map(|plan| &plan.alarms).map(|alarm| alarm.level);
    let asked = asked_by(&state.book, plan, levels.max().unwrap_or(0));
    let given = given(state, &asked);
    let mut found: Vec<Fault> = Vec::new();
    for ((level, need), have) in asked.into_iter().zip(given) {
        let told = |fault: &Fault| matches!(fault, Fault::NeverMet { need: known, .. } if known == need);
        if have < usize::from(need.count) && !found.iter().any(told) {
            found.push(Fault::NeverMet { plan: plan.code.clone(), level, need: need.clone(), have });
        }
    }
    found
}

/// How many units each requirement gets when as many as can be are met, those that come first before the others.
fn given(state: &State, asked: &[(u8, &Requirement)]) -> Vec<usize> {
    let slots: usize = asked.iter().map(|(_, need)| usize::from(need.count)).sum();
    let able = |(_, need): &(u8, &Requirement)| {
        let skills: Vec<String> = Some(&need.skill).filter(|skill| !skill.is_empty()).cloned().into_iter().collect();
        let meant = Meant::of(&state.book, &need.any_of, &skills, need.crew);
        let units = state.units.values().filter(|unit| !unit.retired && meant.lacks(unit).is_none());
        // However the others are chosen, one of so many is left.
        units.map(|unit| unit.id).take(slots).collect::<Vec<UnitId>>()
    };
    let mut search = Matching { able: asked.iter().map(able).collect(), owner: BTreeMap::new() };
    let fill = |(at, (_, need)): (usize, &(u8, &Requirement))| {
        (0..need.count).take_while(|_| search.serve(at, &mut BTreeSet::new())).count()
    };
    asked.iter().enumerate().map(fill).collect()
}

struct Matching {
    able: Vec<Vec<UnitId>>,
    /// The requirement that each unit is given to.
    owner: BTreeMap<UnitId, usize>,
}

impl Matching {
    /// Gives one more unit to a requirement, where another one may have to make do with a unit that it has as well.
    fn serve(&mut self, need: usize, seen: &mut BTreeSet<UnitId>) -> bool {
        for at in 0..self.able[need].len() {
            let unit = self.able[need][at];
            if !seen.insert(unit) {
                continue;
            }
            let holder = self.owner.get(&unit).copied();
            if holder.is_none_or(|holder| holder != need && self.serve(holder, seen)) {
                self.owner.insert(unit, need);
                return true;
            }
        }
        false
    }
}

/// Each pair of plans that fit some incident equally closely, once.
fn equal_fits(state: &State) -> Vec<Fault> {
    let mut pairs: BTreeMap<(&Code, &Code), (&Code, Priority)> = BTreeMap::new();
    let zoned = state.book.in_use().filter(|plan| plan.zone.is_some()).map(|plan| zone_spot(state, plan));
    for spot in std::iter::once(Spot::default()).chain(zoned) {
        for kind in state.types.values().filter(|kind| !kind.retired) {
            for priority in Priority::ALL {
                let Some(best) = best(state, Facts { kind: &kind.code, priority, place: &spot }) else { continue };
                for other in best.equals {
                    pairs.entry((&best.plan.code, &other.code)).or_insert((&kind.code, priority));
                }
            }
        }
    }
    let fault = |((plan, other), (kind, priority)): ((&Code, &Code), (&Code, Priority))| Fault::Rivals {
        plan: plan.clone(),
        other: other.clone(),
        kind: kind.clone(),
        priority,
    };
    pairs.into_iter().map(fault).collect()
}
