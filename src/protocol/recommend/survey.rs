//! Every unit looked at once: whether it can go, how long it needs, what it would weigh, and what it is.

use super::{Asked, NoEstimate, UNKNOWN_SECONDS, Want};
use crate::domain::ids::{AssignmentId, Code, IncidentId, PlaceId, UnitId};
use crate::domain::incident::Priority;
use crate::domain::moment::Moment;
use crate::domain::place::Spot;
use crate::domain::plan::{Cover, Rule, Trait, Zone, letters_of};
use crate::domain::state::State;
use crate::domain::track::Shape;
use crate::domain::unit::{Ending, Readiness, Status, Step, Unit};
use crate::protocol::plan::{Lack, crew_is_enough, is_near, lies_in};
use crate::protocol::travel::{Estimate, Roads, estimates, known_since};
use std::collections::{BTreeMap, BTreeSet};

/// What a unit could do for the incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// On the incident already.
    Working,
    /// It served there and has cleared. The same unit stands in the survey once more, as what it is now.
    Served,
    Free,
    LeftOut,
    /// Its duty is the zone of this post, and the incident lies outside.
    Bound(PlaceId),
    NotReady(Readiness),
    Going {
        incident: IncidentId,
        priority: Priority,
        lesser: bool,
    },
    AtWork {
        incident: IncidentId,
        step: Step,
    },
}

impl Stand {
    pub fn can_serve(self) -> bool {
        matches!(self, Self::Working | Self::Served | Self::Free)
    }
}

pub struct Entry<'a> {
    pub unit: &'a Unit,
    pub stand: Stand,
    pub since: Moment,
    pub estimate: Option<Estimate>,
    /// Seconds of delay, with what weighs like delay.
    pub cost: i64,
    /// The post that would keep too little without it.
    pub keeps: Option<PlaceId>,
    /// It is on this incident too, under the work that it has left for.
    pub beneath: bool,
    /// Minutes since it cleared its last work, while it should rest.
    pub cleared: Option<i64>,
    /// Seconds since it was known where it is, where that is not known now.
    pub seen: Option<i64>,
    /// Minutes of the same, when that is long ago.
    pub old: Option<i64>,
    /// Where its words begin in `Survey::words`.
    at: usize,
}

impl Entry<'_> {
    pub fn seconds(&self) -> Option<u32> {
        self.estimate.map(|estimate| estimate.seconds)
    }
}

pub struct Survey<'a> {
    pub state: &'a State,
    pub asked: &'a Asked,
    pub goal: Option<u32>,
    /// The cheapest first, so that the place of an entry is its rank.
    pub entries: Vec<Entry<'a>>,
    /// Those of the entries that a post would miss.
    pub keepers: Vec<usize>,
    pub posts: Vec<Post<'a>>,
    lexicon: BTreeMap<String, usize>,
    /// One bit for each word that each unit answers to; `width` numbers a unit.
    words: Vec<u64>,
    width: usize,
}

/// A post that must keep something.
pub struct Post<'a> {
    pub place: PlaceId,
    pub cover: &'a Cover,
    /// The free units that are there or are moving up to it.
    pub there: BTreeSet<UnitId>,
    /// It was said which of them it would miss.
    told: bool,
}

/// A unit this close to a post, in metres, is there.
const AT_POST: u32 = 100;

/// What a requirement asks for, in bits.
pub struct Mask {
    any: Vec<u64>,
    skills: Vec<usize>,
    crew: u8,
}

impl<'a> Survey<'a> {
    pub fn new(state: &'a State, roads: &dyn Roads, asked: &'a Asked, wants: &[Want]) -> Self {
        let covers = state.book.covers.values().flat_map(|cover| &cover.any_of);
        let asked_words = wants.iter().flat_map(|want| want.any_of.iter().chain(&want.skills));
        let mut lexicon = BTreeMap::new();
        for word in asked_words.chain(&asked.needs).chain(covers) {
            let next = lexicon.len();
            lexicon.entry(word.clone()).or_insert(next);
        }
        let width = lexicon.len().div_ceil(64).max(1);
        let goal = state.targets.get(&Code::new("travel")).map(|target| target.seconds);
        let mut survey = Self {
            state,
            asked,
            goal,
            entries: Vec::new(),
            keepers: Vec::new(),
            posts: Vec::new(),
            lexicon,
            words: Vec::new(),
            width,
        };
        survey.look(roads);
        survey
    }

