//! `awake = no and not (age < 1)`: when a question is asked and when a rule holds.

use super::fault::Why;
use super::{Ask, Kind, age, number};
use std::collections::BTreeSet;

#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// As it was written.
    pub text: String,
    test: Test,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    Answered(usize),
    Compare { ask: usize, how: How, with: Word },
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Is,
    IsNot,
    Less,
    AtMost,
    More,
    AtLeast,
}

#[derive(Debug, Clone, PartialEq)]
enum Word {
    Said(String),
    /// In thousandths.
    Number(i64),
}

/// An answer as conditions see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    pub value: String,
    /// In thousandths; none for what is not a number and for "unknown".
    pub number: Option<i64>,
}

impl Given {
    #[must_use]
    pub fn to(ask: &Ask, value: &str) -> Self {
        Self { value: value.to_owned(), number: ask.number(value) }
    }
}

/// Where a comparison parts all numbers in two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bound {
    /// In thousandths.
    number: i64,
    /// The number itself is on the lower side.
    included: bool,
}

impl Bound {
    #[must_use]
    pub fn is_above(self, said: i64) -> bool {
        said < self.number || said == self.number && self.included
    }

    /// One of its sides as a condition says it: `< 18`, `>= 18`.
    #[must_use]
    pub fn side(self, below: bool) -> String {
        let sign = match (below, self.included) {
            (true, true) => "<=",
            (true, false) => "<",
            (false, true) => ">",
            (false, false) => ">=",
        };
        match (self.number / 1000, self.number % 1000) {
            (whole, 0) => format!("{sign} {whole}"),
            (whole, part) => format!("{sign} {}", format!("{whole}.{part:03}").trim_end_matches('0')),
        }
    }
}

/// Brackets may be inside one another this deep.
const DEEPEST: usize = 24;

impl Condition {
    /// Whether it is true. A comparison with what has not been answered is false.
    #[must_use]
    pub fn holds(&self, given: &[Option<Given>]) -> bool {
        self.test.holds(given)
    }

    /// The places of the questions that it names.
    #[must_use]
    pub fn names(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.test.names(&mut found);
        found
    }

    /// The numbers that answers to a question are compared with.
    #[must_use]
    pub fn numbers(&self, ask: usize) -> Vec<i64> {
        let mut found = Vec::new();
        self.test.numbers(ask, &mut found);
        found
    }

    /// The bounds that it sets for the number of an answer.
    #[must_use]
    pub fn bounds(&self, ask: usize) -> BTreeSet<Bound> {
        let mut found = BTreeSet::new();
        self.test.bounds(ask, &mut found);
        found
    }

    /// Reads a condition that may name the first `known` of `asks`.
    pub fn read(text: &str, asks: &[Ask], known: usize) -> Result<Self, (Why, String)> {
        let tokens = tokens(text)?;
        let mut reader = Reader { tokens: &tokens, at: 0, asks, known };
        let test = reader.any(0)?;
        match reader.tokens.get(reader.at) {
            None => Ok(Self { text: text.trim().to_owned(), test }),
            Some(token) => Err((Why::BadCondition, token.clone())),
        }
    }
}

impl Test {
    fn holds(&self, given: &[Option<Given>]) -> bool {
        let answer = |ask: &usize| given.get(*ask).and_then(Option::as_ref);
        match self {
            Self::Answered(ask) => answer(ask).is_some(),
            Self::All(tests) => tests.iter().all(|test| test.holds(given)),
            Self::Any(tests) => tests.iter().any(|test| test.holds(given)),
            Self::Not(test) => !test.holds(given),
            Self::Compare { ask, how, with } => {
                let Some(given) = answer(ask) else { return false };
                let number = match with {
                    Word::Said(value) => {
                        return match how {
                            How::Is => given.value == *value,
                            How::IsNot => given.value != *value,
                            _ => false,
                        };
                    }
                    Word::Number(number) => *number,
                };
                match (how, given.number) {
                    (How::IsNot, said) => said != Some(number),
                    (_, None) => false,
                    (How::Is, Some(said)) => said == number,
                    (How::Less, Some(said)) => said < number,
                    (How::AtMost, Some(said)) => said <= number,
                    (How::More, Some(said)) => number < said,
                    (How::AtLeast, Some(said)) => number <= said,
                }
            }
        }
    }

