//! Coordinates as people say and type them: reading five notations into one point, and writing
//! a point back in any of them. Everything here is pure, so the same text always reads the same.

use serde::{Deserialize, Serialize};

/// A place on the WGS 84 ellipsoid, in degrees: north and east are positive.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Latitude in degrees, from -90 to 90.
    pub lat: f64,
    /// Longitude in degrees, from -180 to 180.
    pub lon: f64,
}

impl Point {
    /// A point from degrees, or nothing when either angle is out of range or not a number.
    #[must_use]
    pub fn new(lat: f64, lon: f64) -> Option<Point> {
        let valid = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
        valid.then_some(Point { lat, lon })
    }

    /// The great-circle distance in metres on a sphere of the Earth's mean radius.
    #[must_use]
    pub fn metres_to(self, other: Point) -> f64 {
        let rise = (other.lat - self.lat).to_radians() / 2.0;
        let turn = (other.lon - self.lon).to_radians() / 2.0;
        let shrink = self.lat.to_radians().cos() * other.lat.to_radians().cos();
        let chord = rise.sin().powi(2) + shrink * turn.sin().powi(2);
        // Rounding can lift the chord just above one for antipodes, where asin has no answer.
        2.0 * MEAN_RADIUS * chord.sqrt().min(1.0).asin()
    }
}

/// A way of writing a point down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notation {
    /// Decimal degrees: `40.74833, -73.98527`.
    Decimal,
    /// Degrees and decimal minutes: `40 44.900 N 73 59.116 W`.
    DegreesMinutes,
    /// Degrees, minutes and seconds: `40°44'54.0"N 73°59'07.0"W`.
    DegreesMinutesSeconds,
    /// United States National Grid, the same as MGRS: `18T WL 8566 1131`.
    Usng,
    /// Open Location Code: `87G8P2X7+8V`.
    PlusCode,
}

/// Why text that looks like coordinates names no usable point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The latitude, in degrees, lies beyond a pole.
    LatitudeOutOfRange { degrees: f64 },
    /// The longitude, in degrees, lies beyond 180 east or west.
    LongitudeOutOfRange { degrees: f64 },
    /// The minutes, or the seconds when `seconds` is set, reach 60.
    MinutesOutOfRange { value: f64, seconds: bool },
    /// No grid zone has this number and letter, such as `61T` or `18I`.
    BadGridZone { zone: String },
    /// The zone has no 100 km square with these two letters.
    BadGridSquare { zone: String, square: String },
    /// The grid digits, as typed, are not two equal groups of one to five.
    OddGridDigits { digits: String },
    /// The letters are used in this zone's grid, but the point lies outside the zone itself.
    GridOutsideBand { zone: String, square: String },
    /// A short plus code was given with no place to measure it from.
    ShortPlusCodeNeedsReference { code: String },
    /// The plus code is malformed, or padded with zeros so that it names only a wide region.
    BadPlusCode { code: String },
    /// Longitude seems to come first: `swapped` is the point with the numbers exchanged.
    LooksSwapped { swapped: Point },
}

/// Reads coordinates in any notation, or nothing when the text does not look like coordinates.
/// `near` is the place short plus codes are measured from and swapped pairs are judged by.
#[must_use]
pub fn read(text: &str, near: Option<Point>) -> Option<Result<(Point, Notation), Fault>> {
    // Only ASCII is folded, because full folding would turn other letters into N, S, E or W.
    let text = text.trim_matches(|c: char| c.is_whitespace() || "()[].,;".contains(c)).to_ascii_uppercase();
    if let Some(found) = read_grid(&text) {
        return Some(found.map(|point| (point, Notation::Usng)));
    }
    if let Some(found) = read_plus_code(&text, near) {
        return Some(found.map(|point| (point, Notation::PlusCode)));
    }
    read_angles(&text, near)
}

/// Judges a pair of degrees that came apart, as two columns of a table: what `read` does with a bare decimal pair.
pub fn pair(lat: f64, lon: f64, near: Option<Point>) -> Result<Point, Fault> {
    place(lat, lon, true, near)
}

/// Writes a point to about a metre, or ten metres on the grid and fourteen as a plus code.
/// The grid does not cover the poles, so beyond 80 S and 84 N it falls back to decimal degrees.
#[must_use]
pub fn write(point: Point, notation: Notation) -> String {
    match notation {
        Notation::Decimal => write_decimal(point),
        Notation::DegreesMinutes => write_sides(point, |angle| {
            let parts = (angle * 60_000.0).round() as u64;
            let (minutes, rest) = (parts / 1000, parts % 1000);
            format!("{} {:02}.{rest:03} ", minutes / 60, minutes % 60)
        }),
        Notation::DegreesMinutesSeconds => write_sides(point, |angle| {
            let parts = (angle * 36_000.0).round() as u64;
            let (seconds, rest) = (parts / 10, parts % 10);
            let minutes = seconds / 60;
            format!("{}°{:02}'{:02}.{rest}\"", minutes / 60, minutes % 60, seconds % 60)
        }),
        Notation::Usng => write_grid(point).unwrap_or_else(|| write_decimal(point)),
        Notation::PlusCode => write_plus_code(point),
    }
}

const MEAN_RADIUS: f64 = 6_371_008.8;

/// Two pairs this far apart, in metres, cannot both be the same desk's incident.
const SWAP_REACH: f64 = 200_000.0;

