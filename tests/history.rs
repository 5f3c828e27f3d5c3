//! What is written down stays readable: rows, files, snapshots and the golden logs of every version that was ever
//! released. Ids come from small pools, so that arbitrary events meet the same units and incidents.
#![cfg(not(target_arch = "wasm32"))]

use firstline::domain::apply::{apply, apply_all};
use firstline::domain::call::{Answered, CallDetail, CallEnd, Source};
use firstline::domain::command::{Ask, Care, Command, Now};
use firstline::domain::entry::Author;
use firstline::domain::event::{
    DispositionDetail, Event, Finding, FlagDetail, OperationDetail, PlaceDetail, PriorityDetail, Recorded, TypeDetail,
    UnitDetail, UnitKindDetail,
};
use firstline::domain::geo::Point;
use firstline::domain::ground::Anchor;
use firstline::domain::ids::{
    AssignmentId, CallId, Code, CommandId, EventId, FlagId, FreshIds, IncidentId, LayerId, PlaceId, RequestId, RunId,
    UnitId, WindowId,
};
use firstline::domain::incident::{DebriefPart, Priority};
use firstline::domain::moment::Moment;
use firstline::domain::place::{FlagSubject, Severity, Spot};
use firstline::domain::plan::{Advised, Alarm, Plan, Requirement, Rule, Trait, Zone};
use firstline::domain::presets::Group;
use firstline::domain::setup::{Profile, Tone};
use firstline::domain::state::State;
use firstline::domain::track::{Shape, Track};
use firstline::domain::unit::{Ending, Readiness, Step};
use firstline::log::codec::{self, Unreadable};
use firstline::log::envelope::VERSION;
use firstline::log::file::{self, Blob, Fault, Why};
use firstline::log::snapshot;
use firstline::tabs::machine::{Effect, Input, Machine, Outcome, ReadOnly};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn a_row_reads_back_as_it_was_written(row in row(event())) {
        let text = codec::encode(&row);
        let read = codec::decode(row.seq, &text);
        prop_assert_eq!(read.as_ref(), Ok(&row), "{}", text);
        prop_assert_eq!(codec::encode(&row), text);
    }

    /// Whatever stands in the store, a reader answers. It says "damaged", it does not panic.
    #[test]
    fn a_damaged_row_is_an_answer(row in row(event()), at in any::<prop::sample::Index>(), by in any::<char>()) {
        let text = codec::encode(&row);
        let cut = text.char_indices().map(|(index, _)| index).nth(at.index(text.chars().count())).unwrap_or(0);
        let damaged = format!("{}{by}{}", &text[..cut], &text[cut..]);
        if let Ok(read) = codec::decode(1, &damaged) {
            let again = codec::encode(&read);
            prop_assert_eq!(codec::decode(1, &again), Ok(read));
        }
        prop_assert!(matches!(codec::decode(1, &text[..cut]), Err(Unreadable::Damaged(_))));
    }
}

