//! Decisions about flags: warnings that stay with a place or a number.

use super::checks::{changed, in_range, restore, retire, short, text_of};
use super::{Decision, Desk, one};
use crate::domain::call::digits;
use crate::domain::event::{Event, FlagDetail};
use crate::domain::ids::FlagId;
use crate::domain::moment::Moment;
use crate::domain::place::{Flag, FlagSubject, Severity};
use crate::domain::refusal::{Needed, Refusal};

impl<'a> Desk<'a> {
    fn any_flag(&self, id: FlagId) -> Result<&'a Flag, Refusal> {
        self.state.flags.get(&id).ok_or(Refusal::UnknownFlag)
    }

    pub(super) fn raise_flag(
        &mut self,
        on: &FlagSubject,
        text: &str,
        severity: Severity,
        source: &str,
        expires: Option<Moment>,
    ) -> Decision {
        let on = match on {
            FlagSubject::Place(id) => {
                self.any_place(*id)?;
                on.clone()
            }
            FlagSubject::Number(number) => {
                let number = digits(number);
                if number.is_empty() {
                    return Err(Refusal::Missing(Needed::Place));
                }
                FlagSubject::Number(number)
            }
        };
        let flag = FlagId(self.now.ids.fresh());
        let (text, source) = (text_of(text, Needed::Text)?, short(source, Needed::Name)?);
        one(Event::FlagRaised { flag, on, text, severity, source, expires })
    }

    pub(super) fn change_flag(&self, id: FlagId, detail: &FlagDetail) -> Decision {
        let flag = self.any_flag(id)?;
        let detail = match detail {
            FlagDetail::Text(text) => FlagDetail::Text(changed(&flag.text, text_of(text, Needed::Text)?)?),
            FlagDetail::Severity(severity) => FlagDetail::Severity(changed(&flag.severity, *severity)?),
            FlagDetail::Source(source) => FlagDetail::Source(changed(&flag.source, short(source, Needed::Name)?)?),
            FlagDetail::Metres(metres) => {
                in_range(i64::from(*metres), 1, 10_000, Needed::Metres)?;
                FlagDetail::Metres(changed(&flag.metres, *metres)?)
            }
            FlagDetail::Expires(at) => FlagDetail::Expires(changed(&flag.expires, *at)?),
        };
        one(Event::FlagChanged { flag: id, detail })
    }

    pub(super) fn retire_flag(&self, id: FlagId) -> Decision {
        retire(self.any_flag(id)?.retired, Event::FlagRetired { flag: id })
    }

    pub(super) fn restore_flag(&self, id: FlagId) -> Decision {
        restore(self.any_flag(id)?.retired, Event::FlagRestored { flag: id })
    }
}
