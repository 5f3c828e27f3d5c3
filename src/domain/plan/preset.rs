//! The response plans that an operation starts with, by its profile. Planning values of this project, to be edited by the
//! team: they say what a first crew should look like, not what any agency sends.

use super::{Alarm, Plan, Requirement, Trait, Word};
use crate::domain::ids::Code;
use crate::domain::incident::Priority;
use crate::domain::presets::{Group, TYPES};
use crate::domain::setup::Profile;

/// One plan as a line: code, name, what it is for, the least urgent priority, and what each level asks for.
///
/// What it is for: type codes, or `@group`. What it asks for: levels parted by `|`, requirements by `,`, each a count and
/// words of which any will do, `2 bike/foot`; `+` in front of a level repeats it at every later one.
struct Row {
    code: &'static str,
    label: &'static str,
    of: &'static str,
    to: u8,
    asks: &'static str,
}

const fn r(code: &'static str, label: &'static str, of: &'static str, to: u8, asks: &'static str) -> Row {
    Row { code, label, of, to, asks }
}

/// An event with first responders on foot and bikes, ambulances, security and a command post.
#[rustfmt::skip]
const EVENT: &[Row] = &[
    r("life", "Life threat", "cardiac choking breathing unconscious runner shock", 5, "1 FIRST, 1 ALS, 1 command|1 doctor, 1 security"),
    r("medical", "Medical, urgent", "@medical", 2, "1 FIRST, 1 AMB|1 ALS"),
    r("care", "Medical, first aid", "@medical", 5, "1 FIRST/AMB|1 AMB"),
    r("fire", "Fire or hazard", "@fire", 5, "1 engine/FIRE, 1 security|1 command, 1 AMB|+1 engine/FIRE"),
    r("violence", "Weapon or attack", "attacker shooting stabbing weapon robbery bomb", 5, "2 police/security, 1 command|1 ALS|+2 police/security"),
    r("order", "Police or security", "@police", 5, "1 police/security/CROWD|1 police/security/CROWD, 1 command"),
    r("water", "Water rescue", "water drowning", 5, "1 boat/WATER, 1 FIRST, 1 ALS|1 boat/WATER"),
    r("rescue", "Crash or rescue", "@rescue", 5, "1 engine/rescue/FIRE, 1 AMB, 1 security|1 ALS, 1 command|+1 AMB"),
    r("crowd", "Crowd density or crush", "crowd", 5, "3 security/CROWD, 1 command, 1 ALS|3 security/CROWD, 1 ALS|+2 security/CROWD"),
    r("child", "Lost child or missing person", "lostchild missing", 5, "1 security/CROWD|2 security/SEARCH, 1 command"),
    r("mayday", "Responder emergency", "mayday", 5, "2 police/security, 1 ALS, 1 command|1 ALS"),
    r("major", "Major incident", "mci collapse explosion", 5, "2 ALS, 1 AMB, 1 doctor, 1 command, 2 security|2 ALS, 1 AMB|+1 ALS"),
    r("ground", "Event ground", "@event", 5, "1 security/logistics/CROWD|1 command"),
    r("any", "Anything else", "", 5, "1 security/foot/CROWD"),
];

/// A volunteer department with engines, a rescue, brush trucks and two kinds of ambulance.
#[rustfmt::skip]
const FIRE_EMS: &[Row] = &[
    r("structure", "Structure fire", "fire explosion collapse", 5, "2 engine, 1 rescue, 1 AMB, 1 command|2 engine, 1 AMB, 1 command|+1 engine"),
    r("alarm", "Alarm, smoke or gas", "firealarm smoke gas co electrical", 5, "1 engine, 1 command|1 engine, 1 rescue"),
    r("small", "Small outside fire", "trashfire fireout carfire wires", 5, "1 engine|1 engine, 1 command"),
    r("brush", "Brush fire", "brush", 5, "1 brushtruck, 1 engine|2 brushtruck, 1 engine, 1 command|+1 brushtruck"),
    r("hazmat", "Spill or chemical", "hazmat", 5, "1 engine, 1 HAZMAT, 1 command|1 engine, 1 AMB"),
    r("life", "Life threat", "cardiac choking breathing unconscious runner drowning overdose", 5, "1 ALS, 1 engine/rescue/AMB|1 AMB"),
    r("medical", "Medical, urgent", "@medical", 2, "1 AMB|1 ALS"),
    r("care", "Medical", "@medical", 5, "1 AMB"),
    r("crash", "Traffic crash", "crash", 5, "1 engine/rescue, 1 AMB|1 rescue, 1 AMB, 1 command"),
    r("trapped", "Trapped or technical rescue", "trapped rescue", 5, "1 rescue, 1 engine, 1 AMB, 1 command|1 rescue, 1 ALS"),
    r("water", "Water rescue", "water", 5, "1 boat/WATER, 1 rescue, 1 AMB|1 boat/WATER"),
    r("violence", "Violence", "@police", 5, "1 AMB, 1 police|1 AMB"),
    r("mayday", "Responder emergency", "mayday", 5, "2 engine, 1 rescue, 1 ALS, 1 command|1 ALS"),
    r("major", "Major incident", "mci", 5, "2 ALS, 2 AMB, 1 engine, 1 command|2 AMB, 1 engine|+2 AMB"),
    r("any", "Anything else", "", 5, "1 engine/rescue/AMB"),
];

