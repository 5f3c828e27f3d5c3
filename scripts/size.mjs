// What a visitor downloads before the desk opens, against the budget: node scripts/size.mjs [--report] [dist]
// With --report it prints only and never fails.

import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

// The aim is 600 KB; docs/PERFORMANCE.md says what stands in the way. This ceiling notices growth until then.
const BUDGET_BYTES = 1380 * 1024;
const KINDS = [".wasm", ".js", ".css"];

const args = process.argv.slice(2);
const report = args.includes("--report");
const dir = args.find((arg) => !arg.startsWith("--")) ?? "dist";

const files = list(dir);
if (!files.some((file) => file.kind === ".wasm")) {
  console.error(`There is no release in ${dir}. Run scripts/build first.`);
  process.exit(1);
}

const total = sum("total", files);
print([...KINDS.map((kind) => sum(kind.slice(1), files.filter((file) => file.kind === kind))), total]);

if (!report && total.gzip > BUDGET_BYTES) {
  const over = kilobytes(total.gzip - BUDGET_BYTES);
  console.error(`The download is ${over} KB over its budget of ${kilobytes(BUDGET_BYTES)} KB gzip. Make it smaller, or raise the budget in scripts/size.mjs with the reason in the commit.`);
  process.exit(1);
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
      return { kind: extname(name), raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
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
  line("budget", "", "", kilobytes(BUDGET_BYTES));
}

function kilobytes(bytes) {
  return (bytes / 1024).toFixed(1);
}
