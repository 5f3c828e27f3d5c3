//! The small marks that every screen shares: icon, status, priority, timer, key.

use crate::board::elapsed::Standing;
use crate::board::speech::status_word;
use crate::board::units::family;
use crate::domain::incident::Priority;
use crate::domain::unit::Status;
use crate::words::{Msg, say, t};
use leptos::prelude::*;

/// An icon of the sprite in `index.html`. It never carries a meaning alone.
pub fn icon(name: &str) -> impl IntoView + use<> {
    let href = format!("#i-{name}");
    view! { <svg class="i" aria-hidden="true"><use href=href></use></svg> }
}

/// The silhouette of a status.
pub fn glyph(code: &str) -> impl IntoView + use<> {
    let href = format!("#g-{}", silhouette(code));
    view! { <svg class="g" aria-hidden="true"><use href=href></use></svg> }
}

/// Codes that share a silhouette with another one.
fn silhouette(code: &str) -> &str {
    match code {
        "MU" => "CL",
        "BZ" | "TN" => "BR",
        "OD" => "OO",
        "HO" => "AH",
        other => other,
    }
}

/// Silhouette and two-letter code, with the word for those who do not see them.
pub fn status_mark(status: Status) -> impl IntoView + use<> {
    let code = status.code();
    view! {
        <span class=format!("st {}", family(status))>
            {glyph(code)}
            <abbr title=status_word(status)>{code}</abbr>
        </span>
    }
}

/// A unit by its call sign, with its status in shape and words.
pub fn unit_mark(call_sign: &str, status: Status) -> impl IntoView + use<> {
    let sign = call_sign.to_owned();
    view! {
        <span class=format!("un {}", family(status))>
            {glyph(status.code())}
            <span>{sign}</span>
            <span class="sr">{format!(" {}", status_word(status).to_lowercase())}</span>
        </span>
    }
}

/// The priority mark. It goes quiet once help is on scene.
pub fn priority_mark(priority: Priority, met: bool) -> impl IntoView + use<> {
    let level = if priority.level() == 5 { 4 } else { priority.level() };
    let class = format!("pri p{level}{}", if met { " met" } else { "" });
    let title = say(Msg::PriorityTitle, &[&priority.level().to_string()]);
    view! { <span class=class><abbr title=title>{priority.code()}</abbr></span> }
}

/// A running time and how it stands.
pub fn timer(text: String, standing: Standing) -> impl IntoView + use<> {
    let class = match standing {
        Standing::Plain => "tm",
        Standing::Near => "tm near",
        Standing::Over => "tm over",
    };
    let late = (standing == Standing::Over).then(|| view! { <span class="sr">{t(Msg::OverdueBy)}" "</span> });
    view! { <span class=class>{late}{text}</span> }
}

/// A key or command beside a label. Read out as part of the button only where it helps, so it is hidden from readers.
pub fn key(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    view! { <kbd aria-hidden="true">{text}</kbd> }.into_any()
}

/// Why a list is empty.
pub fn empty(title: Msg, help: Msg) -> impl IntoView {
    view! { <div class="empty"><b>{t(title)}</b><span>{t(help)}</span></div> }
}

/// Puts the cursor into the element with this id, once it is there.
pub fn focus_id(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || focus_now(&id));
}

/// Takes the cursor out of the field that has it, which keeps what was typed there as if it had been left by hand.
pub fn leave_field() {
    use wasm_bindgen::JsCast as _;
    let field = document().active_element().and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(field) = field {
        field.blur().ok();
    }
}

pub fn focus_now(id: &str) {
    use wasm_bindgen::JsCast as _;
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        element.focus().ok();
        if let Some(input) = element.dyn_ref::<web_sys::HtmlInputElement>() {
            let end = input.value().encode_utf16().count() as u32;
            input.set_selection_range(end, end).ok();
        }
    }
}

/// Metres as people read them.
#[must_use]
pub fn metres(value: f64) -> String {
    if value < 950.0 { format!("{:.0} m", (value / 10.0).round() * 10.0) } else { format!("{:.1} km", value / 1000.0) }
}

/// Seconds of an estimate, in whole minutes.
#[must_use]
pub fn minutes(seconds: u32) -> String {
    say(Msg::AboutMinutes, &[&seconds.div_ceil(60).to_string()])
}
