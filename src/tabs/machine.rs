//! One window's part in the shared history: what it has folded, what it was asked, what the store is doing for it.
//!
//! The machine does one thing with the store at a time. A command is decided between `Opened` and `Append`, inside the
//! transaction, after folding every row the window had missed; the board changes only when `Committed` comes back.

use super::hint::Hint;
use crate::domain::apply::{Changes, apply};
use crate::domain::command::{Ask, Command, Now};
use crate::domain::decide::{decide, happened_at};
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::{CommandId, EventId};
use crate::domain::refusal::Refusal;
use crate::domain::state::State;
use crate::domain::undo::{Act, carry_out, undo};
use crate::log::codec::{self, Unreadable};
use crate::log::envelope::VERSION;
use std::collections::VecDeque;

/// Everything that can happen to a window.
#[derive(Debug, Clone)]
pub enum Input {
    /// The window starts, from a snapshot or from nothing.
    Started {
        snapshot: Option<Box<State>>,
    },
    Asked {
        ask: Ask,
    },
    /// Something may have been written: a message, a wake-up, the slow timer.
    Woke,
    Heard(Option<Hint>),
    /// Rows after the head, read without a transaction of this window's own.
    Read {
        rows: Vec<(u64, String)>,
    },
    /// A part of a long reading; the rest follows as `Read`.
    ReadPart {
        rows: Vec<(u64, String)>,
    },
    ReadFailed {
        why: String,
    },
    /// The transaction is open and these rows were missed. The answer must come at once: the store waits.
    Opened {
        missed: Vec<(u64, String)>,
        now: Now,
    },
    Committed,
    Failed {
        why: String,
    },
}

/// Everything a window can want.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read all rows after this one.
    Read {
        after: u64,
    },
    /// Open a strict read-write transaction and hand over the rows after this one.
    Begin {
        after: u64,
    },
    /// Append these texts under the keys that follow `after`, then commit.
    Append {
        after: u64,
        rows: Vec<String>,
    },
    /// Leave the transaction without a trace.
    Rollback,
    Post(Hint),
    /// What the screen must show again.
    Publish(Changes),
    Answer {
        command: CommandId,
        outcome: Outcome,
    },
    /// Take the window out of use as a writer, and say why.
    Lock(ReadOnly),
    /// Reading failed or works again.
    Trouble(Option<String>),
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Done(Vec<Recorded>),
    /// The same command had been carried out before; nothing was written again.
    AlreadyDone,
    Refused(Refusal),
    /// The store did not keep it. Nothing happened; the text must stay in the form.
    NotSaved(String),
    /// The window may only read.
    ReadOnly(ReadOnly),
}

/// Why a window may not write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOnly {
    Row {
        seq: u64,
        why: Unreadable,
    },
    /// Rows are missing between what was folded and what was read: something else deleted them.
    Gap {
        expected: u64,
        found: u64,
    },
    /// Another window speaks a newer codec.
    NewerWindow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Store {
    Free,
    Reading,
    Opening,
    Committing,
}

/// One window.
#[derive(Debug)]
pub struct Machine {
    state: State,
    store: Store,
    waiting: VecDeque<Ask>,
    /// What is being appended, until the store says that it stands.
    pending: Vec<Recorded>,
    /// Something was heard while the store was busy.
    must_read: bool,
    read_only: Option<ReadOnly>,
    reading_failed: bool,
    /// The last command of this window and what it did, for an undo.
    last: Option<(CommandId, Vec<Act>)>,
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            state: State::default(),
            store: Store::Free,
            waiting: VecDeque::new(),
            pending: Vec::new(),
            must_read: false,
            read_only: None,
            reading_failed: false,
            last: None,
        }
    }
}

impl Machine {
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    #[must_use]
    pub fn read_only(&self) -> Option<&ReadOnly> {
        self.read_only.as_ref()
    }

    /// What this window did last and could take back.
    #[must_use]
    pub fn last(&self) -> Option<&(CommandId, Vec<Act>)> {
        self.last.as_ref()
    }

