//! The part of TOML that cards are written in: tables, lists of tables, texts, numbers, yes and no, lists.
//!
//! It is read by hand, because the general parser costs more of the download than the whole of the card engine; a test
//! holds it against that parser for every shipped card. Dotted keys and dates do not occur in cards and are refused.

use std::cell::Cell;

/// A value, and a table as the list of its fields in their order.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    /// As it was written.
    Number(String),
    Flag(bool),
    List(Vec<Value>),
    Table(Table),
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    pub fields: Vec<Field>,
    /// The line of its heading, from 1.
    pub line: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub name: String,
    pub value: Value,
    pub line: usize,
}

impl Table {
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The tables of a list of tables; none if there is no such field.
    #[must_use]
    pub fn tables(&self, name: &str) -> Vec<&Table> {
        match self.get(name).map(|field| &field.value) {
            Some(Value::List(list)) => list
                .iter()
                .filter_map(|value| match value {
                    Value::Table(table) => Some(table),
                    _ => None,
                })
                .collect(),
            Some(Value::Table(table)) => vec![table],
            _ => Vec::new(),
        }
    }
}

/// Where the text stops making sense: the line, and the rest of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub line: usize,
    pub near: String,
}

/// Values may be inside one another this deep; deeper is no card.
const DEEPEST: usize = 16;

/// Reads a whole text.
pub fn read(text: &str) -> Result<Table, Broken> {
    let mut cursor = Cursor { text, at: 0, counted: Cell::new((0, 1)) };
    let mut root = Table { fields: Vec::new(), line: 1 };
    let mut path: Vec<String> = Vec::new();
    loop {
        cursor.skip_blank();
        let line = cursor.line();
        let Some(next) = cursor.peek() else { return Ok(root) };
        if next == '[' {
            let list = cursor.eat("[[");
            if !list {
                cursor.eat("[");
            }
            path = cursor.path()?;
            if !cursor.eat(if list { "]]" } else { "]" }) {
                return Err(cursor.broken());
            }
            cursor.end_of_line()?;
            open(&mut root, &path, list, line).ok_or_else(|| Broken { line, near: path.join(".") })?;
            continue;
        }
        let name = cursor.key()?;
        cursor.skip_spaces();
        if !cursor.eat("=") {
            return Err(cursor.broken());
        }
        let value = cursor.value(0)?;
        cursor.end_of_line()?;
        let table = walk(&mut root, &path).ok_or_else(|| Broken { line, near: name.clone() })?;
        if table.get(&name).is_some() {
            return Err(Broken { line, near: name });
        }
        table.fields.push(Field { name, value, line });
    }
}

/// Makes the table of a heading. None: something else of that name is there.
fn open(root: &mut Table, path: &[String], list: bool, line: usize) -> Option<()> {
    let (last, before) = path.split_last()?;
    let parent = walk(root, before)?;
    let fresh = Table { fields: Vec::new(), line };
    match parent.fields.iter_mut().find(|field| field.name == *last) {
        None => {
            let value = if list { Value::List(vec![Value::Table(fresh)]) } else { Value::Table(fresh) };
            parent.fields.push(Field { name: last.clone(), value, line });
            Some(())
        }
        Some(Field { value: Value::List(tables), .. }) if list => {
            tables.push(Value::Table(fresh));
            Some(())
        }
        Some(_) => None,
    }
}

/// The table that a path leads to: in a list, its last.
fn walk<'a>(root: &'a mut Table, path: &[String]) -> Option<&'a mut Table> {
    let mut table = root;
    for name in path {
        let field = table.fields.iter_mut().find(|field| field.name == *name)?;
        table = match &mut field.value {
            Value::Table(inner) => inner,
            Value::List(list) => match list.last_mut()? {
                Value::Table(inner) => inner,
                _ => return None,
            },
            _ => return None,
        };
    }
    Some(table)
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// How far the lines have been counted, and which line that is: counting goes on from there.
    counted: Cell<(usize, usize)>,
}

