// What a screen reader, a keyboard and a finger need: names, landmarks, contrast, sizes.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { practice, start } from "./lib/desk.mjs";

const AXE = fileURLToPath(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url));

async function violations(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(await readFile(AXE, "utf8"));
  return page.evaluate(async () => {
    const found = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
    return found.violations.map((one) => `${one.id}: ${one.nodes.length}x ${one.nodes[0].html.slice(0, 160)}`);
  });
}

const theme = (page, name) => page.evaluate((name) => (document.documentElement.dataset.theme = name), name);

test("no screen breaks a rule of WCAG A or AA, dark or light", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    // A colour on its way from one theme to the other is no colour to judge.
    await page.emulateMedia({ reducedMotion: "reduce" });
    const found = {};
    const look = async (screen) => {
      for (const name of ["dark", "light"]) {
        await theme(page, name);
        const broken = await violations(page);
        if (broken.length > 0) found[`${screen} ${name}`] = broken;
      }
    };
    await page.goto(desk.url);
    await page.getByRole("heading", { name: "Firstline" }).waitFor();
    await look("launcher");
    await practice(page, desk.url);
    await page.getByRole("row", { name: /^18/ }).click();
    await page.getByRole("heading", { name: "Cardiac arrest" }).waitFor();
    await look("desk");
    await page.getByRole("row", { name: /^7 / }).click();
    await page.getByRole("heading", { name: "Bleeding or cut" }).waitFor();
    await look("closed incident");
    await page.keyboard.press("F4");
    await page.getByRole("form", { name: "Call" }).waitFor();
    await look("intake");
    for (const name of ["Log", "Set-up"]) {
      await page.getByRole("link", { name, exact: true }).click();
      await page.getByRole("region", { name, exact: true }).waitFor();
      await look(name);
    }
    await page.keyboard.press("F1");
    await page.getByRole("dialog", { name: "Help" }).waitFor();
    await look("help");
    assert.deepEqual(found, {});
  } finally {
    await desk.stop();
  }
});

test("landmarks, grids and rows carry the names that the product promises", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    await practice(page, desk.url);
    for (const name of ["Queue", "Incident", "Units"]) await page.getByRole("region", { name, exact: true }).waitFor();
    for (const name of ["Pending", "Active", "Recently closed"]) {
      const grid = page.getByRole("grid", { name, exact: true });
      await grid.waitFor();
      // A row is told apart by its number, which is what people say.
      assert.match(await grid.getByRole("row").first().textContent(), /^\d+/);
    }
    assert.match(await page.getByRole("region", { name: "Units" }).getByRole("row").first().textContent(), /^[A-Z]+\d/);
    await page.getByRole("combobox", { name: "Command" }).waitFor();
    await page.getByRole("status", { name: "Save state" }).waitFor();
    await page.keyboard.press("F4");
    const form = page.getByRole("form", { name: "Call" });
    for (const name of ["What happened", "Where", "Type", "Callback", "Caller"]) {
      await form.getByLabel(name, { exact: true }).first().waitFor();
    }
    for (const name of [/^Caller safe/, /^Priority/]) await form.getByRole("radiogroup", { name }).waitFor();
    await form.getByRole("group", { name: /^Dangers/ }).waitFor();
  } finally {
    await desk.stop();
  }
});

test("in touch size every target is 44 pixels high", async () => {
  const desk = await start({ viewport: { width: 1024, height: 768 } });
  try {
    const page = desk.first;
    await practice(page, desk.url);
    await page.getByRole("row", { name: /^18/ }).click();
    await page.getByRole("button", { name: "Touch size" }).or(page.getByRole("button", { name: /touch/i })).first().click();
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("button, input:not([type=checkbox]):not([type=radio]):not(.sr), select, [role=row]")]
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height > 0)
        .filter((element) => element.getBoundingClientRect().height < 43.5)
        .map((element) => `${element.tagName} ${element.className} ${element.textContent.slice(0, 20)} ${element.getBoundingClientRect().height}`),
    );
    assert.deepEqual(small, []);
  } finally {
    await desk.stop();
  }
});
