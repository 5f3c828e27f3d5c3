//! The ground in the set-up: map files in and out, what is shut and crowded, and the site plan.

use super::bar;
use super::cells::stored;
use super::preview::preview_view;
use crate::app::world::{Picture, file_name};
use crate::domain::command::Command;
use crate::domain::geo::Point;
use crate::domain::ground::{Anchor, Class};
use crate::domain::ids::LayerId;
use crate::domain::language::verbs::{Verb, code_of};
use crate::domain::state::State;
use crate::record::feature::{MapFile, read_geojson, read_gpx};
use crate::record::import::{Fault, Preview, What};
use crate::record::layers::{self, Choices};
use crate::ui::act::Ui;
use crate::ui::field::Pick;
use crate::ui::kit::{empty, icon, key, metres};
use crate::ui::prompt::{Action, Field, Kind, Prompt};
use crate::words::{Msg, say, t};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// Rows of streets that are shown; a search narrows them.
const SHOWN: usize = 200;
/// The largest picture that is taken, in bytes: it stays in the browser's storage and in every exported file.
const LARGEST_PICTURE: f64 = 8_000_000.0;

#[component]
pub fn GroundForm(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let importing = RwSignal::new(None::<(String, String)>);
    let picture = RwSignal::new(None::<Picture>);
    let export = move |_| {
        let text = desk.read(layers::write_geojson);
        let name = desk.read(|state| state.operation.name.clone());
        let name = file_name(&name, &desk.clock().at(desk.now()).date(), "geojson");
        desk.world().download(&name, "application/geo+json", text);
    };
    let map_picked = move |file: web_sys::File| {
        let name = file.name();
        crate::ui::launcher::read_text(&file, move |text| match text {
            Some(text) => importing.set(Some((name, text))),
            None => ui.refuse(t(Msg::FileUnreadable)),
        });
    };
    view! {
        {bar(Msg::Ground, Msg::GroundHelp, view! {
            {file_button(Msg::ImportMap, ".geojson,.json,.gpx", map_picked)}
            {file_button(Msg::ChoosePlan, "image/png,image/jpeg,image/webp,image/svg+xml", move |file| read_picture(ui, file, picture))}
            <button type="button" class="btn" on:click=export>{t(Msg::ExportGeoJson)}</button>
        }.into_any())}
        <Show when=move || importing.with(Option::is_some)>
            {move || importing.get().map(|(name, text)| map_import(ui, name, text, importing))}
        </Show>
        <Show when=move || picture.with(Option::is_some)>
            {move || picture.get().map(|shown| view! { <PlanForm ui shown picture/> })}
        </Show>
        <div class="scroll"><div class="setup-pad">
            <Plan ui/>
            <Layers ui/>
            <Streets ui/>
        </div></div>
    }
}

fn file_button(label: Msg, accept: &'static str, picked: impl Fn(web_sys::File) + 'static) -> AnyView {
    let file = NodeRef::<leptos::html::Input>::new();
    let changed = move |_| {
        let Some(input) = file.get_untracked() else { return };
        if let Some(chosen) = input.files().and_then(|files| files.get(0)) {
            picked(chosen);
        }
        input.set_value("");
    };
    view! {
        <button type="button" class="btn" on:click=move |_| if let Some(input) = file.get_untracked() { input.click(); }>{icon("file")}{t(label)}</button>
        <input node_ref=file class="sr" type="file" tabindex="-1" aria-label=t(label) accept=accept on:change=changed/>
    }
    .into_any()
}

/// A map file in whichever of the two formats it is.
fn read_map(text: &str) -> Result<MapFile, String> {
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') { read_gpx(text) } else { read_geojson(text) }
}

