//! What the word under the cursor may become.

use super::tokens::Tokens;
use super::verbs::{TABLE, Verb, named};
use crate::domain::place::fold;
use crate::domain::state::State;
use crate::domain::unit::{Readiness, fold_call_sign};

/// One way to go on: the whole line as it would then stand, and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    pub line: String,
    pub word: String,
    pub label: String,
}

/// At most `limit` ways to finish the last word of `line`.
#[must_use]
pub fn complete(line: &str, state: &State, limit: usize) -> Vec<Completion> {
    let tokens = Tokens::of(line);
    if tokens.text.is_some() || line.trim().is_empty() {
        return Vec::new();
    }
    let start =
        line.rfind(char::is_whitespace).map_or(0, |at| at + line[at..].chars().next().map_or(1, char::len_utf8));
    let (head, word) = line.split_at(start);
    // A place or a label may have blanks in it: the longest run of trailing words that begins one is what is replaced.
    let runs: Vec<(&str, &str)> = runs(line, start);
    let verb = tokens.left().find_map(|(_, word)| named(word.text)).map(|row| row.verb);
    let first = head.trim().is_empty();
    let mut found = Vec::new();
    let mut add = |head: &str, word: &str, label: &str| {
        if found.len() < limit && !found.iter().any(|one: &Completion| one.word == word) {
            let line = format!("{head}{word} ");
            found.push(Completion { line, word: word.to_owned(), label: label.to_owned() });
        }
    };
    if first {
        let typed = word.to_uppercase();
        for row in TABLE.iter().filter(|row| row.code.starts_with(&typed)) {
            add(head, row.code, row.form);
        }
    }
    if word.is_empty() || first {
        return found;
    }
    for (head, words) in runs {
        let folded = fold(words);
        match verb {
            Some(Verb::New | Verb::Type) => {
                let usable = state.types.values().filter(|row| !row.retired);
                for row in
                    usable.filter(|row| row.code.as_str().starts_with(&folded) || fold(&row.label).starts_with(&folded))
                {
                    add(head, row.code.as_str(), &row.label);
                }
            }
            Some(Verb::Clear) => {
                let usable = state.dispositions.values().filter(|row| !row.retired);
                for row in usable.filter(|row| row.code.as_str() == folded || fold(&row.label).starts_with(&folded)) {
                    add(head, row.code.as_str(), &row.label);
                }
            }
            _ => {}
        }
        if matches!(verb, Some(Verb::New | Verb::Place | Verb::Step(_) | Verb::Ready(Readiness::MoveUp))) {
            for id in state.place_index.matching(words, limit) {
                if let Some(place) = state.places.get(&id) {
                    add(head, &place.name, &place.kind);
                }
            }
            for name in state.marks_like(words).into_iter().chain(state.ground.crossings_like(words, limit)) {
                add(head, &name, "");
            }
        }
        if !matches!(verb, Some(Verb::New | Verb::Type)) {
            let typed = fold_call_sign(words);
            for (_, id) in state.call_signs.range(typed.clone()..).take_while(|(sign, _)| sign.starts_with(&typed)) {
                if let Some(unit) = state.units.get(id).filter(|unit| !unit.retired) {
                    add(head, &unit.call_sign, &unit.post.text);
                }
            }
        }
    }
    found
}

/// The ways to cut the end of a line into what stands and the words that may be finished, the most words first. The verb
/// is never among them.
fn runs(line: &str, last: usize) -> Vec<(&str, &str)> {
    const MOST_WORDS: usize = 4;
    let mut starts: Vec<usize> = vec![last];
    let mut start = last;
    while starts.len() < MOST_WORDS {
        let before = line[..start].trim_end();
        let Some((at, blank)) = before.char_indices().rev().find(|(_, letter)| letter.is_whitespace()) else { break };
        start = at + blank.len_utf8();
        starts.push(start);
    }
    starts.iter().rev().map(|at| line.split_at(*at)).collect()
}
