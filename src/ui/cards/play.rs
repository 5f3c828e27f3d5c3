//! A card of the set-up, played as it would ask and read out. Nothing is written: there is no incident behind it.

use super::Checked;
use crate::board::card::{AskShown, Onward, StepShown, preview, step_of};
use crate::domain::card::view::{Answers, View};
use crate::domain::card::{Card, Target};
use crate::ui::card::not_approved;
use crate::ui::kit::icon;
use crate::words::{Msg, say, t};
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Play {
    checked: RwSignal<Checked>,
    answers: RwSignal<Answers>,
    typed: RwSignal<String>,
    /// The instruction that is read out: guide and step.
    step: RwSignal<Option<(String, u32)>>,
    /// The card that the last way led to.
    led: RwSignal<String>,
}

impl Play {
    fn put(self, question: &str, value: &str) {
        self.answers.update(|answers| {
            answers.insert(question.to_owned(), value.to_owned());
        });
        self.typed.set(String::new());
        self.led.set(String::new());
    }

    fn reach(self, guide: &str, step: usize) {
        self.led.set(String::new());
        self.step.set(Some((guide.to_owned(), u32::try_from(step).unwrap_or(u32::MAX))));
    }

    fn start_over(self) {
        self.answers.set(Answers::new());
        self.step.set(None);
        self.led.set(String::new());
    }

    fn go(self, from: &StepShown, on: &Onward) {
        // What a way answers is asked by the card that it leads to.
        if !matches!(on.to, Target::Card(_)) {
            let sets = self.checked.with_untracked(|checked| {
                let (step, _) = checked.card.step(&from.guide, from.place)?;
                step.ways.iter().find(|way| way.value == on.way).map(|way| way.sets.clone())
            });
            self.answers.update(|answers| answers.extend(sets.unwrap_or_default()));
        }
        match &on.to {
            Target::Step(step) => self.reach(&from.guide, *step),
            Target::Guide(guide) => self.reach(guide, 0),
            Target::Card(card) => {
                self.step.set(None);
                self.led.set(card.clone());
            }
            Target::End => self.step.set(None),
        }
    }
}

