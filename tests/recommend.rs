//! Response plans and what they recommend: the right units for all requirements together, with a reason for each.
#![cfg(not(target_arch = "wasm32"))]

use firstline::board::advice;
use firstline::board::sheet::ranked;
use firstline::board::speech::Clock;
use firstline::domain::apply::apply_all;
use firstline::domain::command::{Ask, Care, Command, NewPlace, NewUnit, Now};
use firstline::domain::decide::decide;
use firstline::domain::entry::Author;
use firstline::domain::geo::Point;
use firstline::domain::ground::{Class, Movers, Path};
use firstline::domain::ids::{Code, CommandId, FreshIds, LayerId, PlaceId, UnitId, WindowId};
use firstline::domain::incident::Priority;
use firstline::domain::language::parse::{Context, Intent, parse};
use firstline::domain::moment::{LocalTime, Moment};
use firstline::domain::place::Spot;
use firstline::domain::plan::{Alarm, Cover, Plan, Requirement, Rule, Trait, Word, Zone};
use firstline::domain::presets::Group;
use firstline::domain::setup::Profile;
use firstline::domain::state::State;
use firstline::domain::track::{Shape, Track};
use firstline::domain::unit::{Readiness, Step};
use firstline::protocol::network::Network;
use firstline::protocol::plan::{By, Facts, Fault, best, lint, rivals};
use firstline::protocol::recommend::{Advice, Asked, Filled, NoEstimate, Reason, Want, WhyNot, choices, recommend};
use firstline::protocol::travel::{Estimate, Roads, Start, StraightLine};
use firstline::record::plans;
use firstline::tabs::machine::record;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// 2026-10-18, 12:00 UTC.
const START: Moment = Moment(1_792_324_800_000);

/// One window, with a ground that is a line: `at(3)` lies 3 km east of the gate.
struct Desk {
    state: State,
    clock: Moment,
    asked: u64,
}

fn at(kilometres: f64) -> Option<Point> {
    // A degree of longitude is 111.19 km at the equator, on the sphere that distances are taken on.
    Point::new(0.0, kilometres / 111.195)
}

impl Desk {
    fn new() -> Self {
        let mut desk = Self { state: State::default(), clock: START, asked: 0 };
        let (name, zone) = ("Trial".into(), "UTC".into());
        desk.asks(Command::OpenOperation { name, profile: Profile::Event, zone, prefix: String::new() });
        // Only the plans of each test count.
        let codes: Vec<Code> = desk.state.book.plans.keys().cloned().collect();
        for code in codes {
            desk.asks(Command::RetirePlan(code));
        }
        for (name, far) in [("Gate", 0.0), ("Station 1", 2.0), ("Station 2", 4.0), ("Far", 40.0)] {
            desk.asks(Command::AddPlaces(vec![NewPlace { name: name.into(), point: at(far), ..NewPlace::default() }]));
        }
        desk
    }

    fn asks(&mut self, command: Command) {
        let told = self.tries(command.clone());
        assert!(told.is_ok(), "{command:?}: {told:?}");
    }

    fn tries(&mut self, command: Command) -> Result<(), firstline::domain::refusal::Refusal> {
        self.asked += 1;
        let by = Author { operator: "A. Reyes".into(), position: "Lead".into() };
        let id = CommandId(uuid::Uuid::from_u128(u128::from(self.asked)));
        let ask = Ask { id, by, command, happened: None, care: Care::Insisted };
        let mut chance = [0; 10];
        chance[..8].copy_from_slice(&self.asked.to_be_bytes());
        let ids = FreshIds::new(self.clock.0, chance);
        let mut now = Now { at: self.clock, offset_minutes: 0, window: WindowId(1), ids };
        let events = decide(&self.state, &ask, &now)?;
        let rows = record(&self.state, &ask, &mut now, events);
        apply_all(&mut self.state, &rows);
        Ok(())
    }

