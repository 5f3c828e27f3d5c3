//! Guide cards: what may be saved, and what an answer does in the very rows that record it.

use super::checks::{in_range, name_of, short, short_text, unless_same};
use super::{Decision, Desk, LONGEST_NAME, one};
use crate::domain::call::CallDetail;
use crate::domain::card::fault::{Fault, Why};
use crate::domain::card::lint::{links, lint};
use crate::domain::card::view::{Answers, View, view};
use crate::domain::card::{Ask, Card, Kind, PATIENT_FACTS, Target, read};
use crate::domain::command::Care;
use crate::domain::event::{Event, Finding};
use crate::domain::guidance::{Guidance, GuideCard, Run, SafetyNote};
use crate::domain::ids::{Code, IncidentId, RunId, UnitId};
use crate::domain::incident::{Incident, Priority};
use crate::domain::refusal::{Needed, Refusal};
use crate::domain::state::State;

/// Longest text of one card, in bytes: written as JSON it has to fit into a row of the log.
pub const LONGEST_CARD: usize = 90_000;

/// How an incident stands at the moment when cards are looked at. Each event of the same decision moves it on.
pub(super) struct Standing<'a> {
    incident: IncidentId,
    kind: Code,
    priority: Priority,
    type_chosen: bool,
    row: Option<&'a Incident>,
    events: Vec<Event>,
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

    fn push(&mut self, event: Event) {
        if !self.events.contains(&event) {
            self.events.push(event);
        }
    }

    /// A fact as the first assessment has it, with what this decision itself adds.
    fn fact(&self, run_patient: &str, fact: &str) -> Option<String> {
        if !run_patient.is_empty() && PATIENT_FACTS.contains(&fact) {
            return None;
        }
        let fresh = self.events.iter().rev().find_map(|event| match event {
            Event::Answered { question, answer, .. } if question == fact => Some(answer.clone()),
            _ => None,
        });
        fresh.or_else(|| Some(self.row?.answers.get(fact)?.value.clone())).filter(|value| !value.is_empty())
    }

    fn guidance(&self) -> Option<&'a Guidance> {
        self.row.map(|row| &row.guidance)
    }
}

fn answers(run: &Run) -> Answers {
    run.answers.iter().map(|(question, answer)| (question.clone(), answer.value.clone())).collect()
}

