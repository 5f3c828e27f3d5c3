//! What a text denies, or tells as history: "no weapons", "denies chest pain, drugs or alcohol", "stroke ruled out".
//!
//! A phrase that says that something is over ("put it out", "stopped bleeding") is denied more readily than an alarm, and
//! what denies it denies nothing else: in "haven't got the fire out" there is still a fire.

use super::hits::{Hit, Role};
use super::negation::ANSWER;
use super::text::Word;

/// How far to the left a negation is looked for, in words that carry meaning.
const NEGATION_REACH: usize = 3;
/// The same for "denies A, B or C": four findings of two words each.
const LIST_REACH: usize = 8;
/// The same for what is over: "can't get him to come round".
const OVER_REACH: usize = 5;

/// Words that deny what follows, as `negation` spells them.
#[rustfmt::skip]
const NEGATORS: &[&str] = &[
    "no", "not", "without", "never", "nobody", "none", "nil", "nothing", "neg", "negative", "denies", "denied", "deny",
    "denying", "sin", "ningun", "ninguna", "nadie", "niega",
];
/// Negations that reach over the commas of a list.
#[rustfmt::skip]
const LIST_NEGATORS: &[&str] = &[
    "denies", "denied", "deny", "denying", "niega",
];
/// A negation followed by one of these says that somebody is unsure, or the opposite of "no".
#[rustfmt::skip]
const NOT_A_DENIAL: &[&str] = &[
    "sure", "certain", "clear", "only", "just", "doubt", "idea", "know", "matter", "able", "enough",
];
/// Beginnings of verbs of ending and letting go: who does not stop, drop or control something still has it.
#[rustfmt::skip]
const ENDING: &[&str] = &[
    "stop", "drop", "let", "put", "releas", "surrender", "giv", "control", "contain", "manag", "cop", "leav",
    "easing", "improv",
];
/// "No" before one of these is an answer, and a new statement begins: "no he's got a gun".
#[rustfmt::skip]
const SUBJECTS: &[&str] = &[
    "he", "she", "they", "it", "we", "you", "hes", "shes", "theyre", "theyve", "its", "im", "ive", "weve", "youre",
    "there", "theres", "his", "her", "my", "our", "their", "this", "the",
];
/// Who begins a clause of his own after "no" or "without" and a thing: "no oxygen he can't breathe".
#[rustfmt::skip]
const CLAUSES: &[&str] = &[
    "he", "she", "they", "it", "we", "i", "hes", "shes", "theyre", "theyve", "its", "im", "ive", "weve", "there", "theres",
];
/// Words that carry no meaning of their own between a negation and what it denies.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "a", "an", "any", "the", "of", "for", "sign", "signs", "evidence", "obvious", "visible", "known", "hay", "or", "nor", "ni",
];
/// After one of these a new statement begins.
#[rustfmt::skip]
const TURNS: &[&str] = &[
    "but", "just", "only", "except", "still", "then", "now", "yet", "because", "however", "though", "with", "has",
    "pero",
];
/// Before what is over, near by: it is wanted or tried, and not so.
#[rustfmt::skip]
const WANTED: &[&str] = &[
    "trying", "tried", "try", "help", "need", "needs", "please", "can", "could", "should", "must", "come", "until",
    "unless", "if", "before", "failed",
];

/// The same, however much is said in between: "trying to get the fire under control".
#[rustfmt::skip]
const TRIED: &[&str] = &[
    "trying", "tried", "try", "need", "needs", "failed",
];

/// Drops phrases of what is over that the text denies, or only wishes for. Gives for each word whether it has denied one
/// of them, and so denies nothing else.
pub fn drop_not_over(hits: &mut Vec<Hit>, words: &[Word]) -> Vec<bool> {
    let mut spent = vec![false; words.len()];
    let denials: Vec<Option<usize>> = hits
        .iter()
        .map(|hit| {
            if !hit.over {
                return None;
            }
            // In "not awake now" the "not" belongs to a phrase and yet denies the calming "awake now"; in "not breathing,
            // woke up" it does not.
            let mut used = vec![false; words.len()];
            let apart = |other: &&Hit| !other.over && !other.words.iter().any(|at| hit.words.contains(at));
            for other in hits.iter().filter(apart) {
                mark(&mut used, &other.words);
            }
            not_over(&hit.words, words, &used)
        })
        .collect();
    mark(&mut spent, &denials.iter().copied().flatten().collect::<Vec<_>>());
    // "Fire out" lies in the "put the fire out" that somebody tries to.
    let mut not_over = vec![false; words.len()];
    for (hit, _) in hits.iter().zip(&denials).filter(|(_, denial)| denial.is_some()) {
        mark(&mut not_over, &hit.words);
    }
    hits.retain(|hit| !hit.over || !hit.words.iter().any(|word| not_over[*word]));
    spent
}

