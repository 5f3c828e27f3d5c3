//! The map pane: what the canvas is given, what comes back from it, and the same facts as a list.

use super::act::Ui;
use super::kit::{empty, icon, metres};
use super::prompt::{Action, Field, Kind, Prompt};
use crate::app::desk::Answer;
use crate::board::address::{Panel, View};
use crate::board::map::{Area, Layers, Pin, Route, Scene, Way, lines, scene, spot_at};
use crate::domain::call::{CallDetail, Source};
use crate::domain::command::{Command, NewPlace};
use crate::domain::event::{Event, PlaceDetail};
use crate::domain::geo::{Notation, Point, write};
use crate::domain::ids::{IncidentId, UnitId};
use crate::domain::place::Spot;
use crate::domain::track::{self, Shape};
use crate::protocol::travel::Basis;
use crate::words::{Msg, say, t};
use gloo::events::EventListener;
use leptos::html::Div;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, JsValue};

/// What a press on the map means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tool {
    Look,
    Call,
    Move,
    Place,
    Measure,
}

/// More places than this are not shown until somebody asks for them.
const MANY_PLACES: usize = 400;

#[component]
pub fn MapPane(ui: Ui) -> impl IntoView {
    let desk = ui.desk;
    let few = desk.read(|state| state.places.len() <= MANY_PLACES);
    let all = Layers { incidents: true, units: true, places: few, routes: true };
    let (kept, was_list) = recalled(ui).unwrap_or((all, false));
    let layers = RwSignal::new(kept);
    let tool = RwSignal::new(Tool::Look);
    let as_list = RwSignal::new(was_list);
    Effect::new(move || remember(ui, layers.get(), as_list.get()));
    // What stands under the cursor of the keyboard, and what was measured: metres and corners.
    let said = RwSignal::new(String::new());
    let measured = RwSignal::new((0.0, String::new()));
    let shown = RwSignal::new(Scene::default());
    let alone = desk.signals().address.with_untracked(|address| address.panel.is_some());
    keep_scene(ui, layers, shown);
    let chip = move |label: Msg, read: fn(&mut Layers) -> &mut bool| {
        let on = move || *read(&mut layers.get());
        view! {
            <button type="button" class="chip" aria-pressed=move || on().to_string() on:click=move |_| layers.update(|all| { let one = read(all); *one = !*one; })>{t(label)}</button>
        }
        .into_any()
    };
    let use_tool = move |label: Msg, one: Tool, name: &'static str| {
        view! {
            <button type="button" class="btn s" aria-pressed=move || (tool.get() == one).to_string()
                on:click=move |_| { tool.set(if tool.get_untracked() == one { Tool::Look } else { one }); as_list.set(false); }>{icon(name)}{t(label)}</button>
        }
        .into_any()
    };
    view! {
        <main class="pane map-pane" role="region" aria-labelledby="map-title">
            <header class="pane-head">
                <h2 id="map-title">{t(Msg::Map)}</h2>
                <span class="map-tools">
                {use_tool(Msg::CallHere, Tool::Call, "phone")}
                {use_tool(Msg::MoveHere, Tool::Move, "hand")}
                {use_tool(Msg::PlaceHere, Tool::Place, "pin")}
                {use_tool(Msg::Measure, Tool::Measure, "arrow")}
                <button type="button" class="btn s" aria-pressed=move || as_list.get().to_string() on:click=move |_| as_list.update(|on| *on = !*on)>{t(Msg::MapAsList)}</button>
                {(!alone).then(|| super::queue::pop_out(ui, Panel::Map))}
                </span>
            </header>
            <div class="chips" role="group" aria-label=t(Msg::MapShows)>
                {chip(Msg::Incidents, |all| &mut all.incidents)}
                {chip(Msg::Units, |all| &mut all.units)}
                {chip(Msg::Places, |all| &mut all.places)}
                {chip(Msg::Routes, |all| &mut all.routes)}
            </div>
            <Show when=move || as_list.get() fallback=move || view! { <Canvas ui tool said measured shown/> }>
                <List ui shown/>
            </Show>
            <p class="map-said" role="status">{move || match (tool.get(), measured.get().0) {
                (Tool::Measure, 0.0) => t(Msg::MeasureHelp).to_owned(),
                (Tool::Measure, far) => say(Msg::Measured, &[&metres(far)]),
                (Tool::Call, _) => t(Msg::CallHereHelp).to_owned(),
                (Tool::Move, _) => t(Msg::MoveHereHelp).to_owned(),
                (Tool::Place, _) => t(Msg::PlaceHereHelp).to_owned(),
                (Tool::Look, _) => said.get(),
            }}
            <Show when=move || tool.get() == Tool::Measure && 0.0 < measured.get().0>
                <button type="button" class="btn s" on:click=move |_| keep_drawn(ui, &measured.get_untracked().1, false)>{t(Msg::KeepAsCourse)}</button>
            </Show>
            <Show when=move || tool.get() == Tool::Measure && 3 <= measured.with(|(_, corners)| corners.split(';').count())>
                <button type="button" class="btn s" on:click=move |_| keep_drawn(ui, &measured.get_untracked().1, true)>{t(Msg::KeepAsArea)}</button>
            </Show></p>
        </main>
    }
}

