//! Numbers that are typed or spoken, and the telephone number among them.

use super::text::Word;
use std::ops::Range;

/// What a word counts: digits, or a number word of English or Spanish.
#[must_use]
pub fn count_of(word: &str) -> Option<u32> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.parse().ok();
    }
    let multiple = word.strip_prefix('x').or_else(|| word.strip_suffix('x'));
    if let Some(digits) = multiple.filter(|digits| !digits.is_empty() && digits.len() <= 3) {
        return digits.parse().ok();
    }
    NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, number)| *number)
}

const NUMBERS: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("fifteen", 15),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("couple", 2),
    ("pair", 2),
    ("both", 2),
    ("dozen", 12),
    ("uno", 1),
    ("una", 1),
    ("un", 1),
    ("dos", 2),
    ("tres", 3),
    ("cuatro", 4),
    ("cinco", 5),
    ("seis", 6),
    ("siete", 7),
    ("ocho", 8),
    ("nueve", 9),
    ("diez", 10),
];

/// Words before a number that say it is one to call, and the fewest digits that it then has.
const CUES: &[(&str, usize)] = &[
    ("callback", 4),
    ("cb", 4),
    (BACK, 4),
    ("phone", 5),
    ("tel", 5),
    ("telefono", 5),
    ("numero", 6),
    ("number", 6),
    ("mobile", 5),
    ("cell", 5),
    ("celular", 5),
    ("ext", 3),
    ("extension", 3),
    ("ring", 5),
    ("reach", 5),
];
/// A cue only after a word of calling: a back can hurt, too.
const BACK: &str = "back";
/// Words between a cue and a number that is too short to be known by its length.
const BETWEEN: &[&str] = &["on", "is", "it", "its", "this", "me", "us", "number", "no", "my", "to", "please"];
/// Digits of a number without such a word before it: a local one has seven, and the longest fifteen (ITU-T E.164).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// How far before the number the cue may stand, in words: "call me back on this number, it is".
const CUE_REACH: usize = 5;

/// The telephone number that somebody left, as it was typed, and where it stands.
#[must_use]
pub fn callback(text: &str, words: &[Word]) -> Option<(String, Range<usize>)> {
    let mut best: Option<(bool, String, Range<usize>)> = None;
    let mut at = 0;
    while at < words.len() {
        let end = run_end(text, words, at);
        if end == at {
            at += 1;
            continue;
        }
        let from = start_of(text, words, at, end);
        let digits: usize = words[from..end].iter().map(|word| word.text.len()).sum();
        let cue = cue(words, from);
        let least = cue.map(|(least, near)| if near { least } else { least.max(*DIGITS.start()) });
        let fits = DIGITS.contains(&digits) || least.is_some_and(|least| least <= digits && digits < *DIGITS.end());
        if fits && !is_other(text, &words[from..end]) && best.as_ref().is_none_or(|best| !best.0 && least.is_some()) {
            let begin = words[from].at.start;
            // A plus before the first group belongs to the number, and so does an open bracket.
            let opening = text[..begin].chars().next_back().filter(|sign| matches!(sign, '+' | '('));
            let range = begin - opening.map_or(0, char::len_utf8)..words[end - 1].at.end;
            best = Some((least.is_some(), text[range.clone()].to_owned(), range));
        }
        at = end;
    }
    best.map(|(_, number, range)| (number, range)).or_else(|| spoken(words))
}

fn is_group(word: &Word) -> bool {
    word.text.bytes().all(|byte| byte.is_ascii_digit())
}

fn between<'a>(text: &'a str, words: &[Word], at: usize) -> &'a str {
    text.get(words[at].at.end..words[at + 1].at.start).unwrap_or_default()
}

/// The end of the digits that may be one number with those at `at`.
fn run_end(text: &str, words: &[Word], at: usize) -> usize {
    let mut end = at;
    while end < words.len() && is_group(&words[end]) {
        let joined = at == end || {
            let gap = between(text, words, end - 1);
            gap.len() <= 2 && gap.chars().all(|sign| matches!(sign, ' ' | '-' | '.' | '(' | ')' | '/'))
        };
        if !joined {
            break;
        }
        end += 1;
    }
    end
}

/// "Row 3 555-0142": the 3 is no part of the number.
fn start_of(text: &str, words: &[Word], from: usize, end: usize) -> usize {
    let mut from = from;
    while from + 1 < end {
        let rest: usize = words[from + 1..end].iter().map(|word| word.text.len()).sum();
        let signed = text[..words[from].at.start].ends_with(['+', '(']);
        if signed || 2 < words[from].text.len() || between(text, words, from) != " " || rest < *DIGITS.start() {
            break;
        }
        from += 1;
    }
    from
}

/// The fewest digits that a number has after the cue before it, and whether the cue leads straight to it.
fn cue(words: &[Word], from: usize) -> Option<(usize, bool)> {
    let mut near = true;
    for at in (from.saturating_sub(CUE_REACH)..from).rev().take_while(|at| words[*at].sentence == words[from].sentence)
    {
        let word = words[at].text.as_str();
        let found = CUES.iter().find(|(cue, _)| *cue == word).map(|(_, least)| *least);
        let calls = |word: &Word| matches!(word.text.as_str(), "call" | "ring" | "phone" | "me" | "us" | "him" | "her");
        if let Some(least) = found.filter(|_| word != BACK || at > 0 && calls(&words[at - 1])) {
            return Some((least, near));
        }
        near &= BETWEEN.contains(&word);
    }
    None
}

/// A date, or coordinates.
fn is_other(text: &str, groups: &[Word]) -> bool {
    let lengths: Vec<usize> = groups.iter().map(|word| word.text.len()).collect();
    let dated = lengths == [4, 2, 2] || lengths == [2, 2, 4];
    let decimal = groups.windows(2).any(|pair| {
        text.get(pair[0].at.end..pair[1].at.start) == Some(".") && (pair[0].text.len() < 3 || 4 < pair[1].text.len())
    });
    dated || decimal
}

/// Digits of a number that is spelled out, at least six in a row.
fn spoken(words: &[Word]) -> Option<(String, Range<usize>)> {
    let mut at = 0;
    while at < words.len() {
        let mut digits = String::new();
        let mut end = at;
        let mut times = 1;
        while let Some(word) = words.get(end) {
            match word.text.as_str() {
                "double" => times = 2,
                "triple" => times = 3,
                name => {
                    let digit = if matches!(name, "zero" | "oh" | "o" | "cero") { Some(0) } else { count_of(name) };
                    let Some(digit) = digit.filter(|digit| {
                        *digit < 10 && !name.starts_with(['c', 'p', 'b']) || matches!(name, "cero" | "cinco" | "cuatro")
                    }) else {
                        break;
                    };
                    for _ in 0..times {
                        digits.push(char::from(b'0' + digit as u8));
                    }
                    times = 1;
                }
            }
            end += 1;
        }
        if 6 <= digits.len() && digits.len() <= *DIGITS.end() {
            return Some((digits, words[at].at.start..words[end - 1].at.end));
        }
        at = end.max(at + 1);
    }
    None
}
