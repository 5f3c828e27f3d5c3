//! What guide cards leave behind: the cards of the operation, and what they found on an incident.

use super::Fold;
use super::entries::retired_line;
use crate::domain::entry::{Line, SetUpKind};
use crate::domain::event::{Event, Finding};
use crate::domain::guidance::{Approval, GuideCard, Reached, Run, SafetyNote, SendNow};
use crate::domain::ids::{IncidentId, RunId};
use crate::domain::incident::{Answer, Incident};
use std::collections::{BTreeMap, BTreeSet};

impl Fold<'_> {
    pub(super) fn card(&mut self) {
        let cards = &mut self.state.cards;
        match &self.row.event {
            Event::CardSaved { card, version, title, discipline, types, text } => {
                let known = cards.get(card).map(|known| known.version);
                let row = cards.entry(card.clone()).or_insert_with(|| GuideCard {
                    code: card.clone(),
                    title: String::new(),
                    discipline: String::new(),
                    types: BTreeSet::new(),
                    version: 0,
                    texts: BTreeMap::new(),
                    approvals: BTreeMap::new(),
                    retired: false,
                });
                row.texts.insert(*version, text.clone());
                // Rows of another device may come late; the highest version is the card.
                if row.version <= *version {
                    row.version = *version;
                    row.title.clone_from(title);
                    row.discipline.clone_from(discipline);
                    row.types = types.iter().cloned().collect();
                }
                row.retired = false;
                match known {
                    None => self.added(SetUpKind::Card, title),
                    Some(was) => {
                        self.changed(SetUpKind::Card, title, "version", was.to_string(), version.to_string());
                    }
                }
            }
            Event::CardApproved { card, version, name, date } => {
                let Some(row) = cards.get_mut(card) else { return };
                let was = row.approvals.insert(*version, Approval { name: name.clone(), date: date.clone() });
                let (title, was) = (row.title.clone(), signed(was));
                self.changed(SetUpKind::Card, &title, "approved", was, format!("{name}, {date}"));
            }
            Event::CardApprovalWithdrawn { card, version } => {
                let Some(row) = cards.get_mut(card) else { return };
                let was = row.approvals.remove(version);
                let (title, was) = (row.title.clone(), signed(was));
                self.changed(SetUpKind::Card, &title, "approved", was, String::new());
            }
            Event::CardRetired { card } | Event::CardRestored { card } => {
                let retired = matches!(self.row.event, Event::CardRetired { .. });
                let Some(row) = cards.get_mut(card) else { return };
                row.retired = retired;
                let title = row.title.clone();
                self.set_up(retired_line(SetUpKind::Card, title, retired));
            }
            _ => {}
        }
    }

    pub(super) fn guidance(&mut self) {
        let (at, used) = (self.row.at, self.row.seq);
        match &self.row.event {
            Event::CardOpened { incident, run, card, version, patient } => {
                let title = self.state.cards.get(card).map_or_else(|| card.to_string(), |card| card.title.clone());
                let turned_to = self.use_run(*incident, |other| other.id == *run, |run| run.used = used);
                if turned_to {
                    return;
                }
                self.edit_incident(*incident, |incident| {
                    incident.guidance.runs.push(Run {
                        id: *run,
                        card: card.clone(),
                        version: *version,
                        patient: patient.clone(),
                        opened: at,
                        used,
                        answers: BTreeMap::new(),
                        guide: None,
                        trail: Vec::new(),
                    });
                    Line::CardOpened { title, version: *version, patient: patient.clone() }
                });
            }
            Event::CardAnswered { incident, run, question, asked, answer, shown } => {
                // The card is named where another one is open; else everybody knows which it was.
                let cards = &self.state.cards;
                let title = self.state.incidents.get(incident).and_then(|incident| {
                    let (runs, asks) = (&incident.guidance.runs, incident.guidance.run(*run)?);
                    let several = runs.iter().any(|other| other.card != asks.card);
                    several
                        .then(|| cards.get(&asks.card).map_or_else(|| asks.card.to_string(), |card| card.title.clone()))
                });
                self.edit_incident(*incident, |incident| {
                    let mut was = None;
                    let mut patient = String::new();
                    if let Some(run) = incident.guidance.runs.iter_mut().find(|other| other.id == *run) {
                        run.used = used;
                        patient.clone_from(&run.patient);
                        was = if answer.is_empty() {
                            run.answers.remove(question)
                        } else {
                            run.answers.insert(question.clone(), Answer { value: answer.clone(), at })
                        };
                    }
                    let was = was.map(|was| was.value).unwrap_or_default();
                    let card = title.unwrap_or_default();
                    Line::CardAnswer { card, patient, asked: asked.clone(), was, now: shown.clone() }
                });
            }
            Event::CardStepReached { incident, run, guide, step, said, back } => {
                let reached = Reached { guide: guide.clone(), step: *step, since: at };
                self.use_run(
                    *incident,
                    |other| other.id == *run,
                    |run| {
                        run.used = used;
                        if *back { run.step_back(reached) } else { run.reach(reached) }
                    },
                );
                if !*back {
                    self.edit_incident(*incident, |_| Line::Instruction(said.clone()));
                }
            }
            Event::CardGuideLeft { incident, run } => {
                self.use_run(
                    *incident,
                    |other| other.id == *run,
                    |run| {
                        run.used = used;
                        run.leave_guide();
                    },
                );
            }
            Event::CardRetyped { incident, kind, .. } => {
                if let Some(row) = self.state.types.get_mut(kind) {
                    row.used = true;
                }
                self.edit_incident(*incident, |incident| Line::Kind {
                    was: std::mem::replace(&mut incident.kind, kind.clone()),
                    now: kind.clone(),
                });
                self.touch_crews(*incident);
            }
            Event::CardUrged { incident, priority, .. } => self.edit_incident(*incident, |incident| Line::Priority {
                was: std::mem::replace(&mut incident.priority, *priority),
                now: *priority,
            }),
            Event::SendNowCalled { incident, reason } => self.edit_incident(*incident, |incident| {
                incident.guidance.send_now.get_or_insert_with(|| SendNow { at, reason: reason.clone() });
                Line::SendNow(reason.clone())
            }),
            Event::NeedNoted { incident, capability } => self.edit_incident(*incident, |incident| {
                incident.guidance.needs.insert(capability.clone());
                Line::Need(capability.clone())
            }),
            Event::HazardNoted { incident, text } => self.edit_incident(*incident, |incident| {
                incident.dangers.insert(text.clone());
                Line::DangerNoted(text.clone())
            }),
            Event::CrewLineNoted { incident, text } => self.edit_incident(*incident, |incident| {
                incident.guidance.crew.push(text.clone());
                Line::CrewLine(text.clone())
            }),
            Event::ClockMarked { incident, mark, run, met } => self.edit_incident(*incident, |incident| {
                let run = run.and_then(|run| incident.guidance.run(run));
                let patient = run.map(|run| run.patient.clone()).unwrap_or_default();
                incident.guidance.marks.entry(patient).or_default().entry(mark.clone()).or_insert(met.unwrap_or(at));
                Line::Mark(mark.clone())
            }),
            Event::CompressorChanged { incident, run, resumed } => self.edit_incident(*incident, |incident| {
                Line::CompressorChanged { patient: patient(incident, *run), resumed: *resumed }
            }),
            Event::ContractionBegan { incident, run } => {
                self.edit_incident(*incident, |incident| Line::ContractionBegan { patient: patient(incident, *run) })
            }
            Event::StagingAsked { incident } => {
                self.edit_incident(*incident, |incident| {
                    incident.guidance.staging.get_or_insert(at);
                    Line::Staging(true)
                });
                self.touch_crews(*incident);
            }
            Event::StagingEnded { incident } => {
                self.edit_incident(*incident, |incident| {
                    incident.guidance.staging = None;
                    Line::Staging(false)
                });
                self.touch_crews(*incident);
            }
            Event::SafetyNoted { incident, text } => {
                self.edit_incident(*incident, |incident| {
                    let note = SafetyNote { text: text.clone(), at, acknowledged: BTreeSet::new() };
                    incident.guidance.safety.push(note);
                    Line::Safety(text.clone())
                });
                self.touch_crews(*incident);
            }
            Event::SafetyAcknowledged { incident, unit, heard } => {
                self.edit_incident(*incident, |incident: &mut Incident| {
                    let notes = incident.guidance.safety.iter_mut();
                    let read = notes.filter(|note| heard.is_empty() || heard.contains(&note.text));
                    let fresh = read.filter_map(|note| note.acknowledged.insert(*unit).then(|| note.text.clone()));
                    Line::SafetyAcknowledged { unit: *unit, heard: fresh.collect() }
                });
                self.changes.units.insert(*unit);
            }
            Event::FindingWithdrawn { incident, detail } => {
                self.edit_incident(*incident, |incident| withdraw(incident, detail));
                self.touch_crews(*incident);
            }
            _ => {}
        }
    }

    /// Changes a run without a line of its own. False: there is no such run.
    fn use_run(&mut self, incident: IncidentId, is: impl Fn(&Run) -> bool, edit: impl FnOnce(&mut Run)) -> bool {
        let Some(row) = self.state.incidents.get_mut(&incident) else { return false };
        let Some(run) = row.guidance.runs.iter_mut().find(|run| is(run)) else { return false };
        edit(run);
        self.changes.incidents.insert(incident);
        true
    }
}

