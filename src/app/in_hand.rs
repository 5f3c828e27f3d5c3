//! The open guide card that this window has in hand on an incident. Another window that works with the card of another
//! patient must not change it.

use super::desk::Desk;
use crate::domain::ids::{IncidentId, RunId};
use leptos::prelude::Update as _;

/// Where they are kept beside the drafts, so that a reload keeps them: incident and run, one a line, the latest first.
const KEPT: &str = "card/runs";
/// How many incidents a window remembers this for.
const MOST: usize = 40;

impl Desk {
    /// None: this window has done nothing with a card of the incident, and shows what is used elsewhere.
    #[must_use]
    pub fn card_in_hand(&self, incident: IncidentId) -> Option<RunId> {
        let (kept, name) = (self.drafts().get(KEPT)?, incident.to_string());
        kept.lines().find_map(|line| line.strip_prefix(&name)?.trim_start().parse().ok())
    }

    pub fn take_card(&self, incident: IncidentId, run: RunId) {
        if self.card_in_hand(incident) == Some(run) {
            return;
        }
        let (kept, name) = (self.drafts().get(KEPT).unwrap_or_default(), incident.to_string());
        let others = kept.lines().filter(|line| !line.starts_with(&name)).take(MOST - 1).map(str::to_owned);
        let lines: Vec<String> = std::iter::once(format!("{name} {run}")).chain(others).collect();
        self.drafts().set(KEPT, &lines.join("\n"));
        self.signals().card_taken.update(|count| *count += 1);
    }
}
