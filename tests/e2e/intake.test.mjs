// Taking a call: what it seems to be, where it is, what it may repeat, and how it ends.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { another, bar, command, cursorIn, practice, ready, rows, settled, start, until } from "./lib/desk.mjs";
import { answer, clockAgo, field, form, hangUp, harmless, newCall, preview, said, section, since, tell, unasked, view, written } from "./lib/extra.mjs";

describe("intake", () => {
  let desk, page, stood;
  before(async () => {
    desk = await start();
    page = desk.first;
    await practice(page, desk.url, { position: "Calls 1" });
  });
  after(() => desk?.stop());
  beforeEach(async () => {
    await unasked(page);
    stood = (await rows(page)).length;
  });

  const chips = () => form(page).getByRole("list", { name: "Suggested incident types" });
  const guide = () => page.getByRole("region", { name: "Incident", exact: true });
  const head = () => page.getByRole("region", { name: "Call taking" }).getByRole("heading", { level: 1 });
  /** The rows of one kind that were written since the test began. */
  const made = async (kind) => (await since(page, stood)).filter((one) => one.kind === kind);
  /** Waits for the incident that this test opened. */
  const opened = () => until(async () => (await made("incident_opened")).length === 1, "an incident is opened").then(async () => (await made("incident_opened"))[0]);
  const number = (id) => rows(page).then((all) => all.find((one) => one.kind === "incident_opened" && one.data.number === id).data.incident);

  describe("the type", () => {
    it("is suggested with the very words that led to it", async () => {
      await newCall(page);
      const text = "man collapsed at the barrier, he is not breathing";
      await field(form(page), "What happened").fill(text);
      const first = chips().getByRole("listitem").first();
      await first.getByText("Cardiac arrest").waitFor();
      assert.match(await first.innerText(), /^Will be\s+Cardiac arrest\s+P1\s+from\s/);
      const words = await first.locator("mark").allInnerTexts();
      assert.ok(0 < words.length && words.every((word) => text.includes(word)), words.join());
      assert.ok(words.includes("not breathing"), words.join());
    });

    it("is not suggested from what was denied", async () => {
      await field(form(page), "What happened").fill("she fell, she is breathing and awake, no fire, no weapon");
      await chips().getByText("Fall", { exact: true }).waitFor();
      for (const wrong of ["Structure fire", "Weapon seen", "Cardiac arrest"]) assert.equal(await chips().getByText(wrong).count(), 0, wrong);
    });

    it("goes away when it is dropped", async () => {
      await field(form(page), "What happened").fill("man collapsed, not breathing");
      await chips().getByRole("button", { name: "Drop the suggestion Cardiac arrest" }).click();
      await until(async () => (await chips().getByText("Cardiac arrest").count()) === 0, "the chip is gone");
      await form(page).getByLabel("What happened", { exact: true }).fill("");
      await hangUp(page);
    });

    it("that a person chose is never overridden by words", async () => {
      await newCall(page);
      await tell(page, "Type", "Fall");
      await tell(page, "What happened", "man collapsed, not breathing");
      await chips().getByText("Cardiac arrest").waitFor();
      await tell(page, "Where", "Baggage");
      assert.equal((await opened()).data.kind, "fall");
      assert.equal(await field(form(page), "Type").inputValue(), "Fall");
      await until(async () => /^Perhaps/.test(await chips().getByRole("listitem").first().innerText()), "the words only propose");

      // Nor later, when the words change.
      await tell(page, "What happened", "gas leak and fire, people trapped");
      await until(async () => (await made("call_described")).some((one) => /trapped/.test(one.data.detail.what ?? "")), "the words are kept");
      assert.deepEqual(await made("kind_changed"), []);

      // A press on the chip is a person's choice.
      await chips().getByRole("button", { name: /^Gas leak/ }).click();
      await until(async () => (await made("kind_changed")).length === 1, "the type is changed");
      assert.equal((await made("kind_changed"))[0].data.kind, "gas");
      await hangUp(page);
    });

    it("and the place open the incident with the priority that a person chose", async () => {
      await newCall(page);
      await form(page).getByRole("radiogroup", { name: /^Priority/ }).getByRole("radio", { name: "P4" }).click();
      await tell(page, "What happened", "runner fell, knee grazed");
      assert.deepEqual(await made("incident_opened"), []);
      await tell(page, "Where", "Recovery");
      const { data } = await opened();
      assert.deepEqual([data.kind, data.priority, data.place.text, data.summary], ["fall", "P4", "Recovery", "runner fell, knee grazed"]);
      await until(async () => (await head().innerText()).includes(`${data.number}`), "the head names the incident");
      await hangUp(page);
    });
  });

  describe("the place", () => {
    const near = (point, lat, lon) => Math.abs(point.lat - lat) < 3e-4 && Math.abs(point.lon - lon) < 3e-4;
    const pair = "40.74833, -73.98527";
    const cases = [
      ["alias", "g4", "Gate 4", [40.6998, -74.0251], /^Known place, 18T W/],
      ["two places", "gate 4 & km 2", "gate 4 & km 2", [(40.6998 + 40.704) / 2, (-74.0251 - 73.99202) / 2], /^Known place, /],
      ["accents", "łódź café", "Łódź Café", [40.70068, -74.03049], /^Known place, /],
      ["decimal degrees", pair, pair, [40.74833, -73.98527], /40\.74833, -73\.98527 · 40 44\.900 N 73 59\.116 W · 18T WL 8566 1131/],
      ["degrees and minutes", "40 44.900 N 73 59.116 W", undefined, [40.74833, -73.98527], /40\.74833, -73\.98527 · /],
      ["USNG", "18T WL 8566 1131", undefined, [40.74833, -73.98527], /18T WL 8566 1131/],
      ["MGRS without blanks", "18TWL85661131", undefined, [40.74833, -73.98527], /18T WL 8566 1131/],
      ["a plus code", "87G8P2X7+8V", undefined, [40.74833, -73.98527], /18T WL 85\d\d 11\d\d/],
      ["a short plus code", "P2X7+8V", undefined, [40.74833, -73.98527], /18T WL 85\d\d 11\d\d/],
      ["swapped coordinates", "-73.98527, 40.74833", undefined, undefined, `Latitude and longitude look swapped. If so, type ${pair}.`],
      ["impossible coordinates", "95.10000, -190.20000", undefined, undefined, /^These coordinates cannot be read\./],
      ["a free address", "behind the blue van", undefined, undefined, "Not a known place. It is kept as typed, without a position."],
    ];
    before(() => newCall(page));
    for (const [name, typed, kept, point, hint] of cases) {
      it(`is understood as ${name}: ${typed}`, async () => {
        await field(form(page), "Where").fill(typed);
        await form(page).getByText(hint).waitFor();
        await field(form(page), "Where").press("Enter");
        const text = kept ?? typed;
        await until(async () => (await made("call_described")).some((one) => one.data.detail.place?.text === text), `“${text}” is kept`);
        const place = (await made("call_described")).at(-1).data.detail.place;
        if (point) assert.ok(near(place.point, ...point), JSON.stringify(place.point));
        else assert.equal(place.point, null);
      });
    }

    it("is offered while it is typed, and taken with the keys", async () => {
      const where = field(form(page), "Where");
      await where.fill("");
      await where.pressSequentially("post 5");
      await form(page).getByRole("option", { name: /First-aid post 5/ }).waitFor();
      await where.press("ArrowDown");
      await where.press("Enter");
      await until(async () => (await made("call_described")).some((one) => one.data.detail.place?.text === "First-aid post 5"), "the place is kept");
      await hangUp(page);
    });

    it("is verified as an act of its own with its own time, and not after it has moved", async () => {
      await newCall(page);
      await tell(page, "What happened", "twisted ankle, fell");
      await tell(page, "Where", "km 3");
      const { data } = await opened();
      const verify = form(page).getByRole("button", { name: "Verify: read back and right" });
      await verify.waitFor();
      await page.keyboard.press("Alt+v");
      await form(page).getByText(/^Verified \d\d:\d\d:\d\d$/).waitFor();
      const [act] = await made("place_verified");
      assert.equal(act.data.incident, data.incident);
      assert.ok((await opened()).at <= act.at && Math.abs(Date.now() - act.at) < 300_000);
      await page.keyboard.press("Alt+v");
      await said(page, /^The place was already verified at \d\d:\d\d:\d\d\.$/);

      await tell(page, "Where", "km 4");
      await verify.waitFor();
      await until(async () => (await made("place_moved")).length === 1, "the incident moved");
      await hangUp(page);
    });
  });

  describe("what it may repeat", () => {
    it("is named before anything is opened, and Alt+J joins", async () => {
      await newCall(page);
      await tell(page, "What happened", "somebody collapsed at the barrier, not breathing");
      await field(form(page), "Where").fill("gate 4");
      const warning = page.getByRole("alert").filter({ hasText: "This may be the same incident." });
      await warning.getByText(/#18 Cardiac arrest, Gate 4, opened \d+:\d\d ago/).waitFor();
      await field(form(page), "Where").press("Enter");
      await page.getByText("No incident has been opened for this call yet.").waitFor();
      await page.keyboard.press("Alt+j");
      await until(async () => (await made("call_attached")).length === 1, "the call is attached");
      assert.equal((await made("call_attached"))[0].data.incident, await number(18));
      assert.deepEqual(await made("incident_opened"), []);
      await until(async () => (await head().innerText()).includes("18"), "the head names 18");
      await warning.waitFor({ state: "hidden" });
      await hangUp(page);
    });


    it("a caller who joins does not move the incident", async () => {
      await newCall(page);
      await tell(page, "What happened", "man collapsed, not breathing");
      await field(form(page), "Where").fill("40.69982, -74.02512");
      await page.getByRole("button", { name: /^Attach to #18/ }).waitFor();
      await page.keyboard.press("Alt+j");
      await until(async () => (await made("call_attached")).length === 1, "the call is attached");
      await field(form(page), "Callback").focus();
      await tell(page, "Caller", "Mira");
      await until(async () => (await made("call_described")).some((one) => one.data.detail.caller === "Mira"), "later words are kept");
      assert.deepEqual(await made("place_moved"), []);
      await hangUp(page);
    });

    it("and if it is something else, Alt+D opens it", async () => {
      await newCall(page);
      await tell(page, "What happened", "another man collapsed, not breathing");
      await tell(page, "Where", "gate 4");
      await page.getByText("No incident has been opened for this call yet.").waitFor();
      await page.keyboard.press("Alt+d");
      const { data } = await opened();
      assert.deepEqual([data.kind, data.place.text], ["cardiac", "Gate 4"]);
      await hangUp(page);
    });

    it("is said to who types a command as well, and Alt+J attaches the caller", async () => {
      await bar(page).fill("NI cardiac gate 4 ; a man lies at the gate");
      const told = page.locator("#command-preview");
      await told.getByText(/This may be the same incident\. #\d+ Cardiac arrest, Gate 4, opened/).waitFor();
      const [, known] = (await told.innerText()).match(/#(\d+) Cardiac arrest/);
      await bar(page).press("Alt+j");
      await until(async () => (await made("call_attached")).length === 1, "the caller is attached");
      assert.equal((await made("call_attached"))[0].data.incident, await number(Number(known)));
      assert.deepEqual(await made("incident_opened"), []);
      assert.equal((await made("call_described"))[0].data.detail.what, "a man lies at the gate");
      await until(async () => (await bar(page).inputValue()) === "", "the line is done");
    });

    it("earlier incidents at the place are shown", async () => {
      await newCall(page);
      await field(form(page), "Where").fill("food court");
      await form(page).getByText(/^Earlier here: #4 Allergic reaction, \d\d:\d\d$/).waitFor();
      await field(form(page), "Where").fill("");
      await hangUp(page);
    });

    it("earlier incidents from the number are shown, however it is written", async () => {
      await newCall(page);
      await tell(page, "Callback", "(555) 0199");
      await tell(page, "What happened", "twisted ankle, fell");
      await tell(page, "Where", "km 5");
      const { data } = await opened();
      await hangUp(page);
      await newCall(page);
      await tell(page, "Callback", "555-0199");
      await form(page).getByText(`#${data.number} Fall`).waitFor();
      await hangUp(page);
    });


    it("earlier calls from the number are shown, even if nothing came of them", async () => {
      await newCall(page);
      await tell(page, "Callback", "555 0200");
      await page.getByRole("button", { name: "Silent call" }).click();
      await until(async () => (await made("call_ended")).length === 1, "the call is ended");
      await newCall(page);
      await tell(page, "Callback", "5550200");
      await form(page).getByText(/Silent call/).waitFor();
      await hangUp(page);
    });
  });

  describe("the caller", () => {
    before(async () => {
      await newCall(page);
      await tell(page, "What happened", "calls from the hill");
    });

    it("came by phone, radio, on foot or by text", async () => {
      const sources = form(page).getByRole("radiogroup", { name: "Source" });
      assert.equal(await sources.getByRole("radio", { name: "Phone" }).getAttribute("aria-checked"), "true");
      for (const [name, source] of [["Radio", "radio"], ["Walk-in", "walk_in"], ["Text message", "text"], ["Phone", "phone"]]) {
        await sources.getByRole("radio", { name }).click();
        await until(async () => (await made("call_described")).at(-1)?.data.detail.source === source, `${name} is kept`);
        await sources.getByRole("radio", { name, checked: true }).waitFor();
      }
      // What already stands is no news.
      const before_ = (await rows(page)).length;
      await sources.getByRole("radio", { name: "Phone" }).click();
      await tell(page, "Caller", "Mira S.");
      await written(page, (one) => one.data.detail?.caller === "Mira S.");
      assert.equal((await rows(page)).length, before_ + 1);
    });

    it("is safe, not safe, or nobody knows", async () => {
      const safe = form(page).getByRole("radiogroup", { name: /^Caller safe/ });
      for (const [name, answer] of [["No", "no"], ["Unknown", "unknown"], ["Yes", "yes"]]) {
        await safe.getByRole("radio", { name, exact: true }).click();
        await until(async () => (await made("call_described")).at(-1)?.data.detail.caller_safe === answer, `${name} is kept`);
      }
    });

    it("names dangers, from two windows at once, and each is kept", async () => {
      const other = await another(desk, page, "Calls 2");
      await other.getByRole("region", { name: "Calls", exact: true }).getByRole("button", { name: /calls from the hill/ }).click();
      const dangers = (one) => form(one).getByRole("group", { name: /^Dangers/ });
      await Promise.all([
        dangers(page).getByRole("button", { name: "Weapon" }).click(),
        dangers(other).getByRole("button", { name: "Traffic" }).click(),
      ]);
      for (const one of [page, other]) {
        for (const name of ["Weapon", "Traffic"]) {
          await until(async () => (await dangers(one).getByRole("button", { name }).getAttribute("aria-pressed")) === "true", `${name} is pressed`);
        }
      }
      await dangers(page).getByRole("textbox", { name: "Other danger" }).fill("Bees");
      await dangers(page).getByRole("textbox", { name: "Other danger" }).press("Enter");
      await dangers(other).getByRole("button", { name: "Bees" }).waitFor();
      await dangers(other).getByRole("button", { name: "Weapon" }).click();
      await until(async () => (await dangers(page).getByRole("button", { name: "Weapon" }).getAttribute("aria-pressed")) === "false", "it is taken back");
      const details = (await made("call_described")).map((one) => one.data.detail);
      for (const detail of [{ danger_noted: "Weapon" }, { danger_noted: "Traffic" }, { danger_noted: "Bees" }, { danger_cleared: "Weapon" }]) {
        assert.ok(details.some((one) => JSON.stringify(one) === JSON.stringify(detail)), JSON.stringify(detail));
      }
      await other.close();
    });

    it("is gone with F9, once", async () => {
      await hangUp(page);
      await until(async () => (await made("call_ended")).length === 1, "the call is ended");
      assert.equal((await made("call_ended"))[0].data.how, "ended");
      await page.getByRole("region", { name: "Call taking" }).getByText("Call ended").waitFor();
      await hangUp(page);
      await said(page, "This call has already ended.");
      assert.equal((await made("call_ended")).length, 1);
    });
  });

  it("a call may be silent, hung up or abandoned, and says so afterwards", async () => {
    for (const [button, how] of [["Silent call", "silent"], ["Caller hung up", "hung_up"], ["Call abandoned", "abandoned"]]) {
      const before_ = (await rows(page)).length;
      await newCall(page);
      await tell(page, "What happened", `the line was dead, ${how}`);
      await page.getByRole("button", { name: button }).click();
      await page.getByText("No call open in this window").waitFor();
      const ended = (await since(page, before_)).filter((one) => one.kind === "call_ended");
      assert.deepEqual(ended.map((one) => one.data.how), [how]);
      // An ended call has no buttons to end it, so the words are those of its head.
      await page.getByRole("region", { name: "Calls", exact: true }).getByRole("button", { name: `the line was dead, ${how}` }).click();
      await page.getByRole("region", { name: "Call taking" }).getByText(button).waitFor();
      await page.getByRole("button", { name: "End call", exact: true }).waitFor({ state: "hidden" });
    }
  });

  it("the Alt keys go by their place where Alt types signs of its own", async () => {
    await newCall(page);
    const presses = (key, code) => page.evaluate(([key, code]) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, code, altKey: true, bubbles: true, cancelable: true })), [key, code]);
    await presses("™", "Digit2");
    await cursorIn(page, "Where");
    await presses("¡", "Digit1");
    await cursorIn(page, "What happened");
    await hangUp(page);
  });

  it("a call is ended by commands too, also when it has an incident", async () => {
    await newCall(page);
    assert.equal(await preview(page, "EC silent"), "End the call of this window: Silent call");
    await command(page, "EC silent");
    await until(async () => (await made("call_ended")).length === 1, "the call is ended");
    await page.getByText("No call open in this window").waitFor();

    await newCall(page);
    await tell(page, "What happened", "a man fell, now only music");
    await tell(page, "Where", "km 9");
    const { data } = await opened();
    await view(page, "Desk");
    assert.equal(await preview(page, `EC ${data.number} gone`), `End the call about #${data.number} Fall: Caller hung up`);
    await command(page, `EC ${data.number} gone`);
    await until(async () => (await made("call_ended")).length === 2, "the call is ended");
    assert.deepEqual((await made("call_ended")).map((one) => one.data.how), ["silent", "hung_up"]);
    await command(page, `EC ${data.number}`);
    await said(page, "There is no call to end.");
    await view(page, "Intake");

    await newCall(page);
    await tell(page, "What happened", "she fell, and");
    await tell(page, "Where", "km 10");
    await until(async () => (await made("incident_opened")).length === 2, "an incident is opened");
    await page.getByRole("button", { name: "Caller hung up" }).click();
    await until(async () => (await made("call_ended")).length === 3, "the call is ended");
    await page.getByRole("region", { name: "Call taking" }).getByText(/^Phone.*Caller hung up$/).waitFor();
  });

  it("a call that ends before it is an incident keeps what was chosen", async () => {
    await newCall(page);
    await form(page).getByRole("radiogroup", { name: /^Priority/ }).getByRole("radio", { name: "P4" }).click();
    await tell(page, "Type", "Fall");
    await tell(page, "What happened", "cut off in the middle");
    await page.getByRole("button", { name: "End call" }).click();
    await until(async () => (await made("call_ended")).length === 1, "the call is ended");
    await until(async () => (await field(form(page), "Type").inputValue()) === "Fall", "the type stays");
    await page.reload();
    await ready(page);
    await page.getByRole("region", { name: "Calls", exact: true }).getByRole("button", { name: /cut off in the middle/ }).click();
    await settled(page);
    await until(async () => (await field(form(page), "Type").inputValue()) === "Fall", "the type is there");
    await tell(page, "Where", "km 12");
    const { data } = await opened();
    assert.deepEqual([data.kind, data.priority], ["fall", "P4"]);
  });

  it("Alt+V verifies the place of the call in the form, whatever else is selected", async () => {
    await newCall(page);
    await tell(page, "What happened", "twisted ankle, fell");
    await tell(page, "Where", "km 13");
    const { data } = await opened();
    await command(page, "S 18");
    await page.keyboard.press("Alt+v");
    await until(async () => (await made("place_verified")).length === 1, "the place is verified");
    assert.equal((await made("place_verified"))[0].data.incident, data.incident);
    await hangUp(page);
  });

  it("a call is taken in the window of one panel, which then comes back", async () => {
    await view(page, "Desk");
    const [popup] = await Promise.all([
      desk.context.waitForEvent("page"),
      page.getByRole("region", { name: "Queue", exact: true }).getByRole("button", { name: /Open in its own window/ }).click(),
    ]);
    await ready(popup);
    await popup.getByRole("region", { name: "Queue", exact: true }).waitFor();
    await newCall(popup);
    await tell(popup, "Caller", "from the queue");
    await written(page, (one) => one.data.detail?.caller === "from the queue");
    assert.match(await popup.evaluate(() => document.body.className), /\bintake\b/);
    await hangUp(popup);
    await view(popup, "Desk");
    await popup.getByRole("region", { name: "Queue", exact: true }).waitFor();
    assert.equal(await popup.getByRole("region", { name: "Units", exact: true }).count(), 0);
    await popup.close();
    await view(page, "Intake");
  });

  it("a call from paper keeps when it happened and when it was entered", async () => {
    const ago = clockAgo(20);
    await newCall(page);
    assert.equal(await field(form(page), "Happened at").count(), 0, "the quick way has no such row");
    await form(page).getByRole("button", { name: "Taken on paper" }).click();
    await page.waitForFunction(() => document.activeElement.id === "call-at");
    await tell(page, "Happened at", "25:99");
    await said(page, "This is not a time. Type it as 14:05 or 14:05:30.");
    await tell(page, "What happened", "runner fell at the stairs");
    await tell(page, "Where", "km 7");
    await form(page).getByText("The incident is opened as soon as this time can be read.").waitFor();
    await written(page, (one) => one.data.detail?.place?.text === "km 7");
    assert.deepEqual(await made("incident_opened"), []);
    await tell(page, "Happened at", ago);
    const one = await opened();
    const clock = (at) => new Date(at).toLocaleTimeString("en-GB", { timeZone: "America/New_York", hour: "2-digit", minute: "2-digit" });
    assert.equal(clock(one.at), ago);
    assert.ok(Math.abs(Date.now() - one.entered) < 300_000);
    await view(page, "Log");
    const line = page.getByRole("region", { name: "Log", exact: true }).getByRole("listitem").filter({ hasText: "Incident opened: Fall, km 7" });
    await line.getByText(/entered \d\d:\d\d:\d\d/).waitFor();
    assert.equal(await line.locator("time").textContent(), `${ago}:00`);
    await view(page, "Intake");

    // It is set right afterwards as well, with a line of its own.
    const earlier = clockAgo(25);
    await tell(page, "Happened at", earlier);
    await until(async () => (await made("call_described")).some((other) => other.data.detail.answered < one.at), "the time is kept");
    await view(page, "Desk");
    await command(page, `S ${one.data.number}`);
    await page.getByRole("log", { name: "Log" }).getByText(`Happened at: ${earlier}:00, was ${ago}:00`).waitFor();
    await view(page, "Intake");
    await hangUp(page);
  });

  it("a type that is taken from a chip brings its priority along, unless a person chose one", async () => {
    const urgent = () => made("urgency_changed").then((all) => all.map((one) => one.data.priority));
    await newCall(page);
    await tell(page, "What happened", "a runner fell");
    await tell(page, "Where", "km 14");
    await opened();
    await field(form(page), "What happened").fill("a runner fell, collapsed, not breathing");
    await chips().getByRole("button", { name: /^Cardiac arrest/ }).click();
    // The card of the type may have raised it by itself.
    const level = (name) => form(page).getByRole("radiogroup", { name: /^Priority/ }).getByRole("radio", { name });
    await until(async () => (await level("P1").getAttribute("aria-checked")) === "true", "it is raised");
    await level("P3").click();
    await until(async () => (await urgent()).at(-1) === "P3", "a person lowers it");
    await field(form(page), "What happened").fill("a runner fell, structure fire, flames, people trapped");
    await chips().getByRole("button", { name: /^Structure fire/ }).click();
    await until(async () => (await made("kind_changed")).length === 2, "the type is changed");
    await tell(page, "Caller", "priority test");
    await written(page, (one) => one.data.detail?.caller === "priority test");
    assert.equal((await urgent()).at(-1), "P3");
    await hangUp(page);
  });

  it("a flag that is raised while the call is taken is shown in its form", async () => {
    await newCall(page);
    await field(form(page), "Where").fill("km 15");
    const other = await another(desk, page, "Lead", { view: "setup" });
    await section(other, "Flags");
    await other.getByRole("button", { name: "Add flag" }).click();
    await answer(other, { "Place or phone number": "km 15", Warning: "Loose dog near the tent" }, "Add");
    await form(page).getByText("Loose dog near the tent").waitFor();
    await other.close();
    await field(form(page), "Where").fill("");
    await hangUp(page);
  });

  it("what the caller said before the incident was opened stands in its log, each on its own line", async () => {
    await newCall(page);
    await tell(page, "Callback", "555 0177");
    await tell(page, "Caller", "Ada W.");
    await tell(page, "What happened", "a runner fell");
    await tell(page, "Where", "km 11");
    const { data } = await opened();
    await view(page, "Desk");
    await command(page, `S ${data.number}`);
    const lines = page.getByRole("log", { name: "Log" }).getByRole("listitem");
    for (const text of ["Callback: 555 0177", "Caller: Ada W.", "Call attached, Phone: a runner fell", "Incident opened: Fall, km 11"]) {
      await lines.filter({ hasText: text }).waitFor();
    }
    await command(page, `N ${data.number} ; later`);
    await lines.filter({ hasText: "later" }).waitFor();
    assert.deepEqual((await lines.locator(".txt").allInnerTexts()).map((text) => text.replace(/\s*Strike(\s+SK [\d :]+)?$/, "").replace(/^(Guide card opened: .*), version \d+$/, "$1")).sort(), [
      "Call attached, Phone: a runner fell", "Callback: 555 0177", "Caller: Ada W.", "Guide card opened: Fall", "Incident opened: Fall, km 11", "later",
    ].sort());
    await view(page, "Intake");
    await hangUp(page);
  });

  it("the first assessment: each answer is an event, changed and taken back ones too", async () => {
    await newCall(page);
    await tell(page, "What happened", "woman with chest pain");
    await tell(page, "Where", "km 8");
    const { data } = await opened();
    const choose = (question, word) => guide().getByRole("radiogroup", { name: question }).getByRole("radio", { name: word, exact: true }).click();
    const answers = () => made("answered").then((all) => all.map((one) => [one.data.question, one.data.answer]));
    const after_ = (count) => until(async () => (await made("answered")).length === count, `${count} answers are written`);
    await choose("Conscious", "Yes");
    await after_(1);
    await choose("Breathing normally", "No");
    await after_(2);
    await choose("Conscious", "No");
    await after_(3);
    await choose("Breathing normally", "No");
    await after_(4);
    await field(guide(), "Age").fill("61");
    await field(guide(), "Age").press("Enter");
    await after_(5);
    assert.deepEqual(await answers(), [["conscious", "Yes"], ["breathing", "No"], ["conscious", "No"], ["breathing", ""], ["age", "61"]]);
    assert.ok((await made("answered")).every((one) => one.data.incident === data.incident));

    // A unit can go before the questions end.
    await guide().getByRole("button", { name: /^Dispatch MED2/ }).click();
    await until(async () => (await made("unit_assigned")).length === 1, "a unit is sent");
    await choose("Severity", "Serious");
    await after_(6);

    await view(page, "Desk");
    await command(page, `S ${data.number}`);
    const log = page.getByRole("log", { name: "Log" });
    for (const line of ["Conscious: Yes", "Conscious: No, was Yes", "Breathing normally: –, was No", "Age: 61", "Severity: Serious"]) await log.getByText(line).waitFor();
    await page.getByRole("status", { name: "On the air" }).getByText(/Age: 61\. Conscious: No/).waitFor();
    await view(page, "Intake");
    await hangUp(page);
  });

  it("each kind of incident has its own first questions, and every answer is an event", async () => {
    const all = ["Number hurt", "Hazards", "Access"];
    const kinds = [
      ["a house fire, flames at the window", "km 17", [["Spreading", "Yes", "spread"], ["People inside", "Unknown", "people_inside"], ["Size", "One room", "size"]], ["What is burning", "Hazardous materials", ...all], ["What is burning", "burning", "a shed"]],
      ["two men fighting at the fence", "km 19", [["Weapons", "Knife", "weapons"], ["In progress", "Just happened", "in_progress"]], ["Persons", "Vehicle", "Direction of travel", "Officer safety", ...all], ["Direction of travel", "direction", "north"]],
    ];
    for (const [what, where, choices, texts, [label, question, text]] of kinds) {
      stood = (await rows(page)).length;
      await newCall(page);
      await tell(page, "What happened", what);
      await tell(page, "Where", where);
      const { data } = await opened();
      const assess = guide().getByRole("form", { name: "Assess", exact: true });
      for (const one of texts) await field(assess, one).waitFor();
      for (const [one, word, key] of choices) {
        await assess.getByRole("radiogroup", { name: one, exact: true }).getByRole("radio", { name: word, exact: true }).click();
        await until(async () => (await made("answered")).some((row) => row.data.question === key && row.data.answer === word), `${one} is answered`);
      }
      await field(assess, label).fill(text);
      await field(assess, label).press("Enter");
      await until(async () => (await made("answered")).some((row) => row.data.question === question && row.data.answer === text), `${label} is answered`);
      assert.ok((await made("answered")).every((row) => row.data.incident === data.incident));
      await hangUp(page);
    }
  });

  it("the list under Type takes its own type with the keys", async () => {
    await newCall(page);
    await tell(page, "What happened", "something by the barrier");
    const type = field(form(page), "Type");
    await type.fill("");
    await type.pressSequentially("gas");
    const offers = form(page).getByRole("listbox", { name: "Type" }).getByRole("option");
    await offers.first().waitFor();
    const chosen = await offers.first().locator("span").first().innerText();
    await type.press("ArrowDown");
    await type.press("Enter");
    await until(async () => (await type.inputValue()) === chosen, "the type is in its field");
    await tell(page, "Where", "km 22");
    const { data } = await opened();
    const label = (await rows(page)).find((one) => one.kind === "type_added" && one.data.code === data.kind).data.label;
    assert.equal(label, chosen);
    await hangUp(page);
  });

  it("how many are hurt is asked once: the form and the assessment hold one answer, and the crews hear it", async () => {
    await newCall(page);
    await tell(page, "What happened", "a fight at the rope");
    await tell(page, "Number hurt", "3");
    await tell(page, "Where", "km 16");
    const { data } = await opened();
    const asked = field(guide(), "Number hurt");
    await until(async () => (await asked.inputValue()) === "3", "the assessment has it");
    await asked.fill("4");
    await asked.press("Enter");
    await until(async () => (await field(form(page), "Number hurt").inputValue()) === "4", "the form has it");
    await tell(page, "Number hurt", "5");
    await until(async () => (await asked.inputValue()) === "5", "the assessment follows");
    assert.deepEqual((await made("answered")).map((one) => [one.data.question, one.data.answer]), [["hurt", "4"], ["hurt", "5"]]);
    await field(guide(), "Access").fill("through the yard");
    await field(guide(), "Access").press("Enter");
    await until(async () => (await made("answered")).length === 3, "the way in is written");
    await view(page, "Desk");
    await command(page, `S ${data.number}`);
    await page.getByRole("status", { name: "On the air" }).getByText(/Number hurt: 5\. Access: through the yard/).waitFor();
    await view(page, "Intake");
    await hangUp(page);
  });

  it("the keys go from field to field, and to any of them", async () => {
    await newCall(page);
    const here = () => page.evaluate(() => document.activeElement.id);
    for (const id of ["call-where", "call-callback", "call-caller"]) {
      await page.keyboard.press("Enter");
      assert.equal(await here(), id);
    }
    for (const [digit, id] of [["1", "call-what"], ["2", "call-where"], ["3", "call-callback"], ["4", "call-caller"], ["5", "call-safe"], ["6", "call-dangers"], ["7", "call-type"], ["8", "call-priority"]]) {
      await page.keyboard.press(`Alt+${digit}`);
      assert.equal(await here(), id, digit);
    }
    await hangUp(page);
  });

  // A field that was left by going elsewhere answered into a form that was gone, and the whole program stopped.
  describe("leaving a field", () => {
    const ways = {
      "to the desk": () => view(page, "Desk"),
      "to the log": () => view(page, "Log"),
      "to the worst alert": () => page.keyboard.press("F8"),
      "to a new call": () => newCall(page),
      "to another call": () => page.getByRole("region", { name: "Calls", exact: true }).getByRole("button", { name: /#/ }).first().click(),
      "to the end of the call": () => page.keyboard.press("F9"),
    };
    for (const [way, go] of Object.entries(ways)) {
      for (const [label, key, text] of [["What happened", "what", `man fell, and then ${way}`], ["Where", "place", `behind the van, ${way}`], ["Callback", "callback", `555 01 ${way}`]]) {
        it(`${label} ${way} keeps the text and the program`, async () => {
          await newCall(page);
          await field(form(page), label).fill(text);
          await go();
          await until(async () => {
            const told = (await made("call_described")).map((one) => one.data.detail[key]?.text ?? one.data.detail[key]);
            return told.includes(text) || told;
          }, "the text is in the log").catch(async (error) => {
            assert.deepEqual(desk.faults, []);
            throw error;
          });
          assert.deepEqual(desk.faults, []);
        });
      }
    }
    beforeEach(async () => {
      // A program that has stopped is started again, so that one way is one failure.
      if (desk.faults.length) {
        desk.faults.length = 0;
        await page.reload();
        await ready(page);
      }
      await view(page, "Intake");
    });
  });

  it("did no harm on the way", () => harmless(desk));
});
