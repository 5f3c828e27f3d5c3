//! How every button asks: what is unusual becomes a question, what is missing becomes a field, what failed stays visible.

use super::field::Pick;
use super::office::Office;
use super::prompt::{Action, Field, Kind, Prompt};
use crate::app::advice::Shown;
use crate::app::desk::{Answer, Desk};
use crate::app::part::Missing;
use crate::board::map::spot_at;
use crate::board::speech;
use crate::domain::command::{Care, Command};
use crate::domain::geo::{Notation, write};
use crate::domain::ids::{CallId, IncidentId, UnitId};
use crate::domain::language::verbs::{Verb, code_of};
use crate::domain::moment::Moment;
use crate::domain::place::{Doubt, Spot};
use crate::domain::refusal::{Needed, Refusal};
use crate::domain::unit::Step;
use crate::words::{Msg, t};
use leptos::prelude::*;
use std::sync::Arc;

/// What is done with the answer to a command.
type Then = Arc<dyn Fn(&Answer) + Send + Sync>;

/// Where the words of a call are kept while they are typed.
#[must_use]
pub fn what_draft(call: CallId) -> String {
    format!("call/{call}/what")
}

/// Where a window remembers the call that its form shows.
pub const ON_SCREEN: &str = "screen/call";

/// What the views of one window share beside the desk.
#[derive(Clone, Copy)]
pub struct Ui {
    pub desk: Desk,
    pub prompt: RwSignal<Option<Prompt>>,
    /// The last sentence for the person, and whether it is a refusal.
    pub notice: RwSignal<Option<Notice>>,
    /// The call whose form is on the screen.
    pub call: RwSignal<Option<CallId>>,
    pub help: RwSignal<bool>,
    pub unit: RwSignal<Option<UnitId>>,
    pub closing: RwSignal<Option<IncidentId>>,
    /// What was typed between the key for a new call and the moment its form can take it.
    pub early: StoredValue<Option<Early>>,
    /// Calls whose incident is being opened right now.
    pub opening: StoredValue<std::collections::BTreeSet<CallId>>,
    /// The pane that a narrow screen shows.
    pub pane: RwSignal<&'static str>,
    /// The screens that arrive behind the desk; none while they are on their way.
    pub office: RwSignal<Option<Result<Office, Missing>>>,
}

/// Letters on their way to the form of a new call.
#[derive(Debug, Clone, Default)]
pub struct Early {
    pub text: String,
    /// The call, once it stands in the record. Its form follows a moment later; another call's may still be on the screen.
    pub call: Option<CallId>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    pub text: String,
    pub refused: bool,
}

impl Ui {
    pub fn say(&self, text: impl Into<String>) {
        self.notice.set(Some(Notice { text: text.into(), refused: false }));
    }

    pub fn refuse(&self, text: impl Into<String>) {
        self.notice.set(Some(Notice { text: text.into(), refused: true }));
    }

    /// Says why an act came to nothing; if it was asked in a dialog, the dialog comes back with what was typed.
    pub fn ask_again(&self, why: impl Into<String>) {
        let why = why.into();
        if let Some(prompt) = super::prompt::kept() {
            self.prompt.set(Some(Prompt { body: why.clone(), ..prompt }));
        }
        self.refuse(why);
    }

    pub fn ask_first(&self, prompt: Prompt) {
        self.prompt.set(Some(prompt));
    }

    /// Asks for a command; whatever comes back is said.
    pub fn act(&self, command: Command) {
        self.act_then(command, None, Care::AskFirst, |_| {});
    }

    pub fn act_then(
        &self,
        command: Command,
        happened: Option<Moment>,
        care: Care,
        then: impl Fn(&Answer) + Send + Sync + 'static,
    ) {
        self.act_and(command, happened, care, Arc::new(then));
    }

    /// The same, with one type for all that may follow: a question asks for the command anew, from within itself.
    fn act_and(&self, command: Command, happened: Option<Moment>, care: Care, then: Then) {
        let ui = *self;
        let again = command.clone();
        self.desk.ask_with(command, happened, care, move |answer| {
            match &answer {
                Answer::Done(_) => {
                    super::prompt::forget_kept(ui.desk);
                    ui.notice.set(None);
                }
                Answer::Refused { refusal, sentence } => {
                    if !ui.question(&again, happened, refusal, sentence, then.clone()) {
                        ui.ask_again(sentence.clone());
                    }
                }
                Answer::NotSaved(why) => ui.ask_again(crate::words::say(Msg::NotSavedShort, &[why])),
            }
            then(&answer);
        });
    }

