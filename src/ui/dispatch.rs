//! Who works on an incident, and who could be sent.

use super::act::{Ui, step};
use super::kit::{empty, key, metres, status_mark, timer};
use super::recommend::{Advising, arrives, recommended};
use super::sheet::fact;
use crate::board::elapsed::{Standing, stretch};
use crate::board::sheet::{Candidate, Ranked, Work, candidate, ranked};
use crate::board::speech::step_word;
use crate::domain::command::Command;
use crate::domain::ids::{IncidentId, UnitId};
use crate::domain::language::verbs::{Verb, code_of};
use crate::domain::unit::{Ending, Status, Step};
use crate::protocol::recommend::{Advice, Other, WhyNot};
use crate::protocol::travel::{Basis, Estimate};
use crate::words::{Msg, say, t};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Candidates that are shown before somebody asks for all.
const FIRST: usize = 8;

#[component]
pub fn DispatchSection(ui: Ui, id: IncidentId, advising: Advising) -> impl IntoView {
    let desk = ui.desk;
    let open = fact(ui, crate::board::sheet::Sheet::is_open);
    let work = fact(ui, |sheet| sheet.work.clone());
    let place = fact(ui, |sheet| sheet.place.clone());
    let number = desk.read(|state| state.incidents.get(&id).map_or(0, |incident| incident.number));
    let picked = advising.picked;
    let all = RwSignal::new(false);
    let units_changed = desk.signals().units_changed.clone();
    let ground = desk.signals().ground.clone();
    let near = Memo::new(move |_| {
        units_changed.track();
        let place = place.get().unwrap_or_default();
        ground.track();
        desk.with_roads(|state, roads| ranked(state, roads, &place, Some(id)))
    });
    let advice = advising.advice;
    let find = RwSignal::new(String::new());
    // A row in words, with the reason why the unit is not recommended. Made for the rows that are read, not for everybody.
    let row = move |ranked: &Ranked, why: Option<&WhyNot>| {
        let clock = desk.clock();
        desk.read(|state| {
            Some((candidate(state, ranked)?, why.map(|why| crate::board::advice::why_not(state, why, clock))))
        })
    };
    let reasons = move |advice: &Advice| -> BTreeMap<UnitId, WhyNot> {
        let told = advice.others.iter().filter(|_| advice.plan.is_some());
        told.map(|other| (other.unit, other.why.clone())).collect()
    };
    // Those that are recommended stand above; everybody else stands here, with the one reason why not.
    let others = Memo::new(move |_| {
        let wanted = find.get().to_lowercase();
        let picks: BTreeSet<UnitId> = advice.with(Advice::units).into_iter().collect();
        let reasons = if wanted.is_empty() { BTreeMap::new() } else { advice.with(reasons) };
        let said = |ranked: &Ranked| {
            row(ranked, reasons.get(&ranked.unit)).is_some_and(|(one, why)| {
                let words = [&one.call_sign, &one.kind, &one.capabilities, &one.place];
                words.into_iter().chain(why.as_ref()).any(|text| text.to_lowercase().contains(&wanted))
            })
        };
        let rest = near.get().into_iter().filter(|one| !picks.contains(&one.unit));
        rest.filter(|one| wanted.is_empty() || said(one)).collect::<Vec<Ranked>>()
    });
    let off_duty = Memo::new(move |_| {
        let off = |other: &&Other| other.why == WhyNot::OffDuty;
        let sign = |other: &Other| desk.read(|state| state.units.get(&other.unit).map(|unit| unit.call_sign.clone()));
        advice.with(|advice| advice.others.iter().filter(off).filter_map(sign).collect::<Vec<_>>().join(", "))
    });
    let shown = move || {
        // A reason may change while the order stands.
        let reasons = advice.with(reasons);
        others.with(|rest| {
            let most = if all.get() { rest.len() } else { FIRST };
            let rows = rest.iter().take(most).filter_map(|one| row(one, reasons.get(&one.unit)));
            rows.enumerate().collect::<Vec<_>>()
        })
    };
    let typed_for = move |units: &BTreeSet<UnitId>| {
        let signs = desk.read(|state| {
            let signs = units.iter().filter_map(|id| state.units.get(id)).map(|unit| unit.call_sign.clone());
            signs.collect::<Vec<_>>().join(" ")
        });
        format!("{} {number} {signs}", code_of(Verb::Dispatch(Step::Dispatched)))
    };
    let send = move |_| {
        let units: Vec<UnitId> = picked.get_untracked().into_iter().collect();
        ui.act(Command::Dispatch { incident: id, units, step: Step::Dispatched });
    };
    let is_open = move || open.get() == Some(true);
    view! {
        <section class="sec s-dispatch" id="s-dispatch" aria-label=t(Msg::Dispatch)>
            <header class="sec-bar"><h2 class="sec-head">{t(Msg::Dispatch)}</h2>
                <p class="plan-name">{move || {
                    let open = work.get().unwrap_or_default().iter().filter(|work| work.assignment.is_open()).count();
                    say(Msg::UnitsAssigned, &[&open.to_string()])
                }}</p>
            </header>
            <ul class="assign-list" aria-label=t(Msg::Assigned)>
                <For each=move || work.get().unwrap_or_default() key=|work| (work.assignment.id, work.assignment.steps.len(), work.assignment.end.is_some(), work.is_top)
                    children=move |work| assigned(ui, id, work)/>
            </ul>
            <Show when=is_open>
                {recommended(advising, number)}
                <Show when=move || { FIRST < near.with(Vec::len) && advice.with(|advice| advice.plan.is_some()) }>
                    <label class="find-unit"><span>{t(Msg::NotRecommended)}</span>
                        <input class="inp" type="search" autocomplete="off" aria-label=t(Msg::FindUnit) placeholder=t(Msg::FindUnit)
                            prop:value=find on:input=move |event| find.set(event_target_value(&event))/></label>
                </Show>
                <ul class="pick-list" aria-label=t(Msg::CouldBeSent)>
                    <For each=shown key=|(index, (candidate, why))| (candidate.unit, candidate.status, far(candidate), candidate.seen.map(|at| at.0), (candidate.incident, candidate.away), *index == 0, why.clone())
                        children=move |(index, (candidate, why))| candidate_row(ui, id, number, index, candidate, why, picked)/>
                </ul>
                <Show when=move || { all.get() && off_duty.with(|off| !off.is_empty()) }><p class="muted">{move || say(Msg::OffDutyList, &[&off_duty.get()])}</p></Show>
                <Show when=move || near.with(Vec::is_empty)>{empty(Msg::NobodyToSend, Msg::NobodyToSendHelp)}</Show>
                <div class="pick-bar">
                    <p class="muted">{move || near.with(|near| basis_word(near))}</p>
                    <Show when=move || { FIRST < others.with(Vec::len) && !all.get() }>
                        <button type="button" class="btn quiet" on:click=move |_| all.set(true)>{move || say(Msg::ShowAllUnits, &[&others.with(Vec::len).to_string()])}</button>
                    </Show>
                    <Show when=move || picked.with(|picked| 1 < picked.len())>
                        <button type="button" class="btn primary" on:click=send>{move || say(Msg::DispatchSeveral, &[&picked.with(BTreeSet::len).to_string()])}{move || key(typed_for(&picked.get()))}</button>
                    </Show>
                </div>
            </Show>
        </section>
    }
}

