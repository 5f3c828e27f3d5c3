//! Taking back one's own last act, by correction events. Nothing is removed: the record shows both.

use super::apply::{Changes, apply};
use super::command::Now;
use super::entry::{Entry, Line};
use super::event::{Event, PlaceDetail, Recorded};
use super::ground::SitePlan;
use super::guidance::Approval;
use super::ids::{AssignmentId, Code, FreshIds, IncidentId};
use super::incident::Hold;
use super::moment::Moment;
use super::place::{Place, Spot};
use super::refusal::Refusal;
use super::state::State;
use super::unit::{Ending, Step};
use std::collections::BTreeMap;

mod cards;
mod plans;

/// One row of a command, and what it replaced.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    pub row: Recorded,
    pub before: Before,
}

/// What an event replaced, where no line of the record tells it. To be taken down just before the event is folded.
#[derive(Debug, Clone, PartialEq)]
pub enum Before {
    Told,
    Hold(Option<Hold>),
    Welfare(Option<Moment>),
    Seen(Option<Spot>),
    /// The reason for which each path was shut.
    Shut(BTreeMap<u32, String>),
    /// The crowd factor of each path, in percent.
    Crowd(BTreeMap<u32, u16>),
    Attached(Option<IncidentId>),
    /// The change of a place that brings back what it had.
    Place(PlaceDetail),
    Plan(Option<SitePlan>),
    /// The response plan of the same code, and whether it was retired.
    RunCard(Option<(Box<super::plan::Plan>, bool)>),
    Word(Option<super::plan::Word>),
    Cover(Option<super::plan::Cover>),
    Rule(u32),
    Approval(Option<Approval>),
}

impl Before {
    #[must_use]
    pub fn of(state: &State, event: &Event) -> Self {
        let ground = &state.ground;
        match event {
            Event::Held { incident, .. } | Event::HoldEnded { incident } => {
                Self::Hold(state.incidents.get(incident).and_then(|row| row.hold.clone()))
            }
            Event::WelfareTimed { unit, .. } => Self::Welfare(state.units.get(unit).and_then(|row| row.welfare_due)),
            Event::UnitMoved { unit, .. } => {
                let seen = state.units.get(unit).and_then(|row| row.last_seen.as_ref());
                Self::Seen(seen.map(|(spot, _)| spot.clone()))
            }
            Event::UnitStepped { assignment, .. } => {
                let unit = state.assignments.get(assignment).and_then(|row| state.units.get(&row.unit));
                Self::Seen(unit.and_then(|row| row.last_seen.as_ref()).map(|(spot, _)| spot.clone()))
            }
            Event::PathsOpened { paths } => {
                let reason = |path| ground.closed.get(path).map(|reason| (*path, reason.clone()));
                Self::Shut(paths.iter().filter_map(reason).collect())
            }
            Event::CrowdFactorSet { paths, .. } => {
                Self::Crowd(paths.iter().map(|path| (*path, ground.crowd_on(*path))).collect())
            }
            Event::PlaceChanged { place, detail } => {
                state.places.get(place).map_or(Self::Told, |place| Self::Place(turned_back(place, detail)))
            }
            Event::SitePlanPlaced { .. } | Event::SitePlanRemoved { .. } => Self::Plan(ground.plan.clone()),
            Event::CallAttached { call, .. } => Self::Attached(state.calls.get(call).and_then(|call| call.incident)),
            Event::CardApproved { card, version, .. } | Event::CardApprovalWithdrawn { card, version } => {
                Self::Approval(state.cards.get(card).and_then(|row| row.approvals.get(version)).cloned())
            }
            _ => plans::before(state, event).unwrap_or(Self::Told),
        }
    }
}

/// Folds the rows of one command, and keeps what they replaced.
pub fn carry_out(state: &mut State, rows: &[Recorded]) -> (Vec<Act>, Changes) {
    let mut changes = Changes::default();
    let acts = rows.iter().map(|row| {
        let before = Before::of(state, &row.event);
        changes.merge(apply(state, row));
        Act { row: row.clone(), before }
    });
    (acts.collect(), changes)
}

/// The corrections that take back `acts`, the rows of one command, in the state that they and all later rows made.
pub fn undo(state: &State, acts: &[Act], now: &Now) -> Result<Vec<Event>, Refusal> {
    corrections(state, acts, now.ids.clone())
}

