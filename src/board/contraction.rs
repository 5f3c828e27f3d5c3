//! Contractions as the record has them. Each has its beginning and, once it is over, a note, so the next one can be reckoned
//! from the one before in any window and after a reload, and what a person strikes or writes by hand counts as it stands.

use crate::board::elapsed::stretch;
use crate::domain::entry::Line;
use crate::domain::incident::Incident;
use crate::domain::moment::Moment;
use crate::words::{Msg, say, t};

/// One contraction of the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Contraction {
    pub begun: Moment,
    /// As it stands in the note.
    pub text: String,
}

/// Those of one patient, the latest first.
#[must_use]
pub fn contractions(incident: &Incident, patient: &str) -> Vec<Contraction> {
    let noted = incident.entries.iter().filter(|entry| entry.struck.is_none()).filter_map(|entry| match &entry.line {
        Line::Note(text) => {
            let text = text.strip_prefix(&lead(patient))?;
            // A note is written when the contraction is over.
            Some(Contraction { begun: entry.at.plus_seconds(-seconds_of(text)?), text: text.to_owned() })
        }
        _ => None,
    });
    let mut found: Vec<Contraction> = noted.collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.begun));
    found
}

/// When the one that goes on at present began: no note of a contraction stands behind its beginning.
#[must_use]
pub fn running(incident: &Incident, patient: &str) -> Option<Moment> {
    let mut entries = incident.entries.iter().rev().filter(|entry| entry.struck.is_none());
    entries.find_map(|entry| match &entry.line {
        Line::ContractionBegan { patient: of } if of == patient => Some(Some(entry.at)),
        Line::Note(text) if text.strip_prefix(&lead(patient)).and_then(seconds_of).is_some() => Some(None),
        _ => None,
    })?
}

/// The note of a contraction that is over, `before` being the beginning of the one before it.
#[must_use]
pub fn note(patient: &str, begun: Moment, over: Moment, before: Option<Moment>) -> String {
    let long = stretch(over.seconds_since(begun));
    let said = match before {
        None => say(Msg::AidContraction, &[&long]),
        Some(before) => say(Msg::AidContractionApart, &[&long, &stretch(begun.seconds_since(before))]),
    };
    lead(patient) + &said
}

/// What stands before the note of a patient. The one that the incident is about is not named.
fn lead(patient: &str) -> String {
    if patient.is_empty() { String::new() } else { say(Msg::AidOfPatient, &[patient]) + " " }
}

/// How long the contraction of a note was.
fn seconds_of(text: &str) -> Option<i64> {
    let (before, after) = t(Msg::AidContraction).split_once("{0}")?;
    let rest = text.strip_prefix(before)?;
    let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != ':').unwrap_or(rest.len());
    let (long, rest) = rest.split_at(end);
    if !rest.starts_with(after) || !long.contains(':') {
        return None;
    }
    long.split(':').try_fold(0_i64, |sum, part| sum.checked_mul(60)?.checked_add(part.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_tells_how_long_it_was() {
        let at = |seconds| Moment(1_792_324_800_000).plus_seconds(seconds);
        assert_eq!(seconds_of(&note("", at(0), at(45), None)), Some(45));
        assert_eq!(seconds_of(&note("", at(300), at(370), Some(at(0)))), Some(70));
        assert_eq!(seconds_of("Contraction: long"), None);
        assert_eq!(seconds_of("Contraction: 45 long"), None);
        assert_eq!(seconds_of("Her contractions are strong"), None);
        assert_eq!(note("2", at(0), at(45), None), "Patient 2. Contraction: 0:45 long");
    }
}
