//! What every subject checks in the same way: texts and names, numbers, codes, and that something changes at all.

use super::{Decision, LONGEST_NAME, LONGEST_TEXT, one};
use crate::domain::event::Event;
use crate::domain::ids::Code;
use crate::domain::refusal::{Needed, Refusal};

pub(super) fn name_of(text: &str, field: Needed) -> Result<String, Refusal> {
    let text = short(text, field)?;
    if text.is_empty() { Err(Refusal::Missing(field)) } else { Ok(text) }
}

pub(super) fn short(text: &str, field: Needed) -> Result<String, Refusal> {
    let text = text.trim();
    if LONGEST_NAME < text.chars().count() {
        return Err(Refusal::TooLong { field, most: LONGEST_NAME });
    }
    Ok(text.to_owned())
}

pub(super) fn text_of(text: &str, field: Needed) -> Result<String, Refusal> {
    let text = short_text(text)?;
    if text.is_empty() { Err(Refusal::Missing(field)) } else { Ok(text) }
}

pub(super) fn short_text(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if LONGEST_TEXT < text.chars().count() {
        return Err(Refusal::TooLong { field: Needed::Text, most: LONGEST_TEXT });
    }
    Ok(text.to_owned())
}

/// A list of short words from a file. All of it must fit into one row of the log, which has a longest length.
pub(super) fn words_of(words: &[String]) -> Result<Vec<String>, Refusal> {
    let words: Vec<&str> = words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()).collect();
    if LONGEST_TEXT < words.iter().map(|word| word.chars().count()).sum::<usize>() {
        return Err(Refusal::TooLong { field: Needed::Name, most: LONGEST_TEXT });
    }
    words.into_iter().map(|word| short(word, Needed::Name)).collect()
}

pub(super) fn new_code(code: &Code, taken: bool) -> Result<Code, Refusal> {
    let code = Code::new(code.as_str());
    if code.as_str().is_empty() || code.as_str().chars().any(char::is_whitespace) {
        return Err(Refusal::Missing(Needed::Code));
    }
    if taken { Err(Refusal::CodeTaken(code)) } else { Ok(code) }
}

pub(super) fn in_range(value: i64, least: i64, most: i64, field: Needed) -> Result<(), Refusal> {
    if least <= value && value <= most { Ok(()) } else { Err(Refusal::OutOfRange { field, least, most }) }
}

pub(super) fn unless_same<T: PartialEq + ?Sized>(was: &T, now: &T) -> Result<(), Refusal> {
    if was == now { Err(Refusal::Unchanged) } else { Ok(()) }
}

/// What is put in the place of `was`; the same again is refused.
pub(super) fn changed<T: PartialEq>(was: &T, now: T) -> Result<T, Refusal> {
    unless_same(was, &now)?;
    Ok(now)
}

pub(super) fn retire(is_retired: bool, event: Event) -> Decision {
    if is_retired { Err(Refusal::AlreadyRetired) } else { one(event) }
}

pub(super) fn restore(is_retired: bool, event: Event) -> Decision {
    if is_retired { one(event) } else { Err(Refusal::NotRetired) }
}

/// The fault of one row of several, with its number.
pub(super) fn in_row(index: usize, rows: usize, fault: Refusal) -> Refusal {
    if rows == 1 { fault } else { Refusal::InRow { row: index + 1, fault: Box::new(fault) } }
}