/// Whether a command of this kind can be taken back at all, so that no button offers what cannot be done.
#[must_use]
pub fn can_undo(state: &State, acts: &[Act]) -> bool {
    // Nothing of this is written, so the ids need not be fresh.
    corrections(state, acts, FreshIds::new(0, [0; 10])).is_ok()
}

fn corrections(state: &State, acts: &[Act], mut ids: FreshIds) -> Result<Vec<Event>, Refusal> {
    if acts.is_empty() {
        return Err(Refusal::NothingToUndo);
    }
    let mut corrections = Vec::new();
    for Act { row, before } in acts.iter().rev() {
        match replaced(state, acts, row, before)? {
            Some(restored) => corrections.extend(restored),
            None => corrections.extend(correction(state, acts, row, &mut ids)?),
        }
    }
    // "Undone" over nothing written would be a lie.
    if corrections.is_empty() { Err(Refusal::CannotUndo) } else { Ok(corrections) }
}

/// The events that bring back what a row replaced; none if the record tells it, or if it replaced nothing.
fn replaced(state: &State, acts: &[Act], row: &Recorded, before: &Before) -> Result<Option<Vec<Event>>, Refusal> {
    let events = match (&row.event, before) {
        (Event::Held { incident, until, .. }, Before::Hold(Some(hold))) => {
            let held = state.incidents.get(incident).and_then(|row| row.hold.as_ref());
            still(held.is_some_and(|hold| hold.until == *until))?;
            vec![Event::Held { incident: *incident, until: hold.until, reason: hold.reason.clone() }]
        }
        // A hold that a dispatch ended stays ended: the unit is what was taken back.
        (Event::HoldEnded { .. }, _) if acts.iter().any(|act| matches!(act.row.event, Event::UnitAssigned { .. })) => {
            Vec::new()
        }
        (Event::HoldEnded { incident }, Before::Hold(Some(hold))) => {
            let open = state.incidents.get(incident).filter(|row| row.is_open());
            still(open.is_some_and(|row| row.hold.is_none()))?;
            vec![Event::Held { incident: *incident, until: hold.until, reason: hold.reason.clone() }]
        }
        (Event::WelfareTimed { unit, due }, Before::Welfare(was @ Some(_))) => {
            still(state.units.get(unit).is_some_and(|row| row.welfare_due == *due))?;
            vec![Event::WelfareTimed { unit: *unit, due: *was }]
        }
        (Event::UnitMoved { unit, place }, Before::Seen(was)) => {
            let moved = state.units.get(unit).ok_or(Refusal::CannotUndo)?;
            still(moved.last_seen.as_ref().is_some_and(|(spot, at)| spot == place && *at == row.at))?;
            // A unit that nobody has seen is thought to be at its post.
            let place = was.as_ref().unwrap_or(&moved.post).clone();
            vec![Event::UnitMoved { unit: *unit, place }]
        }
        (Event::UnitStepped { assignment, step, .. }, Before::Seen(was)) => {
            let open = state.assignments.get(assignment).ok_or(Refusal::CannotUndo)?;
            // What was entered late stands between other milestones, and nothing stands on it.
            let late = row.at < row.entered && open.time_of(*step) == Some(row.at);
            still(open.is_open() && (late || open.step() == *step))?;
            let unit = state.units.get(&open.unit).ok_or(Refusal::CannotUndo)?;
            let place = was.as_ref().unwrap_or(&unit.post);
            // The step brought the unit to a place; without it, it is where it was thought to be before.
            let brought = unit.last_seen.as_ref().is_some_and(|(spot, at)| *at == row.at && spot != place);
            let back = (brought && !place.is_blank()).then(|| Event::UnitMoved { unit: unit.id, place: place.clone() });
            let withdrawn = Event::StepWithdrawn { assignment: *assignment, step: *step };
            std::iter::once(withdrawn).chain(back).collect()
        }
        (Event::PathsOpened { paths }, Before::Shut(reasons)) => {
            still(paths.iter().all(|path| !state.ground.closed.contains_key(path)))?;
            let shut = by_value(reasons).into_iter();
            shut.map(|(reason, paths)| Event::PathsClosed { paths, reason }).collect()
        }
        (Event::CrowdFactorSet { paths, percent }, Before::Crowd(factors)) => {
            still(paths.iter().all(|path| state.ground.crowd_on(*path) == *percent))?;
            let set = by_value(factors).into_iter();
            set.map(|(percent, paths)| Event::CrowdFactorSet { paths, percent }).collect()
        }
        (Event::PlaceChanged { place, detail }, Before::Place(was)) => {
            let changed = state.places.get(place).ok_or(Refusal::CannotUndo)?;
            still(!changed.retired && holds(changed, detail))?;
            vec![Event::PlaceChanged { place: *place, detail: was.clone() }]
        }
        (Event::SitePlanPlaced { name, blob, anchors }, Before::Plan(was)) => {
            let plan = state.ground.plan.as_ref();
            still(plan.is_some_and(|plan| plan.blob == *blob && plan.anchors == *anchors))?;
            vec![was.as_ref().map_or_else(|| Event::SitePlanRemoved { name: name.clone() }, placed)]
        }
        (Event::SitePlanRemoved { .. }, Before::Plan(Some(was))) => {
            still(state.ground.plan.is_none())?;
            vec![placed(was)]
        }
        (Event::CallAttached { call, incident }, Before::Attached(was)) => {
            still(state.calls.get(call).is_some_and(|row| row.incident == Some(*incident)))?;
            match was {
                Some(was) => vec![Event::CallAttached { call: *call, incident: *was }],
                None => vec![Event::CallDetached { call: *call, incident: *incident }],
            }
        }
        (Event::CardApproved { card, version, name, date }, Before::Approval(was)) => {
            let given = state.cards.get(card).and_then(|row| row.approvals.get(version));
            still(given.is_some_and(|given| given.name == *name && given.date == *date))?;
            vec![approved(card, *version, was.as_ref())]
        }
        (Event::CardApprovalWithdrawn { card, version }, Before::Approval(was @ Some(_))) => {
            still(state.cards.get(card).is_some_and(|row| !row.approvals.contains_key(version)))?;
            vec![approved(card, *version, was.as_ref())]
        }
        (event, before) => return plans::replaced(state, event, before),
    };
    Ok(Some(events))
}

