//! The table of places: each in a row, found by its names, added one by one or taken from a file.

use super::bar;
use super::cells::{cell, named, retire_button, stored};
use super::preview::{import_button, preview_view};
use crate::domain::command::{Command, NewPlace};
use crate::domain::event::PlaceDetail;
use crate::domain::geo::{self, Notation};
use crate::domain::ids::PlaceId;
use crate::domain::state::State;
use crate::domain::track::Shape;
use crate::record::import;
use crate::ui::act::Ui;
use crate::ui::kit::empty;
use crate::ui::list::{Place as RowPlace, Scroll, WindowedList};
use crate::ui::prompt::{Action, Field, Kind, Prompt};
use crate::words::{Msg, say, t};
use leptos::prelude::*;

#[component]
pub(super) fn PlacesTable(ui: Ui) -> impl IntoView {
    let scroll = Scroll::default();
    crate::ui::frame::on_resize(move || scroll.moved());
    let find = RwSignal::new(String::new());
    let all = stored(ui, |state| {
        let mut places: Vec<_> = state
            .places
            .values()
            .map(|place| {
                let aliases = place.aliases.iter().map(String::as_str);
                let names = std::iter::once(place.name.as_str()).chain(aliases).collect::<Vec<_>>().join(" ");
                (place.retired, crate::domain::place::fold(&names), place.id)
            })
            .collect();
        places.sort();
        places
    });
    let ids = Memo::new(move |_| {
        let typed = crate::domain::place::fold(&find.get());
        all.with(|all| {
            all.iter()
                .filter(|(_, name, _)| typed.split(' ').all(|word| name.contains(word)))
                .map(|(_, _, id)| *id)
                .collect::<Vec<_>>()
        })
    });
    let importing = RwSignal::new(None::<String>);
    let add = move |_| {
        let run = move |values: Vec<String>| {
            let get = |index: usize| values.get(index).cloned().unwrap_or_default();
            let point = match read_point(ui, &get(2)) {
                Ok(point) => point,
                Err(why) => return ui.ask_again(why),
            };
            let Some(shape) = Shape::of_radius(&get(5)) else {
                return ui.ask_again(say(Msg::RadiusNotUnderstood, &[&get(5)]));
            };
            ui.act(Command::AddPlaces(vec![NewPlace {
                name: get(0),
                aliases: get(1)
                    .split([',', ';'])
                    .map(str::trim)
                    .filter(|part| !part.is_empty())
                    .map(str::to_owned)
                    .collect(),
                what: get(3),
                point,
                note: get(4),
                shape,
            }]));
        };
        ui.ask_first(Prompt {
            title: t(Msg::AddPlace).to_owned(),
            body: t(Msg::AddPlaceHelp).to_owned(),
            fields: vec![
                Field::new(t(Msg::Name), Kind::Text, ""),
                Field::new(t(Msg::Aliases), Kind::Text, ""),
                Field::new(t(Msg::Coordinates), Kind::Text, ""),
                Field::new(t(Msg::PlaceKind), Kind::Text, ""),
                Field::new(t(Msg::Remark), Kind::Text, ""),
                Field::new(t(Msg::Radius), Kind::Text, ""),
            ],
            actions: vec![Action::new(t(Msg::Add), run)],
        });
    };
    let row = move |id, place| place_row(ui, id, place);
    view! {
        {bar(Msg::Places, Msg::PlacesHelp, view! {
            <input class="inp s" type="search" aria-label=t(Msg::FindPlace) placeholder=t(Msg::Find) prop:value=find on:input=move |event| find.set(event_target_value(&event))/>
            <button type="button" class="btn primary" on:click=add>{t(Msg::AddPlace)}</button>
            {import_button(ui, importing, Msg::ImportCsv, ".csv,.tsv,.txt")}
        }.into_any())}
        <Show when=move || importing.with(Option::is_some)>
            {move || importing.get().map(|text| view! { <PlaceImport ui text importing/> })}
        </Show>
        <div class="grid-head place-grid" aria-hidden="true"><span>{t(Msg::Name)}</span><span>{t(Msg::Aliases)}</span><span>{t(Msg::Coordinates)}</span><span>{t(Msg::PlaceKind)}</span><span>{t(Msg::Remark)}</span><span>{t(Msg::RadiusOrKilometers)}</span><span></span></div>
        <div class="scroll" node_ref=scroll.node on:scroll=move |_| scroll.moved()>
            <WindowedList ids=ids.into() scroll height="--row-2" class="grid-window" grid_class="grid-rows" label=t(Msg::Places) row/>
            <Show when=move || ids.with(Vec::is_empty)>
                {move || if find.with(String::is_empty) { empty(Msg::NoPlaces, Msg::NoPlacesHelp).into_any() } else { empty(Msg::FilterHides, Msg::FilterHidesHelp).into_any() }}
            </Show>
        </div>
    }
}