/// Where this window keeps what its map shows, so that whoever reads the list finds it again.
fn kept_as(ui: Ui) -> String {
    format!("firstline.map.{}.shows", ui.desk.operation())
}

fn remember(ui: Ui, layers: Layers, as_list: bool) {
    let shown = [layers.incidents, layers.units, layers.places, layers.routes, as_list];
    let text: String = shown.iter().map(|on| if *on { '1' } else { '0' }).collect();
    if let Ok(Some(storage)) = window().session_storage() {
        storage.set_item(&kept_as(ui), &text).ok();
    }
}

fn recalled(ui: Ui) -> Option<(Layers, bool)> {
    let text = window().session_storage().ok()??.get_item(&kept_as(ui)).ok()??;
    let shown: Vec<bool> = text.chars().map(|one| one == '1').collect();
    let &[incidents, units, places, routes, as_list] = shown.as_slice() else { return None };
    Some((Layers { incidents, units, places, routes }, as_list))
}

/// Makes the scene again when something on it changed, once for all changes of a frame.
fn keep_scene(ui: Ui, layers: RwSignal<Layers>, shown: RwSignal<Scene>) {
    let desk = ui.desk;
    let signals = desk.signals();
    let watched = [
        signals.incidents_changed.clone(),
        signals.units_changed.clone(),
        signals.setup.clone(),
        signals.ground.clone(),
    ];
    let due = StoredValue::new(false);
    Effect::new(move || {
        watched.iter().for_each(|signal| signal.track());
        layers.track();
        if due.get_value() {
            return;
        }
        due.set_value(true);
        request_animation_frame(move || {
            if due.try_set_value(false).is_some() {
                return;
            }
            let made = desk.with_network(|state, network| scene(state, network, layers.get_untracked(), desk.now()));
            if shown.with_untracked(|was| *was != made) {
                shown.set(made);
            }
        });
    });
}

/// The script of the canvas is fetched when the first map is opened and not before.
fn fetch_script() {
    const ID: &str = "map-script";
    if document().get_element_by_id(ID).is_some() {
        return;
    }
    let Ok(script) = document().create_element("script") else { return };
    for (name, value) in [("id", ID), ("type", "module"), ("src", "map.js")] {
        script.set_attribute(name, value).ok();
    }
    if let Some(head) = document().head() {
        head.append_child(&script).ok();
    }
}

fn set(element: &web_sys::Element, name: &str, value: &JsValue) {
    js_sys::Reflect::set(element, &name.into(), value).ok();
}

/// Calls a method of the canvas element, if its script has arrived.
fn call(element: &web_sys::Element, name: &str, args: &[f64]) {
    let Ok(method) = js_sys::Reflect::get(element, &name.into()) else { return };
    let Some(method) = method.dyn_ref::<js_sys::Function>() else { return };
    let args: js_sys::Array = args.iter().map(|number| JsValue::from_f64(*number)).collect();
    method.apply(element, &args).ok();
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in fields {
        js_sys::Reflect::set(&object, &(*name).into(), value).ok();
    }
    object.into()
}

