//! The page itself: its address, its life, other windows.

use gloo::events::EventListener;
use wasm_bindgen::JsValue;

const SEAT_KEY: &str = "firstline.seat";
/// Begins the name of a window that shows one panel.
const PANEL: &str = "firstline-panel-";
const PANEL_KEY: &str = "firstline.panel.";

/// The part of the address after `#`.
#[must_use]
pub fn hash() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Replaces the part after `#` without a new entry in the history.
pub fn set_hash(hash: &str) {
    let Some(window) = web_sys::window() else { return };
    let Ok(history) = window.history() else { return };
    let url = if hash.is_empty() { "#" } else { hash };
    history.replace_state_with_url(&JsValue::NULL, "", Some(url)).ok();
}

/// Opens another window of this page. False: the browser did not let it.
#[must_use]
pub fn open_window(hash: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let here = window.location().href().unwrap_or_default();
    let base = here.split('#').next().unwrap_or_default();
    window.open_with_url_and_target(&format!("{base}{hash}"), "_blank").is_ok_and(|opened| opened.is_some())
}

/// Shows a panel in a window of its own: the one that it has, else a new one where the last one was. False: the browser did
/// not let it.
#[must_use]
pub fn open_panel(panel: &str, operation: &str, hash: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let (here, name) = (window.location().href().unwrap_or_default(), format!("{PANEL}{panel}-{operation}"));
    let base = here.split('#').next().unwrap_or_default();
    let features = stored_place(panel).unwrap_or_else(|| "width=720,height=800".into());
    // Without an address a window of this name is only found, so that it keeps what it shows.
    let found = window.open_with_url_and_target_and_features("", &name, &format!("popup,{features}"));
    let Ok(Some(opened)) = found else { return false };
    if opened.location().href().is_ok_and(|href| href == "about:blank") {
        opened.location().replace(&format!("{base}{hash}")).ok();
    }
    opened.focus().ok();
    true
}

/// Keeps where a panel's own window stands, from now on and for as long as it lives.
pub fn keep_place() {
    let Some(window) = web_sys::window() else { return };
    let name = window.name().unwrap_or_default();
    let Some((panel, _)) = name.strip_prefix(PANEL).and_then(|name| name.split_once('-')) else { return };
    let panel = panel.to_owned();
    let keep = move || {
        let Some(window) = web_sys::window() else { return };
        let pixels = |size: Result<JsValue, JsValue>| size.ok().and_then(|size| size.as_f64());
        let (Some(left), Some(top)) = (pixels(window.screen_x()), pixels(window.screen_y())) else { return };
        let (Some(width), Some(height)) = (pixels(window.inner_width()), pixels(window.inner_height())) else { return };
        if let Ok(Some(storage)) = window.local_storage() {
            let place = format!("left={left},top={top},width={width},height={height}");
            storage.set_item(&format!("{PANEL_KEY}{panel}"), &place).ok();
        }
    };
    EventListener::new(&window, "resize", {
        let keep = keep.clone();
        move |_| keep()
    })
    .forget();
    // Nothing tells that a window was moved, so it is looked at when it is left.
    EventListener::new(&window, "blur", {
        let keep = keep.clone();
        move |_| keep()
    })
    .forget();
    on_leave(keep);
}

/// Where the window of a panel stood last, as the browser wants it told.
fn stored_place(panel: &str) -> Option<String> {
    let storage = web_sys::window()?.local_storage().ok()??;
    let place = storage.get_item(&format!("{PANEL_KEY}{panel}")).ok()??;
    // It stands in a store that anything on this address may write to.
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "=,.-".contains(letter);
    place.chars().all(plain).then_some(place)
}

pub fn reload() {
    if let Some(window) = web_sys::window() {
        window.location().reload().ok();
    }
}

/// The name of this window among its kind, which survives a reload.
#[must_use]
pub fn seat_name(fresh: &str) -> String {
    let storage = web_sys::window().and_then(|window| window.session_storage().ok().flatten());
    let known = storage.as_ref().and_then(|storage| storage.get_item(SEAT_KEY).ok().flatten());
    known.unwrap_or_else(|| {
        set_seat_name(fresh);
        fresh.to_owned()
    })
}

pub fn set_seat_name(name: &str) {
    if let Some(storage) = web_sys::window().and_then(|window| window.session_storage().ok().flatten()) {
        storage.set_item(SEAT_KEY, name).ok();
    }
}

/// Calls back whenever the window may have missed something: it was frozen, hidden, or elsewhere.
pub fn on_wake(wake: impl Fn() + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    for name in ["pageshow", "focus", "online"] {
        let wake = wake.clone();
        EventListener::new(&window, name, move |_| wake()).forget();
    }
    if let Some(document) = window.document() {
        for name in ["visibilitychange", "resume"] {
            let wake = wake.clone();
            EventListener::new(&document, name, move |_| wake()).forget();
        }
    }
}

/// Calls back when the browser freezes the page and when it lets it run again. A frozen page still hears messages but
/// gets no answer from the store; a transaction that it opened then would hold up every other window.
pub fn on_freeze(frozen: impl Fn(bool) + Clone + 'static) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let thawed = frozen.clone();
    EventListener::new(&document, "freeze", move |_| frozen(true)).forget();
    EventListener::new(&document, "resume", move |_| thawed(false)).forget();
}

/// Calls back when somebody uses the keys or the pointer.
pub fn on_touch(touched: impl Fn() + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    for name in ["keydown", "pointerdown", "wheel"] {
        let touched = touched.clone();
        EventListener::new(&window, name, move |_| touched()).forget();
    }
}

/// Calls back when the page may be about to go away.
pub fn on_leave(leave: impl Fn() + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    let again = leave.clone();
    EventListener::new(&window, "pagehide", move |_| leave()).forget();
    if let Some(document) = window.document() {
        EventListener::new(&document, "visibilitychange", move |_| again()).forget();
    }
}

/// Calls back when a person changed the part after `#` by hand or with the back button.
pub fn on_hash(changed: impl Fn(String) + 'static) {
    if let Some(window) = web_sys::window() {
        EventListener::new(&window, "hashchange", move |_| changed(hash())).forget();
    }
}

/// Takes the words away that stood on the page while the program was loading.
pub fn end_boot_screen() {
    let boot =
        web_sys::window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id("boot"));
    if let Some(boot) = boot {
        boot.remove();
    }
}

/// Says on the page that the program has failed. The log is safe; a reload folds it again.
pub fn show_crash(sentence: &str) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Ok(band) = document.create_element("div") else { return };
    band.set_class_name("banner crash");
    band.set_attribute("role", "alert").ok();
    band.set_text_content(Some(sentence));
    if let Some(body) = document.body() {
        body.prepend_with_node_1(&band).ok();
    }
}
