//! The queue: what is pending, what is worked on, what was closed.

use super::act::Ui;
use super::kit::{empty, glyph, icon, key, priority_mark, timer, unit_mark};
use super::list::{Place, Scroll, WindowedList, move_focus};
use crate::board::address::Panel;
use crate::board::elapsed::{Standing, against, stretch};
use crate::board::order::QueueGroup;
use crate::board::queue::QueueRow;
use crate::domain::command::Command;
use crate::domain::ids::{IncidentId, UnitId};
use crate::domain::moment::Moment;
use crate::domain::unit::Step;
use crate::words::{Msg, say, t};
use leptos::ev;
use leptos::prelude::*;

/// The pane with its three grids.
#[component]
pub fn Queue(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let scroll = Scroll::default();
    let find = Memo::new({
        let address = desk.signals().address.clone();
        move |_| address.with(|address| address.find.clone())
    });
    let alone = desk.signals().address.with_untracked(|address| address.panel.is_some());
    super::frame::on_resize(move || scroll.moved());
    view! {
        <aside class="pane queue" role="region" aria-labelledby="queue-title">
            <header class="pane-head">
                <h2 id="queue-title">{t(Msg::Queue)}</h2>
                <label class="sr" for="queue-find">{t(Msg::FindInQueue)}</label>
                <input id="queue-find" class="inp s" type="search" autocomplete="off" placeholder=t(Msg::Find)
                    prop:value=find
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        desk.change_address(|address| address.find = text);
                    }/>
                <button type="button" class="btn" on:click=move |_| ui.new_call()>{t(Msg::NewCall)}{key("F4")}</button>
                {(!alone).then(|| pop_out(ui, Panel::Queue))}
            </header>
            <div class="scroll" node_ref=scroll.node on:scroll=move |_| scroll.moved()>
                {QueueGroup::ALL.map(|group| view! { <Group ui group scroll find/> })}
            </div>
        </aside>
    }
}

/// The button that opens a panel in a window of its own.
pub fn pop_out(ui: Ui, panel: Panel) -> AnyView {
    view! {
        <button type="button" class="btn quiet pop-out" title=t(Msg::OwnWindow) aria-label=t(Msg::OwnWindow)
            on:click=move |_| if !ui.desk.open_panel(panel) { ui.refuse(t(Msg::WindowBlocked)); }>{icon("window")}</button>
    }
    .into_any()
}

#[component]
fn Group(ui: Ui, group: QueueGroup, scroll: Scroll, find: Memo<String>) -> impl IntoView {
    let desk = ui.desk;
    let all = desk.signals().queue[&group].clone();
    let incidents_changed = desk.signals().incidents_changed.clone();
    let ids: Signal<Vec<IncidentId>> = Memo::new(move |_| {
        let typed = crate::domain::place::fold(&find.get());
        let ids = all.get();
        if typed.is_empty() {
            return ids;
        }
        incidents_changed.track();
        desk.read(|state| {
            let fits = |id: &IncidentId| state.incidents.get(id).is_some_and(|one| matches(one, &typed, state));
            ids.into_iter().filter(|id| fits(id)).collect()
        })
    })
    .into();
    let (title, id) = match group {
        QueueGroup::Pending => (Msg::Pending, "queue-pending"),
        QueueGroup::Active => (Msg::Active, "queue-active"),
        QueueGroup::Closed => (Msg::RecentlyClosed, "queue-closed"),
    };
    let oldest = {
        let now = desk.signals().now.clone();
        let first = Memo::new(move |_| {
            let pending = group == QueueGroup::Pending;
            ids.with(|ids| {
                let shown = ids.iter().filter(|_| pending);
                desk.read(|state| shown.filter_map(|id| state.incidents.get(id)).map(|one| one.opened).min())
            })
        });
        move || first.get().map(|first| say(Msg::Oldest, &[&stretch(now.get().seconds_since(first))]))
    };
    let row = move |id, place| view! { <Row ui id place/> }.into_any();
    view! {
        <section class="q-group">
            <h3 class="group-head" id=id>
                <span>{t(title)}</span>" "<b>{move || ids.with(Vec::len)}</b><span class="meta">{oldest}</span>
            </h3>
            <WindowedList ids scroll height="--row-2" class="q-window" grid_class="q-table" label=t(title) row/>
            <Show when=move || ids.with(Vec::is_empty)>
                {move || if find.with(String::is_empty) {
                    match group {
                        QueueGroup::Pending => empty(Msg::NothingPending, Msg::NothingPendingHelp).into_any(),
                        QueueGroup::Active => empty(Msg::NothingActive, Msg::NothingActiveHelp).into_any(),
                        QueueGroup::Closed => empty(Msg::NothingClosed, Msg::NothingClosedHelp).into_any(),
                    }
                } else {
                    empty(Msg::FilterHides, Msg::FilterHidesHelp).into_any()
                }}
            </Show>
        </section>
    }
}

/// Whether every typed word is in the number, the type, the place, the summary or a call sign.
fn matches(incident: &crate::domain::incident::Incident, typed: &str, state: &crate::domain::state::State) -> bool {
    let signs: Vec<String> = state
        .working(incident)
        .filter_map(|work| state.units.get(&work.unit).map(|unit| unit.call_sign.clone()))
        .collect();
    let all = format!(
        "{} {} {} {} {} {}",
        incident.number,
        incident.priority.code(),
        crate::board::queue::type_label(incident, state),
        incident.place.text,
        incident.summary,
        signs.join(" ")
    );
    let all = crate::domain::place::fold(&all);
    typed.split(' ').all(|word| all.contains(word))
}

