//! The command line: what is typed, what Enter would do, what was done last.

use super::act::Ui;
use super::kit::{icon, key};
use crate::app::desk::Answer;
use crate::board::address::View;
use crate::board::elapsed::stretch;
use crate::board::sheet::duplicates;
use crate::board::speech;
use crate::domain::command::{Care, Command};
use crate::domain::event::Event;
use crate::domain::ids::CallId;
use crate::domain::language::complete::complete;
use crate::domain::language::parse::{Fault, Intent, Show as Wanted};
use crate::words::{Msg, say, t};
use leptos::ev;
use leptos::prelude::*;

const DRAFT: &str = "command/line";
const HISTORY: &str = "command/history";
const REMEMBERED: usize = 50;
const OFFERED: usize = 7;

/// What Enter would do with the line.
#[derive(Debug, Clone, PartialEq)]
enum Preview {
    Nothing,
    Does(String),
    /// It would be refused, or is not understood; perhaps another word was meant.
    Cannot {
        why: String,
        instead: Option<String>,
    },
    /// It would open an incident that seems to be there already. The line beside it attaches the caller instead.
    Repeats {
        does: String,
        known: String,
        attach: String,
    },
    /// It would be asked about: Enter twice.
    Asks(String),
}

#[component]
pub fn CommandBar(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let line = RwSignal::new(desk.drafts().get(DRAFT).unwrap_or_default());
    let history = StoredValue::new(
        desk.drafts().get(HISTORY).and_then(|text| serde_json::from_str::<Vec<String>>(&text).ok()).unwrap_or_default(),
    );
    let recalled = StoredValue::new(None::<usize>);
    // The newest remembered line is what was being typed when somebody began to recall.
    let kept = StoredValue::new(false);
    let chosen = RwSignal::new(None::<usize>);
    // The line that was asked about: the same line again means it.
    let asked = RwSignal::new(None::<String>);
    let open = RwSignal::new(false);

    let changed = (
        desk.signals().incidents_changed.clone(),
        desk.signals().units_changed.clone(),
        desk.signals().selected.clone(),
    );
    let setup = desk.signals().setup.clone();
    let preview = Memo::new(move |_| {
        setup.track();
        changed.0.track();
        changed.1.track();
        changed.2.track();
        let text = line.get();
        if text.trim().is_empty() { Preview::Nothing } else { look(ui, &text) }
    });
    let offers = Memo::new(move |_| {
        if open.get() { line.with(|line| desk.read(|state| complete(line, state, OFFERED))) } else { Vec::new() }
    });
    let set = move |text: String| {
        desk.drafts().set(DRAFT, &text);
        asked.set(None);
        line.set(text);
    };
    let remember = move |typed: String| {
        history.update_value(|history| {
            history.retain(|other| *other != typed);
            history.push(typed);
            let extra = history.len().saturating_sub(REMEMBERED);
            history.drain(..extra);
            desk.drafts().set(HISTORY, &serde_json::to_string(history).unwrap_or_default());
        });
        recalled.set_value(None);
    };
    let done = move |typed: String| {
        // What was typed while the store was busy is the next line, not part of this one.
        let same = line.with_untracked(|line| line.trim() == typed);
        remember(typed);
        if same {
            set(String::new());
        }
    };
    // The line that the store is keeping right now: a second Enter on it is one too many.
    let sending = StoredValue::new(None::<String>);
    let run = move || {
        let typed = line.get_untracked().trim().to_owned();
        if typed.is_empty() || sending.get_value().as_deref() == Some(&typed) {
            return;
        }
        open.set(false);
        match desk.parse(&typed) {
            Err(fault) => ui.refuse(speech::fault(&fault)),
            Ok(parsed) => match parsed.intent {
                Intent::Show(wanted) => {
                    done(typed);
                    show(ui, wanted);
                }
                Intent::Do(command) => {
                    let care =
                        if asked.get_untracked().as_deref() == Some(&typed) { Care::Insisted } else { Care::AskFirst };
                    let opens = matches!(command, Command::OpenIncident { .. });
                    let known = match repeats(ui, &command, "") {
                        Some(Preview::Repeats { known, .. }) => format!(" {} {known}", t(Msg::MaybeSame)),
                        _ => String::new(),
                    };
                    sending.set_value(Some(typed.clone()));
                    desk.ask_with(command, parsed.happened, care, move |answer| {
                        sending.set_value(None);
                        match answer {
                            Answer::Done(events) => {
                                done(typed);
                                ui.notice.set(None);
                                let made = events.iter().find_map(|event| match event {
                                    Event::IncidentOpened { incident, .. } => Some(*incident),
                                    _ => None,
                                });
                                if let Some(made) = made.filter(|_| opens) {
                                    desk.select(Some(made));
                                }
                            }
                            Answer::Refused { refusal, sentence } => {
                                if refusal.yields_to_insistence() {
                                    asked.set(Some(typed));
                                    ui.refuse(say(Msg::EnterAgain, &[&sentence]) + &known);
                                } else {
                                    ui.refuse(sentence);
                                }
                            }
                            Answer::NotSaved(why) => ui.refuse(say(Msg::NotSavedShort, &[&why])),
                        }
                    });
                }
            },
        }
    };
    let take = move |index: usize| {
        if let Some(offer) = offers.with_untracked(|offers| offers.get(index).cloned()) {
            set(offer.line);
            chosen.set(None);
            super::kit::focus_now("command");
        }
    };
    let recall = move |older: bool| {
        let text = match (recalled.get_value(), older) {
            (None, true) => {
                // What was typed and not sent becomes the newest of the remembered lines, so that Down comes back to it.
                let typed = line.get_untracked();
                let keeps = !typed.trim().is_empty();
                if keeps {
                    remember(typed);
                }
                kept.set_value(keeps);
                history.with_value(|history| {
                    let at = history.len().checked_sub(1 + usize::from(keeps))?;
                    recalled.set_value(Some(at));
                    history.get(at).cloned()
                })
            }
            (Some(at), true) => {
                let at = at.saturating_sub(1);
                recalled.set_value(Some(at));
                history.with_value(|history| history.get(at).cloned())
            }
            (Some(at), false) => history.with_value(|history| {
                let last = history.len().saturating_sub(1);
                let back = last <= at || (kept.get_value() && last <= at + 1);
                recalled.set_value((!back).then_some(at + 1));
                Some(history.get(at + 1).cloned().unwrap_or_default())
            }),
            (None, false) => None,
        };
        if let Some(text) = text {
            set(text);
            open.set(false);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let count = offers.with_untracked(Vec::len);
        match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                match chosen.get_untracked() {
                    Some(index) => take(index),
                    None => run(),
                }
            }
            _ if super::keys::with_alt(&event) == super::intake::ALT_JOIN => {
                let attach = preview.with_untracked(|preview| match preview {
                    Preview::Repeats { attach, .. } => Some(attach.clone()),
                    _ => None,
                });
                if let Some(line) = attach {
                    event.prevent_default();
                    set(line);
                    run();
                }
            }
            "Tab" if 0 < count && !event.shift_key() => {
                event.prevent_default();
                take(chosen.get_untracked().unwrap_or(0));
            }
            "ArrowDown" if 0 < count && recalled.get_value().is_none() => {
                event.prevent_default();
                chosen.update(|chosen| *chosen = Some(chosen.map_or(0, |index| (index + 1) % count)));
            }
            "ArrowUp" if chosen.get_untracked().is_some() => {
                event.prevent_default();
                chosen.update(|chosen| *chosen = chosen.and_then(|index| index.checked_sub(1)));
            }
            "ArrowUp" => {
                event.prevent_default();
                recall(true);
            }
            "ArrowDown" => {
                event.prevent_default();
                recall(false);
            }
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                if open.get_untracked() && 0 < count {
                    open.set(false);
                    chosen.set(None);
                } else if line.with_untracked(String::is_empty) {
                    if let Some(input) = document().get_element_by_id("command") {
                        use wasm_bindgen::JsCast as _;
                        input.unchecked_into::<web_sys::HtmlElement>().blur().ok();
                    }
                } else {
                    // Cleared is not lost: Up brings it back.
                    remember(line.get_untracked());
                    set(String::new());
                    ui.notice.set(None);
                }
            }
            _ => {}
        }
    };
    let on_input = move |event: ev::Event| {
        set(event_target_value(&event));
        recalled.set_value(None);
        chosen.set(None);
        open.set(true);
        ui.notice.set(None);
    };
    let last = desk.signals().last.clone();
    view! {
        <form class="cmd" on:submit=move |event: ev::SubmitEvent| { event.prevent_default(); run(); }>
            <label class="cmd-in"><span class="cmd-p" aria-hidden="true">"/"</span><span class="sr">{t(Msg::Command)}</span>
                <input id="command" autocomplete="off" autocapitalize="off" spellcheck="false" role="combobox"
                    aria-label=t(Msg::Command) aria-autocomplete="list" aria-controls="command-offers" aria-describedby="command-preview"
                    aria-expanded=move || (!offers.with(Vec::is_empty)).to_string()
                    aria-activedescendant=move || chosen.get().map(|index| format!("command-offer-{index}"))
                    placeholder=t(Msg::CommandHint) prop:value=line on:input=on_input on:keydown=on_key
                    on:focus=move |_| desk.drafts().set_focus("command") on:blur=move |_| open.set(false)/></label>
            <output id="command-preview" class="cmd-pre" class:bad=move || matches!(preview.get(), Preview::Cannot { .. }) aria-live="polite">
                {move || preview_view(preview.get(), set)}
            </output>
            <Show when=move || !offers.with(Vec::is_empty)>
                <ul class="cmd-pop" id="command-offers" role="listbox" aria-label=t(Msg::Offers)>
                    {move || offers.get().into_iter().enumerate().map(|(index, offer)| view! {
                        <li role="option" id=format!("command-offer-{index}") aria-selected=move || (chosen.get() == Some(index)).to_string()
                            on:mousedown=move |event: ev::MouseEvent| { event.prevent_default(); take(index); }>
                            <code>{offer.word}</code><span class="d">{offer.label}</span></li>
                    }).collect_view()}
                </ul>
            </Show>
            <p class="cmd-last">
                {move || match ui.notice.get() {
                    Some(notice) => {
                        let class = if notice.refused { "cmd-note refused" } else { "cmd-note" };
                        view! { <span class=class role="alert">{notice.text}</span> }.into_any()
                    }
                    None => match last.get() {
                        Some(act) => view! {
                            {icon("check")}<time>{desk.clock_at(act.at).clock()}</time>" "<span class="last-act">{act.sentence}</span>
                            {act.undoable.then(|| view! { <button type="button" class="btn quiet" on:click=move |_| ui.undo()>{t(Msg::Undo)}{key("Z")}</button> })}
                        }.into_any(),
                        None => ().into_any(),
                    },
                }}
            </p>
            <p class="cmd-keys" aria-hidden="true">
                <span><kbd>"↵"</kbd>" "{t(Msg::KeySend)}</span><span><kbd>"Esc"</kbd>" "{t(Msg::KeyClear)}</span>
                <span><kbd>"↑"</kbd>" "{t(Msg::KeyRecall)}</span><span><kbd>"?"</kbd>" "{t(Msg::KeyHelp)}</span>
            </p>
        </form>
    }
}

