//! Decisions about units: the list of them, whether they are ready, where they are and whether they are well.

use super::checks::{changed, in_range, in_row, name_of, restore, retire, short_text, unless_same, words_of};
use super::places::spot_of;
use super::{Decision, Desk, one};
use crate::domain::command::NewUnit;
use crate::domain::event::{Event, UnitDetail};
use crate::domain::ids::{Code, UnitId};
use crate::domain::place::Spot;
use crate::domain::refusal::{Needed, Refusal};
use crate::domain::unit::{Readiness, Unit, fold_call_sign};
use std::collections::BTreeSet;

impl<'a> Desk<'a> {
    fn any_unit(&self, id: UnitId) -> Result<&'a Unit, Refusal> {
        self.state.units.get(&id).ok_or(Refusal::UnknownUnit)
    }

    pub(super) fn unit(&self, id: UnitId) -> Result<&'a Unit, Refusal> {
        let unit = self.any_unit(id)?;
        if unit.retired { Err(Refusal::UnitRetired(id)) } else { Ok(unit) }
    }

    pub(super) fn add_units(&mut self, units: &[NewUnit]) -> Decision {
        let state = self.state;
        if units.is_empty() {
            return Err(Refusal::Missing(Needed::CallSign));
        }
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut events = Vec::with_capacity(units.len());
        for (index, unit) in units.iter().enumerate() {
            let fault = |fault: Refusal| in_row(index, units.len(), fault);
            let call_sign = call_sign_of(&unit.call_sign).map_err(fault)?;
            let folded = fold_call_sign(&call_sign);
            if state.call_signs.contains_key(&folded) || !taken.insert(folded) {
                return Err(fault(Refusal::CallSignTaken(call_sign)));
            }
            let kind = Code::new(&unit.kind);
            if state.unit_kinds.get(&kind).is_none_or(|kind| kind.retired) {
                return Err(fault(Refusal::UnknownUnitKind(unit.kind.clone())));
            }
            events.push(Event::UnitAdded {
                unit: UnitId(self.now.ids.fresh()),
                call_sign,
                kind,
                capabilities: words_of(&unit.capabilities)
                    .map_err(fault)?
                    .iter()
                    .map(|word| capability(word))
                    .collect(),
                crew: unit.crew,
                post: Spot { text: short_text(&unit.post.text).map_err(fault)?, ..unit.post.clone() },
            });
        }
        Ok(events)
    }

    pub(super) fn change_unit(&self, id: UnitId, detail: &UnitDetail) -> Decision {
        let unit = self.any_unit(id)?;
        let detail = match detail {
            UnitDetail::CallSign(call_sign) => {
                let call_sign = changed(&unit.call_sign, call_sign_of(call_sign)?)?;
                let holder = self.state.call_signs.get(&fold_call_sign(&call_sign));
                if holder.is_some_and(|holder| *holder != id) {
                    return Err(Refusal::CallSignTaken(call_sign));
                }
                UnitDetail::CallSign(call_sign)
            }
            UnitDetail::Kind(kind) => {
                if self.state.unit_kinds.get(kind).is_none_or(|kind| kind.retired) {
                    return Err(Refusal::UnknownUnitKind(kind.to_string()));
                }
                UnitDetail::Kind(changed(&unit.kind, kind.clone())?)
            }
            UnitDetail::CapabilityAdded(word) => {
                let word = capability(&name_of(word, Needed::Name)?);
                if unit.capabilities.contains(&word) {
                    return Err(Refusal::Unchanged);
                }
                UnitDetail::CapabilityAdded(word)
            }
            UnitDetail::CapabilityRemoved(word) => {
                if !unit.capabilities.contains(word) {
                    return Err(Refusal::Unchanged);
                }
                detail.clone()
            }
            UnitDetail::Crew(crew) => UnitDetail::Crew(changed(&unit.crew, *crew)?),
            UnitDetail::Post(post) => UnitDetail::Post(changed(&unit.post, post.clone())?),
        };
        one(Event::UnitChanged { unit: id, detail })
    }

    pub(super) fn retire_unit(&self, id: UnitId) -> Decision {
        let unit = self.any_unit(id)?;
        let events = retire(unit.retired, Event::UnitRetired { unit: id })?;
        self.check_unassigned(unit)?;
        Ok(events)
    }

    pub(super) fn restore_unit(&self, id: UnitId) -> Decision {
        restore(self.any_unit(id)?.retired, Event::UnitRestored { unit: id })
    }

    fn check_unassigned(&self, unit: &Unit) -> Result<(), Refusal> {
        match self.state.top_assignment(unit) {
            Some(top) => Err(Refusal::UnitStillAssigned { unit: unit.id, incident: top.incident }),
            None => Ok(()),
        }
    }

    pub(super) fn set_readiness(&self, unit: UnitId, readiness: Readiness, reason: &str) -> Decision {
        let row = self.unit(unit)?;
        self.check_unassigned(row)?;
        let reason = short_text(reason)?;
        if readiness.needs_reason() && reason.is_empty() {
            return Err(Refusal::Missing(Needed::Reason));
        }
        // Saying that it is back at its post says where it is, which it may not have been before.
        let back = readiness == Readiness::AtPost && *self.state.whereabouts(row) != row.post;
        if !back {
            unless_same(&(row.readiness, row.reason.as_str()), &(readiness, reason.as_str()))?;
        }
        one(Event::ReadinessChanged { unit, readiness, reason })
    }

    pub(super) fn move_unit(&self, unit: UnitId, place: &Spot) -> Decision {
        self.unit(unit)?;
        let place = spot_of(place)?;
        self.sure_of(&place)?;
        one(Event::UnitMoved { unit, place })
    }

    pub(super) fn time_welfare(&self, unit: UnitId, minutes: Option<u32>) -> Decision {
        let row = self.unit(unit)?;
        let due = match minutes {
            None if row.welfare_due.is_none() => return Err(Refusal::Unchanged),
            None => None,
            Some(minutes) => {
                in_range(i64::from(minutes), 1, 240, Needed::Minutes)?;
                Some(self.at().plus_seconds(i64::from(minutes) * 60))
            }
        };
        one(Event::WelfareTimed { unit, due })
    }

    pub(super) fn roll_call(&self, units: &[UnitId]) -> Decision {
        if units.is_empty() {
            return Err(Refusal::Missing(Needed::Unit));
        }
        units.iter().map(|unit| self.unit(*unit).map(|_| Event::RollCallAnswered { unit: *unit })).collect()
    }
}

fn call_sign_of(text: &str) -> Result<String, Refusal> {
    let text = name_of(text, Needed::CallSign)?;
    if fold_call_sign(&text).is_empty() { Err(Refusal::Missing(Needed::CallSign)) } else { Ok(text) }
}

fn capability(word: &str) -> String {
    word.trim().to_uppercase()
}
