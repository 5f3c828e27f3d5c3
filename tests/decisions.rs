//! Decisions as given, when and then, in the project's own command language. A line that starts with `B>` is typed in a
//! second window, one with a clock time at that time, one with `!` by somebody who means it. Every line passes through
//! two machines over one log, so that what a window wrote and what another read must fold to the same.
#![cfg(not(target_arch = "wasm32"))]

use firstline::domain::call::{Answered, CallDetail, CallEnd, Source};
use firstline::domain::command::{Ask, Care, Command, NewPlace, NewUnit, Now};
use firstline::domain::entry::{Author, Line};
use firstline::domain::event::{Event, FlagDetail, OperationDetail, PlaceDetail, Recorded, UnitDetail};
use firstline::domain::geo::Point;
use firstline::domain::ground::{Anchor, Class, Movers, Path as GroundPath};
use firstline::domain::ids::{
    AssignmentId, CallId, Code, CommandId, FreshIds, IncidentId, LayerId, PlaceId, UnitId, WindowId,
};
use firstline::domain::incident::{DebriefPart, Priority};
use firstline::domain::invariant::problems;
use firstline::domain::language::complete::complete;
use firstline::domain::language::parse::{Context, Fault, Intent, Show, parse};
use firstline::domain::language::verbs::TABLE;
use firstline::domain::moment::{LocalTime, Moment, read_clock};
use firstline::domain::phrase::{PhraseKey, Strength};
use firstline::domain::place::{FlagSubject, Severity, Spot};
use firstline::domain::plan::{Advised, Alarm, Cover, Plan, Requirement, Rule};
use firstline::domain::refusal::Refusal;
use firstline::domain::setup::Profile;
use firstline::domain::state::State;
use firstline::domain::track::{Shape, Track};
use firstline::domain::unit::{Ending, Step};
use firstline::log::codec;
use firstline::tabs::machine::{Effect, Input, Machine, Outcome};
use std::sync::OnceLock;

/// After `given`, the line `when` leads to `then`.
#[track_caller]
fn check(given: &[&str], when: &str, then: &str) {
    let mut desk = desk(given);
    assert_eq!(desk.types(when), then, "\n  given {given:#?}\n  when  {when}\n");
}

/// After `given`, the board says `facts` about a unit (`MED1`) or an incident (`#1`).
#[track_caller]
fn leaves(given: &[&str], what: &str, facts: &str) {
    assert_eq!(desk(given).facts(what), facts, "\n  given {given:#?}\n  about {what}\n");
}

/// After `given`, `line` is taken back by `correction`.
#[track_caller]
fn undoes(given: &[&str], line: &str, correction: &str) {
    let mut desk = desk(given);
    desk.given(&[line]);
    assert_eq!(desk.types("Z"), correction, "\n  given {given:#?}\n  undoing {line}\n");
}

#[track_caller]
fn desk(given: &[&str]) -> Desk {
    let mut desk = Desk::new();
    desk.given(given);
    desk
}

/// Two windows, one log and a clock that moves on a minute with each line, from 14:00 in Warsaw.
struct Desk {
    windows: [Machine; 2],
    log: Vec<String>,
    clock: Moment,
    selected: Option<IncidentId>,
    asked: u64,
    /// What the last command was, for an impatient finger that gives it again.
    last: Option<(usize, Ask)>,
}

/// 2026-10-18, 14:00 at +02:00.
const START: Moment = Moment(1_792_324_800_000);
const OFFSET: i32 = 120;

impl Desk {
    fn new() -> Self {
        static BASE: OnceLock<(Vec<String>, State)> = OnceLock::new();
        let (log, state) = BASE.get_or_init(|| {
            let mut desk = Self::empty();
            desk.set_up();
            desk.catch_up(0);
            (desk.log.clone(), desk.state().clone())
        });
        // The ids go on after those of the set-up.
        let mut desk = Self { log: log.clone(), asked: 1_000, ..Self::empty() };
        for window in &mut desk.windows {
            window.step(Input::Started { snapshot: Some(Box::new(state.clone())) });
            window.step(Input::Read { rows: Vec::new() });
        }
        desk
    }

    fn empty() -> Self {
        let windows = [Machine::default(), Machine::default()];
        Self { windows, log: Vec::new(), clock: START, selected: None, asked: 0, last: None }
    }