    pub fn undo(&self) {
        let ui = *self;
        self.desk.undo(move |answer| match answer {
            Answer::Done(_) => ui.say(t(Msg::Undone)),
            Answer::Refused { sentence, .. } => ui.refuse(sentence),
            Answer::NotSaved(why) => ui.refuse(crate::words::say(Msg::NotSavedShort, &[&why])),
        });
    }

    /// Opens the form of a new call; the clock starts at once.
    pub fn new_call(&self) {
        let ui = *self;
        if self.early.with_value(Option::is_some) {
            return;
        }
        // The form follows the strict commit; what fingers type until then is kept for its first field.
        self.early.set_value(Some(Early::default()));
        let source = crate::domain::call::Source::Phone;
        self.desk.ask(Command::StartCall { source }, move |answer| match answer {
            Answer::Done(events) => {
                let started = events.iter().find_map(|event| match event {
                    crate::domain::event::Event::CallReceived { call, .. } => Some(*call),
                    _ => None,
                });
                let early = ui.early.with_value(|early| early.clone().unwrap_or_default());
                if let Some(call) = started {
                    ui.desk.drafts().set(&what_draft(call), &early.text);
                }
                ui.early.set_value(Some(Early { call: started, ..early }));
                ui.open_call(started);
                request_animation_frame(move || request_animation_frame(move || ui.early.set_value(None)));
            }
            Answer::Refused { sentence, .. } => {
                ui.early.set_value(None);
                ui.refuse(sentence);
            }
            Answer::NotSaved(why) => {
                ui.early.set_value(None);
                ui.refuse(crate::words::say(Msg::NotSavedShort, &[&why]));
            }
        });
    }

    pub fn open_call(&self, call: Option<CallId>) {
        self.call.set(call);
        // Which call is on the screen survives a crash with the texts in it.
        self.desk.drafts().set(ON_SCREEN, &call.map(|id| id.to_string()).unwrap_or_default());
        let incident = call.and_then(|id| self.desk.read(|state| state.calls.get(&id).and_then(|call| call.incident)));
        self.desk.select(incident);
        self.desk.go(crate::board::address::View::Intake);
        self.pane.set("sheet");
        super::kit::focus_id("call-what");
    }

    /// Turns a refusal into a question, where there is one. False: it only needs saying.
    fn question(
        &self,
        command: &Command,
        happened: Option<Moment>,
        refusal: &Refusal,
        sentence: &str,
        then: Then,
    ) -> bool {
        let ui = *self;
        let insist = {
            let (command, then) = (command.clone(), then.clone());
            move |_: Vec<String>| ui.act_and(command.clone(), happened, Care::Insisted, then.clone())
        };
        let title = ui.desk.read(|state| speech::command(command, state));
        let (label, extra) = match (refusal, command) {
            (
                Refusal::UnitBusy { unit, .. },
                Command::Dispatch { incident, units, .. } | Command::DispatchAdvised { incident, units, .. },
            ) => {
                let (unit, incident, alone) = (*unit, *incident, units.len() == 1);
                let divert = Action::new(t(Msg::DivertIt), move |_| {
                    // What it is on was said already.
                    let divert = Command::Divert { incident, unit, advised: None };
                    ui.act_and(divert, happened, Care::Insisted, Arc::new(|_| {}));
                });
                let divert = divert.typed(ui.line_for(Verb::Divert, unit, Some(incident)));
                (t(Msg::StackIt), if alone { vec![divert] } else { Vec::new() })
            }
            (Refusal::NoLesserWork { .. }, _) => (t(Msg::DivertAnyway), Vec::new()),
            (Refusal::UnitNotReady { .. }, _) => (t(Msg::SendAnyway), Vec::new()),
            (Refusal::OutOfSequence { .. }, _) => (t(Msg::RecordAnyway), Vec::new()),
            (Refusal::UnitsStillWorking { .. }, _) => (t(Msg::ReleaseAndClose), Vec::new()),
            (Refusal::AlreadyArrived { .. }, Command::Cancel { unit, incident, .. }) => {
                let (unit, incident) = (*unit, *incident);
                let clear = Action::new(t(Msg::ClearInstead), move |_| ui.act(Command::Clear { unit, incident }));
                let clear = clear.typed(ui.line_for(Verb::Clear, unit, incident));
                (t(Msg::CancelAnyway), vec![clear])
            }
            (Refusal::PlaceInDoubt(Doubt::Swapped { right }), _) => {
                let right = *right;
                let turned = with_place(command, &ui.desk.read(|state| spot_at(state, right)));
                let written = write(right, Notation::Decimal);
                let use_it = move |_: Vec<String>| ui.act_and(turned.clone(), happened, Care::AskFirst, then.clone());
                (t(Msg::KeepAsTyped), vec![Action::new(crate::words::say(Msg::UseInstead, &[&written]), use_it)])
            }
            (Refusal::PlaceInDoubt(_), _) => (t(Msg::KeepAsTyped), Vec::new()),
            (Refusal::PlanStretched { .. }, _) => (t(Msg::PlaceAnyway), Vec::new()),
            // Asked in a dialog and left empty: the same dialog comes back, with the sentence.
            (Refusal::Missing(_), _) if super::prompt::was_asked() => return false,
            (Refusal::Missing(needed), _) => return self.missing(command, happened, *needed, title, then),
            _ => return false,
        };
        let mut actions = vec![Action::new(label, insist)];
        actions.extend(extra);
        self.ask_first(Prompt { title, body: sentence.to_owned(), fields: Vec::new(), actions });
        true
    }

