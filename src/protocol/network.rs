//! Ways on the operation's own paths: what may go where and how fast, and what is shut or crowded right now.
//!
//! One question is asked again and again: how long does each of many units need to one place? A search backwards from
//! the place answers it for all of them, and the tree that it grows is kept, so that the next question about the same place
//! costs a look-up for each unit. A contraction hierarchy would answer single pairs faster, but it is made for streets that
//! do not change; here a path can be shut at any moment, and the tree is grown anew within a frame.

pub mod graph;
mod search;

use crate::domain::geo::Point;
use crate::domain::ground::{Class, Ground, Movers};
use crate::domain::ids::Code;
use crate::domain::track::Corner;
use crate::protocol::travel::{Basis, Estimate, Roads, Start, StraightLine, seconds_for};
use graph::{Edge, Graph, Snap};
use search::Tree;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// How a kind of unit moves on the ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mover {
    Foot,
    Bike,
    Cart,
    Vehicle,
    Boat,
}

impl Mover {
    pub const ALL: [Self; 5] = [Self::Foot, Self::Bike, Self::Cart, Self::Vehicle, Self::Boat];

    /// How a kind moves; none for what flies. Kinds that a team made up are judged by their planning speed.
    #[must_use]
    pub fn of(kind: &Code, speed_kmh: f64) -> Option<Self> {
        Some(match kind.as_str() {
            "foot" | "search" | "dog" | "security" | "radio" => Self::Foot,
            "bike" => Self::Bike,
            "cart" | "command" | "logistics" => Self::Cart,
            "als" | "bls" | "doctor" | "engine" | "brushtruck" | "rescue" | "police" => Self::Vehicle,
            "boat" => Self::Boat,
            "drone" => return None,
            _ if speed_kmh <= 7.0 => Self::Foot,
            _ if speed_kmh <= 15.0 => Self::Bike,
            _ => Self::Vehicle,
        })
    }

    /// The planning speed that counts on this class of path, in percent; none where it may not go. Own figures: a cart walks
    /// where people walk, an ambulance crawls through a pedestrian square and stays off footways.
    #[must_use]
    pub fn share(self, class: Class) -> Option<u32> {
        // In the order of `Class::ALL`.
        const SHARES: [[u8; 11]; 5] = [
            [100, 100, 100, 90, 100, 100, 80, 100, 60, 0, 0],
            [100, 100, 90, 70, 60, 60, 50, 100, 10, 0, 0],
            [100, 100, 100, 80, 60, 50, 0, 80, 0, 0, 0],
            [100, 80, 50, 40, 20, 0, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 0],
        ];
        match SHARES[self as usize][class as usize] {
            0 => None,
            share => Some(u32::from(share)),
        }
    }

    /// Whether signs of one way bind it.
    fn obeys_one_way(self) -> bool {
        matches!(self, Self::Bike | Self::Cart | Self::Vehicle)
    }

    fn bit(self) -> Movers {
        [Movers::FOOT, Movers::BIKE, Movers::CART, Movers::VEHICLE, Movers::default()][self as usize]
    }
}

/// A place farther from every path than this, in metres, is not reached on the network.
const REACH: f64 = 500.0;
/// A path of the connected part is preferred to a nearer loose one, if it is not this many metres farther.
const LENIENCE: f64 = 60.0;
/// The way between a place and the nearest path is walked, km/h.
const WALKING: f64 = 5.0;
/// Searches that are kept. Each is one place for one way of moving.
const TREES: usize = 24;
/// Places on edges that are kept.
const SNAPS: usize = 20_000;

/// The graph of the ground and what is remembered about it.
#[derive(Debug, Default)]
pub struct Network {
    graph: Graph,
    /// For each way of moving, the connected part that a node belongs to, and the largest of them.
    parts: Vec<(Vec<u32>, u32)>,
    /// What is shut and how crowded it is, by edge.
    shut: Vec<bool>,
    crowd: Vec<u16>,
    drawn: u64,
    changed: u64,
    straight: StraightLine,
    trees: RefCell<Vec<Tree>>,
    snaps: RefCell<BTreeMap<(Corner, Mover), Option<Snap>>>,
}

