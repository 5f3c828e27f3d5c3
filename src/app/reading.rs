//! What the operation's phrases make of a text, kept until the text or the set-up changes: several parts of a screen ask
//! about one text on every key stroke.

use super::desk::Desk;
use crate::protocol::suggest::Reading;
use crate::protocol::suggest::rules::Rules;
use leptos::prelude::GetUntracked as _;
use std::cell::RefCell;
use std::rc::Rc;

#[derive(Default)]
pub struct Readings(RefCell<Option<Kept>>);

struct Kept {
    /// The set-up that the phrases were made of.
    setup: u64,
    rules: Rules,
    text: String,
    reading: Rc<Reading>,
}

impl Desk {
    /// Reads a text by the phrases and places of the operation.
    #[must_use]
    pub fn reading(&self, text: &str) -> Rc<Reading> {
        let setup = self.signals().setup.get_untracked();
        let mut kept = self.readings().0.borrow_mut();
        let same_rules = kept.take().filter(|kept| kept.setup == setup);
        let made = match same_rules {
            Some(known) if known.text == text => known,
            known => self.read(|state| {
                let rules = known.map_or_else(|| Rules::of(state), |known| known.rules);
                let reading = Rc::new(rules.read(text, &state.place_index));
                Kept { setup, rules, text: text.to_owned(), reading }
            }),
        };
        Rc::clone(&kept.insert(made).reading)
    }

    /// The phrases that a reading rests on: meaning, phrase and weight.
    #[must_use]
    pub fn phrases_of(&self, reading: &Reading) -> Vec<(String, String, u8)> {
        let kept = self.readings().0.borrow();
        let Some(kept) = kept.as_ref() else { return Vec::new() };
        let found = reading.phrases.iter().filter_map(|index| kept.rules.phrases.get(*index));
        found.map(|phrase| (kept.rules.name(phrase.means), phrase.text.to_string(), phrase.weight)).collect()
    }
}