    fn set_up(&mut self) {
        let (name, zone, prefix) = ("Trial".into(), "Europe/Warsaw".into(), String::new());
        self.asks(Command::OpenOperation { name, profile: Profile::Event, zone, prefix });
        let place = |name: &str, aliases: &[&str], point| NewPlace {
            name: name.into(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            point,
            ..NewPlace::default()
        };
        self.asks(Command::AddPlaces(vec![
            place("Gate 4", &["north gate"], Point::new(52.2297, 21.0122)),
            place("km 18", &[], Point::new(52.2401, 21.0305)),
            place("St Mary", &["hospital", "St Mary's"], Point::new(52.25, 21.0)),
            place("Łódź Café", &[], None),
        ]));
        let path = |name: &str, ends: &[(f64, f64)]| GroundPath {
            layer: LayerId(uuid::Uuid::nil()),
            class: Class::Street,
            one_way: false,
            barred: Movers::default(),
            name: name.into(),
            other: String::new(),
            track: Track::of(ends.iter().map(|(lat, lon)| Point { lat: *lat, lon: *lon })),
        };
        let paths = vec![
            path("Long Street", &[(52.23, 21.01), (52.23, 21.02)]),
            path("Long Street", &[(52.23, 21.02), (52.23, 21.03)]),
            path("North Road", &[(52.24, 21.02), (52.23, 21.02), (52.22, 21.02)]),
            path("", &[(52.22, 21.02), (52.22, 21.03)]),
        ];
        self.asks(Command::ImportPaths { name: "Town".into(), source: String::new(), paths });
        let unit = |call_sign: &str, kind: &str| NewUnit {
            call_sign: call_sign.into(),
            kind: kind.into(),
            crew: 2,
            ..NewUnit::default()
        };
        let units = [("MED1", "als"), ("MED2", "als"), ("FR1", "foot"), ("SEC1", "security"), ("Team 1", "search")];
        self.asks(Command::AddUnits(units.map(|(call_sign, kind)| unit(call_sign, kind)).to_vec()));
    }

    #[track_caller]
    fn given(&mut self, lines: &[&str]) {
        for line in lines {
            let told = self.types(line);
            let failed = ["asks", "refused", "fault", "already"].iter().any(|word| told.starts_with(word));
            assert!(!failed, "the given line \"{line}\" leads to \"{told}\"");
        }
    }

    /// What a typed line leads to, in a few words.
    fn types(&mut self, line: &str) -> String {
        let (window, line) = line.strip_prefix("B> ").map_or((0, line), |line| (1, line));
        let now = |moment| LocalTime { moment, offset_minutes: OFFSET };
        let clock = line.split(' ').next().filter(|word| word.contains(':') && !word.starts_with('@'));
        let set = clock.and_then(|clock| read_clock(clock, now(START.plus_seconds(36_000 - 60))));
        self.clock = set.unwrap_or(self.clock.plus_seconds(60));
        let line = set.map_or(line, |_| line.split_once(' ').map_or("", |(_, line)| line));
        let (care, line) = line.strip_prefix("! ").map_or((Care::AskFirst, line), |line| (Care::Insisted, line));
        self.catch_up(window);
        let context = Context { incident: self.selected, now: now(self.clock) };
        let parsed = match parse(line, self.windows[window].state(), context) {
            Ok(parsed) => parsed,
            Err(fault) => return format!("fault: {}", told_fault(&fault)),
        };
        let command = match parsed.intent {
            Intent::Do(command) => command,
            Intent::Show(Show::Undo) => {
                let last = self.windows[window].last().map(|(command, _)| *command);
                Command::Undo(last.unwrap_or(CommandId(uuid::Uuid::nil())))
            }
            Intent::Show(show) => return self.shows(&show),
        };
        self.puts(window, command, parsed.happened, care)
    }

    /// A command that buttons and forms give, for which the language has no verb.
    fn asks(&mut self, command: Command) -> String {
        self.clock = self.clock.plus_seconds(60);
        self.puts(0, command, None, Care::AskFirst)
    }

    fn puts(&mut self, window: usize, command: Command, happened: Option<Moment>, care: Care) -> String {
        let mut ids = self.ids();
        let by = Author { operator: "A. Reyes".into(), position: format!("Dispatch {window}") };
        let ask = Ask { id: CommandId(ids.fresh()), by, command, happened, care };
        self.last = Some((window, ask.clone()));
        self.gives(window, ask)
    }

    fn again(&mut self) -> String {
        let (window, ask) = self.last.clone().expect("something was asked");
        self.gives(window, ask)
    }

    /// The one place where the machine is driven: asked, opened, appended, committed.
    fn gives(&mut self, window: usize, ask: Ask) -> String {
        let begin = self.windows[window].step(Input::Asked { ask });
        assert!(matches!(begin[..], [Effect::Begin { .. }]), "{begin:?}");
        let missed = self.missed(window);
        let now = Now { at: self.clock, offset_minutes: OFFSET, window: WindowId(window as u32), ids: self.ids() };
        let mut effects = self.windows[window].step(Input::Opened { missed, now });
        if let Some(rows) = effects.iter().find_map(|effect| match effect {
            Effect::Append { rows, .. } => Some(rows.clone()),
            _ => None,
        }) {
            self.log.extend(rows);
            effects = self.windows[window].step(Input::Committed);
        }
        self.catch_up(1 - window);
        // Not `assert_eq`, which would print two whole states.
        assert!(self.windows[0].state() == self.windows[1].state(), "the windows fold to different states");
        assert_eq!(problems(self.state()), Vec::<String>::new());
        let outcome = effects.into_iter().find_map(|effect| match effect {
            Effect::Answer { outcome, .. } => Some(outcome),
            _ => None,
        });
        match outcome.expect("an answer") {
            Outcome::Done(rows) => self.told(&rows),
            Outcome::AlreadyDone => "already done".into(),
            Outcome::Refused(refusal) if refusal.yields_to_insistence() => {
                format!("asks: {}", self.told_refusal(&refusal))
            }
            Outcome::Refused(refusal) => format!("refused: {}", self.told_refusal(&refusal)),
            other => format!("{other:?}"),
        }
    }

    fn ids(&mut self) -> FreshIds {
        self.asked += 1;
        let mut chance = [0; 10];
        chance[2..].copy_from_slice(&self.asked.to_be_bytes());
        FreshIds::new(self.clock.0, chance)
    }

    fn missed(&self, window: usize) -> Vec<(u64, String)> {
        let head = self.windows[window].state().through;
        (head + 1..).zip(self.log[head as usize..].iter().cloned()).collect()
    }

    fn catch_up(&mut self, window: usize) {
        let rows = self.missed(window);
        self.windows[window].step(Input::Woke);
        self.windows[window].step(Input::Read { rows });
    }

    fn state(&self) -> &State {
        self.windows[0].state()
    }

    fn unit(&self, call_sign: &str) -> UnitId {
        self.state().unit_called(call_sign).expect("a unit").id
    }

    fn incident(&self, number: u32) -> IncidentId {
        self.state().incident_numbered(number).expect("an incident").id
    }

    fn place(&self, name: &str) -> PlaceId {
        self.state().place_index.named(name).expect("a place")
    }

    fn call(&self) -> CallId {
        *self.state().calls.keys().last().expect("a call")
    }

    fn shows(&mut self, show: &Show) -> String {
        match show {
            Show::Incident(id) => {
                self.selected = Some(*id);
                format!("shows {}", self.number(*id))
            }
            Show::Unit(id) => format!("shows {}", self.name(*id)),
            Show::CloseForm(id) => format!("shows how {} ended", self.number(*id)),
            other => format!("shows {other:?}"),
        }
    }

    fn name(&self, id: UnitId) -> String {
        self.state().units.get(&id).map_or_else(|| "?".into(), |unit| unit.call_sign.clone())
    }

    fn number(&self, id: IncidentId) -> String {
        self.state().incidents.get(&id).map_or_else(|| "#?".into(), |incident| format!("#{}", incident.number))
    }

    /// `MED1 #1`: the unit and the incident of an assignment.
    fn work(&self, id: AssignmentId) -> String {
        self.state()
            .assignments
            .get(&id)
            .map_or_else(|| "?".into(), |work| format!("{} {}", self.name(work.unit), self.number(work.incident)))
    }

    fn told(&self, rows: &[Recorded]) -> String {
        let told = rows.iter().map(|row| {
            let late = if row.at < row.entered { format!(" @{}", clock(row.at)) } else { String::new() };
            self.told_event(&row.event) + &late
        });
        told.collect::<Vec<_>>().join("; ")
    }

    fn told_event(&self, event: &Event) -> String {
        let number = |id: &IncidentId| self.number(*id);
        let on = |id: &Option<IncidentId>| id.map_or_else(|| "-".into(), |id| self.number(id));
        match event {
            Event::UnitAdded { call_sign, .. } => format!("unit {call_sign}"),
            Event::UnitRetired { unit } => format!("retired {}", self.name(*unit)),
            Event::UnitRestored { unit } => format!("restored {}", self.name(*unit)),
            Event::PlaceAdded { name, .. } => format!("place {name}"),
            Event::LayerAdded { name, .. } => format!("layer {name}"),
            Event::PathsDrawn { first, lines, .. } => format!("{} paths from {first}", lines.lines().count()),
            Event::LayerRetired { .. } => "retired layer".into(),
            Event::LayerRestored { .. } => "restored layer".into(),
            Event::PathsClosed { paths, reason } => format!("closed paths {paths:?}{}", said(reason)),
            Event::PathsOpened { paths } => format!("opened paths {paths:?}"),
            Event::CrowdFactorSet { paths, percent } => format!("crowd {percent} on {paths:?}"),
            Event::SitePlanPlaced { name, .. } => format!("plan {name}"),
            Event::SitePlanRemoved { name } => format!("removed plan {name}"),
            Event::PlaceRetired { place } => format!("retired {}", self.state().places[place].name),
            Event::PlaceRestored { place } => format!("restored {}", self.state().places[place].name),
            Event::TypeRetired { code } => format!("retired type {code}"),
            Event::TypeRestored { code } => format!("restored type {code}"),
            Event::DispositionRetired { code } => format!("retired disposition {code}"),
            Event::DispositionRestored { code } => format!("restored disposition {code}"),
            Event::PhraseWeighed { means, phrase, weight, .. } => format!("{phrase} means {means} {weight}"),
            Event::PhraseRetired { phrase, .. } => format!("retired phrase {phrase}"),
            Event::PhraseRestored { phrase, .. } => format!("restored phrase {phrase}"),
            Event::PlanSaved { plan } => format!("plan {}", plan.code),
            Event::PlanRetired { plan } => format!("retired plan {plan}"),
            Event::PlanRestored { plan } => format!("restored plan {plan}"),
            Event::PlanWordSet { word, any_of, .. } => format!("{word} means {}", any_of.len()),
            Event::PostRequired { place, any_of, count, .. } => {
                format!("{} keeps {count} {}", self.state().places[place].name, any_of.join("/"))
            }
            Event::PlanRuleSet { rule, value } => format!("{} is {value}", rule.name()),
            Event::RecommendationFollowed { advised, sent, .. } => {
                let names = |units: &[UnitId]| units.iter().map(|unit| self.name(*unit)).collect::<Vec<_>>().join(" ");
                format!("advised {} sent {} short {}", names(&advised.units), names(sent), advised.short.join(", "))
            }
            Event::FlagRaised { text, .. } => format!("flag {text}"),
            Event::FlagChanged { detail, .. } => format!("flag {detail:?}"),
            Event::UnitKindRetired { code } => format!("retired kind {code}"),
            Event::UnitKindRestored { code } => format!("restored kind {code}"),
            Event::TargetAdded { label, seconds, .. } => format!("goal {label} {seconds}"),
            Event::TargetRetired { code } => format!("retired goal {code}"),
            Event::TargetRestored { code } => format!("restored goal {code}"),
            Event::FlagRetired { .. } => "retired flag".into(),
            Event::FlagRestored { .. } => "restored flag".into(),

            Event::CallReceived { source, answered, .. } => format!("call {source:?} answered {}", clock(*answered)),
            Event::CallDescribed { detail, .. } => format!("call {detail:?}"),
            Event::CallAttached { incident, .. } => format!("call to {}", number(incident)),
            Event::CallDetached { incident, .. } => format!("call off {}", number(incident)),
            Event::CallEnded { how, .. } => format!("call {how:?}"),

            Event::IncidentOpened { incident, kind, priority, place, summary, .. } => {
                let summary = if summary.is_empty() { String::new() } else { format!(" ; {summary}") };
                format!("opened {} {kind} {} at {}{summary}", number(incident), priority.code(), place.text)
            }
            Event::KindChanged { incident, kind } => format!("{} is {kind}", number(incident)),
            Event::UrgencyChanged { incident, priority } => format!("{} is {}", number(incident), priority.code()),
            Event::PlaceMoved { incident, place } => format!("{} moved to {}", number(incident), place.text),
            Event::PlaceVerified { incident } => format!("{} verified", number(incident)),
            Event::VerificationWithdrawn { incident } => format!("{} not verified", number(incident)),
            Event::Answered { incident, question, answer, .. } => format!("{} {question} = {answer}", number(incident)),
            Event::Noted { incident, text } => format!("noted {} {text}", on(incident)),
            Event::RadioHeard { incident, from, to, text } => format!("radio {} {from}>{to} {text}", on(incident)),
            Event::EntryStruck { incident, reason, .. } => format!("struck {}{}", on(incident), said(reason)),
            Event::Held { incident, until, reason } => {
                format!("held {} until {}{}", number(incident), clock(*until), said(reason))
            }
            Event::HoldEnded { incident } => format!("hold of {} ended", number(incident)),
            Event::Linked { incident, other } => format!("linked {} {}", number(incident), number(other)),
            Event::Unlinked { incident, other } => format!("unlinked {} {}", number(incident), number(other)),
            Event::AlarmRaised { incident, level } => format!("alarm {} {level}", number(incident)),
            Event::ResourceRequested { incident, what, count, .. } => {
                format!("requested {} {count} x {what}", number(incident))
            }
            Event::RequestMet { incident, .. } => format!("met {}", number(incident)),
            Event::Closed { incident, disposition, text } => {
                format!("closed {} {disposition}{}", number(incident), said(text))
            }
            Event::Reopened { incident, reason } => format!("reopened {}{}", number(incident), said(reason)),

            Event::UnitAssigned { assignment, step, .. } => {
                format!("assigned {} {}", self.work(*assignment), step.code())
            }
            Event::UnitStepped { assignment, step, destination } => {
                let to = if destination.is_empty() { String::new() } else { format!(" to {destination}") };
                format!("{} {}{to}", self.work(*assignment), step.code())
            }
            Event::StepWithdrawn { assignment, step } => format!("{} not {}", self.work(*assignment), step.code()),
            Event::UnitReleased { assignment, how, reason } => {
                let how = match how {
                    Ending::Cleared => "cleared",
                    Ending::Cancelled => "cancelled",
                    Ending::Diverted => "diverted",
                    Ending::Withdrawn => "withdrawn",
                };
                format!("{how} {}{}", self.work(*assignment), said(reason))
            }
            Event::ReadinessChanged { unit, readiness, reason } => {
                format!("{} {}{}", self.name(*unit), readiness.code(), said(reason))
            }
            Event::UnitMoved { unit, place } => format!("{} at {}", self.name(*unit), place.text),
            Event::WelfareTimed { unit, due } => {
                format!("{} due {}", self.name(*unit), due.map_or_else(|| "never".into(), clock))
            }
            Event::RollCallAnswered { unit } => format!("{} answered", self.name(*unit)),
            other => format!("{other:?}"),
        }
    }

    fn told_refusal(&self, refusal: &Refusal) -> String {
        let (name, number) = (|id: &UnitId| self.name(*id), |id: &IncidentId| self.number(*id));
        match refusal {
            Refusal::Missing(needed) => format!("missing {needed:?}"),
            Refusal::IncidentClosed(id) => format!("{} is closed", number(id)),
            Refusal::IncidentOpen(id) => format!("{} is open", number(id)),
            Refusal::AlreadyAttached(id) => format!("attached to {}", number(id)),
            Refusal::UnitRetired(unit) => format!("{} is retired", name(unit)),
            Refusal::UnitStillAssigned { unit, incident } => format!("{} works on {}", name(unit), number(incident)),
            Refusal::AlreadyAssigned { unit, incident } => format!("{} is on {}", name(unit), number(incident)),
            Refusal::UnitBusy { unit, incident, step, since } => {
                format!("{} is {} on {} since {}", name(unit), step.code(), number(incident), clock(*since))
            }
            Refusal::NoLesserWork { unit, incident, step, priority, instead } => {
                let (step, on) = (step.code(), number(incident));
                format!("{} is {step} on {on} at {}, instead of {}", name(unit), priority.code(), instead.code())
            }
            Refusal::UnitNotReady { unit, readiness, reason } => {
                format!("{} is {}{}", name(unit), readiness.code(), said(reason))
            }
            Refusal::NotAssigned { unit, incident } => {
                format!("{} is not on {}", name(unit), incident.map_or_else(|| "anything".into(), |id| self.number(id)))
            }
            Refusal::AlreadyThere { unit, step, at } => format!("{} was {} at {}", name(unit), step.code(), clock(*at)),
            Refusal::OutOfSequence { unit, has, wants, expected } => {
                let expected = expected.map_or_else(String::new, |step| format!(", without {}", step.code()));
                format!("{} from {} to {}{expected}", name(unit), has.code(), wants.code())
            }
            Refusal::AlreadyArrived { unit, step } => format!("{} has arrived, {}", name(unit), step.code()),
            Refusal::UnitsStillWorking { incident, units } => {
                let units: Vec<String> = units.iter().map(name).collect();
                format!("{} has {}", number(incident), units.join(" "))
            }
            Refusal::AlreadyVerified(at) => format!("verified at {}", clock(*at)),
            other => format!("{other:?}"),
        }
    }

    fn facts(&self, what: &str) -> String {
        let state = self.state();
        if let Some(number) = what.strip_prefix('#') {
            let incident = &state.incidents[&self.incident(number.parse().expect("a number"))];
            let mut facts = vec![
                format!("{:?}", state.phase(incident)),
                incident.priority.code().to_owned(),
                incident.kind.to_string(),
                format!("at {}", incident.place.text),
            ];
            if incident.first_place != incident.place {
                facts.push(format!("first {}", incident.first_place.text));
            }
            if incident.verified.is_some() {
                facts.push("verified".into());
            }
            facts.extend(incident.hold.as_ref().map(|hold| format!("held until {}", clock(hold.until))));
            facts.extend(incident.links.iter().map(|other| format!("with {}", self.number(*other))));
            return facts.join(" ");
        }
        let unit = &state.units[&self.unit(what)];
        let stack = unit.stack.iter().rev().map(|id| &state.assignments[id]);
        let stack: Vec<String> =
            stack.map(|work| format!("{} {}", work.step().code(), self.number(work.incident))).collect();
        if stack.is_empty() { format!("{}{}", unit.readiness.code(), said(&unit.reason)) } else { stack.join(" over ") }
    }
}

fn told_fault(fault: &Fault) -> String {
    let near = |nearest: Option<&str>| nearest.map_or_else(String::new, |nearest| format!(", perhaps {nearest}"));
    match fault {
        Fault::Empty => "nothing".into(),
        Fault::UnknownVerb { word, nearest } => format!("no verb {word}{}", near(*nearest)),
        Fault::UnknownWord { word, nearest } => format!("no word {word}{}", near(nearest.as_deref())),
        Fault::NoIncident { number } => format!("no incident {number}"),
        Fault::NotATime(text) => format!("no time {text}"),
        Fault::Missing(needed) => format!("missing {needed:?}"),
    }
}

fn said(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(" ({reason})") }
}

fn clock(moment: Moment) -> String {
    LocalTime { moment, offset_minutes: OFFSET }.short_clock()
}

const OPEN: &str = "NI fall gate 4";

#[test]
fn a_call_from_its_first_line_to_its_last() {
    let mut desk = desk(&[]);
    for (line, told) in [
        ("NI cardiac north gate ; man collapsed", "opened #1 cardiac P1 at Gate 4 ; man collapsed"),
        ("D 1 MED1 FR1", "assigned MED1 #1 DP; assigned FR1 #1 DP"),
        ("AK MED1", "MED1 #1 AK"),
        ("ER MED1", "MED1 #1 ER"),
        ("ER FR1", "FR1 #1 ER"),
        ("ST MED1", "MED1 #1 ST"),
        ("OS FR1", "FR1 #1 OS"),
        ("OS MED1", "MED1 #1 OS"),
        ("AP MED1", "MED1 #1 AP"),
        ("N 1 ; pulse back", "noted #1 pulse back"),
        ("CL FR1", "cleared FR1 #1"),
        ("TR MED1 hospital", "MED1 #1 TR to St Mary"),
        ("AH MED1", "MED1 #1 AH"),
        ("HO MED1", "MED1 #1 HO"),
        ("CL MED1", "cleared MED1 #1"),
        ("CL 1 45 ; awake", "closed #1 45 (awake)"),
    ] {
        assert_eq!(desk.types(line), told, "{line}");
    }
    assert_eq!(desk.facts("#1"), "Closed P1 cardiac at Gate 4");
    assert_eq!(desk.facts("MED1"), "AV");
    let there = desk.state().whereabouts(&desk.state().units[&desk.unit("MED1")]).text.clone();
    assert_eq!(there, "St Mary");
}

#[test]
fn a_unit_is_where_its_last_step_brought_it() {
    let at = |lines: &[&str]| {
        let desk = desk(&[&[OPEN, "LOC MED1 km 18", "D 1 MED1", "ER MED1"], lines].concat());
        desk.state().whereabouts(&desk.state().units[&desk.unit("MED1")]).text.clone()
    };
    assert_eq!(at(&[]), "km 18");
    assert_eq!(at(&["ST MED1 st mary"]), "St Mary");
    // A step that names no place says nothing about where the unit is.
    assert_eq!(at(&["ST MED1"]), "km 18");
    assert_eq!(at(&["! AH MED1"]), "km 18");
    assert_eq!(at(&["OS MED1"]), "Gate 4");
    assert_eq!(at(&["OS MED1", "TR MED1 st mary", "AH MED1"]), "St Mary");
    let sent = [OPEN, "LOC MED1 km 18", "D 1 MED1", "ER MED1"];
    undoes(&sent, "ST MED1 st mary", "MED1 #1 not ST; MED1 at km 18");
    undoes(&sent, "ST MED1", "MED1 #1 not ST");
    undoes(&sent, "OS MED1", "MED1 #1 not OS; MED1 at km 18");
}

