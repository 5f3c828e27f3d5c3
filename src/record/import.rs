//! Units and places from CSV files, with a fault in words for each row before anything is written.

use crate::domain::command::{NewPlace, NewUnit};
use crate::domain::decide::{LONGEST_NAME, LONGEST_TEXT};
use crate::domain::geo::{self, Point};
use crate::domain::place::{Spot, fold};
use crate::domain::state::State;
use crate::domain::track::Shape;
use crate::domain::unit::fold_call_sign;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A file read row by row. `rows` are good and not yet written; the rest says what is wrong and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview<T> {
    pub rows: Vec<(usize, T)>,
    pub faults: Vec<Fault>,
    /// Columns that this program has no use for, as they stand in the file.
    pub unknown_columns: Vec<String>,
}

/// What is wrong with one row, counted from 1 as a spreadsheet counts: the heads are in row 1, blank rows count, and a cell
/// with several lines does not make more rows of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub row: usize,
    pub column: String,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The file cannot be read as CSV from here on.
    NotCsv(String),
    NotJson(String),
    NoRows,
    /// None of the heads names the column that every row needs.
    NoColumn(&'static str),
    Empty,
    TooLong {
        most: usize,
    },
    /// It stands in a list, and the list in one cell.
    WordTooLong {
        word: String,
        most: usize,
    },
    /// The same name stands in an earlier row of this file.
    TwiceInFile {
        first: usize,
    },
    AlreadyHere(String),
    UnknownKind {
        kind: String,
        known: String,
    },
    NotANumber(String),
    /// A group, type, plan or place that this operation does not have.
    UnknownGroup(String),
    UnknownType(String),
    UnknownPlan(String),
    UnknownPlace(String),
    /// A zone needs a place and metres.
    NotAZone(String),
    NotUnderstood(String),
    NotARadius(String),
    /// A radius around nothing.
    NoMiddle,
    NotACoordinate(String),
    HalfACoordinate,
    LooksSwapped(String),
    FieldCount {
        found: usize,
        expected: usize,
    },
    /// The file is no map in any format that is read.
    NotAMap(String),
    NoGeometry,
    OtherGeometry(String),
    /// A point where a line is needed.
    NotALine,
    /// A line that is marked as something nobody can go along.
    NotAWay(String),
    /// Too few corners for what it is.
    TooShort,
    /// The file itself says that it is not to be shown.
    Hidden(String),
    /// Far from everything that the operation knows.
    FarOff {
        km: u32,
        written: String,
    },
    /// The row was taken, although it lies far from everything that the operation knows.
    FarAndTaken {
        km: u32,
        written: String,
    },
    /// It is the label of the area in that row; that place has its point now.
    JoinedWith {
        first: usize,
    },
    /// The row was taken under its name and a number, since another row has the name.
    Numbered {
        first: usize,
    },
    /// The row was taken, without the parts that are cut out of it.
    HolesLeftOut,
    /// The row was taken with the largest of its parts.
    PartsLeftOut {
        parts: usize,
    },
    /// The row was taken with the longest of its parts, between which there are gaps.
    GapsLeftOut {
        parts: usize,
    },
    /// The row was taken, and its name cut.
    CutShort {
        most: usize,
    },
    /// A line that no row of the log can hold.
    TooManyCorners {
        corners: usize,
    },
    /// The row was taken. It passes over the line of another without a common corner, one of so many places.
    CrossedOver {
        other: usize,
        places: usize,
    },
    /// The row was taken, with a corner where it crosses the line of another, one of so many places.
    CrossingJoined {
        other: usize,
        places: usize,
    },
}

