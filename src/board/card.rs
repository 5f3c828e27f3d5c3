//! What the card panel shows: the question, what comes next, what was answered, the instruction that is read out.

use crate::board::elapsed::{Standing, left, stretch};
use crate::domain::card::view::{Answers, Said, View, view};
use crate::domain::card::{Aid, Ask, Card, FIRST_COMPRESSION, Guide, Kind, PATIENT_FACTS, Step, Target, Way, read};
use crate::domain::entry::Line;
use crate::domain::guidance::{GuideCard, Reached, Run};
use crate::domain::ids::{Code, RunId};
use crate::domain::incident::Incident;
use crate::domain::moment::Moment;
use crate::domain::state::State;
use crate::domain::unit::{self, Assignment, Unit};
use crate::protocol::travel::{Roads, estimates};
use crate::words::{Msg, say, t};

/// How many of the coming questions a person sees.
pub const AHEAD: usize = 3;
/// After so many seconds without a word the panel proposes to reassure the caller, and to ask again.
const REASSURE_SECONDS: i64 = 60;
const ASK_AGAIN_SECONDS: i64 = 120;

#[derive(Debug, Clone, PartialEq)]
pub struct CardShown {
    pub run: RunId,
    pub card: Code,
    pub version: u32,
    pub title: String,
    pub patient: String,
    /// It is about a patient, so that a second one may need it too.
    pub for_patients: bool,
    pub approved: bool,
    /// The clocks of an arrest belong to it.
    pub has_clocks: bool,
    pub answered: Vec<Done>,
    pub asked: Option<AskShown>,
    pub next: Vec<String>,
    pub guides: Vec<(String, String)>,
    pub cards: Vec<(Code, String)>,
    pub close: Vec<String>,
    pub step: Option<StepShown>,
    /// Who pushes, once somebody does.
    pub pushing: Option<Pushing>,
    /// It has instructions to push, and nobody has begun.
    pub can_begin: bool,
    /// Every card that is open on the incident, and how it is called.
    pub runs: Vec<(RunId, String)>,
    /// What one more patient is called: no card of the incident is open for one of that number.
    pub next_patient: String,
    /// When something was last asked, answered or said. None: nobody is on the line.
    pub last: Option<Moment>,
    /// What the caller is asked once more when it has been quiet for long; empty where no question is the one to ask.
    pub recheck: String,
}

