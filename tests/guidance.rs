//! Guide cards at work, as given, when and then: what an answer does in the rows that record it, who has to hear a
//! warning, and what the record says afterwards.
#![cfg(not(target_arch = "wasm32"))]

use firstline::board::card::{card_of, card_shown};
use firstline::board::guidance::fault_line;
use firstline::board::speech::{Clock, line, refusal};
use firstline::domain::apply::apply;
use firstline::domain::call::{CallDetail, Source};
use firstline::domain::card::view::{Answers, view};
use firstline::domain::card::{Card, FIRST_COMPRESSION, Target, notation, read};
use firstline::domain::command::{Ask, Care, Command, NewUnit, Now, Urgency};
use firstline::domain::decide::decide;
use firstline::domain::entry::Author;
use firstline::domain::event::{Event, Finding, Recorded};
use firstline::domain::guidance::taken_up;
use firstline::domain::ids::{Code, CommandId, FreshIds, IncidentId, RunId, UnitId, WindowId};
use firstline::domain::incident::Priority;
use firstline::domain::invariant::problems;
use firstline::domain::moment::Moment;
use firstline::domain::place::Spot;
use firstline::domain::setup::Profile;
use firstline::domain::state::State;
use firstline::domain::undo::{Act, Before, undo};
use firstline::domain::unit::Step;
use firstline::log::codec;
use firstline::tabs::machine::record;
use std::sync::OnceLock;
use uuid::Uuid;

/// Two small cards: one of a fall, for each patient, and one of a fight.
const FALL: &str = r#"
[[card]]
id = "fall"
version = 1
discipline = "medical"
title = "Fall"
types = ["fall"]
life = true
patient = true
author = "Test"
reviewed = "2026-11-22"
source = "Test"

[[card.ask]]
id = "awake"
text = "Are they awake?"
kind = "yes-no"
fills = "conscious"

[[card.ask]]
id = "breathing"
text = "Are they breathing?"
kind = "yes-no"
when = "awake = no"
fills = "breathing"

[[card.ask]]
id = "high"
text = "How many metres did they fall?"
kind = "number"

[[card.rule]]
when = "awake = no and breathing = no"
send = true
priority = 1
type = "cardiac"
needs = ["ALS"]
crew = "Not breathing after a fall"
guide = "push"
mark = "recognised"

[[card.rule]]
when = "high >= 3"
priority = 2
hazard = "Height"
card = "fight"

[[card.guide]]
id = "push"
title = "Push on the chest"

[[card.guide.step]]
id = "kneel"
say = "Kneel beside them."

[[card.guide.step]]
say = "Push hard and fast, 110 times a minute."
aid = "compressions"
mark = "first_compression"
ways = ["on: Go on -> kneel", "moves: They move -> end"]

[[card.example]]
name = "Not breathing"
answers = { awake = "no", breathing = "no", high = "1" }
priority = 1
send = true
type = "cardiac"
needs = ["ALS"]
guides = ["push"]

[[card.example]]
name = "From a roof"
answers = { awake = "yes", high = "6" }
priority = 2
card = "fight"
"#;

const FIGHT: &str = r#"
[[card]]
id = "fight"
version = 1
discipline = "police"
title = "Fight"
types = ["fight", "assault"]
author = "Test"
reviewed = "2026-11-22"

[[card.ask]]
id = "weapon"
text = "Does anyone have a weapon?"
kind = "choice"
choices = ["none: No", "knife: A knife", "gun: A gun"]
fills = "weapons"
safety = true

[[card.rule]]
when = "weapon = knife or weapon = gun"
priority = 1
hazard = "Weapon"
safety = "Weapon at the scene"
stage = true
crew = "Wait for police"

[[card.example]]
name = "A knife"
answers = { weapon = "knife" }
priority = 1
stage = true
safety = "Weapon"

[[card.example]]
name = "Bare hands"
answers = { weapon = "none" }
priority = 2
stage = false
"#;

/// A card that leads to the first, with what was learnt on the way.
const CHOKE: &str = r#"
[[card]]
id = "choking"
version = 1
discipline = "medical"
title = "Choking"
types = ["choking"]
patient = true
author = "Test"
reviewed = "2026-11-22"

[[card.ask]]
id = "speak"
text = "Can they speak?"
kind = "yes-no"

[[card.ask]]
id = "conscious"
text = "Are they awake?"
kind = "yes-no"
fills = "conscious"

[[card.rule]]
when = "speak = no"
guide = "blows"

[[card.rule]]
when = "speak = yes"
crew = "It came out"

[[card.guide]]
id = "blows"
title = "Back blows"

[[card.guide.step]]
say = "Is it out?"
ways = ["limp: They went limp -> card fall", "baby: A child fell -> card fall", "out: It is out -> end", "fall: They fell -> card fall"]
sets = { limp = { awake = "no", breathing = "no", high = "0" }, baby = { awake = "yes" }, out = { speak = "yes" } }
other = ["baby"]

[[card.example]]
name = "Steak"
answers = { speak = "no", conscious = "yes" }
priority = 1

[[card.example]]
name = "Coughs"
answers = { speak = "yes", conscious = "yes" }
priority = 1
"#;

#[derive(Clone)]
struct Desk {
    state: State,
    rows: Vec<Recorded>,
    /// What each row replaced.
    before: Vec<Before>,
    at: Moment,
    asked: u64,
}

impl Desk {
    fn new() -> Self {
        let mut desk = Self::without_cards();
        desk.does(Command::SaveCards(vec![FALL.into(), FIGHT.into()]));
        desk
    }

    fn without_cards() -> Self {
        let (state, at) = (State::default(), Moment(1_792_324_800_000));
        let mut desk = Self { state, rows: Vec::new(), before: Vec::new(), at, asked: 0 };
        let (name, zone, prefix) = ("Trial".into(), "Europe/Warsaw".into(), String::new());
        desk.does(Command::OpenOperation { name, profile: Profile::Event, zone, prefix });
        let unit = |call_sign: &str| NewUnit { call_sign: call_sign.into(), kind: "als".into(), ..NewUnit::default() };
        desk.does(Command::AddUnits(vec![unit("MED1"), unit("SEC1")]));
        desk
    }

    fn try_to(&mut self, command: Command) -> Result<Vec<Recorded>, String> {
        self.asked += 1;
        self.at = self.at.plus_seconds(10);
        let mut chance = [0; 10];
        chance[2..].copy_from_slice(&self.asked.to_be_bytes());
        let mut now =
            Now { at: self.at, offset_minutes: 120, window: WindowId(1), ids: FreshIds::new(self.at.0, chance) };
        let by = Author { operator: "A. Reyes".into(), position: "Calls 1".into() };
        let ask = Ask { id: CommandId(now.ids.fresh()), by, command, happened: None, care: Care::AskFirst };
        let events = match &ask.command {
            Command::Undo(command) => {
                let rows = self.rows.iter().cloned().zip(self.before.iter().cloned());
                let rows = rows.filter(|(row, _)| row.command == *command);
                let acts: Vec<Act> = rows.map(|(row, before)| Act { row, before }).collect();
                undo(&self.state, &acts, &now)
            }
            _ => decide(&self.state, &ask, &now),
        };
        let events = events.map_err(|why| refusal(&why, &self.state, Clock(120)))?;
        // The decision drew ids from its own copy, so the rows must not draw the same ones.
        for _ in 0..events.len() + 1 {
            now.ids.fresh();
        }
        let rows = record(&self.state, &ask, &mut now, events);
        for row in &rows {
            let read = codec::decode(row.seq, &codec::encode(row)).expect("a row that reads back");
            assert_eq!(read, *row);
            self.before.push(Before::of(&self.state, &row.event));
            apply(&mut self.state, row);
        }
        assert_eq!(problems(&self.state), Vec::<String>::new());
        self.rows.extend(rows.clone());
        Ok(rows)
    }

    #[track_caller]
    fn does(&mut self, command: Command) -> String {
        let rows = self.try_to(command).expect("no refusal");
        rows.iter().map(|row| self.told(&row.event)).collect::<Vec<_>>().join("; ")
    }

    #[track_caller]
    fn opens(&mut self, kind: &str) -> String {
        self.does(Command::OpenIncident {
            call: None,
            kind: Code::new(kind),
            priority: None,
            place: Spot::free("Gate 4"),
            summary: String::new(),
        })
    }

    #[track_caller]
    fn answers(&mut self, question: &str, answer: &str) -> String {
        let command = self.answer(question, answer);
        self.does(command)
    }

    fn answer(&self, question: &str, answer: &str) -> Command {
        let (incident, run) = self.current();
        Command::AnswerCard { incident, run, question: question.into(), answer: answer.into() }
    }

    #[track_caller]
    fn reaches(&mut self, step: u32) -> String {
        let (incident, run) = self.current();
        self.does(Command::ReachStep { incident, run, guide: "push".into(), step })
    }

    /// Takes a way of the step that pushes.
    #[track_caller]
    fn pushes(&mut self, way: &str) -> String {
        let (incident, run) = self.current();
        self.does(Command::FollowWay { incident, run, guide: "push".into(), step: 1, way: way.into() })
    }

