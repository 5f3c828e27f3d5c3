//! What a file would bring, shown before it is taken over, and the button that opens the file.

use crate::app::desk::Answer;
use crate::app::trouble::import_fault;
use crate::board::speech::refusal;
use crate::domain::command::{Care, Command};
use crate::domain::refusal::Refusal;
use crate::record::import::Preview;
use crate::ui::act::Ui;
use crate::ui::kit::icon;
use crate::words::{Msg, say, t};
use leptos::prelude::*;

pub(super) fn import_button(ui: Ui, importing: RwSignal<Option<String>>, label: Msg, accept: &'static str) -> AnyView {
    let file = NodeRef::<leptos::html::Input>::new();
    let picked = move |_| {
        let input = file.get_untracked();
        let Some(chosen) = input.as_ref().and_then(|input| input.files()).and_then(|files| files.get(0)) else {
            return;
        };
        crate::ui::launcher::read_text(&chosen, move |text| match text {
            Some(text) => importing.set(Some(text)),
            None => ui.refuse(t(Msg::FileUnreadable)),
        });
        if let Some(input) = input {
            input.set_value("");
        }
    };
    view! {
        <button type="button" class="btn" on:click=move |_| if let Some(input) = file.get_untracked() { input.click(); }>{icon("file")}{t(label)}</button>
        <input node_ref=file class="sr" type="file" tabindex="-1" aria-label=t(label) accept=accept on:change=picked/>
    }
    .into_any()
}

/// Rows of a preview that are shown; the counts above say how many there are.
const PREVIEWED: usize = 200;

pub(super) fn preview_view<T>(
    ui: Ui,
    preview: &Preview<T>,
    rows: Vec<(usize, String)>,
    importing: RwSignal<Option<String>>,
    first: Vec<Command>,
    command: Command,
) -> AnyView {
    preview_with(ui, preview, rows, importing, (first, Box::new(move || command.clone())), ().into_any())
}

/// What is asked first, and what takes the rows over once it is pressed.
pub(super) type Taking = (Vec<Command>, Box<dyn Fn() -> Command + Send + Sync>);

/// The same with something above the rows that has a say in what is taken over.
pub(super) fn preview_with<T>(
    ui: Ui,
    preview: &Preview<T>,
    rows: Vec<(usize, String)>,
    importing: RwSignal<Option<String>>,
    (first, command): Taking,
    above: AnyView,
) -> AnyView {
    let (good, bad) = (rows.len(), preview.faults.len());
    let lines: Vec<usize> = rows.iter().map(|(line, _)| *line).collect();
    let unknown = preview.unknown_columns.join(", ");
    let faults: Vec<_> = preview
        .faults
        .iter()
        .take(PREVIEWED)
        .map(|fault| (fault.row, fault.column.clone(), import_fault(&fault.what)))
        .collect();
    let take = move |_| {
        for command in first.clone() {
            ui.act(command);
        }
        let lines = lines.clone();
        ui.act_then(command(), None, Care::AskFirst, move |answer| match answer {
            Answer::Done(_) => {
                importing.set(None);
                ui.say(say(Msg::Imported, &[&good.to_string()]));
            }
            // The decision counts the rows that are taken over; people look into their file.
            Answer::Refused { refusal: Refusal::InRow { row, fault }, .. } => {
                let row = lines.get(row.wrapping_sub(1)).copied().unwrap_or(*row);
                let (fault, clock) = (fault.clone(), ui.desk.clock());
                ui.refuse(ui.desk.read(|state| refusal(&Refusal::InRow { row, fault }, state, clock)));
            }
            Answer::Refused { .. } | Answer::NotSaved(_) => {}
        });
    };
    view! {
        <section class="csv-preview" aria-label=t(Msg::ImportPreview)>
            <header><h2>{t(Msg::ImportPreview)}</h2>
                <p>{say(Msg::ImportCounts, &[&good.to_string(), &bad.to_string()])}
                    {(!unknown.is_empty()).then(|| view! { <span class="muted">" "{say(Msg::UnknownColumns, &[&unknown])}</span> })}</p>
                <button type="button" class="btn" on:click=move |_| importing.set(None)>{t(Msg::Back)}</button>
                <button type="button" class="btn primary" disabled=good == 0 on:click=take>{say(Msg::ImportRows, &[&good.to_string()])}</button>
            </header>
            {above}
            <div class="scroll">
                <table class="grid-table">
                    <thead><tr><th scope="col">{t(Msg::RowWord)}</th><th scope="col">{t(Msg::ColumnWord)}</th><th scope="col">{t(Msg::WhatIsWrong)}</th></tr></thead>
                    <tbody>
                        {faults.into_iter().map(|(row, column, why)| view! { <tr class="bad-row"><td class="ln-no">{row}</td><td>{column}</td><td class="err">{why}</td></tr> }).collect_view()}
                        {rows.into_iter().take(PREVIEWED).map(|(row, text)| view! { <tr><td class="ln-no">{row}</td><td></td><td>{text}</td></tr> }).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
