//! Response plans in the set-up: the table, the form of one plan, what its words mean, what must stay covered, and files.

use super::bar;
use super::cells::{cell, retire_button, stored};
use super::preview::{import_button, preview_with};
use super::priorities::priority_choices;
use crate::app::trouble::import_fault;
use crate::board::advice;
use crate::domain::command::{Care, Command};
use crate::domain::ids::Code;
use crate::domain::incident::Priority;
use crate::domain::plan::{Cover, Plan, Rule, Word};
use crate::domain::presets::Group;
use crate::domain::state::State;
use crate::protocol::plan::{Rival, has, lint, rivals};
use crate::record::import::{Preview, What};
use crate::record::plan_form::{Field as At, Level, Need, Typed};
use crate::record::plans;
use crate::ui::act::Ui;
use crate::ui::field::Pick;
use crate::ui::kit::{empty, focus_id, icon};
use crate::ui::prompt::{Action, Field, Kind, Prompt};
use crate::words::{Msg, say, t};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// Where a form that is not saved yet is kept.
const DRAFT: &str = "setup/plan";

#[component]
pub fn PlansTable(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let importing = RwSignal::new(None::<String>);
    let kept = desk.drafts().get(DRAFT).and_then(|text| serde_json::from_str::<Typed>(&text).ok());
    let editing = Editing { ui, typed: RwSignal::new(kept), wrong: RwSignal::new(Vec::new()) };
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
        <button type="button" class="btn primary" on:click=move |_| editing.open(Typed::default())>{t(Msg::AddPlan)}</button>
        {import_button(ui, importing, Msg::ImportPlans, ".csv,.json,.txt")}
        <button type="button" class="btn" on:click=move |_| write("plans.csv", "text/csv", plans::csv)>{t(Msg::ExportCsv)}</button>
        <button type="button" class="btn" on:click=move |_| write("plans.json", "application/json", plans::json)>{t(Msg::ExportJson)}</button>
    };
    view! {
        {bar(Msg::SectionPlans, Msg::PlansHelp, buttons.into_any())}
        {move || importing.get().map(|text| import(ui, &text, importing))}
        <div class="scroll">
            {move || editing.typed.with(|typed| typed.as_ref().map(|typed| form(editing, typed)))}
            {move || faults.with(|faults| (!faults.is_empty()).then(|| lint_list(faults)))}
            <table class="grid-table" aria-label=t(Msg::SectionPlans)>
                <thead><tr>{[Msg::Name, Msg::PlanFor, Msg::PlanAsks].map(|head| view! { <th scope="col">{t(head)}</th> })}<th scope="col"><span class="sr">{t(Msg::RecAction)}</span></th></tr></thead>
                <tbody><For each=move || codes.get() key=Clone::clone children=move |code| plan_row(editing, code)/></tbody>
            </table>
            <Show when=move || codes.with(Vec::is_empty)>{empty(Msg::NoPlans, Msg::NoPlansHelp)}</Show>
            {words_table(ui)}
            {covers_table(ui)}
            {rules_table(ui)}
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

fn plan_row(editing: Editing, code: Code) -> AnyView {
    let ui = editing.ui;
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
    let open = move |_| {
        let typed = ui.desk.read(|state| state.book.plans.get(&code).map(|plan| Typed::of(state, plan)));
        typed.into_iter().for_each(|typed| editing.open(typed));
    };
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

/// The form of one plan: what is typed, and what stood in the way when somebody last tried to save it.
#[derive(Clone, Copy)]
struct Editing {
    ui: Ui,
    typed: RwSignal<Option<Typed>>,
    wrong: RwSignal<Vec<(At, What)>>,
}

impl Editing {
    fn open(self, typed: Typed) {
        self.wrong.set(Vec::new());
        self.typed.set(Some(typed));
        focus_id("plan-name");
    }

    fn done(self) {
        self.wrong.set(Vec::new());
        self.typed.set(None);
        self.ui.desk.drafts().forget(DRAFT);
    }

    /// Keeps what is typed. The form is made anew only when rows come or go, so that no cursor is lost.
    fn change(self, anew: bool, change: impl FnOnce(&mut Typed)) {
        let with = |typed: &mut Option<Typed>| {
            if let Some(typed) = typed {
                change(typed);
                self.ui.desk.drafts().set(DRAFT, &serde_json::to_string(typed).unwrap_or_default());
            }
        };
        if anew {
            // What was wrong is counted by rows that may be others now.
            self.wrong.set(Vec::new());
            self.typed.update(with);
        } else {
            self.typed.update_untracked(with);
        }
    }

    fn save(self) {
        let Some(typed) = self.typed.get_untracked() else { return };
        match self.ui.desk.read(|state| typed.read(state)) {
            Err(wrong) => {
                let first = wrong.first().map(|(at, _)| id_of(*at));
                self.wrong.set(wrong);
                first.into_iter().for_each(|id| focus_id(&id));
            }
            Ok(mut plan) => {
                self.wrong.set(Vec::new());
                if plan.code.as_str().is_empty() {
                    plan.code = fresh_code(self.ui, &plan.label);
                }
                let save = Command::SavePlans { plans: vec![plan], words: Vec::new(), retire: Vec::new() };
                self.ui.act_then(save, None, Care::AskFirst, move |answer| {
                    if answer.is_done() {
                        self.done();
                    }
                });
            }
        }
    }

    /// One text of the form. What it holds is read when the plan is saved.
    fn text(self, at: At, label: Msg, value: &str, set: impl Fn(&mut Typed, String) + 'static) -> AnyView {
        let value = value.to_owned();
        let is_wrong = move || self.wrong.with(|wrong| wrong.iter().any(|(other, _)| *other == at)).then_some("true");
        let name = self.name_of(at);
        view! {
            <label class="fld">{t(label)}<input id=id_of(at) class="inp" autocomplete="off" aria-label=name aria-invalid=is_wrong prop:value=value
                on:input=move |event| { let typed = event_target_value(&event); self.change(false, |plan| set(plan, typed)); }/></label>
        }
        .into_any()
    }
}

impl Editing {
    /// What a field is called, also where its fault is named.
    fn name_of(self, at: At) -> String {
        let level = |level: usize| {
            let number = |typed: &Option<Typed>| Some(typed.as_ref()?.levels.get(level)?.level.clone());
            self.typed.with_untracked(number).unwrap_or_default()
        };
        let need =
            |word: Msg, at: usize, row: usize| say(Msg::NeedField, &[t(word), &(row + 1).to_string(), &level(at)]);
        match at {
            At::Name => t(Msg::Name).to_owned(),
            At::Types => t(Msg::PlanTypes).to_owned(),
            At::Priorities => t(Msg::PlanFrom).to_owned(),
            At::Zone => t(Msg::PlanZone).to_owned(),
            At::Metres => t(Msg::PlanMetres).to_owned(),
            At::With => t(Msg::PlanWith).to_owned(),
            At::Level(at) => say(Msg::LevelTitle, &[&level(at)]),
            At::Count(at, row) => need(Msg::HowMany, at, row),
            At::AnyOf(at, row) => need(Msg::AnyOf, at, row),
            At::Crew(at, row) => need(Msg::LeastCrew, at, row),
        }
    }
}

fn id_of(at: At) -> String {
    match at {
        At::Name => "plan-name".to_owned(),
        At::Types => "plan-types".to_owned(),
        At::Priorities => "plan-from".to_owned(),
        At::Zone => "plan-zone".to_owned(),
        At::Metres => "plan-metres".to_owned(),
        At::With => "plan-with".to_owned(),
        At::Level(level) => format!("plan-level-{level}"),
        At::Count(level, row) => format!("plan-count-{level}-{row}"),
        At::AnyOf(level, row) => format!("plan-any-{level}-{row}"),
        At::Crew(level, row) => format!("plan-crew-{level}-{row}"),
    }
}

/// The form of one plan: what it is for, and what each level asks for.
fn form(editing: Editing, typed: &Typed) -> AnyView {
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        editing.save();
    };
    let priority = move |id: &'static str, label: Msg, value: Priority, set: fn(&mut Typed, Priority)| {
        let chosen = value.level().to_string();
        let pick = move |event| {
            let level = event_target_value(&event).parse().ok().and_then(Priority::from_level);
            editing.change(false, |plan| level.into_iter().for_each(|level| set(plan, level)));
        };
        view! {
            <label class="fld">{t(label)}<select id=id class="inp" on:change=pick>
                {priority_choices().into_iter().map(|(level, word)| { let is = level == chosen; view! { <option value=level selected=is>{word}</option> } }).collect_view()}
            </select></label>
        }
    };
    let levels: Vec<AnyView> = typed.levels.iter().enumerate().map(|(at, one)| level(editing, at, one)).collect();
    let add_level = move |_| {
        editing.change(true, |plan| {
            let last = plan.levels.iter().filter_map(|level| level.level.trim().parse::<usize>().ok()).max();
            plan.levels.push(Level::numbered((last.unwrap_or(0) + 1).min(9)));
        });
    };
    let title = if typed.code.is_empty() { t(Msg::AddPlan).to_owned() } else { say(Msg::EditNamed, &[&typed.label]) };
    let note = typed.note.clone();
    view! {
        <form class="form-grid plan-form" aria-label=t(Msg::PlanForm) novalidate on:submit=save>
            <h2 class="full">{title}</h2>
            {editing.text(At::Name, Msg::Name, &typed.label, |plan, text| plan.label = text)}
            {editing.text(At::Types, Msg::PlanTypes, &typed.types, |plan, text| plan.types = text)}
            {priority("plan-from", Msg::PlanFrom, typed.from, |plan, level| plan.from = level)}
            {priority("plan-to", Msg::PlanTo, typed.to, |plan, level| plan.to = level)}
            {editing.text(At::Zone, Msg::PlanZone, &typed.zone, |plan, text| plan.zone = text)}
            {editing.text(At::Metres, Msg::PlanMetres, &typed.metres, |plan, text| plan.metres = text)}
            {editing.text(At::With, Msg::PlanWith, &typed.with, |plan, text| plan.with = text)}
            <label class="fld">{t(Msg::Remark)}<input id="plan-note" class="inp" autocomplete="off" prop:value=note
                on:input=move |event| { let text = event_target_value(&event); editing.change(false, |plan| plan.note = text); }/></label>
            {levels}
            {move || editing.wrong.with(|wrong| (!wrong.is_empty()).then(|| wrong_list(editing, wrong)))}
            <div class="acts">
                <button type="button" class="btn start" on:click=move |_| editing.done()>{t(Msg::Back)}</button>
                <button type="button" class="btn" on:click=add_level>{t(Msg::AddLevel)}</button>
                <button type="submit" class="btn primary">{t(Msg::SavePlan)}</button>
            </div>
        </form>
    }
    .into_any()
}

