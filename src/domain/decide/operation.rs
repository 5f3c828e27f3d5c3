//! Decisions about the operation itself, and what a new one starts with.

use super::checks::{changed, name_of};
use super::{Decision, Desk, one};
use crate::domain::event::{Event, OperationDetail, PriorityDetail};
use crate::domain::ids::Code;
use crate::domain::incident::Priority;
use crate::domain::refusal::{Needed, Refusal};
use crate::domain::setup::Profile;
use crate::domain::{plan, presets};

pub(super) fn open_operation(name: &str, profile: Profile, zone: &str, prefix: &str) -> Decision {
    let name = name_of(name, Needed::Name)?;
    let zone = name_of(zone, Needed::Zone)?;
    let prefix = prefix_of(prefix)?;
    let mut events = vec![Event::OperationOpened { name, profile, zone, prefix }];
    events.extend(preset_events(profile));
    Ok(events)
}

impl Desk<'_> {
    pub(super) fn change_operation(&self, detail: &OperationDetail) -> Decision {
        let operation = &self.state.operation;
        let detail = match detail {
            OperationDetail::Name(name) => {
                OperationDetail::Name(changed(&operation.name, name_of(name, Needed::Name)?)?)
            }
            OperationDetail::Zone(zone) => {
                OperationDetail::Zone(changed(&operation.zone, name_of(zone, Needed::Zone)?)?)
            }
            OperationDetail::Prefix(prefix) => OperationDetail::Prefix(changed(&operation.prefix, prefix_of(prefix)?)?),
        };
        one(Event::OperationChanged { detail })
    }
}

fn prefix_of(text: &str) -> Result<String, Refusal> {
    let prefix = text.trim();
    if prefix.chars().count() <= 6 {
        return Ok(prefix.to_owned());
    }
    Err(Refusal::TooLong { field: Needed::Prefix, most: 6 })
}

/// What every new operation starts with, by its profile. All of it can be edited.
fn preset_events(profile: Profile) -> Vec<Event> {
    let kinds = presets::UNIT_KINDS.iter().map(|kind| Event::UnitKindAdded {
        code: Code::new(kind.code),
        label: kind.label.to_owned(),
        speed_kmh: kind.speed_kmh,
    });
    let types = presets::TYPES.iter().filter(|row| starts_with(profile, row.group)).map(|row| Event::TypeAdded {
        code: Code::new(row.code),
        label: row.label.to_owned(),
        common: row.common.to_owned(),
        group: row.group,
        priority: Priority::from_level(row.priority).unwrap_or(Priority::P3),
        stages: presets::STAGES.contains(&row.code),
    });
    let dispositions = presets::DISPOSITIONS.iter().map(|row| Event::DispositionAdded {
        code: Code::new(row.code),
        label: row.label.to_owned(),
        common: row.code.to_owned(),
        group: row.group,
    });
    let aims = |code: &str| match profile {
        Profile::Event | Profile::Practice | Profile::FireEms => true,
        Profile::SearchAndRescue => !code.starts_with("turnout") && !code.starts_with("travel"),
        Profile::RadioNet => code.starts_with("answer") || code.starts_with("dispatch"),
    };
    let own = match profile {
        Profile::SearchAndRescue => presets::SEARCH_TARGETS,
        Profile::RadioNet => presets::NET_TARGETS,
        Profile::Event | Profile::Practice | Profile::FireEms => &[],
    };
    let targets = presets::TARGETS.iter().filter(|row| aims(row.code)).chain(own).map(|row| Event::TargetAdded {
        code: Code::new(row.code),
        label: row.label.to_owned(),
        seconds: row.seconds,
        percent: row.percent,
        source: row.source.to_owned(),
    });
    let priorities = presets::PRIORITIES.iter().filter_map(|row| {
        let priority = Priority::from_level(row.level)?;
        Some(Event::PriorityChanged { priority, detail: PriorityDetail::Label(row.label.to_owned()) })
    });
    let words = plan::preset::words().into_iter();
    let words = words.map(|(word, meant)| Event::PlanWordSet { word, label: meant.label, any_of: meant.any_of });
    let plans = plan::preset::plans(profile).into_iter().map(|plan| Event::PlanSaved { plan });
    kinds.chain(types).chain(dispositions).chain(targets).chain(priorities).chain(words).chain(plans).collect()
}

/// Whether a new operation of this profile starts with the types of a group. The others can be added.
fn starts_with(profile: Profile, group: presets::Group) -> bool {
    use presets::Group;
    match profile {
        Profile::Event | Profile::Practice | Profile::RadioNet => true,
        Profile::FireEms => group != Group::Event,
        Profile::SearchAndRescue => matches!(group, Group::Medical | Group::Rescue | Group::Event | Group::Other),
    }
}
