//! The units: who is free, who is going, who is there.

use super::act::Ui;
use super::kit::{empty, key, status_mark, timer};
use super::list::{Place, Scroll, WindowedList, move_focus};
use crate::board::address::Panel;
use crate::board::elapsed::{against, left};
use crate::board::speech::{readiness_word, status_word, step_word};
use crate::board::units::{UnitGroup, UnitRow};
use crate::domain::command::Command;
use crate::domain::ids::UnitId;
use crate::domain::language::verbs::{Verb, code_of};
use crate::domain::unit::{Readiness, Status, Step};
use crate::protocol::travel::known_since;
use crate::words::{Msg, say, t};
use leptos::ev;
use leptos::html::Dialog;
use leptos::prelude::*;

#[component]
pub fn Units(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let scroll = Scroll::default();
    let changed = desk.signals().units_changed.clone();
    let tally = Memo::new(move |_| {
        changed.track();
        desk.read(|state| {
            let on_duty = state.units.values().filter(|unit| crate::domain::state::State::is_on_duty(unit)).count();
            (state.free_units().count(), on_duty)
        })
    });
    let alone = desk.signals().address.with_untracked(|address| address.panel.is_some());
    super::frame::on_resize(move || scroll.moved());
    view! {
        <aside class="pane units" role="region" aria-labelledby="units-title">
            <header class="pane-head">
                <h2 id="units-title">{t(Msg::Units)}</h2>
                <span class="tally">{move || { let (free, all) = tally.get(); say(Msg::FreeOf, &[&free.to_string(), &all.to_string()]) }}</span>
                <span class="col-heads"><span>{t(Msg::InStatus)}</span><span>{t(Msg::Welfare)}</span></span>
                {(!alone).then(|| super::queue::pop_out(ui, Panel::Units))}
            </header>
            <div class="scroll" node_ref=scroll.node on:scroll=move |_| scroll.moved()>
                <Show when=move || tally.get().1 == 0>{empty(Msg::NoUnits, Msg::NoUnitsHelp)}</Show>
                {UnitGroup::SHOWN.map(|group| view! { <Group ui group scroll/> })}
            </div>
        </aside>
    }
}

#[must_use]
pub fn group_word(group: UnitGroup) -> &'static str {
    t(match group {
        UnitGroup::Available => Msg::Available,
        UnitGroup::Dispatched => Msg::Dispatched,
        UnitGroup::EnRoute => Msg::EnRoute,
        UnitGroup::OnScene => Msg::OnScene,
        UnitGroup::Transport => Msg::TransportGroup,
        UnitGroup::NotReady => Msg::NotReadyGroup,
        UnitGroup::OffDuty => Msg::OffDuty,
        UnitGroup::Retired => Msg::Retired,
    })
}

#[component]
fn Group(ui: Ui, group: UnitGroup, scroll: Scroll) -> impl IntoView {
    let ids: Signal<Vec<UnitId>> = ui.desk.signals().units[&group].clone().into();
    let over = RwSignal::new(false);
    let row = move |id, place| view! { <Row ui id place/> }.into_any();
    let dropped = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        let text = event.data_transfer().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
        if let Some(unit) = text.strip_prefix("unit:").and_then(|id| id.parse::<UnitId>().ok()) {
            drop_on(ui, unit, group);
        }
    };
    view! {
        <section class="u-group" class:hidden=move || ids.with(Vec::is_empty) class:drop-ok=over
            on:dragover=move |event: ev::DragEvent| { event.prevent_default(); over.set(true); }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped>
            <h3 class="group-head"><span>{group_word(group)}</span>" "<b>{move || ids.with(Vec::len)}</b></h3>
            <WindowedList ids scroll height="--row" class="u-window" grid_class="u-table" label=group_word(group) row/>
        </section>
    }
}

/// A unit pulled onto a group gets the status that the group stands for.
fn drop_on(ui: Ui, unit: UnitId, group: UnitGroup) {
    let busy = ui.desk.read(|state| state.units.get(&unit).is_some_and(|unit| unit.top().is_some()));
    let ready = |readiness| Command::SetReadiness { unit, readiness, reason: String::new() };
    let step = |step| Command::Step { unit, incident: None, step, destination: String::new() };
    let command = match group {
        UnitGroup::Available if busy => Command::Clear { unit, incident: None },
        UnitGroup::Available => ready(Readiness::Available),
        UnitGroup::Dispatched => step(Step::Acknowledged),
        UnitGroup::EnRoute => step(Step::EnRoute),
        UnitGroup::OnScene => step(Step::OnScene),
        UnitGroup::Transport => step(Step::Transporting),
        UnitGroup::NotReady => ready(Readiness::Break),
        UnitGroup::OffDuty => ready(Readiness::OffDuty),
        UnitGroup::Retired => return,
    };
    ui.act(command);
}