fn write_decimal(point: Point) -> String {
    // Adding zero turns a negative zero into a plain one, so no "-0.00000" is shown.
    let [lat, lon] = [point.lat, point.lon].map(|angle| (angle * 1e5).round() / 1e5 + 0.0);
    format!("{lat:.5}, {lon:.5}")
}

fn write_sides(point: Point, angle: impl Fn(f64) -> String) -> String {
    let north = if point.lat < 0.0 { 'S' } else { 'N' };
    let east = if point.lon < 0.0 { 'W' } else { 'E' };
    format!("{}{north} {}{east}", angle(point.lat.abs()), angle(point.lon.abs()))
}

#[derive(Clone, Copy)]
enum Token {
    Number {
        value: f64,
        fraction: bool,
        negative: Option<bool>,
    },
    Side(char),
    /// Which part of the angle the mark closes: 0 degrees, 1 minutes, 2 seconds.
    Mark(usize),
    Comma,
}

/// One half of a pair as typed, before its range is judged.
struct Angle {
    numbers: Vec<f64>,
    fraction: bool,
    marked: bool,
    negative: Option<bool>,
    side: Option<char>,
}

fn read_angles(text: &str, near: Option<Point>) -> Option<Result<(Point, Notation), Fault>> {
    let tokens = tokens(text)?;
    let (first, second) = halves(&tokens)?;
    let (first, second) = (read_angle(first)?, read_angle(second)?);
    if !believable(&first, &second) {
        return None;
    }
    let (lat, lon) = match (first.side, second.side) {
        (None, None) | (Some('N' | 'S'), Some('E' | 'W')) => (&first, &second),
        (Some('E' | 'W'), Some('N' | 'S')) => (&second, &first),
        _ => return None,
    };
    let notation = match lat.numbers.len().max(lon.numbers.len()) {
        1 => Notation::Decimal,
        2 => Notation::DegreesMinutes,
        _ => Notation::DegreesMinutesSeconds,
    };
    let point = degrees(lat).and_then(|north| {
        let east = degrees(lon)?;
        place(north, east, lat.side.is_none(), near)
    });
    Some(point.map(|point| (point, notation)))
}

/// Whether two angles are more than numbers that happen to stand side by side.
fn believable(first: &Angle, second: &Angle) -> bool {
    let any_fraction = first.fraction || second.fraction;
    let both_parted = 2 <= first.numbers.len() && 2 <= second.numbers.len();
    if first.side.is_some() {
        // Bare whole numbers are left alone: "450 N 200 W" is a street address in Utah.
        return any_fraction || first.marked || second.marked || both_parted;
    }
    if both_parted {
        return first.marked && second.marked;
    }
    let both_single = first.numbers.len() == 1 && second.numbers.len() == 1;
    let any_sign = first.negative.is_some() || second.negative.is_some();
    // One fraction without a sign is not enough, because "1,234.5" is a single number.
    both_single && ((first.fraction && second.fraction) || (any_fraction && any_sign))
}

fn degrees(angle: &Angle) -> Result<f64, Fault> {
    let mut sum = 0.0;
    let mut unit = 1.0;
    for (part, value) in angle.numbers.iter().copied().enumerate() {
        if part != 0 && 60.0 <= value {
            return Err(Fault::MinutesOutOfRange { value, seconds: part == 2 });
        }
        sum += value / unit;
        unit *= 60.0;
    }
    let negative = angle.negative == Some(true) || matches!(angle.side, Some('S' | 'W'));
    Ok(if negative { -sum } else { sum })
}

/// Judges a pair of degrees; `bare` means no letters said which of the two is the latitude.
fn place(lat: f64, lon: f64, bare: bool, near: Option<Point>) -> Result<Point, Fault> {
    let swapped = Point::new(lon, lat).filter(|_| bare);
    if let Some(point) = Point::new(lat, lon) {
        return match (swapped, near) {
            (Some(swapped), Some(near))
                if SWAP_REACH < point.metres_to(near) && swapped.metres_to(near) <= SWAP_REACH =>
            {
                Err(Fault::LooksSwapped { swapped })
            }
            _ => Ok(point),
        };
    }
    if let Some(swapped) = swapped {
        return Err(Fault::LooksSwapped { swapped });
    }
    if 90.0 < lat.abs() {
        return Err(Fault::LatitudeOutOfRange { degrees: lat });
    }
    Err(Fault::LongitudeOutOfRange { degrees: lon })
}

fn read_angle(tokens: &[Token]) -> Option<Angle> {
    let mut angle = Angle { numbers: Vec::new(), fraction: false, marked: false, negative: None, side: None };
    let mut marks = 0;
    for token in tokens.iter().copied() {
        let count = angle.numbers.len();
        match token {
            Token::Number { value, fraction, negative } => {
                // Only the first part may carry a sign and only the last one a fraction.
                if count == 3 || angle.fraction || (count != 0 && negative.is_some()) {
                    return None;
                }
                angle.numbers.push(value);
                angle.fraction = fraction;
                angle.negative = angle.negative.or(negative);
            }
            Token::Mark(part) => {
                if count != part + 1 || marks == count {
                    return None;
                }
                marks = count;
            }
            Token::Side(side) => angle.side = Some(side),
            Token::Comma => return None,
        }
    }
    angle.marked = marks != 0;
    // "-73.9 W" repeats itself harmlessly, while "-40.7 N" contradicts itself.
    let agrees = match (angle.negative, angle.side) {
        (Some(negative), Some(side)) => negative == matches!(side, 'S' | 'W'),
        _ => true,
    };
    (!angle.numbers.is_empty() && agrees).then_some(angle)
}

