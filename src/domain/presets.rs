//! The lists a new desk starts with: incident types, dispositions, unit kinds, goals and priorities.
//!
//! Everything here is a default that a team may edit. The common codes exist so that an incident can
//! be handed to another agency's system, which will not know our own words for things.

use serde::{Deserialize, Serialize};

/// Which desk, or which part of one, usually deals with a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// People who are ill or hurt.
    Medical,
    /// Fire, smoke, gas and other hazards.
    Fire,
    /// Crime, violence and order.
    Police,
    /// Crashes, water, searches and people who are trapped.
    Rescue,
    /// The running of the event itself: crowd, lost children, weather, structures.
    Event,
    /// Messages, help, tests and responder emergencies.
    Other,
}

/// One incident type offered by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypePreset {
    /// The short word typed on the command line: lower-case ASCII, unique.
    pub code: &'static str,
    /// What the desk shows.
    pub label: &'static str,
    /// The common incident type (APCO ANS 2.103.2-2019) used when data leaves the desk.
    pub common: &'static str,
    /// The desk it belongs to.
    pub group: Group,
    /// The priority a new incident of this type gets, 1 (most urgent) to 5.
    pub priority: u8,
}

const fn t(code: &'static str, label: &'static str, common: &'static str, group: Group, priority: u8) -> TypePreset {
    TypePreset { code, label, common, group, priority }
}

use Group::{Event, Fire, Medical, Other, Police, Rescue};

/// Types for which crews wait near by until somebody says that the scene is safe.
pub const STAGES: &[&str] = &["attacker", "shooting", "stabbing", "weapon", "bomb", "robbery"];

