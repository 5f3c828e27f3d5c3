//! The rules of the house that a compiler does not know, each as a test that lists every place where it is broken.
#![cfg(not(target_arch = "wasm32"))]

use std::path::{Path, PathBuf};

/// Which top module may use which. An arrow that is missing here is missing on purpose; ARCHITECTURE.md says why.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("words", &[]),
    ("log", &["domain"]),
    ("tabs", &["domain", "log"]),
    ("protocol", &["domain"]),
    ("board", &["domain", "words", "protocol"]),
    ("practice", &["domain", "log", "protocol", "tabs"]),
    ("record", &["domain", "log", "board", "words", "protocol"]),
    ("app", &["domain", "log", "tabs", "board", "words", "protocol", "practice", "record"]),
    ("browser", &["domain", "log", "tabs", "board"]),
    ("ui", &["app", "board", "words", "domain", "protocol", "record"]),
];

/// The modules that build without a browser, where time and chance are arguments and the order of things is their own.
const PURE: &[&str] = &["domain", "log", "tabs", "board", "words", "protocol", "practice", "record"];

#[test]
fn no_arrow_turns_back() {
    let mut found = Vec::new();
    // The program itself, where app, browser and ui meet, may use anything, and so may what it is made of.
    let program = read("src/main.rs");
    for file in sources() {
        let Some(top) = file.top().filter(|top| !program.contains(&format!("mod {top};"))) else { continue };
        let Some((_, may)) = MAY_USE.iter().find(|(module, _)| *module == top) else {
            found.push(format!("{}: the module {top} is not in the table", file.path));
            continue;
        };
        for (line, text) in file.code() {
            for used in used_modules(text).into_iter().filter(|used| used != top && !may.contains(&used.as_str())) {
                found.push(format!("{}:{line}: {top} may not use {used}", file.path));
            }
            // A way up to the root of the crate would go round the table.
            if text.contains(&"super::".repeat(file.parts().len())) {
                found.push(format!("{}:{line}: reaches the root of the crate by super::", file.path));
            }
        }
    }
    none(found);
}

#[test]
fn the_browser_is_chosen_in_two_places() {
    let allowed = ["src/lib.rs", "src/main.rs"];
    none(lines_with(|file| !allowed.contains(&file.path.as_str()), |text| text.contains("target_arch")));
}

#[test]
fn pure_modules_know_no_clock_no_chance_and_no_browser() {
    let foreign = [
        "HashMap",
        "HashSet",
        "Instant::",
        "time::Instant",
        "SystemTime",
        "Utc::now",
        "Local::now",
        "now_v7",
        "new_v4",
        "thread_rng",
        "js_sys",
        "web_sys",
        "wasm_bindgen",
        "leptos",
    ];
    let is_pure = |file: &Source| file.top().is_some_and(|top| PURE.contains(&top));
    none(lines_with(is_pure, |text| foreign.iter().any(|word| text.contains(word))));
}

/// What a page may load and run decides whether a slip in a text can do harm. Who loosens it has to do so here as well.
#[test]
fn the_content_security_policy_is_the_strict_one() {
    let page = read("index.html");
    let (_, after) = page.split_once("http-equiv=\"Content-Security-Policy\" content=\"").expect("a policy");
    let (policy, _) = after.split_once('"').expect("its end");
    let expected = [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    ];
    assert_eq!(policy.split("; ").collect::<Vec<_>>(), expected);
    let before = page.find("http-equiv").expect("a policy");
    assert!(page.find("<script").is_none_or(|script| before < script), "a script stands before the policy");
}

/// The content security policy forbids inline style; only `style:prop=` passes it.
#[test]
fn no_inline_style() {
    let is_style = |text: &str| text.match_indices("style=").any(|(at, _)| !text[..at].ends_with([':', '-', '_']));
    none(lines_with(|file| file.top() == Some("ui"), is_style));
}

#[test]
fn no_bare_notes_to_self() {
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat()];
    let is_bare = |text: &str| {
        marks.iter().any(|mark| text.match_indices(mark).any(|(at, _)| !text[at + mark.len()..].starts_with('(')))
    };
    let files = sources().into_iter().chain(rust_files("tests"));
    none(files.flat_map(|file| {
        let lines = (1..).zip(file.text.lines()).filter(|(_, text)| is_bare(text));
        lines.map(|(line, text)| format!("{}:{line}: {text}", file.path)).collect::<Vec<_>>()
    }));
}

