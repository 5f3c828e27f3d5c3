//! The one table of verbs.

use super::super::call::CallEnd;
use super::super::unit::{Readiness, Step};

/// What a line asks for, before its words are resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    New,
    Dispatch(Step),
    Recommend,
    Divert,
    Step(Step),
    Clear,
    Cancel,
    Ready(Readiness),
    Note,
    Radio,
    Caller,
    Priority,
    Type,
    Place,
    Verify,
    EndCall,
    Alarm,
    ClosePath,
    OpenPath,
    Crowd,
    Request,
    MeetRequest,
    Strike,
    Hold,
    EndHold,
    Reopen,
    Link,
    Unlink,
    RollCall,
    Welfare,
    Safety,
    SceneSafe,
    Select,
    Unit,
    Find,
    Undo,
    Help,
}

/// One row of the table: the verb, how it is typed, other ways to type it, and an example that parses.
#[derive(Debug)]
pub struct Row {
    pub verb: Verb,
    pub code: &'static str,
    pub also: &'static [&'static str],
    /// The pattern shown in the help: words in capitals stand for themselves, `#` for an incident number.
    pub form: &'static str,
}

const fn row(verb: Verb, code: &'static str, also: &'static [&'static str], form: &'static str) -> Row {
    Row { verb, code, also, form }
}

/// Every verb, in the order of the help.
pub const TABLE: &[Row] = &[
    row(Verb::New, "NI", &["NEW"], "NI type place ; what happened"),
    row(Verb::Dispatch(Step::Dispatched), "D", &["DP", "DISP"], "D # unit unit"),
    row(Verb::Dispatch(Step::EnRoute), "DE", &[], "DE # unit"),
    row(Verb::Dispatch(Step::OnScene), "DO", &[], "DO # unit"),
    row(Verb::Recommend, "RC", &["SEND"], "RC #"),
    row(Verb::Divert, "DV", &["DIVERT"], "DV # unit"),
    row(Verb::Step(Step::Acknowledged), "AK", &["ACK"], "AK unit"),
    row(Verb::Step(Step::EnRoute), "ER", &["EN", "ENR"], "ER unit"),
    row(Verb::Step(Step::Staged), "ST", &["STG"], "ST unit"),
    row(Verb::Step(Step::OnScene), "OS", &["ARR"], "OS unit"),
    row(Verb::Step(Step::AtPatient), "AP", &[], "AP unit"),
    row(Verb::Step(Step::Transporting), "TR", &["TX"], "TR unit destination"),
    row(Verb::Step(Step::AtDestination), "AH", &["AF"], "AH unit"),
    row(Verb::Step(Step::HandedOver), "HO", &[], "HO unit"),
    row(Verb::Clear, "CL", &["CLEAR", "CLOSE"], "CL unit | CL # disposition ; text"),
    row(Verb::Cancel, "CX", &["CANCEL"], "CX unit # ; reason"),
    row(Verb::Ready(Readiness::Available), "AV", &["AVAIL"], "AV unit"),
    row(Verb::Ready(Readiness::AtPost), "IQ", &[], "IQ unit"),
    row(Verb::Ready(Readiness::MoveUp), "MU", &[], "MU unit place"),
    row(Verb::Ready(Readiness::Busy), "BZ", &["BUSY"], "BZ unit ; reason"),
    row(Verb::Ready(Readiness::Break), "BR", &["BK"], "BR unit"),
    row(Verb::Ready(Readiness::Training), "TN", &[], "TN unit"),
    row(Verb::Ready(Readiness::OutOfService), "OO", &["OOS"], "OO unit ; reason"),
    row(Verb::Ready(Readiness::OffDuty), "OD", &[], "OD unit"),
    row(Verb::Note, "N", &["NOTE"], "N # ; text"),
    row(Verb::Radio, "L", &["RADIO"], "L from > to ; text"),
    row(Verb::Caller, "AT", &[], "AT # ; second caller says"),
    row(Verb::Priority, "P", &["PRI"], "P # 1"),
    row(Verb::Type, "TY", &["TYPE"], "TY # type"),
    row(Verb::Place, "LOC", &[], "LOC # place | LOC unit place"),
    row(Verb::Verify, "VP", &["VERIFY"], "VP #"),
    row(Verb::EndCall, "EC", &["HANGUP"], "EC | EC # | EC silent | EC gone | EC abandoned"),
    row(Verb::Alarm, "AL", &["ALARM"], "AL # 2"),
    row(Verb::ClosePath, "CP", &["SHUT"], "CP street ; reason"),
    row(Verb::OpenPath, "OP", &["OPEN"], "OP street"),
    row(Verb::Crowd, "CF", &["CROWD"], "CF street 150"),
    row(Verb::Request, "REQ", &[], "REQ # what 1"),
    row(Verb::MeetRequest, "MR", &["MET"], "MR # what"),
    row(Verb::Strike, "SK", &["STRIKE"], "SK # 14:05 ; reason | SK 14:05 ; reason"),
    row(Verb::Hold, "H", &["HOLD"], "H # minutes ; reason"),
    row(Verb::EndHold, "UH", &["UNHOLD"], "UH #"),
    row(Verb::Reopen, "RO", &["REOPEN"], "RO # ; why"),
    row(Verb::Link, "LK", &["LINK"], "LK # #"),
    row(Verb::Unlink, "UL", &["UNLINK"], "UL # #"),
    row(Verb::RollCall, "PAR", &[], "PAR # | PAR unit"),
    row(Verb::Welfare, "T", &["TIMER"], "T unit minutes | T unit 0"),
    row(Verb::Safety, "SF", &["SAFETY"], "SF unit"),
    row(Verb::SceneSafe, "SC", &[], "SC #"),
    row(Verb::Select, "S", &["SEL"], "S #"),
    row(Verb::Unit, "U", &["UNIT"], "U unit"),
    row(Verb::Find, "F", &["FIND"], "F text"),
    row(Verb::Undo, "Z", &["UNDO"], "Z"),
    row(Verb::Help, "?", &["HELP"], "?"),
];

/// The row that a typed word names.
#[must_use]
pub fn named(word: &str) -> Option<&'static Row> {
    let is = |code: &str| code.eq_ignore_ascii_case(word);
    TABLE.iter().find(|row| is(row.code) || row.also.iter().any(|other| is(other)))
}

/// The word that types a verb.
#[must_use]
pub fn code_of(verb: Verb) -> &'static str {
    TABLE.iter().find(|row| row.verb == verb).map_or("", |row| row.code)
}

/// The word that types how a call ended.
#[must_use]
pub fn end_code(how: CallEnd) -> &'static str {
    match how {
        CallEnd::Ended => "ended",
        CallEnd::Silent => "silent",
        CallEnd::HungUp => "gone",
        CallEnd::Abandoned => "abandoned",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_names_two_verbs() {
        let mut words: Vec<&str> = TABLE.iter().flat_map(|row| row.also.iter().copied().chain([row.code])).collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
    }
}
