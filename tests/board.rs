//! What the screens show, held against the state that it was made from: an order kept by changes equals one made anew,
//! every row that differs was announced, and no sentence has a hole in it.
#![cfg(not(target_arch = "wasm32"))]

mod commands;

use commands::{COMMANDS, command};
use firstline::board::card::{MarkShown, Prompt, card_of, card_shown, help_line, marks};
use firstline::board::contraction::{contractions, note, running};
use firstline::board::edition::{Saving, saving};
use firstline::board::elapsed::{self, Standing};
use firstline::board::form::{self, Fields, HEAD, PARTS, Path as FieldPath, Shape as As};
use firstline::board::guidance::fault_line;
use firstline::board::map::{Layers, Scene, lines, scene, spot_at};
use firstline::board::order::{Moved, Order, QueueGroup};
use firstline::board::place::{hint, notes};
use firstline::board::queue::{QueueRow, queue_row};
use firstline::board::sheet::{Candidate, air_line, candidate, duplicates, earlier, ranked, sheet};
use firstline::board::speech::{self, Clock};
use firstline::board::units::{UnitGroup, UnitRow, unit_row};
use firstline::domain::apply::{Changes, apply_all};
use firstline::domain::call::{CallDetail, CallEnd, Source};
use firstline::domain::card::lint::lint;
use firstline::domain::card::notation::{self, Table, Value};
use firstline::domain::card::{STEP_MARKS, read};
use firstline::domain::command::{Ask, Care, Command, NewPlace, NewUnit, Now};
use firstline::domain::decide::decide;
use firstline::domain::entry::{Author, Field, Line, SetUpKind, SetUpLine};
use firstline::domain::event::PlaceDetail;
use firstline::domain::geo::Point;
use firstline::domain::ground::{Class, Movers, Path};
use firstline::domain::ids::{CallId, Code, CommandId, FreshIds, IncidentId, LayerId, UnitId, WindowId};
use firstline::domain::incident::{DebriefPart, Incident, Priority};
use firstline::domain::language::parse::{Context, Intent, parse};
use firstline::domain::language::verbs::TABLE;
use firstline::domain::moment::{LocalTime, Moment};
use firstline::domain::place::{Doubt, FlagSubject, Severity, Spot};
use firstline::domain::plan::Advised;
use firstline::domain::presets::CprGoals;
use firstline::domain::refusal::{Needed, Refusal};
use firstline::domain::setup::Profile;
use firstline::domain::state::State;
use firstline::domain::track::{Shape, Track};
use firstline::domain::undo::{Act, carry_out, undo};
use firstline::domain::unit::{Ending, Readiness, Status, Step};
use firstline::log::codec;
use firstline::protocol::network::Network;
use firstline::protocol::travel::{Basis, Roads, StraightLine};
use firstline::record::cards::{Incoming, sort_out};
use firstline::tabs::machine::record;
use firstline::words::{Msg, t};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// 2026-10-18, 14:00 at +02:00.
const START: Moment = Moment(1_792_324_800_000);
const OFFSET: i32 = 120;
const GATE_4: (f64, f64) = (52.2297, 21.0122);

/// One state, one clock that moves on a minute with each command, and whatever was done last.
#[derive(Clone)]
struct Board {
    state: State,
    clock: Moment,
    asked: u64,
    last: Vec<Act>,
}

impl Board {
    fn new() -> Self {
        static BASE: std::sync::OnceLock<Board> = std::sync::OnceLock::new();
        BASE.get_or_init(Self::set_up).clone()
    }

    fn set_up() -> Self {
        let mut board = Self { state: State::default(), clock: START, asked: 0, last: Vec::new() };
        let (name, zone, prefix) = ("Trial".into(), "Europe/Warsaw".into(), String::new());
        board.asks(Command::OpenOperation { name, profile: Profile::Event, zone, prefix });
        let place = |name: &str, point| NewPlace { name: name.into(), point, ..NewPlace::default() };
        board.asks(Command::AddPlaces(vec![
            place("Gate 4", Point::new(GATE_4.0, GATE_4.1)),
            place("km 18", Point::new(52.2401, 21.0305)),
            place("Łódź Café", None),
        ]));
        board
    }

    /// The units by their call signs, all ambulances, at their posts.
    fn with_units(units: &[(&str, &str)]) -> Self {
        let mut board = Self::new();
        board.add_units(units);
        board
    }

    fn add_units(&mut self, units: &[(&str, &str)]) {
        let new = units.iter().map(|(call_sign, post)| NewUnit {
            call_sign: (*call_sign).into(),
            kind: "als".into(),
            post: self.state.spot(post),
            ..NewUnit::default()
        });
        let new = new.collect();
        self.asks(Command::AddUnits(new));
    }

    fn now(&mut self) -> Now {
        self.asked += 1;
        let mut chance = [0; 10];
        chance[2..].copy_from_slice(&self.asked.to_be_bytes());
        Now { at: self.clock, offset_minutes: OFFSET, window: WindowId(1), ids: FreshIds::new(self.clock.0, chance) }
    }

    fn tries(&mut self, command: Command, care: Care) -> Result<Changes, Refusal> {
        self.clock = self.clock.plus_seconds(60);
        let mut now = self.now();
        let by = Author { operator: "A. Reyes".into(), position: "Dispatch 1".into() };
        let ask = Ask { id: CommandId(now.ids.fresh()), by, command, happened: None, care };
        let events = match ask.command {
            Command::Undo(_) => undo(&self.state, &self.last, &now)?,
            _ => decide(&self.state, &ask, &now)?,
        };
        let rows = record(&self.state, &ask, &mut now, events);
        let (acts, changes) = carry_out(&mut self.state, &rows);
        self.last = acts;
        Ok(changes)
    }

    #[track_caller]
    fn asks(&mut self, command: Command) -> Changes {
        let said = format!("{command:?}");
        self.tries(command, Care::Insisted).unwrap_or_else(|refusal| panic!("{said} is refused: {refusal:?}"))
    }

    /// Lines of the command language, one a minute.
    #[track_caller]
    fn given(&mut self, lines: &[&str]) {
        for line in lines {
            let now = LocalTime { moment: self.clock, offset_minutes: OFFSET };
            let parsed = parse(line, &self.state, Context { incident: None, now });
            match parsed.map(|parsed| parsed.intent) {
                Ok(Intent::Do(command)) => drop(self.asks(command)),
                other => panic!("the line \"{line}\" means {other:?}"),
            }
        }
    }

    fn incident(&self, number: u32) -> &Incident {
        self.state.incident_numbered(number).expect("an incident")
    }

    fn queue(&self, group: QueueGroup) -> Vec<u32> {
        Order::of(&self.state).queue(group).iter().map(|id| self.state.incidents[id].number).collect()
    }

    fn units(&self, group: UnitGroup) -> Vec<&str> {
        Order::of(&self.state).units(group).iter().map(|id| self.state.units[id].call_sign.as_str()).collect()
    }
}

fn near_gate_4(metres_north: f64) -> Spot {
    let point = Point::new(GATE_4.0 + metres_north / 111_195.0, GATE_4.1);
    Spot { text: "by the fence".into(), place: None, point }
}

// ---- The order ------------------------------------------------------------------------------------------------------

#[test]
fn the_queue_stands_by_group_hold_priority_and_age() {
    use QueueGroup::{Active, Closed, Pending};
    let mut board = Board::with_units(&[("MED1", ""), ("MED2", "")]);
    board.given(&["NI fall gate 4", "NI cardiac gate 4", "NI fall km 18", "NI noise gate 4", "NI cardiac km 18"]);
    assert_eq!(board.queue(Pending), [2, 5, 1, 3, 4], "the most urgent first, the oldest of equals first");
    board.given(&["H 2 15 ; no crew"]);
    assert_eq!(board.queue(Pending), [5, 1, 3, 4, 2], "what is on hold stands below everything that is not");
    board.given(&["P 4 1"]);
    assert_eq!(board.queue(Pending), [4, 5, 1, 3, 2], "a new priority moves it; its age stays");
    board.given(&["D 3 MED1", "D 1 MED2", "ER MED2", "OS MED2"]);
    assert_eq!((board.queue(Pending), board.queue(Active)), (vec![4, 5, 2], vec![1, 3]));
    board.given(&["CL MED2", "CL MED1"]);
    assert_eq!((board.queue(Pending), board.queue(Active)), (vec![4, 5, 2], vec![1, 3]), "clearing is not pending");
    board.given(&["CL 3 43", "CL 5 43", "CL 1 43"]);
    assert_eq!((board.queue(Active), board.queue(Closed)), (vec![], vec![1, 5, 3]), "the latest closed first");
    board.given(&["RO 3 ; he is back"]);
    assert_eq!((board.queue(Pending), board.queue(Closed)), (vec![4, 3, 2], vec![1, 5]));
}

#[test]
fn units_stand_by_group_and_as_people_count() {
    use UnitGroup::{Available, Dispatched, EnRoute, NotReady, OffDuty, OnScene, Retired, Transport};
    let mut board = Board::with_units(&[
        ("MED10", ""),
        ("med2", ""),
        ("MED1", ""),
        ("Team 12", ""),
        ("Team 3", ""),
        ("4 Alpha", ""),
        ("12 Alpha", ""),
    ]);
    assert_eq!(board.units(Available), ["4 Alpha", "12 Alpha", "MED1", "med2", "MED10", "Team 3", "Team 12"]);
    board.given(&["NI fall gate 4", "D 1 MED10 MED1", "DE 1 med2", "DO 1 Team 12", "BR Team 3", "OD 4 Alpha"]);
    assert_eq!(board.units(Dispatched), ["MED1", "MED10"]);
    assert_eq!((board.units(EnRoute), board.units(OnScene)), (vec!["med2"], vec!["Team 12"]));
    assert_eq!((board.units(NotReady), board.units(OffDuty)), (vec!["Team 3"], vec!["4 Alpha"]));
    board.given(&["ST MED1", "TR Team 12 St Mary"]);
    assert_eq!((board.units(EnRoute), board.units(Transport)), (vec!["MED1", "med2"], vec!["Team 12"]));
    let unit = board.state.unit_called("12 Alpha").expect("a unit").id;
    board.asks(Command::RetireUnit(unit));
    assert_eq!((board.units(Available), board.units(Retired)), (vec![], vec!["12 Alpha"]));
    assert!(!UnitGroup::SHOWN.contains(&Retired));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, max_shrink_iters: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// What the screens are told is enough: whoever changes nothing but what was announced shows the whole truth.
    #[test]
    fn a_board_kept_by_changes_is_the_board_made_anew(
        plan in prop::collection::vec((0..COMMANDS, 0..30_u8, any::<bool>()), 1..50)
    ) {
        let mut board = busy();
        let mut order = Order::of(&board.state);
        for (what, which, insists) in plan {
            let command = command(&board.state, what, which);
            let said = format!("{command:?}");
            let (rows, lists) = (Shown::of(&board.state), Lists::of(&order));
            let care = if insists { Care::Insisted } else { Care::AskFirst };
            let Ok(changes) = board.tries(command, care) else {
                prop_assert!(rows == Shown::of(&board.state), "{said} was refused and changed a row");
                continue;
            };
            let moved = order.update(&board.state, &changes);
            prop_assert!(order == Order::of(&board.state), "the order differs after {said}");
            let now = Lists::of(&order);
            let silent: Vec<_> = lists.differing(&now).filter(|list| !list.is_in(&moved)).collect();
            prop_assert!(silent.is_empty(), "{said} changed lists without a word: {silent:?}");
            let unannounced = rows.unannounced(&board.state, &changes);
            prop_assert!(unannounced.is_empty(), "{said} changed without a word: {unannounced:?}");
        }
    }
}

