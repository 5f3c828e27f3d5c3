//! Keys that work from anywhere in the window.

use super::act::Ui;
use crate::board::address::View;
use crate::domain::call::CallEnd;
use crate::domain::command::Command;
use leptos::prelude::{GetUntracked as _, GetValue as _, Set as _, UpdateValue as _, WithUntracked as _};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, KeyboardEvent};

/// Letters that mean something together with Alt wherever the window stands.
pub const ALT_VERIFY: &str = "v";
pub const ALT_CARD: &str = "c";
pub const ALT_SEND: &str = "r";

/// The letter or digit that is pressed with Alt and nothing else; else an empty text. Where Alt types signs of its own, as it
/// does on a Mac, the key's place on the keyboard says which it is.
pub fn with_alt(event: &KeyboardEvent) -> String {
    if !event.alt_key() || event.ctrl_key() || event.meta_key() {
        return String::new();
    }
    let typed = event.key().to_lowercase();
    if typed.len() == 1 && typed.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return typed;
    }
    let code = event.code();
    code.strip_prefix("Key").or(code.strip_prefix("Digit")).map(str::to_lowercase).unwrap_or_default()
}

/// Does what a key stands for everywhere. Keys that type are left alone while somebody types.
pub fn pressed(ui: Ui, event: &KeyboardEvent) {
    if type_ahead(ui, event) {
        event.prevent_default();
        event.stop_propagation();
        return;
    }
    let view = ui.desk.signals().address.clone();
    let key = event.key();
    let alt = with_alt(event);
    // These keys leave the form; what stands in its field is committed as if the field had been left by hand.
    if matches!(key.as_str(), "F4" | "F8" | "F9") {
        super::kit::leave_field();
        // A question would stand in front of what these keys bring. It is put aside with everything typed into it.
        ui.prompt.set(None);
        ui.help.set(false);
        ui.unit.set(None);
    }
    let asked =
        ui.prompt.with_untracked(Option::is_some) || ui.unit.get_untracked().is_some() || ui.help.get_untracked();
    let done = match key.as_str() {
        // Whatever else is pressed while a question stands in front of the desk belongs to the question.
        other if asked && !matches!(other, "F4" | "F8" | "F9") => false,
        "F1" => {
            ui.help.set(true);
            true
        }
        "F2" => {
            super::kit::focus_now("command");
            true
        }
        "F4" if !event.alt_key() => {
            ui.new_call();
            true
        }
        "F8" => next_alert(ui),
        "F9" => end_call(ui),
        "/" if !is_typing(event) => {
            super::kit::focus_now("command");
            true
        }
        "?" if !is_typing(event) => {
            ui.help.set(true);
            true
        }
        "n" if !is_typing(event) && plain(event) && !on_row(event) => {
            ui.new_call();
            true
        }
        "z" if (event.ctrl_key() || event.meta_key()) && (!is_typing(event) || in_empty_bar(event)) => {
            ui.undo();
            true
        }
        _ => match alt.as_str() {
            "" => false,
            ALT_VERIFY => verify(ui),
            ALT_CARD => super::card::jump(ui),
            ALT_SEND => send_recommended(ui),
            letter => view.with_untracked(|address| address.view == View::Intake) && super::intake::jump(letter),
        },
    };
    if done {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// Keeps what is typed while the form of a new call is still on its way.
fn type_ahead(ui: Ui, event: &KeyboardEvent) -> bool {
    let key = event.key();
    let types = key.chars().count() == 1 && !event.ctrl_key() && !event.meta_key() && !event.alt_key();
    let Some(early) = ui.early.get_value().filter(|_| types) else { return false };
    let form = early.call.map(super::act::what_draft);
    let field = leptos::prelude::document().get_element_by_id("call-what");
    // Another call's form may still be on the screen; it gets none of the letters.
    let field = field.filter(|field| form.is_some() && field.get_attribute("data-draft") == form);
    if field.as_ref().is_some_and(|field| target(event).is_some_and(|target| field.is_same_node(Some(&target)))) {
        return false;
    }
    match (field, form) {
        // The form is there with the cursor on its way: the field itself is given the letter.
        (Some(field), _) => {
            let field: web_sys::HtmlTextAreaElement = field.unchecked_into();
            field.set_value(&format!("{}{key}", field.value()));
            if let Ok(typed) = web_sys::Event::new("input") {
                field.dispatch_event(&typed).ok();
            }
            field.focus().ok();
        }
        // The form begins with its draft.
        (None, Some(form)) => {
            let text = ui.desk.drafts().get(&form).unwrap_or_default();
            ui.desk.drafts().set(&form, &format!("{text}{key}"));
        }
        (None, None) => ui.early.update_value(|early| {
            if let Some(early) = early {
                early.text.push_str(&key);
            }
        }),
    }
    true
}

fn plain(event: &KeyboardEvent) -> bool {
    !event.alt_key() && !event.ctrl_key() && !event.meta_key()
}

fn target(event: &KeyboardEvent) -> Option<HtmlElement> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// Whether the key would be typed into something.
fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(element) = target(event) else { return false };
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || element.is_content_editable()
}

/// The command line has nothing of its own to take back while it is empty, so the key means the last act there.
fn in_empty_bar(event: &KeyboardEvent) -> bool {
    let bar = target(event).filter(|element| element.id() == "command");
    bar.and_then(|bar| bar.dyn_into::<web_sys::HtmlInputElement>().ok()).is_some_and(|bar| bar.value().is_empty())
}

fn on_row(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|element| element.get_attribute("role").as_deref() == Some("row"))
}

/// Selects the incident of the worst alert.
pub fn next_alert(ui: Ui) -> bool {
    use super::alerts::What;
    let due = ui.desk.read(|state| super::alerts::due(state, ui.desk.now()));
    let incident = due.shown.iter().find_map(|alert| match alert.what {
        What::NoUnit(id) | What::SendNow(id) | What::HoldOver(id) | What::ToClose(id) => Some(id),
        What::Welfare(unit) | What::Safety(unit) => {
            ui.desk.read(|state| state.top_assignment(state.units.get(&unit)?).map(|work| work.incident))
        }
    });
    if let Some(incident) = incident {
        ui.desk.select(Some(incident));
        ui.desk.go(View::Desk);
    }
    true
}

fn end_call(ui: Ui) -> bool {
    if let Some(call) = ui.call.get_untracked() {
        super::opening::end_call(ui, call, CallEnd::Ended);
    }
    true
}

fn send_recommended(ui: Ui) -> bool {
    if let Some(incident) = ui.desk.signals().selected.get_untracked() {
        ui.send_recommended(incident);
    }
    true
}

/// While a call is being taken, the place that is read back is the one in its form, whatever else is selected.
fn verify(ui: Ui) -> bool {
    let taking = ui.desk.signals().address.with_untracked(|address| address.view == View::Intake);
    let call = ui.call.get_untracked().filter(|_| taking);
    let incident = match call {
        Some(call) => ui.desk.read(|state| state.calls.get(&call).and_then(|call| call.incident)),
        None => ui.desk.signals().selected.get_untracked(),
    };
    if let Some(incident) = incident {
        ui.act(Command::VerifyPlace(incident));
    }
    true
}
