//! What a map shows, as plain data: pins in order of urgency, areas, routes and the lines of the ground. The list for those
//! who cannot use a map is made of the same pins.

use super::queue::{deadline, type_label};
use super::speech::{readiness_word, status_word, step_word};
use super::units::family;
use crate::domain::geo::Point;
use crate::domain::ground::Class;
use crate::domain::incident::Priority;
use crate::domain::moment::Moment;
use crate::domain::place::{Flag, FlagSubject, Place, Severity, Spot};
use crate::domain::state::State;
use crate::domain::track::Shape;
use crate::domain::unit::{Status, Step, Unit};
use crate::protocol::network::Network;
use crate::protocol::travel::{Basis, Estimate, Roads, Start};
use crate::words::{Msg, say, t};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Which pins are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layers {
    pub incidents: bool,
    pub units: bool,
    pub places: bool,
    pub routes: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Scene {
    pub pins: Vec<Pin>,
    pub areas: Vec<Area>,
    pub routes: Vec<Route>,
    /// What is shut or crowded, for the list; the canvas draws it from the flags of the lines.
    #[serde(skip)]
    pub ways: Vec<Way>,
}

/// One thing at one point.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Pin {
    /// `i:`, `u:` or `p:` and the id.
    pub key: String,
    /// `incident`, `unit` or `place`.
    pub kind: &'static str,
    pub label: String,
    pub lat: f64,
    pub lon: f64,
    /// The two letters of a unit's status, and its hue family.
    pub code: &'static str,
    pub tone: &'static str,
    /// The priority of an incident, 1 to 5, and whether help is there.
    pub level: u8,
    pub met: bool,
    /// A place that endangers whoever comes near it.
    pub hazard: bool,
    /// Everything in words, for the reader and for the list.
    pub say: String,
    #[serde(skip)]
    pub what: String,
    #[serde(skip)]
    pub place: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Area {
    /// `area`, `course`, `hazard` or, for a flag that only asks for care, `care`.
    pub kind: &'static str,
    pub label: String,
    pub lat: f64,
    pub lon: f64,
    /// Radius of a circle, else 0.
    pub metres: f64,
    /// Rough width in metres, from which the label is worth its room.
    pub span: f64,
    pub closed: bool,
    pub line: Vec<[f64; 2]>,
    /// The marks of a course.
    pub marks: Vec<Mark>,
    #[serde(skip)]
    pub name: String,
    /// The kind that people gave it, else what shape it has.
    #[serde(skip)]
    pub what: String,
    /// Open incidents and units inside, for what has an inside.
    #[serde(skip)]
    pub inside: Option<(usize, usize)>,
}

/// A whole kilometre of a course.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Mark {
    pub lat: f64,
    pub lon: f64,
    pub label: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Route {
    /// Empty where no open way is known: a line through a barrier would be a lie.
    pub line: Vec<[f64; 2]>,
    pub label: String,
    /// Not along paths, but as the crow flies.
    pub straight: bool,
    #[serde(skip)]
    pub unit: String,
    /// What is at its end: an incident and its place, or where a patient is taken.
    #[serde(skip)]
    pub to: String,
    #[serde(skip)]
    pub estimate: Option<Estimate>,
}

/// Paths of one name that cannot be used as usual, in the same way.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Way {
    pub name: String,
    /// Why it is shut, if it is.
    pub shut: Option<String>,
    /// Percent of the free time.
    pub crowd: u16,
    pub metres: f64,
}

/// Routes that are drawn at most: more would say nothing any more.
const ROUTES: usize = 40;

#[must_use]
pub fn scene(state: &State, network: &Network, layers: Layers, now: Moment) -> Scene {
    let mut scene = Scene::default();
    if layers.incidents {
        incidents(state, now, &mut scene.pins);
    }
    let known = || state.places.values().filter(|place| !place.retired);
    let points = |hazard: bool| known().filter(move |place| place.shape.is_point() && is_hazard(place) == hazard);
    let pins = |place: &Place| place.point.map(|point| place_pin(place, point));
    // What endangers crews is shown whatever else is.
    scene.pins.extend(points(true).filter_map(pins));
    if layers.units {
        units(state, &mut scene.pins);
    }
    if layers.places {
        scene.pins.extend(points(false).filter_map(pins));
    }
    scene.areas.extend(known().filter(|place| !place.shape.is_point()).filter_map(|place| area(state, place)));
    let flags = state.flags.values().filter(|flag| flag.speaks(now));
    scene.areas.extend(flags.filter_map(|flag| flagged(state, flag)));
    if layers.routes {
        routes(state, network, &mut scene.routes);
        scene.ways = ways(state);
    }
    scene
}