    /// When the latest patient was first pushed, by the card that is on the screen.
    fn first_push(&self) -> Option<Moment> {
        let guidance = &self.state.incidents[&self.incident()].guidance;
        guidance.mark(&guidance.current()?.patient, FIRST_COMPRESSION)
    }

    /// Takes back the last command.
    #[track_caller]
    fn undoes(&mut self) -> String {
        let last = self.rows.last().expect("a row").command;
        self.does(Command::Undo(last))
    }

    /// Takes a way of the first step of the back blows.
    #[track_caller]
    fn takes(&mut self, way: &str) -> String {
        let (incident, run) = self.current();
        self.does(Command::FollowWay { incident, run, guide: "blows".into(), step: 0, way: way.into() })
    }

    fn dispatches(&mut self, sign: &str) -> String {
        let (incident, unit) = (self.incident(), self.unit(sign));
        self.does(Command::Dispatch { incident, units: vec![unit], step: Step::Dispatched })
    }

    /// The latest incident.
    fn incident(&self) -> IncidentId {
        *self.state.numbers.values().last().expect("an incident")
    }

    fn current(&self) -> (IncidentId, RunId) {
        let incident = self.incident();
        (incident, self.state.incidents[&incident].guidance.current().expect("a card").id)
    }

    fn unit(&self, sign: &str) -> UnitId {
        self.state.unit_called(sign).expect("a unit").id
    }

    /// A unit has heard the warnings that it had not heard.
    #[track_caller]
    fn hears(&mut self, sign: &str) -> String {
        let unit = self.unit(sign);
        let notes = self.state.unheard(&self.state.units[&unit]);
        let heard = notes.map(|(_, note)| note.text.clone()).collect();
        self.does(Command::AcknowledgeSafety { unit, incident: None, heard })
    }

    /// What a unit still has to acknowledge.
    fn unheard(&self, sign: &str) -> String {
        let unit = &self.state.units[&self.unit(sign)];
        self.state.unheard(unit).map(|(_, note)| note.text.clone()).collect::<Vec<_>>().join("; ")
    }

    /// The questions of the card on the screen that have an answer, with it.
    fn shown(&self) -> String {
        let incident = &self.state.incidents[&self.incident()];
        let run = incident.guidance.current().expect("a run");
        let card = card_of(&self.state, &run.card, run.version).expect("a card");
        let shown = card_shown(incident, run, &self.state, &card, None).expect("a card");
        shown.answered.iter().map(|done| format!("{} {}", done.text, done.shown)).collect::<Vec<_>>().join("; ")
    }

    fn urgency(&self) -> &'static str {
        self.state.incidents[&self.incident()].priority.code()
    }

    fn record(&self) -> Vec<String> {
        let incident = &self.state.incidents[&self.incident()];
        incident.entries.iter().map(|entry| line(&entry.line, &self.state, Clock(120))).collect()
    }

    fn told(&self, event: &Event) -> String {
        match event {
            Event::IncidentOpened { kind, priority, .. } => format!("opened {kind} {}", priority.code()),
            Event::CardSaved { card, version, .. } => format!("saved {card} {version}"),
            Event::CardApproved { card, version, name, .. } => format!("approved {card} {version} {name}"),
            Event::CardApprovalWithdrawn { card, version } => format!("withdrawn {card} {version}"),
            Event::CardRetired { card } => format!("retired {card}"),
            Event::CardRestored { card } => format!("restored {card}"),
            Event::CardOpened { card, patient, .. } => format!("card {card}{patient}"),
            Event::CardAnswered { question, answer, .. } => format!("{question} = {answer}"),
            Event::Answered { question, answer, .. } => format!("fact {question} = {answer}"),
            Event::CardStepReached { guide, step, back: true, .. } => format!("back to {guide} {step}"),
            Event::CardStepReached { guide, step, .. } => format!("{guide} {step}"),
            Event::CardGuideLeft { .. } => "left".into(),
            Event::CardRetyped { kind, .. } => format!("card says {kind}"),
            Event::KindChanged { kind, .. } => format!("is {kind}"),
            Event::CardUrged { priority, .. } => format!("card says {}", priority.code()),
            Event::UrgencyChanged { priority, .. } => format!("is {}", priority.code()),
            Event::SendNowCalled { reason, .. } => format!("send: {reason}"),
            Event::NeedNoted { capability, .. } => format!("needs {capability}"),
            Event::HazardNoted { text, .. } => format!("danger {text}"),
            Event::CrewLineNoted { text, .. } => format!("crew: {text}"),
            Event::ClockMarked { mark, .. } => mark.clone(),
            Event::CompressorChanged { resumed: false, .. } => "changed".into(),
            Event::CompressorChanged { .. } => "resumed".into(),
            Event::ContractionBegan { .. } => "contraction".into(),
            Event::EntryStruck { .. } => "struck".into(),
            Event::StagingAsked { .. } => "staging".into(),
            Event::StagingEnded { .. } => "safe".into(),
            Event::SafetyNoted { text, .. } => format!("warning: {text}"),
            Event::FindingWithdrawn { detail: Finding::Mark { mark, .. }, .. } => format!("not {mark}"),
            Event::FindingWithdrawn { detail, .. } => format!("not {}", serde_json::to_string(detail).expect("JSON")),
            Event::SafetyAcknowledged { unit, heard, .. } => {
                format!("{} heard {}", self.state.units[unit].call_sign, heard.join(", "))
            }
            other => format!("{other:?}"),
        }
    }
}

#[test]
fn a_card_opens_with_the_type_it_belongs_to() {
    let mut desk = Desk::new();
    assert_eq!(desk.opens("fall"), "opened fall P3; card fall");
    assert_eq!(desk.opens("noise"), "opened noise P5");
    let incident = desk.incident();
    assert_eq!(desk.does(Command::ChangeKind { incident, kind: Code::new("fight") }), "is fight; card fight");
    // Another type of the same card turns back to it.
    assert_eq!(desk.does(Command::ChangeKind { incident, kind: Code::new("assault") }), "is assault; card fight");
    assert_eq!(desk.state.incidents[&incident].guidance.runs.len(), 1);
}

#[test]
fn one_answer_does_everything_in_one_command() {
    let mut desk = Desk::new();
    desk.opens("fall");
    assert_eq!(desk.answers("awake", "n"), "awake = no; fact conscious = No");
    assert_eq!(
        desk.answers("breathing", "n"),
        "breathing = no; fact breathing = No; card says cardiac; card says P1; send: Not breathing after a fall; \
         needs ALS; crew: Not breathing after a fall; recognised"
    );
    let incident = &desk.state.incidents[&desk.incident()];
    assert!(desk.state.waits_for_first_unit(incident).is_some());
    desk.dispatches("MED1");
    assert!(desk.state.waits_for_first_unit(&desk.state.incidents[&desk.incident()]).is_none());
}

#[test]
fn a_fact_that_is_known_answers_and_sends_by_itself() {
    let mut desk = Desk::new();
    desk.opens("fall");
    let incident = desk.incident();
    let fact = |question: &str| Command::Answer { incident, question: question.into(), answer: "No".into() };
    assert_eq!(desk.does(fact("conscious")), "fact conscious = No");
    let told = desk.does(fact("breathing"));
    assert!(told.starts_with("fact breathing = No; card says cardiac; card says P1; send"), "{told}");
}

#[test]
fn the_later_of_a_cards_answer_and_a_fact_counts() {
    let mut desk = Desk::new();
    desk.opens("fall");
    desk.answers("awake", "no");
    desk.answers("breathing", "yes");
    let incident = desk.incident();
    let fact = |answer: &str| Command::Answer { incident, question: "breathing".into(), answer: answer.into() };
    // They stopped breathing, and whoever hears it notes it in the assessment.
    let told = desk.does(fact("No"));
    assert_eq!(
        told,
        "fact breathing = No; card says cardiac; card says P1; send: Not breathing after a fall; needs ALS; \
         crew: Not breathing after a fall; recognised"
    );
    assert_eq!(desk.undoes().split("; ").last(), Some("fact breathing = Yes"));
    assert!(desk.shown().contains("Are they breathing? Yes"), "{}", desk.shown());
    // The same answer once more is an answer, too.
    desk.does(fact("No"));
    assert!(desk.shown().contains("Are they breathing? No"), "{}", desk.shown());
    assert_eq!(desk.answers("breathing", "yes"), "breathing = yes; fact breathing = Yes");
    assert!(desk.shown().contains("Are they breathing? Yes"), "{}", desk.shown());
    // What is taken back is asked again.
    desk.does(fact(""));
    assert!(!desk.shown().contains("breathing"), "{}", desk.shown());
}

