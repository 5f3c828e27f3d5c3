// The launcher: making, opening, exporting, deleting and importing operations, in one window and in several.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { another, attempt, command, newOperation, practice, ready, rows, settled, sit, start, stored, until } from "./lib/desk.mjs";
import { blocking, databases, handedOver, harmless, give, picture, preview, row, said, section, tally, written } from "./lib/extra.mjs";

const list = (page) => page.getByRole("region", { name: "Operations on this device" });
const card = (page, name) => list(page).getByRole("listitem").filter({ hasText: name });
const windows = (page, count) => page.getByRole("status", { name: "Save state" }).getByText(`${count} windows`).waitFor();

/** Opens the launcher afresh, with what the directory holds now. */
async function launcher(page, url) {
  await page.goto("about:blank");
  await page.goto(url);
  await list(page).getByText(/Harbor|Trial|No operations/).first().waitFor();
}

describe("a fresh profile", () => {
  let desk, page;
  before(async () => {
    desk = await start();
    page = desk.first;
    await page.goto(desk.url);
  });
  after(() => desk?.stop());

  it("says why the list is empty and what can be done", async () => {
    await list(page).getByText("No operations on this device").waitFor();
    await list(page).getByText("this browser has cleared its storage: import your last export").waitFor();
    for (const name of [/^New operation ./, /^Import a file ./, /^Practice ./]) {
      await page.getByRole("button", { name }).waitFor();
    }
    assert.equal(await page.title(), "Firstline");
  });

  it("refuses a blank name and an unknown zone in words, and keeps what was typed", async () => {
    await page.getByRole("button", { name: /^New operation/ }).click();
    const create = page.getByRole("button", { name: "Create" });
    await create.waitFor();
    await settled(page);
    await page.getByLabel("Number prefix").fill("EV");
    await create.click();
    await said(page, "Needs a name.");
    await page.getByLabel("Name", { exact: true }).fill("   ");
    await create.click();
    await said(page, "Needs a name.");
    await page.getByLabel("Name", { exact: true }).fill("Trial");
    await page.getByLabel("Time zone").fill("Nowhere/Land");
    await create.click();
    await said(page, "There is no time zone “Nowhere/Land”. Choose one from the list.");
    assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "Trial");
    assert.equal(await page.getByLabel("Number prefix").inputValue(), "EV");
    await list(page).getByText("No operations on this device").waitFor();
    assert.deepEqual(await databases(page), ["firstline.directory"]);
  });

  it("makes an operation with a profile, a zone and a prefix", async () => {
    await page.getByLabel("Profile").selectOption({ label: "Search and rescue" });
    await page.getByLabel("Time zone").fill("Australia/Eucla");
    const year = new Date().toLocaleDateString("en", { timeZone: "Australia/Eucla", year: "2-digit" });
    await page.getByText(`Incident numbers will look like EV${year}-0142`).waitFor();
    await page.getByRole("button", { name: "Create" }).click();
    await page.getByRole("heading", { name: "Trial" }).waitFor();

    await page.getByRole("button", { name: "Open this position" }).click();
    await said(page, "Enter your name first. The log says who did what.");
    await sit(page, "Dispatch 2", "Zoë");

    const [opened] = await rows(page);
    assert.deepEqual(opened.data, { name: "Trial", profile: "search_and_rescue", zone: "Australia/Eucla", prefix: "EV" });
    const clock = () => page.getByRole("banner").locator("time").innerText();
    const there = (offset) => new Date(Date.now() + offset).toLocaleTimeString("en-GB", { timeZone: "Australia/Eucla" });
    await until(async () => [there(0), there(-1000)].includes(await clock()) || clock(), "the clock is that of the zone");
  });

  it("numbers incidents from 1, with the year and the prefix", async () => {
    const year = new Date().toLocaleDateString("en", { timeZone: "Australia/Eucla", year: "2-digit" });
    await command(page, "NI fall Gate 1 ; first");
    await command(page, "NI fall Gate 2 ; second");
    await row(page, 1).waitFor();
    await row(page, 2).waitFor();
    const sheet = page.getByRole("region", { name: "Incident", exact: true });
    await sheet.getByText(`EV${year}-0002`).waitFor();
    await command(page, `S EV${year}-0001`);
    await sheet.getByText(`EV${year}-0001`).waitFor();
  });

  it("takes a zone by the name that people know it by, though the browser lists an older one", async () => {
    await launcher(page, desk.url);
    await page.getByRole("button", { name: /^New operation/ }).click();
    await page.getByRole("button", { name: "Create" }).waitFor();
    await settled(page);
    await page.getByLabel("Name", { exact: true }).fill("Everest");
    await page.getByLabel("Time zone").fill("Asia/Kathmandu");
    await page.getByRole("button", { name: "Create" }).click();
    await page.getByRole("heading", { name: "Everest" }).waitFor();
  });

  it("did no harm on the way", () => harmless(desk));
});

