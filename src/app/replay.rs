//! Plays a recorded day on an open practice desk, one command after the other, at any speed.

use super::desk::{Answer, Desk};
use crate::domain::call::{CallDetail, CallEnd, Source};
use crate::domain::command::{Care, Command, Urgency};
use crate::domain::event::Event;
use crate::domain::ids::{CallId, IncidentId};
use crate::domain::moment::Moment;
use crate::domain::unit::Step;
use crate::practice::replay::{Act, Day, What};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

/// Reads a table of a day for this desk, in the desk's own time zone.
pub fn read(desk: Desk, text: &str) -> Result<Day, String> {
    let offset = |at| desk.clock_at(at).offset_minutes;
    desk.read(|state| crate::practice::replay::read(text, state, offset))
}

/// How far a replay has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    pub done: usize,
    pub all: usize,
    /// Commands that the desk refused; the day goes on without them.
    pub refused: usize,
    pub running: bool,
}

/// A replay that a view can watch and stop.
#[derive(Clone)]
pub struct Replay {
    pub progress: ArcRwSignal<Progress>,
    stop: ArcRwSignal<bool>,
}

impl Replay {
    /// Starts to play. `speed` is how many seconds of the day pass in one second; None plays as fast as it goes. `wait`
    /// calls back after some milliseconds.
    pub fn start(desk: Desk, day: Day, speed: Option<f64>, wait: impl Fn(u32, Later) + 'static) -> Self {
        let all = day.acts.len();
        let replay = Self {
            progress: ArcRwSignal::new(Progress { all, running: true, ..Progress::default() }),
            stop: ArcRwSignal::new(false),
        };
        let player = Rc::new(Player {
            desk,
            replay: replay.clone(),
            acts: RefCell::new(day.acts.into()),
            incidents: RefCell::default(),
            speed,
            wait: Box::new(wait),
            began: desk.now(),
            first: RefCell::new(None),
        });
        if day.missing_units.is_empty() {
            player.next();
        } else {
            let after = Rc::clone(&player);
            desk.ask(Command::AddUnits(day.missing_units), move |answer| after.after(&answer));
        }
        replay
    }

    pub fn stop(&self) {
        self.stop.set(true);
    }
}

/// What is done after a pause.
pub type Later = Box<dyn FnOnce()>;

struct Player {
    desk: Desk,
    replay: Replay,
    acts: RefCell<VecDeque<Act>>,
    incidents: RefCell<BTreeMap<String, IncidentId>>,
    speed: Option<f64>,
    wait: Box<dyn Fn(u32, Later)>,
    began: Moment,
    first: RefCell<Option<Moment>>,
}

impl Player {
    fn next(self: &Rc<Self>) {
        let done = self.replay.stop.get_untracked() || self.acts.borrow().is_empty();
        if done {
            self.replay.progress.update(|progress| progress.running = false);
            return;
        }
        let due = self.due();
        if 0 < due {
            let player = Rc::clone(self);
            // A long pause is cut short, so that a stop is heard soon.
            (self.wait)(u32::try_from(due.min(1_000)).unwrap_or(1_000), Box::new(move || player.next()));
            return;
        }
        let act = self.acts.borrow_mut().pop_front();
        if let Some(act) = act {
            self.play(act);
        }
    }

    /// Milliseconds until the next act is due.
    fn due(&self) -> i64 {
        let Some(speed) = self.speed else { return 0 };
        let Some(at) = self.acts.borrow().front().map(|act| act.at) else { return 0 };
        let first = *self.first.borrow_mut().get_or_insert(at);
        let passed = self.desk.now().0 - self.began.0;
        ((at.0 - first.0) as f64 / speed) as i64 - passed
    }

    fn after(self: &Rc<Self>, answer: &Answer) {
        let refused = !answer.is_done();
        self.replay.progress.update(|progress| {
            progress.done = progress.all - self.acts.borrow().len();
            progress.refused += usize::from(refused);
        });
        if let Answer::NotSaved(_) = answer {
            // The band says what is wrong; a day that cannot be written is not played on.
            self.replay.stop.set(true);
        }
        self.next();
    }

    fn ask(self: &Rc<Self>, at: Moment, command: Command, then: impl FnOnce(&Rc<Self>, &Answer) + 'static) {
        let player = Rc::clone(self);
        self.desk.ask_with(command, Some(at), Care::Insisted, move |answer| then(&player, &answer));
    }

    fn play(self: &Rc<Self>, act: Act) {
        let incident = self.incidents.borrow().get(&act.call).copied();
        let unit_of = |call_sign: &str| self.desk.read(|state| state.unit_called(call_sign).map(|unit| unit.id));
        let command = match (act.what, incident) {
            (What::Call(incoming), None) => return self.take_call(act.at, act.call, *incoming),
            (What::Dispatch { unit }, Some(incident)) => {
                unit_of(&unit).map(|unit| Command::Dispatch { incident, units: vec![unit], step: Step::Dispatched })
            }
            (What::Step { unit, step }, incident @ Some(_)) => unit_of(&unit).map(|unit| {
                let destination = if step.needs_destination() { "hospital".to_owned() } else { String::new() };
                Command::Step { unit, incident, step, destination }
            }),
            (What::Leave { unit, arrived: true }, incident @ Some(_)) => {
                unit_of(&unit).map(|unit| Command::Clear { unit, incident })
            }
            (What::Leave { unit, arrived: false }, incident @ Some(_)) => {
                unit_of(&unit).map(|unit| Command::Cancel { unit, incident, reason: String::new() })
            }
            (What::Close { disposition }, Some(incident)) => {
                Some(Command::Close { incident, disposition, text: String::new() })
            }
            _ => None,
        };
        match command {
            Some(command) => self.ask(act.at, command, |player, answer| player.after(answer)),
            None => {
                self.replay.progress.update(|progress| {
                    progress.done += 1;
                    progress.refused += 1;
                });
                self.next();
            }
        }
    }

    /// The whole of intake: the phone, what is said, the incident, the end of the call.
    fn take_call(self: &Rc<Self>, at: Moment, key: String, incoming: crate::practice::replay::Incoming) {
        self.ask(at, Command::StartCall { source: Source::Phone }, move |player, answer| {
            let Some(call) = call_in(answer) else { return player.after(answer) };
            let said = Command::DescribeCall { call, detail: CallDetail::What(incoming.said.clone()) };
            player.ask(at, said, move |player, _| {
                let open = Command::OpenIncident {
                    call: Some(call),
                    kind: incoming.kind,
                    priority: incoming.priority.map(Urgency::Chosen),
                    place: incoming.place,
                    summary: incoming.said,
                };
                player.ask(at, open, move |player, answer| {
                    if let Some(incident) = incident_in(answer) {
                        player.incidents.borrow_mut().insert(key, incident);
                    }
                    let opened = answer.clone();
                    player.ask(at, Command::EndCall { call, how: CallEnd::Ended }, move |player, _| {
                        player.after(&opened)
                    });
                });
            });
        });
    }
}

fn call_in(answer: &Answer) -> Option<CallId> {
    let Answer::Done(events) = answer else { return None };
    events.iter().find_map(|event| match event {
        Event::CallReceived { call, .. } => Some(*call),
        _ => None,
    })
}

fn incident_in(answer: &Answer) -> Option<IncidentId> {
    let Answer::Done(events) = answer else { return None };
    events.iter().find_map(|event| match event {
        Event::IncidentOpened { incident, .. } => Some(*incident),
        _ => None,
    })
}
