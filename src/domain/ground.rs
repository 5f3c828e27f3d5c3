//! The ground of an operation: its paths as imported lines, what is shut on them, and the picture they are drawn on.

use super::geo::Point;
use super::ids::LayerId;
use super::place::fold;
use super::track::{Corner, Sheet, Track};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that is drawn and travelled on, by the number that an import gave each path.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ground {
    pub layers: BTreeMap<LayerId, Layer>,
    pub paths: BTreeMap<u32, Path>,
    /// Why a path may not be passed right now.
    pub closed: BTreeMap<u32, String>,
    /// How much longer a path takes because of people on it, in percent; 100 is free and not kept.
    pub crowd: BTreeMap<u32, u16>,
    pub plan: Option<SitePlan>,
    /// The number that the next imported path gets.
    pub next: u32,
    /// The rows that last changed the lines, and what is shut or crowded on them: what is made of the ground is made
    /// again when these move.
    pub drawn: u64,
    pub shut: u64,
    /// Paths by their compared names; made again from the paths, never stored.
    #[serde(skip)]
    pub names: BTreeMap<String, BTreeSet<u32>>,
}

/// The lines of one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    pub id: LayerId,
    pub name: String,
    /// Who made the data and under which licence, shown beside the map.
    pub source: String,
    pub retired: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Path {
    pub layer: LayerId,
    pub class: Class,
    /// From the first corner to the last only.
    pub one_way: bool,
    /// Who may not pass, whatever the class says.
    pub barred: Movers,
    pub name: String,
    /// The same name in another language, often empty.
    pub other: String,
    pub track: Track,
}

/// What kind of way a line is. What may go where, and how fast, is a table of the travel network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    Main,
    Street,
    Service,
    Track,
    Square,
    Footway,
    Trail,
    Cycleway,
    Steps,
    Water,
    /// Drawn and never travelled: a building, a shore, a fence.
    Outline,
}

impl Class {
    pub const ALL: [Self; 11] = [
        Self::Main,
        Self::Street,
        Self::Service,
        Self::Track,
        Self::Square,
        Self::Footway,
        Self::Trail,
        Self::Cycleway,
        Self::Steps,
        Self::Water,
        Self::Outline,
    ];

    /// The letter that stands for it in the log.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Main => 'm',
            Self::Street => 's',
            Self::Service => 'v',
            Self::Track => 't',
            Self::Square => 'q',
            Self::Footway => 'f',
            Self::Trail => 'p',
            Self::Cycleway => 'c',
            Self::Steps => 'x',
            Self::Water => 'w',
            Self::Outline => 'o',
        }
    }
}

/// Some of the four ways to move on the ground, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Movers(pub u8);

impl Movers {
    pub const FOOT: Self = Self(1);
    pub const BIKE: Self = Self(2);
    pub const CART: Self = Self(4);
    pub const VEHICLE: Self = Self(8);

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// A picture of the site, placed by points that are known on both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SitePlan {
    pub name: String,
    /// SHA-256 of the picture, under which it is kept beside the log.
    pub blob: String,
    pub anchors: Vec<Anchor>,
}

/// One point that is known on the picture and on the ground.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Anchor {
    /// Pixels from the left and from the top of the picture.
    pub x: f64,
    pub y: f64,
    pub point: Point,
}

/// How the pixels of a plan lie on the ground: `lon = a x + b y + c`, `lat = d x + e y + f`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    pub lon: [f64; 3],
    pub lat: [f64; 3],
}

