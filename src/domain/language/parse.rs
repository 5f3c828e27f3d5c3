//! From a typed line to a command, or to the word that could not be understood.

use super::tokens::Tokens;
use super::verbs::{Row, TABLE, Verb, end_code, named};
use crate::domain::call::{CallEnd, Source};
use crate::domain::command::{Command, Urgency};
use crate::domain::entry::Entry;
use crate::domain::ids::{Code, IncidentId, UnitId};
use crate::domain::incident::{Incident, Priority};
use crate::domain::moment::{LocalTime, Moment, read_clock};
use crate::domain::place::fold;
use crate::domain::refusal::Needed;
use crate::domain::state::State;
use crate::domain::unit::{Readiness, Step, Unit};

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
    /// The call that this window takes, or one that the incident's caller is still on.
    EndCall {
        incident: Option<IncidentId>,
        how: CallEnd,
    },
    /// The form that asks how the incident ended.
    CloseForm(IncidentId),
    /// Send what is recommended, as this window sees it.
    Recommend(IncidentId),
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
    let mut reader = Reader { state, context, tokens, text_used: false };
    let intent = reader.intent()?;
    // What a verb has no use for is not dropped in silence: somebody typed it for a reason.
    match reader.tokens.text {
        Some(text) if !text.is_empty() && !reader.text_used => {
            return Err(Fault::UnknownWord { word: text.to_owned(), nearest: None });
        }
        _ => {}
    }
    Ok(Parsed { intent, happened })
}

