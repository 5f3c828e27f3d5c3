//! A typed line cut into words, with where they stood, so that a fault can point at one.

use std::ops::Range;

/// A line before its words mean anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens<'a> {
    line: &'a str,
    words: Vec<Word<'a>>,
    /// What follows `;` or `"`, where there is one.
    pub text: Option<&'a str>,
    /// What follows `@`: when it happened.
    pub at: Option<&'a str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'a> {
    pub text: &'a str,
    pub range: Range<usize>,
    used: bool,
}

impl<'a> Tokens<'a> {
    #[must_use]
    pub fn of(line: &'a str) -> Self {
        let cut = line.find([';', '"']);
        let head = &line[..cut.unwrap_or(line.len())];
        let text = cut.map(|cut| line[cut + 1..].trim().trim_end_matches('"').trim_end());
        let mut words = Vec::new();
        let mut at = None;
        let mut start = None;
        let characters: Vec<(usize, char)> = head.char_indices().chain([(head.len(), ' ')]).collect();
        for (index, (position, character)) in characters.iter().enumerate() {
            let digit = |other: Option<&(usize, char)>| other.is_some_and(|(_, c)| c.is_ascii_digit());
            let inside_number = *character == '.'
                && digit(index.checked_sub(1).and_then(|before| characters.get(before)))
                && digit(characters.get(index + 1));
            let separates = character.is_whitespace() || *character == '/' || (*character == '.' && !inside_number);
            match (separates, start) {
                (false, None) => start = Some(*position),
                (true, Some(from)) => {
                    let text = &head[from..*position];
                    match text.strip_prefix('@').filter(|time| !time.is_empty()) {
                        Some(time) => at = Some(time),
                        None => words.push(Word { text, range: from..*position, used: false }),
                    }
                    start = None;
                }
                _ => {}
            }
        }
        Self { line, words, text, at }
    }

    /// Words nobody has taken yet.
    pub fn left(&self) -> impl Iterator<Item = (usize, &Word<'a>)> {
        self.words.iter().enumerate().filter(|(_, word)| !word.used)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.left().next().is_none()
    }

    pub fn take(&mut self, index: usize) {
        if let Some(word) = self.words.get_mut(index) {
            word.used = true;
        }
    }

    /// Takes the first word for which `meaning` has one.
    pub fn take_first<T>(&mut self, meaning: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (index, found) = self.left().find_map(|(index, word)| Some((index, meaning(word.text)?)))?;
        self.take(index);
        Some(found)
    }

    /// Takes the first run of neighbouring words, the longest first, for whose joined text `meaning` has one.
    pub fn take_run<T>(&mut self, longest: usize, join: &str, meaning: impl Fn(&str) -> Option<T>) -> Option<T> {
        let left: Vec<usize> = self.left().map(|(index, _)| index).collect();
        for start in 0..left.len() {
            for length in (1..=longest.min(left.len() - start)).rev() {
                let run = &left[start..start + length];
                if run.windows(2).any(|pair| pair[0] + 1 != pair[1]) {
                    continue;
                }
                let joined: Vec<&str> = run.iter().map(|index| self.words[*index].text).collect();
                if let Some(found) = meaning(&joined.join(join)) {
                    for index in &left[start..start + length] {
                        self.take(*index);
                    }
                    return Some(found);
                }
            }
        }
        None
    }

    /// Takes all that is left, as it was typed.
    pub fn take_rest(&mut self) -> String {
        let left: Vec<usize> = self.left().map(|(index, _)| index).collect();
        let (Some(first), Some(last)) = (left.first(), left.last()) else { return String::new() };
        let rest = if last - first + 1 == left.len() {
            self.line[self.words[*first].range.start..self.words[*last].range.end].to_owned()
        } else {
            left.iter().map(|index| self.words[*index].text).collect::<Vec<_>>().join(" ")
        };
        for index in left {
            self.take(index);
        }
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<&str> {
        Tokens::of(line).words.iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_text_and_time_are_told_apart() {
        assert_eq!(words("D.142/MED2  FR1"), ["D", "142", "MED2", "FR1"]);
        assert_eq!(words("LOC 14 40.74833, -73.98527"), ["LOC", "14", "40.74833,", "-73.98527"]);
        let tokens = Tokens::of("N 14 @14:05 ; asked \"twice\"");
        assert_eq!((tokens.at, tokens.text), (Some("14:05"), Some("asked \"twice")));
        assert_eq!(Tokens::of("NI fall Łódź Café").take_rest(), "NI fall Łódź Café");
    }
}