/// What the times rest on. Without any there is nothing to say.
fn basis_word(near: &[Ranked]) -> &'static str {
    let has = |basis| near.iter().filter_map(|one| one.estimate).any(|one| one.basis == basis);
    match (has(Basis::StraightLine), has(Basis::Network) || has(Basis::AgainstOneWay)) {
        (false, false) => "",
        (false, true) => t(Msg::AlongPaths),
        (true, false) => t(Msg::StraightLine),
        (true, true) => t(Msg::MixedWays),
    }
}

/// What is shown of an estimate.
fn far(candidate: &Candidate) -> Option<(u32, Basis)> {
    candidate.estimate.map(|Estimate { seconds, basis, .. }| (seconds, basis))
}

fn assigned(ui: Ui, id: IncidentId, work: Work) -> AnyView {
    let now = ui.desk.signals().now.clone();
    let assignment = work.assignment;
    let (unit, current) = (assignment.unit, assignment.step());
    let sign = work.call_sign;
    if let Some(end) = assignment.end {
        let word = match end.how {
            Ending::Cleared => Msg::ClearedWord,
            Ending::Cancelled => Msg::CancelledWord,
            Ending::Diverted => Msg::DivertedWord,
            Ending::Withdrawn => Msg::WithdrawnWord,
        };
        return view! {
            <li class="asg clear"><b class="a-id">{sign}</b><span class="st off">{t(word)}</span>
                <span class="a-time">{ui.desk.clock_at(end.at).clock()}</span><span class="a-note">{end.reason}</span><span class="asg-next"></span></li>
        }
        .into_any();
    }
    let since = assignment.since();
    let time = move || timer(stretch(now.get().seconds_since(since)), Standing::Plain);
    let note = if work.is_top { assignment.destination.clone() } else { t(Msg::StackedUnder).to_owned() };
    let step_button = |next: Step, primary: bool| {
        let typed = format!("{} {sign}", code_of(Verb::Step(next)));
        let class = if primary { "btn" } else { "btn quiet" };
        view! { <button type="button" class=class on:click=move |_| ui.act(step(unit, id, next))>{step_word(next)}{key(typed)}</button> }
    };
    // Only a unit that can carry somebody is expected to.
    let carries = ui.desk.read(|state| {
        state
            .units
            .get(&unit)
            .is_none_or(|unit| unit.capabilities.is_empty() || unit.capabilities.contains("TRANSPORT"))
    });
    let next = current.next().filter(|next| carries || *next != Step::Transporting);
    let next = next.map(|next| step_button(next, true));
    let others: Vec<_> = match current {
        Step::Dispatched => vec![Step::Acknowledged, Step::OnScene],
        Step::Acknowledged => vec![Step::OnScene],
        Step::EnRoute => vec![Step::Staged],
        Step::OnScene => vec![Step::AtPatient],
        Step::AtDestination => vec![Step::HandedOver],
        _ => Vec::new(),
    };
    let others: Vec<_> = others.into_iter().map(|next| step_button(next, false)).collect();
    let end = if current < Step::OnScene {
        let command = Command::Cancel { unit, incident: Some(id), reason: String::new() };
        view! { <button type="button" class="btn quiet" on:click=move |_| ui.act(command.clone())>{t(Msg::CancelUnit)}{key(format!("CX {sign}"))}</button> }
            .into_any()
    } else {
        let command = Command::Clear { unit, incident: Some(id) };
        view! { <button type="button" class="btn quiet" on:click=move |_| ui.act(command.clone())>{t(Msg::ClearUnit)}{key(format!("CL {sign}"))}</button> }
            .into_any()
    };
    view! {
        <li class="asg" aria-label=sign.clone()>
            <b class="a-id">{sign.clone()}</b>{status_mark(Status::On(current))}
            <span class="a-time">{time}</span><span class="a-note">{note}</span>
            <span class="asg-next">{next}{others}{end}</span>
        </li>
    }
    .into_any()
}

