//! The state of a screen as the part of the address after `#`, so that a reload, a bookmark and a second window find it
//! again on any static host and in any sub-folder.

use crate::domain::ids::OperationId;

/// Which screen a window shows, of what, for whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    pub operation: Option<OperationId>,
    pub view: View,
    pub position: String,
    pub operator: String,
    /// The selected incident's number.
    pub selected: Option<u32>,
    /// The incident or unit filter of the queue, as typed.
    pub find: String,
    /// The section of the set-up.
    pub section: String,
    /// One panel alone, in a window of its own.
    pub panel: Option<Panel>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    #[default]
    Desk,
    Intake,
    Map,
    Log,
    SetUp,
}

impl View {
    pub const ALL: [Self; 5] = [Self::Desk, Self::Intake, Self::Map, Self::Log, Self::SetUp];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Intake => "intake",
            Self::Map => "map",
            Self::Log => "log",
            Self::SetUp => "setup",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Panel {
    Queue,
    Incident,
    Units,
    Map,
}

impl Panel {
    pub const ALL: [Self; 4] = [Self::Queue, Self::Incident, Self::Units, Self::Map];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Incident => "incident",
            Self::Units => "units",
            Self::Map => "map",
        }
    }
}

/// Reads what follows `#`. Unknown keys and values are passed over: an old bookmark must still open.
#[must_use]
pub fn read(hash: &str) -> Address {
    let mut address = Address::default();
    for pair in hash.trim_start_matches('#').split('&') {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = unescape(value);
        match key {
            "op" => address.operation = value.parse().ok(),
            "view" => {
                address.view = View::ALL.into_iter().find(|view| view.name() == value).unwrap_or_default();
            }
            "pos" => address.position = value,
            "who" => address.operator = value,
            "sel" => address.selected = value.parse().ok(),
            "find" => address.find = value,
            "section" => address.section = value,
            "panel" => address.panel = Panel::ALL.into_iter().find(|panel| panel.name() == value),
            _ => {}
        }
    }
    address
}

#[must_use]
pub fn write(address: &Address) -> String {
    let Some(operation) = address.operation else { return String::new() };
    let mut pairs = vec![("op", operation.to_string()), ("view", address.view.name().to_owned())];
    let texts = [
        ("pos", address.position.clone()),
        ("who", address.operator.clone()),
        ("sel", address.selected.map(|number| number.to_string()).unwrap_or_default()),
        ("find", address.find.clone()),
        ("section", address.section.clone()),
        ("panel", address.panel.map(Panel::name).unwrap_or_default().to_owned()),
    ];
    pairs.extend(texts.into_iter().filter(|(_, value)| !value.is_empty()));
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={}", escape(value))).collect();
    format!("#{}", pairs.join("&"))
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => escaped.push(byte as char),
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

fn unescape(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let code = bytes.get(index + 1..index + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.filter(|_| bytes[index] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                plain.push(byte);
                index += 3;
            }
            None => {
                plain.push(bytes[index]);
                index += 1;
            }
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back() {
        let address = Address {
            operation: Some(OperationId(uuid::Uuid::from_u128(7))),
            view: View::Intake,
            position: "Dispatch 1".into(),
            operator: "Zoë & Łukasz".into(),
            selected: Some(14),
            find: "gate 4%".into(),
            section: "units".into(),
            panel: Some(Panel::Queue),
        };
        assert_eq!(read(&write(&address)), address);
        assert_eq!(read("#view=nowhere&x=%zz").view, View::Desk);
    }
}
