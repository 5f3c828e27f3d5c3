// What a screen reader, a keyboard and a finger need: names, landmarks, contrast, sizes, order. On every screen.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { after, before, beforeEach, describe, it } from "node:test";
import { another, bar, command, grid, practice, ready, start, until } from "./lib/desk.mjs";
import { field, form, give, hangUp, harmless, newCall, row, section, tell, unasked, view } from "./lib/extra.mjs";

const AXE = fileURLToPath(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url));

/** Every screen and every question of an operation, by the way that leads there. */
let kilometre = 5;
const SCREENS = {
  "nothing selected": async () => {},
  "open incident": async (page) => {
    await command(page, "S 18");
    await page.getByRole("heading", { name: "Cardiac arrest" }).waitFor();
  },
  "incident on hold": async (page) => {
    await command(page, "S 10");
    await page.getByText(/^On hold until/).first().waitFor();
  },
  "closed incident": async (page) => {
    await command(page, "S 7");
    await page.getByRole("heading", { name: "Bleeding or cut" }).waitFor();
  },
  "command with suggestions": (page) => bar(page).pressSequentially("D 18 ME"),
  "refused command": async (page) => {
    await bar(page).fill("D 18 MED9");
    await bar(page).press("Enter");
    await page.getByRole("alert").filter({ hasText: "MED9" }).first().waitFor();
  },
  "hold question": async (page) => {
    await command(page, "S 18");
    await page.getByRole("region", { name: "Incident", exact: true }).getByRole("button", { name: /^Hold/ }).click();
    await page.getByRole("dialog").waitFor();
  },
  "window of a unit": async (page) => {
    await command(page, "U FR1");
    await page.getByRole("dialog", { name: "FR1" }).waitFor();
  },
  help: async (page) => {
    await page.keyboard.press("F1");
    await page.getByRole("dialog", { name: "Help" }).waitFor();
  },
  "intake without a call": (page) => view(page, "Intake"),
  "call that may repeat another": async (page) => {
    await newCall(page);
    await tell(page, "What happened", "man collapsed, not breathing");
    await field(form(page), "Where").fill("gate 4");
    await page.getByRole("button", { name: /^Attach to #18/ }).waitFor();
  },
  "call with its incident": async (page) => {
    // Twice at one place would be a likely duplicate, which waits for a person.
    await field(form(page), "Where").fill(`km ${(kilometre += 1)}`);
    await field(form(page), "Where").press("Enter");
    // A phone shows it on another panel.
    await page.getByRole("list", { name: "Units that could be dispatched", includeHidden: true }).waitFor({ state: "attached" });
  },
  log: (page) => view(page, "Log"),
  map: (page) => view(page, "Map"),
  ...Object.fromEntries(
    ["Operation", "Units", "Unit kinds", "Places", "Incident types", "Priorities", "Dispositions", "Flags", "Goals", "Words", "Guide cards", "Response plans", "Map and paths"].map((name) => [`set-up: ${name}`, (page) => section(page, name)]),
  ),
  "add units": async (page) => {
    await section(page, "Units");
    await page.getByRole("button", { name: "Add units" }).click();
    await page.getByRole("dialog").waitFor();
  },
  "import preview": async (page) => {
    await section(page, "Units");
    await give(page, "Import", "units.csv", "Call sign,Kind\nT1,als\nT1,als\nT2,zeppelin\n");
    await page.getByRole("region", { name: "Import preview" }).waitFor();
  },
};

/** Visits every screen and gives what `look` found there, for the screens where it found something. */
async function tour(page, look, screens = SCREENS) {
  const found = {};
  for (const [name, go] of Object.entries(screens)) {
    await unasked(page);
    if (!name.startsWith("call with")) {
      await view(page, "Desk");
      await bar(page).fill("");
    }
    await go(page);
    const wrong = await look(page);
    if (0 < wrong.length) found[name] = wrong;
  }
  await unasked(page);
  return found;
}

async function violations(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(await readFile(AXE, "utf8"));
  return page.evaluate(async () => {
    const found = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
    return found.violations.map((one) => `${one.id}: ${one.nodes.length}x ${one.nodes[0].html.slice(0, 160)} ${one.nodes[0].failureSummary.split("\n")[1] ?? ""}`);
  });
}

/** What a finger would miss: buttons, links and fields that are in sight and lower than 44 pixels. */
const small = (page) =>
  page.evaluate(() => {
    const targets = "button, a[href], select, textarea, summary, [role=row][tabindex], input:not([type=checkbox], [type=radio], [type=file])";
    return [...document.querySelectorAll(targets)]
      .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !one.closest(".skip, .sr"))
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
      .filter(({ box }) => 0 < box.height && 0 < box.width && box.height < 43.5)
      .map(({ one, box }) => `${one.tagName.toLowerCase()}.${one.className} “${(one.getAttribute("aria-label") ?? one.textContent).trim().slice(0, 24)}” ${box.height.toFixed(1)}`)
      .filter((text, index, all) => all.findIndex((other) => other.split("“")[0] === text.split("“")[0]) === index);
  });

/** How far the page reaches beyond the right edge of the window. */
const overflow = (page) =>
  page.evaluate(() => {
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (over <= 0) return [];
    const wide = [...document.querySelectorAll("body *")].filter((one) => innerWidth + 1 < one.getBoundingClientRect().right && one.checkVisibility());
    return [`${over} px: ${wide.slice(0, 3).map((one) => `${one.tagName.toLowerCase()}.${one.className}`).join(", ")}`];
  });

/** The next Tab begins at the first element of the page, wherever the cursor was. */
const fromTheTop = (page) =>
  page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
  });