fn map_import(ui: Ui, name: String, text: String, importing: RwSignal<Option<(String, String)>>) -> AnyView {
    let close = RwSignal::new(Some(String::new()));
    Effect::new(move || {
        if close.with(Option::is_none) {
            importing.set(None);
        }
    });
    let file = match read_map(&text) {
        Ok(file) => file,
        Err(why) => {
            let faults = vec![Fault { row: 1, column: String::new(), what: What::NotAMap(why) }];
            let preview = Preview::<()> { rows: Vec::new(), faults, unknown_columns: Vec::new() };
            return preview_view(ui, &preview, Vec::new(), close, Vec::new(), Command::RemoveSitePlan);
        }
    };
    let as_paths = RwSignal::new(file.features.iter().any(|feature| {
        matches!(feature.geometry, crate::record::feature::Geometry::Lines(_))
            && !feature.text(&["highway", "class"]).is_empty()
    }));
    let choices = RwSignal::new(Choices { class: Class::Footway, far: false, courses: false, join: false });
    let file = StoredValue::new(file);
    let shown = move || {
        let choices = choices.get();
        file.with_value(|file| {
            ui.desk.read(|state| {
                if as_paths.get() {
                    let preview = layers::paths(file, choices, state);
                    let rows = preview.rows.iter().map(|(row, path)| {
                        let length = metres(path.track.metres());
                        (*row, format!("{} · {} · {length}", or_dash(&path.name), t(class_word(path.class))))
                    });
                    let paths = preview.rows.iter().map(|(_, path)| path.clone()).collect();
                    let name = if file.name.is_empty() { name.clone() } else { file.name.clone() };
                    let name: String = name.chars().take(120).collect();
                    let source: String = file.source.chars().take(1000).collect();
                    let command = Command::ImportPaths { name, source, paths };
                    preview_view(ui, &preview, rows.collect(), close, Vec::new(), command)
                } else {
                    let preview = layers::places(file, choices, state);
                    let rows = preview.rows.iter().map(|(row, place)| {
                        let marks = place.shape.kilometres_text();
                        let shape = match (place.point, marks.as_str()) {
                            (None, _) => t(Msg::NowhereWord).to_owned(),
                            (_, "") => place.shape.word().to_owned(),
                            (_, marks) => format!("{} km {marks}", place.shape.word()),
                        };
                        (*row, format!("{} · {} · {shape}", place.name, or_dash(&place.what)))
                    });
                    let places = preview.rows.iter().map(|(_, place)| place.clone()).collect();
                    preview_view(ui, &preview, rows.collect(), close, Vec::new(), Command::AddPlaces(places))
                }
            })
        })
    };
    let classes = Class::ALL.into_iter().take(10);
    let choice = move |label: Msg, read: fn(&mut Choices) -> &mut bool| {
        let chosen = *read(&mut choices.get_untracked());
        view! { <label class="check"><input type="checkbox" checked=chosen on:change=move |event| choices.update(|all| *read(all) = event_target_checked(&event))/>{t(label)}</label> }
    };
    view! {
        <form class="form-grid map-choices" aria-label=t(Msg::ImportMap) on:submit=|event| event.prevent_default()>
            <label class="fld">{t(Msg::TakeAs)}
                <select class="inp" on:change=move |event| as_paths.set(event_target_value(&event) == "paths")>
                    <option value="paths" selected=as_paths.get_untracked()>{t(Msg::PathNetwork)}</option>
                    <option value="places" selected=!as_paths.get_untracked()>{t(Msg::PlacesAndAreas)}</option>
                </select></label>
            <label class="fld">{t(Msg::UnsaidClass)}
                <select class="inp" on:change=move |event| {
                    let letter = event_target_value(&event);
                    let chosen = Class::ALL.into_iter().find(|class| class.letter().to_string() == letter);
                    choices.update(|all| all.class = chosen.unwrap_or(all.class));
                }>{classes.map(|class| view! { <option value=class.letter().to_string() selected=class == Class::Footway>{t(class_word(class))}</option> }).collect_view()}</select></label>
            {move || if as_paths.get() {
                choice(Msg::JoinLines, |all| &mut all.join)
            } else {
                choice(Msg::LinesAreCourses, |all| &mut all.courses)
            }}
            {choice(Msg::TakeFarToo, |all| &mut all.far)}
        </form>
        {shown}
    }
    .into_any()
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}

fn class_word(class: Class) -> Msg {
    match class {
        Class::Main => Msg::ClassMain,
        Class::Street => Msg::ClassStreet,
        Class::Service => Msg::ClassService,
        Class::Track => Msg::ClassTrack,
        Class::Square => Msg::ClassSquare,
        Class::Footway => Msg::ClassFootway,
        Class::Trail => Msg::ClassTrail,
        Class::Cycleway => Msg::ClassCycleway,
        Class::Steps => Msg::ClassSteps,
        Class::Water => Msg::ClassWater,
        Class::Outline => Msg::ClassOutline,
    }
}

