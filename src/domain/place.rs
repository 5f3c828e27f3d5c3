//! Where things are: places of the operation, and where one incident or unit is.

use super::geo::Point;
use super::ids::{Code, FlagId, PlaceId};
use super::moment::Moment;
use super::track::Shape;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A named part of the operation: a gate, an aid station, an address, an area, a course.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub id: PlaceId,
    pub name: String,
    pub aliases: BTreeSet<String>,
    pub kind: String,
    /// Where it is; of what covers more than a point, where its label stands.
    pub point: Option<Point>,
    pub shape: Shape,
    pub note: String,
    pub retired: bool,
    /// Something in the record points at it, so it may only be retired.
    pub used: bool,
}

/// Where one thing is, as it was said, and as far as it could be resolved.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    pub text: String,
    pub place: Option<PlaceId>,
    pub point: Option<Point>,
}

impl Spot {
    /// A free address that nothing on this device knows.
    #[must_use]
    pub fn free(text: &str) -> Self {
        Self { text: text.trim().to_owned(), place: None, point: None }
    }

    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Why coordinates that somebody typed may not be where they mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Doubt {
    /// Far from everything that the operation knows.
    Far { metres: f64 },
    /// The pair makes sense the other way round.
    Swapped { right: Point },
    /// They look like coordinates and name no point.
    Unreadable,
}

/// A warning on a place or a telephone number, with where it came from and how long it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flag {
    pub id: FlagId,
    pub on: FlagSubject,
    pub text: String,
    pub severity: Severity,
    pub source: String,
    pub expires: Option<Moment>,
    /// How far around its place it speaks.
    pub metres: u32,
    pub retired: bool,
}

impl Flag {
    /// Whether the flag still speaks at `now`.
    #[must_use]
    pub fn speaks(&self, now: Moment) -> bool {
        !self.retired && self.expires.is_none_or(|expires| now < expires)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagSubject {
    Place(PlaceId),
    /// A callback number, digits only.
    Number(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    High,
    Normal,
    Low,
}

/// Metres around a flagged place within which its flags are shown.
pub const FLAG_METRES: u32 = 75;

/// Place names by their compared form, so that a look-up of 10,000 places stays within a keystroke.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlaceIndex {
    /// Whole names and aliases. Two places may share one; the older answers to it. The index says the same whatever the
    /// order in which places came and went, because a window that starts from a snapshot makes it anew.
    names: BTreeSet<(String, PlaceId)>,
    /// Each word of each name and alias, for a look-up by any word.
    words: BTreeSet<(String, PlaceId)>,
}

impl PlaceIndex {
    pub fn add(&mut self, place: &Place) {
        for name in std::iter::once(&place.name).chain(&place.aliases) {
            let folded = fold(name);
            // A name of nothing but signs is found by nobody; else every empty text would mean that place.
            if folded.is_empty() {
                continue;
            }
            for word in folded.split(' ') {
                self.words.insert((word.to_owned(), place.id));
            }
            self.names.insert((folded, place.id));
        }
    }

    pub fn remove(&mut self, place: &Place) {
        for name in std::iter::once(&place.name).chain(&place.aliases) {
            let folded = fold(name);
            for word in folded.split(' ') {
                self.words.remove(&(word.to_owned(), place.id));
            }
            self.names.remove(&(folded, place.id));
        }
    }

    /// The place of exactly this name or alias.
    #[must_use]
    pub fn named(&self, text: &str) -> Option<PlaceId> {
        let folded = fold(text);
        self.names_from(&folded).next().filter(|(name, _)| *name == folded).map(|(_, id)| *id)
    }

    /// Whether the name or alias of some place begins with these words.
    #[must_use]
    pub fn begins(&self, text: &str) -> bool {
        let folded = fold(text);
        let goes_on =
            |name: &str| name.strip_prefix(&folded).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        // Names that only share the letters, as "gate 40" with "gate 4", stand between those that go on.
        self.names_from(&folded)
            .take_while(|(name, _)| name.starts_with(&folded))
            .take(16)
            .any(|(name, _)| goes_on(name))
    }

    fn names_from(&self, folded: &str) -> impl Iterator<Item = &(String, PlaceId)> {
        self.names.range((folded.to_owned(), PlaceId(uuid::Uuid::nil()))..)
    }

    /// At most `limit` places whose names hold every typed word as the start of a word: whole names first, then names
    /// that start with the text, then the others by name.
    #[must_use]
    pub fn matching(&self, text: &str, limit: usize) -> Vec<PlaceId> {
        let folded = fold(text);
        let typed: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        // The word that the fewest names hold decides where to look; "Harbor" of 3,000 addresses decides nothing.
        const MANY: usize = 400;
        let holders = |word: &str| {
            let start = (word.to_owned(), PlaceId(uuid::Uuid::nil()));
            self.words.range(start..).take_while(|(candidate, _)| candidate.starts_with(word)).take(MANY + 1).count()
        };
        let Some(first) = typed.iter().min_by_key(|word| holders(word)) else { return Vec::new() };
        let rest: Vec<&&str> = typed.iter().filter(|word| *word != first).collect();
        let mut found: Vec<PlaceId> = Vec::new();
        let mut take = |id: PlaceId| {
            if found.len() < limit && !found.contains(&id) {
                found.push(id);
            }
        };
        // The names stand in order, so the whole ones come first.
        for (_, id) in self.names_from(&folded).take_while(|(name, _)| name.starts_with(&folded)).take(limit) {
            take(*id);
        }
        let holds = |word: &str, id: PlaceId| {
            self.words
                .range((word.to_owned(), PlaceId(uuid::Uuid::nil()))..)
                .take_while(|(candidate, _)| candidate.starts_with(word))
                .any(|(_, candidate)| *candidate == id)
        };
        let start = ((*first).to_owned(), PlaceId(uuid::Uuid::nil()));
        for (_, id) in self.words.range(start..).take_while(|(word, _)| word.starts_with(first)).take(4 * MANY) {
            if rest.iter().all(|word| holds(word, *id)) {
                take(*id);
            }
        }
        found
    }
}

/// The form in which names are compared: lower case, one blank between words, no punctuation.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_alphanumeric() {
            folded.extend(character.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// How fast one kind of unit moves, for an estimate that is marked as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitKind {
    pub code: Code,
    pub label: String,
    /// Planning speed on the operation's ground, km/h.
    pub speed_kmh: f64,
    pub retired: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(number: u128, name: &str, aliases: &[&str]) -> Place {
        Place {
            id: PlaceId(uuid::Uuid::from_u128(number)),
            name: name.into(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            kind: String::new(),
            point: None,
            shape: Shape::Point,
            note: String::new(),
            retired: false,
            used: false,
        }
    }

    #[test]
    fn look_up_takes_names_aliases_and_any_word() {
        let mut index = PlaceIndex::default();
        for one in [
            place(1, "Gate 4", &["north gate"]),
            place(2, "Gate 14", &[]),
            place(3, "Łódź Café", &[]),
            place(4, "First-aid post, Gate 6", &[]),
        ] {
            index.add(&one);
        }
        let found = |text| index.matching(text, 8).iter().map(|id| id.0.as_u128()).collect::<Vec<_>>();
        assert_eq!(found("gate 4"), [1]);
        assert_eq!(found("north"), [1]);
        assert_eq!(found("łó"), [3]);
        assert_eq!(found("post gate"), [4]);
        assert_eq!(found(""), [0_u128; 0]);
        assert_eq!(index.named("GATE  4").map(|id| id.0.as_u128()), Some(1));
    }
}
