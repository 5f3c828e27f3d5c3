//! Decisions about the lists of an operation: kinds of units, incident types, priorities, dispositions and targets.

use super::checks::{changed, in_range, name_of, new_code, restore, retire, short, unless_same};
use super::{Decision, Desk, one};
use crate::domain::event::{DispositionDetail, Event, PriorityDetail, TypeDetail, UnitKindDetail};
use crate::domain::ids::Code;
use crate::domain::incident::Priority;
use crate::domain::place::UnitKind;
use crate::domain::presets::{CprGoals, Group, TargetPreset};
use crate::domain::refusal::{Needed, Refusal};
use crate::domain::setup::{Disposition, IncidentType, Target};

impl<'a> Desk<'a> {
    fn any_unit_kind(&self, code: &Code) -> Result<&'a UnitKind, Refusal> {
        self.state.unit_kinds.get(code).ok_or_else(|| Refusal::UnknownUnitKind(code.to_string()))
    }

    pub(super) fn add_unit_kind(&self, code: &Code, label: &str, speed_kmh: f64) -> Decision {
        let code = new_code(code, self.state.unit_kinds.contains_key(code))?;
        check_speed(speed_kmh)?;
        one(Event::UnitKindAdded { code, label: name_of(label, Needed::Name)?, speed_kmh })
    }

    pub(super) fn change_unit_kind(&self, code: &Code, detail: &UnitKindDetail) -> Decision {
        let kind = self.any_unit_kind(code)?;
        let detail = match detail {
            UnitKindDetail::Label(label) => UnitKindDetail::Label(changed(&kind.label, name_of(label, Needed::Name)?)?),
            UnitKindDetail::SpeedKmh(speed) => {
                check_speed(*speed)?;
                UnitKindDetail::SpeedKmh(changed(&kind.speed_kmh, *speed)?)
            }
        };
        one(Event::UnitKindChanged { code: code.clone(), detail })
    }

    pub(super) fn retire_unit_kind(&self, code: &Code) -> Decision {
        retire(self.any_unit_kind(code)?.retired, Event::UnitKindRetired { code: code.clone() })
    }

    pub(super) fn restore_unit_kind(&self, code: &Code) -> Decision {
        restore(self.any_unit_kind(code)?.retired, Event::UnitKindRestored { code: code.clone() })
    }

    pub(super) fn any_type(&self, code: &Code) -> Result<&'a IncidentType, Refusal> {
        self.state.types.get(code).ok_or_else(|| Refusal::UnknownType(code.to_string()))
    }

    pub(super) fn usable_type(&self, code: &Code) -> Result<Code, Refusal> {
        let row = self.any_type(code)?;
        if row.retired { Err(Refusal::UnknownType(row.label.clone())) } else { Ok(code.clone()) }
    }

    pub(super) fn add_type(
        &self,
        code: &Code,
        label: &str,
        common: &str,
        group: Group,
        priority: Priority,
    ) -> Decision {
        let code = new_code(code, self.state.types.contains_key(code))?;
        let label = name_of(label, Needed::Name)?;
        one(Event::TypeAdded { code, label, common: common_code(common), group, priority, stages: false })
    }

    pub(super) fn change_type(&self, code: &Code, detail: &TypeDetail) -> Decision {
        let row = self.any_type(code)?;
        let detail = match detail {
            TypeDetail::Label(label) => TypeDetail::Label(changed(&row.label, name_of(label, Needed::Name)?)?),
            TypeDetail::Common(common) => TypeDetail::Common(changed(&row.common, common_code(common))?),
            TypeDetail::Group(group) => TypeDetail::Group(changed(&row.group, *group)?),
            TypeDetail::Priority(priority) => TypeDetail::Priority(changed(&row.priority, *priority)?),
            TypeDetail::Stages(stages) => TypeDetail::Stages(changed(&row.stages, *stages)?),
        };
        one(Event::TypeChanged { code: code.clone(), detail })
    }

    pub(super) fn retire_type(&self, code: &Code) -> Decision {
        retire(self.any_type(code)?.retired, Event::TypeRetired { code: code.clone() })
    }

    pub(super) fn restore_type(&self, code: &Code) -> Decision {
        restore(self.any_type(code)?.retired, Event::TypeRestored { code: code.clone() })
    }

    pub(super) fn change_priority(&self, priority: Priority, detail: &PriorityDetail) -> Decision {
        let Some(rule) = self.state.priority_rule(priority) else { return Err(Refusal::Unchanged) };
        let detail = match detail {
            PriorityDetail::Label(label) => PriorityDetail::Label(changed(&rule.label, name_of(label, Needed::Name)?)?),
            PriorityDetail::AlarmMinutes(minutes) => {
                in_range(i64::from(*minutes), 1, 1440, Needed::Minutes)?;
                PriorityDetail::AlarmMinutes(changed(&rule.alarm_minutes, *minutes)?)
            }
            PriorityDetail::Tone(tone) => PriorityDetail::Tone(changed(&rule.tone, *tone)?),
        };
        one(Event::PriorityChanged { priority, detail })
    }

    pub(super) fn any_disposition(&self, code: &Code) -> Result<&'a Disposition, Refusal> {
        self.state.dispositions.get(code).ok_or_else(|| Refusal::UnknownDisposition(code.to_string()))
    }

    pub(super) fn add_disposition(&self, code: &Code, label: &str, common: &str) -> Decision {
        let code = new_code(code, self.state.dispositions.contains_key(code))?;
        let label = name_of(label, Needed::Name)?;
        one(Event::DispositionAdded { code, label, common: common.trim().to_owned(), group: None })
    }

    pub(super) fn change_disposition(&self, code: &Code, detail: &DispositionDetail) -> Decision {
        let row = self.any_disposition(code)?;
        let detail = match detail {
            DispositionDetail::Label(label) => {
                DispositionDetail::Label(changed(&row.label, name_of(label, Needed::Name)?)?)
            }
            DispositionDetail::Common(common) => {
                DispositionDetail::Common(changed(&row.common, common.trim().to_owned())?)
            }
            DispositionDetail::Group(group) => DispositionDetail::Group(changed(&row.group, *group)?),
        };
        one(Event::DispositionChanged { code: code.clone(), detail })
    }

    pub(super) fn retire_disposition(&self, code: &Code) -> Decision {
        retire(self.any_disposition(code)?.retired, Event::DispositionRetired { code: code.clone() })
    }

    pub(super) fn restore_disposition(&self, code: &Code) -> Decision {
        restore(self.any_disposition(code)?.retired, Event::DispositionRestored { code: code.clone() })
    }

    pub(super) fn add_target(&self, code: &Code, label: &str, seconds: u32, percent: u8, source: &str) -> Decision {
        let taken = self.state.targets.contains_key(code) || self.state.retired_targets.contains_key(code);
        let code = new_code(code, taken)?;
        check_goal(seconds, percent)?;
        let (label, source) = (name_of(label, Needed::Name)?, short(source, Needed::Name)?);
        one(Event::TargetAdded { code, label, seconds, percent, source })
    }

    pub(super) fn change_target(&self, code: &Code, seconds: u32, percent: u8) -> Decision {
        let target = self.state.targets.get(code).ok_or(Refusal::UnknownTarget)?;
        check_goal(seconds, percent)?;
        unless_same(&(target.seconds, target.percent), &(seconds, percent))?;
        one(Event::TargetChanged { code: code.clone(), seconds, percent, source: None })
    }

    /// How often they have to be reached is the operation's own choice and stays.
    pub(super) fn set_cpr_goals(&self, goals: CprGoals) -> Decision {
        let target = |(code, goal)| Some((self.state.targets.get(&Code::new(code))?, goal));
        let known: Vec<(&Target, &TargetPreset)> = goals.published().filter_map(target).collect();
        if known.is_empty() {
            return Err(Refusal::UnknownTarget);
        }
        let changed =
            known.into_iter().filter(|(is, goal)| (is.seconds, is.source.as_str()) != (goal.seconds, goal.source));
        let events: Vec<Event> = changed
            .map(|(is, goal)| Event::TargetChanged {
                code: is.code.clone(),
                seconds: goal.seconds,
                percent: is.percent,
                source: Some(goal.source.to_owned()),
            })
            .collect();
        if events.is_empty() { Err(Refusal::Unchanged) } else { Ok(events) }
    }

    pub(super) fn retire_target(&self, code: &Code) -> Decision {
        match self.state.targets.get(code) {
            Some(_) => one(Event::TargetRetired { code: code.clone() }),
            None if self.state.retired_targets.contains_key(code) => Err(Refusal::AlreadyRetired),
            None => Err(Refusal::UnknownTarget),
        }
    }

    pub(super) fn restore_target(&self, code: &Code) -> Decision {
        match self.state.retired_targets.get(code) {
            Some(_) => one(Event::TargetRestored { code: code.clone() }),
            None if self.state.targets.contains_key(code) => Err(Refusal::NotRetired),
            None => Err(Refusal::UnknownTarget),
        }
    }
}

fn check_speed(speed_kmh: f64) -> Result<(), Refusal> {
    if (1.0..=300.0).contains(&speed_kmh) {
        return Ok(());
    }
    Err(Refusal::OutOfRange { field: Needed::Speed, least: 1, most: 300 })
}

fn common_code(text: &str) -> String {
    text.trim().to_uppercase()
}

fn check_goal(seconds: u32, percent: u8) -> Result<(), Refusal> {
    in_range(i64::from(seconds), 1, 86_400, Needed::Seconds)?;
    in_range(i64::from(percent), 1, 100, Needed::Percent)
}