#[test]
fn a_fact_that_the_card_cannot_read_leaves_its_answer() {
    let mut desk = Desk::new();
    desk.does(Command::SaveCards(vec![
        FALL.replace("version = 1", "version = 2")
            .replace("kind = \"number\"", "kind = \"number\"\nfills = \"persons\""),
    ]));
    desk.opens("fall");
    desk.answers("awake", "yes");
    desk.answers("high", "2");
    let incident = desk.incident();
    let fact = |answer: &str| Command::Answer { incident, question: "persons".into(), answer: answer.into() };
    desk.does(fact("rather high"));
    assert!(desk.shown().contains("How many metres did they fall? 2"), "{}", desk.shown());
    assert_eq!(desk.answers("high", "2"), "fact persons = 2");
    assert!(desk.try_to(desk.answer("high", "2")).is_err(), "both say so");
}

#[test]
fn a_way_back_to_a_card_says_again_what_it_was_told_before() {
    let mut desk = choking();
    desk.takes("limp");
    let (incident, run) = desk.current();
    // They breathe, says another card; then they stop again, and the way says what the card was told the first time.
    desk.does(Command::Answer { incident, question: "breathing".into(), answer: "Yes".into() });
    desk.does(Command::OpenCard { incident, card: Code::new("choking"), patient: String::new() });
    let told = desk.takes("limp");
    assert!(told.starts_with("card fall; breathing = no; fact breathing = No; push 0"), "{told}");
    let incident = &desk.state.incidents[&incident];
    assert_eq!(incident.guidance.current().map(|current| current.id), Some(run));
    assert_eq!(incident.answers["breathing"].value, "No");
}

#[test]
fn every_open_card_acts_on_what_one_of_them_learns() {
    let mut desk = Desk::new();
    desk.does(Command::SaveCards(vec![CHOKE.into()]));
    desk.opens("fall");
    let (incident, fall) = desk.current();
    let open =
        |code: &str, patient: &str| Command::OpenCard { incident, card: Code::new(code), patient: patient.into() };
    desk.answers("awake", "yes");
    desk.does(open("fall", "2"));
    desk.answers("awake", "yes");
    desk.does(Command::Answer { incident, question: "breathing".into(), answer: "No".into() });
    desk.does(open("choking", ""));
    desk.answers("speak", "no");
    assert_eq!(
        desk.answers("conscious", "no"),
        "conscious = no; fact conscious = No; card says cardiac; card says P1; send: Not breathing after a fall; \
         needs ALS; crew: Not breathing after a fall; recognised"
    );
    // It is the first patient's, whose card it was noted by; the other one is awake.
    let guidance = &desk.state.incidents[&incident].guidance;
    assert!(guidance.mark("", "recognised").is_some() && guidance.mark("2", "recognised").is_none());
    assert_eq!(guidance.current().map(|run| run.card.as_str()), Some("choking"), "what is read goes on");
    assert_eq!(guidance.run(fall).map(|run| run.answers.len()), Some(0), "the fact stands in its place");
    // Undo takes back all of it, and turning to the card afterwards says nothing twice.
    assert!(desk.undoes().starts_with("not recognised; not {\"crew\""));
    desk.answers("conscious", "no");
    assert_eq!(desk.does(open("fall", "")), "card fall");
    assert!(desk.shown().starts_with("Are they awake? No; Are they breathing? No"), "{}", desk.shown());
}

#[test]
fn cards_act_on_how_many_a_caller_says_are_hurt() {
    let mut desk = Desk::new();
    let fills = FALL.replace("version = 1", "version = 2").replace("\"number\"", "\"number\"\nfills = \"hurt\"");
    desk.does(Command::SaveCards(vec![fills]));
    let call = |desk: &mut Desk, hurt: u16| {
        desk.does(Command::StartCall { source: Source::Phone });
        let call = *desk.state.calls.keys().last().expect("a call");
        desk.does(Command::DescribeCall { call, detail: CallDetail::Hurt(Some(hurt)) });
        call
    };
    desk.opens("fall");
    let incident = desk.incident();
    let first = call(&mut desk, 4);
    let told = desk.does(Command::AttachCall { call: first, incident });
    assert!(told.ends_with("card says P2; danger Height"), "{told}");
    // A card that was told otherwise goes by the later word.
    desk.answers("high", "1");
    let told = desk.does(Command::DescribeCall { call: first, detail: CallDetail::Hurt(Some(6)) });
    assert!(told.contains("; fact hurt = 6"), "{told}");
    assert!(desk.shown().contains("How many metres did they fall? 6"), "{}", desk.shown());
    // Another caller does not overrule what is known.
    let second = call(&mut desk, 9);
    assert_eq!(desk.try_to(Command::AttachCall { call: second, incident }).map(|rows| rows.len()), Ok(1));
}

#[test]
fn urgency_is_raised_and_a_persons_choice_stands() {
    let mut desk = Desk::new();
    desk.opens("fall");
    assert_eq!(desk.answers("high", "4"), "high = 4; card says P2; danger Height");
    let incident = desk.incident();
    desk.does(Command::ChangeUrgency { incident, priority: Priority::P4 });
    // The same rule goes on holding; it has been heard and overruled.
    assert_eq!(desk.answers("high", "5"), "high = 5");
    assert_eq!(desk.urgency(), "P4");
    // What is worse than all that was known is news.
    desk.answers("awake", "no");
    assert!(desk.answers("breathing", "no").contains("card says P1"));
    // Nothing makes it less urgent.
    assert_eq!(desk.answers("breathing", "yes"), "breathing = yes; fact breathing = Yes");
    assert_eq!(desk.urgency(), "P1");
}

#[test]
fn a_type_that_a_person_chose_is_not_changed() {
    let mut desk = Desk::new();
    desk.opens("noise");
    let incident = desk.incident();
    desk.does(Command::ChangeKind { incident, kind: Code::new("fall") });
    desk.answers("awake", "no");
    assert!(!desk.answers("breathing", "no").contains("cardiac"));
    assert_eq!(desk.state.incidents[&incident].kind, Code::new("fall"));
}

#[test]
fn who_says_how_urgent_it_is_when_it_opens_is_heard() {
    let mut desk = Desk::new();
    desk.does(Command::SaveCards(vec![
        FIGHT
            .replace("version = 1", "version = 2")
            .replace(
                "when = \"weapon = knife or weapon = gun\"\npriority = 1",
                "priority = 1\n[[card.rule]]\nwhen = \"weapon = knife or weapon = gun\"",
            )
            .replace(
                "name = \"Bare hands\"\nanswers = { weapon = \"none\" }\npriority = 2",
                "name = \"Bare hands\"\nanswers = { weapon = \"none\" }\npriority = 1",
            ),
    ]));
    assert_eq!(desk.opens("fight"), "opened fight P2; card fight; card says P1");
    let told = desk.does(Command::OpenIncident {
        call: None,
        kind: Code::new("fight"),
        priority: Some(Urgency::Chosen(Priority::P4)),
        place: Spot::free("Gate 4"),
        summary: String::new(),
    });
    assert_eq!(told, "opened fight P4; card fight");
}

/// A card that is urgent as it opens, and more so with an answer.
const DOWN: &str = r#"
[[card]]
id = "man-down"
version = 1
discipline = "medical"
title = "Man down"
types = ["unconscious"]
author = "Test"
reviewed = "2026-11-22"

[[card.ask]]
id = "awake"
text = "Are they awake?"
kind = "yes-no"

[[card.rule]]
priority = 2

[[card.rule]]
when = "awake = no"
priority = 1

[[card.example]]
name = "Awake"
answers = { awake = "yes" }
priority = 2

[[card.example]]
name = "Not awake"
answers = { awake = "no" }
priority = 1
"#;

#[test]
fn what_words_suggest_is_no_choice_of_a_person() {
    let mut desk = Desk::new();
    desk.does(Command::SaveCards(vec![DOWN.into()]));
    let open = |urgency| Command::OpenIncident {
        call: None,
        kind: Code::new("unconscious"),
        priority: Some(urgency),
        place: Spot::free("Gate 4"),
        summary: String::new(),
    };
    let told = desk.does(open(Urgency::Suggested(Priority::P3)));
    assert_eq!(told, "opened unconscious P3; card man-down; card says P2");
    assert_eq!(desk.answers("awake", "no"), "awake = no; card says P1");
    // What a person chose stands until another rule finds more.
    assert_eq!(desk.does(open(Urgency::Chosen(Priority::P4))), "opened unconscious P4; card man-down");
    assert_eq!(desk.answers("awake", "yes"), "awake = yes");
    assert_eq!(desk.answers("awake", "no"), "awake = no; card says P1");
}

#[test]
fn a_rule_that_held_all_along_silences_no_other() {
    let mut desk = Desk::new();
    desk.does(Command::SaveCards(vec![
        DOWN.replace("priority = 2\n\n[[card.rule]]", "priority = 1\n\n[[card.rule]]")
            .replace("answers = { awake = \"yes\" }\npriority = 2", "answers = { awake = \"yes\" }\npriority = 1"),
    ]));
    assert_eq!(desk.opens("unconscious"), "opened unconscious P1; card man-down");
    let incident = desk.incident();
    desk.does(Command::ChangeUrgency { incident, priority: Priority::P2 });
    assert_eq!(desk.answers("awake", "no"), "awake = no; card says P1");
}

