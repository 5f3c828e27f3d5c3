//! Folding what a caller's words speak for.

use super::Fold;
use super::entries::retired_line;
use crate::domain::entry::SetUpKind;
use crate::domain::incident::Priority;
use crate::domain::phrase::{PhraseKey, PhraseRule, Strength};

impl Fold<'_> {
    pub(super) fn phrase_weighed(&mut self, means: &str, phrase: &str, priority: Option<Priority>, weight: u8) {
        let strength = Some(Strength { priority, weight });
        let rule = PhraseRule { strength, retired: false };
        let name = format!("{means}: {phrase}");
        let word = |rule: &PhraseRule| rule.strength.map(Strength::word).unwrap_or_default();
        let now = word(&rule);
        match self.state.phrases.insert(key(means, phrase), rule) {
            None => self.added(SetUpKind::Phrase, &name),
            Some(was) => self.changed(SetUpKind::Phrase, &name, "weight", word(&was), now),
        }
    }

    pub(super) fn phrase_retired(&mut self, means: &str, phrase: &str, retired: bool) {
        self.state.phrases.entry(key(means, phrase)).or_default().retired = retired;
        self.set_up(retired_line(SetUpKind::Phrase, format!("{means}: {phrase}"), retired));
    }
}

fn key(means: &str, phrase: &str) -> PhraseKey {
    PhraseKey { means: means.to_owned(), phrase: phrase.to_owned() }
}