#[component]
fn Canvas(
    ui: Ui,
    tool: RwSignal<Tool>,
    said: RwSignal<String>,
    measured: RwSignal<(f64, String)>,
    shown: RwSignal<Scene>,
) -> impl IntoView {
    let desk = ui.desk;
    let host = NodeRef::<Div>::new();
    let map = StoredValue::new(None::<SendWrapper<web_sys::Element>>);
    let made = RwSignal::new(false);
    fetch_script();
    Effect::new(move || {
        let Some(host) = host.get() else { return };
        let Ok(element) = document().create_element("site-map") else { return };
        element.set_attribute("label", t(Msg::Map)).ok();
        element.set_attribute("keys", "map-keys").ok();
        element.set_attribute("keep", &format!("firstline.map.{}", desk.operation())).ok();
        host.append_child(&element).ok();
        listen(ui, &element, tool, said, measured, shown);
        map.set_value(Some(SendWrapper::new(element)));
        made.set(true);
    });
    let give = move |name: &'static str, value: JsValue| {
        map.with_value(|map| {
            if let Some(map) = map {
                set(map, name, &value);
            }
        });
    };
    let ask = move |name: &'static str, args: Vec<f64>| {
        map.with_value(|map| {
            if let Some(map) = map {
                call(map, name, &args);
            }
        });
    };
    let ground = desk.signals().ground.clone();
    Effect::new(move || {
        made.track();
        ground.track();
        let lines = desk.read(lines);
        give(
            "ground",
            object(&[
                ("corners", js_sys::Int32Array::from(lines.corners.as_slice()).into()),
                ("ends", js_sys::Uint32Array::from(lines.ends.as_slice()).into()),
                ("classes", js_sys::Uint8Array::from(lines.classes.as_slice()).into()),
                ("flags", js_sys::Uint8Array::from(lines.flags.as_slice()).into()),
                ("names", lines.names.as_str().into()),
            ]),
        );
    });
    let ground = desk.signals().ground.clone();
    // A picture is large: it is given again only when it is another one, or stands elsewhere.
    let plan = Memo::new(move |_| {
        ground.track();
        desk.read(|state| state.ground.plan.clone())
    });
    Effect::new(move || {
        made.track();
        let Some((plan, placed)) = plan.get().and_then(|plan| Some((plan.clone(), plan.placement()?))) else {
            give("plan", JsValue::NULL);
            return;
        };
        desk.world().picture(
            &plan.blob,
            Box::new(move |url| {
                let row = |row: [f64; 3]| js_sys::Float64Array::from(row.as_slice()).into();
                let url = url.unwrap_or_default();
                if made.try_get_untracked() == Some(true) {
                    give("plan", object(&[("url", url.into()), ("lon", row(placed.lon)), ("lat", row(placed.lat))]));
                }
            }),
        );
    });
    Effect::new(move || {
        made.track();
        let text = shown.with(|scene| serde_json::to_string(scene).unwrap_or_default());
        give("scene", text.into());
    });
    Effect::new(move || {
        made.track();
        let name = match tool.get() {
            Tool::Look => "",
            Tool::Measure => "measure",
            Tool::Call | Tool::Move | Tool::Place => "pick",
        };
        give("tool", name.into());
        if !name.is_empty() {
            ask("focus", Vec::new());
        }
    });
    let selected = desk.signals().selected.clone();
    // What was selected when the map came into the page moves nothing: the map stands where this window left it.
    Effect::new(move |before: Option<Option<IncidentId>>| {
        made.track();
        let id = selected.get();
        give("selected", id.map(|id| format!("i:{id}")).unwrap_or_default().into());
        if before.is_none_or(|before| before == id) {
            return id;
        }
        let point = id.and_then(|id| desk.read(|state| state.incidents.get(&id).and_then(|one| one.place.point)));
        if let Some(point) = point {
            ask("reveal", vec![point.lat, point.lon]);
        }
        id
    });
    let sources = move || {
        desk.signals().ground.track();
        desk.read(|state| {
            let kept = state.ground.layers.values().filter(|layer| !layer.retired && !layer.source.is_empty());
            kept.map(|layer| layer.source.clone()).collect::<Vec<_>>().join(" · ")
        })
    };
    view! {
        <div class="map-host">
            <div class="map-canvas" node_ref=host></div>
            <p id="map-keys" class="sr">{t(Msg::MapKeys)}</p>
            <div class="map-zoom" role="group" aria-label=t(Msg::Zoom)>
                <button type="button" class="btn" aria-label=t(Msg::ZoomIn) on:click=move |_| ask("zoom", vec![1.5])>"+"</button>
                <button type="button" class="btn" aria-label=t(Msg::ZoomOut) on:click=move |_| ask("zoom", vec![1.0 / 1.5])>"–"</button>
                <button type="button" class="btn" on:click=move |_| ask("showAll", Vec::new())>{t(Msg::MapShowAll)}</button>
            </div>
            <p class="map-source">{sources}</p>
        </div>
    }
}

