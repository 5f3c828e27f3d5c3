//! Stretches of time as people read them, and whether they have grown too long.

use crate::domain::moment::Moment;

/// How a running time stands against its goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    Plain,
    /// More than 80 % of the goal is gone.
    Near,
    Over,
}

/// `0:49`, `12:05`, `1:02:11`.
#[must_use]
pub fn stretch(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if 0 < hours { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes}:{rest:02}") }
}

/// A running time against a deadline: its text, and how it stands. Past the deadline the text is how late it is.
#[must_use]
pub fn against(now: Moment, since: Moment, deadline: Option<Moment>) -> (String, Standing) {
    let gone = now.seconds_since(since).max(0);
    let Some(deadline) = deadline else { return (stretch(gone), Standing::Plain) };
    if deadline <= now {
        return (format!("+{}", stretch(now.seconds_since(deadline))), Standing::Over);
    }
    let whole = deadline.seconds_since(since).max(1);
    let standing = if whole * 4 <= gone * 5 { Standing::Near } else { Standing::Plain };
    (stretch(gone), standing)
}

/// Time left until `deadline`, or how late it is.
#[must_use]
pub fn left(now: Moment, deadline: Moment, whole_seconds: i64) -> (String, Standing) {
    if deadline <= now {
        return (format!("+{}", stretch(now.seconds_since(deadline))), Standing::Over);
    }
    let left = deadline.seconds_since(now);
    let standing = if left * 5 <= whole_seconds { Standing::Near } else { Standing::Plain };
    (stretch(left), standing)
}

/// An interval between two milestones. A missing end is unknown, never zero.
#[must_use]
pub fn interval(from: Option<Moment>, to: Option<Moment>) -> Option<i64> {
    Some(to?.seconds_since(from?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_turn_near_and_over() {
        let at = |seconds| Moment(1_000_000_000_000).plus_seconds(seconds);
        let check = |gone, goal| against(at(gone), at(0), Some(at(goal)));
        assert_eq!(check(10, 60), ("0:10".into(), Standing::Plain));
        assert_eq!(check(48, 60), ("0:48".into(), Standing::Near));
        assert_eq!(check(72, 60), ("+0:12".into(), Standing::Over));
        assert_eq!(stretch(3731), "1:02:11");
        assert_eq!(stretch(-5), "0:00");
        assert_eq!(left(at(0), at(50), 250).1, Standing::Near);
        assert_eq!(interval(None, Some(at(5))), None);
    }
}
