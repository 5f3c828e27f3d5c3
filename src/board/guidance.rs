//! Guide cards in sentences: what stands in the record, and what is wrong with a card.

use crate::domain::card::fault::{Fault, Why};
use crate::domain::card::read;
use crate::domain::command::Command;
use crate::domain::entry::Line;
use crate::domain::ids::{Code, IncidentId, RunId, UnitId};
use crate::domain::refusal::Refusal;
use crate::domain::state::State;
use crate::words::{Msg, say, t};

/// Faults that one sentence names. The list in the set-up shows them all.
const NAMED: usize = 3;

fn unit(state: &State, id: UnitId) -> &str {
    state.units.get(&id).map_or("?", |unit| unit.call_sign.as_str())
}

/// A line of the record that a card made. Empty for the other lines.
#[must_use]
pub fn line(line: &Line, state: &State) -> String {
    match line {
        Line::CardOpened { title, version, patient } => {
            let msg = if patient.is_empty() { Msg::CardLineOpened } else { Msg::CardLineOpenedFor };
            say(msg, &[title, &version.to_string(), patient])
        }
        Line::CardAnswer { card, patient, asked, was, now } => {
            let said = match (was.is_empty(), now.is_empty()) {
                (_, true) => say(Msg::CardLineAnswerTaken, &[asked]),
                (true, false) => say(Msg::CardLineAnswer, &[asked, now]),
                (false, false) => say(Msg::CardLineAnswerChanged, &[asked, now, &value_word(was)]),
            };
            match (card.as_str(), patient.as_str()) {
                ("", patient) => of_patient(patient, &said),
                (card, "") => say(Msg::CardLineOfCard, &[card, &said]),
                (card, patient) => say(Msg::CardLineOfCard, &[&say(Msg::CardOfPatient, &[card, patient]), &said]),
            }
        }
        Line::Instruction(said) => say(Msg::CardLineInstruction, &[said]),
        Line::SendNow(reason) => say(Msg::CardLineSend, &[reason]),
        Line::Need(what) => say(Msg::CardLineNeed, &[what]),
        Line::CrewLine(text) => say(Msg::CardLineCrew, &[text]),
        Line::Mark(mark) => mark_word(mark).to_owned(),
        Line::CompressorChanged { patient, resumed } => {
            of_patient(patient, t(if *resumed { Msg::AidResumedLine } else { Msg::AidChangedLine }))
        }
        Line::ContractionBegan { patient } => of_patient(patient, t(Msg::AidContractionBegan)),
        Line::Staging(true) => t(Msg::CardLineStaging).to_owned(),
        Line::Staging(false) => t(Msg::CardLineStagingEnded).to_owned(),
        Line::Safety(text) => say(Msg::CardLineSafety, &[text]),
        Line::Withdrawn(what) => say(Msg::CardLineWithdrawn, &[&self::line(what, state)]),
        Line::SafetyAcknowledged { unit: id, heard } => {
            say(Msg::CardLineAcknowledged, &[unit(state, *id), &heard.join(" · ")])
        }
        _ => String::new(),
    }
}

/// A sentence about a patient. The one that the incident is about is not named.
#[must_use]
pub fn of_patient(patient: &str, said: &str) -> String {
    if patient.is_empty() { said.to_owned() } else { format!("{} {said}", say(Msg::AidOfPatient, &[patient])) }
}

/// What a clock is called.
#[must_use]
pub fn mark_word(mark: &str) -> &str {
    match mark {
        "recognised" => t(Msg::CardMarkRecognised),
        "first_compression" => t(Msg::CardMarkCompression),
        other => other,
    }
}

/// An answer as a person says it, where only its value is known.
#[must_use]
pub fn value_word(value: &str) -> String {
    match value {
        "yes" => t(Msg::Yes).to_owned(),
        "no" => t(Msg::No).to_owned(),
        "unknown" => t(Msg::Unknown).to_owned(),
        other => other.to_owned(),
    }
}