impl Desk<'_> {
    fn any_card(&self, code: &Code) -> Result<&GuideCard, Refusal> {
        self.state.cards.get(code).ok_or_else(|| Refusal::UnknownCard(code.to_string()))
    }

    pub(super) fn save_cards(&self, texts: &[String]) -> Decision {
        let state = self.state;
        if texts.is_empty() {
            return Err(Refusal::Missing(Needed::Text));
        }
        let cards: Vec<Card> = texts.iter().map(|text| read::card(text).0).collect();
        let exists = |id: &str| {
            cards.iter().any(|card| card.id == id) || state.cards.get(&Code::new(id)).is_some_and(|card| !card.retired)
        };
        let mut faults: Vec<Fault> = Vec::new();
        let mut events = Vec::new();
        // Cards that are here in another wording under the same version: nobody could tell which of the two was meant.
        let mut differ: Vec<(String, u32)> = Vec::new();
        for (place, (text, card)) in texts.iter().zip(&cards).enumerate() {
            if LONGEST_CARD < text.len() {
                return Err(Refusal::TooLong { field: Needed::Text, most: LONGEST_CARD });
            }
            faults.extend(lint(text, &exists).1);
            faults.extend(links(card, text, &|id| {
                let here = cards.iter().find(|card| card.id == id).cloned();
                here.or_else(|| Some(read::card(state.cards.get(&Code::new(id))?.text()).0))
            }));
            let code = Code::new(&card.id);
            let known = state.cards.get(&code);
            let others = cards.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, card)| card);
            let mut add = |place: &str, why, about: String| {
                faults.push(Fault { card: card.id.clone(), place: place.to_owned(), line: 1, why, about });
            };
            if others.clone().any(|other| other.id == card.id) {
                add("id", Why::DuplicateId, card.id.clone());
            }
            for kind in &card.types {
                let here = others.clone().find(|other| other.types.contains(kind)).map(|other| other.title.clone());
                let there = state
                    .card_of(&Code::new(kind))
                    .filter(|other| other.code != code && !cards.iter().any(|card| card.id == other.code.as_str()));
                if let Some(other) = here.or_else(|| there.map(|other| other.title.clone())) {
                    add("types", Why::TypeTaken, format!("{kind}: {other}"));
                }
            }
            if let Some(known) = known {
                // Who saved the file may have ended its lines in another way.
                if known.text().trim().lines().eq(text.trim().lines()) {
                    continue;
                }
                if card.version == known.version {
                    differ.push((known.title.clone(), known.version));
                    continue;
                }
                if card.version < known.version {
                    if faults.is_empty() {
                        return Err(Refusal::CardVersionNotHigher { card: known.title.clone(), now: known.version });
                    }
                    continue;
                }
            }
            events.push(Event::CardSaved {
                card: code,
                version: card.version,
                title: short(&card.title, Needed::Name)?,
                discipline: card.discipline.word().to_owned(),
                types: card.types.iter().map(|kind| Code::new(kind)).collect(),
                text: text.trim().to_owned(),
            });
        }
        match (faults.is_empty(), events.is_empty()) {
            (true, _) if !differ.is_empty() => Err(Refusal::CardsDiffer(differ)),
            (false, _) => Err(Refusal::CardFaults(faults)),
            (true, true) => Err(Refusal::Unchanged),
            (true, false) => Ok(events),
        }
    }

    pub(super) fn approve_card(&self, code: &Code, name: &str, date: &str) -> Decision {
        let card = self.any_card(code)?;
        if card.retired {
            return Err(Refusal::AlreadyRetired);
        }
        let name = name_of(name, Needed::Name)?;
        let date = name_of(date, Needed::Text)?;
        in_range(date.chars().count() as i64, 10, 10, Needed::Text)?;
        if card.is_approved() {
            let same = card.approval.as_ref().map(|approval| (approval.name.as_str(), approval.date.as_str()));
            unless_same(&same, &Some((name.as_str(), date.as_str())))?;
        }
        one(Event::CardApproved { card: code.clone(), version: card.version, name, date })
    }

    /// A card that others lead to is missed by whoever follows them; who insists takes that upon them.
    pub(super) fn retire_card(&self, code: &Code) -> Decision {
        let card = self.any_card(code)?;
        if card.retired {
            return Err(Refusal::AlreadyRetired);
        }
        let others = self.state.cards.values().filter(|other| !other.retired && other.code != *code);
        let links = others.flat_map(|other| {
            let (read, _) = read::card(other.text());
            let links = read.links().into_iter().filter(|(id, _)| *id == code.as_str());
            links.map(|(_, place)| format!("{} ({place})", other.title)).collect::<Vec<_>>()
        });
        let links: Vec<String> = links.collect();
        if !links.is_empty() && self.ask.care == Care::AskFirst {
            return Err(Refusal::CardLinked { card: card.title.clone(), links });
        }
        one(Event::CardRetired { card: code.clone() })
    }

    pub(super) fn restore_card(&self, code: &Code) -> Decision {
        let card = self.any_card(code)?;
        if !card.retired {
            return Err(Refusal::NotRetired);
        }
        let mut taken = card.types.iter().filter_map(|kind| Some((kind, self.state.card_of(kind)?)));
        if let Some((kind, other)) = taken.next() {
            let (place, about) = ("types".to_owned(), format!("{kind}: {}", other.title));
            let fault = Fault { card: code.to_string(), place, line: 1, why: Why::TypeTaken, about };
            return Err(Refusal::CardFaults(vec![fault]));
        }
        one(Event::CardRestored { card: code.clone() })
    }

    fn run(&self, incident: IncidentId, run: RunId) -> Result<(&Incident, &Run), Refusal> {
        let incident = self.open(incident)?;
        Ok((incident, incident.guidance.run(run).ok_or(Refusal::UnknownRun)?))
    }

    /// The card of a run, in the version that it began with.
    fn card_of_run(&self, run: &Run) -> Option<Card> {
        let text = self.state.cards.get(&run.card)?.texts.get(&run.version)?;
        Some(read::card(text).0)
    }

    /// The card that a type opens, if there is one: as the events that follow from opening it.
    pub(super) fn card_for_type(&mut self, standing: Standing<'_>) -> Vec<Event> {
        match self.state.card_of(&standing.kind).map(|card| card.code.clone()) {
            Some(code) => self.opened(standing, &code, "", &[]),
            None => Vec::new(),
        }
    }

    /// What opening a card leads to, with the answers that a way to it brings along. What these answers make it offer is
    /// begun at once, so that nobody has to press anything before the first instruction.
    fn opened(
        &mut self,
        mut standing: Standing<'_>,
        code: &Code,
        patient: &str,
        sets: &[(String, String)],
    ) -> Vec<Event> {
        let Some(known) = self.state.cards.get(code) else { return Vec::new() };
        let runs = standing.guidance().map_or(&[][..], |guidance| &guidance.runs);
        let same = runs.iter().find(|run| run.card == *code && run.patient == patient);
        let (run, version, mut given) = match same {
            Some(run) => (run.id, run.version, answers(run)),
            None => (RunId(self.now.ids.fresh()), known.version, Answers::new()),
        };
        let (incident, card) = (standing.incident, code.clone());
        let turned_to = same.is_some();
        standing.push(Event::CardOpened { incident, run, card, version, patient: patient.to_owned() });
        let Some(text) = known.texts.get(&version).filter(|_| !turned_to || !sets.is_empty()) else {
            return standing.events;
        };
        let (card, _) = read::card(text);
        let played = Played { card: &card, run, patient };
        let plain = played.view(&standing, &given);
        let before = if turned_to { plain.clone() } else { View::default() };
        let after = played.answer(&mut standing, &mut given, sets);
        follow(&mut standing, self.state, &played, &before, &after);
        let begun = after.outcome.guides.iter().find(|guide| !plain.outcome.guides.contains(guide));
        if let Some(guide) = begun.or(after.outcome.guides.first()).filter(|_| !sets.is_empty()) {
            played.reach(&mut standing, guide, 0);
        }
        standing.events
    }

    pub(super) fn open_card(&mut self, incident: IncidentId, code: &Code, patient: &str) -> Decision {
        let row = self.open(incident)?;
        let patient = short(patient, Needed::Name)?;
        if self.any_card(code)?.retired {
            return Err(Refusal::UnknownCard(code.to_string()));
        }
        if row.guidance.current().is_some_and(|run| run.card == *code && run.patient == patient) {
            return Err(Refusal::Unchanged);
        }
        // The borrow of the row ends with the incident's id: what opening leads to is looked up afresh.
        let state = self.state;
        let row = state.incidents.get(&incident).ok_or(Refusal::UnknownIncident)?;
        Ok(self.opened(Standing::of(row), code, &patient, &[]))
    }

    pub(super) fn answer_card(&self, id: IncidentId, run: RunId, question: &str, typed: &str) -> Decision {
        let (incident, run) = self.run(id, run)?;
        let card = self.card_of_run(run).ok_or_else(|| Refusal::UnknownCard(run.card.to_string()))?;
        let mut standing = Standing::of(incident);
        let played = Played { card: &card, run: run.id, patient: &run.patient };
        let mut given = answers(run);
        let before = played.view(&standing, &given);
        let ask = asked(&card, &before, question).ok_or_else(|| Refusal::NotAsked(question.to_owned()))?;
        let typed = short_text(typed)?;
        let was = run.answers.get(question).map_or("", |answer| answer.value.as_str());
        let answer = match typed.is_empty() {
            true => String::new(),
            false => ask.answer(&typed).ok_or_else(|| match ask.kind {
                Kind::Time => Refusal::NotATime(typed.clone()),
                _ => Refusal::NotAnAnswer(ask.text.clone()),
            })?,
        };
        if was == answer {
            return Err(Refusal::Unchanged);
        }
        played.record(&mut standing, ask, &answer);
        given.remove(question);
        if !answer.is_empty() {
            given.insert(question.to_owned(), answer);
        }
        let after = played.view(&standing, &given);
        follow(&mut standing, self.state, &played, &before, &after);
        Ok(standing.events)
    }

    /// A fact of the first assessment was answered by hand. It answers the cards that ask it, too.
    pub(super) fn fact_answered(&self, row: &Incident, question: String, answer: String) -> Vec<Event> {
        let mut standing = Standing::of(row);
        let runs: Vec<(&Run, Card, View)> = row
            .guidance
            .runs
            .iter()
            .filter_map(|run| {
                let card = self.card_of_run(run)?;
                let before = view(&card, &answers(run), &|fact| standing.fact(&run.patient, fact));
                Some((run, card, before))
            })
            .collect();
        let warns = question == "officer_safety" && !answer.is_empty();
        let warning = answer.clone();
        standing.push(Event::Answered { incident: row.id, question, answer });
        if warns && !row.guidance.safety.iter().any(|note| note.text == warning) {
            standing.push(Event::SafetyNoted { incident: row.id, text: warning });
        }
        for (run, card, before) in runs {
            let played = Played { card: &card, run: run.id, patient: &run.patient };
            let after = played.view(&standing, &answers(run));
            follow(&mut standing, self.state, &played, &before, &after);
        }
        standing.events
    }

    pub(super) fn reach_step(&self, id: IncidentId, run: RunId, guide: &str, step: u32) -> Decision {
        let (incident, run) = self.run(id, run)?;
        let card = self.card_of_run(run).ok_or_else(|| Refusal::UnknownCard(run.card.to_string()))?;
        if card.step(guide, step).is_none() {
            return Err(Refusal::NotAsked(guide.to_owned()));
        }
        let mut standing = Standing::of(incident);
        Played { card: &card, run: run.id, patient: &run.patient }.reach(&mut standing, guide, step);
        Ok(standing.events)
    }

    /// One of the ways of an instruction: the step, the guide or the card that it leads to, and what it answers there. An
    /// instruction without ways has one without a name.
    pub(super) fn follow_way(&mut self, id: IncidentId, run: RunId, guide: &str, step: u32, way: &str) -> Decision {
        let state = self.state;
        let incident = self.open(id)?;
        let run = incident.guidance.run(run).ok_or(Refusal::UnknownRun)?;
        let card = self.card_of_run(run).ok_or_else(|| Refusal::UnknownCard(run.card.to_string()))?;
        let (found, place) = card.step(guide, step).ok_or_else(|| Refusal::NotAsked(guide.to_owned()))?;
        let (to, sets, other) = match found.ways.iter().find(|known| known.value == way) {
            Some(way) => (way.to.clone(), &way.sets[..], way.other),
            None if found.ways.is_empty() && way.is_empty() => (place.after(step as usize), &[][..], false),
            None => return Err(Refusal::NotAsked(way.to_owned())),
        };
        let mut standing = Standing::of(incident);
        if let Target::Card(code) = to {
            let code = Code::new(&code);
            if state.cards.get(&code).is_none_or(|card| card.retired) {
                return Err(Refusal::UnknownCard(code.to_string()));
            }
            let patient = if other { next_patient(&incident.guidance) } else { run.patient.clone() };
            return Ok(self.opened(standing, &code, &patient, sets));
        }
        let played = Played { card: &card, run: run.id, patient: &run.patient };
        let mut given = answers(run);
        let before = played.view(&standing, &given);
        let after = played.answer(&mut standing, &mut given, sets);
        follow(&mut standing, state, &played, &before, &after);
        match to {
            Target::Step(step) => played.reach(&mut standing, guide, u32::try_from(step).unwrap_or(u32::MAX)),
            Target::Guide(guide) => played.reach(&mut standing, &guide, 0),
            Target::Card(_) | Target::End if run.guide.is_some() => {
                standing.push(Event::CardGuideLeft { incident: id, run: run.id });
            }
            Target::Card(_) | Target::End => {}
        }
        if standing.events.is_empty() { Err(Refusal::Unchanged) } else { Ok(standing.events) }
    }

    pub(super) fn leave_guide(&self, incident: IncidentId, run: RunId) -> Decision {
        match self.run(incident, run)?.1.guide {
            None => Err(Refusal::Unchanged),
            Some(_) => one(Event::CardGuideLeft { incident, run }),
        }
    }

    pub(super) fn end_staging(&self, incident: IncidentId) -> Decision {
        match self.open(incident)?.guidance.staging {
            None => Err(Refusal::NotStaged),
            Some(_) => one(Event::StagingEnded { incident }),
        }
    }

    pub(super) fn acknowledge_safety(&self, unit: UnitId, incident: Option<IncidentId>) -> Decision {
        let row = self.unit(unit)?;
        let mut events: Vec<Event> = Vec::new();
        for (id, _) in self.state.unheard(row) {
            let event = Event::SafetyAcknowledged { incident: id, unit };
            if incident.is_none_or(|wanted| wanted == id) && !events.contains(&event) {
                events.push(event);
            }
        }
        if events.is_empty() { Err(Refusal::NothingToAcknowledge(unit)) } else { Ok(events) }
    }
}

