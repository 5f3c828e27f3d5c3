//! A card in use on an incident, and what follows in the very decision that answers it.

use super::{LONGEST_NAME, LONGEST_TEXT};
use crate::domain::card::view::{Answers, View, view};
use crate::domain::card::{Aid, Ask, Card, FIRST_COMPRESSION, PATIENT_FACTS};
use crate::domain::event::{Event, Finding};
use crate::domain::guidance::{Guidance, SafetyNote};
use crate::domain::ids::{Code, IncidentId, RunId};
use crate::domain::incident::{Incident, Priority};
use crate::domain::moment::Moment;
use crate::domain::state::State;
use std::collections::BTreeSet;

/// How an incident stands at the moment when cards are looked at. Each event of the same decision moves it on.
pub(super) struct Standing<'a> {
    pub(super) incident: IncidentId,
    pub(super) kind: Code,
    priority: Priority,
    type_chosen: bool,
    pub(super) row: Option<&'a Incident>,
    /// Clocks that this decision has stopped, by patient.
    marked: Vec<(String, String)>,
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
            marked: Vec::new(),
            events: Vec::new(),
        }
    }

    /// An incident that is only about to be opened.
    pub(super) fn fresh(incident: IncidentId, kind: &Code, priority: Priority) -> Self {
        let kind = kind.clone();
        Self { incident, kind, priority, type_chosen: false, row: None, marked: Vec::new(), events: Vec::new() }
    }

    /// What is known before any card asks.
    pub(super) fn told(mut self, question: &str, answer: String) -> Self {
        self.answer(question, answer);
        self
    }

    pub(super) fn answer(&mut self, question: &str, answer: String) {
        let (incident, question) = (self.incident, question.to_owned());
        self.push(Event::Answered { incident, question, answer, instead: Vec::new() });
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
        if is_of_another(run_patient, fact) {
            return None;
        }
        let fresh = self.events.iter().rev().find_map(|event| match event {
            Event::Answered { question, answer, .. } if question == fact => Some(answer.clone()),
            _ => None,
        });
        fresh.or_else(|| Some(self.row?.answers.get(fact)?.value.clone())).filter(|value| !value.is_empty())
    }

    /// The facts that this decision changes.
    pub(super) fn learnt(&self) -> BTreeSet<String> {
        let questions = self.events.iter().filter_map(|event| match event {
            Event::Answered { question, .. } => Some(question),
            _ => None,
        });
        let was = |fact: &String| Some(self.row?.answers.get(fact)?.value.clone());
        questions.filter(|fact| self.fact("", fact) != was(fact)).cloned().collect()
    }

    /// A fact stands in the place of what a card was answered before.
    pub(super) fn replace(&mut self, fact: &str, run: RunId, asked: &str) {
        let stands = self.events.iter_mut().rev().find_map(|event| match event {
            Event::Answered { question, instead, .. } if question == fact => Some(instead),
            _ => None,
        });
        if let Some(instead) = stands {
            instead.push((run, asked.to_owned()));
        }
    }

    pub(super) fn guidance(&self) -> Option<&'a Guidance> {
        self.row.map(|row| &row.guidance)
    }
}

/// A fact of the first patient is not one of the others.
pub(super) fn is_of_another(patient: &str, fact: &str) -> bool {
    !patient.is_empty() && PATIENT_FACTS.contains(&fact)
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
            shown,
        });
        self.fill(standing, ask, answer);
    }

    /// Records the fact that an answer fills, where it says something else.
    pub(super) fn fill(&self, standing: &mut Standing<'_>, ask: &Ask, answer: &str) {
        if answer.is_empty() || ask.fills.is_empty() || is_of_another(self.patient, &ask.fills) {
            return;
        }
        let shown: String = ask.label(answer).chars().take(LONGEST_TEXT).collect();
        if standing.fact(self.patient, &ask.fills).as_ref() != Some(&shown) {
            standing.answer(&ask.fills, shown);
        }
    }

    /// Records several answers at once, as far as the card asks these questions with all of them given.
    pub(super) fn answer(&self, standing: &mut Standing<'_>, given: &mut Answers, sets: &[(String, String)]) -> View {
        let was = given.clone();
        given.extend(sets.iter().cloned());
        for said in self.view(standing, given).answered.iter().filter(|said| !said.known) {
            let Some(ask) = self.card.asks.get(said.ask) else { continue };
            if !sets.iter().any(|(question, _)| *question == ask.id) {
                continue;
            }
            if was.get(&ask.id) == Some(&said.value) {
                self.fill(standing, ask, &said.value);
            } else {
                self.record(standing, ask, &said.value);
            }
        }
        self.view(standing, given)
    }

    pub(super) fn reach(&self, standing: &mut Standing<'_>, guide: &str, step: u32, now: Moment) {
        let Some((found, _)) = self.card.step(guide, step) else { return };
        let (incident, said) = (standing.incident, found.say.clone());
        let guide = guide.to_owned();
        standing.push(Event::CardStepReached { incident, run: self.run, guide, step, said, back: false });
        // That somebody is told to push is not yet a compression.
        if found.mark != FIRST_COMPRESSION {
            self.mark(standing, &found.mark);
        }
        let run = standing.guidance().and_then(|guidance| guidance.run(self.run));
        if found.aid == Some(Aid::Compressions) && run.is_some_and(|run| run.resumes(self.card, now)) {
            self.pushes_anew(standing, true);
        }
    }

    /// Somebody else pushes from here on.
    pub(super) fn changes(&self, standing: &mut Standing<'_>) {
        self.pushes_anew(standing, false);
    }

    /// The two minutes begin anew, if anybody has pushed at all.
    fn pushes_anew(&self, standing: &mut Standing<'_>, resumed: bool) {
        let began =
            standing.guidance().is_some_and(|guidance| guidance.mark(self.patient, FIRST_COMPRESSION).is_some());
        if began {
            let incident = standing.incident;
            standing.push(Event::CompressorChanged { incident, run: self.run, resumed });
        }
    }

    /// Stops a clock of the patient, once.
    pub(super) fn mark(&self, standing: &mut Standing<'_>, mark: &str) {
        let marked = standing.guidance().is_some_and(|guidance| guidance.mark(self.patient, mark).is_some());
        let stopped = (self.patient.to_owned(), mark.to_owned());
        if !mark.is_empty() && !marked && !standing.marked.contains(&stopped) {
            standing.marked.push(stopped);
            let (incident, run) = (standing.incident, Some(self.run));
            standing.push(Event::ClockMarked { incident, mark: mark.to_owned(), run, met: None });
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
    let sent = standing.events.iter().any(|event| matches!(event, Event::SendNowCalled { .. }));
    if after.send && !before.send && !sent && guidance.is_none_or(|guidance| guidance.send_now.is_none()) {
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
