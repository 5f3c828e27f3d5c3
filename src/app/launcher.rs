//! The operations of this device, and what can be done with them before one is open.

use crate::board::hall::Listed;
use crate::domain::apply::apply;
use crate::domain::command::{Ask, Care, Command, Now};
use crate::domain::decide::decide;
use crate::domain::entry::Author;
use crate::domain::ids::{CommandId, FreshIds, OperationId, WindowId};
use crate::domain::refusal::Refusal;
use crate::domain::setup::Profile;
use crate::domain::state::State;
use crate::log::codec;
use crate::tabs::machine::record;

/// What the form for a new operation asks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewOperation {
    pub name: String,
    pub profile: Profile,
    pub zone: String,
    pub prefix: String,
}

/// The first rows of a new operation.
pub fn first_rows(new: &NewOperation, now: Now, operator: &str) -> Result<Vec<String>, Refusal> {
    let mut state = State::default();
    let mut now = now;
    let ask = Ask {
        id: CommandId(now.ids.fresh()),
        by: Author { operator: operator.into(), position: String::new() },
        command: Command::OpenOperation {
            name: new.name.clone(),
            profile: new.profile,
            zone: new.zone.clone(),
            prefix: new.prefix.clone(),
        },
        happened: None,
        care: Care::AskFirst,
    };
    let events = decide(&state, &ask, &now)?;
    let rows = record(&state, &ask, &mut now, events);
    Ok(rows
        .iter()
        .map(|row| {
            apply(&mut state, row);
            codec::encode(row)
        })
        .collect())
}

/// The rows of the practice operation that is full of life at once.
pub fn practice_rows(now: &Now, zone: &str, chance: [u8; 10]) -> Result<Vec<String>, String> {
    let rows = crate::practice::start::harbour_marathon(now.at, now.offset_minutes, zone, chance)?;
    Ok(rows.iter().map(codec::encode).collect())
}

/// The profile that a file's first row gives.
#[must_use]
pub fn profile_of(contents: &crate::log::file::Contents) -> Profile {
    let first = contents.rows.first().and_then(|row| codec::decode(1, row).ok());
    match first.map(|row| row.event) {
        Some(crate::domain::event::Event::OperationOpened { profile, .. }) => profile,
        _ => Profile::Event,
    }
}

/// Time and chance for commands outside an operation.
#[must_use]
pub fn now(at: crate::domain::moment::Moment, offset_minutes: i32, chance: [u8; 16]) -> Now {
    let mut ten = [0; 10];
    ten.copy_from_slice(&chance[..10]);
    Now { at, offset_minutes, window: WindowId(0), ids: FreshIds::new(at.0, ten) }
}

/// Positions that a window can be. The first word is the view that it starts with.
pub const POSITIONS: &[&str] = &["Calls 1", "Calls 2", "Dispatch 1", "Dispatch 2", "Lead"];

/// What the launcher asks of the world. Answers come back when the store has spoken.
pub trait Directory {
    fn list(&self, answer: Box<dyn FnOnce(Result<Vec<Listed>, String>)>);
    fn create(&self, new: NewOperation, answer: Answer);
    fn practice(&self, zone: String, answer: Answer);
    /// Takes over a whole file, or nothing of it.
    fn import(&self, text: String, answer: Answer);
    fn delete(&self, id: OperationId, answer: Box<dyn FnOnce(Result<(), String>)>);
    fn export(&self, id: OperationId);
    fn open(&self, address: crate::board::address::Address);
    /// False: the browser did not let it.
    fn open_window(&self, address: &crate::board::address::Address) -> bool;
    fn seats(&self, answer: Box<dyn FnOnce(Vec<crate::board::hall::Seat>)>);
    fn zones(&self) -> Vec<String>;
    /// Whether the browser knows the zone, under this or another of its names.
    fn knows_zone(&self, zone: &str) -> bool;
    fn own_zone(&self) -> String;
    fn now(&self) -> crate::domain::moment::Moment;
    fn offset_minutes(&self, zone: &str, at: crate::domain::moment::Moment) -> i32;
}

/// The id of the operation that was made, or why there is none.
pub type Answer = Box<dyn FnOnce(Result<OperationId, String>)>;

/// What a page shows.
#[derive(Clone)]
pub enum Boot {
    /// The operations of this device; with one already chosen, who sits here is still to be said.
    Launcher(Option<OperationId>),
    Opening,
    Ready(super::desk::Desk),
    Failed(String),
}

/// The handle that the launcher's views hold.
#[derive(Clone, Copy)]
pub struct Port(&'static send_wrapper::SendWrapper<std::rc::Rc<dyn Directory>>);

impl Port {
    #[must_use]
    pub fn new(directory: std::rc::Rc<dyn Directory>) -> Self {
        Self(Box::leak(Box::new(send_wrapper::SendWrapper::new(directory))))
    }
}

impl std::ops::Deref for Port {
    type Target = dyn Directory;

    fn deref(&self) -> &Self::Target {
        &***self.0
    }
}
