//! What the words of a call seem to say, as chips beside the field: taking one fills its field as the person's own act,
//! dropping one keeps it away, and typing goes on as if they were not there.

use super::act::Ui;
use super::kit::{icon, key};
use super::opening::Choice;
use crate::app::desk::Answer;
use crate::domain::call::CallDetail;
use crate::domain::command::Command;
use crate::domain::ids::{CallId, Code, IncidentId};
use crate::domain::incident::HURT;
use crate::domain::phrase::DANGERS;
use crate::domain::refusal::Refusal;
use crate::words::{Msg, say, t};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;

/// What taking a chip fills.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    Kind(Code),
    Place(String),
    Callback(String),
    Hurt(u16),
    Danger(&'static str),
}

/// A suggestion as it is shown, and the very words that led to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Chip {
    what: What,
    lead: Msg,
    name: String,
    /// What is said beside the name: the priority of a type.
    detail: String,
    words: Vec<String>,
    /// The letter that takes it together with Alt. Each stands for what is filled, wherever the chip is.
    letter: &'static str,
}

/// Three types at most are suggested.
const TYPE_LETTERS: [&str; 3] = ["q", "i", "o"];
const PLACE_LETTER: &str = "w";
const CALLBACK_LETTER: &str = "b";
const HURT_LETTER: &str = "y";
const DANGER_LETTERS: [&str; 2] = ["u", "p"];

impl Chip {
    /// Under which name it is dropped. Another number or place is another suggestion.
    fn dropped_as(&self) -> String {
        match &self.what {
            What::Kind(code) => code.to_string(),
            What::Place(text) => format!("place {text}"),
            What::Callback(text) => format!("callback {text}"),
            What::Hurt(count) => format!("hurt {count}"),
            What::Danger(danger) => format!("!{danger}"),
        }
    }
}

/// What each danger is called, in the order of [`DANGERS`].
pub const DANGER_WORDS: [Msg; DANGERS.len()] = [
    Msg::DangerCrowd,
    Msg::DangerTraffic,
    Msg::DangerWeapon,
    Msg::DangerFire,
    Msg::DangerWater,
    Msg::DangerPower,
    Msg::DangerAnimal,
    Msg::DangerChemical,
    Msg::DangerGas,
    Msg::DangerViolence,
    Msg::DangerCollapse,
    Msg::DangerSharps,
    Msg::DangerHeight,
    Msg::DangerWeather,
    Msg::DangerExplosive,
];

/// The word for a danger that stands in the record and on the screen.
#[must_use]
pub fn danger_word(danger: &str) -> &'static str {
    DANGERS.iter().position(|known| *known == danger).map_or("", |index| t(DANGER_WORDS[index]))
}

fn texts(matched: &[Range<usize>], text: &str) -> Vec<String> {
    matched.iter().filter_map(|range| text.get(range.clone())).map(str::to_owned).collect()
}

/// The types that the words suggest and nobody dropped.
#[must_use]
pub fn of_types(choice: Choice, text: &str) -> Vec<Chip> {
    let found = choice.suggestions(text).into_iter().zip(TYPE_LETTERS).enumerate();
    found
        .map(|(index, (one, letter))| Chip {
            name: choice.label(&one.code),
            detail: format!("P{}", one.priority),
            words: texts(&one.matched, text),
            what: What::Kind(one.code),
            lead: if index == 0 && !choice.is_open() { Msg::WillBe } else { Msg::Perhaps },
            letter,
        })
        .collect()
}