/// The ground as it is read when it or the set-up changed.
fn of_ground<T: PartialEq + Send + Sync + 'static>(
    ui: Ui,
    read: impl Fn(&State) -> T + Send + Sync + 'static,
) -> Memo<T> {
    let (ground, setup) = (ui.desk.signals().ground.clone(), ui.desk.signals().setup.clone());
    Memo::new(move |_| {
        ground.track();
        setup.track();
        ui.desk.read(&read)
    })
}

#[component]
fn Layers(ui: Ui) -> impl IntoView {
    let rows = of_ground(ui, |state| {
        let counted = |id: LayerId| state.ground.paths.values().filter(|path| path.layer == id).count();
        let layers = state.ground.layers.values();
        layers
            .map(|one| (one.id, one.name.clone(), one.source.clone(), counted(one.id), one.retired))
            .collect::<Vec<_>>()
    });
    let row = move |(id, name, source, count, retired): (LayerId, String, String, usize, bool)| {
        let (label, command) = if retired {
            (Msg::RestoreNamed, Command::RestoreLayer(id))
        } else {
            (Msg::RetireNamed, Command::RetireLayer(id))
        };
        let aria = say(label, &[&name]);
        let word = t(if retired { Msg::Restore } else { Msg::Retire });
        view! {
            <tr class:retired=retired><th scope="row">{name}</th><td>{source}</td><td class="num">{count}</td>
                <td class="act"><button type="button" class="btn quiet s" aria-label=aria on:click=move |_| ui.act(command.clone())>{word}</button></td></tr>
        }
        .into_any()
    };
    view! {
        <section aria-label=t(Msg::MapLayers)><h2>{t(Msg::MapLayers)}</h2>
            <Show when=move || rows.with(Vec::is_empty)>{empty(Msg::NoLayers, Msg::NoLayersHelp)}</Show>
            <table class="grid-table" aria-label=t(Msg::MapLayers)><tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody></table>
        </section>
    }
}

/// One street of the list: its name, its paths, their metres, why it is shut, and its crowd factor.
#[derive(Debug, Clone, PartialEq)]
struct Street {
    name: String,
    paths: Vec<u32>,
    metres: f64,
    shut: usize,
    reason: String,
    crowd: u16,
}

fn street(state: &State, name: String, paths: Vec<u32>) -> Street {
    let ground = &state.ground;
    let metres = paths.iter().filter_map(|path| ground.paths.get(path)).map(|path| path.track.metres()).sum();
    let shut = paths.iter().filter(|path| ground.closed.contains_key(path)).count();
    let reason = paths.iter().find_map(|path| ground.closed.get(path)).cloned().unwrap_or_default();
    let crowd = paths.iter().map(|path| ground.crowd_on(*path)).max().unwrap_or(100);
    Street { name, paths, metres, shut, reason, crowd }
}

/// Streets by name, those that are shut or crowded first; then single paths without a name, by number, where asked for.
fn streets(state: &State, find: &str) -> Vec<Street> {
    let find = crate::domain::place::fold(find);
    let names = state.ground.names.iter().filter(|(name, _)| name.contains(&find));
    let shown = |paths: &Vec<u32>| state.ground.name_of(paths.get(..1).unwrap_or_default());
    let named = names.map(|(_, paths)| paths.iter().copied().collect::<Vec<u32>>());
    let mut found: Vec<Street> = named.map(|paths| street(state, shown(&paths), paths)).collect();
    let nameless = state.ground.shown().filter(|(_, path)| path.name.is_empty() && path.class != Class::Outline);
    let asked = |number: u32| {
        number.to_string() == find || state.ground.closed.contains_key(&number) || 100 < state.ground.crowd_on(number)
    };
    let nameless = nameless.filter(|(number, _)| asked(*number));
    found.extend(nameless.map(|(number, _)| street(state, format!("~{number}"), vec![number])));
    // The second language of a street names the same paths.
    found.sort_by(|one, other| (&one.name, &one.paths).cmp(&(&other.name, &other.paths)));
    found.dedup_by(|one, other| one.paths == other.paths);
    found.sort_by_key(|one| (one.shut == 0, one.crowd == 100));
    found.truncate(SHOWN);
    found
}