/// What a person does on the canvas.
fn listen(
    ui: Ui,
    element: &web_sys::Element,
    tool: RwSignal<Tool>,
    said: RwSignal<String>,
    measured: RwSignal<(f64, String)>,
    shown: RwSignal<Scene>,
) {
    // The unit whose pin was pressed last: it is the likeliest one to be moved.
    let pressed = StoredValue::new(None::<UnitId>);
    let heard = move |name: &'static str, detail: &str| match name {
        "pin" => {
            pressed.set_value(detail.strip_prefix("u:").and_then(|id| id.parse().ok()));
            choose(ui, detail);
        }
        "point" => {
            let words = shown.with_untracked(|scene| {
                scene.pins.iter().find(|pin| pin.key == detail).map(|pin| pin.say.clone()).unwrap_or_default()
            });
            said.set(words);
        }
        // Where there is no pin, a press says where that is.
        "bare" => {
            let Some(point) = read_corner(detail) else { return };
            let areas = ui.desk.read(|state| state.areas_at(point).map(|area| area.name.clone()).collect::<Vec<_>>());
            let at = [write(point, Notation::Decimal), write(point, Notation::Usng)];
            said.set(at.into_iter().chain(areas).collect::<Vec<_>>().join(" · "));
        }
        "leave" => tool.set(Tool::Look),
        "measure" => {
            let (far, corners) = detail.split_once('|').unwrap_or((detail, ""));
            measured.set((far.parse().unwrap_or(0.0), corners.to_owned()));
        }
        _ => {
            let Some(point) = read_corner(detail) else { return };
            let was = tool.get_untracked();
            tool.set(Tool::Look);
            match was {
                Tool::Call => call_at(ui, point),
                Tool::Move => move_to(ui, point, pressed.get_value()),
                _ => place_at(ui, point),
            }
        }
    };
    let listeners: Vec<EventListener> = ["pin", "point", "bare", "leave", "measure", "pick"]
        .into_iter()
        .map(|name| {
            EventListener::new(element, name, move |event| {
                let detail = js_sys::Reflect::get(event, &"detail".into()).ok().and_then(|detail| detail.as_string());
                heard(name, &detail.unwrap_or_default());
            })
        })
        .collect();
    let listeners = SendWrapper::new(listeners);
    on_cleanup(move || drop(listeners));
}

fn read_corner(text: &str) -> Option<Point> {
    let (lat, lon) = text.split_once(',')?;
    Point::new(lat.trim().parse().ok()?, lon.trim().parse().ok()?)
}

/// A pin was chosen: an incident is selected, a unit shows what can be done with it.
fn choose(ui: Ui, key: &str) {
    let (kind, id) = key.split_once(':').unwrap_or_default();
    match kind {
        "i" => ui.desk.select(id.parse().ok()),
        "u" => ui.unit.set(id.parse().ok()),
        _ => {
            let name = id.parse().ok().and_then(|id| {
                ui.desk.read(|state| state.places.get(&id).map(|place| format!("{}. {}", place.name, place.note)))
            });
            ui.say(name.unwrap_or_default());
        }
    }
}

