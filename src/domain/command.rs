//! What a person asks for. A command is never stored and may be refused.

use super::call::{CallDetail, CallEnd, Source};
use super::entry::Author;
use super::event::{
    DispositionDetail, FlagDetail, OperationDetail, PlaceDetail, PriorityDetail, TypeDetail, UnitDetail, UnitKindDetail,
};
use super::geo::Point;
use super::ground::{Anchor, Path};
use super::ids::{
    CallId, Code, CommandId, EventId, FlagId, FreshIds, IncidentId, LayerId, PlaceId, RequestId, RunId, UnitId,
    WindowId,
};
use super::incident::{DebriefPart, Priority};
use super::moment::Moment;
use super::phrase::{PhraseKey, Strength};
use super::place::{FlagSubject, Severity, Spot};
use super::plan::{Advised, Cover, Plan, Rule, Word};
use super::presets::{CprGoals, Group};
use super::setup::Profile;
use super::track::Shape;
use super::unit::{Readiness, Step};

/// One request of one person at one position.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    pub id: CommandId,
    pub by: Author,
    pub command: Command,
    /// When it happened, if that was before it was typed.
    pub happened: Option<Moment>,
    pub care: Care,
}

/// Whether a person has already been asked about what is unusual in the command.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Care {
    #[default]
    AskFirst,
    /// "Yes, I mean it": out-of-sequence steps and busy units are accepted.
    Insisted,
}

/// The world at the moment of deciding: the only source of time and chance.
#[derive(Debug, Clone)]
pub struct Now {
    pub at: Moment,
    /// Offset of the operation's zone from UTC, in minutes.
    pub offset_minutes: i32,
    pub window: WindowId,
    pub ids: FreshIds,
}

