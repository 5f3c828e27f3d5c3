//! The log of one operation in IndexedDB. The stores were made once, in version 1, and never change: everything that
//! evolves does so inside the JSON.

use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error};
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions};
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

const LOG: &str = "log";
const SNAPSHOTS: &str = "snapshots";
const META: &str = "meta";
const DRAFTS: &str = "drafts";
const BLOBS: &str = "blobs";
/// Rows of one big append between which the page gets a breath.
const BREATH: u64 = 250;
/// Rows of one part of a long reading. While this page decodes one part, the browser fetches the next.
const PART: u64 = 5_000;

/// An open database, opened again once when the browser closed it.
pub struct Log {
    name: String,
    database: RefCell<Rc<Database>>,
    lost: Rc<dyn Fn(Lost)>,
    closed: Rc<Cell<Option<Lost>>>,
}

/// Why the database went away under the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// Another window wants to change or delete it.
    VersionChange,
    /// The browser closed it: evicted, cleared, or broken.
    Closed,
}

/// Why the store did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Another window deleted the operation, or wants to change its database.
    Taken,
    /// What was decided follows another row than the last one of the log.
    Elsewhere { decided: u64, ends: u64 },
    /// A row that this window has folded is no longer there.
    Gone(u64),
    /// In the words of the browser.
    Browser(String),
}

/// The name of the database of an operation.
#[must_use]
pub fn name_of(operation: &str) -> String {
    format!("firstline.operation.{operation}")
}

impl Log {
    pub async fn open(name: &str, lost: impl Fn(Lost) + 'static) -> Result<Self, Fault> {
        let lost: Rc<dyn Fn(Lost)> = Rc::new(lost);
        let closed = Rc::new(Cell::new(None));
        let database = open(name, Rc::clone(&lost), Rc::clone(&closed)).await?;
        Ok(Self { name: name.to_owned(), database: RefCell::new(database), lost, closed })
    }

    /// Closes the handle, so that another window may delete the database.
    pub fn close(&self) {
        self.closed.set(Some(Lost::Closed));
        (*Rc::clone(&self.database.borrow())).clone().close();
    }

    /// Rows after `after`, in order, with their keys.
    pub async fn rows_after(&self, after: u64) -> Result<Vec<(u64, String)>, Fault> {
        let database = self.usable().await?;
        let transaction = database.transaction([LOG]).with_mode(TransactionMode::Readonly).build().map_err(text)?;
        rows_after(&transaction, after).await.map_err(text)
    }

    /// Rows after `after` in one reading of several parts, for a log that is known to reach `expected`: every part but the
    /// last is handed over as soon as it is here; the last is the answer.
    pub async fn rows_in_parts(
        &self,
        after: u64,
        expected: u64,
        mut part: impl FnMut(Vec<(u64, String)>),
    ) -> Result<Vec<(u64, String)>, Fault> {
        let database = self.usable().await?;
        let transaction = database.transaction([LOG]).with_mode(TransactionMode::Readonly).build().map_err(text)?;
        let mut asked = std::collections::VecDeque::new();
        let mut from = after;
        {
            let store = transaction.object_store(LOG).map_err(text)?;
            while from + PART < expected {
                let range = (from + 1) as f64..=(from + PART) as f64;
                asked.push_back((from, store.get_all::<String>().with_query(range).primitive().map_err(text)?));
                from += PART;
            }
        }
        while let Some((start, request)) = asked.pop_front() {
            let rows = request.await.map_err(text)?.collect::<Result<Vec<String>, _>>().map_err(text)?;
            if rows.len() as u64 != PART {
                // A number is missing: the careful reading says which.
                return rows_after(&transaction, start).await.map_err(text);
            }
            part((start + 1..).zip(rows).collect());
        }
        rows_after(&transaction, from).await.map_err(text)
    }

    /// One strict read-write transaction: hands over what was missed, appends what `decide` answers, commits. `decide`
    /// answers at once, since the browser commits by itself as soon as nothing is asked of it. False: nothing to append.
    pub async fn transact(
        &self,
        after: u64,
        decide: impl FnOnce(Vec<(u64, String)>) -> Option<(u64, Vec<String>)>,
    ) -> Result<bool, Fault> {
        self.transact_early(after, Vec::new(), decide).await
    }

