//! A response plan as it is typed into its form, and what stands in the way of saving it.
//!
//! Nothing is read before it is saved: a half-typed word never becomes another meaning, and what a field shows is what it
//! holds.

use super::import::What;
use super::plans::{split, types_of};
use crate::domain::ids::Code;
use crate::domain::incident::Priority;
use crate::domain::plan::preset::group_named;
use crate::domain::plan::{Alarm, Plan, Requirement, Zone};
use crate::domain::state::State;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Typed {
    /// Empty while the plan is not saved.
    pub code: String,
    pub label: String,
    pub types: String,
    pub from: Priority,
    pub to: Priority,
    pub zone: String,
    pub metres: String,
    pub with: String,
    pub note: String,
    pub levels: Vec<Level>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Level {
    pub level: String,
    pub repeats: bool,
    pub needs: Vec<Need>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Need {
    pub count: String,
    pub any_of: String,
    pub crew: String,
    pub skill: String,
}

/// A field of the form. Levels and requirements are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Name,
    Types,
    Priorities,
    Zone,
    Metres,
    With,
    Level(usize),
    Count(usize, usize),
    AnyOf(usize, usize),
    Crew(usize, usize),
}

impl Default for Need {
    fn default() -> Self {
        Self { count: "1".into(), any_of: String::new(), crew: "0".into(), skill: String::new() }
    }
}

impl Level {
    #[must_use]
    pub fn numbered(level: usize) -> Self {
        Self { level: level.to_string(), repeats: false, needs: vec![Need::default()] }
    }
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            code: String::new(),
            label: String::new(),
            types: String::new(),
            from: Priority::P1,
            to: Priority::P5,
            zone: String::new(),
            metres: "500".into(),
            with: String::new(),
            note: String::new(),
            levels: vec![Level::numbered(1)],
        }
    }
}

impl Typed {
    /// A plan as its form shows it.
    #[must_use]
    pub fn of(state: &State, plan: &Plan) -> Self {
        let zone = plan.zone.as_ref().and_then(|zone| state.places.get(&zone.place)).map(|place| place.name.clone());
        let need = |need: &Requirement| Need {
            count: need.count.to_string(),
            any_of: need.any_of.join(" or "),
            crew: need.crew.to_string(),
            skill: need.skill.clone(),
        };
        let level = |alarm: &Alarm| Level {
            level: alarm.level.to_string(),
            repeats: alarm.repeats,
            needs: alarm.needs.iter().map(need).collect(),
        };
        Self {
            code: plan.code.to_string(),
            label: plan.label.clone(),
            types: Some(types_of(plan)).filter(|types| types != "any").unwrap_or_default(),
            from: plan.from,
            to: plan.to,
            zone: zone.unwrap_or_default(),
            metres: plan.zone.as_ref().map_or(500, |zone| zone.metres).to_string(),
            with: plan.with.iter().map(Code::as_str).collect::<Vec<_>>().join(" "),
            note: plan.note.clone(),
            levels: plan.alarms.iter().map(level).collect(),
        }
    }

    /// The plan that is meant, or everything that cannot be read, field by field. The code is left as it stands.
    ///
    /// # Errors
    /// Each field that is wrong, in the order of the form.
    pub fn read(&self, state: &State) -> Result<Plan, Vec<(Field, What)>> {
        let mut wrong = Vec::new();
        let label = self.label.trim().to_owned();
        if label.is_empty() {
            wrong.push((Field::Name, What::Empty));
        }
        let mut plan = Plan { code: Code::new(&self.code), label, from: self.from, to: self.to, ..Plan::default() };
        self.note.trim().clone_into(&mut plan.note);
        for word in words_of(&self.types) {
            let Some(name) = word.strip_prefix('@') else {
                let code = Code::new(word);
                if !state.types.contains_key(&code) {
                    wrong.push((Field::Types, What::UnknownType(word.to_owned())));
                }
                plan.types.push(code);
                continue;
            };
            match group_named(&name.to_lowercase()) {
                Some(group) => plan.groups.push(group),
                None => wrong.push((Field::Types, What::UnknownGroup(name.to_owned()))),
            }
        }
        if self.to < self.from {
            wrong.push((Field::Priorities, What::NotUnderstood(format!("{}-{}", self.from.code(), self.to.code()))));
        }
        if !self.zone.trim().is_empty() {
            let place = state.place_index.named(&self.zone);
            if place.is_none() {
                wrong.push((Field::Zone, What::UnknownPlace(self.zone.trim().to_owned())));
            }
            let metres = number(&self.metres, 0, 1_000_000, Field::Metres, &mut wrong);
            plan.zone = place.map(|place| Zone { place, metres });
        }
        for word in words_of(&self.with) {
            let code = Code::new(word);
            if !state.book.plans.contains_key(&code) || code == plan.code {
                wrong.push((Field::With, What::UnknownPlan(word.to_owned())));
            }
            plan.with.push(code);
        }
        for (at, level) in self.levels.iter().enumerate() {
            let mut alarm = Alarm { level: 1, repeats: level.repeats, needs: Vec::new() };
            alarm.level = small(&level.level, 1, 9, Field::Level(at), &mut wrong);
            for (row, need) in level.needs.iter().enumerate() {
                let any_of = split(&need.any_of);
                let count = small(&need.count, 1, 99, Field::Count(at, row), &mut wrong);
                if any_of.is_empty() {
                    wrong.push((Field::AnyOf(at, row), What::Empty));
                }
                let crew = small(&need.crew, 0, 99, Field::Crew(at, row), &mut wrong);
                alarm.needs.push(Requirement { any_of, count, crew, skill: need.skill.trim().to_uppercase() });
            }
            plan.alarms.push(alarm);
        }
        if wrong.is_empty() { Ok(plan) } else { Err(wrong) }
    }
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',']).filter(|word| !word.is_empty())
}

fn number(text: &str, least: u32, most: u32, field: Field, wrong: &mut Vec<(Field, What)>) -> u32 {
    let read = text.trim().parse().ok().filter(|number| (least..=most).contains(number));
    if read.is_none() {
        let what = if text.trim().is_empty() { What::Empty } else { What::NotANumber(text.trim().to_owned()) };
        wrong.push((field, what));
    }
    read.unwrap_or(least)
}

fn small(text: &str, least: u8, most: u8, field: Field, wrong: &mut Vec<(Field, What)>) -> u8 {
    u8::try_from(number(text, u32::from(least), u32::from(most), field, wrong)).unwrap_or(most)
}