/// Drops phrases with a negation among the words that they skip. What lies in them is judged by itself: in "knife not
/// found" there is a knife.
pub fn drop_broken(hits: &mut Vec<Hit>, words: &[Word]) {
    let mut used = vec![false; words.len()];
    for hit in hits.iter().filter(|hit| hit.role != Role::Calm) {
        mark(&mut used, &hit.words);
    }
    hits.retain(|hit| {
        hit.over || hit.role == Role::Nothing || denied_within(&hit.words, words, &used, false).is_none()
    });
}

/// Drops phrases that the text denies, or tells as history. `spent` says which words deny something else.
pub fn drop_denied(hits: &mut Vec<Hit>, words: &[Word], spent: Vec<bool>) {
    // A word that is part of a phrase of its own, as in "not breathing", denies nothing else.
    let mut used = spent;
    for hit in hits.iter().filter(|hit| hit.role != Role::Calm) {
        mark(&mut used, &hit.words);
    }
    hits.retain(|hit| hit.over || hit.role == Role::Nothing || !is_denied(&hit.words, words, &used));
}

fn mark(marks: &mut [bool], words: &[usize]) {
    for &word in words {
        marks[word] = true;
    }
}

/// Whether the words at these indices are denied by what stands around them. `used` says which words already belong to
/// a phrase of their own.
fn is_denied(indices: &[usize], words: &[Word], used: &[bool]) -> bool {
    match (indices.first(), indices.last()) {
        (Some(first), Some(last)) => denied_before(*first, words, used) || denied_after(*first, *last, words),
        _ => false,
    }
}

/// The word that says that what should be over is not, or is only wished for.
fn not_over(indices: &[usize], words: &[Word], used: &[bool]) -> Option<usize> {
    if let Some(within) = denied_within(indices, words, used, true) {
        return Some(within);
    }
    let (first, last) = (*indices.first()?, *indices.last()?);
    if let Some(after) = not_over_after(last, words) {
        return Some(after);
    }
    let mut distance = 0;
    for at in (0..first).rev().take_while(|at| words[*at].part == words[first].part) {
        let word = words[at].text.as_str();
        distance += usize::from(counts(words, at));
        if is_turn(words, at) || OVER_REACH < distance {
            return None;
        }
        if used[at] {
            continue;
        }
        let denies = NEGATORS.contains(&word) && !is_answer(words, at) || matches!(word, "cant" | "wont");
        // "To put it out" is an aim, unless somebody "managed to".
        let reached = at > 0 && matches!(words[at - 1].text.as_str(), "managed" | "able");
        let aim = word == "to" && at + 1 == first && !reached;
        if denies || aim || TRIED.contains(&word) || WANTED.contains(&word) && distance <= 2 {
            return Some(at);
        }
    }
    None
}

/// "Fire out? No", "out of control", "fire out back", "smoke has gone into the stairs", "stopped but started again".
fn not_over_after(last: usize, words: &[Word]) -> Option<usize> {
    let next = words.get(last + 1)?;
    let goes_on = match words[last].text.as_str() {
        "out" => matches!(next.text.as_str(), "of" | "back" | "front" | "there" | "here"),
        "gone" => matches!(next.text.as_str(), "into" | "to" | "up" | "through" | "inside" | "outside" | "everywhere"),
        _ => false,
    };
    if next.part == words[last].part && (next.text == ANSWER || goes_on) {
        return Some(last + 1);
    }
    // "Conscious again" is over, "stopped, then started again" is not.
    (last + 2..words.len())
        .take_while(|at| words[*at].sentence == words[last].sentence)
        .find(|at| matches!(words[*at].text.as_str(), "again" | "restarted" | "reignited"))
}

/// A negation among the words that a phrase skips: "the runner has not collapsed", "friend is no longer missing".
fn denied_within(indices: &[usize], words: &[Word], used: &[bool], over: bool) -> Option<usize> {
    for pair in indices.windows(2) {
        let skipped = pair[0] + 1..pair[1];
        // "Not feeding and floppy" denies one thing and tells another.
        let from =
            skipped.clone().rev().find(|at| is_turn(words, *at) || words[*at].text == "and").unwrap_or(skipped.start);
        let denies = |at: &usize| match words[*at].text.as_str() {
            "not" | "never" | "cant" | "wont" => over || !affirms(words, *at),
            _ => false,
        };
        if let Some(at) = (from..skipped.end).filter(|at| !used[*at]).find(denies) {
            return Some(at);
        }
    }
    None
}