    fn look(&mut self, roads: &dyn Roads) {
        let (state, asked) = (self.state, self.asked);
        let units: Vec<&Unit> = state.units.values().filter(|unit| !unit.retired).collect();
        let mut estimates = estimates(state, roads, &asked.place, &units);
        self.read_words(&units);
        let cleared = self.lately_cleared();
        let free: Vec<bool> = units.iter().map(|unit| unit.is_free()).collect();
        self.find_posts(&units, &free);
        let incident = asked.incident.and_then(|id| state.incidents.get(&id));
        let mut entries = Vec::with_capacity(units.len() + 8);
        for (index, unit) in units.iter().enumerate() {
            let (stand, since) = self.stand(unit);
            let estimate = estimates.get_mut(index).and_then(Option::take);
            let keeps = self.posts.iter().find(|post| post.told && post.there.contains(&unit.id));
            let seen = known_since(state, unit).map(|at| asked.now.seconds_since(at).max(0));
            let cleared = cleared.get(&unit.id).map(|at| asked.now.seconds_since(*at) / 60);
            let mut entry = Entry {
                unit,
                stand,
                since,
                estimate,
                cost: 0,
                keeps: keeps.map(|post| post.place),
                beneath: stand != Stand::Working && unit.stack.iter().any(|work| self.is_here(*work)),
                cleared,
                seen,
                old: seen
                    .map(|seen| seen / 60)
                    .filter(|minutes| i64::from(state.book.rule(Rule::StaleMinutes)) < *minutes),
                at: index * self.width,
            };
            entry.cost = self.cost(&entry);
            entries.push(entry);
        }
        // Units that served and cleared count for what was asked then.
        let opened = incident.map(crate::domain::incident::Incident::last_opened);
        for work in incident.iter().flat_map(|incident| &incident.assignments) {
            let Some(work) = state.assignments.get(work) else { continue };
            let served = work.time_of(Step::OnScene).is_some()
                && work.end.as_ref().is_some_and(|end| end.how == Ending::Cleared && opened <= Some(end.at));
            let at = units.iter().position(|unit| unit.id == work.unit).filter(|_| served);
            let twice = |entry: &Entry<'_>| entry.unit.id == work.unit && entry.cost < 0;
            if let Some(at) = at.filter(|_| !entries.iter().any(twice)) {
                let blank = Entry {
                    unit: units[at],
                    stand: Stand::Served,
                    since: work.since(),
                    estimate: None,
                    cost: -1,
                    keeps: None,
                    beneath: false,
                    cleared: None,
                    seen: None,
                    old: None,
                    at: at * self.width,
                };
                entries.push(blank);
            }
        }
        self.entries = entries;
        self.rank();
    }

