//! Taking a call: the form, what it seems to be, what it may repeat, and who could be sent while it is still ringing out.

use super::act::Ui;
use super::assess::Assess;
use super::chips::DANGER_WORDS;
use super::chips::{self, Chips, What};
use super::dispatch::DispatchSection;
use super::field::{Live, LiveField, Pick};
use super::kit::{empty, icon, key, metres, priority_mark};
use super::opening::{self, Choice, Happened, open_when_known};
use super::sheet::{NoteForm, describe, type_code};
use crate::app::desk::Answer;
use crate::board::elapsed::stretch;
use crate::board::sheet::{Likely, earlier};
use crate::board::speech::{call_end_word, source_word};
use crate::domain::call::{Answered, Call, CallDetail, CallEnd, Source};
use crate::domain::command::{Care, Command};
use crate::domain::ids::{CallId, Code, IncidentId};
use crate::domain::incident::{HURT, Priority};
use crate::domain::language::verbs::{Verb, code_of, end_code};
use crate::domain::moment::{Moment, read_clock};
use crate::domain::place::Spot;
use crate::words::{Msg, say, t};
use leptos::prelude::*;

/// Dangers that are one press away: the first of all that words can speak for. Anything else is typed.
const DANGERS: &[Msg] = DANGER_WORDS.split_at(8).0;

/// Attaches the call to the incident that it seems to repeat.
pub const ALT_JOIN: &str = "j";
/// Opens one of its own all the same.
pub const ALT_ANOTHER: &str = "d";

#[component]
pub fn Intake(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    // A window that comes back finds the call that it was taking.
    if ui.call.get_untracked().is_none() {
        let position = desk.author().position;
        let shown = desk.drafts().get(super::act::ON_SCREEN).and_then(|id| id.parse::<CallId>().ok());
        let shown = shown.filter(|id| desk.read(|state| state.calls.contains_key(id)));
        let mine = shown.or_else(|| {
            desk.read(|state| {
                let open = state.calls.values().rev().filter(|call| call.ended.is_none());
                open.filter(|call| call.taken_by == position).map(|call| call.id).next()
            })
        });
        ui.call.set(mine);
        if mine.is_some() {
            let incident = mine.and_then(|id| desk.read(|state| state.calls.get(&id).and_then(|call| call.incident)));
            desk.select(incident.or_else(|| desk.signals().selected.get_untracked()));
        }
    }
    view! {
        <aside class="pane calls" role="region" aria-label=t(Msg::Calls)><Calls ui/></aside>
        <main class="pane take" role="region" aria-label=t(Msg::CallTaking)>
            {move || match ui.call.get() {
                Some(id) if desk.read(|state| state.calls.contains_key(&id)) => view! { <Take ui id/> }.into_any(),
                _ => view! {
                    <div class="empty"><b>{t(Msg::NoCallOpen)}</b><span>{t(Msg::NoCallOpenHelp)}</span>
                        <button type="button" class="btn primary" on:click=move |_| ui.new_call()>{t(Msg::NewCall)}{key("F4")}</button></div>
                }.into_any(),
            }}
        </main>
        <aside class="pane guide" role="region" aria-label=t(Msg::Incident)><Guide ui/></aside>
    }
}

/// What the form's call became.
fn incident_of(ui: Ui, call: CallId) -> Memo<Option<IncidentId>> {
    let calls = ui.desk.signals().calls.clone();
    Memo::new(move |_| {
        calls.track();
        ui.desk.read(|state| state.calls.get(&call).and_then(|call| call.incident))
    })
}

/// A fact of the call that is set again only when it differs.
fn call_fact<T: PartialEq + Send + Sync + 'static>(
    ui: Ui,
    id: CallId,
    read: impl Fn(&Call) -> T + Send + Sync + 'static,
) -> Memo<Option<T>> {
    let calls = ui.desk.signals().calls.clone();
    Memo::new(move |_| {
        calls.track();
        ui.desk.read(|state| state.calls.get(&id).map(&read))
    })
}