/// Reads units. Needs a column with the call sign; kind, capabilities, crew and post are optional.
#[must_use]
pub fn units(text: &str, state: &State) -> Preview<NewUnit> {
    const COLUMNS: &[(&str, &[&str])] = &[
        ("call sign", &["callsign", "unit", "unit id", "name", "id"]),
        ("kind", &["type", "unit type"]),
        ("capabilities", &["capability", "skills"]),
        ("crew", &["staff", "people"]),
        ("post", &["station", "place", "home", "home station area", "location"]),
        ("lat", &["latitude", "home lat", "y"]),
        ("lon", &["lng", "longitude", "home lon", "x"]),
    ];
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let usable = state.unit_kinds.values().filter(|kind| !kind.retired);
    let known: BTreeSet<&str> = usable.map(|kind| kind.code.as_str()).collect();
    read(text, COLUMNS, "call sign", |row, faults| {
        let call_sign = row.needed("call sign", faults)?;
        let folded = fold_call_sign(&call_sign);
        if folded.is_empty() {
            return row.fault(faults, "call sign", What::Empty);
        }
        if let Some(first) = seen.get(&folded) {
            return row.fault(faults, "call sign", What::TwiceInFile { first: *first });
        }
        if state.call_signs.contains_key(&folded) {
            return row.fault(faults, "call sign", What::AlreadyHere(call_sign));
        }
        let kind = match row.get("kind") {
            "" => "foot".to_owned(),
            typed => match kind_of(typed, state) {
                Some(code) => code,
                None => {
                    let known = known.iter().copied().collect::<Vec<_>>().join(", ");
                    return row.fault(faults, "kind", What::UnknownKind { kind: typed.to_owned(), known });
                }
            },
        };
        let crew = match row.get("crew") {
            "" => 1,
            typed => match typed.parse() {
                Ok(crew) => crew,
                Err(_) => return row.fault(faults, "crew", What::NotANumber(typed.to_owned())),
            },
        };
        let point = row.point(faults, state).ok()?;
        let post = match row.at_most("post", LONGEST_TEXT, faults)?.as_str() {
            "" => Spot { text: String::new(), place: None, point },
            typed => {
                let spot = state.spot(typed);
                Spot { point: spot.point.or(point), ..spot }
            }
        };
        let capabilities = row.words("capabilities", faults)?;
        seen.insert(folded, row.number);
        Some(NewUnit { call_sign, kind, capabilities, crew, post })
    })
}

/// Reads places. Needs a name, or a street with a house number; aliases, kind, note and coordinates are optional.
#[must_use]
pub fn places(text: &str, state: &State) -> Preview<NewPlace> {
    const COLUMNS: &[(&str, &[&str])] = &[
        ("name", &["place", "label", "title", "street", "station area"]),
        ("house number", &["housenumber", "number", "house"]),
        ("postcode", &["zip", "postal code"]),
        ("aliases", &["alias", "also"]),
        ("kind", &["type", "category"]),
        ("note", &["notes", "description", "remark"]),
        ("lat", &["latitude", "y", "median call lat"]),
        ("lon", &["lng", "long", "longitude", "x", "median call lon"]),
        ("radius", &["radius m", "radius metres", "radius meters", "metres", "meters"]),
        ("coordinates", &["position", "grid", "usng", "mgrs", "plus code"]),
        ("location", &[]),
    ];
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    read(text, COLUMNS, "name", |row, faults| {
        let name = row.needed("name", faults)?;
        let mut name = [name.as_str(), row.get("house number")].join(" ").trim().to_owned();
        // Two streets of one name in one town are told apart by their postcode.
        if let Some(first) = seen.get(&fold(&name)) {
            let postcode = row.get("postcode");
            if postcode.is_empty() || seen.contains_key(&fold(&format!("{name}, {postcode}"))) {
                return row.fault(faults, "name", What::TwiceInFile { first: *first });
            }
            name = format!("{name}, {postcode}");
        }
        if state.place_index.named(&name).is_some() {
            return row.fault(faults, "name", What::AlreadyHere(name));
        }
        let point = row.point(faults, state).ok()?;
        let Some(shape) = Shape::of_radius(row.get("radius")) else {
            return row.fault(faults, "radius", What::NotARadius(row.get("radius").to_owned()));
        };
        if !shape.is_point() && point.is_none() {
            return row.fault(faults, "radius", What::NoMiddle);
        }
        if LONGEST_NAME < name.chars().count() {
            return row.fault(faults, "name", What::TooLong { most: LONGEST_NAME });
        }
        let aliases = row.words("aliases", faults)?;
        let what = row.at_most("kind", LONGEST_NAME, faults)?;
        let note = row.at_most("note", LONGEST_TEXT, faults)?;
        // Words about where it is are worth keeping, although they name no point.
        let location = if row.located(state) { "" } else { row.get("location") };
        let note = [location, &note].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(". ");
        if LONGEST_TEXT < note.chars().count() {
            return row.fault(faults, "location", What::TooLong { most: LONGEST_TEXT });
        }
        seen.insert(fold(&name), row.number);
        Some(NewPlace { name, aliases, what, point, note, shape })
    })
}

