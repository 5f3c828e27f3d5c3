//! From the words a caller used to the incident types they most likely mean.
//!
//! A suggestion never changes what a person has chosen; it saves a search in the type list and shows
//! which words it rests on, so that a wrong guess can be seen to be wrong at a glance.
//! The text is read afresh on every key stroke, so nothing here keeps state or looks at a clock.

use std::ops::Range;

use crate::domain::presets::{Group, TYPES, TypePreset};

/// Phrases that speak for one incident type.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The code of a [`TypePreset`].
    pub code: &'static str,
    /// The priority these words call for, when it is not the usual one of the type.
    pub priority: Option<u8>,
    /// The phrases, any of which counts. A word stands for itself and its plural in s, a word ending
    /// in `*` for everything that starts so, `~` for up to three words in between, and `<13` for a
    /// number below thirteen.
    pub any: &'static [&'static str],
    /// How sure the words make us. Below [`STANDS_ALONE`] they only add to other evidence.
    pub weight: u8,
}

/// A type the text seems to describe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The code of a [`TypePreset`].
    pub code: &'static str,
    /// 1 (most urgent) to 5.
    pub priority: u8,
    /// The byte ranges of the words that led here, in order and not overlapping.
    pub matched: Vec<Range<usize>>,
}

/// The most suggestions offered: a dispatcher reads three at a glance, a longer list is a menu.
const MOST: usize = 3;
/// Words read at most. A text of 2,000 characters, the longest a note may be, cannot have more.
const MAX_WORDS: usize = 1000;
/// Words that `~` may skip; enough for "pressure *in his* chest" and "pulled *out of the* lake".
const GAP: usize = 3;
/// How far to the left a negation is looked for, in words that carry meaning.
const NEGATION_REACH: usize = 3;
/// The same for "denies A, B or C": four findings of two words each.
const LIST_REACH: usize = 8;
/// The weight from which a single phrase is enough for a suggestion.
pub const STANDS_ALONE: u8 = 4;
/// The first phrase of a rule counts three times its weight, every further one once: repeating a thing
/// in other words makes it likelier, but not twice as likely.
const FIRST_PHRASE: u32 = 3;
/// Further phrases that still count, so that a long story about one thing does not bury a short
/// sentence about a worse one.
const FURTHER_PHRASES: u32 = 3;
/// Score from which a sign may raise the priority of other types: one clear phrase of weight six.
const CLEAR_SIGN: u32 = 6 * FIRST_PHRASE;
/// Score from which a cause goes before a general sign: one strong phrase of weight nine.
const STRONG_CAUSE: u32 = 9 * FIRST_PHRASE;

/// The best guess first, at most three, each with the words that led to it.
pub fn suggest(text: &str) -> Vec<Suggestion> {
    let words = split(text);
    let mut hits = find(&words);
    drop_contained(&mut hits, words.len());
    drop_denied(&mut hits, &words);
    let mut guesses = weigh(&hits);
    calm_down(&mut guesses, &hits);
    raise(&mut guesses);
    guesses.retain(|guess| guess.score >= u32::from(STANDS_ALONE) * FIRST_PHRASE);
    rank(&mut guesses);
    let best = guesses.iter().map(|guess| guess.score).max().unwrap_or(0);
    guesses
        .iter()
        // A guess with less than half the evidence of the best one is noise on the screen.
        .filter(|guess| guess.score * 2 >= best)
        .take(MOST)
        .map(|guess| Suggestion {
            code: guess.preset.code,
            priority: guess.priority,
            matched: ranges(&guess.words, &words),
        })
        .collect()
}

/// A word of the text.
struct Word {
    /// In lower case and without apostrophes, so that "can't" and "cant" are one word.
    text: String,
    /// Where it stands in the text.
    at: Range<usize>,
    /// The part of a sentence it is in; phrases and most negations stay inside one part.
    part: usize,
    sentence: usize,
}

fn split(text: &str) -> Vec<Word> {
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
                word.text.extend(letter.to_lowercase());
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

/// What a found phrase belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Rule(usize),
    Calm(usize),
    /// A phrase that only keeps the words in it from meaning something else.
    Neutral,
}

/// A phrase found in the text.
struct Hit {
    source: Source,
    phrase: &'static str,
    /// The indices of its words.
    words: Vec<usize>,
}

fn find(words: &[Word]) -> Vec<Hit> {
    // There are far more phrases than words, and few words begin with the same two letters.
    let mut by_start: Vec<Vec<usize>> = vec![Vec::new(); STARTS];
    for (index, word) in words.iter().enumerate() {
        by_start[start_key(&word.text)].push(index);
    }
    let all: Vec<usize> = (0..words.len()).collect();
    let mut hits = Vec::new();
    let mut look = |source: Source, phrases: &[&'static str]| {
        for &phrase in phrases {
            let starts = match phrase.strip_prefix('<') {
                Some(_) => &all,
                None => &by_start[start_key(phrase)],
            };
            for &start in starts {
                if let Some(words) = match_at(words, start, phrase) {
                    hits.push(Hit { source, phrase, words });
                }
            }
        }
    };
    for (index, rule) in RULES.iter().enumerate() {
        look(Source::Rule(index), rule.any);
    }
    for (index, calm) in CALM.iter().enumerate() {
        look(Source::Calm(index), calm.any);
    }
    look(Source::Neutral, NEUTRAL);
    hits
}

/// How many different answers [`start_key`] has: five bits from each of two letters.
const STARTS: usize = 1024;

/// A number that words with the same first two letters share.
fn start_key(word: &str) -> usize {
    let mut bytes = word.bytes().map(|byte| usize::from(byte & 31));
    bytes.next().unwrap_or(0) * 32 + bytes.next().unwrap_or(0)
}

fn match_at(words: &[Word], start: usize, phrase: &str) -> Option<Vec<usize>> {
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
        gap = 0;
    }
    Some(found)
}

