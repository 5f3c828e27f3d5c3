//! How history is written down. Does not know where it is stored, nor what the rows mean to a dispatcher.

pub mod codec;
pub mod envelope;
pub mod file;
pub mod sha256;
pub mod snapshot;
pub mod upcast;
