//! The incident sheet: everything about one incident, in the order in which it is needed.

use super::act::Ui;
use super::assess::Assess;
use super::close::CloseSection;
use super::dispatch::DispatchSection;
use super::field::{Live, LiveField, Pick};
use super::kit::{icon, key, priority_mark};
use super::recommend::Advising;
use super::records::entry_line;
use crate::board::address::Panel;
use crate::board::elapsed::{Standing, left, stretch};
use crate::board::place::notations;
use crate::board::sheet::{Sheet, air_line};
use crate::board::speech::{call_end_word, phase_word, source_word};
use crate::board::units::goal_seconds;
use crate::domain::call::{Answered, Call, CallDetail, CallEnd};
use crate::domain::command::Command;
use crate::domain::geo::{Notation, write};
use crate::domain::ids::IncidentId;
use crate::domain::incident::{Phase, Priority};
use crate::domain::language::verbs::{Verb, code_of};
use crate::domain::moment::Moment;
use crate::domain::place::Severity;
use crate::domain::unit::Step;
use crate::words::{Msg, say, t};
use leptos::ev;
use leptos::prelude::*;

#[component]
pub fn IncidentSheet(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let selected = desk.signals().selected.clone();
    let sheet = desk.signals().sheet.clone();
    let there = Memo::new(move |_| selected.get().filter(|_| sheet.with(Option::is_some)));
    Effect::new(move || {
        there.track();
        // Whichever of the two scrolls at this size.
        for scroller in [".sheet", ".sheet-body"] {
            if let Ok(Some(scroller)) = document().query_selector(scroller) {
                scroller.set_scroll_top(0);
            }
        }
    });
    view! {
        <main class="pane sheet" id="sheet" role="region" aria-label=t(Msg::Incident)>
            {move || match there.get() {
                Some(id) => view! { <Body ui id/> }.into_any(),
                None => view! {
                    <div class="empty">
                        <b>{t(Msg::NothingSelected)}</b><span>{t(Msg::NothingSelectedHelp)}</span>
                        <button type="button" class="btn primary" on:click=move |_| ui.new_call()>{t(Msg::NewCall)}{key("F4")}</button>
                    </div>
                }.into_any(),
            }}
        </main>
    }
}

/// A fact of the shown sheet that is set again only when it differs.
pub fn fact<T: PartialEq + Send + Sync + Clone + 'static>(
    ui: Ui,
    read: impl Fn(&Sheet) -> T + Send + Sync + 'static,
) -> Memo<Option<T>> {
    let sheet = ui.desk.signals().sheet.clone();
    Memo::new(move |_| sheet.with(|sheet| sheet.as_ref().map(&read)))
}

