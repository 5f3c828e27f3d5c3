//! Words that say where: names and aliases of the operation's places, and what reads like a place.

use super::number::count_of;
use super::text::Word;
use crate::domain::place::PlaceIndex;
use std::ops::Range;

/// Where the text seems to say that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceWords {
    /// As typed.
    pub text: String,
    /// A place of the operation answers to it.
    pub known: bool,
    pub matched: Range<usize>,
}

/// The most places offered.
const MOST: usize = 2;
/// The most words that a name of a place has, as far as a text is searched for it.
const LONGEST: usize = 8;

/// What stands before a number or a letter: "gate 4", "row F".
#[rustfmt::skip]
pub const NUMBERED: &[&str] = &[
    "gate", "row", "section", "sector", "block", "zone", "stage", "tent", "camp", "field", "lot", "checkpoint",
    "cp", "post", "bar", "stall", "booth", "stand", "pitch", "aisle", "seat", "table", "room", "floor", "building",
    "hall", "door", "entrance", "exit", "tower", "pier", "lane", "route", "junction", "platform", "bay", "dock",
    "marker", "station", "mile", "km", "kilometre", "kilometer", "marshal", "number", "house", "park", "parking",
    "area", "toilet", "toilets", "level", "apartment", "apt", "unit", "trail", "highway", "hwy", "interstate",
    "ward", "court", "grid", "waypoint", "buoy", "tee", "hole", "turn", "bridge", "pump", "cabin", "pen", "corral",
    "puerta", "fila", "carpa", "puesto", "zona", "salida", "kilometro", "calle", "casa", "escenario", "turnstile",
    "steps", "stairwell", "ramp", "plot", "caravan", "camper", "locker", "flat", "bus", "suite", "cottage",
    "lodge", "coach", "shop", "villa", "cell",
];
/// What belongs to the noun behind it: "first aid post 3", "car park C".
const LEADING: &[&str] = &["first", "aid", "car", "medical", "steward", "loading", "bus", "water", "check", "main"];
/// What has a name before it: "main stage", "north gate", "cider bar".
#[rustfmt::skip]
const NAMED: &[&str] = &[
    "gate", "stage", "tent", "marquee", "entrance", "exit", "bar", "court", "station", "park", "lot",
    "field", "bridge", "tower", "pier", "hall", "pool", "lake", "pond", "beach", "hill", "trail", "toilets",
    "block", "kitchen", "trailer", "truck", "stand", "stall", "point", "desk", "camp", "campsite", "campground",
    "arena", "grandstand", "playground", "office", "shop", "store", "hotel", "school", "church", "barn",
    "car park", "post", "ramp", "yard", "garage", "terrace", "lobby", "mall", "wheel", "ride", "zone", "garden",
    "area", "booth", "harbour", "harbor", "marina", "jetty", "dock", "quay", "weir", "dam", "crossing", "junction",
    "roundabout", "pub", "cafe", "restaurant", "market", "square", "plaza", "stadium", "track", "paddock",
    "stables", "platform", "village", "path", "footbridge", "underpass", "tunnel", "farm", "ridge", "summit",
    "hut", "shelter", "cabin", "loop", "turn", "plant", "showers", "fountain", "statue", "carousel", "canal",
    "towpath", "boathouse", "picnic area", "reservoir", "quarry", "space", "ring", "rank", "warehouse", "building",
    "bakery", "library", "museum", "gym", "clubhouse", "workshop", "pavilion", "kiosk", "balcony", "courtyard",
    "alley", "club", "room",
];
/// Places that need no name.
#[rustfmt::skip]
const ALONE: &[&str] = &[
    "finish line", "start line", "starting line", "finish", "food court", "info tent", "info point", "car park",
    "bus stop", "tram stop", "train station", "main stage", "grandstand", "boathouse", "mosh pit", "front barrier",
    "dance floor", "parking lot", "gas station", "petrol station", "cash machine", "ticket office", "box office",
    "weir", "bandstand", "playground", "backstage", "sound desk", "vip area", "picnic area", "campsite",
    "campground", "trailhead", "bridge", "roundabout", "slipway", "pier", "jetty", "boat ramp", "reservoir",
    "quarry", "toilet block", "toilets", "barn", "marquee", "helipad", "cloakroom", "carousel", "ferris wheel",
    "big wheel", "station", "estacionamiento", "entrada", "escenario principal", "meta", "playa", "puente",
    "banos", "cocina", "pool", "swimming pool", "clubhouse", "stables", "multi storey", "arcade", "library",
    "showground", "taxi rank", "escenario", "bano", "bakery", "plaza", "beach", "footbridge", "underpass", "gym",
    "workshop", "harbour", "harbor", "marina", "stairwell", "lobby",
];
/// Words that make a name longer: "the north field", "the medical tent".
#[rustfmt::skip]
const STREETS: &[&str] = &[
    "street", "st", "road", "rd", "avenue", "ave", "drive", "dr", "lane", "ln", "boulevard", "blvd", "way",
    "court", "ct", "highway", "hwy", "close", "crescent", "terrace", "place", "square", "row", "parkway", "pkwy",
];
/// Words that are no part of a name.
#[rustfmt::skip]
const SMALL: &[&str] = &[
    "the", "a", "an", "at", "by", "in", "on", "near", "of", "to", "from", "outside", "inside", "behind", "beside",
    "opposite", "under", "over", "and", "or", "is", "are", "was", "his", "her", "my", "our", "their", "this",
    "that", "there", "with", "for", "next", "front", "past", "around", "into", "onto", "off", "through", "across",
    "between", "toward", "towards", "no", "not", "has", "have", "it", "its", "he", "she", "they", "we", "i", "you",
    "down", "up", "out", "back", "just", "some", "someone", "people", "man", "woman", "please", "need", "send",
    "got", "el", "la", "los", "las", "de", "del", "en", "un", "una", "cerca", "junto", "al", "who", "one", "left",
    "below", "above", "along", "beyond", "against", "still", "now", "then", "because", "as", "if", "when", "where",
    "while", "after", "before", "than", "so", "but", "ran", "went", "walking", "going", "collapsed", "fell",
    "blocking", "blocked", "fighting", "fire", "smoke", "every", "each", "any", "another",
];
/// Before a place that somebody left for: it is not where help is needed.
#[rustfmt::skip]
const AWAY: &[&str] = &[
    "toward", "towards", "off", "heading", "headed", "ran", "running", "asks", "hacia",
];
/// Before a place where somebody is.
#[rustfmt::skip]
const HERE: &[&str] = &[
    "at", "by", "in", "near", "outside", "behind", "beside", "opposite", "under", "inside", "on", "en", "location",
    "loc", "place", "address", "cerca", "below", "above", "between", "front",
];

