//! A county's published response plan and a city's real units, taken over from their files: the right units at the first
//! and at the second alarm, beside the plans that an operation starts with.
#![cfg(not(target_arch = "wasm32"))]

use firstline::board::advice;
use firstline::board::speech::Clock;
use firstline::domain::apply::apply_all;
use firstline::domain::command::{Ask, Care, Command, Now};
use firstline::domain::decide::decide;
use firstline::domain::entry::Author;
use firstline::domain::geo::Point;
use firstline::domain::ids::{Code, CommandId, FreshIds, IncidentId, UnitId, WindowId};
use firstline::domain::incident::Priority;
use firstline::domain::moment::Moment;
use firstline::domain::place::Spot;
use firstline::domain::plan::{Plan, Trait, Word};
use firstline::domain::presets::Group;
use firstline::domain::setup::Profile;
use firstline::domain::state::State;
use firstline::domain::unit::{Readiness, Step};
use firstline::protocol::plan::{Fault, asked_by, has, lint, rivals};
use firstline::protocol::recommend::{Advice, Asked, Filled, Want, recommend};
use firstline::protocol::travel::StraightLine;
use firstline::record::{import, plans};
use firstline::tabs::machine::record;
use std::collections::BTreeSet;

/// 2026-10-18, 12:00 UTC.
const START: Moment = Moment(1_792_324_800_000);
const JSON: &str = include_str!("data/county_plan.json");
const CSV: &str = include_str!("data/county_plan.csv");
const UNITS: &str = include_str!("data/city_units.csv");

/// A desk of one profile with the city's units on it and the county's plan beside the plans that it starts with.
struct Desk {
    state: State,
    asked: u64,
    /// The county's plans.
    brought: Vec<Plan>,
}

impl Desk {
    fn new(profile: Profile, file: &str) -> Self {
        let mut desk = Self { state: State::default(), asked: 0, brought: Vec::new() };
        let (name, zone) = ("Trial".into(), "America/Los_Angeles".into());
        desk.asks(Command::OpenOperation { name, profile, zone, prefix: String::new() });
        let units = import::units(UNITS, &desk.state);
        assert_eq!(units.faults, []);
        desk.asks(Command::AddUnits(units.rows.into_iter().map(|(_, unit)| unit).collect()));
        let found = plans::read(file, &desk.state);
        assert_eq!(found.faults, []);
        assert_eq!(found.plans.len(), 9, "eight plans and what further alarms add");
        for (code, label) in found.types {
            let (common, group, priority) = (String::new(), Group::Fire, Priority::P2);
            desk.asks(Command::AddType { code, label, common, group, priority });
        }
        let retire = rivals(&desk.state, &found.plans).into_iter().map(|rival| rival.code).collect();
        let meant = |word: &str, any_of: Vec<Trait>| (Code::new(word), Word { label: String::new(), any_of });
        let sign = |letters: &str| vec![Trait::CallSign(letters.into())];
        // What the county's letters mean in this city. It has no safety or duty officer and no air utility on the board.
        let words = vec![
            meant("MED", vec![Trait::Kind(Code::new("als"))]),
            meant("BC", sign("B")),
            meant("DC", sign("D")),
            meant("HM", sign("RS")),
        ];
        desk.brought.clone_from(&found.plans);
        desk.asks(Command::SavePlans { plans: found.plans, words, retire });
        desk
    }

    fn asks(&mut self, command: Command) {
        self.asked += 1;
        let by = Author { operator: "A. Reyes".into(), position: "Lead".into() };
        let id = CommandId(uuid::Uuid::from_u128(u128::from(self.asked)));
        let ask = Ask { id, by, command, happened: None, care: Care::Insisted };
        let mut chance = [0; 10];
        chance[..8].copy_from_slice(&self.asked.to_be_bytes());
        let ids = FreshIds::new(START.0, chance);
        let mut now = Now { at: START, offset_minutes: 0, window: WindowId(1), ids };
        let events = decide(&self.state, &ask, &now).unwrap_or_else(|why| panic!("{:?}: {why:?}", ask.command));
        let rows = record(&self.state, &ask, &mut now, events);
        apply_all(&mut self.state, &rows);
    }