/// Every list that a screen could show.
struct Lists {
    queue: BTreeMap<QueueGroup, Vec<IncidentId>>,
    units: BTreeMap<UnitGroup, Vec<UnitId>>,
}

#[derive(Debug)]
enum List {
    Queue(QueueGroup),
    Units(UnitGroup),
}

impl List {
    fn is_in(&self, moved: &Moved) -> bool {
        match self {
            Self::Queue(group) => moved.queue.contains(group),
            Self::Units(group) => moved.units.contains(group),
        }
    }
}

impl Lists {
    fn of(order: &Order) -> Self {
        let units = UnitGroup::SHOWN.into_iter().chain([UnitGroup::Retired]);
        Self {
            queue: QueueGroup::ALL.into_iter().map(|group| (group, order.queue(group))).collect(),
            units: units.map(|group| (group, order.units(group))).collect(),
        }
    }

    fn differing(&self, other: &Self) -> impl Iterator<Item = List> {
        let queue = self.queue.iter().filter(|(group, ids)| other.queue[group] != **ids);
        let units = self.units.iter().filter(|(group, ids)| other.units[group] != **ids);
        queue.map(|(group, _)| List::Queue(*group)).chain(units.map(|(group, _)| List::Units(*group)))
    }
}

/// Every row that a screen could show.
#[derive(PartialEq)]
struct Shown {
    incidents: BTreeMap<IncidentId, QueueRow>,
    units: BTreeMap<UnitId, UnitRow>,
}

impl Shown {
    fn of(state: &State) -> Self {
        Self {
            incidents: state.incidents.values().map(|one| (one.id, queue_row(one, state))).collect(),
            units: state.units.values().map(|unit| (unit.id, unit_row(unit, state))).collect(),
        }
    }

    /// Rows that differ now and that nobody who heard of `changes` would make anew.
    fn unannounced(&self, state: &State, changes: &Changes) -> Vec<String> {
        // Labels, alarms and goals are part of every row, so a change of the set-up announces all of them.
        if changes.setup {
            return Vec::new();
        }
        let now = Self::of(state);
        let worked_on = changes.units.iter().filter_map(|id| state.units.get(id)).flat_map(|unit| &unit.stack);
        let worked_on = worked_on.filter_map(|work| state.assignments.get(work)).map(|work| work.incident);
        let announced: BTreeSet<IncidentId> = changes.incidents.iter().copied().chain(worked_on).collect();
        let incidents =
            now.incidents.iter().filter(|(id, row)| !announced.contains(id) && self.incidents.get(id) != Some(row));
        let units = now.units.iter().filter(|(id, row)| !changes.units.contains(id) && self.units.get(id) != Some(row));
        incidents.map(|(_, row)| format!("{row:?}")).chain(units.map(|(_, row)| format!("{row:?}"))).collect()
    }
}

/// A desk in the middle of its work, which every plan starts from.
fn busy() -> Board {
    static BUSY: std::sync::OnceLock<Board> = std::sync::OnceLock::new();
    let make = || {
        let mut board = Board::with_units(&[("MED1", "Gate 4"), ("MED2", "km 18"), ("FR1", ""), ("SEC1", "Gate 4")]);
        board.given(&[
            "NI fall gate 4 ; he lies by the fence",
            "NI cardiac km 18",
            "NI noise Łódź Café",
            "D 1 MED1",
            "ER MED1",
            "D 2 MED2 FR1",
            "OS FR1",
            "LK 1 2",
            "T FR1 10",
            "OO SEC1 ; flat tire",
        ]);
        board
    };
    BUSY.get_or_init(make).clone()
}

// ---- The guide card -------------------------------------------------------------------------------------------------

/// A card with both clocks of an arrest.
const ARREST: &str = r#"
[[card]]
id = "arrest"
version = 1
discipline = "medical"
title = "Arrest"
types = ["cardiac"]
patient = true
author = "Test"
reviewed = "2026-11-22"

[[card.ask]]
id = "breathing"
text = "Are they breathing?"
kind = "yes-no"

[[card.rule]]
when = "breathing = no"
mark = "recognised"
guide = "push"

[[card.guide]]
id = "push"
title = "Push"

[[card.guide.step]]
say = "Push down hard."
aid = "compressions"
mark = "first_compression"

[[card.example]]
name = "No breath"
answers = { breathing = "no" }
priority = 1

[[card.example]]
name = "Breath"
answers = { breathing = "yes" }
priority = 1
"#;

impl Board {
    /// A desk that has the card, and an incident that opened it.
    fn with_arrest() -> Self {
        let mut board = Self::with_units(&[("MED1", "km 18"), ("MED2", ""), ("MED3", "Gate 4")]);
        board.asks(Command::SaveCards(vec![ARREST.into()]));
        board.given(&["NI cardiac gate 4"]);
        board
    }

    fn opens(&mut self, patient: &str) {
        let incident = self.incident(1).id;
        self.asks(Command::OpenCard { incident, card: Code::new("arrest"), patient: patient.into() });
    }

    fn says_not_breathing(&mut self) {
        let (incident, run) = (self.incident(1).id, self.incident(1).guidance.current().expect("a card").id);
        let (question, answer) = ("breathing".into(), "n".into());
        self.asks(Command::AnswerCard { incident, run, question, answer });
    }

    fn mark(&self, label: Msg) -> MarkShown {
        let incident = self.incident(1);
        let found = marks(incident, incident.guidance.current(), &self.state);
        let found = found.into_iter().find(|mark| mark.label == label);
        found.expect("a clock")
    }

    fn help(&self, roads: &dyn Roads, number: u32, after: i64) -> String {
        help_line(self.incident(number), &self.state, roads, self.clock.plus_seconds(after))
    }
}

/// Both clocks of a mark run against the same goal. The one from the place is there only where the place was known first.
#[test]
fn clocks_run_from_the_answer_and_from_the_verified_place() {
    let mut board = Board::with_arrest();
    let told = |board: &Board, after| {
        let mark = board.mark(Msg::CardMarkRecognised);
        assert_eq!(mark.goal, Some(90), "AHA, minimum");
        mark.clock_from_place(board.clock.plus_seconds(after))
    };
    let none = || ("–".to_owned(), false, Standing::Plain);
    assert_eq!(told(&board, 0), none(), "the place was never verified");

    // Verified before the mark: it runs down, grows near, is over, and stops where it was met.
    board.given(&["VP 1"]);
    assert_eq!(told(&board, 10), ("1:20".into(), true, Standing::Plain));
    assert_eq!(told(&board, 80), ("0:10".into(), true, Standing::Near));
    assert_eq!(told(&board, 95), ("+0:05".into(), false, Standing::Over));
    let verified = board.clone();
    board.says_not_breathing();
    assert_eq!(told(&board, 500), ("1:00".into(), false, Standing::Plain));
    let mut late = verified;
    late.clock = late.clock.plus_seconds(60);
    late.says_not_breathing();
    assert_eq!(told(&late, 500), ("2:00".into(), false, Standing::Over));
    assert_eq!(
        late.mark(Msg::CardMarkCompression).clock_from_place(late.clock).0,
        "0:30",
        "the goal of the other is 150 s"
    );

    // Verified after the mark: there was no such clock.
    let mut after = Board::with_arrest();
    after.says_not_breathing();
    assert_eq!(told(&after, 0), none());
    after.given(&["VP 1"]);
    assert_eq!(told(&after, 30), none());
    assert_eq!(
        after.mark(Msg::CardMarkCompression).clock_from_place(after.clock).0,
        "2:30",
        "what is not met runs from there"
    );

    let unit = Command::ChangeTarget { code: Code::new("tcpr"), seconds: 60, percent: 50 };
    after.asks(unit);
    assert_eq!(after.mark(Msg::CardMarkRecognised).goal, Some(60), "goals are the operation's own");

    // Both at once, with where the numbers come from.
    let goals = |board: &Board| {
        let target = |code: &str| &board.state.targets[&Code::new(code)];
        (target("tcpr").seconds, target("compression").seconds, target("compression").source.clone())
    };
    after.asks(Command::SetCprGoals(CprGoals::High));
    assert_eq!(goals(&after), (60, 90, "AHA T-CPR, high performance".into()));
    after.asks(Command::SetCprGoals(CprGoals::Minimum));
    assert_eq!(goals(&after), (90, 150, "AHA T-CPR, minimum".into()));
}

/// The timer of a contraction ran in one window alone, so another one began it once more.
#[test]
fn a_contraction_goes_on_until_its_note_is_written() {
    let mut board = Board::with_arrest();
    board.opens("2");
    let incident = board.incident(1).id;
    let run = board.incident(1).guidance.current().expect("a card").id;
    let runs = |board: &Board, patient: &str| running(board.incident(1), patient);
    assert_eq!(runs(&board, "2"), None);
    board.asks(Command::BeginContraction { incident, run });
    let begun = runs(&board, "2");
    assert!(begun.is_some());
    assert_eq!(runs(&board, ""), None, "the other patient has none");
    board.asks(Command::Note { incident: Some(incident), text: "Caller says: it hurts".into() });
    assert_eq!(runs(&board, "2"), begun);
    let text = note("2", begun.expect("a time"), board.clock, None);
    board.asks(Command::Note { incident: Some(incident), text });
    assert_eq!(runs(&board, "2"), None);
}