fn preview_view(preview: Preview, set: impl Fn(String) + Copy + Send + Sync + 'static) -> AnyView {
    match preview {
        Preview::Nothing => ().into_any(),
        Preview::Does(sentence) => view! { <span class="go">{icon("arrow")}{sentence}</span> }.into_any(),
        Preview::Repeats { does, known, attach } => {
            let shown = attach.clone();
            view! {
                <span class="go">{icon("arrow")}{does}</span>{icon("bang")}<b>{t(Msg::MaybeSame)}" "{known}</b>
                <button type="button" class="alt" on:click=move |_| { set(attach.clone()); super::kit::focus_now("command"); }>{shown}{key("Alt J")}</button>
            }
            .into_any()
        }
        Preview::Asks(sentence) => view! { <span class="go">{icon("bang")}{sentence}</span> }.into_any(),
        Preview::Cannot { why, instead } => view! {
            {icon("bang")}<b>{why}</b>
            {instead.map(|line| {
                let shown = line.clone();
                view! { <button type="button" class="alt" on:click=move |_| { set(line.clone()); super::kit::focus_now("command"); }>{shown}</button> }
            })}
        }
        .into_any(),
    }
}

fn look(ui: Ui, text: &str) -> Preview {
    let desk = ui.desk;
    match desk.parse(text) {
        Err(fault) => {
            let instead = match &fault {
                Fault::UnknownVerb { word, nearest: Some(nearest) } => Some(text.replacen(word.as_str(), nearest, 1)),
                Fault::UnknownWord { word, nearest: Some(nearest) } => {
                    let at = text.to_lowercase().find(&word.to_lowercase());
                    at.and_then(|at| Some(format!("{}{nearest}{}", text.get(..at)?, text.get(at + word.len()..)?)))
                }
                _ => None,
            };
            Preview::Cannot { why: speech::fault(&fault), instead }
        }
        Ok(parsed) => {
            let now = desk.clock().at(desk.now());
            let sentence = desk.read(|state| speech::preview(&parsed, state, now));
            let Intent::Do(command) = &parsed.intent else { return Preview::Does(sentence) };
            match desk.would_refuse(command, parsed.happened) {
                None => repeats(ui, command, &sentence).unwrap_or(Preview::Does(sentence)),
                Some((refusal, why)) if refusal.yields_to_insistence() => {
                    repeats(ui, command, &why).unwrap_or(Preview::Asks(why))
                }
                Some((_, why)) => Preview::Cannot { why, instead: None },
            }
        }
    }
}

