# Sourced by the other scripts. Each need_* function looks first and installs only what is missing, so that a second
# run costs next to nothing; what it cannot install it names, with the way to get it.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
export CARGO_HOME="${CARGO_HOME:-$HOME/.cargo}"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$ROOT/target}"
# The project's wasm-opt has to come before a system one: older versions damage the program without saying so.
export PATH="$ROOT/node_modules/.bin:$CARGO_HOME/bin:$PATH"
export CHROMIUM="${CHROMIUM:-/usr/bin/chromium}"
export CHROMEDRIVER="${CHROMEDRIVER:-/usr/bin/chromedriver}"
cd "$ROOT" || exit

TRUNK_VERSION="$(sed -n 's/^trunk-version = "=\(.*\)"$/\1/p' Trunk.toml)"
WASM_BINDGEN_VERSION="$(sed -n 's/^wasm_bindgen = "\(.*\)"$/\1/p' Trunk.toml)"
WASM_SPLIT_VERSION="$(sed -n 's/^wasm-split = "\(.*\)"$/\1/p' Cargo.toml)"
RUST_VERSION="$(sed -n 's/^channel = "\(.*\)"$/\1/p' rust-toolchain.toml)"

need_rust_target() {
  command -v cargo >/dev/null || give_up \
    "Rust is missing. Get it from https://rustup.rs, then run this again."
  need_c_compiler
  # Asked for its version, rustup's rustc would install itself without a word.
  if ! RUSTUP_AUTO_INSTALL=0 rustc --version >/dev/null 2>&1; then
    say "Installing Rust $RUST_VERSION. This takes about a minute."
    stream "Rust $RUST_VERSION" rustup toolchain install "$RUST_VERSION" --profile minimal --component rustfmt,clippy ||
      give_up "Rust $RUST_VERSION could not be installed. Try: rustup toolchain install $RUST_VERSION"
  fi
  has_wasm_target && return
  command -v rustup >/dev/null || give_up \
    "This Rust cannot build for the browser: its target wasm32-unknown-unknown is missing, and there is no rustup to add it." \
    "Add the target with the package manager that Rust came from, or get Rust from https://rustup.rs"
  say "Adding the wasm32-unknown-unknown target to Rust. This takes a few seconds."
  { stream "the wasm32 target" rustup target add wasm32-unknown-unknown && has_wasm_target; } || give_up \
    "Rust's target for the browser could not be added. Try: rustup target add wasm32-unknown-unknown"
}

need_c_compiler() {
  command -v cc >/dev/null && return
  if can_apt; then
    say "Installing a C compiler, which Rust needs to link. This takes about a minute."
    apt_install "a C compiler" build-essential
  fi
  command -v cc >/dev/null || give_up \
    "A C compiler is missing; Rust needs it to link. Install one, on Debian with: apt-get install build-essential"
}

need_trunk() {
  is_version trunk "$TRUNK_VERSION" && return
  need_rust_target
  say "Installing trunk $TRUNK_VERSION, which bundles the program, from source. This takes five to eight minutes on two cores."
  # Trunk's own profile optimises it for most of that time again; it only copies a few files here.
  stream "trunk" env -u CARGO_TARGET_DIR \
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
    cargo install trunk --version "$TRUNK_VERSION" --root "$CARGO_HOME" --force --locked \
    --no-default-features --features rustls || give_up \
    "trunk $TRUNK_VERSION could not be installed; the lines above say why. It comes from crates.io, so check the connection." \
    "To try by hand: cargo install trunk --version $TRUNK_VERSION --locked --no-default-features --features rustls"
  expect_version trunk "$TRUNK_VERSION"
}

need_wasm_bindgen() {
  local locked
  if [[ -f Cargo.lock ]]; then
    locked="$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p}' Cargo.lock)"
    [[ "$locked" == "$WASM_BINDGEN_VERSION" ]] || give_up \
      "Cargo.lock has wasm-bindgen in version ${locked:-(none)} and Trunk.toml asks for $WASM_BINDGEN_VERSION; they have to be equal." \
      "Change wasm_bindgen in Trunk.toml, or run: cargo update -p wasm-bindgen --precise $WASM_BINDGEN_VERSION"
  fi
  is_version wasm-bindgen "$WASM_BINDGEN_VERSION" &&
    is_version wasm-bindgen-test-runner "$WASM_BINDGEN_VERSION" && return
  need_rust_target
  say "Installing wasm-bindgen-cli $WASM_BINDGEN_VERSION, which ties Rust to the browser, from source. This takes about four minutes on two cores."
  install_wasm_bindgen --locked || install_wasm_bindgen_unlocked || give_up \
    "wasm-bindgen-cli $WASM_BINDGEN_VERSION could not be installed; the lines above say why. It comes from crates.io, so check the connection." \
    "To try by hand: cargo install wasm-bindgen-cli --version $WASM_BINDGEN_VERSION"
  expect_version wasm-bindgen "$WASM_BINDGEN_VERSION"
  expect_version wasm-bindgen-test-runner "$WASM_BINDGEN_VERSION"
}

install_wasm_bindgen() {
  stream "wasm-bindgen-cli" env -u CARGO_TARGET_DIR \
    cargo install wasm-bindgen-cli --version "$WASM_BINDGEN_VERSION" --root "$CARGO_HOME" --force "$@"
}