    fn types(&mut self, line: &str) {
        self.clock = self.clock.plus_seconds(60);
        let now = LocalTime { moment: self.clock, offset_minutes: 0 };
        match parse(line, &self.state, Context { incident: None, now }) {
            Ok(parsed) => match parsed.intent {
                Intent::Do(command) => self.asks(command),
                other => panic!("{line}: {other:?}"),
            },
            Err(fault) => panic!("{line}: {fault:?}"),
        }
    }

    /// A unit with a crew of 3, so many kilometres from the gate.
    fn unit(&mut self, call_sign: &str, kind: &str, words: &str, far: f64) -> UnitId {
        let post = Spot { text: format!("{far} km"), place: None, point: at(far) };
        self.unit_at(call_sign, kind, words, 3, post)
    }

    fn unit_at(&mut self, call_sign: &str, kind: &str, words: &str, crew: u8, post: Spot) -> UnitId {
        let capabilities = words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let (call_sign, kind) = (call_sign.to_owned(), kind.to_owned());
        self.asks(Command::AddUnits(vec![NewUnit { call_sign: call_sign.clone(), kind, capabilities, crew, post }]));
        self.state.unit_called(&call_sign).expect("a unit").id
    }

    fn plan(&mut self, code: &str, types: &str, levels: &[&str]) {
        self.asks(Command::SavePlans { plans: vec![plan(code, types, levels)], words: Vec::new(), retire: Vec::new() });
    }

    fn incident(&self, number: u32) -> &firstline::domain::incident::Incident {
        self.state.incident_numbered(number).expect("an incident")
    }

    fn asked(&self, number: u32) -> Asked {
        Asked::of(self.incident(number), self.clock)
    }

    fn advice(&self, number: u32) -> Advice {
        recommend(&self.state, &StraightLine::default(), &self.asked(number))
    }

    fn sign(&self, unit: UnitId) -> String {
        self.state.units[&unit].call_sign.clone()
    }

    /// `E: E1 E2; T: -1`: who fills each requirement, and how many are missing.
    fn told(&self, advice: &Advice) -> String {
        let wants = advice.wants.iter().map(|want| {
            let mut filled: Vec<String> = want
                .filled
                .iter()
                .map(|filled| match filled {
                    Filled::Working(unit) => format!("={}", self.sign(*unit)),
                    Filled::Served(unit) => format!("~{}", self.sign(*unit)),
                    Filled::Pick(pick) => self.sign(pick.unit),
                })
                .collect();
            filled.sort();
            if 0 < want.missing() {
                filled.push(format!("-{}", want.missing()));
            }
            format!("{}: {}", want.any_of.join("/"), filled.join(" "))
        });
        wants.collect::<Vec<_>>().join("; ")
    }

    #[track_caller]
    fn advises(&self, number: u32, told: &str) {
        assert_eq!(self.told(&self.advice(number)), told);
    }

    fn why_not(&self, number: u32, call_sign: &str) -> WhyNot {
        let unit = self.state.unit_called(call_sign).expect("a unit").id;
        let found = self.advice(number).others.into_iter().find(|other| other.unit == unit);
        found.expect("a unit that is not picked").why
    }

    fn reasons(&self, number: u32, call_sign: &str) -> Vec<Reason> {
        let unit = self.state.unit_called(call_sign).expect("a unit").id;
        let advice = self.advice(number);
        let pick = advice.wants.iter().flat_map(|want| want.picks()).find(|pick| pick.unit == unit);
        pick.expect("a pick").reasons.clone()
    }

    fn place(&self, name: &str) -> PlaceId {
        self.state.place_index.named(name).expect("a place")
    }

    fn cover(&mut self, post: &str, words: &str, count: u8, metres: u32, bound: bool) {
        let cover = Cover { any_of: vec![words.to_owned()], count, metres, bound };
        let place = self.place(post);
        self.asks(Command::RequirePost { place, cover });
    }
}

