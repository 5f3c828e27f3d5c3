//! The card panel: one question at a time, or one instruction to read out, with everything else beside it.

use super::act::Ui;
use super::aid;
use super::chips::Heard;
use super::field::{Live, LiveField, Pick};
use super::kit::{icon, key};
use super::sheet::clock_with;
use crate::app::desk::Answer;
use crate::app::sounding::step_name;
use crate::board::address::View;
use crate::board::card::{
    AskShown, CardShown, MarkShown, Onward, Prompt, StepShown, card_named, card_of, card_shown, help_line, marks,
    preview,
};
use crate::board::elapsed::{Standing, stretch};
use crate::domain::card::view::Answers;
use crate::domain::card::{Aid, Card, Kind, Target, read};
use crate::domain::command::Command;
use crate::domain::ids::{Code, IncidentId, RunId};
use crate::domain::moment::Moment;
use crate::domain::refusal::Refusal;
use crate::words::{Msg, say, t};
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast as _;

/// The element that takes the keys of the panel.
const PANEL: &str = "card-panel";
/// The field of a question whose answer is typed.
const ANSWER: &str = "card-answer";

/// What every part of the panel holds.
#[derive(Clone, Copy)]
struct Panel {
    ui: Ui,
    incident: IncidentId,
    shown: Memo<Option<CardShown>>,
    /// A question of a run that is asked again, until it is answered.
    again: RwSignal<Option<(RunId, String)>>,
}

/// What is being read out: the step, named so that no other step of the incident has its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub incident: IncidentId,
    pub run: RunId,
    pub step: String,
}

#[component]
pub fn CardPanel(ui: Ui, id: IncidentId) -> impl IntoView {
    let desk = ui.desk;
    let changed = desk.signals().incidents_changed.clone();
    let setup = desk.signals().setup.clone();
    let again = RwSignal::new(None::<(RunId, String)>);
    // While the cursor is in the panel, no other window changes the card under the fingers.
    let held = RwSignal::new(None::<RunId>);
    let run = run_in_sight(ui, id, held.into());
    // Reading a card costs more than looking at it, so it is read when another one, or another version, is shown.
    let which = Memo::new(move |_| {
        let run = run.get()?;
        desk.read(|state| {
            let run = state.incidents.get(&id)?.guidance.run(run)?;
            Some((run.card.clone(), run.version))
        })
    });
    let card: Memo<Option<Arc<Card>>> = Memo::new(move |_| {
        let (code, version) = which.get()?;
        desk.read(|state| card_of(state, &code, version)).map(Arc::new)
    });
    let shown = Memo::new(move |_| {
        changed.track();
        setup.track();
        let (run, card) = (run.get()?, card.get()?);
        let again = again.get().filter(|(of, _)| *of == run).map(|(_, question)| question);
        desk.read(|state| {
            let incident = state.incidents.get(&id)?;
            card_shown(incident, incident.guidance.run(run)?, state, &card, again.as_deref())
        })
    });
    let panel = Panel { ui, incident: id, shown, again };
    let stage = Memo::new(move |_| {
        shown.with(|shown| shown.as_ref().map(|shown| (shown.step.clone(), shown.asked.clone(), shown.run)))
    });
    let there = move || shown.with(Option::is_some);
    // A panel that leaves the page loses the cursor when its signals are gone.
    let take_hold = move |_| {
        if held.try_get_untracked() == Some(None) {
            held.set(panel.now().map(|shown| shown.run));
        }
    };
    let let_go = move |event: ev::FocusEvent| {
        let panel = document().get_element_by_id(PANEL);
        let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        if !panel.is_some_and(|panel| panel.contains(to.as_ref())) {
            held.try_set(None);
        }
    };
    view! {
        <section id=PANEL class="card-panel" tabindex="-1" role="region" aria-label=t(Msg::Card)
            on:keydown=move |event| panel.pressed(&event) on:focusin=take_hold on:focusout=let_go>
            {card_head(panel)}
            <Show when=there>
                {move || banner(panel)}
                {move || told(panel)}
                {move || clocks(panel)}
                {move || answered(panel)}
                {move || stage.get().map(|(step, asked, run)| match (step, asked) {
                    (Some(step), _) => instruction(panel, run, step),
                    (None, Some(asked)) => question(panel, run, asked),
                    (None, None) => closing(panel),
                })}
                {move || offers(panel)}
                {move || coming(panel)}
            </Show>
            {says(panel)}
        </section>
    }
}

