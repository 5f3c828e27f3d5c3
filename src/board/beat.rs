//! The beat of compressions as a function of the clock alone: which beat it is, whether its flash is on, when that changes.
//! Every window and every step follow one clock and not their own timers, so that a busy page loses no count, two windows
//! beat together, and nobody who pushes is put out by a press at the desk.

use crate::domain::card::COMPRESSIONS_A_MINUTE;
use crate::domain::moment::Moment;

/// How long a flash stays on, in milliseconds: long enough to be seen at a glance, short enough to be dark before the next.
const LIT: i64 = 200;
const MINUTE: i64 = 60_000;
/// The year 5138; what the clock says beyond is a wrong clock.
const MOST: i64 = 100_000_000_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beat {
    pub number: i64,
    pub lit: bool,
}

/// The beat at `now`, and in how many milliseconds its flash goes on or off.
#[must_use]
pub fn beat(now: Moment) -> (Beat, u64) {
    let rate = i64::from(COMPRESSIONS_A_MINUTE);
    let gone = now.0.clamp(0, MOST);
    let number = gone * rate / MINUTE;
    // A minute cannot be shared out in whole milliseconds, so each beat begins with the first one that belongs to it.
    let begins = |beats: i64| (beats * MINUTE + rate - 1) / rate;
    let lit = gone - begins(number) < LIT;
    let change = if lit { begins(number) + LIT } else { begins(number + 1) };
    (Beat { number, lit }, u64::try_from(change - gone).unwrap_or(1).max(1))
}

/// What the counter of a step shows that began at `since`: from 1 on, or from 1 to `round` again and again where a round is
/// meant. 0 before the first flash.
#[must_use]
pub fn count_in_step(since: Moment, beat: Beat, round: u32) -> i64 {
    let begun = self::beat(since).0;
    // Whoever begins between two flashes begins with the next one.
    let before = begun.number - i64::from(begun.lit);
    let count = (beat.number - before).max(0);
    match i64::from(round) {
        0 => count,
        round if 0 < count => (count - 1) % round + 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Moment = Moment(1_792_324_800_000);

    #[test]
    fn a_minute_has_a_hundred_and_ten_flashes_each_with_its_number() {
        let (mut at, mut flashes, mut was) = (0, Vec::new(), false);
        while at < 2 * MINUTE {
            let (beat, wait) = beat(Moment(START.0 + at));
            if beat.lit && !was {
                flashes.push((beat.number, at));
            }
            was = beat.lit;
            at += i64::try_from(wait).expect("a short wait");
        }
        assert_eq!(flashes.len(), 220);
        assert!(flashes.windows(2).all(|two| two[1].0 == two[0].0 + 1), "{flashes:?}");
        let gaps: Vec<i64> = flashes.windows(2).map(|two| two[1].1 - two[0].1).collect();
        assert!(gaps.iter().all(|gap| (545..=546).contains(gap)), "{gaps:?}");
    }

    #[test]
    fn each_step_counts_from_one_and_keeps_the_beat() {
        let since = START.plus_seconds(20);
        let at = |seconds| beat(START.plus_seconds(seconds)).0;
        assert_eq!(count_in_step(START, at(0), 0), 1);
        assert_eq!(count_in_step(since, at(20), 0), 0, "the next flash is the first");
        assert_eq!(count_in_step(since, at(21), 0), 2);
        // 30 pushes take some 16 seconds.
        assert_eq!(count_in_step(since, at(36), 0), 30);
        assert_eq!(count_in_step(since, at(37), 0), 31);
    }

    /// Rounds of 30 pushes went on to 31, and the desk could not say when to breathe.
    #[test]
    fn a_round_of_thirty_begins_again_with_one() {
        let since = START.plus_seconds(20);
        let at = |seconds| count_in_step(since, beat(START.plus_seconds(seconds)).0, 30);
        assert_eq!([at(20), at(21), at(36), at(37), at(53)], [0, 2, 30, 1, 1]);
    }

    #[test]
    fn a_clock_that_is_wrong_still_beats() {
        assert!(beat(Moment(-5_000)).0.lit);
        assert!(0 < beat(Moment(i64::MAX)).1);
        assert!(0 < beat(Moment(i64::MIN)).1);
    }
}
