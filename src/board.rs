//! What the screens show, as plain data and sentences. `board` does not know that anything is stored, nor that there is
//! a browser: rows are made from a state and a time, and that is all.

pub mod address;
pub mod advice;
pub mod beat;
pub mod card;
pub mod contraction;
pub mod edition;
pub mod elapsed;
pub mod form;
pub mod guidance;
pub mod hall;
pub mod map;
pub mod order;
pub mod place;
pub mod queue;
pub mod sheet;
pub mod speech;
pub mod units;
