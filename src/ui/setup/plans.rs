//! Response plans in the set-up: the table, the form of one plan, what its words mean, what must stay covered, and files.

use super::{bar, cell, import_button, preview_view, priority_choices, retire_button, stored};
use crate::board::advice;
use crate::domain::command::{Care, Command};
use crate::domain::ids::Code;
use crate::domain::incident::Priority;
use crate::domain::plan::preset::group_named;
use crate::domain::plan::{Alarm, Cover, Plan, Requirement, Word, Zone};
use crate::domain::presets::Group;
use crate::domain::state::State;
use crate::protocol::plan::{has, lint};
use crate::record::import::Preview;
use crate::record::plans;
use crate::ui::act::Ui;
use crate::ui::field::Pick;
use crate::ui::kit::{empty, focus_id, icon};
use crate::ui::prompt::{Action, Field, Kind, Prompt};
use crate::words::{Msg, say, t};
use leptos::prelude::*;

/// Where a form that is not saved yet is kept.
const DRAFT: &str = "setup/plan";

#[component]
pub fn PlansTable(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let importing = RwSignal::new(None::<String>);
    let kept = desk.drafts().get(DRAFT).and_then(|text| serde_json::from_str::<Plan>(&text).ok());
    let editing = RwSignal::new(kept);
    let codes = stored(ui, |state| {
        let mut rows: Vec<_> = state.book.plans.values().collect();
        rows.sort_by_key(|plan| (state.book.retired.contains(&plan.code), plan.label.clone()));
        rows.into_iter().map(|plan| plan.code.clone()).collect::<Vec<_>>()
    });
    let faults = stored(ui, |state| lint(state).iter().map(|fault| advice::fault(state, fault)).collect::<Vec<_>>());
    let write = move |name: &'static str, kind: &'static str, make: fn(&State) -> String| {
        desk.world().download(name, kind, desk.read(make));
    };
    let buttons = view! {
        <button type="button" class="btn primary" on:click=move |_| edit(editing, Some(blank()))>{t(Msg::AddPlan)}</button>
        {import_button(ui, importing, Msg::ImportPlans, ".csv,.json,.txt")}
        <button type="button" class="btn" on:click=move |_| write("plans.csv", "text/csv", plans::csv)>{t(Msg::ExportCsv)}</button>
        <button type="button" class="btn" on:click=move |_| write("plans.json", "application/json", plans::json)>{t(Msg::ExportJson)}</button>
    };
    view! {
        {bar(Msg::SectionPlans, Msg::PlansHelp, buttons.into_any())}
        {move || importing.get().map(|text| import(ui, &text, importing))}
        <div class="scroll">
            {move || editing.with(|plan| plan.as_ref().map(|plan| form(ui, editing, plan)))}
            {move || faults.with(|faults| (!faults.is_empty()).then(|| lint_list(faults)))}
            <table class="grid-table" aria-label=t(Msg::SectionPlans)>
                <thead><tr>{[Msg::Name, Msg::PlanFor, Msg::PlanAsks].map(|head| view! { <th scope="col">{t(head)}</th> })}<th scope="col"><span class="sr">{t(Msg::RecAction)}</span></th></tr></thead>
                <tbody><For each=move || codes.get() key=Clone::clone children=move |code| plan_row(ui, editing, code)/></tbody>
            </table>
            <Show when=move || codes.with(Vec::is_empty)>{empty(Msg::NoPlans, Msg::NoPlansHelp)}</Show>
            {words_table(ui)}
            {covers_table(ui)}
        </div>
    }
}

fn lint_list(faults: &[String]) -> AnyView {
    let lines: Vec<_> = faults.iter().map(|fault| view! { <li>{fault.clone()}</li> }).collect();
    view! {
        <details class="lint"><summary>{icon("bang")}{say(Msg::PlanFaults, &[&lines.len().to_string()])}</summary>
            <ul aria-label=t(Msg::PlanFaultsLabel)>{lines}</ul></details>
    }
    .into_any()
}