fn signed(approval: Option<Approval>) -> String {
    approval.map(|one| format!("{}, {}", one.name, one.date)).unwrap_or_default()
}

/// The patient of a run.
fn patient(incident: &Incident, run: RunId) -> String {
    incident.guidance.run(run).map(|run| run.patient.clone()).unwrap_or_default()
}

fn withdraw(incident: &mut Incident, finding: &Finding) -> Line {
    let guidance = &mut incident.guidance;
    let line = match finding {
        Finding::Hazard(text) => {
            incident.dangers.remove(text);
            return Line::DangerCleared(text.clone());
        }
        Finding::SendNow(reason) => {
            guidance.send_now = None;
            Line::SendNow(reason.clone())
        }
        Finding::Need(capability) => {
            guidance.needs.remove(capability);
            Line::Need(capability.clone())
        }
        Finding::Crew(text) => {
            guidance.crew.retain(|line| line != text);
            Line::CrewLine(text.clone())
        }
        // What a crew has acknowledged was said.
        Finding::Safety(text) => {
            guidance.safety.retain(|note| note.text != *text || !note.acknowledged.is_empty());
            Line::Safety(text.clone())
        }
        Finding::Staging(_) => {
            guidance.staging = None;
            Line::Staging(true)
        }
        Finding::Mark { mark, run } => {
            let patient = run.and_then(|run| guidance.run(run)).map(|run| run.patient.clone()).unwrap_or_default();
            if let Some(marks) = guidance.marks.get_mut(&patient) {
                marks.remove(mark);
            }
            guidance.marks.retain(|_, marks| !marks.is_empty());
            Line::Mark(mark.clone())
        }
    };
    Line::Withdrawn(Box::new(line))
}
