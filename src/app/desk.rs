//! One open operation in one window: the machine, and what the screens may read and ask.

use super::drafts::{Drafts, Stored};
use super::health::{Health, Trouble};
use super::rows::Rows;
use super::world::World;
use crate::board::address::{Address, Panel, View};
use crate::board::hall::Seat;
use crate::board::order::{Order, QueueGroup};
use crate::board::queue::{QueueRow, queue_row};
use crate::board::sheet::{Sheet, sheet};
use crate::board::speech::Clock;
use crate::board::units::{UnitGroup, UnitRow, unit_row};
use crate::domain::apply::Changes;
use crate::domain::command::{Ask, Care, Command, Now};
use crate::domain::decide::decide;
use crate::domain::entry::Author;
use crate::domain::guidance::taken_up;
use crate::domain::ids::{CallId, CommandId, FreshIds, IncidentId, OperationId, RunId, UnitId, WindowId};
use crate::domain::incident::Incident;
use crate::domain::language::parse::{Context, Fault, Parsed, parse};
use crate::domain::moment::{LocalTime, Moment};
use crate::domain::refusal::Refusal;
use crate::domain::state::State;
use crate::domain::undo::can_undo;
use crate::log::envelope::VERSION;
use crate::protocol::network::Network;
use crate::tabs::hint::Hint;
use crate::tabs::machine::{Effect, Input, Machine, Outcome};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Rows after the last snapshot at which another one is worth writing.
const SNAPSHOT_EVERY: u64 = 2_000;

/// Seconds that a commit may take before the desk says that it is still waiting.
const PATIENCE_SECONDS: i64 = 4;

/// Seconds without a key or a touch after which a window counts as idle.
const IDLE_SECONDS: i64 = 4;

/// The handle that every view holds. Copies are cheap and mean the same desk.
///
/// A page opens one operation in its life, so the desk is never given back; that makes the handle `Copy`, and a page has
/// one thread, so the wrapper that makes it `Send` never has anything to object to.
#[derive(Clone, Copy)]
pub struct Desk(&'static SendWrapper<Inner>);

/// Who waits for what became of a command.
type Waiting = Box<dyn FnOnce(Outcome)>;

struct Inner {
    operation: OperationId,
    world: Rc<dyn World>,
    window: WindowId,
    machine: RefCell<Machine>,
    order: RefCell<Order>,
    answers: RefCell<BTreeMap<CommandId, Waiting>>,
    live: Cell<bool>,
    /// Time and chance of a forecast that the store is looking at.
    forecast: RefCell<Option<Now>>,
    /// Whether the log has been read to its end, which a desk whose first reading failed still has to do.
    whole: Cell<bool>,
    /// Who waits for the first reading to end.
    waiting: RefCell<Option<std::task::Waker>>,
    snapshot_at: Cell<u64>,
    touched: Cell<Moment>,
    frozen: Cell<bool>,
    /// Since when the store owes an answer.
    waits_since: Cell<Option<Moment>>,
    drafts: Drafts,
    readings: super::reading::Readings,
    /// The ways on the ground, made when somebody first asks and again when the lines change.
    network: RefCell<Network>,
    /// What this window recommends right now, for the record of what is sent.
    shown: RefCell<Option<super::advice::Shown>>,
    pub signals: Signals,
}

/// What the screens read. No signal here has more readers than rows on a screen.
#[derive(Clone)]
pub struct Signals {
    pub queue: BTreeMap<QueueGroup, ArcRwSignal<Vec<IncidentId>>>,
    pub units: BTreeMap<UnitGroup, ArcRwSignal<Vec<UnitId>>>,
    pub incident_rows: Rows<IncidentId, QueueRow>,
    pub unit_rows: Rows<UnitId, UnitRow>,
    pub selected: ArcRwSignal<Option<IncidentId>>,
    pub sheet: ArcRwSignal<Option<Sheet>>,
    /// Counts up when the set-up, the general log, or a call changed.
    pub setup: ArcRwSignal<u64>,
    pub general: ArcRwSignal<u64>,
    pub calls: ArcRwSignal<u64>,
    /// Counts up when any unit changed, for lists of candidates.
    pub units_changed: ArcRwSignal<u64>,
    pub incidents_changed: ArcRwSignal<u64>,
    /// Counts up when this window takes another open card of an incident in hand.
    pub card_taken: ArcRwSignal<u64>,
    /// Counts up when the beat of a step begins to sound in this window, or no longer does.
    pub sound_moved: ArcRwSignal<u64>,
    /// Counts up when paths, what is shut on them, or the site plan changed.
    pub ground: ArcRwSignal<u64>,
    /// UTC milliseconds, once a second.
    pub now: ArcRwSignal<Moment>,
    pub health: ArcRwSignal<Health>,
    pub troubles: ArcRwSignal<Vec<Trouble>>,
    pub seats: ArcRwSignal<Vec<Seat>>,
    pub address: ArcRwSignal<Address>,
    /// Incidents that others opened since the last look, for sound and for the live region.
    pub news: ArcRwSignal<Vec<IncidentId>>,
    /// What this window did last: the sentence, the instant, and whether it can be taken back.
    pub last: ArcRwSignal<Option<LastAct>>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct LastAct {
    pub sentence: String,
    pub at: Moment,
    pub command: CommandId,
    pub undoable: bool,
}

/// What became of a request, for the view that made it.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Done(Vec<crate::domain::event::Event>),
    Refused { refusal: Refusal, sentence: String },
    NotSaved(String),
}

impl Answer {
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }
}

