// Many windows over one log: whatever they do at the same instant, they end up with one history, and each says so.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  acts,
  addUnits,
  another,
  attempt,
  bar,
  busy,
  clickAt,
  command,
  count,
  counted,
  cursorIn,
  enterAt,
  freeze,
  gapless,
  grid,
  newOperation,
  outcome,
  practice,
  race,
  ready,
  rows,
  start,
  until,
} from "./lib/desk.mjs";
import { row } from "./lib/extra.mjs";

test("sixteen windows open incidents and send the same eight units at once", { timeout: 300_000 }, async (t) => {
  const desk = await start({ viewport: { width: 1000, height: 700 } });
  t.after(() => desk.stop());
  await newOperation(desk.first, desk.url, { operator: "O. One" });
  await addUnits(desk.first, "MED1-8");
  const windows = [desk.first];
  while (windows.length < 16) {
    windows.push(await another(desk, desk.first, "Dispatch 2", { operator: `Operator ${windows.length + 1}` }));
  }

  const units = Array.from({ length: 8 }, (_, index) => `MED${index + 1}`);
  const sent = [];
  await Promise.all(
    windows.map(async (page, index) => {
      const opened = await race(page, [1, 2, 3].map((turn) => `NI fall Stand ${index} row ${turn} ; window ${index}`));
      assert.deepEqual(opened, [undefined, undefined, undefined]);
      // Each window starts with another unit, so that all eight are fought over all the time.
      const wanted = units.map((_, turn) => units[(turn + index) % units.length]);
      const reasons = await race(page, wanted.map((unit) => `D ${unit}`));
      for (const [turn, reason] of reasons.entries()) {
        if (reason === undefined) sent.push(wanted[turn]);
        else assert.match(reason, new RegExp(`${wanted[turn]} is on #\\d+ Fall: dispatched since .* Sent by Dispatch [12]`));
      }
    }),
  );

  const log = await rows(desk.first);
  gapless(log);
  const numbers = log.filter((row) => row.kind === "incident_opened").map((row) => row.data.number);
  assert.deepEqual(numbers, Array.from({ length: 48 }, (_, index) => index + 1), "numbers in the order of the log");
  const assigned = log.filter((row) => row.kind === "unit_assigned");
  assert.equal(assigned.length, 8);
  assert.equal(new Set(assigned.map((row) => row.data.unit)).size, 8);
  assert.deepEqual(sent.toSorted(), units, "each unit was sent once, as the windows saw it");

  const active = new Set(assigned.map((row) => row.data.incident)).size;
  for (const page of windows) {
    await counted(page, "Active", active);
    await counted(page, "Pending", 48 - active);
    await counted(page, "Dispatched", 8);
    await page.getByRole("region", { name: "Units" }).getByText("0 of 8 available").waitFor();
    const state = page.getByRole("status", { name: "Save state" });
    await state.getByText("All saved").waitFor();
    // On a narrow screen the count is out of sight.
    await state.getByText("16 windows").waitFor({ state: "attached" });
  }
  for (const page of windows) {
    const told = () => page.getByRole("region", { name: "Queue" }).getByRole("row").count();
    await until(async () => (await told()) === 48 || told(), "every incident has its row");
  }
  assert.deepEqual(desk.faults, []);
});

