#!/usr/bin/env node
// A small static server for the demo shop, and for tests that need a shop with faults.
//
//   node www/serve.mjs [--root dist/demo] [--port 8080] [--host 127.0.0.1]
//
// In code: `const server = await startServer({ root, port: 0, before })`, then `server.url` and `await server.close()`.
// `before(req, res)` sees every request first. If it returns true it has taken the request over (it may have answered,
// or may leave it hanging); otherwise the file is served, with any header it has set kept.

import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { lookup } from "mrmime";

import { matchesTag, pickEncoding } from "./server/negotiate.mjs";
import { FileStore } from "./server/store.mjs";

// What the browser may load on the shop's pages. It is the strictest policy the shop and the widget work under:
// the demo itself shows that nothing is fetched from, or sent to, anywhere else.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const COMPRESSIBLE = /^text\/|[/+](json|javascript|xml)$|^image\/svg\+xml|^application\/(wasm|octet-stream|manifest\+json)$/;

// `name-0123abcd.wasm` in a folder of built files, or anything in a folder named by its hash.
const HASH_NAMED = /^\/(?:pairwell|model)\/(?:.*[-./])?[0-9a-f]{8,64}\.(?!html)\w+$|^\/assets\/[0-9a-f]{8,64}\//;

export async function startServer({ root, port = 0, host = "127.0.0.1", before = undefined, csp = CONTENT_SECURITY_POLICY }) {
  const info = await stat(root).catch(() => null);
  if (!info?.isDirectory()) throw new Error(`nothing to serve: ${root} is not a folder (build the shop first)`);

  const site = { root: path.resolve(root), store: new FileStore(root), csp };
  const server = createServer((req, res) => {
    answer(site, before, req, res).catch((error) => {
      if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") console.error(`${req.method} ${req.url}: ${error.stack ?? error}`);
      if (res.headersSent) res.destroy();
      else plain(res, 500, "Internal server error");
    });
  });

  await new Promise((resolve, reject) => {
    server.once("error", (error) => reject(explainListenError(error, host, port)));
    server.listen(port, host, resolve);
  });

  const address = server.address();
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        // Browsers keep connections open; waiting for them would keep a test running for minutes.
        server.closeAllConnections();
      }),
  };
}

async function answer(site, before, req, res) {
  if (before && (await before(req, res)) === true) return;
  if (res.writableEnded) return;
  if (req.method !== "GET" && req.method !== "HEAD") {
    res.setHeader("Allow", "GET, HEAD");
    return plain(res, 405, "Method not allowed");
  }

  const [rawPath, query] = splitTarget(req.url);
  let pathname;
  try {
    pathname = decodeURIComponent(rawPath);
  } catch {
    return plain(res, 400, "Bad request: the address is not valid percent-encoding");
  }

  const found = await site.store.locate(pathname);
  if (!found) return notFound(site, req, res);
  if (found.folder) {
    // One leading slash is certain here, so the address cannot turn into another host.
    res.setHeader("Location", `${rawPath}/${query}`);
    return plain(res, 301, "Moved permanently");
  }
  return sendFile(site, req, res, pathname, found, 200);
}

async function sendFile(site, req, res, pathname, found, status) {
  const type = contentType(found.file);
  const compressible = COMPRESSIBLE.test(type);
  const { body, etag, encoding } = await site.store.body(found, compressible ? pickEncoding(req.headers["accept-encoding"]) : null);

  offer(res, "Content-Type", type);
  offer(res, "Cache-Control", status === 200 ? cacheControl(pathname, type) : "no-store");
  offer(res, "X-Content-Type-Options", "nosniff");
  if (compressible) offer(res, "Vary", "Accept-Encoding");
  if (site.csp && type.startsWith("text/html")) offer(res, "Content-Security-Policy", site.csp);

  if (status === 200) {
    offer(res, "ETag", etag);
    if (matchesTag(req.headers["if-none-match"], etag)) {
      res.writeHead(304);
      return res.end();
    }
  }
  if (encoding) offer(res, "Content-Encoding", encoding);
  res.setHeader("Content-Length", body.length);
  res.writeHead(status);
  res.end(req.method === "HEAD" ? undefined : body);
}

async function notFound(site, req, res) {
  const page = await site.store.locate("/404.html");
  if (page && /text\/html|\*\/\*/.test(req.headers.accept ?? "")) return sendFile(site, req, res, "/404.html", page, 404);
  return plain(res, 404, "Not found");
}

function plain(res, status, text) {
  offer(res, "Content-Type", "text/plain; charset=utf-8");
  offer(res, "Cache-Control", "no-store");
  res.writeHead(status);
  res.end(res.req.method === "HEAD" ? undefined : `${text}\n`);
}

// A header that a fault-injecting `before` has already set stays as it set it.
function offer(res, name, value) {
  if (!res.hasHeader(name)) res.setHeader(name, value);
}

function splitTarget(target) {
  const at = target.indexOf("?");
  return at < 0 ? [target, ""] : [target.slice(0, at), target.slice(at)];
}

function contentType(file) {
  if (file.endsWith(".pw")) return "application/octet-stream";
  // TypeScript declarations are text to read; the table knows .ts as a video stream.
  if (file.endsWith(".d.ts")) return "text/plain; charset=utf-8";
  const type = lookup(file) ?? "application/octet-stream";
  return /^text\/|javascript$|json$/.test(type) ? `${type}; charset=utf-8` : type;
}

function cacheControl(pathname, type) {
  if (HASH_NAMED.test(pathname)) return "public, max-age=31536000, immutable";
  if (type.startsWith("text/html")) return "public, max-age=0, must-revalidate";
  // What the cart asks before it takes a product in: prices and stock of now, not of five minutes ago.
  if (/^\/products\/.*\.json$/.test(pathname)) return "no-cache";
  // Names that stay while their content changes: the manifest points at the newest files, the loader at the newest core.
  if (/\/manifest\.json$/.test(pathname)) return "public, max-age=60";
  if (pathname.startsWith("/pictures/")) return "public, max-age=86400";
  return "public, max-age=300";
}

function explainListenError(error, host, port) {
  if (error.code === "EADDRINUSE") return new Error(`port ${port} on ${host} is already in use; choose another with --port`);
  if (error.code === "EACCES") return new Error(`port ${port} may not be opened by this user; choose one above 1023 with --port`);
  if (error.code === "EADDRNOTAVAIL") return new Error(`${host} is not an address of this machine; choose another with --host`);
  return error;
}

async function main() {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      root: { type: "string", default: path.join(here, "..", "dist", "demo") },
      port: { type: "string", default: "8080" },
      host: { type: "string", default: "127.0.0.1" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return console.log("usage: node www/serve.mjs [--root dist/demo] [--port 8080] [--host 127.0.0.1]");
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port ${values.port} is not a port number`);

  // The folder may also stand without its flag, as with other static servers.
  const root = positionals[0] ?? values.root;
  const server = await startServer({ root, port, host: values.host });
  console.log(`Serving ${path.relative(process.cwd(), path.resolve(root)) || "."} at ${server.url}/ (Ctrl-C stops it)`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.close().then(() => process.exit(0)));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(`serve: ${error.message}`);
    process.exitCode = 1;
  });
}