/// The run of an incident that this window shows.
fn run_in_sight(ui: Ui, id: IncidentId, held: Signal<Option<RunId>>) -> Memo<Option<RunId>> {
    let desk = ui.desk;
    let (changed, taken) = (desk.signals().incidents_changed.clone(), desk.signals().card_taken.clone());
    Memo::new(move |_| {
        changed.track();
        taken.track();
        let run = desk.card_in_hand(id).or(held.get());
        desk.read(|state| state.incidents.get(&id)?.guidance.shown(run).map(|run| run.id))
    })
}

impl Panel {
    fn now(self) -> Option<CardShown> {
        self.shown.get_untracked()
    }

    /// Answers a question of a run. What was typed for it is kept until the answer stands.
    fn answer(self, run: RunId, question: &str, answer: &str) {
        let (desk, draft) = (self.ui.desk, self.draft(run, question));
        let command =
            Command::AnswerCard { incident: self.incident, run, question: question.into(), answer: answer.into() };
        self.ask_then(command, move || desk.drafts().forget(&draft));
    }

    /// Where the answer to a question is kept while it is typed.
    fn draft(self, run: RunId, question: &str) -> String {
        format!("card/{}/{run}/ask/{question}", self.incident)
    }

    fn ask(self, command: Command) {
        self.ask_then(command, || {});
    }

    /// Asks, goes on with the next question, and keeps the cursor in the panel.
    fn ask_then(self, command: Command, done: impl FnOnce() + 'static) {
        let ui = self.ui;
        ui.desk.ask(command, move |answer| match answer {
            Answer::Done(_) | Answer::Refused { refusal: Refusal::Unchanged, .. } => {
                done();
                self.again.try_set(None);
                ui.notice.set(None);
                focus_panel();
            }
            Answer::Refused { sentence, .. } => ui.refuse(sentence),
            Answer::NotSaved(why) => ui.refuse(say(Msg::NotSavedShort, &[&why])),
        });
    }

    fn reach(self, run: RunId, guide: &str, step: usize) {
        let step = u32::try_from(step).unwrap_or(u32::MAX);
        self.ask(Command::ReachStep { incident: self.incident, run, guide: guide.into(), step });
    }

    fn reading(self, run: RunId, guide: &str, step: u32) -> Reading {
        Reading { incident: self.incident, run, step: step_name(run, guide, step) }
    }

    fn leave(self, run: RunId) {
        self.ask(Command::LeaveGuide { incident: self.incident, run });
    }

    /// The instruction before the one that is read out, as it was reached; nobody is told it once more.
    fn step_back(self, run: RunId) {
        self.ask(Command::StepBack { incident: self.incident, run });
    }

    fn open(self, card: Code, patient: String) {
        match self.run_of(&card, &patient) {
            Some(run) => self.turn(run),
            None => self.ask(Command::OpenCard { incident: self.incident, card, patient }),
        }
    }

    /// The run of a card that is open for a patient.
    fn run_of(self, card: &Code, patient: &str) -> Option<RunId> {
        self.ui.desk.read(|state| {
            let runs = &state.incidents.get(&self.incident)?.guidance.runs;
            runs.iter().find(|run| run.card == *card && run.patient == patient).map(|run| run.id)
        })
    }

    /// Turns to a card that is open. That is a matter of this window and leaves nothing in the record.
    fn turn(self, run: RunId) {
        self.ui.desk.take_card(self.incident, run);
        self.again.set(None);
        focus_panel();
    }

    fn go(self, run: RunId, from: &StepShown, on: &Onward) {
        let decides = on.decides || on.begins && self.now().is_some_and(|shown| shown.can_begin);
        match &on.to {
            Target::Step(step) if !decides => self.reach(run, &from.guide, *step),
            Target::Guide(guide) if !decides => self.reach(run, guide, 0),
            Target::End if !decides => self.leave(run),
            _ => {
                let (incident, guide, way) = (self.incident, from.guide.clone(), on.way.clone());
                self.ask(Command::FollowWay { incident, run, guide, step: from.place, way });
            }
        }
    }

