// The practice tools: a recorded day of calls, played through intake as fast as it goes.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { practice, rows, start } from "./lib/desk.mjs";

const DAY = fileURLToPath(new URL("data/day.csv", import.meta.url));

test("a recorded day is played and leaves a desk that is right", async () => {
  const desk = await start();
  try {
    const page = desk.first;
    await practice(page, desk.url);
    const before = (await rows(page)).length;
    await page.getByRole("link", { name: "Set-up" }).click();
    await page.getByRole("button", { name: /^Operation/ }).click();
    await page.getByRole("form", { name: "Replay a day of calls" }).getByLabel("Choose a table").last().setInputFiles(DAY);
    await page.getByRole("status", { name: "Progress of the replay" }).getByText(/^Replay ended/).waitFor({ timeout: 180_000 });

    const played = (await rows(page)).slice(before);
    const opened = played.filter((row) => row.kind === "incident_opened");
    assert.equal(opened.length, 4);
    assert.equal(played.filter((row) => row.kind === "closed").length, 4);
    assert.equal(played.filter((row) => row.kind === "unit_assigned").length, 5);
    // Units of the file that were not there were added first.
    assert.deepEqual(
      played.filter((row) => row.kind === "unit_added").map((row) => row.data.call_sign).sort(),
      ["77", "D01", "D02"],
    );
    // The times are those of the day, in the operation's zone, and the entering is now.
    const first = opened[0];
    assert.equal(new Date(first.at).toISOString(), "2017-01-05T13:04:24.000Z");
    assert.ok(first.entered > first.at);
    const transport = played.find((row) => row.kind === "unit_stepped" && row.data.step === "transporting");
    assert.equal(new Date(transport.at).toISOString(), "2017-01-05T13:45:00.000Z");
    assert.equal(opened[1].data.place.text, "Łąkowa 3, Łódź");
    // A unit that never arrived was cancelled; one that was there cleared.
    const endings = played.filter((row) => row.kind === "unit_released").map((row) => row.data.how);
    assert.deepEqual(endings.sort(), ["cancelled", "cancelled", "cleared", "cleared", "cleared"]);
    assert.deepEqual(desk.faults, []);
  } finally {
    await desk.stop();
  }
});
