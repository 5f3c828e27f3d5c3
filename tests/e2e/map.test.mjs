// The map: lines come in from a file and change estimates, crossings are places, and everything on the canvas is in the
// list and under the keys too.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { addUnits, attempt, bar, command, newOperation, practice, ready, rows, settled, start, until } from "./lib/desk.mjs";
import { answer, edit, field, form, give, handedOver, newCall, preview, said, section, tell, view, written } from "./lib/extra.mjs";

/** A town of two long streets, a one-way lane and a far line, as a map program would write it. */
const TOWN = JSON.stringify({
  type: "FeatureCollection",
  name: "Trial town",
  attribution: "Own survey",
  features: [
    line("Long Street", "residential", [[21.0, 52.23], [21.01, 52.23], [21.02, 52.23]]),
    line("North Road", "residential", [[21.01, 52.25], [21.01, 52.23]]),
    line("Ring Road", "primary", [[21.02, 52.23], [21.03, 52.24], [21.01, 52.25]]),
    { ...line("Gate", "gate", []), geometry: { type: "Point", coordinates: [21.0, 52.23] } },
    line("Swapped", "residential", [[52.23, 21.0], [52.23, 21.01]]),
  ],
});

function line(name, highway, coordinates) {
  return { type: "Feature", properties: { name, highway }, geometry: { type: "LineString", coordinates } };
}

const map = (page) => page.getByRole("region", { name: "Map", exact: true });
const canvas = (page) => page.getByRole("application", { name: "Map", exact: true });
const pins = (page) => page.locator("site-map").evaluate((element) => element.pins ?? []);
const pin = async (page, label) => (await pins(page)).find((one) => one.label === label);

/** The minutes that the dispatch section says for a unit. */
async function minutes(page, unit) {
  const row = page.getByRole("table", { name: "Recommended" }).getByRole("row", { name: unit, exact: true });
  const text = await row.first().innerText();
  return Number(/about (\d+) min/.exec(text)?.[1]);
}

test("lines from a file make crossings and travel times, and a closure changes the next estimate", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    await newOperation(page, desk.url);
    await addUnits(page, "MED1");
    await section(page, "Map and paths");
    const town = { name: "town.geojson", mimeType: "application/geo+json", buffer: Buffer.from(TOWN) };
    await page.getByLabel("Import map", { exact: true }).last().setInputFiles(town);
    const preview = page.locator(".csv-preview");
    await preview.getByText("A point is not a path.").waitFor();
    await preview.getByRole("button", { name: /4/ }).click();
    const layers = page.getByRole("table", { name: "Map layers" });
    await layers.getByText("Own survey").waitFor();
    const paths = page.getByRole("table", { name: "Paths" });
    await paths.getByRole("row", { name: /^Long Street/ }).waitFor();

    // Hand-drawn lines cross without a common corner, and are given one where a person wants it.
    const drawn = { type: "FeatureCollection", features: [line("Camp Way", "service", [[21.03, 52.26], [21.05, 52.26]]), line("Stage Way", "service", [[21.04, 52.255], [21.04, 52.265]])] };
    await page.getByLabel("Import map", { exact: true }).last().setInputFiles({ ...town, name: "camp.geojson", buffer: Buffer.from(JSON.stringify(drawn)) });
    await preview.getByText("Crosses the line of row 2 without a common corner").waitFor();
    await page.getByLabel("Join lines where they cross").check();
    await preview.getByText("Taken with a corner where it crosses the line of row 2.").waitFor();
    await preview.getByRole("button", { name: "Import rows (2)" }).click();
    await paths.getByRole("row", { name: /^Stage Way/ }).waitFor();

    // A unit at the west end, and work at the crossing.
    await view(page, "Desk");
    await command(page, "LOC MED1 52.25, 21.01");
    await command(page, "NI fall Long Street & North Road ; Fell off the curb");
    const opened = (await rows(page)).find((row) => row.kind === "incident_opened");
    assert.ok(Math.abs(opened.data.place.point.lat - 52.23) < 1e-4 && Math.abs(opened.data.place.point.lon - 21.01) < 1e-4);
    await until(async () => (await minutes(page, "MED1")) > 0, "a travel time");
    const free = await minutes(page, "MED1");
    await page.getByText("Along the paths of this operation").waitFor();

    await command(page, "CP North Road ; Tree across the road");
    await until(async () => (await minutes(page, "MED1")) > free, "a longer way after the closure");
    await command(page, "OP North Road");
    await until(async () => (await minutes(page, "MED1")) === free, "the short way again");
    assert.deepEqual(desk.faults, []);
  } finally {
    await desk.stop();
  }
});

