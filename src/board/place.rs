//! What a typed place resolves to, in words.

use crate::domain::geo::{Notation, Point, write};
use crate::domain::ground::read_crossing;
use crate::domain::place::{Doubt, Place, Spot};
use crate::domain::state::{Mark, State};
use crate::words::{Msg, say, t};

/// What a text means as a place, or why it may not be what is meant. Nothing for a blank text.
#[must_use]
pub fn hint(state: &State, text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return None;
    }
    let spot = state.spot(text);
    if let Some(doubt) = state.doubt(&spot) {
        return Some(doubt_words(doubt));
    }
    if spot.place.is_none()
        && let Some(words) = mark(state, text).or_else(|| crossing(state, text))
    {
        return Some(words);
    }
    Some(match (spot.place, spot.point) {
        (Some(_), Some(point)) => say(Msg::KnownPlaceAt, &[&write(point, Notation::Usng)]),
        (Some(_), None) => t(Msg::KnownPlace).to_owned(),
        (None, Some(point)) => {
            let written = [Notation::Decimal, Notation::DegreesMinutes, Notation::Usng].map(|form| write(point, form));
            written.join(" · ")
        }
        (None, None) => t(Msg::FreeAddress).to_owned(),
    })
}

/// What the preview of a command adds about its place: nothing where a place of the operation answers for it.
#[must_use]
pub fn resolved(state: &State, spot: &Spot) -> Option<String> {
    if spot.place.is_some() {
        return None;
    }
    match spot.point {
        Some(point) => crossing(state, &spot.text).or_else(|| Some(write(point, Notation::Usng))),
        None => hint(state, &spot.text),
    }
}

/// Why a kilometre that courses might have is no place.
fn mark(state: &State, text: &str) -> Option<String> {
    match state.mark(text)? {
        Mark::At(..) => None,
        Mark::OfSeveral { .. } => Some(say(Msg::MarkOfSeveral, &[&state.marks_like(text).join(", ")])),
        Mark::Beyond(course) => {
            let (from, to) = course.shape.marks()?;
            let km = |metres: u32| (f64::from(metres) / 1000.0).to_string();
            Some(say(Msg::MarkBeyond, &[&course.name, &km(from), &km(to)]))
        }
    }
}

/// Which crossing of two streets is meant, where that is not plain.
fn crossing(state: &State, text: &str) -> Option<String> {
    let (one, other, which) = read_crossing(text)?;
    match state.ground.crossings(one, other)?.len() {
        0 => Some(t(Msg::StreetsDoNotMeet).to_owned()),
        1 => None,
        many => Some(say(Msg::CrossingOf, &[&which.to_string(), &many.to_string()])),
    }
}

/// What is odd about coordinates, and what to do about it.
#[must_use]
pub fn doubt_words(doubt: Doubt) -> String {
    match doubt {
        Doubt::Far { metres } => say(Msg::FarOffHint, &[&format!("{:.0}", metres / 1000.0)]),
        Doubt::Swapped { right } => say(Msg::CoordinatesSwapped, &[&write(right, Notation::Decimal)]),
        Doubt::Unreadable => t(Msg::CoordinatesWrong).to_owned(),
    }
}

/// What is known about a place and matters to whoever goes there: its own note, then the dangers that it lies in, then the
/// notes of the other ground around it, under their names.
#[must_use]
pub fn notes(state: &State, spot: &Spot) -> Vec<String> {
    let own = spot.place.and_then(|id| state.places.get(&id));
    let own = own.filter(|place| !place.note.is_empty()).map(|place| place.note.clone());
    let around = spot.point.into_iter().flat_map(|point| state.areas_at(point));
    let around = around.filter(|area| Some(area.id) != spot.place);
    let (dangers, grounds): (Vec<&Place>, Vec<&Place>) =
        around.partition(|area| area.kind.eq_ignore_ascii_case("hazard"));
    let told = |area: &Place| match area.note.as_str() {
        "" => area.name.clone(),
        note => format!("{}: {note}", area.name),
    };
    let grounds = grounds.into_iter().filter(|area| !area.note.is_empty());
    own.into_iter().chain(dangers.into_iter().chain(grounds).map(told)).collect()
}

/// A point in every notation that somebody may ask for on the telephone or the radio, with what each is called.
#[must_use]
pub fn notations(point: Point) -> [(&'static str, String); 4] {
    [
        (t(Msg::NotationDecimal), write(point, Notation::Decimal)),
        (t(Msg::NotationMinutes), write(point, Notation::DegreesMinutes)),
        (t(Msg::NotationGrid), write(point, Notation::Usng)),
        (t(Msg::NotationPlusCode), write(point, Notation::PlusCode)),
    ]
}
