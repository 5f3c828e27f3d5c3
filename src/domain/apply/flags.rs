//! Folding flags: warnings that stay with a place or a number.

use super::Fold;
use super::entries::{replaced, retired_line};
use crate::domain::entry::SetUpKind;
use crate::domain::event::FlagDetail;
use crate::domain::ids::FlagId;
use crate::domain::moment::{LocalTime, Moment};
use crate::domain::place::{FLAG_METRES, Flag, FlagSubject, Severity};

impl Fold<'_> {
    pub(super) fn flag_raised(
        &mut self,
        id: FlagId,
        on: &FlagSubject,
        text: &str,
        severity: Severity,
        source: &str,
        expires: Option<Moment>,
    ) {
        if let FlagSubject::Place(place) = on
            && let Some(place) = self.state.places.get_mut(place)
        {
            place.used = true;
        }
        let flag = Flag {
            id,
            on: on.clone(),
            text: text.to_owned(),
            severity,
            source: source.to_owned(),
            expires,
            metres: FLAG_METRES,
            retired: false,
        };
        self.state.flags.insert(id, flag);
        self.added(SetUpKind::Flag, text);
    }

    pub(super) fn flag_changed(&mut self, id: FlagId, detail: &FlagDetail) {
        let offset_minutes = self.row.offset_minutes;
        let until = |at: &Option<Moment>| {
            let at = at.map(|moment| LocalTime { moment, offset_minutes });
            at.map(|at| format!("{} {}", at.date(), at.short_clock())).unwrap_or_default()
        };
        let Some(flag) = self.state.flags.get_mut(&id) else { return };
        let name = flag.text.clone();
        let (field, (was, now)) = match detail {
            FlagDetail::Text(now) => ("text", replaced(&mut flag.text, now, String::clone)),
            FlagDetail::Severity(now) => {
                ("severity", replaced(&mut flag.severity, now, |severity| format!("{severity:?}").to_lowercase()))
            }
            FlagDetail::Source(now) => ("source", replaced(&mut flag.source, now, String::clone)),
            FlagDetail::Metres(now) => ("metres", replaced(&mut flag.metres, now, u32::to_string)),
            FlagDetail::Expires(now) => ("expires", replaced(&mut flag.expires, now, until)),
        };
        self.changed(SetUpKind::Flag, &name, field, was, now);
    }

    pub(super) fn flag_retired(&mut self, id: FlagId, retired: bool) {
        let Some(flag) = self.state.flags.get_mut(&id) else { return };
        flag.retired = retired;
        let name = flag.text.clone();
        self.set_up(retired_line(SetUpKind::Flag, name, retired));
    }
}
