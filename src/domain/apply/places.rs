//! Folding places, and the index that finds them by name.

use super::Fold;
use super::entries::{replaced, retired_line};
use crate::domain::entry::{SetUpKind, SetUpLine};
use crate::domain::event::PlaceDetail;
use crate::domain::geo::{Notation, Point, write};
use crate::domain::ids::PlaceId;
use crate::domain::place::{Place, Spot};
use crate::domain::track::Shape;

impl Fold<'_> {
    #[expect(clippy::too_many_arguments, reason = "the fields of one event, spread out once")]
    pub(super) fn place_added(
        &mut self,
        id: PlaceId,
        name: &str,
        aliases: &[String],
        what: &str,
        point: Option<Point>,
        note: &str,
        shape: &Shape,
    ) {
        let place = Place {
            id,
            name: name.to_owned(),
            aliases: aliases.iter().cloned().collect(),
            kind: what.to_owned(),
            point,
            shape: shape.clone(),
            note: note.to_owned(),
            retired: false,
            used: false,
        };
        if let Some(replaced) = self.state.places.get(&id) {
            self.state.place_index.remove(replaced);
        }
        self.state.place_index.add(&place);
        self.state.places.insert(id, place);
        self.added(SetUpKind::Place, name);
    }

    pub(super) fn place_changed(&mut self, id: PlaceId, detail: &PlaceDetail) {
        self.edit_place(id, |place| change_place(place, detail));
    }

    pub(super) fn place_retired(&mut self, id: PlaceId, retired: bool) {
        self.edit_place(id, |place| {
            place.retired = retired;
            retired_line(SetUpKind::Place, place.name.clone(), retired)
        });
    }

    fn edit_place(&mut self, id: PlaceId, edit: impl FnOnce(&mut Place) -> SetUpLine) {
        let Some(place) = self.state.places.get_mut(&id) else { return };
        self.state.place_index.remove(place);
        let line = edit(place);
        if !place.retired {
            self.state.place_index.add(place);
        }
        self.set_up(line);
    }

    pub(super) fn use_place(&mut self, spot: &Spot) {
        if let Some(place) = spot.place.and_then(|id| self.state.places.get_mut(&id)) {
            place.used = true;
        }
    }
}

fn change_place(place: &mut Place, detail: &PlaceDetail) -> SetUpLine {
    let name = place.name.clone();
    let (field, (was, now)) = match detail {
        PlaceDetail::Name(now) => ("name", replaced(&mut place.name, now, String::clone)),
        PlaceDetail::AliasAdded(now) => {
            place.aliases.insert(now.clone());
            ("alias", (String::new(), now.clone()))
        }
        PlaceDetail::AliasRemoved(was) => {
            place.aliases.remove(was);
            ("alias", (was.clone(), String::new()))
        }
        PlaceDetail::What(now) => ("kind", replaced(&mut place.kind, now, String::clone)),
        PlaceDetail::Point(now) => {
            let written = |point: &Option<Point>| point.map(|point| write(point, Notation::Decimal));
            ("point", replaced(&mut place.point, now, |point| written(point).unwrap_or_default()))
        }
        PlaceDetail::Note(now) => ("note", replaced(&mut place.note, now, String::clone)),
        PlaceDetail::Shape(now) => ("shape", replaced(&mut place.shape, now, |shape| shape.word().to_owned())),
    };
    SetUpLine::Changed { what: SetUpKind::Place, name, field: field.to_owned(), was, now }
}
