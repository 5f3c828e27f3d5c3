// Measures the built program in a real Chromium with a real profile folder. Beside each figure stands a floor: plain
// JavaScript doing the least that could do the same, on the same payload, in the same page and in turns with the program,
// so that whatever else the computer does hits both. docs/PERFORMANCE.md says what each figure means.
//
// The program is not changed for this. Pages get a script before theirs (`instrument`) that listens to keys, to the
// completion of strict transactions and to changes of the page. Nothing here fails because something was slow.

import { readFileSync, readdirSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { cpus, loadavg, release, tmpdir, totalmem } from "node:os";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const HELP = `Usage: scripts/bench [--quick] [--json] [--only LETTERS]

  --quick          fewer repetitions and 20,000 events instead of 100,000: to see that it runs, not for figures
  --json           JSON on stdout, and the table on stderr
  --only LETTERS   only these: a append, b windows, c opening, d status change, e typing, f download, g recommendation, h map

The release is taken from FIRSTLINE_DIST, else from dist/. Leave the computer alone while it runs.`;

const args = process.argv.slice(2);
if (args.includes("--help") || args.includes("-h")) {
  console.log(HELP);
  process.exit(0);
}
const quick = args.includes("--quick");
const json = args.includes("--json");
const letters = args.includes("--only") ? (args[args.indexOf("--only") + 1] ?? "") : "abcdefgh";
const unknown = args.filter((arg, at) => !["--quick", "--json", "--only"].includes(arg) && args[at - 1] !== "--only");
if (unknown.length > 0 || !/^[a-h]+$/.test(letters)) {
  console.error(unknown.length > 0 ? `There is no option ${unknown[0]}.` : "--only takes letters from a to h, such as abe.");
  console.error(HELP);
  process.exit(2);
}

// The harness needs the Node packages, which --help can do without.
const { DIST, addUnits, command, counted, newOperation, ready, start, until } = await import("../tests/e2e/lib/desk.mjs");

const PLAN = quick
  ? { appends: 40, shares: 20, openings: 2, units: 4, moves: 4, sentences: 2, loads: 2, incidents: 2_000, events: 20_000 }
  : { appends: 300, shares: 150, openings: 7, units: 12, moves: 20, sentences: 8, loads: 7, incidents: 10_000, events: 100_000 };
const OPEN = 200;
/** Streets along one side of a square town, and units on its map. */
const SIDE = quick ? 60 : 160;
const EDGES = 2 * SIDE * (SIDE - 1);
const PINS = 2_000;
const BOARD = 5_000;
const FRAME = 1000 / 60;
const BUDGET_BYTES = 600 * 1024;
const KEY_EVERY = 30;
/** Long enough for the drafts, which are written every 100 ms, to be at rest. */
const REST = 130;
/** Steps of one unit that need no second Enter, as they are typed. */
const STEPS = [
  (unit) => `AK ${unit}`,
  (unit) => `ER ${unit}`,
  (unit) => `OS ${unit}`,
  (unit) => `AP ${unit}`,
  (unit) => `TR ${unit} City Hospital`,
  (unit) => `AH ${unit}`,
  (unit) => `HO ${unit}`,
];
const SENTENCE = "Man about sixty collapsed at the finish line, not breathing".padEnd(60, ".");

const rows = [];
const said = (text) => process.stderr.write(`${text}\n`);
const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// ---------------------------------------------------------------------------------------------- What runs in each page

/** Runs before the program's own scripts, also on blank pages, where the floors are measured. */
function instrument() {
  const bench = { appends: [], enter: 0, opening: undefined, tasks: [], memory: undefined, touched: undefined };
  window.bench = bench;

  // Right after a frame: the callback runs before its style, layout and paint, the message after them.
  bench.painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now());
        channel.port2.postMessage(0);
      });
    });
  bench.clock = () => performance.timeOrigin + performance.now();

  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const began = performance.now();
    const made = transaction.call(this, stores, mode, options);
    if (mode === "readwrite" && options?.durability === "strict" && this.name.startsWith("firstline.operation.")) {
      // Listens before the program does.
      made.addEventListener("complete", () => bench.appends.push({ began, complete: performance.now() }));
    }
    return made;
  };
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...given) {
    bench.opening ??= performance.now();
    return open.apply(this, given);
  };
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (...given) => {
    const made = await instantiateStreaming.apply(WebAssembly, given);
    bench.memory = made.instance.exports.memory;
    return made;
  };
  new PerformanceObserver((list) => {
    bench.tasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })));
  }).observe({ type: "longtask", buffered: true });

  addEventListener(
    "keydown",
    (event) => {
      bench.stamp = event.timeStamp;
      if (event.key === "Enter") {
        bench.enter = performance.now();
        bench.touched?.restart();
      }
    },
    true,
  );

  // The command line from Enter until it is empty again, which is how the program says that the command stands.
  bench.command = () =>
    new Promise((resolve) => {
      const bar = document.getElementById("command");
      const { get, set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
      Object.defineProperty(bar, "value", {
        configurable: true,
        get: () => get.call(bar),
        set: (text) => {
          set.call(bar, text);
          if (text !== "") return;
          delete bar.value;
          resolve({ enter: bench.enter, ...bench.appends.at(-1), emptied: performance.now() });
        },
      });
    });

  // The next change of the page that makes `holds` true: when it was seen, and when the frame with it was made.
  bench.until = (holds) =>
    new Promise((resolve) => {
      const look = () => {
        if (!holds()) return;
        observer.disconnect();
        const seen = performance.now();
        bench.painted().then((painted) => resolve({ seen, painted, origin: performance.timeOrigin }));
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      look();
    });

  const status = (sign) => {
    const head = [...document.querySelectorAll("[role=rowheader]")].find((cell) => cell.textContent === sign);
    return head?.closest("[role=row]").querySelector("[role=gridcell]").textContent;
  };
  bench.status = (sign) => {
    const was = status(sign);
    if (was === undefined) throw new Error(`There is no row of the unit ${sign}.`);
    return bench.until(() => ![was, undefined].includes(status(sign)));
  };

  // Distinct nodes that are reported as changed in the queue and the units, from Enter on.
  bench.count = () => {
    const nodes = new Set();
    const note = (records) => records.forEach((record) => nodes.add(record.target));
    const observer = new MutationObserver(note);
    for (const name of ["queue-title", "units-title"]) {
      const pane = document.querySelector(`[role=region][aria-labelledby=${name}]`);
      observer.observe(pane, { subtree: true, childList: true, characterData: true, attributes: true });
    }
    bench.touched = {
      restart: () => {
        observer.takeRecords();
        nodes.clear();
      },
      end: () => {
        note(observer.takeRecords());
        observer.disconnect();
        bench.touched = undefined;
        return nodes.size;
      },
    };
  };

  // From a key's own time stamp to the frame after the text changed.
  bench.typing = () => {
    const waits = [];
    const typed = () => {
      const { stamp } = bench;
      waits.push(bench.painted().then((painted) => painted - stamp));
    };
    addEventListener("input", typed, true);
    return () => {
      removeEventListener("input", typed, true);
      return Promise.all(waits);
    };
  };

  // The least that shows something: one text, one frame.
  bench.change = async () => {
    bench.spot ??= document.body.appendChild(Object.assign(document.createElement("b"), { style: "position:fixed;top:0;left:0" }));
    const began = performance.now();
    bench.spot.textContent = `${began}`;
    return (await bench.painted()) - began;
  };

  // What `run` gives when the next Enter calls it, and the program never hears of that key. A page that has just been
  // given a key makes a frame before it does anything else, and the program's commands come by keys.
  bench.atEnter = (run) =>
    new Promise((resolve) => {
      const pressed = (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        event.stopImmediatePropagation();
        removeEventListener("keydown", pressed, true);
        resolve(run());
      };
      addEventListener("keydown", pressed, true);
    });

  const asked = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  bench.asked = asked;
  bench.database = (name, make) => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => (make ? make(request.result) : request.transaction.abort());
    return asked(request);
  };
}

