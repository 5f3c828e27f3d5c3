//! The words of callers as set-up: what each phrase speaks for, found, added, weighed and switched off, and a box to try
//! a text.

use super::act::Ui;
use super::chips::danger_word;
use super::kit::{empty, icon};
use super::list::{Place as RowPlace, Scroll, WindowedList};
use super::prompt::{Action, Field, Kind, Prompt};
use super::setup::bar;
use super::setup::cells::{choice_cell, retire_button, stored, text_cell};
use super::setup::priorities::priority_choices;
use crate::board::speech::phrase_fault;
use crate::domain::command::Command;
use crate::domain::ids::Code;
use crate::domain::incident::Priority;
use crate::domain::phrase::{DANGERS, NOTHING, PhraseKey, Strength, folded};
use crate::domain::state::State;
use crate::protocol::suggest::lint::{Oddity, lint};
use crate::protocol::suggest::rules::{Origin, Rule, of};
use crate::words::{Msg, say, t};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

fn key_of(rule: &Rule) -> PhraseKey {
    PhraseKey { means: rule.means.to_string(), phrase: rule.phrase.to_string() }
}

/// A meaning as people call it.
fn meaning(means: &str, state: &State) -> String {
    match means.strip_prefix('!') {
        Some(danger) => say(Msg::MeansDanger, &[danger_word(danger)]),
        None if means == NOTHING => t(Msg::MeansNothing).to_owned(),
        None if means.starts_with("calm p") => say(Msg::MeansCalm, &[means.trim_start_matches("calm p")]),
        None => state.types.get(&Code::new(means)).map_or_else(|| means.to_owned(), |row| row.label.clone()),
    }
}

/// All that a phrase may be said to mean.
fn meanings(state: &State) -> Vec<(String, String)> {
    let mut kinds: Vec<_> = state.types.values().filter(|row| !row.retired).collect();
    kinds.sort_by(|one, other| (one.group, &one.label).cmp(&(other.group, &other.label)));
    let kinds = kinds.into_iter().map(|row| row.code.to_string());
    let dangers = DANGERS.iter().map(|danger| format!("!{danger}"));
    let all = kinds.chain(dangers).chain([NOTHING.to_owned()]);
    all.map(|means| {
        let word = meaning(&means, state);
        (means, word)
    })
    .collect()
}

/// The row of each phrase keeps its number while rows come and go.
type Numbers = StoredValue<(BTreeMap<PhraseKey, usize>, Vec<PhraseKey>)>;

#[component]
pub fn WordsTable(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let scroll = Scroll::default();
    super::frame::on_resize(move || scroll.moved());
    let find = RwSignal::new(String::new());
    let own_only = RwSignal::new(false);
    let rules = stored(ui, of);
    let numbers: Numbers = StoredValue::default();
    let ids = Memo::new(move |_| {
        let typed = folded(&find.get());
        let mut found: Vec<(bool, bool, usize)> = Vec::new();
        rules.with(|rules| {
            desk.read(|state| {
                // The name of a meaning is the same for hundreds of phrases.
                let mut named: (&str, String) = ("", String::new());
                for rule in rules {
                    let own = rule.origin != Origin::Shipped || rule.retired;
                    if named.0 != rule.means {
                        named = (&rule.means, folded(&format!("{} {}", rule.means, meaning(&rule.means, state))));
                    }
                    let shown = typed.split(' ').all(|word| rule.phrase.contains(word) || named.1.contains(word));
                    if !shown || own_only.get() && !own {
                        continue;
                    }
                    let mut number = 0;
                    numbers.update_value(|(known, keys)| {
                        number = *known.entry(key_of(rule)).or_insert_with(|| {
                            keys.push(key_of(rule));
                            keys.len() - 1
                        });
                    });
                    let speaks = rule.means != NOTHING && !rule.means.starts_with("calm p");
                    found.push((!own, !speaks, number));
                }
            });
        });
        // What the operation decided itself stands first, and what speaks for something before what takes meaning away.
        found.sort_by_key(|(shipped, silent, _)| (*shipped, *silent));
        found.into_iter().map(|(_, _, number)| number).collect::<Vec<_>>()
    });
    let odd = stored(ui, |state| {
        let found = lint(&of(state), state).into_iter();
        found.map(|(rule, oddity)| say(Msg::OddPhrase, &[&rule.phrase, &why(&oddity)])).collect::<Vec<_>>()
    });
    let row = move |number: usize, place| match numbers.with_value(|(_, keys)| keys.get(number).cloned()) {
        Some(key) => phrase_row(ui, rules, key, place),
        None => ().into_any(),
    };
    view! {
        {bar(Msg::SectionWords, Msg::WordsHelp, view! {
            <input class="inp s" type="search" aria-label=t(Msg::FindPhrase) placeholder=t(Msg::Find) prop:value=find on:input=move |event| find.set(event_target_value(&event))/>
            <label class="check"><input type="checkbox" prop:checked=own_only on:change=move |event| own_only.set(event_target_checked(&event))/>{t(Msg::OwnOnly)}</label>
            <button type="button" class="btn primary" on:click=move |_| add(ui)>{t(Msg::AddPhrase)}</button>
        }.into_any())}
        {try_out(ui)}
        <ul class="odd-list" aria-label=t(Msg::OddPhrases)>
            {move || odd.get().into_iter().map(|text| view! { <li class="flag near">{icon("bang")}{text}</li> }).collect_view()}
        </ul>
        <div class="grid-head word-grid" aria-hidden="true"><span>{t(Msg::PhraseWord)}</span><span>{t(Msg::Meaning)}</span><span>{t(Msg::Priority)}</span><span>{t(Msg::HowSure)}</span><span>{t(Msg::SourceWord)}</span><span></span></div>
        <div class="scroll" node_ref=scroll.node on:scroll=move |_| scroll.moved()>
            <WindowedList ids=ids.into() scroll height="--row-2" class="grid-window" grid_class="grid-rows" label=t(Msg::SectionWords) row/>
            <Show when=move || ids.with(Vec::is_empty)>{empty(Msg::FilterHides, Msg::FilterHidesHelp)}</Show>
        </div>
    }
}