impl Cursor<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let found = self.peek()?;
        self.at += found.len_utf8();
        Some(found)
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn line(&self) -> usize {
        let (from, line) = match self.counted.get() {
            (from, _) if self.at < from => (0, 1),
            counted => counted,
        };
        let passed = self.text.get(from..self.at).unwrap_or_default();
        let line = line + passed.bytes().filter(|byte| *byte == b'\n').count();
        self.counted.set((self.at, line));
        line
    }

    fn broken(&self) -> Broken {
        let near = self.rest().lines().next().unwrap_or_default();
        // Where a line ends too early there is nothing to quote but its end.
        let near = if near.trim().is_empty() { "↵" } else { near };
        Broken { line: self.line(), near: near.chars().take(40).collect() }
    }

    fn skip_spaces(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t')) {
            self.at += 1;
        }
    }

    /// Spaces, ends of lines and comments.
    fn skip_blank(&mut self) {
        loop {
            match self.peek() {
                Some(' ' | '\t' | '\n' | '\r') => self.at += 1,
                Some('#') => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                _ => return,
            }
        }
    }

    fn end_of_line(&mut self) -> Result<(), Broken> {
        self.skip_spaces();
        if matches!(self.peek(), None | Some('\n' | '\r' | '#')) { Ok(()) } else { Err(self.broken()) }
    }

    fn path(&mut self) -> Result<Vec<String>, Broken> {
        let mut path = Vec::new();
        loop {
            self.skip_spaces();
            path.push(self.key()?);
            self.skip_spaces();
            if !self.eat(".") {
                return Ok(path);
            }
        }
    }

    fn key(&mut self) -> Result<String, Broken> {
        if matches!(self.peek(), Some('"' | '\'')) {
            return self.text();
        }
        let bare = |character: &char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
        let name: String = self.rest().chars().take_while(bare).collect();
        self.at += name.len();
        if name.is_empty() { Err(self.broken()) } else { Ok(name) }
    }

    fn value(&mut self, depth: usize) -> Result<Value, Broken> {
        self.skip_spaces();
        if DEEPEST < depth {
            return Err(self.broken());
        }
        match self.peek() {
            Some('"' | '\'') => self.text().map(Value::Text),
            Some('[') => self.list(depth),
            Some('{') => self.inline(depth),
            _ if self.eat("true") => Ok(Value::Flag(true)),
            _ if self.eat("false") => Ok(Value::Flag(false)),
            _ => {
                let part = |character: &char| character.is_ascii_digit() || matches!(character, '-' | '+' | '.' | '_');
                let digits: String = self.rest().chars().take_while(part).collect();
                if !digits.bytes().any(|byte| byte.is_ascii_digit()) {
                    return Err(self.broken());
                }
                self.at += digits.len();
                Ok(Value::Number(digits.replace('_', "")))
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, Broken> {
        self.at += 1;
        let mut values = Vec::new();
        loop {
            self.skip_blank();
            if self.eat("]") {
                return Ok(Value::List(values));
            }
            values.push(self.value(depth + 1)?);
            self.skip_blank();
            if !self.eat(",") && self.peek() != Some(']') {
                return Err(self.broken());
            }
        }
    }

    fn inline(&mut self, depth: usize) -> Result<Value, Broken> {
        let line = self.line();
        self.at += 1;
        let mut table = Table { fields: Vec::new(), line };
        loop {
            self.skip_blank();
            if self.eat("}") {
                return Ok(Value::Table(table));
            }
            let line = self.line();
            let name = self.key()?;
            self.skip_spaces();
            if !self.eat("=") || table.get(&name).is_some() {
                return Err(self.broken());
            }
            let value = self.value(depth + 1)?;
            table.fields.push(Field { name, value, line });
            self.skip_blank();
            if !self.eat(",") && self.peek() != Some('}') {
                return Err(self.broken());
            }
        }
    }

    fn text(&mut self) -> Result<String, Broken> {
        let quote = if self.peek() == Some('\'') { '\'' } else { '"' };
        let (three, one) = if quote == '"' { ("\"\"\"", "\"") } else { ("'''", "'") };
        let many = self.eat(three);
        let end = if many { three } else { one };
        if many {
            self.eat("\r");
            self.eat("\n");
        } else {
            self.eat(one);
        }
        let mut text = String::new();
        loop {
            if self.eat(end) {
                return Ok(text);
            }
            match self.peek() {
                None => return Err(self.broken()),
                Some('\n') if !many => return Err(self.broken()),
                Some('\\') if quote == '"' => {
                    let here = self.at;
                    self.at += 1;
                    match self.escaped(many) {
                        Some(stands_for) => text.extend(stands_for),
                        None => {
                            self.at = here;
                            return Err(self.broken());
                        }
                    }
                }
                Some(character) => {
                    self.at += character.len_utf8();
                    text.push(character);
                }
            }
        }
    }

    /// What a backslash stands for: none where it stands for nothing, an empty one at the end of a line, which it joins.
    fn escaped(&mut self, many: bool) -> Option<Option<char>> {
        Some(Some(match self.next() {
            Some('n') => '\n',
            Some('t') => '\t',
            Some('"') => '"',
            Some('\\') => '\\',
            Some('u') => {
                let digits: String = self.rest().chars().take(4).collect();
                let found = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)?;
                self.at += digits.len();
                found
            }
            Some(' ' | '\t' | '\n' | '\r') if many => {
                while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
                    self.at += 1;
                }
                return Some(None);
            }
            _ => return None,
        }))
    }
}

