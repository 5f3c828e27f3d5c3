//! The beat of compressions as a function of time alone: which beat it is, whether its flash is on, when that changes. Every
//! window follows the clock and not its own timers, so that a busy page loses no count and two windows beat together.

use crate::domain::card::COMPRESSIONS_A_MINUTE;
use crate::domain::moment::Moment;

/// How long a flash stays on, in milliseconds: long enough to be seen at a glance, short enough to be dark before the next.
const LIT: i64 = 200;
const MINUTE: i64 = 60_000;
/// Nobody compresses for longer than a day; what the clock says beyond is a wrong clock.
const MOST: i64 = 86_400_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beat {
    /// From 1, which begins with the start itself.
    pub number: i64,
    pub lit: bool,
}

/// The beat at `now`, and in how many milliseconds its flash goes on or off.
#[must_use]
pub fn beat(start: Moment, now: Moment) -> (Beat, u64) {
    let rate = i64::from(COMPRESSIONS_A_MINUTE);
    let gone = now.0.saturating_sub(start.0).clamp(0, MOST);
    let passed = gone * rate / MINUTE;
    // A minute cannot be shared out in whole milliseconds, so each beat begins with the first one that belongs to it.
    let begins = |beats: i64| (beats * MINUTE + rate - 1) / rate;
    let lit = gone - begins(passed) < LIT;
    let change = if lit { begins(passed) + LIT } else { begins(passed + 1) };
    (Beat { number: passed + 1, lit }, u64::try_from(change - gone).unwrap_or(1).max(1))
}

/// What the counter of a step shows. The beat itself goes through all steps without a break, so that nobody who pushes is
/// put out by a press at the desk.
#[must_use]
pub fn count_in_step(first: Moment, since: Moment, beat: Beat) -> i64 {
    let begun = self::beat(first, since).0;
    // Whoever begins between two flashes begins with the next one.
    let before = begun.number - i64::from(begun.lit);
    (beat.number - before).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_has_a_hundred_and_ten_flashes_each_with_its_number() {
        let start = Moment(1_792_324_800_000);
        let (mut at, mut flashes, mut was) = (0, Vec::new(), false);
        while at < 2 * MINUTE {
            let (beat, wait) = beat(start, Moment(start.0 + at));
            if beat.lit && !was {
                flashes.push((beat.number, at));
            }
            was = beat.lit;
            at += i64::try_from(wait).expect("a short wait");
        }
        assert_eq!(flashes.len(), 220);
        assert!(flashes.iter().zip(1..).all(|((number, _), place)| *number == place), "{flashes:?}");
        let gaps: Vec<i64> = flashes.windows(2).map(|two| two[1].1 - two[0].1).collect();
        assert!(gaps.iter().all(|gap| (545..=546).contains(gap)), "{gaps:?}");
    }

    #[test]
    fn each_step_counts_from_one_and_keeps_the_beat() {
        let first = Moment(1_792_324_800_000);
        let since = first.plus_seconds(20);
        let at = |seconds| beat(first, first.plus_seconds(seconds)).0;
        assert_eq!(count_in_step(first, first, at(0)), 1);
        assert_eq!(count_in_step(first, since, at(20)), 0, "the next flash is the first");
        assert_eq!(count_in_step(first, since, at(21)), 2);
        // 30 pushes take some 16 seconds.
        assert_eq!(count_in_step(first, since, at(36)), 30);
    }

    #[test]
    fn a_clock_that_is_wrong_still_beats() {
        let start = Moment(1_792_324_800_000);
        assert_eq!(beat(start, Moment(start.0 - 5_000)).0, Beat { number: 1, lit: true });
        assert!(0 < beat(start, Moment(i64::MAX)).0.number);
        assert!(0 < beat(Moment(i64::MIN), Moment(i64::MAX)).1);
    }
}
