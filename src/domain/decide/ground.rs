//! Decisions about the ground: the paths of the map, what is shut or crowded on them, and the site plan.

use super::checks::{in_range, in_row, name_of, restore, retire, short_text, text_of};
use super::{Decision, Desk, one};
use crate::domain::command::Care;
use crate::domain::event::Event;
use crate::domain::ground::{Anchor, Layer, Path, SitePlan, write_path};
use crate::domain::ids::LayerId;
use crate::domain::refusal::{Needed, Refusal};
use crate::domain::track::LONGEST_LINES;
use std::collections::BTreeSet;

/// Paths of one file at most: a large city.
const MOST_PATHS: i64 = 100_000;

/// A plan that is so much longer one way than another was hardly drawn so.
const STRETCHED: f64 = 2.5;

impl<'a> Desk<'a> {
    fn any_layer(&self, id: LayerId) -> Result<&'a Layer, Refusal> {
        self.state.ground.layers.get(&id).ok_or(Refusal::UnknownLayer)
    }

    pub(super) fn place_site_plan(&self, name: &str, blob: &str, anchors: &[Anchor]) -> Decision {
        let name = name_of(name, Needed::Name)?;
        if blob.is_empty() {
            return Err(Refusal::Missing(Needed::Picture));
        }
        let plan = SitePlan { name, blob: blob.to_owned(), anchors: anchors.to_vec() };
        let Some(placed) = plan.placement().filter(|_| anchors.len() <= 3) else {
            return Err(Refusal::PlanNotPlaced);
        };
        if placed.is_mirrored() {
            return Err(Refusal::PlanMirrored);
        }
        if STRETCHED < placed.stretch() && self.ask.care == Care::AskFirst {
            return Err(Refusal::PlanStretched { tenths: (placed.stretch() * 10.0) as u32 });
        }
        one(Event::SitePlanPlaced { name: plan.name, blob: plan.blob, anchors: plan.anchors })
    }

    pub(super) fn import_paths(&mut self, name: &str, source: &str, paths: &[Path]) -> Decision {
        let layer = LayerId(self.now.ids.fresh());
        let (name, source) = (name_of(name, Needed::Name)?, short_text(source)?);
        if paths.is_empty() {
            return Err(Refusal::Missing(Needed::Path));
        }
        in_range(paths.len() as i64, 1, MOST_PATHS, Needed::Count)?;
        let mut events = vec![Event::LayerAdded { layer, name, source }];
        let mut first = self.state.ground.next;
        let (mut lines, mut count) = (String::new(), 0);
        for (index, path) in paths.iter().enumerate() {
            let line = write_path(path);
            if LONGEST_LINES < line.len() {
                return Err(in_row(index, paths.len(), Refusal::TooLong { field: Needed::Path, most: LONGEST_LINES }));
            }
            if LONGEST_LINES < lines.len() + line.len() {
                events.push(Event::PathsDrawn { layer, first, lines: std::mem::take(&mut lines) });
                first += std::mem::take(&mut count);
            }
            if !lines.is_empty() {
                lines.push('\n');
            }
            lines.push_str(&line);
            count += 1;
        }
        events.push(Event::PathsDrawn { layer, first, lines });
        Ok(events)
    }

    pub(super) fn retire_layer(&self, id: LayerId) -> Decision {
        retire(self.any_layer(id)?.retired, Event::LayerRetired { layer: id })
    }

    pub(super) fn restore_layer(&self, id: LayerId) -> Decision {
        restore(self.any_layer(id)?.retired, Event::LayerRestored { layer: id })
    }

    pub(super) fn close_paths(&self, paths: &[u32], reason: &str) -> Decision {
        let reason = text_of(reason, Needed::Reason)?;
        let paths = self.paths_that(paths, |number| !self.state.ground.closed.contains_key(&number))?;
        one(Event::PathsClosed { paths, reason })
    }

    pub(super) fn open_paths(&self, paths: &[u32]) -> Decision {
        let paths = self.paths_that(paths, |number| self.state.ground.closed.contains_key(&number))?;
        one(Event::PathsOpened { paths })
    }

    pub(super) fn set_crowd(&self, paths: &[u32], percent: u16) -> Decision {
        in_range(i64::from(percent), 50, 1000, Needed::Percent)?;
        let paths = self.paths_that(paths, |number| self.state.ground.crowd_on(number) != percent)?;
        one(Event::CrowdFactorSet { paths, percent })
    }

    /// The paths that are known and that `wants` names; a list of which nothing is left changes nothing.
    fn paths_that(&self, paths: &[u32], wants: impl Fn(u32) -> bool) -> Result<Vec<u32>, Refusal> {
        if paths.is_empty() {
            return Err(Refusal::Missing(Needed::Path));
        }
        // As many as fit into one row of the log.
        const MOST: usize = 10_000;
        if MOST < paths.len() {
            return Err(Refusal::OutOfRange { field: Needed::Count, least: 1, most: MOST as i64 });
        }
        if paths.iter().any(|number| !self.state.ground.paths.contains_key(number)) {
            return Err(Refusal::UnknownPath);
        }
        let wanted: BTreeSet<u32> = paths.iter().copied().filter(|number| wants(*number)).collect();
        if wanted.is_empty() { Err(Refusal::Unchanged) } else { Ok(wanted.into_iter().collect()) }
    }

    pub(super) fn remove_site_plan(&self) -> Decision {
        match &self.state.ground.plan {
            None => Err(Refusal::Unchanged),
            Some(plan) => one(Event::SitePlanRemoved { name: plan.name.clone() }),
        }
    }
}
