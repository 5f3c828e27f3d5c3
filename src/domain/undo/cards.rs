//! Taking back what a guide card led to: the answer, and whatever only that answer called for. What somebody has acted on
//! since stays.

use super::still;
use crate::domain::card::read;
use crate::domain::card::view::{Answers, Outcome, view};
use crate::domain::card::{Card, PATIENT_FACTS};
use crate::domain::entry::Line;
use crate::domain::event::{Event, Finding, Recorded};
use crate::domain::guidance::Run;
use crate::domain::ids::{IncidentId, RunId};
use crate::domain::incident::Incident;
use crate::domain::refusal::Refusal;
use crate::domain::state::State;
use std::collections::BTreeMap;

type Correction = Result<Option<Event>, Refusal>;

/// The correction of one of `rows`, the rows of a command. None: it is not about a card.
pub(super) fn correction(state: &State, rows: &[&Recorded], row: &Recorded) -> Option<Correction> {
    let incident = |id: &IncidentId| state.incidents.get(id).ok_or(Refusal::CannotUndo);
    let told = |id: &IncidentId| {
        let entry = state.incidents.get(id)?.entries.iter().rev().find(|entry| entry.id == row.id);
        entry.map(|entry| &entry.line)
    };
    let made = match &row.event {
        Event::CardOpened { incident: id, run, .. } => incident(id).map(|row_of| turned_back(row_of, *run, row.seq)),
        Event::CardAnswered { incident: id, run, question, asked, answer, .. } => incident(id).and_then(|on| {
            let Some(Line::CardAnswer { was, .. }) = told(id) else { return Err(Refusal::CannotUndo) };
            let run = on.guidance.run(*run).ok_or(Refusal::CannotUndo)?;
            still(run.answers.get(question).map_or("", |answer| answer.value.as_str()) == answer)?;
            let card = card_of(state, run);
            let ask = card.as_ref().and_then(|card| card.asks.get(card.ask(question)?));
            let label = ask.map_or_else(|| was.clone(), |ask| ask.label(was));
            Ok(Some(Event::CardAnswered {
                incident: *id,
                run: run.id,
                question: question.clone(),
                asked: asked.clone(),
                answer: was.clone(),
                shown: if was.is_empty() { String::new() } else { label },
            }))
        }),
        // A fact that somebody has changed since is theirs.
        Event::Answered { incident: id, question, answer, .. }
            if rows.iter().any(|row| matches!(row.event, Event::CardAnswered { .. })) =>
        {
            incident(id).map(|on| {
                let stands = on.answers.get(question).map_or("", |answer| answer.value.as_str());
                match told(id) {
                    Some(Line::Answer { was, .. }) if stands == answer => {
                        let (question, answer) = (question.clone(), was.clone());
                        Some(Event::Answered { incident: *id, question, answer, instead: Vec::new() })
                    }
                    _ => None,
                }
            })
        }
        // What was read out has been heard; only instructions that another act led to are left again.
        Event::CardStepReached { incident: id, run, guide, step, .. } if rows.iter().any(|row| is_act(&row.event)) => {
            incident(id).map(|on| {
                let run = on.guidance.run(*run)?;
                let here = run.guide.as_ref().is_some_and(|here| here.guide == *guide && here.step == *step);
                here.then(|| run.step_undone(*id, &card_of(state, run).unwrap_or_default()))
            })
        }
        Event::CardGuideLeft { .. } if rows.iter().any(|row| matches!(row.event, Event::CardAnswered { .. })) => {
            Ok(None)
        }
        Event::CardRetyped { incident: id, kind, card } => incident(id).map(|on| match told(id) {
            Some(Line::Kind { was, .. }) if on.kind == *kind => {
                Some(Event::CardRetyped { incident: *id, kind: was.clone(), card: card.clone() })
            }
            _ => None,
        }),
        Event::CardUrged { incident: id, priority, .. } => incident(id).map(|on| match told(id) {
            Some(Line::Priority { was, .. }) if on.priority == *priority => {
                Some(Event::UrgencyChanged { incident: *id, priority: *was })
            }
            _ => None,
        }),
        // A warning, a danger or a line that gave way to another one comes back with what was said before.
        Event::FindingWithdrawn { incident: id, detail } => incident(id).map(|on| noted_again(on, detail)),
        event => {
            let (id, finding) = found(event, row)?;
            incident(&id).map(|on| {
                let lone = withdrawable(state, on, rows, row, &finding);
                lone.then_some(Event::FindingWithdrawn { incident: id, detail: finding })
            })
        }
    };
    Some(made)
}

