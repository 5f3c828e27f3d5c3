// The map of an operation, drawn on a canvas: paths, areas, routes and pins. It knows no word and makes no decision: what
// there is to see comes in as properties, what a person does goes out as events whose detail is a text.
//
// In:  ground (lines), scene (JSON text), plan, tool ("", "measure" or "pick"), selected (key of a pin).
// Out: pin (key, chosen), point (key, under the cursor of the keyboard, or empty), pick and bare ("lat,lon"; bare is a
//      press on no pin), measure (metres and corners, "12.5|lat,lon;lat,lon"), leave (the tool is put down).

const METRES = 111_194.9266; // One degree of a meridian.
const PLATE = 22; // Height of a label.
const REACH = 22; // A finger or pointer this near to a pin means it.
const CELL = 24; // Labels keep clear of each other in cells of this size.
const MARGIN = 0.5; // Share of the view that the drawn ground reaches beyond it on each side.
const STEP = 80; // Pixels of one press of an arrow.

// The silhouettes of the unit lists, in a square of 12.
const GLYPHS = {
  AV: ["fill", "M1.4 6a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0-9.2 0Z"],
  IQ: ["fill", "M2.2 4.8a3.8 3.8 0 1 0 7.6 0a3.8 3.8 0 1 0-7.6 0ZM1.4 10h9.2v1.5H1.4Z"],
  CL: ["stroke", "M2.1 6a3.9 3.9 0 1 0 7.8 0a3.9 3.9 0 1 0-7.8 0Z"],
  DP: ["stroke", "M3 1.9 10.2 6 3 10.1Z"],
  AK: ["both", "M3 1.9 10.2 6 3 10.1ZM3 6h7.2L3 10.1Z"],
  ER: ["fill", "M2.6 1.2 11 6 2.6 10.8Z"],
  ST: ["fill", "M1.2 1.6 8 6 1.2 10.4ZM9 1.6h1.8v8.8H9Z"],
  OS: ["fill", "M1.8 1.8h8.4v8.4H1.8Z"],
  AP: ["fill", "M1.4 1.4h9.2v9.2H1.4ZM5.2 3.4v1.8H3.4v1.6h1.8v1.8h1.6V6.8h1.8V5.2H6.8V3.4Z"],
  TR: ["fill", "M.8 2.4h5.6L11.2 6 6.4 9.6H.8Z"],
  AH: ["stroke", "M1.7 1.7h8.6v8.6H1.7ZM4.4 3.8v4.4M7.6 3.8v4.4M4.4 6h3.2"],
  BR: ["stroke", "M4 2.4v7.2M8 2.4v7.2"],
  OO: ["stroke", "m2.6 2.6 6.8 6.8M9.4 2.6 2.6 9.4"],
  MU: ["stroke", "M6 1.8 10.4 9.8H1.6Z"],
  BZ: ["stroke", "M2 2h8v8H2ZM2 10 10 2"],
  HAZARD: ["fill", "M6 .8 11.6 11H.4ZM5.3 4.4v3.4h1.4V4.4ZM5.3 8.6v1.4h1.4V8.6Z"],
  TN: ["stroke", "M1 4.8 6 2.2l5 2.6L6 7.4ZM3.2 6.2v3.2h5.6V6.2"],
};
const ALIKE = { OD: "OO", HO: "AH" };

// What stands on the plate of a pin: priority and status in letters, so that no shape or colour has to be known by heart.
const textOf = ({ kind, label, code, level, met }) =>
  kind === "unit" ? `${label} ${code}` : kind === "incident" ? `${label} P${level}${met ? " ✓" : ""}` : label;

// By class of path, in the order of the log: colour, width in pixels, width in metres, dashes.
const ROADS = [
  ["road", 3.5, 12], ["road", 2.5, 8], ["road", 1.6, 4], ["road", 1.6, 3, [6, 3]], ["road", 2, 8], ["course", 1.1, 2, [3, 2]],
  ["course", 1, 1.5, [4, 3]], ["course", 1.2, 2.5], ["course", 2, 2.5, [2, 2]], ["water", 3, 10], ["build", 1, 0],
];
const INKS = {
  land: "--map-land", park: "--map-park", water: "--map-water", build: "--map-build", road: "--map-road", course: "--map-course",
  ready: "--ready", going: "--going", work: "--work", off: "--off", near: "--near", over: "--over", nearSolid: "--near-solid",
  overSolid: "--over-solid", onNear: "--on-near", onOver: "--on-over", ink: "--ink-1", ink2: "--ink-2", ink3: "--ink-3",
  plate: "--surface-2", edge: "--edge", focus: "--focus", line: "--line-2",
};

class SiteMap extends HTMLElement {
  #canvas = document.createElement("canvas");
  #base = document.createElement("canvas");
  #baseView = null;
  #baseDue = 0;
  #ground = null;
  #paths = [];
  #closed = null;
  #crowded = null;
  #streets = [];
  #scene = { pins: [], areas: [], routes: [] };
  #told = false; // Whether a scene has come in.
  #plan = null;
  #picture = null;
  #view = { x: 0, y: 0, scale: 0.1 };
  #origin = null;
  #touched = false;
  #fitted = false;
  #frame = 0;
  #pointers = new Map();
  #drag = null;
  #cursor = -1;
  #tool = "";
  #selected = "";
  #measured = [];
  #inks = {};
  #font = "";
  #places = null;
  #size = { width: 0, height: 0, dpr: 1 };

