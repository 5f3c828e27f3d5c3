//! A time as callers say it: a clock time, or words that tell one.

/// Words that tell a time together with others, or by themselves.
const DAYS: &[&str] = &[
    "today",
    "yesterday",
    "tonight",
    "night",
    "morning",
    "noon",
    "afternoon",
    "evening",
    "midnight",
    "now",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const SPANS: &[&str] =
    &["min", "mins", "minute", "minutes", "h", "hr", "hrs", "hour", "hours", "day", "days", "week", "weeks"];
const AROUND: &[&str] = &[
    "about", "around", "at", "before", "after", "since", "the", "this", "last", "in", "on", "just", "a", "an", "half",
    "few",
];

/// `HH:MM` where it is a clock time; else as it was said, if it tells a time at all.
#[must_use]
pub fn time(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(clock) = clock(text) {
        return Some(clock);
    }
    // "at 2 pm" is one clock time in two words.
    let lower = text.to_lowercase().replace(',', " ");
    let mut words: Vec<String> = Vec::new();
    for word in lower.split_whitespace() {
        match words.last_mut() {
            Some(last) if matches!(word, "am" | "pm") => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
    }
    let ago = words.last().is_some_and(|word| word == "ago");
    let is_span = |word: &String| SPANS.contains(&word.as_str());
    let counts = |word: &String| {
        let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let span = word.strip_prefix(digits).unwrap_or_default();
        digits.parse::<u32>().is_ok_and(|count| count <= 1000) && (span.is_empty() || SPANS.contains(&span))
    };
    let mut tells = false;
    for word in &words {
        let day = DAYS.contains(&word.as_str()) || clock(word).is_some();
        let passed = ago && (is_span(word) || counts(word));
        tells |= day
            || (ago && (is_span(word) || word.ends_with(|letter: char| letter.is_ascii_alphabetic()) && counts(word)));
        if !(day || passed || word == "ago" || AROUND.contains(&word.as_str())) {
            return None;
        }
    }
    tells.then(|| text.to_owned())
}

/// `14:05`, `1405`, `2 pm`, `2:30pm`. Two digits by themselves may as well be minutes.
fn clock(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let half = ["am", "pm"].into_iter().find_map(|half| Some((lower.strip_suffix(half)?.trim_end(), half == "pm")));
    let digits = half.map_or(lower.as_str(), |(digits, _)| digits);
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) => (hour, minute),
        None if matches!(digits.len(), 3 | 4) && digits.is_ascii() => digits.split_at(digits.len() - 2),
        None if half.is_some() => (digits, "00"),
        None => return None,
    };
    let number = |digits: &str, most: usize| {
        let all = digits.bytes().all(|byte| byte.is_ascii_digit());
        if all && (1..=most).contains(&digits.len()) { digits.parse::<u32>().ok() } else { None }
    };
    let (hour, minute) = (number(hour, 2)?, number(minute, 2).filter(|_| minute.len() == 2)?);
    let hour = match half {
        Some((_, late)) if (1..=12).contains(&hour) => hour % 12 + if late { 12 } else { 0 },
        Some(_) => return None,
        None => hour,
    };
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn a_clock_time_is_written_one_way() {
        for (said, meant) in [
            ("14:05", "14:05"),
            ("9:30", "09:30"),
            ("1405", "14:05"),
            ("905", "09:05"),
            ("14.05", "14:05"),
            ("2 pm", "14:00"),
            ("2:30pm", "14:30"),
            ("12 am", "00:00"),
            ("12PM", "12:00"),
        ] {
            assert_eq!(time(said).as_deref(), Some(meant), "{said}");
        }
    }

    #[test]
    fn what_tells_a_time_in_words_is_kept() {
        for said in [
            "20 min ago",
            "20min ago",
            "about 2 hours ago",
            "half an hour ago",
            "yesterday 21:30",
            "at noon",
            "last night",
            "Yesterday, around 9 pm",
            "just now",
            "this morning",
            "Monday morning",
            "a few days ago",
        ] {
            assert_eq!(time(said).as_deref(), Some(said));
        }
    }

    #[test]
    fn what_tells_no_time_is_no_answer() {
        for said in [
            "",
            "said",
            "25:00",
            "14:5",
            "14:60",
            "13 pm",
            "20",
            "9",
            "ago",
            "20 ago",
            "2460",
            "at",
            "20 bananas ago",
            "blue yesterday",
            "99999999999999 min ago",
            "é0",
        ] {
            assert_eq!(time(said), None, "{said}");
        }
    }
}
