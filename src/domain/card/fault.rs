//! What is wrong with a card, and where. `board` has the sentences.

/// One fault: of which card, at which of its fields, on which line of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Empty where the card has no id yet.
    pub card: String,
    /// In the words of the format: `ask speak, when`.
    pub place: String,
    /// From 1; 0 where no line can be named.
    pub line: usize,
    pub why: Why,
    /// The word that it is about.
    pub about: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The text is no TOML as cards use it.
    Notation,
    NoCard,
    /// A text is one card; this is another one.
    SeveralCards,
    MissingField,
    UnknownField,
    WrongKindOfValue,
    BadId,
    DuplicateId,
    UnknownWord,
    BadChoice,
    TooManyChoices,
    /// Two choices go by one word, or one of them goes by the word for "unknown".
    ChoiceAmbiguous,
    NoChoices,
    BadCondition,
    UnknownQuestion,
    LaterQuestion,
    ImpossibleValue,
    TextCompared,
    NeverTrue,
    EmptyRule,
    BadPriority,
    LinkToNowhere,
    NoWayBack,
    /// A step that its guide never comes to.
    StepNotReached,
    /// Something is said about a way that the step does not have.
    UnknownWay,
    /// A way to another patient that leads to no card.
    OtherNoCard,
    /// A way answers what the card that it leads to does not ask, or not so.
    SetNotAsked,
    GuideNotOffered,
    NoSteps,
    NoSendRule,
    SafetyNotPassedOn,
    NoSource,
    NoQuestions,
    TypeTaken,
    /// The operation has no incident type of this code.
    UnknownType,
    NoExamples,
    ExampleUnknownQuestion,
    ExampleImpossibleAnswer,
    ExampleNotAsked,
    /// It reads out what is not offered with its answers.
    ExampleNotOffered,
    /// It takes a way that its instructions do not come to.
    ExampleNoWay,
    ExampleDiffers,
    NotCovered,
}

impl Why {
    /// Whether the card works all the same: what is missing is a proof and not a part.
    #[must_use]
    pub fn is_of_examples(self) -> bool {
        matches!(
            self,
            Self::NoExamples
                | Self::ExampleUnknownQuestion
                | Self::ExampleImpossibleAnswer
                | Self::ExampleNotAsked
                | Self::ExampleNotOffered
                | Self::ExampleNoWay
                | Self::ExampleDiffers
                | Self::NotCovered
        )
    }
}