proptest! {
    #![proptest_config(config(400))]

    /// The facts of a device that was offline are facts, in whatever order they come.
    #[test]
    fn any_sequence_of_events_folds(rows in rows(1..80)) {
        let mut state = State::default();
        apply_all(&mut state, &rows);
        prop_assert_eq!(state.through, rows.len() as u64);
    }

    #[test]
    fn a_snapshot_and_the_rest_are_the_whole(rows in rows(1..80), at in any::<prop::sample::Index>()) {
        let (first, rest) = rows.split_at(at.index(rows.len() + 1));
        let mut whole = State::default();
        apply_all(&mut whole, &rows);
        let mut part = State::default();
        apply_all(&mut part, first);
        let bytes = snapshot::encode(&part).expect("a state can be stored");
        let mut resumed = snapshot::decode(&bytes).expect("and read back");
        prop_assert!(resumed == part, "the snapshot holds another state");
        apply_all(&mut resumed, rest);
        prop_assert!(resumed == whole, "the rest folds to another state");
        prop_assert_eq!(snapshot::fingerprint(&resumed), snapshot::fingerprint(&whole));
    }

    /// Two windows fold the same rows, one as they were written and one as they were read.
    #[test]
    fn what_is_read_folds_like_what_was_written(rows in rows(1..40)) {
        let (mut written, mut read) = (State::default(), State::default());
        for row in &rows {
            let told = apply(&mut written, row);
            let back = codec::decode(row.seq, &codec::encode(row)).expect("a good row");
            prop_assert_eq!(apply(&mut read, &back), told);
        }
        prop_assert!(written == read);
    }

    #[test]
    fn a_file_gives_back_the_same_rows(rows in operation(0..20), name in text(), crlf in any::<bool>()) {
        let rows: Vec<String> = rows.iter().map(codec::encode).collect();
        let blobs = [picture("aGk=")];
        let written = file::write(&name, &rows, &blobs);
        // A mail program may change the ends of the lines. They are not part of a row, so nothing is lost.
        let sent = if crlf { format!("\u{feff}{}", written.replace('\n', "\r\n")) } else { written.clone() };
        let contents = file::read(&sent).map_err(|fault| TestCaseError::fail(fault.to_string()))?;
        prop_assert_eq!(&contents.rows, &rows);
        prop_assert_eq!(contents.blobs, blobs);
        prop_assert_eq!(file::write(&name, &contents.rows, &[]), file::write(&name, &rows, &[]));
    }

    /// However little of it is missing, half an operation must not pass for a whole one.
    #[test]
    fn a_file_that_is_cut_short_is_refused(rows in operation(1..6), at in any::<prop::sample::Index>()) {
        let rows: Vec<String> = rows.iter().map(codec::encode).collect();
        let blobs = [picture("aGk=")];
        let whole = file::write("Trial", &rows, &blobs);
        let ends: Vec<usize> = whole.char_indices().map(|(index, _)| index).collect();
        // Without the last line break it is still whole.
        let cut = &whole[..ends[at.index(ends.len() - 1)]];
        let head = whole.find('\n').unwrap_or(0);
        match file::read(cut) {
            Err(Fault { line: 1, why: Why::NotAnOperation }) => prop_assert!(cut.len() < head),
            Err(Fault { line, why: Why::CutShort { promised, found } }) => {
                prop_assert_eq!(promised, rows.len() as u64);
                prop_assert!(found <= promised);
                // The line that is unfinished, or the one after the last that is whole.
                let unfinished = 1 + cut.matches('\n').count();
                prop_assert!(line == unfinished || line == unfinished + 1, "{} for {}", line, unfinished);
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }
}

#[test]
fn there_is_a_strategy_for_every_kind() {
    let mut runner = TestRunner::deterministic();
    let mut sample = |events: &BoxedStrategy<Event>| {
        let row = recorded(1, events.new_tree(&mut runner).expect("an event").current());
        kind_of(&codec::encode(&row))
    };
    let covered: BTreeSet<String> = events().iter().map(&mut sample).collect();
    let kinds: BTreeSet<String> = codec::kinds().iter().map(|kind| (*kind).to_owned()).collect();
    assert_eq!(covered, kinds);
}

/// P10. A row that this program does not know takes the window out of use as a writer. It goes on reading, the row stays
/// byte for byte, and an export holds it.
#[test]
fn a_row_of_a_newer_program_makes_a_window_read_only() {
    let good = good_rows();
    let newer = good[0].replacen("\"v\":1", "\"v\":2", 1);
    let unknown = good[1].replacen("\"kind\":\"noted\"", "\"kind\":\"drone_launched\"", 1);
    assert!(newer != good[0] && unknown != good[1]);
    for (foreign, why) in
        [(newer, Unreadable::Newer { version: 2 }), (unknown, Unreadable::UnknownKind("drone_launched".into()))]
    {
        let mut store = good.clone();
        store.insert(2, foreign.clone());
        let keyed: Vec<(u64, String)> = (1..).zip(store.iter().cloned()).collect();
        let mut machine = Machine::default();
        machine.step(Input::Started { snapshot: None });
        let effects = machine.step(Input::Read { rows: keyed });
        let lock = ReadOnly::Row { seq: 3, why: why.clone() };
        assert!(effects.contains(&Effect::Lock(lock.clone())), "{effects:?}");
        assert_eq!(machine.state().through, store.len() as u64, "it goes on reading");
        assert_eq!(machine.state().general.len(), good.len(), "and folds what it knows");

        let ask = note_asked("too late");
        let effects = machine.step(Input::Asked { ask: ask.clone() });
        assert_eq!(effects, [Effect::Answer { command: ask.id, outcome: Outcome::ReadOnly(lock) }]);

        let text = file::write("Trial", &store, &[]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1..=store.len()], store);
        // This program cannot fold such a file, so it says on which line it stands rather than taking a part.
        assert_eq!(file::read(&text), Err(Fault { line: 4, why: Why::Row(why) }));
    }
}

/// Something deleted a row. The window reads on and says between which numbers it is blind; it decides nothing any more.
#[test]
fn a_missing_row_makes_a_window_read_only() {
    let good = good_rows();
    let mut keyed: Vec<(u64, String)> = (1..).zip(good.iter().cloned()).collect();
    keyed.remove(1);
    let lock = ReadOnly::Gap { expected: 2, found: 3 };
    let mut machine = Machine::default();
    machine.step(Input::Started { snapshot: None });
    // The first part of a long reading, and the rest of it.
    let rest = keyed.split_off(2);
    let effects = machine.step(Input::ReadPart { rows: keyed });
    assert!(effects.contains(&Effect::Lock(lock.clone())), "{effects:?}");
    machine.step(Input::Read { rows: rest });
    assert_eq!(machine.state().through, good.len() as u64, "it goes on reading");
    let ask = note_asked("too late");
    let effects = machine.step(Input::Asked { ask: ask.clone() });
    assert_eq!(effects, [Effect::Answer { command: ask.id, outcome: Outcome::ReadOnly(lock) }]);
}

/// The same, when the row comes to light in the very transaction in which the window wants to write.
#[test]
fn a_newer_row_is_seen_before_anything_is_appended() {
    let good = good_rows();
    let mut machine = Machine::default();
    machine.step(Input::Started { snapshot: None });
    machine.step(Input::Read { rows: (1..).zip(good.iter().cloned()).collect() });
    machine.step(Input::Asked { ask: note_asked("text") });
    let newer = good[1].replacen("\"v\":1", "\"v\":9", 1);
    let now = Now { at: Moment(0), offset_minutes: 0, window: WindowId(1), ids: FreshIds::new(0, [0; 10]) };
    let effects = machine.step(Input::Opened { missed: vec![(good.len() as u64 + 1, newer)], now });
    assert!(effects.contains(&Effect::Rollback), "{effects:?}");
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Append { .. })));
}

#[test]
fn a_field_that_was_added_later_does_no_harm() {
    let row = &good_rows()[1];
    let more =
        row.replacen("\"v\":1,", "\"v\":1,\"signed\":true,", 1).replacen("\"data\":{", "\"data\":{\"mood\":3,", 1);
    assert_eq!(codec::decode(2, &more), codec::decode(2, row));
}