/// Compressions under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pushing {
    /// When the caller first pushed.
    pub first: Moment,
    /// Since when the one who pushes at present does.
    pub changed: Moment,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    pub question: String,
    pub text: String,
    pub shown: String,
    /// It was known before it was asked.
    pub known: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct AskShown {
    pub id: String,
    pub text: String,
    pub note: String,
    pub kind: Kind,
    pub unit: String,
    /// What the keys choose: the key, the value, the label.
    pub keys: Vec<(String, String, String)>,
    /// The answer that stands, where it is asked again.
    pub value: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct StepShown {
    pub guide: String,
    pub title: String,
    pub place: u32,
    pub count: usize,
    pub say: String,
    pub note: String,
    /// What is read out after it, if it leads to one step only.
    pub then: Option<String>,
    pub seconds: u32,
    pub aid: Option<Aid>,
    /// The counter of the compressions begins again after so many; 0 where it goes on.
    pub round: u32,
    pub since: Moment,
    pub ways: Vec<(String, Onward)>,
    /// Where Space leads; none where a way has to be chosen.
    pub next: Option<Onward>,
}

/// Where an instruction leads.
#[derive(Debug, Clone, PartialEq)]
pub struct Onward {
    /// Its name in the card; empty where nothing is chosen.
    pub way: String,
    pub to: Target,
    /// It does more than to lead there: it answers questions, or leads to another card.
    pub decides: bool,
    /// Whoever takes it says that the caller pushes.
    pub begins: bool,
}

impl Onward {
    fn of(way: &Way, step: &Step) -> Self {
        let decides = !way.sets.is_empty() || way.changed || matches!(way.to, Target::Card(_));
        Self { way: way.value.clone(), to: way.to.clone(), decides, begins: step.begins_by(&way.value) }
    }
}

/// The card of a run of an incident, with `again` asked anew if the card asks it.
#[must_use]
pub fn card_shown(
    incident: &Incident,
    run: &Run,
    state: &State,
    card: &Card,
    again: Option<&str>,
) -> Option<CardShown> {
    let known = state.cards.get(&run.card)?;
    let answers: Answers = run.answers.iter().map(|(ask, answer)| (ask.clone(), answer.value.clone())).collect();
    let seen = view(card, &answers, &|fact| fact_of(incident, run, fact));
    let answered = seen.answered.iter().filter_map(|said| {
        let ask = card.asks.get(said.ask)?;
        Some(Done {
            question: ask.id.clone(),
            text: ask.text.clone(),
            shown: ask.label(&said.value),
            known: said.known,
        })
    });
    let again = again.and_then(|id| card.ask(id)).filter(|ask| seen.answered.iter().any(|said| said.ask == *ask));
    let title = |code: &str| state.cards.get(&Code::new(code)).map(|card| (card.code.clone(), card.title.clone()));
    let heard = run.answers.values().map(|answer| answer.at);
    let reached = run.guide.as_ref().map(|guide| guide.since);
    let pushing = pushing(incident, &run.patient);
    Some(CardShown {
        run: run.id,
        card: run.card.clone(),
        version: run.version,
        title: card.title.clone(),
        patient: run.patient.clone(),
        for_patients: card.patient,
        approved: known.approvals.contains_key(&run.version),
        has_clocks: card.has_marks() || incident.guidance.marks.contains_key(&run.patient),
        answered: answered.collect(),
        asked: again.or(seen.asked).and_then(|place| ask_shown(card.asks.get(place)?, &seen, place)),
        next: next_texts(card, &seen, run.guide.is_some() || again.is_some()),
        guides: seen
            .outcome
            .guides
            .iter()
            .filter_map(|id| card.guide(id))
            .map(|guide| (guide.id.clone(), guide.title.clone()))
            .collect(),
        cards: seen.outcome.cards.iter().filter_map(|id| title(id)).filter(|(code, _)| *code != run.card).collect(),
        close: card.close.clone(),
        step: run.guide.as_ref().and_then(|reached| {
            let guide = card.guide(&reached.guide)?;
            step_shown(card, guide, reached)
        }),
        pushing,
        can_begin: pushing.is_none() && card.has_step_with(FIRST_COMPRESSION),
        runs: incident.guidance.runs.iter().map(|run| (run.id, run_name(run, state))).collect(),
        next_patient: next_patient(&incident.guidance.runs),
        last: on_the_line(incident, state).then(|| {
            let spoken = spoken(incident);
            heard.chain(reached).chain(spoken).fold(run.opened, Moment::max)
        }),
        recheck: recheck(card, &seen),
    })
}

/// A caller of the incident has not hung up.
fn on_the_line(incident: &Incident, state: &State) -> bool {
    incident.calls.iter().filter_map(|call| state.calls.get(call)).any(|call| call.ended.is_none())
}

/// When the record last shows, outside of the card, that somebody spoke with the caller.
fn spoken(incident: &Incident) -> Option<Moment> {
    let said = |msg: Msg| t(msg).split('{').next().unwrap_or_default();
    let leads = [Msg::CardCallerSaid, Msg::CardReassured, Msg::CardAskedAgain, Msg::AidContraction].map(said);
    let mut lines = incident.entries.iter().rev().filter(|entry| entry.struck.is_none());
    let found = lines.find(|entry| match &entry.line {
        // A contraction of another patient has the patient before it.
        Line::Note(text) => leads.iter().any(|lead| text.contains(lead)),
        line => matches!(line, Line::ContractionBegan { .. } | Line::CompressorChanged { .. } | Line::Mark(_)),
    });
    found.map(|entry| entry.at)
}

/// The question whose answer would change most: whether they still breathe, else whether they are still awake.
fn recheck(card: &Card, seen: &View) -> String {
    let stands = |fact: &str| {
        let said = |said: &&Said| card.asks.get(said.ask).is_some_and(|ask| ask.fills == fact) && said.value == "yes";
        seen.answered.iter().find(said).and_then(|said| card.asks.get(said.ask))
    };
    stands("breathing").or_else(|| stands("conscious")).map(|ask| ask.text.clone()).unwrap_or_default()
}

/// The coming questions. While something else is in front, the one that is due waits as well.
fn next_texts(card: &Card, seen: &View, waits: bool) -> Vec<String> {
    let due = seen.asked.iter().filter(|_| waits);
    due.chain(&seen.next).take(AHEAD).filter_map(|place| card.asks.get(*place)).map(|ask| ask.text.clone()).collect()
}

/// The patient that the incident's own facts are about is the first and has no number.
fn next_patient(runs: &[Run]) -> String {
    let highest = runs.iter().filter_map(|run| run.patient.parse::<u32>().ok()).max();
    highest.unwrap_or(1).saturating_add(1).max(2).to_string()
}

/// How an open card is called where there are several.
fn run_name(run: &Run, state: &State) -> String {
    let title = state.cards.get(&run.card).map_or(run.card.as_str(), |card| card.title.as_str());
    if run.patient.is_empty() { title.to_owned() } else { say(Msg::CardOfPatient, &[title, &run.patient]) }
}

/// A card before there is an incident, or in the set-up: its first question and those after it, for these answers.
#[must_use]
pub fn preview(card: &Card, answers: &Answers) -> (View, Option<AskShown>, Vec<String>) {
    let seen = view(card, answers, &|_| None);
    let asked = seen.asked.and_then(|place| ask_shown(card.asks.get(place)?, &seen, place));
    let next = next_texts(card, &seen, false);
    (seen, asked, next)
}

fn ask_shown(ask: &Ask, seen: &View, place: usize) -> Option<AskShown> {
    let mut keys: Vec<(String, String, String)> = match ask.kind {
        Kind::YesNo => [("Y", "yes", Msg::Yes), ("N", "no", Msg::No)]
            .map(|(key, value, word)| (key.to_owned(), value.to_owned(), t(word).to_owned()))
            .into(),
        Kind::Choice => (1..)
            .zip(&ask.choices)
            .map(|(digit, (value, label))| (i32::to_string(&digit), value.clone(), label.clone()))
            .collect(),
        _ => Vec::new(),
    };
    keys.push(("U".to_owned(), "unknown".to_owned(), t(Msg::Unknown).to_owned()));
    let value = seen.answered.iter().find(|said| said.ask == place).map(|said| said.value.clone());
    Some(AskShown {
        id: ask.id.clone(),
        text: ask.text.clone(),
        note: ask.note.clone(),
        kind: ask.kind,
        unit: ask.unit.clone(),
        keys,
        value: value.unwrap_or_default(),
    })
}

/// An instruction of a card that nobody is being told: in the set-up.
#[must_use]
pub fn step_of(card: &Card, guide: &str, place: u32) -> Option<StepShown> {
    let reached = Reached { guide: guide.to_owned(), step: place, since: Moment(0) };
    step_shown(card, card.guide(guide)?, &reached)
}

/// Who pushes on the chest of a patient. A change that was taken back is struck in the record.
fn pushing(incident: &Incident, patient: &str) -> Option<Pushing> {
    let first = incident.guidance.mark(patient, FIRST_COMPRESSION)?;
    let changes = incident.entries.iter().rev().filter(|entry| entry.struck.is_none() && first <= entry.at);
    let mut changes = changes.filter(|entry| match &entry.line {
        Line::CompressorChanged { patient: of, .. } => of == patient,
        _ => false,
    });
    Some(Pushing { first, changed: changes.next().map_or(first, |entry| entry.at) })
}

fn step_shown(card: &Card, guide: &Guide, reached: &Reached) -> Option<StepShown> {
    let (place, since) = (reached.step, reached.since);
    let index = usize::try_from(place).ok()?;
    let step = guide.steps.get(index)?;
    let next = match step.ways.as_slice() {
        [] => Some(Onward::of(&Way::next(guide.after(index)), step)),
        [only] => Some(Onward::of(only, step)),
        _ => None,
    };
    let then = next.as_ref().and_then(|on| match &on.to {
        Target::Step(next) => guide.steps.get(*next),
        Target::Guide(id) => card.guide(id).and_then(|guide| guide.steps.first()),
        Target::Card(_) | Target::End => None,
    });
    Some(StepShown {
        guide: guide.id.clone(),
        title: guide.title.clone(),
        place,
        count: guide.steps.len(),
        say: step.say.clone(),
        note: step.note.clone(),
        then: then.map(|step| step.say.clone()),
        seconds: step.seconds,
        aid: step.aid,
        round: step.count,
        since,
        ways: step.ways.iter().map(|way| (way.label.clone(), Onward::of(way, step))).collect(),
        next,
    })
}

/// A fact of the incident as the cards of a run may know it.
fn fact_of(incident: &Incident, run: &Run, fact: &str) -> Option<String> {
    if !run.patient.is_empty() && PATIENT_FACTS.contains(&fact) {
        return None;
    }
    incident.answers.get(fact).map(|answer| answer.value.clone()).filter(|value| !value.is_empty())
}

/// A version of a card, read from its text.
#[must_use]
pub fn card_of(state: &State, code: &Code, version: u32) -> Option<Card> {
    let text = state.cards.get(code)?.texts.get(&version)?;
    Some(read::card(text).0)
}

/// The cards that can be opened, by title.
#[must_use]
pub fn usable_cards(state: &State) -> Vec<&GuideCard> {
    let mut cards: Vec<&GuideCard> = state.cards.values().filter(|card| !card.retired).collect();
    cards.sort_by(|one, two| one.title.cmp(&two.title));
    cards
}

/// The card that a person means by its title or code.
#[must_use]
pub fn card_named(state: &State, text: &str) -> Option<Code> {
    let typed = text.trim().to_lowercase();
    let found = usable_cards(state).into_iter().find(|card| card.title.to_lowercase() == typed);
    found.map(|card| card.code.clone()).or_else(|| {
        let code = Code::new(&typed);
        state.cards.get(&code).filter(|card| !card.retired).map(|card| card.code.clone())
    })
}

/// What to tell the caller about help at `now`, from those who are on the way: `MED2, about 3 min`.
#[must_use]
pub fn help_line(incident: &Incident, state: &State, roads: &dyn Roads, now: Moment) -> String {
    let (mut there, mut waiting, mut coming) = (Vec::new(), Vec::new(), Vec::new());
    for work in state.working(incident) {
        let Some(unit) = state.units.get(&work.unit) else { continue };
        match work.step() {
            unit::Step::OnScene | unit::Step::AtPatient => there.push(unit.call_sign.clone()),
            unit::Step::Staged => waiting.push(unit.call_sign.clone()),
            // Who drives away with a patient is no help to the next one.
            unit::Step::Transporting | unit::Step::AtDestination | unit::Step::HandedOver => {}
            unit::Step::Dispatched | unit::Step::Acknowledged | unit::Step::EnRoute => {
                let estimate = estimates(state, roads, &incident.place, &[unit]).first().copied().flatten();
                let left = estimate.map(|way| i64::from(way.seconds) - on_the_way(work, unit, now));
                coming.push((left, unit.call_sign.clone()));
            }
        }
    }
    if !there.is_empty() {
        return say(Msg::CardHelpThere, &[&there.join(", ")]);
    }
    if !waiting.is_empty() {
        return say(Msg::CardHelpWaits, &[&waiting.join(", ")]);
    }
    coming.sort();
    // Who has no estimate stands first in the order, but says less.
    let first = coming.iter().find(|(seconds, _)| seconds.is_some()).or(coming.first());
    match first {
        None => t(Msg::CardHelpNobody).to_owned(),
        // The crew will stop short of the place for as long as nobody says that it is safe, so no minutes are promised.
        Some((_, sign)) if incident.guidance.staging.is_some() => say(Msg::CardHelpWillWait, &[sign]),
        Some((None, sign)) => say(Msg::CardHelpSent, &[sign]),
        Some((Some(seconds), sign)) if *seconds <= 0 => say(Msg::CardHelpAnyMoment, &[sign]),
        Some((Some(seconds), sign)) => {
            let minutes = (seconds + 59).div_euclid(60).to_string();
            say(Msg::CardHelpComing, &[sign, &minutes])
        }
    }
}

/// Seconds that a unit has been on its way from where it was last seen.
fn on_the_way(work: &Assignment, unit: &Unit, now: Moment) -> i64 {
    let Some(left) = work.time_of(unit::Step::EnRoute) else { return 0 };
    let seen = unit.last_seen.as_ref().map_or(left, |(_, at)| *at);
    now.seconds_since(left.max(seen)).max(0)
}

/// What a silence asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    Reassure,
    AskAgain,
}