describe("practice", () => {
  let desk, page;
  before(async () => {
    desk = await start();
    page = desk.first;
    await practice(page, desk.url);
  });
  after(() => desk?.stop());

  it("is full of life at once and marked as practice", async () => {
    await page.getByText("PRACTICE", { exact: true }).waitFor();
    await page.getByText("Nothing here is real. Do not take a real call in this window.").waitFor();
    for (const name of ["Pending", "Active", "Recently closed"]) {
      await page.getByRole("grid", { name, exact: true }).getByRole("row").first().waitFor();
    }
    await section(page, "Units");
    assert.ok(20 <= (await tally(page, "Units")));
    assert.ok(40 <= (await tally(page, "Places")));
  });

  it("stays marked on every screen", async () => {
    for (const name of ["Desk", "Intake", "Log", "Set-up"]) {
      await page.getByRole("link", { name, exact: true }).click();
      assert.ok(await page.getByText("PRACTICE", { exact: true }).isVisible(), name);
    }
    await launcher(page, desk.url);
    await card(page, "Harbor Marathon").getByText("PRACTICE", { exact: true }).waitFor();
  });

  it("is listed with its size and when it was last used", async () => {
    const text = (await card(page, "Harbor Marathon").innerText()).replaceAll("\n", " ");
    const [, size, unit] = text.match(/(\d+(?:\.\d)?) (kB|MB)/) ?? [];
    assert.ok(100 < Number(size) * (unit === "MB" ? 1000 : 1), text);
    const count = Number(text.match(/(\d+) rows/)?.[1]);
    assert.ok(100 < count, text);
    // The clock of the browser, which stands in New York.
    const used = Date.parse(`${text.match(/\d{4}-\d\d-\d\d \d\d:\d\d/)?.[0]}Z`);
    const now = Date.parse(`${new Date().toLocaleString("sv-SE", { timeZone: "America/New_York" })}Z`);
    assert.ok(Math.abs(now - used) < 600_000, text);
  });

  it("did no harm on the way", () => harmless(desk));
});