#[test]
fn a_snapshot_of_another_fold_is_thrown_away() {
    let mut state = State::default();
    apply_all(&mut state, &good_rows().iter().map(|row| codec::decode(1, row).expect("good")).collect::<Vec<_>>());
    let bytes = snapshot::encode(&state).expect("bytes");
    assert!(snapshot::decode(&bytes).is_some());
    let mut other = bytes.clone();
    other[0] ^= 1;
    assert!(snapshot::decode(&other).is_none());
    for end in 0..bytes.len() {
        assert!(snapshot::decode(&bytes[..end]).is_none(), "cut at {end}");
    }
}

/// Each line changes a good file of four rows; the fault names the line that a person must look at.
#[test]
fn a_file_with_a_fault_is_refused_whole() {
    let row = |lines: &[String], at: usize, from: &str, to: &str| {
        assert!(lines[at].contains(from), "{}", lines[at]);
        lines[at].replacen(from, to, 1)
    };
    refuses("damaged", |lines| lines[2].insert(40, '}'), 3, |why| matches!(why, Why::Row(Unreadable::Damaged(_))));
    refuses("a duplicate id", |lines| lines[3] = lines[2].clone(), 4, |why| *why == Why::RowTwice);
    refuses(
        "a second opening",
        |lines| {
            lines[3] = with_other_id(&lines[1]);
        },
        4,
        |why| *why == Why::OpenedTwice,
    );
    refuses("no opening", |lines| lines.swap(1, 2), 2, |why| *why == Why::NotOpened);
    refuses("an empty line", |lines| lines.insert(2, String::new()), 3, |why| *why == Why::EmptyLine);
    refuses("a line of blanks", |lines| lines.insert(2, "   ".into()), 3, |why| *why == Why::EmptyLine);
    refuses(
        "a row too few",
        |lines| {
            lines.remove(3);
        },
        5,
        |why| *why == Why::CutShort { promised: 4, found: 3 },
    );
    refuses(
        "a row too many",
        |lines| {
            let more = with_other_id(&lines[2]);
            lines.insert(3, more);
        },
        6,
        |why| *why == Why::AfterEnd,
    );
    refuses("something after the end", |lines| lines.push("{}".into()), 7, |why| *why == Why::AfterEnd);
    refuses("a NUL byte", |lines| lines[2] = row(lines, 2, "one", "o\0e"), 3, is_damaged);
    refuses("a wrong type", |lines| lines[2] = row(lines, 2, "\"at\":", "\"at\":\"noon\",\"was\":"), 3, is_damaged);
    refuses("a wrong id", |lines| lines[2] = row(lines, 2, "\"id\":\"", "\"id\":\"x"), 3, is_damaged);
    refuses(
        "data of another kind",
        |lines| lines[2] = row(lines, 2, "\"kind\":\"noted\"", "\"kind\":\"held\""),
        3,
        is_damaged,
    );
    for data in ["null", "[]", "5", "\"text\"", "{}", "{\"incident\":null}", "{\"incident\":null,\"text\":[\"x\"]}"] {
        refuses(
            data,
            |lines| {
                let (head, _) = lines[2].split_once("\"data\":").expect("data");
                lines[2] = format!("{head}\"data\":{data}}}");
            },
            3,
            is_damaged,
        );
    }
    refuses(
        "a newer frame",
        |lines| lines[0] = row(lines, 0, "\"firstline\":1", "\"firstline\":2"),
        1,
        |why| *why == Why::NewerFrame,
    );
    refuses(
        "more rows than there can be",
        |lines| {
            lines[0] = row(lines, 0, "\"rows\":4", "\"rows\":18446744073709551615");
        },
        6,
        |why| matches!(why, Why::CutShort { found: 4, .. }),
    );
    refuses(
        "a blob that is not there",
        |lines| lines[0] = row(lines, 0, "\"blobs\":0", "\"blobs\":1"),
        6,
        |why| matches!(why, Why::CutShort { .. }),
    );
    refuses(
        "a changed letter",
        |lines| lines[3] = lines[3].replacen("\"by\":\"", "\"by\":\"x", 1),
        6,
        |why| *why == Why::Changed,
    );
    refuses("another end", |lines| lines[5] = "{\"end\":3}".into(), 7, |why| matches!(why, Why::CutShort { .. }));
}

/// "hi", under the hash of its bytes.
fn picture(data: &str) -> Blob {
    let hash = "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4".into();
    Blob { hash, media_type: "image/png".into(), data: data.into() }
}

/// A picture was taken over under any name, so that one changed letter of a download put another plan on the map.
#[test]
fn a_picture_that_is_not_the_one_it_is_named_after_is_refused() {
    let rows = good_rows();
    let read = |data: &str| file::read(&file::write("Trial", &rows, &[picture("aGk="), picture(data)]));
    assert_eq!(read("aGk=").expect("a good file").blobs.len(), 2);
    for data in ["aGj=", "aGk", "aGk= ", "", "aGk=aGk=", "a-k="] {
        let fault = Fault { line: rows.len() + 3, why: Why::Blob };
        assert_eq!(read(data).map(|contents| contents.blobs), Err(fault), "{data}");
    }
    let file = file::write("Trial", &rows, &[picture("aGk=")]);
    let other = file.replacen("\"blob\":\"8f", "\"blob\":\"8e", 1);
    assert_eq!(file::read(&other).map_err(|fault| fault.why), Err(Why::Blob));
}