/// The incident types of a new desk, grouped; their order is also the order of the type menu.
///
/// Several types may share one common code, because the common list is coarser than what a dispatcher
/// needs to see. Chest pain maps to `CARDIAC`: the other candidate, `CHESPAIN`, states that the heart
/// is not the cause, which nobody at a desk can know.
/// The priorities are planning values of this project.
pub const TYPES: &[TypePreset] = &[
    t("cardiac", "Cardiac arrest", "CARDIAC", Medical, 1),
    t("choking", "Choking", "CHOKE", Medical, 1),
    t("breathing", "Breathing problem", "RESP", Medical, 1),
    t("unconscious", "Unconscious or fainting", "PERUNCON", Medical, 1),
    t("chestpain", "Chest pain", "CARDIAC", Medical, 2),
    t("stroke", "Stroke", "STROKE", Medical, 1),
    t("seizure", "Seizure", "SEIZURE", Medical, 1),
    t("allergic", "Allergic reaction", "ALLERGIC", Medical, 2),
    t("diabetic", "Diabetic", "DIABETIC", Medical, 2),
    t("overdose", "Overdose or poisoning", "OD", Medical, 1),
    t("bleeding", "Bleeding or cut", "BLEEDING", Medical, 2),
    t("heat", "Heat illness", "EXPOSURE", Medical, 2),
    t("cold", "Cold exposure", "EXPOSURE", Medical, 2),
    t("runner", "Collapsed runner", "PERUNCON", Medical, 2),
    t("fall", "Fall", "FALL", Medical, 3),
    t("injury", "Injury", "TRAUMA", Medical, 3),
    t("burn", "Burn", "BURN", Medical, 2),
    t("eye", "Eye injury", "EYE", Medical, 3),
    t("shock", "Electric shock or lightning", "ELEC", Medical, 1),
    t("birth", "Pregnancy or childbirth", "PREG", Medical, 2),
    t("mental", "Mental-health crisis", "EDP", Medical, 2),
    t("suicide", "Suicide risk", "SUICTHRT", Medical, 1),
    t("intox", "Intoxicated person", "INTOX", Medical, 3),
    t("abdominal", "Abdominal pain", "ABDOM", Medical, 3),
    t("bite", "Animal bite", "BITE", Medical, 3),
    t("sick", "Sick person", "SICK", Medical, 3),
    t("standby", "Medical standby", "STDBY", Medical, 4),
    t("fire", "Structure fire", "FSTRU", Fire, 1),
    t("smoke", "Smoke seen or smelled", "FSMOKE", Fire, 2),
    t("brush", "Brush or grass fire", "FBRUSH", Fire, 2),
    t("carfire", "Vehicle fire", "FVEH", Fire, 2),
    t("trashfire", "Rubbish fire", "FTRASH", Fire, 3),
    t("fireout", "Fire out, check", "FREPORT", Fire, 3),
    t("firealarm", "Fire alarm", "ALRF", Fire, 2),
    t("explosion", "Explosion", "EXPLOS", Fire, 1),
    t("gas", "Gas leak", "GASLEAK", Fire, 2),
    t("co", "Carbon monoxide", "ALRCO", Fire, 2),
    t("hazmat", "Spill or chemical", "HAZMAT", Fire, 2),
    t("wires", "Wires down", "WIRES", Fire, 2),
    t("electrical", "Electrical hazard", "ELECHZD", Fire, 2),
    t("crash", "Traffic crash", "MVAINJY", Rescue, 2),
    t("water", "Water rescue", "WATER", Rescue, 1),
    t("drowning", "Drowning", "DROWN", Rescue, 1),
    t("sar", "Search and rescue", "SAR", Rescue, 2),
    t("trapped", "Trapped person", "XTRICATE", Rescue, 1),
    t("rescue", "Rescue, height or access", "RESCUE", Rescue, 2),
    t("collapse", "Structure collapse", "BLDCLPSE", Rescue, 1),
    t("attacker", "Active attacker", "ACTSHOOT", Police, 1),
    t("shooting", "Shooting", "SHOOT", Police, 1),
    t("stabbing", "Stabbing", "STABBING", Police, 1),
    t("weapon", "Weapon seen", "WEAPON", Police, 1),
    t("bomb", "Bomb threat", "BOMB", Police, 1),
    t("assault", "Assault with injury", "ASSAULT", Police, 2),
    t("sexassault", "Sexual assault", "SEXOFFNS", Police, 2),
    t("fight", "Fight", "FIGHT", Police, 2),
    t("domestic", "Domestic violence", "DVA", Police, 2),
    t("robbery", "Robbery", "ROBBERY", Police, 2),
    t("suspitem", "Suspicious item", "SUSP", Police, 2),
    t("suspperson", "Suspicious person", "PERSUSP", Police, 3),
    t("disorder", "Disorder or threats", "DISORD", Police, 3),
    t("ejection", "Ejection", "TRESPASS", Police, 3),
    t("trespass", "Trespass", "TRESPASS", Police, 4),
    t("theft", "Theft", "LARCENY", Police, 4),
    t("drugs", "Drugs found", "DRUGS", Police, 4),
    t("noise", "Noise", "NOISE", Police, 5),
    t("crowd", "Crowd density or crush", "CRWD", Event, 1),
    t("lostchild", "Lost child", "PERMISS", Event, 2),
    t("missing", "Missing person", "PERMISS", Event, 2),
    t("foundchild", "Found child", "PERFND", Event, 3),
    t("foundperson", "Found person", "PERFND", Event, 3),
    t("weather", "Severe weather", "HAZ", Event, 2),
    t("barrier", "Structure or barrier", "PUBWKS", Event, 3),
    t("power", "Power failure", "PUBWKS", Event, 3),
    t("comms", "Radio or network failure", "ADMIN", Event, 3),
    t("road", "Road or route blocked", "THAZ", Event, 3),
    t("animal", "Animal", "ANIMAL", Event, 4),
    t("lostprop", "Lost property", "PROPLOST", Event, 4),
    t("foundprop", "Found property", "PROPFND", Event, 4),
    t("mayday", "Responder emergency", "MAYDAY", Other, 1),
    t("mci", "Mass casualty or major incident", "MCI", Other, 1),
    t("unknown", "Unknown trouble", "TROUBLE", Other, 2),
    t("welfare", "Welfare check", "WELFARE", Other, 3),
    t("assist", "Citizen assist", "CITASST", Other, 4),
    t("info", "Information", "INFO", Other, 5),
    t("nonemerg", "Non-emergency", "NONEMERG", Other, 5),
    t("test", "Test or training call", "NCRTESTF", Other, 5),
];