/// Whether an event is more than the going on from one instruction to the next.
fn is_act(event: &Event) -> bool {
    matches!(event, Event::CardAnswered { .. } | Event::ClockMarked { .. } | Event::CompressorChanged { .. })
}

/// The card that was on the screen before this one came there.
fn turned_back(incident: &Incident, run: RunId, seq: u64) -> Option<Event> {
    let current = incident.guidance.current()?;
    let earlier = incident.guidance.runs.iter().filter(|other| other.used < seq).max_by_key(|other| other.used)?;
    (current.id == run && earlier.id != run).then(|| Event::CardOpened {
        incident: incident.id,
        run: earlier.id,
        card: earlier.card.clone(),
        version: earlier.version,
        patient: earlier.patient.clone(),
    })
}

/// What an event found out about the incident.
fn found(event: &Event, row: &Recorded) -> Option<(IncidentId, Finding)> {
    Some(match event {
        Event::SendNowCalled { incident, reason } => (*incident, Finding::SendNow(reason.clone())),
        Event::NeedNoted { incident, capability } => (*incident, Finding::Need(capability.clone())),
        Event::HazardNoted { incident, text } => (*incident, Finding::Hazard(text.clone())),
        Event::CrewLineNoted { incident, text } => (*incident, Finding::Crew(text.clone())),
        Event::SafetyNoted { incident, text } => (*incident, Finding::Safety(text.clone())),
        Event::StagingAsked { incident } => (*incident, Finding::Staging(row.at)),
        Event::ClockMarked { incident, mark, run, .. } => (*incident, Finding::Mark { mark: mark.clone(), run: *run }),
        _ => return None,
    })
}

fn noted_again(on: &Incident, finding: &Finding) -> Option<Event> {
    let (incident, guidance) = (on.id, &on.guidance);
    match finding {
        Finding::Hazard(text) if !on.dangers.contains(text) => {
            Some(Event::HazardNoted { incident, text: text.clone() })
        }
        Finding::Crew(text) if !guidance.crew.contains(text) => {
            Some(Event::CrewLineNoted { incident, text: text.clone() })
        }
        Finding::Safety(text) if !guidance.safety.iter().any(|note| note.text == *text) => {
            Some(Event::SafetyNoted { incident, text: text.clone() })
        }
        // The clock stops where it stood before somebody said that it goes on.
        Finding::Mark { mark, run } => {
            let patient = run.and_then(|run| guidance.run(run)).map_or("", |run| run.patient.as_str());
            let earlier = on.entries.iter().rev().find(|entry| entry.line == Line::Mark(mark.clone()))?;
            let event = Event::ClockMarked { incident, mark: mark.clone(), run: *run, met: Some(earlier.at) };
            guidance.mark(patient, mark).is_none().then_some(event)
        }
        _ => None,
    }
}

