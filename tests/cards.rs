//! The shipped cards, and what holds for every card.
#![cfg(not(target_arch = "wasm32"))]

use firstline::domain::card::example::coverage;
use firstline::domain::card::fault::Why;
use firstline::domain::card::lint::{links, lint};
use firstline::domain::card::view::{Answers, view};
use firstline::domain::card::{Card, Kind, Target, notation};
use firstline::domain::presets;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// File and text of each shipped card.
static TEXTS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/public/cards");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the shipped cards")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    let cards = files.iter().flat_map(|path| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).expect("a text");
        let cards: Vec<_> = notation::split(&text).into_iter().map(|cut| (name.clone(), cut.text.to_owned())).collect();
        assert!(!cards.is_empty(), "{name} holds no card");
        cards
    });
    cards.collect()
});

static CARDS: LazyLock<Vec<Card>> =
    LazyLock::new(|| TEXTS.iter().map(|(_, text)| firstline::domain::card::read::card(text).0).collect());

fn ids() -> BTreeSet<&'static str> {
    CARDS.iter().map(|card| card.id.as_str()).collect()
}

#[test]
fn shipped_cards_have_no_faults() {
    let ids = ids();
    let mut found = Vec::new();
    for (file, text) in TEXTS.iter() {
        for fault in lint(text, &|id| ids.contains(id)).1 {
            found.push(format!(
                "{file}: {} line {}: {}: {:?} {}",
                fault.card, fault.line, fault.place, fault.why, fault.about
            ));
        }
    }
    assert!(found.is_empty(), "\n{}\n{} faults\n", found.join("\n"), found.len());
}

/// A card without a fault, of which each test breaks one thing.
const WHOLE: &str = r#"[[card]]
id = "whole"
version = 1
discipline = "medical"
title = "Whole"
types = ["fall"]
life = true
author = "Test"
reviewed = "2026-11-22"
source = "Test"

[[card.ask]]
id = "awake"
text = "Are they awake?"
kind = "yes-no"

[[card.ask]]
id = "cause"
text = "What was it?"
kind = "choice"
choices = ["knife: A knife", "fall: A fall"]
safety = true

[[card.ask]]
id = "age"
text = "How old are they?"
kind = "age"
when = "awake = no"

[[card.ask]]
id = "name"
text = "What is their name?"
kind = "text"

[[card.rule]]
when = "awake = no"
send = true
priority = 1
guide = "push"

[[card.rule]]
when = "cause = knife"
safety = "Armed"
crew = "Called {name}"

[[card.rule]]
when = "cause = fall"
card = "other"

[[card.guide]]
id = "push"
title = "Push"

[[card.guide.step]]
id = "kneel"
say = "Kneel."

[[card.guide.step]]
say = "Push 2 times."
mark = "first_compression"
ways = ["on: Go on -> kneel", "moves: They move -> end", "limp: Limp -> card other", "baby: A baby -> card other"]
sets = { limp = { awake = "no" }, moves = { awake = "yes" } }
other = ["baby"]

[[card.example]]
name = "A knife"
answers = { awake = "no", cause = "knife", age = "40", name = "Ann" }
priority = 1

[[card.example]]
name = "A fall"
answers = { awake = "yes", cause = "fall", name = "Ann" }
priority = 3
card = "other"
"#;