#[component]
fn Body(ui: Ui, id: IncidentId) -> impl IntoView {
    let number = ui.desk.read(|state| state.incidents.get(&id).map_or(0, |incident| incident.number));
    let flags = fact(ui, |sheet| sheet.flags.clone());
    let air = fact(ui, air_line);
    let hold = fact(ui, |sheet| sheet.hold.clone());
    let links = fact(ui, |sheet| sheet.links.iter().map(|link| (link.id, link.row.clone())).collect::<Vec<_>>());
    let requests = fact(ui, |sheet| sheet.requests.clone());
    let earlier = fact(ui, |sheet| sheet.earlier.clone());
    let open = fact(ui, Sheet::is_open);
    let entries = fact(ui, |sheet| sheet.entries.len());
    let is_open = move || open.get() == Some(true);
    let desk = ui.desk;
    let advising = Advising::new(ui, id);
    view! {
        <Head ui id/>
        {move || flags.get().filter(|flags| !flags.is_empty()).map(|flags| view! {
            <ul class="flags-bar" aria-label=t(Msg::Flags)>
                {flags.into_iter().map(|(severity, text)| view! {
                    <li class=if severity == Severity::High { "flag over" } else { "flag near" }>{icon("bang")}{text}</li>
                }).collect_view()}
            </ul>
        })}
        <div class="sheet-pin">
            <super::safety::SafetyBars ui id advising/>
            <nav class="tabs" aria-label=t(Msg::Sections)>
                {[("s-call", Msg::Call), ("s-card", Msg::Card), ("s-assess", Msg::Assess), ("s-dispatch", Msg::Dispatch), ("s-log", Msg::Log), ("s-close", Msg::CloseTab)]
                    .map(|(anchor, label)| view! {
                        <button type="button" class="tab" on:click=move |_| scroll_to(anchor)>{t(label)}</button>
                    })}
            </nav>
        </div>
        <div class="sheet-body scroll">
            <Acts ui id/>
            <super::safety::Needs ui/>
            <div class="air">
                <span class="lbl">{t(Msg::OnTheAir)}</span>
                <output class="air-txt" aria-label=t(Msg::OnTheAir)>{move || air.get()}</output>
                <button type="button" class="btn s" on:click=move |_| {
                    if let Some(Some(line)) = air.try_get_untracked() {
                        desk.world().copy(&line, Box::new(move |copied| {
                            if copied { ui.say(t(Msg::Copied)) } else { ui.refuse(t(Msg::NotCopied)) }
                        }));
                    }
                }>{t(Msg::Copy)}</button>
            </div>
            {move || hold.get().flatten().map(|hold| view! {
                <div class="hold-bar">
                    {super::kit::glyph("HD")}
                    <p><b>{say(Msg::HeldUntil, &[&desk.clock_at(hold.until).short_clock()])}</b>" "{hold.reason}</p>
                    <button type="button" class="btn s" on:click=move |_| ui.act(Command::EndHold(id))>{t(Msg::EndHold)}{key(format!("UH {number}"))}</button>
                </div>
            })}
            <CallSection ui id/>
            <section class="sec s-card" id="s-card"><Show when=is_open><super::card::CardPanel ui id/></Show></section>
            <section class="sec s-assess" id="s-assess"><h2 class="sec-head">{t(Msg::Assess)}</h2><Assess ui id/></section>
            <DispatchSection ui id advising/>
            {move || requests.get().filter(|requests| !requests.is_empty()).map(|requests| view! {
                <section class="sec s-reqs">
                    <header class="sec-bar"><h2 class="sec-head">{t(Msg::Requests)}</h2></header>
                    <ul class="reqs">
                        {requests.into_iter().map(|(request, row)| { let typed = format!("MR {number} {}", row.what); view! {
                            <li class:done=row.met.is_some()>
                                <b>{format!("{} × {}", row.count, row.what)}</b>
                                <span>{say(Msg::AskedAt, &[&desk.clock_at(row.asked).clock()])}</span>
                                <span class="r-note">{row.met.map(|met| say(Msg::MetAt, &[&desk.clock_at(met).clock()]))}</span>
                                {row.met.is_none().then(|| view! {
                                    <button type="button" class="btn s" on:click=move |_| ui.act(Command::MeetRequest { incident: id, request })>{t(Msg::MarkMet)}{key(typed)}</button>
                                })}
                            </li>
                        }}).collect_view()}
                    </ul>
                </section>
            })}
            {move || links.get().filter(|links| !links.is_empty()).map(|links| view! {
                <section class="sec s-links">
                    <h2 class="sec-head">{t(Msg::Linked)}</h2>
                    <ul class="links">
                        {links.into_iter().map(|(other, row)| view! {
                            <li>
                                {priority_mark(row.priority, row.met)}
                                <b class="ref">{format!("#{}", row.number)}</b>
                                <span>{row.kind.clone()}", "{row.place.clone()}</span>
                                <span class="rel-as">{phase_word(row.phase)}</span>
                                <span>
                                    <button type="button" class="btn quiet" on:click=move |_| desk.select(Some(other))>{t(Msg::Show)}{key(format!("S {}", row.number))}</button>
                                    <button type="button" class="btn quiet" on:click=move |_| ui.act(Command::Unlink { incident: id, other })>{t(Msg::Unlink)}{key(format!("UL {number} {}", row.number))}</button>
                                </span>
                            </li>
                        }).collect_view()}
                    </ul>
                </section>
            })}
            {move || earlier.get().filter(|earlier| !earlier.is_empty()).map(|earlier| view! {
                <section class="sec s-earlier">
                    <h2 class="sec-head">{t(Msg::EarlierHere)}</h2>
                    <ul class="links">
                        {earlier.into_iter().map(|one| view! {
                            <li><b class="ref">{one.number.map(|number| format!("#{number}"))}</b><span>{one.what}</span><span>{desk.clock_at(one.at).short_clock()}</span></li>
                        }).collect_view()}
                    </ul>
                </section>
            })}
            <section class="sec s-log" id="s-log">
                <header class="sec-bar">
                    <h2 class="sec-head">{t(Msg::Log)}</h2>
                    <p>{move || say(Msg::LinesNewestFirst, &[&entries.get().unwrap_or(0).to_string()])}</p>
                </header>
                <NoteForm ui incident=Some(id)/>
                <LogList ui id/>
            </section>
            <Show when=is_open><CloseSection ui id/></Show>
            <Show when=move || !is_open()><super::close::ClosedSection ui id/></Show>
        </div>
    }
}