    /// A type that a plan of the county is for.
    fn type_of(&self, plan: &Plan) -> Code {
        let in_group = |group: &Group| self.state.types.values().find(|kind| kind.group == *group);
        let group = plan.groups.first().and_then(in_group).map(|kind| kind.code.clone());
        plan.types.first().cloned().or(group).expect("a plan is for something")
    }

    /// An incident in the middle of the city, with nobody on it.
    fn incident(&mut self, kind: Code) -> IncidentId {
        let point = Point::new(37.7762, -122.4163);
        let place = Spot { text: "Fell and Gough".into(), place: None, point };
        self.asks(Command::OpenIncident { call: None, kind, priority: None, place, summary: String::new() });
        *self.state.incidents.keys().last().expect("an incident")
    }

    fn advice(&self, incident: IncidentId, level: u8) -> Advice {
        let asked = Asked { level, ..Asked::of(&self.state.incidents[&incident], START) };
        recommend(&self.state, &StraightLine::default(), &asked)
    }

    /// Whether a unit answers to one of the words.
    fn answers(&self, unit: UnitId, words: &[String]) -> bool {
        let unit = &self.state.units[&unit];
        words.iter().flat_map(|word| self.state.book.meaning(word)).any(|one| has(unit, &one))
    }

    /// Everything that has to hold of what is recommended for one plan at one level.
    fn check(&self, plan: &Plan, level: u8, advice: &Advice) {
        let chosen = advice.plan.as_ref().expect("a plan");
        assert_eq!(chosen.code, plan.code, "{:?} behind {}", chosen.label, plan.label);
        assert!(chosen.equals.is_empty(), "{:?} are as close as {}", chosen.equals, plan.label);
        let needs = asked_by(&self.state.book, plan, level);
        let asked: Vec<_> = needs.iter().map(|(at, need)| (*at, &need.any_of, need.count)).collect();
        let wants: Vec<_> = advice.wants.iter().map(|want| (want.level, &want.any_of, want.count)).collect();
        assert_eq!(wants, asked, "{} at level {level}", plan.label);
        let mut used = BTreeSet::new();
        for want in &advice.wants {
            for pick in want.picks() {
                assert!(self.answers(pick.unit, &want.any_of), "{} for {:?}", self.sign(pick.unit), want.any_of);
                assert!(self.state.units[&pick.unit].is_free() && used.insert(pick.unit));
            }
            self.check_shortfall(want);
        }
        self.check_nearest(advice);
    }

    /// What is short is so because nobody free is left, and it is said who could come or that nobody can.
    fn check_shortfall(&self, want: &Want) {
        assert_eq!(want.shortfall.as_ref().map_or(0, |short| short.missing), want.missing());
        let Some(short) = &want.shortfall else { return };
        let units = || self.state.units.values().filter(|unit| self.answers(unit.id, &want.any_of));
        assert_eq!(short.nearest.is_some(), units().any(|unit| !unit.is_free()), "{:?}", want.any_of);
        if let Some(could) = &short.nearest {
            let said = advice::could(&self.state, could, Clock(0));
            assert!(said.contains(&self.sign(could.unit)) && said.contains(':'), "{said}");
        }
    }

    /// Of the engines, whose stations are known, no free one is nearer than one that is picked.
    fn check_nearest(&self, advice: &Advice) {
        let picks: BTreeSet<UnitId> = advice.units().into_iter().collect();
        let far = |id: UnitId| {
            let spot = self.state.whereabouts(&self.state.units[&id]).point?;
            Some(spot.metres_to(Point::new(37.7762, -122.4163)?))
        };
        let is_engine = |sign: &str, kind: &Code| sign.starts_with('E') && kind.as_str() == "engine";
        let engines = |picked: bool| -> Vec<f64> {
            let free =
                self.state.units.values().filter(|unit| unit.is_free() && is_engine(&unit.call_sign, &unit.kind));
            free.filter(|unit| picks.contains(&unit.id) == picked).filter_map(|unit| far(unit.id)).collect()
        };
        let farthest = engines(true).into_iter().fold(0.0, f64::max);
        let nearest = engines(false).into_iter().fold(f64::MAX, f64::min);
        let taken = advice.wants.iter().any(|want| want.any_of == ["E"]);
        assert!(!taken || farthest <= nearest + 100.0, "{farthest} against {nearest}");
    }