/** The id of the operation that a page shows. */
const operationOf = (page) => new URLSearchParams(new URL(page.url()).hash.slice(1)).get("op");

/**
 * Writes a long history into an operation that the program made: rows as src/log/codec.rs writes them, straight into the
 * database. Runs in a blank page of the same origin.
 */
async function seed({ operation, incidents, open, working, events, hours }) {
  const { asked, database } = window.bench;
  const log = await database(`firstline.operation.${operation}`);
  const setUp = (await asked(log.transaction("log").objectStore("log").getAll())).map((text) => JSON.parse(text));
  const of = (kind) => setUp.filter((row) => row.kind === kind).map((row) => row.data);
  const units = of("unit_added").map((data) => data.unit);
  const types = of("type_added");
  const dispositions = of("disposition_added").map((data) => data.code);
  const { offset } = setUp.at(-1);

  const PEOPLE = [["A. Reyes", "Dispatch 1"], ["J. Lind", "Dispatch 2"], ["T. Novak", "Calls 1"], ["M. Okafor", "Lead"]];
  const WORDS = [
    "Runner with chest pain, sitting, pale and sweating",
    "Child lost, girl of six in a yellow rain coat, answers to Mia",
    "Man fell on the steps, ankle swollen, cannot stand",
    "Smoke from a food stall, no flames seen, people moved back",
    "Two people fighting beside the barrier, one bleeding from the nose",
    "Woman fainted in the queue, awake again, wants water",
    "Delivery van inside the barriers, driver looking for the hotel",
    "Cyclist hit by a car, talking, pain in the left hip",
  ];
  const NOTES = [
    "Caller stays there and waves",
    "Second caller says the same, nothing new",
    "Crew asks for a second bag and for somebody to hold the crowd back",
    "Vital signs taken, blood pressure 130 over 85, pulse 96",
  ];

  // UUIDs of version 7. Chance is drawn in bulk, since a call for each would be most of the time.
  const chance = new Uint8Array(60_000);
  let used = chance.length;
  const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
  const fresh = (at) => {
    if (chance.length < used + 10) {
      crypto.getRandomValues(chance);
      used = 0;
    }
    const time = at.toString(16).padStart(12, "0");
    const bytes = chance.subarray(used, (used += 10));
    const pair = (index) => hex[bytes[index]];
    const seven = hex[0x70 | (bytes[0] & 15)] + pair(1);
    const variant = hex[0x80 | (bytes[2] & 63)] + pair(3);
    const end = pair(4) + pair(5) + pair(6) + pair(7) + pair(8) + pair(9);
    return `${time.slice(0, 8)}-${time.slice(8)}-${seven}-${variant}-${end}`;
  };

  const last = Date.now() - 30_000;
  const first = last - hours * 3_600_000;
  const step = (last - 60_000 - first) / incidents;
  // A unit is free again before its next turn comes.
  const life = Math.min(40 * 60_000, Math.max(1, units.length - 1) * step * 0.9);
  const found = [];
  const happened = (at, kind, data, who) => found.push({ at: Math.round(at), kind, data, who });

  const places = Array.from({ length: 40 }, (_, index) => ({
    place: fresh(first),
    name: index < 20 ? `Gate ${index + 1}` : `Km ${index - 19}`,
    point: { lat: 40.7 + (index % 8) * 0.004, lon: -74.03 + Math.floor(index / 8) * 0.005 },
  }));
  for (const { place, name, point } of places) {
    happened(first - 1000, "place_added", { place, name, aliases: [], what: "gate", point, note: "" }, 3);
  }
  const closedOnes = [];
  for (let index = 0; index < incidents; index++) {
    const opened = first + index * step;
    const incident = fresh(Math.round(opened));
    const type = types[index % types.length];
    const { place, name, point } = places[(index * 7) % places.length];
    const year = String(new Date(opened + offset * 60_000).getUTCFullYear()).slice(2);
    happened(opened, "incident_opened", {
      incident, number: index + 1, year, kind: type.code, priority: type.priority,
      place: { text: name, place, point }, summary: WORDS[index % WORDS.length],
    }, index % 3);
    const isOpen = incidents - open <= index;
    const at = (share) => Math.min(opened + share * life, last);
    happened(at(0.02), "noted", { incident, text: NOTES[index % NOTES.length] }, 2);
    const isWorking = incidents - working <= index;
    if (isOpen && !isWorking) continue;
    const assignment = fresh(Math.round(at(0.05)));
    const unit = units[isWorking ? index - (incidents - working) : index % units.length];
    happened(at(0.05), "unit_assigned", { assignment, incident, unit, step: "dispatched" }, 0);
    if (isOpen) continue;
    const stepped = (share, step) => happened(at(share), "unit_stepped", { assignment, step, destination: "" }, 0);
    stepped(0.08, "acknowledged");
    stepped(0.15, "en_route");
    stepped(0.4, "on_scene");
    happened(at(0.5), "noted", { incident, text: NOTES[(index + 1) % NOTES.length] }, 1);
    stepped(0.6, "at_patient");
    happened(at(0.9), "unit_released", { assignment, how: "cleared", reason: "" }, 0);
    const disposition = dispositions[index % dispositions.length];
    happened(at(1), "closed", { incident, disposition, text: "Handed over, nothing left to do" }, 0);
    closedOnes.push({ incident, opened });
  }
  // More notes, until there are exactly as many rows as asked for.
  const missing = events === undefined ? 0 : events - setUp.length - found.length;
  if (missing < 0) throw new Error(`${-missing} rows too many for ${events}; ask for fewer incidents.`);
  for (let index = 0; index < missing; index++) {
    const { incident, opened } = closedOnes[index % closedOnes.length];
    happened(opened + 0.7 * life, "noted", { incident, text: NOTES[(index + 2) % NOTES.length] }, 3);
  }
  found.sort((one, other) => one.at - other.at);

  const tab = Math.floor(Math.random() * 2 ** 32);
  const texts = found.map(({ at, kind, data, who }) => {
    const [by, pos] = PEOPLE[who];
    return JSON.stringify({ v: 1, id: fresh(at), at, offset, entered: at, by, pos, tab, for: fresh(at), kind, data });
  });
  for (let from = 0; from < texts.length; from += 5_000) {
    const transaction = log.transaction("log", "readwrite", { durability: "relaxed" });
    const store = transaction.objectStore("log");
    for (const text of texts.slice(from, from + 5_000)) store.add(text);
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
  }
  log.close();

  // The line in the directory says how long the log is, so that the next opening does not count it.
  const directory = await database("firstline.directory");
  const store = directory.transaction("operations", "readwrite").objectStore("operations");
  const listed = JSON.parse(await asked(store.get(operation)));
  const bytes = texts.reduce((sum, text) => sum + new TextEncoder().encode(text).length + 1, 0);
  const count = setUp.length + texts.length;
  await asked(store.put(JSON.stringify({ ...listed, rows: count, bytes: listed.bytes + bytes }), operation));
  directory.close();
  return { rows: count, bytes: listed.bytes + bytes };
}