fn scroll_to(anchor: &str) {
    if let Some(section) = document().get_element_by_id(anchor) {
        section.scroll_into_view();
    }
}

#[component]
fn Head(ui: Ui, id: IncidentId) -> impl IntoView {
    let desk = ui.desk;
    let mark = fact(ui, |sheet| (sheet.row.priority, sheet.row.met));
    let title = fact(ui, |sheet| (sheet.row.number, sheet.row.kind.clone(), sheet.full_number.clone()));
    let place = fact(ui, |sheet| (sheet.place.clone(), sheet.verified, sheet.first_place.text.clone()));
    let notes = fact(ui, |sheet| sheet.place_notes.clone());
    let state = fact(ui, |sheet| (sheet.row.phase, sheet.alarm_level, sheet.row.reopened));
    // While it is open, they stand beside the card.
    let marked = fact(ui, |sheet| !sheet.guidance.marks.is_empty() && !sheet.is_open());
    let number = move || title.get().map_or(0, |title| title.0);
    let phase = move || state.get().map_or(Phase::Pending, |state| state.0);
    let alone = desk.signals().address.with_untracked(|address| address.panel.is_some());
    view! {
        <header class="inc-head">
            <div class="inc-id">
                {move || mark.get().map(|(priority, met)| priority_mark(priority, met))}
                <span class="inc-num"><span class="sr">{t(Msg::Incident)}" "</span>{number}</span>
            </div>
            <div class="inc-title">
                <h1 id="sheet-title" tabindex="-1">{move || title.get().map(|title| title.1)}</h1>
                <p class="inc-place">
                    <span class="full-number">{move || title.get().map(|title| title.2)}</span>
                    {icon("pin")}
                    <span><b>{move || place.get().map(|place| place.0.text)}</b>" "
                        <span class="muted">{move || place.get().and_then(|place| place.0.point).map(|point| write(point, Notation::Usng))}</span></span>
                    {move || place.get().map(|(spot, verified, first)| match verified {
                        Some(at) => view! { <span class="ok">{icon("check")}<span>{say(Msg::VerifiedAt, &[&desk.clock_at(at).clock()])}</span></span> }.into_any(),
                        None if phase() == Phase::Closed => ().into_any(),
                        None => view! {
                            <button type="button" class="btn quiet s" on:click=move |_| ui.act(Command::VerifyPlace(id))>{t(Msg::Verify)}{key(format!("VP {}", number()))}</button>
                            {(first != spot.text).then(|| view! { <span class="muted">{say(Msg::FirstAt, &[&first])}</span> })}
                        }.into_any(),
                    })}
                </p>
                {move || notes.get().unwrap_or_default().into_iter().map(|text| view! { <p class="place-note">{icon("note")}{text}</p> }).collect_view()}
            </div>
            <div class="inc-side">
                <p class="state">{move || state.get().map(|(phase, level, reopened)| {
                    let mut words = phase_word(phase).to_owned();
                    if 1 < level { words = format!("{words} · {}", say(Msg::AlarmLevelIs, &[&level.to_string()])); }
                    if reopened { words = format!("{words} · {}", t(Msg::Reopened)); }
                    words
                })}</p>
                {(!alone).then(|| super::queue::pop_out(ui, Panel::Incident))}
            </div>
            <Clocks ui/>
            {move || marked.get().unwrap_or(false).then(|| super::card::mark_clocks(ui, id))}
        </header>
    }
}

