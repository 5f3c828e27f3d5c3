//! A recorded day of calls, played through intake by the same commands that a person would give.
//!
//! The file is a table with one row for each unit on each call, as fire departments publish them: a call number, a call
//! type, times for received, dispatch, on scene and available, an address, a location.

use crate::domain::command::NewUnit;
use crate::domain::geo::{self, Point};
use crate::domain::ids::Code;
use crate::domain::incident::Priority;
use crate::domain::moment::Moment;
use crate::domain::place::{Spot, fold};
use crate::domain::state::State;
use crate::domain::unit::Step;
use crate::protocol::suggest::suggest;
use std::collections::BTreeMap;

/// One thing that happened on that day.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    pub at: Moment,
    /// The call number of the file.
    pub call: String,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub enum What {
    Call(Box<Incoming>),
    Dispatch {
        unit: String,
    },
    Step {
        unit: String,
        step: Step,
    },
    /// Whether the unit had arrived decides between clearing and cancelling.
    Leave {
        unit: String,
        arrived: bool,
    },
    Close {
        disposition: Code,
    },
}

/// What a caller said on that day.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    pub kind: Code,
    pub priority: Option<Priority>,
    pub place: Spot,
    pub said: String,
}

/// A day that can be played.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Day {
    pub acts: Vec<Act>,
    /// Units of the file that the operation does not have.
    pub missing_units: Vec<NewUnit>,
    pub calls: usize,
    /// Rows that could not be used, with the reason, counted from 1 as a spreadsheet counts.
    pub faults: Vec<(usize, &'static str)>,
}

/// Columns by what they hold; the compared names that files use for them.
const COLUMNS: &[(&str, &[&str])] = &[
    ("call", &["call number", "incident number", "call", "incident"]),
    ("unit", &["unit id", "unit", "call sign"]),
    ("kind", &["unit type"]),
    ("type", &["call type", "type", "nature"]),
    ("received", &["received dttm", "received", "call received"]),
    ("dispatch", &["dispatch dttm", "dispatch", "dispatched"]),
    ("en route", &["response dttm", "en route", "responding"]),
    ("on scene", &["on scene dttm", "on scene"]),
    ("transport", &["transport dttm", "transporting"]),
    ("hospital", &["hospital dttm", "at hospital"]),
    ("available", &["available dttm", "available", "clear"]),
    ("address", &["address", "place"]),
    ("location", &["location", "coordinates"]),
    ("priority", &["final priority", "priority"]),
    ("disposition", &["call final disposition", "disposition"]),
];

