//! Everything that can be wrong with a card without playing it on a person.

use super::condition::Given;
use super::example::{Wrong, coverage, play};
use super::fault::{Fault, Why};
use super::notation::head_line;
use super::view::placeholders;
use super::{Card, Guide, Kind, Target, Way, read};
use std::collections::BTreeSet;

/// How many sets of answers are tried to find one that reaches a question. A condition that needs more is believed.
const MOST_TRIES: usize = 20_000;

/// The card of a text, and all its faults. `other_card` says whether a card of this id exists besides.
#[must_use]
pub fn lint(text: &str, other_card: &dyn Fn(&str) -> bool) -> (Card, Vec<Fault>) {
    let (card, mut faults) = read::card(text);
    // A card that could not be read has faults of its own that the others would only repeat.
    if faults.is_empty() {
        let mut looked = Looked { card: &card, text, faults: Vec::new() };
        looked.questions();
        looked.rules(other_card);
        looked.guides(other_card);
        looked.examples();
        faults = looked.faults;
    }
    (card, faults)
}

/// The answers that ways of a card give ahead, held against the cards that they lead to. `other_card` reads such a card; one
/// that is nowhere has been named by `lint`.
#[must_use]
pub fn links(card: &Card, text: &str, other_card: &dyn Fn(&str) -> Option<Card>) -> Vec<Fault> {
    let mut looked = Looked { card, text, faults: Vec::new() };
    for guide in &card.guides {
        for (place, step) in guide.steps.iter().enumerate() {
            for way in step.ways.iter().filter(|way| !way.sets.is_empty()) {
                if let Target::Card(id) = &way.to
                    && *id != card.id
                    && let Some(other) = other_card(id)
                {
                    looked.sets(format!("guide {}, step {}, sets", guide.id, place + 1), way, &other);
                }
            }
        }
    }
    looked.faults
}

/// The incident types that a card names and that are nowhere: it would never open, or its rule would change nothing.
#[must_use]
pub fn types(card: &Card, text: &str, known: &dyn Fn(&str) -> bool) -> Vec<Fault> {
    let mut looked = Looked { card, text, faults: Vec::new() };
    for kind in card.types.iter().filter(|kind| !known(kind)) {
        looked.add("card, types".to_owned(), Why::UnknownType, kind.clone());
    }
    for (number, rule) in (1..).zip(&card.rules) {
        if !rule.kind.is_empty() && !known(&rule.kind) {
            looked.add(format!("rule {number}, type"), Why::UnknownType, rule.kind.clone());
        }
    }
    looked.faults
}

struct Looked<'a> {
    card: &'a Card,
    text: &'a str,
    faults: Vec<Fault>,
}

