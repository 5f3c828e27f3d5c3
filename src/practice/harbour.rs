//! The practice operation "Harbor Marathon": units, places, flags and the morning so far, as plain tables.
//!
//! Nothing here reads a clock, parses a command or touches a log. A session plays [`SCRIPT`] through the same commands
//! a person would type, so practice starts with a desk full of life and there is no second way to change state.
//! The city, the people and the course are invented; the coordinates only have to look right on a plan.

/// A unit as it stands on the roster at the start of the day.
pub struct PracticeUnit {
    /// The name used on the radio, unique in the operation.
    pub call_sign: &'static str,
    /// Code of the unit kind, such as `als` or `boat`.
    pub kind: &'static str,
    /// What response plans may ask of the unit, in upper case.
    pub capabilities: &'static [&'static str],
    /// People on board.
    pub crew: u8,
    /// Name of a place in [`PLACES`].
    pub post: &'static str,
}

/// A named point of the course, the festival ground or the city around it.
pub struct PracticePlace {
    pub name: &'static str,
    /// Other words people use for the place; unique, whatever the case, over all names and aliases.
    pub aliases: &'static [&'static str],
    /// WGS 84 degrees.
    pub lat: f64,
    /// WGS 84 degrees.
    pub lon: f64,
    /// One of `gate`, `aid`, `km`, `stage`, `road`, `facility`, `post`, `address`, `area`.
    pub kind: &'static str,
    /// What a crew needs to know to get there; often empty.
    pub note: &'static str,
}

/// A warning that is shown near a place, at intake and at dispatch.
pub struct PracticeFlag {
    /// Name of a place in [`PLACES`].
    pub place: &'static str,
    pub text: &'static str,
    /// `high`, `normal` or `low`.
    pub severity: &'static str,
    /// Who says so, and since when.
    pub source: &'static str,
}

/// One line of the script: who typed which command, and how long before the practice starts.
pub struct Line {
    /// Seconds before the start of the practice.
    pub before: u32,
    pub position: &'static str,
    pub operator: &'static str,
    /// The command as typed.
    pub text: &'static str,
}

// The tables keep one row a line, however long, so that they can be read and compared like tables.

/// Twenty-six units: six ambulances, five first responders, two carts, a doctor, and those who keep the day running.
#[rustfmt::skip]
pub const UNITS: &[PracticeUnit] = &[
    unit("MED1", "als", &["ALS", "AED", "TRANSPORT"], 2, "Gate 1"),
    unit("MED2", "als", &["ALS", "AED", "TRANSPORT"], 2, "Medical tent A"),
    unit("MED3", "als", &["ALS", "AED", "TRANSPORT"], 2, "km 32"),
    unit("MED4", "bls", &["BLS", "AED", "TRANSPORT"], 2, "km 26"),
    unit("MED5", "als", &["ALS", "AED", "TRANSPORT"], 2, "Medical tent B"),
    unit("MED6", "bls", &["BLS", "AED", "TRANSPORT"], 2, "km 20"),
    unit("FR1", "bike", &["BLS", "AED"], 1, "Finish approach"),
    unit("FR2", "bike", &["BLS", "AED"], 1, "km 41"),
    unit("FR3", "bike", &["BLS", "AED"], 1, "km 35"),
    unit("FR4", "foot", &["BLS", "AED"], 2, "First-aid post 5"),
    unit("FR5", "bike", &["BLS", "AED"], 1, "First-aid post 2"),
    unit("CART1", "cart", &["BLS", "AED", "TRANSPORT"], 2, "Medical tent A"),
    unit("CART2", "cart", &["BLS", "AED", "TRANSPORT"], 2, "Baggage"),
    unit("DOC1", "doctor", &["ALS", "AED"], 1, "Medical tent A"),
    unit("ENG1", "engine", &["FIRE", "BLS", "AED"], 4, "Service road"),
    unit("SEC1", "security", &["CROWD"], 2, "Gate 1"),
    unit("SEC2", "security", &["CROWD"], 2, "Gate 5"),
    unit("SEC3", "security", &["CROWD", "SEARCH"], 2, "Gate 8"),
    unit("SEC4", "security", &["CROWD"], 2, "Info desk"),
    unit("SEC5", "security", &["CROWD"], 2, "Gate 7"),
    unit("SEC6", "security", &["CROWD"], 2, "Gate 3"),
    unit("SEC7", "security", &["CROWD", "SEARCH"], 2, "Gate 10"),
    unit("SEC8", "security", &["CROWD"], 2, "Food court"),
    unit("CMD", "command", &["COMMAND", "CROWD"], 2, "Command post"),
    unit("BOAT1", "boat", &["WATER", "SEARCH", "BLS"], 3, "Ferry pier"),
    unit("LOG1", "logistics", &["SEARCH"], 2, "Start"),
];