const touch = (page) => page.getByRole("button", { name: /touch/i }).click();

describe("accessibility", () => {
  let desk, page;
  before(async () => {
    desk = await start();
    page = desk.first;
    // A colour on its way from one theme to the other is no colour to judge.
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(desk.url);
    await page.getByRole("heading", { name: "Firstline" }).waitFor();
  });
  after(() => desk?.stop());
  beforeEach(() => unasked(page));

  describe("no rule of WCAG A or AA is broken", () => {
    for (const theme of ["dark", "light"]) {
      const put = () => page.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);

      it(`in the launcher, ${theme}`, async () => {
        await page.goto("about:blank");
        await page.goto(desk.url);
        await page.getByRole("heading", { name: "Firstline" }).waitFor();
        await put();
        const found = { launcher: await violations(page) };
        await page.getByRole("button", { name: /^New operation/ }).click();
        await page.getByRole("button", { name: "Create" }).click();
        await page.getByRole("alert").waitFor();
        found["new operation, refused"] = await violations(page);
        await page.getByRole("button", { name: /^Practice/ }).click();
        await page.getByLabel("Your name").waitFor();
        found.seat = await violations(page);
        await page.getByRole("button", { name: "Back" }).click();
        found.list = await violations(page);
        await page.getByRole("button", { name: "Delete Harbor Marathon" }).first().click();
        found["delete question"] = await violations(page);
        for (const screen of Object.keys(found)) assert.deepEqual(found[screen], [], screen);
      });

      it(`on any screen of an operation, ${theme}`, async () => {
        await practice(page, desk.url);
        await put();
        assert.deepEqual(await tour(page, violations), {});
      });
    }
  });

  it("landmarks, grids and controls carry the names that the product promises", async () => {
    await practice(page, desk.url);
    await view(page, "Desk");
    for (const name of ["Queue", "Incident", "Units", "Alerts"]) assert.equal(await page.getByRole("region", { name, exact: true }).count(), 1, name);
    for (const name of ["Pending", "Active", "Recently closed"]) await grid(page, name).waitFor();
    await page.getByRole("combobox", { name: "Command", exact: true }).waitFor();
    await page.getByRole("status", { name: "Save state" }).waitFor();
    await page.getByRole("button", { name: /^New call/ }).first().waitFor();
    await command(page, "S 18");
    const sheet = page.getByRole("region", { name: "Incident", exact: true });
    await sheet.getByRole("button", { name: /^Close incident/ }).first().waitFor();
    await sheet.getByRole("button", { name: /^Dispatch [A-Z]/ }).first().waitFor();
    await sheet.getByRole("log", { name: "Log" }).waitFor();
    await command(page, "S 7");
    await sheet.getByRole("button", { name: /^Reopen/ }).waitFor();
    await newCall(page);
    for (const name of ["What happened", "Where", "Type", "Callback", "Caller"]) await field(form(page), name).waitFor();
    for (const name of [/^Caller safe/, /^Priority/]) await form(page).getByRole("radiogroup", { name }).waitFor();
    await form(page).getByRole("group", { name: /^Dangers/ }).waitFor();
    await hangUp(page);
    await view(page, "Log");
    await page.getByRole("region", { name: "Log", exact: true }).getByRole("button", { name: "Export" }).waitFor();
    await section(page, "Units");
    await page.getByRole("button", { name: "Import" }).first().waitFor();
  });

  it("the name of every row starts with its number or its call sign", async () => {
    await view(page, "Desk");
    const queue = page.getByRole("region", { name: "Queue", exact: true });
    await row(page, 18, queue).waitFor();
    assert.equal(await queue.getByRole("row", { name: /^\d+ / }).count(), await queue.getByRole("row").count());
    const units = page.getByRole("region", { name: "Units", exact: true });
    await until(async () => 20 <= (await units.getByRole("row").count()), "the units are listed");
    assert.equal(await units.getByRole("row", { name: /^[A-Z]+\d* / }).count(), await units.getByRole("row").count());
  });

  it("what is told by shape and colour is told by words too", async () => {
    await view(page, "Desk");
    await row(page, "FR1", page.getByRole("region", { name: "Units", exact: true })).getByTitle("Dispatched").waitFor();
    await row(page, 18).getByTitle("Priority 1").waitFor();
    assert.match(await row(page, 15).textContent(), /overdue by/);
    assert.equal(await row(page, 18).getByText("FR1").locator("xpath=..").textContent(), "FR1 dispatched");
  });

  it("new work from another window is said politely, trouble at once", async () => {
    const other = await another(desk, page, "Calls 1", { view: "desk" });
    await command(other, "NI fall km 3 ; said aloud");
    const live = page.locator("#live");
    await until(async () => /New incident #\d+ Fall, km 3/.test(await live.textContent()), "the live region says it");
    assert.equal(await live.getAttribute("aria-live"), "polite");
    await bar(page).fill("D 18 MED9");
    await bar(page).press("Enter");
    await page.getByRole("alert").filter({ hasText: "MED9" }).first().waitFor();
    await bar(page).fill("");
    await other.close();
  });

  it("the tab key leads to the skip links first, and they lead where they say", async () => {
    await page.reload();
    await ready(page);
    await fromTheTop(page);
    const here = () => page.evaluate(() => document.activeElement.textContent || document.activeElement.id);
    await page.keyboard.press("Tab");
    assert.equal(await here(), "Skip to the incident");
    await page.keyboard.press("Tab");
    assert.equal(await here(), "Skip to the command line");
    await page.keyboard.press("Enter");
    assert.equal(await here(), "command");
  });

  it("the tab key visits every control of the desk and is never held, and what has it shows it", async () => {
    await command(page, "S 18");
    await fromTheTop(page);
    const seen = new Set();
    const hidden = [];
    for (let step = 0; step < 250; step += 1) {
      await page.keyboard.press("Tab");
      const { name, where, ring } = await page.evaluate(() => {
        const one = document.activeElement;
        const style = getComputedStyle(one);
        const box = one.closest(".cmd-in, .combo") ?? one;
        const rings = [style.outlineStyle !== "none" && style.outlineWidth !== "0px", style.boxShadow !== "none", getComputedStyle(box).boxShadow !== "none"];
        return { name: one.getAttribute("aria-label") ?? (one.labels?.[0] ?? one).textContent.trim().slice(0, 30), where: one.closest("[role=region], nav, header, form")?.className ?? "", ring: one === document.body || rings.some(Boolean) };
      });
      if (!ring) hidden.push(name);
      if (seen.has(`${where} ${name}`) && name === "Skip to the incident") break;
      seen.add(`${where} ${name}`);
    }
    const all = [...seen].join("\n");
    for (const name of ["Find in the queue", "New call", "Place", "Age", "Dispatch ", "Close incident", "Set-up"]) assert.ok(all.includes(name), `${name} is reached`);
    assert.deepEqual(hidden, []);
  });

  it("a dialog takes the cursor, keeps it, and gives it back", async () => {
    await view(page, "Desk");
    await command(page, "S 18");
    const hold = page.getByRole("region", { name: "Incident", exact: true }).getByRole("button", { name: /^Hold/ });
    await hold.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    await until(() => page.evaluate(() => document.activeElement.closest("dialog") !== null), "the cursor is in the dialog");
    for (let step = 0; step < 8; step += 1) {
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest("dialog") !== null));
    }
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await until(() => hold.evaluate((one) => document.activeElement === one), "the cursor is where it was");
  });

  it("did no harm on the way", () => harmless(desk));
});

