// The desk: the command line, the status of units by any way, questions before what is unusual, holds, links, undo, log.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, beforeEach, describe, it } from "node:test";
import { bar, command, count, grid, newOperation, addUnits, practice, ready, refused, rows, settled, start, until } from "./lib/desk.mjs";
import { answer, field, harmless, preview, row, said, since, unasked, view, written } from "./lib/extra.mjs";

/** The table of verbs as the program has it: code and form. */
const VERBS = [...readFileSync(new URL("../../src/domain/language/verbs.rs", import.meta.url), "utf8").matchAll(/^ {4}row\(Verb::.*?, "([^"]+)", &\[.*?\], "([^"]+)"\),$/gm)].map(
  ([, code, form]) => ({ code, form }),
);

describe("the desk", () => {
  let desk, page, stood;
  before(async () => {
    desk = await start();
    page = desk.first;
    await practice(page, desk.url);
  });
  after(() => desk?.stop());
  beforeEach(async () => {
    await unasked(page);
    await view(page, "Desk");
    await bar(page).fill("");
    stood = (await rows(page)).length;
  });

  const sheet = () => page.getByRole("region", { name: "Incident", exact: true });
  const log = () => sheet().getByRole("log", { name: "Log" });
  const made = async (kind) => (await since(page, stood)).filter((one) => one.kind === kind);
  const once = (kind) => until(async () => (await made(kind)).length === 1, `one row ${kind}`).then(async () => (await made(kind))[0].data);
  const unit = (sign) => rows(page).then((all) => all.find((one) => one.kind === "unit_added" && one.data.call_sign === sign).data.unit);
  const incident = (number) => rows(page).then((all) => all.find((one) => one.kind === "incident_opened" && one.data.number === number).data.incident);
  const suggestions = () => page.getByRole("listbox", { name: "Suggestions" });
  const dialog = () => page.getByRole("dialog");
  /** Waits until the preview says this of the typed line. */
  const foresees = async (line, sentence) => {
    const same = (text) => (sentence instanceof RegExp ? sentence.test(text) : text === sentence);
    let shown = await preview(page, line);
    await until(async () => same((shown = await page.locator("#command-preview").innerText())) || shown, `“${line}” is previewed as ${sentence}`);
  };

  describe("the command line says what Enter will do", () => {
    for (const [line, sentence] of [
      ["D 18 MED1", "Dispatch MED1 to #18 Cardiac arrest"],
      ["D 18 MED1 MED2", "Dispatch MED1, MED2 to #18 Cardiac arrest"],
      ["DE 18 MED1", "Dispatch MED1 to #18 Cardiac arrest, en route"],
      ["P 17 1", "#17 Lost child: Priority to P1"],
      ["TY 17 missing", "#17 Lost child: Incident type to Missing person"],
      ["LOC 17 gate 8", "#17 Lost child: Place to Gate 8"],
      ["H 17 15 ; crew asks", "Hold #17 Lost child for 15 min"],
      ["LK 16 17", "Link #16 Found child with #17"],
      ["N 18 ; text of a note", "Add to #18 Cardiac arrest: text of a note"],
      ["N ; general", "Add to the general log: general"],
      ["L MED1 > CMD ; on my way", "Radio MED1 › CMD: on my way"],
      ["PAR FR1", "Record roll call: FR1"],
      ["T FR1 10", "Welfare check on FR1 in 10 min"],
      ["S 18", "Select #18 Cardiac arrest"],
      ["S 26-0018", "Select #18 Cardiac arrest"],
      ["U MED1", "Select MED1"],
      ["F harbor", "Find “harbor” in the queue"],
      ["NI", "Start a new call"],
      ["NI p2 fall gate 1 ; knee", "Open incident: Fall, P2, Gate 1"],
      ["D 18 MED1 @00:00", "Dispatch MED1 to #18 Cardiac arrest, at 00:00"],
      ["NI fall gate 1 ; knee", "Open incident: Fall, P3, Gate 1"],
      ["?", "Show the help"],
      ["D 18 FR1", "FR1 is already assigned to #18 Cardiac arrest."],
      ["S 99", "There is no incident 99. Check the number."],
      ["XYZ 1", "There is no command “XYZ”. Type ? for the list."],
      ["D 18", "Needs a unit."],
      ["D 18 MED5 @25:61", "“25:61” is not a time. Write it as 14:05 or 14:05:30."],
    ]) {
      it(line, () => foresees(line, sentence));
    }
  });

  describe("the words of a command may come in any order, with any separator, in any case", () => {
    for (const line of ["MED1 18 D", "18 d med1", "d.18.med1", "D/18/MED1", "  d   #18   Med1  ", "D 26-0018 med 1"]) {
      it(line, () => foresees(line, "Dispatch MED1 to #18 Cardiac arrest"));
    }
  });

  it("the command line completes a word with Tab, and another one with the arrows", async () => {
    await bar(page).pressSequentially("D 18 ME");
    await suggestions().getByRole("option", { name: /^MED1/ }).waitFor();
    await bar(page).press("Tab");
    assert.equal(await bar(page).inputValue(), "D 18 MED1 ");
    await bar(page).pressSequentially("ME");
    await suggestions().waitFor();
    await bar(page).press("ArrowDown");
    await bar(page).press("ArrowDown");
    await bar(page).press("Enter");
    assert.equal(await bar(page).inputValue(), "D 18 MED1 MED2 ");
    await bar(page).fill("");
    await bar(page).pressSequentially("TR MED1 harbor g");
    await suggestions().getByRole("option", { name: /^Harbor General/ }).waitFor();
    await bar(page).press("Escape");
    await suggestions().waitFor({ state: "hidden" });
    assert.equal(await bar(page).inputValue(), "TR MED1 harbor g");
    assert.equal((await rows(page)).length, stood);
  });

  it("a place of several words is completed as a whole", async () => {
    await bar(page).pressSequentially("LOC 17 harbor st");
    await suggestions().getByRole("option", { name: /^Harbor Stage/ }).waitFor();
    await bar(page).press("Tab");
    assert.equal(await bar(page).inputValue(), "LOC 17 Harbor Stage ");
  });

  it("Up brings back earlier lines, Down goes forward again", async () => {
    await command(page, "N ; first");
    await command(page, "N ; second");
    await bar(page).press("ArrowUp");
    assert.equal(await bar(page).inputValue(), "N ; second");
    await bar(page).press("ArrowUp");
    assert.equal(await bar(page).inputValue(), "N ; first");
    await bar(page).press("ArrowDown");
    assert.equal(await bar(page).inputValue(), "N ; second");
    await bar(page).press("ArrowDown");
    assert.equal(await bar(page).inputValue(), "");
  });

  /** The arrows wiped out what was being typed: Down at once, and Up for good, since the line was nowhere any more. */
  it("the arrows never lose a line that was not sent", async () => {
    await command(page, "N ; sent before");
    const stands = (text) => until(async () => (await bar(page).inputValue()) === text || (await bar(page).inputValue()), `the bar holds "${text}"`);
    await bar(page).fill("N ; not sent yet");
    await bar(page).press("ArrowDown");
    await stands("N ; not sent yet");
    await bar(page).press("ArrowUp");
    await stands("N ; sent before");
    await bar(page).press("ArrowDown");
    await stands("N ; not sent yet");
    await bar(page).press("ArrowDown");
    await stands("N ; not sent yet");
    // What is made of a recalled line does not cost the line either.
    await bar(page).press("ArrowUp");
    await stands("N ; sent before");
    await bar(page).pressSequentially(", and more");
    await bar(page).press("ArrowUp");
    await stands("N ; not sent yet");
  });

  it("a refused command stays in the bar with its reason, and offers what was meant", async () => {
    assert.equal(await refused(page, "D 18 MED9"), "“MED9” is not known here. Check the spelling.");
    assert.equal(await bar(page).inputValue(), "D 18 MED9");
    assert.equal((await rows(page)).length, stood);
    const fix = page.locator("#command-preview").getByRole("button");
    assert.match(await fix.innerText(), /^D 18 MED[1-6]$/);
    await fix.click();
    await foresees(await bar(page).inputValue(), /^(Dispatch MED\d to #18 Cardiac arrest|MED\d is on .*)/);

    await bar(page).fill("CLAER FR1");
    await page.locator("#command-preview").getByText("There is no command “CLAER”. Type ? for the list.").waitFor();

    await bar(page).fill("NI cardac gate 1");
    await page.locator("#command-preview").getByRole("button", { name: "NI cardiac gate 1" }).click();
    await foresees("NI cardiac gate 1", "Open incident: Cardiac arrest, P1, Gate 1");
  });

  it("the reason of a refusal is in sight at any width", async (context) => {
    context.after(() => page.setViewportSize({ width: 1440, height: 900 }));
    for (const width of [1440, 1100, 1024, 800, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await bar(page).fill("D 18 FR1");
      await bar(page).press("Enter");
      await page.getByText("FR1 is already assigned to #18 Cardiac arrest.").filter({ visible: true }).first().waitFor().catch(() => {
        throw new Error(`nothing says why at ${width} pixels`);
      });
      await bar(page).fill("");
    }
  });

  it("Esc clears the line and gives the keys back, and / or F2 finds it from anywhere", async () => {
    await bar(page).fill("D 18");
    await bar(page).press("Escape");
    await until(async () => (await bar(page).inputValue()) === "", "the line is empty");
    await bar(page).press("Escape");
    const here = () => page.evaluate(() => document.activeElement.id);
    await until(async () => (await here()) !== "command", "the bar let go");
    await page.keyboard.press("/");
    assert.equal(await here(), "command");
    assert.equal(await bar(page).inputValue(), "");
    await row(page, 18).focus();
    await page.keyboard.press("F2");
    assert.equal(await here(), "command");
  });

  it("the help lists every verb of the table", async () => {
    assert.ok(40 < VERBS.length, `${VERBS.length} verbs were read`);
    await command(page, "?");
    const help = page.getByRole("dialog", { name: "Help" });
    await help.waitFor();
    const listed = await help.locator("dt").allInnerTexts();
    for (const { form } of VERBS) assert.ok(listed.includes(form), form);
    for (const text of await help.locator("dd").allInnerTexts()) assert.match(text, /\p{L}{2}/u);
    await help.getByRole("button", { name: "Done" }).click();
    await help.waitFor({ state: "hidden" });
  });

  it("what buttons show as their command is understood by the command line", async () => {
    const shown = async (within) => {
      await settled(page);
      return within.locator("button:visible kbd:visible").allInnerTexts();
    };
    await command(page, "S 18");
    // Whom to send is worked out behind the sheet.
    await sheet().getByRole("button", { name: /^Dispatch [A-Z]/ }).first().waitFor();
    const seen = new Set(await shown(sheet()));
    await command(page, "S 8");
    for (const text of await shown(sheet())) seen.add(text);
    await command(page, "S 4");
    await sheet().getByRole("button", { name: /^Reopen/ }).waitFor();
    for (const text of await shown(sheet())) seen.add(text);
    // A request that is open, a linked incident, a line of the log, and several units to send.
    await command(page, "REQ 18 litter 2");
    await command(page, "LK 18 15");
    await command(page, "N 18 ; gate open");
    await command(page, "S 18");
    await sheet().getByRole("button", { name: /^Mark as met/ }).waitFor();
    await sheet().getByRole("button", { name: /^Unlink/ }).waitFor();
    for (const text of await shown(sheet())) seen.add(text);
    // What acts says how it is typed; what only shows or copies need not, and the card has keys of its own.
    const PLAIN = /^(Copy|Show all .*|Swap.*|Open in its own window|Open call)/;
    const mute = await sheet().locator(".btn:visible:not(:has(kbd))").evaluateAll((buttons) =>
      buttons.filter((one) => !one.closest(".s-card, .s-assess, .s-close")).map((one) => one.getAttribute("aria-label") ?? one.innerText.trim()),
    );
    assert.deepEqual(mute.filter((name) => !PLAIN.test(name)), [], "buttons without their command");
    for (const text of await shown(page.getByRole("region", { name: "Alerts" }))) seen.add(text);
    for (const sign of ["MED1", "FR1"]) {
      await command(page, `U ${sign}`);
      await page.getByRole("dialog", { name: sign }).waitFor();
      for (const text of await shown(page.getByRole("dialog", { name: sign }))) seen.add(text);
      await page.getByRole("dialog", { name: sign }).getByRole("button", { name: "Done" }).click();
    }
    const codes = new Set(VERBS.map((verb) => verb.code));
    const commands = [...seen].filter((text) => codes.has(text.split(" ")[0]) && text.includes(" "));
    for (const needed of ["D MED1 18", "H 18", "CL 18", "AL 18", "REQ 18", "LK 18", "MR 18 litter", "UL 18 15", "RO 4", "OS FR1", "AV MED1"]) assert.ok(commands.includes(needed), `${needed} among ${commands.join(", ")}`);
    for (const line of commands) {
      const text = await preview(page, line);
      assert.doesNotMatch(text, /There is no command|is not known here|There is no incident/, `${line}: ${text}`);
    }
    // Where a button knows everything, so does its command.
    for (const line of commands.filter((line) => /^(T|PAR|S|VP|UH) /.test(line))) {
      assert.doesNotMatch(await preview(page, line), /^Needs /, line);
    }
  });

  describe("the status of a unit", () => {
    const steps = () => made("unit_stepped").then((all) => all.map((one) => one.data.step));
    const under = (group, sign) => row(page, sign, grid(page, group)).waitFor();

    it("by command", async () => {
      await command(page, "ER FR1");
      await under("En route", "FR1");
      assert.deepEqual(await steps(), ["en_route"]);
      await command(page, "os fr1");
      await under("On scene", "FR1");
    });

    it("by a key on its row", async () => {
      await command(page, "D 18 MED2");
      await row(page, "MED2").focus();
      for (const [key, step, group] of [["a", "acknowledged", "Dispatched"], ["e", "en_route", "En route"], ["o", "on_scene", "On scene"], ["p", "at_patient", "On scene"]]) {
        await row(page, "MED2").focus();
        await page.keyboard.press(key);
        await until(async () => (await steps()).at(-1) === step, step);
        await under(group, "MED2");
      }
      await row(page, "MED2").focus();
      await page.keyboard.press("c");
      await under("Available", "MED2");
    });

    it("by its button on the sheet", async () => {
      await command(page, "S 18");
      const line = sheet().getByRole("list", { name: "Assigned units" }).getByRole("listitem", { name: "FR1" });
      await line.getByRole("button", { name: /^At patient/ }).click();
      await until(async () => (await steps()).includes("at_patient"), "at patient");
    });

    it("by its own window of acts", async () => {
      await row(page, "LOG1").focus();
      await page.keyboard.press("Enter");
      await page.getByRole("dialog", { name: "LOG1" }).getByRole("button", { name: /^On break/ }).click();
      assert.equal((await once("readiness_changed")).readiness, "break");
      await under("Not ready", "LOG1");
      await row(page, "LOG1").getByRole("button", { name: "Actions for LOG1" }).click();
      await page.getByRole("dialog", { name: "LOG1" }).getByRole("button", { name: /^Available/ }).click();
      await under("Available", "LOG1");
    });

    it("by pulling it onto an incident, and onto a status", async (context) => {
      // All of it is in sight, so that nothing scrolls under a unit that is being pulled.
      await page.setViewportSize({ width: 1440, height: 1500 });
      await settled(page);
      context.after(() => page.setViewportSize({ width: 1440, height: 900 }));
      await row(page, "SEC3").dragTo(row(page, 17));
      assert.deepEqual((await once("unit_assigned")).unit, await unit("SEC3"));
      assert.deepEqual((await made("unit_assigned"))[0].data.incident, await incident(17));
      await under("Dispatched", "SEC3");
      await row(page, "SEC3").dragTo(page.getByRole("region", { name: "Units", exact: true }).getByRole("heading", { name: /^En route/ }));
      await under("En route", "SEC3");
      await row(page, "BOAT1").dragTo(page.getByRole("region", { name: "Units", exact: true }).getByRole("heading", { name: /^Not ready/ }));
      await under("Not ready", "BOAT1");
      await command(page, "AV BOAT1");
    });

    it("a unit that is pulled onto a second incident is asked about: stack or divert", async () => {
      await row(page, "SEC3").dragTo(row(page, 16));
      await dialog().getByText(/SEC3 is .*#17 Lost child.* since \d\d:\d\d:\d\d\./).waitFor();
      await dialog().getByRole("button", { name: "Divert instead" }).click();
      await until(async () => (await made("unit_released")).length === 1, "it left 17");
      assert.equal((await made("unit_released"))[0].data.how, "diverted");
      assert.equal((await once("unit_assigned")).incident, await incident(16));
    });
  });

  describe("what is unusual", () => {
    it("is asked by a dialog when it was a press, then recorded", async () => {
      await command(page, "D 15 MED1");
      await row(page, "MED1").focus();
      await page.keyboard.press("p");
      await dialog().getByText("MED1 has no time for on scene, which comes before at patient.").waitFor();
      assert.deepEqual(await made("unit_stepped"), []);
      await dialog().getByRole("button", { name: "Back" }).click();
      assert.deepEqual(await made("unit_stepped"), []);
      await row(page, "MED1").focus();
      await page.keyboard.press("p");
      await dialog().getByRole("button", { name: "Record anyway" }).click();
      assert.equal((await once("unit_stepped")).step, "at_patient");
    });

    it("is asked by a second Enter when it was typed", async () => {
      await command(page, "D 15 SEC1");
      const reason = await refused(page, "OS SEC1");
      assert.equal(reason, "Press Enter again to do it anyway: SEC1 has no time for en route, which comes before on scene.");
      assert.equal(await bar(page).inputValue(), "OS SEC1");
      assert.deepEqual(await made("unit_stepped"), []);
      await bar(page).press("Enter");
      assert.equal((await once("unit_stepped")).step, "on_scene");
      await until(async () => (await bar(page).inputValue()) === "", "the bar is empty");
      // Another line is asked about anew.
      await command(page, "D 15 SEC2");
      await refused(page, "OS SEC2");
      await bar(page).fill("OS SEC2 ");
      assert.deepEqual((await made("unit_stepped")).length, 1);
    });

    it("a unit out of service is sent only on purpose, with its reason", async () => {
      assert.match(await refused(page, "D 15 CART2"), /^Press Enter again to do it anyway: CART2 is out of service: flat tire/);
      await command(page, "S 15");
      await sheet().getByRole("button", { name: /^Show all \d+ units$/ }).click();
      await sheet().getByRole("button", { name: "Dispatch CART2" }).click();
      await dialog().getByText(/CART2 is out of service: flat tire/).waitFor();
      await dialog().getByRole("button", { name: "Back" }).click();
      assert.deepEqual(await made("unit_assigned"), []);
    });

    it("transporting asks for the destination, and knows its places by any name", async () => {
      await row(page, "MED3").focus();
      await page.keyboard.press("t");
      const destination = field(dialog(), "Destination");
      await destination.waitFor();
      await dialog().getByRole("button", { name: "Record" }).click();
      await said(page, "Needs a destination.");
      assert.deepEqual(await made("unit_stepped"), []);
      await unasked(page);
      await row(page, "MED3").focus();
      await page.keyboard.press("t");
      await answer(page, { Destination: "st mary" }, "Record");
      const { step, destination: to } = await once("unit_stepped");
      assert.deepEqual([step, to], ["transporting", "St Mary Hospital"]);
      await row(page, "MED3", grid(page, "Transport")).getByText("St Mary Hospital").waitFor();
    });

    it("transporting by command needs it too", async () => {
      await command(page, "DO 15 BOAT1");
      assert.equal(await refused(page, "TR BOAT1"), "Needs a destination.");
      await command(page, "TR BOAT1 hg");
      assert.equal((await once("unit_stepped")).destination, "Harbor General");
      await command(page, "CL BOAT1");
    });

    it("out of service asks for the reason", async () => {
      assert.equal(await refused(page, "OO SEC8"), "Needs a reason.");
      await bar(page).fill("");
      await row(page, "SEC8").focus();
      await page.keyboard.press("x");
      await dialog().getByRole("textbox", { name: "Reason" }).waitFor();
      await answer(page, { Reason: "" }, "Record");
      await said(page, "Needs a reason.");
      await unasked(page);
      await row(page, "SEC8").focus();
      await page.keyboard.press("x");
      await answer(page, { Reason: "radio is dead" }, "Record");
      const change = await once("readiness_changed");
      assert.deepEqual([change.readiness, change.reason], ["out_of_service", "radio is dead"]);
      await row(page, "SEC8").getByText("radio is dead").waitFor();
      await command(page, "AV SEC8");
    });

    it("closing with units at work names them, and clears them when it is meant", async () => {
      await command(page, "NI fall km 2 ; for closing");
      const { number } = (await written(page, (one) => one.kind === "incident_opened" && one.data.summary === "for closing")).data;
      await command(page, `DO ${number} BOAT1`);
      assert.match(await refused(page, `CL ${number} 29 ; done`), /^Press Enter again to do it anyway: Still assigned to #\d+ Fall: BOAT1\. Closing clears them\.$/);
      await bar(page).press("Enter");
      await once("closed");
      assert.equal((await made("unit_released")).length, 1);
      await row(page, number, grid(page, "Recently closed")).waitFor();
      assert.match(await refused(page, `D ${number} BOAT1`), /is closed\. Reopen it first\.$/);
      await command(page, `RO ${number} ; came back`);
      await row(page, number, grid(page, "Pending")).or(row(page, number, grid(page, "Active"))).first().waitFor();
      await command(page, `CL ${number} 29`);
    });
  });

  it("two incidents are linked by command and by button, and shown on both", async () => {
    await command(page, "LK 16 17");
    await once("linked");
    await command(page, "S 17");
    const links = sheet().getByRole("heading", { name: "Linked incidents" }).locator("xpath=..");
    await links.getByText("#16").waitFor();
    await links.getByRole("button", { name: "Show" }).click();
    await sheet().getByRole("heading", { name: "Found child" }).waitFor();
    await links.getByText("#17").waitFor();
    assert.equal(await refused(page, "LK 16 17"), "These incidents are already linked.");
    await bar(page).fill("");
    await sheet().getByRole("button", { name: /^Link/ }).first().click();
    await answer(page, { "Incident number": "99" }, "Link");
    await said(page, "There is no incident 99. Check the number.");
    await unasked(page);
    await links.getByRole("button", { name: "Unlink" }).click();
    await once("unlinked");
    await links.waitFor({ state: "hidden" });
  });

  describe("undo", () => {
    it("by button takes back the last act and leaves both in the log", async () => {
      await command(page, "P 17 1");
      await page.getByRole("button", { name: /^Undo/ }).click();
      await until(async () => (await made("urgency_changed")).length === 2, "it is taken back");
      assert.deepEqual((await made("urgency_changed")).map((one) => one.data.priority), ["P1", "P2"]);
      await page.getByRole("alert").getByText("Undone.").waitFor();
      await command(page, "S 17");
      await log().getByText("Priority P1, was P2").waitFor();
      await log().getByText("Priority P2, was P1").waitFor();
    });

    it("by Ctrl+Z, also while the cursor is in the empty command line", async () => {
      await command(page, "D 17 LOG1");
      await row(page, "LOG1", grid(page, "Dispatched")).waitFor();
      await page.keyboard.press("Control+z");
      await row(page, "LOG1", grid(page, "Available")).waitFor();
      assert.equal((await once("unit_released")).how, "withdrawn");
      await command(page, "D 17 LOG1");
      await row(page, "LOG1", grid(page, "Dispatched")).focus();
      await page.keyboard.press("Control+z");
      await row(page, "LOG1", grid(page, "Available")).waitFor();
    });

    it("is not offered twice, and nothing is undone under somebody", async () => {
      await command(page, "P 17 3");
      await command(page, "Z");
      await until(async () => (await made("urgency_changed")).length === 2, "it is taken back");
      assert.equal(await refused(page, "Z"), "There is nothing to undo.");
      assert.equal(await page.getByRole("button", { name: /^Undo/ }).count(), 0);
    });

    it("does not touch what is typed", async () => {
      await command(page, "P 17 3");
      await bar(page).pressSequentially("N 17 ; half");
      await page.keyboard.press("Control+z");
      assert.equal((await made("urgency_changed")).length, 1);
      await bar(page).fill("");
      await command(page, "Z");
      await until(async () => (await made("urgency_changed")).length === 2, "it is taken back");
    });
  });

  it("a line of the log is struck with a reason, stays readable, and only once", async () => {
    await command(page, "S 16");
    await field(sheet(), "Note").fill("belongs to 17");
    await sheet().getByRole("button", { name: /^Add line/ }).first().click();
    const line = log().getByRole("listitem").filter({ hasText: "belongs to 17" });
    await line.getByRole("button", { name: "Strike" }).click();
    await answer(page, { Reason: "" }, "Strike");
    await field(dialog(), "Reason").waitFor();
    assert.deepEqual(await made("entry_struck"), []);
    await unasked(page);
    await line.getByRole("button", { name: "Strike" }).click();
    await answer(page, { Reason: "wrong incident" }, "Strike");
    await line.getByText(/^Struck by Dispatch 1 at \d\d:\d\d:\d\d: wrong incident$/).waitFor();
    assert.equal(await line.locator("s").innerText(), "belongs to 17");
    assert.equal(await line.getByRole("button", { name: "Strike" }).count(), 0);
    assert.equal((await once("entry_struck")).reason, "wrong incident");
    // The last act is the strike; the command that made the line is no longer offered to be undone.
    assert.match(await page.locator(".cmd-last").innerText(), /Strike the line through: belongs to 17/);
  });

  describe("the screen of the log", () => {
    const main = () => page.getByRole("region", { name: "Log", exact: true });
    const lines = () => main().getByRole("listitem");
    const show = (name) => main().getByRole("radiogroup", { name: "Lines shown" }).getByRole("radio", { name, exact: true }).click();

    it("shows all, what people wrote, radio, or set-up", async () => {
      await command(page, "N 16 ; asked for in the test");
      await view(page, "Log");
      /** Each line that is shown fits, and none that fits is missing. */
      const fits = async (name, test, some) => {
        await show(name);
        await lines().filter({ hasText: some }).first().waitFor();
        const wrong = async () => (await lines().allInnerTexts()).filter((text) => !test(text));
        await until(async () => (await wrong()).length === 0 || wrong(), `“${name}” shows nothing else`);
      };
      const automatic = (text) => /Incident opened|dispatched|cleared|Unit .* added|Linked with/.test(text);
      await fits("Radio", (text) => text.includes("›"), "Both back behind the chain");
      await fits("Written by people", (text) => !automatic(text), "asked for in the test");
      await fits("Set-up", (text) => /added|changed|retired|restored|was/.test(text) && !/#\d/.test(text), /Unit .* added/);
      await fits("All but set-up", (text) => !/^.*\n.*\n(Unit|Place|Flag) .* added/.test(text), "Incident opened: Cardiac arrest, Gate 4");
    });

    it("is searched, and says so when the search hides everything", async () => {
      await view(page, "Log");
      const find = main().getByLabel("Find in the log");
      await find.fill("leo");
      await until(async () => (await lines().count()) === 0 || (await lines().allInnerTexts()).every((text) => /leo/i.test(text)), "only fitting lines");
      await find.fill("zzzz");
      await main().getByText("The search hides every row. Clear or change it to see them.").waitFor();
      await find.fill("");
    });

    it("takes a general note and strikes it", async () => {
      await view(page, "Log");
      await field(main(), "Note").fill("Wind from the west");
      await field(main(), "Note").press("Enter");
      assert.deepEqual(await once("noted"), { incident: null, text: "Wind from the west" });
      const line = lines().filter({ hasText: "Wind from the west" });
      await line.getByRole("button", { name: "Strike" }).click();
      await answer(page, { Reason: "east" }, "Strike");
      await line.getByText(/^Struck by Dispatch 1 at .*: east$/).waitFor();
    });

    it("takes radio traffic with from and to", async () => {
      await view(page, "Log");
      await field(main(), "Radio from > to").fill("SEC1 > CMD");
      await field(main(), "Note").fill("rope is up");
      await field(main(), "Note").press("Enter");
      const { from, to, text } = await once("radio_heard");
      assert.deepEqual([from, to, text], ["SEC1", "CMD", "rope is up"]);
      await lines().filter({ hasText: "SEC1 › CMD" }).filter({ hasText: "rope is up" }).waitFor();
    });

    it("leads to the incident of a line", async () => {
      await view(page, "Log");
      await lines().filter({ hasText: "Incident opened: Cardiac arrest, Gate 4" }).getByRole("button", { name: "#18" }).click();
      await sheet().getByRole("heading", { name: "Cardiac arrest" }).waitFor();
    });
  });

  describe("a panel in a window of its own", () => {
    for (const [name, others, panel] of [["Queue", ["Incident", "Units"], "queue"], ["Incident", ["Queue", "Units"], "incident"], ["Units", ["Queue", "Incident"], "units"]]) {
      it(`${name} alone, and it finds itself again`, async () => {
        await command(page, "S 18");
        const [popup] = await Promise.all([
          desk.context.waitForEvent("page"),
          page.getByRole("region", { name, exact: true }).getByRole("button", { name: /Open in its own window/ }).click(),
        ]);
        try {
          for (const again of [false, true]) {
            if (again) await popup.reload();
            await ready(popup);
            await popup.getByRole("region", { name, exact: true }).waitFor();
            for (const other of others) assert.equal(await popup.getByRole("region", { name: other, exact: true }).count(), 0, other);
            const hash = new URLSearchParams(new URL(popup.url()).hash.slice(1));
            assert.equal(hash.get("panel"), panel);
            assert.equal(hash.get("sel"), "18");
          }
        } finally {
          await popup.close();
        }
      });
    }
  });

  it("a panel's window is found again, and comes back where it was", async () => {
    await page.evaluate(() => {
      const real = window.open;
      window.asked = [];
      window.open = (...given) => {
        window.asked.push(given);
        return real.apply(window, given);
      };
    });
    const asked = () => page.evaluate(() => window.asked.map(([, name, features]) => ({ name, features })));
    const button = page.getByRole("region", { name: "Queue", exact: true }).getByRole("button", { name: /Open in its own window/ });
    const opens = async () => {
      const [popup] = await Promise.all([desk.context.waitForEvent("page"), button.click()]);
      await ready(popup);
      return popup;
    };
    let popup = await opens();
    const place = await popup.evaluate(() => {
      window.dispatchEvent(new Event("resize"));
      return { left: screenX, width: innerWidth, height: innerHeight };
    });
    // The window that stands already is found by its name, and no other one opens.
    const windows = desk.context.pages().length;
    await button.click();
    await until(async () => (await asked()).length === 2, "the button asked for the window again");
    await popup.getByRole("region", { name: "Queue", exact: true }).waitFor();
    assert.equal(desk.context.pages().length, windows);
    await popup.close();
    popup = await opens();
    const [first, second, third] = await asked();
    assert.deepEqual([second.name, third.name], [first.name, first.name]);
    // A window without a desktop around it does not agree with itself about its upper edge.
    assert.match(third.features, new RegExp(`^popup,left=${place.left},top=\\d+,width=${place.width},height=${place.height}$`));
    await popup.close();
  });

  it("a reload keeps what is selected and what is filtered", async () => {
    await command(page, "S 18");
    await page.getByLabel("Find in the queue").fill("gate");
    await until(async () => (await count(page, "Recently closed")) < 6, "the queue is filtered");
    await page.reload();
    await ready(page);
    await sheet().getByRole("heading", { name: "Cardiac arrest" }).waitFor();
    assert.equal(await page.getByLabel("Find in the queue").inputValue(), "gate");
    assert.equal(await row(page, 18).getAttribute("aria-selected"), "true");
    assert.equal(await row(page, 15).count(), 0);
    await command(page, "F zzzz");
    await page.getByText("The search hides every row. Clear or change it to see them.").first().waitFor();
    await command(page, "F");
    await row(page, 15).waitFor();
  });

  it("the keys move through the queue", async () => {
    const closed = grid(page, "Recently closed").getByRole("row");
    await closed.first().focus();
    await page.keyboard.press("ArrowDown");
    const at = () => page.evaluate(() => document.activeElement.querySelector("[role=rowheader]")?.textContent);
    const second = await closed.nth(1).getByRole("rowheader").innerText();
    await until(async () => (await at()) === second || at(), "the cursor is on the second");
    await page.keyboard.press("Enter");
    await until(async () => new URL(page.url()).hash.includes(`sel=${second}`), "the second is selected");
    await until(() => page.evaluate(() => document.activeElement.id === "sheet-title"), "the cursor is on its sheet");
  });

  // A field that was left by going elsewhere answered into a sheet that was gone, and the whole program stopped.
  describe("leaving a field of the sheet", () => {
    const ways = { "for another incident": () => row(page, 17).click(), "for the log": () => view(page, "Log") };
    const fields = [
      ["Place", "place_moved", (one) => one.data.place.text],
      ["Age", "answered", (one) => one.data.answer],
    ];
    for (const [way, go] of Object.entries(ways)) {
      for (const [label, kind, read] of fields) {
        it(`${label} ${way} keeps the text and the program`, async () => {
          await command(page, "S 18");
          const text = `${label} ${way}`;
          await field(sheet(), label).fill(text);
          await go();
          await until(async () => (await made(kind)).map(read).includes(text) || desk.faults.length !== 0, "the text is in the log");
          assert.deepEqual(desk.faults, []);
        });
      }
      it(`a note on its way ${way}`, async () => {
        await command(page, "S 18");
        await field(sheet(), "Note").fill(`note ${way}`);
        await field(sheet(), "Note").press("Enter");
        await go();
        assert.equal((await once("noted")).text, `note ${way}`);
        assert.deepEqual(desk.faults, []);
      });
    }
    beforeEach(async () => {
      if (desk.faults.length) {
        desk.faults.length = 0;
        await page.reload();
        await ready(page);
      }
    });
  });

  it("did no harm on the way", () => harmless(desk));
});

describe("a hold", () => {
  let desk, page;
  before(async () => {
    desk = await start();
    page = desk.first;
    await page.clock.install();
    await newOperation(page, desk.url);
    await addUnits(page, "MED1");
    await command(page, "NI fall Gate 1 ; can wait");
  });
  after(() => desk?.stop());

  it("needs a reason and a time that makes sense", async () => {
    assert.equal(await refused(page, "H 1 15"), "Needs a reason.");
    assert.match(await refused(page, "H 1 0 ; why"), /^Out of range: a number of minutes\. Use 1 to 2880\.$/);
    await bar(page).fill("");
  });

  it("stays in the queue, and speaks up when its time is over", async () => {
    await command(page, "H 1 1 ; crew asks for a minute");
    await row(page, 1, grid(page, "Pending")).getByText("On hold").waitFor();
    const sheet = page.getByRole("region", { name: "Incident", exact: true });
    await sheet.getByText(/^On hold until \d\d:\d\d$/).waitFor();
    await sheet.getByText("crew asks for a minute").first().waitFor();
    const alerts = page.getByRole("region", { name: "Alerts" });
    assert.equal(await alerts.getByText("hold over").count(), 0);
    await page.clock.fastForward("02:00");
    await row(page, 1, grid(page, "Pending")).getByText("Hold over").waitFor();
    await alerts.getByText("hold over, overdue by").waitFor();
    await page.getByRole("banner").getByRole("button", { name: /1\s*overdue/ }).waitFor();
  });

  it("ends by command, and by dispatch", async () => {
    await command(page, "UH 1");
    await written(page, (one) => one.kind === "hold_ended");
    await command(page, "H 1 10 ; again");
    await command(page, "D 1 MED1");
    await until(async () => (await rows(page)).filter((one) => one.kind === "hold_ended").length === 2, "the hold has ended");
    await row(page, 1, grid(page, "Active")).waitFor();
    assert.equal(await refused(page, "UH 1"), "This incident is not on hold.");
    await bar(page).fill("");
  });

  it("a welfare check comes due", async () => {
    await command(page, "T MED1 5");
    const alerts = page.getByRole("region", { name: "Alerts" });
    assert.equal(await alerts.getByText("welfare check overdue").count(), 0);
    await page.clock.fastForward("06:00");
    await alerts.getByText("welfare check overdue").waitFor();
    await alerts.getByRole("button", { name: /^Unit is OK/ }).click();
    await written(page, (one) => one.kind === "roll_call_answered");
    await alerts.getByText("welfare check overdue").waitFor({ state: "hidden" });
  });

  it("did no harm on the way", () => harmless(desk));
});
