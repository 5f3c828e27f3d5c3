//! Old shapes to current ones, as pure functions on JSON text, one per kind and version. Version 1 is the first that was
//! ever written, so nothing stands here yet but the door that later versions come through.

use std::borrow::Cow;

/// The data of a row of `kind` written in version `from`, in the current shape.
pub fn to_current<'a>(kind: &str, from: u32, data: Cow<'a, str>) -> Result<Cow<'a, str>, serde_json::Error> {
    let mut data = data;
    for step in STEPS.iter().filter(|step| from <= step.from && step.kind == kind) {
        data = Cow::Owned((step.change)(&data)?);
    }
    Ok(data)
}

/// One change of one kind between two versions. Steps stand in rising order of `from`.
struct Step {
    kind: &'static str,
    from: u32,
    change: fn(&str) -> Result<String, serde_json::Error>,
}

const STEPS: &[Step] = &[];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_known_kinds_in_rising_order() {
        assert!(STEPS.windows(2).all(|pair| pair[0].from <= pair[1].from));
        assert!(STEPS.iter().all(|step| super::super::codec::kinds().contains(&step.kind)));
        assert_eq!(to_current("noted", 1, Cow::Borrowed("{}")).ok().as_deref(), Some("{}"));
    }
}