/// `2 E/T` or `1 E crew 4 with ALS`.
fn requirement(text: &str) -> Requirement {
    let mut words = text.split(' ');
    let mut need = Requirement {
        count: words.next().and_then(|count| count.parse().ok()).expect("a count"),
        ..Requirement::default()
    };
    need.any_of = words.next().expect("words").split('/').map(str::to_owned).collect();
    while let Some(word) = words.next() {
        let value = words.next().expect("a value");
        match word {
            "crew" => need.crew = value.parse().expect("a number"),
            _ => need.skill = value.to_owned(),
        }
    }
    need
}

fn plan(code: &str, types: &str, levels: &[&str]) -> Plan {
    let alarms = (1..).zip(levels).map(|(level, text)| {
        let (repeats, text) = text.strip_prefix('+').map_or((false, *text), |text| (true, text));
        Alarm { level, repeats, needs: text.split(", ").map(requirement).collect() }
    });
    let types = types.split(' ').filter(|code| !code.is_empty()).map(Code::new).collect();
    Plan { code: Code::new(code), label: format!("Plan {code}"), types, alarms: alarms.collect(), ..Plan::default() }
}

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

#[test]
fn the_plan_that_fits_best_is_the_most_specific() {
    let mut desk = Desk::new();
    let zone = Zone { place: desk.place("Gate"), metres: 500 };
    let medical = Plan { groups: vec![Group::Medical], ..plan("medical", "", &["1 M"]) };
    let urgent = Plan { to: Priority::P2, ..Plan { code: Code::new("urgent"), ..medical.clone() } };
    let near = Plan { zone: Some(zone), ..Plan { code: Code::new("near"), ..medical.clone() } };
    let plans = vec![plan("any", "", &["1 X"]), medical, urgent, near, plan("fall", "fall", &["1 F"])];
    desk.asks(Command::SavePlans { plans, words: Vec::new(), retire: Vec::new() });
    let chosen = |kind: &str, priority, place: &str| {
        let (kind, place) = (Code::new(kind), desk.state.spot(place));
        let best = best(&desk.state, Facts { kind: &kind, priority, place: &place }).expect("a plan");
        (best.plan.code.to_string(), best.fit.by, best.behind)
    };
    assert_eq!(chosen("fall", Priority::P1, "Far"), ("fall".into(), By::Type, 3));
    assert_eq!(chosen("sick", Priority::P3, "Far"), ("medical".into(), By::Group, 1));
    assert_eq!(chosen("sick", Priority::P1, "Far"), ("urgent".into(), By::Group, 2));
    assert_eq!(chosen("sick", Priority::P1, "Gate"), ("near".into(), By::Group, 3));
    assert_eq!(chosen("noise", Priority::P5, "Gate"), ("any".into(), By::Anything, 0));
    desk.asks(Command::RetirePlan(Code::new("any")));
    desk.types("NI noise gate");
    let advice = desk.advice(1);
    assert!(advice.plan.is_none() && advice.wants.is_empty());
}

