//! The calls that are open, and the last that ended.

use crate::board::elapsed::stretch;
use crate::board::speech::source_word;
use crate::domain::call::Call;
use crate::ui::act::Ui;
use crate::ui::kit::{empty, key};
use crate::words::{Msg, t};
use leptos::prelude::*;

#[component]
pub(super) fn Calls(ui: Ui) -> impl IntoView {
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
