// Guide cards: calls taken by keyboard, instructions read out, warnings that crews acknowledge, and the cards of the set-up.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { chromium } from "playwright-core";
import { addUnits, another, command, cursorIn, drafts, newOperation, ready, rows, settled, site, start, until } from "./lib/desk.mjs";
import { field, form, give, handedOver, harmless, newCall, preview, row, said, section, since, tally, unasked, view, written } from "./lib/extra.mjs";
import { byKeysAlone, say, tabTo, watchHands } from "./lib/keys.mjs";

const panel = (page) => page.getByRole("region", { name: "Guide card", exact: true });
const question = (page) => page.locator("#card-question");
const read = (page) => page.locator(".card-read");
const focused = (page) => page.evaluate(() => document.activeElement?.id ?? "");

/** Adds units through the set-up's own form, each with the capabilities of its kind. */
async function units(page) {
  for (const [sign, kind] of [["MED1", "als"], ["MED2", "als"], ["SEC1", "security"], ["E1-2", "engine"]]) await addUnits(page, sign, kind);
}

/** Takes a call with the keys alone until its card is there. */
async function call(page, what, where) {
  await newCall(page);
  await page.keyboard.type(what);
  await page.keyboard.press("Alt+2");
  await page.keyboard.type(where);
  await page.keyboard.press("Enter");
  await question(page).waitFor();
}

/** Waits for a question, presses a key and waits until the answer stands in the log, whatever is asked next. */
async function press(page, text, key) {
  const answers = async () => (await rows(page)).filter((one) => one.kind === "card_answered").length;
  await question(page).getByText(text).waitFor();
  const before = await answers();
  await page.keyboard.press(key);
  await until(async () => before < (await answers()), `${text} is answered`);
  // The next question is there, and the cursor where it takes its answer.
  await question(page).filter({ hasText: text }).waitFor({ state: "detached" });
  await settled(page);
}

/** The kinds of rows stand in this order, others between them, and their times rise. */
function inOrder(log, wanted) {
  let at = 0;
  for (const one of log) if (one.kind === wanted[at]) at += 1;
  assert.equal(at, wanted.length, `${log.map((one) => one.kind).join(" ")} lacks ${wanted[at]} at its place`);
  assert.ok(log.every((one, index) => index === 0 || log[index - 1].at <= one.at), "times rise");
}

/** The cursor goes to the card, from wherever it is. */
async function toCard(page, id = "card-panel") {
  await page.keyboard.press("Alt+c");
  await settled(page);
  await until(async () => (await focused(page)) === id, `the cursor is in ${id}`);
}

/**
 * Answers the age, on which the way to push depends, and begins the instructions of an arrest. Papers against reviving are
 * asked about at this age, even where somebody saw them go down.
 */
async function beginToPush(page) {
  await question(page).getByText("How old are they?").waitFor();
  await toCard(page, "card-answer");
  await page.keyboard.type("68");
  await until(async () => (await page.locator("#card-answer").inputValue()) === "68", "it is typed");
  await page.keyboard.press("Enter");
  await question(page).getByText("What happened just before?").waitFor();
  await until(async () => (await focused(page)) === "card-panel", "the cursor is on the card");
  await page.keyboard.press("Alt+g");
  await read(page).getByText("Put the phone on speaker").waitFor();
  for (const text of ["flat on their back", "Kneel close", "heel of one hand", "your other hand", "Straighten your arms", "Push down as hard"]) {
    await settled(page);
    await page.keyboard.press("Space");
    await read(page).getByText(text).waitFor();
  }
}

/** Whether the flash of the beat goes on and off, as a person would see it. */
async function flashes(page) {
  const pulse = page.locator(".aid-pulse");
  const on = () => pulse.evaluate((element) => element.classList.contains("on"));
  await until(on, "the flash is on");
  await until(async () => !(await on()), "the flash is off");
  await until(on, "the flash is on again");
}