#[test]
fn hostile_lines_are_refused_and_break_nothing() {
    let deep = "[".repeat(90_000);
    let closed = format!("{deep}{}", "]".repeat(90_000));
    for nest in [&deep, &closed] {
        refuses("depth instead of a row", |lines| lines[2].clone_from(nest), 3, is_damaged);
        refuses(
            "depth as data",
            |lines| {
                let (head, _) = lines[2].split_once("\"data\":").expect("data");
                lines[2] = format!("{head}\"data\":{nest}}}");
            },
            3,
            is_damaged,
        );
        refuses(
            "depth in a field",
            |lines| {
                lines[2] = lines[2].replacen("\"text\":", &format!("\"text\":{nest},\"was\":"), 1);
            },
            3,
            is_damaged,
        );
        assert_eq!(file::read(nest).map_err(|fault| fault.why), Err(Why::NotAnOperation));
        assert!(codec::check_json(&deep).is_err());
    }
    refuses("a line without end", |lines| lines[2] = "x".repeat(250_000), 3, |why| *why == Why::TooLong);
    refuses(
        "a row without end",
        |lines| {
            lines[2] = lines[2].replacen("one", &"x".repeat(250_000), 1);
        },
        3,
        |why| *why == Why::TooLong,
    );
    refuses(
        "a blob instead of a row",
        |lines| {
            lines[2] = format!("{{\"blob\":\"{}\"}}", "x".repeat(250_000));
        },
        3,
        is_damaged,
    );
}

#[test]
fn what_is_no_operation_is_told_apart() {
    for text in [
        "",
        "\n",
        "\u{feff}",
        "\0\0\0\0",
        "Call sign;Kind\nMED1;als\n",
        "{\"type\":\"FeatureCollection\",\"features\":[]}\n",
        "{\"firstline\":\"1\",\"operation\":\"x\",\"rows\":0,\"blobs\":0}\n{\"end\":0}\n",
        "<html></html>",
        "null",
        "[]",
    ] {
        let fault = Fault { line: 1, why: Why::NotAnOperation };
        assert_eq!(file::read(text), Err(fault), "{text:?}");
    }
    // It has the frame and nothing in it.
    let empty = file::write("Trial", &[], &[]);
    assert_eq!(file::read(&empty), Err(Fault { line: 2, why: Why::NotOpened }));
}

/// Rows may hold characters that other programs take for the end of a line.
#[test]
fn only_a_line_feed_ends_a_line() {
    let mut rows = good_rows();
    let odd = "\u{85}\u{2028}\u{2029}\u{b}\u{c}\r\n\t end";
    rows.push(codec::encode(&recorded(9, Event::Noted { incident: None, text: odd.into() })));
    let contents = file::read(&file::write("Trial", &rows, &[])).expect("a good file");
    assert_eq!(contents.rows, rows);
    let noted = codec::decode(5, &contents.rows[4]).expect("a good row");
    assert_eq!(noted.event, Event::Noted { incident: None, text: odd.into() });
}

/// Old data is a fixture. A golden log was written once by the program that its folder names and is never edited; a newer
/// program gets a folder of its own.
#[test]
fn golden_logs_of_every_version_can_be_read() {
    let mut covered = BTreeSet::new();
    for (version, path) in golden_logs() {
        let rows = golden_rows(&path);
        for (line, text) in (1..).zip(&rows) {
            let row = codec::decode(line, text);
            let row = row.unwrap_or_else(|why| panic!("{}:{line}: {why}. {NEVER}", path.display()));
            if version == VERSION {
                assert_eq!(codec::encode(&row), *text, "{}:{line} is written otherwise now. {NEVER}", path.display());
            }
            covered.insert(kind_of(text));
        }
        let file = file::read(&file::write("golden", &rows, &[])).expect("an operation that can be imported");
        assert_eq!(file.rows, rows);
    }
    let missing: Vec<&&str> = codec::kinds().iter().filter(|kind| !covered.contains(**kind)).collect();
    assert!(missing.is_empty(), "no golden log holds {missing:?}: add one beside the others. {NEVER}");
}

#[test]
fn the_golden_logs_fold_to_the_known_states() {
    // A log that lacks a part of the state would not notice that this part has another shape, so all of them are folded.
    let folded = golden_logs().iter().fold(0_u64, |hash, (_, path)| {
        let mut state = State::default();
        for (seq, text) in (1..).zip(golden_rows(path)) {
            apply(&mut state, &codec::decode(seq, &text).expect("a good row"));
        }
        hash.rotate_left(1) ^ snapshot::fingerprint(&state)
    });
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v1/state.fingerprint");
    let recorded = std::fs::read_to_string(&path).expect("their fingerprint");
    let says = format!(
        "The fold or the shape of the state has changed, and old snapshots must not be used any more. If that is meant, \
         set STATE_VERSION in src/log/snapshot.rs to {} and write {folded:#018x} into {}. {NEVER}",
        grouped(folded),
        path.display(),
    );
    assert_eq!(recorded.trim(), format!("{folded:#018x}"), "{says}");
    assert_eq!(snapshot::STATE_VERSION, folded, "{says}");
}

const NEVER: &str = "The golden logs (*.jsonl) are never edited.";

/// `0x0123_4567_89ab_cdef`, as it stands in the code.
fn grouped(number: u64) -> String {
    let digits = format!("{number:016x}");
    format!("0x{}_{}_{}_{}", &digits[..4], &digits[4..8], &digits[8..12], &digits[12..])
}

fn golden_logs() -> Vec<(u32, PathBuf)> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut found = Vec::new();
    for folder in std::fs::read_dir(golden).expect("tests/golden").flatten() {
        let name = folder.file_name().into_string().expect("a plain name");
        let version = name.strip_prefix('v').and_then(|version| version.parse().ok()).expect("v1, v2 and so on");
        let logs = std::fs::read_dir(folder.path()).expect("a folder").flatten().map(|file| file.path());
        found
            .extend(logs.filter(|path| path.extension().is_some_and(|end| end == "jsonl")).map(|path| (version, path)));
    }
    found.sort();
    found
}