/// The other facts that the words hold and that no field says yet.
pub fn of_facts(
    ui: Ui,
    call: CallId,
    choice: Choice,
    words: RwSignal<String>,
    place: RwSignal<String>,
    chosen: RwSignal<u32>,
) -> Memo<Vec<Chip>> {
    let desk = ui.desk;
    let (calls, set_up) = (desk.signals().calls.clone(), desk.signals().setup.clone());
    let incidents = desk.signals().incidents_changed.clone();
    Memo::new(move |_| {
        chosen.track();
        calls.track();
        incidents.track();
        set_up.track();
        let known = desk.read(|state| {
            let call = state.calls.get(&call)?;
            let incident = call.incident.and_then(|id| state.incidents.get(&id));
            let has_hurt = incident.map_or(call.hurt.is_some(), |incident| incident.answers.contains_key(HURT));
            Some((!call.callback.is_empty(), has_hurt, call.dangers.clone()))
        });
        let Some((has_callback, has_hurt, noted)) = known else { return Vec::new() };
        let has_place = place.with(|place| !place.trim().is_empty());
        words.with(|text| {
            let reading = desk.reading(text);
            let mut chips = Vec::new();
            if let Some(found) = reading.places.first().filter(|_| !has_place) {
                let words = vec![found.text.clone()];
                let name = desk.read(|state| state.spot(&found.text).text);
                chips.push(Chip {
                    what: What::Place(found.text.clone()),
                    lead: Msg::Where,
                    name,
                    detail: String::new(),
                    words,
                    letter: PLACE_LETTER,
                });
            }
            if let Some(found) = reading.callback.as_ref().filter(|_| !has_callback) {
                let (what, name) = (What::Callback(found.value.clone()), found.value.clone());
                chips.push(Chip {
                    what,
                    lead: Msg::Callback,
                    name,
                    detail: String::new(),
                    words: texts(&found.matched, text),
                    letter: CALLBACK_LETTER,
                });
            }
            if let Some(found) = reading.hurt.as_ref().filter(|_| !has_hurt) {
                let what = What::Hurt(u16::try_from(found.value).unwrap_or(u16::MAX));
                let (name, words) = (found.value.to_string(), texts(&found.matched, text));
                chips.push(Chip {
                    what,
                    lead: Msg::NumberHurt,
                    name,
                    detail: String::new(),
                    words,
                    letter: HURT_LETTER,
                });
            }
            let dropped = choice.dropped();
            chips.retain(|chip: &Chip| !dropped.contains(&chip.dropped_as()));
            let mut letters = DANGER_LETTERS.into_iter();
            for found in &reading.dangers {
                let name = danger_word(found.danger).to_owned();
                let (what, words) = (What::Danger(found.danger), texts(&found.matched, text));
                let mut chip = Chip { what, lead: Msg::Dangers, name, detail: String::new(), words, letter: "" };
                if !noted.contains(&chip.name) && !dropped.contains(&chip.dropped_as()) {
                    chip.letter = letters.next().unwrap_or_default();
                    chips.push(chip);
                }
            }
            chips
        })
    })
}

/// What a remark of a caller adds to an incident: where, how many are hurt, what is dangerous. They have no keys, since
/// those belong to the form of the call beside them.
fn of_remark(
    ui: Ui,
    incident: IncidentId,
    remark: Memo<String>,
    with_place: bool,
    dropped: RwSignal<BTreeSet<String>>,
) -> Memo<Vec<Chip>> {
    let desk = ui.desk;
    let (changes, calls) = (desk.signals().incidents_changed.clone(), desk.signals().calls.clone());
    Memo::new(move |_| {
        changes.track();
        calls.track();
        let text = remark.get();
        if text.trim().is_empty() {
            return Vec::new();
        }
        let reading = desk.reading(&text);
        let chips = desk.read(|state| {
            let row = state.incidents.get(&incident)?;
            let chip = |what, lead, name, words| Chip { what, lead, name, detail: String::new(), words, letter: "" };
            let place = reading.places.first().map(|found| (state.spot(&found.text).text, found));
            let place = place
                .filter(|(name, _)| with_place && *name != row.place.text)
                .map(|(name, found)| chip(What::Place(found.text.clone()), Msg::Where, name, vec![found.text.clone()]));
            let hurt = reading.hurt.as_ref().map(|found| (u16::try_from(found.value).unwrap_or(u16::MAX), found));
            let hurt_so_far = row.answers.get(HURT).and_then(|answer| answer.value.trim().parse().ok());
            let hurt = hurt.filter(|(count, _)| hurt_so_far != Some(*count)).map(|(count, found)| {
                chip(What::Hurt(count), Msg::NumberHurt, count.to_string(), texts(&found.matched, &text))
            });
            let dangers = reading.dangers.iter().map(|found| {
                let name = danger_word(found.danger).to_owned();
                chip(What::Danger(found.danger), Msg::Dangers, name, texts(&found.matched, &text))
            });
            let assessed = row.answers.get("hazards").map_or("", |answer| answer.value.as_str());
            let dangers = dangers.filter(|chip| !row.dangers.contains(&chip.name) && !assessed.contains(&chip.name));
            Some(place.into_iter().chain(hurt).chain(dangers).collect::<Vec<_>>())
        });
        let mut chips = chips.unwrap_or_default();
        dropped.with(|dropped| chips.retain(|chip| !dropped.contains(&chip.dropped_as())));
        chips
    })
}

/// What taking a chip of a remark asks for. A danger goes to the latest call of the incident, as its form would write it;
/// where nobody called, to the first assessment.
fn remark_command(ui: Ui, id: IncidentId, what: &What) -> Option<Command> {
    ui.desk.read(|state| {
        let row = state.incidents.get(&id)?;
        let call = row.calls.last().copied();
        let answer =
            |question: &str, answer: String| Command::Answer { incident: id, question: question.into(), answer };
        Some(match (what, call) {
            (What::Place(text), _) => Command::MoveIncident { incident: id, place: state.spot(text) },
            (What::Hurt(count), _) => answer(HURT, count.to_string()),
            (What::Danger(danger), Some(call)) => {
                Command::DescribeCall { call, detail: CallDetail::DangerNoted(danger_word(danger).to_owned()) }
            }
            (What::Danger(danger), None) => {
                let known = row.answers.get("hazards").map(|answer| answer.value.as_str());
                let all: Vec<&str> =
                    known.into_iter().chain([danger_word(danger)]).filter(|word| !word.is_empty()).collect();
                answer("hazards", all.join(", "))
            }
            (What::Kind(_) | What::Callback(_), _) => return None,
        })
    })
}

