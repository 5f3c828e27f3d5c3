//! Lines and rings on the ground: compact to write down, exact to compare, and measured in metres.

use super::geo::Point;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A corner of a line in millionths of a degree, about a tenth of a metre: whole numbers, so that two lines that meet
/// have the very same corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Corner {
    pub lat: i32,
    pub lon: i32,
}

const MICRO: f64 = 1e6;
/// Metres of one millionth of a degree along a meridian, on the sphere that `Point::metres_to` uses.
pub const METRES_PER_MICRO: f64 = 0.111_194_926_6;

impl Corner {
    #[must_use]
    pub fn of(point: Point) -> Self {
        Self { lat: (point.lat * MICRO).round() as i32, lon: (point.lon * MICRO).round() as i32 }
    }

    #[must_use]
    pub fn point(self) -> Point {
        Point { lat: f64::from(self.lat) / MICRO, lon: f64::from(self.lon) / MICRO }
    }
}

/// A flat sheet around one latitude: near it, degrees become metres by two factors. Good to a part in a thousand over the
/// size of a city, which is far better than any position said over the radio.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    east: f64,
}

impl Sheet {
    #[must_use]
    pub fn at(corner: Corner) -> Self {
        Self { east: METRES_PER_MICRO * (f64::from(corner.lat) / MICRO).to_radians().cos() }
    }

    /// Metres east and north from `from` to `to`.
    #[must_use]
    pub fn offset(self, from: Corner, to: Corner) -> (f64, f64) {
        (f64::from(to.lon - from.lon) * self.east, f64::from(to.lat - from.lat) * METRES_PER_MICRO)
    }

    #[must_use]
    pub fn metres(self, from: Corner, to: Corner) -> f64 {
        let (east, north) = self.offset(from, to);
        east.hypot(north)
    }

    /// The point of the stretch from `a` to `b` that is nearest to `here`: its share of the way, and how far off it is.
    #[must_use]
    pub fn nearest(self, a: Corner, b: Corner, here: Corner) -> (f64, f64) {
        let (along_east, along_north) = self.offset(a, b);
        let (east, north) = self.offset(a, here);
        let square = along_east * along_east + along_north * along_north;
        let share =
            if square == 0.0 { 0.0 } else { ((east * along_east + north * along_north) / square).clamp(0.0, 1.0) };
        (share, (east - share * along_east).hypot(north - share * along_north))
    }

    /// Where the stretch from `a` to `b` crosses the one from `c` to `d`, their ends included.
    #[must_use]
    pub fn crossing(self, (a, b): (Corner, Corner), (c, d): (Corner, Corner)) -> Option<Corner> {
        let ((east, north), (east2, north2)) = (self.offset(a, b), self.offset(c, d));
        let (far_east, far_north) = self.offset(a, c);
        let turn = east * north2 - north * east2;
        let share = (far_east * north2 - far_north * east2) / turn;
        let other = (far_east * north - far_north * east) / turn;
        // Side by side there is no turn, and the shares are no numbers.
        let inside = (0.0..=1.0).contains(&share) && (0.0..=1.0).contains(&other);
        inside.then(|| between(a, b, share))
    }
}

/// The corner at a share of the way between two.
#[must_use]
pub fn between(a: Corner, b: Corner, share: f64) -> Corner {
    let part = |from: i32, to: i32| from + (f64::from(to - from) * share).round() as i32;
    Corner { lat: part(a.lat, b.lat), lon: part(a.lon, b.lon) }
}

/// Corners in order. Written down as an encoded polyline with six decimals: a public, compact text form of differences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Track(pub Vec<Corner>);

/// Bytes of lines in one row of the log. Signs that JSON writes twice still fit into its longest row.
pub const LONGEST_LINES: usize = 80_000;

impl Track {
    /// The line through points, without corners that repeat the one before.
    #[must_use]
    pub fn of(points: impl IntoIterator<Item = Point>) -> Self {
        let mut corners: Vec<Corner> = points.into_iter().map(Corner::of).collect();
        corners.dedup();
        Self(corners)
    }

    #[must_use]
    pub fn is_ring(&self) -> bool {
        3 < self.0.len() && self.0.first() == self.0.last()
    }

    #[must_use]
    pub fn metres(&self) -> f64 {
        let Some(first) = self.0.first() else { return 0.0 };
        let sheet = Sheet::at(*first);
        self.0.windows(2).map(|pair| sheet.metres(pair[0], pair[1])).sum()
    }

