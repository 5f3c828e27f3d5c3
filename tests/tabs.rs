//! The simulator: two to four windows over one store that can fail, hints that get lost, repeated or late, windows that
//! freeze, crash and come back. The numbers (T1 …) are those of ARCHITECTURE.md.
#![cfg(not(target_arch = "wasm32"))]

use firstline::domain::apply::apply_all;
use firstline::domain::command::{Ask, Care, Command, NewUnit, Now};
use firstline::domain::entry::Author;
use firstline::domain::ids::{Code, CommandId, FreshIds, WindowId};
use firstline::domain::invariant::problems;
use firstline::domain::moment::Moment;
use firstline::domain::place::Spot;
use firstline::domain::setup::Profile;
use firstline::domain::state::State;
use firstline::domain::unit::Step as UnitStep;
use firstline::log::codec;
use firstline::log::snapshot;
use firstline::tabs::hint::Hint;
use firstline::tabs::machine::{Effect, Input, Machine, Outcome, record};
use proptest::prelude::*;
use std::collections::{BTreeMap, VecDeque};

/// One thing that happens. Windows are counted modulo their number, so that every list of steps is a plan and a failing
/// one shrinks.
#[derive(Debug, Clone, Copy)]
enum Step {
    Ask {
        window: u8,
        what: u8,
        which: u8,
    },
    /// The same command once more, as an impatient finger gives it.
    Again {
        window: u8,
    },
    /// One request of the window to the store runs to its end.
    Store {
        window: u8,
        fails: bool,
    },
    Deliver {
        window: u8,
    },
    Drop {
        window: u8,
    },
    Repeat {
        window: u8,
    },
    Wake {
        window: u8,
    },
    Freeze {
        window: u8,
    },
    Thaw {
        window: u8,
    },
    /// The window dies in the middle of whatever it was doing and is opened again, from a snapshot or from nothing.
    Crash {
        window: u8,
        snapshot: bool,
    },
    /// The store refuses to open a transaction, so that nothing is decided.
    Unopened {
        window: u8,
    },
    /// A window with a newer program writes a row that the others do not know.
    Upgrade,
}

/// A plan, with a newer program that comes along in the midst of some.
fn any_plan() -> impl Strategy<Value = Vec<Step>> {
    let newer = prop::option::weighted(0.1, any::<prop::sample::Index>());
    (prop::collection::vec(any_step(), 1..60), newer).prop_map(|(mut plan, newer)| {
        if let Some(at) = newer {
            plan.insert(at.index(plan.len()), Step::Upgrade);
        }
        plan
    })
}

fn any_step() -> impl Strategy<Value = Step> {
    let window = 0..4_u8;
    prop_oneof![
        8 => (window.clone(), 0..13_u8, 0..6_u8).prop_map(|(window, what, which)| Step::Ask { window, what, which }),
        1 => window.clone().prop_map(|window| Step::Again { window }),
        16 => (window.clone(), prop::bool::weighted(0.08)).prop_map(|(window, fails)| Step::Store { window, fails }),
        5 => window.clone().prop_map(|window| Step::Deliver { window }),
        1 => window.clone().prop_map(|window| Step::Drop { window }),
        1 => window.clone().prop_map(|window| Step::Repeat { window }),
        1 => window.clone().prop_map(|window| Step::Wake { window }),
        1 => window.clone().prop_map(|window| Step::Freeze { window }),
        1 => window.clone().prop_map(|window| Step::Thaw { window }),
        1 => window.clone().prop_map(|window| Step::Unopened { window }),
        1 => (window, any::<bool>()).prop_map(|(window, snapshot)| Step::Crash { window, snapshot }),
    ]
}

struct Window {
    machine: Machine,
    /// Store requests in the order in which they were made; the machine has at most one.
    requests: VecDeque<Effect>,
    hints: VecDeque<Hint>,
    frozen: bool,
    last_ask: Option<Ask>,
}

struct World {
    windows: Vec<Window>,
    log: Vec<String>,
    answers: BTreeMap<CommandId, Vec<Outcome>>,
    snapshot: Option<Vec<u8>>,
    clock: i64,
    upgraded: bool,
}

impl World {
    fn new(windows: usize) -> Self {
        let mut world = Self {
            windows: Vec::new(),
            log: base().0.clone(),
            answers: BTreeMap::new(),
            snapshot: None,
            clock: 1_790_000_000_000,
            upgraded: false,
        };
        for _ in 0..windows {
            world.windows.push(Window {
                machine: Machine::default(),
                requests: VecDeque::new(),
                hints: VecDeque::new(),
                frozen: false,
                last_ask: None,
            });
        }
        for window in 0..windows {
            world.input(window, Input::Started { snapshot: Some(Box::new(base().1.clone())) });
        }
        world
    }