impl Looked<'_> {
    fn add(&mut self, place: String, why: Why, about: impl Into<String>) {
        let line = self.line(&place);
        self.faults.push(Fault { card: self.card.id.clone(), place, line, why, about: about.into() });
    }

    /// The line of the table or the field that a place names: `rule 3` is the third of its kind, `ask age` the one with that id.
    fn line(&self, place: &str) -> usize {
        let mut words = place.split([' ', ',']).filter(|word| !word.is_empty());
        let (kind, name) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let step = words.next().filter(|word| *word == "step").and_then(|_| words.next()?.parse::<usize>().ok());
        let number = match kind {
            "ask" => self.card.ask(name).map(|place| place + 1),
            "guide" => self.card.guides.iter().position(|guide| guide.id == name).map(|place| place + 1),
            _ => name.parse::<usize>().ok(),
        };
        let head = format!("[[card.{kind}]]");
        let after = |from: usize, head: &str, number: usize| {
            // Blanks may stand in a heading.
            let is_head =
                |line: &str| line.starts_with('[') && line.split_whitespace().collect::<String>().starts_with(head);
            let lines = (1..).zip(self.text.lines()).skip(from).filter(|(_, line)| is_head(line.trim_start()));
            lines.map(|(line, _)| line).nth(number.checked_sub(1)?)
        };
        let line = number.and_then(|number| after(0, &head, number)).unwrap_or_else(|| head_line(self.text));
        let line = step.and_then(|step| after(line, "[[card.guide.step]]", step)).unwrap_or(line);
        // The field itself, where the table has it.
        let Some((_, field)) = place.rsplit_once(", ") else { return line };
        let table =
            (1..).zip(self.text.lines()).skip(line).take_while(|(_, text)| !text.trim_start().starts_with("[["));
        let mut named = table.filter(|(_, text)| text.split('=').next().is_some_and(|name| name.trim() == field));
        named.next().map_or(line, |(line, _)| line)
    }

    /// What a way answers ahead, against the card that it leads to.
    fn sets(&mut self, place: String, way: &Way, to: &Card) {
        for (question, answer) in &way.sets {
            let ask = to.ask(question).and_then(|place| to.asks.get(place));
            if ask.is_none_or(|ask| ask.answer(answer).is_none()) {
                self.add(place.clone(), Why::SetNotAsked, format!("{question} = {answer}"));
            }
        }
    }

    fn questions(&mut self) {
        let card = self.card;
        if card.asks.is_empty() {
            self.add(String::new(), Why::NoQuestions, "");
        }
        for (place, ask) in card.asks.iter().enumerate() {
            if ask.when.is_some() && !can_hold(card, place, ask.when.as_ref()) {
                self.add(format!("ask {}, when", ask.id), Why::NeverTrue, "");
            }
            if let Some(word) = ambiguous(&ask.choices) {
                self.add(format!("ask {}, choices", ask.id), Why::ChoiceAmbiguous, word);
            }
            let named = |rule: &super::Rule| rule.when.as_ref().is_some_and(|when| when.names().contains(&place));
            if ask.safety && !card.rules.iter().any(|rule| !rule.safety.is_empty() && named(rule)) {
                self.add(format!("ask {}, safety", ask.id), Why::SafetyNotPassedOn, ask.id.clone());
            }
        }
    }

    fn rules(&mut self, other_card: &dyn Fn(&str) -> bool) {
        let card = self.card;
        if card.life && !card.rules.iter().any(|rule| rule.send) {
            self.add(String::new(), Why::NoSendRule, "");
        }
        for (place, rule) in card.rules.iter().enumerate() {
            let name = format!("rule {}", place + 1);
            if rule.when.is_some() && !can_hold(card, card.asks.len(), rule.when.as_ref()) {
                self.add(format!("{name}, when"), Why::NeverTrue, "");
            }
            for (field, line) in [("hazard", &rule.hazard), ("crew", &rule.crew), ("safety", &rule.safety)] {
                for unknown in placeholders(line).filter(|id| card.ask(id).is_none()) {
                    self.add(format!("{name}, {field}"), Why::UnknownQuestion, unknown);
                }
            }
            if !rule.guide.is_empty() && card.guide(&rule.guide).is_none() {
                self.add(format!("{name}, guide"), Why::LinkToNowhere, rule.guide.clone());
            }
            if !rule.card.is_empty() && rule.card != card.id && !other_card(&rule.card) {
                self.add(format!("{name}, card"), Why::LinkToNowhere, rule.card.clone());
            }
        }
    }

    fn guides(&mut self, other_card: &dyn Fn(&str) -> bool) {
        let card = self.card;
        let ends = steps_that_end(card);
        for guide in &card.guides {
            let by_rule = card.rules.iter().any(|rule| rule.guide == guide.id);
            let steps = card.guides.iter().flat_map(|guide| &guide.steps);
            let by_way = steps.flat_map(|step| &step.ways).any(|way| way.to == Target::Guide(guide.id.clone()));
            if !by_rule && !by_way {
                self.add(format!("guide {}", guide.id), Why::GuideNotOffered, guide.id.clone());
            }
            let reached = steps_reached(guide);
            for (place, step) in guide.steps.iter().enumerate() {
                let name = format!("guide {}, step {}", guide.id, place + 1);
                for way in &step.ways {
                    let lost = match &way.to {
                        Target::Guide(id) => card.guide(id).is_none().then_some(id),
                        Target::Card(id) => (*id != card.id && !other_card(id)).then_some(id),
                        Target::Step(_) | Target::End => None,
                    };
                    if let Some(lost) = lost {
                        self.add(format!("{name}, ways"), Why::LinkToNowhere, lost.clone());
                    }
                    let away = matches!(&way.to, Target::Card(id) if *id != card.id);
                    if !away {
                        self.sets(format!("{name}, sets"), way, card);
                    }
                }
                if !reached.contains(&place) {
                    self.add(name.clone(), Why::StepNotReached, step.id.clone());
                }
                if !ends.contains(&(guide.id.as_str(), place)) {
                    self.add(name.clone(), Why::NoWayBack, "");
                }
                if card.source.is_empty() && step.say.bytes().any(|byte| byte.is_ascii_digit()) {
                    self.add(format!("{name}, say"), Why::NoSource, "");
                }
            }
        }
    }

    fn examples(&mut self) {
        let card = self.card;
        if card.examples.len() < 2 {
            self.add(String::new(), Why::NoExamples, card.examples.len().to_string());
        }
        for (place, example) in card.examples.iter().enumerate() {
            let name = format!("example {}", place + 1);
            for wrong in play(card, example).1 {
                let (field, why, about) = match wrong {
                    Wrong::UnknownQuestion(id) => ("answers", Why::ExampleUnknownQuestion, id),
                    Wrong::ImpossibleAnswer(answer) => ("answers", Why::ExampleImpossibleAnswer, answer),
                    Wrong::NotAsked(id) => ("answers", Why::ExampleNotAsked, id),
                    Wrong::NotOffered(id) => ("read", Why::ExampleNotOffered, id),
                    Wrong::NoWay(way) => ("ways", Why::ExampleNoWay, way),
                    Wrong::Differs { field, wanted, came } => {
                        self.add(
                            format!("{name}, {field}"),
                            Why::ExampleDiffers,
                            format!("{}: {wanted} ≠ {came}", example.name),
                        );
                        continue;
                    }
                };
                self.add(format!("{name}, {field}"), why, about);
            }
        }
        if 2 <= card.examples.len() {
            for missed in coverage(card).missed {
                self.add(missed, Why::NotCovered, "");
            }
        }
    }
}

