//! A card that is being edited, beside what becomes of it in other windows meanwhile.

use crate::domain::card::read;
use crate::domain::ids::Code;
use crate::domain::state::State;

/// What saving a text would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// The text has the id of another card, which it would replace: that id, and the other card's title.
    OtherCard { id: String, title: String },
    /// This version was saved after the text was begun.
    Over(u32),
    /// The text, with the next version in it.
    Next(String),
}

/// `code` is the card that the text was taken from, empty for a new one, and `base` the version of it.
#[must_use]
pub fn saving(state: &State, code: &Code, base: u32, text: &str) -> Saving {
    let id = Code::new(&read::card(text).0.id);
    match state.cards.get(&id).filter(|_| id != *code) {
        Some(other) => Saving::OtherCard { id: id.to_string(), title: other.title.clone() },
        None => match version_of(state, code) {
            now if now != base => Saving::Over(now),
            _ => Saving::Next(with_version(text, base + 1)),
        },
    }
}

/// The version that a card has, 0 if there is none.
#[must_use]
pub fn version_of(state: &State, code: &Code) -> u32 {
    state.cards.get(code).map_or(0, |card| card.version)
}

/// The text with a version that is at least `least`.
fn with_version(text: &str, least: u32) -> String {
    let lines = text.lines().map(|line| {
        let number = line.trim_start().strip_prefix("version").and_then(|rest| rest.trim_start().strip_prefix('='));
        let number = number.and_then(|rest| rest.split('#').next()).and_then(|rest| rest.trim().parse::<u32>().ok());
        match number {
            Some(number) if number < least => format!("version = {least}"),
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}
