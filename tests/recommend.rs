//! Response plans and what they recommend: the right units for all requirements together, with a reason for each.
#![cfg(not(target_arch = "wasm32"))]

mod line;

use firstline::board::advice;
use firstline::board::sheet::ranked;
use firstline::board::speech::{self, Clock};
use firstline::domain::command::{Command, NewPlace};
use firstline::domain::geo::Point;
use firstline::domain::ground::{Class, Movers, Path};
use firstline::domain::ids::{Code, LayerId, UnitId};
use firstline::domain::incident::Priority;
use firstline::domain::place::Spot;
use firstline::domain::plan::{Alarm, Cover, Plan, Requirement, Rule, Trait, Word, Zone};
use firstline::domain::track::{Shape, Track};
use firstline::domain::unit::{Readiness, Step};
use firstline::protocol::network::Network;
use firstline::protocol::plan::{Facts, best};
use firstline::protocol::recommend::{
    Advice, Asked, Filled, NoEstimate, Reason, Slot, Want, WhyNot, choices, recommend,
};
use firstline::protocol::travel::{Basis, Estimate, Roads, Start, StraightLine};
use line::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[test]
fn all_requirements_are_served_together_and_not_one_after_the_other() {
    let mut desk = Desk::new();
    // The nearest that is an engine is also the only one that is a rescue.
    desk.unit("X1", "engine", "RES", 1.0);
    desk.unit("E2", "engine", "", 2.0);
    desk.plan("fire", "fire", &["1 ENGINE, 1 RES"]);
    desk.types("NI fire gate");
    desk.advises(1, "ENGINE: E2; RES: X1");
    let x1 = desk.state.unit_called("X1").expect("a unit").id;
    assert_eq!(desk.reasons(1, "E2")[0], Reason::NearerServes(x1));
    assert_eq!(desk.reasons(1, "X1")[0], Reason::Nearest);
}

#[test]
fn raising_the_alarm_asks_only_for_what_is_added() {
    let mut desk = Desk::new();
    for number in 1..=8 {
        desk.unit(&format!("E{number}"), "engine", "", f64::from(number));
    }
    desk.unit("BC1", "command", "", 5.0);
    desk.plan("fire", "fire", &["2 E", "2 E, 1 BC", "+1 E"]);
    desk.types("NI fire gate");
    desk.advises(1, "E: E1 E2");
    desk.types("D 1 E1 E2");
    desk.advises(1, "E: =E1 =E2");
    assert!(desk.advice(1).units().is_empty(), "nothing is asked for twice");
    desk.types("AL 1 2");
    desk.advises(1, "E: =E1 =E2; E: E3 E4; BC: BC1");
    desk.types("AL 1 4");
    desk.advises(1, "E: =E1 =E2; E: E3 E4; BC: BC1; E: E5; E: E6");
    // One more was sent than the plan asked for: it counts.
    desk.types("D 1 E3 E4 E5 E6 BC1 E7");
    desk.types("AL 1 5");
    assert!(desk.advice(1).units().is_empty());
    // What served and cleared is not asked for again.
    desk.types("ER E1");
    desk.types("OS E1");
    desk.types("CL E1");
    assert_eq!(desk.told(&desk.advice(1)).matches("~E1").count(), 1);
    assert!(desk.advice(1).units().is_empty());
}

/// Each unit has one reason, and it is the first that holds.
#[test]
fn each_unit_that_is_not_picked_has_one_reason() {
    let mut desk = Desk::new();
    let near = desk.unit("E1", "engine", "", 1.0);
    for (number, far) in [(2, 1.5), (3, 2.0), (4, 2.5), (5, 3.0), (6, 3.5), (7, 4.0), (8, 4.5)] {
        desk.unit(&format!("E{number}"), "engine", "ALS", far);
    }
    desk.unit("E9", "engine", "", 5.0);
    desk.unit("S1", "security", "", 0.5);
    desk.unit_at("E10", "engine", "ALS", 1, Spot { text: "here".into(), place: None, point: at(0.1) });
    desk.unit_at("E11", "engine", "ALS", 3, Spot::free("somewhere"));
    desk.plan("fire", "fire", &["1 E crew 2 with ALS"]);
    desk.plan("fall", "fall sick", &["1 E"]);
    desk.types("NI fire gate");
    desk.types("NI fall gate");
    desk.types("NI sick gate");
    desk.types("OD E3");
    desk.types("BR E4");
    desk.types("P 2 1");
    desk.types("D 2 E5");
    desk.types("P 3 5");
    desk.types("D 3 E6");
    desk.types("DO 2 E7");
    desk.advises(1, "E: E2");
    let incident = |number| desk.incident(number).id;
    assert_eq!(desk.why_not(1, "E1"), WhyNot::Lacks("ALS".into()));
    assert_eq!(desk.why_not(1, "S1"), WhyNot::NotAsked);
    assert_eq!(desk.why_not(1, "E3"), WhyNot::OffDuty);
    assert!(matches!(desk.why_not(1, "E4"), WhyNot::NotReady(Readiness::Break, _)));
    assert_eq!(desk.why_not(1, "E5"), WhyNot::OnTheWay { incident: incident(2), priority: Priority::P1 });
    assert_eq!(desk.why_not(1, "E6"), WhyNot::CouldDivert { incident: incident(3), priority: Priority::P5 });
    assert_eq!(desk.why_not(1, "E7"), WhyNot::AtWork { incident: incident(2), step: Step::OnScene });
    assert!(matches!(desk.why_not(1, "E8"), WhyNot::Farther { .. }));
    assert_eq!(desk.why_not(1, "E10"), WhyNot::SmallCrew { has: 1, needs: 2 });
    assert_eq!(desk.why_not(1, "E11"), WhyNot::NoEstimate(NoEstimate::PositionUnknown));
    let picked = desk.advice(1).units();
    assert!(!picked.contains(&near));
    for other in desk.advice(1).others {
        let said = advice::why_not(&desk.state, &other.why, Clock(0));
        assert!(!said.is_empty() && !said.contains(['{', '?']), "{said}");
    }
    desk.types("D 1 E2");
    assert_eq!(desk.why_not(1, "E8"), WhyNot::Met);
    let asked = Asked { left_out: picked.clone(), incident: None, ..desk.asked(3) };
    let advice = recommend(&desk.state, &StraightLine::default(), &asked);
    assert!(!advice.units().contains(&picked[0]));
}

