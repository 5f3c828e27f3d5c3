// Nothing typed is ever lost: not by a power cut, not by a full disk, not by a key pressed by habit.

import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { test } from "node:test";
import {
  acts,
  addUnits,
  another,
  attempt,
  bar,
  busy,
  command,
  counted,
  cursorIn,
  drafts,
  gapless,
  grid,
  newOperation,
  outcome,
  ready,
  rows,
  settled,
  site,
  start,
  stored,
  until,
} from "./lib/desk.mjs";
import { written } from "./lib/extra.mjs";

const what = (page) => page.getByRole("textbox", { name: "What happened" });
const where = (page) => page.getByRole("combobox", { name: "Where", exact: true });
const health = (page) => page.getByRole("status", { name: "Save state" });

/** A browser that may be killed and started again: one site and one profile folder for both lives. */
async function twoLives(t) {
  const place = await site();
  const first = await start({ url: place.url });
  const lives = [first];
  t.after(async () => {
    await lives.at(-1).stop({ keep: true });
    await place.close();
    await rm(first.folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return {
    first,
    /** The power goes, and comes back. */
    async again() {
      await first.kill();
      const next = await start({ url: place.url, profile: first.folder });
      lives.push(next);
      return next;
    },
  };
}

test("a power cut in the middle of a word: text, cursor and log come back", { timeout: 300_000 }, async (t) => {
  const lives = await twoLives(t);
  const page = lives.first.first;
  await newOperation(page, lives.first.url, { position: "Calls 1", operator: "S. Kaya" });
  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  await page.keyboard.type("Smoke from the roof of the ferry terminal");
  await page.keyboard.press("Enter");
  await until(async () => (await acts(page)).some((row) => row.data.detail?.what) || "not yet", "the first field stands in the log");
  await cursorIn(page, "Where");
  await page.keyboard.type("Pier 3, the long roof behi");
  const typed = Date.now();
  await until(async () => (await drafts(page)).some((draft) => draft.includes("the long roof behi")) || "not yet", "the draft is in the database");
  t.diagnostic(`${Date.now() - typed} ms until the draft was seen in the database`);
  const before = await rows(page);
  const address = page.url();

  const next = await lives.again();
  const again = next.first;
  await again.goto(address);
  await ready(again);
  assert.equal(await what(again).inputValue(), "Smoke from the roof of the ferry terminal");
  assert.equal(await where(again).inputValue(), "Pier 3, the long roof behi");
  await cursorIn(again, "Where");
  // The cursor stands where it stood, so the next key goes on with the word.
  await again.keyboard.type("nd the crane");
  assert.equal(await where(again).inputValue(), "Pier 3, the long roof behind the crane");
  const after = await rows(again);
  assert.deepEqual(after, before, "the log is what it was");
  await again.keyboard.press("Enter");
  await again.getByRole("heading", { name: /1\s*(Smoke|Structure)/ }).waitFor();
  assert.deepEqual(next.faults, []);
});

test("a power cut in the middle of a guide card: question, half an answer and cursor come back", { timeout: 300_000 }, async (t) => {
  const lives = await twoLives(t);
  const page = lives.first.first;
  const asks = (one, text) => one.locator("#card-question").getByText(text).waitFor();
  await newOperation(page, lives.first.url, { position: "Calls 1" });
  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  await page.keyboard.type("woman with chest pain");
  await page.keyboard.press("Enter");
  await cursorIn(page, "Where");
  await page.keyboard.type("Gate 4");
  await page.keyboard.press("Enter");
  await asks(page, "Are they awake?");
  await page.keyboard.press("Alt+c");
  await page.waitForFunction(() => document.activeElement?.id === "card-panel");
  await page.keyboard.press("y");
  const answered = async (one) => (await rows(one)).filter((row) => row.kind === "card_answered").map((row) => row.data.question);
  await until(async () => (await answered(page)).length === 1 || "not yet", "the first answer stands");
  // On to the first question whose answer is typed.
  const field = page.locator("#card-answer");
  for (let turn = 2; (await field.count()) === 0; turn += 1) {
    await page.waitForFunction(() => document.activeElement?.id === "card-panel");
    await page.keyboard.press("u");
    await until(async () => (await answered(page)).length === turn || "not yet", "the next answer stands");
    await settled(page);
  }
  await page.waitForFunction(() => document.activeElement?.id === "card-answer");
  const question = await page.locator("#card-question").innerText();
  await page.keyboard.type("6");
  await until(async () => (await drafts(page)).some((draft) => Object.entries(JSON.parse(draft).texts).some(([key, text]) => /^card\/.*\//.test(key) && text === "6")) || "not yet", "half the answer is kept");
  const before = await answered(page);
  const address = page.url();

  const next = await lives.again();
  const again = next.first;
  await again.goto(address);
  await ready(again);
  await asks(again, question);
  assert.equal(await again.locator("#card-answer").inputValue(), "6");
  assert.deepEqual(await answered(again), before, "every answer that was acknowledged is there");
  await again.keyboard.press("Alt+c");
  await again.waitForFunction(() => document.activeElement?.id === "card-answer");
  await again.keyboard.type("1");
  await again.keyboard.press("Enter");
  await until(async () => (await rows(again)).findLast((row) => row.kind === "card_answered").data.answer === "61" || "not yet", "the answer is whole");
  assert.deepEqual(next.faults, []);
});

test("a power cut right after commands were acknowledged: every one of them is in the log", { timeout: 300_000 }, async (t) => {
  const lives = await twoLives(t);
  const page = lives.first.first;
  await newOperation(page, lives.first.url, { operator: "A. Reyes" });
  await addUnits(page, "MED1-3");
  for (let index = 1; index <= 5; index += 1) await command(page, `NI fall Stand ${index} ; number ${index}`);
  await command(page, "D 1 MED1 MED2");
  const address = page.url();
  await command(page, "N 2 ; the last words before the dark");

  const next = await lives.again();
  const again = next.first;
  await again.goto(address);
  await ready(again);
  const log = await acts(again);
  gapless(await rows(again));
  assert.deepEqual(log.map((row) => row.kind), [...Array(5).fill("incident_opened"), "unit_assigned", "unit_assigned", "noted"]);
  assert.deepEqual(log.slice(0, 5).map((row) => row.data.summary), [1, 2, 3, 4, 5].map((index) => `number ${index}`));
  assert.equal(log.at(-1).data.text, "the last words before the dark");
  await counted(again, "Pending", 4);
  await counted(again, "Active", 1);
  await counted(again, "Dispatched", 2);
  // The desk goes on where it was: the next number is the next number.
  await command(again, "NI fall Stand 6");
  await grid(again, "Pending").getByRole("row", { name: /^6\b.*Stand 6/ }).waitFor();
  assert.deepEqual(next.faults, []);
});

test("a power cut while commands pour in: what was acknowledged is there, and nothing is half there", { timeout: 300_000 }, async (t) => {
  const lives = await twoLives(t);
  const page = lives.first.first;
  await newOperation(page, lives.first.url);
  await addUnits(page, "MED1-4");
  await command(page, "NI fall Stand 0");
  const address = page.url();
  let acknowledged = 0;
  let dark = false;
  // One act of five rows: a power cut must never leave some of them.
  const pouring = (async () => {
    for (let index = 1; !dark; index += 1) {
      await command(page, "D 1 MED1 MED2 MED3 MED4");
      await attempt(page, `CL 1 14 ; round ${index}`);
      await bar(page).press("Enter");
      await counted(page, "Recently closed", 1);
      await command(page, `RO 1 ; round ${index}`);
      acknowledged = index;
    }
  })().catch((error) => {
    if (!dark) throw error;
  });
  await until(async () => 3 <= acknowledged || acknowledged, "three rounds were acknowledged");
  dark = true;
  const next = await lives.again();
  await pouring;
  const again = next.first;
  await again.goto(address);
  await ready(again);
  gapless(await rows(again));
  const log = await acts(again);
  const reopened = log.filter((row) => row.kind === "reopened").length;
  assert.ok(acknowledged <= reopened && reopened <= acknowledged + 1, `${acknowledged} acknowledged, ${reopened} found`);
  const sizes = new Map();
  for (const row of log) sizes.set(row.for, [...(sizes.get(row.for) ?? []), row.kind]);
  for (const kinds of sizes.values()) {
    if (kinds.includes("unit_assigned")) assert.equal(kinds.length, 4, "four units or none");
    if (kinds.includes("closed")) assert.deepEqual(kinds, [...Array(4).fill("unit_released"), "closed"]);
  }
  assert.deepEqual(next.faults, []);
});

/** Makes the store fail from now on, in one of the ways in which stores fail. */
const faults = {
  "the disk is full": () => {
    window.mend = ((add) => () => (IDBObjectStore.prototype.add = add))(IDBObjectStore.prototype.add);
    IDBObjectStore.prototype.add = () => {
      throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
    };
  },
  "the row is refused after it was taken": () => {
    const { add } = IDBObjectStore.prototype;
    window.mend = () => (IDBObjectStore.prototype.add = add);
    IDBObjectStore.prototype.add = function (...given) {
      const request = add.apply(this, given);
      if (this.name === "log") this.transaction.abort();
      return request;
    };
  },
  "the transaction is lost at its end": () => {
    const { commit } = IDBTransaction.prototype;
    window.mend = () => (IDBTransaction.prototype.commit = commit);
    IDBTransaction.prototype.commit = function () {
      return this.mode === "readwrite" && [...this.objectStoreNames].includes("log") ? this.abort() : commit.call(this);
    };
  },
};

for (const [name, fault] of Object.entries(faults)) {
  test(`${name}: the desk says so, keeps the text, and saves it with the same key afterwards`, { timeout: 300_000 }, async (t) => {
    const desk = await start();
    t.after(() => desk.stop());
    const page = desk.first;
    await newOperation(page, desk.url, { position: "Calls 1" });
    await addUnits(page, "MED1");
    await command(page, "NI fall Stand 4");
    await page.keyboard.press("F4");
    await cursorIn(page, "What happened");
    const before = (await rows(page)).length;
    await page.evaluate(fault);
    const band = page.getByRole("alert").filter({ hasText: "The last change was not saved" });

    // The command line.
    await bar(page).fill("D 1 MED1");
    await bar(page).press("Enter");
    await band.waitFor();
    await health(page).getByText("Not saved").waitFor();
    assert.match((await outcome(page)) ?? "", /^Not saved, so it has not been done/);
    assert.equal(await bar(page).inputValue(), "D 1 MED1");
    // A band is told to go away at one's own risk; the next failure brings it back.
    await band.getByRole("button", { name: "Understood" }).click();
    await band.waitFor({ state: "hidden" });

    // The form.
    await what(page).fill("Fell down the stairs, conscious");
    await what(page).press("Enter");
    await band.waitFor();
    await page.getByRole("form", { name: "Call" }).getByRole("alert").getByText(/^Not saved\. Your text is still here/).waitFor();
    assert.equal(await what(page).inputValue(), "Fell down the stairs, conscious");
    await health(page).getByText("Not saved").waitFor();
    await until(async () => (await drafts(page)).some((draft) => draft.includes("Fell down the stairs")) || "not yet", "the draft is kept all the same");
    assert.equal((await rows(page)).length, before, "nothing was written");

    // The disk is well again: the same Enter does it.
    await page.evaluate(() => window.mend());
    await bar(page).press("Enter");
    await page.waitForFunction(() => document.getElementById("command").value === "");
    await band.waitFor({ state: "hidden" });
    await health(page).getByText("All saved").waitFor();
    await what(page).press("Enter");
    await until(async () => (await acts(page)).some((row) => row.data.detail?.what === "Fell down the stairs, conscious") || "not yet", "the field was saved");
    await page.getByRole("form", { name: "Call" }).getByText(/^Not saved/).waitFor({ state: "hidden" });
    const log = await rows(page);
    gapless(log);
    assert.equal(log.filter((row) => row.kind === "unit_assigned").length, 1, "done once");
    assert.deepEqual(desk.faults, []);
  });
}

test("a draft that cannot be kept is said aloud, and is kept as soon as the disk is well again", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url, { position: "Calls 1" });
  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    window.mend = () => (IDBObjectStore.prototype.put = put);
    window.thrown = [];
    IDBObjectStore.prototype.put = function (...given) {
      window.thrown.push(given[0]);
      if (this.name === "drafts") throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
      return put.apply(this, given);
    };
  });
  await page.keyboard.type("man with a knife");
  const band = page.getByRole("alert").filter({ hasText: "Unfinished text could not be saved" });
  await band.waitFor();
  await health(page).getByText("Not saved").waitFor();
  assert.equal(await what(page).inputValue(), "man with a knife");
  await page.waitForFunction(() => window.thrown.some((draft) => `${draft}`.includes("man with a knife")));
  await page.evaluate(() => window.mend());
  // Nobody types another letter: what could not be kept is still owed.
  await until(async () => (await drafts(page)).some((draft) => draft.includes("man with a knife")) || "not yet", "the draft is kept after all");
  await band.waitFor({ state: "hidden" });
  await health(page).getByText("All saved").waitFor();
  assert.deepEqual(desk.faults, []);
});

test("any script in a place and a note: on the screen, in the log, after a reload, and in the other window", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url, { operator: "Łukasz Żółć" });
  const two = await another(desk, page, "Lead", { operator: "نور" });
  const places = ["Łąkowa 3, Łódź", "Tor 4 🔥👩‍🚒 hinten", "بوابة ٤ خلف المسرح", "東門 3番", "<b>O’Brien & Söhne</b> — „Zażółć gęślą jaźń”"];
  const notes = ["Świadek mówi: „nie oddycha”", "🚑🇵🇱 gone", "رجل سقط عند البوابة", "呼吸なし", "a\u0301 b\u200d \\ \" ' <script>"];
  for (const [index, place] of places.entries()) {
    await command(page, `NI fall ${place}`);
    await command(page, `N ${index + 1} ; ${notes[index]}`);
  }
  await counted(two, "Pending", places.length);
  const look = async (window) => {
    for (const [index, place] of places.entries()) {
      await command(window, `S ${index + 1}`);
      const incident = window.getByRole("region", { name: "Incident" });
      await incident.getByText(place, { exact: true }).first().waitFor();
      await incident.getByRole("log").getByText(notes[index]).waitFor();
      await grid(window, "Pending").getByRole("row").filter({ hasText: place }).waitFor();
    }
  };
  await look(page);
  await look(two);
  await page.reload();
  await ready(page);
  await look(page);
  const log = await acts(page);
  assert.deepEqual(log.filter((row) => row.kind === "incident_opened").map((row) => row.data.place.text), places);
  assert.deepEqual(log.filter((row) => row.kind === "noted").map((row) => row.data.text), notes);
  assert.ok(log.every((row) => row.by === "Łukasz Żółć"));

  // And through the form, typed.
  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  await page.keyboard.insertText("امرأة فاقدة الوعي 😵 cardiac arrest");
  await page.keyboard.press("Enter");
  await until(async () => (await acts(page)).some((row) => row.data.detail?.what === "امرأة فاقدة الوعي 😵 cardiac arrest") || "not yet", "the text stands in the log");
  await page.keyboard.insertText("Łąkowa 3, Łódź");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /6\s*Cardiac arrest/ }).waitFor();
  assert.equal((await acts(page)).findLast((row) => row.kind === "incident_opened").data.place.text, "Łąkowa 3, Łódź");
  assert.deepEqual(desk.faults, []);
});

