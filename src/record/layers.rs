//! Paths and places from map files, and places back into one. Nothing is taken over in silence: what is left out is listed
//! with its row and the reason.

use super::feature::{BadGeometry, Feature, Geometry, MapFile};
use super::import::{Fault, Preview, What};
use crate::domain::command::NewPlace;
use crate::domain::decide::{LONGEST_NAME, LONGEST_TEXT};
use crate::domain::geo::Point;
use crate::domain::ground::{Class, Movers, Path};
use crate::domain::ids::LayerId;
use crate::domain::place::{Place, fold};
use crate::domain::state::{FAR_METRES, State};
use crate::domain::track::{Corner, LONGEST_LINES, METRES_PER_MICRO, Shape, Sheet, Track};
use crate::protocol::network::graph::{Over, crossed_over, join_crossed};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What a person decided about rows that are not plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choices {
    /// The class of lines that say none.
    pub class: Class,
    /// Rows far from the operation are taken all the same.
    pub far: bool,
    /// Lines are courses, whether or not they say so: GPX has no word for it.
    pub courses: bool,
    /// Paths that cross have a corner there, whether or not it was drawn.
    pub join: bool,
}

/// Reads paths: every line, and areas as outlines that are drawn and not travelled.
#[must_use]
pub fn paths(file: &MapFile, choices: Choices, state: &State) -> Preview<Path> {
    const PATH_NAMES: &[&str] = &["name", "street", "title"];
    const OTHER_NAMES: &[&str] = &["name_sv", "name:sv", "name_en", "name:en", "alt_name", "ref"];
    let mut preview = Preview { rows: Vec::new(), faults: Vec::new(), unknown_columns: Vec::new() };
    // The paths that are no bridge and no tunnel.
    let mut on_the_ground = Vec::new();
    for feature in &file.features {
        let mut fault = |what| preview.faults.push(Fault { row: feature.row, column: String::new(), what });
        if let Some(what) = unusable(feature, choices, state) {
            fault(what);
            continue;
        }
        let (lines, outline): (&[Vec<Point>], bool) = match &feature.geometry {
            Geometry::Lines(lines) => (lines, false),
            Geometry::Areas { rings, .. } => (rings, true),
            Geometry::Nowhere => {
                fault(What::NoGeometry);
                continue;
            }
            _ => {
                fault(What::NotALine);
                continue;
            }
        };
        let class = if outline { Some(Class::Outline) } else { class_of(feature, choices.class) };
        let Some(class) = class else {
            fault(What::NotAWay(feature.text(&["highway", "class"]).to_owned()));
            continue;
        };
        let direction = feature.text(&["oneway", "one_way"]).to_lowercase();
        let backwards = matches!(direction.as_str(), "-1" | "reverse");
        let (name, other) = (feature.text(PATH_NAMES), feature.text(OTHER_NAMES));
        if [name, other].iter().any(|text| LONGEST_NAME < text.chars().count()) {
            fault(What::CutShort { most: LONGEST_NAME });
        }
        let level = ["bridge", "tunnel", "layer"].iter().all(|name| matches!(feature.text(&[name]), "" | "no" | "0"));
        let mut taken = 0;
        for line in lines {
            let mut track = Track::of(line.iter().copied());
            if track.0.len() < 2 {
                continue;
            }
            taken += 1;
            // With its names it has to fit into a row of the log.
            if LONGEST_LINES < track.text().len() + 4 * (2 * LONGEST_NAME + 2) {
                fault(What::TooManyCorners { corners: track.0.len() });
                continue;
            }
            if backwards {
                track.0.reverse();
            }
            let path = Path {
                layer: LayerId(uuid::Uuid::nil()),
                class,
                one_way: backwards || matches!(direction.as_str(), "yes" | "1" | "true"),
                barred: barred(feature),
                name: short(name),
                other: short(other),
                track,
            };
            if level && !matches!(class, Class::Outline | Class::Water) {
                on_the_ground.push(preview.rows.len());
            }
            preview.rows.push((feature.row, path));
        }
        if taken == 0 {
            fault(What::TooShort);
        }
    }
    let drawn = |index: &usize| preview.rows.get(*index).map(|(_, path)| path.track.0.clone()).unwrap_or_default();
    let mut lines: Vec<Vec<Corner>> = on_the_ground.iter().map(drawn).collect();
    let crossed = crossed_over(&lines);
    if let Some((one, other)) = crossed.first().map(Over::lines) {
        let row = |line: u32| on_the_ground.get(line as usize).and_then(|index| preview.rows.get(*index));
        let row = |line: u32| row(line).map_or(0, |(row, _)| *row);
        let (row, other, places) = (row(one), row(other), crossed.len());
        let what =
            if choices.join { What::CrossingJoined { other, places } } else { What::CrossedOver { other, places } };
        preview.faults.push(Fault { row, column: String::new(), what });
    }
    if choices.join {
        join_crossed(&mut lines, &crossed);
        for (index, line) in on_the_ground.into_iter().zip(lines) {
            if let Some((_, path)) = preview.rows.get_mut(index) {
                path.track = Track(line);
            }
        }
    }
    if preview.rows.is_empty() && preview.faults.is_empty() {
        preview.faults.push(Fault { row: 1, column: String::new(), what: What::NoRows });
    }
    preview
}

