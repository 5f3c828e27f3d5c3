//! Taking a call: the form, what it seems to be, what it may repeat, and who could be sent while it is still ringing out.

mod calls;
mod fields;
mod guide;
mod head;
mod hurt;
mod near;
mod paper;
mod repeat;

use super::act::Ui;
use super::chips::{self, Chips, What};
use super::field::{Live, LiveField, Pick};
use super::kit::key;
use super::opening::{self, Choice, open_when_known};
use super::sheet::{NoteForm, describe, type_code};
use crate::domain::call::{Call, CallDetail};
use crate::domain::command::{Care, Command};
use crate::domain::ids::{CallId, Code, IncidentId};
use crate::words::{Msg, say, t};
use fields::{Dangers, PriorityRow, Safe, SourceRow};
use head::CallHead;
use hurt::{hurt_command, hurt_of};
use leptos::prelude::*;
use near::{Near, Verify};
use paper::{BackTime, Paper};
use repeat::duplicate_bar;

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
        <aside class="pane calls" role="region" aria-label=t(Msg::Calls)><calls::Calls ui/></aside>
        <main class="pane take" role="region" aria-label=t(Msg::CallTaking)>
            {move || match ui.call.get() {
                Some(id) if desk.read(|state| state.calls.contains_key(&id)) => view! { <Take ui id/> }.into_any(),
                _ => view! {
                    <div class="empty"><b>{t(Msg::NoCallOpen)}</b><span>{t(Msg::NoCallOpenHelp)}</span>
                        <button type="button" class="btn primary" on:click=move |_| ui.new_call()>{t(Msg::NewCall)}{key("F4")}</button></div>
                }.into_any(),
            }}
        </main>
        <aside class="pane guide" role="region" aria-label=t(Msg::Incident)><guide::Guide ui/></aside>
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
