//! Folding what is set up about response plans, and what was advised beside what was sent.

use super::Fold;
use super::entries::retired_line;
use crate::domain::entry::{Line, SetUpKind, SetUpLine};
use crate::domain::event::Event;
use crate::domain::ids::{IncidentId, PlaceId, UnitId};
use crate::domain::plan::{Advised, Cover, Word};

impl Fold<'_> {
    pub(super) fn plan(&mut self) {
        let book = &mut self.state.book;
        let line = match &self.row.event {
            Event::PlanSaved { plan } => {
                let name = plan.label.clone();
                book.retired.remove(&plan.code);
                match book.plans.insert(plan.code.clone(), plan.clone()) {
                    None => return self.added(SetUpKind::Plan, &name),
                    Some(was) => changed(SetUpKind::Plan, name.clone(), "label", was.label, name),
                }
            }
            Event::PlanRetired { plan } | Event::PlanRestored { plan } => {
                let retired = matches!(self.row.event, Event::PlanRetired { .. });
                let Some(row) = book.plans.get(plan) else { return };
                if retired {
                    book.retired.insert(plan.clone());
                } else {
                    book.retired.remove(plan);
                }
                retired_line(SetUpKind::Plan, row.label.clone(), retired)
            }
            Event::PlanWordSet { word, label, any_of } => {
                let meant = Word { label: label.clone(), any_of: any_of.clone() };
                let was = if meant == Word::default() {
                    book.words.remove(word)
                } else {
                    book.words.insert(word.clone(), meant)
                };
                let name = word.as_str().to_uppercase();
                match was {
                    None => return self.added(SetUpKind::PlanWord, &name),
                    Some(was) => changed(SetUpKind::PlanWord, name, "label", was.label, label.clone()),
                }
            }
            Event::PostRequired { place, any_of, count, metres, bound } => {
                let cover = Cover { any_of: any_of.clone(), count: *count, metres: *metres, bound: *bound };
                let was = if *count == 0 { book.covers.remove(place) } else { book.covers.insert(*place, cover) };
                let was = was.map(|was| was.count.to_string()).unwrap_or_default();
                changed(SetUpKind::Post, self.place_name(*place), "count", was, count.to_string())
            }
            Event::PlanRuleSet { rule, value } => {
                let was = book.rule(*rule).to_string();
                if *value == rule.usual() {
                    book.rules.remove(rule);
                } else {
                    book.rules.insert(*rule, *value);
                }
                changed(SetUpKind::PlanRule, String::new(), rule.name(), was, value.to_string())
            }
            _ => return,
        };
        self.set_up(line);
    }

    pub(super) fn recommendation_followed(&mut self, incident: IncidentId, advised: &Advised, sent: &[UnitId]) {
        self.line_on(Some(incident), Line::Advised { advised: advised.clone(), sent: sent.to_vec() });
    }

    fn place_name(&self, place: PlaceId) -> String {
        self.state.places.get(&place).map(|place| place.name.clone()).unwrap_or_default()
    }
}

fn changed(what: SetUpKind, name: String, field: &str, was: String, now: String) -> SetUpLine {
    SetUpLine::Changed { what, name, field: field.to_owned(), was, now }
}
