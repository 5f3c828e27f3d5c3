//! Folding the ground: the paths of the map, what is shut or crowded on them, and the site plan.

use super::Fold;
use super::entries::retired_line;
use crate::domain::entry::{Line, SetUpKind};
use crate::domain::event::Event;
use crate::domain::ground::{Layer, SitePlan};

impl Fold<'_> {
    pub(super) fn ground(&mut self) {
        let ground = &mut self.state.ground;
        self.changes.ground = true;
        match &self.row.event {
            Event::LayerAdded { layer, name, source } => {
                let row = Layer { id: *layer, name: name.clone(), source: source.clone(), retired: false };
                ground.layers.insert(*layer, row);
                ground.rebuild_names();
                ground.drawn = self.row.seq;
                self.added(SetUpKind::Layer, name);
            }
            Event::PathsDrawn { layer, first, lines } => {
                ground.draw(*layer, *first, lines);
                ground.drawn = self.row.seq;
            }
            Event::LayerRetired { layer } | Event::LayerRestored { layer } => {
                let retired = matches!(self.row.event, Event::LayerRetired { .. });
                let Some(layer) = ground.layers.get_mut(layer) else { return };
                layer.retired = retired;
                let name = layer.name.clone();
                ground.rebuild_names();
                ground.drawn = self.row.seq;
                self.set_up(retired_line(SetUpKind::Layer, name, retired));
            }
            Event::PathsClosed { paths, reason } => {
                ground.closed.extend(paths.iter().map(|path| (*path, reason.clone())));
                ground.shut = self.row.seq;
                let what = ground.name_of(paths);
                self.general(Line::PathsClosed { what, reason: reason.clone() });
            }
            Event::PathsOpened { paths } => {
                paths.iter().for_each(|path| drop(ground.closed.remove(path)));
                ground.shut = self.row.seq;
                let what = ground.name_of(paths);
                self.general(Line::PathsOpened { what });
            }
            Event::CrowdFactorSet { paths, percent } => {
                let was = paths.first().map_or(100, |path| ground.crowd_on(*path));
                for path in paths {
                    match percent {
                        100 => ground.crowd.remove(path),
                        _ => ground.crowd.insert(*path, *percent),
                    };
                }
                ground.shut = self.row.seq;
                let what = ground.name_of(paths);
                self.general(Line::Crowd { what, was, now: *percent });
            }
            Event::SitePlanPlaced { name, blob, anchors } => {
                ground.plan = Some(SitePlan { name: name.clone(), blob: blob.clone(), anchors: anchors.clone() });
                self.added(SetUpKind::SitePlan, name);
            }
            Event::SitePlanRemoved { name } => {
                ground.plan = None;
                self.set_up(retired_line(SetUpKind::SitePlan, name.clone(), true));
            }
            _ => {}
        }
    }
}
