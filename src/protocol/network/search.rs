//! A search backwards from one place, grown only as far as somebody asks.

use super::graph::{Edge, Graph, Snap};
use super::{Cost, Mover, Network};
use crate::domain::track::Corner;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const FAR: u32 = u32::MAX;
/// Whoever stands this close to the end of a path, in centimetres, stands in the crossing: no sign of one way holds there.
const IN_THE_CROSSING: u32 = 500;

/// What each node costs on its way to the end, as far as the search has come.
#[derive(Debug)]
pub struct Tree {
    pub end: Snap,
    pub mover: Mover,
    /// Whether signs of one way bind.
    pub signs: bool,
    effort: Vec<u32>,
    length: Vec<u32>,
    /// The edge that a node leaves by; `FAR` where the end lies on it, or where nothing is known.
    next: Vec<u32>,
    settled: Vec<bool>,
    heap: BinaryHeap<Reverse<(u32, u32)>>,
}

/// How a way leaves the edge that it starts on.
enum Leave {
    /// The end lies on the same edge.
    Straight(Cost),
    By(u32, Cost),
}

impl Tree {
    pub fn of(network: &Network, end: Snap, mover: Mover, signs: bool) -> Self {
        let count = network.graph.nodes.len();
        let mut tree = Self {
            end,
            mover,
            signs,
            effort: vec![FAR; count],
            length: vec![0; count],
            next: vec![FAR; count],
            settled: vec![false; count],
            heap: BinaryHeap::new(),
        };
        let Some(edge) = network.graph.edges.get(end.edge as usize) else { return tree };
        // An incident may lie on a shut path; its two ends lead there all the same.
        for (node, length) in legs(network, edge, end, signs, true) {
            if let Some(effort) = network.effort(end.edge, mover, length) {
                tree.reach(node, effort, length, FAR);
            }
        }
        tree
    }

    fn reach(&mut self, node: u32, effort: u32, length: u32, next: u32) {
        let at = node as usize;
        if self.effort.get(at).is_some_and(|known| effort < *known) {
            self.effort[at] = effort;
            self.length[at] = length;
            self.next[at] = next;
            self.heap.push(Reverse((effort, node)));
        }
    }

    /// Grows until the node's cost is final. None: no open way leads from it.
    fn settle(&mut self, network: &Network, node: u32) -> Option<Cost> {
        let wanted = node as usize;
        while !*self.settled.get(wanted)? {
            let Reverse((effort, node)) = self.heap.pop()?;
            let at = node as usize;
            if std::mem::replace(&mut self.settled[at], true) {
                continue;
            }
            let length = self.length[at];
            for index in network.graph.edges_at(node) {
                let Some(edge) = network.graph.edges.get(*index as usize) else { continue };
                // The search runs backwards: whoever comes along this edge ends in `node`.
                let (other, against) = if edge.to == node { (edge.from, false) } else { (edge.to, true) };
                if self.settled[other as usize] {
                    continue;
                }
                if let Some(cost) = network.pass(*index, self.mover, against, self.signs) {
                    self.reach(other, effort.saturating_add(cost), length.saturating_add(edge.length), *index);
                }
            }
        }
        Some(Cost { effort: self.effort[wanted], length: self.length[wanted] })
    }

    pub fn cost(&mut self, network: &Network, here: Snap) -> Option<Cost> {
        match self.leave(network, here)? {
            Leave::Straight(cost) | Leave::By(_, cost) => Some(cost),
        }
    }

    fn leave(&mut self, network: &Network, here: Snap) -> Option<Leave> {
        let edge = *network.graph.edges.get(here.edge as usize)?;
        let against = !(edge.one_way && self.signs);
        let mut best: Option<Leave> = None;
        let mut offer = |leave: Leave| {
            let effort = |leave: &Leave| match leave {
                Leave::Straight(cost) | Leave::By(_, cost) => cost.effort,
            };
            if best.as_ref().is_none_or(|best| effort(&leave) < effort(best)) {
                best = Some(leave);
            }
        };
        let shut = network.shut.get(here.edge as usize) == Some(&true);
        let in_crossing = |snap: Snap| snap.along.min(edge.length.saturating_sub(snap.along)) <= IN_THE_CROSSING;
        // From one end of a shut path to the other is passing it.
        let passes = shut && in_crossing(here) && in_crossing(self.end);
        if here.edge == self.end.edge && !passes && (against || here.along <= self.end.along) {
            let length = here.along.abs_diff(self.end.along);
            if let Some(effort) = network.effort(here.edge, self.mover, length) {
                offer(Leave::Straight(Cost { effort, length }));
            }
        }
        for (node, length) in legs(network, &edge, here, self.signs, false) {
            let Some(first) = network.effort(here.edge, self.mover, length) else { continue };
            if let Some(rest) = self.settle(network, node) {
                let effort = first.saturating_add(rest.effort);
                offer(Leave::By(node, Cost { effort, length: length.saturating_add(rest.length) }));
            }
        }
        best
    }

