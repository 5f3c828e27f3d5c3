//! What one change costs: which rows, lists and counters are shown again, counted on the host over a log in memory.
#![cfg(all(feature = "app", not(target_arch = "wasm32")))]

mod commands;

use commands::{COMMANDS, command};
use firstline::app::desk::Desk;
use firstline::app::drafts::Stored;
use firstline::app::launcher::{NewOperation, first_rows, now};
use firstline::app::replay::Replay;
use firstline::app::sounding::step_name;
use firstline::app::world::World;
use firstline::board::address::Address;
use firstline::board::order::{Order, QueueGroup};
use firstline::board::queue::{QueueRow, queue_row};
use firstline::board::sheet::{Sheet, sheet};
use firstline::board::units::{UnitGroup, UnitRow, unit_row};
use firstline::domain::card::notation;
use firstline::domain::command::{Care, Command};
use firstline::domain::entry::Author;
use firstline::domain::event::{Event, PriorityDetail, Recorded, TypeDetail};
use firstline::domain::ids::{
    AssignmentId, Code, CommandId, EventId, IncidentId, OperationId, RunId, UnitId, WindowId,
};
use firstline::domain::incident::Priority;
use firstline::domain::moment::Moment;
use firstline::domain::place::Spot;
use firstline::domain::setup::Tone;
use firstline::domain::unit::Step;
use firstline::log::codec;
use firstline::log::envelope::VERSION;
use firstline::tabs::hint::Hint;
use leptos::prelude::*;
use proptest::prelude::*;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use uuid::Uuid;

const START: i64 = 1_792_324_800_000;
/// Incidents of the operation, and those of them that are in sight.
const INCIDENTS: u32 = 2_000;
const IN_SIGHT: u32 = 50;
const UNITS: u32 = 30;

// ---- The world ------------------------------------------------------------------------------------------------------

/// A log in memory that answers at once. Events that `writes` appends are those of another window.
struct Paper {
    log: RefCell<Vec<String>>,
    desk: OnceCell<Desk>,
    clock: Cell<i64>,
    asked: Cell<u32>,
    /// The next readings that fail.
    unreadable: Cell<u32>,
}

impl Paper {
    /// A desk over these rows, before it has read any.
    fn desk(log: Vec<String>, address: Address) -> (Rc<Self>, Desk) {
        let paper = Rc::new(Self {
            log: RefCell::new(log),
            desk: OnceCell::new(),
            clock: Cell::new(START),
            asked: Cell::new(0),
            unreadable: Cell::new(0),
        });
        let world = Rc::clone(&paper) as Rc<dyn World>;
        let desk = Desk::new(OperationId(Uuid::nil()), world, WindowId(1), address, Stored::default());
        assert!(paper.desk.set(desk).is_ok());
        (paper, desk)
    }

    fn of_this_window(&self) -> Desk {
        *self.desk.get().expect("the desk is set before it reads")
    }

    /// Another window appends these events and rings.
    fn writes(&self, events: impl IntoIterator<Item = Event>) {
        self.clock.set(self.clock.get() + 1_000);
        for event in events {
            let row = row(self.log.borrow().len(), event, self.clock.get());
            self.log.borrow_mut().push(row);
        }
        let through = self.log.borrow().len() as u64;
        self.of_this_window().heard(Some(Hint { through, codec: VERSION, sound: None }));
    }

    fn after(&self, after: u64) -> Vec<(u64, String)> {
        let log = self.log.borrow();
        (after + 1..).zip(log[after as usize..].iter().cloned()).collect()
    }
}

impl World for Paper {
    fn shipped_cards(&self, _answer: Box<dyn FnOnce(Result<Vec<String>, String>)>) {}

    fn beat(&self) {}

    fn now(&self) -> Moment {
        Moment(self.clock.get())
    }

    fn offset_minutes(&self, _zone: &str, _at: Moment) -> i32 {
        120
    }

    fn knows_zone(&self, _zone: &str) -> bool {
        true
    }

    fn chance(&self) -> [u8; 16] {
        self.asked.set(self.asked.get() + 1);
        let mut chance = [0; 16];
        chance[4..8].copy_from_slice(&self.asked.get().to_le_bytes());
        chance
    }

