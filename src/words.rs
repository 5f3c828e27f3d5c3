//! Every sentence of the interface, in one place, under ids that the compiler checks.
//!
//! A table made at compile time was chosen over Fluent: no parser in the download, no lookup that can fail at three in
//! the morning, and a second language that lacks a sentence does not compile.

mod en;

pub use en::Msg;

/// The sentence under `msg`.
#[must_use]
pub fn t(msg: Msg) -> &'static str {
    en::text(msg)
}

/// The sentence under `msg` with `{0}`, `{1}` … replaced by `args`.
#[must_use]
pub fn say(msg: Msg, args: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = t(msg);
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        out.push_str(before);
        let close = after.find('}').unwrap_or(after.len() - 1);
        let index: Option<usize> = after[1..close].parse().ok();
        out.push_str(index.and_then(|index| args.get(index)).copied().unwrap_or_default());
        rest = &after[close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_stand_where_the_sentence_wants_them() {
        assert_eq!(say(Msg::DoDispatch, &["MED2", "#14 Fall"]), "Dispatch MED2 to #14 Fall");
        assert_eq!(say(Msg::DoDispatch, &["{1}", "x"]), "Dispatch {1} to x");
    }
}