/// While an instruction was read or an answer was given again, the question that was due stood nowhere.
#[test]
fn the_question_that_is_due_waits_in_sight() {
    let mut board = Board::with_arrest();
    let second = "[[card.ask]]\nid = \"age\"\ntext = \"How old are they?\"\nkind = \"age\"\n\n[[card.rule]]";
    let two = ARREST.replace("version = 1", "version = 2").replacen("[[card.rule]]", second, 1);
    board.asks(Command::SaveCards(vec![two]));
    board.given(&["NI cardiac gate 4"]);
    let next = |board: &Board, again: Option<&str>| {
        let incident = board.incident(2);
        let run = incident.guidance.current().expect("a run");
        let card = card_of(&board.state, &run.card, run.version).expect("a card");
        card_shown(incident, run, &board.state, &card, again).expect("a card on the screen").next
    };
    let (incident, run) = (board.incident(2).id, board.incident(2).guidance.runs[0].id);
    let answer = Command::AnswerCard { incident, run, question: "breathing".into(), answer: "n".into() };
    board.asks(answer);
    assert_eq!(next(&board, None), Vec::<String>::new(), "it is asked");
    assert_eq!(next(&board, Some("breathing")), ["How old are they?"]);
    board.asks(Command::ReachStep { incident, run, guide: "push".into(), step: 0 });
    assert_eq!(next(&board, None), ["How old are they?"]);
}

/// A second patient got the number of one that was there already, and the press did nothing.
#[test]
fn one_more_patient_has_the_next_number() {
    let mut board = Board::with_arrest();
    let next = |board: &Board| {
        let incident = board.incident(1);
        let run = incident.guidance.current().expect("a run");
        let card = card_of(&board.state, &run.card, run.version).expect("a card");
        card_shown(incident, run, &board.state, &card, None).expect("a card on the screen").next_patient
    };
    assert_eq!(next(&board), "2");
    board.opens("4");
    assert_eq!(next(&board), "5");
    board.opens("the child");
    assert_eq!(next(&board), "5", "a name is no number");
    let other = ARREST.replace("\"arrest\"", "\"birth\"").replace("\"cardiac\"", "\"choking\"");
    board.asks(Command::SaveCards(vec![other]));
    let incident = board.incident(1).id;
    board.asks(Command::OpenCard { incident, card: Code::new("birth"), patient: "7".into() });
    assert_eq!(next(&board), "8", "whatever card it is that is open");
}

#[test]
fn a_caller_is_told_how_far_help_is() {
    let line = StraightLine::default();
    let mut board = Board::with_arrest();
    assert_eq!(board.help(&line, 1, 0), t(Msg::CardHelpNobody));
    // From a place that nobody knows there is no time to tell.
    board.given(&["D 1 MED2"]);
    assert_eq!(board.help(&line, 1, 0), "Help is on its way: MED2.");
    // 1,700 m, and 1.3 times that at 40 km/h: 198 s. While the crew is not under way nothing runs down.
    board.given(&["D 1 MED1"]);
    assert_eq!(board.help(&line, 1, 600), "Help is on its way: MED1, about 4 min.");
    board.given(&["ER MED1"]);
    let told = [0, 20, 80, 140].map(|after| board.help(&line, 1, after));
    let minutes = |minutes| format!("Help is on its way: MED1, about {minutes} min.");
    assert_eq!(told, [4, 3, 2, 1].map(minutes), "it runs down");
    assert_eq!(board.help(&line, 1, 300), "Help will be there any moment: MED1.", "and is never a minute for ever");

    let mut nearer = board.clone();
    nearer.given(&["D 1 MED3"]);
    assert_eq!(nearer.help(&line, 1, 0), "Help is on its way: MED3, about 1 min.");

    // By the paths it is farther, since there is only one way, and it leads round.
    let corner = |lat, lon| firstline::domain::geo::Point { lat, lon };
    let km_18 = corner(52.2401, 21.0305);
    let way = [km_18, corner(52.2600, 21.0305), corner(52.2600, 21.0122), corner(GATE_4.0, GATE_4.1)];
    let path = Path {
        layer: LayerId(uuid::Uuid::nil()),
        class: Class::Street,
        one_way: false,
        barred: Movers::default(),
        name: "Long Street".into(),
        other: String::new(),
        track: Track::of(way),
    };
    board.asks(Command::ImportPaths { name: "Town".into(), source: String::new(), paths: vec![path] });
    let network = Network::of(&board.state.ground);
    let by_network = board.help(&network, 1, 0);
    assert_ne!(by_network, board.help(&line, 1, 0), "{by_network}");
    // 6.8 km along a street, of which a minute has gone with the import.
    assert_eq!(by_network, "Help is on its way: MED1, about 12 min.");
    assert_eq!(board.help(&network, 1, 240), "Help is on its way: MED1, about 8 min.");

    // Who is there is told before all.
    board.given(&["OS MED2"]);
    assert_eq!(board.help(&line, 1, 0), "Help is with you: MED2.");
    // Who drives away with a patient is not with the next one.
    board.given(&["AP MED2"]);
    assert_eq!(board.help(&line, 1, 0), "Help is with you: MED2.");
    board.given(&["TR MED2 St Mary"]);
    assert_eq!(board.help(&line, 1, 0), "Help will be there any moment: MED1.");
}

/// A caller beside somebody with a knife was promised help in a minute while the crew waited round the corner.
#[test]
fn a_caller_is_not_promised_a_crew_that_waits() {
    let line = StraightLine::default();
    let mut board = Board::with_arrest();
    board.given(&["D 1 MED1", "ER MED1"]);
    let incident = board.incident(1).id;
    board.asks(Command::Answer { incident, question: "weapons".into(), answer: "A knife".into() });
    let will_wait = "Help is on its way: MED1. They stop close by until it is safe for them.";
    assert_eq!(board.help(&line, 1, 0), will_wait);
    board.given(&["ST MED1"]);
    assert_eq!(board.help(&line, 1, 0), "Help is close by: MED1. They come to you as soon as it is safe.");
    board.given(&["SC 1"]);
    assert_eq!(board.help(&line, 1, 0), "Help is close by: MED1. They come to you as soon as it is safe.");
    board.given(&["OS MED1"]);
    assert_eq!(board.help(&line, 1, 0), "Help is with you: MED1.");
}

#[test]
fn silence_asks_for_a_word() {
    let after = |seconds| Prompt::of(START, START.plus_seconds(seconds));
    assert_eq!([-5, 0, 59].map(after), [None; 3]);
    assert_eq!([60, 119].map(after), [Some(Prompt::Reassure); 2]);
    assert_eq!([120, 4_000].map(after), [Some(Prompt::AskAgain); 2]);
    assert_eq!(
        Prompt::AskAgain.sentence("Are they awake?"),
        "It has been quiet for a while. Ask again: Are they awake?"
    );
}

/// The prompts never stopped: not when the caller had been reassured, nor when nobody was on the line.
#[test]
fn a_silence_is_one_of_the_line_and_ends_with_every_word() {
    let mut board = Board::with_arrest();
    let shown = |board: &Board| {
        let incident = board.incident(1);
        let run = incident.guidance.current().expect("a card");
        let card = card_of(&board.state, &run.card, run.version).expect("its text");
        card_shown(incident, run, &board.state, &card, None).expect("a card on the screen")
    };
    assert_eq!(shown(&board).last, None, "nobody has called");
    let incident = board.incident(1).id;
    board.asks(Command::StartCall { source: Source::Phone });
    let call = *board.state.calls.keys().last().expect("a call");
    board.asks(Command::AttachCall { call, incident });
    assert_eq!(shown(&board).last, Some(board.incident(1).guidance.runs[0].opened));
    for text in ["Caller says: he is cold", "Reassured the caller", "Patient 2. Contraction: 0:40 long"] {
        board.asks(Command::Note { incident: Some(incident), text: text.into() });
        assert_eq!(shown(&board).last, board.incident(1).entries.last().map(|entry| entry.at), "{text}");
    }
    let quiet = shown(&board).last;
    board.asks(Command::Note { incident: Some(incident), text: "Gate 4 is locked".into() });
    assert_eq!(shown(&board).last, quiet, "that was not said to the caller");
    board.asks(Command::EndCall { call, how: CallEnd::Ended });
    assert_eq!(shown(&board).last, None);
}

/// Two windows edited one card and the second to save undid the first; a card whose id was changed to that of another card
/// replaced that one.
#[test]
fn a_card_is_saved_over_nothing_that_its_editor_has_not_seen() {
    let mut board = Board::with_arrest();
    let code = Code::new("arrest");
    let saves = |board: &Board, base, text: &str| saving(&board.state, &code, base, text);
    let next = |version: u32| ARREST.replace("version = 1", &format!("version = {version}")).trim_start().to_owned();
    let Saving::Next(second) = saves(&board, 1, ARREST) else { panic!("nobody else is at it") };
    assert_eq!(second.trim(), next(2).trim());
    board.asks(Command::SaveCards(vec![second.replace("Push down hard.", "Push down.")]));
    assert_eq!(saves(&board, 1, ARREST), Saving::Over(2));
    let Saving::Next(third) = saves(&board, 2, ARREST) else { panic!("who insists has seen it") };
    assert_eq!(third.trim(), next(3).trim());
    let Saving::Next(kept) = saves(&board, 2, &next(7)) else { panic!("a higher version is theirs to choose") };
    assert_eq!(kept.trim(), next(7).trim());

    let other = ARREST.replace("\"arrest\"", "\"birth\"").replace("\"cardiac\"", "\"choking\"");
    board.asks(Command::SaveCards(vec![other]));
    let taken = Saving::OtherCard { id: "birth".into(), title: "Arrest".into() };
    assert_eq!(saves(&board, 2, &next(9).replace("\"arrest\"", "\"birth\"")), taken);
    assert_eq!(saving(&board.state, &Code::new(""), 0, &next(9).replace("\"arrest\"", "\"birth\"")), taken);
    let Saving::Next(_) = saving(&board.state, &Code::new(""), 0, &next(1).replace("\"arrest\"", "\"own\"")) else {
        panic!("a new card")
    };
}

/// Whatever a shipped card says has a field, and a form that is opened and left writes the same card.
#[test]
fn every_field_of_a_card_goes_through_the_form_unharmed() {
    let mut cards = 0;
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/public/cards")).expect("the shipped cards") {
        let file = std::fs::read_to_string(file.expect("a file").path()).expect("a text");
        for text in notation::split(&file).into_iter().map(|cut| cut.text) {
            let root = notation::read(text).expect("a card");
            let mut table = (*root.tables("card").first().expect("a card")).clone();
            let (before, faults) = read::card(text);
            assert_eq!(faults, [], "{}", before.id);
            through_form(
                &mut table,
                &FieldPath::new(),
                HEAD,
                &["id", "version", "ask", "rule", "guide", "close", "example"],
            );
            let close = form::at(&table, &vec![("close", 0)]).and_then(|close| close.get("list")).expect("reminders");
            let close = form::shown(&close.value, As::Lines);
            form::put_close(&mut table, &close);
            for part in &PARTS {
                for place in 0..table.tables(part.list).len() {
                    let path = vec![(part.list, place)];
                    through_form(&mut table, &path, part.fields, &["step"]);
                    let Some(inner) = part.inner else { continue };
                    for step in 0..form::at(&table, &path).expect("a guide").tables(inner.list).len() {
                        let path = vec![(part.list, place), (inner.list, step)];
                        through_form(&mut table, &path, inner.fields, &[]);
                    }
                }
            }
            let (after, faults) = read::card(&notation::write_card(&table));
            assert_eq!(faults, [], "{}", before.id);
            assert!(after == before, "{} is another card after the form", before.id);
            cards += 1;
        }
    }
    assert!(45 <= cards, "{cards}");
}