#[component]
fn Calls(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let calls = desk.signals().calls.clone();
    let list = Memo::new(move |_| {
        calls.track();
        desk.read(|state| {
            let number = |call: &Call| call.incident.and_then(|id| state.incidents.get(&id)).map(|one| one.number);
            let row = |call: &Call| {
                (
                    call.id,
                    call.source,
                    call.answered,
                    call.what.clone(),
                    call.taken_by.clone(),
                    number(call),
                    call.ended.is_some(),
                )
            };
            let open = state.calls.values().filter(|call| call.ended.is_none()).map(row);
            let ended = state.calls.values().rev().filter(|call| call.ended.is_some()).take(20).map(row);
            open.chain(ended).collect::<Vec<_>>()
        })
    });
    view! {
        <header class="pane-head"><h2>{t(Msg::Calls)}</h2>
            <button type="button" class="btn" on:click=move |_| ui.new_call()>{t(Msg::NewCall)}{key("F4")}</button></header>
        <div class="scroll">
            <Show when=move || list.with(Vec::is_empty)>{empty(Msg::NoCalls, Msg::NoCallsHelp)}</Show>
            <ul class="lines">
                <For each=move || list.get() key=Clone::clone children=move |(id, source, answered, what, by, number, ended)| {
                    let now = desk.signals().now.clone();
                    let mine = move || ui.call.get() == Some(id);
                    let age = move || if ended { desk.clock_at(answered).short_clock() } else { stretch(now.get().seconds_since(answered)) };
                    view! {
                        <li class="line" class:mine=mine>
                            <button type="button" class="line-btn" on:click=move |_| ui.open_call(Some(id))>
                                <span class="lw">{match number { Some(number) => format!("#{number} {}", source_word(source)), None => source_word(source).to_owned() }}</span>
                                <span class="lt">{age}</span>
                                <span class="lnote">{by}" "{what}</span>
                            </button>
                        </li>
                    }
                }/>
            </ul>
        </div>
    }
}