/** Whether a window finds a snapshot when it opens this operation, and how large it is. Runs in any page of the origin. */
async function snapshotBytes(operation) {
  const log = await window.bench.database(`firstline.operation.${operation}`);
  const bytes = await window.bench.asked(log.transaction("snapshots").objectStore("snapshots").get("latest"));
  log.close();
  return bytes?.byteLength ?? 0;
}

async function forgetSnapshot(operation) {
  const log = await window.bench.database(`firstline.operation.${operation}`);
  await window.bench.asked(log.transaction("snapshots", "readwrite").objectStore("snapshots").delete("latest"));
  log.close();
}

// ----------------------------------------------------------------------------------------------------------- The moves

/** An address of the same origin where nothing of the program runs. */
const blank = (desk) => `${desk.url}bench-blank`;

async function goBlank(page, desk) {
  await page.goto(blank(desk));
  await page.evaluate(() => document.body.replaceChildren());
}

/** A second window: a real one, with a frame of its own, as on a second monitor. */
async function window_(desk, url) {
  const session = await desk.context.newCDPSession(desk.first);
  const opened = desk.context.waitForEvent("page");
  await session.send("Target.createTarget", { url, newWindow: true });
  const page = await opened;
  await page.waitForLoadState();
  await session.detach();
  return page;
}

const address = (desk, operation, { position = "Dispatch 1", view = "desk" } = {}) =>
  `${desk.url}#op=${operation}&view=${view}&pos=${encodeURIComponent(position)}&who=A.%20Reyes`;

/** Types a line and lets what typing started come to rest. */
async function fillIn(page, line) {
  await page.getByRole("combobox", { name: "Command", exact: true }).fill(line);
  await rest(REST);
}

/** Presses Enter in the command line and gives what `watch`, which runs in the page first, resolves to. */
async function enter(page, watch, argument) {
  // The watch has to stand before the key is sent; the two go to the page by different ways.
  await page.evaluate(
    ([source, argument]) => {
      window.bench.watch = new Function(`return (${source})`)()(argument);
    },
    [`${watch}`, argument],
  );
  await page.keyboard.press("Enter");
  const answer = await page.evaluate(() =>
    Promise.race([window.bench.watch, new Promise((resolve) => setTimeout(resolve, 60_000))]),
  );
  if (answer === undefined || answer === null) {
    const why = await page.getByRole("alert").allTextContents();
    throw new Error(`The command was not carried out within a minute. ${why.join(" ")}`);
  }
  return answer;
}

/** A browser on a fresh profile for each part, so that each can be run alone. */
async function withDesk(run) {
  const desk = await start();
  try {
    desk.context.setDefaultTimeout(180_000);
    desk.context.setDefaultNavigationTimeout(180_000);
    await desk.context.addInitScript(instrument);
    const answer = await run(desk, desk.first);
    // The blank pages are addresses without a file, which the browser says.
    const faults = desk.faults.filter((fault) => !/404/.test(fault));
    if (faults.length > 0) throw new Error(`The program complained: ${faults.join(" | ")}`);
    return answer;
  } finally {
    await desk.stop();
  }
}

// ------------------------------------------------------------------------------------------------------------------ h

/** A square town as GeoJSON, a street for each side of each block. */
function town() {
  const at = (x, y) => [24 + 0.0018 * x, 60 + 0.0009 * y];
  const features = [];
  for (let x = 0; x < SIDE; x += 1) {
    for (let y = 0; y < SIDE; y += 1) {
      for (const [dx, dy] of [[1, 0], [0, 1]]) {
        if (x + dx >= SIDE || y + dy >= SIDE) continue;
        const properties = { class: ["main", "street", "service"][(7 * x + 3 * y) % 3] };
        features.push({ type: "Feature", properties, geometry: { type: "LineString", coordinates: [at(x, y), at(x + dx, y + dy)] } });
      }
    }
  }
  return JSON.stringify({ type: "FeatureCollection", name: "Square town", features });
}

