// Windows of the built program in a real Chromium with a real profile folder, and the few moves that every test makes.
// Elements are found by role and accessible name only: those are the program's public interface.

import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../../scripts/static.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

/** The built program: FIRSTLINE_DIST, else dist/ of the project. */
export const DIST = process.env.FIRSTLINE_DIST ?? fileURLToPath(new URL("../../../dist", import.meta.url));

/** Serves the built program. A test that starts the browser twice keeps one of these, since storage belongs to a port. */
export function site({ prefix = "" } = {}) {
  return serve(DIST, 0, { prefix });
}

/** Opens a browser on a fresh or a given profile folder; serves the program too, unless `url` says where it is. */
export async function start({ profile, prefix = "", viewport = { width: 1440, height: 900 }, url } = {}) {
  const served = url ? { url, close: async () => {} } : await site({ prefix });
  const folder = profile ?? (await mkdtemp(join(tmpdir(), "firstline-")));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
    timeout: 180_000,
    viewport,
    acceptDownloads: true,
    timezoneId: "America/New_York",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(60_000);
  await context.addInitScript(onlyAppends);
  const faults = [];
  const requests = [];
  const watch = (page) => {
    page.on("pageerror", (error) => faults.push(`${error}`));
    page.on("console", (message) => {
      // Chromium warns about the integrity of a wasm preload, which it then uses all the same (crbug.com/981419).
      if (message.type() === "error" && !/integrity/.test(message.text())) faults.push(message.text());
    });
    page.on("request", (request) => requests.push(request.url()));
  };
  context.pages().forEach(watch);
  context.on("page", watch);
  return {
    context,
    site: served,
    url: served.url,
    folder,
    faults,
    requests,
    first: context.pages()[0] ?? (await context.newPage()),
    async stop({ keep = false } = {}) {
      await context.close().catch(() => {});
      await served.close();
      if (!keep) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    /** Ends the browser process as a power cut would, and leaves the profile as it lies. */
    async kill() {
      const own = execFileSync("pgrep", ["-f", "--", `--user-data-dir=${folder}`]).toString().trim().split("\n");
      for (const id of own) {
        try {
          process.kill(Number(id), "SIGKILL");
        } catch {
          // A child may have gone with its parent.
        }
      }
      await context.close().catch(() => {});
      await served.close();
    },
  };
}

/** Runs in every page: whatever would change or delete a row of a log is an error, which `faults` collects. */
function onlyAppends() {
  const log = (store) => store?.name === "log" && store.transaction.db.name.startsWith("firstline.operation.");
  for (const [proto, method, store] of [
    [IDBObjectStore.prototype, "put", (one) => one],
    [IDBObjectStore.prototype, "delete", (one) => one],
    [IDBObjectStore.prototype, "clear", (one) => one],
    [IDBCursor.prototype, "update", (one) => one.source],
    [IDBCursor.prototype, "delete", (one) => one.source],
  ]) {
    const real = proto[method];
    proto[method] = function (...given) {
      if (log(store(this))) console.error(`a row of the log was changed: ${method}`);
      return real.apply(this, given);
    };
  }
}

/** Makes a new operation in the launcher and sits down at a position. */
export async function newOperation(page, url, { name = "Trial", operator = "A. Reyes", position = "Dispatch 1" } = {}) {
  await page.goto(url);
  await page.getByRole("button", { name: /^New operation/ }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create" }).click();
  await sit(page, position, operator);
}

/** Starts the practice operation and sits down. */
export async function practice(page, url, { operator = "A. Reyes", position = "Dispatch 1" } = {}) {
  await page.goto(url);
  await page.getByRole("button", { name: /^Practice/ }).click();
  await sit(page, position, operator);
}

export async function sit(page, position, operator) {
  const seat = page.getByRole("radio", { name: new RegExp(`^${position}`) });
  await seat.waitFor();
  await settled(page);
  await seat.check();
  await page.getByLabel("Your name").fill(operator);
  await page.getByRole("button", { name: "Open this position" }).click();
  await ready(page);
}

/** Waits until the desk is on the screen, and the cursor where it was left. */
export async function ready(page) {
  await page.getByRole("status", { name: "Save state" }).getByText("All saved").waitFor();
  await settled(page);
}

/** Opens another window on the operation that `page` shows. */
export async function another(desk, page, position, { operator = "J. Lind", view } = {}) {
  const hash = new URLSearchParams(new URL(page.url()).hash.slice(1));
  hash.set("pos", position);
  hash.set("who", operator);
  hash.set("view", view ?? (position.startsWith("Calls") ? "intake" : "desk"));
  hash.delete("sel");
  const next = await desk.context.newPage();
  await next.goto(`${desk.url}#${hash.toString().replaceAll("+", "%20")}`);
  await ready(next);
  return next;
}

/** Types a command and waits until it stands: the bar is empty again. */
export async function command(page, line) {
  await enter(page, line);
  await page.waitForFunction(() => document.getElementById("command").value === "");
}

/** Types a command and presses Enter. */
async function enter(page, line) {
  // A cursor that is on its way elsewhere would take the words or the key along.
  await settled(page);
  await bar(page).fill(line);
  await bar(page).press("Enter");
}

/** Types a command that is expected to be refused, and gives the reason. */
export async function refused(page, line) {
  await enter(page, line);
  // Some words leave the bar at once and are answered behind it, so the reason is waited for, whatever the bar holds.
  const reason = await page.waitForFunction(() => document.getElementById("command").closest("form").querySelector("[role=alert]")?.textContent);
  return reason.jsonValue();
}

/** Adds units through the set-up's own form. */
export async function addUnits(page, pattern, kind = "als") {
  const added = async () => (await rows(page)).filter((row) => row.kind === "unit_added").length;
  const before = await added();
  await page.getByRole("link", { name: "Set-up", exact: true }).click();
  await page.getByRole("button", { name: "Add units" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await settled(page);
  await dialog.getByLabel("Call sign").fill(pattern);
  await dialog.getByLabel("Unit kind").selectOption(kind);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  // The question is gone before its answer is written.
  await until(async () => before < (await added()), "the units are written");
  await page.getByRole("link", { name: "Desk", exact: true }).click();
}

/** All rows of the log as they stand in the database, straight from IndexedDB. */
export async function rows(page) {
  return page.evaluate(async () => {
    const id = new URLSearchParams(location.hash.slice(1)).get("op");
    const open = (name) =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await open(`firstline.operation.${id}`);
    const ask = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const store = database.transaction("log").objectStore("log");
    const [keys, values] = await Promise.all([ask(store.getAllKeys()), ask(store.getAll())]);
    database.close();
    return values.map((text, index) => ({ key: keys[index], text, ...JSON.parse(text) }));
  });
}

/** Asks until the answer is true, or fails with what the last answer was. For conditions that no element shows. */
export async function until(condition, what, { timeout = 60_000 } = {}) {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await condition();
    if (answer === true) return;
    if (end < Date.now()) throw new Error(`waited ${timeout} ms until ${what}; last: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Two frames go by: a cursor that moves behind a frame has arrived. */
export const settled = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** The command line. */
export const bar = (page) => page.getByRole("combobox", { name: "Command", exact: true });

/** One of the grids `Pending`, `Active`, `Recently closed`, `Available`, ... by its name. */
export const grid = (page, name) => page.getByRole("grid", { name, exact: true });

/** How many rows a grid has, also those that are scrolled out of sight. Lists without rows are hidden and have none. */
export async function count(page, name) {
  const found = page.locator(`[role=grid][aria-label="${name}"]`);
  return Number(await found.getAttribute("aria-rowcount"));
}

/** Waits until a grid has that many rows. */
export async function counted(page, name, rows) {
  await page.locator(`[role=grid][aria-label="${name}"][aria-rowcount="${rows}"]`).waitFor({ state: "attached" });
}

/** The drafts of all windows as they lie in the database: what a crash would leave. */
export async function drafts(page) {
  return stored(page, "drafts");
}

/** Every value of one store of the operation's database. */
export async function stored(page, name) {
  return page.evaluate(async (name) => {
    const id = new URLSearchParams(location.hash.slice(1)).get("op");
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open(`firstline.operation.${id}`));
    const values = await done(database.transaction(name).objectStore(name).getAll());
    database.close();
    return values;
  }, name);
}

/** Rows of the log that are not set-up, nor what a guide card does when it opens with its incident. */
export async function acts(page) {
  const setUp = /^(operation_|unit_kind_|unit_(added|changed)|place_(added|changed)|type_|priority_|disposition_|target_|flag_|card_(saved|approved|retired|restored|opened|urged)|(need|hazard|crew_line|safety)_noted|send_now_called|staging_asked|plan_|post_required|recommendation_)/;
  return (await rows(page)).filter((row) => !setUp.test(row.kind));
}

/** Fails unless the keys of the log are 1, 2, 3 ... without a gap. */
export function gapless(rows) {
  rows.forEach((row, index) => {
    if (row.key !== index + 1) throw new Error(`row ${index + 1} of the log has the key ${row.key}`);
  });
}

/** Counts what a person presses: each key and each character that is typed. */
export function countKeys(page) {
  const tally = { keys: 0 };
  const { press, type } = page.keyboard;
  page.keyboard.press = (...given) => {
    tally.keys += 1;
    return press.apply(page.keyboard, given);
  };
  page.keyboard.type = (text, ...rest) => {
    tally.keys += [...text].length;
    return type.call(page.keyboard, text, ...rest);
  };
  return tally;
}

/** Presses Enter where the cursor is, at one instant of the clock that all windows share. Gives the instant it was. */
export function enterAt(page, instant) {
  return page.evaluate(async (instant) => {
    while (Date.now() < instant - 20) await new Promise((resolve) => setTimeout(resolve, 5));
    // The last moments without a timer, which may be late.
    while (Date.now() < instant);
    const event = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
    const pressed = Date.now();
    document.activeElement.dispatchEvent(event);
    return pressed;
  }, instant);
}

/** Presses a button at one instant of the clock that all windows share. Gives the instant it was. */
export function clickAt(button, instant) {
  return button.evaluate(async (element, instant) => {
    while (Date.now() < instant - 20) await new Promise((resolve) => setTimeout(resolve, 5));
    while (Date.now() < instant);
    const pressed = Date.now();
    element.click();
    return pressed;
  }, instant);
}

/** Waits until the cursor is in the element with this accessible name, and stays there. */
export async function cursorIn(page, name) {
  const here = (name) => document.activeElement?.getAttribute("aria-label") === name;
  const arrive = () =>
    page.waitForFunction(here, name).catch(async (error) => {
      const where = await page.evaluate(() => `${document.activeElement?.outerHTML}`.slice(0, 120));
      throw new Error(`the cursor should be in "${name}", but is in ${where}`, { cause: error });
    });
  await arrive();
  // It may only pass by on its way; and behind F4 the desk holds the keys for two frames more.
  await settled(page);
  await arrive();
}

/** Types a line into the command bar and waits for what becomes of it: undefined when it was done, else the reason. */
export async function attempt(page, line) {
  await enter(page, line);
  return outcome(page);
}

/** What became of the line in the command bar: undefined when it was done, else the reason, and the line still stands. */
export async function outcome(page) {
  const answer = await page.waitForFunction(() => {
    const bar = document.getElementById("command");
    if (bar.value === "") return { done: true };
    const reason = bar.closest("form").querySelector("[role=alert]");
    return reason ? { reason: reason.textContent } : false;
  });
  return (await answer.jsonValue()).reason;
}

/** Keeps the log busy for some milliseconds, as a slow disk or another window's long import would. */
export function busy(page, milliseconds) {
  return page.evaluate(async (milliseconds) => {
    const id = new URLSearchParams(location.hash.slice(1)).get("op");
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open(`firstline.operation.${id}`));
    const store = database.transaction("log", "readwrite").objectStore("log");
    await done(store.count());
    const end = performance.now() + milliseconds;
    const again = () => {
      if (performance.now() < end) store.count().onsuccess = again;
      else database.close();
    };
    again();
  }, milliseconds);
}

/**
 * Freezes a window as a browser freezes a tab in the background: no timers, no answers of the database. Gives what thaws it.
 * Playwright keeps every page awake as if it had the focus, for which it has no switch, so its own session is asked to stop.
 */
export async function freeze(desk, page, front) {
  await front.bringToFront();
  const own = page._connection.toImpl(page).delegate._mainFrameSession._client;
  await own.send("Emulation.setFocusEmulationEnabled", { enabled: false });
  await page.evaluate(() => {
    window.frozen = new Promise((resolve) => document.addEventListener("freeze", () => resolve(Date.now()), { once: true }));
    window.resumed = new Promise((resolve) => document.addEventListener("resume", () => resolve(Date.now()), { once: true }));
  });
  await page.waitForFunction(() => document.visibilityState === "hidden", undefined, { polling: 50 });
  const session = await desk.context.newCDPSession(page);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  return async () => {
    await session.send("Page.setWebLifecycleState", { state: "active" });
    const [from, to] = await page.evaluate(() => Promise.all([window.frozen, window.resumed]));
    await own.send("Emulation.setFocusEmulationEnabled", { enabled: true });
    return to - from;
  };
}

/**
 * Types lines into the command bar from inside the page, one after the other, as fast as the desk takes them; for windows
 * that are to race. Gives for each line undefined when it was done, else the reason; what was refused is wiped away.
 */
export function race(page, lines) {
  return page.evaluate(async (lines) => {
    const bar = document.getElementById("command");
    const form = bar.closest("form");
    const type = (text) => {
      bar.value = text;
      bar.dispatchEvent(new InputEvent("input", { bubbles: true }));
    };
    const reasons = [];
    for (const line of lines) {
      bar.focus();
      type(line);
      // A breath, so that the sentence about an earlier line is gone from the page.
      await new Promise((resolve) => setTimeout(resolve));
      bar.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      let reason;
      for (const end = performance.now() + 60_000; bar.value !== ""; await new Promise((resolve) => setTimeout(resolve, 2))) {
        reason = form.querySelector("[role=alert]")?.textContent;
        if (reason !== undefined) break;
        if (end < performance.now()) throw new Error(`nothing became of "${line}"`);
      }
      reasons.push(reason);
      if (reason !== undefined) type("");
    }
    return reasons;
  }, lines);
}