test("pins and list say the same, and a window of its own follows what happens elsewhere", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    await practice(page, desk.url);
    await view(page, "Map");
    await until(async () => (await pins(page)).length > 50, "pins on the canvas");
    const shown = await pins(page);
    // The most urgent comes first: work that waits for a unit.
    assert.match(shown[0].say, /^#\d+, P\d/);
    // Letters say on the pin what its shape and colour say, and the same as the words.
    for (const one of shown.filter((one) => one.key.startsWith("i:"))) assert.equal(one.text.replace(" ✓", ""), one.say.replace(/^(#\d+), (P\d).*/s, "$1 $2"));
    for (const one of shown.filter((one) => one.key.startsWith("u:"))) assert.match(one.text, /^.+ [A-Z]{2}$/);
    await map(page).getByRole("button", { name: "List", exact: true }).click();
    const table = map(page).getByRole("table", { name: "Map as a list" });
    const listed = await table.getByRole("row").evaluateAll((rows) => rows.slice(1).map((row) => [...row.cells].slice(0, 3).map((cell) => cell.innerText.trim())));
    assert.deepEqual(listed.map(([label]) => label), shown.map((one) => one.label));
    for (const [index, [label, what]] of listed.entries()) assert.ok(shown[index].say.startsWith(`${label}, ${what}`), shown[index].say);
    await map(page).getByRole("button", { name: "List", exact: true }).click();

    const opening = desk.context.waitForEvent("page");
    await map(page).getByRole("button", { name: /window/i }).click();
    const other = await opening;
    await canvas(other).waitFor();
    await until(async () => /Available/.test((await pin(other, "MED1"))?.say ?? ""), "the unit in the other window");
    await other.locator("site-map").evaluate((element) => element.zoom(3));
    const before = await other.locator("site-map").evaluate((element) => element.view);
    await command(page, "D 15 MED1");
    await until(async () => /Dispatched #15/.test((await pin(other, "MED1"))?.say ?? ""), "the status in the other window");
    // A map that a person moved stays where it was put.
    assert.deepEqual(await other.locator("site-map").evaluate((element) => element.view), before);
    assert.ok(before.touched);
    assert.deepEqual(desk.faults, []);
  } finally {
    await desk.stop();
  }
});

test("the keys move the map, go through the pins and choose; a press places a call", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    await practice(page, desk.url);
    await view(page, "Map");
    await until(async () => (await pins(page)).length > 50, "pins on the canvas");
    const looks = () => page.locator("site-map").evaluate((element) => element.view);
    await canvas(page).focus();
    const start = await looks();
    await page.keyboard.press("+");
    await page.keyboard.press("ArrowRight");
    await until(async () => (await looks()).scale > start.scale && (await looks()).x > start.x, "the map moved");
    await page.keyboard.press("0");
    await until(async () => Math.abs((await looks()).scale - start.scale) < 1e-6, "everything in sight");

    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    const second = (await pins(page))[1];
    await map(page).getByRole("status").getByText(second.say).waitFor();
    await page.keyboard.press("Enter");
    const number = second.label.slice(1);
    await until(() => page.evaluate((number) => location.hash.includes(`sel=${number}`), number), "the incident is selected");
    // Escape and one more Tab lead out of the map.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "BUTTON");

    await map(page).getByRole("button", { name: "Call here" }).click();
    const gate = await pin(page, "Gate 4");
    const box = await canvas(page).boundingBox();
    await page.mouse.click(box.x + gate.x, box.y + gate.y);
    const where = page.getByRole("form", { name: "Call", exact: true }).getByLabel("Where", { exact: true });
    await until(async () => (await where.inputValue()) !== "", "the place of the call");
    const call = await written(page, (row) => row.kind === "call_described" && row.data.detail.place?.point);
    assert.ok(call.data.detail.place.point.lat > 40.6 && call.data.detail.place.point.lon < -73.9);
    assert.deepEqual(desk.faults, []);
  } finally {
    await desk.stop();
  }
});

test("coordinates that are far off or the wrong way round are asked about, in the command line and on the sheet", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    await practice(page, desk.url);
    const swapped = "NI fall -74.0251, 40.6998";
    await preview(page, swapped);
    await page.locator("#command-preview").getByText("look swapped. If so, type 40.69980, -74.02510.").waitFor();
    assert.match(await attempt(page, swapped), /Press Enter again to do it anyway.*look swapped/);
    // The same line once more is meant.
    await bar(page).press("Enter");
    const opened = await written(page, (row) => row.kind === "incident_opened" && row.data.place.text === "-74.0251, 40.6998");
    assert.equal(opened.data.place.point, null);

    const facts = page.getByRole("form", { name: "Incident type, place and priority" });
    const place = field(facts, "Place");
    await until(async () => (await place.inputValue()) === "-74.0251, 40.6998", "the sheet of the incident");
    await place.fill("10.6998, -74.0251");
    await facts.getByText(/km from everything in this operation/).first().waitFor();
    await place.press("Enter");
    await facts.getByRole("alert").getByText(/Press Enter again/).waitFor();
    await place.press("Enter");
    await written(page, (row) => row.kind === "place_moved" && row.data.place.text === "10.6998, -74.0251");
    assert.deepEqual(desk.faults, []);
  } finally {
    await desk.stop();
  }
});

