//! From lines to a graph: corners that lines share become nodes, what lies between two nodes is an edge.

use crate::domain::ground::{Class, Ground, Movers};
use crate::domain::track::{Corner, METRES_PER_MICRO, Sheet, between};
use std::collections::BTreeMap;

/// An end this close to another line, in metres, is joined to it: hand-drawn lines and recorded tracks rarely share the
/// very same corner.
const JOINED: f64 = 2.0;

/// A stretch of one path between two nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// The number of its path on the ground.
    pub path: u32,
    pub from: u32,
    pub to: u32,
    /// Length in centimetres.
    pub length: u32,
    pub class: Class,
    pub one_way: bool,
    pub barred: Movers,
    /// Its corners: a range of `Graph::corners`.
    first: u32,
    last: u32,
}

#[derive(Debug, Clone, Default)]
pub struct Graph {
    pub nodes: Vec<Corner>,
    pub edges: Vec<Edge>,
    corners: Vec<Corner>,
    /// The edges of a node: a range of `links` from its own place to the next one's.
    starts: Vec<u32>,
    links: Vec<u32>,
    grid: Grid,
}

/// A place on an edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snap {
    pub edge: u32,
    /// Centimetres from the edge's `from`.
    pub along: u32,
    /// Metres beside the edge.
    pub off: f64,
    /// The corner of the edge's line behind which it lies, and the place itself.
    pub segment: u32,
    pub corner: Corner,
}

impl Graph {
    #[must_use]
    pub fn of(ground: &Ground) -> Self {
        let mut lines: Vec<Vec<Corner>> = Vec::new();
        let mut paths = Vec::new();
        for (number, path) in ground.shown().filter(|(_, path)| path.class != Class::Outline) {
            let mut corners = path.track.0.clone();
            corners.dedup();
            if 1 < corners.len() {
                lines.push(corners);
                paths.push((number, path));
            }
        }
        join_ends(&mut lines);
        let mut graph = Self { nodes: nodes_of(&lines), ..Self::default() };
        for (line, (number, path)) in lines.iter().zip(paths) {
            let mut from = None;
            let mut first = graph.corners.len();
            let mut length = 0.0;
            let mut before: Option<Corner> = None;
            for corner in line {
                if let Some(before) = before {
                    length += Sheet::at(before).metres(before, *corner);
                }
                graph.corners.push(*corner);
                before = Some(*corner);
                let Ok(node) = graph.nodes.binary_search(corner) else { continue };
                let node = node as u32;
                if let Some(from) = from {
                    graph.edges.push(Edge {
                        path: number,
                        from,
                        to: node,
                        length: (length * 100.0) as u32,
                        class: path.class,
                        one_way: path.one_way,
                        barred: path.barred,
                        first: first as u32,
                        last: graph.corners.len() as u32,
                    });
                    // The next edge begins with the corner that this one ends on.
                    first = graph.corners.len();
                    graph.corners.push(*corner);
                }
                from = Some(node);
                length = 0.0;
            }
        }
        graph.link();
        graph.grid = Grid::of(&graph.edges, &graph.corners);
        graph
    }

    fn link(&mut self) {
        let mut starts = vec![0_u32; self.nodes.len() + 1];
        for edge in &self.edges {
            starts[edge.from as usize + 1] += 1;
            starts[edge.to as usize + 1] += 1;
        }
        for node in 1..starts.len() {
            starts[node] += starts[node - 1];
        }
        let mut free = starts.clone();
        let mut links = vec![0; self.edges.len() * 2];
        for (index, edge) in (0..).zip(&self.edges) {
            for node in [edge.from, edge.to] {
                let slot = &mut free[node as usize];
                links[*slot as usize] = index;
                *slot += 1;
            }
        }
        (self.starts, self.links) = (starts, links);
    }

