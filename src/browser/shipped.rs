//! Files that lie beside the page on its own origin. The only requests that the program ever makes.

use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// The text of a file, by its address relative to the page.
pub async fn text(path: &str) -> Result<String, String> {
    let window = web_sys::window().ok_or("no window")?;
    let why = |error: wasm_bindgen::JsValue| format!("{path}: {error:?}");
    let response: Response = JsFuture::from(window.fetch_with_str(path)).await.map_err(why)?.unchecked_into();
    if !response.ok() {
        return Err(format!("{path}: {}", response.status()));
    }
    let text = JsFuture::from(response.text().map_err(why)?).await.map_err(why)?;
    text.as_string().ok_or_else(|| path.to_owned())
}
