//! A card in use on an incident, and what follows in the very decision that answers it.

use super::{LONGEST_NAME, LONGEST_TEXT};
use crate::domain::card::view::{Answers, View, view};
use crate::domain::card::{Ask, Card, PATIENT_FACTS};
use crate::domain::event::{Event, Finding};
use crate::domain::guidance::{Guidance, SafetyNote};
use crate::domain::ids::{Code, IncidentId, RunId};
use crate::domain::incident::{Incident, Priority};
use crate::domain::state::State;

/// How an incident stands at the moment when cards are looked at. Each event of the same decision moves it on.
pub(super) struct Standing<'a> {
    pub(super) incident: IncidentId,
    pub(super) kind: Code,
    priority: Priority,
    type_chosen: bool,
    row: Option<&'a Incident>,
    pub(super) events: Vec<Event>,
}

impl<'a> Standing<'a> {
    pub(super) fn of(row: &'a Incident) -> Self {
        Self {
            incident: row.id,
            kind: row.kind.clone(),
            priority: row.priority,
            type_chosen: row.guidance.type_chosen,
            row: Some(row),
            events: Vec::new(),
        }
    }

    /// An incident that is only about to be opened.
    pub(super) fn fresh(incident: IncidentId, kind: &Code, priority: Priority) -> Self {
        Self { incident, kind: kind.clone(), priority, type_chosen: false, row: None, events: Vec::new() }
    }

    /// What is known before any card asks.
    pub(super) fn told(mut self, question: &str, answer: String) -> Self {
        self.events.push(Event::Answered { incident: self.incident, question: question.to_owned(), answer });
        self
    }

    /// A person says what type it is.
    pub(super) fn typed(mut self, kind: &Code) -> Self {
        self.kind = kind.clone();
        self.type_chosen = true;
        self
    }

    pub(super) fn push(&mut self, event: Event) {
        if !self.events.contains(&event) {
            self.events.push(event);
        }
    }

    /// A fact as the first assessment has it, with what this decision itself adds.
    pub(super) fn fact(&self, run_patient: &str, fact: &str) -> Option<String> {
        if !run_patient.is_empty() && PATIENT_FACTS.contains(&fact) {
            return None;
        }
        let fresh = self.events.iter().rev().find_map(|event| match event {
            Event::Answered { question, answer, .. } if question == fact => Some(answer.clone()),
            _ => None,
        });
        fresh.or_else(|| Some(self.row?.answers.get(fact)?.value.clone())).filter(|value| !value.is_empty())
    }

    pub(super) fn guidance(&self) -> Option<&'a Guidance> {
        self.row.map(|row| &row.guidance)
    }
}

/// A card in use.
pub(super) struct Played<'a> {
    pub(super) card: &'a Card,
    pub(super) run: RunId,
    pub(super) patient: &'a str,
}

impl Played<'_> {
    pub(super) fn view(&self, standing: &Standing<'_>, given: &Answers) -> View {
        view(self.card, given, &|fact| standing.fact(self.patient, fact))
    }

    /// Records one answer, and the fact that it fills.
    pub(super) fn record(&self, standing: &mut Standing<'_>, ask: &Ask, answer: &str) {
        let incident = standing.incident;
        let shown = if answer.is_empty() { String::new() } else { ask.label(answer) };
        standing.push(Event::CardAnswered {
            incident,
            run: self.run,
            question: ask.id.clone(),
            asked: ask.text.clone(),
            answer: answer.to_owned(),
            shown: shown.clone(),
        });
        let fact = &ask.fills;
        let own = self.patient.is_empty() || !PATIENT_FACTS.contains(&fact.as_str());
        let known = standing.fact(self.patient, fact);
        if own && !fact.is_empty() && !answer.is_empty() && known.as_ref() != Some(&shown) {
            let answer = shown.chars().take(LONGEST_TEXT).collect();
            standing.push(Event::Answered { incident, question: fact.clone(), answer });
        }
    }

    /// Records several answers at once, as far as the card asks these questions with all of them given.
    pub(super) fn answer(&self, standing: &mut Standing<'_>, given: &mut Answers, sets: &[(String, String)]) -> View {
        let was = given.clone();
        given.extend(sets.iter().cloned());
        for said in self.view(standing, given).answered.iter().filter(|said| !said.known) {
            if let Some(ask) = self.card.asks.get(said.ask)
                && was.get(&ask.id) != Some(&said.value)
                && sets.iter().any(|(question, _)| *question == ask.id)
            {
                self.record(standing, ask, &said.value);
            }
        }
        self.view(standing, given)
    }

    pub(super) fn reach(&self, standing: &mut Standing<'_>, guide: &str, step: u32) {
        let Some((found, _)) = self.card.step(guide, step) else { return };
        let (incident, said) = (standing.incident, found.say.clone());
        let guide = guide.to_owned();
        standing.push(Event::CardStepReached { incident, run: self.run, guide, step, said, back: false });
        self.mark(standing, &found.mark);
    }

    /// Stops a clock of the patient, once.
    fn mark(&self, standing: &mut Standing<'_>, mark: &str) {
        let marked = standing.guidance().is_some_and(|guidance| guidance.mark(self.patient, mark).is_some());
        if !mark.is_empty() && !marked {
            let (incident, run) = (standing.incident, Some(self.run));
            standing.push(Event::ClockMarked { incident, mark: mark.to_owned(), run });
        }
    }
}

