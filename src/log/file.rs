//! A whole operation as one file: JSON lines, the log itself, row by row, byte for byte, then the blobs it refers to.
//!
//! ```text
//! {"firstline":1,"operation":"Harbor Marathon","rows":812,"blobs":0}
//! {"v":1,...}                           812 rows of the log, unchanged
//! {"blob":"<sha-256>","type":"image/png","data":"<base64>"}
//! {"end":812,"sum":"9c1f0e6ad2b84377"}
//! ```

use super::codec::{self, Unreadable};
use super::sha256;
use crate::domain::apply::apply;
use crate::domain::event::Event;
use crate::domain::state::State;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The version of the file's frame, which is not the version of its rows.
const FRAME: u32 = 1;
/// No single row of a log is longer, in bytes; a longer line is refused before it is parsed.
const LONGEST_ROW: usize = 200_000;

#[derive(Serialize, Deserialize)]
struct Head {
    firstline: u32,
    operation: String,
    rows: u64,
    blobs: u64,
}

#[derive(Serialize, Deserialize)]
struct End {
    end: u64,
    /// FNV-1a of the rows and their line ends, so that one changed letter is noticed too.
    #[serde(default)]
    sum: String,
}

/// A stored file that the log refers to by its content hash, such as a site plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blob {
    #[serde(rename = "blob")]
    pub hash: String,
    #[serde(rename = "type")]
    pub media_type: String,
    /// Base64.
    pub data: String,
}

/// What a good file holds.
#[derive(Debug, PartialEq)]
pub struct Contents {
    pub name: String,
    /// The rows, byte for byte as they were written.
    pub rows: Vec<String>,
    pub blobs: Vec<Blob>,
    pub incidents: usize,
    /// The instant of the last row, UTC milliseconds.
    pub last_entered: i64,
}

/// Why a file is refused, with the line where it stands, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub line: usize,
    pub why: Why,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    NotAnOperation,
    NewerFrame,
    EmptyLine,
    TooLong,
    Row(Unreadable),
    /// The first row does not open an operation, or a later one opens another.
    NotOpened,
    OpenedTwice,
    /// Two rows carry one id.
    RowTwice,
    Blob,
    /// The file ends before the rows it promised.
    CutShort {
        promised: u64,
        found: u64,
    },
    AfterEnd,
    /// Every line reads, but the rows are not those that were written.
    Changed,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {:?}", self.line, self.why)
    }
}

/// The text of a file.
#[must_use]
pub fn write(name: &str, rows: &[String], blobs: &[Blob]) -> String {
    let head =
        Head { firstline: FRAME, operation: name.to_owned(), rows: rows.len() as u64, blobs: blobs.len() as u64 };
    let mut text = serde_json::to_string(&head).unwrap_or_default();
    text.push('\n');
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    for blob in blobs {
        text.push_str(&serde_json::to_string(blob).unwrap_or_default());
        text.push('\n');
    }
    let end = End { end: rows.len() as u64, sum: sum(rows) };
    text.push_str(&serde_json::to_string(&end).unwrap_or_default());
    text.push('\n');
    text
}

fn sum(rows: &[String]) -> String {
    let bytes = rows.iter().flat_map(|row| row.bytes().chain([b'\n']));
    let sum =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{sum:016x}")
}

/// Reads a whole file or refuses all of it. Every row is decoded and folded before the first is taken over.
pub fn read(text: &str) -> Result<Contents, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    let fault = |line, why| Fault { line, why };
    let (_, first) = lines.next().ok_or(fault(1, Why::NotAnOperation))?;
    let head: Head = serde_json::from_str(first).map_err(|_| fault(1, Why::NotAnOperation))?;
    if FRAME < head.firstline {
        return Err(fault(1, Why::NewerFrame));
    }
    let mut rows = Vec::new();
    let mut blobs = Vec::new();
    let mut ids = std::collections::BTreeSet::new();
    let mut state = State::default();
    let mut last_entered = 0;
    let mut stops_at = 2;
    let mut ended = false;
    for (number, line) in lines {
        stops_at = number;
        if ended {
            return Err(fault(number, Why::AfterEnd));
        }
        if LONGEST_ROW < line.len() && !line.starts_with("{\"blob\"") {
            return Err(fault(number, Why::TooLong));
        }
        if line.trim().is_empty() {
            return Err(fault(number, Why::EmptyLine));
        }
        if (rows.len() as u64) < head.rows {
            let row = match codec::decode(rows.len() as u64 + 1, line) {
                Ok(row) => row,
                Err(_) if is_cut(text, line) => break,
                Err(why) => return Err(fault(number, Why::Row(why))),
            };
            let opens = matches!(row.event, Event::OperationOpened { .. });
            match (rows.is_empty(), opens) {
                (true, false) => return Err(fault(number, Why::NotOpened)),
                (false, true) => return Err(fault(number, Why::OpenedTwice)),
                _ => {}
            }
            if !ids.insert(row.id) {
                return Err(fault(number, Why::RowTwice));
            }
            apply(&mut state, &row);
            last_entered = row.entered.0;
            rows.push(line.to_owned());
        } else if (blobs.len() as u64) < head.blobs {
            match serde_json::from_str(line) {
                Ok(blob) if is_whole(&blob) => blobs.push(blob),
                Ok(_) => return Err(fault(number, Why::Blob)),
                Err(_) if is_cut(text, line) => break,
                Err(_) => return Err(fault(number, Why::Blob)),
            }
        } else {
            let end: End = match serde_json::from_str(line) {
                Ok(end) => end,
                Err(_) if is_cut(text, line) => break,
                Err(_) => return Err(fault(number, Why::AfterEnd)),
            };
            ended = end.end == head.rows;
            if ended && !rows.is_empty() && end.sum != sum(&rows) {
                return Err(fault(number, Why::Changed));
            }
        }
        stops_at = number + 1;
    }
    if !ended {
        let found = rows.len() as u64;
        return Err(fault(stops_at, Why::CutShort { promised: head.rows, found }));
    }
    if rows.is_empty() {
        return Err(fault(2, Why::NotOpened));
    }
    Ok(Contents { name: state.operation.name.clone(), rows, blobs, incidents: state.incidents.len(), last_entered })
}

/// A picture that is not the one it is named after shows a crew another ground.
fn is_whole(blob: &Blob) -> bool {
    sha256::bytes_of(&blob.data).is_some_and(|bytes| sha256::hex(&bytes) == blob.hash)
}

/// A closing line before its time, or a last line that stops in the middle, means that rows are missing. That says more
/// than "damaged".
fn is_cut(text: &str, line: &str) -> bool {
    let unfinished = text.ends_with(line) && serde_json::from_str::<serde::de::IgnoredAny>(line).is_err();
    unfinished || serde_json::from_str::<End>(line).is_ok()
}
