// The command that a newcomer runs first: it builds, serves on this computer alone, and says in words why it cannot.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { test } from "node:test";
import { until } from "./lib/desk.mjs";

const ROOT = new URL("../..", import.meta.url).pathname;

/** A port of this computer that nobody listens on, and with `taken` what holds it. */
async function port() {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  return { taken, number: taken.address().port };
}

function serve(...given) {
  const script = spawn("scripts/serve", given, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  script.said = "";
  for (const stream of [script.stdout, script.stderr]) stream.on("data", (text) => (script.said += text));
  script.over = once(script, "exit");
  return script;
}

test("scripts/serve builds the release and serves it at the address that it prints, to this computer only", { timeout: 1_800_000 }, async (t) => {
  const { taken, number } = await port();
  await new Promise((resolve) => taken.close(resolve));
  const script = serve(String(number));
  t.after(() => script.kill("SIGTERM"));
  const address = `http://127.0.0.1:${number}/`;
  const ended = script.over.then(([code]) => assert.fail(`it ended with ${code}: ${script.said}`));
  await Promise.race([ended, until(() => script.said.includes(address), "the address is printed", { timeout: 1_700_000 })]);
  const page = await fetch(address);
  assert.equal(page.status, 200);
  const text = await page.text();
  assert.match(text, /<title>Firstline<\/title>/);
  const program = text.match(/data-wasm="([^"]+)"/)[1];
  const wasm = await fetch(new URL(program, address));
  assert.equal(wasm.headers.get("content-type"), "application/wasm");
  const outside = Object.values(networkInterfaces()).flat().find((one) => one.family === "IPv4" && !one.internal);
  if (outside) await assert.rejects(fetch(`http://${outside.address}:${number}/`), "nobody else is served");
  script.kill("SIGTERM");
  await ended.catch(() => {});
});

test("scripts/serve says in words that a port is taken, or is none", { timeout: 300_000 }, async (t) => {
  const { taken, number } = await port();
  t.after(() => taken.close());
  for (const [given, why] of [[String(number), `Port ${number} is taken`], ["no-port", "'no-port' is no port."]]) {
    const script = serve(given);
    const [code] = await script.over;
    assert.notEqual(code, 0);
    assert.ok(script.said.includes(why), script.said);
  }
});
