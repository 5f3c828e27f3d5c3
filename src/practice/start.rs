//! Plays the practice tables into a log, by the same commands that a person would type.

use super::{ground, harbour};
use crate::domain::apply::{apply, apply_all};
use crate::domain::command::{Ask, Care, Command, NewPlace, NewUnit, Now};
use crate::domain::decide::decide;
use crate::domain::entry::Author;
use crate::domain::event::Recorded;
use crate::domain::geo::Point;
use crate::domain::ids::{CommandId, FreshIds, WindowId};
use crate::domain::language::parse::{Context, Intent, parse};
use crate::domain::moment::{LocalTime, Moment};
use crate::domain::place::{FlagSubject, Severity};
use crate::domain::setup::Profile;
use crate::domain::state::State;
use crate::tabs::machine::record;

/// The rows of the harbour marathon, as if its script had just been played up to `start`. A line of the script that the
/// language or the rules refuse is an error, in words for whoever edits the script; a test plays it.
pub fn harbour_marathon(
    start: Moment,
    offset_minutes: i32,
    zone: &str,
    chance: [u8; 10],
) -> Result<Vec<Recorded>, String> {
    let mut player =
        Player { state: State::default(), rows: Vec::new(), ids: FreshIds::new(start.0, chance), offset_minutes };
    let first = harbour::SCRIPT.first().map_or(0, |line| line.before);
    let before = start.plus_seconds(-i64::from(first) - 600);
    player.ask(
        before,
        "Lead",
        "M. Okafor",
        Command::OpenOperation {
            name: "Harbor Marathon".into(),
            profile: Profile::Practice,
            zone: zone.into(),
            prefix: String::new(),
        },
    )?;
    let places = harbour::PLACES.iter().map(|place| NewPlace {
        name: place.name.into(),
        aliases: place.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        what: place.kind.into(),
        point: Point::new(place.lat, place.lon),
        note: place.note.into(),
        ..NewPlace::default()
    });
    player.ask(before, "Lead", "M. Okafor", Command::AddPlaces(places.chain(ground::places()).collect()))?;
    let (name, source) = ("Harbor streets".to_owned(), "Invented for the practice".to_owned());
    player.ask(before, "Lead", "M. Okafor", Command::ImportPaths { name, source, paths: ground::paths() })?;
    let units = harbour::UNITS.iter().map(|unit| NewUnit {
        call_sign: unit.call_sign.into(),
        kind: unit.kind.into(),
        capabilities: unit.capabilities.iter().map(|word| (*word).to_owned()).collect(),
        crew: unit.crew,
        post: player.state.spot(unit.post),
    });
    let units = units.collect();
    player.ask(before, "Lead", "M. Okafor", Command::AddUnits(units))?;
    for flag in harbour::FLAGS {
        let Some(place) = player.state.place_index.named(flag.place) else {
            return Err(format!("flag: no place \"{}\"", flag.place));
        };
        let severity = match flag.severity {
            "high" => Severity::High,
            "low" => Severity::Low,
            _ => Severity::Normal,
        };
        let (text, source) = (flag.text.to_owned(), flag.source.to_owned());
        let on = FlagSubject::Place(place);
        player.ask(before, "Lead", "M. Okafor", Command::RaiseFlag { on, text, severity, source, expires: None })?;
    }
    for (street, reason) in [("Quay Street", "Stage trucks park there"), ("Park steps", "Too crowded since 10:40")] {
        let Some(paths) = player.state.ground.meant(street) else {
            return Err(format!("closure: no street \"{street}\""));
        };
        player.ask(before, "Lead", "M. Okafor", Command::ClosePaths { paths, reason: reason.to_owned() })?;
    }
    if let Some(paths) = player.state.ground.meant("Harbor Park Walk") {
        player.ask(before, "Lead", "M. Okafor", Command::SetCrowd { paths, percent: 200 })?;
    }
    for line in harbour::SCRIPT {
        let at = start.plus_seconds(-i64::from(line.before));
        let context = Context { incident: None, now: LocalTime { moment: at, offset_minutes } };
        let parsed = parse(line.text, &player.state, context).map_err(|fault| format!("{}: {fault:?}", line.text))?;
        let Intent::Do(command) = parsed.intent else { return Err(format!("{}: not a command", line.text)) };
        player.ask(at, line.position, line.operator, command).map_err(|why| format!("{}: {why}", line.text))?;
    }
    Ok(player.rows)
}

struct Player {
    state: State,
    rows: Vec<Recorded>,
    ids: FreshIds,
    offset_minutes: i32,
}

impl Player {
    fn ask(&mut self, at: Moment, position: &str, operator: &str, command: Command) -> Result<(), String> {
        let ask = Ask {
            id: CommandId(self.ids.fresh()),
            by: Author { operator: operator.into(), position: position.into() },
            command,
            happened: None,
            care: Care::Insisted,
        };
        let mut now = Now { at, offset_minutes: self.offset_minutes, window: WindowId(0), ids: self.ids.clone() };
        let events = decide(&self.state, &ask, &now).map_err(|refusal| format!("{refusal:?}"))?;
        // The decision drew ids from its own copy, so the player must step past them.
        for _ in 0..events.len() + 1 {
            now.ids.fresh();
        }
        let rows = record(&self.state, &ask, &mut now, events);
        self.ids = now.ids;
        apply_all(&mut self.state, &rows);
        self.rows.extend(rows);
        Ok(())
    }
}

/// The state after rows, for tests and for the preview of a practice.
#[must_use]
pub fn fold(rows: &[Recorded]) -> State {
    let mut state = State::default();
    for row in rows {
        apply(&mut state, row);
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::incident::Phase;

    #[test]
    fn the_script_plays_without_a_refusal_and_fills_the_desk() {
        let rows = harbour_marathon(Moment(1_792_338_107_000), -240, "America/New_York", [3; 10]).expect("the script");
        let state = fold(&rows);
        let count = |phase| state.incidents.values().filter(|incident| state.phase(incident) == phase).count();
        assert_eq!(crate::domain::invariant::problems(&state), Vec::<String>::new());
        assert!(20 <= state.units.len() && 40 <= state.places.len());
        assert!(0 < count(Phase::Pending) && 0 < count(Phase::OnScene) && 3 <= count(Phase::Closed));
        let ids: std::collections::BTreeSet<_> = rows.iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), rows.len());
    }
}