#[test]
fn a_weapon_warns_every_crew_whoever_notes_it() {
    let mut desk = Desk::new();
    desk.opens("noise");
    let incident = desk.incident();
    desk.dispatches("MED1");
    let fact = |answer: &str| Command::Answer { incident, question: "weapons".into(), answer: answer.into() };
    assert_eq!(desk.does(fact("None")), "fact weapons = None");
    assert_eq!(desk.does(fact("No weapon")), "fact weapons = No weapon");
    assert_eq!(desk.does(fact("Unknown")), "fact weapons = Unknown");
    assert_eq!(desk.does(fact("Knife")), "fact weapons = Knife; warning: Weapon: Knife; staging");
    assert_eq!(desk.unheard("MED1"), "Weapon: Knife");
    // Among the dangers of a first assessment it is one, too.
    let mut other = Desk::new();
    other.opens("noise");
    let hazards = |answer: &str| {
        let incident = other.incident();
        other.does(Command::Answer { incident, question: "hazards".into(), answer: answer.into() })
    };
    assert_eq!(
        ["Crowd", "Crowd, Weapon"].map(hazards),
        ["fact hazards = Crowd", "fact hazards = Crowd, Weapon; warning: Weapon; staging"]
    );
    // The chip says no more than that.
    let call = |desk: &mut Desk| {
        desk.does(Command::StartCall { source: Source::Phone });
        *desk.state.calls.keys().last().expect("a call")
    };
    let weapon = |call| Command::DescribeCall { call, detail: CallDetail::DangerNoted("Weapon".into()) };
    let second = call(&mut desk);
    desk.does(Command::AttachCall { call: second, incident });
    assert_eq!(desk.try_to(weapon(second)).expect("noted").len(), 1);
    // Before there is an incident nobody is to be warned; then everybody is.
    let first = call(&mut desk);
    assert_eq!(desk.try_to(weapon(first)).expect("noted").len(), 1);
    let told = desk.does(Command::OpenIncident {
        call: Some(first),
        kind: Code::new("noise"),
        priority: None,
        place: Spot::free("Gate 5"),
        summary: String::new(),
    });
    assert!(told.ends_with("warning: Weapon; staging"), "{told}");
}

#[test]
fn each_patient_has_clocks_of_their_own() {
    let mut desk = Desk::new();
    desk.opens("fall");
    desk.answers("awake", "no");
    desk.answers("breathing", "no");
    desk.reaches(1);
    desk.pushes("on");
    let incident = desk.incident();
    desk.does(Command::OpenCard { incident, card: Code::new("fall"), patient: "2".into() });
    assert_eq!(desk.answers("awake", "no"), "awake = no");
    assert_eq!(desk.answers("breathing", "no"), "breathing = no; recognised");
    let guidance = &desk.state.incidents[&incident].guidance;
    assert!(guidance.mark("2", "recognised") > guidance.mark("", "recognised"));
    assert_eq!(guidance.mark("2", "first_compression"), None);
    desk.reaches(1);
    assert_eq!(desk.pushes("on"), "first_compression; push 0");
    // A mark of an older row names no run; it is the first patient's.
    let guidance = &mut desk.state.incidents.get_mut(&incident).expect("it").guidance;
    guidance.marks.clear();
    let mut row = desk.rows.last().expect("a row").clone();
    row.seq += 1;
    row.event = Event::ClockMarked { incident, mark: "recognised".into(), run: None, met: None };
    apply(&mut desk.state, &row);
    assert_eq!(desk.state.incidents[&incident].guidance.mark("", "recognised"), Some(row.at));
}

#[test]
fn a_second_patient_has_facts_of_their_own() {
    let mut desk = Desk::new();
    desk.opens("fall");
    desk.answers("awake", "no");
    let incident = desk.incident();
    let second = Command::OpenCard { incident, card: Code::new("fall"), patient: "2".into() };
    assert_eq!(desk.does(second.clone()), "card fall2");
    assert!(desk.try_to(second).is_err(), "it is open already");
    assert_eq!(desk.answers("awake", "yes"), "awake = yes");
    assert_eq!(desk.state.incidents[&incident].answers["conscious"].value, "No");
    assert_eq!(desk.record().last().map(String::as_str), Some("Patient 2. Are they awake? Yes"));
    // Back to the first, without loss.
    let first = Command::OpenCard { incident, card: Code::new("fall"), patient: String::new() };
    desk.does(first);
    assert_eq!(desk.answers("breathing", "yes"), "breathing = yes; fact breathing = Yes");
}

/// Two windows on one incident: each goes on with the card that it used or turned to itself, whichever was used last.
#[test]
fn a_window_keeps_the_card_that_it_has_in_hand() {
    let mut desk = Desk::new();
    desk.opens("fall");
    let of = |desk: &Desk| taken_up(desk.rows.iter().rev().take(1).map(|row| &row.event));
    let (incident, first) = desk.current();
    desk.answers("awake", "no");
    let opened = |row: &&Recorded| matches!(row.event, Event::CardOpened { .. });
    let rows: Vec<&Recorded> = desk.rows.iter().skip_while(|row| !opened(row)).collect();
    assert_eq!(taken_up(rows.into_iter().map(|row| &row.event)), Some((incident, first)));
    desk.does(Command::OpenCard { incident, card: Code::new("fall"), patient: "2".into() });
    let (_, second) = desk.current();
    assert_eq!(of(&desk), Some((incident, second)));
    let guidance = &desk.state.incidents[&incident].guidance;
    let shown = |in_hand| guidance.shown(in_hand).map(|run| run.id);
    assert_eq!(shown(Some(first)), Some(first), "another window has opened a card since");
    assert_eq!(shown(None), Some(second), "a window that did nothing yet shows what is used elsewhere");
    assert_eq!(shown(Some(RunId(Uuid::nil()))), Some(second), "a run that is not there");
    desk.does(Command::Note { incident: Some(incident), text: "Quiet".into() });
    assert_eq!(of(&desk), None, "that was no act on a card");
    let (question, answer) = ("breathing".into(), "No".into());
    let rows = desk.try_to(Command::Answer { incident, question, answer }).expect("no refusal");
    assert!(rows.iter().any(|row| matches!(row.event, Event::ClockMarked { run: Some(_), .. })), "a card heard it");
    assert_eq!(taken_up(rows.iter().map(|row| &row.event)), None, "the first assessment is no card");
}

#[test]
fn an_answer_has_to_fit_its_question() {
    let mut desk = Desk::new();
    desk.opens("fall");
    for (question, answer, why) in [
        ("breathing", "yes", "The card does not ask “breathing” with these answers."),
        ("nothing", "yes", "The card does not ask “nothing” with these answers."),
        ("awake", "perhaps", "That is no answer to “Are they awake?”."),
        ("high", "tall", "That is no answer to “How many metres did they fall?”."),
    ] {
        let command = desk.answer(question, answer);
        assert_eq!(desk.try_to(command).map(|_| ()), Err(why.to_owned()));
    }
    assert_eq!(desk.answers("awake", "u"), "awake = unknown; fact conscious = Unknown");
    assert_eq!(desk.answers("awake", ""), "awake = ");
}

#[test]
fn instructions_are_written_down_as_they_are_read_out() {
    let mut desk = Desk::new();
    desk.opens("fall");
    assert_eq!(desk.reaches(0), "push 0");
    assert_eq!(desk.reaches(1), "push 1");
    let (incident, run) = desk.current();
    assert_eq!(desk.does(Command::LeaveGuide { incident, run }), "left");
    assert!(desk.try_to(Command::LeaveGuide { incident, run }).is_err());
    assert!(desk.try_to(Command::ReachStep { incident, run, guide: "push".into(), step: 2 }).is_err());
    assert!(desk.record().contains(&"Told the caller: Kneel beside them.".to_owned()));
}

/// The clock stopped before a word of the step was read.
#[test]
fn the_first_compression_is_when_they_push_and_not_when_they_are_told_to() {
    let mut desk = Desk::new();
    desk.opens("fall");
    desk.reaches(0);
    assert_eq!(desk.reaches(1), "push 1");
    assert_eq!(desk.pushes("moves"), "left", "somebody who moves was perhaps never pushed");
    assert_eq!(desk.first_push(), None);
    desk.reaches(1);
    assert_eq!(desk.pushes("on"), "first_compression; push 0");
    let first = desk.first_push();
    assert_eq!(first, Some(desk.at));
    desk.reaches(1);
    assert_eq!(desk.pushes("on"), "push 0", "the first time stands");
    assert_eq!(desk.first_push(), first);

    // Undo of such a way takes both back; a person says it by hand as well, and takes it back.
    let mut desk = Desk::new();
    desk.opens("fall");
    desk.reaches(1);
    desk.pushes("on");
    assert_eq!(desk.undoes(), "back to push 1; not first_compression");
    let (incident, run) = desk.current();
    let stop = Command::StopClock { incident, run, mark: FIRST_COMPRESSION.into() };
    let restart = Command::RestartClock { incident, run, mark: FIRST_COMPRESSION.into() };
    assert!(desk.try_to(restart.clone()).is_err(), "nothing was stopped");
    assert_eq!(desk.does(stop.clone()), "first_compression");
    assert!(desk.try_to(stop.clone()).is_err());
    // A slip of the hand loses no time: the clock stands again where it stood.
    let stopped = desk.first_push();
    desk.at = desk.at.plus_seconds(30);
    assert_eq!(desk.does(restart.clone()), "not first_compression");
    assert_eq!(desk.undoes(), "first_compression");
    assert_eq!(desk.first_push(), stopped);
    assert_eq!(desk.does(restart), "not first_compression");
    assert_eq!(desk.first_push(), None);
    assert_eq!(desk.does(stop), "first_compression");
    assert_eq!(desk.undoes(), "not first_compression");
    let other = Command::StopClock { incident, run, mark: "recognised".into() };
    assert!(desk.try_to(other).is_err(), "no step of the card has it");
}

