//! The operations of this device, and what can be done with them before one is open.

use crate::board::hall::Listed;
use crate::domain::apply::apply_all;
use crate::domain::card::notation;
use crate::domain::command::{Ask, Care, Command, Now};
use crate::domain::decide::decide;
use crate::domain::entry::Author;
use crate::domain::event::Recorded;
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

/// The files of guide cards that lie beside the page.
pub const SHIPPED_CARDS: &[&str] =
    &["cards/medical-a.toml", "cards/medical-b.toml", "cards/fire.toml", "cards/police.toml", "cards/event.toml"];

/// The first rows of a new operation, with its guide cards. Cards that are not in order are left out, all of them: an
/// operation without cards is better than none. The second part says whether they are in.
pub fn first_rows(
    new: &NewOperation,
    now: Now,
    operator: &str,
    cards: &[String],
) -> Result<(Vec<String>, bool), Refusal> {
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
    let mut rows = record(&state, &ask, &mut now, events);
    apply_all(&mut state, &rows);
    let with_cards = add_cards(&state, &mut rows, &mut now, ask.by, cards);
    Ok((rows.iter().map(codec::encode).collect(), with_cards))
}

/// The rows of the practice operation that is full of life at once, and whether the cards are in. They come last: what
/// the script says about its incidents was decided without them.
pub fn practice_rows(now: &Now, zone: &str, chance: [u8; 10], cards: &[String]) -> Result<(Vec<String>, bool), String> {
    let mut rows = crate::practice::start::harbour_marathon(now.at, now.offset_minutes, zone, chance)?;
    let by =
        rows.first().map(|row| row.by.clone()).unwrap_or(Author { operator: String::new(), position: String::new() });
    let state = crate::practice::start::fold(&rows);
    let with_cards = add_cards(&state, &mut rows, &mut now.clone(), by, cards);
    Ok((rows.iter().map(codec::encode).collect(), with_cards))
}

/// Appends the cards of some files to the first rows. False: nothing was appended.
fn add_cards(state: &State, rows: &mut Vec<Recorded>, now: &mut Now, by: Author, files: &[String]) -> bool {
    let texts = files.iter().flat_map(|file| notation::split(file)).map(|cut| cut.text.to_owned()).collect();
    let command = Command::SaveCards(texts);
    let ask = Ask { id: CommandId(now.ids.fresh()), by, command, happened: None, care: Care::AskFirst };
    let Ok(events) = decide(state, &ask, now) else { return false };
    rows.extend(record(state, &ask, now, events));
    true
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
    /// Hands the whole log of an operation to the person as a file; the answer says why not.
    fn export(&self, id: OperationId, answer: Box<dyn FnOnce(Result<(), String>)>);
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

/// The operation that was made, or why there is none.
pub type Answer = Box<dyn FnOnce(Result<Made, String>)>;

/// An operation that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    pub id: OperationId,
    /// The shipped guide cards could not be read; the set-up can load them later.
    pub without_cards: bool,
}

/// What a page shows.
#[derive(Clone)]
pub enum Boot {
    /// The operations of this device; with one already chosen, who sits here is still to be said.
    Launcher(Option<OperationId>),
    Opening,
    Ready(Opened),
    Failed(String),
}

/// An operation that is open, and how its window is drawn: the launcher does not know that by itself, because the window
/// is a part of the program that comes later.
#[derive(Clone, Copy)]
pub struct Opened {
    pub desk: super::desk::Desk,
    pub view: fn(super::desk::Desk) -> leptos::prelude::AnyView,
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