impl SitePlan {
    /// Two anchors turn, scale and shift the picture; three also stretch and shear it. None when they lie on one spot or,
    /// for three, on one line.
    #[must_use]
    pub fn placement(&self) -> Option<Placement> {
        let [first, second, rest @ ..] = &self.anchors[..] else { return None };
        // On a flat sheet around the first anchor, a third point can be made of two: a quarter turn of the second.
        let shrink = first.point.lat.to_radians().cos();
        let east = (second.point.lon - first.point.lon) * shrink;
        let north = second.point.lat - first.point.lat;
        let (wide, high) = (second.x - first.x, second.y - first.y);
        let third = rest.first().copied().unwrap_or(Anchor {
            x: first.x - high,
            y: first.y + wide,
            // Pixels count downwards, degrees upwards, so the quarter turn goes the other way round.
            point: Point { lat: first.point.lat - east, lon: first.point.lon + north / shrink },
        });
        let (wide2, high2) = (third.x - first.x, third.y - first.y);
        let area = wide * high2 - wide2 * high;
        let solve = |read: fn(&Anchor) -> f64| {
            let (one, two) = (read(second) - read(first), read(&third) - read(first));
            let a = (one * high2 - two * high) / area;
            let b = (two * wide - one * wide2) / area;
            [a, b, read(first) - a * first.x - b * first.y]
        };
        let placed = Placement { lon: solve(|anchor| anchor.point.lon), lat: solve(|anchor| anchor.point.lat) };
        let turned = placed.lon[0] * placed.lat[1] - placed.lon[1] * placed.lat[0];
        (area.abs() > f64::EPSILON && turned.is_finite() && turned != 0.0).then_some(placed)
    }
}

impl Placement {
    /// The picture lies with its back up: whoever walks round it to the right goes round to the left on the ground.
    #[must_use]
    pub fn is_mirrored(&self) -> bool {
        // Pixels count downwards, degrees upwards.
        0.0 < self.lon[0] * self.lat[1] - self.lon[1] * self.lat[0]
    }

    /// How many times longer the picture is drawn one way than another: 1 for a plan that is true to scale.
    #[must_use]
    pub fn stretch(&self) -> f64 {
        let shrink = self.lat[2].to_radians().cos();
        let [a, b, d, e] = [self.lon[0] * shrink, self.lon[1] * shrink, self.lat[0], self.lat[1]];
        // The longest and the shortest half axis of what a circle on the picture becomes on the ground.
        let (sum, turned) = (a * a + b * b + d * d + e * e, (a * e - b * d).abs());
        let apart = (sum * sum - 4.0 * turned * turned).max(0.0).sqrt();
        ((sum + apart) / (sum - apart)).sqrt()
    }

    /// Where a pixel lies.
    #[must_use]
    pub fn point(&self, x: f64, y: f64) -> Option<Point> {
        let at = |row: &[f64; 3]| row[0] * x + row[1] * y + row[2];
        Point::new(at(&self.lat), at(&self.lon))
    }
}

/// A path as one line of text: the letter of its class, then `1` for one way, then who is barred as a digit in hexadecimal;
/// name, other name and encoded polyline follow behind tabs.
#[must_use]
pub fn write_path(path: &Path) -> String {
    let clean = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    let one_way = if path.one_way { '1' } else { '0' };
    let head: String = [path.class.letter(), one_way].into_iter().collect();
    let (name, other) = (clean(&path.name), clean(&path.other));
    format!("{head}{:x}\t{name}\t{other}\t{}", path.barred.0 & 0xf, path.track.text())
}

/// Reads one line of text as a path. What cannot be read is none, so that a damaged line costs itself alone.
#[must_use]
pub fn read_path(line: &str, layer: LayerId) -> Option<Path> {
    let mut fields = line.split('\t');
    let mut head = fields.next()?.chars();
    let letter = head.next()?;
    let class = Class::ALL.into_iter().find(|class| class.letter() == letter)?;
    let one_way = head.next()? == '1';
    let barred = Movers(head.next()?.to_digit(16)? as u8);
    let (name, other) = (fields.next()?.to_owned(), fields.next()?.to_owned());
    let track = Track::read(fields.next()?)?;
    (1 < track.0.len()).then_some(Path { layer, class, one_way, barred, name, other, track })
}

/// Corners of two streets this close, in metres, belong to one crossing: both sides of a divided road.
const ONE_CROSSING: f64 = 60.0;
/// A street without a corner on another still meets it if its end comes this close, in metres.
const TOUCHING: f64 = 15.0;

impl Ground {
    /// Paths that are in use, with their numbers.
    pub fn shown(&self) -> impl Iterator<Item = (u32, &Path)> {
        let kept = |path: &&Path| self.layers.get(&path.layer).is_some_and(|layer| !layer.retired);
        self.paths.iter().filter(move |(_, path)| kept(path)).map(|(number, path)| (*number, path))
    }

