//! What happened, in the past tense. This is the contract that is written down: kinds and fields are never renamed or
//! reused; docs/LOG_FORMAT.md describes them and a test holds the two together.

use super::call::{CallDetail, CallEnd, Source};
use super::entry::Author;
use super::ground::Anchor;
use super::ids::{
    AssignmentId, CallId, Code, CommandId, EventId, FlagId, IncidentId, LayerId, PlaceId, RequestId, RunId, UnitId,
    WindowId,
};
use super::incident::{DebriefPart, Priority};
use super::moment::Moment;
use super::place::{FlagSubject, Severity, Spot};
use super::plan::{Advised, Plan, Rule, Trait};
use super::presets::Group;
use super::setup::{Profile, Tone};
use super::track::Shape;
use super::unit::{Ending, Readiness, Step};
use serde::{Deserialize, Serialize};

/// One row of the log as the fold sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The key in the store: the order of history, gapless from 1.
    pub seq: u64,
    pub id: EventId,
    pub at: Moment,
    /// Offset from UTC in force at `entered`, in minutes.
    pub offset_minutes: i32,
    pub entered: Moment,
    pub by: Author,
    pub window: WindowId,
    /// The command that caused it.
    pub command: CommandId,
    pub event: Event,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    OperationOpened {
        name: String,
        profile: Profile,
        zone: String,
        prefix: String,
    },
    OperationChanged {
        detail: OperationDetail,
    },

    UnitKindAdded {
        code: Code,
        label: String,
        speed_kmh: f64,
    },
    UnitKindChanged {
        code: Code,
        detail: UnitKindDetail,
    },
    UnitKindRetired {
        code: Code,
    },
    UnitKindRestored {
        code: Code,
    },
    UnitAdded {
        unit: UnitId,
        call_sign: String,
        kind: Code,
        capabilities: Vec<String>,
        crew: u8,
        post: Spot,
    },
    UnitChanged {
        unit: UnitId,
        detail: UnitDetail,
    },
    UnitRetired {
        unit: UnitId,
    },
    UnitRestored {
        unit: UnitId,
    },

    PlaceAdded {
        place: PlaceId,
        name: String,
        aliases: Vec<String>,
        what: String,
        point: Option<super::geo::Point>,
        note: String,
        #[serde(default, skip_serializing_if = "Shape::is_point")]
        shape: Shape,
    },
    PlaceChanged {
        place: PlaceId,
        detail: PlaceDetail,
    },
    PlaceRetired {
        place: PlaceId,
    },
    PlaceRestored {
        place: PlaceId,
    },

    LayerAdded {
        layer: LayerId,
        name: String,
        source: String,
    },
    /// Some of a layer's paths, a line of text each. A row of the log has a longest length, so a layer has many of these.
    PathsDrawn {
        layer: LayerId,
        first: u32,
        lines: String,
    },
    LayerRetired {
        layer: LayerId,
    },
    LayerRestored {
        layer: LayerId,
    },
    PathsClosed {
        paths: Vec<u32>,
        reason: String,
    },
    PathsOpened {
        paths: Vec<u32>,
    },
    CrowdFactorSet {
        paths: Vec<u32>,
        percent: u16,
    },
    SitePlanPlaced {
        name: String,
        blob: String,
        anchors: Vec<Anchor>,
    },
    SitePlanRemoved {
        name: String,
    },

    TypeAdded {
        code: Code,
        label: String,
        common: String,
        group: Group,
        priority: Priority,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        stages: bool,
    },
    TypeChanged {
        code: Code,
        detail: TypeDetail,
    },
    TypeRetired {
        code: Code,
    },
    TypeRestored {
        code: Code,
    },
    PriorityChanged {
        priority: Priority,
        detail: PriorityDetail,
    },
    DispositionAdded {
        code: Code,
        label: String,
        common: String,
        group: Option<Group>,
    },
    DispositionChanged {
        code: Code,
        detail: DispositionDetail,
    },
    DispositionRetired {
        code: Code,
    },
    DispositionRestored {
        code: Code,
    },
    FlagRaised {
        flag: FlagId,
        on: FlagSubject,
        text: String,
        severity: Severity,
        source: String,
        expires: Option<Moment>,
    },
    FlagChanged {
        flag: FlagId,
        detail: FlagDetail,
    },
    FlagRetired {
        flag: FlagId,
    },
    FlagRestored {
        flag: FlagId,
    },
    TargetAdded {
        code: Code,
        label: String,
        seconds: u32,
        percent: u8,
        source: String,
    },
    TargetChanged {
        code: Code,
        seconds: u32,
        percent: u8,
        /// Where the number comes from, if it comes from somewhere else.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
    },
    TargetRetired {
        code: Code,
    },
    TargetRestored {
        code: Code,
    },
    PhraseWeighed {
        means: String,
        phrase: String,
        priority: Option<Priority>,
        weight: u8,
    },
    PhraseRetired {
        means: String,
        phrase: String,
    },
    PhraseRestored {
        means: String,
        phrase: String,
    },

    CardSaved {
        card: Code,
        version: u32,
        title: String,
        discipline: String,
        types: Vec<Code>,
        text: String,
    },
    CardApproved {
        card: Code,
        version: u32,
        name: String,
        date: String,
    },
    CardApprovalWithdrawn {
        card: Code,
        version: u32,
    },
    CardRetired {
        card: Code,
    },
    CardRestored {
        card: Code,
    },
    PlanSaved {
        plan: Plan,
    },
    PlanRetired {
        plan: Code,
    },
    PlanRestored {
        plan: Code,
    },
    PlanWordSet {
        word: Code,
        label: String,
        any_of: Vec<Trait>,
    },
    PostRequired {
        place: PlaceId,
        any_of: Vec<String>,
        count: u8,
        metres: u32,
        bound: bool,
    },
    PlanRuleSet {
        rule: Rule,
        value: u32,
    },

    CallReceived {
        call: CallId,
        source: Source,
        answered: Moment,
    },
    CallDescribed {
        call: CallId,
        detail: CallDetail,
    },
    CallAttached {
        call: CallId,
        incident: IncidentId,
    },
    CallDetached {
        call: CallId,
        incident: IncidentId,
    },
    CallEnded {
        call: CallId,
        how: CallEnd,
    },

    IncidentOpened {
        incident: IncidentId,
        number: u32,
        year: String,
        kind: Code,
        priority: Priority,
        place: Spot,
        summary: String,
    },
    KindChanged {
        incident: IncidentId,
        kind: Code,
    },
    UrgencyChanged {
        incident: IncidentId,
        priority: Priority,
    },
    PlaceMoved {
        incident: IncidentId,
        place: Spot,
    },
    PlaceVerified {
        incident: IncidentId,
    },
    VerificationWithdrawn {
        incident: IncidentId,
    },
    Answered {
        incident: IncidentId,
        question: String,
        answer: String,
        /// Answers that cards were given, by run and question, in whose place it stands.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        instead: Vec<(RunId, String)>,
    },
    Noted {
        incident: Option<IncidentId>,
        text: String,
    },
    RadioHeard {
        incident: Option<IncidentId>,
        from: String,
        to: String,
        text: String,
    },
    EntryStruck {
        incident: Option<IncidentId>,
        entry: EventId,
        reason: String,
    },
    Held {
        incident: IncidentId,
        until: Moment,
        reason: String,
    },
    HoldEnded {
        incident: IncidentId,
    },
    Linked {
        incident: IncidentId,
        other: IncidentId,
    },
    Unlinked {
        incident: IncidentId,
        other: IncidentId,
    },
    AlarmRaised {
        incident: IncidentId,
        level: u8,
    },
    ResourceRequested {
        incident: IncidentId,
        request: RequestId,
        what: String,
        count: u8,
    },
    RequestMet {
        incident: IncidentId,
        request: RequestId,
    },
    Closed {
        incident: IncidentId,
        disposition: Code,
        text: String,
    },
    Reopened {
        incident: IncidentId,
        reason: String,
    },
    Debriefed {
        incident: IncidentId,
        part: DebriefPart,
        text: String,
        owner: String,
    },

    CardOpened {
        incident: IncidentId,
        run: RunId,
        card: Code,
        version: u32,
        patient: String,
    },
    CardAnswered {
        incident: IncidentId,
        run: RunId,
        question: String,
        asked: String,
        answer: String,
        shown: String,
    },
    CardStepReached {
        incident: IncidentId,
        run: RunId,
        guide: String,
        step: u32,
        said: String,
        /// Somebody went back to the step that was left for a later one; the caller was told nothing.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        back: bool,
    },
    CardGuideLeft {
        incident: IncidentId,
        run: RunId,
    },
    CardRetyped {
        incident: IncidentId,
        kind: Code,
        card: Code,
    },
    CardUrged {
        incident: IncidentId,
        priority: Priority,
        card: Code,
    },
    SendNowCalled {
        incident: IncidentId,
        reason: String,
    },
    NeedNoted {
        incident: IncidentId,
        capability: String,
    },
    HazardNoted {
        incident: IncidentId,
        text: String,
    },
    CrewLineNoted {
        incident: IncidentId,
        text: String,
    },
    ClockMarked {
        incident: IncidentId,
        mark: String,
        /// The run tells the patient; none in rows that were written before a mark belonged to one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        run: Option<RunId>,
        /// When it was met, where that is not when the row was written: a mark that was taken back comes again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        met: Option<Moment>,
    },
    CompressorChanged {
        incident: IncidentId,
        run: RunId,
        /// Nobody had pushed for a while, and somebody does again.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        resumed: bool,
    },
    ContractionBegan {
        incident: IncidentId,
        run: RunId,
    },
    StagingAsked {
        incident: IncidentId,
    },
    StagingEnded {
        incident: IncidentId,
    },
    SafetyNoted {
        incident: IncidentId,
        text: String,
    },
    SafetyAcknowledged {
        incident: IncidentId,
        unit: UnitId,
        /// The warnings that the crew was read. Empty: all of that moment.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        heard: Vec<String>,
    },
    FindingWithdrawn {
        incident: IncidentId,
        detail: Finding,
    },

    UnitAssigned {
        assignment: AssignmentId,
        incident: IncidentId,
        unit: UnitId,
        step: Step,
    },
    RecommendationFollowed {
        incident: IncidentId,
        advised: Advised,
        sent: Vec<UnitId>,
    },
    UnitStepped {
        assignment: AssignmentId,
        step: Step,
        destination: String,
    },
    StepWithdrawn {
        assignment: AssignmentId,
        step: Step,
    },
    UnitReleased {
        assignment: AssignmentId,
        how: Ending,
        reason: String,
    },
    ReadinessChanged {
        unit: UnitId,
        readiness: Readiness,
        reason: String,
    },
    UnitMoved {
        unit: UnitId,
        place: Spot,
    },
    WelfareTimed {
        unit: UnitId,
        due: Option<Moment>,
    },
    RollCallAnswered {
        unit: UnitId,
    },
}

