//! What the response plan asks for, which units to send for it, and why.

use super::act::Ui;
use super::kit::{icon, key, minutes, unit_mark};
use super::sheet::fact;
use crate::app::advice::Shown;
use crate::board::advice;
use crate::board::sheet::Sheet;
use crate::domain::command::Command;
use crate::domain::ids::{IncidentId, UnitId};
use crate::domain::incident::Priority;
use crate::domain::unit::{Readiness, Status, Step};
use crate::protocol::recommend::{Advice, Asked, Bare, Divert, Filled, Pick, Slot, Want, choices};
use crate::protocol::travel::{Basis, Estimate};
use crate::words::{Msg, say, t};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Units that are offered for a swap.
const OFFERED: usize = 6;

/// The recommendation of one sheet, and what a person changed in it.
#[derive(Clone, Copy)]
pub struct Advising {
    ui: Ui,
    id: IncidentId,
    pub advice: RwSignal<Advice>,
    /// Units that are ticked in the list below: they go along.
    pub picked: RwSignal<BTreeSet<UnitId>>,
    pins: RwSignal<Vec<(Slot, UnitId)>>,
    left_out: RwSignal<Vec<UnitId>>,
    swapping: RwSignal<Option<UnitId>>,
    /// Who was swapped in: the cursor goes there once it is drawn.
    brought: StoredValue<Option<UnitId>>,
    due: StoredValue<bool>,
}

impl Advising {
    pub fn new(ui: Ui, id: IncidentId) -> Self {
        let advising = Self {
            ui,
            id,
            advice: RwSignal::new(Advice::default()),
            picked: RwSignal::new(BTreeSet::new()),
            pins: RwSignal::new(Vec::new()),
            left_out: RwSignal::new(Vec::new()),
            swapping: RwSignal::new(None),
            brought: StoredValue::new(None),
            due: StoredValue::new(false),
        };
        advising.work_out();
        // What a recommendation rests on. Whoever swaps starts from another plan anew.
        let plan = fact(ui, |sheet: &Sheet| (sheet.kind.clone(), sheet.row.priority, sheet.alarm_level));
        let facts = fact(ui, |sheet: &Sheet| {
            let work: Vec<_> =
                sheet.work.iter().map(|work| (work.assignment.id, work.assignment.end.is_some())).collect();
            (
                sheet.place.clone(),
                work,
                sheet.requests.len(),
                (sheet.guidance.needs.clone(), sheet.guidance.staging.is_some()),
            )
        });
        let signals = ui.desk.signals();
        let counters =
            [&signals.units_changed, &signals.incidents_changed, &signals.setup, &signals.ground].map(Clone::clone);
        Effect::new(move |was: Option<_>| {
            let now = plan.get();
            if was.is_some_and(|was| was != now) {
                advising.start_anew();
            }
            now
        });
        Effect::new(move |ran: Option<()>| {
            plan.track();
            facts.track();
            counters.iter().for_each(Track::track);
            advising.pins.track();
            advising.left_out.track();
            advising.picked.track();
            if ran.is_some() {
                advising.soon();
            }
        });
        // A tick is done with once its unit is on the way, however it was sent; until then it stands, whatever was refused.
        let here = fact(ui, |sheet: &Sheet| {
            let open = sheet.work.iter().filter(|work| work.assignment.is_open());
            open.map(|work| work.assignment.unit).collect::<BTreeSet<UnitId>>()
        });
        let picked = advising.picked;
        Effect::new(move || {
            let here = here.get().unwrap_or_default();
            if picked.with_untracked(|picked| !picked.is_disjoint(&here)) {
                picked.update(|picked| picked.retain(|unit| !here.contains(unit)));
            }
        });
        Effect::new(move || {
            advising.picked.track();
            advising.advice.track();
            advising.note();
        });
        let desk = ui.desk;
        on_cleanup(move || desk.hide_advice(id));
        advising
    }

    fn start_anew(self) {
        self.pins.set(Vec::new());
        self.left_out.set(Vec::new());
        self.swapping.set(None);
    }

    /// Works it out behind the next frame, once for all that changed until then, so that no key waits for it.
    fn soon(self) {
        if self.due.get_value() {
            return;
        }
        self.due.set_value(true);
        request_animation_frame(move || {
            set_timeout(
                move || {
                    if self.due.try_set_value(false).is_none() {
                        self.work_out();
                    }
                },
                std::time::Duration::ZERO,
            );
        });
    }

