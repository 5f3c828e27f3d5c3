//! Which unit serves which requirement.
//!
//! All units go to one place, so a unit costs the same in whichever requirement it serves. The best choice is then found
//! without trying every combination: slots are filled one after the other by the cheapest unit that can be freed for
//! them, where a unit that was chosen before may move to another requirement that it serves as well. That is the
//! successive shortest path of a minimum-cost assignment in which moving is free of charge: as few slots as can be stay
//! open, those of the first requirements last, and no other choice of units costs less.

use super::Want;
use super::survey::{Entry, Mask, Stand, Survey};
use crate::domain::ids::UnitId;
use crate::domain::plan::{Requirement, Rule};

pub struct Solution {
    /// For each entry of the survey the requirement that it serves.
    pub owner: Vec<Option<usize>>,
    /// Entries that a person put where they are.
    pub fixed: Vec<bool>,
    /// Which of the masks each requirement has: those that ask for the same share one.
    pub like: Vec<usize>,
    pub masks: Vec<Mask>,
}

impl Solution {
    pub fn new(survey: &Survey<'_>, wants: &[Want]) -> Self {
        let count = survey.entries.len();
        let mut made =
            Self { owner: vec![None; count], fixed: vec![false; count], like: Vec::new(), masks: Vec::new() };
        for (at, want) in wants.iter().enumerate() {
            let same = wants[..at].iter().position(|other| other.is_like(want)).map(|same| made.like[same]);
            made.like.push(same.unwrap_or(made.masks.len()));
            if same.is_none() {
                made.masks.push(survey.mask(want));
            }
        }
        let mut open: Vec<usize> = wants.iter().map(|want| usize::from(want.count)).collect();
        made.pin(survey, wants, &mut open);
        // No more units than there are slots can be needed, and those are the cheapest that serve.
        let slots: usize = open.iter().sum();
        let able = |mask: &Mask| {
            let can = |at: &usize| {
                let entry = &survey.entries[*at];
                entry.stand.can_serve() && !made.fixed[*at] && survey.serves(entry, mask)
            };
            (0..count).filter(can).take(slots).collect::<Vec<_>>()
        };
        let lists: Vec<Vec<usize>> = made.masks.iter().map(able).collect();
        let mut search = Search { lists, passed: vec![0; made.masks.len()] };
        for (want, open) in open.iter().enumerate() {
            for _ in 0..*open {
                if !search.serve(want, &made.like, &mut made.owner) {
                    break;
                }
            }
        }
        made
    }

    /// Puts the units where a person wants them, as far as they serve there.
    fn pin(&mut self, survey: &Survey<'_>, wants: &[Want], open: &mut [usize]) {
        for (slot, unit) in &survey.asked.pins {
            let free = |at: &usize| {
                let entry = &survey.entries[*at];
                entry.unit.id == *unit && entry.stand == Stand::Free && !self.fixed[*at]
            };
            let Some(at) = (0..survey.entries.len()).find(free) else { continue };
            let serves = |number: &usize| {
                let mask = &self.masks[self.like[*number]];
                wants[*number].slot == *slot && 0 < open[*number] && survey.serves(&survey.entries[at], mask)
            };
            let Some(want) = (0..wants.len()).find(serves) else { continue };
            open[want] -= 1;
            self.owner[at] = Some(want);
            self.fixed[at] = true;
        }
    }

    /// Units that a person chose in vain. Whoever is on the incident already was not chosen in vain.
    pub fn dropped(&self, survey: &Survey<'_>) -> Vec<UnitId> {
        let placed = |unit: UnitId| {
            let mut entries = survey.entries.iter().zip(&self.fixed);
            entries.any(|(entry, fixed)| entry.unit.id == unit && (*fixed || entry.stand == Stand::Working))
        };
        survey.asked.pins.iter().map(|(_, unit)| *unit).filter(|unit| !placed(*unit)).collect()
    }
}

struct Search {
    /// For each mask the entries that serve it, the cheapest first.
    lists: Vec<Vec<usize>>,
    /// How far each list has been given away.
    passed: Vec<usize>,
}

