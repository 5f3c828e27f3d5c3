//! How long a unit needs to a place. Every estimate of the desk is made here, so that no two screens disagree.

use crate::domain::geo::Point;
use crate::domain::ids::Code;
use crate::domain::moment::Moment;
use crate::domain::place::Spot;
use crate::domain::state::State;
use crate::domain::unit::{Readiness, Step, Unit};

/// A travel time, with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Seconds on the way, without turnout.
    pub seconds: u32,
    /// Metres of the way: along the paths, or the straight line times the detour factor.
    pub metres: f64,
    pub basis: Basis,
}

/// What an estimate rests on. It is always said with the estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The operation's own path network.
    Network,
    /// The same, against signs of one way, since no way by the signs is open.
    AgainstOneWay,
    /// A straight line, lengthened by a detour factor.
    StraightLine,
}

/// Where one unit sets out, and how fast its kind is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Start<'a> {
    pub point: Point,
    /// The code of the unit's kind: a network may let only some kinds pass a path, or give each class a speed.
    pub kind: &'a Code,
    /// Planning speed of the kind on the operation's ground, km/h.
    pub speed_kmh: f64,
}

/// Something that knows ways. One destination and many starts, since that is the dispatcher's question, and one search
/// backwards from the destination answers it for all of them.
pub trait Roads {
    /// One answer for each start, in their order; none where no way is known.
    fn to(&self, place: Point, from: &[Start<'_>]) -> Vec<Option<Estimate>>;
}

/// Estimates without a network: the straight line, lengthened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StraightLine {
    /// How much longer the way is than the straight line; 1 is a bird.
    pub detour: f64,
}

/// Ways on roads were measured at 1.2 times the straight line over the United States (Ballou and others, 2002) and at
/// 1.4 times on the way to hospitals (Boscoe and others, 2012). The middle serves a place of which nothing is known.
pub const DETOUR: f64 = 1.3;

/// No estimate is shorter: a crew has to turn, park and walk.
const LEAST_SECONDS: f64 = 30.0;
/// No estimate is longer than a day.
const MOST_SECONDS: f64 = 86_400.0;

impl Default for StraightLine {
    fn default() -> Self {
        Self { detour: DETOUR }
    }
}

impl StraightLine {
    fn one(&self, place: Point, start: &Start<'_>) -> Option<Estimate> {
        let metres = start.point.metres_to(place) * self.detour;
        Some(Estimate { seconds: seconds_for(metres, start.speed_kmh)?, metres, basis: Basis::StraightLine })
    }
}

impl Roads for StraightLine {
    fn to(&self, place: Point, from: &[Start<'_>]) -> Vec<Option<Estimate>> {
        from.iter().map(|start| self.one(place, start)).collect()
    }
}

/// Seconds for a way at a speed, within what an estimate may be; none where either is not a number to reckon with.
#[must_use]
pub fn seconds_for(metres: f64, speed_kmh: f64) -> Option<u32> {
    if !metres.is_finite() || !speed_kmh.is_finite() || speed_kmh <= 0.0 {
        return None;
    }
    Some((metres / (speed_kmh / 3.6)).clamp(LEAST_SECONDS, MOST_SECONDS) as u32)
}

/// Estimates for many units to one spot, in their order: from where each is thought to be, at the speed of its kind.
#[must_use]
pub fn estimates(state: &State, roads: &dyn Roads, to: &Spot, units: &[&Unit]) -> Vec<Option<Estimate>> {
    let mut found = vec![None; units.len()];
    let Some(place) = to.point else { return found };
    let mut starts = Vec::with_capacity(units.len());
    let mut whose = Vec::with_capacity(units.len());
    for (index, unit) in units.iter().enumerate() {
        let kind = state.unit_kinds.get(&unit.kind);
        if let Some((point, kind)) = state.whereabouts(unit).point.zip(kind) {
            starts.push(Start { point, kind: &kind.code, speed_kmh: kind.speed_kmh });
            whose.push(index);
        }
    }
    for (index, estimate) in whose.into_iter().zip(roads.to(place, &starts)) {
        if let Some(slot) = found.get_mut(index) {
            *slot = estimate;
        }
    }
    found
}

/// Since when a unit was not seen where it is reckoned from; none where it is sure to be there: at its post, at the post
/// that it moved up to, or with an incident. A unit under way is reckoned from where it set out.
#[must_use]
pub fn known_since(state: &State, unit: &Unit) -> Option<Moment> {
    let seen = unit.last_seen.as_ref();
    let moves = state.top_assignment(unit).filter(|work| Step::EnRoute <= work.step());
    if let Some(work) = moves {
        let arrived = (Step::OnScene..=Step::AtPatient).contains(&work.step());
        let left = work.time_of(Step::EnRoute).unwrap_or_else(|| work.since());
        return (!arrived).then(|| seen.map_or(left, |(_, at)| left.max(*at)));
    }
    if unit.readiness == Readiness::MoveUp {
        // It has left its post, and stands as surely at the other one once somebody said that it is there.
        let Some((spot, at)) = seen.filter(|(_, at)| unit.readiness_since <= *at) else {
            return Some(unit.readiness_since);
        };
        let is_there = state.moves_up_to(unit).is_some_and(|to| to == *spot || state.same_place(&to, spot));
        return (!is_there).then_some(*at);
    }
    seen.filter(|(spot, _)| *spot != unit.post).map(|(_, at)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(kind: &Code, lon: f64, speed_kmh: f64) -> Start<'_> {
        Start { point: Point { lat: 0.0, lon }, kind, speed_kmh }
    }

    #[test]
    fn a_straight_line_is_lengthened_and_says_so() {
        let kind = Code::new("cart");
        let place = Point { lat: 0.0, lon: 0.0 };
        let starts = [start(&kind, 0.01, 36.0), start(&kind, 0.0, 36.0), start(&kind, 0.01, 0.0)];
        let found = StraightLine { detour: 1.3 }.to(place, &starts);
        let [Some(far), Some(here), None] = found[..] else { panic!("{found:?}") };
        let line = place.metres_to(Point { lat: 0.0, lon: 0.01 });
        assert!((far.metres - line * 1.3).abs() < 0.01);
        assert_eq!(far.seconds, (line * 1.3 / 10.0) as u32);
        assert_eq!(far.basis, Basis::StraightLine);
        assert_eq!(here.seconds, 30);
    }

    #[test]
    fn an_estimate_is_never_a_division_by_zero() {
        assert_eq!(seconds_for(1000.0, 0.0), None);
        assert_eq!(seconds_for(f64::NAN, 36.0), None);
        assert_eq!(seconds_for(1000.0, 36.0), Some(100));
        assert_eq!(seconds_for(1.0, 36.0), Some(30));
    }
}