test("Ctrl+Enter in the call form saves, opens, and never takes a unit back", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url, { position: "Calls 1" });
  await addUnits(page, "MED1-2");
  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  await page.keyboard.type("seizure, still shaking");
  await page.keyboard.press("Enter");
  await until(async () => (await acts(page)).some((row) => row.data.detail?.what) || "not yet", "the first field is saved");
  await page.keyboard.type("Stand 12");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { name: /1\s*Seizure/ }).waitFor();
  await command(page, "D 1 MED1 MED2");
  await command(page, "ER MED1");
  const before = (await rows(page)).length;
  for (const field of [what(page), where(page), page.getByRole("textbox", { name: "Callback" })]) {
    for (const keys of ["Control+Enter", "Control+Enter", "Control+Shift+Enter", "Enter"]) {
      await field.focus();
      await page.keyboard.press(keys);
    }
  }
  await health(page).getByText("All saved").waitFor();
  await command(page, "N 1 ; after all these keys");
  const log = (await rows(page)).slice(before);
  assert.deepEqual(log.map((row) => row.kind), ["noted"], "nothing happened but the note");
  const sent = page.getByRole("list", { name: "Assigned units" }).getByRole("listitem");
  assert.equal(await sent.count(), 2);
  assert.deepEqual(desk.faults, []);
});