/// Splits a pair in two. Letters decide if there are any, then a comma, then the numbers.
fn halves(tokens: &[Token]) -> Option<(&[Token], &[Token])> {
    let places = |wanted: fn(&Token) -> bool| -> Vec<usize> {
        (0..tokens.len()).filter(|&at| tokens.get(at).is_some_and(wanted)).collect()
    };
    let sides = places(|token| matches!(token, Token::Side(_)));
    let commas = places(|token| matches!(token, Token::Comma));
    let marks = places(|token| matches!(token, Token::Mark(0)));
    let numbers = places(|token| matches!(token, Token::Number { .. }));
    let last = tokens.len().checked_sub(1)?;
    let middle = match (&sides[..], &commas[..], &marks[..], &numbers[..]) {
        (&[0, second], ..) => second,
        (&[first, second], ..) if second == last => first + 1,
        ([], &[comma], ..) => comma,
        ([], [], &[_, second], _) => second.checked_sub(1)?,
        ([], [], _, &[_, second]) => second,
        _ => return None,
    };
    let (first, second) = tokens.split_at_checked(middle)?;
    Some((trim(first), trim(second)))
}

fn trim(half: &[Token]) -> &[Token] {
    match half {
        [Token::Comma, rest @ ..] | [rest @ .., Token::Comma] => rest,
        whole => whole,
    }
}

/// The words of a coordinate pair, or nothing at the first character no pair would hold.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    // A comma can only be a decimal one where something else keeps the two halves apart.
    let comma_decimals = !text.contains('.') && text.contains([';', 'N', 'S', 'E', 'W']);
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let start = at;
        at += 1;
        match c {
            '°' | 'º' | '˚' => tokens.push(Token::Mark(0)),
            '"' | '″' | '“' | '”' => tokens.push(Token::Mark(2)),
            '\'' | '′' | '‘' | '’' => {
                let doubled = chars.get(at) == Some(&c);
                at += usize::from(doubled);
                tokens.push(Token::Mark(if doubled { 2 } else { 1 }));
            }
            ',' | ';' => tokens.push(Token::Comma),
            'N' | 'S' | 'E' | 'W' => tokens.push(Token::Side(c)),
            '0'..='9' | '+' | '-' | '−' | '–' => {
                let negative = (!c.is_ascii_digit()).then_some(c != '+');
                // A dash after a digit is a range or a telephone number, never a sign.
                let joined = start.checked_sub(1).is_some_and(digit);
                if negative.is_some() && (joined || !digit(at)) {
                    return None;
                }
                let mut number = String::new();
                if negative.is_none() {
                    number.push(c);
                }
                let mut fraction = false;
                while let Some(&c) = chars.get(at) {
                    let point = c == '.' || (c == ',' && comma_decimals);
                    if point && !fraction && digit(at + 1) {
                        fraction = true;
                        number.push('.');
                    } else if c.is_ascii_digit() {
                        number.push(c);
                    } else {
                        break;
                    }
                    at += 1;
                }
                let value = number.parse().ok().filter(|_| number.len() <= 20)?;
                tokens.push(Token::Number { value, fraction, negative });
            }
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    Some(tokens)
}

const BANDS: &str = "CDEFGHJKLMNPQRSTUVWX";
const COLUMNS: [&str; 3] = ["STUVWXYZ", "ABCDEFGH", "JKLMNPQR"];
const ROWS: &str = "ABCDEFGHJKLMNPQRSTUV";

/// The side of a lettered grid square, in metres.
const SQUARE: f64 = 100_000.0;

/// Row letters come round again after this many metres of northing.
const ROW_CYCLE: f64 = 2_000_000.0;

/// Maps carry a grid some way past its zone, so this many metres beyond is still understood.
const OVERLAP: f64 = 40_000.0;

/// A letter's number in an alphabet that leaves some letters out.
fn index(alphabet: &str, letter: char) -> Option<usize> {
    alphabet.chars().position(|c| c == letter)
}

/// The western and eastern edges of a zone in degrees, with Norway and Svalbard's exceptions.
fn zone_span(zone: usize, band: usize) -> Option<(f64, f64)> {
    if !(1..=60).contains(&zone) {
        return None;
    }
    match (zone, BANDS.chars().nth(band)?) {
        (31, 'V') => Some((0.0, 3.0)),
        (32, 'V') => Some((3.0, 12.0)),
        (31, 'X') => Some((0.0, 9.0)),
        (33, 'X') => Some((9.0, 21.0)),
        (35, 'X') => Some((21.0, 33.0)),
        (37, 'X') => Some((33.0, 42.0)),
        (32 | 34 | 36, 'X') => None,
        _ => Some((meridian(zone) - 3.0, meridian(zone) + 3.0)),
    }
}

/// The central meridian of a zone, in degrees.
fn meridian(zone: usize) -> f64 {
    zone as f64 * 6.0 - 183.0
}

