//! Instants and stretches of time. There is no clock here: the time comes in with each request.

use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// The later instant, `seconds` after this one.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// Whole seconds from `earlier` to this instant, negative when the clock of another device runs behind.
    #[must_use]
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).div_euclid(1000)
    }
}

/// An instant with the offset from UTC that was in force, in minutes, as exports need it (RFC 3339).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    pub moment: Moment,
    pub offset_minutes: i32,
}

impl LocalTime {
    fn shifted(self) -> Option<chrono::DateTime<chrono::Utc>> {
        let local = self.moment.0.checked_add(i64::from(self.offset_minutes) * 60_000)?;
        chrono::DateTime::from_timestamp_millis(local)
    }

    /// `11:41:47`.
    #[must_use]
    pub fn clock(self) -> String {
        self.shifted().map_or_else(|| "–".into(), |time| time.format("%H:%M:%S").to_string())
    }

    /// `11:41`.
    #[must_use]
    pub fn short_clock(self) -> String {
        self.shifted().map_or_else(|| "–".into(), |time| time.format("%H:%M").to_string())
    }

    /// `2026-10-18`.
    #[must_use]
    pub fn date(self) -> String {
        self.shifted().map_or_else(|| "–".into(), |time| time.format("%Y-%m-%d").to_string())
    }

    /// `Sun 18 Oct`.
    #[must_use]
    pub fn day(self) -> String {
        self.shifted().map_or_else(|| "–".into(), |time| time.format("%a %-d %b").to_string())
    }

    /// `2026-10-18T11:41:47-04:00`, with a numeric offset as NEMSIS asks.
    #[must_use]
    pub fn rfc3339(self) -> String {
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.unsigned_abs();
        self.shifted().map_or_else(String::new, |time| {
            format!("{}{sign}{:02}:{:02}", time.format("%Y-%m-%dT%H:%M:%S"), minutes / 60, minutes % 60)
        })
    }
}

/// The two digits of the year that an incident number starts with.
#[must_use]
pub fn short_year(moment: Moment, offset_minutes: i32) -> String {
    let time = LocalTime { moment, offset_minutes };
    time.shifted().map_or_else(|| "00".into(), |time| time.format("%y").to_string())
}

/// Reads `14:05` or `14:05:30` as the latest such time of day at or before `now`.
#[must_use]
pub fn read_clock(text: &str, now: LocalTime) -> Option<Moment> {
    let mut parts = text.trim().split(':');
    let hour: i64 = parts.next()?.parse().ok()?;
    let minute: i64 = parts.next()?.parse().ok()?;
    let second: i64 = parts.next().map_or(Some(0), |part| part.parse().ok())?;
    if parts.next().is_some() || !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..60).contains(&second) {
        return None;
    }
    let day = 86_400_000;
    let local_now = now.moment.0 + i64::from(now.offset_minutes) * 60_000;
    let today = local_now.div_euclid(day) * day;
    let at = today + (hour * 3600 + minute * 60 + second) * 1000;
    let at = if local_now < at { at - day } else { at };
    Some(Moment(at - i64::from(now.offset_minutes) * 60_000))
}

/// Reads a day, `2026-10-18`, and gives it as it is written.
#[must_use]
pub fn read_day(text: &str) -> Option<String> {
    let day = chrono::NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok()?;
    // Years of other than four digits are slips.
    Some(day.format("%Y-%m-%d").to_string()).filter(|day| day.len() == 10)
}

/// Reads `2026-10-18 14:05` as an instant; `local` says which offset is in force at one.
#[must_use]
pub fn read_day_and_clock(text: &str, local: impl Fn(Moment) -> LocalTime) -> Option<Moment> {
    let (day, clock) = text.trim().split_once(' ')?;
    let day = chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    let clock = chrono::NaiveTime::parse_from_str(clock.trim(), "%H:%M").ok()?;
    let wall = Moment(day.and_time(clock).and_utc().timestamp_millis());
    // The offset at the wall time read as UTC is the right one, but for the hours around a change of the clocks.
    let guess = Moment(wall.0 - i64::from(local(wall).offset_minutes) * 60_000);
    Some(Moment(wall.0 - i64::from(local(guess).offset_minutes) * 60_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: LocalTime = LocalTime { moment: Moment(1_792_338_107_000), offset_minutes: -240 };

    #[test]
    fn times_read_as_people_read_them() {
        assert_eq!(NOON.clock(), "11:41:47");
        assert_eq!(NOON.rfc3339(), "2026-10-18T11:41:47-04:00");
        assert_eq!(NOON.day(), "Sun 18 Oct");
        assert_eq!(short_year(NOON.moment, -240), "26");
    }

    #[test]
    fn a_day_and_a_time_read_as_they_are_written() {
        let read = |text| read_day_and_clock(text, |moment| LocalTime { moment, ..NOON });
        assert_eq!(read("2026-10-18 11:41").map(|at| at.0), Some(1_792_338_060_000));
        assert_eq!(read("2026-10-18"), None);
        assert_eq!(read("2026-02-30 11:41"), None);
    }

    #[test]
    fn a_clock_time_means_the_latest_one_that_has_passed() {
        let read = |text| read_clock(text, NOON).map(|moment| LocalTime { moment, ..NOON }.rfc3339());
        assert_eq!(read("11:05").as_deref(), Some("2026-10-18T11:05:00-04:00"));
        assert_eq!(read("23:50").as_deref(), Some("2026-10-17T23:50:00-04:00"));
        assert_eq!(read("24:00"), None);
        assert_eq!(read("soon"), None);
    }
}
