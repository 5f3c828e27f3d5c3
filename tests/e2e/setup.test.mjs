// The set-up: units, places, types, priorities, dispositions, flags and goals, before and while the desk works.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, beforeEach, describe, it } from "node:test";
import { another, bar, command, counted, drafts, grid, newOperation, ready, refused, rows, start, until } from "./lib/desk.mjs";
import {
  answer, clockAgo, edit, field, form, give, hangUp, harmless, newCall, preview, row, said, section, since, starting, tally, tell, unasked, view, written,
} from "./lib/extra.mjs";

const data = (name) => readFileSync(new URL(`data/${name}`, import.meta.url), "utf8");
/** Reading and writing thousands of rows takes a slow computer a while. */
const LONG = 180_000;
const previewed = (page) => page.getByRole("region", { name: "Import preview" });
/** The words of the import preview's table, row by row: line number, column, result. */
const results = (page) =>
  previewed(page).locator("tbody tr").evaluateAll((lines) => lines.map((line) => [...line.cells].map((cell) => cell.innerText.trim())));

describe("set-up", () => {
  let desk, page;
  before(async () => {
    desk = await start();
    page = desk.first;
    await newOperation(page, desk.url);
  });
  after(() => desk?.stop());
  beforeEach(() => unasked(page));

  describe("units", () => {
    it("an empty list says why", async () => {
      await section(page, "Units");
      await page.getByText("No units on duty").waitFor();
      await page.getByText("Add units in Set-up, or set one to available with AV and its call sign.").waitFor();
    });

    it("come in batches", async () => {
      await page.getByRole("button", { name: "Add units" }).click();
      await answer(page, { "Call sign": "Team 1-12", "Unit kind": "foot", Capabilities: "bls aed", Crew: "2" }, "Add");
      await counted(page, "Units", 12);
      await until(async () => (await tally(page, "Units")) === 12 || tally(page, "Units"), "twelve units are counted");
      const added = (await rows(page)).filter((one) => one.kind === "unit_added").map((one) => one.data);
      assert.deepEqual(added.map((unit) => unit.call_sign), Array.from({ length: 12 }, (_, index) => `Team ${index + 1}`));
      assert.deepEqual([added[0].kind, added[0].capabilities, added[0].crew], ["foot", ["BLS", "AED"], 2]);
    });

    it("stand in the order in which people count", async () => {
      const signs = await grid(page, "Units").getByRole("rowheader").getByRole("textbox").evaluateAll((inputs) => inputs.map((input) => input.value));
      assert.deepEqual(signs, Array.from({ length: 12 }, (_, index) => `Team ${index + 1}`));
    });

    it("a call sign that is taken refuses the whole batch, and what was typed is not lost", async () => {
      const before_ = (await rows(page)).length;
      await page.getByRole("button", { name: "Add units" }).click();
      await answer(page, { "Call sign": "Team 11-14", Post: "North field", Crew: "3" }, "Add");
      await said(page, "The call sign Team 11 is taken. Choose another.");
      assert.equal((await rows(page)).length, before_);
      const dialog = page.getByRole("dialog");
      assert.equal(await field(dialog, "Call sign").inputValue(), "Team 11-14");
      assert.equal(await field(dialog, "Post").inputValue(), "North field");
      await dialog.getByRole("button", { name: "Back" }).click();
    });

    it("a crew that is no number is refused, not guessed", async () => {
      const before_ = (await rows(page)).length;
      await page.getByRole("button", { name: "Add units" }).click();
      await answer(page, { "Call sign": "Crowd", Crew: "300" }, "Add");
      await said(page, /crew/i).catch(() => {});
      const added = await since(page, before_);
      assert.deepEqual(added.map((one) => [one.kind, one.data.crew]), []);
    });
  });

  describe("units from a file", () => {
    let stood;
    it("shows each fault in words before anything is written", async () => {
      await section(page, "Units");
      stood = (await rows(page)).length;
      await give(page, "Import", "units.csv", data("units.csv"));
      await previewed(page).getByText("Rows that can be imported: 3. Faults: 6.").waitFor();
      await previewed(page).getByText("Columns not used: Colour.").waitFor();
      const kinds = "No unit kind is named “zeppelin”. Known kinds: ";
      const [faults, good] = [(await results(page)).slice(0, 6), (await results(page)).slice(6)];
      assert.deepEqual(faults.map(([line, column]) => [line, column]), [["4", "kind"], ["5", "call sign"], ["6", "call sign"], ["7", "call sign"], ["8", "crew"], ["9", ""]]);
      assert.ok(faults[0][2].startsWith(kinds) && faults[0][2].includes("als"), faults[0][2]);
      assert.deepEqual(faults.slice(1).map(([, , why]) => why), [
        "The same name is in row 2.",
        "Team 3 is already in this operation.",
        "This cell is empty and must be filled.",
        "“many” is not a whole number.",
        "This row has 5 cells, the first row has 6.",
      ]);
      assert.deepEqual(good.map(([line, , what]) => [line, what.split(" · ")[0]]), [["2", "ALPHA 1"], ["3", "ALPHA 2"], ["10", "Šárka, 4"]]);
      assert.equal((await rows(page)).length, stood);
    });

    it("writes nothing when it is given up", async () => {
      await previewed(page).getByRole("button", { name: "Back" }).click();
      await previewed(page).waitFor({ state: "hidden" });
      assert.equal((await rows(page)).length, stood);
    });

    it("writes the good rows when it is confirmed", async () => {
      await give(page, "Import", "units.csv", data("units.csv"));
      await previewed(page).getByRole("button", { name: "Import rows (3)" }).click();
      await page.getByText("Rows imported: 3").waitFor();
      const added = (await since(page, stood)).map((one) => one.data);
      assert.deepEqual(added.map((unit) => [unit.call_sign, unit.kind, unit.crew, unit.post.text]), [
        ["ALPHA 1", "als", 2, "Gate 1"],
        ["ALPHA 2", "bls", 2, ""],
        ["Šárka, 4", "foot", 1, "North field"],
      ]);
    });

    it("a file of something else is refused in words", async () => {
      for (const [text, why] of [
        ["Farbe,Form\nrot,rund\n", "No column is named “call sign”. Name it in the first row."],
        ["", /No column is named|no rows/],
        ["Call sign\n", "The file has no rows that can be read."],
      ]) {
        await give(page, "Import", "other.csv", text);
        await previewed(page).getByText(why).waitFor();
        assert.ok(await previewed(page).getByRole("button", { name: "Import rows (0)" }).isDisabled());
        await previewed(page).getByRole("button", { name: "Back" }).click();
      }
      // Not UTF-8: the reason is that, and not that a column is missing.
      await give(page, "Import", "latin1.csv", Buffer.from("Call sign,Post\nM\xfcller,S\xfcd\n", "latin1"));
      await page.getByText(/not text|UTF-8/).first().waitFor();
    });
  });

  describe("places", () => {
    it("an empty list says why", async () => {
      await section(page, "Places");
      await page.getByText("No places yet").waitFor();
    });

    it("come from a file in any notation, with each fault in words", async () => {
      const stood = (await rows(page)).length;
      await give(page, "Import", "places.csv", data("places.csv"));
      await previewed(page).getByText("Columns not used: Opening hours.").waitFor();
      const faults = (await results(page)).filter(([, column]) => column !== "");
      assert.deepEqual(faults, [
        ["4", "name", "The same name is in row 2."],
        ["5", "lat", "Latitude and longitude look swapped: 140.7002, -74.032"],
        ["6", "lon", "Latitude or longitude is missing. Fill both or neither."],
        ["8", "coordinates", "“over there” is not a coordinate."],
        ["9", "name", "This cell is empty and must be filled."],
        ["10", "lat", "“forty, -74.03049” is not a coordinate."],
      ]);
      assert.equal((await rows(page)).length, stood);
      await previewed(page).getByRole("button", { name: "Import rows (4)" }).click();
      await page.getByText("Rows imported: 4").waitFor();
      const added = (await since(page, stood)).map((one) => one.data);
      assert.deepEqual(added.map((place) => place.name), ["Gate 1", "Gate 2", "North field", "Łódź Café"]);
      assert.deepEqual(added[0].aliases, ["G1", "gate one"]);
      assert.ok(Math.abs(added[2].point.lat - 40.748) < 0.001 && Math.abs(added[2].point.lon + 73.985) < 0.001);
      assert.deepEqual(added[3].point, { lat: 40.70068, lon: -74.03049 });
    });

    it("in a table with semicolons may have decimals with commas, as spreadsheets in Europe write them", async () => {
      const stood = (await rows(page)).length;
      await give(page, "Import", "europe.csv", "Name;lat;lon\nComma Corner;40,70068;-74,03049\n");
      await previewed(page).getByRole("button", { name: "Import rows (1)" }).click();
      await previewed(page).waitFor({ state: "hidden" });
      assert.deepEqual((await since(page, stood)).map((one) => one.data.point), [{ lat: 40.70068, lon: -74.03049 }]);
    });

    it("are counted as a spreadsheet counts its rows, and keep the words under the head location", async () => {
      const stood = (await rows(page)).length;
      await give(page, "Import", "blank.csv", "Name;Location\nOak Corner;by the pond\n\n;nowhere\n");
      await previewed(page).getByRole("button", { name: "Import rows (1)" }).waitFor();
      const faults = (await results(page)).filter(([, column]) => column !== "");
      assert.deepEqual(faults, [["4", "name", "This cell is empty and must be filled."]]);
      await previewed(page).getByRole("button", { name: "Import rows (1)" }).click();
      await previewed(page).waitFor({ state: "hidden" });
      assert.deepEqual((await since(page, stood)).map((one) => [one.data.name, one.data.note, one.data.point]), [["Oak Corner", "by the pond", null]]);
    });

    it("can be added by form, in any notation, and swapped coordinates are caught", async () => {
      await page.getByRole("button", { name: "Add place" }).click();
      await answer(page, { Name: "Pier", Aliases: "ferry, boats", Coordinates: "40 41.773 N 74 00.987 W", "Place kind": "pier" }, "Add");
      const pier = (await written(page, (one) => one.kind === "place_added" && one.data.name === "Pier")).data;
      assert.deepEqual(pier.aliases, ["ferry", "boats"]);
      assert.ok(Math.abs(pier.point.lat - 40.69622) < 1e-4 && Math.abs(pier.point.lon + 74.01645) < 1e-4);

      const stood = (await rows(page)).length;
      await page.getByRole("button", { name: "Add place" }).click();
      await answer(page, { Name: "Swapped", Coordinates: "-74.01645, 40.69622" }, "Add");
      await said(page, "Latitude and longitude look swapped. If so, type 40.69622, -74.01645.");
      assert.equal((await rows(page)).length, stood);
    });

    it("are edited where they stand", async () => {
      await edit(page, "Name Gate 2", "Gate Two");
      await written(page, (one) => one.kind === "place_changed" && one.data.detail.name === "Gate Two");
      await edit(page, "Aliases Gate 1", "G1, harbor gate");
      await until(async () => {
        const changes = (await rows(page)).filter((one) => one.kind === "place_changed").map((one) => one.data.detail);
        return changes.some((detail) => detail.alias_added === "harbor gate") && changes.some((detail) => detail.alias_removed === "gate one");
      }, "both changes of the aliases are written");
      await edit(page, "Coordinates Gate 1", "18T WL 8566 1131");
      await written(page, (one) => one.kind === "place_changed" && one.data.detail.point);
    });

    it("a cell that makes no sense says so, keeps what was typed, and Escape brings the old value back", async () => {
      await edit(page, "Coordinates Pier", "somewhere");
      await said(page, "“somewhere” was not understood. The old value stays; type it again.");
      assert.equal(await field(page, "Coordinates Pier").inputValue(), "somewhere");
      assert.equal(await field(page, "Coordinates Pier").getAttribute("aria-invalid"), "true");
      await field(page, "Coordinates Pier").press("Escape");
      await until(async () => /^40\.696/.test(await field(page, "Coordinates Pier").inputValue()), "the old value is back");
      await edit(page, "Name Pier", "Gate 1");
      await said(page, "There is already a place called Gate 1. Choose another name.");
      assert.equal(await field(page, "Name Pier").inputValue(), "Gate 1");
      await field(page, "Name Pier").press("Escape");
      await until(async () => (await field(page, "Name Pier").inputValue()) === "Pier", "the old value is back");
    });

    it("a cell that was not left keeps its text over a reload", async () => {
      await field(page, "Remark Pier").fill("only by boat, and");
      await until(async () => (await drafts(page)).some((text) => text.includes("only by boat, and")), "the draft is kept");
      await page.reload();
      await ready(page);
      await until(async () => (await field(page, "Remark Pier").inputValue()) === "only by boat, and", "the text is back");
      await edit(page, "Remark Pier", "only by boat");
      await written(page, (one) => one.kind === "place_changed" && one.data.detail.note === "only by boat");
      await edit(page, "Remark Pier", "");
      await written(page, (one) => one.kind === "place_changed" && one.data.detail.note === "");
    });

    it("are found by any word of name or alias", async () => {
      const find = page.getByLabel("Find a place");
      const names = () => grid(page, "Places").getByRole("rowheader").getByRole("textbox").evaluateAll((inputs) => inputs.map((input) => input.value));
      for (const [typed, name] of [["two", "Gate Two"], ["łód", "Łódź Café"], ["boats", "Pier"]]) {
        await find.fill(typed);
        await until(async () => (await names()).join() === name || (await names()), `“${typed}” finds ${name} alone`);
      }
      await find.fill("zzz");
      await page.getByText("The search hides every row. Clear or change it to see them.").waitFor();
      await find.fill("");
    });

    it("are retired and restored", async () => {
      await page.getByRole("button", { name: "Retire Pier" }).click();
      await page.getByRole("button", { name: "Restore Pier" }).waitFor();
      await view(page, "Desk");
      await preview(page, "NI fall pi");
      assert.equal(await page.getByRole("listbox", { name: "Suggestions" }).getByText("Pier").count(), 0);
      await bar(page).fill("");
      await section(page, "Places");
      await page.getByRole("button", { name: "Restore Pier" }).click();
      await page.getByRole("button", { name: "Retire Pier" }).waitFor();
    });
  });

  describe("an edit in place", () => {
    it("of a unit reaches the desk, and its labels follow", async () => {
      await section(page, "Units");
      await edit(page, "Call sign Team 12", "Lookout");
      await page.getByRole("button", { name: "Retire Lookout" }).waitFor();
      await field(page, "Call sign Lookout").waitFor();
      await view(page, "Desk");
      await row(page, "Lookout").waitFor();
    });

    it("of a call sign that is taken is refused and keeps what was typed, and Escape brings the old one back", async () => {
      await section(page, "Units");
      await edit(page, "Call sign Team 11", "team 10");
      await said(page, "The call sign team 10 is taken. Choose another.");
      assert.equal(await field(page, "Call sign Team 11").inputValue(), "team 10");
      await field(page, "Call sign Team 11").press("Escape");
      await until(async () => (await field(page, "Call sign Team 11").inputValue()) === "Team 11", "the old one is back");
    });

    it("is given up with Escape", async () => {
      const cell = field(page, "Call sign Team 11");
      const stood = (await rows(page)).length;
      await cell.fill("Nonsense");
      await cell.press("Escape");
      await until(async () => (await cell.inputValue()) === "Team 11", "the old one is back");
      await cell.blur();
      assert.equal((await rows(page)).length, stood);
    });

    it("of kind, capabilities and crew is written as one fact each", async () => {
      const stood = (await rows(page)).length;
      await field(page, "Unit kind Team 1").selectOption("bike");
      await edit(page, "Capabilities Team 1", "AED rope");
      await edit(page, "Crew Team 1", "4");
      await until(async () => (await since(page, stood)).length === 4, "four facts are written");
      const details = (await since(page, stood)).map((one) => one.data.detail);
      for (const detail of [{ kind: "bike" }, { capability_added: "ROPE" }, { capability_removed: "BLS" }, { crew: 4 }]) {
        assert.ok(details.some((one) => JSON.stringify(one) === JSON.stringify(detail)), JSON.stringify(detail));
      }
    });

    it("by another window is seen, and does not overwrite what is being typed here", async () => {
      const other = await another(desk, page, "Lead", { view: "setup" });
      await section(other, "Units");
      await edit(page, "Post Team 2", "Gate 1");
      await until(async () => (await field(other, "Post Team 2").inputValue()) === "Gate 1", "the other window shows it");

      await field(other, "Post Team 3").fill("half a sent");
      await edit(page, "Post Team 3", "Gate Two");
      await edit(page, "Post Team 4", "Gate Two");
      await until(async () => (await field(other, "Post Team 4").inputValue()) === "Gate Two", "the later edit arrived");
      assert.equal(await field(other, "Post Team 3").inputValue(), "half a sent");
      await other.close();
    });
  });

  describe("retiring", () => {
    it("a unit takes it off the desk and keeps it in the log", async () => {
      await section(page, "Units");
      await page.getByRole("button", { name: "Retire Team 9", exact: true }).click();
      await page.getByRole("button", { name: "Restore Team 9", exact: true }).waitFor();
      await view(page, "Desk");
      await row(page, "Team 8").waitFor();
      assert.equal(await row(page, "Team 9").count(), 0);
      await command(page, "NI fall Gate 1 ; for the units");
      const number = (await written(page, (one) => one.kind === "incident_opened")).data.number;
      assert.match(await refused(page, `D ${number} Team 9`), /Team 9 is retired\. Restore it in Set-up first\./);
      await bar(page).fill("");
      await section(page, "Units");
      await page.getByRole("button", { name: "Restore Team 9", exact: true }).click();
      await view(page, "Desk");
      await row(page, "Team 9").waitFor();
    });

    it("a unit at work is refused, with where it is", async () => {
      await command(page, "D 1 Team 5");
      await section(page, "Units");
      await page.getByRole("button", { name: "Retire Team 5", exact: true }).click();
      await said(page, "Team 5 is still assigned to #1 Fall. Clear it first.");
    });

    it("a type that was used keeps its name on the incident and is no longer offered", async () => {
      await section(page, "Incident types");
      assert.equal(await page.getByRole("button", { name: /^Delete/ }).count(), 0);
      await page.getByRole("button", { name: "Retire fall" }).click();
      await page.getByRole("button", { name: "Restore fall" }).waitFor();
      await view(page, "Desk");
      assert.match(await row(page, 1).innerText(), /Fall/);
      assert.match(await preview(page, "NI fall Gate 1 ; again"), /“fall” is not known here/);
      await bar(page).fill("");

      await newCall(page);
      await field(form(page), "Type").fill("fal");
      assert.equal(await form(page).getByRole("option", { name: /Fall/ }).count(), 0);
      await tell(page, "What happened", "man fell and hurt his knee");
      await hangUp(page);
      await section(page, "Incident types");
      await page.getByRole("button", { name: "Restore fall" }).click();
      await page.getByRole("button", { name: "Retire fall" }).waitFor();
      assert.match(await preview(page, "NI fall Gate 1 ; again"), /Open incident: Fall, P\d, Gate 1/);
      await bar(page).fill("");
    });

    it("types can be added and edited", async () => {
      await section(page, "Incident types");
      await page.getByRole("button", { name: "Add incident type" }).click();
      await answer(page, { Code: "balloon", Name: "Balloon down", "Common code": "INFO", Group: "event", Priority: "4" }, "Add");
      await edit(page, "Name balloon", "Balloon on the course");
      await field(page, "Priority balloon").selectOption("2");
      await written(page, (one) => one.kind === "type_changed" && one.data.detail.priority === "P2");
      await command(page, "NI balloon Gate 1 ; red one");
      const made = await written(page, (one) => one.kind === "incident_opened" && one.data.kind === "balloon");
      assert.equal(made.data.priority, "P2");
      await page.getByRole("button", { name: "Add incident type" }).click();
      await answer(page, { Code: "balloon", Name: "Again" }, "Add");
      await said(page, "The code balloon is taken. Choose another.");
    });
  });

  it("fewer alarm minutes make a waiting incident overdue at once, in every window", async () => {
    await view(page, "Desk");
    await command(page, `NI info Gate 1 @${clockAgo(10)} ; paper from the gate`);
    const { number } = (await written(page, (one) => one.kind === "incident_opened" && one.data.kind === "info")).data;
    const overdue = (one) => row(one, number).getByText(/overdue by/);
    await row(page, number).waitFor();
    assert.equal(await overdue(page).count(), 0);
    const other = await another(desk, page, "Lead");
    await section(page, "Priorities");
    await edit(page, "Overdue after (minutes) P5", "2");
    await written(page, (one) => one.kind === "priority_changed" && one.data.detail.alarm_minutes === 2);
    await view(page, "Desk");
    await overdue(page).waitFor();
    await overdue(other).waitFor();
    for (const one of [page, other]) {
      await one.getByRole("region", { name: "Alerts" }).getByText(`#${number} Information`).waitFor();
    }
    await other.close();
    await section(page, "Priorities");
    await edit(page, "Overdue after (minutes) P5", "0");
    await said(page, "Out of range: a number of minutes. Use 1 to 1440.");
  });

  describe("flags", () => {
    it("on a place are shown at intake and on the sheet, on a number too", async () => {
      await section(page, "Flags");
      await page.getByText("No flags yet").waitFor();
      await page.getByRole("button", { name: "Add flag" }).click();
      await answer(page, { "Place or phone number": "Gate Two", Warning: "Dog behind the fence", Severity: "high", Source: "Steward" }, "Add");
      await page.getByRole("button", { name: "Retire Dog behind the fence" }).waitFor();
      await page.getByRole("button", { name: "Add flag" }).click();
      await answer(page, { "Place or phone number": "555 0142", Warning: "Calls often, always send" }, "Add");
      await page.getByRole("button", { name: "Retire Calls often, always send" }).waitFor();
      await page.getByRole("button", { name: "Add flag" }).click();
      await answer(page, { "Place or phone number": "nowhere", Warning: "x" }, "Add");
      await said(page, "“nowhere” is neither a known place nor a phone number. Add the place first, or type the whole number.");
      await page.getByRole("dialog").getByRole("button", { name: "Back" }).click();

      await newCall(page);
      await field(form(page), "Where").fill("gate two");
      await form(page).getByText("Dog behind the fence").waitFor();
      await field(form(page), "Where").fill("gate 1");
      await form(page).getByText("Dog behind the fence").waitFor({ state: "hidden" });
      await tell(page, "Callback", "555-0142");
      await form(page).getByText("Calls often, always send").waitFor();
      await hangUp(page);

      await view(page, "Desk");
      await command(page, "NI animal gate two ; barking");
      await page.getByRole("region", { name: "Incident", exact: true }).getByRole("list", { name: "Flags" }).getByText("Dog behind the fence").waitFor();
    });

    it("are edited where they stand: the words, how grave, how far, how long", async () => {
      await section(page, "Flags");
      await edit(page, "Warning Calls often, always send", "Calls often, send a crew");
      await field(page, "Warning Calls often, send a crew").waitFor();
      await field(page, "Severity Calls often, send a crew").selectOption("low");
      await written(page, (one) => one.kind === "flag_changed" && one.data.detail.severity === "low");
      await edit(page, "Radius (m) Dog behind the fence", "400");
      await written(page, (one) => one.kind === "flag_changed" && one.data.detail.metres === 400);
      await edit(page, "Expires Dog behind the fence", "soon");
      await said(page, "“soon” was not understood. The old value stays; type it again.");
      await edit(page, "Expires Dog behind the fence", "2099-01-01 12:00");
      await written(page, (one) => one.kind === "flag_changed" && 4e12 < one.data.detail.expires);
      assert.equal(await field(page, "Radius (m) Calls often, send a crew").count(), 0, "a number has no radius");
    });

    it("that are retired are quiet", async () => {
      await section(page, "Flags");
      await page.getByRole("button", { name: "Retire Dog behind the fence" }).click();
      await page.getByRole("button", { name: "Restore Dog behind the fence" }).waitFor();
      await view(page, "Desk");
      await page.getByRole("list", { name: "Flags" }).waitFor({ state: "hidden" });
    });
  });

  it("dispositions can be added, edited and retired, and the closing form follows", async () => {
    await section(page, "Dispositions");
    await page.getByRole("button", { name: "Add disposition" }).click();
    await answer(page, { Code: "77", Name: "Balloon caught", "Common code": "29" }, "Add");
    await edit(page, "Name 77", "Balloon popped");
    await written(page, (one) => one.kind === "disposition_changed");
    await view(page, "Desk");
    await command(page, "S 1");
    const choices = page.getByRole("combobox", { name: "Disposition" });
    await choices.getByRole("option", { name: "77 Balloon popped" }).waitFor({ state: "attached" });
    await command(page, "NI balloon Gate 1 ; another one");
    const { number } = (await written(page, (one) => one.kind === "incident_opened" && one.data.summary === "another one")).data;
    await command(page, `CL ${number} 77 ; with a pin`);
    await page.getByRole("grid", { name: "Recently closed" }).getByText("Balloon popped").waitFor();
    await section(page, "Dispositions");
    await page.getByRole("button", { name: "Retire 77" }).click();
    await page.getByRole("button", { name: "Restore 77" }).waitFor();
    await view(page, "Desk");
    await command(page, "S 1");
    await choices.getByRole("option", { name: "77 Balloon popped" }).waitFor({ state: "detached" });
    // What was closed with it still says so.
    await page.getByRole("grid", { name: "Recently closed" }).getByText("Balloon popped").waitFor();
  });

  it("kinds of units and goals are retired and restored, and goals are added", async () => {
    await section(page, "Unit kinds");
    await page.getByRole("button", { name: "Retire drone", exact: true }).click();
    await page.getByRole("button", { name: "Restore drone", exact: true }).waitFor();
    await section(page, "Units");
    await page.getByRole("button", { name: "Add units" }).click();
    const kinds = page.getByRole("dialog").getByLabel("Unit kind");
    await kinds.waitFor();
    assert.equal(await kinds.locator("option[value=drone]").count(), 0);
    assert.equal(await kinds.locator("option[value=als]").count(), 1);
    await page.getByRole("dialog").getByRole("button", { name: "Back" }).click();
    await section(page, "Unit kinds");
    await page.getByRole("button", { name: "Restore drone", exact: true }).click();
    await page.getByRole("button", { name: "Retire drone", exact: true }).waitFor();

    await section(page, "Goals");
    await page.getByRole("button", { name: "Add goal" }).click();
    await answer(page, { Code: "turnoutpolice", Name: "Turnout, police", Seconds: "0", Percent: "90", Source: "Our own" }, "Add");
    await said(page, "Out of range: a number of seconds. Use 1 to 86400.");
    await answer(page, { Seconds: "45" }, "Add");
    await written(page, (one) => one.kind === "target_added" && one.data.code === "turnoutpolice" && one.data.seconds === 45);
    await page.getByRole("button", { name: "Retire Turnout, police" }).click();
    await page.getByRole("button", { name: "Restore Turnout, police" }).waitFor();
  });

  it("a disposition is for incidents of one group, or of any", async () => {
    await section(page, "Dispositions");
    await field(page, "Group 77").selectOption("medical");
    await written(page, (one) => one.kind === "disposition_changed" && one.data.detail.group === "medical");
    await field(page, "Group 77").selectOption("");
    await written(page, (one) => one.kind === "disposition_changed" && one.data.detail.group === null);
  });

  it("a goal that is changed counts at once, and stays a goal", async () => {
    await view(page, "Desk");
    await command(page, "S 1");
    const clocks = page.getByRole("region", { name: "Incident", exact: true });
    await clocks.getByText("goal 1:00").first().waitFor();
    await section(page, "Goals");
    await edit(page, "Seconds Answered to first unit dispatched", "75");
    await edit(page, "Percent Answered to first unit dispatched", "101");
    await said(page, "Out of range: a percentage. Use 1 to 100.");
    await view(page, "Desk");
    await clocks.getByText("goal 1:15").waitFor();
  });

  it("one switch sets both goals of compressions by telephone", async () => {
    await section(page, "Goals");
    const levels = page.getByRole("radiogroup", { name: "Compressions by telephone" });
    await levels.getByRole("radio", { name: /^Minimum/, checked: true }).waitFor();
    await levels.getByRole("radio", { name: /^High performance/ }).click();
    await levels.getByRole("radio", { name: /^High performance/, checked: true }).waitFor();
    const value = (name) => field(page, name).inputValue();
    await until(async () => (await value("Seconds Arrest recognized")) === "60" && (await value("Seconds First compression")) === "90", "both goals are set");
    await written(page, (one) => one.kind === "target_changed" && one.data.code === "compression" && one.data.source === "AHA T-CPR, high performance");
    // Numbers of one's own are neither of the two.
    await edit(page, "Seconds First compression", "100");
    await until(async () => (await levels.getByRole("radio", { checked: true }).count()) === 0, "neither is chosen");
    await levels.getByRole("radio", { name: /^Minimum/ }).click();
    await until(async () => (await value("Seconds First compression")) === "150", "back to the minimum");
  });

  describe("the operation itself", () => {
    it("takes a new name in every window", async () => {
      const other = await another(desk, page, "Lead");
      await section(page, "Operation");
      await field(page, "Name").fill("River Day");
      await field(page, "Name").press("Enter");
      await other.getByRole("banner").getByText("River Day").waitFor();
      await until(async () => /River Day/.test(await other.title()), "the title follows");
      await other.close();
    });

    it("refuses a zone that nobody knows", async () => {
      await section(page, "Operation");
      const zone = field(page, "Time zone");
      const stood = (await rows(page)).length;
      await zone.fill("Nowhere/Land");
      await zone.press("Enter");
      await said(page, "There is no time zone “Nowhere/Land”. Choose one from the list.");
      assert.equal((await rows(page)).length, stood);
    });
  });

  it("did no harm on the way", () => harmless(desk));
});

