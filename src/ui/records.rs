//! The log of the whole operation, and how one line of any log looks.

use super::act::Ui;
use super::kit::{empty, icon, key};
use super::list::Scroll;
use super::sheet::NoteForm;
use crate::board::speech;
use crate::domain::entry::{Entry, Line};
use crate::domain::ids::IncidentId;
use crate::domain::language::verbs::{Verb, code_of};
use crate::domain::place::fold;
use crate::domain::state::State;
use crate::words::{Msg, say, t};
use leptos::prelude::*;

/// Seconds between happening and entering after which a line is marked as entered late.
const LATE_SECONDS: i64 = 60;

/// One line of an incident's log.
pub fn entry_line(ui: Ui, entry: &Entry, incident: Option<IncidentId>) -> AnyView {
    let parts = parts(ui, entry);
    let number = incident.and_then(|id| ui.desk.read(|state| state.incidents.get(&id).map(|row| row.number)));
    let strike = strike_button(ui, entry, incident.zip(number));
    view! {
        <li class=parts.class>
            <time>{parts.time}</time><span class="from">{parts.from}</span>
            <span class="txt">{text_of(parts.text, parts.struck.is_some())}{parts.late.map(|late| view! { <span class="late-mark">{late}</span> })}
                {parts.struck.map(|why| view! { <span class="why">{why}</span> })}{strike}</span>
        </li>
    }
    .into_any()
}

/// For lines that a person wrote and that stand.
fn strike_button(ui: Ui, entry: &Entry, on: Option<(IncidentId, u32)>) -> Option<AnyView> {
    let (id, clock) = (entry.id, ui.desk.clock_at(entry.at).clock());
    let code = code_of(Verb::Strike);
    let typed = on.map_or_else(|| format!("{code} {clock}"), |(_, number)| format!("{code} {number} {clock}"));
    entry.can_be_struck().then(|| {
        view! {
            <button type="button" class="btn quiet s" on:click=move |_| ui.ask_strike(on.map(|(incident, _)| incident), id)>{t(Msg::Strike)}{key(typed)}</button>
        }
        .into_any()
    })
}

struct Parts {
    class: &'static str,
    time: String,
    from: String,
    to: String,
    text: String,
    late: Option<String>,
    struck: Option<String>,
}

fn text_of(text: String, struck: bool) -> AnyView {
    if struck { view! { <s>{text}</s> }.into_any() } else { text.into_any() }
}

fn parts(ui: Ui, entry: &Entry) -> Parts {
    let desk = ui.desk;
    let clock = desk.clock();
    let (text, author, struck) = desk.read(|state| {
        let author = state.author(entry.by);
        let name = author
            .map(|author| if author.position.is_empty() { author.operator.clone() } else { author.position.clone() });
        let struck = entry.struck.as_ref().map(|struck| {
            let who = state.author(struck.by).map(|author| author.position.clone()).unwrap_or_default();
            say(Msg::StruckBy, &[&who, &desk.clock_at(struck.at).clock(), speech::or_undone(&struck.reason)])
        });
        (speech::line(&entry.line, state, clock), name.unwrap_or_default(), struck)
    });
    let (from, to) = match &entry.line {
        Line::Radio { from, to, .. } => (from.clone(), to.clone()),
        _ => (author, String::new()),
    };
    let human = matches!(entry.line, Line::Note(_) | Line::Radio { .. } | Line::Debrief { .. });
    let late = (LATE_SECONDS < entry.entered.seconds_since(entry.at))
        .then(|| say(Msg::EnteredLate, &[&desk.clock_at(entry.entered).clock()]));
    let class = match (struck.is_some(), human) {
        (true, _) => "struck",
        (false, true) => "",
        (false, false) => "auto",
    };
    let from = if to.is_empty() { from } else { format!("{from} › {to}") };
    Parts { class, time: desk.clock_at(entry.at).clock(), from, to: String::new(), text, late, struck }
}

/// Which lines the log of the operation shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Show_ {
    All,
    People,
    Radio,
    SetUp,
}

/// Height of a line of the log in pixels, where nothing wraps. The list shows the latest and more on demand.
const PAGE: usize = 300;