/// How many letters the rows of a zone are shifted by, so that neighbours never look alike.
fn row_shift(zone: usize) -> usize {
    if zone.is_multiple_of(2) { 5 } else { 0 }
}

fn write_grid(point: Point) -> Option<String> {
    if !(-80.0..=84.0).contains(&point.lat) {
        return None;
    }
    // The top band is 12 degrees tall, so what would be a 21st band still belongs to it.
    let band = (((point.lat + 80.0) / 8.0) as usize).min(19);
    let lon = wrap(point.lon);
    let zone = (1..=60).find(|&zone| zone_span(zone, band).is_some_and(|(west, east)| west <= lon && lon < east))?;
    let (easting, northing) = project(point.lat, lon - meridian(zone));
    // The grid truncates. A millimetre keeps a point read from a corner inside its own square.
    let [east, north] = [easting, northing.rem_euclid(ROW_CYCLE)].map(|m| (m + 0.001) as usize);
    let column = COLUMNS.get(zone % 3)?.chars().nth((east / 100_000).checked_sub(1)?)?;
    let row = ROWS.chars().nth((north / 100_000 + row_shift(zone)) % 20)?;
    let band = BANDS.chars().nth(band)?;
    let (east, north) = (east % 100_000 / 10, north % 100_000 / 10);
    Some(format!("{zone}{band} {column}{row} {east:04} {north:04}"))
}

fn read_grid(text: &str) -> Option<Result<Point, Fault>> {
    let apart = |c: char| c.is_whitespace() || c == ',';
    let words: Vec<&str> = text.split(apart).filter(|word| !word.is_empty()).collect();
    let whole = words.concat();
    let (number, rest) = split_while(&whole, |c| c.is_ascii_digit());
    let (letters, digits) = split_while(rest, |c| c.is_ascii_uppercase());
    let mut letter = letters.chars();
    let (band, column, row) = (letter.next()?, letter.next()?, letter.next()?);
    let numeric = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !numeric || letter.next().is_some() || number.is_empty() || 2 < number.len() {
        return None;
    }

    let mut end = 0;
    let mut breaks: Vec<usize> = Vec::new();
    for word in &words {
        end += word.len();
        breaks.push(end);
    }
    let start = number.len() + 3;
    let groups = breaks.iter().filter(|&&at| start < at).count();
    let torn = breaks.iter().any(|&at| at < number.len() || at == number.len() + 2);
    // A number apart from its letters may be a house number, as in "12 Elm 45" or "12 N St 90210".
    let loose = breaks.contains(&number.len()) && !matches!(digits.len(), 8 | 10);
    if torn || loose || 2 < groups {
        return None;
    }

    // The first break past the letters parts the two halves, or is the end of the only group.
    let half = breaks.iter().find(|&&at| start < at).map_or(0, |at| at - start);
    let half = if groups == 2 { half } else { digits.len() / 2 };
    let (right, up) = digits.split_at_checked(half)?;
    let typed = if groups == 2 { format!("{right} {up}") } else { digits.to_owned() };
    let found = grid_point(number.parse().ok()?, [band, column, row], (right, up), typed);
    // Flats and number plates look like a square with few digits, so no fault is claimed there.
    let sure = 4 <= digits.len() || groups == 2;
    (sure || found.is_ok()).then_some(found)
}

fn split_while(text: &str, keep: fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !keep(c)).unwrap_or(text.len());
    text.split_at(end)
}

/// The point of a grid reference in parts; `typed` is how its digits stood in the text.
fn grid_point(
    zone: usize,
    [band, column, row]: [char; 3],
    (right, up): (&str, &str),
    typed: String,
) -> Result<Point, Fault> {
    let name = format!("{zone}{band}");
    let square = format!("{column}{row}");
    let known = index(BANDS, band).and_then(|band| Some((band, zone_span(zone, band)?)));
    let Some((band, (west, east))) = known else {
        return Err(Fault::BadGridZone { zone: name });
    };
    let column = COLUMNS.get(zone % 3).and_then(|set| index(set, column));
    let (Some(column), Some(row)) = (column, index(ROWS, row)) else {
        return Err(Fault::BadGridSquare { zone: name, square });
    };
    let (Ok(across), Ok(along), true) =
        (right.parse::<u32>(), up.parse::<u32>(), right.len() == up.len() && right.len() <= 5)
    else {
        return Err(Fault::OddGridDigits { digits: typed });
    };

    let side = SQUARE / 10_f64.powi(right.len() as i32);
    // Five digits name a spot. Fewer name an area, and its centre is the nearest guess.
    let inset = if right.len() == 5 { 0.0 } else { side / 2.0 };
    let easting = (column + 1) as f64 * SQUARE + f64::from(across) * side + inset;
    let row = ((row + 20 - row_shift(zone)) % 20) as f64;
    let within = row * SQUARE + f64::from(along) * side + inset;
    let south = band as f64 * 8.0 - 80.0;
    let north = if band == 19 { 84.0 } else { south + 8.0 };
    // Parallels bend away from the meridian, so the search starts a little below the band.
    let floor = project(south, 0.0).1 - SQUARE / 2.0;
    let northing = floor + (within - floor).rem_euclid(ROW_CYCLE);
    let (lat, turn) = unproject(easting, northing);
    let lon = meridian(zone) + turn;

    // A square cut by the band's edge may have its corner or its centre on the wrong side.
    let slack = (1.5 * side + 1.0) / 110_000.0;
    let beyond = (west - lon).max(lon - east) * lat.to_radians().cos() * 111_320.0;
    let inside = south - slack <= lat && lat <= north + slack && beyond <= OVERLAP;
    Point::new(lat, wrap(lon)).filter(|_| inside).ok_or(Fault::GridOutsideBand { zone: name, square })
}