/// The class of a line by its own words (`class`) or by those of OpenStreetMap (`highway`, `waterway`). None: the line says
/// that it is no way, or a way that is not there yet.
fn class_of(feature: &Feature, unsaid: Class) -> Option<Class> {
    const NAMES: &[(&str, Class)] = &[
        ("motorway", Class::Main),
        ("trunk", Class::Main),
        ("primary", Class::Main),
        ("secondary", Class::Main),
        ("tertiary", Class::Street),
        ("unclassified", Class::Street),
        ("residential", Class::Street),
        ("living_street", Class::Street),
        ("busway", Class::Street),
        ("road", Class::Street),
        ("service", Class::Service),
        ("track", Class::Track),
        ("pedestrian", Class::Square),
        ("footway", Class::Footway),
        ("crossing", Class::Footway),
        ("corridor", Class::Footway),
        ("path", Class::Trail),
        ("bridleway", Class::Trail),
        ("cycleway", Class::Cycleway),
        ("steps", Class::Steps),
        ("main", Class::Main),
        ("street", Class::Street),
        ("square", Class::Square),
        ("trail", Class::Trail),
        ("water", Class::Water),
        ("outline", Class::Outline),
    ];
    let said = feature.text(&["class", "highway"]).to_lowercase();
    if said.is_empty() {
        let water = !feature.text(&["waterway"]).is_empty();
        return Some(if water { Class::Water } else { unsaid });
    }
    let said = said.trim_end_matches("_link");
    NAMES.iter().find(|(name, _)| *name == said).map(|(_, class)| *class)
}

fn barred(feature: &Feature) -> Movers {
    let says = |name: &str, word: &str| feature.text(&[name]).eq_ignore_ascii_case(word);
    let mut barred = Movers::default();
    if says("access", "no") && !says("foot", "yes") {
        barred = Movers::FOOT.and(Movers::BIKE).and(Movers::CART).and(Movers::VEHICLE);
    }
    // Signs against private cars do not bind an ambulance, so only what the ground itself forbids counts.
    for (name, mover) in [("foot", Movers::FOOT), ("bicycle", Movers::BIKE)] {
        if says(name, "no") {
            barred = barred.and(mover);
        }
    }
    barred
}

fn unusable(feature: &Feature, choices: Choices, state: &State) -> Option<What> {
    match &feature.geometry {
        Geometry::Bad(BadGeometry::Missing) => return Some(What::NoGeometry),
        Geometry::Bad(BadGeometry::Kind(kind)) => return Some(What::OtherGeometry(kind.clone())),
        Geometry::Bad(BadGeometry::OffTheGlobe { written, swapped: true }) => {
            return Some(What::LooksSwapped(written.clone()));
        }
        Geometry::Bad(BadGeometry::OffTheGlobe { written, .. }) => return Some(What::NotACoordinate(written.clone())),
        _ => {}
    }
    let kind = feature.text(&["kind", "poitype", "type"]).to_lowercase();
    if kind == "hidden" || kind.ends_with("_off") {
        return Some(What::Hidden(kind));
    }
    let near = state.reference()?;
    if choices.far {
        return None;
    }
    // One corner that went astray draws a line across the country, and every way along it is wrong.
    let far = feature.points().find(|point| FAR_METRES <= point.metres_to(near))?;
    let written = format!("{:.5}, {:.5}", far.lat, far.lon);
    let swapped = Point::new(far.lon, far.lat).is_some_and(|swapped| swapped.metres_to(near) < FAR_METRES);
    Some(match swapped {
        true => What::LooksSwapped(written),
        false => What::FarOff { km: (far.metres_to(near) / 1000.0) as u32, written },
    })
}

/// A point and an area of one name this close, in metres, are one place.
const SAME_PLACE: f64 = 300.0;

