//! Phrases that callers use and what they speak for, as far as an operation changed what the program brings along.
//!
//! The program's own phrases are no part of the log; what an operation adds, changes or switches off is.

use super::incident::Priority;
use serde::{Deserialize, Serialize};

/// What a phrase speaks for, and the phrase itself: a phrase stands once under each meaning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PhraseKey {
    /// The code of an incident type, `!` and one of [`DANGERS`], or [`NOTHING`].
    pub means: String,
    pub phrase: String,
}

/// What the operation says about one phrase.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhraseRule {
    /// None: as the program brings it along.
    pub strength: Option<Strength>,
    pub retired: bool,
}

/// How much a phrase says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strength {
    /// None: the usual priority of the type.
    pub priority: Option<Priority>,
    /// 1 (a hint) to [`MOST_WEIGHT`].
    pub weight: u8,
}

impl Strength {
    /// As a line of the record says it: "P1 12", or the weight alone.
    #[must_use]
    pub fn word(self) -> String {
        match self.priority {
            Some(priority) => format!("{} {}", priority.code(), self.weight),
            None => self.weight.to_string(),
        }
    }
}

/// The meaning of phrases that only keep the words in them from meaning something else.
pub const NOTHING: &str = "nothing";

/// What a crew must know before it arrives, by the words that the log and the rules use.
pub const DANGERS: [&str; 15] = [
    "crowd",
    "traffic",
    "weapon",
    "fire",
    "water",
    "power",
    "animal",
    "chemical",
    "gas",
    "violence",
    "collapse",
    "sharps",
    "height",
    "weather",
    "explosive",
];

pub const MOST_WEIGHT: u8 = 20;
/// Letters of a phrase. Longer ones are told, not matched.
pub const LONGEST: usize = 60;

/// A letter without its accent: people in a hurry leave accents out.
#[must_use]
pub fn plain(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        other => other,
    }
}

/// Why a phrase can never be found in a text. Texts are compared in lower case, without accents and signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Empty,
    /// A sign or an upper-case letter that no compared word has.
    Sign,
    /// `~` needs a word on both sides.
    Gap,
    /// `*` at the first word needs two letters before it.
    Stem,
    /// `<` stands before a number.
    Number,
}

/// What keeps the phrase from ever being found.
#[must_use]
pub fn fault(phrase: &str) -> Option<Fault> {
    if phrase.trim().is_empty() {
        return Some(Fault::Empty);
    }
    let words: Vec<&str> = phrase.split(' ').collect();
    for (index, word) in words.iter().enumerate() {
        if *word == "~" {
            if index == 0 || index + 1 == words.len() || words[index + 1] == "~" {
                return Some(Fault::Gap);
            }
            continue;
        }
        if let Some(limit) = word.strip_prefix('<') {
            if limit.parse::<u32>().is_err() {
                return Some(Fault::Number);
            }
            continue;
        }
        let bare = word.strip_suffix('*').unwrap_or(word);
        // Phrases are looked up by the first two letters.
        if index == 0 && word.ends_with('*') && bare.len() < 2 {
            return Some(Fault::Stem);
        }
        let is_plain = |letter: char| letter.is_alphanumeric() && !letter.is_uppercase() && plain(letter) == letter;
        if bare.is_empty() || !bare.chars().all(is_plain) {
            return Some(Fault::Sign);
        }
    }
    None
}

/// The phrase as it is compared: what a person typed, without capitals, accents and apostrophes.
#[must_use]
pub fn folded(typed: &str) -> String {
    let mut folded = String::with_capacity(typed.len());
    for letter in typed.chars().filter(|letter| !matches!(letter, '\'' | '’')) {
        if letter.is_whitespace() {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            folded.extend(letter.to_lowercase().map(plain));
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}
