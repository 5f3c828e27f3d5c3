//! Guide cards: what to ask, when to send before the questions end, what the crew must hear, what to tell the caller.
//!
//! A card is a small program without loops in its questions: it only ever goes forward, so every call reaches the end.
//! This module reads cards, finds their faults, plays their examples, and says for any set of answers what follows. It
//! never knows which answers were given in which incident, nor how anything is shown. It stands in `domain`, because an
//! answer is decided inside the transaction that writes it: what its rules do has to stand in the same rows.
//! docs/CARDS.md describes the format.

pub mod condition;
pub mod example;
pub mod fault;
pub mod lint;
pub mod notation;
pub mod read;
pub mod time;
pub mod view;

use condition::Condition;

/// The beat of the compressions aid, a minute (AHA 2025: 100 to 120).
pub const COMPRESSIONS_A_MINUTE: u32 = 110;
/// After this many seconds the person who compresses should change (AHA 2025: 2 minutes).
pub const CHANGE_AFTER_SECONDS: i64 = 120;
/// The clock of a patient that stops when somebody begins to push.
pub const FIRST_COMPRESSION: &str = "first_compression";
/// Keys 1 to 9 choose, so a question or a step has at most nine ways.
pub const MOST_CHOICES: usize = 9;

/// The facts of the first assessment that a question may fill.
pub const FACTS: &[&str] = &[
    "conscious",
    "breathing",
    "age",
    "sex",
    "severity",
    "people_inside",
    "burning",
    "size",
    "smoke",
    "spread",
    "hazmat",
    "in_progress",
    "weapons",
    "persons",
    "vehicle",
    "direction",
    "threat",
    "officer_safety",
    "hurt",
    "hazards",
    "access",
];

/// The clocks of a patient that a rule stops.
pub const RULE_MARKS: &[&str] = &["recognised"];

/// The clocks of a patient that an instruction stops.
pub const STEP_MARKS: &[&str] = &["recognised", "first_compression"];

/// The facts that are about one patient and not about the incident: a second patient has others.
pub const PATIENT_FACTS: &[&str] = &["conscious", "breathing", "age", "sex", "severity"];

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Card {
    pub id: String,
    pub version: u32,
    pub discipline: Discipline,
    pub title: String,
    /// Codes of the incident types that open it.
    pub types: Vec<String>,
    /// Life can be at stake, so that some answer has to send before the questions end.
    pub life: bool,
    /// It is about one patient and can be opened once for each.
    pub patient: bool,
    pub author: String,
    /// The day of the last review, `2026-11-22`.
    pub reviewed: String,
    /// Where the numbers in its sentences come from.
    pub source: String,
    pub asks: Vec<Ask>,
    pub rules: Vec<Rule>,
    pub guides: Vec<Guide>,
    /// What is said before the line is let go.
    pub close: Vec<String>,
    pub examples: Vec<example::Example>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Discipline {
    #[default]
    Medical,
    Fire,
    Police,
    Event,
}

impl Discipline {
    pub const ALL: [Self; 4] = [Self::Medical, Self::Fire, Self::Police, Self::Event];

    /// As it stands in a card.
    #[must_use]
    pub fn word(self) -> &'static str {
        ["medical", "fire", "police", "event"][self as usize]
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ask {
    pub id: String,
    pub text: String,
    pub kind: Kind,
    /// Value and label; none unless the kind is a choice.
    pub choices: Vec<(String, String)>,
    pub unit: String,
    pub when: Option<Condition>,
    pub fills: String,
    pub note: String,
    pub safety: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    #[default]
    YesNo,
    Choice,
    Number,
    /// Years, or months and weeks: `58`, `6m`, `2w`.
    Age,
    Time,
    Text,
}

impl Kind {
    pub const ALL: [Self; 6] = [Self::YesNo, Self::Choice, Self::Number, Self::Age, Self::Time, Self::Text];

    #[must_use]
    pub fn word(self) -> &'static str {
        ["yes-no", "choice", "number", "age", "time", "text"][self as usize]
    }
}

/// What follows from the answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rule {
    /// None: it always holds.
    pub when: Option<Condition>,
    pub send: bool,
    /// 1 to 5.
    pub priority: Option<u8>,
    pub kind: String,
    pub needs: Vec<String>,
    pub hazard: String,
    pub crew: String,
    pub safety: String,
    pub stage: bool,
    pub guide: String,
    pub card: String,
    pub mark: String,
}