impl Desk {
    /// A desk that has folded what it could and is about to read the rest.
    #[must_use]
    pub fn new(
        operation: OperationId,
        world: Rc<dyn World>,
        window: WindowId,
        address: Address,
        drafts: Stored,
    ) -> Self {
        let list = |_| ArcRwSignal::new(Vec::new());
        let signals = Signals {
            queue: QueueGroup::ALL.into_iter().map(|group| (group, list(0))).collect(),
            units: UnitGroup::SHOWN.into_iter().map(|group| (group, ArcRwSignal::new(Vec::new()))).collect(),
            incident_rows: Rows::default(),
            unit_rows: Rows::default(),
            selected: ArcRwSignal::new(None),
            sheet: ArcRwSignal::new(None),
            setup: ArcRwSignal::new(0),
            general: ArcRwSignal::new(0),
            calls: ArcRwSignal::new(0),
            units_changed: ArcRwSignal::new(0),
            incidents_changed: ArcRwSignal::new(0),
            card_taken: ArcRwSignal::new(0),
            sound_moved: ArcRwSignal::new(0),
            ground: ArcRwSignal::new(0),
            now: ArcRwSignal::new(world.now()),
            health: ArcRwSignal::new(Health { windows: 1, ..Health::default() }),
            troubles: ArcRwSignal::new(Vec::new()),
            seats: ArcRwSignal::new(Vec::new()),
            address: ArcRwSignal::new(address),
            news: ArcRwSignal::new(Vec::new()),
            last: ArcRwSignal::new(None),
        };
        let inner = SendWrapper::new(Inner {
            operation,
            drafts: Drafts::new(Rc::clone(&world), drafts),
            world,
            window,
            machine: RefCell::default(),
            order: RefCell::default(),
            answers: RefCell::default(),
            live: Cell::new(false),
            forecast: RefCell::default(),
            whole: Cell::new(false),
            waiting: RefCell::new(None),
            snapshot_at: Cell::new(0),
            touched: Cell::new(Moment::default()),
            frozen: Cell::new(false),
            waits_since: Cell::new(None),
            readings: super::reading::Readings::default(),
            network: RefCell::default(),
            shown: RefCell::new(None),
            signals,
        });
        Self(Box::leak(Box::new(inner)))
    }

    pub(super) fn shown(&self) -> &RefCell<Option<super::advice::Shown>> {
        &self.0.shown
    }

    #[must_use]
    pub fn operation(&self) -> OperationId {
        self.0.operation
    }

    #[must_use]
    pub fn signals(&self) -> &Signals {
        &self.0.signals
    }

    #[must_use]
    pub fn drafts(&self) -> &Drafts {
        &self.0.drafts
    }

    pub(super) fn readings(&self) -> &super::reading::Readings {
        &self.0.readings
    }

    #[must_use]
    pub fn world(&self) -> &Rc<dyn World> {
        &self.0.world
    }