/// Units of one batch at most.
pub const MOST_IN_BATCH: u32 = 500;

/// "Team 1-12" or "MED 01-06" as the call signs it stands for. The error is how many there would be, if that is too many.
pub fn batch(pattern: &str) -> Result<Vec<String>, u32> {
    let pattern = pattern.trim();
    let Some((head, last)) = pattern.rsplit_once(['-', '–']) else { return Ok(single(pattern)) };
    let head = head.trim_end();
    let digits = head.chars().rev().take_while(char::is_ascii_digit).count();
    let (stem, first) = head.split_at(head.len() - digits);
    let width = if first.starts_with('0') { first.len() } else { 0 };
    match (first.parse::<u32>(), last.trim().parse::<u32>()) {
        (Ok(first), Ok(last)) if first <= last && MOST_IN_BATCH <= last - first => {
            Err((last - first).saturating_add(1))
        }
        (Ok(first), Ok(last)) if first <= last => {
            Ok((first..=last).map(|number| format!("{stem}{number:0width$}")).collect())
        }
        _ => Ok(single(pattern)),
    }
}

fn single(pattern: &str) -> Vec<String> {
    if pattern.is_empty() { Vec::new() } else { vec![pattern.to_owned()] }
}

/// Words that files use for kinds this program knows by another word.
fn kind_of(typed: &str, state: &State) -> Option<String> {
    let folded = fold(typed);
    let usable = || state.unit_kinds.values().filter(|kind| !kind.retired);
    let exact = |row: &&crate::domain::place::UnitKind| row.code.as_str() == folded || fold(&row.label) == folded;
    if let Some(kind) = usable().find(exact) {
        return Some(kind.code.to_string());
    }
    const ALSO: &[(&str, &str)] = &[
        ("medic", "als"),
        ("ambulance", "bls"),
        ("private", "bls"),
        ("truck", "rescue"),
        ("rescue squad", "rescue"),
        ("chief", "command"),
        ("support", "logistics"),
        ("investigation", "logistics"),
        ("airport", "engine"),
        ("marine", "boat"),
        ("cp", "command"),
    ];
    let code = ALSO.iter().find(|(word, _)| folded == *word || folded.starts_with(&format!("{word} ")))?.1;
    usable().any(|kind| kind.code.as_str() == code).then(|| code.to_owned())
}