/// What can be done with the whole incident.
#[component]
fn Acts(ui: Ui, id: IncidentId) -> impl IntoView {
    let phase = fact(ui, |sheet| sheet.row.phase);
    let level = fact(ui, |sheet| sheet.alarm_level);
    let number = ui.desk.read(|state| state.incidents.get(&id).map_or(0, |incident| incident.number));
    let command = move |verb: &'static str| key(format!("{verb} {number}"));
    let raise = move |_| {
        let level = level.get_untracked().unwrap_or(1) + 1;
        ui.act(Command::RaiseAlarm { incident: id, level });
    };
    view! {
        <div class="inc-acts">
            {move || if phase.get() == Some(Phase::Closed) {
                view! { <button type="button" class="btn" on:click=move |_| ui.ask_reopen(id)>{t(Msg::Reopen)}{command("RO")}</button> }.into_any()
            } else {
                view! {
                    <button type="button" class="btn" on:click=move |_| ui.ask_hold(id)>{t(Msg::Hold)}{command("H")}</button>
                    <button type="button" class="btn" on:click=raise>{t(Msg::RaiseAlarm)}{command("AL")}</button>
                    <button type="button" class="btn" on:click=move |_| ui.ask_request(id)>{t(Msg::RequestIt)}{command("REQ")}</button>
                    <button type="button" class="btn" on:click=move |_| { ui.closing.set(Some(id)); scroll_to("s-close"); super::kit::focus_id("close-disposition"); }>{t(Msg::CloseIncident)}{command("CL")}</button>
                }.into_any()
            }}
            <button type="button" class="btn" on:click=move |_| ui.ask_link(id)>{t(Msg::Link)}{command("LK")}</button>
        </div>
    }
}

/// The running clocks against the operation's goals. Once met, a clock stands still and shows the result.
#[component]
fn Clocks(ui: Ui) -> impl IntoView {
    let times = fact(ui, |sheet| {
        (
            sheet.clock_start,
            sheet.first(Step::Dispatched),
            sheet.first(Step::EnRoute),
            sheet.first(Step::OnScene),
            sheet.closing.as_ref().map(|closing| closing.at),
        )
    });
    let desk = ui.desk;
    let group = fact(ui, |sheet| sheet.group);
    let goal = move |code: &str| desk.read(|state| goal_seconds(state, code, group.get()));
    let now = desk.signals().now.clone();
    move || {
        let (start, sent, moving, there, closed) = times.get()?;
        let now = closed.unwrap_or_else(|| now.get());
        Some(view! {
            <dl class="clocks">
                <div class="clk lead"><dt>{t(Msg::SinceAnswered)}</dt>
                    <dd><b>{stretch(now.seconds_since(start))}</b><span>{desk.clock_at(start).clock()}</span></dd></div>
                {clock(Msg::FirstUnitSent, start, sent, goal("dispatch"), now)}
                {clock(Msg::Turnout, sent.unwrap_or(start), moving, goal("turnout").filter(|_| sent.is_some() && (moving.is_some() || there.is_none())), now)}
                {clock(Msg::FirstOnScene, sent.unwrap_or(start), there, goal("travel").filter(|_| sent.is_some()), now)}
            </dl>
        })
    }
}

pub fn clock(label: Msg, from: Moment, met: Option<Moment>, goal: Option<i64>, now: Moment) -> AnyView {
    clock_with(label, from, met, goal, now, None)
}

