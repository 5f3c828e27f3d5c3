//! Decisions about the safety of crews: weapons that somebody speaks of, staging, and warnings that a unit has heard.

use super::{Decision, Desk, one};
use crate::domain::call::CallDetail;
use crate::domain::event::{Event, Finding};
use crate::domain::guidance::SafetyNote;
use crate::domain::ids::{Code, IncidentId, UnitId};
use crate::domain::incident::Incident;
use crate::domain::refusal::Refusal;
use crate::domain::state::State;
use std::collections::BTreeMap;

/// What a warning begins with that an answer of the first assessment makes.
const WEAPON: &str = "Weapon";

/// What a decision learns that endangers whoever goes there: a weapon, or a type of which that is known.
pub(super) fn guarded(state: &State, events: Vec<Event>) -> Vec<Event> {
    staged(state, warned(state, events))
}

/// Where an incident is or becomes of a type that crews wait for, they wait. Whoever said that the scene is safe has said
/// so of the type that it had.
fn staged(state: &State, mut events: Vec<Event>) -> Vec<Event> {
    let stages = |kind: &Code| state.types.get(kind).is_some_and(|kind| kind.stages);
    let mut typed = events.iter().filter_map(|event| match event {
        Event::IncidentOpened { incident, kind, .. }
        | Event::KindChanged { incident, kind }
        | Event::CardRetyped { incident, kind, .. } => Some((*incident, kind)),
        _ => None,
    });
    // A card may find out a type that is nearer to the truth than the one that was typed; the last one counts.
    let last = typed.next_back().filter(|(_, kind)| stages(kind)).map(|(incident, _)| incident);
    if let Some(incident) = last {
        ask_staging(state, &mut events, incident);
    }
    events
}

fn ask_staging(state: &State, events: &mut Vec<Event>, incident: IncidentId) {
    let asked = Event::StagingAsked { incident };
    let waits = state.incidents.get(&incident).is_some_and(|row| row.guidance.staging.is_some());
    if !waits && !events.contains(&asked) {
        events.push(asked);
    }
}

/// A weapon that somebody speaks of: crews wait at a distance and each of them is warned, whoever noted it and whatever
/// card is open. A card that warns of it in the same decision has done so.
fn warned(state: &State, mut events: Vec<Event>) -> Vec<Event> {
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
            Event::Answered { incident, question, answer, .. } if question == "hazards" => {
                let row = state.incidents.get(incident);
                let was = row.and_then(|row| row.answers.get(question)).map_or("", |was| was.value.as_str());
                let parts = |text: &'_ str| text.split(',').map(|part| part.trim().to_lowercase()).collect::<Vec<_>>();
                let known = parts(was);
                // What was said before has warned already.
                if parts(answer).iter().any(|part| speaks_of_weapon(part) && !known.contains(part)) {
                    found.push((*incident, WEAPON.to_owned()));
                }
            }
            Event::Answered { incident, question, answer, .. } if question == "weapons" && is_armed(answer) => {
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
        ask_staging(state, &mut events, incident);
    }
    events
}

fn speaks_of_weapon(danger: &str) -> bool {
    is_armed(danger) && danger.to_lowercase().contains("weapon")
}

/// Whether an answer about weapons is anything but that there is none, or that nobody knows.
fn is_armed(answer: &str) -> bool {
    let first = answer.split(|letter: char| !letter.is_alphabetic()).find(|word| !word.is_empty());
    first.is_some_and(|first| !["no", "none", "unknown", "not"].contains(&first.to_lowercase().as_str()))
}

/// What a text about the safety of crews leads to in the place of an earlier one: its warning, unless it says that there is
/// nothing to warn of. The earlier warning goes, unless a crew has heard it.
pub(super) fn rewarned(row: &Incident, was: &str, text: &str) -> Vec<Event> {
    let (incident, notes) = (row.id, &row.guidance.safety);
    let stale = notes.iter().find(|note| note.text == was && was != text && note.acknowledged.is_empty());
    let stale = stale.map(|note| Event::FindingWithdrawn { incident, detail: Finding::Safety(note.text.clone()) });
    let warns = !says_nothing(text) && !notes.iter().any(|note| note.text == text);
    let fresh = warns.then(|| Event::SafetyNoted { incident, text: text.to_owned() });
    stale.into_iter().chain(fresh).collect()
}

/// Whether a free text says no more than that nothing endangers anybody, or that nobody knows. "No" may begin a warning, too.
fn says_nothing(text: &str) -> bool {
    const PLAIN: [&str; 18] = [
        "no",
        "none",
        "nothing",
        "nil",
        "not",
        "unknown",
        "known",
        "noted",
        "reported",
        "seen",
        "mentioned",
        "far",
        "so",
        "yet",
        "danger",
        "dangers",
        "threat",
        "threats",
    ];
    let text = text.to_lowercase();
    let mut words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| PLAIN.contains(&word))
}

impl Desk<'_> {
    pub(super) fn end_staging(&self, incident: IncidentId) -> Decision {
        match self.open(incident)?.guidance.staging {
            None => Err(Refusal::NotStaged),
            Some(_) => one(Event::StagingEnded { incident }),
        }
    }

    /// Only what was read to the crew is heard: a warning of another window that came in between is not.
    pub(super) fn acknowledge_safety(&self, unit: UnitId, incident: Option<IncidentId>, heard: &[String]) -> Decision {
        let row = self.unit(unit)?;
        let mut read: BTreeMap<IncidentId, Vec<String>> = BTreeMap::new();
        for (id, note) in self.state.unheard(row) {
            if incident.is_none_or(|wanted| wanted == id) && heard.contains(&note.text) {
                read.entry(id).or_default().push(note.text.clone());
            }
        }
        if read.is_empty() {
            return Err(Refusal::NothingToAcknowledge(unit));
        }
        Ok(read.into_iter().map(|(incident, heard)| Event::SafetyAcknowledged { incident, unit, heard }).collect())
    }
}
