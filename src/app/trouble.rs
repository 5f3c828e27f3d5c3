//! Faults of files and of the store in words for the person at the desk.

use crate::words::{Msg, say, t};

/// What is wrong with one row of an imported table.
#[must_use]
pub fn import_fault(what: &crate::record::import::What) -> String {
    use crate::record::import::What;
    match what {
        What::NotCsv(why) => say(Msg::CsvNot, &[why]),
        What::NotJson(why) => say(Msg::JsonNot, &[why]),
        What::NoRows => t(Msg::CsvNoRows).to_owned(),
        What::NoColumn(name) => say(Msg::CsvNoColumn, &[name]),
        What::Empty => t(Msg::CsvEmpty).to_owned(),
        What::TooLong { most } => say(Msg::CsvTooLong, &[&most.to_string()]),
        What::WordTooLong { word, most } => say(Msg::CsvWordTooLong, &[word, &most.to_string()]),
        What::TwiceInFile { first } => say(Msg::CsvTwice, &[&first.to_string()]),
        What::AlreadyHere(name) => say(Msg::CsvAlreadyHere, &[name]),
        What::UnknownKind { kind, known } => say(Msg::CsvUnknownKind, &[kind, known]),
        What::NotANumber(text) => say(Msg::CsvNotANumber, &[text]),
        What::UnknownGroup(name) => say(Msg::CsvUnknownGroup, &[name]),
        What::UnknownType(name) => say(Msg::CsvUnknownType, &[name]),
        What::UnknownPlan(name) => say(Msg::UnknownPlan, &[name]),
        What::UnknownPlace(name) => say(Msg::CsvUnknownPlace, &[name]),
        What::NotAZone(text) => say(Msg::CsvNotAZone, &[text]),
        What::NotUnderstood(text) => say(Msg::CsvNotUnderstood, &[text]),
        What::NotARadius(text) => say(Msg::RadiusNotUnderstood, &[text]),
        What::NoMiddle => t(Msg::CsvNoMiddle).to_owned(),
        What::NotACoordinate(text) => say(Msg::CsvNotACoordinate, &[text]),
        What::HalfACoordinate => t(Msg::CsvHalfACoordinate).to_owned(),
        What::LooksSwapped(text) => say(Msg::CsvSwapped, &[text]),
        What::FieldCount { found, expected } => say(Msg::CsvFieldCount, &[&found.to_string(), &expected.to_string()]),
        What::NotAMap(why) => say(Msg::MapNot, &[why]),
        What::NoGeometry => t(Msg::MapNoGeometry).to_owned(),
        What::OtherGeometry(kind) => say(Msg::MapOtherGeometry, &[kind]),
        What::NotALine => t(Msg::MapNotALine).to_owned(),
        What::NotAWay(word) => say(Msg::MapNotAWay, &[word]),
        What::TooShort => t(Msg::MapTooShort).to_owned(),
        What::Hidden(word) => say(Msg::MapHidden, &[word]),
        What::FarOff { km, written } => say(Msg::MapFarOff, &[written, &km.to_string()]),
        What::FarAndTaken { km, written } => say(Msg::CsvFarAndTaken, &[written, &km.to_string()]),
        What::JoinedWith { first } => say(Msg::MapJoined, &[&first.to_string()]),
        What::Numbered { first } => say(Msg::MapNumbered, &[&first.to_string()]),
        What::PartsLeftOut { parts } => say(Msg::MapParts, &[&parts.to_string()]),
        What::GapsLeftOut { parts } => say(Msg::MapGaps, &[&parts.to_string()]),
        What::CutShort { most } => say(Msg::MapCutShort, &[&most.to_string()]),
        What::TooManyCorners { corners } => say(Msg::MapTooManyCorners, &[&corners.to_string()]),
        What::CrossedOver { other, places } => say(Msg::MapCrossedOver, &[&other.to_string(), &places.to_string()]),
        What::CrossingJoined { other, places } => say(Msg::MapCrossing, &[&other.to_string(), &places.to_string()]),
        What::HolesLeftOut => t(Msg::MapHoles).to_owned(),
    }
}

/// Why a file of an operation is refused.
#[must_use]
pub fn file_fault(fault: &crate::log::file::Fault) -> String {
    use crate::log::codec::Unreadable;
    use crate::log::file::Why;
    let why = match &fault.why {
        Why::NotAnOperation => t(Msg::FileNotAnOperation).to_owned(),
        Why::NewerFrame => t(Msg::FileNewer).to_owned(),
        Why::EmptyLine => t(Msg::FileEmptyLine).to_owned(),
        Why::TooLong => t(Msg::FileTooLong).to_owned(),
        Why::Row(Unreadable::Newer { .. }) => t(Msg::FileNewer).to_owned(),
        Why::Row(Unreadable::UnknownKind(kind)) => say(Msg::FileUnknownKind, &[kind]),
        Why::Row(Unreadable::Damaged(why)) => say(Msg::FileDamaged, &[why]),
        Why::NotOpened => t(Msg::FileNotOpened).to_owned(),
        Why::OpenedTwice => t(Msg::FileOpenedTwice).to_owned(),
        Why::RowTwice => t(Msg::FileRowTwice).to_owned(),
        Why::Blob => t(Msg::FileBlob).to_owned(),
        Why::CutShort { promised, found } => say(Msg::FileCutShort, &[&found.to_string(), &promised.to_string()]),
        Why::Changed => t(Msg::FileChanged).to_owned(),
        Why::AfterEnd => t(Msg::FileAfterEnd).to_owned(),
    };
    say(Msg::FileRefused, &[&fault.line.to_string(), &why])
}

/// Why a window may only read.
#[must_use]
pub fn read_only(why: &crate::tabs::machine::ReadOnly) -> String {
    use crate::log::codec::Unreadable;
    use crate::tabs::machine::ReadOnly;
    match why {
        ReadOnly::NewerWindow | ReadOnly::Row { why: Unreadable::Newer { .. }, .. } => t(Msg::LockNewer).to_owned(),
        ReadOnly::Row { seq, why: Unreadable::UnknownKind(kind) } => say(Msg::LockUnknown, &[&seq.to_string(), kind]),
        ReadOnly::Row { seq, why: Unreadable::Damaged(why) } => say(Msg::LockDamaged, &[&seq.to_string(), why]),
        ReadOnly::Gap { expected, .. } => say(Msg::LockGap, &[&expected.to_string()]),
    }
}