/// A call whose place is already known.
fn call_at(ui: Ui, point: Point) {
    let desk = ui.desk;
    let spot = desk.read(|state| spot_at(state, point));
    desk.ask(Command::StartCall { source: Source::Phone }, move |answer| match answer {
        Answer::Done(events) => {
            let started = events.iter().find_map(|event| match event {
                Event::CallReceived { call, .. } => Some(*call),
                _ => None,
            });
            let Some(call) = started else { return };
            let detail = CallDetail::Place(spot);
            desk.ask(Command::DescribeCall { call, detail }, move |_| {
                desk.change_address(|address| address.panel = None);
                ui.open_call(Some(call));
            });
        }
        Answer::Refused { sentence, .. } => ui.refuse(sentence),
        Answer::NotSaved(why) => ui.refuse(say(Msg::NotSavedShort, &[&why])),
    });
}

/// Puts the open call, an incident or a unit where somebody pressed. What was chosen last is offered.
fn move_to(ui: Ui, point: Point, unit: Option<UnitId>) {
    let desk = ui.desk;
    let spot = desk.read(|state| spot_at(state, point));
    let offered = desk.read(|state| {
        let incident = || desk.signals().selected.get_untracked().and_then(|id| state.incidents.get(&id));
        let unit = unit.and_then(|id| state.units.get(&id)).map(|unit| unit.call_sign.clone());
        unit.or_else(|| incident().filter(|incident| incident.is_open()).map(|incident| incident.number.to_string()))
    });
    let run = {
        let spot = spot.clone();
        move |values: Vec<String>| {
            let typed = values.into_iter().next().unwrap_or_default();
            let number = typed.trim_start_matches('#').parse().ok();
            let place = spot.clone();
            let command = desk.read(|state| {
                let unit = state.unit_called(&typed).map(|unit| unit.id);
                let incident = number.and_then(|number| state.incident_numbered(number)).map(|incident| incident.id);
                match (unit, incident) {
                    (Some(unit), _) => Some(Command::MoveUnit { unit, place }),
                    (None, Some(incident)) => Some(Command::MoveIncident { incident, place }),
                    (None, None) => None,
                }
            });
            match command {
                Some(command) => ui.act(command),
                None => ui.ask_again(say(Msg::NothingToMove, &[&typed])),
            }
        }
    };
    let mut actions = vec![Action::new(t(Msg::MoveIt), run)];
    if let Some(command) = open_call(ui, &spot) {
        let call = Action::new(t(Msg::MoveOpenCall), move |_| ui.act(command.clone()));
        // Enter does the first: with nothing chosen, the call is what somebody has in mind.
        let at = if offered.is_none() { 0 } else { actions.len() };
        actions.insert(at, call);
    }
    ui.ask_first(Prompt {
        title: say(Msg::MoveTo, &[&spot.text]),
        body: String::new(),
        fields: vec![Field::new(t(Msg::IncidentOrUnit), Kind::Text, &offered.unwrap_or_default())],
        actions,
    });
}

/// What gives the call of this window's form another place, while it goes on or its incident is open.
fn open_call(ui: Ui, place: &Spot) -> Option<Command> {
    let call = ui.call.get_untracked()?;
    ui.desk.read(|state| {
        let row = state.calls.get(&call)?;
        let place = place.clone();
        match row.incident {
            Some(incident) => {
                let open = state.incidents.get(&incident).is_some_and(|incident| incident.is_open());
                open.then_some(Command::MoveIncident { incident, place })
            }
            None => row.ended.is_none().then_some(Command::DescribeCall { call, detail: CallDetail::Place(place) }),
        }
    })
}

