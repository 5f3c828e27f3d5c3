//! The groups of incident types, as a choice.

use crate::domain::presets::Group;
use crate::words::{Msg, t};

const GROUPS: [(Group, &str, Msg); 6] = [
    (Group::Medical, "medical", Msg::GroupMedical),
    (Group::Fire, "fire", Msg::GroupFire),
    (Group::Police, "police", Msg::GroupPolice),
    (Group::Rescue, "rescue", Msg::GroupRescue),
    (Group::Event, "event", Msg::GroupEvent),
    (Group::Other, "other", Msg::GroupOther),
];

pub(super) fn group_name(group: Group) -> String {
    GROUPS.iter().find(|(one, _, _)| *one == group).map_or_else(String::new, |(_, name, _)| (*name).to_owned())
}

pub(super) fn group_of(name: &str) -> Option<Group> {
    GROUPS.iter().find(|(_, one, _)| *one == name).map(|(group, _, _)| *group)
}

pub(super) fn group_choices() -> Vec<(String, String)> {
    GROUPS.iter().map(|(_, name, word)| ((*name).to_owned(), t(*word).to_owned())).collect()
}