test("a reload in the middle of a word loses none of it, twenty times", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url, { position: "Calls 1" });
  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  let text = "";
  for (let turn = 1; turn <= 20; turn += 1) {
    const word = `word${turn} `;
    await page.keyboard.type(word);
    text += word;
    // At once: the 100 ms in which drafts are gathered have not gone by.
    await page.reload();
    await ready(page);
    await cursorIn(page, "What happened");
    assert.equal(await what(page).inputValue(), text, `after reload ${turn}`);
  }
  assert.deepEqual(desk.faults, []);
});

test("Escape, and Escape again, takes no text away", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url, { position: "Calls 1" });
  await command(page, "NI fall Stand 4");
  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  await page.keyboard.type("two cars, one on its roof");
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("Escape");
  assert.equal(await what(page).inputValue(), "two cars, one on its roof");
  await where(page).focus();
  await page.keyboard.type("Mill Street");
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("Escape");
  assert.equal(await where(page).inputValue(), "Mill Street");
  await page.getByRole("link", { name: "Desk", exact: true }).click();
  await command(page, "S 1");
  const note = page.getByRole("region", { name: "Incident" }).getByRole("textbox", { name: "Note", exact: true });
  await note.fill("she knows her name");
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("Escape");
  assert.equal(await note.inputValue(), "she knows her name");
  // The command line is cleared by Escape, as the keys below it say; the line comes back with one Up.
  await bar(page).fill("N 1 ; a long story that took a minute to type");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await bar(page).focus();
  await page.keyboard.press("ArrowUp");
  assert.equal(await bar(page).inputValue(), "N 1 ; a long story that took a minute to type");
  assert.deepEqual(desk.faults, []);
});