test("two windows dispatch one unit at the same instant, twenty times: one gets it, the other is told who has it", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const one = desk.first;
  await newOperation(one, desk.url);
  await addUnits(one, "MED1");
  const two = await another(desk, one, "Dispatch 2");
  await command(one, "NI fall North stand");
  await command(two, "NI fall South stand");
  const sides = [
    { page: one, number: 1, name: "Dispatch 1" },
    { page: two, number: 2, name: "Dispatch 2" },
  ];
  const wins = [0, 0];
  const apart = [];
  for (let round = 0; round < 20; round += 1) {
    for (const side of sides) {
      await counted(side.page, "Available", 1);
      await bar(side.page).fill(`D ${side.number} MED1`);
    }
    // Long enough for a busy computer to have both windows waiting for it.
    const instant = Date.now() + 500;
    const pressed = await Promise.all(sides.map((side) => enterAt(side.page, instant)));
    apart.push(Math.abs(pressed[0] - pressed[1]));
    const reasons = await Promise.all(sides.map((side) => outcome(side.page)));
    const winners = reasons.flatMap((reason, index) => (reason === undefined ? [index] : []));
    assert.equal(winners.length, 1, JSON.stringify(reasons));
    const [winner, loser] = [sides[winners[0]], sides[1 - winners[0]]];
    wins[winners[0]] += 1;
    const reason = reasons[1 - winners[0]];
    assert.match(reason, new RegExp(`MED1 is on #${winner.number} Fall: dispatched since \\d\\d:\\d\\d:\\d\\d\\..*Sent by ${winner.name}`));
    assert.equal(await bar(loser.page).inputValue(), `D ${loser.number} MED1`, "what was refused stays in the bar");
    await bar(loser.page).fill("");
    await command(winner.page, "CL MED1");
  }
  t.diagnostic(`won: ${wins}; milliseconds apart: ${apart}`);
  // A busy computer may be late as often as it likes; a test that is late every time would test nothing.
  assert.ok(Math.min(...apart) <= 50, `pressed ${apart} ms apart`);
  const log = await rows(one);
  gapless(log);
  assert.equal(log.filter((row) => row.kind === "unit_assigned").length, 20);
  assert.deepEqual(desk.faults, []);
});

test("two windows change one incident at the same instant: both changes stay", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const one = desk.first;
  await newOperation(one, desk.url, { position: "Calls 1" });
  const two = await another(desk, one, "Calls 2");
  await one.getByRole("button", { name: "New call" }).first().click();
  await cursorIn(one, "What happened");
  await one.getByRole("textbox", { name: "What happened" }).fill("fell from the stage, bleeding");
  await one.getByRole("combobox", { name: "Where" }).fill("Main stage");
  await one.getByRole("combobox", { name: "Where" }).press("Enter");
  await one.getByRole("heading", { name: /^P\d\s*1/ }).waitFor();
  await two.getByRole("region", { name: "Calls" }).getByRole("button", { name: /fell from the stage/ }).click();
  await two.getByRole("heading", { name: /^P\d\s*1/ }).waitFor();
  await cursorIn(two, "What happened");
  const together = async (...asks) => {
    const instant = Date.now() + 500;
    const done = await Promise.all(asks.map((ask) => ask(instant)));
    t.diagnostic(`${Math.max(...done) - Math.min(...done)} ms apart`);
  };

  // A note and a priority.
  await bar(one).fill("N 1 ; conscious, asks for water");
  await bar(two).fill("P 1 4");
  await together((at) => enterAt(one, at), (at) => enterAt(two, at));
  for (const page of [one, two]) assert.equal(await outcome(page), undefined);

  // Two dangers of one call.
  const dangers = (page) => page.getByRole("group", { name: "Dangers" });
  await together(
    (at) => clickAt(dangers(one).getByRole("button", { name: "Crowd" }), at),
    (at) => clickAt(dangers(two).getByRole("button", { name: "Weapon" }), at),
  );
  for (const page of [one, two]) {
    for (const name of ["Crowd", "Weapon"]) {
      await dangers(page).getByRole("button", { name, pressed: true }).waitFor();
    }
  }

  // Two fields of one form.
  await one.getByRole("textbox", { name: "Callback" }).fill("555 0142");
  await two.getByRole("textbox", { name: "Caller", exact: true }).fill("Steward, gate 4");
  await together((at) => enterAt(one, at), (at) => enterAt(two, at));
  for (const page of [one, two]) {
    await until(() => page.getByRole("textbox", { name: "Callback" }).inputValue().then((text) => text === "555 0142" || text), "the callback is there");
    await until(() => page.getByRole("textbox", { name: "Caller", exact: true }).inputValue().then((text) => text === "Steward, gate 4" || text), "the caller is there");
    assert.equal(await page.getByText("Another window wrote").count(), 0, "nobody's text was in the way of another's");
  }

  const log = await acts(one);
  gapless(await rows(one));
  const has = (kind, test) => assert.ok(log.some((row) => row.kind === kind && test(row.data)), kind);
  has("noted", (data) => data.text === "conscious, asks for water");
  has("urgency_changed", (data) => data.priority === "P4");
  has("call_described", (data) => data.detail.danger_noted === "Crowd");
  has("call_described", (data) => data.detail.danger_noted === "Weapon");
  has("call_described", (data) => data.detail.callback === "555 0142");
  has("call_described", (data) => data.detail.caller === "Steward, gate 4");
  assert.deepEqual(desk.faults, []);
});

