//! What remains: posts that keep too little once the picks have gone, and who could move up.

use super::NoEstimate;
use super::survey::{Entry, Post, Stand, Survey};
use crate::domain::geo::Point;
use crate::domain::ids::{PlaceId, UnitId};
use crate::protocol::travel::{Estimate, Roads, Start};
use std::collections::{BTreeMap, BTreeSet};

/// A post that keeps less than it should.
#[derive(Debug, Clone, PartialEq)]
pub struct Bare {
    pub place: PlaceId,
    pub has: usize,
    pub needs: u8,
    /// It is bare by this dispatch; otherwise it was before.
    pub by_this: bool,
    pub move_up: Option<MoveUp>,
}

/// A unit that could stand in, and what that costs.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveUp {
    pub unit: UnitId,
    pub estimate: Option<Estimate>,
    pub unknown: Option<NoEstimate>,
    /// The post that it leaves bare in turn.
    pub bares: Option<PlaceId>,
}

/// Of how many units, the nearest in a straight line, the way is looked up.
const LOOKED_AT: usize = 16;

/// The posts that keep too little once `gone` have left. Each move-up is reckoned with in the next one.
pub fn bare(survey: &Survey<'_>, roads: &dyn Roads, gone: &BTreeSet<UnitId>) -> Vec<Bare> {
    let mut used: BTreeSet<UnitId> = gone.clone();
    let mut found = Vec::new();
    for Post { place, cover, there, .. } in &survey.posts {
        let has = there.difference(gone).count();
        let needs = usize::from(cover.count);
        if needs <= has {
            continue;
        }
        let mask = survey.mask_of(&cover.any_of, &[], 0);
        let able = survey.entries.iter().filter(|entry| {
            entry.stand == Stand::Free
                && !used.contains(&entry.unit.id)
                && !there.contains(&entry.unit.id)
                && survey.serves(entry, &mask)
                && !is_bound_elsewhere(survey, entry, *place)
        });
        let able: Vec<&Entry<'_>> = able.collect();
        let move_up = nearest(survey, roads, *place, able, &needed(survey, &used));
        used.extend(move_up.as_ref().map(|one| one.unit));
        found.push(Bare { place: *place, has, needs: cover.count, by_this: needs <= there.len(), move_up });
    }
    found
}

/// The units that a post cannot spare any more, once `used` have left, and which post that is.
fn needed(survey: &Survey<'_>, used: &BTreeSet<UnitId>) -> BTreeMap<UnitId, PlaceId> {
    let mut found = BTreeMap::new();
    for Post { place, cover, there, .. } in &survey.posts {
        let left: Vec<UnitId> = there.difference(used).copied().collect();
        if left.len() <= usize::from(cover.count) {
            found.extend(left.into_iter().map(|unit| (unit, *place)));
        }
    }
    found
}

/// Whether its duty keeps a unit in the zone of another post.
fn is_bound_elsewhere(survey: &Survey<'_>, entry: &Entry<'_>, place: PlaceId) -> bool {
    let post = entry.unit.post.place.filter(|post| *post != place);
    post.and_then(|post| survey.state.book.covers.get(&post)).is_some_and(|cover| cover.bound)
}

fn nearest(
    survey: &Survey<'_>,
    roads: &dyn Roads,
    place: PlaceId,
    mut able: Vec<&Entry<'_>>,
    needed: &BTreeMap<UnitId, PlaceId>,
) -> Option<MoveUp> {
    let to = survey.state.places.get(&place)?.point;
    let point = |entry: &Entry<'_>| survey.state.whereabouts(entry.unit).point;
    let line = |entry: &Entry<'_>| {
        let metres = to.zip(point(entry)).map_or(f64::MAX, |(to, from): (Point, Point)| to.metres_to(from));
        // Whoever bares no other post goes first.
        (needed.contains_key(&entry.unit.id), metres as u64)
    };
    able.sort_by_cached_key(|entry| line(entry));
    able.truncate(LOOKED_AT);
    let kinds = &survey.state.unit_kinds;
    let starts: Vec<Option<Start<'_>>> = able
        .iter()
        .map(|entry| {
            let kind = kinds.get(&entry.unit.kind)?;
            Some(Start { point: point(entry)?, kind: &kind.code, speed_kmh: kind.speed_kmh })
        })
        .collect();
    let known: Vec<Start<'_>> = starts.iter().flatten().copied().collect();
    let mut ways = to.map(|to| roads.to(to, &known)).unwrap_or_default().into_iter();
    let mut best: Option<((bool, u32), MoveUp)> = None;
    for (entry, start) in able.iter().zip(&starts) {
        let estimate = start.as_ref().and_then(|_| ways.next().flatten());
        let bares = needed.get(&entry.unit.id).copied();
        let rank = (bares.is_some(), estimate.map_or(u32::MAX, |way| way.seconds));
        if best.as_ref().is_none_or(|(least, _)| rank < *least) {
            let unknown = match (estimate, to, start) {
                (Some(_), _, _) => None,
                (_, None, _) => Some(NoEstimate::PlaceUnknown),
                (_, _, None) => Some(NoEstimate::PositionUnknown),
                _ => Some(NoEstimate::NoOpenWay),
            };
            best = Some((rank, MoveUp { unit: entry.unit.id, estimate, unknown, bares }));
        }
    }
    best.map(|(_, move_up)| move_up)
}
