//! Small files with the traps of real ones.

use super::*;
use crate::record::feature::read_geojson;

const PLAIN: Choices = Choices { class: Class::Footway, far: false, courses: false, join: false };

fn harbour() -> State {
    let mut state = State::default();
    let id = crate::domain::ids::PlaceId(uuid::Uuid::from_u128(1));
    let (name, point, shape) = ("Gate 4".to_owned(), Point::new(40.6998, -74.0251), Shape::Point);
    let (aliases, kind, note) = (std::collections::BTreeSet::new(), String::new(), String::new());
    state.places.insert(id, Place { id, name, aliases, kind, point, shape, note, retired: false, used: false });
    state.rebuild_indexes();
    state
}

/// A collection of features, each as its properties and its geometry.
fn file(features: &[(&str, &str)]) -> MapFile {
    let features: Vec<String> = features
        .iter()
        .map(|(properties, geometry)| {
            format!(r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{geometry}}}"#)
        })
        .collect();
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    read_geojson(&text).expect("a collection")
}

const LINE: &str = r#"{"type":"LineString","coordinates":[[-74.02,40.70],[-74.01,40.70]]}"#;
const POINT: &str = r#"{"type":"Point","coordinates":[-74.02,40.70]}"#;
const INSIDE: &str = r#"{"type":"Point","coordinates":[-74.018,40.706]}"#;
const AREA: &str =
    r#"{"type":"Polygon","coordinates":[[[-74.02,40.70],[-74.02,40.71],[-74.01,40.71],[-74.02,40.70]]]}"#;

fn said(faults: &[Fault]) -> Vec<(usize, What)> {
    faults.iter().map(|fault| (fault.row, fault.what.clone())).collect()
}

