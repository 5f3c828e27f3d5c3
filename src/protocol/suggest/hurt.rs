//! How many people are hurt, where the text says a number.

use super::negation::ANSWER;
use super::number::count_of;
use super::place::NUMBERED;
use super::text::Word;

/// Words that mean somebody who is hurt.
#[rustfmt::skip]
const PATIENTS: &[&str] = &[
    "patient", "patients", "pt", "pts", "casualty", "casualties", "victim", "victims", "injured", "hurt",
    "wounded", "injuries", "herido", "heridos", "herida", "heridas", "lesionado", "lesionados", "victima",
    "victimas",
];
/// Words that mean people, hurt or not.
#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "people", "persons", "person", "pax", "men", "women", "man", "woman", "guys", "lads", "girls", "boys", "kids",
    "kid", "children", "child", "males", "females", "male", "female", "runners", "runner", "riders", "adults",
    "teenagers", "teens", "fans", "workers", "passengers", "swimmers", "hikers", "spectators", "students",
    "officers", "personas", "hombres", "mujeres", "ninos", "of", "them", "us",
];
/// What makes people patients.
#[rustfmt::skip]
const STATES: &[&str] = &[
    "hurt", "injured", "wounded", "unconscious", "bleeding", "down", "trapped", "pinned", "collapsed", "stabbed", "shot",
    "sick", "burned", "burnt", "unresponsive", "fainted", "coughing", "vomiting", "crushed", "heridos", "heridas",
    "inconscientes", "atrapados", "atrapadas", "lesionados", "dizzy", "drowning", "breathing", "dead", "ill",
];
/// One of them: a larger number before it is an age, a bib or a label, and one behind it tells it from others.
const ONE_PATIENT: &[&str] = &["patient", "pt", "casualty", "victim", "herido", "herida", "lesionado", "victima"];
const ONE_PERSON: &[&str] =
    &["man", "woman", "male", "female", "person", "runner", "rider", "kid", "child", "boy", "girl", "m", "f"];
/// Several of them: a number behind says how many, even when the sentence goes on.
const SEVERAL: &[&str] = &["patients", "pts", "casualties", "victims", "heridos", "heridas", "lesionados", "victimas"];
/// What has a number of its own, besides places.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "runner", "rider", "bib", "priority", "code", "category", "cat", "channel", "type", "class", "age", "aged",
    "medic", "engine", "ambulance", "truck", "team", "crew", "car", "squad", "ladder", "rescue", "boat", "number",
];
/// What makes a number a guess.
const HEDGES: &[&str] =
    &["about", "around", "approx", "approximately", "roughly", "maybe", "perhaps", "circa", "ca", "c"];
/// People whom somebody counts as "3 male".
const ONE_HANDFUL: u32 = 4;
/// Words that may stand between the number and the people: "two other young men".
const BETWEEN: usize = 2;
/// Words that may stand between the people and their state: "three people have been badly hurt".
const REACH: usize = 5;
/// No scene has more; a larger number is a crowd, a year or a house.
const MOST: u32 = 500;

/// How many are hurt, and the indices of the words that say so. Nought where the text says that nobody is.
#[must_use]
pub fn hurt(words: &[Word]) -> Option<(u32, Vec<usize>)> {
    let mut best: Option<(u32, Vec<usize>)> = None;
    for (at, word) in words.iter().enumerate() {
        let Some(count) = count_of(&word.text).filter(|count| (1..=MOST).contains(count)) else { continue };
        // Later mentions are mostly parts of the first: "four hurt, one of them badly".
        if let Some(found) = counted(words, at)
            && let (count, found) = with_others(words, count, found)
            && best.as_ref().is_none_or(|(most, _)| *most < count)
        {
            best = Some((count, found));
        }
    }
    best.or_else(|| none_hurt(words).map(|found| (0, found)))
}

/// "Two adults and one child injured" are three.
fn with_others(words: &[Word], mut count: u32, mut found: Vec<usize>) -> (u32, Vec<usize>) {
    // "Two people, one hurt" is one: the last of them must be counted as people, too.
    while found.len() >= 3 {
        let at = found[0];
        let joined = at.checked_sub(1).filter(|last| matches!(words[*last].text.as_str(), "and" | "y" | "plus"));
        let Some(people) = joined.unwrap_or(at).checked_sub(1) else { break };
        let Some(number) = people.checked_sub(1) else { break };
        let same = words[number].part == words[at].part;
        let Some(more) = count_of(&words[number].text).filter(|more| *more <= MOST) else { break };
        if !same || words[people].text == "of" || !PEOPLE.contains(&words[people].text.as_str()) {
            break;
        }
        count += more;
        found.splice(0..0, [number, people]);
    }
    (count, found)
}

