//! The doorbell between the windows of one operation. Messages carry no data, only that there is some.

use crate::tabs::hint::{self, Hint};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

pub struct Channel {
    channel: BroadcastChannel,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Joins the channel of an operation. The version in the name keeps windows of incompatible builds apart.
    #[must_use]
    pub fn join(name: &str, heard: impl Fn(Option<Hint>) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(&format!("firstline-v1:{name}")).ok()?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let hint = event.data().as_string().and_then(|text| hint::read(&text));
            heard(hint);
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Self { channel, _heard: heard })
    }

    /// Rings. A window that cannot ring is noticed by the others' slow timers.
    pub fn post(&self, hint: Hint) {
        self.channel.post_message(&hint::write(hint).into()).ok();
    }
}
