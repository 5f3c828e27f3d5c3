//! A part of the program that is fetched when it is wanted.

use crate::words::{Msg, t};
use wasm_split_helpers::SplitLoaderError;

/// The part did not arrive. Whoever wants it again asks for it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing;

impl From<SplitLoaderError> for Missing {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

impl From<Missing> for String {
    fn from(_: Missing) -> Self {
        t(Msg::PartMissing).to_owned()
    }
}
