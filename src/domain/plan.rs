//! Response plans as a team sets them up: what an incident of some type asks for, at each alarm level.

pub mod preset;

use super::ids::{Code, PlaceId, UnitId};
use super::incident::Priority;
use super::presets::Group;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One plan (run card). It is saved whole, like a page that is replaced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub code: Code,
    pub label: String,
    /// The incident types it is for. With no type and no group it is for every incident.
    pub types: Vec<Code>,
    pub groups: Vec<Group>,
    /// The most and the least urgent priority it is for.
    pub from: Priority,
    pub to: Priority,
    pub zone: Option<Zone>,
    /// Plans that this one comes on top of, such as what every further alarm brings. Such a plan is never chosen by itself.
    pub with: Vec<Code>,
    pub alarms: Vec<Alarm>,
    /// What a dispatcher should know about it.
    pub note: String,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            code: Code::new(""),
            label: String::new(),
            types: Vec::new(),
            groups: Vec::new(),
            from: Priority::P1,
            to: Priority::P5,
            zone: None,
            with: Vec::new(),
            alarms: Vec::new(),
            note: String::new(),
        }
    }
}

impl Plan {
    /// What all levels up to `level` ask for together, each with the level that asks for it.
    pub fn up_to(&self, level: u8) -> impl Iterator<Item = (u8, &Requirement)> {
        (1..=level).flat_map(move |now| {
            let here = self.alarms.iter().filter(move |alarm| alarm.asks_at(now));
            here.flat_map(|alarm| &alarm.needs).map(move |need| (now, need))
        })
    }
}

/// Within so many metres of a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Zone {
    pub place: PlaceId,
    pub metres: u32,
}

/// What one alarm level adds to the levels below it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alarm {
    /// From 1.
    pub level: u8,
    /// It is asked for again at every later level.
    pub repeats: bool,
    pub needs: Vec<Requirement>,
}

impl Alarm {
    #[must_use]
    pub fn asks_at(&self, level: u8) -> bool {
        self.level == level || (self.repeats && self.level < level)
    }
}

/// So many units, each of which is any of some things.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Words such as `E`, `ALS`, `engine`; `Book::meaning` says which units a word means.
    pub any_of: Vec<String>,
    pub count: u8,
    /// People on board, at least; 0 asks for none.
    #[serde(default)]
    pub crew: u8,
    /// A word that each of the units has to answer to as well; often empty.
    #[serde(default)]
    pub skill: String,
}

/// What a word of a plan means on this desk.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Word {
    pub label: String,
    /// A unit that has one of these is meant. Without any, the word speaks for itself.
    pub any_of: Vec<Trait>,
}

/// Something that a unit has or has not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trait {
    Kind(Code),
    Capability(String),
    /// The letters that its call sign starts with: `E` for E12.
    CallSign(String),
}

/// What a post must keep, so that the rest of the ground stays covered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cover {
    pub any_of: Vec<String>,
    /// Units that should stay free there.
    pub count: u8,
    /// Metres around the post that its units serve.
    pub metres: u32,
    /// Its units go nowhere else: their duty is the zone.
    pub bound: bool,
}

/// What was advised when units were sent, and what was short. It is recorded beside what was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advised {
    pub plan: String,
    pub level: u8,
    pub units: Vec<UnitId>,
    /// Each open requirement in words: `2 E`.
    pub short: Vec<String>,
}

/// What weighs how much when units are chosen. An operation may say otherwise than the values that it starts with, which
/// are planning values of this project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A crew rests for so long after it cleared its last work.
    RestMinutes,
    /// Taking a crew that rests weighs like so much delay.
    RestSeconds,
    /// A position that is older is old.
    StaleMinutes,
    /// Taking a unit whose position is old weighs like so much delay.
    StaleSeconds,
    /// Taking the last unit that a post has to keep weighs like so much delay.
    BarePostSeconds,
    /// Each second beyond the travel goal counts so many times more.
    LateTimes,
    /// A divert is offered when it is so much faster than the unit that is recommended.
    DivertSeconds,
    /// A skill that the answers call for is taken along in a requirement of the plan when that delays it by no more.
    SkillSeconds,
}