    fn read(&self, after: u64) {
        if let Some(left) = self.unreadable.get().checked_sub(1) {
            self.unreadable.set(left);
            return self.of_this_window().read_failed("no disk".into());
        }
        self.of_this_window().rows(self.after(after));
    }

    fn begin(&self, after: u64) {
        let desk = self.of_this_window();
        if let Some((end, rows)) = desk.opened(self.after(after)) {
            assert_eq!(end, self.log.borrow().len() as u64);
            self.log.borrow_mut().extend(rows);
            desk.committed();
        }
    }

    fn post(&self, _hint: Hint) {}
    fn save_drafts(&self, _text: String) {}
    fn save_snapshot(&self, _through: u64, _bytes: Vec<u8>) {}
    fn take_seat(&self, _position: &str, _operator: &str) {}
    fn download(&self, _name: &str, _media_type: &str, _text: String) {}
    fn copy(&self, _text: &str, _answer: Box<dyn FnOnce(bool)>) {}
    fn open_panel(&self, _panel: &str, _hash: &str) -> bool {
        true
    }
    fn set_hash(&self, _hash: &str) {}
    fn sound(&self, _tone: Tone) {}
    fn export(&self, _operation: OperationId) {}
    fn reload(&self) {}
}

fn row(index: usize, event: Event, at: i64) -> String {
    let id = Uuid::from_u128(1_000_000 + index as u128);
    codec::encode(&Recorded {
        seq: index as u64 + 1,
        id: EventId(id),
        at: Moment(at),
        offset_minutes: 120,
        entered: Moment(at),
        by: Author { operator: "B. Reyes".into(), position: "Dispatch 2".into() },
        window: WindowId(2),
        command: CommandId(id),
        event,
    })
}

fn incident(number: u32) -> IncidentId {
    IncidentId(Uuid::from_u128(u128::from(number)))
}

fn unit(number: u32) -> UnitId {
    UnitId(Uuid::from_u128(u128::from(number)))
}

fn work(number: u32) -> AssignmentId {
    AssignmentId(Uuid::from_u128(u128::from(number)))
}

fn opened(number: u32) -> Event {
    Event::IncidentOpened {
        incident: incident(number),
        number,
        year: "26".into(),
        kind: Code::new("fall"),
        priority: Priority::P3,
        place: Spot::free(&format!("km {number}")),
        summary: String::new(),
    }
}

fn assigned(number: u32, unit_number: u32, to: u32) -> Event {
    let (assignment, incident, unit) = (work(number), incident(to), unit(unit_number));
    Event::UnitAssigned { assignment, incident, unit, step: Step::Dispatched }
}

fn stepped(number: u32, step: Step) -> Event {
    Event::UnitStepped { assignment: work(number), step, destination: String::new() }
}

fn noted(number: u32) -> Event {
    Event::Noted { incident: Some(incident(number)), text: "a word".into() }
}

/// An operation of yesterday with so many incidents, and M1 sent to #7.
fn operation(incidents: u32) -> Vec<String> {
    let new = NewOperation { name: "Trial".into(), zone: "Europe/Warsaw".into(), ..NewOperation::default() };
    let start = START - 86_400_000;
    let mut log = first_rows(&new, now(Moment(start), 120, [7; 16]), "A. Reyes", &[]).expect("a good start").0;
    let units = (1..=UNITS).map(|number| Event::UnitAdded {
        unit: unit(number),
        call_sign: format!("M{number}"),
        kind: Code::new("als"),
        capabilities: Vec::new(),
        crew: 2,
        post: Spot::default(),
    });
    for (event, at) in units.chain((1..=incidents).map(opened)).chain([assigned(1, 1, 7)]).zip(start..) {
        let row = row(log.len(), event, at);
        log.push(row);
    }
    log
}

fn big() -> Vec<String> {
    static LOG: OnceLock<Vec<String>> = OnceLock::new();
    LOG.get_or_init(|| operation(INCIDENTS)).clone()
}

// ---- The screen -----------------------------------------------------------------------------------------------------

/// Something on the screen that is drawn again whenever what it reads changes. It runs at once, without a scheduler that
/// would make one of several runs, so it counts every time a signal is set.
struct Drawn {
    runs: Arc<AtomicUsize>,
    _effect: ImmediateEffect,
}

