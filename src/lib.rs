//! Firstline: a computer-aided dispatch desk over one append-only log.
//!
//! Read the modules in this order. Everything above `app` is plain synchronous Rust: time, chance and storage are
//! arguments there, and a build without the feature `app` proves it.

pub mod domain;
pub mod log;
pub mod tabs;

pub mod board;
pub mod practice;
pub mod protocol;
pub mod record;
pub mod words;

#[cfg(feature = "app")]
pub mod app;
#[cfg(all(feature = "app", target_arch = "wasm32"))]
pub mod browser;
#[cfg(feature = "app")]
pub mod ui;