test("nothing of the map is fetched before it is opened", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    await practice(page, desk.url);
    assert.equal(desk.requests.filter((url) => url.endsWith("map.js")).length, 0);
    await view(page, "Map");
    await canvas(page).waitFor();
    assert.equal(desk.requests.filter((url) => url.endsWith("map.js")).length, 1);
    assert.ok(desk.requests.every((url) => url.startsWith(desk.url) || url.startsWith("data:") || url.startsWith("blob:")));
  } finally {
    await desk.stop();
  }
});

/** A picture of one colour that no theme of the map uses, as a PNG. */
function picture(width, height, [red, green, blue]) {
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([red, green, blue]))]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const part = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, part("IHDR", head), part("IDAT", deflateSync(Buffer.concat(Array(height).fill(row)))), part("IEND", Buffer.alloc(0))]);
}

/** The sum that ends each part of a PNG. */
function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** How many pixels of the canvas are of about this colour. */
const pixels = (page, colour) =>
  canvas(page).evaluate((element, [red, green, blue]) => {
    const { data } = element.getContext("2d").getImageData(0, 0, element.width, element.height);
    let found = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue) < 30) found += 1;
    }
    return found;
  }, colour);

/** How wide and how high the part of the canvas is that has about this colour. */
const spread = (page, colour) =>
  canvas(page).evaluate((element, [red, green, blue]) => {
    const { data } = element.getContext("2d").getImageData(0, 0, element.width, element.height);
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 0; at < data.length; at += 4) {
      if (30 <= Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue)) continue;
      const [x, y] = [(at / 4) % element.width, Math.floor(at / 4 / element.width)];
      [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    }
    return [right - left + 1, bottom - top + 1];
  }, colour);

const looks = (page) => page.locator("site-map").evaluate((element) => element.view);

test("a site plan is placed by two points or three that are typed, lies on the map, and is there after a reload", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    const magenta = [200, 0, 200];
    await newOperation(page, desk.url);
    await section(page, "Map and paths");
    const plan = { name: "plan.png", mimeType: "image/png", buffer: picture(60, 40, magenta) };
    await page.locator('input[type=file][aria-label="Choose site plan"]').setInputFiles(plan);
    const form = page.getByRole("region", { name: "Place the plan" });
    await form.waitFor();
    await settled(page);
    const typed = [["Pixels from the left, point 1", "0"], ["Pixels from the top, point 1", "0"], ["Where point 1 is", "52.2400, 21.0000"],
      ["Pixels from the left, point 2", "60"], ["Pixels from the top, point 2", "40"], ["Where point 2 is", "52.2300, 21.0240"]];
    // A third one at the corner across from where it is would turn the plan over.
    const third = [["Pixels from the left, point 3", "60"], ["Pixels from the top, point 3", "0"], ["Where point 3 is", "52.2300, 21.0000"]];
    for (const [label, value] of third) await form.getByLabel(label, { exact: true }).fill(value);
    for (const [label, value] of typed) {
      const one = form.getByLabel(label, { exact: true });
      await one.focus();
      await page.keyboard.type(value);
      assert.equal(await one.inputValue(), value);
    }
    await form.getByRole("button", { name: "Place the plan" }).focus();
    await page.keyboard.press("Enter");
    await said(page, "These points turn the plan over, as in a mirror.");
    for (const [label] of third) await form.getByLabel(label, { exact: true }).fill("");
    await form.getByRole("button", { name: "Place the plan" }).focus();
    await page.keyboard.press("Enter");
    await written(page, (row) => row.kind === "site_plan_placed" && row.data.anchors.length === 2);
    await view(page, "Map");
    await until(async () => (await pixels(page, magenta)) > 5000, "the plan on the map");
    await page.reload();
    await canvas(page).waitFor();
    await until(async () => (await pixels(page, magenta)) > 5000, "the plan after a reload");

    await section(page, "Map and paths");
    await page.getByRole("button", { name: "Remove plan" }).click();
    await written(page, (row) => row.kind === "site_plan_removed");
    await view(page, "Desk");
    await page.keyboard.press("Control+z");
    await until(async () => (await rows(page)).filter((row) => row.kind === "site_plan_placed").length === 2, "the plan comes back");

    // Three points say the scale both ways: this one is drawn longer down than two points would draw it.
    const cyan = [0, 200, 200];
    await section(page, "Map and paths");
    await page.locator('input[type=file][aria-label="Choose site plan"]').setInputFiles({ ...plan, name: "survey.png", buffer: picture(60, 40, cyan) });
    await form.waitFor();
    await settled(page);
    const corners = [["0", "0", "52.2400, 21.0000"], ["60", "0", "52.2400, 21.0240"], ["0", "40", "52.2280, 21.0000"]];
    for (const [index, values] of corners.entries()) {
      const labels = [`Pixels from the left, point ${index + 1}`, `Pixels from the top, point ${index + 1}`, `Where point ${index + 1} is`];
      for (const [at, label] of labels.entries()) await form.getByLabel(label, { exact: true }).fill(values[at]);
    }
    await form.getByRole("button", { name: "Place the plan" }).click();
    const placed = await written(page, (row) => row.kind === "site_plan_placed" && row.data.anchors.length === 3);
    assert.deepEqual(placed.data.anchors.map(({ x, y, point }) => [x, y, point.lat, point.lon]), [[0, 0, 52.24, 21], [60, 0, 52.24, 21.024], [0, 40, 52.228, 21]]);
    await view(page, "Map");
    await until(async () => (await pixels(page, cyan)) > 5000, "the other plan on the map");
    assert.equal(await pixels(page, magenta), 0, "in place of the first");
    const [wide, high] = await spread(page, cyan);
    const expected = 0.012 / (0.024 * Math.cos((52.24 * Math.PI) / 180));
    assert.ok(Math.abs(high / wide / expected - 1) < 0.03, `${wide} by ${high} pixels`);
    assert.deepEqual(desk.faults, []);
  } finally {
    await desk.stop();
  }
});