fn wrong_list(editing: Editing, wrong: &[(At, What)]) -> AnyView {
    let line = |(at, what): &(At, What)| say(Msg::FormFault, &[&editing.name_of(*at), &import_fault(what)]);
    let lines: Vec<_> = wrong.iter().map(|one| view! { <li>{line(one)}</li> }).collect();
    view! { <div class="msg full" role="alert">{icon("bang")}<div>{t(Msg::PlanFormFaults)}<ul>{lines}</ul></div></div> }
        .into_any()
}

/// A code that no plan has yet, from the name.
fn fresh_code(ui: Ui, label: &str) -> Code {
    let base = crate::domain::place::fold(label).replace(' ', "_");
    let taken = |code: &Code| ui.desk.read(|state| state.book.plans.contains_key(code));
    let numbered = (2..).map(|number| Code::new(&format!("{base}_{number}")));
    std::iter::once(Code::new(&base)).chain(numbered).find(|code| !taken(code)).unwrap_or_else(|| Code::new(&base))
}

fn level(editing: Editing, at: usize, level: &Level) -> AnyView {
    let title = editing.name_of(At::Level(at));
    let with = move |anew: bool, set: Box<dyn FnOnce(&mut Level)>| {
        editing.change(anew, |plan| {
            if let Some(level) = plan.levels.get_mut(at) {
                set(level);
            }
        });
    };
    let needs: Vec<AnyView> =
        level.needs.iter().enumerate().map(|(row, need)| need_row(editing, (at, row), &level.level, need)).collect();
    let number = move |event| {
        let text = event_target_value(&event);
        with(false, Box::new(move |level| level.level = text));
    };
    let repeats = move |event| {
        let repeats = event_target_checked(&event);
        with(false, Box::new(move |level| level.repeats = repeats));
    };
    let add = move |_| with(true, Box::new(|level| level.needs.push(Need::default())));
    let drop = move |_| editing.change(true, |plan| drop_at(&mut plan.levels, at));
    let is_wrong =
        move || editing.wrong.with(|wrong| wrong.iter().any(|(other, _)| *other == At::Level(at))).then_some("true");
    view! {
        <fieldset class="full plan-level" aria-label=title.clone()>
            <div class="level-head full">
                <label>{t(Msg::AlarmLevel)}<input id=id_of(At::Level(at)) class="inp" type="number" min="1" max="9" aria-invalid=is_wrong prop:value=level.level.clone() on:input=number/></label>
                <label class="chk"><input type="checkbox" prop:checked=level.repeats on:change=repeats/>{t(Msg::RepeatsLater)}</label>
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

fn need_row(editing: Editing, (at, row): (usize, usize), level: &str, need: &Need) -> AnyView {
    let set = move |set: fn(&mut Need, String)| {
        move |plan: &mut Typed, text: String| {
            if let Some(need) = plan.levels.get_mut(at).and_then(|level| level.needs.get_mut(row)) {
                set(need, text);
            }
        }
    };
    let drop = move |_| {
        editing.change(true, |plan| {
            if let Some(level) = plan.levels.get_mut(at) {
                drop_at(&mut level.needs, row);
            }
        });
    };
    let named = |word: Msg| say(Msg::NeedField, &[t(word), &(row + 1).to_string(), level]);
    let (skill, skill_name) = (need.skill.clone(), named(Msg::Skill));
    let set_skill = set(|need, text| need.skill = text);
    view! {
        <div class="need-row full">
            {editing.text(At::Count(at, row), Msg::HowMany, &need.count, set(|need, text| need.count = text))}
            {editing.text(At::AnyOf(at, row), Msg::AnyOf, &need.any_of, set(|need, text| need.any_of = text))}
            {editing.text(At::Crew(at, row), Msg::LeastCrew, &need.crew, set(|need, text| need.crew = text))}
            <label class="fld">{t(Msg::Skill)}<input class="inp" autocomplete="off" aria-label=skill_name prop:value=skill
                on:input=move |event| { let text = event_target_value(&event); editing.change(false, |plan| set_skill(plan, text)); }/></label>
            <button type="button" class="btn quiet s" aria-label=say(Msg::RemoveNamed, &[&named(Msg::NeedWord)]) on:click=drop>{t(Msg::Remove)}</button>
        </div>
    }
    .into_any()
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
            // A count of none lifts the requirement, so what is no number must not pass for none.
            let not_a_number = |field: Msg, text: &str| {
                ui.ask_again(say(Msg::FormFault, &[t(field), &import_fault(&What::NotANumber(text.to_owned()))]));
            };
            let Ok(count) = get(2).trim().parse() else { return not_a_number(Msg::HowMany, &get(2)) };
            let Ok(metres) = get(3).trim().parse() else { return not_a_number(Msg::PlanMetres, &get(3)) };
            let cover = Cover { any_of: plans::split(&get(1)), count, metres, bound: get(4) == "yes" };
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

const RULES: [(Rule, Msg); 8] = [
    (Rule::RestMinutes, Msg::RuleRestMinutes),
    (Rule::RestSeconds, Msg::RuleRestSeconds),
    (Rule::StaleMinutes, Msg::RuleStaleMinutes),
    (Rule::StaleSeconds, Msg::RuleStaleSeconds),
    (Rule::BarePostSeconds, Msg::RuleBarePostSeconds),
    (Rule::LateTimes, Msg::RuleLateTimes),
    (Rule::DivertSeconds, Msg::RuleDivertSeconds),
    (Rule::SkillSeconds, Msg::RuleSkillSeconds),
];

/// What weighs how much when units are chosen.
fn rules_table(ui: Ui) -> AnyView {
    let row = move |(rule, label): (Rule, Msg)| {
        let set = move |text: &str| Some(Command::SetPlanRule { rule, value: text.parse().ok()? });
        view! {
            <tr><th scope="row">{t(label)}</th>
                <td class="num">{cell(ui, t(label).to_owned(), move |state| state.book.rule(rule).to_string(), set)}</td>
                <td class="num muted">{rule.usual()}</td></tr>
        }
    };
    view! {
        <div class="setup-pad"><h2>{t(Msg::RuleHead)}</h2><p class="muted">{t(Msg::RuleHelp)}</p></div>
        <table class="grid-table" aria-label=t(Msg::RuleHead)>
            <thead><tr><th scope="col">{t(Msg::RuleWord)}</th><th scope="col" class="num">{t(Msg::RuleValue)}</th><th scope="col" class="num">{t(Msg::RuleUsual)}</th></tr></thead>
            <tbody>{RULES.map(row)}</tbody>
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
    let plan_lines = found.plans.iter().map(line);
    let word_lines = ui.desk.read(|state| plans::new_meanings(state, &found.words));
    let rows: Vec<(usize, String)> = (1..).zip(plan_lines.chain(word_lines)).collect();
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
    let kept: RwSignal<BTreeSet<Code>> = RwSignal::new(BTreeSet::new());
    let rivals = ui.desk.read(|state| rivals(state, &found.plans));
    let named = rivals_list(ui, &rivals, kept);
    let retire: Vec<Code> = rivals.into_iter().map(|rival| rival.code).collect();
    let (plans, words) = (found.plans, found.words);
    let save = move || {
        let retire = retire.iter().filter(|code| kept.with_untracked(|kept| !kept.contains(code)));
        Command::SavePlans { plans: plans.clone(), words: words.clone(), retire: retire.cloned().collect() }
    };
    preview_with(ui, &preview, rows, importing, (types, Box::new(save)), named)
}

/// Incident types that are named for one rival.
const TYPES_NAMED: usize = 4;

/// The plans in use that would be gone by in place of what a file brings. The person decides which of them stay.
fn rivals_list(ui: Ui, rivals: &[Rival], kept: RwSignal<BTreeSet<Code>>) -> AnyView {
    if rivals.is_empty() {
        return ().into_any();
    }
    let line = |rival: &Rival| {
        let label = |code: &Code| {
            ui.desk.read(|state| state.types.get(code).map_or_else(|| code.to_string(), |kind| kind.label.clone()))
        };
        let mut types = rival.types.iter().take(TYPES_NAMED).map(label).collect::<Vec<_>>().join(", ");
        if TYPES_NAMED < rival.types.len() {
            types.push_str(" …");
        }
        let code = rival.code.clone();
        let ticked = move |event| {
            kept.update(|kept| {
                if event_target_checked(&event) {
                    kept.remove(&code);
                } else {
                    kept.insert(code.clone());
                }
            });
        };
        view! {
            <li><label class="chk"><input type="checkbox" prop:checked=true aria-label=say(Msg::RivalRetire, &[&rival.label]) on:change=ticked/>
                <span>{say(Msg::RivalRetire, &[&rival.label])}" "<span class="muted">{say(Msg::RivalFor, &[&types])}</span></span></label></li>
        }
    };
    view! {
        <div class="lint" role="group" aria-label=t(Msg::RivalsHead)><b>{t(Msg::RivalsHead)}</b><p>{t(Msg::RivalsHelp)}</p>
            <ul>{rivals.iter().map(line).collect_view()}</ul></div>
    }
    .into_any()
}
