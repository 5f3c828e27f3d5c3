// What the words of a call say beside its type: chips with the matched words, and the set-up that they come from.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { another, practice, rows, start, until } from "./lib/desk.mjs";
import { answer, edit, field, form, hangUp, newCall, section, since, tell, unasked } from "./lib/extra.mjs";

describe("words", () => {
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

  const kinds = (on = page) => form(on).getByRole("list", { name: "Suggested incident types" });
  const facts = (on = page) => form(on).getByRole("list", { name: "Also said" });
  const chip = (name, on = page) => facts(on).getByRole("listitem").filter({ has: on.getByRole("button", { name, exact: true }) });
  const what = (on = page) => field(form(on), "What happened");
  const made = async (kind) => (await since(page, stood)).filter((one) => one.kind === kind);
  const details = async () => (await made("call_described")).map((one) => one.data.detail);
  const gone = (one, why) => until(async () => (await one.count()) === 0, why);

  it("give place, number, count and dangers, each with what was typed", async () => {
    await newCall(page);
    await what().fill("3 people hurt in a fight at recovery, one has a knife. Call back 555-0142");
    const first = kinds().getByRole("listitem").first();
    await first.getByText("Fight", { exact: true }).waitFor();
    assert.match(await first.innerText(), /P1/);
    for (const [name, word] of [["Recovery", "recovery"], ["555-0142", "555-0142"], ["3", "3 people hurt"], ["Weapon", "knife"], ["Violence", "fight"]]) {
      await chip(name).waitFor();
      assert.deepEqual((await chip(name).locator("mark").allInnerTexts())[0], word, name);
    }
    assert.deepEqual(await details(), [], "nothing is written down before somebody takes it");
  });

  it("stay away once dropped, and only that one", async () => {
    await chip("Violence").getByRole("button", { name: "Drop the suggestion Violence" }).click();
    await gone(chip("Violence"), "the chip is gone");
    await what().press("End");
    await what().pressSequentially(" still fighting");
    await chip("Weapon").waitFor();
    assert.equal(await chip("Violence").count(), 0);
  });

  it("fill their fields when they are taken, by click and by key", async () => {
    await chip("555-0142").getByRole("button", { name: "555-0142", exact: true }).click();
    await until(async () => (await field(form(page), "Callback").inputValue()) === "555-0142", "the number is filled");
    await gone(chip("555-0142"), "what stands in a field is not suggested");

    await what().focus();
    await page.keyboard.press("Alt+y");
    await until(async () => (await field(form(page), "Number hurt").inputValue()) === "3", "the count is filled");
    await page.keyboard.press("Alt+u");
    await until(async () => (await form(page).getByRole("group", { name: /^Dangers/ }).getByRole("button", { name: "Weapon", exact: true }).getAttribute("aria-pressed")) === "true", "the danger is noted");
    assert.ok(await what().evaluate((element) => element === document.activeElement), "the cursor stays where it was");

    await page.keyboard.press("Alt+w");
    await until(async () => (await field(form(page), "Where").inputValue()) === "Recovery", "the place is filled");
    await what().press("Enter");
    await until(async () => (await made("incident_opened")).length === 1, "type and place open the incident");
    const [opened] = await made("incident_opened");
    assert.deepEqual([opened.data.kind, opened.data.place.text], ["fight", "Recovery"]);
    const told = await details();
    for (const one of [{ callback: "555-0142" }, { hurt: 3 }, { danger_noted: "Weapon" }]) {
      assert.ok(told.some((detail) => JSON.stringify(detail) === JSON.stringify(one)), JSON.stringify(one));
    }
    await hangUp(page);
  });

  it("never replace what a person entered", async () => {
    await newCall(page);
    await tell(page, "Where", "Baggage");
    await tell(page, "Callback", "600 100 200");
    await tell(page, "Number hurt", "2");
    await what().fill("four people hurt at gate 4, call back 555-0199, he has a knife");
    await chip("Weapon").waitFor();
    assert.equal(await facts().getByRole("listitem").count(), 1, await facts().innerText());
    assert.equal(await field(form(page), "Number hurt").inputValue(), "2");
    assert.equal(await field(form(page), "Where").inputValue(), "Baggage");
    await hangUp(page);
  });

  it("fill the call-back number by its key, and send nobody", async () => {
    await newCall(page);
    await what().fill("man with chest pain at km 6, call back 555-0177");
    await chip("555-0177").waitFor();
    await what().focus();
    await page.keyboard.press("Alt+b");
    await until(async () => (await field(form(page), "Callback").inputValue()) === "555-0177", "the number is filled");
    assert.deepEqual(await made("unit_assigned"), []);
    await hangUp(page);
  });

  it("are denied by a no, and read in Spanish", async () => {
    await newCall(page);
    await what().fill("two men shouting, no weapons, nobody hurt, no fire");
    await chip("0").waitFor();
    assert.equal(await facts().getByRole("listitem").count(), 1, await facts().innerText());
    await what().fill("un hombre con un cuchillo en la puerta 3, dos heridos, no respira");
    await chip("Weapon").waitFor();
    assert.deepEqual(await chip("Weapon").locator("mark").allInnerTexts(), ["cuchillo"]);
    await chip("2").waitFor();
    await chip("puerta 3").waitFor();
    await kinds().getByText("Cardiac arrest", { exact: true }).waitFor();
    await what().fill("");
  });

  it("follow the set-up of the operation, in every window", async () => {
    await newCall(page);
    await what().fill("the kraken is out near the stage, call back 555-0111");
    await chip("555-0111").waitFor();
    assert.equal(await kinds().getByRole("listitem").count(), 0);

    const other = await another(desk, page, "Lead", { view: "setup" });
    await section(other, "Words");
    await other.getByRole("button", { name: "Add phrase" }).click();
    await answer(other, { "Words of callers": "kraken", "Speaks for": "animal", Priority: "2", "How sure": "12" }, "Add");
    const row = other.getByRole("grid", { name: "Words" }).or(other.getByRole("table", { name: "Words" })).getByRole("row", { name: /^kraken/ });
    await row.waitFor();
    await kinds().getByText("Animal", { exact: true }).waitFor();
    assert.match(await kinds().getByRole("listitem").first().innerText(), /P2/);

    // Weighed anew, tried out, switched off.
    await other.getByRole("textbox", { name: "Try a text" }).fill("kraken, two people hurt");
    await other.getByRole("status", { name: "What the text says" }).getByText("Animal P2").waitFor();
    await other.getByLabel("Priority kraken", { exact: true }).selectOption("1");
    await until(async () => /P1/.test(await kinds().getByRole("listitem").first().innerText()), "the priority follows");
    await edit(other, "How sure kraken", "99");
    await other.getByRole("alert").filter({ hasText: /how sure/i }).first().waitFor();
    await row.getByRole("button", { name: "Retire kraken" }).click();
    await gone(kinds().getByText("Animal", { exact: true }), "the suggestion is gone");
    await row.getByRole("button", { name: "Restore kraken" }).click();
    await kinds().getByText("Animal", { exact: true }).waitFor();

    // A phrase of the program can be switched off too, and one that adds nothing is named.
    await other.getByRole("searchbox", { name: "Find a phrase or a meaning" }).fill("loud music");
    await other.getByRole("button", { name: "Retire loud music" }).click();
    await until(async () => (await made("phrase_retired")).some((one) => one.data.phrase === "loud music"), "it is written down");
    await other.getByRole("button", { name: "Add phrase" }).click();
    await answer(other, { "Words of callers": "choking on ice", "Speaks for": "choking", "How sure": "6" }, "Add");
    await other.getByRole("list", { name: "Phrases to look at" }).getByText(/choking on ice.*chok\*/).waitFor();
    await other.close();
  });
});
