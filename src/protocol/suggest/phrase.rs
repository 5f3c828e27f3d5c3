//! Whether a phrase of a rule stands in a text, and where.

use super::number::count_of;
use super::text::Word;

/// Words that `~` may skip; enough for "pressure *in his* chest" and "pulled *out of the* lake".
const GAP: usize = 3;

/// Words that change nothing between a "not" and what it is about: "not even breathing".
const ADVERBS: &[&str] = &["even", "really", "actually", "currently", "yet", "fully", "quite"];

/// How many different answers [`start_key`] has: five bits from each of two letters.
pub const STARTS: usize = 1024;

/// A number that words with the same first two letters share: few words of a text begin with the same two letters.
#[must_use]
pub fn start_key(word: &str) -> usize {
    let mut bytes = word.bytes().map(|byte| usize::from(byte & 31));
    bytes.next().unwrap_or(0) * 32 + bytes.next().unwrap_or(0)
}

/// The indices of the words that the phrase takes up when it begins at `start`.
#[must_use]
pub fn match_at(words: &[Word], start: usize, phrase: &str) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    let mut next = start;
    let mut gap = 0;
    for pattern in phrase.split(' ') {
        if pattern == "~" {
            gap = GAP;
            continue;
        }
        let at = (next..=next + gap)
            .take_while(|&at| at < words.len() && words[at].part == words[start].part)
            .find(|&at| fits(pattern, &words[at].text))?;
        found.push(at);
        next = at + 1;
        let adverb = words.get(next).is_some_and(|word| ADVERBS.contains(&word.text.as_str()));
        gap = usize::from(adverb && matches!(pattern, "not" | "cant" | "wont"));
    }
    Some(found)
}

/// Whether one word of a phrase stands for a word of the text.
#[must_use]
pub fn fits(pattern: &str, word: &str) -> bool {
    if let Some(stem) = pattern.strip_suffix('*') {
        return word.starts_with(stem);
    }
    if let Some(limit) = pattern.strip_prefix('<') {
        return match (count_of(word), limit.parse::<u32>()) {
            (Some(number), Ok(limit)) => number < limit,
            _ => false,
        };
    }
    match word.strip_prefix(pattern) {
        Some("") => true,
        // Shorter words are abbreviations and do not take a plural.
        Some("s" | "es") => pattern.len() >= 3,
        _ => false,
    }
}