describe("five thousand units", () => {
  let desk, page;
  before(async () => {
    desk = await start();
    page = desk.first;
    await newOperation(page, desk.url);
    await section(page, "Units");
  });
  after(() => desk?.stop());

  it("are imported while the page goes on, with what is wrong named first", async (context) => {
    const lines = ["call sign,kind,capabilities,crew"];
    for (let index = 0; index < 5_000; index += 1) lines.push(`U${index},${index % 2 ? "foot" : "als"},AED,2`);
    lines.push(`U5000,foot,${"x".repeat(121)},2`);
    await give(page, "Import", "units.csv", lines.join("\n"));
    await previewed(page).getByText("Rows that can be imported: 5000. Faults: 1.").waitFor({ timeout: LONG });
    assert.deepEqual((await results(page))[0].slice(0, 2), ["5002", "capabilities"]);
    await page.evaluate(() => {
      const seen = { ticks: 0, longest: 0, last: performance.now() };
      window.seen = seen;
      window.ticking = setInterval(() => {
        const now = performance.now();
        seen.ticks += 1;
        seen.longest = Math.max(seen.longest, now - seen.last);
        seen.last = now;
      }, 20);
    });
    await previewed(page).getByRole("button", { name: "Import rows (5000)" }).click();
    await previewed(page).waitFor({ state: "hidden", timeout: LONG });
    const seen = await page.evaluate(() => (clearInterval(window.ticking), window.seen));
    context.diagnostic(`${seen.ticks} ticks, longest pause ${Math.round(seen.longest)} ms`);
    // How long a pause lasts depends on the computer; that there are breaths between pauses does not.
    assert.ok(5 < seen.ticks, `${seen.ticks} ticks`);
    await until(async () => (await tally(page, "Units")) === 5_000 || tally(page, "Units"), "5000 units are counted");
    await view(page, "Desk");
    await row(page, "U0").waitFor();
  });

  it("a batch that is too long is refused with its limit, and the form stays", async () => {
    await section(page, "Units");
    await page.getByRole("button", { name: "Add units" }).click();
    await answer(page, { "Call sign": "Team 1-900" }, "Add");
    await said(page, "That is 900 units. One batch holds 500 at most; add the rest in a second one.");
    assert.equal(await field(page.getByRole("dialog"), "Call sign").inputValue(), "Team 1-900");
    await page.getByRole("dialog").getByRole("button", { name: "Back" }).click();
  });
});

