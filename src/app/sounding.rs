//! The step whose beat sounds in this window: the one that was reached here, or whose sound was taken here. Other windows
//! show the beat and keep still, since two loudspeakers in one room never beat together.

use super::desk::Desk;
use crate::domain::event::Event;
use crate::domain::ids::RunId;
use leptos::prelude::Update as _;

/// Where it is kept beside the drafts, so that a reload keeps it.
const KEPT: &str = "card/sounding";

/// A step as no other one of the operation is called.
#[must_use]
pub fn step_name(run: RunId, guide: &str, step: u32) -> String {
    format!("{run}/{guide}/{step}")
}

impl Desk {
    #[must_use]
    pub fn sounds_here(&self, step: &str) -> bool {
        self.drafts().get(KEPT).as_deref() == Some(step)
    }

    /// An act of this window that reaches a step takes the sound with it.
    pub fn sound_reached<'a>(&self, mut events: impl Iterator<Item = &'a Event>) {
        let reached = events.find_map(|event| match event {
            Event::CardStepReached { run, guide, step, .. } => Some(step_name(*run, guide, *step)),
            _ => None,
        });
        if let Some(step) = reached {
            self.keep_sound(&step);
        }
    }

    /// Somebody wants the beat here; the window where it sounded hears of it and keeps still.
    pub fn take_sound(&self, run: RunId, step: &str) {
        self.keep_sound(step);
        self.ring_of_sound(run);
    }

    /// Another window took the sound of a run.
    pub fn sound_taken(&self, run: RunId) {
        let ours = self.drafts().get(KEPT).is_some_and(|step| step.starts_with(&format!("{run}/")));
        if ours {
            self.keep_sound("");
        }
    }

    fn keep_sound(&self, step: &str) {
        self.drafts().set(KEPT, step);
        self.signals().sound_moved.update(|count| *count += 1);
    }
}