/// Places of the course and around it. The km marks lie 1 km apart along one loop of 42.195 km, measured on the line
/// the runners take, so two neighbors are a little less than that apart as the crow flies.
#[rustfmt::skip]
pub const PLACES: &[PracticePlace] = &[
    place("Gate 1", &["gate one", "g1"], 40.70020, -74.03197, "gate", "Main way in from Mill Street"),
    place("Gate 2", &["gate two", "g2"], 40.69980, -74.03031, "gate", "Harbor side; deliveries before 08:00 only"),
    place("Gate 3", &["gate three", "g3"], 40.70020, -74.02853, "gate", ""),
    place("Gate 4", &["gate four", "g4"], 40.69980, -74.02510, "gate", "Harbor side; the one crossing wide enough for an ambulance"),
    place("Gate 5", &["gate five", "g5"], 40.70020, -74.02355, "gate", ""),
    place("Gate 6", &["gate six", "g6"], 40.69980, -74.02190, "gate", "Harbor side"),
    place("Gate 7", &["gate seven", "g7"], 40.70144, -74.02557, "gate", "Park, by the steps; narrows to four meters"),
    place("Gate 8", &["gate eight", "g8"], 40.70203, -74.02284, "gate", "Park, Market Street side"),
    place("Gate 9", &["gate nine", "g9"], 40.70203, -74.01976, "gate", "Park, Market Street side"),
    place("Gate 10", &["gate ten", "g10"], 40.70117, -74.01680, "gate", "Park, Elm Street side; step-free"),
    place("Start", &["start line", "km 0"], 40.70000, -74.01467, "km", "Harbor Way, east of the finish"),
    place("km 1", &["kilometer 1", "k1"], 40.70056, -74.00297, "km", ""),
    place("km 2", &["kilometer 2", "k2"], 40.70400, -73.99202, "km", ""),
    place("km 3", &["kilometer 3", "k3"], 40.70765, -73.98120, "km", ""),
    place("km 4", &["kilometer 4", "k4"], 40.71052, -73.96998, "km", ""),
    place("km 5", &["kilometer 5", "k5"], 40.71285, -73.95854, "km", ""),
    place("km 6", &["kilometer 6", "k6"], 40.71708, -73.94816, "km", "First-aid post 1"),
    place("km 7", &["kilometer 7", "k7"], 40.72348, -73.93984, "km", ""),
    place("km 8", &["kilometer 8", "k8"], 40.73083, -73.93303, "km", ""),
    place("km 9", &["kilometer 9", "k9"], 40.73919, -73.92881, "km", "Tram rail crosses the course"),
    place("km 10", &["kilometer 10", "k10"], 40.74793, -73.93105, "km", ""),
    place("km 11", &["kilometer 11", "k11"], 40.75611, -73.93600, "km", ""),
    place("km 12", &["kilometer 12", "k12"], 40.76485, -73.93784, "km", "First-aid post 2; water stop"),
    place("km 13", &["kilometer 13", "k13"], 40.77323, -73.93357, "km", ""),
    place("km 14", &["kilometer 14", "k14"], 40.78171, -73.93354, "km", ""),
    place("km 15", &["kilometer 15", "k15"], 40.78702, -73.94301, "km", ""),
    place("km 16", &["kilometer 16", "k16"], 40.79047, -73.95394, "km", ""),
    place("km 17", &["kilometer 17", "k17"], 40.79201, -73.96555, "km", ""),
    place("km 18", &["kilometer 18", "k18"], 40.78883, -73.97655, "km", "First-aid post 3; water stop"),
    place("km 19", &["kilometer 19", "k19"], 40.78517, -73.98732, "km", ""),
    place("km 20", &["kilometer 20", "k20"], 40.78736, -73.99844, "km", ""),
    place("km 21", &["kilometer 21", "k21"], 40.79284, -74.00784, "km", "Top of the climb"),
    place("km 22", &["kilometer 22", "k22"], 40.79618, -74.01870, "km", ""),
    place("km 23", &["kilometer 23", "k23"], 40.79658, -74.03052, "km", ""),
    place("km 24", &["kilometer 24", "k24"], 40.79581, -74.04232, "km", "First-aid post 4; water stop"),
    place("km 25", &["kilometer 25", "k25"], 40.79385, -74.05387, "km", ""),
    place("km 26", &["kilometer 26", "k26"], 40.79013, -74.06464, "km", ""),
    place("km 27", &["kilometer 27", "k27"], 40.78487, -74.07423, "km", "Cobbles"),
    place("km 28", &["kilometer 28", "k28"], 40.77840, -74.08245, "km", ""),
    place("km 29", &["kilometer 29", "k29"], 40.77023, -74.08687, "km", ""),
    place("km 30", &["kilometer 30", "k30"], 40.76125, -74.08626, "km", "First-aid post 5; water stop"),
    place("km 31", &["kilometer 31", "k31"], 40.75302, -74.09003, "km", ""),
    place("km 32", &["kilometer 32", "k32"], 40.74746, -74.09934, "km", ""),
    place("km 33", &["kilometer 33", "k33"], 40.73991, -74.10435, "km", ""),
    place("km 34", &["kilometer 34", "k34"], 40.73172, -74.09961, "km", "On the river bridge"),
    place("km 35", &["kilometer 35", "k35"], 40.72462, -74.09235, "km", ""),
    place("km 36", &["kilometer 36", "k36"], 40.71912, -74.08306, "km", ""),
    place("km 37", &["kilometer 37", "k37"], 40.71546, -74.07224, "km", ""),
    place("km 38", &["kilometer 38", "k38"], 40.71114, -74.06188, "km", "Water stop"),
    place("km 39", &["kilometer 39", "k39"], 40.70521, -74.05298, "km", ""),
    place("km 40", &["kilometer 40", "k40"], 40.70312, -74.04186, "km", "Market Street, by Mill Street"),
    place("km 41", &["kilometer 41", "k41"], 40.70000, -74.03416, "km", "Corner of Alder Street and Harbor Way"),
    place("km 42", &["kilometer 42", "k42"], 40.70000, -74.02231, "km", "195 m before the finish"),
    place("Finish", &["finish line", "the finish"], 40.70000, -74.02000, "km", "Keep the line clear until the last wave is in"),
    place("Finish approach", &["finish straight"], 40.70000, -74.02592, "area", "Harbor Way between Gate 1 and the line"),
    place("Medical tent A", &["tent a", "med tent a"], 40.69923, -74.01917, "aid", "Ambulances by the service road"),
    place("Medical tent B", &["tent b", "med tent b"], 40.70149, -74.03161, "aid", "Ambulances from Mill Street"),
    place("First-aid post 1", &["aid 1", "post 1"], 40.71726, -73.94793, "aid", "At km 6"),
    place("First-aid post 2", &["aid 2", "post 2"], 40.76503, -73.93761, "aid", "At km 12"),
    place("First-aid post 3", &["aid 3", "post 3"], 40.78901, -73.97631, "aid", "At km 18"),
    place("First-aid post 4", &["aid 4", "post 4"], 40.79599, -74.04208, "aid", "At km 24"),
    place("First-aid post 5", &["aid 5", "post 5"], 40.76143, -74.08603, "aid", "At km 30"),
    place("First-aid post 6", &["aid 6", "post 6", "first-aid flag"], 40.69968, -74.02207, "aid", "Harbor side of Gate 6; AED on the tent pole"),
    place("Command post", &["cp", "command tent"], 40.69883, -74.01775, "post", ""),
    place("Family zone", &["family", "kids zone"], 40.70113, -74.01834, "area", "Fenced; one way in, by Gate 10"),
    place("Info desk", &["info", "information"], 40.70135, -74.02438, "facility", "Lost property and meeting point for families"),
    place("Harbor Stage", &["h stage", "main stage"], 40.69806, -74.02142, "stage", "Generator behind, on the water side"),
    place("Food court", &["food", "food stalls"], 40.69793, -74.02403, "area", ""),
    place("Recovery", &["recovery area"], 40.70011, -74.01834, "area", "Runners only"),
    place("Baggage", &["bag drop", "baggage tent"], 40.69937, -74.01692, "facility", ""),
    place("Media", &["press", "media tent"], 40.70054, -74.01964, "facility", ""),
    place("Ferry pier", &["pier", "ferry"], 40.69622, -74.01645, "facility", "Boats can land on the east side"),
    place("Service road", &["service rd"], 40.69865, -74.02249, "road", "Open path for crews between tent A and Gate 4"),
    place("Harbor Way", &["harbor wy"], 40.70000, -74.02711, "road", "Course; cross at gates only"),
    place("Market Street", &["market st"], 40.70315, -74.02474, "road", "Open to crews, closed to the public"),
    place("River bridge", &["bridge", "the bridge"], 40.73134, -74.09939, "road", "Ambulances wait on the city side"),
    place("Harbor General", &["hg", "harbor general hospital", "harbor gen"], 40.71459, -74.04074, "facility", "Ambulance bay on Quay Street"),
    place("St Mary Hospital", &["st mary", "saint mary", "st marys"], 40.71333, -73.99215, "facility", "Ambulance bay behind, by the chapel"),
    place("12 Alder Street", &["12 alder st"], 40.70189, -74.03448, "address", "Library"),
    place("48 Market Street", &["48 market st"], 40.70329, -74.02829, "address", "Shared flats, door code from the keyholder"),
    place("7 Bell Street", &["7 bell st", "harbor hotel"], 40.69856, -74.03066, "address", "Hotel; lobby faces the water"),
    place("205 Harbor Way", &["205 harbor wy"], 40.70023, -74.01336, "address", "Boat club, gate on the quay"),
    place("31 Elm Street", &["31 elm st"], 40.70270, -74.01630, "address", "School; sports hall is the wet-weather shelter"),
    place("Łódź Café", &["lodz cafe", "café łódź"], 40.70068, -74.03049, "address", "Corner of Bell Street"),
];

