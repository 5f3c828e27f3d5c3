//! The first screen: the operations of this device, a new one, a file, a practice, and who sits at this window.

use super::field::Pick;
use super::frame::body_class;
use super::kit::{focus_id, icon};
use super::prompt::{Action, Field, Kind, Prompt, PromptDialog};
use crate::app::launcher::{NewOperation, POSITIONS, Port};
use crate::board::address::{Address, View};
use crate::board::hall::Listed;
use crate::board::hall::Seat;
use crate::board::speech::{Clock, profile_word};
use crate::domain::ids::OperationId;
use crate::domain::moment::Moment;
use crate::domain::setup::Profile;
use crate::words::{Msg, say, t};
use leptos::ev;
use leptos::prelude::*;

/// How often the launcher looks who sits where.
const LOOK_ROUND: std::time::Duration = std::time::Duration::from_secs(2);

#[derive(Clone, Copy)]
struct Hall {
    port: Port,
    listed: RwSignal<Option<Result<Vec<Listed>, String>>>,
    seats: RwSignal<Vec<Seat>>,
    chosen: RwSignal<Option<OperationId>>,
    making: RwSignal<bool>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<String>>,
    prompt: RwSignal<Option<Prompt>>,
}

impl Hall {
    fn refresh(self) {
        self.port.list(Box::new(move |listed| self.listed.set(Some(listed))));
        self.look_round();
    }

    /// Who sits where. Nobody tells the launcher when a window opens or closes, so it looks.
    fn look_round(self) {
        self.port.seats(Box::new(move |seats| {
            if self.seats.try_with_untracked(|shown| *shown != seats) == Some(true) {
                self.seats.set(seats);
            }
        }));
    }

    /// Deletes an operation, unless a window has it open at this very moment.
    fn delete(self, id: OperationId, name: String) {
        self.port.seats(Box::new(move |seats| {
            let open = seats.iter().any(|seat| seat.operation == id.to_string());
            self.seats.set(seats);
            if open {
                self.trouble.set(Some(say(Msg::DeleteWhileOpen, &[&name])));
                return;
            }
            self.port.delete(
                id,
                Box::new(move |outcome| {
                    if let Err(why) = outcome {
                        self.trouble.set(Some(say(Msg::DeleteFailed, &[&why])));
                    }
                    self.refresh();
                }),
            );
        }));
    }

    /// What becomes of making an operation by any of the three ways.
    fn made(self) -> crate::app::launcher::Answer {
        self.busy.set(true);
        self.trouble.set(None);
        Box::new(move |made| {
            self.busy.set(false);
            match made {
                Ok(made) => {
                    self.making.set(false);
                    self.chosen.set(Some(made.id));
                    if made.without_cards {
                        self.trouble.set(Some(t(Msg::CardsNotLoaded).to_owned()));
                    }
                    self.refresh();
                    focus_id("operator");
                }
                Err(why) => self.trouble.set(Some(why)),
            }
        })
    }
}

#[component]
pub fn Launcher(port: Port, chosen: Option<OperationId>) -> impl IntoView {
    body_class("app launch");
    let hall = Hall {
        port,
        listed: RwSignal::new(None),
        seats: RwSignal::new(Vec::new()),
        chosen: RwSignal::new(chosen),
        making: RwSignal::new(false),
        busy: RwSignal::new(false),
        trouble: RwSignal::new(None),
        prompt: RwSignal::new(None),
    };
    hall.refresh();
    if let Ok(timer) = set_interval_with_handle(move || hall.look_round(), LOOK_ROUND) {
        on_cleanup(move || timer.clear());
    }
    document().set_title("Firstline");
    view! {
        <main>
            <header class="launch-head">
                <svg class="logo" viewBox="0 0 20 20" aria-hidden="true"><path d="M1 10h4.5l2-5 4 10 2.2-5H15" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round"></path><circle cx="17.6" cy="10" r="1.8" fill="currentColor"></circle></svg>
                <div><h1>"Firstline"</h1><p>{t(Msg::Tagline)}</p></div>
            </header>
            {move || hall.trouble.get().map(|why| view! { <div class="banner near" role="alert">{icon("bang")}<p>{why}</p>
                <button type="button" class="btn quiet" on:click=move |_| hall.trouble.set(None)>{t(Msg::Understood)}</button></div> })}
            <Show when=move || hall.busy.get()><p class="msg hint" role="status">{t(Msg::Working)}</p></Show>
            {move || match hall.chosen.get() {
                Some(id) => view! { <Seating hall id/> }.into_any(),
                None => view! { <Hallway hall/> }.into_any(),
            }}
            <footer class="launch-foot"><p>{t(Msg::PrivacyLine)}</p><p class="end">{t(Msg::SafetyLine)}</p></footer>
        </main>
        <PromptDialog prompt=hall.prompt/>
    }
}