/// What is done with a card: the question with its answer, the instructions with the way that was taken.
#[must_use]
pub fn act(command: &Command, state: &State) -> String {
    let card = |incident: &IncidentId, run: &RunId| {
        let run = state.incidents.get(incident)?.guidance.run(*run)?;
        Some(read::card(state.cards.get(&run.card)?.texts.get(&run.version)?).0)
    };
    match command {
        Command::AnswerCard { incident, run, question, answer } => {
            let card = card(incident, run);
            let ask = card.as_ref().and_then(|card| card.asks.get(card.ask(question)?));
            let (asked, shown) = ask.map_or_else(
                || (question.clone(), answer.clone()),
                |ask| (ask.text.clone(), ask.answer(answer).map(|value| ask.label(&value)).unwrap_or_default()),
            );
            let msg = if shown.is_empty() { Msg::CardLineAnswerTaken } else { Msg::CardLineAnswer };
            say(msg, &[&asked, &shown])
        }
        Command::FollowWay { incident, run, guide, step, way } => {
            let card = card(incident, run);
            let found = card.as_ref().and_then(|card| card.step(guide, *step));
            let label = found.and_then(|(step, _)| step.ways.iter().find(|known| known.value == *way));
            let title = found.map_or(guide.as_str(), |(_, guide)| guide.title.as_str());
            say(Msg::CardDoWay, &[title, label.map_or(t(Msg::CardNext), |way| way.label.as_str())])
        }
        Command::ApproveCard { card, version, .. } => {
            say(Msg::CardDoApprove, &[card_title(state, card), &version.to_string()])
        }
        Command::WithdrawApproval { card, version } => {
            say(Msg::CardDoWithdraw, &[card_title(state, card), &version.to_string()])
        }
        Command::StopClock { mark, .. } => mark_word(mark).to_owned(),
        Command::RestartClock { .. } => t(Msg::AidNotPushing).to_owned(),
        Command::ChangeCompressor { .. } => t(Msg::AidChangedLine).to_owned(),
        Command::BeginContraction { .. } => t(Msg::AidContractionBegan).to_owned(),
        _ => String::new(),
    }
}

fn card_title<'a>(state: &'a State, card: &'a Code) -> &'a str {
    state.cards.get(card).map_or(card.as_str(), |card| card.title.as_str())
}

/// Why something about cards was refused. Empty for the other refusals.
#[must_use]
pub fn refusal(refusal: &Refusal, state: &State) -> String {
    match refusal {
        Refusal::UnknownCard(code) => say(Msg::CardUnknown, &[code]),
        Refusal::UnknownRun => t(Msg::CardRunUnknown).to_owned(),
        Refusal::CardFaults(faults) => {
            let named: Vec<String> = faults.iter().take(NAMED).map(fault_line).collect();
            let named = named.join(" ");
            match faults.len().saturating_sub(NAMED) {
                0 => named,
                more => say(Msg::CardFaultsMore, &[&named, &more.to_string()]),
            }
        }
        Refusal::CardMovedOn { card, now } => say(Msg::CardMovedOn, &[card, &now.to_string()]),
        Refusal::NotApproved(card) => say(Msg::CardWithoutApproval, &[card]),
        Refusal::NotADate(text) => say(Msg::CardNotADate, &[text]),
        Refusal::CardVersionNotHigher { card, now } => say(Msg::CardVersionNotHigher, &[card, &now.to_string()]),
        Refusal::CardsDiffer(cards) => {
            let named: Vec<String> = cards.iter().map(|(title, version)| format!("{title} ({version})")).collect();
            say(Msg::CardsDiffer, &[&named.join(", ")])
        }
        Refusal::CardLinked { card, links } => {
            let named = links.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
            match links.len().saturating_sub(NAMED) {
                0 => say(Msg::CardLinked, &[card, &named]),
                more => say(Msg::CardLinkedMore, &[card, &named, &more.to_string()]),
            }
        }
        Refusal::NotATime(text) => say(Msg::CardNotATime, &[text]),
        Refusal::NotAsked(question) => say(Msg::CardNotAsked, &[question]),
        Refusal::NotAnAnswer(question) => say(Msg::CardNotAnAnswer, &[question]),
        Refusal::NothingToAcknowledge(id) => say(Msg::CardNothingToAcknowledge, &[unit(state, *id)]),
        Refusal::NotStaged => t(Msg::CardNotStaged).to_owned(),
        _ => String::new(),
    }
}