/// The same with a line under it.
pub fn clock_with(
    label: Msg,
    from: Moment,
    met: Option<Moment>,
    goal: Option<i64>,
    now: Moment,
    beside: Option<AnyView>,
) -> AnyView {
    let (class, figure, rest) = match (met, goal) {
        (Some(met), goal) => {
            let took = met.seconds_since(from);
            let late = goal.is_some_and(|goal| goal < took);
            (if late { "clk over" } else { "clk done" }, stretch(took), goal)
        }
        (None, Some(goal)) => {
            let (text, standing) = left(now, from.plus_seconds(goal), goal);
            let class = match standing {
                Standing::Plain => "clk",
                Standing::Near => "clk near",
                Standing::Over => "clk over",
            };
            (class, text, Some(goal))
        }
        (None, None) => ("clk idle", "–".to_owned(), None),
    };
    let running = met.is_none() && goal.is_some();
    view! {
        <div class=class><dt>{t(label)}{met.map(|_| icon("check"))}</dt>
            <dd><b>{figure}{running.then(|| view! { <small>" "{t(Msg::Left)}</small> })}</b>
                <span>{rest.map(|goal| say(Msg::OfGoal, &[&stretch(goal)]))}</span></dd>
            {beside}</div>
    }
    .into_any()
}

/// The point of the incident in every notation, each with a button that copies it.
#[component]
fn Notations(ui: Ui) -> impl IntoView {
    let point = fact(ui, |sheet| sheet.place.point);
    let line = move |(name, written): (&'static str, String)| {
        let text = written.clone();
        let copy =
            move |_| {
                let said = text.clone();
                ui.desk.world().copy(
                    &text,
                    Box::new(move |copied| {
                        if copied { ui.say(say(Msg::CopiedNamed, &[&said])) } else { ui.refuse(t(Msg::NotCopied)) }
                    }),
                );
            };
        view! {
            <div><dt>{name}</dt><dd><span class="mono">{written}</span>" "
                <button type="button" class="btn quiet s" aria-label=say(Msg::CopyNamed, &[name]) on:click=copy>{t(Msg::Copy)}</button></dd></div>
        }
    };
    move || {
        let point = point.get().flatten()?;
        Some(view! {
            <details class="notations"><summary>{t(Msg::Notations)}</summary>
                <dl class="facts">{notations(point).map(line)}</dl></details>
        })
    }
}