/// Whether a line would open an incident that seems to be open already.
fn repeats(ui: Ui, command: &Command, does: &str) -> Option<Preview> {
    let Command::OpenIncident { call: None, kind, place, summary, .. } = command else { return None };
    let desk = ui.desk;
    let now = desk.now();
    let likely = desk.read(|state| duplicates(state, place, Some(kind), summary, now, None)).into_iter().next()?;
    let said = match summary.trim() {
        "" => desk.read(|state| state.types.get(kind).map_or_else(|| kind.to_string(), |row| row.label.clone())),
        summary => summary.to_owned(),
    };
    let number = likely.number.to_string();
    let ago = stretch(likely.seconds_ago);
    Some(Preview::Repeats {
        does: does.to_owned(),
        known: say(Msg::MaybeSameLine, &[&number, &likely.kind, &likely.place, &ago]),
        attach: format!("AT {number} ; {said}"),
    })
}

fn show(ui: Ui, wanted: Wanted) {
    let desk = ui.desk;
    match wanted {
        Wanted::NewCall => ui.new_call(),
        Wanted::Incident(id) => {
            desk.select(Some(id));
            ui.pane.set("sheet");
            if desk.signals().address.with_untracked(|address| address.view != View::Intake) {
                desk.go(View::Desk);
            }
        }
        Wanted::Unit(id) => ui.unit.set(Some(id)),
        Wanted::Find(text) => desk.change_address(|address| {
            address.find = text;
            address.view = View::Desk;
        }),
        Wanted::CloseForm(id) => {
            desk.select(Some(id));
            desk.go(View::Desk);
            ui.closing.set(Some(id));
            super::kit::focus_id("close-disposition");
        }
        Wanted::EndCall { incident, how } => {
            let open = |id: &CallId| desk.read(|state| state.calls.get(id).is_some_and(|call| call.ended.is_none()));
            let of = |id| desk.read(|state| state.incidents.get(&id).map(|one| one.calls.clone()).unwrap_or_default());
            let call = match incident {
                Some(incident) => of(incident).into_iter().rev().find(open),
                None => ui.call.get_untracked(),
            };
            match call {
                Some(call) => super::opening::end_call(ui, call, how),
                None => ui.refuse(t(Msg::NoCallToEnd)),
            }
        }
        Wanted::Recommend(id) => ui.send_recommended(id),
        Wanted::Undo => ui.undo(),
        Wanted::Help => ui.help.set(true),
    }
}