#[test]
fn where_an_incident_stands_follows_its_units() {
    let says =
        |lines: &[&str], phase: &str| leaves(&[&[OPEN], lines].concat(), "#1", &format!("{phase} P3 fall at Gate 4"));
    says(&[], "Pending");
    says(&["D 1 MED1"], "Dispatched");
    says(&["D 1 MED1", "D 1 MED2", "ER MED2"], "EnRoute");
    says(&["D 1 MED1", "ER MED1", "OS MED1", "D 1 MED2"], "OnScene");
    says(&["DO 1 MED1", "CL MED1"], "Clearing");
    says(&["D 1 MED1", "CX MED1"], "Pending");
    says(&["DO 1 MED1", "CL MED1", "CL 1 43"], "Closed");
    says(&["DO 1 MED1", "CL MED1", "CL 1 43", "RO 1 ; he is back"], "Pending");
}

#[test]
fn a_unit_is_given_away_once() {
    let busy = [OPEN, "NI fall km 18", "D 1 MED1"];
    check(&busy, "D 2 MED1", "asks: MED1 is DP on #1 since 14:03");
    check(&busy, "! D 2 MED1", "assigned MED1 #2 DP");
    check(&busy, "D 1 MED1", "refused: MED1 is on #1");
    check(&busy, "! D 1 MED1", "refused: MED1 is on #1");
    check(&busy, "D 2 FR1 MED1", "asks: MED1 is DP on #1 since 14:03");
    check(&busy, "D 2 MED2 MED2", "assigned MED2 #2 DP");
    check(&busy, "B> D 2 MED1", "asks: MED1 is DP on #1 since 14:03");
    check(&["NI fall km 18", "OO MED1 ; flat tire"], "D 1 MED1", "asks: MED1 is OO (flat tire)");
    check(&["NI fall km 18", "OO MED1 ; flat tire"], "! D 1 MED1", "assigned MED1 #1 DP");
    check(&["NI fall km 18", "MU MED1"], "D 1 MED1", "assigned MED1 #1 DP");
    check(&[OPEN], "DE 1 MED1", "assigned MED1 #1 ER");
    check(&[OPEN], "DO 1 MED1", "assigned MED1 #1 OS");
    check(&[OPEN, "CL 1 43"], "D 1 MED1", "refused: #1 is closed");
}

#[test]
fn stacked_work_returns_to_what_was_before() {
    let stacked = [OPEN, "NI fall km 18", "DO 1 MED1", "! D 2 MED1"];
    leaves(&stacked, "MED1", "DP #2 over OS #1");
    check(&stacked, "ER MED1", "MED1 #2 ER");
    check(&stacked, "AP MED1 1", "MED1 #1 AP");
    check(&stacked, "CL MED1", "cleared MED1 #2");
    check(&stacked, "CL MED1 1", "cleared MED1 #1");
    leaves(&[&stacked[..], &["CL MED1"]].concat(), "MED1", "OS #1");
    leaves(&[&stacked[..], &["CL MED1 1"]].concat(), "MED1", "DP #2");
}

#[test]
fn a_divert_takes_a_unit_along() {
    let busy = [OPEN, "NI fall km 18", "P 2 1", "D 1 MED1", "ER MED1"];
    check(&busy, "DV 2 MED1", "diverted MED1 #1 (2); assigned MED1 #2 DP");
    check(&busy, "DV 1 MED1", "refused: MED1 is on #1");
    check(&busy, "DV 2 FR1", "refused: FR1 is not on anything");
    leaves(&[&busy[..], &["DV 2 MED1"]].concat(), "#1", "Pending P3 fall at Gate 4");
    let held = [OPEN, "NI fall km 18", "P 2 1", "D 1 MED1", "H 2 10 ; no crew"];
    check(&held, "DV 2 MED1", "diverted MED1 #1 (2); hold of #2 ended; assigned MED1 #2 DP");
}

/// Found by the simulator: a unit on #1 that was also sent to #2 could be diverted to #1, where it stood deeper in its
/// stack. It was then twice on one incident, and clearing it once left it there. It goes back to where it stands.
#[test]
fn simulator_divert_to_an_incident_deeper_in_the_stack() {
    let stacked = [OPEN, "NI fall km 18", "P 1 2", "D 1 MED1", "! D 2 MED1"];
    check(&stacked, "DV 1 MED1", "diverted MED1 #2 (1)");
    leaves(&[&stacked[..], &["DV 1 MED1"]].concat(), "MED1", "DP #1");
    undoes(&stacked, "DV 1 MED1", "assigned MED1 #2 DP");
    leaves(&[&stacked[..], &["DV 1 MED1", "Z"]].concat(), "MED1", "DP #2 over DP #1");
    let higher = [&stacked[..], &["NI cardiac gate 4", "! D 3 MED1"]].concat();
    check(&higher, "! DV 1 MED1", "diverted MED1 #3 (1); diverted MED1 #2 (1)");
    undoes(&higher, "! DV 1 MED1", "assigned MED1 #2 DP; assigned MED1 #3 DP");
}

/// Whoever has arrived has somebody before them, and what is as urgent may be waiting for nobody else.
#[test]
fn a_divert_from_what_is_no_lesser_is_asked_about() {
    let sent = [OPEN, "NI fall km 18", "D 1 MED1"];
    check(&sent, "DV 2 MED1", "asks: MED1 is DP on #1 at P3, instead of P3");
    check(&sent, "! DV 2 MED1", "diverted MED1 #1 (2); assigned MED1 #2 DP");
    let arrived = [&sent[..], &["P 2 1", "! OS MED1"]].concat();
    check(&arrived, "DV 2 MED1", "asks: MED1 is OS on #1 at P3, instead of P1");
}

#[test]
fn an_unusual_step_is_asked_about_and_then_recorded() {
    let sent = [OPEN, "D 1 MED1"];
    check(&sent, "OS MED1", "asks: MED1 from DP to OS, without ER");
    check(&sent, "! OS MED1", "MED1 #1 OS");
    check(&sent, "TR MED1 st mary", "asks: MED1 from DP to TR, without OS");
    check(&[OPEN, "D 1 MED1", "ER MED1"], "AK MED1", "asks: MED1 from ER to AK");
    check(&[OPEN, "D 1 MED1", "ER MED1"], "! AK MED1", "MED1 #1 AK");
    check(&[OPEN], "ER MED1", "refused: MED1 is not on anything");
    check(&[OPEN, "NI fall km 18", "D 1 MED1"], "ER MED1 2", "refused: MED1 is not on #2");
}

#[test]
fn a_milestone_is_written_once() {
    let there = [OPEN, "D 1 MED1", "ER MED1", "OS MED1"];
    check(&there, "OS MED1", "refused: MED1 was OS at 14:04");
    check(&there, "! OS MED1", "refused: MED1 was OS at 14:04");
    check(&there, "! ER MED1", "refused: MED1 was ER at 14:03");
    check(&[&there[..], &["Z"]].concat(), "OS MED1", "MED1 #1 OS");
}

/// A milestone that was forgotten and entered later took the unit back to it: on the board it was en route again, and
/// "on scene" was refused because it had been there. What happened last is what counts.
#[test]
fn a_late_milestone_does_not_take_the_unit_back() {
    let late = [OPEN, "14:05 D 1 MED1", "14:20 ! OS MED1", "14:25 ! ER MED1 @14:12"];
    leaves(&late, "MED1", "OS #1");
    let desk = desk(&late);
    let work = desk.state().assignments.values().next().expect("an assignment");
    let steps: Vec<String> = work.steps.iter().map(|(step, at)| format!("{} {}", step.code(), clock(*at))).collect();
    assert_eq!(steps, ["DP 14:05", "ER 14:12", "OS 14:20"]);
    undoes(&late[..3], "! ER MED1 @14:12", "MED1 #1 not ER");
}

#[test]
fn what_a_command_lacks_is_named() {
    check(&[OPEN, "DO 1 MED1"], "TR MED1", "refused: missing Destination");
    check(&[], "OO MED1", "refused: missing Reason");
    check(&[OPEN, "CL 1 43"], "RO 1", "fault: missing Reason");
    check(&[OPEN], "H 1 15", "fault: missing Reason");
    check(&[OPEN], "AT 1", "fault: missing Text");
    check(&[OPEN], "CL 1 ; went home", "fault: missing Disposition");
    let mut desk = desk(&[OPEN]);
    let incident = desk.incident(1);
    let close = Command::Close { incident, disposition: Code::new(""), text: String::new() };
    assert_eq!(desk.asks(close), "refused: missing Disposition");
    assert_eq!(desk.asks(Command::Hold { incident, minutes: 15, reason: " ".into() }), "refused: missing Reason");
    assert_eq!(desk.asks(Command::RollCall { units: Vec::new() }), "refused: missing Unit");
    let part = DebriefPart::FollowUp;
    let debrief = Command::Debrief { incident, part, text: "second bag".into(), owner: String::new() };
    assert_eq!(desk.asks(debrief), "refused: missing Owner");
}

#[test]
fn closing_says_how_it_ended() {
    check(&[OPEN], "CL 1 43 ; walked home", "closed #1 43 (walked home)");
    check(&[OPEN], "CL 1 false alarm", "closed #1 17");
    check(&[OPEN], "CL 1 gone on", "closed #1 14");
    check(&[OPEN], "CL 1", "shows how #1 ended");
    check(&[OPEN], "CL 1 99", "fault: no word 99");
    check(&[OPEN, "CL 1 43"], "CL 1 43", "refused: #1 is closed");
    check(&[OPEN, "CL 1 43"], "P 1 1", "refused: #1 is closed");
    check(&[OPEN, "CL 1 43"], "N 1 ; bag found", "noted #1 bag found");
    check(&[OPEN, "H 1 15 ; no crew", "CL 1 43"], "UH 1", "refused: #1 is closed");
}

#[test]
fn closing_asks_about_units_and_releases_them_in_one_act() {
    let working = [OPEN, "D 1 MED1 FR1", "ER FR1", "OS FR1"];
    check(&working, "CL 1 43", "asks: #1 has MED1 FR1");
    check(&working, "! CL 1 43", "cancelled MED1 #1; cleared FR1 #1; closed #1 43");
    undoes(&working, "! CL 1 43", "reopened #1; assigned FR1 #1 OS; assigned MED1 #1 DP");

    let mut desk = twenty_on_one();
    let told = desk.types("! CL 1 43");
    assert_eq!(told.matches("cancelled T").count(), 20, "{told}");
    let free = |desk: &Desk| desk.state().free_units().filter(|unit| unit.call_sign.starts_with('T')).count();
    assert_eq!((free(&desk), desk.facts("#1").starts_with("Closed")), (21, true));
}

/// The ids of the assignments that an undo makes were mixed from two ids that count alike. Units that were sent in one
/// command and released in one command all came back under one id, and nineteen of twenty were lost from the incident.
#[test]
fn undoing_a_closure_brings_every_unit_back() {
    let mut desk = twenty_on_one();
    desk.given(&["! CL 1 43", "Z"]);
    let incident = &desk.state().incidents[&desk.incident(1)];
    let back: std::collections::BTreeSet<UnitId> = desk.state().working(incident).map(|work| work.unit).collect();
    assert_eq!(back.len(), 20);
}

fn twenty_on_one() -> Desk {
    let mut desk = desk(&[OPEN]);
    let unit = |number: u32| NewUnit { call_sign: format!("T{number}"), kind: "foot".into(), ..NewUnit::default() };
    desk.asks(Command::AddUnits((1..=20).map(unit).collect()));
    let names: Vec<String> = (1..=20).map(|number| format!("T{number}")).collect();
    desk.given(&[&format!("D 1 {}", names.join(" "))]);
    desk
}

#[test]
fn cancelling_is_for_units_that_have_not_arrived() {
    check(&[OPEN, "D 1 MED1"], "CX MED1 1 ; not needed", "cancelled MED1 #1 (not needed)");
    check(&[OPEN, "DO 1 MED1"], "CX MED1", "asks: MED1 has arrived, OS");
    check(&[OPEN, "DO 1 MED1"], "! CX MED1", "cancelled MED1 #1");
    check(&[OPEN, "D 1 MED1"], "CL MED1", "cleared MED1 #1");
    check(&[OPEN], "CX MED1", "refused: MED1 is not on anything");
}

#[test]
fn a_reopened_incident_stays_open_until_it_is_closed_anew() {
    check(&[OPEN, "CL 1 43"], "RO 1 ; he is back", "reopened #1 (he is back)");
    check(&[OPEN], "RO 1 ; why", "refused: #1 is open");
    let mut desk = desk(&[OPEN, "CL 1 43"]);
    let (_, close) = desk.last.clone().expect("the closure");
    desk.given(&["B> RO 1 ; he is back"]);
    assert_eq!(desk.gives(0, close.clone()), "already done");
    assert_eq!(desk.facts("#1"), "Pending P3 fall at Gate 4");
    // The first closure is not the one that stands now, so its undo may not open the incident.
    desk.given(&["B> CL 1 14"]);
    assert_eq!(desk.asks(Command::Undo(close.id)), "refused: UndoTooLate");
}

#[test]
fn a_command_that_is_given_again_is_done_once() {
    let mut desk = desk(&[OPEN, "D 1 MED1"]);
    assert_eq!(desk.again(), "already done");
    desk.given(&["B> N 1 ; meanwhile"]);
    let (_, first) = desk.last.clone().expect("a command");
    desk.given(&["CL MED1", "! CL 1 43"]);
    // Even in another window, which learnt of it from the log.
    assert_eq!(desk.gives(0, first), "already done");
}