/// What is changed in the whole card, what is wrong then, and how the line begins that the fault names.
#[rustfmt::skip]
const BROKEN: &[(&str, &str, Why, &str)] = &[
    ("kind = \"text\"", "kind = text", Why::Notation, "kind = text"),
    ("author = \"Test\"\n", "", Why::MissingField, "[[card]]"),
    ("life = true", "live = true", Why::UnknownField, "live"),
    ("life = true", "life = \"yes\"", Why::WrongKindOfValue, "life"),
    ("id = \"push\"", "id = \"Push it\"", Why::BadId, "id = \"Push it\""),
    ("id = \"cause\"", "id = \"awake\"", Why::DuplicateId, "id = \"awake\"\ntext = \"What"),
    ("moves: They move", "on: They move", Why::DuplicateId, "ways"),
    ("kind = \"age\"", "kind = \"years\"", Why::UnknownWord, "kind = \"years\""),
    ("mark = \"first_compression\"", "mark = \"first\"", Why::UnknownWord, "mark"),
    ("mark = \"first_compression\"", "mark = \"first_compression\"\ncount = 30", Why::UnknownField, "count"),
    ("other = [\"baby\"]", "other = [\"baby\"]\nchanged = [\"child\"]", Why::UnknownWay, "changed"),
    ("knife: A knife", "knife", Why::BadChoice, "choices"),
    ("on: Go on -> kneel", "on -> kneel", Why::BadChoice, "ways"),
    ("\"fall: A fall\"]", "\"fall: A fall\", \"a: A\", \"b: B\", \"c: C\", \"d: D\", \"e: E\", \"f: F\", \"g: G\", \"h: H\"]", Why::TooManyChoices, "choices"),
    ("fall: A fall\"]", "fall: Knife\"]", Why::ChoiceAmbiguous, "choices"),
    ("fall: A fall\"]", "fall: A knife\"]", Why::ChoiceAmbiguous, "choices"),
    ("\"fall: A fall\"]", "\"fall: A fall\", \"u: A push\"]", Why::ChoiceAmbiguous, "choices"),
    ("kind = \"choice\"\nchoices = [\"knife: A knife\", \"fall: A fall\"]", "kind = \"choice\"", Why::NoChoices, "[[card.ask]]\nid = \"cause\""),
    ("when = \"cause = knife\"", "when = \"cause = knife and\"", Why::BadCondition, "when = \"cause = knife"),
    ("when = \"cause = knife\"", "when = \"reason = knife\"", Why::UnknownQuestion, "when = \"reason"),
    ("{name}", "{surname}", Why::UnknownQuestion, "crew"),
    ("when = \"awake = no\"\n\n[[card.ask]]", "when = \"name\"\n\n[[card.ask]]", Why::LaterQuestion, "when = \"name\""),
    ("when = \"cause = knife\"", "when = \"cause = gun\"", Why::ImpossibleValue, "when = \"cause = gun"),
    ("when = \"cause = knife\"", "when = \"name = Ann\"", Why::TextCompared, "when = \"name"),
    ("when = \"cause = fall\"", "when = \"cause = fall and cause = knife\"", Why::NeverTrue, "when = \"cause = fall and"),
    ("when = \"cause = fall\"\ncard = \"other\"", "when = \"cause = fall\"", Why::EmptyRule, "[[card.rule]]\nwhen = \"cause = fall\""),
    ("send = true\npriority = 1", "send = true\npriority = 6", Why::BadPriority, "priority = 6"),
    ("-> kneel", "-> stand", Why::LinkToNowhere, "ways"),
    ("guide = \"push\"", "guide = \"pull\"", Why::LinkToNowhere, "guide"),
    ("card = \"other\"\n\n[[card.guide]]", "card = \"nowhere\"\n\n[[card.guide]]", Why::LinkToNowhere, "card = \"nowhere\""),
    ("\"moves: They move -> end\", \"limp: Limp -> card other\", \"baby: A baby -> card other\"]\nsets = { limp = { awake = \"no\" }, moves = { awake = \"yes\" } }\nother = [\"baby\"]", "\"more: More -> kneel\"]", Why::NoWayBack, "[[card.guide.step]]\nid"),
    ("sets = { limp", "sets = { lame", Why::UnknownWay, "sets"),
    ("other = [\"baby\"]", "other = [\"twin\"]", Why::UnknownWay, "other"),
    ("other = [\"baby\"]", "other = [\"moves\"]", Why::OtherNoCard, "other"),
    ("moves = { awake = \"yes\" }", "moves = { awake = \"perhaps\" }", Why::SetNotAsked, "sets"),
    ("say = \"Kneel.\"", "say = \"Kneel.\"\nways = [\"end: Done -> end\"]", Why::StepNotReached, "[[card.guide.step]]\nsay"),
    ("guide = \"push\"\n", "", Why::GuideNotOffered, "[[card.guide]]"),
    ("[[card.example]]\nname = \"A knife\"", "[[card.guide]]\nid = \"none\"\ntitle = \"None\"\n\n[[card.example]]\nname = \"A knife\"", Why::NoSteps, "[[card.guide]]\nid = \"none\""),
    ("send = true\n", "", Why::NoSendRule, "[[card]]"),
    ("safety = \"Armed\"\n", "", Why::SafetyNotPassedOn, "safety = true"),
    ("source = \"Test\"\n", "", Why::NoSource, "say = \"Push 2"),
    ("answers = { awake = \"yes\", cause", "answers = { alert = \"yes\", cause", Why::ExampleUnknownQuestion, "answers = { alert"),
    ("answers = { awake = \"yes\", cause", "answers = { awake = \"maybe\", cause", Why::ExampleImpossibleAnswer, "answers = { awake = \"maybe\""),
    ("answers = { awake = \"yes\", cause", "answers = { awake = \"yes\", age = \"3\", cause", Why::ExampleNotAsked, "answers = { awake = \"yes\""),
    ("name = \"Ann\" }\npriority = 1", "name = \"Ann\" }\nread = \"pull\"\npriority = 1", Why::ExampleNotOffered, "read"),
    ("name = \"Ann\" }\npriority = 1", "name = \"Ann\" }\nways = [\"on\", \"off\"]\npriority = 1", Why::ExampleNoWay, "ways = [\"on\", \"off\"]"),
    ("name = \"Ann\" }\npriority = 1", "name = \"Ann\" }\nways = [\"on\"]\nleads = \"end\"\npriority = 1", Why::ExampleDiffers, "leads"),
    ("priority = 1\n\n[[card.example]]", "priority = 2\n\n[[card.example]]", Why::ExampleDiffers, "priority = 2"),
    ("cause = \"fall\", name", "cause = \"unknown\", name", Why::NotCovered, "[[card.rule]]\nwhen = \"cause = fall"),
];