/// A word that means more than one choice, or the answer that nobody knows: what is typed, and a fact, are read by it.
fn ambiguous(choices: &[(String, String)]) -> Option<String> {
    let mut rest = choices.iter();
    while let Some((value, label)) = rest.next() {
        let same = |(other, title): &(String, String)| {
            *other == label.to_lowercase()
                || title.to_lowercase() == label.to_lowercase()
                || *value == title.to_lowercase()
        };
        if value == "u" || rest.clone().any(same) {
            return Some(if value == "u" { value.clone() } else { label.clone() });
        }
    }
    None
}

/// The steps of a guide that can be come to from its first.
fn steps_reached(guide: &Guide) -> BTreeSet<usize> {
    let mut reached = BTreeSet::from([0]);
    let mut open = vec![0];
    while let Some(place) = open.pop() {
        let Some(step) = guide.steps.get(place) else { continue };
        let after = guide.after(place);
        let ways = step.ways.iter().map(|way| &way.to).chain(step.ways.is_empty().then_some(&after));
        for to in ways {
            if let Target::Step(next) = to
                && reached.insert(*next)
            {
                open.push(*next);
            }
        }
    }
    reached
}

/// The steps from which some way leads to an end or to another card. Grown until nothing is added.
fn steps_that_end(card: &Card) -> BTreeSet<(&str, usize)> {
    let mut ends: BTreeSet<(&str, usize)> = BTreeSet::new();
    loop {
        let before = ends.len();
        for guide in &card.guides {
            for (place, step) in guide.steps.iter().enumerate() {
                let leads = |to: &Target| match to {
                    Target::End | Target::Card(_) => true,
                    Target::Step(next) => ends.contains(&(guide.id.as_str(), *next)),
                    Target::Guide(id) => ends.contains(&(id.as_str(), 0)),
                };
                let after = [guide.after(place)];
                let mut ways: Box<dyn Iterator<Item = &Target>> = match step.ways.is_empty() {
                    true => Box::new(after.iter()),
                    false => Box::new(step.ways.iter().map(|way| &way.to)),
                };
                if ways.any(leads) {
                    ends.insert((guide.id.as_str(), place));
                }
            }
        }
        if ends.len() == before {
            return ends;
        }
    }
}

/// Whether some answers to the first `known` questions make a condition true. Only questions that it leans on are tried,
/// each with every answer that some condition could tell apart.
fn can_hold(card: &Card, known: usize, when: Option<&super::condition::Condition>) -> bool {
    let Some(when) = when else { return true };
    let mut matter: BTreeSet<usize> = when.names().into_iter().collect();
    let mut open: Vec<usize> = matter.iter().copied().collect();
    while let Some(place) = open.pop() {
        let names = card.asks.get(place).and_then(|ask| ask.when.as_ref()).map(|when| when.names());
        open.extend(names.into_iter().flatten().filter(|name| matter.insert(*name)));
    }
    let matter: Vec<usize> = matter.into_iter().filter(|place| *place < known).collect();
    let mut given = vec![None; card.asks.len()];
    let mut tries = 0;
    search(card, &matter, when, &mut given, &mut tries)
}

fn search(
    card: &Card,
    matter: &[usize],
    when: &super::condition::Condition,
    given: &mut Vec<Option<Given>>,
    tries: &mut usize,
) -> bool {
    *tries += 1;
    if MOST_TRIES < *tries || when.holds(given) {
        return true;
    }
    let Some((place, rest)) = matter.split_first() else { return false };
    let Some(ask) = card.asks.get(*place) else { return false };
    if ask.when.as_ref().is_some_and(|when| !when.holds(given)) {
        return search(card, rest, when, given, tries);
    }
    for said in telling_answers(card, *place) {
        given[*place] = Some(said);
        if search(card, rest, when, given, tries) {
            return true;
        }
    }
    given[*place] = None;
    false
}

/// Answers to a question of which at least one is on each side of every comparison.
fn telling_answers(card: &Card, place: usize) -> Vec<Given> {
    let ask = &card.asks[place];
    let said = |value: &str| Given { value: value.to_owned(), number: None };
    let mut found = vec![said("unknown")];
    match ask.kind {
        Kind::YesNo => found.extend([said("yes"), said("no")]),
        Kind::Choice => found.extend(ask.choices.iter().map(|(value, _)| said(value))),
        Kind::Time | Kind::Text => found.push(said("…")),
        Kind::Number | Kind::Age => {
            let rules = card.rules.iter().filter_map(|rule| rule.when.as_ref());
            let whens = card.asks.iter().filter_map(|ask| ask.when.as_ref()).chain(rules);
            let mut edges: Vec<i64> = whens.flat_map(|when| when.numbers(place)).collect();
            edges.sort_unstable();
            edges.dedup();
            let near = edges.iter().flat_map(|edge| [edge - 1, *edge, edge + 1]).filter(|number| 0 <= *number);
            found.extend(near.map(|number| Given { value: String::new(), number: Some(number) }));
        }
    }
    found
}