#[test]
fn lines_become_paths_by_class_direction_and_bars() {
    let found = paths(
        &file(&[
            (
                r#""highway":"secondary_link","name":" Mannerheimintie ","name_sv":"Mannerheimvägen","oneway":"yes""#,
                LINE,
            ),
            (r#""highway":"steps","oneway":"-1","bicycle":"no""#, LINE),
            (r#""name":"Back way""#, LINE),
            (r#""highway":"proposed""#, LINE),
            (r#""name":"Gate""#, POINT),
            (r#""name":"Hall""#, AREA),
            ("", r#"{"type":"LineString","coordinates":[[-74.02,40.70],[-74.02,40.70]]}"#),
            ("", r#"{"type":"LineString","coordinates":[[40.70,-74.02],[40.70,-74.01]]}"#),
            ("", r#"{"type":"LineString","coordinates":[[24.9,60.1],[24.9,60.2]]}"#),
            ("", r#"{"type":"LineString","coordinates":[[-74.02,40.7],[-64.02,40.7]]}"#),
        ]),
        PLAIN,
        &harbour(),
    );
    let shown: Vec<(usize, Class, bool, u8, &str, &str)> = found
        .rows
        .iter()
        .map(|(row, path)| (*row, path.class, path.one_way, path.barred.0, path.name.as_str(), path.other.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            (1, Class::Main, true, 0, "Mannerheimintie", "Mannerheimvägen"),
            (2, Class::Steps, true, Movers::BIKE.0, "", ""),
            (3, Class::Footway, false, 0, "Back way", ""),
            (6, Class::Outline, false, 0, "Hall", ""),
        ]
    );
    let west = |index: usize| found.rows[index].1.track.0[0].lon < found.rows[index].1.track.0[1].lon;
    assert!(west(0) && !west(1), "a path against its line is turned round");
    assert_eq!(
        said(&found.faults),
        [
            (4, What::NotAWay("proposed".into())),
            (5, What::NotALine),
            (7, What::TooShort),
            (8, What::LooksSwapped("-74.02000, 40.70000".into())),
            (9, What::FarOff { km: 6622, written: "60.10000, 24.90000".into() }),
            (10, What::FarOff { km: 842, written: "40.70000, -64.02000".into() }),
        ]
    );
    let all = paths(
        &file(&[("", r#"{"type":"LineString","coordinates":[[24.9,60.1],[24.9,60.2]]}"#)]),
        Choices { far: true, ..PLAIN },
        &harbour(),
    );
    assert_eq!((all.rows.len(), all.faults.len()), (1, 0));
}

#[test]
fn places_keep_their_shape_and_every_row_left_out_is_named() {
    let found = places(
        &file(&[
            (r#""name":" First aid ","poiType":"aid","name_sv":"Första hjälpen","label":"1","radius":40"#, POINT),
            (r#""name":"Market""#, INSIDE),
            (r#""name":"Market","poiType":"area""#, AREA),
            (r#""name":"Market","poiType":"area_off""#, AREA),
            (r#""name":"Sound garden","poiType":"hidden""#, AREA),
            (r#""name":"Kiosk""#, POINT),
            (r#""name":"Kiosk","street":"Quay","housenumber":"3""#, POINT),
            (r#""name":"Kiosk""#, POINT),
            (r#""kind":"hydrant""#, POINT),
            (r#""name":"Gate 4""#, POINT),
            (r#""name":"Half","kind":"course","to_km":"21,1""#, LINE),
            (r#""name":"Fence""#, LINE),
        ]),
        PLAIN,
        &harbour(),
    );
    let shown: Vec<(usize, &str, &str)> =
        found.rows.iter().map(|(row, place)| (*row, place.name.as_str(), place.shape.word())).collect();
    assert_eq!(
        shown,
        [
            (1, "First aid", "circle"),
            (3, "Market", "area"),
            (6, "Kiosk", "point"),
            (7, "Kiosk, Quay 3", "point"),
            (11, "Half", "course"),
            (12, "Fence", "line"),
        ]
    );
    assert_eq!(found.rows[0].1.aliases, ["Första hjälpen"]);
    assert_eq!(
        said(&found.faults),
        [
            (2, What::JoinedWith { first: 3 }),
            (4, What::Hidden("area_off".into())),
            (5, What::Hidden("hidden".into())),
            (8, What::TwiceInFile { first: 6 }),
            (9, What::Empty),
            (10, What::AlreadyHere("Gate 4".into())),
        ]
    );
    let half = found.rows[4].1.shape.mark(21_100.0).expect("the end of the course");
    assert!((half.lon + 74.01).abs() < 1e-6);
}

#[test]
fn of_several_parts_the_largest_is_taken_and_it_is_said() {
    // The small part has the more corners.
    let parts = r#"{"type":"MultiPolygon","coordinates":[
        [[[-74.020,40.700],[-74.019,40.700],[-74.0185,40.7005],[-74.019,40.701],[-74.020,40.701],[-74.020,40.700]]],
        [[[-74.010,40.700],[-74.000,40.700],[-74.000,40.710],[-74.010,40.700]]]]}"#;
    let found = places(&file(&[(r#""name":"Camp""#, parts)]), PLAIN, &harbour());
    assert!(matches!(&found.rows[0].1.shape, Shape::Area { ring } if ring.0.len() == 4));
    assert_eq!(said(&found.faults), [(1, What::PartsLeftOut { parts: 2 })]);
}

#[test]
fn what_goes_out_comes_in_again() {
    let mut state = State::default();
    state.operation.name = "Trial \"A\"".into();
    let track = |points: &[(f64, f64)]| Track::of(points.iter().map(|(lat, lon)| Point { lat: *lat, lon: *lon }));
    let line = track(&[(60.0, 24.0), (60.1, 24.1)]);
    let ring = track(&[(60.0, 24.0), (60.0, 24.1), (60.1, 24.1), (60.0, 24.0)]);
    let shapes = [
        Shape::Point,
        Shape::Circle { metres: 75 },
        Shape::Area { ring },
        Shape::Line { track: line.clone() },
        Shape::Course { track: line.clone(), from: 500, to: 42_195 },
        // A name whose place is not known, a label that was set by hand, and marks between whole kilometres.
        Shape::Point,
        Shape::Line { track: line.clone() },
        Shape::Course { track: line, from: 1_001, to: 2_009 },
    ];
    for (number, shape) in (0_u32..).zip(shapes) {
        let id = crate::domain::ids::PlaceId(uuid::Uuid::from_u128(number.into()));
        let middle = shape.track().map_or(Point::new(60.051_234_567, 24.05), Track::middle);
        let point = match number {
            5 => None,
            6 => Point::new(60.02, 24.07),
            _ => middle,
        };
        let (name, kind, note) = (format!("Place \"{number}\""), "aid".to_owned(), "a\nb".to_owned());
        let aliases = [format!("{number}"), format!("other {number}")].into();
        let place = Place { id, name, kind, note, point, shape, aliases, retired: false, used: false };
        state.places.insert(id, place);
    }
    let retired = crate::domain::ids::PlaceId(uuid::Uuid::from_u128(99));
    let gone = Place { id: retired, retired: true, ..state.places.values().next().expect("a place").clone() };
    state.places.insert(retired, gone);
    let read = places(&read_geojson(&write_geojson(&state)).expect("GeoJSON"), PLAIN, &State::default());
    assert_eq!(read.faults, []);
    let went: Vec<&Place> = state.places.values().filter(|place| !place.retired).collect();
    assert_eq!(read.rows.len(), went.len());
    for (place, (_, read)) in went.into_iter().zip(&read.rows) {
        let aliases: Vec<String> = place.aliases.iter().cloned().collect();
        assert_eq!((&place.name, &place.shape, &place.kind), (&read.name, &read.shape, &read.what));
        assert_eq!((&place.point, &aliases, &place.note), (&read.point, &read.aliases, &read.note));
    }
}

#[test]
fn parts_of_a_line_are_joined_where_they_meet_and_nowhere_else() {
    let lines = |parts: &[&[(f64, f64)]]| {
        let pairs = |part: &&[(f64, f64)]| part.iter().map(|(lon, lat)| format!("[{lon},{lat}]")).collect::<Vec<_>>();
        let parts: Vec<String> = parts.iter().map(|part| format!("[{}]", pairs(part).join(","))).collect();
        format!(r#"{{"type":"MultiLineString","coordinates":[{}]}}"#, parts.join(","))
    };
    let read = |parts: &[&[(f64, f64)]]| {
        let found = places(&file(&[(r#""name":"Run","kind":"course""#, &lines(parts))]), PLAIN, &harbour());
        let Shape::Course { track, from: 0, to } = found.rows[0].1.shape.clone() else { panic!("{found:?}") };
        assert_eq!(to, track.metres().round() as u32);
        let lons = track.0.iter().map(|corner| (corner.lon + 74_000_000) / 1_000).collect::<Vec<_>>();
        (lons, said(&found.faults))
    };
    let (a, b, c) = ((-74.0, 40.7), (-73.99, 40.7), (-73.98, 40.7));
    // In any order and direction, the first part says where it begins.
    assert_eq!(read(&[&[a, b], &[b, c]]), (vec![0, 10, 20], vec![]));
    assert_eq!(read(&[&[b, c], &[a, b]]), (vec![0, 10, 20], vec![]));
    assert_eq!(read(&[&[a, b], &[c, b]]), (vec![0, 10, 20], vec![]));
    // A pause of some metres in a recording.
    assert_eq!(read(&[&[a, b], &[(-73.9899, 40.7), c]]).1, vec![]);
    // Half a kilometre that nobody recorded.
    let gap: (f64, f64) = (-73.984, 40.7);
    assert_eq!(read(&[&[gap, c], &[a, b]]), (vec![0, 10], vec![(1, What::GapsLeftOut { parts: 2 })]));
}

#[test]
fn lines_of_a_file_without_words_for_it_can_be_courses() {
    let track = file(&[(r#""name":"Morning run""#, LINE), (r#""name":"Half","to_km":21.1"#, LINE)]);
    let chosen = places(&track, Choices { courses: true, ..PLAIN }, &harbour());
    let shapes = |found: &Preview<NewPlace>| found.rows.iter().map(|(_, place)| place.shape.word()).collect::<Vec<_>>();
    assert_eq!(shapes(&chosen), ["course", "course"]);
    assert_eq!(chosen.rows[0].1.shape.marks(), Some((0, 843)));
    assert_eq!(chosen.rows[1].1.shape.marks(), Some((0, 21_100)));
    assert_eq!(shapes(&places(&track, PLAIN, &harbour())), ["line", "course"]);
}

#[test]
fn what_no_row_of_the_log_can_hold_is_named_before_it_is_taken() {
    let (long, endless) = ("x".repeat(121), "y".repeat(4_001));
    let corners: Vec<String> =
        (0..30_000).map(|step| format!("[{},40.7]", -74.02 + f64::from(step % 2) * 0.01)).collect();
    let line = format!(r#"{{"type":"LineString","coordinates":[{}]}}"#, corners.join(","));
    let rows = [
        (format!(r#""name":"{long}""#), POINT),
        (format!(r#""name":"A","note":"{endless}""#), POINT),
        (format!(r#""name":"B","kind":"{long}""#), POINT),
        (format!(r#""name":"C","aliases":"cee; {long}""#), POINT),
        (r#""name":"D""#.to_owned(), line.as_str()),
        (r#""name":"E","aliases":"e1""#.to_owned(), POINT),
    ];
    let rows: Vec<(&str, &str)> = rows.iter().map(|(texts, geometry)| (texts.as_str(), *geometry)).collect();
    let found = places(&file(&rows), PLAIN, &harbour());
    let named: Vec<&str> = found.rows.iter().map(|(_, place)| place.name.as_str()).collect();
    assert_eq!(named, ["E"]);
    let columns: Vec<(usize, &str)> = found.faults.iter().map(|fault| (fault.row, fault.column.as_str())).collect();
    assert_eq!(columns, [(1, "name"), (2, "note"), (3, "kind"), (4, "aliases"), (5, "")]);
    assert_eq!(found.faults[4].what, What::TooManyCorners { corners: 30_000 });

    let found = paths(&file(&[(&format!(r#""name":"{long}""#), LINE), (r#""name":"D""#, &line)]), PLAIN, &harbour());
    assert_eq!((found.rows.len(), found.rows[0].1.name.len()), (1, 120));
    let corners = What::TooManyCorners { corners: 30_000 };
    assert_eq!(said(&found.faults), [(1, What::CutShort { most: 120 }), (2, corners)]);
}

#[test]
fn lines_that_cross_without_a_common_corner_are_pointed_out() {
    let across = r#"{"type":"LineString","coordinates":[[-74.015,40.69],[-74.015,40.71]]}"#;
    let meets = r#"{"type":"LineString","coordinates":[[-74.018,40.70],[-74.018,40.71]]}"#;
    let crossed = |texts: &str| {
        let found = paths(&file(&[(r#""name":"Main""#, LINE), (texts, across), ("", meets)]), PLAIN, &harbour());
        assert_eq!(found.rows.len(), 3);
        said(&found.faults)
    };
    assert_eq!(crossed(r#""name":"Cross""#), [(1, What::CrossedOver { other: 2, places: 1 })]);
    assert_eq!(crossed(r#""name":"Cross","bridge":"yes""#), []);

    let both = file(&[(r#""name":"Main""#, LINE), ("", across)]);
    let found = paths(&both, Choices { join: true, ..PLAIN }, &harbour());
    assert_eq!(said(&found.faults), [(1, What::CrossingJoined { other: 2, places: 1 })]);
    let tracks: Vec<&Vec<Corner>> = found.rows.iter().map(|(_, path)| &path.track.0).collect();
    let common: Vec<&Corner> = tracks[0].iter().filter(|corner| tracks[1].contains(corner)).collect();
    assert_eq!(common, [&Corner { lat: 40_700_000, lon: -74_015_000 }]);
    assert_eq!((tracks[0].len(), tracks[1].len()), (3, 3));
}