test("fingers pinch, pan and tap", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    await practice(page, desk.url);
    await view(page, "Map");
    await until(async () => (await pins(page)).length > 50, "pins on the canvas");
    const touch = await page.context().newCDPSession(page);
    await touch.send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 2 });
    const box = await canvas(page).boundingBox();
    const at = (x, y, id = 0) => ({ x: box.x + x, y: box.y + y, id });
    const send = (type, touchPoints) => touch.send("Input.dispatchTouchEvent", { type, touchPoints });
    const [middle, high] = [box.width / 2, box.height / 2];

    const first = await looks(page);
    await send("touchStart", [at(middle - 40, high, 1), at(middle + 40, high, 2)]);
    for (const apart of [60, 80, 100]) await send("touchMove", [at(middle - apart, high, 1), at(middle + apart, high, 2)]);
    await send("touchEnd", []);
    await until(async () => (await looks(page)).scale > first.scale * 1.5, "a pinch comes closer");
    await settled(page);

    const before = await looks(page);
    await send("touchStart", [at(middle, high)]);
    for (const moved of [20, 60, 100]) await send("touchMove", [at(middle + moved, high)]);
    await send("touchEnd", []);
    await until(async () => (await looks(page)).x < before.x, "a finger moves the map");
    assert.equal((await looks(page)).scale, before.scale);

    await page.locator("site-map").evaluate((element) => element.showAll());
    await until(async () => Math.abs((await looks(page)).scale - first.scale) < 1e-6, "everything in sight");
    await settled(page);
    const [urgent] = await pins(page);
    await page.locator("site-map").evaluate((element) => element.addEventListener("pin", (event) => (window.tapped = event.detail)));
    await send("touchStart", [at(urgent.x, urgent.y)]);
    await send("touchEnd", []);
    // A label of a neighbour may lie on it: what counts is that a finger chooses.
    await until(() => page.evaluate(() => window.tapped !== undefined), "a pin is chosen");
    assert.deepEqual(desk.faults, []);
  } finally {
    await desk.stop();
  }
});

