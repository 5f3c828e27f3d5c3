//! The many ways of saying no, as few words: "isn't", "has not" and "didn't" are all "not", so that a phrase which says
//! "not moving" is found in each of them.

use super::text::Word;
use std::borrow::Cow;

/// How a "no" is spelled that answers what stands before it: "breathing? No", "breathing: no, conscious: yes".
pub const ANSWER: &str = "nope";

/// The "no" of "no longer", which by itself denies nothing.
const LONGER: &str = "no-longer";

/// Gives the words of a text that negate their one spelling. No word is added or taken away; where two or three words
/// negate together ("could not", "unable to"), the last of them carries the meaning.
pub fn unify(text: &str, words: &mut [Word]) {
    for at in 0..words.len() {
        answer(text, words, at);
        if words[at].text == "no" && words.get(at + 1).is_some_and(|next| next.text == "longer") {
            words[at].text = LONGER.to_owned();
        }
        let before = |back: usize| at.checked_sub(back).map_or("", |at| words[at].text.as_str());
        if let Some(one) = one_word([before(2), before(1), words[at].text.as_str()]) {
            words[at].text = one.to_owned();
        }
    }
}

/// A "no" that ends its part of a sentence answers it, and after a question a "no" with a clause of its own: "breathing?
/// No he isn't", but not "is he well? No pulse".
fn answer(text: &str, words: &mut [Word], at: usize) {
    let Some(before) = at.checked_sub(1) else { return };
    let (word, part) = (words[at].text.as_str(), words[at].part);
    let next = words.get(at + 1).filter(|next| next.part == part).map(|next| next.text.as_str());
    let asked = words[before].part != part
        && text.get(words[before].at.end..words[at].at.start).is_some_and(|between| between.contains('?'));
    let answers = match (word, next) {
        ("no" | ANSWER, None) => asked || words[before].part == part,
        ("no" | ANSWER | "none" | "not", Some(next)) => asked && GO_ON.contains(&next),
        ("none" | "negative" | "nah", None) => asked,
        _ => false,
    };
    if answers {
        (words[at].part, words[at].sentence) = (words[before].part, words[before].sentence);
        words[at].text = ANSWER.to_owned();
    }
}

/// What may follow an answer at once.
#[rustfmt::skip]
const GO_ON: &[&str] = &[
    "just", "only", "but", "not", "and", "i", "he", "she", "they", "it", "we", "hes", "shes", "its", "seen", "really",
    "yet", "there",
];

/// A phrase of a rule with the same spelling.
#[must_use]
pub fn unified(phrase: Cow<'static, str>) -> Cow<'static, str> {
    let mut words: Vec<&str> = phrase.split(' ').collect();
    let mut changed = false;
    for at in 0..words.len() {
        if words[at] == "no" && words.get(at + 1) == Some(&"longer") {
            words[at] = LONGER;
        }
        let before = |back: usize| at.checked_sub(back).map_or("", |at| words[at]);
        if let Some(one) = one_word([before(2), before(1), words[at]]) {
            changed |= words[at] != one;
            words[at] = one;
        }
    }
    if changed { Cow::Owned(words.join(" ")) } else { phrase }
}

/// What the last of three words is taken for.
fn one_word(three: [&str; 3]) -> Option<&'static str> {
    Some(match three {
        [_, "can" | "could", "not"] | [_, "unable", "to"] | ["not", "able", "to"] => "cant",
        [_, "will" | "would", "not"] => "wont",
        [_, LONGER, "longer"] => "not",
        [_, _, "cannot" | "couldnt" | "carnt" | "cudnt"] => "cant",
        [_, _, "wouldnt"] => "wont",
        [_, _, word] if CONTRACTED.contains(&word) => "not",
        _ => return None,
    })
}

#[rustfmt::skip]
const CONTRACTED: &[&str] = &[
    "isnt", "arent", "wasnt", "werent", "aint", "doesnt", "dont", "didnt", "hasnt", "havent", "hadnt",
];