fn incidents(state: &State, now: Moment, pins: &mut Vec<Pin>) {
    let mut found: Vec<_> = state
        .open
        .iter()
        .filter_map(|id| state.incidents.get(id))
        .filter_map(|incident| Some((incident, incident.place.point?)))
        .map(|(incident, point)| {
            let met = state.working(incident).any(|work| Step::OnScene <= work.step());
            let waits = state.working(incident).next().is_none();
            let late = waits && deadline(incident, state).is_some_and(|due| due < now);
            let held = incident.hold.is_some();
            ((held, !late, met, incident.priority, incident.number), incident, point, met)
        })
        .collect();
    found.sort_by_key(|(order, ..)| *order);
    for (_, incident, point, met) in found {
        let label = format!("#{}", incident.number);
        let mut what = format!("{} {}", incident.priority.code(), type_label(incident, state));
        if met {
            what = say(Msg::HelpIsThere, &[&what]);
        }
        pins.push(Pin {
            key: format!("i:{}", incident.id),
            kind: "incident",
            say: say(Msg::PinSays, &[&label, &what, &incident.place.text]),
            label,
            lat: point.lat,
            lon: point.lon,
            level: incident.priority.level(),
            met,
            what,
            place: incident.place.text.clone(),
            ..Pin::default()
        });
    }
}

/// Where a unit is thought to be and what that rests on.
fn unit_spot<'a>(state: &'a State, unit: &'a Unit) -> Option<(&'a Spot, Point)> {
    let spot = state.whereabouts(unit);
    Some((spot, spot.point?))
}

fn units(state: &State, pins: &mut Vec<Pin>) {
    let on_duty = state.units.values().filter(|unit| State::is_on_duty(unit));
    let mut found: Vec<_> = on_duty
        .filter_map(|unit| {
            let (spot, point) = unit_spot(state, unit)?;
            let (status, _) = state.status(unit);
            let work = state.top_assignment(unit).and_then(|work| state.incidents.get(&work.incident));
            // Who works on something urgent comes first, then who can be sent.
            let rank = work.map_or(10, |incident| incident.priority.level());
            Some((
                (rank, !unit.readiness.can_go(), super::order::counted(&unit.call_sign)),
                unit,
                status,
                spot,
                point,
                work,
            ))
        })
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    for (_, unit, status, spot, point, work) in found {
        let what = match (status, work) {
            (Status::On(step), Some(incident)) => format!("{} #{}", step_word(step), incident.number),
            (Status::Ready(readiness), _) => readiness_word(readiness).to_owned(),
            (status, None) => status_word(status).to_owned(),
        };
        pins.push(Pin {
            key: format!("u:{}", unit.id),
            kind: "unit",
            say: say(Msg::PinSays, &[&unit.call_sign, &what, &spot.text]),
            label: unit.call_sign.clone(),
            lat: point.lat,
            lon: point.lon,
            code: status.code(),
            tone: family(status),
            what,
            place: spot.text.clone(),
            ..Pin::default()
        });
    }
}

fn place_pin(place: &Place, point: Point) -> Pin {
    let what = if place.kind.is_empty() { t(Msg::Place).to_owned() } else { place.kind.clone() };
    Pin {
        key: format!("p:{}", place.id),
        kind: "place",
        say: say(Msg::PinSays, &[&place.name, &what, &place.note]).trim_end_matches(", ").to_owned(),
        label: place.name.clone(),
        lat: point.lat,
        lon: point.lon,
        what,
        place: place.note.clone(),
        hazard: is_hazard(place),
        ..Pin::default()
    }
}

fn is_hazard(place: &Place) -> bool {
    place.kind.eq_ignore_ascii_case("hazard")
}