test("what is measured is taken back point by point, put down with Escape, and becomes a course whose kilometers are places", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    await practice(page, desk.url);
    await view(page, "Map");
    await until(async () => (await pins(page)).length > 50, "pins on the canvas");
    await map(page).getByRole("button", { name: "Measure" }).click();
    const status = map(page).getByRole("status");
    await status.getByText(/Press two or more points/).waitFor();
    // By the keys: a point under the cross, then the map is moved under it.
    await until(() => page.evaluate(() => document.activeElement?.tagName === "CANVAS"), "the cursor is on the map");
    await page.keyboard.press("Enter");
    for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await status.getByText(/^Measured: /).waitFor();
    // Without a word to say the line is hidden.
    const measured = async () => (await status.allInnerTexts()).join().match(/^Measured: [\d.,]+ \w+/)?.[0];
    const two = await measured();
    // Backspace takes back the last point and no more.
    for (let step = 0; step < 2; step += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await until(async () => ![undefined, two].includes(await measured()), "a third point makes it longer");
    await status.getByRole("button", { name: "Keep as area" }).waitFor();
    await page.keyboard.press("Backspace");
    await until(async () => (await measured()) === two, "it is as long as before");
    await status.getByRole("button", { name: "Keep as area" }).waitFor({ state: "hidden" });
    // Escape puts the tool down with what was measured, and so it does with every other one.
    const tool = (name, pressed) => map(page).getByRole("button", { name, exact: true, pressed });
    await page.keyboard.press("Escape");
    await tool("Measure", false).waitFor();
    await until(async () => (await measured()) === undefined, "nothing is measured any more");
    for (const name of ["Call here", "Move here", "Place here"]) {
      await tool(name, false).click();
      await tool(name, true).waitFor();
      await until(() => page.evaluate(() => document.activeElement?.tagName === "CANVAS"), "the cursor is on the map");
      await page.keyboard.press("Escape");
      await tool(name, false).waitFor();
    }
    assert.equal(await page.getByRole("dialog").count(), 0, "nothing was placed");
    await tool("Measure", false).click();
    await status.getByText(/Press two or more points/).waitFor();
    await until(() => page.evaluate(() => document.activeElement?.tagName === "CANVAS"), "the cursor is on the map");
    await page.keyboard.press("Enter");
    for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await status.getByRole("button", { name: "Keep as course" }).click();
    await answer(page, { Name: "Fun run", "Kilometer at its start": "0", "Kilometer at its end": "2" }, "Add");
    const course = await written(page, (row) => row.kind === "place_added" && row.data.name === "Fun run");
    assert.deepEqual([course.data.shape.course.from, course.data.shape.course.to], [0, 2000]);
    await command(page, "NI fall Fun run km 1 ; knee");
    const opened = await written(page, (row) => row.kind === "incident_opened" && row.data.place.text === "Fun run km 1");
    assert.equal(opened.data.place.place, course.data.place);
    assert.ok(opened.data.place.point.lat > 40.5 && opened.data.place.point.lon < -73.5);
    assert.deepEqual(desk.faults, []);
  } finally {
    await desk.stop();
  }
});

test("a press sets a place with a radius, moves it, and moves incidents and units; the map stays where it was put", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    await practice(page, desk.url);
    await view(page, "Map");
    await until(async () => (await pins(page)).length > 50, "pins on the canvas");
    const press = async (button, right, down) => {
      await map(page).getByRole("button", { name: button, exact: true }).click();
      const box = await canvas(page).boundingBox();
      await page.mouse.click(box.x + right, box.y + down);
      await page.getByRole("dialog").waitFor();
    };
    await press("Place here", 200, 200);
    await answer(page, { Name: "Spill", "Place kind": "hazard", "Radius, meters": "wide" }, "Add");
    await page.getByRole("dialog").getByText(/is no radius/).waitFor();
    await answer(page, { "Radius, meters": "150" }, "Add");
    const spill = await written(page, (row) => row.kind === "place_added" && row.data.name === "Spill");
    assert.equal(spill.data.shape.circle.metres, 150);
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await press("Place here", 260, 240);
    await answer(page, { Name: "spill", Remark: "Diesel" }, "Add");
    await written(page, (row) => row.kind === "place_changed" && row.data.place === spill.data.place && row.data.detail.point !== undefined);
    await written(page, (row) => row.kind === "place_changed" && row.data.detail.note === "Diesel");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    // One act, so one undo takes back the place and the remark.
    await page.keyboard.press("Control+z");
    await written(page, (row) => row.kind === "place_changed" && row.data.detail.note === "");
    const back = await written(page, (row) => row.kind === "place_changed" && row.data.detail.point?.lat === spill.data.point.lat);
    assert.deepEqual(back.data.detail.point, spill.data.point);

    await press("Move here", 300, 300);
    await answer(page, { "Incident number or call sign": "MED1" }, "Move");
    await written(page, (row) => row.kind === "unit_moved");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await press("Move here", 320, 300);
    await answer(page, { "Incident number or call sign": "nobody" }, "Move");
    await page.getByRole("dialog").getByText("“nobody” is no incident number and no call sign.").waitFor();
    await answer(page, { "Incident number or call sign": "#15" }, "Move");
    await written(page, (row) => row.kind === "place_moved");
    await page.getByRole("dialog").waitFor({ state: "hidden" });

    // Zoomed in on one corner with an incident selected that lies elsewhere: the list and back moves nothing.
    await command(page, "S 15");
    await view(page, "Map");
    await canvas(page).focus();
    for (let step = 0; step < 3; step += 1) await page.keyboard.press("+");
    for (let step = 0; step < 25; step += 1) await page.keyboard.press("ArrowLeft");
    await settled(page);
    const put = await looks(page);
    // Far from every pin, Enter says where the cross is.
    await page.keyboard.press("Enter");
    await map(page).getByRole("status").getByText(/^40\.\d{5}, -\d+\.\d{5} · 18T /).waitFor();
    await map(page).getByRole("button", { name: "List", exact: true }).click();
    const areas = map(page).getByRole("table", { name: "Areas and lines" });
    assert.match(await areas.getByRole("row", { name: /^Spill/ }).innerText(), /hazard\s+150 m/);
    await map(page).getByRole("button", { name: "List", exact: true }).click();
    await canvas(page).waitFor();
    const near = (one, other) => Math.abs(one.x - other.x) < 1 && Math.abs(one.y - other.y) < 1 && Math.abs(one.scale - other.scale) < 1e-6;
    await until(async () => near(await looks(page), put) || (await looks(page)), "the map stands where it was put");
    assert.deepEqual(desk.faults, []);
  } finally {
    await desk.stop();
  }
});