    /// The same, with what `decide` is going to answer if nothing was missed: these rows are sent along with the question
    /// what was, which saves a round trip, and stand only if `decide` then answers just that. Where something was missed the
    /// store refuses them, their numbers being taken, and a second transaction goes the usual way.
    pub async fn transact_early(
        &self,
        after: u64,
        mut early: Vec<String>,
        decide: impl FnOnce(Vec<(u64, String)>) -> Option<(u64, Vec<String>)>,
    ) -> Result<bool, Fault> {
        let mut decide = Some(decide);
        loop {
            let database = self.usable().await?;
            // Only the opening is tried again: nothing has been decided yet.
            let first = strict(&database);
            let ran = if first.as_ref().err().is_some_and(is_closed) {
                let again = self.reopen().await?;
                run(strict(&again).map_err(text)?, after, &early, &mut decide).await?
            } else {
                run(first.map_err(text)?, after, &early, &mut decide).await?
            };
            match ran {
                Ran::Appended => return Ok(true),
                Ran::Nothing => return Ok(false),
                Ran::Missed => early.clear(),
            }
        }
    }

    /// The latest snapshot, whatever it holds.
    pub async fn snapshot(&self) -> Option<Vec<u8>> {
        let database = self.usable().await.ok()?;
        let transaction = database.transaction([SNAPSHOTS]).with_mode(TransactionMode::Readonly).build().ok()?;
        let store = transaction.object_store(SNAPSHOTS).ok()?;
        let bytes: Option<wasm_bindgen::JsValue> = store.get("latest").primitive().ok()?.await.ok()?;
        Some(js_sys::Uint8Array::new(&bytes?).to_vec())
    }

    pub async fn put_snapshot(&self, bytes: &[u8]) -> Result<(), Fault> {
        let bytes: wasm_bindgen::JsValue = js_sys::Uint8Array::from(bytes).into();
        self.put(SNAPSHOTS, "latest", bytes).await
    }

    /// Every draft, by the seat that typed it.
    pub async fn drafts(&self) -> Result<Vec<(String, String)>, Fault> {
        let database = self.usable().await?;
        let transaction = database.transaction([DRAFTS]).with_mode(TransactionMode::Readonly).build().map_err(text)?;
        let store = transaction.object_store(DRAFTS).map_err(text)?;
        let keys = store.get_all_keys::<String>().primitive().map_err(text)?;
        let values = store.get_all::<String>().primitive().map_err(text)?;
        let keys = keys.await.map_err(text)?.filter_map(Result::ok);
        let values = values.await.map_err(text)?.filter_map(Result::ok);
        Ok(keys.zip(values).collect())
    }

    pub async fn put_draft(&self, seat: &str, text: &str) -> Result<(), Fault> {
        self.put(DRAFTS, seat, wasm_bindgen::JsValue::from_str(text)).await
    }

    pub async fn delete_draft(&self, seat: &str) -> Result<(), Fault> {
        let database = self.usable().await?;
        let transaction = database.transaction([DRAFTS]).with_mode(TransactionMode::Readwrite).build().map_err(text)?;
        transaction.object_store(DRAFTS).map_err(text)?.delete(seat).primitive().map_err(text)?.await.map_err(text)?;
        transaction.commit().await.map_err(text)
    }

    /// Blobs as the lines of a file.
    pub async fn blobs(&self) -> Result<Vec<crate::log::file::Blob>, Fault> {
        let database = self.usable().await?;
        let transaction = database.transaction([BLOBS]).with_mode(TransactionMode::Readonly).build().map_err(text)?;
        let store = transaction.object_store(BLOBS).map_err(text)?;
        let values = store.get_all::<String>().primitive().map_err(text)?.await.map_err(text)?;
        Ok(values.filter_map(Result::ok).filter_map(|text| serde_json::from_str(&text).ok()).collect())
    }

    /// One blob by its hash; none when it is not here.
    pub async fn blob(&self, hash: &str) -> Option<crate::log::file::Blob> {
        let database = self.usable().await.ok()?;
        let transaction = database.transaction([BLOBS]).with_mode(TransactionMode::Readonly).build().ok()?;
        let store = transaction.object_store(BLOBS).ok()?;
        let text: Option<String> = store.get(hash).primitive().ok()?.await.ok()?;
        serde_json::from_str(&text?).ok()
    }