/// Two points of one name this close, in metres, are one thing that was drawn twice.
const ONE_THING: f64 = 10.0;

/// Reads places: points, areas and lines. What has no name cannot be called out on the air, so it is left out.
#[must_use]
pub fn places(file: &MapFile, choices: Choices, state: &State) -> Preview<NewPlace> {
    let mut preview: Preview<NewPlace> = Preview { rows: Vec::new(), faults: Vec::new(), unknown_columns: Vec::new() };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    // Areas first, so that a label point of the same name finds the area it belongs to.
    let is_area = |feature: &&Feature| matches!(feature.geometry, Geometry::Areas { .. });
    let (areas, others): (Vec<&Feature>, Vec<&Feature>) = file.features.iter().partition(is_area);
    for feature in areas.into_iter().chain(others) {
        let row = feature.row;
        let mut fault = |column: &str, what| preview.faults.push(Fault { row, column: column.to_owned(), what });
        if let Some(what) = unusable(feature, choices, state) {
            fault("", what);
            continue;
        }
        let name = feature.text(&["name", "title"]).trim().to_owned();
        if fold(&name).is_empty() {
            fault("name", What::Empty);
            continue;
        }
        let Some((point, shape, parts)) = shape_of(feature, choices) else {
            fault("", What::TooShort);
            continue;
        };
        match &feature.geometry {
            Geometry::Areas { holes, .. } if 0 < *holes => fault("", What::HolesLeftOut),
            Geometry::Lines(_) if 1 < parts => fault("", What::GapsLeftOut { parts }),
            _ => {}
        }
        if 1 < parts && shape.is_area() {
            fault("", What::PartsLeftOut { parts });
        }
        let address = [feature.text(&["street"]), feature.text(&["housenumber"])].join(" ").trim().to_owned();
        let known = seen.get(&fold(&name)).copied();
        let first = known.and_then(|index| preview.rows.get_mut(index));
        if let Some((first, place)) = first
            && shape.is_point()
            && place.shape.is_area()
            && let Some((middle, point)) = place.point.zip(point)
            && (place.shape.holds(None, point) || middle.metres_to(point) < SAME_PLACE)
        {
            // The point was set by hand to carry the label, so it is the better one.
            place.point = Some(point);
            let first = *first;
            preview.faults.push(Fault { row, column: "name".into(), what: What::JoinedWith { first } });
            continue;
        }
        // Shops of a chain are told apart by their address, as people do.
        let mut full = if known.is_some() && !address.is_empty() { format!("{name}, {address}") } else { name.clone() };
        let same = seen.get(&fold(&full)).and_then(|index| preview.rows.get(*index));
        if let Some((first, same)) = same.map(|(row, place)| (*row, place)) {
            let apart = same.point.zip(point).map_or(0.0, |(one, other)| one.metres_to(other));
            let near = same.shape == shape && same.point.is_some() == point.is_some() && apart < ONE_THING;
            let what = if near { What::TwiceInFile { first } } else { What::Numbered { first } };
            preview.faults.push(Fault { row, column: "name".into(), what });
            if near {
                continue;
            }
            // Forty toilets of one name are forty places; a number tells them apart.
            let free = |name: &String| !seen.contains_key(&fold(name)) && state.place_index.named(name).is_none();
            let numbered = (2..).map(|number| format!("{full} {number}"));
            full = numbered.take(preview.rows.len() + 2).find(free).unwrap_or(full);
        }
        if state.place_index.named(&full).is_some() {
            preview.faults.push(Fault { row, column: "name".into(), what: What::AlreadyHere(full) });
            continue;
        }
        let own = [["name_sv", "name:sv"], ["name_en", "name:en"]].map(|names| feature.text(&names).to_owned());
        // A plan's own short label, "1" or "B2", is nothing that anybody would type for a place.
        let label = Some(feature.text(&["label", "ref"])).filter(|label| 2 < label.chars().count());
        let listed = feature.text(&["aliases", "alias"]).split([';', '|']).chain(label);
        let aliases = own.into_iter().chain(listed.map(|alias| alias.trim().to_owned()));
        let aliases = aliases.filter(|alias| !fold(alias).is_empty() && fold(alias) != fold(&name)).collect();
        let what = feature.text(&["value", "kind", "poitype", "sym", "type"]).to_owned();
        let note = feature.text(&["note", "description", "desc", "cmt"]);
        let note = if note.is_empty() && full == name { address } else { note.to_owned() };
        let place = NewPlace { name: full, aliases, what, point, note, shape };
        if let Some((column, what)) = too_long(&place) {
            preview.faults.push(Fault { row, column: column.into(), what });
            continue;
        }
        seen.insert(fold(&place.name), preview.rows.len());
        preview.rows.push((row, place));
    }
    preview.rows.sort_by_key(|(row, _)| *row);
    preview.faults.sort_by_key(|fault| fault.row);
    if preview.rows.is_empty() && preview.faults.is_empty() {
        preview.faults.push(Fault { row: 1, column: String::new(), what: What::NoRows });
    }
    preview
}

