// What people do with their hands on the keys, and the watch that notices when a hand leaves them.

import assert from "node:assert/strict";
import { cursorIn, outcome, settled } from "./desk.mjs";

/**
 * From now on notes whatever did not come from a key: each press of a mouse or a finger, each click of a script, and each
 * text that stands in a field without a key before it, as a helper puts it there.
 */
export async function watchHands(page) {
  await page.evaluate(() => {
    const watched = window.unkeyed !== undefined;
    window.unkeyed = [];
    if (watched) return;
    const note = (event) => window.unkeyed.push(`${event.type} on ${event.target.outerHTML?.slice(0, 80)}`);
    let down = false;
    addEventListener("keydown", (event) => event.isTrusted && (down = true), true);
    addEventListener("keyup", () => (down = false), true);
    addEventListener("pointerdown", note, true);
    // A click that a key caused is the browser's own.
    addEventListener("click", (event) => !event.isTrusted && note(event), true);
    // The desk gives a field its letters with events of its own; what the browser inserts needs a key that is down.
    addEventListener("input", (event) => event.isTrusted && !down && note(event), true);
    // A choice that a script makes has an event of the script.
    addEventListener("change", (event) => !event.isTrusted && note(event), true);
  });
}

/** Fails if anything since `watchHands` was done without a key. */
export async function byKeysAlone(page) {
  assert.deepEqual(await page.evaluate(() => window.unkeyed), [], "no mouse, no finger, no script");
}

/** A command line by keys alone: F2, the words, Enter; done when the bar is empty. */
export async function say(page, line) {
  await page.keyboard.press("F2");
  await cursorIn(page, "Command");
  await page.keyboard.type(line);
  await page.keyboard.press("Enter");
  assert.equal(await outcome(page), undefined, line);
}

/** Goes with Tab to an element, as far as it takes. */
export async function tabTo(page, element) {
  for (let presses = 0; presses < 300; presses += 1) {
    if (await element.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press("Tab");
    await settled(page);
  }
  throw new Error(`Tab does not lead there, but to ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120))}`);
}