    pub async fn put_blob(&self, blob: &crate::log::file::Blob) -> Result<(), Fault> {
        let text = serde_json::to_string(blob).map_err(browser)?;
        self.put(BLOBS, &blob.hash, wasm_bindgen::JsValue::from_str(&text)).await
    }

    async fn put(&self, store: &str, key: &str, value: wasm_bindgen::JsValue) -> Result<(), Fault> {
        let database = self.usable().await?;
        let transaction = database.transaction([store]).with_mode(TransactionMode::Readwrite).build().map_err(text)?;
        transaction.object_store(store).map_err(text)?.put(value).with_key(key).primitive().map_err(text)?;
        transaction.commit().await.map_err(text)
    }

    async fn usable(&self) -> Result<Rc<Database>, Fault> {
        match self.closed.get() {
            None => Ok(Rc::clone(&self.database.borrow())),
            Some(Lost::Closed) => self.reopen().await,
            // Opening it again would make an empty database under the name of the one that was deleted.
            Some(Lost::VersionChange) => Err(Fault::Taken),
        }
    }

    async fn reopen(&self) -> Result<Rc<Database>, Fault> {
        self.closed.set(None);
        let database = open(&self.name, Rc::clone(&self.lost), Rc::clone(&self.closed)).await?;
        *self.database.borrow_mut() = Rc::clone(&database);
        Ok(database)
    }
}

/// Deletes the database of an operation.
pub async fn delete(name: &str) -> Result<(), Fault> {
    let database = Database::open(name).await.map_err(browser)?;
    database.delete().map_err(browser)?.await.map_err(browser)
}

async fn open(name: &str, lost: Rc<dyn Fn(Lost)>, closed: Rc<Cell<Option<Lost>>>) -> Result<Rc<Database>, Fault> {
    let database = Database::open(name)
        .with_version(1_u8)
        .with_on_upgrade_needed(|_, database| {
            database.create_object_store(LOG).with_auto_increment(true).build()?;
            for store in [SNAPSHOTS, META, DRAFTS, BLOBS] {
                database.create_object_store(store).build()?;
            }
            Ok(())
        })
        .await
        .map_err(browser)?;
    let database = Rc::new(database);
    if let Ok(mut changes) = database.version_changes() {
        let handle = Rc::clone(&database);
        wasm_bindgen_futures::spawn_local(async move {
            let change = changes.recv().await;
            let why = if change.is_some() { Lost::VersionChange } else { Lost::Closed };
            closed.set(Some(why));
            if why == Lost::VersionChange {
                // An open handle would block the other window for ever.
                (*handle).clone().close();
            }
            lost(why);
        });
    }
    Ok(database)
}

fn strict(database: &Database) -> Result<Transaction<'_>, Error> {
    let mut options = TransactionOptions::new();
    options.set_durability(TransactionDurability::Strict);
    database.transaction([LOG]).with_mode(TransactionMode::Readwrite).with_options(options).build()
}

/// What became of one transaction.
enum Ran {
    Appended,
    Nothing,
    /// It began with rows that were decided too early, and is undone. Nothing has been decided yet.
    Missed,
}

async fn run<F: FnOnce(Vec<(u64, String)>) -> Option<(u64, Vec<String>)>>(
    transaction: Transaction<'_>,
    after: u64,
    early: &[String],
    decide: &mut Option<F>,
) -> Result<Ran, Fault> {
    let mut last = None;
    let missed = if early.is_empty() {
        missed_rows(&transaction, after).await?
    } else {
        // The last row that was folded, and none behind it: then the early rows stand where they were decided to stand.
        let numbers = numbers_from(&transaction, after)?;
        last = add_rows(&transaction, after, early).await?;
        if numbers.await? != Vec::from_iter((after != 0).then_some(after)) {
            transaction.abort().await.ok();
            return Ok(Ran::Missed);
        }
        Vec::new()
    };
    let stands = missed.last().map_or(after, |(number, _)| *number);
    let Some((end, rows)) = decide.take().and_then(|decide| decide(missed)) else {
        transaction.abort().await.ok();
        return Ok(Ran::Nothing);
    };
    if end != stands {
        // Left without a commit, the transaction is rolled back.
        return Err(Fault::Elsewhere { decided: end, ends: stands });
    }
    if early.is_empty() {
        last = add_rows(&transaction, end, &rows).await?;
    } else if early != rows {
        // The machine promises that this is not so; nothing is written, and nobody is told that it was.
        return Err(Fault::Elsewhere { decided: after, ends: stands });
    }
    match transaction.commit().await {
        Ok(()) => Ok(Ran::Appended),
        Err(error) => {
            // The row's own reason says more than "aborted".
            let reason = match last {
                Some(request) => request.await.err(),
                None => None,
            };
            Err(text(reason.unwrap_or(error)))
        }
    }
}

