//! The directory of operations: a small database of its own, so that one operation can be deleted without the others.

use super::database::{self, Log};
use crate::board::hall::Listed;
use crate::domain::ids::OperationId;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;

const NAME: &str = "firstline.directory";
const OPERATIONS: &str = "operations";

async fn open() -> Result<Database, String> {
    Database::open(NAME)
        .with_version(1_u8)
        .with_on_upgrade_needed(|_, database| {
            database.create_object_store(OPERATIONS).build()?;
            Ok(())
        })
        .await
        .map_err(|error| error.to_string())
}

/// Every operation of this device, the one used last first.
pub async fn list() -> Result<Vec<Listed>, String> {
    let database = open().await?;
    let transaction = database.transaction([OPERATIONS]).with_mode(TransactionMode::Readonly).build().map_err(text)?;
    let store = transaction.object_store(OPERATIONS).map_err(text)?;
    let rows = store.get_all::<String>().primitive().map_err(text)?.await.map_err(text)?;
    let mut listed: Vec<Listed> =
        rows.filter_map(Result::ok).filter_map(|row| serde_json::from_str(&row).ok()).collect();
    listed.sort_by_key(|listed| std::cmp::Reverse(listed.last_used));
    Ok(listed)
}

pub async fn put(listed: &Listed) -> Result<(), String> {
    let database = open().await?;
    let transaction = database.transaction([OPERATIONS]).with_mode(TransactionMode::Readwrite).build().map_err(text)?;
    let row = serde_json::to_string(listed).map_err(|error| error.to_string())?;
    let store = transaction.object_store(OPERATIONS).map_err(text)?;
    store.put(row).with_key(listed.id.to_string()).primitive().map_err(text)?;
    drop(store);
    transaction.commit().await.map_err(text)
}

/// Writes the rows of a new operation, then its line in the directory: a half-written one is never listed.
pub async fn create(listed: &Listed, rows: Vec<String>, blobs: &[crate::log::file::Blob]) -> Result<(), String> {
    let log = Log::open(&database::name_of(&listed.id.to_string()), |_| ()).await?;
    let appended = log.transact(0, |_| Some((0, rows))).await;
    if let Err(why) = appended {
        log.close();
        database::delete(&database::name_of(&listed.id.to_string())).await.ok();
        return Err(why);
    }
    for blob in blobs {
        log.put_blob(blob).await?;
    }
    log.close();
    put(listed).await
}

/// Forgets the line first: what is left of a database that could not be deleted is then at least not offered.
pub async fn delete(id: OperationId) -> Result<(), String> {
    let database = open().await?;
    let transaction = database.transaction([OPERATIONS]).with_mode(TransactionMode::Readwrite).build().map_err(text)?;
    let store = transaction.object_store(OPERATIONS).map_err(text)?;
    store.delete(id.to_string()).primitive().map_err(text)?.await.map_err(text)?;
    drop(store);
    transaction.commit().await.map_err(text)?;
    database::delete(&database::name_of(&id.to_string())).await
}

fn text(error: indexed_db_futures::error::Error) -> String {
    error.to_string()
}
