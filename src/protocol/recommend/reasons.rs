//! Why a unit is picked, why another is not, and what stands in the way of a slot that stays open.

use super::assign::Solution;
use super::survey::{Entry, Stand, Survey};
use super::{Could, Divert, Filled, Other, Pick, Reason, Shortfall, UNKNOWN_SECONDS, Want, WhyNot};
use crate::domain::ids::Code;
use crate::domain::moment::Moment;
use crate::domain::plan::{Book, Rule, Trait};
use crate::domain::unit::{Ending, Readiness, Step};
use crate::protocol::plan::Lack;
use crate::protocol::travel::Basis;
use std::collections::BTreeSet;

/// Puts the units into the requirements that they serve, with their reasons.
pub fn fill(survey: &Survey<'_>, solution: &Solution, wants: &mut [Want]) {
    for (at, entry) in survey.entries.iter().enumerate() {
        let Some(want) = solution.owner[at] else { continue };
        let filled = match entry.stand {
            Stand::Working => Filled::Working(entry.unit.id),
            Stand::Served => Filled::Served(entry.unit.id),
            _ => Filled::Pick(Pick {
                unit: entry.unit.id,
                estimate: entry.estimate,
                cost: entry.cost,
                pinned: solution.fixed[at],
                reasons: reasons(survey, solution, &wants[want], want, at),
            }),
        };
        wants[want].filled.push(filled);
    }
}

fn reasons(survey: &Survey<'_>, solution: &Solution, want: &Want, number: usize, at: usize) -> Vec<Reason> {
    let entry = &survey.entries[at];
    let mask = &solution.masks[solution.like[number]];
    let nearer = |other: &Entry<'_>| {
        other.stand == Stand::Free
            && other.seconds().is_some_and(|theirs| entry.seconds().is_none_or(|own| theirs < own))
            && survey.serves(other, mask)
    };
    let elsewhere =
        |other: usize| solution.owner[other].is_some_and(|owner| solution.like[owner] != solution.like[number]);
    let serves = (0..at).find(|other| elsewhere(*other) && nearer(&survey.entries[*other]));
    let keeps = || {
        let unpicked = survey.keepers.iter().filter(|other| solution.owner[**other].is_none());
        let mut near = unpicked.map(|other| &survey.entries[*other]);
        near.find(|other| nearer(other)).and_then(|other| Some((other.unit.id, other.keeps?)))
    };
    let mut found = Vec::new();
    if solution.fixed[at] {
        found.push(Reason::Chosen);
    } else if let Some(other) = serves {
        found.push(Reason::NearerServes(survey.entries[other].unit.id));
    } else if let Some((unit, place)) = keeps() {
        found.push(Reason::NearerCovers(unit, place));
    } else if entry.estimate.is_some() {
        found.push(Reason::Nearest);
    }
    found.extend(survey.unknown(entry).map(Reason::NoEstimate));
    if entry.estimate.is_some_and(|way| way.basis == Basis::AgainstOneWay) {
        found.push(Reason::AgainstOneWay);
    }
    if let (Some(seconds), Some(goal)) = (entry.seconds(), survey.goal)
        && goal < seconds
    {
        found.push(Reason::Late { seconds: seconds - goal });
    }
    let more = [
        (entry.unit.readiness == Readiness::MoveUp && entry.seen.is_some()).then_some(Reason::MovingUp),
        entry.old.map(|minutes| Reason::PositionOld { minutes }),
        entry.cleared.map(|minutes| Reason::JustCleared { minutes }),
        entry.keeps.map(Reason::BaresPost),
        (0 < want.crew && entry.unit.crew == 0).then_some(Reason::CrewUncounted),
    ];
    found.extend(more.into_iter().flatten());
    found
}

/// The one reason for each unit that is neither picked nor counted.
pub fn why_not(survey: &Survey<'_>, solution: &Solution, wants: &[Want]) -> Vec<Other> {
    // The last pick of each mask: whoever is not chosen is compared with it.
    let mut last: Vec<Option<usize>> = vec![None; solution.masks.len()];
    for (at, owner) in solution.owner.iter().enumerate() {
        if let Some(want) = owner.filter(|_| survey.entries[at].stand == Stand::Free && !solution.fixed[at]) {
            last[solution.like[want]] = Some(at);
        }
    }
    // The first mask that a unit fits is then the one with the latest pick.
    let cost = |number: usize| last[number].map_or(i64::MIN, |at| survey.entries[at].cost);
    let mut order: Vec<usize> = (0..solution.masks.len()).collect();
    order.sort_by_key(|number| std::cmp::Reverse(cost(*number)));
    let rest = survey
        .entries
        .iter()
        .enumerate()
        .filter(|(at, entry)| solution.owner[*at].is_none() && entry.stand != Stand::Served);
    let mut found: Vec<Other> = rest
        .map(|(_, entry)| {
            let why = blocked(entry).unwrap_or_else(|| passed_over(survey, solution, wants, (&order, &last), entry));
            Other { unit: entry.unit.id, estimate: entry.estimate, why }
        })
        .collect();
    found.sort_by_key(|other| other.estimate.map_or(u32::MAX, |estimate| estimate.seconds));
    found
}