fn candidate_row(
    ui: Ui,
    id: IncidentId,
    number: u32,
    index: usize,
    candidate: Candidate,
    why: Option<String>,
    picked: RwSignal<BTreeSet<UnitId>>,
) -> AnyView {
    let unit = candidate.unit;
    let ready = matches!(candidate.status, Status::Ready(readiness) if readiness.can_go());
    let sign = candidate.call_sign.clone();
    // Who is on this incident under other work is not sent a second time; it is taken off that work.
    let (verb, word, command) = if candidate.away {
        (Verb::Divert, Msg::DivertBack, Command::Divert { incident: id, unit, advised: None })
    } else {
        let command = Command::Dispatch { incident: id, units: vec![unit], step: Step::Dispatched };
        (Verb::Dispatch(Step::Dispatched), Msg::Dispatch, command)
    };
    let typed = format!("{} {sign} {number}", code_of(verb));
    let class = if ready { "pick" } else { "pick cant" };
    let what = match candidate.incident {
        Some(number) => format!("#{number} {}", candidate.place),
        None => candidate.place.clone(),
    };
    let advised = why.is_some();
    // Only those whose position is old read the time, and they once a minute.
    let seen = candidate.seen.map(|at| {
        let now = ui.desk.signals().now.clone();
        let minutes = Memo::new(move |_| now.get().seconds_since(at) / 60);
        move || {
            Some(minutes.get())
                .filter(|minutes| 0 < *minutes)
                .map(|minutes| format!(" · {}", say(Msg::SeenAgo, &[&minutes.to_string()])))
        }
    });
    let kind = [candidate.kind.as_str(), candidate.capabilities.as_str()]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" · ");
    let button_class = if index == 0 && ready && !advised { "btn primary" } else { "btn" };
    view! {
        <li class=class aria-label=sign.clone()>
            <label class="p-chk"><input type="checkbox" aria-label=say(Msg::PickUnit, &[&sign]) disabled=candidate.away
                prop:checked=move || picked.with(|picked| picked.contains(&unit))
                on:change=move |event| picked.update(|picked| {
                    if event_target_checked(&event) { picked.insert(unit); } else { picked.remove(&unit); }
                })/></label>
            {status_mark(candidate.status)}
            <b class="p-id">{sign.clone()}</b>
            <span class="p-kind">{match why { Some(why) => format!("{why} · {kind}"), None => kind }}</span>
            <span class="p-dist">{what}{candidate.estimate.map(|estimate| format!(" · {}", metres(estimate.metres)))}{seen}</span>
            <span class="p-est">{arrives(candidate.estimate)}</span>
            <button type="button" class=button_class
                on:click=move |_| ui.act(command.clone())>
                {t(word)}<span class="sr">{format!(" {sign}")}</span>{key(typed)}</button>
        </li>
    }
    .into_any()
}
