//! The frame of every screen of an operation: bar, bands of trouble, panes, alerts, command line, dialogs.

use super::act::{Notice, Ui};
use super::alerts::{Alerts, watch};
use super::command_bar::CommandBar;
use super::intake::Intake;
use super::kit::{icon, key};
use super::office;
use super::prompt::PromptDialog;
use super::queue::Queue;
use super::sheet::IncidentSheet;
use super::units::{UnitDialog, Units};
use crate::app::desk::Desk;
use crate::app::health::Trouble;
use crate::app::launcher::{Boot, Port};
use crate::board::address::{Panel, View};
use crate::board::speech::verb_help;
use crate::domain::language::verbs::TABLE;
use crate::domain::setup::Profile;
use crate::words::{Msg, say, t};
use leptos::html::Dialog;
use leptos::prelude::*;

/// The root of the page.
#[component]
pub fn App(boot: RwSignal<Boot>, port: Port) -> impl IntoView {
    move || match boot.get() {
        Boot::Launcher(chosen) => view! { <super::launcher::Launcher port chosen/> }.into_any(),
        Boot::Opening => view! { <main class="empty opening"><b>{t(Msg::OpeningOperation)}</b></main> }.into_any(),
        Boot::Failed(why) => view! {
            <main class="empty opening"><b>{t(Msg::OpeningFailed)}</b><span>{why}</span>
                <a class="btn" href="#" on:click=|_| { window().location().reload().ok(); }>{t(Msg::Reload)}</a></main>
        }
        .into_any(),
        Boot::Ready(opened) => (opened.view)(opened.desk),
    }
}

/// The window of an operation.
pub fn window_view(desk: Desk) -> AnyView {
    view! { <Window desk/> }.into_any()
}

/// Names the page for the styles.
pub fn body_class(class: &str) {
    if let Some(body) = document().body() {
        body.set_class_name(class);
    }
}

/// Calls back when the window changes its size, for as long as the calling view lives.
pub fn on_resize(changed: impl Fn() + Send + Sync + 'static) {
    let handle = window_event_listener(leptos::ev::resize, move |_| changed());
    on_cleanup(move || handle.remove());
}

#[component]
fn Window(desk: Desk) -> impl IntoView {
    let ui = Ui {
        desk,
        prompt: RwSignal::new(None),
        notice: RwSignal::new(None::<Notice>),
        call: RwSignal::new(None),
        help: RwSignal::new(false),
        unit: RwSignal::new(None),
        closing: RwSignal::new(None),
        early: StoredValue::new(None),
        opening: StoredValue::default(),
        pane: RwSignal::new("sheet"),
        office: RwSignal::new(None),
    };
    office::fetch(ui);
    let address = desk.signals().address.clone();
    let view = Memo::new(move |_| address.with(|address| (address.view, address.panel)));
    let alerts = watch(ui);
    Effect::new(move || {
        let class = match view.get() {
            (View::Intake, _) => "app intake",
            (View::Desk, Some(_)) => "app desk panel",
            (View::Desk | View::Map, _) => "app desk",
            _ => "app",
        };
        body_class(class);
    });
    Effect::new(move || {
        if let Some(body) = document().body() {
            body.set_attribute("data-pane", ui.pane.get()).ok();
        }
    });
    let title = {
        let (setup, view) = (desk.signals().setup.clone(), view);
        move || {
            setup.track();
            let name = desk.read(|state| state.operation.name.clone());
            format!("{} · {name} · Firstline", t(view_word(view.get().0)))
        }
    };
    Effect::new(move || document().set_title(&title()));
    let keys = window_event_listener(leptos::ev::keydown, move |event| super::keys::pressed(ui, &event));
    on_cleanup(move || keys.remove());
    announce(ui);
    restore(ui);
    let panel = move |panel: Panel| match panel {
        Panel::Queue => view! { <Queue ui/> }.into_any(),
        Panel::Incident => view! { <IncidentSheet ui/> }.into_any(),
        Panel::Units => view! { <Units ui/> }.into_any(),
        Panel::Map => office::screen(ui, |office| office.map),
    };
    view! {
        <a class="skip" href="#sheet" on:click=|event| { event.prevent_default(); super::kit::focus_now("sheet-title"); }>{t(Msg::SkipToIncident)}</a>
        <a class="skip" href="#command" on:click=|event| { event.prevent_default(); super::kit::focus_now("command"); }>{t(Msg::SkipToCommand)}</a>
        <Bar ui alerts/>
        <Bands ui/>
        {move || match view.get() {
            // A window of one panel is a desk with that panel alone; a call is taken in it like anywhere else.
            (View::Desk, Some(one)) => view! { <div class="deck one">{panel(one)}</div> }.into_any(),
            (View::Desk, None) => view! { <div class="deck"><Queue ui/><IncidentSheet ui/><Units ui/></div> }.into_any(),
            (View::Intake, _) => view! { <div class="deck"><Intake ui/></div> }.into_any(),
            (View::Map, _) => view! { <div class="deck"><Queue ui/>{office::screen(ui, |office| office.map)}<Units ui/></div> }.into_any(),
            (View::Log, _) => view! { <div class="deck">{office::screen(ui, |office| office.records)}</div> }.into_any(),
            (View::SetUp, _) => view! { <div class="deck setup">{office::screen(ui, |office| office.setup)}</div> }.into_any(),
        }}
        <Alerts ui alerts/>
        <CommandBar ui/>
        <PaneTabs ui/>
        <PromptDialog desk prompt=ui.prompt/>
        <UnitDialog ui/>
        <Help ui/>
    }
}