impl Prompt {
    /// The prompt of a silence, if it has lasted.
    #[must_use]
    pub fn of(since: Moment, now: Moment) -> Option<Self> {
        match now.seconds_since(since) {
            silent if ASK_AGAIN_SECONDS <= silent => Some(Self::AskAgain),
            silent if REASSURE_SECONDS <= silent => Some(Self::Reassure),
            _ => None,
        }
    }

    /// What to do, `recheck` being the question that is worth asking once more.
    #[must_use]
    pub fn sentence(self, recheck: &str) -> String {
        match self {
            Self::Reassure => t(Msg::CardReassure).to_owned(),
            Self::AskAgain if recheck.is_empty() => t(Msg::CardAskAgain).to_owned(),
            Self::AskAgain => say(Msg::CardAskAgainThis, &[recheck]),
        }
    }

    /// What the record says once it was done.
    #[must_use]
    pub fn note(self, recheck: &str) -> String {
        match self {
            Self::Reassure => t(Msg::CardReassured).to_owned(),
            Self::AskAgain if recheck.is_empty() => say(Msg::CardAskedAgain, &[t(Msg::CardAnythingChanged)]),
            Self::AskAgain => say(Msg::CardAskedAgain, &[recheck]),
        }
    }
}

/// A clock of an arrest: its name, when it was met, the goal in seconds.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkShown {
    pub label: Msg,
    pub met: Option<Moment>,
    pub goal: Option<i64>,
    /// When the place was verified: the second clock of each mark runs from there.
    pub verified: Option<Moment>,
}