/// The preset with this code, if there is one.
pub fn type_preset(code: &str) -> Option<&'static TypePreset> {
    TYPES.iter().find(|preset| preset.code == code)
}

/// One way an incident can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DispositionPreset {
    /// The common two-digit code (APCO ANS 1.111.2-2018, as adopted in NENA-STA-021.1b).
    pub code: &'static str,
    /// What the desk shows.
    pub label: &'static str,
    /// The group it is meant for, or `None` when it fits any incident.
    pub group: Option<Group>,
}

const fn d(code: &'static str, label: &'static str, group: Option<Group>) -> DispositionPreset {
    DispositionPreset { code, label, group }
}

/// All 45 assigned disposition codes, the ones an event team reaches for first at the top.
pub const DISPOSITIONS: &[DispositionPreset] = &[
    d("43", "Treated and released", Some(Medical)),
    d("45", "Treated, taken by ambulance", Some(Medical)),
    d("41", "Checked, no care needed", Some(Medical)),
    d("42", "Refused care", Some(Medical)),
    d("44", "Handed to another medical crew", Some(Medical)),
    d("34", "Treated, left by private car", Some(Medical)),
    d("38", "No patient found", Some(Medical)),
    d("14", "Gone on arrival", None),
    d("18", "Settled on the spot", None),
    d("05", "Settled by phone", None),
    d("32", "Cancelled before arrival", None),
    d("21", "Unit cancelled on the way", None),
    d("22", "Duplicate", None),
    d("15", "Passed to partner agency", None),
    d("13", "Information only", None),
    d("16", "Escort or transport given", None),
    d("17", "False alarm", None),
    d("02", "No report", None),
    d("01", "Report taken", None),
    d("08", "Follow-up report", None),
    d("35", "Standby, not used", None),
    d("36", "Standby, supported operation", None),
    d("31", "Cover or standby", None),
    d("10", "Event cancelled", None),
    d("12", "Property taken or found", Some(Police)),
    d("06", "Look-out broadcast", Some(Police)),
    d("11", "Person questioned", Some(Police)),
    d("03", "Arrest", Some(Police)),
    d("04", "Citation", Some(Police)),
    d("09", "Summons", Some(Police)),
    d("07", "Civil matter", Some(Police)),
    d("20", "Building secure", Some(Police)),
    d("30", "Inquiry or enforcement", Some(Police)),
    d("33", "Treated, taken by police", Some(Medical)),
    d("25", "Medical care and transport", Some(Medical)),
    d("39", "Dead at scene, not moved", Some(Medical)),
    d("40", "Dead at scene, moved", Some(Medical)),
    d("37", "Organ transport", Some(Medical)),
    d("24", "Search and rescue done", Some(Rescue)),
    d("23", "Fire controlled", Some(Fire)),
    d("26", "Hazard dealt with", Some(Fire)),
    d("27", "Fire, rescue or hazard work", Some(Fire)),
    d("28", "Systems and services work", Some(Fire)),
    d("19", "Building condemned", Some(Fire)),
    d("29", "Assistance given", None),
];