    /// What the silence asked for was said. The note begins the next interval. False: nothing is asked for.
    fn said(self) -> bool {
        let Some(shown) = self.now() else { return false };
        let prompt = shown.last.and_then(|last| Prompt::of(last, self.ui.desk.now()));
        if let Some(prompt) = prompt {
            let text = prompt.note(&shown.recheck);
            self.ui.act(Command::Note { incident: Some(self.incident), text });
            focus_panel();
        }
        prompt.is_some()
    }

    /// The question before the one that is asked, without taking its answer away.
    fn back(self) {
        let Some(shown) = self.now() else { return };
        if let Some(question) = self.before(&shown) {
            self.again.set(Some((shown.run, question)));
            focus_panel();
        }
    }

    fn before(self, shown: &CardShown) -> Option<String> {
        let here = self.again.get_untracked().filter(|(run, _)| *run == shown.run);
        let place = here.and_then(|(_, id)| shown.answered.iter().position(|done| done.question == id));
        let before = place.unwrap_or(shown.answered.len()).checked_sub(1)?;
        shown.answered.get(before).map(|done| done.question.clone())
    }

    fn pressed(self, event: &ev::KeyboardEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let types = target.as_ref().is_some_and(|element| element.tag_name() == "INPUT");
        let Some(shown) = self.now() else { return };
        // A key that is held down answers once: what comes next has not been read yet.
        if event.repeat() && !types && acts(&event.key()) && !event.ctrl_key() && !event.meta_key() {
            event.prevent_default();
            event.stop_propagation();
            return;
        }
        // Instructions can be begun while a field waits for an answer, so their key is one that types nothing.
        if super::keys::with_alt(event) == "g" {
            if let (None, Some((guide, _))) = (&shown.step, shown.guides.first()) {
                self.reach(shown.run, guide, 0);
                event.prevent_default();
                event.stop_propagation();
            }
            return;
        }
        if types || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let pressed = event.key().to_uppercase();
        // On a button that has the cursor, Enter and Space are its own.
        let on_button = target.is_some_and(|element| element.tag_name() == "BUTTON");
        let asked = shown.asked.as_ref().filter(|_| shown.step.is_none());
        let types_letter = asked.is_some_and(|asked| begins_answer(asked.kind, &pressed));
        let done = match (pressed.as_str(), &shown.step, &shown.asked) {
            ("BACKSPACE", None, _) => {
                self.back();
                true
            }
            ("BACKSPACE", Some(_), _) => {
                self.step_back(shown.run);
                true
            }
            ("Q", Some(_), _) => {
                self.leave(shown.run);
                true
            }
            ("S", _, _) if !types_letter => self.said(),
            ("P", _, _) if shown.can_begin && !types_letter => {
                aid::begin(self.ui, self.incident, shown.run);
                true
            }
            ("C", Some(step), _) if step.aid == Some(Aid::Compressions) && shown.pushing.is_some() => {
                aid::change(self.ui, self.incident, shown.run);
                true
            }
            ("T", Some(step), _) if step.aid == Some(Aid::Contractions) => {
                aid::time_contraction(self.ui, self.incident, shown.run, &shown.patient);
                true
            }
            (" " | "ENTER", Some(step), _) if !on_button => match &step.next {
                Some(to) => {
                    self.go(shown.run, step, to);
                    true
                }
                None => false,
            },
            (digit, Some(step), _) => {
                let chosen = digit.parse::<usize>().ok().and_then(|digit| step.ways.get(digit.checked_sub(1)?));
                chosen.is_some_and(|(_, to)| {
                    self.go(shown.run, step, to);
                    true
                })
            }
            // The cursor may still be on its way into the field; what is typed meanwhile goes there all the same.
            (letter, None, Some(asked)) if begins_answer(asked.kind, letter) => {
                super::kit::focus_now(ANSWER);
                event.stop_propagation();
                false
            }
            (letter, None, Some(asked)) => {
                let chosen = asked.keys.iter().find(|(key, _, _)| key == letter);
                chosen.is_some_and(|(_, value, _)| {
                    self.answer(shown.run, &asked.id, value);
                    true
                })
            }
            _ => false,
        };
        if done {
            event.prevent_default();
            event.stop_propagation();
        }
    }
}

/// Puts the cursor where the panel expects the next key: into the field of the question, else onto the panel itself.
pub fn focus_panel() {
    // The panel at once, since the field that has the cursor may be about to go; the next field when it is there.
    super::kit::focus_now(PANEL);
    request_animation_frame(|| request_animation_frame(focus_here));
}