fn plan_row(ui: Ui, editing: RwSignal<Option<Plan>>, code: Code) -> AnyView {
    let shown = {
        let code = code.clone();
        stored(ui, move |state| {
            let plan = state.book.plans.get(&code)?;
            let asks: Vec<String> = plan.alarms.iter().map(advice::alarm).collect();
            Some((plan.label.clone(), advice::scope(state, plan), asks))
        })
    };
    let retired = {
        let code = code.clone();
        stored(ui, move |state| state.book.retired.contains(&code))
    };
    let name = Signal::derive(move || shown.get().map(|row| row.0).unwrap_or_default());
    let (retire, restore) = (Command::RetirePlan(code.clone()), Command::RestorePlan(code.clone()));
    let open = move |_| edit(editing, ui.desk.read(|state| state.book.plans.get(&code).cloned()));
    view! {
        <tr class:retired=retired>
            <th scope="row">{name}{move || retired.get().then(|| view! { <span class="w">{t(Msg::RetiredWord)}</span> })}</th>
            <td>{move || shown.get().map(|row| row.1)}</td>
            <td class="asks">{move || shown.get().map(|row| row.2.into_iter().map(|line| view! { <p>{line}</p> }).collect_view())}</td>
            <td class="act"><button type="button" class="btn quiet s" aria-label=move || say(Msg::EditNamed, &[&name.get()]) on:click=open>{t(Msg::Edit)}</button>
                {retire_button(ui, retired, name, retire, restore)}</td>
        </tr>
    }
    .into_any()
}

fn blank() -> Plan {
    let needs = vec![Requirement { count: 1, ..Requirement::default() }];
    Plan { alarms: vec![Alarm { level: 1, repeats: false, needs }], ..Plan::default() }
}

fn edit(editing: RwSignal<Option<Plan>>, plan: Option<Plan>) {
    editing.set(plan);
    focus_id("plan-name");
}

/// Changes the plan in the form. The form is made anew only when rows come or go, so that no cursor is lost.
fn change(ui: Ui, editing: RwSignal<Option<Plan>>, anew: bool, change: impl FnOnce(&mut Plan)) {
    let with = |plan: &mut Option<Plan>| {
        if let Some(plan) = plan {
            change(plan);
            ui.desk.drafts().set(DRAFT, &serde_json::to_string(plan).unwrap_or_default());
        }
    };
    if anew {
        editing.update(with);
    } else {
        editing.update_untracked(with);
    }
}