/// After one of these and an article stands what somebody is beside.
const BESIDE: &[&str] =
    &["at", "outside", "behind", "beside", "opposite", "near", "by", "to", "under", "junto", "cerca"];
/// What stands there and is no place.
const NO_PLACE: &[&str] = &[
    "moment", "time", "minute", "end", "back", "front", "same", "hair", "arm", "neck", "hand", "way", "leg", "scene",
    "top", "bottom", "side", "police", "crew", "caller", "wind", "man", "woman", "crowd", "guy", "lads", "staff",
    "throat", "ground", "wrong", "whole", "others", "rest", "last", "first", "road",
];

/// A stretch of words that may be a place.
struct Found {
    from: usize,
    to: usize,
    known: bool,
    /// The more it reads like where help is needed, the more it counts.
    score: u32,
}

/// The places that a text names, the likeliest first.
#[must_use]
pub fn places(
    text: &str,
    words: &[Word],
    index: &PlaceIndex,
    taken_by_number: Option<&Range<usize>>,
) -> Vec<PlaceWords> {
    let mut found: Vec<Found> = Vec::new();
    for from in 0..words.len() {
        if let Some(to) = known(text, words, from, index) {
            found.push(Found { from, to, known: true, score: 60 });
        }
        if let Some((to, score)) =
            address(text, words, from).or_else(|| numbered(words, from)).or_else(|| crossing(text, words, from))
        {
            let mut begin = from;
            while 0 < begin && is(words, begin - 1, LEADING) && words[begin - 1].part == words[from].part {
                begin -= 1;
            }
            found.push(Found { from: begin, to, known: false, score });
        } else if let Some((back, to, score)) = named(words, from) {
            found.push(Found { from: back, to, known: false, score });
        }
        if let Some((begin, to)) = beside(words, from) {
            found.push(Found { from: begin, to, known: false, score: 6 });
        }
    }
    // "My number 555-0142" is no place.
    found.retain(|one| {
        let range = words[one.from].at.start..words[one.to - 1].at.end;
        taken_by_number.is_none_or(|number| range.end <= number.start || number.end <= range.start)
    });
    for one in &mut found {
        let before = (0..one.from).rev().take(3).take_while(|at| words[*at].part == words[one.from].part);
        let before: Vec<&str> = before.map(|at| words[at].text.as_str()).collect();
        if before.iter().any(|word| AWAY.contains(word)) {
            one.score = one.score.saturating_sub(25);
        } else if before.iter().any(|word| HERE.contains(word)) {
            one.score += 12;
        }
        one.score += (one.to - one.from) as u32;
    }
    // The likeliest first, and of what overlaps only the likeliest; what comes first in the text decides between equals.
    found.sort_by_key(|one| (u32::MAX - one.score, one.from));
    let mut taken: Vec<Found> = Vec::new();
    for one in found {
        if taken.len() < MOST && taken.iter().all(|other| one.to <= other.from || other.to <= one.from) {
            taken.push(one);
        }
    }
    let whole = |one: Found| {
        let matched = words[one.from].at.start..words[one.to - 1].at.end;
        PlaceWords { text: text[matched.clone()].to_owned(), known: one.known, matched }
    };
    taken.into_iter().map(whole).collect()
}