test("a track comes in as a course, places go out as a map, and a crowd makes the way longer", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    await newOperation(page, desk.url);
    await addUnits(page, "MED1");
    await section(page, "Map and paths");
    const chooser = page.getByLabel("Import map", { exact: true }).last();
    await chooser.setInputFiles({ name: "town.geojson", mimeType: "application/geo+json", buffer: Buffer.from(TOWN) });
    const preview = page.locator(".csv-preview");
    await preview.getByRole("button", { name: "Import rows (4)" }).click();
    await page.getByRole("table", { name: "Paths" }).getByRole("row", { name: /^Long Street/ }).waitFor();

    const gpx = `<?xml version="1.0"?><gpx version="1.1"><wpt lat="52.231" lon="21.001"><name>Aid &amp; water</name></wpt>
      <trk><name><![CDATA[Run]]></name><trkseg><trkpt lat="52.23" lon="21.0"/><trkpt lat="52.23" lon="21.02"/></trkseg></trk></gpx>`;
    await chooser.setInputFiles({ name: "run.gpx", mimeType: "application/gpx+xml", buffer: Buffer.from(gpx) });
    // GPX has no word for a course, so a person says it.
    await preview.getByText("Run · – · line").waitFor();
    await page.getByLabel("Lines are courses with kilometers").check();
    await preview.getByText(/^Run · – · course km 0-1\.3\d*$/).waitFor();
    await preview.getByRole("button", { name: "Import rows (2)" }).click();
    const run = await written(page, (row) => row.kind === "place_added" && row.data.name === "Run");
    assert.ok(run.data.shape.course.to > 1300 && run.data.shape.course.to < 1400, JSON.stringify(run.data.shape.course));
    await preview.waitFor({ state: "hidden" });
    const out = await handedOver(page, () => page.getByRole("button", { name: "Export places as GeoJSON" }).click());
    assert.match(out.name, /\.geojson$/);
    const features = JSON.parse(out.text).features;
    assert.deepEqual(features.map((one) => [one.properties.name, one.geometry.type]).sort(), [["Aid & water", "Point"], ["Run", "LineString"]]);

    // The kilometers of a course are set where it stands, and a mark beyond them says where they end.
    await section(page, "Places");
    await edit(page, "Kilometers Run", "21.1-5");
    await said(page, "“21.1-5” was not understood. The old value stays; type it again.");
    await edit(page, "Kilometers Run", "5-21.1");
    await written(page, (row) => row.kind === "place_changed" && row.data.detail.shape?.course?.from === 5000 && row.data.detail.shape.course.to === 21_100);
    await view(page, "Desk");
    await bar(page).fill("NI fall km 60");
    await page.locator("#command-preview").getByText("Run has marks from km 5 to km 21.1.").waitFor();
    await bar(page).fill("");

    await view(page, "Desk");
    await command(page, "LOC MED1 52.25, 21.01");
    await command(page, "NI fall Long Street & North Road");
    await until(async () => (await minutes(page, "MED1")) > 0, "a travel time");
    const free = await minutes(page, "MED1");
    await section(page, "Map and paths");
    await page.getByLabel("Crowd factor of North Road").selectOption("500");
    await written(page, (row) => row.kind === "crowd_factor_set" && row.data.percent === 500);
    await view(page, "Desk");
    await until(async () => (await minutes(page, "MED1")) > free, "a longer way through the crowd");
    await command(page, "CF North Road 100");
    await until(async () => (await minutes(page, "MED1")) === free, "the short way again");
    assert.deepEqual(desk.faults, []);
  } finally {
    await desk.stop();
  }
});

