//! Unfinished texts of this window. A form in use is kept as it is typed; a crash, a reload or a closed lid gives it back.

use super::world::World;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What one window had in its fields, as it is stored under the window's seat.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    pub position: String,
    pub saved: i64,
    /// Form and field, "call/0190…/what", to the text typed so far.
    pub texts: BTreeMap<String, String>,
    /// The field that had the cursor.
    #[serde(default)]
    pub focus: String,
}

#[derive(Clone)]
pub struct Drafts {
    world: Rc<dyn World>,
    stored: Rc<RefCell<Stored>>,
    dirty: Rc<RefCell<bool>>,
}

impl Drafts {
    #[must_use]
    pub fn new(world: Rc<dyn World>, stored: Stored) -> Self {
        Self { world, stored: Rc::new(RefCell::new(stored)), dirty: Rc::default() }
    }

    #[must_use]
    pub fn get(&self, key: &str) -> Option<String> {
        self.stored.borrow().texts.get(key).cloned()
    }

    /// Remembers a text; an empty one is forgotten. Written by the next `flush`.
    pub fn set(&self, key: &str, text: &str) {
        let mut stored = self.stored.borrow_mut();
        let was = stored.texts.get(key).map_or("", String::as_str);
        if was == text {
            return;
        }
        if text.is_empty() {
            stored.texts.remove(key);
        } else {
            stored.texts.insert(key.to_owned(), text.to_owned());
        }
        *self.dirty.borrow_mut() = true;
    }

    pub fn forget(&self, key: &str) {
        self.set(key, "");
    }

    /// Forgets every field of a form that is done.
    pub fn forget_form(&self, form: &str) {
        let mut stored = self.stored.borrow_mut();
        let before = stored.texts.len();
        stored.texts.retain(|key, _| !key.starts_with(form));
        if stored.texts.len() != before {
            *self.dirty.borrow_mut() = true;
        }
    }

    pub fn set_focus(&self, key: &str) {
        let mut stored = self.stored.borrow_mut();
        if stored.focus != key {
            stored.focus = key.to_owned();
            *self.dirty.borrow_mut() = true;
        }
    }

    #[must_use]
    pub fn focus(&self) -> String {
        self.stored.borrow().focus.clone()
    }

    /// The last write failed: everything is written again with the next `flush`.
    pub fn not_kept(&self) {
        *self.dirty.borrow_mut() = true;
    }

    /// Writes what changed since the last time, if anything did.
    pub fn flush(&self, position: &str) {
        if !std::mem::take(&mut *self.dirty.borrow_mut()) {
            return;
        }
        let mut stored = self.stored.borrow_mut();
        position.clone_into(&mut stored.position);
        stored.saved = self.world.now().0;
        self.world.save_drafts(serde_json::to_string(&*stored).unwrap_or_default());
    }
}