/// What of a place does not fit into a row of the log, with the column it stands in.
fn too_long(place: &NewPlace) -> Option<(&'static str, What)> {
    let texts =
        [("name", &place.name, LONGEST_NAME), ("kind", &place.what, LONGEST_NAME), ("note", &place.note, LONGEST_TEXT)];
    let text = texts.into_iter().find(|(_, text, most)| *most < text.chars().count());
    let text = text.map(|(column, _, most)| (column, What::TooLong { most }));
    let alias = || {
        let alias = place.aliases.iter().find(|alias| LONGEST_NAME < alias.chars().count())?;
        let word = alias.chars().take(30).collect();
        Some(("aliases", What::WordTooLong { word, most: LONGEST_NAME }))
    };
    let line = || {
        let track = place.shape.track().filter(|track| LONGEST_LINES < track.text().len())?;
        Some(("", What::TooManyCorners { corners: track.0.len() }))
    };
    text.or_else(alias).or_else(line)
}

/// The point that stands for a feature, what it covers, and of how many parts that is the largest. A line that names its
/// kilometres is a course.
fn shape_of(feature: &Feature, choices: Choices) -> Option<(Option<Point>, Shape, usize)> {
    let number = |names: &[&str]| feature.text(names).replace(',', ".").parse::<f64>().ok();
    // Where the label was set by hand; other programs have no word for it.
    let label = || Point::new(number(&["label_lat"])?, number(&["label_lon"])?);
    match &feature.geometry {
        Geometry::Point(point) => {
            let metres = number(&["radius", "radius_m"]).filter(|metres| (1.0..=100_000.0).contains(metres));
            let shape = metres.map_or(Shape::Point, |metres| Shape::Circle { metres: metres.round() as u32 });
            Some((Some(*point), shape, 1))
        }
        Geometry::Areas { rings, .. } => {
            // A place is one piece of ground: of several, the largest.
            let largest = rings.iter().max_by(|one, other| extent(one).total_cmp(&extent(other)))?;
            let ring = Track::of(largest.iter().copied());
            (3 < ring.0.len()).then_some(())?;
            Some((label().or_else(|| ring.middle()), Shape::Area { ring }, rings.len()))
        }
        Geometry::Lines(lines) => {
            let pieces = joined(lines);
            let parts = pieces.len();
            let track = pieces.into_iter().max_by(|one, other| one.metres().total_cmp(&other.metres()))?;
            let point = label().or_else(|| track.middle());
            let metres = |name: &str| {
                let kilometres = number(&[name]).filter(|km| (0.0..=1000.0).contains(km))?;
                Some((kilometres * 1000.0).round() as u32)
            };
            let course = choices.courses || feature.text(&["kind", "type", "class"]).eq_ignore_ascii_case("course");
            let (from, to) = (metres("from_km"), metres("to_km"));
            if !course && to.is_none() {
                return Some((point, Shape::Line { track }, parts));
            }
            let from = from.unwrap_or(0);
            let to = to.unwrap_or_else(|| from + track.metres().round() as u32);
            (from < to).then_some((point, Shape::Course { track, from, to }, parts))
        }
        Geometry::Nowhere => Some((None, Shape::Point, 1)),
        Geometry::Bad(_) => None,
    }
}

/// A recording that was paused goes on within this many metres.
const ONE_LINE: f64 = 20.0;

