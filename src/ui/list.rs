//! A window on a long list: only the rows in sight are in the page. Short lists are there whole, so that the browser's
//! own search finds them.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

/// Lists up to this length are rendered whole.
const WHOLE: usize = 60;
/// Rows beyond the edge on each side, so that a scroll shows no gap.
const OVERSCAN: usize = 6;

/// The scrolled pane that some windowed lists share.
#[derive(Clone, Copy)]
pub struct Scroll {
    pub node: NodeRef<Div>,
    /// Pixels scrolled and pixels in sight.
    view: RwSignal<(f64, f64)>,
    frame: StoredValue<bool>,
}

impl Default for Scroll {
    fn default() -> Self {
        Self { node: NodeRef::new(), view: RwSignal::new((0.0, 900.0)), frame: StoredValue::new(false) }
    }
}

impl Scroll {
    /// To be called when the pane scrolled or changed its size.
    pub fn moved(self) {
        // Several scroll events fall into one frame; the page is measured once.
        if self.frame.get_value() {
            return;
        }
        self.frame.set_value(true);
        request_animation_frame(move || {
            self.frame.try_set_value(false);
            self.measure();
        });
    }

    pub fn measure(self) {
        if let Some(Some(pane)) = self.node.try_get_untracked() {
            let seen = (f64::from(pane.scroll_top()), f64::from(pane.client_height()));
            if self.view.try_get_untracked().is_some_and(|view| view != seen) {
                self.view.try_set(seen);
            }
        }
    }
}

/// Rows of one fixed height. `row` gets the id and its distance from the top of the list in pixels.
#[component]
pub fn WindowedList<Id, Row>(
    ids: Signal<Vec<Id>>,
    scroll: Scroll,
    /// The custom property that holds the height of a row.
    height: &'static str,
    class: &'static str,
    grid_class: &'static str,
    label: &'static str,
    row: Row,
) -> impl IntoView
where
    Id: Copy + Eq + std::hash::Hash + Send + Sync + 'static,
    Row: Fn(Id, Signal<Place>) -> AnyView + Clone + Send + Sync + 'static,
{
    let node = NodeRef::<Div>::new();
    let row_height = RwSignal::new(44.0);
    // A change of density comes with a change of size; a scroll changes no row's height.
    let size = Memo::new(move |_| scroll.view.get().1);
    Effect::new(move || {
        size.get();
        let Some(list) = node.get() else { return };
        let style = window().get_computed_style(&list).ok().flatten();
        let value = style.and_then(|style| style.get_property_value(height).ok());
        let pixels: Option<f64> = value.and_then(|value| value.trim().trim_end_matches("px").parse().ok());
        if let Some(pixels) = pixels.filter(|pixels| 0.0 < *pixels && *pixels != row_height.get_untracked()) {
            row_height.set(pixels);
        }
    });
    // Where the list begins in the pane. It is measured beside a frame, never while rows change: the lists above move this
    // one by a row or two, which the rows beyond the edge allow for.
    let start = RwSignal::new(0.0);
    let measured = StoredValue::new(true);
    Effect::new(move || {
        scroll.view.track();
        ids.with(Vec::len);
        row_height.track();
        if !measured.get_value() {
            return;
        }
        measured.set_value(false);
        request_animation_frame(move || {
            measured.try_set_value(true);
            let Some(Some(list)) = node.try_get_untracked() else { return };
            let found = offset_in(&list, scroll.node);
            if start.try_get_untracked().is_some_and(|start| 0.5 < f64::abs(start - found)) {
                start.try_set(found);
            }
        });
    });
    let shown = Memo::new(move |_| {
        let count = ids.with(Vec::len);
        if count <= WHOLE {
            return (0, count);
        }
        let (top, seen) = scroll.view.get();
        let start = start.get();
        let each = row_height.get();
        let first = ((top - start) / each).floor().max(0.0) as usize;
        let last = ((top + seen - start) / each).ceil().max(0.0) as usize;
        (first.saturating_sub(OVERSCAN).min(count), (last + OVERSCAN).min(count))
    });
    // The row with the cursor stays in the page when it scrolls out of sight, and the cursor with it.
    let held = RwSignal::new(None::<Id>);
    let visible = Memo::new(move |_| {
        let (first, last) = shown.get();
        let held = held.get();
        ids.with(|ids| {
            let last = last.min(ids.len());
            let rows = ids.get(first.min(last)..last).unwrap_or_default().iter().copied();
            let mut rows: Vec<(Id, usize)> = rows.zip(first..).collect();
            let far = held.filter(|held| !rows.iter().any(|(id, _)| id == held));
            if let Some((id, at)) = far.and_then(|held| Some((held, ids.iter().position(|id| *id == held)?))) {
                rows.insert(if at < first { 0 } else { rows.len() }, (id, at));
            }
            rows
        })
    });
    let hold = move |event: leptos::ev::FocusEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let row = target.and_then(|target| target.closest("[role=row]").ok().flatten());
        let at: Option<usize> = row.and_then(|row| row.get_attribute("aria-rowindex")?.parse().ok());
        held.set(at.and_then(|at| {
            visible.with_untracked(|rows| rows.iter().find(|(_, index)| index + 1 == at).map(|row| row.0))
        }));
    };
    let count = move || ids.with(Vec::len);
    view! {
        <div class=grid_class role="grid" aria-label=label aria-rowcount=move || count().to_string()>
            <div class=class role="rowgroup" node_ref=node on:focusin=hold on:focusout=move |_| held.set(None)
                style:height=move || format!("{}px", count() as f64 * row_height.get())>
                <For each=move || visible.get() key=|(id, _)| *id children=move |(id, first)| {
                    let place = Memo::new(move |was: Option<&Place>| {
                        let index = visible.with(|rows| rows.iter().find(|(other, _)| *other == id).map(|(_, at)| *at));
                        // A row that is about to leave keeps its place.
                        let index = index.unwrap_or_else(|| was.map_or(first, |was| was.index));
                        Place { index, top: index as f64 * row_height.get() }
                    });
                    row(id, place.into())
                }/>
            </div>
        </div>
    }
}

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub index: usize,
    pub top: f64,
}

fn offset_in(list: &web_sys::HtmlDivElement, pane: NodeRef<Div>) -> f64 {
    let Some(pane) = pane.get_untracked() else { return 0.0 };
    let top = list.get_bounding_client_rect().top() - pane.get_bounding_client_rect().top();
    top + f64::from(pane.scroll_top())
}

/// Moves the cursor to a neighbouring row. The lists of one pane follow each other.
pub fn move_focus(event: &leptos::ev::KeyboardEvent, down: bool) {
    event.prevent_default();
    let Some(here) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    let Ok(Some(pane)) = here.closest(".scroll") else { return };
    let Ok(rows) = pane.query_selector_all("[role=row]") else { return };
    let mut rows: Vec<web_sys::HtmlElement> =
        (0..rows.length()).filter_map(|index| rows.item(index)?.dyn_into().ok()).collect();
    // Rows are placed by their distance from the top, so their order in the page is not the order on the screen.
    rows.sort_by(|one, two| {
        let top = |row: &web_sys::HtmlElement| row.get_bounding_client_rect().top();
        top(one).total_cmp(&top(two))
    });
    let at = rows.iter().position(|row| row.is_same_node(Some(&here)));
    let next = at.and_then(|at| if down { Some(at + 1) } else { at.checked_sub(1) });
    if let Some(row) = next.and_then(|next| rows.get(next)) {
        row.focus().ok();
        row.scroll_into_view_with_bool(false);
        row.click();
    }
}
