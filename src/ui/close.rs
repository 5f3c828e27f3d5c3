//! How an incident ends: its outcome, its units, and the short talk after it.

use super::act::Ui;
use super::kit::{icon, key};
use super::sheet::fact;
use crate::board::elapsed::{interval, stretch};
use crate::board::speech::debrief_word;
use crate::domain::command::Command;
use crate::domain::ids::{Code, IncidentId};
use crate::domain::incident::{DebriefPart, Phase};
use crate::domain::unit::Step;
use crate::words::{Msg, say, t};
use leptos::ev;
use leptos::prelude::*;

/// The form that closes.
#[component]
pub fn CloseSection(ui: Ui, id: IncidentId) -> impl IntoView {
    let desk = ui.desk;
    let phase = fact(ui, |sheet| sheet.row.phase);
    let group = fact(ui, |sheet| sheet.group);
    let working = fact(ui, |sheet| {
        let open = sheet.work.iter().filter(|work| work.assignment.is_open());
        open.map(|work| work.call_sign.clone()).collect::<Vec<_>>().join(", ")
    });
    let number = desk.read(|state| state.incidents.get(&id).map_or(0, |incident| incident.number));
    let draft = StoredValue::new(format!("close/{id}"));
    let kept = |field: &str| desk.drafts().get(&format!("{}/{field}", draft.get_value())).unwrap_or_default();
    let disposition = RwSignal::new(kept("disposition"));
    let text = RwSignal::new(kept("text"));
    let setup = desk.signals().setup.clone();
    let choices = Memo::new(move |_| {
        setup.track();
        let group = group.get();
        desk.read(|state| {
            let usable = state.dispositions.values().filter(|row| !row.retired);
            let mut choices: Vec<(bool, String, String)> = usable
                .map(|row| (row.group.is_some() && row.group != group, row.code.to_string(), row.label.clone()))
                .collect();
            let rank = |code: &str| crate::domain::presets::DISPOSITIONS.iter().position(|preset| preset.code == code);
            choices.sort_by_key(|(other, code, _)| (*other, rank(code).unwrap_or(usize::MAX)));
            choices
        })
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let command = Command::Close {
            incident: id,
            disposition: Code::new(&disposition.get_untracked()),
            text: text.get_untracked(),
        };
        ui.act_then(command, None, crate::domain::command::Care::AskFirst, move |answer| {
            if answer.is_done() {
                desk.drafts().forget_form(&format!("close/{id}"));
                ui.closing.set(None);
            }
        });
    };
    view! {
        <section class="sec s-close" id="s-close" aria-label=t(Msg::CloseTab)>
            <h2 class="sec-head">{t(Msg::CloseTab)}</h2>
            {move || (phase.get() == Some(Phase::Clearing)).then(|| view! { <p class="offer">{icon("check")}{t(Msg::AllClearOffer)}</p> })}
            {move || working.get().filter(|units| !units.is_empty()).map(|units| view! { <p class="muted">{say(Msg::WillRelease, &[&units])}</p> })}
            <form class="form-grid" on:submit=submit>
                <label class="fld">{t(Msg::Outcome)}
                    <select class="inp" id="close-disposition" aria-label=t(Msg::Outcome) prop:value=disposition
                        on:change=move |event| {
                            let value = event_target_value(&event);
                            desk.drafts().set(&format!("{}/disposition", draft.get_value()), &value);
                            disposition.set(value);
                        }>
                        <option value="">{t(Msg::ChooseOutcome)}</option>
                        {move || choices.get().into_iter().map(|(_, code, label)| {
                            let chosen = disposition.get_untracked() == code;
                            view! { <option value=code.clone() selected=chosen>{format!("{code} {label}")}</option> }
                        }).collect_view()}
                    </select>
                </label>
                <label class="fld">{t(Msg::ClosingNote)}
                    <input class="inp" autocomplete="off" prop:value=text on:input=move |event| {
                        let value = event_target_value(&event);
                        desk.drafts().set(&format!("{}/text", draft.get_value()), &value);
                        text.set(value);
                    }/>
                </label>
                <div class="acts"><button type="submit" class="btn primary">{t(Msg::CloseIncident)}{key(format!("CL {number} 43"))}</button></div>
            </form>
        </section>
    }
}

/// What a closed incident shows: outcome, intervals, debrief.
#[component]
pub fn ClosedSection(ui: Ui, id: IncidentId) -> impl IntoView {
    let desk = ui.desk;
    let closing = fact(ui, |sheet| (sheet.closing.clone(), sheet.row.closed.as_ref().map(|(_, label)| label.clone())));
    let work = fact(ui, |sheet| sheet.work.clone());
    let debrief = fact(ui, |sheet| sheet.debrief.clone());
    let start = fact(ui, |sheet| sheet.clock_start);
    view! {
        <section class="sec s-close" id="s-close" aria-label=t(Msg::CloseTab)>
            <h2 class="sec-head">{t(Msg::CloseTab)}</h2>
            {move || closing.get().and_then(|(closing, label)| closing.zip(label)).map(|(closing, label)| view! {
                <p><b>{label}</b>" "<span class="muted">{say(Msg::ClosedAt, &[&desk.clock_at(closing.at).clock()])}</span></p>
                {(!closing.text.is_empty()).then(|| view! { <p>{closing.text}</p> })}
            })}
            <table class="ivals">
                <thead><tr><th scope="col">{t(Msg::Unit)}</th><th scope="col">{t(Msg::CallToDispatch)}</th><th scope="col">{t(Msg::Turnout)}</th>
                    <th scope="col">{t(Msg::Travel)}</th><th scope="col">{t(Msg::OnScene)}</th><th scope="col">{t(Msg::TimeOnTask)}</th></tr></thead>
                <tbody>{move || work.get().unwrap_or_default().into_iter().map(|work| {
                    let at = |step| work.assignment.time_of(step);
                    let end = work.assignment.end.as_ref().map(|end| end.at);
                    let left = at(Step::Transporting).or(end);
                    let cells = [
                        interval(start.get(), at(Step::Dispatched)),
                        interval(at(Step::Dispatched), at(Step::EnRoute)),
                        interval(at(Step::EnRoute), at(Step::OnScene)),
                        interval(at(Step::OnScene), left),
                        interval(at(Step::Dispatched), end),
                    ];
                    view! { <tr><th scope="row">{work.call_sign}</th>{cells.map(cell)}</tr> }
                }).collect_view()}</tbody>
            </table>
            <ul class="debrief-lines">
                {move || debrief.get().unwrap_or_default().into_iter().map(|line| view! {
                    <li><b>{debrief_word(line.part)}</b>" "{line.text}
                        {(!line.owner.is_empty()).then(|| view! { <span class="muted">{say(Msg::OwnedBy, &[&line.owner])}</span> })}</li>
                }).collect_view()}
            </ul>
            <div class="debrief">
                {[DebriefPart::WentWell, DebriefPart::Improve, DebriefPart::FollowUp].map(|part| view! { <DebriefForm ui id part/> })}
            </div>
        </section>
    }
}

/// A missing end is a dash; a negative interval says that a time is wrong.
fn cell(seconds: Option<i64>) -> AnyView {
    match seconds {
        None => view! { <td><span class="nil">"–"</span></td> }.into_any(),
        Some(seconds) if seconds < 0 => view! { <td><span class="late">{t(Msg::TimesDisagree)}</span></td> }.into_any(),
        Some(seconds) => view! { <td>{stretch(seconds)}</td> }.into_any(),
    }
}

#[component]
fn DebriefForm(ui: Ui, id: IncidentId, part: DebriefPart) -> impl IntoView {
    let desk = ui.desk;
    let draft = StoredValue::new(format!("debrief/{id}/{part:?}"));
    let text = RwSignal::new(desk.drafts().get(&draft.get_value()).unwrap_or_default());
    let owner = RwSignal::new(desk.drafts().get(&format!("{}/owner", draft.get_value())).unwrap_or_default());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let command = Command::Debrief { incident: id, part, text: text.get_untracked(), owner: owner.get_untracked() };
        ui.act_then(command, None, crate::domain::command::Care::AskFirst, move |answer| {
            if answer.is_done() {
                desk.drafts().forget_form(&format!("debrief/{id}/{part:?}"));
                text.try_set(String::new());
                owner.try_set(String::new());
            }
        });
    };
    view! {
        <form on:submit=submit>
            <label>{debrief_word(part)}
                <textarea class="inp" rows="3" prop:value=text on:input=move |event| {
                    let value = event_target_value(&event);
                    desk.drafts().set(&draft.get_value(), &value);
                    text.set(value);
                }></textarea>
            </label>
            {(part == DebriefPart::FollowUp).then(|| view! {
                <label>{t(Msg::Owner)}<input class="inp" autocomplete="off" prop:value=owner on:input=move |event| {
                    let value = event_target_value(&event);
                    desk.drafts().set(&format!("{}/owner", draft.get_value()), &value);
                    owner.set(value);
                }/></label>
            })}
            <button type="submit" class="btn">{t(Msg::AddLine)}</button>
        </form>
    }
}
