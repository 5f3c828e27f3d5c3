//! A text that is kept while it is typed and committed when it is left. Another window's change never overwrites what is
//! being typed; it is offered beside it.

use super::kit::icon;
use crate::app::desk::{Answer, Desk};
use crate::domain::command::{Care, Command};
use crate::domain::refusal::Refusal;
use crate::words::{Msg, t};
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;

/// Where the suggestions of a field come from.
#[derive(Clone, Copy)]
pub enum Pick {
    None,
    Places(Desk),
    Types(Desk),
    Cards(Desk),
    Zones(StoredValue<Vec<String>>),
}

/// One suggestion: what the field will hold, and what is said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Option_ {
    pub value: String,
    pub detail: String,
}

impl Pick {
    /// At most eight suggestions for what was typed.
    #[must_use]
    pub fn find(self, text: &str) -> Vec<Option_> {
        const MOST: usize = 8;
        match self {
            Self::None => Vec::new(),
            Self::Places(desk) => desk.read(|state| {
                let places = state.place_index.matching(text, MOST).into_iter();
                let places = places.filter_map(|id| state.places.get(&id));
                let named = places.map(|place| Option_ { value: place.name.clone(), detail: place.note.clone() });
                let crossings = state.ground.crossings_like(text, MOST).into_iter();
                let crossings = crossings.map(|value| Option_ { value, detail: t(Msg::CrossingWord).to_owned() });
                let marks = state.marks_like(text).into_iter();
                let marks = marks.map(|value| Option_ { value, detail: t(Msg::CourseWord).to_owned() });
                named.chain(marks).chain(crossings).take(MOST).collect()
            }),
            Self::Types(desk) => desk.read(|state| {
                let folded = crate::domain::place::fold(text);
                let words = |label: &str| {
                    let label = crate::domain::place::fold(label);
                    label.starts_with(&folded) || label.split(' ').any(|word| word.starts_with(&folded))
                };
                let usable = state.types.values().filter(|row| !row.retired);
                let found = usable.filter(|row| row.code.as_str().starts_with(&folded) || words(&row.label));
                let options = found.map(|row| Option_ { value: row.label.clone(), detail: row.code.to_string() });
                options.take(MOST).collect()
            }),
            Self::Cards(desk) => desk.read(|state| {
                let typed = text.trim().to_lowercase();
                let cards = crate::board::card::usable_cards(state).into_iter();
                let found = cards
                    .filter(|card| card.title.to_lowercase().contains(&typed) || card.code.as_str().contains(&typed));
                let options = found.map(|card| Option_ { value: card.title.clone(), detail: card.code.to_string() });
                options.take(MOST).collect()
            }),
            Self::Zones(zones) => zones.with_value(|zones| {
                let typed = text.to_lowercase();
                let found = zones.iter().filter(|zone| zone.to_lowercase().contains(&typed)).take(MOST);
                found.map(|zone| Option_ { value: zone.clone(), detail: String::new() }).collect()
            }),
        }
    }
}

/// What a field does with the text when it is left: a command, or nothing.
pub type ToCommand = Arc<dyn Fn(&str) -> Option<Command> + Send + Sync>;

/// Why a field cannot use a text, in a sentence; or nothing.
pub type Reject = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// What the field knows beside its text.
#[derive(Clone)]
pub struct Live {
    pub desk: Desk,
    /// Where the draft is kept: form and field.
    pub key: String,
    /// The value as it stands in the record.
    pub stored: Signal<String>,
    pub to_command: ToCommand,
    /// Called with the text each time it stands in the record.
    pub kept: Arc<dyn Fn(&str) + Send + Sync>,
    /// Called with every text as it is typed.
    pub typed: Arc<dyn Fn(&str) + Send + Sync>,
    /// Why a text cannot be used. It stays in the field, with this sentence under it.
    pub reject: Reject,
    /// Raised when what stands in the record takes the place of what is typed: the field belongs to something else since.
    pub moved: RwSignal<u32>,
}

impl Live {
    pub fn new(
        desk: Desk,
        key: impl Into<String>,
        stored: Signal<String>,
        to_command: impl Fn(&str) -> Option<Command> + Send + Sync + 'static,
    ) -> Self {
        Self {
            desk,
            key: key.into(),
            stored,
            to_command: Arc::new(to_command),
            kept: Arc::new(|_| {}),
            typed: Arc::new(|_| {}),
            reject: Arc::new(|_| None),
            moved: RwSignal::new(0),
        }
    }

    #[must_use]
    pub fn or_say(self, reject: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self { reject: Arc::new(reject), ..self }
    }

    #[must_use]
    pub fn moved_by(self, moved: RwSignal<u32>) -> Self {
        Self { moved, ..self }
    }