fn golden_rows(path: &Path) -> Vec<String> {
    std::fs::read_to_string(path).expect("a golden log").lines().map(str::to_owned).collect()
}

/// A good file of four rows, changed by `change`, is refused at `line` for a reason that `expected` knows.
#[track_caller]
fn refuses(what: &str, change: impl FnOnce(&mut Vec<String>), line: usize, expected: impl Fn(&Why) -> bool) {
    let good = file::write("Trial", &good_rows(), &[]);
    assert!(file::read(&good).is_ok());
    let mut lines: Vec<String> = good.lines().map(str::to_owned).collect();
    change(&mut lines);
    let fault = file::read(&(lines.join("\n") + "\n")).expect_err(what);
    assert!(expected(&fault.why) && fault.line == line, "{what}: line {}, {:.200?}", fault.line, fault.why);
}

fn is_damaged(why: &Why) -> bool {
    matches!(why, Why::Row(Unreadable::Damaged(_)))
}

fn with_other_id(row: &str) -> String {
    let (head, rest) = row.split_once("\"id\":\"").expect("an id");
    format!("{head}\"id\":\"ffffffff{}", &rest[8..])
}

/// An opening and three notes.
fn good_rows() -> Vec<String> {
    let noted = |seq, text: &str| recorded(seq, Event::Noted { incident: None, text: text.into() });
    [recorded(1, opened()), noted(2, "one"), noted(3, "two"), noted(4, "three")].iter().map(codec::encode).collect()
}

fn opened() -> Event {
    let (name, zone, prefix) = ("Trial".into(), "Europe/Warsaw".into(), String::new());
    Event::OperationOpened { name, profile: Profile::Event, zone, prefix }
}

fn recorded(seq: u64, event: Event) -> Recorded {
    Recorded {
        seq,
        id: EventId(uuid::Uuid::from_u128(u128::from(seq))),
        at: Moment(1_792_324_800_000),
        offset_minutes: 120,
        entered: Moment(1_792_324_800_000),
        by: Author { operator: "A. Reyes".into(), position: "Lead".into() },
        window: WindowId(7),
        command: CommandId(uuid::Uuid::from_u128(u128::from(seq) << 64)),
        event,
    }
}

fn note_asked(text: &str) -> Ask {
    Ask {
        id: CommandId(uuid::Uuid::from_u128(99)),
        by: Author { operator: "A. Reyes".into(), position: "Lead".into() },
        command: Command::Note { incident: None, text: text.into() },
        happened: None,
        care: Care::AskFirst,
    }
}

fn kind_of(row: &str) -> String {
    let row: serde_json::Value = serde_json::from_str(row).expect("JSON");
    row["kind"].as_str().expect("a kind").to_owned()
}