/** As many points as asked for, spread over the town. */
function spread(count) {
  let chance = 7;
  const roll = () => (chance = (Math.imul(chance, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  return Array.from({ length: count }, () => `${(60 + 0.0009 * SIDE * roll()).toFixed(6)},${(24 + 0.0018 * SIDE * roll()).toFixed(6)}`);
}

/** Units as a table. */
function crews() {
  return ["call sign,kind,lat,lon", ...spread(PINS).map((point, at) => `U${at + 1},als,${point}`)].join("\n");
}

/** A place of the town that no other number names, on a crossing. */
const crossing = (at) => `${(60 + 0.0009 * (at % SIDE)).toFixed(5)}, ${(24 + 0.0018 * ((at * 13) % SIDE)).toFixed(5)}`;

/** Takes a file over in the set-up. */
async function bring(page, section, label, name, text) {
  await page.getByRole("link", { name: "Set-up", exact: true }).click();
  await page.getByRole("navigation", { name: "Set-up" }).getByRole("button", { name: section }).click();
  await page.getByLabel(label, { exact: true }).last().setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  await page.locator(".csv-preview .btn.primary").click();
  await page.locator(".csv-preview").waitFor({ state: "detached" });
}

async function ground() {
  await withDesk(async (desk, page) => {
    await newOperation(page, desk.url, { name: "Town" });
    await bring(page, /^Map and paths/, "Import map", "town.geojson", town());
    await bring(page, /^Units/, "Import", "units.csv", crews());

    // The floor of an estimate: one search over flat arrays from the place until every node is reached.
    await page.evaluate(([side]) => {
      const count = side * side;
      window.bench.search = (from) => {
        const cost = new Float64Array(count).fill(Infinity);
        const heap = [[0, from]];
        cost[from] = 0;
        const sink = () => {
          const top = heap[0];
          const last = heap.pop();
          if (heap.length === 0) return top;
          let at = 0;
          for (;;) {
            let child = 2 * at + 1;
            if (child >= heap.length) break;
            if (child + 1 < heap.length && heap[child + 1][0] < heap[child][0]) child += 1;
            if (last[0] <= heap[child][0]) break;
            heap[at] = heap[child];
            at = child;
          }
          heap[at] = last;
          return top;
        };
        const rise = (entry) => {
          let at = heap.push(entry) - 1;
          while (0 < at) {
            const parent = (at - 1) >> 1;
            if (heap[parent][0] <= entry[0]) break;
            heap[at] = heap[parent];
            at = parent;
          }
          heap[at] = entry;
        };
        while (0 < heap.length) {
          const [far, node] = sink();
          if (cost[node] < far) continue;
          const [x, y] = [Math.floor(node / side), node % side];
          for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
            const [nx, ny] = [x + dx, y + dy];
            if (nx < 0 || ny < 0 || nx >= side || ny >= side) continue;
            const next = nx * side + ny;
            const cheaper = far + 100 + ((7 * x + 3 * y) % 3) * 25;
            if (cheaper < cost[next]) rise([(cost[next] = cheaper), next]);
          }
        }
        return cost;
      };
    }, [SIDE]);
    await page.getByRole("link", { name: "Desk", exact: true }).click();
    const [first, floors] = [[], []];
    // The first question makes the graph; it is not one of those that count.
    for (let at = 0; at <= PLAN.openings; at += 1) {
      await fillIn(page, `NI fall ${crossing(20 + 11 * at)} ; Fell in the street`);
      const watched = await enter(page, () => new Promise((resolve) => {
        const before = window.bench.appends.length;
        const look = async () => {
          const shown = document.querySelector(".pick-list li") && window.bench.appends.length > before;
          if (!shown) return requestAnimationFrame(look);
          const painted = await window.bench.painted();
          resolve(painted - window.bench.appends.at(-1).complete);
        };
        look();
      }));
      const floor = await page.evaluate(([from]) => {
        const began = performance.now();
        window.bench.search(from);
        return performance.now() - began;
      }, [(20 + 11 * at) * SIDE + 7]);
      if (at === 0) continue;
      first.push(watched);
      floors.push(floor);
    }
    const of = `${PINS.toLocaleString("en")} units ranked by their ways on ${EDGES.toLocaleString("en")} edges`;
    const closed = [];
    for (let at = 0; at < 2 * PLAN.openings; at += 1) {
      await fillIn(page, at % 2 === 0 ? "CP ~1 ; works" : "OP ~1");
      closed.push(await enter(page, async () => {
        const { complete } = await window.bench.command();
        return (await window.bench.painted()) - complete;
      }));
      await rest(REST);
    }
    figure("h", "append to estimates painted", first, { floor: floors, means: `${of}, to a place that was never asked about; the floor is one search over flat arrays, without the units and without the page` });
    figure("h", "a closure to new estimates painted", closed, { floor: floors, means: "a path is closed or opened while an incident is in sight: from the commit until the units are ranked anew; the same floor" });

    await page.getByRole("link", { name: "Map", exact: true }).click();
    await page.waitForFunction((pins) => document.querySelector("site-map")?.pins?.length >= pins, PINS);
    await rest(1_000);
    const frames = await page.evaluate(async ([moves]) => {
      const map = document.querySelector("site-map");
      const canvas = map.querySelector("canvas");
      const box = canvas.getBoundingClientRect();
      const send = (name, x, y) => canvas.dispatchEvent(new PointerEvent(name, { pointerId: 1, button: 0, clientX: box.x + x, clientY: box.y + y, bubbles: true }));
      // A synthetic pointer cannot be captured; the map does not need it to be.
      canvas.setPointerCapture = () => {};
      const drawn = document.createElement("canvas");
      [drawn.width, drawn.height] = [canvas.width, canvas.height];
      const ink = drawn.getContext("2d", { alpha: false });
      const pins = map.pins;
      const plain = (shift) => {
        ink.fillStyle = "#111";
        ink.fillRect(0, 0, drawn.width, drawn.height);
        ink.fillStyle = "#3c9";
        ink.font = "13px sans-serif";
        for (const { x, y, label } of pins) {
          ink.beginPath();
          ink.arc(x + shift, y, 4, 0, 7);
          ink.fill();
          ink.fillText(label, x + shift + 6, y);
        }
      };
      const frame = (act) => new Promise((resolve) => {
        requestAnimationFrame(() => {
          const began = performance.now();
          act();
          requestAnimationFrame(() => window.bench.painted().then((end) => resolve(end - began)));
        });
      });
      const [own, floor] = [[], []];
      send("pointerdown", 300, 300);
      for (let at = 0; at < moves; at += 1) {
        own.push(await frame(() => send("pointermove", 300 + 3 * (at + 2), 300 + (at % 7))));
        floor.push(await frame(() => plain(3 * at)));
      }
      send("pointerup", 300, 300);
      return { own, floor };
    }, [quick ? 20 : 120]);
    figure("h", "a frame of moving the map", frames.own, { floor: frames.floor, means: `two frames from the pointer to the paint with ${PINS.toLocaleString("en")} pins in sight; the floor draws as many circles with a text on a plain canvas` });
  });
}

// ------------------------------------------------------------------------------------------------------------ a and b

async function appending() {
  await withDesk(async (desk, page) => {
    await newOperation(page, desk.url, { name: "Small" });
    await addUnits(page, "M1-4");
    await command(page, "NI cardiac Gate 4 ; collapsed at the gate");
    const operation = operationOf(page);
    const line = (index) => `N 1 ; note ${String(index).padStart(5, "0")}, crew asks for a second bag and a hand with the crowd`;
    await command(page, line(0));
    // A database of its own, so that the floor shares nothing with the program but the disk.
    const bytes = await page.evaluate(async (operation) => {
      const { bench } = window;
      const log = await bench.database(`firstline.operation.${operation}`);
      const rows = await bench.asked(log.transaction("log").objectStore("log").getAll());
      log.close();
      const floor = await bench.database("bench.floor", (made) => made.createObjectStore("log", { autoIncrement: true }));
      const row = rows.at(-1);
      bench.put = () =>
        new Promise((resolve, reject) => {
          const began = performance.now();
          const transaction = floor.transaction("log", "readwrite", { durability: "strict" });
          transaction.oncomplete = () => resolve(performance.now() - began);
          transaction.onabort = () => reject(transaction.error);
          transaction.objectStore("log").put(row);
          transaction.commit();
        });
      return new TextEncoder().encode(row).length;
    }, operation);

    const [durable, shown, store, floor, byKey] = [[], [], [], [], []];
    for (let index = 1; index <= PLAN.appends + 5; index++) {
      await fillIn(page, line(index));
      const got = await enter(page, () => window.bench.command());
      await rest(REST);
      const bare = await page.evaluate(() => window.bench.put());
      await rest(REST);
      const pressed = await enter(page, () => window.bench.atEnter(window.bench.put));
      // The first ones warm both up.
      if (index <= 5) continue;
      durable.push(got.complete - got.enter);
      shown.push(got.emptied - got.enter);
      store.push(got.complete - got.began);
      floor.push(bare);
      byKey.push(pressed);
    }
    const put = `bare strict put of the same ${bytes} bytes, transaction() to complete`;
    const within = (value, floor) => value.p50 <= 1.5 * floor.p50;
    const aim = "within 1.5 × at p50";
    figure("a", "command to durable append", durable, { floor, aim, within,
      means: `note on an operation with one incident: Enter reaches the page, until the complete event of the strict transaction; floor: ${put}` });
    figure("a", "the same, beside a put by key", durable, { floor: byKey, aim, within,
      means: "the figure above; floor: the same put, called by an Enter in the same field that the program does not hear of" });
    figure("a", "of it, the transaction", store, { floor: byKey,
      means: "from the program's transaction() to complete: reading what was missed, deciding, add, commit" });
    figure("a", "command to empty command line", shown, { floor: byKey,
      means: "the same, until the program empties the line, which says that the command stands" });
  });
}

async function sharing() {
  await withDesk(async (desk, a) => {
    await newOperation(a, desk.url, { name: "Shared" });
    await addUnits(a, "M1-8");
    await command(a, "NI cardiac Gate 4 ; collapsed at the gate");
    const b = await window_(desk, address(desk, operationOf(a), { position: "Dispatch 2" }));
    await ready(b);
    // Both windows stand on one clock; how well is measured, by messages in both directions.
    for (const page of [a, b]) {
      await page.evaluate(() => {
        const { bench } = window;
        const channel = new BroadcastChannel("bench");
        bench.send = () => {
          const at = bench.clock();
          channel.postMessage(at);
          return at;
        };
        bench.receive = () =>
          new Promise((resolve) => {
            channel.onmessage = async () => {
              const came = bench.clock();
              await bench.change();
              resolve({ came, painted: bench.clock() });
            };
          });
      });
    }
    const message = async (from, to) => {
      await to.evaluate(() => {
        window.bench.watch = window.bench.receive();
      });
      const sent = await from.evaluate(() => window.bench.send());
      const got = await to.evaluate(() => window.bench.watch);
      return { travel: got.came - sent, shown: got.painted - sent };
    };

    const [product, seen, floor, there, back] = [[], [], [], [], []];
    for (let index = 0; index < PLAN.shares + 4; index++) {
      await fillIn(a, index % 2 === 0 ? "BR M1" : "AV M1");
      await b.evaluate(() => {
        window.bench.watch = window.bench.status("M1");
      });
      const sent = await enter(a, async () => ({ ...(await window.bench.command()), origin: performance.timeOrigin }));
      const got = await b.evaluate(() => window.bench.watch);
      await rest(REST);
      const out = await message(a, b);
      const home = await message(b, a);
      if (index < 4) continue;
      const committed = sent.origin + sent.complete;
      product.push(got.origin + got.painted - committed);
      seen.push(got.origin + got.seen - committed);
      floor.push(out.shown);
      there.push(out.travel);
      back.push(home.travel);
    }
    const skew = (percentile(there, 50) - percentile(back, 50)) / 2;
    figure("b", "commit here to painted there", product, { floor, aim: "within one frame of the floor",
      within: (value, floor) => value.p50 - floor.p50 <= FRAME,
      means: `a unit's status: complete event in window A, until the frame with its new row in window B; floor: a BroadcastChannel message, one text change and a frame; the windows' clocks differ by ${Math.abs(skew).toFixed(2)} ms, in both columns alike` });
    figure("b", "of it, until the page changed", seen, { means: "the same, until window B's page changed, without the wait for the frame" });
  });
}

// ------------------------------------------------------------------------------------------------------------------ c

async function opening() {
  await withDesk(async (desk, page) => {
    await newOperation(page, desk.url, { name: "Long" });
    await addUnits(page, "M1-60");
    const operation = operationOf(page);
    await goBlank(page, desk);
    const made = await page.evaluate(seed, { operation, incidents: PLAN.incidents, open: OPEN, working: 60, events: PLAN.events, hours: 24 });
    said(`   ${made.rows.toLocaleString("en")} rows, ${(made.bytes / 1e6).toFixed(1)} MB`);

    const look = async () => {
      await page.goto("about:blank");
      await page.goto(address(desk, operation), { waitUntil: "commit" });
      const got = await page.evaluate(async () => {
        const first = '[role=grid][aria-label="Pending"] [role=row]';
        const { painted } = await window.bench.until(() => document.querySelector(first) !== null);
        return { painted, opening: window.bench.opening };
      });
      await ready(page);
      await counted(page, "Pending", OPEN - 60);
      await counted(page, "Active", 60);
      await counted(page, "Recently closed", PLAN.incidents - OPEN);
      return got;
    };
    const kept = async () => {
      // The program writes one when nobody has touched it for some seconds.
      let bytes = 0;
      await until(async () => 0 < (bytes = await page.evaluate(snapshotBytes, operation)), "a snapshot is written", { timeout: 180_000 });
      return bytes;
    };
    const bare = () =>
      page.evaluate(async (operation) => {
        const log = await window.bench.database(`firstline.operation.${operation}`);
        const began = performance.now();
        const rows = await window.bench.asked(log.transaction("log").objectStore("log").getAll());
        const took = performance.now() - began;
        log.close();
        return { took, rows: rows.length };
      }, operation);

    const [withIt, without, whole, wholeWithout, floor, blocked] = [[], [], [], [], [], []];
    let bytes = 0;
    for (let round = 0; round <= PLAN.openings; round++) {
      await goBlank(page, desk);
      const read = await bare();
      if (read.rows !== made.rows) throw new Error(`${read.rows} rows were read, and ${made.rows} were written.`);
      await page.evaluate(forgetSnapshot, operation);
      const slow = await look();
      const idle = await page.evaluate(() => performance.now());
      bytes = await kept();
      await rest(500);
      const tasks = await page.evaluate(() => window.bench.tasks);
      const quickly = await look();
      // The first round warms the browser's own caches up: the compiled program, the database.
      if (round === 0) continue;
      floor.push(read.took);
      without.push(slow.painted - slow.opening);
      wholeWithout.push(slow.painted);
      blocked.push(Math.max(0, ...tasks.filter((task) => idle < task.startTime).map((task) => task.duration)));
      withIt.push(quickly.painted - quickly.opening);
      whole.push(quickly.painted);
    }
    const amount = `${PLAN.incidents.toLocaleString("en")} incidents and ${made.rows.toLocaleString("en")} events`;
    const getAll = `getAll() of the same ${made.rows.toLocaleString("en")} rows on a blank page, until its result is an array`;
    const faster = { aim: "faster than the floor", within: (value, floor) => value.p50 < floor.p50 };
    const twice = { aim: "within 2 × at p50", within: (value, floor) => value.p50 <= 2 * floor.p50 };
    figure("c", "opening, with snapshot", withIt, { floor, ...faster,
      means: `${amount}: from the program's first indexedDB.open() to the frame with the first row of the queue; floor: ${getAll}` });
    figure("c", "opening, without snapshot", without, { floor, ...twice, means: "the same, every row read and folded" });
    figure("c", "the whole page, with snapshot", whole, { floor, ...faster,
      means: "the same, from the start of the navigation: the program is loaded, compiled (or taken from the browser's cache) and started too" });
    figure("c", "the whole page, without snapshot", wholeWithout, { floor, ...twice, means: "the same without snapshot" });
    figure("c", "longest block at a snapshot", blocked, {
      means: `the longest task of the idle page while it wrote its snapshot of ${(bytes / 1e6).toFixed(1)} MB` });
  });
}

// ------------------------------------------------------------------------------------------------------------ d and e

async function board() {
  await withDesk(async (desk, page) => {
    await newOperation(page, desk.url, { name: "Full board" });
    await addUnits(page, `M1-${PLAN.units + 4}`);
    const operation = operationOf(page);
    await goBlank(page, desk);
    await page.evaluate(seed, { operation, incidents: BOARD, open: BOARD, working: PLAN.units, hours: 2 });
    await page.goto(address(desk, operation));
    await ready(page);
    await counted(page, "Pending", BOARD - PLAN.units);
    await counted(page, "Active", PLAN.units);
    if (letters.includes("d")) await changing(page);
    await weighing(desk, page);
    if (letters.includes("e")) await typing(desk, page);
  });
}

async function show(page, name) {
  await page.locator(`[role=grid][aria-label="${name}"]`).evaluate(async (grid) => {
    grid.scrollIntoView({ block: "start" });
    await window.bench.painted();
    await window.bench.painted();
  });
}

async function changing(page) {
  const watch = async (sign) => {
    const { bench } = window;
    bench.count();
    const done = bench.command();
    const { seen, painted } = await bench.status(sign);
    const nodes = bench.touched.end();
    const { enter, began, complete } = await done;
    return { all: painted - enter, decided: began - enter, stored: complete - began, changed: seen - complete, nodes };
  };
  const measure = async (lines) => {
    const [got, floor] = [[], []];
    for (const [line, sign] of lines) {
      await fillIn(page, line);
      const one = await enter(page, watch, sign);
      await rest(REST);
      got.push(one);
      floor.push(await enter(page, () => window.bench.atEnter(window.bench.change)));
      await rest(REST);
    }
    return { floor, of: (part) => got.map((one) => one[part]) };
  };

  // The incidents that the units are at stand in sight, so that rows of the queue change too.
  await show(page, "Active");
  const units = Array.from({ length: PLAN.units }, (_, index) => `M${index + 1}`);
  const steps = STEPS.flatMap((step) => units.map((unit) => [step(unit), unit]));
  const { floor, of } = await measure(steps);
  const frame = { aim: "within one frame, 16.7 ms", within: (value) => value.p50 <= FRAME };
  figure("d", "status change, Enter to paint", of("all"), { floor, ...frame,
    means: `a unit's step with ${BOARD.toLocaleString("en")} open incidents, its incident in sight: Enter reaches the page, until the frame with the new status; floor: an Enter that the program does not hear of changes one text on the same page, until its frame` });
  figure("d", "of it, the durable append", of("stored"), { means: "transaction() to complete; the board changes only after that" });
  const own = of("all").map((all, index) => all - of("stored")[index]);
  figure("d", "without the append", own, { floor, ...frame, means: "Enter to paint less the time in the transaction" });
  figure("d", "commit to changed page", of("changed"), { means: "folding, publishing and changing the page, without the wait for the frame" });
  figure("d", "nodes touched in queue and units", of("nodes"), { unit: "", means: "distinct targets of mutation records from Enter to paint; once a second the timers of the rows in sight fall into one" });

  // A dispatch and its cancelling carry the first pending incident out of the list and back: every row in sight moves.
  await show(page, "Pending");
  const number = await page.locator('[role=grid][aria-label="Pending"] [role=row][aria-rowindex="1"] [role=rowheader]').textContent();
  const sign = `M${PLAN.units + 1}`;
  const moves = Array.from({ length: PLAN.moves }, (_, index) => [index % 2 === 0 ? `D ${number} ${sign}` : `CX ${sign} ${number}`, sign]);
  const moved = await measure(moves);
  figure("d", "dispatch that moves the whole list", moved.of("all"), { floor: moved.floor,
    means: "the first pending incident is dispatched, or comes back: Enter to paint" });
  figure("d", "of it, the durable append", moved.of("stored"), { means: "transaction() to complete" });
  figure("d", "nodes touched in queue and units", moved.of("nodes"), { unit: "", means: "as above" });
}

async function weighing(desk, page) {
  await show(page, "Pending");
  const session = await desk.context.newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const heap = await session.send("Runtime.getHeapUsage");
  await session.detach();
  const { elements, nodes, memory } = await page.evaluate(() => {
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
    let nodes = 0;
    while (walker.nextNode()) nodes += 1;
    return { elements: document.querySelectorAll("*").length, nodes, memory: window.bench.memory.buffer.byteLength };
  });
  const on = `with ${BOARD.toLocaleString("en")} open incidents`;
  figure("d", "elements in the page", [elements], { unit: "", means: on });
  figure("d", "DOM nodes in the page", [nodes], { unit: "", means: `${on}, texts and comments included` });
  figure("d", "JS heap", [heap.usedSize / 1e6], { unit: "MB", means: `${on}, after a garbage collection, without the program's own memory` });
  figure("d", "the program's memory", [memory / 1e6], { unit: "MB", means: `${on}: the linear memory of the WebAssembly, which never shrinks` });
}

async function typing(desk, page) {
  await page.keyboard.press("F4");
  const where = page.getByRole("combobox", { name: "Where", exact: true });
  const what = page.getByRole("textbox", { name: "What happened", exact: true });
  await what.waitFor();
  // A place is known, so that each key looks for repeated calls among all open incidents.
  await where.fill("Gate 4");
  await what.click();
  await rest(500);
  const bare = await window_(desk, blank(desk));
  await bare.evaluate(() => document.body.replaceChildren(document.createElement("textarea")));
  const field = bare.locator("textarea");

  const write = async (page, field) => {
    await field.click();
    await field.press("Control+A");
    const session = await desk.context.newCDPSession(page);
    await page.evaluate(() => {
      window.bench.stop = window.bench.typing();
    });
    const began = performance.now();
    const sent = [];
    for (const [index, key] of [...SENTENCE].entries()) {
      // Keys come when they come; a page that is behind does not slow them down.
      await rest(began + index * KEY_EVERY - performance.now());
      sent.push(session.send("Input.dispatchKeyEvent", { type: "keyDown", key, text: key }));
      sent.push(session.send("Input.dispatchKeyEvent", { type: "keyUp", key }));
    }
    await Promise.all(sent);
    const waits = await page.evaluate(() => window.bench.stop());
    await session.detach();
    const text = await field.inputValue();
    if (text !== SENTENCE) throw new Error(`"${text}" stands in the field after typing "${SENTENCE}".`);
    await rest(REST);
    return waits;
  };
  const [keys, floor] = [[], []];
  for (let round = 0; round <= PLAN.sentences; round++) {
    const [own, least] = [await write(page, what), await write(bare, field)];
    if (round === 0) continue;
    keys.push(...own);
    floor.push(...least);
  }
  figure("e", "keystroke to paint, call form", keys, { floor, aim: "within one frame, 16.7 ms", within: (value) => value.p50 <= FRAME,
    means: `a sentence of ${SENTENCE.length} characters every ${KEY_EVERY} ms into What happened, place known, ${BOARD.toLocaleString("en")} open incidents: time stamp of keydown to the frame after the text changed; floor: the same keys into a textarea on a blank page` });
}

// ------------------------------------------------------------------------------------------------------------------ f

/** Files that the launcher does not wait for, as in scripts/size.mjs. */
const LATER = /-(split|chunk)_\w+\.wasm$|^map\.js$/;

const sizes = (kind) => {
  const names = readdirSync(DIST, { recursive: true }).filter((name) => extname(name) === kind);
  const files = names.map((name) => readFileSync(join(DIST, name)));
  return {
    names,
    raw: files.reduce((sum, bytes) => sum + bytes.length, 0),
    gzip: files.reduce((sum, bytes) => sum + gzipSync(bytes, { level: 9 }).length, 0),
  };
};

async function loading() {
  const all = { raw: 0, gzip: 0 };
  for (const kind of [".wasm", ".js", ".css"]) {
    const { raw, gzip } = sizes(kind);
    all.raw += raw;
    all.gzip += gzip;
    figure("f", `${kind.slice(1)}, raw`, [raw / 1024], { unit: "KB", means: "as it lies in the folder; 1 KB is 1024 bytes" });
    figure("f", `${kind.slice(1)}, gzip`, [gzip / 1024], { unit: "KB", means: "gzip -9" });
  }
  figure("f", "wasm, JS and CSS, raw", [all.raw / 1024], { unit: "KB", means: "the three together" });
  figure("f", "wasm, JS and CSS, gzip", [all.gzip / 1024], { unit: "KB", means: "all of it, as scripts/size.mjs counts" });
  const files = [".wasm", ".js", ".css"].flatMap((kind) => sizes(kind).names).filter((name) => !LATER.test(name));
  const first = files.reduce((sum, name) => sum + gzipSync(readFileSync(join(DIST, name)), { level: 9 }).length, 0);
  figure("f", "first load, gzip", [first / 1024], { unit: "KB", aim: "within 600 KB", within: () => first <= BUDGET_BYTES,
    means: "what the launcher needs; the desk arrives behind it" });
  const [launcher, floor, wire] = [[], [], []];
  for (let round = 0; round < PLAN.loads; round++) {
    await withDesk(async (desk, page) => {
      const session = await desk.context.newCDPSession(page);
      await session.send("Network.enable");
      let bytes = 0;
      session.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
      await page.goto(desk.url, { waitUntil: "commit" });
      launcher.push(await page.evaluate(async () => {
        const there = () => [...document.querySelectorAll("button")].some((button) => button.textContent.startsWith("New operation"));
        return (await window.bench.until(there)).painted;
      }));
      await page.waitForLoadState("networkidle");
      wire.push(bytes / 1024);
    });
    // Another fresh profile, so that neither finds what the other left in the cache.
    await withDesk(async (desk, page) => {
      await goBlank(page, desk);
      floor.push(await page.evaluate(async (urls) => {
        const began = performance.now();
        await Promise.all(urls.map(async (url) => {
          const answer = await fetch(url);
          return url.endsWith(".wasm") ? WebAssembly.compile(await answer.arrayBuffer()) : answer.text();
        }));
        return (await window.bench.change()) && performance.now() - began;
      }, files.map((name) => desk.url + name)));
    });
  }
  figure("f", "first load of the launcher, cold", launcher, { floor,
    means: "a fresh profile: start of the navigation to the frame with the button New operation, from this computer's own server; floor: the same wasm, JS and CSS fetched, the wasm compiled and not run, and a frame" });
  figure("f", "first load over the wire", wire, { unit: "KB", means: "everything that is fetched until nothing more comes, the desk behind the launcher, headers, page and fonts included, as the server of this project packs it" });
}

// -------------------------------------------------------------------------------------------------------- The figures

/** The smallest value that this share of the values does not exceed. */
function percentile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)];
}