describe("touch", () => {
  let desk, page;
  before(async () => {
    desk = await start({ viewport: { width: 1024, height: 768 } });
    page = desk.first;
    await practice(page, desk.url);
    await touch(page);
  });
  after(() => desk?.stop());

  it("every target on every screen is at least 44 pixels high", async () => {
    assert.equal(await page.evaluate(() => document.documentElement.classList.contains("touch")), true);
    assert.deepEqual(await tour(page, small), {});
  });

  it("the launcher too, and it remembers", async () => {
    await page.goto("about:blank");
    await page.goto(desk.url);
    await page.getByRole("heading", { name: "Harbor Marathon" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.classList.contains("touch")), true);
    const found = { list: await small(page) };
    await page.getByRole("button", { name: /^New operation/ }).click();
    found["new operation"] = await small(page);
    await page.getByRole("button", { name: "Open Harbor Marathon" }).click();
    await page.getByLabel("Your name").waitFor();
    found.seat = await small(page);
    for (const screen of Object.keys(found)) assert.deepEqual(found[screen], [], screen);
  });

  it("did no harm on the way", () => harmless(desk));
});

describe("a phone", () => {
  let desk, page;
  before(async () => {
    desk = await start({ viewport: { width: 390, height: 844 } });
    page = desk.first;
  });
  after(() => desk?.stop());

  it("never scrolls sideways in the launcher", async () => {
    await page.goto(desk.url);
    await page.getByText("No operations on this device").waitFor();
    assert.deepEqual(await overflow(page), []);
    await page.getByRole("button", { name: /^New operation/ }).click();
    assert.deepEqual(await overflow(page), []);
    await page.getByRole("button", { name: /^Practice/ }).click();
    await page.getByLabel("Your name").waitFor();
    assert.deepEqual(await overflow(page), []);
  });

  it("never scrolls sideways on any screen, in either size", async () => {
    await practice(page, desk.url);
    const sizes = { plain: await tour(page, overflow) };
    await page.evaluate(() => document.documentElement.classList.add("touch"));
    sizes.touch = await tour(page, overflow);
    assert.deepEqual(sizes, { plain: {}, touch: {} });
  });

  it("shows one panel at a time, and leads from one to the other", async () => {
    await view(page, "Desk");
    const panels = page.getByRole("navigation", { name: "Panels" });
    const sheet = page.getByRole("region", { name: "Incident", exact: true });
    const units = page.getByRole("region", { name: "Units", exact: true });
    const queue = page.getByRole("region", { name: "Queue", exact: true });
    await panels.getByRole("button", { name: /^Queue/ }).click();
    await queue.waitFor();
    assert.deepEqual([await sheet.isVisible(), await units.isVisible()], [false, false]);
    await row(page, 17).click();
    await sheet.getByRole("heading", { name: "Lost child" }).waitFor();
    assert.equal(await queue.isVisible(), false);
    await panels.getByRole("button", { name: /^Units/ }).click();
    await units.waitFor();
    await row(page, "MED2").waitFor();
    assert.equal(await sheet.isVisible(), false);
  });

  it("did no harm on the way", () => harmless(desk));
});