/// Rows of a log in order, whatever they say.
fn rows(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Recorded>> {
    prop::collection::vec(row(event()), count).prop_map(|mut rows| {
        for (seq, row) in (1..).zip(&mut rows) {
            row.seq = seq;
        }
        rows
    })
}

/// A log that a file may hold: it opens once and no id stands twice.
fn operation(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Recorded>> {
    rows(count).prop_map(|rows| {
        let later = rows.into_iter().filter(|row| !matches!(row.event, Event::OperationOpened { .. }));
        let mut rows: Vec<Recorded> = std::iter::once(recorded(1, opened())).chain(later).collect();
        for (seq, row) in (1..).zip(&mut rows) {
            row.seq = seq;
            row.id = EventId(uuid::Uuid::from_u128(u128::from(seq)));
        }
        rows
    })
}

fn row(event: impl Strategy<Value = Event>) -> impl Strategy<Value = Recorded> {
    let author = (text(), text()).prop_map(|(operator, position)| Author { operator, position });
    (1..1_000_u64, id(8), moment(), -900..900_i32, moment(), author, any::<u32>(), id(5), event).prop_map(
        |(seq, id, at, offset_minutes, entered, by, window, command, event)| Recorded {
            seq,
            id: EventId(id),
            at,
            offset_minutes,
            entered,
            by,
            window: WindowId(window),
            command: CommandId(command),
            event,
        },
    )
}

fn event() -> impl Strategy<Value = Event> {
    prop::strategy::Union::new(events())
}

macro_rules! made {
    ($($kind:ident { $($field:ident: $strategy:expr),* })*) => {
        vec![$(($($strategy,)*).prop_map(|($($field,)*)| Event::$kind { $($field),* }).boxed()),*]
    };
}

/// One strategy for each kind, so that none is forgotten and each is as likely as the others.
fn events() -> Vec<BoxedStrategy<Event>> {
    let profile = || select(&Profile::ALL[..]);
    let group = || select(vec![Group::Medical, Group::Fire, Group::Police, Group::Rescue, Group::Event, Group::Other]);
    let tone = || select(&Tone::ALL[..]);
    let severity = || select(vec![Severity::High, Severity::Normal, Severity::Low]);
    let step = || select(&Step::ALL[..]);
    let ending = || select(vec![Ending::Cleared, Ending::Cancelled, Ending::Diverted, Ending::Withdrawn]);
    let source = || select(&Source::ALL[..]);
    let call_end = || select(vec![CallEnd::Ended, CallEnd::Silent, CallEnd::HungUp, CallEnd::Abandoned]);
    let part = || select(vec![DebriefPart::WentWell, DebriefPart::Improve, DebriefPart::FollowUp]);
    let safe = || select(vec![Answered::NotAsked, Answered::Yes, Answered::No, Answered::Unknown]);
    let texts = || prop::collection::vec(text(), 0..4);
    let subject =
        || prop_oneof![id(3).prop_map(|id| FlagSubject::Place(PlaceId(id))), text().prop_map(FlagSubject::Number)];
    let operation_detail = prop_oneof![
        text().prop_map(OperationDetail::Name),
        text().prop_map(OperationDetail::Zone),
        text().prop_map(OperationDetail::Prefix),
    ];
    let unit_kind_detail =
        prop_oneof![text().prop_map(UnitKindDetail::Label), number().prop_map(UnitKindDetail::SpeedKmh)];
    let unit_detail = prop_oneof![
        call_sign().prop_map(UnitDetail::CallSign),
        code().prop_map(UnitDetail::Kind),
        text().prop_map(UnitDetail::CapabilityAdded),
        text().prop_map(UnitDetail::CapabilityRemoved),
        any::<u8>().prop_map(UnitDetail::Crew),
        spot().prop_map(UnitDetail::Post),
    ];
    let place_detail = prop_oneof![
        place_name().prop_map(PlaceDetail::Name),
        place_name().prop_map(PlaceDetail::AliasAdded),
        place_name().prop_map(PlaceDetail::AliasRemoved),
        text().prop_map(PlaceDetail::What),
        prop::option::of(point()).prop_map(PlaceDetail::Point),
        text().prop_map(PlaceDetail::Note),
        shape().prop_map(PlaceDetail::Shape),
    ];
    let type_detail = prop_oneof![
        text().prop_map(TypeDetail::Label),
        text().prop_map(TypeDetail::Common),
        group().prop_map(TypeDetail::Group),
        priority().prop_map(TypeDetail::Priority),
        any::<bool>().prop_map(TypeDetail::Stages),
    ];
    let priority_detail = prop_oneof![
        text().prop_map(PriorityDetail::Label),
        any::<u32>().prop_map(PriorityDetail::AlarmMinutes),
        tone().prop_map(PriorityDetail::Tone),
    ];
    let disposition_detail = prop_oneof![
        text().prop_map(DispositionDetail::Label),
        text().prop_map(DispositionDetail::Common),
        prop::option::of(group()).prop_map(DispositionDetail::Group),
    ];
    let flag_detail = prop_oneof![
        text().prop_map(FlagDetail::Text),
        severity().prop_map(FlagDetail::Severity),
        text().prop_map(FlagDetail::Source),
        any::<u32>().prop_map(FlagDetail::Metres),
        prop::option::of(moment()).prop_map(FlagDetail::Expires),
    ];
    let call_detail = prop_oneof![
        text().prop_map(CallDetail::What),
        spot().prop_map(CallDetail::Place),
        text().prop_map(CallDetail::Callback),
        text().prop_map(CallDetail::Caller),
        text().prop_map(CallDetail::Relation),
        safe().prop_map(CallDetail::CallerSafe),
        text().prop_map(CallDetail::DangerNoted),
        text().prop_map(CallDetail::DangerCleared),
        source().prop_map(CallDetail::Source),
        prop::option::of(any::<u16>()).prop_map(CallDetail::Hurt),
        moment().prop_map(CallDetail::Answered),
    ];
    let finding = || {
        let marked = (text(), prop::option::of(run())).prop_map(|(mark, run)| Finding::Mark { mark, run });
        prop_oneof![
            text().prop_map(Finding::SendNow),
            text().prop_map(Finding::Need),
            text().prop_map(Finding::Hazard),
            text().prop_map(Finding::Crew),
            text().prop_map(Finding::Safety),
            moment().prop_map(Finding::Staging),
            marked,
        ]
    };
    let traits = || {
        prop_oneof![
            code().prop_map(Trait::Kind),
            text().prop_map(Trait::Capability),
            call_sign().prop_map(Trait::CallSign),
        ]
    };
    let advised = || {
        (text(), any::<u8>(), prop::collection::vec(unit(), 0..3), texts())
            .prop_map(|(plan, level, units, short)| Advised { plan, level, units, short })
    };
    let needs = || {
        let need = (texts(), any::<u8>(), any::<u8>(), text());
        prop::collection::vec(
            need.prop_map(|(any_of, count, crew, skill)| Requirement { any_of, count, crew, skill }),
            0..3,
        )
    };
    let alarms = || {
        let alarm = (any::<u8>(), any::<bool>(), needs());
        prop::collection::vec(alarm.prop_map(|(level, repeats, needs)| Alarm { level, repeats, needs }), 0..3)
    };
    let codes = || prop::collection::vec(code(), 0..3);
    let zone = || prop::option::of((place(), any::<u32>()).prop_map(|(place, metres)| Zone { place, metres }));
    let plan = || {
        let head = (code(), text(), codes(), prop::collection::vec(group(), 0..3), text());
        (head, priority(), priority(), zone(), codes(), alarms()).prop_map(
            |((code, label, types, groups, note), from, to, zone, with, alarms)| Plan {
                code,
                label,
                types,
                groups,
                from,
                to,
                zone,
                with,
                alarms,
                note,
            },
        )
    };
    made! {
        OperationOpened { name: text(), profile: profile(), zone: text(), prefix: text() }
        OperationChanged { detail: operation_detail }
        UnitKindAdded { code: code(), label: text(), speed_kmh: number() }
        UnitKindChanged { code: code(), detail: unit_kind_detail }
        UnitKindRetired { code: code() }
        UnitKindRestored { code: code() }
        UnitAdded {
            unit: unit(), call_sign: call_sign(), kind: code(), capabilities: texts(), crew: any::<u8>(), post: spot()
        }
        UnitChanged { unit: unit(), detail: unit_detail }
        UnitRetired { unit: unit() }
        UnitRestored { unit: unit() }
        PlaceAdded {
            place: place(), name: place_name(), aliases: prop::collection::vec(place_name(), 0..3), what: text(),
            point: prop::option::of(point()), note: text(), shape: shape()
        }
        PlaceChanged { place: place(), detail: place_detail }
        PlaceRetired { place: place() }
        PlaceRestored { place: place() }
        LayerAdded { layer: layer(), name: text(), source: text() }
        PathsDrawn { layer: layer(), first: 0_u32..6, lines: lines() }
        LayerRetired { layer: layer() }
        LayerRestored { layer: layer() }
        PathsClosed { paths: numbers(), reason: text() }
        PathsOpened { paths: numbers() }
        CrowdFactorSet { paths: numbers(), percent: any::<u16>() }
        SitePlanPlaced { name: text(), blob: text(), anchors: prop::collection::vec(anchor(), 0..4) }
        SitePlanRemoved { name: text() }
        TypeAdded { code: code(), label: text(), common: text(), group: group(), priority: priority(), stages: any::<bool>() }
        TypeChanged { code: code(), detail: type_detail }
        TypeRetired { code: code() }
        TypeRestored { code: code() }
        PriorityChanged { priority: priority(), detail: priority_detail }
        DispositionAdded { code: code(), label: text(), common: text(), group: prop::option::of(group()) }
        DispositionChanged { code: code(), detail: disposition_detail }
        DispositionRetired { code: code() }
        DispositionRestored { code: code() }
        FlagRaised {
            flag: flag(), on: subject(), text: text(), severity: severity(), source: text(),
            expires: prop::option::of(moment())
        }
        FlagChanged { flag: flag(), detail: flag_detail }
        FlagRetired { flag: flag() }
        FlagRestored { flag: flag() }
        TargetAdded { code: code(), label: text(), seconds: any::<u32>(), percent: any::<u8>(), source: text() }
        TargetChanged {
            code: code(), seconds: any::<u32>(), percent: any::<u8>(), source: prop::option::of(text())
        }
        TargetRetired { code: code() }
        TargetRestored { code: code() }
        PhraseWeighed { means: text(), phrase: text(), priority: prop::option::of(priority()), weight: any::<u8>() }
        PhraseRetired { means: text(), phrase: text() }
        PhraseRestored { means: text(), phrase: text() }
        CardSaved {
            card: code(), version: 0..9_u32, title: text(), discipline: text(),
            types: prop::collection::vec(code(), 0..3), text: text()
        }
        CardApproved { card: code(), version: 0..9_u32, name: text(), date: text() }
        CardApprovalWithdrawn { card: code(), version: 0..9_u32 }
        CardRetired { card: code() }
        CardRestored { card: code() }
        PlanSaved { plan: plan() }
        PlanRetired { plan: code() }
        PlanRestored { plan: code() }
        PlanWordSet { word: code(), label: text(), any_of: prop::collection::vec(traits(), 0..3) }
        PostRequired {
            place: place(), any_of: texts(), count: any::<u8>(), metres: any::<u32>(), bound: any::<bool>()
        }
        PlanRuleSet { rule: select(Rule::ALL.to_vec()), value: any::<u32>() }
        RecommendationFollowed {
            incident: incident(), advised: advised(), sent: prop::collection::vec(unit(), 0..3)
        }
        CallReceived { call: call(), source: source(), answered: moment() }
        CallDescribed { call: call(), detail: call_detail }
        CallAttached { call: call(), incident: incident() }
        CallDetached { call: call(), incident: incident() }
        CallEnded { call: call(), how: call_end() }
        IncidentOpened {
            incident: incident(), number: any::<u32>(), year: text(), kind: code(), priority: priority(), place: spot(),
            summary: text()
        }
        KindChanged { incident: incident(), kind: code() }
        UrgencyChanged { incident: incident(), priority: priority() }
        PlaceMoved { incident: incident(), place: spot() }
        PlaceVerified { incident: incident() }
        VerificationWithdrawn { incident: incident() }
        Answered {
            incident: incident(), question: text(), answer: text(),
            instead: prop::collection::vec((run(), code_word()), 0..3)
        }
        Noted { incident: prop::option::of(incident()), text: text() }
        RadioHeard { incident: prop::option::of(incident()), from: call_sign(), to: text(), text: text() }
        EntryStruck { incident: prop::option::of(incident()), entry: id(8).prop_map(EventId), reason: text() }
        Held { incident: incident(), until: moment(), reason: text() }
        HoldEnded { incident: incident() }
        Linked { incident: incident(), other: incident() }
        Unlinked { incident: incident(), other: incident() }
        AlarmRaised { incident: incident(), level: any::<u8>() }
        ResourceRequested { incident: incident(), request: id(2).prop_map(RequestId), what: text(), count: any::<u8>() }
        RequestMet { incident: incident(), request: id(2).prop_map(RequestId) }
        Closed { incident: incident(), disposition: code(), text: text() }
        Reopened { incident: incident(), reason: text() }
        Debriefed { incident: incident(), part: part(), text: text(), owner: text() }
        CardOpened { incident: incident(), run: run(), card: code(), version: 0..9_u32, patient: text() }
        CardAnswered {
            incident: incident(), run: run(), question: code_word(), asked: text(), answer: text(), shown: text()
        }
        CardStepReached {
            incident: incident(), run: run(), guide: text(), step: any::<u32>(), said: text(), back: any::<bool>()
        }
        CardGuideLeft { incident: incident(), run: run() }
        CardRetyped { incident: incident(), kind: code(), card: code() }
        CardUrged { incident: incident(), priority: priority(), card: code() }
        SendNowCalled { incident: incident(), reason: text() }
        NeedNoted { incident: incident(), capability: text() }
        HazardNoted { incident: incident(), text: text() }
        CrewLineNoted { incident: incident(), text: text() }
        ClockMarked {
            incident: incident(), mark: text(), run: prop::option::of(run()), met: prop::option::of(any::<i64>().prop_map(Moment))
        }
        CompressorChanged { incident: incident(), run: run(), resumed: any::<bool>() }
        ContractionBegan { incident: incident(), run: run() }
        StagingAsked { incident: incident() }
        StagingEnded { incident: incident() }
        SafetyNoted { incident: incident(), text: text() }
        SafetyAcknowledged { incident: incident(), unit: unit(), heard: texts() }
        FindingWithdrawn { incident: incident(), detail: finding() }
        UnitAssigned { assignment: assignment(), incident: incident(), unit: unit(), step: step() }
        UnitStepped { assignment: assignment(), step: step(), destination: place_name() }
        StepWithdrawn { assignment: assignment(), step: step() }
        UnitReleased { assignment: assignment(), how: ending(), reason: text() }
        ReadinessChanged { unit: unit(), readiness: select(&Readiness::ALL[..]), reason: text() }
        UnitMoved { unit: unit(), place: spot() }
        WelfareTimed { unit: unit(), due: prop::option::of(moment()) }
        RollCallAnswered { unit: unit() }
    }
}

/// One of `pool` ids.
fn id(pool: u128) -> impl Strategy<Value = uuid::Uuid> {
    (1..=pool).prop_map(uuid::Uuid::from_u128)
}

fn unit() -> impl Strategy<Value = UnitId> {
    id(3).prop_map(UnitId)
}

fn incident() -> impl Strategy<Value = IncidentId> {
    id(3).prop_map(IncidentId)
}

fn place() -> impl Strategy<Value = PlaceId> {
    id(3).prop_map(PlaceId)
}

fn layer() -> impl Strategy<Value = LayerId> {
    id(2).prop_map(LayerId)
}

fn numbers() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(prop_oneof![8 => 0_u32..6, 1 => any::<u32>()], 0..4)
}

/// Good lines of paths, and lines that are none.
fn lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => select(vec!["s00\tLong Street\tLanggatan\t_ojxlAoixlm@?_pR", "f1f\t\t\t_ojxlAoixlm@_pR?"]).prop_map(str::to_owned),
        1 => text(),
    ];
    prop::collection::vec(line, 0..4).prop_map(|lines| lines.join("\n"))
}

