//! From the text of a card to the card, with every fault of its fields.

use super::condition::Condition;
use super::example::Example;
use super::fault::{Fault, Why};
use super::notation::{self, Field, Table, Value};
use super::{
    Aid, Ask, Card, Discipline, FACTS, Guide, Kind, MOST_CHOICES, RULE_MARKS, Rule, STEP_MARKS, Step, Target, Way,
};

/// The one card of a text, which may hold nothing else. A card with faults is handed back as far as it could be read, for
/// those who mend it.
#[must_use]
pub fn card(text: &str) -> (Card, Vec<Fault>) {
    let root = match notation::read(text) {
        Ok(root) => root,
        Err(broken) => {
            let id = notation::id_of_broken(text);
            let fault = Fault {
                card: id.clone(),
                place: String::new(),
                line: broken.line,
                why: Why::Notation,
                about: broken.near,
            };
            return (Card { id, ..Card::default() }, vec![fault]);
        }
    };
    let tables = root.tables("card");
    let Some((table, more)) = tables.split_first() else {
        let line = root.fields.first().map_or(1, |field| field.line);
        let about = root.fields.first().map(|field| field.name.clone()).unwrap_or_default();
        let why = if about.is_empty() { Why::NoCard } else { Why::UnknownField };
        let fault = Fault { card: String::new(), place: about.clone(), line, why, about };
        return (Card::default(), vec![fault]);
    };
    let mut faults = Faults { card: String::new(), questions: Vec::new(), found: Vec::new() };
    let card = faults.card(table);
    // What is not read would be lost without a word.
    let lost = root.fields.iter().filter(|field| field.name != "card");
    let lost = lost.map(|field| (field.name.clone(), field.line, Why::UnknownField));
    let more = more.iter().map(|table| {
        let id = table.get("id").map(|field| &field.value);
        (if let Some(Value::Text(id)) = id { id.clone() } else { String::new() }, table.line, Why::SeveralCards)
    });
    for (about, line, why) in lost.chain(more) {
        let place = if why == Why::UnknownField { about.clone() } else { String::new() };
        faults.found.push(Fault { card: faults.card.clone(), place, line, why, about });
    }
    (card, faults.found)
}

/// A lower-case word with hyphens, the form of every id and value.
fn is_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase() || first.is_ascii_digit())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && text.len() <= 40
}

struct Faults {
    card: String,
    /// The ids of all questions of the card.
    questions: Vec<Value>,
    found: Vec<Fault>,
}

/// One table that is being read: what it is called, and which fields it may have.
struct At<'a> {
    table: &'a Table,
    place: String,
}

impl At<'_> {
    fn line(&self, field: &str) -> usize {
        self.table.get(field).map_or(self.table.line, |field| field.line)
    }
}

impl Faults {
    fn add(&mut self, at: &At<'_>, field: &str, why: Why, about: impl Into<String>) {
        let place = match (at.place.is_empty(), field.is_empty()) {
            (true, _) => field.to_owned(),
            (false, true) => at.place.clone(),
            (false, false) => format!("{}, {field}", at.place),
        };
        self.found.push(Fault { card: self.card.clone(), place, line: at.line(field), why, about: about.into() });
    }

    fn text(&mut self, at: &At<'_>, field: &str) -> String {
        match at.table.get(field).map(|field| &field.value) {
            None => String::new(),
            Some(Value::Text(text)) => text.trim().to_owned(),
            Some(_) => {
                self.add(at, field, Why::WrongKindOfValue, "\"…\"");
                String::new()
            }
        }
    }

    /// A text that has to be there.
    fn needed(&mut self, at: &At<'_>, field: &str) -> String {
        let text = self.text(at, field);
        if text.is_empty() {
            self.add(at, field, Why::MissingField, field);
        }
        text
    }

    fn id(&mut self, at: &At<'_>, field: &str) -> String {
        let id = self.text(at, field);
        if !id.is_empty() && !is_id(&id) {
            self.add(at, field, Why::BadId, id.clone());
        }
        id
    }