#[component]
pub fn Chips(
    label: Msg,
    chips: Memo<Vec<Chip>>,
    take: impl Fn(What) + Copy + Send + Sync + 'static,
    drop_chip: impl Fn(&str) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <ul class="chips" aria-label=t(label)>
            {move || chips.get().into_iter().map(|chip| {
                let (name, dropped) = (chip.name.clone(), chip.dropped_as());
                let spoken = say(Msg::DropSuggestion, &[&chip.name]);
                let shortcut = (!chip.letter.is_empty()).then(|| key(format!("Alt {}", chip.letter.to_uppercase())));
                let spoken_key = (!chip.letter.is_empty()).then(|| format!("Alt+{}", chip.letter.to_uppercase()));
                let id = (!chip.letter.is_empty()).then(|| format!("chip-{}", chip.letter));
                // Of the facts there may be five: a word less on each keeps the form below in sight.
                let from = matches!(chip.what, What::Kind(_)).then(|| view! { <span class="k">{t(Msg::FromWords)}</span> });
                let what = chip.what;
                view! {
                    <li class="chip">
                        <span class="k">{t(chip.lead)}</span>
                        <button type="button" class="chip-take" id=id aria-keyshortcuts=spoken_key on:click=move |_| take(what.clone())><b>{name}</b>" "{chip.detail}</button>
                        {from}
                        {chip.words.into_iter().map(|word| view! { <mark>{word}</mark>" " }).collect_view()}
                        {shortcut}
                        <button type="button" aria-label=spoken on:click=move |_| drop_chip(&dropped)>{icon("x")}</button>
                    </li>
                }
            }).collect_view()}
        </ul>
    }
}

/// What a remark adds to an incident, to be taken or dropped: whatever is said later may be about another place, what was
/// said with the place is not. What was dropped stays so in this window.
#[component]
pub fn Heard(ui: Ui, incident: IncidentId, remark: Memo<String>, with_place: bool) -> impl IntoView {
    let desk = ui.desk;
    let draft = move || format!("incident/{incident}/dropped");
    let kept = desk.drafts().get(&draft()).unwrap_or_default();
    let dropped = RwSignal::new(kept.lines().map(str::to_owned).collect::<BTreeSet<_>>());
    let chips = of_remark(ui, incident, remark, with_place, dropped);
    let take = move |what: What| {
        if let Some(command) = remark_command(ui, incident, &what) {
            ui.act(command);
        }
    };
    let drop_chip = move |name: &str| {
        dropped.update(|dropped| {
            dropped.insert(name.to_owned());
        });
        let all = dropped.with_untracked(|dropped| dropped.iter().cloned().collect::<Vec<_>>().join("\n"));
        desk.drafts().set(&draft(), &all);
    };
    view! { <Chips label=Msg::CardHeardInIt chips take drop_chip/> }
}

/// Takes the chip of a letter, if there is one.
#[must_use]
pub fn press(letter: &str) -> bool {
    use wasm_bindgen::JsCast as _;
    let Some(chip) = document().get_element_by_id(&format!("chip-{letter}")) else { return false };
    chip.unchecked_into::<web_sys::HtmlElement>().click();
    true
}

/// Writes down what a chip says. What stands there already is no news.
pub fn fill(ui: Ui, command: Command, then: impl Fn() + 'static) {
    ui.desk.ask(command, move |answer| match answer {
        Answer::Done(_) => then(),
        Answer::Refused { refusal: Refusal::Unchanged, .. } => {}
        Answer::Refused { sentence, .. } => ui.refuse(sentence),
        Answer::NotSaved(why) => ui.refuse(say(Msg::NotSavedShort, &[&why])),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::intake::{ALT_ANOTHER, ALT_JOIN};
    use crate::ui::keys::{ALT_CARD, ALT_SEND, ALT_VERIFY};

    /// Alt+R once filled the call-back number and sent units, whichever came first.
    #[test]
    fn no_letter_of_a_chip_means_something_else() {
        let others = [ALT_VERIFY, ALT_CARD, ALT_SEND, ALT_JOIN, ALT_ANOTHER];
        let own = [PLACE_LETTER, CALLBACK_LETTER, HURT_LETTER].into_iter().chain(TYPE_LETTERS).chain(DANGER_LETTERS);
        let mut all: Vec<&str> = own.chain(others).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "{all:?}");
    }
}