fn counted(words: &[Word], at: usize) -> Option<Vec<usize>> {
    let is = |at: usize, list: &[&str]| words.get(at).is_some_and(|word| list.contains(&word.text.as_str()));
    let same_part = |other: usize| words.get(other).is_some_and(|word| word.part == words[at].part);
    let times = words[at].text.contains('x') && words[at].text.contains(|sign: char| sign.is_ascii_digit());
    // "Patients: 3", "injured x2", but "patient 3" is the third, and "pt 45 male" says how old he is.
    if 0 < at && is(at - 1, PATIENTS) && same_part(at - 1) {
        let last = !same_part(at + 1);
        let one = is(at - 1, ONE_PATIENT);
        return (times || last && !one || is(at - 1, SEVERAL) && !is(at + 1, UNITS) && !is(at + 1, ONE_PERSON))
            .then(|| vec![at - 1, at]);
    }
    // "Gate 3, injured leg", but "at the gate 3 injured".
    let article = 1 < at && is(at - 2, &["the", "a", "an", "this", "our"]);
    let labelled = 0 < at && same_part(at - 1) && (is(at - 1, LABELS) || is(at - 1, NUMBERED) && !article);
    if labelled && !times && !is(at + 1, PEOPLE) {
        return None;
    }
    // "45 male" and "1432 runner" count nobody.
    if ONE_HANDFUL < count_of(&words[at].text).unwrap_or(0) && (is(at + 1, ONE_PERSON) || is(at + 1, ONE_PATIENT)) {
        return None;
    }
    // "Man about 50 collapsed", "aged around 60": that is how old they are.
    let mut before = (0..at).rev().take_while(|before| same_part(*before));
    let whose = before.find(|before| !is(*before, HEDGES));
    let aged = whose.is_some_and(|whose| is(whose, ONE_PERSON) || is(whose, &["age", "aged"]));
    if aged && ONE_HANDFUL < count_of(&words[at].text).unwrap_or(0) {
        return None;
    }
    // "A dozen", "a couple of people": the number may be followed by others of its kind, but not by years or metres.
    let mut people = None;
    for next in (at + 1..=at + 1 + BETWEEN).take_while(|next| same_part(*next)) {
        if is(next, UNITS) || count_of(&words[next].text).is_some() {
            return None;
        }
        if is(next, PATIENTS) {
            let denied = (at + 1..next).any(|between| is_denial(&words[between].text));
            return (!denied && !no_longer(words, next)).then(|| vec![at, next]);
        }
        if is(next, PEOPLE) {
            people = Some(next);
            if !is(next, &["of"]) {
                break;
            }
        } else if is(next, STATES) && next == at + 1 && !is(next, &["breathing"]) {
            return Some(vec![at, next]);
        }
    }
    let people = people?;
    let near = (people + 1..=people + REACH).take_while(|next| same_part(*next));
    // "Two men fighting, three people down" counts the three.
    let state = near.take_while(|next| count_of(&words[*next].text).is_none()).find(|next| is(*next, STATES))?;
    let is_denied = (people + 1..state).any(|at| is_denial(&words[at].text));
    // "Not breathing" is what makes a patient, "breathing" alone does not; with all else it is the other way round.
    (is(state, &["breathing"]) == is_denied).then(|| vec![at, people, state])
}

fn is_denial(word: &str) -> bool {
    matches!(word, "not" | "no" | "never" | "nobody" | "without")
}

/// What a number counts that is nobody.
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "year", "years", "yr", "yrs", "yo", "old", "min", "mins", "minute", "minutes", "hour", "hours", "hrs", "day",
    "days", "week", "weeks", "month", "months", "metres", "meters", "m", "feet", "ft", "km", "mile", "miles",
    "times", "am", "pm", "anos", "minutos", "horas", "units", "cars", "vehicles", "percent", "y", "f", "yof", "yom",
    "sec", "secs", "seconds", "degrees", "litres", "liters", "mg", "shots", "pills", "tablets",
];

fn no_longer(words: &[Word], at: usize) -> bool {
    words.get(at + 1).is_some_and(|word| matches!(word.text.as_str(), "free" | "treated"))
}

/// What nobody has when it is denied.
#[rustfmt::skip]
const HARM: &[&str] = &[
    "injuries", "injury", "injured", "hurt", "casualties", "patients", "pts", "heridos", "herido", "victims",
];
/// Words between "no" and harm that leave nobody out. "No head injury" denies one injury.
#[rustfmt::skip]
const OF_ALL: &[&str] = &[
    "one", "is", "was", "got", "other", "reported", "known", "any", "anyone", "anybody", "hay", "been", "body", "else",
    "esta", "estan",
];

/// "No injuries", "nobody is hurt", "sin heridos", "anyone hurt? No".
fn none_hurt(words: &[Word]) -> Option<Vec<usize>> {
    let harm = |at: usize| HARM.contains(&words[at].text.as_str());
    for (at, word) in words.iter().enumerate() {
        if word.text == ANSWER && at > 0 && harm(at - 1) && words[at - 1].part == word.part {
            return Some(vec![at - 1, at]);
        }
        if !matches!(word.text.as_str(), "no" | "nobody" | "none" | "zero" | "0" | "sin" | "nadie" | "not" | "without")
        {
            continue;
        }
        let near = (at + 1..=at + 3).take_while(|next| words.get(*next).is_some_and(|next| next.part == word.part));
        let mut passed = Vec::new();
        for next in near {
            // "Not hurt" is said of one person; only "nobody hurt" and "no one hurt" speak of all.
            let of_all = word.text != "not" || passed.contains(&"anyone") || passed.contains(&"anybody");
            if harm(next) && of_all && passed.iter().all(|passed| OF_ALL.contains(passed)) {
                return Some((at..=next).collect());
            }
            passed.push(words[next].text.as_str());
        }
    }
    None
}