#[component]
fn Row(ui: Ui, id: UnitId, #[prop(into)] place: Signal<Place>) -> impl IntoView {
    let desk = ui.desk;
    let row = desk.unit_row(id)?;
    let dragging = RwSignal::new(false);
    let of = |read: fn(&UnitRow) -> String| {
        let row = row.clone();
        move || read(&row.read())
    };
    let mark = {
        let row = row.clone();
        Memo::new(move |_| row.with(|row| row.status))
    };
    let time = {
        let (row, now) = (row.clone(), desk.signals().now.clone());
        move || {
            let (text, standing) = row.with(|row| against(now.get(), row.since, row.deadline));
            timer(text, standing)
        }
    };
    let welfare = {
        let (row, now) = (row.clone(), desk.signals().now.clone());
        move || match row.with(|row| row.welfare_due) {
            None => view! { <span class="nil">"–"</span> }.into_any(),
            Some(due) => {
                let (text, standing) = left(now.get(), due, 300);
                timer(text, standing).into_any()
            }
        }
    };
    // A warning that the crew has not heard stands in place of where it is: a sign, the words and the one act.
    let at = {
        let row = row.clone();
        let about = Memo::new(move |_| row.with(|row| (row.warnings.clone(), place_text(row), row.call_sign.clone())));
        move || {
            let (warnings, place, sign) = about.get();
            if warnings.is_empty() {
                return place.into_any();
            }
            let warning = warnings.join(" · ");
            let title = warning.clone();
            view! { <span class="u-warn" title=title><span class="flag over">{super::kit::icon("shield")}{t(Msg::CardWarning)}<span class="sr">": "</span>" "{warning}</span>{super::safety::heard_button(ui, id, None, &sign, warnings)}</span> }
                .into_any()
        }
    };
    let drag = move |event: ev::DragEvent| {
        dragging.set(true);
        if let Some(data) = event.data_transfer() {
            data.set_data("text/plain", &format!("unit:{id}")).ok();
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => move_focus(&event, true),
            "ArrowUp" => move_focus(&event, false),
            // On a button of the row it presses that button.
            "Enter" if event.target() == event.current_target() => {
                event.prevent_default();
                ui.unit.set(Some(id));
            }
            letter => {
                if let Some(command) = key_command(id, letter) {
                    event.prevent_default();
                    event.stop_propagation();
                    ui.act(command);
                }
            }
        }
    };
    Some(view! {
        <div role="row" class="u-row" class:dragging=dragging draggable="true"
            tabindex=move || if place.get().index == 0 { "0" } else { "-1" }
            aria-rowindex=move || (place.get().index + 1).to_string()
            style:top=move || format!("{}px", place.get().top)
            on:dragstart=drag
            on:dragend=move |_| dragging.set(false)
            on:dblclick=move |_| ui.unit.set(Some(id))
            on:click=move |_| {
                let on = desk.read(|state| {
                    let unit = state.units.get(&id)?;
                    state.top_assignment(unit).map(|work| work.incident)
                });
                if on.is_some() {
                    desk.select(on);
                }
            }
            on:keydown=on_key>
            <span class="u-id" role="rowheader">{of(|row| row.call_sign.clone())}</span>
            <span class="u-st" role="gridcell">{move || status_mark(mark.get())}</span>
            <span class="u-kind" role="gridcell">{of(|row| row.kind.clone())}</span>
            <span class="u-at" role="gridcell">{at}</span>
            <span class="u-time" role="gridcell">{time}</span>
            <span class="u-wel" role="gridcell">{welfare}
                <button type="button" class="btn quiet u-more" tabindex="-1"
                    aria-label={ let row = row.clone(); move || say(Msg::UnitMore, &[&row.read().call_sign]) }
                    on:click=move |event: ev::MouseEvent| { event.stop_propagation(); ui.unit.set(Some(id)); }>
                    {super::kit::icon("dots")}</button>
            </span>
        </div>
    })
}

fn place_text(row: &UnitRow) -> String {
    let place =
        if row.destination.is_empty() || !matches!(row.status, Status::On(Step::Transporting | Step::AtDestination)) {
            &row.place
        } else {
            &row.destination
        };
    let stacked = if row.stacked == 0 { String::new() } else { format!(" +{}", row.stacked) };
    match row.incident {
        Some(number) => format!("#{number} {place}{stacked}"),
        None if row.reason.is_empty() => place.clone(),
        None => row.reason.clone(),
    }
}

/// One letter on a row: the statuses as they are said.
fn key_command(unit: UnitId, letter: &str) -> Option<Command> {
    let step = |step| Some(Command::Step { unit, incident: None, step, destination: String::new() });
    let ready = |readiness| Some(Command::SetReadiness { unit, readiness, reason: String::new() });
    match letter {
        "a" => step(Step::Acknowledged),
        "e" => step(Step::EnRoute),
        "s" => step(Step::Staged),
        "o" => step(Step::OnScene),
        "p" => step(Step::AtPatient),
        "t" => step(Step::Transporting),
        "h" => step(Step::AtDestination),
        "c" => Some(Command::Clear { unit, incident: None }),
        "v" => ready(Readiness::Available),
        "i" => ready(Readiness::AtPost),
        "b" => ready(Readiness::Break),
        "x" => ready(Readiness::OutOfService),
        _ => None,
    }
}

