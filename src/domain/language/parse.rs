//! From a typed line to a command, or to the word that could not be understood.

use super::tokens::Tokens;
use super::verbs::{Row, TABLE, Verb, named};
use crate::domain::call::Source;
use crate::domain::command::Command;
use crate::domain::ids::{Code, IncidentId, UnitId};
use crate::domain::incident::{Incident, Priority};
use crate::domain::moment::{LocalTime, Moment, read_clock};
use crate::domain::place::fold;
use crate::domain::refusal::Needed;
use crate::domain::state::State;
use crate::domain::unit::Unit;

/// What the line would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    pub intent: Intent,
    pub happened: Option<Moment>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    Do(Command),
    /// Something for this window alone.
    Show(Show),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Show {
    NewCall,
    Incident(IncidentId),
    Unit(UnitId),
    Find(String),
    /// The form that asks how the incident ended.
    CloseForm(IncidentId),
    Undo,
    Help,
}

/// Why a line means nothing yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    Empty,
    UnknownVerb { word: String, nearest: Option<&'static str> },
    UnknownWord { word: String, nearest: Option<String> },
    NoIncident { number: String },
    NotATime(String),
    Missing(Needed),
}

/// What a line may leave unsaid.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    pub incident: Option<IncidentId>,
    pub now: LocalTime,
}

/// Understands `line` as far as it can be understood without being carried out.
pub fn parse(line: &str, state: &State, context: Context) -> Result<Parsed, Fault> {
    let line = line.trim().trim_start_matches('/').trim_start();
    let tokens = Tokens::of(line);
    let happened = match tokens.at {
        None => None,
        Some(text) => Some(read_clock(text, context.now).ok_or_else(|| Fault::NotATime(text.to_owned()))?),
    };
    let mut reader = Reader { state, context, tokens };
    let intent = reader.intent()?;
    Ok(Parsed { intent, happened })
}

struct Reader<'a> {
    state: &'a State,
    context: Context,
    tokens: Tokens<'a>,
}