/// A longitude brought back between -180 and 180 degrees.
fn wrap(lon: f64) -> f64 {
    (lon + 180.0).rem_euclid(360.0) - 180.0
}

// The transverse Mercator projection after Krüger, in powers of the third flattening. The fourth
// power already leaves an error far below a millimetre anywhere inside a zone.
const FLATTENING: f64 = 1.0 / 298.257_223_563;
const N: f64 = FLATTENING / (2.0 - FLATTENING);
const N2: f64 = N * N;
const N3: f64 = N2 * N;
const N4: f64 = N3 * N;

/// The rectifying radius of WGS 84 in metres, times the scale of a zone's central meridian.
const SCALE: f64 = 0.9996 * 6_378_137.0 / (1.0 + N) * (1.0 + N2 / 4.0 + N4 / 64.0);
const FALSE_EASTING: f64 = 500_000.0;

const TO_GRID: [f64; 4] = [
    N / 2.0 - N2 * 2.0 / 3.0 + N3 * 5.0 / 16.0 + N4 * 41.0 / 180.0,
    N2 * 13.0 / 48.0 - N3 * 3.0 / 5.0 + N4 * 557.0 / 1440.0,
    N3 * 61.0 / 240.0 - N4 * 103.0 / 140.0,
    N4 * 49_561.0 / 161_280.0,
];
const FROM_GRID: [f64; 4] = [
    -N / 2.0 + N2 * 2.0 / 3.0 - N3 * 37.0 / 96.0 + N4 / 360.0,
    -N2 / 48.0 - N3 / 15.0 + N4 * 437.0 / 1440.0,
    -N3 * 17.0 / 480.0 + N4 * 37.0 / 840.0,
    -N4 * 4397.0 / 161_280.0,
];
const FROM_CONFORMAL: [f64; 4] = [
    N * 2.0 - N2 * 2.0 / 3.0 - N3 * 2.0 + N4 * 116.0 / 45.0,
    N2 * 7.0 / 3.0 - N3 * 8.0 / 5.0 - N4 * 227.0 / 45.0,
    N3 * 56.0 / 15.0 - N4 * 136.0 / 35.0,
    N4 * 4279.0 / 630.0,
];

/// Easting and northing in metres, from a latitude and degrees east of the central meridian.
/// Northing is negative south of the equator, since the grid's letters repeat all the same.
fn project(lat: f64, turn: f64) -> (f64, f64) {
    let eccentricity = (FLATTENING * (2.0 - FLATTENING)).sqrt();
    let sine = lat.to_radians().sin();
    let slope = (sine.atanh() - eccentricity * (eccentricity * sine).atanh()).sinh();
    let (turn_sine, turn_cosine) = turn.to_radians().sin_cos();
    let up = slope.atan2(turn_cosine);
    let across = (turn_sine / slope.hypot(1.0)).atanh();
    let (up, across) = corrected(&TO_GRID, up, across);
    (FALSE_EASTING + SCALE * across, SCALE * up)
}

/// The latitude and the degrees east of the central meridian, from easting and northing in metres.
fn unproject(easting: f64, northing: f64) -> (f64, f64) {
    let (up, across) = corrected(&FROM_GRID, northing / SCALE, (easting - FALSE_EASTING) / SCALE);
    let conformal = (up.sin() / across.cosh()).asin();
    let (lat, _) = corrected(&FROM_CONFORMAL, conformal, 0.0);
    (lat.to_degrees(), across.sinh().atan2(up.cos()).to_degrees())
}

fn corrected(series: &[f64; 4], up: f64, across: f64) -> (f64, f64) {
    let mut sum = (up, across);
    let mut order = 0.0;
    for term in series {
        order += 2.0;
        sum.0 += term * (order * up).sin() * (order * across).cosh();
        sum.1 += term * (order * up).cos() * (order * across).sinh();
    }
    sum
}

const CODE_DIGITS: &str = "23456789CFGHJMPQRVWX";

/// The smallest cells of a ten-digit plus code, to the degree.
const CELLS: f64 = 8000.0;

fn write_plus_code(point: Point) -> String {
    // The nudge keeps -96.1, which no float holds exactly, in the cell that begins there.
    let cell = |degrees: f64| (degrees * CELLS + 1e-6) as usize;
    let mut lat = cell(point.lat + 90.0).min(180 * 8000 - 1);
    let mut lon = cell((point.lon + 180.0).rem_euclid(360.0)) % (360 * 8000);
    let mut code = String::new();
    let mut size = 160_000;
    for pair in 0..5 {
        if pair == 4 {
            code.push('+');
        }
        code.extend(CODE_DIGITS.chars().nth(lat / size));
        code.extend(CODE_DIGITS.chars().nth(lon / size));
        lat %= size;
        lon %= size;
        size /= 20;
    }
    code
}