/// The common incident types with a short label, sorted by code so that a lookup can be a binary search.
///
/// The codes are those of APCO ANS 2.103.2-2019 as published by NENA, with NENA's own `NONEMERG`;
/// the published list names two of its 245 codes twice. The labels are this project's.
pub const COMMON_CODES: &[(&str, &str)] = &[
    ("911H", "Hang-up call"),
    ("911OPN", "Open line"),
    ("ABDOM", "Abdominal pain"),
    ("ABDUCTF", "Abduction, family"),
    ("ABDUCTNF", "Abduction, stranger"),
    ("ABUSE", "Abuse"),
    ("ACCIND", "Workplace accident"),
    ("ACTSHOOT", "Active attacker"),
    ("ADMIN", "Administration"),
    ("AIR", "Aircraft incident"),
    ("AIRINC", "Airport incident"),
    ("ALIEN", "Immigration matter"),
    ("ALLERGIC", "Allergic reaction"),
    ("ALMA", "Audible alarm"),
    ("ALMB", "Business alarm"),
    ("ALMH", "Hold-up alarm"),
    ("ALMR", "Home alarm"),
    ("ALRBA", "Burglar alarm, audible"),
    ("ALRBOX", "Box alarm"),
    ("ALRBS", "Burglar alarm, silent"),
    ("ALRCO", "Carbon monoxide alarm"),
    ("ALRCO2", "Carbon dioxide alarm"),
    ("ALRDEFIB", "Implant defibrillator alarm"),
    ("ALRF", "Fire alarm"),
    ("ALRGAS", "Gas alarm"),
    ("ALRHEAT", "Heat alarm"),
    ("ALRKPAD", "Keypad fire alarm"),
    ("ALRMED", "Medical alarm"),
    ("ALRNGAS", "Natural gas alarm"),
    ("ALRPANA", "Panic alarm, audible"),
    ("ALRPANS", "Panic alarm, silent"),
    ("ALRPROPN", "Propane alarm"),
    ("ALRPULL", "Manual call point"),
    ("ALRROBA", "Robbery alarm, audible"),
    ("ALRROBS", "Robbery alarm, silent"),
    ("ALRU", "Alarm, unknown kind"),
    ("ALRVEH", "Vehicle alarm"),
    ("ALRWTR", "Sprinkler flow alarm"),
    ("ALS", "Advanced life support"),
    ("ANIMAL", "Animal"),
    ("ASSAULT", "Assault"),
    ("ASSIST", "Assist another agency"),
    ("ATL", "Attempt to locate"),
    ("BACK", "Back pain"),
    ("BARICADE", "Barricaded person"),
    ("BIO", "Biological threat"),
    ("BITE", "Animal bite"),
    ("BLDCLPSE", "Structure collapse"),
    ("BLEEDING", "Bleeding"),
    ("BLS", "Basic life support"),
    ("BOMB", "Bomb threat"),
    ("BRGCLPSE", "Bridge collapse"),
    ("BURGLARY", "Burglary"),
    ("BURN", "Burn"),
    ("CARDIAC", "Heart problem"),
    ("CARJACK", "Carjacking"),
    ("CDX", "Civil dispute"),
    ("CHEMICAL", "Chemical incident"),
    ("CHESPAIN", "Chest pain, not cardiac"),
    ("CHOKE", "Choking"),
    ("CITASST", "Citizen assist"),
    ("CIVDIS", "Civil disobedience"),
    ("CIVIL", "Civil matter"),
    ("CNTRFT", "Counterfeit money"),
    ("COURT", "Court order service"),
    ("CRIMPS", "Criminal impersonation"),
    ("CRIMTRAF", "Criminal traffic offence"),
    ("CRWD", "Crowd"),
    ("CU1", "Unrest, violent"),
    ("CU2", "Unrest, peaceful"),
    ("CU3", "Unrest, information"),
    ("CURFEW", "Curfew"),
    ("CUST", "Custody dispute"),
    ("DEATH", "Death"),
    ("DEATHNTF", "Death notice"),
    ("DIABETIC", "Diabetic"),
    ("DISORD", "Disorder"),
    ("DISVEH", "Broken-down vehicle"),
    ("DMPX", "Fly-tipping now"),
    ("DROWN", "Drowning"),
    ("DRUGPAR", "Drug equipment"),
    ("DRUGS", "Drugs"),
    ("DUI", "Driving impaired"),
    ("DVA", "Domestic violence"),
    ("DVNA", "Domestic dispute"),
    ("EDP", "Emotional crisis"),
    ("ELEC", "Electric shock"),
    ("ELECHZD", "Electrical hazard"),
    ("ELUDING", "Fleeing driver"),
    ("ENTRAP", "Accidental entrapment"),
    ("ESCAPE", "Escape from custody"),
    ("EXPLOS", "Explosion"),
    ("EXPOSURE", "Heat or cold illness"),
    ("EXTORT", "Extortion"),
    ("EYE", "Eye injury"),
    ("FAIRC", "Aircraft fire"),
    ("FALL", "Fall"),
    ("FAM", "Family offence"),
    ("FAPT", "Apartment fire"),
    ("FARSON", "Arson"),
    ("FAS", "Serious assault, suspect gone"),
    ("FASX", "Serious assault, suspect near"),
    ("FBRUSH", "Brush or outdoor fire"),
    ("FELEC", "Electrical fire"),
    ("FFUEL", "Fuel site fire"),
    ("FIGHT", "Fight"),
    ("FIREWRKS", "Fireworks"),
    ("FMARINE", "Boat fire"),
    ("FORCENTR", "Forced entry or lock-out"),
    ("FOTHER", "Fire, other"),
    ("FRAUD", "Fraud"),
    ("FREPORT", "Fire already out"),
    ("FSMOKE", "Smoke"),
    ("FSTRU", "Structure fire"),
    ("FTRAILER", "Trailer fire"),
    ("FTRAIN", "Train fire"),
    ("FTRASH", "Rubbish fire"),
    ("FTRUCK", "Large vehicle fire"),
    ("FUNK", "Fire, unknown kind"),
    ("FVEH", "Vehicle fire"),
    ("GASLEAK", "Gas or fuel leak"),
    ("GASLEAKI", "Gas leak indoors"),
    ("GASLEAKO", "Gas leak outdoors"),
    ("HARR", "Harassment"),
    ("HATE", "Hate crime"),
    ("HAZ", "Natural hazard"),
    ("HAZMAT", "Hazardous material"),
    ("HEADACHE", "Headache"),
    ("HEMRG", "Haemorrhage"),
    ("HLP1", "Responder in trouble"),
    ("HLP2", "Responder needs help, routine"),
    ("HOLD", "Suspect being held"),
    ("HOMICIDE", "Homicide"),
    ("HOSTAGE", "Hostage"),
    ("IMP", "Impersonation"),
    ("INDECENT", "Indecency"),
    ("INFO", "Information"),
    ("INTERNET", "Online crime"),
    ("INTOX", "Intoxicated person"),
    ("INVEST", "Investigation"),
    ("JUV", "Juvenile offence"),
    ("LARCENY", "Theft"),
    ("LIQUOR", "Alcohol violation"),
    ("MAJORINC", "Major incident"),
    ("MAYDAY", "Mayday"),
    ("MCI", "Mass casualty"),
    ("MISBOATR", "Missing boater"),
    ("MISCON", "Misconduct"),
    ("MNTL", "Mental crisis, calm"),
    ("MTLV", "Mental crisis, violent"),
    ("MVA", "Crash, no injury"),
    ("MVAHR", "Hit and run"),
    ("MVAINJY", "Crash with injury"),
    ("MVAUNK", "Crash, injury unknown"),
    ("MVCP", "Crash on private land"),
    ("NCIC", "Wanted record found"),
    ("NCRASLTWF", "Assault with weapon"),
    ("NCRCPRF", "CPR in progress"),
    ("NCRELEV", "Lift rescue"),
    ("NCRFACTR", "Blood product to the field"),
    ("NCRMUAIDF", "Mutual aid, fire"),
    ("NCRNDE", "Notice only, no unit sent"),
    ("NCRNONE", "No matching code"),
    ("NCRTASKFORCE", "Task force"),
    ("NCRTESTF", "Test call"),
    ("NCRTRANS", "Public transport incident"),
    ("NEGLECT", "Neglect"),
    ("NOISE", "Noise"),
    ("NONEMERG", "Non-emergency"),
    ("OD", "Overdose or poisoning"),
    ("ODOR", "Odour"),
    ("OPEN", "Building found open"),
    ("ORDERV", "Order violated"),
    ("PANDEMIC", "Outbreak illness"),
    ("PARKING", "Parking"),
    ("PERFND", "Found person"),
    ("PERMISS", "Missing person"),
    ("PERSUSP", "Suspicious person"),
    ("PERUNCON", "Unconscious or fainting"),
    ("PERWANT", "Wanted person"),
    ("PHANDLE", "Begging"),
    ("PREG", "Pregnancy or birth"),
    ("PROPFND", "Found property"),
    ("PROPLOST", "Lost property"),
    ("PROPSTLN", "Stolen property"),
    ("PROW", "Prowler"),
    ("PUBWKS", "Public works or utility"),
    ("PURSUIT", "Pursuit"),
    ("RADIAT", "Radiation"),
    ("RECKDRV", "Reckless driver"),
    ("REPO", "Repossession"),
    ("RESCUE", "Rescue"),
    ("RESIST", "Resisting arrest"),
    ("RESP", "Breathing problem"),
    ("RESPARR", "Breathing stopped"),
    ("ROBBERY", "Robbery"),
    ("RUNAWAY", "Runaway"),
    ("SAR", "Search and rescue"),
    ("SCH", "School offence"),
    ("SCRM", "Screaming heard"),
    ("SEIZURE", "Seizure"),
    ("SEXOFFNS", "Sexual offence"),
    ("SHOOT", "Shooting"),
    ("SHOPLIFT", "Shoplifting"),
    ("SICK", "Sick person"),
    ("SLMP", "Slumped in vehicle"),
    ("SMOKING", "Smoking violation"),
    ("SOL", "Unwanted seller"),
    ("STABBING", "Stabbing"),
    ("STDBY", "Standby"),
    ("STKX", "Stalker on scene"),
    ("STROKE", "Stroke"),
    ("SUBJSTP", "Person stopped"),
    ("SUICIDE", "Suicide"),
    ("SUICTHRT", "Suicide threat or attempt"),
    ("SUSP", "Suspicious circumstances"),
    ("TERROR", "Terrorism"),
    ("THAZ", "Traffic hazard"),
    ("THREATS", "Threats"),
    ("TOW", "Tow"),
    ("TRAIN", "Train incident"),
    ("TRAINDRL", "Train off the rails"),
    ("TRANSFER", "Patient or unit transfer"),
    ("TRAUMA", "Injury"),
    ("TRAUMAP", "Penetrating injury"),
    ("TRESPASS", "Trespass"),
    ("TROUBLE", "Unknown trouble"),
    ("TRUANT", "Truancy"),
    ("TSTOP", "Traffic stop"),
    ("VAG", "Vagrancy"),
    ("VANDAL", "Vandalism"),
    ("VEHABND", "Abandoned vehicle"),
    ("VEHASST", "Motorist assist"),
    ("VEHLOCK", "Locked out of vehicle"),
    ("VEHREC", "Recovered vehicle"),
    ("VEHSTLN", "Stolen vehicle"),
    ("VEHSUSP", "Suspicious vehicle"),
    ("VICE", "Vice"),
    ("WARRANT", "Search warrant"),
    ("WATER", "Water incident"),
    ("WEAPON", "Weapon"),
    ("WELFARE", "Welfare check"),
    ("WILDLIFE", "Wildlife offence"),
    ("WIRES", "Wires down"),
    ("XTRICATE", "Extrication"),
];

