// A recorded day of calls, played through a practice: the log must hold that day, to the second, and the desk must be right.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { another, command, count, gapless, grid, newOperation, practice, rows, start, until } from "./lib/desk.mjs";
import { give, harmless, row, section, since, view } from "./lib/extra.mjs";

const TABLE = readFileSync(new URL("data/calls.csv", import.meta.url), "utf8");

/** The table as objects, by head. */
function read(text) {
  const [heads, ...lines] = text.trim().split("\n").map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map(([, cell]) => cell.replace(/^"|"$/g, "").replaceAll('""', '"')));
  return lines.map((cells) => Object.fromEntries(heads.map((head, index) => [head, cells[index] ?? ""])));
}

/** `01/05/2017 08:04:24 AM` in New York, where the practice is. */
const at = (text) => (text === "" ? undefined : Date.parse(`${text} GMT-0500`));

const form = (page) => page.getByRole("form", { name: "Replay a day of calls" });
const progress = (page) => page.getByRole("status", { name: "Progress of the replay" });

describe("a replay", () => {
  let desk, page, other, stood, played;
  before(async () => {
    desk = await start();
    page = desk.first;
    await practice(page, desk.url);
    other = await another(desk, page, "Lead");
    stood = (await rows(page)).length;
    await section(page, "Operation");
  });
  after(() => desk?.stop());

  it("of a table that is none is refused in words", async () => {
    for (const [text, why] of [
      ["Farbe,Form\nrot,rund\n", 'This table cannot be replayed: no column "call". Nothing was played.'],
      ["Call Number,Call Type\n1,Alarms\n", 'This table cannot be replayed: no column "received". Nothing was played.'],
      [Buffer.from([0xff, 0xfe, 0x00, 0x41]), /cannot be replayed|not text/],
    ]) {
      await give(page, "Choose a table", "day.csv", text);
      await form(page).getByRole("alert").getByText(why).waitFor();
    }
    assert.equal((await rows(page)).length, stood);
  });

  it("ends with every call closed and nothing refused", async () => {
    await give(page, "Choose a table", "day.csv", TABLE);
    await progress(page).getByText(/^Replay ended: (\d+) of \1 acts played, 0 refused$/).waitFor({ timeout: 180_000 });
    played = await since(page, stood);
    const kinds = (kind) => played.filter((one) => one.kind === kind);
    assert.equal(kinds("call_received").length, 10);
    assert.equal(kinds("incident_opened").length, 10);
    assert.equal(kinds("closed").length, 10);
    assert.equal(kinds("call_ended").length, 10);
    assert.equal(await form(page).getByRole("alert").count(), 0);
  });

  it("adds the units that were missing, by their kind", () => {
    const added = played.filter((one) => one.kind === "unit_added").map((one) => [one.data.call_sign, one.data.kind]);
    assert.deepEqual(added.sort(), [["66", "bls"], ["B02", "command"], ["E05", "engine"], ["E11", "engine"], ["M21", "als"], ["RS1", "rescue"], ["T05", "rescue"]]);
  });

  it("has the times of that day, to the second, and says that they were entered today", () => {
    const signs = new Map(played.filter((one) => one.kind === "unit_added").map((one) => [one.data.unit, one.data.call_sign]));
    const opened = played.filter((one) => one.kind === "incident_opened");
    const table = read(TABLE);
    for (const call of new Set(table.map((line) => line["Call Number"]))) {
      const lines = table.filter((line) => line["Call Number"] === call);
      const [line] = lines;
      const name = line["Call Number"];
      const incident = opened.find((one) => one.data.place.text.toLowerCase() === line.Address.toLowerCase());
      assert.ok(incident, `${name} at ${line.Address}`);
      assert.equal(incident.at, at(line["Received DtTm"]), name);
      assert.ok(Math.abs(incident.entered - Date.now()) < 600_000);
      assert.equal(incident.data.year, "17");
      assert.equal(incident.data.summary, line["Call Type"]);
      const [lat, lon] = line.Location.match(/-?[\d.]+/g).map(Number);
      assert.deepEqual(incident.data.place.point, { lat, lon });

      const assigned = played.filter((one) => one.kind === "unit_assigned" && one.data.incident === incident.data.incident);
      assert.deepEqual(assigned.map((one) => signs.get(one.data.unit)).sort(), lines.map((one) => one["Unit ID"]).sort(), name);
      for (const unit of lines) {
        const work = assigned.find((one) => signs.get(one.data.unit) === unit["Unit ID"]);
        const what = `${name} ${unit["Unit ID"]}`;
        assert.equal(work.at, at(unit["Dispatch DtTm"]), what);
        const mine = played.filter((one) => one.data.assignment === work.data.assignment);
        const step = (step) => mine.find((one) => one.kind === "unit_stepped" && one.data.step === step)?.at;
        assert.equal(step("en_route"), at(unit["Response DtTm"]), `${what} en route`);
        assert.equal(step("on_scene"), at(unit["On Scene DtTm"]), `${what} on scene`);
        assert.equal(step("transporting"), at(unit["Transport DtTm"]), `${what} transporting`);
        assert.equal(step("at_destination"), at(unit["Hospital DtTm"]), `${what} at hospital`);
        const left = mine.find((one) => one.kind === "unit_released");
        assert.equal(left.at, at(unit["Available DtTm"]), `${what} left`);
        assert.equal(left.data.how, unit["On Scene DtTm"] === "" ? "cancelled" : "cleared", what);
      }
      const closed = played.find((one) => one.kind === "closed" && one.data.incident === incident.data.incident);
      assert.equal(closed.at, Math.max(...lines.map((one) => at(one["Available DtTm"]))), `${name} closed`);
    }
    assert.deepEqual(
      played.filter((one) => one.kind === "closed").map((one) => one.data.disposition).sort(),
      ["14", "17", "23", "23", "29", "32", "42", "45", "45", "45"],
    );
  });

  it("leaves a desk on which those units are free, in every window", async () => {
    await view(page, "Desk");
    for (const one of [page, other]) {
      for (const sign of ["66", "B02", "E05", "E11", "M21", "RS1", "T05"]) await row(one, sign, grid(one, "Available")).waitFor();
    }
    assert.equal(await count(other, "Pending"), await count(page, "Pending"));
  });

  it("shows the intervals of a closed call, a missing end as a dash", async () => {
    const number = (address) => played.find((one) => one.kind === "incident_opened" && one.data.place.text.toLowerCase() === address).data.number;
    const cells = async (address, sign) => {
      await command(page, `S ${number(address)}`);
      const line = page.getByRole("region", { name: "Close", exact: true }).getByRole("row").filter({ has: page.getByRole("rowheader", { name: sign, exact: true }) });
      await line.waitFor();
      return line.getByRole("cell").allInnerTexts();
    };
    // Call to dispatch, turnout, travel, on scene, time on task.
    assert.deepEqual(await cells("mill st/quay st", "E11"), ["0:44", "1:17", "2:19", "21:40", "25:16"]);
    assert.deepEqual(await cells("market st/elm st", "T05"), ["1:10", "1:10", "–", "–", "2:20"]);
    assert.deepEqual(await cells("market st/elm st", "E11"), ["1:10", "–", "–", "–", "2:20"]);
    assert.deepEqual(await cells("łąkowa 3, 2nd floor", "M21"), ["0:55", "0:45", "7:40", "18:30", "1:09:10"]);
  });

  it("keeps rows that cannot be used out, and says which", async () => {
    const before_ = (await rows(page)).length;
    await section(page, "Operation");
    const [head] = TABLE.split("\n");
    const bad = [head, "170050020,E05,Alarms,later,,,,,,Other,,X ST,3,ENGINE,", "170050021,E05,Alarms,01/05/2017 11:00:00 AM,01/05/2017 11:01:00 AM,,,,,Other,01/05/2017 11:05:00 AM,Y ST,3,ENGINE,"].join("\n");
    await give(page, "Choose a table", "day.csv", bad);
    await form(page).getByRole("alert").getByText("1 rows were left out, the first is row 2: no time of call.").waitFor();
    await progress(page).getByText(/^Replay ended: .*, 0 refused$/).waitFor();
    const opened = (await since(page, before_)).filter((one) => one.kind === "incident_opened");
    assert.deepEqual(opened.map((one) => one.data.place.text), ["Y ST"]);
  });

  it("at the speed of the day waits between the acts, and can be stopped", async () => {
    const before_ = (await rows(page)).length;
    await form(page).getByLabel("Speed").selectOption({ label: "As it happened" });
    await give(page, "Choose a table", "day.csv", TABLE);
    await form(page).getByRole("button", { name: "Stop" }).waitFor();
    await progress(page).getByText(/^[1-3] of \d+ acts played, 0 refused$/).waitFor();
    await form(page).getByRole("button", { name: "Stop" }).click();
    await progress(page).getByText(/^Replay ended: [1-3] of \d+ acts played, 0 refused$/).waitFor();
    const after_ = (await rows(page)).length;
    assert.ok(after_ < before_ + 12);
    await form(page).getByRole("button", { name: "Choose a table" }).and(page.locator(":enabled")).first().waitFor();
    await until(async () => (await rows(page)).length === after_, "nothing goes on");
  });

  it("did no harm on the way", () => harmless(desk));
});