#[test]
fn no_drawers() {
    const DRAWERS: &[&str] = &[
        "util", "utils", "helper", "helpers", "common", "core", "types", "service", "services", "manager", "managers",
        "misc", "mod",
    ];
    let is_drawer = |file: &Source| DRAWERS.iter().any(|drawer| file.parts().iter().any(|part| part == drawer));
    none(sources().into_iter().filter(is_drawer).map(|file| file.path));
}

#[test]
fn every_file_says_what_it_is() {
    none(sources().into_iter().filter(|file| !file.text.starts_with("//! ")).map(|file| file.path));
}

#[test]
fn every_kind_is_described() {
    let described = described_kinds();
    let kinds = firstline::log::codec::kinds();
    none(kinds.iter().filter(|kind| !described.iter().any(|(name, _)| name == *kind)).map(|kind| format!("`{kind}`")));
    none(
        described
            .iter()
            .filter(|(name, _)| !kinds.contains(&name.as_str()))
            .map(|(name, _)| format!("{name} is no kind")),
    );
}

/// The golden logs hold every kind, so their fields are those that the document must name.
#[test]
fn every_field_is_described() {
    let described = described_kinds();
    let mut found = std::collections::BTreeSet::new();
    let golden = [
        "harbour",
        "cards",
        "words",
        "ground",
        "plans",
        "rules",
        "calls",
        "withdrawn",
        "setup",
        "steps",
        "guidance",
        "aids",
        "staging",
    ]
    .map(|name| read(&format!("tests/golden/v1/{name}.jsonl")))
    .concat();
    for row in golden.lines() {
        let row: serde_json::Value = serde_json::from_str(row).expect("JSON");
        let kind = row["kind"].as_str().expect("a kind");
        let fields = described.iter().find(|(name, _)| name == kind).map_or("", |(_, fields)| fields);
        let data = row["data"].as_object().expect("fields");
        let details = data.get("detail").and_then(serde_json::Value::as_object);
        for field in data.keys().chain(details.into_iter().flat_map(|detail| detail.keys())) {
            if !fields.contains(&format!("`{field}`")) {
                found.insert(format!("{kind}: `{field}`"));
            }
        }
        for field in row.as_object().expect("a row").keys() {
            if !read("docs/LOG_FORMAT.md").contains(&format!("\n| `{field}` | ")) {
                found.insert(format!("the row's `{field}`"));
            }
        }
    }
    none(found);
}

/// The rows of the tables under "Kinds": a kind and what stands about its fields.
fn described_kinds() -> Vec<(String, String)> {
    let document = read("docs/LOG_FORMAT.md");
    let (_, kinds) = document.split_once("\n## Kinds\n").expect("a chapter about kinds");
    let (kinds, _) = kinds.split_once("\n## ").expect("a chapter after it");
    let rows = kinds.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    rows.map(|(kind, fields)| (kind.to_owned(), fields.to_owned())).collect()
}

struct Source {
    /// From the root of the project, with `/`.
    path: String,
    text: String,
}

impl Source {
    /// The names of the path below `src`, without the ending.
    fn parts(&self) -> Vec<&str> {
        let path = self.path.strip_suffix(".rs").unwrap_or(&self.path);
        path.split('/').skip(1).collect()
    }

    /// The module of the crate that the file belongs to, if it is not a root.
    fn top(&self) -> Option<&str> {
        self.parts().first().copied().filter(|top| !matches!(*top, "lib" | "main"))
    }

    /// Numbered lines without comments, and without the tests of the file, which may use anything.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let program = self.text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        (1..).zip(program.lines()).filter(|(_, text)| !text.trim_start().starts_with("//"))
    }
}

fn sources() -> Vec<Source> {
    rust_files("src")
}

