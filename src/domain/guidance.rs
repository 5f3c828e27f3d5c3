//! Guide cards at work: those of the operation, and what was asked, said and found with them on an incident.

use super::card::fault::Fault;
use super::card::lint::links;
use super::card::{Aid, Card, read};
use super::event::Event;
use super::ids::{Code, IncidentId, RunId, UnitId};
use super::incident::{Answer, Incident};
use super::moment::Moment;
use super::presets::type_preset;
use super::state::State;
use super::unit::Unit;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A card of the operation. It is read from its text when it is needed; a run goes on with the version it began with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GuideCard {
    pub code: Code,
    pub title: String,
    /// `medical`, `fire`, `police` or `event`.
    pub discipline: String,
    /// The incident types that open it.
    pub types: BTreeSet<Code>,
    pub version: u32,
    /// The text of every version.
    pub texts: BTreeMap<u32, String>,
    /// Who approved which version. A run goes on with the version that it began with, so an earlier one may still count.
    pub approvals: BTreeMap<u32, Approval>,
    pub retired: bool,
}

impl GuideCard {
    /// The text of the latest version.
    #[must_use]
    pub fn text(&self) -> &str {
        self.texts.get(&self.version).map_or("", String::as_str)
    }

    /// The latest version was approved by this operation.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.approvals.contains_key(&self.version)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    pub name: String,
    /// `2026-11-22`.
    pub date: String,
}

/// One card in use for one patient of one incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    pub id: RunId,
    pub card: Code,
    pub version: u32,
    /// Empty for the patient that the incident's own facts are about.
    pub patient: String,
    pub opened: Moment,
    /// The row that last used it: a window that has no run in hand shows the one with the latest.
    pub used: u64,
    pub answers: BTreeMap<String, Answer>,
    pub guide: Option<Reached>,
    /// The steps that were left for the one that is read out, the latest last.
    pub trail: Vec<Reached>,
}

/// Who has not pushed for so many seconds begins anew with the two minutes.
const PAUSE_SECONDS: i64 = 60;

/// How many steps one can go back.
const LONGEST_TRAIL: usize = 20;

impl Run {
    /// Another step is read out. The same one again, however often, is one step in the trail.
    pub fn reach(&mut self, reached: Reached) {
        if let Some(left) = self.guide.replace(reached)
            && !self.trail.last().is_some_and(|last| last.is_same(&left))
        {
            self.trail.push(left);
        }
        if LONGEST_TRAIL < self.trail.len() {
            self.trail.remove(0);
        }
    }

    pub fn step_back(&mut self, reached: Reached) {
        while self.trail.pop().is_some_and(|left| !left.is_same(&reached)) {}
        self.guide = Some(reached);
    }

    pub fn leave_guide(&mut self) {
        self.trail.clear();
        self.guide = None;
    }

    /// Whether pushing was left for so long, on the way to a step that is reached at `now`, that it begins anew there.
    #[must_use]
    pub fn resumes(&self, card: &Card, now: Moment) -> bool {
        let pushes = |reached: &&Reached| {
            let step = card.step(&reached.guide, reached.step);
            step.is_some_and(|(step, _)| step.aid == Some(Aid::Compressions))
        };
        let mut back = self.guide.iter().chain(self.trail.iter().rev()).peekable();
        let mut paused = None;
        while let Some(other) = back.next_if(|reached| !pushes(reached)) {
            paused = Some(other.since);
        }
        // Without a step before it somebody may push since long ago.
        let pushed = back.next().is_some();
        paused.is_some_and(|since| pushed && PAUSE_SECONDS <= now.seconds_since(since))
    }

    /// What "back" does from an instruction of its card: to the last other one that was left.
    #[must_use]
    pub fn stepped_back(&self, incident: IncidentId, card: &Card) -> Event {
        let here = self.guide.as_ref();
        let other = self.trail.iter().rev().find(|left| here.is_none_or(|here| !left.is_same(here)));
        self.back_to(other, incident, card)
    }

    /// What takes the last step back, which may have led from an instruction to itself.
    #[must_use]
    pub fn step_undone(&self, incident: IncidentId, card: &Card) -> Event {
        self.back_to(self.trail.last(), incident, card)
    }

    fn back_to(&self, left: Option<&Reached>, incident: IncidentId, card: &Card) -> Event {
        match left.and_then(|left| Some((left, card.step(&left.guide, left.step)?.0))) {
            Some((left, found)) => {
                let (guide, step, said) = (left.guide.clone(), left.step, found.say.clone());
                Event::CardStepReached { incident, run: self.id, guide, step, said, back: true }
            }
            None => Event::CardGuideLeft { incident, run: self.id },
        }
    }
}

impl Reached {
    fn is_same(&self, other: &Self) -> bool {
        self.guide == other.guide && self.step == other.step
    }
}

/// Where the instructions stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reached {
    pub guide: String,
    /// From 0.
    pub step: u32,
    pub since: Moment,
}