impl Table {
    /// Puts a value under a name; none takes the field away.
    pub fn put(&mut self, name: &str, value: Option<Value>) {
        let place = self.fields.iter().position(|field| field.name == name);
        match (place, value) {
            (Some(place), Some(value)) => self.fields[place].value = value,
            (Some(place), None) => {
                self.fields.remove(place);
            }
            (None, Some(value)) => self.fields.push(Field { name: name.to_owned(), value, line: 0 }),
            (None, None) => {}
        }
    }

    /// Puts a value under a name; one that was not there goes before the first field that comes `later`.
    pub fn put_before(&mut self, name: &str, value: Value, later: impl Fn(&str) -> bool) {
        if self.get(name).is_none() {
            let place = self.fields.iter().position(|field| later(&field.name)).unwrap_or(self.fields.len());
            self.fields.insert(place, Field { name: name.to_owned(), value, line: 0 });
        } else {
            self.put(name, Some(value));
        }
    }

    /// One table of a list of tables.
    pub fn table_mut(&mut self, list: &str, place: usize) -> Option<&mut Table> {
        let field = self.fields.iter_mut().find(|field| field.name == list)?;
        let Value::List(tables) = &mut field.value else { return None };
        match tables.get_mut(place)? {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// An empty table at the end of a list of tables.
    pub fn add_table(&mut self, list: &str) {
        let fresh = Value::Table(Table::default());
        match self.fields.iter_mut().find(|field| field.name == list).map(|field| &mut field.value) {
            Some(Value::List(tables)) => tables.push(fresh),
            _ => self.put(list, Some(Value::List(vec![fresh]))),
        }
    }

    /// Two tables of a list change their places.
    pub fn swap_tables(&mut self, list: &str, one: usize, other: usize) {
        if let Some(Field { value: Value::List(tables), .. }) = self.fields.iter_mut().find(|field| field.name == list)
            && one.max(other) < tables.len()
        {
            tables.swap(one, other);
        }
    }

    pub fn remove_table(&mut self, list: &str, place: usize) {
        if let Some(Field { value: Value::List(tables), .. }) = self.fields.iter_mut().find(|field| field.name == list)
            && place < tables.len()
        {
            tables.remove(place);
            if tables.is_empty() {
                self.put(list, None);
            }
        }
    }
}

/// The text of one card. It reads back to the same table; comments are not part of one.
#[must_use]
pub fn write_card(card: &Table) -> String {
    let mut out = String::new();
    write_table(&mut out, "card", card);
    out
}

fn write_table(out: &mut String, path: &str, table: &Table) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str("[[");
    out.push_str(path);
    out.push_str("]]\n");
    let (lists, plain): (Vec<&Field>, Vec<&Field>) = table
        .fields
        .iter()
        .partition(|field| !table.tables(&field.name).is_empty() && matches!(field.value, Value::List(_)));
    for field in plain {
        out.push_str(&field.name);
        out.push_str(" = ");
        write_value(out, &field.value);
        out.push('\n');
    }
    for field in lists {
        for inner in table.tables(&field.name) {
            write_table(out, &format!("{path}.{}", field.name), inner);
        }
    }
}

fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Number(digits) => out.push_str(digits),
        Value::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Text(text) => {
            out.push('"');
            for character in text.chars() {
                match character {
                    '"' => out.push_str("\\\""),
                    '\\' => out.push_str("\\\\"),
                    '\n' => out.push_str("\\n"),
                    '\t' => out.push_str("\\t"),
                    other if other.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(other))),
                    other => out.push(other),
                }
            }
            out.push('"');
        }
        Value::List(values) => {
            out.push('[');
            for (place, value) in values.iter().enumerate() {
                out.push_str(if place == 0 { "" } else { ", " });
                write_value(out, value);
            }
            out.push(']');
        }
        Value::Table(table) => {
            out.push_str("{ ");
            for (place, field) in table.fields.iter().enumerate() {
                out.push_str(if place == 0 { "" } else { ", " });
                out.push_str(&field.name);
                out.push_str(" = ");
                write_value(out, &field.value);
            }
            out.push_str(" }");
        }
    }
}

/// The text of one card of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut<'a> {
    /// Where it begins in the file, from 1.
    pub line: usize,
    pub text: &'a str,
}

impl Cut<'_> {
    /// The text behind as many empty lines as the file has lines before it, so that a fault names the line of the file.
    #[must_use]
    pub fn at_its_line(&self) -> String {
        "\n".repeat(self.line.saturating_sub(1)) + self.text
    }
}