impl MarkShown {
    /// The clock from the verified place: what it shows, whether that is time left, and how it stands. A mark that was met
    /// before the place was known has no such clock.
    #[must_use]
    pub fn clock_from_place(&self, now: Moment) -> (String, bool, Standing) {
        let none = || ("–".to_owned(), false, Standing::Plain);
        let Some(verified) = self.verified else { return none() };
        match (self.met, self.goal) {
            (Some(met), _) if met < verified => none(),
            (Some(met), goal) => {
                let took = met.seconds_since(verified);
                let late = goal.is_some_and(|goal| goal < took);
                (stretch(took), false, if late { Standing::Over } else { Standing::Plain })
            }
            (None, Some(goal)) => {
                let (text, standing) = left(now, verified.plus_seconds(goal), goal);
                (text, standing != Standing::Over, standing)
            }
            (None, None) => none(),
        }
    }
}

/// The clocks of an arrest against the goals of the operation, of the patient of a run.
#[must_use]
pub fn marks(incident: &Incident, run: Option<&Run>, state: &State) -> Vec<MarkShown> {
    [("recognised", "tcpr", Msg::CardMarkRecognised), (FIRST_COMPRESSION, "compression", Msg::CardMarkCompression)]
        .into_iter()
        .map(|(mark, goal, label)| MarkShown {
            label,
            met: run.and_then(|run| incident.guidance.mark(&run.patient, mark)),
            goal: state.targets.get(&Code::new(goal)).map(|target| i64::from(target.seconds)),
            verified: incident.verified,
        })
        .collect()
}
