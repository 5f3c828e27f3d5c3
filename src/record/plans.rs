//! Response plans from CSV and JSON files, and back into them.
//!
//! Both forms are the same rows: a plan, a level, and one requirement. `*` in front of a plan's key says that it comes on
//! top of the plans that are named in its label, as the rule of a further alarm does. In CSV `word:` in front of a key makes
//! it a word with its name and what it means; JSON has a place of its own for these.

use super::import::{Fault, RowCount, What, whole_lines};
use crate::domain::ids::Code;
use crate::domain::incident::Priority;
use crate::domain::place::fold;
use crate::domain::plan::preset::{GROUPS, group_named};
use crate::domain::plan::{Alarm, Plan, Requirement, Trait, Word, Zone};
use crate::domain::state::State;
use crate::words::{Msg, say, t};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A file read, and not yet taken over.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub plans: Vec<Plan>,
    pub words: Vec<(Code, Word)>,
    /// Incident types that the plans are for and that this operation does not have, with their names.
    pub types: Vec<(Code, String)>,
    pub faults: Vec<Fault>,
}

/// One requirement as a row.
#[derive(Debug, Clone, Default)]
struct Row {
    at: usize,
    key: String,
    label: String,
    level: u8,
    repeats: bool,
    need: Requirement,
    note: String,
    /// What the plan is for and what it comes on top of, where the file says so.
    types: String,
    priority: String,
    zone: String,
    on_top_of: String,
    /// Something in it cannot be read. Its plan is then not taken over: a plan that asks for less than it should is worse
    /// than none.
    broken: bool,
}

/// Reads either form.
#[must_use]
pub fn read(text: &str, state: &State) -> Found {
    let mut found = Found::default();
    let text = text.trim_start_matches('\u{feff}');
    let rows = if text.trim_start().starts_with(['{', '[']) {
        json_rows(text, &mut found)
    } else {
        csv_rows(text, &mut found)
    };
    if rows.is_empty() && found.faults.is_empty() {
        fault(&mut found.faults, 1, "", What::NoRows);
    }
    assemble(&rows, state, &mut found);
    found
}

fn fault(faults: &mut Vec<Fault>, row: usize, column: &str, what: What) {
    faults.push(Fault { row, column: column.to_owned(), what });
}

/// What a key in a table begins with that names a word instead of a plan.
const WORD: &str = "word:";