fn view_word(view: View) -> Msg {
    match view {
        View::Desk => Msg::Desk,
        View::Intake => Msg::Intake,
        View::Map => Msg::Map,
        View::Log => Msg::Log,
        View::SetUp => Msg::SetUp,
    }
}

#[component]
fn Bar(ui: Ui, alerts: RwSignal<super::alerts::Due>) -> impl IntoView {
    let desk = ui.desk;
    let address = desk.signals().address.clone();
    let view = Memo::new({
        let address = address.clone();
        move |_| address.with(|address| address.view)
    });
    let setup = desk.signals().setup.clone();
    let name = Memo::new(move |_| {
        setup.track();
        desk.read(|state| state.operation.name.clone())
    });
    let (day, clock) = (desk.signals().now.clone(), desk.signals().now.clone());
    let who = move || address.with(|address| (address.position.clone(), address.operator.clone()));
    let overdue = move || alerts.with(|due| due.overdue);
    let seats = desk.signals().seats.clone();
    let sit = move || {
        seats.with(|seats| {
            seats.iter().map(|seat| format!("{} {}", seat.position, seat.operator)).collect::<Vec<_>>().join("\n")
        })
    };
    view! {
        <header class="bar">
            <p class="brand"><a href="#" aria-label=t(Msg::AllOperations) title=t(Msg::AllOperations) on:click=|event| {
                event.prevent_default();
                window().location().set_hash("").ok();
                window().location().reload().ok();
            }><svg class="logo" viewBox="0 0 20 20" aria-hidden="true"><path d="M1 10h4.5l2-5 4 10 2.2-5H15" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round"></path><circle cx="17.6" cy="10" r="1.8" fill="currentColor"></circle></svg></a></p>
            <p class="op"><b>{name}</b><span>{move || desk.clock_at(day.get()).day()}</span></p>
            <nav class="views" aria-label=t(Msg::Views)>
                {View::ALL.map(|one| view! {
                    <a href="#" aria-current=move || (view.get() == one).then_some("page") on:click=move |event| {
                        event.prevent_default();
                        desk.go(one);
                    }>{t(view_word(one))}</a>
                })}
            </nav>
            <div class="bar-end">
                <Show when=move || { 0 < overdue() }>
                    <button type="button" class="overdue" on:click=move |_| { super::keys::next_alert(ui); ui.pane.set("sheet"); }>{icon("bang")}<b>{overdue}</b><span class="w">" "{t(Msg::OverdueWord)}</span>{key("F8")}</button>
                </Show>
                <Light ui/>
                <p class="who" title=sit><b>{ let who = who.clone(); move || who().0 }</b>" "<span>{move || who().1}</span></p>
                <button type="button" class="btn quiet" aria-label=t(Msg::Appearance) title=t(Msg::Appearance) on:click=|_| turn_theme()>{icon("contrast")}</button>
                <button type="button" class="btn quiet" aria-label=t(Msg::TouchSize) title=t(Msg::TouchSize) on:click=|_| turn_touch()>{icon("hand")}</button>
                <p class="clock"><time>{move || desk.clock_at(clock.get()).clock()}</time></p>
            </div>
        </header>
    }
}