fn read_plus_code(text: &str, near: Option<Point>) -> Option<Result<Point, Fault>> {
    let (before, after) = text.split_once('+')?;
    let digits = format!("{before}{after}");
    let shaped =
        matches!(before.len(), 4 | 6 | 8) && after.len() <= 7 && digits.bytes().all(|b| b.is_ascii_alphanumeric());
    let strays = digits.chars().filter(|&c| index(CODE_DIGITS, c).is_none());
    let slips = strays.clone().filter(|&c| c != '0').count();
    let sound = strays.count() == 0 && after.len() != 1;
    let lettered = digits.bytes().any(|b| b.is_ascii_alphabetic());
    // Only a sound full code may go without letters: "2345+67" is a road station, or a sum.
    if !shaped || !(lettered || (sound && before.len() == 8)) {
        return None;
    }
    let code = || text.to_string();
    if !sound {
        let complete = before.len() == 8 || matches!(after.len(), 2 | 3);
        let close = complete && slips <= 1 && digits.bytes().any(|b| b.is_ascii_digit());
        return close.then(|| Err(Fault::BadPlusCode { code: code() }));
    }
    if before.len() == 8 {
        return Some(code_centre(&digits).ok_or_else(|| Fault::BadPlusCode { code: code() }));
    }
    let Some(near) = near else {
        return Some(Err(Fault::ShortPlusCodeNeedsReference { code: code() }));
    };
    let missing = 8 - before.len();
    let reach = if missing == 4 { 1.0 } else { 20.0 };
    let full: String = write_plus_code(near).chars().take(missing).chain(digits.chars()).collect();
    let found = code_centre(&full).and_then(|centre| recover(centre, near, reach));
    Some(found.ok_or_else(|| Fault::BadPlusCode { code: code() }))
}

/// Moves a point by whole cells of `reach` degrees to where it lies nearest the reference.
fn recover(centre: Point, near: Point, reach: f64) -> Option<Point> {
    let step = |from: f64, to: f64| {
        if from + reach / 2.0 < to {
            -reach
        } else if to < from - reach / 2.0 {
            reach
        } else {
            0.0
        }
    };
    let lon = wrap(centre.lon + step(near.lon, centre.lon));
    // A step over a pole is not taken, because there is nothing beyond it.
    Point::new(centre.lat + step(near.lat, centre.lat), lon).or(Point::new(centre.lat, lon))
}

/// The middle of the cell a full code names, or nothing when the cell is off the globe.
fn code_centre(digits: &str) -> Option<Point> {
    let values: Option<Vec<usize>> = digits.chars().map(|c| index(CODE_DIGITS, c)).collect();
    let values = values?;
    let (coarse, fine) = values.split_at(values.len().min(10));
    let (mut lat, mut lon) = (-90.0, -180.0);
    let (mut height, mut width) = (400.0, 400.0);
    for [up, across] in coarse.as_chunks().0 {
        height /= 20.0;
        width /= 20.0;
        lat += *up as f64 * height;
        lon += *across as f64 * width;
    }
    // Past ten digits each one picks from four columns and five rows.
    for value in fine {
        height /= 5.0;
        width /= 4.0;
        lat += (value / 4) as f64 * height;
        lon += (value % 4) as f64 * width;
    }
    Point::new(lat + height / 2.0, lon + width / 2.0)
}

#[cfg(test)]
mod tests {
    use super::Notation::{Decimal, DegreesMinutes, DegreesMinutesSeconds, PlusCode, Usng};
    use super::*;

    const MIDTOWN: Point = Point { lat: 40.74833, lon: -73.98527 };

    /// Reads one text and compares what comes out, points to within two metres.
    fn check(text: &str, near: Option<Point>, want: Option<Result<(f64, f64, Notation), Fault>>) {
        let got = read(text, near);
        let Some(Ok((lat, lon, notation))) = want else {
            let want = want.map(|result| result.map(|_| (MIDTOWN, Decimal)));
            assert_eq!(got, want, "{text}");
            return;
        };
        let Some(Ok((point, read_as))) = got else {
            panic!("{text} was read as {got:?}");
        };
        assert_eq!(read_as, notation, "{text}");
        let metres = point.metres_to(Point { lat, lon });
        assert!(metres < 1.5, "{text} was read {metres} m away, at {point:?}");
    }

    #[test]
    fn angles_are_read_in_every_common_spelling() {
        let spellings = [
            ("40.74833, -73.98527", Decimal),
            ("40.74833 -73.98527", Decimal),
            ("40.74833,-73.98527", Decimal),
            ("(40.74833, \u{2212}73.98527)", Decimal),
            ("40,74833; -73,98527", Decimal),
            ("40,74833N 73,98527W", Decimal),
            ("N40.74833 W73.98527", Decimal),
            ("40.74833n 73.98527w", Decimal),
            ("73.98527 W, 40.74833 N", Decimal),
            ("40.74833° -73.98527°", Decimal),
            ("40.74833 N -73.98527 W", Decimal),
            ("40 44.900 N 73 59.116 W", DegreesMinutes),
            ("40°44.900'N 73°59.116'W", DegreesMinutes),
            ("40º 44,900′ N 73º 59,116′ W", DegreesMinutes),
            ("N 40 44.900, W 73 59.116", DegreesMinutes),
            ("+40°44.900', -73°59.116'", DegreesMinutes),
            ("40°44.900' -73°59.116'", DegreesMinutes),
            ("40°44'54.0\"N 73°59'07.0\"W", DegreesMinutesSeconds),
            ("40°44′54″N 73°59′07″W", DegreesMinutesSeconds),
            ("40 44 54 N 73 59 07 W", DegreesMinutesSeconds),
            ("40° 44' 54.0'' N, 73° 59' 07.0'' W", DegreesMinutesSeconds),
        ];
        for (text, notation) in spellings {
            check(text, None, Some(Ok((MIDTOWN.lat, MIDTOWN.lon, notation))));
            check(text, Some(MIDTOWN), Some(Ok((MIDTOWN.lat, MIDTOWN.lon, notation))));
        }
    }

