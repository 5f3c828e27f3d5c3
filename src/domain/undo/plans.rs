//! Taking back what was set up about response plans: what stood there before is put back.

use super::{Before, Refusal, still};
use crate::domain::event::Event;
use crate::domain::plan::{Cover, Word};
use crate::domain::state::State;

/// What an event is about to replace in the book of plans.
pub(super) fn before(state: &State, event: &Event) -> Option<Before> {
    let book = &state.book;
    Some(match event {
        Event::PlanSaved { plan } => {
            let was = book.plans.get(&plan.code).cloned();
            Before::RunCard(was.map(|was| (Box::new(was), book.retired.contains(&plan.code))))
        }
        Event::PlanWordSet { word, .. } => Before::Word(book.words.get(word).cloned()),
        Event::PostRequired { place, .. } => Before::Cover(book.covers.get(place).cloned()),
        Event::PlanRuleSet { rule, .. } => Before::Rule(book.rule(*rule)),
        _ => return None,
    })
}

/// The events that bring it back.
pub(super) fn replaced(state: &State, event: &Event, before: &Before) -> Result<Option<Vec<Event>>, Refusal> {
    let book = &state.book;
    Ok(Some(match (event, before) {
        (Event::PlanSaved { plan }, Before::RunCard(was)) => {
            still(book.plans.get(&plan.code) == Some(plan) && !book.retired.contains(&plan.code))?;
            let retired = Event::PlanRetired { plan: plan.code.clone() };
            match was {
                // What was never there before cannot be deleted.
                None => vec![retired],
                Some((was, is_retired)) => {
                    let saved = Event::PlanSaved { plan: (**was).clone() };
                    std::iter::once(saved).chain(is_retired.then_some(retired)).collect()
                }
            }
        }
        (Event::PlanWordSet { word, label, any_of }, Before::Word(was)) => {
            let set = Word { label: label.clone(), any_of: any_of.clone() };
            still(*book.words.get(word).unwrap_or(&Word::default()) == set)?;
            let Word { label, any_of } = was.clone().unwrap_or_default();
            vec![Event::PlanWordSet { word: word.clone(), label, any_of }]
        }
        (Event::PostRequired { place, any_of, count, metres, bound }, Before::Cover(was)) => {
            let set = Cover { any_of: any_of.clone(), count: *count, metres: *metres, bound: *bound };
            still(book.covers.get(place) == Some(&set).filter(|set| 0 < set.count))?;
            let none = || Cover { any_of: Vec::new(), count: 0, metres: 0, bound: false };
            let Cover { any_of, count, metres, bound } = was.clone().unwrap_or_else(none);
            vec![Event::PostRequired { place: *place, any_of, count, metres, bound }]
        }
        (Event::PlanRuleSet { rule, value }, Before::Rule(was)) => {
            still(book.rule(*rule) == *value)?;
            vec![Event::PlanRuleSet { rule: *rule, value: *was }]
        }
        _ => return Ok(None),
    }))
}