#[component]
fn Take(ui: Ui, id: CallId) -> impl IntoView {
    let desk = ui.desk;
    let incident = incident_of(ui, id);
    let form = format!("call/{id}");
    let stored = |read: fn(&Call) -> String| {
        let fact = call_fact(ui, id, read);
        Signal::derive(move || fact.get().unwrap_or_default())
    };
    let what = stored(|call| call.what.clone());
    // Once there is an incident, the field moves the incident, so it shows where that is.
    let place: Signal<String> = {
        let (calls, incidents) = (desk.signals().calls.clone(), desk.signals().incidents_changed.clone());
        Memo::new(move |_| {
            calls.track();
            incidents.track();
            desk.read(|state| {
                let call = state.calls.get(&id)?;
                let incident = call.incident.and_then(|id| state.incidents.get(&id));
                Some(incident.map_or_else(|| call.place.text.clone(), |incident| incident.place.text.clone()))
            })
            .unwrap_or_default()
        })
        .into()
    };
    let words = RwSignal::new(what.get_untracked());
    let where_typed = RwSignal::new(place.get_untracked());
    // A person's own choice; a suggestion never replaces it. The drafts hold it; these only show it.
    let choice = Choice::of(ui, id);
    let chosen = RwSignal::new(0_u32);
    let chosen_priority = RwSignal::new(choice.priority());
    Effect::new(move || {
        let level = chosen_priority.get().map(|level| level.level().to_string()).unwrap_or_default();
        choice.set("priority", &level);
    });
    let set_up = desk.signals().setup.clone();
    let suggestions = Memo::new(move |_| {
        chosen.track();
        set_up.track();
        incident.track();
        words.with(|text| chips::of_types(choice, text))
    });
    let priority_now = move || {
        chosen.track();
        chosen_priority.track();
        words.with(|words| choice.priority_for(words))
    };
    let likely = Memo::new({
        let (changed, now) = (desk.signals().incidents_changed.clone(), desk.signals().now.clone());
        // Nearness in time moves slowly; a look a minute is enough.
        let minute = Memo::new(move |_| now.with(|now| now.0 / 60_000));
        move |_| {
            changed.track();
            chosen.track();
            minute.get();
            if incident.get().is_some() {
                return Vec::new();
            }
            where_typed.with(|place| words.with(|words| opening::likely(ui, id, place, words)))
        }
    });
    let joined = RwSignal::new(0);
    let what_field =
        Live::new(desk, format!("{form}/what"), what, move |text| Some(describe(id, CallDetail::What(text.into()))))
            .on_typed(move |text| words.set(text.to_owned()))
            .on_kept(move |_| open_when_known(ui, id));
    let where_field = Live::new(desk, format!("{form}/where"), place, move |text| {
        let spot = desk.read(|state| state.spot(text));
        match incident.get_untracked() {
            Some(incident) => Some(Command::MoveIncident { incident, place: spot }),
            None => Some(describe(id, CallDetail::Place(spot))),
        }
    })
    .on_typed(move |text| where_typed.set(text.to_owned()))
    .on_kept(move |_| open_when_known(ui, id))
    .moved_by(joined);
    let shown_kind = {
        let (sheet, calls) = (desk.signals().incidents_changed.clone(), desk.signals().calls.clone());
        Memo::new(move |_| {
            sheet.track();
            calls.track();
            let code = match incident.get() {
                Some(incident) => desk.read(|state| state.incidents.get(&incident).map(|one| one.kind.clone())),
                None => {
                    chosen.track();
                    choice.kind()
                }
            };
            code.and_then(|code| desk.read(|state| state.types.get(&code).map(|row| row.label.clone())))
                .unwrap_or_default()
        })
    };
    let choose_kind = move |code: Code| match incident.get_untracked() {
        Some(incident) => {
            let urgent = words.with_untracked(|words| choice.urgency_of(&code, words));
            ui.act_then(Command::ChangeKind { incident, kind: code }, None, Care::AskFirst, move |answer| {
                if let Some(priority) = urgent.filter(|_| answer.is_done()) {
                    opening::raise(ui, choice, incident, priority);
                }
            });
        }
        None => {
            choice.set("kind", code.as_str());
            chosen.update(|count| *count += 1);
            open_when_known(ui, id);
        }
    };
    let type_field = Live::new(desk, format!("{form}/type"), shown_kind.into(), move |text| {
        let code = desk.read(|state| type_code(state, text))?;
        match incident.get_untracked() {
            Some(incident) => Some(Command::ChangeKind { incident, kind: code }),
            None => {
                choose_kind(code);
                None
            }
        }
    })
    .or_say(move |text| {
        let known = text.trim().is_empty() || desk.read(|state| type_code(state, text)).is_some();
        (!known).then(|| say(Msg::UnknownType, &[text.trim()]))
    });
    let callback = Live::new(desk, format!("{form}/callback"), stored(|call| call.callback.clone()), move |text| {
        Some(describe(id, CallDetail::Callback(text.into())))
    });
    let callback_typed = stored(|call| call.callback.clone());
    let caller = Live::new(desk, format!("{form}/caller"), stored(|call| call.caller.clone()), move |text| {
        Some(describe(id, CallDetail::Caller(text.into())))
    });
    let join = move |incident: IncidentId| {
        // The caller's own words for the place are kept on the call, before the field turns to the incident's place.
        super::kit::leave_field();
        ui.act_then(Command::AttachCall { call: id, incident }, None, Care::AskFirst, move |answer| {
            if answer.is_done() {
                joined.try_update(|count| *count += 1);
                desk.select(Some(incident));
            }
        });
    };
    let open_another = move || {
        super::kit::leave_field();
        choice.set("different", "yes");
        open_when_known(ui, id);
    };
    let join_first = move || likely.with_untracked(|likely| likely.first().map(|one| one.id)).map(join);
    let paper = Paper::of(ui, id);
    let facts = chips::of_facts(ui, id, choice, words, where_typed, chosen);
    let drop_chip = move |name: &str| {
        choice.drop_suggestion(name);
        chosen.update(|count| *count += 1);
    };
    let take = move |what: What| match what {
        What::Kind(code) => choose_kind(code),
        What::Place(text) => {
            let spot = desk.read(|state| state.spot(&text));
            let command = match incident.get_untracked() {
                Some(incident) => Command::MoveIncident { incident, place: spot },
                None => describe(id, CallDetail::Place(spot)),
            };
            where_typed.set(text);
            chips::fill(ui, command, move || open_when_known(ui, id));
        }
        What::Callback(text) => chips::fill(ui, describe(id, CallDetail::Callback(text)), || {}),
        What::Hurt(count) => chips::fill(ui, hurt_command(incident.get_untracked(), id, Some(count)), || {}),
        What::Danger(danger) => {
            chips::fill(ui, describe(id, CallDetail::DangerNoted(chips::danger_word(danger).to_owned())), || {});
        }
    };
    let hurt = Live::new(desk, format!("{form}/hurt"), hurt_of(ui, id), move |text| match text.trim() {
        "" => Some(hurt_command(incident.get_untracked(), id, None)),
        count => Some(hurt_command(incident.get_untracked(), id, Some(count.parse().ok()?))),
    })
    .or_say(|text| {
        (!text.trim().is_empty() && text.trim().parse::<u16>().is_err()).then(|| say(Msg::CellNotUnderstood, &[text]))
    });
    let hint = move || where_typed.with(|text| desk.read(|state| crate::board::place::hint(state, text)));
    view! {
        <CallHead ui id incident/>
        <Show when=move || !likely.with(Vec::is_empty)>
            {move || likely.get().into_iter().enumerate().map(|(index, one)| duplicate_bar(index, one, join)).collect_view()}
            <div class="note-bar dup"><p>{t(Msg::NotOpenedYet)}</p>
                <button type="button" class="btn" on:click=move |_| open_another()>{t(Msg::OpenAnother)}{key("Alt D")}</button></div>
        </Show>
        <form class="take-form scroll" aria-label=t(Msg::Call) on:submit=|event| event.prevent_default()
            on:keydown=move |event| {
                let alt = super::keys::with_alt(&event);
                if alt == ALT_JOIN {
                    event.prevent_default();
                    join_first();
                } else if alt == ALT_ANOTHER {
                    event.prevent_default();
                    open_another();
                } else if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    // Leaving the field commits it; the incident follows as soon as both are kept.
                    super::kit::focus_now("call-callback");
                }
            }>
            <BackTime paper incident/>
            <div class="frow"><label for="call-what">{t(Msg::WhatHappened)}{key("Alt 1")}</label>
                <div class="fval">
                    <LiveField live=what_field id="call-what" label=t(Msg::WhatHappened) tall=true/>
                    <Chips label=Msg::Suggested chips=suggestions take drop_chip/>
                    <Chips label=Msg::AlsoSaid chips=facts take drop_chip/>
                </div></div>
            <div class="frow"><label for="call-where">{t(Msg::Where)}{key("Alt 2")}</label>
                <div class="fval"><LiveField live=where_field id="call-where" label=t(Msg::Where) pick=Pick::Places(desk) hint=Signal::derive(hint)/>
                    <Verify ui incident/>
                    <Near ui id incident place=where_typed callback=callback_typed/></div></div>
            <div class="frow"><label for="call-callback">{t(Msg::Callback)}{key("Alt 3")}</label>
                <div class="fval"><LiveField live=callback id="call-callback" label=t(Msg::Callback)/></div></div>
            <div class="frow"><label for="call-caller">{t(Msg::Caller)}{key("Alt 4")}</label>
                <div class="fval"><LiveField live=caller id="call-caller" label=t(Msg::Caller)/></div></div>
            <Safe ui id/>
            <Dangers ui id/>
            <div class="frow"><label for="call-hurt">{t(Msg::NumberHurt)}{key("Alt 9")}</label>
                <div class="fval"><LiveField live=hurt id="call-hurt" label=t(Msg::NumberHurt)/></div></div>
            <div class="frow"><label for="call-type">{t(Msg::IncidentType)}{key("Alt 7")}</label>
                <div class="fval"><LiveField live=type_field id="call-type" label=t(Msg::TypeLabel) pick=Pick::Types(desk)/></div></div>
            <PriorityRow ui choice incident chosen=chosen_priority suggested=Signal::derive(priority_now)/>
            <SourceRow ui id paper/>
            {move || incident.get().map(|incident| view! {
                <div class="frow"><span class="lab">{t(Msg::Log)}</span><div class="fval"><NoteForm ui incident=Some(incident)/></div></div>
            })}
        </form>
    }
}

