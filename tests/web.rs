//! Each file of `browser` in a real browser: what IndexedDB, channels, locks and the page do, not what they are said to.
#![cfg(all(feature = "app", target_arch = "wasm32"))]

use firstline::board::hall::Listed;
use firstline::board::hall::Seat;
use firstline::browser::channel::Channel;
use firstline::browser::database::{self, Fault, Log, Lost};
use firstline::browser::{clock, directory, files, locks, page, random, sound, storage};
use firstline::domain::ids::OperationId;
use firstline::domain::moment::Moment;
use firstline::domain::setup::{Profile, Tone};
use firstline::log::file::Blob;
use firstline::tabs::hint::Hint;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;
use js_sys::{Array, Function, Promise};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

// ---- Around the tests -----------------------------------------------------------------------------------------------

/// A name that no other test and no earlier run has used.
fn fresh() -> String {
    format!("firstline.test.{}", uuid::Uuid::from_bytes(random::bytes()))
}

/// Runs a few words of JavaScript. The page of the tests has no content security policy that would forbid it.
fn js(body: &str) -> JsValue {
    Function::<fn() -> JsValue>::new_no_args_typed(body).call0(&JsValue::NULL).expect(body)
}

async fn js_later(body: &str) -> JsValue {
    JsFuture::from(js(body).unchecked_into::<Promise>()).await.expect(body)
}

async fn sleep(milliseconds: u32) {
    let asleep = Promise::new(&mut |awake, _| {
        gloo::timers::callback::Timeout::new(milliseconds, move || drop(awake.call0(&JsValue::NULL))).forget();
    });
    JsFuture::from(asleep).await.expect("a timer");
}

/// Looks again and again, since nobody says when a message arrives.
async fn soon(what: &str, holds: impl AsyncFn() -> bool) {
    for _ in 0..2_000 {
        if holds().await {
            return;
        }
        sleep(10).await;
    }
    panic!("not within twenty seconds: {what}");
}

async fn together(one: impl Future<Output = ()> + 'static, two: impl Future<Output = ()> + 'static) {
    let promise = |work: std::pin::Pin<Box<dyn Future<Output = ()>>>| {
        future_to_promise(async move {
            work.await;
            Ok(JsValue::UNDEFINED)
        })
    };
    let (one, two) = (promise(Box::pin(one)), promise(Box::pin(two)));
    JsFuture::from(one).await.expect("the first");
    JsFuture::from(two).await.expect("the second");
}

// ---- The log of an operation ----------------------------------------------------------------------------------------

async fn open(name: &str) -> Log {
    Log::open(name, |_| ()).await.expect("a database")
}

async fn append(log: &Log, after: u64, rows: &[&str]) -> Result<bool, Fault> {
    let rows = rows.iter().map(|row| (*row).to_owned()).collect();
    log.transact(after, |missed| Some((after + missed.len() as u64, rows))).await
}

/// The rows as "number text".
async fn told(log: &Log, after: u64) -> Vec<String> {
    let rows = log.rows_after(after).await.expect("the rows");
    rows.into_iter().map(|(number, row)| format!("{number} {row}")).collect()
}

#[wasm_bindgen_test]
async fn rows_stand_in_the_order_in_which_they_were_appended() {
    let log = open(&fresh()).await;
    assert_eq!(told(&log, 0).await, [""; 0]);
    assert_eq!(append(&log, 0, &["one", "two"]).await, Ok(true));
    assert_eq!(append(&log, 0, &["{\"three\":\"Łódź \u{1f691}\"}"]).await, Ok(true));
    assert_eq!(told(&log, 0).await, ["1 one", "2 two", "3 {\"three\":\"Łódź \u{1f691}\"}"]);
    assert_eq!(told(&log, 1).await.len(), 2);
    assert_eq!(told(&log, 3).await, [""; 0]);
}