/// The label of a common incident type, if the code is one.
pub fn common_label(code: &str) -> Option<&'static str> {
    COMMON_CODES.binary_search_by_key(&code, |entry| entry.0).ok().map(|at| COMMON_CODES[at].1)
}

/// One kind of unit a team can put on the board.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitKindPreset {
    /// The short word stored with a unit.
    pub code: &'static str,
    /// What the desk shows.
    pub label: &'static str,
    /// How fast it covers ground inside an event, in kilometres per hour.
    pub speed_kmh: f64,
    /// What the call sign of a new unit of this kind starts with.
    pub prefix: &'static str,
}

const fn u(code: &'static str, label: &'static str, speed_kmh: f64, prefix: &'static str) -> UnitKindPreset {
    UnitKindPreset { code, label, speed_kmh, prefix }
}

/// The unit kinds of a new desk.
///
/// The speeds are planning values of this project, editable per unit: straight-line progress over
/// event ground with people in the way, not what the vehicle can do on a road. Walking is 5 km/h,
/// a dog or search team slower because it works cover on the way.
pub const UNIT_KINDS: &[UnitKindPreset] = &[
    u("foot", "First responder, on foot", 5.0, "FR"),
    u("bike", "Bike team", 15.0, "BK"),
    u("cart", "Medical cart", 15.0, "CT"),
    u("als", "Ambulance (ALS)", 40.0, "M"),
    u("bls", "Ambulance (BLS)", 40.0, "A"),
    u("doctor", "Doctor", 25.0, "DR"),
    u("engine", "Fire engine", 35.0, "E"),
    u("brushtruck", "Brush truck", 30.0, "BT"),
    u("rescue", "Rescue", 35.0, "R"),
    u("search", "Search team", 3.0, "ST"),
    u("dog", "Search dog team", 4.0, "K"),
    u("boat", "Boat", 20.0, "B"),
    u("security", "Security", 5.0, "S"),
    u("police", "Police", 40.0, "P"),
    u("command", "Supervisor or command", 20.0, "C"),
    u("logistics", "Logistics or utility", 20.0, "L"),
    u("drone", "Drone", 35.0, "D"),
    u("radio", "Radio operator", 5.0, "RO"),
];