/// How many are hurt: what the incident's assessment says, else what the caller said.
fn hurt_of(ui: Ui, call: CallId) -> Signal<String> {
    let desk = ui.desk;
    let (calls, incidents) = (desk.signals().calls.clone(), desk.signals().incidents_changed.clone());
    Memo::new(move |_| {
        calls.track();
        incidents.track();
        desk.read(|state| {
            let call = state.calls.get(&call)?;
            match call.incident.and_then(|id| state.incidents.get(&id)) {
                Some(incident) => incident.answers.get(HURT).map(|answer| answer.value.clone()),
                None => call.hurt.map(|count| count.to_string()),
            }
        })
        .unwrap_or_default()
    })
    .into()
}

/// One fact has one place: the call until there is an incident, the incident's assessment from then on.
fn hurt_command(incident: Option<IncidentId>, call: CallId, count: Option<u16>) -> Command {
    match incident {
        None => describe(call, CallDetail::Hurt(count)),
        Some(incident) => Command::Answer {
            incident,
            question: HURT.to_owned(),
            answer: count.map(|count| count.to_string()).unwrap_or_default(),
        },
    }
}

#[component]
fn CallHead(ui: Ui, id: CallId, incident: Memo<Option<IncidentId>>) -> impl IntoView {
    let desk = ui.desk;
    let facts = call_fact(ui, id, |call| (call.source, call.answered, call.ended));
    let now = desk.signals().now.clone();
    let changed = desk.signals().incidents_changed.clone();
    let title = Memo::new(move |_| {
        changed.track();
        let id = incident.get()?;
        desk.read(|state| {
            state.incidents.get(&id).map(|one| (one.number, one.priority, crate::board::queue::type_label(one, state)))
        })
    });
    let live = move || {
        let (source, answered, ended) = facts.get()?;
        let until = ended.map_or_else(|| now.get(), |(_, at)| at);
        Some(view! {
            <div class="call-live">{icon("phone")}<b>{stretch(until.seconds_since(answered))}</b>
                <span>{source_word(source)}" "{desk.clock_at(answered).clock()}<br/>{match ended {
                    None => t(Msg::StillOnLine).to_owned(),
                    Some((how, _)) => call_end_word(how).to_owned(),
                }}</span></div>
        })
    };
    let end = move |how: CallEnd| move |_| opening::end_call(ui, id, how);
    view! {
        <header class="call-head">
            {live}
            <div class="call-title">
                {move || match title.get() {
                    Some((number, priority, kind)) => view! {
                        <h1>{priority_mark(priority, false)}<span class="inc-num">{number}</span>{kind}</h1><p class="muted">{t(Msg::SavedAsYouType)}</p>
                    }.into_any(),
                    None => view! { <h1>{t(Msg::NewCall)}</h1><p class="muted">{t(Msg::NeedsTypeAndPlace)}</p> }.into_any(),
                }}
            </div>
            <div class="call-acts">
                {move || facts.get().filter(|facts| facts.2.is_none()).map(|_| view! {
                    <button type="button" class="btn" on:click=end(CallEnd::Ended)>{t(Msg::EndCall)}{key("F9")}</button>
                    {[CallEnd::Silent, CallEnd::HungUp, CallEnd::Abandoned].map(|how| {
                        let typed = format!("{} {}", code_of(Verb::EndCall), end_code(how));
                        view! { <button type="button" class="btn quiet" on:click=end(how)>{call_end_word(how)}{key(typed)}</button> }
                    })}
                })}
            </div>
        </header>
    }
}