    /// The corners of the way, from the place on the first edge to the place on the last one.
    pub fn corners(&mut self, network: &Network, here: Snap) -> Option<Vec<Corner>> {
        let mut corners = vec![here.corner];
        let first = network.graph.edges.get(here.edge as usize)?;
        match self.leave(network, here)? {
            Leave::Straight(_) => part(network, self.end, here.segment, here.along, &mut corners),
            Leave::By(mut node, _) => {
                let line = network.graph.corners(here.edge);
                let cut = (here.segment as usize + 1).min(line.len());
                if node == first.to {
                    corners.extend(&line[cut..]);
                } else {
                    corners.extend(line[..cut].iter().rev());
                }
                // A way passes each node once, so this many steps are enough for any.
                for _ in 0..network.graph.nodes.len() {
                    let index = *self.next.get(node as usize)?;
                    let Some(edge) = network.graph.edges.get(index as usize) else { break };
                    let line = network.graph.corners(index);
                    if edge.from == node {
                        corners.extend(line.iter().skip(1));
                        node = edge.to;
                    } else {
                        corners.extend(line.iter().rev().skip(1));
                        node = edge.from;
                    }
                }
                let last = network.graph.edges.get(self.end.edge as usize)?;
                let line = network.graph.corners(self.end.edge);
                let cut = (self.end.segment as usize + 1).min(line.len());
                if node == last.from {
                    corners.extend(&line[..cut]);
                } else {
                    corners.extend(line[cut..].iter().rev());
                }
            }
        }
        corners.push(self.end.corner);
        corners.dedup();
        Some(corners)
    }
}

/// The nodes by which a way comes to a place on an edge, or leaves it, with the centimetres between. Whoever is in the
/// middle of a shut path may leave it; whoever stands at its end does not go through it.
fn legs(
    network: &Network,
    edge: &Edge,
    snap: Snap,
    signs: bool,
    coming: bool,
) -> impl Iterator<Item = (u32, u32)> + use<> {
    let (before, behind) = (snap.along, edge.length - snap.along.min(edge.length));
    let shut = network.shut.get(snap.edge as usize) == Some(&true);
    let through = !(shut && before.min(behind) <= IN_THE_CROSSING);
    let bound = edge.one_way && signs;
    let allowed = move |length: u32, forward: bool| length <= IN_THE_CROSSING || (through && (forward || !bound));
    let legs = [(edge.from, before, coming), (edge.to, behind, !coming)];
    legs.into_iter()
        .filter(move |(_, length, forward)| allowed(*length, *forward))
        .map(|(node, length, _)| (node, length))
}

/// The corners between two places of one edge.
fn part(network: &Network, end: Snap, segment: u32, along: u32, corners: &mut Vec<Corner>) {
    let line = network.graph.corners(end.edge);
    let (low, high) = (segment.min(end.segment) as usize + 1, segment.max(end.segment) as usize + 1);
    let between = line.get(low..high.min(line.len())).unwrap_or_default();
    if along <= end.along {
        corners.extend(between);
    } else {
        corners.extend(between.iter().rev());
    }
}

/// The connected parts of a graph for one way of moving, whatever is shut and in whatever direction: the part of each
/// node, and the part with the most metres.
pub fn parts(graph: &Graph, may: impl Fn(&Edge) -> bool) -> (Vec<u32>, u32) {
    let mut parent: Vec<u32> = (0..graph.nodes.len() as u32).collect();
    fn root(parent: &mut [u32], mut node: u32) -> u32 {
        while parent[node as usize] != node {
            parent[node as usize] = parent[parent[node as usize] as usize];
            node = parent[node as usize];
        }
        node
    }
    for edge in graph.edges.iter().filter(|edge| may(edge)) {
        let (one, other) = (root(&mut parent, edge.from), root(&mut parent, edge.to));
        parent[one.max(other) as usize] = one.min(other);
    }
    let mut metres = vec![0_u64; parent.len()];
    for edge in graph.edges.iter().filter(|edge| may(edge)) {
        metres[root(&mut parent, edge.from) as usize] += u64::from(edge.length);
    }
    let largest = (0..).zip(&metres).max_by_key(|(_, metres)| **metres).map_or(0, |(part, _)| part);
    ((0..parent.len() as u32).map(|node| root(&mut parent, node)).collect(), largest)
}
