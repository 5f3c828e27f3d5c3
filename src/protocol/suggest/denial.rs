//! What a text denies, or tells as history: "no weapons", "denies chest pain, drugs or alcohol", "stroke ruled out".

use super::hits::{Hit, Role};
use super::text::Word;

/// How far to the left a negation is looked for, in words that carry meaning.
const NEGATION_REACH: usize = 3;
/// The same for "denies A, B or C": four findings of two words each.
const LIST_REACH: usize = 8;

#[rustfmt::skip]
const NEGATORS: &[&str] = &[
    "no", "not", "without", "never", "nobody", "none", "nil", "nothing", "denies", "denied", "deny", "denying",
    "isnt", "arent", "wasnt", "werent", "doesnt", "dont", "didnt", "hasnt", "havent", "sin", "ningun", "ninguna",
    "niega",
];
/// Negations that reach over the commas of a list.
#[rustfmt::skip]
const LIST_NEGATORS: &[&str] = &[
    "denies", "denied", "deny", "denying", "niega",
];
/// A negation followed by one of these says that somebody is unsure, or the opposite of "no".
#[rustfmt::skip]
const NOT_A_DENIAL: &[&str] = &[
    "sure", "certain", "clear", "only", "just", "doubt", "idea", "know", "stop", "stopping", "stopped", "longer",
    "matter",
];
/// Words that carry no meaning of their own between a negation and what it denies.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "a", "an", "any", "the", "of", "sign", "signs", "evidence", "obvious", "visible", "known", "hay",
];
/// After one of these a new statement begins.
#[rustfmt::skip]
const TURNS: &[&str] = &[
    "but", "just", "only", "except", "still", "then", "now", "yet", "because", "however", "though", "with", "has",
    "pero",
];

/// Drops phrases that the text denies, or tells as history.
pub fn drop_denied(hits: &mut Vec<Hit>, words: &[Word]) {
    let mut used = vec![false; words.len()];
    for hit in hits.iter() {
        if hit.role != Role::Calm {
            for &word in &hit.words {
                used[word] = true;
            }
        }
    }
    // In "not awake now" the "not" belongs to a phrase and yet denies the calming "awake now".
    let unused = vec![false; words.len()];
    hits.retain(|hit| {
        let used = if hit.role == Role::Calm { &unused } else { &used };
        !is_denied(&hit.words, words, used)
    });
}

/// Whether the words at these indices are denied by what stands around them. `used` says which words already belong to
/// a phrase of their own.
#[must_use]
pub fn is_denied(indices: &[usize], words: &[Word], used: &[bool]) -> bool {
    match (indices.first(), indices.last()) {
        (Some(first), Some(last)) => denied_before(*first, words, used) || denied_after(*last, words),
        _ => false,
    }
}

fn denied_before(first: usize, words: &[Word], used: &[bool]) -> bool {
    // "Denies A, B or C" denies all three; "denies A, bleeding from the leg" does not deny bleeding.
    let in_list = words[first..]
        .iter()
        .take_while(|word| word.sentence == words[first].sentence)
        .any(|word| matches!(word.text.as_str(), "or" | "nor" | "ni"))
        || first > 0 && matches!(words[first - 1].text.as_str(), "or" | "nor" | "and" | "ni" | "y");
    let mut distance = 0;
    let mut far = false;
    for at in (0..first).rev() {
        let word = words[at].text.as_str();
        if words[at].sentence != words[first].sentence || TURNS.contains(&word) {
            return false;
        }
        if !FILLERS.contains(&word) {
            distance += 1;
        }
        // "And" begins something new after "no", but goes on with a list after "denies".
        far |= words[at].part != words[first].part || matches!(word, "and" | "y") || distance > NEGATION_REACH;
        if far && (!in_list || distance > LIST_REACH) {
            return false;
        }
        // A word that is part of a phrase of its own, as in "not breathing", denies nothing else.
        if used[at] {
            continue;
        }
        if far {
            if LIST_NEGATORS.contains(&word) {
                return true;
            }
            continue;
        }
        let next = words[at + 1].text.as_str();
        if NEGATORS.contains(&word) && !NOT_A_DENIAL.contains(&next) {
            return true;
        }
        if word == "o" && at > 0 && words[at - 1].text == "w" {
            return true;
        }
        if matches!(word, "cant" | "cannot") && matches!(next, "see" | "smell" | "hear") {
            // "Cannot see any fire", but not "cannot see through the smoke".
            let object = words.get(at + 2).map_or("", |word| word.text.as_str());
            if matches!(object, "any" | "a" | "an") {
                return true;
            }
        }
        if matches!(word, "history" | "hx" | "previous" | "prior") && distance <= 1 {
            return true;
        }
    }
    false
}

fn denied_after(last: usize, words: &[Word]) -> bool {
    let Some(next) = words.get(last + 1) else {
        return false;
    };
    next.part == words[last].part
        && (matches!(next.text.as_str(), "none" | "nil" | "negative" | "denied")
            || next.text == "ruled" && words.get(last + 2).is_some_and(|word| word.text == "out"))
}