/// A way on the network, without the walk at its two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cost {
    /// Centimetres at planning speed that take as long as the way does.
    effort: u32,
    /// Centimetres.
    length: u32,
}

impl Network {
    #[must_use]
    pub fn of(ground: &Ground) -> Self {
        let graph = Graph::of(ground);
        let parts = Mover::ALL.into_iter().map(|mover| search::parts(&graph, |edge| may(edge, mover))).collect();
        let mut network = Self { graph, parts, drawn: ground.drawn, ..Self::default() };
        network.follow(ground);
        network
    }

    /// Whether it was made of these lines; if not, it has to be made again.
    #[must_use]
    pub fn is_of(&self, ground: &Ground) -> bool {
        self.drawn == ground.drawn
    }

    /// Takes over what is shut and crowded. Cheap, and nothing at all if that has not changed.
    pub fn follow(&mut self, ground: &Ground) {
        if self.changed == ground.shut && self.shut.len() == self.graph.edges.len() {
            return;
        }
        self.changed = ground.shut;
        self.shut = self.graph.edges.iter().map(|edge| ground.closed.contains_key(&edge.path)).collect();
        let crowd = |edge: &Edge| ground.crowd.get(&edge.path).copied().unwrap_or(100).max(1);
        self.crowd = self.graph.edges.iter().map(crowd).collect();
        self.trees.borrow_mut().clear();
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.graph.edges.is_empty()
    }

