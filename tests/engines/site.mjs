// A small server for pages under test: pages and endpoints by path, the widget and the model from dist/, and a notebook of what was
// asked for and of what the pages' recorder told.
//
//   const site = await startSite({ routes: { "GET /": (req) => page({ body: "…" }), "POST /cart/add.js": async (req) => json({ … }) } });
//
// A route's key is "METHOD path" or "METHOD /path/*". Its answer is { status, type, body, headers }, "hang" for one that never comes,
// "cut" for a connection that breaks, or undefined to let the next one try. A body may be a stream, which ends when nobody reads on.

import { EventEmitter } from "node:events";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { Readable, pipeline } from "node:stream";
import { lookup } from "mrmime";

const top = path.join(import.meta.dirname, "..", "..");
export const dist = process.env.PAIRWELL_DIST || path.join(top, "dist");

// A shop's pages have scripts and styles of all sorts in them; other hosts have nothing to do here.
const POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

const FOLDERS = { "/pairwell/": path.join(dist, "widget"), "/model/": path.join(dist, "model"), "/pictures/": path.join(dist, "demo", "pictures"), "/engines/": import.meta.dirname };

export const json = (value, status = 200, headers = {}) => ({ status, type: "application/json; charset=utf-8", body: JSON.stringify(value), headers });
export const html = (body, status = 200, headers = {}) => ({ status, type: "text/html; charset=utf-8", body, headers });
export const script = (body) => ({ status: 200, type: "text/javascript; charset=utf-8", body, headers: {} });

/**
 * A page with the recorder first. `tag` are attributes of the widget's script tag; without it there is none. `base` is what the
 * addresses of widget and model begin with.
 */
export const page = ({ head = "", body = "", tag = undefined, base = "", lang = "en-GB", title = "Shop" }) =>
  html(`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<script src="/engines/recorder.js"></script>
${head}
${tag === undefined ? "" : `<script async src="${base}/pairwell/pairwell.js" data-model="${base}/model/manifest.json" ${tag}></script>`}
</head>
<body>
${body}
</body>
</html>`);

/** A file of dist/, by the path it is served at. */
export const built = (pathname) => readFile(placed(pathname).name);

/**
 * `uploaded`: a Date that the model's files state as their last change, instead of their own. `headers`: more of them, for files.
 * `site.news` emits "told" whenever a page has told something.
 */
export async function startSite({ routes, uploaded, headers = {} }) {
  await stat(path.join(dist, "widget", "pairwell.js")).catch(() => {
    throw new Error(`${dist}/widget is not built: run make widget model`);
  });
  const site = { told: [], requests: [], news: new EventEmitter(), uploaded, headers };
  const server = createServer((req, res) => {
    answer(site, routes, req, res).catch((error) => {
      console.error(`${req.method} ${req.url}: ${error.stack ?? error}`);
      if (!res.headersSent) res.writeHead(500);
      res.end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  site.url = `http://127.0.0.1:${server.address().port}`;
  site.close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return site;
}

async function answer(site, routes, req, res) {
  const url = new URL(req.url, site.url);
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  if (url.pathname === "/__told") {
    site.told.push(JSON.parse(text));
    site.news.emit("told");
    res.writeHead(204);
    return res.end();
  }
  const request = { method: req.method, path: url.pathname, query: url.searchParams, headers: req.headers, text, cookies: cookies(req.headers.cookie) };
  site.requests.push(request);

  for (const [route, work] of Object.entries(routes)) {
    if (!matches(route, req.method, url.pathname)) continue;
    const found = await work(request);
    if (found === "hang") return undefined;
    if (found === "cut") {
      // Behind the head: a connection that breaks before is tried again by the browser itself.
      res.writeHead(200, { "Content-Type": "application/json", "Content-Length": 100 });
      return res.write('{"items":', () => req.socket.destroy());
    }
    if (!found) continue;
    res.writeHead(found.status, { "Content-Type": found.type, "Cache-Control": "no-store", "Content-Security-Policy": POLICY, ...found.headers });
    // Whoever reads no further closes the connection, and that ends the stream.
    return found.body instanceof Readable ? pipeline(found.body, res, () => {}) : res.end(found.body);
  }
  return file(site, url.pathname, req, res);
}

const matches = (route, method, pathname) => {
  const [wanted, pattern] = route.split(" ");
  return wanted === method && (pattern.endsWith("/*") ? pathname.startsWith(pattern.slice(0, -1)) : pattern === pathname);
};

const cookies = (header = "") => Object.fromEntries(header.split(";").map((pair) => pair.trim().split("=")).filter(([name]) => name));

/** Where what is served at a path lies: the file's name, and the folder it must be in. */
function placed(pathname) {
  const start = Object.keys(FOLDERS).find((start) => pathname.startsWith(start));
  const folder = FOLDERS[start];
  return folder ? { folder, name: path.join(folder, path.normalize(decodeURIComponent(pathname.slice(start.length)))) } : {};
}

async function file(site, pathname, req, res) {
  const { folder, name } = placed(pathname);
  const info = name?.startsWith(folder) && (await stat(name).catch(() => undefined));
  if (!info?.isFile()) {
    res.writeHead(404, { "Content-Type": "text/plain" });
    return res.end("Not found\n");
  }
  res.writeHead(200, {
    "Content-Type": lookup(name) ?? "application/octet-stream",
    "Content-Length": info.size,
    "Cache-Control": "no-cache",
    "Last-Modified": (site.uploaded ?? info.mtime).toUTCString(),
    ...site.headers,
  });
  if (req.method === "HEAD") return res.end();
  return createReadStream(name).pipe(res);
}

/** The demo shop's product data (dist/demo/products/HANDLE/product.json). */
export const productData = async (handle) => JSON.parse(await readFile(path.join(dist, "demo", "products", handle, "product.json"), "utf8"));