/// A time goal shown beside the measured time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetPreset {
    /// The stored name.
    pub code: &'static str,
    /// What the desk shows.
    pub label: &'static str,
    /// The goal in seconds.
    pub seconds: u32,
    /// The share of cases meant to meet it, in percent; 50 means the median.
    pub percent: u8,
    /// Where the number comes from.
    pub source: &'static str,
}

const fn g(code: &'static str, label: &'static str, seconds: u32, percent: u8, source: &'static str) -> TargetPreset {
    TargetPreset { code, label, seconds, percent, source }
}

/// Published time goals, to be shown as goals and never as proof of compliance.
///
/// The telephone-CPR goals are given as plain times; 50 percent reads them as medians. Their numbers,
/// and the NFPA 1710 turnout times, reached us second hand, so check the current text before printing.
pub const TARGETS: &[TargetPreset] = &[
    g("answer", "Answer", 15, 90, "NENA-STA-020 (2020)"),
    g("answer95", "Answer, stretch", 20, 95, "NENA-STA-020 (2020)"),
    g("dispatch", "Answered to first unit dispatched", 60, 90, "NFPA 1225 (2022)"),
    g("turnout", "Turnout, medical", 60, 90, "NFPA 1710"),
    g("turnoutfire", "Turnout, fire", 80, 90, "NFPA 1710"),
    g("travel", "First responder travel", 240, 90, "NFPA 1710"),
    g("tcpr", "Arrest recognized", 90, 50, "AHA T-CPR, minimum"),
    g("compression", "First compression", 150, 50, "AHA T-CPR, minimum"),
    g("tcprhigh", "Arrest recognized, high performance", 60, 50, "AHA T-CPR, high performance"),
    g("compressionhigh", "First compression, high performance", 90, 50, "AHA T-CPR, high performance"),
];