/// Writes 25 rows as fast as it can. Each names the row before it, as it was seen inside the transaction. Each is sent early
/// as it would be if the other window had written nothing.
async fn races(log: Rc<Log>, who: &'static str) {
    let mut head = (0, String::new());
    for count in 0..25 {
        let early = vec![format!("{who}{count} after {}", head.1)];
        let appended = log.transact_early(head.0, early, |missed| {
            for (number, row) in missed {
                assert_eq!(number, head.0 + 1, "{who} was handed a row out of order");
                head = (number, row.split(' ').next().unwrap_or_default().to_owned());
            }
            Some((head.0, vec![format!("{who}{count} after {}", head.1)]))
        });
        assert_eq!(appended.await, Ok(true));
        // Its own row is handed over with what it missed, as if another had written it.
    }
}

#[wasm_bindgen_test]
async fn two_windows_that_race_write_one_history() {
    let name = fresh();
    let (one, two) = (Rc::new(open(&name).await), Rc::new(open(&name).await));
    together(races(Rc::clone(&one), "a"), races(two, "b")).await;
    let rows = one.rows_after(0).await.expect("the rows");
    assert_eq!(rows.iter().map(|(number, _)| *number).collect::<Vec<_>>(), (1..=50).collect::<Vec<_>>());
    let mut before = "";
    let mut turns = 0;
    for (number, row) in &rows {
        let (own, seen) = row.split_once(" after ").expect("a row");
        assert_eq!(seen, before, "row {number} did not see the one before it");
        turns += u32::from(!before.is_empty() && own[..1] != before[..1]);
        before = own;
    }
    assert!(10 < turns, "the windows hardly raced: {turns} turns");
}

#[wasm_bindgen_test]
async fn an_append_that_is_rolled_back_leaves_no_number() {
    let log = open(&fresh()).await;
    assert_eq!(append(&log, 0, &["one"]).await, Ok(true));
    let seen = Rc::new(RefCell::new(Vec::new()));
    let saw = Rc::clone(&seen);
    let refused = log.transact(0, move |missed| {
        *saw.borrow_mut() = missed;
        None
    });
    assert_eq!(refused.await, Ok(false));
    assert_eq!(*seen.borrow(), [(1, "one".to_owned())], "what was missed is handed over all the same");
    // Decided on something that is not the end of the log, which an honest window never does: nothing of it stays.
    let wrong = log.transact(0, |_| Some((7, vec!["x".into(); 300])));
    assert_eq!(wrong.await, Err(Fault::Elsewhere { decided: 7, ends: 1 }));
    assert_eq!(append(&log, 0, &["two"]).await, Ok(true));
    assert_eq!(told(&log, 0).await, ["1 one", "2 two"]);
}