/// What a flag on a place speaks for: the ground within its reach, or what the place covers.
fn flagged(state: &State, flag: &Flag) -> Option<Area> {
    let FlagSubject::Place(place) = flag.on else { return None };
    let place = state.places.get(&place).filter(|place| !place.retired)?;
    let mut shape = place.shape.clone();
    match &mut shape {
        Shape::Point => shape = Shape::Circle { metres: flag.metres },
        Shape::Circle { metres } => *metres = (*metres).max(flag.metres),
        Shape::Area { .. } | Shape::Line { .. } | Shape::Course { .. } => {}
    }
    let name = format!("{}: {}", place.name, flag.text);
    let kind = if flag.severity == Severity::High { "hazard" } else { "care" };
    let drawn = area(state, &Place { shape, kind: String::new(), ..place.clone() })?;
    let what = say(Msg::FlagFrom, &[&flag.source]).trim_end_matches([' ', ',']).to_owned();
    Some(Area { kind, label: flag.text.clone(), name, what, marks: Vec::new(), ..drawn })
}

fn area(state: &State, place: &Place) -> Option<Area> {
    let line: Vec<[f64; 2]> = place
        .shape
        .track()
        .map(|track| track.0.iter().map(|corner| [corner.point().lat, corner.point().lon]).collect())
        .unwrap_or_default();
    let first = line.first().and_then(|[lat, lon]| Point::new(*lat, *lon));
    let point = place.point.or_else(|| place.shape.track()?.middle()).or(first)?;
    let metres = if let Shape::Circle { metres } = place.shape { f64::from(metres) } else { 0.0 };
    let far = line.iter().filter_map(|[lat, lon]| Point::new(*lat, *lon)).map(|corner| corner.metres_to(point));
    let span = far.fold(metres, f64::max) * 2.0;
    let closed = matches!(place.shape, Shape::Circle { .. } | Shape::Area { .. });
    let kind = match &place.shape {
        _ if is_hazard(place) => "hazard",
        Shape::Course { .. } => "course",
        _ => "area",
    };
    let inside = closed.then(|| counts(state, place));
    let label = match inside {
        Some((incidents, units)) if 0 < incidents + units => {
            say(Msg::AreaCounts, &[&place.name, &incidents.to_string(), &units.to_string()])
        }
        _ => place.name.clone(),
    };
    let mut what = if place.kind.is_empty() { place.shape.word().to_owned() } else { place.kind.clone() };
    if let Shape::Course { from, to, .. } = &place.shape {
        let km = |metres: u32| format!("{:.1}", f64::from(metres) / 1000.0);
        what = say(Msg::CourseOf, &[&what, &km(*from), &km(*to)]);
    }
    let (name, marks) = (place.name.clone(), marks(&place.shape));
    Some(Area { kind, label, lat: point.lat, lon: point.lon, metres, span, closed, line, marks, name, what, inside })
}

/// Marks of one course that are drawn at most.
const MARKS: u32 = 50;

/// The whole kilometres of a course; of a long one every fifth, tenth and so on.
fn marks(shape: &Shape) -> Vec<Mark> {
    let Shape::Course { from, to, .. } = shape else { return Vec::new() };
    let (first, last) = (from.min(to).div_ceil(1000), from.max(to) / 1000);
    let step = [1, 5, 10, 50, 100].into_iter().find(|step| last.saturating_sub(first) / step <= MARKS).unwrap_or(1000);
    let kilometres = (first..=last).filter(|km| km % step == 0);
    let mark = |km: u32| {
        let Point { lat, lon } = shape.mark(f64::from(km * 1000))?;
        Some(Mark { lat, lon, label: format!("km {km}") })
    };
    kilometres.filter_map(mark).collect()
}

/// The open incidents and the units on duty that are in an area.
fn counts(state: &State, place: &Place) -> (usize, usize) {
    let inside = |point: Option<Point>| point.is_some_and(|here| place.shape.holds(place.point, here));
    let incidents = state.open.iter().filter_map(|id| state.incidents.get(id));
    let units = state.units.values().filter(|unit| State::is_on_duty(unit));
    (
        incidents.filter(|incident| inside(incident.place.point)).count(),
        units.filter(|unit| inside(state.whereabouts(unit).point)).count(),
    )
}

/// What is shut or crowded, by name, the shut ones first.
fn ways(state: &State) -> Vec<Way> {
    let ground = &state.ground;
    let mut found: BTreeMap<(bool, String, Option<String>, u16), f64> = BTreeMap::new();
    for number in ground.closed.keys().chain(ground.crowd.keys()).collect::<BTreeSet<_>>() {
        let Some(path) = ground.paths.get(number) else { continue };
        if ground.layers.get(&path.layer).is_none_or(|layer| layer.retired) {
            continue;
        }
        let shut = ground.closed.get(number).cloned();
        let key = (shut.is_none(), ground.name_of(&[*number]), shut, ground.crowd_on(*number));
        *found.entry(key).or_default() += path.track.metres();
    }
    found.into_iter().map(|((_, name, shut, crowd), metres)| Way { name, shut, crowd, metres }).collect()
}