/// "Changed over" left the prompt standing, and whoever began anew after a pause was to change at once.
#[test]
fn two_minutes_begin_with_each_one_who_pushes() {
    let mut desk = Desk::new();
    desk.does(Command::SaveCards(vec![FALL.replace("version = 1", "version = 2").replace(
        "ways = [\"on: Go on -> kneel\", \"moves: They move -> end\"]",
        "ways = [\"on: Go on -> kneel\", \"moves: They move -> end\", \"next: Somebody else -> kneel\"]\nchanged = [\"next\"]",
    )]));
    desk.opens("fall");
    desk.reaches(1);
    let (incident, run) = desk.current();
    let change = Command::ChangeCompressor { incident, run };
    assert!(desk.try_to(change.clone()).is_err(), "nobody has begun");
    assert_eq!(desk.pushes("next"), "push 0", "nobody has pushed, so nobody takes over");
    desk.reaches(1);
    desk.pushes("on");
    desk.reaches(1);
    assert_eq!(desk.pushes("next"), "changed; push 0");
    assert_eq!(desk.undoes(), "back to push 1; struck");
    assert_eq!(desk.does(change), "changed");
    assert_eq!(desk.undoes(), "struck");
    // A short way around is no pause, a minute is one.
    desk.reaches(0);
    assert_eq!(desk.reaches(1), "push 1");
    desk.reaches(0);
    desk.at = desk.at.plus_seconds(60);
    assert_eq!(desk.reaches(1), "push 1; resumed");
    assert!(desk.record().contains(&"Compressions go on after a pause".to_owned()));
    // Back to the questions is no pause: whoever pushes goes on meanwhile.
    desk.does(Command::LeaveGuide { incident, run });
    desk.at = desk.at.plus_seconds(60);
    assert_eq!(desk.reaches(1), "push 1");
    assert_eq!(desk.does(Command::BeginContraction { incident, run }), "contraction");
    assert_eq!(desk.undoes(), "struck");
}

/// Back led to the step that is printed above, whatever had been left, and the caller was "told" it once more.
#[test]
fn back_leads_to_the_instruction_that_was_left_and_tells_nobody() {
    let mut desk = Desk::new();
    desk.opens("fall");
    let (incident, run) = desk.current();
    let back = Command::StepBack { incident, run };
    assert!(desk.try_to(back.clone()).is_err(), "nothing is read out");
    desk.reaches(1);
    desk.reaches(0);
    desk.reaches(0);
    let told = desk.record().len();
    assert_eq!(desk.does(back.clone()), "back to push 1");
    assert_eq!(desk.record().len(), told, "nobody was told anything");
    assert_eq!(desk.reaches(0), "push 0");
    assert_eq!(desk.does(back.clone()), "back to push 1");
    assert_eq!(desk.does(back.clone()), "left", "from the first one to the questions");
    assert!(desk.try_to(back).is_err());
}

/// Undo of a way from a step to itself led to the step before it.
#[test]
fn a_step_that_leads_to_itself_is_undone_to_itself() {
    let mut desk = Desk::new();
    let again = FALL.replace("version = 1", "version = 2").replace("on: Go on -> kneel", "on: Go on -> beat");
    desk.does(Command::SaveCards(vec![again.replace("say = \"Push hard", "id = \"beat\"\nsay = \"Push hard")]));
    desk.opens("fall");
    desk.reaches(0);
    desk.reaches(1);
    assert_eq!(desk.pushes("on"), "first_compression; push 1");
    assert_eq!(desk.undoes(), "back to push 1; not first_compression");
    desk.pushes("on");
    desk.pushes("on");
    let (incident, run) = desk.current();
    assert_eq!(desk.does(Command::StepBack { incident, run }), "back to push 0", "back leads to another step");
}

/// A person who is choking, awake, while blows are read out.
fn choking() -> Desk {
    let mut desk = Desk::new();
    desk.does(Command::SaveCards(vec![CHOKE.into()]));
    desk.opens("choking");
    desk.answers("speak", "no");
    desk.answers("conscious", "yes");
    let (incident, run) = desk.current();
    desk.does(Command::ReachStep { incident, run, guide: "blows".into(), step: 0 });
    desk
}

