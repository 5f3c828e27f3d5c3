//! What a map shows, as plain data: pins in order of urgency, areas, routes and the lines of the ground. The list for those
//! who cannot use a map is made of the same pins.

use super::queue::{deadline, type_label};
use super::speech::{readiness_word, status_word, step_word};
use super::units::family;
use crate::domain::geo::Point;
use crate::domain::ground::Class;
use crate::domain::moment::Moment;
use crate::domain::place::{Place, Spot};
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
    /// Everything in words, for the reader and for the list.
    pub say: String,
    #[serde(skip)]
    pub what: String,
    #[serde(skip)]
    pub place: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Area {
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
    #[serde(skip)]
    pub name: String,
    /// The kind that people gave it, else what shape it has.
    #[serde(skip)]
    pub what: String,
    /// Open incidents and units inside, for what has an inside.
    #[serde(skip)]
    pub inside: Option<(usize, usize)>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Route {
    pub line: Vec<[f64; 2]>,
    pub label: String,
    /// Not along paths, but as the crow flies.
    pub straight: bool,
    #[serde(skip)]
    pub unit: String,
    /// The incident at its end, and where that is.
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
    if layers.units {
        units(state, &mut scene.pins);
    }
    for place in state.places.values().filter(|place| !place.retired) {
        match (&place.shape, place.point) {
            (Shape::Point, Some(point)) if layers.places => scene.pins.push(place_pin(place, point)),
            (Shape::Point, _) => {}
            _ => scene.areas.extend(area(state, place)),
        }
    }
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
        let what = format!("{} {}", incident.priority.code(), type_label(incident, state));
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
        ..Pin::default()
    }
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
        Shape::Course { .. } => "course",
        _ if place.kind.eq_ignore_ascii_case("hazard") => "hazard",
        _ => "area",
    };
    let inside = closed.then(|| counts(state, place));
    let label = match inside {
        Some((incidents, units)) if 0 < incidents + units => {
            say(Msg::AreaCounts, &[&place.name, &incidents.to_string(), &units.to_string()])
        }
        _ => place.name.clone(),
    };
    let what = if place.kind.is_empty() { place.shape.word().to_owned() } else { place.kind.clone() };
    let name = place.name.clone();
    Some(Area { kind, label, lat: point.lat, lon: point.lon, metres, span, closed, line, name, what, inside })
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

/// The ways of the units that are on their way.
fn routes(state: &State, network: &Network, routes: &mut Vec<Route>) {
    for unit in state.units.values() {
        let Some(work) = state.top_assignment(unit).filter(|work| work.step() < Step::OnScene) else { continue };
        let incident = state.incidents.get(&work.incident);
        let to = incident.and_then(|incident| Some((incident, incident.place.point?)));
        let kind = state.unit_kinds.get(&unit.kind);
        let (Some((incident, to)), Some(kind), Some((_, from))) = (to, kind, unit_spot(state, unit)) else { continue };
        if from.metres_to(to) < 5.0 {
            continue;
        }
        let start = Start { point: from, kind: &kind.code, speed_kmh: kind.speed_kmh };
        let estimate = network.to(to, &[start]).into_iter().next().flatten();
        let by_paths = estimate.is_some_and(|estimate| estimate.basis != Basis::StraightLine);
        let line = by_paths.then(|| network.route(to, &start)).flatten();
        let straight = line.is_none();
        let line = line.unwrap_or_else(|| vec![from, to]);
        let minutes = estimate.map(|estimate| say(Msg::AboutMinutes, &[&estimate.seconds.div_ceil(60).to_string()]));
        let label = minutes.map(|minutes| format!("{} {minutes}", unit.call_sign)).unwrap_or_default();
        routes.push(Route {
            line: line.iter().map(|point| [point.lat, point.lon]).collect(),
            label,
            straight,
            unit: unit.call_sign.clone(),
            to: format!("#{} {}", incident.number, incident.place.text),
            estimate,
        });
        if routes.len() == ROUTES {
            return;
        }
    }
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