#[component]
fn CallSection(ui: Ui, id: IncidentId) -> impl IntoView {
    let desk = ui.desk;
    let calls = fact(ui, |sheet| sheet.calls.clone());
    let summary = fact(ui, |sheet| sheet.summary.clone());
    // The form of a call has asked about its words already.
    let remark =
        fact(ui, |sheet| if sheet.calls.is_empty() && sheet.is_open() { sheet.summary.clone() } else { String::new() });
    let remark = Memo::new(move |_| remark.get().unwrap_or_default());
    let dangers = fact(ui, |sheet| sheet.dangers.iter().cloned().collect::<Vec<_>>().join(", "));
    let kind = fact(ui, |sheet| sheet.row.kind.clone());
    let place = fact(ui, |sheet| sheet.place.text.clone());
    let priority = fact(ui, |sheet| sheet.row.priority);
    let open = fact(ui, Sheet::is_open);
    let form = format!("incident/{id}");
    let type_field =
        Live::new(desk, format!("{form}/type"), Signal::derive(move || kind.get().unwrap_or_default()), move |text| {
            let code = desk.read(|state| type_code(state, text))?;
            Some(Command::ChangeKind { incident: id, kind: code })
        });
    let typed_place = RwSignal::new(String::new());
    let place_hint = move || {
        typed_place.with(|text| {
            let same = place.with(|place| place.as_deref() == Some(text.as_str()));
            if same { None } else { desk.read(|state| crate::board::place::hint(state, text)) }
        })
    };
    let place_field = Live::new(
        desk,
        format!("{form}/place"),
        Signal::derive(move || place.get().unwrap_or_default()),
        move |text| Some(Command::MoveIncident { incident: id, place: desk.read(|state| state.spot(text)) }),
    )
    .on_typed(move |text| typed_place.set(text.to_owned()));
    view! {
        <section class="sec s-call" id="s-call">
            <h2 class="sec-head">{t(Msg::Call)}</h2>
            {move || summary.get().filter(|text| !text.is_empty()).map(|text| view! { <p class="said">{text}</p> })}
            <super::chips::Heard ui incident=id remark with_place=false/>
            <Show when=move || open.get() == Some(true)>
                <form class="form-grid" aria-label=t(Msg::IncidentFacts) on:submit=|event| event.prevent_default()>
                    <div class="fld">{t(Msg::IncidentType)}<LiveField live=type_field.clone() id="sheet-type" label=t(Msg::IncidentType) pick=Pick::Types(desk)/></div>
                    <div class="fld">{t(Msg::Place)}<LiveField live=place_field.clone() id="sheet-place" label=t(Msg::Place) pick=Pick::Places(desk) hint=Signal::derive(place_hint)/></div>
                    <div class="fld">{t(Msg::Priority)}
                        <div class="seg" role="radiogroup" aria-label=t(Msg::Priority)>
                            {Priority::ALL.map(|level| view! {
                                <button type="button" role="radio" aria-checked=move || (priority.get() == Some(level)).to_string()
                                    on:click=move |_| ui.act(Command::ChangeUrgency { incident: id, priority: level })>{level.code()}</button>
                            })}
                        </div>
                    </div>
                </form>
            </Show>
            <Notations ui/>
            <dl class="facts">
                <div><dt>{t(Msg::Dangers)}</dt><dd>{move || dangers.get().filter(|text| !text.is_empty()).unwrap_or_else(|| "–".into())}</dd></div>
            </dl>
            {move || calls.get().unwrap_or_default().into_iter().map(|call| call_facts(ui, call)).collect_view()}
        </section>
    }
}

/// A type by its label or its code.
#[must_use]
pub fn type_code(state: &crate::domain::state::State, text: &str) -> Option<crate::domain::ids::Code> {
    let folded = crate::domain::place::fold(text);
    let usable = || state.types.values().filter(|row| !row.retired);
    let exact = usable().find(|row| crate::domain::place::fold(&row.label) == folded || row.code.as_str() == folded);
    let start = || {
        let mut starting =
            usable().filter(|row| !folded.is_empty() && crate::domain::place::fold(&row.label).starts_with(&folded));
        starting.next().filter(|_| starting.next().is_none())
    };
    exact.or_else(start).map(|row| row.code.clone())
}

fn call_facts(ui: Ui, call: Call) -> AnyView {
    let desk = ui.desk;
    let id = call.id;
    let number = call.incident.and_then(|id| desk.read(|state| state.incidents.get(&id).map(|one| one.number)));
    let facts = [
        (Msg::Callback, call.callback.clone()),
        (
            Msg::Caller,
            [call.caller.as_str(), call.relation.as_str()]
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(", "),
        ),
        (Msg::CallerSafe, answered_word(call.caller_safe).to_owned()),
    ];
    let line = say(Msg::CallLine, &[source_word(call.source), &desk.clock_at(call.answered).clock(), &call.taken_by]);
    let ended = call.ended;
    view! {
        <div class="call-facts">
            <p class="muted">{line}" "{match ended {
                None => view! {
                    <button type="button" class="btn quiet s" on:click=move |_| ui.open_call(Some(id))>{t(Msg::OpenCall)}</button>
                    <button type="button" class="btn quiet s" on:click=move |_| super::opening::end_call(ui, id, CallEnd::Ended)>{t(Msg::EndCall)}{number.map(|number| key(format!("{} {number}", code_of(Verb::EndCall))))}</button>
                }.into_any(),
                Some((how, at)) => view! { <span>{format!("{} {}", call_end_word(how), desk.clock_at(at).clock())}</span> }.into_any(),
            }}</p>
            {(!call.what.is_empty()).then(|| view! { <p class="said">"“"{call.what.clone()}"”"</p> })}
            <dl class="facts">
                {facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| view! { <div><dt>{t(label)}</dt><dd>{value}</dd></div> }).collect_view()}
            </dl>
        </div>
    }
    .into_any()
}