    /// The point this many metres along the line; its ends for what lies beyond them.
    #[must_use]
    pub fn at(&self, metres: f64) -> Option<Point> {
        let sheet = Sheet::at(*self.0.first()?);
        let mut left = metres.max(0.0);
        for pair in self.0.windows(2) {
            let length = sheet.metres(pair[0], pair[1]);
            if left <= length && 0.0 < length {
                return Some(between(pair[0], pair[1], left / length).point());
            }
            left -= length;
        }
        self.0.last().map(|last| last.point())
    }

    /// How far along the line the nearest place to `here` is, and how far off the line `here` is, in metres.
    #[must_use]
    pub fn nearest(&self, here: Point) -> Option<(f64, f64)> {
        let here = Corner::of(here);
        let sheet = Sheet::at(here);
        let mut best: Option<(f64, f64)> = None;
        let mut gone = 0.0;
        for pair in self.0.windows(2) {
            let length = sheet.metres(pair[0], pair[1]);
            let (share, off) = sheet.nearest(pair[0], pair[1], here);
            if best.is_none_or(|(_, nearest)| off < nearest) {
                best = Some((gone + share * length, off));
            }
            gone += length;
        }
        best
    }

    /// Whether the ring goes round `here`. The last corner joins the first, whether or not they are the same.
    #[must_use]
    pub fn holds(&self, here: Point) -> bool {
        let here = Corner::of(here);
        let Some(last) = self.0.last() else { return false };
        let mut inside = false;
        let mut from = last;
        for to in &self.0 {
            if (here.lat < from.lat) != (here.lat < to.lat) {
                let rise = f64::from(here.lat - from.lat) / f64::from(to.lat - from.lat);
                let crossing = f64::from(from.lon) + rise * f64::from(to.lon - from.lon);
                inside ^= f64::from(here.lon) < crossing;
            }
            from = to;
        }
        inside
    }

    /// A point to hang a label on: the middle of a line's length, the mean of a ring's corners.
    #[must_use]
    pub fn middle(&self) -> Option<Point> {
        if !self.is_ring() {
            return self.at(self.metres() / 2.0);
        }
        let corners = self.0.get(1..)?;
        let mean = |read: fn(&Corner) -> i32| {
            corners.iter().map(|corner| f64::from(read(corner))).sum::<f64>() / corners.len() as f64 / MICRO
        };
        Point::new(mean(|corner| corner.lat), mean(|corner| corner.lon))
    }

    /// The encoded polyline.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.0.len() * 6);
        let mut before = Corner { lat: 0, lon: 0 };
        for corner in &self.0 {
            put(&mut text, corner.lat - before.lat);
            put(&mut text, corner.lon - before.lon);
            before = *corner;
        }
        text
    }

    /// Reads an encoded polyline; nothing for a text that is none or that leaves the globe.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut bytes = text.bytes();
        let (mut lat, mut lon) = (0_i32, 0_i32);
        let mut corners = Vec::with_capacity(text.len() / 4);
        while 0 < bytes.len() {
            lat = lat.checked_add(take(&mut bytes)?)?;
            lon = lon.checked_add(take(&mut bytes)?)?;
            if 90_000_000 < lat.abs() || 180_000_000 < lon.abs() {
                return None;
            }
            corners.push(Corner { lat, lon });
        }
        Some(Self(corners))
    }
}

/// Five bits a letter, the lowest first; the sign stands in the lowest bit.
fn put(text: &mut String, value: i32) {
    let mut left = ((value << 1) ^ (value >> 31)) as u32;
    while 0x20 <= left {
        text.push(char::from((0x20 | (left & 0x1f)) as u8 + 63));
        left >>= 5;
    }
    text.push(char::from(left as u8 + 63));
}

fn take(bytes: &mut std::str::Bytes<'_>) -> Option<i32> {
    let (mut value, mut shift) = (0_u32, 0);
    loop {
        let five = u32::from(bytes.next()?.checked_sub(63)?);
        if 0x3f < five || 30 < shift {
            return None;
        }
        value |= (five & 0x1f) << shift;
        shift += 5;
        if five < 0x20 {
            return Some((value >> 1) as i32 ^ -((value & 1) as i32));
        }
    }
}

impl Serialize for Track {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Track {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| serde::de::Error::custom("not an encoded polyline"))
    }
}

/// The widest circle around a place, in metres.
pub const WIDEST: f64 = 100_000.0;

/// What a place covers beside its point.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    #[default]
    Point,
    /// Everything within this many metres of the point.
    Circle {
        metres: u32,
    },
    Area {
        ring: Track,
    },
    Line {
        track: Track,
    },
    /// A line with kilometre marks: the metres that are called out at its first and at its last corner. What lies
    /// between is shared out along the line, so a course drawn a little short still ends at its own length.
    Course {
        track: Track,
        from: u32,
        to: u32,
    },
}

