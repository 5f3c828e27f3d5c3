// Response plans and the recommendation: all accepted by one key, swapped with a record of it, short with a reason,
// further alarms, diverts that are only offered, posts that stay covered, and a county's plan from its file.

import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { attempt, bar, command, cursorIn, newOperation, rows, settled, start, until } from "./lib/desk.mjs";
import { answer, edit, give, handedOver, harmless, section, unasked, view, written } from "./lib/extra.mjs";

/** Kilometres east of the gate, on the parallel of 40.7 degrees. */
const east = (kilometres) => (-74.02 + kilometres / 84.4).toFixed(5);
const UNITS = [
  "call sign,kind,capabilities,crew,lat,lon",
  ...[
    ["FR1", "foot", "BLS", 0.2], ["FR2", "bike", "BLS", 0.6], ["MED1", "als", "ALS", 0.5], ["MED2", "als", "ALS", 1.2],
    ["MED3", "als", "ALS", 3], ["CMD1", "command", "COMMAND", 0.8], ["CMD2", "command", "COMMAND", 2], ["SEC1", "security", "CROWD", 0.3],
    ["SEC2", "security", "CROWD", 0.4], ["DOC1", "doctor", "ALS", 5],
    ...[1, 2, 3, 4, 5, 6, 7].map((number) => [`E${number}`, "engine", "FIRE", 0.5 + number]),
    ["T1", "rescue", "", 1.5], ["T2", "rescue", "", 4.5], ["B1", "command", "", 6], ["B2", "command", "", 9],
  ].map(([sign, kind, words, far]) => `${sign},${kind},${words},3,40.70000,${east(far)}`),
].join("\n");

const COUNTY = `plan_key,label,level,resource,any_of,count,rule
fire_structure,Any structure fire,1,E,E,3,
fire_structure,Any structure fire,1,T,T,1,
fire_structure,Any structure fire,1,MED,MED,1,
fire_structure,Any structure fire,1,BC,BC,1,
fire_high_rise,High-rise fire,1,E,E,6,
medical_or_rescue,Medical or rescue,1,MED,MED,1,
*further_alarm,"fire_structure, fire_high_rise",2,E,E,3,additive
*further_alarm,"fire_structure, fire_high_rise",2,T,T,1,additive
*further_alarm,"fire_structure, fire_high_rise",2,BC,BC,1,additive
*further_alarm,"fire_structure, fire_high_rise",3,E,E,3,additive; repeats for every later alarm
`;