#[test]
fn a_unit_on_its_way_to_something_lesser_is_offered_and_not_taken() {
    let mut desk = Desk::new();
    let near = desk.unit("M1", "als", "", 0.5);
    desk.unit("M2", "als", "", 20.0);
    desk.plan("life", "cardiac fall", &["1 ALS"]);
    desk.types("NI fall far");
    desk.types("P 1 4");
    desk.types("D 1 M1");
    desk.types("NI cardiac gate");
    desk.advises(2, "ALS: M2");
    let advice = desk.advice(2);
    let divert = &advice.wants[0].diverts[0];
    assert_eq!((divert.unit, divert.from), (near, desk.incident(1).id));
    assert!(divert.saves.is_some_and(|seconds| 1_000 < seconds));
    // With nobody else it is still only offered.
    desk.types("OD M2");
    desk.advises(2, "ALS: -1");
    assert_eq!(desk.advice(2).wants[0].diverts[0].unit, near);
    // To something as urgent it is not.
    desk.types("P 1 1");
    assert!(desk.advice(2).wants[0].diverts.is_empty());
}

/// What is stacked under other work has to wait, and its requirement is open until the unit comes back.
#[test]
fn a_unit_that_has_left_for_other_work_meets_nothing() {
    let mut desk = Desk::new();
    let away = desk.unit("M1", "als", "", 0.5);
    desk.unit("M2", "als", "", 3.0);
    desk.plan("life", "cardiac fall", &["1 ALS"]);
    desk.types("NI cardiac gate");
    desk.types("NI fall gate");
    desk.types("P 2 4");
    desk.types("D 1 M1");
    desk.advises(1, "ALS: =M1");
    desk.types("D 2 M1");
    desk.advises(1, "ALS: M2");
    desk.advises(2, "ALS: =M1");
    let lesser = desk.incident(2).id;
    assert_eq!(desk.why_not(1, "M1"), WhyNot::Away { incident: lesser, lesser: true });
    let advice = desk.advice(1);
    let divert = &advice.wants[0].diverts[0];
    assert_eq!((divert.unit, divert.from), (away, lesser));
    let said = |desk: &Desk| advice::why_not(&desk.state, &desk.why_not(1, "M1"), Clock(0));
    assert_eq!(said(&desk), "Away on #2: can be diverted back");
    // It is there already, and is told where it went instead of being sent a second time.
    let again = Command::Dispatch { incident: desk.incident(1).id, units: vec![away], step: Step::Dispatched };
    let refusal = desk.tries(again).expect_err("it is there");
    let said = speech::refusal(&refusal, &desk.state, Clock(0));
    assert!(said.starts_with("M1 is already assigned to #1") && said.contains("has left for #2"), "{said}");
    // It stands among those that could be sent, and is marked as one that comes back.
    let place = desk.incident(1).place.clone();
    let near = ranked(&desk.state, &StraightLine::default(), &place, Some(desk.incident(1).id));
    assert_eq!(near.iter().find(|one| one.unit == away).map(|one| one.away), Some(true));
    desk.types("OD M2");
    let short = desk.advice(1).wants[0].shortfall.clone().expect("a shortfall");
    assert_eq!(short.nearest.map(|could| could.unit), Some(away));
    desk.types("OS M1");
    assert_eq!(desk.why_not(1, "M1"), WhyNot::Away { incident: lesser, lesser: false });
    assert!(desk.advice(1).wants[0].diverts.is_empty());
    desk.types("DV 1 M1");
    desk.advises(1, "ALS: =M1");
    desk.advises(2, "ALS: -1");
}