impl Shape {
    /// What a typed radius covers: a circle, or the point alone where nothing is typed. None for what is no radius.
    #[must_use]
    pub fn of_radius(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase().replace(',', ".");
        if text.is_empty() {
            return Some(Self::Point);
        }
        let (number, unit) = match text.strip_suffix("km") {
            Some(number) => (number, 1000.0),
            None => (text.strip_suffix('m').unwrap_or(&text), 1.0),
        };
        let metres = number.trim().parse::<f64>().ok()? * unit;
        (1.0..=WIDEST).contains(&metres).then_some(Self::Circle { metres: metres.round() as u32 })
    }

    /// The radius of a circle in metres, as it is typed; empty for everything else.
    #[must_use]
    pub fn radius_text(&self) -> String {
        if let Self::Circle { metres } = self { metres.to_string() } else { String::new() }
    }

    #[must_use]
    pub fn is_point(&self) -> bool {
        *self == Self::Point
    }

    #[must_use]
    pub fn is_area(&self) -> bool {
        matches!(self, Self::Area { .. })
    }

    /// The kilometres of a course as they are typed: "0-42.195". Empty for everything else.
    #[must_use]
    pub fn kilometres_text(&self) -> String {
        let km = |metres: u32| f64::from(metres) / 1000.0;
        self.marks().map(|(from, to)| format!("{}-{}", km(from), km(to))).unwrap_or_default()
    }

    /// The same line with the kilometres that were typed, "0-42.195" or "42.195" alone: a course, and a mere line where
    /// nothing is typed. None for what is not understood, and for what is no line.
    #[must_use]
    pub fn with_kilometres(&self, text: &str) -> Option<Self> {
        let (Self::Line { track } | Self::Course { track, .. }) = self else { return None };
        let track = track.clone();
        let text = text.trim().to_lowercase().replace(',', ".").replace("km", "");
        if text.trim().is_empty() {
            return Some(Self::Line { track });
        }
        let (from, to) = text.split_once(['-', '–']).unwrap_or(("0", &text));
        let metres = |text: &str| {
            let km = text.trim().parse::<f64>().ok().filter(|km| (0.0..=1000.0).contains(km))?;
            Some((km * 1000.0).round() as u32)
        };
        let (from, to) = (metres(from)?, metres(to)?);
        (from < to).then_some(Self::Course { track, from, to })
    }