    /// The edges that meet in a node. One that begins and ends there stands twice.
    #[must_use]
    pub fn edges_at(&self, node: u32) -> &[u32] {
        let node = node as usize;
        match (self.starts.get(node), self.starts.get(node + 1)) {
            (Some(start), Some(end)) => self.links.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    #[must_use]
    pub fn corners(&self, edge: u32) -> &[Corner] {
        let range = self.edges.get(edge as usize).map(|edge| edge.first as usize..edge.last as usize);
        range.and_then(|range| self.corners.get(range)).unwrap_or_default()
    }

    /// The nearest place on an edge that `may` be used, within `reach` metres; an edge that is `preferred` is taken if it
    /// is not more than `lenience` metres farther than the nearest one.
    #[must_use]
    pub fn nearest(
        &self,
        here: Corner,
        reach: f64,
        lenience: f64,
        may: impl Fn(&Edge) -> bool,
        preferred: impl Fn(&Edge) -> bool,
    ) -> Option<Snap> {
        let sheet = Sheet::at(here);
        let (mut best, mut liked): (Option<Snap>, Option<Snap>) = (None, None);
        let (row, column) = self.grid.cell(here);
        let rings = (reach / self.grid.metres()).ceil() as i32 + 1;
        for ring in 0..=rings {
            // All that is nearer than the rings already searched has been seen.
            let seen = f64::from(ring - 1) * self.grid.metres();
            if liked.is_some_and(|snap| snap.off <= seen) || best.is_some_and(|snap| snap.off + lenience < seen) {
                break;
            }
            for (row, column) in ring_of(row, column, ring) {
                for (edge, segment) in self.grid.segments(row, column) {
                    let Some(of) = self.edges.get(*edge as usize) else { continue };
                    if !may(of) {
                        continue;
                    }
                    let at = (of.first + segment) as usize;
                    let Some([a, b]) = self.corners.get(at..at + 2) else { continue };
                    let (share, off) = sheet.nearest(*a, *b, here);
                    let better = |other: &Option<Snap>| other.is_none_or(|other| off < other.off);
                    let likes = preferred(of);
                    if reach < off || !(better(&best) || likes && better(&liked)) {
                        continue;
                    }
                    let corner = between(*a, *b, share);
                    let snap =
                        Snap { edge: *edge, along: self.along(of, *segment, corner), off, segment: *segment, corner };
                    if better(&best) {
                        best = Some(snap);
                    }
                    if likes && better(&liked) {
                        liked = Some(snap);
                    }
                }
            }
        }
        match (best, liked) {
            (Some(best), Some(liked)) if liked.off <= best.off + lenience => Some(liked),
            (best, _) => best,
        }
    }

    fn along(&self, edge: &Edge, segment: u32, corner: Corner) -> u32 {
        let line = self.corners.get(edge.first as usize..=(edge.first + segment) as usize).unwrap_or_default();
        let sheet = Sheet::at(corner);
        let whole: f64 = line.windows(2).map(|pair| sheet.metres(pair[0], pair[1])).sum();
        let rest = line.last().map_or(0.0, |last| sheet.metres(*last, corner));
        (((whole + rest) * 100.0) as u32).min(edge.length)
    }
}

/// The corners that are ends or stand in more than one place, in order.
fn nodes_of(lines: &[Vec<Corner>]) -> Vec<Corner> {
    let mut all: Vec<Corner> = Vec::with_capacity(lines.iter().map(Vec::len).sum::<usize>() + 2 * lines.len());
    for line in lines {
        all.extend(line);
        // Counted twice, an end is a node in any case.
        all.extend(line.first().into_iter().chain(line.last()));
    }
    all.sort_unstable();
    all.chunk_by(|one, other| one == other).filter(|same| 1 < same.len()).map(|same| same[0]).collect()
}

/// Moves loose ends onto the corner or the line they nearly touch.
fn join_ends(lines: &mut [Vec<Corner>]) {
    let nodes = nodes_of(lines);
    let mut uses = vec![0_u32; nodes.len()];
    for corner in lines.iter().flatten() {
        if let Ok(node) = nodes.binary_search(corner) {
            uses[node] += 1;
        }
    }
    let loose = |corner: &Corner| nodes.binary_search(corner).is_ok_and(|node| uses[node] == 1);
    let mut corners = Vec::new();
    let mut edges = Vec::new();
    for line in lines.iter() {
        let first = corners.len() as u32;
        corners.extend(line);
        edges.push((first, corners.len() as u32));
    }
    let grid = Grid::of_ranges(&edges, &corners);
    let mut inserts: Vec<(u32, u32, Corner)> = Vec::new();
    for (index, line) in (0..).zip(lines.iter_mut()) {
        for last in [false, true] {
            let end = if last { line.last_mut() } else { line.first_mut() };
            let Some(end) = end.filter(|end| loose(end)) else { continue };
            let Some(met) = touched(&grid, &edges, &corners, *end, index) else { continue };
            *end = met.2;
            inserts.push(met);
        }
    }
    put_in(lines, inserts);
}

/// Puts corners into lines, each behind the corner that its stretch begins with.
fn put_in(lines: &mut [Vec<Corner>], mut inserts: Vec<(u32, u32, Corner)>) {
    // From the back, so that the places of the others stay what they are; on one stretch the farthest first.
    let along = |(line, segment, corner): &(u32, u32, Corner)| {
        let start = lines.get(*line as usize).and_then(|line| line.get(*segment as usize));
        start.map_or(0, |start| (Sheet::at(*start).metres(*start, *corner) * 100.0) as u32)
    };
    inserts.sort_by_cached_key(|insert| (insert.0, std::cmp::Reverse((insert.1, along(insert)))));
    for (line, segment, corner) in inserts {
        let line = &mut lines[line as usize];
        if !line.contains(&corner) {
            line.insert((segment as usize + 1).min(line.len()), corner);
        }
    }
}

/// The line, other than its own, that an end nearly touches, and where: at a corner if one is near, else between two.
fn touched(grid: &Grid, lines: &[(u32, u32)], corners: &[Corner], end: Corner, own: u32) -> Option<(u32, u32, Corner)> {
    let sheet = Sheet::at(end);
    let (row, column) = grid.cell(end);
    let mut best: Option<(f64, (u32, u32, Corner))> = None;
    for (row, column) in (0..=1).flat_map(|ring| ring_of(row, column, ring)) {
        for (line, segment) in grid.segments(row, column).iter().filter(|(line, _)| *line != own) {
            let at = (lines.get(*line as usize)?.0 + segment) as usize;
            let Some([a, b]) = corners.get(at..at + 2) else { continue };
            let (share, off) = sheet.nearest(*a, *b, end);
            let near = [*a, *b].into_iter().find(|corner| sheet.metres(*corner, end) <= JOINED);
            let met = near.unwrap_or_else(|| between(*a, *b, share));
            if off <= JOINED && best.is_none_or(|(other, _)| off < other) {
                best = Some((off, (*line, *segment, met)));
            }
        }
    }
    best.map(|(_, found)| found)
}

/// Where one line passes over another and neither has a corner of the other, so that no way leads from one to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Over {
    /// Both lines, each with the corner that the stretch begins with.
    one: (u32, u32),
    other: (u32, u32),
    at: Corner,
}

impl Over {
    #[must_use]
    pub fn lines(&self) -> (u32, u32) {
        (self.one.0, self.other.0)
    }
}

/// Gives lines a common corner where they cross.
pub fn join_crossed(lines: &mut [Vec<Corner>], crossed: &[Over]) {
    let both =
        crossed.iter().flat_map(|over| [(over.one.0, over.one.1, over.at), (over.other.0, over.other.1, over.at)]);
    put_in(lines, both.collect());
}

/// All such places, one for each pair of lines that cross there. Ends are left out, because they are joined to what they
/// touch.
#[must_use]
pub fn crossed_over(lines: &[Vec<Corner>]) -> Vec<Over> {
    let mut corners: Vec<Corner> = Vec::new();
    let mut ranges = Vec::new();
    for line in lines {
        let first = corners.len() as u32;
        corners.extend(line);
        ranges.push((first, corners.len() as u32));
    }
    let grid = Grid::of_ranges(&ranges, &corners);
    let stretch = |(line, segment): (u32, u32)| {
        let at = (ranges.get(line as usize)?.0 + segment) as usize;
        corners.get(at..at + 2).map(|pair| (pair[0], pair[1]))
    };
    let is_end = |line: u32, here: Corner| {
        let line = lines.get(line as usize).map(Vec::as_slice).unwrap_or_default();
        line.first().into_iter().chain(line.last()).any(|end| Sheet::at(here).metres(*end, here) <= JOINED)
    };
    let mut found: BTreeMap<(u32, u32, Corner), Over> = BTreeMap::new();
    for here in 0..grid.cells.len() {
        let inside = grid.inside(here);
        for (index, one) in inside.iter().enumerate() {
            for other in inside.iter().skip(index + 1).filter(|other| other.0 != one.0) {
                let (one, other) = (*one.min(other), *one.max(other));
                let Some((mine, theirs)) = stretch(one).zip(stretch(other)) else { continue };
                if [mine.0, mine.1].iter().any(|corner| [theirs.0, theirs.1].contains(corner)) {
                    continue;
                }
                let Some(at) = Sheet::at(mine.0).crossing(mine, theirs) else { continue };
                if !is_end(one.0, at) && !is_end(other.0, at) {
                    found.entry((one.0, other.0, at)).or_insert(Over { one, other, at });
                }
            }
        }
    }
    found.into_values().collect()
}

/// The cells at a distance of `ring` cells.
fn ring_of(row: i32, column: i32, ring: i32) -> impl Iterator<Item = (i32, i32)> {
    (-ring..=ring).flat_map(move |down| {
        let whole = down.abs() == ring;
        let step = if whole || ring == 0 { 1 } else { 2 * ring };
        (-ring..=ring).step_by(step as usize).map(move |right| (row + down, column + right))
    })
}

/// Segments by the cell of the ground that they pass.
#[derive(Debug, Clone, Default)]
struct Grid {
    /// Millionths of a degree of longitude that are as long as a cell is high.
    wide: i32,
    /// Cells in order, with the beginning of their part of `segments`.
    cells: Vec<(u64, u32)>,
    /// A segment: the edge, and the corner of the edge that it begins with.
    segments: Vec<(u32, u32)>,
}

/// Height of a cell in millionths of a degree, some 55 metres.
const CELL: i32 = 500;

impl Grid {
    fn of(edges: &[Edge], corners: &[Corner]) -> Self {
        let ranges: Vec<(u32, u32)> = edges.iter().map(|edge| (edge.first, edge.last)).collect();
        Self::of_ranges(&ranges, corners)
    }