#[test]
fn a_shortfall_names_the_nearest_that_could_meet_it_and_when() {
    let mut desk = Desk::new();
    let busy = desk.unit("M1", "als", "", 1.0);
    desk.unit("M2", "als", "", 30.0);
    desk.plan("life", "cardiac fall", &["2 ALS"]);
    desk.types("NI fall gate");
    desk.types("DO 1 M1");
    desk.types("OD M2");
    desk.types("NI cardiac gate");
    desk.advises(2, "ALS: -2");
    let advice = desk.advice(2);
    let short = advice.wants[0].shortfall.clone().expect("a shortfall");
    assert_eq!((short.missing, short.requested), (2, 0));
    let could = short.nearest.expect("a unit");
    assert_eq!(could.unit, busy);
    assert!(could.free.is_some_and(|free| desk.clock < free));
    let said = advice::could(&desk.state, &could, Clock(0));
    assert!(said.starts_with("M1: On scene, #1; likely free "), "{said}");
    assert_eq!(advice::open(&advice.wants[0]), "2 ALS");
    desk.types("REQ 2 ALS 2");
    assert_eq!(desk.advice(2).wants[0].shortfall.as_ref().map(|short| short.requested), Some(2));
}

/// What was asked for at the first alarm is not there for what the second one adds.
#[test]
fn a_request_counts_once_and_by_what_it_means() {
    let mut desk = Desk::new();
    desk.plan("fire", "fire", &["1 E/T, 1 BC", "3 T/E"]);
    let chief = Word { label: "Battalion chief".into(), any_of: vec![Trait::CallSign("B".into())] };
    desk.asks(Command::SavePlans { plans: Vec::new(), words: vec![(Code::new("bc"), chief)], retire: Vec::new() });
    desk.types("NI fire gate");
    let requested = |desk: &Desk| {
        let wants = desk.advice(1).wants;
        wants.iter().map(|want| want.shortfall.as_ref().map_or(0, |short| short.requested)).collect::<Vec<_>>()
    };
    desk.types("REQ 1 t or e 1");
    assert_eq!(requested(&desk), [1, 0]);
    desk.types("AL 1 2");
    assert_eq!(requested(&desk), [1, 0, 0]);
    desk.types("REQ 1 E/T 2");
    desk.types("REQ 1 battalion chief");
    assert_eq!(requested(&desk), [1, 1, 2]);
    desk.types("REQ 1 E, T 9");
    assert_eq!(requested(&desk), [1, 1, 3]);
    desk.types("REQ 1 ENGINE 4");
    assert_eq!(requested(&desk), [1, 1, 3]);
}

#[test]
fn old_positions_and_tired_crews_weigh() {
    let mut desk = Desk::new();
    desk.unit("E1", "engine", "", 1.0);
    desk.unit("E2", "engine", "", 1.2);
    desk.plan("fire", "fire", &["2 E"]);
    desk.types("NI fire gate");
    desk.types("LOC E1 0.0,0.0080");
    desk.clock = desk.clock.plus_seconds(30 * 60);
    assert!(desk.reasons(1, "E1").contains(&Reason::PositionOld { minutes: 30 }));
    desk.types("NI fall gate");
    for line in ["D 2 E2", "ER E2", "OS E2", "CL E2"] {
        desk.types(line);
    }
    assert!(desk.reasons(1, "E2").iter().any(|reason| matches!(reason, Reason::JustCleared { .. })));
    // Back at its post, it is there.
    desk.types("IQ E1");
    assert!(!desk.reasons(1, "E1").iter().any(|reason| matches!(reason, Reason::PositionOld { .. })));
}

#[test]
fn what_the_answers_call_for_is_taken_along_where_it_does_not_delay() {
    let mut desk = Desk::new();
    desk.unit("E1", "engine", "", 1.0);
    desk.unit("E2", "engine", "ROPE", 1.4);
    desk.unit("R1", "rescue", "BOAT", 9.0);
    desk.plan("fire", "fire", &["2 E"]);
    desk.types("NI fire gate");
    let with = |needs: &[&str]| {
        let needs = needs.iter().map(|need| (*need).to_owned()).collect();
        let asked = Asked { needs, ..desk.asked(1) };
        desk.told(&recommend(&desk.state, &StraightLine::default(), &asked))
    };
    assert_eq!(with(&["ROPE"]), "E: E2; E: E1");
    assert_eq!(with(&["BOAT"]), "E: E1 E2; BOAT: R1");
    assert_eq!(with(&["DOG"]), "E: E1 E2; DOG: -1");
}

