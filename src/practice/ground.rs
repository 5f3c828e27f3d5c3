//! The ground of the practice operation: streets around the harbour, the course, areas and two dangers. As invented as the
//! city itself; the lines meet where the places of the tables lie.

use super::harbour::PLACES;
use crate::domain::command::NewPlace;
use crate::domain::geo::Point;
use crate::domain::ground::{Class, Movers, Path};
use crate::domain::ids::LayerId;
use crate::domain::track::{Shape, Track};

/// A street or path: class, name, one way, corners in degrees.
type Line = (Class, &'static str, bool, &'static [(f64, f64)]);

const ALDER: f64 = -74.034_16;
const BELL: f64 = -74.030_49;
const CANNON: f64 = -74.027;
const ELM: f64 = -74.016_5;
const QUAY: f64 = 40.697;
const SERVICE: f64 = 40.698_65;
const HARBOR: f64 = 40.7;
const WALK: f64 = 40.701_44;
const MARKET: f64 = 40.703_15;
const MILL: f64 = 40.706;

#[rustfmt::skip]
const LINES: &[Line] = &[
    (Class::Main, "Harbor Way", false, &[(HARBOR, ALDER), (HARBOR, BELL), (HARBOR, CANNON), (HARBOR, -74.0251), (HARBOR, -74.0219), (HARBOR, ELM), (HARBOR, -74.01467), (HARBOR, -74.01336)]),
    (Class::Main, "Market Street", false, &[(40.70312, -74.04186), (MARKET, ALDER), (MARKET, BELL), (MARKET, CANNON), (MARKET, -74.02284), (MARKET, -74.01976), (MARKET, ELM)]),
    (Class::Main, "Mill Street", false, &[(MILL, -74.04186), (MILL, ALDER), (MILL, BELL), (MILL, CANNON), (MILL, ELM)]),
    (Class::Street, "Alder Street", false, &[(QUAY, ALDER), (HARBOR, ALDER), (MARKET, ALDER), (MILL, ALDER)]),
    (Class::Street, "Bell Street", true, &[(MILL, BELL), (MARKET, BELL), (HARBOR, BELL), (QUAY, BELL)]),
    (Class::Street, "Cannon Street", false, &[(HARBOR, CANNON), (WALK, CANNON), (MARKET, CANNON), (MILL, CANNON)]),
    (Class::Street, "Elm Street", false, &[(QUAY, ELM), (SERVICE, ELM), (HARBOR, ELM), (WALK, ELM), (MARKET, ELM), (MILL, ELM)]),
    (Class::Street, "Quay Street", false, &[(QUAY, ALDER), (QUAY, BELL), (QUAY, -74.0251)]),
    (Class::Service, "Service road", true, &[(SERVICE, ELM), (SERVICE, -74.0192), (SERVICE, -74.02142), (SERVICE, -74.02249), (SERVICE, -74.02403), (SERVICE, -74.0251)]),
    (Class::Service, "Gate 4 crossing", false, &[(QUAY, -74.0251), (SERVICE, -74.0251), (HARBOR, -74.0251)]),
    (Class::Footway, "Harbor Park Walk", false, &[(WALK, CANNON), (WALK, -74.02557), (WALK, -74.02284), (WALK, -74.01976), (WALK, ELM)]),
    (Class::Footway, "", false, &[(MARKET, -74.02284), (WALK, -74.02284), (HARBOR, -74.0219)]),
    (Class::Footway, "", false, &[(MARKET, -74.01976), (WALK, -74.01976)]),
    (Class::Steps, "Park steps", false, &[(WALK, -74.02557), (HARBOR, -74.0251)]),
    (Class::Square, "Food court", false, &[(SERVICE, -74.02403), (40.69793, -74.02403), (40.69793, -74.02142), (SERVICE, -74.02142)]),
    (Class::Main, "Hospital Road", false, &[(40.71459, -74.04074), (MILL, -74.04186), (40.70312, -74.04186)]),
    (Class::Main, "Chapel Road", false, &[(MILL, ELM), (40.70965, -74.00455), (40.71333, -73.99215), (40.704, -73.99202)]),
    (Class::Water, "Harbor", false, &[(40.69622, -74.01645), (40.6948, -74.0221), (40.6948, -74.034)]),
    (Class::Outline, "Shore", false, &[(40.6958, -74.043), (40.6964, -74.034), (40.6961, -74.0262), (40.6957, -74.0192), (40.69622, -74.01645), (40.6958, -74.0108)]),
    (Class::Outline, "Library", false, &[(40.7016, -74.0338), (40.7016, -74.0328), (40.7023, -74.0328), (40.7023, -74.0338), (40.7016, -74.0338)]),
    (Class::Outline, "School", false, &[(40.7023, -74.0162), (40.7023, -74.0150), (40.7030, -74.0150), (40.7030, -74.0162), (40.7023, -74.0162)]),
];