    /// Reads the folded state. What is read here is not watched; watch the signal that announces it.
    pub fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(self.0.machine.borrow().state())
    }

    /// Reads the folded state together with the ways on its ground, closures and crowds included.
    pub fn with_network<T>(&self, read: impl FnOnce(&State, &Network) -> T) -> T {
        let machine = self.0.machine.borrow();
        let state = machine.state();
        let mut network = self.0.network.borrow_mut();
        if !network.is_of(&state.ground) {
            *network = Network::of(&state.ground);
        }
        network.follow(&state.ground);
        read(state, &network)
    }

    /// How instants are written for people: the offset of the operation's zone right now.
    #[must_use]
    pub fn clock(&self) -> Clock {
        let zone = self.read(|state| state.operation.zone.clone());
        Clock(self.0.world.offset_minutes(&zone, self.0.world.now()))
    }

    /// The offset that was in force at another instant.
    #[must_use]
    pub fn clock_at(&self, moment: Moment) -> LocalTime {
        let zone = self.read(|state| state.operation.zone.clone());
        LocalTime { moment, offset_minutes: self.0.world.offset_minutes(&zone, moment) }
    }

    #[must_use]
    pub fn now(&self) -> Moment {
        self.0.world.now()
    }

    /// The window starts to read: from a snapshot, or from the first row.
    pub fn start(&self, snapshot: Option<State>) {
        self.0.snapshot_at.set(snapshot.as_ref().map_or(0, |state| state.through));
        self.input(Input::Started { snapshot: snapshot.map(Box::new) });
    }

    /// Whether the log has been read to its end at least once, or that has failed.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.0.live.get()
    }

    pub fn wake(&self) {
        if !self.0.frozen.get() {
            self.input(Input::Woke);
        }
    }

    pub fn heard(&self, hint: Option<Hint>) {
        if let Some(run) = hint.and_then(|hint| hint.sound) {
            self.sound_taken(run);
        }
        if !self.0.frozen.get() {
            self.input(Input::Heard(hint));
        }
    }

    /// Tells the other windows that the beat of a run sounds here.
    pub(super) fn ring_of_sound(&self, run: RunId) {
        let through = self.read(|state| state.through);
        self.0.world.post(Hint { through, codec: VERSION, sound: Some(run) });
    }

    /// A frozen window opens no transaction; when it thaws it reads what it missed.
    pub fn freeze(&self, frozen: bool) {
        self.0.frozen.set(frozen);
        self.wake();
    }

    /// A part of the first, long reading.
    pub fn part(&self, rows: Vec<(u64, String)>) {
        self.input(Input::ReadPart { rows });
    }

    pub fn rows(&self, rows: Vec<(u64, String)>) {
        let news = !rows.is_empty();
        self.input(Input::Read { rows });
        if news && self.0.live.get() {
            let now = self.0.world.now();
            self.0.signals.health.update(|health| health.last_append = Some(now));
        }
        if !self.0.live.replace(true) {
            self.show_everything();
        }
        self.0.whole.set(true);
        self.awake();
    }

    /// A desk that cannot read shows what it has, and says so.
    pub fn read_failed(&self, why: String) {
        self.input(Input::ReadFailed { why });
        if !self.0.live.replace(true) {
            self.show_everything();
        }
        self.awake();
    }

    fn awake(&self) {
        if let Some(waker) = self.0.waiting.borrow_mut().take() {
            waker.wake();
        }
    }

    /// When the last line of the record was entered.
    fn last_entered(&self) -> Option<Moment> {
        self.read(|state| {
            let general = state.general.last().map(|entry| entry.entered);
            let incidents = state.incidents.values().filter_map(|incident| incident.entries.last());
            incidents.map(|entry| entry.entered).max().max(general)
        })
    }

    /// Speaks up when this device's clock stands before what was already written down.
    pub fn check_clock(&self) {
        let last = self.last_entered();
        let behind = last.map_or(0, |last| last.seconds_since(self.now()));
        if 5 < behind {
            self.trouble(Trouble::ClockBehind { seconds: behind });
        } else {
            self.end_trouble(|trouble| matches!(trouble, Trouble::ClockBehind { .. }));
        }
    }

    /// What is to be appended after `after` if nothing was missed; nothing where that cannot be said yet. `opened` comes to
    /// the same with the same time and chance.
    #[must_use]
    pub fn forecast(&self, after: u64) -> Vec<String> {
        let now = self.decision_now();
        let found = self.0.machine.borrow().forecast(&now).filter(|(end, _)| *end == after);
        self.0.forecast.replace(found.is_some().then_some(now));
        found.map(|(_, rows)| rows).unwrap_or_default()
    }

    /// Called inside the transaction. What is to be appended, if anything.
    #[must_use]
    pub fn opened(&self, missed: Vec<(u64, String)>) -> Option<(u64, Vec<String>)> {
        let now = self.0.forecast.take().filter(|_| missed.is_empty()).unwrap_or_else(|| self.decision_now());
        let effects = self.0.machine.borrow_mut().step(Input::Opened { missed, now });
        let mut append = None;
        for effect in effects {
            match effect {
                Effect::Append { after, rows } => append = Some((after, rows)),
                Effect::Rollback => {}
                other => self.perform(other),
            }
        }
        append
    }

    pub fn committed(&self) {
        self.end_trouble(|trouble| matches!(trouble, Trouble::NotSaved(_)));
        self.0.signals.health.update(|health| {
            health.last_append = Some(self.0.world.now());
            health.saving = false;
        });
        self.input(Input::Committed);
        // The transaction folded what was missing before it wrote.
        self.0.whole.set(true);
    }

    pub fn failed(&self, why: String) {
        self.trouble(Trouble::NotSaved(why.clone()));
        self.input(Input::Failed { why });
    }

    /// Says a trouble until it is over.
    pub fn trouble(&self, trouble: Trouble) {
        self.0.signals.troubles.update(|troubles| {
            let same = |other: &Trouble| std::mem::discriminant(other) == std::mem::discriminant(&trouble);
            troubles.retain(|other| !same(other));
            troubles.push(trouble);
            troubles.sort_by_key(|trouble| !trouble.is_grave());
        });
    }

    pub fn end_trouble(&self, over: impl Fn(&Trouble) -> bool) {
        if self.0.signals.troubles.with_untracked(|troubles| troubles.iter().any(&over)) {
            self.0.signals.troubles.update(|troubles| troubles.retain(|trouble| !over(trouble)));
        }
    }

    /// Asks for something. The answer comes when it stands in the store, or when it was refused.
    pub fn ask(&self, command: Command, answer: impl FnOnce(Answer) + 'static) {
        self.ask_with(command, None, Care::AskFirst, answer);
    }

    /// Asks with the time at which it happened and with or without a question about what is unusual.
    pub fn ask_with(
        &self,
        command: Command,
        happened: Option<Moment>,
        care: Care,
        answer: impl FnOnce(Answer) + 'static,
    ) {
        let id = CommandId(self.decision_now().ids.fresh());
        let command = self.beside_advice(command, happened.is_some());
        let sentence = self.read(|state| crate::board::speech::command(&command, state));
        let quiet = command.is_quiet();
        let desk = *self;
        let done = move |outcome: Outcome| {
            let reply = match outcome {
                Outcome::Done(rows) => {
                    if let Some((incident, run)) = taken_up(rows.iter().map(|row| &row.event)) {
                        desk.take_card(incident, run);
                    }
                    desk.sound_reached(rows.iter().map(|row| &row.event));
                    if !quiet {
                        desk.remember(id, sentence, &rows);
                    }
                    Answer::Done(rows.into_iter().map(|row| row.event).collect())
                }
                Outcome::AlreadyDone => Answer::Done(Vec::new()),
                Outcome::Refused(refusal) => {
                    let clock = desk.clock();
                    let sentence = desk.read(|state| crate::board::speech::refusal(&refusal, state, clock));
                    Answer::Refused { refusal, sentence }
                }
                Outcome::NotSaved(why) => Answer::NotSaved(why),
                Outcome::ReadOnly(why) => Answer::NotSaved(super::trouble::read_only(&why)),
            };
            answer(reply);
        };
        self.0.answers.borrow_mut().insert(id, Box::new(done));
        if self.0.waits_since.get().is_none() {
            self.0.waits_since.set(Some(self.now()));
        }
        let ask = Ask { id, by: self.author(), command, happened, care };
        self.input(Input::Asked { ask });
    }

    /// Whether a command would be refused right now, without asking for it.
    #[must_use]
    pub fn would_refuse(&self, command: &Command, happened: Option<Moment>) -> Option<(Refusal, String)> {
        if let Command::Undo(_) = command {
            return None;
        }
        let now = self.decision_now();
        let id = CommandId(uuid::Uuid::nil());
        let ask = Ask { id, by: self.author(), command: command.clone(), happened, care: Care::AskFirst };
        let clock = self.clock();
        self.read(|state| {
            let refusal = decide(state, &ask, &now).err()?;
            let sentence = crate::board::speech::refusal(&refusal, state, clock);
            Some((refusal, sentence))
        })
    }

    /// What a typed line would do, with the selected incident as its context.
    pub fn parse(&self, line: &str) -> Result<Parsed, Fault> {
        let context = Context { incident: self.0.signals.selected.get_untracked(), now: self.clock().at(self.now()) };
        self.read(|state| parse(line, state, context))
    }

    /// Takes back what this window did last.
    pub fn undo(&self, answer: impl FnOnce(Answer) + 'static) {
        let command = self.0.signals.last.with_untracked(|last| last.as_ref().map(|last| last.command));
        match command {
            Some(command) => self.ask(Command::Undo(command), answer),
            None => {
                let refusal = Refusal::NothingToUndo;
                let clock = self.clock();
                let sentence = self.read(|state| crate::board::speech::refusal(&refusal, state, clock));
                answer(Answer::Refused { refusal, sentence });
            }
        }
    }

    #[must_use]
    pub fn author(&self) -> Author {
        self.0
            .signals
            .address
            .with_untracked(|address| Author { operator: address.operator.clone(), position: address.position.clone() })
    }

    pub fn select(&self, incident: Option<IncidentId>) {
        if self.0.signals.selected.get_untracked() == incident {
            return;
        }
        self.0.signals.selected.set(incident);
        self.show_sheet();
        let number = incident.and_then(|id| self.read(|state| state.incidents.get(&id).map(|one| one.number)));
        self.change_address(|address| address.selected = number);
    }

    pub fn go(&self, view: View) {
        self.change_address(|address| address.view = view);
    }

    /// Changes the address and the part of the page's location that keeps it.
    pub fn change_address(&self, change: impl FnOnce(&mut Address)) {
        let mut address = self.0.signals.address.get_untracked();
        change(&mut address);
        if address != self.0.signals.address.get_untracked() {
            self.0.world.set_hash(&crate::board::address::write(&address));
            self.0.signals.address.set(address);
        }
    }

    /// Takes over an address that a person went to with the browser's own means.
    pub fn follow_address(&self, address: Address) {
        let selected = address.selected;
        if address != self.0.signals.address.get_untracked() {
            self.0.signals.address.set(address);
        }
        let incident = selected.and_then(|number| self.read(|state| state.incident_numbered(number).map(|one| one.id)));
        if self.0.signals.selected.get_untracked() != incident {
            self.0.signals.selected.set(incident);
            self.show_sheet();
        }
    }

    /// Shows a panel in a window of its own. False: the browser did not let it.
    #[must_use]
    pub fn open_panel(&self, panel: Panel) -> bool {
        let mut address = self.0.signals.address.get_untracked();
        address.panel = Some(panel);
        address.view = View::Desk;
        self.0.world.open_panel(panel.name(), &crate::board::address::write(&address))
    }

    pub fn tick(&self) {
        let now = self.0.world.now();
        self.0.signals.now.set(now);
        // A commit takes milliseconds. One that takes seconds is held up by something, and nobody should wait in silence.
        // "Saving" is shown for a commit that takes a moment, not for each: the word would cost more than the append.
        let slow = self.0.waits_since.get().is_some_and(|since| since < now);
        if slow != self.0.signals.health.with_untracked(|health| health.saving) {
            self.0.signals.health.update(|health| health.saving = slow);
        }
        let waits = self.0.waits_since.get().is_some_and(|since| PATIENCE_SECONDS <= now.seconds_since(since));
        if waits && !self.0.signals.troubles.with_untracked(|troubles| troubles.contains(&Trouble::StoreBusy)) {
            self.trouble(Trouble::StoreBusy);
        }
    }

    pub fn flush_drafts(&self) {
        let position = self.0.signals.address.with_untracked(|address| address.position.clone());
        self.0.drafts.flush(&position);
    }

    /// The signal of one row of the queue, for as long as the calling view lives.
    #[must_use]
    pub fn incident_row(&self, id: IncidentId) -> Option<ArcRwSignal<QueueRow>> {
        let row = self.read(|state| state.incidents.get(&id).map(|incident| queue_row(incident, state)))?;
        let signal = self.0.signals.incident_rows.acquire(id, || row);
        let desk = *self;
        on_cleanup(move || desk.0.signals.incident_rows.release(id));
        Some(signal)
    }

    #[must_use]
    pub fn unit_row(&self, id: UnitId) -> Option<ArcRwSignal<UnitRow>> {
        let row = self.read(|state| state.units.get(&id).map(|unit| unit_row(unit, state)))?;
        let signal = self.0.signals.unit_rows.acquire(id, || row);
        let desk = *self;
        on_cleanup(move || desk.0.signals.unit_rows.release(id));
        Some(signal)
    }

    /// Calls that somebody still has on the line, the oldest first.
    #[must_use]
    pub fn open_calls(&self) -> Vec<CallId> {
        self.read(|state| state.calls.values().filter(|call| call.ended.is_none()).map(|call| call.id).collect())
    }

    fn input(&self, input: Input) {
        let effects = self.0.machine.borrow_mut().step(input);
        for effect in effects {
            self.perform(effect);
        }
    }

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Read { after } => self.0.world.read(after),
            Effect::Begin { after } => self.0.world.begin(after),
            // These two exist inside a transaction only; `opened` takes them.
            Effect::Append { .. } | Effect::Rollback => {}
            Effect::Post(hint) => self.0.world.post(hint),
            Effect::Publish(changes) => self.publish(&changes),
            Effect::Answer { command, outcome } => {
                let answer = self.0.answers.borrow_mut().remove(&command);
                let left = !self.0.answers.borrow().is_empty();
                self.0.waits_since.set(left.then(|| self.now()));
                if !left && self.0.signals.health.with_untracked(|health| health.saving) {
                    self.0.signals.health.update(|health| health.saving = false);
                }
                self.end_trouble(|trouble| matches!(trouble, Trouble::StoreBusy));
                if let Some(answer) = answer {
                    answer(outcome);
                }
            }
            Effect::Lock(why) => self.trouble(Trouble::ReadOnly(why)),
            Effect::Trouble(Some(why)) => self.trouble(Trouble::NotReadable(why)),
            Effect::Trouble(None) => self.end_trouble(|trouble| matches!(trouble, Trouble::NotReadable(_))),
        }
    }

    /// Everything once, after the log was folded: replaying is not live work, and sets each signal one time.
    fn show_everything(&self) {
        *self.0.order.borrow_mut() = self.read(Order::of);
        let order = self.0.order.borrow();
        for (group, list) in &self.0.signals.queue {
            list.set(order.queue(*group));
        }
        for (group, list) in &self.0.signals.units {
            list.set(order.units(*group));
        }
        drop(order);
        let last = self.last_entered();
        self.0.signals.health.update(|health| health.last_append = last);
        let address = self.0.signals.address.get_untracked();
        self.follow_address(address);
        for counter in [&self.0.signals.setup, &self.0.signals.general, &self.0.signals.calls] {
            counter.update(|count| *count += 1);
        }
        self.0.signals.units_changed.update(|count| *count += 1);
        self.0.signals.incidents_changed.update(|count| *count += 1);
        self.0.signals.ground.update(|count| *count += 1);
    }

    fn publish(&self, changes: &Changes) {
        if !self.0.live.get() {
            return;
        }
        if !self.0.whole.get() {
            // The rest of a log that could not be read at first is no news either.
            self.show_everything();
            return;
        }
        let signals = &self.0.signals;
        let machine = self.0.machine.borrow();
        let state = machine.state();
        let new: Vec<IncidentId> = {
            let order = self.0.order.borrow();
            changes.incidents.iter().copied().filter(|id| !order.knows(*id)).collect()
        };
        let moved = self.0.order.borrow_mut().update(state, changes);
        // Rows of incidents show their units' steps, and those of work that lies below on a unit's stack too.
        let stacks = changes.units.iter().filter_map(|id| state.units.get(id)).flat_map(|unit| &unit.stack);
        let worked_on = stacks.filter_map(|work| state.assignments.get(work)).map(|work| work.incident);
        let touched: BTreeSet<IncidentId> = changes.incidents.iter().copied().chain(worked_on).collect();
        let row = |id| state.incidents.get(&id).map(|one| queue_row(one, state));
        let unit = |id| state.units.get(&id).map(|unit| unit_row(unit, state));
        if changes.setup {
            // Labels, alarm minutes and goals stand in every row.
            signals.incident_rows.refresh_all(row);
            signals.unit_rows.refresh_all(unit);
        } else {
            touched.iter().for_each(|id| signals.incident_rows.refresh(*id, || row(*id)));
            changes.units.iter().for_each(|id| signals.unit_rows.refresh(*id, || unit(*id)));
        }
        let order = self.0.order.borrow();
        for group in &moved.queue {
            if let Some(list) = signals.queue.get(group) {
                list.set(order.queue(*group));
            }
        }
        for group in &moved.units {
            if let Some(list) = signals.units.get(group) {
                list.set(order.units(*group));
            }
        }
        drop(order);
        let selected = signals.selected.get_untracked();
        let sheet_of = selected.and_then(|id| state.incidents.get(&id));
        let touches_sheet = sheet_of.is_some_and(|incident| touches(incident, &touched, &changes.calls));
        drop(machine);
        if touches_sheet || (changes.setup && selected.is_some()) {
            self.show_sheet();
        }
        let count = |signal: &ArcRwSignal<u64>, changed: bool| {
            if changed {
                signal.update(|count| *count += 1);
            }
        };
        count(&signals.setup, changes.setup);
        count(&signals.general, changes.general);
        count(&signals.calls, !changes.calls.is_empty());
        count(&signals.units_changed, !changes.units.is_empty());
        count(&signals.incidents_changed, !changes.incidents.is_empty());
        count(&signals.ground, changes.ground);
        if !new.is_empty() {
            signals.news.set(new);
        }
    }

    fn show_sheet(&self) {
        let selected = self.0.signals.selected.get_untracked();
        let now = self.0.world.now();
        let made = selected
            .and_then(|id| self.read(|state| state.incidents.get(&id).map(|incident| sheet(incident, state, now))));
        if self.0.signals.sheet.with_untracked(|shown| *shown != made) {
            self.0.signals.sheet.set(made);
        }
    }

    fn remember(&self, command: CommandId, sentence: String, rows: &[crate::domain::event::Recorded]) {
        // What was taken back is not taken back again; the machine remembers no command behind it.
        let machine = self.0.machine.borrow();
        let undoable = machine.last().is_some_and(|(last, acts)| *last == command && can_undo(machine.state(), acts));
        drop(machine);
        let at = rows.first().map_or_else(|| self.now(), |row| row.entered);
        self.0.signals.last.set(Some(LastAct { sentence, at, command, undoable }));
    }

    fn decision_now(&self) -> Now {
        let at = self.0.world.now();
        let chance = self.0.world.chance();
        let mut ten = [0; 10];
        ten.copy_from_slice(&chance[..10]);
        Now { at, offset_minutes: self.clock().0, window: self.0.window, ids: FreshIds::new(at.0, ten) }
    }

    /// Notes that somebody is at the keys or the pointer.
    pub fn touched(&self) {
        self.0.touched.set(self.0.world.now());
    }

    /// A snapshot is a cache: written when enough has happened since the last one and nobody is typing, since making one
    /// of a long day takes longer than a frame.
    pub fn snapshot_if_idle(&self) {
        if self.0.world.now().seconds_since(self.0.touched.get()) < IDLE_SECONDS {
            return;
        }
        let machine = self.0.machine.borrow();
        let through = machine.state().through;
        if machine.read_only().is_some() || through < self.0.snapshot_at.get() + SNAPSHOT_EVERY {
            return;
        }
        self.0.snapshot_at.set(through);
        if let Some(bytes) = crate::log::snapshot::encode(machine.state()) {
            self.0.world.save_snapshot(through, bytes);
        }
    }
}

/// Comes back when the log has been read to its end for the first time.
pub async fn live(desk: Desk) {
    std::future::poll_fn(|context| {
        if desk.is_live() {
            return std::task::Poll::Ready(());
        }
        *desk.0.waiting.borrow_mut() = Some(context.waker().clone());
        std::task::Poll::Pending
    })
    .await;
}

/// Whether the sheet of an incident shows anything of these incidents and calls.
fn touches(incident: &Incident, incidents: &BTreeSet<IncidentId>, calls: &BTreeSet<CallId>) -> bool {
    incidents.contains(&incident.id)
        || !incidents.is_disjoint(&incident.links)
        || incident.calls.iter().any(|call| calls.contains(call))
}