fn why(oddity: &Oddity) -> String {
    match oddity {
        Oddity::UnknownMeaning => t(Msg::OddUnknown).to_owned(),
        Oddity::NeverFound(fault) => phrase_fault(*fault).to_owned(),
        Oddity::Covered(other) => say(Msg::OddCovered, &[other]),
        Oddity::MeansNothing => t(Msg::OddNothing).to_owned(),
    }
}

/// What a number of the list of weights stands for.
const WEIGHTS: [(&str, Msg); 4] =
    [("3", Msg::WeightHint), ("6", Msg::WeightClear), ("9", Msg::WeightStrong), ("12", Msg::WeightCertain)];

fn usual_or_priority() -> Vec<(String, String)> {
    std::iter::once((String::new(), t(Msg::UsualPriority).to_owned())).chain(priority_choices()).collect()
}

fn add(ui: Ui) {
    let run = move |values: Vec<String>| {
        let get = |index: usize| values.get(index).map(String::as_str).unwrap_or_default();
        let priority = get(2).parse().ok().and_then(Priority::from_level);
        let strength = Strength { priority, weight: get(3).parse().unwrap_or(6) };
        let key = PhraseKey { means: get(1).to_owned(), phrase: get(0).to_owned() };
        ui.act(Command::WeighPhrase { key, strength });
    };
    let weights = WEIGHTS.iter().map(|(weight, word)| ((*weight).to_owned(), t(*word).to_owned())).collect();
    ui.ask_first(Prompt {
        title: t(Msg::AddPhrase).to_owned(),
        body: t(Msg::AddPhraseHelp).to_owned(),
        fields: vec![
            Field::new(t(Msg::PhraseWord), Kind::Text, ""),
            Field::new(t(Msg::Meaning), Kind::Choice(ui.desk.read(meanings)), "unknown"),
            Field::new(t(Msg::Priority), Kind::Choice(usual_or_priority()), ""),
            Field::new(t(Msg::HowSure), Kind::Choice(weights), "9"),
        ],
        actions: vec![Action::new(t(Msg::Add), run)],
    });
}