/// The streets, and the road that the course follows round the city.
#[must_use]
pub fn paths() -> Vec<Path> {
    let path = |class, name: &str, one_way, track| Path {
        layer: LayerId(uuid::Uuid::nil()),
        class,
        one_way,
        barred: Movers::default(),
        name: name.to_owned(),
        other: String::new(),
        track,
    };
    let track = |corners: &[(f64, f64)]| Track::of(corners.iter().map(|(lat, lon)| Point { lat: *lat, lon: *lon }));
    let mut paths: Vec<Path> =
        LINES.iter().map(|(class, name, one_way, corners)| path(*class, name, *one_way, track(corners))).collect();
    // A stretch for each kilometre, so that one of them can be shut.
    let course = course();
    for pair in course.0.windows(2).take(41) {
        paths.push(path(Class::Street, "Course road", false, Track(pair.to_vec())));
    }
    paths
}

/// The line of the course, through its marks.
fn course() -> Track {
    let marks = PLACES.iter().filter(|place| place.kind == "km");
    Track::of(marks.map(|place| Point { lat: place.lat, lon: place.lon }))
}

/// The course, the areas and the dangers, as places.
#[must_use]
pub fn places() -> Vec<NewPlace> {
    let track = course();
    let corner = |lat, lon| Point { lat, lon };
    let area = |name: &str, kind: &str, south: f64, west: f64, north: f64, east: f64| {
        let corners = [(south, west), (south, east), (north, east), (north, west), (south, west)];
        let ring = Track::of(corners.iter().map(|(lat, lon)| corner(*lat, *lon)));
        NewPlace {
            name: name.to_owned(),
            what: kind.to_owned(),
            point: ring.middle(),
            shape: Shape::Area { ring },
            ..NewPlace::default()
        }
    };
    let danger = |name: &str, lat, lon, metres, note: &str| NewPlace {
        name: name.to_owned(),
        what: "hazard".to_owned(),
        point: Point::new(lat, lon),
        note: note.to_owned(),
        shape: Shape::Circle { metres },
        ..NewPlace::default()
    };
    vec![
        NewPlace {
            name: "Marathon course".to_owned(),
            aliases: vec!["marathon".to_owned(), "course".to_owned()],
            what: "course".to_owned(),
            point: track.middle(),
            shape: Shape::Course { track, from: 0, to: 42_195 },
            ..NewPlace::default()
        },
        area("Festival ground", "area", 40.6974, -74.0262, 40.6996, -74.0168),
        area("Harbor Park", "area", 40.7006, -74.0262, 40.7027, -74.0168),
        area("Runner zone", "area", 40.6997, -74.0260, 40.7004, -74.0180),
        danger("Fuel at the stage", 40.698_06, -74.021_42, 60, "Two generators, 200 liters of diesel"),
        danger("Deep water", 40.696_22, -74.016_45, 90, "No rail on the east side; life vests"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_street_hangs_together() {
        use crate::domain::ground::{Ground, Layer, write_path};
        let layer = LayerId(uuid::Uuid::nil());
        let mut ground = Ground::default();
        ground.layers.insert(layer, Layer { id: layer, name: String::new(), source: String::new(), retired: false });
        ground.draw(layer, 0, &paths().iter().map(write_path).collect::<Vec<_>>().join("\n"));
        let network = crate::protocol::network::Network::of(&ground);
        let kind = crate::domain::ids::Code::new("als");
        for place in PLACES.iter().filter(|place| !matches!(place.kind, "stage" | "area")) {
            let point = Point { lat: place.lat, lon: place.lon };
            let start = crate::protocol::travel::Start { point, kind: &kind, speed_kmh: 40.0 };
            let found = crate::protocol::travel::Roads::to(&network, Point { lat: 40.6998, lon: -74.0251 }, &[start]);
            let basis = found[0].map(|estimate| estimate.basis);
            assert_eq!(basis, Some(crate::protocol::travel::Basis::Network), "{}", place.name);
        }
        assert_eq!(ground.crossings("Market Street", "Bell Street").map(|found| found.len()), Some(1));
    }
}