describe("guide cards", () => {
  let desk, page, stood;
  before(async () => {
    desk = await start();
    page = desk.first;
    await newOperation(page, desk.url, { position: "Calls 1" });
    await units(page);
    await view(page, "Intake");
  });
  after(() => desk?.stop());
  beforeEach(async () => {
    await unasked(page);
    stood = (await rows(page)).length;
  });
  const made = async () => since(page, stood);
  const kinds = async () => (await made()).map((one) => one.kind);

  it("come with a new operation, from the page's own address", async () => {
    const saved = (await rows(page)).filter((one) => one.kind === "card_saved");
    assert.ok(45 <= saved.length, `${saved.length} cards`);
    await harmless(desk);
  });

  it("guide a cardiac arrest by keyboard, with units on their way before the third question", async () => {
    await watchHands(page);
    await call(page, "man collapsed, not breathing", "Gate 4");
    await panel(page).getByText("This card is not approved by this operation.").waitFor();
    const clocks = panel(page).getByLabel("Arrest clocks");
    const clock = async (name) => (await clocks.locator("div").filter({ hasText: name }).innerText()).replace(/\s+/g, " ").trim();
    assert.match(await clock("Arrest recognized"), /^Arrest recognized \d:\d\d left goal 1:30 – from verified place$/);
    assert.match(await clock("First compression"), /^First compression \d:\d\d left goal 2:30 – from verified place$/);
    // The place was read back: each clock has a second one, from there.
    await page.keyboard.press("Alt+v");
    await written(page, (one) => one.kind === "place_verified");
    await until(async () => /\d:\d\d left from verified place$/.test(await clock("Arrest recognized")), "it runs from the verified place too");
    assert.match(await clock("First compression"), /\d:\d\d left from verified place$/);
    await toCard(page);
    await press(page, "Are they awake?", "n");
    await press(page, "Are they breathing normally?", "n");
    await page.getByText(/^Send now: Arrest/).first().waitFor();
    await until(async () => /^Arrest recognized \d:\d\d goal 1:30 \d:\d\d from verified place$/.test(await clock("Arrest recognized")), "the arrest is recognised");
    await page.keyboard.press("Alt+r");
    await written(page, (one) => one.kind === "recommendation_followed");
    assert.equal((await made()).filter((one) => one.kind === "card_answered").length, 2, "before the third question is answered");
    await panel(page).getByText(/^Help is on its way: /).waitFor();
    await page.getByText(/^Send now: Arrest.*No unit is on the way/).waitFor({ state: "hidden" });

    // How a chest is pushed depends on the age, so the instructions wait for it.
    await beginToPush(page);
    const aid = panel(page).getByRole("group", { name: "Compressions" });
    const counter = aid.getByLabel("Count", { exact: true });
    const before = Number(await counter.innerText());
    await until(async () => before + 2 < Number(await counter.innerText()), "the beat counts on");
    await flashes(page);
    // Being told to push is not a compression: the clock runs until somebody says that they do.
    await aid.getByText("The clock stops when they push.").waitFor();
    assert.match(await clock("First compression"), /left goal 2:30/);
    assert.deepEqual((await made()).filter((one) => one.kind === "clock_marked").map((one) => one.data.mark), ["recognised"]);
    await settled(page);
    await page.keyboard.press("p");
    await aid.getByText(/since the first compression/).waitFor();
    await until(async () => /^First compression \d:\d\d goal 2:30 \d:\d\d from verified place$/.test(await clock("First compression")), "the clock of the first compression is met");
    for (const [key, text] of [["Space", "come right up"], ["Space", "Keep pushing with the beat"], ["2", "Let your helper take over"], ["1", "Keep pushing with the beat"]]) {
      await settled(page);
      await page.keyboard.press(key);
      await read(page).getByText(text).waitFor();
    }
    await byKeysAlone(page);

    // What the record says, in the order in which it happened.
    const log = await made();
    inOrder(log, [
      "incident_opened", "card_opened", "place_verified", "card_answered", "card_answered", "send_now_called", "clock_marked", "unit_assigned",
      "card_answered", "card_step_reached", "clock_marked", "card_step_reached", "card_step_reached", "compressor_changed", "card_step_reached",
    ]);
    assert.deepEqual(log.filter((one) => one.kind === "clock_marked").map((one) => one.data.mark), ["recognised", "first_compression"]);
    const answer = log.find((one) => one.kind === "card_answered").data;
    assert.deepEqual([answer.asked, answer.answer, answer.shown], ["Are they awake?", "no", "No"]);
  });

  it("sound the beat in one window only, show it in all, and go back to what was left", async () => {
    const number = (await rows(page)).findLast((one) => one.kind === "incident_opened").data.number;
    const aid = panel(page).getByRole("group", { name: "Compressions" });
    const marked = async (mark) => (await made()).filter((one) => one.kind === "clock_marked" && one.data.mark === mark).length;
    await aid.getByRole("button", { name: "Not pushing yet" }).click();
    await aid.getByText("The clock stops when they push.").waitFor();
    await aid.getByRole("button", { name: "They are pushing" }).click();
    await aid.getByText(/since the first compression/).waitFor();
    await until(async () => (await marked("first_compression")) === 1, "the clock ran on and was stopped again");
    inOrder(await made(), ["finding_withdrawn", "clock_marked"]);

    // The beat is for the eye as well: it goes on with the sound off, and where no motion is wanted.
    const sound = aid.getByRole("button", { name: "Sound" });
    await until(async () => (await sound.getAttribute("aria-pressed")) === "true", "it sounds where the step was reached");
    await sound.click();
    await until(async () => (await sound.getAttribute("aria-pressed")) === "false", "the sound is off");
    await flashes(page);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.locator(".aid-pulse").waitFor({ state: "visible" });
    await flashes(page);
    await page.emulateMedia({ reducedMotion: null });
    await sound.click();
    await until(async () => (await sound.getAttribute("aria-pressed")) === "true", "the sound is on");

    // Another window on the incident shows the beat and keeps still until somebody takes the sound there.
    const other = await another(desk, page, "Dispatch 2");
    await row(other, number).first().click();
    await read(other).getByText("Keep pushing with the beat").waitFor();
    await flashes(other);
    const there = panel(other).getByRole("group", { name: "Compressions" });
    assert.equal(await there.getByRole("button", { name: "Sound" }).getAttribute("aria-pressed"), "false");
    await there.getByText("The window that reached this step sounds the beat.").waitFor();
    await there.getByRole("button", { name: "Sound" }).click();
    await there.getByText("The window that reached this step sounds the beat.").waitFor({ state: "hidden" });
    await there.getByRole("button", { name: "Sound", pressed: true }).waitFor();
    await page.bringToFront();
    // It sounds in one window only: the one where it was taken from keeps still.
    await aid.getByText("The window that reached this step sounds the beat.").waitFor();
    await aid.getByRole("button", { name: "Sound", pressed: false }).waitFor();
    await other.close();
    await toCard(page);
    // Back leads to what was left, by key and by button, and tells the caller nothing.
    const backs = async () => (await made()).filter((one) => one.kind === "card_step_reached" && one.data.back).length;
    for (const [way, text, back] of [["4", "Stop pushing. Watch the chest", () => page.keyboard.press("Backspace")], ["2", "Let your helper take over", () => panel(page).getByRole("button", { name: "Back", exact: true }).click()]]) {
      await settled(page);
      await page.keyboard.press(way);
      await read(page).getByText(text).waitFor();
      await settled(page);
      const before = await backs();
      await back();
      await read(page).getByText("Keep pushing with the beat").waitFor();
      await until(async () => (await backs()) === before + 1, "somebody went back");
    }
    await settled(page);
    await page.keyboard.press("2");
    await read(page).getByText("Let your helper take over").waitFor();
  });

  it("come back to the very step after a reload, and to the question", async () => {
    const said = await read(page).innerText();
    await page.reload();
    await ready(page);
    await read(page).getByText(said).waitFor();
    await toCard(page);
    await page.keyboard.press("q");
    await press(page, "What happened just before?", "1");
    await press(page, "Is anyone there with you", "y");
    await press(page, "Is there a defibrillator close by?", "3");
    await press(page, "Did anyone see or hear them go down?", "y");
    await question(page).getByText("How many minutes ago was that?").waitFor();
    await page.keyboard.type("1");
    await until(async () => (await page.locator("#card-answer").inputValue()) === "1", "it is typed");
    await until(async () => (await drafts(page)).some((text) => Object.entries(JSON.parse(text).texts).some(([key, typed]) => /^card\/.*\/down$/.test(key) && typed === "1")), "it is kept");
    await page.reload();
    await ready(page);
    await question(page).getByText("How many minutes ago was that?").waitFor();
    await until(async () => (await page.locator("#card-answer").inputValue()) === "1", "what was being typed is there");
    await toCard(page, "card-answer");
    await page.keyboard.type("2");
    await page.keyboard.press("Enter");
    await question(page).getByText("Are there papers against reviving them").waitFor();
    await written(page, (one) => one.kind === "card_answered" && one.data.question === "down" && one.data.answer === "12");
  });

  it("go back without loss, and answer again as a correction", async () => {
    await toCard(page);
    await page.keyboard.press("Backspace");
    await question(page).getByText("How many minutes ago was that?").waitFor();
    await until(async () => (await focused(page)) === "card-answer", "the cursor is in the field");
    // The field holds the answer that stands; it is emptied before the key goes further back.
    await page.locator("#card-answer").fill("");
    await page.keyboard.press("Backspace");
    await question(page).getByText("Did anyone see or hear them go down?").waitFor();
    await until(async () => (await panel(page).getByRole("list", { name: "Answered" }).getByRole("listitem").count()) === 8, "nothing is lost");
    await page.keyboard.press("u");
    await question(page).getByText("Are there papers against reviving them").waitFor();
    await written(page, (one) => one.kind === "card_answered" && one.data.question === "seen" && one.data.answer === "unknown");
  });

  it("are opened once for each patient", async () => {
    await panel(page).getByRole("button", { name: "Another patient" }).click();
    await panel(page).getByRole("radio", { name: /, patient 2$/ }).waitFor();
    await question(page).getByText("Are they awake?").waitFor();
    await toCard(page);
    await press(page, "Are they awake?", "y");
    await panel(page).getByRole("radio", { name: "Cardiac arrest, adult", exact: true }).click();
    await question(page).getByText("Are there papers against reviving them").waitFor();
    const answered = (await made()).filter((one) => one.kind === "answered");
    assert.deepEqual(answered, [], "the second patient does not change what is known of the first");
  });

  it("note at any moment what the caller says", async () => {
    await field(panel(page), "Caller says").fill("His wife is here now");
    await field(panel(page), "Caller says").press("Enter");
    await until(async () => (await made()).some((one) => one.kind === "noted" && one.data.text === "Caller says: His wife is here now"), "it is noted");
  });

  it("offer what the caller mentions besides, and drop what was taken", async () => {
    await call(page, "woman fell", "Gate 5");
    await field(panel(page), "Caller says").fill("her brother has a knife");
    const heard = panel(page).getByRole("list", { name: "Heard in it" });
    await heard.getByRole("button", { name: "Weapon", exact: true }).waitFor();
    await field(panel(page), "Caller says").press("Enter");
    await written(page, (one) => one.kind === "noted" && one.data.text === "Caller says: her brother has a knife");
    // It is still there once the remark is written down.
    await heard.getByRole("button", { name: "Weapon", exact: true }).click();
    await until(async () => (await made()).some((one) => one.kind === "call_described" && one.data.detail.danger_noted === "Weapon"), "the danger is noted");
    await heard.getByRole("listitem").waitFor({ state: "hidden" });
    await field(panel(page), "Caller says").fill("");
  });

  it("offer what a typed incident says, and a weapon warns at once", async () => {
    await view(page, "Desk");
    await command(page, "NI noise Gate 14 ; man with a knife, two hurt");
    const sheet = page.getByRole("region", { name: "Incident", exact: true });
    const heard = sheet.locator("#s-call").getByRole("list", { name: "Heard in it" });
    await heard.getByRole("button", { name: "Drop the suggestion 2", exact: true }).click();
    await heard.getByRole("button", { name: "Weapon", exact: true }).click();
    await until(async () => (await made()).some((one) => one.kind === "staging_asked"), "crews wait until it is safe");
    await heard.getByRole("listitem").first().waitFor({ state: "hidden" });
    await sheet.locator(".card-bar.safety").getByText("Weapon").waitFor();
  });

  it("time contractions over a step, a reload and another window", async () => {
    await call(page, "pregnant, contractions", "Gate 9");
    const number = (await made()).find((one) => one.kind === "incident_opened").data.number;
    await toCard(page);
    await press(page, "Is the mother awake?", "y");
    await press(page, "Is she breathing normally?", "y");
    await press(page, "What do you see or feel?", "5");
    await question(page).getByText("How many weeks").waitFor();
    await page.keyboard.press("Alt+g");
    await read(page).getByText("Let her lie on the left side").waitFor();
    await toCard(page);
    await page.keyboard.press("Space");
    await read(page).getByText("Tell me when a pain begins").waitFor();
    const timer = (window) => panel(window).getByRole("group", { name: "Contractions" });
    const lines = (window) => timer(window).getByRole("list", { name: "Earlier contractions" }).getByRole("listitem");
    const noted = async () => (await made()).filter((one) => one.kind === "noted" && /^Contraction: /.test(one.data.text)).length;
    await timer(page).getByRole("button", { name: "One begins" }).click();
    await timer(page).getByRole("button", { name: "It is over" }).click();
    await until(async () => (await noted()) === 1, "the first is noted");
    await lines(page).filter({ hasText: /^Contraction: 0:\d\d long$/ }).waitFor();

    await toCard(page);
    await page.keyboard.press("Space");
    await read(page).getByText("Must she push").waitFor();
    await page.keyboard.press("1");
    await read(page).getByText("Go on, and tell me").waitFor();
    await lines(page).filter({ hasText: /^Contraction: 0:\d\d long$/ }).waitFor();
    // Its beginning stands in the record: another window sees it go on, and so does this one after a reload.
    const begun = async () => (await made()).filter((one) => one.kind === "contraction_began").length;
    await toCard(page);
    await page.keyboard.press("t");
    await until(async () => (await begun()) === 2, "the second has begun");
    const beside = await another(desk, page, "Dispatch 3");
    await row(beside, number).first().click();
    await timer(beside).getByRole("button", { name: "It is over" }).waitFor();
    await beside.close();
    await page.bringToFront();
    await page.reload();
    await ready(page);
    await timer(page).getByRole("button", { name: "It is over" }).click();
    await until(async () => (await noted()) === 2, "the second is noted");
    const apart = /^Contraction: \d:\d\d long, \d:\d\d after the one before$/;
    await lines(page).filter({ hasText: apart }).waitFor();

    const other = await another(desk, page, "Dispatch 2");
    await row(other, number).first().click();
    await lines(other).filter({ hasText: apart }).waitFor();
    assert.equal(await timer(other).getByRole("button", { name: "One begins" }).count(), 1, "the next one begins");
    await other.close();
    await page.bringToFront();
  });

  it("send to a fire with people inside by keyboard before the third question, and guide who called", async () => {
    await watchHands(page);
    await call(page, "house on fire", "Elm Street 12");
    await toCard(page);
    await press(page, "Where are you now?", "1");
    await press(page, "Is anyone still inside?", "y");
    await until(async () => (await kinds()).includes("send_now_called"), "the card says to send");
    const { number, kind } = (await made()).find((one) => one.kind === "incident_opened").data;
    assert.equal(kind, "fire");
    assert.ok((await made()).some((one) => one.kind === "answered" && one.data.question === "people_inside" && one.data.answer === "Yes"));
    // The queue and the alerts of the desk say so too, until a unit is on its way.
    await say(page, `S ${number}`);
    await say(page, "F");
    await row(page, number).first().getByText("Send now").waitFor();
    const urged = page.getByRole("region", { name: "Alerts" }).getByText("send a unit now");
    await urged.first().waitFor();
    const clocks = page.getByRole("region", { name: "Incident", exact: true }).locator("dl.clocks").first();
    const clock = async (name) => (await clocks.locator("div").filter({ hasText: name }).innerText()).replace(/\s+/g, " ").trim();
    assert.match(await clock("First unit dispatched"), /goal 1:00$/);
    await say(page, `D ${number} E1`);
    await row(page, number).first().getByText("Send now").waitFor({ state: "hidden" });
    await until(async () => (await urged.count()) === 0, "no alert asks for a unit any more");
    await until(async () => /^First unit dispatched \d:\d\d goal 1:00$/.test(await clock("First unit dispatched")), "its clock is met");
    await until(async () => /^Turnout \d:\d\d left goal 1:\d\d$/.test(await clock("Turnout")), "the next goal runs");
    await until(async () => /left goal 4:00$/.test(await clock("First on scene")), "and that of the way");
    assert.equal((await made()).filter((one) => one.kind === "card_answered").length, 2, "E1 is sent before the third question is answered");

    // The caller is told what to do, word by word; who is missing is asked for.
    await toCard(page, "card-answer");
    await panel(page).getByText(/^Help is on its way: E1/).waitFor();
    await page.keyboard.press("Alt+g");
    await read(page).getByText("Stay outside.").waitFor();
    for (const [key, text] of [["Space", "Keep others out."], ["Space", "Move away, so that"], ["Space", "Is anyone missing?"], ["1", "Tell me who"], ["Space", "Do not go in to look"], ["Space", "Gather everyone"]]) {
      await settled(page);
      await page.keyboard.press(key);
      await read(page).getByText(text).waitFor();
    }
    await settled(page);
    await page.keyboard.press("q");
    await question(page).getByText("Where inside are they?").waitFor();
    await cursorIn(page, "Where inside are they?");
    await page.keyboard.type("back room");
    await page.keyboard.press("Enter");
    await written(page, (one) => one.kind === "crew_line_noted" && one.data.text === "Inside: back room");
    await byKeysAlone(page);
    inOrder(await made(), [
      "incident_opened", "card_opened", "card_answered", "card_answered", "send_now_called", "unit_assigned", "card_step_reached", "card_step_reached",
      "card_step_reached", "card_step_reached", "card_step_reached", "card_step_reached", "card_step_reached", "card_answered", "crew_line_noted",
    ]);
  });

  it("guide a caller who is trapped by fire by keyboard, from the card that fits better", async () => {
    await watchHands(page);
    await call(page, "house on fire", "Elm Street 14");
    await toCard(page);
    await press(page, "Where are you now?", "3");
    await page.getByText(/^Send now: /).first().waitFor();
    const { number } = (await made()).find((one) => one.kind === "incident_opened").data;
    await say(page, `D ${number} E2`);
    assert.equal((await made()).filter((one) => one.kind === "card_answered").length, 1, "E2 is sent before the second question is answered");
    await toCard(page);
    await tabTo(page, panel(page).getByRole("button", { name: /Trapped by fire or smoke/ }));
    await page.keyboard.press("Enter");
    await question(page).getByText("Which floor and room are you in?").waitFor();
    await panel(page).getByText(/^Help is on its way: E2/).waitFor();
    await cursorIn(page, "Which floor and room are you in?");
    await page.keyboard.type("third floor, room 12");
    await page.keyboard.press("Enter");
    await question(page).getByText("Is there any safe way out?").waitFor();
    await until(async () => (await focused(page)) === "card-panel", "the cursor is on the card");
    await press(page, "Is there any safe way out?", "3");
    await page.keyboard.press("Alt+g");
    await read(page).getByText("Close every door between you and the fire.").waitFor();
    for (const [key, text] of [["Space", "Press cloth into the gap"], ["Space", "Lie down."], ["Space", "Hold a cloth over"], ["Space", "Is there a window?"], ["1", "Open it a little"], ["Space", "Wave something bright"], ["Space", "Do not jump."], ["Space", "Stay on the line"]]) {
      await settled(page);
      await page.keyboard.press(key);
      await read(page).getByText(text).waitFor();
    }
    await byKeysAlone(page);
    const log = await made();
    assert.ok(log.some((one) => one.kind === "crew_line_noted" && one.data.text === "Trapped in: third floor, room 12"), "the crew hears where");
    inOrder(log, [
      "incident_opened", "card_opened", "card_answered", "send_now_called", "unit_assigned", "card_opened", "card_answered", "card_answered", "card_step_reached",
    ]);
    assert.equal(log.filter((one) => one.kind === "card_step_reached").length, 9);
  });

  it("lead from choking to the first instruction of an arrest with one key, and back with Undo", async () => {
    await call(page, "woman is choking on food", "Gate 6");
    assert.equal((await made()).find((one) => one.kind === "incident_opened").data.kind, "choking");
    await toCard(page);
    await press(page, "Are they awake?", "y");
    await press(page, "Are they breathing normally?", "n");
    await until(async () => (await focused(page)) === "card-answer", "the cursor is in the field of the age");
    await page.keyboard.type("40");
    await until(async () => (await page.locator("#card-answer").inputValue()) === "40", "it is typed");
    await page.keyboard.press("Enter");
    await question(page).getByText("Can they speak, cry, or cough loudly?").waitFor();
    await until(async () => (await focused(page)) === "card-panel", "the cursor is on the card");
    await press(page, "Can they speak, cry, or cough loudly?", "n");
    await press(page, "Are they pregnant, or too big to reach around?", "n");
    await page.keyboard.press("Alt+g");
    await read(page).getByText("Stand beside them").waitFor();
    for (const [key, text] of [["Space", "Hit hard between"], ["Space", "Is it out?"], ["3", "Lower them gently"], ["Space", "Look into the mouth"]]) {
      await settled(page);
      await page.keyboard.press(key);
      await read(page).getByText(text).waitFor();
    }
    await settled(page);
    await page.keyboard.press("1");
    await read(page).filter({ hasNotText: "Look into the mouth" }).waitFor();
    const opened = await written(page, (one) => one.kind === "card_opened" && one.data.card === "arrest-adult");
    const act = (await made()).filter((one) => one.for === opened.for);
    const answers = act.filter((one) => one.kind === "card_answered").map((one) => [one.data.question, one.data.answer]);
    assert.deepEqual(answers, [["awake", "no"], ["breathing", "no"], ["cause", "choke"]]);
    assert.ok(act.some((one) => one.kind === "clock_marked" && one.data.mark === "recognised"), "the arrest is recognised");
    const reached = act.find((one) => one.kind === "card_step_reached").data;
    await read(page).getByText(reached.said).waitFor();
    assert.ok(!(await panel(page).getByText("Are they awake?").and(question(page)).count()), "nobody is asked again");

    // A slip of the key is taken back whole: the clock, and the card that was on the screen.
    await page.getByRole("button", { name: /^Undo/ }).click();
    await read(page).getByText("Look into the mouth").waitFor();
    const back = await written(page, (one) => one.kind === "finding_withdrawn" && one.data.detail.mark?.mark === "recognised");
    const undone = (await made()).filter((one) => one.for === back.for);
    assert.deepEqual(undone.filter((one) => one.kind === "card_answered").map((one) => one.data.answer), ["", "", ""]);
    assert.equal(undone.at(-1).data.card, "choking");
  });

  it("take a time as people say it, and say what they expect where it is none", async () => {
    await call(page, "face drooping on one side, stroke", "Gate 7");
    await toCard(page);
    await press(page, "Are they awake?", "y");
    await press(page, "Are they breathing normally?", "y");
    const type = async (text) => {
      await until(async () => (await focused(page)) === "card-answer", "the cursor is in the field");
      await page.locator("#card-answer").fill(text);
      await page.keyboard.press("Enter");
    };
    await question(page).getByText("How old are they?").waitFor();
    await type("70");
    await question(page).getByText("does one side of the face hang?").waitFor();
    await until(async () => (await focused(page)) === "card-panel", "the cursor is on the card");
    await press(page, "does one side of the face hang?", "y");
    await press(page, "does one drop or stay down?", "n");
    await press(page, "Is the speech slurred", "n");
    await question(page).getByText("last well").waitFor();
    await type("soon");
    await page.getByText(/^“soon” is no time\. Type a clock time such as 14:05/).first().waitFor();
    await type("2 pm");
    await written(page, (one) => one.kind === "card_answered" && one.data.question === "lkw" && one.data.answer === "14:00");
    await question(page).getByText("What else is there?").waitFor();
  });

  it("take one answer from a key, however long it is held down", async () => {
    await call(page, "man collapsed, not breathing", "Gate 10");
    await toCard(page);
    const answers = async () => (await made()).filter((one) => one.kind === "card_answered").length;
    await question(page).getByText("Are they awake?").waitFor();
    await page.keyboard.down("n");
    await question(page).getByText("Are they breathing normally?").waitFor();
    await settled(page);
    for (let held = 0; held < 5; held += 1) await page.keyboard.down("n");
    await page.keyboard.up("n");
    // Another press is another answer; it would come after those of the held key.
    await press(page, "Are they breathing normally?", "u");
    assert.equal(await answers(), 2);
    await written(page, (one) => one.kind === "card_answered" && one.data.question === "breathing" && one.data.answer === "unknown");
  });

  it("take an answer back with Undo, and all that it led to", async () => {
    await call(page, "man collapsed, not breathing", "Gate 8");
    await toCard(page);
    await press(page, "Are they awake?", "n");
    await press(page, "Are they breathing normally?", "n");
    await until(async () => (await kinds()).includes("send_now_called"), "the card says to send");
    await page.getByText("Are they breathing normally? No", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: /^Undo/ }).click();
    await question(page).getByText("Are they breathing normally?").waitFor();
    const withdrawn = async () => (await made()).filter((one) => one.kind === "finding_withdrawn").map((one) => Object.keys(one.data.detail)[0]);
    await until(async () => (await withdrawn()).length === 5, "all of it is taken back");
    assert.deepEqual((await withdrawn()).sort(), ["crew", "mark", "need", "need", "send_now"]);
  });

  it("learn from the first assessment what has changed since they were answered", async () => {
    await call(page, "man collapsed, not breathing", "Gate 11");
    await toCard(page);
    await press(page, "Are they awake?", "n");
    await press(page, "Are they breathing normally?", "y");
    await page.getByRole("radiogroup", { name: "Breathing normally", exact: true }).getByRole("radio", { name: "No", exact: true }).click();
    await written(page, (one) => one.kind === "answered" && one.data.question === "breathing" && one.data.answer === "No");
    await until(async () => (await made()).some((one) => one.kind === "clock_marked" && one.data.mark === "recognised"), "the card acts on it");
    await panel(page).getByRole("list", { name: "Answered" }).getByRole("button", { name: /^Are they breathing normally\? No/ }).waitFor();
    // A fact that is taken back is asked again.
    await page.getByRole("radiogroup", { name: "Breathing normally", exact: true }).getByRole("radio", { name: "No", exact: true }).click();
    await question(page).getByText("Are they breathing normally?").waitFor();
  });

  it("keep crews away from a weapon by keyboard until each has heard the warning, in a second window too", async () => {
    await watchHands(page);
    await call(page, "fight, two men", "Stage 2");
    const { number } = (await made()).find((one) => one.kind === "incident_opened").data;
    await toCard(page);
    await press(page, "Are they still fighting?", "1");
    await say(page, `D ${number} SEC1`);
    assert.equal((await made()).filter((one) => one.kind === "card_answered").length, 1, "SEC1 is sent before the third question is answered");
    const crew = await another(desk, page, "Dispatch 2");
    await watchHands(crew);
    await page.bringToFront();
    await toCard(page);
    await press(page, "Do you see any weapon?", "2");
    const wait = page.getByText("Crews wait at a distance until the scene is safe.");
    await wait.first().waitFor();
    await until(async () => (await kinds()).includes("staging_asked") && (await kinds()).includes("safety_noted"), "both stand in the log");
    await panel(page).getByText(/^Help is on its way: SEC1.*They stop close by until it is safe for them\.$/).waitFor();

    // The crew's line in the other window has it, without a key there; it goes when the crew has heard it.
    await crew.bringToFront();
    const unit = row(crew, "SEC1", crew.getByRole("region", { name: "Units" }));
    await unit.getByText(/Weapon in the fight/).waitFor();
    const due = crew.getByRole("region", { name: "Alerts" }).getByText("has not acknowledged the safety warning");
    await due.first().waitFor();
    assert.ok(!(await kinds()).includes("safety_acknowledged"), "nobody has heard it yet");
    await say(crew, `S ${number}`);
    const sheet = crew.getByRole("region", { name: "Incident", exact: true });
    await sheet.getByRole("heading", { name: "Fight" }).waitFor();
    await sheet.getByText("Crews wait at a distance until the scene is safe.").first().waitFor();
    await say(crew, "ER SEC1");
    await unit.getByText(/Weapon in the fight/).waitFor();
    await tabTo(crew, unit.getByRole("button", { name: "SEC1 has heard the warning" }));
    await crew.keyboard.press("Enter");
    await unit.getByText(/Weapon in the fight/).waitFor({ state: "hidden" });
    await until(async () => (await due.count()) === 0, "the alert is gone");
    const heard = await written(page, (one) => one.kind === "safety_acknowledged");
    assert.equal(heard.data.heard.length, 1, "the warning that stood beside the button");
    assert.match(heard.data.heard[0], /Weapon in the fight/);
    assert.equal(heard.pos, "Dispatch 2");
    await byKeysAlone(crew);

    await page.bringToFront();
    const warnings = page.getByRole("group", { name: "Safety warnings" });
    await warnings.getByText("heard by SEC1").waitFor();
    // A unit that is sent later has it to acknowledge as well, by its command.
    await say(page, `D ${number} MED2`);
    await warnings.getByRole("button", { name: "MED2 has heard the warning" }).waitFor();
    await page.keyboard.press("F2");
    await cursorIn(page, "Command");
    await page.keyboard.type("SF MED2");
    await page.locator("#command-preview").getByText(/MED2 acknowledges the safety warning: .*Weapon in the fight/).waitFor();
    await page.keyboard.press("Enter");
    await warnings.getByText("heard by SEC1, MED2").waitFor();
    // The crew waits near by, and the desk says so until the scene is safe.
    await say(page, `ST SEC1`);
    await written(page, (one) => one.kind === "unit_stepped" && one.data.step === "staged");
    await wait.first().waitFor();
    const hint = page.getByText("Scene not safe: wait near by until it is.");
    await hint.first().waitFor();
    await say(page, `SC ${number}`);
    await until(async () => (await kinds()).includes("staging_ended"), "the scene is safe");
    await until(async () => (await wait.count()) === 0 && (await hint.count()) === 0, "nobody is told to wait any more");
    await say(page, "OS SEC1");
    await byKeysAlone(page);
    const log = await made();
    inOrder(log, [
      "incident_opened", "card_opened", "card_answered", "unit_assigned", "card_answered", "safety_noted", "unit_stepped", "safety_acknowledged", "unit_assigned",
      "safety_acknowledged", "unit_stepped", "staging_ended", "unit_stepped",
    ]);
    inOrder(log, ["card_answered", "card_answered", "staging_asked", "staging_ended"]);
    assert.deepEqual(log.filter((one) => one.kind === "unit_stepped").map((one) => one.data.step), ["en_route", "staged", "on_scene"]);
    await crew.close();
    await harmless(desk);
  });

  it("keep each window on the patient that it works with", async () => {
    await call(page, "man collapsed, not breathing", "Gate 12");
    const number = (await made()).find((one) => one.kind === "incident_opened").data.number;
    await toCard(page);
    await press(page, "Are they awake?", "n");
    // A window that has done nothing on the incident shows what is used elsewhere.
    const other = await another(desk, page, "Dispatch 3");
    await row(other, number).first().click();
    await question(other).getByText("Are they breathing normally?").waitFor();
    const first = (window, checked) => panel(window).getByRole("radio", { name: "Cardiac arrest, adult", exact: true, checked });
    const second = (window, checked) => panel(window).getByRole("radio", { name: /, patient 2$/, checked });
    await panel(other).getByRole("button", { name: "Another patient" }).click();
    await second(other, true).waitFor();
    await question(other).getByText("Are they awake?").waitFor();
    // The second patient is listed in the first window, which stays where it is.
    await second(page, false).waitFor();
    await first(page, true).waitFor();
    await toCard(other);
    await press(other, "Are they awake?", "n");
    await question(other).getByText("Are they breathing normally?").waitFor();
    await page.bringToFront();
    await toCard(page);
    await press(page, "Are they breathing normally?", "n");
    const answers = (await made()).filter((one) => one.kind === "card_answered").map((one) => one.data);
    assert.deepEqual(answers.map((one) => [one.question, one.answer]), [["awake", "no"], ["awake", "no"], ["breathing", "no"]]);
    assert.equal(answers[2].run, answers[0].run, "the answer is for the patient whose question was read");
    assert.notEqual(answers[1].run, answers[0].run);
    await second(other, true).waitFor();
    await question(other).getByText("Are they breathing normally?").waitFor();

    // What is typed belongs to a patient as well.
    const age = page.locator("#card-answer");
    const typed = (text) => until(async () => (await age.count()) === 1 && (await age.inputValue()) === text, `“${text}” is in the field`);
    await question(page).getByText("How old are they?").waitFor();
    await cursorIn(page, "How old are they?");
    await page.keyboard.type("58");
    await typed("58");
    await second(page).click();
    await question(page).getByText("Are they breathing normally?").waitFor();
    await toCard(page);
    await press(page, "Are they breathing normally?", "n");
    await question(page).getByText("How old are they?").waitFor();
    await cursorIn(page, "How old are they?");
    await typed("");
    // An answer that is refused is not lost, not even by a reload.
    await page.keyboard.type("old");
    await typed("old");
    await page.keyboard.press("Enter");
    await page.getByText("That is no answer to “How old are they?”.").first().waitFor();
    await typed("old");
    const kept = async (text) => (await drafts(page)).some((one) => Object.entries(JSON.parse(one).texts).some(([key, value]) => key.endsWith("/ask/age") && value === text));
    await until(() => kept("old"), "it is kept");
    await page.reload();
    await ready(page);
    await second(page, true).waitFor();
    await typed("old");
    await panel(page).getByRole("button", { name: "Unknown", exact: true }).click();
    await written(page, (one) => one.kind === "card_answered" && one.data.run === answers[1].run && one.data.question === "age" && one.data.answer === "unknown");
    await until(async () => !(await kept("old")), "it has been answered");
    await first(page).click();
    await question(page).getByText("How old are they?").waitFor();
    await typed("58");
    await other.close();
    await page.bringToFront();
    await harmless(desk);
  });

  describe("in the set-up", () => {
    // The version that the program brings along; each saved change is one more.
    let shipped;

    it("are listed and filtered", async () => {
      await section(page, "Guide cards");
      assert.ok(45 <= (await tally(page, "Guide cards")));
      await page.getByRole("searchbox", { name: "Find a card" }).fill("choking");
      await until(async () => (await page.getByRole("main").or(page.locator(".setup-main")).first().locator("tbody tr").count()) < 10, "few are left");
      await page.getByRole("button", { name: "Open Choking", exact: true }).waitFor();
    });

    it("are refused with a fault, and the place is named", async () => {
      shipped = (await rows(page)).find((one) => one.kind === "card_saved" && one.data.card === "choking").data.version;
      await page.getByRole("button", { name: "Open Choking", exact: true }).click();
      await page.getByRole("radio", { name: "Text", exact: true }).click();
      const source = field(page, "Text of the card");
      const text = await source.inputValue();
      const check = page.getByRole("region", { name: "Check" });
      // A second card in the text would be lost.
      await source.fill(`${text}\n${text}`);
      await check.getByText(/choking, line \d+, .*Another card begins here\./).waitFor();
      await source.fill(text.replace(/when = "speak/, 'when = "spaek'));
      await check.getByText(/choking, line \d+, .*“spaek” is no question of this card/).waitFor();
      await page.getByRole("button", { name: "Save as next version" }).click();
      await page.getByText(/“spaek” is no question of this card/).last().waitFor();
      assert.ok(!(await kinds()).includes("card_saved"), "nothing was written");
      await source.fill(text.replace('title = "Choking"', 'title = "Choking, any age"'));
      await check.getByText("Nothing is wrong with the card.").waitFor();
      await page.getByRole("button", { name: "Save as next version" }).click();
      await until(async () => (await kinds()).includes("card_saved"), "it is saved");
      const saved = (await made()).find((one) => one.kind === "card_saved").data;
      assert.deepEqual([saved.card, saved.version, saved.title], ["choking", shipped + 1, "Choking, any age"]);
    });

    it("are approved with name and date, in the version that is looked at", async () => {
      await page.getByRole("button", { name: "Open Choking, any age" }).click();
      const approve = page.getByRole("button", { name: "Approve", exact: true });
      const open = () => until(() => approve.isEnabled(), "the saved text can be approved");
      // What is not saved has no version that anybody could approve.
      await open();
      await page.getByRole("radio", { name: "Text", exact: true }).click();
      const source = field(page, "Text of the card");
      const text = await source.inputValue();
      await source.fill(`${text}\n# to be looked at`);
      await until(() => approve.isDisabled(), "the text differs");
      await source.fill(text);
      const sign = async () => {
        await open();
        await approve.click();
        const dialog = page.getByRole("dialog");
        await dialog.getByText(`version ${shipped + 1}`).waitFor();
        await settled(page);
        await dialog.getByLabel("Name").fill("Dr. Lind");
        await dialog.getByRole("button", { name: "Approve", exact: true }).click();
      };
      await sign();
      const given = (await written(page, (one) => one.kind === "card_approved")).data;
      assert.deepEqual([given.card, given.version, given.name], ["choking", shipped + 1, "Dr. Lind"]);
      assert.match(given.date, /^\d{4}-\d\d-\d\d$/);
      await page.getByRole("button", { name: "Withdraw approval", exact: true }).click();
      const withdrawn = await written(page, (one) => one.kind === "card_approval_withdrawn");
      assert.deepEqual(withdrawn.data, { card: "choking", version: shipped + 1 });
      await page.getByRole("button", { name: "Withdraw approval", exact: true }).waitFor({ state: "detached" });
      await sign();
      await page.getByRole("button", { name: "Withdraw approval", exact: true }).waitFor();
      await page.getByRole("button", { name: "Back" }).click();
      await page.getByText(/^Dr\. Lind, /).waitFor();
      // A card that is opened afterwards says nothing about it any more.
      await view(page, "Intake");
      await call(page, "choking on steak", "Gate 7");
      await until(async () => (await made()).some((one) => one.kind === "card_opened" && one.data.card === "choking" && one.data.version === shipped + 1), "the approved version is opened");
      await panel(page).getByText("This card is not approved by this operation.").waitFor({ state: "hidden" });
      await section(page, "Guide cards");
    });

    it("are edited in a form that writes the same text", async () => {
      await page.getByRole("button", { name: "Open Choking, any age" }).click();
      await page.locator(".card-form").first().getByLabel("title").fill("Choking");
      await page.locator(".card-form").first().getByLabel("author").focus();
      // A step is mended, another one is added and moved up.
      const step = (number) => page.getByRole("group", { name: `Instructions 1, step ${number}`, exact: true });
      await step(1).getByLabel("say", { exact: true }).fill("Stand beside them and bend them far forward.");
      const guide = page.getByRole("group", { name: "Instructions 1", exact: true });
      const steps = await guide.getByRole("group", { name: /^Instructions 1, step/ }).count();
      await guide.getByRole("button", { name: "Add step" }).click();
      await until(async () => (await focused(page)) === `card-row-guide-0-step-${steps}`, "the cursor is in the row");
      await step(steps + 1).getByLabel("say", { exact: true }).fill("Keep them warm.");
      await step(steps + 1).getByLabel("note", { exact: true }).focus();
      await step(steps + 1).getByRole("button", { name: /^Move .* up$/ }).click();
      await until(async () => (await step(steps).getByLabel("say", { exact: true }).inputValue()) === "Keep them warm.", "it has moved up");
      await step(steps + 1).getByRole("button", { name: /^Remove/ }).waitFor();
      await step(steps).getByRole("button", { name: /^Move .* down$/ }).click();
      await until(async () => (await step(steps + 1).getByLabel("say", { exact: true }).inputValue()) === "Keep them warm.", "it has moved down again");
      // Reminders and examples have their rows too.
      const reminders = page.getByRole("group", { name: "Reminders before the line is let go" }).getByLabel("list", { exact: true });
      await reminders.fill(`${await reminders.inputValue()}\nStay calm.`);
      await reminders.blur();
      assert.match(await page.getByRole("group", { name: "Example 1", exact: true }).getByLabel("answers", { exact: true }).inputValue(), /^awake = /);
      await page.getByRole("radio", { name: "Text", exact: true }).click();
      const text = () => field(page, "Text of the card").inputValue();
      for (const part of ['title = "Choking"\n', 'say = "Stand beside them and bend them far forward."', 'say = "Keep them warm."', '"Stay calm."']) {
        await until(async () => (await text()).includes(part), `${part} stands in the text`);
      }
      await page.getByRole("region", { name: "Check" }).getByText("Nothing is wrong with the card.").waitFor();
      await page.getByRole("button", { name: "Save as next version" }).click();
      await until(async () => (await kinds()).includes("card_saved"), "it is saved");
    });

    it("are tried out with their instructions", async () => {
      await page.getByRole("button", { name: "Open Choking", exact: true }).click();
      const trial = page.getByRole("region", { name: "Try it out" });
      await trial.getByText("This card is not approved by this operation.").waitFor();
      for (const [text, answer] of [["Are they awake?", "Yes"], ["Are they breathing normally?", "No"]]) {
        await trial.locator(".card-text").getByText(text).waitFor();
        await trial.getByRole("button", { name: answer, exact: true }).click();
      }
      await trial.locator(".card-text").getByText("How old are they?").waitFor();
      await field(trial, "Answer").fill("58");
      await field(trial, "Answer").press("Enter");
      await trial.locator(".card-text").getByText("Can they speak").waitFor();
      await trial.getByRole("button", { name: "No", exact: true }).click();
      await trial.locator(".card-text").getByText("Are they pregnant").waitFor();
      await trial.getByRole("button", { name: "No", exact: true }).click();
      await trial.getByRole("button", { name: "Read out: Back blows and belly thrusts" }).click();
      await trial.locator(".card-text").getByText("bend them far forward").waitFor();
      await trial.getByRole("button", { name: "Next", exact: true }).click();
      await trial.locator(".card-text").getByText("Hit hard between the shoulder blades").waitFor();
      await trial.getByRole("button", { name: "Next", exact: true }).click();
      await trial.getByRole("button", { name: "Still blocked", exact: true }).click();
      await trial.locator(".card-text").getByText("put your arms around the waist").waitFor();
      await trial.getByRole("button", { name: "Back to the questions" }).click();
      await trial.locator(".card-text").getByText("What is stuck").waitFor();
      await page.getByRole("button", { name: "Back", exact: true }).click();
    });

    it("are named where the same version is here with another text", async () => {
      const file = await handedOver(page, () => page.getByRole("button", { name: "Export all" }).click());
      const other = file.text.replace("bend them far forward", "bend them a little forward");
      assert.notEqual(other, file.text);
      await give(page, "Import cards", "cards.toml", other);
      await said(page, `Left out, because this very version is here with another text: Choking (${shipped + 2}).`);
      assert.ok(!(await kinds()).includes("card_saved"));
    });

    it("go out as a file and come back in, all or none", async () => {
      const file = await handedOver(page, () => page.getByRole("button", { name: "Export all" }).click());
      assert.equal(file.name, "cards.toml");
      assert.ok(45 <= file.text.match(/^\[\[card\]\]/gm).length);
      await give(page, "Import cards", "cards.toml", file.text);
      await page.getByText("All of these cards are here already.").waitFor();
      const broken = file.text.replace(`id = "choking"\nversion = ${shipped + 2}`, `id = "choking"\nversion = ${shipped + 3}`).replace('when = "speak', 'when = "spaek');
      await give(page, "Import cards", "cards.toml", broken);
      // The line is that of the file, in which the card is one of many.
      const line = broken.split("\n").findIndex((text) => text.includes('when = "spaek')) + 1;
      await page.getByText(new RegExp(`choking, line ${line}, .*“spaek” is no question of this card`)).waitFor();
      assert.ok(!(await kinds()).includes("card_saved"));
    });

    it("keep what is typed in the form, also over a reload", async () => {
      const author = page.locator(".card-form").first().getByLabel("author");
      await page.getByRole("button", { name: "Open Choking", exact: true }).click();
      await author.fill("Dr. Ortega");
      // The cursor has not left the field.
      await until(async () => (await drafts(page)).some((one) => JSON.parse(one).texts["setup/card/choking"]?.includes('author = "Dr. Ortega"')), "it is kept");
      await page.reload();
      await ready(page);
      await section(page, "Guide cards");
      await page.getByRole("button", { name: "Open Choking", exact: true }).click();
      await until(async () => (await author.inputValue()) === "Dr. Ortega", "it is in the field");
    });

    it("ask before they are saved over what another window saved", async () => {
      const other = await another(desk, page, "Dispatch 2");
      await section(other, "Guide cards");
      await other.getByRole("button", { name: "Open Choking", exact: true }).click();
      await other.getByRole("radio", { name: "Text", exact: true }).click();
      const theirs = field(other, "Text of the card");
      await theirs.fill((await theirs.inputValue()).replace(/^author = .*$/m, 'author = "Dr. Haas"'));
      await other.getByRole("button", { name: "Save as next version" }).click();
      const { version } = (await written(other, (one) => one.kind === "card_saved" && /Dr\. Haas/.test(one.data.text))).data;
      await other.close();
      await page.bringToFront();
      await page.getByText(`Version ${version} of this card was saved after this text was begun.`).waitFor();
      await page.getByRole("radio", { name: "Text", exact: true }).click();
      const source = field(page, "Text of the card");
      const mine = await source.inputValue();
      const save = page.getByRole("button", { name: "Save as next version" });
      // With the id of another card it would take that one's place.
      await source.fill(mine.replace('id = "choking"', 'id = "stroke"'));
      await save.click();
      await said(page, "“stroke” is the id of another card");
      await source.fill(mine);
      await save.click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText(`Save over version ${version}?`).waitFor();
      await settled(page);
      assert.equal((await made()).filter((one) => one.kind === "card_saved").length, 1, "only the other window has saved");
      await dialog.getByRole("button", { name: "Save mine as next version" }).click();
      const own = await written(page, (one) => one.kind === "card_saved" && one.data.version === version + 1);
      assert.match(own.data.text, /Dr\. Ortega/);
      await harmless(desk);
    });
  });
});

describe("a card on a tablet", () => {
  let served, browser, page;
  const faults = [];
  before(async () => {
    served = await site();
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"], timeout: 180_000 });
    const context = await browser.newContext({ hasTouch: true, viewport: { width: 1366, height: 1024 }, timezoneId: "America/New_York" });
    context.setDefaultTimeout(60_000);
    page = await context.newPage();
    page.on("pageerror", (error) => faults.push(`${error}`));
    await newOperation(page, served.url, { position: "Calls 1" });
    await view(page, "Intake");
  });
  after(async () => {
    await browser?.close();
    await served?.close();
  });

  it("is taken by tapping alone, from the first question to the beat", async () => {
    await page.getByRole("button", { name: "New call" }).first().tap();
    await cursorIn(page, "What happened");
    await field(form(page), "What happened").fill("man collapsed, not breathing");
    await field(form(page), "Where").fill("Gate 4");
    await field(form(page), "Where").press("Enter");
    for (const [text, answer] of [["Are they awake?", "No"], ["Are they breathing normally?", "No"]]) {
      await question(page).getByText(text).waitFor();
      await panel(page).getByRole("button", { name: answer, exact: true }).tap();
    }
    await question(page).getByText("How old are they?").waitFor();
    await page.locator("#card-answer").fill("58");
    await panel(page).getByRole("button", { name: "Answer", exact: true }).tap();
    await panel(page).getByRole("button", { name: "Read out: Chest compressions, adult" }).tap();
    for (const text of ["Put the phone on speaker", "flat on their back", "Kneel close", "heel of one hand", "your other hand", "Straighten your arms"]) {
      await read(page).getByText(text).waitFor();
      await panel(page).getByRole("button", { name: "Next", exact: true }).tap();
    }
    await read(page).getByText("Push down as hard").waitFor();
    await flashes(page);
    const sound = panel(page).getByRole("group", { name: "Compressions" }).getByRole("button", { name: "Sound" });
    await sound.tap();
    await until(async () => (await sound.getAttribute("aria-pressed")) === "false", "the sound is off");
    assert.deepEqual(faults, []);
  });
});

describe("the time on a card", () => {
  let desk, page;
  before(async () => {
    desk = await start();
    page = desk.first;
    await page.clock.install();
    await newOperation(page, desk.url, { position: "Calls 1" });
    await view(page, "Intake");
  });
  after(() => desk?.stop());

  it("asks for a word when the line is quiet", async () => {
    await call(page, "man collapsed, not breathing", "Gate 4");
    await toCard(page);
    await press(page, "Are they awake?", "n");
    await press(page, "Are they breathing normally?", "n");
    await page.clock.fastForward("01:02");
    await panel(page).getByText(/^Reassure the caller\./).waitFor();
    await page.clock.fastForward("01:02");
    await panel(page).getByText(/^It has been quiet for a while\./).waitFor();
    // What was said begins the next interval, by button and by key, and stands in the record.
    await panel(page).getByRole("button", { name: "Said", exact: true }).click();
    await panel(page).getByText(/^It has been quiet for a while\./).waitFor({ state: "hidden" });
    await written(page, (one) => one.kind === "noted" && one.data.text === "Asked the caller again: has anything changed?");
    await page.clock.fastForward("01:02");
    await panel(page).getByText(/^Reassure the caller\./).waitFor();
    await toCard(page, "card-answer");
    await panel(page).focus();
    await until(async () => (await focused(page)) === "card-panel", "the cursor is on the card");
    await page.keyboard.press("s");
    await panel(page).getByText(/^Reassure the caller\./).waitFor({ state: "hidden" });
    await written(page, (one) => one.kind === "noted" && one.data.text === "Reassured the caller");
  });

  it("asks for another helper after two minutes, and again two minutes after the change", async () => {
    await beginToPush(page);
    const aid = panel(page).getByRole("group", { name: "Compressions" });
    const due = aid.getByText("Two minutes are over. Let somebody else push now.");
    // Going on from the step says that they push.
    await settled(page);
    await page.keyboard.press("Space");
    await read(page).getByText("come right up").waitFor();
    await aid.getByText(/^Change of helper in [12]:\d\d$/).waitFor();
    await page.clock.fastForward("02:02");
    await due.waitFor();
    // The next step keeps the prompt, and begins to count anew.
    await settled(page);
    await page.keyboard.press("Space");
    await read(page).getByText("Keep pushing with the beat").waitFor();
    await due.waitFor();
    await until(async () => Number(await aid.getByLabel("Count", { exact: true }).innerText()) < 60, "the step counts by itself");
    await aid.getByRole("button", { name: "Changed", exact: true }).click();
    await aid.getByText(/^Change of helper in [12]:\d\d$/).waitFor();
    await written(page, (one) => one.kind === "compressor_changed");
    await page.clock.fastForward("02:02");
    await due.waitFor();
    // The way of the card says the same, and so does the key.
    await settled(page);
    await page.keyboard.press("2");
    await read(page).getByText("Let your helper take over").waitFor();
    await settled(page);
    await page.keyboard.press("1");
    await read(page).getByText("Keep pushing with the beat").waitFor();
    await aid.getByText(/^Change of helper in [12]:\d\d$/).waitFor();
    await page.clock.fastForward("02:02");
    await due.waitFor();
    await settled(page);
    await page.keyboard.press("c");
    await aid.getByText(/^Change of helper in [12]:\d\d$/).waitFor();
    const changes = (await rows(page)).filter((one) => one.kind === "compressor_changed");
    assert.equal(changes.length, 3);
    await harmless(desk);
  });
});
