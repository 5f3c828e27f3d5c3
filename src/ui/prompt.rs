//! One question at a time: a native dialog with a title, some fields and the answers as buttons.

use super::field::Pick;
use super::kit::{focus_id, key};
use crate::app::desk::Desk;
use crate::words::{Msg, t};
use leptos::ev;
use leptos::html::Dialog;
use leptos::prelude::*;
use std::cell::RefCell;
use std::sync::Arc;

/// What is asked.
#[derive(Clone)]
pub struct Prompt {
    pub title: String,
    pub body: String,
    pub fields: Vec<Field>,
    pub actions: Vec<Action>,
}

#[derive(Clone)]
pub struct Field {
    pub label: &'static str,
    pub kind: Kind,
    pub value: RwSignal<String>,
}

#[derive(Clone)]
pub enum Kind {
    Text,
    Number,
    Area,
    Choice(Vec<(String, String)>),
    /// Text with suggestions.
    Pick(Pick),
}

impl Field {
    #[must_use]
    pub fn new(label: &'static str, kind: Kind, value: &str) -> Self {
        Self { label, kind, value: RwSignal::new(value.to_owned()) }
    }
}

/// One answer. The first is what Enter does.
#[derive(Clone)]
pub struct Action {
    pub label: String,
    /// The line that does the same, where there is one.
    typed: String,
    pub run: Arc<dyn Fn(Vec<String>) + Send + Sync>,
}

impl Action {
    pub fn new(label: impl Into<String>, run: impl Fn(Vec<String>) + Send + Sync + 'static) -> Self {
        Self { label: label.into(), typed: String::new(), run: Arc::new(run) }
    }

    #[must_use]
    pub fn typed(self, typed: String) -> Self {
        Self { typed, ..self }
    }
}

thread_local! {
    /// The question that was answered last, for the case that its act comes to nothing.
    static KEPT: RefCell<Option<Prompt>> = const { RefCell::new(None) };
}

/// Gives back the question that was answered last, with everything that was typed into it.
#[must_use]
pub fn kept() -> Option<Prompt> {
    KEPT.with_borrow_mut(Option::take)
}

/// Whether the act that is under way was asked for in a question.
#[must_use]
pub fn was_asked() -> bool {
    KEPT.with_borrow(Option::is_some)
}

/// Forgets it, and what was typed into it: its act stands.
pub fn forget_kept(desk: Desk) {
    if let Some(prompt) = kept() {
        desk.drafts().forget_form(&draft_of(&prompt.title));
    }
}

/// Where the texts of a question are kept: one that is put aside comes back as it was left.
fn draft_of(title: &str) -> String {
    format!("ask/{title}/")
}

/// The dialog that shows whatever `prompt` holds.
#[component]
pub fn PromptDialog(prompt: RwSignal<Option<Prompt>>, #[prop(optional)] desk: Option<Desk>) -> impl IntoView {
    let node = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        match prompt.with(Option::is_some) {
            true if !dialog.open() => {
                dialog.show_modal().ok();
                focus_id("prompt-0");
            }
            false if dialog.open() => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog node_ref=node class="ask-box" aria-labelledby="prompt-title" on:close=move |_| prompt.set(None)>
            {move || prompt.get().map(|shown| body(desk, shown, prompt))}
        </dialog>
    }
}

fn body(desk: Option<Desk>, shown: Prompt, prompt: RwSignal<Option<Prompt>>) -> AnyView {
    let drafts = draft_of(&shown.title);
    let fields = shown.fields.clone();
    let again = shown.clone();
    let run = move |action: &Action| {
        let values = fields.iter().map(|field| field.value.get_untracked().trim().to_owned()).collect();
        // Closed first: the answer may ask the next question. What was typed stays at hand until the answer is in.
        prompt.set(None);
        KEPT.with_borrow_mut(|kept| *kept = Some(again.clone()));
        (action.run)(values);
    };
    let first = shown.actions.first().cloned();
    let submit = {
        let run = run.clone();
        move |event: ev::SubmitEvent| {
            event.prevent_default();
            if let Some(action) = &first {
                run(action);
            }
        }
    };
    let buttons: Vec<AnyView> = shown
        .actions
        .iter()
        .enumerate()
        .map(|(index, action)| {
            let label = action.label.clone();
            let typed = (!action.typed.is_empty()).then(|| key(action.typed.as_str()));
            if index == 0 {
                return view! { <button type="submit" class="btn primary">{label}{typed}</button> }.into_any();
            }
            let (run, action) = (run.clone(), action.clone());
            view! { <button type="button" class="btn" on:click=move |_| run(&action)>{label}{typed}</button> }
                .into_any()
        })
        .collect();
    let inputs: Vec<AnyView> =
        shown.fields.iter().enumerate().map(|(index, field)| input(desk, &drafts, index, field)).collect();
    view! {
        <form on:submit=submit>
            <h2 id="prompt-title">{shown.title}</h2>
            {(!shown.body.is_empty()).then(|| view! { <p>{shown.body}</p> })}
            {inputs}
            <div class="acts">
                <button type="button" class="btn start" on:click=move |_| prompt.set(None)>{t(Msg::Back)}</button>
                {buttons}
            </div>
        </form>
    }
    .into_any()
}

fn input(desk: Option<Desk>, drafts: &str, index: usize, field: &Field) -> AnyView {
    let (value, label) = (field.value, field.label);
    let id = format!("prompt-{index}");
    let key = format!("{drafts}{index}");
    // The launcher has no operation and keeps no drafts.
    if let Some(text) = desk.and_then(|desk| desk.drafts().get(&key)) {
        value.set(text);
    }
    let typed = move |event: ev::Event| {
        let text = event_target_value(&event);
        if let Some(desk) = desk {
            desk.drafts().set(&key, &text);
        }
        value.set(text);
    };
    match field.kind.clone() {
        Kind::Text => view! {
            <label class="fld">{label}<input id=id class="inp" autocomplete="off" prop:value=value on:input=typed/></label>
        }
        .into_any(),
        Kind::Number => view! {
            <label class="fld">{label}
                <input id=id class="inp" type="number" min="0" prop:value=value on:input=typed/>
            </label>
        }
        .into_any(),
        Kind::Area => view! {
            <label class="fld">{label}<textarea id=id class="inp" rows="3" prop:value=value on:input=typed></textarea></label>
        }
        .into_any(),
        Kind::Choice(choices) => view! {
            <label class="fld">{label}
                <select id=id class="inp" on:change=typed prop:value=value>
                    {choices
                        .into_iter()
                        .map(|(code, label)| {
                            let chosen = code == value.get_untracked();
                            view! { <option value=code selected=chosen>{label}</option> }
                        })
                        .collect_view()}
                </select>
            </label>
        }
        .into_any(),
        Kind::Pick(pick) => {
            let list = format!("prompt-list-{index}");
            let options = move || value.with(|text| pick.find(text));
            view! {
                <label class="fld">{label}
                    <input id=id class="inp" autocomplete="off" list=list.clone() prop:value=value on:input=typed/>
                    <datalist id=list>
                        {move || options().into_iter().map(|option| view! { <option value=option.value>{option.detail}</option> }).collect_view()}
                    </datalist>
                </label>
            }
            .into_any()
        }
    }
}