describe("several windows", () => {
  let desk, page;
  before(async () => {
    desk = await start();
    page = desk.first;
  });
  after(() => desk?.stop());

  it("open from one button and know of each other", async () => {
    await page.goto(desk.url);
    await page.getByRole("button", { name: /^Practice/ }).click();
    await page.getByLabel("Your name").fill("A. Reyes");
    await page.getByRole("button", { name: "Open three windows" }).click();
    await until(() => desk.context.pages().length === 3, "three windows are open");
    for (const one of desk.context.pages()) await windows(one, 3);
    const seats = await Promise.all(desk.context.pages().map((one) => one.evaluate(() => new URLSearchParams(location.hash.slice(1)).get("pos"))));
    assert.deepEqual(seats.sort(), ["Calls 1", "Dispatch 1", "Lead"]);
  });

  it("that the browser blocks are named, with a way to open them", async () => {
    // Browsers let one press open one window; the test browser is told to let all through, people's browsers are not.
    const strict = await blocking();
    try {
      await strict.first.goto(strict.url);
      await strict.first.getByRole("button", { name: /^Practice/ }).click();
      await strict.first.getByLabel("Your name").fill("A. Reyes");
      await strict.first.getByRole("button", { name: "Open three windows" }).click();
      const told = strict.first.getByRole("alert").filter({ hasText: "Lead" });
      await until(async () => strict.context.pages().length === 3 || told.isVisible(), "three windows are open, or the missing one is named");
    } finally {
      await strict.stop();
    }
  });

  it("that were blocked have a button each, and none is opened twice", async () => {
    const other = await start();
    try {
      const one = other.first;
      await one.addInitScript(() => {
        // A browser that opens nothing for the lead, until it is asked by a press of its own.
        const open = window.open.bind(window);
        let blocks = 2;
        window.open = (url, ...rest) => (/pos=Lead/.test(url) && 0 < blocks-- ? null : open(url, ...rest));
      });
      await one.goto(other.url);
      await one.getByRole("button", { name: /^Practice/ }).click();
      await one.getByLabel("Your name").fill("A. Reyes");
      await one.getByRole("button", { name: "Open three windows" }).click();
      await said(one, "The browser did not open these windows: Lead. Open each with its own button below, or allow pop-ups for this address.");
      await until(() => other.context.pages().length === 2, "one window is open");
      // Tried again: the window that is there is not opened a second time.
      await one.getByRole("button", { name: "Open three windows" }).click();
      await one.getByRole("button", { name: "Open Lead", exact: true }).click();
      await until(() => other.context.pages().length === 3, "three windows are open");
      for (const each of other.context.pages()) await windows(each, 3);
      const seats = other.context.pages().map((each) => new URLSearchParams(new URL(each.url()).hash.slice(1)).get("pos"));
      assert.deepEqual(seats.sort(), ["Calls 1", "Dispatch 1", "Lead"]);
    } finally {
      await other.stop();
    }
  });

  it("a closed window vanishes from the count", async () => {
    const lead = desk.context.pages().find((one) => one.url().includes("pos=Lead"));
    await lead.close();
    await windows(page, 2);
  });

  it("a window whose process dies vanishes too", async () => {
    // Opened by address, so that it does not share its process with the others.
    const doomed = await another(desk, page, "Lead");
    await windows(page, 3);
    const session = await desk.context.newCDPSession(doomed);
    session.send("Page.crash").catch(() => {});
    await windows(page, 2);
    await doomed.close();
  });

  it("an operation that is open is not deleted", async () => {
    const other = await desk.context.newPage();
    await launcher(other, desk.url);
    await card(other, "Harbor Marathon").getByText("Open windows: 2").waitFor();
    await other.getByRole("button", { name: "Delete Harbor Marathon" }).click();
    await said(other, "Harbor Marathon is open in a window. Close its windows, then delete it.");
    assert.ok((await databases(other)).some((name) => name.startsWith("firstline.operation.")));
    await other.close();
  });

  it("the positions that are taken are named when the next window sits down", async () => {
    const other = await desk.context.newPage();
    await launcher(other, desk.url);
    await other.getByRole("button", { name: "Open Harbor Marathon" }).click();
    await other.getByRole("radio", { name: /Dispatch 1.*Taken by A\. Reyes/ }).waitFor();
    // Who sits down meanwhile is named too.
    const late = await another(desk, page, "Dispatch 2", { operator: "Zoë" });
    await other.getByRole("radio", { name: /Dispatch 2.*Taken by Zoë/ }).waitFor();
    await late.close();
    await until(async () => (await other.getByRole("radio", { name: /Dispatch 2.*Taken by/ }).count()) === 0, "the seat is free");
    await other.close();
  });

  it("an operation that is opened while somebody confirms its deletion is not deleted", async () => {
    const where = page.url();
    for (const one of desk.context.pages().filter((one) => one !== page)) await one.close();
    await launcher(page, desk.url);
    await card(page, "Harbor Marathon").getByText("Last used").waitFor();
    await page.getByRole("button", { name: "Delete Harbor Marathon" }).click();
    const other = await desk.context.newPage();
    await other.goto(where);
    await ready(other);
    await page.getByRole("dialog").getByLabel("Type the name of the operation to confirm").fill("Harbor Marathon");
    await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
    await said(page, "Harbor Marathon is open in a window. Close its windows, then delete it.");
    assert.ok((await databases(page)).some((name) => name.startsWith("firstline.operation.")));
    await card(page, "Harbor Marathon").getByText("Open windows: 1").waitFor();
    await other.close();
    await card(page, "Harbor Marathon").getByText("Last used").waitFor();
  });

  it("did no harm on the way", () => harmless(desk));
});

