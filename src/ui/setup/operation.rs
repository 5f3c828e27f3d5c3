//! The operation itself: its name, its time zone and the prefix of its numbers.

use super::bar;
use super::cells::stored;
use super::replay::ReplayForm;
use crate::domain::command::Command;
use crate::domain::event::OperationDetail;
use crate::domain::setup::Profile;
use crate::domain::state::State;
use crate::ui::act::Ui;
use crate::ui::field::{Live, LiveField};
use crate::words::{Msg, say, t};
use leptos::prelude::*;

#[component]
pub(super) fn OperationForm(ui: Ui) -> impl IntoView {
    let field = |key: &'static str, read: fn(&State) -> String, make: fn(String) -> OperationDetail| {
        Live::new(ui.desk, format!("setup/operation/{key}"), stored(ui, read).into(), move |text| {
            if key == "zone" && !ui.desk.world().knows_zone(text) {
                ui.refuse(say(Msg::UnknownZone, &[text]));
                return None;
            }
            Some(Command::ChangeOperation(make(text.to_owned())))
        })
    };
    let name = field("name", |state| state.operation.name.clone(), OperationDetail::Name);
    let zone = field("zone", |state| state.operation.zone.clone(), OperationDetail::Zone);
    let prefix = field("prefix", |state| state.operation.prefix.clone(), OperationDetail::Prefix);
    let practice = stored(ui, |state| state.operation.profile == Profile::Practice);
    view! {
        {bar(Msg::Operation, Msg::OperationHelp, ().into_any())}
        <div class="scroll"><div class="setup-pad">
            <form class="form-grid" on:submit=|event| event.prevent_default()>
                <div class="fld">{t(Msg::Name)}<LiveField live=name id="operation-name" label=t(Msg::Name)/></div>
                <div class="fld">{t(Msg::TimeZone)}<LiveField live=zone id="operation-zone" label=t(Msg::TimeZone)/></div>
                <div class="fld">{t(Msg::NumberPrefix)}<LiveField live=prefix id="operation-prefix" label=t(Msg::NumberPrefix)/></div>
            </form>
            <Show when=move || practice.get()><ReplayForm ui/></Show>
        </div></div>
    }
}