test("the note of a place reaches the call and the sheet, and the point can be copied in every notation", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    await newOperation(page, desk.url);
    await section(page, "Places");
    await page.getByRole("button", { name: "Add place" }).click();
    await answer(page, { Name: "Gate 1", Coordinates: "40.74833, -73.98527", Remark: "Way in by the pier" }, "Add");
    await view(page, "Desk");
    await newCall(page);
    await tell(page, "Where", "gate 1");
    await form(page).getByText("Way in by the pier").first().waitFor();
    await command(page, "NI fall gate 1");
    await view(page, "Desk");
    const sheet = page.getByRole("region", { name: "Incident", exact: true });
    await sheet.getByText("Way in by the pier").first().waitFor();
    await until(async () => /Way in by the pier/.test(await page.getByRole("status", { name: "On the air" }).innerText()), "the note is said on the air");
    // Who is sent to a point inside of it hears the note of the ground around.
    await section(page, "Places");
    await page.getByRole("button", { name: "Add place" }).click();
    await answer(page, { Name: "Fairground", Coordinates: "40.75, -73.99", Remark: "Gate code 1234", "Radius, meters": "300" }, "Add");
    await written(page, (row) => row.kind === "place_added" && row.data.name === "Fairground");
    await view(page, "Desk");
    await command(page, "NI fall 40.751, -73.99");
    await sheet.getByText("Fairground: Gate code 1234").first().waitFor();
    await command(page, "S 1");
    await sheet.getByText("Way in by the pier").first().waitFor();
    await sheet.getByText("All notations").click();
    for (const written of ["40.74833, -73.98527", "40 44.900 N 73 59.116 W", "18T WL 8566 1131", "87G8P2X7+8V"]) await sheet.getByText(written, { exact: true }).first().waitFor();
    await sheet.getByRole("button", { name: "Copy Plus code" }).click();
    await until(() => page.evaluate(async () => (await navigator.clipboard.readText()) === "87G8P2X7+8V"), "the plus code is in the clipboard");
    assert.deepEqual(desk.faults, []);
  } finally {
    await desk.stop();
  }
});

test("the list has who is on the way where, what is inside of a zone, hazards and flags, and stays as it was chosen", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    await newOperation(page, desk.url);
    await section(page, "Units");
    await give(page, "Import", "units.csv", "call sign,kind,lat,lon\nMED1,als,52.2500,21.0100\nMED2,als,52.2301,21.0100\n");
    await page.getByRole("button", { name: "Import rows (2)" }).click();
    await written(page, (row) => row.kind === "unit_added" && row.data.call_sign === "MED2");
    await section(page, "Places");
    for (const place of [
      { Name: "Zone North", "Place kind": "zone", Coordinates: "52.2300, 21.0100", "Radius, meters": "800" },
      { Name: "Spill", "Place kind": "hazard", Coordinates: "52.2320, 21.0120", "Radius, meters": "150" },
      { Name: "Gate 1", Coordinates: "52.2290, 21.0090" },
    ]) {
      await page.getByRole("button", { name: "Add place" }).click();
      await answer(page, place, "Add");
      await written(page, (row) => row.kind === "place_added" && row.data.name === place.Name);
    }
    await section(page, "Flags");
    await page.getByRole("button", { name: "Add flag" }).click();
    await answer(page, { "Place or phone number": "Gate 1", Warning: "Loose dog", Severity: "high", Source: "Steward" }, "Add");
    await page.getByRole("button", { name: "Retire Loose dog" }).waitFor();
    await edit(page, "Radius (m) Loose dog", "90");
    await written(page, (row) => row.kind === "flag_changed");
    await view(page, "Map");
    await until(async () => (await pins(page)).length === 3, "two units and the gate are pins");
    await map(page).getByRole("button", { name: "List", exact: true }).click();
    const table = (name) => map(page).getByRole("table", { name, exact: true });
    /** The cells of a table's line, by the words that it begins with; without it, undefined. */
    const line = async (name, first) => {
      const lines = await table(name).getByRole("row").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
      return lines.find((cells) => cells[0] === first);
    };
    const reads = (name, first, cells) =>
      until(async () => {
        const read = await line(name, first);
        return JSON.stringify(read?.slice(0, cells.length)) === JSON.stringify(cells) || read;
      }, `the line of ${first} says ${cells}`);

    // Before anybody is sent only the unit that stands there is inside. What endangers is there with its reach.
    await reads("Areas and lines", "Zone North", ["Zone North", "zone", "800 m", "0", "1"]);
    await reads("Areas and lines", "Spill", ["Spill", "hazard", "150 m"]);
    await reads("Areas and lines", "Gate 1: Loose dog", ["Gate 1: Loose dog", "flag, Steward", "90 m"]);
    assert.equal(await table("Routes").count(), 0, "nobody is on the way");

    await command(page, "NI fall 52.2310, 21.0100 ; Fell off the curb");
    const { number } = (await written(page, (row) => row.kind === "incident_opened")).data;
    await command(page, `D ${number} MED1`);
    await view(page, "Map");
    await reads("Areas and lines", "Zone North", ["Zone North", "zone", "800 m", "1", "1"]);
    await table("Routes").waitFor();
    const [, to, time, length, basis] = await line("Routes", "MED1");
    assert.match(to, new RegExp(`#${number}\\b`));
    assert.match(time, /^about \d+ min$/);
    assert.match(length, /^\d+(\.\d+)? km$/);
    assert.equal(basis, "Straight line");
    assert.equal(await table("Routes").getByRole("row").count(), 2, "nobody else is on the way");

    // On scene the crew has no way left and is counted where it is.
    for (const said of ["ER MED1", "OS MED1"]) await command(page, said);
    await reads("Areas and lines", "Zone North", ["Zone North", "zone", "800 m", "1", "2"]);
    await table("Routes").waitFor({ state: "hidden" });
    await command(page, `D ${number} MED2`);
    await reads("Routes", "MED2", ["MED2"]);

    // What is hidden stays hidden, and the list stays a list, also over a reload.
    // A chip that is on carries a mark before its word.
    const chip = (name, pressed) => map(page).getByRole("group", { name: "Shown on the map" }).getByRole("button", { name: new RegExp(`${name}$`), pressed });
    for (const name of ["Routes", "Units"]) await chip(name, true).click();
    await table("Routes").waitFor({ state: "hidden" });
    const kept = async () => {
      await map(page).getByRole("button", { name: "List", exact: true, pressed: true }).waitFor();
      for (const [name, pressed] of [["Incidents", true], ["Units", false], ["Places", true], ["Routes", false]]) await chip(name, pressed).waitFor();
      await reads("Map as a list", `#${number}`, [`#${number}`]);
      await reads("Map as a list", "Gate 1", ["Gate 1"]);
      assert.equal(await line("Map as a list", "MED1"), undefined);
      assert.equal(await table("Routes").count(), 0);
      await reads("Areas and lines", "Spill", ["Spill", "hazard", "150 m"]);
    };
    await kept();
    await page.reload();
    await ready(page);
    await kept();
    await chip("Routes", false).click();
    await table("Routes").getByRole("row", { name: /^MED2/ }).waitFor();
    assert.deepEqual(desk.faults, []);
  } finally {
    await desk.stop();
  }
});