    /// Makes the look-up by name again.
    pub fn rebuild_names(&mut self) {
        self.names.clear();
        let numbers: Vec<u32> = self.shown().map(|(number, _)| number).collect();
        for number in numbers {
            self.add_names(number);
        }
    }

    /// How crowded a path is, in percent of its free time.
    #[must_use]
    pub fn crowd_on(&self, number: u32) -> u16 {
        self.crowd.get(&number).copied().unwrap_or(100)
    }

    /// Some paths in words: their names, or their numbers where they have none.
    #[must_use]
    pub fn name_of(&self, paths: &[u32]) -> String {
        const SHOWN: usize = 3;
        let mut names: Vec<String> = Vec::new();
        let mut more = false;
        for number in paths {
            let name = self.paths.get(number).map(|path| path.name.clone()).filter(|name| !name.is_empty());
            let name = name.unwrap_or_else(|| format!("~{number}"));
            if !names.contains(&name) {
                more = names.len() == SHOWN;
                if more {
                    break;
                }
                names.push(name);
            }
        }
        let names = names.join(", ");
        if more { format!("{names} …") } else { names }
    }

    /// The paths that a person means by a street's name or by `~12`, the number that a list shows.
    #[must_use]
    pub fn meant(&self, text: &str) -> Option<Vec<u32>> {
        if let Some(number) = text.trim().strip_prefix('~') {
            let number = number.parse().ok().filter(|number| self.paths.contains_key(number))?;
            return Some(vec![number]);
        }
        self.named(text).map(|(_, paths)| paths.iter().copied().collect())
    }

    fn add_names(&mut self, number: u32) {
        let Some(path) = self.paths.get(&number).filter(|path| path.class != Class::Outline) else { return };
        for name in [&path.name, &path.other] {
            let folded = fold(name);
            if !folded.is_empty() {
                self.names.entry(folded).or_default().insert(number);
            }
        }
    }

    /// Takes over lines of a layer as they stand in the log. Numbers that are taken are taken anew.
    pub fn draw(&mut self, layer: LayerId, first: u32, lines: &str) {
        let mut replaced = false;
        for (offset, line) in (0..).zip(lines.split('\n')) {
            let number = first.saturating_add(offset);
            self.next = self.next.max(number.saturating_add(1));
            if let Some(path) = read_path(line, layer) {
                replaced |= self.paths.insert(number, path).is_some();
                if self.layers.get(&layer).is_some_and(|layer| !layer.retired) {
                    self.add_names(number);
                }
            }
        }
        if replaced {
            self.rebuild_names();
        }
    }

    /// The paths of exactly this name; failing that, of the only street whose name starts with it.
    #[must_use]
    pub fn named(&self, text: &str) -> Option<(&str, &BTreeSet<u32>)> {
        let folded = fold(text);
        if folded.is_empty() {
            return None;
        }
        let mut starting = self.names.range(folded.clone()..).take_while(|(name, _)| name.starts_with(&folded));
        let first = starting.next()?;
        if *first.0 == folded {
            return Some((first.0, first.1));
        }
        // Names in two languages begin alike and mean one street, some of whose paths may carry one of them alone.
        let others: Vec<_> = starting.collect();
        let whole = others.iter().copied().chain([first]).max_by_key(|(_, paths)| paths.len())?;
        let within = |(_, paths): &(&String, &BTreeSet<u32>)| paths.is_subset(whole.1);
        (within(&first) && others.iter().all(within)).then_some((whole.0.as_str(), whole.1))
    }