/// Warnings known before the practice starts.
#[rustfmt::skip]
pub const FLAGS: &[PracticeFlag] = &[
    flag("Gate 4", "Runners on the course: cross only when SEC holds the rope. Crowd is deep at the barrier.", "high", "Safety walk, 17 Oct"),
    flag("Gate 7", "Way narrows to four meters at the steps. Do not send people back against the flow.", "high", "Lead, 11:18"),
    flag("Ferry pier", "Deep water, no rail on the east side. Life vests for everyone past the chain.", "high", "Safety walk, 17 Oct"),
    flag("Harbor Stage", "Two generators and 200 liters of diesel behind the stage.", "normal", "Site plan, 16 Oct"),
    flag("km 34", "Radios drop out under the bridge truss: use channel 2 there.", "normal", "Radio check, 07:40"),
    flag("Service road", "One way toward Gate 4 until 15:00. Carts keep to the left.", "normal", "Site plan, 16 Oct"),
    flag("Family zone", "Children leave only with the grown-up whose wristband matches.", "normal", "Family zone lead, 08:00"),
    flag("Łódź Café", "Gas bottles in the yard, key with the owner.", "normal", "Safety walk, 17 Oct"),
    flag("48 Market Street", "Resident on the third floor uses home oxygen.", "low", "Keyholder, 9 Oct"),
    flag("Harbor General", "Front doors shut for works. Use the bay on Quay Street.", "low", "Hospital desk, 07:15"),
];

