//! Decisions about response plans, and about what has to stay covered.

use super::checks::{in_range, in_row, name_of, new_code, restore, retire, short, short_text, unless_same};
use super::{Decision, Desk, LONGEST_NAME, one};
use crate::domain::event::Event;
use crate::domain::ids::{Code, IncidentId, PlaceId, UnitId};
use crate::domain::plan::{Advised, Cover, Plan, Requirement, Rule, Trait, Word};
use crate::domain::refusal::{Needed, Refusal};

/// Most words of one requirement, and most requirements of one level: more is a pasted file.
const MOST_WORDS: i64 = 20;
const MOST_NEEDS: i64 = 60;
/// Most types, plans or levels that one plan names.
const MOST_NAMED: i64 = 200;

impl Desk<'_> {
    pub(super) fn save_plans(&self, plans: &[Plan], words: &[(Code, Word)], retire: &[Code]) -> Decision {
        let book = &self.state.book;
        let mut events = Vec::new();
        for (word, meant) in words {
            let word = new_code(word, false)?;
            let label = short(&meant.label, Needed::Name)?;
            in_range(meant.any_of.len() as i64, 0, MOST_WORDS, Needed::Count)?;
            let any_of = meant.any_of.iter().map(spelled).collect::<Result<Vec<_>, _>>()?;
            let meant = Word { label, any_of };
            if *book.words.get(&word).unwrap_or(&Word::default()) != meant {
                events.push(Event::PlanWordSet { word, label: meant.label, any_of: meant.any_of });
            }
        }
        for (index, plan) in plans.iter().enumerate() {
            let plan = self.whole_plan(plan).map_err(|fault| in_row(index, plans.len(), fault))?;
            if book.plans.get(&plan.code) != Some(&plan) || book.retired.contains(&plan.code) {
                events.push(Event::PlanSaved { plan });
            }
        }
        for code in retire {
            if !book.plans.contains_key(code) {
                return Err(Refusal::UnknownPlan(code.to_string()));
            }
            // What is saved in the same act is meant to be used.
            if !book.retired.contains(code) && plans.iter().all(|plan| plan.code != *code) {
                events.push(Event::PlanRetired { plan: code.clone() });
            }
        }
        if events.is_empty() { Err(Refusal::Unchanged) } else { Ok(events) }
    }

    fn whole_plan(&self, plan: &Plan) -> Result<Plan, Refusal> {
        let mut plan = plan.clone();
        plan.code = new_code(&plan.code, false)?;
        plan.label = name_of(&plan.label, Needed::Name)?;
        plan.note = short_text(&plan.note)?;
        in_range(plan.types.len().max(plan.with.len()) as i64, 0, MOST_NAMED, Needed::Count)?;
        if let Some(zone) = &plan.zone {
            self.any_place(zone.place)?;
        }
        plan.alarms.retain(|alarm| !alarm.needs.is_empty());
        plan.alarms.sort_by_key(|alarm| alarm.level);
        for alarm in &mut plan.alarms {
            in_range(i64::from(alarm.level), 1, 9, Needed::Level)?;
            in_range(alarm.needs.len() as i64, 1, MOST_NEEDS, Needed::Count)?;
            for need in &mut alarm.needs {
                *need = requirement(need)?;
            }
        }
        in_range(plan.alarms.len() as i64, 1, 9, Needed::Level)?;
        Ok(plan)
    }

    pub(super) fn retire_plan(&self, code: &Code) -> Decision {
        retire(self.is_retired_plan(code)?, Event::PlanRetired { plan: code.clone() })
    }

    pub(super) fn restore_plan(&self, code: &Code) -> Decision {
        restore(self.is_retired_plan(code)?, Event::PlanRestored { plan: code.clone() })
    }

    fn is_retired_plan(&self, code: &Code) -> Result<bool, Refusal> {
        if self.state.book.plans.contains_key(code) {
            return Ok(self.state.book.retired.contains(code));
        }
        Err(Refusal::UnknownPlan(code.to_string()))
    }

    pub(super) fn set_plan_rule(&self, rule: Rule, value: u32) -> Decision {
        in_range(i64::from(value), 0, i64::from(rule.most()), Needed::Count)?;
        unless_same(&self.state.book.rule(rule), &value)?;
        one(Event::PlanRuleSet { rule, value })
    }

    pub(super) fn require_post(&self, place: PlaceId, cover: &Cover) -> Decision {
        self.any_place(place)?;
        let was = self.state.book.covers.get(&place);
        if cover.count == 0 {
            if was.is_none() {
                return Err(Refusal::Unchanged);
            }
        } else {
            in_range(i64::from(cover.metres), 0, 1_000_000, Needed::Count)?;
            in_range(i64::from(cover.count), 1, 99, Needed::Count)?;
        }
        let any_of = if cover.count == 0 { Vec::new() } else { words(&cover.any_of)? };
        let cover = Cover { any_of, ..cover.clone() };
        unless_same(&was, &Some(&cover))?;
        let Cover { any_of, count, metres, bound } = cover;
        one(Event::PostRequired { place, any_of, count, metres, bound })
    }
}

fn requirement(need: &Requirement) -> Result<Requirement, Refusal> {
    in_range(i64::from(need.count), 1, 99, Needed::Count)?;
    let skill = short(&need.skill, Needed::Name)?.to_uppercase();
    Ok(Requirement { any_of: words(&need.any_of)?, count: need.count, crew: need.crew, skill })
}

/// Words as they are compared: upper case, none twice, none empty.
fn words(words: &[String]) -> Result<Vec<String>, Refusal> {
    let mut found: Vec<String> = Vec::new();
    for word in words {
        let word = short(word, Needed::Name)?.to_uppercase();
        if !word.is_empty() && !found.contains(&word) {
            found.push(word);
        }
    }
    in_range(found.len() as i64, 1, MOST_WORDS, Needed::Unit)?;
    Ok(found)
}

fn spelled(one: &Trait) -> Result<Trait, Refusal> {
    let word = |text: &str| {
        let text = text.trim().to_uppercase();
        let fits = !text.is_empty() && text.chars().count() <= LONGEST_NAME;
        if fits { Ok(text) } else { Err(Refusal::Missing(Needed::Unit)) }
    };
    Ok(match one {
        Trait::Kind(kind) => Trait::Kind(Code::new(kind.as_str())),
        Trait::Capability(text) => Trait::Capability(word(text)?),
        Trait::CallSign(text) => Trait::CallSign(word(text)?),
    })
}

/// The row that puts what was advised beside what is sent. Nothing was advised: no row.
pub(super) fn followed(incident: IncidentId, sent: Vec<UnitId>, advised: &Advised) -> Option<Event> {
    if advised.units.is_empty() && advised.short.is_empty() {
        return None;
    }
    Some(Event::RecommendationFollowed { incident, advised: advised.clone(), sent })
}