/// Why a unit cannot be sent at all, whatever is asked for.
fn blocked(entry: &Entry<'_>) -> Option<WhyNot> {
    Some(match entry.stand {
        Stand::Going { incident, lesser, .. } if entry.beneath => WhyNot::Away { incident, lesser },
        Stand::AtWork { incident, .. } if entry.beneath => WhyNot::Away { incident, lesser: false },
        Stand::Working => WhyNot::Extra,
        Stand::LeftOut => WhyNot::LeftOut,
        Stand::Bound(place) => WhyNot::ZoneDuty(place),
        Stand::NotReady(Readiness::OffDuty) => WhyNot::OffDuty,
        Stand::NotReady(readiness) => WhyNot::NotReady(readiness, entry.since),
        Stand::Going { incident, priority, lesser: true } => WhyNot::CouldDivert { incident, priority },
        Stand::Going { incident, priority, lesser: false } => WhyNot::OnTheWay { incident, priority },
        Stand::AtWork { incident, step } => WhyNot::AtWork { incident, step },
        Stand::Free | Stand::Served => return None,
    })
}

/// Why a free unit was passed over.
fn passed_over(
    survey: &Survey<'_>,
    solution: &Solution,
    wants: &[Want],
    (order, last): (&[usize], &[Option<usize>]),
    entry: &Entry<'_>,
) -> WhyNot {
    let mut least: Option<(Lack, usize)> = None;
    let mut fits = false;
    let mut against: Option<&Entry<'_>> = None;
    for number in order.iter().copied() {
        match survey.lack(entry, &solution.masks[number]) {
            // What lacks least is the reason that helps: a skill rather than everything.
            Some(lack) if least.is_none_or(|(known, _)| lack < known) => least = Some((lack, number)),
            Some(_) => {}
            None => {
                fits = true;
                against = last[number].map(|at| &survey.entries[at]);
                break;
            }
        }
    }
    let want = |number: usize| solution.like.iter().position(|like| *like == number).and_then(|at| wants.get(at));
    match (fits, least, against) {
        (false, Some((Lack::Skill(at), number)), _) => {
            WhyNot::Lacks(want(number).and_then(|want| want.skills.get(at)).cloned().unwrap_or_default())
        }
        (false, Some((Lack::Crew, number)), _) => {
            WhyNot::SmallCrew { has: entry.unit.crew, needs: want(number).map_or(0, |want| want.crew) }
        }
        (false, _, _) => WhyNot::NotAsked,
        (true, _, None) => WhyNot::Met,
        (true, _, Some(picked)) => {
            if let Some(unknown) = survey.unknown(entry) {
                return WhyNot::NoEstimate(unknown);
            }
            let own = entry.seconds().unwrap_or(UNKNOWN_SECONDS);
            let theirs = picked.seconds().unwrap_or(UNKNOWN_SECONDS);
            if theirs < own {
                return WhyNot::Farther { seconds: own - theirs };
            }
            match (entry.keeps, entry.cleared, entry.old) {
                (Some(place), _, _) => WhyNot::KeepsPost(place),
                (_, Some(minutes), _) => WhyNot::Rests { minutes },
                (_, _, Some(minutes)) => WhyNot::PositionOld { minutes },
                _ => WhyNot::AsFar,
            }
        }
    }
}

