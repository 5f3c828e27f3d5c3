//! The phrases that stand in a text, and which of them mean something else there.

use super::STANDS_ALONE;
use super::kinds::FIRE_OUT;
use super::phrase::match_at;
use super::rules::{Means, Rules};
use super::text::Word;

/// A phrase found in the text.
pub struct Hit {
    /// The index of the phrase.
    pub phrase: usize,
    pub role: Role,
    /// It says that something is over: a fire is out, a patient awake.
    pub over: bool,
    /// The indices of its words.
    pub words: Vec<usize>,
}

/// What a hit may take the meaning of another away from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Kind,
    Calm,
    Danger,
    Nothing,
}

pub fn find(words: &[Word], rules: &Rules) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (start, word) in words.iter().enumerate() {
        for (index, phrase) in rules.starting(&word.text) {
            if let Some(mut words) = match_at(words, start, &phrase.text) {
                let role = match phrase.means {
                    Means::Kind(_) => Role::Kind,
                    Means::Calm(_) => Role::Calm,
                    Means::Danger(_) => Role::Danger,
                    Means::Nothing => Role::Nothing,
                };
                // What means nothing takes the words along that it skips: "the engine has seized up".
                if let (Role::Nothing, Some(last)) = (role, words.last()) {
                    words = (start..=*last).collect();
                }
                let over = match phrase.means {
                    Means::Kind(kind) => rules.kinds[kind].code.as_str() == FIRE_OUT,
                    means => matches!(means, Means::Calm(_)),
                };
                hits.push(Hit { phrase: index, role, over, words });
            }
        }
    }
    hits
}

/// Drops phrases that lie inside a longer one: "heat stroke" is not a stroke, and in "no power" the "no" denies nothing.
pub fn drop_contained(hits: &mut Vec<Hit>, word_count: usize, rules: &Rules) {
    let mut covering: Vec<Vec<usize>> = vec![Vec::new(); word_count];
    for (index, hit) in hits.iter().enumerate() {
        // Hints and calming words are too weak to take the meaning of another phrase away.
        let strong = match hit.role {
            Role::Kind | Role::Danger => STANDS_ALONE <= rules.phrases[hit.phrase].weight,
            Role::Calm => false,
            Role::Nothing => true,
        };
        if strong {
            for &word in &hit.words {
                covering[word].push(index);
            }
        }
    }
    let covers = |other: &Hit, hit: &Hit| {
        // "Robbed at knifepoint" is a robbery and yet a weapon: types and dangers leave each other alone.
        let same = other.role == Role::Nothing || (other.role == Role::Danger) == (hit.role == Role::Danger);
        let longer = other.words.len() > hit.words.len() || other.role == Role::Nothing && hit.role != Role::Nothing;
        same && longer && hit.words.iter().all(|word| other.words.contains(word))
    };
    let keep: Vec<bool> =
        hits.iter().map(|hit| !covering[hit.words[0]].iter().any(|&other| covers(&hits[other], hit))).collect();
    let mut keep = keep.into_iter();
    hits.retain(|_| keep.next().unwrap_or(true));
}