/// "All saved", and what stands behind it.
#[component]
fn Light(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let (health, troubles) = (desk.signals().health.clone(), desk.signals().troubles.clone());
    let grave = move || troubles.with(|troubles| troubles.iter().any(Trouble::is_grave));
    let words = move || {
        health.with(|health| {
            let state = if grave() {
                t(Msg::StateNotSaved)
            } else if health.saving {
                t(Msg::StateSaving)
            } else {
                t(Msg::StateSaved)
            };
            let at = health.last_append.map(|at| desk.clock_at(at).clock()).unwrap_or_default();
            let kept = match health.persistent {
                Some(true) => t(Msg::KeptForGood),
                Some(false) => t(Msg::MayBeCleared),
                None => "",
            };
            let last = format!("{} {kept}", say(Msg::LastAppend, &[&at]));
            let windows = say(
                if health.windows == 1 { Msg::OneWindow } else { Msg::ManyWindows },
                &[&health.windows.to_string()],
            );
            (state, last, windows, at)
        })
    };
    let (words, troubles) = (Memo::new(move |_| words()), desk.signals().troubles.clone());
    let class =
        move || if troubles.with(|troubles| troubles.iter().any(Trouble::is_grave)) { "health over" } else { "health" };
    view! {
        <p class=class role="status" aria-label=t(Msg::SaveState) title=move || words.get().1>
            <svg class="dot" viewBox="0 0 10 10" aria-hidden="true"><circle cx="5" cy="5" r="4"></circle></svg>
            <span>{move || words.get().0}</span><span class="win">" "{move || words.get().3}" · "{move || words.get().2}</span>
        </p>
    }
}

/// One band for each trouble. Nothing else in the program is red across the page.
#[component]
fn Bands(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let troubles = desk.signals().troubles.clone();
    let setup = desk.signals().setup.clone();
    let practice = Memo::new(move |_| {
        setup.track();
        desk.read(|state| state.operation.profile == Profile::Practice)
    });
    view! {
        <Show when=move || practice.get()>
            <div class="banner practice"><p><b>{t(Msg::PracticeWord)}</b>" "<span>{t(Msg::PracticeBand)}</span></p></div>
        </Show>
        {move || troubles.get().into_iter().map(|trouble| band(ui, &trouble)).collect_view()}
    }
}

fn band(ui: Ui, trouble: &Trouble) -> AnyView {
    let desk = ui.desk;
    let text = match trouble {
        Trouble::NotSaved(why) => say(Msg::BandNotSaved, &[why]),
        Trouble::NotReadable(why) => say(Msg::BandNotReadable, &[why]),
        Trouble::ReadOnly(why) => crate::app::trouble::read_only(why),
        Trouble::StorageLost => t(Msg::BandStorageLost).to_owned(),
        Trouble::DraftNotSaved(why) => say(Msg::BandDraft, &[why]),
        Trouble::NearlyFull { free_bytes } => say(Msg::BandNearlyFull, &[&format!("{:.0}", free_bytes / 1_000_000.0)]),
        Trouble::StoreBusy => t(Msg::BandStoreBusy).to_owned(),
        Trouble::Outdated => t(Msg::BandOutdated).to_owned(),
        Trouble::ClockBehind { seconds } => say(Msg::BandClock, &[&seconds.to_string()]),
    };
    let reload =
        matches!(trouble, Trouble::ReadOnly(_) | Trouble::StorageLost | Trouble::Outdated | Trouble::NotReadable(_));
    // What is gone cannot be exported; promising it would be worse than the loss.
    let lost = matches!(trouble, Trouble::StorageLost);
    let class = if trouble.is_grave() { "banner" } else { "banner near" };
    let kind = std::mem::discriminant(trouble);
    view! {
        <div class=class role="alert">{icon("bang")}<p>{text}</p>
            {(!lost).then(|| view! { <button type="button" class="btn" on:click=move |_| desk.world().export(desk.operation())>{t(Msg::SaveToFile)}</button> })}
            {reload.then(|| view! { <button type="button" class="btn" on:click=move |_| desk.world().reload()>{t(Msg::Reload)}</button> })}
            {(!reload).then(|| view! { <button type="button" class="btn quiet" on:click=move |_| desk.end_trouble(move |other| std::mem::discriminant(other) == kind)>{t(Msg::Understood)}</button> })}
        </div>
    }
    .into_any()
}

/// On a narrow screen one pane at a time.
#[component]
fn PaneTabs(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let pending = desk.signals().queue[&crate::board::order::QueueGroup::Pending].clone();
    let free = desk.signals().units[&crate::board::units::UnitGroup::Available].clone();
    let address = desk.signals().address.clone();
    let on_map = Memo::new(move |_| address.with(|address| address.view == View::Map));
    let tab = move |pane: &'static str, label: Msg, count: AnyView| {
        view! {
            <button type="button" aria-pressed=move || (ui.pane.get() == pane).to_string() on:click=move |_| ui.pane.set(pane)>{t(label)}{count}</button>
        }
    };
    view! {
        <nav class="pane-tabs" aria-label=t(Msg::Panes)>
            {tab("queue", Msg::Queue, view! { <span class="n">{move || pending.with(Vec::len)}</span> }.into_any())}
            {move || tab("sheet", if on_map.get() { Msg::Map } else { Msg::Incident }, ().into_any())}
            {tab("units", Msg::Units, view! { <span class="n">{move || free.with(Vec::len)}</span> }.into_any())}
        </nav>
    }
}

