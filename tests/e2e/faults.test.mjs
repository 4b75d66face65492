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
    const broken = shop.requests.slice(before).filter(({ path }) => pattern.test(path)).map(({ path }) => path);
    // A module that the page's hint could not get is asked for once more by the script itself.
    assert.ok(broken.length <= (name === "the glue is missing" ? 2 : new Set(broken).size), `what failed is not asked for again: ${broken}`);
    // The browser itself says of each request that it failed: of the page's hint, and of ours.
    assert.ok(shopper.console.filter(({ type }) => type === "error").length <= 2 * broken.length);

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

test("a memory that cannot be had costs the memory and nothing else", async (t) => {
  const shopper = await shop.shopper(t);
  const [first, second] = await shop.products();
  shop.fault(t, /^\/pairwell\/part-memory-/, missing);
  for (const product of [first, second]) {
    await shopper.visit(product);
    const block = await shopper.block("bought-together").ready();
    assert.ok((await block.shown()).length >= 1);
  }
  assert.equal(await shopper.debug(), null, "nobody can say what is remembered");
  assert.deepEqual(shopper.ownLines(), []);
});

test("what a page says before its memory is there is remembered by the tab's next page", async (t) => {
  const shopper = await shop.shopper(t);
  const [first, second] = await shop.products();
  const asked = new Promise((resolve) => shop.fault(t, /^\/pairwell\/part-memory-.*\.wasm$/, resolve));
  await shopper.visit(first);
  await shopper.block("bought-together").ready();
  // Without a past the list does not wait for the memory, which is asked for behind it, and does not come.
  await asked;
  shop.before = undefined;
  await shopper.visit(second);
  await shopper.block("bought-together").ready();
  const { history } = await shopper.debug();
  const handles = [first, second].map((product) => decodeURIComponent(product.split("/")[2]));
  assert.deepEqual(history.map(({ kind, product }) => [kind, product]), handles.map((handle) => ["view", handle]));
  assert.equal(await shopper.page.evaluate(() => sessionStorage.getItem("pairwell:noted")), null, "the note is gone");
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
  assert.equal(requests.filter((path) => /\/pairwell-.*\.wasm$/.test(path)).length, 1);
  const entries = requests.filter((path) => path.endsWith(".pw"));
  assert.deepEqual([entries.length, new Set(entries).size], [2, 2], "the shop's and the product's, once each");
  assert.deepEqual(shopper.ownLines(), []);
  const { history } = await shopper.debug();
  assert.equal(history.filter((event) => event.kind === "view").length, 1, "the visit is remembered once");
});

/** Waits until the block shows cards of ours, of whatever kind it fell back to. */
async function filled(shopper, kind) {
  const block = shopper.block(kind);
  await block.comeNear();
  await shopper.page.waitForFunction((kind) => document.querySelector(`pairwell-block[kind="${kind}"]`).shadowRoot?.querySelector("[part~=card]"), kind);
  return block;
}

test("a product without an entry gets the shop's lists", async (t) => {
  const shopper = await shop.shopper(t);
  shop.fault(t, /^\/model\/at\/(?!shop)/, missing);
  await shopper.visit(await shop.someProduct());
  const block = await filled(shopper, "complete-the-look");
  assert.ok((await block.shown()).length >= 1);
  assert.deepEqual(shopper.ownLines(), []);
});

test("an entry that is damaged is not used, and the shop's lists are there", async (t) => {
  const shopper = await shop.shopper(t);
  const flipped = changed((bytes) => {
    bytes[bytes.length >> 1] ^= 1;
    return bytes;
  });
  shop.fault(t, /^\/model\/at\/(?!shop)/, flipped);
  await shopper.visit(await shop.someProduct());
  await filled(shopper, "complete-the-look");
  const { model } = await shopper.debug();
  assert.equal(model.edges, 0, "no neighbours were read");
});

