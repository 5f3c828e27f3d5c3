// The parts of the program: the launcher does not wait for the desk, the desk not for the set-up, and a part that does not
// arrive is said and can be asked for again.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { newOperation, ready, sit, start } from "./lib/desk.mjs";
import { view } from "./lib/extra.mjs";

describe("the parts of the program", () => {
  let desk, page;
  before(async () => {
    desk = await start();
    page = desk.first;
  });
  after(() => desk?.stop());
  const DESK = /-split_desk\.wasm$/;
  const OFFICE = /-split_office\.wasm$/;

  it("let the launcher be used before the desk is here", async () => {
    let answer;
    const held = new Promise((resolve) => (answer = resolve));
    await page.route(DESK, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(desk.url);
    await page.getByRole("button", { name: /^New operation/ }).click();
    await page.getByLabel("Name", { exact: true }).fill("Early");
    await page.getByRole("button", { name: "Create" }).click();
    answer();
    await sit(page, "Dispatch 1", "A. Reyes");
    await page.unroute(DESK);
  });

  it("are asked for again when one did not arrive", async () => {
    const other = await desk.context.newPage();
    await other.route(DESK, (route) => route.abort());
    await other.goto(desk.url);
    await other.getByRole("button", { name: /^New operation/ }).click();
    await other.getByLabel("Name", { exact: true }).fill("Lost");
    await other.getByRole("button", { name: "Create" }).click();
    await other.getByText("A part of the program did not arrive.").first().waitFor();
    assert.equal(await other.getByLabel("Name", { exact: true }).inputValue(), "Lost", "what was typed stands");
    await other.unroute(DESK);
    await other.getByRole("button", { name: "Create" }).click();
    await sit(other, "Dispatch 2", "J. Lind");
    await other.close();
  });

  it("come one by one: a desk works while its set-up is missing, and fetches it when it is asked to", async () => {
    const other = await desk.context.newPage();
    await other.route(OFFICE, (route) => route.abort());
    await newOperation(other, desk.url, { name: "No office" });
    await ready(other);
    await view(other, "Set-up");
    await other.getByText("A part of the program did not arrive.").waitFor();
    await other.unroute(OFFICE);
    await other.getByRole("button", { name: "Try again" }).click();
    await other.getByRole("button", { name: "Add units" }).waitFor();
    await other.close();
  });
});
