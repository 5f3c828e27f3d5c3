// Moves that several tests of screens share: set-up, intake, command line, files, and what may never happen on the way.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { bar, rows, settled, site, until } from "./desk.mjs";

/** A browser that blocks windows which nobody pressed for, as people's browsers do and Playwright's does not. */
export async function blocking() {
  const served = await site();
  const folder = await mkdtemp(join(tmpdir(), "firstline-"));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
    ignoreDefaultArgs: ["--disable-popup-blocking"],
    timeout: 180_000,
  });
  context.setDefaultTimeout(60_000);
  return {
    context,
    url: served.url,
    first: context.pages()[0],
    async stop() {
      await context.close();
      await served.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Fails if a page threw, the console was red, the content security policy was hit, or a request left the origin. */
export async function harmless(desk) {
  assert.deepEqual(desk.faults, []);
  const own = new URL(desk.url).origin;
  const foreign = desk.requests.filter((url) => !url.startsWith(`${own}/`) && !url.startsWith(`blob:${own}/`));
  assert.deepEqual(foreign, []);
}

/** A matcher for a name that starts with these words. */
export const starting = (text) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![0-9A-Za-z])`);

/** A row of any grid, by the number or call sign that its name starts with. */
export const row = (page, name, within = page) => within.getByRole("row", { name: starting(`${name}`) });

/** Goes to one of the screens of the bar: Desk, Intake, Log, Set-up. */
export async function view(page, name) {
  await page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name, exact: true }).click();
}

/** Opens a section of the set-up: Operation, Units, Unit kinds, Places, Incident types, Priorities, Dispositions, Flags, Goals. */
export async function section(page, name) {
  await view(page, "Set-up");
  await page.getByRole("navigation", { name: "Set-up" }).getByRole("button", { name: new RegExp(`^${name}\\s*\\d*$`) }).click();
}

/** How many rows of a section the set-up counts. */
export async function tally(page, name) {
  const button = page.getByRole("navigation", { name: "Set-up" }).getByRole("button", { name: new RegExp(`^${name}\\s*\\d*$`) });
  return Number((await button.textContent()).replace(/\D/g, ""));
}

/** A field that a person can fill or choose from, by its exact name. Its list of suggestions carries the same name. */
export function field(within, name) {
  const roles = ["textbox", "combobox", "spinbutton", "searchbox"].map((role) => within.getByRole(role, { name, exact: true }));
  return roles.reduce((one, other) => one.or(other));
}

/** Fills the open dialog, field by label, and presses one of its buttons. */
export async function answer(page, fields, button) {
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  // The cursor goes to the first field a frame behind the dialog, and what is being filled would go with it.
  await settled(page);
  for (const [label, value] of Object.entries(fields)) {
    const one = field(dialog, label);
    if ((await one.evaluate((element) => element.tagName)) === "SELECT") await one.selectOption(value);
    else await one.fill(value);
  }
  await dialog.getByRole("button", { name: button, exact: true }).click();
}

/** Closes a question that an earlier test may have left open, so that one failure stays one. */
export async function unasked(page) {
  await page.evaluate(() => document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close()));
}

/** Changes a cell of the set-up in place, by its accessible name. */
export async function edit(page, name, value) {
  const cell = field(page, name);
  await cell.fill(value);
  await cell.press("Enter");
}

/** Gives a file chooser a text as a file. */
export async function give(page, label, name, text) {
  await page.locator(`input[type=file][aria-label="${label}"]`).setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
}

/** Presses something that hands over a file, and gives the file's name and text. */
export async function handedOver(page, press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

/** The form of the call. */
export const form = (page) => page.getByRole("form", { name: "Call", exact: true });

/** Starts a call with the key, from wherever the window is. */
export async function newCall(page) {
  // The form of an earlier call may still stand, and be empty too; the new one is another and has the cursor.
  const before = await page.evaluate(() => document.getElementById("call-what")?.dataset.draft ?? "");
  await page.keyboard.press("F4");
  await page.waitForFunction((before) => {
    const here = document.activeElement;
    return here?.id === "call-what" && here.dataset.draft !== before && here.value === "";
  }, before);
  // What is typed before the desk has let go of the key would be given to the form by the desk.
  await settled(page);
}

/** Ends the call of the form with the key, and waits until that stands, and with it whatever its fields had still to keep. */
export async function hangUp(page) {
  await page.keyboard.press("F9");
  await page.getByRole("button", { name: "End call", exact: true }).waitFor({ state: "hidden" });
}

/** Types into a field of the call and leaves it, as a call-taker does with Enter. */
export async function tell(page, label, text) {
  const one = field(form(page), label);
  await one.waitFor();
  await settled(page);
  await one.fill(text);
  await one.press("Enter");
}

/** What the preview of the command line says about the typed words. */
export async function preview(page, line) {
  await settled(page);
  await bar(page).fill(line);
  await settled(page);
  return page.locator("#command-preview").innerText();
}

/** The last sentence that the program says about a refusal, beside the command line. */
export async function said(page, text) {
  await page.getByRole("alert").filter({ hasText: text }).first().waitFor();
}

/** Rows of the log that were written after `count` rows, as their kinds and data. */
export async function since(page, count) {
  return (await rows(page)).slice(count);
}

/** Waits until the log has a row that fits, and gives it. */
export async function written(page, fits, what = "a row is written") {
  let found;
  await until(async () => {
    found = (await rows(page)).findLast(fits);
    return found !== undefined;
  }, what);
  return found;
}

/** The names of the databases of this origin, in order. */
export async function databases(page) {
  return page.evaluate(async () => (await indexedDB.databases()).map((database) => database.name).sort());
}

/** A time of day in the operation's zone, some minutes ago. */
export function clockAgo(minutes, zone = "America/New_York") {
  const at = new Date(Date.now() - minutes * 60_000);
  return at.toLocaleTimeString("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
}

/** Everything that a person reads on the desk, without what runs by itself. */
export async function picture(page) {
  const rowsOf = (elements) =>
    elements.map((element) =>
      [...element.querySelectorAll("[role=rowheader],[role=gridcell]")]
        .filter((cell) => !cell.matches(".q-age, .u-time, .u-wel"))
        .map((cell) => cell.innerText.trim())
        .join(" | "),
    );
  const grids = {};
  for (const grid of await page.locator("[role=grid]").all()) {
    grids[await grid.getAttribute("aria-label")] = await grid.locator("[role=row]").evaluateAll(rowsOf);
  }
  return grids;
}