fn csv_rows(text: &str, found: &mut Found) -> Vec<Row> {
    let (faults, brought) = (&mut found.faults, &mut found.words);
    let text = whole_lines(text);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let heads = match reader.headers() {
        Ok(heads) => heads.clone(),
        Err(why) => {
            fault(faults, 1, "", What::NotCsv(why.to_string()));
            return Vec::new();
        }
    };
    let mut count = RowCount::default();
    let head_row = count.pass(&reader, &heads);
    let heads: Vec<String> = heads.iter().map(|head| fold(head).replace(' ', "_")).collect();
    let column = |names: &[&str]| heads.iter().position(|head| names.contains(&head.as_str()));
    let Some(key) = column(&["plan_key", "plan", "key"]) else {
        fault(faults, head_row, "plan_key", What::NoColumn("plan_key"));
        return Vec::new();
    };
    let columns = [
        column(&["label", "name"]),
        column(&["level", "alarm"]),
        column(&["any_of"]),
        column(&["resource", "unit"]),
        column(&["count", "number"]),
        column(&["crew"]),
        column(&["skill"]),
        column(&["rule", "note"]),
        column(&["types", "type"]),
        column(&["priority"]),
        column(&["zone"]),
        column(&["on_top_of"]),
    ];
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let read = reader.read_record(&mut record);
        let at = count.pass(&reader, &record);
        match read {
            Ok(false) => break,
            Ok(true) => {}
            Err(why) => {
                fault(faults, at, "", What::NotCsv(why.to_string()));
                break;
            }
        }
        let get = |index: usize| columns[index].and_then(|at| record.get(at)).unwrap_or_default().trim().to_owned();
        let key = record.get(key).unwrap_or_default().trim().to_owned();
        if key.is_empty() && record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        if key.is_empty() {
            fault(faults, at, "plan_key", What::Empty);
            continue;
        }
        if let Some(word) = key.strip_prefix(WORD) {
            match get(2).split(" or ").filter(|one| !one.trim().is_empty()).map(read_trait).collect() {
                Some(any_of) => brought.push((Code::new(word), Word { label: get(0), any_of })),
                None => fault(faults, at, "any_of", What::NotUnderstood(get(2))),
            }
            continue;
        }
        let words = Some(get(2)).filter(|any| !any.is_empty()).unwrap_or_else(|| get(3));
        let mut number = |text: String, column: &str, or: u8| match text.trim_end_matches('+').parse() {
            Ok(number) => Some(number),
            Err(_) if text.is_empty() => Some(or),
            Err(_) => {
                fault(faults, at, column, What::NotANumber(text));
                None
            }
        };
        let (level, count, crew) = (number(get(1), "level", 1), number(get(4), "count", 1), number(get(5), "crew", 0));
        let broken = level.is_none() || count.is_none() || crew.is_none();
        let (level, count, crew) = (level.unwrap_or(1), count.unwrap_or(1), crew.unwrap_or(0));
        let need = Requirement { any_of: split(&words), count, crew, skill: get(6) };
        let note = get(7);
        // The rule of a further alarm says in words that it is asked for again.
        let repeats = get(1).ends_with('+') || (key.starts_with('*') && note.contains("repeat"));
        let (types, priority, zone, on_top_of) = (get(8), get(9), get(10), get(11));
        rows.push(Row { at, key, label: get(0), level, repeats, need, note, types, priority, zone, on_top_of, broken });
    }
    rows
}

/// `E or T`, `E/T`, `E, T`.
#[must_use]
pub fn split(text: &str) -> Vec<String> {
    let parts = text.split(['/', ',', ';']).flat_map(|part| part.split(" or "));
    parts.map(|part| part.trim().to_uppercase()).filter(|part| !part.is_empty()).collect()
}

fn json_rows(text: &str, found: &mut Found) -> Vec<Row> {
    let whole: Value = match serde_json::from_str(text) {
        Ok(whole) => whole,
        Err(why) => {
            fault(&mut found.faults, why.line(), "", What::NotJson(why.to_string()));
            return Vec::new();
        }
    };
    for (word, label) in object(&whole["resource_types"]) {
        let mut any_of = Vec::new();
        for one in strings(&whole["meanings"][word.as_str()]) {
            match read_trait(&one) {
                Some(one) => any_of.push(one),
                None => fault(&mut found.faults, 1, "meanings", What::NotUnderstood(one)),
            }
        }
        let label = label.as_str().unwrap_or_default().to_owned();
        found.words.push((Code::new(word), Word { label, any_of }));
    }
    let mut rows = Vec::new();
    let plans = whole["plans"].as_array().or(whole.as_array()).map_or(&[][..], Vec::as_slice);
    for (at, plan) in (1..).zip(plans) {
        let mut read = Cells { at, faults: &mut found.faults, broken: false };
        let mut head = Row {
            at,
            key: read.text(plan, "key"),
            label: read.text(plan, "label"),
            level: read.number(plan, "level", 1),
            repeats: read.flag(plan, "repeats"),
            note: read.text(plan, "rule"),
            types: read.text(plan, "types"),
            priority: read.text(plan, "priority"),
            zone: read.text(plan, "zone"),
            on_top_of: read.text(plan, "on_top_of"),
            ..Row::default()
        };
        head.broken = read.broken;
        if head.key.is_empty() {
            fault(&mut found.faults, at, "key", What::Empty);
            continue;
        }
        push_needs(&mut rows, &head, &plan["requires"], &mut found.faults);
    }
    let further = &whole["further_alarms"];
    let on_top_of = strings(&further["applies_to"]).join(", ");
    for (key, needs) in object(further) {
        // `level_2`, `level_3_and_up`.
        let Some(level) = key.strip_prefix("level_") else { continue };
        let digits: String = level.chars().take_while(char::is_ascii_digit).collect();
        let Ok(level) = digits.parse() else { continue };
        let head = Row {
            at: plans.len() + 1,
            key: "*further_alarm".into(),
            label: on_top_of.clone(),
            level,
            repeats: key.ends_with("up"),
            note: further["note"].as_str().unwrap_or_default().to_owned(),
            ..Row::default()
        };
        push_needs(&mut rows, &head, needs, &mut found.faults);
    }
    rows
}

