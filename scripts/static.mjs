// A static file server for this computer only, without dependencies: node scripts/static.mjs dist 8080
// It knows nothing of the program: no rewrites, no fallback page, as on the plainest host.

import { createHash } from "node:crypto";
import { readFile, realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/**
 * Serves `dir` on 127.0.0.1. Port 0 takes any free one.
 * `prefix`, such as "/desk/", puts the files under a sub-folder, with nothing at the root.
 */
export async function serve(dir, port, { prefix = "/" } = {}) {
  const root = await realpath(dir);
  const base = `/${prefix}/`.replace(/\/+/g, "/");
  const cache = new Map();

  const server = createServer((request, response) => {
    answer(root, base, cache, request)
      .catch((error) => refusal(500, `This file could not be read: ${error.code ?? error.message}`))
      .then(({ status, headers, body }) => {
        const length = status === 304 ? {} : { "Content-Length": body.length };
        response.writeHead(status, { "X-Content-Type-Options": "nosniff", ...headers, ...length });
        response.end(request.method === "HEAD" ? undefined : body);
      });
  });

  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });

  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        // Browsers hold idle connections open, which would keep close() waiting.
        server.closeAllConnections();
      }),
  };
}

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".geojson": "application/geo+json",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

// Compressed already, so gzip would only cost time.
const PACKED = [".jpg", ".png", ".webp", ".woff2"];

async function answer(root, base, cache, request) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    const no = refusal(405, "Files can only be read here.");
    return { ...no, headers: { ...no.headers, Allow: "GET, HEAD" } };
  }

  const asked = requestedPath(request.url);
  if (asked === undefined) return refusal(400, "This address cannot be read.");
  if (`${asked}/` === base) return { status: 308, headers: { Location: base }, body: Buffer.alloc(0) };
  if (!asked.startsWith(base)) return refusal(404, "There is nothing at this address.");

  const file = await findFile(root, asked.slice(base.length));
  if (file === undefined) return refusal(404, "There is nothing at this address.");

  const packed = await load(cache, file, accepts(request, "gzip") && !PACKED.includes(extname(file.path)));
  const headers = {
    "Content-Type": TYPES[extname(file.path)] ?? "application/octet-stream",
    // Asking each time is cheap on one computer, and no window can keep running an older build by accident.
    "Cache-Control": "no-cache",
    ETag: packed.etag,
    Vary: "Accept-Encoding",
    ...(packed.gzipped && { "Content-Encoding": "gzip" }),
  };
  if (request.headers["if-none-match"] === packed.etag) return { status: 304, headers, body: Buffer.alloc(0) };
  return { status: 200, headers, body: packed.body };
}

// The path as sent, not as a URL parser would tidy it, so that ".." is seen and refused rather than resolved.
function requestedPath(url) {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0]);
    const parts = path.split(/[/\\]/);
    return path.startsWith("/") && !path.includes("\0") && !parts.includes("..") ? path : undefined;
  } catch {
    return undefined;
  }
}

async function findFile(root, relative) {
  try {
    const path = await realpath(join(root, relative === "" || relative.endsWith("/") ? `${relative}index.html` : relative));
    // A symbolic link may point out of the folder.
    if (!path.startsWith(root + sep)) return undefined;
    const found = await stat(path);
    return found.isFile() ? { path, mtimeMs: found.mtimeMs, size: found.size } : undefined;
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "ENAMETOOLONG", "EISDIR"].includes(error.code)) return undefined;
    throw error;
  }
}

async function load(cache, { path, mtimeMs, size }, gzipped) {
  const key = `${path}\n${gzipped}`;
  const version = `${mtimeMs} ${size}`;
  const kept = cache.get(key);
  if (kept?.version === version) return kept;

  const raw = await readFile(path);
  const body = gzipped ? await promisify(gzip)(raw) : raw;
  const hash = createHash("sha256").update(raw).digest("hex").slice(0, 16);
  const entry = { version, body, gzipped, etag: `"${hash}${gzipped ? "-gz" : ""}"` };
  cache.set(key, entry);
  return entry;
}

function accepts(request, coding) {
  return (request.headers["accept-encoding"] ?? "")
    .split(",")
    .map((item) => item.trim().split(/\s*;\s*/))
    .some(([name, weight]) => name === coding && !/^q=0(\.0*)?$/.test(weight ?? ""));
}

function refusal(status, sentence) {
  return { status, headers: { "Content-Type": TYPES[".txt"] }, body: Buffer.from(`${sentence}\n`) };
}

async function main([dir = "dist", port = "8080"]) {
  const { url } = await serve(dir, Number(port)).catch((error) => {
    const reason = {
      EADDRINUSE: `Port ${port} is taken. Stop the program that uses it, or choose another port.`,
      EACCES: `Port ${port} is not allowed for this user. Choose one above 1023.`,
      ERR_SOCKET_BAD_PORT: `${port} is no port. Choose a number from 1 to 65535.`,
      ENOENT: `There is no folder ${dir}. Run scripts/build first.`,
    }[error.code];
    console.error(reason ?? error.message);
    process.exit(1);
  });
  console.log(`Firstline is at ${url} (Ctrl+C stops it)`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(process.argv.slice(2));