impl Drawn {
    fn new(draw: impl Fn() + Send + Sync + 'static) -> Self {
        let runs = Arc::<AtomicUsize>::default();
        let counted = Arc::clone(&runs);
        let _effect = ImmediateEffect::new(move || {
            counted.fetch_add(1, Ordering::Relaxed);
            draw();
        });
        Self { runs, _effect }
    }
}

/// What a window has in sight, by name.
#[derive(Default)]
struct Screen {
    drawn: BTreeMap<String, Drawn>,
    /// One view each; what it holds is given back when it is dropped.
    views: BTreeMap<IncidentId, Owner>,
    incidents: BTreeMap<IncidentId, ArcRwSignal<QueueRow>>,
    units: BTreeMap<UnitId, ArcRwSignal<UnitRow>>,
    unit_views: Vec<Owner>,
}

impl Screen {
    /// The lists and counters of a window that shows no row yet.
    fn of(desk: Desk) -> Self {
        let mut screen = Self::default();
        let signals = desk.signals();
        for (group, list) in &signals.queue {
            screen.draws(format!("list {group:?}"), list);
        }
        for (group, list) in &signals.units {
            screen.draws(format!("units {group:?}"), list);
        }
        screen.draws("now", &signals.now);
        screen.draws("selected", &signals.selected);
        screen.draws("sheet", &signals.sheet);
        screen.draws("address", &signals.address);
        screen.draws("news", &signals.news);
        screen.draws("troubles", &signals.troubles);
        screen.draws("counts set-up", &signals.setup);
        screen.draws("counts general", &signals.general);
        screen.draws("counts calls", &signals.calls);
        screen.draws("counts units", &signals.units_changed);
        screen.draws("counts incidents", &signals.incidents_changed);
        screen.redrawn();
        screen
    }

    fn draws<T: Send + Sync + 'static>(&mut self, name: impl Into<String>, signal: &ArcRwSignal<T>) {
        let signal = signal.clone();
        self.drawn.insert(name.into(), Drawn::new(move || signal.track()));
    }

    /// A row as the queue makes it: its words, the mark of the selected one, and its age.
    fn shows(&mut self, desk: Desk, id: IncidentId) {
        let number = desk.read(|state| state.incidents[&id].number);
        let owner = Owner::new();
        let (row, marked) = owner.with(|| {
            let selected = desk.signals().selected.clone();
            let marked = Memo::new(move |_| selected.get() == Some(id));
            (desk.incident_row(id).expect("a row"), marked)
        });
        self.draws(format!("row #{number}"), &row);
        self.drawn.insert(format!("mark #{number}"), Drawn::new(move || _ = marked.get()));
        self.draws(format!("age #{number}"), &desk.signals().now);
        self.incidents.insert(id, row);
        self.views.insert(id, owner);
    }

    fn shows_unit(&mut self, desk: Desk, id: UnitId) {
        let owner = Owner::new();
        let row = owner.with(|| desk.unit_row(id)).expect("a row");
        self.draws(row.get_untracked().call_sign, &row);
        self.units.insert(id, row);
        self.unit_views.push(owner);
    }

    /// Everything that was drawn since the last question, and how often if more than once.
    fn redrawn(&self) -> Vec<String> {
        let runs = self.drawn.iter().map(|(name, drawn)| (name, drawn.runs.swap(0, Ordering::Relaxed)));
        let runs = runs.filter(|(_, runs)| 0 < *runs);
        runs.map(|(name, runs)| if runs == 1 { name.clone() } else { format!("{name} × {runs}") }).collect()
    }
}

/// A window on the big operation: the first fifty incidents and every unit in sight.
fn window() -> (Rc<Paper>, Desk, Screen) {
    let (paper, desk) = Paper::desk(big(), Address::default());
    desk.start(None);
    assert!(desk.is_live());
    let mut screen = Screen::of(desk);
    for number in 1..=IN_SIGHT {
        screen.shows(desk, incident(number));
    }
    for number in 1..=UNITS {
        screen.shows_unit(desk, unit(number));
    }
    assert!(!screen.redrawn().is_empty(), "a screen that counts nothing proves nothing");
    (paper, desk, screen)
}

