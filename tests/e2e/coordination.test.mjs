// What comes between the first unit and the last word: who is sent, how far away, in what order, how it ends, and what is
// said about it afterwards.

import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { another, bar, command, newOperation, refused, rows, start, until } from "./lib/desk.mjs";
import { answer, give, harmless, row, section, since, unasked, view, written } from "./lib/extra.mjs";

/** Kilometres east of the gate, on the parallel of 40.7 degrees. */
const east = (kilometres) => (-74.02 + kilometres / 84.4).toFixed(5);
// No plan asks for the two of logistics, so they always stand among those that could be sent beside it.
const UNITS = [
  "call sign,kind,crew,lat,lon",
  ...[["SEC1", "security", 0.5], ["SEC2", "security", 1], ["SEC3", "security", 2], ["LOG1", "logistics", 1], ["LOG2", "logistics", 2]]
    .map(([sign, kind, far]) => `${sign},${kind},2,40.70000,${east(far)}`),
].join("\n");

describe("coordination", () => {
  let desk, page, stood;
  const made = async (kind) => (await since(page, stood)).filter((one) => one.kind === kind);
  const sheet = (one = page) => one.getByRole("region", { name: "Incident", exact: true });
  const alerts = () => page.getByRole("region", { name: "Alerts" });
  const couldGo = () => page.getByRole("list", { name: "Units that could be dispatched" });
  /** Opens an incident, shows it and gives its number. */
  const incident = async (line) => {
    stood = (await rows(page)).length;
    await command(page, `NI ${line}`);
    const { number } = (await written(page, (one) => one.kind === "incident_opened")).data;
    await command(page, `S ${number}`);
    await sheet().getByText(new RegExp(`-${String(number).padStart(4, "0")}`)).first().waitFor();
    return number;
  };

  before(async () => {
    desk = await start();
    page = desk.first;
    await newOperation(page, desk.url);
    await section(page, "Places");
    await page.getByRole("button", { name: "Add place" }).click();
    await answer(page, { Name: "Gate 1", Coordinates: "40.7, -74.02" }, "Add");
    await section(page, "Units");
    await give(page, "Import", "units.csv", UNITS);
    await page.getByRole("button", { name: /^Import rows/ }).click();
    await until(async () => (await rows(page)).filter((one) => one.kind === "unit_added").length === 5, "the units are there");
    await view(page, "Desk");
  });
  after(() => desk?.stop());
  afterEach(() => unasked(page));

  it("a unit that could be sent says how far it is, how long it takes, and that this is a straight line", async () => {
    await incident("noise gate 1 ; loud music");
    const one = couldGo().getByRole("listitem", { name: "LOG1" });
    await one.getByText(/1\.3 km/).waitFor();
    await one.getByText(/about \d+ min/).waitFor();
    await one.getByText("straight line").waitFor({ state: "attached" });
    await page.getByText("~ Straight line, times 1.3; times are estimates.").first().waitFor();
  });

  it("several that are ticked are sent in one act", async () => {
    const number = await incident("trespass gate 1 ; two on the roof");
    for (const sign of ["LOG1", "LOG2"]) await couldGo().getByRole("listitem", { name: sign }).getByRole("checkbox", { name: `Pick ${sign}` }).check();
    // Ctrl+Enter on a ticked row takes nothing away from what was ticked.
    const ticked = (sign) => couldGo().getByRole("listitem", { name: sign }).getByRole("checkbox", { name: `Pick ${sign}` });
    await ticked("LOG2").press("Control+Enter");
    for (const sign of ["LOG1", "LOG2"]) assert.ok(await ticked(sign).isChecked(), sign);
    await page.getByRole("button", { name: "Dispatch 2 units" }).click();
    await until(async () => (await made("unit_assigned")).length === 2, "both are sent");
    const sent = await made("unit_assigned");
    assert.equal(new Set(sent.map((one) => one.for)).size, 1, "by one command");
    for (const sign of ["LOG1", "LOG2"]) await page.getByRole("list", { name: "Assigned units" }).getByRole("listitem", { name: sign }).waitFor();
    await command(page, `CX LOG1 ${number}`);
    await command(page, `CX LOG2 ${number}`);
    await until(async () => (await made("unit_released")).length === 2, "both are cancelled");
    // Nobody was there, so there is nothing to close yet.
    assert.equal(await alerts().getByText(/all units clear for/).count(), 0);
    assert.equal(await page.getByText("All units are clear. Choose a disposition and close the incident.").count(), 0);
  });

  it("the last unit that clears brings the offer to close", async () => {
    const number = await incident("lostprop gate 1 ; a purse");
    await command(page, `DO ${number} SEC1`);
    await command(page, `DO ${number} SEC2`);
    await command(page, "CL SEC1");
    await until(async () => (await made("unit_released")).length === 1, "one is clear");
    assert.equal(await page.getByText("All units are clear. Choose a disposition and close the incident.").count(), 0);
    await command(page, "CL SEC2");
    await sheet().getByText("All units are clear. Choose a disposition and close the incident.").waitFor();
    await alerts().getByText(`#${number}`).first().waitFor();
    await command(page, `CL ${number} 43`);
    await until(async () => (await made("closed")).length === 1, "it is closed");
    await sheet().getByText("All units are clear. Choose a disposition and close the incident.").waitFor({ state: "hidden" });
  });

  it("a unit that is stacked returns to its earlier work when the later one is done", async () => {
    const first = await incident("crowd gate 1 ; pushing");
    await command(page, `DO ${first} SEC3`);
    const second = await incident("fight gate 1 ; two men");
    await refused(page, `D ${second} SEC3`);
    await bar(page).press("Enter");
    await until(async () => (await made("unit_assigned")).length === 1, "it is stacked");
    await row(page, "SEC3").getByText(`#${second}`).first().waitFor();
    await command(page, `S ${first}`);
    await page.getByRole("list", { name: "Assigned units" }).getByText("Stacked: returns here when cleared").waitFor();
    await command(page, `CX SEC3 ${second}`);
    await row(page, "SEC3").getByText(`#${first}`).first().waitFor();
    await page.getByRole("list", { name: "Assigned units" }).getByText("Stacked: returns here when cleared").waitFor({ state: "hidden" });
    await command(page, "CL SEC3");
  });

  it("the line for the air is copied as it is shown", async () => {
    await desk.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.bringToFront();
    const number = await incident("fall gate 1 ; woman fell at the rope");
    const line = sheet().getByRole("status", { name: "On the air" });
    await line.getByText(/woman fell at the rope/).waitFor();
    await sheet().getByRole("button", { name: "Copy", exact: true }).click();
    await page.getByText("Copied", { exact: true }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, await line.innerText());
    assert.match(copied, new RegExp(`^${number} `));
  });

  it("the debrief has three parts, seen on the sheet and in every window", async () => {
    const number = await incident("noise gate 1 ; drums");
    await command(page, `CL ${number} 43`);
    await command(page, `S ${number}`);
    const other = await another(desk, page, "Lead");
    await command(other, `S ${number}`);
    const lines = { "Went well": "quick to find", "To improve": "no map at the gate", "Follow-up": "print maps" };
    for (const [part, text] of Object.entries(lines)) {
      const form = sheet().locator("form").filter({ has: page.getByLabel(part, { exact: true }) });
      await form.getByLabel(part, { exact: true }).fill(text);
      if (part === "Follow-up") await form.getByLabel("Owner").fill("J. Lind");
      await form.getByRole("button", { name: "Add line" }).click();
      await until(async () => (await made("debriefed")).some((one) => one.data.text === text), `“${text}” is kept`);
    }
    assert.deepEqual((await made("debriefed")).map((one) => [one.data.part, one.data.owner]), [["went_well", ""], ["improve", ""], ["follow_up", "J. Lind"]]);
    for (const window of [page, other]) {
      for (const [part, text] of Object.entries(lines)) await sheet(window).getByRole("listitem").filter({ hasText: part }).filter({ hasText: text }).first().waitFor();
      await sheet(window).getByText("owner J. Lind").first().waitFor();
    }
    await other.close();
  });

  it("did no harm on the way", () => harmless(desk));
});