    fn flag(&mut self, at: &At<'_>, field: &str) -> bool {
        match at.table.get(field).map(|field| &field.value) {
            None => false,
            Some(Value::Flag(flag)) => *flag,
            Some(_) => {
                self.add(at, field, Why::WrongKindOfValue, "true, false");
                false
            }
        }
    }

    fn whole(&mut self, at: &At<'_>, field: &str) -> u32 {
        match at.table.get(field).map(|field| &field.value) {
            None => 0,
            Some(Value::Number(digits)) if digits.parse::<u32>().is_ok() => digits.parse().unwrap_or(0),
            Some(_) => {
                self.add(at, field, Why::WrongKindOfValue, "1");
                0
            }
        }
    }

    fn list(&mut self, at: &At<'_>, field: &str) -> Vec<String> {
        let Some(Field { value, .. }) = at.table.get(field) else { return Vec::new() };
        let Value::List(values) = value else {
            self.add(at, field, Why::WrongKindOfValue, "[\"…\"]");
            return Vec::new();
        };
        let mut found = Vec::new();
        for value in values {
            match value {
                Value::Text(text) => found.push(text.trim().to_owned()),
                _ => self.add(at, field, Why::WrongKindOfValue, "[\"…\"]"),
            }
        }
        found
    }

    /// A word out of a few.
    fn one_of<T: Copy>(&mut self, at: &At<'_>, field: &str, all: &[T], word: fn(T) -> &'static str) -> Option<T> {
        let text = self.text(at, field);
        let found = all.iter().copied().find(|one| word(*one) == text);
        if found.is_none() && !text.is_empty() {
            self.add(at, field, Why::UnknownWord, text);
        }
        found
    }

    fn known(&mut self, at: &At<'_>, fields: &[&str]) {
        for field in &at.table.fields {
            if !fields.contains(&field.name.as_str()) {
                self.add(at, &field.name, Why::UnknownField, field.name.clone());
            }
        }
    }

    fn condition(&mut self, at: &At<'_>, asks: &[Ask], known: usize) -> Option<Condition> {
        let text = self.text(at, "when");
        if text.is_empty() {
            return None;
        }
        match Condition::read(&text, asks, known) {
            Ok(condition) => Some(condition),
            Err((why, about)) => {
                // Where a question is read, those after it are not known yet.
                let later = why == Why::UnknownQuestion && self.questions.contains(&Value::Text(about.clone()));
                self.add(at, "when", if later { Why::LaterQuestion } else { why }, about);
                None
            }
        }
    }

    fn card(&mut self, table: &Table) -> Card {
        let at = At { table, place: String::new() };
        let id = self.id(&at, "id");
        self.card.clone_from(&id);
        if id.is_empty() {
            self.add(&at, "id", Why::MissingField, "id");
        }
        self.known(
            &at,
            &[
                "id",
                "version",
                "discipline",
                "title",
                "types",
                "life",
                "patient",
                "author",
                "reviewed",
                "source",
                "ask",
                "rule",
                "guide",
                "close",
                "example",
            ],
        );
        let version = self.whole(&at, "version");
        if version == 0 {
            self.add(&at, "version", Why::MissingField, "version");
        }
        let discipline = self.one_of(&at, "discipline", &Discipline::ALL, Discipline::word);
        if discipline.is_none() && self.text(&at, "discipline").is_empty() {
            self.add(&at, "discipline", Why::MissingField, "discipline");
        }
        let mut card = Card {
            id,
            version,
            discipline: discipline.unwrap_or_default(),
            title: self.needed(&at, "title"),
            types: self.list(&at, "types"),
            life: self.flag(&at, "life"),
            patient: self.flag(&at, "patient"),
            author: self.needed(&at, "author"),
            reviewed: self.needed(&at, "reviewed"),
            source: self.text(&at, "source"),
            ..Card::default()
        };
        let asks = table.tables("ask");
        self.questions = asks.iter().filter_map(|ask| ask.get("id")).map(|id| id.value.clone()).collect();
        for ask in asks {
            let ask = self.ask(ask, &card.asks);
            card.asks.push(ask);
        }
        for (index, rule) in table.tables("rule").into_iter().enumerate() {
            let rule = self.rule(rule, index, &card.asks);
            card.rules.push(rule);
        }
        for guide in table.tables("guide") {
            let guide = self.guide(guide, &card.guides);
            card.guides.push(guide);
        }
        for close in table.tables("close") {
            let at = At { table: close, place: "close".to_owned() };
            self.known(&at, &["list"]);
            card.close = self.list(&at, "list");
        }
        for (index, example) in table.tables("example").into_iter().enumerate() {
            let example = self.example(example, index);
            card.examples.push(example);
        }
        card
    }

