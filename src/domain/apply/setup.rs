//! Folding the operation and its lists: kinds of units, incident types, priorities, dispositions and targets.

use super::Fold;
use super::entries::{replaced, retired_line};
use crate::domain::entry::SetUpKind;
use crate::domain::event::{DispositionDetail, OperationDetail, PriorityDetail, TypeDetail, UnitKindDetail};
use crate::domain::ids::Code;
use crate::domain::incident::Priority;
use crate::domain::place::UnitKind;
use crate::domain::presets::Group;
use crate::domain::setup::{Disposition, IncidentType, Operation, Profile, Target};
use crate::domain::state::State;

impl Fold<'_> {
    pub(super) fn operation_opened(&mut self, name: &str, profile: Profile, zone: &str, prefix: &str) {
        self.state.operation =
            Operation { name: name.to_owned(), profile, zone: zone.to_owned(), prefix: prefix.to_owned() };
        self.added(SetUpKind::Operation, name);
    }

    pub(super) fn operation_changed(&mut self, detail: &OperationDetail) {
        let operation = &mut self.state.operation;
        let (field, (was, now)) = match detail {
            OperationDetail::Name(now) => ("name", replaced(&mut operation.name, now, String::clone)),
            OperationDetail::Zone(now) => ("zone", replaced(&mut operation.zone, now, String::clone)),
            OperationDetail::Prefix(now) => ("prefix", replaced(&mut operation.prefix, now, String::clone)),
        };
        self.changed(SetUpKind::Operation, "", field, was, now);
    }

    pub(super) fn unit_kind_added(&mut self, code: &Code, label: &str, speed_kmh: f64) {
        let kind = UnitKind { code: code.clone(), label: label.to_owned(), speed_kmh, retired: false };
        self.state.unit_kinds.insert(code.clone(), kind);
        self.added(SetUpKind::UnitKind, label);
    }

    pub(super) fn unit_kind_changed(&mut self, code: &Code, detail: &UnitKindDetail) {
        let Some(kind) = self.state.unit_kinds.get_mut(code) else { return };
        let (field, (was, now)) = match detail {
            UnitKindDetail::Label(now) => ("label", replaced(&mut kind.label, now, String::clone)),
            UnitKindDetail::SpeedKmh(now) => ("speed_kmh", replaced(&mut kind.speed_kmh, now, f64::to_string)),
        };
        self.changed(SetUpKind::UnitKind, code.as_str(), field, was, now);
    }

    pub(super) fn unit_kind_retired(&mut self, code: &Code, retired: bool) {
        let Some(kind) = self.state.unit_kinds.get_mut(code) else { return };
        kind.retired = retired;
        let name = kind.label.clone();
        self.set_up(retired_line(SetUpKind::UnitKind, name, retired));
    }

    pub(super) fn type_added(
        &mut self,
        code: &Code,
        label: &str,
        common: &str,
        group: Group,
        priority: Priority,
        stages: bool,
    ) {
        let row = IncidentType {
            code: code.clone(),
            label: label.to_owned(),
            common: common.to_owned(),
            group,
            priority,
            stages,
            retired: false,
            used: false,
        };
        self.state.types.insert(code.clone(), row);
        self.added(SetUpKind::IncidentType, label);
    }

    pub(super) fn type_changed(&mut self, code: &Code, detail: &TypeDetail) {
        let Some(row) = self.state.types.get_mut(code) else { return };
        let name = row.label.clone();
        let (field, (was, now)) = match detail {
            TypeDetail::Label(now) => ("label", replaced(&mut row.label, now, String::clone)),
            TypeDetail::Common(now) => ("common", replaced(&mut row.common, now, String::clone)),
            TypeDetail::Group(now) => ("group", replaced(&mut row.group, now, |group| format!("{group:?}"))),
            TypeDetail::Priority(now) => {
                ("priority", replaced(&mut row.priority, now, |priority| priority.code().to_owned()))
            }
            TypeDetail::Stages(now) => {
                ("stages", replaced(&mut row.stages, now, |yes| if *yes { "yes".into() } else { "no".into() }))
            }
        };
        self.changed(SetUpKind::IncidentType, &name, field, was, now);
    }

    pub(super) fn type_retired(&mut self, code: &Code, retired: bool) {
        let Some(row) = self.state.types.get_mut(code) else { return };
        row.retired = retired;
        let name = row.label.clone();
        self.set_up(retired_line(SetUpKind::IncidentType, name, retired));
    }

    pub(super) fn priority_changed(&mut self, priority: Priority, detail: &PriorityDetail) {
        let Some(rule) = self.state.priorities.get_mut(priority as usize) else { return };
        let (field, (was, now)) = match detail {
            PriorityDetail::Label(now) => ("label", replaced(&mut rule.label, now, String::clone)),
            PriorityDetail::AlarmMinutes(now) => {
                ("alarm_minutes", replaced(&mut rule.alarm_minutes, now, u32::to_string))
            }
            PriorityDetail::Tone(now) => ("tone", replaced(&mut rule.tone, now, |tone| format!("{tone:?}"))),
        };
        self.changed(SetUpKind::Priority, priority.code(), field, was, now);
    }

    pub(super) fn disposition_added(&mut self, code: &Code, label: &str, common: &str, group: Option<Group>) {
        let row = Disposition {
            code: code.clone(),
            label: label.to_owned(),
            common: common.to_owned(),
            group,
            retired: false,
            used: false,
        };
        self.state.dispositions.insert(code.clone(), row);
        self.added(SetUpKind::Disposition, label);
    }

    pub(super) fn disposition_changed(&mut self, code: &Code, detail: &DispositionDetail) {
        let Some(row) = self.state.dispositions.get_mut(code) else { return };
        let name = row.label.clone();
        let (field, (was, now)) = match detail {
            DispositionDetail::Label(now) => ("label", replaced(&mut row.label, now, String::clone)),
            DispositionDetail::Common(now) => ("common", replaced(&mut row.common, now, String::clone)),
            DispositionDetail::Group(now) => {
                let word = |group: &Option<Group>| group.map(|group| format!("{group:?}").to_lowercase());
                ("group", replaced(&mut row.group, now, |group| word(group).unwrap_or_default()))
            }
        };
        self.changed(SetUpKind::Disposition, &name, field, was, now);
    }

    pub(super) fn disposition_retired(&mut self, code: &Code, retired: bool) {
        let Some(row) = self.state.dispositions.get_mut(code) else { return };
        row.retired = retired;
        let name = row.label.clone();
        self.set_up(retired_line(SetUpKind::Disposition, name, retired));
    }

    pub(super) fn target_added(&mut self, code: &Code, label: &str, seconds: u32, percent: u8, source: &str) {
        let target =
            Target { code: code.clone(), label: label.to_owned(), seconds, percent, source: source.to_owned() };
        self.state.targets.insert(code.clone(), target);
        self.added(SetUpKind::Target, label);
    }

    pub(super) fn target_changed(&mut self, code: &Code, seconds: u32, percent: u8, source: Option<&str>) {
        let Some(target) = self.state.targets.get_mut(code) else { return };
        let was = format!("{} s, {} %", target.seconds, target.percent);
        (target.seconds, target.percent) = (seconds, percent);
        if let Some(source) = source {
            source.clone_into(&mut target.source);
        }
        let label = target.label.clone();
        self.changed(SetUpKind::Target, &label, "goal", was, format!("{seconds} s, {percent} %"));
    }

    pub(super) fn target_retired(&mut self, code: &Code, retired: bool) {
        let State { targets, retired_targets, .. } = &mut *self.state;
        let (from, to) = if retired { (targets, retired_targets) } else { (retired_targets, targets) };
        let Some(target) = from.remove(code) else { return };
        let name = target.label.clone();
        to.insert(code.clone(), target);
        self.set_up(retired_line(SetUpKind::Target, name, retired));
    }
}
