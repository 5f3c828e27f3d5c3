//! What comes in from files and goes out to them. Knows no screen and no storage.

pub mod cards;
pub mod feature;
pub mod import;
pub mod layers;
pub mod plan_form;
pub mod plans;
pub mod xml;
