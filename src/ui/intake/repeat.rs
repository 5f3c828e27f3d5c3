//! An open incident that the call may repeat.

use crate::board::elapsed::stretch;
use crate::board::sheet::Likely;
use crate::domain::ids::IncidentId;
use crate::ui::kit::{icon, key, metres};
use crate::words::{Msg, say, t};
use leptos::prelude::*;

pub(super) fn duplicate_bar(
    index: usize,
    one: Likely,
    join: impl Fn(IncidentId) + Copy + Send + Sync + 'static,
) -> AnyView {
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