fn through_form(card: &mut Table, path: &FieldPath, fields: Fields, others: &[&str]) {
    let found = form::at(card, path).expect("a table").fields.clone();
    for field in &found {
        let known = fields.iter().find(|(name, _)| *name == field.name);
        let Some((name, shape)) = known else {
            assert!(others.contains(&field.name.as_str()), "{path:?} has no field {}", field.name);
            continue;
        };
        let shown = form::shown(&field.value, *shape);
        assert!(!matches!(shape, As::OneOf(words) if !words.contains(&shown.as_str())), "{name} = {shown}");
        form::put(card, path, name, &shown, *shape);
    }
}

#[test]
fn what_is_typed_into_a_form_is_written_or_named() {
    let written = |typed: &str, shape| form::written(typed, shape);
    let text = |text: &str| Some(Value::Text(text.into()));
    assert_eq!(written("  ", As::Long), None);
    assert_eq!(written("3x", As::Number), text("3x"), "the check says what is wrong");
    assert_eq!(written("awake no", As::Answers), text("awake no"));
    assert_eq!(written("is awake = no", As::Answers), text("is awake = no"));
    assert_eq!(written("false", As::Flag), None);
    assert_eq!(written("false", As::Maybe), Some(Value::Flag(false)));
    let sets = written("limp: awake = no\nlimp: breathing = no\nout: awake = yes", As::WayAnswers).expect("a value");
    assert_eq!(form::shown(&sets, As::WayAnswers), "limp: awake = no\nlimp: breathing = no\nout: awake = yes");
    let mut card = notation::read("[[rule]]\ncrew = \"a\"\n[[rule]]\ncrew = \"b\"\n").expect("tables");
    card.swap_tables("rule", 0, 1);
    card.swap_tables("rule", 1, 2);
    card.swap_tables("ask", 0, 1);
    // A field that is emptied and typed anew stands where it stood.
    let step = vec![("guide", 0), ("step", 0)];
    let mut text =
        notation::read("[[guide]]\nid = \"a\"\n[[guide.step]]\nsay = \"b\"\nnote = \"c\"\n").expect("tables");
    form::put(&mut text, &step, "say", "", As::Long);
    form::put(&mut text, &step, "say", "d", As::Long);
    form::put(&mut text, &step, "mark", "recognised", As::OneOf(STEP_MARKS));
    let names = form::at(&text, &step).expect("a step").fields.iter().map(|field| field.name.clone());
    assert_eq!(names.collect::<Vec<_>>(), ["say", "note", "mark"]);
    let crews = card.tables("rule").into_iter().filter_map(|rule| rule.get("crew")).map(|field| field.value.clone());
    assert_eq!(crews.collect::<Vec<_>>(), [Value::Text("b".into()), Value::Text("a".into())]);
}

/// A card of the same version and another text was taken for one that is here already.
#[test]
fn a_card_from_a_file_is_fresh_or_here_or_against_what_is_here() {
    let board = Board::with_arrest();
    let sorted = |text: &str| sort_out(&[text.to_owned()], &board.state).expect("a card");
    let known = Incoming::default();
    assert_eq!(sorted(ARREST), known);
    assert_eq!(sorted(&ARREST.replace('\n', "\r\n")), known, "lines that end in another way say the same");
    assert_eq!(sorted(&ARREST.replace("Push down", "Press down")).conflicts, ["Arrest (1)"]);
    let next = sorted(&ARREST.replace("version = 1", "version = 2"));
    assert_eq!((next.fresh.len(), next.conflicts.len()), (1, 0));
    let broken = sorted(&ARREST.replace("kind = \"yes-no\"", "kind = \"yes\""));
    assert_eq!(broken.fresh.len(), 1, "its fault is to be named");
    assert_eq!(sort_out(&["title = \"no card\"".into()], &board.state), None);
    // A fault names the card, and the line of the whole file.
    let wrong = |text: String| {
        let Some(Incoming { fresh, .. }) = sort_out(&[text], &board.state) else { panic!("there are cards") };
        let saved = board.clone().tries(Command::SaveCards(fresh), Care::AskFirst);
        let Err(Refusal::CardFaults(faults)) = saved else { panic!("it is saved, or refused for something else") };
        faults.iter().map(fault_line).collect::<Vec<_>>()
    };
    let (card, second) = (ARREST.trim_start(), ARREST.lines().count() + 1);
    let birth = ARREST.trim_start().replace("\"arrest\"", "\"birth\"").replace("\"cardiac\"", "\"choking\"");
    let broken = birth.replace("title = \"Arrest\"", "title = \"Birth");
    assert_eq!(
        wrong(format!("# ours\n{card}\n{broken}")),
        [format!("birth, line {}, card: The text cannot be read at “↵”.", second + 5)]
    );
    assert_eq!(
        wrong(format!("{card}\n\n{}", birth.replace("discipline", "branch")))[0],
        format!("birth, line {}, branch: “branch” is no field here.", second + 4)
    );
    assert_eq!(
        wrong(format!("# ours\n[[crad]]\nid = \"odd\"\n{card}")),
        ["Guide card, line 2, crad: “crad” is no field here."]
    );

    // An older version is no conflict, unless that version is here with another text.
    let mut later = board;
    later.asks(Command::SaveCards(vec![ARREST.replace("version = 1", "version = 3").replace("Push", "Press")]));
    let sorted = |text: &str| sort_out(&[text.to_owned()], &later.state).expect("a card");
    assert_eq!(sorted(ARREST), known);
    assert_eq!(sorted(&ARREST.replace("version = 1", "version = 2")), known);
    assert_eq!(sorted(&ARREST.replace("Push down", "Press down")).conflicts, ["Arrest (1)"]);
}

/// Each step and each window began anew, so that no interval was ever told over a step.
#[test]
fn contractions_are_reckoned_from_the_record() {
    let mut board = Board::with_arrest();
    let incident = board.incident(1).id;
    let mut time = |patient: &str, long: i64| {
        let over = board.clock.plus_seconds(60);
        let begun = over.plus_seconds(-long);
        let before = contractions(board.incident(1), patient).first().map(|one| one.begun);
        let text = note(patient, begun, over, before);
        board.asks(Command::Note { incident: Some(incident), text });
    };
    time("", 40);
    time("2", 20);
    time("", 50);
    time("2", 30);
    board.given(&["N 1 contraction again, says the midwife"]);
    let noted = |board: &Board, patient: &str| {
        contractions(board.incident(1), patient).into_iter().map(|one| one.text).collect::<Vec<_>>()
    };
    let first = "Contraction: 0:40 long";
    assert_eq!(noted(&board, ""), ["Contraction: 0:50 long, 1:50 after the one before", first]);
    assert_eq!(
        noted(&board, "2").first().map(String::as_str),
        Some("Contraction: 0:30 long, 1:50 after the one before")
    );
    let entry = board
        .incident(1)
        .entries
        .iter()
        .rev()
        .find(|entry| matches!(&entry.line, Line::Note(text) if text.contains("0:50")));
    let entry = entry.expect("a note").id;
    board.asks(Command::Strike { incident: Some(incident), entry, reason: "a cough".into() });
    assert_eq!(noted(&board, ""), [first], "what was struck counts no more");
}

// ---- The sheet ------------------------------------------------------------------------------------------------------

#[test]
fn candidates_are_free_and_near_first_and_never_those_at_the_incident() {
    let mut board = Board::with_units(&[
        ("MED1", "Gate 4"),
        ("MED2", "km 18"),
        ("MED3", "Gate 4"),
        ("MED4", "km 18"),
        ("MED5", "Gate 4"),
        ("MED6", "Gate 4"),
        ("MED7", ""),
        ("MED8", "Gate 4"),
        ("MED9", "Gate 4"),
    ]);
    board.given(&["NI fall gate 4", "NI fall km 18"]);
    board.given(&["D 1 MED1", "DE 2 MED3", "DO 2 MED4", "BR MED5", "OD MED6", "MU MED8"]);
    let retired = board.state.unit_called("MED9").expect("a unit").id;
    board.asks(Command::RetireUnit(retired));
    let here = board.incident(1).place.clone();
    let names = |but: Option<IncidentId>| {
        candidates(&board.state, &StraightLine::default(), &here, but)
            .into_iter()
            .map(|one| one.call_sign)
            .collect::<Vec<_>>()
    };
    let for_1 = names(Some(board.incident(1).id));
    // Free and near, free and far, free and nobody knows where; on the way elsewhere; on a break; at work elsewhere.
    assert_eq!(for_1, ["MED8", "MED2", "MED7", "MED3", "MED5", "MED4"]);
    assert_eq!(names(None), ["MED8", "MED2", "MED7", "MED1", "MED3", "MED5", "MED4"]);

    let found = candidates(&board.state, &StraightLine::default(), &here, Some(board.incident(1).id));
    let told = |call_sign: &str| {
        let one = found.iter().find(|one| one.call_sign == call_sign).expect("a candidate");
        (one.status, one.place.as_str(), one.estimate.map(|far| (far.metres.round(), far.seconds)), one.incident)
    };
    let (free, post) = (Status::Ready(Readiness::Available), Some((2210.0, 198)));
    // 1,700 m, and 1.3 times that at 40 km/h.
    assert_eq!(told("MED2"), (free, "km 18", post, None));
    assert_eq!(told("MED7"), (free, "", None, None));
    assert_eq!(told("MED8"), (Status::Ready(Readiness::MoveUp), "Gate 4", Some((0.0, 30)), None));
    assert_eq!(told("MED4"), (Status::On(Step::OnScene), "km 18", post, Some(2)));

    // To a place that nobody can find on a map, nobody has a way.
    let lost = candidates(&board.state, &StraightLine::default(), &Spot::free("somewhere"), None);
    assert!(lost.iter().all(|one| one.estimate.is_none()), "{lost:?}");
}