    // Expected points come from the PyPI packages mgrs, which answers with the middle of a square
    // metre rather than its corner, and openlocationcode.
    #[test]
    fn grids_and_plus_codes_agree_with_other_implementations() {
        let vectors = [
            ("18T WL 85628 11322", 40.748400463, -73.985698916, Usng),
            ("18TWL8562811322", 40.748400463, -73.985698916, Usng),
            ("18 t wl 85628, 11322", 40.748400463, -73.985698916, Usng),
            ("18 TWL 8562811322", 40.748400463, -73.985698916, Usng),
            ("18T WL 8563 1132", 40.748422305, -73.985621590, Usng),
            ("4QFJ1841356546", 21.306936754, -157.858334327, Usng),
            ("04Q FJ 18413 56546", 21.306936754, -157.858334327, Usng),
            ("31UDQ4825111932", 48.858198377, 2.294495998, Usng),
            ("56HLH3490052290", -33.856784239, 151.215299575, Usng),
            ("32VKN9747700830", 60.392994010, 5.324153053, Usng),
            ("31XFG3671665261", 78.0, 8.899984956, Usng),
            ("33XUG6328365261", 78.0, 9.100015044, Usng),
            ("30MZE3397799998", -0.0000135522, -0.0000094852, Usng),
            ("60CWS5817018030", -79.990002256, 179.999007557, Usng),
            ("14SQA7397244111", 31.999997076, -96.099996520, Usng),
            ("87G8P2X7+8V", 40.7483125, -73.9853125, PlusCode),
            ("87g8p2x7+8v", 40.7483125, -73.9853125, PlusCode),
            ("87G8P2X7+8VF", 40.7483125, -73.985328125, PlusCode),
            ("87G8P2X7+", 40.74875, -73.98625, PlusCode),
        ];
        for (text, lat, lon, notation) in vectors {
            check(text, None, Some(Ok((lat, lon, notation))));
        }
        let recovered = [
            ("P2X7+8V", 40.7, -74.0, 40.7483125, -73.9853125),
            ("9G8F+6X", 47.4, 8.6, 47.3655625, 8.5249375),
            ("9G8F+6XF", 47.4, 8.6, 47.3655625, 8.524921875),
            ("XX5J+2V", 0.0, 0.0, -0.0424375, -0.0178125),
            ("FJ2W+", 51.3, -1.2, 51.45125, -1.35375),
            ("2222C2+", 10.0, 179.9, 10.02125, -179.99875),
        ];
        for (text, near_lat, near_lon, lat, lon) in recovered {
            let near = Point { lat: near_lat, lon: near_lon };
            check(text, Some(near), Some(Ok((lat, lon, PlusCode))));
        }
    }

    #[test]
    fn place_names_and_bare_numbers_are_not_coordinates() {
        let texts = [
            "",
            " ",
            "gate 4",
            "km 18",
            "12 Harbour Street",
            "42",
            "-73.98527",
            "40,5",
            "1,234.5",
            "8563 1132",
            "85631132",
            "18T WL",
            "18T",
            "450 N 200 W",
            "40, 73",
            "12 Elm 45",
            "12 N St 90210",
            "4B ST 12",
            "7ABC123",
            "555-1234",
            "12.30-14.30",
            "192.168.1.1",
            "12.05.2024",
            "A+E",
            "2345+67",
            "gate+12",
            "SW85+",
            "P2X7+8V New York",
            "5'10\"",
            "40.7 N 73.9",
            "40.7 N 73.9 S",
            "-40.7 N 73.9 W",
            "N W",
            "S",
            "°",
            "+",
            "é+ü",
            "１２.5 ３.5",
            "ß 40.7 73.9",
            "40.7, -73.9, 12",
            "40.7 N 73.9 W 12",
            "30 Rue de l'Été",
            "東京駅 3番線",
            "18T WŁ 85628 11322",
        ];
        for text in texts {
            check(text, Some(MIDTOWN), None);
        }
    }