#[component]
fn Streets(ui: Ui) -> impl IntoView {
    let find = RwSignal::new(String::new());
    let rows = of_ground(ui, move |state| streets(state, &find.get()));
    let many = of_ground(ui, |state| state.ground.names.len());
    view! {
        <section aria-label=t(Msg::Paths)><div class="filter-bar"><h2>{t(Msg::Paths)}</h2>
            <input class="inp s" type="search" aria-label=t(Msg::FindPath) placeholder=t(Msg::Find) prop:value=find on:input=move |event| find.set(event_target_value(&event))/>
            <span class="muted">{move || say(Msg::StreetsShown, &[&rows.with(Vec::len).to_string(), &many.get().to_string()])}</span></div>
            <table class="grid-table" aria-label=t(Msg::Paths)>
                <thead><tr><th scope="col">{t(Msg::Name)}</th><th scope="col">{t(Msg::Length)}</th><th scope="col">{t(Msg::PathState)}</th><th scope="col">{t(Msg::CrowdFactor)}</th><th scope="col"></th></tr></thead>
                <tbody>{move || rows.get().into_iter().map(|row| street_row(ui, row)).collect_view()}</tbody>
            </table>
        </section>
    }
}

fn street_row(ui: Ui, row: Street) -> AnyView {
    let state_word = match row.shut {
        0 => t(Msg::PathOpen).to_owned(),
        all if all == row.paths.len() => say(Msg::PathShut, &[&row.reason]),
        some => say(Msg::PathPartlyShut, &[&some.to_string(), &row.paths.len().to_string(), &row.reason]),
    };
    let name = row.name.clone();
    let close = {
        let (name, paths) = (row.name.clone(), row.paths.clone());
        move |_| ask_close(ui, &name, paths.clone())
    };
    let open = {
        let paths = row.paths.clone();
        move |_| ui.act(Command::OpenPaths(paths.clone()))
    };
    let crowd = {
        let paths = row.paths.clone();
        move |event| {
            if let Ok(percent) = event_target_value(&event).parse() {
                ui.act(Command::SetCrowd { paths: paths.clone(), percent });
            }
        }
    };
    let mut factors = vec![100, 125, 150, 200, 300, 500];
    if !factors.contains(&row.crowd) {
        factors.push(row.crowd);
    }
    let shut = row.shut == row.paths.len();
    view! {
        <tr>
            <th scope="row">{row.name}</th><td class="num">{metres(row.metres)}</td><td>{state_word}</td>
            <td><select class="cell-inp" aria-label=say(Msg::CrowdFactorOf, &[&name]) on:change=crowd>
                {factors.into_iter().map(|percent| view! { <option value=percent.to_string() selected=percent == row.crowd>{format!("{percent} %")}</option> }).collect_view()}
            </select></td>
            <td class="act">
                {(!shut).then(|| view! { <button type="button" class="btn quiet s" on:click=close>{t(Msg::ClosePath)}<span class="sr">{format!(" {name}")}</span>{key(code_of(Verb::ClosePath))}</button> })}
                {(0 < row.shut).then(|| view! { <button type="button" class="btn quiet s" on:click=open>{t(Msg::OpenPath)}<span class="sr">{format!(" {name}")}</span>{key(code_of(Verb::OpenPath))}</button> })}
            </td>
        </tr>
    }
    .into_any()
}

fn ask_close(ui: Ui, name: &str, paths: Vec<u32>) {
    let run = move |values: Vec<String>| {
        let reason = values.into_iter().next().unwrap_or_default();
        ui.act(Command::ClosePaths { paths: paths.clone(), reason });
    };
    ui.ask_first(Prompt {
        title: say(Msg::DoClosePath, &[name]),
        body: String::new(),
        fields: vec![Field::new(t(Msg::Reason), Kind::Text, "")],
        actions: vec![Action::new(t(Msg::ClosePath), run)],
    });
}

/// The plan that is in use.
#[component]
fn Plan(ui: Ui) -> impl IntoView {
    let name = stored(ui, |state| state.ground.plan.as_ref().map(|plan| plan.name.clone()));
    view! {
        {move || name.get().map(|name| view! {
            <p class="plan-line"><b>{t(Msg::SitePlan)}</b>" "{name}" "
                <button type="button" class="btn quiet s" on:click=move |_| ui.act(Command::RemoveSitePlan)>{t(Msg::RemovePlan)}</button></p>
        })}
    }
}

