//! From what a caller says to what is done about it.

pub mod network;
pub mod suggest;
pub mod travel;