fn approved(card: &Code, version: u32, was: Option<&Approval>) -> Event {
    let card = card.clone();
    match was {
        Some(Approval { name, date }) => Event::CardApproved { card, version, name: name.clone(), date: date.clone() },
        None => Event::CardApprovalWithdrawn { card, version },
    }
}

fn placed(plan: &SitePlan) -> Event {
    let SitePlan { name, blob, anchors } = plan.clone();
    Event::SitePlanPlaced { name, blob, anchors }
}

/// The change that gives a place back what `detail` is about to replace.
fn turned_back(place: &Place, detail: &PlaceDetail) -> PlaceDetail {
    match detail {
        PlaceDetail::Name(_) => PlaceDetail::Name(place.name.clone()),
        PlaceDetail::AliasAdded(alias) => PlaceDetail::AliasRemoved(alias.clone()),
        PlaceDetail::AliasRemoved(alias) => PlaceDetail::AliasAdded(alias.clone()),
        PlaceDetail::What(_) => PlaceDetail::What(place.kind.clone()),
        PlaceDetail::Point(_) => PlaceDetail::Point(place.point),
        PlaceDetail::Note(_) => PlaceDetail::Note(place.note.clone()),
        PlaceDetail::Shape(_) => PlaceDetail::Shape(place.shape.clone()),
    }
}

/// Whether a place is still as the change left it.
fn holds(place: &Place, detail: &PlaceDetail) -> bool {
    match detail {
        PlaceDetail::Name(name) => place.name == *name,
        PlaceDetail::AliasAdded(alias) => place.aliases.contains(alias),
        PlaceDetail::AliasRemoved(alias) => !place.aliases.contains(alias),
        PlaceDetail::What(what) => place.kind == *what,
        PlaceDetail::Point(point) => place.point == *point,
        PlaceDetail::Note(note) => place.note == *note,
        PlaceDetail::Shape(shape) => place.shape == *shape,
    }
}

/// The paths that share a value, by value.
fn by_value<T: Ord + Clone>(values: &BTreeMap<u32, T>) -> BTreeMap<T, Vec<u32>> {
    let mut paths: BTreeMap<T, Vec<u32>> = BTreeMap::new();
    for (path, value) in values {
        paths.entry(value.clone()).or_default().push(*path);
    }
    paths
}