    /// `DV MED1 18`: the line that does this for a unit on an incident.
    fn line_for(&self, verb: Verb, unit: UnitId, incident: Option<IncidentId>) -> String {
        self.desk.read(|state| {
            let sign = state.units.get(&unit).map(|unit| unit.call_sign.clone()).unwrap_or_default();
            let number = incident.and_then(|id| state.incidents.get(&id)).map(|row| row.number.to_string());
            [code_of(verb).to_owned(), sign].into_iter().chain(number).collect::<Vec<_>>().join(" ")
        })
    }

    /// Asks for the one thing that a status cannot do without.
    fn missing(&self, command: &Command, happened: Option<Moment>, needed: Needed, title: String, then: Then) -> bool {
        let ui = *self;
        let (label, kind) = match needed {
            Needed::Destination => (t(Msg::Destination), Kind::Pick(Pick::Places(ui.desk))),
            Needed::Reason => (t(Msg::Reason), Kind::Text),
            _ => return false,
        };
        let command = command.clone();
        let run = move |values: Vec<String>| {
            let text = values.into_iter().next().unwrap_or_default();
            if text.is_empty() {
                ui.ask_again(crate::words::say(Msg::NeedsField, &[speech::needed_word(needed)]));
                return;
            }
            // A destination is recorded under the place's own name, whatever it was called here.
            let text = match needed {
                Needed::Destination => ui.desk.read(|state| state.spot(&text).text),
                _ => text,
            };
            ui.act_and(with_text(&command, &text), happened, Care::AskFirst, then.clone());
        };
        let fields = vec![Field::new(label, kind, "")];
        self.ask_first(Prompt { title, body: String::new(), fields, actions: vec![Action::new(t(Msg::Record), run)] });
        true
    }
}

/// The command with the text that it lacked.
fn with_text(command: &Command, text: &str) -> Command {
    match command.clone() {
        Command::Step { unit, incident, step, .. } => Command::Step { unit, incident, step, destination: text.into() },
        Command::SetReadiness { unit, readiness, .. } => Command::SetReadiness { unit, readiness, reason: text.into() },
        Command::Hold { incident, minutes, .. } => Command::Hold { incident, minutes, reason: text.into() },
        Command::Reopen { incident, .. } => Command::Reopen { incident, reason: text.into() },
        Command::Strike { incident, entry, .. } => Command::Strike { incident, entry, reason: text.into() },
        other => other,
    }
}

/// The command with another place.
fn with_place(command: &Command, place: &Spot) -> Command {
    let mut command = command.clone();
    match &mut command {
        Command::MoveIncident { place: old, .. }
        | Command::MoveUnit { place: old, .. }
        | Command::OpenIncident { place: old, .. } => old.clone_from(place),
        _ => {}
    }
    command
}

/// What a press of a button records for a unit's next step.
#[must_use]
pub fn step(unit: UnitId, incident: IncidentId, step: Step) -> Command {
    Command::Step { unit, incident: Some(incident), step, destination: String::new() }
}

