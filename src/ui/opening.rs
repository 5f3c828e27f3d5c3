//! From a call to its incident. It reads the record and the drafts only, so that it also works when the form has already
//! left the screen: what was entered counts, not what is shown.

use super::act::Ui;
use crate::board::sheet::{Likely, duplicates};
use crate::domain::call::CallEnd;
use crate::domain::command::{Care, Command, Urgency};
use crate::domain::entry::Line;
use crate::domain::ids::{CallId, Code, IncidentId};
use crate::domain::incident::Priority;
use crate::domain::moment::{Moment, read_clock};
use crate::protocol::suggest::Suggestion;
use leptos::prelude::*;

/// What a person has chosen for a call that is no incident yet. It lives in the drafts, beside the texts.
#[derive(Clone, Copy)]
pub struct Choice {
    ui: Ui,
    call: CallId,
}

/// When what a call is about happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    AsEntered,
    /// Before it was entered.
    At(Moment),
    /// A text that is no time.
    Unreadable,
}

impl Choice {
    #[must_use]
    pub fn of(ui: Ui, call: CallId) -> Self {
        Self { ui, call }
    }

    /// Forgets what was chosen: the incident has it now. What stands in the fields is theirs to keep or to forget.
    fn settle(self) {
        for name in ["kind", "priority", "dropped", "different", "paper"] {
            self.set(name, "");
        }
    }

    fn get(self, name: &str) -> Option<String> {
        self.ui.desk.drafts().get(&format!("call/{}/{name}", self.call))
    }

    pub fn set(self, name: &str, value: &str) {
        self.ui.desk.drafts().set(&format!("call/{}/{name}", self.call), value);
    }

    #[must_use]
    pub fn kind(self) -> Option<Code> {
        self.get("kind").map(|code| Code::new(&code))
    }

    #[must_use]
    pub fn priority(self) -> Option<Priority> {
        self.get("priority").and_then(|level| Priority::from_level(level.parse().ok()?))
    }

    /// Suggestions that a person took away, by their names; a type's is its code.
    #[must_use]
    pub fn dropped(self) -> Vec<String> {
        self.get("dropped").unwrap_or_default().split('\n').filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    /// Takes a suggestion away for good.
    pub fn drop_suggestion(self, name: &str) {
        let mut dropped = self.dropped();
        dropped.push(name.to_owned());
        self.set("dropped", &dropped.join("\n"));
    }

    /// Whether a person says that the call was first taken on paper.
    #[must_use]
    pub fn on_paper(self) -> bool {
        self.get("paper").is_some()
    }

    /// When it happened: what is typed, else what stands in the record.
    #[must_use]
    pub fn happened(self) -> Happened {
        let desk = self.ui.desk;
        match self.get("at").filter(|text| !text.trim().is_empty()) {
            Some(text) => read_clock(&text, desk.clock().at(desk.now())).map_or(Happened::Unreadable, Happened::At),
            None => {
                let at = desk.read(|state| state.calls.get(&self.call)?.back_timed());
                at.map_or(Happened::AsEntered, Happened::At)
            }
        }
    }

    /// How the operation calls a type.
    #[must_use]
    pub fn label(self, code: &Code) -> String {
        self.ui.desk.read(|state| state.types.get(code).map_or_else(|| code.to_string(), |row| row.label.clone()))
    }

    /// Whether the call has become an incident.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.ui.desk.read(|state| state.calls.get(&self.call).is_some_and(|call| call.incident.is_some()))
    }

    /// What the words suggest and nobody took away.
    #[must_use]
    pub fn suggestions(self, words: &str) -> Vec<Suggestion> {
        let dropped = self.dropped();
        let kinds = self.ui.desk.reading(words).kinds.clone().into_iter();
        kinds.filter(|one| !dropped.iter().any(|name| name == one.code.as_str())).collect()
    }

    /// The type that the incident would get: the person's, else the best suggestion that the operation knows.
    #[must_use]
    pub fn kind_for(self, words: &str) -> Option<Code> {
        let known = |code: &Code| self.ui.desk.read(|state| state.types.get(code).is_some_and(|row| !row.retired));
        let suggested = || self.suggestions(words).first().map(|found| found.code.clone());
        self.kind().or_else(suggested).filter(known)
    }