#[test]
fn numbers_rise_without_a_gap() {
    let lines = ["NI fall gate 4", "NI fall km 18", "CL 2 22", "NI crash 12 Elm Street"];
    check(&lines, "NI fall Łódź Café", "opened #4 fall P3 at Łódź Café");
    check(&lines, "B> NI fall gate 4", "opened #4 fall P3 at Gate 4");
    // What was refused takes no number.
    let mut desk = desk(&[OPEN]);
    let retired = Command::RetireType(Code::new("fall"));
    assert_eq!(desk.asks(retired), "retired type fall");
    let (kind, place) = (Code::new("fall"), Spot::free("x"));
    let open = Command::OpenIncident { call: None, kind, priority: None, place, summary: String::new() };
    assert_eq!(desk.asks(open), "refused: UnknownType(\"Fall\")");
    assert_eq!(desk.types("NI sick gate 4"), "opened #2 sick P3 at Gate 4");
    assert_eq!(desk.state().incident_numbered(2).map(|row| row.full_number("")).as_deref(), Some("26-0002"));
}

#[test]
fn a_number_is_written_in_several_ways() {
    for line in ["D 1 MED1", "D #1 MED1", "D 26-0001 MED1", "D 26-1 MED1", "D #26-0001 MED1", "D 0001 MED1"] {
        check(&[OPEN], line, "assigned MED1 #1 DP");
    }
    check(&[OPEN], "D 25-0001 MED1", "fault: no incident 25-0001");
    let mut desk = desk(&[OPEN]);
    let longer = OperationDetail::Prefix("TOOLONG".into());
    assert_eq!(desk.asks(Command::ChangeOperation(longer)), "refused: TooLong { field: Prefix, most: 6 }");
    desk.asks(Command::ChangeOperation(OperationDetail::Prefix("HM".into())));
    assert_eq!(desk.state().incident_numbered(1).map(|row| row.full_number("HM")).as_deref(), Some("HM26-0001"));
    assert_eq!(desk.types("D hm26-0001 MED1"), "assigned MED1 #1 DP");
    assert_eq!(desk.types("D XX26-0001 MED2"), "fault: no incident XX26-0001");
}

#[test]
fn a_hold_has_an_end() {
    check(&[OPEN], "H 1 15 ; no crew", "held #1 until 14:17 (no crew)");
    check(&[OPEN, "S 1"], "H 15 ; no crew", "held #1 until 14:18 (no crew)");
    check(&[OPEN], "H 1 0 ; no crew", "refused: OutOfRange { field: Minutes, least: 1, most: 2880 }");
    check(&[OPEN, "H 1 15 ; no crew"], "D 1 MED1", "hold of #1 ended; assigned MED1 #1 DP");
    check(&[OPEN, "H 1 15 ; no crew"], "UH 1", "hold of #1 ended");
    check(&[OPEN], "UH 1", "refused: NotHeld");
    leaves(&[OPEN, "H 1 15 ; no crew"], "#1", "Pending P3 fall at Gate 4 held until 14:17");
    check(&[OPEN], "H 1 15 @14:00 ; no crew", "held #1 until 14:15 (no crew) @14:00");
}

#[test]
fn a_link_stands_on_both_sides() {
    let linked = [OPEN, "NI fall km 18", "LK 1 2"];
    leaves(&linked, "#1", "Pending P3 fall at Gate 4 with #2");
    leaves(&linked, "#2", "Pending P3 fall at km 18 with #1");
    check(&linked, "LK 2 1", "refused: AlreadyLinked");
    check(&linked, "UL 2 1", "unlinked #2 #1");
    leaves(&[&linked[..], &["UL 2 1"]].concat(), "#1", "Pending P3 fall at Gate 4");
    check(&linked[..2], "UL 1 2", "refused: NotLinked");
    check(&linked[..2], "LK 1 1", "refused: LinkedToItself");
    check(&[&linked[..], &["S 2"]].concat(), "UL 1", "unlinked #2 #1");
}

#[test]
fn the_first_place_is_kept() {
    let moved = [OPEN, "VP 1", "LOC 1 km 18"];
    leaves(&moved[..2], "#1", "Pending P3 fall at Gate 4 verified");
    leaves(&moved, "#1", "Pending P3 fall at km 18 first Gate 4");
    leaves(&[&moved[..], &["LOC 1 hospital"]].concat(), "#1", "Pending P3 fall at St Mary first Gate 4");
    check(&moved[..2], "VP 1", "refused: verified at 14:02");
    check(&[OPEN], "LOC 1 gate 4", "refused: Unchanged");
    check(&[OPEN, "S 1"], "LOC km 18", "#1 moved to km 18");
    check(&[OPEN], "LOC 1 52.2297, 21.0122", "#1 moved to 52.2297, 21.0122");
    check(&[OPEN], "LOC MED1 km 18", "MED1 at km 18");
    check(&[OPEN], "LOC Team 1 Gate 4", "Team 1 at Gate 4");
}

#[test]
fn an_undo_is_a_correction_of_each_kind() {
    undoes(&[OPEN], "N 1 ; wrong incident", "struck #1");
    undoes(&[], "N ; wrong line", "struck -");
    undoes(&[OPEN, "D 1 MED1"], "L MED1 > Lead ; two patients", "struck #1");
    undoes(&[OPEN], "D 1 MED1 FR1", "withdrawn FR1 #1; withdrawn MED1 #1");
    undoes(&[OPEN, "D 1 MED1"], "ER MED1", "MED1 #1 not ER");
    undoes(&[OPEN, "D 1 MED1", "ER MED1"], "CL MED1", "assigned MED1 #1 ER");
    undoes(&[OPEN, "D 1 MED1"], "CX MED1", "assigned MED1 #1 DP");
    undoes(&[], "BR MED1", "MED1 AV");
    undoes(&[OPEN], "TY 1 sick", "#1 is fall");
    undoes(&[OPEN], "P 1 1", "#1 is P3");
    undoes(&[OPEN], "LOC 1 km 18", "#1 moved to Gate 4");
    undoes(&[OPEN], "VP 1", "#1 not verified");
    undoes(&[OPEN], "H 1 15 ; no crew", "hold of #1 ended");
    undoes(&[OPEN, "NI fall km 18"], "LK 1 2", "unlinked #1 #2");
    undoes(&[OPEN, "NI fall km 18", "LK 1 2"], "UL 1 2", "linked #1 #2");
    undoes(&[OPEN], "CL 1 43", "reopened #1");
    undoes(&[], "T MED1 20", "MED1 due never");
    undoes(&[OPEN, "H 1 15 ; no crew"], "D 1 MED1", "withdrawn MED1 #1");
    undoes(&[OPEN, "H 1 15 ; no crew"], "UH 1", "held #1 until 14:17 (no crew)");
    undoes(&[OPEN, "H 1 15 ; no crew"], "H 1 30 ; still none", "held #1 until 14:17 (no crew)");
    undoes(&["T FR1 10"], "T FR1 20", "FR1 due 14:11");
    undoes(&["T FR1 10"], "T FR1 0", "FR1 due 14:11");
    undoes(&["LOC MED1 gate 4"], "LOC MED1 km 18", "MED1 at Gate 4");
    undoes(
        &["CP ~1 ; tree", "CP long street ; stage"],
        "OP long street",
        "closed paths [0] (stage); closed paths [1] (tree)",
    );
    undoes(&[OPEN], "AT 1 ; sees it too", "call off #1");
    let mut desk = desk(&[]);
    desk.asks(Command::RetireUnit(desk.unit("SEC1")));
    assert_eq!(desk.types("Z"), "restored SEC1");
    desk.asks(Command::RetirePlace(desk.place("km 18")));
    assert_eq!(desk.types("Z"), "restored km 18");
    desk.asks(Command::RetireType(Code::new("fall")));
    assert_eq!(desk.types("Z"), "restored type fall");
}

/// What a button does has a line that does it too.
#[test]
fn a_request_is_met_by_its_name() {
    let two = [OPEN, "REQ 1 ALS 2", "REQ 1 2 litters"];
    check(&two, "MR 1 als", "met #1");
    check(&two, "MR 1 2 lit", "met #1");
    check(&two, "MR 1", "fault: missing Request");
    check(&two, "MR 1 boat", "fault: no word boat, perhaps ALS");
    check(&[OPEN, "REQ 1 ALS 2"], "MR 1", "met #1");
    check(&[OPEN, "REQ 1 ALS 2", "S 1"], "MET als", "met #1");
    check(&[OPEN, "REQ 1 ALS 2", "MR 1"], "MR 1 als", "fault: no word als");
}

#[test]
fn a_line_is_struck_by_its_time() {
    let lines = [OPEN, "N 1 ; one", "N 1 ; two", "N ; three"];
    check(&lines, "SK 1 ; wrong patient", "struck #1 (wrong patient)");
    check(&lines, "SK 1 wrong patient", "struck #1 (wrong patient)");
    check(&lines, "SK ; wrong", "struck - (wrong)");
    let mut desk = desk(&lines);
    let struck = |desk: &Desk| {
        let entries = &desk.state().incidents[&desk.incident(1)].entries;
        let notes = entries.iter().filter(|entry| matches!(entry.line, Line::Note(_)));
        notes.map(|entry| entry.struck.is_some()).collect::<Vec<_>>()
    };
    let first = desk.state().incidents[&desk.incident(1)].entries.iter().find(|entry| entry.can_be_struck());
    let clock = clock(first.expect("a note").at);
    assert_eq!(desk.types(&format!("SK 1 {clock} ; twice")), "struck #1 (twice)");
    assert_eq!(struck(&desk), [true, false]);
    assert!(desk.types(&format!("SK 1 {clock} ; again")).starts_with("fault: no word"));
    assert_eq!(desk.types("SK 1 twice"), "struck #1 (twice)");
    assert_eq!(desk.types("SK 1 ; again"), "fault: missing Line");
    assert_eq!(desk.types("SK 1"), "fault: missing Reason");
}

#[test]
fn an_undo_brings_every_crowd_factor_back() {
    let mut desk = desk(&[]);
    desk.asks(Command::SetCrowd { paths: vec![1], percent: 150 });
    desk.asks(Command::SetCrowd { paths: vec![0, 1], percent: 300 });
    assert_eq!(desk.types("Z"), "crowd 100 on [0]; crowd 150 on [1]");
    assert_eq!(desk.state().ground.crowd_on(1), 150);
}

/// What was typed in a form after the last act made the act impossible to take back, while the screen went on offering it.
#[test]
fn an_undo_reaches_past_what_was_only_typed() {
    let mut desk = desk(&[OPEN, "P 1 1"]);
    let incident = desk.incident(1);
    desk.asks(Command::Answer { incident, question: "Awake".into(), answer: "no".into() });
    assert_eq!(desk.types("Z"), "#1 is P3");
}

/// A second caller who was put to the wrong incident leaves nothing of his there.
#[test]
fn a_call_is_taken_off_an_incident_whole() {
    let mut desk = desk(&[OPEN]);
    let before = (desk.facts("#1"), desk.state().incidents[&desk.incident(1)].clone());
    desk.asks(Command::StartCall { source: Source::Phone });
    let (call, incident) = (desk.call(), desk.incident(1));
    for danger in ["Fire", "Traffic"] {
        let detail = CallDetail::DangerNoted(danger.into());
        desk.asks(Command::DescribeCall { call, detail });
    }
    desk.asks(Command::AttachCall { call, incident });
    assert_eq!(desk.state().incidents[&incident].dangers.len(), 2);
    assert_eq!(desk.types("Z"), "call off #1");
    let after = &desk.state().incidents[&incident];
    assert_eq!(
        (&after.dangers, &after.calls, after.clock_start),
        (&before.1.dangers, &before.1.calls, before.1.clock_start)
    );
    assert_eq!(desk.facts("#1"), before.0);
    assert_eq!(desk.asks(Command::AttachCall { call, incident }), "call to #1");
}

#[test]
fn an_undo_comes_too_late_once_something_stands_on_it() {
    let late = |given: &[&str], line: &str, since: &str| {
        let mut desk = desk(given);
        desk.given(&[line, since]);
        assert_eq!(desk.types("Z"), "refused: UndoTooLate", "{line}, then {since}");
    };
    late(&[OPEN], "D 1 MED1", "B> ER MED1");
    late(&[OPEN, "D 1 MED1"], "ER MED1", "B> OS MED1");
    late(&[OPEN, "NI fall km 18", "D 1 MED1"], "CL MED1", "B> D 2 MED1");
    late(&[OPEN, "D 1 MED1"], "CL MED1", "B> CL 1 43");
    late(&[], "BR MED1", "B> AV MED1");
    late(&[OPEN], "P 1 1", "B> P 1 2");
    late(&[OPEN], "LOC 1 km 18", "B> LOC 1 hospital");
    late(&[OPEN], "VP 1", "B> LOC 1 km 18");
    late(&[OPEN], "H 1 15 ; no crew", "B> H 1 30 ; still none");
    late(&[OPEN], "CL 1 43", "B> RO 1 ; he is back");
    late(&[], "T MED1 20", "B> T MED1 10");
    late(&["T MED1 5"], "T MED1 20", "B> T MED1 10");
    late(&[OPEN, "H 1 15 ; no crew"], "UH 1", "B> H 1 5 ; again");
    late(&[], "LOC MED1 km 18", "B> LOC MED1 gate 4");
    late(&["CP ~1 ; tree"], "OP ~1", "B> CP ~1 ; stage");
    late(&[OPEN, "NI fall km 18"], "LK 1 2", "B> UL 1 2");
}