impl Ui {
    /// Sends what is recommended for an incident, whether or not its sheet is open.
    pub fn send_recommended(&self, incident: IncidentId) {
        let Some(shown) = self.desk.proposed(incident) else { return self.refuse(t(Msg::NoPlanFits)) };
        if shown.units.is_empty() {
            return self.refuse(t(Msg::NothingToSend));
        }
        let Shown { units, advised, .. } = shown;
        self.act(Command::DispatchAdvised { incident, units, step: Step::Dispatched, advised });
    }
}

/// The questions that some acts begin with.
impl Ui {
    pub fn ask_hold(&self, incident: IncidentId) {
        let ui = *self;
        let title = ui.desk.read(|state| crate::words::say(Msg::HoldTitle, &[&speech::incident(state, incident)]));
        let run = move |values: Vec<String>| {
            let minutes = values.first().and_then(|text| text.parse().ok()).unwrap_or(0);
            let reason = values.get(1).cloned().unwrap_or_default();
            ui.act(Command::Hold { incident, minutes, reason });
        };
        self.ask_first(Prompt {
            title,
            body: t(Msg::HoldHelp).to_owned(),
            fields: vec![Field::new(t(Msg::Minutes), Kind::Number, "15"), Field::new(t(Msg::Reason), Kind::Text, "")],
            actions: vec![Action::new(t(Msg::Hold), run)],
        });
    }

    pub fn ask_reopen(&self, incident: IncidentId) {
        let ui = *self;
        let title = ui.desk.read(|state| crate::words::say(Msg::DoReopen, &[&speech::incident(state, incident)]));
        let run = move |values: Vec<String>| {
            ui.act(Command::Reopen { incident, reason: values.into_iter().next().unwrap_or_default() });
        };
        self.ask_first(Prompt {
            title,
            body: String::new(),
            fields: vec![Field::new(t(Msg::Reason), Kind::Text, "")],
            actions: vec![Action::new(t(Msg::Reopen), run)],
        });
    }

    pub fn ask_link(&self, incident: IncidentId) {
        let ui = *self;
        let run = move |values: Vec<String>| {
            let typed = values.into_iter().next().unwrap_or_default();
            let number = typed.trim_start_matches('#').parse().ok();
            let other =
                ui.desk.read(|state| number.and_then(|number| state.incident_numbered(number)).map(|one| one.id));
            match other {
                Some(other) => ui.act(Command::Link { incident, other }),
                None => ui.ask_again(crate::words::say(Msg::NoSuchIncident, &[&typed])),
            }
        };
        self.ask_first(Prompt {
            title: ui.desk.read(|state| crate::words::say(Msg::LinkTitle, &[&speech::incident(state, incident)])),
            body: String::new(),
            fields: vec![Field::new(t(Msg::IncidentNumber), Kind::Number, "")],
            actions: vec![Action::new(t(Msg::Link), run)],
        });
    }

    pub fn ask_strike(&self, incident: Option<IncidentId>, entry: crate::domain::ids::EventId) {
        let ui = *self;
        let run = move |values: Vec<String>| {
            let reason = values.into_iter().next().unwrap_or_default();
            ui.act(Command::Strike { incident, entry, reason });
        };
        self.ask_first(Prompt {
            title: t(Msg::StrikeTitle).to_owned(),
            body: t(Msg::StrikeHelp).to_owned(),
            fields: vec![Field::new(t(Msg::Reason), Kind::Text, "")],
            actions: vec![Action::new(t(Msg::Strike), run)],
        });
    }

    pub fn ask_request(&self, incident: IncidentId) {
        let ui = *self;
        let run = move |values: Vec<String>| {
            let what = values.first().cloned().unwrap_or_default();
            let count = values.get(1).and_then(|text| text.parse().ok()).unwrap_or(0);
            ui.act(Command::RequestResource { incident, what, count });
        };
        self.ask_first(Prompt {
            title: ui.desk.read(|state| crate::words::say(Msg::RequestTitle, &[&speech::incident(state, incident)])),
            body: String::new(),
            fields: vec![
                Field::new(t(Msg::WhatIsNeeded), Kind::Text, ""),
                Field::new(t(Msg::HowMany), Kind::Number, "1"),
            ],
            actions: vec![Action::new(t(Msg::RequestIt), run)],
        });
    }
}
