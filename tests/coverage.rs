//! What has to stay covered while units are sent: posts, zone duty, and who moves up.
#![cfg(not(target_arch = "wasm32"))]

mod line;

use firstline::board::{advice, speech};
use firstline::domain::command::Command;
use firstline::domain::ids::{Code, PlaceId};
use firstline::domain::unit::Readiness;
use firstline::protocol::recommend::{Advice, Asked, Reason, WhyNot, recommend};
use firstline::protocol::travel::{StraightLine, known_since};
use line::*;

#[test]
fn what_must_stay_covered_weighs_and_the_hole_is_closed() {
    let mut desk = Desk::new();
    let station = |desk: &Desk, name: &str| desk.state.spot(name);
    let one = station(&desk, "Station 1");
    desk.unit_at("E1", "engine", "", 3, one);
    let two = station(&desk, "Station 2");
    desk.unit_at("E2", "engine", "", 3, two.clone());
    desk.unit_at("E3", "engine", "", 3, two);
    desk.plan("fire", "fire", &["1 E", "1 E"]);
    desk.types("NI fire gate");
    desk.advises(1, "E: E1");
    // Station 1 must keep an engine: those of station 2 are not much farther, once the goal is no matter.
    desk.asks(Command::ChangeTarget { code: Code::new("travel"), seconds: 3_000, percent: 90 });
    desk.cover("Station 1", "E", 1, 5_000, false);
    desk.advises(1, "E: E1");
    desk.asks(Command::ChangeUnitKind {
        code: Code::new("engine"),
        detail: firstline::domain::event::UnitKindDetail::SpeedKmh(100.0),
    });
    desk.advises(1, "E: E2");
    let keeper = desk.state.unit_called("E1").expect("a unit").id;
    assert_eq!(desk.reasons(1, "E2")[0], Reason::NearerCovers(keeper, desk.place("Station 1")));
    assert_eq!(desk.why_not(1, "E1"), WhyNot::KeepsPost(desk.place("Station 1")));
    assert!(desk.advice(1).bare.is_empty());
    desk.types("D 1 E1");
    let bare = desk.advice(1).bare;
    assert_eq!((bare.len(), bare[0].has, bare[0].needs, bare[0].by_this), (1, 0, 1, false));
    let up = bare[0].move_up.clone().expect("a move-up");
    assert_eq!((desk.sign(up.unit), up.bares), ("E2".to_owned(), None));
    let said = advice::bare(&desk.state, &bare[0]);
    assert_eq!(said, "Station 1 has 0 of 1. E2 can move up, 1 min 33 s.");
    // Once it is on its way there, the post is covered.
    desk.types("MU E2 ; Station 1");
    assert!(desk.advice(1).bare.is_empty());
}

#[test]
fn zone_duty_keeps_a_unit_in_its_zone() {
    let mut desk = Desk::new();
    let gate = desk.state.spot("Gate");
    desk.unit_at("E1", "engine", "", 3, gate);
    desk.unit("E2", "engine", "", 60.0);
    desk.plan("fire", "fire", &["1 E"]);
    desk.cover("Gate", "E", 1, 1_000, true);
    desk.types("NI fire station 1");
    desk.advises(1, "E: E2");
    assert_eq!(desk.why_not(1, "E1"), WhyNot::ZoneDuty(desk.place("Gate")));
    desk.types("LOC 1 gate");
    desk.advises(1, "E: E1");
    assert!(desk.reasons(1, "E1").contains(&Reason::BaresPost(desk.place("Gate"))));
}

#[test]
fn two_units_of_one_post_do_not_leave_it_bare_between_them() {
    let mut desk = Desk::new();
    let post = desk.state.spot("Station 1");
    desk.unit_at("E1", "engine", "", 3, post);
    // Beside the post, by coordinates.
    desk.unit("E2", "engine", "", 2.05);
    desk.unit("E3", "engine", "", 2.4);
    desk.plan("fire", "fire", &["2 E"]);
    desk.asks(Command::ChangeTarget { code: Code::new("travel"), seconds: 3_000, percent: 90 });
    desk.types("NI fire gate");
    desk.advises(1, "E: E1 E2");
    desk.cover("Station 1", "E", 1, 5_000, false);
    desk.advises(1, "E: E1 E3");
    assert_eq!(desk.why_not(1, "E2"), WhyNot::KeepsPost(desk.place("Station 1")));
    let keeper = desk.state.unit_called("E2").expect("a unit").id;
    assert_eq!(desk.reasons(1, "E3")[0], Reason::NearerCovers(keeper, desk.place("Station 1")));
    assert!(desk.advice(1).bare.is_empty());
}

/// Stations with an engine each, and a fire at the gate.
fn stations(engines: &[(&str, &str)]) -> Desk {
    let mut desk = Desk::new();
    desk.plan("fire", "fire", &["1 E"]);
    for (sign, post) in engines {
        let post = desk.state.spot(post);
        desk.unit_at(sign, "engine", "", 3, post);
    }
    desk
}

/// `Station 1 0/1 E2`: each post that keeps too little, and who could move up; `!` with the post that it would bare.
fn bare(desk: &Desk, advice: &Advice) -> String {
    let name = |place: PlaceId| desk.state.places[&place].name.clone();
    let told = advice.bare.iter().map(|bare| {
        let up = bare.move_up.as_ref().map_or_else(|| "nobody".to_owned(), |up| desk.sign(up.unit));
        let bares = bare.move_up.as_ref().and_then(|up| up.bares);
        let cost = bares.map(|post| format!(" !{}", name(post))).unwrap_or_default();
        format!("{} {}/{} {up}{cost}", name(bare.place), bare.has, bare.needs)
    });
    told.collect::<Vec<_>>().join("; ")
}