/// A place of its own, or the point of one that is known already.
fn place_at(ui: Ui, point: Point) {
    let desk = ui.desk;
    let run = move |values: Vec<String>| {
        let get = |index: usize| values.get(index).cloned().unwrap_or_default();
        let Some(shape) = Shape::of_radius(&get(3)) else {
            return ui.ask_again(say(Msg::RadiusNotUnderstood, &[&get(3)]));
        };
        let known = desk.read(|state| state.place_index.named(&get(0)));
        match known {
            // What is left empty stays as it was.
            Some(place) => {
                let said = |index: usize| Some(get(index)).filter(|text| !text.trim().is_empty());
                let details = [
                    Some(PlaceDetail::Point(Some(point))),
                    said(1).map(PlaceDetail::What),
                    said(2).map(PlaceDetail::Note),
                    Some(shape).filter(|shape| !shape.is_point()).map(PlaceDetail::Shape),
                ];
                ui.act(Command::DescribePlace { place, details: details.into_iter().flatten().collect() });
            }
            None => ui.act(Command::AddPlaces(vec![NewPlace {
                name: get(0),
                what: get(1),
                note: get(2),
                point: Some(point),
                shape,
                ..NewPlace::default()
            }])),
        }
    };
    ui.ask_first(Prompt {
        title: say(Msg::PlaceAt, &[&write(point, Notation::Decimal)]),
        body: t(Msg::PlaceAtHelp).to_owned(),
        fields: vec![
            Field::new(t(Msg::Name), Kind::Text, ""),
            Field::new(t(Msg::PlaceKind), Kind::Text, ""),
            Field::new(t(Msg::Remark), Kind::Text, ""),
            Field::new(t(Msg::Radius), Kind::Text, ""),
        ],
        actions: vec![Action::new(t(Msg::Add), run)],
    });
}

/// What was measured becomes a place: a course with its kilometres, or an area.
fn keep_drawn(ui: Ui, corners: &str, area: bool) {
    let points: Vec<Point> = corners.split(';').filter_map(read_corner).collect();
    let track = track::Track::of(points);
    let run = {
        let track = track.clone();
        move |values: Vec<String>| {
            let get = |index: usize| values.get(index).cloned().unwrap_or_default();
            let mut track = track.clone();
            let shape = if area {
                if let Some(first) = track.0.first().copied() {
                    track.0.push(first);
                }
                Shape::Area { ring: track }
            } else {
                let km = |index: usize| get(index).replace(',', ".").parse::<f64>().unwrap_or(0.0).clamp(0.0, 1000.0);
                Shape::Course { track, from: (km(2) * 1000.0).round() as u32, to: (km(3) * 1000.0).round() as u32 }
            };
            let point = shape.track().and_then(track::Track::middle);
            ui.act(Command::AddPlaces(vec![NewPlace {
                name: get(0),
                what: get(1),
                point,
                shape,
                ..NewPlace::default()
            }]));
        }
    };
    let mut fields = vec![
        Field::new(t(Msg::Name), Kind::Text, ""),
        Field::new(t(Msg::PlaceKind), Kind::Text, if area { "area" } else { "course" }),
    ];
    if !area {
        let length = format!("{:.3}", track.metres() / 1000.0);
        fields.push(Field::new(t(Msg::CourseFrom), Kind::Text, "0"));
        fields.push(Field::new(t(Msg::CourseTo), Kind::Text, &length));
    }
    ui.ask_first(Prompt {
        title: t(if area { Msg::KeepAsArea } else { Msg::KeepAsCourse }).to_owned(),
        body: t(if area { Msg::KeepAsAreaHelp } else { Msg::KeepAsCourseHelp }).to_owned(),
        fields,
        actions: vec![Action::new(t(Msg::Add), run)],
    });
}