    /// Names of streets that start with, or hold a word that starts with, what was typed.
    #[must_use]
    pub fn streets(&self, text: &str, most: usize) -> Vec<&str> {
        let folded = fold(text);
        if folded.is_empty() {
            return Vec::new();
        }
        let starts = self.names.range(folded.clone()..).take_while(|(name, _)| name.starts_with(&folded));
        let words = format!(" {folded}");
        let holds = self.names.iter().filter(|(name, _)| name.contains(&words));
        let mut found: Vec<&str> = Vec::new();
        for (_, paths) in starts.chain(holds) {
            // Shown as it is written, not as it is compared.
            let path = paths.first().and_then(|number| self.paths.get(number));
            let shown = path.map(|path| if fold(&path.name).contains(&folded) { &path.name } else { &path.other });
            if let Some(shown) = shown.filter(|shown| !found.contains(&shown.as_str())) {
                found.push(shown);
            }
            if found.len() == most {
                break;
            }
        }
        found
    }

    /// Crossings that a half-typed text may mean: with the first street known, those that its second word begins.
    #[must_use]
    pub fn crossings_like(&self, text: &str, most: usize) -> Vec<String> {
        const TRIED: usize = 60;
        let Some((one, other)) = text.split_once(['&', '/']) else { return Vec::new() };
        let Some((_, paths)) = self.named(one) else { return Vec::new() };
        let one = self.name_of(&paths.iter().copied().take(1).collect::<Vec<u32>>());
        let others = self.streets(other, TRIED).into_iter().filter(|other| fold(other) != fold(&one));
        let met = others.filter(|other| self.crossings(&one, other).is_some_and(|found| !found.is_empty()));
        met.take(most).map(|other| format!("{one} & {other}")).collect()
    }

    /// Where two named streets meet, one point for each crossing, from north to south. Empty: both are known and do not
    /// meet. None: one of the names is not a street's.
    #[must_use]
    pub fn crossings(&self, one: &str, other: &str) -> Option<Vec<Point>> {
        let tracks = |text: &str| {
            let (_, paths) = self.named(text)?;
            Some(paths.iter().filter_map(|number| self.paths.get(number)).map(|path| &path.track).collect::<Vec<_>>())
        };
        let (one, other) = (tracks(one)?, tracks(other)?);
        let corners = |tracks: &[&Track]| tracks.iter().flat_map(|track| track.0.iter().copied()).collect();
        let (mine, theirs): (BTreeSet<Corner>, BTreeSet<Corner>) = (corners(&one), corners(&other));
        let mut shared: BTreeSet<Corner> = mine.intersection(&theirs).copied().collect();
        if shared.is_empty() {
            shared = touching(&one, &other);
        }
        let mut groups: Vec<Vec<Corner>> = Vec::new();
        for corner in shared.into_iter().rev() {
            let sheet = Sheet::at(corner);
            let near = |group: &&mut Vec<Corner>| group.iter().any(|one| sheet.metres(*one, corner) <= ONE_CROSSING);
            match groups.iter_mut().find(near) {
                Some(group) => group.push(corner),
                None => groups.push(vec![corner]),
            }
        }
        Some(
            groups
                .iter()
                .map(|group| {
                    let mean = |read: fn(&Corner) -> i32| {
                        (group.iter().map(|corner| i64::from(read(corner))).sum::<i64>() / group.len() as i64) as i32
                    };
                    Corner { lat: mean(|corner| corner.lat), lon: mean(|corner| corner.lon) }.point()
                })
                .collect(),
        )
    }
}

/// Where two streets without a common corner cross all the same, or an end of one comes close to the other.
fn touching(one: &[&Track], other: &[&Track]) -> BTreeSet<Corner> {
    let Some(first) = one.first().and_then(|track| track.0.first()) else { return BTreeSet::new() };
    let sheet = Sheet::at(*first);
    let beside = Extent::of(one).zip(Extent::of(other));
    let Some((mine, theirs)) = beside.map(|(one, other)| (one.wider(sheet), other.wider(sheet))) else {
        return BTreeSet::new();
    };
    // Only what lies where both are has to be compared.
    let near = |tracks: &[&Track], extent: Extent| -> Vec<(Corner, Corner)> {
        let pairs = tracks.iter().flat_map(|track| track.0.windows(2)).map(|pair| (pair[0], pair[1]));
        pairs.filter(|(from, to)| extent.meets(*from, *to)).collect()
    };
    let (mine, theirs) = (near(one, theirs), near(other, mine));
    let crossed = mine.iter().flat_map(|one| theirs.iter().filter_map(|other| sheet.crossing(*one, *other)));
    let mut found: BTreeSet<Corner> = crossed.collect();
    for (street, stretches) in [(one, &theirs), (other, &mine)] {
        for end in loose_ends(street) {
            let feet = stretches.iter().map(|(from, to)| (sheet.nearest(*from, *to, end), *from, *to));
            let nearest = feet.min_by(|((_, off), ..), ((_, other), ..)| off.total_cmp(other));
            if let Some(((share, _), from, to)) = nearest.filter(|((_, off), ..)| *off <= TOUCHING) {
                found.insert(super::track::between(from, to, share));
            }
        }
    }
    found
}