#[test]
fn an_undo_is_for_the_last_act_of_this_window() {
    check(&[], "Z", "refused: NothingToUndo");
    check(&["B> BR MED1"], "Z", "refused: NothingToUndo");
    check(&["N ; one", "Z"], "Z", "refused: NothingToUndo");
    check(&[OPEN], "Z", "refused: CannotUndo");
    check(&[OPEN, "AL 1 2"], "Z", "refused: CannotUndo");
    check(&["PAR MED1"], "Z", "refused: CannotUndo");
    // What another window did in between does not matter.
    check(&[OPEN, "P 1 1", "B> N 1 ; noted"], "Z", "#1 is P3");
    let mut desk = desk(&["N ; one", "N ; two"]);
    let (_, two) = desk.last.clone().expect("a command");
    assert_eq!(desk.types("B> Z"), "refused: NothingToUndo");
    assert_eq!(desk.asks(Command::Undo(two.id)), "struck -");
    let unit = NewUnit { call_sign: "MED3".into(), kind: "als".into(), ..NewUnit::default() };
    desk.asks(Command::AddUnits(vec![unit]));
    assert_eq!(desk.types("Z"), "refused: CannotUndo");
}

/// A divert releases and assigns in one command, and the undo judged the release by a unit that was already elsewhere:
/// where that very command had sent it.
#[test]
fn a_divert_can_be_taken_back() {
    let busy = [OPEN, "NI fall km 18", "P 2 1", "D 1 MED1", "ER MED1"];
    undoes(&busy, "DV 2 MED1", "withdrawn MED1 #2; assigned MED1 #1 ER");
    leaves(&[&busy[..], &["DV 2 MED1", "Z"]].concat(), "MED1", "ER #1");
}

/// The undo of a closure with units was refused as soon as anybody had written anything anywhere, because it looked at
/// the last command of the log and not at its own.
#[test]
fn a_closure_can_be_taken_back_while_others_work() {
    let mut desk = desk(&[OPEN, "DO 1 MED1", "! CL 1 43", "B> N ; gate 7 is shut"]);
    assert_eq!(desk.types("Z"), "reopened #1; assigned MED1 #1 OS");
}

/// An undo brought "out of service" back without the reason that it cannot be without.
#[test]
fn an_undo_brings_the_reason_back() {
    undoes(&["OO MED1 ; flat tire"], "AV MED1", "MED1 OO (flat tire)");
    undoes(&["OO MED1 ; flat tire"], "OO MED1 ; no driver", "MED1 OO (flat tire)");
}

/// A restored unit that had been sent somewhere meanwhile could be retired by an undo, with its work still open.
#[test]
fn an_undo_does_not_retire_a_unit_at_work() {
    let mut desk = desk(&[OPEN]);
    let unit = desk.unit("MED1");
    desk.asks(Command::RetireUnit(unit));
    desk.asks(Command::RestoreUnit(unit));
    desk.given(&["B> D 1 MED1"]);
    assert_eq!(desk.types("Z"), "refused: UndoTooLate");
}

/// Undoing a move looked the old place up by its words, so a point that had been set on the map was lost.
#[test]
fn an_undo_brings_the_point_back() {
    let mut desk = desk(&[]);
    let place = Spot { text: "behind the stage".into(), place: None, point: Point::new(52.231, 21.015) };
    let kind = Code::new("fall");
    desk.asks(Command::OpenIncident { call: None, kind, priority: None, place: place.clone(), summary: String::new() });
    desk.given(&["LOC 1 km 18", "Z"]);
    assert_eq!(desk.state().incidents[&desk.incident(1)].place, place);
}

#[test]
fn what_is_retired_is_kept_and_cannot_be_used() {
    let mut desk = desk(&[OPEN, "D 1 MED1"]);
    let (med1, med2) = (desk.unit("MED1"), desk.unit("MED2"));
    assert_eq!(desk.asks(Command::RetireUnit(med1)), "refused: MED1 works on #1");
    assert_eq!(desk.asks(Command::RetireUnit(med2)), "retired MED2");
    assert_eq!(desk.asks(Command::RetireUnit(med2)), "refused: AlreadyRetired");
    assert_eq!(desk.types("D 1 MED2"), "refused: MED2 is retired");
    assert_eq!(desk.types("BR MED2"), "refused: MED2 is retired");
    let again = NewUnit { call_sign: "med 2".into(), kind: "als".into(), ..NewUnit::default() };
    assert_eq!(desk.asks(Command::AddUnits(vec![again])), "refused: CallSignTaken(\"med 2\")");
    assert_eq!(desk.asks(Command::RestoreUnit(med2)), "restored MED2");
    assert_eq!(desk.asks(Command::RestoreUnit(med2)), "refused: NotRetired");
    assert_eq!(desk.types("D 1 MED2"), "assigned MED2 #1 DP");

    assert_eq!(desk.asks(Command::RetireType(Code::new("sick"))), "retired type sick");
    assert_eq!(desk.types("TY 1 sick"), "fault: no word sick");
    assert_eq!(desk.asks(Command::RestoreType(Code::new("sick"))), "restored type sick");
    assert_eq!(desk.types("TY 1 sick"), "#1 is sick");

    assert_eq!(desk.asks(Command::RetireDisposition(Code::new("43"))), "retired disposition 43");
    assert_eq!(desk.types("! CL 1 43"), "fault: no word 43");
    let (incident, disposition) = (desk.incident(1), Code::new("43"));
    let close = Command::Close { incident, disposition: disposition.clone(), text: String::new() };
    assert_eq!(desk.asks(close), "refused: UnknownDisposition(\"Treated and released\")");
    assert_eq!(desk.asks(Command::RestoreDisposition(disposition)), "restored disposition 43");
    assert_eq!(desk.types("! CL 1 43"), "cancelled MED1 #1; cancelled MED2 #1; closed #1 43");

    let place = desk.place("km 18");
    assert_eq!(desk.asks(Command::RetirePlace(place)), "retired km 18");
    assert_eq!(desk.types("NI fall km 18"), "opened #2 fall P3 at km 18");
    assert_eq!(desk.state().incidents[&desk.incident(2)].place, Spot::free("km 18"));
}

#[test]
fn a_batch_is_taken_whole_or_not_at_all() {
    let mut desk = desk(&[]);
    let unit =
        |call_sign: &str, kind: &str| NewUnit { call_sign: call_sign.into(), kind: kind.into(), ..NewUnit::default() };
    let batch = |units: &[(&str, &str)]| Command::AddUnits(units.iter().map(|(sign, kind)| unit(sign, kind)).collect());
    assert_eq!(desk.asks(batch(&[("T1", "foot"), ("T2", "foot")])), "unit T1; unit T2");
    assert_eq!(
        desk.asks(batch(&[("T3", "foot"), ("t-3", "foot")])),
        "refused: InRow { row: 2, fault: CallSignTaken(\"t-3\") }"
    );
    assert_eq!(
        desk.asks(batch(&[("T3", "zeppelin"), ("T4", "foot")])),
        "refused: InRow { row: 1, fault: UnknownUnitKind(\"zeppelin\") }"
    );
    assert!(desk.state().unit_called("T3").is_none());
    let rename = Command::ChangeUnit { unit: desk.unit("T1"), detail: UnitDetail::CallSign("T2".into()) };
    assert_eq!(desk.asks(rename), "refused: CallSignTaken(\"T2\")");
    // A row that does not fit into a line of the log could be written and exported, and never read back.
    let endless = NewUnit { capabilities: vec!["ALS".into(); 90_000], ..unit("T5", "foot") };
    assert_eq!(desk.asks(Command::AddUnits(vec![endless])), "refused: TooLong { field: Name, most: 4000 }");
}

#[test]
fn phrases_are_weighed_and_switched_off() {
    let mut desk = desk(&[OPEN]);
    let key = |means: &str, phrase: &str| PhraseKey { means: means.into(), phrase: phrase.into() };
    let weigh = |means: &str, phrase: &str, weight| {
        let strength = Strength { priority: None, weight };
        Command::WeighPhrase { key: key(means, phrase), strength }
    };
    assert_eq!(desk.asks(weigh("fall", " Went DOWN  hard ", 9)), "went down hard means fall 9");
    assert_eq!(desk.asks(weigh("fall", "went down hard", 9)), "refused: Unchanged");
    assert_eq!(desk.asks(weigh("fall", "went down hard", 6)), "went down hard means fall 6");
    assert_eq!(desk.asks(weigh("!weapon", "tijeras", 9)), "tijeras means !weapon 9");
    assert_eq!(desk.asks(weigh("nothing", "fall colours", 9)), "fall colours means nothing 9");
    assert_eq!(desk.asks(weigh("dragon", "fire breath", 9)), "refused: UnknownType(\"dragon\")");
    assert_eq!(desk.asks(weigh("!dragon", "fire breath", 9)), "refused: UnknownType(\"!dragon\")");
    assert_eq!(desk.asks(weigh("fall", " ", 9)), "refused: missing Text");
    assert_eq!(desk.asks(weigh("fall", "chest ~", 9)), "refused: PhraseNeverFound(Gap)");
    assert_eq!(desk.asks(weigh("fall", "e.g.", 9)), "refused: PhraseNeverFound(Sign)");
    assert_eq!(desk.asks(weigh("fall", "down", 21)), "refused: OutOfRange { field: Weight, least: 1, most: 20 }");
    // A phrase of the program is switched off though the log has never named it.
    let shipped = key("fall", "tripped");
    assert_eq!(desk.asks(Command::RetirePhrase(shipped.clone())), "retired phrase tripped");
    assert_eq!(desk.asks(Command::RetirePhrase(shipped.clone())), "refused: AlreadyRetired");
    assert_eq!(desk.asks(Command::RestorePhrase(shipped.clone())), "restored phrase tripped");
    assert_eq!(desk.asks(Command::RestorePhrase(shipped)), "refused: NotRetired");
}

#[test]
fn a_call_becomes_an_incident_and_keeps_its_own_clock() {
    let mut desk = desk(&[]);
    assert_eq!(desk.types("14:00 N ; radio check"), "noted - radio check");
    assert_eq!(desk.asks(Command::StartCall { source: Source::Phone }), "call Phone answered 14:01");
    let call = desk.call();
    let describe = |detail| Command::DescribeCall { call, detail };
    assert_eq!(desk.asks(describe(CallDetail::What("man down".into()))), "call What(\"man down\")");
    assert_eq!(desk.asks(describe(CallDetail::What("man down".into()))), "refused: Unchanged");
    assert_eq!(desk.asks(describe(CallDetail::CallerSafe(Answered::Yes))), "call CallerSafe(Yes)");
    assert_eq!(desk.asks(describe(CallDetail::DangerNoted("dog".into()))), "call DangerNoted(\"dog\")");
    assert_eq!(desk.asks(describe(CallDetail::DangerCleared("gas".into()))), "refused: Unchanged");
    assert_eq!(desk.asks(describe(CallDetail::Hurt(Some(3)))), "call Hurt(Some(3))");
    assert_eq!(desk.asks(describe(CallDetail::Hurt(Some(3)))), "refused: Unchanged");
    let endless = "refused: OutOfRange { field: Hurt, least: 0, most: 9999 }";
    assert_eq!(desk.asks(describe(CallDetail::Hurt(Some(10_000)))), endless);
    let (kind, place) = (Code::new("cardiac"), desk.state().spot("gate 4"));
    let open = Command::OpenIncident { call: Some(call), kind, priority: None, place, summary: String::new() };
    assert_eq!(desk.asks(open.clone()), "opened #1 cardiac P1 at Gate 4; call to #1");
    assert_eq!(desk.asks(open), "refused: attached to #1");
    let incident = &desk.state().incidents[&desk.incident(1)];
    assert_eq!((clock(incident.clock_start), incident.dangers.contains("dog")), ("14:01".into(), true));
    // Three are hurt, and nobody has to ask for it again.
    assert_eq!(incident.answers["hurt"].value, "3");
    assert_eq!(desk.asks(describe(CallDetail::Callback("555 0142".into()))), "call Callback(\"555 0142\")");
    assert_eq!(desk.asks(Command::EndCall { call, how: CallEnd::HungUp }), "call HungUp");
    assert_eq!(desk.asks(Command::EndCall { call, how: CallEnd::Ended }), "refused: CallOver");
}

#[test]
fn a_call_from_paper_sets_its_incident_back_and_says_so() {
    let mut desk = desk(&["14:00 N ; radio check"]);
    desk.asks(Command::StartCall { source: Source::Phone });
    let (call, place) = (desk.call(), desk.state().spot("gate 4"));
    let answered = |moment| Command::DescribeCall { call, detail: CallDetail::Answered(moment) };
    let kind = Code::new("fall");
    desk.asks(Command::OpenIncident { call: Some(call), kind, priority: None, place, summary: String::new() });
    desk.types("AT 1 ; sees it too");
    assert_eq!(desk.asks(answered(START.plus_seconds(-600))), "call Answered(Moment(1792324200000))");
    assert_eq!(desk.asks(answered(START.plus_seconds(-600))), "refused: Unchanged");
    let times = |desk: &Desk| {
        let incident = &desk.state().incidents[&desk.incident(1)];
        (clock(incident.opened), clock(incident.clock_start))
    };
    assert_eq!(times(&desk), ("13:50".into(), "13:50".into()));
    let line = &desk.state().incidents[&desk.incident(1)].entries.last().expect("a line").line;
    assert_eq!(format!("{line:?}"), "Detail { field: Answered, was: \"14:01:00\", now: \"13:50:00\" }");
    // Not into the future, whatever is asked; and a second caller does not say when it began.
    desk.asks(answered(START.plus_seconds(36_000)));
    assert_eq!(times(&desk).1, "14:03");
    let second = *desk.state().calls.keys().last().expect("the second call");
    let detail = CallDetail::Answered(START.plus_seconds(-60));
    desk.asks(Command::DescribeCall { call: second, detail });
    assert_eq!(times(&desk).1, "13:59");
    assert_ne!(times(&desk).0, "13:59");
}