// ------------------------------------------------------------------------------------------------------------------ g

const KINDS = ["engine", "als", "bls", "rescue", "foot", "security", "command", "boat"];
const WORDS_OF_UNITS = ["ALS", "ROPE", "BOAT", "CROWD", "DOG", "HAZ", "FOAM"];
const REQUIREMENTS = 200;

/** 5,000 units all over the town, as a file. */
function unitsFile() {
  const line = (point, n) => {
    const words = `${WORDS_OF_UNITS[n % 7]};${WORDS_OF_UNITS[Math.floor(n / 3) % 7]}`;
    return `U${n + 1},${KINDS[n % 8]},${words},${(n % 4) + 1},${point}`;
  };
  return ["call sign,kind,capabilities,crew,lat,lon", ...spread(BOARD).map(line)].join("\n");
}

/** A plan of 200 requirements in four levels, most of them unlike each other, as a file. */
function planFile() {
  const line = (_, n) => {
    const skill = n % 3 === 0 ? WORDS_OF_UNITS[Math.floor(n / 3) % 7] : "";
    return `bench,Full plan,${Math.floor(n / 50) + 1},,${KINDS[n % 8].toUpperCase()} or ${WORDS_OF_UNITS[n % 7]},1,,fire,${n % 4},${skill}`;
  };
  return ["plan_key,label,level,resource,any_of,count,rule,types,crew,skill", ...Array.from({ length: REQUIREMENTS }, line)].join("\n");
}