fn focus_here() {
    let field = document().get_element_by_id(ANSWER);
    super::kit::focus_now(if field.is_some() { ANSWER } else { PANEL });
    // Where the panel is taller than the screen, what is asked or read out comes before what stands round it.
    let part = document().query_selector(".card-panel :is(.card-ask, .card-say, .card-close)").ok().flatten();
    let Some(part) = part else { return };
    // Which of the two scrolls goes by the size of the screen; what stays over them hides what is under it.
    let rects = |names: &[&str]| -> Vec<web_sys::DomRect> {
        let found = names.iter().filter_map(|name| part.closest(name).ok().flatten());
        found.map(|element| element.get_bounding_client_rect()).collect()
    };
    let around = rects(&[".scroll", ".pane"]);
    let over = document().query_selector(".sheet-pin").ok().flatten();
    let over = over.map_or(f64::MIN, |over| over.get_bounding_client_rect().bottom());
    let top = around.iter().map(|rect| rect.top()).fold(over, f64::max);
    let bottom = around.iter().map(|rect| rect.bottom()).fold(f64::MAX, f64::min);
    let here = part.get_bounding_client_rect();
    if here.top() < top || bottom < here.bottom() {
        part.scroll_into_view_with_bool(bottom - top < here.height());
    }
}

/// Whether a key does something here; the others move the cursor or the page, and may be held down.
fn acts(key: &str) -> bool {
    matches!(key, "Enter" | "Backspace") || key.chars().count() == 1
}

/// Whether a key, pressed on the panel itself, is the first letter of an answer that is typed.
fn begins_answer(kind: Kind, pressed: &str) -> bool {
    let mut letters = pressed.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return false };
    match kind {
        Kind::YesNo | Kind::Choice => false,
        Kind::Number | Kind::Age | Kind::Time => letter.is_ascii_digit(),
        Kind::Text => letter.is_alphanumeric(),
    }
}

/// Whether a card panel is on the screen; then the cursor goes to it.
pub fn jump(ui: Ui) -> bool {
    let there = document().get_element_by_id(PANEL);
    if there.is_some() {
        // A narrow screen shows one pane; beside a call the card is in the last one.
        let intake = ui.desk.signals().address.with_untracked(|address| address.view == View::Intake);
        ui.pane.set(if intake { "units" } else { "sheet" });
        focus_here();
    }
    there.is_some()
}

/// Which card, for whom, and the way to another one.
fn card_head(panel: Panel) -> AnyView {
    let desk = panel.ui.desk;
    let title = Memo::new(move |_| {
        panel.shown.with(|shown| shown.as_ref().map(|shown| shown.title.clone())).unwrap_or_default()
    });
    let patient = move || panel.now().map(|shown| shown.patient).unwrap_or_default();
    let live = Live::new(desk, format!("card/{}/other", panel.incident), title.into(), move |text| {
        let card = desk.read(|state| card_named(state, text))?;
        Some(Command::OpenCard { incident: panel.incident, card, patient: patient() })
    })
    // One that another window has before it is open already; this window turns to it.
    .on_kept(move |text| {
        let other = Some(text).filter(|text| title.with_untracked(|title| title != text));
        let card = other.and_then(|text| desk.read(|state| card_named(state, text)));
        if let Some(run) = card.and_then(|card| panel.run_of(&card, &patient())) {
            desk.take_card(panel.incident, run);
        }
    })
    .or_say(move |text| {
        let known = text.trim().is_empty() || desk.read(|state| card_named(state, text).is_some());
        (!known).then(|| say(Msg::CardUnknown, &[text]))
    });
    let another = move |_| {
        if let Some(shown) = panel.now() {
            panel.open(shown.card, shown.next_patient);
        }
    };
    let several =
        Memo::new(move |_| panel.shown.with(|shown| shown.as_ref().map(|shown| (shown.runs.clone(), shown.run))));
    view! {
        <header class="card-head">
            <h2 class="sec-head">{t(Msg::Card)}{key("Alt C")}</h2>
            <div class="card-pick"><LiveField live id="card-other" label=t(Msg::CardOther) pick=Pick::Cards(desk)/></div>
            {move || panel.shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.for_patients)).then(|| view! {
                <button type="button" class="btn quiet" on:click=another>{icon("people")}{t(Msg::CardAnotherPatient)}</button>
            })}
        </header>
        {move || several.get().filter(|(runs, _)| 1 < runs.len()).map(|(runs, shown)| view! {
            <div class="seg card-runs" role="radiogroup" aria-label=t(Msg::CardsOpen)>
                {runs.into_iter().map(|(run, name)| {
                    let here = run == shown;
                    view! { <button type="button" role="radio" aria-checked=here.to_string() on:click=move |_| panel.turn(run)>{name}</button> }
                }).collect_view()}
            </div>
        })}
    }
    .into_any()
}