/// What each way of an instruction of the shipped cards does to an incident: none is refused, each leads where its card says,
/// and what it answers stands.
#[test]
fn every_way_of_every_shipped_card_leads_where_it_says() {
    let mut desk = Desk::without_cards();
    let mut texts = Vec::new();
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/public/cards")).expect("the shipped cards") {
        let file = std::fs::read_to_string(file.expect("a file").path()).expect("a text");
        texts.extend(notation::split(&file).into_iter().map(|cut| cut.text.to_owned()));
    }
    let cards: Vec<Card> = texts.iter().map(|text| read::card(text).0).collect();
    desk.does(Command::SaveCards(texts));
    desk.rows.clear();
    desk.before.clear();
    let (mut taken, mut wrong) = (0, Vec::new());
    for card in &cards {
        let mut opened = desk.clone();
        opened.opens("noise");
        let (incident, code) = (opened.incident(), Code::new(&card.id));
        // It is there already where it is the card of the type itself.
        opened.try_to(Command::OpenCard { incident, card: code, patient: String::new() }).ok();
        let run = opened.current().1;
        for (guide, (step, place)) in
            card.guides.iter().flat_map(|guide| guide.steps.iter().zip(0..).map(move |step| (guide, step)))
        {
            let mut there = opened.clone();
            there.does(Command::ReachStep { incident, run, guide: guide.id.clone(), step: place });
            let none = [("", guide.after(place as usize), &[][..], false)];
            let ways = step.ways.iter().map(|way| (way.value.as_str(), way.to.clone(), &way.sets[..], way.other));
            for (way, to, sets, other) in ways.chain(none.into_iter().filter(|_| step.ways.is_empty())) {
                taken += 1;
                let mut after = there.clone();
                let follow =
                    Command::FollowWay { incident, run, guide: guide.id.clone(), step: place, way: way.into() };
                let done = after.try_to(follow);
                let now = after.state.incidents[&incident].guidance.current().expect("a run").clone();
                let reached = now.guide.as_ref().map(|reached| (reached.guide.as_str(), reached.step as usize));
                let led = match &to {
                    Target::Step(next) => now.id == run && reached == Some((&guide.id, *next)),
                    Target::Guide(next) => now.id == run && reached == Some((next, 0)),
                    Target::End => now.id == run && reached.is_none(),
                    Target::Card(next) => now.card.as_str() == next && now.patient.is_empty() != other,
                };
                // Of what a way answers, all that the card asks once it is answered has to stand.
                let card_there = cards.iter().find(|card| card.id == now.card.as_str()).expect("a shipped card");
                let stands = now.answers.iter().map(|(question, answer)| (question.clone(), answer.value.clone()));
                let given: Answers = stands.chain(sets.iter().cloned()).collect();
                let facts = &after.state.incidents[&incident].answers;
                let fact = |fact: &str| facts.get(fact).filter(|_| !other).map(|answer| answer.value.clone());
                let seen = view(card_there, &given, &fact);
                let asked = seen.answered.iter().map(|said| card_there.asks[said.ask].id.as_str());
                let lost: Vec<&str> = asked
                    .filter(|asked| sets.iter().any(|(question, _)| question == asked))
                    .filter(|asked| now.answers.get(*asked).map(|answer| &answer.value) != given.get(*asked))
                    .collect();
                if done.is_err() || !led || !lost.is_empty() {
                    let (id, place, why) = (&card.id, place + 1, done.err());
                    wrong.push(format!("{id}, guide {}, step {place}, {way}: {why:?}, {led}, {lost:?}", guide.id));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(1_000 < taken, "{taken} ways");
}

#[test]
fn a_way_brings_along_what_was_learnt_on_it() {
    let mut desk = choking();
    assert_eq!(
        desk.takes("limp"),
        "card fall; awake = no; fact conscious = No; breathing = no; fact breathing = No; high = 0; card says cardiac; \
         send: Not breathing after a fall; needs ALS; crew: Not breathing after a fall; recognised; push 0"
    );
    let run = desk.state.incidents[&desk.incident()].guidance.current().expect("the card").clone();
    assert_eq!((run.card.as_str(), run.guide.map(|reached| reached.step)), ("fall", Some(0)));
    // Taken once more after it was corrected, it answers and begins again.
    desk.answers("breathing", "yes");
    let incident = desk.incident();
    let back = Command::OpenCard { incident, card: Code::new("choking"), patient: String::new() };
    desk.does(back);
    assert_eq!(desk.takes("limp"), "card fall; breathing = no; fact breathing = No; push 0");
}

#[test]
fn a_way_that_says_nothing_opens_the_card_with_its_questions() {
    let mut desk = choking();
    assert_eq!(desk.takes("fall"), "card fall");
    assert_eq!(desk.answers("high", "1"), "high = 1");
}

#[test]
fn a_way_to_another_patient_keeps_their_facts_apart() {
    let mut desk = choking();
    assert_eq!(desk.takes("baby"), "card fall2; awake = yes");
    let incident = desk.incident();
    assert_eq!(desk.state.incidents[&incident].answers["conscious"].value, "Yes");
    desk.does(Command::OpenCard { incident, card: Code::new("choking"), patient: String::new() });
    assert_eq!(desk.takes("baby"), "card fall3; awake = yes");
}

#[test]
fn a_way_inside_a_card_answers_too() {
    let mut desk = choking();
    assert_eq!(desk.takes("out"), "speak = yes; crew: It came out; left");
    let (incident, run) = desk.current();
    let way = |way: &str| Command::FollowWay { incident, run, guide: "blows".into(), step: 0, way: way.into() };
    assert!(desk.try_to(way("out")).is_err(), "nothing changes");
    assert!(desk.try_to(way("nowhere")).is_err());
    // An instruction without ways leads to the next one.
    desk.opens("fall");
    let (incident, run) = desk.current();
    let next = Command::FollowWay { incident, run, guide: "push".into(), step: 0, way: String::new() };
    assert_eq!(desk.does(next), "push 1");
}

#[test]
fn what_a_way_answers_is_held_against_the_card_it_leads_to() {
    let mut desk = Desk::new();
    let mut refused =
        |from: &str, to: &str| desk.try_to(Command::SaveCards(vec![CHOKE.replace(from, to)])).unwrap_err();
    let why = refused("breathing = \"no\"", "breath = \"no\"");
    assert_eq!(
        why,
        "choking, line 38, guide blows, step 1, sets: The way answers “breath = no”, which the card that it leads to \
         does not ask, or not so."
    );
    assert!(refused("breathing = \"no\"", "breathing = \"perhaps\"").contains("“breathing = perhaps”"));
    assert!(refused("out = { speak = \"yes\" }", "out = { spoke = \"yes\" }").contains("“spoke = yes”"));
    assert!(refused("out = { speak", "gone = { speak").contains("“gone” is no way of this step."));
    assert!(refused("other = [\"baby\"]", "other = [\"child\"]").contains("“child” is no way of this step."));
    assert!(refused("other = [\"baby\"]", "other = [\"out\"]").contains("“out” leads to no card"));
}

#[test]
fn a_next_version_keeps_what_other_cards_lean_on() {
    let mut desk = Desk::new();
    desk.does(Command::SaveCards(vec![CHOKE.into()]));
    let asks_less = |version: u32| {
        let text = FALL.replace("version = 1", &format!("version = {version}"));
        let text = text.replace("id = \"breathing\"", "id = \"breathes\"").replace("breathing = ", "breathes = ");
        text.replace("and breathing", "and breathes")
    };
    let why = desk.try_to(Command::SaveCards(vec![asks_less(2)])).expect_err("a way would lead nowhere");
    assert_eq!(
        why,
        "choking, line 37, guide blows, step 1, sets: The way answers “breathing = no”, which the card that it leads to \
         does not ask, or not so."
    );
    // Both at once, or whoever leads there first.
    let leads = |version: u32| {
        let text = CHOKE.replace("version = 1", &format!("version = {version}"));
        text.replace("breathing = \"no\"", "breathes = \"no\"")
    };
    assert!(desk.try_to(Command::SaveCards(vec![leads(2)])).is_err());
    assert_eq!(desk.does(Command::SaveCards(vec![asks_less(2), leads(2)])), "saved fall 2; saved choking 2");
    // A card that is retired leans on nothing.
    desk.does(Command::RetireCard(Code::new("choking")));
    assert_eq!(desk.does(Command::SaveCards(vec![FALL.replace("version = 1", "version = 3")])), "saved fall 3");
}

#[test]
fn a_card_names_types_that_there_are() {
    let mut desk = Desk::new();
    let mut refused = |text: String| desk.try_to(Command::SaveCards(vec![text])).expect_err("an unknown type");
    let next = |from: &str, to: &str| FALL.replace("version = 1", "version = 2").replace(from, to);
    assert_eq!(
        refused(next("types = [\"fall\"]", "types = [\"fall\", \"fal\"]")),
        "fall, line 7, card, types: “fal” is no incident type here. Mend the code, or add the type first."
    );
    let why =
        refused(next("type = \"cardiac\"\nneeds = [\"ALS\"]\ncrew", "type = \"cardiak\"\nneeds = [\"ALS\"]\ncrew"));
    assert!(why.contains("fall, line 36, rule 1, type: “cardiak” is no incident type here."), "{why}");
}

#[test]
fn every_crew_acknowledges_a_warning() {
    let mut desk = Desk::new();
    desk.opens("fight");
    desk.dispatches("MED1");
    assert_eq!(
        desk.answers("weapon", "knife"),
        "weapon = knife; fact weapons = A knife; card says P1; danger Weapon; staging; warning: Weapon at the scene; \
         crew: Wait for police"
    );
    assert_eq!(desk.unheard("MED1"), "Weapon at the scene");
    // Who is sent later has it to acknowledge too.
    assert_eq!(desk.unheard("SEC1"), "");
    desk.dispatches("SEC1");
    assert_eq!(desk.unheard("SEC1"), "Weapon at the scene");
    assert_eq!(desk.hears("MED1"), "MED1 heard Weapon at the scene");
    assert_eq!((desk.unheard("MED1").as_str(), desk.unheard("SEC1").as_str()), ("", "Weapon at the scene"));
    let nothing = Command::AcknowledgeSafety { unit: desk.unit("MED1"), incident: None, heard: Vec::new() };
    assert_eq!(desk.try_to(nothing).map(|_| ()), Err("MED1 has no warning to acknowledge.".to_owned()));
    // Another warning has to be heard by all.
    let incident = desk.incident();
    desk.does(Command::Answer { incident, question: "officer_safety".into(), answer: "Dog in the yard".into() });
    assert_eq!(desk.unheard("MED1"), "Dog in the yard");
    assert_eq!(desk.does(Command::EndStaging(incident)), "safe");
    assert!(desk.try_to(Command::EndStaging(incident)).is_err());
}

#[test]
fn a_warning_that_nobody_has_read_is_not_heard() {
    let mut desk = Desk::new();
    desk.opens("fight");
    desk.dispatches("MED1");
    desk.answers("weapon", "knife");
    let unit = desk.unit("MED1");
    // One window reads out what it shows, while another one learns of a dog.
    let read = Command::AcknowledgeSafety { unit, incident: None, heard: vec!["Weapon at the scene".into()] };
    let incident = desk.incident();
    desk.does(Command::Answer { incident, question: "officer_safety".into(), answer: "Dog in the yard".into() });
    assert_eq!(desk.does(read.clone()), "MED1 heard Weapon at the scene");
    assert_eq!(desk.unheard("MED1"), "Dog in the yard");
    let line = "MED1 acknowledged the safety warning: Weapon at the scene";
    assert_eq!(desk.record().last().map(String::as_str), Some(line));
    assert!(desk.try_to(read).is_err(), "it was heard");
    // A row of an earlier version names none, and means all of its moment.
    let mut row = desk.rows.last().expect("a row").clone();
    row.seq += 1;
    row.event = Event::SafetyAcknowledged { incident, unit, heard: Vec::new() };
    apply(&mut desk.state, &row);
    assert_eq!(desk.unheard("MED1"), "");
}

#[test]
fn officers_are_warned_of_what_there_is() {
    let mut desk = Desk::new();
    desk.opens("noise");
    desk.dispatches("MED1");
    let incident = desk.incident();
    let says = |text: &str| Command::Answer { incident, question: "officer_safety".into(), answer: text.into() };
    for nothing in ["none", "No", "Unknown", "nothing known", "None reported so far."] {
        assert_eq!(desk.does(says(nothing)), format!("fact officer_safety = {nothing}"));
    }
    assert_eq!(
        desk.does(says("No lights, armed man")),
        "fact officer_safety = No lights, armed man; warning: No lights, armed man"
    );
    // A better word stands in its place as long as nobody has heard it, and Undo brings it back.
    assert_eq!(
        desk.does(says("Armed man")),
        "fact officer_safety = Armed man; not {\"safety\":\"No lights, armed man\"}; warning: Armed man"
    );
    assert_eq!(
        desk.undoes(),
        "not {\"safety\":\"Armed man\"}; warning: No lights, armed man; fact officer_safety = No lights, armed man"
    );
    desk.does(says("Armed man"));
    desk.hears("MED1");
    assert_eq!(desk.does(says("Two armed men")), "fact officer_safety = Two armed men; warning: Two armed men");
    assert_eq!(desk.does(says("none")), "fact officer_safety = none; not {\"safety\":\"Two armed men\"}");
    assert_eq!(desk.unheard("MED1"), "");
    // The first word was heard: it stays for whoever comes later.
    desk.dispatches("SEC1");
    assert_eq!(desk.unheard("SEC1"), "Armed man");
}

#[test]
fn the_record_reads_as_it_was_spoken() {
    let mut desk = Desk::new();
    desk.opens("fall");
    desk.answers("awake", "no");
    desk.answers("awake", "yes");
    let said: Vec<String> = desk.record().into_iter().skip(1).collect();
    assert_eq!(
        said,
        [
            "Guide card opened: Fall, version 1",
            "Are they awake? No",
            "Conscious: No",
            "Are they awake? Yes, was No",
            "Conscious: Yes, was No"
        ]
    );
}

#[test]
fn the_record_says_whose_question_it_was() {
    let mut desk = Desk::new();
    desk.opens("fall");
    let incident = desk.incident();
    let open =
        |card: &str, patient: &str| Command::OpenCard { incident, card: Code::new(card), patient: patient.into() };
    desk.does(open("fall", "2"));
    desk.answers("awake", "yes");
    desk.does(open("fight", ""));
    desk.answers("weapon", "none");
    desk.does(open("fall", "2"));
    desk.answers("awake", "no");
    desk.answers("awake", "");
    let record = desk.record();
    let said: Vec<&str> = record.iter().map(String::as_str).filter(|line| !line.starts_with("Weapons")).collect();
    assert_eq!(
        said[1..],
        [
            "Guide card opened: Fall, version 1",
            "Guide card opened: Fall, version 1, patient 2",
            "Patient 2. Are they awake? Yes",
            "Guide card opened: Fight, version 1",
            "Fight. Does anyone have a weapon? No",
            "Fall, patient 2. Are they awake? No, was Yes",
            "Fall, patient 2. Are they awake? (answer taken back)",
        ]
    );
}

#[test]
fn a_card_with_a_fault_is_refused_and_the_place_named() {
    let mut desk = Desk::new();
    let broken = FALL
        .replace("version = 1", "version = 2")
        .replace("awake = no and breathing = no", "awake = no and breath = no");
    let why = desk.try_to(Command::SaveCards(vec![broken])).expect_err("a fault");
    assert!(why.contains("fall, line 33, rule 1, when: “breath” is no question of this card."), "{why}");
    let other = FIGHT.replace("id = \"fight\"", "id = \"brawl\"");
    let why = desk.try_to(Command::SaveCards(vec![other])).expect_err("a type");
    assert!(why.contains("fight: Fight"), "{why}");
    assert!(desk.try_to(Command::SaveCards(vec![FALL.into(), FIGHT.into()])).is_err(), "nothing has changed");
    assert!(fault_line(&firstline::domain::card::lint::lint("x = ", &|_| true).1[0]).contains("line 1"));
}

#[test]
fn a_run_goes_on_with_the_version_it_began_with() {
    let mut desk = Desk::new();
    desk.opens("fall");
    let next = FALL
        .replace("version = 1", "version = 2")
        .replace("\"high\"", "\"height\"")
        .replace("high >= 3", "height >= 3");
    let next = next.replace("high = ", "height = ");
    assert_eq!(desk.does(Command::SaveCards(vec![next])), "saved fall 2");
    assert_eq!(desk.answers("high", "1"), "high = 1");
    desk.opens("fall");
    assert_eq!(desk.answers("height", "1"), "height = 1");
}

/// A stroke: the crew hears when the person was last well.
const STROKE: &str = r#"
[[card]]
id = "stroke"
version = 1
discipline = "medical"
title = "Stroke"
types = ["stroke"]
author = "Test"
reviewed = "2026-11-22"

[[card.ask]]
id = "lkw"
text = "When were they last well?"
kind = "time"

[[card.ask]]
id = "dog"
text = "Is there a dog?"
kind = "choice"
choices = ["big: A big one", "none: No"]

[[card.rule]]
crew = "Last known well: {lkw}"

[[card.rule]]
when = "dog"
safety = "Dog: {dog}, well at {lkw}"

[[card.example]]
name = "At noon"
answers = { lkw = "12:00", dog = "none" }
priority = 1
safety = "No, well at 12:00"

[[card.example]]
name = "Nobody knows"
answers = { lkw = "unknown", dog = "big" }
priority = 1
safety = "A big one, well at unknown"
"#;

#[test]
fn a_line_for_the_crew_holds_the_answer_that_it_names() {
    let mut desk = Desk::new();
    desk.does(Command::SaveCards(vec![STROKE.into()]));
    assert!(desk.opens("stroke").ends_with("card stroke; crew: Last known well: unknown"));
    assert_eq!(desk.answers("dog", "big"), "dog = big; warning: Dog: A big one, well at unknown");
    assert_eq!(
        desk.answers("lkw", "2 pm"),
        "lkw = 14:00; not {\"crew\":\"Last known well: unknown\"}; \
         not {\"safety\":\"Dog: A big one, well at unknown\"}; warning: Dog: A big one, well at 14:00; \
         crew: Last known well: 14:00"
    );
    assert_eq!(desk.state.incidents[&desk.incident()].guidance.crew, ["Last known well: 14:00"]);
    // What a crew has acknowledged was said.
    desk.dispatches("MED1");
    desk.hears("MED1");
    let told = desk.answers("lkw", "20 min ago");
    assert!(told.starts_with("lkw = 20 min ago; not {\"crew\"") && !told.contains("not {\"safety\""), "{told}");
    assert_eq!(desk.unheard("MED1"), "Dog: A big one, well at 20 min ago");
    let soon = desk.answer("lkw", "soon");
    let why = desk.try_to(soon).expect_err("no time");
    assert!(why.starts_with("“soon” is no time. Type a clock time such as 14:05"), "{why}");
}

#[test]
fn a_card_that_others_lead_to_is_not_retired_unasked() {
    let mut desk = Desk::new();
    let why = desk.try_to(Command::RetireCard(Code::new("fight"))).expect_err("a link");
    assert_eq!(why, "Other cards lead to Fight: Fall (rule 2). Whoever follows them would find nothing.");
    desk.does(Command::RetireCard(Code::new("fall")));
    assert_eq!(desk.does(Command::RetireCard(Code::new("fight"))), "retired fight");
}

#[test]
fn one_version_has_one_text() {
    let mut desk = Desk::new();
    let other = |text: &str| text.replace("Are they awake?", "Awake?").replace("Does anyone", "Does somebody");
    let why = desk.try_to(Command::SaveCards(vec![other(FALL), other(FIGHT), CHOKE.into()])).expect_err("two");
    assert_eq!(
        why,
        "Nothing was taken. Here with another text under the same version: Fall (1), Fight (1). Raise the version of the \
         one that is to stand."
    );
    // What is here word for word is no news, and holds nothing up.
    assert_eq!(desk.does(Command::SaveCards(vec![FALL.into(), CHOKE.into()])), "saved choking 1");
    desk.does(Command::SaveCards(vec![other(&FALL.replace("version = 1", "version = 2"))]));
    let why = desk.try_to(Command::SaveCards(vec![other(FALL)])).expect_err("an earlier one");
    assert_eq!(why, "Fall has version 2. A changed card needs a higher one.");
}

/// Somebody approves the card of a fall.
fn approval(version: u32, name: &str, date: &str) -> Command {
    Command::ApproveCard { card: Code::new("fall"), version, name: name.into(), date: date.into() }
}

#[test]
fn approval_is_of_one_version() {
    let mut desk = Desk::new();
    let card = Code::new("fall");
    assert_eq!(desk.does(approval(1, "Dr. Lind", "2026-11-22")), "approved fall 1 Dr. Lind");
    assert!(desk.state.cards[&card].is_approved());
    assert!(desk.try_to(approval(1, "Dr. Lind", "2026-11-22")).is_err());
    assert!(desk.try_to(approval(1, "", "2026-11-22")).is_err());
    for none in ["soon", "2026-13-01", "2026-02-30", "22.11.2026", "22026-11-22"] {
        let why = desk.try_to(approval(1, "Dr. Lind", none)).expect_err("no date");
        assert_eq!(why, format!("“{none}” is no date. Write it as 2026-11-22."));
    }
    assert_eq!(desk.does(approval(1, "Dr. Lind", "2026-12-1")), "approved fall 1 Dr. Lind");
    assert_eq!(desk.state.cards[&card].approvals[&1].date, "2026-12-01");
    // A run goes on with the version that it began with, and with what was approved then.
    desk.opens("fall");
    desk.does(Command::SaveCards(vec![FALL.replace("version = 1", "version = 2")]));
    assert!(!desk.state.cards[&card].is_approved());
    // Whoever looked at the first one approves nothing.
    let why = desk.try_to(approval(1, "Dr. Lind", "2026-12-02")).expect_err("another version");
    assert_eq!(why, "Fall has version 2 by now. Look at it before you approve it.");
    assert_eq!(desk.does(approval(2, "Dr. Lind", "2026-12-02")), "approved fall 2 Dr. Lind");
    let incident = &desk.state.incidents[&desk.incident()];
    let run = incident.guidance.current().expect("a run");
    let of = card_of(&desk.state, &card, run.version).expect("its card");
    assert!(card_shown(incident, run, &desk.state, &of, None).expect("a card").approved);
}

#[test]
fn an_approval_is_withdrawn_and_given_again() {
    let mut desk = Desk::new();
    let withdraw = Command::WithdrawApproval { card: Code::new("fall"), version: 1 };
    let why = desk.try_to(withdraw.clone()).expect_err("nobody approved it");
    assert_eq!(why, "Fall is not approved, so there is nothing to withdraw.");
    desk.does(approval(1, "Dr. Lind", "2026-11-22"));
    assert_eq!(desk.does(withdraw), "withdrawn fall 1");
    assert!(!desk.state.cards[&Code::new("fall")].is_approved());
    assert_eq!(desk.undoes(), "approved fall 1 Dr. Lind");
    // The first approval is taken back whole, a second one to the first.
    desk.does(approval(1, "Dr. Ask", "2026-11-23"));
    assert_eq!(desk.undoes(), "approved fall 1 Dr. Lind");
    desk.does(Command::SaveCards(vec![FALL.replace("version = 1", "version = 2")]));
    desk.does(approval(2, "Dr. Lind", "2026-11-24"));
    assert_eq!(desk.undoes(), "withdrawn fall 2");
}

#[test]
fn a_retired_card_opens_with_nothing() {
    let mut desk = Desk::new();
    let card = Code::new("fall");
    assert_eq!(desk.does(Command::RetireCard(card.clone())), "retired fall");
    assert_eq!(desk.opens("fall"), "opened fall P3");
    let last = desk.rows.iter().rev().find(|row| matches!(row.event, Event::CardRetired { .. })).expect("it").command;
    assert_eq!(desk.does(Command::Undo(last)), "restored fall");
    assert_eq!(desk.opens("fall"), "opened fall P3; card fall");
}

#[test]
fn an_answer_is_taken_back_with_what_it_led_to() {
    let mut desk = Desk::new();
    desk.opens("fall");
    let told = desk.answers("awake", "no");
    assert_eq!(told, "awake = no; fact conscious = No");
    desk.answers("breathing", "no");
    assert_eq!(
        desk.undoes(),
        "not recognised; not {\"crew\":\"Not breathing after a fall\"}; \
         not {\"need\":\"ALS\"}; not {\"send_now\":\"Not breathing after a fall\"}; is P3; card says fall; \
         fact breathing = ; breathing = "
    );
    let incident = &desk.state.incidents[&desk.incident()];
    let guidance = &incident.guidance;
    assert!(guidance.send_now.is_none() && guidance.needs.is_empty() && guidance.marks.is_empty());
    assert!(guidance.crew.is_empty() && !guidance.type_chosen);
    let record = desk.record();
    for line in ["Taken back: Send now: Not breathing after a fall", "Are they breathing? (answer taken back)"] {
        assert!(record.iter().any(|told| told == line), "{record:?}");
    }
    // An earlier answer comes back, in the words of a person.
    desk.answers("awake", "yes");
    assert_eq!(desk.undoes(), "fact conscious = No; awake = no");
    assert!(desk.record().contains(&"Are they awake? No, was Yes".to_owned()));
}

#[test]
fn what_was_acted_on_or_still_holds_is_not_taken_back() {
    let mut desk = Desk::new();
    desk.opens("fight");
    desk.dispatches("MED1");
    desk.answers("weapon", "knife");
    let incident = desk.incident();
    let answer = desk.rows.iter().rfind(|row| matches!(row.event, Event::CardAnswered { .. })).expect("it").command;
    desk.hears("MED1");
    // The crew has been told to wait because of a weapon.
    assert_eq!(
        desk.does(Command::Undo(answer)),
        "not {\"crew\":\"Wait for police\"}; not {\"hazard\":\"Weapon\"}; is P2; fact weapons = ; weapon = "
    );
    assert!(desk.state.incidents[&incident].guidance.staging.is_some());
    // Nobody has heard this one.
    desk.opens("fight");
    desk.answers("weapon", "knife");
    assert_eq!(
        desk.undoes(),
        format!(
            "not {{\"crew\":\"Wait for police\"}}; not {{\"safety\":\"Weapon at the scene\"}}; not {{\"staging\":{}}}; \
             not {{\"hazard\":\"Weapon\"}}; is P2; fact weapons = ; weapon = ",
            desk.at.plus_seconds(-10).0
        )
    );
    // Another answer that calls for the same keeps it.
    desk.answers("weapon", "gun");
    desk.answers("weapon", "knife");
    assert_eq!(desk.undoes(), "not {\"safety\":\"Weapon: A knife\"}; fact weapons = A gun; weapon = gun");
    // What somebody answered otherwise meanwhile is theirs.
    desk.answers("weapon", "knife");
    let last = desk.rows.last().expect("a row").command;
    desk.answers("weapon", "none");
    assert!(desk.try_to(Command::Undo(last)).is_err());
}

#[test]
fn a_way_is_taken_back_with_what_it_answered() {
    let mut desk = choking();
    desk.takes("limp");
    let told = desk.undoes();
    assert!(told.starts_with("left; not recognised; "), "{told}");
    assert!(told.ends_with("fact breathing = ; breathing = ; fact conscious = Yes; awake = ; card choking"), "{told}");
    let incident = &desk.state.incidents[&desk.incident()];
    assert_eq!(incident.guidance.current().map(|run| run.card.as_str()), Some("choking"));
    assert!(incident.guidance.marks.is_empty() && incident.guidance.needs.is_empty());
}

#[test]
fn choosing_a_type_is_taken_back_with_its_card() {
    let mut desk = Desk::new();
    desk.opens("noise");
    let incident = desk.incident();
    desk.does(Command::ChangeKind { incident, kind: Code::new("fall") });
    let last = desk.rows.last().expect("a row").command;
    assert_eq!(desk.does(Command::Undo(last)), "is noise");
}

/// The whole of a call with a weapon and an arrest, as the golden log of the cards holds it.
fn golden() -> &'static [Recorded] {
    static ROWS: OnceLock<Vec<Recorded>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let mut desk = Desk::new();
        desk.does(approval(1, "Dr. Lind", "2026-11-22"));
        desk.does(Command::RetireCard(Code::new("fall")));
        desk.does(Command::RestoreCard(Code::new("fall")));
        desk.opens("fall");
        desk.dispatches("MED1");
        desk.answers("awake", "no");
        desk.answers("breathing", "no");
        desk.reaches(0);
        desk.reaches(1);
        let (incident, run) = desk.current();
        desk.does(Command::LeaveGuide { incident, run });
        desk.answers("high", "4");
        desk.does(Command::OpenCard { incident, card: Code::new("fight"), patient: String::new() });
        desk.answers("weapon", "gun");
        desk.hears("MED1");
        desk.does(Command::EndStaging(incident));
        desk.rows
    })
}

