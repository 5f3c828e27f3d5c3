//! One file per browser capability. Plain types in and out; no decision is made here.

pub mod channel;
pub mod clock;
pub mod database;
pub mod directory;
pub mod files;
pub mod locks;
pub mod page;
pub mod random;
pub mod shipped;
pub mod sound;
pub mod storage;
