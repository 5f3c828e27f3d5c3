//! From what a caller says to what is done about it.

pub mod network;
pub mod plan;
pub mod recommend;
pub mod suggest;
pub mod travel;