struct Reader<'a> {
    state: &'a State,
    context: Context,
    tokens: Tokens<'a>,
    /// The free text has found its place in the command.
    text_used: bool,
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
            Verb::Recommend => return self.show(|reader| reader.incident().map(Show::Recommend)),
            Verb::Divert => {
                let unit = self.unit()?;
                Command::Divert { incident: self.incident()?, unit, advised: None }
            }
            Verb::Step(step) => {
                let unit = self.unit()?;
                if !matches!(step, Step::Staged | Step::Transporting | Step::AtDestination) {
                    let incident = self.named_incident()?;
                    self.nothing_left()?;
                    return Ok(Intent::Do(Command::Step { unit, incident, step, destination: String::new() }));
                }
                let incident = self.incident_before_a_place(unit)?;
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
                Command::Cancel { unit, incident: self.named_incident()?, reason: self.text() }
            }
            Verb::Ready(readiness) => {
                let unit = self.unit()?;
                let reason = match self.text() {
                    text if text.is_empty() => self.tokens.take_rest(),
                    text => text,
                };
                // A post that is moved up to is recorded under its own name, whatever it was called here.
                let reason = if readiness == Readiness::MoveUp { self.state.spot(&reason).text } else { reason };
                Command::SetReadiness { unit, readiness, reason }
            }
            Verb::Note => {
                let incident = self.incident_before_text()?;
                Command::Note { incident, text: self.needed_text(Needed::Text)? }
            }
            Verb::Radio => return self.radio(),
            Verb::Caller => {
                let named = self.incident_before_text()?;
                let incident = self.or_selected(named)?;
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
            Verb::EndCall => return self.show(Self::end_call),
            Verb::Alarm => {
                let numbers = self.numbers();
                let (incident, level) = self.incident_and(&numbers, Needed::Level)?;
                Command::RaiseAlarm { incident, level: u8::try_from(level).unwrap_or(u8::MAX) }
            }
            Verb::ClosePath => {
                let paths = self.paths()?;
                Command::ClosePaths { paths, reason: self.text() }
            }
            Verb::OpenPath => Command::OpenPaths(self.paths()?),
            Verb::Crowd => return self.crowd(),
            Verb::Request => return self.request(),
            Verb::MeetRequest => return self.meet_request(),
            Verb::Strike => return self.strike(),
            Verb::Hold => {
                let numbers = self.numbers();
                let (incident, minutes) = self.incident_and(&numbers, Needed::Minutes)?;
                Command::Hold { incident, minutes, reason: self.needed_text(Needed::Reason)? }
            }
            Verb::EndHold => Command::EndHold(self.incident()?),
            Verb::Reopen => {
                let named = self.incident_before_text()?;
                let incident = self.or_selected(named)?;
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
                    units =
                        incident.map(|one| self.state.working(one).map(|work| work.unit).collect()).unwrap_or_default();
                }
                Command::RollCall { units }
            }
            Verb::Welfare => {
                let unit = self.unit()?;
                let minutes = self.tokens.take_first(number).ok_or(Fault::Missing(Needed::Minutes))?;
                Command::TimeWelfare { unit, minutes: Some(minutes).filter(|minutes| *minutes != 0) }
            }
            Verb::Safety => {
                let (unit, incident) = (self.unit()?, self.named_incident()?);
                let notes = self.state.units.get(&unit).into_iter().flat_map(|unit| self.state.unheard(unit));
                let notes = notes.filter(|(on, _)| incident.is_none_or(|wanted| wanted == *on));
                let heard = notes.map(|(_, note)| note.text.clone()).collect();
                Command::AcknowledgeSafety { unit, incident, heard }
            }
            Verb::SceneSafe => Command::EndStaging(self.incident()?),
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
        let later = self.tokens.take_first(|word| if state.unit_called(word).is_some() { None } else { named(word) });
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
        Ok(Intent::Do(Command::OpenIncident {
            call: None,
            kind,
            priority: priority.map(Urgency::Chosen),
            place,
            summary: self.text(),
        }))
    }

    fn end_call(&mut self) -> Result<Show, Fault> {
        let incident = self.named_incident()?;
        let how = |word: &str| {
            let known = [CallEnd::Ended, CallEnd::Silent, CallEnd::HungUp, CallEnd::Abandoned];
            known.into_iter().find(|how| end_code(*how).eq_ignore_ascii_case(word))
        };
        let how = self.tokens.take_first(how).unwrap_or(CallEnd::Ended);
        Ok(Show::EndCall { incident, how })
    }

    fn clear_or_close(&mut self) -> Result<Intent, Fault> {
        let units = self.any_units();
        if let [unit] = units[..] {
            let incident = self.named_incident()?;
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
        if words.is_empty() && !text.is_empty() {
            return Err(Fault::Missing(Needed::Disposition));
        }
        if words.is_empty() {
            return Ok(Intent::Show(Show::CloseForm(incident)));
        }
        let disposition = self.disposition(&words).ok_or(Fault::UnknownWord { word: words, nearest: None })?;
        Ok(Intent::Do(Command::Close { incident, disposition, text }))
    }

    fn radio(&mut self) -> Result<Intent, Fault> {
        let incident = self.incident_with_sign()?;
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
        let in_front = self.tokens.left().next().is_some_and(|(_, word)| {
            self.incident_of(word.text).is_some() && self.state.place_index.named(word.text).is_none()
        });
        let named = if in_front { self.named_incident()? } else { self.incident_with_sign()? };
        if named.is_none()
            && let Some(unit) = self.take_unit()
        {
            let place = self.state.spot(&self.tokens.take_rest());
            if place.is_blank() {
                return Err(Fault::Missing(Needed::Place));
            }
            return Ok(Intent::Do(Command::MoveUnit { unit, place }));
        }
        let incident = self.or_selected(named)?;
        let place = self.state.spot(&self.tokens.take_rest());
        if place.is_blank() {
            return Err(Fault::Missing(Needed::Place));
        }
        Ok(Intent::Do(Command::MoveIncident { incident, place }))
    }

    /// The street that the rest of the line names.
    fn paths(&mut self) -> Result<Vec<u32>, Fault> {
        let word = self.tokens.take_rest();
        if word.is_empty() {
            return Err(Fault::Missing(Needed::Path));
        }
        let nearest = self.state.ground.streets(&word, 1).first().map(|name| (*name).to_owned());
        self.state.ground.meant(&word).ok_or(Fault::UnknownWord { word, nearest })
    }

    /// A street and behind it how much longer it takes, in percent; 100 is free. The number is the last word, since a street may
    /// have one in its name.
    fn crowd(&mut self) -> Result<Intent, Fault> {
        let last = self.tokens.left().last();
        let percent = last.and_then(|(index, word)| Some((index, number(word.text.trim_end_matches('%'))?)));
        let Some((index, percent)) = percent else { return Err(Fault::Missing(Needed::Percent)) };
        self.tokens.take(index);
        let paths = self.paths()?;
        self.nothing_left()?;
        Ok(Intent::Do(Command::SetCrowd { paths, percent: u16::try_from(percent).unwrap_or(u16::MAX) }))
    }

    /// The incident in front of words that may hold numbers themselves.
    fn incident_before_words(&mut self) -> Result<IncidentId, Fault> {
        let named = match self.incident_with_sign()? {
            Some(incident) => Some(incident),
            None if self.tokens.left().next().is_some_and(|(_, word)| is_numbered(word.text)) => {
                self.named_incident()?
            }
            None => None,
        };
        self.or_selected(named)
    }

    /// The open request that the words name; the only one need not be named.
    fn meet_request(&mut self) -> Result<Intent, Fault> {
        let incident = self.incident_before_words()?;
        let word = match self.tokens.take_rest() {
            rest if rest.is_empty() => self.text(),
            rest => rest,
        };
        let row = self.state.incidents.get(&incident);
        let open = || row.into_iter().flat_map(|row| &row.requests).filter(|(_, request)| request.met.is_none());
        let folded = fold(&word);
        let named = open().find(|(_, request)| fold(&request.what) == folded);
        let found = named.or_else(|| {
            let mut starting = open().filter(|(_, request)| fold(&request.what).starts_with(&folded));
            starting.next().filter(|_| starting.next().is_none())
        });
        match found {
            Some((request, _)) => Ok(Intent::Do(Command::MeetRequest { incident, request: *request })),
            None if word.is_empty() => Err(Fault::Missing(Needed::Request)),
            None => {
                let nearest = open().next().map(|(_, request)| request.what.clone());
                Err(Fault::UnknownWord { word, nearest })
            }
        }
    }

    /// The line that was written at the time, or the last one: of an incident, or of the general log where none is named.
    fn strike(&mut self) -> Result<Intent, Fault> {
        let incident = self.named_incident()?;
        let now = self.context.now;
        let time = self.tokens.take_first(|word| read_clock(word, now).map(|_| word.to_owned()));
        let reason = self.needed_text(Needed::Reason)?;
        self.nothing_left()?;
        let lines = match incident.and_then(|id| self.state.incidents.get(&id)) {
            Some(row) => &row.entries,
            None => &self.state.general,
        };
        let said_then = |entry: &Entry| {
            let clock = LocalTime { moment: entry.at, ..now }.clock();
            time.as_ref().is_none_or(|time| clock.trim_start_matches('0').starts_with(time.trim_start_matches('0')))
        };
        let entry = lines.iter().rev().find(|entry| entry.can_be_struck() && said_then(entry));
        match (entry, time) {
            (Some(entry), _) => Ok(Intent::Do(Command::Strike { incident, entry: entry.id, reason })),
            (None, Some(word)) => Err(Fault::UnknownWord { word, nearest: None }),
            (None, None) => Err(Fault::Missing(Needed::Line)),
        }
    }

    fn request(&mut self) -> Result<Intent, Fault> {
        let incident = self.incident_before_words()?;
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

    fn text(&mut self) -> String {
        self.text_used = true;
        self.tokens.text.unwrap_or_default().to_owned()
    }

    /// The free text; without a `;` the words that are left serve, since nobody types `;` at three in the morning.
    fn needed_text(&mut self, field: Needed) -> Result<String, Fault> {
        let text = match self.tokens.text {
            Some(_) => self.text(),
            None => self.tokens.take_rest(),
        };
        if text.is_empty() { Err(Fault::Missing(field)) } else { Ok(text) }
    }

    /// The incident that a word names: `142`, `#142`, `26-0142`, with or without the operation's letters in front.
    fn incident_of(&self, word: &str) -> Option<&Incident> {
        let word = word.trim_start_matches('#');
        if !is_numbered(word) {
            return None;
        }
        let (head, short) = word.rsplit_once('-').map_or((None, word), |(head, short)| (Some(head), short));
        let incident = self.state.incident_numbered(short.parse().ok()?)?;
        let year = incident.year.as_str();
        let whole = format!("{}{year}", self.state.operation.prefix).to_lowercase();
        head.is_none_or(|head| head == year || head.to_lowercase() == whole).then_some(incident)
    }

    /// The incident of the first word that looks like a number. A number that names none is a fault, because the next
    /// number in the line meant something else.
    fn named_incident(&mut self) -> Result<Option<IncidentId>, Fault> {
        self.incident_where(|word| is_numbered(word.trim_start_matches('#')))
    }

    /// The incident of the first word with the sign, for lines in which a bare number may be part of a place or a name.
    fn incident_with_sign(&mut self) -> Result<Option<IncidentId>, Fault> {
        self.incident_where(|word| word.starts_with('#'))
    }

    fn incident_where(&mut self, is: impl Fn(&str) -> bool) -> Result<Option<IncidentId>, Fault> {
        let Some((index, word)) = self.tokens.left().find(|(_, word)| is(word.text)) else { return Ok(None) };
        let fault = Fault::NoIncident { number: word.text.to_owned() };
        let incident = self.incident_of(word.text).map(|incident| incident.id).ok_or(fault)?;
        self.tokens.take(index);
        Ok(Some(incident))
    }

    /// The incident in front of free text. Without a `;` the text itself may hold numbers ("2 patients"), so only the first
    /// word is one.
    fn incident_before_text(&mut self) -> Result<Option<IncidentId>, Fault> {
        if self.tokens.text.is_some() {
            return self.named_incident();
        }
        let Some((_, word)) = self.tokens.left().next() else { return Ok(None) };
        if word.text.starts_with('#') || self.incident_of(word.text).is_some() {
            return self.named_incident();
        }
        Ok(None)
    }

    /// The incident in front of a destination. A bare number is often part of it ("km 18", "12 Elm Street"), so it counts
    /// only in front, and only if nothing follows or the unit works there.
    fn incident_before_a_place(&mut self, unit: UnitId) -> Result<Option<IncidentId>, Fault> {
        if let Some(incident) = self.incident_with_sign()? {
            return Ok(Some(incident));
        }
        let alone = self.tokens.left().count() == 1;
        let first = self.tokens.left().next();
        let Some(incident) = first.and_then(|(_, word)| self.incident_of(word.text)) else { return Ok(None) };
        let works_there = self.state.working(incident).any(|work| work.unit == unit);
        if alone || works_there { self.named_incident() } else { Ok(None) }
    }

    fn incident(&mut self) -> Result<IncidentId, Fault> {
        let named = self.named_incident()?;
        self.or_selected(named)
    }

    fn or_selected(&self, named: Option<IncidentId>) -> Result<IncidentId, Fault> {
        named.or(self.context.incident).ok_or(Fault::Missing(Needed::Incident))
    }

    fn two_incidents(&mut self) -> Result<(IncidentId, IncidentId), Fault> {
        let first = self.incident()?;
        match self.named_incident()? {
            Some(second) => Ok((first, second)),
            None => match self.context.incident {
                Some(selected) if selected != first => Ok((selected, first)),
                _ => Err(Fault::Missing(Needed::Incident)),
            },
        }
    }

    /// The numbers in front, two at most: what follows is text, which may hold numbers of its own.
    fn numbers(&mut self) -> Vec<String> {
        let numbered = |word: &str| is_numbered(word.trim_start_matches('#'));
        let front = self.tokens.left().take(2).take_while(|(_, word)| numbered(word.text));
        let front: Vec<(usize, String)> = front.map(|(index, word)| (index, word.text.to_owned())).collect();
        for (index, _) in &front {
            self.tokens.take(*index);
        }
        front.into_iter().map(|(_, word)| word).collect()
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
        std::iter::from_fn(|| self.take_unit()).collect()
    }

    /// Takes the first call sign, of up to three words. In `D Team 1 14` the numbers are not one: digits that were typed
    /// apart belong together only if the call sign itself is written so.
    fn take_unit(&mut self) -> Option<UnitId> {
        let state = self.state;
        self.tokens.take_run(3, " ", |text| {
            let unit = state.unit_called(text)?;
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            let words: Vec<&str> = text.split(' ').collect();
            let meet = words.windows(2).any(|pair| digit(pair[0].chars().last()) && digit(pair[1].chars().next()));
            (!meet || fold(&unit.call_sign) == fold(text)).then_some(unit.id)
        })
    }

    fn units(&mut self) -> Result<Vec<UnitId>, Fault> {
        let units = self.any_units();
        if !units.is_empty() {
            return Ok(units);
        }
        // A lone number may still be meant as the incident, so only words are suspected of being call signs.
        let unknown = self.tokens.left().find(|(_, word)| !is_numbered(word.text.trim_start_matches('#')));
        Err(match unknown {
            Some((_, word)) => self.unknown_unit(word.text),
            None => Fault::Missing(Needed::Unit),
        })
    }

    fn unit(&mut self) -> Result<UnitId, Fault> {
        if let Some(unit) = self.take_unit() {
            return Ok(unit);
        }
        let word = self.tokens.left().next().map(|(_, word)| word.text.to_owned());
        Err(word.map_or(Fault::Missing(Needed::Unit), |word| self.unknown_unit(&word)))
    }

    fn unknown_unit(&self, word: &str) -> Fault {
        let near = |unit: &&Unit| unit.call_sign != word && is_near(&unit.call_sign, word);
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

/// Digits alone, or behind a `-` that follows a year: a word that can only be meant as an incident's number.
fn is_numbered(word: &str) -> bool {
    let (head, short) = word.rsplit_once('-').unwrap_or(("00", word));
    let digits = |text: &str| text.chars().all(|digit| digit.is_ascii_digit());
    let year = head.get(head.len().saturating_sub(2)..).is_some_and(|year| year.len() == 2 && digits(year));
    year && !short.is_empty() && digits(short)
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
    let swapped =
        known_left == 2 && typed_left == 2 && known[front] == typed[front + 1] && known[front + 1] == typed[front];
    known_left.max(typed_left) <= 1 || swapped
}