/// Everything on the map as tables: the pins in the same order, then ways and areas.
#[component]
fn List(ui: Ui, shown: RwSignal<Scene>) -> impl IntoView {
    let row = move |pin: Pin| {
        let key = pin.key.clone();
        let point = Point { lat: pin.lat, lon: pin.lon };
        let inside = ui.desk.read(|state| state.areas_at(point).map(|place| place.name.clone()).collect::<Vec<_>>());
        view! {
            <tr>
                <th scope="row"><button type="button" class="btn quiet s" on:click=move |_| choose(ui, &key)>{pin.label}</button></th>
                <td>{pin.what}</td><td>{pin.place}</td><td>{inside.join(", ")}</td>
                <td class="num">{write(point, Notation::Decimal)}</td>
            </tr>
        }
        .into_any()
    };
    view! {
        <div class="scroll map-list" tabindex="0" role="region" aria-label=t(Msg::MapList)>
            <Show when=move || shown.with(|scene| scene.pins.is_empty())>{empty(Msg::MapEmpty, Msg::MapEmptyHelp)}</Show>
            {table(Msg::MapList, [Msg::Name, Msg::MapStatus, Msg::Place, Msg::InArea, Msg::Coordinates], move || {
                shown.with(|scene| scene.pins.iter().cloned().map(row).collect())
            })}
            <Show when=move || shown.with(|scene| !scene.routes.is_empty())>
                <h3>{t(Msg::Routes)}</h3>
                {table(Msg::Routes, [Msg::Unit, Msg::Destination, Msg::TravelTime, Msg::Length, Msg::RouteBasis], move || {
                    shown.with(|scene| scene.routes.iter().map(route_row).collect())
                })}
            </Show>
            <Show when=move || shown.with(|scene| !scene.ways.is_empty())>
                <h3>{t(Msg::ShutAndCrowded)}</h3>
                {table(Msg::ShutAndCrowded, [Msg::Name, Msg::PathState, Msg::CrowdFactor, Msg::Length], move || {
                    shown.with(|scene| scene.ways.iter().map(way_row).collect())
                })}
            </Show>
            <Show when=move || shown.with(|scene| !scene.areas.is_empty())>
                <h3>{t(Msg::AreasAndLines)}</h3>
                {table(Msg::AreasAndLines, [Msg::Name, Msg::PlaceKind, Msg::Radius, Msg::Incidents, Msg::Units, Msg::Coordinates], move || {
                    shown.with(|scene| scene.areas.iter().map(area_row).collect())
                })}
            </Show>
        </div>
    }
}

fn table<const N: usize>(label: Msg, heads: [Msg; N], rows: impl Fn() -> Vec<AnyView> + Send + 'static) -> AnyView {
    view! {
        <table class="grid-table" aria-label=t(label)>
            <thead><tr>{heads.map(|head| view! { <th scope="col">{t(head)}</th> })}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn line_of(name: String, cells: Vec<String>) -> AnyView {
    let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
    view! { <tr><th scope="row">{name}</th>{cells}</tr> }.into_any()
}

fn route_row(route: &Route) -> AnyView {
    let minutes = |seconds: u32| say(Msg::AboutMinutes, &[&seconds.div_ceil(60).to_string()]);
    let (time, length) = match route.estimate {
        Some(estimate) => (minutes(estimate.seconds), metres(estimate.metres)),
        None => ("–".to_owned(), "–".to_owned()),
    };
    let basis = match route.estimate.map(|way| way.basis) {
        None => t(Msg::ReasonNoOpenWay).to_owned(),
        Some(Basis::StraightLine) => t(Msg::ByStraightLine).to_owned(),
        Some(Basis::AgainstOneWay) => format!("{}, {}", t(Msg::ByPaths), t(Msg::AgainstOneWay)),
        Some(Basis::Network) => t(Msg::ByPaths).to_owned(),
    };
    line_of(route.unit.clone(), vec![route.to.clone(), time, length, basis])
}

fn way_row(way: &Way) -> AnyView {
    let open = || t(Msg::PathOpen).to_owned();
    let shut = way.shut.as_ref().map_or_else(open, |reason| say(Msg::PathShut, &[reason]));
    line_of(way.name.clone(), vec![shut, format!("{} %", way.crowd), metres(way.metres)])
}

fn area_row(area: &Area) -> AnyView {
    let dash = || "–".to_owned();
    let count = |read: fn((usize, usize)) -> usize| area.inside.map_or_else(dash, |inside| read(inside).to_string());
    let radius = if 0.0 < area.metres { format!("{:.0} m", area.metres) } else { dash() };
    let middle = write(Point { lat: area.lat, lon: area.lon }, Notation::Decimal);
    line_of(
        area.name.clone(),
        vec![area.what.clone(), radius, count(|inside| inside.0), count(|inside| inside.1), middle],
    )
}

/// Whether the window shows a map beside the lists.
#[must_use]
pub fn is_map(view: View) -> bool {
    view == View::Map
}