    fn asked(self) -> Option<Asked> {
        let asked = self.ui.desk.asked(self.id)?;
        let pins = self.pins.try_get_untracked()?;
        let (left_out, also) = (self.left_out.try_get_untracked()?, self.picked.try_get_untracked()?);
        Some(Asked { pins, left_out, also: also.into_iter().collect(), ..asked })
    }

    fn work_out(self) {
        let Some(asked) = self.asked() else { return };
        let advice = self.ui.desk.recommend(&asked);
        if self.advice.try_with_untracked(|shown| *shown != advice) == Some(true) {
            self.advice.set(advice);
        }
        if let Some(unit) = self.brought.try_update_value(Option::take).flatten() {
            super::kit::focus_id(&send_id(unit));
        }
    }

    /// Tells the desk what stands here. What is recorded is what was recommended before anybody changed it.
    fn note(self) {
        let Some(asked) = self.ui.desk.asked(self.id) else { return };
        let level = asked.level;
        let changed = !self.pins.with_untracked(Vec::is_empty) || !self.left_out.with_untracked(Vec::is_empty);
        let advised = if changed {
            advice::recorded(&self.ui.desk.recommend(&asked), level)
        } else {
            self.advice.with_untracked(|shown| advice::recorded(shown, level))
        };
        if self.advice.with_untracked(|shown| shown.wants.is_empty()) {
            return self.ui.desk.hide_advice(self.id);
        }
        self.ui.desk.show_advice(Shown { incident: self.id, advised, units: self.units() });
    }

    /// What is sent when all of it is accepted.
    fn units(self) -> Vec<UnitId> {
        let mut units = self.advice.with_untracked(Advice::units);
        let more = self.picked.get_untracked();
        units.extend(more.into_iter().filter(|unit| !units.contains(unit)).collect::<Vec<_>>());
        units
    }

    fn swap(self, slot: Slot, old: UnitId, new: UnitId) {
        self.swapping.set(None);
        self.pins.update(|pins| {
            pins.retain(|(_, unit)| *unit != old && *unit != new);
            pins.push((slot, new));
        });
        self.left_out.update(|out| {
            out.retain(|unit| *unit != new && *unit != old);
            out.push(old);
        });
        self.brought.set_value(Some(new));
    }

    /// Whom one press sends, and how soon the first of them is there; none if nobody is recommended.
    pub fn offer(self) -> Option<String> {
        self.picked.track();
        let soonest = self.advice.with(advice::soonest);
        let units = self.units();
        (!units.is_empty()).then(|| self.ui.desk.read(|state| advice::offer(state, &units, soonest)))
    }

    pub fn send_all(self) {
        self.ui.send_recommended(self.id);
    }
}

fn send_id(unit: UnitId) -> String {
    format!("send-{unit}")
}

/// The plan, what it asks for, and who should go.
pub fn recommended(advising: Advising, number: u32) -> AnyView {
    let shown = advising.advice;
    let is_table = Memo::new(move |_| shown.with(|advice| !advice.wants.is_empty()));
    view! {
        {move || shown.with(|advice| head(advising, number, advice))}
        {move || shown.with(|advice| advice.dropped.iter().map(|unit| dropped_line(advising.ui, *unit)).collect_view())}
        <Show when=move || is_table.get()>{table(advising, number)}</Show>
        {move || shown.with(|advice| advice.bare.iter().map(|bare| cover_line(advising.ui, bare)).collect_view())}
    }
    .into_any()
}

fn head(advising: Advising, number: u32, advice: &Advice) -> AnyView {
    let stage =
        advice.stage.then(|| view! { <p class="flag near">{icon("bang")}{t(Msg::StageUntilSafe)}</p> }.into_any());
    let Some(plan) = &advice.plan else {
        return view! { {stage}<p class="muted">{t(Msg::NoPlanFits)}</p> }.into_any();
    };
    let why = advising.ui.desk.read(|state| advice::why_plan(state, plan));
    let met: usize = advice.wants.iter().map(|want| want.filled.len() - want.picks().count()).sum();
    let all: usize = advice.wants.iter().map(|want| usize::from(want.count)).sum();
    let picks = advice.units();
    let count =
        move || picks.len() + advising.picked.with(|more| more.iter().filter(|unit| !picks.contains(unit)).count());
    let count = Memo::new(move |_| count());
    view! {
        <div class="rec-head">
            <p class="plan-name"><span>{t(Msg::Plan)}</span>" "<b>{plan.label.clone()}</b>", "{why}". "{say(Msg::PlanMet, &[&met.to_string(), &all.to_string()])}
                {(!plan.note.is_empty()).then(|| format!(" {}", plan.note))}</p>
            {stage}
            <Show when=move || 0 < count.get()>
                <button type="button" class="btn primary" on:click=move |_| advising.send_all()>
                    {move || say(Msg::SendRecommended, &[&count.get().to_string()])}{key(format!("RC {number}"))}</button>
            </Show>
        </div>
    }
    .into_any()
}