// ---- The counts -----------------------------------------------------------------------------------------------------

#[test]
fn one_status_change_redraws_one_row() {
    let (paper, _, screen) = window();
    paper.writes([stepped(1, Step::EnRoute)]);
    assert_eq!(
        screen.redrawn(),
        ["M1", "counts incidents", "counts units", "row #7", "units Dispatched", "units EnRoute"]
    );
    // From on scene to at the patient nothing moves, neither in the queue nor among the units.
    paper.writes([stepped(1, Step::OnScene)]);
    screen.redrawn();
    paper.writes([stepped(1, Step::AtPatient)]);
    assert_eq!(screen.redrawn(), ["M1", "counts incidents", "counts units", "row #7"]);
}

#[test]
fn what_is_out_of_sight_redraws_no_row() {
    let (paper, _, screen) = window();
    paper.writes([noted(1_999)]);
    assert_eq!(screen.redrawn(), ["counts incidents"]);
    paper.writes([assigned(2, 2, 1_999)]);
    assert_eq!(
        screen.redrawn(),
        [
            "M2",
            "counts incidents",
            "counts units",
            "list Active",
            "list Pending",
            "units Available",
            "units Dispatched"
        ]
    );
}

#[test]
fn a_row_that_says_the_same_is_not_redrawn() {
    let (paper, desk, screen) = window();
    paper.writes([noted(7)]);
    assert_eq!(screen.redrawn(), ["counts incidents"]);
    desk.wake();
    desk.heard(None);
    assert_eq!(screen.redrawn(), [""; 0], "nothing new was read");
}

#[test]
fn a_new_incident_redraws_no_row() {
    let (paper, desk, screen) = window();
    paper.writes([opened(INCIDENTS + 1)]);
    assert_eq!(screen.redrawn(), ["counts incidents", "list Pending", "news"]);
    assert_eq!(desk.signals().news.get_untracked(), [incident(INCIDENTS + 1)]);
}

#[test]
fn a_clock_tick_redraws_the_ages_in_sight_and_nothing_else() {
    let (_, desk, screen) = window();
    desk.tick();
    let mut ages: Vec<String> = (1..=IN_SIGHT).map(|number| format!("age #{number}")).collect();
    ages.push("now".into());
    ages.sort();
    assert_eq!(screen.redrawn(), ages);
}

#[test]
fn selecting_redraws_two_rows() {
    let (_, desk, screen) = window();
    desk.select(Some(incident(3)));
    assert_eq!(screen.redrawn(), ["address", "mark #3", "selected", "sheet"]);
    desk.select(Some(incident(4)));
    assert_eq!(screen.redrawn(), ["address", "mark #3", "mark #4", "selected", "sheet"]);
    desk.select(Some(incident(4)));
    assert_eq!(screen.redrawn(), [""; 0]);
    desk.select(Some(incident(1_500)));
    assert_eq!(screen.redrawn(), ["address", "mark #4", "selected", "sheet"]);
}

#[test]
fn the_sheet_is_redrawn_for_its_own_incident_only() {
    let (paper, desk, screen) = window();
    desk.select(Some(incident(7)));
    screen.redrawn();
    paper.writes([noted(8)]);
    assert_eq!(screen.redrawn(), ["counts incidents"]);
    paper.writes([noted(7)]);
    assert_eq!(screen.redrawn(), ["counts incidents", "sheet"]);
}

/// A crew that was sent on keeps its earlier work on its stack, and a change of the crew shows there too.
#[test]
fn a_crew_is_shown_wherever_it_is_stacked() {
    let (paper, desk, screen) = window();
    let linked = Event::Linked { incident: incident(7), other: incident(8) };
    paper.writes([linked, assigned(2, 2, 8), assigned(3, 2, 9)]);
    desk.select(Some(incident(7)));
    screen.redrawn();
    paper.writes([Event::WelfareTimed { unit: unit(2), due: Some(Moment(START)) }]);
    assert_eq!(screen.redrawn(), ["M2", "counts incidents", "counts units", "row #8", "row #9", "sheet"]);
}