fn track() -> impl Strategy<Value = Track> {
    prop::collection::vec(point(), 0..5).prop_map(Track::of)
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Point),
        any::<u32>().prop_map(|metres| Shape::Circle { metres }),
        track().prop_map(|ring| Shape::Area { ring }),
        track().prop_map(|track| Shape::Line { track }),
        (track(), any::<u32>(), any::<u32>()).prop_map(|(track, from, to)| Shape::Course { track, from, to }),
    ]
}

fn anchor() -> impl Strategy<Value = Anchor> {
    (number(), number(), point()).prop_map(|(x, y, point)| Anchor { x, y, point })
}

fn call() -> impl Strategy<Value = CallId> {
    id(2).prop_map(CallId)
}

/// Questions that answers meet again.
fn code_word() -> impl Strategy<Value = String> {
    select(vec!["awake", "age"]).prop_map(str::to_owned)
}

fn run() -> impl Strategy<Value = RunId> {
    id(2).prop_map(RunId)
}

fn flag() -> impl Strategy<Value = FlagId> {
    id(2).prop_map(FlagId)
}

fn assignment() -> impl Strategy<Value = AssignmentId> {
    id(4).prop_map(AssignmentId)
}

fn code() -> impl Strategy<Value = Code> {
    prop_oneof![4 => select(vec!["als", "fall", "43"]).prop_map(Code::new), 1 => text().prop_map(|text| Code(text.into()))]
}

