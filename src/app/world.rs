//! What the running program asks of the world around it. The browser answers in `main`; a test answers with a map.

use crate::domain::ids::OperationId;
use crate::domain::moment::Moment;
use crate::domain::setup::Tone;
use crate::log::sha256;
use crate::tabs::hint::Hint;

/// The world of one window. Answers that take time come back as inputs of the desk.
pub trait World {
    fn now(&self) -> Moment;
    /// Minutes between UTC and a time zone at an instant; 0 where the zone is not known.
    fn offset_minutes(&self, zone: &str, at: Moment) -> i32;
    fn chance(&self) -> [u8; 16];
    /// Reads the rows after this one and hands them to `Desk::read`.
    fn read(&self, after: u64);
    /// Opens a transaction and asks `Desk::opened` what to append.
    fn begin(&self, after: u64);
    fn post(&self, hint: Hint);
    /// Keeps the unfinished texts of this window, as one JSON text.
    fn save_drafts(&self, text: String);
    fn save_snapshot(&self, through: u64, bytes: Vec<u8>);
    /// Shows the other windows who sits here.
    fn take_seat(&self, position: &str, operator: &str);
    fn download(&self, name: &str, media_type: &str, text: String);
    /// Puts a text into the clipboard; the answer says whether the browser let it.
    fn copy(&self, text: &str, answer: Box<dyn FnOnce(bool)>);
    /// Shows a panel in the window that it has, else in a new one where its last one was. False: the browser did not let it.
    fn open_panel(&self, panel: &str, hash: &str) -> bool;
    /// Whether the browser knows a time zone, under this or another of its names.
    fn knows_zone(&self, zone: &str) -> bool;
    fn set_hash(&self, hash: &str);
    fn sound(&self, tone: Tone);
    /// Hands the whole log of an operation to the person as a file.
    fn export(&self, operation: OperationId);
    fn reload(&self);
    /// Reads the files of guide cards that lie beside the page.
    fn shipped_cards(&self, answer: Box<dyn FnOnce(Result<Vec<String>, String>)>);
    /// One beat of the compressions aid.
    fn beat(&self);
    /// Keeps a picture beside the log, under its hash. The answer is the hash, or why not.
    fn keep_picture(&self, picture: Picture, answer: Box<dyn FnOnce(Result<String, String>)>) {
        answer(Ok(picture.hash));
    }
    /// The picture of this hash as an address that an image can show; none when it is not on this device.
    fn picture(&self, _hash: &str, answer: Box<dyn FnOnce(Option<String>)>) {
        answer(None);
    }
}

/// A picture as it is kept: the hash of its bytes, its media type, and the bytes in base64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub hash: String,
    pub media: String,
    pub base64: String,
}

impl Picture {
    #[must_use]
    pub fn of(media: String, bytes: &[u8]) -> Self {
        Self { hash: sha256::hex(bytes), media, base64: sha256::base64(bytes) }
    }
}

/// The name that a file of this operation is kept under.
#[must_use]
pub fn file_name(operation: &str, date: &str, ending: &str) -> String {
    let safe: String =
        operation.chars().map(|character| if character.is_alphanumeric() { character } else { '-' }).collect();
    let safe = safe.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    format!("{safe}-{date}.{ending}")
}