/// Reading a log is not live work: whatever it holds, each signal is set one time.
#[test]
fn replaying_ten_thousand_events_sets_each_signal_once() {
    let mut log = big();
    let filler = (log.len()..10_000).map(|index| row(index, noted(index as u32 % INCIDENTS + 1), START));
    let filler: Vec<String> = filler.collect();
    log.extend(filler);
    assert_eq!(log.len(), 10_000);
    let (_, desk) = Paper::desk(log, Address { selected: Some(7), ..Address::default() });
    let screen = Screen::of(desk);
    desk.start(None);
    let counts = ["calls", "general", "incidents", "set-up", "units"].map(|name| format!("counts {name}"));
    let lists = QueueGroup::ALL.map(|group| format!("list {group:?}"));
    let units = UnitGroup::SHOWN.map(|group| format!("units {group:?}"));
    let mut all: Vec<String> = counts.into_iter().chain(lists).chain(units).collect();
    all.extend(["selected".to_owned(), "sheet".to_owned()]);
    all.sort();
    assert_eq!(screen.redrawn(), all);
    assert_eq!(desk.read(|state| state.through), 10_000);
}

/// A desk whose first reading failed came to life without its lists. The next good reading then took the band away and
/// left "all saved" over an empty board.
#[test]
fn a_desk_that_could_not_read_at_first_shows_everything_once_it_can() {
    let (paper, desk) = Paper::desk(small(), Address { selected: Some(7), ..Address::default() });
    let screen = Screen::of(desk);
    paper.unreadable.set(1);
    desk.start(None);
    assert!(desk.is_live());
    assert_eq!(desk.signals().troubles.with_untracked(Vec::len), 1);
    assert_eq!(desk.signals().queue[&QueueGroup::Pending].with_untracked(Vec::len), 0);
    desk.wake();
    assert_eq!(desk.signals().troubles.with_untracked(Vec::len), 0);
    assert_eq!(desk.signals().queue[&QueueGroup::Pending].with_untracked(Vec::len), 7);
    assert_eq!(desk.signals().selected.get_untracked(), Some(incident(7)));
    assert_eq!(desk.signals().news.with_untracked(Vec::len), 0, "what stood there before is no news");
    assert_eq!(desk.read(|state| screen.wrong(desk, state)), [""; 0]);
    paper.writes([opened(9)]);
    assert_eq!(desk.signals().news.get_untracked(), [incident(9)]);

    // A command reads what is missing before it writes.
    let (paper, desk) = Paper::desk(small(), Address::default());
    paper.unreadable.set(1);
    desk.start(None);
    desk.ask(Command::Note { incident: None, text: "still here".into() }, |_| ());
    assert_eq!(desk.signals().queue[&QueueGroup::Pending].with_untracked(Vec::len), 7);
}

/// A window that slept reads everything in one go, and shows only how it ended.
#[test]
fn catching_up_with_a_thousand_events_sets_each_signal_once() {
    let (paper, _, screen) = window();
    let priority =
        |number: u32| Event::UrgencyChanged { incident: incident(7), priority: Priority::ALL[number as usize % 5] };
    let slept = (0..1_000).map(priority).chain([stepped(1, Step::EnRoute), stepped(1, Step::OnScene)]);
    paper.writes(slept.chain((1..=300).map(|number| opened(INCIDENTS + number))));
    assert_eq!(
        screen.redrawn(),
        [
            "M1",
            "counts incidents",
            "counts units",
            "list Active",
            "list Pending",
            "news",
            "row #7",
            "units Dispatched",
            "units OnScene"
        ]
    );
}

/// What stands in every row changes for every row in sight, and only for those.
#[test]
fn a_change_of_the_set_up_reaches_the_rows_in_sight() {
    let (paper, desk, screen) = window();
    let rows = |word: &str| screen.redrawn().iter().filter(|name| name.starts_with(word)).count();
    let code = Code::new("fall");
    paper.writes([Event::TypeChanged { code, detail: TypeDetail::Label("Fall from a height".into()) }]);
    assert_eq!(rows("row #"), IN_SIGHT as usize);
    assert_eq!(screen.incidents[&incident(3)].get_untracked().kind, "Fall from a height");
    paper.writes([Event::PriorityChanged { priority: Priority::P3, detail: PriorityDetail::AlarmMinutes(99) }]);
    // All but the one that already has a unit.
    assert_eq!(rows("row #"), IN_SIGHT as usize - 1);
    paper.writes([Event::PriorityChanged { priority: Priority::P3, detail: PriorityDetail::Label("Soon".into()) }]);
    assert_eq!(rows("row #"), 0);
    assert_eq!(desk.signals().incident_rows.shown(), IN_SIGHT as usize);
}