    fn names(&self, found: &mut Vec<usize>) {
        match self {
            Self::Answered(ask) | Self::Compare { ask, .. } => found.push(*ask),
            Self::All(tests) | Self::Any(tests) => tests.iter().for_each(|test| test.names(found)),
            Self::Not(test) => test.names(found),
        }
    }

    fn numbers(&self, wanted: usize, found: &mut Vec<i64>) {
        match self {
            Self::Compare { ask, with: Word::Number(number), .. } if *ask == wanted => found.push(*number),
            Self::All(tests) | Self::Any(tests) => tests.iter().for_each(|test| test.numbers(wanted, found)),
            Self::Not(test) => test.numbers(wanted, found),
            _ => {}
        }
    }

    fn bounds(&self, wanted: usize, found: &mut BTreeSet<Bound>) {
        match self {
            Self::Compare { ask, how, with: Word::Number(number) } if *ask == wanted => {
                let sides: &[bool] = match how {
                    How::Less | How::AtLeast => &[false],
                    How::AtMost | How::More => &[true],
                    How::Is | How::IsNot => &[false, true],
                };
                found.extend(sides.iter().map(|included| Bound { number: *number, included: *included }));
            }
            Self::All(tests) | Self::Any(tests) => tests.iter().for_each(|test| test.bounds(wanted, found)),
            Self::Not(test) => test.bounds(wanted, found),
            _ => {}
        }
    }
}

fn tokens(text: &str) -> Result<Vec<String>, (Why, String)> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let word = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '.');
        let length = match first {
            '(' | ')' | '=' => 1,
            '!' | '<' | '>' if rest[1..].starts_with('=') => 2,
            '<' | '>' => 1,
            _ if word(first) => rest.find(|character| !word(character)).unwrap_or(rest.len()),
            _ => return Err((Why::BadCondition, rest.chars().take(12).collect())),
        };
        let (token, after) = rest.split_at(length);
        found.push(token.to_owned());
        rest = after.trim_start();
    }
    Ok(found)
}

struct Reader<'a> {
    tokens: &'a [String],
    at: usize,
    asks: &'a [Ask],
    known: usize,
}

type Read = Result<Test, (Why, String)>;