    fn of_ranges(ranges: &[(u32, u32)], corners: &[Corner]) -> Self {
        let shrink = corners.first().map_or(1.0, |corner| corner.point().lat.to_radians().cos()).max(0.01);
        let mut grid = Self { wide: (f64::from(CELL) / shrink) as i32, ..Self::default() };
        let mut found: Vec<(u64, u32, u32)> = Vec::new();
        for (index, (first, last)) in (0..).zip(ranges) {
            let line = corners.get(*first as usize..*last as usize).unwrap_or_default();
            for (segment, pair) in (0..).zip(line.windows(2)) {
                let (from, to) = (pair[0], pair[1]);
                let rows = (to.lat - from.lat).abs() / CELL;
                let columns = (to.lon - from.lon).abs() / grid.wide;
                // Two steps a cell; the cells beside a long slanting line are found as neighbours.
                let steps = 2 * (rows.max(columns) + 1);
                let mut last_key = None;
                for step in 0..=steps {
                    let key = grid.key(between(from, to, f64::from(step) / f64::from(steps)));
                    if last_key.replace(key) != Some(key) {
                        found.push((key, index, segment));
                    }
                }
            }
        }
        found.sort_unstable();
        for (key, edge, segment) in found {
            if grid.cells.last().is_none_or(|(last, _)| *last != key) {
                grid.cells.push((key, grid.segments.len() as u32));
            }
            grid.segments.push((edge, segment));
        }
        grid
    }

    fn metres(&self) -> f64 {
        f64::from(CELL) * METRES_PER_MICRO
    }

    fn cell(&self, corner: Corner) -> (i32, i32) {
        (corner.lat.div_euclid(CELL), corner.lon.div_euclid(self.wide.max(1)))
    }

    fn key(&self, corner: Corner) -> u64 {
        let (row, column) = self.cell(corner);
        key_of(row, column)
    }

    fn segments(&self, row: i32, column: i32) -> &[(u32, u32)] {
        let key = key_of(row, column);
        self.cells.binary_search_by_key(&key, |(key, _)| *key).map_or(&[], |at| self.inside(at))
    }

    /// The segments of a cell by its place in the order of cells.
    fn inside(&self, at: usize) -> &[(u32, u32)] {
        let start = |at: usize| self.cells.get(at).map_or(self.segments.len(), |(_, start)| *start as usize);
        self.segments.get(start(at)..start(at + 1)).unwrap_or_default()
    }
}

fn key_of(row: i32, column: i32) -> u64 {
    (u64::from(row as u32) << 32) | u64::from(column as u32)
}