/// Two windows beat at once after the sound was taken over, and none did behind a link to another card.
#[test]
fn the_beat_sounds_in_one_window() {
    let (paper, desk) = Paper::desk(small(), Address::default());
    desk.start(None);
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/public/cards/medical-a.toml"));
    let text = text.expect("the shipped cards");
    let text = notation::split(&text).into_iter().find(|card| card.text.contains("id = \"arrest-adult\""));
    let (card, run) = (Code::new("arrest-adult"), RunId(Uuid::from_u128(77)));
    paper.writes([
        Event::CardSaved {
            card: card.clone(),
            version: 1,
            title: "Arrest".into(),
            discipline: "medical".into(),
            types: [].into(),
            text: text.expect("the card of an arrest").text.into(),
        },
        Event::CardOpened { incident: incident(1), run, card, version: 1, patient: String::new() },
    ]);
    let sounds = |place| desk.sounds_here(&step_name(run, "cpr", place));
    let reach = |step| Command::ReachStep { incident: incident(1), run, guide: "cpr".into(), step };
    assert!(!sounds(6));
    // What another window reaches is silent here; an act of this window brings the sound, whatever act it is.
    let said = "Push".to_owned();
    paper.writes([Event::CardStepReached {
        incident: incident(1),
        run,
        guide: "cpr".into(),
        step: 6,
        said,
        back: false,
    }]);
    assert!(!sounds(6));
    desk.ask(reach(6), |_| ());
    assert!(sounds(6));
    desk.ask(reach(7), |_| ());
    desk.ask(Command::StepBack { incident: incident(1), run }, |_| ());
    assert!(sounds(6) && !sounds(7));
    let hint = |sound| Some(Hint { through: 0, codec: VERSION, sound });
    desk.heard(hint(Some(RunId(Uuid::from_u128(78)))));
    assert!(sounds(6), "that was another patient's");
    desk.heard(hint(Some(run)));
    assert!(!sounds(6));
    desk.take_sound(run, &step_name(run, "cpr", 6));
    assert!(sounds(6));
}

#[test]
fn a_row_that_nobody_shows_is_forgotten() {
    let (paper, desk, mut screen) = window();
    let rows = &desk.signals().incident_rows;
    assert_eq!((rows.shown(), desk.signals().unit_rows.shown()), (IN_SIGHT as usize, UNITS as usize));
    // A second view of the same row, such as a panel in the same window, keeps it.
    let mut panel = Screen::default();
    panel.shows(desk, incident(7));
    assert_eq!(rows.shown(), IN_SIGHT as usize);
    screen.views.remove(&incident(7));
    assert_eq!(rows.shown(), IN_SIGHT as usize);
    paper.writes([stepped(1, Step::EnRoute)]);
    assert_eq!(panel.redrawn().last().map(String::as_str), Some("row #7 × 2"), "drawn at first and once more");
    panel.views.clear();
    assert_eq!(rows.shown(), IN_SIGHT as usize - 1);
    screen.views.clear();
    screen.unit_views.clear();
    assert_eq!((rows.shown(), desk.signals().unit_rows.shown()), (0, 0));
    screen.redrawn();
    paper.writes([stepped(1, Step::OnScene)]);
    assert_eq!(screen.redrawn(), ["counts incidents", "counts units", "units EnRoute", "units OnScene"]);
}