test("a host that is down on a later visit leaves what the first one brought", async (t) => {
  const shopper = await shop.shopper(t);
  const product = await shop.someProduct();
  await shopper.visit(product);
  const before = await (await shopper.block("complete-the-look").ready()).handles();
  await shopper.page.waitForFunction(async () => (await (await caches.open("pairwell")).keys()).length === 3);
  // Without the browser's own cache, so that it is ours that answers.
  await shopper.newTab();
  const session = await shopper.slowDown({});
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  shop.fault(t, /^\/model\//, (_, res) => res.destroy());
  await shopper.visit(product);
  assert.deepEqual(await (await shopper.block("complete-the-look").ready()).handles(), before);
  assert.deepEqual(shopper.ownLines(), []);
});

test("offline, a page out of the browser's cache has the lists that it had", async (t) => {
  const shopper = await shop.shopper(t);
  shop.before = (_, res) => void res.setHeader("Cache-Control", "max-age=600");
  t.after(() => (shop.before = undefined));
  const [product, other] = await shop.products();
  await shopper.visit(product);
  const before = await (await shopper.block("complete-the-look").ready()).handles();
  await shopper.page.waitForFunction(async () => (await (await caches.open("pairwell")).keys()).length === 3);
  await shopper.visit(other);
  await shopper.block("complete-the-look").ready();
  const asked = shop.requests.length;
  await shopper.context.setOffline(true);
  assert.equal(await shopper.page.evaluate(() => fetch("/robots.txt", { cache: "no-store" }).then(() => "answered", () => "offline")), "offline");
  await shopper.visit(product);
  assert.deepEqual(await (await shopper.block("complete-the-look").ready()).handles(), before);
  assert.deepEqual(shop.requests.slice(asked).map(({ path }) => path), []);
  assert.deepEqual(shopper.ownLines(), []);
});

test("the forget button erases also where Pairwell is off", async (t) => {
  const shopper = await shop.shopper(t);
  const ours = () => shopper.page.evaluate(async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await caches.keys())].filter((name) => name.startsWith("pairwell")));
  await shopper.visit(await shop.someProduct());
  await shopper.block("complete-the-look").ready();
  await shopper.page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith("pairwell:log:")));
  shop.fault(t, /^\/pairwell\/pairwell-.*\.wasm/, (_, res) => res.writeHead(404).end());
  await shopper.newTab();
  const session = await shopper.slowDown({});
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await shopper.visit("/docs/");
  await shopper.page.getByRole("button", { name: "Forget what I looked at" }).click();
  await shopper.page.getByRole("status").getByText("Done: nothing is remembered any more.").waitFor();
  await shopper.page.waitForFunction(async () => !(await caches.has("pairwell")));
  assert.deepEqual(await ours(), []);
  assert.deepEqual(shopper.ownLines().length, 1, "off, and said so");
});

test("a host that does not answer leaves the theme's lists, after three seconds for good", async (t) => {
  const shopper = await shop.shopper(t);
  const product = await shop.someProduct();
  let hanging = 0;
  shop.fault(t, /^\/model\/at\/shop/, (_, res) => {
    hanging++;
    t.after(() => res.destroy());
  });
  const givenUp = shopper.page.waitForEvent("console", (line) => line.text().startsWith("Pairwell is off"));
  await shopper.visit(product);
  for (const kind of BLOCKS) await shopper.block(kind).comeNear();
  assert.match((await givenUp).text(), /loading took longer than 3 s/);
  for (const kind of BLOCKS) assert.ok((await shopper.block(kind).fallback()).visible);
  assert.equal(hanging, 1);
});

for (const [how, deny] of Object.entries({
  denied: () => {
    Object.defineProperty(globalThis, "caches", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  },
  missing: () => Object.defineProperty(globalThis, "caches", { value: undefined }),
  broken: () => {
    CacheStorage.prototype.open = () => Promise.reject(new DOMException("broken", "UnknownError"));
  },
})) {
  test(`a Cache Storage that is ${how} costs a later visit its head start and nothing else`, async (t) => {
    const shopper = await shop.shopper(t);
    await shopper.context.addInitScript(deny);
    await shopper.visit(await shop.someProduct());
    const block = await shopper.block("bought-together").ready();
    assert.ok((await block.shown()).length >= 1);
    assert.deepEqual(shopper.ownLines(), []);
  });
}

test("under a policy without 'wasm-unsafe-eval' the theme's lists stay", async (t) => {
  const strict = await openShop({ csp: "default-src 'self'; img-src 'self' data:" });
  t.after(() => strict.close());
  const shopper = await strict.shopper(t);
  const givenUp = shopper.page.waitForEvent("console", (line) => line.text().startsWith("Pairwell is off"));
  await shopper.visit(await strict.someProduct());
  for (const kind of BLOCKS) await shopper.block(kind).comeNear();
  assert.match((await givenUp).text(), /WebAssembly|wasm/i);
  for (const kind of BLOCKS) assert.ok((await shopper.block(kind).fallback()).visible);
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