/// Reads a day. `offset_minutes` is that of the operation's zone at an instant; the file's times carry none.
pub fn read(text: &str, state: &State, offset_minutes: impl Fn(Moment) -> i32) -> Result<Day, String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let heads: Vec<String> = reader.headers().map_err(|error| error.to_string())?.iter().map(fold).collect();
    let column = |name: &str| {
        let names = COLUMNS.iter().find(|(column, _)| *column == name)?.1;
        names.iter().find_map(|wanted| heads.iter().position(|head| head == wanted))
    };
    for needed in ["call", "type", "received"] {
        if column(needed).is_none() {
            return Err(format!("no column \"{needed}\""));
        }
    }
    let columns: BTreeMap<&str, usize> = COLUMNS.iter().filter_map(|(name, _)| Some((*name, column(name)?))).collect();
    let mut day = Day::default();
    let mut calls: BTreeMap<String, (Moment, Moment, Code)> = BTreeMap::new();
    let mut missing: BTreeMap<String, NewUnit> = BTreeMap::new();
    for (index, record) in reader.records().enumerate() {
        let number = index + 2;
        let Ok(record) = record else {
            day.faults.push((number, "not a row of the table"));
            continue;
        };
        let get = |name: &str| columns.get(name).and_then(|at| record.get(*at)).unwrap_or_default().trim();
        let time = |name: &str| read_time(get(name), &offset_minutes);
        let call = get("call").to_owned();
        let Some(received) = time("received") else {
            day.faults.push((number, "no time of call"));
            continue;
        };
        if call.is_empty() {
            day.faults.push((number, "no call number"));
            continue;
        }
        let last = time("available").unwrap_or(received);
        let disposition = disposition(get("disposition"));
        let known = calls.entry(call.clone()).or_insert((received, last, disposition.clone()));
        known.0 = known.0.min(received);
        known.1 = known.1.max(last);
        if known.0 == received && !day.acts.iter().any(|act| act.call == call && matches!(act.what, What::Call(_))) {
            let incoming = incoming(get("type"), get("address"), get("location"), get("priority"), state);
            day.acts.push(Act { at: received, call: call.clone(), what: What::Call(Box::new(incoming)) });
        }
        let unit = get("unit").to_owned();
        let Some(sent) = time("dispatch").filter(|_| !unit.is_empty()) else { continue };
        if state.unit_called(&unit).is_none() {
            missing.entry(unit.clone()).or_insert_with(|| NewUnit {
                call_sign: unit.clone(),
                kind: kind(get("kind"), state),
                ..NewUnit::default()
            });
        }
        let mut act = |at: Moment, what: What| day.acts.push(Act { at, call: call.clone(), what });
        act(sent, What::Dispatch { unit: unit.clone() });
        let steps = [
            ("en route", Step::EnRoute),
            ("on scene", Step::OnScene),
            ("transport", Step::Transporting),
            ("hospital", Step::AtDestination),
        ];
        for (name, step) in steps {
            if let Some(at) = time(name) {
                act(at, What::Step { unit: unit.clone(), step });
            }
        }
        if let Some(at) = time("available") {
            act(at, What::Leave { unit, arrived: time("on scene").is_some() });
        }
    }
    day.calls = calls.len();
    for (call, (_, last, disposition)) in calls {
        day.acts.push(Act { at: last, call, what: What::Close { disposition } });
    }
    day.acts.sort_by_key(|act| (act.at, rank(&act.what)));
    day.missing_units = missing.into_values().collect();
    Ok(day)
}

/// Things of one second in the order in which they must have happened.
fn rank(what: &What) -> u8 {
    match what {
        What::Call(_) => 0,
        What::Dispatch { .. } => 1,
        What::Step { step, .. } => 2 + *step as u8,
        What::Leave { .. } => 20,
        What::Close { .. } => 21,
    }
}

fn incoming(kind: &str, address: &str, location: &str, priority: &str, state: &State) -> Incoming {
    let point = read_location(location, state.reference());
    let place = Spot { text: address.to_owned(), place: state.place_index.named(address), point };
    let priority = match priority {
        "E" | "1" => Some(Priority::P1),
        "3" => Some(Priority::P2),
        "2" => Some(Priority::P3),
        "A" | "B" | "I" => Some(Priority::P4),
        _ => None,
    };
    Incoming { kind: type_of(kind, state), priority, place, said: kind.to_owned() }
}

/// `(37.77, -122.41)`, latitude first, or any notation.
fn read_location(text: &str, near: Option<Point>) -> Option<Point> {
    geo::read(text.trim_matches(['(', ')']), near)?.ok().map(|(point, _)| point)
}

/// Names that departments use and no caller would say; what callers say is left to the suggestion.
const TYPES: &[(&str, &str)] = &[
    ("medical incident", "sick"),
    ("alarms", "firealarm"),
    ("structure fire", "fire"),
    ("traffic collision", "crash"),
    ("outside fire", "trashfire"),
    ("citizen assist service call", "assist"),
    ("gas leak natural and lp gases", "gas"),
    ("water rescue", "water"),
    ("vehicle fire", "carfire"),
    ("electrical hazard", "electrical"),
    ("elevator escalator rescue", "rescue"),
    ("smoke investigation outside", "smoke"),
    ("odor strange unknown", "smoke"),
    ("fuel spill", "hazmat"),
    ("hazmat", "hazmat"),
    ("train rail incident", "crash"),
    ("explosion", "explosion"),
];