/// Everything that can be done with one unit, each with its command.
#[component]
pub fn UnitDialog(ui: Ui) -> impl IntoView {
    let node = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        match ui.unit.get().is_some() {
            true if !dialog.open() => {
                dialog.show_modal().ok();
            }
            false if dialog.open() => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog node_ref=node class="ask-box wide" aria-labelledby="unit-title" on:close=move |_| ui.unit.set(None)>
            {move || ui.unit.get().map(|id| unit_sheet(ui, id))}
        </dialog>
    }
}

fn unit_sheet(ui: Ui, id: UnitId) -> AnyView {
    let desk = ui.desk;
    let (changed, changed_too) = (desk.signals().units_changed.clone(), desk.signals().units_changed.clone());
    let shown = Memo::new(move |_| {
        changed.track();
        desk.read(|state| {
            let unit = state.units.get(&id)?;
            let (status, _) = state.status(unit);
            let on = state.top_assignment(unit).map(|work| crate::board::speech::incident(state, work.incident));
            let capabilities: Vec<String> = unit.capabilities.iter().cloned().collect();
            Some((
                unit.call_sign.clone(),
                status,
                on,
                capabilities.join(" "),
                unit.crew,
                unit.post.text.clone(),
                unit.welfare_due.is_some(),
            ))
        })
    });
    // A unit that moved up stays where it came from until somebody says that it is there.
    let arrived = Memo::new(move |_| {
        changed_too.track();
        desk.read(|state| {
            let unit = state.units.get(&id)?;
            state.moves_up_to(unit).filter(|to| known_since(state, unit).is_some() && !to.is_blank())
        })
    });
    let button = move |label: &'static str, verb: Verb, command: Command| {
        let sign = shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.0.clone()).unwrap_or_default());
        let rest = match &command {
            Command::TimeWelfare { minutes, .. } => format!(" {}", minutes.unwrap_or(0)),
            Command::MoveUnit { place, .. } => format!(" {}", place.text),
            _ => String::new(),
        };
        let typed = format!("{} {sign}{rest}", code_of(verb));
        view! {
            <button type="button" class="btn" on:click=move |_| { ui.unit.set(None); ui.act(command.clone()); }>
                {label}{key(typed)}
            </button>
        }
    };
    let busy = move || shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.2.is_some()));
    let steps = move || {
        Step::ALL
            .into_iter()
            .skip(1)
            .map(|step| {
                let command = Command::Step { unit: id, incident: None, step, destination: String::new() };
                button(step_word(step), Verb::Step(step), command)
            })
            .collect_view()
    };
    let readiness = move || {
        Readiness::ALL
            .into_iter()
            .map(|readiness| {
                let command = Command::SetReadiness { unit: id, readiness, reason: String::new() };
                button(readiness_word(readiness), Verb::Ready(readiness), command)
            })
            .collect_view()
    };
    view! {
        <form method="dialog">
            <h2 id="unit-title">{move || shown.with(|shown| shown.as_ref().map(|shown| shown.0.clone()))}</h2>
            <p>{move || shown.with(|shown| shown.as_ref().map(|(_, status, on, capabilities, crew, post, _)| {
                let on = on.clone().unwrap_or_else(|| post.clone());
                say(Msg::UnitFacts, &[status_word(*status), &on, capabilities, &crew.to_string()])
            }))}</p>
            <Show when=busy>
                <div class="togs">{steps()}{button(t(Msg::ClearUnit), Verb::Clear, Command::Clear { unit: id, incident: None })}
                {button(t(Msg::CancelUnit), Verb::Cancel, Command::Cancel { unit: id, incident: None, reason: String::new() })}</div>
            </Show>
            {move || arrived.get().map(|place| {
                let command = Command::MoveUnit { unit: id, place };
                view! { <div class="togs">{button(t(Msg::ArrivedThere), Verb::Place, command)}</div> }
            })}
            <Show when=move || !busy()><div class="togs">{readiness()}</div></Show>
            <div class="togs">
                {button(t(Msg::RollCall), Verb::RollCall, Command::RollCall { units: vec![id] })}
                {button(t(Msg::WelfareTen), Verb::Welfare, Command::TimeWelfare { unit: id, minutes: Some(10) })}
                {button(t(Msg::WelfareOff), Verb::Welfare, Command::TimeWelfare { unit: id, minutes: None })}
            </div>
            <div class="acts"><button type="submit" class="btn primary">{t(Msg::Done)}</button></div>
        </form>
    }
    .into_any()
}
