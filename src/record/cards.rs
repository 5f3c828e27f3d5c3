//! Guide cards from files, beside those that the operation has.

use crate::domain::card::{notation, read};
use crate::domain::ids::Code;
use crate::domain::state::State;

/// What is to be done about the cards of some files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Incoming {
    /// The texts of those that are not here, in a higher version, or with faults that are to be named by the lines of the file.
    pub fresh: Vec<String>,
    /// The titles of those whose very version is here with another text, each with that version.
    pub conflicts: Vec<String>,
}

/// None: there is no card in the files.
#[must_use]
pub fn sort_out(files: &[String], state: &State) -> Option<Incoming> {
    let cuts: Vec<_> = files.iter().flat_map(|file| notation::split(file)).collect();
    if cuts.is_empty() {
        return None;
    }
    let mut incoming = Incoming::default();
    for cut in cuts {
        let text = cut.text;
        let (card, faults) = read::card(text);
        let known = state.cards.get(&Code::new(&card.id)).filter(|_| faults.is_empty());
        let Some(known) = known.filter(|known| card.version <= known.version) else {
            incoming.fresh.push(cut.at_its_line());
            continue;
        };
        // Who saved the file may have ended its lines in another way.
        let same = |here: &String| here.trim().lines().eq(text.trim().lines());
        if known.texts.get(&card.version).is_some_and(|here| !same(here)) {
            incoming.conflicts.push(format!("{} ({})", card.title, card.version));
        }
    }
    Some(incoming)
}
