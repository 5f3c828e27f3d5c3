//! The only place that makes chance.

/// Sixteen random bytes.
#[must_use]
pub fn bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    // A page without `crypto` is not a page this program runs in; zeros would make ids collide, which the log notices.
    crypto.and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).ok());
    bytes
}