#[component]
fn Hallway(hall: Hall) -> impl IntoView {
    let file = NodeRef::<leptos::html::Input>::new();
    let picked = move |_| {
        let input = file.get_untracked();
        let Some(chosen) = input.as_ref().and_then(|input| input.files()).and_then(|files| files.get(0)) else {
            return;
        };
        read_text(&chosen, move |text| match text {
            Some(text) => hall.port.import(text, hall.made()),
            None => hall.trouble.set(Some(t(Msg::FileUnreadable).to_owned())),
        });
        if let Some(input) = input {
            input.set_value("");
        }
    };
    let zone = move || hall.port.own_zone();
    view! {
        <div class="launch-acts">
            <button type="button" class="big primary" on:click=move |_| { hall.making.set(true); focus_id("new-name"); }>{icon("note")}<b>{t(Msg::NewOperation)}</b><span>{t(Msg::NewOperationHelp)}</span></button>
            <button type="button" class="big" on:click=move |_| if let Some(input) = file.get_untracked() { input.click(); }>{icon("file")}<b>{t(Msg::OpenFile)}</b><span>{t(Msg::OpenFileHelp)}</span></button>
            <button type="button" class="big" on:click=move |_| hall.port.practice(zone(), hall.made())>{icon("bolt")}<b>{t(Msg::Practice)}</b><span>{t(Msg::PracticeHelp)}</span></button>
            <input node_ref=file class="sr" type="file" tabindex="-1" aria-label=t(Msg::OpenFile) accept=".jsonl,.firstline,.json,.txt" on:change=picked/>
        </div>
        <Show when=move || hall.making.get()><NewForm hall/></Show>
        <section class="panel" aria-labelledby="ops-title">
            <header><h2 id="ops-title">{t(Msg::OnThisDevice)}</h2></header>
            {move || match hall.listed.get() {
                None => view! { <p class="msg hint">{t(Msg::Working)}</p> }.into_any(),
                Some(Err(why)) => view! { <p class="msg" role="alert">{icon("bang")}{say(Msg::DirectoryFailed, &[&why])}</p> }.into_any(),
                Some(Ok(listed)) if listed.is_empty() => view! { <div class="empty"><b>{t(Msg::NoOperations)}</b><span>{t(Msg::NoOperationsHelp)}</span></div> }.into_any(),
                Some(Ok(listed)) => view! { <ul class="op-list">{listed.into_iter().map(|one| card(hall, one)).collect_view()}</ul> }.into_any(),
            }}
        </section>
    }
}

fn card(hall: Hall, one: Listed) -> AnyView {
    let id = one.id;
    let name = one.name.clone();
    let here = move || hall.seats.with(|seats| seats.iter().filter(|seat| seat.operation == id.to_string()).count());
    let zone = hall.port.own_zone();
    let when = Clock(hall.port.offset_minutes(&zone, Moment(one.last_used))).at(Moment(one.last_used));
    let size = if one.bytes < 1_000_000 {
        format!("{:.0} kB", one.bytes as f64 / 1000.0)
    } else {
        format!("{:.1} MB", one.bytes as f64 / 1_000_000.0)
    };
    let delete = {
        let name = name.clone();
        move |_| {
            if 0 < here() {
                hall.trouble.set(Some(say(Msg::DeleteWhileOpen, &[&name])));
                return;
            }
            let typed = name.clone();
            let run = move |values: Vec<String>| {
                if values.first().map(String::as_str) != Some(typed.trim()) {
                    hall.trouble.set(Some(t(Msg::DeleteMismatch).to_owned()));
                    return;
                }
                hall.delete(id, typed.clone());
            };
            hall.prompt.set(Some(Prompt {
                title: say(Msg::DeleteTitle, &[&name]),
                body: t(Msg::DeleteHelp).to_owned(),
                fields: vec![Field::new(t(Msg::TypeTheName), Kind::Text, "")],
                actions: vec![Action::new(t(Msg::DeleteForGood), run)],
            }));
        }
    };
    let export = {
        let name = name.clone();
        move |_| {
            let name = name.clone();
            let answer = move |outcome: Result<(), String>| {
                hall.trouble.set(outcome.err().map(|why| say(Msg::ExportFailed, &[&name, &why])));
            };
            hall.port.export(id, Box::new(answer));
        }
    };
    view! {
        <li class="op-card" class:live=move || { 0 < here() }>
            <h3 class="op-name">{name.clone()}{(one.profile == Profile::Practice).then(|| view! { <span class="op-tag">{t(Msg::PracticeWord)}</span> })}</h3>
            <p class="op-prof">{profile_word(one.profile)}</p>
            <p class="op-used">{format!("{} {}", when.date(), when.short_clock())}<small>{move || match here() {
                0 => t(Msg::LastUsed).to_owned(),
                count => say(Msg::OpenInWindows, &[&count.to_string()]),
            }}</small></p>
            <p class="op-size">{size}<small>{say(Msg::Rows, &[&one.rows.to_string()])}</small></p>
            <div class="op-acts">
                <button type="button" class="btn primary" aria-label=say(Msg::OpenNamed, &[&name]) on:click=move |_| { hall.chosen.set(Some(id)); focus_id("operator"); }>{t(Msg::Open)}</button>
                <button type="button" class="btn" aria-label=say(Msg::ExportNamed, &[&name]) on:click=export>{t(Msg::Export)}</button>
                <button type="button" class="btn quiet" aria-label=say(Msg::DeleteNamed, &[&name]) on:click=delete>{t(Msg::Delete)}</button>
            </div>
        </li>
    }
    .into_any()
}