fn list(text: &str) -> Vec<String> {
    text.split([';', '|', ',']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

struct Row<'a> {
    number: usize,
    fields: &'a csv::StringRecord,
    columns: &'a BTreeMap<&'static str, usize>,
}

impl Row<'_> {
    fn get(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|index| self.fields.get(*index)).unwrap_or_default().trim()
    }

    fn fault<T>(&self, faults: &mut Vec<Fault>, column: &str, what: What) -> Option<T> {
        faults.push(Fault { row: self.number, column: column.to_owned(), what });
        None
    }

    fn needed(&self, column: &str, faults: &mut Vec<Fault>) -> Option<String> {
        match self.get(column) {
            "" => self.fault(faults, column, What::Empty),
            value if LONGEST_NAME < value.chars().count() => {
                self.fault(faults, column, What::TooLong { most: LONGEST_NAME })
            }
            value => Some(value.to_owned()),
        }
    }

    /// The text of a cell that may be empty, as long as a row of the log can hold it.
    fn at_most(&self, column: &str, most: usize, faults: &mut Vec<Fault>) -> Option<String> {
        match self.get(column) {
            value if most < value.chars().count() => self.fault(faults, column, What::TooLong { most }),
            value => Some(value.to_owned()),
        }
    }

    /// The words of a cell that holds several.
    fn words(&self, column: &str, faults: &mut Vec<Fault>) -> Option<Vec<String>> {
        let words = list(&self.at_most(column, LONGEST_TEXT, faults)?);
        match words.iter().find(|word| LONGEST_NAME < word.chars().count()) {
            Some(word) => {
                let word = word.chars().take(30).collect();
                self.fault(faults, column, What::WordTooLong { word, most: LONGEST_NAME })
            }
            None => Some(words),
        }
    }

    /// Whether the column of that name holds coordinates. Many tables have words there.
    fn located(&self, state: &State) -> bool {
        geo::read(self.get("location").trim_matches(['(', ')']), state.reference()).is_some()
    }

    /// The point of a row: two columns of degrees, or one column in any notation.
    fn point(&self, faults: &mut Vec<Fault>, state: &State) -> Result<Option<Point>, ()> {
        let near = state.reference();
        let mut fault = |column: &str, what: What| {
            faults.push(Fault { row: self.number, column: column.to_owned(), what });
            Err(())
        };
        let column = if self.get("coordinates").is_empty() && self.located(state) { "location" } else { "coordinates" };
        let text = match (self.get("lat"), self.get("lon"), self.get(column)) {
            ("", "", "") => return Ok(None),
            ("", "", typed) => typed.trim_matches(['(', ')']).to_owned(),
            ("", _, _) => return fault("lat", What::HalfACoordinate),
            (_, "", _) => return fault("lon", What::HalfACoordinate),
            (lat, lon, _) => {
                // A European spreadsheet writes a comma inside the number and a semicolon between the columns.
                let read = |text: &str| text.replace(',', ".").parse::<f64>();
                let (Ok(lat), Ok(lon)) = (read(lat), read(lon)) else {
                    return fault("lat", What::NotACoordinate(format!("{lat}, {lon}")));
                };
                return match geo::pair(lat, lon, near) {
                    Ok(point) => self.seen_from(point, "lat", state, faults),
                    Err(geo::Fault::LooksSwapped { .. }) => fault("lat", What::LooksSwapped(format!("{lat}, {lon}"))),
                    Err(_) => fault("lat", What::NotACoordinate(format!("{lat}, {lon}"))),
                };
            }
        };
        match geo::read(&text, near) {
            Some(Ok((point, _))) => self.seen_from(point, column, state, faults),
            Some(Err(geo::Fault::LooksSwapped { .. })) => fault(column, What::LooksSwapped(text)),
            _ => fault(column, What::NotACoordinate(text)),
        }
    }

    /// A point far from the operation is taken, since a first file may well lie elsewhere, and said.
    fn seen_from(
        &self,
        point: Point,
        column: &str,
        state: &State,
        faults: &mut Vec<Fault>,
    ) -> Result<Option<Point>, ()> {
        if let Some(metres) = state.far_off(point) {
            let what =
                What::FarAndTaken { km: (metres / 1000.0) as u32, written: geo::write(point, geo::Notation::Decimal) };
            faults.push(Fault { row: self.number, column: column.to_owned(), what });
        }
        Ok(Some(point))
    }
}

/// The text of a table without its mark of order, with one sign at the end of each line, the last one included.
pub(super) fn whole_lines(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.ends_with('\n') && !text.contains('\r') {
        return text.into();
    }
    let mut text = text.replace("\r\n", "\n");
    text.push('\n');
    text.into()
}

/// In which row of the spreadsheet a record stands: the reader passes over blank lines, which are rows there, and a cell
/// may have several lines.
#[derive(Debug, Default)]
pub(super) struct RowCount {
    lines: usize,
    row: usize,
}

impl RowCount {
    /// The row of the record that was just read.
    pub(super) fn pass(&mut self, reader: &csv::Reader<&[u8]>, fields: &csv::StringRecord) -> usize {
        let inside: usize = fields.iter().map(|field| field.matches('\n').count()).sum();
        let lines = reader.position().line() as usize - 1;
        self.row += (lines - std::mem::replace(&mut self.lines, lines)).saturating_sub(inside).max(1);
        self.row
    }
}

