//! The running program: one window's machine, and the signals that the screens read. It does not know a browser; what it
//! needs from the world it asks through `World`.

pub mod advice;
pub mod desk;
pub mod drafts;
pub mod health;
pub mod in_hand;
pub mod launcher;
pub mod part;
pub mod reading;
pub mod replay;
pub mod rows;
pub mod sounding;
pub mod trouble;
pub mod world;