/// An approval that is withdrawn, a fact that stands in the place of an answer, and warnings that are heard by name.
fn later_golden() -> Vec<Recorded> {
    let mut desk = Desk::new();
    desk.does(approval(1, "Dr. Lind", "2026-11-22"));
    desk.does(Command::WithdrawApproval { card: Code::new("fall"), version: 1 });
    desk.opens("fall");
    desk.dispatches("MED1");
    desk.answers("awake", "no");
    desk.answers("breathing", "yes");
    let incident = desk.incident();
    for (question, answer) in [("breathing", "No"), ("officer_safety", "Dog in the yard")] {
        desk.does(Command::Answer { incident, question: question.into(), answer: answer.into() });
    }
    desk.hears("MED1");
    desk.rows
}

/// The logs `cards.jsonl` and `guidance.jsonl` in `tests/golden/v1` were written by these scripts and are never written again.
#[test]
fn the_golden_logs_hold_every_kind_of_the_cards() {
    let kinds = |rows: Vec<String>| rows.iter().map(|row| kind_of(row)).collect::<Vec<_>>();
    let later = later_golden();
    let logs = [
        (golden(), include_str!("golden/v1/cards.jsonl")),
        (later.as_slice(), include_str!("golden/v1/guidance.jsonl")),
    ];
    for (script, kept) in logs {
        let made = kinds(script.iter().map(codec::encode).collect());
        let kept = kinds(kept.lines().map(str::to_owned).collect());
        // What a new operation begins with grows with the program; the script begins with its first card.
        let missing: Vec<_> =
            made.iter().skip_while(|kind| *kind != "card_saved").filter(|kind| !kept.contains(kind)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

fn kind_of(row: &str) -> String {
    let row: serde_json::Value = serde_json::from_str(row).expect("JSON");
    row["kind"].as_str().expect("a kind").to_owned()
}