/// How soon compressions by telephone should begin: two levels are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CprGoals {
    Minimum,
    High,
}

impl CprGoals {
    /// The goals that the clocks of an arrest are held against, and what is published for each.
    pub fn published(self) -> impl Iterator<Item = (&'static str, &'static TargetPreset)> {
        let goals = [("tcpr", ["tcpr", "tcprhigh"]), ("compression", ["compression", "compressionhigh"])];
        goals.into_iter().filter_map(move |(code, levels)| {
            let published = TARGETS.iter().find(|goal| goal.code == levels[self as usize])?;
            Some((code, published))
        })
    }
}

/// Goals of a search: teams walk, and nobody has published how fast they should. Planning values of this project.
pub const SEARCH_TARGETS: &[TargetPreset] = &[
    g("turnout", "Team ready to leave", 900, 90, "Firstline, planning value"),
    g("travel", "Team in its area", 2700, 90, "Firstline, planning value"),
];

/// Goals of a radio net, whose stations are asked rather than sent. Planning values of this project.
pub const NET_TARGETS: &[TargetPreset] = &[
    g("turnout", "Station on its way", 300, 90, "Firstline, planning value"),
    g("travel", "Station in place", 900, 90, "Firstline, planning value"),
];

/// One of the five priorities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriorityPreset {
    /// 1 (most urgent) to 5.
    pub level: u8,
    /// What the desk shows.
    pub label: &'static str,
    /// An incident without a unit for longer than this is overdue.
    pub alarm_minutes: u32,
    /// The sound of a new incident: `urgent`, `double`, `single` or `none`.
    pub tone: &'static str,
}