test("what is typed right behind F4 goes into the call, every letter of it, on a slow disk too", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url);
  for (const [index, slow] of [0, 400].entries()) {
    await page.getByRole("link", { name: "Desk", exact: true }).click();
    await page.getByRole("region", { name: "Queue" }).click();
    if (slow) await busy(page, slow);
    await page.keyboard.press("F4");
    await page.keyboard.type("unconscious man", { delay: 60 });
    await page.getByRole("heading", { name: "New call" }).waitFor();
    await cursorIn(page, "What happened");
    await health(page).getByText("All saved").waitFor();
    assert.equal((await acts(page)).filter((row) => row.kind === "call_received").length, index + 1, "one call, not one for each n");
    assert.equal(await what(page).inputValue(), "unconscious man");
  }
  assert.deepEqual(desk.faults, []);
});

test("what is typed right behind F4 never goes into the call before, nor into a question that is open", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url, { position: "Calls 1" });
  const list = page.getByRole("region", { name: "Calls", exact: true });
  const received = async () => (await acts(page)).filter((row) => row.kind === "call_received").length;
  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  await page.keyboard.type("call one");
  await busy(page, 400);
  await page.keyboard.press("F4");
  await page.keyboard.type("call two", { delay: 60 });
  await until(async () => (await received()) === 2 || "not yet", "the second call has begun");
  await until(() => what(page).inputValue().then((text) => text === "call two" || text), "the words are in the second call");
  await page.keyboard.press("Tab");
  await list.getByRole("button", { name: /call one/ }).click();
  await until(() => what(page).inputValue().then((text) => text === "call one" || text), "the first call has its own words, and no others");
  await cursorIn(page, "What happened");

  // With a question on the screen, F4 either answers the phone or does nothing; it does not mix the two up.
  await command(page, "NI fall Stand 4");
  await page.getByRole("link", { name: "Desk", exact: true }).click();
  await command(page, "S 1");
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Hold", exact: true }).click();
  await dialog.waitFor();
  await settled(page);
  await dialog.getByLabel("Reason").fill("family");
  await page.keyboard.press("F4");
  await until(async () => (await received()) === 3 || (await received()) === 2 && (await dialog.isVisible()), "the key was answered");
  await health(page).getByText("All saved").waitFor();
  if (await dialog.isVisible()) {
    assert.equal(await received(), 2, "no call was opened behind the question");
    assert.equal(await dialog.getByLabel("Reason").inputValue(), "family");
  } else {
    await cursorIn(page, "What happened");
    await page.keyboard.type("call three");
    assert.equal(await what(page).inputValue(), "call three");
  }
  assert.deepEqual(desk.faults, []);
});