describe("an operation as a file", () => {
  let desk, page, file, before_, shown;
  before(async () => {
    desk = await start();
    page = desk.first;
    await practice(page, desk.url);
    await command(page, "NI fall Łódź Café ; „Größe“ — 日本語, \\ and \"quotes\" 🚑");
    await command(page, "D 19 MED1");
    await attempt(page, "TR MED5 st mary");
    before_ = (await rows(page)).map((one) => one.text);
    shown = await picture(page);
    await launcher(page, desk.url);
  });
  after(() => desk?.stop());

  it("holds the rows of the log byte for byte", async () => {
    file = await handedOver(page, () => page.getByRole("button", { name: "Export Harbor Marathon" }).click());
    assert.match(file.name, /^[a-z0-9-]*harbor-marathon[a-z0-9-]*\.firstline\.jsonl$/i);
    const lines = file.text.split("\n");
    assert.deepEqual(JSON.parse(lines[0]), { firstline: 1, operation: "Harbor Marathon", rows: before_.length, blobs: 0 });
    assert.deepEqual(lines.slice(1, -2), before_);
    assert.match(lines.at(-2), new RegExp(`^\\{"end":${before_.length},"sum":"[0-9a-f]{16}"\\}$`));
    assert.equal(lines.at(-1), "");
  });

  it("is deleted only when its name is typed", async () => {
    const press = async (typed) => {
      await page.getByRole("button", { name: "Delete Harbor Marathon" }).click();
      await page.getByRole("dialog").getByLabel("Type the name of the operation to confirm").fill(typed);
      await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
    };
    const stood = await databases(page);
    for (const wrong of ["", "Harbor", "harbor marathon"]) {
      await press(wrong);
      await said(page, "The name does not match. Nothing was deleted.");
      await page.getByRole("button", { name: "Understood" }).click();
      assert.deepEqual(await databases(page), stood);
    }
    await press("Harbor Marathon");
    await list(page).getByText("No operations on this device").waitFor();
    await until(async () => (await databases(page)).length === 1, "the database is gone");
  });

  it("comes back in another browser with the same log and the same desk", async () => {
    const other = await start();
    try {
      await other.first.goto(other.url);
      await give(other.first, "Import a file", file.name, file.text);
      await sit(other.first, "Dispatch 1", "J. Lind");
      assert.deepEqual((await rows(other.first)).map((one) => one.text), before_);
      assert.deepEqual(await picture(other.first), shown);
      await command(other.first, "N 19 ; goes on here");
      await launcher(other.first, other.url);
      await card(other.first, "Harbor Marathon").getByText("PRACTICE", { exact: true }).waitFor();
      await harmless(other);
    } finally {
      await other.stop();
    }
  });

  describe("that is damaged", () => {
    let kept;
    before(async () => {
      // Something is there already, and must stay as it is.
      await newOperation(page, desk.url, { name: "Trial" });
    });
    beforeEach(async () => {
      // A seat is free a moment after its window has gone, and the list says which are taken.
      await launcher(page, desk.url);
      const taken = () => page.evaluate(async () => (await navigator.locks.query()).held.filter((lock) => lock.name.startsWith("firstline-seat:")).length);
      await until(async () => (await taken()) === 0 || taken(), "nobody sits anywhere");
      await launcher(page, desk.url);
      kept = { list: await list(page).innerText(), databases: await databases(page) };
    });

    /** A refused file leaves everything as it was; the sentence says where and why. */
    async function check(text, sentence) {
      await give(page, "Import a file", "damaged.firstline.jsonl", text);
      await said(page, sentence);
      await page.getByRole("button", { name: "Understood" }).click();
      assert.equal(await list(page).innerText(), kept.list);
      assert.deepEqual(await databases(page), kept.databases);
      await page.reload();
      await list(page).getByText("Trial").waitFor();
      assert.equal(await list(page).innerText(), kept.list);
    }
    const refused = (line, why) => `The file was refused and nothing was taken over. Line ${line}: ${why}`;
    const lines = () => file.text.split("\n");
    /** The file with one line replaced. */
    const with_ = (number, change) => lines().map((line, index) => (index === number - 1 ? change(line) : line)).join("\n");

    it("cut after a row", () => {
      const cut = `${lines().slice(0, 101).join("\n")}\n`;
      return check(cut, refused(102, `The file is cut short: 100 of ${before_.length} rows are here. Ask for a fresh copy.`));
    });

    it("cut in the middle of a row", () => {
      const cut = file.text.slice(0, Math.floor(file.text.length / 2));
      const whole = cut.split("\n").length - 2;
      return check(cut, `${whole} of ${before_.length} rows are here`);
    });

    it("without its last line", () => {
      const cut = `${lines().slice(0, -2).join("\n")}\n`;
      return check(cut, `The file is cut short: ${before_.length} of ${before_.length} rows are here`);
    });

    it("with a row taken out", () => check(lines().toSpliced(200, 1).join("\n"), /Line \d+: .*(cut short|damaged)/));

    it("with one character changed, wherever it makes a row unreadable", async () => {
      await check(with_(150, (line) => line.replace('"v":1', '"v":x')), refused(150, "This row is damaged"));
      await check(with_(150, (line) => line.replace("{", "[")), refused(150, "This row is damaged"));
      await check(with_(before_.length, (line) => line.replace(/"kind":"(\w)/, '"kind":"_')), /Line \d+: This version of Firstline does not know rows of the kind “_\w+”/);
      await check(with_(before_.length, (line) => line.replace('"id":"', '"id":"x')), refused(before_.length, "This row is damaged"));
    });

    it("with one letter of one text changed", async () => {
      // The rows say nothing about each other, so only a sum over the whole file could find this.
      const place = lines().findIndex((line) => line.includes("Größe")) + 1;
      const changed = refused(before_.length + 2, "the rows above have been changed since the file was written");
      await check(with_(place, (line) => line.replace("Größe", "Grösse")), changed);
      await check(with_(before_.length, (line) => line.replace(/"at":(\d+)(\d)/, (_, head, last) => `"at":${head}${(Number(last) + 1) % 10}`)), changed);
    });

    it("with a row twice", () => {
      const twice = lines();
      twice[150] = twice[149];
      return check(twice.join("\n"), refused(151, "This row is in the file twice."));
    });

    it("with an empty line", () => check(with_(20, () => ""), refused(20, "This line is empty.")));

    it("with something after its end", () => check(`${file.text}{}\n`, "Something stands after the end of the log."));

    it("of a newer version", async () => {
      await check(with_(1, (line) => line.replace('"firstline":1', '"firstline":2')), "It was written by a newer version of Firstline.");
      await check(with_(5, (line) => line.replace('"v":1', '"v":2')), "It was written by a newer version of Firstline.");
    });

    it("of another program", async () => {
      const foreign = refused(1, "This is not an operation that Firstline exported.");
      for (const text of ["", "\n", "Call sign,Kind\nMED1,als\n", '{"type":"FeatureCollection","features":[]}', "PK\u0003\u0004", '{"end":0}']) {
        await check(text, foreign);
      }
      await check(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00]), "The file is not text. Choose a file that Firstline exported.");
    });

    it("that nests without end", async () => {
      const deep = (open, close) => open.repeat(90_000) + close.repeat(90_000);
      await check(deep("[", "]"), "Line 1: This is not an operation that Firstline exported.");
      // What a later version may add to the first line is passed over, however deep.
      await check(`{"firstline":1,"operation":"x","rows":1,"blobs":0,"more":${deep("[", "]")}}\n`, "Line 2: The file is cut short: 0 of 1 rows are here.");
      await check(with_(3, (line) => line.replace(/"label":"[^"]*"/, `"label":${deep("[", "]")}`)), "Line 3: This row is damaged");
      await check(with_(3, () => deep('{"a":', "}")), "Line 3: This line is too long for a row of a log.");
    });

    it("that promises more than it can hold", async () => {
      await check(with_(1, (line) => line.replace(/"rows":\d+/, '"rows":18446744073709551615')), "Line");
      await check(with_(1, (line) => line.replace(/"rows":\d+/, '"rows":-1')), "Line 1: This is not an operation that Firstline exported.");
      await check(`{"firstline":1,"operation":"x","rows":0,"blobs":0}\n{"end":0}\n`, "The log does not start by opening an operation.");
    });
  });

  it("did no harm on the way", () => harmless(desk));
});

describe("a sub-folder of any host", () => {
  let desk, page;
  before(async () => {
    desk = await start({ prefix: "/tools/desk/" });
    page = desk.first;
    await desk.context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
    });
  });
  after(() => desk?.stop());

  it("serves every screen and every window, and nothing is asked from elsewhere", async () => {
    await practice(page, desk.url);
    for (const name of ["Intake", "Log", "Set-up", "Desk"]) await page.getByRole("link", { name, exact: true }).click();
    assert.equal(await preview(page, "D 18 MED1"), "Dispatch MED1 to #18 Cardiac arrest");
    await page.reload();
    await ready(page);
    const [popup] = await Promise.all([
      desk.context.waitForEvent("page"),
      page.getByRole("region", { name: "Units", exact: true }).getByRole("button", { name: "Open in its own window" }).click(),
    ]);
    await ready(popup);
    const outside = desk.requests.filter((url) => !url.startsWith(desk.url) && !url.startsWith("blob:"));
    assert.deepEqual(outside, []);
    await harmless(desk);
  });
});

/** A picture that stands on the map of one device has to stand on that of the next one, or the file is none. */
describe("a site plan", () => {
  const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  let desk, page, file;
  before(async () => {
    desk = await start();
    page = desk.first;
    await newOperation(page, desk.url);
  });
  after(() => desk?.stop());

  it("leaves in the file of its operation", async () => {
    await section(page, "Map and paths");
    await page.locator('input[type=file][aria-label="Choose site plan"]').setInputFiles({ name: "plan.png", mimeType: "image/png", buffer: Buffer.from(PIXEL, "base64") });
    const form = page.getByRole("region", { name: "Place the plan" });
    await form.waitFor();
    await settled(page);
    for (const [label, value] of [
      ["Pixels from the left, point 1", "0"], ["Pixels from the top, point 1", "0"], ["Where point 1 is", "52.2400, 21.0000"],
      ["Pixels from the left, point 2", "60"], ["Pixels from the top, point 2", "40"], ["Where point 2 is", "52.2300, 21.0240"],
    ]) await form.getByLabel(label, { exact: true }).fill(value);
    await form.getByRole("button", { name: "Place the plan" }).click();
    const placed = await written(page, (row) => row.kind === "site_plan_placed");
    await page.getByRole("link", { name: "Log", exact: true }).click();
    file = await handedOver(page, () => page.getByRole("button", { name: "Export", exact: true }).click());
    const lines = file.text.trim().split("\n").map((line) => JSON.parse(line));
    assert.equal(lines[0].blobs, 1);
    assert.deepEqual(lines.at(-2), { blob: placed.data.blob, type: "image/png", data: PIXEL });
  });

  it("is refused with its line when it is not the picture it is named after", async () => {
    await launcher(page, desk.url);
    const damaged = file.text.replace(PIXEL, PIXEL.replace("Nk+M9Q", "Nk+N9Q"));
    assert.notEqual(damaged, file.text);
    await give(page, "Import a file", "trial.firstline.jsonl", damaged);
    await said(page, `Line ${file.text.trim().split("\n").length - 1}: The picture on this line is damaged`);
    assert.equal((await databases(page)).filter((name) => name.startsWith("firstline.operation.")).length, 1);
  });

  it("comes in with the file, and lies where it lay", async () => {
    await launcher(page, desk.url);
    await give(page, "Import a file", "trial.firstline.jsonl", file.text);
    await sit(page, "Dispatch 1", "A. Reyes");
    const [blob] = (await stored(page, "blobs")).map((text) => JSON.parse(text));
    assert.equal(blob.data, PIXEL);
    await section(page, "Map and paths");
    await page.getByRole("button", { name: "Remove plan" }).waitFor();
    await harmless(desk);
  });
});