#[test]
fn a_person_swaps_and_the_rest_follows() {
    let mut desk = Desk::new();
    let units: Vec<UnitId> = (1..=4).map(|far| desk.unit(&format!("E{far}"), "engine", "", f64::from(far))).collect();
    desk.plan("fire", "fire", &["2 E"]);
    desk.types("NI fire gate");
    let slot = desk.advice(1).wants[0].slot.clone();
    let asked = Asked { pins: vec![(slot, units[3])], left_out: vec![units[0]], ..desk.asked(1) };
    let advice = recommend(&desk.state, &StraightLine::default(), &asked);
    assert_eq!(desk.told(&advice), "E: E2 E4");
    let want = &desk.advice(1).wants[0];
    let offered = choices(&desk.state, &StraightLine::default(), &desk.asked(1), want);
    assert_eq!(offered.iter().map(|one| one.unit).collect::<Vec<_>>(), units);
}

/// What the answers call for is looked for in units that are free for it, not in one that a person chose for another
/// requirement, and no choice of a person is given up for it.
#[test]
fn what_the_answers_call_for_leaves_choices_alone() {
    let mut desk = Desk::new();
    desk.unit("E1", "engine", "", 1.0);
    let both = desk.unit("X1", "engine", "RES ROPE", 1.2);
    let plain = desk.unit("E2", "engine", "", 3.0);
    desk.plan("fire", "fire", &["1 ENGINE, 1 RES"]);
    desk.types("NI fire gate");
    let wants = desk.advice(1).wants;
    let with = |pins: Vec<(Slot, UnitId)>| {
        let asked = Asked { needs: vec!["ROPE".into()], pins, ..desk.asked(1) };
        let advice = recommend(&desk.state, &StraightLine::default(), &asked);
        assert_eq!(advice.dropped, []);
        desk.told(&advice)
    };
    assert_eq!(with(vec![(wants[1].slot.clone(), both)]), "ENGINE: E1; RES: X1");
    assert_eq!(with(vec![(wants[0].slot.clone(), plain)]), "ENGINE: E2; RES: X1");
}

/// The requirement is meant, not its place in the list: what the answers call for may split a row above it.
#[test]
fn a_swap_stays_with_its_requirement() {
    let mut desk = Desk::new();
    desk.unit("E1", "engine", "", 1.0);
    desk.unit("E2", "engine", "ROPE", 1.4);
    desk.unit("S1", "security", "", 1.0);
    let chosen = desk.unit("S2", "security", "", 2.0);
    desk.plan("fire", "fire", &["2 E, 1 SECURITY"]);
    desk.types("NI fire gate");
    let slot = |word: &str| desk.advice(1).wants.iter().find(|want| want.any_of == [word]).expect("a row").slot.clone();
    let with = |word: &str, unit: UnitId| {
        let (needs, pins) = (vec!["ROPE".to_owned()], vec![(slot(word), unit)]);
        recommend(&desk.state, &StraightLine::default(), &Asked { needs, pins, ..desk.asked(1) })
    };
    let advice = with("SECURITY", chosen);
    assert_eq!(desk.told(&advice), "E: E2; E: E1; SECURITY: S2");
    assert!(advice.dropped.is_empty());
    // Who cannot serve what it was chosen for is not put there, and that is said.
    let advice = with("E", chosen);
    assert_eq!(desk.told(&advice), "E: E2; E: E1; SECURITY: S1");
    assert_eq!(advice.dropped, [chosen]);
}

