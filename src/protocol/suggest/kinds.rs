//! From phrases to types: what each says, what makes it more or less urgent, and which goes first.

use super::STANDS_ALONE;
use super::hits::Hit;
use super::rules::{Kind, Means, Rules};
use crate::domain::presets::Group;

/// The first phrase of a rule counts three times its weight, every further one once: repeating a thing
/// in other words makes it likelier, but not twice as likely.
const FIRST_PHRASE: u32 = 3;
/// Further phrases that still count, so that a long story about one thing does not bury a short
/// sentence about a worse one.
const FURTHER_PHRASES: usize = 3;
/// Score from which a sign may raise the priority of other types: one clear phrase of weight six.
const CLEAR_SIGN: u32 = 6 * FIRST_PHRASE;
/// Score from which a cause goes before a general sign: one strong phrase of weight nine.
const STRONG_CAUSE: u32 = 9 * FIRST_PHRASE;

/// A type with the evidence for it.
pub struct Guess<'a> {
    pub kind: &'a Kind,
    /// Its place among the types, which decides between equals.
    order: usize,
    pub score: u32,
    pub priority: u8,
    pub words: Vec<usize>,
}

impl Guess<'_> {
    fn is(&self, codes: &[&str]) -> bool {
        codes.contains(&self.kind.code.as_str())
    }
}

/// The types that the text speaks of, the likeliest first.
pub fn weighed<'a>(hits: &[Hit], rules: &'a Rules) -> Vec<Guess<'a>> {
    let mut guesses = weigh(hits, rules);
    calm_down(&mut guesses, hits, rules);
    raise(&mut guesses);
    guesses.retain(|guess| u32::from(STANDS_ALONE) * FIRST_PHRASE <= guess.score);
    rank(&mut guesses);
    guesses
}

/// Types that stop being urgent once the fire is said to be out.
const FIRES: &[&str] = &["fire", "smoke", "brush", "carfire", "trashfire"];
pub const FIRE_OUT: &str = "fireout";

fn weigh<'a>(hits: &[Hit], rules: &'a Rules) -> Vec<Guess<'a>> {
    let kind_of = |hit: &Hit| match rules.phrases[hit.phrase].means {
        Means::Kind(kind) => Some(kind),
        _ => None,
    };
    let out_at = hits
        .iter()
        .filter(|hit| kind_of(hit).is_some_and(|kind| rules.kinds[kind].code.as_str() == FIRE_OUT))
        .map(|hit| hit.words[0])
        .max();
    let mut guesses: Vec<Guess<'a>> = Vec::new();
    // Phrases of one type, priority and weight are one rule, said in several ways.
    let mut counted: Vec<(usize, Option<u8>, u8, usize)> = Vec::new();
    for hit in hits {
        let Some(order) = kind_of(hit) else { continue };
        let phrase = &rules.phrases[hit.phrase];
        let kind = &rules.kinds[order];
        let mut points = u32::from(phrase.weight);
        let mut priority = phrase.priority.unwrap_or(kind.priority);
        if FIRES.contains(&kind.code.as_str()) && out_at.is_some_and(|out| hit.words[0] < out) {
            points = points.div_ceil(2);
            priority = priority.max(3);
        }
        let rule = (order, phrase.priority, phrase.weight);
        let same = counted.iter().filter(|entry| (entry.0, entry.1, entry.2) == rule);
        let earlier = same.clone().count();
        let again = same.clone().any(|entry| entry.3 == hit.phrase) || FURTHER_PHRASES < earlier;
        if !again {
            counted.push((rule.0, rule.1, rule.2, hit.phrase));
        }
        let gain = match (again, earlier) {
            (true, _) => 0,
            (false, 0) => points * FIRST_PHRASE,
            (false, _) => points,
        };
        match guesses.iter_mut().find(|guess| guess.order == order) {
            Some(guess) => {
                guess.score += gain;
                guess.priority = guess.priority.min(priority);
                guess.words.extend(&hit.words);
            }
            None => guesses.push(Guess { kind, order, score: gain, priority, words: hit.words.clone() }),
        }
    }
    guesses
}