#[test]
fn a_call_about_the_same_thing_is_found() {
    let mut board = Board::new();
    board.given(&["NI fall gate 4 ; runner down behind the barrier"]);
    let clock = board.clock;
    let numbers = |board: &Board, place: &Spot, kind: Option<&str>, words: &str, minutes: i64| {
        let (kind, now) = (kind.map(Code::new), clock.plus_seconds(minutes * 60));
        let found = duplicates(&board.state, place, kind.as_ref(), words, now, None);
        found.iter().map(|one| one.number).collect::<Vec<_>>()
    };
    let found = |place: &Spot, kind, words, minutes| !numbers(&board, place, kind, words, minutes).is_empty();
    let gate = board.state.spot("Gate 4");
    assert!(found(&gate, Some("fall"), "", 5), "the same place and type");
    assert!(found(&near_gate_4(200.0), Some("fall"), "", 5), "the same type near by");
    assert!(found(&Spot::free("gate 4"), Some("fall"), "", 5), "the same words for the place");
    assert!(
        found(&near_gate_4(200.0), Some("sick"), "a RUNNER fell", 5),
        "another type near by, told in the same words"
    );
    assert!(found(&near_gate_4(40.0), None, "", 5), "no type yet, but on the spot");

    assert!(!found(&near_gate_4(300.0), Some("fall"), "runner down", 5), "far");
    assert!(!found(&board.state.spot("km 18"), Some("fall"), "runner down", 5), "another place");
    assert!(!found(&Spot::free(""), Some("fall"), "runner down", 5), "no place yet");
    assert!(!found(&gate, Some("fire"), "", 5), "another type");
    assert!(!found(&gate, Some("fire"), "he is so ill", 5), "short words tell nothing");
    assert!(!found(&near_gate_4(100.0), None, "", 5), "no type yet and not on the spot");
    assert!(found(&gate, Some("fall"), "", 30) && !found(&gate, Some("fall"), "", 31), "old");

    board.given(&["NI sick gate 4 ; runner dizzy", "NI fall gate 4", "NI fall gate 4", "NI fall gate 4", "CL 5 22"]);
    assert_eq!(
        numbers(&board, &gate, Some("fall"), "runner", 5),
        [1, 4, 3],
        "told alike first, then fresh; never closed"
    );
    assert_eq!(numbers(&board, &gate, Some("sick"), "", 5), [2]);
}

/// Everybody who could be sent, as the rows that are read.
fn candidates(state: &State, roads: &dyn Roads, to: &Spot, but: Option<IncidentId>) -> Vec<Candidate> {
    ranked(state, roads, to, but).iter().filter_map(|one| candidate(state, one)).collect()
}

/// A course of 42.195 km along a parallel, 68 km to the degree.
fn course() -> NewPlace {
    let track = Track::of([Point { lat: 52.23, lon: 21.0 }, Point { lat: 52.23, lon: 21.62 }]);
    let shape = Shape::Course { track, from: 0, to: 42_195 };
    NewPlace { name: "Marathon".into(), shape, ..NewPlace::default() }
}

#[test]
fn marks_of_one_course_that_lie_apart_are_not_one_place() {
    let mut board = Board::new();
    board.asks(Command::AddPlaces(vec![course()]));
    board.given(&["NI fall km 3"]);
    let likely = |text: &str| {
        let kind = Code::new("fall");
        duplicates(&board.state, &board.state.spot(text), Some(&kind), "", board.clock, None).len()
    };
    assert_eq!((likely("km 3"), likely("km 3.1"), likely("km 30")), (1, 1, 0));
    let before = |text: &str| earlier(&board.state, &board.state.spot(text), "", None, None).len();
    assert_eq!((before("3.1 km"), before("km 30")), (1, 0));
}

/// "km 18.4" that two courses have, or none, was called no known place.
#[test]
fn a_mark_that_is_not_plain_says_why() {
    let mut board = Board::new();
    let half = NewPlace {
        name: "Half".into(),
        shape: Shape::Course {
            track: Track::of([Point { lat: 52.3, lon: 21.0 }, Point { lat: 52.3, lon: 21.31 }]),
            from: 0,
            to: 21_100,
        },
        ..NewPlace::default()
    };
    board.asks(Command::AddPlaces(vec![course(), half]));
    let said = |text: &str| hint(&board.state, text).expect("a text");
    assert_eq!(said("km 18.4"), "Several courses have this mark. Type which one: Marathon km 18.4, Half km 18.4.");
    assert_eq!(board.state.marks_like("18,4 km"), ["Marathon km 18.4", "Half km 18.4"]);
    assert!(said("half km 18.4").starts_with("Known place, "), "{}", said("half km 18.4"));
    assert!(said("km 30").starts_with("Known place, "));
    let farthest = "Marathon has marks from km 0 to km 42.195. It is kept as typed, without a position.";
    assert_eq!(said("km 60"), farthest);
    assert!(said("half km 30").starts_with("Half has marks from km 0 to km 21.1."));
    assert_eq!(said("full km 30"), t(Msg::FreeAddress));
    let now = LocalTime { moment: board.clock, offset_minutes: OFFSET };
    let typed = parse("NI fall km 60", &board.state, Context { incident: None, now }).expect("a line");
    assert_eq!(speech::preview(&typed, &board.state, now), format!("Open incident: Fall, P3, km 60 · {farthest}"));
}

#[test]
fn a_call_is_no_duplicate_of_its_own_incident() {
    let mut board = Board::new();
    board.asks(Command::StartCall { source: Source::Phone });
    let call = *board.state.calls.keys().next().expect("a call");
    let place = board.state.spot("Gate 4");
    let kind = Code::new("fall");
    let (opened, summary) = (place.clone(), String::new());
    board.asks(Command::OpenIncident { call: Some(call), kind: kind.clone(), priority: None, place: opened, summary });
    let found = |but| duplicates(&board.state, &place, Some(&kind), "", board.clock, but).len();
    assert_eq!((found(None), found(Some(call)), found(Some(CallId(uuid::Uuid::nil())))), (1, 0, 1));
}

#[test]
fn the_sheet_knows_what_was_here_before() {
    let mut board = Board::new();
    board.given(&[
        "NI fall gate 4",
        "NI sick km 18",
        "NI noise GATE 4",
        "NI fall 12 Elm Street",
        "NI fire 12 elm street",
    ]);
    let here = |board: &Board, number| {
        let found = sheet(board.incident(number), &board.state, board.clock).earlier;
        found.into_iter().map(|one| format!("{} {}", one.number.unwrap_or(0), one.what)).collect::<Vec<_>>()
    };
    assert_eq!(here(&board, 3), ["1 Fall"]);
    assert_eq!(here(&board, 1), [""; 0], "what came after it is not earlier");
    assert_eq!(here(&board, 5), ["4 Fall"], "the same words are the same place");
    board.given(&["NI fall gate 4", "NI fall gate 4", "NI fall gate 4", "NI fall gate 4"]);
    assert_eq!(here(&board, 9), ["8 Fall", "7 Fall", "6 Fall", "3 Noise", "1 Fall"], "the latest first");
    board.given(&["NI fall gate 4"]);
    assert_eq!(here(&board, 10).len(), 5);
    // An intake that is still being typed has no incident of its own yet.
    assert_eq!(earlier(&board.state, &board.state.spot("km 18"), "", None, None).len(), 1);

    board.asks(Command::StartCall { source: Source::Phone });
    let call = *board.state.calls.keys().next().expect("a call");
    board.asks(Command::DescribeCall { call, detail: CallDetail::Callback("600 100 200".into()) });
    let incident = board.incident(2).id;
    board.asks(Command::AttachCall { call, incident });
    let from = |board: &Board, number| earlier(&board.state, &Spot::default(), number, None, None);
    assert_eq!(from(&board, "600-100-200").len(), 1);
    assert!(from(&board, "600100201").is_empty() && from(&board, "").is_empty());

    // Who rings again after a silent call may not be able to speak.
    board.asks(Command::StartCall { source: Source::Phone });
    let silent = *board.state.calls.keys().next_back().expect("a second call");
    board.asks(Command::DescribeCall { call: silent, detail: CallDetail::Callback("600100300".into()) });
    assert!(from(&board, "600100300").is_empty(), "a call that is on the line is not an earlier one");
    board.asks(Command::EndCall { call: silent, how: CallEnd::Silent });
    let again = from(&board, "600 100 300");
    assert_eq!(again.iter().map(|one| (one.number, one.what.as_str())).collect::<Vec<_>>(), [(None, "Silent call")]);
    assert!(earlier(&board.state, &Spot::default(), "600 100 300", None, Some(silent)).is_empty(), "not its own");
}

#[test]
fn flags_are_shown_within_their_radius_and_until_they_expire() {
    let mut board = Board::new();
    board.given(&["NI fall gate 4"]);
    let gate = board.state.place_index.named("gate 4").expect("a place");
    let until = board.clock.plus_seconds(3600);
    let mut flag = |on, text: &str, severity, expires| {
        board.asks(Command::RaiseFlag { on, text: text.into(), severity, source: "police".into(), expires })
    };
    flag(FlagSubject::Place(gate), "Loose dog", Severity::Normal, Some(until));
    flag(FlagSubject::Place(gate), "Weapons seen", Severity::High, None);
    flag(FlagSubject::Number("0048 600 100 200".into()), "Calls often", Severity::Low, None);
    let shown = |place: &Spot, now| {
        let incident = Incident { place: place.clone(), ..board.incident(1).clone() };
        sheet(&incident, &board.state, now).flags.into_iter().map(|(_, text)| text).collect::<Vec<_>>()
    };
    let both = ["Weapons seen", "Loose dog"];
    assert_eq!(shown(&board.incident(1).place, board.clock), both, "at the place itself, the gravest first");
    assert_eq!(shown(&near_gate_4(70.0), board.clock), both);
    assert_eq!(shown(&near_gate_4(80.0), board.clock), [""; 0], "beyond 75 m");
    assert_eq!(shown(&Spot::free("Gate 4"), board.clock), [""; 0], "words without a point are nowhere");
    assert_eq!(shown(&near_gate_4(0.0), until), ["Weapons seen"], "expired at this instant");
    assert_eq!(shown(&near_gate_4(0.0), Moment(until.0 - 1)), both);

    board.asks(Command::StartCall { source: Source::Phone });
    let call = *board.state.calls.keys().next().expect("a call");
    let detail = CallDetail::Callback("+48 600-100-200".into());
    board.asks(Command::DescribeCall { call, detail });
    let incident = board.incident(1).id;
    board.asks(Command::AttachCall { call, incident });
    // +48 and 0048 are one country, but digits are compared as they stand.
    assert_eq!(sheet(board.incident(1), &board.state, board.clock).flags.len(), 2);
    board.asks(Command::DescribeCall { call, detail: CallDetail::Callback("0048600100200".into()) });
    assert_eq!(sheet(board.incident(1), &board.state, board.clock).flags.len(), 3);
}