    fn ask(&mut self, table: &Table, before: &[Ask]) -> Ask {
        let mut at = At { table, place: format!("ask {}", before.len() + 1) };
        let id = self.id(&at, "id");
        if id.is_empty() {
            self.add(&at, "id", Why::MissingField, "id");
        } else {
            at.place = format!("ask {id}");
        }
        self.known(&at, &["id", "text", "kind", "choices", "unit", "when", "fills", "note", "safety"]);
        if before.iter().any(|ask| ask.id == id) {
            self.add(&at, "id", Why::DuplicateId, id.clone());
        }
        let kind = self.one_of(&at, "kind", &Kind::ALL, Kind::word);
        if kind.is_none() && self.text(&at, "kind").is_empty() {
            self.add(&at, "kind", Why::MissingField, "kind");
        }
        let kind = kind.unwrap_or_default();
        let mut choices: Vec<(String, String)> = Vec::new();
        for choice in self.list(&at, "choices") {
            let (value, label) = choice.split_once(':').map_or(("", ""), |(value, label)| (value.trim(), label.trim()));
            let taken = choices.iter().any(|(known, _)| known == value);
            if !is_id(value) || label.is_empty() || taken || matches!(value, "unknown" | "and" | "or" | "not") {
                self.add(&at, "choices", Why::BadChoice, choice.clone());
            }
            choices.push((value.to_owned(), label.to_owned()));
        }
        if MOST_CHOICES < choices.len() {
            self.add(&at, "choices", Why::TooManyChoices, choices.len().to_string());
        }
        if (kind == Kind::Choice) == choices.is_empty() {
            self.add(&at, "choices", Why::NoChoices, kind.word());
        }
        let fills = self.text(&at, "fills");
        if !fills.is_empty() && !FACTS.contains(&fills.as_str()) {
            self.add(&at, "fills", Why::UnknownWord, fills.clone());
        }
        Ask {
            text: self.needed(&at, "text"),
            kind,
            choices,
            unit: self.text(&at, "unit"),
            when: self.condition(&at, before, before.len()),
            fills,
            note: self.text(&at, "note"),
            safety: self.flag(&at, "safety"),
            id,
        }
    }

    fn rule(&mut self, table: &Table, index: usize, asks: &[Ask]) -> Rule {
        let at = At { table, place: format!("rule {}", index + 1) };
        let fields =
            ["when", "send", "priority", "type", "needs", "hazard", "crew", "safety", "stage", "guide", "card", "mark"];
        self.known(&at, &fields);
        let level = self.whole(&at, "priority");
        if table.get("priority").is_some() && !(1..=5).contains(&level) {
            self.add(&at, "priority", Why::BadPriority, level.to_string());
        }
        if !table.fields.iter().any(|field| field.name != "when" && fields.contains(&field.name.as_str())) {
            self.add(&at, "", Why::EmptyRule, "");
        }
        let mark = self.text(&at, "mark");
        if !mark.is_empty() && !RULE_MARKS.contains(&mark.as_str()) {
            self.add(&at, "mark", Why::UnknownWord, mark.clone());
        }
        Rule {
            when: self.condition(&at, asks, asks.len()),
            send: self.flag(&at, "send"),
            priority: u8::try_from(level).ok().filter(|level| (1..=5).contains(level)),
            kind: self.id(&at, "type"),
            needs: self.list(&at, "needs").iter().map(|word| word.to_uppercase()).collect(),
            hazard: self.text(&at, "hazard"),
            crew: self.text(&at, "crew"),
            safety: self.text(&at, "safety"),
            stage: self.flag(&at, "stage"),
            guide: self.id(&at, "guide"),
            card: self.id(&at, "card"),
            mark,
        }
    }

