//! A call that was taken on paper: the row for when it happened.

use super::call_fact;
use super::fields::quiet;
use crate::domain::call::CallDetail;
use crate::domain::ids::{CallId, IncidentId};
use crate::domain::moment::{Moment, read_clock};
use crate::ui::act::Ui;
use crate::ui::field::{Live, LiveField};
use crate::ui::opening::{Choice, Happened, open_when_known};
use crate::ui::sheet::describe;
use crate::words::{Msg, t};
use leptos::prelude::*;

/// For calls that were taken on paper: when it happened. The row comes when it is asked for, in front of everything that
/// opens the incident.
#[derive(Clone, Copy)]
pub(super) struct Paper {
    ui: Ui,
    id: CallId,
    choice: Choice,
    /// When it happened, if that was before it was entered, and when it was entered.
    times: Memo<Option<(Option<Moment>, Moment)>>,
    pub(super) shown: Memo<bool>,
    asked: RwSignal<bool>,
    typed: RwSignal<String>,
}

impl Paper {
    pub(super) fn of(ui: Ui, id: CallId) -> Self {
        let choice = Choice::of(ui, id);
        let times = call_fact(ui, id, |call| (call.back_timed(), call.entered));
        let asked = RwSignal::new(choice.on_paper());
        let shown = Memo::new(move |_| asked.get() || times.get().is_some_and(|times| times.0.is_some()));
        Self { ui, id, choice, times, shown, asked, typed: RwSignal::new(String::new()) }
    }

    pub(super) fn press(self) {
        let put_away = self.shown.get_untracked();
        self.choice.set("paper", if put_away { "" } else { "yes" });
        self.asked.set(!put_away);
        if !put_away {
            crate::ui::kit::focus_id("call-at");
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
pub(super) fn BackTime(paper: Paper, incident: Memo<Option<IncidentId>>) -> impl IntoView {
    view! {
        <Show when=move || paper.shown.get()>
            <div class="frow"><label for="call-at">{t(Msg::HappenedAt)}</label>
                <div class="fval"><LiveField live=paper.field() id="call-at" label=t(Msg::HappenedAt) hint=t(Msg::HappenedAtHint)/>
                    <Show when=move || incident.get().is_none() && paper.holds()><p class="msg" role="status">{t(Msg::HeldByTime)}</p></Show></div></div>
        </Show>
    }
}