/// A gate code stood in the note of the fairground, and who was sent to coordinates inside of it never heard it.
#[test]
fn what_is_known_about_the_ground_around_a_point_is_told() {
    let mut board = Board::new();
    let around = |name: &str, what: &str, note: &str| {
        let here = (GATE_4.0, GATE_4.1);
        let corners = [(-0.01, -0.01), (-0.01, 0.01), (0.01, 0.01), (0.01, -0.01), (-0.01, -0.01)];
        let ring = corners.map(|(lat, lon)| Point { lat: here.0 + lat, lon: here.1 + lon });
        NewPlace {
            name: name.into(),
            what: what.into(),
            note: note.into(),
            point: Point::new(here.0, here.1),
            shape: Shape::Area { ring: Track::of(ring) },
            ..NewPlace::default()
        }
    };
    let areas = [("Fairground", "", "gate code 1234"), ("Gas", "hazard", ""), ("Sector 2", "zone", "")];
    board.asks(Command::AddPlaces(areas.map(|(name, what, note)| around(name, what, note)).to_vec()));
    let said = |text: &str| notes(&board.state, &board.state.spot(text));
    assert_eq!(said(&format!("{}, {}", GATE_4.0 + 0.001, GATE_4.1)), ["Gas", "Fairground: gate code 1234"]);
    assert_eq!(said("fairground"), ["gate code 1234", "Gas"]);
    assert_eq!(said("km 18"), [""; 0]);
}

#[test]
fn the_line_for_the_air_holds_what_a_crew_must_hear() {
    let mut board = Board::new();
    board.given(&["NI fall gate 4 ; runner down", "NI fall 12 Elm Street"]);
    let gate = board.state.place_index.named("gate 4").expect("a place");
    let line = |board: &Board, number| air_line(&sheet(board.incident(number), &board.state, board.clock));
    assert_eq!(line(&board, 1), "1 Fall. P3. Gate 4. 34U EC 0083 8658. runner down");
    assert_eq!(line(&board, 2), "2 Fall. P3. 12 Elm Street");
    // Whoever goes there has to know the way in, and the danger round it.
    let note = |place, text: &str| Command::ChangePlace { place, detail: PlaceDetail::Note(text.into()) };
    board.asks(note(gate, "Way in by the pier"));
    let (point, shape) = (Point::new(GATE_4.0, GATE_4.1), Shape::Circle { metres: 50 });
    let leak = NewPlace {
        name: "Leak".into(),
        what: "hazard".into(),
        note: "gas".into(),
        point,
        shape,
        ..NewPlace::default()
    };
    board.asks(Command::AddPlaces(vec![leak]));
    let noted = line(&board, 1);
    assert_eq!(noted, "1 Fall. P3. Gate 4. 34U EC 0083 8658. Way in by the pier. Leak: gas. runner down");

    let incident = board.incident(1).id;
    for (question, answer) in
        [("conscious", "no"), ("age", "40"), ("shoes", "red"), ("officer_safety", "wait for police")]
    {
        board.asks(Command::Answer { incident, question: question.into(), answer: answer.into() });
    }
    let flag = |text: &str, severity| Command::RaiseFlag {
        on: FlagSubject::Place(gate),
        text: text.into(),
        severity,
        source: "police".into(),
        expires: None,
    };
    board.asks(flag("Weapons seen", Severity::High));
    board.asks(flag("Loose dog", Severity::Normal));
    board.asks(Command::StartCall { source: Source::Phone });
    let call = *board.state.calls.keys().next().expect("a call");
    board.asks(Command::DescribeCall { call, detail: CallDetail::DangerNoted("Traffic".into()) });
    board.asks(Command::AttachCall { call, incident });
    board.asks(Command::ChangeUrgency { incident, priority: Priority::P1 });
    let said = line(&board, 1);
    assert!(said.starts_with("1 Fall. P1. Gate 4. "), "{said}");
    for part in ["Age: 40", "Conscious: no", "Traffic", "Weapons seen", "wait for police"] {
        assert!(said.contains(part), "{part} is not in \"{said}\"");
    }
    assert!(!said.contains("red") && !said.contains("Loose dog"), "what does not press is not said: {said}");
}

#[test]
fn rows_say_when_help_is_overdue() {
    let mut board = Board::with_units(&[("MED1", "")]);
    board.given(&["NI fall gate 4", "NI cardiac gate 4"]);
    let row = |board: &Board, number| queue_row(board.incident(number), &board.state);
    let (one, two) = (row(&board, 1), row(&board, 2));
    let minutes = |row: &QueueRow| row.deadline.map(|at| at.seconds_since(row.since) / 60);
    let rules = board.state.priorities.clone();
    let rule = |priority: Priority| Some(i64::from(rules[priority as usize].alarm_minutes));
    assert_eq!((minutes(&one), minutes(&two)), (rule(Priority::P3), rule(Priority::P1)));
    let (_, standing) = elapsed::against(one.since.plus_seconds(3600), one.since, one.deadline);
    assert_eq!(standing, elapsed::Standing::Over);
    board.given(&["H 1 15 ; no crew", "D 2 MED1"]);
    assert_eq!(row(&board, 1).deadline, row(&board, 1).held_until, "a hold ends by itself");
    assert_eq!(row(&board, 2).deadline, None, "somebody is on the way");
    board.given(&["CL MED1", "CL 2 43", "RO 2 ; he is back"]);
    assert_eq!(minutes(&row(&board, 2)), rule(Priority::P1), "counted from the reopening");
    assert_eq!(row(&board, 2).since, board.clock);
}

// ---- The sentences --------------------------------------------------------------------------------------------------

/// Every refusal, with every value that chooses another sentence.
#[test]
fn every_refusal_is_a_whole_sentence() {
    let board = busy();
    let unit = board.state.unit_called("MED1").expect("a unit").id;
    let incident = board.incident(1).id;
    let (at, on) = (board.clock, Some(incident));
    let not_ready = |reason: &str| Refusal::UnitNotReady { unit, readiness: Readiness::Break, reason: reason.into() };
    let skips = |expected| Refusal::OutOfSequence { unit, has: Step::OnScene, wants: Step::AtDestination, expected };
    let mut samples = vec![
        Refusal::OperationNotOpen,
        Refusal::OperationAlreadyOpen,
        Refusal::UnknownUnit,
        Refusal::UnknownIncident,
        Refusal::UnknownCall,
        Refusal::UnknownPlace,
        Refusal::UnknownType("fal".into()),
        Refusal::UnknownUnitKind("amb".into()),
        Refusal::UnknownDisposition("99".into()),
        Refusal::UnknownFlag,
        Refusal::UnknownEntry,
        Refusal::UnknownRequest,
        Refusal::UnknownTarget,
        Refusal::PhraseNeverFound(firstline::domain::phrase::Fault::Gap),
        Refusal::UnknownPath,
        Refusal::UnknownLayer,
        Refusal::PlanNotPlaced,
        Refusal::UnknownPlan("fire".into()),
        Refusal::CallSignTaken("MED1".into()),
        Refusal::PlaceNameTaken("Gate 4".into()),
        Refusal::CodeTaken(Code::new("fall")),
        Refusal::InRow { row: 7, fault: Box::new(Refusal::CallSignTaken("MED1".into())) },
        Refusal::UnitRetired(unit),
        Refusal::UnitStillAssigned { unit, incident },
        Refusal::AlreadyRetired,
        Refusal::NotRetired,
        Refusal::Unchanged,
        Refusal::IncidentClosed(incident),
        Refusal::IncidentOpen(incident),
        Refusal::AlreadyAttached(incident),
        Refusal::CallOver,
        Refusal::LinkedToItself,
        Refusal::AlreadyLinked,
        Refusal::NotLinked,
        Refusal::NotHeld,
        Refusal::AlreadyVerified(at),
        Refusal::AlarmNotHigher { now: 2 },
        Refusal::AlreadyMet,
        Refusal::AlreadyStruck,
        Refusal::AlreadyAssigned { unit, incident },
        Refusal::UnitBusy { unit, incident, step: Step::EnRoute, since: at },
        Refusal::NoLesserWork { unit, incident, step: Step::EnRoute, priority: Priority::P2, instead: Priority::P3 },
        not_ready(""),
        not_ready("flat tire"),
        Refusal::NotAssigned { unit, incident: None },
        Refusal::NotAssigned { unit, incident: on },
        Refusal::AlreadyThere { unit, step: Step::OnScene, at },
        skips(None),
        skips(Some(Step::Transporting)),
        Refusal::AlreadyArrived { unit, step: Step::OnScene },
        Refusal::UnitsStillWorking { incident, units: board.state.units.keys().copied().collect() },
        Refusal::UnknownCard("fall".into()),
        Refusal::UnknownRun,
        Refusal::CardFaults(lint("[[card]]\nid = \"a b\"\n", &|_| true).1),
        Refusal::CardFaults(lint("x", &|_| true).1),
        Refusal::CardVersionNotHigher { card: "Fall".into(), now: 3 },
        Refusal::CardMovedOn { card: "Fall".into(), now: 3 },
        Refusal::NotApproved("Fall".into()),
        Refusal::NotADate("soon".into()),
        Refusal::NotAsked("awake".into()),
        Refusal::NotAnAnswer("Are they awake?".into()),
        Refusal::NotATime("soon".into()),
        Refusal::CardsDiffer(vec![("Fall".into(), 2)]),
        Refusal::CardLinked { card: "Fight".into(), links: vec!["Fall (rule 2)".into()] },
        Refusal::CardLinked { card: "Fight".into(), links: vec!["Fall (rule 2)".into(); 5] },
        Refusal::NothingToAcknowledge(unit),
        Refusal::NotStaged,
        Refusal::PlaceInDoubt(Doubt::Far { metres: 400_000.0 }),
        Refusal::PlaceInDoubt(Doubt::Swapped { right: Point { lat: 40.7, lon: -74.0 } }),
        Refusal::PlaceInDoubt(Doubt::Unreadable),
        Refusal::PlanMirrored,
        Refusal::PlanStretched { tenths: 35 },
        Refusal::NothingToUndo,
        Refusal::CannotUndo,
        Refusal::UndoTooLate,
    ];
    let needed = [
        Needed::Name,
        Needed::Text,
        Needed::Reason,
        Needed::Destination,
        Needed::Disposition,
        Needed::Type,
        Needed::Place,
        Needed::Unit,
        Needed::Incident,
        Needed::CallSign,
        Needed::UnitKind,
        Needed::Minutes,
        Needed::Level,
        Needed::Count,
        Needed::From,
        Needed::Owner,
        Needed::Speed,
        Needed::Percent,
        Needed::Metres,
        Needed::Seconds,
        Needed::Crew,
        Needed::Question,
        Needed::Zone,
        Needed::Prefix,
        Needed::Code,
        Needed::Weight,
        Needed::Hurt,
        Needed::Path,
        Needed::Picture,
        Needed::Request,
        Needed::Line,
    ];
    for field in needed {
        samples.push(Refusal::Missing(field));
        samples.push(Refusal::TooLong { field, most: 120 });
        samples.push(Refusal::OutOfRange { field, least: 1, most: 2880 });
    }
    let source = include_str!("../src/domain/refusal.rs");
    assert_eq!(names(&needed), variants(source, "Needed"));
    assert_eq!(names(&samples), variants(source, "Refusal"));
    let said = samples.iter().map(|one| (format!("{one:?}"), speech::refusal(one, &board.state, Clock(OFFSET))));
    whole(said);
}

