//! Old shapes to current ones, as pure functions on JSON text, one per kind and version. Version 1 is the first that was
//! ever written, so nothing stands here yet but the door that later versions come through.

use std::borrow::Cow;

/// The data of a row of `kind` written in version `from`, in the current shape.
pub fn to_current<'a>(kind: &str, from: u32, data: Cow<'a, str>) -> Result<Cow<'a, str>, serde_json::Error> {
    climb(STEPS, kind, from, data)
}

fn climb<'a>(steps: &[Step], kind: &str, from: u32, data: Cow<'a, str>) -> Result<Cow<'a, str>, serde_json::Error> {
    let mut data = data;
    for step in steps.iter().filter(|step| from <= step.from && step.kind == kind) {
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

    /// Each row climbs the steps of its own kind from its own version on, and no other.
    #[test]
    fn an_old_row_climbs_every_step_that_it_has_before_it() {
        fn adds(data: &str, what: &str) -> Result<String, serde_json::Error> {
            let mut data: serde_json::Value = serde_json::from_str(data)?;
            data[what] = true.into();
            serde_json::to_string(&data)
        }
        let steps = [
            Step { kind: "noted", from: 1, change: |data| adds(data, "two") },
            Step { kind: "held", from: 1, change: |data| adds(data, "other") },
            Step { kind: "noted", from: 2, change: |data| adds(data, "three") },
        ];
        let climbs = |kind, from| climb(&steps, kind, from, Cow::Borrowed("{}")).ok().map(Cow::into_owned);
        assert_eq!(climbs("noted", 1).as_deref(), Some(r#"{"three":true,"two":true}"#));
        assert_eq!(climbs("noted", 2).as_deref(), Some(r#"{"three":true}"#));
        assert_eq!(climbs("noted", 3).as_deref(), Some("{}"));
        assert_eq!(climbs("linked", 1).as_deref(), Some("{}"));
        assert!(climb(&steps, "noted", 1, Cow::Borrowed("{")).is_err());
    }
}