/// A real day with all its traps: times that are missing or run backwards, and a unit on two calls at once.
#[test]
fn a_real_day_is_played_without_a_refusal() {
    // A world that answers at once makes each act begin inside the one before it.
    let play = || {
        let (paper, desk) = Paper::desk(small(), Address::default());
        desk.start(None);
        let stood = desk.read(|state| (state.incidents.len(), state.open.len(), state.last_number));
        let day = firstline::app::replay::read(desk, include_str!("e2e/data/san-francisco.csv")).expect("a table");
        assert_eq!((day.calls, day.faults.len()), (459, 0));
        let replay = Replay::start(desk, day, None, |_, later| later());
        let progress = replay.progress.get_untracked();
        assert_eq!((progress.refused, progress.running), (0, false), "{progress:?}");
        assert_eq!(progress.done, progress.all);
        desk.read(|state| {
            let made = (state.incidents.len(), state.open.len(), state.last_number);
            assert_eq!(
                made,
                (stood.0 + 459, stood.1, stood.2 + 459),
                "every call is closed, and no number is left out"
            );
            assert_eq!(firstline::domain::invariant::problems(state), Vec::<String>::new());
        });
        assert_eq!(desk.read(|state| state.through), paper.log.borrow().len() as u64);
    };
    let played = std::thread::Builder::new().stack_size(2 << 30).spawn(play).expect("a thread").join();
    assert!(played.is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever this window does, what it shows is what it would show if it made everything anew.
    #[test]
    fn signals_kept_by_changes_show_the_state(
        plan in prop::collection::vec((0..COMMANDS, 0..30_u8, any::<bool>()), 1..40)
    ) {
        let (paper, desk) = Paper::desk(small(), Address { selected: Some(7), ..Address::default() });
        desk.start(None);
        let mut screen = Screen::of(desk);
        for (what, which, insists) in plan {
            let (incidents, units) = desk.read(|state| {
                (state.incidents.keys().copied().collect::<Vec<_>>(), state.units.keys().copied().collect::<Vec<_>>())
            });
            for id in incidents.into_iter().filter(|id| !screen.incidents.contains_key(id)).collect::<Vec<_>>() {
                screen.shows(desk, id);
            }
            for id in units.into_iter().filter(|id| !screen.units.contains_key(id)).collect::<Vec<_>>() {
                screen.shows_unit(desk, id);
            }
            paper.clock.set(paper.clock.get() + 60_000);
            let command = desk.read(|state| command(state, what, which));
            let said = format!("{command:?}");
            let care = if insists { Care::Insisted } else { Care::AskFirst };
            match command {
                Command::Undo(_) => desk.undo(|_| ()),
                command => desk.ask_with(command, None, care, |_| ()),
            }
            let wrong = desk.read(|state| screen.wrong(desk, state));
            prop_assert!(wrong.is_empty(), "wrong after {said}: {wrong:?}");
        }
    }
}

fn small() -> Vec<String> {
    static LOG: OnceLock<Vec<String>> = OnceLock::new();
    LOG.get_or_init(|| operation(8)).clone()
}

impl Screen {
    /// What differs from a screen that was made from the state just now.
    fn wrong(&self, desk: Desk, state: &firstline::domain::state::State) -> Vec<String> {
        let mut wrong = Vec::new();
        for (id, row) in &self.incidents {
            let (shown, made) = (row.get_untracked(), queue_row(&state.incidents[id], state));
            if shown != made {
                wrong.push(format!("{shown:?} should be {made:?}"));
            }
        }
        for (id, row) in &self.units {
            let (shown, made) = (row.get_untracked(), unit_row(&state.units[id], state));
            if shown != made {
                wrong.push(format!("{shown:?} should be {made:?}"));
            }
        }
        let (order, signals) = (Order::of(state), desk.signals());
        let queue = signals.queue.iter().filter(|(group, ids)| ids.get_untracked() != order.queue(**group));
        wrong.extend(queue.map(|(group, _)| format!("list {group:?}")));
        let units = signals.units.iter().filter(|(group, ids)| ids.get_untracked() != order.units(**group));
        wrong.extend(units.map(|(group, _)| format!("units {group:?}")));
        // What was here before is looked up when the sheet is made; it is the past, and not watched.
        let watched = |sheet: Sheet| Sheet { earlier: Vec::new(), ..sheet };
        let shown = signals.sheet.get_untracked().map(watched);
        let selected = signals.selected.get_untracked().and_then(|id| state.incidents.get(&id));
        let made = selected.map(|incident| watched(sheet(incident, state, desk.now())));
        if shown != made {
            wrong.push(format!("{shown:?} should be {made:?}"));
        }
        wrong
    }
}