#[component]
fn NewForm(hall: Hall) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let profile = RwSignal::new(Profile::Event);
    let zone = RwSignal::new(hall.port.own_zone());
    let prefix = RwSignal::new(String::new());
    let zones = StoredValue::new(hall.port.zones());
    let pick = Pick::Zones(zones);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let wanted = zone.get_untracked();
        if !hall.port.knows_zone(&wanted) {
            hall.trouble.set(Some(say(Msg::UnknownZone, &[&wanted])));
            return;
        }
        let new = NewOperation {
            name: name.get_untracked(),
            profile: profile.get_untracked(),
            zone: wanted,
            prefix: prefix.get_untracked(),
        };
        hall.port.create(new, hall.made());
    };
    let profiles = Profile::ALL.into_iter().filter(|profile| *profile != Profile::Practice);
    view! {
        <section class="panel op-new" aria-labelledby="new-title">
            <header><h2 id="new-title">{t(Msg::NewOperation)}</h2></header>
            <form on:submit=submit>
                <div class="form-grid">
                    <label class="fld">{t(Msg::Name)}<input id="new-name" class="inp" autocomplete="off" prop:value=name on:input=move |event| name.set(event_target_value(&event))/></label>
                    <label class="fld">{t(Msg::Profile)}
                        <select class="inp" on:change=move |event| {
                            let index: usize = event_target_value(&event).parse().unwrap_or(0);
                            profile.set(Profile::ALL[index.min(Profile::ALL.len() - 1)]);
                        }>{profiles.enumerate().map(|(index, one)| view! { <option value=index.to_string()>{profile_word(one)}</option> }).collect_view()}</select></label>
                    <label class="fld">{t(Msg::TimeZone)}
                        <input class="inp" autocomplete="off" list="zones" prop:value=zone on:input=move |event| zone.set(event_target_value(&event))/>
                        <datalist id="zones">{move || pick.find(&zone.get()).into_iter().map(|option| view! { <option value=option.value></option> }).collect_view()}</datalist></label>
                    <label class="fld">{t(Msg::NumberPrefix)}<input class="inp" autocomplete="off" maxlength="6" prop:value=prefix on:input=move |event| prefix.set(event_target_value(&event))/>
                        <small>{move || say(Msg::NumberExample, &[&prefix.get()])}</small></label>
                </div>
                <div class="acts">
                    <button type="button" class="btn start" on:click=move |_| hall.making.set(false)>{t(Msg::Back)}</button>
                    <button type="submit" class="btn primary">{t(Msg::Create)}</button>
                </div>
            </form>
        </section>
    }
}