#[must_use]
pub fn answered_word(answered: Answered) -> &'static str {
    match answered {
        Answered::NotAsked => "",
        Answered::Yes => t(Msg::Yes),
        Answered::No => t(Msg::No),
        Answered::Unknown => t(Msg::Unknown),
    }
}

/// One line into the log: a note, or radio traffic when "from" is filled.
#[component]
pub fn NoteForm(ui: Ui, incident: Option<IncidentId>) -> impl IntoView {
    let desk = ui.desk;
    let draft = format!("note/{}", incident.map(|id| id.to_string()).unwrap_or_default());
    let text = RwSignal::new(desk.drafts().get(&draft).unwrap_or_default());
    let from = RwSignal::new(desk.drafts().get(&format!("{draft}/from")).unwrap_or_default());
    let draft = StoredValue::new(draft);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let said = text.get_untracked();
        let (sent_text, sent_from) = (said.clone(), from.get_untracked());
        let command = if from.with_untracked(|from| from.trim().is_empty()) {
            Command::Note { incident, text: said }
        } else {
            let sender = from.get_untracked();
            let (sender, to) =
                sender.split_once('>').map_or((sender.clone(), String::new()), |(a, b)| (a.into(), b.into()));
            Command::Radio { incident, from: sender.trim().into(), to: to.trim().into(), text: said }
        };
        ui.act_then(command, None, crate::domain::command::Care::AskFirst, move |answer| {
            // What was typed while the store was busy is another line.
            if answer.is_done() && text.try_get_untracked().as_ref() == Some(&sent_text) {
                text.set(String::new());
                desk.drafts().forget(&draft.get_value());
            }
            if answer.is_done() && from.try_get_untracked().as_ref() == Some(&sent_from) {
                from.set(String::new());
                desk.drafts().forget(&format!("{}/from", draft.get_value()));
            }
        });
    };
    view! {
        <form class="note-add" on:submit=submit>
            <input class="inp from" id="note-from" autocomplete="off" on:focus=move |_| desk.drafts().set_focus("note-from") aria-label=t(Msg::RadioFromTo) placeholder=t(Msg::RadioFromToHint)
                prop:value=from on:input=move |event| {
                    let value = event_target_value(&event);
                    desk.drafts().set(&format!("{}/from", draft.get_value()), &value);
                    from.set(value);
                }/>
            <input class="inp" id="note-text" autocomplete="off" on:focus=move |_| desk.drafts().set_focus("note-text") aria-label=t(Msg::Note) placeholder=t(Msg::NoteHint) prop:value=text
                on:input=move |event| {
                    let value = event_target_value(&event);
                    desk.drafts().set(&draft.get_value(), &value);
                    text.set(value);
                }/>
            <button type="submit" class="btn">{t(Msg::AddLine)}{key("N")}</button>
        </form>
    }
}

#[component]
fn LogList(ui: Ui, id: IncidentId) -> impl IntoView {
    let entries = fact(ui, |sheet| sheet.entries.clone());
    view! {
        <div class="log" role="log" aria-label=t(Msg::Log)>
            <ol>
                <For each=move || { let mut all: Vec<_> = entries.get().unwrap_or_default().into_iter().enumerate().collect(); all.reverse(); all }
                    key=|(index, entry)| (*index, entry.id, entry.struck.is_some())
                    children=move |(_, entry)| entry_line(ui, &entry, Some(id))/>
            </ol>
        </div>
    }
}

/// A change of a call's detail as a command.
#[must_use]
pub fn describe(call: crate::domain::ids::CallId, detail: CallDetail) -> Command {
    Command::DescribeCall { call, detail }
}