/// What a card found out about an incident, as it is taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Its reason.
    SendNow(String),
    Need(String),
    Hazard(String),
    Crew(String),
    Safety(String),
    /// Since when crews had waited.
    Staging(Moment),
    Mark {
        mark: String,
        run: Option<RunId>,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationDetail {
    Name(String),
    Zone(String),
    Prefix(String),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKindDetail {
    Label(String),
    SpeedKmh(f64),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitDetail {
    CallSign(String),
    Kind(Code),
    CapabilityAdded(String),
    CapabilityRemoved(String),
    Crew(u8),
    Post(Spot),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceDetail {
    Name(String),
    AliasAdded(String),
    AliasRemoved(String),
    What(String),
    Point(Option<super::geo::Point>),
    Note(String),
    Shape(Shape),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeDetail {
    Label(String),
    Common(String),
    Group(Group),
    Priority(Priority),
    Stages(bool),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriorityDetail {
    Label(String),
    AlarmMinutes(u32),
    Tone(Tone),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DispositionDetail {
    Label(String),
    Common(String),
    /// None: for incidents of every group.
    Group(Option<Group>),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagDetail {
    Text(String),
    Severity(Severity),
    Source(String),
    /// How far around its place it speaks.
    Metres(u32),
    /// None: until it is retired.
    Expires(Option<Moment>),
}