/// A weapon that a decision learns of endangers whoever goes there: crews wait at a distance and each of them is warned,
/// whoever noted it and whatever card is open. A card that warns of it in the same decision has done so.
pub(super) fn guarded(state: &State, mut events: Vec<Event>) -> Vec<Event> {
    let mut found: Vec<(IncidentId, String)> = Vec::new();
    for event in &events {
        match event {
            Event::HazardNoted { incident, text } if speaks_of_weapon(text) => found.push((*incident, text.clone())),
            Event::CallDescribed { call, detail: CallDetail::DangerNoted(text) } if speaks_of_weapon(text) => {
                let incident = state.calls.get(call).and_then(|call| call.incident);
                found.extend(incident.map(|incident| (incident, text.clone())));
            }
            Event::CallAttached { call, incident } => {
                let dangers = state.calls.get(call).into_iter().flat_map(|call| &call.dangers);
                found.extend(dangers.filter(|text| speaks_of_weapon(text)).map(|text| (*incident, text.clone())));
            }
            Event::Answered { incident, question, answer } if question == "weapons" && is_armed(answer) => {
                let yes = answer.eq_ignore_ascii_case("yes");
                found.push((*incident, if yes { WEAPON.to_owned() } else { format!("{WEAPON}: {answer}") }));
            }
            _ => {}
        }
    }
    for (incident, text) in found {
        let guidance = state.incidents.get(&incident).map(|row| &row.guidance);
        // A warning that begins so says as much.
        let says = |note: &SafetyNote| note.text.to_lowercase().starts_with(&text.to_lowercase());
        let noted = guidance.is_some_and(|guidance| guidance.safety.iter().any(says));
        let warns = |event: &Event| matches!(event, Event::SafetyNoted { incident: on, .. } if *on == incident);
        if !noted && !events.iter().any(warns) {
            events.push(Event::SafetyNoted { incident, text });
        }
        let staging = Event::StagingAsked { incident };
        if guidance.is_none_or(|guidance| guidance.staging.is_none()) && !events.contains(&staging) {
            events.push(staging);
        }
    }
    events
}