/// Every kind of line, with every value that chooses another sentence.
#[test]
fn every_line_of_the_record_is_a_whole_sentence() {
    let board = busy();
    let unit = board.state.unit_called("MED1").expect("a unit").id;
    let incident = board.incident(1).id;
    let text = |text: &str| text.to_owned();
    let (was, now) = (Code::new("fall"), Code::new("sick"));
    let advised = |plan: &str, units, short: &[&str]| Advised {
        plan: plan.into(),
        level: 1,
        units,
        short: short.iter().map(|short| (*short).to_owned()).collect(),
    };
    let ended = |how, reason: &str| Line::Released { unit, how, reason: reason.into() };
    let mut samples = vec![
        Line::Note(text("noted")),
        Line::Radio { from: text("MED1"), to: text(""), text: text("at the gate") },
        Line::Opened { kind: was.clone(), place: text("Gate 4") },
        Line::CallTaken { source: Source::Phone },
        Line::CallAttached { source: Source::Radio, what: text("") },
        Line::CallAttached { source: Source::WalkIn, what: text("sees it too") },
        Line::Kind { was, now },
        Line::CallDetached { source: Source::WalkIn, what: text("sees it too") },
        Line::Priority { was: Priority::P3, now: Priority::P1 },
        Line::Place { was: text("Gate 4"), now: text("km 18") },
        Line::Verified(text("Gate 4")),
        Line::VerificationWithdrawn,
        Line::DangerNoted(text("Traffic")),
        Line::DangerCleared(text("Traffic")),
        Line::Assigned { unit, step: Step::Dispatched, stacked: false },
        Line::Assigned { unit, step: Step::EnRoute, stacked: true },
        Line::Stepped { unit, step: Step::OnScene, destination: text("") },
        Line::Stepped { unit, step: Step::Transporting, destination: text("St Mary") },
        Line::StepWithdrawn { unit, step: Step::OnScene },
        ended(Ending::Cleared, ""),
        ended(Ending::Cleared, "done"),
        ended(Ending::Cancelled, ""),
        ended(Ending::Cancelled, "not needed"),
        ended(Ending::Diverted, "2"),
        ended(Ending::Withdrawn, ""),
        Line::Readiness { unit, was: Readiness::Available, now: Readiness::Break, reason: text("") },
        Line::Readiness { unit, was: Readiness::Break, now: Readiness::OutOfService, reason: text("flat tire") },
        Line::Moved { unit, place: text("km 18") },
        Line::Welfare { unit, due: None },
        Line::Welfare { unit, due: Some(board.clock) },
        Line::RollCall { unit },
        Line::Held { until: board.clock, reason: text("") },
        Line::Held { until: board.clock, reason: text("no crew") },
        Line::PathsClosed { what: text("Long Street"), reason: text("") },
        Line::PathsClosed { what: text("Long Street"), reason: text("finish line") },
        Line::PathsOpened { what: text("~3") },
        Line::Crowd { what: text("Quay"), was: 100, now: 250 },
        Line::HoldEnded,
        Line::Advised { advised: advised("Fire", vec![unit], &[]), sent: vec![unit] },
        Line::Advised { advised: advised("", Vec::new(), &["2 E"]), sent: vec![unit] },
        Line::Linked(incident),
        Line::Unlinked(incident),
        Line::Alarm { was: 1, now: 2 },
        Line::Requested { what: text("helicopter"), count: 1 },
        Line::RequestMet { what: text("helicopter") },
        Line::Closed { disposition: Code::new("43"), text: text("") },
        Line::Closed { disposition: Code::new("43"), text: text("walked home") },
        Line::Reopened { reason: text("") },
        Line::Reopened { reason: text("he is back") },
        Line::CardOpened { title: text("Fall"), version: 3, patient: text("") },
        Line::CardOpened { title: text("Fall"), version: 3, patient: text("2") },
        Line::Instruction(text("Kneel beside them.")),
        Line::SendNow(text("Not breathing")),
        Line::Need(text("ALS")),
        Line::CrewLine(text("Not breathing")),
        Line::Mark(text("recognised")),
        Line::Mark(text("first_compression")),
        Line::CompressorChanged { patient: text(""), resumed: false },
        Line::CompressorChanged { patient: text("2"), resumed: true },
        Line::ContractionBegan { patient: text("") },
        Line::Staging(true),
        Line::Staging(false),
        Line::Safety(text("Weapon")),
        Line::SafetyAcknowledged { unit, heard: vec![text("Weapon")] },
        Line::Withdrawn(Box::new(Line::Need(text("ALS")))),
        Line::Withdrawn(Box::new(Line::Staging(true))),
    ];
    for (was, now) in [("", "No"), ("yes", ""), ("yes", "No"), ("unknown", "Yes"), ("food", "Yes")] {
        for (card, patient) in [("", ""), ("", "2"), ("Fall", ""), ("Fall", "2")] {
            let (asked, was, now) = (text("Are they awake?"), text(was), text(now));
            samples.push(Line::CardAnswer { card: card.into(), patient: patient.into(), asked, was, now });
        }
    }
    samples.extend([CallEnd::Ended, CallEnd::Silent, CallEnd::HungUp, CallEnd::Abandoned].map(Line::CallEnded));
    for part in [DebriefPart::WentWell, DebriefPart::Improve, DebriefPart::FollowUp] {
        for owner in ["", "A. Reyes"] {
            samples.push(Line::Debrief { part, text: text("the gate was locked"), owner: owner.into() });
        }
    }
    let fields = [
        Field::What,
        Field::Callback,
        Field::Caller,
        Field::Relation,
        Field::CallerSafe,
        Field::Source,
        Field::CallPlace,
        Field::Hurt,
        Field::Answered,
    ];
    for (was, now) in [("", "one"), ("one", ""), ("one", "two")] {
        let (was, now) = (was.to_owned(), now.to_owned());
        samples.extend(fields.map(|field| Line::Detail { field, was: was.clone(), now: now.clone() }));
        samples.push(Line::Answer { question: text("age"), was: was.clone(), now: now.clone() });
        samples.push(Line::Answer { question: text("shoes"), was, now });
    }
    let rows = [
        SetUpKind::Operation,
        SetUpKind::Unit,
        SetUpKind::UnitKind,
        SetUpKind::Place,
        SetUpKind::IncidentType,
        SetUpKind::Priority,
        SetUpKind::Disposition,
        SetUpKind::Flag,
        SetUpKind::Target,
        SetUpKind::Phrase,
        SetUpKind::Layer,
        SetUpKind::SitePlan,
        SetUpKind::Card,
        SetUpKind::Plan,
        SetUpKind::PlanWord,
        SetUpKind::Post,
        SetUpKind::PlanRule,
    ];
    let mut changes = Vec::new();
    for what in rows {
        let name = || text("Gate 4");
        changes.push(SetUpLine::Added { what, count: 1, name: name() });
        changes.push(SetUpLine::Added { what, count: 20, name: text("Gate 4 … Gate 24") });
        for (was, now) in [("", "one"), ("one", ""), ("one", "two")] {
            let (field, was, now) = (text("speed_kmh"), was.to_owned(), now.to_owned());
            changes.push(SetUpLine::Changed { what, name: name(), field, was, now });
        }
        changes.push(SetUpLine::Retired { what, name: name() });
        changes.push(SetUpLine::Restored { what, name: name() });
    }
    let source = include_str!("../src/domain/entry.rs");
    assert_eq!(names(&fields), variants(source, "Field"));
    assert_eq!(names(&rows), variants(source, "SetUpKind"));
    assert_eq!(names(&changes), variants(source, "SetUpLine"));
    samples.extend(changes.into_iter().map(Line::SetUp));
    assert_eq!(names(&samples), variants(source, "Line"));
    let said = samples.iter().map(|one| (format!("{one:?}"), speech::line(one, &board.state, Clock(OFFSET))));
    whole(said);
}

/// Every fault of a card has a sentence of its own, with the line and the field that it is about.
#[test]
fn every_fault_of_a_card_is_a_whole_sentence() {
    use firstline::domain::card::fault::{Fault, Why};
    let source = include_str!("../src/domain/card/fault.rs");
    let all = variants(source, "Why");
    let list = include_str!("../src/board/guidance.rs");
    for name in &all {
        assert!(list.contains(&format!("Why::{name} => ")), "{name}");
    }
    for place in ["", "rule 1, when"] {
        let fault =
            Fault { card: String::new(), place: place.into(), line: 3, why: Why::BadCondition, about: "and".into() };
        whole([(format!("{fault:?}"), firstline::board::guidance::fault_line(&fault))].into_iter());
    }
}

/// The same of lines that commands wrote, every kind of which is in the golden log.
#[test]
fn every_line_of_a_day_is_a_whole_sentence() {
    let mut state = State::default();
    for (seq, row) in (1..).zip(include_str!("golden/v1/harbour.jsonl").lines()) {
        apply_all(&mut state, [&codec::decode(seq, row).expect("a row")]);
    }
    let entries = state.incidents.values().flat_map(|incident| &incident.entries).chain(&state.general);
    let said: Vec<_> =
        entries.map(|one| (format!("{:?}", one.line), speech::line(&one.line, &state, Clock(-240)))).collect();
    assert!(100 < said.len(), "{}", said.len());
    whole(said.into_iter());
}

#[test]
fn every_command_has_a_whole_preview() {
    let board = busy();
    let plans = (0..COMMANDS).flat_map(|what| (0..30).map(move |which| (what, which)));
    let said = plans.map(|(what, which)| {
        let command = command(&board.state, what, which);
        (format!("{command:?}"), speech::command(&command, &board.state))
    });
    whole(said);
    whole(TABLE.iter().map(|row| (row.code.to_owned(), speech::verb_help(row.verb).to_owned())));
}

/// The time that a line says stood nowhere before Enter, and after midnight it meant another day than was thought.
#[test]
fn a_preview_says_when_it_happened() {
    let board = busy();
    let says = |line: &str, clock: i64| {
        // 2026-10-18, 00:00 at +02:00, and so many seconds.
        let now = LocalTime { moment: Moment(1_792_274_400_000).plus_seconds(clock), offset_minutes: OFFSET };
        let parsed = parse(line, &board.state, Context { incident: None, now }).expect("a line that is understood");
        speech::preview(&parsed, &board.state, now)
    };
    let noon = 12 * 3_600;
    assert_eq!(says("N ; gate open", noon), "Add to the general log: gate open");
    assert_eq!(says("N @11:58 ; gate open", noon), "Add to the general log: gate open, at 11:58");
    assert_eq!(says("N @11:58:30 ; gate open", noon), "Add to the general log: gate open, at 11:58:30");
    assert_eq!(says("N @23:50 ; gate open", 600), "Add to the general log: gate open, yesterday at 23:50");
    assert_eq!(says("NI p1 fall gate 4", noon), "Open incident: Fall, P1, Gate 4");
    assert_eq!(says("NI fall gate 4", noon), "Open incident: Fall, P3, Gate 4");
}

