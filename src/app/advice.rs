//! What this window recommends, and the record of it beside what is sent.

use super::desk::Desk;
use crate::domain::command::Command;
use crate::domain::ids::{IncidentId, UnitId};
use crate::domain::plan::Advised;
use crate::domain::state::State;
use crate::protocol::recommend::{Advice, Asked, recommend};
use crate::protocol::travel::Roads;

/// A recommendation in sight.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub incident: IncidentId,
    /// What was recommended before a person changed anything.
    pub advised: Advised,
    /// What would be sent: with what was swapped and added.
    pub units: Vec<UnitId>,
}

impl Desk {
    /// Asks with the ways that this window knows: the one place where it is decided which those are.
    pub fn with_roads<T>(&self, ask: impl FnOnce(&State, &dyn Roads) -> T) -> T {
        self.with_network(|state, network| ask(state, network))
    }

    /// What an incident asks for as it stands.
    #[must_use]
    pub fn asked(&self, incident: IncidentId) -> Option<Asked> {
        let now = self.now();
        self.read(|state| state.incidents.get(&incident).map(|incident| Asked::of(incident, now)))
    }

    #[must_use]
    pub fn recommend(&self, asked: &Asked) -> Advice {
        self.with_roads(|state, roads| recommend(state, roads, asked))
    }

    /// What would be sent to an incident now: as it stands on the screen, else as it is recommended.
    #[must_use]
    pub fn proposed(&self, incident: IncidentId) -> Option<Shown> {
        if let Some(shown) = self.shown().borrow().as_ref().filter(|shown| shown.incident == incident) {
            return Some(shown.clone());
        }
        let asked = self.asked(incident)?;
        let advice = self.recommend(&asked);
        let advised = crate::board::advice::recorded(&advice, asked.level);
        advice.plan.as_ref()?;
        Some(Shown { incident, units: advised.units.clone(), advised })
    }

    /// Notes what stands on the screen, so that a dispatch is recorded beside it.
    pub fn show_advice(&self, shown: Shown) {
        self.shown().replace(Some(shown));
    }

    pub fn hide_advice(&self, incident: IncidentId) {
        let mut shown = self.shown().borrow_mut();
        if shown.as_ref().is_some_and(|shown| shown.incident == incident) {
            *shown = None;
        }
    }

    /// Whoever is sent, by whichever way, is recorded beside what was recommended. Nobody could recommend anything for
    /// what happened earlier and is entered late.
    pub(super) fn beside_advice(&self, command: Command, is_late: bool) -> Command {
        let advised = |incident| Some(self.proposed(incident)?.advised).filter(|_| !is_late);
        match command {
            Command::Dispatch { incident, units, step } => match advised(incident) {
                Some(advised) => Command::DispatchAdvised { incident, units, step, advised },
                None => Command::Dispatch { incident, units, step },
            },
            Command::Divert { incident, unit, advised: None } => {
                Command::Divert { incident, unit, advised: advised(incident) }
            }
            command => command,
        }
    }
}