/// How urgent an incident that is being opened is, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// A person, who knows more than a card that has not asked anything yet.
    Chosen(Priority),
    /// The caller's words alone.
    Suggested(Priority),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    OpenOperation {
        name: String,
        profile: Profile,
        zone: String,
        prefix: String,
    },
    ChangeOperation(OperationDetail),

    AddUnitKind {
        code: Code,
        label: String,
        speed_kmh: f64,
    },
    ChangeUnitKind {
        code: Code,
        detail: UnitKindDetail,
    },
    RetireUnitKind(Code),
    RestoreUnitKind(Code),
    /// All or none: the rows of a file, or the numbers of a batch.
    AddUnits(Vec<NewUnit>),
    ChangeUnit {
        unit: UnitId,
        detail: UnitDetail,
    },
    RetireUnit(UnitId),
    RestoreUnit(UnitId),
    AddPlaces(Vec<NewPlace>),
    ChangePlace {
        place: PlaceId,
        detail: PlaceDetail,
    },
    /// Several changes of a place in one act. What it has already is passed over.
    DescribePlace {
        place: PlaceId,
        details: Vec<PlaceDetail>,
    },
    RetirePlace(PlaceId),
    RestorePlace(PlaceId),
    /// The lines of one file, as one layer. The layer of each path is given by the decision.
    ImportPaths {
        name: String,
        source: String,
        paths: Vec<Path>,
    },
    RetireLayer(LayerId),
    RestoreLayer(LayerId),
    ClosePaths {
        paths: Vec<u32>,
        reason: String,
    },
    OpenPaths(Vec<u32>),
    /// How much longer these paths take, in percent; 100 is free.
    SetCrowd {
        paths: Vec<u32>,
        percent: u16,
    },
    PlaceSitePlan {
        name: String,
        blob: String,
        anchors: Vec<Anchor>,
    },
    RemoveSitePlan,
    AddType {
        code: Code,
        label: String,
        common: String,
        group: Group,
        priority: Priority,
    },
    ChangeType {
        code: Code,
        detail: TypeDetail,
    },
    RetireType(Code),
    RestoreType(Code),
    ChangePriority {
        priority: Priority,
        detail: PriorityDetail,
    },
    AddDisposition {
        code: Code,
        label: String,
        common: String,
    },
    ChangeDisposition {
        code: Code,
        detail: DispositionDetail,
    },
    RetireDisposition(Code),
    RestoreDisposition(Code),
    RaiseFlag {
        on: FlagSubject,
        text: String,
        severity: Severity,
        source: String,
        expires: Option<Moment>,
    },
    ChangeFlag {
        flag: FlagId,
        detail: FlagDetail,
    },
    RetireFlag(FlagId),
    RestoreFlag(FlagId),
    ChangeTarget {
        code: Code,
        seconds: u32,
        percent: u8,
    },
    /// Both goals of compressions by telephone, as they are published.
    SetCprGoals(CprGoals),
    AddTarget {
        code: Code,
        label: String,
        seconds: u32,
        percent: u8,
        source: String,
    },
    RetireTarget(Code),
    RestoreTarget(Code),
    /// Says how much a phrase speaks for its meaning; a phrase that nobody knew is added.
    WeighPhrase {
        key: PhraseKey,
        strength: Strength,
    },
    RetirePhrase(PhraseKey),
    RestorePhrase(PhraseKey),

    /// The texts of cards, taken together or not at all: new ones and next versions.
    SaveCards(Vec<String>),
    /// The version is the one that was looked at: what another window saved meanwhile is not approved unseen.
    ApproveCard {
        card: Code,
        version: u32,
        name: String,
        date: String,
    },
    WithdrawApproval {
        card: Code,
        version: u32,
    },
    RetireCard(Code),
    RestoreCard(Code),
    /// Plans and what their words mean, all or none: a form, or a file.
    SavePlans {
        plans: Vec<Plan>,
        words: Vec<(Code, Word)>,
        /// Plans that these take the place of.
        retire: Vec<Code>,
    },
    RetirePlan(Code),
    RestorePlan(Code),
    SetPlanRule {
        rule: Rule,
        value: u32,
    },
    /// A count of none lifts the requirement.
    RequirePost {
        place: PlaceId,
        cover: Cover,
    },

    StartCall {
        source: Source,
    },
    DescribeCall {
        call: CallId,
        detail: CallDetail,
    },
    /// The quick way to the incident: as soon as type and place are known.
    OpenIncident {
        call: Option<CallId>,
        kind: Code,
        priority: Option<Urgency>,
        place: Spot,
        summary: String,
    },
    AttachCall {
        call: CallId,
        incident: IncidentId,
    },
    /// A second caller, typed in one line.
    AddCaller {
        incident: IncidentId,
        source: Source,
        text: String,
    },
    EndCall {
        call: CallId,
        how: CallEnd,
    },

    ChangeKind {
        incident: IncidentId,
        kind: Code,
    },
    ChangeUrgency {
        incident: IncidentId,
        priority: Priority,
    },
    MoveIncident {
        incident: IncidentId,
        place: Spot,
    },
    VerifyPlace(IncidentId),
    Answer {
        incident: IncidentId,
        question: String,
        answer: String,
    },
    /// Opens a card, or turns back to it where it is open for this patient already.
    OpenCard {
        incident: IncidentId,
        card: Code,
        patient: String,
    },
    /// An empty answer takes it back.
    AnswerCard {
        incident: IncidentId,
        run: RunId,
        question: String,
        answer: String,
    },
    /// An instruction that is being read out.
    ReachStep {
        incident: IncidentId,
        run: RunId,
        guide: String,
        step: u32,
    },
    /// Where an instruction leads to: another one, another card, back to the questions. The way's name is empty where the
    /// instruction has no ways to choose from.
    FollowWay {
        incident: IncidentId,
        run: RunId,
        guide: String,
        step: u32,
        way: String,
    },
    /// A person says that a clock of the patient stops here: the caller is pushing.
    StopClock {
        incident: IncidentId,
        run: RunId,
        mark: String,
    },
    /// It was stopped too early and runs on.
    RestartClock {
        incident: IncidentId,
        run: RunId,
        mark: String,
    },
    /// Somebody else pushes.
    ChangeCompressor {
        incident: IncidentId,
        run: RunId,
    },
    BeginContraction {
        incident: IncidentId,
        run: RunId,
    },
    /// Back to the instruction before this one; from the first of them to the questions.
    StepBack {
        incident: IncidentId,
        run: RunId,
    },
    /// From the instructions back to the questions.
    LeaveGuide {
        incident: IncidentId,
        run: RunId,
    },
    /// A crew has heard these warnings, which are those that stood on the screen.
    AcknowledgeSafety {
        unit: UnitId,
        incident: Option<IncidentId>,
        heard: Vec<String>,
    },
    /// Crews no longer wait at a distance.
    EndStaging(IncidentId),
    Note {
        incident: Option<IncidentId>,
        text: String,
    },
    Radio {
        incident: Option<IncidentId>,
        from: String,
        to: String,
        text: String,
    },
    Strike {
        incident: Option<IncidentId>,
        entry: EventId,
        reason: String,
    },
    Hold {
        incident: IncidentId,
        minutes: u32,
        reason: String,
    },
    EndHold(IncidentId),
    Link {
        incident: IncidentId,
        other: IncidentId,
    },
    Unlink {
        incident: IncidentId,
        other: IncidentId,
    },
    RaiseAlarm {
        incident: IncidentId,
        level: u8,
    },
    RequestResource {
        incident: IncidentId,
        what: String,
        count: u8,
    },
    MeetRequest {
        incident: IncidentId,
        request: RequestId,
    },
    Close {
        incident: IncidentId,
        disposition: Code,
        text: String,
    },
    Reopen {
        incident: IncidentId,
        reason: String,
    },
    Debrief {
        incident: IncidentId,
        part: DebriefPart,
        text: String,
        owner: String,
    },

    Dispatch {
        incident: IncidentId,
        units: Vec<UnitId>,
        step: Step,
    },
    /// The same with a recommendation in sight: what was advised is recorded beside what is sent.
    DispatchAdvised {
        incident: IncidentId,
        units: Vec<UnitId>,
        step: Step,
        advised: Advised,
    },
    /// Takes a unit off what it is doing and sends it here.
    Divert {
        incident: IncidentId,
        unit: UnitId,
        advised: Option<Advised>,
    },
    Step {
        unit: UnitId,
        incident: Option<IncidentId>,
        step: Step,
        destination: String,
    },
    Clear {
        unit: UnitId,
        incident: Option<IncidentId>,
    },
    Cancel {
        unit: UnitId,
        incident: Option<IncidentId>,
        reason: String,
    },
    SetReadiness {
        unit: UnitId,
        readiness: Readiness,
        reason: String,
    },
    MoveUnit {
        unit: UnitId,
        place: Spot,
    },
    /// None takes the timer away.
    TimeWelfare {
        unit: UnitId,
        minutes: Option<u32>,
    },
    RollCall {
        units: Vec<UnitId>,
    },

    /// Takes back what this window did last, by a correction.
    Undo(CommandId),
}

impl Command {
    /// Typing in a form is not an act that a person would take back with Undo, nor news for the command line.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        matches!(
            self,
            Self::DescribeCall { .. }
                | Self::Answer { .. }
                | Self::ReachStep { .. }
                | Self::StepBack { .. }
                | Self::LeaveGuide { .. }
                | Self::OpenCard { .. }
        )
    }

    /// It brings a whole file, so that deciding it takes longer than asking the store twice.
    #[must_use]
    pub fn is_bulky(&self) -> bool {
        matches!(
            self,
            Self::AddUnits(_)
                | Self::AddPlaces(_)
                | Self::ImportPaths { .. }
                | Self::SaveCards(_)
                | Self::SavePlans { .. }
        )
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewUnit {
    pub call_sign: String,
    pub kind: String,
    pub capabilities: Vec<String>,
    pub crew: u8,
    pub post: Spot,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewPlace {
    pub name: String,
    pub aliases: Vec<String>,
    pub what: String,
    pub point: Option<Point>,
    pub note: String,
    pub shape: Shape,
}