impl Reader<'_> {
    fn eat(&mut self, word: &str) -> bool {
        let found = self.tokens.get(self.at).is_some_and(|token| token == word);
        self.at += usize::from(found);
        found
    }

    fn take(&mut self) -> Result<String, (Why, String)> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        // Where the text ends too early, its last word is what a person looks for.
        token.ok_or_else(|| (Why::BadCondition, self.tokens.last().cloned().unwrap_or_default()))
    }

    fn any(&mut self, depth: usize) -> Read {
        let mut tests = vec![self.all(depth)?];
        while self.eat("or") {
            tests.push(self.all(depth)?);
        }
        Ok(if tests.len() == 1 { tests.remove(0) } else { Test::Any(tests) })
    }

    fn all(&mut self, depth: usize) -> Read {
        let mut tests = vec![self.one(depth)?];
        while self.eat("and") {
            tests.push(self.one(depth)?);
        }
        Ok(if tests.len() == 1 { tests.remove(0) } else { Test::All(tests) })
    }

    fn one(&mut self, depth: usize) -> Read {
        if DEEPEST < depth {
            return Err((Why::BadCondition, "(".to_owned()));
        }
        if self.eat("not") {
            return Ok(Test::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.eat("(") {
            let inner = self.any(depth + 1)?;
            let closed = self.eat(")");
            return if closed { Ok(inner) } else { Err((Why::BadCondition, "(".to_owned())) };
        }
        let name = self.take()?;
        let ask = self.asks.iter().position(|ask| ask.id == name).ok_or((Why::UnknownQuestion, name.clone()))?;
        if self.known <= ask {
            return Err((Why::LaterQuestion, name));
        }
        let how = match self.tokens.get(self.at).map(String::as_str) {
            Some("=") => How::Is,
            Some("!=") => How::IsNot,
            Some("<") => How::Less,
            Some("<=") => How::AtMost,
            Some(">") => How::More,
            Some(">=") => How::AtLeast,
            _ => return Ok(Test::Answered(ask)),
        };
        self.at += 1;
        let value = self.take()?;
        let with = word(&self.asks[ask], how, &value).map_err(|why| (why, value))?;
        Ok(Test::Compare { ask, how, with })
    }
}

/// What an answer is compared with, if the question can have such an answer.
fn word(ask: &Ask, how: How, value: &str) -> Result<Word, Why> {
    let equal = matches!(how, How::Is | How::IsNot);
    if value == "unknown" {
        return if equal { Ok(Word::Said(value.to_owned())) } else { Err(Why::ImpossibleValue) };
    }
    let number = match ask.kind {
        Kind::YesNo if equal && matches!(value, "yes" | "no") => return Ok(Word::Said(value.to_owned())),
        Kind::Choice if equal && ask.choices.iter().any(|(known, _)| known == value) => {
            return Ok(Word::Said(value.to_owned()));
        }
        Kind::YesNo | Kind::Choice => None,
        Kind::Number => number(value),
        Kind::Age => age(value),
        Kind::Time | Kind::Text => return Err(Why::TextCompared),
    };
    number.map(Word::Number).ok_or(Why::ImpossibleValue)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks() -> Vec<Ask> {
        let choices = vec![("food".to_owned(), "Food".to_owned())];
        [("awake", Kind::YesNo), ("age", Kind::Age), ("cause", Kind::Choice), ("name", Kind::Text)]
            .map(|(id, kind)| {
                let choices = if kind == Kind::Choice { choices.clone() } else { Vec::new() };
                Ask { id: id.into(), kind, choices, ..Ask::default() }
            })
            .into()
    }

    fn holds(text: &str, answers: [Option<&str>; 4]) -> bool {
        let asks = asks();
        let given: Vec<_> = asks.iter().zip(answers).map(|(ask, said)| said.map(|said| Given::to(ask, said))).collect();
        Condition::read(text, &asks, 4).expect(text).holds(&given)
    }

    fn refused(text: &str) -> Why {
        Condition::read(text, &asks(), 3).expect_err(text).0
    }

    #[test]
    fn what_was_not_answered_compares_with_nothing() {
        assert!(!holds("awake != yes", [None; 4]));
        assert!(holds("awake != yes", [Some("unknown"), None, None, None]));
        assert!(holds("not (awake = yes)", [None; 4]));
        assert!(holds("age", [None, Some("unknown"), None, None]));
    }

    #[test]
    fn and_binds_before_or() {
        assert!(holds("awake = no and age < 1 or cause = food", [Some("yes"), None, Some("food"), None]));
        assert!(!holds("awake = no and (age < 1 or cause = food)", [Some("yes"), None, Some("food"), None]));
    }

    #[test]
    fn ages_are_compared_in_years() {
        assert!(holds("age < 1", [None, Some("11m"), None, None]));
        assert!(holds("age >= 1 and age <= 8", [None, Some("8"), None, None]));
        assert!(!holds("age < 1 or age >= 1", [None, Some("unknown"), None, None]));
    }

    #[test]
    fn a_fault_has_its_own_name() {
        assert_eq!(refused("speak = yes"), Why::UnknownQuestion);
        assert_eq!(refused("name"), Why::LaterQuestion);
        assert_eq!(refused("awake = maybe"), Why::ImpossibleValue);
        assert_eq!(refused("cause = coin"), Why::ImpossibleValue);
        assert_eq!(refused("awake < 3"), Why::ImpossibleValue);
        assert_eq!(refused("(awake = yes"), Why::BadCondition);
        assert_eq!(refused("awake = yes and"), Why::BadCondition);
        assert_eq!(refused("awake = yes age"), Why::BadCondition);
        assert_eq!(refused(&"(".repeat(10_000)), Why::BadCondition);
        assert_eq!(Condition::read("name = x", &asks(), 4).expect_err("refused").0, Why::TextCompared);
    }
}
