//! The first assessment: the few questions that change what is sent, by the kind of incident. Each answer is an event.

use super::act::Ui;
use super::field::{Live, LiveField};
use super::sheet::fact;
use crate::board::speech::question_label;
use crate::domain::command::Command;
use crate::domain::ids::IncidentId;
use crate::domain::presets::Group;
use crate::words::{Msg, t};
use leptos::prelude::*;

/// How a question is answered.
#[derive(Clone, Copy)]
enum Kind {
    /// Yes, no, unknown.
    YesNo,
    Choice(&'static [Msg]),
    Text,
}

use Kind::{Choice, Text, YesNo};

const MEDICAL: &[(&str, Kind)] = &[
    ("conscious", YesNo),
    ("breathing", YesNo),
    ("age", Text),
    ("sex", Choice(&[Msg::Female, Msg::Male, Msg::OtherSex])),
    ("severity", Choice(&[Msg::Minor, Msg::Serious, Msg::LifeThreat])),
];
const FIRE: &[(&str, Kind)] = &[
    ("people_inside", YesNo),
    ("burning", Text),
    ("size", Choice(&[Msg::SizeSmall, Msg::SizeRoom, Msg::SizeLarge])),
    ("smoke", Choice(&[Msg::SmokeNone, Msg::SmokeWhite, Msg::SmokeDark])),
    ("spread", YesNo),
    ("hazmat", Text),
];
const POLICE: &[(&str, Kind)] = &[
    ("in_progress", Choice(&[Msg::InProgress, Msg::JustHappened, Msg::ReportOnly])),
    ("weapons", Choice(&[Msg::WeaponNone, Msg::WeaponKnife, Msg::WeaponGun, Msg::WeaponOther, Msg::Unknown])),
    ("persons", Text),
    ("vehicle", Text),
    ("direction", Text),
    ("threat", Choice(&[Msg::ThreatLow, Msg::ThreatRaised, Msg::ThreatHigh])),
    ("officer_safety", Text),
];
const ALL: &[(&str, Kind)] = &[("hurt", Text), ("hazards", Text), ("access", Text)];

#[component]
pub fn Assess(ui: Ui, id: IncidentId) -> impl IntoView {
    let group = fact(ui, |sheet| (sheet.group, sheet.is_open()));
    move || {
        let (group, open) = group.get()?;
        let own = match group {
            Group::Medical => MEDICAL,
            Group::Fire | Group::Rescue => FIRE,
            Group::Police => POLICE,
            Group::Event | Group::Other => &[],
        };
        // A crash has patients before it has fire; the questions of life come first.
        let medical = if group == Group::Rescue { &MEDICAL[..2] } else { &[] };
        let questions = medical.iter().chain(own).chain(ALL);
        Some(view! {
            <form class="assess" aria-label=t(Msg::Assess) on:submit=|event| event.prevent_default()>
                {questions.map(|(key, kind)| view! { <Question ui id key kind=*kind open/> }).collect_view()}
            </form>
        })
    }
}

#[component]
fn Question(ui: Ui, id: IncidentId, key: &'static str, kind: Kind, open: bool) -> impl IntoView {
    let answer = fact(ui, move |sheet| sheet.answers.get(key).cloned().unwrap_or_default());
    let value = Signal::derive(move || answer.get().unwrap_or_default());
    let record = move |text: &str| Command::Answer { incident: id, question: key.to_owned(), answer: text.to_owned() };
    let label = question_label(key);
    if !open {
        return view! {
            <div class="ask-row"><span class="lab">{label}</span><span>{move || value.get()}</span></div>
        }
        .into_any();
    }
    let choices: &'static [Msg] = match kind {
        YesNo => &[Msg::Yes, Msg::No, Msg::Unknown],
        Choice(choices) => choices,
        Text => {
            let live = Live::new(ui.desk, format!("assess/{id}/{key}"), value, move |text| Some(record(text)));
            let field: &'static str = field_id(key);
            return view! {
                <div class="ask-row"><label class="lab" for=field>{label}</label><LiveField live id=field label/></div>
            }
            .into_any();
        }
    };
    view! {
        <div class="ask-row">
            <span class="lab">{label}</span>
            <div class="seg" role="radiogroup" aria-label=label>
                {choices.iter().map(|choice| {
                    let word = t(*choice);
                    view! {
                        <button type="button" role="radio" aria-checked=move || (value.get() == word).to_string()
                            on:click=move |_| {
                                // A second press takes the answer back.
                                let same = value.get_untracked() == word;
                                ui.desk.ask(record(if same { "" } else { word }), move |answer| {
                                    if let crate::app::desk::Answer::Refused { sentence, .. } = answer {
                                        ui.refuse(sentence);
                                    }
                                });
                            }>{word}</button>
                    }
                }).collect_view()}
            </div>
        </div>
    }
    .into_any()
}

/// Ids of the text questions, so that labels and drafts can name them.
fn field_id(key: &str) -> &'static str {
    match key {
        "age" => "assess-age",
        "burning" => "assess-burning",
        "hazmat" => "assess-hazmat",
        "persons" => "assess-persons",
        "vehicle" => "assess-vehicle",
        "direction" => "assess-direction",
        "officer_safety" => "assess-officer-safety",
        "hurt" => "assess-hurt",
        "hazards" => "assess-hazards",
        _ => "assess-access",
    }
}