    /// The priority that the words give one type.
    #[must_use]
    pub fn urgency_of(self, kind: &Code, words: &str) -> Option<Priority> {
        let found = self.suggestions(words).into_iter().find(|one| one.code == *kind)?;
        Priority::from_level(found.priority)
    }

    /// The priority that it would get, where words or a person say one.
    #[must_use]
    pub fn priority_for(self, words: &str) -> Option<Priority> {
        let suggested = || self.urgency_of(&self.kind_for(words)?, words);
        self.priority().or_else(suggested)
    }
}

/// Raises an incident to what its suggested type asks for, unless a person has said how urgent it is. Only people lower.
pub fn raise(ui: Ui, choice: Choice, incident: IncidentId, priority: Priority) {
    let lower = |line: &Line| matches!(line, Line::Priority { was, now } if was < now);
    let open = ui.desk.read(|state| {
        let row = state.incidents.get(&incident)?;
        Some(priority < row.priority && !row.entries.iter().any(|entry| lower(&entry.line)))
    });
    if open == Some(true) && choice.priority().is_none() {
        ui.act(Command::ChangeUrgency { incident, priority });
    }
}

/// Open incidents that a call with this place and these words may repeat.
#[must_use]
pub fn likely(ui: Ui, call: CallId, place: &str, words: &str) -> Vec<Likely> {
    let kind = Choice::of(ui, call).kind_for(words);
    let now = ui.desk.now();
    ui.desk.read(|state| duplicates(state, &state.spot(place), kind.as_ref(), words, now, Some(call)))
}

/// Opens the incident as soon as type and place stand in the record, unless it seems to be there already: then a person
/// says whether it is.
pub fn open_when_known(ui: Ui, id: CallId) {
    let desk = ui.desk;
    let choice = Choice::of(ui, id);
    let known = desk.read(|state| {
        let call = state.calls.get(&id).filter(|call| call.incident.is_none() && !call.place.is_blank())?;
        Some((call.place.clone(), call.what.clone()))
    });
    let Some((place, words)) = known else { return };
    let Some(kind) = choice.kind_for(&words) else { return };
    let asked = choice.get("different").is_none() && !likely(ui, id, &place.text, &words).is_empty();
    let under_way = ui.opening.with_value(|opening| opening.contains(&id));
    // An incident that is opened at the wrong time cannot be told from one that is right.
    let happened = match choice.happened() {
        Happened::AsEntered => None,
        Happened::At(at) => Some(at),
        Happened::Unreadable => return,
    };
    if asked || under_way {
        return;
    }
    ui.opening.update_value(|opening| {
        opening.insert(id);
    });
    let suggested = || choice.priority_for(&words).map(Urgency::Suggested);
    let priority = choice.priority().map(Urgency::Chosen).or_else(suggested);
    let opened_at = place.text.clone();
    let command = Command::OpenIncident { call: Some(id), kind, priority, place, summary: words };
    ui.act_then(command, happened, Care::AskFirst, move |answer| {
        ui.opening.update_value(|opening| {
            opening.remove(&id);
        });
        if !answer.is_done() {
            return;
        }
        let made = desk.read(|state| state.calls.get(&id).map(|call| (call.incident, call.place.clone())));
        let Some((Some(incident), now)) = made else { return };
        if ui.call.get_untracked() == Some(id) {
            desk.select(Some(incident));
        }
        // Somebody gave another place while the incident was being opened.
        if now.text != opened_at {
            ui.act(Command::MoveIncident { incident, place: now });
        }
    });
}

/// Ends a call, from a button, a key or the command line alike. What was chosen for an incident is kept as long as there
/// is none: who hung up too early to be asked may still be helped. A call on which nobody spoke leaves the screen.
pub fn end_call(ui: Ui, call: CallId, how: CallEnd) {
    ui.act_then(Command::EndCall { call, how }, None, Care::AskFirst, move |answer| {
        if !answer.is_done() {
            return;
        }
        let choice = Choice::of(ui, call);
        if choice.is_open() {
            choice.settle();
        } else if how != CallEnd::Ended {
            ui.desk.drafts().forget_form(&format!("call/{call}/"));
            if ui.call.get_untracked() == Some(call) {
                ui.call.set(None);
            }
        }
    });
}