fn banner(panel: Panel) -> Option<AnyView> {
    let open = panel.shown.with(|shown| shown.as_ref().is_some_and(|shown| !shown.approved));
    open.then(not_approved)
}

pub fn not_approved() -> AnyView {
    view! { <p class="card-banner">{icon("bang")}{t(Msg::CardNotApproved)}</p> }.into_any()
}

/// What the caller may be told about help, and what the silence asks for.
fn told(panel: Panel) -> AnyView {
    let desk = panel.ui.desk;
    let signals = desk.signals();
    let changes = [&signals.incidents_changed, &signals.units_changed, &signals.ground].map(Clone::clone);
    let now = signals.now.clone();
    // The minutes run down by themselves, so the line is looked at again every ten seconds.
    let tick = Memo::new(move |_| now.get().0.div_euclid(10_000));
    let line = Memo::new(move |_| {
        changes.iter().for_each(Track::track);
        tick.track();
        let now = desk.now();
        desk.with_roads(|state, roads| {
            state.incidents.get(&panel.incident).map(|one| help_line(one, state, roads, now))
        })
        .unwrap_or_default()
    });
    let now = desk.signals().now.clone();
    let silence = Memo::new(move |_| {
        let now = now.get();
        panel.shown.with(|shown| {
            let shown = shown.as_ref()?;
            Some(Prompt::of(shown.last?, now)?.sentence(&shown.recheck))
        })
    });
    view! {
        <div class="card-told">
            <p><span class="lab">{t(Msg::CardTell)}</span><output aria-label=t(Msg::CardTell)>{line}</output></p>
            {move || silence.get().map(|line| view! {
                <p class="card-silence">{icon("msg")}<span>{line}</span>
                    <button type="button" class="btn" on:click=move |_| { panel.said(); }>{key("S")}<span>{t(Msg::CardSaid)}</span></button></p>
            })}
        </div>
    }
    .into_any()
}

/// The clocks of an arrest, from the answer and from the place that was verified.
fn clocks(panel: Panel) -> Option<AnyView> {
    let has = panel.shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.has_clocks));
    let run = Memo::new(move |_| panel.shown.with(|shown| shown.as_ref().map(|shown| shown.run)));
    // While the beat is shown, the button stands there.
    let begin = panel.shown.with(|shown| {
        let shown = shown.as_ref().filter(|shown| shown.can_begin)?;
        let beats = shown.step.as_ref().is_some_and(|step| step.aid == Some(Aid::Compressions));
        let told = shown.step.is_some() || !shown.guides.is_empty();
        (told && !beats).then_some(shown.run)
    });
    has.then(|| {
        view! {
            {clocks_of(panel.ui, panel.incident, run)}
            {begin.map(|run| view! { <div class="card-keys">{aid::begin_button(panel.ui, panel.incident, run)}</div> })}
        }
        .into_any()
    })
}

/// The same on the sheet.
pub fn mark_clocks(ui: Ui, id: IncidentId) -> AnyView {
    clocks_of(ui, id, run_in_sight(ui, id, Signal::stored(None)))
}

fn clocks_of(ui: Ui, id: IncidentId, run: Memo<Option<RunId>>) -> AnyView {
    let desk = ui.desk;
    let (changed, setup) = (desk.signals().incidents_changed.clone(), desk.signals().setup.clone());
    let times = Memo::new(move |_| {
        changed.track();
        setup.track();
        desk.read(|state| {
            let incident = state.incidents.get(&id)?;
            let run = run.get().and_then(|run| incident.guidance.run(run));
            Some((incident.clock_start, marks(incident, run, state)))
        })
    });
    let now = desk.signals().now.clone();
    let row = move || {
        let (start, marks) = times.get()?;
        let now = now.get();
        Some(
            marks
                .into_iter()
                .map(|mark| {
                    let beside = Some(from_place(&mark, now));
                    clock_with(mark.label, start, mark.met, mark.goal, now, beside)
                })
                .collect_view(),
        )
    };
    view! { <dl class="clocks card-clocks" aria-label=t(Msg::CardClocks)>{row}</dl> }.into_any()
}