test("an incident with twenty units closes in one act, and every window has them back", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const one = desk.first;
  await newOperation(one, desk.url);
  await addUnits(one, "ENG1-20", "engine");
  const others = [await another(desk, one, "Dispatch 2"), await another(desk, one, "Lead")];
  const units = Array.from({ length: 20 }, (_, index) => `ENG${index + 1}`);
  await command(one, "NI fire Grandstand ; flames from the roof");
  await command(one, `D 1 ${units.join(" ")}`);
  for (const unit of units.slice(0, 8)) await command(one, `ER ${unit}`);
  const there = units.slice(0, 5);
  for (const unit of there) await command(one, `OS ${unit}`);
  for (const page of others) await counted(page, "On scene", 5);
  const before = (await rows(one)).length;

  // The first Enter asks, naming the units; the second means it.
  const asked = await attempt(one, "CL 1 23 ; out");
  assert.match(asked, /Still assigned to #1 Structure fire: .*ENG1\b.*ENG20.*Closing clears them/);
  await bar(one).press("Enter");
  for (const page of [one, ...others]) {
    await counted(page, "Recently closed", 1);
    await counted(page, "Active", 0);
    await counted(page, "Available", 20);
    await page.getByRole("region", { name: "Units" }).getByText("20 of 20 available").waitFor();
  }

  const whole = await rows(one);
  gapless(whole);
  const act = whole.slice(before);
  assert.equal(new Set(act.map((row) => row.for)).size, 1, "one command");
  assert.equal(new Set(act.map((row) => row.entered)).size, 1, "one instant");
  assert.deepEqual(act.map((row) => row.kind), [...Array(20).fill("unit_released"), "closed"]);
  const signs = new Map(whole.filter((row) => row.kind === "unit_added").map((row) => [row.data.unit, row.data.call_sign]));
  const works = new Map(whole.filter((row) => row.kind === "unit_assigned").map((row) => [row.data.assignment, signs.get(row.data.unit)]));
  const ended = (how) => act.filter((row) => row.data.how === how).map((row) => works.get(row.data.assignment)).toSorted();
  assert.deepEqual(ended("cleared"), there.toSorted());
  assert.deepEqual(ended("cancelled"), units.slice(5).toSorted());

  for (const page of others) {
    await command(page, "S 1");
    const assigned = page.getByRole("list", { name: "Assigned units" }).getByRole("listitem");
    const told = () => Promise.all(["Cancelled", "Cleared"].map((word) => assigned.filter({ hasText: word }).count()));
    await until(async () => (await told()).join() === "15,5" || told(), "the sheet says how each of them left");
  }
  assert.deepEqual(desk.faults, []);
});

/** The clock in the bar, as seconds of the day. */
async function clock(page) {
  const [hours, minutes, seconds] = (await page.getByRole("banner").locator("time").textContent()).split(":").map(Number);
  return (hours * 60 + minutes) * 60 + seconds;
}

test("a reopened incident stays open, and needs no timer for it", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const one = desk.first;
  await newOperation(one, desk.url);
  await addUnits(one, "MED1");
  const two = await another(desk, one, "Lead");
  await command(one, "NI fall Stand 4");
  await command(one, "DO 1 MED1");
  await command(one, "CL MED1");
  await command(one, "CL 1 43");
  await counted(two, "Recently closed", 1);

  const needed = await attempt(two, "RO 1");
  assert.match(needed, /Needs a reason/);
  await command(two, "RO 1 ; the patient came back");
  const before = (await rows(one)).length;
  const open = async (page) => {
    await counted(page, "Recently closed", 0);
    const listed = async () => (await count(page, "Pending")) + (await count(page, "Active"));
    await until(async () => (await listed()) === 1 || listed(), "it is open");
  };
  for (const page of [one, two]) await open(page);
  // Alerts are judged every five seconds and the slow timer looks every five: past both by the program's own clock.
  const from = await clock(one);
  await until(async () => ((await clock(one)) - from + 86_400) % 86_400 > 11 || "the clock runs", "eleven seconds went by");
  for (const page of [one, two]) {
    await open(page);
    await command(page, "S 1");
    await page.getByRole("region", { name: "Incident" }).getByText(/Reopened/).first().waitFor();
    await page.getByRole("button", { name: "Close incident" }).first().waitFor();
  }
  assert.equal((await rows(one)).length, before, "nothing was written meanwhile: no hold, no timer, no closing");
  // It can be worked on as before.
  await command(one, "D 1 MED1");
  await counted(two, "Dispatched", 1);
  await command(one, "P 1 1");
  assert.deepEqual(desk.faults, []);
});