/// One text of the form.
fn text(
    ui: Ui,
    editing: RwSignal<Option<Plan>>,
    (id, label): (&'static str, Msg),
    value: String,
    set: impl Fn(&mut Plan, &str) + 'static,
) -> AnyView {
    view! {
        <label class="fld">{t(label)}<input id=id class="inp" autocomplete="off" prop:value=value
            on:input=move |event| { let typed = event_target_value(&event); change(ui, editing, false, |plan| set(plan, typed.trim())); }/></label>
    }
    .into_any()
}

/// The form of one plan: what it is for, and what each level asks for.
fn form(ui: Ui, editing: RwSignal<Option<Plan>>, plan: &Plan) -> AnyView {
    let desk = ui.desk;
    let is_new = plan.code.as_str().is_empty();
    let place = |zone: &Zone| desk.read(|state| state.places.get(&zone.place).map(|place| place.name.clone()));
    let zone = plan.zone.as_ref().and_then(place).unwrap_or_default();
    let metres = plan.zone.as_ref().map_or(500, |zone| zone.metres);
    let done = move || {
        editing.set(None);
        desk.drafts().forget(DRAFT);
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(mut plan) = editing.get_untracked() else { return };
        if plan.code.as_str().is_empty() {
            plan.code = fresh_code(ui, &plan.label);
        }
        ui.act_then(
            Command::SavePlans { plans: vec![plan], words: Vec::new(), retire: Vec::new() },
            None,
            Care::AskFirst,
            move |answer| {
                if answer.is_done() {
                    done();
                }
            },
        );
    };
    let priority = move |label: Msg, value: Priority, set: fn(&mut Plan, Priority)| {
        let chosen = value.level().to_string();
        let pick = move |event| {
            let level = event_target_value(&event).parse().ok().and_then(Priority::from_level);
            change(ui, editing, false, |plan| level.into_iter().for_each(|level| set(plan, level)));
        };
        view! {
            <label class="fld">{t(label)}<select class="inp" on:change=pick>
                {priority_choices().into_iter().map(|(level, word)| { let is = level == chosen; view! { <option value=level selected=is>{word}</option> } }).collect_view()}
            </select></label>
        }
    };
    let set_zone = move |plan: &mut Plan, name: &str| {
        let metres = plan.zone.as_ref().map_or(500, |zone| zone.metres);
        plan.zone = desk.read(|state| state.place_index.named(name)).map(|place| Zone { place, metres });
    };
    let set_metres = |plan: &mut Plan, typed: &str| {
        if let (Some(zone), Ok(metres)) = (&mut plan.zone, typed.parse()) {
            zone.metres = metres;
        }
    };
    let levels: Vec<AnyView> =
        plan.alarms.iter().enumerate().map(|(at, alarm)| level(ui, editing, at, alarm)).collect();
    let add_level = move |_| {
        change(ui, editing, true, |plan| {
            let level =
                plan.alarms.iter().map(|alarm| alarm.level).max().map_or(1, |last| last.saturating_add(1).min(9));
            let needs = vec![Requirement { count: 1, ..Requirement::default() }];
            plan.alarms.push(Alarm { level, repeats: false, needs });
        });
    };
    let with = plan.with.iter().map(Code::as_str).collect::<Vec<_>>().join(" ");
    view! {
        <form class="form-grid plan-form" aria-label=t(Msg::PlanForm) on:submit=save>
            <h2 class="full">{if is_new { t(Msg::AddPlan).to_owned() } else { say(Msg::EditNamed, &[&plan.label]) }}</h2>
            {text(ui, editing, ("plan-name", Msg::Name), plan.label.clone(), |plan, typed| typed.clone_into(&mut plan.label))}
            {text(ui, editing, ("plan-types", Msg::PlanTypes), types_text(plan), set_types)}
            {priority(Msg::PlanFrom, plan.from, |plan, level| plan.from = level)}
            {priority(Msg::PlanTo, plan.to, |plan, level| plan.to = level)}
            {text(ui, editing, ("plan-zone", Msg::PlanZone), zone, set_zone)}
            {text(ui, editing, ("plan-metres", Msg::PlanMetres), metres.to_string(), set_metres)}
            {text(ui, editing, ("plan-with", Msg::PlanWith), with, |plan, typed| plan.with = typed.split([' ', ',']).filter(|code| !code.is_empty()).map(Code::new).collect())}
            {text(ui, editing, ("plan-note", Msg::Remark), plan.note.clone(), |plan, typed| typed.clone_into(&mut plan.note))}
            {levels}
            <div class="acts">
                <button type="button" class="btn start" on:click=move |_| done()>{t(Msg::Back)}</button>
                <button type="button" class="btn" on:click=add_level>{t(Msg::AddLevel)}</button>
                <button type="submit" class="btn primary">{t(Msg::SavePlan)}</button>
            </div>
        </form>
    }
    .into_any()
}

fn types_text(plan: &Plan) -> String {
    let text = plans::types_of(plan);
    if text == "any" { String::new() } else { text }
}

fn set_types(plan: &mut Plan, typed: &str) {
    plan.types.clear();
    plan.groups.clear();
    for word in typed.split([' ', ',']).filter(|word| !word.is_empty()) {
        match word.strip_prefix('@').map(str::to_lowercase) {
            Some(group) => plan.groups.extend::<Option<Group>>(group_named(&group)),
            None => plan.types.push(Code::new(word)),
        }
    }
}

/// A code that no plan has yet, from the name.
fn fresh_code(ui: Ui, label: &str) -> Code {
    let base = crate::domain::place::fold(label).replace(' ', "_");
    let taken = |code: &Code| ui.desk.read(|state| state.book.plans.contains_key(code));
    let numbered = (2..).map(|number| Code::new(&format!("{base}_{number}")));
    std::iter::once(Code::new(&base)).chain(numbered).find(|code| !taken(code)).unwrap_or_else(|| Code::new(&base))
}

fn level(ui: Ui, editing: RwSignal<Option<Plan>>, at: usize, alarm: &Alarm) -> AnyView {
    let title = say(Msg::LevelTitle, &[&alarm.level.to_string()]);
    let with = move |anew: bool, set: Box<dyn FnOnce(&mut Alarm)>| {
        change(ui, editing, anew, |plan| {
            if let Some(alarm) = plan.alarms.get_mut(at) {
                set(alarm);
            }
        });
    };
    let needs: Vec<AnyView> =
        alarm.needs.iter().enumerate().map(|(row, need)| need_row(ui, editing, (at, row), alarm.level, need)).collect();
    let number = move |event| {
        let level = event_target_value(&event).parse().unwrap_or(1);
        with(false, Box::new(move |alarm| alarm.level = level));
    };
    let repeats = move |event| {
        let repeats = event_target_checked(&event);
        with(false, Box::new(move |alarm| alarm.repeats = repeats));
    };
    let add = move |_| {
        with(true, Box::new(|alarm| alarm.needs.push(Requirement { count: 1, ..Requirement::default() })));
    };
    let drop = move |_| change(ui, editing, true, |plan| drop_at(&mut plan.alarms, at));
    view! {
        <fieldset class="full plan-level" aria-label=title.clone()>
            <div class="level-head full">
                <label>{t(Msg::AlarmLevel)}<input class="inp" type="number" min="1" max="9" prop:value=alarm.level.to_string() on:input=number/></label>
                <label class="chk"><input type="checkbox" prop:checked=alarm.repeats on:change=repeats/>{t(Msg::RepeatsLater)}</label>
                <button type="button" class="btn quiet s" on:click=add>{t(Msg::AddNeed)}</button>
                <button type="button" class="btn quiet s" aria-label=say(Msg::RemoveNamed, &[&title]) on:click=drop>{t(Msg::Remove)}</button>
            </div>
            {needs}
        </fieldset>
    }
    .into_any()
}

fn drop_at<T>(rows: &mut Vec<T>, at: usize) {
    if at < rows.len() {
        rows.remove(at);
    }
}

fn need_row(
    ui: Ui,
    editing: RwSignal<Option<Plan>>,
    (at, row): (usize, usize),
    level: u8,
    need: &Requirement,
) -> AnyView {
    let input = move |name: Msg, value: String, kind: &'static str, set: fn(&mut Requirement, &str)| {
        let label = say(Msg::NeedField, &[t(name), &(row + 1).to_string(), &level.to_string()]);
        let typed = move |event| {
            let text = event_target_value(&event);
            change(ui, editing, false, |plan| {
                if let Some(need) = plan.alarms.get_mut(at).and_then(|alarm| alarm.needs.get_mut(row)) {
                    set(need, text.trim());
                }
            });
        };
        view! { <label class="fld">{t(name)}<input class="inp" type=kind min="0" autocomplete="off" aria-label=label prop:value=value on:input=typed/></label> }
            .into_any()
    };
    let drop = move |_| {
        change(ui, editing, true, |plan| {
            if let Some(alarm) = plan.alarms.get_mut(at) {
                drop_at(&mut alarm.needs, row);
            }
        });
    };
    let name = say(Msg::NeedField, &[t(Msg::NeedWord), &(row + 1).to_string(), &level.to_string()]);
    view! {
        <div class="need-row full">
            {input(Msg::HowMany, need.count.to_string(), "number", |need, text| need.count = text.parse().unwrap_or(0))}
            {input(Msg::AnyOf, need.any_of.join(" or "), "text", |need, text| need.any_of = split(text))}
            {input(Msg::LeastCrew, need.crew.to_string(), "number", |need, text| need.crew = text.parse().unwrap_or(0))}
            {input(Msg::Skill, need.skill.clone(), "text", |need, text| need.skill = text.to_uppercase())}
            <button type="button" class="btn quiet s" aria-label=say(Msg::RemoveNamed, &[&name]) on:click=drop>{t(Msg::Remove)}</button>
        </div>
    }
    .into_any()
}