/// Instructions to read out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Guide {
    pub id: String,
    pub title: String,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Step {
    pub id: String,
    pub say: String,
    pub note: String,
    /// How long the step usually takes; 0 where nobody waits.
    pub seconds: u32,
    pub aid: Option<Aid>,
    /// The counter of the compressions begins again after so many; 0 where it goes on.
    pub count: u32,
    pub mark: String,
    pub ways: Vec<Way>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aid {
    Compressions,
    Contractions,
    Stopwatch,
}

impl Aid {
    pub const ALL: [Self; 3] = [Self::Compressions, Self::Contractions, Self::Stopwatch];

    #[must_use]
    pub fn word(self) -> &'static str {
        ["compressions", "contractions", "stopwatch"][self as usize]
    }
}

/// One of the ways on from a step.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    pub value: String,
    pub label: String,
    pub to: Target,
    /// Questions that taking it answers, of the card that it leads to, and their answers.
    pub sets: Vec<(String, String)>,
    /// It leads to a card for another patient.
    pub other: bool,
    /// Whoever takes it says that somebody else pushes.
    pub changed: bool,
}

impl Way {
    /// The way on from a step that has none to choose from.
    #[must_use]
    pub fn next(to: Target) -> Self {
        Self { value: String::new(), label: String::new(), to, sets: Vec::new(), other: false, changed: false }
    }
}

/// Where an instruction leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Another step of the same guide, by its place in it.
    Step(usize),
    Guide(String),
    Card(String),
    /// Back to the questions and the reminders.
    End,
}

impl Card {
    /// The place of a question.
    #[must_use]
    pub fn ask(&self, id: &str) -> Option<usize> {
        self.asks.iter().position(|ask| ask.id == id)
    }

    #[must_use]
    pub fn guide(&self, id: &str) -> Option<&Guide> {
        self.guides.iter().find(|guide| guide.id == id)
    }

    /// Some step of it stops a clock.
    #[must_use]
    pub fn has_step_with(&self, mark: &str) -> bool {
        self.guides.iter().flat_map(|guide| &guide.steps).any(|step| step.mark == mark)
    }

    /// The clocks of an arrest belong to it.
    #[must_use]
    pub fn has_marks(&self) -> bool {
        let steps = self.guides.iter().flat_map(|guide| &guide.steps);
        self.rules.iter().any(|rule| !rule.mark.is_empty()) || steps.into_iter().any(|step| !step.mark.is_empty())
    }

    /// The other cards that it leads to, and where, in the words of the format.
    #[must_use]
    pub fn links(&self) -> Vec<(&str, String)> {
        let rules = (1..).zip(&self.rules).filter(|(_, rule)| !rule.card.is_empty());
        let mut found: Vec<(&str, String)> =
            rules.map(|(number, rule)| (rule.card.as_str(), format!("rule {number}"))).collect();
        for guide in &self.guides {
            for (number, step) in (1..).zip(&guide.steps) {
                found.extend(step.ways.iter().filter_map(|way| match &way.to {
                    Target::Card(id) => Some((id.as_str(), format!("guide {}, step {number}", guide.id))),
                    _ => None,
                }));
            }
        }
        found.retain(|(id, _)| *id != self.id);
        found.dedup();
        found
    }

    /// A step of a guide, and the guide.
    #[must_use]
    pub fn step(&self, guide: &str, step: u32) -> Option<(&Step, &Guide)> {
        let guide = self.guide(guide)?;
        Some((guide.steps.get(usize::try_from(step).ok()?)?, guide))
    }
}

impl Step {
    /// Whether this way on says that the caller pushes: Next, or the first of the ways. The others may be taken by somebody
    /// who never began.
    #[must_use]
    pub fn begins_by(&self, way: &str) -> bool {
        self.mark == FIRST_COMPRESSION && self.ways.first().is_none_or(|first| first.value == way)
    }
}

impl Guide {
    /// Where a step without ways leads.
    #[must_use]
    pub fn after(&self, step: usize) -> Target {
        if step + 1 < self.steps.len() { Target::Step(step + 1) } else { Target::End }
    }
}