pub fn player(checked: RwSignal<Checked>, approved: Memo<bool>) -> AnyView {
    let play = Play {
        checked,
        answers: RwSignal::new(Answers::new()),
        typed: RwSignal::new(String::new()),
        step: RwSignal::new(None),
        led: RwSignal::new(String::new()),
    };
    let state =
        Memo::new(move |_| checked.with(|checked| play.answers.with(|answers| preview(&checked.card, answers))));
    // A step that was edited away leaves the questions.
    let reading = Memo::new(move |_| {
        let (guide, step) = play.step.get()?;
        checked.with(|checked| step_of(&checked.card, &guide, step))
    });
    let followed = move || checked.with(|checked| state.with(|(seen, _, _)| outcome(&checked.card, seen)));
    let offered = move || {
        let guides = state.with(|(seen, _, _)| seen.outcome.guides.clone());
        let titled = |checked: &Checked| {
            let found = guides.iter().filter_map(|id| checked.card.guide(id));
            found.map(|guide| (guide.id.clone(), guide.title.clone())).collect::<Vec<_>>()
        };
        checked.with(titled)
    };
    view! {
        <section class="card-play" aria-label=t(Msg::CardTryOut)>
            <header class="card-head"><h2>{t(Msg::CardTryOut)}</h2><button type="button" class="btn quiet" on:click=move |_| play.start_over()>{t(Msg::CardStartOver)}</button></header>
            {move || (!approved.get()).then(not_approved)}
            {move || match reading.get() {
                Some(step) => Some(instruction(play, step)),
                None => state.with(|(_, asked, _)| asked.clone()).map(|asked| question(play, asked)),
            }}
            <div class="card-offers" role="group" aria-label=t(Msg::CardOffers)>
                {move || offered().into_iter().map(|(id, title)| view! {
                    <button type="button" class="btn" on:click=move |_| play.reach(&id, 0)>{icon("msg")}<span>{say(Msg::CardReadOut, &[&title])}</span></button>
                }).collect_view()}
            </div>
            {move || Some(play.led.get()).filter(|card| !card.is_empty()).map(|card| view! { <p>{say(Msg::CardLeadsTo, &[&card])}</p> })}
            <ul class="card-followed" aria-label=t(Msg::CardFollows)>{move || followed().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn question(play: Play, asked: AskShown) -> AnyView {
    let (id, again) = (asked.id.clone(), asked.id.clone());
    let free = asked.keys.len() < 2;
    view! {
        <p class="card-text">{asked.text}</p>
        {free.then(|| view! { <input class="inp" aria-label=t(Msg::CardEnter) prop:value=play.typed on:input=move |event| play.typed.set(event_target_value(&event))
            on:keydown=move |event: leptos::ev::KeyboardEvent| if event.key() == "Enter" { event.prevent_default(); play.put(&again, &play.typed.get_untracked()); }/> })}
        <div class="card-keys">{asked.keys.into_iter().map(|(_, value, label)| {
            let id = id.clone();
            view! { <button type="button" class="btn" on:click=move |_| play.put(&id, &value)>{label}</button> }
        }).collect_view()}</div>
    }
    .into_any()
}

fn instruction(play: Play, step: StepShown) -> AnyView {
    let of = say(Msg::CardStepOf, &[&(step.place + 1).to_string(), &step.count.to_string()]);
    let (title, text, note, then) = (step.title.clone(), step.say.clone(), step.note.clone(), step.then.clone());
    let aid = step.aid.map(|aid| aid.word());
    let ways = if step.ways.len() < 2 { Vec::new() } else { step.ways.clone() };
    let next = step.next.clone();
    let step = StoredValue::new(step);
    let go = move |on: &Onward| step.with_value(|step| play.go(step, on));
    view! {
        <p class="card-guide"><b>{title}</b><span>{of}</span>{aid.map(|aid| view! { <span>{aid}</span> })}
            <button type="button" class="btn quiet" on:click=move |_| play.step.set(None)>{t(Msg::CardToQuestions)}</button></p>
        <p class="card-text">{text}</p>
        {(!note.is_empty()).then(|| view! { <p class="card-note">{note}</p> })}
        <div class="card-keys">
            {ways.into_iter().map(|(label, on)| view! { <button type="button" class="btn" on:click=move |_| go(&on)>{label}</button> }).collect_view()}
            {next.map(|on| view! { <button type="button" class="btn primary" on:click=move |_| go(&on)>{t(Msg::CardNext)}</button> })}
        </div>
        {then.map(|then| view! { <p class="card-then"><span class="lab">{t(Msg::CardThen)}</span>{then}</p> })}
    }
    .into_any()
}

/// What the answers lead to, line by line.
fn outcome(card: &Card, seen: &View) -> Vec<String> {
    let out = &seen.outcome;
    let mut lines: Vec<String> = seen
        .answered
        .iter()
        .filter_map(|said| card.asks.get(said.ask).map(|ask| format!("{} {}", ask.text, ask.label(&said.value))))
        .collect();
    if out.send {
        lines.push(t(Msg::CardSendNow).to_owned());
    }
    lines.extend(out.priority.map(|level| format!("P{level}")));
    lines.extend(out.kind.as_ref().map(|kind| format!("{}: {kind}", t(Msg::IncidentType))));
    let many: [(Msg, &[String]); 6] = [
        (Msg::CardLineNeed, &out.needs),
        (Msg::LineDanger, &out.hazards),
        (Msg::CardLineSafety, &out.safety),
        (Msg::CardLineCrew, &out.crew),
        (Msg::CardReadOut, &out.guides),
        (Msg::CardFitsBetter, &out.cards),
    ];
    for (msg, words) in many {
        lines.extend(words.iter().map(|word| say(msg, &[word])));
    }
    if out.stage {
        lines.push(t(Msg::CardLineStaging).to_owned());
    }
    if seen.asked.is_none() {
        lines.push(t(Msg::CardAllAsked).to_owned());
    }
    lines
}