    fn now(&mut self) -> Now {
        self.clock += 1_000;
        now(self.clock)
    }

    fn input(&mut self, window: usize, input: Input) {
        let effects = self.windows[window].machine.step(input);
        self.perform(window, effects);
        self.check(window);
    }

    fn perform(&mut self, window: usize, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Read { .. } | Effect::Begin { .. } => self.windows[window].requests.push_back(effect),
                Effect::Append { .. } | Effect::Rollback => panic!("only inside a transaction"),
                Effect::Post(hint) => {
                    for (index, other) in self.windows.iter_mut().enumerate() {
                        if index != window {
                            other.hints.push_back(hint);
                        }
                    }
                }
                Effect::Answer { command, outcome } => self.answers.entry(command).or_default().push(outcome),
                Effect::Publish(_) | Effect::Lock(_) | Effect::Trouble(_) => {}
            }
        }
    }

    fn rows_after(&self, after: u64) -> Vec<(u64, String)> {
        let from = usize::try_from(after).unwrap_or(usize::MAX).min(self.log.len());
        (after + 1..).zip(self.log[from..].iter().cloned()).collect()
    }

    /// One transaction of the store, whole: that is what a read-write transaction of IndexedDB is to the others.
    fn store(&mut self, window: usize, fails: bool) {
        match self.windows[window].requests.pop_front() {
            None => {}
            Some(Effect::Read { .. }) if fails => self.input(window, Input::ReadFailed { why: "injected".into() }),
            Some(Effect::Read { after }) => {
                let rows = self.rows_after(after);
                self.input(window, Input::Read { rows });
            }
            Some(Effect::Begin { after }) => {
                let missed = self.rows_after(after);
                let now = self.now();
                let early = self.windows[window].machine.forecast(&now).filter(|_| missed.is_empty());
                let effects = self.windows[window].machine.step(Input::Opened { missed, now });
                let append = effects.iter().find_map(|effect| match effect {
                    Effect::Append { after, rows } => Some((*after, rows.clone())),
                    _ => None,
                });
                let rest = effects
                    .into_iter()
                    .filter(|effect| !matches!(effect, Effect::Append { .. } | Effect::Rollback))
                    .collect();
                self.perform(window, rest);
                assert!(early.is_none() || early == append, "T2: {early:?} was sent early, {append:?} was decided");
                if let Some((after, rows)) = append {
                    assert_eq!(after, self.log.len() as u64, "T2: decided on anything but the end of the log");
                    if fails {
                        self.input(window, Input::Failed { why: "injected".into() });
                    } else {
                        self.log.extend(rows);
                        self.input(window, Input::Committed);
                    }
                }
            }
            Some(other) => panic!("{other:?} is not a request"),
        }
    }

    fn ask(&mut self, window: usize, what: u8, which: u8) {
        let mut now = self.now();
        let ask = Ask {
            id: CommandId(now.ids.fresh()),
            by: Author { operator: "A. Reyes".into(), position: format!("Dispatch {window}") },
            command: command(self.windows[window].machine.state(), what, which),
            happened: None,
            care: if which.is_multiple_of(2) { Care::AskFirst } else { Care::Insisted },
        };
        self.windows[window].last_ask = Some(ask.clone());
        self.input(window, Input::Asked { ask });
    }

    fn step(&mut self, step: Step) {
        let count = self.windows.len();
        let index = |window: u8| usize::from(window) % count;
        match step {
            Step::Upgrade => {
                self.upgraded = true;
                let newer = self.log[0].replacen("\"v\":1", "\"v\":2", 1);
                self.log.push(newer);
            }
            Step::Thaw { window } => {
                let window = index(window);
                self.windows[window].frozen = false;
                self.input(window, Input::Woke);
            }
            Step::Crash { window, snapshot } => {
                let window = index(window);
                if snapshot && self.windows[window].machine.read_only().is_none() {
                    self.snapshot = snapshot::encode(self.windows[window].machine.state());
                }
                self.windows[window].machine = Machine::default();
                self.windows[window].requests.clear();
                self.windows[window].hints.clear();
                self.windows[window].frozen = false;
                let snapshot = self.snapshot.as_deref().and_then(snapshot::decode).map(Box::new);
                self.input(window, Input::Started { snapshot });
            }
            Step::Ask { window, .. }
            | Step::Again { window }
            | Step::Store { window, .. }
            | Step::Unopened { window }
            | Step::Deliver { window }
            | Step::Drop { window }
            | Step::Repeat { window }
            | Step::Wake { window }
            | Step::Freeze { window }
                if self.windows[index(window)].frozen => {}
            Step::Ask { window, what, which } => self.ask(index(window), what, which),
            Step::Again { window } => {
                if let Some(ask) = self.windows[index(window)].last_ask.clone() {
                    self.input(index(window), Input::Asked { ask });
                }
            }
            Step::Store { window, fails } => self.store(index(window), fails),
            Step::Unopened { window } => {
                let window = index(window);
                if let Some(Effect::Begin { .. }) = self.windows[window].requests.front() {
                    self.windows[window].requests.pop_front();
                    self.input(window, Input::Failed { why: "injected".into() });
                }
            }
            Step::Deliver { window } => {
                if let Some(hint) = self.windows[index(window)].hints.pop_front() {
                    self.input(index(window), Input::Heard(Some(hint)));
                }
            }
            Step::Drop { window } => {
                self.windows[index(window)].hints.pop_front();
            }
            Step::Repeat { window } => {
                if let Some(hint) = self.windows[index(window)].hints.front().copied() {
                    self.windows[index(window)].hints.push_back(hint);
                }
            }
            Step::Wake { window } => self.input(index(window), Input::Woke),
            Step::Freeze { window } => self.windows[index(window)].frozen = true,
        }
    }

    /// What must hold of a window after everything that happens to it.
    fn check(&self, index: usize) {
        let window = &self.windows[index];
        let state = window.machine.state();
        assert!(state.through <= self.log.len() as u64, "T1: window {index} is ahead of the log");
        if window.machine.read_only().is_none() {
            assert_eq!(problems(state), Vec::<String>::new(), "T3: window {index}");
        }
    }

    /// Everybody wakes up and the store works again: then all agree.
    fn settle(&mut self) {
        for window in 0..self.windows.len() {
            self.windows[window].frozen = false;
            self.input(window, Input::Woke);
        }
        for _ in 0..500 {
            let busy = (0..self.windows.len()).find(|window| !self.windows[*window].requests.is_empty());
            let Some(window) = busy else { break };
            self.store(window, false);
        }
        // The last writers rang; a window that did not hear it wakes by its slow timer.
        for window in 0..self.windows.len() {
            self.input(window, Input::Woke);
            while !self.windows[window].requests.is_empty() {
                self.store(window, false);
            }
        }
        let replayed = replay(&self.log);
        for (index, window) in self.windows.iter().enumerate() {
            assert_eq!(window.machine.state().through, self.log.len() as u64, "T4: window {index} did not catch up");
            assert_eq!(window.machine.read_only().is_some(), self.upgraded, "T8: window {index}");
            if !self.upgraded {
                assert!(*window.machine.state() == replayed, "T5: window {index} folded something else");
            }
        }
        let commands = commands_in(&self.log[base().0.len()..]);
        for (command, outcomes) in &self.answers {
            let done = outcomes.iter().any(|outcome| matches!(outcome, Outcome::Done(_)));
            let written = commands.get(command).copied().unwrap_or(0);
            assert!(!done || written == 1, "T6: acknowledged, but written {written} times");
            let silent = outcomes.iter().all(|one| matches!(one, Outcome::Refused(_) | Outcome::NotSaved(_)));
            assert!(!silent || written == 0, "T7: refused or failed, but written");
        }
    }
}