/// What follows from the rules that hold now and did not hold before. Only what is fresh is done, so that what a person
/// decides after a card stands until the card learns something more urgent.
pub(super) fn follow(standing: &mut Standing<'_>, state: &State, played: &Played<'_>, seen_before: &View, seen: &View) {
    let (card, incident) = (played.card, standing.incident);
    let (before, after) = (&seen_before.outcome, &seen.outcome);
    let code = Code::new(&card.id);
    let guidance = standing.guidance();
    let fresh = |was: &[String], now: &[String]| -> Vec<String> {
        let cut = |text: &String| text.chars().take(LONGEST_NAME * 4).collect();
        now.iter().filter(|text| !was.contains(text)).map(cut).collect()
    };
    let has = |list: fn(&Guidance) -> &[String], text: &String| guidance.is_some_and(|one| list(one).contains(text));

    let kind = after.kind.as_ref().filter(|kind| before.kind.as_ref() != Some(kind)).map(|kind| Code::new(kind));
    let usable = |kind: &Code| state.types.get(kind).is_some_and(|row| !row.retired);
    if let Some(kind) = kind.filter(|kind| usable(kind) && *kind != standing.kind && !standing.type_chosen) {
        standing.kind = kind.clone();
        standing.push(Event::CardRetyped { incident, kind, card: code.clone() });
    }
    // Each rule speaks for itself: one that has held all along must not silence one that begins to hold.
    let fresh_rules = seen.rules.iter().filter(|rule| !seen_before.rules.contains(rule));
    let level = fresh_rules.filter_map(|rule| Priority::from_level(card.rules.get(*rule)?.priority?)).min();
    if let Some(priority) = level.filter(|priority| *priority < standing.priority) {
        standing.priority = priority;
        standing.push(Event::CardUrged { incident, priority, card: code });
    }
    if after.send && !before.send && guidance.is_none_or(|guidance| guidance.send_now.is_none()) {
        let reason = after.crew.first().unwrap_or(&card.title).clone();
        standing.push(Event::SendNowCalled { incident, reason });
    }
    for capability in fresh(&before.needs, &after.needs) {
        if guidance.is_none_or(|guidance| !guidance.needs.contains(&capability)) {
            standing.push(Event::NeedNoted { incident, capability });
        }
    }
    superseded(standing, card, seen_before, seen);
    for text in fresh(&before.hazards, &after.hazards) {
        if standing.row.is_none_or(|row| !row.dangers.contains(&text)) {
            standing.push(Event::HazardNoted { incident, text });
        }
    }
    if after.stage && !before.stage && guidance.is_none_or(|guidance| guidance.staging.is_none()) {
        standing.push(Event::StagingAsked { incident });
    }
    for text in fresh(&before.safety, &after.safety) {
        if guidance.is_none_or(|guidance| !guidance.safety.iter().any(|note| note.text == text)) {
            standing.push(Event::SafetyNoted { incident, text });
        }
    }
    for text in fresh(&before.crew, &after.crew) {
        if !has(|guidance| &guidance.crew, &text) {
            standing.push(Event::CrewLineNoted { incident, text });
        }
    }
    for mark in fresh(&before.marks, &after.marks) {
        played.mark(standing, &mark);
    }
}

/// Takes back the lines whose answer was still to come when they were noted. What a crew has acknowledged was said.
fn superseded(standing: &mut Standing<'_>, card: &Card, before: &View, after: &View) {
    let (incident, Some(row)) = (standing.incident, standing.row) else { return };
    let guidance = &row.guidance;
    let went_on =
        after.rules.iter().filter(|rule| before.rules.contains(rule)).filter_map(|rule| card.rules.get(*rule));
    for rule in went_on {
        let out = &after.outcome;
        let now = [&out.hazards, &out.crew, &out.safety];
        let findings = [Finding::Hazard, Finding::Crew, Finding::Safety];
        for ((line, now), finding) in [&rule.hazard, &rule.crew, &rule.safety].into_iter().zip(now).zip(findings) {
            let was = before.filled(card, line);
            let unheard = |note: &SafetyNote| note.text == was && note.acknowledged.is_empty();
            let there =
                row.dangers.contains(&was) || guidance.crew.contains(&was) || guidance.safety.iter().any(unheard);
            if there && !now.contains(&was) {
                standing.push(Event::FindingWithdrawn { incident, detail: finding(was) });
            }
        }
    }
}