    #[must_use]
    pub fn on_typed(self, typed: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { typed: Arc::new(typed), ..self }
    }

    #[must_use]
    pub fn on_kept(self, kept: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { kept: Arc::new(kept), ..self }
    }
}

/// One line, or several, of live text.
#[component]
pub fn LiveField(
    live: Live,
    id: &'static str,
    label: &'static str,
    #[prop(default = false)] tall: bool,
    #[prop(default = Pick::None)] pick: Pick,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional, into)] hint: MaybeProp<String>,
) -> impl IntoView {
    let Live { desk, key, stored, to_command, kept, typed, reject, moved } = live;
    let key = StoredValue::new(key);
    let first = stored.get_untracked();
    let draft = desk.drafts().get(&key.get_value());
    let text = RwSignal::new(draft.clone().unwrap_or_else(|| first.clone()));
    // The stored value that the typing started from.
    let base = RwSignal::new(first);
    let theirs = RwSignal::new(None::<String>);
    // What this field itself has asked to be kept; the answer may come back trimmed or under a place's own name.
    let sent = StoredValue::new(None::<String>);
    // What was asked about: the same text with Enter again is meant, leaving the field is not an answer.
    let asked = StoredValue::new(None::<String>);
    let fault = RwSignal::new(None::<String>);
    let chosen = RwSignal::new(None::<usize>);
    let open = RwSignal::new(false);
    if let Some(draft) = draft {
        typed(&draft);
    }

    Effect::new(move || {
        let now = stored.get();
        if now == base.get_untracked() {
            return;
        }
        let own = sent.get_value().is_some_and(|sent| sent == text.get_untracked());
        let dirty = text.get_untracked() != base.get_untracked();
        if dirty && !own && text.get_untracked() != now {
            theirs.set(Some(now.clone()));
        } else {
            text.set(now.clone());
            theirs.set(None);
        }
        base.set(now);
    });

    Effect::new(move |before: Option<u32>| {
        let count = moved.get();
        if before.is_some_and(|before| before != count) {
            desk.drafts().forget(&key.get_value());
            let now = stored.get_untracked();
            base.set(now.clone());
            text.set(now);
            theirs.set(None);
        }
        count
    });

    let set_text = {
        let typed = Arc::clone(&typed);
        move |value: String| {
            desk.drafts().set(&key.get_value(), &value);
            typed(&value);
            text.set(value);
        }
    };
    let commit = move |entered: bool| {
        // A field that leaves the page with its form is blurred when it is gone; its text is in the drafts.
        let Some(value) = text.try_get_untracked() else { return };
        open.set(false);
        if value == base.get_untracked() {
            desk.drafts().forget(&key.get_value());
            kept(&value);
            return;
        }
        let why = reject(&value);
        let usable = why.is_none();
        fault.set(why);
        let Some(command) = to_command(&value).filter(|_| usable) else {
            kept(&value);
            return;
        };
        if sent.get_value().as_deref() == Some(&value) {
            // Enter and the leaving of the field that follows it are one commit.
            return;
        }
        let again = asked.with_value(|asked| asked.as_deref() == Some(&value));
        if again && !entered {
            return;
        }
        let care = if again { Care::Insisted } else { Care::AskFirst };
        sent.set_value(Some(value.clone()));
        let (kept, draft_key) = (Arc::clone(&kept), key.get_value());
        desk.ask_with(command, None, care, move |answer| {
            let Some(shown) = text.try_get_untracked() else {
                if answer.is_done() {
                    desk.drafts().forget(&draft_key);
                    kept(&value);
                }
                return;
            };
            sent.set_value(None);
            match answer {
                Answer::Done(_) | Answer::Refused { refusal: Refusal::Unchanged, .. } => {
                    if shown == value {
                        desk.drafts().forget(&draft_key);
                        text.set(stored.get_untracked());
                    }
                    fault.set(None);
                    asked.set_value(None);
                    theirs.set(None);
                    kept(&value);
                }
                Answer::Refused { refusal, sentence } if refusal.yields_to_insistence() => {
                    asked.set_value(Some(value.clone()));
                    fault.set(Some(crate::words::say(Msg::EnterAgain, &[&sentence])));
                }
                Answer::Refused { sentence, .. } => fault.set(Some(sentence)),
                Answer::NotSaved(why) => fault.set(Some(crate::words::say(Msg::NotSavedKept, &[&why]))),
            }
        });
    };
    let options = Memo::new(move |_| if open.get() { text.with(|text| pick.find(text)) } else { Vec::new() });
    let choose = {
        let (set_text, commit) = (set_text.clone(), commit.clone());
        move |index: usize| {
            if let Some(option) = options.with_untracked(|options| options.get(index).cloned()) {
                set_text(option.value);
                chosen.set(None);
                commit(true);
            }
        }
    };
    let on_input = {
        let set_text = set_text.clone();
        move |event: ev::Event| {
            set_text(event_target_value(&event));
            chosen.set(None);
            open.set(true);
        }
    };
    let on_key = {
        let (commit, choose) = (commit.clone(), choose.clone());
        move |event: ev::KeyboardEvent| {
            let count = options.with_untracked(Vec::len);
            match event.key().as_str() {
                "ArrowDown" if 0 < count => {
                    event.prevent_default();
                    chosen.update(|chosen| *chosen = Some(chosen.map_or(0, |index| (index + 1) % count)));
                }
                "ArrowUp" if 0 < count => {
                    event.prevent_default();
                    chosen
                        .update(|chosen| *chosen = Some(chosen.map_or(count - 1, |index| (index + count - 1) % count)));
                }
                "Escape" if open.get_untracked() && 0 < count => {
                    event.prevent_default();
                    event.stop_propagation();
                    open.set(false);
                }
                "Enter" if tall && event.shift_key() => {}
                "Enter" => {
                    event.prevent_default();
                    match chosen.get_untracked() {
                        Some(index) => choose(index),
                        None => commit(true),
                    }
                    focus_next(id);
                }
                _ => {}
            }
        }
    };
    let on_blur = {
        let commit = commit.clone();
        move |_| commit(false)
    };
    let on_focus = move |_| desk.drafts().set_focus(id);
    let take_theirs = move |_| {
        if let Some(value) = theirs.get_untracked() {
            desk.drafts().forget(&key.get_value());
            text.set(value);
            theirs.set(None);
        }
    };
    let list = format!("{id}-list");
    let active = move || chosen.get().map(|index| format!("{id}-option-{index}"));
    let expanded = move || (!options.with(Vec::is_empty)).to_string();
    let has_list = !matches!(pick, Pick::None);
    let input = if tall {
        view! {
            <textarea id=id class="inp" aria-label=label rows="2" data-field="" data-draft=key.get_value() prop:value=text
                on:input=on_input on:keydown=on_key on:blur=on_blur on:focus=on_focus></textarea>
        }
        .into_any()
    } else if has_list {
        view! {
            <input id=id class="inp" aria-label=label autocomplete=autocomplete data-field="" prop:value=text
                role="combobox" aria-autocomplete="list" aria-controls=list.clone() aria-expanded=expanded
                aria-activedescendant=active
                on:input=on_input on:keydown=on_key on:blur=on_blur on:focus=on_focus/>
        }
        .into_any()
    } else {
        view! {
            <input id=id class="inp" aria-label=label autocomplete=autocomplete data-field="" prop:value=text
                on:input=on_input on:keydown=on_key on:blur=on_blur on:focus=on_focus/>
        }
        .into_any()
    };
    let choose = StoredValue::new(choose);
    view! {
        <div class="combo">
            {input}
            <Show when=move || !options.with(Vec::is_empty)>
                <ul class="pop" role="listbox" id=list.clone() aria-label=label>
                    {move || options.get().into_iter().enumerate().map(|(index, option)| view! {
                        <li role="option" id=format!("{id}-option-{index}")
                            aria-selected=move || (chosen.get() == Some(index)).to_string()
                            on:mousedown=move |event: ev::MouseEvent| {
                                event.prevent_default();
                                choose.with_value(|choose| choose(index));
                                focus_next(id);
                            }>
                            <span>{option.value}</span><span class="d">{option.detail}</span>
                        </li>
                    }).collect_view()}
                </ul>
            </Show>
            {move || hint.get().map(|hint| view! { <p class="msg hint">{hint}</p> })}
            {move || fault.get().map(|fault| view! { <p class="msg" role="alert">{icon("bang")}{fault}</p> })}
            {move || theirs.get().map(|theirs| view! {
                <p class="theirs" role="status">{t(Msg::TheyWrote)}" "<b>{theirs}</b>
                    <button type="button" class="btn" on:mousedown=|event| event.prevent_default() on:click=take_theirs>{t(Msg::TakeTheirs)}</button>
                </p>
            })}
        </div>
    }
}

/// Moves the cursor to the field after the one with this id, in the order of the form.
pub fn focus_next(id: &str) {
    use wasm_bindgen::JsCast as _;
    let Some(here) = document().get_element_by_id(id) else { return };
    let Ok(Some(form)) = here.closest("form") else { return };
    let Ok(fields) = form.query_selector_all("[data-field]") else { return };
    let mut found = false;
    for index in 0..fields.length() {
        let Some(field) = fields.item(index).and_then(|node| node.dyn_into::<web_sys::HtmlElement>().ok()) else {
            continue;
        };
        if found {
            field.focus().ok();
            return;
        }
        found = field.id() == id;
    }
}