/// The ends of a street: where one of its paths ends and no other goes on.
fn loose_ends(street: &[&Track]) -> Vec<Corner> {
    let mut ends: BTreeMap<Corner, u32> = BTreeMap::new();
    for end in street.iter().flat_map(|track| track.0.first().into_iter().chain(track.0.last())) {
        *ends.entry(*end).or_default() += 1;
    }
    ends.into_iter().filter(|(_, paths)| *paths == 1).map(|(end, _)| end).collect()
}

/// The rectangle around some corners.
#[derive(Debug, Clone, Copy)]
struct Extent {
    south_west: Corner,
    north_east: Corner,
}

impl Extent {
    fn of(tracks: &[&Track]) -> Option<Self> {
        let corners = || tracks.iter().flat_map(|track| track.0.iter());
        let (south, north) = (corners().map(|one| one.lat).min()?, corners().map(|one| one.lat).max()?);
        let (west, east) = (corners().map(|one| one.lon).min()?, corners().map(|one| one.lon).max()?);
        Some(Self { south_west: Corner { lat: south, lon: west }, north_east: Corner { lat: north, lon: east } })
    }

    /// The same with a margin of what still counts as touching.
    fn wider(self, sheet: Sheet) -> Self {
        let (east, _) = sheet.offset(Corner { lat: 0, lon: 0 }, Corner { lat: 0, lon: 1_000 });
        let up = (TOUCHING / super::track::METRES_PER_MICRO) as i32;
        let right = (1_000.0 * TOUCHING / east.max(1.0)) as i32;
        let (low, high) = (self.south_west, self.north_east);
        Self {
            south_west: Corner { lat: low.lat - up, lon: low.lon - right },
            north_east: Corner { lat: high.lat + up, lon: high.lon + right },
        }
    }

    fn meets(self, from: Corner, to: Corner) -> bool {
        let (low, high) = (self.south_west, self.north_east);
        low.lat <= from.lat.max(to.lat)
            && from.lat.min(to.lat) <= high.lat
            && low.lon <= from.lon.max(to.lon)
            && from.lon.min(to.lon) <= high.lon
    }
}