    /// The kind of shape, as the record names it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Circle { .. } => "circle",
            Self::Area { .. } => "area",
            Self::Line { .. } => "line",
            Self::Course { .. } => "course",
        }
    }

    #[must_use]
    pub fn track(&self) -> Option<&Track> {
        match self {
            Self::Point | Self::Circle { .. } => None,
            Self::Area { ring: track } | Self::Line { track } | Self::Course { track, .. } => Some(track),
        }
    }

    /// Whether `here` is inside, for what has an inside; `middle` is the point of the place.
    #[must_use]
    pub fn holds(&self, middle: Option<Point>, here: Point) -> bool {
        match self {
            Self::Circle { metres } => middle.is_some_and(|middle| middle.metres_to(here) <= f64::from(*metres)),
            Self::Area { ring } => ring.holds(here),
            _ => false,
        }
    }

    /// The metres that are called out at the first and at the last corner of a course.
    #[must_use]
    pub fn marks(&self) -> Option<(u32, u32)> {
        if let Self::Course { from, to, .. } = self { Some((*from, *to)) } else { None }
    }

    /// Where a mark of a course is; none outside its marks.
    #[must_use]
    pub fn mark(&self, metres: f64) -> Option<Point> {
        let Self::Course { track, from, to } = self else { return None };
        let (from, to) = (f64::from(*from), f64::from(*to));
        let share = (metres - from) / (to - from);
        if !(0.0..=1.0).contains(&share) {
            return None;
        }
        track.at(share * track.metres())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn track(points: &[(f64, f64)]) -> Track {
        Track::of(points.iter().map(|(lat, lon)| Point { lat: *lat, lon: *lon }))
    }

    #[test]
    fn a_line_reads_back_from_its_text() {
        let line = track(&[(60.171, 24.941), (60.171_001, 24.940_999), (-89.999_999, 179.999_999), (0.0, 0.0)]);
        assert_eq!(Track::read(&line.text()), Some(line.clone()));
        let written = serde_json::to_string(&line).expect("text");
        assert_eq!(serde_json::from_str::<Track>(&written).expect("a line"), line);
        for broken in ["_", "_p~iF", "é", "~~~~~~~~~~", "!!"] {
            assert_eq!(Track::read(broken), None, "{broken}");
        }
    }

    #[test]
    fn the_public_example_of_the_format_reads() {
        // The example of the format's own description has five decimals, so the same text means tenths here.
        let line = Track::read("_p~iF~ps|U_ulLnnqC_mqNvxq`@").expect("a line");
        assert_eq!(line.0[0], Corner { lat: 3_850_000, lon: -12_020_000 });
        assert_eq!(line.0[2], Corner { lat: 4_325_200, lon: -12_645_300 });
    }

    #[test]
    fn lengths_are_those_of_the_sphere() {
        let line = track(&[(60.17, 24.93), (60.17, 24.95), (60.18, 24.95)]);
        let points: Vec<Point> = line.0.iter().map(|corner| corner.point()).collect();
        let sphere = points[0].metres_to(points[1]) + points[1].metres_to(points[2]);
        assert!((line.metres() - sphere).abs() < 1.0, "{} {sphere}", line.metres());
        let (along, off) = line.nearest(Point { lat: 60.175, lon: 24.951 }).expect("a line");
        assert!((along - (points[0].metres_to(points[1]) + 556.0)).abs() < 2.0 && (off - 55.3).abs() < 1.0);
        assert!(line.at(along).expect("a point").metres_to(Point { lat: 60.175, lon: 24.95 }) < 1.0);
    }

    #[test]
    fn a_course_gives_any_mark_and_none_beyond_its_ends() {
        let course = Shape::Course { track: track(&[(0.0, 0.0), (0.0, 0.1)]), from: 10_000, to: 20_000 };
        let mark = course.mark(12_500.0).expect("on the course");
        assert!((mark.lon - 0.025).abs() < 1e-6);
        assert_eq!(course.mark(9_999.0), None);
        assert_eq!(course.mark(20_001.0), None);
    }

    #[test]
    fn a_line_becomes_a_course_by_its_kilometres_and_a_line_again_without() {
        let line = Shape::Line { track: track(&[(0.0, 0.0), (0.0, 0.1)]) };
        let with = |text: &str| line.with_kilometres(text);
        for (text, marks) in [("0-42.195", (0, 42_195)), ("5 km – 21,1 km", (5_000, 21_100)), ("1.001", (0, 1_001))] {
            let course = with(text).expect("a course");
            assert_eq!(course.marks(), Some(marks), "{text}");
            assert_eq!(line.with_kilometres(&course.kilometres_text()), Some(course.clone()));
            assert_eq!(course.with_kilometres(""), Some(line.clone()));
        }
        assert_eq!([with("long"), with("5-5"), with("9-3"), with("-5"), with("0-1001")], [const { None }; 5]);
        assert_eq!((Shape::Point.with_kilometres("5"), line.kilometres_text()), (None, String::new()));
    }

    #[test]
    fn a_radius_is_read_in_metres_and_kilometres() {
        let circle = |metres| Some(Shape::Circle { metres });
        let read = |text| Shape::of_radius(text);
        assert_eq!([read("75"), read(" 80 m "), read("1,5 km")], [circle(75), circle(80), circle(1500)]);
        assert_eq!(read(""), Some(Shape::Point));
        assert_eq!([read("0"), read("-5"), read("wide"), read("101 km"), read("NaN")], [None, None, None, None, None]);
        assert_eq!(
            (Shape::Circle { metres: 75 }.radius_text(), Shape::Point.radius_text()),
            ("75".into(), String::new())
        );
    }

    #[test]
    fn an_area_holds_what_is_inside_of_it() {
        let notch =
            Shape::Area { ring: track(&[(0.0, 0.0), (0.0, 4.0), (4.0, 4.0), (2.0, 2.0), (4.0, 0.0), (0.0, 0.0)]) };
        let holds = |lat, lon| notch.holds(None, Point { lat, lon });
        assert!(holds(1.0, 2.0) && holds(3.0, 0.5) && !holds(3.0, 2.0) && !holds(-1.0, 2.0));
        let circle = Shape::Circle { metres: 100 };
        let middle = Some(Point { lat: 10.0, lon: 10.0 });
        assert!(circle.holds(middle, Point { lat: 10.0005, lon: 10.0 }));
        assert!(!circle.holds(middle, Point { lat: 10.001, lon: 10.0 }));
        assert!(!circle.holds(None, Point { lat: 10.0, lon: 10.0 }));
    }
}