test("a window that is frozen holds nobody up, and catches up with thirty incidents", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const one = desk.first;
  await newOperation(one, desk.url);
  await addUnits(one, "MED1-2");
  const two = await another(desk, one, "Lead");
  await command(one, "NI fall Stand 0");
  await counted(two, "Pending", 1);
  const thaw = await freeze(desk, two, one);
  const frozen = Date.now();
  for (let index = 1; index <= 30; index += 1) await command(one, `NI fall Stand ${index}`);
  await command(one, "D 3 MED1");
  await command(one, "CL 5 14 ; nobody there");
  const worked = Date.now() - frozen;
  const slept = await thaw();
  // The clocks of two processes are compared, and messages take their time.
  assert.ok(worked - 1_000 <= slept, `it really stood still: ${slept} of ${worked} ms`);
  await counted(two, "Pending", 29);
  await counted(two, "Active", 1);
  await counted(two, "Recently closed", 1);
  await counted(two, "Dispatched", 1);
  // And it is a writer again.
  await command(two, "D 4 MED2");
  await counted(one, "Active", 2);
  const log = await rows(one);
  gapless(log);
  assert.equal(log.at(-1).pos, "Lead");
  assert.deepEqual(desk.faults, []);
});

test("text that is being typed is not overwritten by another window, whose text is offered beside it", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const one = desk.first;
  await newOperation(one, desk.url);
  const two = await another(desk, one, "Dispatch 2");
  await command(one, "NI fall Stand 4");
  await counted(two, "Pending", 1);
  for (const page of [one, two]) await command(page, "S 1");
  const place = (page) => page.getByRole("form", { name: "Incident type, place and priority" }).getByRole("combobox", { name: "Place", exact: true });

  // A field that nobody types in follows the record.
  await command(two, "LOC 1 Stand 5");
  await until(() => place(one).inputValue().then((text) => text === "Stand 5" || text), "the field shows the new place");

  await place(one).focus();
  await one.keyboard.press("Control+A");
  await one.keyboard.type("Stand 6, upper d");
  await command(two, "LOC 1 Stand 7");
  const offer = one.getByRole("status").filter({ hasText: "Another window wrote:" });
  await offer.getByText("Stand 7").waitFor();
  assert.equal(await place(one).inputValue(), "Stand 6, upper d");
  await cursorIn(one, "Place");
  await one.keyboard.type("eck");
  assert.equal(await place(one).inputValue(), "Stand 6, upper deck");
  await offer.getByRole("button", { name: "Use that text" }).click();
  await until(() => place(one).inputValue().then((text) => text === "Stand 7" || text), "the other text is taken");
  await offer.waitFor({ state: "hidden" });

  // Whoever goes on typing instead is the one who wrote last, and the log has both.
  await place(one).focus();
  await one.keyboard.press("Control+A");
  await one.keyboard.type("Stand 8");
  await command(two, "LOC 1 Stand 9");
  await offer.getByText("Stand 9").waitFor();
  await one.keyboard.press("Enter");
  await until(() => place(two).inputValue().then((text) => text === "Stand 8" || text), "the other window has it");
  await offer.waitFor({ state: "hidden" });
  const moved = (await acts(one)).filter((row) => row.kind === "place_moved").map((row) => row.data.place.text);
  assert.deepEqual(moved, ["Stand 5", "Stand 7", "Stand 9", "Stand 8"]);
  assert.deepEqual(desk.faults, []);
});