/// The help, printed from the table that parses.
#[component]
fn Help(ui: Ui) -> impl IntoView {
    let node = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        match ui.help.get() {
            true if !dialog.open() => {
                dialog.show_modal().ok();
            }
            false if dialog.open() => dialog.close(),
            _ => {}
        }
    });
    let keys = [
        ("F2 /", Msg::KeyBar),
        ("F4 n", Msg::KeyNewCall),
        ("F8", Msg::KeyAlert),
        ("F9", Msg::KeyEndCall),
        ("Alt 1 – 9", Msg::KeyFields),
        ("Alt J", Msg::KeyJoin),
        ("Alt D", Msg::OpenAnother),
        ("Alt C", Msg::KeyCard),
        ("Y N U 1 – 9", Msg::KeyCardAnswer),
        ("Alt G", Msg::KeyCardGuide),
        ("Space 1 – 9", Msg::KeyCardNext),
        ("Backspace", Msg::KeyCardBack),
        ("Q", Msg::KeyCardQuestions),
        ("P C", Msg::KeyCardPush),
        ("S", Msg::KeyCardSaid),
        ("T", Msg::KeyCardTime),
        ("Alt V", Msg::KeyVerify),
        ("Ctrl Z", Msg::KeyUndo),
        ("↑ ↓", Msg::KeyRows),
        ("a e s o p t h c v", Msg::KeyUnitRow),
        ("↑ ↓ ← → + − 0 Tab Enter", Msg::KeyMap),
    ];
    view! {
        <dialog node_ref=node class="ask-box help" aria-labelledby="help-title" on:close=move |_| ui.help.set(false)>
            <header><h2 id="help-title">{t(Msg::Help)}</h2><p>{t(Msg::HelpIntro)}</p>
                <button type="button" class="btn" on:click=move |_| ui.help.set(false)>{t(Msg::Done)}</button></header>
            <div class="help-table">
                <section><h3>{t(Msg::Keys)}</h3><dl>
                    {keys.map(|(keys, label)| view! { <div><dt><kbd>{keys}</kbd></dt><dd>{t(label)}</dd></div> })}
                </dl></section>
                <section><h3>{t(Msg::Commands)}</h3><dl>
                    {TABLE.iter().map(|row| view! {
                        <div><dt><kbd>{row.form}</kbd></dt><dd>{verb_help(row.verb)}{(!row.also.is_empty()).then(|| view! { <span class="muted">" "{row.also.join(", ")}</span> })}</dd></div>
                    }).collect_view()}
                </dl></section>
            </div>
        </dialog>
    }
}

/// New work is said to those who listen, once for a batch, and sounds by its priority.
fn announce(ui: Ui) {
    let desk = ui.desk;
    let news = desk.signals().news.clone();
    Effect::new(move || {
        let new = news.get();
        let Some(first) = new.first().copied() else { return };
        let heard = desk.read(|state| {
            let incident = state.incidents.get(&first)?;
            let tone = state.priority_rule(incident.priority)?.tone;
            Some((crate::board::speech::incident(state, first), incident.place.text.clone(), tone))
        });
        let Some((name, place, tone)) = heard else { return };
        if let Some(region) = document().get_element_by_id("live") {
            region.set_text_content(Some(&say(Msg::NewIncident, &[&name, &place])));
        }
        desk.world().sound(tone);
    });
}

/// A window that comes back puts the cursor where it was.
fn restore(ui: Ui) {
    let focus = ui.desk.drafts().focus();
    let view = ui.desk.signals().address.with_untracked(|address| address.view);
    if !focus.is_empty() && (view == View::Intake || !focus.starts_with("call-")) {
        super::kit::focus_id(&focus);
    }
}

fn turn_theme() {
    let Some(root) = document().document_element() else { return };
    let next = if root.get_attribute("data-theme").as_deref() == Some("light") { "dark" } else { "light" };
    root.set_attribute("data-theme", next).ok();
    remember("firstline.theme", next);
}

fn turn_touch() {
    let Some(root) = document().document_element() else { return };
    let on = root.class_list().toggle("touch").unwrap_or(false);
    remember("firstline.touch", if on { "on" } else { "off" });
    // Row heights changed; whoever measures them listens for this.
    if let Ok(event) = web_sys::Event::new("resize") {
        window().dispatch_event(&event).ok();
    }
}

fn remember(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        storage.set_item(name, value).ok();
    }
}