#[component]
fn Verify(ui: Ui, incident: Memo<Option<IncidentId>>) -> impl IntoView {
    let desk = ui.desk;
    let changed = desk.signals().incidents_changed.clone();
    let verified = Memo::new(move |_| {
        changed.track();
        let id = incident.get()?;
        desk.read(|state| state.incidents.get(&id).map(|one| (id, one.verified)))
    });
    move || {
        match verified.get() {
        None => ().into_any(),
        Some((_, Some(at))) => {
            view! { <p class="verified">{icon("check")}{say(Msg::VerifiedAt, &[&desk.clock_at(at).clock()])}</p> }.into_any()
        }
        Some((id, None)) => view! {
            <button type="button" class="btn s" on:click=move |_| ui.act(Command::VerifyPlace(id))>{t(Msg::VerifyReadBack)}{key("Alt V")}</button>
        }
        .into_any(),
    }
    }
}

/// Flags at the place or on the number, and what happened there before.
#[component]
fn Near(
    ui: Ui,
    id: CallId,
    incident: Memo<Option<IncidentId>>,
    place: RwSignal<String>,
    callback: Signal<String>,
) -> impl IntoView {
    let desk = ui.desk;
    let signals = desk.signals();
    let changed = (signals.incidents_changed.clone(), signals.setup.clone(), signals.calls.clone());
    // Flags run out by themselves.
    let now = signals.now.clone();
    let minute = Memo::new(move |_| now.with(|now| now.0 / 60_000));
    let found = Memo::new(move |_| {
        changed.0.track();
        changed.1.track();
        changed.2.track();
        minute.get();
        let number = callback.get();
        desk.read(|state| {
            let spot = place.with(|text| if text.trim().is_empty() { Spot::default() } else { state.spot(text) });
            let flags: Vec<String> =
                state.flags_near(&spot, &number, desk.now()).into_iter().map(|flag| flag.text.clone()).collect();
            (crate::board::place::notes(state, &spot), flags, earlier(state, &spot, &number, incident.get(), Some(id)))
        })
    });
    move || {
        let (notes, flags, earlier) = found.get();
        view! {
            <ul class="near-list">
                {flags.into_iter().map(|text| view! { <li class="flag near">{icon("bang")}{text}</li> }).collect_view()}
                {notes.into_iter().map(|text| view! { <li>{icon("note")}{text}</li> }).collect_view()}
                {earlier.into_iter().map(|one| {
                    let at = desk.clock_at(one.at).short_clock();
                    let line = match one.number {
                        Some(number) => say(Msg::EarlierLine, &[&number.to_string(), &one.what, &at]),
                        None => say(Msg::EarlierCall, &[&one.what, &at]),
                    };
                    view! { <li class="muted">{line}</li> }
                }).collect_view()}
            </ul>
        }
    }
}