/// What a warning begins with that an answer of the first assessment makes.
const WEAPON: &str = "Weapon";

fn speaks_of_weapon(danger: &str) -> bool {
    is_armed(danger) && danger.to_lowercase().contains("weapon")
}

/// Whether an answer about weapons is anything but that there is none, or that nobody knows.
fn is_armed(answer: &str) -> bool {
    let first = answer.split(|letter: char| !letter.is_alphabetic()).find(|word| !word.is_empty());
    first.is_some_and(|first| !["no", "none", "unknown", "not"].contains(&first.to_lowercase().as_str()))
}

/// A card in use.
struct Played<'a> {
    card: &'a Card,
    run: RunId,
    patient: &'a str,
}

impl Played<'_> {
    fn view(&self, standing: &Standing<'_>, given: &Answers) -> View {
        view(self.card, given, &|fact| standing.fact(self.patient, fact))
    }

    /// Records one answer, and the fact that it fills.
    fn record(&self, standing: &mut Standing<'_>, ask: &Ask, answer: &str) {
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
            let answer = shown.chars().take(super::LONGEST_TEXT).collect();
            standing.push(Event::Answered { incident, question: fact.clone(), answer });
        }
    }

    /// Records several answers at once, as far as the card asks these questions with all of them given.
    fn answer(&self, standing: &mut Standing<'_>, given: &mut Answers, sets: &[(String, String)]) -> View {
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

    fn reach(&self, standing: &mut Standing<'_>, guide: &str, step: u32) {
        let Some((found, _)) = self.card.step(guide, step) else { return };
        let (incident, said) = (standing.incident, found.say.clone());
        standing.push(Event::CardStepReached { incident, run: self.run, guide: guide.to_owned(), step, said });
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

/// The patient that the incident's own facts are about is the first and has no number.
fn next_patient(guidance: &Guidance) -> String {
    let highest = guidance.runs.iter().filter_map(|run| run.patient.parse::<u32>().ok()).max();
    highest.unwrap_or(1).saturating_add(1).max(2).to_string()
}

/// The question, if the card asks it with the answers of a view.
fn asked<'a>(card: &'a Card, seen: &View, question: &str) -> Option<&'a Ask> {
    let place = card.ask(question)?;
    let there =
        seen.asked == Some(place) || seen.next.contains(&place) || seen.answered.iter().any(|said| said.ask == place);
    card.asks.get(place).filter(|_| there)
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

/// What follows from the rules that hold now and did not hold before. Only what is fresh is done, so that what a person
/// decides after a card stands until the card learns something more urgent.
fn follow(standing: &mut Standing<'_>, state: &State, played: &Played<'_>, seen_before: &View, seen: &View) {
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