#[test]
fn a_missing_estimate_says_what_is_missing() {
    /// A ground on which every way is closed.
    struct Shut;
    impl Roads for Shut {
        fn to(&self, _: Point, from: &[Start<'_>]) -> Vec<Option<Estimate>> {
            vec![None; from.len()]
        }
    }
    let mut desk = Desk::new();
    desk.unit("E1", "engine", "", 1.0);
    desk.unit_at("E2", "engine", "", 3, Spot::free("somewhere"));
    desk.plan("fire", "fire", &["1 E"]);
    desk.types("NI fire gate");
    desk.types("NI fire nowhere street 5");
    let why = |number, roads: &dyn Roads| {
        let advice = recommend(&desk.state, roads, &desk.asked(number));
        let pick = advice.wants[0].picks().next().expect("a pick").reasons.clone();
        (pick, advice.others[0].why.clone())
    };
    let both = |pick, other| (vec![Reason::NoEstimate(pick)], WhyNot::NoEstimate(other));
    assert_eq!(why(1, &Shut), both(NoEstimate::NoOpenWay, NoEstimate::PositionUnknown));
    let none = NoEstimate::PlaceUnknown;
    assert_eq!(why(2, &StraightLine::default()), both(none, none));
    assert_eq!(desk.why_not(1, "E2"), WhyNot::NoEstimate(NoEstimate::PositionUnknown));
}

#[test]
fn a_zone_is_what_the_place_covers_and_what_lies_near_it() {
    let mut desk = Desk::new();
    let track =
        |points: &[(f64, f64)]| Track::of(points.iter().map(|(lat, lon)| Point::new(*lat, *lon).expect("a point")));
    // Ten kilometres wide, with its label in the middle.
    let ring = track(&[(0.1, 0.1), (0.1, 0.2), (0.2, 0.2), (0.2, 0.1), (0.1, 0.1)]);
    let course = track(&[(0.0, 0.0), (0.0, 0.45)]);
    let places = [
        ("Park", Point::new(0.15, 0.15), Shape::Area { ring }),
        ("Course", Point::new(0.0, 0.2), Shape::Course { track: course, from: 0, to: 50_000 }),
    ];
    for (name, point, shape) in places {
        desk.asks(Command::AddPlaces(vec![NewPlace { name: name.into(), point, shape, ..NewPlace::default() }]));
    }
    let zoned = |desk: &Desk, code: &str, place: &str| Plan {
        zone: Some(Zone { place: desk.place(place), metres: 200 }),
        ..plan(code, "", &["1 E"])
    };
    let plans = vec![plan("any", "", &["1 X"]), zoned(&desk, "park", "Park"), zoned(&desk, "course", "Course")];
    desk.asks(Command::SavePlans { plans, words: Vec::new(), retire: Vec::new() });
    let chosen = |place: &str| {
        let (kind, place) = (Code::new("fall"), desk.state.spot(place));
        best(&desk.state, Facts { kind: &kind, priority: Priority::P2, place: &place })
            .expect("a plan")
            .plan
            .code
            .to_string()
    };
    assert_eq!(chosen("0.11, 0.11"), "park", "inside, far from the label");
    assert_eq!(chosen("0.201, 0.15"), "any", "beside it");
    assert_eq!(chosen("Park"), "park");
    assert_eq!(chosen("course km 40"), "course");
    assert_eq!(chosen("0.001, 0.3"), "course", "near the line");
    assert_eq!(chosen("0.01, 0.2"), "any", "a kilometre off the line");
    // Every mark of a course has the course's id: whoever is posted at one serves what is around it.
    let mark = desk.state.spot("course km 3");
    desk.unit_at("E1", "engine", "", 3, mark);
    desk.cover("Course", "E", 1, 1_000, true);
    desk.types("NI fall course km 30");
    assert_eq!(desk.why_not(1, "E1"), WhyNot::ZoneDuty(desk.place("Course")));
    desk.types("LOC 1 course km 3.5");
    desk.advises(1, "E: E1");
}

/// A unit under way is reckoned from where it set out, so what it would save is not said to be more than is sure.
#[test]
fn a_unit_under_way_may_have_gone_the_other_way() {
    let mut desk = Desk::new();
    desk.unit("M1", "als", "", 0.5);
    desk.unit("M2", "als", "", 3.0);
    desk.plan("life", "cardiac fall", &["1 ALS"]);
    desk.types("NI fall far");
    desk.types("P 1 4");
    desk.types("D 1 M1");
    desk.types("NI cardiac gate");
    let divert = |desk: &Desk| desk.advice(2).wants[0].diverts.first().cloned();
    let still = divert(&desk).expect("a divert");
    assert_eq!(still.seen, None);
    desk.types("ER M1");
    desk.types("N ; a minute later");
    let gone = divert(&desk).expect("a divert");
    assert_eq!(gone.seen, Some(1));
    assert_eq!(gone.saves.map(|saves| saves + 60), still.saves);
    desk.clock = desk.clock.plus_seconds(10 * 60);
    assert_eq!(divert(&desk), None, "ten minutes away, it may be anywhere");
    // Somebody has seen it since.
    desk.types("LOC M1 gate");
    assert_eq!(divert(&desk).expect("a divert").seen, None);
}

#[test]
fn an_operation_has_rules_of_its_own() {
    let mut desk = Desk::new();
    desk.unit("E1", "engine", "", 1.0);
    desk.plan("fire", "fire", &["1 E"]);
    for line in ["NI fall gate", "D 1 E1", "ER E1", "OS E1", "CL E1", "NI fire gate"] {
        desk.types(line);
    }
    desk.clock = desk.clock.plus_seconds(12 * 60);
    let rests = |desk: &Desk| desk.reasons(2, "E1").iter().any(|one| matches!(one, Reason::JustCleared { .. }));
    assert!(!rests(&desk));
    desk.asks(Command::SetPlanRule { rule: Rule::RestMinutes, value: 30 });
    assert!(rests(&desk));
    desk.types("LOC E1 0.0,0.0080");
    desk.clock = desk.clock.plus_seconds(6 * 60);
    let old = |desk: &Desk| desk.reasons(2, "E1").iter().any(|one| matches!(one, Reason::PositionOld { .. }));
    assert!(!old(&desk));
    desk.asks(Command::SetPlanRule { rule: Rule::StaleMinutes, value: 5 });
    assert!(old(&desk));
}

#[test]
fn the_scene_is_waited_for_when_it_is_not_safe() {
    let mut desk = Desk::new();
    desk.plan("fight", "fight", &["1 POLICE"]);
    desk.types("NI fight gate");
    assert!(!desk.advice(1).stage);
    // With the words that the screens answer with, and what a card or a chip notes.
    let incident = desk.incident(1).id;
    let answer = |answer: &str| Command::Answer { incident, question: "weapons".into(), answer: answer.into() };
    for (said, stage) in [("None", false), ("Unknown", false), ("Gun", true)] {
        desk.asks(answer(said));
        assert_eq!(desk.advice(1).stage, stage, "{said}");
    }
    // Once somebody says that the scene is safe it is, whatever stands in the answers; a weapon that is new is not.
    desk.types("SC 1");
    assert!(!desk.advice(1).stage);
    desk.asks(answer("Knife"));
    assert!(desk.advice(1).stage);
    // Crews wait whether or not a plan fits.
    desk.asks(Command::RetirePlan(Code::new("fight")));
    let advice = desk.advice(1);
    assert!(advice.plan.is_none() && advice.stage);
}

/// A ground, a plan and a state of the day that nobody thought of.
#[derive(Debug, Clone)]
struct Ground {
    units: Vec<(u8, u8, f64, u8)>,
    needs: Vec<(u8, u8, u8)>,
    /// Posts that must keep something: which, what, how many, and whether its units are bound to it.
    covers: Vec<(u8, u8, u8, bool)>,
    /// What the answers call for, by its bit.
    called_for: Vec<u8>,
    /// Units that a person chose, each for a requirement, and units that a person took out.
    pins: Vec<(u8, u8)>,
    left_out: Vec<u8>,
    /// Ways on the ground: none, a road, or a road that is closed.
    ways: u8,
}

fn ground() -> impl Strategy<Value = Ground> {
    let unit = (0..16_u8, 0..6_u8, 0.0..30.0_f64, 0..17_u8);
    let need = (1..16_u8, 1..4_u8, 0..6_u8);
    use prop::collection::vec as many;
    let chosen = (many(0..4_u8, 0..3), many((0..40_u8, 0..8_u8), 0..4), many(0..40_u8, 0..4), 0..3_u8);
    let covers = many((0..3_u8, 1..16_u8, 1..3_u8, any::<bool>()), 0..3);
    (many(unit, 0..40), many(need, 1..8), covers, chosen).prop_map(
        |(units, needs, covers, (called_for, pins, left_out, ways))| Ground {
            units,
            needs,
            covers,
            called_for,
            pins,
            left_out,
            ways,
        },
    )
}

/// Words by their bits: a unit or a requirement of 5 has the first and the third.
fn words(bits: u8) -> Vec<String> {
    (0..4).filter(|bit| bits & (1 << bit) != 0).map(|bit| ["AA", "BB", "CC", "DD"][bit].to_owned()).collect()
}

fn played(ground: &Ground) -> Desk {
    let mut desk = Desk::new();
    let needs = ground.needs.iter().map(|(bits, count, crew)| Requirement {
        any_of: words(*bits),
        count: *count,
        crew: crew / 2,
        skill: if *crew == 1 { "AA".into() } else { String::new() },
    });
    let alarms = vec![Alarm { level: 1, repeats: false, needs: needs.collect() }];
    let whole = Plan { alarms, ..plan("fire", "fire", &[]) };
    desk.asks(Command::SavePlans { plans: vec![whole], words: Vec::new(), retire: Vec::new() });
    for (post, bits, count, bound) in &ground.covers {
        let cover = Cover { any_of: words(*bits), count: *count, metres: 3_000, bound: *bound };
        let place = desk.place(POSTS[usize::from(*post)]);
        // The same requirement twice is refused, which is as good here.
        desk.tries(Command::RequirePost { place, cover }).ok();
    }
    if 0 < ground.ways {
        let track = Track::of([at(0.0), at(15.0), at(31.0)].into_iter().flatten());
        let (class, name) = (Class::Street, "Long Road".to_owned());
        let path = Path {
            layer: LayerId(uuid::Uuid::nil()),
            class,
            one_way: false,
            barred: Movers::default(),
            name,
            other: String::new(),
            track,
        };
        desk.asks(Command::ImportPaths { name: "Town".into(), source: String::new(), paths: vec![path] });
    }
    if ground.ways == 2 {
        let paths = desk.state.ground.paths.keys().copied().collect();
        desk.asks(Command::ClosePaths { paths, reason: "Flooded".into() });
    }
    desk.types("NI fire gate");
    desk.types("NI fall far");
    for (number, (bits, crew, far, what)) in (0..).zip(&ground.units) {
        let post = match what {
            // At a post, by its name.
            12..15 => desk.state.spot(POSTS[usize::from(what - 12)]),
            _ => Spot { text: "post".into(), place: None, point: at(*far).filter(|_| *what != 11) },
        };
        let sign = format!("U{number}");
        desk.unit_at(&sign, "foot", &words(*bits).join(" "), *crew, post);
        match what {
            0 => desk.types(&format!("OD {sign}")),
            1 => desk.types(&format!("BR {sign}")),
            2 => desk.types(&format!("D 2 {sign}")),
            3 => desk.types(&format!("DO 2 {sign}")),
            4 => desk.types(&format!("D 1 {sign}")),
            5 => {
                let unit = desk.state.unit_called(&sign).expect("a unit").id;
                desk.asks(Command::RetireUnit(unit));
            }
            15 => {
                desk.types(&format!("D 1 {sign}"));
                desk.types(&format!("D 2 {sign}"));
            }
            16 => desk.types(&format!("MU {sign} {}", POSTS[usize::from(*crew) % POSTS.len()])),
            _ => {}
        }
    }
    desk
}

const POSTS: [&str; 3] = ["Gate", "Station 1", "Station 2"];

/// What is asked, with what a person changed and the answers call for.
fn asked_on(ground: &Ground, desk: &Desk) -> Asked {
    let unit = |number: u8| desk.state.unit_called(&format!("U{number}")).map(|unit| unit.id);
    let slots: Vec<_> = desk.advice(1).wants.into_iter().map(|want| want.slot).collect();
    let pins = ground.pins.iter().filter_map(|(number, want)| {
        Some((slots.get(usize::from(*want) % slots.len().max(1))?.clone(), unit(*number)?))
    });
    let word = |bit: &u8| ["AA", "BB", "CC", "DD"][usize::from(*bit)].to_owned();
    Asked {
        needs: ground.called_for.iter().map(word).collect(),
        pins: pins.collect(),
        left_out: ground.left_out.iter().filter_map(|number| unit(*number)).collect(),
        ..desk.asked(1)
    }
}

/// Ways as the desk looks them up: on its own paths where it has some.
fn advised(desk: &Desk, asked: &Asked) -> Advice {
    recommend(&desk.state, &Network::of(&desk.state.ground), asked)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a person chose and whatever must stay covered: who is picked has what it is picked for.
    #[test]
    fn every_pick_serves_its_requirement(ground in ground()) {
        let desk = played(&ground);
        let asked = asked_on(&ground, &desk);
        let advice = advised(&desk, &asked);
        let state = &desk.state;
        let answers = |unit: UnitId, word: &String| state.units[&unit].capabilities.contains(word);
        for want in &advice.wants {
            for pick in want.picks() {
                let unit = &state.units[&pick.unit];
                prop_assert!(want.any_of.iter().any(|word| answers(unit.id, word)), "{} for {:?}", unit.call_sign, want);
                prop_assert!(want.skills.iter().all(|word| answers(unit.id, word)), "{} for {:?}", unit.call_sign, want);
                prop_assert!(unit.crew == 0 || want.crew <= unit.crew);
                prop_assert!(!asked.left_out.contains(&unit.id), "it was taken out");
                // Station 2 lies four kilometres from the incident, and its zone ends after three.
                let duty = unit.post.place.and_then(|post| state.book.covers.get(&post)).filter(|cover| cover.bound);
                prop_assert!(duty.is_none() || unit.post.text != "Station 2", "its duty is elsewhere");
                if pick.pinned {
                    prop_assert!(asked.pins.iter().any(|(slot, pinned)| *pinned == unit.id && *slot == want.slot));
                }
            }
            prop_assert!(want.filled.len() <= usize::from(want.count));
        }
        // A choice of a person stands, or it is said that it does not.
        let pinned = |unit: UnitId| advice.wants.iter().flat_map(Want::picks).any(|pick| pick.unit == unit && pick.pinned);
        let works = |unit: UnitId| !state.units[&unit].is_free();
        for (_, unit) in &asked.pins {
            prop_assert!(pinned(*unit) || advice.dropped.contains(unit) || works(*unit), "a choice is gone");
        }
        // What the answers call for stands in a requirement, or is there already.
        for need in &asked.needs {
            let asks = |want: &Want| want.skills.contains(need) || want.any_of == [need.clone()];
            let here = state.working(desk.incident(1)).any(|work| answers(work.unit, need));
            prop_assert!(here || advice.wants.iter().any(asks), "{} is asked for by nobody", need);
        }
    }

    #[test]
    fn nobody_is_sent_who_cannot_go_and_nobody_twice(ground in ground()) {
        let desk = played(&ground);
        let advice = advised(&desk, &asked_on(&ground, &desk));
        let picks = advice.units();
        prop_assert_eq!(picks.iter().collect::<BTreeSet<_>>().len(), picks.len(), "one unit twice");
        for unit in &picks {
            prop_assert!(desk.state.units[unit].is_free(), "{} is not free", desk.sign(*unit));
        }
        let up: Vec<UnitId> = advice.bare.iter().filter_map(|bare| Some(bare.move_up.as_ref()?.unit)).collect();
        prop_assert_eq!(up.iter().collect::<BTreeSet<_>>().len(), up.len(), "one unit to two posts");
        for unit in &up {
            prop_assert!(desk.state.units[unit].is_free() && !picks.contains(unit), "{} is gone", desk.sign(*unit));
        }
        // Every unit that is on the board is told about once: picked, working, or with its reason.
        let told = picks.len() + advice.others.len()
            + advice.wants.iter().flat_map(|want| &want.filled).filter(|one| matches!(one, Filled::Working(_))).count();
        let units = desk.state.units.values().filter(|unit| !unit.retired).count();
        prop_assert_eq!(told, units);
        for want in &advice.wants {
            prop_assert_eq!(want.shortfall.is_some(), 0 < want.missing());
        }
    }

    /// Going through the requirements and taking the best unit for each is what a hurried person does.
    #[test]
    fn it_is_never_worse_than_greedy(ground in ground()) {
        let desk = played(&ground);
        // Whoever is chosen by hand is chosen, however long it takes.
        let asked = Asked { pins: Vec::new(), ..asked_on(&ground, &desk) };
        let roads = Network::of(&desk.state.ground);
        let advice = recommend(&desk.state, &roads, &asked);
        let (mut used, mut cost) = (BTreeSet::new(), 0);
        for want in &advice.wants {
            // Those on the incident already count where the recommendation counts them.
            let open = usize::from(want.count) - want.filled.iter().filter(|one| !matches!(one, Filled::Pick(_))).count();
            let offered = choices(&desk.state, &roads, &asked, want);
            let left: Vec<_> = offered.into_iter().filter(|choice| !used.contains(&choice.unit)).take(open).collect();
            for choice in left {
                used.insert(choice.unit);
                cost += choice.cost;
            }
        }
        let filled = used.len();
        let picks: Vec<_> = advice.wants.iter().flat_map(|want| want.picks()).collect();
        let own: i64 = picks.iter().map(|pick| pick.cost).sum();
        prop_assert!(filled <= picks.len(), "greedy fills {} of {}", filled, picks.len());
        // What a post keeps weighs on the units of a post together, which taking one after the other does not see.
        if filled == picks.len() && desk.state.book.covers.is_empty() {
            prop_assert!(own <= cost, "{} against {}", own, cost);
        }
    }

    /// A higher level never takes anything back.
    #[test]
    fn levels_only_add(first in 1..6_u8, second in 1..6_u8, third in 1..4_u8, units in 0..12_u8) {
        let mut desk = Desk::new();
        for number in 0..units {
            desk.unit(&format!("E{number}"), "engine", "", f64::from(number));
        }
        desk.plan("fire", "fire", &[&format!("{first} E"), &format!("{second} E"), &format!("+{third} E")]);
        desk.types("NI fire gate");
        let mut last = 0;
        for level in 1..=5 {
            let asked = Asked { level, ..desk.asked(1) };
            let advice = recommend(&desk.state, &StraightLine::default(), &asked);
            let asks: usize = advice.wants.iter().map(|want| usize::from(want.count)).sum();
            let expected = [0, first, second, third, third, third][usize::from(level)];
            prop_assert_eq!(asks, last + usize::from(expected));
            last = asks;
        }
    }
}

#[test]
fn the_log_says_what_was_sent_of_what_was_recommended() {
    let mut desk = Desk::new();
    let units: Vec<UnitId> = (1..=3).map(|far| desk.unit(&format!("E{far}"), "engine", "", f64::from(far))).collect();
    desk.plan("fire", "fire", &["2 E"]);
    desk.types("NI fire gate");
    let recorded = advice::recorded(&desk.advice(1), 1);
    let said = |sent: &[UnitId]| advice::advised(&desk.state, &recorded, sent);
    assert_eq!(said(&units[..2]), "As recommended: E1, E2 (Plan fire, level 1)");
    assert_eq!(said(&units[..1]), "Sent E1 of what is recommended: E1, E2 (Plan fire, level 1)");
    assert_eq!(said(&units[1..]), "Recommended E1, E2 (Plan fire, level 1); sent E2, E3");
}

#[test]
fn a_way_against_the_signs_is_told_with_the_pick() {
    /// A ground on which only the signs are in the way.
    struct Against;
    impl Roads for Against {
        fn to(&self, _: Point, from: &[Start<'_>]) -> Vec<Option<Estimate>> {
            vec![Some(Estimate { seconds: 60, metres: 400.0, basis: Basis::AgainstOneWay }); from.len()]
        }
    }
    let mut desk = Desk::new();
    desk.unit("E1", "engine", "", 1.0);
    desk.plan("fire", "fire", &["1 E"]);
    desk.types("NI fire gate");
    let advice = recommend(&desk.state, &Against, &desk.asked(1));
    let pick = advice.wants[0].picks().next().expect("a pick");
    assert_eq!(pick.reasons, [Reason::Nearest, Reason::AgainstOneWay]);
    assert_eq!(advice::reason(&desk.state, &pick.reasons[1]), "against one way, no other way is open");
}