fn fits(pattern: &str, word: &str) -> bool {
    if let Some(stem) = pattern.strip_suffix('*') {
        return word.starts_with(stem);
    }
    if let Some(limit) = pattern.strip_prefix('<') {
        return match (word.parse::<u32>(), limit.parse::<u32>()) {
            (Ok(number), Ok(limit)) => number < limit,
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

/// Drops phrases that lie inside a longer one: "heat stroke" is not a stroke, and in "no power" the
/// "no" denies nothing.
fn drop_contained(hits: &mut Vec<Hit>, word_count: usize) {
    let mut covering: Vec<Vec<usize>> = vec![Vec::new(); word_count];
    for (index, hit) in hits.iter().enumerate() {
        // Hints and calming words are too weak to take the meaning of another phrase away.
        let strong = match hit.source {
            Source::Rule(rule) => RULES[rule].weight >= STANDS_ALONE,
            Source::Calm(_) => false,
            Source::Neutral => true,
        };
        if strong {
            for &word in &hit.words {
                covering[word].push(index);
            }
        }
    }
    let keep: Vec<bool> = hits
        .iter()
        .map(|hit| {
            !covering[hit.words[0]].iter().any(|&other| {
                let longer = hits[other].words.len() > hit.words.len()
                    || hits[other].source == Source::Neutral && hit.source != Source::Neutral;
                longer && hit.words.iter().all(|word| hits[other].words.contains(word))
            })
        })
        .collect();
    let mut keep = keep.into_iter();
    hits.retain(|_| keep.next().unwrap_or(true));
}

const NEGATORS: &[&str] = &[
    "no", "not", "without", "never", "nobody", "none", "nil", "nothing", "denies", "denied", "deny", "denying", "isnt",
    "arent", "wasnt", "werent", "doesnt", "dont", "didnt", "hasnt", "havent", "sin", "ningun", "ninguna", "niega",
];
/// Negations that reach over the commas of a list.
const LIST_NEGATORS: &[&str] = &["denies", "denied", "deny", "denying", "niega"];
/// A negation followed by one of these says that somebody is unsure, or the opposite of "no".
const NOT_A_DENIAL: &[&str] = &[
    "sure", "certain", "clear", "only", "just", "doubt", "idea", "know", "stop", "stopping", "stopped", "longer",
    "matter",
];
/// Words that carry no meaning of their own between a negation and what it denies.
const FILLERS: &[&str] =
    &["a", "an", "any", "the", "of", "sign", "signs", "evidence", "obvious", "visible", "known", "hay"];
/// After one of these a new statement begins.
const TURNS: &[&str] = &[
    "but", "just", "only", "except", "still", "then", "now", "yet", "because", "however", "though", "with", "has",
    "pero",
];

/// Drops phrases that the text denies, or tells as history.
fn drop_denied(hits: &mut Vec<Hit>, words: &[Word]) {
    let mut used = vec![false; words.len()];
    for hit in hits.iter() {
        if !matches!(hit.source, Source::Calm(_)) {
            for &word in &hit.words {
                used[word] = true;
            }
        }
    }
    // In "not awake now" the "not" belongs to a phrase and yet denies the calming "awake now".
    let unused = vec![false; words.len()];
    hits.retain(|hit| {
        let used = match hit.source {
            Source::Calm(_) => &unused,
            _ => &used,
        };
        !denied_before(hit.words[0], words, used) && !denied_after(hit, words)
    });
}

fn denied_before(first: usize, words: &[Word], used: &[bool]) -> bool {
    // "Denies A, B or C" denies all three; "denies A, bleeding from the leg" does not deny bleeding.
    let in_list = words[first..]
        .iter()
        .take_while(|word| word.sentence == words[first].sentence)
        .any(|word| matches!(word.text.as_str(), "or" | "nor" | "ni"))
        || first > 0 && matches!(words[first - 1].text.as_str(), "or" | "nor" | "and" | "ni" | "y");
    let mut distance = 0;
    let mut far = false;
    for at in (0..first).rev() {
        let word = words[at].text.as_str();
        if words[at].sentence != words[first].sentence || TURNS.contains(&word) {
            return false;
        }
        if !FILLERS.contains(&word) {
            distance += 1;
        }
        // "And" begins something new after "no", but goes on with a list after "denies".
        far |= words[at].part != words[first].part || matches!(word, "and" | "y") || distance > NEGATION_REACH;
        if far && (!in_list || distance > LIST_REACH) {
            return false;
        }
        // A word that is part of a phrase of its own, as in "not breathing", denies nothing else.
        if used[at] {
            continue;
        }
        if far {
            if LIST_NEGATORS.contains(&word) {
                return true;
            }
            continue;
        }
        let next = words[at + 1].text.as_str();
        if NEGATORS.contains(&word) && !NOT_A_DENIAL.contains(&next) {
            return true;
        }
        if word == "o" && at > 0 && words[at - 1].text == "w" {
            return true;
        }
        if matches!(word, "cant" | "cannot") && matches!(next, "see" | "smell" | "hear") {
            // "Cannot see any fire", but not "cannot see through the smoke".
            let object = words.get(at + 2).map_or("", |word| word.text.as_str());
            if matches!(object, "any" | "a" | "an") {
                return true;
            }
        }
        if matches!(word, "history" | "hx" | "previous" | "prior") && distance <= 1 {
            return true;
        }
    }
    false
}

fn denied_after(hit: &Hit, words: &[Word]) -> bool {
    let Some(last) = hit.words.last().copied() else {
        return false;
    };
    let Some(next) = words.get(last + 1) else {
        return false;
    };
    next.part == words[last].part
        && (matches!(next.text.as_str(), "none" | "nil" | "negative" | "denied")
            || next.text == "ruled" && words.get(last + 2).is_some_and(|word| word.text == "out"))
}

/// A type with the evidence for it.
struct Guess {
    preset: &'static TypePreset,
    /// Its place in [`TYPES`], which decides between equals.
    order: usize,
    score: u32,
    priority: u8,
    words: Vec<usize>,
}

/// Types that stop being urgent once the fire is said to be out.
const FIRES: &[&str] = &["fire", "smoke", "brush", "carfire", "trashfire"];
const FIRE_OUT: &str = "fireout";

fn weigh(hits: &[Hit]) -> Vec<Guess> {
    let out_at = hits
        .iter()
        .filter(|hit| matches!(hit.source, Source::Rule(rule) if RULES[rule].code == FIRE_OUT))
        .map(|hit| hit.words[0])
        .max();
    let mut guesses: Vec<Guess> = Vec::new();
    let mut counted: Vec<(usize, &str)> = Vec::new();
    for hit in hits {
        let Source::Rule(rule) = hit.source else {
            continue;
        };
        let Some(order) = TYPES.iter().position(|preset| preset.code == RULES[rule].code) else {
            continue;
        };
        let preset = &TYPES[order];
        let mut points = u32::from(RULES[rule].weight);
        let mut priority = RULES[rule].priority.unwrap_or(preset.priority);
        if FIRES.contains(&preset.code) && out_at.is_some_and(|out| hit.words[0] < out) {
            points = points.div_ceil(2);
            priority = priority.max(3);
        }
        let earlier = counted.iter().filter(|entry| entry.0 == rule).count() as u32;
        let again = counted.contains(&(rule, hit.phrase)) || earlier > FURTHER_PHRASES;
        if !again {
            counted.push((rule, hit.phrase));
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
            None => guesses.push(Guess { preset, order, score: gain, priority, words: hit.words.clone() }),
        }
    }
    guesses
}

/// Words that make some types less urgent, without being a reason to suggest them.
struct Calm {
    codes: &'static [&'static str],
    any: &'static [&'static str],
    /// The most urgent priority that is left.
    at_most: u8,
}

fn calm_down(guesses: &mut [Guess], hits: &[Hit]) {
    for hit in hits {
        let Source::Calm(calm) = hit.source else {
            continue;
        };
        for guess in guesses.iter_mut() {
            if CALM[calm].codes.contains(&guess.preset.code) && guess.priority < CALM[calm].at_most {
                guess.priority = CALM[calm].at_most;
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
    let signs: Vec<(&'static str, u8, Vec<usize>)> = guesses
        .iter()
        .filter(|guess| guess.score >= CLEAR_SIGN)
        .map(|guess| (guess.preset.code, guess.priority, guess.words.clone()))
        .collect();
    for guess in guesses.iter_mut() {
        // A theft does not become urgent because its victim fainted.
        if guess.preset.priority > 3 {
            continue;
        }
        for (code, priority, words) in &signs {
            let at_scene = match guess.preset.group {
                Group::Event => guess.preset.code == "crowd",
                Group::Other => false,
                _ => true,
            };
            let life = LIFE_SIGNS.contains(code) && at_scene;
            let weapon =
                WEAPONS.contains(code) && (guess.preset.group == Group::Police || guess.preset.code == "mental");
            if (life || weapon) && *priority < guess.priority {
                guess.priority = *priority;
                guess.words.extend(words);
            }
        }
    }
}

/// What a person shows, or holds, rather than what has happened.
const GENERAL: &[&str] = &["unconscious", "bleeding", "injury", "weapon"];
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

fn rank(guesses: &mut [Guess]) {
    // The cause must be as well founded as one strong phrase makes it.
    let cause = guesses
        .iter()
        .filter(|guess| CAUSES.contains(&guess.preset.code) && guess.score >= STRONG_CAUSE)
        .map(|guess| guess.score)
        .max();
    guesses.sort_by_key(|guess| {
        let score = match cause {
            Some(cause) if GENERAL.contains(&guess.preset.code) => guess.score.min(cause - 1),
            _ => guess.score,
        };
        (u32::MAX - score, guess.priority, guess.order)
    });
}

fn ranges(indices: &[usize], words: &[Word]) -> Vec<Range<usize>> {
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

const fn r(code: &'static str, priority: Option<u8>, weight: u8, any: &'static [&'static str]) -> Rule {
    Rule { code, priority, any, weight }
}

/// Phrases that hold a word of some rule and mean something else.
#[rustfmt::skip]
const NEUTRAL: &[&str] = &[
    "bite to eat", "buried cable*", "acid reflux", "acid test", "aed battery", "aed cabinet", "aed location",
    "armed forces",
    "armed police", "armed response", "back stroke", "bath bomb*", "blood test",
    "breast stroke", "chemical toilet*", "clay shoot*", "controlled burn*", "cpr certified", "cpr class*",
    "cpr course*", "cpr dummy", "cpr train*", "crash barrier*", "crash mat*", "engine ~ overheat*",
    "face painting", "falling about", "falling asleep", "fell asleep", "fell behind", "fighting ~ fire",
    "film shoot*", "fire blanket*",
    "fire brigade", "fire break", "fire chief*", "fire crew*", "fire department*", "fire dept", "fire dancer*",
    "fire door*", "fire engine*", "fire escape*", "fire exit*", "fire extinguisher*",
    "fire gate", "fire hydrant*", "fire juggl*", "fire lane*", "fire marshal*", "fire officer*", "fire performer*",
    "fire pit*", "fire point*", "fire road*", "fire service", "fire show*", "fire station*", "fire steward*",
    "fire team*", "fire truck*", "fire watch", "first aid", "fitting room*", "fallen behind", "gas station*",
    "generator ~ overheat*", "glue gun*", "heat gun*", "info booth", "info desk", "info point*", "info stand",
    "info tent", "information desk", "information point*", "information tent", "loc at", "loc by",
    "loc field", "loc gate", "loc is", "loc near", "loc stage", "loc tent", "lost control", "lost interest",
    "nerf gun*", "no response from", "packed up", "packed lunch*", "petrol station*", "power drill*", "photo bomb*",
    "photo shoot*", "radar gun*", "shooting pain*", "shooting photos", "shooting range", "shooting star*",
    "shooting video", "smoke break", "smoke effect*", "smoke machine*", "shots of", "doing shots", "flu shot*",
    "took shots", "taking shots", "smoking area*", "climbing wall*",
    "climbing frame*", "stabbing pain*",
    "starter gun", "starter pistol", "starting gun", "starting pistol", "toy gun*",
    "water gun*", "water point*", "weed killer",
];

#[rustfmt::skip]
const CALM: &[Calm] = &[
    Calm {
        codes: &["unconscious", "seizure"],
        any: &[
            "awake now", "now awake", "is awake", "came round", "came around", "come round", "came to",
            "conscious now", "now conscious", "conscious again", "is conscious", "awake and talking",
            "woke up", "woken up", "talking now", "responding now", "regained consciousness",
            "seizure stopped", "seizure has stopped", "seizure ended", "seizure is over", "fit stopped",
            "fit has stopped", "stopped fitting", "stopped seizing", "stopped shaking",
        ],
        at_most: 2,
    },
    Calm {
        codes: &["bleeding"],
        any: &[
            "bleeding stopped", "bleeding has stopped", "stopped bleeding", "bleeding controlled",
            "bleeding is controlled", "bleeding under control", "bleeding has been stopped", "bleeding is stopped",
            "bleeding is under control", "minor bleeding",
        ],
        at_most: 3,
    },
    Calm {
        codes: &["crash"],
        any: &[
            "no injuries", "no injury", "no one hurt", "no one injured", "nobody hurt", "nobody injured",
            "no one is hurt", "nobody is hurt", "non injury",
        ],
        at_most: 3,
    },
    Calm {
        codes: &["fight", "assault", "domestic"],
        any: &["now over", "is over now", "all over now", "broken up", "fight stopped", "separated now"],
        at_most: 3,
    },
];

/// The rules, by type. The weights say how sure the words make us: 12 and more leaves hardly a doubt,
/// 9 is strong, 6 is clear, 4 just enough, and less is only a hint. They are this project's judgement,
/// as are the priorities; local protocol comes first.
// One phrase per line would make the table several times as long and no easier to check.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    r("cardiac", None, 14, &[
        "not breathing", "isnt breathing", "wasnt breathing", "arent breathing", "stopped breathing",
        "no breathing", "no longer breathing", "not ~ breathing at all", "breathing stopped", "never breathing",
        "no pulse", "without a pulse", "pulseless", "cardiac arrest", "heart stopped", "heart has stopped",
        "heart not beating", "no heartbeat", "shock advised", "no respira*", "no esta respirando",
        "no está respirando", "sin pulso", "sin respirar", "paro cardiaco", "paro cardíaco",
    ]),
    r("cardiac", None, 10, &["cpr", "compressions", "defib*", "aed", "agonal", "asystole", "vfib"]),
    r("cardiac", None, 6, &["cardiac"]),
    r("cardiac", None, 3, &["gasping", "going blue", "turning blue", "gone blue"]),
    r("choking", None, 14, &[
        "chok*", "heimlich", "back blows", "stuck in ~ throat", "cannot cough", "cant cough", "atragant*",
    ]),
    r("choking", None, 6, &["se ahoga", "ahogandose", "ahogándose"]),
    r("choking", None, 8, &["swallow* ~ coin", "swallow* ~ battery", "swallow* ~ magnet*", "swallow* ~ toy"]),
    r("choking", None, 3, &["going blue", "turning blue", "going purple", "cant speak", "cannot speak"]),
    r("breathing", None, 10, &[
        "not breathing well", "not breathing properly", "not breathing right", "not breathing normally",
        "not breathing ok", "not breathing good", "not breathing very well", "isnt breathing well",
        "isnt breathing properly", "isnt breathing right", "isnt breathing normally", "trouble breathing",
        "troubled breathing", "breathing trouble*", "breathing problem*", "breathing difficult*",
        "difficult* breath*", "diff breathing", "problem* breathing", "hard to breathe", "hard time breathing",
        "struggl* to breathe", "struggl* to breath", "struggl* for breath", "struggling breathing",
        "labored breathing", "laboured breathing", "cant breathe", "cannot breathe", "can not breathe",
        "cant breath", "cannot breath", "unable to breathe", "barely breathing", "short* of breath", "sob",
        "asthma*", "astma*", "breathless*", "wheez*", "fighting for breath", "gasping", "croup", "copd",
        "respiratory distress", "resp distress", "smoke inhalation", "no puede respirar",
        "dificultad para respirar", "falta de aire", "asma", "words at a time",
    ]),
    r("breathing", Some(2), 7, &["out of breath", "cant catch ~ breath", "cannot catch ~ breath"]),
    r("breathing", Some(3), 6, &["hyperventil*", "mild asthma"]),
    r("breathing", None, 7, &[
        "going blue", "gone blue", "turning blue", "turned blue", "going purple", "turning purple", "blue lips",
        "lips ~ blue",
    ]),
    r("breathing", None, 3, &["inhaler", "puffer", "full sentence"]),
    r("unconscious", None, 10, &[
        "unconsc*", "unconc*", "uncons*", "unconsious", "not conscious", "isnt conscious", "unrespons*",
        "unresp", "not responding", "not responsive", "isnt responding", "isnt responsive", "doesnt respond",
        "does not respond", "no response", "not waking", "not wake", "wont wake", "wont wake up", "cant wake",
        "cannot wake", "cant be woken", "cannot be woken", "cant be roused", "not rousable", "unrousable",
        "not waking up", "isnt waking", "not awake", "isnt awake", "knocked out", "out cold", "passed out",
        "blacked out", "los* consciousness", "loss of consciousness", "barely conscious", "semi conscious",
        "lifeless", "comatose", "still out", "altered loc", "aloc", "inconsciente*", "no responde*",
        "no despierta", "no reacciona",
    ]),
    r("unconscious", None, 7, &[
        "collaps*", "man ~ collaps*", "woman ~ collaps*", "person ~ collaps*", "runner ~ collaps*",
        "he ~ collaps*", "she ~ collaps*", "guest ~ collaps*", "lady ~ collaps*", "male ~ collaps*",
        "female ~ collaps*", "someone ~ collaps*", "singer ~ collaps*", "not moving", "isnt moving",
        "motionless",
    ]),
    r("unconscious", Some(2), 7, &[
        "faint*", "feinted", "passing out", "blacking out", "syncope", "syncopal", "desmay*", "gone pale",
    ]),
    r("unconscious", Some(2), 6, &[
        "person down", "man down", "male down", "female down", "woman down", "lady down", "patient down",
        "pt down", "runner down", "guy down", "someone down", "walker down", "spectator down", "slumped",
    ]),
    r("unconscious", Some(2), 4, &["loc", "lying on ~ ground", "lying on ~ floor", "snoring", "keeled over"]),
    r("chestpain", Some(1), 12, &[
        "heart attack", "hart attack", "hart atack", "heart atack", "stemi", "crushing chest",
        "crushing pain ~ chest", "infarto", "ataque al corazon", "ataque al corazón", "ataque cardiaco",
        "ataque cardíaco",
    ]),
    r("chestpain", None, 11, &[
        "clutch* ~ chest", "holding his chest", "holding her chest", "sitting on ~ chest", "chest pain*",
        "pain ~ chest", "chest hurt*", "chest is hurting", "chest tight*", "tight* ~ chest",
        "chest ~ tight", "pressure ~ chest", "chest pressure", "chest discomfort", "chest ache*", "chest heav*",
        "heaviness ~ chest", "chest infection pain", "dolor de pecho", "dolor en el pecho", "dolor ~ pecho",
        "angina",
    ]),
    r("chestpain", None, 6, &[
        "palpitation*", "heart racing", "racing heart", "heart is racing", "irregular heart*", "heart problem*",
        "heart condition",
    ]),
    r("chestpain", Some(1), 2, &[
        "sweat*", "clammy", "grey", "gray", "ashen", "left arm", "jaw", "stent", "cold sweat",
    ]),
    r("stroke", None, 12, &[
        "stroke", "cva", "face ~ droop*", "facial droop*", "face drop*", "mouth ~ droop*", "slurred speech",
        "speech ~ slurred", "speech slurr*", "cant lift ~ arm", "cannot lift ~ arm", "cant raise ~ arm",
        "weakness ~ side", "weak ~ side", "numb ~ side", "numbness ~ side", "one sided weakness",
        "paralys* ~ side", "derrame cerebral", "ictus",
    ]),
    r("stroke", None, 6, &["droop*", "arm ~ floppy", "arm ~ limp", "arm ~ weak", "face ~ numb", "cant talk properly",
        "cannot talk properly", "cant speak properly", "cannot speak properly", "slurring", "slurred", "tia",
        "cannot find words", "cant find words"]),
    r("seizure", None, 12, &[
        "seizure*", "seizing", "seizur*", "siez*", "seisure*", "ceizure*", "convuls*", "fitting", "having a fit",
        "had a fit", "having fits", "in a fit", "epilept* fit", "grand mal", "tonic clonic",
        "status epilepticus", "convulsion*", "ataque epileptico", "ataque epiléptico",
    ]),
    r("seizure", None, 7, &["eyes rolled", "eyes rolling", "eyes ~ rolled back", "epilep*", "foaming ~ mouth",
        "jerking ~ arms", "jerking ~ body", "shaking all over",
        "shaking uncontrollably", "shaking violently"]),
    r("seizure", None, 5, &["twitching", "jerking"]),
    r("seizure", None, 3, &["shaking"]),
    r("allergic", Some(1), 12, &[
        "anaphyl*", "anaphal*", "anafil*", "throat ~ tight*", "throat ~ closing", "throat ~ swell*",
        "throat ~ swollen", "tongue ~ swell*", "tongue ~ swollen", "swollen tongue", "lips ~ swell*",
        "lips ~ swollen", "swollen lip", "epipen", "epi pen", "auto injector", "adrenaline pen",
    ]),
    r("allergic", None, 10, &[
        "allerg*", "alerg*", "allerj*", "alérg*", "face ~ swell*", "face ~ swollen", "swollen face",
        "swelling ~ face",
    ]),
    r("allergic", Some(1), 3, &["hoarse", "trouble swallowing"]),
    r("allergic", None, 3, &["peanut*", "nut", "shellfish"]),
    r("allergic", Some(2), 7, &["hives all over", "hives everywhere", "rash all over"]),
    r("allergic", Some(3), 6, &["stung", "bee", "wasp", "hornet", "hives", "rash", "itch*", "sting", "poison ivy"]),
    r("diabetic", None, 11, &[
        "diabet*", "diebet*", "diabit*", "hypoglyc*", "hyperglyc*", "blood sugar", "blood glucose", "low sugar",
        "high sugar", "sugar ~ low", "sugar ~ high", "sugar reading", "sugar level", "insulin", "azucar baja",
        "azúcar baja",
    ]),
    r("diabetic", None, 7, &["sugar", "glucose", "hypo"]),
    r("diabetic", Some(1), 3, &[
        "acting drunk", "will not drink", "wont drink", "cannot swallow", "cant swallow", "drowsy", "confus*",
    ]),
    r("overdose", None, 12, &[
        "overdos*", "over dose*", "over dosed", "od", "ods", "oding", "odd on", "took ~ pills", "taken ~ pills",
        "swallow* ~ pills", "too many pills", "too many tablets", "took ~ tablets", "taken ~ tablets",
        "pinpoint pupil*", "pin point pupil*", "narcan", "naloxone", "fentanyl", "heroin", "opioid*", "opiate*",
        "needle beside", "needle next to", "syringe beside", "syringe next to", "needle in ~ arm", "poison*",
        "drank bleach", "drunk bleach", "drank ~ cleaner", "swallow* bleach", "ghb", "sobredosis", "envenen*",
    ]),
    r("overdose", Some(2), 8, &[
        "mdma", "ecstasy", "ketamine", "cocaine", "meth", "lsd", "took drugs", "taken drugs", "taking drugs",
        "on drugs", "high on", "took something", "taken something", "took a pill", "taken a pill", "bad trip",
        "bad batch", "acid trip", "eaten ~ mushrooms", "ate ~ mushrooms", "edibles", "drink ~ spiked",
        "spiked drink", "spiked", "hash", "thc", "brownies", "tripping on",
    ]),
    r("overdose", None, 3, &["needle", "syringe", "slow breath*", "snoring", "pills", "powder", "drug"]),
    r("intox", None, 7, &[
        "drunk*", "acting drunk", "intox*", "inebriat*", "too much to drink", "been drinking", "alcohol",
        "too much alcohol", "wasted", "legless", "borracho", "borracha",
    ]),
    r("intox", None, 3, &["stagger*", "vomit*", "beer", "vodka", "whisky"]),
    r("heat", Some(1), 12, &[
        "heat stroke", "heatstroke", "heat strok", "sun stroke", "sunstroke", "stopped sweating", "not sweating",
        "no longer sweating", "golpe de calor",
    ]),
    r("heat", None, 10, &[
        "heat exhaust*", "heat illness", "heat casualt*", "heat related", "overheat*", "over heat*", "hot skin",
        "skin ~ hot", "hypertherm*", "insolacion", "insolación", "heat cramp*",
    ]),
    r("heat", Some(3), 7, &["dehydrat*", "too hot", "too much sun", "in the sun ~ hours"]),
    r("heat", Some(1), 3, &["confus*", "disorient*", "wobbl*", "stagger*"]),
    r("cold", None, 11, &[
        "hypotherm*", "hypatherm*", "frostbit*", "frost bit*", "shivering", "shivers", "cold exposure",
        "exposure to cold", "freezing cold", "too cold", "very cold", "cold and wet", "wet and cold",
        "soaked and cold",
    ]),
    r("cold", Some(3), 5, &["freezing"]),
    r("bleeding", Some(1), 12, &[
        "spurt*", "arterial", "pumping blood", "blood pumping", "gushing", "bleeding heavily", "heavy bleeding",
        "bleeding ~ badly", "bleeding badly", "bleeding a lot", "lots of blood", "lot of blood",
        "blood everywhere", "wont stop bleeding", "bleeding wont stop", "will not stop bleeding",
        "bleeding will not stop", "not stop bleeding", "cant stop ~ bleeding", "cannot stop ~ bleeding",
        "cant control ~ bleeding", "uncontrolled bleed*", "severe* bleed*", "massive bleed*", "bleeding out",
        "tourniquet", "vomiting blood", "coughing ~ blood", "amputat*", "severed", "pool of blood",
        "blood soaked", "desangr*",
    ]),
    r("bleeding", None, 8, &[
        "bleed*", "blood", "lacerat*", "deep cut", "gash*", "gashed", "hemorrh*", "haemorrh*", "hemmor*",
        "cut ~ hand", "cut ~ arm", "cut ~ forearm", "cut ~ leg", "cut ~ foot", "cut ~ head", "cut ~ thigh",
        "cut ~ knee", "cut ~ face", "cut himself", "cut herself", "cut themselves", "cut ~ with ~ knife",
        "sliced ~ finger", "sliced ~ hand", "sliced ~ thumb", "sliced ~ arm", "sliced ~ leg", "sliced off",
        "finger off", "thumb off", "cut off ~ finger", "cut on glass", "stepped on ~ glass", "glass in ~ foot",
        "sangr*", "stitches",
    ]),
    r("bleeding", Some(3), 8, &[
        "nosebleed*", "nose bleed*", "nose is bleeding", "bloody nose", "small cut", "minor cut", "cut ~ finger",
        "cut ~ thumb", "cut ~ toe",
    ]),
    r("bleeding", Some(4), 6, &[
        "blister*", "graze*", "scrape", "scraped", "splinter*", "plaster", "band aid", "paper cut", "scratch*",
    ]),
    r("fall", None, 8, &[
        "fell", "fall", "fallen", "falling", "tripped", "slipped", "tumbled", "se cayo", "se cayó", "caida",
        "caída", "thrown from ~ horse", "fell off ~ horse", "came off ~ horse",
    ]),
    r("fall", Some(2), 10, &[
        "fell off ~ stage", "fell from ~ stage", "fell off ~ ladder", "fell from ~ ladder", "fell ~ metres",
        "fell ~ meters", "fell ~ feet", "fell ~ ft", "fell ~ stairs", "fell down ~ stairs",
    ]),
    r("fall", Some(1), 12, &[
        "fell ~ roof", "fell ~ height", "fell ~ scaffold*", "fell ~ tower", "fell ~ balcony", "fell ~ cliff",
        "fell ~ window", "fell ~ floors", "fell ~ stories", "fell ~ storeys", "fall from ~ height",
        "fall from ~ roof",
    ]),
    r("injury", None, 7, &[
        "injur*", "hurt", "broken leg", "broken arm", "broken ankle", "broken wrist", "broken hip", "broken bone",
        "broken finger", "broken nose", "broken collarbone", "broke ~ leg", "broke ~ arm", "broke ~ ankle",
        "broke ~ wrist", "leg looks broken", "arm looks broken", "leg ~ broken", "arm ~ broken",
        "ankle ~ broken", "wrist ~ broken", "fractur*", "sprain*", "twisted ~ ankle", "twisted ~ knee",
        "rolled ~ ankle", "dislocat*", "popped out", "swollen ankle", "ankle ~ swollen", "hip pain", "knee pain",
        "leg pain", "ankle pain", "neck pain", "shoulder pain", "cramp*", "pulled ~ muscle", "hamstring",
        "kicked by ~ horse", "herid*",
    ]),
    r("injury", Some(2), 8, &[
        "head injur*", "hit ~ head", "banged ~ head", "bumped ~ head", "head wound*", "concuss*", "neck injur*",
        "spinal injur*", "spine injur*", "back injur*", "cant feel ~ legs", "cannot feel ~ legs",
        "cant move ~ legs", "cannot move ~ legs", "bent the wrong way", "wrong angle", "odd angle",
        "bone sticking out", "bone ~ showing",
    ]),
    r("injury", None, 4, &[
        "cant stand", "cannot stand", "cant walk", "cannot walk", "cant put weight", "unable to walk", "limping",
        "ankle", "bruis*",
    ]),
    r("burn", None, 11, &["boiling water", "boiling oil", "hot oil", "hot water ~ over", "burn", "burnt", "burned",
        "scald*", "quemad*"]),
    r("burn", Some(1), 12, &["burn* ~ face", "burned ~ face", "burnt ~ face", "airway burn*", "burns all over"]),
    r("burn", Some(4), 8, &["sunburn*", "sun burn*"]),
    r("eye", None, 9, &[
        "eye injur*", "something in ~ eye", "dust in ~ eye", "sand in ~ eye", "splash* ~ eye", "eye pain",
        "poked ~ eye", "hit ~ eye", "burning eyes", "eyes burning", "eyes are burning", "pepper spray*",
        "tear gas", "scratched ~ eye",
    ]),
    r("shock", None, 13, &[
        "electrocut*", "electric shock", "electrical shock", "electric shok", "struck by lightning",
        "hit by lightning", "shocked by", "got a shock", "got shocked", "shock off", "shock from",
    ]),
    r("birth", None, 11, &[
        "pregnan*", "pregant", "contraction*", "in labor", "in labour", "labor pains", "labour pains",
        "water broke", "waters broke", "waters have broken", "water has broken", "waters have gone", "water has gone",
        "waters went", "miscarr*", "childbirth",
        "having a baby", "having her baby", "embarazada", "de parto",
    ]),
    r("birth", Some(1), 13, &[
        "head is coming", "baby is coming", "baby coming", "baby ~ coming", "crowning", "giving birth",
        "gave birth", "baby ~ born", "just born", "baby is out", "delivering ~ baby", "shes pushing",
        "she is pushing", "wants to push",
        "needs to push", "urge to push", "breech", "can see ~ head", "dando a luz",
    ]),
    r("suicide", None, 13, &[
        "suicid*", "kill himself", "kill herself", "kill themselves", "kill myself", "killing himself",
        "killing herself", "killing myself", "to end it", "end it all", "end his life", "end her life",
        "end my life", "end their life", "own life", "wants to die", "want to die", "wrong side of ~ bridge",
        "wrong side of ~ rail*", "other side of ~ rail*", "going to jump", "threatening to jump",
        "wants to jump", "about to jump", "hang himself", "hang herself", "hanged himself", "hanged herself",
        "hung himself", "hung herself", "slit ~ wrist*", "cut ~ wrist*", "quiere morir", "matarse",
    ]),
    r("suicide", Some(1), 7, &[
        "on ~ ledge", "jump off", "edge of ~ roof", "roof edge", "edge of ~ bridge", "edge of ~ platform",
        "nobody would miss", "no one would miss", "better off dead",
    ]),
    r("mental", None, 9, &[
        "mental health", "mental breakdown", "mental crisis", "mentally", "psychot*", "psychosis", "psych",
        "hallucinat*", "hearing voices", "paranoi*", "schizo*", "bipolar", "delusion*", "manic",
        "talking to himself", "talking to herself", "edp", "off ~ meds", "self harm*", "cutting herself",
        "cutting himself",
    ]),
    r("mental", Some(3), 8, &[
        "panic attack*", "anxiety", "anxious", "panicking", "panicked", "distraught", "very upset", "distressed",
        "ataque de panico", "ataque de pánico",
    ]),
    r("mental", Some(3), 3, &["crying", "upset"]),
    r("abdominal", None, 9, &[
        "abdominal", "abdomen", "stomach ache", "stomachache", "stomach pain*", "stomach cramp*", "belly pain",
        "belly ache", "tummy", "pain ~ stomach", "pain ~ belly", "pain ~ side", "appendic*", "kidney stone*",
        "dolor de estomago", "dolor de estómago",
    ]),
    r("bite", None, 10, &[
        "dog bite*", "dog bit", "bitten", "bit by", "bite", "attacked by ~ dog", "spider bite*", "tick bite*",
        "mordid*",
    ]),
    r("bite", Some(2), 13, &["snake bite*", "snakebite*", "bitten by ~ snake", "bit by ~ snake", "adder bite*"]),
    r("sick", None, 6, &[
        "vomit*", "throwing up", "threw up", "sick", "ill", "unwell", "nause*", "dizz*", "light headed",
        "lightheaded", "fever*", "diarrh*", "headache*", "head ache", "migraine*", "back pain", "food poison*",
        "flu", "not feeling well", "feeling unwell", "feeling ill", "high temperature", "blood pressure", "maread*",
        "enferm*", "feels weak",
    ]),
    r("sick", Some(2), 5, &["confus*", "disorient*", "letharg*", "not making sense", "delirious", "drowsy"]),
    r("sick", None, 3, &["pale", "weak", "shaky", "clammy"]),
    r("standby", None, 9, &[
        "medical standby", "medical cover", "standby for", "standby request*", "ems standby", "ambulance standby",
        "standby at", "medics on standby", "stand by at",
    ]),
    r("fire", None, 12, &[
        "structure fire", "building fire", "building ~ on fire", "house fire", "house ~ on fire", "barn fire",
        "barn ~ on fire", "tent fire", "tent ~ on fire", "tents ~ on fire", "kitchen fire", "kitchen ~ on fire",
        "stage ~ on fire", "marquee ~ fire", "roof ~ on fire", "stall ~ on fire", "hut ~ on fire",
        "shed ~ on fire", "trailer ~ on fire", "stall fire", "fire in ~ kitchen", "fire in ~ tent",
        "fire in ~ building", "fire in ~ house", "fire in ~ toilet*", "flames ~ window*", "flames ~ roof",
        "flames ~ building", "flames ~ tent", "smoke ~ roof", "smoke ~ window*", "smoke ~ building",
        "smoke ~ house", "smoke ~ barn", "working fire", "fully involved", "casa ~ fuego", "carpa ~ fuego",
    ]),
    r("fire", None, 8, &[
        "fire", "flames", "on fire", "in flames", "caught fire", "catch* fire", "caught light", "blaze", "ablaze",
        "alight", "fuego", "incendio", "llamas",
    ]),
    r("smoke", None, 8, &[
        "smoke", "smell of smoke", "smell* smoke", "smoke smell", "burning smell", "smell of burning",
        "smell* burning", "smells like burning", "choking smoke", "choking on smoke", "humo", "smouldering",
        "smoldering",
    ]),
    r("brush", None, 12, &[
        "brush fire", "grass fire", "grass ~ fire", "grass ~ burning", "bush fire", "bushfire*", "wildfire*",
        "wild fire", "forest fire", "woods ~ on fire", "field fire", "field ~ on fire",
        "hedge ~ fire", "hedge ~ burning", "tree ~ on fire", "straw ~ burning", "straw ~ fire", "hay ~ fire",
        "bales ~ fire", "stubble fire", "undergrowth", "campfire ~ spread*", "campfire ~ out of control",
        "bonfire ~ out of control",
    ]),
    r("brush", Some(3), 8, &["campfire*", "camp fire*", "bonfire*"]),
    r("brush", Some(1), 3, &["spreading", "towards ~ tents", "toward ~ tents", "near ~ tents"]),
    r("carfire", None, 12, &[
        "car fire", "vehicle fire", "van fire", "truck fire", "bus fire", "engine fire", "car ~ on fire",
        "van ~ on fire", "truck ~ on fire", "lorry ~ on fire", "bus ~ on fire", "vehicle ~ on fire",
        "engine ~ on fire", "camper ~ on fire", "caravan ~ fire", "motorhome ~ fire", "rv ~ fire",
        "tractor ~ fire", "cart ~ on fire", "car ~ burning", "van ~ burning", "car ~ flames", "van ~ flames",
        "bonnet ~ smoking", "hood ~ smoking", "engine ~ smoking", "car ~ smoking", "car ~ caught fire",
        "fire in ~ car", "smoke from ~ car", "smoke ~ engine", "smoke ~ bonnet",
        "smoke ~ hood", "car ~ alight", "auto ~ fuego",
    ]),
    r("trashfire", None, 12, &[
        "bin fire", "bin ~ on fire", "bin ~ burning", "bin ~ smoking", "bin ~ alight", "fire in ~ bin",
        "smoke ~ bin", "trash fire", "trash ~ fire", "trash ~ burning", "trash can fire", "fire in ~ trash",
        "rubbish fire", "rubbish ~ fire", "rubbish ~ burning", "garbage ~ fire", "dumpster ~ fire",
        "dumpster fire", "fire in ~ dumpster", "skip fire", "skip ~ on fire", "smoke ~ dumpster",
    ]),
    r(FIRE_OUT, None, 9, &[
        "fire is out", "fire now out", "fire is now out", "fire out", "fire ~ extinguished", "fire has gone out",
        "fire went out", "flames are out", "flames out", "put ~ fire out", "put out ~ fire", "fire ~ put out",
        "extinguished",
    ]),
    r(FIRE_OUT, None, 3, &["is out now", "is now out", "its out", "out on arrival", "put it out"]),
    r("firealarm", None, 12, &[
        "fire alarm*", "smoke alarm*", "smoke detector*", "heat detector*", "alarm ~ sounding", "alarm ~ going off",
        "alarm activation", "alarm panel", "alarm ringing", "call point", "sprinkler*", "alarma de incendio*",
    ]),
    r("explosion", None, 13, &["explosion*", "explod*", "blew up", "blown up", "explosión", "loud bang"]),
    r("gas", None, 12, &[
        "gas leak*", "gas smell", "smell* gas", "smell* ~ gas", "smell ~ propane", "smell* propane", "odor of gas",
        "odour of gas", "gas odor", "gas odour", "leaking gas", "gas ~ leaking", "gas escap*", "propane leak*",
        "leaking propane", "propane ~ leaking", "cylinder ~ leak*", "leaking cylinder", "natural gas",
        "stink of gas", "stinks of gas", "gas bottle ~ leak*", "fuga de gas", "huele a gas", "olor a gas",
    ]),
    r("gas", None, 5, &["propane", "lpg", "butane"]),
    r("gas", Some(1), 10, &["hissing ~ cylinder", "hissing ~ bottle", "hissing ~ tank"]),
    r("gas", Some(1), 3, &["hissing", "cylinder", "moved ~ back"]),
    r("co", None, 13, &[
        "carbon monoxide", "carbon monoxyde", "co alarm", "co detector", "co poisoning", "monoxido", "monóxido",
    ]),
    r("co", Some(1), 3, &["headache*", "dizz*", "people ill", "feel* sick"]),
    r("hazmat", None, 10, &[
        "chemical*", "hazmat", "fuel spill*", "diesel spill*", "oil spill*", "petrol spill*", "spill of", "chlorine",
        "ammonia", "acid", "toxic", "fumes", "fuel leak*", "diesel leak*", "petrol leak*", "leaking fuel",
        "leaking diesel", "leaking petrol", "leaking ~ tank*", "radioactive",
    ]),
    r("hazmat", None, 6, &["spill", "spilled", "spilt", "bleach", "diesel"]),
    r("wires", None, 13, &[
        "wire down", "wires ~ down", "power line*", "powerline*", "line down", "lines down", "downed line*",
        "downed wire*", "downed power", "live wire*", "live cable*", "electric cable", "power cable ~ down",
        "power cable ~ hanging", "cable ~ hanging", "overhead line*", "cable ~ down across",
        "cables ~ down",
    ]),
    r("wires", Some(1), 3, &["sparking", "sparks", "arcing", "across ~ road", "across ~ car"]),
    r("electrical", None, 8, &[
        "sparking", "sparks", "arcing", "exposed wir*", "exposed cable*", "bare wire*", "electrical hazard",
        "electric* ~ fault", "socket ~ burn*", "electrical burning", "electrical fire", "short circuit",
        "cable ~ water",
    ]),
    r("crash", None, 12, &[
        "mva", "mvc", "rta", "rtc", "car crash*", "traffic crash", "bike crash*", "bus crash*", "crashed into",
        "car accident", "traffic accident", "road accident", "vehicle accident", "collision", "collid*",
        "car versus", "car vs", "truck vs", "van vs", "vs car", "versus car", "vs pedestrian",
        "hit by ~ car", "hit by ~ van", "hit by ~ truck", "hit by ~ lorry", "hit by ~ bus", "hit by ~ vehicle",
        "hit by ~ bike", "hit by ~ motor*", "hit by ~ cart", "hit by ~ tractor", "struck by ~ car",
        "head on crash", "head on collision", "struck by ~ vehicle", "struck by ~ van", "struck by ~ truck",
        "car hit", "car has hit", "van hit",
        "quad ~ rolled", "car ~ rolled", "van ~ rolled", "buggy ~ rolled", "truck ~ rolled", "clipped ~ car",
        "ran over", "run over", "rollover", "rolled over", "overturn*", "pile up", "pileup", "rear ended",
        "knocked off ~ bike", "came off ~ bike", "came off ~ motor*", "fell off ~ bike",
        "fell off ~ motor*", "cyclist down", "rider down", "atropell*", "choque", "accidente",
    ]),
    r("crash", None, 8, &["crash", "crashed", "crashing", "accident", "hit and run"]),
    r("crash", Some(1), 12, &[
        "trapped in ~ car", "trapped in ~ vehicle", "trapped in ~ van", "trapped in ~ wreck*", "ejected from ~ car",
        "ejected from ~ vehicle", "thrown from ~ car", "thrown from ~ motor*", "driver ~ trapped",
        "driver ~ pinned",
    ]),
    r("crash", Some(3), 12, &["fender bender", "minor crash", "minor collision", "minor accident"]),
    r("water", None, 12, &[
        "in the water", "in ~ river", "in ~ lake", "in ~ canal", "in ~ pond", "into ~ river", "into ~ lake",
        "into ~ canal", "into ~ water", "into ~ pond", "into ~ harbour", "into ~ harbor", "into ~ sea", "capsiz*",
        "boat ~ overturned", "boat ~ sinking", "boat ~ flipped", "kayak ~ flipped", "kayak ~ overturned",
        "canoe ~ flipped", "swept away", "swept ~ downstream", "swept ~ sea", "cant swim", "cannot swim",
        "struggling ~ swim*", "struggling ~ water", "rip current", "overboard", "through ~ ice", "water rescue",
    ]),
    r("water", None, 6, &["kayak*", "canoe*", "swimmer*", "paddle board*", "paddleboard*", "dinghy"]),
    r("water", None, 3, &["weir", "river", "current", "lifeguard*", "surfer*", "surfing"]),
    r("drowning", None, 14, &[
        "drown*", "face down ~ water", "face down ~ pool", "face down ~ lake", "face down ~ river", "under water",
        "underwater", "submerged", "pulled from ~ water", "pulled from ~ river", "pulled from ~ lake",
        "pulled from ~ pool", "pulled out of ~ water", "pulled out of ~ pool", "pulled out of ~ lake",
        "pulled out of ~ river", "bottom of ~ pool", "went under", "gone under", "ahogand*", "ahogad*",
    ]),
    r("sar", None, 11, &[
        "search and rescue", "lost hiker*", "missing hiker*", "missing walker*", "missing climber*",
        "hiker* ~ overdue", "walker* ~ overdue", "runner* ~ overdue", "hiker* ~ missing", "hiker* ~ lost",
        "lost in ~ woods", "lost in ~ forest", "lost in ~ mountain*", "lost in ~ hills", "lost in ~ fog",
        "lost on ~ mountain", "lost on ~ hill", "lost on ~ trail", "lost on ~ moor", "off trail", "off the trail",
        "stranded", "avalanche", "distress beacon",
    ]),
    r("sar", None, 6, &["hiker*", "overdue", "climber*", "ravine", "gully"]),
    r("trapped", None, 11, &[
        "trapped", "rider underneath", "driver underneath", "person underneath", "people underneath",
        "someone underneath", "underneath ~ car", "underneath ~ vehicle", "pinned", "stuck under", "crushed under",
        "crushed by", "entrapped", "entangled", "buried",
        "caught in ~ machine*", "hand stuck in", "arm stuck in", "leg stuck in", "impaled", "atrapad*",
    ]),
    r("rescue", None, 10, &[
        "stuck in ~ lift", "stuck in ~ elevator", "trapped in ~ lift", "trapped in ~ elevator", "stuck on ~ roof",
        "stuck on ~ ride", "stuck on ~ wheel", "stuck on ~ cliff", "stuck on ~ ledge", "stuck on ~ tower",
        "stuck up ~ tree", "stuck up ~ pole", "stuck up ~ tower", "stuck up there", "stuck in ~ tree",
        "ride ~ stopped", "ride ~ stuck", "wheel ~ stuck", "wheel ~ stopped",
        "zip line", "zipline", "locked in", "locked inside", "high angle", "rope rescue", "confined space",
    ]),
    r("collapse", None, 13, &[
        "stage collaps*", "stage has collaps*", "stage roof ~ falling", "stage roof ~ coming", "tent collaps*",
        "tent has collaps*",
        "marquee collaps*", "marquee has collaps*", "roof collaps*", "roof has collaps*", "building collaps*",
        "building has collaps*", "wall collaps*", "wall has collaps*", "tower collaps*", "tower has collaps*",
        "scaffold* ~ collaps*", "grandstand ~ collaps*", "structure collaps*", "platform collaps*",
        "bleachers collaps*", "scaffold* ~ gone over", "scaffold* ~ fallen", "scaffold* ~ toppled", "tower gone over",
        "tower ~ toppled", "stage ~ gone over", "screen ~ fallen", "toppled over", "caved in", "stage ~ coming down",
        "tower ~ came down", "screen ~ came down",
    ]),
    r("attacker", None, 16, &[
        "active shooter", "active attacker", "active killer", "active assailant", "mass shooting", "mass stabbing",
        "shooting people", "shooting at people", "shooting into ~ crowd", "shooting everyone", "firing at people",
        "firing into", "stabbing people", "stabbing everyone", "attacking people ~ knife", "gunman",
        "into ~ crowd of people", "drove into ~ crowd", "driving into ~ crowd", "driven into ~ crowd",
        "car into ~ crowd", "van into ~ crowd", "truck into ~ crowd", "vehicle into ~ crowd", "drove at ~ people",
        "drove at ~ crowd", "driven at ~ people", "driven at ~ crowd", "driven at ~ queue", "driving at ~ people",
        "driving at ~ crowd", "drove into people", "drove into ~ people", "ramming",
    ]),
    r("shooting", None, 14, &[
        "shots fired", "gunshot*", "gun shot*", "gsw", "been shot", "got shot", "was shot", "were shot", "shot in",
        "shot at", "shot him", "shot her", "man shot", "woman shot", "person shot", "people shot", "someone shot",
        "shot twice", "gunfire", "disparo*", "tiroteo", "balead*", "shot dead",
    ]),
    r("shooting", None, 10, &["shots", "shooting", "shots heard", "heard shots", "sounds like shots"]),
    r("stabbing", None, 14, &[
        "stabbed", "stabbing", "stab", "stabed", "stab wound*", "knifed", "slashed", "knife wound*", "apuñal*",
        "apunal*",
    ]),
    r("weapon", None, 11, &[
        "weapon", "gun", "handgun", "hand gun", "pistol", "rifle", "shotgun", "firearm", "knife", "knives",
        "machete", "armed", "revolver", "crossbow", "molotov*", "baseball bat", "pistola", "cuchillo", "arma",
        "armado", "armada", "navaja",
    ]),
    r("weapon", None, 5, &["blade", "sword", "axe", "hammer", "iron bar"]),
    r("bomb", None, 14, &[
        "bomb", "bomb threat*", "bombs", "explosive*", "ied", "grenade", "detonat*", "suspect device",
        "suspicious device", "bomba", "explosivo*",
    ]),
    r("assault", None, 10, &[
        "assault*", "attacked", "attacking", "beaten", "beat up", "beating him", "beating her", "beating up",
        "beat him", "beat her", "got jumped", "jumped him", "jumped her", "jumped me", "jumped by", "jumped them",
        "punched", "punching", "kicked", "kicking", "head butted", "headbutt*", "shoved", "spat on", "by the hair",
        "elbowed", "hit him in", "hit her in", "hit me in", "hit him with", "hit her with", "slapped", "bottled",
        "glassed",
        "hit ~ bottle", "hit ~ glass", "hit in ~ face", "struck ~ bottle", "golpead*", "agredi*",
    ]),
    r("assault", Some(1), 13, &[
        "strangl*", "choking him", "choking her", "choked him", "choked her", "acid attack", "acid thrown",
        "threw acid",
    ]),
    r("sexassault", None, 14, &[
        "rape", "raped", "raping", "sexual* assault*", "sexual* abus*", "sex assault*", "touching her", "touched her",
        "touching girls", "touching women", "keeps touching", "groped", "groping",
        "indecent*", "exposed himself", "exposing himself", "flasher", "touched inappropriately",
        "inappropriate* touch*", "molest*", "sexual* harass*", "upskirt*", "violacion", "violación",
    ]),
    r("fight", None, 11, &[
        "fight", "fighting", "fought", "brawl*", "scuffle*", "punch up", "throwing punches", "altercation",
        "pelea*", "peleando",
    ]),
    r("fight", Some(1), 3, &["bottles being thrown", "bottles thrown", "throwing bottles", "outnumbered"]),
    r("domestic", None, 12, &[
        "domestic", "domestics", "hitting ~ girlfriend", "hitting ~ wife", "hit ~ girlfriend", "hit ~ wife",
        "beating ~ wife", "beating ~ girlfriend", "beat ~ girlfriend", "beat ~ wife", "husband ~ hit her",
        "boyfriend ~ hit her", "boyfriend ~ hitting", "husband ~ hitting", "partner ~ hitting", "hit by ~ husband",
        "hit by ~ boyfriend", "hit by ~ partner", "abusive husband", "abusive boyfriend", "abusive partner",
        "couple ~ arguing", "couple ~ fighting", "violencia domestica", "violencia doméstica",
    ]),
    r("robbery", None, 13, &[
        "robbery", "robberies", "robbed", "robbing", "mugged", "mugging", "mugger*", "snatch* ~ bag",
        "snatch* ~ phone", "snatch* ~ purse", "bag snatch*", "phone snatch*", "carjack*", "took ~ purse",
        "took her bag", "took his phone", "took her phone", "took his wallet", "knifepoint", "gunpoint",
        "knife point", "gun point", "robaron", "atraco",
    ]),
    r("robbery", Some(1), 14, &["armed robber*", "robbed at knife*", "robbed at gun*"]),
    r("suspitem", None, 12, &[
        "suspicious package*", "suspicious bag*", "suspicious item*", "suspicious object*", "suspicious box*",
        "suspicious parcel*", "suspicious rucksack*", "suspicious backpack*", "suspicious suitcase*",
        "unattended bag*", "unattended package*", "unattended item*", "unattended backpack*",
        "unattended rucksack*", "unattended luggage", "unattended suitcase*", "abandoned bag*",
        "abandoned rucksack*", "abandoned backpack*", "abandoned suitcase*", "abandoned package*",
        "bag ~ unattended", "backpack ~ unattended", "rucksack ~ unattended", "suitcase ~ unattended",
        "bag left", "backpack left", "rucksack left", "suitcase left", "package left", "holdall left",
        "white powder", "paquete sospechoso", "mochila abandonada",
    ]),
    r("suspitem", None, 6, &["unattended", "nobody owns", "no one owns", "nobody claims", "no one claims"]),
    r("suspitem", Some(1), 4, &["wires showing", "wires visible", "wires sticking", "wires coming out", "ticking"]),
    r("suspitem", None, 3, &["holdall", "rucksack", "backpack", "suitcase", "nobody near it", "no one near it",
        "nobody with it"]),
    r("suspperson", None, 10, &[
        "suspicious man", "suspicious men", "suspicious person", "suspicious people", "suspicious male",
        "suspicious female", "suspicious woman", "suspicious guy", "suspicious individual", "suspicious behav*",
        "suspicious vehicle", "suspicious car", "suspicious van", "acting suspicious*", "susp person", "loiter*",
        "prowl*", "looking into cars", "looking in cars", "trying car doors", "trying ~ door handles",
        "trying ~ handles", "following ~ girl*", "following ~ woman", "following ~ women", "following ~ child*",
        "following her", "stalk*", "peeping", "photos of children", "pictures of children", "photos of kids",
        "pictures of kids", "watching ~ children", "lurk*",
    ]),
    r("suspperson", None, 7, &["suspicious*", "sospechos*"]),
    r("disorder", None, 8, &[
        "disorder*", "aggressive", "abusive", "rowdy", "unruly", "argument", "arguing", "verbal abuse",
        "verbal dispute", "throwing bottles", "bottles being thrown", "bottles thrown", "throwing things",
        "throwing stones", "kicking off", "smashing", "vandal*", "graffiti", "threaten*", "threats", "harass*",
        "disturbance", "causing trouble", "spitting at", "spat at", "amenaza*",
    ]),
    r("disorder", Some(1), 13, &["riot*", "storming", "stormed"]),
    r("disorder", None, 4, &["shouting", "yelling", "swearing"]),
    r("ejection", None, 11, &[
        "eject*", "refus* to leave", "wont leave", "will not leave", "asked to leave", "thrown out", "kicked out",
        "refused entry", "refus* entry", "removed from", "remove ~ from ~ site", "escorted out", "escort* ~ off site",
        "banned", "barred",
    ]),
    r("trespass", None, 10, &[
        "trespass*", "jump* ~ fence", "climb* ~ fence", "over the fence", "hop* ~ fence", "scal* ~ fence",
        "climb* ~ wall", "no wristband*", "without ~ wristband*", "without ~ ticket*", "no ticket*",
        "fake wristband*", "fake ticket*", "sneak*", "snuck", "restricted area", "unauthori*", "gatecrash*",
        "gate crash*",
    ]),
    r("trespass", Some(2), 11, &[
        "climb* ~ tower", "climb* ~ scaffold*", "climb* ~ stage", "climb* ~ rigging", "climb* ~ mast",
        "climb* ~ speaker*", "climb* ~ crane",
    ]),
    r("theft", None, 9, &[
        "stole", "stolen", "theft*", "pickpocket*", "shoplift*", "nicked", "broken into", "broke into", "break in",
        "burgl*", "phone taken", "bag taken", "robado", "robada",
    ]),
    r("theft", Some(3), 9, &["stealing", "thief", "thieves"]),
    r("drugs", None, 10, &[
        "drugs found", "found ~ drugs", "found ~ pills", "found ~ powder", "found ~ cocaine", "drug deal*",
        "selling drugs", "selling pills", "dealing", "dealer*", "bag of pills", "bag of powder", "paraphernalia",
        "smoking weed", "smoking ~ cannabis", "needle found", "needles found", "found ~ needle*",
        "found ~ syringe*", "used needle*", "used syringe*", "nitrous",
    ]),
    r("drugs", None, 5, &["drugs", "cannabis", "weed"]),
    r("noise", None, 10, &["noise*", "loud music", "music ~ loud", "too loud", "loud party", "ruido"]),
    r("crowd", None, 12, &[
        "crowd crush*", "crushed", "crushing", "crush", "crowd surge*", "surging", "pushed against",
        "pushing against", "pressed against", "squashed", "crowd ~ pushing", "people ~ pushing", "stampede",
        "trampl*", "crowd collapse", "pulled over ~ barrier", "pulling ~ over the barrier", "lifted over",
        "trapped ~ crowd", "aplastad*",
    ]),
    r("crowd", Some(2), 9, &[
        "is rammed", "rammed full", "overcrowd*", "over crowd*", "crowd density", "density", "too crowded",
        "very crowded", "crowded",
        "is packed", "packed tight", "jam packed", "too many people", "choke point*", "chokepoint*", "bottleneck*",
        "over capacity",
        "at capacity", "crowd building", "crowd ~ building up", "queue ~ building", "queue ~ out of control",
        "queue ~ backing up",
    ]),
    r("crowd", None, 3, &[
        "crowd", "cant move", "cannot move", "still coming in", "front barrier", "bodies", "being pushed", "surge",
    ]),
    r("lostchild", None, 13, &[
        "lost child*", "lost boy", "lost girl", "lost kid", "lost toddler", "lost son", "lost daughter",
        "missing child*", "missing boy", "missing girl", "missing kid", "missing toddler", "missing son",
        "missing daughter", "child ~ missing", "boy ~ missing", "girl ~ missing", "kid ~ missing",
        "son ~ missing", "daughter ~ missing", "toddler ~ missing", "child is lost", "lost ~ child",
        "lost ~ children", "lost ~ son", "lost ~ daughter", "lost ~ toddler", "lost ~ kid", "lost ~ boy",
        "lost ~ girl", "lost sight of ~ child", "cant find ~ son", "cant find ~ daughter", "cant find ~ child*",
        "cant find ~ kid", "cant find ~ boy", "cant find ~ girl", "cant find ~ toddler", "cannot find ~ son",
        "cannot find ~ daughter", "cannot find ~ child*", "cannot find ~ kid", "cannot find ~ boy",
        "cannot find ~ girl", "child ~ wandered off", "son ~ wandered off", "daughter ~ wandered off",
        "boy ~ wandered off", "girl ~ wandered off", "missing ~ <13 y*", "lost ~ <13 y*", "<13 year old ~ missing",
        "<13 yo ~ missing", "<13 year old ~ lost", "<13 year old ~ gone", "<13 yr old ~ gone", "son has gone",
        "child has gone", "<13 yr old ~ missing", "niño perdido", "nino perdido",
        "niña perdida", "nina perdida", "hijo perdido", "hija perdida",
    ]),
    r("missing", None, 10, &[
        "missing person", "missing man", "missing woman", "missing lady", "missing patient", "missing vulnerable",
        "missing teen*", "missing adult", "missing friend", "missing mother", "missing father", "missing wife",
        "missing husband", "missing runner", "missing volunteer", "lost person", "lost friend", "person missing",
        "man missing", "woman missing", "friend ~ missing", "husband ~ missing", "wife ~ missing",
        "mother ~ missing", "father ~ missing", "went missing", "gone missing", "been missing", "still missing",
        "missing since", "wandered off", "wandered away", "cant find ~ mother", "cant find ~ father",
        "cant find ~ husband", "cant find ~ wife", "cant find ~ friend*", "cant find ~ mum", "cant find ~ mom",
        "cant find ~ dad", "cant find ~ brother", "cant find ~ sister", "cant find ~ grand*", "cannot find ~ mother",
        "cannot find ~ father", "cannot find ~ husband", "cannot find ~ wife", "cannot find ~ friend*",
        "not returned", "hasnt returned", "not come back", "hasnt come back", "unaccounted", "desaparecid*",
        "separated from ~ friend*", "separated from ~ group",
    ]),
    r("missing", None, 7, &["walked off", "walked out of", "walked away from", "absconded", "disappeared", "vanished",
        "missing", "perdido", "perdida"]),
    r("missing", None, 3, &["last seen", "dementia", "alzheimer*", "vulnerable"]),
    r("foundchild", None, 14, &[
        "found child*", "child found", "boy found", "girl found", "child alone", "boy alone", "girl alone",
        "toddler alone", "boy ~ on ~ own", "girl ~ on ~ own", "child ~ on ~ own", "lost ~ parents", "lost his mum",
        "lost his mom", "lost his mother", "lost his dad", "lost her mum", "lost her mom", "lost her mother",
        "lost her dad", "cant find ~ parents", "cannot find ~ parents", "looking for ~ parents",
        "looking for ~ mum", "looking for ~ mom", "looking for ~ mummy", "looking for ~ mommy",
        "lost child ~ found", "missing child ~ found", "lost boy ~ found", "lost girl ~ found",
        "missing boy ~ found", "missing girl ~ found", "unaccompanied child*", "without ~ parents", "no parents",
    ]),
    r("foundchild", None, 9, &["found ~ boy", "found ~ girl", "found ~ child", "found ~ kid", "found ~ toddler",
        "found ~ children"]),
    r("foundperson", None, 11, &[
        "found person", "person found", "found ~ missing", "missing person ~ found", "missing man ~ found",
        "missing woman ~ found", "found wandering", "been located", "reunited",
    ]),
    r("foundperson", None, 6, &["wandering"]),
    r("weather", None, 11, &[
        "lightning", "lightening", "thunder*", "storm", "stormy", "severe weather", "weather warning",
        "high wind*", "strong wind*", "strong gust*", "wind* ~ picking up", "gale", "gust", "gusting", "tornado*",
        "hail", "flash flood*", "flood", "flooding", "flooded", "heavy rain", "hurricane", "blizzard", "tormenta",
    ]),
    r("barrier", None, 11, &[
        "barrier ~ down", "barrier ~ broken", "barrier ~ damaged", "barrier ~ loose", "barrier ~ bent",
        "barrier ~ fallen", "barrier ~ collaps*", "barrier ~ repair*", "barrier fell", "fence ~ down", "fence ~ broken",
        "fence ~ damaged", "fence ~ fallen", "fence ~ collaps*", "fence ~ blown", "fence panel*", "broken fence*",
        "broken barrier*", "broken gate*", "broken railing*", "damaged fence*", "damaged barrier*",
        "gate ~ broken", "railing ~ loose", "railing ~ broken", "handrail ~ loose", "handrail ~ broken",
        "loose scaffold*", "loose panel*", "loose barrier*", "stage ~ damage*", "unsafe structure",
        "structure ~ unsafe", "trip hazard*", "tripping hazard*", "trackway", "pothole*", "toilet* ~ blocked",
        "blocked toilet*", "toilet* ~ overflow*", "water leak*", "leaking pipe*", "burst pipe*", "burst water",
        "needs repair*", "need* fixing", "sign ~ fallen", "banner ~ loose", "step ~ broken",
    ]),
    r("barrier", Some(2), 12, &[
        "lifted ~ gazebo", "lifted ~ tent", "lifted ~ marquee", "tent ~ blown", "tent ~ blowing", "marquee ~ blow*",
        "gazebo* ~ blow*", "gazebo ~ blown", "stage ~ leaning",
        "tower ~ leaning", "tower ~ swaying", "screen ~ swaying", "roof ~ swaying", "inflatable ~ blown",
    ]),
    r("power", None, 11, &[
        "power cut", "power outage", "power failure", "power fail*", "power ~ out", "power ~ gone", "power loss",
        "power went", "no power", "lost power", "without power", "outage", "generator ~ fail*",
        "generator ~ stopped", "generator ~ down", "generator ~ died", "generator ~ out", "no electricity",
        "lights ~ out", "lights ~ off", "lights ~ gone", "no lights", "no lighting", "floodlight* ~ out",
        "breaker ~ tripped", "tripped breaker", "out of fuel", "power surge", "gone dark", "in darkness",
        "lights went", "apagon", "apagón",
    ]),
    r("comms", None, 11, &[
        "radio ~ not working", "radio ~ dead", "radio ~ down", "radio ~ fail*", "radio ~ broken", "radio battery",
        "no radio", "no signal", "no comms", "lost comms", "comms ~ down", "comms fail*", "repeater ~ down",
        "repeater ~ off", "repeater ~ fail*", "network ~ down", "network ~ out", "no network", "internet ~ down",
        "internet ~ out", "no internet", "wifi ~ down", "phone line* ~ down", "unreadable", "static on",
        "loads of static", "only static", "channel ~ jammed", "interference",
        "system crash*", "computer crash*", "tablet crash*", "app crash*", "not answering ~ radio",
        "no answer on ~ radio", "not responding ~ radio", "no response on ~ radio", "cant hear ~ channel",
    ]),
    r("road", None, 10, &[
        "road ~ blocked", "blocked road", "route ~ blocked", "access ~ blocked", "gate ~ blocked", "lane ~ blocked",
        "entrance ~ blocked", "blocking ~ road", "blocking ~ access", "blocking ~ route", "blocking ~ gate",
        "blocking ~ entrance", "blocking ~ lane", "debris", "tree ~ down", "tree ~ fallen", "fallen tree",
        "tree ~ across", "branch ~ down", "jammed across", "stuck across", "stuck in ~ gate", "nothing can get",
        "traffic jam", "traffic ~ backed", "traffic ~ not moving",
        "cars ~ not moving", "queue ~ not moving", "traffic hazard", "broken down", "broke down", "stalled",
        "illegally parked", "badly parked", "stuck in ~ mud", "obstruct*",
    ]),
    r("road", Some(2), 12, &[
        "exit ~ blocked", "blocked exit*", "blocking ~ exit", "emergency route ~ blocked", "wrong way",
        "blocking ~ emergency", "fire lane ~ blocked", "blocking ~ fire lane",
    ]),
    r("animal", None, 11, &[
        "loose dog*", "dog* ~ loose", "loose horse*", "horse ~ loose", "loose cow*", "cow ~ loose", "cattle", "stray*",
        "injured dog", "injured bird", "injured deer", "injured animal*", "dead animal*", "dead deer", "dog in ~ car",
        "dog locked", "dogs locked", "lost dog", "found dog", "missing dog", "swarm*", "wasp nest*", "wasps nest*",
    ]),
    r("animal", None, 6, &["animal", "snake", "horse", "cow"]),
    r("lostprop", None, 12, &[
        "lost property", "lost and found", "lost ~ phone", "lost ~ wallet", "lost ~ purse", "lost ~ bag",
        "lost ~ keys", "lost ~ key", "lost ~ passport", "lost ~ handbag", "lost ~ backpack", "lost ~ rucksack",
        "lost ~ jacket", "lost ~ coat", "lost ~ ring", "lost ~ glasses", "lost ~ camera", "lost ~ ticket*",
        "lost ~ card", "lost ~ teddy", "missing phone", "missing wallet", "missing bag", "missing keys",
        "phone ~ missing", "wallet ~ missing", "bag ~ missing", "keys ~ missing", "left my bag", "left her bag",
        "left his bag", "left my phone", "left her phone", "left his phone", "left behind", "lost her car",
        "lost his car", "lost my car", "lost their car", "dropped ~ phone",
        "dropped ~ wallet", "dropped ~ keys", "cant find ~ phone", "cant find ~ wallet", "cant find ~ keys",
        "cant find ~ bag", "misplac*",
    ]),
    r("foundprop", None, 12, &[
        "found property", "found ~ phone", "found ~ wallet", "found ~ purse", "found ~ bag", "found ~ keys",
        "found ~ passport", "found ~ handbag", "found ~ jacket", "found ~ glasses", "found ~ ring",
        "found ~ camera", "phone found", "wallet found", "keys found", "handed in",
    ]),
    r("mayday", None, 17, &[
        "mayday", "may day", "officer down", "officer ~ need* help", "officer ~ need* assistance",
        "firefighter down", "fire fighter down", "responder down", "medic down", "paramedic down", "crew down",
        "medic ~ attacked", "medics ~ attacked", "paramedic* ~ attacked", "crew ~ attacked", "crew under attack",
        "emergency traffic", "emergency button", "panic button", "urgent backup", "need* backup now",
        "officer in trouble", "crew in trouble", "responder in trouble",
    ]),
    r("mci", None, 15, &[
        "mass casualt*", "multiple casualt*", "multiple patient*", "multiple victim*", "multiple people down",
        "multiple people injured", "many casualt*", "many injured", "many people injured", "many people hurt",
        "many hurt", "several injured", "several people injured", "several people hurt", "several casualt*",
        "several people down", "several people collaps*", "dozens injured", "dozens hurt", "dozens of ~ injured",
        "lots of people hurt", "lots of people injured", "lots of injured", "lots of casualt*", "major incident",
        "mci", "lots of people down", "many people down", "people are down", "people down everywhere",
    ]),
    r("unknown", None, 9, &[
        "unknown problem*", "unknown trouble", "unknown emergency", "unknown medical", "unknown situation",
        "unk problem*", "unk trouble", "unk emergency", "unk medical", "unk situation", "unk injur*",
        "screaming", "screams", "shouting for help", "calling for help", "crying for help", "yelling for help",
        "cries for help", "something is wrong", "something wrong", "hung up", "line went dead", "medical emergency",
        "auxilio", "ayuda",
    ]),
    r("unknown", None, 4, &["unk", "need* help", "send someone", "please hurry"]),
    r("welfare", None, 12, &[
        "welfare check*", "welfare concern*", "wellness check*", "welfare", "check ~ welfare", "not seen ~ for ~ days",
        "not seen ~ since", "has not seen", "not been seen", "hasnt been seen", "hasnt seen", "havent seen",
        "not heard from", "hasnt heard from", "havent heard from", "not answering ~ door", "not answering ~ phone",
        "no answer at ~ door", "sleeping in ~ car", "sleeping in ~ doorway", "asleep in ~ car", "sleeping rough",
        "mail piling", "concern* for", "concerned about", "worried about",
    ]),
    r("welfare", None, 4, &["not answering", "lives alone", "check on", "living alone"]),
    r("assist", None, 9, &[
        "lift assist*", "citizen assist*", "public assist*", "help ~ carry*", "help ~ move", "help getting up",
        "help with",
        "help finding", "wheelchair*", "directions", "asks where", "asking where", "asks how", "can i get",
        "can we get", "could i get", "where do i", "where do we", "where to go", "how do i", "how do we", "where can",
        "where is the", "locked out", "locked ~ keys", "keys in ~ car", "flat tyre", "flat tire", "jump start",
        "dead battery", "interpreter", "translat*", "pushchair*", "buggy access", "out of water",
    ]),
    r("assist", None, 4, &["assist", "assistance", "escort", "mobility"]),
    r("info", None, 7, &[
        "information", "info", "fyi", "reporting only", "question about", "what time", "opening times",
        "wants to know", "asks when", "asking when", "informacion", "información",
    ]),
    r("nonemerg", None, 6, &[
        "not urgent", "non urgent", "isnt urgent", "no urgency", "no rush", "no hurry", "not an emergency",
        "isnt an emergency", "non emergency", "no emergency", "when free", "no es urgente",
        "no es una emergencia",
    ]),
    r("test", None, 14, &[
        "test call*", "this is a test", "this is only a test", "test only", "radio test", "radio check",
        "training call", "training exercise", "exercise exercise", "exercise only", "this is an exercise",
        "testing testing", "just testing", "test incident", "exercise message", "exercise call", "drill", "fire drill",
    ]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::presets::type_preset;

    /// What was said, the type expected first, and its priority.
    const CALLS: &[(&str, &str, u8)] = &[
        // Plain reports, one for most types.
        ("Man on the ground by gate 3, no pulse, steward doing CPR", "cardiac", 1),
        ("woman has stopped breathing outside the medical tent", "cardiac", 1),
        ("Kid choking on a hot dog, can't talk", "choking", 1),
        ("SOB, female 70, can't get her breath, row C", "breathing", 1),
        ("Patient is not breathing properly and very wheezy", "breathing", 1),
        ("Male 40s won't wake up in his tent, snoring", "unconscious", 1),
        ("Girl passed out near the stage, now awake and talking", "unconscious", 2),
        ("felt faint in the queue and sat down", "unconscious", 2),
        ("chest pains going down his left arm, sweaty", "chestpain", 1),
        ("Her mouth is drooping on one side and her words are slurred", "stroke", 1),
        ("Known epileptic, seizing for three minutes", "seizure", 1),
        ("Seizure in the food court, it has stopped, he is awake now but drowsy", "seizure", 2),
        ("Ate peanuts and he is allergic, tongue swelling up", "allergic", 1),
        ("bee sting on the arm, itchy, breathing fine", "allergic", 3),
        ("Type 1 diabetic feeling shaky, sugar is low", "diabetic", 2),
        ("Friend took a load of pills and won't tell us what", "overdose", 1),
        ("acting drunk and falling about, no other complaints", "intox", 3),
        ("Guy very drunk, vomiting behind the bar", "intox", 3),
        ("Heat exhaustion, walker at checkpoint 6, dizzy", "heat", 2),
        ("paddler shivering, soaked and cold, lips pale", "cold", 2),
        ("Deep cut to the hand, bleeding a lot", "bleeding", 1),
        ("needs a plaster for a blister", "bleeding", 4),
        ("Old lady slipped on the steps, wrist looks wrong", "fall", 3),
        ("rigger fell from the scaffold", "fall", 1),
        ("twisted her ankle on the dance floor", "injury", 3),
        ("Hit his head on the tent pole, a bit dazed", "injury", 2),
        ("scalded by hot water at the tea stand", "burn", 2),
        ("pepper spray in her eyes", "eye", 3),
        ("electrician got a shock off the distro box", "shock", 1),
        ("32 weeks pregnant with contractions", "birth", 2),
        ("She says she wants to kill herself, sitting behind the toilets", "suicide", 1),
        ("young man hearing voices and very paranoid", "mental", 2),
        ("panic attack in the crowd barrier lane", "mental", 3),
        ("bad stomach cramps since this morning", "abdominal", 3),
        ("dog bit a child on the leg", "bite", 3),
        ("feels unwell, fever and headache", "sick", 3),
        ("Request medical cover for the junior race at 14:00", "standby", 4),
        ("Tent on fire in the blue camp site", "fire", 1),
        ("smell of burning in the sound booth", "smoke", 2),
        ("dry grass burning beside the road, spreading fast", "brush", 1),
        ("car on fire in car park B", "carfire", 2),
        ("bin on fire by the burger van", "trashfire", 3),
        ("Small fire behind the stalls, fire is out, no one hurt", "fireout", 3),
        ("fire alarm sounding in the clubhouse", "firealarm", 2),
        ("CO alarm going off in the caravan, two people with headache", "co", 1),
        ("smells of gas near the pizza van", "gas", 2),
        ("about 40 litres of diesel spilled by the generator", "hazmat", 2),
        ("power lines down over the lane after the wind", "wires", 2),
        ("exposed cable sparking in a puddle", "electrical", 2),
        ("MVA two vehicles at the north entrance, no injuries", "crash", 3),
        ("motorbike and car collided, rider unconscious", "crash", 1),
        ("canoe capsized, two in the lake", "water", 1),
        ("boy pulled from the pool, he was face down", "drowning", 1),
        ("Two hikers overdue on the ridge, fog coming in", "sar", 2),
        ("worker pinned beneath a pallet", "trapped", 1),
        ("four people stuck in the lift at the hotel", "rescue", 2),
        ("marquee has collapsed in the wind, people under it", "collapse", 1),
        ("GSW to the leg, shots fired in the car park", "shooting", 1),
        ("lad stabbed in the back near the arcade", "stabbing", 1),
        ("male with a machete by the cash machine", "weapon", 1),
        ("caller says there is a bomb in the arena", "bomb", 1),
        ("steward was punched by a guest", "assault", 2),
        ("she says she was groped in the mosh pit", "sexassault", 2),
        ("big brawl outside the pub", "fight", 2),
        ("fight with knives at the bus stop", "fight", 1),
        ("boyfriend is hitting his girlfriend in tent 12", "domestic", 2),
        ("someone was mugged for his phone", "robbery", 2),
        ("unattended suitcase in the ticket hall", "suspitem", 2),
        ("suspicious male looking into cars", "suspperson", 3),
        ("guest being abusive to bar staff", "disorder", 3),
        ("needs to be ejected, refused to leave the VIP area", "ejection", 3),
        ("two lads climbing over the fence by gate 9", "trespass", 4),
        ("lots of tents broken into overnight, cash stolen", "theft", 4),
        ("loud music from camp 7 after midnight", "noise", 5),
        ("Crowd surge at the front, people getting crushed", "crowd", 1),
        ("mum can't find her daughter, 5 years old, pink dress", "lostchild", 2),
        ("missing 7 year old, red hat", "lostchild", 2),
        ("husband with dementia wandered off from the picnic area", "missing", 2),
        ("found a small boy crying, looking for his parents", "foundchild", 3),
        ("strong winds expected, gusts of 45", "weather", 2),
        ("fence panel broken along the west side", "barrier", 3),
        ("power is out in the trade area, generator died", "power", 3),
        ("radio not working at checkpoint 4", "comms", 3),
        ("fallen tree across the access track", "road", 3),
        ("horse loose on the show ground", "animal", 4),
        ("lady lost her wallet near the toilets", "lostprop", 4),
        ("set of keys handed in at the info tent", "foundprop", 4),
        ("mayday mayday, crew under attack at the north stage", "mayday", 1),
        ("bus overturned, multiple casualties", "mci", 1),
        ("unk problem, caller hung up", "unknown", 2),
        ("please do a welfare check on tent 40, not seen since yesterday", "welfare", 3),
        ("needs help with a wheelchair over the mud", "assist", 4),
        ("asking when the shuttle runs, just for information", "info", 5),
        ("radio check from the marshals", "test", 5),
        // Misspelt, abbreviated, in Spanish.
        ("unconcious male by the river stage", "unconscious", 1),
        ("havin a siezure", "seizure", 1),
        ("alergic to nuts, face swollen", "allergic", 2),
        ("diabetec and confused", "diabetic", 1),
        ("hart attack i think", "chestpain", 1),
        ("OD in toilet 3", "overdose", 1),
        ("pos LOC after knock to the head", "unconscious", 2),
        ("mi padre no respira", "cardiac", 1),
        ("mujer inconsciente en el baño", "unconscious", 1),
        ("está sangrando mucho", "bleeding", 2),
        ("hay fuego en la cocina", "fire", 1),
        ("un hombre con un arma", "weapon", 1),
        // Words that mean something else here.
        ("heat stroke, runner stopped sweating", "heat", 1),
        ("no weapons, two men shouting and arguing", "disorder", 3),
        ("Denies chest pain, shortness of breath or falls. Feels sick.", "sick", 3),
        ("fire engine is blocking the exit", "road", 2),
        ("not a stroke, he is drunk", "intox", 3),
        ("fighting for breath", "breathing", 1),
        ("No drugs. Feels dizzy, history of seizures", "sick", 3),
        ("Weapons: none. Fight between three lads", "fight", 2),
        ("no one hurt but the barn is on fire", "fire", 1),
        ("Elderly woman confused and her speech is slurred since lunch", "stroke", 1),
        ("man had a seizure five minutes ago and is still not awake", "seizure", 1),
        ("kid fell out of a tree, arm bent the wrong way", "injury", 2),
        ("child fell off the climbing wall and broke her arm", "fall", 3),
        ("patient fell, no head injury, no LOC, pain in the wrist", "fall", 3),
        ("denies shortness of breath, chest pain started an hour ago", "chestpain", 2),
        ("Man threatening to kill himself with a knife", "suicide", 1),
        ("waters have gone and she's pushing", "birth", 1),
        ("dad says his 4 yr old lad is gone", "lostchild", 2),
        ("guy took her purse at knifepoint and ran", "robbery", 2),
        ("hissing from the bottle and a stink of gas", "gas", 1),
        ("thick black smoke from the hotel kitchen", "smoke", 2),
        ("car in the river, driver still inside", "water", 1),
        ("queue at gate 1 out of control", "crowd", 2),
        ("bleeding has been stopped, walking wounded", "bleeding", 3),
        ("caller asks where do I park, not urgent", "assist", 4),
    ];

    fn first(text: &str) -> (&'static str, u8) {
        suggest(text).first().map_or(("", 0), |found| (found.code, found.priority))
    }

    fn codes(text: &str) -> Vec<&'static str> {
        suggest(text).iter().map(|found| found.code).collect()
    }

    fn words<'a>(text: &'a str, suggestion: &Suggestion) -> Vec<&'a str> {
        suggestion.matched.iter().map(|range| &text[range.clone()]).collect()
    }

    #[test]
    fn calls_get_the_type_and_priority_a_dispatcher_would_choose() {
        let wrong: Vec<String> = CALLS
            .iter()
            .filter(|(text, code, priority)| first(text) != (*code, *priority))
            .map(|(text, code, priority)| format!("{text}\n  wanted {code} {priority}, got {:?}", suggest(text)))
            .collect();
        assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    }

    #[test]
    fn denied_things_are_not_suggested() {
        for (text, code) in [
            ("no weapons seen", "weapon"),
            ("no sign of any weapon", "weapon"),
            ("without weapons", "weapon"),
            ("w/o weapons", "weapon"),
            ("weapons: none", "weapon"),
            ("he has not been drinking alcohol", "intox"),
            ("denies chest pain, drugs or alcohol", "intox"),
            ("denies drugs and alcohol", "intox"),
            ("denies chest pain and shortness of breath", "breathing"),
            ("not a heart attack", "chestpain"),
            ("isn't bleeding", "bleeding"),
            ("can't see any smoke", "smoke"),
            ("stroke ruled out", "stroke"),
            ("history of seizures", "seizure"),
            ("no known allergies", "allergic"),
            ("no LOC", "unconscious"),
            ("sin arma", "weapon"),
            ("no hay fuego", "fire"),
        ] {
            assert!(!codes(text).contains(&code), "{text}: {:?}", suggest(text));
        }
    }

    #[test]
    fn a_negation_does_not_reach_into_the_next_statement() {
        for (text, code) in [
            ("no answer at first. Weapon seen", "weapon"),
            ("no, chest pain", "chestpain"),
            ("no pain but bleeding", "bleeding"),
            ("not sure if it is a stroke", "stroke"),
            ("cannot stop the bleeding", "bleeding"),
            ("denies chest pain, bleeding from leg", "bleeding"),
            ("denies chest pain but dizzy or sick", "sick"),
            ("no drugs and bleeding", "bleeding"),
            ("not breathing, bleeding from the head", "bleeding"),
            ("cannot see through the smoke", "smoke"),
            ("no idea, gunshots maybe", "shooting"),
        ] {
            assert!(codes(text).contains(&code), "{text}: {:?}", suggest(text));
        }
    }

    #[test]
    fn negative_words_can_be_the_alarm_itself() {
        for (text, code) in [
            ("not breathing", "cardiac"),
            ("Isn’t breathing", "cardiac"),
            ("no pulse", "cardiac"),
            ("not responding", "unconscious"),
            ("not waking up", "unconscious"),
            ("no power in the camp", "power"),
        ] {
            assert_eq!(first(text).0, code, "{text}");
        }
    }

    #[test]
    fn the_words_are_shown_as_they_were_typed() {
        let text = "Él NO RESPIRA… ¡isn’t breathing!";
        let found = suggest(text);
        assert_eq!(words(text, &found[0]), ["NO RESPIRA", "isn’t breathing"]);

        let text = "Pressure in his chest, and he is grey";
        let found = suggest(text);
        assert_eq!(found[0].code, "chestpain");
        assert_eq!(words(text, &found[0]), ["Pressure", "chest", "grey"]);
    }

    #[test]
    fn what_raised_a_priority_is_shown_too() {
        let text = "car crash, driver is unconscious";
        let found = suggest(text);
        assert_eq!((found[0].code, found[0].priority), ("crash", 1));
        assert_eq!(words(text, &found[0]), ["car crash", "unconscious"]);
    }

    #[test]
    fn nothing_is_guessed_from_nothing() {
        for text in ["", "  ", "...", "gate 4", "blue jacket, grey trousers", "\u{301}\u{200d}", "日本語"] {
            assert_eq!(suggest(text), [], "{text:?}");
        }
    }

    #[test]
    fn every_prefix_of_a_text_can_be_read() {
        let text = "Señora de 60 años — no está respirando, “chest pain” before; can’t wake… 🚑 unk meds";
        for (end, _) in text.char_indices() {
            for suggestion in suggest(&text[..end]) {
                assert!(suggestion.matched.iter().all(|range| text.get(range.clone()).is_some()));
                assert!(suggestion.matched.windows(2).all(|pair| pair[0].end <= pair[1].start));
                assert!(!suggestion.matched.is_empty());
            }
        }
    }

    #[test]
    fn long_texts_are_read_to_the_end_and_endless_ones_are_not() {
        let mut text = "a ".repeat(980);
        text.push_str("chest pain");
        assert_eq!(first(&text).0, "chestpain");
        assert!(suggest(&"fire ".repeat(50_000)).len() <= MOST);
    }

    #[test]
    fn rules_name_presets_and_can_match() {
        for rule in RULES {
            assert!(type_preset(rule.code).is_some(), "{}", rule.code);
            assert!(rule.weight > 0 && rule.priority.is_none_or(|level| (1..=5).contains(&level)));
        }
        let tables = RULES.iter().map(|rule| rule.any).chain(CALM.iter().map(|calm| calm.any)).chain([NEUTRAL]);
        for phrase in tables.flatten() {
            // The look-up by the first two letters needs both, and all is compared in lower case.
            assert!(
                phrase.starts_with('<') || phrase.bytes().take(2).all(|byte| byte.is_ascii_lowercase()),
                "{phrase}"
            );
            assert_eq!(*phrase, phrase.to_lowercase());
            assert!(
                NEUTRAL.contains(phrase) != RULES.iter().any(|rule| rule.any.contains(phrase))
                    || CALM.iter().any(|calm| calm.any.contains(phrase)),
                "{phrase} cannot both mean something and not"
            );
            for word in phrase.split(' ') {
                let bare = word.trim_start_matches('<').trim_end_matches('*');
                assert!(word == "~" || !bare.is_empty() && bare.chars().all(char::is_alphanumeric), "{phrase}");
            }
            assert!(!phrase.ends_with('~') && !phrase.starts_with('~'), "{phrase}");
        }
    }

    #[test]
    fn every_type_can_be_reached() {
        for preset in TYPES {
            assert!(RULES.iter().any(|rule| rule.code == preset.code), "{}", preset.code);
        }
    }
}