async function recommending() {
  await withDesk(async (desk, page) => {
    // What the program does behind a frame is timed where the page runs it.
    await desk.context.addInitScript(() => {
      const later = window.setTimeout;
      window.behind = [];
      window.setTimeout = (run, wait, ...rest) =>
        later(() => {
          const began = performance.now();
          run(...rest);
          window.behind.push(performance.now() - began);
        }, wait);
    });
    await newOperation(page, desk.url, { name: "Plans" });
    await bring(page, /^Map and paths/, "Import map", "town.geojson", town());
    await bring(page, /^Units/, "Import", "units.csv", unitsFile());
    await bring(page, /^Response plans/, "Import plans", "plan.csv", planFile());
    await page.getByRole("link", { name: "Desk", exact: true }).click();
    const proposed = page.getByRole("table", { name: "Recommended" }).locator("tr.prop");
    // The first incident makes the graph; it is not one of those that count. Each of the others is at a place that nobody
    // asked about, with the quarter of the plan that its first level asks for.
    const fresh = [];
    for (let at = 0; at <= PLAN.openings; at += 1) {
      await fillIn(page, `NI fire ${crossing(20 + 11 * at)} ; Smoke from a roof`);
      const watched = await enter(page, async () => {
        const before = document.querySelector("table.rec tr.prop");
        const { complete } = await window.bench.command();
        await new Promise((resolve) => {
          const look = () => {
            const row = document.querySelector("table.rec tr.prop");
            return row && row !== before ? resolve() : requestAnimationFrame(look);
          };
          look();
        });
        return (await window.bench.painted()) - complete;
      });
      await rest(REST);
      if (0 < at) fresh.push(watched);
    }
    for (const line of ["S 1", "AL 1 4"]) await command(page, line);
    await until(async () => 0.9 * REQUIREMENTS < (await proposed.count()), "the requirements of all levels have their units");

    const watch = async () => {
      const { bench } = window;
      const table = document.querySelector("table.rec");
      const changed = new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve(performance.now());
        });
        observer.observe(table, { attributes: true, characterData: true, childList: true, subtree: true });
      });
      window.behind.length = 0;
      const { complete } = await bench.command();
      await changed;
      await bench.painted();
      return { all: performance.now() - complete, itself: Math.max(...window.behind) };
    };
    const least = async ([units, needs]) => {
      const place = document.createElement("table");
      document.getElementById("s-dispatch").append(place);
      const began = performance.now();
      const found = units.map(([at, lat, lon, bits]) => {
        const rise = Math.sin(((lat - 60.07) * Math.PI) / 360);
        const turn = Math.sin(((lon - 24.14) * Math.PI) / 360);
        return { at, bits, far: Math.asin(Math.sqrt(rise * rise + 0.25 * turn * turn)) };
      });
      found.sort((one, other) => one.far - other.far);
      const taken = new Set();
      const rows = needs.map((bits) => {
        const unit = found.find((one) => (one.bits & bits) !== 0 && !taken.has(one.at));
        if (unit) taken.add(unit.at);
        return `<tr><th>${bits}</th><td>U${unit?.at}</td><td>${unit?.far.toFixed(4)}</td></tr>`;
      });
      const itself = performance.now() - began;
      place.innerHTML = rows.join("");
      await window.bench.painted();
      const all = performance.now() - began;
      place.remove();
      return { all, itself };
    };
    const payload = [
      unitsFile().split("\n").slice(1).map((line, at) => {
        const [, , , , lat, lon] = line.split(",");
        return [at, Number(lat), Number(lon), (1 << at % 8) | (1 << (8 + (at % 7)))];
      }),
      Array.from({ length: REQUIREMENTS }, (_, n) => (1 << n % 8) | (1 << (8 + (n % 7)))),
    ];
    const [got, floor] = [[], []];
    let sign = "";
    for (let turn = 0; turn < 2 * PLAN.moves; turn++) {
      // A unit that was proposed takes its break, so that another one moves up; then it is back.
      if (turn % 2 === 0) sign = await proposed.nth(7 * (turn >> 1)).getAttribute("aria-label");
      await fillIn(page, turn % 2 === 0 ? `BR ${sign}` : `AV ${sign}`);
      got.push(await enter(page, watch));
      await rest(REST);
      floor.push(await page.evaluate(least, payload));
      await rest(REST);
    }
    const of = (values, part) => values.map((one) => one[part]);
    const frame = { aim: "within one frame, 16.7 ms", within: (value) => value.p50 <= FRAME };
    const what = `${REQUIREMENTS} requirements, ${BOARD.toLocaleString("en")} units, ${EDGES.toLocaleString("en")} edges`;
    figure("g", "a new incident to its first recommendation", fresh, {
      means: `from the commit to the frame with the table: the same units and ways, a place that was never asked about, and the ${REQUIREMENTS / 4} requirements of the first level` });
    figure("g", "the recommendation itself", of(got, "itself"), { floor: of(floor, "itself"), ...frame,
      means: `${what}: one unit's status changes, and everything is worked out anew, with a reason for each unit; floor: distances, one sort, and the nearest free unit for each requirement, without any reason` });
    figure("g", "commit to new recommendation on the page", of(got, "all"), { floor: of(floor, "all"),
      means: `the same, from the commit until the frame with the new table; it waits for a frame first, so that no key waits for it; floor: the same least work and a table of ${REQUIREMENTS} rows` });
  });
}

