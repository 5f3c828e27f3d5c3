//! The only place that asks the time.

use crate::domain::moment::Moment;
use js_sys::{Array, Intl, Object, Reflect};
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::{JsCast as _, JsValue};

#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is where the time comes in")]
pub fn now() -> Moment {
    Moment(js_sys::Date::now() as i64)
}

/// The time zone of this device, as an IANA name.
#[must_use]
pub fn own_zone() -> String {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &"timeZone".into()).ok().and_then(|zone| zone.as_string()).unwrap_or_else(|| "UTC".into())
}

/// Every time zone that this browser knows.
#[must_use]
pub fn zones() -> Vec<String> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).unwrap_or(JsValue::UNDEFINED);
    let list = Reflect::get(&intl, &"supportedValuesOf".into())
        .ok()
        .and_then(|function| function.dyn_into::<js_sys::Function>().ok())
        .and_then(|function| function.call1(&intl, &"timeZone".into()).ok())
        .map(|list| Array::from(&list).iter().filter_map(|zone| zone.as_string()).collect::<Vec<_>>());
    let mut zones = list.unwrap_or_default();
    for always in [own_zone(), "UTC".to_owned()] {
        if !zones.contains(&always) {
            zones.push(always);
        }
    }
    zones
}

/// Whether the browser accepts a zone. Its list names each zone once, and often by an old name only.
#[must_use]
pub fn knows(zone: &str) -> bool {
    !zone.trim().is_empty() && ask_offset(zone, now()).is_some()
}

thread_local! {
    /// Offsets change on the quarter hour at most, so a quarter is asked once.
    static OFFSETS: RefCell<BTreeMap<(String, i64), i32>> = const { RefCell::new(BTreeMap::new()) };
}

/// Minutes between UTC and `zone` at an instant: -240 for New York in summer.
#[must_use]
pub fn offset_minutes(zone: &str, at: Moment) -> i32 {
    let quarter = at.0.div_euclid(900_000);
    let key = (zone.to_owned(), quarter);
    if let Some(offset) = OFFSETS.with_borrow(|offsets| offsets.get(&key).copied()) {
        return offset;
    }
    let offset = ask_offset(zone, at).unwrap_or(0);
    OFFSETS.with_borrow_mut(|offsets| offsets.insert(key, offset));
    offset
}

fn ask_offset(zone: &str, at: Moment) -> Option<i32> {
    let options = Object::new();
    Reflect::set(&options, &"timeZone".into(), &zone.into()).ok()?;
    Reflect::set(&options, &"timeZoneName".into(), &"longOffset".into()).ok()?;
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let maker: js_sys::Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    // A zone that the browser does not know throws; going through `construct` turns that into a None.
    let format = Reflect::construct(&maker, &Array::of2(&"en".into(), &options)).ok()?;
    let parts: js_sys::Function = Reflect::get(&format, &"formatToParts".into()).ok()?.dyn_into().ok()?;
    let parts = parts.call1(&format, &js_sys::Date::new(&JsValue::from_f64(at.0 as f64))).ok()?;
    let name = Array::from(&parts).iter().find_map(|part| {
        let kind = Reflect::get(&part, &"type".into()).ok()?.as_string()?;
        (kind == "timeZoneName").then(|| Reflect::get(&part, &"value".into()).ok()?.as_string()).flatten()
    })?;
    read_offset(&name)
}

/// `GMT-04:00`, or `GMT` alone for none.
fn read_offset(name: &str) -> Option<i32> {
    let rest = name.strip_prefix("GMT")?.replace('\u{2212}', "-");
    if rest.is_empty() {
        return Some(0);
    }
    let sign = if rest.starts_with('-') { -1 } else { 1 };
    let mut parts = rest[1..].split(':');
    let hours: i32 = parts.next()?.parse().ok()?;
    let minutes: i32 = parts.next().unwrap_or("0").parse().ok()?;
    Some(sign * (hours * 60 + minutes))
}