describe("ten thousand places", () => {
  let desk, page;
  /** Names with shared beginnings and shared words, as streets have them. */
  const table = (from, to) => {
    const lines = ["Name,Aliases,lat,lon"];
    for (let index = from; index < to; index += 1) {
      const street = ["Long Street", "Harbor Way", "Market Street", "Elm Street", "Mill Lane"][index % 5];
      lines.push(`${index} ${street},P${String(index).padStart(5, "0")},${(40 + index / 20_000).toFixed(5)},${(-74 + index / 20_000).toFixed(5)}`);
    }
    return lines.join("\n");
  };
  before(async () => {
    desk = await start();
    page = desk.first;
    await newOperation(page, desk.url);
    await section(page, "Places");
  });
  after(() => desk?.stop());

  for (const [from, to] of [[0, 5000], [5000, 10_000]]) {
    it(`are imported, ${to - from} at a time, while the page goes on`, async (context) => {
      await give(page, "Import", "places.csv", table(from, to));
      await previewed(page).getByText("Rows that can be imported: 5000. Faults: 0.").waitFor({ timeout: LONG });
      await page.evaluate(() => {
        const seen = { ticks: 0, longest: 0, last: performance.now() };
        const tick = () => {
          const now = performance.now();
          seen.ticks += 1;
          seen.longest = Math.max(seen.longest, now - seen.last);
          seen.last = now;
        };
        window.seen = seen;
        window.ticking = setInterval(tick, 20);
      });
      const started = Date.now();
      await previewed(page).getByRole("button", { name: "Import rows (5000)" }).click();
      await previewed(page).waitFor({ state: "hidden", timeout: LONG });
      const seen = await page.evaluate(() => (clearInterval(window.ticking), window.seen));
      context.diagnostic(`${Date.now() - started} ms, ${seen.ticks} ticks, longest pause ${Math.round(seen.longest)} ms`);
      // How long a pause lasts depends on the computer; that there are breaths between pauses does not.
      assert.ok(5 < seen.ticks, `${seen.ticks} ticks`);
      await until(async () => (await tally(page, "Places")) === to || tally(page, "Places"), `${to} places are counted`);
    });
  }

  it("each is found by its name, its alias, and any words of it", async () => {
    await newCall(page);
    const where = field(form(page), "Where");
    for (const number of [0, 4711, 9999]) {
      const street = ["Long Street", "Harbor Way", "Market Street", "Elm Street", "Mill Lane"][number % 5];
      const name = `${number} ${street}`;
      for (const typed of [name, `P${String(number).padStart(5, "0")}`, `${street} ${number}`, `${number} ${street.slice(0, 3)}`]) {
        await where.fill(typed);
        await form(page).getByRole("option", { name: starting(name) }).first().waitFor().catch(() => {
          throw new Error(`“${typed}” does not find ${name}`);
        });
      }
    }
  });

  it("a look-up stays within a keystroke", async (context) => {
    const where = field(form(page), "Where");
    await where.fill("");
    await where.pressSequentially("4711 Harbor");
    const longest = await page.evaluate(async () => {
      const field = document.getElementById("call-where");
      const texts = ["s", "st", "str", "stre", "stree", "street", "street 4", "street 47", "street 471", "street 4711", "l", "lo", "long street 9995"];
      const quickest = texts.map(() => Infinity);
      // Each text three times: what else the computer does comes between a key and its answer now and then.
      for (let turn = 0; turn < 3; turn += 1) {
        for (const [index, text] of texts.entries()) {
          const began = performance.now();
          field.value = text;
          field.dispatchEvent(new InputEvent("input", { bubbles: true }));
          await new Promise((resolve) => setTimeout(resolve, 0));
          quickest[index] = Math.min(quickest[index], performance.now() - began);
        }
      }
      return Math.max(...quickest);
    });
    context.diagnostic(`longest key ${longest.toFixed(1)} ms`);
    assert.ok(longest < 500, `${longest} ms`);
    await where.fill("");
  });

  it("are there again after a reload", async () => {
    await page.reload();
    await ready(page);
    await section(page, "Places");
    await until(async () => (await tally(page, "Places")) === 10_000 || tally(page, "Places"), "all places are counted");
    await page.getByLabel("Find a place").fill("9995 Long");
    await field(page, "Name 9995 Long Street").waitFor();
  });

  it("did no harm on the way", () => harmless(desk));
});