fn type_of(said: &str, state: &State) -> Code {
    let folded = fold(said);
    let usable = |code: &str| state.types.contains_key(&Code::new(code)).then(|| Code::new(code));
    let listed = TYPES.iter().find(|(name, _)| *name == folded).and_then(|(_, code)| usable(code));
    let suggested = || suggest(said).first().and_then(|found| usable(found.code.as_str()));
    listed.or_else(suggested).unwrap_or_else(|| Code::new("unknown"))
}

fn kind(typed: &str, state: &State) -> String {
    let code = match fold(typed).as_str() {
        "medic" => "als",
        "private" => "bls",
        "engine" => "engine",
        "truck" | "rescue squad" | "rescue captain" => "rescue",
        "chief" => "command",
        _ => "logistics",
    };
    if state.unit_kinds.contains_key(&Code::new(code)) { code.to_owned() } else { "foot".to_owned() }
}

/// Final dispositions as departments write them, mapped to the common codes.
fn disposition(text: &str) -> Code {
    Code::new(match fold(text).as_str() {
        "code 2 transport" | "code 3 transport" => "45",
        "fire" => "23",
        "cancelled" => "32",
        "unable to locate" | "gone on arrival" => "14",
        "no merit" => "17",
        "patient declined transport" | "against medical advice" => "42",
        "sfpd" | "chp" => "15",
        "medical examiner" => "39",
        "duplicate" => "22",
        _ => "29",
    })
}

/// `01/05/2017 08:04:24 AM` or `2017-01-05T08:04:24`, local time of the operation, or RFC 3339 with an offset.
fn read_time(text: &str, offset_minutes: &impl Fn(Moment) -> i32) -> Option<Moment> {
    if text.is_empty() {
        return None;
    }
    if let Ok(time) = chrono::DateTime::parse_from_rfc3339(text) {
        return Some(Moment(time.timestamp_millis()));
    }
    let formats = ["%m/%d/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"];
    let local = formats.iter().find_map(|format| chrono::NaiveDateTime::parse_from_str(text, format).ok())?;
    let as_utc = local.and_utc().timestamp_millis();
    // The offset is asked at the local reading; it is wrong for the hour in which clocks change and right otherwise.
    Some(Moment(as_utc - i64::from(offset_minutes(Moment(as_utc))) * 60_000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::start::{fold as fold_rows, harbour_marathon};

    const DAY: &str = "Call Number,Unit ID,Call Type,Received DtTm,Dispatch DtTm,Response DtTm,On Scene DtTm,Available DtTm,Address,Final Priority,Unit Type,Location\n\
        7,E05,Structure Fire,01/05/2017 08:04:24 AM,01/05/2017 08:05:00 AM,,01/05/2017 08:09:00 AM,01/05/2017 08:30:00 AM,HAIGHT ST,3,ENGINE,\"(37.77, -122.43)\"\n\
        7,66,Structure Fire,01/05/2017 08:04:24 AM,01/05/2017 08:05:10 AM,01/05/2017 08:06:00 AM,,01/05/2017 08:07:00 AM,HAIGHT ST,3,MEDIC,\"(37.77, -122.43)\"\n\
        8,E06,Medical Incident,later,,,,,MARKET ST,2,ENGINE,\n";

    #[test]
    fn a_day_is_read_in_the_order_in_which_it_happened() {
        let state = fold_rows(&harbour_marathon(Moment(1_792_338_107_000), 0, "UTC", [1; 10]).expect("the script"));
        let day = read(DAY, &state, |_| -480).expect("a good table");
        assert_eq!((day.calls, day.faults.clone()), (1, vec![(4, "no time of call")]));
        assert_eq!(
            day.missing_units.iter().map(|unit| (unit.call_sign.as_str(), unit.kind.as_str())).collect::<Vec<_>>(),
            [("66", "als"), ("E05", "engine")]
        );
        assert!(day.acts.windows(2).all(|pair| pair[0].at <= pair[1].at));
        assert!(
            matches!(&day.acts[0].what, What::Call(call) if call.kind == Code::new("fire") && call.place.point.is_some())
        );
        assert!(matches!(day.acts.last().map(|act| &act.what), Some(What::Close { .. })));
        // 08:04:24 in a zone eight hours behind UTC.
        assert_eq!(day.acts[0].at.0, 1_483_632_264_000);
    }
}
