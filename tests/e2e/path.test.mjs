// The way of a call through the program, as the people at the desks go it: with their hands on the keys.

import assert from "node:assert/strict";
import { test } from "node:test";
import { acts, addUnits, another, bar, busy, counted, countKeys, cursorIn, gapless, grid, newOperation, rows, start } from "./lib/desk.mjs";
import { hangUp } from "./lib/extra.mjs";
import { byKeysAlone, say, watchHands } from "./lib/keys.mjs";

test("the watch over the hands notices a mouse, a script and a text that nobody typed", async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url);
  await watchHands(page);
  await say(page, "N ; radio check");
  await byKeysAlone(page);
  for (const slip of [() => bar(page).fill("N"), () => bar(page).click(), () => bar(page).evaluate((element) => element.click())]) {
    await watchHands(page);
    await slip();
    await assert.rejects(byKeysAlone(page), /no mouse, no finger, no script/);
  }
  assert.deepEqual(desk.faults, []);
});

test("a call from the first ring to its disposition, in three windows, by keyboard alone", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const dispatch = desk.first;
  await newOperation(dispatch, desk.url, { operator: "A. Reyes", position: "Dispatch 1" });
  await addUnits(dispatch, "MED1");
  await addUnits(dispatch, "FR1", "bike");
  const calls = await another(desk, dispatch, "Calls 1", { operator: "S. Kaya" });
  const lead = await another(desk, dispatch, "Lead", { operator: "M. Okafor" });
  const windows = [calls, dispatch, lead];
  for (const page of windows) await watchHands(page);
  const from = Date.now();

  // The call-taker: what, where, callback.
  await calls.keyboard.press("F4");
  await cursorIn(calls, "What happened");
  await calls.keyboard.type("Man collapsed, not breathing");
  const suggested = calls.getByRole("list", { name: "Suggested incident types" });
  await suggested.getByRole("button", { name: "Cardiac arrest P1" }).waitFor();
  await calls.keyboard.press("Enter");
  await cursorIn(calls, "Where");
  await calls.keyboard.type("Gate 4");
  await calls.keyboard.press("Enter");
  await calls.getByRole("heading", { name: /1\s*Cardiac arrest/ }).waitFor();
  await cursorIn(calls, "Callback");
  await calls.keyboard.type("555 0142");
  await calls.keyboard.press("Enter");

  // The dispatcher: select, send, follow.
  const pending = grid(dispatch, "Pending").getByRole("row", { name: /^1\b.*Cardiac arrest.*Gate 4/ });
  await pending.waitFor();
  await say(dispatch, "S 1");
  await dispatch.getByRole("region", { name: "Incident" }).getByRole("heading", { name: "Cardiac arrest" }).waitFor();
  await say(dispatch, "D 1 MED1 FR1");
  await counted(dispatch, "Pending", 0);
  await counted(dispatch, "Active", 1);
  for (const line of ["ER MED1", "ER FR1", "OS FR1", "OS MED1"]) await say(dispatch, line);
  await counted(dispatch, "On scene", 2);

  // The lead: clear, and close through the form that "CL 1" alone opens.
  await counted(lead, "On scene", 2);
  for (const line of ["CL MED1", "CL FR1"]) await say(lead, line);
  await counted(lead, "Available", 2);
  await say(lead, "CL 1");
  await cursorIn(lead, "Disposition");
  await lead.keyboard.type("43");
  await lead.keyboard.press("Tab");
  await lead.keyboard.type("walked away with his wife");
  await lead.keyboard.press("Enter");
  await counted(dispatch, "Recently closed", 1);

  // The call-taker hangs up and looks at the desk.
  await hangUp(calls);
  await say(calls, "F");
  for (const page of windows) {
    await counted(page, "Recently closed", 1);
    await counted(page, "Pending", 0);
    await counted(page, "Active", 0);
    await grid(page, "Recently closed").getByRole("row", { name: /^1\b.*Cardiac arrest.*Treated and released/ }).waitFor();
    await counted(page, "Available", 2);
  }
  const to = Date.now();

  const whole = await rows(dispatch);
  gapless(whole);
  const log = await acts(dispatch);
  assert.deepEqual(
    log.map((row) => `${row.pos} ${row.by}: ${row.kind}`),
    [
      "Calls 1 S. Kaya: call_received",
      "Calls 1 S. Kaya: call_described",
      "Calls 1 S. Kaya: call_described",
      "Calls 1 S. Kaya: incident_opened",
      "Calls 1 S. Kaya: call_attached",
      "Calls 1 S. Kaya: call_described",
      "Dispatch 1 A. Reyes: unit_assigned",
      "Dispatch 1 A. Reyes: unit_assigned",
      "Dispatch 1 A. Reyes: unit_stepped",
      "Dispatch 1 A. Reyes: unit_stepped",
      "Dispatch 1 A. Reyes: unit_stepped",
      "Dispatch 1 A. Reyes: unit_stepped",
      "Lead M. Okafor: unit_released",
      "Lead M. Okafor: unit_released",
      "Lead M. Okafor: closed",
      "Calls 1 S. Kaya: call_ended",
    ],
  );
  const times = log.map((row) => row.entered);
  assert.deepEqual(times, times.toSorted((a, b) => a - b), "entered in the order of the log");
  assert.ok(from <= times[0] && times.at(-1) <= to, "entered while the test ran");
  assert.equal(log.find((row) => row.kind === "closed").data.text, "walked away with his wife");

  // The same story on the screen, the newest line first, each with its time and its position.
  await say(lead, "S 1");
  await lead.getByRole("log", { name: "Log" }).getByText("Call ended").waitFor();
  const lines = await lead.getByRole("log", { name: "Log" }).getByRole("listitem").allInnerTexts();
  const told = lines.map((line) => line.replace(/\s+/g, " ").trim());
  for (const line of told) assert.match(line, /^\d\d:\d\d:\d\d /);
  const order = [
    /Calls 1 Call ended/,
    /Lead Closed, Treated and released.*walked away/,
    /Lead FR1 cleared/,
    /Lead MED1 cleared/,
    /Dispatch 1 MED1 on scene/,
    /Dispatch 1 FR1 on scene/,
    /Dispatch 1 FR1 en route/,
    /Dispatch 1 MED1 en route/,
    /Dispatch 1 FR1 dispatched/,
    /Dispatch 1 MED1 dispatched/,
    /Calls 1 Callback: 555 0142/,
    /Calls 1 Call attached, Phone.*Man collapsed/,
    /Calls 1 Incident opened: Cardiac arrest, Gate 4/,
  ];
  const shown = told.filter((line) => order.some((pattern) => pattern.test(line)));
  shown.forEach((line, index) => assert.match(line, order[index]));
  assert.equal(shown.length, order.length, told.join("\n"));

  for (const page of windows) await byKeysAlone(page);
  assert.deepEqual(desk.faults, []);
});

