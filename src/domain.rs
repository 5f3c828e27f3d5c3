//! The words of dispatch, and what may follow what.
//!
//! Knows no browser, no storage, no clock, no chance and no sentence for the screen. `decide` answers a command with
//! events or a refusal; `apply` folds events into `State` and says which ids it touched.

pub mod ids;
pub mod moment;
pub mod phrase;

pub mod call;
pub mod card;
pub mod incident;
pub mod place;
pub mod plan;
pub mod setup;
pub mod unit;

pub mod command;
pub mod event;
pub mod refusal;

pub mod apply;
pub mod decide;
pub mod entry;
pub mod guidance;
pub mod invariant;
pub mod state;
pub mod undo;

pub mod geo;
pub mod ground;
pub mod language;
pub mod presets;
pub mod track;