/// `E or T`, `E/T`, `E, T`.
fn split(text: &str) -> Vec<String> {
    let parts = text.split(['/', ',']).flat_map(|part| part.split(" or "));
    parts.map(|part| part.trim().to_uppercase()).filter(|part| !part.is_empty()).collect()
}

fn words_table(ui: Ui) -> AnyView {
    let codes = stored(ui, |state| {
        // Words that plans use, and those that mean something already.
        let used = state.book.in_use().flat_map(|plan| &plan.alarms).flat_map(|alarm| &alarm.needs);
        let used = used.flat_map(|need| need.any_of.iter().chain(Some(&need.skill).filter(|skill| !skill.is_empty())));
        let mut all: Vec<Code> = used.map(|word| Code::new(word)).chain(state.book.words.keys().cloned()).collect();
        all.sort();
        all.dedup();
        all
    });
    let row = move |code: Code| {
        let word = code.as_str().to_uppercase();
        let save = StoredValue::new(code.clone());
        let keep = move |set: Box<dyn FnOnce(&mut Word)>| {
            let code = save.get_value();
            let mut word = ui.desk.read(|state| state.book.words.get(&code).cloned().unwrap_or_default());
            set(&mut word);
            Some(Command::SavePlans { plans: Vec::new(), words: vec![(code, word)], retire: Vec::new() })
        };
        let (a, b) = (code.clone(), code.clone());
        let count = stored(ui, move |state| {
            let meant = state.book.meaning(code.as_str());
            let units = state.units.values().filter(|unit| !unit.retired);
            units.filter(|unit| meant.iter().any(|one| has(unit, one))).count().to_string()
        });
        let means = move |text: &str| {
            let parts: Vec<&str> = text.split([' ', ',']).filter(|part| !part.is_empty()).collect();
            let traits: Vec<_> = parts.iter().filter_map(|part| plans::read_trait(part)).collect();
            (traits.len() == parts.len()).then(|| keep(Box::new(move |word| word.any_of = traits)))?
        };
        view! {
            <tr><th scope="row">{word.clone()}</th>
                <td>{cell(ui, format!("{} {word}", t(Msg::Name)), move |state| state.book.words.get(&a).map(|word| word.label.clone()).unwrap_or_default(), move |text| { let text = text.to_owned(); keep(Box::new(move |word| word.label = text)) })}</td>
                <td>{cell(ui, format!("{} {word}", t(Msg::WordMeans)), move |state| state.book.words.get(&b).map(|word| word.any_of.iter().map(plans::write_trait).collect::<Vec<_>>().join(" ")).unwrap_or_default(), means)}</td>
                <td class="num">{count}</td></tr>
        }
        .into_any()
    };
    view! {
        <div class="setup-pad"><h2>{t(Msg::PlanWords)}</h2><p class="muted">{t(Msg::PlanWordsHelp)}</p></div>
        <table class="grid-table" aria-label=t(Msg::PlanWords)>
            <thead><tr><th scope="col">{t(Msg::PlanWord)}</th><th scope="col">{t(Msg::Name)}</th><th scope="col">{t(Msg::WordMeans)}</th><th scope="col" class="num">{t(Msg::Units)}</th></tr></thead>
            <tbody><For each=move || codes.get() key=Clone::clone children=row/></tbody>
        </table>
    }
    .into_any()
}