    #[test]
    fn faults_say_what_is_wrong() {
        let zone = |zone: &str| Fault::BadGridZone { zone: zone.into() };
        let bad_code = |code: &str| Fault::BadPlusCode { code: code.into() };
        let faults = [
            ("95.5 N 73.9 W", Fault::LatitudeOutOfRange { degrees: 95.5 }),
            ("-95.5, 200.25", Fault::LatitudeOutOfRange { degrees: -95.5 }),
            ("40.7, -200.5", Fault::LongitudeOutOfRange { degrees: -200.5 }),
            ("40 75.0 N 73 59.1 W", Fault::MinutesOutOfRange { value: 75.0, seconds: false }),
            ("40°44'60\"N 73°59'07\"W", Fault::MinutesOutOfRange { value: 60.0, seconds: true }),
            ("61T WL 85628 11322", zone("61T")),
            ("18I WL 85628 11322", zone("18I")),
            ("34X EG 85628 11322", zone("34X")),
            ("18T AL 8562 1132", Fault::BadGridSquare { zone: "18T".into(), square: "AL".into() }),
            ("18T WL 8562 113", Fault::OddGridDigits { digits: "8562 113".into() }),
            ("18TWL856211322", Fault::OddGridDigits { digits: "856211322".into() }),
            ("18T WL 856281 113221", Fault::OddGridDigits { digits: "856281 113221".into() }),
            ("18T WA 8562 1132", Fault::GridOutsideBand { zone: "18T".into(), square: "WA".into() }),
            ("18T SL 1000 1000", Fault::GridOutsideBand { zone: "18T".into(), square: "SL".into() }),
            ("p2x7+8v", Fault::ShortPlusCodeNeedsReference { code: "P2X7+8V".into() }),
            ("P2X7+8A", bad_code("P2X7+8A")),
            ("87G8P2X7+8A", bad_code("87G8P2X7+8A")),
            ("87G8P2X7+8", bad_code("87G8P2X7+8")),
            ("87G80000+", bad_code("87G80000+")),
            ("X7G8P2X7+8V", bad_code("X7G8P2X7+8V")),
        ];
        for (text, fault) in faults {
            check(text, None, Some(Err(fault)));
        }
    }

    #[test]
    fn a_swapped_pair_is_noticed() {
        let text = "-73.98527, 40.74833";
        let swapped = || Some(Err(Fault::LooksSwapped { swapped: MIDTOWN }));
        check(text, Some(MIDTOWN), swapped());
        check(text, None, Some(Ok((-73.98527, 40.74833, Decimal))));
        check(text, Some(Point { lat: 51.5, lon: -0.1 }), Some(Ok((-73.98527, 40.74833, Decimal))));
        let sydney = Point { lat: -33.85678, lon: 151.2153 };
        let beyond_pole = Some(Err(Fault::LooksSwapped { swapped: sydney }));
        check("151.2153, -33.85678", None, beyond_pole);
    }

    #[test]
    fn points_are_written_in_each_notation() {
        let tower = Point { lat: 40.74844, lon: -73.98566 };
        let opera = Point { lat: -33.85678, lon: 151.2153 };
        let written = [
            (MIDTOWN, Decimal, "40.74833, -73.98527"),
            (MIDTOWN, DegreesMinutes, "40 44.900 N 73 59.116 W"),
            (MIDTOWN, DegreesMinutesSeconds, "40°44'54.0\"N 73°59'07.0\"W"),
            (MIDTOWN, Usng, "18T WL 8566 1131"),
            (MIDTOWN, PlusCode, "87G8P2X7+8V"),
            (tower, Usng, "18T WL 8563 1132"),
            (opera, DegreesMinutes, "33 51.407 S 151 12.918 E"),
            (opera, Usng, "56H LH 3490 5229"),
            (opera, PlusCode, "4RRH46V8+74"),
            (Point { lat: 21.30694, lon: -157.85833 }, Usng, "4Q FJ 1841 5654"),
            (Point { lat: 60.5, lon: 2.9 }, Usng, "31V DH 9450 0710"),
            (Point { lat: 78.0, lon: 21.1 }, Usng, "35X LG 6328 6526"),
            (Point { lat: -0.00001, lon: -0.00001 }, Usng, "30M ZE 3397 9999"),
            (Point { lat: 32.0, lon: -96.1 }, PlusCode, "86452W22+22"),
            (Point { lat: 90.0, lon: 180.0 }, PlusCode, "C2X2X2X2+X2"),
            (Point { lat: 90.0, lon: 0.0 }, Usng, "90.00000, 0.00000"),
            (Point { lat: -0.000001, lon: 12.9999999 }, Decimal, "0.00000, 13.00000"),
            (Point { lat: 12.9999999, lon: 0.0 }, DegreesMinutes, "13 00.000 N 0 00.000 E"),
        ];
        for (point, notation, text) in written {
            assert_eq!(write(point, notation), text);
        }
    }

    #[test]
    fn what_is_written_reads_back_nearby() {
        let notations =
            [(Decimal, 1.0), (DegreesMinutes, 1.5), (DegreesMinutesSeconds, 2.5), (Usng, 7.2), (PlusCode, 10.0)];
        for lat in -45..=45 {
            for lon in -60..=60 {
                let point = Point { lat: f64::from(lat) * 2.0, lon: f64::from(lon) * 3.0 };
                for (notation, tolerance) in notations {
                    let text = write(point, notation);
                    let Some(Ok((back, _))) = read(&text, Some(point)) else {
                        panic!("{text} did not read back");
                    };
                    let metres = back.metres_to(point);
                    assert!(metres < tolerance, "{text} came back {metres} m away");
                }
            }
        }
    }

    #[test]
    fn distances_are_great_circles() {
        let quarter = Point { lat: 0.0, lon: 0.0 }.metres_to(Point { lat: 0.0, lon: 90.0 });
        assert!((quarter - 10_007_557.2).abs() < 1.0);
        assert_eq!(Point::new(90.1, 0.0), None);
        assert_eq!(Point::new(f64::NAN, 0.0), None);
    }
}