/// Who sits here, and in how many windows.
#[component]
fn Seating(hall: Hall, id: OperationId) -> impl IntoView {
    let position = RwSignal::new("Dispatch 1".to_owned());
    let operator = RwSignal::new(stored_operator());
    let title = move || {
        hall.listed.with(|listed| {
            let listed = listed.as_ref().and_then(|listed| listed.as_ref().ok())?;
            listed.iter().find(|one| one.id == id).map(|one| one.name.clone())
        })
    };
    let taken = move |name: &str| {
        hall.seats.with(|seats| {
            seats
                .iter()
                .find(|seat| seat.operation == id.to_string() && seat.position == name)
                .map(|seat| seat.operator.clone())
        })
    };
    let address = move |position: &str| Address {
        operation: Some(id),
        view: if position.starts_with("Calls") { View::Intake } else { View::Desk },
        position: position.to_owned(),
        operator: operator.get_untracked().trim().to_owned(),
        ..Address::default()
    };
    let check = move || {
        if operator.with_untracked(|name| name.trim().is_empty()) {
            hall.trouble.set(Some(t(Msg::NeedsOperator).to_owned()));
            focus_id("operator");
            return false;
        }
        store_operator(operator.get_untracked().trim());
        true
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if check() {
            hall.port.open(address(&position.get_untracked()));
        }
    };
    // Of the three windows, those that the browser did not open. Each then has a button: one press, one window.
    let blocked = RwSignal::new(Vec::<&'static str>::new());
    let open_them = move |wanted: &[&'static str]| {
        if !check() {
            return;
        }
        let rest = wanted.iter().copied().filter(|other| !hall.port.open_window(&address(other)));
        let rest: Vec<&str> = rest.collect();
        let mut left = blocked.get_untracked();
        left.retain(|other| !wanted.contains(other));
        left.extend(rest);
        blocked.set(left.clone());
        if left.is_empty() {
            hall.trouble.set(None);
            hall.port.open(address("Dispatch 1"));
        } else {
            hall.trouble.set(Some(say(Msg::WindowsBlocked, &[&left.join(", ")])));
        }
    };
    let open_three = move |_| match blocked.get_untracked() {
        left if left.is_empty() => open_them(&["Calls 1", "Lead"]),
        // What was opened before is not opened twice.
        left => open_them(&left),
    };
    view! {
        <section class="panel pos-form" aria-labelledby="seat-title">
            <header><h2 id="seat-title">{title}</h2><p>{t(Msg::WhoSitsHere)}</p></header>
            <form on:submit=submit>
                <div class="pos-pick" role="radiogroup" aria-label=t(Msg::Position)>
                    {POSITIONS.iter().map(|name| view! {
                        <label class="pos" class:taken=move || taken(name).is_some()>
                            <input type="radio" name="position" value=*name prop:checked=move || position.with(|position| position == name)
                                on:change=move |_| position.set((*name).to_owned())/>
                            <b>{*name}</b><small>{move || match taken(name) {
                                Some(who) => say(Msg::TakenBy, &[&who]),
                                None => t(if name.starts_with("Calls") { Msg::CallsHelp } else if *name == "Lead" { Msg::LeadHelp } else { Msg::DispatchHelp }).to_owned(),
                            }}</small>
                        </label>
                    }).collect_view()}
                </div>
                <div class="acts">
                    <label class="fld">{t(Msg::OperatorName)}<input id="operator" class="inp" autocomplete="name" prop:value=operator on:input=move |event| operator.set(event_target_value(&event))/></label>
                    <button type="button" class="btn" on:click=move |_| hall.chosen.set(None)>{t(Msg::Back)}</button>
                    {move || blocked.get().into_iter().map(|name| view! {
                        <button type="button" class="btn" on:click=move |_| open_them(&[name])>{say(Msg::OpenNamed, &[name])}</button>
                    }).collect_view()}
                    <button type="button" class="btn" on:click=open_three>{t(Msg::OpenThree)}</button>
                    <button type="submit" class="btn primary">{t(Msg::OpenDesk)}</button>
                </div>
            </form>
        </section>
    }
}

const OPERATOR: &str = "firstline.operator";

fn stored_operator() -> String {
    let storage = window().local_storage().ok().flatten();
    storage.and_then(|storage| storage.get_item(OPERATOR).ok().flatten()).unwrap_or_default()
}

fn store_operator(name: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        storage.set_item(OPERATOR, name).ok();
    }
}

/// The text of a chosen file, or nothing if it cannot be read as UTF-8 text.
pub fn read_text(file: &web_sys::File, then: impl FnOnce(Option<String>) + 'static) {
    let promise = file.array_buffer();
    leptos::task::spawn_local(async move {
        let bytes = wasm_bindgen_futures::JsFuture::from(promise)
            .await
            .ok()
            .map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec());
        then(bytes.and_then(|bytes| String::from_utf8(bytes).ok()));
    });
}
