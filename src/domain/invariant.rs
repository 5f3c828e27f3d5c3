//! What must always hold after commands that `decide` accepted, numbered as in ARCHITECTURE.md.

use super::state::State;
use super::unit::fold_call_sign;

/// Everything that is wrong, in words for a developer. Empty when all is well.
#[must_use]
pub fn problems(state: &State) -> Vec<String> {
    let mut found = Vec::new();
    let mut check = |holds: bool, what: &dyn Fn() -> String| {
        if !holds {
            found.push(what());
        }
    };
    let numbers = state.numbers.keys().copied();
    check(numbers.eq(1..=state.last_number), &|| {
        format!("I1: incident numbers are not gapless to {}", state.last_number)
    });
    for (id, incident) in &state.incidents {
        let number = incident.number;
        check(state.numbers.get(&number) == Some(id), &|| format!("I1: number {number} names another incident"));
        check(state.open.contains(id) == incident.is_open(), &|| format!("I2: the open set is wrong about {number}"));
        check(incident.is_open() || state.working(incident).next().is_none(), &|| {
            format!("I3: closed incident {number} still has units")
        });
        check(
            incident.first_place == incident.place
                || incident.entries.iter().any(|entry| matches!(entry.line, super::entry::Line::Place { .. })),
            &|| format!("I4: the place of {number} moved without a line"),
        );
    }
    for (id, unit) in &state.units {
        let name = &unit.call_sign;
        let holder = state.call_signs.get(&fold_call_sign(name));
        check(holder == Some(id), &|| format!("I5: call sign {name} names another unit"));
        let mut seen = std::collections::BTreeSet::new();
        for assignment in &unit.stack {
            let open = state.assignments.get(assignment);
            check(open.is_some_and(|one| one.is_open() && one.unit == *id), &|| {
                format!("I6: {name} is stacked on an assignment that is not its own or is over")
            });
            let incident = open.map(|one| one.incident);
            check(seen.insert(incident), &|| format!("I7: {name} is twice on one incident"));
        }
    }
    for assignment in state.assignments.values() {
        let steps: std::collections::BTreeSet<_> = assignment.steps.iter().map(|(step, _)| step).collect();
        check(steps.len() == assignment.steps.len() && !steps.is_empty(), &|| {
            format!("I8: assignment {} has a milestone twice or none", assignment.id)
        });
    }
    found
}