/// Whether the negation at this word denies nothing, by the word that follows: "nobody has stopped it".
fn affirms(words: &[Word], at: usize) -> bool {
    let mut next = words[at + 1..].iter().map(|word| word.text.as_str());
    let Some(word) = next.find(|word| !matches!(*word, "has" | "have" | "had" | "been" | "one")) else { return false };
    NOT_A_DENIAL.contains(&word) || ENDING.iter().any(|stem| word.starts_with(stem))
}

/// "No" as an answer to a question, after which something is told.
fn is_answer(words: &[Word], at: usize) -> bool {
    matches!(words[at].text.as_str(), "no" | "negative")
        && words.get(at + 1).is_some_and(|next| SUBJECTS.contains(&next.text.as_str()))
}

/// Whether a new statement begins after this word. In "no one has seen it" the "has" begins none.
fn is_turn(words: &[Word], at: usize) -> bool {
    TURNS.contains(&words[at].text.as_str()) && !after_nobody(words, at)
}

/// Whether a word carries meaning of its own between a negation and what it denies.
fn counts(words: &[Word], at: usize) -> bool {
    !FILLERS.contains(&words[at].text.as_str()) && !after_nobody(words, at) && !after_nobody(words, at + 1)
}

/// Whether "nobody" or "no one" stands before this word.
fn after_nobody(words: &[Word], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map_or("", |at| words[at].text.as_str());
    matches!((before(2), before(1)), (_, "nobody" | "none") | ("no", "one" | "body"))
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
        if words[at].sentence != words[first].sentence || is_turn(words, at) {
            return false;
        }
        distance += usize::from(counts(words, at));
        // "And" begins something new after "no", but goes on with a list after "denies".
        far |= words[at].part != words[first].part || matches!(word, "and" | "y") || distance > NEGATION_REACH;
        if far && (!in_list || distance > LIST_REACH) {
            return false;
        }
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
        let of_thing = matches!(word, "no" | "without" | "nil" | "neg" | "negative");
        let own_clause = of_thing && words[at + 1..first].iter().any(|word| CLAUSES.contains(&word.text.as_str()));
        if NEGATORS.contains(&word) && !affirms(words, at) && !own_clause && !is_answer(words, at) {
            return true;
        }
        if word == "o" && at > 0 && words[at - 1].text == "w" {
            return true;
        }
        if word == "cant" && matches!(next, "see" | "smell" | "hear" | "find" | "feel") {
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

/// Whether one of these words stands shortly before a finding.
fn stands_before(words: &[Word], first: usize, any: &[&str]) -> bool {
    const NEAR: usize = 4;
    let before = words[..first].iter().rev().take(NEAR).take_while(|word| word.part == words[first].part);
    before.into_iter().any(|word| any.contains(&word.text.as_str()))
}

/// "A stroke last year", "a heart attack two years ago", "had a fit in 2019". Without a word of the past, four figures are
/// as likely a house or a room.
fn long_ago(words: &[Word], first: usize, last: usize) -> bool {
    let is_past = stands_before(words, first, &["had", "history", "previous", "prior"]);
    let mut pairs = words[last + 1..].windows(2).take(3).take_while(|pair| pair[1].part == words[last].part);
    pairs.any(|pair| match (pair[0].text.as_str(), pair[1].text.as_str()) {
        ("last", "year" | "month") | ("year" | "years" | "month" | "months", "ago") => true,
        ("in", year) => is_past && year.len() == 4 && (year.starts_with("19") || year.starts_with("20")),
        _ => false,
    })
}

/// "Weapons not mentioned", "a knife was not involved". Who has one that nobody sees has one all the same.
fn not_there(words: &[Word], first: usize, last: usize) -> bool {
    let is_held = stands_before(words, first, &["has", "have", "got", "with", "carrying", "holding"]);
    let mut next = words[last + 1..].iter().map(|word| word.text.as_str());
    let said = next.find(|word| !matches!(*word, "is" | "are" | "was" | "were" | "has" | "have"));
    said == Some("not")
        && next.find(|word| *word != "been").is_some_and(|word| match word {
            "visible" | "used" => !is_held,
            word => matches!(word, "present" | "involved" | "mentioned" | "reported"),
        })
}

fn denied_after(first: usize, last: usize, words: &[Word]) -> bool {
    let Some(next) = words.get(last + 1) else {
        return false;
    };
    next.part == words[last].part
        && (matches!(next.text.as_str(), "none" | "nil" | "neg" | "negative" | "denied" | ANSWER)
            || next.text == "ruled" && words.get(last + 2).is_some_and(|word| word.text == "out")
            || long_ago(words, first, last)
            || not_there(words, first, last))
}
