//! From the words a caller used to what they most likely mean: types and priority, place, call-back number, number hurt,
//! and the dangers that a crew must know.
//!
//! A suggestion never changes what a person has chosen; it saves a search and shows which words it rests on, so that a
//! wrong guess can be seen to be wrong at a glance. The text is read afresh on every key stroke, so nothing here keeps
//! state or looks at a clock.

mod denial;
mod hits;
mod hurt;
mod kinds;
pub mod lint;
mod negation;
mod number;
mod phrase;
mod place;
pub mod rules;
mod spelling;
mod text;

use crate::domain::ids::Code;
use crate::domain::phrase::DANGERS;
use crate::domain::place::PlaceIndex;
pub use place::PlaceWords;
use rules::{Means, Rules};
use std::ops::Range;
use text::Word;

/// A type the text seems to describe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub code: Code,
    /// 1 (most urgent) to 5.
    pub priority: u8,
    /// The byte ranges of the words that led here, in order and not overlapping.
    pub matched: Vec<Range<usize>>,
}

/// A danger that a crew must know before it arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Danger {
    /// One of [`DANGERS`].
    pub danger: &'static str,
    pub matched: Vec<Range<usize>>,
}

/// A fact that stands in the text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<T> {
    pub value: T,
    pub matched: Vec<Range<usize>>,
}

/// All that a text says, as far as words can be taken at their word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The likeliest first.
    pub kinds: Vec<Suggestion>,
    pub dangers: Vec<Danger>,
    /// The likeliest first.
    pub places: Vec<PlaceWords>,
    pub callback: Option<Said<String>>,
    /// How many are hurt; nought where the text says that nobody is.
    pub hurt: Option<Said<u32>>,
    /// The phrases that were found, for whoever wants to know why.
    pub phrases: Vec<usize>,
}

/// The most types offered: a dispatcher reads three at a glance, a longer list is a menu.
const MOST: usize = 3;
/// The weight from which a single phrase is enough for a suggestion.
pub const STANDS_ALONE: u8 = 4;

/// The best guess first, at most three, each with the words that led to it.
#[must_use]
pub fn suggest(text: &str) -> Vec<Suggestion> {
    Rules::shipped().suggest(text)
}

impl Rules {
    /// Reads a text as a whole. Places are those of the operation.
    #[must_use]
    pub fn read(&self, text: &str, index: &PlaceIndex) -> Reading {
        let typed = text::split(text);
        let callback = number::callback(text, &typed);
        let places = place::places(text, &typed, index, callback.as_ref().map(|(_, range)| range));
        let words = spelled(text, typed, self);
        let hits = found(&words, self);
        let hurt = hurt::hurt(&words);
        Reading {
            kinds: kinds_of(&hits, &words, self),
            dangers: dangers_of(&hits, &words, self),
            places,
            callback: callback.map(|(value, range)| Said { value, matched: vec![range] }),
            hurt: hurt.map(|(value, found)| Said { value, matched: text::ranges(&found, &words) }),
            phrases: hits.iter().map(|hit| hit.phrase).collect(),
        }
    }

    /// The types that a text seems to describe: the best guess first, at most three.
    #[must_use]
    pub fn suggest(&self, text: &str) -> Vec<Suggestion> {
        let words = spelled(text, text::split(text), self);
        kinds_of(&found(&words, self), &words, self)
    }
}

/// The words of a text, spelled as the phrases spell them.
fn spelled(text: &str, mut words: Vec<Word>, rules: &Rules) -> Vec<Word> {
    for word in &mut words {
        // A word that stands in a phrase is no slip: "pistol" is not a "pistola" with a letter missing.
        if let Some(mended) = spelling::mended(&word.text).filter(|_| !rules.spell(&word.text)) {
            word.text = mended.to_owned();
        }
    }
    negation::unify(text, &mut words);
    words
}

fn found(words: &[Word], rules: &Rules) -> Vec<hits::Hit> {
    let mut hits = hits::find(words, rules);
    // A fire that is not out is still a fire: what is not over must not take the meaning of what it lies on.
    let spent = denial::drop_not_over(&mut hits, words);
    denial::drop_broken(&mut hits, words);
    hits::drop_contained(&mut hits, words.len(), rules);
    denial::drop_denied(&mut hits, words, spent);
    hits
}

fn kinds_of(hits: &[hits::Hit], words: &[Word], rules: &Rules) -> Vec<Suggestion> {
    let guesses = kinds::weighed(hits, rules);
    let best = guesses.iter().map(|guess| guess.score).max().unwrap_or(0);
    guesses
        .iter()
        // A guess with less than half the evidence of the best one is noise on the screen.
        .filter(|guess| best <= guess.score * 2)
        .take(MOST)
        .map(|guess| Suggestion {
            code: guess.kind.code.clone(),
            priority: guess.priority,
            matched: text::ranges(&guess.words, words),
        })
        .collect()
}

/// Types that are a danger by themselves, so that a phrase for one of them need not be written twice.
const DANGEROUS: &[(&str, &str)] = &[
    ("shooting", "weapon"),
    ("stabbing", "weapon"),
    ("weapon", "weapon"),
    ("bomb", "explosive"),
    ("water", "water"),
    ("drowning", "water"),
    ("crowd", "crowd"),
    ("gas", "gas"),
    ("co", "gas"),
    ("wires", "power"),
    ("crash", "traffic"),
    ("collapse", "collapse"),
];
/// The weight from which a phrase of such a type says that the danger is there: "shots fired", but not "heard shots".
const SHOWS_DANGER: u8 = 11;

/// The danger that a phrase speaks of, as a place in [`DANGERS`].
fn danger_of(phrase: &rules::Phrase, rules: &Rules) -> Option<usize> {
    let code = match phrase.means {
        Means::Danger(danger) => return Some(danger),
        Means::Kind(kind) if SHOWS_DANGER <= phrase.weight => rules.kinds[kind].code.as_str(),
        _ => return None,
    };
    let (_, danger) = DANGEROUS.iter().find(|(kind, _)| *kind == code)?;
    DANGERS.iter().position(|known| known == danger)
}

fn dangers_of(hits: &[hits::Hit], words: &[Word], rules: &Rules) -> Vec<Danger> {
    let mut found: Vec<(usize, Vec<usize>)> = Vec::new();
    // What has burnt endangers nobody once it is said to be out.
    let out = |hit: &hits::Hit| hit.over && hit.role == hits::Role::Kind;
    let out_at = hits.iter().filter(|hit| out(hit)).map(|hit| hit.words[0]).max().unwrap_or(0);
    for hit in hits {
        let phrase = &rules.phrases[hit.phrase];
        let Some(danger) = danger_of(phrase, rules) else { continue };
        if DANGERS[danger] == "fire" && hit.words[0] < out_at {
            continue;
        }
        match found.iter_mut().find(|(known, _)| *known == danger) {
            Some((_, indices)) => indices.extend(&hit.words),
            None if STANDS_ALONE <= phrase.weight => found.push((danger, hit.words.clone())),
            None => {}
        }
    }
    let danger = |(danger, indices): (usize, Vec<usize>)| Danger {
        danger: DANGERS[danger],
        matched: text::ranges(&indices, words),
    };
    // A weapon is what nobody may overlook.
    found.sort_by_key(|(danger, _)| DANGERS[*danger] != "weapon");
    found.into_iter().map(danger).collect()
}