/// Search teams, dogs, boats and drones under one leader.
#[rustfmt::skip]
const SEARCH: &[Row] = &[
    r("hasty", "Missing person", "sar missing lostchild", 5, "2 search, 1 command|1 dog, 1 drone, 2 search|+2 search"),
    r("water", "Water search", "water drowning", 5, "1 boat/WATER, 1 search, 1 AMB|1 boat/WATER, 1 drone"),
    r("steep", "Technical rescue", "rescue trapped", 5, "1 rescue/ROPE, 1 search, 1 AMB, 1 command|1 rescue/ROPE"),
    r("medical", "Hurt or ill", "@medical", 5, "1 search/foot, 1 AMB|1 search"),
    r("found", "Found person", "foundperson foundchild", 5, "1 search/foot/logistics"),
    r("mayday", "Responder emergency", "mayday", 5, "2 search, 1 AMB, 1 command|1 rescue/ROPE"),
    r("any", "Anything else", "", 5, "1 search/foot/logistics"),
];

/// A net of radio operators: what is sent is somebody who can report and pass traffic.
#[rustfmt::skip]
const RADIO: &[Row] = &[
    r("priority", "Priority traffic", "@medical @fire @rescue @police", 2, "1 radio, 1 command|1 radio"),
    r("welfare", "Check or report", "@medical @fire @rescue @police welfare", 5, "1 radio"),
    r("comms", "Radio or network failure", "comms power", 5, "1 radio, 1 logistics|1 radio"),
    r("mayday", "Responder emergency", "mayday mci", 5, "2 radio, 1 command|2 radio"),
    r("any", "Anything else", "", 5, "1 radio"),
];

/// Words that several kinds answer to.
const WORDS: &[(&str, &str, &[&str])] =
    &[("AMB", "Ambulance", &["als", "bls"]), ("FIRST", "First responder", &["foot", "bike", "cart"])];

/// What the words of the plans mean where they do not speak for themselves.
#[must_use]
pub fn words() -> Vec<(Code, Word)> {
    let kinds = |kinds: &[&str]| kinds.iter().map(|kind| Trait::Kind(Code::new(kind))).collect();
    let word = |(word, label, of): &(&str, &str, &[&str])| {
        (Code::new(word), Word { label: (*label).to_owned(), any_of: kinds(of) })
    };
    WORDS.iter().map(word).collect()
}

/// The plans of a profile, for the types that it starts with.
#[must_use]
pub fn plans(profile: Profile) -> Vec<Plan> {
    let rows = match profile {
        Profile::Event | Profile::Practice => EVENT,
        Profile::FireEms => FIRE_EMS,
        Profile::SearchAndRescue => SEARCH,
        Profile::RadioNet => RADIO,
    };
    rows.iter().map(plan).collect()
}

fn plan(row: &Row) -> Plan {
    let mut plan = Plan { code: Code::new(row.code), label: row.label.to_owned(), ..Plan::default() };
    plan.to = Priority::from_level(row.to).unwrap_or(Priority::P5);
    for word in row.of.split(' ').filter(|word| !word.is_empty()) {
        match word.strip_prefix('@') {
            Some(group) => plan.groups.extend(group_named(group)),
            None if TYPES.iter().any(|preset| preset.code == word) => plan.types.push(Code::new(word)),
            None => {}
        }
    }
    for (level, asks) in (1..).zip(row.asks.split('|')) {
        let (repeats, asks) = asks.strip_prefix('+').map_or((false, asks), |asks| (true, asks));
        plan.alarms.push(Alarm { level, repeats, needs: asks.split(", ").filter_map(requirement).collect() });
    }
    plan
}

/// `2 bike/foot`.
fn requirement(text: &str) -> Option<Requirement> {
    let (count, words) = text.split_once(' ')?;
    let any_of = words.split('/').map(str::to_uppercase).collect();
    Some(Requirement { any_of, count: count.parse().ok()?, ..Requirement::default() })
}

/// The group that is written so in the log.
#[must_use]
pub fn group_named(text: &str) -> Option<Group> {
    GROUPS.iter().find(|(_, name)| *name == text).map(|(group, _)| *group)
}

/// Groups by the names that stand in files.
pub const GROUPS: [(Group, &str); 6] = [
    (Group::Medical, "medical"),
    (Group::Fire, "fire"),
    (Group::Police, "police"),
    (Group::Rescue, "rescue"),
    (Group::Event, "event"),
    (Group::Other, "other"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_whole_plan() {
        for profile in Profile::ALL {
            let made = plans(profile);
            assert!(5 <= made.len());
            for (at, plan) in made.iter().enumerate() {
                assert!(!plan.alarms.is_empty(), "{}", plan.code);
                assert!(plan.alarms.iter().all(|alarm| !alarm.needs.is_empty()), "{}", plan.code);
                assert!(made[..at].iter().all(|other| other.code != plan.code), "{}", plan.code);
            }
            let whole: usize = made.iter().map(|plan| plan.types.len() + plan.groups.len()).sum();
            let rows = if profile == Profile::Practice { EVENT } else { &[] };
            let written: usize = rows.iter().map(|row| row.of.split(' ').filter(|word| !word.is_empty()).count()).sum();
            assert!(rows.is_empty() || whole == written, "a word of a plan names no type and no group");
        }
    }
}