/// The end of the longest name or alias that begins here.
fn known(text: &str, words: &[Word], from: usize, index: &PlaceIndex) -> Option<usize> {
    let mut longest = None;
    for (at, word) in words.iter().enumerate().skip(from).take(LONGEST) {
        // As it was typed: names keep their accents.
        let name = text.get(words[from].at.start..word.at.end)?;
        if !index.begins(name) {
            break;
        }
        // A name of one small word or one letter would be found in every sentence.
        let tells = 2 < name.len() && !SMALL.contains(&word.text.as_str());
        if tells && index.named(name).is_some() {
            longest = Some(at + 1);
        }
    }
    longest
}

fn is(words: &[Word], at: usize, list: &[&str]) -> bool {
    words.get(at).is_some_and(|word| list.contains(&word.text.as_str()))
}

/// "Gate 4", "row F", "first aid post 3", "car park C", "km 18.4".
fn numbered(words: &[Word], from: usize) -> Option<(usize, u32)> {
    let mut at = from;
    // Two nouns may stand before the number: "tent row F", "car park C", "aid station 2".
    while is(words, at, NUMBERED) && is(words, at + 1, NUMBERED) && at < from + 2 {
        at += 1;
    }
    let noun = words.get(at).filter(|word| NUMBERED.contains(&word.text.as_str()))?;
    let next = words.get(at + 1).filter(|next| next.sentence == noun.sentence && next.part == noun.part)?;
    let label = next.text.as_str();
    let is_label = label.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) && label.len() <= 5
        || label.len() == 1
            && label != "i"
            && (label != "a" || next.at.len() == 1 && words.get(at + 2).is_none_or(|after| after.part != next.part))
        || label.len() <= 3 && label.bytes().any(|byte| byte.is_ascii_digit())
        || count_of(label).is_some_and(|_| {
            matches!(label, "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten")
        });
    if !is_label || is(words, at + 2, &["minutes", "min", "mins", "people", "hours", "metres", "meters", "units"]) {
        return None;
    }
    let decimal = words.get(at + 2).filter(|last| {
        last.at.start == next.at.end + 1
            && last.part == next.part
            && last.text.bytes().all(|byte| byte.is_ascii_digit())
    });
    Some((at + 2 + usize::from(decimal.is_some()), 45))
}