fn read_picture(ui: Ui, file: web_sys::File, picture: RwSignal<Option<Picture>>) {
    if LARGEST_PICTURE < file.size() {
        return ui.refuse(t(Msg::PictureTooLarge));
    }
    let media = file.type_();
    let promise = file.array_buffer();
    leptos::task::spawn_local(async move {
        let Ok(buffer) = wasm_bindgen_futures::JsFuture::from(promise).await else {
            return ui.refuse(t(Msg::FileUnreadable));
        };
        let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
        picture.set(Some(Picture::of(media, &bytes)));
    });
}

/// The picture, and two or three points that are known on it: pressed on it or typed as pixels, with their place.
#[component]
fn PlanForm(ui: Ui, shown: Picture, picture: RwSignal<Option<Picture>>) -> impl IntoView {
    let desk = ui.desk;
    let name = RwSignal::new(t(Msg::SitePlan).to_owned());
    let rows: [[RwSignal<String>; 3]; 3] =
        std::array::from_fn(|_| std::array::from_fn(|_| RwSignal::new(String::new())));
    let url = format!("data:{};base64,{}", shown.media, shown.base64);
    let pressed = move |event: leptos::ev::MouseEvent| {
        let Some(image) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlImageElement>().ok()) else {
            return;
        };
        let grown = f64::from(image.natural_width()) / f64::from(image.client_width().max(1));
        let empty = rows.iter().find(|row| row[0].with_untracked(String::is_empty));
        if let Some(row) = empty {
            row[0].set(format!("{:.0}", f64::from(event.offset_x()) * grown));
            row[1].set(format!("{:.0}", f64::from(event.offset_y()) * grown));
        }
    };
    let place = move |_| {
        let mut anchors = Vec::new();
        for row in &rows {
            let [x, y, at] = row.map(|field| field.get_untracked());
            if x.is_empty() && y.is_empty() && at.is_empty() {
                continue;
            }
            let point: Option<Point> = desk.read(|state| state.spot(&at).point);
            let (Ok(x), Ok(y), Some(point)) = (x.parse(), y.parse(), point) else {
                return ui.refuse(say(Msg::AnchorNotUnderstood, &[&format!("{x}, {y}, {at}")]));
            };
            anchors.push(Anchor { x, y, point });
        }
        let name = name.get_untracked();
        desk.world().keep_picture(
            shown.clone(),
            Box::new(move |kept| match kept {
                Err(why) => ui.refuse(say(Msg::NotSavedShort, &[&why])),
                Ok(blob) => {
                    let command = Command::PlaceSitePlan { name, blob, anchors };
                    ui.act_then(command, None, crate::domain::command::Care::AskFirst, move |answer| {
                        if answer.is_done() {
                            picture.set(None);
                        }
                    });
                }
            }),
        );
    };
    let field = |label: String, value: RwSignal<String>, list: Option<&'static str>| {
        view! { <input class="inp" aria-label=label list=list prop:value=value on:input=move |event| value.set(event_target_value(&event))/> }
    };
    let options = move || {
        let typed: Vec<String> = rows.iter().map(|row| row[2].get()).collect();
        typed.iter().flat_map(|text| Pick::Places(desk).find(text)).collect::<Vec<_>>()
    };
    view! {
        <section class="csv-preview plan-form" aria-label=t(Msg::PlacePlan)>
            <header><h2>{t(Msg::PlacePlan)}</h2><p>{t(Msg::PlacePlanHelp)}</p>
                <button type="button" class="btn" on:click=move |_| picture.set(None)>{t(Msg::Back)}</button>
                <button type="button" class="btn primary" on:click=place>{t(Msg::PlacePlan)}</button></header>
            <div class="plan-points">
                <label class="fld">{t(Msg::Name)}{field(t(Msg::Name).to_owned(), name, None)}</label>
                {rows.iter().enumerate().map(|(index, row)| {
                    let number = (index + 1).to_string();
                    view! { <fieldset><legend>{say(Msg::PointNumber, &[&number])}</legend>
                        {field(say(Msg::PixelRight, &[&number]), row[0], None)}{field(say(Msg::PixelDown, &[&number]), row[1], None)}
                        {field(say(Msg::PointPlace, &[&number]), row[2], Some("plan-places"))}</fieldset> }
                }).collect_view()}
                <datalist id="plan-places">{move || options().into_iter().map(|one| view! { <option value=one.value>{one.detail}</option> }).collect_view()}</datalist>
            </div>
            <div class="scroll"><img src=url alt=t(Msg::SitePlan) on:click=pressed/></div>
        </section>
    }
}