impl Ask {
    /// What was typed or pressed, as the card knows it: `y` is `yes`, the digit of a choice is its value. None: it cannot
    /// be an answer to this question.
    #[must_use]
    pub fn answer(&self, typed: &str) -> Option<String> {
        let typed = typed.trim();
        let lower = typed.to_lowercase();
        if typed.is_empty() {
            return None;
        }
        if matches!(lower.as_str(), "u" | "unknown" | "?") {
            return Some("unknown".to_owned());
        }
        match self.kind {
            Kind::YesNo => match lower.as_str() {
                "y" | "yes" => Some("yes".to_owned()),
                "n" | "no" => Some("no".to_owned()),
                _ => None,
            },
            Kind::Choice => {
                let choices = || self.choices.iter();
                let by_value = choices().find(|(value, _)| *value == lower);
                let by_label = || choices().find(|(_, label)| label.to_lowercase() == lower);
                let by_digit = || self.choices.get(lower.parse::<usize>().ok()?.checked_sub(1)?);
                by_value.or_else(by_label).or_else(by_digit).map(|(value, _)| value.clone())
            }
            Kind::Number => number(typed).map(|_| typed.to_owned()),
            Kind::Age => age(typed).map(|_| typed.to_owned()),
            Kind::Time => time::time(typed),
            Kind::Text => Some(typed.to_owned()),
        }
    }

    /// An answer in the words of the first assessment, where `yes` is written as a person would.
    #[must_use]
    pub fn label(&self, value: &str) -> String {
        let label = self.choices.iter().find(|(known, _)| known == value).map(|(_, label)| label.clone());
        label.unwrap_or_else(|| match value {
            "yes" => "Yes".to_owned(),
            "no" => "No".to_owned(),
            "unknown" => "Unknown".to_owned(),
            other => other.to_owned(),
        })
    }

    /// The number behind an answer, in thousandths (of a year for an age).
    #[must_use]
    pub fn number(&self, value: &str) -> Option<i64> {
        match self.kind {
            Kind::Number => number(value),
            Kind::Age => age(value),
            _ => None,
        }
    }
}

/// A number as people type it, in thousandths: `3`, `2.5`, `3 minutes`. More than a million is no answer.
#[must_use]
pub fn number(text: &str) -> Option<i64> {
    number_and_rest(text).map(|(value, _)| value)
}

fn number_and_rest(text: &str) -> Option<(i64, &str)> {
    let text = text.trim();
    let end = text.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let whole: i64 = whole.parse().ok().filter(|whole| *whole <= 1_000_000)?;
    let mut value = whole * 1000;
    for (digit, worth) in part.bytes().zip([100, 10, 1]) {
        value += i64::from(digit.checked_sub(b'0')?) * worth;
    }
    Some((value, rest.trim()))
}

/// An age in thousandths of a year: `58`, `6m`, `2w`, `10 days`.
#[must_use]
pub fn age(text: &str) -> Option<i64> {
    let (value, rest) = number_and_rest(text)?;
    match rest.bytes().next().map(|byte| byte.to_ascii_lowercase()) {
        None | Some(b'y') => Some(value),
        Some(b'm') => Some(value / 12),
        Some(b'w') => Some(value * 7 / 365),
        Some(b'd') => Some(value / 365),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_in_years_months_and_weeks() {
        assert_eq!(age("58"), Some(58_000));
        assert_eq!(age("6m"), Some(500));
        assert_eq!(age("2 weeks"), Some(38));
        assert_eq!(age("1.5"), Some(1500));
        assert_eq!(age("old"), None);
        assert_eq!(age("99999999999999999999"), None);
    }

    #[test]
    fn an_answer_is_known_by_key_value_and_label() {
        let ask = Ask { kind: Kind::Choice, choices: vec![("food".into(), "Food".into())], ..Ask::default() };
        assert_eq!(ask.answer("1").as_deref(), Some("food"));
        assert_eq!(ask.answer("FOOD").as_deref(), Some("food"));
        assert_eq!(ask.answer("2"), None);
        // A value names its choice, whatever another one is called.
        let choices = vec![("a".into(), "Other".into()), ("other".into(), "Else".into())];
        assert_eq!(Ask { choices, ..ask.clone() }.answer("other").as_deref(), Some("other"));
        assert_eq!(ask.answer("u").as_deref(), Some("unknown"));
        assert_eq!(Ask::default().answer("Y").as_deref(), Some("yes"));
        assert_eq!(Ask::default().answer("maybe"), None);
    }
}
