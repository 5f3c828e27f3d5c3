//! The phrases that are looked for: what the program brings along, and what the operation changed of it.

use super::negation::unified;
use super::number::count_of;
use super::phrase::{STARTS, start_key};
use crate::domain::ids::Code;
use crate::domain::phrase::{DANGERS, NOTHING, PhraseKey};
use crate::domain::presets::{Group, TYPES, type_preset};
use crate::domain::state::State;
use std::borrow::Cow;
use std::sync::OnceLock;

/// The phrases of the program, in a form that people can read and change. It stands in the download rather than in each
/// log: a mended rule reaches every operation, and a log holds only what its operation decided for itself.
const SHIPPED: &str = include_str!("shipped.words");

/// One phrase as a line of the set-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// As in [`PhraseKey::means`].
    pub means: Cow<'static, str>,
    pub phrase: Cow<'static, str>,
    /// 1 (most urgent) to 5; none is the usual priority of the type.
    pub priority: Option<u8>,
    pub weight: u8,
    pub origin: Origin,
    pub retired: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Shipped,
    /// Brought along, and weighed otherwise by the operation.
    Changed,
    Added,
}

/// The phrases of the program, as they were written.
pub fn shipped() -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut head = ("", None, 0);
    for line in SHIPPED.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let phrases = match line.split_once(": ") {
            Some((start, phrases)) if !line.starts_with(' ') => {
                head = read_head(start);
                phrases
            }
            _ => line,
        };
        for phrase in phrases.split(',').map(str::trim).filter(|phrase| !phrase.is_empty()) {
            rules.push(Rule {
                means: Cow::Borrowed(head.0),
                phrase: Cow::Borrowed(phrase),
                priority: head.1,
                weight: head.2,
                origin: Origin::Shipped,
                retired: false,
            });
        }
    }
    rules
}

/// What stands before the colon: the meaning, the priority if there is one, the weight.
fn read_head(head: &'static str) -> (&'static str, Option<u8>, u8) {
    if head.starts_with("calm ") || head == NOTHING {
        return (head, None, 0);
    }
    let mut words = head.split(' ');
    let means = words.next().unwrap_or_default();
    let mut priority = None;
    let mut weight = 0;
    for word in words {
        match word.strip_prefix('p') {
            Some(level) => priority = level.parse().ok(),
            None => weight = word.parse().unwrap_or(0),
        }
    }
    (means, priority, weight)
}

/// The phrases of an operation: the program's, with what the operation added, changed and switched off.
#[must_use]
pub fn of(state: &State) -> Vec<Rule> {
    let mut rules = shipped();
    for (PhraseKey { means, phrase }, own) in &state.phrases {
        let known = rules.iter_mut().find(|rule| rule.means == *means && rule.phrase == *phrase);
        let (priority, weight) = match (own.strength, &known) {
            (Some(strength), _) => (strength.priority.map(|level| level.level()), strength.weight),
            (None, Some(rule)) => (rule.priority, rule.weight),
            // Switched off here, and no longer brought along by the program.
            (None, None) => continue,
        };
        match known {
            Some(rule) => {
                rule.retired = own.retired;
                if own.strength.is_some() {
                    (rule.priority, rule.weight, rule.origin) = (priority, weight, Origin::Changed);
                }
            }
            None => rules.push(Rule {
                means: Cow::Owned(means.clone()),
                phrase: Cow::Owned(phrase.clone()),
                priority,
                weight,
                origin: Origin::Added,
                retired: own.retired,
            }),
        }
    }
    rules
}

/// An incident type as far as a suggestion needs to know it.
pub struct Kind {
    pub code: Code,
    pub group: Group,
    pub priority: u8,
}

/// Words that make some types less urgent, without being a reason to suggest them.
pub struct Calm {
    pub codes: Vec<Code>,
    /// The most urgent priority that is left.
    pub at_most: u8,
}

/// What a phrase speaks for, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    Kind(usize),
    Calm(usize),
    /// One of [`DANGERS`].
    Danger(usize),
    /// Nothing: the phrase only keeps the words in it from meaning something else.
    Nothing,
}

pub struct Phrase {
    pub text: Cow<'static, str>,
    pub means: Means,
    pub priority: Option<u8>,
    pub weight: u8,
}

/// Phrases that are ready to be looked for.
pub struct Rules {
    pub kinds: Vec<Kind>,
    pub calms: Vec<Calm>,
    pub phrases: Vec<Phrase>,
    /// The phrases by the first two letters of their first word: there are far more phrases than words in a text.
    by_start: Vec<Vec<u32>>,
    /// Phrases that begin with any number below some other.
    numbered: Vec<u32>,
}

