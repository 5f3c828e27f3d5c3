//! How well words are read: precision and recall over labelled narratives. docs/WORDS.md says what the figures mean.
#![cfg(not(target_arch = "wasm32"))]

use firstline::domain::phrase::DANGERS;
use firstline::domain::place::{PlaceIndex, fold};
use firstline::domain::presets::{Group, type_preset};
use firstline::protocol::suggest::rules::Rules;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What somebody said, and what a dispatcher would take from it.
#[derive(Deserialize)]
struct Narrative {
    id: String,
    text: String,
    #[serde(rename = "type")]
    kind: String,
    /// Types that are as right.
    also_ok: Vec<String>,
    /// The most and the least urgent priority that is not wrong.
    priority: [u8; 2],
    weapon: bool,
    hazards: Vec<String>,
    hurt: Option<u32>,
    callback: Option<String>,
    place: Option<String>,
    /// Not looked at when the rules are tuned.
    held_out: bool,
}

fn narratives() -> Vec<Narrative> {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/narratives.jsonl")).expect("the file");
    text.lines().map(|line| serde_json::from_str(line).expect("a narrative")).collect()
}

/// What was said against what should have been.
#[derive(Debug, Default, Clone, Copy)]
struct Score {
    right: u32,
    /// Said and wrong.
    wrong: u32,
    /// Not said, or something else was.
    missed: u32,
}

impl Score {
    fn add(&mut self, wanted: bool, said: bool, right: bool) {
        self.right += u32::from(wanted && said && right);
        self.wrong += u32::from(said && !(wanted && right));
        self.missed += u32::from(wanted && !(said && right));
    }

    fn precision(self) -> u32 {
        percent(self.right, self.right + self.wrong)
    }

    fn recall(self) -> u32 {
        percent(self.right, self.right + self.missed)
    }
}

fn percent(part: u32, whole: u32) -> u32 {
    (part * 100).checked_div(whole).unwrap_or(100)
}

/// Each field, and each group of types, with the narratives that went wrong.
fn measure(narratives: &[Narrative]) -> (BTreeMap<String, Score>, Vec<String>) {
    let rules = Rules::shipped();
    let index = PlaceIndex::default();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut faults = Vec::new();
    for one in narratives {
        let reading = rules.read(&one.text, &index);
        let mut note = |field: &str, wanted: bool, said: bool, right: bool, got: String| {
            scores.entry(field.to_owned()).or_default().add(wanted, said, right);
            if wanted != said || wanted && !right {
                faults.push(format!("{} {field}: {got}\n    {}", one.id, one.text));
            }
        };
        let best = reading.kinds.first();
        let fits = |code: &str| code == one.kind || one.also_ok.iter().any(|other| other == code);
        let right = best.is_some_and(|best| fits(best.code.as_str()));
        let got =
            format!("{:?}", reading.kinds.iter().map(|kind| (kind.code.as_str(), kind.priority)).collect::<Vec<_>>());
        note("type", true, best.is_some(), right, format!("{} {got}", one.kind));
        let group = type_preset(&one.kind).map_or(Group::Other, |preset| preset.group);
        note(&format!("type in {group:?}"), true, best.is_some(), right, String::new());
        let in_three = reading.kinds.iter().any(|kind| fits(kind.code.as_str()));
        note("type in first three", true, best.is_some(), in_three, String::new());
        let urgent = best.is_some_and(|best| (one.priority[0]..=one.priority[1]).contains(&best.priority));
        note("priority", true, best.is_some(), urgent, format!("{:?} {got}", one.priority));
        // What must not be told as less than it is, and what must not be told as more.
        let said = best.is_some_and(|best| best.priority == 1);
        if one.priority != [1, 2] {
            note("life threat as P1", one.priority == [1, 1], said, true, String::new());
        }
        let danger = |name: &str| reading.dangers.iter().any(|danger| danger.danger == name);
        note("weapon", one.weapon, danger("weapon"), true, format!("{:?}", reading.dangers));
        for name in DANGERS.iter().filter(|name| **name != "weapon") {
            let wanted = one.hazards.iter().any(|hazard| hazard == name);
            note("dangers", wanted, danger(name), true, (*name).to_owned());
        }
        let hurt = reading.hurt.as_ref().map(|said| said.value);
        note("number hurt", one.hurt.is_some(), hurt.is_some(), hurt == one.hurt, format!("{:?} {hurt:?}", one.hurt));
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let number = reading.callback.as_ref().map(|said| digits(&said.value));
        let right = number == one.callback.as_deref().map(digits);
        note("call-back number", one.callback.is_some(), number.is_some(), right, format!("{number:?}"));
        let place = reading.places.first().map(|place| fold(&place.text));
        let wanted = one.place.as_deref().map(fold);
        // "Tent row F" and "row F" lead to the same place.
        let right = matches!((&place, &wanted), (Some(said), Some(wanted)) if said.contains(wanted.as_str()) || wanted.contains(said.as_str()));
        note("place", wanted.is_some(), place.is_some(), right, format!("{wanted:?} {place:?}"));
    }
    (scores, faults)
}

fn table(title: &str, narratives: &[Narrative]) -> BTreeMap<String, Score> {
    let (scores, faults) = measure(narratives);
    println!("\n{title}: {} narratives\n{:<24}{:>9}{:>11}{:>8}", narratives.len(), "", "wanted", "precision", "recall");
    for (field, score) in &scores {
        let wanted = score.right + score.missed;
        println!("{field:<24}{wanted:>9}{:>10}%{:>7}%", score.precision(), score.recall());
    }
    if std::env::var_os("FAULTS").is_some() {
        println!("{}", faults.join("\n"));
    }
    scores
}

#[test]
fn figures_stay_above_their_floor() {
    let (held_out, tuned): (Vec<_>, Vec<_>) = narratives().into_iter().partition(|one| one.held_out);
    table("Tuned on", &tuned);
    table("Held out", &held_out);
}
