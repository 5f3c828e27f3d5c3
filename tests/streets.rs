//! Real streets: a few blocks of central Helsinki, with their two languages, their one-way signs and their many short pieces.
//! The data is (c) OpenStreetMap contributors, ODbL 1.0, as the file itself says.
#![cfg(not(target_arch = "wasm32"))]

use firstline::domain::geo::Point;
use firstline::domain::ground::{Class, Ground, Layer};
use firstline::domain::ids::{Code, LayerId};
use firstline::domain::state::State;
use firstline::protocol::network::Network;
use firstline::protocol::travel::{Basis, Estimate, Roads, Start};
use firstline::record::feature::read_geojson;
use firstline::record::layers::{Choices, paths};

const BLOCKS: &str = include_str!("data/helsinki_blocks.geojson");

fn helsinki() -> State {
    let file = read_geojson(BLOCKS).expect("GeoJSON");
    assert_eq!(
        file.source,
        "(c) OpenStreetMap contributors, https://www.openstreetmap.org/copyright, Open Database License (ODbL) 1.0"
    );
    let found =
        paths(&file, Choices { class: Class::Footway, far: false, courses: false, join: false }, &State::default());
    assert_eq!(found.faults, []);
    let mut state = State::default();
    let ground = &mut state.ground;
    let id = LayerId(uuid::Uuid::nil());
    ground.layers.insert(id, Layer { id, name: file.name, source: file.source, retired: false });
    ground.paths = (1..).zip(found.rows.into_iter().map(|(_, path)| path)).collect();
    ground.drawn = 1;
    ground.rebuild_names();
    state
}

fn drive(network: &Network, from: Point, to: Point) -> (Estimate, Vec<Point>) {
    let kind = Code::new("als");
    let start = Start { point: from, kind: &kind, speed_kmh: 40.0 };
    let estimate = network.to(to, &[start]).into_iter().next().flatten().expect("a way");
    (estimate, network.route(to, &start).expect("a line"))
}

/// Shuts every piece of a street that lies between two latitudes.
fn shut(ground: &mut Ground, street: &str, south: f64, north: f64) {
    let named = ground.named(street).expect("a street").1.clone();
    let between = |number: &u32| {
        let track = &ground.paths[number].track;
        track.middle().is_some_and(|middle| (south..north).contains(&middle.lat))
    };
    let closed: Vec<u32> = named.into_iter().filter(between).collect();
    assert!(!closed.is_empty(), "nothing is shut");
    ground.closed.extend(closed.into_iter().map(|number| (number, "crane".to_owned())));
    ground.shut = 2;
}

#[test]
fn a_crossing_has_its_point_in_either_language() {
    let state = helsinki();
    let there = Point { lat: 60.16478, lon: 24.94979 };
    for text in ["Fabianinkatu & Eteläinen Makasiinikatu", "fabiansgatan / södra magasinsgatan"] {
        let spot = state.spot(text);
        let off = spot.point.map_or(f64::MAX, |point| point.metres_to(there));
        assert!(off < 15.0, "{text}: {spot:?}, {off} m off");
    }
    assert_eq!(state.spot("Kasarmikatu & Fabianinkatu").point, None, "two streets side by side");
    assert_eq!(
        state.ground.crossings_like("fabianinkatu & etel", 4),
        ["Fabianinkatu & Eteläesplanadi", "Fabianinkatu & Eteläinen Makasiinikatu"]
    );
}

#[test]
fn a_closure_leads_the_route_round_the_block() {
    let mut state = helsinki();
    let from = Point { lat: 60.1671, lon: 24.94952 };
    let to = state.spot("Fabianinkatu & Eteläinen Makasiinikatu").point.expect("a crossing");
    let mut network = Network::of(&state.ground);
    let (free, straight_down) = drive(&network, from, to);
    assert_eq!(free.basis, Basis::Network);
    // Along one street: hardly farther than the crow flies.
    assert!((250.0..300.0).contains(&free.metres), "{free:?}");
    let on_fabianinkatu =
        |route: &[Point]| route.iter().filter(|point| (24.9494..24.9499).contains(&point.lon)).count();
    assert_eq!(on_fabianinkatu(&straight_down), straight_down.len());

    shut(&mut state.ground, "Fabianinkatu", 60.1654, 60.1660);
    network.follow(&state.ground);
    let (longer, round) = drive(&network, from, to);
    assert!(free.metres + 100.0 < longer.metres && free.seconds < longer.seconds, "{free:?} {longer:?}");
    assert!(on_fabianinkatu(&round) < round.len(), "it leaves the street");

    state.ground.closed.clear();
    state.ground.shut = 3;
    network.follow(&state.ground);
    assert_eq!(drive(&network, from, to).0, free);
}