/// How many separate runs of rows each command has in the log: one, if it was applied once.
fn commands_in(log: &[String]) -> BTreeMap<CommandId, u32> {
    let mut runs = BTreeMap::new();
    let mut last = None;
    for (seq, text) in (1..).zip(log) {
        let Ok(row) = codec::decode(seq, text) else { continue };
        if last != Some(row.command) {
            *runs.entry(row.command).or_insert(0) += 1;
        }
        last = Some(row.command);
    }
    runs
}

fn now(clock: i64) -> Now {
    let mut chance = [0; 10];
    chance[2..].copy_from_slice(&clock.to_le_bytes());
    Now { at: Moment(clock), offset_minutes: 120, window: WindowId(1), ids: FreshIds::new(clock, chance) }
}

fn replay(log: &[String]) -> State {
    let (first, state) = base();
    let mut state = state.clone();
    for (seq, text) in (1..).zip(log).skip(first.len()) {
        if let Ok(row) = codec::decode(seq, text) {
            apply_all(&mut state, [&row]);
        }
    }
    state
}

/// The first rows and what they fold to, made once: ten thousand plans start from them.
fn base() -> &'static (Vec<String>, State) {
    static BASE: std::sync::OnceLock<(Vec<String>, State)> = std::sync::OnceLock::new();
    BASE.get_or_init(first_rows)
}

