//! Which incidents and units stand in which group, and in what order. Kept by changes; a property test holds it equal to
//! an order made from scratch.

use super::units::UnitGroup;
use crate::domain::apply::Changes;
use crate::domain::ids::{IncidentId, UnitId};
use crate::domain::incident::{Incident, Phase};
use crate::domain::moment::Moment;
use crate::domain::state::State;
use crate::domain::unit::Unit;
use std::collections::{BTreeMap, BTreeSet};

/// The three grids of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QueueGroup {
    Pending,
    Active,
    Closed,
}

impl QueueGroup {
    pub const ALL: [Self; 3] = [Self::Pending, Self::Active, Self::Closed];
}

/// Smaller stands higher.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct QueueKey {
    group: QueueGroup,
    held: bool,
    priority: u8,
    /// Oldest first; closed ones newest first.
    time: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct UnitKey {
    group: UnitGroup,
    call_sign: Vec<SignPart>,
}

/// "MED10" stands after "MED2", as people count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum SignPart {
    Number(u64),
    Letters(String),
}

/// Lists whose order or members changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    pub queue: BTreeSet<QueueGroup>,
    pub units: BTreeSet<UnitGroup>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    incidents: BTreeMap<IncidentId, QueueKey>,
    queue: BTreeSet<(QueueKey, IncidentId)>,
    unit_keys: BTreeMap<UnitId, UnitKey>,
    units: BTreeSet<(UnitKey, UnitId)>,
}

impl Order {
    #[must_use]
    pub fn of(state: &State) -> Self {
        let mut order = Self::default();
        for incident in state.incidents.values() {
            order.place_incident(incident, state);
        }
        for unit in state.units.values() {
            order.place_unit(unit, state);
        }
        order
    }

    /// Puts what changed where it now belongs.
    pub fn update(&mut self, state: &State, changes: &Changes) -> Moved {
        let mut moved = Moved::default();
        for incident in changes.incidents.iter().filter_map(|id| state.incidents.get(id)) {
            moved.queue.extend(self.place_incident(incident, state));
        }
        for unit in changes.units.iter().filter_map(|id| state.units.get(id)) {
            moved.units.extend(self.place_unit(unit, state));
        }
        moved
    }

    #[must_use]
    pub fn knows(&self, incident: IncidentId) -> bool {
        self.incidents.contains_key(&incident)
    }

    #[must_use]
    pub fn queue(&self, group: QueueGroup) -> Vec<IncidentId> {
        self.queue.iter().filter(|(key, _)| key.group == group).map(|(_, id)| *id).collect()
    }

    #[must_use]
    pub fn units(&self, group: UnitGroup) -> Vec<UnitId> {
        self.units.iter().filter(|(key, _)| key.group == group).map(|(_, id)| *id).collect()
    }

    fn place_incident(&mut self, incident: &Incident, state: &State) -> Vec<QueueGroup> {
        let key = queue_key(incident, state);
        if self.incidents.get(&incident.id) == Some(&key) {
            return Vec::new();
        }
        let mut touched = vec![key.group];
        if let Some(was) = self.incidents.insert(incident.id, key.clone()) {
            touched.push(was.group);
            self.queue.remove(&(was, incident.id));
        }
        self.queue.insert((key, incident.id));
        touched
    }

    fn place_unit(&mut self, unit: &Unit, state: &State) -> Vec<UnitGroup> {
        let key = UnitKey { group: UnitGroup::of(unit, state), call_sign: sign_parts(&unit.call_sign) };
        if self.unit_keys.get(&unit.id) == Some(&key) {
            return Vec::new();
        }
        let mut touched = vec![key.group];
        if let Some(was) = self.unit_keys.insert(unit.id, key.clone()) {
            touched.push(was.group);
            self.units.remove(&(was, unit.id));
        }
        self.units.insert((key, unit.id));
        touched
    }
}

fn queue_key(incident: &Incident, state: &State) -> QueueKey {
    let phase = state.phase(incident);
    let group = match phase {
        Phase::Pending => QueueGroup::Pending,
        Phase::Closed => QueueGroup::Closed,
        _ => QueueGroup::Active,
    };
    let closed = incident.closing.as_ref().map_or(Moment(0), |closing| closing.at);
    QueueKey {
        group,
        held: incident.hold.is_some(),
        priority: if group == QueueGroup::Closed { 0 } else { incident.priority.level() },
        time: if group == QueueGroup::Closed { -closed.0 } else { incident.opened.0 },
    }
}

/// The order in which people count: "Team 2" before "Team 10".
#[must_use]
pub fn counted(call_sign: &str) -> impl Ord + use<> {
    sign_parts(call_sign)
}

fn sign_parts(call_sign: &str) -> Vec<SignPart> {
    let mut parts: Vec<SignPart> = Vec::new();
    for character in call_sign.chars().flat_map(char::to_uppercase) {
        match (character.to_digit(10), parts.last_mut()) {
            (Some(digit), Some(SignPart::Number(number))) => {
                *number = number.saturating_mul(10).saturating_add(u64::from(digit));
            }
            (Some(digit), _) => parts.push(SignPart::Number(u64::from(digit))),
            (None, Some(SignPart::Letters(letters))) => letters.push(character),
            (None, _) => parts.push(SignPart::Letters(character.to_string())),
        }
    }
    parts
}
