//! A row of text to and from an event, in two steps: first the envelope, with the data left raw; then, when kind and
//! version are known, the typed event. What is not understood is kept byte for byte by whoever holds the text.

use super::envelope::{Envelope, VERSION};
use super::upcast;
use crate::domain::entry::Author;
use crate::domain::event::{Event, Recorded};
use serde::Deserialize;
use serde::de::{self, DeserializeSeed as _, Deserializer, IntoDeserializer as _};
use std::borrow::Cow;
use std::fmt;

/// Why a row could not be read as an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// A newer program wrote it. Nothing is wrong with the row.
    Newer { version: u32 },
    /// A newer program, or another one, wrote a kind that this one does not know.
    UnknownKind(String),
    /// It is not a row of a log, or a known kind with data that does not fit. The text says where.
    Damaged(String),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Newer { version } => write!(out, "written by a newer version ({version})"),
            Self::UnknownKind(kind) => write!(out, "of the unknown kind \"{kind}\""),
            Self::Damaged(why) => write!(out, "damaged: {why}"),
        }
    }
}

/// The text of one row. The key of the store is the row's number, so `seq` is not written.
#[must_use]
pub fn encode(row: &Recorded) -> String {
    let tagged = serde_json::to_string(&row.event).unwrap_or_default();
    let (kind, data) = split_tag(&tagged);
    let head = Head {
        v: VERSION,
        id: row.id,
        at: row.at,
        offset: row.offset_minutes,
        entered: row.entered,
        by: &row.by.operator,
        pos: &row.by.position,
        tab: row.window,
        command: row.command,
        kind,
    };
    let mut text = serde_json::to_string(&head).unwrap_or_default();
    text.pop();
    text.push_str(",\"data\":");
    text.push_str(data);
    text.push('}');
    text
}

/// Reads the row with the number `seq`.
pub fn decode(seq: u64, text: &str) -> Result<Recorded, Unreadable> {
    let envelope: Envelope<'_> = serde_json::from_str(text).map_err(damaged)?;
    if VERSION < envelope.v {
        return Err(Unreadable::Newer { version: envelope.v });
    }
    if !kinds().contains(&envelope.kind.as_ref()) {
        return Err(Unreadable::UnknownKind(envelope.kind.into_owned()));
    }
    let data = upcast::to_current(&envelope.kind, envelope.v, Cow::Borrowed(envelope.data.get())).map_err(damaged)?;
    let event = Tagged { kind: &envelope.kind, data: &data }.event().map_err(damaged)?;
    Ok(Recorded {
        seq,
        id: envelope.id,
        at: envelope.at,
        offset_minutes: envelope.offset,
        entered: envelope.entered,
        by: Author { operator: envelope.by.into_owned(), position: envelope.pos.into_owned() },
        window: envelope.tab,
        command: envelope.command,
        event,
    })
}

/// Every event kind that this program reads, as it is written.
#[must_use]
pub fn kinds() -> &'static [&'static str] {
    let mut found: &'static [&'static str] = &[];
    Event::deserialize(ListVariants(&mut found)).ok();
    found
}

#[derive(serde::Serialize)]
struct Head<'a> {
    v: u32,
    id: crate::domain::ids::EventId,
    at: crate::domain::moment::Moment,
    offset: i32,
    entered: crate::domain::moment::Moment,
    by: &'a str,
    pos: &'a str,
    tab: crate::domain::ids::WindowId,
    #[serde(rename = "for")]
    command: crate::domain::ids::CommandId,
    kind: &'a str,
}

fn damaged(error: serde_json::Error) -> Unreadable {
    Unreadable::Damaged(error.to_string())
}

/// `{"kind":data}`, as serde writes an enum, taken apart without another parse. Kinds hold no quotes.
fn split_tag(tagged: &str) -> (&str, &str) {
    let inside = tagged.strip_prefix("{\"").and_then(|rest| rest.strip_suffix('}'));
    inside.and_then(|rest| rest.split_once("\":")).unwrap_or(("", "null"))
}

/// Kind and data as the enum that serde expects, without copying them into one text.
struct Tagged<'a> {
    kind: &'a str,
    data: &'a str,
}

impl Tagged<'_> {
    fn event(self) -> Result<Event, serde_json::Error> {
        Event::deserialize(self)
    }
}

impl<'de> Deserializer<'de> for Tagged<'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.deserialize_enum("", &[], visitor)
    }

    fn deserialize_enum<V: de::Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_enum(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de> de::EnumAccess<'de> for Tagged<'de> {
    type Error = serde_json::Error;
    type Variant = Self;

    fn variant_seed<V: de::DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Self::Error> {
        let kind: de::value::StrDeserializer<'_, serde_json::Error> = self.kind.into_deserializer();
        Ok((seed.deserialize(kind)?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Tagged<'de> {
    type Error = serde_json::Error;

    fn unit_variant(self) -> Result<(), Self::Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: de::DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Self::Error> {
        let mut reader = serde_json::Deserializer::from_str(self.data);
        seed.deserialize(&mut reader)
    }

    fn tuple_variant<V: de::Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Self::Error> {
        serde_json::Deserializer::from_str(self.data).deserialize_seq(visitor)
    }

    fn struct_variant<V: de::Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        serde_json::Deserializer::from_str(self.data).deserialize_map(visitor)
    }
}

/// Asks the derived reader of an enum for the names it knows, so that no second list has to be kept.
struct ListVariants<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for ListVariants<'_> {
    type Error = de::value::Error;

    fn deserialize_any<V: de::Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Self::Error> {
        Err(de::Error::custom("names only"))
    }

    fn deserialize_enum<V: de::Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = variants;
        Err(de::Error::custom("names only"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// Reads any JSON text just to see that it is one; used on foreign files before their rows are looked at.
pub fn check_json(text: &str) -> Result<(), Unreadable> {
    let mut reader = serde_json::Deserializer::from_str(text);
    std::marker::PhantomData::<de::IgnoredAny>.deserialize(&mut reader).map_err(damaged)?;
    reader.end().map_err(damaged)
}