impl Rules {
    /// The program's phrases and types.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static RULES: OnceLock<Rules> = OnceLock::new();
        RULES.get_or_init(|| {
            let kinds = TYPES.iter().map(|preset| Kind {
                code: Code::new(preset.code),
                group: preset.group,
                priority: preset.priority,
            });
            Self::new(shipped(), kinds.collect())
        })
    }

    /// The operation's phrases, for the types that it uses.
    #[must_use]
    pub fn of(state: &State) -> Self {
        let order = |code: &Code| TYPES.iter().position(|preset| preset.code == code.as_str()).unwrap_or(TYPES.len());
        let mut kinds: Vec<Kind> = state
            .types
            .values()
            .filter(|row| !row.retired)
            .map(|row| Kind { code: row.code.clone(), group: row.group, priority: row.priority.level() })
            .collect();
        kinds.sort_by_key(|kind| order(&kind.code));
        Self::new(of(state), kinds)
    }

    fn new(rules: Vec<Rule>, kinds: Vec<Kind>) -> Self {
        let mut made = Self {
            kinds,
            calms: Vec::new(),
            phrases: Vec::with_capacity(rules.len()),
            by_start: vec![Vec::new(); STARTS],
            numbered: Vec::new(),
        };
        // Phrases of one meaning stand together, so that its name is looked up once.
        let mut last: Option<(Cow<'static, str>, Option<Means>)> = None;
        for rule in
            rules.into_iter().filter(|rule| !rule.retired && crate::domain::phrase::fault(&rule.phrase).is_none())
        {
            let known = last.as_ref().filter(|(text, _)| *text == rule.means).map(|(_, means)| *means);
            let means = known.unwrap_or_else(|| made.meaning(&rule.means));
            last = Some((rule.means, means));
            let Some(means) = means else { continue };
            let index = made.phrases.len() as u32;
            let text = unified(rule.phrase);
            match text.strip_prefix('<') {
                Some(_) => made.numbered.push(index),
                None => made.by_start[start_key(&text)].push(index),
            }
            made.phrases.push(Phrase { text, means, priority: rule.priority, weight: rule.weight });
        }
        made
    }

    fn meaning(&mut self, text: &str) -> Option<Means> {
        if text == NOTHING {
            return Some(Means::Nothing);
        }
        if let Some(danger) = text.strip_prefix('!') {
            return DANGERS.iter().position(|known| *known == danger).map(Means::Danger);
        }
        if let Some(calm) = text.strip_prefix("calm p") {
            let (level, codes) = calm.split_once(' ')?;
            self.calms.push(Calm { codes: codes.split(' ').map(Code::new).collect(), at_most: level.parse().ok()? });
            return Some(Means::Calm(self.calms.len() - 1));
        }
        self.kinds.iter().position(|kind| kind.code.as_str() == text).map(Means::Kind)
    }

    /// The name of a meaning, as rules write it.
    #[must_use]
    pub fn name(&self, means: Means) -> String {
        match means {
            Means::Kind(kind) => self.kinds.get(kind).map(|kind| kind.code.to_string()).unwrap_or_default(),
            Means::Danger(danger) => format!("!{}", DANGERS.get(danger).copied().unwrap_or_default()),
            Means::Nothing => NOTHING.to_owned(),
            Means::Calm(calm) => match self.calms.get(calm) {
                Some(calm) => {
                    let codes = calm.codes.iter().map(Code::as_str).collect::<Vec<_>>().join(" ");
                    format!("calm p{} {codes}", calm.at_most)
                }
                None => String::new(),
            },
        }
    }

    /// Whether some phrase has this very word.
    pub fn spell(&self, word: &str) -> bool {
        self.phrases.iter().any(|phrase| phrase.text.split(' ').any(|own| own == word))
    }

    /// Phrases whose first word may be this word.
    pub fn starting(&self, word: &str) -> impl Iterator<Item = (usize, &Phrase)> {
        let numbered: &[u32] = if count_of(word).is_some() { &self.numbered } else { &[] };
        let found = self.by_start[start_key(word)].iter().chain(numbered).map(|index| *index as usize);
        found.filter_map(|index| Some((index, self.phrases.get(index)?)))
    }
}

/// Whether anything could ever be suggested for a meaning of that name in this operation.
#[must_use]
pub fn is_meaning(means: &str, state: &State) -> bool {
    match means.strip_prefix('!') {
        Some(danger) => DANGERS.contains(&danger),
        None => {
            means == NOTHING
                || means.starts_with("calm p")
                || state.types.contains_key(&Code::new(means))
                || type_preset(means).is_some()
        }
    }
}