#[test]
fn a_second_caller_is_attached() {
    let mut desk = desk(&[OPEN]);
    assert_eq!(
        desk.types("AT 1 ; sees it too"),
        "call Phone answered 14:02; call What(\"sees it too\"); call to #1; call Ended"
    );
    desk.asks(Command::StartCall { source: Source::WalkIn });
    let (call, incident) = (desk.call(), desk.incident(1));
    assert_eq!(desk.asks(Command::AttachCall { call, incident }), "call to #1");
    assert_eq!(desk.asks(Command::AttachCall { call, incident }), "refused: attached to #1");
    assert_eq!(desk.state().incidents[&incident].calls.len(), 2);
    check(&[OPEN, "CL 1 43"], "AT 1 ; sees it too", "refused: #1 is closed");
}

/// The first call to an incident set its clock. An incident that somebody on the radio had opened got its first caller
/// half an hour later, and every goal was then measured from that caller.
#[test]
fn a_later_caller_does_not_set_the_clock_forward() {
    let desk = desk(&["14:05 NI smoke km 18", "14:30 AT 1 ; sees smoke"]);
    assert_eq!(clock(desk.state().incidents[&desk.incident(1)].clock_start), "14:05");
}

#[test]
fn a_line_may_say_when_it_happened() {
    check(&[OPEN, "14:03 D 1 MED1"], "14:10 ER MED1 @14:05", "MED1 #1 ER @14:05");
    check(&["14:20 N ; x"], "NI fall gate 4 @14:05 ; on paper", "opened #1 fall P3 at Gate 4 ; on paper @14:05");
    check(&[], "N @25:00 ; text", "fault: no time 25:00");
    check(&[], "N @soon ; text", "fault: no time soon");
    // A clock time that has not come yet today means yesterday's.
    let desk = desk(&["14:00 NI fall gate 4 @23:50"]);
    let opened = desk.state().incidents[&desk.incident(1)].opened;
    assert_eq!(LocalTime { moment: opened, offset_minutes: OFFSET }.rfc3339(), "2026-10-17T23:50:00+02:00");
    // Nothing happens in the future, whatever a form says.
    let mut desk = desk_with_future_call();
    let call = &desk.state().calls[&desk.call()];
    assert_eq!(clock(call.answered), "14:01");
    assert_eq!(desk.types("N ; still here"), "noted - still here");
}

fn desk_with_future_call() -> Desk {
    let mut desk = Desk::new();
    desk.clock = START.plus_seconds(60);
    let tomorrow = Some(START.plus_seconds(86_400));
    desk.puts(0, Command::StartCall { source: Source::Phone }, tomorrow, Care::AskFirst);
    desk
}

#[test]
fn a_crew_is_asked_whether_it_is_well() {
    check(&[], "T MED1 20", "MED1 due 14:21");
    check(&[], "20 T Team 1", "Team 1 due 14:21");
    check(&["T MED1 20"], "T MED1 0", "MED1 due never");
    check(&[], "T MED1 0", "refused: Unchanged");
    check(&[], "T MED1 241", "refused: OutOfRange { field: Minutes, least: 1, most: 240 }");
    check(&[], "T MED1", "fault: missing Minutes");
    check(&[], "PAR MED1", "MED1 answered");
    check(&[OPEN, "D 1 MED1 FR1"], "PAR 1", "MED1 answered; FR1 answered");
    check(&[OPEN], "PAR 1", "refused: missing Unit");
    let mut desk = desk(&[OPEN, "D 1 MED1", "T MED1 20", "CL MED1"]);
    assert_eq!(desk.state().units[&desk.unit("MED1")].welfare_due, None);
    desk.given(&["T MED1 20", "OO MED1 ; done"]);
    assert_eq!(desk.state().units[&desk.unit("MED1")].welfare_due, None);
}

/// An answered roll call started the timer again with the time since the unit was last heard, not with the stretch that
/// had been asked for. A crew that had just spoken on the radio was then due again within a minute.
#[test]
fn an_answered_roll_call_starts_the_same_stretch() {
    let due = |lines: &[&str]| {
        let desk = desk(lines);
        desk.state().units[&desk.unit("MED1")].welfare_due.map(clock)
    };
    assert_eq!(due(&[OPEN, "14:02 D 1 MED1", "14:30 T MED1 20", "14:45 PAR MED1"]).as_deref(), Some("15:05"));
    assert_eq!(due(&["14:30 T MED1 20", "14:44 L MED1 > Lead ; ok", "14:45 PAR MED1"]).as_deref(), Some("15:05"));
    assert_eq!(due(&["14:30 T MED1 20", "14:45 PAR MED1", "14:50 PAR MED1"]).as_deref(), Some("15:10"));
}

#[test]
fn alarms_rise_and_requests_are_met() {
    check(&[OPEN], "AL 1 2", "alarm #1 2");
    check(&[OPEN, "AL 1 3"], "AL 1 3", "refused: AlarmNotHigher { now: 3 }");
    check(&[OPEN, "AL 1 3"], "AL 1 2", "refused: AlarmNotHigher { now: 3 }");
    check(&[OPEN], "AL 1 10", "refused: OutOfRange { field: Level, least: 1, most: 9 }");
    check(&[OPEN], "REQ 1 ALS ambulance 2", "requested #1 2 x ALS ambulance");
    check(&[OPEN], "REQ 1 ALS", "requested #1 1 x ALS");
    check(&[OPEN], "REQ 1 ALS 100", "refused: OutOfRange { field: Count, least: 1, most: 99 }");
    check(&[OPEN], "REQ 1", "fault: missing Text");
    let mut desk = desk(&[OPEN, "REQ 1 ALS 2"]);
    let incident = desk.incident(1);
    let request = *desk.state().incidents[&incident].requests.keys().next().expect("a request");
    assert_eq!(desk.asks(Command::MeetRequest { incident, request }), "met #1");
    assert_eq!(desk.asks(Command::MeetRequest { incident, request }), "refused: AlreadyMet");
}

#[test]
fn changes_of_an_incident_are_narrow() {
    check(&[OPEN], "P 1 1", "#1 is P1");
    check(&[OPEN, "S 1"], "P 1", "#1 is P1");
    check(&[OPEN], "P 1 3", "refused: Unchanged");
    check(&[OPEN], "P 1 6", "fault: missing Level");
    check(&[OPEN], "TY 1 chest pain", "#1 is chestpain");
    check(&[OPEN], "TY chest pain 1", "#1 is chestpain");
    check(&[OPEN], "TY 1 unconsc", "#1 is unconscious");
    check(&[], "NI p1 fall gate 4", "opened #1 fall P1 at Gate 4");
    check(&[], "L Marshal > Lead ; all well", "radio - Marshal>Lead all well");
    check(&[OPEN, "D 1 MED1"], "L MED1 > Lead ; two patients", "radio #1 MED1>Lead two patients");
    check(&[OPEN], "L #1 Marshal > Lead ; two patients", "radio #1 Marshal>Lead two patients");
}

/// Degrees that were computed, here the middle of two places, came back from the log one bit apart, so the window that
/// wrote them and the windows that read them held different states.
#[test]
fn a_computed_point_is_the_same_in_every_window() {
    check(&[], "NI fall gate 4 & km 18", "opened #1 fall P3 at gate 4 & km 18");
}

#[test]
fn readiness_belongs_to_a_free_unit() {
    check(&[], "OO MED1 ; flat tire", "MED1 OO (flat tire)");
    check(&[], "OO MED1 flat tire", "MED1 OO (flat tire)");
    check(&[], "AV MED1", "refused: Unchanged");
    check(&[OPEN, "D 1 MED1"], "OO MED1 ; flat tire", "refused: MED1 works on #1");
    check(&["OO MED1 ; flat tire"], "D 1 MED1", "fault: no incident 1");
    leaves(&["OO MED1 ; flat tire", OPEN, "! D 1 MED1", "CL MED1"], "MED1", "OO (flat tire)");
}

#[test]
fn entries_are_struck_and_stay() {
    let mut desk = desk(&[OPEN, "N 1 ; wrong"]);
    let incident = Some(desk.incident(1));
    let entry = desk.state().incidents[&desk.incident(1)].entries.last().expect("a line").id;
    let strike = |reason: &str| Command::Strike { incident, entry, reason: reason.into() };
    assert_eq!(desk.asks(strike(" ")), "refused: missing Reason");
    assert_eq!(desk.asks(strike("other incident")), "struck #1 (other incident)");
    assert_eq!(desk.asks(strike("again")), "refused: AlreadyStruck");
    let line = desk.state().incidents[&desk.incident(1)].entries.last().expect("a line");
    assert_eq!(line.struck.as_ref().map(|struck| struck.reason.as_str()), Some("other incident"));
    let elsewhere = Command::Strike { incident: None, entry, reason: "x".into() };
    assert_eq!(desk.asks(elsewhere), "refused: UnknownEntry");
}

#[test]
fn a_flag_speaks_until_it_is_retired_or_expires() {
    let mut desk = desk(&[]);
    let (on, text, source) = (FlagSubject::Place(desk.place("Gate 4")), "dog", "Lead");
    let expires = Some(START.plus_seconds(3_600));
    let raise = Command::RaiseFlag { on, text: text.into(), severity: Severity::High, source: source.into(), expires };
    assert_eq!(desk.asks(raise), "flag dog");
    let speaks = |desk: &Desk, minutes: i64| {
        let spot = desk.state().spot("gate 4");
        desk.state().flags_near(&spot, "", START.plus_seconds(minutes * 60)).len()
    };
    assert_eq!((speaks(&desk, 30), speaks(&desk, 60)), (1, 0));
    assert_eq!(desk.types("Z"), "retired flag");
    assert_eq!(speaks(&desk, 30), 0);
    let flag = *desk.state().flags.keys().next().expect("a flag");
    assert_eq!(desk.asks(Command::RetireFlag(flag)), "refused: AlreadyRetired");
    assert_eq!(desk.asks(Command::RestoreFlag(flag)), "restored flag");

    let change = |detail| Command::ChangeFlag { flag, detail };
    assert_eq!(desk.asks(change(FlagDetail::Text("big dog".into()))), "flag Text(\"big dog\")");
    assert_eq!(desk.asks(change(FlagDetail::Text("big dog".into()))), "refused: Unchanged");
    assert_eq!(desk.asks(change(FlagDetail::Expires(None))), "flag Expires(None)");
    assert_eq!(speaks(&desk, 600), 1);
    // Half a kilometre away: only once its circle is that wide.
    let far = desk.state().spot("52.2340, 21.0122");
    let heard = |desk: &Desk| desk.state().flags_near(&far, "", START).len();
    assert_eq!(heard(&desk), 0);
    assert_eq!(desk.asks(change(FlagDetail::Metres(600))), "flag Metres(600)");
    assert_eq!(heard(&desk), 1);
    let none = "refused: OutOfRange { field: Metres, least: 1, most: 10000 }";
    assert_eq!(desk.asks(change(FlagDetail::Metres(0))), none);
}

#[test]
fn a_kind_of_unit_that_is_retired_takes_no_more_units() {
    let mut desk = desk(&[]);
    let bike = || Code::new("bike");
    assert_eq!(desk.asks(Command::RetireUnitKind(bike())), "retired kind bike");
    assert_eq!(desk.asks(Command::RetireUnitKind(bike())), "refused: AlreadyRetired");
    let unit = |sign: &str| NewUnit { call_sign: sign.into(), kind: "bike".into(), ..NewUnit::default() };
    assert!(desk.asks(Command::AddUnits(vec![unit("B1")])).starts_with("refused: UnknownUnitKind"));
    assert_eq!(desk.types("Z"), "restored kind bike");
    assert!(!desk.asks(Command::AddUnits(vec![unit("B1")])).starts_with("refused"));
}

#[test]
fn a_goal_is_added_retired_and_restored() {
    let mut desk = desk(&[OPEN, "D 1 MED1"]);
    let deadline = |desk: &Desk| {
        let unit = &desk.state().units[&desk.unit("MED1")];
        let row = firstline::board::units::unit_row(unit, desk.state());
        row.deadline.map(|at| at.seconds_since(row.since))
    };
    // The goal of fires is no goal of a cardiac arrest, though its code begins the same.
    assert_eq!(deadline(&desk), Some(60));
    desk.types("TY 1 fire");
    assert_eq!(deadline(&desk), Some(80));
    let add = |seconds| Command::AddTarget {
        code: Code::new("turnoutpolice"),
        label: "Turnout, police".into(),
        seconds,
        percent: 90,
        source: String::new(),
    };
    assert_eq!(desk.asks(add(0)), "refused: OutOfRange { field: Seconds, least: 1, most: 86400 }");
    assert_eq!(desk.asks(add(45)), "goal Turnout, police 45");
    desk.types("TY 1 fight");
    assert_eq!(deadline(&desk), Some(45));
    assert_eq!(desk.asks(Command::RetireTarget(Code::new("turnoutpolice"))), "retired goal turnoutpolice");
    assert_eq!(deadline(&desk), Some(60));
    assert_eq!(desk.types("Z"), "restored goal turnoutpolice");
    assert!(desk.asks(add(45)).starts_with("refused: "));
    desk.types("ER MED1");
    assert_eq!(deadline(&desk), Some(240));
}

