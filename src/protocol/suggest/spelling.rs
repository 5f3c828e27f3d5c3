//! Slips of the pen in words that matter. Of all the words of all phrases too many are one letter apart from another
//! ("walking" and "waking"), so only those stand here that are long, often mistyped and worth it.

/// Letters from which two slips are forgiven instead of one.
const VERY_LONG: usize = 10;
/// The shortest word that is looked at.
const LONG: usize = 6;

/// Words that are meant even when they are mistyped.
#[rustfmt::skip]
const FORGIVEN: &[&str] = &[
    "abdominal", "accident", "aggressive", "allergic", "allergy", "ambulance", "anaphylactic", "anaphylaxis",
    "arrest", "assault", "assaulted", "asthma", "avalanche", "barrier", "bleeding", "breathing", "burning",
    "capsized", "cardiac", "casualties", "casualty", "chemical", "chlorine", "choking", "collapsed", "collision",
    "compressions", "concussion", "contractions", "convulsing", "convulsions", "crushed", "cuchillo", "cylinder",
    "dehydrated", "dehydration", "diabetic", "difficulty", "difficulties", "dislocated", "domestic", "drowned", "drowning", "electrocuted",
    "emergency", "epileptic", "evacuate", "exhaustion", "exploded", "explosion", "fainted", "fighting", "fracture",
    "fractured", "haemorrhage", "hallucinating", "handgun", "headache", "hemorrhage", "hyperventilating",
    "hypothermia", "inconsciente", "injured", "injuries", "intoxicated", "kidnapped", "lacerated", "laceration",
    "lightning", "machete", "missing", "monoxide", "overdose", "overdosed", "overturned", "palpitations",
    "paralysed", "paralyzed", "pistola", "pregnant", "propane", "pulseless", "respira", "robbery", "sangrando",
    "scaffolding", "seizure", "shooting", "shotgun", "sparking", "stabbed", "stabbing", "stampede", "strangled",
    "stroke", "suicidal", "suicide", "suspicious", "swelling", "swollen", "trapped", "unattended", "unconscious",
    "unresponsive", "vomiting", "weapon", "wheezing",
];

/// Words that lie one slip beside those and mean something else.
#[rustfmt::skip]
const CORRECT: &[&str] = &[
    "aggression", "blending", "breaching", "breeding", "burping", "burring", "burying", "casually", "chowing",
    "coking", "collusion", "compression", "compulsion", "compulsions", "concession", "concessions", "conclusion",
    "conclusions", "concussions", "confession", "confusing", "confusion", "constrictions", "constructions",
    "consulting", "contractors", "contradictions", "contraption", "contraptions", "conversing", "conversions",
    "convulsive", "cooking", "crashed", "crushes", "crusted", "difficult", "dislocate", "dislocates", "dissociated", "downed",
    "downing", "droned", "droning", "drowsed", "drowsing", "evaluate", "exhausting", "exhaustive", "explored",
    "fainter", "frighting", "insured", "kidnaped", "kidnapper", "liberation", "lighting", "massing", "messing",
    "misting", "misusing", "mussing", "overdoes", "overdone", "overture", "overtures", "overturn", "overturns",
    "profane", "scabbed", "scabbing", "scooting", "selling", "sharking", "shelling", "shooing", "shorting",
    "shouting", "slabbed", "slabbing", "smelling", "spanking", "sparing", "sparkling", "sparring", "spelling",
    "stabled", "stabling", "stamped", "straggled", "strike", "strikes", "striking", "strode", "strove", "stubbed",
    "stubbing", "suspicion", "suspicions", "swabbed", "swabbing", "swilling", "tapped", "tramped", "trapper",
    "tripped", "unintended", "wheeling",
];

/// What the writer meant by a mistyped word, if it is one of those that matter.
#[must_use]
pub fn mended(word: &str) -> Option<&'static str> {
    if word.len() < LONG || !word.is_ascii() || FORGIVEN.contains(&word) || CORRECT.contains(&word) {
        return None;
    }
    let bare = word.strip_suffix('s').filter(|bare| !CORRECT.contains(bare)).unwrap_or(word);
    let mut best: Option<(usize, &str)> = None;
    // Hardly anybody misses the first letter.
    for known in FORGIVEN.iter().filter(|known| known.as_bytes().first() == word.as_bytes().first()) {
        let most = if VERY_LONG <= known.len() { 2 } else { 1 };
        // A plural is no slip.
        if bare == *known {
            return None;
        }
        let compared = if known.ends_with('s') { word } else { bare };
        if known.len().abs_diff(compared.len()) <= most
            && let Some(slips) = slips(compared.as_bytes(), known.as_bytes(), most)
            && best.is_none_or(|(fewest, _)| slips < fewest)
        {
            best = Some((slips, known));
        }
    }
    best.map(|(_, known)| known)
}

/// Letters left out, put in, changed or swapped with their neighbour between two words, if there are at most `most`.
fn slips(one: &[u8], other: &[u8], most: usize) -> Option<usize> {
    // Three rows of the usual table; a word has no more letters than fit.
    const WIDE: usize = 24;
    if WIDE <= one.len() || WIDE <= other.len() {
        return None;
    }
    let mut before = [0_usize; WIDE];
    let mut row = [0_usize; WIDE];
    for (column, cell) in row.iter_mut().enumerate() {
        *cell = column;
    }
    for (at, letter) in one.iter().enumerate() {
        let mut next = [0_usize; WIDE];
        next[0] = at + 1;
        let mut least = next[0];
        for (column, against) in other.iter().enumerate() {
            let change = row[column] + usize::from(letter != against);
            let mut cost = change.min(row[column + 1] + 1).min(next[column] + 1);
            if 0 < at && 0 < column && *letter == other[column - 1] && one[at - 1] == *against {
                cost = cost.min(before[column - 1] + 1);
            }
            next[column + 1] = cost;
            least = least.min(cost);
        }
        if most < least {
            return None;
        }
        (before, row) = (row, next);
    }
    Some(row[other.len()]).filter(|slips| *slips <= most)
}