impl Rule {
    pub const ALL: [Self; 8] = [
        Self::RestMinutes,
        Self::RestSeconds,
        Self::StaleMinutes,
        Self::StaleSeconds,
        Self::BarePostSeconds,
        Self::LateTimes,
        Self::DivertSeconds,
        Self::SkillSeconds,
    ];

    /// What holds until a team says otherwise.
    #[must_use]
    pub fn usual(self) -> u32 {
        [10, 60, 15, 60, 120, 4, 60, 120][self as usize]
    }

    /// Its name in the log.
    #[must_use]
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 8] = [
            "rest_minutes",
            "rest_seconds",
            "stale_minutes",
            "stale_seconds",
            "bare_post_seconds",
            "late_times",
            "divert_seconds",
            "skill_seconds",
        ];
        NAMES[self as usize]
    }

    /// The most that may be set: a day of minutes, two hours of delay.
    #[must_use]
    pub fn most(self) -> u32 {
        match self {
            Self::RestMinutes | Self::StaleMinutes => 1_440,
            Self::LateTimes => 100,
            _ => 7_200,
        }
    }
}

/// All plans of an operation, what their words mean, and what has to stay covered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Book {
    pub plans: BTreeMap<Code, Plan>,
    pub retired: BTreeSet<Code>,
    pub words: BTreeMap<Code, Word>,
    pub covers: BTreeMap<PlaceId, Cover>,
    /// Rules that were set otherwise than usual.
    pub rules: BTreeMap<Rule, u32>,
}

impl Book {
    #[must_use]
    pub fn rule(&self, rule: Rule) -> u32 {
        self.rules.get(&rule).copied().unwrap_or_else(|| rule.usual())
    }

    /// Plans in use.
    pub fn in_use(&self) -> impl Iterator<Item = &Plan> {
        self.plans.values().filter(|plan| !self.retired.contains(&plan.code))
    }

    /// What a word means: what the team set for it, else a unit kind, a capability or a call sign of that name.
    #[must_use]
    pub fn meaning(&self, word: &str) -> Vec<Trait> {
        let code = Code::new(word);
        match self.words.get(&code).filter(|word| !word.any_of.is_empty()) {
            Some(word) => word.any_of.clone(),
            None => {
                let upper = word.trim().to_uppercase();
                vec![Trait::Capability(upper.clone()), Trait::CallSign(upper), Trait::Kind(code)]
            }
        }
    }
}

/// The letters that a call sign starts with, upper case: `E` of "e 12".
pub fn letters_of(call_sign: &str) -> impl Iterator<Item = char> {
    let letters = call_sign.trim_start().chars().take_while(|character| character.is_alphabetic());
    letters.flat_map(char::to_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_add_up_and_a_repeated_level_comes_again() {
        let need = |word: &str, count| Requirement { any_of: vec![word.into()], count, ..Requirement::default() };
        let alarm = |level, repeats, needs| Alarm { level, repeats, needs };
        let plan = Plan {
            alarms: vec![
                alarm(1, false, vec![need("E", 3)]),
                alarm(2, false, vec![need("BC", 1)]),
                alarm(3, true, vec![need("T", 1)]),
            ],
            ..Plan::default()
        };
        let asked = |level| {
            let all = plan.up_to(level).map(|(at, need)| format!("{at}:{}{}", need.any_of[0], need.count));
            all.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(asked(1), "1:E3");
        assert_eq!(asked(2), "1:E3 2:BC1");
        assert_eq!(asked(4), "1:E3 2:BC1 3:T1 4:T1");
        assert_eq!(asked(0), "");
    }

    #[test]
    fn a_word_speaks_for_itself_until_it_is_given_a_meaning() {
        let mut book = Book::default();
        assert!(book.meaning("bc").contains(&Trait::CallSign("BC".into())));
        let meant = vec![Trait::CallSign("B".into())];
        book.words.insert(Code::new("BC"), Word { label: "Battalion chief".into(), any_of: meant.clone() });
        assert_eq!(book.meaning("BC"), meant);
        assert_eq!(letters_of(" med12").collect::<String>(), "MED");
    }
}