#[test]
fn an_operation_is_opened_once() {
    let mut desk = Desk::empty();
    assert_eq!(desk.asks(Command::VerifyPlace(IncidentId(uuid::Uuid::nil()))), "refused: OperationNotOpen");
    desk.set_up();
    let (name, zone, prefix) = ("Second".into(), "UTC".into(), String::new());
    let open = Command::OpenOperation { name, profile: Profile::Event, zone, prefix };
    assert_eq!(desk.asks(open), "refused: OperationAlreadyOpen");
}

#[test]
fn words_stand_in_any_order_and_apart_by_any_sign() {
    for line in ["D 1 MED1", "1 D MED1", "MED1 D 1", "D MED1 1", "D.1.MED1", "D/1/MED1", "/D 1 MED1", "dp 1 med-1"] {
        check(&[OPEN], line, "assigned MED1 #1 DP");
    }
    for line in ["D 1 Team 1", "D Team 1 1", "1 D Team 1", "D.1.team1", "D 1 TEAM-1"] {
        check(&[OPEN], line, "assigned Team 1 #1 DP");
    }
    check(&[OPEN], "D 1 Team 1 MED1 FR 1", "assigned Team 1 #1 DP; assigned MED1 #1 DP; assigned FR1 #1 DP");
    check(&[OPEN, "S 1"], "D MED1", "assigned MED1 #1 DP");
    check(&[], "NI gate 4 fall ; slipped", "opened #1 fall P3 at Gate 4 ; slipped");
    check(&[], "NI fall gate 4 \"she said \"help\"", "opened #1 fall P3 at Gate 4 ; she said \"help");
}

#[test]
fn any_script_can_be_written() {
    check(&[], "NI fall łódź café ; poślizgnęła się", "opened #1 fall P3 at Łódź Café ; poślizgnęła się");
    check(&[OPEN], "N 1 ; 心停止 — ¡ayuda! 🚑", "noted #1 心停止 — ¡ayuda! 🚑");
    check(&[], "NI fall مدخل ٤", "opened #1 fall P3 at مدخل ٤");
    let mut desk = desk(&[OPEN]);
    let unit = NewUnit { call_sign: "Équipe ß".into(), kind: "foot".into(), ..NewUnit::default() };
    desk.asks(Command::AddUnits(vec![unit]));
    assert_eq!(desk.types("D 1 équipe SS"), "assigned Équipe ß #1 DP");
}

#[test]
fn what_cannot_be_understood_is_named_with_what_is_nearest() {
    check(&[], "", "fault: nothing");
    check(&[], "XQZ MED1", "fault: no verb XQZ");
    check(&[], "ERR MED1", "fault: no verb ERR, perhaps ER");
    check(&[], "RQE 1 ALS", "fault: no verb RQE, perhaps REQ");
    check(&[OPEN], "D 1 MDE1", "fault: no word MDE1, perhaps MED1");
    check(&[OPEN], "D 1 MED9", "fault: no word MED9, perhaps MED1");
    check(&[OPEN], "D 1 ZEBRA", "fault: no word ZEBRA");
    check(&[OPEN], "D 1 MED1 ZEBRA", "fault: no word ZEBRA");
    check(&[OPEN], "D 1", "fault: missing Unit");
    check(&[], "D MED1", "fault: missing Incident");
    check(&[], "D 9 MED1", "fault: no incident 9");
    check(&[], "NI", "shows NewCall");
    check(&[], "NI fall", "fault: missing Place");
    check(&[], "NI fal gate 4", "opened #1 fall P3 at Gate 4");
    check(&[], "NI cardaic gate 4", "fault: no word cardaic, perhaps cardiac");
    check(&[], "NI ; man down", "fault: missing Type");
    check(&[], "U med1", "shows MED1");
    check(&[], "F yellow hat", "shows Find(\"yellow hat\")");
    check(&[], "?", "shows Help");
    check(&[OPEN], "LOC 1", "fault: missing Place");
    check(&[OPEN, "S 1"], "LOC MED1", "fault: missing Place");
    check(&[], "L > Lead ; text", "fault: missing From");
    check(&[], "N", "fault: missing Text");
}

/// The first number that named an incident was taken for one, wherever it stood: "Gate 4" as a destination, "2" in the
/// middle of a note, the count of a request. With a few dozen incidents open, every small number names one.
#[test]
fn a_number_inside_words_is_not_an_incident() {
    let four = [OPEN, OPEN, OPEN, OPEN, "DO 1 MED1"];
    check(&four, "TR MED1 Gate 4", "MED1 #1 TR to Gate 4");
    check(&four, "TR MED1 1 Gate 4", "MED1 #1 TR to Gate 4");
    check(&four, "TR MED1 3 Elm Street", "MED1 #1 TR to 3 Elm Street");
    check(&four, "TR MED1 #3 Elm Street", "refused: MED1 is not on #3");
    check(&four, "N patient is 2 years old", "noted - patient is 2 years old");
    check(&four, "N 3 patient is 2 years old", "noted #3 patient is 2 years old");
    check(&four, "N 555-0142 is her number", "noted - 555-0142 is her number");
    check(&[&four[..], &["S 3"]].concat(), "REQ ambulance 2", "requested #3 2 x ambulance");
    check(&four, "H 1 15 waiting for 2 people", "held #1 until 14:21 (waiting for 2 people)");
    check(&[&four[..], &["S 3"]].concat(), "H 15 waiting for 2 people", "held #3 until 14:22 (waiting for 2 people)");
    check(&[&four[..], &["CL 4 43"]].concat(), "RO 4 patient 2 came back", "reopened #4 (patient 2 came back)");
    check(&four, "N B-2 ; text", "fault: no word B-2");
}

/// A number that named no incident was passed over, and the next one in the line was taken in its place: "CL 14 43" with
/// no 14 closed 43, and "LK 1 99" linked the selected incident.
#[test]
fn a_number_that_names_nothing_is_a_fault() {
    let lines: Vec<&str> = std::iter::repeat_n(OPEN, 43).chain(["CL 14 43"]).collect();
    let mut desk = desk(&lines[..43]);
    assert_eq!(desk.types("CL 99 43"), "fault: no incident 99");
    assert_eq!(desk.types("LK 1 99"), "fault: no incident 99");
    desk.given(&["S 7"]);
    assert_eq!(desk.types("LK 1 99"), "fault: no incident 99");
    assert_eq!(desk.types("D 26-0099 MED1"), "fault: no incident 26-0099");
    assert_eq!(desk.types("N #99 text"), "fault: no incident #99");
    assert_eq!(desk.types("L #99 MED1 > Lead ; text"), "fault: no incident #99");
    assert_eq!(desk.types("CX MED1 99 ; reason"), "fault: no incident 99");
    assert_eq!(desk.types(lines[43]), "closed #14 43");
}

/// Neighbouring words were joined into the longest call sign, so "D Team 1 1" sent Team 11 to whatever was selected.
#[test]
fn numbers_that_stand_apart_are_not_one_call_sign() {
    let mut desk = desk(&[OPEN, "S 1"]);
    let unit = |call_sign: &str| NewUnit { call_sign: call_sign.into(), kind: "foot".into(), ..NewUnit::default() };
    desk.asks(Command::AddUnits(vec![unit("Team 11"), unit("Post 3 7")]));
    assert_eq!(desk.types("D Team 1 1"), "assigned Team 1 #1 DP");
    assert_eq!(desk.types("D Team 11 1"), "assigned Team 11 #1 DP");
    assert_eq!(desk.types("T Post 3 7 20"), "Post 3 7 due 14:26");
}

/// A verb that had no use for the free text, or for the words left over, took the rest and lost it, or kept it as the
/// destination of a unit that had just arrived.
#[test]
fn nothing_that_was_typed_is_dropped() {
    let sent = [OPEN, "D 1 MED1 FR1", "ER MED1"];
    check(&sent, "OS MED1 ; two patients", "fault: no word two patients");
    check(&sent, "OS MED1 FR1", "fault: no word FR1");
    check(&sent, "CL MED1 ; done", "fault: no word done");
    check(&sent, "D 1 MED2 ; hurry", "fault: no word hurry");
    check(&sent, "ST MED1 north lot", "MED1 #1 ST to north lot");
    check(&sent, "! TR MED1 ; her home", "MED1 #1 TR to her home");
}

/// A place whose name was all signs answered to the empty text, and so became the destination of every unit that was
/// recorded without one.
#[test]
fn a_name_of_signs_alone_is_found_by_nobody() {
    let mut desk = desk(&[OPEN, "D 1 MED1"]);
    let place = NewPlace { name: "(?)".into(), aliases: vec![" ".into()], ..NewPlace::default() };
    assert_eq!(desk.asks(Command::AddPlaces(vec![place])), "place (?)");
    assert_eq!(desk.state().spot(""), Spot::default());
    assert_eq!(desk.types("ER MED1"), "MED1 #1 ER");
}

/// Two places may share an alias, as two gates share a nickname. When the one that held it was retired, the other did
/// not get it, except in windows that had started from a snapshot.
#[test]
fn a_shared_alias_passes_to_the_place_that_is_left() {
    let mut desk = desk(&[]);
    let place = |name: &str| NewPlace { name: name.into(), aliases: vec!["river gate".into()], ..NewPlace::default() };
    desk.asks(Command::AddPlaces(vec![place("Gate 8"), place("Gate 9")]));
    assert_eq!(desk.state().spot("river gate").text, "Gate 8");
    desk.asks(Command::RetirePlace(desk.place("Gate 8")));
    assert_eq!(desk.state().spot("river gate").text, "Gate 9");
    let mut anew = desk.state().clone();
    anew.rebuild_indexes();
    assert!(anew == *desk.state());
    let rename = PlaceDetail::Name("km 18".into());
    let change = Command::ChangePlace { place: desk.place("Gate 9"), detail: rename };
    assert_eq!(desk.asks(change), "refused: PlaceNameTaken(\"km 18\")");
}

#[test]
fn a_street_is_closed_and_opened_by_its_name() {
    check(&[], "CP long street ; finish line", "closed paths [0, 1] (finish line)");
    check(&[], "CP long ; finish line", "closed paths [0, 1] (finish line)");
    check(&[], "SHUT ~3 ; tree", "closed paths [3] (tree)");
    check(&["CP ~1 ; tree"], "CP long street ; stage", "closed paths [0] (stage)");
    check(&["CP long street ; stage"], "OP ~1", "opened paths [1]");
    undoes(&[], "CP north road ; stage", "opened paths [2]");
    assert!(desk(&[]).types("CP long street").contains("Reason"), "closing a street needs a reason");
    assert!(desk(&[]).types("CP lung street ; x").starts_with("fault"));
    assert!(desk(&[]).types("CP ~9 ; x").starts_with("fault"));
    check(&[], "CF Long Street 150", "crowd 150 on [0, 1]");
    check(&[], "CROWD long street 150%", "crowd 150 on [0, 1]");
    check(&[], "CF ~1 200", "crowd 200 on [1]");
    check(&["CF ~1 200"], "CF ~1 100", "crowd 100 on [1]");
    undoes(&["CF ~1 200"], "CF ~1 300", "crowd 200 on [1]");
    assert!(desk(&[]).types("CF Long Street").contains("Percent"));
    assert!(desk(&[]).types("CF Long Street 20").starts_with("refused"));
    assert!(desk(&["CP ~1 ; tree"]).types("CP ~1 ; x").contains("Unchanged"));
    assert!(desk(&[]).types("OP ~1").contains("Unchanged"));
}

#[test]
fn a_crossing_a_course_mark_and_an_area_are_places() {
    let mut desk = desk(&[]);
    let line = |points: &[(f64, f64)]| Track::of(points.iter().map(|(lat, lon)| Point { lat: *lat, lon: *lon }));
    let course = |name: &str, lat: f64, to: u32| NewPlace {
        name: name.into(),
        shape: Shape::Course { track: line(&[(lat, 21.0), (lat, 21.1)]), from: 0, to },
        ..NewPlace::default()
    };
    let ring = line(&[(52.2, 21.0), (52.2, 21.1), (52.25, 21.1), (52.25, 21.0), (52.2, 21.0)]);
    let field = NewPlace { name: "Old Town".into(), shape: Shape::Area { ring }, ..NewPlace::default() };
    desk.asks(Command::AddPlaces(vec![course("Marathon", 52.23, 42_195), course("Half", 52.3, 21_097), field]));
    let at = |text: &str| {
        let spot = desk.state().spot(text);
        spot.point.map(|point| (format!("{:.4} {:.4}", point.lat, point.lon), spot.text))
    };
    let found = |place: &str, text: &str| Some((place.to_owned(), text.to_owned()));
    assert_eq!(at("Long Street & North Road"), found("52.2300 21.0200", "Long Street & North Road"));
    assert_eq!(at("north road/long street"), found("52.2300 21.0200", "north road/long street"));
    assert_eq!(at("Long Street & North Road (2)"), None);
    // A name of its own wins over the mark.
    assert_eq!(at("km 18"), found("52.2401 21.0305", "km 18"));
    assert_eq!(at("km 30"), found("52.2300 21.0711", "km 30"));
    assert_eq!(at("31,5 km"), found("52.2300 21.0747", "31,5 km"));
    assert_eq!(at("marathon km 5"), found("52.2300 21.0118", "marathon km 5"));
    assert_eq!(at("half km 5"), found("52.3000 21.0237", "half km 5"));
    assert_eq!(at("km 5"), None, "both courses have it");
    assert_eq!(at("km 99"), None);
    let offered = |line: &str| complete(line, desk.state(), 8).into_iter().map(|one| one.line).collect::<Vec<_>>();
    assert_eq!(offered("LOC MED1 km 5"), ["LOC MED1 Marathon km 5 ", "LOC MED1 Half km 5 "]);
    assert_eq!(offered("LOC MED1 long street & no")[0], "LOC MED1 Long Street & North Road ");
    let inside =
        |lat, lon| desk.state().areas_at(Point { lat, lon }).map(|place| place.name.clone()).collect::<Vec<_>>();
    assert_eq!(inside(52.22, 21.05), ["Old Town"]);
    assert_eq!(inside(52.22, 21.2), [""; 0]);
    assert!(desk.state().far_off(Point { lat: 21.0, lon: 52.2 }).is_some_and(|metres| 3_000_000.0 < metres));
    assert_eq!(desk.state().far_off(Point { lat: 52.3, lon: 21.3 }), None);
}