    fn guide(&mut self, table: &Table, before: &[Guide]) -> Guide {
        let mut at = At { table, place: format!("guide {}", before.len() + 1) };
        let id = self.id(&at, "id");
        if id.is_empty() {
            self.add(&at, "id", Why::MissingField, "id");
        } else {
            at.place = format!("guide {id}");
        }
        self.known(&at, &["id", "title", "step"]);
        if before.iter().any(|guide| guide.id == id) {
            self.add(&at, "id", Why::DuplicateId, id.clone());
        }
        let title = self.needed(&at, "title");
        let tables = table.tables("step");
        if tables.is_empty() {
            self.add(&at, "step", Why::NoSteps, id.clone());
        }
        let names: Vec<String> = tables
            .iter()
            .map(|step| match step.get("id").map(|field| &field.value) {
                Some(Value::Text(id)) => id.trim().to_owned(),
                _ => String::new(),
            })
            .collect();
        let steps = tables.iter().enumerate().map(|(index, step)| self.step(step, &id, index, &names)).collect();
        Guide { id, title, steps }
    }

    fn step(&mut self, table: &Table, guide: &str, index: usize, names: &[String]) -> Step {
        let at = At { table, place: format!("guide {guide}, step {}", index + 1) };
        self.known(&at, &["say", "note", "id", "seconds", "aid", "count", "mark", "ways", "sets", "other", "changed"]);
        let id = self.id(&at, "id");
        if !id.is_empty() && names.iter().take(index).any(|name| *name == id) {
            self.add(&at, "id", Why::DuplicateId, id.clone());
        }
        let mark = self.text(&at, "mark");
        if !mark.is_empty() && !STEP_MARKS.contains(&mark.as_str()) {
            self.add(&at, "mark", Why::UnknownWord, mark.clone());
        }
        let mut ways = Vec::new();
        for way in self.list(&at, "ways") {
            let read = way.split_once("->").and_then(|(said, to)| Some((said.split_once(':')?, to.trim())));
            let Some(((value, label), to)) =
                read.filter(|((value, label), to)| is_id(value.trim()) && !label.trim().is_empty() && !to.is_empty())
            else {
                self.add(&at, "ways", Why::BadChoice, way.clone());
                continue;
            };
            let named = |prefix: &str| to.strip_prefix(prefix).map(|name| name.trim().to_owned());
            let to = match (named("guide "), named("card "), names.iter().position(|name| name == to)) {
                (Some(guide), _, _) => Target::Guide(guide),
                (None, Some(card), _) => Target::Card(card),
                (None, None, Some(step)) => Target::Step(step),
                (None, None, None) => {
                    if to != "end" {
                        self.add(&at, "ways", Why::LinkToNowhere, to);
                    }
                    Target::End
                }
            };
            let value = value.trim().to_owned();
            if ways.iter().any(|way: &Way| way.value == value) {
                self.add(&at, "ways", Why::DuplicateId, value.clone());
            }
            ways.push(Way {
                value,
                label: label.trim().to_owned(),
                to,
                sets: Vec::new(),
                other: false,
                changed: false,
            });
        }
        self.way_sets(&at, &mut ways);
        for value in self.list(&at, "other") {
            match ways.iter_mut().find(|way| way.value == value) {
                Some(way) if matches!(way.to, Target::Card(_)) => way.other = true,
                Some(_) => self.add(&at, "other", Why::OtherNoCard, value),
                None => self.add(&at, "other", Why::UnknownWay, value),
            }
        }
        for value in self.list(&at, "changed") {
            match ways.iter_mut().find(|way| way.value == value) {
                Some(way) => way.changed = true,
                None => self.add(&at, "changed", Why::UnknownWay, value),
            }
        }
        let aid = self.one_of(&at, "aid", &Aid::ALL, Aid::word);
        if aid != Some(Aid::Compressions) && table.get("count").is_some() {
            self.add(&at, "count", Why::UnknownField, "count");
        }
        if MOST_CHOICES < ways.len() {
            self.add(&at, "ways", Why::TooManyChoices, ways.len().to_string());
        }
        Step {
            say: self.needed(&at, "say"),
            note: self.text(&at, "note"),
            seconds: self.whole(&at, "seconds"),
            aid,
            count: self.whole(&at, "count"),
            mark,
            ways,
            id,
        }
    }