fn phrase_row(ui: Ui, rules: Memo<Vec<Rule>>, key: PhraseKey, place: Signal<RowPlace>) -> AnyView {
    let sought = key.clone();
    let rule = Memo::new(move |_| {
        let is = |rule: &&Rule| rule.phrase == sought.phrase && rule.means == sought.means;
        rules.with(|rules| rules.iter().find(is).map(|rule| (rule.priority, rule.weight, rule.origin, rule.retired)))
    });
    let retired = Memo::new(move |_| rule.get().is_some_and(|rule| rule.3));
    let priority =
        Memo::new(move |_| rule.get().and_then(|rule| rule.0).map(|level| level.to_string()).unwrap_or_default());
    let weight = Memo::new(move |_| rule.get().map(|rule| rule.1.to_string()).unwrap_or_default());
    let origin = move || match rule.get().map(|rule| rule.2) {
        Some(Origin::Added) => t(Msg::OriginAdded),
        Some(Origin::Changed) => t(Msg::OriginChanged),
        _ => t(Msg::OriginShipped),
    };
    let name = key.phrase.clone();
    let weighs = !key.means.starts_with("calm p") && key.means != NOTHING;
    let urges = weighs && !key.means.starts_with('!');
    let keep = StoredValue::new(key.clone());
    let weigh = move |priority: Option<u8>, weight: u8| {
        let priority = priority.and_then(Priority::from_level);
        Some(Command::WeighPhrase { key: keep.get_value(), strength: Strength { priority, weight } })
    };
    let change_priority = move |text: &str| weigh(text.parse().ok(), rule.get_untracked()?.1);
    let change_weight = move |text: &str| weigh(rule.get_untracked()?.0, text.parse().ok()?);
    let label =
        move |what: Msg| Signal::derive(move || format!("{} {}", t(what), keep.with_value(|key| key.phrase.clone())));
    view! {
        <div role="row" class="grid-row word-grid" class:retired=retired style:top=move || format!("{}px", place.get().top)>
            <span role="rowheader">{name.clone()}{move || retired.get().then(|| view! { <span class="w">{t(Msg::SwitchedOff)}</span> })}</span>
            <span role="gridcell">{ui.desk.read(|state| meaning(&key.means, state))}</span>
            <span role="gridcell">{urges.then(|| choice_cell(ui, label(Msg::Priority), usual_or_priority(), priority, StoredValue::new(Box::new(change_priority))))}</span>
            <span role="gridcell">{weighs.then(|| text_cell(ui, label(Msg::HowSure), weight, StoredValue::new(Box::new(change_weight))))}</span>
            <span role="gridcell">{origin}</span>
            <span role="gridcell">{retire_button(ui, retired, Signal::stored(name), Command::RetirePhrase(key.clone()), Command::RestorePhrase(key))}</span>
        </div>
    }
    .into_any()
}

/// A text, and what the phrases make of it.
fn try_out(ui: Ui) -> AnyView {
    let text = RwSignal::new(String::new());
    let set_up = ui.desk.signals().setup.clone();
    let said = Memo::new(move |_| {
        set_up.track();
        text.with(|text| if text.trim().is_empty() { Vec::new() } else { told(ui, text) })
    });
    view! {
        <section class="try-out" aria-label=t(Msg::TryOut)>
            <label class="fld">{t(Msg::TryOut)}<textarea class="inp" rows="2" prop:value=text on:input=move |event| text.set(event_target_value(&event))></textarea></label>
            <ul role="status" aria-label=t(Msg::TryOutSays)>
                {move || said.get().into_iter().map(|(name, words)| view! {
                    <li class="chip"><b>{name}</b>{words.into_iter().map(|word| view! { <mark>{word}</mark>" " }).collect_view()}</li>
                }).collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

/// Each thing that a text says, with the words or the phrase behind it.
fn told(ui: Ui, text: &str) -> Vec<(String, Vec<String>)> {
    let desk = ui.desk;
    let reading = desk.reading(text);
    let words = |matched: &[Range<usize>]| {
        matched.iter().filter_map(|range| text.get(range.clone())).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    desk.read(|state| {
        for one in &reading.kinds {
            told.push((format!("{} P{}", meaning(one.code.as_str(), state), one.priority), words(&one.matched)));
        }
        for one in &reading.dangers {
            told.push((say(Msg::MeansDanger, &[danger_word(one.danger)]), words(&one.matched)));
        }
        if let Some(place) = reading.places.first() {
            told.push((t(Msg::Where).to_owned(), vec![place.text.clone()]));
        }
        if let Some(number) = &reading.callback {
            told.push((t(Msg::Callback).to_owned(), words(&number.matched)));
        }
        if let Some(hurt) = &reading.hurt {
            told.push((format!("{} {}", t(Msg::NumberHurt), hurt.value), words(&hurt.matched)));
        }
        if told.is_empty() {
            told.push((t(Msg::TryOutNothing).to_owned(), Vec::new()));
        }
        // Which phrases it rests on, to be looked for below.
        for (means, phrase, weight) in desk.phrases_of(&reading) {
            told.push((say(Msg::PhraseIs, &[&meaning(&means, state), &weight.to_string()]), vec![phrase]));
        }
    });
    told
}