#[wasm_bindgen_test]
async fn six_hundred_rows_are_one_append() {
    let name = fresh();
    let (log, other) = (open(&name).await, open(&name).await);
    let rows: Vec<String> = (1..=600).map(|number| format!("row {number}")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(append(&log, 0, &rows).await, Ok(true));
    let all = told(&other, 0).await;
    assert_eq!(all.len(), 600);
    assert!(all.iter().zip(1..).all(|(row, number)| *row == format!("{number} row {number}")));
    assert_eq!(told(&other, 598).await, ["599 row 599", "600 row 600"]);
}

/// Rows that something else deleted must show as missing, not as others' numbers.
#[wasm_bindgen_test]
async fn a_missing_row_is_not_filled_up() {
    let name = fresh();
    let log = open(&name).await;
    assert_eq!(append(&log, 0, &["one", "two", "three", "four"]).await, Ok(true));
    let raw = Database::open(name.as_str()).await.expect("the database");
    let transaction = raw.transaction(["log"]).with_mode(TransactionMode::Readwrite).build().expect("a transaction");
    transaction.object_store("log").expect("a store").delete(2.0).primitive().expect("a range").await.expect("deleted");
    transaction.commit().await.expect("committed");
    assert_eq!(told(&log, 0).await, ["1 one", "3 three", "4 four"]);
    assert_eq!(told(&log, 1).await, ["3 three", "4 four"]);
    assert_eq!(told(&log, 2).await, ["3 three", "4 four"]);
    // The number of a deleted row is not given again.
    assert_eq!(append(&log, 4, &["five"]).await, Ok(true));
    assert_eq!(told(&log, 3).await, ["4 four", "5 five"]);
}

/// A row that is sent before it is known what was missed stands only if the decision then comes to just that.
#[wasm_bindgen_test]
async fn an_early_row_stands_only_as_it_is_decided() {
    let log = open(&fresh()).await;
    let early = || vec!["early".to_owned()];
    assert_eq!(log.transact_early(0, early(), |missed| Some((missed.len() as u64, early()))).await, Ok(true));
    // Something was missed: it is decided anew, on what is there.
    let late = log.transact_early(0, early(), |missed| Some((missed.len() as u64, vec![format!("after {missed:?}")])));
    assert_eq!(late.await, Ok(true));
    // Nothing was missed, and it is refused, or another row, or lost with the row before it.
    assert_eq!(log.transact_early(2, early(), |_| None).await, Ok(false));
    assert!(log.transact_early(2, early(), |_| Some((2, vec!["other".into()]))).await.is_err());
    assert!(log.transact_early(7, early(), |_| Some((7, early()))).await.is_err());
    assert_eq!(told(&log, 0).await, ["1 early", "2 after [(1, \"early\")]"]);
    assert_eq!(append(&log, 2, &["three"]).await, Ok(true));
    assert_eq!(told(&log, 2).await, ["3 three"]);
}

/// A database that the browser threw away comes back empty. The window that folded its rows must not begin a second history.
#[wasm_bindgen_test]
async fn nothing_is_appended_behind_a_row_that_is_gone() {
    let log = open(&fresh()).await;
    let lost = log.transact(7, |missed| Some((7, vec![format!("after {} rows", missed.len())])));
    assert_eq!(lost.await, Err(Fault::Gone(7)));
    assert_eq!(told(&log, 0).await, [""; 0]);
}

#[wasm_bindgen_test]
async fn a_long_reading_comes_in_parts_and_misses_nothing() {
    let name = fresh();
    let log = open(&name).await;
    let rows: Vec<String> = (1..=12_001).map(|number| format!("row {number}")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(append(&log, 0, &rows).await, Ok(true));
    // The directory may have counted too few rows, or more than there are.
    for (expected, parts) in [(12_001, 2), (6_000, 1), (3, 0), (30_000, 2)] {
        let mut sizes = Vec::new();
        let mut all = Vec::new();
        let reading = log.rows_in_parts(0, expected, |rows| {
            sizes.push(rows.len());
            all.extend(rows);
        });
        let last = reading.await.expect("the rows");
        all.extend(last);
        assert_eq!(sizes, vec![5_000; parts], "{expected} rows were expected");
        let numbers: Vec<u64> = all.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, (1..=12_001).collect::<Vec<_>>());
        assert_eq!(all[12_000].1, "row 12001");
    }
}

/// Every request for a transaction while `work` runs, as "stores mode durability".
async fn asked(work: impl Future<Output = ()>) -> Vec<String> {
    js("const real = IDBDatabase.prototype.transaction;
        globalThis.asked = [];
        globalThis.restore = () => { IDBDatabase.prototype.transaction = real; };
        IDBDatabase.prototype.transaction = function (stores, mode, options) {
            asked.push([[...stores].join(), mode, options && options.durability].join(' '));
            return real.apply(this, arguments);
        };");
    work.await;
    js("restore(); return asked;").unchecked_into::<Array>().iter().filter_map(|one| one.as_string()).collect()
}

#[wasm_bindgen_test]
async fn an_append_asks_for_strict_durability() {
    let log = open(&fresh()).await;
    let work = async {
        assert_eq!(append(&log, 0, &["one"]).await, Ok(true));
        told(&log, 0).await;
    };
    assert_eq!(asked(work).await, ["log readwrite strict", "log readonly "]);
}

/// The browser may close a database without a word; the next transaction then throws.
#[wasm_bindgen_test]
async fn a_closed_database_is_opened_again_once() {
    let fail = |times: u32| {
        js(&format!(
            "const real = IDBDatabase.prototype.transaction;
             let left = {times};
             globalThis.restore = () => {{ IDBDatabase.prototype.transaction = real; }};
             IDBDatabase.prototype.transaction = function () {{
                 if (0 < left--) throw new DOMException('closing', 'InvalidStateError');
                 return real.apply(this, arguments);
             }};"
        ));
    };
    let log = open(&fresh()).await;
    fail(1);
    assert_eq!(append(&log, 0, &["one"]).await, Ok(true));
    js("restore()");
    assert_eq!(told(&log, 0).await, ["1 one"], "decided once, written once");
    fail(2);
    let decided = Cell::new(false);
    let appended = log.transact(1, |_| {
        decided.set(true);
        Some((1, vec!["two".into()]))
    });
    assert!(appended.await.is_err());
    js("restore()");
    assert!(!decided.get(), "nothing is decided outside a transaction");
    assert_eq!(told(&log, 0).await, ["1 one"]);
}

#[wasm_bindgen_test]
async fn a_handle_that_was_closed_opens_itself_again() {
    let log = open(&fresh()).await;
    assert_eq!(append(&log, 0, &["one"]).await, Ok(true));
    log.close();
    assert_eq!(told(&log, 0).await, ["1 one"]);
    log.close();
    assert_eq!(append(&log, 1, &["two"]).await, Ok(true));
    assert_eq!(told(&log, 0).await, ["1 one", "2 two"]);
}

#[wasm_bindgen_test]
async fn an_operation_can_be_deleted_under_an_open_window() {
    let name = fresh();
    let lost = Rc::new(RefCell::new(Vec::new()));
    let told_of = Rc::clone(&lost);
    let log = Log::open(&name, move |why| told_of.borrow_mut().push(why)).await.expect("a database");
    assert_eq!(append(&log, 0, &["one", "two"]).await, Ok(true));
    // It would wait for ever for a window that keeps its handle.
    assert_eq!(database::delete(&name).await, Ok(()));
    soon("the window hears of it", async || !lost.borrow().is_empty()).await;
    assert_eq!(*lost.borrow(), [Lost::VersionChange]);
    // The window still has two rows in mind. It must not start a second history with a third one.
    let appended = append(&log, 2, &["three"]).await;
    assert!(appended.is_err(), "{appended:?}");
    // Nor may it make an empty database of that name by looking.
    assert!(log.rows_after(0).await.is_err());
    let names = js_later("return indexedDB.databases().then(all => all.map(one => one.name).join());").await;
    assert!(!names.as_string().expect("a text").contains(&name), "{names:?}");
}

// ---- Beside the log -------------------------------------------------------------------------------------------------

#[wasm_bindgen_test]
async fn drafts_come_back_as_they_were_typed() {
    let name = fresh();
    let log = open(&name).await;
    assert_eq!(log.drafts().await, Ok(Vec::new()));
    assert_eq!(log.put_draft("b", "he fell \u{1f691}\nat the gate").await, Ok(()));
    assert_eq!(log.put_draft("a", "first").await, Ok(()));
    assert_eq!(log.put_draft("a", "second").await, Ok(()));
    let draft = |seat: &str, text: &str| (seat.to_owned(), text.to_owned());
    let both = vec![draft("a", "second"), draft("b", "he fell \u{1f691}\nat the gate")];
    assert_eq!(open(&name).await.drafts().await, Ok(both));
    assert_eq!(log.delete_draft("a").await, Ok(()));
    assert_eq!(log.delete_draft("nobody").await, Ok(()));
    assert_eq!(log.drafts().await.map(|drafts| drafts.len()), Ok(1));
    assert_eq!(told(&log, 0).await, [""; 0], "drafts are no part of the log");
}

#[wasm_bindgen_test]
async fn a_snapshot_comes_back_byte_for_byte() {
    let name = fresh();
    let log = open(&name).await;
    assert_eq!(log.snapshot().await, None);
    let bytes: Vec<u8> = (0..300_000_u32).map(|byte| byte as u8).collect();
    assert_eq!(log.put_snapshot(&[1, 2, 3]).await, Ok(()));
    assert_eq!(log.put_snapshot(&bytes).await, Ok(()));
    assert!(open(&name).await.snapshot().await.is_some_and(|stored| stored == bytes));
}

#[wasm_bindgen_test]
async fn blobs_are_kept_under_their_hash() {
    let log = open(&fresh()).await;
    let blob = |hash: &str, data: &str| Blob { hash: hash.into(), media_type: "image/png".into(), data: data.into() };
    assert_eq!(log.blobs().await, Ok(Vec::new()));
    for one in [blob("22", "eHk="), blob("11", "YWI="), blob("22", "eHk=")] {
        assert_eq!(log.put_blob(&one).await, Ok(()));
    }
    assert_eq!(log.blobs().await, Ok(vec![blob("11", "YWI="), blob("22", "eHk=")]));
}

fn listed(number: u128, last_used: i64) -> Listed {
    let id = OperationId(uuid::Uuid::from_u128(number));
    let name = format!("Operation {number}");
    Listed { id, name, profile: Profile::Event, created: 1, last_used, rows: 2, bytes: 8 }
}

#[wasm_bindgen_test]
async fn the_directory_lists_what_was_used_last_first() {
    let number = u128::from_le_bytes(random::bytes());
    let (one, two) = (listed(number, 5), listed(number ^ 1, 7));
    let blob = Blob { hash: "11".into(), media_type: "image/png".into(), data: "YWI=".into() };
    for made in [&one, &two] {
        let rows = vec!["one".to_owned(), "two".to_owned()];
        assert_eq!(directory::create(made, rows, std::slice::from_ref(&blob)).await, Ok(()));
    }
    let ours = async || {
        let all = directory::list().await.expect("the directory");
        all.into_iter().filter(|row| row.id == one.id || row.id == two.id).collect::<Vec<_>>()
    };
    assert_eq!(ours().await, [two.clone(), one.clone()]);
    let used = Listed { last_used: 9, rows: 3, ..one.clone() };
    assert_eq!(directory::put(&used).await, Ok(()));
    assert_eq!(ours().await, [used, two.clone()]);

    let log = open(&database::name_of(&one.id.to_string())).await;
    assert_eq!(told(&log, 0).await, ["1 one", "2 two"]);
    assert_eq!(log.blobs().await, Ok(vec![blob]));
    assert_eq!(directory::delete(one.id).await, Ok(()));
    assert_eq!(ours().await, std::slice::from_ref(&two));
    assert_eq!(directory::delete(two.id).await, Ok(()));
    assert_eq!(databases_of(&[&one, &two]).await, [""; 0], "a deleted operation leaves nothing behind");
}

/// The databases that stand for these operations.
async fn databases_of(operations: &[&Listed]) -> Vec<String> {
    let left = js_later("return indexedDB.databases()").await;
    let names = Array::from(&left);
    let names = names.iter().filter_map(|one| js_sys::Reflect::get(&one, &"name".into()).ok()?.as_string());
    names.filter(|name| operations.iter().any(|one| name.contains(&one.id.to_string()))).collect()
}

/// A picture or a line of the directory that could not be written left the log behind, in no list and beyond deleting.
#[wasm_bindgen_test]
async fn an_operation_that_cannot_be_made_whole_leaves_nothing_behind() {
    let one = listed(u128::from_le_bytes(random::bytes()), 5);
    let blobs = [Blob { hash: "11".into(), media_type: "image/png".into(), data: "YWI=".into() }];
    for (store, count) in [("blobs", 1), ("operations", 0)] {
        js(&format!(
            "const real = IDBObjectStore.prototype.put;
             globalThis.restore = () => {{ IDBObjectStore.prototype.put = real; }};
             IDBObjectStore.prototype.put = function (...given) {{
                if (this.name === '{store}') throw new DOMException('no room', 'QuotaExceededError');
                return real.apply(this, given);
             }};"
        ));
        let made = directory::create(&one, vec!["one".into()], &blobs[..count]).await;
        js("restore()");
        assert!(made.is_err(), "{store}: {made:?}");
        assert_eq!(databases_of(&[&one]).await, [""; 0], "{store}");
        let all = directory::list().await.expect("the directory");
        assert!(all.iter().all(|row| row.id != one.id));
    }
}

/// What could not be written whole is not offered.
#[wasm_bindgen_test]
async fn an_operation_that_is_already_there_is_not_made_again() {
    let one = listed(u128::from_le_bytes(random::bytes()), 5);
    let log = open(&database::name_of(&one.id.to_string())).await;
    assert_eq!(append(&log, 0, &["older"]).await, Ok(true));
    let made = directory::create(&one, vec!["one".into()], &[]).await;
    assert!(made.is_err(), "{made:?}");
    let all = directory::list().await.expect("the directory");
    assert!(all.iter().all(|row| row.id != one.id));
}

// ---- Between windows ------------------------------------------------------------------------------------------------

/// What a channel heard.
type Heard = Rc<RefCell<Vec<Option<Hint>>>>;

fn hints() -> (Heard, impl Fn(Option<Hint>) + 'static) {
    let heard = Rc::<RefCell<Vec<Option<Hint>>>>::default();
    let hears = Rc::clone(&heard);
    (heard, move |hint| hears.borrow_mut().push(hint))
}

#[wasm_bindgen_test]
async fn a_hint_reaches_the_other_windows_of_the_operation() {
    let name = fresh();
    let ((by_one, one), (by_two, two), (by_other, other)) = (hints(), hints(), hints());
    let one = Channel::join(&name, one).expect("a channel");
    let two = Channel::join(&name, two).expect("a channel");
    let other = Channel::join(&fresh(), other).expect("a channel");
    let hint = |through| Hint { through, codec: 1, sound: None };
    one.post(hint(812));
    one.post(hint(813));
    soon("both hints arrive", async || by_two.borrow().len() == 2).await;
    assert_eq!(*by_two.borrow(), [Some(hint(812)), Some(hint(813))]);
    two.post(hint(814));
    soon("the answer arrives", async || by_one.borrow().len() == 1).await;
    assert_eq!(*by_one.borrow(), [Some(hint(814))], "nobody hears itself");
    assert_eq!(*by_other.borrow(), [], "nor another operation");
    std::mem::forget((one, two, other));
}

#[wasm_bindgen_test]
async fn a_message_that_makes_no_sense_is_heard_all_the_same() {
    let name = fresh();
    let (heard, hears) = hints();
    let channel = Channel::join(&name, hears).expect("a channel");
    let post = |message: &str| js(&format!("new BroadcastChannel('firstline-v1:{name}').postMessage({message})"));
    for message in ["'nonsense'", "7", "null", "{ through: 7 }", "'{\"through\":-1}'", "'{\"through\":9}'"] {
        post(message);
    }
    soon("all messages arrive", async || heard.borrow().len() == 6).await;
    let (nothing, old) = (None, Some(Hint { through: 9, codec: 0, sound: None }));
    assert_eq!(*heard.borrow(), [nothing, nothing, nothing, nothing, nothing, old]);
    std::mem::forget(channel);
}

#[wasm_bindgen_test]
async fn a_window_holds_one_seat() {
    let operation = fresh();
    let seat = |position: &str| Seat {
        seat: "1".into(),
        operation: operation.clone(),
        position: position.into(),
        operator: "Zoë \"Z\" Łukasz".into(),
    };
    let ours = async || {
        let all = locks::seats().await;
        all.into_iter().filter(|seat| seat.operation == operation).map(|seat| seat.position).collect::<Vec<_>>()
    };
    assert_eq!(ours().await, [""; 0]);
    locks::take(&seat("Dispatch 1"));
    soon("the seat is listed", async || ours().await == ["Dispatch 1"]).await;
    assert!(locks::seats().await.contains(&seat("Dispatch 1")), "names come back as they were");
    locks::take(&seat("Lead"));
    soon("the second seat replaces the first", async || ours().await == ["Lead"]).await;
    // One after the other without a breath, as when a name is corrected while the lock is still being asked for.
    locks::take(&seat("Calls 1"));
    locks::take(&seat("Calls 2"));
    soon("only the last seat is held", async || ours().await == ["Calls 2"]).await;
}

#[wasm_bindgen_test]
async fn a_chore_is_done_by_one_window_at_a_time() {
    let name = fresh();
    let done = Rc::new(Cell::new(0));
    let chore = |milliseconds: u32| {
        let (name, done) = (name.clone(), Rc::clone(&done));
        async move {
            let work = async move || {
                sleep(milliseconds).await;
                done.set(done.get() + 1);
            };
            locks::if_free(&name, work).await;
        }
    };
    together(chore(100), chore(0)).await;
    assert_eq!(done.get(), 1, "who came second left it");
    chore(0).await;
    assert_eq!(done.get(), 2, "the lock was given back");
}

// ---- Time and chance ------------------------------------------------------------------------------------------------

#[wasm_bindgen_test]
fn a_zone_has_the_offset_of_the_season() {
    // 2026-01-15, 2026-07-15 and the New York change to summer time, 2026-03-08 at 07:00 UTC.
    let (january, july, change) = (Moment(1_768_478_400_000), Moment(1_784_116_800_000), Moment(1_772_953_200_000));
    let check = |zone: &str, at, minutes| assert_eq!(clock::offset_minutes(zone, at), minutes, "{zone} at {at:?}");
    check("America/New_York", july, -240);
    check("America/New_York", january, -300);
    check("America/New_York", Moment(change.0 - 1), -300);
    check("America/New_York", change, -240);
    check("Asia/Kathmandu", january, 345);
    check("America/St_Johns", july, -150);
    check("Australia/Lord_Howe", january, 660);
    check("UTC", july, 0);
    check("Europe/London", january, 0);
    check("Atlantis/Poseidonis", july, 0);
    check("", july, 0);
    check("Europe/Warsaw", Moment(-1), 60);
}

#[wasm_bindgen_test]
fn the_clock_runs_and_the_zones_are_known() {
    let one = clock::now();
    assert!(Moment(1_760_000_000_000) < one && one <= clock::now(), "{one:?}");
    let zones = clock::zones();
    assert!(300 < zones.len(), "{}", zones.len());
    for zone in [clock::own_zone().as_str(), "UTC", "America/New_York"] {
        assert_eq!(zones.iter().filter(|known| *known == zone).count(), 1, "{zone}");
    }
}

#[wasm_bindgen_test]
fn chance_does_not_repeat_itself() {
    let drawn: std::collections::BTreeSet<[u8; 16]> = (0..1_000).map(|_| random::bytes()).collect();
    assert_eq!(drawn.len(), 1_000);
    assert!(!drawn.contains(&[0; 16]));
}

// ---- The browser around the page ------------------------------------------------------------------------------------

#[wasm_bindgen_test]
async fn storage_answers_or_says_nothing() {
    let room = storage::estimate().await.expect("Chromium tells");
    assert!(0.0 <= room.used && room.used < room.quota, "{room:?}");
    assert!(storage::persist().await.is_some());
    for broken in [
        "undefined",
        "{}",
        "{ estimate: 7, persisted: 7 }",
        "{ estimate() { throw new Error('no'); }, persisted() { throw new Error('no'); } }",
        "{ estimate: () => Promise.reject(new Error('no')), persisted: () => Promise.reject(new Error('no')) }",
        "{ estimate: async () => ({ usage: 'much' }), persisted: async () => 'perhaps' }",
    ] {
        js(&format!("Object.defineProperty(navigator, 'storage', {{ value: {broken}, configurable: true }})"));
        let answers = (storage::estimate().await, storage::persist().await);
        js("delete navigator.storage");
        assert_eq!(answers, (None, None), "{broken}");
    }
    assert!(storage::estimate().await.is_some(), "the browser's own is back");
}

#[wasm_bindgen_test]
async fn the_hash_is_replaced_without_a_step_in_the_history() {
    let heard = Rc::<RefCell<Vec<String>>>::default();
    let hears = Rc::clone(&heard);
    page::on_hash(move |hash| hears.borrow_mut().push(hash));
    let steps = || js("return history.length").as_f64();
    let before = steps();
    for hash in ["#op=1&who=Zo%C3%AB&find=gate%204", "#view=log", ""] {
        page::set_hash(hash);
        assert_eq!(page::hash(), hash);
    }
    assert_eq!(steps(), before);
    js("location.hash = '#view=intake'");
    soon("a change by hand is heard", async || !heard.borrow().is_empty()).await;
    assert_eq!(*heard.borrow(), ["#view=intake"], "its own changes are no news to the page");
    page::set_hash("");
}

#[wasm_bindgen_test]
fn a_window_keeps_its_name() {
    js("sessionStorage.clear()");
    assert_eq!(page::seat_name("one"), "one");
    assert_eq!(page::seat_name("two"), "one");
    page::set_seat_name("three");
    assert_eq!(page::seat_name("four"), "three");
}

#[wasm_bindgen_test]
fn the_page_says_when_it_wakes_is_touched_or_left() {
    let count = || {
        let count = Rc::new(Cell::new(0));
        let counted = Rc::clone(&count);
        (count, move || counted.set(counted.get() + 1))
    };
    let ((woke, wake), (touched, touch), (left, leave)) = (count(), count(), count());
    page::on_wake(wake);
    page::on_touch(touch);
    page::on_leave(leave);
    for name in ["pageshow", "focus", "online", "keydown", "pointerdown", "pagehide"] {
        js(&format!("window.dispatchEvent(new Event('{name}'))"));
    }
    assert_eq!((woke.get(), touched.get(), left.get()), (3, 2, 1));
    js("document.dispatchEvent(new Event('visibilitychange')); document.dispatchEvent(new Event('resume'))");
    assert_eq!((woke.get(), touched.get(), left.get()), (5, 2, 2));
}

#[wasm_bindgen_test]
fn a_crash_is_said_on_the_page() {
    js("const boot = document.createElement('p'); boot.id = 'boot'; document.body.append(boot)");
    page::end_boot_screen();
    page::end_boot_screen();
    assert!(js("return document.getElementById('boot')").is_null());
    page::show_crash("<b>it stopped</b>");
    let said =
        js("const band = document.querySelector('.banner.crash[role=alert]'); band.remove(); return band.textContent");
    assert_eq!(said.as_string().as_deref(), Some("<b>it stopped</b>"), "words, not markup");
}

#[wasm_bindgen_test]
async fn a_text_is_handed_over_as_a_file() {
    js("globalThis.click = HTMLAnchorElement.prototype.click;
        HTMLAnchorElement.prototype.click = function () { globalThis.clicked = this; };");
    let given = files::download("Łódź-2026.csv", "text/csv", "a,b\n\u{1f691},2\n");
    js("HTMLAnchorElement.prototype.click = click");
    assert!(given.is_some());
    assert_eq!(js("return clicked.download").as_string().as_deref(), Some("Łódź-2026.csv"));
    let text = js_later("return fetch(clicked.href).then((file) => file.text())").await;
    assert_eq!(text.as_string().as_deref(), Some("a,b\n\u{1f691},2\n"));
    let kind = js_later("return fetch(clicked.href).then((file) => file.blob()).then((blob) => blob.type)").await;
    assert_eq!(kind.as_string().as_deref(), Some("text/csv"));
}

/// A page that is not served securely has no clipboard, and a browser may refuse it.
#[wasm_bindgen_test]
async fn a_missing_clipboard_does_no_harm() {
    js("globalThis.copied = []");
    for (clipboard, works) in [
        ("undefined", false),
        ("{ writeText: () => Promise.reject(new Error('no')) }", false),
        ("{ writeText: async (text) => { copied.push(text); } }", true),
    ] {
        js(&format!("Object.defineProperty(navigator, 'clipboard', {{ value: {clipboard}, configurable: true }})"));
        assert_eq!(files::copy("1 Fall. P3").await, works, "{clipboard}");
        js("delete navigator.clipboard");
    }
    assert_eq!(js("return copied.join()").as_string().as_deref(), Some("1 Fall. P3"));
}

#[wasm_bindgen_test]
fn tones_are_played_without_a_gesture_and_without_harm() {
    js("globalThis.tones = 0;
        globalThis.begin = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function () { tones += 1; return begin.apply(this, arguments); };");
    let tones = || js("return tones").as_f64();
    for (tone, so_far) in [(Tone::None, 0.0), (Tone::Single, 1.0), (Tone::Double, 3.0), (Tone::Urgent, 6.0)] {
        sound::play(tone);
        assert_eq!(tones(), Some(so_far), "{tone:?}");
    }
    js("OscillatorNode.prototype.start = begin");
}