/// What calms these only when it is said behind them: "breathing fine, then started choking" is no calm.
const CALMED_BEHIND: &[&str] = &["choking"];

fn calm_down(guesses: &mut [Guess], hits: &[Hit], rules: &Rules) {
    for hit in hits {
        let Means::Calm(calm) = rules.phrases[hit.phrase].means else { continue };
        let calm = &rules.calms[calm];
        for guess in guesses.iter_mut() {
            let is_behind = guess.words.iter().max() < hit.words.first();
            let is_due = is_behind || !CALMED_BEHIND.contains(&guess.kind.code.as_str());
            if calm.codes.contains(&guess.kind.code) && is_due && guess.priority < calm.at_most {
                guess.priority = calm.at_most;
                guess.words.extend(&hit.words);
            }
        }
    }
}

/// Signs that make whatever caused them as urgent as they are.
const LIFE_SIGNS: &[&str] =
    &["cardiac", "choking", "breathing", "unconscious", "bleeding", "shooting", "stabbing", "trapped", "drowning"];
const WEAPONS: &[&str] = &["weapon", "stabbing", "shooting", "bomb"];

/// A crash with an unconscious driver is as urgent as the unconscious driver.
fn raise(guesses: &mut [Guess]) {
    let signs: Vec<(bool, bool, u8, Vec<usize>)> = guesses
        .iter()
        .filter(|guess| CLEAR_SIGN <= guess.score)
        .map(|guess| (guess.is(LIFE_SIGNS), guess.is(WEAPONS), guess.priority, guess.words.clone()))
        .collect();
    for guess in guesses.iter_mut() {
        // A theft does not become urgent because its victim fainted.
        if 3 < guess.kind.priority {
            continue;
        }
        let at_scene = match guess.kind.group {
            Group::Event => guess.is(&["crowd"]),
            Group::Other => false,
            _ => true,
        };
        let police = guess.kind.group == Group::Police || guess.is(&["mental"]);
        for (life, weapon, priority, words) in &signs {
            if (*life && at_scene || *weapon && police) && *priority < guess.priority {
                guess.priority = *priority;
                guess.words.extend(words);
            }
        }
    }
}

/// What a person shows, or holds, rather than what has happened.
const GENERAL: &[&str] = &["unconscious", "runner", "bleeding", "injury", "weapon"];
/// What has happened; it decides who is sent, so it goes before a general sign with more words to it.
const CAUSES: &[&str] = &[
    "chestpain",
    "stroke",
    "seizure",
    "allergic",
    "diabetic",
    "overdose",
    "heat",
    "cold",
    "shock",
    "birth",
    "suicide",
    "crash",
    "water",
    "drowning",
    "trapped",
    "collapse",
    "explosion",
    "attacker",
    "shooting",
    "stabbing",
    "assault",
    "fight",
    "domestic",
    "robbery",
    "bite",
    "mci",
    "mayday",
];

/// Violence that explains even an arrest: who goes there must know of it.
const WOUNDS: &[&str] = &["attacker", "shooting", "stabbing"];

fn rank(guesses: &mut [Guess]) {
    let wounded = guesses.iter().any(|guess| guess.is(WOUNDS) && STRONG_CAUSE <= guess.score);
    // The cause must be as well founded as one strong phrase makes it.
    let cause =
        guesses.iter().filter(|guess| guess.is(CAUSES) && STRONG_CAUSE <= guess.score).map(|guess| guess.score).max();
    guesses.sort_by_key(|guess| {
        let score = match cause {
            Some(cause) if guess.is(GENERAL) || wounded && guess.is(&["cardiac"]) => guess.score.min(cause - 1),
            _ => guess.score,
        };
        (u32::MAX - score, guess.priority, guess.order)
    });
}
