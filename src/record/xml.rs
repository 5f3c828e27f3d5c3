//! XML as far as map files use it: tags, texts and what stands in quotes. Prefixes are passed over, since every program
//! names its own; a declaration, a comment and an instruction mean nothing here.

use std::borrow::Cow;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    Open { name: &'a str, attributes: &'a str },
    Close { name: &'a str },
    Text(Cow<'a, str>),
}

/// The pieces of a text in order. A tag that closes itself opens and closes.
#[derive(Debug)]
pub struct Pieces<'a> {
    rest: &'a str,
    open: Vec<&'a str>,
    /// The last tag closed itself.
    empty: bool,
}

impl<'a> Pieces<'a> {
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        Self { rest: text, open: Vec::new(), empty: false }
    }

    /// The next piece; none at the end. The error says what is wrong with the file.
    pub fn step(&mut self) -> Result<Option<Piece<'a>>, String> {
        if std::mem::take(&mut self.empty) {
            return Ok(self.open.pop().map(|name| Piece::Close { name }));
        }
        loop {
            let Some(tag) = self.rest.strip_prefix('<') else {
                if self.rest.is_empty() {
                    return match self.open.last() {
                        Some(name) => Err(format!("<{name}> has no end")),
                        None => Ok(None),
                    };
                }
                let (text, rest) = self.rest.split_at(self.rest.find('<').unwrap_or(self.rest.len()));
                self.rest = rest;
                return Ok(Some(Piece::Text(unescape(text))));
            };
            if let Some(data) = tag.strip_prefix("![CDATA[") {
                let (data, rest) = data.split_once("]]>").ok_or("CDATA has no end")?;
                self.rest = rest;
                return Ok(Some(Piece::Text(data.into())));
            }
            if let Some(comment) = tag.strip_prefix("!--") {
                self.rest = comment.split_once("-->").ok_or("a comment has no end")?.1;
                continue;
            }
            let (tag, rest) = tag_of(tag).ok_or("a tag has no end")?;
            self.rest = rest;
            if tag.starts_with(['!', '?']) {
                continue;
            }
            if let Some(name) = tag.strip_prefix('/') {
                let name = bare(name.trim_end());
                if self.open.pop() != Some(name) {
                    return Err(format!("</{name}> closes nothing"));
                }
                return Ok(Some(Piece::Close { name }));
            }
            let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
            let name = bare(name);
            self.open.push(name);
            self.empty = empty;
            return Ok(Some(Piece::Open { name, attributes }));
        }
    }

    /// The tags that are open, the outermost first.
    #[must_use]
    pub fn path(&self) -> &[&'a str] {
        &self.open
    }
}

/// A tag up to its end, and what follows. An end inside quotes is none.
fn tag_of(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    let end = text.char_indices().find(|(_, sign)| {
        match quote {
            Some(open) if open == *sign => quote = None,
            None if matches!(sign, '"' | '\'') => quote = Some(*sign),
            _ => {}
        }
        *sign == '>' && quote.is_none()
    });
    end.map(|(end, _)| (&text[..end], &text[end + 1..]))
}

fn bare(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// What an attribute says.
#[must_use]
pub fn attribute<'a>(attributes: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut rest = attributes;
    while let Some((found, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, further) = after[1..].split_once(quote)?;
        if bare(found.trim()) == name {
            return Some(unescape(value));
        }
        rest = further;
    }
    None
}

/// Bytes of the longest code of a sign, with the semicolon behind it.
const LONGEST_CODE: usize = 12;

/// Signs that XML writes as `&amp;`, `&#233;` or `&#xE9;`. Whatever else begins like one stands as it is written.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        // A text of nothing but ampersands is not searched to its end for each of them.
        let end = after.bytes().take(LONGEST_CODE).position(|byte| byte == b';');
        let sign = end.and_then(|end| Some((sign_of(&after[..end])?, &after[end + 1..])));
        plain.push(sign.map_or('&', |(sign, _)| sign));
        rest = sign.map_or(after, |(_, behind)| behind);
    }
    plain.push_str(rest);
    plain.into()
}

fn sign_of(code: &str) -> Option<char> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    match code {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "amp" => Some('&'),
        _ => match code.strip_prefix('#')?.strip_prefix(['x', 'X']) {
            Some(digits) => number(digits, 16),
            None => number(&code[1..], 10),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Result<String, String> {
        let mut found = Pieces::of(text);
        let mut told = String::new();
        while let Some(piece) = found.step()? {
            match piece {
                Piece::Open { name, attributes } => told += &format!("<{name}{}", attributes.len().min(1)),
                Piece::Close { name } => told += &format!("{name}>"),
                Piece::Text(text) => told += &text,
            }
        }
        Ok(told)
    }

    #[test]
    fn tags_texts_and_signs_are_told_apart() {
        let says = |text: &str, told: &str| assert_eq!(pieces(text).as_deref(), Ok(told), "{text}");
        says("<?xml version='1.0'?><!DOCTYPE gpx><a/><!-- <b> -->", "<a0a>");
        says("<p:a x='1>2' y=\"'\"><p:b>one</p:b ></p:a>", "<a1<b0oneb>a>");
        says("<a><![CDATA[1 < 2 & <b>]]></a>", "<a01 < 2 & <b>a>");
        says("<a>Caf&#233; &#xE9;&amp;lt; R&D &nosuch; &#xFFFFFFFF;</a>", "<a0Café é&lt; R&D &nosuch; &#xFFFFFFFF;a>");
    }

    #[test]
    fn a_damaged_file_says_what_is_wrong() {
        for (text, why) in [
            ("<a><b></b>", "<a> has no end"),
            ("<a></b>", "</b> closes nothing"),
            ("<a", "a tag has no end"),
            ("<!-- a", "a comment has no end"),
            ("<a><![CDATA[", "CDATA has no end"),
        ] {
            assert_eq!(pieces(text), Err(why.to_owned()), "{text}");
        }
    }

    #[test]
    fn an_attribute_is_found_by_its_whole_name() {
        let attributes = "maxlat=\"9\" p:lat = '60.1' lon=\"a &gt; b\" bad";
        let read = |name| attribute(attributes, name);
        assert_eq!((read("lat").as_deref(), read("lon").as_deref()), (Some("60.1"), Some("a > b")));
        assert_eq!((read("bad"), read("at")), (None, None));
    }
}
