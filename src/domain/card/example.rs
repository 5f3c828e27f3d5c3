//! Calls that a card brings along to prove itself: answers in, and what has to follow.

use super::view::{Answers, View, view};
use super::{Card, Kind};
use crate::domain::presets::type_preset;
use std::collections::BTreeSet;

/// What stands in a card about one call. What is None was not said and is not looked at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Example {
    pub name: String,
    pub answers: Vec<(String, String)>,
    /// 1 to 5: what the card asks for, or what its type starts with where no rule says anything.
    pub priority: u8,
    pub send: Option<bool>,
    pub kind: Option<String>,
    pub needs: Option<Vec<String>>,
    pub guides: Option<Vec<String>>,
    pub card: Option<String>,
    pub stage: Option<bool>,
    pub safety: Option<String>,
    pub asked: Option<Vec<String>>,
}

/// What was wrong with an example when it was played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    UnknownQuestion(String),
    ImpossibleAnswer(String),
    NotAsked(String),
    /// The field, what was expected and what came.
    Differs {
        field: &'static str,
        wanted: String,
        came: String,
    },
}

/// Plays one example.
#[must_use]
pub fn play(card: &Card, example: &Example) -> (View, Vec<Wrong>) {
    let mut wrong = Vec::new();
    let mut answers = Answers::new();
    for (id, said) in &example.answers {
        match card.ask(id).and_then(|place| card.asks.get(place)) {
            None => wrong.push(Wrong::UnknownQuestion(id.clone())),
            Some(ask) if ask.answer(said).is_none() => wrong.push(Wrong::ImpossibleAnswer(format!("{id} = {said}"))),
            Some(_) => {
                answers.insert(id.clone(), said.clone());
            }
        }
    }
    let seen = view(card, &answers, &|_| None);
    let asked: Vec<&str> = seen.answered.iter().map(|said| card.asks[said.ask].id.as_str()).collect();
    // What stands behind the first question without an answer would never have been said in this call.
    let reached = |id: &&String| {
        asked.contains(&id.as_str()) && seen.asked.is_none_or(|open| card.ask(id).is_some_and(|place| place < open))
    };
    wrong.extend(answers.keys().filter(|id| !reached(id)).map(|id| Wrong::NotAsked(id.clone())));

    let out = &seen.outcome;
    let mut differs = |field, same: bool, wanted: String, came: String| {
        if !same {
            wrong.push(Wrong::Differs { field, wanted, came });
        }
    };
    // A card of an operation may name types of its own, which have no preset.
    let first =
        out.kind.as_ref().or(card.types.first()).and_then(|code| type_preset(code)).map(|preset| preset.priority);
    let priority = out.priority.or(first).unwrap_or(example.priority);
    differs("priority", priority == example.priority, example.priority.to_string(), priority.to_string());
    if let Some(send) = example.send {
        differs("send", send == out.send, send.to_string(), out.send.to_string());
    }
    if let Some(stage) = example.stage {
        differs("stage", stage == out.stage, stage.to_string(), out.stage.to_string());
    }
    if let Some(kind) = &example.kind {
        let came = out.kind.clone().unwrap_or_default();
        differs("type", *kind == came, kind.clone(), came);
    }
    if let Some(card) = &example.card {
        differs("card", out.cards.contains(card), card.clone(), out.cards.join(" "));
    }
    if let Some(part) = &example.safety {
        let same = out.safety.iter().any(|text| text.contains(part.as_str()));
        differs("safety", same, part.clone(), out.safety.join(" / "));
    }
    let set = |words: &[String]| words.iter().cloned().collect::<BTreeSet<_>>();
    if let Some(needs) = &example.needs {
        differs("needs", set(needs) == set(&out.needs), needs.join(" "), out.needs.join(" "));
    }
    if let Some(guides) = &example.guides {
        differs("guides", *guides == out.guides, guides.join(" "), out.guides.join(" "));
    }
    if let Some(wanted) = &example.asked {
        // The question that is still open counts as asked for those who name it.
        let open = seen.asked.map(|open| card.asks[open].id.as_str());
        let with_open: Vec<&str> = asked.iter().copied().chain(open).collect();
        let same = wanted.iter().eq(asked.iter()) || wanted.iter().eq(with_open.iter());
        differs("asked", same, wanted.join(" "), asked.join(" "));
    }
    (seen, wrong)
}

/// What the examples of a card see of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Coverage {
    /// Branches that some example takes, and all of them.
    pub taken: usize,
    pub branches: usize,
    /// What a card may not leave out: questions that are never asked, rules that never hold, guides that are never
    /// offered. In the words of the format.
    pub missed: Vec<String>,
    /// Branches that may stay open: a condition that is never false, an answer that is never given.
    pub one_sided: Vec<String>,
}

/// Follows all examples through every branch: each question asked and, where it may be left out, left out; each answer
/// of a yes or no and of a choice; each rule true and false; each guide offered.
#[must_use]
pub fn coverage(card: &Card) -> Coverage {
    let views: Vec<View> = card.examples.iter().map(|example| play(card, example).0).collect();
    let mut found = Coverage::default();
    for (place, ask) in card.asks.iter().enumerate() {
        let asked = |view: &View| view.answered.iter().any(|said| said.ask == place) || view.asked == Some(place);
        found.count(views.iter().any(asked), true, || format!("ask {}", ask.id));
        // A question that no example came to is not thereby left out on purpose.
        let passed = |view: &View| !asked(view) && view.asked.is_none_or(|open| place < open);
        if ask.when.is_some() {
            found.count(views.iter().any(passed), false, || format!("ask {}, when = false", ask.id));
        }
        let words: Vec<&str> = match ask.kind {
            Kind::YesNo => vec!["yes", "no"],
            Kind::Choice => ask.choices.iter().map(|(value, _)| value.as_str()).collect(),
            _ => Vec::new(),
        };
        for word in words {
            let said = |view: &View| view.answered.iter().any(|said| said.ask == place && said.value == word);
            found.count(views.iter().any(said), false, || format!("ask {} = {word}", ask.id));
        }
    }
    for (place, rule) in card.rules.iter().enumerate() {
        let holds = |view: &View| view.rules.contains(&place);
        found.count(views.iter().any(holds), true, || format!("rule {}", place + 1));
        if rule.when.is_some() {
            found.count(views.iter().any(|view| !holds(view)), false, || format!("rule {}, when = false", place + 1));
        }
    }
    for guide in &card.guides {
        let offered = |view: &View| view.outcome.guides.contains(&guide.id);
        // A guide that another one leads to needs no rule of its own.
        let led_to = card.guides.iter().flat_map(|guide| &guide.steps).flat_map(|step| &step.ways);
        let linked = led_to.clone().any(|way| way.to == super::Target::Guide(guide.id.clone()));
        found.count(views.iter().any(offered) || linked, true, || format!("guide {}", guide.id));
    }
    found
}

impl Coverage {
    fn count(&mut self, taken: bool, needed: bool, name: impl FnOnce() -> String) {
        self.branches += 1;
        self.taken += usize::from(taken);
        match (taken, needed) {
            (true, _) => {}
            (false, true) => self.missed.push(name()),
            (false, false) => self.one_sided.push(name()),
        }
    }
}
