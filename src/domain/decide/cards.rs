//! Decisions about the guide cards of the operation: what may be saved, approved, retired and restored.

use super::checks::{name_of, short, unless_same};
use super::{Decision, Desk, one};
use crate::domain::card::fault::{Fault, Why};
use crate::domain::card::lint::{links, lint, types};
use crate::domain::card::notation::head_line;
use crate::domain::card::{Card, read};
use crate::domain::command::Care;
use crate::domain::event::Event;
use crate::domain::guidance::GuideCard;
use crate::domain::ids::Code;
use crate::domain::moment::read_day;
use crate::domain::refusal::{Needed, Refusal};

/// Longest text of one card, in bytes: written as JSON it has to fit into a row of the log.
const LONGEST_CARD: usize = 90_000;

impl Desk<'_> {
    pub(super) fn any_card(&self, code: &Code) -> Result<&GuideCard, Refusal> {
        self.state.cards.get(code).ok_or_else(|| Refusal::UnknownCard(code.to_string()))
    }

    pub(super) fn save_cards(&self, texts: &[String]) -> Decision {
        let state = self.state;
        if texts.is_empty() {
            return Err(Refusal::Missing(Needed::Text));
        }
        let cards: Vec<Card> = texts.iter().map(|text| read::card(text).0).collect();
        let exists = |id: &str| {
            cards.iter().any(|card| card.id == id) || state.cards.get(&Code::new(id)).is_some_and(|card| !card.retired)
        };
        let mut faults: Vec<Fault> = Vec::new();
        let mut events = Vec::new();
        // Cards that are here in another wording under the same version: nobody could tell which of the two was meant.
        let mut differ: Vec<(String, u32)> = Vec::new();
        for (place, (text, card)) in texts.iter().zip(&cards).enumerate() {
            if LONGEST_CARD < text.trim().len() {
                return Err(Refusal::TooLong { field: Needed::Text, most: LONGEST_CARD });
            }
            faults.extend(lint(text, &exists).1);
            faults.extend(types(card, text, &|code| state.knows_type(code)));
            faults.extend(links(card, text, &|id| {
                let here = cards.iter().find(|card| card.id == id).cloned();
                here.or_else(|| Some(read::card(state.cards.get(&Code::new(id))?.text()).0))
            }));
            let code = Code::new(&card.id);
            let known = state.cards.get(&code);
            let others = cards.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, card)| card);
            let mut add = |place: &str, why, about: String| {
                let line = head_line(text);
                faults.push(Fault { card: card.id.clone(), place: place.to_owned(), line, why, about });
            };
            if !card.id.is_empty() && others.clone().any(|other| other.id == card.id) {
                add("id", Why::DuplicateId, card.id.clone());
            }
            for kind in &card.types {
                let here = others.clone().find(|other| other.types.contains(kind)).map(|other| other.title.clone());
                let there = state
                    .card_of(&Code::new(kind))
                    .filter(|other| other.code != code && !cards.iter().any(|card| card.id == other.code.as_str()));
                if let Some(other) = here.or_else(|| there.map(|other| other.title.clone())) {
                    add("types", Why::TypeTaken, format!("{kind}: {other}"));
                }
            }
            if let Some(known) = known {
                // Who saved the file may have ended its lines in another way.
                if known.text().trim().lines().eq(text.trim().lines()) {
                    continue;
                }
                if card.version == known.version {
                    differ.push((known.title.clone(), known.version));
                    continue;
                }
                if card.version < known.version {
                    if faults.is_empty() {
                        return Err(Refusal::CardVersionNotHigher { card: known.title.clone(), now: known.version });
                    }
                    continue;
                }
            }
            events.push(Event::CardSaved {
                card: code,
                version: card.version,
                title: short(&card.title, Needed::Name)?,
                discipline: card.discipline.word().to_owned(),
                types: card.types.iter().map(|kind| Code::new(kind)).collect(),
                text: text.trim().to_owned(),
            });
        }
        // A text that cannot be read asks nothing, which says nothing about the others.
        if faults.is_empty() {
            faults = state.links_lost(&cards);
        }
        match (faults.is_empty(), events.is_empty()) {
            (true, _) if !differ.is_empty() => Err(Refusal::CardsDiffer(differ)),
            (false, _) => Err(Refusal::CardFaults(faults)),
            (true, true) => Err(Refusal::Unchanged),
            (true, false) => Ok(events),
        }
    }

    pub(super) fn approve_card(&self, code: &Code, version: u32, name: &str, date: &str) -> Decision {
        let card = self.any_card(code)?;
        if card.retired {
            return Err(Refusal::AlreadyRetired);
        }
        if card.version != version {
            return Err(Refusal::CardMovedOn { card: card.title.clone(), now: card.version });
        }
        let name = name_of(name, Needed::Name)?;
        let date = name_of(date, Needed::Text)?;
        let date = read_day(&date).ok_or(Refusal::NotADate(date))?;
        if let Some(stands) = card.approvals.get(&version) {
            unless_same(&(&stands.name, &stands.date), &(&name, &date))?;
        }
        one(Event::CardApproved { card: code.clone(), version, name, date })
    }

    pub(super) fn withdraw_approval(&self, code: &Code, version: u32) -> Decision {
        let card = self.any_card(code)?;
        if !card.approvals.contains_key(&version) {
            return Err(Refusal::NotApproved(card.title.clone()));
        }
        one(Event::CardApprovalWithdrawn { card: code.clone(), version })
    }

    /// A card that others lead to is missed by whoever follows them; who insists takes that upon them.
    pub(super) fn retire_card(&self, code: &Code) -> Decision {
        let card = self.any_card(code)?;
        if card.retired {
            return Err(Refusal::AlreadyRetired);
        }
        let others = self.state.cards.values().filter(|other| !other.retired && other.code != *code);
        let links = others.flat_map(|other| {
            let (read, _) = read::card(other.text());
            let links = read.links().into_iter().filter(|(id, _)| *id == code.as_str());
            links.map(|(_, place)| format!("{} ({place})", other.title)).collect::<Vec<_>>()
        });
        let links: Vec<String> = links.collect();
        if !links.is_empty() && self.ask.care == Care::AskFirst {
            return Err(Refusal::CardLinked { card: card.title.clone(), links });
        }
        one(Event::CardRetired { card: code.clone() })
    }

    pub(super) fn restore_card(&self, code: &Code) -> Decision {
        let card = self.any_card(code)?;
        if !card.retired {
            return Err(Refusal::NotRetired);
        }
        let mut taken = card.types.iter().filter_map(|kind| Some((kind, self.state.card_of(kind)?)));
        if let Some((kind, other)) = taken.next() {
            let (place, about) = ("types".to_owned(), format!("{kind}: {}", other.title));
            let fault = Fault { card: code.to_string(), place, line: 1, why: Why::TypeTaken, about };
            return Err(Refusal::CardFaults(vec![fault]));
        }
        one(Event::CardRestored { card: code.clone() })
    }
}