#[component]
fn Safe(ui: Ui, id: CallId) -> impl IntoView {
    let answer = call_fact(ui, id, |call| call.caller_safe);
    let choices = [(Answered::Yes, Msg::Yes), (Answered::No, Msg::No), (Answered::Unknown, Msg::Unknown)];
    view! {
        <div class="frow"><span class="lab" id="call-safe-label">{t(Msg::CallerSafe)}{key("Alt 5")}</span>
            <div class="fval"><div class="seg" role="radiogroup" aria-labelledby="call-safe-label">
                {choices.map(|(choice, word)| view! {
                    <button type="button" role="radio" id=if choice == Answered::Yes { "call-safe" } else { "" }
                        data-field=(choice == Answered::Yes).then_some("")
                        aria-checked=move || (answer.get() == Some(choice)).to_string()
                        on:click=move |_| quiet(ui, describe(id, CallDetail::CallerSafe(choice)))>{t(word)}</button>
                })}
            </div></div></div>
    }
}

/// Records a press of a key in the form. Pressing what already stands is no news.
fn quiet(ui: Ui, command: Command) {
    ui.desk.ask(command, move |answer| match answer {
        Answer::Refused { refusal: crate::domain::refusal::Refusal::Unchanged, .. } | Answer::Done(_) => {}
        Answer::Refused { sentence, .. } => ui.refuse(sentence),
        Answer::NotSaved(why) => ui.refuse(say(Msg::NotSavedShort, &[&why])),
    });
}

#[component]
fn Dangers(ui: Ui, id: CallId) -> impl IntoView {
    let noted = call_fact(ui, id, |call| call.dangers.clone());
    let draft = move || format!("call/{id}/danger");
    let other = RwSignal::new(ui.desk.drafts().get(&draft()).unwrap_or_default());
    let has = move |word: &str| noted.with(|noted| noted.as_ref().is_some_and(|noted| noted.contains(word)));
    let toggle = move |word: &str| {
        let detail =
            if has(word) { CallDetail::DangerCleared(word.into()) } else { CallDetail::DangerNoted(word.into()) };
        quiet(ui, describe(id, detail));
    };
    let extra = move || {
        let known: Vec<&str> = DANGERS.iter().map(|msg| t(*msg)).collect();
        noted.get().unwrap_or_default().into_iter().filter(|word| !known.contains(&word.as_str())).collect::<Vec<_>>()
    };
    view! {
        <div class="frow"><span class="lab" id="call-dangers-label">{t(Msg::Dangers)}{key("Alt 6")}</span>
            <div class="fval"><div class="togs" role="group" aria-labelledby="call-dangers-label">
                {DANGERS.iter().enumerate().map(|(index, msg)| {
                    let word = t(*msg);
                    view! { <button type="button" id=if index == 0 { "call-dangers" } else { "" } aria-pressed=move || has(word).to_string() on:click=move |_| toggle(word)>{word}</button> }
                }).collect_view()}
                {move || extra().into_iter().map(|word| {
                    let shown = word.clone();
                    view! { <button type="button" aria-pressed="true" on:click=move |_| toggle(&word)>{shown}</button> }
                }).collect_view()}
                <input class="inp s" aria-label=t(Msg::OtherDanger) placeholder=t(Msg::OtherDanger) prop:value=other
                    on:input=move |event| {
                        let value = event_target_value(&event);
                        ui.desk.drafts().set(&draft(), &value);
                        other.set(value);
                    }
                    on:keydown=move |event| if event.key() == "Enter" {
                        event.prevent_default();
                        let word = other.get_untracked();
                        if !word.trim().is_empty() {
                            toggle(word.trim());
                            ui.desk.drafts().forget(&draft());
                            other.set(String::new());
                        }
                    }/>
            </div></div></div>
    }
}

