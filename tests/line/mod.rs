//! One window on a ground that is a line, for what is recommended there.

#![allow(dead_code, reason = "each file of tests uses its part")]

use firstline::domain::apply::apply_all;
use firstline::domain::command::{Ask, Care, Command, NewPlace, NewUnit, Now};
use firstline::domain::decide::decide;
use firstline::domain::entry::Author;
use firstline::domain::geo::Point;
use firstline::domain::ids::{Code, CommandId, FreshIds, PlaceId, UnitId, WindowId};
use firstline::domain::language::parse::{Context, Intent, parse};
use firstline::domain::moment::{LocalTime, Moment};
use firstline::domain::place::Spot;
use firstline::domain::plan::{Alarm, Cover, Plan, Requirement};
use firstline::domain::setup::Profile;
use firstline::domain::state::State;
use firstline::protocol::recommend::{Advice, Asked, Filled, Reason, WhyNot, recommend};
use firstline::protocol::travel::StraightLine;
use firstline::tabs::machine::record;

/// 2026-10-18, 12:00 UTC.
pub const START: Moment = Moment(1_792_324_800_000);

/// One window, with a ground that is a line: `at(3)` lies 3 km east of the gate.
pub struct Desk {
    pub state: State,
    pub clock: Moment,
    pub asked: u64,
}

pub fn at(kilometres: f64) -> Option<Point> {
    // A degree of longitude is 111.19 km at the equator, on the sphere that distances are taken on.
    Point::new(0.0, kilometres / 111.195)
}

impl Desk {
    pub fn new() -> Self {
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

    pub fn asks(&mut self, command: Command) {
        let told = self.tries(command.clone());
        assert!(told.is_ok(), "{command:?}: {told:?}");
    }

    pub fn tries(&mut self, command: Command) -> Result<(), firstline::domain::refusal::Refusal> {
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

    pub fn types(&mut self, line: &str) {
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
    pub fn unit(&mut self, call_sign: &str, kind: &str, words: &str, far: f64) -> UnitId {
        let post = Spot { text: format!("{far} km"), place: None, point: at(far) };
        self.unit_at(call_sign, kind, words, 3, post)
    }

    pub fn unit_at(&mut self, call_sign: &str, kind: &str, words: &str, crew: u8, post: Spot) -> UnitId {
        let capabilities = words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let (call_sign, kind) = (call_sign.to_owned(), kind.to_owned());
        self.asks(Command::AddUnits(vec![NewUnit { call_sign: call_sign.clone(), kind, capabilities, crew, post }]));
        self.state.unit_called(&call_sign).expect("a unit").id
    }

    pub fn plan(&mut self, code: &str, types: &str, levels: &[&str]) {
        self.asks(Command::SavePlans { plans: vec![plan(code, types, levels)], words: Vec::new(), retire: Vec::new() });
    }

    pub fn incident(&self, number: u32) -> &firstline::domain::incident::Incident {
        self.state.incident_numbered(number).expect("an incident")
    }

    pub fn asked(&self, number: u32) -> Asked {
        Asked::of(self.incident(number), self.clock)
    }

    pub fn advice(&self, number: u32) -> Advice {
        recommend(&self.state, &StraightLine::default(), &self.asked(number))
    }

    pub fn sign(&self, unit: UnitId) -> String {
        self.state.units[&unit].call_sign.clone()
    }

    /// `E: E1 E2; T: -1`: who fills each requirement, and how many are missing.
    pub fn told(&self, advice: &Advice) -> String {
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
    pub fn advises(&self, number: u32, told: &str) {
        assert_eq!(self.told(&self.advice(number)), told);
    }

    pub fn why_not(&self, number: u32, call_sign: &str) -> WhyNot {
        let unit = self.state.unit_called(call_sign).expect("a unit").id;
        let found = self.advice(number).others.into_iter().find(|other| other.unit == unit);
        found.expect("a unit that is not picked").why
    }

    pub fn reasons(&self, number: u32, call_sign: &str) -> Vec<Reason> {
        let unit = self.state.unit_called(call_sign).expect("a unit").id;
        let advice = self.advice(number);
        let pick = advice.wants.iter().flat_map(|want| want.picks()).find(|pick| pick.unit == unit);
        pick.expect("a pick").reasons.clone()
    }

    pub fn place(&self, name: &str) -> PlaceId {
        self.state.place_index.named(name).expect("a place")
    }

    pub fn cover(&mut self, post: &str, words: &str, count: u8, metres: u32, bound: bool) {
        let cover = Cover { any_of: vec![words.to_owned()], count, metres, bound };
        let place = self.place(post);
        self.asks(Command::RequirePost { place, cover });
    }
}

/// `2 E/T` or `1 E crew 4 with ALS`.
pub fn requirement(text: &str) -> Requirement {
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

pub fn plan(code: &str, types: &str, levels: &[&str]) -> Plan {
    let alarms = (1..).zip(levels).map(|(level, text)| {
        let (repeats, text) = text.strip_prefix('+').map_or((false, *text), |text| (true, text));
        Alarm { level, repeats, needs: text.split(", ").map(requirement).collect() }
    });
    let types = types.split(' ').filter(|code| !code.is_empty()).map(Code::new).collect();
    Plan { code: Code::new(code), label: format!("Plan {code}"), types, alarms: alarms.collect(), ..Plan::default() }
}