fn read<T>(
    text: &str,
    known: &[(&'static str, &[&str])],
    needed: &'static str,
    mut take: impl FnMut(&Row<'_>, &mut Vec<Fault>) -> Option<T>,
) -> Preview<T> {
    let mut preview = Preview { rows: Vec::new(), faults: Vec::new(), unknown_columns: Vec::new() };
    let text = whole_lines(text);
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: char| first.matches(separator).count();
    let separator =
        [',', ';', '\t'].into_iter().max_by_key(|separator| (count(*separator), *separator == ',')).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new().delimiter(separator as u8).flexible(true).from_reader(text.as_bytes());
    let heads = match reader.headers() {
        Ok(heads) => heads.clone(),
        Err(error) => {
            preview.faults.push(Fault { row: 1, column: String::new(), what: What::NotCsv(error.to_string()) });
            return preview;
        }
    };
    let mut count = RowCount::default();
    let mut number = count.pass(&reader, &heads);
    let head_row = number;
    let mut columns: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (index, head) in heads.iter().enumerate() {
        let folded = fold(head);
        let names = |(name, also): &&(&'static str, &[&str])| *name == folded || also.contains(&folded.as_str());
        match known.iter().find(names) {
            Some((name, _)) if !columns.contains_key(name) => {
                columns.insert(name, index);
            }
            _ => preview.unknown_columns.push(head.to_owned()),
        }
    }
    if !columns.contains_key(needed) {
        preview.faults.push(Fault { row: head_row, column: needed.to_owned(), what: What::NoColumn(needed) });
        return preview;
    }
    let mut fields = csv::StringRecord::new();
    loop {
        let read = reader.read_record(&mut fields);
        number = count.pass(&reader, &fields);
        match read {
            Ok(false) => break,
            Ok(true) if fields.len() != heads.len() => {
                let what = What::FieldCount { found: fields.len(), expected: heads.len() };
                preview.faults.push(Fault { row: number, column: String::new(), what });
            }
            Ok(true) => {
                let row = Row { number, fields: &fields, columns: &columns };
                if let Some(taken) = take(&row, &mut preview.faults) {
                    preview.rows.push((number, taken));
                }
            }
            Err(error) => {
                preview.faults.push(Fault {
                    row: number,
                    column: String::new(),
                    what: What::NotCsv(error.to_string()),
                });
                break;
            }
        }
    }
    if preview.rows.is_empty() && preview.faults.is_empty() {
        preview.faults.push(Fault { row: head_row + 1, column: String::new(), what: What::NoRows });
    }
    preview
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::moment::Moment;
    use crate::practice::start::{fold as fold_rows, harbour_marathon};

    fn state() -> State {
        fold_rows(&harbour_marathon(Moment(1_792_338_107_000), 0, "UTC", [1; 10]).expect("the script"))
    }

    #[test]
    fn good_rows_are_kept_and_bad_ones_are_named() {
        let text = "\u{feff}Call sign;Kind;Crew;Colour\nT1;als;2;red\nMED1;als;2;red\n;als;2;x\nT1;als;1;y\nT2;zeppelin;1;z\nT3;als;many;z\n";
        let preview = units(text, &state());
        assert_eq!(preview.unknown_columns, ["Colour"]);
        assert_eq!(
            preview.rows.iter().map(|(row, unit)| (*row, unit.call_sign.as_str())).collect::<Vec<_>>(),
            [(2, "T1")]
        );
        let faults: Vec<(usize, &str)> =
            preview.faults.iter().map(|fault| (fault.row, fault.column.as_str())).collect();
        assert_eq!(faults, [(3, "call sign"), (4, "call sign"), (5, "call sign"), (6, "kind"), (7, "crew")]);
    }

    #[test]
    fn places_take_any_notation_and_catch_swapped_pairs() {
        let text = "name,lat,lon\nŁódź Bar,40.7,-74.0\nFar,-74.0,140.7\nHalf,40.1,\nTurned,-74.0,40.7\n";
        let preview = places(text, &state());
        let taken: Vec<&str> = preview.rows.iter().map(|(_, place)| place.name.as_str()).collect();
        assert_eq!(taken, ["Łódź Bar", "Far"]);
        let faults: Vec<&What> = preview.faults.iter().map(|fault| &fault.what).collect();
        assert!(
            matches!(faults[..], [What::FarAndTaken { .. }, What::HalfACoordinate, What::LooksSwapped(_)]),
            "{faults:?}"
        );
        let swapped = places("name,lat,lon\nA,140.7,-74.0\n", &state());
        assert!(matches!(swapped.faults[0].what, What::LooksSwapped(_)));
    }

    #[test]
    fn a_column_with_a_radius_makes_circles() {
        let text = "name,lat,lon,kind,Radius (m)\nGas leak,40.7,-74.0,hazard,150\nKiosk,40.7,-74.0,,\nWide,40.7,-74.0,,wide\nNowhere,,,,50\n";
        let preview = places(text, &state());
        let shapes: Vec<&Shape> = preview.rows.iter().map(|(_, place)| &place.shape).collect();
        assert_eq!(shapes, [&Shape::Circle { metres: 150 }, &Shape::Point]);
        let faults: Vec<&What> = preview.faults.iter().map(|fault| &fault.what).collect();
        assert!(matches!(faults[..], [What::NotARadius(_), What::NoMiddle]), "{faults:?}");
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let rows = |text: &str| {
            let preview = places(text, &state());
            let bad = preview.faults.iter().map(|fault| fault.row).collect::<Vec<_>>();
            (preview.rows.iter().map(|(row, _)| *row).collect::<Vec<_>>(), bad)
        };
        assert_eq!(rows("name,note\nA1,\n\n\nB1,\n,x\n"), (vec![2, 5], vec![6]));
        assert_eq!(rows("name,note\r\nA1,\"one\r\ntwo\"\r\nB1,\r\n,x"), (vec![2, 3], vec![4]));
        assert_eq!(rows("\n\nname,note\nA1,\n\nB1,"), (vec![4, 6], vec![]));
        assert_eq!(rows("\nlabels,note\nA1,x"), (vec![], vec![2]));
    }

    #[test]
    fn a_column_of_locations_holds_coordinates_or_words() {
        let text =
            "name;location;note\nA1;40.7, -74.0;x\nB1;Main Street 5;code 12\nC1;behind the pier;\nD1;-74.0, 40.7;\n";
        let preview = places(text, &state());
        let taken: Vec<(bool, &str)> =
            preview.rows.iter().map(|(_, place)| (place.point.is_some(), place.note.as_str())).collect();
        assert_eq!(taken, [(true, "x"), (false, "Main Street 5. code 12"), (false, "behind the pier")]);
        assert!(
            matches!(preview.faults[..], [Fault { row: 5, what: What::LooksSwapped(_), .. }]),
            "{:?}",
            preview.faults
        );
    }

    #[test]
    fn a_batch_counts_and_keeps_its_zeros() {
        assert_eq!(batch("Team 1-3").unwrap(), ["Team 1", "Team 2", "Team 3"]);
        assert_eq!(batch("MED08-10").unwrap(), ["MED08", "MED09", "MED10"]);
        assert_eq!(batch("Post-box").unwrap(), ["Post-box"]);
        assert_eq!(batch("T 9-1").unwrap(), ["T 9-1"]);
        assert_eq!(batch("X 1-500").map(|units| units.len()), Ok(500));
        assert_eq!(batch("X 1-900"), Err(900));
    }

    #[test]
    fn what_is_too_long_is_named_by_row_and_column() {
        let (long, endless) = ("x".repeat(121), "y ".repeat(2_001));
        let faults = |text: &str| {
            let preview = places(text, &state());
            let all = preview.faults.into_iter().map(|fault| (fault.row, fault.column, fault.what));
            (preview.rows.len(), all.collect::<Vec<_>>())
        };
        let text = format!("name,kind,aliases,note\nA1,{long},,\nB1,,one;{long},\nC1,,,{endless}z\nD1,gate,dee,fine\n");
        let (good, found) = faults(&text);
        assert_eq!(good, 1);
        let word = "x".repeat(30);
        assert_eq!(
            found,
            [
                (2, "kind".to_owned(), What::TooLong { most: 120 }),
                (3, "aliases".to_owned(), What::WordTooLong { word, most: 120 }),
                (4, "note".to_owned(), What::TooLong { most: 4_000 }),
            ]
        );
        let preview = units(&format!("call sign,capabilities\nQ1,{long}\nQ2,AED\n"), &state());
        assert_eq!(
            (preview.rows.len(), preview.faults[0].row, preview.faults[0].column.as_str()),
            (1, 2, "capabilities")
        );
    }
}