type Desk = (&'static str, &'static str);

const CALLS_1: Desk = ("Calls 1", "T. Novak");
const CALLS_2: Desk = ("Calls 2", "J. Lind");
const DISPATCH_1: Desk = ("Dispatch 1", "A. Reyes");
const LEAD: Desk = ("Lead", "M. Okafor");

/// The morning up to the moment a learner sits down, oldest line first.
///
/// The found child of incident 16 is the lost child of incident 17. Nobody has put the two together yet: that is
/// left for the learner to notice and link.
#[rustfmt::skip]
pub const SCRIPT: &[Line] = &[
    line(11997, CALLS_1, "NI road gate 2 ; Delivery van inside the barriers, driver looking for the hotel"),
    line(11947, DISPATCH_1, "D 1 SEC1"),
    line(11797, DISPATCH_1, "OS SEC1"),
    line(11487, DISPATCH_1, "CL SEC1"),
    line(11447, DISPATCH_1, "CL 1 14 ; Van had left by Bell Street before SEC1 reached it, gate shut again"),
    line(4242, CALLS_2, "NI fall km 9 ; Runner tripped on the tram rail, knee grazed and stiff, sitting on the curb"),
    line(4197, DISPATCH_1, "D 2 FR5 MED6"),
    line(3747, DISPATCH_1, "OS FR5"),
    line(3722, DISPATCH_1, "CX MED6 2 ; FR5 has her standing, ambulance stays at km 20"),
    line(3066, CALLS_1, "NI chestpain km 21 ; Woman, 61, tight chest after the climb, sitting down with a marshal"),
    line(3022, DISPATCH_1, "D 3 MED6"),
    line(3007, DISPATCH_1, "CL FR5"),
    line(2987, DISPATCH_1, "CL 2 43 ; Knee cleaned and dressed, walking on with her sister"),
    line(2707, DISPATCH_1, "OS MED6"),
    line(2582, CALLS_2, "NI allergic food court ; Man stung by a wasp, lips swelling, friend is giving him his own pen"),
    line(2547, DISPATCH_1, "D 4 MED5"),
    line(2382, CALLS_1, "NI lostprop info desk ; Runner cannot find her house keys, green ribbon, last seen at baggage"),
    line(2337, DISPATCH_1, "OS MED5"),
    line(2197, LEAD, "OO CART2 ; flat tire, mechanic comes after 13:00"),
    line(2052, CALLS_2, "NI fall km 27 ; Slipped on the cobbles, wrist painful and bent, holding it still himself"),
    line(2007, DISPATCH_1, "D 6 MED4"),
    line(1957, DISPATCH_1, "TR MED5 st mary"),
    line(1892, DISPATCH_1, "TR MED6 harbor general"),
    line(1767, CALLS_1, "NI bleeding km 12 ; Volunteer cut her hand on a water barrel, cloth pressed on it"),
    line(1722, DISPATCH_1, "D 7 FR5"),
    line(1677, DISPATCH_1, "OS MED4"),
    line(1637, DISPATCH_1, "OS FR5"),
    line(1597, LEAD, "P 7 4"),
    line(1428, CALLS_1, "NI crowd gate 7 ; Steward says people are packed at the steps and still arriving"),
    line(1407, DISPATCH_1, "AH MED5"),
    line(1395, DISPATCH_1, "D 8 SEC5 SEC4 CMD"),
    line(1295, DISPATCH_1, "OS SEC5"),
    line(1287, DISPATCH_1, "T SEC5 20"),
    line(1272, CALLS_2, "NI trespass ferry pier ; Two teenagers over the chain at the end of the pier, taking photos"),
    line(1237, DISPATCH_1, "D 9 BOAT1 SEC2"),
    line(1207, LEAD, "P 9 2"),
    line(1150, DISPATCH_1, "OS SEC4"),
    line(1142, DISPATCH_1, "OS CMD"),
    line(1107, DISPATCH_1, "CL MED5"),
    line(1093, CALLS_1, "NI barrier gate 9 ; Foot of the barrier snapped, fence leaning toward the path, taped off"),
    line(1067, DISPATCH_1, "CL 4 45 ; Breathing easily at handover, friend went along to St Mary"),
    line(1027, LEAD, "LK 10 8"),
    line(1002, DISPATCH_1, "OS SEC2"),
    line(937, DISPATCH_1, "L SEC2 > CMD ; Both back behind the chain, dry and a bit sheepish. BOAT1 stands off."),
    line(917, LEAD, "PAR 9"),
    line(867, DISPATCH_1, "AH MED6"),
    line(860, CALLS_2, "NI breathing km 33 ; Runner wheezing badly, inhaler not helping, can speak a few words"),
    line(822, DISPATCH_1, "D 11 FR3 MED3"),
    line(797, DISPATCH_1, "CX BOAT1 9 ; not needed, nobody went in"),
    line(777, CALLS_2, "LOC 11 km 34"),
    line(767, CALLS_1, "CL 5 18 ; Keys were in her drop bag, she has them"),
    line(752, DISPATCH_1, "CL SEC2"),
    line(727, DISPATCH_1, "CL 9 29 ; Walked back to their parents, chain put up again"),
    line(707, LEAD, "H 10 30 ; fence crew brings a new foot at 12:00, tape and a steward until then"),
    line(677, DISPATCH_1, "OS FR3"),
    line(640, DISPATCH_1, "AP FR3"),
    line(595, CALLS_1, "NI smoke harbor stage ; Gray smoke from the generator behind the stage, no flames seen"),
    line(567, DISPATCH_1, "D 12 ENG1"),
    line(552, DISPATCH_1, "OS MED3"),
    line(537, CALLS_2, "AT 12 ; Sound crew sees the same smoke, has moved everyone to the front"),
    line(500, LEAD, "BR SEC8 ; lunch, back at 12:03"),
    line(487, CALLS_2, "NI diabetic baggage ; Finisher shaky and confused, wears a diabetes bracelet, helper with him"),
    line(457, DISPATCH_1, "D 13 CART1 DOC1"),
    line(440, DISPATCH_1, "OS ENG1"),
    line(417, DISPATCH_1, "CL FR5"),
    line(404, DISPATCH_1, "TR MED4 harbor general"),
    line(400, CALLS_1, "NI fall km 31 ; Twisted ankle, cannot put weight on it, off the course on the grass"),
    line(387, DISPATCH_1, "OS CART1"),
    line(372, CALLS_2, "NI heat km 38 ; Runner dizzy and very hot at the water stop, awake, being cooled with water"),
    line(337, DISPATCH_1, "D 14 FR4"),
    line(307, DISPATCH_1, "OS DOC1"),
    line(287, DISPATCH_1, "CL 7 43 ; Cleaned, closed with strips, back at her stall with a glove on"),
    line(271, DISPATCH_1, "IQ MED5 ; restocked, back at Medical tent B"),
    line(238, DISPATCH_1, "ER FR4"),
    line(222, DISPATCH_1, "D 8 SEC6 SEC7"),
    line(197, DISPATCH_1, "L ENG1 > CMD ; Generator off, a belt slipped. No fire. Airing the tent, then we are done."),
    line(177, CALLS_1, "NI foundchild info desk ; Boy of about 5, yellow rain hat, calls himself Leo, calm, has a juice"),
    line(147, DISPATCH_1, "ST SEC7"),
    line(130, DISPATCH_1, "ER SEC6"),
    line(95, DISPATCH_1, "L SEC5 > CMD ; Flow is easing, people take the ramp. SEC7 turns new arrivals to Gate 8."),
    line(71, CALLS_1, "NI lostchild family zone ; Father lost sight of his son Leo, 5, yellow rain hat, ten minutes ago"),
    line(49, CALLS_2, "NI cardiac gate 4 ; Man about 50 collapsed at the barrier, friend says he is not waking up"),
    line(33, CALLS_2, "N 18 ; Place read back: Gate 4, harbor side. Callback 555 0142, Mira S."),
    line(11, CALLS_2, "N 18 ; Not breathing normally, gasping. Friend starts CPR with me, AED sent for"),
    line(3, DISPATCH_1, "D 18 FR1"),
];