describe("a real operation", () => {
  it("is never offered a replay", async () => {
    const desk = await start();
    try {
      await newOperation(desk.first, desk.url);
      await section(desk.first, "Operation");
      await desk.first.getByRole("textbox", { name: "Name", exact: true }).waitFor();
      assert.equal(await form(desk.first).count(), 0);
      await harmless(desk);
    } finally {
      await desk.stop();
    }
  });
});

/** San Francisco, the first half of a Thursday, as it was published. The pure part plays all of it in tests/fan_out.rs. */
describe("half a real day", () => {
  const whole = readFileSync(new URL("data/san-francisco.csv", import.meta.url), "utf8");
  const [head, ...lines] = whole.trim().split("\n");
  const half = lines.filter((line) => /^[^,]*,[^,]*,[^,]*,[^,]* AM,/.test(line));
  const calls = new Set(half.map((line) => line.split(",")[0])).size;

  it("is played with nothing refused, every incident closed, and no number left out", { timeout: 720_000 }, async () => {
    const desk = await start();
    try {
      const page = desk.first;
      await practice(page, desk.url);
      const stood = await rows(page);
      await section(page, "Operation");
      await give(page, "Choose a table", "san-francisco.csv", [head, ...half, ""].join("\n"));
      await progress(page).getByText(/^Replay ended: (\d+) of \1 acts played, 0 refused$/).waitFor({ timeout: 600_000 });
      const log = await rows(page);
      gapless(log);
      const played = log.slice(stood.length);
      const kinds = (kind, among = played) => among.filter((one) => one.kind === kind);
      assert.equal(calls, 169);
      for (const kind of ["call_received", "incident_opened", "closed", "call_ended"]) assert.equal(kinds(kind).length, calls, kind);
      const last = Math.max(...kinds("incident_opened", stood).map((one) => one.data.number));
      assert.deepEqual(kinds("incident_opened").map((one) => one.data.number), Array.from({ length: calls }, (_, index) => last + 1 + index));
      const open = new Set(kinds("incident_opened").map((one) => one.data.incident));
      kinds("closed").forEach((one) => open.delete(one.data.incident));
      assert.deepEqual([...open], []);
      await harmless(desk);
    } finally {
      await desk.stop();
    }
  });
});