/// What cards found out about an incident.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Guidance {
    pub runs: Vec<Run>,
    /// Clocks of each patient: `recognised`, `first_compression`. The first time stands.
    pub marks: BTreeMap<String, BTreeMap<String, Moment>>,
    pub send_now: Option<SendNow>,
    /// Capabilities that have to be among the units.
    pub needs: BTreeSet<String>,
    /// What every crew must hear.
    pub crew: Vec<String>,
    /// Crews wait at a distance since then.
    pub staging: Option<Moment>,
    pub safety: Vec<SafetyNote>,
    /// A person has said what type it is, so no card changes it.
    pub type_chosen: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SendNow {
    pub at: Moment,
    pub reason: String,
}

/// A warning that every crew on the way has to acknowledge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SafetyNote {
    pub text: String,
    pub at: Moment,
    pub acknowledged: BTreeSet<UnitId>,
}

/// The run that a window has in hand after an act of its own: the one that it opened or turned to, else the one that it used.
#[must_use]
pub fn taken_up<'a>(events: impl Iterator<Item = &'a Event> + Clone) -> Option<(IncidentId, RunId)> {
    let opened = events.clone().find_map(|event| match event {
        Event::CardOpened { incident, run, .. } => Some((*incident, *run)),
        _ => None,
    });
    // What a fact of the first assessment leads to in the cards that ask it is no work with one of them.
    let mut own = events.take_while(|event| !matches!(event, Event::Answered { .. }));
    opened.or_else(|| {
        own.find_map(|event| match event {
            Event::CardAnswered { incident, run, .. }
            | Event::CardStepReached { incident, run, .. }
            | Event::CardGuideLeft { incident, run }
            | Event::ClockMarked { incident, run: Some(run), .. }
            | Event::CompressorChanged { incident, run, .. }
            | Event::ContractionBegan { incident, run } => Some((*incident, *run)),
            _ => None,
        })
    })
}

impl Guidance {
    /// The run that was used last, in whichever window.
    #[must_use]
    pub fn current(&self) -> Option<&Run> {
        self.runs.iter().max_by_key(|run| run.used)
    }

    /// The run that a window shows: the one that it has in hand, else the one that was used last.
    #[must_use]
    pub fn shown(&self, in_hand: Option<RunId>) -> Option<&Run> {
        in_hand.and_then(|run| self.run(run)).or_else(|| self.current())
    }

    /// When a clock of a patient was stopped.
    #[must_use]
    pub fn mark(&self, patient: &str, mark: &str) -> Option<Moment> {
        self.marks.get(patient)?.get(mark).copied()
    }

    #[must_use]
    pub fn run(&self, id: RunId) -> Option<&Run> {
        self.runs.iter().find(|run| run.id == id)
    }
}

impl State {
    /// The card that incidents of a type open.
    #[must_use]
    pub fn card_of(&self, kind: &Code) -> Option<&GuideCard> {
        self.cards.values().find(|card| !card.retired && card.types.contains(kind))
    }

    /// Whether an incident can be of this type: one of the operation, or one that it could have been started with.
    #[must_use]
    pub fn knows_type(&self, code: &str) -> bool {
        self.types.contains_key(&Code::new(code)) || type_preset(code).is_some()
    }

    /// What the other cards would lose by these next versions: their ways would answer what is no longer asked. Faults that
    /// are there already stop nobody.
    #[must_use]
    pub fn links_lost(&self, cards: &[Card]) -> Vec<Fault> {
        let next = |id: &str| cards.iter().find(|card| card.id == id);
        let others = self.cards.values().filter(|other| !other.retired && next(other.code.as_str()).is_none());
        // Reading a card takes longer than looking for a word in it.
        let near = others.filter(|other| cards.iter().any(|card| other.text().contains(&card.id)));
        let lost = near.flat_map(|other| {
            let (card, _) = read::card(other.text());
            let here = |id: &str| next(id).and_then(|_| Some(read::card(self.cards.get(&Code::new(id))?.text()).0));
            let there = links(&card, other.text(), &here);
            let mut found = links(&card, other.text(), &|id| next(id).cloned());
            found.retain(|fault| !there.contains(fault));
            found
        });
        lost.collect()
    }

    /// The warnings that a unit has not acknowledged, of everything that it is on.
    pub fn unheard<'a>(&'a self, unit: &'a Unit) -> impl Iterator<Item = (IncidentId, &'a SafetyNote)> {
        let works = unit.stack.iter().filter_map(|work| self.assignments.get(work));
        works.filter_map(|work| self.incidents.get(&work.incident)).flat_map(move |incident| {
            let unheard = incident.guidance.safety.iter().filter(move |note| !note.acknowledged.contains(&unit.id));
            unheard.map(move |note| (incident.id, note))
        })
    }

    /// A card said to send at once, and nobody is on the way.
    #[must_use]
    pub fn waits_for_first_unit<'a>(&self, incident: &'a Incident) -> Option<&'a SendNow> {
        let pending = self.phase(incident) == super::incident::Phase::Pending;
        incident.guidance.send_now.as_ref().filter(|_| pending)
    }
}
