// The folder `make package` makes for a CDN, used as its own snippet says.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";

import { dist, openShop } from "./support.mjs";

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

let shop, snippet, product;
before(async () => {
  const [version] = await readdir(path.join(dist, "cdn"));
  const folder = path.join(dist, "cdn", version);
  shop = await openShop();
  product = decodeURIComponent((await shop.someProduct()).split("/")[2]);
  snippet = (await readFile(path.join(folder, "snippet.html"), "utf8")).replace("your-product-handle", product);
  assert.ok(snippet.includes(`src="/pairwell/${version}/pairwell.js"`));

  // The folder as uploaded, and a page with the snippet in it.
  shop.before = async (req, res) => {
    const name = req.url.startsWith(`/pairwell/${version}/`) ? path.basename(req.url) : null;
    if (name) res.setHeader("Content-Type", TYPES[path.extname(name)]).end(await shop.tamper(name, await readFile(path.join(folder, name))));
    else if (req.url === "/try.html") {
      const page = snippet.replace("></pairwell-block>", `><p>The theme's own words</p></pairwell-block>`);
      res.setHeader("Content-Type", "text/html").end(`<!doctype html><html lang="en"><title>Try</title><body>${page}`);
    } else return false;
    return true;
  };
  shop.tamper = (_, bytes) => bytes;
});
after(() => shop.close());

test("the snippet fills a block from the folder", async (t) => {
  const shopper = await shop.shopper(t);
  await shopper.visit("/try.html");
  const shown = await (await shopper.block("also-bought").ready()).handles();
  assert.equal(shown.length, 4);
  assert.ok(!shown.includes(product));
});

test("a loader that is not the one of the snippet is not run, and the page is as if it were not there", async (t) => {
  shop.tamper = (name, bytes) => (name === "pairwell.js" ? Buffer.concat([bytes, Buffer.from("\n")]) : bytes);
  t.after(() => (shop.tamper = (_, bytes) => bytes));
  const shopper = await shop.shopper(t);
  await shopper.visit("/try.html");
  assert.equal(await shopper.page.evaluate(() => customElements.get("pairwell-block")), undefined);
  assert.ok((await shopper.block("also-bought").fallback()).visible);
});