/// The two streets of "Mannerheimintie & Kaivokatu", and which of their crossings is meant, counted from 1.
#[must_use]
pub fn read_crossing(text: &str) -> Option<(&str, &str, usize)> {
    let text = text.trim();
    let (text, which) = match text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        Some((head, number)) => (head.trim_end(), number.trim().parse().ok().filter(|number| 0 < *number)?),
        None => (text, 1),
    };
    let parted = ["&", "/", "+", " and ", " at ", " x "].iter().find_map(|sign| {
        let at = text.to_ascii_lowercase().find(sign)?;
        Some((text.get(..at)?.trim(), text.get(at + sign.len()..)?.trim()))
    });
    parted.filter(|(one, other)| !one.is_empty() && !other.is_empty()).map(|(one, other)| (one, other, which))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer() -> LayerId {
        LayerId(uuid::Uuid::nil())
    }

    fn ground(lines: &[(&str, &[(f64, f64)])]) -> Ground {
        let mut ground = Ground::default();
        ground
            .layers
            .insert(layer(), Layer { id: layer(), name: "Town".into(), source: String::new(), retired: false });
        for (number, (name, points)) in (0..).zip(lines) {
            let track = Track::of(points.iter().map(|(lat, lon)| Point { lat: *lat, lon: *lon }));
            let (name, other) = name.split_once('|').unwrap_or((name, ""));
            let path = Path {
                layer: layer(),
                class: Class::Street,
                one_way: false,
                barred: Movers::default(),
                name: name.into(),
                other: other.into(),
                track,
            };
            ground.paths.insert(number, path);
        }
        ground.rebuild_names();
        ground
    }

    #[test]
    fn a_path_reads_back_from_its_line() {
        let track = Track::of([Point { lat: 60.1, lon: 24.9 }, Point { lat: 60.2, lon: 24.8 }]);
        let path = Path {
            layer: layer(),
            class: Class::Steps,
            one_way: true,
            barred: Movers::BIKE.and(Movers::VEHICLE),
            name: "Itäinen Teatterikuja".into(),
            other: "Östra\tTeatergränden".into(),
            track,
        };
        let read = read_path(&write_path(&path), layer()).expect("a path");
        assert_eq!(read, Path { other: "Östra Teatergränden".into(), ..path });
        for broken in ["", "s0", "s00\ta\tb", "z00\ta\tb\t_p~iF~ps|U_ulLnnqC", "s00\ta\tb\t_p~iF~ps|U"] {
            assert_eq!(read_path(broken, layer()), None, "{broken}");
        }
    }

    #[test]
    fn streets_cross_where_their_lines_share_a_corner_or_touch() {
        let town = ground(&[
            ("Long Street|Langgatan", &[(60.0, 24.0), (60.0, 24.01), (60.0, 24.02)]),
            ("North Road", &[(60.01, 24.01), (60.0, 24.01), (59.99, 24.01)]),
            ("West Lane", &[(60.01, 24.0), (60.000_05, 24.0)]),
            ("Far Alley", &[(61.0, 24.0), (61.01, 24.0)]),
            // A loop that meets the long street twice.
            ("Loop", &[(60.0, 24.0), (60.005, 24.01), (60.0, 24.02)]),
            // Ends beside the middle of a stretch, and a bridge over it: neither has a corner on the long street.
            ("Side Street", &[(60.000_05, 24.004), (60.004, 24.004)]),
            ("Bridge Way", &[(59.998, 24.016), (60.002, 24.016)]),
            // Side by side for its whole length, in two pieces.
            ("Cycle Way", &[(60.000_1, 24.001), (60.000_1, 24.012)]),
            ("Cycle Way", &[(60.000_1, 24.012), (60.000_1, 24.019)]),
        ]);
        let at = |one, other| town.crossings(one, other).map(|points| points.len());
        assert_eq!(at("long street", "NORTH ROAD"), Some(1));
        assert_eq!(at("Langgatan", "North"), Some(1));
        assert_eq!(at("West Lane", "Long Street"), Some(1));
        assert_eq!(at("Far Alley", "Long Street"), Some(0));
        for (street, lon) in [("Side Street", 24.004), ("Bridge Way", 24.016)] {
            for (one, other) in [(street, "Long Street"), ("Long Street", street)] {
                let met = town.crossings(one, other).expect("both are known");
                assert_eq!(met.len(), 1, "{one} & {other}");
                assert!(met[0].metres_to(Point { lat: 60.0, lon }) < 0.5, "{one} & {other}: {met:?}");
            }
        }
        assert_eq!(at("Cycle Way", "Long Street"), Some(2), "its ends and not the joint between");
        assert_eq!(at("lon", "North Road"), Some(1), "the beginning of one name");
        assert_eq!(at("la", "North Road"), Some(1), "the beginning of the other");
        assert_eq!(at("Nowhere", "Long Street"), None);
        assert_eq!(at("Loop", "Long Street"), Some(2));
        let met = town.crossings("Long Street", "North Road").expect("both are known")[0];
        assert!(met.metres_to(Point { lat: 60.0, lon: 24.01 }) < 0.2);
        assert_eq!(town.crossings_like("long & n", 8), ["Long Street & North Road"]);
        assert_eq!(town.crossings_like("long & far", 8), [""; 0]);
        assert_eq!(town.streets("lo", 8), ["Long Street", "Loop"]);
        assert_eq!(town.streets("lang", 8), ["Langgatan"]);
        assert_eq!(town.streets("road", 8), ["North Road"]);
    }

    /// "mannerheim" begins two names of one street, and so meant neither.
    #[test]
    fn names_in_two_languages_that_begin_alike_are_one_street() {
        let town = ground(&[
            ("Mannerheimintie|Mannerheimvägen", &[(60.0, 24.0), (60.0, 24.01)]),
            ("Mannerheimintie", &[(60.0, 24.01), (60.0, 24.02)]),
            ("Kaivokatu|Brunnsgatan", &[(60.01, 24.01), (60.0, 24.01)]),
            ("Kaivopuisto", &[(60.02, 24.01), (60.03, 24.01)]),
        ]);
        let named = |text: &str| town.named(text).map(|(_, paths)| paths.len());
        assert_eq!((named("mannerheim"), named("mannerheimv"), named("kaivo")), (Some(2), Some(1), None));
        assert_eq!(town.crossings("mannerheim", "brunns").map(|met| met.len()), Some(1));
        assert_eq!(town.crossings_like("mannerheim & kai", 8), ["Mannerheimintie & Kaivokatu"]);
    }

    #[test]
    fn a_crossing_is_typed_in_many_ways() {
        let both = Some(("Long Street", "North Road", 1));
        for text in ["Long Street & North Road", "Long Street/North Road", "Long Street at North Road (1)"] {
            assert_eq!(read_crossing(text), both, "{text}");
        }
        assert_eq!(read_crossing("A and B (2)"), Some(("A", "B", 2)));
        for text in ["Long Street", "& North Road", "A & B (x)", "A & B (0)"] {
            assert_eq!(read_crossing(text), None, "{text}");
        }
    }

    #[test]
    fn a_plan_is_placed_by_two_points_or_three() {
        let anchor = |x, y, lat, lon| Anchor { x, y, point: Point { lat, lon } };
        let plan = |anchors: &[Anchor]| SitePlan { name: String::new(), blob: String::new(), anchors: anchors.into() };
        // At the equator a degree is as long one way as the other: north is up, 1,000 pixels to a degree.
        let two = plan(&[anchor(0.0, 0.0, 1.0, 5.0), anchor(1000.0, 0.0, 1.0, 6.0)]).placement().expect("placed");
        let below = two.point(0.0, 1000.0).expect("on the globe");
        assert!((below.lon - 5.0).abs() < 1e-9 && (below.lat - 0.0).abs() < 1e-3, "{below:?}");
        // A quarter turn: what is right on the picture is south.
        let turned = plan(&[anchor(0.0, 0.0, 1.0, 5.0), anchor(1000.0, 0.0, 0.0, 5.0)]).placement().expect("placed");
        let left = turned.point(0.0, 1000.0).expect("on the globe");
        assert!((left.lat - 1.0).abs() < 1e-3 && (left.lon - 4.0).abs() < 1e-3, "{left:?}");
        let three = [anchor(0.0, 0.0, 1.0, 5.0), anchor(10.0, 0.0, 1.0, 6.0), anchor(0.0, 20.0, 0.0, 5.0)];
        let placed = plan(&three).placement().expect("placed");
        let far = placed.point(10.0, 20.0).expect("on the globe");
        assert!((far.lat - 0.0).abs() < 1e-9 && (far.lon - 6.0).abs() < 1e-9);
        assert!(!placed.is_mirrored() && (placed.stretch() - 2.0).abs() < 1e-3, "{}", placed.stretch());
        assert!(!two.is_mirrored() && !turned.is_mirrored() && (turned.stretch() - 1.0).abs() < 1e-3);
        let flipped =
            [three[0], Anchor { point: three[2].point, ..three[1] }, Anchor { point: three[1].point, ..three[2] }];
        assert!(plan(&flipped).placement().expect("placed").is_mirrored());
        assert_eq!(plan(&three[..1]).placement(), None);
        assert_eq!(plan(&[three[0], three[0]]).placement(), None);
        assert_eq!(plan(&[three[0], three[1], anchor(20.0, 0.0, 1.0, 7.0)]).placement(), None);
    }
}