/// The parts of a line joined where their ends meet, in the direction of the first. What does not meet stays a piece of its
/// own: ground between two ends that nobody recorded is no part of a course.
fn joined(parts: &[Vec<Point>]) -> Vec<Track> {
    let tracks = parts.iter().map(|part| Track::of(part.iter().copied()).0).filter(|corners| 1 < corners.len());
    let mut left: Vec<Vec<Corner>> = tracks.collect();
    let band = (ONE_LINE / METRES_PER_MICRO) as i32;
    let meet = |one: &Corner, other: &Corner| {
        (one.lat - other.lat).abs() <= band && Sheet::at(*one).metres(*one, *other) <= ONE_LINE
    };
    let mut pieces = Vec::new();
    while !left.is_empty() {
        let mut piece = left.remove(0);
        while let ([first, .., last], Some(next)) = (&piece[..], left.iter().position(|part| joins(&piece, part, meet)))
        {
            let (first, last) = (*first, *last);
            let mut part = left.remove(next);
            let begins = part.first().copied().unwrap_or(last);
            let ends = part.last().copied().unwrap_or(last);
            if meet(&last, &begins) || meet(&last, &ends) {
                if !meet(&last, &begins) {
                    part.reverse();
                }
                piece.extend(part);
            } else {
                if !meet(&first, &ends) {
                    part.reverse();
                }
                part.extend(piece);
                piece = part;
            }
        }
        piece.dedup();
        pieces.push(Track(piece));
    }
    pieces
}

fn joins(piece: &[Corner], part: &[Corner], meet: impl Fn(&Corner, &Corner) -> bool) -> bool {
    let ([first, .., last], [begin, .., end]) = (piece, part) else { return false };
    [first, last].iter().any(|one| meet(one, begin) || meet(one, end))
}

/// How much ground a ring encloses, for comparing rings of one feature: in square degrees, east and west drawn together as
/// they are at its latitude.
fn extent(ring: &[Point]) -> f64 {
    let shrink = ring.first().map_or(1.0, |first| first.lat.to_radians().cos());
    let ahead = ring.iter().cycle().skip(1);
    let twice: f64 = ring.iter().zip(ahead).map(|(one, next)| one.lon * next.lat - next.lon * one.lat).sum();
    (twice * shrink).abs()
}

fn short(text: &str) -> String {
    text.trim().chars().take(LONGEST_NAME).collect()
}

/// Every place in use, as GeoJSON that reads back as the same places.
#[must_use]
pub fn write_geojson(state: &State) -> String {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"name\":");
    text.push_str(&quoted(&state.operation.name));
    text.push_str(",\"features\":[");
    let shown = state.places.values().filter(|place| !place.retired);
    for (index, (place, geometry)) in shown.map(|place| (place, geometry_text(place))).enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        let _ = write!(text, "{{\"type\":\"Feature\",\"properties\":{{\"name\":{}", quoted(&place.name));
        let aliases: Vec<&str> = place.aliases.iter().map(String::as_str).collect();
        for (name, value) in [("kind", place.kind.as_str()), ("note", &place.note), ("aliases", &aliases.join("; "))] {
            if !value.is_empty() {
                let _ = write!(text, ",\"{name}\":{}", quoted(value));
            }
        }
        match &place.shape {
            Shape::Circle { metres } => {
                let _ = write!(text, ",\"radius\":{metres}");
            }
            Shape::Course { from, to, .. } => {
                let (from, to) = (f64::from(*from) / 1000.0, f64::from(*to) / 1000.0);
                let _ = write!(text, ",\"from_km\":{from},\"to_km\":{to}");
            }
            _ => {}
        }
        // A label that was set by hand stands elsewhere than the shape alone would put it.
        let own = place.shape.track().map(Track::middle).filter(|middle| *middle != place.point);
        if let Some(point) = own.and(place.point) {
            let _ = write!(text, ",\"label_lat\":{},\"label_lon\":{}", point.lat, point.lon);
        }
        let _ = write!(text, "}},\"geometry\":{geometry}}}");
    }
    text.push_str("\n]}\n");
    text
}

fn geometry_text(place: &Place) -> String {
    // As many decimals as there are: what is read again is the very same point.
    let pair = |point: Point| format!("[{},{}]", point.lon, point.lat);
    let list = |corners: &[Corner]| {
        let pairs: Vec<String> = corners.iter().map(|corner| pair(corner.point())).collect();
        format!("[{}]", pairs.join(","))
    };
    match &place.shape {
        Shape::Point | Shape::Circle { .. } => match place.point {
            Some(point) => format!("{{\"type\":\"Point\",\"coordinates\":{}}}", pair(point)),
            None => "null".to_owned(),
        },
        Shape::Area { ring } => {
            // The first corner once more at the end, as the format asks.
            let again = ring.0.first().filter(|_| !ring.is_ring());
            let corners: Vec<Corner> = ring.0.iter().chain(again).copied().collect();
            format!("{{\"type\":\"Polygon\",\"coordinates\":[{}]}}", list(&corners))
        }
        Shape::Line { track } | Shape::Course { track, .. } => {
            format!("{{\"type\":\"LineString\",\"coordinates\":{}}}", list(&track.0))
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".into())
}

#[cfg(test)]
mod tests;