    /// What each way answers ahead. Whether the card that it leads to asks that is looked at when both are known.
    fn way_sets(&mut self, at: &At<'_>, ways: &mut [Way]) {
        let table = match at.table.get("sets").map(|field| &field.value) {
            None => return,
            Some(Value::Table(table)) => table,
            Some(_) => return self.add(at, "sets", Why::WrongKindOfValue, "{ … = { … } }"),
        };
        for field in &table.fields {
            match (&field.value, ways.iter_mut().find(|way| way.value == field.name)) {
                (_, None) => self.add(at, "sets", Why::UnknownWay, field.name.clone()),
                (Value::Table(given), Some(way)) => way.sets = self.answers(at, "sets", given),
                _ => self.add(at, "sets", Why::WrongKindOfValue, "{ … = { … } }"),
            }
        }
    }

    fn answers(&mut self, at: &At<'_>, place: &str, given: &Table) -> Vec<(String, String)> {
        let mut answers = Vec::new();
        for field in &given.fields {
            match &field.value {
                Value::Text(text) | Value::Number(text) => answers.push((field.name.clone(), text.clone())),
                Value::Flag(yes) => answers.push((field.name.clone(), if *yes { "yes" } else { "no" }.to_owned())),
                _ => self.add(at, place, Why::WrongKindOfValue, field.name.clone()),
            }
        }
        answers
    }

    fn example(&mut self, table: &Table, index: usize) -> Example {
        let at = At { table, place: format!("example {}", index + 1) };
        self.known(
            &at,
            &[
                "name", "answers", "priority", "send", "type", "needs", "guides", "card", "stage", "safety", "asked",
                "read", "ways", "leads",
            ],
        );
        let mut answers = Vec::new();
        match table.get("answers").map(|field| &field.value) {
            Some(Value::Table(given)) => answers = self.answers(&at, "answers", given),
            None => self.add(&at, "answers", Why::MissingField, "answers"),
            Some(_) => self.add(&at, "answers", Why::WrongKindOfValue, "{ … }"),
        }
        let level = self.whole(&at, "priority");
        if !(1..=5).contains(&level) {
            self.add(&at, "priority", Why::BadPriority, level.to_string());
        }
        let given = |field: &str| table.get(field).is_some();
        Example {
            name: self.needed(&at, "name"),
            answers,
            priority: u8::try_from(level).unwrap_or(0),
            send: given("send").then(|| self.flag(&at, "send")),
            kind: given("type").then(|| self.text(&at, "type")),
            needs: given("needs").then(|| self.list(&at, "needs")),
            guides: given("guides").then(|| self.list(&at, "guides")),
            card: given("card").then(|| self.text(&at, "card")),
            stage: given("stage").then(|| self.flag(&at, "stage")),
            safety: given("safety").then(|| self.text(&at, "safety")),
            asked: given("asked").then(|| self.list(&at, "asked")),
            read: given("read").then(|| self.text(&at, "read")),
            ways: self.list(&at, "ways"),
            leads: given("leads").then(|| self.text(&at, "leads")),
        }
    }
}
