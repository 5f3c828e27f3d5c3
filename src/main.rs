//! The one place where the running program, the browser and the screens meet.

#[cfg(target_arch = "wasm32")]
mod host;

fn main() {
    #[cfg(target_arch = "wasm32")]
    host::start();
}
