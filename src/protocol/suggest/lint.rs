//! What is odd about phrases, so that somebody who adds one sees why it does nothing.

use super::negation::unify;
use super::phrase::match_at;
use super::rules::{Origin, Rule, is_meaning};
use super::text::split;
use crate::domain::phrase::{Fault, NOTHING, fault};
use crate::domain::state::State;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oddity {
    /// No type or danger of that name is in use here.
    UnknownMeaning,
    /// No text can hold it.
    NeverFound(Fault),
    /// Another phrase of the same meaning is found wherever this one is, and says at least as much.
    Covered(String),
    /// The same words are said to mean nothing.
    MeansNothing,
}

/// What is odd about a rule among all of them.
#[must_use]
pub fn oddity(rule: &Rule, all: &[Rule], state: &State) -> Option<Oddity> {
    if !is_meaning(&rule.means, state) {
        return Some(Oddity::UnknownMeaning);
    }
    if let Some(fault) = fault(&rule.phrase) {
        return Some(Oddity::NeverFound(fault));
    }
    let used = all.iter().filter(|other| !other.retired);
    if rule.means != NOTHING && used.clone().any(|other| other.means == NOTHING && other.phrase == rule.phrase) {
        return Some(Oddity::MeansNothing);
    }
    // The phrase as a text: a phrase that is found in it is found wherever it stands itself.
    let text = rule.phrase.replace('*', "").replace("~ ", "");
    let mut words = split(&text);
    unify(&text, &mut words);
    let ends_open = rule.phrase.ends_with('*');
    let covers = |other: &&Rule| {
        let open = other.phrase.ends_with('*') || !ends_open;
        other.means == rule.means
            && other.phrase != rule.phrase
            && rule.weight <= other.weight
            && other.priority == rule.priority
            && open
            && (0..words.len()).any(|start| match_at(&words, start, &other.phrase).is_some())
    };
    used.clone().find(covers).map(|other| Oddity::Covered(other.phrase.to_string()))
}

/// The operation's own rules that are odd.
#[must_use]
pub fn lint(rules: &[Rule], state: &State) -> Vec<(Rule, Oddity)> {
    let own = rules.iter().filter(|rule| rule.origin != Origin::Shipped && !rule.retired);
    own.filter_map(|rule| Some((rule.clone(), oddity(rule, rules, state)?))).collect()
}