    /// Puts the cheapest first.
    fn rank(&mut self) {
        // An entry is large, so only what decides is sorted. The same unit stands twice where it served and is free again.
        let rank = |(at, entry): (usize, &Entry<'a>)| (entry.cost, entry.unit.call_sign.as_str(), at);
        let mut order: Vec<(i64, &'a str, usize)> = self.entries.iter().enumerate().map(rank).collect();
        order.sort_unstable();
        let mut old: Vec<Option<Entry<'a>>> = std::mem::take(&mut self.entries).into_iter().map(Some).collect();
        self.entries = order.into_iter().filter_map(|(_, _, at)| old[at].take()).collect();
        self.keepers = (0..self.entries.len()).filter(|at| self.entries[*at].keeps.is_some()).collect();
    }

    /// Looks whether a choice leaves a post with too little that had enough. The cheapest that it can spare stay free;
    /// the others weigh from here on. False: there is no such post that was not looked at already.
    pub fn keep_more(&mut self, owner: &[Option<usize>]) -> bool {
        let mut missed: Vec<(usize, PlaceId)> = Vec::new();
        for post in self.posts.iter_mut().filter(|post| !post.told) {
            let here = |at: &usize| {
                let entry = &self.entries[*at];
                entry.stand == Stand::Free && post.there.contains(&entry.unit.id)
            };
            let taken: Vec<usize> = (0..self.entries.len()).filter(|at| owner[*at].is_some() && here(at)).collect();
            let spare = post.there.len() - usize::from(post.cover.count);
            if taken.len() <= spare {
                continue;
            }
            post.told = true;
            let free = &taken[..spare];
            let rest = (0..self.entries.len()).filter(|at| !free.contains(at) && here(at));
            missed.extend(rest.map(|at| (at, post.place)));
        }
        for (at, place) in &missed {
            self.entries[*at].keeps.get_or_insert(*place);
            self.entries[*at].cost = self.cost(&self.entries[*at]);
        }
        if !missed.is_empty() {
            self.rank();
        }
        !missed.is_empty()
    }

    /// Why there is no estimate for a unit.
    pub fn unknown(&self, entry: &Entry<'_>) -> Option<NoEstimate> {
        if entry.estimate.is_some() {
            return None;
        }
        Some(match (self.asked.place.point, self.state.whereabouts(entry.unit).point) {
            (None, _) => NoEstimate::PlaceUnknown,
            (_, None) => NoEstimate::PositionUnknown,
            _ => NoEstimate::NoOpenWay,
        })
    }

    /// Whether an assignment is one to this incident.
    fn is_here(&self, work: AssignmentId) -> bool {
        self.state.assignments.get(&work).is_some_and(|work| Some(work.incident) == self.asked.incident)
    }

    fn stand(&self, unit: &Unit) -> (Stand, Moment) {
        let asked = self.asked;
        let (status, since) = self.state.status(unit);
        // A unit is where its top assignment is. What lies beneath it has to wait, and cannot count on it.
        if unit.top().is_some_and(|top| self.is_here(top)) {
            return (Stand::Working, since);
        }
        let incident = self.state.top_assignment(unit).map(|work| work.incident);
        let stand = match (status, incident) {
            (Status::On(step), Some(incident)) if step < Step::OnScene => {
                let priority = self.state.incidents.get(&incident).map_or(Priority::P1, |incident| incident.priority);
                Stand::Going { incident, priority, lesser: asked.priority < priority }
            }
            (Status::On(step), Some(incident)) => Stand::AtWork { incident, step },
            _ if !unit.readiness.can_go() => Stand::NotReady(unit.readiness),
            _ if asked.left_out.contains(&unit.id) => Stand::LeftOut,
            _ => self.bound_to(unit).map_or(Stand::Free, Stand::Bound),
        };
        (stand, since)
    }

    /// The post whose zone the unit may not leave for this incident.
    fn bound_to(&self, unit: &Unit) -> Option<PlaceId> {
        let post = unit.post.place?;
        let cover = self.state.book.covers.get(&post).filter(|cover| cover.bound)?;
        // An incident without a point lies in no zone; nobody is kept from it.
        let here = self.asked.place.point?;
        let is_line = self
            .state
            .places
            .get(&post)
            .is_some_and(|place| matches!(place.shape, Shape::Line { .. } | Shape::Course { .. }));
        // Who is posted at a mark of a course serves what is around that mark, not the whole course.
        let inside = match unit.post.point.filter(|_| is_line) {
            Some(mark) => mark.metres_to(here) <= f64::from(cover.metres),
            None => lies_in(self.state, &Zone { place: post, metres: cover.metres }, &self.asked.place),
        };
        (!inside).then_some(post)
    }

    fn cost(&self, entry: &Entry<'_>) -> i64 {
        if matches!(entry.stand, Stand::Working) {
            return -1;
        }
        let rule = |rule| self.state.book.rule(rule);
        let seconds = entry.seconds().unwrap_or(UNKNOWN_SECONDS);
        let late = self.goal.map_or(0, |goal| seconds.saturating_sub(goal));
        let extra = [
            (entry.keeps.is_some(), Rule::BarePostSeconds),
            (entry.cleared.is_some(), Rule::RestSeconds),
            (entry.old.is_some(), Rule::StaleSeconds),
        ];
        let extra: i64 = extra.iter().filter(|(is, _)| *is).map(|(_, weight)| i64::from(rule(*weight))).sum();
        i64::from(seconds) + i64::from(late) * i64::from(rule(Rule::LateTimes)) + extra
    }

    fn lately_cleared(&self) -> BTreeMap<UnitId, Moment> {
        let rest = self.state.book.rule(Rule::RestMinutes);
        let since = self.asked.now.plus_seconds(-60 * i64::from(rest));
        let mut found = BTreeMap::new();
        for work in self.state.assignments.values() {
            if let Some(end) = work.end.as_ref().filter(|end| end.how == Ending::Cleared && since < end.at) {
                found.insert(work.unit, end.at);
            }
        }
        found
    }

    fn find_posts(&mut self, units: &[&Unit], free: &[bool]) {
        let moving: BTreeMap<usize, Option<Spot>> = units
            .iter()
            .enumerate()
            .filter(|(index, unit)| free[*index] && unit.readiness == Readiness::MoveUp)
            .map(|(index, unit)| (index, self.heads_for(unit)))
            .collect();
        for (place, cover) in &self.state.book.covers {
            let known = self.state.places.get(place);
            let mask = self.mask_of(&cover.any_of, &[], 0);
            let mut there = BTreeSet::new();
            for (index, unit) in units.iter().enumerate().filter(|(index, _)| free[*index]) {
                let near = |point| known.is_some_and(|place| is_near(place, point, AT_POST));
                let at = |spot: &Spot| spot.place == Some(*place) || spot.point.is_some_and(near);
                let here = match moving.get(&index) {
                    Some(to) => to.as_ref().is_some_and(at),
                    None => at(self.state.whereabouts(unit)),
                };
                if here && self.lack_at(index * self.width, unit, &mask).is_none() {
                    there.insert(unit.id);
                }
            }
            let told = there.len() <= usize::from(cover.count);
            self.posts.push(Post { place: *place, cover, there, told });
        }
    }

    /// Where a unit that moves up counts: where it is going, else where it was seen since it set out. It has left the post
    /// that it comes from.
    fn heads_for(&self, unit: &Unit) -> Option<Spot> {
        let seen = unit.last_seen.as_ref().filter(|(_, at)| unit.readiness_since <= *at);
        self.state.moves_up_to(unit).or_else(|| seen.map(|(spot, _)| spot.clone()))
    }

    /// Notes for each unit which words it answers to.
    fn read_words(&mut self, units: &[&Unit]) {
        let (mut kinds, mut capabilities, mut letters) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (word, bit) in &self.lexicon {
            for one in self.state.book.meaning(word) {
                let (map, name) = match one {
                    Trait::Kind(kind) => (&mut kinds, String::from(kind.0)),
                    Trait::Capability(name) => (&mut capabilities, name),
                    Trait::CallSign(name) => (&mut letters, name),
                };
                map.entry(name).or_insert_with(Vec::new).push(*bit);
            }
        }
        self.words = vec![0; units.len() * self.width];
        let mut sign = String::new();
        for (own, unit) in self.words.chunks_exact_mut(self.width).zip(units) {
            let mut set = |bits: Option<&Vec<usize>>| {
                for bit in bits.into_iter().flatten() {
                    own[bit / 64] |= 1 << (bit % 64);
                }
            };
            sign.clear();
            sign.extend(letters_of(&unit.call_sign));
            set(letters.get(&sign));
            set(kinds.get(unit.kind.as_str()));
            unit.capabilities.iter().for_each(|word| set(capabilities.get(word)));
        }
    }

    pub fn mask(&self, want: &Want) -> Mask {
        self.mask_of(&want.any_of, &want.skills, want.crew)
    }

    pub fn mask_of(&self, any_of: &[String], skills: &[String], crew: u8) -> Mask {
        let mut any = vec![0; self.width];
        for bit in any_of.iter().filter_map(|word| self.lexicon.get(word)) {
            any[bit / 64] |= 1 << (bit % 64);
        }
        let skills = skills.iter().map(|word| self.lexicon.get(word).copied().unwrap_or(usize::MAX)).collect();
        Mask { any, skills, crew }
    }

    pub fn serves(&self, entry: &Entry<'_>, mask: &Mask) -> bool {
        self.lack(entry, mask).is_none()
    }

    pub fn lack(&self, entry: &Entry<'_>, mask: &Mask) -> Option<Lack> {
        self.lack_at(entry.at, entry.unit, mask)
    }

    fn lack_at(&self, at: usize, unit: &Unit, mask: &Mask) -> Option<Lack> {
        let own = self.words.get(at..at + self.width)?;
        // Asked of every unit for every requirement: plain loops over a few words.
        let mut meets = 0;
        for (at, own) in own.iter().enumerate() {
            meets |= own & mask.any[at];
        }
        if meets == 0 {
            return Some(Lack::Kind);
        }
        for (skill, bit) in mask.skills.iter().enumerate() {
            if own.get(bit / 64).is_none_or(|own| own & (1 << (bit % 64)) == 0) {
                return Some(Lack::Skill(skill));
            }
        }
        (!crew_is_enough(unit, mask.crew)).then_some(Lack::Crew)
    }
}