test("in the call form, too: the other window's callback is offered beside the one being typed", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const one = desk.first;
  await newOperation(one, desk.url, { position: "Calls 1" });
  const two = await another(desk, one, "Calls 2");
  await one.keyboard.press("F4");
  await cursorIn(one, "What happened");
  await one.keyboard.type("lost child, red jacket");
  await one.keyboard.press("Enter");
  await two.getByRole("region", { name: "Calls" }).getByRole("button", { name: /lost child/ }).click();
  await cursorIn(two, "What happened");
  const callback = (page) => page.getByRole("textbox", { name: "Callback" });
  await callback(one).focus();
  await one.keyboard.type("555 01");
  await callback(two).fill("555 0199");
  await callback(two).press("Enter");
  const offer = one.getByRole("status").filter({ hasText: "Another window wrote:" });
  await offer.getByText("555 0199").waitFor();
  assert.equal(await callback(one).inputValue(), "555 01");
  await one.keyboard.type("42");
  await one.keyboard.press("Enter");
  await until(() => callback(two).inputValue().then((text) => text === "555 0142" || text), "the last word stands in both");
  assert.equal(await callback(one).inputValue(), "555 0142");
  await offer.waitFor({ state: "hidden" });
  assert.equal(await two.getByText("Another window wrote").count(), 0);
  assert.deepEqual(desk.faults, []);
});

test("the call form follows when another window moves the incident, and after a reload", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const one = desk.first;
  await newOperation(one, desk.url, { position: "Calls 1" });
  const two = await another(desk, one, "Dispatch 1");
  const where = one.getByRole("combobox", { name: "Where", exact: true });
  const shows = (text) => until(() => where.inputValue().then((now) => now === text || now), `the form shows ${text}`);
  await one.keyboard.press("F4");
  await cursorIn(one, "What happened");
  await one.keyboard.type("fell from a ladder");
  await one.keyboard.press("Tab");
  await where.fill("Stand 1");
  await where.press("Enter");
  await one.getByRole("heading", { name: /1\s*Fall/ }).waitFor();
  await counted(two, "Pending", 1);
  await command(two, "LOC 1 Stand 2");
  await shows("Stand 2");
  await where.fill("Stand 3");
  await where.press("Enter");
  await grid(two, "Pending").getByRole("row").filter({ hasText: "Stand 3" }).waitFor();
  await one.reload();
  await ready(one);
  await shows("Stand 3");
  // And while it is typed in, what the other window says is offered here as well.
  await where.focus();
  await one.keyboard.type(", left");
  await command(two, "LOC 1 Stand 4");
  await one.getByRole("status").filter({ hasText: "Another window wrote:" }).getByText("Stand 4").waitFor();
  assert.equal(await where.inputValue(), "Stand 3, left");
  assert.deepEqual(desk.faults, []);
});

test("nobody's own text is called another window's, however the field is left", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await practice(page, desk.url, { position: "Calls 1" });
  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  const fields = [
    ["textbox", "What happened", "man down ", "what", "man down"],
    // Known as "Gate 9", where nothing is going on.
    ["combobox", "Where", "gate 9", "place", "Gate 9"],
    ["textbox", "Callback", " 555 0142 ", "callback", "555 0142"],
    ["textbox", "Caller", "her brother ", "caller", "her brother"],
  ];
  for (const [role, name, typed, detail, kept] of fields) {
    const field = page.getByRole(role, { name, exact: true });
    await field.focus();
    await page.keyboard.type(typed);
    await page.keyboard.press("Tab");
    const told = (row) => row.data.detail?.[detail]?.text ?? row.data.detail?.[detail];
    await until(async () => (await acts(page)).some((row) => told(row) === kept) || "not yet", `${name} is saved`);
  }
  const type = page.getByRole("combobox", { name: "Type", exact: true });
  await type.focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("cardi");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /Cardiac arrest/ }).waitFor();
  await until(() => type.inputValue().then((text) => text === "Cardiac arrest" || text), "the type is written out");
  await page.getByRole("status", { name: "Save state" }).getByText("All saved").waitFor();
  assert.deepEqual(await page.getByRole("status").filter({ hasText: "Another window wrote" }).allInnerTexts(), []);
  assert.deepEqual(desk.faults, []);
});

test("Enter twice on a slow disk does the line once", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url);
  await busy(page, 2_000);
  await bar(page).fill("NI fall Stand 5 ; once");
  await bar(page).press("Enter");
  await bar(page).press("Enter");
  await page.waitForFunction(() => document.getElementById("command").value === "");
  await page.getByRole("status", { name: "Save state" }).getByText("All saved").waitFor();
  await command(page, "N ; behind it");
  assert.deepEqual((await acts(page)).map((row) => row.kind), ["incident_opened", "noted"]);
  await page.getByRole("region", { name: "Queue" }).click();
  await busy(page, 2_000);
  await page.keyboard.press("F4");
  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  await command(page, "N ; behind that");
  assert.equal((await acts(page)).filter((row) => row.kind === "call_received").length, 1, "one call");
  assert.deepEqual(desk.faults, []);
});

