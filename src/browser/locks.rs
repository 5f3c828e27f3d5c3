//! Who sits where on this device. A seat is a Web Lock held for a window's life, so a killed window vanishes by itself.

use crate::board::hall::Seat;
use js_sys::{Array, Function, Object, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

const PREFIX: &str = "firstline-seat:";

thread_local! {
    static RELEASE: RefCell<Option<Function>> = const { RefCell::new(None) };
    /// How many seats this window has asked for. Only the last one is kept.
    static ASKED: Cell<u32> = const { Cell::new(0) };
}

/// `navigator.locks`, which web-sys offers behind a compiler flag only.
fn manager() -> Option<JsValue> {
    let navigator: JsValue = web_sys::window()?.navigator().into();
    Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)
}

fn method(manager: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(manager, &name.into()).ok()?.dyn_into().ok()
}

/// Takes a seat and gives the earlier one of this window back.
pub fn take(seat: &Seat) {
    if let Some(release) = RELEASE.with_borrow_mut(Option::take) {
        release.call0(&JsValue::NULL).ok();
    }
    let Some(manager) = manager() else { return };
    let Some(request) = method(&manager, "request") else { return };
    let name = format!("{PREFIX}{}", serde_json::to_string(seat).unwrap_or_default());
    let turn = ASKED.get() + 1;
    ASKED.set(turn);
    let held = Closure::once_into_js(move |_lock: JsValue| {
        Promise::new(&mut |resolve, _| {
            // A lock is given later; by then the window may have asked for another seat.
            if ASKED.get() == turn {
                RELEASE.with_borrow_mut(|release| *release = Some(resolve));
            } else {
                resolve.call0(&JsValue::NULL).ok();
            }
        })
    });
    request.call2(&manager, &name.into(), &held).ok();
}

/// The seats that are taken right now on this device.
pub async fn seats() -> Vec<Seat> {
    let Some(held) = query().await else { return Vec::new() };
    let mut seats: Vec<Seat> = held
        .iter()
        .filter_map(|lock| Reflect::get(&lock, &"name".into()).ok()?.as_string())
        .filter_map(|name| serde_json::from_str(name.strip_prefix(PREFIX)?).ok())
        .collect();
    seats.sort();
    seats
}

async fn query() -> Option<Array> {
    let manager = manager()?;
    let promise: Promise = method(&manager, "query")?.call0(&manager).ok()?.dyn_into().ok()?;
    let snapshot = JsFuture::from(promise).await.ok()?;
    Some(Array::from(&Reflect::get(&snapshot, &"held".into()).ok()?))
}

/// Does a chore if no other window is doing it, and gives the lock back.
pub async fn if_free(name: &str, chore: impl AsyncFnOnce() + 'static) {
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE).ok();
    under_lock(name, &options, chore).await;
}

/// Does a chore as soon as no other window is doing it. Without Web Locks it is done at once.
pub async fn in_turn(name: &str, chore: impl AsyncFnOnce() + 'static) {
    if let Some(chore) = under_lock(name, &Object::new(), chore).await {
        chore().await;
    }
}

/// Gives the chore back if it was not begun.
async fn under_lock<Chore: AsyncFnOnce() + 'static>(name: &str, options: &Object, chore: Chore) -> Option<Chore> {
    let chore = Rc::new(RefCell::new(Some(chore)));
    let begun = Rc::clone(&chore);
    let run = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let Some(chore) = begun.borrow_mut().take_if(|_| !lock.is_null()) else { return JsValue::UNDEFINED };
        wasm_bindgen_futures::future_to_promise(async move {
            chore().await;
            Ok(JsValue::UNDEFINED)
        })
        .into()
    });
    let promise = manager().and_then(|manager| {
        let request = method(&manager, "request")?;
        request.call3(&manager, &name.into(), options, &run).ok()?.dyn_into::<Promise>().ok()
    });
    if let Some(promise) = promise {
        JsFuture::from(promise).await.ok();
    }
    chore.borrow_mut().take()
}
