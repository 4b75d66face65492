// When something of ours is missing or broken, the shop does not notice: the theme's own lists stay where they were, at the same height.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";

import { layoutShifts } from "./blocks.mjs";
import { dist, openShop } from "./support.mjs";

const BLOCKS = ["bought-together", "complete-the-look"];

let shop;
before(async () => (shop = await openShop()));
after(() => shop.close());

/** A file of the demo, changed on the way to the browser. */
const changed = (change) => async (req, res) => {
  const bytes = await readFile(path.join(dist, "demo", req.url));
  res.setHeader("Cache-Control", "no-store");
  res.end(change(bytes));
};
const missing = (_, res) => res.writeHead(404).end("not here");

const FAULTS = {
  "the manifest is missing": [/^\/model\/manifest\.json$/, missing],
  "the manifest is not JSON": [/^\/model\/manifest\.json$/, (_, res) => res.end("<!doctype html>")],
  "the manifest is of a later format": [
    /^\/model\/manifest\.json$/,
    changed((bytes) => {
      const manifest = JSON.parse(bytes);
      const key = Object.keys(manifest).find((name) => /format|version/.test(name) && Number.isInteger(manifest[name]));
      return JSON.stringify({ ...manifest, [key]: 9999 });
    }),
  ],
  "the model is missing": [/^\/model\/.*\.pw$/, missing],
  "a bit of the model is flipped": [
    /^\/model\/.*\.pw$/,
    changed((bytes) => {
      bytes[bytes.length >> 1] ^= 1;
      return bytes;
    }),
  ],
  "the model is cut short": [/^\/model\/.*\.pw$/, changed((bytes) => bytes.subarray(0, bytes.length >> 1))],
  "the model goes on too long": [/^\/model\/.*\.pw$/, changed((bytes) => Buffer.concat([bytes, Buffer.alloc(1 << 20)]))],
  "the server fails": [/^\/model\/.*\.pw$/, (_, res) => res.writeHead(500).end()],
  "the module is missing": [/^\/pairwell\/.*\.wasm$/, missing],
  "the module is corrupt": [/^\/pairwell\/.*\.wasm$/, (_, res) => res.setHeader("Content-Type", "application/wasm").end("not wasm")],
  "the glue is missing": [/^\/pairwell\/.*\.mjs$/, missing],
};

for (const [name, [pattern, answer]] of Object.entries(FAULTS)) {
  test(`${name}: the theme's lists stay`, async (t) => {
    const shopper = await shop.shopper(t);
    const product = await shop.someProduct();
    shop.fault(t, pattern, answer);
    const before = shop.requests.length;

    const givenUp = shopper.page.waitForEvent("console", (line) => line.text().startsWith("Pairwell is off"));
    await shopper.visit(product);
    const heights = await Promise.all(BLOCKS.map((kind) => shopper.block(kind).fallback()));
    for (const kind of BLOCKS) await shopper.block(kind).comeNear();
    await givenUp;

    for (const [index, kind] of BLOCKS.entries()) {
      const { visible, height } = await shopper.block(kind).fallback();
      assert.ok(visible, `${kind}: the theme's list is seen`);
      assert.equal(height, heights[index].height, `${kind}: at its height`);
    }
    assert.deepEqual(await layoutShifts(shopper.page), []);
    assert.ok(shopper.ownLines().length <= 1, `one line at most: ${JSON.stringify(shopper.ownLines())}`);
    assert.ok(shopper.console.filter(({ type }) => type === "error").length <= 1);
    const broken = shop.requests.slice(before).filter(({ path }) => pattern.test(path));
    assert.equal(broken.length, 1, "what failed is not asked for again");

    // The shop goes on: its own links and its own basket work.
    await shopper.page.locator("[data-add]").click();
    await shopper.page.waitForFunction(() => document.querySelector("[data-cart-count]").textContent === "1");
  });
}

test("the module under a wrong content type still works", async (t) => {
  const shopper = await shop.shopper(t);
  const product = await shop.someProduct();
  shop.before = (req, res) => {
    if (/\.wasm$/.test(req.url)) res.setHeader("Content-Type", "text/plain");
  };
  t.after(() => (shop.before = undefined));
  await shopper.visit(product);
  await shopper.block("bought-together").ready();
  assert.deepEqual(shopper.ownLines(), []);
});

test("without JavaScript the theme's links are there to follow", async (t) => {
  const shopper = await shop.shopper(t, { javaScriptEnabled: false });
  const product = await shop.someProduct();
  await shopper.visit(product);
  const link = shopper.page.locator("pairwell-block a[href^='/products/']").first();
  assert.ok(await link.isVisible());
  const href = await link.getAttribute("href");
  await Promise.all([shopper.page.waitForURL(`**${href}`), link.click()]);
});

test("a page that includes the script twice works as with one", async (t) => {
  const shopper = await shop.shopper(t);
  const product = await shop.someProduct();
  const page = await readFile(path.join(dist, "demo", decodeURIComponent(product), "index.html"), "utf8");
  const [tag] = /<script async src="\/pairwell\/pairwell\.js"[^>]*><\/script>/.exec(page);
  shop.fault(t, new RegExp(`^${product}$`), (_, res) => {
    res.setHeader("Content-Type", "text/html; charset=utf-8").end(page.replace(tag, `${tag}\n${tag.replace("pairwell.js", "pairwell.js?again")}`));
  });
  const before = shop.requests.length;

  await shopper.visit(product);
  const block = await shopper.block("bought-together").ready();
  assert.ok((await block.shown()).length >= 1);
  const requests = shop.requests.slice(before).map(({ path }) => path);
  assert.equal(requests.filter((path) => path.startsWith("/pairwell/pairwell.js")).length, 2, "both scripts were loaded");
  assert.equal(requests.filter((path) => path.endsWith(".wasm")).length, 1);
  assert.equal(requests.filter((path) => path.endsWith(".pw")).length, 1);
  assert.deepEqual(shopper.ownLines(), []);
  const { history } = await shopper.debug();
  assert.equal(history.filter((event) => event.kind === "view").length, 1, "the visit is remembered once");
});

test("storage that is denied costs the memory and nothing else", async (t) => {
  const shopper = await shop.shopper(t);
  await shopper.context.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  await shopper.visit(await shop.someProduct());
  const block = await shopper.block("bought-together").ready();
  assert.ok((await block.shown()).length >= 1);
});
