//! Decisions about places, and what every place that is named has to hold.

use super::checks::{changed, in_range, in_row, name_of, restore, retire, short, short_text, words_of};
use super::{Decision, Desk, LONGEST_TEXT, one};
use crate::domain::command::{Care, NewPlace};
use crate::domain::event::{Event, PlaceDetail};
use crate::domain::ids::PlaceId;
use crate::domain::place::{Place, Spot, fold};
use crate::domain::refusal::{Needed, Refusal};
use crate::domain::track::{LONGEST_LINES, Shape};
use std::collections::BTreeSet;

impl<'a> Desk<'a> {
    pub(super) fn any_place(&self, id: PlaceId) -> Result<&'a Place, Refusal> {
        self.state.places.get(&id).ok_or(Refusal::UnknownPlace)
    }

    pub(super) fn add_places(&mut self, places: &[NewPlace]) -> Decision {
        if places.is_empty() {
            return Err(Refusal::Missing(Needed::Name));
        }
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut events = Vec::with_capacity(places.len());
        for (index, place) in places.iter().enumerate() {
            let fault = |fault: Refusal| in_row(index, places.len(), fault);
            let name = name_of(&place.name, Needed::Name).map_err(fault)?;
            if self.state.place_index.named(&name).is_some() || !taken.insert(fold(&name)) {
                return Err(fault(Refusal::PlaceNameTaken(name)));
            }
            events.push(Event::PlaceAdded {
                place: PlaceId(self.now.ids.fresh()),
                name,
                aliases: words_of(&place.aliases).map_err(fault)?,
                what: short(&place.what, Needed::Name).map_err(fault)?,
                point: place.point,
                note: short_text(&place.note).map_err(fault)?,
                shape: shape_of(&place.shape).map_err(fault)?,
            });
        }
        Ok(events)
    }

    pub(super) fn change_place(&self, id: PlaceId, detail: &PlaceDetail) -> Decision {
        let place = self.any_place(id)?;
        let detail = match detail {
            PlaceDetail::Name(name) => {
                let name = changed(&place.name, name_of(name, Needed::Name)?)?;
                if self.state.place_index.named(&name).is_some_and(|holder| holder != id) {
                    return Err(Refusal::PlaceNameTaken(name));
                }
                PlaceDetail::Name(name)
            }
            PlaceDetail::AliasAdded(alias) => {
                let alias = name_of(alias, Needed::Name)?;
                if self.state.place_index.named(&alias).is_some() {
                    return Err(Refusal::PlaceNameTaken(alias));
                }
                PlaceDetail::AliasAdded(alias)
            }
            PlaceDetail::AliasRemoved(alias) => {
                if !place.aliases.contains(alias) {
                    return Err(Refusal::Unchanged);
                }
                detail.clone()
            }
            PlaceDetail::What(what) => PlaceDetail::What(changed(&place.kind, short(what, Needed::Name)?)?),
            PlaceDetail::Point(point) => PlaceDetail::Point(changed(&place.point, *point)?),
            PlaceDetail::Note(note) => PlaceDetail::Note(changed(&place.note, short_text(note)?)?),
            PlaceDetail::Shape(shape) => PlaceDetail::Shape(changed(&place.shape, shape_of(shape)?)?),
        };
        one(Event::PlaceChanged { place: id, detail })
    }

    pub(super) fn describe_place(&self, id: PlaceId, details: &[PlaceDetail]) -> Decision {
        let mut events = Vec::new();
        for detail in details {
            match self.change_place(id, detail) {
                Err(Refusal::Unchanged) => {}
                changed => events.extend(changed?),
            }
        }
        if events.is_empty() { Err(Refusal::Unchanged) } else { Ok(events) }
    }

    pub(super) fn retire_place(&self, id: PlaceId) -> Decision {
        retire(self.any_place(id)?.retired, Event::PlaceRetired { place: id })
    }

    pub(super) fn restore_place(&self, id: PlaceId) -> Decision {
        restore(self.any_place(id)?.retired, Event::PlaceRestored { place: id })
    }

    /// Asks about coordinates that are hardly meant, unless somebody means them.
    pub(super) fn sure_of(&self, place: &Spot) -> Result<(), Refusal> {
        match self.state.doubt(place) {
            Some(doubt) if self.ask.care == Care::AskFirst => Err(Refusal::PlaceInDoubt(doubt)),
            _ => Ok(()),
        }
    }
}

pub(super) fn spot_of(spot: &Spot) -> Result<Spot, Refusal> {
    if spot.is_blank() {
        return Err(Refusal::Missing(Needed::Place));
    }
    if LONGEST_TEXT < spot.text.chars().count() {
        return Err(Refusal::TooLong { field: Needed::Place, most: LONGEST_TEXT });
    }
    Ok(Spot { text: spot.text.trim().to_owned(), ..spot.clone() })
}

/// A shape that means something, and fits into a row.
fn shape_of(shape: &Shape) -> Result<Shape, Refusal> {
    let corners = shape.track().map_or(usize::MAX, |track| track.0.len());
    let least = if matches!(shape, Shape::Area { .. }) { 3 } else { 2 };
    if corners < least {
        return Err(Refusal::OutOfRange { field: Needed::Path, least: least as i64, most: 10_000 });
    }
    if shape.track().is_some_and(|track| LONGEST_LINES < track.text().len()) {
        return Err(Refusal::TooLong { field: Needed::Path, most: LONGEST_LINES });
    }
    match shape {
        Shape::Circle { metres } => in_range(i64::from(*metres), 1, 100_000, Needed::Path)?,
        Shape::Course { from, to, .. } if to <= from => return Err(Refusal::Missing(Needed::Path)),
        _ => {}
    }
    Ok(shape.clone())
}