#[test]
fn a_unit_that_moves_up_counts_where_it_goes_and_nowhere_else() {
    let mut desk = stations(&[("E1", "Station 1"), ("E2", "Station 2"), ("E3", "Far")]);
    desk.cover("Station 1", "E", 1, 5_000, false);
    desk.cover("Station 2", "E", 1, 5_000, false);
    desk.types("NI fire gate");
    desk.types("D 1 E1");
    assert_eq!(bare(&desk, &desk.advice(1)), "Station 1 0/1 E3");
    // By whatever name the post is called.
    desk.types("MU E2 station 1");
    assert_eq!(desk.state.unit_called("E2").expect("a unit").reason, "Station 1");
    assert_eq!(bare(&desk, &desk.advice(1)), "Station 2 0/1 E3");
    let unit = desk.state.unit_called("E2").expect("a unit").id;
    let reason = "STATION 1".to_owned();
    desk.asks(Command::SetReadiness { unit, readiness: Readiness::MoveUp, reason });
    assert_eq!(bare(&desk, &desk.advice(1)), "Station 2 0/1 E3");
    // Without a word where to, it has left and is nowhere until it is seen.
    desk.types("MU E2");
    assert_eq!(bare(&desk, &desk.advice(1)), "Station 1 0/1 E2; Station 2 0/1 E3");
    desk.types("LOC E2 Station 1");
    assert_eq!(bare(&desk, &desk.advice(1)), "Station 2 0/1 E3");
}

#[test]
fn whoever_moves_up_is_reckoned_from_a_place_that_grows_old() {
    let mut desk = stations(&[("E1", "Station 2")]);
    let since = |desk: &Desk| known_since(&desk.state, desk.state.unit_called("E1").expect("a unit"));
    desk.types("NI fire gate");
    assert_eq!(since(&desk), None);
    desk.types("MU E1 Station 1");
    let left = desk.clock;
    desk.clock = desk.clock.plus_seconds(20 * 60);
    assert_eq!(since(&desk), Some(left));
    let reasons = desk.reasons(1, "E1");
    assert!(reasons.contains(&Reason::MovingUp) && reasons.contains(&Reason::PositionOld { minutes: 20 }));
    // On the way it was seen, and then it is there.
    desk.types("LOC E1 0.0, 0.03");
    assert_eq!(since(&desk), Some(desk.clock));
    desk.types("LOC E1 station 1");
    assert_eq!(since(&desk), None);
    assert!(!desk.reasons(1, "E1").contains(&Reason::MovingUp));
    // Its own post is the other one, and the preview says which.
    let unit = desk.state.unit_called("E1").expect("a unit").id;
    let back = Command::SetReadiness { unit, readiness: Readiness::AtPost, reason: String::new() };
    assert_eq!(speech::command(&back, &desk.state), "E1 at post: Station 2");
}

/// A unit that fills one hole is not there for the next one, and a post that has just enough has nobody to spare.
#[test]
fn move_ups_are_reckoned_with_one_after_the_other() {
    let mut desk = stations(&[("E1", "Station 1"), ("E2", "Station 2"), ("E3", "Station 2"), ("E4", "Station 2")]);
    for (post, count) in [("Station 1", 1), ("Station 2", 2), ("Gate", 1)] {
        desk.cover(post, "E", count, 5_000, false);
    }
    desk.types("NI fire far");
    // The pick is one of three at Station 2, which needs two: the next that leaves it bares it.
    desk.types("D 1 E1");
    desk.types("LOC 1 Station 2");
    desk.types("AL 1 2");
    let second = plan("fire", "fire", &["1 E", "1 E"]);
    desk.asks(Command::SavePlans { plans: vec![second], words: Vec::new(), retire: Vec::new() });
    let advice = desk.advice(1);
    assert_eq!(desk.told(&advice), "E: =E1; E: E2");
    assert_eq!(bare(&desk, &advice), "Gate 0/1 E3 !Station 2; Station 1 0/1 E4 !Station 2");
}

#[test]
fn whose_duty_is_a_zone_moves_up_nowhere_else() {
    let mut desk = stations(&[("E1", "Station 1"), ("E2", "Station 2"), ("E3", "Far")]);
    desk.cover("Station 1", "E", 1, 5_000, false);
    desk.types("NI fire gate");
    desk.types("D 1 E1");
    assert_eq!(bare(&desk, &desk.advice(1)), "Station 1 0/1 E2");
    desk.cover("Station 2", "E", 1, 5_000, true);
    assert_eq!(bare(&desk, &desk.advice(1)), "Station 1 0/1 E3");
}

/// Whoever is ticked beside the recommendation goes as well, and is missed where it was.
#[test]
fn whoever_is_sent_along_leaves_a_post_too() {
    let mut desk = stations(&[("E1", "Gate"), ("E2", "Station 1"), ("E3", "Station 2")]);
    desk.cover("Station 1", "E", 1, 5_000, false);
    desk.types("NI fire gate");
    assert_eq!(bare(&desk, &desk.advice(1)), "");
    let also = vec![desk.state.unit_called("E2").expect("a unit").id];
    let advice = recommend(&desk.state, &StraightLine::default(), &Asked { also, ..desk.asked(1) });
    assert_eq!(desk.told(&advice), "E: E1");
    assert_eq!(bare(&desk, &advice), "Station 1 0/1 E3");
    assert!(advice.bare[0].by_this);
}