    /// Edges and nodes.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.graph.edges.len(), self.graph.nodes.len())
    }

    /// The path that is nearest to a point, and how far off it is in metres.
    #[must_use]
    pub fn path_at(&self, point: Point) -> Option<(u32, f64)> {
        let snap = self.graph.nearest(Corner::of(point), REACH, 0.0, |_| true, |_| true)?;
        Some((self.graph.edges.get(snap.edge as usize)?.path, snap.off))
    }

    /// The line of the way from `start` to `place`, both ends included; none where the network knows no open way.
    #[must_use]
    pub fn route(&self, place: Point, start: &Start<'_>) -> Option<Vec<Point>> {
        let mover = Mover::of(start.kind, start.speed_kmh)?;
        let (here, end) = (self.snap(start.point, mover)?, self.snap(place, mover)?);
        let (corners, _) = self.ask(end, mover, |tree| tree.corners(self, here))?;
        let mut points = vec![start.point];
        points.extend(corners.into_iter().map(Corner::point));
        points.push(place);
        Some(points)
    }

    fn snap(&self, point: Point, mover: Mover) -> Option<Snap> {
        let corner = Corner::of(point);
        let mut snaps = self.snaps.borrow_mut();
        if let Some(known) = snaps.get(&(corner, mover)) {
            return *known;
        }
        let (part, largest) = self.parts.get(mover as usize)?;
        let preferred = |edge: &Edge| part.get(edge.from as usize) == Some(largest);
        let found = self.graph.nearest(corner, REACH, LENIENCE, |edge| may(edge, mover), preferred);
        if SNAPS <= snaps.len() {
            snaps.clear();
        }
        snaps.insert((corner, mover), found);
        found
    }

    fn same_part(&self, one: Snap, other: Snap, mover: Mover) -> bool {
        let part = |snap: Snap| {
            let edge = self.graph.edges.get(snap.edge as usize)?;
            self.parts.get(mover as usize)?.0.get(edge.from as usize)
        };
        part(one) == part(other)
    }

    /// Asks by the signs first. Where they leave no way at all, as at the cut edge of a map or behind a closure, a crew goes
    /// against them, and the answer says so.
    fn ask<T>(&self, end: Snap, mover: Mover, question: impl Fn(&mut Tree) -> Option<T>) -> Option<(T, Basis)> {
        let bound = mover.obeys_one_way();
        let by_signs = self.with_tree(end, mover, bound, &question).map(|found| (found, Basis::Network));
        if by_signs.is_none() && bound {
            return self.with_tree(end, mover, false, &question).map(|found| (found, Basis::AgainstOneWay));
        }
        by_signs
    }

    /// The tree of a place, kept from the last time or begun.
    fn with_tree<T>(&self, end: Snap, mover: Mover, signs: bool, then: impl Fn(&mut Tree) -> T) -> T {
        let mut trees = self.trees.borrow_mut();
        let same = |tree: &Tree| tree.end == end && tree.mover == mover && tree.signs == signs;
        // Thousands of units ask for one tree, one after the other.
        if let Some(tree) = trees.last_mut().filter(|tree| same(tree)) {
            return then(tree);
        }
        let tree = match trees.iter().position(same) {
            Some(at) => trees.remove(at),
            None => Tree::of(self, end, mover, signs),
        };
        // The one that was used last stands last and is forgotten last.
        if TREES <= trees.len() {
            trees.remove(0);
        }
        trees.push(tree);
        let last = trees.len() - 1;
        then(&mut trees[last])
    }

    fn straight(&self, place: Point, start: &Start<'_>) -> Option<Estimate> {
        self.straight.to(place, std::slice::from_ref(start)).into_iter().next().flatten()
    }

    fn one(&self, place: Point, end: Option<Snap>, start: &Start<'_>, mover: Mover) -> Option<Estimate> {
        let fallback = || self.straight(place, start);
        let (Some(here), Some(end)) = (self.snap(start.point, mover), end) else { return fallback() };
        // Two loose ends of a map say nothing about the ground between them. But where a way exists and is shut, a
        // straight line would be a lie, and a faster one at that.
        if !self.same_part(here, end, mover) {
            return fallback();
        }
        let (cost, basis) = self.ask(end, mover, |tree| tree.cost(self, here))?;
        let walk = here.off + end.off;
        let pace = (start.speed_kmh / WALKING).max(1.0);
        let effort = f64::from(cost.effort) / 100.0 + walk * pace;
        let seconds = seconds_for(effort, start.speed_kmh)?;
        Some(Estimate { seconds, metres: f64::from(cost.length) / 100.0 + walk, basis })
    }

    /// What passing a whole edge costs, in the direction of travel; none where that is not allowed.
    fn pass(&self, index: u32, mover: Mover, against: bool, signs: bool) -> Option<u32> {
        let edge = self.graph.edges.get(index as usize)?;
        if self.shut.get(index as usize) != Some(&false) || (against && edge.one_way && signs) {
            return None;
        }
        self.effort(index, mover, edge.length)
    }

    /// What this many centimetres of an edge cost.
    fn effort(&self, index: u32, mover: Mover, length: u32) -> Option<u32> {
        let edge = self.graph.edges.get(index as usize)?;
        let share = mover.share(edge.class).filter(|_| !edge.barred.has(mover.bit()))?;
        let crowd = u64::from(self.crowd.get(index as usize).copied().unwrap_or(100));
        u32::try_from(u64::from(length) * crowd / u64::from(share)).ok()
    }
}

impl Roads for Network {
    fn to(&self, place: Point, from: &[Start<'_>]) -> Vec<Option<Estimate>> {
        let movers: Vec<Option<Mover>> = from.iter().map(|start| Mover::of(start.kind, start.speed_kmh)).collect();
        let mut found = vec![None; from.len()];
        for ((found, start), _) in found.iter_mut().zip(from).zip(&movers).filter(|(_, mover)| mover.is_none()) {
            *found = self.straight(place, start);
        }
        // One way of moving after the other, since each has a tree and an end of its own.
        for mover in Mover::ALL.into_iter().filter(|mover| movers.contains(&Some(*mover))) {
            let end = self.snap(place, mover);
            for ((found, start), _) in found.iter_mut().zip(from).zip(&movers).filter(|(_, own)| **own == Some(mover)) {
                *found = self.one(place, end, start, mover);
            }
        }
        found
    }
}

/// Whether an edge is for this way of moving at all, open or not.
fn may(edge: &Edge, mover: Mover) -> bool {
    mover.share(edge.class).is_some() && !edge.barred.has(mover.bit())
}

#[cfg(test)]
mod tests;
