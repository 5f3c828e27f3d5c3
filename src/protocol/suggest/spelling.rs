//! Long words that are one slip away from a word of some phrase.

/// Letters from which a slip is forgiven: of shorter words too many are one letter apart.
const LONG: usize = 6;
/// Letters from which two slips are forgiven.
const VERY_LONG: usize = 10;

/// The long words of all phrases.
#[derive(Default)]
pub struct Spelling {
    /// Whole words and stems, the latter with `true`; sorted by first letter.
    known: Vec<(String, bool)>,
}

impl Spelling {
    pub fn learn(&mut self, phrase: &str) {
        for word in phrase.split(' ') {
            let (bare, stem) = word.strip_suffix('*').map_or((word, false), |bare| (bare, true));
            if LONG <= bare.len() && bare.is_ascii() {
                self.known.push((bare.to_owned(), stem));
            }
        }
    }

    pub fn ready(&mut self) {
        self.known.sort();
        self.known.dedup();
    }

    /// What the writer meant by a word that no phrase knows: the one known word nearest to it.
    #[must_use]
    pub fn mended(&self, word: &str) -> Option<&str> {
        if word.len() < LONG || !word.is_ascii() || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let first = word.as_bytes()[0];
        let from = self.known.partition_point(|(known, _)| known.as_bytes()[0] < first);
        let near = &self.known[from..];
        let near = &near[..near.partition_point(|(known, _)| known.as_bytes()[0] == first)];
        if near.iter().any(|(known, stem)| is_of(word, known, *stem)) || CORRECT.binary_search(&word).is_ok() {
            return None;
        }
        let mut best: Option<(usize, &str)> = None;
        for (known, stem) in near {
            let most = if VERY_LONG <= known.len() { 2 } else { 1 };
            // A stem stands for words that begin so: the slip must be in that beginning.
            let compared = if *stem { &word[..word.len().min(known.len())] } else { word };
            if known.len().abs_diff(compared.len()) <= most
                && let Some(slips) = slips(compared.as_bytes(), known.as_bytes(), most)
                && best.is_none_or(|(fewest, _)| slips < fewest)
            {
                best = Some((slips, known));
            }
        }
        best.map(|(_, known)| known)
    }
}

fn is_of(word: &str, known: &str, stem: bool) -> bool {
    word.strip_prefix(known).is_some_and(|rest| stem || matches!(rest, "" | "s" | "es"))
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

/// Words that are spelled as they are meant and lie one slip beside a word of some phrase. Sorted.
const CORRECT: &[&str] = &[];