/// The ways of the units that are on their way to an incident or, with a patient, from it; the most urgent first.
fn routes(state: &State, network: &Network, routes: &mut Vec<Route>) {
    let mut going: Vec<_> = state.units.values().filter_map(|unit| Some((unit, bound_for(state, unit)?))).collect();
    going.sort_by_cached_key(|(unit, (priority, ..))| (*priority, super::order::counted(&unit.call_sign)));
    let ways = going.into_iter().filter_map(|(unit, (_, to, name))| {
        let kind = state.unit_kinds.get(&unit.kind)?;
        let (_, from) = unit_spot(state, unit)?;
        if from.metres_to(to) < 5.0 {
            return None;
        }
        let start = Start { point: from, kind: &kind.code, speed_kmh: kind.speed_kmh };
        let estimate = network.to(to, &[start]).into_iter().next().flatten();
        let straight = estimate.is_some_and(|estimate| estimate.basis == Basis::StraightLine);
        let line = if straight { vec![from, to] } else { network.route(to, &start).unwrap_or_default() };
        let minutes = estimate.map(|estimate| say(Msg::AboutMinutes, &[&estimate.seconds.div_ceil(60).to_string()]));
        let label = minutes.map(|minutes| format!("{} {minutes}", unit.call_sign)).unwrap_or_default();
        let line = line.iter().map(|point| [point.lat, point.lon]).collect();
        Some(Route { line, label, straight, unit: unit.call_sign.clone(), to: name, estimate })
    });
    routes.extend(ways.take(ROUTES));
}

/// Where a unit is going, what that is called, and how urgent the incident is.
fn bound_for(state: &State, unit: &Unit) -> Option<(Priority, Point, String)> {
    let work = state.top_assignment(unit)?;
    let incident = state.incidents.get(&work.incident)?;
    let (point, name) = match work.step() {
        Step::Transporting => (state.spot(&work.destination).point?, work.destination.clone()),
        step if step < Step::OnScene => {
            (incident.place.point?, format!("#{} {}", incident.number, incident.place.text))
        }
        _ => return None,
    };
    Some((incident.priority, point, name))
}

/// The lines of the ground, flat: latitude and longitude of every corner in millionths of a degree, where each line ends
/// in corners, its class by number, and 1 for closed, 2 for crowded.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lines {
    pub corners: Vec<i32>,
    pub ends: Vec<u32>,
    pub classes: Vec<u8>,
    pub flags: Vec<u8>,
    /// The name of each line, one a line of text.
    pub names: String,
}

#[must_use]
pub fn lines(state: &State) -> Lines {
    let mut lines = Lines::default();
    for (number, path) in state.ground.shown() {
        if !lines.ends.is_empty() {
            lines.names.push('\n');
        }
        lines.names.push_str(&path.name);
        lines.corners.extend(path.track.0.iter().flat_map(|corner| [corner.lat, corner.lon]));
        lines.ends.push((lines.corners.len() / 2) as u32);
        lines.classes.push(Class::ALL.iter().position(|class| *class == path.class).unwrap_or_default() as u8);
        let closed = u8::from(state.ground.closed.contains_key(&number));
        lines.flags.push(closed | (u8::from(100 < state.ground.crowd_on(number)) << 1));
    }
    lines
}

/// What a point on the map is called in a form: a place that is as good as there, else the coordinates.
#[must_use]
pub fn spot_at(state: &State, point: Point) -> Spot {
    const THERE: f64 = 20.0;
    let known = state.places.values().filter(|place| !place.retired && place.shape.is_point());
    let near = known.filter_map(|place| Some((place, place.point?.metres_to(point))));
    let nearest = near.min_by(|one, other| one.1.total_cmp(&other.1)).filter(|(_, metres)| *metres <= THERE);
    match nearest {
        Some((place, _)) => Spot { text: place.name.clone(), place: Some(place.id), point: place.point },
        None => {
            let text = crate::domain::geo::write(point, crate::domain::geo::Notation::Decimal);
            Spot { text, place: None, point: Some(point) }
        }
    }
}