test("a doorbell that nobody hears costs seconds and no rows", async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  await newOperation(desk.first, desk.url);
  const other = await another(desk, desk.first, "Lead");
  await desk.first.evaluate(() => {
    BroadcastChannel.prototype.postMessage = () => {};
  });
  await command(desk.first, "NI fall gate 1 ; unheard");
  // The slow timer finds it, and before that, coming back to the window does.
  await counted(other, "Pending", 1);
  await command(desk.first, "NI fall gate 2 ; unheard too");
  await other.evaluate(() => window.dispatchEvent(new Event("focus")));
  await counted(other, "Pending", 2);
});

test("every one of five thousand open incidents can be reached", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url);
  const OPEN = 5_000;
  await page.evaluate(async (open) => {
    const id = new URLSearchParams(location.hash.slice(1)).get("op");
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open(`firstline.operation.${id}`));
    const stands = await done(database.transaction("log").objectStore("log").getAll());
    const first = JSON.parse(stands[0]);
    const store = database.transaction("log", "readwrite").objectStore("log");
    const at = Date.now() - open * 1_000;
    for (let number = 1; number <= open; number++) {
      const place = { text: number === open ? "Lighthouse" : `Stand ${number}`, place: null, point: null };
      const data = { incident: crypto.randomUUID(), number, year: "26", kind: "fall", priority: "P3", place, summary: "" };
      const when = at + number * 1_000;
      const text = JSON.stringify({ ...first, id: crypto.randomUUID(), for: crypto.randomUUID(), at: when, entered: when, kind: "incident_opened", data });
      store.add(text, stands.length + number);
    }
    await new Promise((resolve, reject) => {
      store.transaction.oncomplete = resolve;
      store.transaction.onabort = () => reject(store.transaction.error);
    });
    database.close();
    window.dispatchEvent(new Event("focus"));
  }, OPEN);
  await counted(page, "Pending", OPEN);
  const pending = grid(page, "Pending");
  const lowest = () => pending.evaluate((list) => list.scrollIntoView({ block: "end" }));
  const last = row(page, OPEN, pending);

  // By scrolling, and from there by the arrows.
  await lowest();
  await last.waitFor();
  await last.focus();
  await page.keyboard.press("ArrowUp");
  await until(() => page.evaluate((number) => document.activeElement?.innerText.startsWith(`${number}`), OPEN - 1), "the row above has the cursor");

  // By number.
  await command(page, "S 2500");
  await page.getByRole("region", { name: "Incident", exact: true }).getByText("Stand 2500", { exact: true }).first().waitFor();

  // By what is known of it.
  await command(page, "F lighthouse");
  await counted(page, "Pending", 1);
  await last.waitFor();
  await command(page, "F");
  await counted(page, "Pending", OPEN);

  // What is less urgent than all of them comes last, and is there.
  await command(page, "NI p4 fall gate 9 ; after all the others");
  await counted(page, "Pending", OPEN + 1);
  await lowest();
  await row(page, OPEN + 1, pending).waitFor();
});

test("little room and a clock that runs behind are said in a band, and are taken back", async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url);
  await page.evaluate(() => {
    window.real = navigator.storage.estimate.bind(navigator.storage);
    navigator.storage.estimate = async () => ({ quota: 100_000_000, usage: 93_000_000 });
  });
  const band = (text) => page.getByRole("alert").filter({ hasText: text });
  await band("Only 7 MB are free for this page on this device.").waitFor();
  await page.evaluate(() => {
    navigator.storage.estimate = window.real;
  });
  await band("Only 7 MB are free").waitFor({ state: "hidden" });

  await command(page, "N ; written at the right time");
  await page.evaluate(() => {
    window.now = Date.now;
    Date.now = () => window.now() - 600_000;
  });
  await band("behind the newest line of the log").waitFor();
  await page.evaluate(() => {
    Date.now = window.now;
  });
  await band("behind the newest line of the log").waitFor({ state: "hidden" });
});
