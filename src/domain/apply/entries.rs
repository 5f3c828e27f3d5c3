//! Folding the record: the line that every fact leaves, and what becomes of lines.

use super::Fold;
use crate::domain::entry::{Entry, Line, SetUpKind, SetUpLine, Struck};
use crate::domain::ids::{EventId, IncidentId, UnitId};
use crate::domain::incident::Incident;
use crate::domain::unit::{Unit, fold_call_sign};

impl Fold<'_> {
    pub(super) fn radio_heard(&mut self, incident: Option<IncidentId>, from: &str, to: &str, text: &str) {
        if let Some(unit) = self.state.call_signs.get(&fold_call_sign(from)).copied() {
            self.heard(unit);
        }
        self.line_on(incident, Line::Radio { from: from.to_owned(), to: to.to_owned(), text: text.to_owned() });
    }

    pub(super) fn entry_struck(&mut self, incident: Option<IncidentId>, entry: EventId, reason: &str) {
        let struck = Struck { at: self.row.at, by: self.by, reason: reason.to_owned() };
        let lines = match incident {
            Some(id) => self.state.incidents.get_mut(&id).map(|incident| &mut incident.entries),
            None => Some(&mut self.state.general),
        };
        if let Some(line) = lines.and_then(|lines| lines.iter_mut().rev().find(|line| line.id == entry)) {
            line.struck = Some(struck);
        }
        match incident {
            Some(id) => {
                self.changes.incidents.insert(id);
            }
            None => self.changes.general = true,
        }
    }

    pub(super) fn entry(&self, line: Line) -> Entry {
        Entry { id: self.row.id, at: self.row.at, entered: self.row.entered, by: self.by, line, struck: None }
    }

    pub(super) fn general(&mut self, line: Line) {
        let entry = self.entry(line);
        self.state.general.push(entry);
        self.changes.general = true;
    }

    /// A line on an incident, or in the general log where there is none.
    pub(super) fn line_on(&mut self, incident: Option<IncidentId>, line: Line) {
        match incident.filter(|id| self.state.incidents.contains_key(id)) {
            Some(id) => self.edit_incident(id, |_| line),
            None => self.general(line),
        }
    }

    pub(super) fn line_of_unit(&mut self, unit: UnitId, line: Line) {
        self.changes.units.insert(unit);
        let top = self.state.units.get(&unit).and_then(Unit::top);
        let incident = top.and_then(|top| self.state.assignments.get(&top)).map(|top| top.incident);
        self.line_on(incident, line);
    }

    /// Changes an incident, with the line that says what changed.
    pub(super) fn edit_incident(&mut self, id: IncidentId, edit: impl FnOnce(&mut Incident) -> Line) {
        let entry = self.entry(Line::HoldEnded);
        let Some(incident) = self.state.incidents.get_mut(&id) else { return };
        let line = edit(incident);
        incident.entries.push(Entry { line, ..entry });
        self.changes.incidents.insert(id);
    }

    pub(super) fn set_up(&mut self, line: SetUpLine) {
        self.changes.setup = true;
        // A file of thousands of rows is one line of the record, not thousands.
        let same_command = self.state.commands.back() == Some(&self.row.command);
        if let SetUpLine::Added { what, name, .. } = &line
            && same_command
            && let Some(Entry { line: Line::SetUp(SetUpLine::Added { what: last, count, name: shown }), .. }) =
                self.state.general.last_mut()
            && what == last
        {
            *count += 1;
            if *count == 2 {
                shown.push_str(" … ");
                shown.push_str(name);
            } else if let Some(cut) = shown.find(" … ") {
                shown.truncate(cut + " … ".len());
                shown.push_str(name);
            }
            self.changes.general = true;
            return;
        }
        self.general(Line::SetUp(line));
    }

    pub(super) fn added(&mut self, what: SetUpKind, name: &str) {
        self.set_up(SetUpLine::Added { what, count: 1, name: name.to_owned() });
    }

    pub(super) fn changed(&mut self, what: SetUpKind, name: &str, field: &str, was: String, now: String) {
        self.set_up(SetUpLine::Changed { what, name: name.to_owned(), field: field.to_owned(), was, now });
    }
}

pub(super) fn retired_line(what: SetUpKind, name: String, retired: bool) -> SetUpLine {
    if retired { SetUpLine::Retired { what, name } } else { SetUpLine::Restored { what, name } }
}

/// Puts something in the place of what was, and gives both as the record writes them.
pub(super) fn replaced<T: Clone>(was: &mut T, now: &T, written: impl Fn(&T) -> String) -> (String, String) {
    let was = std::mem::replace(was, now.clone());
    (written(&was), written(now))
}