fn from_place(mark: &MarkShown, now: Moment) -> AnyView {
    let (text, left, standing) = mark.clock_from_place(now);
    let class = match standing {
        Standing::Plain => "beside",
        Standing::Near => "beside near",
        Standing::Over => "beside over",
    };
    view! { <dd class=class>{say(if left { Msg::CardFromPlaceLeft } else { Msg::CardFromPlace }, &[&text])}</dd> }
        .into_any()
}

/// What was answered. A press asks it again.
fn answered(panel: Panel) -> AnyView {
    let Some((run, done)) = panel.shown.with(|shown| Some((shown.as_ref()?.run, shown.as_ref()?.answered.clone())))
    else {
        return ().into_any();
    };
    let again = panel.again.get().filter(|(of, _)| *of == run).map(|(_, question)| question);
    view! {
        <ol class="card-done" aria-label=t(Msg::CardAnswered)>
            {done.into_iter().map(|done| {
                let here = again.as_ref() == Some(&done.question);
                let question = done.question;
                view! {
                    <li class:here=here><button type="button" on:click=move |_| { panel.again.set(Some((run, question.clone()))); focus_panel(); }>
                        <span>{done.text}</span>" "<b>{done.shown}</b>{done.known.then(|| view! { <small>" "{t(Msg::CardKnown)}</small> })}
                    </button></li>
                }
            }).collect_view()}
        </ol>
    }
    .into_any()
}

fn question(panel: Panel, run: RunId, asked: AskShown) -> AnyView {
    let id = StoredValue::new(asked.id.clone());
    let typed = matches!(asked.kind, Kind::Number | Kind::Age | Kind::Time | Kind::Text);
    let label = asked.text.clone();
    let field = typed.then(|| {
        let draft = move || panel.draft(run, &id.get_value());
        let desk = panel.ui.desk;
        let first = desk.drafts().get(&draft()).unwrap_or_else(|| match asked.value.as_str() {
            "unknown" => String::new(),
            value => value.to_owned(),
        });
        let text = RwSignal::new(first);
        let send = move || {
            let value = text.get_untracked();
            if !value.trim().is_empty() {
                panel.answer(run, &id.get_value(), &value);
            }
        };
        let hint = match (asked.kind, asked.unit.as_str()) {
            (Kind::Age, _) => t(Msg::CardAgeHint).to_owned(),
            (Kind::Number, unit) => unit.to_owned(),
            _ => String::new(),
        };
        let mode = if asked.kind == Kind::Number { "decimal" } else { "text" };
        view! {
            <div class="card-typed">
                <input id=ANSWER class="inp" autocomplete="off" inputmode=mode aria-label=label.clone() prop:value=text
                    on:input=move |event| { let value = event_target_value(&event); desk.drafts().set(&draft(), &value); text.set(value); }
                    on:keydown=move |event: ev::KeyboardEvent| match event.key().as_str() {
                        "Enter" => { event.prevent_default(); if !event.repeat() { send(); } }
                        "Backspace" if !event.repeat() && text.with_untracked(String::is_empty) => { event.prevent_default(); panel.back(); }
                        _ => {}
                    }/>
                <span class="muted">{hint}</span>
                <button type="button" class="btn primary" on:click=move |_| send()>{t(Msg::CardEnter)}{key("Enter")}</button>
            </div>
        }
    });
    let value = asked.value;
    view! {
        <div class="card-ask">
            <p class="card-text" id="card-question" aria-live="polite">{asked.text}</p>
            {(!asked.note.is_empty()).then(|| view! { <p class="card-note">{asked.note}</p> })}
            {field}
            <div class="card-keys" role="group" aria-labelledby="card-question">
                {asked.keys.into_iter().map(|(letter, choice, label)| {
                    let stands = choice == value;
                    view! {
                        <button type="button" class="btn" aria-pressed=stands.to_string() on:click=move |_| panel.answer(run, &id.get_value(), &choice)>
                            {key(letter)}<span>{label}</span></button>
                    }
                }).collect_view()}
                {back_button(panel)}
            </div>
        </div>
    }
    .into_any()
}