fn dropped_line(ui: Ui, unit: UnitId) -> AnyView {
    let text = ui.desk.read(|state| advice::dropped(state, unit));
    view! { <p class="muted">{text}</p> }.into_any()
}

/// A requirement as it is drawn. One that shows the same as before keeps its number and is not drawn anew.
#[derive(PartialEq)]
struct Drawn {
    number: u64,
    want: Want,
    label: String,
    goal: Option<u32>,
    /// How the units stand that it names, and how urgent what they would be taken from is.
    units: Vec<(String, Status)>,
    from: Vec<Priority>,
}

impl Drawn {
    fn of(ui: Ui, want: &Want, goal: Option<u32>) -> Self {
        let label = label_of(ui, want);
        let (units, from) = ui.desk.read(|state| {
            let units = want.picks().map(|pick| pick.unit).chain(want.diverts.iter().map(|divert| divert.unit));
            let units = units.filter_map(|unit| state.units.get(&unit));
            let from = want.diverts.iter().filter_map(|divert| state.incidents.get(&divert.from));
            (
                units.map(|unit| (unit.call_sign.clone(), state.status(unit).0)).collect(),
                from.map(|incident| incident.priority).collect(),
            )
        });
        Self { number: 0, want: want.clone(), label, goal, units, from }
    }
}

/// How far behind its former place a row is looked for: what comes in above it moves it by a few.
const MOVED: usize = 8;

/// The rows of a recommendation, with the numbers of those that stood there before.
fn drawn(ui: Ui, advice: &Advice, old: &[Arc<Drawn>]) -> Vec<Arc<Drawn>> {
    let mut next = old.iter().map(|row| row.number + 1).max().unwrap_or(0);
    let mut passed = 0;
    let one = |want: &Want| {
        let mut row = Drawn::of(ui, want, advice.goal);
        let mut near = old.iter().skip(passed).take(MOVED);
        let same = near.position(|other| {
            row.number = other.number;
            row == **other
        });
        if let Some(at) = same {
            passed += at + 1;
        } else {
            row.number = next;
            next += 1;
        }
        Arc::new(row)
    };
    advice.wants.iter().map(one).collect()
}

/// Requirements that are drawn in one frame. A long plan grows over the frames, so that no key waits for it.
const AT_ONCE: usize = 16;

fn table(advising: Advising, number: u32) -> AnyView {
    let ui = advising.ui;
    let (units, setup) = (ui.desk.signals().units_changed.clone(), ui.desk.signals().setup.clone());
    let rows = Memo::new(move |old: Option<&Vec<Arc<Drawn>>>| {
        units.track();
        setup.track();
        let old = old.map(Vec::as_slice).unwrap_or_default();
        advising.advice.with(|advice| drawn(ui, advice, old))
    });
    let most = RwSignal::new(AT_ONCE);
    Effect::new(move || {
        if most.get() < rows.with(Vec::len) {
            request_animation_frame(move || {
                most.try_update(|most| *most += AT_ONCE);
            });
        }
    });
    let some = move || rows.with(|rows| rows.iter().take(most.get()).cloned().collect::<Vec<_>>());
    let heads = [Msg::RecNeeded, Msg::Unit, Msg::RecArrives, Msg::RecWhy];
    view! {
        <table class="rec" aria-label=t(Msg::Recommended)>
            <thead><tr>{heads.map(|head| view! { <th scope="col">{t(head)}</th> })}<th scope="col"><span class="sr">{t(Msg::RecAction)}</span></th></tr></thead>
            <tbody><For each=some key=|row| row.number children=move |row| want_rows(advising, number, &row)/></tbody>
        </table>
    }
    .into_any()
}

fn label_of(ui: Ui, want: &Want) -> String {
    let one = ui.desk.read(|state| advice::called(state, want));
    let label = if 1 < want.level { say(Msg::RecAtLevel, &[&one, &want.level.to_string()]) } else { one };
    if want.from_answers { say(Msg::RecFromAnswers, &[&label]) } else { label }
}

