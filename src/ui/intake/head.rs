//! The head of the form: the call, what it became, and how it ends.

use super::call_fact;
use crate::board::elapsed::stretch;
use crate::board::speech::{call_end_word, source_word};
use crate::domain::call::CallEnd;
use crate::domain::ids::{CallId, IncidentId};
use crate::domain::language::verbs::{Verb, code_of, end_code};
use crate::ui::act::Ui;
use crate::ui::kit::{icon, key, priority_mark};
use crate::ui::opening;
use crate::words::{Msg, t};
use leptos::prelude::*;

#[component]
pub(super) fn CallHead(ui: Ui, id: CallId, incident: Memo<Option<IncidentId>>) -> impl IntoView {
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
