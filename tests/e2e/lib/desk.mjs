// Windows of the built program in a real Chromium with a real profile folder, and the few moves that every test makes.
// Elements are found by role and accessible name only: those are the program's public interface.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

/** Serves dist/ and opens a browser on a fresh or a given profile folder. */
export async function start({ profile, prefix = "", viewport = { width: 1440, height: 900 }, url } = {}) {
  const site = url ? { url, close: async () => {} } : await serve(new URL("../../../dist", import.meta.url).pathname, 0, { prefix });
  const folder = profile ?? (await mkdtemp(join(tmpdir(), "firstline-")));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: FLAGS,
    viewport,
    acceptDownloads: true,
    timezoneId: "America/New_York",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(20_000);
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
    site,
    url: site.url,
    folder,
    faults,
    requests,
    first: context.pages()[0] ?? (await context.newPage()),
    async stop({ keep = false } = {}) {
      await context.close().catch(() => {});
      await site.close();
      if (!keep) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    /** Ends the browser process as a power cut would, and leaves the profile as it lies. */
    async kill() {
      const { execFileSync } = await import("node:child_process");
      const own = execFileSync("pgrep", ["-f", `--user-data-dir=${folder}`]).toString().trim().split("\n");
      for (const id of own) {
        try {
          process.kill(Number(id), "SIGKILL");
        } catch {
          // A child may have gone with its parent.
        }
      }
      await context.close().catch(() => {});
      await site.close();
    },
  };
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
  await page.getByRole("radio", { name: new RegExp(`^${position}`) }).check();
  await page.getByLabel("Operator").fill(operator);
  await page.getByRole("button", { name: "Open desk" }).click();
  await ready(page);
}

export async function ready(page) {
  await page.getByRole("status", { name: "Save state" }).getByText("All saved").waitFor();
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
  const bar = page.getByRole("combobox", { name: "Command" });
  await bar.fill(line);
  await bar.press("Enter");
  await page.waitForFunction(() => document.getElementById("command").value === "");
}

/** Types a command that is expected to be refused, and gives the reason. */
export async function refused(page, line) {
  const bar = page.getByRole("combobox", { name: "Command" });
  await bar.fill(line);
  await bar.press("Enter");
  const reason = page.getByRole("alert").filter({ hasText: /./ }).last();
  await reason.waitFor();
  return reason.textContent();
}

/** Adds units through the set-up's own form. */
export async function addUnits(page, pattern, kind = "als") {
  await page.getByRole("link", { name: "Set-up" }).click();
  await page.getByRole("button", { name: "Add units" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Call sign").fill(pattern);
  await dialog.getByLabel("Unit kind").selectOption(kind);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("link", { name: "Desk" }).click();
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
