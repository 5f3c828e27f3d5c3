//! Response plans: which one fits, what is wrong with them, and how they come in and go out.
#![cfg(not(target_arch = "wasm32"))]

mod line;

use firstline::board::advice;
use firstline::domain::command::Command;
use firstline::domain::ids::Code;
use firstline::domain::incident::Priority;
use firstline::domain::plan::{Plan, Trait, Word, Zone};
use firstline::domain::presets::Group;
use firstline::domain::setup::Profile;
use firstline::domain::state::State;
use firstline::protocol::plan::{By, Facts, Fault, best, lint, rivals};
use firstline::record::plans;
use line::*;

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
    assert_eq!(why(&desk), "for Medical, the closest of 2, as close as County medical");
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
            "Plan most, level 1, asks for 2 E; all units together could give 1.",
        ]
    );
    assert!(matches!(found[0], Fault::TypeWithoutPlan { .. }));
}

/// A unit serves once, however many requirements it could serve, and each level comes on top of those below it.
#[test]
fn lint_gives_each_unit_once() {
    let mut desk = Desk::new();
    desk.unit("M1", "als", "ALS", 1.0);
    for number in 1..=4 {
        desk.unit(&format!("E{number}"), "engine", "", f64::from(number));
    }
    let open = |desk: &mut Desk, levels: &[&str]| {
        desk.plan("fire", "fire", levels);
        let found = lint(&desk.state).into_iter().filter_map(|fault| match fault {
            Fault::NeverMet { plan, level, need, have } => {
                Some(format!("{plan} {level}: {have} of {} {}", need.count, need.any_of.join("/")))
            }
            _ => None,
        });
        found.collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    assert_eq!(open(&mut desk, &["1 ALS, 1 ALS"]), ["fire 1: 0 of 1 ALS"]);
    assert_eq!(open(&mut desk, &["2 E", "2 E"]), none);
    assert_eq!(open(&mut desk, &["2 E", "3 E"]), ["fire 2: 2 of 3 E"]);
    // The medic is left for what only it can serve.
    assert_eq!(open(&mut desk, &["1 ALS/E, 1 ALS, 3 E"]), none);
    // A repeated level is asked for again at the levels that are named above it.
    assert_eq!(open(&mut desk, &["1 E", "+2 E", "1 ALS"]), ["fire 3: 1 of 2 E"]);
    assert_eq!(open(&mut desk, &["1 E", "+2 E"]), none);
    // What comes on top counts where it comes.
    open(&mut desk, &["2 E"]);
    let further = Plan { with: vec![Code::new("fire")], ..plan("further", "", &["1 ALS, 3 E"]) };
    desk.asks(Command::SavePlans { plans: vec![further], words: Vec::new(), retire: Vec::new() });
    assert_eq!(open(&mut desk, &["2 E/ALS"]), ["fire 1: 2 of 3 E"]);
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
fn a_file_that_gives_a_word_another_meaning_says_so() {
    let desk = Desk::new();
    let text = "plan_key,label,any_of\nfire,Fire,BC\nword:BC,Battalion chief,sign:B\nword:E,Engine,\n";
    let found = plans::read(text, &desk.state);
    assert_eq!((found.plans.len(), found.words.len(), found.faults.len()), (1, 2, 0));
    let said = plans::new_meanings(&desk.state, &found.words);
    assert_eq!(said, ["The word BC will mean sign:B; so far it means what is called so."]);
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
    let meant = Word {
        label: "Any ambulance, or two".into(),
        any_of: vec![Trait::Kind(Code::new("als")), Trait::Capability("BLS".into()), Trait::CallSign("A".into())],
    };
    desk.asks(Command::SavePlans { plans: Vec::new(), words: vec![(Code::new("amb"), meant)], retire: Vec::new() });
    let kept: Vec<Plan> = desk.state.book.in_use().cloned().collect();
    let words: Vec<(Code, Word)> = desk.state.book.words.clone().into_iter().collect();
    for text in [plans::json(&desk.state), plans::csv(&desk.state)] {
        let mut read = plans::read(&text, &desk.state);
        assert_eq!(read.faults, [], "{text}");
        read.plans.sort_by(|one, other| one.code.cmp(&other.code));
        assert_eq!(read.plans, kept, "{text}");
        // What the words mean goes along, so that no plan means somebody else where it comes in.
        assert_eq!(read.words, words, "{text}");
    }
    let text = plans::csv(&desk.state).replace("has:BLS", "has BLS");
    let faults = plans::read(&text, &desk.state).faults;
    assert_eq!(faults.iter().map(|fault| fault.column.as_str()).collect::<Vec<_>>(), ["any_of"]);
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