impl Reader<'_> {
    fn intent(&mut self) -> Result<Intent, Fault> {
        let verb = self.verb()?.verb;
        let command = match verb {
            Verb::New => return self.new_incident(),
            Verb::Dispatch(step) => {
                let units = self.units()?;
                let incident = self.incident()?;
                Command::Dispatch { incident, units, step }
            }
            Verb::Divert => {
                let unit = self.unit()?;
                Command::Divert { incident: self.incident()?, unit }
            }
            Verb::Step(step) => {
                let unit = self.unit()?;
                let incident = self.named_incident();
                let destination = match self.tokens.take_rest() {
                    rest if rest.is_empty() => self.text(),
                    rest => rest,
                };
                let place = self.state.spot(&destination);
                Command::Step { unit, incident, step, destination: place.text }
            }
            Verb::Clear => return self.clear_or_close(),
            Verb::Cancel => {
                let unit = self.unit()?;
                Command::Cancel { unit, incident: self.named_incident(), reason: self.text() }
            }
            Verb::Ready(readiness) => {
                let unit = self.unit()?;
                let reason = match self.text() {
                    text if text.is_empty() => self.tokens.take_rest(),
                    text => text,
                };
                Command::SetReadiness { unit, readiness, reason }
            }
            Verb::Note => {
                let incident = self.named_incident();
                Command::Note { incident, text: self.needed_text(Needed::Text)? }
            }
            Verb::Radio => return self.radio(),
            Verb::Caller => {
                let incident = self.incident()?;
                Command::AddCaller { incident, source: Source::Phone, text: self.needed_text(Needed::Text)? }
            }
            Verb::Priority => {
                let numbers = self.numbers();
                let (incident, level) = self.incident_and(&numbers, Needed::Level)?;
                let priority = u8::try_from(level).ok().and_then(Priority::from_level);
                let priority = priority.ok_or(Fault::Missing(Needed::Level))?;
                Command::ChangeUrgency { incident, priority }
            }
            Verb::Type => {
                let incident = self.incident()?;
                Command::ChangeKind { incident, kind: self.kind()? }
            }
            Verb::Place => return self.place(),
            Verb::Verify => Command::VerifyPlace(self.incident()?),
            Verb::Alarm => {
                let numbers = self.numbers();
                let (incident, level) = self.incident_and(&numbers, Needed::Level)?;
                Command::RaiseAlarm { incident, level: u8::try_from(level).unwrap_or(u8::MAX) }
            }
            Verb::Request => return self.request(),
            Verb::Hold => {
                let numbers = self.numbers();
                let (incident, minutes) = self.incident_and(&numbers, Needed::Minutes)?;
                Command::Hold { incident, minutes, reason: self.needed_text(Needed::Reason)? }
            }
            Verb::EndHold => Command::EndHold(self.incident()?),
            Verb::Reopen => {
                let incident = self.incident()?;
                Command::Reopen { incident, reason: self.needed_text(Needed::Reason)? }
            }
            Verb::Link => {
                let (incident, other) = self.two_incidents()?;
                Command::Link { incident, other }
            }
            Verb::Unlink => {
                let (incident, other) = self.two_incidents()?;
                Command::Unlink { incident, other }
            }
            Verb::RollCall => {
                let mut units = self.any_units();
                if units.is_empty() {
                    let incident = self.incident()?;
                    let incident = self.state.incidents.get(&incident);
                    units = incident.map(|one| self.state.working(one).map(|work| work.unit).collect()).unwrap_or_default();
                }
                Command::RollCall { units }
            }
            Verb::Welfare => {
                let unit = self.unit()?;
                let minutes = self.tokens.take_first(number).ok_or(Fault::Missing(Needed::Minutes))?;
                Command::TimeWelfare { unit, minutes: Some(minutes).filter(|minutes| *minutes != 0) }
            }
            Verb::Select => return self.show(|reader| reader.incident().map(Show::Incident)),
            Verb::Unit => return self.show(|reader| reader.unit().map(Show::Unit)),
            Verb::Find => {
                let text = self.tokens.take_rest();
                return Ok(Intent::Show(Show::Find(text)));
            }
            Verb::Undo => return self.show(|_| Ok(Show::Undo)),
            Verb::Help => return Ok(Intent::Show(Show::Help)),
        };
        self.nothing_left()?;
        Ok(Intent::Do(command))
    }

    fn verb(&mut self) -> Result<&'static Row, Fault> {
        let first = self.tokens.left().next().map(|(_, word)| word.text.to_owned());
        let Some(first) = first else { return Err(Fault::Empty) };
        if let Some(row) = named(&first) {
            self.tokens.take(0);
            return Ok(row);
        }
        // "142 D MED2": the verb stands elsewhere. A call sign that reads like a verb is still a call sign there.
        let state = self.state;
        let later = self.tokens.take_first(|word| {
            if state.unit_called(word).is_some() { None } else { named(word) }
        });
        later.ok_or_else(|| Fault::UnknownVerb { nearest: nearest_verb(&first), word: first })
    }

    fn show(&mut self, what: impl FnOnce(&mut Self) -> Result<Show, Fault>) -> Result<Intent, Fault> {
        let show = what(self)?;
        self.nothing_left()?;
        Ok(Intent::Show(show))
    }

    fn new_incident(&mut self) -> Result<Intent, Fault> {
        if self.tokens.is_empty() && self.text().is_empty() {
            return Ok(Intent::Show(Show::NewCall));
        }
        let priority = self.tokens.take_first(|word| {
            let level = word.strip_prefix(['P', 'p']).filter(|level| level.len() == 1)?;
            Priority::from_level(level.parse().ok()?)
        });
        let kind = self.kind()?;
        let place = self.state.spot(&self.tokens.take_rest());
        if place.is_blank() {
            return Err(Fault::Missing(Needed::Place));
        }
        Ok(Intent::Do(Command::OpenIncident { call: None, kind, priority, place, summary: self.text() }))
    }

    fn clear_or_close(&mut self) -> Result<Intent, Fault> {
        let units = self.any_units();
        if let [unit] = units[..] {
            let incident = self.named_incident();
            self.nothing_left()?;
            return Ok(Intent::Do(Command::Clear { unit, incident }));
        }
        if 1 < units.len() {
            let word = self.state.units.get(&units[1]).map(|unit| unit.call_sign.clone()).unwrap_or_default();
            return Err(Fault::UnknownWord { word, nearest: None });
        }
        let incident = self.incident()?;
        let text = self.text();
        let words = self.tokens.take_rest();
        if words.is_empty() {
            return Ok(Intent::Show(Show::CloseForm(incident)));
        }
        let disposition = self.disposition(&words).ok_or(Fault::UnknownWord { word: words, nearest: None })?;
        Ok(Intent::Do(Command::Close { incident, disposition, text }))
    }

    fn radio(&mut self) -> Result<Intent, Fault> {
        let incident = self.tokens.take_first(|word| {
            word.strip_prefix('#')?.parse().ok().and_then(|number| self.state.incident_numbered(number)).map(|one| one.id)
        });
        let head = self.tokens.take_rest();
        let (from, to) = head.split_once('>').unwrap_or((head.as_str(), ""));
        let text = self.needed_text(Needed::Text)?;
        let from = from.trim().to_owned();
        if from.is_empty() {
            return Err(Fault::Missing(Needed::From));
        }
        // Radio traffic of a unit at work belongs to what it works on.
        let worked = self.state.unit_called(&from).and_then(|unit| self.state.top_assignment(unit));
        let incident = incident.or(worked.map(|work| work.incident));
        Ok(Intent::Do(Command::Radio { incident, from, to: to.trim().to_owned(), text }))
    }

    fn place(&mut self) -> Result<Intent, Fault> {
        let first = self.tokens.left().next().map(|(index, word)| (index, word.text.to_owned()));
        let named = first.as_ref().and_then(|(_, word)| self.incident_of(word)).map(|one| one.id);
        let rest_follows = 1 < self.tokens.left().count();
        if named.is_some() && rest_follows {
            self.tokens.take(first.map_or(0, |(index, _)| index));
        } else if let Some(unit) = self.tokens.take_run(3, "", |text| self.state.unit_called(text).map(|unit| unit.id)) {
            let place = self.state.spot(&self.tokens.take_rest());
            if place.is_blank() {
                return Err(Fault::Missing(Needed::Place));
            }
            return Ok(Intent::Do(Command::MoveUnit { unit, place }));
        }
        let incident = named.filter(|_| rest_follows).or(self.context.incident);
        let incident = incident.ok_or(Fault::Missing(Needed::Incident))?;
        let place = self.state.spot(&self.tokens.take_rest());
        if place.is_blank() {
            return Err(Fault::Missing(Needed::Place));
        }
        Ok(Intent::Do(Command::MoveIncident { incident, place }))
    }

    fn request(&mut self) -> Result<Intent, Fault> {
        let incident = self.incident()?;
        let last = self.tokens.left().last().and_then(|(index, word)| Some((index, number(word.text)?)));
        let count = last.filter(|_| 1 < self.tokens.left().count()).map_or(1, |(index, count)| {
            self.tokens.take(index);
            count
        });
        let what = match self.tokens.take_rest() {
            rest if rest.is_empty() => self.needed_text(Needed::Text)?,
            rest => rest,
        };
        Ok(Intent::Do(Command::RequestResource { incident, what, count: u8::try_from(count).unwrap_or(u8::MAX) }))
    }

    fn text(&self) -> String {
        self.tokens.text.unwrap_or_default().to_owned()
    }

    /// The free text; without a `;` the words that are left serve, since nobody types `;` at three in the morning.
    fn needed_text(&mut self, field: Needed) -> Result<String, Fault> {
        let text = match self.tokens.text {
            Some(text) => text.to_owned(),
            None => self.tokens.take_rest(),
        };
        if text.is_empty() { Err(Fault::Missing(field)) } else { Ok(text) }
    }

    fn incident_of(&self, word: &str) -> Option<&Incident> {
        let word = word.trim_start_matches('#');
        let short = word.rsplit('-').next()?;
        if short.is_empty() || !short.chars().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        self.state.incident_numbered(short.parse().ok()?)
    }

    fn named_incident(&mut self) -> Option<IncidentId> {
        let found = self
            .tokens
            .left()
            .find_map(|(index, word)| self.incident_of(word.text).map(|incident| (index, incident.id)));
        let (index, incident) = found?;
        self.tokens.take(index);
        Some(incident)
    }

    fn incident(&mut self) -> Result<IncidentId, Fault> {
        if let Some(incident) = self.named_incident() {
            return Ok(incident);
        }
        let number = self.tokens.left().find(|(_, word)| number(word.text.trim_start_matches('#')).is_some());
        if let Some((_, word)) = number {
            return Err(Fault::NoIncident { number: word.text.to_owned() });
        }
        self.context.incident.ok_or(Fault::Missing(Needed::Incident))
    }

    fn two_incidents(&mut self) -> Result<(IncidentId, IncidentId), Fault> {
        let first = self.incident()?;
        match self.named_incident() {
            Some(second) => Ok((first, second)),
            None => match self.context.incident {
                Some(selected) if selected != first => Ok((selected, first)),
                _ => Err(Fault::Missing(Needed::Incident)),
            },
        }
    }

    fn numbers(&mut self) -> Vec<String> {
        let mut found = Vec::new();
        while let Some(word) = self.tokens.take_first(|word| {
            let short = word.trim_start_matches('#').rsplit('-').next()?;
            number(short).map(|_| word.to_owned())
        }) {
            found.push(word);
        }
        found
    }

    /// `142 1`: an incident and a value; or just the value, for the selected incident.
    fn incident_and(&self, numbers: &[String], field: Needed) -> Result<(IncidentId, u32), Fault> {
        let value = |text: &String| number(text).ok_or(Fault::Missing(field));
        match numbers {
            [] => Err(Fault::Missing(field)),
            [only] => Ok((self.context.incident.ok_or(Fault::Missing(Needed::Incident))?, value(only)?)),
            [first, second, ..] => {
                let incident = self.incident_of(first).map(|incident| incident.id);
                let incident = incident.ok_or_else(|| Fault::NoIncident { number: first.clone() })?;
                Ok((incident, value(second)?))
            }
        }
    }

    fn any_units(&mut self) -> Vec<UnitId> {
        let mut units = Vec::new();
        let state = self.state;
        while let Some(unit) = self.tokens.take_run(3, "", |text| state.unit_called(text).map(|unit| unit.id)) {
            units.push(unit);
        }
        units
    }

    fn units(&mut self) -> Result<Vec<UnitId>, Fault> {
        let units = self.any_units();
        if !units.is_empty() {
            return Ok(units);
        }
        // A lone number may still be meant as the incident, so only words are suspected of being call signs.
        let unknown = self.tokens.left().find(|(_, word)| self.incident_of(word.text).is_none());
        Err(match unknown {
            Some((_, word)) => self.unknown_unit(word.text),
            None => Fault::Missing(Needed::Unit),
        })
    }

    fn unit(&mut self) -> Result<UnitId, Fault> {
        let state = self.state;
        if let Some(unit) = self.tokens.take_run(3, "", |text| state.unit_called(text).map(|unit| unit.id)) {
            return Ok(unit);
        }
        let word = self.tokens.left().next().map(|(_, word)| word.text.to_owned());
        Err(word.map_or(Fault::Missing(Needed::Unit), |word| self.unknown_unit(&word)))
    }

    fn unknown_unit(&self, word: &str) -> Fault {
        let near = |unit: &&Unit| is_near(&unit.call_sign, word);
        let nearest = self.state.units.values().filter(|unit| !unit.retired).find(near);
        Fault::UnknownWord { word: word.to_owned(), nearest: nearest.map(|unit| unit.call_sign.clone()) }
    }

    /// A type by its code, by its label, or by the only code that starts with the word.
    fn kind(&mut self) -> Result<Code, Fault> {
        let state = self.state;
        let usable = || state.types.values().filter(|row| !row.retired);
        let exact = |text: &str| {
            let folded = fold(text);
            usable().find(|row| row.code.as_str() == folded || fold(&row.label) == folded).map(|row| row.code.clone())
        };
        if let Some(code) = self.tokens.take_run(4, " ", exact) {
            return Ok(code);
        }
        let first = self.tokens.left().next().map(|(index, word)| (index, fold(word.text)));
        let Some((index, word)) = first else { return Err(Fault::Missing(Needed::Type)) };
        let mut starting = usable().filter(|row| 2 < word.len() && row.code.as_str().starts_with(&word));
        if let (Some(only), None) = (starting.next(), starting.next()) {
            self.tokens.take(index);
            return Ok(only.code.clone());
        }
        let nearest = usable().find(|row| is_near(row.code.as_str(), &word)).map(|row| row.code.to_string());
        Err(Fault::UnknownWord { word, nearest })
    }

    fn disposition(&self, words: &str) -> Option<Code> {
        let folded = fold(words);
        let usable = || self.state.dispositions.values().filter(|row| !row.retired);
        let exact = usable().find(|row| row.code.as_str() == folded || fold(&row.label) == folded);
        let starting = || {
            let mut starting = usable().filter(|row| fold(&row.label).starts_with(&folded));
            starting.next().filter(|_| starting.next().is_none())
        };
        exact.or_else(starting).map(|row| row.code.clone())
    }

    fn nothing_left(&self) -> Result<(), Fault> {
        match self.tokens.left().next() {
            None => Ok(()),
            Some((_, word)) => Err(self.unknown_unit(word.text)),
        }
    }
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok()
}

fn nearest_verb(word: &str) -> Option<&'static str> {
    TABLE.iter().find(|row| is_near(row.code, word)).map(|row| row.code)
}

/// One wrong, missing, doubled or swapped letter, or a beginning.
fn is_near(known: &str, typed: &str) -> bool {
    let known: Vec<char> = known.to_lowercase().chars().collect();
    let typed: Vec<char> = typed.to_lowercase().chars().collect();
    if typed.len() < 2 || known.len().abs_diff(typed.len()) > 1 {
        return 2 <= typed.len() && known.starts_with(&typed);
    }
    let front = known.iter().zip(&typed).take_while(|(a, b)| a == b).count();
    let back = known[front..].iter().rev().zip(typed[front..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (known_left, typed_left) = (known.len() - front - back, typed.len() - front - back);
    let swapped = known_left == 2
        && typed_left == 2
        && known[front] == typed[front + 1]
        && known[front + 1] == typed[front];
    known_left.max(typed_left) <= 1 || swapped
}