fn want_rows(advising: Advising, number: u32, row: &Drawn) -> AnyView {
    let Drawn { want, label, .. } = row;
    let picks: Vec<AnyView> = want
        .filled
        .iter()
        .filter_map(|filled| match filled {
            Filled::Pick(pick) => Some(pick_row(advising, number, row, pick)),
            _ => None,
        })
        .collect();
    let short = want.shortfall.as_ref().map(|_| short_row(advising, number, want, label));
    let sooner: Vec<AnyView> = if want.shortfall.is_none() {
        want.diverts.iter().map(|divert| divert_row(advising, number, divert)).collect()
    } else {
        Vec::new()
    };
    view! { {picks}{sooner}{short} }.into_any()
}

/// A travel time, marked where it is only a straight line or goes against the signs.
pub fn arrives(estimate: Option<Estimate>) -> AnyView {
    let Some(way) = estimate else { return view! { <span class="nil">"–"</span> }.into_any() };
    let mark = match way.basis {
        Basis::Network => None,
        Basis::StraightLine => Some(("~", t(Msg::StraightShort))),
        Basis::AgainstOneWay => Some(("!", t(Msg::AgainstOneWay))),
    };
    let mark = mark.map(|(sign, word)| {
        view! { <span class="muted" aria-hidden="true" title=word>{sign}</span><span class="sr">{word}" "</span> }
    });
    view! { <b>{mark}{minutes(way.seconds)}</b> }.into_any()
}

fn pick_row(advising: Advising, number: u32, row: &Drawn, pick: &Pick) -> AnyView {
    let Drawn { want, label, goal, .. } = row;
    let (ui, id, unit) = (advising.ui, advising.id, pick.unit);
    let (sign, status, reasons) = ui.desk.read(|state| {
        let row = state.units.get(&unit);
        let reasons: Vec<String> = pick.reasons.iter().map(|reason| advice::reason(state, reason)).collect();
        (
            row.map(|unit| unit.call_sign.clone()).unwrap_or_default(),
            row.map_or(Status::Ready(Readiness::Available), |unit| state.status(unit).0),
            reasons.join(", "),
        )
    });
    let meets = pick.estimate.zip(*goal).filter(|(way, goal)| way.seconds <= *goal);
    let verdict = meets.map(|(_, goal)| say(Msg::RecMeets, &[&advice::stretch(goal)]));
    let why: Vec<String> = verdict.into_iter().chain([reasons]).filter(|text| !text.is_empty()).collect();
    let send = move |_| ui.act(Command::Dispatch { incident: id, units: vec![unit], step: Step::Dispatched });
    let swap_label = say(Msg::SwapUnit, &[&sign]);
    let is_swapping = move || advising.swapping.get() == Some(unit);
    let wanted = StoredValue::new(want.clone());
    let offered = move || {
        is_swapping().then(|| {
            let asked = advising.asked()?;
            let taken = advising.advice.with_untracked(Advice::units);
            let found = ui.desk.with_roads(|state, roads| wanted.with_value(|want| choices(state, roads, &asked, want)));
            let free = found.into_iter().filter(|choice| !taken.contains(&choice.unit)).take(OFFERED);
            let buttons: Vec<AnyView> = free
                .map(|choice| {
                    let new = choice.unit;
                    let sign = ui.desk.read(|state| state.units.get(&new).map(|unit| unit.call_sign.clone()).unwrap_or_default());
                    let far = match choice.estimate {
                        Some(_) => arrives(choice.estimate),
                        None => advice::away(None, choice.unknown).into_any(),
                    };
                    view! { <button type="button" class="btn" on:click=move |_| advising.swap(wanted.with_value(|want| want.slot.clone()), unit, new)>{sign}" "<span class="muted">{far}</span></button> }.into_any()
                })
                .collect();
            let none = buttons.is_empty().then(|| view! { <span>{t(Msg::NobodyElse)}</span> });
            Some(view! { <tr class="detail"><td colspan="5"><span class="lbl">{t(Msg::SwapFor)}</span>{buttons}{none}</td></tr> })
        })
    };
    view! {
        <tr class="prop" aria-label=sign.clone()>
            <th scope="row">{label.clone()}</th>
            <td>{unit_mark(&sign, status)}</td>
            <td class="num">{arrives(pick.estimate)}</td>
            <td class="why">{why.join(" · ")}</td>
            <td class="act">
                <button type="button" class="btn quiet" aria-label=swap_label aria-expanded=move || is_swapping().to_string()
                    on:click=move |_| advising.swapping.update(|now| *now = if *now == Some(unit) { None } else { Some(unit) })>{t(Msg::Swap)}</button>
                <button type="button" class="btn" id=send_id(unit) on:click=send>{t(Msg::Dispatch)}<span class="sr">{format!(" {sign}")}</span>{key(format!("D {sign} {number}"))}</button>
            </td>
        </tr>
        {offered}
    }
    .into_any()
}

