//! A card as a form: which fields each of its parts has, how a value stands in a field, and what a field writes. The form
//! edits the tables of the card's own text, so that form and text are never two truths.

use crate::domain::card::notation::{Table, Value};
use crate::domain::card::{FACTS, RULE_MARKS, STEP_MARKS};
use crate::words::Msg;

/// How a field is written into the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Text,
    /// A sentence, which needs room.
    Long,
    Number,
    Flag,
    /// Yes, no, or nothing said.
    Maybe,
    OneOf(&'static [&'static str]),
    /// Words apart by blanks.
    Words,
    /// The same, where no word at all is said by a hyphen and differs from nothing said.
    Exactly,
    /// One a line.
    Lines,
    /// `question = answer`, one a line.
    Answers,
    /// `way: question = answer`, one a line.
    WayAnswers,
}

pub type Fields = &'static [(&'static str, Shape)];

/// A list of tables of the card.
#[derive(Debug, PartialEq)]
pub struct Part {
    pub list: &'static str,
    pub title: Msg,
    /// How one of its rows is called, by its number.
    pub row: Msg,
    pub add: Msg,
    pub fields: Fields,
    pub inner: Option<&'static Part>,
}

const DISCIPLINES: Shape = Shape::OneOf(&["medical", "fire", "police", "event"]);

/// What a card has once. Its name is given when it is written, and stays.
pub const NAME: Fields = &[("id", Shape::Text)];
pub const HEAD: Fields = &[
    ("title", Shape::Text),
    ("discipline", DISCIPLINES),
    ("types", Shape::Words),
    ("life", Shape::Flag),
    ("patient", Shape::Flag),
    ("author", Shape::Text),
    ("reviewed", Shape::Text),
    ("source", Shape::Text),
];
pub const CLOSE: Fields = &[("list", Shape::Lines)];

const ASK: Fields = &[
    ("id", Shape::Text),
    ("text", Shape::Text),
    ("kind", Shape::OneOf(&["yes-no", "choice", "number", "age", "time", "text"])),
    ("choices", Shape::Lines),
    ("unit", Shape::Text),
    ("when", Shape::Text),
    ("fills", Shape::OneOf(FACTS)),
    ("note", Shape::Text),
    ("safety", Shape::Flag),
];
const RULE: Fields = &[
    ("when", Shape::Text),
    ("send", Shape::Flag),
    ("priority", Shape::Number),
    ("type", Shape::Text),
    ("needs", Shape::Words),
    ("hazard", Shape::Text),
    ("crew", Shape::Text),
    ("safety", Shape::Text),
    ("stage", Shape::Flag),
    ("guide", Shape::Text),
    ("card", Shape::Text),
    ("mark", Shape::OneOf(RULE_MARKS)),
];
const GUIDE: Fields = &[("id", Shape::Text), ("title", Shape::Text)];
const STEP: Fields = &[
    ("say", Shape::Long),
    ("note", Shape::Text),
    ("id", Shape::Text),
    ("seconds", Shape::Number),
    ("aid", Shape::OneOf(&["compressions", "contractions", "stopwatch"])),
    ("count", Shape::Number),
    ("mark", Shape::OneOf(STEP_MARKS)),
    ("ways", Shape::Lines),
    ("sets", Shape::WayAnswers),
    ("other", Shape::Words),
    ("changed", Shape::Words),
];
const EXAMPLE: Fields = &[
    ("name", Shape::Text),
    ("answers", Shape::Answers),
    ("priority", Shape::Number),
    ("send", Shape::Maybe),
    ("type", Shape::Text),
    ("needs", Shape::Exactly),
    ("guides", Shape::Exactly),
    ("card", Shape::Text),
    ("stage", Shape::Maybe),
    ("safety", Shape::Text),
    ("asked", Shape::Exactly),
    ("read", Shape::Text),
    ("ways", Shape::Words),
    ("leads", Shape::Text),
];

static STEPS: Part = Part {
    list: "step",
    title: Msg::CardSteps,
    row: Msg::CardRowStep,
    add: Msg::CardAddStep,
    fields: STEP,
    inner: None,
};

/// The lists of a card, in the order of the form.
pub static PARTS: [Part; 4] = [
    Part {
        list: "ask",
        title: Msg::CardQuestions,
        row: Msg::CardRowQuestion,
        add: Msg::CardAddQuestion,
        fields: ASK,
        inner: None,
    },
    Part {
        list: "rule",
        title: Msg::CardRules,
        row: Msg::CardRowRule,
        add: Msg::CardAddRule,
        fields: RULE,
        inner: None,
    },
    Part {
        list: "guide",
        title: Msg::CardGuides,
        row: Msg::CardRowGuide,
        add: Msg::CardAddGuide,
        fields: GUIDE,
        inner: Some(&STEPS),
    },
    Part {
        list: "example",
        title: Msg::CardExamples,
        row: Msg::CardRowExample,
        add: Msg::CardAddExample,
        fields: EXAMPLE,
        inner: None,
    },
];