/// Fails with every sentence that is empty, was not filled, or was filled with nothing.
#[track_caller]
fn whole(said: impl Iterator<Item = (String, String)>) {
    const HOLES: [&str; 9] = ["  ", " ,", " .", " :", ",,", "“”", "()", "{", "}"];
    let holes = |sentence: &str| {
        let ends_open = [":", ",", "#", "–,"].iter().any(|end| sentence.ends_with(end));
        let unknown = sentence.split([' ', ',', '.', ':']).any(|word| word == "?" || word == "#?");
        sentence.is_empty()
            || sentence.trim() != sentence
            || ends_open
            || unknown
            || HOLES.iter().any(|hole| sentence.contains(hole))
    };
    let broken: Vec<String> =
        said.filter(|(_, sentence)| holes(sentence)).map(|(of, sentence)| format!("{of}: \"{sentence}\"")).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

/// The names of the variants that are among the samples.
fn names(samples: &[impl std::fmt::Debug]) -> BTreeSet<String> {
    samples.iter().map(|sample| word(&format!("{sample:?}"))).collect()
}

/// The names of an enum's variants, from its source, so that none can be forgotten here.
fn variants(source: &str, name: &str) -> BTreeSet<String> {
    let body = source.split_once(&format!("pub enum {name} {{\n")).expect("the enum").1;
    let body = body.split_once("\n}").expect("its end").0;
    let lines = body.lines().filter_map(|line| line.strip_prefix("    "));
    lines.filter(|line| line.starts_with(char::is_uppercase)).map(word).collect()
}

fn word(text: &str) -> String {
    text.chars().take_while(|character| character.is_alphanumeric()).collect()
}

const ALL_LAYERS: Layers = Layers { incidents: true, units: true, places: true, routes: true };

impl Board {
    fn scene(&self) -> Scene {
        scene(&self.state, &Network::of(&self.state.ground), ALL_LAYERS, self.clock)
    }

    /// One straight street of 1,700 m between the two places of the operation, in two pieces of one name.
    fn with_street() -> Self {
        let mut board = Self::with_units(&[("MED1", "km 18"), ("MED2", "Gate 4")]);
        let middle = Point { lat: 52.2349, lon: 21.02135 };
        let gate = Point { lat: GATE_4.0, lon: GATE_4.1 };
        let path = |ends: [Point; 2]| Path {
            layer: LayerId(uuid::Uuid::nil()),
            class: Class::Street,
            one_way: false,
            barred: Movers::default(),
            name: "Long Street".into(),
            other: String::new(),
            track: Track::of(ends),
        };
        let paths = vec![path([gate, middle]), path([middle, Point { lat: 52.2401, lon: 21.0305 }])];
        board.asks(Command::ImportPaths { name: "Town".into(), source: String::new(), paths });
        board
    }
}

#[test]
fn an_area_counts_what_is_in_it_and_a_hazard_is_a_circle() {
    let mut board = Board::with_units(&[("MED1", "Gate 4"), ("MED2", "Gate 4"), ("MED3", "km 18")]);
    let around = |name: &str, what: &str, shape| NewPlace {
        name: name.into(),
        what: what.into(),
        point: Point::new(GATE_4.0, GATE_4.1),
        shape,
        ..NewPlace::default()
    };
    let square = [(52.22, 21.0), (52.22, 21.02), (52.235, 21.02), (52.235, 21.0), (52.22, 21.0)];
    let ring = Track::of(square.map(|(lat, lon)| Point { lat, lon }));
    board.asks(Command::AddPlaces(vec![
        around("Old Town", "", Shape::Area { ring }),
        around("Gas leak", "hazard", Shape::Circle { metres: 150 }),
        course(),
    ]));
    board.given(&["NI fall gate 4", "NI fall km 18", "NI sick gate 4", "CL 3 22", "OD MED2"]);
    let scene = board.scene();
    let told = |name: &str| {
        let area = scene.areas.iter().find(|area| area.name == name).expect("an area");
        (area.kind, area.what.as_str(), area.metres, area.inside, area.label.as_str())
    };
    assert_eq!(told("Old Town"), ("area", "area", 0.0, Some((1, 1)), "Old Town: incidents 1, units 1"));
    assert_eq!(told("Gas leak"), ("hazard", "hazard", 150.0, Some((1, 1)), "Gas leak: incidents 1, units 1"));
    assert_eq!(told("Marathon"), ("course", "course, km 0.0 to 42.2", 0.0, None, "Marathon"));
    let marks = &scene.areas.iter().find(|area| area.name == "Marathon").expect("a course").marks;
    let ends = marks.first().zip(marks.last()).map(|(first, last)| (first.label.as_str(), last.label.as_str()));
    assert_eq!((marks.len(), ends), (43, Some(("km 0", "km 42"))));
    // What covers ground is no pin; the places that are points are.
    let pins: Vec<&str> = scene.pins.iter().filter(|pin| pin.kind == "place").map(|pin| pin.label.as_str()).collect();
    assert_eq!(pins.len(), 2, "{pins:?}");
    let incidents: Vec<(&str, u8)> =
        scene.pins.iter().filter(|pin| pin.kind == "incident").map(|pin| (pin.label.as_str(), pin.level)).collect();
    assert_eq!(incidents, [("#1", 3), ("#2", 3)]);
    let units = scene.pins.iter().filter(|pin| pin.kind == "unit");
    assert_eq!(units.map(|pin| (pin.label.as_str(), pin.code)).collect::<Vec<_>>(), [("MED1", "AV"), ("MED3", "AV")]);
}

#[test]
fn what_endangers_crews_is_on_the_map_whatever_else_is_shown() {
    let mut board = Board::new();
    let gate = board.state.place_index.named("gate 4").expect("a place");
    board.asks(Command::AddPlaces(vec![NewPlace {
        name: "Open drain".into(),
        what: "Hazard".into(),
        point: Point::new(GATE_4.0, GATE_4.1 + 0.01),
        ..NewPlace::default()
    }]));
    for (text, severity) in [("Weapons seen", Severity::High), ("Loose dog", Severity::Normal)] {
        let (on, source) = (FlagSubject::Place(gate), "police".into());
        board.asks(Command::RaiseFlag { on, text: text.into(), severity, source, expires: None });
    }
    let bare = Layers { incidents: false, units: false, places: false, routes: false };
    let scene = scene(&board.state, &Network::default(), bare, board.clock);
    assert_eq!(
        scene.pins.iter().map(|pin| (pin.label.as_str(), pin.hazard)).collect::<Vec<_>>(),
        [("Open drain", true)]
    );
    let flags: Vec<_> = scene.areas.iter().map(|area| (area.kind, area.label.as_str(), area.what.as_str())).collect();
    assert_eq!(flags, [("hazard", "Weapons seen", "flag, police"), ("care", "Loose dog", "flag, police")]);
    assert!(scene.areas.iter().all(|area| 0.0 < area.metres && area.name.starts_with("Gate 4: ")), "{:?}", scene.areas);
}

#[test]
fn a_pin_says_in_words_that_help_is_there() {
    let mut board = Board::with_units(&[("MED1", "Gate 4")]);
    board.given(&["NI fall gate 4", "D 1 MED1"]);
    let words = |board: &Board| board.scene().pins.into_iter().find(|pin| pin.label == "#1").expect("a pin").say;
    assert_eq!(words(&board), "#1, P3 Fall, Gate 4");
    board.given(&["ER MED1", "OS MED1"]);
    assert_eq!(words(&board), "#1, P3 Fall, help is there, Gate 4");
}

#[test]
fn a_route_goes_along_the_paths_or_is_marked_as_straight() {
    let mut board = Board::with_street();
    board.given(&["NI fall gate 4", "DE 1 MED1"]);
    let route = |board: &Board| board.scene().routes.into_iter().next().expect("a route");
    let way = route(&board);
    assert_eq!((way.unit.as_str(), way.to.as_str(), way.straight, way.line.len()), ("MED1", "#1 Gate 4", false, 5));
    assert!(way.label.starts_with("MED1 about ") && way.estimate.is_some(), "{way:?}");
    // Where no open way is left there is no estimate, and no line through the barrier.
    board.given(&["CP ~1 ; crane"]);
    let none = route(&board);
    assert_eq!((none.straight, none.line.len(), none.estimate, none.label.as_str()), (false, 0, None, ""));
    board.given(&["OP ~1", "OS MED1"]);
    assert_eq!(board.scene().routes, [], "who is there is not on the way");
    // With a patient it goes from the place to where they are taken.
    board.given(&["TR MED1 km 18"]);
    let taken = route(&board);
    assert_eq!((taken.unit.as_str(), taken.to.as_str(), taken.estimate.is_some()), ("MED1", "km 18", true));
    // Without any paths the estimate is that of the straight line.
    let mut bare = Board::with_units(&[("MED1", "km 18")]);
    bare.given(&["NI fall gate 4", "DE 1 MED1"]);
    let straight = route(&bare);
    assert!(straight.straight && straight.estimate.is_some_and(|estimate| estimate.basis == Basis::StraightLine));
}

#[test]
fn what_is_shut_or_crowded_is_marked_on_its_line_and_listed() {
    let mut board = Board::with_street();
    let flags = |board: &Board| lines(&board.state).flags;
    assert_eq!((flags(&board), board.scene().ways), (vec![0, 0], Vec::new()));
    board.given(&["CP ~1 ; crane"]);
    board.asks(Command::SetCrowd { paths: vec![0, 1], percent: 200 });
    assert_eq!(flags(&board), [2, 3]);
    let ways: Vec<(String, Option<String>, u16)> =
        board.scene().ways.into_iter().map(|way| (way.name, way.shut, way.crowd)).collect();
    let name = || "Long Street".to_owned();
    assert_eq!(ways, [(name(), Some("crane".to_owned()), 200), (name(), None, 200)]);
    assert_eq!(lines(&board.state).names, "Long Street\nLong Street");
}

#[test]
fn a_press_means_the_place_that_is_as_good_as_there() {
    let board = Board::new();
    let near = |metres: f64| Point { lat: GATE_4.0 + metres / 111_195.0, lon: GATE_4.1 };
    let gate = spot_at(&board.state, near(15.0));
    assert_eq!((gate.text.as_str(), gate.point), ("Gate 4", Point::new(GATE_4.0, GATE_4.1)));
    let open = spot_at(&board.state, near(25.0));
    assert_eq!((open.place, open.point), (None, Some(near(25.0))));
    assert_eq!(open.text, "52.22992, 21.01220");
}