/// "12 Harbor Rd", "Mill Ln".
fn address(text: &str, words: &[Word], from: usize) -> Option<(usize, u32)> {
    let first = words.get(from)?;
    let house = first.text.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) && first.text.len() <= 6;
    if house && from > 0 && is(words, from - 1, NUMBERED) {
        return None;
    }
    let name = from + usize::from(house);
    for at in name + 1..=name + 3 {
        let street = words.get(at).filter(|word| word.part == first.part && word.sentence == first.sentence)?;
        if is(words, at - 1, SMALL) || count_of(&words[at - 1].text).is_some() && at == name + 1 {
            return None;
        }
        if STREETS.contains(&street.text.as_str()) {
            // Without a house number, "the fast lane" would be an address too: a street is written with a capital.
            let named = capital(text, words, at - 1) && capital(text, words, at) && !is(words, name, SMALL);
            return if house { Some((at + 1, 50)) } else { named.then_some((at + 1, 22)) };
        }
    }
    None
}

/// Whether a word is written as a name.
fn capital(text: &str, words: &[Word], at: usize) -> bool {
    let word = words.get(at).filter(|word| 1 < word.text.len());
    let first = word.and_then(|word| text.get(word.at.clone())).and_then(|word| word.chars().next());
    first.is_some_and(char::is_uppercase)
}

/// "Oak and Main", two names with capitals around an "and" or a sign.
fn crossing(text: &str, words: &[Word], from: usize) -> Option<(usize, u32)> {
    let joined = is(words, from + 1, &["and", "y"]) && capital(text, words, from) && capital(text, words, from + 2);
    let after = 0 < from && is(words, from - 1, &["at", "corner", "of", "junction", "en"]);
    (joined && after && words[from].sentence == words[from + 2].sentence).then_some((from + 3, 40))
}

/// "Main stage", "the cider bar", "food court": the beginning, the end, and how much it counts.
fn named(words: &[Word], at: usize) -> Option<(usize, usize, u32)> {
    for (length, score) in [(2, 30), (1, 20)] {
        let end = at + length;
        let Some(last) = words.get(end - 1) else { continue };
        let same = words[at].part == last.part;
        let name: String = words[at..end].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        if same && ALONE.contains(&name.as_str()) {
            return Some((before(words, at, 1), end, score));
        }
    }
    if !is(words, at, NAMED) {
        return None;
    }
    let from = before(words, at, 2);
    // "By the bar": a place, but hardly one that can be found.
    Some(if from == at { (at, at + 1, 8) } else { (from, at + 1, 25) })
}

/// "Outside the bakery", "next to the pizza van": whatever the name is, somebody is beside it.
fn beside(words: &[Word], at: usize) -> Option<(usize, usize)> {
    let article = is(words, at + 1, &["the", "la", "el", "del"]) && words[at + 1].part == words[at].part;
    if !article || !is(words, at, BESIDE) {
        return None;
    }
    let begin = at + 2;
    let of_name = |next: &usize| {
        words.get(*next).is_some_and(|word| word.part == words[at].part && word.sentence == words[at].sentence)
            && !is(words, *next, SMALL)
            && !is(words, *next, AWAY)
    };
    let end = (begin..begin + 3).take_while(of_name).last()? + 1;
    (!is(words, begin, NO_PLACE)).then_some((begin, end))
}

/// Where the name begins that ends before `at`, at most `most` words to the left.
fn before(words: &[Word], at: usize, most: usize) -> usize {
    let mut from = at;
    while 0 < from && at - from < most {
        let word = &words[from - 1];
        let is_name = word.part == words[at].part
            && !SMALL.contains(&word.text.as_str())
            && !AWAY.contains(&word.text.as_str())
            && !word.text.bytes().any(|byte| byte.is_ascii_digit())
            && !word.text.ends_with("ing");
        if !is_name {
            break;
        }
        from -= 1;
    }
    // A name is what stands after "the" or "at"; without such a word only one word is taken.
    if 1 < at - from && !(0 < from && (is(words, from - 1, SMALL) || is(words, from - 1, HERE))) {
        at - 1
    } else {
        from
    }
}
