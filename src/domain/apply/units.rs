//! Folding units: the list of them, whether they are ready, where they are and when they were last heard.

use super::Fold;
use super::entries::{replaced, retired_line};
use crate::domain::entry::{Line, SetUpKind};
use crate::domain::event::UnitDetail;
use crate::domain::ids::{Code, UnitId};
use crate::domain::moment::Moment;
use crate::domain::place::Spot;
use crate::domain::unit::{Readiness, Unit, fold_call_sign};

impl Fold<'_> {
    pub(super) fn unit_added(
        &mut self,
        id: UnitId,
        call_sign: &str,
        kind: &Code,
        capabilities: &[String],
        crew: u8,
        post: &Spot,
    ) {
        let at = self.row.at;
        self.use_place(post);
        self.state.call_signs.insert(fold_call_sign(call_sign), id);
        let last_seen = (post.point.is_some()).then(|| (post.clone(), at));
        let unit = Unit {
            id,
            call_sign: call_sign.to_owned(),
            kind: kind.clone(),
            capabilities: capabilities.iter().cloned().collect(),
            crew,
            post: post.clone(),
            last_seen,
            readiness: Readiness::Available,
            reason: String::new(),
            readiness_since: at,
            stack: Vec::new(),
            welfare_due: None,
            welfare_seconds: 0,
            last_heard: None,
            retired: false,
            used: false,
        };
        self.state.units.insert(id, unit);
        self.changes.units.insert(id);
        self.added(SetUpKind::Unit, call_sign);
    }

    pub(super) fn unit_changed(&mut self, id: UnitId, detail: &UnitDetail) {
        if let UnitDetail::Post(post) = detail {
            self.use_place(post);
        }
        let Some(unit) = self.state.units.get_mut(&id) else { return };
        let name = unit.call_sign.clone();
        let (field, (was, now)) = match detail {
            UnitDetail::CallSign(now) => {
                let (was, now) = replaced(&mut unit.call_sign, now, String::clone);
                let holders = &mut self.state.call_signs;
                if holders.get(&fold_call_sign(&was)) == Some(&id) {
                    holders.remove(&fold_call_sign(&was));
                }
                holders.insert(fold_call_sign(&now), id);
                ("call_sign", (was, now))
            }
            UnitDetail::Kind(now) => ("kind", replaced(&mut unit.kind, now, Code::to_string)),
            UnitDetail::CapabilityAdded(now) => {
                unit.capabilities.insert(now.clone());
                ("capability", (String::new(), now.clone()))
            }
            UnitDetail::CapabilityRemoved(was) => {
                unit.capabilities.remove(was);
                ("capability", (was.clone(), String::new()))
            }
            UnitDetail::Crew(now) => ("crew", replaced(&mut unit.crew, now, u8::to_string)),
            UnitDetail::Post(now) => ("post", replaced(&mut unit.post, now, |post| post.text.clone())),
        };
        self.changes.units.insert(id);
        self.changed(SetUpKind::Unit, &name, field, was, now);
    }

    pub(super) fn unit_retired(&mut self, id: UnitId, retired: bool) {
        let Some(unit) = self.state.units.get_mut(&id) else { return };
        unit.retired = retired;
        let name = unit.call_sign.clone();
        self.changes.units.insert(id);
        self.set_up(retired_line(SetUpKind::Unit, name, retired));
    }

    pub(super) fn readiness_changed(&mut self, unit: UnitId, readiness: Readiness, reason: &str) {
        let at = self.row.at;
        let Some(row) = self.state.units.get_mut(&unit) else { return };
        let was = std::mem::replace(&mut row.readiness, readiness);
        reason.clone_into(&mut row.reason);
        row.readiness_since = at;
        row.used = true;
        if !readiness.can_go() {
            row.welfare_due = None;
        }
        if readiness == Readiness::AtPost && row.post.point.is_some() {
            row.last_seen = Some((row.post.clone(), at));
        }
        self.changes.units.insert(unit);
        self.general(Line::Readiness { unit, was, now: readiness, reason: reason.to_owned() });
        self.heard(unit);
    }

    pub(super) fn unit_moved(&mut self, unit: UnitId, place: &Spot) {
        self.use_place(place);
        let Some(row) = self.state.units.get_mut(&unit) else { return };
        row.last_seen = Some((place.clone(), self.row.at));
        self.line_of_unit(unit, Line::Moved { unit, place: place.text.clone() });
        self.heard(unit);
    }

    pub(super) fn welfare_timed(&mut self, unit: UnitId, due: Option<Moment>) {
        let Some(row) = self.state.units.get_mut(&unit) else { return };
        row.welfare_due = due;
        row.welfare_seconds = due.map_or(0, |due| due.seconds_since(self.row.at));
        self.line_of_unit(unit, Line::Welfare { unit, due });
    }

    pub(super) fn roll_call_answered(&mut self, unit: UnitId) {
        let Some(row) = self.state.units.get_mut(&unit) else { return };
        // An answered roll call is a welfare check, so the same stretch starts again.
        if row.welfare_due.is_some() {
            row.welfare_due = Some(self.row.at.plus_seconds(row.welfare_seconds.clamp(60, 14_400)));
        }
        self.heard(unit);
        self.line_of_unit(unit, Line::RollCall { unit });
    }

    pub(super) fn heard(&mut self, unit: UnitId) {
        if let Some(row) = self.state.units.get_mut(&unit) {
            row.last_heard = Some(self.row.at);
            self.changes.units.insert(unit);
        }
    }
}