function summed(values) {
  return { n: values.length, p50: percentile(values, 50), p99: percentile(values, 99), most: Math.max(...values) };
}

function figure(part, name, values, { floor, unit = "ms", aim, within, means }) {
  const value = summed(values);
  const least = floor && summed(floor);
  const row = { part, name, unit, ...value, floor: least, ratio: least && value.p50 / least.p50, aim, means };
  if (within) row.met = within(value, least);
  rows.push(row);
  said(`   ${name}: ${written(value.p50, unit)} ${unit}${least ? `, floor ${written(least.p50, unit)} ${unit}` : ""}`);
}

function written(number, unit) {
  if (number === undefined) return "–";
  return unit === "" ? Math.round(number).toLocaleString("en") : number.toFixed(unit === "ms" && number < 100 ? 2 : 1);
}

function table() {
  const head = ["", "figure", "n", "p50", "p99", "floor p50", "floor p99", "unit", "ratio", "aim", ""];
  const lines = rows.map((row) => [
    row.part,
    row.name,
    String(row.n),
    written(row.p50, row.unit),
    row.n === 1 ? "" : written(row.p99, row.unit),
    row.floor ? written(row.floor.p50, row.unit) : "",
    row.floor && 1 < row.n ? written(row.floor.p99, row.unit) : "",
    row.unit,
    row.ratio === undefined ? "" : row.ratio.toFixed(2),
    row.aim ?? "",
    row.met === undefined ? "" : row.met ? "met" : "missed",
  ]);
  const wide = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  const right = (column) => 2 <= column && column !== 7 && column < 9;
  const print = (line) => line.map((cell, column) => (right(column) ? cell.padStart(wide[column]) : cell.padEnd(wide[column]))).join("  ").trimEnd();
  const meanings = rows.map((row) => `${row.part}  ${row.name}: ${row.means}.`);
  return [print(head), ...lines.map(print), "", ...meanings].join("\n");
}