const fn unit(
    call_sign: &'static str,
    kind: &'static str,
    capabilities: &'static [&'static str],
    crew: u8,
    post: &'static str,
) -> PracticeUnit {
    PracticeUnit { call_sign, kind, capabilities, crew, post }
}

const fn place(
    name: &'static str,
    aliases: &'static [&'static str],
    lat: f64,
    lon: f64,
    kind: &'static str,
    note: &'static str,
) -> PracticePlace {
    PracticePlace { name, aliases, lat, lon, kind, note }
}

const fn flag(place: &'static str, text: &'static str, severity: &'static str, source: &'static str) -> PracticeFlag {
    PracticeFlag { place, text, severity, source }
}

const fn line(before: u32, (position, operator): Desk, text: &'static str) -> Line {
    Line { before, position, operator, text }
}

#[cfg(test)]
mod tests {
    use super::{FLAGS, Line, PLACES, SCRIPT, UNITS};
    use std::collections::{BTreeMap, BTreeSet};

    const UNIT_KINDS: &str = "als bls foot bike cart doctor engine brush rescue search \
        k9 boat security police command logistics drone radio";
    const CAPABILITIES: &str = "ALS BLS AED TRANSPORT WATER FIRE CROWD SEARCH COMMAND";
    const PLACE_KINDS: &str = "gate aid km stage road facility post address area";
    const TYPES: &str = "cardiac chestpain breathing unconscious heat fall bleeding allergic seizure \
        lostchild foundchild crowd smoke structure barrier trespass \
        fight lostprop road diabetic sick intox suspitem welfare";