/// A fault with its card, line and field.
#[must_use]
pub fn fault_line(fault: &Fault) -> String {
    let card = if fault.card.is_empty() { t(Msg::Card) } else { &fault.card };
    let place = if fault.place.is_empty() { "card" } else { &fault.place };
    say(Msg::CardFaultLine, &[card, &fault.line.to_string(), place, &fault_why(fault)])
}

/// What is wrong, without the place.
#[must_use]
pub fn fault_why(fault: &Fault) -> String {
    let msg = match fault.why {
        Why::Notation => Msg::CardWhyNotation,
        Why::NoCard => Msg::CardWhyNoCard,
        Why::SeveralCards => Msg::CardWhySeveralCards,
        Why::MissingField => Msg::CardWhyMissingField,
        Why::UnknownField => Msg::CardWhyUnknownField,
        Why::WrongKindOfValue => Msg::CardWhyValue,
        Why::BadId => Msg::CardWhyBadId,
        Why::DuplicateId => Msg::CardWhyDuplicateId,
        Why::UnknownWord => Msg::CardWhyUnknownWord,
        Why::BadChoice => Msg::CardWhyBadChoice,
        Why::ChoiceAmbiguous => Msg::CardWhyChoiceAmbiguous,
        Why::TooManyChoices => Msg::CardWhyTooManyChoices,
        Why::NoChoices => Msg::CardWhyNoChoices,
        Why::BadCondition => Msg::CardWhyBadCondition,
        Why::UnknownQuestion => Msg::CardWhyUnknownQuestion,
        Why::LaterQuestion => Msg::CardWhyLaterQuestion,
        Why::ImpossibleValue => Msg::CardWhyImpossibleValue,
        Why::TextCompared => Msg::CardWhyTextCompared,
        Why::NeverTrue => Msg::CardWhyNeverTrue,
        Why::EmptyRule => Msg::CardWhyEmptyRule,
        Why::BadPriority => Msg::CardWhyBadPriority,
        Why::UnknownWay => Msg::CardWhyUnknownWay,
        Why::OtherNoCard => Msg::CardWhyOtherNoCard,
        Why::SetNotAsked => Msg::CardWhySetNotAsked,
        Why::LinkToNowhere => Msg::CardWhyLinkToNowhere,
        Why::StepNotReached => Msg::CardWhyStepNotReached,
        Why::NoWayBack => Msg::CardWhyNoWayBack,
        Why::GuideNotOffered => Msg::CardWhyGuideNotOffered,
        Why::NoSteps => Msg::CardWhyNoSteps,
        Why::NoSendRule => Msg::CardWhyNoSendRule,
        Why::SafetyNotPassedOn => Msg::CardWhySafety,
        Why::NoSource => Msg::CardWhyNoSource,
        Why::NoQuestions => Msg::CardWhyNoQuestions,
        Why::TypeTaken => Msg::CardWhyTypeTaken,
        Why::UnknownType => Msg::CardWhyUnknownType,
        Why::NoExamples => Msg::CardWhyNoExamples,
        Why::ExampleUnknownQuestion => Msg::CardWhyExampleQuestion,
        Why::ExampleImpossibleAnswer => Msg::CardWhyExampleAnswer,
        Why::ExampleNotAsked => Msg::CardWhyExampleNotAsked,
        Why::ExampleNotOffered => Msg::CardWhyExampleNotOffered,
        Why::ExampleNoWay => Msg::CardWhyExampleNoWay,
        Why::ExampleDiffers => Msg::CardWhyExampleDiffers,
        Why::NotCovered => Msg::CardWhyNotCovered,
    };
    say(msg, &[&fault.about])
}
