//! What a team sets up, before and while it works. Everything is edited in place; what was used is retired, not deleted.

pub(super) mod cells;
mod dispositions;
mod flags;
mod goals;
mod ground;
mod groups;
mod incident_types;
mod kinds;
mod operation;
mod places;
mod plans;
mod preview;
pub(super) mod priorities;
mod replay;
mod units;

use super::act::Ui;
use crate::words::{Msg, t};
use leptos::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Operation,
    Units,
    UnitKinds,
    Places,
    Ground,
    Types,
    Priorities,
    Dispositions,
    Flags,
    Targets,
    Words,
    Cards,
    Plans,
}

const SECTIONS: [(Section, &str, Msg); 13] = [
    (Section::Operation, "operation", Msg::Operation),
    (Section::Units, "units", Msg::Units),
    (Section::UnitKinds, "kinds", Msg::SectionKinds),
    (Section::Places, "places", Msg::Places),
    (Section::Ground, "ground", Msg::Ground),
    (Section::Types, "types", Msg::SectionTypes),
    (Section::Priorities, "priorities", Msg::SectionPriorities),
    (Section::Dispositions, "dispositions", Msg::SectionDispositions),
    (Section::Flags, "flags", Msg::SectionFlags),
    (Section::Targets, "targets", Msg::SectionGoals),
    (Section::Words, "words", Msg::SectionWords),
    (Section::Cards, "cards", Msg::SectionCards),
    (Section::Plans, "plans", Msg::SectionPlans),
];

#[component]
pub fn SetUp(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let address = desk.signals().address.clone();
    let section = Memo::new(move |_| {
        address.with(|address| {
            SECTIONS.iter().find(|(_, name, _)| *name == address.section).map_or(Section::Units, |found| found.0)
        })
    });
    let setup = desk.signals().setup.clone();
    let count = move |section: Section| {
        setup.track();
        desk.read(|state| match section {
            Section::Operation => None,
            Section::Units => Some(state.units.values().filter(|unit| !unit.retired).count()),
            Section::UnitKinds => Some(state.unit_kinds.values().filter(|kind| !kind.retired).count()),
            Section::Places => Some(state.places.values().filter(|place| !place.retired).count()),
            Section::Ground => Some(state.ground.layers.values().filter(|layer| !layer.retired).count()),
            Section::Types => Some(state.types.values().filter(|row| !row.retired).count()),
            Section::Priorities => Some(state.priorities.len()),
            Section::Dispositions => Some(state.dispositions.values().filter(|row| !row.retired).count()),
            Section::Flags => Some(state.flags.values().filter(|flag| !flag.retired).count()),
            Section::Targets => Some(state.targets.len()),
            // Only what the operation decided itself: thousands come with the program.
            Section::Words => Some(state.phrases.len()).filter(|own| 0 < *own),
            Section::Cards => Some(state.cards.values().filter(|card| !card.retired).count()),
            Section::Plans => Some(state.book.in_use().count()),
        })
    };
    view! {
        <nav class="side-nav" aria-label=t(Msg::SetUp)>
            <h2>{t(Msg::SetUp)}</h2>
            {SECTIONS.map(|(one, name, kind)| {
                let count = count.clone();
                view! {
                    <button type="button" aria-current=move || (section.get() == one).then_some("true")
                        on:click=move |_| desk.change_address(|address| address.section = name.to_owned())>
                        {t(kind)}<span class="n">{move || count(one)}</span></button>
                }
            })}
        </nav>
        <main class="setup-main" role="region" aria-label=t(Msg::SetUp)>
            {move || match section.get() {
                Section::Operation => view! { <operation::OperationForm ui/> }.into_any(),
                Section::Units => view! { <units::UnitsTable ui/> }.into_any(),
                Section::UnitKinds => view! { <kinds::KindsTable ui/> }.into_any(),
                Section::Places => view! { <places::PlacesTable ui/> }.into_any(),
                Section::Ground => view! { <ground::GroundForm ui/> }.into_any(),
                Section::Types => view! { <incident_types::TypesTable ui/> }.into_any(),
                Section::Priorities => view! { <priorities::PrioritiesTable ui/> }.into_any(),
                Section::Dispositions => view! { <dispositions::DispositionsTable ui/> }.into_any(),
                Section::Flags => view! { <flags::FlagsTable ui/> }.into_any(),
                Section::Targets => view! { <goals::TargetsTable ui/> }.into_any(),
                Section::Words => view! { <super::setup_words::WordsTable ui/> }.into_any(),
                Section::Cards => view! { <super::cards::CardsSetUp ui/> }.into_any(),
                Section::Plans => view! { <plans::PlansTable ui/> }.into_any(),
            }}
        </main>
    }
}

pub(super) fn bar(title: Msg, help: Msg, buttons: AnyView) -> AnyView {
    view! { <div class="setup-bar"><h1>{t(title)}</h1><p>{t(help)}</p><span class="gap"></span>{buttons}</div> }
        .into_any()
}
