//! The command language: one grammar for the bar, the buttons, macros, practice scripts and the simulator.
//!
//! Verb first is usual but tokens may stand in any order; blank, `.` and `/` separate; `;` or `"` starts free text;
//! `@14:05` says when it happened. The table in `verbs` parses, previews, completes and prints the help.

pub mod complete;
pub mod parse;
pub mod tokens;
pub mod verbs;