/// Asks for rows to be added after `after`, and gives the last question. Each row asks for its own number; the store refuses
/// one that is taken, and with it the whole append. So nobody has to wait for the numbers, and the commit is under way as
/// soon as it can be.
async fn add_rows(
    transaction: &Transaction<'_>,
    after: u64,
    rows: &[String],
) -> Result<Option<impl Future<Output = Result<f64, Error>> + use<>>, Fault> {
    let store = transaction.object_store(LOG).map_err(text)?;
    let mut last = None;
    for (row, number) in rows.iter().zip(after + 1..) {
        let request = store.add(row.as_str()).with_key(number as f64).primitive().map_err(text)?;
        if number % BREATH == 0 {
            request.await.map_err(text)?;
        } else {
            last = Some(request);
        }
    }
    Ok(last)
}

/// The numbers of all rows from `from` on. They are asked when this is called, and answered when it is awaited.
fn numbers_from(
    transaction: &Transaction<'_>,
    from: u64,
) -> Result<impl Future<Output = Result<Vec<u64>, Fault>> + use<>, Fault> {
    let store = transaction.object_store(LOG).map_err(text)?;
    let numbers = store.get_all_keys::<f64>().with_query(from as f64..).primitive().map_err(text)?;
    Ok(async move {
        let numbers = numbers.await.map_err(text)?;
        numbers.map(|number| number.map(|number| number as u64)).collect::<Result<_, _>>().map_err(text)
    })
}

/// Rows after `after` with their keys, for a transaction that goes on to append: there are few, often none. All three
/// questions are asked at once. The third is whether the row that this window folded last is there at all: a database that
/// was thrown away comes back empty, and would take a row under any number.
async fn missed_rows(transaction: &Transaction<'_>, after: u64) -> Result<Vec<(u64, String)>, Fault> {
    let store = transaction.object_store(LOG).map_err(text)?;
    let range = (after + 1) as f64..;
    let rows = store.get_all::<String>().with_query(range.clone()).primitive().map_err(text)?;
    let keys = store.get_all_keys::<f64>().with_query(range).primitive().map_err(text)?;
    let head = store.get_key::<f64, _>(after as f64).primitive().map_err(text)?;
    let (rows, keys, head) = (rows.await.map_err(text)?, keys.await.map_err(text)?, head.await.map_err(text)?);
    if after != 0 && head.is_none() {
        return Err(Fault::Gone(after));
    }
    let keys = keys.map(|key| key.map(|key| key as u64)).collect::<Result<Vec<u64>, _>>().map_err(text)?;
    let rows = rows.collect::<Result<Vec<String>, _>>().map_err(text)?;
    Ok(keys.into_iter().zip(rows).collect())
}

async fn rows_after(transaction: &Transaction<'_>, after: u64) -> Result<Vec<(u64, String)>, Error> {
    let store = transaction.object_store(LOG)?;
    let range = (after + 1) as f64..;
    let rows = store.get_all::<String>().with_query(range.clone()).primitive()?.await?;
    let rows: Vec<String> = rows.collect::<Result<_, _>>()?;
    // As many rows as numbers, and none beyond: then no number is missing. Asking for one key is cheaper than for all.
    let beyond = (after + rows.len() as u64 + 1) as f64..;
    let gapless = store.get_key::<f64, _>(beyond).primitive()?.await?.is_none();
    if gapless {
        return Ok((after + 1..).zip(rows).collect());
    }
    let keys = store.get_all_keys::<f64>().with_query(range).primitive()?.await?;
    let keys: Vec<f64> = keys.collect::<Result<_, _>>()?;
    Ok(keys.into_iter().map(|key| key as u64).zip(rows).collect())
}

fn is_closed(error: &Error) -> bool {
    matches!(error, Error::DomException(DomException::InvalidStateError(_)))
}

pub(super) fn text(error: Error) -> Fault {
    browser(error)
}

pub(super) fn browser(error: impl std::fmt::Display) -> Fault {
    Fault::Browser(error.to_string())
}
