//! Commands of every kind that a row of a screen could show, for plans that proptest makes up.

use firstline::domain::command::{Command, NewUnit};
use firstline::domain::event::{PriorityDetail, TypeDetail, UnitDetail, UnitKindDetail};
use firstline::domain::ids::{Code, CommandId, IncidentId, PlaceId, UnitId};
use firstline::domain::incident::Priority;
use firstline::domain::plan::{Advised, Cover, Rule};
use firstline::domain::state::State;
use firstline::domain::unit::{Readiness, Step};

/// How many kinds of `what` there are.
pub const COMMANDS: u8 = 42;

/// One command of each kind that a row could show. What it is about follows from `which`.
pub fn command(state: &State, what: u8, which: u8) -> Command {
    let which = usize::from(which);
    let incidents: Vec<IncidentId> = state.incidents.keys().copied().collect();
    let units: Vec<UnitId> = state.units.keys().copied().collect();
    let (incident, other) = (incidents[which % incidents.len()], incidents[(which + 1) % incidents.len()]);
    let (unit, second) = (units[which / 3 % units.len()], units[which / 2 % units.len()]);
    let places = ["Gate 4", "km 18", "Łódź Café", "12 Elm Street"];
    let place = state.spot(places[which % places.len()]);
    let (text, few) = (format!("text {which}"), which as u32 % 5);
    let priority = Priority::ALL[which % 5];
    let step = |step: Step| Command::Step {
        unit,
        incident: Some(incident).filter(|_| which.is_multiple_of(2)),
        step,
        destination: if which.is_multiple_of(3) { "St Mary".into() } else { String::new() },
    };
    match what {
        0 => Command::OpenIncident { call: None, kind: Code::new("fall"), priority: None, place, summary: text },
        1 => Command::Dispatch { incident, units: vec![unit], step: Step::Dispatched },
        2 => Command::Dispatch { incident, units: vec![unit, second], step: Step::EnRoute },
        3 => Command::Dispatch { incident, units: vec![unit], step: Step::OnScene },
        4 => Command::Divert { incident, unit, advised: None },
        5 => step(Step::Acknowledged),
        6 => step(Step::EnRoute),
        7 => step(Step::Staged),
        8 => step(Step::OnScene),
        9 => step(Step::AtPatient),
        10 => step(Step::Transporting),
        11 => step(Step::AtDestination),
        12 => step(Step::HandedOver),
        13 => Command::Clear { unit, incident: None },
        14 => Command::Clear { unit, incident: Some(incident) },
        15 => Command::Cancel { unit, incident: None, reason: text },
        16 => Command::SetReadiness { unit, readiness: Readiness::ALL[which % 8], reason: text },
        17 => Command::MoveUnit { unit, place },
        18 => Command::TimeWelfare { unit, minutes: Some(few).filter(|minutes| 0 < *minutes) },
        19 => Command::RollCall { units: vec![unit, second] },
        20 => Command::Close { incident, disposition: Code::new("43"), text },
        21 => Command::Reopen { incident, reason: text },
        22 => Command::Hold { incident, minutes: few + 1, reason: text },
        23 => Command::EndHold(incident),
        24 => Command::ChangeUrgency { incident, priority },
        25 => Command::ChangeKind { incident, kind: Code::new(["fall", "fire", "noise"][which % 3]) },
        26 => Command::MoveIncident { incident, place },
        27 => Command::Link { incident, other },
        28 => Command::Unlink { incident, other },
        29 => Command::RequestResource { incident, what: text, count: 1 },
        30 => match state.incidents[&incident].requests.keys().next() {
            Some(request) => Command::MeetRequest { incident, request: *request },
            None => Command::Note { incident: Some(incident), text },
        },
        31 => Command::ChangeUnit { unit, detail: UnitDetail::CallSign(format!("MED{which}")) },
        32 => Command::ChangeUnit { unit, detail: UnitDetail::Post(place) },
        33 => Command::RetireUnit(unit),
        34 => Command::RestoreUnit(unit),
        35 => Command::AddUnits(vec![NewUnit {
            call_sign: format!("T{which}"),
            kind: "foot".into(),
            ..NewUnit::default()
        }]),
        36 => match which % 4 {
            0 => Command::ChangeType { code: Code::new("fall"), detail: TypeDetail::Label(text) },
            1 => Command::ChangePriority { priority, detail: PriorityDetail::AlarmMinutes(few + 1) },
            2 => Command::ChangeUnitKind { code: Code::new("als"), detail: UnitKindDetail::Label(text) },
            _ => Command::ChangeTarget { code: Code::new("turnout"), seconds: few + 1, percent: 90 },
        },
        37 => Command::DispatchAdvised {
            incident,
            units: vec![unit],
            step: Step::Dispatched,
            advised: Advised { plan: text, level: 1, units: vec![second], short: Vec::new() },
        },
        38 => Command::RequirePost {
            place: place.place.unwrap_or(PlaceId(uuid::Uuid::nil())),
            cover: Cover { any_of: vec!["als".into()], count: few as u8, metres: 500, bound: which.is_multiple_of(2) },
        },
        40 => Command::SetPlanRule { rule: Rule::ALL[which % 8], value: few },
        39 => Command::RetirePlan(Code::new("any")),
        _ => Command::Undo(CommandId(uuid::Uuid::nil())),
    }
}
