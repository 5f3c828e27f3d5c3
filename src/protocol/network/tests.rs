//! A town small enough to reckon by hand.
#![expect(clippy::needless_range_loop, reason = "a table of distances reads best by its numbers")]

use super::*;
use crate::domain::ground::{Layer, Path};
use crate::domain::ids::LayerId;
use crate::domain::track::Track;

/// Metres east and north of a corner of the town, as a point.
fn at(east: f64, north: f64) -> Point {
    let degree = 111_194.926_6;
    Point { lat: north / degree, lon: east / degree }
}

/// One line: class, whether it is one way, and its corners in metres.
type Line<'a> = (Class, bool, &'a [(f64, f64)]);

/// The same, made up.
type Owned = (Class, bool, Vec<(f64, f64)>);

fn ground(lines: &[Line<'_>]) -> Ground {
    let layer = LayerId(uuid::Uuid::nil());
    let mut ground = Ground { drawn: 1, ..Ground::default() };
    ground.layers.insert(layer, Layer { id: layer, name: String::new(), source: String::new(), retired: false });
    for (number, (class, one_way, corners)) in (0..).zip(lines) {
        let track = Track::of(corners.iter().map(|(east, north)| at(*east, *north)));
        let (name, other) = (String::new(), String::new());
        let path = Path { layer, class: *class, one_way: *one_way, barred: Movers::default(), name, other, track };
        ground.paths.insert(number, path);
    }
    ground
}

/// Metres that a kind goes from one point to another, and what the answer rests on.
fn metres(network: &Network, kind: &str, from: Point, to: Point) -> Option<(f64, Basis)> {
    let kind = Code::new(kind);
    let found = network.to(to, &[Start { point: from, kind: &kind, speed_kmh: 36.0 }]);
    found[0].map(|estimate| (estimate.metres.round(), estimate.basis))
}

/// A block: two streets of 400 m, a lane between their ends, and a short cut of steps in the middle.
fn block() -> Ground {
    ground(&[
        (Class::Street, false, &[(0.0, 0.0), (200.0, 0.0), (400.0, 0.0)]),
        (Class::Street, false, &[(0.0, 100.0), (200.0, 100.0), (400.0, 100.0)]),
        (Class::Street, true, &[(0.0, 0.0), (0.0, 100.0)]),
        (Class::Street, false, &[(400.0, 0.0), (400.0, 100.0)]),
        (Class::Steps, false, &[(200.0, 0.0), (200.0, 100.0)]),
    ])
}

#[test]
fn a_way_is_the_shortest_that_the_kind_may_go() {
    let network = Network::of(&block());
    assert_eq!(network.size(), (7, 6));
    let (south, north) = (at(100.0, 0.0), at(100.0, 100.0));
    // On foot the steps and the lane are both 300 m; steps are slow, so the lane is taken.
    assert_eq!(metres(&network, "foot", south, north), Some((300.0, Basis::Network)));
    assert_eq!(metres(&network, "foot", at(190.0, 0.0), at(190.0, 100.0)), Some((120.0, Basis::Network)));
    // An ambulance goes up the one-way lane and back round the block.
    assert_eq!(metres(&network, "als", south, north), Some((300.0, Basis::Network)));
    assert_eq!(metres(&network, "als", north, south), Some((700.0, Basis::Network)));
    // The same edge, in both directions and on a one-way lane against its sign.
    assert_eq!(metres(&network, "als", at(100.0, 0.0), at(150.0, 0.0)), Some((50.0, Basis::Network)));
    assert_eq!(metres(&network, "als", at(150.0, 0.0), at(100.0, 0.0)), Some((50.0, Basis::Network)));
    assert_eq!(metres(&network, "foot", at(0.0, 80.0), at(0.0, 30.0)), Some((50.0, Basis::Network)));
    assert_eq!(metres(&network, "als", at(0.0, 80.0), at(0.0, 30.0)), Some((950.0, Basis::Network)));
}

#[test]
fn speed_follows_kind_class_and_crowd() {
    let mut ground = block();
    let seconds = |network: &Network, kind: &str| {
        let kind = Code::new(kind);
        let start = Start { point: at(200.0, 0.0), kind: &kind, speed_kmh: 3.6 };
        network.to(at(200.0, 100.0), &[start])[0].map(|estimate| estimate.seconds)
    };
    let mut network = Network::of(&ground);
    // Steps count 60 of 100: a metre a second makes 167 s of 100 m.
    assert_eq!(seconds(&network, "foot"), Some(166));
    ground.crowd.insert(4, 300);
    ground.shut = 9;
    network.follow(&ground);
    // Three times as long on the steps is worse than round the block.
    assert_eq!(seconds(&network, "foot"), Some(499));
}

#[test]
fn a_closure_changes_the_next_estimate_and_opening_takes_it_back() {
    let mut ground = block();
    let mut network = Network::of(&ground);
    let ask = |network: &Network| metres(network, "als", at(100.0, 0.0), at(100.0, 100.0));
    assert_eq!(ask(&network), Some((300.0, Basis::Network)));
    ground.closed.insert(2, "Finish line".into());
    ground.shut = 5;
    network.follow(&ground);
    assert_eq!(ask(&network), Some((700.0, Basis::Network)));
    ground.closed.insert(3, "Stage".into());
    ground.shut = 6;
    network.follow(&ground);
    // Both ways are shut. A straight line through the barrier would be the shortest of all, and a lie.
    assert_eq!(ask(&network), None);
    assert_eq!(metres(&network, "foot", at(100.0, 0.0), at(100.0, 100.0)), Some((300.0, Basis::Network)));
    // What happens on a shut path is reached from its open end.
    assert_eq!(metres(&network, "als", at(100.0, 0.0), at(0.0, 40.0)), Some((140.0, Basis::Network)));
    ground.closed.clear();
    ground.shut = 7;
    network.follow(&ground);
    assert_eq!(ask(&network), Some((300.0, Basis::Network)));
}

#[test]
fn what_the_network_does_not_reach_is_a_straight_line_and_says_so() {
    let lines: &[Line<'_>] = &[
        (Class::Street, false, &[(0.0, 0.0), (1000.0, 0.0)]),
        (Class::Footway, false, &[(0.0, 2000.0), (1000.0, 2000.0)]),
    ];
    let network = Network::of(&ground(lines));
    let straight = |east: f64, north: f64| Some(((east.hypot(north) * 1.3).round(), Basis::StraightLine));
    assert_eq!(metres(&network, "foot", at(0.0, 0.0), at(0.0, 2000.0)), straight(0.0, 2000.0));
    assert_eq!(metres(&network, "als", at(0.0, 0.0), at(0.0, 2000.0)), straight(0.0, 2000.0));
    assert_eq!(metres(&network, "drone", at(0.0, 0.0), at(500.0, 0.0)), straight(500.0, 0.0));
    assert_eq!(metres(&network, "boat", at(0.0, 0.0), at(500.0, 0.0)), straight(500.0, 0.0));
    assert_eq!(metres(&Network::default(), "foot", at(0.0, 0.0), at(0.0, 100.0)), straight(0.0, 100.0));
    // Beside the street: the walk to it counts, and not at the speed of an ambulance.
    assert_eq!(metres(&network, "als", at(0.0, 100.0), at(1000.0, 0.0)), Some((1100.0, Basis::Network)));
}

#[test]
fn loose_ends_are_joined_to_what_they_nearly_touch() {
    let lines: &[Line<'_>] = &[
        (Class::Street, false, &[(0.0, 0.0), (1000.0, 0.0)]),
        // Ends a metre short of the middle of the street.
        (Class::Street, false, &[(500.0, 1.0), (500.0, 300.0)]),
        // A bridge over the street: it passes and does not touch.
        (Class::Street, false, &[(700.0, -50.0), (700.0, 50.0)]),
    ];
    let network = Network::of(&ground(lines));
    assert_eq!(metres(&network, "als", at(0.0, 0.0), at(500.0, 300.0)), Some((800.0, Basis::Network)));
    assert_eq!(metres(&network, "als", at(0.0, 0.0), at(700.0, 50.0)).map(|found| found.1), Some(Basis::Network));
    let far = metres(&network, "als", at(0.0, 0.0), at(700.0, 50.0)).expect("by the nearest joined street");
    assert_eq!(far.0, 750.0);
}

/// Ends that met one segment were put into it in the order of their file, so that the street ran back and forth between
/// them and was longer than it is.
#[test]
fn a_street_stays_as_long_as_it_is_whatever_the_order_in_which_others_meet_it() {
    let side = |east: f64| (Class::Footway, false, vec![(east, 1.0), (east, 200.0)]);
    for order in [[200.0, 500.0, 800.0], [800.0, 500.0, 200.0], [500.0, 800.0, 200.0]] {
        let street = (Class::Street, false, vec![(0.0, 0.0), (1000.0, 0.0)]);
        let lines: Vec<Owned> = std::iter::once(street).chain(order.map(side)).collect();
        let borrowed: Vec<Line<'_>> = lines.iter().map(|(class, way, ends)| (*class, *way, ends.as_slice())).collect();
        let network = Network::of(&ground(&borrowed));
        let along = metres(&network, "als", at(0.0, 0.0), at(1000.0, 0.0));
        assert_eq!(along, Some((1000.0, Basis::Network)), "{order:?}");
        assert_eq!(metres(&network, "foot", at(0.0, 0.0), at(500.0, 200.0)), Some((700.0, Basis::Network)));
    }
}

#[test]
fn where_signs_leave_no_way_a_crew_goes_against_them() {
    let lines: &[Line<'_>] =
        &[(Class::Street, true, &[(0.0, 0.0), (500.0, 0.0)]), (Class::Street, false, &[(500.0, 0.0), (500.0, 100.0)])];
    let network = Network::of(&ground(lines));
    assert_eq!(metres(&network, "als", at(500.0, 100.0), at(100.0, 0.0)), Some((500.0, Basis::AgainstOneWay)));
    assert_eq!(metres(&network, "als", at(100.0, 0.0), at(500.0, 100.0)), Some((500.0, Basis::Network)));
    assert_eq!(metres(&network, "foot", at(500.0, 100.0), at(100.0, 0.0)), Some((500.0, Basis::Network)));
}

/// A closure may leave only the way that the signs forbid. The time is then no ordinary one.
#[test]
fn a_closure_that_leaves_no_way_by_the_signs_is_told() {
    let mut ground = block();
    let mut network = Network::of(&ground);
    let ask = |network: &Network| metres(network, "als", at(0.0, 80.0), at(0.0, 30.0));
    assert_eq!(ask(&network), Some((950.0, Basis::Network)));
    ground.closed.insert(3, "Flooded".into());
    ground.shut += 1;
    network.follow(&ground);
    assert_eq!(ask(&network), Some((50.0, Basis::AgainstOneWay)));
}

#[test]
fn a_route_runs_along_the_paths() {
    let network = Network::of(&block());
    let kind = Code::new("als");
    let start = Start { point: at(100.0, 10.0), kind: &kind, speed_kmh: 40.0 };
    let route = network.route(at(100.0, 100.0), &start).expect("a way");
    let shown: Vec<(i32, i32)> = route
        .iter()
        .map(|point| ((point.lon * 111_194.926_6).round() as i32, (point.lat * 111_194.926_6).round() as i32))
        .collect();
    assert_eq!(shown, [(100, 10), (100, 0), (0, 0), (0, 100), (100, 100), (100, 100)]);
    let back = network.route(at(150.0, 0.0), &start).expect("a way");
    assert_eq!(back.len(), 4);
}

/// Every pair of a grid of streets, some of them one way and some shut, against the plainest search there is.
#[test]
fn ways_are_as_short_as_the_plainest_search_finds_them() {
    let side = 7_u32;
    let mut lines: Vec<Owned> = Vec::new();
    let mut chance = 7_u32;
    let mut roll = move |most: u32| {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (chance >> 16) % most
    };
    let spot = |x: u32, y: u32| (f64::from(x) * 100.0, f64::from(y) * 130.0);
    for x in 0..side {
        for y in 0..side {
            for (dx, dy) in [(1, 0), (0, 1)] {
                if x + dx < side && y + dy < side {
                    let mut ends = vec![spot(x, y), spot(x + dx, y + dy)];
                    if roll(2) == 0 {
                        ends.reverse();
                    }
                    lines.push((Class::Main, roll(4) == 0, ends));
                }
            }
        }
    }
    let borrowed: Vec<Line<'_>> =
        lines.iter().map(|(class, one_way, ends)| (*class, *one_way, ends.as_slice())).collect();
    let mut ground = ground(&borrowed);
    ground.closed = (0..lines.len() as u32).filter(|_| roll(6) == 0).map(|path| (path, String::new())).collect();
    let network = Network::of(&ground);
    let count = (side * side) as usize;
    let node =
        |(east, north): (f64, f64)| (east / 100.0).round() as usize * side as usize + (north / 130.0).round() as usize;
    let plainest = |signs: bool| {
        let mut far = vec![vec![f64::INFINITY; count]; count];
        for (index, (_, one_way, ends)) in lines.iter().enumerate() {
            if ground.closed.contains_key(&(index as u32)) {
                continue;
            }
            let (from, to) = (node(ends[0]), node(ends[1]));
            let length = (ends[0].0 - ends[1].0).hypot(ends[0].1 - ends[1].1);
            far[from][to] = far[from][to].min(length);
            if !(*one_way && signs) {
                far[to][from] = far[to][from].min(length);
            }
        }
        for row in 0..count {
            far[row][row] = 0.0;
        }
        for by in 0..count {
            for from in 0..count {
                for to in 0..count {
                    far[from][to] = far[from][to].min(far[from][by] + far[by][to]);
                }
            }
        }
        far
    };
    let (by_signs, lenient) = (plainest(true), plainest(false));
    let mut compared = 0;
    for from in 0..count {
        for to in 0..count {
            let place = |index: usize| spot((index / side as usize) as u32, (index % side as usize) as u32);
            let ((east, north), (east2, north2)) = (place(from), place(to));
            match metres(&network, "als", at(east, north), at(east2, north2)) {
                Some((found, basis)) => {
                    let against = by_signs[from][to].is_infinite();
                    let (far, known) = if against {
                        (lenient[from][to], Basis::AgainstOneWay)
                    } else {
                        (by_signs[from][to], Basis::Network)
                    };
                    assert_eq!(basis, known);
                    assert!((found - far).abs() < 3.0, "{from} to {to}: {found} {far}");
                }
                None => assert!(lenient[from][to].is_infinite(), "{from} to {to}: no way"),
            }
            compared += 1;
        }
    }
    assert_eq!(compared, count * count);
}