/// Cuts a file at its cards. Before the first only comments may stand; what else stands there is a part of its own, which
/// is no card and will be named as none. No part at all: the file has no card.
#[must_use]
pub fn split(text: &str) -> Vec<Cut<'_>> {
    // The mark that some editors put at the head of a file.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let (mut at, mut stray) = (0, None);
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let trimmed = line.trim();
        if is_head(trimmed) {
            starts.push((number, at));
        } else if starts.is_empty() && stray.is_none() && !trimmed.is_empty() && !trimmed.starts_with('#') {
            stray = Some((number, at));
        }
        at += line.len();
    }
    if let Some(stray) = stray.filter(|_| !starts.is_empty()) {
        starts.insert(0, stray);
    }
    let ends = starts.iter().skip(1).map(|(_, at)| *at).chain([text.len()]);
    let cuts = starts.iter().zip(ends);
    cuts.filter_map(|((line, start), end)| Some(Cut { line: *line, text: text.get(*start..end)? })).collect()
}

/// The line of a text on which its card begins, from 1.
#[must_use]
pub fn head_line(text: &str) -> usize {
    text.lines().position(|line| is_head(line.trim())).map_or(1, |place| place + 1)
}

/// Whether a line is the heading of a card, however its blanks are set.
fn is_head(line: &str) -> bool {
    let name = line.strip_prefix("[[").and_then(|rest| rest.split_once("]]"));
    name.is_some_and(|(name, rest)| {
        let rest = rest.trim_start();
        name.trim() == "card" && (rest.is_empty() || rest.starts_with('#'))
    })
}

/// The id of the card in a text that cannot be read as a whole: that of the first `id` which stands under the heading of the
/// card itself. Empty if there is none.
#[must_use]
pub fn id_of_broken(text: &str) -> String {
    let own = text.lines().map(str::trim).skip_while(|line| !is_head(line)).skip(1);
    let mut own = own.take_while(|line| !line.starts_with('['));
    let id = own.find_map(|line| line.strip_prefix("id")?.trim_start().strip_prefix('='));
    let bare = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    id.map(|id| id.trim_matches([' ', '"', '\'']).chars().take_while(|letter| bare(*letter)).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_lists_and_texts_are_read() {
        let table =
            read("a = 1 # one\n[[b]]\nc = \"x \\\"y\\\"\"\n[[b.d]]\ne = [\n 'q', # r\n]\n[b.f]\ng = { h = true }\n")
                .expect("a table");
        let b = table.tables("b")[0];
        assert_eq!(b.get("c").map(|field| field.value.clone()), Some(Value::Text("x \"y\"".into())));
        assert_eq!(b.tables("d")[0].get("e").map(|field| field.line), Some(5));
        assert_eq!(b.tables("f").len(), 1);
    }

    #[test]
    fn a_broken_text_names_its_line() {
        assert_eq!(read("a = 1\nb = \"open\n").map_err(|broken| broken.line), Err(2));
        assert_eq!(read("a = 1\na = 2\n").map_err(|broken| broken.line), Err(2));
        assert_eq!(read("a = [[[[[[[[[[[[[[[[[[[[[[").map_err(|broken| broken.line), Err(1));
    }

    #[test]
    fn a_file_is_cut_at_its_cards() {
        let lines = |text| split(text).iter().map(|cut| cut.line).collect::<Vec<_>>();
        let cards = split("# head\n[[card]]\nid = \"a\"\n\n[[card]] # b\nid = \"b\"\n");
        assert_eq!(cards.iter().map(|cut| cut.line).collect::<Vec<_>>(), [2, 5]);
        assert!(cards[1].text.contains("id = \"b\""));
        assert_eq!(cards[1].at_its_line().lines().position(|line| line == "id = \"b\""), Some(5));
        assert_eq!(lines("[[card]]\n[[ card ]]\n\t[[card ]]\r\n[[card.ask]]\n[[cards]]\n"), [1, 2, 3]);
        assert_eq!(lines("\u{feff}[[card]]\n"), [1], "the mark of an editor is no sign of the text");
        assert_eq!(lines("# a\n\n[[crad]]\nid = \"a\"\n[[card]]\n"), [3, 5], "what is no card is named");
        assert_eq!(split("what is this\n"), [], "no card");
    }

    #[test]
    fn a_broken_card_says_its_name() {
        assert_eq!(id_of_broken("\n[[card]] # a\nversion = 1\n  id = 'fall-2' # b\ntitle = \"Fall\n"), "fall-2");
        assert_eq!(id_of_broken("[[card]]\nidle = \"a\"\n[[card.ask]]\nid = \"awake\"\n"), "");
    }
}