test("what is typed while the line before it is being saved stays", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url);
  await command(page, "NI fall Stand 4");
  await busy(page, 500);
  await bar(page).fill("N ; one");
  await bar(page).press("Enter");
  await bar(page).fill("N ; two");
  await until(async () => (await acts(page)).some((row) => row.data.text === "one") || "not yet", "the first line is saved");
  await health(page).getByText("All saved").waitFor();
  assert.equal(await bar(page).inputValue(), "N ; two");
  await bar(page).press("Enter");
  await page.waitForFunction(() => document.getElementById("command").value === "");

  const note = page.getByRole("region", { name: "Incident" }).getByRole("textbox", { name: "Note", exact: true });
  await busy(page, 500);
  await note.fill("three");
  await note.press("Enter");
  await note.fill("four");
  await until(async () => (await acts(page)).some((row) => row.data.text === "three") || "not yet", "the first note is saved");
  await health(page).getByText("All saved").waitFor();
  assert.equal(await note.inputValue(), "four");
  await note.press("Enter");
  await until(() => note.inputValue().then((text) => text === "" || text), "the note is gone from the form");
  const notes = (await acts(page)).filter((row) => row.kind === "noted").map((row) => row.data.text);
  assert.deepEqual(notes, ["one", "two", "three", "four"]);
  assert.deepEqual(desk.faults, []);
});

test("a question whose answer was not saved, or was refused, keeps what was typed", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url);
  await command(page, "NI fall Stand 4");
  await page.evaluate(faults["the disk is full"]);
  await page.getByRole("button", { name: "Hold", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await settled(page);
  await dialog.getByLabel("Reason").fill("the family is on its way");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "The last change was not saved" }).waitFor();
  assert.equal(await dialog.getByLabel("Reason").inputValue(), "the family is on its way");
  await page.evaluate(() => window.mend());
  // The question came back, and the cursor with it.
  await settled(page);
  await dialog.getByLabel("Minutes").fill("0");
  await page.keyboard.press("Enter");
  await dialog.getByText("Out of range: a number of minutes").waitFor();
  assert.equal(await dialog.getByLabel("Reason").inputValue(), "the family is on its way");
  await settled(page);
  await dialog.getByLabel("Minutes").fill("10");
  await page.keyboard.press("Enter");
  const held = await written(page, (row) => row.kind === "held", "it is held");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(held.data.reason, "the family is on its way");
  assert.deepEqual(desk.faults, []);
});

