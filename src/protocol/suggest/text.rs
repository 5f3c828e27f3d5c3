//! A text as words that can be compared: lower case, without accents and apostrophes, each with its place in the text.

use crate::domain::phrase::plain;
use std::ops::Range;

/// Words read at most. A text of 2,000 characters, the longest a note may be, cannot have more.
const MAX_WORDS: usize = 1000;

/// A word of the text.
pub struct Word {
    /// As it is compared, so that "can't" and "cant" are one word, and "está" and "esta" another.
    pub text: String,
    /// Where it stands in the text, in bytes.
    pub at: Range<usize>,
    /// The part of a sentence it is in; phrases and most negations stay inside one part.
    pub part: usize,
    pub sentence: usize,
}

pub fn split(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    let (mut part, mut sentence) = (0, 0);
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, letter)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        if letter.is_alphanumeric() {
            if !open {
                if words.len() == MAX_WORDS {
                    break;
                }
                words.push(Word { text: String::new(), at: at..at, part, sentence });
                open = true;
            }
            if let Some(word) = words.last_mut() {
                word.text.extend(letter.to_lowercase().map(plain));
                word.at.end = at + letter.len_utf8();
            }
        } else if !(open && matches!(letter, '\'' | '’') && next.is_alphanumeric()) {
            open = false;
            let ends_sentence = match letter {
                ';' | '!' | '?' | '¡' | '¿' | '…' | '\n' => true,
                // A full stop inside "2.1" or "e.g" ends nothing.
                '.' => !next.is_alphanumeric(),
                _ => false,
            };
            let ends_part = match letter {
                ',' | '(' | ')' | '—' => true,
                '-' | '–' => before == ' ',
                _ => ends_sentence,
            };
            part += usize::from(ends_part);
            sentence += usize::from(ends_sentence);
        }
        before = letter;
    }
    words
}

/// The ranges that the words at `indices` cover, neighbours as one, in order and not overlapping.
#[must_use]
pub fn ranges(indices: &[usize], words: &[Word]) -> Vec<Range<usize>> {
    let mut indices = indices.to_vec();
    indices.sort_unstable();
    indices.dedup();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut last: Option<usize> = None;
    for index in indices {
        let at = words[index].at.clone();
        let follows = last.is_some_and(|last| index == last + 1 && words[last].part == words[index].part);
        match found.last_mut() {
            Some(range) if follows => range.end = at.end,
            _ => found.push(at),
        }
        last = Some(index);
    }
    found
}