    #[test]
    fn place_names_and_aliases_are_unique() {
        check_unique(PLACES.iter().flat_map(|p| [p.name].into_iter().chain(p.aliases.iter().copied())));
    }

    #[test]
    fn call_signs_are_unique() {
        check_unique(UNITS.iter().map(|u| u.call_sign));
    }

    #[test]
    fn no_place_is_called_like_a_unit() {
        for unit in UNITS {
            assert!(!is_place(unit.call_sign), "{}", unit.call_sign);
        }
    }

    #[test]
    fn codes_are_known() {
        for unit in UNITS {
            assert!(one_of(UNIT_KINDS, unit.kind), "{}", unit.call_sign);
            for capability in unit.capabilities {
                assert!(one_of(CAPABILITIES, capability), "{}", unit.call_sign);
            }
        }
        for place in PLACES {
            assert!(one_of(PLACE_KINDS, place.kind), "{}", place.name);
        }
        for flag in FLAGS {
            assert!(one_of("high normal low", flag.severity), "{}", flag.place);
        }
    }

    #[test]
    fn posts_and_flags_name_places() {
        for name in UNITS.iter().map(|u| u.post).chain(FLAGS.iter().map(|f| f.place)) {
            assert!(PLACES.iter().any(|p| p.name == name), "{name}");
        }
    }