fn instruction(panel: Panel, run: RunId, step: StepShown) -> AnyView {
    let now = panel.ui.desk.signals().now.clone();
    let (since, usual) = (step.since, i64::from(step.seconds));
    let clock = move || {
        let passed = now.get().seconds_since(since).max(0);
        let class = if 0 < usual && usual <= passed { "tm near" } else { "tm" };
        view! { <span class=class>{stretch(passed)}{(0 < usual).then(|| view! { <small>{say(Msg::CardUsually, &[&stretch(usual)])}</small> })}</span> }
    };
    let Some(patient) = panel.now().map(|shown| shown.patient) else { return ().into_any() };
    let pushing = Signal::derive(move || panel.shown.with(|shown| shown.as_ref().and_then(|shown| shown.pushing)));
    let reading = panel.reading(run, &step.guide, step.place);
    let step = StoredValue::new(step);
    let (text, note, title, place, count, then, aid) = step.with_value(|step| {
        (step.say.clone(), step.note.clone(), step.title.clone(), step.place, step.count, step.then.clone(), step.aid)
    });
    let go = move |to: &Onward| step.with_value(|step| panel.go(run, step, to));
    let ways = step.with_value(|step| step.ways.clone());
    let next = step.with_value(|step| step.next.clone()).filter(|_| ways.len() < 2);
    let ends = next.as_ref().is_some_and(|on| on.to == Target::End);
    view! {
        <div class="card-say">
            <p class="card-guide"><b>{title}</b><span>{say(Msg::CardStepOf, &[&(place + 1).to_string(), &count.to_string()])}</span>{clock}
                <button type="button" class="btn quiet" on:click=move |_| panel.leave(run)>{t(Msg::CardToQuestions)}{key("Q")}</button></p>
            <p class="card-read" aria-live="polite">{text}</p>
            {(!note.is_empty()).then(|| view! { <p class="card-note">{note}</p> })}
            {aid.map(|aid| match aid {
                Aid::Compressions => step.with_value(|step| aid::compressions(panel.ui, reading.clone(), step, pushing)),
                Aid::Contractions => aid::contractions(panel.ui, &reading, patient.clone()),
                Aid::Stopwatch => aid::stopwatch(panel.ui, since),
            })}
            <div class="card-keys">
                {ways.into_iter().zip(1..).map(|((label, to), digit)| view! {
                    <button type="button" class="btn" on:click=move |_| go(&to)>{key(i32::to_string(&digit))}<span>{label}</span></button>
                }).collect_view()}
                {next.map(|to| view! {
                    <button type="button" class="btn primary" on:click=move |_| go(&to)>{key("Space")}<span>{t(if ends { Msg::CardToQuestions } else { Msg::CardNext })}</span></button>
                })}
                <button type="button" class="btn quiet back" on:click=move |_| panel.step_back(run)>{key("Backspace")}<span>{t(Msg::Back)}</span></button>
            </div>
            {then.map(|then| view! { <p class="card-then"><span class="lab">{t(Msg::CardThen)}</span>{then}</p> })}
        </div>
    }
    .into_any()
}