/// One broken card for each fault that stands in a text: the fault is found, and its line is named.
#[test]
fn every_fault_is_found_where_it_stands() {
    assert_eq!(lint(WHOLE, &|id| id == "other").1, []);
    let mut found = Vec::new();
    for (from, to, why, line) in BROKEN {
        assert!(WHOLE.contains(from), "{from}");
        let broken = WHOLE.replacen(from, to, 1);
        let at = broken.find(&format!("\n{line}")).map(|at| broken[..=at].lines().count() + 1);
        let expected = if broken.starts_with(line) { 1 } else { at.unwrap_or_else(|| panic!("{line}")) };
        let faults = lint(&broken, &|id| id == "other").1;
        if !faults.iter().any(|fault| fault.why == *why && fault.line == expected) {
            found.push(format!("{why:?} on line {expected} ({to}): {faults:?}"));
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    // Those that need more than a change of one place.
    let faults =
        |text: &str| lint(text, &|_| true).1.into_iter().map(|fault| (fault.why, fault.line)).collect::<Vec<_>>();
    assert_eq!(faults("# nothing\n"), [(Why::NoCard, 1)]);
    let (head, _) = WHOLE.split_once("[[card.ask]]").expect("questions");
    assert!(faults(head).contains(&(Why::NoQuestions, 1)));
    assert!(faults(head).contains(&(Why::NoExamples, 1)));
    // A second card in one text, and a heading with a slip in it: both would be lost without a word.
    let second = WHOLE.lines().count() + 1;
    assert_eq!(faults(&WHOLE.repeat(2)), [(Why::SeveralCards, second)]);
    assert_eq!(faults(&format!("{WHOLE}[[crad]]\nid = \"b\"\n")), [(Why::UnknownField, second)]);
    assert_eq!(faults("\n[[crad]]\nid = \"b\"\n"), [(Why::UnknownField, 2)]);
    assert_eq!(faults(&format!("[[ card ]]{}", WHOLE.trim_start_matches("[[card]]"))), []);
}

#[test]
fn there_are_enough_cards_and_each_has_its_own_id() {
    let mut seen = BTreeSet::new();
    let twice: Vec<_> = CARDS.iter().filter(|card| !seen.insert(&card.id)).map(|card| &card.id).collect();
    assert!(twice.is_empty(), "{twice:?}");
    assert!(45 <= CARDS.len(), "{} cards", CARDS.len());
}

#[test]
fn a_type_opens_one_card_at_most() {
    let mut of_type: BTreeMap<&str, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for card in CARDS.iter() {
        let by_rule = card.rules.iter().map(|rule| &rule.kind).filter(|kind| !kind.is_empty());
        for code in card.types.iter().chain(by_rule) {
            if presets::type_preset(code).is_none() {
                found.push(format!("{}: no type {code}", card.id));
            }
        }
        for code in &card.types {
            if let Some(other) = of_type.insert(code, &card.id) {
                found.push(format!("{code}: {other} and {}", card.id));
            }
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    let without: Vec<_> =
        presets::TYPES.iter().map(|row| row.code).filter(|code| !of_type.contains_key(code)).collect();
    println!("types without a card: {}", without.join(" "));
}

/// Trunk copies the folder; the program asks for the files by name.
#[test]
fn every_file_is_asked_for() {
    let program = include_str!("../src/app/launcher.rs");
    let files: BTreeSet<&str> = TEXTS.iter().map(|(file, _)| file.as_str()).collect();
    for file in &files {
        assert!(program.contains(&format!("\"cards/{file}\"")), "{file}");
    }
    assert_eq!(program.matches(".toml\"").count(), files.len());
}

/// `cargo core --test cards coverage -- --nocapture` prints it.
#[test]
fn coverage_of_every_branch() {
    let (mut taken, mut branches) = (0, 0);
    for card in CARDS.iter() {
        let found = coverage(card);
        println!(
            "{:<24} {:>3} of {:>3} branches, {} examples",
            card.id,
            found.taken,
            found.branches,
            card.examples.len()
        );
        for open in &found.one_sided {
            println!("    never: {open}");
        }
        assert_eq!(found.missed, Vec::<String>::new(), "{}", card.id);
        (taken, branches) = (taken + found.taken, branches + found.branches);
    }
    println!("{:<24} {taken} of {branches} branches, {} cards", "all", CARDS.len());
}

/// The chest of a baby is not pushed as that of an adult: whoever lies lifeless leads to the card of their age and to no
/// other, and before the age is known no card of an arrest is named.
#[test]
fn the_lifeless_lead_to_the_card_of_their_age() {
    let arrests = ["arrest-infant", "arrest-child", "arrest-adult"];
    let mut found = Vec::new();
    for card in CARDS.iter() {
        let fills = |fact: &str| card.asks.iter().any(|ask| ask.fills == fact);
        if !["conscious", "breathing", "age"].iter().all(|fact| fills(fact)) {
            continue;
        }
        let ages = [("5m", 0), ("4", 1), ("9", 2), ("40", 2), ("unknown", 2), ("", 3)];
        for (age, right) in ages {
            let known = |fact: &str| match fact {
                "conscious" | "breathing" => Some("no".to_owned()),
                "age" if !age.is_empty() => Some(age.to_owned()),
                _ => None,
            };
            for named in view(card, &Answers::new(), &known).outcome.cards {
                if arrests.contains(&named.as_str()) && arrests.get(right) != Some(&named.as_str()) {
                    found.push(format!("{}, age {age:?}: {named}", card.id));
                }
            }
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// A way to a card of an arrest answers all that the card needs to see one: its clock starts and its first instruction can
/// begin, whatever was known a minute ago. A way to the one who is not awake begins an instruction as well.
#[test]
fn a_way_to_an_arrest_needs_no_more_answers() {
    let mut found = Vec::new();
    for (card, (_, text)) in CARDS.iter().zip(TEXTS.iter()) {
        let other = |id: &str| CARDS.iter().find(|card| card.id == id);
        for fault in links(card, text, &|id| other(id).cloned()) {
            found.push(format!("{} line {}: {}: {}", fault.card, fault.line, fault.place, fault.about));
        }
        let steps = card.guides.iter().flat_map(|guide| guide.steps.iter().map(move |step| (guide, step)));
        for (guide, way) in steps.flat_map(|(guide, step)| step.ways.iter().map(move |way| (guide, way))) {
            let Target::Card(id) = &way.to else { continue };
            let age = match id.as_str() {
                "arrest-adult" | "unconscious" => "40",
                "arrest-child" => "4",
                "arrest-infant" => "5m",
                _ => continue,
            };
            let known = |fact: &str| match fact {
                "age" => Some(age.to_owned()),
                "conscious" | "breathing" => Some("yes".to_owned()),
                _ => None,
            };
            let answers: Answers = way.sets.iter().cloned().collect();
            let seen = other(id).map(|other| view(other, &answers, &known).outcome).unwrap_or_default();
            let marked = id == "unconscious" || seen.marks == ["recognised"];
            if !seen.send || seen.guides.is_empty() || !marked {
                found.push(format!("{}, guide {}, way {}: {:?}", card.id, guide.id, way.value, way.sets));
            }
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// An urgent complaint about somebody whose state nobody knows sends. The card of the person down asks first who can see them,
/// and a seizure or a drowning whether it is over.
#[test]
fn a_state_that_nobody_knows_sends() {
    let unknown = |fact: &str| matches!(fact, "conscious" | "breathing").then(|| "unknown".to_owned());
    let mut found = Vec::new();
    for card in CARDS.iter().filter(|card| card.patient && card.id != "man-down") {
        let over = match card.id.as_str() {
            "seizure" => Some("shaking"),
            "drowning" => Some("water"),
            _ => None,
        };
        let over: Answers = over.into_iter().map(|ask| (ask.to_owned(), "no".to_owned())).collect();
        let seen = view(card, &over, &unknown).outcome;
        let asked = ["conscious", "breathing"].iter().all(|fact| card.asks.iter().any(|ask| ask.fills == *fact));
        let urgent = view(card, &Answers::new(), &|_| None).outcome.priority.is_some_and(|priority| priority <= 2);
        if asked && urgent && !seen.send {
            found.push(card.id.clone());
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

/// Nobody is led to the one who lies lifeless while whoever goes there is in danger as well. An example says which card has to
/// be named, and cannot say that none may be.
#[test]
fn danger_comes_before_the_lifeless() {
    type Given = &'static [(&'static str, &'static str)];
    let dangers: [(&str, Given); 9] = [
        ("stab-shot", &[("near", "yes"), ("awake", "no"), ("breathing", "no"), ("age", "35")]),
        ("assault-hurt", &[("there", "yes"), ("awake", "no"), ("breathing", "no"), ("age", "40")]),
        ("industrial", &[("machine", "none"), ("kind", "gas"), ("awake", "no"), ("breathing", "no"), ("age", "45")]),
        ("suicide", &[("self", "no"), ("done", "gas"), ("awake", "no"), ("breathing", "no"), ("age", "8")]),
        ("drowning", &[("water", "yes"), ("awake", "no"), ("breathing", "no"), ("age", "30")]),
        ("shock", &[("source", "house"), ("live", "yes"), ("awake", "no"), ("breathing", "no"), ("age", "25")]),
        ("entrapment", &[("what", "machine"), ("off", "no"), ("awake", "no"), ("breath", "no")]),
        ("gas", &[("where", "tent"), ("out", "no"), ("ill", "yes"), ("state", "faint")]),
        ("crash", &[("what", "cars"), ("hurt", "yes"), ("awake", "no"), ("danger", "wire")]),
    ];
    for (id, answers) in dangers {
        let card = CARDS.iter().find(|card| card.id == id).expect("the card");
        let answers: Answers = answers.iter().map(|(ask, answer)| ((*ask).to_owned(), (*answer).to_owned())).collect();
        let seen = view(card, &answers, &|_| None);
        assert_eq!(seen.answered.len(), answers.len(), "{id}: a question is not asked");
        let named = seen.outcome.cards;
        assert!(!named.iter().any(|card| card.starts_with("arrest-") || card == "unconscious"), "{id}: {named:?}");
    }
}

/// What only a text or a number can say reaches the crew in the caller's own words.
#[test]
fn crews_hear_what_was_said() {
    type Given = &'static [(&'static str, &'static str)];
    let said: [(&str, Given, &str); 6] = [
        ("stroke", &[("awake", "yes"), ("lkw", "13:40")], "Last known well: 13:40"),
        ("stroke", &[("awake", "yes"), ("lkw", "unknown")], "Last known well is not known, ask at the scene"),
        ("structure-fire", &[("self", "outside"), ("inside", "yes"), ("where", "attic")], "Inside: attic"),
        ("eye", &[("what", "chem"), ("name", "drain cleaner")], "Chemical in the eye: drain cleaner"),
        ("drowning", &[("water", "no"), ("under", "8")], "Under water for 8 minutes"),
        ("trapped-by-fire", &[("where", "second floor, back")], "Trapped in: second floor, back"),
    ];
    for (id, answers, line) in said {
        let card = CARDS.iter().find(|card| card.id == id).expect("the card");
        let answers: Answers = answers.iter().map(|(ask, answer)| ((*ask).to_owned(), (*answer).to_owned())).collect();
        let crew = view(card, &answers, &|_| None).outcome.crew;
        assert!(crew.iter().any(|heard| heard == line), "{id}: {crew:?}");
    }
}

/// Our own reader of the notation, against the general one.
#[test]
fn the_notation_is_toml() {
    fn same(ours: &notation::Value, theirs: &toml::Value, at: &str) {
        match (ours, theirs) {
            (notation::Value::Text(one), toml::Value::String(two)) => assert_eq!(one, two, "{at}"),
            (notation::Value::Number(one), toml::Value::Integer(two)) => assert_eq!(*one, two.to_string(), "{at}"),
            (notation::Value::Number(one), toml::Value::Float(two)) => assert_eq!(one.parse(), Ok(*two), "{at}"),
            (notation::Value::Flag(one), toml::Value::Boolean(two)) => assert_eq!(one, two, "{at}"),
            (notation::Value::List(one), toml::Value::Array(two)) => {
                assert_eq!(one.len(), two.len(), "{at}");
                one.iter().zip(two).for_each(|(one, two)| same(one, two, at));
            }
            (notation::Value::Table(one), toml::Value::Table(two)) => {
                assert_eq!(one.fields.len(), two.len(), "{at}");
                for field in &one.fields {
                    same(&field.value, &two[&field.name], &format!("{at}.{}", field.name));
                }
            }
            _ => panic!("{at}: {ours:?} is not {theirs:?}"),
        }
    }
    for (file, text) in TEXTS.iter() {
        let ours = notation::Value::Table(notation::read(text).unwrap_or_else(|broken| panic!("{file}: {broken:?}")));
        let theirs: toml::Table = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
        same(&ours, &toml::Value::Table(theirs), file);
    }
}

/// What the form of the set-up writes is the card that it read.
#[test]
fn a_card_that_is_written_reads_back() {
    for (file, text) in TEXTS.iter() {
        let root = notation::read(text).unwrap_or_else(|broken| panic!("{file}: {broken:?}"));
        let written = notation::write_card(root.tables("card")[0]);
        let again = firstline::domain::card::read::card(&written);
        assert_eq!(again, firstline::domain::card::read::card(text), "{file}: {written}");
    }
}

/// An answer to a question, chosen by a number.
fn some_answer(card: &Card, ask: usize, choice: u32) -> String {
    let ask = &card.asks[ask];
    let of = |words: &[&str]| words[choice as usize % words.len()].to_owned();
    match ask.kind {
        Kind::YesNo => of(&["yes", "no", "unknown"]),
        Kind::Choice => {
            let index = choice as usize % (ask.choices.len() + 1);
            ask.choices.get(index).map_or_else(|| "unknown".to_owned(), |(value, _)| value.clone())
        }
        Kind::Number | Kind::Age => {
            if choice.is_multiple_of(7) {
                "unknown".to_owned()
            } else {
                (choice % 100).to_string()
            }
        }
        Kind::Time => of(&["14:05", "20 min ago", "unknown"]),
        Kind::Text => of(&["said", "unknown"]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is answered, every card comes to its end, what was answered stays answered, and each instruction that
    /// is offered comes to an end too.
    #[test]
    fn cards_never_dead_end(choices in prop::collection::vec(any::<u32>(), 80)) {
        for card in CARDS.iter() {
            let mut answers = Answers::new();
            let mut choice = choices.iter().copied().cycle();
            let mut seen = view(card, &answers, &|_| None);
            while let Some(ask) = seen.asked {
                prop_assert!(answers.len() < card.asks.len(), "{} asks for ever", card.id);
                answers.insert(card.asks[ask].id.clone(), some_answer(card, ask, choice.next().unwrap_or(0)));
                let next = view(card, &answers, &|_| None);
                prop_assert!(seen.answered.len() < next.answered.len(), "{} does not go on", card.id);
                seen = next;
            }
            for guide in &seen.outcome.guides {
                let mut at = card.guide(guide).map(|guide| (guide, 0));
                let mut taken = 0;
                // The ways are taken in turn, so that a loop is left after as many turns as it has ways.
                let mut visits: BTreeMap<(&str, usize), usize> = BTreeMap::new();
                while let Some((guide, place)) = at {
                    taken += 1;
                    prop_assert!(taken < 2_000, "{}, guide {} goes round for ever", card.id, guide.id);
                    let step = &guide.steps[place];
                    let visit = visits.entry((&guide.id, place)).or_default();
                    let turn = *visit + choices[0] as usize % step.ways.len().max(1);
                    *visit += 1;
                    let to = step.ways.get(turn % step.ways.len().max(1)).map_or_else(|| guide.after(place), |way| way.to.clone());
                    at = match to {
                        Target::Step(next) => Some((guide, next)),
                        Target::Guide(id) => card.guide(&id).map(|guide| (guide, 0)),
                        Target::Card(_) | Target::End => None,
                    };
                }
            }
        }
    }

    /// Any text at all is read or refused, and never stops the program.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}", cut in 0_usize..6000, other in 0_usize..1000) {
        let _ = lint(&text, &|_| true).1.len();
        if let Some((_, card)) = TEXTS.get(other % TEXTS.len().max(1)) {
            let cut = (0..=cut.min(card.len())).rev().find(|at| card.is_char_boundary(*at)).unwrap_or(0);
            let _ = lint(&format!("{}{text}", &card[..cut]), &|_| true).1.len();
        }
    }
}