/// Coordinates in any notation, or none, or why not.
fn read_point(ui: Ui, text: &str) -> Result<Option<geo::Point>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    match geo::read(text, ui.desk.read(State::reference)) {
        Some(Ok((point, _))) => {
            if let Some(far) = ui.desk.read(|state| state.far_off(point)) {
                ui.say(say(Msg::FarOffHint, &[&format!("{:.0}", far / 1000.0)]));
            }
            Ok(Some(point))
        }
        Some(Err(geo::Fault::LooksSwapped { swapped })) => {
            Err(say(Msg::CoordinatesSwapped, &[&geo::write(swapped, Notation::Decimal)]))
        }
        _ => Err(t(Msg::CoordinatesWrong).to_owned()),
    }
}

fn place_row(ui: Ui, id: PlaceId, place: Signal<RowPlace>) -> AnyView {
    let read = move |read: fn(&crate::domain::place::Place) -> String| {
        move |state: &State| state.places.get(&id).map(read).unwrap_or_default()
    };
    let retired = stored(ui, move |state| state.places.get(&id).is_some_and(|place| place.retired));
    let name = stored(ui, read(|place| place.name.clone()));
    let change = move |detail: PlaceDetail| Some(Command::ChangePlace { place: id, detail });
    // Of what was drawn, a line has kilometers instead of a radius, and an area neither.
    let drawn = stored(ui, move |state| {
        let shape = state.places.get(&id).map(|place| &place.shape);
        shape.filter(|shape| shape.track().is_some()).map(|shape| (shape.word(), shape.is_area()))
    });
    let kilometers = move |text: &str| {
        let shape = ui.desk.read(|state| {
            let shape = &state.places.get(&id)?.shape;
            shape.with_kilometres(if text == shape.word() { "" } else { text })
        });
        change(PlaceDetail::Shape(shape?))
    };
    let aliases = move |text: &str| {
        let typed: Vec<String> =
            text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let had = ui.desk.read(|state| state.places.get(&id).map(|place| place.aliases.clone()).unwrap_or_default());
        let added = typed.iter().filter(|word| !had.contains(*word)).cloned().map(PlaceDetail::AliasAdded);
        let removed = had.iter().filter(|word| !typed.contains(word)).cloned().map(PlaceDetail::AliasRemoved);
        Some(Command::DescribePlace { place: id, details: added.chain(removed).collect() })
    };
    view! {
        <div role="row" class="grid-row place-grid" class:retired=retired style:top=move || format!("{}px", place.get().top)>
            <span role="rowheader">{cell(ui, named(name, Msg::Name), read(|place| place.name.clone()), move |text| change(PlaceDetail::Name(text.into())))}
                {move || retired.get().then(|| view! { <span class="w">{t(Msg::RetiredWord)}</span> })}</span>
            <span role="gridcell">{cell(ui, named(name, Msg::Aliases), read(|place| place.aliases.iter().cloned().collect::<Vec<_>>().join(", ")), aliases)}</span>
            <span role="gridcell">{cell(ui, named(name, Msg::Coordinates), read(|place| place.point.map(|point| geo::write(point, Notation::Decimal)).unwrap_or_default()), move |text| change(PlaceDetail::Point(read_point(ui, text).ok()?)))}</span>
            <span role="gridcell">{cell(ui, named(name, Msg::PlaceKind), read(|place| place.kind.clone()), move |text| change(PlaceDetail::What(text.into())))}</span>
            <span role="gridcell">{cell(ui, named(name, Msg::Remark), read(|place| place.note.clone()), move |text| change(PlaceDetail::Note(text.into())))}</span>
            <span role="gridcell">{move || match drawn.get() {
                Some((word, true)) => view! { <span class="muted">{word}</span> }.into_any(),
                Some((_, false)) => cell(ui, named(name, Msg::CourseKilometers), read(|place| match place.shape.kilometres_text() {
                    none if none.is_empty() => place.shape.word().to_owned(),
                    marks => marks,
                }), kilometers),
                None => cell(ui, named(name, Msg::Radius), read(|place| place.shape.radius_text()), move |text| change(PlaceDetail::Shape(Shape::of_radius(text)?))),
            }}</span>
            <span role="gridcell">{retire_button(ui, retired, name, Command::RetirePlace(id), Command::RestorePlace(id))}</span>
        </div>
    }
    .into_any()
}

#[component]
fn PlaceImport(ui: Ui, text: String, importing: RwSignal<Option<String>>) -> impl IntoView {
    let preview = ui.desk.read(|state| import::places(&text, state));
    let point = |place: &NewPlace| place.point.map(|point| geo::write(point, Notation::Decimal)).unwrap_or_default();
    let rows: Vec<(usize, String)> =
        preview.rows.iter().map(|(row, place)| (*row, format!("{} · {}", place.name, point(place)))).collect();
    let places: Vec<NewPlace> = preview.rows.iter().map(|(_, place)| place.clone()).collect();
    preview_view(ui, &preview, rows, importing, Vec::new(), Command::AddPlaces(places))
}
