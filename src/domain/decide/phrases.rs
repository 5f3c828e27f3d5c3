//! Decisions about what a caller's words speak for.

use super::checks::{in_range, restore, retire};
use super::{Decision, Desk, one};
use crate::domain::event::Event;
use crate::domain::ids::Code;
use crate::domain::phrase::{self, PhraseKey, PhraseRule, Strength};
use crate::domain::refusal::{Needed, Refusal};

impl Desk<'_> {
    pub(super) fn weigh_phrase(&self, key: &PhraseKey, strength: Strength) -> Decision {
        let key = self.phrase_key(key)?;
        in_range(i64::from(strength.weight), 1, i64::from(phrase::MOST_WEIGHT), Needed::Weight)?;
        let same = |own: &PhraseRule| !own.retired && own.strength == Some(strength);
        if self.state.phrases.get(&key).is_some_and(same) {
            return Err(Refusal::Unchanged);
        }
        let PhraseKey { means, phrase } = key;
        one(Event::PhraseWeighed { means, phrase, priority: strength.priority, weight: strength.weight })
    }

    pub(super) fn retire_phrase(&self, key: &PhraseKey) -> Decision {
        let key = self.phrase_key(key)?;
        retire(self.is_retired_phrase(&key), Event::PhraseRetired { means: key.means, phrase: key.phrase })
    }

    pub(super) fn restore_phrase(&self, key: &PhraseKey) -> Decision {
        let PhraseKey { means, phrase } = key.clone();
        restore(self.is_retired_phrase(key), Event::PhraseRestored { means, phrase })
    }

    fn is_retired_phrase(&self, key: &PhraseKey) -> bool {
        self.state.phrases.get(key).is_some_and(|own| own.retired)
    }

    /// A meaning that this operation knows, and a phrase that some text could hold.
    fn phrase_key(&self, key: &PhraseKey) -> Result<PhraseKey, Refusal> {
        let folded = phrase::folded(&key.phrase);
        if folded.is_empty() {
            return Err(Refusal::Missing(Needed::Text));
        }
        if phrase::LONGEST < folded.chars().count() {
            return Err(Refusal::TooLong { field: Needed::Text, most: phrase::LONGEST });
        }
        if let Some(fault) = phrase::fault(&folded) {
            return Err(Refusal::PhraseNeverFound(fault));
        }
        let means = key.means.trim();
        let known = match means.strip_prefix('!') {
            Some(danger) => phrase::DANGERS.contains(&danger),
            None => means == phrase::NOTHING || means.starts_with("calm p") || self.any_type(&Code::new(means)).is_ok(),
        };
        if !known {
            return Err(Refusal::UnknownType(means.to_owned()));
        }
        Ok(PhraseKey { means: means.to_owned(), phrase: folded })
    }
}
