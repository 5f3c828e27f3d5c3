//! A folded state and how far it reaches. A cache and nothing more: whatever looks odd about it, it is thrown away and
//! the log is folded again.

use crate::domain::state::State;

/// Identifies the fold that made a state. It is the fingerprint of what the golden logs fold to, so a change of the fold
/// that alters results cannot reuse old snapshots: `tests/history.rs` fails until this number is brought up to date.
pub const STATE_VERSION: u64 = 0x3ba8_7e6e_2c0f_cbb7;

/// The bytes of a snapshot: the state's version, then the state.
#[must_use]
pub fn encode(state: &State) -> Option<Vec<u8>> {
    let mut bytes = STATE_VERSION.to_le_bytes().to_vec();
    bytes.extend(postcard::to_allocvec(state).ok()?);
    Some(bytes)
}

/// The state, if this program's fold made it.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<State> {
    let (version, body) = bytes.split_first_chunk::<8>()?;
    if u64::from_le_bytes(*version) != STATE_VERSION {
        return None;
    }
    let mut state: State = postcard::from_bytes(body).ok()?;
    state.rebuild_indexes();
    Some(state)
}

/// FNV-1a of the stored form of a state: the same on every machine.
#[must_use]
pub fn fingerprint(state: &State) -> u64 {
    let bytes = postcard::to_allocvec(state).unwrap_or_default();
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