const fn p(level: u8, label: &'static str, alarm_minutes: u32, tone: &'static str) -> PriorityPreset {
    PriorityPreset { level, label, alarm_minutes, tone }
}

/// The five priorities, most urgent first; the alarm times are planning values of this project.
pub const PRIORITIES: &[PriorityPreset] = &[
    p(1, "Life threat now", 1, "urgent"),
    p(2, "Urgent", 3, "double"),
    p(3, "Prompt", 5, "single"),
    p(4, "Routine", 15, "none"),
    p(5, "When free", 60, "none"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_unique(words: Vec<&str>) {
        let mut seen = words.clone();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), words.len(), "{words:?}");
    }

    #[test]
    fn type_codes_can_be_typed_and_mapped() {
        assert_unique(TYPES.iter().map(|preset| preset.code).collect());
        assert_unique(TYPES.iter().map(|preset| preset.label).collect());
        for preset in TYPES {
            assert!(preset.code.bytes().all(|byte| byte.is_ascii_lowercase()), "{}", preset.code);
            assert!(common_label(preset.common).is_some(), "{}", preset.common);
            assert!((1..=5).contains(&preset.priority), "{}", preset.code);
        }
        assert_eq!(type_preset("gas").map(|preset| preset.common), Some("GASLEAK"));
        assert_eq!(type_preset("nothing"), None);
    }

    #[test]
    fn common_codes_are_sorted_and_complete() {
        assert_eq!(COMMON_CODES.len(), 245);
        assert!(COMMON_CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(common_label("XTRICATE"), Some("Extrication"));
        assert_eq!(common_label("911H"), Some("Hang-up call"));
    }

    #[test]
    fn every_disposition_code_is_offered_once() {
        let mut codes: Vec<&str> = DISPOSITIONS.iter().map(|preset| preset.code).collect();
        codes.sort_unstable();
        let expected: Vec<String> = (1..=45).map(|number| format!("{number:02}")).collect();
        assert_eq!(codes, expected);
        assert_unique(DISPOSITIONS.iter().map(|preset| preset.label).collect());
    }

    #[test]
    fn unit_kinds_have_their_own_prefix_and_move() {
        assert_unique(UNIT_KINDS.iter().map(|preset| preset.code).collect());
        assert_unique(UNIT_KINDS.iter().map(|preset| preset.prefix).collect());
        assert!(UNIT_KINDS.iter().all(|preset| preset.speed_kmh >= 1.0));
    }

    #[test]
    fn targets_and_priorities_are_consistent() {
        assert_unique(TARGETS.iter().map(|preset| preset.code).collect());
        assert!(TARGETS.iter().all(|target| (1..=100).contains(&target.percent)));
        let levels: Vec<u8> = PRIORITIES.iter().map(|preset| preset.level).collect();
        assert_eq!(levels, [1, 2, 3, 4, 5]);
        assert!(PRIORITIES.windows(2).all(|pair| pair[0].alarm_minutes < pair[1].alarm_minutes));
        assert!(PRIORITIES.iter().all(|preset| ["urgent", "double", "single", "none"].contains(&preset.tone)));
    }
}