test("a reload gives every half-written line of the desk back, and the cursor", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url);
  await command(page, "NI fall Stand 4");
  const sheet = page.getByRole("region", { name: "Incident", exact: true });
  const lines = [
    [sheet.getByRole("textbox", { name: "Closing note" }), "closing words"],
    [sheet.getByRole("textbox", { name: "Radio from > to" }), "MED1 > CMD"],
    [sheet.getByRole("textbox", { name: "Note", exact: true }), "note words"],
    [sheet.getByRole("combobox", { name: "Place", exact: true }), "Stand 4, upp"],
    [bar(page), "N 1 ; bar wo"],
  ];
  for (const [field, text] of lines) await field.fill(text);
  await page.reload();
  await ready(page);
  await cursorIn(page, "Command");
  await page.keyboard.type("rds");
  assert.equal(await bar(page).inputValue(), "N 1 ; bar words");
  await page.reload();
  await ready(page);
  // The place was left, which keeps it; the others wait for their Enter.
  const back = [];
  for (const [field] of lines) back.push(await field.inputValue());
  assert.deepEqual(back, ["closing words", "MED1 > CMD", "note words", "Stand 4, upp", "N 1 ; bar words"]);
  assert.deepEqual(desk.faults, []);
});

test("a question that is left with Escape remembers what was typed", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url);
  await command(page, "NI fall Stand 4");
  const dialog = page.getByRole("dialog");
  const ask = async () => {
    await page.getByRole("button", { name: "Hold", exact: true }).click();
    await dialog.waitFor();
    await settled(page);
  };
  await ask();
  await dialog.getByLabel("Reason").fill("the family is on its way");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await ask();
  assert.equal(await dialog.getByLabel("Reason").inputValue(), "the family is on its way");
  await page.keyboard.press("Enter");
  const held = await written(page, (row) => row.kind === "held", "it is held");
  assert.equal(held.data.reason, "the family is on its way");
  await dialog.waitFor({ state: "hidden" });
  // What was done is not asked about again with old words.
  await command(page, "UH 1");
  await ask();
  assert.equal(await dialog.getByLabel("Reason").inputValue(), "");
  assert.deepEqual(desk.faults, []);
});

test("a power cut behind a snapshot: the desk is the same, from the snapshot and the rows after it", { timeout: 300_000 }, async (t) => {
  const lives = await twoLives(t);
  const page = lives.first.first;
  await newOperation(page, lives.first.url);
  for (const letter of ["A", "B", "C", "D"]) await addUnits(page, `${letter}1-499`, "foot");
  await command(page, "NI fall Stand 4");
  await command(page, "D 1 A1 B2");
  // A snapshot is written when nobody has touched the desk for a while.
  await until(async () => 0 < (await stored(page, "snapshots")).length || "none yet", "there is a snapshot", { timeout: 180_000 });
  await command(page, "ER A1");
  await command(page, "NI fall Stand 5");
  await command(page, "N 2 ; after the snapshot");
  const before = await rows(page);
  const address = page.url();
  const next = await lives.again();
  const again = next.first;
  await again.goto(address);
  await ready(again);
  assert.deepEqual(await rows(again), before);
  await counted(again, "Pending", 1);
  await counted(again, "Active", 1);
  await counted(again, "Available", 4 * 499 - 2);
  await counted(again, "En route", 1);
  await counted(again, "Dispatched", 1);
  await command(again, "S 2");
  await again.getByRole("log", { name: "Log" }).getByText("after the snapshot").waitFor();
  await command(again, "NI fall Stand 6");
  await grid(again, "Pending").getByRole("row", { name: /^3\b.*Stand 6/ }).waitFor();
  gapless(await rows(again));
  assert.deepEqual(next.faults, []);
});

test("a reload comes back to the very call that was on the screen", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url, { position: "Calls 1" });
  for (const words of ["first call", "second call"]) {
    await page.keyboard.press("F4");
    await until(() => what(page).inputValue().then((text) => text === "" || text), "the form is empty");
    await cursorIn(page, "What happened");
    await page.keyboard.type(words);
    await page.keyboard.press("Tab");
    await until(async () => (await acts(page)).some((row) => row.data.detail?.what === words) || "not yet", "it is saved");
  }
  await page.getByRole("region", { name: "Calls" }).getByRole("button", { name: /first call/ }).click();
  await until(() => what(page).inputValue().then((text) => text === "first call" || text), "the first call is on the screen");
  await cursorIn(page, "What happened");
  await where(page).focus();
  await page.keyboard.type("behind the sta");
  await page.reload();
  await ready(page);
  assert.equal(await what(page).inputValue(), "first call");
  assert.equal(await where(page).inputValue(), "behind the sta");
  await cursorIn(page, "Where");
  assert.deepEqual(desk.faults, []);
});

