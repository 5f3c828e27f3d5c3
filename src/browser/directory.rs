//! The directory of operations: a small database of its own, so that one operation can be deleted without the others.

use super::database::{self, Fault, Log, browser, text};
use crate::board::hall::Listed;
use crate::domain::ids::OperationId;
use crate::log::file::Blob;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;

const NAME: &str = "firstline.directory";
const OPERATIONS: &str = "operations";

async fn open() -> Result<Database, Fault> {
    Database::open(NAME)
        .with_version(1_u8)
        .with_on_upgrade_needed(|_, database| {
            database.create_object_store(OPERATIONS).build()?;
            Ok(())
        })
        .await
        .map_err(browser)
}

/// Every operation of this device, the one used last first.
pub async fn list() -> Result<Vec<Listed>, Fault> {
    let database = open().await?;
    let transaction = database.transaction([OPERATIONS]).with_mode(TransactionMode::Readonly).build().map_err(text)?;
    let store = transaction.object_store(OPERATIONS).map_err(text)?;
    let rows = store.get_all::<String>().primitive().map_err(text)?.await.map_err(text)?;
    let mut listed: Vec<Listed> =
        rows.filter_map(Result::ok).filter_map(|row| serde_json::from_str(&row).ok()).collect();
    listed.sort_by_key(|listed| std::cmp::Reverse(listed.last_used));
    Ok(listed)
}

pub async fn put(listed: &Listed) -> Result<(), Fault> {
    let database = open().await?;
    let transaction = database.transaction([OPERATIONS]).with_mode(TransactionMode::Readwrite).build().map_err(text)?;
    let row = serde_json::to_string(listed).map_err(browser)?;
    let store = transaction.object_store(OPERATIONS).map_err(text)?;
    store.put(row).with_key(listed.id.to_string()).primitive().map_err(text)?;
    drop(store);
    transaction.commit().await.map_err(text)
}

/// Writes the rows of a new operation, then its line in the directory. A half-written one is never listed, and nothing of
/// it stays behind, where nobody could see or delete it.
pub async fn create(listed: &Listed, rows: Vec<String>, blobs: &[Blob]) -> Result<(), Fault> {
    let name = database::name_of(&listed.id.to_string());
    let log = Log::open(&name, |_| ()).await?;
    let mut made = fill(&log, rows, blobs).await;
    log.close();
    if made.is_ok() {
        made = put(listed).await;
    }
    if made.is_err() {
        database::delete(&name).await.ok();
    }
    made
}

async fn fill(log: &Log, rows: Vec<String>, blobs: &[Blob]) -> Result<(), Fault> {
    log.transact(0, |_| Some((0, rows))).await?;
    for blob in blobs {
        log.put_blob(blob).await?;
    }
    Ok(())
}

/// Forgets the line first: what is left of a database that could not be deleted is then at least not offered.
pub async fn delete(id: OperationId) -> Result<(), Fault> {
    let database = open().await?;
    let transaction = database.transaction([OPERATIONS]).with_mode(TransactionMode::Readwrite).build().map_err(text)?;
    let store = transaction.object_store(OPERATIONS).map_err(text)?;
    store.delete(id.to_string()).primitive().map_err(text)?.await.map_err(text)?;
    drop(store);
    transaction.commit().await.map_err(text)?;
    database::delete(&database::name_of(&id.to_string())).await
}
