//! Decisions about the cards that are open on an incident: answers, instructions and the ways between them.

use super::checks::{short, short_text};
use super::played::{Played, Standing, follow, is_of_another};
use super::safety::rewarned;
use super::{Decision, Desk, one};
use crate::domain::card::view::{Answers, View};
use crate::domain::card::{Ask, Card, FIRST_COMPRESSION, Kind, Target, Way, read};
use crate::domain::event::{Event, Finding};
use crate::domain::guidance::{Guidance, Run};
use crate::domain::ids::{Code, IncidentId, RunId};
use crate::domain::incident::{HURT, Incident};
use crate::domain::refusal::{Needed, Refusal};

impl Desk<'_> {
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
        self.spread(&mut standing, Some(run));
        let begun = after.outcome.guides.iter().find(|guide| !plain.outcome.guides.contains(guide));
        if let Some(guide) = begun.or(after.outcome.guides.first()).filter(|_| !sets.is_empty()) {
            let now = self.at();
            played.reach(&mut standing, guide, 0, now);
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
            // Who gives the same answer again says that it holds, whatever the assessment has learnt elsewhere.
            played.fill(&mut standing, ask, &answer);
        } else {
            played.record(&mut standing, ask, &answer);
        }
        if standing.events.is_empty() {
            return Err(Refusal::Unchanged);
        }
        given.remove(question);
        if !answer.is_empty() {
            given.insert(question.to_owned(), answer);
        }
        let after = played.view(&standing, &given);
        follow(&mut standing, self.state, &played, &before, &after);
        self.spread(&mut standing, Some(run.id));
        Ok(standing.events)
    }

    /// A fact of the first assessment was answered by hand. It answers the cards that ask it, too.
    pub(super) fn fact_answered(&self, row: &Incident, question: &str, answer: String) -> Vec<Event> {
        let mut standing = Standing::of(row);
        standing.answer(question, answer.clone());
        if question == "officer_safety" {
            let was = row.answers.get(question).map_or("", |was| was.value.as_str());
            for event in rewarned(row, was, &answer) {
                standing.push(event);
            }
        }
        self.spread(&mut standing, None);
        standing.events
    }

    /// How many are hurt, as a caller says. The call's own row makes it the incident's answer, so that another one is needed
    /// only where a card was told otherwise.
    pub(super) fn hurt_told(&self, row: &Incident, count: Option<u16>) -> Vec<Event> {
        let count = count.map(|count| count.to_string()).unwrap_or_default();
        let mut standing = Standing::of(row).told(HURT, count);
        self.spread(&mut standing, None);
        standing.events.retain(|event| !matches!(event, Event::Answered { instead, .. } if instead.is_empty()));
        standing.events
    }

    /// Every card of the incident learns of the facts that a decision changes, whichever was on the screen: what it was
    /// answered before is no longer so, and what follows is done at once, since turning to it later would find that its rules
    /// have held all along. `learner` is the run that brought them and has done so already.
    fn spread(&self, standing: &mut Standing<'_>, learner: Option<RunId>) {
        let (Some(row), learnt) = (standing.row, standing.learnt()) else { return };
        for run in row.guidance.runs.iter().filter(|run| !learnt.is_empty() && Some(run.id) != learner) {
            let Some(card) = self.card_of_run(run) else { continue };
            let played = Played { card: &card, run: run.id, patient: &run.patient };
            let mut given = answers(run);
            let before = played.view(&Standing::of(row), &given);
            let told = card.asks.iter().filter(|ask| learnt.contains(&ask.fills));
            for ask in told.filter(|ask| !is_of_another(&run.patient, &ask.fills)) {
                let fact = standing.fact(&run.patient, &ask.fills);
                // What the card cannot read leaves its answer as it was.
                let stale = |own: &String| match &fact {
                    Some(fact) => ask.answer(fact).is_some_and(|told| Some(told) != ask.answer(own)),
                    None => true,
                };
                if given.get(&ask.id).is_some_and(stale) {
                    given.remove(&ask.id);
                    standing.replace(&ask.fills, run.id, &ask.id);
                }
            }
            let after = played.view(standing, &given);
            follow(standing, self.state, &played, &before, &after);
        }
    }

    pub(super) fn reach_step(&self, id: IncidentId, run: RunId, guide: &str, step: u32) -> Decision {
        let (incident, run) = self.run(id, run)?;
        let card = self.card_of_run(run).ok_or_else(|| Refusal::UnknownCard(run.card.to_string()))?;
        if card.step(guide, step).is_none() {
            return Err(Refusal::NotAsked(guide.to_owned()));
        }
        let mut standing = Standing::of(incident);
        let played = Played { card: &card, run: run.id, patient: &run.patient };
        played.reach(&mut standing, guide, step, self.at());
        Ok(standing.events)
    }

    pub(super) fn stop_clock(&self, id: IncidentId, run: RunId, mark: &str) -> Decision {
        let (incident, run) = self.run(id, run)?;
        let card = self.card_of_run(run).ok_or_else(|| Refusal::UnknownCard(run.card.to_string()))?;
        if !card.has_step_with(mark) {
            return Err(Refusal::NotAsked(mark.to_owned()));
        }
        let mut standing = Standing::of(incident);
        Played { card: &card, run: run.id, patient: &run.patient }.mark(&mut standing, mark);
        if standing.events.is_empty() { Err(Refusal::Unchanged) } else { Ok(standing.events) }
    }

    pub(super) fn restart_clock(&self, id: IncidentId, run: RunId, mark: &str) -> Decision {
        let (incident, run) = self.run(id, run)?;
        match incident.guidance.mark(&run.patient, mark) {
            None => Err(Refusal::Unchanged),
            Some(_) => {
                let detail = Finding::Mark { mark: mark.to_owned(), run: Some(run.id) };
                one(Event::FindingWithdrawn { incident: id, detail })
            }
        }
    }

    /// Nobody can take over from somebody who has not begun.
    pub(super) fn change_compressor(&self, id: IncidentId, run: RunId) -> Decision {
        let (incident, run) = self.run(id, run)?;
        match incident.guidance.mark(&run.patient, FIRST_COMPRESSION) {
            None => Err(Refusal::Unchanged),
            Some(_) => one(Event::CompressorChanged { incident: id, run: run.id, resumed: false }),
        }
    }

    pub(super) fn begin_contraction(&self, id: IncidentId, run: RunId) -> Decision {
        let (_, run) = self.run(id, run)?;
        one(Event::ContractionBegan { incident: id, run: run.id })
    }

    /// Back to the step that was left last, or to the questions where there is none.
    pub(super) fn step_back(&self, incident: IncidentId, id: RunId) -> Decision {
        let (_, run) = self.run(incident, id)?;
        if run.guide.is_none() {
            return Err(Refusal::Unchanged);
        }
        let card = self.card_of_run(run).ok_or_else(|| Refusal::UnknownCard(run.card.to_string()))?;
        one(run.stepped_back(incident, &card))
    }

    /// One of the ways of an instruction: the step, the guide or the card that it leads to, and what it answers there. An
    /// instruction without ways has one without a name.
    pub(super) fn follow_way(&mut self, id: IncidentId, run: RunId, guide: &str, step: u32, way: &str) -> Decision {
        let state = self.state;
        let incident = self.open(id)?;
        let run = incident.guidance.run(run).ok_or(Refusal::UnknownRun)?;
        let card = self.card_of_run(run).ok_or_else(|| Refusal::UnknownCard(run.card.to_string()))?;
        let (found, place) = card.step(guide, step).ok_or_else(|| Refusal::NotAsked(guide.to_owned()))?;
        let next = Way::next(place.after(step as usize));
        let taken = match found.ways.iter().find(|known| known.value == way) {
            Some(way) => way,
            None if found.ways.is_empty() && way.is_empty() => &next,
            None => return Err(Refusal::NotAsked(way.to_owned())),
        };
        let (to, sets, now) = (taken.to.clone(), &taken.sets[..], self.at());
        let mut standing = Standing::of(incident);
        let played = Played { card: &card, run: run.id, patient: &run.patient };
        if found.begins_by(way) {
            played.mark(&mut standing, FIRST_COMPRESSION);
        }
        if taken.changed {
            played.changes(&mut standing);
        }
        if let Target::Card(code) = to {
            let code = Code::new(&code);
            if state.cards.get(&code).is_none_or(|card| card.retired) {
                return Err(Refusal::UnknownCard(code.to_string()));
            }
            let patient = if taken.other { next_patient(&incident.guidance) } else { run.patient.clone() };
            return Ok(self.opened(standing, &code, &patient, sets));
        }
        let mut given = answers(run);
        let before = played.view(&standing, &given);
        let after = played.answer(&mut standing, &mut given, sets);
        follow(&mut standing, state, &played, &before, &after);
        self.spread(&mut standing, Some(run.id));
        match to {
            Target::Step(step) => {
                played.reach(&mut standing, guide, u32::try_from(step).unwrap_or(u32::MAX), now);
            }
            Target::Guide(guide) => played.reach(&mut standing, &guide, 0, now),
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
}

fn answers(run: &Run) -> Answers {
    run.answers.iter().map(|(question, answer)| (question.clone(), answer.value.clone())).collect()
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
