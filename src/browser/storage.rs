//! What the browser says about keeping data. Every call is guarded: some browsers have no `navigator.storage` at all.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Used and granted bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    pub used: f64,
    pub quota: f64,
}

async fn ask(name: &str) -> Option<JsValue> {
    let navigator: JsValue = web_sys::window()?.navigator().into();
    let storage = Reflect::get(&navigator, &"storage".into()).ok().filter(JsValue::is_object)?;
    let method: Function = Reflect::get(&storage, &name.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = method.call0(&storage).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// Asks the browser to keep the data. It may take for ever to answer, so nobody waits for it at the start.
pub async fn persist() -> Option<bool> {
    if ask("persisted").await?.as_bool() == Some(true) {
        return Some(true);
    }
    ask("persist").await?.as_bool()
}

pub async fn estimate() -> Option<Estimate> {
    let answer = ask("estimate").await?;
    let number = |name: &str| Reflect::get(&answer, &name.into()).ok()?.as_f64();
    Some(Estimate { used: number("usage")?, quota: number("quota")? })
}