test("a cardiac arrest is saved and dispatched with 75 keys at most, and no page is loaded", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url);
  await addUnits(page, "ALS1-3");
  await addUnits(page, "FR1-3", "bike");
  const before = (await rows(page)).length;
  const site = new URL(page.url());
  const loads = [];
  page.on("framenavigated", (frame) => {
    const now = new URL(frame.url());
    if (now.origin + now.pathname + now.search !== site.origin + site.pathname + site.search) loads.push(frame.url());
  });
  page.on("request", (request) => {
    if (request.isNavigationRequest()) loads.push(request.url());
  });
  await page.evaluate(() => (window.sameDocument = true));
  const tally = countKeys(page);

  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  await page.keyboard.type("man collapsed not breathing");
  await page.keyboard.press("Enter");
  await page.keyboard.type("gate 4");
  await page.keyboard.press("Enter");
  await page.keyboard.type("555 0142");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /1\s*Cardiac arrest/ }).waitFor();
  // The free units stand in a list beside the form, those of the crew with their kind.
  const could = page.getByRole("list", { name: "Units that could be dispatched" }).getByRole("listitem");
  const sign = await could.filter({ hasText: /\bALS\b/ }).first().getAttribute("aria-label");
  await page.keyboard.press("F2");
  await page.keyboard.type(`d ${sign.toLowerCase()}`);
  await page.keyboard.press("Enter");
  const sent = page.getByRole("list", { name: "Assigned units" }).getByRole("listitem", { name: sign });
  await sent.waitFor();
  await page.getByRole("status", { name: "Save state" }).getByText("All saved").waitFor();

  t.diagnostic(`${tally.keys} keys`);
  assert.ok(tally.keys <= 75, `${tally.keys} keys`);
  assert.deepEqual(loads, []);
  assert.equal(await page.evaluate(() => window.sameDocument), true);
  assert.equal(await bar(page).inputValue(), "");

  const log = (await rows(page)).slice(before);
  const opened = log.find((row) => row.kind === "incident_opened").data;
  assert.equal(opened.kind, "cardiac");
  assert.equal(opened.place.text, "gate 4");
  assert.deepEqual(log.filter((row) => row.kind === "place_moved"), []);
  assert.ok(log.some((row) => row.kind === "call_described" && row.data.detail.callback === "555 0142"));
  const assigned = log.filter((row) => row.kind === "unit_assigned");
  assert.equal(assigned.length, 1);
  assert.equal(assigned[0].data.incident, opened.incident);
  assert.deepEqual(desk.faults, []);
});

test("an incident opens at the whole place, whatever the speed of the fingers and of the disk", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url, { position: "Calls 1" });
  const trials = [
    { delay: 0, slow: 0 },
    { delay: 60, slow: 0 },
    { delay: 60, slow: 250 },
    { delay: 40, slow: 600 },
  ];
  for (const [index, { delay, slow }] of trials.entries()) {
    await page.keyboard.press("F4");
    await page.getByRole("heading", { name: "New call" }).waitFor();
    await cursorIn(page, "What happened");
    await page.keyboard.type("man collapsed not breathing");
    if (slow) await busy(page, slow);
    await page.keyboard.press("Enter");
    await page.keyboard.type(`Gate ${index + 1}`, { delay });
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: new RegExp(`${index + 1}\\s*Cardiac arrest`) }).waitFor();
  }
  await page.getByRole("status", { name: "Save state" }).getByText("All saved").waitFor();
  const log = await acts(page);
  const opened = log.filter((row) => row.kind === "incident_opened").map((row) => row.data.place.text);
  assert.deepEqual(opened, ["Gate 1", "Gate 2", "Gate 3", "Gate 4"]);
  assert.deepEqual(log.filter((row) => row.kind === "place_moved"), [], "nothing had to be moved afterwards");
  assert.deepEqual(desk.faults, []);
});