#[component]
fn Row(ui: Ui, id: IncidentId, #[prop(into)] place: Signal<Place>) -> impl IntoView {
    let desk = ui.desk;
    let row = desk.incident_row(id)?;
    let selected = {
        let selected = desk.signals().selected.clone();
        Memo::new(move |_| selected.get() == Some(id))
    };
    let over = RwSignal::new(false);
    let class = {
        let row = row.clone();
        move || {
            let row = row.read();
            let mut class = "q-row".to_owned();
            for (on, name) in
                [(row.closed.is_some(), " closed"), (row.held_until.is_some(), " held"), (over.get(), " drop-ok")]
            {
                if on {
                    class.push_str(name);
                }
            }
            class
        }
    };
    let now = desk.signals().now.clone();
    let of = |read: fn(&QueueRow) -> String| {
        let row = row.clone();
        move || read(&row.read())
    };
    let mark = {
        let row = row.clone();
        Memo::new(move |_| row.with(|row| (row.priority, row.met)))
    };
    let age = {
        let row = row.clone();
        move || age(&row.read(), now.get())
    };
    let units = {
        let row = row.clone();
        Memo::new(move |_| row.with(|row| (row.units.clone(), row.closed.as_ref().map(|(_, label)| label.clone()))))
    };
    let flag = {
        let row = row.clone();
        let now = desk.signals().now.clone();
        move || flag(&row.read(), now.get())
    };
    let drop_unit = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        let text = event.data_transfer().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
        let unit = text.strip_prefix("unit:").and_then(|id| id.parse::<UnitId>().ok());
        if let Some(unit) = unit {
            ui.act(Command::Dispatch { incident: id, units: vec![unit], step: Step::Dispatched });
        }
    };
    let on_key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => move_focus(&event, true),
        "ArrowUp" => move_focus(&event, false),
        "Enter" | " " => {
            event.prevent_default();
            desk.select(Some(id));
            ui.pane.set("sheet");
            super::kit::focus_id("sheet-title");
        }
        _ => {}
    };
    Some(view! {
        <div role="row" class=class aria-selected=move || selected.get().to_string()
            aria-rowindex=move || (place.get().index + 1).to_string()
            tabindex=move || if selected.get() || place.get().index == 0 { "0" } else { "-1" }
            style:top=move || format!("{}px", place.get().top)
            on:click=move |_| {
                desk.select(Some(id));
                ui.pane.set("sheet");
            }
            on:keydown=on_key
            on:dragover=move |event: ev::DragEvent| { event.prevent_default(); over.set(true); }
            on:dragleave=move |_| over.set(false)
            on:drop=drop_unit>
            <span class="q-num" role="rowheader">{of(|row| row.number.to_string())}</span>
            <span class="q-pri" role="gridcell">{move || { let (priority, met) = mark.get(); priority_mark(priority, met) }}</span>
            <span class="q-type" role="gridcell">{of(|row| row.kind.clone())}</span>
            <span class="q-age" role="gridcell">{age}</span>
            <span class="q-at" role="gridcell">{of(|row| row.place.clone())}</span>
            <span class="q-units" role="gridcell">{move || chips(&units.get())}</span>
            <span class="q-flag" role="gridcell">{flag}</span>
        </div>
    })
}

fn age(row: &QueueRow, now: Moment) -> AnyView {
    if let Some((at, _)) = &row.closed {
        return timer(say(Msg::Ago, &[&short(now.seconds_since(*at))]), Standing::Plain).into_any();
    }
    if let Some(until) = row.held_until.filter(|until| now < *until) {
        let left = stretch(until.seconds_since(now));
        return view! { <span class="tm held">{glyph("HD")}{left}</span> }.into_any();
    }
    let (text, standing) = against(now, row.since, row.deadline);
    timer(text, standing).into_any()
}

fn short(seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    if minutes < 60 { format!("{minutes} min") } else { format!("{} h {:02}", minutes / 60, minutes % 60) }
}

fn chips((units, closed): &(Vec<crate::board::queue::UnitChip>, Option<String>)) -> AnyView {
    if let Some(label) = closed {
        let label = label.clone();
        return view! { <span class="q-disp">{label}</span> }.into_any();
    }
    let first = units.first().map(|chip| unit_mark(&chip.call_sign, chip.status));
    let more = (1 < units.len()).then(|| view! { <span class="more">{format!("+{}", units.len() - 1)}</span> });
    view! { {first}{more} }.into_any()
}

fn flag(row: &QueueRow, now: Moment) -> AnyView {
    if row.closed.is_some() {
        return ().into_any();
    }
    let welfare = row.welfare_due.is_some_and(|due| due <= now);
    let (class, text) = match row.held_until {
        _ if row.send_now => ("flag over", t(Msg::CardSendNow)),
        _ if row.unheard => ("flag over", t(Msg::CardWarning)),
        _ if welfare => ("flag over", t(Msg::Welfare)),
        Some(until) if until <= now => ("flag over", t(Msg::HoldOver)),
        Some(_) => ("flag", t(Msg::Held)),
        None if 0 < row.requests => ("flag near", t(Msg::Asked)),
        None => match row.phase {
            crate::domain::incident::Phase::Pending => ("flag", t(Msg::NoUnit)),
            crate::domain::incident::Phase::Clearing => ("flag near", t(Msg::ToClose)),
            _ => return ().into_any(),
        },
    };
    view! { <span class=class>{text}</span> }.into_any()
}