/// A unit that would be there sooner, were it taken from something lesser.
fn divert_row(advising: Advising, number: u32, divert: &Divert) -> AnyView {
    let (sign, from) = signs(advising.ui, divert);
    let saves = divert.saves.map(advice::stretch).unwrap_or_default();
    let mut text = say(Msg::DivertSooner, &[&sign, &saves, &from]);
    if let Some(minutes) = divert.seen {
        text = format!("{text} {}", say(Msg::UnderWayFor, &[&minutes.to_string()]));
    }
    view! { <tr class="detail"><td colspan="4">{text}</td><td class="act">{divert_button(advising, number, divert, &sign)}</td></tr> }
        .into_any()
}

fn signs(ui: Ui, divert: &Divert) -> (String, String) {
    ui.desk.read(|state| {
        let sign = state.units.get(&divert.unit).map(|unit| unit.call_sign.clone()).unwrap_or_default();
        let from = state.incidents.get(&divert.from);
        (sign, from.map(|one| format!("#{} {}", one.number, one.priority.code())).unwrap_or_default())
    })
}

fn divert_button(advising: Advising, number: u32, divert: &Divert, sign: &str) -> AnyView {
    let (ui, incident, unit) = (advising.ui, advising.id, divert.unit);
    let typed = format!("DV {sign} {number}");
    view! { <button type="button" class="btn" on:click=move |_| ui.act(Command::Divert { incident, unit, advised: None })>{t(Msg::DivertIt)}<span class="sr">{format!(" {sign}")}</span>{key(typed)}</button> }
        .into_any()
}

fn short_row(advising: Advising, number: u32, want: &Want, label: &str) -> AnyView {
    let Some(short) = &want.shortfall else { return ().into_any() };
    let (ui, incident) = (advising.ui, advising.id);
    let clock = ui.desk.clock();
    let nearest = short.nearest.as_ref();
    let text = nearest.map_or_else(
        || t(Msg::NobodyOnBoard).to_owned(),
        |could| ui.desk.read(|state| advice::could(state, could, clock)),
    );
    let diverts: Vec<AnyView> = want
        .diverts
        .iter()
        .map(|divert| {
            let (sign, _) = signs(ui, divert);
            divert_button(advising, number, divert, &sign)
        })
        .collect();
    let what = want.any_of.join("/");
    let count = u8::try_from(short.missing - short.requested).unwrap_or(u8::MAX);
    let typed = format!("REQ {number} {what} {count}");
    let asked = match (short.requested, count) {
        (0, _) => None,
        (_, 0) => Some(t(Msg::RequestedAlready).to_owned()),
        (some, _) => Some(say(Msg::RequestedSome, &[&some.to_string()])),
    };
    let asked = asked.map(|text| view! { <span class="wait">{text}</span> });
    // Only what nobody asked for yet is left to ask for.
    let ask = (0 < count).then(|| {
        let name = format!(" {count} {what}");
        view! { <button type="button" class="btn" on:click=move |_| ui.act(Command::RequestResource { incident, what: what.clone(), count })>{t(Msg::RequestIt)}<span class="sr">{name}</span>{key(typed)}</button> }
    });
    view! {
        <tr class="short">
            <th scope="row">{label.to_owned()}</th>
            <td colspan="3"><span class="flag near">{icon("bang")}{say(Msg::ShortBy, &[&short.missing.to_string()])}</span>{text}</td>
            <td class="act">{diverts}{asked}{ask}</td>
        </tr>
    }
    .into_any()
}

/// A post that keeps too little, with the unit that could move up.
fn cover_line(ui: Ui, bare: &Bare) -> AnyView {
    let (text, name) = ui.desk.read(|state| {
        let name = state.places.get(&bare.place).map(|place| place.name.clone()).unwrap_or_default();
        (advice::bare(state, bare), name)
    });
    let button = bare.move_up.as_ref().map(|up| {
        let unit = up.unit;
        let sign = ui.desk.read(|state| state.units.get(&unit).map(|unit| unit.call_sign.clone()).unwrap_or_default());
        let typed = format!("MU {sign} {name}");
        let command = Command::SetReadiness { unit, readiness: Readiness::MoveUp, reason: name };
        view! { <button type="button" class="btn" on:click=move |_| ui.act(command.clone())>{t(Msg::MoveUpNow)}<span class="sr">{format!(" {sign}")}</span>{key(typed)}</button> }
    });
    view! { <p class="cover-line"><span>{text}</span>{button}</p> }.into_any()
}
