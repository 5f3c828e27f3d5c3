//! What a set of answers means: what is asked next, and what follows. Total: every set of answers has a view, and a
//! question that is answered is never asked again, so a card ends after at most as many answers as it has questions.

use super::condition::Given;
use super::{Ask, Card};
use std::collections::BTreeMap;

/// Answers by question, in the card's own words.
pub type Answers = BTreeMap<String, String>;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// Questions with an answer that counts, in their order.
    pub answered: Vec<Said>,
    /// The question to ask. None: all has been asked.
    pub asked: Option<usize>,
    /// Those after it, as far as they are known already.
    pub next: Vec<usize>,
    /// The rules that hold, in their order.
    pub rules: Vec<usize>,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub ask: usize,
    pub value: String,
    /// It was known before it could be asked.
    pub known: bool,
}

/// All that the rules that hold do together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    pub send: bool,
    /// The most urgent of all, 1 to 5.
    pub priority: Option<u8>,
    pub kind: Option<String>,
    pub needs: Vec<String>,
    pub hazards: Vec<String>,
    pub crew: Vec<String>,
    pub safety: Vec<String>,
    pub stage: bool,
    pub guides: Vec<String>,
    pub cards: Vec<String>,
    pub marks: Vec<String>,
}

/// The view of `card` with these answers. `known` gives the facts of the incident by their names, as they were written.
#[must_use]
pub fn view(card: &Card, answers: &Answers, known: &dyn Fn(&str) -> Option<String>) -> View {
    let mut given: Vec<Option<Given>> = vec![None; card.asks.len()];
    let mut view = View::default();
    for (place, ask) in card.asks.iter().enumerate() {
        if ask.when.as_ref().is_some_and(|when| !when.holds(&given)) {
            continue;
        }
        let said = answers.get(&ask.id).and_then(|said| ask.answer(said)).map(|value| (value, false));
        let fact = || (!ask.fills.is_empty()).then(|| known(&ask.fills)).flatten();
        let said = said.or_else(|| fact().and_then(|fact| ask.answer(&fact)).map(|value| (value, true)));
        if let Some((value, known)) = said {
            given[place] = Some(Given::to(ask, &value));
            view.answered.push(Said { ask: place, value, known });
        } else if view.asked.is_none() {
            view.asked = Some(place);
        } else {
            view.next.push(place);
        }
    }
    for (place, rule) in card.rules.iter().enumerate() {
        if rule.when.as_ref().is_some_and(|when| !when.holds(&given)) {
            continue;
        }
        view.rules.push(place);
        let out = &mut view.outcome;
        out.send |= rule.send;
        out.stage |= rule.stage;
        out.priority = out.priority.into_iter().chain(rule.priority).min();
        if out.kind.is_none() && !rule.kind.is_empty() {
            out.kind = Some(rule.kind.clone());
        }
        for need in &rule.needs {
            add(&mut out.needs, need);
        }
        add(&mut out.hazards, &filled(card, &view.answered, &rule.hazard));
        add(&mut out.crew, &filled(card, &view.answered, &rule.crew));
        add(&mut out.safety, &filled(card, &view.answered, &rule.safety));
        add(&mut out.guides, &rule.guide);
        add(&mut out.cards, &rule.card);
        add(&mut out.marks, &rule.mark);
    }
    view
}

/// The questions that a line names in braces, in their order.
pub fn placeholders(line: &str) -> impl Iterator<Item = &str> {
    line.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// A line with the answers that it names: `Last known well: {lkw}`.
fn filled(card: &Card, answered: &[Said], line: &str) -> String {
    placeholders(line).fold(line.to_owned(), |text, name| {
        let Some(place) = card.ask(name) else { return text };
        let said = answered.iter().find(|said| said.ask == place).filter(|said| said.value != "unknown");
        let label = said.and_then(|said| Some(card.asks.get(said.ask)?.label(&said.value)));
        text.replace(&format!("{{{name}}}"), &label.unwrap_or_else(|| "unknown".to_owned()))
    })
}

fn add(list: &mut Vec<String>, word: &str) {
    if !word.is_empty() && !list.iter().any(|known| known == word) {
        list.push(word.to_owned());
    }
}

impl View {
    /// The answer to a question, if there is one that counts.
    #[must_use]
    pub fn answer<'a>(&'a self, card: &Card, ask: &str) -> Option<&'a str> {
        let place = card.ask(ask)?;
        self.answered.iter().find(|said| said.ask == place).map(|said| said.value.as_str())
    }

    /// A line of a rule with the answers that it names.
    #[must_use]
    pub fn filled(&self, card: &Card, line: &str) -> String {
        filled(card, &self.answered, line)
    }

    /// The question before the one that is asked: where "back" leads.
    #[must_use]
    pub fn before<'a>(&self, card: &'a Card) -> Option<&'a Ask> {
        card.asks.get(self.answered.last()?.ask)
    }
}