fn lines_with(of: impl Fn(&Source) -> bool, is: impl Fn(&str) -> bool) -> Vec<String> {
    let files = sources().into_iter().filter(of);
    files
        .flat_map(|file| {
            let found = file.code().filter(|(_, text)| is(text));
            found.map(|(line, text)| format!("{}:{line}: {}", file.path, text.trim())).collect::<Vec<_>>()
        })
        .collect()
}

/// The top modules that a line names: `crate::log::codec`, or several in `crate::{domain::ids, log}`.
fn used_modules(line: &str) -> Vec<String> {
    let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = Vec::new();
    for (at, path) in line.match_indices("crate::") {
        let rest = &line[at + path.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.push(name(rest));
            continue;
        };
        let mut deep = 0;
        for part in group.split_inclusive([',', '{', '}']) {
            if deep == 0 && !name(part.trim_start()).is_empty() {
                found.push(name(part.trim_start()));
            }
            match part.chars().last() {
                Some('{') => deep += 1,
                Some('}') if deep == 0 => break,
                Some('}') => deep -= 1,
                _ => {}
            }
        }
    }
    found
}

fn rust_files(folder: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let short = path.strip_prefix(root()).expect("inside the project");
                let parts: Vec<_> = short.iter().map(|part| part.to_string_lossy()).collect();
                found.push(Source { path: parts.join("/"), text: std::fs::read_to_string(&path).expect("a text") });
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(!found.is_empty(), "nothing was looked at");
    found
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect(path)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

#[track_caller]
fn none(found: impl IntoIterator<Item = String>) {
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn a_use_is_read_in_both_forms() {
    assert_eq!(used_modules("use crate::log::codec::{self, Unreadable};"), ["log"]);
    assert_eq!(used_modules("use crate::{domain::{ids, unit}, log, tabs::hint};"), ["domain", "log", "tabs"]);
    assert_eq!(used_modules("let x = crate::board::row(crate::words::t(m));"), ["board", "words"]);
    assert_eq!(used_modules("use super::crates::x;"), [""; 0]);
}

/// Text at 4.5 to 1, edges at 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11), in light and in dark.
#[test]
fn colours_can_be_told_from_what_they_stand_on() {
    const PAPER: [&str; 5] = ["canvas", "surface-1", "surface-2", "surface-3", "surface-4"];
    let css = read("style/tokens.css");
    let (css, _) = css.split_once("@media").expect("rules for more contrast come last");
    let colour = |name: &str| {
        let (_, value) = css.split_once(&format!("--{name}:")).unwrap_or_else(|| panic!("no colour {name}"));
        let (value, _) = value.split_once(')').expect("its end");
        let (light, dark) = value.trim().trim_start_matches("light-dark(").split_once(',').expect("two colours");
        [light.trim().to_owned(), dark.trim().to_owned()]
    };
    let mut pairs: Vec<(&str, &str, f64)> = Vec::new();
    for ink in ["ink-1", "ink-2", "ink-3", "focus"] {
        pairs.extend(PAPER.map(|paper| (ink, paper, 4.5)));
    }
    for state in ["ready", "going", "work", "off", "near", "over"] {
        pairs.extend(PAPER[1..4].iter().map(|paper| (state, *paper, 4.5)));
    }
    let tints = ["ready", "going", "work", "near", "over"].map(|state| (state, format!("{state}-tint")));
    pairs.extend(tints.iter().map(|(state, tint)| (*state, tint.as_str(), 4.5)));
    pairs.extend([("on-near", "near-solid", 4.5), ("on-over", "over-solid", 4.5), ("ink-inv", "ink-1", 4.5)]);
    pairs.extend(PAPER[..3].iter().map(|paper| ("edge", *paper, 3.0)));
    let mut weak = Vec::new();
    for (ink, paper, least) in pairs {
        for (theme, (ink_value, paper_value)) in
            ["light", "dark"].iter().zip(colour(ink).iter().zip(colour(paper).iter()))
        {
            let found = contrast(ink_value, paper_value);
            if found < least {
                weak.push(format!("{ink} on {paper}, {theme}: {found:.2} < {least}"));
            }
        }
    }
    assert_eq!(weak, [""; 0]);
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.01);
}

/// The contrast ratio of two colours such as `#12161a`.
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |colour: &str| {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("two digits")) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}
