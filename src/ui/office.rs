//! Screens that no call waits for: set-up, log and map. They are a part of the program of their own, which arrives behind the
//! desk; `scripts/split` cuts it off at `load`.

// The macro declares the function twice, as an import and an export, and a call of an import is unsafe to the compiler.
#![allow(unsafe_code)]

use super::act::Ui;
use crate::app::part::Missing;
use crate::words::{Msg, t};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::wasm_split;

/// How each of the screens is drawn.
#[derive(Clone, Copy)]
pub struct Office {
    pub setup: fn(Ui) -> AnyView,
    pub records: fn(Ui) -> AnyView,
    pub map: fn(Ui) -> AnyView,
}

#[wasm_split(office, fallible)]
fn load() -> Result<Office, Missing> {
    Ok(Office {
        setup: |ui| view! { <super::setup::SetUp ui/> }.into_any(),
        records: |ui| view! { <super::records::Records ui/> }.into_any(),
        map: |ui| view! { <super::map::MapPane ui/> }.into_any(),
    })
}

/// Fetches the screens. They are wanted long before the connection to the host can be lost.
pub fn fetch(ui: Ui) {
    ui.office.set(None);
    spawn_local(async move {
        let part = load().await;
        ui.office.try_set(Some(part));
    });
}

/// One of the screens, as soon as it is here.
pub fn screen(ui: Ui, which: fn(Office) -> fn(Ui) -> AnyView) -> AnyView {
    view! {
        {move || match ui.office.get() {
            Some(Ok(office)) => which(office)(ui),
            None => view! { <p class="empty" role="status">{t(Msg::PartComing)}</p> }.into_any(),
            Some(Err(Missing)) => view! {
                <p class="empty" role="alert"><b>{t(Msg::PartMissing)}</b>
                    <button type="button" class="btn" on:click=move |_| fetch(ui)>{t(Msg::PartAgain)}</button></p>
            }
            .into_any(),
        }}
    }
    .into_any()
}