fn covers_table(ui: Ui) -> AnyView {
    let rows = stored(ui, |state| {
        let rows = state
            .book
            .covers
            .iter()
            .filter_map(|(id, cover)| Some((state.places.get(id)?.name.clone(), *id, cover.clone())));
        rows.collect::<Vec<_>>()
    });
    let ask = move |name: String, cover: Option<Cover>| {
        let cover = cover.unwrap_or(Cover { any_of: Vec::new(), count: 1, metres: 2000, bound: false });
        let run = move |values: Vec<String>| {
            let get = |index: usize| values.get(index).cloned().unwrap_or_default();
            let Some(place) = ui.desk.read(|state| state.place_index.named(&get(0))) else {
                return ui.ask_again(t(Msg::UnknownPlace));
            };
            let number = |index: usize| get(index).parse().unwrap_or(0_u32);
            let count = u8::try_from(number(2)).unwrap_or(u8::MAX);
            let cover = Cover { any_of: split(&get(1)), count, metres: number(3), bound: get(4) == "yes" };
            ui.act(Command::RequirePost { place, cover });
        };
        let yes_no = vec![("no".to_owned(), t(Msg::No).to_owned()), ("yes".to_owned(), t(Msg::Yes).to_owned())];
        ui.ask_first(Prompt {
            title: t(Msg::KeepCovered).to_owned(),
            body: t(Msg::KeepCoveredHelp).to_owned(),
            fields: vec![
                Field::new(t(Msg::Post), Kind::Pick(Pick::Places(ui.desk)), &name),
                Field::new(t(Msg::AnyOf), Kind::Text, &cover.any_of.join(" or ")),
                Field::new(t(Msg::HowMany), Kind::Number, &cover.count.to_string()),
                Field::new(t(Msg::PlanMetres), Kind::Number, &cover.metres.to_string()),
                Field::new(t(Msg::ZoneDuty), Kind::Choice(yes_no), if cover.bound { "yes" } else { "no" }),
            ],
            actions: vec![Action::new(t(Msg::Record), run)],
        });
    };
    let row = move |(name, _, cover): (String, crate::domain::ids::PlaceId, Cover)| {
        let (label, again, held) = (say(Msg::EditNamed, &[&name]), name.clone(), cover.clone());
        view! {
            <tr><th scope="row">{name}</th><td>{advice::need(cover.count, &cover.any_of, 0, &[])}</td><td class="num">{cover.metres}</td>
                <td>{t(if cover.bound { Msg::Yes } else { Msg::No })}</td>
                <td class="act"><button type="button" class="btn quiet s" aria-label=label on:click=move |_| ask(again.clone(), Some(held.clone()))>{t(Msg::Edit)}</button></td></tr>
        }
    };
    view! {
        <div class="setup-pad"><h2>{t(Msg::Coverage)}</h2><p class="muted">{t(Msg::CoverageHelp)}</p>
            <button type="button" class="btn" on:click=move |_| ask(String::new(), None)>{t(Msg::KeepCovered)}</button></div>
        <table class="grid-table" aria-label=t(Msg::Coverage)>
            <thead><tr>{[Msg::Post, Msg::PlanKeeps].map(|head| view! { <th scope="col">{t(head)}</th> })}<th scope="col" class="num">{t(Msg::PlanMetres)}</th><th scope="col">{t(Msg::ZoneDuty)}</th><th scope="col"><span class="sr">{t(Msg::RecAction)}</span></th></tr></thead>
            <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// What a file would bring, before it is taken over.
fn import(ui: Ui, text: &str, importing: RwSignal<Option<String>>) -> AnyView {
    let found = ui.desk.read(|state| plans::read(text, state));
    let line = |plan: &Plan| {
        let asks: Vec<String> = plan.alarms.iter().map(advice::alarm).collect();
        let scope = ui.desk.read(|state| advice::scope(state, plan));
        format!("{} · {scope} · {}", plan.label, asks.join(". "))
    };
    let rows: Vec<(usize, String)> = (1..).zip(&found.plans).map(|(at, plan)| (at, line(plan))).collect();
    let group = |code: &Code| if code.as_str().contains("fire") { Group::Fire } else { Group::Other };
    let types = found.types.into_iter().map(|(code, label)| Command::AddType {
        group: group(&code),
        code,
        label,
        common: String::new(),
        priority: Priority::P2,
    });
    let types: Vec<Command> = types.collect();
    let preview: Preview<()> = Preview { rows: Vec::new(), faults: found.faults, unknown_columns: Vec::new() };
    preview_view(
        ui,
        &preview,
        rows,
        importing,
        types,
        Command::SavePlans { plans: found.plans, words: found.words, retire: Vec::new() },
    )
}