/// An operation with four units, which is enough for quarrels.
fn first_rows() -> (Vec<String>, State) {
    let mut state = State::default();
    let mut rows = Vec::new();
    let open = Command::OpenOperation {
        name: "Trial".into(),
        profile: Profile::Event,
        zone: "Europe/Warsaw".into(),
        prefix: String::new(),
    };
    let units = ["MED1", "MED2", "FR1", "SEC1"].map(|call_sign| NewUnit {
        call_sign: call_sign.into(),
        kind: "als".into(),
        ..NewUnit::default()
    });
    for (step, command) in [open, Command::AddUnits(units.to_vec())].into_iter().enumerate() {
        let mut now = now(1_780_000_000_000 + step as i64 * 1_000);
        let ask = Ask {
            id: CommandId(now.ids.fresh()),
            by: Author { operator: "A".into(), position: "Lead".into() },
            command,
            happened: None,
            care: Care::AskFirst,
        };
        let events = firstline::domain::decide::decide(&state, &ask, &now).expect("a good start");
        let recorded = record(&state, &ask, &mut now, events);
        apply_all(&mut state, &recorded);
        rows.extend(recorded.iter().map(codec::encode));
    }
    (rows, state)
}

/// A command that suits what this window believes, which may be out of date: that is the point.
fn command(state: &State, what: u8, which: u8) -> Command {
    let incident = state.incidents.keys().nth(usize::from(which) % state.incidents.len().max(1)).copied();
    let units: Vec<_> = state.units.keys().copied().collect();
    let open = Command::OpenIncident {
        call: None,
        kind: Code::new("fall"),
        priority: None,
        place: Spot::free("Gate 4"),
        summary: String::new(),
    };
    let (Some(incident), false) = (incident, units.is_empty()) else { return open };
    let unit = units[usize::from(which) % units.len()];
    match what {
        0 | 1 => open,
        2 | 3 => Command::Dispatch { incident, units: vec![unit], step: UnitStep::Dispatched },
        4 => Command::Step { unit, incident: None, step: UnitStep::EnRoute, destination: String::new() },
        5 => Command::Step { unit, incident: None, step: UnitStep::OnScene, destination: String::new() },
        6 => Command::Clear { unit, incident: None },
        7 => Command::Close { incident, disposition: Code::new("43"), text: String::new() },
        8 => Command::Reopen { incident, reason: "more to do".into() },
        9 => Command::Note { incident: Some(incident), text: format!("note {which}") },
        10 => Command::Divert { incident, unit, advised: None },
        11 => Command::Hold { incident, minutes: 5, reason: "waiting".into() },
        _ => Command::Undo(state.commands.back().copied().unwrap_or(CommandId(uuid::Uuid::nil()))),
    }
}

fn run(windows: usize, plan: &[Step]) {
    let mut world = World::new(windows);
    for step in plan {
        world.step(*step);
    }
    world.settle();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_interleaving_ends_in_one_history(windows in 2..5_usize, plan in any_plan()) {
        run(windows, &plan);
    }
}

/// Two windows send one unit at the same instant: one succeeds, the other is told who has it.
#[test]
fn one_unit_goes_to_one_incident() {
    let mut world = World::new(2);
    for window in [0, 1] {
        world.store(window, false);
        world.ask(window, 0, 0);
        world.store(window, false);
    }
    for window in 0..2 {
        world.input(window, Input::Woke);
        world.store(window, false);
    }
    let before = world.answers.len();
    // Incident and unit come from one number; 0 and 4 name the same unit and different incidents.
    world.ask(0, 2, 0);
    let mut second = world.windows[0].last_ask.clone().expect("just asked");
    second.id = CommandId(now(5).ids.fresh());
    if let Command::Dispatch { incident, .. } = &mut second.command {
        let other = world.windows[1].machine.state().incidents.keys().find(|id| *id != incident).copied();
        *incident = other.expect("two incidents");
    }
    world.input(1, Input::Asked { ask: second.clone() });
    world.store(1, false);
    world.store(0, false);
    let outcomes: Vec<&Outcome> = world.answers.values().flatten().collect();
    assert_eq!(outcomes.len(), before + 2);
    assert!(matches!(world.answers[&second.id][..], [Outcome::Done(_)]));
    let loser = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Outcome::Refused(firstline::domain::refusal::Refusal::UnitBusy { .. })));
    assert_eq!(loser.count(), 1);
    world.settle();
}

/// A window with an old program sees a row of a newer one: it goes on reading and stops writing.
#[test]
fn a_newer_row_makes_every_window_read_only() {
    run(3, &[Step::Store { window: 0, fails: false }, Step::Upgrade, Step::Ask { window: 1, what: 0, which: 0 }]);
}