/// Whether a finding is still there as this row left it, nobody has acted on it, and nothing else calls for it.
fn withdrawable(state: &State, incident: &Incident, rows: &[&Recorded], row: &Recorded, finding: &Finding) -> bool {
    let guidance = &incident.guidance;
    let unheard = |text: &str| {
        let mut notes = guidance.safety.iter().filter(|note| note.text == text);
        notes.all(|note| note.at == row.at && note.acknowledged.is_empty())
    };
    let there = match finding {
        Finding::SendNow(_) => guidance.send_now.as_ref().is_some_and(|send| send.at == row.at),
        Finding::Need(capability) => guidance.needs.contains(capability),
        Finding::Hazard(text) => {
            let calls = incident.calls.iter().filter_map(|call| state.calls.get(call));
            incident.dangers.contains(text) && !calls.into_iter().any(|call| call.dangers.contains(text))
        }
        Finding::Crew(text) => guidance.crew.contains(text),
        Finding::Safety(text) => guidance.safety.iter().any(|note| note.text == *text) && unheard(text),
        // Crews that acknowledged a warning of this act have been told to wait.
        Finding::Staging(at) => {
            let warned = rows.iter().filter_map(|row| match &row.event {
                Event::SafetyNoted { text, .. } => Some(text.as_str()),
                _ => None,
            });
            guidance.staging == Some(*at) && warned.into_iter().all(unheard)
        }
        Finding::Mark { mark, run } => {
            let patient = run.and_then(|run| guidance.run(run)).map_or("", |run| run.patient.as_str());
            guidance.mark(patient, mark) == Some(row.at)
        }
    };
    there
        && !without(state, incident, rows).iter().any(|(run, outcome)| match finding {
            Finding::SendNow(_) => outcome.send,
            Finding::Need(capability) => outcome.needs.contains(capability),
            Finding::Hazard(text) => outcome.hazards.contains(text),
            Finding::Crew(text) => outcome.crew.contains(text),
            Finding::Safety(text) => outcome.safety.contains(text),
            Finding::Staging(_) => outcome.stage,
            Finding::Mark { mark, run: of } => of.is_none_or(|of| of == *run) && outcome.marks.contains(mark),
        })
}

/// What the cards of an incident call for without these rows.
fn without(state: &State, incident: &Incident, rows: &[&Recorded]) -> Vec<(RunId, Outcome)> {
    let mut answers: BTreeMap<(RunId, &str), &str> = BTreeMap::new();
    let mut facts: BTreeMap<&str, &str> = BTreeMap::new();
    for row in rows.iter().rev() {
        let line = incident.entries.iter().rev().find(|entry| entry.id == row.id).map(|entry| &entry.line);
        match (&row.event, line) {
            (Event::CardAnswered { run, question, .. }, Some(Line::CardAnswer { was, .. })) => {
                answers.insert((*run, question), was);
            }
            (Event::Answered { question, .. }, Some(Line::Answer { was, .. })) => {
                facts.insert(question, was);
            }
            _ => {}
        }
    }
    let opened = |run: &Run| {
        let opens = |row: &&Recorded| matches!(&row.event, Event::CardOpened { run: other, .. } if *other == run.id);
        rows.iter().copied().any(|row| opens(&row) && row.at == run.opened)
    };
    let kept = incident.guidance.runs.iter().filter(|run| !opened(run));
    kept.filter_map(|run| {
        let card = card_of(state, run)?;
        let mut given: Answers =
            run.answers.iter().map(|(question, answer)| (question.clone(), answer.value.clone())).collect();
        for ((of, question), was) in &answers {
            if *of == run.id {
                given.insert((*question).to_owned(), (*was).to_owned());
            }
        }
        given.retain(|_, answer| !answer.is_empty());
        let fact = |name: &str| {
            let own = run.patient.is_empty() || !PATIENT_FACTS.contains(&name);
            let stands = || incident.answers.get(name).map(|answer| answer.value.as_str());
            let value = facts.get(name).copied().or_else(stands).filter(|value| own && !value.is_empty());
            value.map(str::to_owned)
        };
        Some((run.id, view(&card, &given, &fact).outcome))
    })
    .collect()
}

fn card_of(state: &State, run: &Run) -> Option<Card> {
    Some(read::card(state.cards.get(&run.card)?.texts.get(&run.version)?).0)
}