    #[test]
    fn km_marks_lie_a_kilometer_apart() {
        let marks: Vec<_> = ["Start".to_string()]
            .into_iter()
            .chain((1..=42).map(|km| format!("km {km}")))
            .map(|name| PLACES.iter().find(|p| p.name == name).expect(&name))
            .collect();
        for pair in marks.windows(2) {
            let north = (pair[1].lat - pair[0].lat) * 111_050.0;
            let east = (pair[1].lon - pair[0].lon) * 84_400.0;
            let meters = north.hypot(east);
            // The corner of Market and Alder Street makes the shortest chord, 740 m.
            assert!((700.0..1003.0).contains(&meters), "{} {meters}", pair[1].name);
        }
    }

    #[test]
    fn script_is_oldest_first() {
        for pair in SCRIPT.windows(2) {
            assert!(pair[1].before <= pair[0].before, "{}", pair[1].text);
        }
    }

    #[test]
    fn every_dispatched_call_sign_exists() {
        for line in SCRIPT.iter().filter(|l| l.text.starts_with("D ")) {
            for call_sign in line.text.split_whitespace().skip(2) {
                assert!(is_unit(call_sign), "{}", line.text);
            }
        }
    }

    #[test]
    fn script_leaves_the_desk_as_the_story_says() {
        let board = play();
        let assigned: BTreeSet<u32> = board.assigned.values().map(|a| a.incident).collect();
        let resting = |number: &u32| !board.closed.contains(number) && !assigned.contains(number);
        let (held, pending): (Vec<u32>, Vec<u32>) =
            (1..=board.opened).filter(resting).partition(|number| board.held.contains(number));

        assert_eq!(board.closed, BTreeSet::from([1, 2, 4, 5, 7, 9]));
        assert_eq!(assigned, BTreeSet::from([3, 6, 8, 11, 12, 13, 14, 18]));
        assert_eq!(pending, [15, 16, 17]);
        assert_eq!(held, [10]);

        let free: Vec<&str> = UNITS
            .iter()
            .map(|u| u.call_sign)
            .filter(|c| !board.assigned.contains_key(c))
            .filter(|c| matches!(board.readiness.get(c), None | Some(&("AV" | "IQ"))))
            .collect();
        assert_eq!(free, ["MED1", "MED2", "MED5", "FR2", "FR5", "SEC1", "SEC2", "SEC3", "BOAT1", "LOG1"]);
        assert_eq!(board.readiness.get("SEC8"), Some(&"BR"));
        assert_eq!(board.readiness.get("CART2"), Some(&"OO"));
    }

    #[test]
    fn script_ends_on_the_cardiac_arrest() {
        let opening = SCRIPT.iter().rfind(|l| l.text.starts_with("NI ")).unwrap();
        let last = SCRIPT.last().unwrap();
        assert!(opening.text.starts_with("NI cardiac gate 4 ;"));
        assert_eq!(opening.before, 49);
        assert_eq!((last.before, last.text), (3, "D 18 FR1"));
    }

    /// What a line by line reading of the script leaves behind; a check on the table, not a model of the desk.
    #[derive(Default)]
    struct Board {
        opened: u32,
        closed: BTreeSet<u32>,
        held: BTreeSet<u32>,
        assigned: BTreeMap<&'static str, Assigned>,
        readiness: BTreeMap<&'static str, &'static str>,
    }

    struct Assigned {
        incident: u32,
        step: usize,
    }

    fn play() -> Board {
        let mut board = Board::default();
        for line in SCRIPT {
            board.read(line);
        }
        board
    }