  connectedCallback() {
    for (const name of ["ground", "scene", "plan", "tool", "selected"]) {
      // What was set before this file had arrived stands in front of the setters.
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    const canvas = this.#canvas;
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", this.getAttribute("label") ?? "");
    canvas.setAttribute("aria-describedby", this.getAttribute("keys") ?? "");
    this.append(canvas);
    const listen = (name, heard, options) => canvas.addEventListener(name, heard.bind(this), options);
    listen("pointerdown", this.#down);
    listen("pointermove", this.#move);
    listen("pointerup", this.#up);
    listen("pointercancel", this.#lost);
    listen("wheel", this.#wheel, { passive: false });
    listen("dblclick", (event) => this.#tool === "" && this.#zoomAt(2, event.offsetX, event.offsetY));
    listen("keydown", this.#key);
    listen("focus", () => this.draw());
    listen("blur", () => {
      this.#point(-1);
      this.draw();
    });
    this.sizes = new ResizeObserver(() => this.#resize());
    this.sizes.observe(this);
    this.themes = new MutationObserver(() => this.#restyle());
    this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
    this.scheme = matchMedia("(prefers-color-scheme: dark)");
    this.scheme.onchange = () => this.#restyle();
    document.fonts?.ready.then(() => this.#restyle());
    this.#restyle();
    this.#resize();
  }

  disconnectedCallback() {
    this.sizes?.disconnect();
    this.themes?.disconnect();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#baseDue);
  }

  set ground(ground) {
    this.#ground = ground;
    this.#buildPaths();
    this.#fitOnce();
    this.#redrawBase();
  }

  set scene(text) {
    this.#scene = JSON.parse(text);
    this.#told = true;
    const index = new Map(this.#scene.pins.map((pin, at) => [pin.key, at]));
    this.#cursor = this.#cursorKey === undefined ? -1 : (index.get(this.#cursorKey) ?? -1);
    if (this.#origin === null) this.#buildPaths();
    this.#project();
    this.#fitOnce();
    this.#redrawBase();
  }

  set plan(plan) {
    this.#plan = plan;
    this.#picture = null;
    if (plan?.url) {
      const picture = new Image();
      picture.onload = () => {
        if (this.#plan !== plan) return;
        this.#picture = picture;
        if (this.#origin === null) this.#buildPaths();
        this.#fitOnce();
        this.#redrawBase();
      };
      picture.src = plan.url;
    }
    this.#redrawBase();
  }

  set tool(tool) {
    this.#tool = tool;
    this.#measured = [];
    this.#canvas.classList.toggle("aim", tool !== "");
    this.#tell("measure", "0");
    this.draw();
  }

  set selected(key) {
    this.#selected = key;
    this.draw();
  }

  /** What the canvas shows, for those who test it. */
  get pins() {
    return this.#scene.pins.map((pin) => {
      const [x, y] = this.#screen(pin);
      return { key: pin.key, label: pin.label, text: textOf(pin), say: pin.say, x, y };
    });
  }

  get view() {
    return { ...this.#view, touched: this.#touched };
  }

  focus() {
    this.#canvas.focus();
  }

  showAll() {
    this.#touched = false;
    this.#fitted = false;
    this.#fitOnce();
    this.#remember();
  }

  zoom(by) {
    this.#zoomAt(by, this.#size.width / 2, this.#size.height / 2);
  }

  /** Shows a place without changing the scale, unless it is in sight already. */
  reveal(lat, lon) {
    const [x, y] = this.#world(lat, lon);
    const [left, top] = this.#toScreen(x, y);
    if (20 < left && left < this.#size.width - 20 && 20 < top && top < this.#size.height - 20) return;
    Object.assign(this.#view, { x, y });
    this.#moved();
  }

  draw() {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#paint();
      });
    }
  }

  // Where things are -------------------------------------------------------------------------------------------------

  #world(lat, lon) {
    const { lat: lat0, lon: lon0, wide } = this.#origin ?? { lat, lon, wide: METRES };
    // The short way round, for whoever works where the days meet.
    return [(((lon - lon0 + 540) % 360) - 180) * wide, (lat0 - lat) * METRES];
  }

  #globe(x, y) {
    const { lat, lon, wide } = this.#origin ?? { lat: 0, lon: 0, wide: METRES };
    return [lat - y / METRES, ((lon + x / wide + 540) % 360) - 180];
  }

  #toScreen(x, y) {
    const { scale } = this.#view;
    return [(x - this.#view.x) * scale + this.#size.width / 2, (y - this.#view.y) * scale + this.#size.height / 2];
  }

  #fromScreen(left, top) {
    const { x, y, scale } = this.#view;
    return [x + (left - this.#size.width / 2) / scale, y + (top - this.#size.height / 2) / scale];
  }

  #screen(thing) {
    return this.#toScreen(thing.x, thing.y);
  }

  #findOrigin() {
    const way = this.#scene.routes.find(({ line }) => line.length > 0)?.line[0];
    const first = this.#scene.pins[0] ?? this.#scene.areas[0] ?? (way && { lat: way[0], lon: way[1] });
    const corners = this.#ground?.corners;
    let lat, lon;
    if (corners?.length) [lat, lon] = [corners[0] / 1e6, corners[1] / 1e6];
    else if (first) [lat, lon] = [first.lat, first.lon];
    // Before anything else is known, a site plan is a ground to work on.
    else if (this.#plan?.lat) [lat, lon] = [this.#plan.lat[2], this.#plan.lon[2]];
    else return;
    this.#origin = { lat, lon, wide: METRES * Math.cos((lat * Math.PI) / 180) };
    this.#recall();
  }

  #project() {
    if (this.#origin === null) return;
    for (const pin of this.#scene.pins) [pin.x, pin.y] = this.#world(pin.lat, pin.lon);
    for (const area of this.#scene.areas) {
      [area.x, area.y] = this.#world(area.lat, area.lon);
      area.world = area.line.map(([lat, lon]) => this.#world(lat, lon));
      for (const mark of area.marks) [mark.x, mark.y] = this.#world(mark.lat, mark.lon);
      // The name of what has an inside stands under its upper edge, where pins are rarer than in its middle.
      const top = area.metres > 0 ? area.y - area.metres : Math.min(...area.world.map(([, y]) => y));
      area.head = area.closed ? top : area.y;
    }
    for (const route of this.#scene.routes) route.world = route.line.map(([lat, lon]) => this.#world(lat, lon));
    this.#places = null;
  }

  #buildPaths() {
    if (this.#origin === null) this.#findOrigin();
    this.#paths = ROADS.map(() => null);
    this.#closed = null;
    this.#crowded = null;
    const ground = this.#ground;
    if (!ground || this.#origin === null) return;
    const { corners, ends, classes, flags } = ground;
    const names = ground.names.split("\n");
    this.#streets = [];
    for (let line = 0, at = 0; line < ends.length; line += 1) {
      if (names[line]) this.#streets.push(this.#longest(names[line], corners, at, ends[line]));
      const path = (this.#paths[classes[line]] ??= new Path2D());
      const marks = [path];
      if (flags[line] & 1) marks.push((this.#closed ??= new Path2D()));
      if (flags[line] & 2) marks.push((this.#crowded ??= new Path2D()));
      const start = at;
      for (; at < ends[line]; at += 1) {
        const [x, y] = this.#world(corners[2 * at] / 1e6, corners[2 * at + 1] / 1e6);
        for (const mark of marks) at === start ? mark.moveTo(x, y) : mark.lineTo(x, y);
      }
    }
    this.#project();
  }

  /** The longest straight stretch of a line: where its name is written. */
  #longest(name, corners, from, to) {
    let best = { long: -1 };
    let [x0, y0] = this.#world(corners[2 * from] / 1e6, corners[2 * from + 1] / 1e6);
    for (let at = from + 1; at < to; at += 1) {
      const [x1, y1] = this.#world(corners[2 * at] / 1e6, corners[2 * at + 1] / 1e6);
      const long = Math.hypot(x1 - x0, y1 - y0);
      if (long > best.long) best = { long, name, x: (x0 + x1) / 2, y: (y0 + y1) / 2, turn: Math.atan2(y1 - y0, x1 - x0) };
      [x0, y0] = [x1, y1];
    }
    // Text is never upside down.
    if (Math.abs(best.turn) > Math.PI / 2) best.turn -= Math.sign(best.turn) * Math.PI;
    return best;
  }

  // Moving -----------------------------------------------------------------------------------------------------------

  #fitOnce() {
    // A map that a person moved stays where it was put.
    if (this.#touched || this.#fitted || !this.#told || this.#size.width === 0 || this.#origin === null) return;
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    const add = (x, y) => {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    };
    for (const pin of this.#scene.pins) add(pin.x, pin.y);
    for (const { x, y, metres, world } of this.#scene.areas) {
      for (const [x, y] of world) add(x, y);
      if (metres > 0) for (const side of [-metres, metres]) add(x + side, y + side);
    }
    const corners = this.#ground?.corners ?? [];
    const every = Math.max(1, Math.floor(corners.length / 4000)) * 2;
    for (let at = 0; at + 1 < corners.length; at += every) add(...this.#world(corners[at] / 1e6, corners[at + 1] / 1e6));
    if (this.#picture) {
      const { width, height } = this.#picture;
      for (const [x, y] of [[0, 0], [width, 0], [0, height], [width, height]]) add(...this.#pixel(x, y));
    }
    if (left > right) return;
    const { width, height } = this.#size;
    // Room for the labels of what stands at the edge, and for the buttons above it.
    const [beside, above] = [Math.min(240, width * 0.35), Math.min(160, height * 0.35)];
    const scale = Math.min((width - beside) / Math.max(right - left, 50), (height - above) / Math.max(bottom - top, 50));
    this.#view = { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.max(scale, 1e-4) };
    this.#fitted = this.#scene.pins.length > 0 || corners.length > 0 || this.#picture !== null;
    this.#places = null;
    this.#redrawBase();
  }

  #moved() {
    this.#touched = true;
    this.#remember();
    this.#redrawBase();
  }

  #zoomAt(by, left, top) {
    const [x, y] = this.#fromScreen(left, top);
    const scale = Math.min(Math.max(this.#view.scale * by, 1e-4), 20);
    const kept = this.#view.scale / scale;
    this.#view = { x: x + (this.#view.x - x) * kept, y: y + (this.#view.y - y) * kept, scale };
    this.#places = null;
    this.#moved();
  }

  #pan(right, down) {
    this.#view.x += right / this.#view.scale;
    this.#view.y += down / this.#view.scale;
    this.#moved();
  }

  #remember() {
    const key = this.getAttribute("keep");
    const [lat, lon] = this.#globe(this.#view.x, this.#view.y);
    if (key) sessionStorage.setItem(key, JSON.stringify({ lat, lon, scale: this.#view.scale, touched: this.#touched }));
  }

  #recall() {
    const kept = JSON.parse(sessionStorage.getItem(this.getAttribute("keep") ?? "") ?? "null");
    if (!kept?.touched || this.#touched) return;
    [this.#view.x, this.#view.y] = this.#world(kept.lat, kept.lon);
    this.#view.scale = kept.scale;
    this.#touched = true;
  }

  // Hands ------------------------------------------------------------------------------------------------------------

  #down(event) {
    if (event.button !== 0) return;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
    this.#drag = this.#pointers.size === 1 ? { x: event.offsetX, y: event.offsetY, far: false } : { far: true };
  }

  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) {
      const hit = this.#hit(event.offsetX, event.offsetY);
      this.#canvas.classList.toggle("hit", hit !== -1);
      return;
    }
    const now = [event.offsetX, event.offsetY];
    if (this.#pointers.size === 2) {
      const [other] = [...this.#pointers.entries()].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      const span = (at) => Math.max(Math.hypot(at[0] - other[0], at[1] - other[1]), 1);
      this.#zoomAt(span(now) / span(before), other[0], other[1]);
    } else if (this.#drag.far || 4 < Math.hypot(now[0] - this.#drag.x, now[1] - this.#drag.y)) {
      this.#drag.far = true;
      this.#pan(before[0] - now[0], before[1] - now[1]);
    }
    if (this.#drag.far || this.#pointers.size === 2) this.#pointers.set(event.pointerId, now);
  }

  #up(event) {
    const tapped = this.#pointers.size === 1 && this.#drag && !this.#drag.far;
    this.#pointers.delete(event.pointerId);
    if (tapped) this.#tap(event.offsetX, event.offsetY);
  }

  #lost(event) {
    this.#pointers.delete(event.pointerId);
  }

  #wheel(event) {
    event.preventDefault();
    this.#zoomAt(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), event.offsetX, event.offsetY);
  }

  #tap(left, top) {
    if (this.#tool !== "") return this.#use(left, top);
    const hit = this.#hit(left, top);
    if (hit !== -1) return this.#choose(hit);
    this.#tell("bare", this.#globe(...this.#fromScreen(left, top)).map((angle) => angle.toFixed(6)).join(","));
  }

  #use(left, top) {
    const [x, y] = this.#fromScreen(left, top);
    if (this.#tool === "measure") {
      // The second press of a double press means the same point.
      const last = this.#measured.at(-1);
      if (last && Math.hypot(x - last[0], y - last[1]) * this.#view.scale < 4) return;
      this.#measured.push([x, y]);
      return this.#tellMeasured();
    }
    const [lat, lon] = this.#globe(x, y);
    this.#tell("pick", `${lat.toFixed(6)},${lon.toFixed(6)}`);
  }

  #tellMeasured() {
    let metres = 0;
    for (let at = 1; at < this.#measured.length; at += 1) {
      const [[x0, y0], [x1, y1]] = [this.#measured[at - 1], this.#measured[at]];
      metres += Math.hypot(x1 - x0, y1 - y0);
    }
    const corners = this.#measured.map(([x, y]) => this.#globe(x, y).map((angle) => angle.toFixed(6)).join(","));
    this.#tell("measure", `${metres}|${corners.join(";")}`);
    this.draw();
  }

  #choose(at) {
    this.#tell("pin", this.#scene.pins[at].key);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const acts = {
      ArrowLeft: () => this.#pan(-STEP, 0), ArrowRight: () => this.#pan(STEP, 0),
      ArrowUp: () => this.#pan(0, -STEP), ArrowDown: () => this.#pan(0, STEP),
      "+": () => this.zoom(1.5), "=": () => this.zoom(1.5), "-": () => this.zoom(1 / 1.5),
      0: () => this.showAll(), Home: () => this.showAll(),
    };
    const middle = [this.#size.width / 2, this.#size.height / 2];
    if (acts[event.key]) acts[event.key]();
    else if (event.key === "Tab") {
      // Past the last pin, and before the first, the key leaves the map as it leaves any control.
      const next = this.#cursor + (event.shiftKey ? -1 : 1);
      if (next < 0 || next >= this.#scene.pins.length || this.#left) {
        this.#left = false;
        return this.#point(-1);
      }
      this.#point(next);
      const pin = this.#scene.pins[next];
      this.reveal(pin.lat, pin.lon);
    } else if (event.key === "Enter" && this.#tool === "" && this.#cursor !== -1) this.#choose(this.#cursor);
    else if (event.key === "Enter" || event.key === " ") this.#tap(...middle);
    else if (event.key === "Backspace" && this.#measured.length > 0) {
      this.#measured.pop();
      this.#tellMeasured();
    } else if (event.key === "Escape" && this.#tool !== "") this.#tell("leave", "");
    else if (event.key === "Escape" && this.#cursor !== -1) {
      // The next Tab goes on behind the map, so that nobody has to pass two thousand pins.
      this.#point(-1);
      this.#left = true;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #point(at) {
    if (at === this.#cursor) return;
    this.#cursor = at;
    this.#cursorKey = this.#scene.pins[at]?.key;
    this.#tell("point", this.#cursorKey ?? "");
    this.draw();
  }

  #cursorKey = undefined;
  #left = false;

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #hit(left, top) {
    const places = this.#layOut();
    let best = -1;
    let near = REACH;
    for (let at = 0; at < places.length; at += 1) {
      const [x, y] = this.#screen(this.#scene.pins[at]);
      const box = places[at].box;
      if (box && Math.abs(left - x - box.x) <= box.width / 2 && Math.abs(top - y - box.y) <= PLATE / 2) return at;
      const off = Math.hypot(left - x, top - y);
      if (off < near) [best, near] = [at, off];
    }
    return best;
  }

  // Drawing ----------------------------------------------------------------------------------------------------------

  #resize() {
    const [width, height, dpr] = [this.clientWidth, this.clientHeight, Math.min(devicePixelRatio || 1, 2)];
    if (width === 0 || height === 0) return;
    this.#size = { width, height, dpr };
    this.#canvas.width = width * dpr;
    this.#canvas.height = height * dpr;
    this.#fitOnce();
    this.#redrawBase();
  }

  #restyle() {
    const probe = document.createElement("span");
    this.append(probe);
    for (const [name, token] of Object.entries(INKS)) {
      // A token may be written for two themes; only a computed colour is one colour.
      probe.style.setProperty("color", `var(${token})`);
      this.#inks[name] = getComputedStyle(probe).color;
    }
    this.#font = getComputedStyle(this).fontFamily;
    probe.remove();
    this.#places = null;
    this.#redrawBase();
  }

  /** The ground is drawn once for a stretch of the map, and again when a movement has come to rest. */
  #redrawBase() {
    this.draw();
    clearTimeout(this.#baseDue);
    this.#baseDue = setTimeout(() => {
      this.#baseView = null;
      this.draw();
    }, 90);
  }

  #pixel(x, y) {
    const { lon, lat } = this.#plan;
    return this.#world(lat[0] * x + lat[1] * y + lat[2], lon[0] * x + lon[1] * y + lon[2]);
  }

  #paintBase() {
    const { width, height, dpr } = this.#size;
    const { x, y, scale } = this.#view;
    const [wide, high] = [width * (1 + 2 * MARGIN), height * (1 + 2 * MARGIN)];
    this.#base.width = wide * dpr;
    this.#base.height = high * dpr;
    const ink = this.#base.getContext("2d", { alpha: false });
    ink.fillStyle = this.#inks.land;
    ink.fillRect(0, 0, this.#base.width, this.#base.height);
    const zoom = scale * dpr;
    const world = [zoom, 0, 0, zoom, (wide / 2) * dpr - x * zoom, (high / 2) * dpr - y * zoom];
    if (this.#picture) {
      const [[x0, y0], [x1, y1], [x2, y2]] = [this.#pixel(0, 0), this.#pixel(1, 0), this.#pixel(0, 1)];
      ink.setTransform(...world);
      ink.transform(x1 - x0, y1 - y0, x2 - x0, y2 - y0, x0, y0);
      ink.drawImage(this.#picture, 0, 0);
    }
    ink.setTransform(...world);
    ink.lineJoin = "round";
    const px = 1 / scale;
    for (const area of this.#scene.areas) this.#paintArea(ink, area, px);
    // Small ways first, so that the large ones lie on top where they meet.
    for (let index = this.#paths.length - 1; index >= 0; index -= 1) {
      const path = this.#paths[index];
      if (!path) continue;
      const [colour, pixels, metres, dash] = ROADS[index];
      ink.strokeStyle = this.#inks[colour];
      ink.lineWidth = Math.max(pixels * px, metres);
      ink.setLineDash(scale > 0.08 && dash ? dash.map((part) => part * px) : []);
      if (index < 5 && scale > 0.05) {
        // An edge keeps a road apart from land of nearly its own shade.
        ink.save();
        ink.strokeStyle = this.#inks.line;
        ink.lineWidth += 2 * px;
        ink.setLineDash([]);
        ink.stroke(path);
        ink.restore();
      }
      ink.stroke(path);
    }
    ink.setLineDash([]);
    if (this.#crowded) {
      ink.strokeStyle = this.#inks.near;
      ink.lineWidth = 3 * px;
      ink.setLineDash([1 * px, 5 * px]);
      ink.lineCap = "round";
      ink.stroke(this.#crowded);
      ink.lineCap = "butt";
    }
    if (this.#closed) {
      ink.strokeStyle = this.#inks.over;
      ink.lineWidth = 4 * px;
      ink.setLineDash([8 * px, 6 * px]);
      ink.stroke(this.#closed);
    }
    ink.setLineDash([]);
    this.#paintNames(ink, wide, high, dpr);
    this.#baseView = { x, y, scale, wide, high };
  }

  #paintNames(ink, wide, high, dpr) {
    const { x, y, scale } = this.#view;
    ink.font = `11px ${this.#font}`;
    ink.textAlign = "center";
    ink.textBaseline = "middle";
    const taken = new Set();
    for (const street of this.#streets) {
      if (street.long * scale < 5 * street.name.length) continue;
      const [left, top] = [(street.x - x) * scale + wide / 2, (street.y - y) * scale + high / 2];
      if (left < 0 || top < 0 || left > wide || top > high) continue;
      // Once in a while is enough for a street of many parts.
      const near = `${street.name}|${Math.round(left / 260)}|${Math.round(top / 260)}`;
      if (taken.has(near)) continue;
      taken.add(near);
      ink.setTransform(dpr, 0, 0, dpr, left * dpr, top * dpr);
      ink.rotate(street.turn);
      this.#write(ink, street.name, 0, 0, this.#inks.ink3);
    }
    ink.setTransform(1, 0, 0, 1, 0, 0);
  }

  #paintArea(ink, area, px) {
    ink.beginPath();
    if (area.metres > 0) ink.arc(area.x, area.y, area.metres, 0, 2 * Math.PI);
    else for (const [index, [x, y]] of area.world.entries()) index === 0 ? ink.moveTo(x, y) : ink.lineTo(x, y);
    const warns = { hazard: this.#inks.over, care: this.#inks.near }[area.kind];
    if (area.closed || area.metres > 0) {
      ink.closePath();
      // Over a site plan an area is a tint, so that the plan stays readable.
      ink.globalAlpha = warns ? 0.16 : this.#picture ? 0.2 : 0.5;
      ink.fillStyle = warns ?? this.#inks.park;
      ink.fill();
      ink.globalAlpha = 1;
      ink.strokeStyle = warns ?? this.#inks.edge;
      ink.lineWidth = (warns ? 2 : 1) * px;
      ink.setLineDash(warns ? [6 * px, 4 * px] : [2 * px, 3 * px]);
    } else if (warns) {
      ink.strokeStyle = warns;
      ink.lineWidth = 4 * px;
      ink.setLineDash([6 * px, 4 * px]);
    } else {
      const course = area.kind === "course";
      ink.strokeStyle = course ? this.#inks.ink2 : this.#inks.edge;
      ink.lineWidth = (course ? 3 : 1.5) * px;
      ink.setLineDash([]);
    }
    ink.stroke();
    ink.setLineDash([]);
    ink.fillStyle = this.#inks.ink2;
    for (const { x, y } of area.marks) {
      ink.beginPath();
      ink.arc(x, y, 3 * px, 0, 2 * Math.PI);
      ink.fill();
    }
  }

  #paint() {
    const { width, height, dpr } = this.#size;
    if (width === 0) return;
    const { x, y, scale } = this.#view;
    if (this.#baseView === null) this.#paintBase();
    const ink = this.#canvas.getContext("2d", { alpha: false });
    ink.setTransform(dpr, 0, 0, dpr, 0, 0);
    ink.fillStyle = this.#inks.land;
    ink.fillRect(0, 0, width, height);
    const drawn = this.#baseView;
    const grown = scale / drawn.scale;
    const left = width / 2 + (drawn.x - x) * scale - (drawn.wide / 2) * grown;
    const top = height / 2 + (drawn.y - y) * scale - (drawn.high / 2) * grown;
    ink.drawImage(this.#base, left, top, drawn.wide * grown, drawn.high * grown);
    this.#paintRoutes(ink);
    this.#paintLabels(ink);
    this.#paintPins(ink);
    this.#paintTool(ink);
    this.#paintScale(ink);
  }

  #paintLabels(ink) {
    ink.font = `12px ${this.#font}`;
    ink.textAlign = "center";
    ink.textBaseline = "middle";
    this.#layOut();
    for (const label of this.#labels) {
      const [x, y] = this.#toScreen(label.x, label.y);
      if (x < -150 || x > this.#size.width + 150 || y < -20 || y > this.#size.height + 20) continue;
      this.#write(ink, label.text, x, y + label.down, this.#inks[label.ink]);
    }
  }

  #write(ink, text, x, y, colour) {
    ink.lineWidth = 3;
    ink.lineJoin = "round";
    ink.strokeStyle = this.#inks.land;
    ink.strokeText(text, x, y);
    ink.fillStyle = colour;
    ink.fillText(text, x, y);
  }

  #paintRoutes(ink) {
    for (const route of this.#scene.routes) {
      ink.beginPath();
      for (const [index, [x, y]] of route.world.entries()) {
        const [left, top] = this.#toScreen(x, y);
        index === 0 ? ink.moveTo(left, top) : ink.lineTo(left, top);
      }
      ink.strokeStyle = this.#inks.going;
      ink.lineWidth = 3;
      ink.setLineDash(route.straight ? [2, 6] : [7, 4]);
      ink.stroke();
      ink.setLineDash([]);
    }
  }

  /** Where each label goes. It depends on the scale and not on where the map stands, so nothing jumps while it is moved. */
  #layOut() {
    if (this.#places) return this.#places;
    const scale = this.#view.scale;
    const taken = new Set();
    const ink = this.#canvas.getContext("2d", { alpha: false });
    ink.font = `700 13px ${this.#font}`;
    const widths = new Map();
    const cells = (x, y, width) => {
      const found = [];
      for (let row = Math.floor((y - PLATE / 2) / CELL); row <= Math.floor((y + PLATE / 2 - 1) / CELL); row += 1) {
        for (let column = Math.floor((x - width / 2) / CELL); column <= Math.floor((x + width / 2 - 1) / CELL); column += 1) {
          found.push(column * 1_000_003 + row);
        }
      }
      return found;
    };
    // Pins come in order of urgency, so the urgent ones find room first.
    this.#places = this.#scene.pins.map((pin) => {
      const text = textOf(pin);
      if (!widths.has(text)) widths.set(text, ink.measureText(text).width);
      const width = widths.get(text) + (pin.kind === "unit" ? 27 : pin.kind === "place" ? 12 : 20);
      const [x, y] = [pin.x * scale, pin.y * scale];
      const side = width / 2 + 9;
      const below = pin.kind === "incident" ? 1 : -1;
      for (const [right, down] of [[0, 20 * below], [0, -20 * below], [side, 0], [-side, 0], [side, 24], [-side, 24], [side, -24], [-side, -24]]) {
        const wanted = cells(x + right, y + down, width);
        if (wanted.some((cell) => taken.has(cell))) continue;
        for (const cell of wanted) taken.add(cell);
        return { box: { x: right, y: down, width } };
      }
      return { box: null };
    });
    // Names of areas and times of routes take what room is left.
    this.#labels = [];
    ink.font = `12px ${this.#font}`;
    const label = (text, x, y, downs, colour) => {
      const width = ink.measureText(text).width + 8;
      for (const down of downs) {
        const wanted = cells(x * scale, y * scale + down, width);
        if (wanted.some((cell) => taken.has(cell))) continue;
        for (const cell of wanted) taken.add(cell);
        this.#labels.push({ text, x, y, down, ink: colour });
        return;
      }
    };
    for (const route of this.#scene.routes) {
      const half = Math.floor((route.world.length - 1) / 2);
      const [[x0, y0], [x1, y1]] = [route.world[half] ?? [0, 0], route.world[half + 1] ?? route.world[half] ?? [0, 0]];
      if (route.label && route.world.length > 1) label(route.label, (x0 + x1) / 2, (y0 + y1) / 2, [-14, 16, -36, 38], "going");
    }
    for (const area of this.#scene.areas) {
      const warns = { hazard: "over", care: "near" }[area.kind];
      if (!area.label || (!warns && area.span * scale < 70)) continue;
      label(area.label, area.x, area.head, [12, -10, 34, 56], warns ?? "ink2");
    }
    for (const { marks } of this.#scene.areas) {
      // A place of the same name says it already.
      for (const mark of marks) if (!widths.has(mark.label)) label(mark.label, mark.x, mark.y, [14, -14], "ink3");
    }
    return this.#places;
  }

  #labels = [];

  #paintPins(ink) {
    const places = this.#layOut();
    const { width, height } = this.#size;
    const shown = (x, y) => -80 < x && x < width + 80 && -40 < y && y < height + 40;
    // The urgent ones are drawn last and lie on top.
    for (let at = places.length - 1; at >= 0; at -= 1) {
      const pin = this.#scene.pins[at];
      const [x, y] = this.#screen(pin);
      if (!shown(x, y)) continue;
      const marked = pin.key === this.#selected;
      let box = places[at].box;
      if (!box && (marked || at === this.#cursor)) box = { x: 0, y: -20, width: 8.5 * textOf(pin).length + 27 };
      if (marked) this.#ring(ink, x, y, 20, [3, 3]);
      this.#paintPin(ink, pin, x, y, box);
      if (at === this.#cursor && document.activeElement === this.#canvas) this.#ring(ink, x, y, 24, []);
    }
  }

  #ring(ink, x, y, radius, dash) {
    ink.beginPath();
    ink.arc(x, y, radius, 0, 2 * Math.PI);
    ink.strokeStyle = this.#inks.focus;
    ink.lineWidth = 2;
    ink.setLineDash(dash);
    ink.stroke();
    ink.setLineDash([]);
  }

  #paintPin(ink, pin, x, y, box) {
    const place = pin.hazard ? this.#inks.over : this.#inks.ink3;
    const colour = pin.kind === "unit" ? this.#inks[pin.tone] : pin.kind === "place" ? place : this.#urgency(pin).line;
    if (!box && pin.kind === "unit") return this.#glyph(ink, pin.code, x - 6, y - 6, colour);
    if (pin.hazard) {
      this.#glyph(ink, "HAZARD", x - 6, y - 7, colour);
      if (box) this.#name(ink, pin, x + box.x - box.width / 2 + 6, y + box.y, colour);
      return;
    }
    if (!box && pin.kind === "incident") return this.#mark(ink, pin, x, y);
    ink.beginPath();
    ink.arc(x, y, pin.kind === "place" ? 2.5 : 4, 0, 2 * Math.PI);
    ink.fillStyle = colour;
    ink.fill();
    if (!box) return;
    const [left, top] = [x + box.x - box.width / 2, y + box.y - PLATE / 2];
    if (pin.kind === "place") return this.#name(ink, pin, left + 6, top + 11, colour);
    ink.font = `700 13px ${this.#font}`;
    ink.textAlign = "left";
    ink.textBaseline = "middle";
    if (pin.kind === "incident") {
      this.#plate(ink, pin, left, top, box.width, PLATE);
      ink.fillText(textOf(pin), left + 10, top + 11.5);
      return;
    }
    ink.beginPath();
    ink.roundRect(left, top, box.width, PLATE, 3);
    ink.fillStyle = this.#inks.plate;
    ink.fill();
    ink.strokeStyle = this.#inks.edge;
    ink.lineWidth = 1;
    ink.stroke();
    ink.fillStyle = this.#inks.ink;
    ink.fillText(textOf(pin), left + 21, top + 11.5);
    this.#glyph(ink, pin.code, left + 5, top + 5, colour);
  }

  #name(ink, pin, left, middle, colour) {
    ink.font = `13px ${this.#font}`;
    ink.textAlign = "left";
    ink.textBaseline = "middle";
    this.#write(ink, pin.label, left, middle, colour);
  }

  /** An incident that found no room for its label: the outline of its priority, and the figure in it. */
  #mark(ink, pin, x, y) {
    const size = 16;
    this.#plate(ink, pin, x - size / 2, y - size / 2, size, size);
    ink.font = `700 11px ${this.#font}`;
    ink.textAlign = "center";
    ink.textBaseline = "middle";
    ink.fillText(`${pin.level}`, x, y + 0.5);
  }

  /** The outline says the priority without colour: pointed, square, round, thin and round, broken. Text follows in its ink. */
  #plate(ink, pin, left, top, width, height) {
    const plate = this.#urgency(pin);
    ink.beginPath();
    if (pin.level === 1) {
      const [right, middle, point] = [left + width, top + height / 2, height * 0.36];
      ink.moveTo(left, middle);
      for (const [x, y] of [[left + point, top], [right - point, top], [right, middle], [right - point, top + height], [left + point, top + height]]) ink.lineTo(x, y);
      ink.closePath();
    } else ink.roundRect(left, top, width, height, pin.level === 2 ? 0 : height / 2);
    ink.fillStyle = plate.fill;
    ink.fill();
    ink.strokeStyle = plate.line;
    ink.lineWidth = pin.level === 3 ? 2.5 : 1.5;
    if (pin.level === 5) ink.setLineDash([3, 2.5]);
    ink.stroke();
    ink.setLineDash([]);
    ink.fillStyle = plate.text;
  }

  /** Once help is there, the mark of a priority goes quiet. */
  #urgency({ level, met }) {
    const inks = this.#inks;
    if (level === 1) return met ? { fill: inks.plate, line: inks.over, text: inks.over } : { fill: inks.overSolid, line: inks.overSolid, text: inks.onOver };
    if (level === 2) return met ? { fill: inks.plate, line: inks.near, text: inks.near } : { fill: inks.nearSolid, line: inks.nearSolid, text: inks.onNear };
    return { fill: inks.plate, line: level === 3 ? inks.ink : inks.ink2, text: inks.ink };
  }

  #glyph(ink, code, x, y, colour) {
    const [how, text] = GLYPHS[ALIKE[code] ?? code] ?? GLYPHS.CL;
    const shape = (SHAPES[text] ??= new Path2D(text));
    ink.save();
    ink.translate(x, y);
    ink.fillStyle = colour;
    ink.strokeStyle = colour;
    ink.lineWidth = 1.5;
    if (how !== "fill") ink.stroke(shape);
    if (how !== "stroke") ink.fill(shape, "evenodd");
    ink.restore();
  }

  #paintTool(ink) {
    const { width, height } = this.#size;
    // The keys act at the cross, so it stands wherever they are at home.
    if (this.#tool === "" && !(this.#cursor === -1 && this.#canvas.matches(":focus-visible"))) return;
    ink.strokeStyle = this.#inks.focus;
    ink.lineWidth = 1.5;
    ink.beginPath();
    for (const [x0, y0, x1, y1] of [[-14, 0, -4, 0], [4, 0, 14, 0], [0, -14, 0, -4], [0, 4, 0, 14]]) {
      ink.moveTo(width / 2 + x0, height / 2 + y0);
      ink.lineTo(width / 2 + x1, height / 2 + y1);
    }
    ink.stroke();
    if (this.#measured.length === 0) return;
    ink.beginPath();
    for (const [index, [x, y]] of this.#measured.entries()) {
      const [left, top] = this.#toScreen(x, y);
      index === 0 ? ink.moveTo(left, top) : ink.lineTo(left, top);
    }
    ink.stroke();
    ink.fillStyle = this.#inks.focus;
    for (const [x, y] of this.#measured) {
      const [left, top] = this.#toScreen(x, y);
      ink.fillRect(left - 3, top - 3, 6, 6);
    }
  }

  #paintScale(ink) {
    const { width, height } = this.#size;
    const wanted = 110 / this.#view.scale;
    const power = 10 ** Math.floor(Math.log10(wanted));
    const metres = [5, 2, 1].map((step) => step * power).find((step) => step <= wanted) ?? power;
    const long = metres * this.#view.scale;
    const text = metres < 1000 ? `${metres} m` : `${metres / 1000} km`;
    const [right, bottom] = [width - 14, height - 14];
    ink.strokeStyle = this.#inks.ink2;
    ink.lineWidth = 1.5;
    ink.beginPath();
    ink.moveTo(right - long, bottom - 5);
    ink.lineTo(right - long, bottom);
    ink.lineTo(right, bottom);
    ink.lineTo(right, bottom - 5);
    ink.stroke();
    ink.font = `12px ${this.#font}`;
    ink.textAlign = "right";
    ink.textBaseline = "bottom";
    this.#write(ink, text, right - 4, bottom - 4, this.#inks.ink2);
  }
}

const SHAPES = {};
customElements.define("site-map", SiteMap);