#[test]
fn a_place_that_was_moved_and_a_plan_that_was_replaced_come_back() {
    let mut desk = desk(&[]);
    let place = desk.place("Gate 4");
    let was = desk.state().places[&place].clone();
    let point = Point { lat: 52.231, lon: 21.013 };
    let put = vec![
        PlaceDetail::Point(Some(point)),
        PlaceDetail::Shape(Shape::Circle { metres: 80 }),
        PlaceDetail::What("gate".into()),
        PlaceDetail::Note("code 12".into()),
    ];
    desk.asks(Command::DescribePlace { place, details: put });
    let now = desk.state().places[&place].clone();
    assert_eq!((now.point, now.kind.as_str(), now.note.as_str()), (Some(point), "gate", "code 12"));
    desk.types("Z");
    assert_eq!(desk.state().places[&place], was);
    let same = vec![PlaceDetail::Point(was.point), PlaceDetail::What(was.kind.clone())];
    assert_eq!(desk.asks(Command::DescribePlace { place, details: same }), "refused: Unchanged");
    desk.asks(Command::ChangePlace { place, detail: PlaceDetail::AliasAdded("west".into()) });
    desk.types("Z");
    assert_eq!(desk.state().places[&place], was);
    desk.asks(Command::AddPlaces(vec![NewPlace { name: "Tent".into(), ..NewPlace::default() }]));
    assert_eq!(desk.types("Z"), "retired Tent");

    let plan = |name: &str, x: f64| Command::PlaceSitePlan {
        name: name.into(),
        blob: format!("{x}"),
        anchors: [(0.0, 52.23), (x, 52.24)]
            .map(|(x, lat)| Anchor { x, y: 0.0, point: Point { lat, lon: 21.0 } })
            .into(),
    };
    let three = |third: (f64, f64, f64, f64)| {
        let anchors = [(0.0, 0.0, 52.24, 21.0), (100.0, 0.0, 52.24, 21.01), third];
        let anchors = anchors.map(|(x, y, lat, lon)| Anchor { x, y, point: Point { lat, lon } });
        Command::PlaceSitePlan { name: "Three".into(), blob: "x".into(), anchors: anchors.into() }
    };
    assert_eq!(desk.asks(three((0.0, 100.0, 52.25, 21.0))), "refused: PlanMirrored");
    assert_eq!(desk.asks(three((0.0, 100.0, 52.22, 21.0))), "asks: PlanStretched { tenths: 32 }");
    assert_eq!(desk.asks(plan("First", 100.0)), "plan First");
    assert_eq!(desk.asks(plan("Second", 200.0)), "plan Second");
    assert_eq!(desk.types("Z"), "plan First");
    assert_eq!(desk.asks(Command::RemoveSitePlan), "removed plan First");
    assert_eq!(desk.types("Z"), "plan First");
}

#[test]
fn coordinates_that_are_hardly_meant_are_asked_about() {
    let swapped = "asks: PlaceInDoubt(Swapped { right: Point { lat: 52.23, lon: 21.01 } })";
    assert!(desk(&[]).types("NI fall 12.23, 21.01").starts_with("asks: PlaceInDoubt(Far"));
    check(&[], "NI fall 21.01, 52.23", swapped);
    check(&[OPEN], "LOC 1 21.01, 52.23", swapped);
    check(&[], "LOC MED1 21.01, 52.23", swapped);
    assert!(desk(&[]).types("NI fall 99.23, 221.01").starts_with("asks: PlaceInDoubt(Unreadable"));
    // Who insists is believed; the form of a call has said it beside the field.
    check(&[], "! NI fall 21.01, 52.23", "opened #1 fall P3 at 21.01, 52.23");
    check(&[OPEN], "! LOC 1 12.23, 21.01", "#1 moved to 12.23, 21.01");
    let mut desk = desk(&[]);
    desk.asks(Command::StartCall { source: Source::Phone });
    let place = desk.state().spot("12.23, 21.01");
    let (kind, call) = (Code::new("fall"), Some(desk.call()));
    let open = Command::OpenIncident { call, kind, priority: None, place, summary: String::new() };
    assert!(desk.asks(open).starts_with("opened #1"));
}

#[test]
fn every_row_of_the_help_means_something() {
    let lines = ["REQ 1 ambulance 1", "14:05 N 1 ; noted", "14:05 N ; noted"];
    let desk = desk(&[&[OPEN, "NI fall km 18"][..], &lines].concat());
    let context = Context { incident: None, now: LocalTime { moment: START, offset_minutes: OFFSET } };
    let read = |line: &str| parse(line, desk.state(), context);
    for row in TABLE {
        for form in row.form.split(" | ") {
            let example = filled_in(form);
            assert!(read(&example).is_ok(), "{form}: {example}: {:?}", read(&example));
            for also in row.also {
                let other = example.replacen(row.code, also, 1);
                assert_eq!(read(&other), read(&example), "{other}");
            }
        }
        for word in row.also.iter().chain([&row.code]) {
            let bare = read(word);
            assert!(matches!(bare, Ok(_) | Err(Fault::Missing(_))), "{word}: {bare:?}");
        }
    }
}

/// The pattern of a help row with real words in the place of its placeholders.
fn filled_in(form: &str) -> String {
    let (head, text) = form.split_once(';').map_or((form, String::new()), |(head, text)| (head, format!(";{text}")));
    let mut numbers = ["1", "2"].into_iter();
    let mut units = ["MED1", "FR1"].into_iter();
    let words = head.split_whitespace().map(|word| match word {
        "#" => numbers.next().unwrap_or("1"),
        "unit" => units.next().unwrap_or("MED2"),
        "type" => "sick",
        "street" => "Long Street",
        "place" => "Gate 4",
        "destination" => "St Mary",
        "disposition" => "43",
        "minutes" => "10",
        "what" => "ambulance",
        "from" => "MED1",
        "to" => "Lead",
        other => other,
    });
    words.collect::<Vec<_>>().join(" ") + &text
}

#[test]
fn what_a_step_and_a_priority_are_called_is_what_is_typed() {
    for step in Step::ALL {
        assert!(TABLE.iter().any(|row| row.code == step.code() || row.also.contains(&step.code())), "{}", step.code());
    }
    for priority in Priority::ALL {
        assert_eq!(Priority::from_level(priority.level()), Some(priority));
    }
    assert!(codec::kinds().contains(&"unit_stepped"));
}

#[test]
fn what_was_advised_stands_beside_what_was_sent() {
    let mut desk = desk(&["NI fire gate 4", "NI fall gate 4", "D 2 FR1"]);
    let (incident, med1, med2, busy) = (desk.incident(1), desk.unit("MED1"), desk.unit("MED2"), desk.unit("FR1"));
    let advised = Advised { plan: "Fire".into(), level: 1, units: vec![med1], short: vec!["1 E".into()] };
    let send = |units: Vec<UnitId>, advised: &Advised| Command::DispatchAdvised {
        incident,
        units,
        step: Step::Dispatched,
        advised: advised.clone(),
    };
    assert_eq!(desk.asks(send(vec![busy], &advised)), "asks: FR1 is DP on #2 since 14:03");
    assert_eq!(desk.asks(send(vec![med2], &advised)), "assigned MED2 #1 DP; advised MED1 sent MED2 short 1 E");
    // What was advised stays; the unit is what is taken back.
    assert_eq!(desk.types("Z"), "withdrawn MED2 #1");
    // Nothing was advised: nothing is said about it.
    assert_eq!(desk.asks(send(vec![med2], &Advised::default())), "assigned MED2 #1 DP");
    assert_eq!(desk.types("RC 1"), format!("shows {:?}", Show::Recommend(incident)));
}

#[test]
fn plans_are_saved_whole_retired_and_restored() {
    let mut desk = desk(&[]);
    let need = |words: &[&str], count| Requirement {
        any_of: words.iter().map(|word| (*word).to_owned()).collect(),
        count,
        ..Requirement::default()
    };
    let plan = |code: &str, needs: Vec<Requirement>| Plan {
        code: Code::new(code),
        label: "Stage".into(),
        alarms: vec![Alarm { level: 1, repeats: false, needs }],
        ..Plan::default()
    };
    let save = |plan: Plan| Command::SavePlans { plans: vec![plan], words: Vec::new(), retire: Vec::new() };
    assert_eq!(desk.asks(save(plan("stage", vec![need(&["e", " t "], 2)]))), "plan stage");
    assert_eq!(desk.state().book.plans[&Code::new("stage")].alarms[0].needs[0].any_of, ["E", "T"]);
    assert_eq!(desk.asks(save(plan("stage", vec![need(&["E", "T"], 2)]))), "refused: Unchanged");
    assert!(desk.asks(save(plan("stage", Vec::new()))).starts_with("refused"));
    assert!(desk.asks(save(plan("stage", vec![need(&["E"], 0)]))).starts_with("refused"));
    assert!(desk.asks(save(plan("stage", vec![need(&[" "], 1)]))).starts_with("refused"));
    assert!(desk.asks(save(plan("two words", vec![need(&["E"], 1)]))).starts_with("refused"));
    assert_eq!(desk.asks(Command::RetirePlan(Code::new("stage"))), "retired plan stage");
    assert_eq!(desk.types("Z"), "restored plan stage");
    assert!(desk.asks(Command::RestorePlan(Code::new("stage"))).starts_with("refused"));
    assert!(desk.asks(Command::RetirePlan(Code::new("none"))).starts_with("refused"));
    // What takes the place of other plans retires them in the same act.
    let instead = |plan: Plan, retire: &str| {
        let retire = vec![Code::new(retire), Code::new("stage")];
        Command::SavePlans { plans: vec![plan], words: Vec::new(), retire }
    };
    assert_eq!(
        desk.asks(instead(plan("other", vec![need(&["E"], 1)]), "any")),
        "plan other; retired plan any; retired plan stage"
    );
    // One undo brings back all that an import replaced.
    assert_eq!(desk.types("Z"), "restored plan stage; restored plan any; retired plan other");
    desk.asks(instead(plan("other", vec![need(&["E"], 1)]), "any"));
    assert!(desk.asks(instead(plan("third", vec![need(&["E"], 1)]), "none")).starts_with("refused"));
    assert_eq!(desk.asks(instead(plan("stage", vec![need(&["E"], 1)]), "any")), "plan stage");
    let rule = |value| Command::SetPlanRule { rule: Rule::RestMinutes, value };
    assert_eq!(desk.asks(rule(20)), "rest_minutes is 20");
    assert_eq!(desk.state().book.rule(Rule::RestMinutes), 20);
    assert_eq!(desk.types("Z"), "rest_minutes is 10");
    desk.asks(rule(20));
    assert_eq!(desk.asks(rule(20)), "refused: Unchanged");
    assert!(desk.asks(rule(2_000)).starts_with("refused"));
    assert_eq!(desk.asks(rule(10)), "rest_minutes is 10");
    assert!(desk.state().book.rules.is_empty());
    let cover = |count| Cover { any_of: vec!["e".into()], count, metres: 500, bound: false };
    let place = desk.place("Gate 4");
    assert!(desk.asks(Command::RequirePost { place, cover: cover(0) }).starts_with("refused"));
    assert_eq!(desk.asks(Command::RequirePost { place, cover: cover(2) }), "Gate 4 keeps 2 E");
    assert_eq!(desk.types("Z"), "Gate 4 keeps 0 ");
    desk.asks(Command::RequirePost { place, cover: cover(2) });
    assert_eq!(desk.asks(save(plan("stage", vec![need(&["T"], 3)]))), "plan stage");
    assert_eq!(desk.types("Z"), "plan stage");
    assert_eq!(desk.state().book.plans[&Code::new("stage")].alarms[0].needs[0].any_of, ["E"]);
    assert_eq!(desk.asks(Command::RequirePost { place, cover: cover(0) }), "Gate 4 keeps 0 ");
    assert!(desk.state().book.covers.is_empty());
}

/// A type of which it is known that the scene is dangerous is one that crews wait for, before anybody speaks of a weapon.
#[test]
fn crews_wait_for_a_type_that_is_dangerous() {
    let staged = |lines: &[&str]| {
        let desk = desk(lines);
        desk.state().incident_numbered(1).is_some_and(|incident| incident.guidance.staging.is_some())
    };
    assert!(staged(&["NI shooting gate 4"]));
    assert!(!staged(&["NI shooting gate 4", "SC 1"]));
    assert!(!staged(&["NI fall gate 4"]));
    assert!(staged(&["NI fall gate 4", "TY 1 stabbing"]));
    assert!(staged(&["NI fall gate 4", "TY 1 stabbing", "TY 1 fall"]));
    assert!(staged(&["NI robbery gate 4", "SC 1", "TY 1 shooting"]));
    assert!(!staged(&["NI fall gate 4", "TY 1 stabbing", "Z"]));
}