    impl Board {
        fn read(&mut self, line: &Line) {
            let text = line.text;
            let (command, words) = text.split_once(';').unwrap_or((text, ""));
            assert!(!text.contains('"') && !words.contains(';'), "{text}");
            let tokens: Vec<&'static str> = command.split_whitespace().collect();
            match tokens[..] {
                ["NI", kind, ref place @ ..] => {
                    assert!(one_of(TYPES, kind) && is_place(&place.join(" ")), "{text}");
                    self.opened += 1;
                }
                ["D", number, ref units @ ..] => {
                    let incident = self.open(number, text);
                    for &unit in units {
                        let ready = matches!(self.readiness.get(unit), None | Some(&("AV" | "IQ")));
                        assert!(is_unit(unit) && ready, "{text}");
                        let before = self.assigned.insert(unit, Assigned { incident, step: 0 });
                        assert!(before.is_none(), "{unit} is not free: {text}");
                    }
                }
                [verb @ ("AK" | "ER" | "ST" | "OS" | "AP" | "AH"), unit] => self.step(verb, unit, text),
                ["TR", unit, ref place @ ..] => {
                    assert!(is_place(&place.join(" ")), "{text}");
                    self.step("TR", unit, text);
                }
                ["CL", unit] if is_unit(unit) => {
                    let step = self.assigned.remove(unit).expect(text).step;
                    assert!(0 < step, "{text}");
                }
                ["CX", unit, number] => {
                    let gone = self.assigned.remove(unit).expect(text);
                    assert_eq!(Ok(gone.incident), number.parse(), "{text}");
                    assert!(gone.step < STEPS.iter().position(|s| *s == "OS").unwrap());
                }
                ["CL", number, code] => {
                    let incident = self.open(number, text);
                    assert!(one_of("43 45 18 14 29 41", code), "{text}");
                    assert!(self.assigned.values().all(|a| a.incident != incident), "{text}");
                    self.closed.insert(incident);
                }
                ["RO", number] => assert!(self.closed.remove(&number.parse().unwrap()), "{text}"),
                ["H", number, minutes] => {
                    let wakes: u32 = minutes.parse().unwrap();
                    assert!(line.before < wakes * 60, "the hold has run out: {text}");
                    let incident = self.open(number, text);
                    self.held.insert(incident);
                }
                [verb @ ("AV" | "IQ" | "BZ" | "BR" | "OO"), unit] => {
                    assert!(is_unit(unit) && !self.assigned.contains_key(unit), "{text}");
                    self.readiness.insert(unit, verb);
                }
                ["L", from, ">", to] => assert!(is_unit(from) && is_unit(to), "{text}"),
                ["T", unit, minutes] => {
                    assert!(is_unit(unit) && minutes.parse::<u32>().is_ok(), "{text}")
                }
                ["LOC", number, ref place @ ..] => {
                    self.open(number, text);
                    assert!(is_place(&place.join(" ")), "{text}");
                }
                ["P", number, priority] => {
                    self.open(number, text);
                    assert!(one_of("1 2 3 4 5", priority), "{text}");
                }
                ["LK", first, second] => {
                    self.open(first, text);
                    self.open(second, text);
                }
                ["N" | "AT" | "PAR", number] => {
                    self.open(number, text);
                }
                _ => panic!("not in the command language: {text}"),
            }
        }

        #[track_caller]
        fn open(&self, number: &str, text: &str) -> u32 {
            let number = number.parse().expect(text);
            let known = (1..=self.opened).contains(&number);
            assert!(known && !self.closed.contains(&number), "{text}");
            number
        }

        #[track_caller]
        fn step(&mut self, verb: &str, unit: &str, text: &str) {
            let step = STEPS.iter().position(|s| *s == verb).unwrap();
            let assigned = self.assigned.get_mut(unit).expect(text);
            assert!(assigned.step < step, "{text}");
            assigned.step = step;
        }
    }

    const STEPS: [&str; 8] = ["D", "AK", "ER", "ST", "OS", "AP", "TR", "AH"];

    fn is_unit(word: &str) -> bool {
        UNITS.iter().any(|u| u.call_sign == word)
    }

    fn is_place(words: &str) -> bool {
        let words = words.to_lowercase();
        PLACES.iter().any(|p| p.name.to_lowercase() == words || p.aliases.iter().any(|a| a.to_lowercase() == words))
    }

    fn one_of(list: &str, word: &str) -> bool {
        list.split(' ').any(|w| w == word)
    }

    #[track_caller]
    fn check_unique<'a>(names: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for name in names {
            assert!(seen.insert(name.to_lowercase()), "{name} stands twice");
        }
    }
}