fn correction(state: &State, acts: &[Act], row: &Recorded, ids: &mut FreshIds) -> Result<Option<Event>, Refusal> {
    let by_same = |made: &dyn Fn(&Event) -> bool| acts.iter().any(|act| made(&act.row.event));
    let rows: Vec<&Recorded> = acts.iter().map(|act| &act.row).collect();
    if let Some(made) = cards::correction(state, &rows, row) {
        return made;
    }
    let event = match &row.event {
        // What is reckoned from these lines is reckoned without one that is struck.
        Event::CompressorChanged { incident, .. } | Event::ContractionBegan { incident, .. } => {
            still(entry_of(state, row)?.struck.is_none())?;
            Event::EntryStruck { incident: Some(*incident), entry: row.id, reason: String::new() }
        }
        Event::Noted { incident, .. } | Event::RadioHeard { incident, .. } => {
            still(entry_of(state, row)?.struck.is_none())?;
            // An empty reason reads as "taken back" on every screen, in every language.
            Event::EntryStruck { incident: *incident, entry: row.id, reason: String::new() }
        }
        Event::UnitAssigned { assignment, .. } => {
            let open = state.assignments.get(assignment).ok_or(Refusal::CannotUndo)?;
            if !open.is_open() || 1 < open.steps.len() {
                return Err(Refusal::UndoTooLate);
            }
            Event::UnitReleased { assignment: *assignment, how: Ending::Withdrawn, reason: String::new() }
        }
        Event::UnitReleased { assignment, how, .. } => {
            let released = state.assignments.get(assignment).ok_or(Refusal::CannotUndo)?;
            let unit = state.units.get(&released.unit).ok_or(Refusal::CannotUndo)?;
            let incident = state.incidents.get(&released.incident).ok_or(Refusal::CannotUndo)?;
            // A unit that has been sent elsewhere meanwhile is not pulled back by an undo, nor one that is gone. What the
            // same command did after this is taken back before it: the closing of the incident, or where a divert led.
            let made_here = |id: &AssignmentId| {
                by_same(&|event| matches!(event, Event::UnitAssigned { assignment, .. } if assignment == id))
            };
            let closed_here =
                by_same(&|event| matches!(event, Event::Closed { incident, .. } if *incident == released.incident));
            // Ids rise with time: what is older lay beneath the released work and lies there still.
            let lay_beneath = |id: &AssignmentId| {
                let work = state.assignments.get(id);
                id < assignment && work.is_some_and(|work| work.incident != released.incident)
            };
            still(!unit.retired && unit.stack.iter().all(|id| made_here(id) || lay_beneath(id)))?;
            still((incident.is_open() || closed_here) && *how != Ending::Withdrawn)?;
            Event::UnitAssigned {
                assignment: AssignmentId(ids.fresh()),
                incident: released.incident,
                unit: released.unit,
                step: released.steps.last().map_or(Step::Dispatched, |(step, _)| *step),
            }
        }
        Event::ReadinessChanged { unit, .. } => {
            let Line::Readiness { was, now, .. } = was_of(state, row)? else { return Err(Refusal::CannotUndo) };
            let current = state.units.get(unit).ok_or(Refusal::CannotUndo)?;
            if current.readiness != *now || current.top().is_some() {
                return Err(Refusal::UndoTooLate);
            }
            // The reason comes back too: a unit that is out of service is so for one.
            let earlier = state.general.iter().rev().skip_while(|entry| entry.id != row.id).skip(1);
            let reason = earlier.map(|entry| &entry.line).find_map(|line| match line {
                Line::Readiness { unit: other, now, reason, .. } if other == unit && now == was => Some(reason.clone()),
                _ => None,
            });
            Event::ReadinessChanged { unit: *unit, readiness: *was, reason: reason.unwrap_or_default() }
        }
        Event::KindChanged { incident, kind } => {
            let Line::Kind { was, .. } = was_of(state, row)? else { return Err(Refusal::CannotUndo) };
            still(state.incidents.get(incident).is_some_and(|row| row.kind == *kind))?;
            Event::KindChanged { incident: *incident, kind: was.clone() }
        }
        Event::UrgencyChanged { incident, priority } => {
            let Line::Priority { was, .. } = was_of(state, row)? else {
                return Err(Refusal::CannotUndo);
            };
            still(state.incidents.get(incident).is_some_and(|row| row.priority == *priority))?;
            Event::UrgencyChanged { incident: *incident, priority: *was }
        }
        Event::PlaceMoved { incident, place } => {
            let Line::Place { was, .. } = was_of(state, row)? else { return Err(Refusal::CannotUndo) };
            let moved = state.incidents.get(incident).ok_or(Refusal::CannotUndo)?;
            still(moved.place == *place)?;
            // The line holds the words only; the first place is known whole, with a point that no name leads to.
            let first = Some(&moved.first_place).filter(|first| first.text == *was);
            Event::PlaceMoved { incident: *incident, place: first.cloned().unwrap_or_else(|| state.spot(was)) }
        }
        Event::PlaceVerified { incident } => {
            still(state.incidents.get(incident).is_some_and(|row| row.verified.is_some()))?;
            Event::VerificationWithdrawn { incident: *incident }
        }
        Event::Answered { incident, question, answer, .. } => {
            let Line::Answer { was, .. } = was_of(state, row)? else { return Err(Refusal::CannotUndo) };
            let current = state.incidents.get(incident).and_then(|row| row.answers.get(question));
            still(current.map_or("", |answer| answer.value.as_str()) == answer)?;
            Event::Answered {
                incident: *incident,
                question: question.clone(),
                answer: was.clone(),
                instead: Vec::new(),
            }
        }
        Event::Held { incident, until, .. } => {
            let hold = state.incidents.get(incident).and_then(|row| row.hold.as_ref());
            still(hold.is_some_and(|hold| hold.until == *until))?;
            Event::HoldEnded { incident: *incident }
        }
        Event::Linked { incident, other } => {
            still(state.incidents.get(incident).is_some_and(|row| row.links.contains(other)))?;
            Event::Unlinked { incident: *incident, other: *other }
        }
        Event::Unlinked { incident, other } => {
            still(state.incidents.get(incident).is_some_and(|row| !row.links.contains(other)))?;
            Event::Linked { incident: *incident, other: *other }
        }
        Event::Closed { incident, .. } => {
            let closed = state.incidents.get(incident).filter(|row| !row.is_open());
            // Somebody may have reopened it and closed it again.
            let last = closed
                .and_then(|closed| closed.entries.iter().rev().find(|entry| matches!(entry.line, Line::Closed { .. })));
            still(last.is_some_and(|entry| entry.id == row.id))?;
            Event::Reopened { incident: *incident, reason: String::new() }
        }
        Event::UnitRetired { unit } => {
            still(state.units.get(unit).is_some_and(|row| row.retired))?;
            Event::UnitRestored { unit: *unit }
        }
        // It may have been sent somewhere meanwhile.
        Event::UnitRestored { unit } => {
            still(state.units.get(unit).is_some_and(|row| !row.retired && row.stack.is_empty()))?;
            Event::UnitRetired { unit: *unit }
        }
        // A name that came into the record stays there; the place is out of use.
        Event::PlaceAdded { place, .. } => {
            still(state.places.get(place).is_some_and(|row| !row.retired))?;
            Event::PlaceRetired { place: *place }
        }
        Event::PlaceRetired { place } => {
            still(state.places.get(place).is_some_and(|row| row.retired))?;
            Event::PlaceRestored { place: *place }
        }
        Event::PlaceRestored { place } => {
            still(state.places.get(place).is_some_and(|row| !row.retired))?;
            Event::PlaceRetired { place: *place }
        }
        Event::LayerAdded { layer, .. } => {
            still(state.ground.layers.get(layer).is_some_and(|row| !row.retired))?;
            Event::LayerRetired { layer: *layer }
        }
        // The layer goes with the row that named it.
        Event::PathsDrawn { .. } => return Ok(None),
        Event::LayerRetired { layer } => {
            still(state.ground.layers.get(layer).is_some_and(|row| row.retired))?;
            Event::LayerRestored { layer: *layer }
        }
        Event::LayerRestored { layer } => {
            still(state.ground.layers.get(layer).is_some_and(|row| !row.retired))?;
            Event::LayerRetired { layer: *layer }
        }
        Event::PathsClosed { paths, reason } => {
            still(paths.iter().all(|path| state.ground.closed.get(path) == Some(reason)))?;
            Event::PathsOpened { paths: paths.clone() }
        }
        Event::TypeRetired { code } => {
            still(state.types.get(code).is_some_and(|row| row.retired))?;
            Event::TypeRestored { code: code.clone() }
        }
        Event::FlagRaised { flag, .. } => {
            still(state.flags.get(flag).is_some_and(|row| !row.retired))?;
            Event::FlagRetired { flag: *flag }
        }
        Event::FlagRetired { flag } => {
            still(state.flags.get(flag).is_some_and(|row| row.retired))?;
            Event::FlagRestored { flag: *flag }
        }
        Event::UnitKindRetired { code } => {
            still(state.unit_kinds.get(code).is_some_and(|row| row.retired))?;
            Event::UnitKindRestored { code: code.clone() }
        }
        Event::UnitKindRestored { code } => {
            still(state.unit_kinds.get(code).is_some_and(|row| !row.retired))?;
            Event::UnitKindRetired { code: code.clone() }
        }
        Event::TargetAdded { code, .. } | Event::TargetRestored { code } => {
            still(state.targets.contains_key(code))?;
            Event::TargetRetired { code: code.clone() }
        }
        Event::TargetRetired { code } => {
            still(state.retired_targets.contains_key(code))?;
            Event::TargetRestored { code: code.clone() }
        }
        Event::PhraseRetired { means, phrase } => {
            let key = super::phrase::PhraseKey { means: means.clone(), phrase: phrase.clone() };
            still(state.phrases.get(&key).is_some_and(|row| row.retired))?;
            Event::PhraseRestored { means: means.clone(), phrase: phrase.clone() }
        }
        Event::WelfareTimed { unit, due: Some(due) } => {
            still(state.units.get(unit).is_some_and(|row| row.welfare_due == Some(*due)))?;
            Event::WelfareTimed { unit: *unit, due: None }
        }
        Event::StagingEnded { incident } => {
            still(state.incidents.get(incident).is_some_and(|row| row.guidance.staging.is_none()))?;
            Event::StagingAsked { incident: *incident }
        }
        Event::CardRetired { card } => {
            still(state.cards.get(card).is_some_and(|row| row.retired))?;
            Event::CardRestored { card: card.clone() }
        }
        Event::CardRestored { card } => {
            still(state.cards.get(card).is_some_and(|row| !row.retired))?;
            Event::CardRetired { card: card.clone() }
        }
        Event::PlanRetired { plan } => {
            still(state.book.retired.contains(plan))?;
            Event::PlanRestored { plan: plan.clone() }
        }
        Event::PlanRestored { plan } => {
            still(!state.book.retired.contains(plan))?;
            Event::PlanRetired { plan: plan.clone() }
        }
        // What was advised stays advised, whatever becomes of it.
        Event::RecommendationFollowed { .. } => return Ok(None),
        // What a second caller said stays in the log; only the incident that it was put to is taken back.
        Event::CallReceived { call, .. } | Event::CallDescribed { call, .. } | Event::CallEnded { call, .. }
            if by_same(&|event| matches!(event, Event::CallAttached { call: other, .. } if other == call)) =>
        {
            return Ok(None);
        }
        _ => return Err(Refusal::CannotUndo),
    };
    Ok(Some(event))
}

fn still(same: bool) -> Result<(), Refusal> {
    if same { Ok(()) } else { Err(Refusal::UndoTooLate) }
}

/// What the entry of a row says: the old value stands there.
fn was_of<'a>(state: &'a State, row: &Recorded) -> Result<&'a Line, Refusal> {
    entry_of(state, row).map(|entry| &entry.line)
}

/// The entry that a row made.
fn entry_of<'a>(state: &'a State, row: &Recorded) -> Result<&'a Entry, Refusal> {
    let incident = match &row.event {
        Event::KindChanged { incident, .. }
        | Event::UrgencyChanged { incident, .. }
        | Event::PlaceMoved { incident, .. }
        | Event::Answered { incident, .. }
        | Event::CompressorChanged { incident, .. }
        | Event::ContractionBegan { incident, .. } => Some(*incident),
        Event::Noted { incident, .. } | Event::RadioHeard { incident, .. } => *incident,
        _ => None,
    };
    let lines = match incident {
        Some(id) => state.incidents.get(&id).map(|incident| &incident.entries),
        None => Some(&state.general),
    };
    lines.and_then(|lines| lines.iter().rev().find(|line| line.id == row.id)).ok_or(Refusal::CannotUndo)
}
