// The map: lines come in from a file and change estimates, crossings are places, and everything on the canvas is in the
// list and under the keys too.

import assert from "node:assert/strict";
import { test } from "node:test";
import { addUnits, attempt, bar, command, newOperation, practice, rows, start, until } from "./lib/desk.mjs";
import { field, preview, section, view, written } from "./lib/extra.mjs";

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
