//! From what a caller says to what is done about it.

pub mod suggest;
pub mod travel;