#[test]
fn words_mean_what_the_team_says_they_mean() {
    let mut desk = Desk::new();
    desk.unit("B12", "command", "", 1.0);
    desk.plan("fire", "fire", &["1 BC"]);
    desk.types("NI fire gate");
    desk.advises(1, "BC: -1");
    let word = Word { label: "Battalion chief".into(), any_of: vec![Trait::CallSign("b".into())] };
    desk.asks(Command::SavePlans { plans: Vec::new(), words: vec![(Code::new("bc"), word)], retire: Vec::new() });
    desk.advises(1, "BC: B12");
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
    assert_eq!((short.missing, short.requested), (2, false));
    let could = short.nearest.expect("a unit");
    assert_eq!(could.unit, busy);
    assert!(could.free.is_some_and(|free| desk.clock < free));
    let said = advice::could(&desk.state, &could, Clock(0));
    assert!(said.starts_with("M1: On scene, #1; likely free "), "{said}");
    assert_eq!(advice::open(&advice.wants[0]), "2 ALS");
    desk.types("REQ 2 ALS 2");
    assert!(desk.advice(2).wants[0].shortfall.as_ref().is_some_and(|short| short.requested));
}

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
fn plans_that_stand_in_each_others_way_are_named() {
    let mut desk = Desk::new();
    let code = |text: &str| Code::new(text);
    let group = Plan { groups: vec![Group::Medical], ..plan("b_medical", "", &["1 M"]) };
    let urgent = Plan { to: Priority::P2, ..Plan { code: code("urgent"), ..group.clone() } };
    let near = Plan { zone: Some(Zone { place: desk.place("Gate"), metres: 500 }), ..plan("gate", "sick", &["1 M"]) };
    let plans = vec![plan("any", "", &["1 X"]), group.clone(), urgent, near, plan("fall", "fall", &["1 F"])];
    desk.asks(Command::SavePlans { plans, words: Vec::new(), retire: Vec::new() });
    assert!(!lint(&desk.state).iter().any(|fault| matches!(fault, Fault::Rivals { .. })));
    // What comes from a file is for the same group: closer plans and equal ones would be gone by instead.
    let other = Plan { code: code("c_medical"), label: "County medical".into(), ..group };
    let found = rivals(&desk.state, std::slice::from_ref(&other));
    let named: Vec<(String, usize)> = found.iter().map(|rival| (rival.code.to_string(), rival.types.len())).collect();
    let medical = desk.state.types.values().filter(|kind| kind.group == Group::Medical).count();
    assert_eq!(named, [("b_medical".to_owned(), medical), ("fall".into(), 1), ("urgent".into(), medical)]);
    // What is for anything stands behind closer plans by its nature; only its like is in its way.
    let found_for_any = rivals(&desk.state, &[plan("any_county", "", &["1 X"])]);
    assert_eq!(found_for_any.iter().map(|rival| rival.code.as_str()).collect::<Vec<_>>(), ["any"]);
    desk.asks(Command::SavePlans { plans: vec![other.clone()], words: Vec::new(), retire: Vec::new() });
    let tied = |fault: &Fault| matches!(fault, Fault::Rivals { plan, other, .. } if (plan.as_str(), other.as_str()) == ("b_medical", "c_medical"));
    assert_eq!(lint(&desk.state).iter().filter(|fault| tied(fault)).count(), 1);
    desk.types("NI sick far");
    desk.types("P 1 4");
    let why = |desk: &Desk| advice::why_plan(&desk.state, desk.advice(1).plan.as_ref().expect("a plan"));
    assert_eq!(why(&desk), "for Medical, closer than 1 others, as close as County medical");
    // Retired in the same act, nothing stands in its way.
    let retire: Vec<Code> = found.into_iter().map(|rival| rival.code).collect();
    let words = vec![(code("M"), Word { label: "Medic".into(), any_of: Vec::new() })];
    desk.asks(Command::SavePlans { plans: vec![other], words, retire });
    assert_eq!(desk.advice(1).plan.expect("a plan").code, code("c_medical"));
    assert!(!lint(&desk.state).iter().any(|fault| matches!(fault, Fault::Rivals { .. })));
    // A zone that nobody can be in.
    desk.asks(Command::RetirePlace(desk.place("Gate")));
    let said: Vec<String> = lint(&desk.state).iter().map(|fault| advice::fault(&desk.state, fault)).collect();
    assert!(
        said.contains(&"Plan gate is for the zone of Gate, which is retired or not on the map.".to_owned()),
        "{said:?}"
    );
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

#[test]
fn lint_finds_what_nobody_could_meet() {
    let mut desk = Desk::new();
    desk.unit("E1", "engine", "", 1.0);
    let types: Vec<String> = desk.state.types.keys().map(ToString::to_string).collect();
    let rest: Vec<&str> = types.iter().map(String::as_str).filter(|code| *code != "noise").collect();
    desk.plan("most", &format!("{} ghost", rest.join(" ")), &["2 E"]);
    let found = lint(&desk.state);
    let said: Vec<String> = found.iter().map(|fault| advice::fault(&desk.state, fault)).collect();
    assert_eq!(
        said,
        [
            "Noise finds no plan at P1.",
            "Plan most names ghost, which is not here.",
            "Plan most, level 1, asks for 2 E; 1 of the units could serve.",
        ]
    );
    assert!(matches!(found[0], Fault::TypeWithoutPlan { .. }));
}

#[test]
fn every_operation_starts_with_plans_for_all_its_types() {
    for profile in Profile::ALL {
        let mut desk = Desk { state: State::default(), clock: START, asked: 0 };
        let (name, zone) = ("Trial".into(), "UTC".into());
        desk.asks(Command::OpenOperation { name, profile, zone, prefix: String::new() });
        let without = |fault: &Fault| !matches!(fault, Fault::NeverMet { .. });
        let faults: Vec<Fault> = lint(&desk.state).into_iter().filter(without).collect();
        assert!(faults.is_empty(), "{profile:?}: {faults:?}");
    }
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
    let unit = (0..16_u8, 0..6_u8, 0.0..30.0_f64, 0..15_u8);
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

/// A plan in the shape that fire departments publish: letters for resources, and one rule for every further alarm.
const COUNTY_JSON: &str = r#"{
 "kind": "response_plan",
 "resource_types": { "E": "Engine", "T": "Truck", "MED": "Medic unit", "BC": "Battalion chief" },
 "plans": [
  { "key": "fire_structure", "label": "Any structure fire", "level": 1,
    "requires": [ { "any_of": ["E"], "count": 3 }, { "any_of": ["T"], "count": 1 },
                  { "any_of": ["MED"], "count": 1 }, { "any_of": ["BC"], "count": 1 } ] },
  { "key": "medical_or_rescue", "label": "Medical aid or rescue", "level": 1, "rule": "closest engine or truck",
    "requires": [ { "any_of": ["E", "T"], "count": 1 }, { "any_of": ["MED"], "count": 1 } ] },
  { "key": "fire_high_rise", "label": "High-rise fire", "level": 1, "requires": [ { "any_of": ["E"], "count": 6 } ] }
 ],
 "further_alarms": {
  "applies_to": ["fire_structure", "fire_high_rise"],
  "level_2": [ { "any_of": ["E"], "count": 3 }, { "any_of": ["T"], "count": 1 }, { "any_of": ["BC"], "count": 1 } ],
  "level_3_and_up": [ { "any_of": ["E"], "count": 3 }, { "any_of": ["T"], "count": 1 } ]
 }
}"#;

const COUNTY_CSV: &str = "plan_key,label,level,resource,any_of,count,rule
fire_structure,Any structure fire,1,E,E,3,
fire_structure,Any structure fire,1,T,T,1,
fire_structure,Any structure fire,1,MED,MED,1,
fire_structure,Any structure fire,1,BC,BC,1,
medical_or_rescue,Medical aid or rescue,1,,E or T,1,closest engine or truck
medical_or_rescue,Medical aid or rescue,1,MED,MED,1,closest engine or truck
fire_high_rise,High-rise fire,1,E,E,6,
*further_alarm,\"fire_structure, fire_high_rise\",2,E,E,3,additive
*further_alarm,\"fire_structure, fire_high_rise\",2,T,T,1,additive
*further_alarm,\"fire_structure, fire_high_rise\",2,BC,BC,1,additive
*further_alarm,\"fire_structure, fire_high_rise\",3,E,E,3,additive; repeats for every later alarm
*further_alarm,\"fire_structure, fire_high_rise\",3,T,T,1,additive; repeats for every later alarm
";

#[test]
fn a_county_plan_gives_the_right_units_at_each_level() {
    for text in [COUNTY_JSON, COUNTY_CSV] {
        let mut desk = Desk::new();
        for number in 1..=7 {
            desk.unit(&format!("E{number}"), "engine", "", f64::from(number));
        }
        for (sign, far) in [("T1", 2.5), ("T2", 6.5), ("MED1", 3.5), ("B1", 4.0), ("B2", 8.0)] {
            desk.unit(sign, "rescue", "", far);
        }
        let found = plans::read(text, &desk.state);
        assert_eq!(found.faults, []);
        assert_eq!(found.types, [(Code::new("firehighrise"), "High-rise fire".to_owned())]);
        desk.asks(Command::SavePlans { plans: found.plans, words: found.words, retire: Vec::new() });
        // The county's battalion chiefs are called B here.
        let chief = Word { label: "Battalion chief".into(), any_of: vec![Trait::CallSign("B".into())] };
        desk.asks(Command::SavePlans { plans: Vec::new(), words: vec![(Code::new("bc"), chief)], retire: Vec::new() });
        desk.types("NI fire gate");
        desk.advises(1, "E: E1 E2 E3; T: T1; MED: MED1; BC: B1");
        desk.types("D 1 E1 E2 E3 T1 MED1 B1");
        desk.types("AL 1 2");
        desk.advises(1, "E: =E1 =E2 =E3; T: =T1; MED: =MED1; BC: =B1; E: E4 E5 E6; T: T2; BC: B2");
        desk.types("AL 1 3");
        let advice = desk.advice(1);
        let short: Vec<String> = advice.wants.iter().filter(|want| 0 < want.missing()).map(advice::open).collect();
        assert_eq!(short, ["2 E", "1 T"]);
        desk.types("NI sick gate");
        desk.advises(2, "E/T: E4; MED: -1");
    }
}

#[test]
fn plans_survive_a_file() {
    let mut desk = Desk::new();
    let found = plans::read(COUNTY_JSON, &desk.state);
    desk.asks(Command::SavePlans { plans: found.plans, words: found.words, retire: Vec::new() });
    let zone = Zone { place: desk.place("Gate"), metres: 700 };
    let whole = Plan {
        groups: vec![Group::Police],
        to: Priority::P2,
        zone: Some(zone),
        note: "Both gates".into(),
        ..plan("near", "fight", &["2 E/T crew 3 with ALS", "+1 E"])
    };
    desk.asks(Command::SavePlans { plans: vec![whole], words: Vec::new(), retire: Vec::new() });
    let kept: Vec<Plan> = desk.state.book.in_use().cloned().collect();
    for text in [plans::json(&desk.state), plans::csv(&desk.state)] {
        let mut read = plans::read(&text, &desk.state);
        assert_eq!(read.faults, [], "{text}");
        read.plans.sort_by(|one, other| one.code.cmp(&other.code));
        assert_eq!(read.plans, kept, "{text}");
    }
}

#[test]
fn a_damaged_plan_file_says_where() {
    let desk = Desk::new();
    let faults = |text: &str| {
        let found = plans::read(text, &desk.state);
        found.faults.iter().map(|fault| format!("{} {}", fault.row, fault.column)).collect::<Vec<_>>()
    };
    let head = "plan_key,label,level,resource,any_of,count,rule";
    assert_eq!(faults("{\"plans\": ["), ["1 "]);
    assert_eq!(faults("{}"), ["1 "]);
    assert_eq!(faults("name,count\nx,1\n"), ["1 plan_key"]);
    assert_eq!(
        faults(&format!("{head}\nfire,Fire,one,E,E,1,\n,Fire,1,E,E,1,\nfire,Fire,1,,,1,\nfire,Fire,0,E,E,1,\n")),
        ["2 level", "3 plan_key", "4 any_of", "5 level"]
    );
}

/// What cannot be read never becomes something else, and a plan that asks for less than it should is not taken over.
#[test]
fn nothing_in_a_plan_file_changes_its_meaning() {
    let desk = Desk::new();
    let found = |text: &str| {
        let found = plans::read(text, &desk.state);
        let faults: Vec<String> = found.faults.iter().map(|fault| format!("{} {}", fault.row, fault.column)).collect();
        (found.plans.len(), faults.join(", "))
    };
    let json = |plan: &str, need: &str| {
        found(&format!(
            r#"{{"plans": [{{"key": "fire", "types": "fire"{plan}, "requires": [{{"any_of": ["E"]{need}}}]}}]}}"#
        ))
    };
    let good = |found: (usize, String)| assert_eq!(found, (1, String::new()));
    good(json("", ""));
    good(json("", r#", "count": "3", "crew": 2"#));
    good(json(r#", "zone": "Station 1 500", "priority": "P1-P2", "level": "2""#, ""));
    let bad = |found: (usize, String), faults: &str| assert_eq!(found, (0, faults.to_owned()));
    bad(json("", r#", "count": "three""#), "1 count");
    bad(json("", r#", "count": 3.5, "crew": -1"#), "1 count, 1 crew");
    bad(json("", r#", "count": 0"#), "1 count");
    bad(json(r#", "zone": "Staton 1 500""#, ""), "1 zone");
    bad(json(r#", "zone": "Gate""#, ""), "1 zone");
    bad(json(r#", "priority": "P1-P9""#, ""), "1 priority");
    bad(json(r#", "on_top_of": "ghost""#, ""), "1 on_top_of");
    bad(json(r#", "repeats": "yes""#, ""), "1 repeats");
    let csv = "plan_key,label,level,any_of,count,types\n";
    bad(found(&format!("{csv}a,A,1,E,1,@medcal\n")), "2 types");
    // The other rows of a plan do not pass for the whole of it.
    assert_eq!(found(&format!("{csv}a,A,1,E,x,fire\na,A,1,T,1,fire\nb,B,1,E,1,fire\n")), (1, "2 count".to_owned()));
    let text = r#"{"plans": [{"key": "a", "types": "fire", "requires": [{"any_of": "E or T", "count": "3"}]}]}"#;
    let read = plans::read(text, &desk.state);
    let need = &read.plans[0].alarms[0].needs[0];
    assert_eq!((need.count, need.any_of.len()), (3, 2));
}

#[test]
fn a_typed_plan_is_read_whole_or_says_where_it_cannot_be() {
    use firstline::record::plan_form::{Field, Typed};
    let mut desk = Desk::new();
    let zone = Zone { place: desk.place("Station 1"), metres: 700 };
    let whole = Plan {
        groups: vec![Group::Police],
        to: Priority::P2,
        zone: Some(zone),
        note: "Both gates".into(),
        ..plan("near", "fight", &["2 E/T crew 3 with ALS", "+1 E"])
    };
    desk.asks(Command::SavePlans { plans: vec![whole.clone()], words: Vec::new(), retire: Vec::new() });
    let typed = Typed::of(&desk.state, &whole);
    assert_eq!(typed.read(&desk.state), Ok(whole));
    let wrong = |change: &dyn Fn(&mut Typed)| {
        let mut typed = typed.clone();
        change(&mut typed);
        let wrong = typed.read(&desk.state).expect_err("something is wrong");
        wrong.into_iter().map(|(field, _)| field).collect::<Vec<_>>()
    };
    assert_eq!(wrong(&|typed| typed.zone = "Staton 1".into()), [Field::Zone]);
    assert_eq!(wrong(&|typed| typed.metres = "near".into()), [Field::Metres]);
    assert_eq!(wrong(&|typed| typed.types = "@medcal figth".into()), [Field::Types, Field::Types]);
    assert_eq!(wrong(&|typed| typed.with = "ghost".into()), [Field::With]);
    assert_eq!(wrong(&|typed| (typed.from, typed.to) = (Priority::P3, Priority::P1)), [Field::Priorities]);
    assert_eq!(wrong(&|typed| typed.label = " ".into()), [Field::Name]);
    let need = wrong(&|typed| {
        typed.levels[1].level = "0".into();
        typed.levels[0].needs[0].count = "two".into();
        typed.levels[0].needs[0].crew = String::new();
        typed.levels[1].needs[0].any_of = " , ".into();
    });
    assert_eq!(need, [Field::Count(0, 0), Field::Crew(0, 0), Field::Level(1), Field::AnyOf(1, 0)]);
}
