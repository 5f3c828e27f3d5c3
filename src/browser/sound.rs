//! Short tones for new work. No file is loaded; a browser that has heard no gesture yet stays silent.

use crate::domain::setup::Tone;
use std::cell::RefCell;
use web_sys::{AudioContext, OscillatorType};

thread_local! {
    static CONTEXT: RefCell<Option<AudioContext>> = const { RefCell::new(None) };
}

/// Plays the tone of a priority: how many beeps, how high.
pub fn play(tone: Tone) {
    let (beeps, hertz) = match tone {
        Tone::Urgent => (3, 988.0),
        Tone::Double => (2, 784.0),
        Tone::Single => (1, 659.0),
        Tone::None => return,
    };
    with_context(|context| {
        for beep in 0..beeps {
            sound(context, hertz, context.current_time() + f64::from(beep) * 0.18);
        }
    });
}

/// One short low beat, at once. Where the browser still waits for a gesture its clock stands, and beats that were asked for
/// meanwhile would all sound together, so they are left out.
pub fn beat() {
    with_context(|context| {
        if runs(context) {
            sound(context, 440.0, context.current_time());
        } else {
            context.resume().ok();
        }
    });
}

fn runs(context: &AudioContext) -> bool {
    let state = js_sys::Reflect::get(context, &"state".into()).ok().and_then(|state| state.as_string());
    state.as_deref() == Some("running")
}

fn with_context(play: impl FnOnce(&AudioContext)) {
    CONTEXT.with_borrow_mut(|context| {
        if context.is_none() {
            *context = AudioContext::new().ok();
        }
        if let Some(context) = context {
            play(context);
        }
    });
}

fn sound(context: &AudioContext, hertz: f32, start: f64) -> Option<()> {
    let oscillator = context.create_oscillator().ok()?;
    let gain = context.create_gain().ok()?;
    oscillator.set_type(OscillatorType::Triangle);
    oscillator.frequency().set_value(hertz);
    gain.gain().set_value_at_time(0.12, start).ok()?;
    gain.gain().exponential_ramp_to_value_at_time(0.001, start + 0.14).ok()?;
    oscillator.connect_with_audio_node(&gain).ok()?;
    gain.connect_with_audio_node(&context.destination()).ok()?;
    oscillator.start_with_when(start).ok()?;
    oscillator.stop_with_when(start + 0.15).ok()
}