    fn sign(&self, unit: UnitId) -> String {
        self.state.units[&unit].call_sign.clone()
    }
}

fn short(advice: &Advice) -> Vec<String> {
    advice.wants.iter().filter(|want| 0 < want.missing()).map(advice::open).collect()
}

#[test]
fn a_countys_plan_gives_the_right_units_at_both_levels() {
    for (profile, file) in [(Profile::Event, JSON), (Profile::Event, CSV), (Profile::FireEms, JSON)] {
        let mut desk = Desk::new(profile, file);
        assert!(!lint(&desk.state).iter().any(|fault| matches!(fault, Fault::Rivals { .. })), "{profile:?}");
        for plan in desk.brought.clone().iter().filter(|plan| plan.with.is_empty()) {
            let kind = desk.type_of(plan);
            let incident = desk.incident(kind);
            let first = desk.advice(incident, 1);
            desk.check(plan, 1, &first);
            desk.check(plan, 2, &desk.advice(incident, 2));
            // With the first alarm on its way, the second asks for what it adds and for nothing else.
            let units = first.units();
            desk.asks(Command::Dispatch { incident, units: units.clone(), step: Step::Dispatched });
            let second = desk.advice(incident, 2);
            let working = |want: &Want| want.filled.iter().filter(|one| matches!(one, Filled::Working(_))).count();
            assert_eq!(second.wants.iter().map(working).sum::<usize>(), units.len(), "{}", plan.label);
            let added = second.wants.iter().filter(|want| want.level == 2);
            let added: usize = added.map(|want| usize::from(want.count)).sum();
            let is_further = ["fire_structure", "fire_high_rise", "fire_large", "hazmat"].contains(&plan.code.as_str());
            assert_eq!(added, if is_further { 8 } else { 0 }, "{}", plan.label);
            desk.asks(Command::Close { incident, disposition: Code::new("43"), text: String::new() });
        }
    }
}

#[test]
fn what_the_city_lacks_is_explained() {
    let mut desk = Desk::new(Profile::Event, JSON);
    let kind =
        desk.type_of(&desk.brought.iter().find(|plan| plan.code.as_str() == "fire_high_rise").expect("a plan").clone());
    let incident = desk.incident(kind);
    let advice = desk.advice(incident, 1);
    assert_eq!(short(&advice), ["1 AIRUTIL", "1 SAFETY", "1 DUTY"]);
    assert!(advice.wants.iter().filter_map(|want| want.shortfall.as_ref()).all(|short| short.nearest.is_none()));
    // Every truck but one leaves the board: the plan says what is missing, and who could come back first.
    let trucks: Vec<UnitId> =
        desk.state.units.values().filter(|unit| unit.call_sign.starts_with('T')).map(|unit| unit.id).collect();
    assert!(2 < trucks.len());
    for unit in &trucks[1..] {
        let (unit, reason) = (*unit, "Flat tire".to_owned());
        desk.asks(Command::SetReadiness { unit, readiness: Readiness::OutOfService, reason });
    }
    let advice = desk.advice(incident, 1);
    assert_eq!(short(&advice), ["1 T", "1 AIRUTIL", "1 SAFETY", "1 DUTY"]);
    let want = advice.wants.iter().find(|want| want.any_of == ["T"]).expect("a truck is asked for");
    let could = want.shortfall.as_ref().and_then(|short| short.nearest.clone()).expect("a truck");
    assert!(trucks[1..].contains(&could.unit));
    let said = advice::could(&desk.state, &could, Clock(0));
    assert!(said.contains("Out of service since"), "{said}");
}