# Its lock file may name versions that a mirror does not carry; other ones of the same crates do as well.
install_wasm_bindgen_unlocked() {
  say "That failed with the exact crates it was released with; trying once more with those that can be had."
  install_wasm_bindgen
}

need_wasm_split() {
  has_wasm_split && return
  need_rust_target
  say "Installing wasm-split-cli $WASM_SPLIT_VERSION, which cuts the program into parts, from source. This takes about two minutes on two cores."
  install_wasm_split --locked || install_wasm_split || give_up \
    "wasm-split-cli $WASM_SPLIT_VERSION could not be installed; the lines above say why. It comes from crates.io, so check the connection." \
    "To try by hand: cargo install wasm_split_cli_support --version $WASM_SPLIT_VERSION --features build-binary"
  has_wasm_split || give_up "wasm-split-cli $WASM_SPLIT_VERSION was installed, but is not in $CARGO_HOME/bin."
}

install_wasm_split() {
  stream "wasm-split-cli" env -u CARGO_TARGET_DIR \
    cargo install wasm_split_cli_support --version "$WASM_SPLIT_VERSION" --features build-binary --root "$CARGO_HOME" --force "$@"
}

# The tool does not tell its version; cargo keeps a list of what it has installed.
has_wasm_split() {
  [[ -x "$CARGO_HOME/bin/wasm-split-cli" ]] &&
    cargo install --root "$CARGO_HOME" --list 2>/dev/null | grep -q "^wasm_split_cli_support v$WASM_SPLIT_VERSION:"
}

need_node() {
  { command -v npm >/dev/null && is_recent_node; } || give_up \
    "Node.js 20.14 or newer with npm is missing. Get it from https://nodejs.org, then run this again."
}

need_node_packages() {
  need_node
  has_node_packages && return
  say "Installing the Node packages that package-lock.json names. This takes about half a minute."
  { stream "the Node packages" npm ci && has_node_packages; } || give_up \
    "The Node packages could not be installed; the lines above say why. They come from the npm registry, so check the connection." \
    "To try by hand: npm ci"
}

need_chromium() {
  [[ -x "$CHROMIUM" && -x "$CHROMEDRIVER" ]] && return
  if can_apt; then
    say "Installing Chromium and its driver for the browser tests. This takes about a minute."
    apt_install "Chromium" chromium chromium-driver
  fi
  [[ -x "$CHROMIUM" && -x "$CHROMEDRIVER" ]] || give_up \
    "The browser tests need Chromium at $CHROMIUM and its driver at $CHROMEDRIVER." \
    "On Debian: apt-get install chromium chromium-driver. Elsewhere, set CHROMIUM and CHROMEDRIVER, and the path in webdriver.json."
}

can_apt() {
  command -v apt-get >/dev/null && { [[ "$(id -u)" == 0 ]] || command -v sudo >/dev/null; }
}

# Whether it worked is for the caller to see, who knows what is needed of it.
apt_install() {
  local what="$1" as_root=()
  shift
  [[ "$(id -u)" == 0 ]] || as_root=(sudo)
  stream "the package lists" "${as_root[@]}" apt-get update || true
  stream "$what" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -o DPkg::Lock::Timeout=120 "$@" || true
}

has_wasm_target() {
  [[ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]]
}

is_recent_node() {
  node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 14) ? 0 : 1)' 2>/dev/null
}

has_node_packages() {
  # shellcheck disable=SC2016  # The template string is JavaScript's.
  node -e '
    const fs = require("node:fs");
    const read = (path) => JSON.parse(fs.readFileSync(path, "utf8"));
    const wanted = Object.entries(read("package.json").devDependencies);
    process.exit(wanted.every(([name, version]) => read(`node_modules/${name}/package.json`).version === version) ? 0 : 1);
  ' 2>/dev/null
}

is_version() {
  [[ "$("$1" --version 2>/dev/null)" == "$1 $2"* ]]
}

expect_version() {
  hash -r
  is_version "$1" "$2" || give_up \
    "$1 $2 was installed into $CARGO_HOME/bin, but '$1' on the PATH is another one: $(command -v "$1" || echo none)." \
    "Remove that one, or put $CARGO_HOME/bin before it."
}

# Runs a long command with its own output in view, and says twice a minute that it goes on: the last step of a build
# from source prints nothing for minutes.
stream() {
  local what="$1" started=$SECONDS status=0
  shift
  pulse "$what" "$started" &
  local pulse=$!
  "$@" </dev/null || status=$?
  kill "$pulse" 2>/dev/null || true
  wait "$pulse" 2>/dev/null || true
  return "$status"
}

# Ends with the script that started it, even when that was interrupted; the sleep holds no output open behind it.
pulse() {
  trap 'kill $! 2>/dev/null; exit 0' TERM
  while true; do
    sleep 30 >/dev/null 2>&1 &
    wait $!
    kill -0 $$ 2>/dev/null || return 0
    echo "  ... still installing $1, $((SECONDS - $2)) s so far"
  done
}

say() {
  printf '%s\n' "$@"
}

give_up() {
  printf '%s\n' "$@" >&2
  exit 1
}