impl Search {
    /// Fills one more slot of a requirement by the cheapest unit that can be freed for it. False: there is none.
    fn serve(&mut self, want: usize, like: &[usize], owner: &mut [Option<usize>]) -> bool {
        // How a requirement was reached: from which other, and over which unit that would move there.
        let mut came: Vec<Option<(usize, usize)>> = vec![None; like.len()];
        let mut seen = vec![false; like.len()];
        let mut looked = vec![false; self.lists.len()];
        let mut queue = vec![want];
        seen[want] = true;
        let mut best: Option<(usize, usize)> = None;
        let mut head = 0;
        while let Some(at) = queue.get(head).copied() {
            head += 1;
            let list = like[at];
            if std::mem::replace(&mut looked[list], true) {
                continue;
            }
            let units = &self.lists[list];
            let passed = &mut self.passed[list];
            while units.get(*passed).is_some_and(|unit| owner[*unit].is_some()) {
                *passed += 1;
            }
            // The place of an entry is its rank, so the smaller is the cheaper.
            if let Some(unit) = units.get(*passed).filter(|unit| best.is_none_or(|(least, _)| **unit < least)) {
                best = Some((*unit, at));
            }
            // Units behind the first free one cost no less than it, so moving one of them would gain nothing.
            for unit in &units[..*passed] {
                let Some(other) = owner[*unit].filter(|other| !seen[*other]) else { continue };
                seen[other] = true;
                came[other] = Some((at, *unit));
                queue.push(other);
            }
        }
        let Some((mut unit, mut at)) = best else { return false };
        // The free unit serves the last requirement of the way; each before it takes the unit that moves.
        loop {
            owner[unit] = Some(at);
            match came[at] {
                Some((before, moves)) if at != want => (at, unit) = (before, moves),
                _ => return true,
            }
        }
    }
}

/// A capability that the answers call for is looked for in what the plan sends anyway. Only where that would delay the
/// plan's unit is one more asked for.
pub fn carry_skills(survey: &Survey<'_>, wants: &mut Vec<Want>) {
    for need in &survey.asked.needs {
        let alone = Requirement { any_of: vec![need.clone()], count: 1, ..Requirement::default() };
        let alone = Want { from_answers: true, ..Want::of(1, &alone) };
        let skill = survey.mask(&alone);
        let here = |stand: Stand| matches!(stand, Stand::Working | Stand::Served);
        if survey.entries.iter().any(|entry| here(entry.stand) && survey.serves(entry, &skill)) {
            continue;
        }
        let mut best: Option<(i64, usize)> = None;
        for (at, want) in wants.iter().enumerate().filter(|(_, want)| 0 < want.count) {
            let mask = survey.mask(want);
            let pins = &survey.asked.pins;
            let chosen = |entry: &Entry<'_>| pins.iter().find(|(_, unit)| *unit == entry.unit.id).map(|(slot, _)| slot);
            let able =
                || survey.entries.iter().filter(|entry| entry.stand == Stand::Free && survey.serves(entry, &mask));
            // Whoever a person chose for something else is not free for this, and those chosen for this stay.
            let full = !pins.is_empty()
                && usize::from(want.count) <= able().filter(|entry| chosen(entry) == Some(&want.slot)).count();
            let free = || {
                able().filter(|entry| match chosen(entry) {
                    Some(slot) => *slot == want.slot,
                    None => !full,
                })
            };
            let Some(able) = free().find(|entry| survey.serves(entry, &skill)) else { continue };
            let delay = able.cost - free().next().map_or(0, |first| first.cost);
            if delay <= i64::from(survey.state.book.rule(Rule::SkillSeconds))
                && best.is_none_or(|(least, _)| delay < least)
            {
                best = Some((delay, at));
            }
        }
        let Some((_, at)) = best else {
            wants.push(alone);
            continue;
        };
        if 1 < wants[at].count {
            wants[at].count -= 1;
            wants.insert(at, Want { count: 1, ..wants[at].clone() });
        }
        wants[at].skills.push(need.clone());
    }
}