test("two thousand units from a file are pins, and the map goes where a person moves it", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    await newOperation(page, desk.url);
    await section(page, "Units");
    const units = Array.from({ length: 2000 }, (_, index) => `T${index + 1},foot,${(52.2 + (index % 50) * 0.002).toFixed(4)},${(21 + Math.floor(index / 50) * 0.003).toFixed(4)}`);
    await give(page, "Import", "units.csv", ["call sign,kind,lat,lon", ...units].join("\n"));
    await page.getByRole("button", { name: "Import rows (2000)" }).click();
    await page.getByText("Rows imported: 2000").waitFor();
    await view(page, "Map");
    await until(async () => (await pins(page)).length === 2000 || (await pins(page)).length, "every unit is a pin");
    const shown = await pins(page);
    assert.equal(new Set(shown.map((one) => one.label)).size, 2000);
    const box = await canvas(page).boundingBox();
    const inside = (one) => 0 <= one.x && one.x <= box.width && 0 <= one.y && one.y <= box.height;
    assert.ok(shown.every(inside), "all of them are in sight");

    // The keys and the pointer move it, with everything that is on it.
    const before = await looks(page);
    await canvas(page).focus();
    await page.keyboard.press("+");
    await page.keyboard.press("ArrowRight");
    await until(async () => before.scale < (await looks(page)).scale && before.x < (await looks(page)).x, "the keys move the map");
    const keyed = await looks(page);
    const [first] = await pins(page);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 90, box.y + box.height / 2 + 40, { steps: 6 });
    await page.mouse.up();
    await until(async () => (await looks(page)).x < keyed.x && (await looks(page)).y < keyed.y, "the pointer drags the map");
    const dragged = await pin(page, first.label);
    assert.ok(Math.abs(dragged.x - first.x - 90) < 2 && Math.abs(dragged.y - first.y - 40) < 2, "what is on it goes along");
    await page.mouse.wheel(0, -200);
    await until(async () => keyed.scale < (await looks(page)).scale, "the wheel comes closer");

    // What happens meanwhile changes the pins and moves nothing.
    const put = await looks(page);
    assert.ok(put.touched);
    const last = shown.at(-1).label;
    await command(page, `BR ${last}`);
    await until(async () => /, On break, /.test((await pin(page, last)).say) || (await pin(page, last)).say, "the pin of the unit says so");
    await command(page, `LOC ${last} 52.9, 22.9`);
    await until(async () => !inside(await pin(page, last)), "the unit is far away");
    assert.equal((await pins(page)).length, 2000);
    assert.deepEqual(await looks(page), put);
    assert.deepEqual(desk.faults, []);
  } finally {
    await desk.stop();
  }
});
