//! Paths and places from map files, and places back into one. Nothing is taken over in silence: what is left out is listed
//! with its row and the reason.

use super::feature::{BadGeometry, Feature, Geometry, MapFile};
use super::import::{Fault, Preview, What};
use crate::domain::command::NewPlace;
use crate::domain::geo::Point;
use crate::domain::ground::{Class, Movers, Path};
use crate::domain::ids::LayerId;
use crate::domain::place::{Place, fold};
use crate::domain::state::{FAR_METRES, State};
use crate::domain::track::{Shape, Track};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What a person decided about rows that are not plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choices {
    /// The class of lines that say none.
    pub class: Class,
    /// Rows far from the operation are taken all the same.
    pub far: bool,
}

/// Reads paths: every line, and areas as outlines that are drawn and not travelled.
#[must_use]
pub fn paths(file: &MapFile, choices: Choices, state: &State) -> Preview<Path> {
    let mut preview = Preview { rows: Vec::new(), faults: Vec::new(), unknown_columns: Vec::new() };
    for feature in &file.features {
        let mut fault = |what| preview.faults.push(Fault { row: feature.row, column: String::new(), what });
        if let Some(what) = unusable(feature, choices, state) {
            fault(what);
            continue;
        }
        let (lines, outline): (&[Vec<Point>], bool) = match &feature.geometry {
            Geometry::Lines(lines) => (lines, false),
            Geometry::Areas { rings, .. } => (rings, true),
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
        let mut taken = 0;
        for line in lines {
            let mut track = Track::of(line.iter().copied());
            if track.0.len() < 2 {
                continue;
            }
            if backwards {
                track.0.reverse();
            }
            taken += 1;
            let path = Path {
                layer: LayerId(uuid::Uuid::nil()),
                class,
                one_way: backwards || matches!(direction.as_str(), "yes" | "1" | "true"),
                barred: barred(feature),
                name: short(feature.text(&["name", "street", "title"])),
                other: short(feature.text(&["name_sv", "name:sv", "name_en", "name:en", "alt_name", "ref"])),
                track,
            };
            preview.rows.push((feature.row, path));
        }
        if taken == 0 {
            fault(What::TooShort);
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
        let name = short(feature.text(&["name", "title"]));
        if fold(&name).is_empty() {
            fault("name", What::Empty);
            continue;
        }
        let Some((point, shape)) = shape_of(feature) else {
            fault("", What::TooShort);
            continue;
        };
        if let Geometry::Areas { rings, holes } = &feature.geometry {
            if 0 < *holes {
                fault("", What::HolesLeftOut);
            }
            if 1 < rings.len() {
                fault("", What::PartsLeftOut { parts: rings.len() });
            }
        }
        let address = [feature.text(&["street"]), feature.text(&["housenumber"])].join(" ").trim().to_owned();
        let known = seen.get(&fold(&name)).copied();
        let first = known.and_then(|index| preview.rows.get_mut(index));
        if let Some((first, place)) = first
            && shape.is_point()
            && matches!(place.shape, Shape::Area { .. })
            && place.point.is_some_and(|middle| place.shape.holds(None, point) || middle.metres_to(point) < SAME_PLACE)
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
            let near = same.shape == shape && same.point.is_some_and(|other| other.metres_to(point) < ONE_THING);
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
        seen.insert(fold(&full), preview.rows.len());
        let other = [["name_sv", "name:sv"], ["name_en", "name:en"], ["label", "ref"]];
        let listed = feature.text(&["aliases", "alias"]).split([';', '|']);
        let aliases = other.iter().map(|names| feature.text(names)).chain(listed).map(short);
        let aliases = aliases.filter(|alias| 2 < alias.chars().count() && fold(alias) != fold(&name)).collect();
        let kind = feature.text(&["value", "kind", "poitype", "sym", "type"]);
        let note = feature.text(&["note", "description", "desc", "cmt"]);
        let note = if note.is_empty() && full == name { address } else { note.to_owned() };
        preview.rows.push((row, NewPlace { name: full, aliases, what: short(kind), point: Some(point), note, shape }));
    }
    preview.rows.sort_by_key(|(row, _)| *row);
    preview.faults.sort_by_key(|fault| fault.row);
    if preview.rows.is_empty() && preview.faults.is_empty() {
        preview.faults.push(Fault { row: 1, column: String::new(), what: What::NoRows });
    }
    preview
}

/// The point that stands for a feature, and what it covers. A line that names its kilometres is a course.
fn shape_of(feature: &Feature) -> Option<(Point, Shape)> {
    let number = |names: &[&str]| feature.text(names).replace(',', ".").parse::<f64>().ok();
    match &feature.geometry {
        Geometry::Point(point) => {
            let metres = number(&["radius", "radius_m"]).filter(|metres| (1.0..=100_000.0).contains(metres));
            let shape = metres.map_or(Shape::Point, |metres| Shape::Circle { metres: metres as u32 });
            Some((*point, shape))
        }
        Geometry::Areas { rings, .. } => {
            // A place is one piece of ground: of several, the largest.
            let largest = rings.iter().max_by(|one, other| extent(one).total_cmp(&extent(other)))?;
            let ring = Track::of(largest.iter().copied());
            (3 < ring.0.len()).then_some(())?;
            Some((ring.middle()?, Shape::Area { ring }))
        }
        Geometry::Lines(lines) => {
            let track = Track::of(lines.iter().flatten().copied());
            let middle = track.middle().filter(|_| 1 < track.0.len())?;
            let kilometres = |name: &str| number(&[name]).filter(|km| (0.0..=1000.0).contains(km));
            let course = feature.text(&["kind", "type", "class"]).eq_ignore_ascii_case("course");
            let (from, to) = (kilometres("from_km"), kilometres("to_km"));
            if !course && to.is_none() {
                return Some((middle, Shape::Line { track }));
            }
            let from = (from.unwrap_or(0.0) * 1000.0) as u32;
            let to = to.map_or_else(|| from + track.metres() as u32, |to| (to * 1000.0) as u32);
            (from < to).then_some((middle, Shape::Course { track, from, to }))
        }
        Geometry::Bad(_) => None,
    }
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
    text.trim().chars().take(120).collect()
}

/// Every place in use, as GeoJSON that reads back as the same places.
#[must_use]
pub fn write_geojson(state: &State) -> String {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"name\":");
    text.push_str(&quoted(&state.operation.name));
    text.push_str(",\"features\":[");
    let shown = state.places.values().filter(|place| !place.retired);
    for (index, (place, geometry)) in shown.filter_map(|place| Some((place, geometry_text(place)?))).enumerate() {
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
        let _ = write!(text, "}},\"geometry\":{geometry}}}");
    }
    text.push_str("\n]}\n");
    text
}

fn geometry_text(place: &Place) -> Option<String> {
    let pair = |point: Point| format!("[{:.6},{:.6}]", point.lon, point.lat);
    let list = |track: &Track| {
        let pairs: Vec<String> = track.0.iter().map(|corner| pair(corner.point())).collect();
        format!("[{}]", pairs.join(","))
    };
    Some(match &place.shape {
        Shape::Point | Shape::Circle { .. } => format!("{{\"type\":\"Point\",\"coordinates\":{}}}", pair(place.point?)),
        Shape::Area { ring } => format!("{{\"type\":\"Polygon\",\"coordinates\":[{}]}}", list(ring)),
        Shape::Line { track } | Shape::Course { track, .. } => {
            format!("{{\"type\":\"LineString\",\"coordinates\":{}}}", list(track))
        }
    })
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".into())
}

#[cfg(test)]
mod tests;