/// All has been asked: what is said before the line is let go.
fn closing(panel: Panel) -> AnyView {
    let list = panel.now().map(|shown| shown.close).unwrap_or_default();
    view! {
        <div class="card-close">
            <p class="card-text">{t(Msg::CardAllAsked)}</p>
            <ul>{list.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            <div class="card-keys">{back_button(panel)}</div>
        </div>
    }
    .into_any()
}

/// To the question before, if there is one.
fn back_button(panel: Panel) -> Option<AnyView> {
    let there = panel.now().is_some_and(|shown| panel.before(&shown).is_some());
    there.then(|| {
        view! { <button type="button" class="btn quiet back" on:click=move |_| panel.back()>{key("Backspace")}<span>{t(Msg::Back)}</span></button> }
            .into_any()
    })
}

/// Instructions and cards that the answers lead to.
fn offers(panel: Panel) -> Option<AnyView> {
    let shown = panel.shown.get()?;
    let reading = shown.step.as_ref().map(|step| step.guide.clone());
    let guides: Vec<_> = shown.guides.into_iter().filter(|(id, _)| reading.as_ref() != Some(id)).collect();
    if guides.is_empty() && shown.cards.is_empty() {
        return None;
    }
    let (run, patient) = (shown.run, shown.patient);
    let idle = reading.is_none();
    Some(
        view! {
            <div class="card-offers" role="group" aria-label=t(Msg::CardOffers)>
                {guides.into_iter().enumerate().map(|(place, (id, title))| view! {
                    <button type="button" class=if place == 0 && idle { "btn primary" } else { "btn" } on:click=move |_| panel.reach(run, &id, 0)>
                        {icon("msg")}<span>{say(Msg::CardReadOut, &[&title])}</span>{(place == 0 && idle).then(|| key("Alt G"))}</button>
                }).collect_view()}
                {shown.cards.into_iter().map(|(card, title)| {
                    let patient = patient.clone();
                    view! { <button type="button" class="btn" on:click=move |_| panel.open(card.clone(), patient.clone())>{icon("arrow")}<span>{say(Msg::CardFitsBetter, &[&title])}</span></button> }
                }).collect_view()}
            </div>
        }
        .into_any(),
    )
}

fn coming(panel: Panel) -> Option<AnyView> {
    let next = panel.shown.with(|shown| shown.as_ref().map(|shown| shown.next.clone()))?;
    (!next.is_empty()).then(|| next_list(next))
}

fn next_list(next: Vec<String>) -> AnyView {
    view! {
        <div class="card-next"><span class="lab">{t(Msg::CardNextQuestions)}</span>
            <ol>{next.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ol></div>
    }
    .into_any()
}

/// Whatever the caller says besides.
fn says(panel: Panel) -> AnyView {
    let desk = panel.ui.desk;
    let draft = move || format!("card/{}/says", panel.incident);
    let text = RwSignal::new(desk.drafts().get(&draft()).unwrap_or_default());
    // What was sent last is still looked at, until something else is typed.
    let sent = RwSignal::new(String::new());
    let remark = Memo::new(move |_| text.with(|text| if text.trim().is_empty() { sent.get() } else { text.clone() }));
    let send = move || {
        let said = text.get_untracked();
        if said.trim().is_empty() {
            return;
        }
        let note = Command::Note { incident: Some(panel.incident), text: say(Msg::CardCallerSaid, &[said.trim()]) };
        panel.ui.act_then(note, None, crate::domain::command::Care::AskFirst, move |answer| {
            if answer.is_done() {
                sent.try_set(said.clone());
                // Who has gone on typing meanwhile keeps it.
                if text.try_with_untracked(|text| *text == said) == Some(true) {
                    desk.drafts().forget(&draft());
                    text.set(String::new());
                }
            }
        });
    };
    view! {
        <div class="card-says"><label for="card-says">{t(Msg::CardCallerSays)}</label>
            <input id="card-says" class="inp" autocomplete="off" prop:value=text
                on:input=move |event| { let value = event_target_value(&event); desk.drafts().set(&draft(), &value); text.set(value); }
                on:keydown=move |event: ev::KeyboardEvent| match event.key().as_str() {
                    "Enter" => { event.prevent_default(); send(); }
                    "Escape" => { event.prevent_default(); focus_panel(); }
                    _ => {}
                }/>
            <Heard ui=panel.ui incident=panel.incident remark with_place=true/></div>
    }
    .into_any()
}

/// The card of a type before there is an incident: what will be asked.
#[component]
pub fn CardPreview(ui: Ui, kind: Code) -> impl IntoView {
    let text = ui.desk.read(|state| state.card_of(&kind).map(|card| (card.text().to_owned(), card.is_approved())));
    text.map(|(text, approved)| {
        let (card, _) = read::card(&text);
        let (_, asked, next) = preview(&card, &Answers::new());
        view! {
            <section class="card-panel preview" role="region" aria-label=t(Msg::Card)>
                <header class="card-head"><h2 class="sec-head">{t(Msg::Card)}</h2><b>{card.title}</b></header>
                {(!approved).then(not_approved)}
                {asked.map(|asked| view! { <p class="card-text">{asked.text}</p> })}
                {(!next.is_empty()).then(|| next_list(next.into_iter().take(crate::board::card::AHEAD).collect()))}
                <p class="muted">{t(Msg::CardNeedsIncident)}</p>
            </section>
        }
    })
}