async function surroundings() {
  const TMPFS = 0x01021994;
  const busy = loadavg()[0];
  const version = await withDesk(async (desk, page) => {
    const session = await desk.context.newCDPSession(page);
    return (await session.send("Browser.getVersion")).product;
  });
  const wasm = sizes(".wasm").names.map((name) => readFileSync(join(DIST, name)));
  const developed = wasm.some((bytes) => 0 < WebAssembly.Module.customSections(new WebAssembly.Module(bytes), "name").length);
  const inMemory = (await statfs(tmpdir())).type === TMPFS;
  const warnings = [];
  if (developed) warnings.push("This is not a release: the program carries the names of its functions. The figures say nothing about the release.");
  if (inMemory) warnings.push(`${tmpdir()} lies in memory, so a strict commit costs nothing there. Set TMPDIR to a folder on a disk.`);
  if (0.5 < busy) warnings.push(`The computer was busy before this began (load ${busy.toFixed(2)}). Times are not to be trusted.`);
  if (quick) warnings.push("This is the quick run: too few repetitions, and a smaller operation.");
  return {
    date: new Date().toISOString(),
    chromium: version,
    node: process.version,
    cores: cpus().length,
    processor: cpus()[0]?.model ?? "unknown",
    memory_gb: Math.round(totalmem() / 2 ** 30),
    system: `Linux ${release()}`,
    dist: DIST,
    profile_folders: tmpdir(),
    load_before: busy,
    warnings,
  };
}

const began = performance.now();
const around = await surroundings();
around.warnings.forEach((warning) => said(warning));
const parts = [
  ["a", "Command to durable append", appending],
  ["b", "Commit in one window, paint in another", sharing],
  ["c", `Opening an operation of ${PLAN.events.toLocaleString("en")} events`, opening],
  ["de", `A board of ${BOARD.toLocaleString("en")} open incidents`, board],
  ["f", "Download and first load", loading],
  ["g", `A recommendation for 200 requirements among 5,000 units on ${EDGES.toLocaleString("en")} edges`, recommending],
  ["h", `A network of ${EDGES.toLocaleString("en")} edges and ${PINS.toLocaleString("en")} pins`, ground],
];
for (const [part, title, run] of parts) {
  if (![...part].some((letter) => letters.includes(letter))) continue;
  said(`${part} ${title}`);
  await run();
}
around.seconds = Math.round((performance.now() - began) / 1000);

const place = `${around.chromium}, ${around.cores} × ${around.processor}, ${around.memory_gb} GB, ${around.system}, Node.js ${around.node}, ${around.date}, ${around.seconds} s`;
const text = [place, ...around.warnings, "", table()].join("\n");
if (json) {
  process.stderr.write(`\n${text}\n`);
  console.log(JSON.stringify({ around, plan: { ...PLAN, open: OPEN, board: BOARD }, figures: rows }, null, 2));
} else {
  said("");
  console.log(text);
}