    /// Commands that have not been answered yet.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.store != Store::Free || !self.waiting.is_empty()
    }

    /// What the command whose turn it is would append if nothing has been missed, and after which row. The store may be given
    /// it before `Opened`, as long as it takes it back unless `Opened` then comes to the same.
    #[must_use]
    pub fn forecast(&self, now: &Now) -> Option<(u64, Vec<String>)> {
        let ask = self.waiting.front().filter(|ask| !ask.command.is_bulky())?;
        if self.read_only.is_some() || self.state.remembers(ask.id) {
            return None;
        }
        let events = self.decided(ask, now).ok()?;
        let rows = record(&self.state, ask, &mut now.clone(), events);
        Some((self.state.through, rows.iter().map(codec::encode).collect()))
    }

    /// The whole life of a window, one input at a time.
    pub fn step(&mut self, input: Input) -> Vec<Effect> {
        let mut effects = Vec::new();
        match input {
            Input::Started { snapshot } => {
                if let Some(snapshot) = snapshot {
                    self.state = *snapshot;
                }
                self.must_read = true;
            }
            Input::Asked { ask } => self.waiting.push_back(ask),
            Input::Woke | Input::Heard(None) => self.must_read = true,
            Input::Heard(Some(hint)) => {
                if VERSION < hint.codec {
                    self.lock(ReadOnly::NewerWindow, &mut effects);
                }
                if self.state.through < hint.through {
                    self.must_read = true;
                }
            }
            Input::Read { rows } => {
                self.store = Store::Free;
                if std::mem::take(&mut self.reading_failed) {
                    effects.push(Effect::Trouble(None));
                }
                self.catch_up(&rows, &mut effects);
            }
            Input::ReadPart { rows } => self.catch_up(&rows, &mut effects),
            Input::ReadFailed { why } => {
                self.store = Store::Free;
                self.reading_failed = true;
                effects.push(Effect::Trouble(Some(why)));
                // Without this return the read would be asked for again at once, for ever.
                return effects;
            }
            Input::Opened { missed, now } => self.opened(&missed, now, &mut effects),
            Input::Committed => self.committed(&mut effects),
            Input::Failed { why } => {
                self.store = Store::Free;
                self.pending.clear();
                if let Some(ask) = self.waiting.pop_front() {
                    effects.push(Effect::Answer { command: ask.id, outcome: Outcome::NotSaved(why) });
                }
            }
        }
        self.next(&mut effects);
        effects
    }

    /// Starts the next thing the store should do, if it is free.
    fn next(&mut self, effects: &mut Vec<Effect>) {
        if self.store != Store::Free {
            return;
        }
        if let Some(why) = self.read_only.clone() {
            for ask in self.waiting.drain(..) {
                effects.push(Effect::Answer { command: ask.id, outcome: Outcome::ReadOnly(why.clone()) });
            }
        }
        if !self.waiting.is_empty() {
            self.store = Store::Opening;
            effects.push(Effect::Begin { after: self.state.through });
        } else if std::mem::take(&mut self.must_read) {
            self.store = Store::Reading;
            effects.push(Effect::Read { after: self.state.through });
        }
    }

    /// Folds rows that others wrote. A row that cannot be read stops the writing, not the reading.
    fn catch_up(&mut self, rows: &[(u64, String)], effects: &mut Vec<Effect>) {
        let mut changes = Changes::default();
        for (seq, text) in rows {
            if *seq <= self.state.through {
                continue;
            }
            if *seq != self.state.through + 1 {
                self.lock(ReadOnly::Gap { expected: self.state.through + 1, found: *seq }, effects);
            }
            match codec::decode(*seq, text) {
                Ok(row) => changes.merge(apply(&mut self.state, &row)),
                Err(why) => {
                    self.state.through = *seq;
                    self.lock(ReadOnly::Row { seq: *seq, why }, effects);
                }
            }
        }
        if !changes.is_empty() {
            effects.push(Effect::Publish(changes));
        }
    }

    fn lock(&mut self, why: ReadOnly, effects: &mut Vec<Effect>) {
        if self.read_only.is_none() {
            self.read_only = Some(why.clone());
            effects.push(Effect::Lock(why));
        }
    }

    fn opened(&mut self, missed: &[(u64, String)], mut now: Now, effects: &mut Vec<Effect>) {
        self.catch_up(missed, effects);
        let Some(ask) = self.waiting.front() else {
            self.store = Store::Free;
            effects.push(Effect::Rollback);
            return;
        };
        let outcome = if let Some(why) = &self.read_only {
            Err(Outcome::ReadOnly(why.clone()))
        } else if self.state.remembers(ask.id) {
            Err(Outcome::AlreadyDone)
        } else {
            self.decided(ask, &now).map_err(Outcome::Refused)
        };
        match outcome {
            Ok(events) => {
                self.pending = record(&self.state, ask, &mut now, events);
                let rows = self.pending.iter().map(codec::encode).collect();
                self.store = Store::Committing;
                effects.push(Effect::Append { after: self.state.through, rows });
            }
            Err(outcome) => {
                effects.push(Effect::Rollback);
                effects.push(Effect::Answer { command: ask.id, outcome });
                self.waiting.pop_front();
                self.store = Store::Free;
            }
        }
    }

    fn decided(&self, ask: &Ask, now: &Now) -> Result<Vec<Event>, Refusal> {
        let Command::Undo(command) = ask.command else { return decide(&self.state, ask, now) };
        match &self.last {
            Some((last, acts)) if *last == command => undo(&self.state, acts, now),
            _ => Err(Refusal::NothingToUndo),
        }
    }

    fn committed(&mut self, effects: &mut Vec<Effect>) {
        self.store = Store::Free;
        let rows = std::mem::take(&mut self.pending);
        let (acts, changes) = carry_out(&mut self.state, &rows);
        if !changes.is_empty() {
            effects.push(Effect::Publish(changes));
        }
        effects.push(Effect::Post(Hint { through: self.state.through, codec: VERSION, sound: None }));
        if let Some(ask) = self.waiting.pop_front() {
            match ask.command {
                // What was taken back is not taken back again.
                Command::Undo(_) => self.last = None,
                // Nobody takes typing for the last thing that they did.
                command if command.is_quiet() => {}
                _ => self.last = Some((ask.id, acts)),
            }
            effects.push(Effect::Answer { command: ask.id, outcome: Outcome::Done(rows) });
        }
    }
}

/// The rows that `events` become when they are appended next.
#[must_use]
pub fn record(state: &State, ask: &Ask, now: &mut Now, events: Vec<Event>) -> Vec<Recorded> {
    let at = happened_at(ask, now);
    let rows = events.into_iter().zip(state.through + 1..);
    rows.map(|(event, seq)| Recorded {
        seq,
        id: EventId(now.ids.fresh()),
        at,
        offset_minutes: now.offset_minutes,
        entered: now.at,
        by: ask.by.clone(),
        window: now.window,
        command: ask.id,
        event,
    })
    .collect()
}