describe("recommendation", () => {
  let desk, page, signs;
  /** Call signs of ids in the log. */
  const named = (ids) => ids.map((id) => signs.get(id));
  const table = () => page.getByRole("table", { name: "Recommended" });
  /** The call signs that the table proposes, once they are these. */
  const proposes = async (...expected) => {
    const read = async () => (await table().locator("tr.prop").evaluateAll((lines) => lines.map((line) => line.getAttribute("aria-label")))).sort();
    await until(async () => JSON.stringify(await read().catch(() => [])) === JSON.stringify(expected.sort()) || (await read()), `the table proposes ${expected}`);
  };
  const last = async (kind) => (await rows(page)).filter((row) => row.kind === kind).at(-1);
  /** The incident of a test, those that it left open, and the units that it sent away. */
  let number;
  let open = [];
  const away = [];
  const incident = async (line) => {
    await command(page, `NI ${line}`);
    number = (await last("incident_opened")).data.number;
    open.push(number);
    await command(page, `S ${number}`);
    return number;
  };
  /** Closes an incident; units that still work there are released by the second Enter. */
  const finish = async (which = number) => {
    open = open.filter((one) => one !== which);
    if ((await attempt(page, `CL ${which} 43`)) !== undefined) await bar(page).press("Enter");
    await until(async () => (await bar(page).inputValue()) === "", "the incident is closed");
    await page.keyboard.press("Escape");
  };
  const breakDown = async (...signs) => {
    away.push(...signs);
    for (const sign of signs) await command(page, `OO ${sign} ; flat tire`);
  };

  before(async () => {
    desk = await start();
    page = desk.first;
    await newOperation(page, desk.url);
    await section(page, "Places");
    await page.getByRole("button", { name: "Add place" }).click();
    await answer(page, { Name: "Gate 1", Coordinates: "40.7, -74.02" }, "Add");
    await page.getByRole("button", { name: "Add place" }).click();
    await answer(page, { Name: "Station 1", Coordinates: `40.7, ${east(1.5)}` }, "Add");
    await section(page, "Units");
    await give(page, "Import", "units.csv", UNITS);
    await page.getByRole("button", { name: /^Import rows/ }).click();
    await until(async () => (await rows(page)).filter((row) => row.kind === "unit_added").length === 21, "the units are there");
    signs = new Map((await rows(page)).filter((row) => row.kind === "unit_added").map((row) => [row.data.unit, row.data.call_sign]));
    await view(page, "Desk");
  });
  after(() => desk?.stop());
  // Whatever a test left behind, the next one finds every unit free.
  afterEach(async () => {
    await unasked(page);
    for (const which of [...open]) await finish(which);
    for (const sign of away.splice(0)) await command(page, `AV ${sign}`);
  });

  it("is accepted whole by one key, and recorded beside what is sent", async () => {
    await incident("cardiac gate 1");
    await proposes("FR1", "MED1", "CMD1");
    await page.getByText("for this type").first().waitFor();
    await table().getByRole("row", { name: "MED1" }).getByText("nearest free").waitFor();
    await page.keyboard.press("Alt+r");
    await until(async () => (await last("recommendation_followed")) !== undefined, "the record says what was advised");
    const row = await last("recommendation_followed");
    assert.deepEqual(named(row.data.sent).sort(), ["CMD1", "FR1", "MED1"]);
    assert.deepEqual(named(row.data.advised.units).sort(), ["CMD1", "FR1", "MED1"]);
    assert.deepEqual(row.data.advised.short, []);
    const together = (await rows(page)).filter((one) => one.for === row.for).map((one) => one.kind);
    assert.deepEqual(together, ["unit_assigned", "unit_assigned", "unit_assigned", "recommendation_followed"]);
    await page.getByText("3 of 3 met.").waitFor();
  });

  it("at the next alarm asks only for what is added", async () => {
    await incident("cardiac gate 1");
    await proposes("FR1", "MED1", "CMD1");
    await command(page, `RC ${number}`);
    await page.getByText("3 of 3 met.").waitFor();
    await command(page, `AL ${number} 2`);
    await proposes("DOC1", "SEC1");
    for (const line of await table().locator("tr.prop th").allTextContents()) assert.match(line, /\(level 2\)/);
    await command(page, `RC ${number}`);
    await page.getByText("5 of 5 met.").waitFor();
  });

  it("is swapped by hand, and the record says so without blame", async () => {
    await incident("cardiac gate 1");
    await proposes("FR1", "MED1", "CMD1");
    await table().getByRole("button", { name: "Swap MED1" }).click();
    await table().getByRole("button", { name: /^MED2/ }).click();
    await proposes("FR1", "MED2", "CMD1");
    await table().getByRole("row", { name: "MED2" }).getByText("chosen by you").waitFor();
    await table().getByRole("button", { name: "Dispatch MED2" }).click();
    await until(async () => named((await last("recommendation_followed"))?.data.sent ?? []).includes("MED2"), "MED2 was sent");
    const row = await last("recommendation_followed");
    assert.deepEqual(named(row.data.sent), ["MED2"]);
    assert.deepEqual(named(row.data.advised.units).sort(), ["CMD1", "FR1", "MED1"]);
    await page.getByRole("log", { name: "Log" }).getByText(/Recommended .*MED1.*; sent MED2/).waitFor();
  });

  it("says why each other unit is not among them", async () => {
    await incident("cardiac gate 1");
    await proposes("FR1", "MED1", "CMD1");
    const others = page.getByRole("list", { name: "Units that could be dispatched" });
    await page.getByRole("searchbox", { name: "Find a unit" }).fill("med2");
    await others.getByRole("listitem", { name: "MED2" }).getByText(/farther/).waitFor();
    await page.getByRole("searchbox", { name: "Find a unit" }).fill("SEC2");
    await others.getByRole("listitem", { name: "SEC2" }).getByText(/Not what is asked for/).waitFor();
  });

  it("takes along whoever is ticked beside it", async () => {
    await incident("cardiac gate 1");
    await proposes("FR1", "MED1", "CMD1");
    await page.getByRole("searchbox", { name: "Find a unit" }).fill("SEC2");
    const others = page.getByRole("list", { name: "Units that could be dispatched" });
    const tick = others.getByRole("listitem", { name: "SEC2" }).getByRole("checkbox");
    await tick.check();
    const send = page.getByRole("button", { name: /^Send recommended \(4\)/ });
    await send.waitFor();
    // What was asked about and not sent stays ticked.
    away.push("SEC2");
    await command(page, "BR SEC2");
    await send.click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/SEC2 is on break/).waitFor();
    await dialog.getByRole("button", { name: "Back" }).click();
    await until(() => tick.isChecked(), "the tick stands");
    await command(page, `AV ${away.pop()}`);
    await command(page, `RC ${number}`);
    const row = await written(page, (one) => one.kind === "recommendation_followed" && one.data.sent.length === 4, "four are sent");
    assert.deepEqual(named(row.data.sent).sort(), ["CMD1", "FR1", "MED1", "SEC2"]);
    assert.deepEqual(named(row.data.advised.units).sort(), ["CMD1", "FR1", "MED1"]);
    await page.getByRole("button", { name: /^Send recommended/ }).waitFor({ state: "hidden" });
  });

  it("says in the log that a part of it was sent", async () => {
    await incident("cardiac gate 1");
    await proposes("FR1", "MED1", "CMD1");
    await command(page, `D ${number} MED1`);
    await page.getByRole("log", { name: "Log" }).getByText(/Sent MED1 of what is recommended: .*FR1/).waitFor();
  });

  it("stands beside what is typed while another sheet is open", async () => {
    const first = await incident("cardiac gate 1");
    await incident("noise gate 1");
    await command(page, `D ${first} MED2`);
    const sent = (await last("unit_assigned")).for;
    const row = await written(page, (one) => one.kind === "recommendation_followed" && one.for === sent, "the advice is recorded");
    assert.deepEqual(named(row.data.sent), ["MED2"]);
    assert.deepEqual(named(row.data.advised.units).sort(), ["CMD1", "FR1", "MED1"]);
    await finish(first);
  });

  it("explains what is short, and what can be done", async () => {
    await breakDown("MED1", "MED2", "MED3");
    away.push("DOC1");
    await command(page, "BR DOC1");
    await incident("cardiac gate 1");
    const short = table().locator("tr.short");
    await short.getByText("short 1").waitFor();
    await short.getByText(/(MED\d|DOC1): (Out of service|On break|Break) since/).waitFor();
    await short.getByRole("button", { name: "Request 1 ALS" }).click();
    await short.getByText("requested").waitFor();
    assert.equal((await written(page, (row) => row.kind === "resource_requested")).data.what, "ALS");
  });

  it("offers a unit on its way to something lesser, and never takes it", async () => {
    await incident("sick gate 1");
    await command(page, `P ${number} 5`);
    const lesser = number;
    await command(page, `D ${lesser} MED1`);
    await breakDown("MED2", "MED3", "DOC1");
    await incident("cardiac gate 1");
    await proposes("FR1", "CMD1");
    await table().locator("tr.short").getByText(`MED1: On the way to #${lesser} (P5): can be diverted`).waitFor();
    await table().getByRole("button", { name: /Divert instead MED1/ }).click();
    await until(async () => (await last("unit_released"))?.data.how === "diverted", "MED1 was diverted");
    const act = (await last("unit_released")).for;
    const beside = await written(page, (one) => one.kind === "recommendation_followed" && one.for === act, "the divert is recorded beside the advice");
    assert.deepEqual(named(beside.data.sent), ["MED1"]);
    assert.deepEqual(beside.data.advised.short, ["1 ALS"]);
  });

  it("gives a requirement back when its unit is stacked onto something else, and fetches the unit back by one press", async () => {
    const first = await incident("cardiac gate 1");
    await proposes("FR1", "MED1", "CMD1");
    await command(page, `D ${first} MED1`);
    await proposes("FR1", "CMD1");
    await incident("sick gate 1");
    const lesser = number;
    await command(page, `P ${lesser} 5`);
    assert.match(await attempt(page, `D ${lesser} MED1`), /MED1 is on #\d+ .*: dispatched since /);
    await bar(page).press("Enter");
    await until(async () => (await bar(page).inputValue()) === "", "the line was taken");
    await command(page, `S ${first}`);
    await proposes("FR1", "MED2", "CMD1");
    await page.getByRole("searchbox", { name: "Find a unit" }).fill("MED1");
    const others = page.getByRole("list", { name: "Units that could be dispatched" });
    await others.getByRole("listitem", { name: "MED1" }).getByText(`Away on #${lesser}: can be diverted back`).waitFor();
    await others.getByRole("button", { name: /^Divert back MED1/ }).click();
    const left = await written(page, (one) => one.kind === "unit_released" && one.data.how === "diverted", "MED1 has left the other");
    const together = (await rows(page)).filter((one) => one.for === left.for).map((one) => one.kind);
    assert.deepEqual(together, ["unit_released", "recommendation_followed"]);
    await proposes("FR1", "CMD1");
    await finish(lesser);
  });

  it("asks before a unit is diverted from what is as urgent", async () => {
    const first = await incident("cardiac gate 1");
    await command(page, `D ${first} MED1`);
    await incident("cardiac gate 1");
    assert.match(await attempt(page, `DV ${number} MED1`), /MED1 is dispatched on .* \(P1\), and would leave it for P1\./);
    await bar(page).press("Enter");
    const sent = await written(page, (one) => one.kind === "unit_assigned", "a unit is sent");
    assert.deepEqual(named([sent.data.unit]), ["MED1"]);
    await until(async () => (await bar(page).inputValue()) === "", "the line was taken");
    await finish(first);
  });

  it("keeps a post covered, and one press moves a unit up", async () => {
    await command(page, "LOC E1 Station 1");
    await section(page, "Response plans");
    await page.getByRole("button", { name: "Keep a post covered" }).click();
    await answer(page, { Post: "Station 1", "Any of": "engine", "How many": "1" }, "Record");
    await page.getByRole("table", { name: "What must stay covered" }).getByText("1 ENGINE").waitFor();
    await view(page, "Desk");
    await incident("fire gate 1");
    await command(page, `D ${number} E1`);
    await page.getByText(/Station 1 (has|keeps) 0 of 1/).waitFor();
    await page.getByRole("button", { name: /^Move up E\d/ }).click();
    await until(async () => (await last("readiness_changed"))?.data.readiness === "move_up", "a unit moves up");
    assert.equal((await last("readiness_changed")).data.reason, "Station 1");
    await page.getByText(/Station 1 (has|keeps) 0 of 1/).waitFor({ state: "hidden" });
    // It stays where it came from until somebody says that it is there.
    const moved = (await last("readiness_changed")).data.unit;
    await command(page, `U ${named([moved])[0]}`);
    await page.getByRole("dialog").getByRole("button", { name: /^Arrived/ }).click();
    const there = await written(page, (one) => one.kind === "unit_moved" && one.data.unit === moved, "it has arrived");
    assert.equal(there.data.place.text, "Station 1");
    await command(page, `AV ${named([moved])[0]}`);
  });

  it("has crews wait near by where the type says so, until the scene is safe", async () => {
    const waits = page.getByText("Scene not safe: wait near by until it is.").first();
    await incident("shooting gate 1");
    await waits.waitFor();
    await written(page, (one) => one.kind === "staging_asked", "crews wait");
    await command(page, `SC ${number}`);
    await waits.waitFor({ state: "hidden" });
    await section(page, "Incident types");
    await page.getByRole("combobox", { name: "Wait until safe noise" }).selectOption("yes");
    const changed = await written(page, (one) => one.kind === "type_changed", "the type is changed");
    assert.deepEqual(changed.data, { code: "noise", detail: { stages: true } });
    await view(page, "Desk");
    await incident("noise gate 1");
    await waits.waitFor();
    await command(page, `SC ${number}`);
    await section(page, "Incident types");
    await page.getByRole("combobox", { name: "Wait until safe noise" }).selectOption("no");
    await written(page, (one) => one.kind === "type_changed" && one.data.detail.stages === false, "and changed back");
    await view(page, "Desk");
  });

  it("goes by a county's plan from its file, at the first alarm and at the second", async () => {
    await section(page, "Response plans");
    await page.getByRole("button", { name: "Edit Station 1" }).click();
    await answer(page, { "How many": "0" }, "Record");
    await page.getByRole("table", { name: "What must stay covered" }).getByText("1 ENGINE").waitFor({ state: "hidden" });
    await give(page, "Import plans", "plan.csv", COUNTY);
    const preview = page.getByRole("region", { name: "Import preview" });
    await preview.getByText("Rows that can be imported: 4. Faults: 0.").waitFor();
    // Plans in use that would be gone by instead are named; they are retired with the import unless somebody keeps them.
    const rivals = preview.getByRole("group", { name: "Plans in use that stand in the way" });
    assert.ok(await rivals.getByRole("checkbox", { name: "Retire Medical, first aid" }).isChecked());
    await rivals.getByRole("checkbox", { name: "Retire Water rescue" }).uncheck();
    await preview.getByRole("button", { name: /^Import rows/ }).click();
    const imported = await written(page, (one) => one.kind === "plan_retired" && one.data.plan === "care", "the plan in the way is retired");
    const together = (await rows(page)).filter((one) => one.for === imported.for);
    assert.ok(together.some((one) => one.kind === "plan_saved" && one.data.plan.code === "medical_or_rescue"));
    assert.ok(!together.some((one) => one.kind === "plan_retired" && one.data.plan === "water"));
    await page.getByRole("table", { name: "Response plans" }).getByText("On top of Any structure fire, High-rise fire").waitFor();
    const meaning = page.getByRole("textbox", { name: "Means BC" });
    await meaning.fill("sign:B");
    await meaning.press("Enter");
    await view(page, "Desk");
    await incident("fire gate 1");
    await page.getByText("Any structure fire").first().waitFor();
    await proposes("E1", "E2", "E3", "T1", "MED1", "B1");
    await command(page, `RC ${number}`);
    await command(page, `AL ${number} 2`);
    await proposes("E4", "E5", "E6", "T2", "B2");
    await command(page, `AL ${number} 3`);
    await table().locator("tr.short").getByText("short 2").waitFor();
    // One of the two is asked for; the button is for the other one.
    await command(page, `REQ ${number} e 1`);
    await table().locator("tr.short").getByText("1 requested").waitFor();
    await table().locator("tr.short").getByRole("button", { name: "Request 1 E" }).waitFor();
  });

  it("keeps its plans in a form that the keyboard fills, and hands them over as a file", async () => {
    await section(page, "Response plans");
    await page.getByRole("button", { name: "Add plan" }).click();
    const form = page.getByRole("form", { name: "Response plan form" });
    await form.waitFor();
    await settled(page);
    await form.getByLabel("Name", { exact: true }).fill("Stage collapse");
    await form.getByLabel("Types and @groups").fill("collapse");
    await form.getByLabel("Any of, requirement 1, level 1").fill("E or T");
    await form.getByLabel("Any of, requirement 1, level 1").press("Enter");
    await page.getByRole("table", { name: "Response plans" }).getByText("Level 1: 1 E or T").waitFor();
    const saved = await written(page, (row) => row.kind === "plan_saved" && row.data.plan.label === "Stage collapse");
    assert.deepEqual([saved.data.plan.code, saved.data.plan.types], ["stage_collapse", ["collapse"]]);
    const file = await handedOver(page, () => page.getByRole("button", { name: "Export CSV" }).click());
    assert.match(file.text, /stage_collapse,Stage collapse,1,,E or T,1/);
    // What its words mean goes along; a file that gives one another meaning says so before it is taken over.
    assert.match(file.text, /word:BC,[^,]*,,,sign:B,/);
    await give(page, "Import plans", "plan.csv", file.text.replace("sign:B", "sign:CH"));
    const preview = page.getByRole("region", { name: "Import preview" });
    await preview.getByText("The word BC will mean sign:CH; so far it means sign:B.").waitFor();
    await preview.getByRole("button", { name: "Back" }).click();
  });

  it("refuses what it cannot read, field by field, and keeps what is typed", async () => {
    await section(page, "Response plans");
    await page.getByRole("button", { name: "Add plan" }).click();
    const form = page.getByRole("form", { name: "Response plan form" });
    await form.waitFor();
    await settled(page);
    await form.getByLabel("Name", { exact: true }).fill("Tent fire");
    await form.getByLabel("Types and @groups").fill("fire @medcal");
    await form.getByLabel("Near place").fill("Staton 1");
    await form.getByLabel("Meters around").fill("300");
    await form.getByLabel("Any of, requirement 1, level 1").fill("E");
    await form.getByRole("button", { name: "Add level" }).click();
    await form.getByLabel("Any of, requirement 1, level 2").fill("T");
    await form.getByLabel("How many, requirement 1, level 2").fill("two");
    await form.getByRole("button", { name: "Save plan" }).click();
    const alert = form.getByRole("alert");
    await alert.getByText("Types and @groups: There is no group “medcal”.").waitFor();
    await alert.getByText("Near place: No place is named “Staton 1”.").waitFor();
    await alert.getByText("How many, requirement 1, level 2: “two” is not a whole number.").waitFor();
    await cursorIn(page, "Types and @groups");
    await form.getByLabel("Types and @groups").fill("fire");
    await form.getByLabel("Near place").fill("Station 1");
    await form.getByLabel("How many, requirement 1, level 2").fill("2");
    await form.getByRole("button", { name: "Save plan" }).click();
    const saved = await written(page, (one) => one.kind === "plan_saved" && one.data.plan.code === "tent_fire", "the plan is saved");
    assert.equal(saved.data.plan.zone.metres, 300);
    assert.deepEqual(saved.data.plan.alarms.map((alarm) => [alarm.level, alarm.needs[0].count]), [[1, 1], [2, 2]]);
    await page.getByRole("table", { name: "Response plans" }).getByText("near Station 1").waitFor();
    // Another place leaves the metres what they are.
    await page.getByRole("button", { name: "Edit Tent fire" }).click();
    await form.waitFor();
    await settled(page);
    await form.getByLabel("Near place").fill("Gate 1");
    await form.getByRole("button", { name: "Save plan" }).click();
    await page.getByRole("table", { name: "Response plans" }).getByText("near Gate 1").waitFor();
    assert.equal((await last("plan_saved")).data.plan.zone.metres, 300);
  });

  it("hands its plans over as JSON and takes them back", async () => {
    const file = await handedOver(page, () => page.getByRole("button", { name: "Export JSON" }).click());
    const whole = JSON.parse(file.text);
    whole.plans = whole.plans.filter((plan) => plan.key === "tent_fire");
    assert.equal(whole.plans.length, 2, "one for each level");
    const preview = page.getByRole("region", { name: "Import preview" });
    whole.plans[0].requires[0].count = "many";
    await give(page, "Import plans", "plan.json", JSON.stringify(whole));
    await preview.getByText("Rows that can be imported: 0. Faults: 1.").waitFor();
    await preview.getByText("“many” is not a whole number.").waitFor();
    await preview.getByRole("button", { name: "Back" }).click();
    // Some programs write numbers as texts.
    whole.plans[0].requires[0].count = "3";
    for (const plan of whole.plans) plan.label = "Tent on fire";
    await give(page, "Import plans", "plan.json", JSON.stringify(whole));
    await preview.getByText("Rows that can be imported: 1. Faults: 0.").waitFor();
    await preview.getByRole("button", { name: /^Import rows/ }).click();
    await page.getByRole("table", { name: "Response plans" }).getByText("Tent on fire").waitFor();
    const plan = (await last("plan_saved")).data.plan;
    assert.deepEqual([plan.code, plan.zone.metres, plan.alarms[0].needs[0].count], ["tent_fire", 300, 3]);
  });

  it("weighs by rules that the team sets", async () => {
    await edit(page, "Minutes that a crew rests after its last work", "30");
    const row = await written(page, (one) => one.kind === "plan_rule_set", "the rule is set");
    assert.deepEqual(row.data, { rule: "rest_minutes", value: 30 });
  });

  it("does no harm", () => harmless(desk));
});