/// Where a table lies in a card: from each list the place in it. The card itself lies nowhere.
pub type Path = Vec<(&'static str, usize)>;

#[must_use]
pub fn at<'a>(card: &'a Table, path: &Path) -> Option<&'a Table> {
    path.iter().try_fold(card, |table, (list, place)| table.tables(list).get(*place).copied())
}

pub fn at_mut<'a>(card: &'a mut Table, path: &Path) -> Option<&'a mut Table> {
    path.iter().try_fold(card, |table, (list, place)| table.table_mut(list, *place))
}

/// Writes what was typed into a field. An empty one goes away, and comes back at its place.
pub fn put(card: &mut Table, path: &Path, name: &str, typed: &str, shape: Shape) {
    let fields = fields_of(path);
    let Some(table) = at_mut(card, path) else { return };
    match written(typed, shape) {
        None => table.put(name, None),
        Some(value) => {
            // What has no place in the list, the name of the card, stands before them all.
            let place = fields.iter().position(|(field, _)| *field == name).map_or(0, |place| place + 1);
            let later = fields.get(place..).unwrap_or_default();
            table.put_before(name, value, |field| later.iter().any(|(known, _)| *known == field));
        }
    }
}

/// The fields of a table that a path leads to.
fn fields_of(path: &Path) -> Fields {
    let part = |list: &str| PARTS.iter().find(|part| part.list == list);
    match path.as_slice() {
        [] => HEAD,
        [(list, _)] => part(list).map_or(&[], |part| part.fields),
        [(list, _), ..] => part(list).and_then(|part| part.inner).map_or(&[], |part| part.fields),
    }
}

/// The reminders, which stand in a table of their own.
pub fn put_close(card: &mut Table, typed: &str) {
    let list = written(typed, Shape::Lines);
    let table = list.map(|list| {
        let mut table = Table::default();
        table.put("list", Some(list));
        Value::Table(table)
    });
    card.put("close", table);
}

/// A value as its field shows it.
#[must_use]
pub fn shown(value: &Value, shape: Shape) -> String {
    match value {
        Value::Text(text) | Value::Number(text) => text.clone(),
        Value::Flag(flag) if shape == Shape::Answers => (if *flag { "yes" } else { "no" }).to_owned(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(list) if list.is_empty() && shape == Shape::Exactly => "-".to_owned(),
        Value::List(list) => {
            let words = list.iter().map(|value| shown(value, Shape::Text));
            words.collect::<Vec<_>>().join(if shape == Shape::Lines { "\n" } else { " " })
        }
        Value::Table(table) => {
            let lines = table.fields.iter().map(|field| match (&field.value, shape) {
                (Value::Table(_), Shape::WayAnswers) => {
                    let answers = shown(&field.value, Shape::Answers);
                    answers.lines().map(|line| format!("{}: {line}", field.name)).collect::<Vec<_>>().join("\n")
                }
                (value, _) => format!("{} = {}", field.name, shown(value, Shape::Answers)),
            });
            lines.collect::<Vec<_>>().join("\n")
        }
    }
}

/// What was typed, as a value. None takes the field away; what does not have the shape stays a text, which the check names.
#[must_use]
pub fn written(typed: &str, shape: Shape) -> Option<Value> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let text = || Value::Text(typed.to_owned());
    let list = |words: Vec<&str>| Value::List(words.into_iter().map(|word| Value::Text(word.to_owned())).collect());
    let lines = || typed.lines().map(str::trim).filter(|line| !line.is_empty());
    match shape {
        Shape::Flag => (typed == "true").then_some(Value::Flag(true)),
        Shape::Maybe => Some(Value::Flag(typed == "true")),
        Shape::Number if typed.bytes().all(|byte| byte.is_ascii_digit()) => Some(Value::Number(typed.to_owned())),
        Shape::Exactly if typed == "-" => Some(list(Vec::new())),
        Shape::Words | Shape::Exactly => Some(list(typed.split([' ', ',']).filter(|word| !word.is_empty()).collect())),
        Shape::Lines => Some(list(lines().collect())),
        Shape::Answers => Some(answers(lines()).map_or_else(text, Value::Table)),
        Shape::WayAnswers => Some(way_answers(lines()).map_or_else(text, Value::Table)),
        Shape::Number | Shape::Text | Shape::Long | Shape::OneOf(_) => Some(text()),
    }
}

fn answers<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Table> {
    let mut table = Table::default();
    for line in lines {
        let (name, answer) = line.split_once('=')?;
        let name = bare(name)?;
        table.put(name, Some(Value::Text(answer.trim().to_owned())));
    }
    Some(table)
}

fn way_answers<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Table> {
    let mut table = Table::default();
    for line in lines {
        let (way, answer) = line.split_once(':')?;
        let way = bare(way)?;
        let mut inner = match table.get(way).map(|field| &field.value) {
            Some(Value::Table(inner)) => inner.clone(),
            _ => Table::default(),
        };
        inner.fields.extend(answers(std::iter::once(answer))?.fields);
        table.put(way, Some(Value::Table(inner)));
    }
    Some(table)
}

/// A name that can stand in front of a value without quotes.
fn bare(name: &str) -> Option<&str> {
    let name = name.trim();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (!name.is_empty() && name.bytes().all(fits)).then_some(name)
}
