//! Everything the log says, folded. It lives in memory only and can be made again at any time.

use super::call::{Call, digits};
use super::entry::{Author, AuthorId, Entry};
use super::geo::Point;
use super::ground::{Ground, read_crossing};
use super::guidance::GuideCard;
use super::ids::{AssignmentId, CallId, Code, CommandId, FlagId, IncidentId, PlaceId, UnitId};
use super::incident::{Incident, Phase, Priority};
use super::moment::Moment;
use super::phrase::{PhraseKey, PhraseRule};
use super::place::{Doubt, Flag, FlagSubject, Place, PlaceIndex, Spot, UnitKind, fold};
use super::setup::{Disposition, IncidentType, Operation, PriorityRule, Target, Tone};
use super::track::Shape;
use super::unit::{Assignment, Readiness, Status, Step, Unit, fold_call_sign};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How many of the latest commands a window recognises when they are asked again. A retry follows its first try within
/// seconds, so some thousand commands are far more than enough.
pub const REMEMBERED_COMMANDS: usize = 4096;

/// What a kilometre of a course means.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark<'a> {
    At(&'a Place, Point),
    /// Courses that have it, each somewhere else, until somebody says the name.
    OfSeveral {
        courses: Vec<&'a Place>,
        km: f64,
    },
    /// No course has it; this is the one that goes farthest.
    Beyond(&'a Place),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The last row that was folded.
    pub through: u64,
    pub operation: Operation,
    pub units: BTreeMap<UnitId, Unit>,
    pub unit_kinds: BTreeMap<Code, UnitKind>,
    pub places: BTreeMap<PlaceId, Place>,
    pub types: BTreeMap<Code, IncidentType>,
    pub priorities: Vec<PriorityRule>,
    pub dispositions: BTreeMap<Code, Disposition>,
    pub flags: BTreeMap<FlagId, Flag>,
    pub targets: BTreeMap<Code, Target>,
    /// Goals that nobody measures against any more.
    pub retired_targets: BTreeMap<Code, Target>,
    /// What the operation says about phrases of callers, apart from those that the program brings along.
    pub phrases: BTreeMap<PhraseKey, PhraseRule>,
    pub cards: BTreeMap<Code, GuideCard>,
    /// Response plans, what their words mean, and what must stay covered.
    pub book: super::plan::Book,
    pub calls: BTreeMap<CallId, Call>,
    pub incidents: BTreeMap<IncidentId, Incident>,
    pub assignments: BTreeMap<AssignmentId, Assignment>,
    /// Lines that belong to no incident.
    pub general: Vec<Entry>,
    pub authors: Vec<Author>,
    pub commands: VecDeque<CommandId>,
    pub last_number: u32,
    pub numbers: BTreeMap<u32, IncidentId>,
    pub open: BTreeSet<IncidentId>,
    pub call_signs: BTreeMap<String, UnitId>,
    pub ground: Ground,
    /// Look-up by name; rebuilt from the places, never stored.
    #[serde(skip)]
    pub place_index: PlaceIndex,
}

impl Default for State {
    fn default() -> Self {
        let rule = |label: &str, alarm_minutes, tone| PriorityRule { label: label.into(), alarm_minutes, tone };
        Self {
            through: 0,
            operation: Operation::default(),
            units: BTreeMap::new(),
            unit_kinds: BTreeMap::new(),
            places: BTreeMap::new(),
            types: BTreeMap::new(),
            priorities: vec![
                rule("P1", 1, Tone::Urgent),
                rule("P2", 3, Tone::Double),
                rule("P3", 5, Tone::Single),
                rule("P4", 15, Tone::None),
                rule("P5", 60, Tone::None),
            ],
            dispositions: BTreeMap::new(),
            flags: BTreeMap::new(),
            targets: BTreeMap::new(),
            retired_targets: BTreeMap::new(),
            phrases: BTreeMap::new(),
            cards: BTreeMap::new(),
            book: super::plan::Book::default(),
            calls: BTreeMap::new(),
            incidents: BTreeMap::new(),
            assignments: BTreeMap::new(),
            general: Vec::new(),
            authors: Vec::new(),
            commands: VecDeque::new(),
            last_number: 0,
            numbers: BTreeMap::new(),
            open: BTreeSet::new(),
            call_signs: BTreeMap::new(),
            ground: Ground::default(),
            place_index: PlaceIndex::default(),
        }
    }
}

impl State {
    /// Makes again what is not stored. Called once after a snapshot was read.
    pub fn rebuild_indexes(&mut self) {
        self.place_index = PlaceIndex::default();
        for place in self.places.values().filter(|place| !place.retired) {
            self.place_index.add(place);
        }
        self.ground.rebuild_names();
    }

    #[must_use]
    pub fn author(&self, id: AuthorId) -> Option<&Author> {
        self.authors.get(usize::from(id.0))
    }

    #[must_use]
    pub fn priority_rule(&self, priority: Priority) -> Option<&PriorityRule> {
        self.priorities.get(priority as usize)
    }

    #[must_use]
    pub fn incident_numbered(&self, number: u32) -> Option<&Incident> {
        self.incidents.get(self.numbers.get(&number)?)
    }

    #[must_use]
    pub fn unit_called(&self, call_sign: &str) -> Option<&Unit> {
        self.units.get(self.call_signs.get(&fold_call_sign(call_sign))?)
    }

    #[must_use]
    pub fn top_assignment(&self, unit: &Unit) -> Option<&Assignment> {
        self.assignments.get(&unit.top()?)
    }

    /// What the board shows of a unit, and since when.
    #[must_use]
    pub fn status(&self, unit: &Unit) -> (Status, Moment) {
        match self.top_assignment(unit) {
            Some(assignment) => (Status::On(assignment.step()), assignment.since()),
            None => (Status::Ready(unit.readiness), unit.readiness_since),
        }
    }

    /// Open assignments of an incident, in the order in which they were made.
    pub fn working<'a>(&'a self, incident: &'a Incident) -> impl Iterator<Item = &'a Assignment> {
        incident.assignments.iter().filter_map(|id| self.assignments.get(id)).filter(|assignment| assignment.is_open())
    }

    /// Where an incident stands, computed from its assignments.
    #[must_use]
    pub fn phase(&self, incident: &Incident) -> Phase {
        if !incident.is_open() {
            return Phase::Closed;
        }
        let furthest = self.working(incident).map(Assignment::step).max();
        match furthest {
            Some(step) if Step::OnScene <= step => Phase::OnScene,
            Some(step) if Step::EnRoute <= step => Phase::EnRoute,
            Some(_) => Phase::Dispatched,
            None if self.was_attended(incident) => Phase::Clearing,
            None => Phase::Pending,
        }
    }

    /// Somebody cleared from it, so that it is not waiting for a first unit. A reopened incident starts again.
    fn was_attended(&self, incident: &Incident) -> bool {
        incident.assignments.iter().filter_map(|id| self.assignments.get(id)).any(|assignment| {
            assignment
                .end
                .as_ref()
                .is_some_and(|end| matches!(end.how, super::unit::Ending::Cleared) && incident.last_opened() <= end.at)
        })
    }

    /// Where a unit is best thought to be: with its incident once it arrived, else where it was last seen, else its post.
    #[must_use]
    pub fn whereabouts<'a>(&'a self, unit: &'a Unit) -> &'a Spot {
        if let Some(assignment) = self.top_assignment(unit)
            && (Step::OnScene..=Step::AtPatient).contains(&assignment.step())
            && let Some(incident) = self.incidents.get(&assignment.incident)
        {
            return &incident.place;
        }
        unit.last_seen.as_ref().map_or(&unit.post, |(spot, _)| spot)
    }

    /// Where a unit that moves up is going, as far as somebody said a place.
    #[must_use]
    pub fn moves_up_to(&self, unit: &Unit) -> Option<Spot> {
        let moves = unit.readiness == Readiness::MoveUp && unit.top().is_none() && !unit.reason.is_empty();
        moves.then(|| self.spot(&unit.reason)).filter(|spot| spot.place.is_some() || spot.point.is_some())
    }

    /// Flags that speak about a spot or a number at `now`, the gravest first.
    #[must_use]
    pub fn flags_near(&self, spot: &Spot, callback: &str, now: Moment) -> Vec<&Flag> {
        let number = digits(callback);
        let mut found: Vec<&Flag> = self
            .flags
            .values()
            .filter(|flag| flag.speaks(now))
            .filter(|flag| match &flag.on {
                FlagSubject::Number(flagged) => !number.is_empty() && *flagged == number,
                FlagSubject::Place(id) => {
                    spot.place == Some(*id)
                        || match (self.places.get(id), spot.point) {
                            (Some(flagged), Some(here)) => {
                                let near = |point: Point| point.metres_to(here) <= f64::from(flag.metres);
                                flagged.shape.holds(flagged.point, here) || flagged.point.is_some_and(near)
                            }
                            _ => false,
                        }
                }
            })
            .collect();
        found.sort_by_key(|flag| flag.severity);
        found
    }

    /// Resolves typed words to a spot: a place name or alias, a mark of a course, a crossing of two streets, coordinates,
    /// else a free address.
    #[must_use]
    pub fn spot(&self, text: &str) -> Spot {
        let text = text.trim();
        if let Some(place) = self.place_index.named(text).and_then(|id| self.places.get(&id)) {
            return Spot { text: place.name.clone(), place: Some(place.id), point: place.point };
        }
        if let Some(Mark::At(place, point)) = self.mark(text) {
            return Spot { text: text.to_owned(), place: Some(place.id), point: Some(point) };
        }
        if let Some(spot) = self.crossing(text) {
            return spot;
        }
        // Two places in one breath, "gate 4 & km 2": the first that is known gives the point.
        let parts: Vec<&str> = text.split(['&', '+']).map(str::trim).filter(|part| !part.is_empty()).collect();
        if 1 < parts.len()
            && !text.chars().any(|character| character == '+') | text.contains(" + ")
            && let Some(found) =
                parts.iter().find_map(|part| self.place_index.named(part).and_then(|id| self.places.get(&id)))
        {
            return Spot { text: text.to_owned(), place: Some(found.id), point: self.middle(&parts).or(found.point) };
        }
        if let Some(Ok((point, _))) = super::geo::read(text, self.reference()) {
            return Spot { text: text.to_owned(), place: None, point: Some(point) };
        }
        Spot::free(text)
    }

    /// What "km 18.4", "18.4 km" or "half km 3" means on the courses of this name, or on all where none is said. None: it
    /// is no mark, or no course has the name.
    #[must_use]
    pub fn mark(&self, text: &str) -> Option<Mark<'_>> {
        const SAME_GROUND: f64 = 100.0;
        let (course, km) = read_mark(text)?;
        let named = |name: &String| fold(name) == course;
        let meant = |place: &&Place| course.is_empty() || named(&place.name) || place.aliases.iter().any(named);
        let courses = self.places.values().filter(|place| !place.retired && place.shape.marks().is_some());
        let courses: Vec<&Place> = courses.filter(meant).collect();
        let found = courses.iter().filter_map(|place| Some((*place, place.shape.mark(km * 1000.0)?)));
        let found: Vec<(&Place, Point)> = found.collect();
        match &found[..] {
            [] => {
                let end = |place: &&&Place| place.shape.marks().map_or(0, |(_, to)| to);
                Some(Mark::Beyond(courses.iter().max_by_key(end)?))
            }
            [(place, point), rest @ ..] if rest.iter().all(|(_, other)| other.metres_to(*point) <= SAME_GROUND) => {
                Some(Mark::At(place, *point))
            }
            several => Some(Mark::OfSeveral { courses: several.iter().map(|(place, _)| *place).collect(), km }),
        }
    }

    /// What to type for a kilometre that several courses have.
    #[must_use]
    pub fn marks_like(&self, text: &str) -> Vec<String> {
        match self.mark(text) {
            Some(Mark::OfSeveral { courses, km }) => {
                courses.iter().map(|course| format!("{} km {km}", course.name)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// "Mannerheimintie & Kaivokatu", from the network of paths.
    fn crossing(&self, text: &str) -> Option<Spot> {
        let (one, other, which) = read_crossing(text)?;
        let point = self.ground.crossings(one, other)?.into_iter().nth(which - 1)?;
        Some(Spot { text: text.to_owned(), place: None, point: Some(point) })
    }

    /// The areas and circles that a point lies in.
    pub fn areas_at(&self, here: Point) -> impl Iterator<Item = &Place> {
        self.places.values().filter(move |place| !place.retired && place.shape.holds(place.point, here))
    }

    /// How far a point is from what the operation knows, in metres, if that is too far to be meant.
    #[must_use]
    pub fn far_off(&self, here: Point) -> Option<f64> {
        let near = self.reference()?;
        if here.metres_to(near) < FAR_METRES {
            return None;
        }
        let path = self.ground.shown().find_map(|(_, path)| path.track.0.first()).map(|corner| corner.point());
        let known = self.places.values().filter_map(|place| place.point).chain(path);
        let nearest = known.map(|point| point.metres_to(here)).fold(near.metres_to(here), f64::min);
        (FAR_METRES <= nearest).then_some(nearest)
    }

    /// Whether two spots are one place. Two marks of one course share its name and may lie kilometres apart, so along a line
    /// the distance decides.
    #[must_use]
    pub fn same_place(&self, one: &Spot, other: &Spot) -> bool {
        let Some(place) = one.place.filter(|_| one.place == other.place).and_then(|id| self.places.get(&id)) else {
            return false;
        };
        match (one.point, other.point) {
            (Some(here), Some(there)) if matches!(place.shape, Shape::Line { .. } | Shape::Course { .. }) => {
                here.metres_to(there) <= ONE_STRETCH
            }
            _ => true,
        }
    }

    /// What is doubtful about where a spot lies. A known place and a free address are never in doubt.
    #[must_use]
    pub fn doubt(&self, spot: &Spot) -> Option<Doubt> {
        if spot.place.is_some() {
            return None;
        }
        if let Some(point) = spot.point {
            return self.far_off(point).map(|metres| Doubt::Far { metres });
        }
        match super::geo::read(&spot.text, self.reference())? {
            Err(super::geo::Fault::LooksSwapped { swapped }) => Some(Doubt::Swapped { right: swapped }),
            Err(_) => Some(Doubt::Unreadable),
            Ok(_) => None,
        }
    }

    /// The middle of the named parts that have a point, when there are at least two of them.
    fn middle(&self, parts: &[&str]) -> Option<super::geo::Point> {
        let points: Vec<_> =
            parts.iter().filter_map(|part| self.places.get(&self.place_index.named(part)?)?.point).collect();
        if points.len() < 2 {
            return None;
        }
        let count = points.len() as f64;
        super::geo::Point::new(
            points.iter().map(|point| point.lat).sum::<f64>() / count,
            points.iter().map(|point| point.lon).sum::<f64>() / count,
        )
    }

    /// A point inside the operation, against which short or swapped coordinates are judged.
    #[must_use]
    pub fn reference(&self) -> Option<super::geo::Point> {
        let places = self.places.values().filter(|place| !place.retired);
        let path = || self.ground.shown().find_map(|(_, path)| path.track.0.first()).map(|corner| corner.point());
        places.filter_map(|place| place.point).next().or_else(path)
    }

    /// Ready and free units, whether or not they have ever been used.
    pub fn free_units(&self) -> impl Iterator<Item = &Unit> {
        self.units.values().filter(|unit| unit.is_free())
    }

    #[must_use]
    pub fn remembers(&self, command: CommandId) -> bool {
        self.commands.contains(&command)
    }

    /// Units of which a person expects to hear, now or soon.
    #[must_use]
    pub fn is_on_duty(unit: &Unit) -> bool {
        !unit.retired && unit.readiness != Readiness::OffDuty
    }
}

/// Metres within which two marks of a course are the same stretch of it.
const ONE_STRETCH: f64 = 250.0;

/// Metres from everything that the operation knows at which coordinates are asked about: farther than any course is long,
/// nearer than most slips of the fingers lead.
pub const FAR_METRES: f64 = 100_000.0;

/// The course and the kilometre of "half marathon km 18.4", "km18,4" or "18.4 km".
fn read_mark(text: &str) -> Option<(String, f64)> {
    let text = text.trim().to_lowercase();
    let number = |text: &str| {
        let text = text.trim().replace(',', ".");
        let plain = text.starts_with(|first: char| first.is_ascii_digit());
        text.parse::<f64>().ok().filter(|number| plain && number.is_finite())
    };
    if let Some(km) = text.strip_suffix("km").and_then(number) {
        return Some((String::new(), km));
    }
    let (course, km) = text.rsplit_once("km")?;
    let apart = course.is_empty() || course.ends_with(' ');
    Some((fold(course), number(km)?)).filter(|_| apart)
}

impl Incident {
    /// When the incident last became open: when it was made, or when it was last reopened.
    #[must_use]
    pub fn last_opened(&self) -> Moment {
        self.entries
            .iter()
            .rev()
            .find(|entry| matches!(entry.line, super::entry::Line::Reopened { .. }))
            .map_or(Moment(i64::MIN), |entry| entry.entered)
    }
}