/// What is missing in each requirement, who could come, and who could be diverted.
pub fn shortfalls(survey: &Survey<'_>, solution: &Solution, wants: &mut [Want]) {
    let mut requests = open_requests(survey);
    let away: Vec<&Entry<'_>> = survey.entries.iter().filter(|entry| !entry.stand.can_serve()).collect();
    let divert_gain = survey.state.book.rule(Rule::DivertSeconds);
    for (number, want) in wants.iter_mut().enumerate() {
        let mask = &solution.masks[solution.like[number]];
        let missing = want.missing();
        let slowest = want.picks().map(|pick| pick.estimate.map_or(UNKNOWN_SECONDS, |way| way.seconds)).max();
        if missing == 0 && slowest.is_none() {
            continue;
        }
        let away = || away.iter().copied().filter(|entry| survey.serves(entry, mask));
        let mut diverts: Vec<Divert> = Vec::new();
        for entry in away() {
            let Stand::Going { incident, lesser: true, .. } = entry.stand else { continue };
            // Since it set out it may have gone the other way, and would have to come back.
            let gone = u32::try_from(entry.seen.unwrap_or(0)).unwrap_or(u32::MAX);
            let fast = entry.seconds().map(|seconds| seconds.saturating_add(gone));
            let saves = slowest.zip(fast).and_then(|(slow, fast)| slow.checked_sub(fast));
            let gains = saves.is_some_and(|saves| divert_gain <= saves);
            if (0 < missing || gains) && diverts.len() < 2 {
                let saves = saves.filter(|_| missing == 0);
                let seen = entry.seen.map(|seen| seen / 60).filter(|minutes| 0 < *minutes);
                diverts.push(Divert { unit: entry.unit.id, from: incident, estimate: entry.estimate, saves, seen });
            }
        }
        want.diverts = diverts;
        if missing == 0 {
            continue;
        }
        let mut nearest: Option<(i64, Could)> = None;
        for entry in away().filter(|entry| entry.stand != Stand::LeftOut) {
            let Some(why) = blocked(entry) else { continue };
            let free = likely_free(survey, entry);
            let wait = free.map_or(7_200, |free| free.seconds_since(survey.asked.now).max(0));
            let off = if why == WhyNot::OffDuty { 86_400 } else { 0 };
            let total = wait + off + i64::from(entry.seconds().unwrap_or(UNKNOWN_SECONDS));
            if nearest.as_ref().is_none_or(|(least, _)| total < *least) {
                nearest = Some((total, Could { unit: entry.unit.id, why, free, estimate: entry.estimate }));
            }
        }
        let requested = match &mut requests[..] {
            [] => 0,
            open => taken(open, &Sought::of(&survey.state.book, &want.any_of), missing),
        };
        want.shortfall = Some(Shortfall { missing, nearest: nearest.map(|(_, could)| could), requested });
    }
}

/// What is asked for, however it is said: in any order, and by the names that the team gave its words.
struct Sought {
    words: BTreeSet<String>,
    traits: BTreeSet<Trait>,
}

impl Sought {
    fn of<'a>(book: &Book, words: impl IntoIterator<Item = &'a String>) -> Self {
        let own = |word: &String| {
            let named = book.words.iter().find(|(_, known)| known.label.eq_ignore_ascii_case(word));
            named.map_or_else(|| word.to_uppercase(), |(code, _)| code.as_str().to_uppercase())
        };
        let words: BTreeSet<String> = words.into_iter().map(own).collect();
        let traits = words.iter().flat_map(|word| book.meaning(word)).collect();
        Self { words, traits }
    }

    fn is(&self, other: &Self) -> bool {
        self.words == other.words || self.traits == other.traits
    }
}

/// What was asked for from outside for this incident and is not there yet, with how many.
fn open_requests(survey: &Survey<'_>) -> Vec<(Sought, usize)> {
    let incident = survey.asked.incident.and_then(|id| survey.state.incidents.get(&id));
    let open = incident.into_iter().flat_map(|incident| incident.requests.values());
    open.filter(|request| request.met.is_none())
        .map(|request| {
            let text = request.what.to_lowercase().replace(" or ", "/");
            let words: Vec<String> = text.split(['/', ',']).map(|word| word.trim().to_owned()).collect();
            (Sought::of(&survey.state.book, &words), usize::from(request.count))
        })
        .collect()
}

/// Takes up to `missing` out of the requests for the same. Each counts once, for the first requirement that it fits.
fn taken(requests: &mut [(Sought, usize)], sought: &Sought, missing: usize) -> usize {
    let mut found = 0;
    for (_, left) in requests.iter_mut().filter(|(other, _)| other.is(sought)) {
        let takes = (*left).min(missing - found);
        *left -= takes;
        found += takes;
    }
    found
}

/// Seconds from dispatch to clear, where the operation has seen too little work to say.
const USUAL_SECONDS: i64 = 40 * 60;
/// Cases of one kind below which their median means nothing.
const FEW: usize = 3;

/// When a unit at work is likely free: its start and the median of what units of its kind took on this operation.
fn likely_free(survey: &Survey<'_>, entry: &Entry<'_>) -> Option<Moment> {
    let (Stand::AtWork { .. } | Stand::Going { .. }) = entry.stand else { return None };
    let work = survey.state.top_assignment(entry.unit)?;
    let start = work.time_of(Step::Dispatched).or(work.steps.first().map(|(_, at)| *at))?;
    let usual = usual_seconds(survey, &entry.unit.kind);
    let soon = survey.asked.now.plus_seconds(5 * 60);
    Some(start.plus_seconds(usual).max(soon))
}

fn usual_seconds(survey: &Survey<'_>, kind: &Code) -> i64 {
    let mut took: Vec<i64> = Vec::new();
    for work in survey.state.assignments.values() {
        let ended = work.end.as_ref().filter(|end| end.how == Ending::Cleared && work.time_of(Step::OnScene).is_some());
        let same = || survey.state.units.get(&work.unit).is_some_and(|unit| unit.kind == *kind);
        if let Some((end, start)) = ended.zip(work.steps.first()).filter(|_| same()) {
            took.push(end.at.seconds_since(start.1));
        }
    }
    took.sort_unstable();
    if took.len() < FEW { USUAL_SECONDS } else { took[took.len() / 2] }
}