test("whoever leaves a screen while its text is being saved stops nothing and loses nothing", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url, { position: "Calls 1" });
  await addUnits(page, "MED1-2");
  const go = (name) => page.getByRole("link", { name, exact: true }).click();
  const standing = async () => {
    await health(page).getByText("All saved").waitFor();
    await page.getByRole("banner").getByRole("link", { name: "Desk", exact: true }).waitFor();
    assert.deepEqual(desk.faults, []);
  };

  // From the call form, with the cursor in a field: what was typed is kept, and type and place make an incident.
  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  await page.keyboard.type("man collapsed not breathing");
  await page.keyboard.press("Tab");
  await until(async () => (await acts(page)).some((row) => row.data.detail?.what) || "not yet", "the words are saved");
  await where(page).focus();
  await page.keyboard.type("Gate 1");
  await busy(page, 300);
  await go("Desk");
  await standing();
  await counted(page, "Pending", 1);
  await command(page, "S 1");

  // From the sheet, to another incident, another screen, and with a note on its way.
  await command(page, "NI fall Stand 2");
  await command(page, "S 1");
  const sheet = page.getByRole("region", { name: "Incident" });
  await sheet.getByRole("combobox", { name: "Place", exact: true }).fill("Gate 1, inside");
  await busy(page, 300);
  await grid(page, "Pending").getByRole("row", { name: /^2/ }).click();
  await standing();
  await command(page, "S 1");
  await sheet.getByRole("textbox", { name: "Number hurt" }).fill("two");
  await busy(page, 300);
  await go("Log");
  await standing();
  await go("Desk");
  await sheet.getByRole("textbox", { name: "Note", exact: true }).fill("the note that was on its way");
  await busy(page, 300);
  await page.keyboard.press("Enter");
  await go("Set-up");
  await standing();
  await go("Desk");
  await page.getByRole("button", { name: "Dispatch MED1" }).waitFor();
  await settled(page);
  await page.getByRole("button", { name: "Dispatch MED1" }).focus();
  await busy(page, 300);
  await page.keyboard.press("Enter");
  await go("Log");
  await standing();
  await go("Desk");
  await command(page, "CL MED1");
  await sheet.getByRole("combobox", { name: "Disposition" }).selectOption("43");
  await sheet.getByRole("textbox", { name: "Closing note" }).fill("closed on the way out");
  await busy(page, 300);
  await page.keyboard.press("Enter");
  await go("Desk");
  await go("Log");
  await standing();

  // A call that ends, and a question that is answered, while somebody goes elsewhere.
  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  await busy(page, 300);
  await page.getByRole("button", { name: "Caller hung up" }).click();
  await go("Desk");
  await standing();
  await command(page, "S 2");
  await sheet.getByRole("button", { name: "Hold", exact: true }).click();
  await page.getByRole("dialog").waitFor();
  await settled(page);
  await page.getByRole("dialog").getByLabel("Reason").fill("the last one");
  await busy(page, 300);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("F4");
  await standing();
  await cursorIn(page, "What happened");
  await command(page, "N ; at the end");
  const log = await acts(page);
  const last = (kind) => log.findLast((row) => row.kind === kind)?.data;
  assert.equal(last("place_moved").place.text, "Gate 1, inside");
  assert.equal(last("answered").answer, "two");
  assert.ok(log.some((row) => row.data.text === "the note that was on its way"));
  assert.equal(log.filter((row) => row.kind === "unit_assigned").length, 1);
  assert.ok(log.some((row) => row.kind === "call_ended"));
  assert.equal(last("held").reason, "the last one");
  assert.equal(last("noted").text, "at the end");
  assert.deepEqual(desk.faults, []);
});

test("two windows of one position, both typing when the power goes: each text is on a screen again", { timeout: 300_000 }, async (t) => {
  const lives = await twoLives(t);
  const one = lives.first.first;
  await newOperation(one, lives.first.url, { position: "Calls 1" });
  const two = await another(lives.first, one, "Calls 1");
  const texts = ["one man down", "smoke in the tunnel"];
  for (const [index, page] of [one, two].entries()) {
    await page.keyboard.press("F4");
    await cursorIn(page, "What happened");
    await page.keyboard.type(texts[index]);
    await until(async () => (await drafts(page)).some((draft) => draft.includes(texts[index])) || "not yet", "the draft is kept");
  }
  const addresses = [one.url(), two.url()];
  const next = await lives.again();
  const pages = [next.first, await next.context.newPage()];
  // Both at once, as a browser does that restores its windows.
  await Promise.all(pages.map((page, index) => page.goto(addresses[index])));
  await Promise.all(pages.map(ready));
  const shown = await Promise.all(pages.map((page) => what(page).inputValue()));
  assert.deepEqual(shown.toSorted(), texts.toSorted());
  assert.deepEqual(next.faults, []);
});

