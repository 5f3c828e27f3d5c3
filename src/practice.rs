//! A practice operation that is full of life at once.

pub mod ground;
pub mod harbour;
pub mod replay;
pub mod start;