#[component]
fn PriorityRow(
    ui: Ui,
    choice: Choice,
    incident: Memo<Option<IncidentId>>,
    chosen: RwSignal<Option<Priority>>,
    suggested: Signal<Option<Priority>>,
) -> impl IntoView {
    let desk = ui.desk;
    let changed = desk.signals().incidents_changed.clone();
    let current = Memo::new(move |_| {
        changed.track();
        match incident.get() {
            Some(id) => desk.read(|state| state.incidents.get(&id).map(|one| one.priority)),
            None => chosen.get().or_else(|| suggested.get()),
        }
    });
    let press = move |level: Priority| match incident.get_untracked() {
        Some(incident) => {
            // A suggestion that is taken later leaves it as it is.
            choice.set("priority", &level.level().to_string());
            quiet(ui, Command::ChangeUrgency { incident, priority: level });
        }
        None => chosen.set(Some(level)),
    };
    view! {
        <div class="frow"><span class="lab" id="call-priority-label">{t(Msg::Priority)}{key("Alt 8")}</span>
            <div class="fval"><div class="seg" role="radiogroup" aria-labelledby="call-priority-label">
                {Priority::ALL.map(|level| view! {
                    <button type="button" role="radio" id=if level == Priority::P1 { "call-priority" } else { "" }
                        aria-checked=move || (current.get() == Some(level)).to_string()
                        on:click=move |_| press(level)>{level.code()}</button>
                })}
            </div></div></div>
    }
}

#[component]
fn SourceRow(ui: Ui, id: CallId, paper: Paper) -> impl IntoView {
    let source = call_fact(ui, id, |call| call.source);
    view! {
        <div class="frow"><span class="lab" id="call-source-label">{t(Msg::SourceLabel)}</span>
            <div class="fval"><div class="seg" role="radiogroup" aria-labelledby="call-source-label">
                {Source::ALL.map(|choice| view! {
                    <button type="button" role="radio" aria-checked=move || (source.get() == Some(choice)).to_string()
                        on:click=move |_| quiet(ui, describe(id, CallDetail::Source(choice)))>{source_word(choice)}</button>
                })}
            </div>
            <button type="button" class="btn quiet s" aria-pressed=move || paper.shown.get().to_string() on:click=move |_| paper.press()>{t(Msg::TakenOnPaper)}</button></div></div>
    }
}

/// For calls that were taken on paper: when it happened. The row comes when it is asked for, in front of everything that
/// opens the incident.
#[derive(Clone, Copy)]
struct Paper {
    ui: Ui,
    id: CallId,
    choice: Choice,
    /// When it happened, if that was before it was entered, and when it was entered.
    times: Memo<Option<(Option<Moment>, Moment)>>,
    shown: Memo<bool>,
    asked: RwSignal<bool>,
    typed: RwSignal<String>,
}

impl Paper {
    fn of(ui: Ui, id: CallId) -> Self {
        let choice = Choice::of(ui, id);
        let times = call_fact(ui, id, |call| (call.back_timed(), call.entered));
        let asked = RwSignal::new(choice.on_paper());
        let shown = Memo::new(move |_| asked.get() || times.get().is_some_and(|times| times.0.is_some()));
        Self { ui, id, choice, times, shown, asked, typed: RwSignal::new(String::new()) }
    }

    fn press(self) {
        let put_away = self.shown.get_untracked();
        self.choice.set("paper", if put_away { "" } else { "yes" });
        self.asked.set(!put_away);
        if !put_away {
            super::kit::focus_id("call-at");
            return;
        }
        self.choice.set("at", "");
        self.typed.set(String::new());
        if let Some((Some(_), entered)) = self.times.get_untracked() {
            quiet(self.ui, describe(self.id, CallDetail::Answered(entered)));
        }
        open_when_known(self.ui, self.id);
    }

    /// Whether the incident waits for a time that can be read.
    fn holds(self) -> bool {
        self.typed.track();
        self.choice.happened() == Happened::Unreadable
    }

    fn field(self) -> Live {
        let Self { ui, id, times, typed, .. } = self;
        let desk = ui.desk;
        let read = move |text: &str| read_clock(text, desk.clock().at(desk.now()));
        let stored = Signal::derive(move || {
            let at = times.get().and_then(|times| times.0).map(|at| desk.clock_at(at));
            at.map(|at| if at.clock().ends_with(":00") { at.short_clock() } else { at.clock() }).unwrap_or_default()
        });
        Live::new(desk, format!("call/{id}/at"), stored, move |text| {
            let at = match text.trim() {
                "" => times.get_untracked()?.1,
                text => read(text)?,
            };
            Some(describe(id, CallDetail::Answered(at)))
        })
        .or_say(move |text| (!text.trim().is_empty() && read(text).is_none()).then(|| t(Msg::ClockFormat).to_owned()))
        .on_typed(move |text| typed.set(text.to_owned()))
        .on_kept(move |text| {
            typed.set(text.to_owned());
            open_when_known(ui, id);
        })
    }
}

