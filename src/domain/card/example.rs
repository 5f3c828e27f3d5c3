//! Calls that a card brings along to prove itself: answers in, and what has to follow.

use super::view::{Answers, View, view};
use super::{Card, Kind, Target};
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
    /// The instructions that are read out; where it is not said, those that are offered first.
    pub read: Option<String>,
    /// The ways that are chosen in them, one after another.
    pub ways: Vec<String>,
    /// Where they lead: `end`, `card arrest-adult`, or the step at which a way has to be chosen: `blows 3`.
    pub leads: Option<String>,
}

/// What was wrong with an example when it was played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    UnknownQuestion(String),
    ImpossibleAnswer(String),
    NotAsked(String),
    NotOffered(String),
    NoWay(String),
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
    if example.is_read_out() {
        match walk(card, &seen, example) {
            Ok(walked) => {
                if let Some(leads) = &example.leads {
                    differs("leads", *leads == walked.leads, leads.clone(), walked.leads);
                }
            }
            Err(why) => wrong.push(why),
        }
    }
    (seen, wrong)
}

impl Example {
    fn is_read_out(&self) -> bool {
        self.read.is_some() || !self.ways.is_empty() || self.leads.is_some()
    }
}

/// How the instructions of an example go.
#[derive(Debug, Default)]
struct Walk {
    /// The ways that were taken: guide, step and way by their places.
    taken: BTreeSet<(usize, usize, usize)>,
    leads: String,
}

/// Goes through instructions as somebody would with Space, and chooses as the example says.
fn walk(card: &Card, seen: &View, example: &Example) -> Result<Walk, Wrong> {
    let offered = &seen.outcome.guides;
    let first = example.read.as_ref().or(offered.first()).filter(|guide| offered.contains(guide));
    let not_offered = || Wrong::NotOffered(example.read.clone().unwrap_or_else(|| example.ways.join(" ")));
    let place_of = |id: &str| card.guides.iter().position(|guide| guide.id == id);
    let mut here = (first.and_then(|guide| place_of(guide)).ok_or_else(not_offered)?, 0);
    let mut walked = Walk::default();
    let mut left = example.ways.iter().peekable();
    // Where nothing is chosen, instructions may go round: it ends where they come by again.
    let mut passed = BTreeSet::new();
    while passed.insert(here) {
        let Some((guide, step)) = card.guides.get(here.0).and_then(|guide| Some((guide, guide.steps.get(here.1)?)))
        else {
            break;
        };
        let named = left.peek().and_then(|name| step.ways.iter().position(|way| way.value == **name));
        if named.is_some() {
            left.next();
            passed.clear();
        }
        let to = match named.or_else(|| (step.ways.len() == 1).then_some(0)) {
            Some(way) => {
                walked.taken.insert((here.0, here.1, way));
                step.ways[way].to.clone()
            }
            None if step.ways.is_empty() => guide.after(here.1),
            None => break,
        };
        match to {
            Target::Step(step) => here.1 = step,
            Target::Guide(id) => here = (place_of(&id).unwrap_or(here.0), 0),
            Target::Card(id) => walked.leads = format!("card {id}"),
            Target::End => "end".clone_into(&mut walked.leads),
        }
        if !walked.leads.is_empty() {
            break;
        }
    }
    if let Some(name) = left.next() {
        return Err(Wrong::NoWay(name.clone()));
    }
    if walked.leads.is_empty() {
        let guide = card.guides.get(here.0).map_or("", |guide| guide.id.as_str());
        walked.leads = format!("{guide} {}", here.1 + 1);
    }
    Ok(walked)
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
/// of a yes or no and of a choice, "unknown", and a number on both sides of whatever it is compared with; each rule true
/// and false; each guide offered; each way of an instruction that has several.
#[must_use]
pub fn coverage(card: &Card) -> Coverage {
    let views: Vec<View> = card.examples.iter().map(|example| play(card, example).0).collect();
    let out_loud = card.examples.iter().zip(&views).filter(|(example, _)| example.is_read_out());
    let walks: Vec<Walk> = out_loud.filter_map(|(example, seen)| walk(card, seen, example).ok()).collect();
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
        let said: Vec<&str> = views
            .iter()
            .flat_map(|view| &view.answered)
            .filter(|said| said.ask == place)
            .map(|said| said.value.as_str())
            .collect();
        for word in words.into_iter().chain(["unknown"]) {
            found.count(said.contains(&word), false, || format!("ask {} = {word}", ask.id));
        }
        let numbers: Vec<i64> = said.iter().filter_map(|said| ask.number(said)).collect();
        let rules = card.rules.iter().filter_map(|rule| rule.when.as_ref());
        let whens = card.asks.iter().filter_map(|ask| ask.when.as_ref()).chain(rules);
        for bound in whens.flat_map(|when| when.bounds(place)).collect::<BTreeSet<_>>() {
            for below in [true, false] {
                let there = numbers.iter().any(|number| bound.is_above(*number) == below);
                found.count(there, false, || format!("ask {} {}", ask.id, bound.side(below)));
            }
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
        let linked = led_to.clone().any(|way| way.to == Target::Guide(guide.id.clone()));
        found.count(views.iter().any(offered) || linked, true, || format!("guide {}", guide.id));
    }
    for (place, guide) in card.guides.iter().enumerate() {
        for (number, step) in guide.steps.iter().enumerate().filter(|(_, step)| 1 < step.ways.len()) {
            for (way, known) in step.ways.iter().enumerate() {
                let taken = walks.iter().any(|walk| walk.taken.contains(&(place, number, way)));
                found.count(taken, false, || format!("guide {}, step {} = {}", guide.id, number + 1, known.value));
            }
        }
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