#[component]
pub fn Records(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let scroll = Scroll::default();
    let show = RwSignal::new(Show_::All);
    let find = RwSignal::new(String::new());
    let most = RwSignal::new(PAGE);
    let (general, incidents) = (desk.signals().general.clone(), desk.signals().incidents_changed.clone());
    let found = Memo::new(move |_| {
        general.track();
        incidents.track();
        let typed = fold(&find.get());
        let (show, most) = (show.get(), most.get());
        desk.read(|state| latest(state, desk.clock(), show, &typed, most))
    });
    let tabs = [
        (Show_::All, Msg::ShowAll),
        (Show_::People, Msg::ShowPeople),
        (Show_::Radio, Msg::ShowRadio),
        (Show_::SetUp, Msg::ShowSetUp),
    ];
    view! {
        <main class="pane records" role="region" aria-label=t(Msg::Log)>
            <div class="filter-bar">
                <h1>{t(Msg::Log)}</h1>
                <div class="seg s" role="radiogroup" aria-label=t(Msg::WhichLines)>
                    {tabs.map(|(which, label)| view! {
                        <button type="button" role="radio" aria-checked=move || (show.get() == which).to_string()
                            on:click=move |_| show.set(which)>{t(label)}</button>
                    })}
                </div>
                <input class="inp" type="search" aria-label=t(Msg::FindInLog) placeholder=t(Msg::Find) prop:value=find
                    on:input=move |event| find.set(event_target_value(&event))/>
                <span class="gap"></span>
                <button type="button" class="btn" on:click=move |_| desk.world().export(desk.operation())>{icon("file")}{t(Msg::Export)}</button>
            </div>
            <NoteForm ui incident=None/>
            <div class="scroll" node_ref=scroll.node>
                <ol class="log-list">
                    <For each=move || found.with(|(_, found)| found.clone())
                        key=|line| (line.entry.id, line.on, line.part, line.entry.struck.is_some())
                        children=move |line| record_line(ui, &line.entry, line.on)/>
                </ol>
                <Show when=move || found.with(|(count, _)| *count == 0)>
                    {move || if find.with(String::is_empty) { empty(Msg::NoLines, Msg::NoLinesHelp).into_any() } else { empty(Msg::FilterHides, Msg::FilterHidesHelp).into_any() }}
                </Show>
                <Show when=move || found.with(|(count, shown)| shown.len() < *count)>
                    <p class="more-lines">
                        <button type="button" class="btn" on:click=move |_| most.update(|most| *most += PAGE)>
                            {move || say(Msg::MoreLines, &[&found.with(|(count, shown)| count - shown.len()).to_string()])}</button>
                    </p>
                </Show>
            </div>
        </main>
    }
}

/// One line of the log of the operation.
#[derive(Clone, PartialEq)]
struct Found {
    entry: Entry,
    on: Option<(IncidentId, u32)>,
    /// One row of the log can make several lines, on one incident too.
    part: usize,
}

/// How many lines fit, and the latest of them. Only those that are shown are copied: a long day has a hundred thousand.
fn latest(state: &State, clock: speech::Clock, show: Show_, typed: &str, most: usize) -> (usize, Vec<Found>) {
    let fits = |entry: &Entry| {
        let kind = match show {
            Show_::All => !matches!(entry.line, Line::SetUp(_)),
            Show_::People => matches!(entry.line, Line::Note(_) | Line::Radio { .. } | Line::Debrief { .. }),
            Show_::Radio => matches!(entry.line, Line::Radio { .. }),
            Show_::SetUp => matches!(entry.line, Line::SetUp(_)),
        };
        kind && (typed.is_empty() || fold(&speech::line(&entry.line, state, clock)).contains(typed))
    };
    let mut found: Vec<(&Entry, Option<(IncidentId, u32)>)> = Vec::new();
    found.extend(state.general.iter().filter(|entry| fits(entry)).map(|entry| (entry, None)));
    for incident in state.incidents.values() {
        let on = Some((incident.id, incident.number));
        found.extend(incident.entries.iter().filter(|entry| fits(entry)).map(|entry| (entry, on)));
    }
    let count = found.len();
    let newest_first = |one: &(&Entry, Option<(IncidentId, u32)>), other: &(&Entry, Option<(IncidentId, u32)>)| {
        (other.0.at, other.0.id).cmp(&(one.0.at, one.0.id))
    };
    if most < count {
        found.select_nth_unstable_by(most, newest_first);
        found.truncate(most);
    }
    found.sort_by(newest_first);
    let mut lines: Vec<Found> = Vec::with_capacity(found.len());
    for (entry, on) in found {
        let part = lines.iter().rev().take_while(|line| line.entry.id == entry.id).count();
        lines.push(Found { entry: entry.clone(), on, part });
    }
    (count, lines)
}

fn record_line(ui: Ui, entry: &Entry, on: Option<(IncidentId, u32)>) -> AnyView {
    let desk = ui.desk;
    let parts = parts(ui, entry);
    let strike = strike_button(ui, entry, on);
    view! {
        <li class=parts.class>
            <time>{parts.time}</time><span class="from">{parts.from}</span><span class="to">{parts.to}</span>
            <span class="ref">{on.map(|(incident, number)| view! {
                <button type="button" class="btn quiet s" on:click=move |_| {
                    desk.select(Some(incident));
                    desk.go(crate::board::address::View::Desk);
                }>{format!("#{number}")}</button>
            })}</span>
            <span class="txt">{text_of(parts.text, parts.struck.is_some())}{parts.late.map(|late| view! { <span class="late-mark">{late}</span> })}</span>
            <span class="row-acts">{strike}</span>
            {parts.struck.map(|why| view! { <span class="why">{why}</span> })}
        </li>
    }
    .into_any()
}