fn priority() -> impl Strategy<Value = Priority> {
    select(&Priority::ALL[..])
}

fn call_sign() -> impl Strategy<Value = String> {
    prop_oneof![3 => select(vec!["MED1", "med 1", "Team 1"]).prop_map(str::to_owned), 1 => text()]
}

/// Few names, so that places share them.
fn place_name() -> impl Strategy<Value = String> {
    prop_oneof![3 => select(vec!["Gate 4", "gate 4", "km 18", "Łódź Café", "(?)"]).prop_map(str::to_owned), 1 => text()]
}

fn spot() -> impl Strategy<Value = Spot> {
    let place = prop::option::of(id(3).prop_map(PlaceId));
    (place_name(), place, prop::option::of(point())).prop_map(|(text, place, point)| Spot { text, place, point })
}

fn point() -> impl Strategy<Value = Point> {
    (-90.0..=90.0, -180.0..=180.0).prop_map(|(lat, lon)| Point { lat, lon })
}

/// JSON knows neither infinity nor NaN, and no command lets them in.
fn number() -> impl Strategy<Value = f64> {
    use prop::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    NORMAL | SUBNORMAL | ZERO | POSITIVE | NEGATIVE
}

fn moment() -> impl Strategy<Value = Moment> {
    let day = 1_792_300_000_000..1_792_386_400_000_i64;
    prop_oneof![8 => day, 1 => any::<i64>()].prop_map(Moment)
}

/// Any Unicode, and what breaks careless readers.
fn text() -> impl Strategy<Value = String> {
    let odd =
        ["", "\0", "\"", "\\", "\r\n", "\u{2028}", "\u{feff}", " … ", "{\"end\":1}", "e\u{301}", "🚑", "\u{202e}x"];
    prop_oneof![
        prop::collection::vec(any::<char>(), 0..8).prop_map(String::from_iter),
        select(odd.to_vec()).prop_map(str::to_owned),
        select(vec!["flat tire", "two patients", "Wait for crew"]).prop_map(str::to_owned),
    ]
}
