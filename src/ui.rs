//! What people see. Views read the desk's signals and ask it for commands; they cannot write in any other way.

pub mod act;
pub mod aid;
pub mod alerts;
pub mod assess;
pub mod card;
pub mod cards;
pub mod chips;
pub mod close;
pub mod command_bar;
pub mod dispatch;
pub mod field;
pub mod frame;
pub mod intake;
pub mod keys;
pub mod kit;
pub mod launcher;
pub mod list;
pub mod opening;
pub mod prompt;
pub mod queue;
pub mod records;
pub mod safety;
pub mod setup;
pub mod setup_words;
pub mod sheet;
pub mod units;