test("when the browser has thrown the storage away, the desk says so and promises nothing that it cannot keep", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url);
  await command(page, "NI fall Stand 4 ; the only copy");
  const before = await rows(page);
  const session = await desk.context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: new URL(desk.url).origin, storageTypes: "indexeddb" });
  const band = page.getByRole("alert").filter({ hasText: "The storage of this operation is gone" });
  await band.waitFor();
  await health(page).getByText("Not saved").waitFor();
  // Whatever is typed now is not done, and stays.
  await bar(page).fill("N 1 ; after the loss");
  await bar(page).press("Enter");
  assert.match(await outcome(page), /^Not saved/);
  assert.equal(await bar(page).inputValue(), "N 1 ; after the loss");
  // What was entered can still be read.
  await grid(page, "Pending").getByRole("row", { name: /^1\b.*Stand 4/ }).waitFor();
  const button = band.getByRole("button", { name: "Export to a file" });
  if ((await button.count()) === 0) {
    assert.doesNotMatch(await band.innerText(), /save to a file|export/i, "no word of a file that cannot be written");
  } else {
    const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
    const lines = (await readFile(await file.path(), "utf8")).trim().split("\n");
    for (const row of before) assert.ok(lines.includes(row.text), `the file lacks row ${row.key}`);
  }
  assert.deepEqual(desk.faults, []);
});

test("a save that has to wait for seconds is no quiet wait", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url);
  await command(page, "NI fall Stand 4");
  // Another window has the storage and does not let go.
  const two = await another(desk, page, "Lead");
  await busy(two, 15_000);
  await bar(page).fill("N 1 ; the one that waits");
  await bar(page).press("Enter");
  await health(page).getByText(/Saving|Not saved/).waitFor();
  const band = page.getByRole("alert").filter({ hasText: "Still waiting for the browser to save" });
  await band.waitFor();
  assert.equal(await bar(page).inputValue(), "N 1 ; the one that waits");
  await page.waitForFunction(() => document.getElementById("command").value === "");
  await band.waitFor({ state: "hidden" });
  await health(page).getByText("All saved").waitFor();
  assert.deepEqual((await acts(page)).map((row) => row.kind), ["incident_opened", "noted"]);
  assert.deepEqual(desk.faults, []);
});

test("a type that nobody knows is said to be unknown, and stays in the field", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url, { position: "Calls 1" });
  const type = page.getByRole("combobox", { name: "Type", exact: true });
  const form = page.getByRole("form", { name: "Call" });
  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  await where(page).fill("Stand 4");
  await where(page).press("Enter");
  await type.fill("xyzzy");
  await type.press("Enter");
  await form.getByRole("alert").getByText(/There is no incident type “xyzzy”/).waitFor();
  assert.equal(await type.inputValue(), "xyzzy");
  await type.fill("fall");
  await type.press("Enter");
  await page.getByRole("heading", { name: /1\s*Fall/ }).waitFor();
  await form.getByText(/There is no incident type/).waitFor({ state: "hidden" });
  assert.deepEqual(desk.faults, []);
});

test("no field of the call form forgets its text over a reload", { timeout: 300_000 }, async (t) => {
  const desk = await start();
  t.after(() => desk.stop());
  const page = desk.first;
  await newOperation(page, desk.url, { position: "Calls 1" });
  await page.keyboard.press("F4");
  await cursorIn(page, "What happened");
  await page.getByRole("radiogroup", { name: "Priority" }).getByRole("radio", { name: "P2" }).click();
  await page.getByRole("button", { name: "Taken on paper" }).click();
  await cursorIn(page, "Happened at");
  const fields = [
    ["What happened", "quarrel"],
    ["Where", "behind the stage"],
    ["Callback", "555 0142"],
    ["Caller", "a steward"],
    ["Happened at", "10:05"],
    ["Other danger", "a loose dog"],
  ];
  for (const [name, text] of fields) await page.getByLabel(name, { exact: true }).fill(text);
  await until(async () => (await drafts(page)).some((draft) => draft.includes("a loose dog")) || "not yet", "the last field is kept");
  await page.reload();
  await ready(page);
  const back = [];
  for (const [name] of fields) back.push([name, await page.getByLabel(name, { exact: true }).inputValue()]);
  assert.deepEqual(back, fields);
  await page.getByRole("radiogroup", { name: "Priority" }).getByRole("radio", { name: "P2", checked: true }).waitFor();
  assert.deepEqual(desk.faults, []);
});

for (const [kept, words] of [[true, /The browser has promised to keep this data\./], [false, /The browser may clear this data/]]) {
  test(`the browser is asked to keep the data, and what it says is told: ${kept}`, { timeout: 300_000 }, async (t) => {
    const desk = await start();
    t.after(() => desk.stop());
    await desk.context.addInitScript((kept) => {
      window.asked = 0;
      StorageManager.prototype.persisted = async () => false;
      StorageManager.prototype.persist = async () => {
        window.asked += 1;
        return kept;
      };
    }, kept);
    await newOperation(desk.first, desk.url);
    await until(() => desk.first.evaluate(() => 0 < window.asked), "the browser is asked");
    const state = desk.first.getByRole("status", { name: "Save state" });
    await until(async () => words.test(await state.getAttribute("title")) || (await state.getAttribute("title")), "its answer is told");
  });
}
