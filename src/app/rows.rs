//! One signal per row that is on the screen, made when a row is shown and dropped when it is not. A change sets only the
//! rows that it touched, and only if they differ.

use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The rows of one kind that some view shows right now.
pub struct Rows<Id, Row: 'static>(Shared<Id, Row>);

/// Each row's signal and how many views show it.
type Shared<Id, Row> = Rc<RefCell<BTreeMap<Id, (ArcRwSignal<Row>, usize)>>>;

impl<Id, Row> Clone for Rows<Id, Row> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<Id, Row> Default for Rows<Id, Row> {
    fn default() -> Self {
        Self(Rc::default())
    }
}

impl<Id: Ord + Copy, Row: PartialEq + Clone + Send + Sync + 'static> Rows<Id, Row> {
    /// The row's signal; `make` is asked only if nobody shows the row yet.
    pub fn acquire(&self, id: Id, make: impl FnOnce() -> Row) -> ArcRwSignal<Row> {
        let mut rows = self.0.borrow_mut();
        let (signal, shown) = rows.entry(id).or_insert_with(|| (ArcRwSignal::new(make()), 0));
        *shown += 1;
        signal.clone()
    }

    pub fn release(&self, id: Id) {
        let mut rows = self.0.borrow_mut();
        if let Some((_, shown)) = rows.get_mut(&id) {
            *shown -= 1;
            if *shown == 0 {
                rows.remove(&id);
            }
        }
    }

    /// Sets the row again, if somebody shows it and it differs.
    pub fn refresh(&self, id: Id, make: impl FnOnce() -> Option<Row>) {
        let signal = self.0.borrow().get(&id).map(|(signal, _)| signal.clone());
        let Some(signal) = signal else { return };
        let Some(row) = make() else { return };
        if signal.with_untracked(|shown| *shown != row) {
            signal.set(row);
        }
    }

    /// Sets every row that is shown and differs: something that stands in all of them has changed.
    pub fn refresh_all(&self, make: impl Fn(Id) -> Option<Row>) {
        let shown: Vec<Id> = self.0.borrow().keys().copied().collect();
        for id in shown {
            self.refresh(id, || make(id));
        }
    }

    #[must_use]
    pub fn shown(&self) -> usize {
        self.0.borrow().len()
    }
}