fn push_needs(rows: &mut Vec<Row>, head: &Row, needs: &Value, faults: &mut Vec<Fault>) {
    for need in needs.as_array().map_or(&[][..], Vec::as_slice) {
        let mut read = Cells { at: head.at, faults, broken: head.broken };
        let any_of = split(&read.text(need, "any_of"));
        let (count, crew) = (read.number(need, "count", 1), read.number(need, "crew", 0));
        let need = Requirement { any_of, count, crew, skill: read.text(need, "skill") };
        rows.push(Row { need, broken: read.broken, ..head.clone() });
    }
}

/// The values of one object of a JSON file. What is there and cannot be read is a fault; it never becomes something else.
struct Cells<'a> {
    at: usize,
    faults: &'a mut Vec<Fault>,
    broken: bool,
}

impl Cells<'_> {
    fn wrong(&mut self, key: &str, what: What) {
        self.broken = true;
        fault(self.faults, self.at, key, what);
    }

    /// A text, or a list of texts.
    fn text(&mut self, of: &Value, key: &str) -> String {
        match &of[key] {
            Value::Null => String::new(),
            Value::String(text) => text.trim().to_owned(),
            Value::Array(list) if list.iter().all(Value::is_string) => strings(&of[key]).join(", "),
            other => {
                self.wrong(key, What::NotUnderstood(other.to_string()));
                String::new()
            }
        }
    }

    /// A number, which some programs write as a text.
    fn number(&mut self, of: &Value, key: &str, or: u8) -> u8 {
        let read = match &of[key] {
            Value::Null => return or,
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_u64().and_then(|number| u8::try_from(number).ok()),
        };
        read.unwrap_or_else(|| {
            let written = of[key].as_str().map_or_else(|| of[key].to_string(), str::to_owned);
            self.wrong(key, What::NotANumber(written));
            or
        })
    }

    fn flag(&mut self, of: &Value, key: &str) -> bool {
        match &of[key] {
            Value::Null => false,
            Value::Bool(is) => *is,
            other => {
                self.wrong(key, What::NotUnderstood(other.to_string()));
                false
            }
        }
    }
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn strings(value: &Value) -> Vec<String> {
    let texts = value.as_array().into_iter().flatten();
    texts.filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

fn assemble(rows: &[Row], state: &State, found: &mut Found) {
    let mut at_of: BTreeMap<String, usize> = BTreeMap::new();
    let mut broken: BTreeSet<Code> = BTreeSet::new();
    let code_of = |row: &Row| Code::new(row.key.strip_prefix('*').unwrap_or(&row.key));
    let brought: BTreeSet<Code> = rows.iter().map(code_of).collect();
    for row in rows {
        let code = code_of(row);
        let names_others = row.key.starts_with('*') && row.on_top_of.is_empty();
        let on_top = if names_others { &row.label } else { &row.on_top_of };
        let before = found.faults.len();
        if row.need.any_of.is_empty() && !row.broken {
            fault(&mut found.faults, row.at, "any_of", What::Empty);
        }
        if !(1..=9).contains(&row.level) {
            fault(&mut found.faults, row.at, "level", What::NotANumber(row.level.to_string()));
        }
        if !(1..=99).contains(&row.need.count) {
            fault(&mut found.faults, row.at, "count", What::NotANumber(row.need.count.to_string()));
        }
        let index = *at_of.entry(code.to_string()).or_insert_with(|| {
            found.plans.push(begin(row, &code, on_top, state, &mut found.types, &mut found.faults));
            let with = found.plans.iter().flat_map(|plan| &plan.with).filter(|_| !on_top.is_empty());
            let unknown: BTreeSet<&Code> =
                with.filter(|other| !brought.contains(other) && !state.book.plans.contains_key(other)).collect();
            for other in unknown {
                fault(&mut found.faults, row.at, "on_top_of", What::UnknownPlan(other.to_string()));
            }
            found.plans.len() - 1
        });
        if row.broken || before < found.faults.len() {
            broken.insert(code);
            continue;
        }
        let Some(plan) = found.plans.get_mut(index) else { continue };
        if plan.note.is_empty() {
            plan.note.clone_from(&row.note);
        }
        let same = |alarm: &&mut Alarm| alarm.level == row.level && alarm.repeats == row.repeats;
        match plan.alarms.iter_mut().find(same) {
            Some(alarm) => alarm.needs.push(row.need.clone()),
            None => {
                let needs = vec![row.need.clone()];
                plan.alarms.push(Alarm { level: row.level, repeats: row.repeats, needs });
            }
        }
    }
    found.plans.retain(|plan| !broken.contains(&plan.code));
    // Types of plans that are not taken over are not wanted.
    found.types.retain(|(kind, _)| found.plans.iter().any(|plan| plan.types.contains(kind)));
}

/// A plan from its first row, without what it asks for.
fn begin(
    row: &Row,
    code: &Code,
    on_top: &str,
    state: &State,
    types: &mut Vec<(Code, String)>,
    faults: &mut Vec<Fault>,
) -> Plan {
    let is_rule = row.key.starts_with('*') && row.on_top_of.is_empty();
    let label = if row.label.is_empty() || is_rule { row.key.trim_start_matches('*') } else { &row.label };
    let mut plan = Plan { code: code.clone(), label: spoken(label), ..Plan::default() };
    plan.with = split(on_top).iter().map(|word| Code::new(word)).collect();
    match read_priorities(&row.priority) {
        Some((from, to)) => (plan.from, plan.to) = (from, to),
        None => fault(faults, row.at, "priority", What::NotUnderstood(row.priority.clone())),
    }
    let zone = row.zone.trim();
    let parted = zone.rsplit_once(' ').and_then(|(place, metres)| Some((place.trim(), metres.parse().ok()?)));
    plan.zone = match parted {
        None if zone.is_empty() => None,
        None => {
            fault(faults, row.at, "zone", What::NotAZone(zone.to_owned()));
            None
        }
        Some((name, metres)) => {
            let place = state.place_index.named(name);
            if place.is_none() {
                fault(faults, row.at, "zone", What::UnknownPlace(name.to_owned()));
            }
            place.map(|place| Zone { place, metres })
        }
    };
    let named = if row.types.is_empty() { guess(state, code, &row.label) } else { row.types.clone() };
    for word in named.split([' ', ',']).filter(|word| !word.is_empty() && *word != "any") {
        match word.strip_prefix('@') {
            Some(name) => match group_named(&name.to_lowercase()) {
                Some(group) => plan.groups.push(group),
                None => fault(faults, row.at, "types", What::UnknownGroup(name.to_owned())),
            },
            None => plan.types.push(Code::new(word)),
        }
    }
    // A plan that says nothing of what it is for would be for everything; it gets an incident type of its own instead.
    if plan.with.is_empty() && plan.types.is_empty() && plan.groups.is_empty() && row.types != "any" {
        // It has to be typed on the command line, so it is one word of letters and digits.
        plan.types.push(Code::new(&code.as_str().replace(|sign: char| !sign.is_alphanumeric(), "")));
    }
    for kind in plan.types.iter().filter(|kind| !state.types.contains_key(kind)) {
        types.push((kind.clone(), plan.label.clone()));
    }
    plan
}

/// `P1-P2`, `2 to 4`, `P3`; all of them where nothing is said.
fn read_priorities(text: &str) -> Option<(Priority, Priority)> {
    if text.trim().is_empty() {
        return Some((Priority::P1, Priority::P5));
    }
    let levels: Option<Vec<Priority>> = text
        .chars()
        .filter(char::is_ascii_digit)
        .map(|digit| digit.to_digit(10).and_then(|digit| Priority::from_level(digit as u8)))
        .collect();
    match levels?[..] {
        [one] => Some((one, one)),
        [from, to] => Some((from, to)),
        _ => None,
    }
}

fn spoken(label: &str) -> String {
    if label.contains(' ') {
        return label.to_owned();
    }
    let text = label.replace('_', " ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What plans of fire departments are usually for, by words of their names. The person who imports sees the guess.
const USUAL: &[(&str, &str)] = &[
    ("structure fire", "fire"),
    ("trash fire", "trashfire"),
    ("grass", "brush"),
    ("large vehicle", "carfire"),
    ("trapped", "trapped"),
    ("medical", "@medical"),
    ("or rescue", "@rescue"),
    ("hazardous", "hazmat"),
    ("public service", "assist"),
    ("gas leak", "gas"),
    ("fire alarm", "firealarm"),
];

fn guess(state: &State, code: &Code, label: &str) -> String {
    if state.types.contains_key(code) {
        return code.to_string();
    }
    let label = fold(label);
    let same = state.types.values().find(|kind| fold(&kind.label) == label);
    if let Some(kind) = same {
        return kind.code.to_string();
    }
    let known = |types: &str| types.starts_with('@') || state.types.contains_key(&Code::new(types));
    let usual = USUAL.iter().filter(|(words, types)| label.contains(words) && known(types));
    usual.map(|(_, types)| *types).collect::<Vec<_>>().join(" ")
}

/// `kind:engine`, `has:ALS`, `sign:E`.
#[must_use]
pub fn read_trait(text: &str) -> Option<Trait> {
    let (what, name) = text.split_once(':')?;
    let name = name.trim();
    if name.is_empty() {
        return None;
    }
    Some(match what.trim() {
        "kind" => Trait::Kind(Code::new(name)),
        "has" => Trait::Capability(name.to_uppercase()),
        "sign" => Trait::CallSign(name.to_uppercase()),
        _ => return None,
    })
}

#[must_use]
pub fn write_trait(one: &Trait) -> String {
    match one {
        Trait::Kind(kind) => format!("kind:{kind}"),
        Trait::Capability(word) => format!("has:{word}"),
        Trait::CallSign(letters) => format!("sign:{letters}"),
    }
}

/// The words of a file that mean something else on this desk so far, with both meanings.
#[must_use]
pub fn new_meanings(state: &State, words: &[(Code, Word)]) -> Vec<String> {
    let said = |any_of: &[Trait]| {
        let traits: Vec<String> = any_of.iter().map(write_trait).collect();
        if traits.is_empty() { t(Msg::MeansItself).to_owned() } else { traits.join(t(Msg::OrBetween)) }
    };
    let was = |code: &Code| state.book.words.get(code).map_or(&[][..], |word| &word.any_of);
    let other = words.iter().filter(|(code, word)| was(code) != word.any_of);
    let line = |(code, word): &(Code, Word)| {
        let name = code.as_str().to_uppercase();
        say(Msg::WordMeansAnew, &[&name, &said(&word.any_of), &said(was(code))])
    };
    other.map(line).collect()
}

/// What a plan is for, as a file says it.
#[must_use]
pub fn types_of(plan: &Plan) -> String {
    let groups = plan.groups.iter().filter_map(|group| GROUPS.iter().find(|(one, _)| one == group));
    let groups = groups.map(|(_, name)| format!("@{name}"));
    let all: Vec<String> = plan.types.iter().map(ToString::to_string).chain(groups).collect();
    if all.is_empty() && plan.with.is_empty() { "any".to_owned() } else { all.join(" ") }
}

fn zone_of(plan: &Plan, state: &State) -> String {
    let place = |zone: &Zone| state.places.get(&zone.place).map(|place| format!("{} {}", place.name, zone.metres));
    plan.zone.as_ref().and_then(place).unwrap_or_default()
}

fn codes(codes: &[Code]) -> String {
    codes.iter().map(Code::as_str).collect::<Vec<_>>().join(", ")
}

/// All plans in use with what their words mean, as a table.
#[must_use]
pub fn csv(state: &State) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heads = [
        "plan_key",
        "label",
        "level",
        "resource",
        "any_of",
        "count",
        "rule",
        "types",
        "priority",
        "zone",
        "crew",
        "skill",
        "on_top_of",
    ];
    let mut wrote = writer.write_record(heads);
    for plan in state.book.in_use() {
        for (alarm, need) in plan.alarms.iter().flat_map(|alarm| alarm.needs.iter().map(move |need| (alarm, need))) {
            let repeats = if alarm.repeats { "+" } else { "" };
            let star = if plan.with.is_empty() { "" } else { "*" };
            let row = [
                format!("{star}{}", plan.code),
                plan.label.clone(),
                format!("{}{repeats}", alarm.level),
                if need.any_of.len() == 1 { need.any_of.concat() } else { String::new() },
                need.any_of.join(" or "),
                need.count.to_string(),
                plan.note.clone(),
                types_of(plan),
                format!("{}-{}", plan.from.code(), plan.to.code()),
                zone_of(plan, state),
                need.crew.to_string(),
                need.skill.clone(),
                codes(&plan.with),
            ];
            wrote = wrote.and_then(|()| writer.write_record(row));
        }
    }
    for (code, word) in &state.book.words {
        let any_of = word.any_of.iter().map(write_trait).collect::<Vec<_>>().join(" or ");
        let mut row = vec![String::new(); heads.len()];
        row[0] = format!("{WORD}{}", code.as_str().to_uppercase());
        (row[1], row[4]) = (word.label.clone(), any_of);
        wrote = wrote.and_then(|()| writer.write_record(row));
    }
    let bytes = wrote.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// All plans in use with what their words mean, as JSON.
#[must_use]
pub fn json(state: &State) -> String {
    let mut plans = Vec::new();
    for plan in state.book.in_use() {
        for alarm in &plan.alarms {
            let needs = alarm.needs.iter().map(|need| {
                let Requirement { any_of, count, crew, skill } = need;
                serde_json::json!({ "any_of": any_of, "count": count, "crew": crew, "skill": skill })
            });
            let star = if plan.with.is_empty() { "" } else { "*" };
            plans.push(serde_json::json!({
                "key": format!("{star}{}", plan.code),
                "label": plan.label,
                "level": alarm.level,
                "repeats": alarm.repeats,
                "types": types_of(plan),
                "priority": format!("{}-{}", plan.from.code(), plan.to.code()),
                "zone": zone_of(plan, state),
                "on_top_of": codes(&plan.with),
                "rule": plan.note,
                "requires": needs.collect::<Vec<Value>>(),
            }));
        }
    }
    let mut labels = serde_json::Map::new();
    let mut meanings = serde_json::Map::new();
    for (code, word) in &state.book.words {
        let name = code.as_str().to_uppercase();
        labels.insert(name.clone(), Value::from(word.label.clone()));
        meanings.insert(name, word.any_of.iter().map(write_trait).collect());
    }
    let whole = serde_json::json!({
        "kind": "response_plan",
        "resource_types": labels,
        "meanings": meanings,
        "plans": plans,
    });
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}