#[component]
fn BackTime(paper: Paper, incident: Memo<Option<IncidentId>>) -> impl IntoView {
    view! {
        <Show when=move || paper.shown.get()>
            <div class="frow"><label for="call-at">{t(Msg::HappenedAt)}</label>
                <div class="fval"><LiveField live=paper.field() id="call-at" label=t(Msg::HappenedAt) hint=t(Msg::HappenedAtHint)/>
                    <Show when=move || incident.get().is_none() && paper.holds()><p class="msg" role="status">{t(Msg::HeldByTime)}</p></Show></div></div>
        </Show>
    }
}

fn duplicate_bar(index: usize, one: Likely, join: impl Fn(IncidentId) + Copy + Send + Sync + 'static) -> AnyView {
    let (id, number) = (one.id, one.number);
    let far = one.metres.filter(|far| 10.0 <= *far).map(|far| format!(", {}", metres(far))).unwrap_or_default();
    let ago = stretch(one.seconds_ago);
    view! {
        <div class="note-bar dup" role=if index == 0 { "alert" } else { "note" }>
            {icon("bang")}
            <p><b>{t(Msg::MaybeSame)}</b>" "{say(Msg::MaybeSameLine, &[&number.to_string(), &one.kind, &one.place, &ago])}{far}</p>
            <button type="button" class="btn" on:click=move |_| join(id)>{say(Msg::JoinTo, &[&number.to_string()])}{(index == 0).then(|| key("Alt J"))}</button>
        </div>
    }
    .into_any()
}

/// Beside the call: the questions, and who could be sent.
#[component]
fn Guide(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let selected = desk.signals().selected.clone();
    let incident = Memo::new(move |_| {
        let call = ui.call.get()?;
        selected
            .get()
            .filter(|id| desk.read(|state| state.calls.get(&call).and_then(|call| call.incident)) == Some(*id))
    });
    // What is typed goes into the drafts; a look a second is enough for what is only a preview.
    let now = desk.signals().now.clone();
    let coming = Memo::new(move |_| {
        now.track();
        let call = ui.call.get().filter(|_| incident.get().is_none())?;
        let typed = desk.drafts().get(&format!("call/{call}/what"));
        let words = typed.or_else(|| desk.read(|state| state.calls.get(&call).map(|call| call.what.clone())))?;
        let kind = Choice::of(ui, call).kind_for(&words)?;
        desk.read(|state| state.card_of(&kind).map(|_| kind))
    });
    let own = move || {
        let call = ui.call.get()?;
        desk.read(|state| {
            state.calls.get(&call)?.incident.and_then(|id| state.incidents.get(&id)).map(|one| (one.id, one.number))
        })
    };
    view! {
        <header class="pane-head"><h2>{t(Msg::AssessAndSend)}</h2></header>
        <div class="guide-body scroll">
            {move || match incident.get() {
                None if own().is_some() => own().map(|(id, number)| view! {
                    <button type="button" class="btn" on:click=move |_| desk.select(Some(id))>{t(Msg::Show)}" "{format!("#{number}")}{key(format!("S {number}"))}</button>
                }).into_any(),
                None => match coming.get() {
                    Some(kind) => view! { <super::card::CardPreview ui kind/> }.into_any(),
                    None => empty(Msg::NoIncidentYet, Msg::NoIncidentYetHelp).into_any(),
                },
                Some(id) => view! { <super::safety::SafetyBars ui id/><super::card::CardPanel ui id/><DispatchSection ui id/><Assess ui id/> }.into_any(),
            }}
        </div>
    }
}

/// Jumps to a field of the form by its digit.
pub fn jump(digit: &str) -> bool {
    let id = match digit {
        "1" => "call-what",
        "2" => "call-where",
        "3" => "call-callback",
        "4" => "call-caller",
        "5" => "call-safe",
        "6" => "call-dangers",
        "7" => "call-type",
        "8" => "call-priority",
        "9" => "call-hurt",
        letter => return chips::press(letter),
    };
    super::kit::focus_now(id);
    true
}
