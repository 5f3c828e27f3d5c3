// What a visitor downloads, against the budgets: node scripts/size.mjs [--report] [dist]
// The first load is what the launcher needs; the rest arrives behind it. With --report it prints only and never fails.

import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

// The first load has its aim; the ceiling of the whole notices growth. docs/PERFORMANCE.md says what the whole is made of.
const FIRST_BYTES = 600 * 1024;
const WHOLE_BYTES = 1700 * 1024;
/** Files that the launcher does not wait for: the parts that scripts/split cuts off, and the map. */
const LATER = /-(split|chunk)_\w+\.wasm$|^map\.js$/;
const KINDS = [".wasm", ".js", ".css"];

const args = process.argv.slice(2);
const report = args.includes("--report");
const dir = args.find((arg) => !arg.startsWith("--")) ?? "dist";

const files = list(dir);
if (!files.some((file) => file.kind === ".wasm")) {
  console.error(`There is no release in ${dir}. Run scripts/build first.`);
  process.exit(1);
}

const first = sum("first", files.filter((file) => !LATER.test(file.name)));
const later = sum("later", files.filter((file) => LATER.test(file.name)));
const whole = sum("whole", files);
print([...KINDS.map((kind) => sum(kind.slice(1), files.filter((file) => file.kind === kind))), first, later, whole]);

if (!report) {
  for (const [what, budget] of [[first, FIRST_BYTES], [whole, WHOLE_BYTES]]) {
    if (what.gzip <= budget) continue;
    console.error(`The ${what.name} download is ${kilobytes(what.gzip - budget)} KB over its budget of ${kilobytes(budget)} KB gzip. Make it smaller, or raise the budget in scripts/size.mjs with the reason in the commit.`);
    process.exitCode = 1;
  }
}

function list(dir) {
  let names;
  try {
    names = readdirSync(dir, { recursive: true });
  } catch {
    return [];
  }
  return names
    .filter((name) => KINDS.includes(extname(name)))
    .map((name) => {
      const bytes = readFileSync(join(dir, name));
      return { name, kind: extname(name), raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
    });
}

function sum(name, files) {
  return {
    name,
    count: files.length,
    raw: files.reduce((bytes, file) => bytes + file.raw, 0),
    gzip: files.reduce((bytes, file) => bytes + file.gzip, 0),
  };
}

function print(rows) {
  const line = (...cells) => console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(7) : cell.padStart(10))).join(""));
  line("", "files", "raw KB", "gzip KB");
  for (const row of rows) line(row.name, String(row.count), kilobytes(row.raw), kilobytes(row.gzip));
  line("budget", "first", "", kilobytes(FIRST_BYTES));
  line("", "whole", "", kilobytes(WHOLE_BYTES));
}

function kilobytes(bytes) {
  return (bytes / 1024).toFixed(1);
}
