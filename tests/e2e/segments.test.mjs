// Segments: declared by the merchant, compiled by `pairwell train --rules`, found out in the browser from what it remembers,
// and the same that `pairwell segments` finds in the orders. The binary is the one that `make model` built.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";

import { parse } from "csv-parse/sync";

import { changePage } from "./pages.mjs";
import { random } from "./random.mjs";
import { openShop } from "./support.mjs";

const top = path.join(import.meta.dirname, "..", "..");
const sample = path.join(top, "www", "sample");
const target = process.env.CARGO_TARGET_DIR ?? path.join(top, "target");
const binary = process.env.PAIRWELL_BINARY ?? path.join(target, "release", "pairwell");
const pairwell = (...args) => promisify(execFile)(binary, args, { maxBuffer: 1 << 26 });

const DAY = 86_400;

// Every condition at least once.
const RULES = `
[[segment]]
name = "champions"
rfm = { recency_at_least = 4, frequency_at_least = 4, monetary_at_least = 3 }
[[segment]]
name = "browser"
category = { type = "TYPE", of = "views", share_at_least = 0.6, products_at_least = 2, within_days = 30 }
[[segment]]
name = "generous"
average_order = { at_least = 9, currency = "GBP" }
[[segment]]
name = "collector"
category = { type = "TYPE", of = "purchases", share_at_least = 0.75, products_at_least = 3 }
[[segment]]
name = "loyal"
orders = { at_least = 2, within_days = 200 }
last_order = { at_most_days = 90 }
[[segment]]
name = "gone"
last_order = { at_least_days = 120 }
[[segment]]
name = "bought-something"
spend = { at_least = 2, currency = "GBP", within_days = 300 }
`;
const NAMES = [...RULES.matchAll(/name = "(.*)"/g)].map(([, name]) => name);

// The history's text, from the words of ARCHITECTURE.md alone.
const hash = (text) => {
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) h = Math.imul(h ^ byte, 0x01000193) >>> 0;
  return Math.max(h, 1);
};
const logOf = (events) => {
  let before = 0;
  const lines = events.map(({ letter, at, order, product }, seq) => {
    const line = `${letter}${seq.toString(36)} ${(at - before).toString(36)} ${order ? hash(order).toString(36) + " " : ""}${product}\n`;
    before = at;
    return line;
  });
  const body = `7 ${events.length.toString(36)}\n${lines.join("")}`;
  return `pw1 ${hash(body).toString(36)}\n${body}`;
};

let shop;
let work;
let products;
let manifest;

/** Trains with these rules, and serves the demo's model with the segments that came of it. */
const declare = async (rules, orders) => {
  await writeFile(path.join(work, "rules.toml"), rules);
  const model = path.join(work, "model");
  await pairwell("train", orders, "--products", path.join(sample, "products_export.csv.gz"), "--rules", path.join(work, "rules.toml"), "-o", model);
  const { segments } = JSON.parse(await readFile(path.join(model, "manifest.json"), "utf8"));
  const theirs = await (await fetch(`${shop.url}/model/manifest.json`)).json();
  manifest = JSON.stringify({ ...theirs, segments });
};

const ordersFile = async (orders) => {
  const lines = orders.flatMap(({ id, customer, at, bought }) =>
    bought.map(({ handle, price }) => [id, customer, new Date(at * 1000).toISOString(), handle, 1, price, "GBP"].join(",")),
  );
  const file = path.join(work, "orders.csv");
  await writeFile(file, ["order_id,customer_id,timestamp,product_id,quantity,unit_price,currency", ...lines, ""].join("\n"));
  return file;
};

before(async () => {
  work = await mkdtemp(path.join(os.tmpdir(), "pairwell-segments-"));
  const manifestFirst = (req, res) => {
    if (!manifest || req.url.split("?")[0] !== "/model/manifest.json") return undefined;
    res.setHeader("Content-Type", "application/json").end(manifest);
    return true;
  };
  shop = await openShop({ before: manifestFirst });
  const rows = parse(gunzipSync(await readFile(path.join(sample, "products_export.csv.gz"))), { columns: true, relax_column_count: true });
  products = rows
    .filter((row) => row.Title && row.Status === "Active" && row.Type && Number(row.Price) > 0)
    .map((row) => ({ handle: row["URL handle"], type: row.Type, price: Number(row.Price) }));
});
after(async () => {
  await shop.close();
  await rm(work, { recursive: true });
});

const LOYAL = `[[segment]]\nname = "loyal"\norders = { at_least = 2 }\n`;
const BLOCKS = `
  <pairwell-block id="variant" kind="best-sellers" kind-loyal="also-bought" heading="For everybody" heading-loyal="Welcome back" limit="2" limit-loyal="3"><p>theirs</p></pairwell-block>
  <pairwell-block id="only" kind="similar" segment="loyal" heading="Only for you"><p>of the theme</p></pairwell-block>
  <pairwell-block id="unseen" kind="complete-the-look" segment="loyal" hidden><p>of the theme</p></pairwell-block>`;
const withBlocks = (blocks) => (html) => html.replace(/<pairwell-block[^]*<\/pairwell-block>/g, "").replace("</main>", `${blocks}</main>`);

/** What the three blocks show. */
const seen = (page) =>
  page.evaluate(() => {
    const of = (id) => {
      const host = document.getElementById(id);
      const root = host.shadowRoot;
      const cards = root ? root.querySelectorAll("[part~=card]").length : 0;
      return { heading: root?.querySelector("h2")?.textContent, cards, shown: host.checkVisibility() };
    };
    return { variant: of("variant"), only: of("only"), unseen: of("unseen") };
  });

const settled = (page, id) => page.waitForFunction((id) => globalThis.pairwellTold.some((told) => told.name === "ready" && told.block.id === id), id);

test("who bought twice sees the variant, who did not does not, and nothing is sent anywhere", async (t) => {
  const at = Math.floor(Date.now() / 1000) - 30 * DAY;
  const [a, b] = products;
  await declare(LOYAL, await ordersFile([{ id: "1", customer: "x@example.com", at, bought: [a, b] }]));
  const product = await shop.someProduct();
  await changePage(shop, t, product, withBlocks(BLOCKS));

  const stranger = await shop.shopper(t);
  const once = await shop.shopper(t);
  const twice = await shop.shopper(t);
  const from = shop.requests.length;
  const asked = {};
  for (const [who, shopper, orders] of [["stranger", stranger, 0], ["once", once, 1], ["twice", twice, 2]]) {
    const before = shop.requests.length;
    // Two orders at two times: the second is placed a day later by the shopper's clock.
    for (let n = 0; n < orders; n++) {
      await shopper.visit("/");
      // All that this page asks for has come: the history comes last.
      await shopper.debug();
      const events = Array.from({ length: n + 1 }, (_, k) => ({ letter: "p", at: at + k * DAY, order: `order ${k}`, product: products[k].handle }));
      await shopper.page.evaluate((text) => localStorage.setItem("pairwell:log:7", text), logOf(events));
    }
    const start = shop.requests.length;
    await shopper.visit(product);
    await shopper.page.locator("#variant").evaluate((element) => element.scrollIntoView());
    await settled(shopper.page, "variant");
    asked[who] = shop.requests.slice(start).map(({ path }) => path).filter((path) => /^\/(pairwell|model)\//.test(path)).sort();
    assert.ok(before <= start);
  }
  await settled(twice.page, "only");

  for (const shopper of [stranger, once]) {
    const { variant, only, unseen } = await seen(shopper.page);
    assert.equal(variant.heading, "For everybody");
    assert.equal(variant.cards, 2);
    assert.deepEqual([only.cards, only.shown], [0, true], "the theme's own markup");
    assert.equal(await shopper.page.locator("#only p").isVisible(), true);
    assert.deepEqual([unseen.cards, unseen.shown], [0, false]);
  }
  const { variant, only, unseen } = await seen(twice.page);
  assert.deepEqual(variant, { heading: "Welcome back", cards: 3, shown: true });
  assert.equal(only.heading, "Only for you");
  assert.ok(only.cards > 0);
  assert.equal(unseen.shown, true);

  for (const { method, path: asked } of shop.requests.slice(from)) {
    assert.equal(method, "GET", asked);
    assert.ok(!asked.includes("?"), `${asked} says more than which file`);
    assert.ok(!asked.includes("loyal"), asked);
  }
  assert.deepEqual(asked.once, asked.stranger.filter((path) => asked.once.includes(path)), "who bought once fetches nothing that a stranger does not");
});

test("a purchase on this page moves the shopper into the segment, and forgetting out of it", async (t) => {
  const at = Math.floor(Date.now() / 1000) - DAY;
  await declare(LOYAL.replace("2", "1"), await ordersFile([{ id: "1", customer: "x@example.com", at, bought: products.slice(0, 2) }]));
  const product = await shop.someProduct();
  await changePage(shop, t, product, withBlocks(BLOCKS));
  const shopper = await shop.shopper(t);
  await shopper.visit(product);
  await shopper.page.locator("#variant").evaluate((element) => element.scrollIntoView());
  await settled(shopper.page, "variant");
  assert.equal((await seen(shopper.page)).variant.heading, "For everybody");
  const heading = (text) => shopper.page.waitForFunction((text) => document.getElementById("variant").shadowRoot.querySelector("h2")?.textContent === text, text);
  await shopper.page.evaluate((bought) => globalThis.pairwell.push(["purchase", { order: "9", products: [bought] }]), products[3].handle);
  await heading("Welcome back");
  await settled(shopper.page, "only");
  await shopper.page.evaluate(() => globalThis.pairwell.push(["forget"]));
  await heading("For everybody");
  assert.deepEqual((({ only, unseen }) => [only.cards, unseen.shown])(await seen(shopper.page)), [0, false]);
});

test("a block for a segment that nobody has declared shows the theme's own", async (t) => {
  manifest = undefined;
  const product = await shop.someProduct();
  await changePage(shop, t, product, withBlocks(BLOCKS));
  const shopper = await shop.shopper(t);
  await shopper.visit(product);
  await shopper.page.locator("#variant").evaluate((element) => element.scrollIntoView());
  await settled(shopper.page, "variant");
  const { variant, only, unseen } = await seen(shopper.page);
  assert.equal(variant.heading, "For everybody");
  assert.deepEqual([only.cards, only.shown, unseen.shown], [0, true, false]);
});

test("the same orders and views give the same segment on the command line and in the browser", async (t) => {
  const next = random(20);
  const now = Math.floor(Date.now() / 1000);
  const size = (type) => products.filter((product) => product.type === type).length;
  const [kind] = [...new Set(products.map(({ type }) => type))].sort((a, b) => size(b) - size(a));
  const ofKind = products.filter((product) => product.type === kind);
  const pick = (list) => list[Math.floor(next() * list.length)];
  // An hour off, so that no day ends between here and the browser.
  const ago = (most) => now - Math.floor(next() ** 2 * most) * DAY - 3_600;

  const shoppers = Array.from({ length: 24 }, (_, n) => {
    const taste = next();
    const some = (count) => Array.from({ length: count }, () => (next() < taste ? pick(ofKind) : pick(products)));
    const times = new Set(Array.from({ length: [0, 1, 1, 2, 3, 6][Math.floor(next() * 6)] }, () => ago(380)));
    const orders = [...times].sort().map((at, k) => ({ id: `${n}-${k}`, customer: `s${n}@example.com`, at, bought: [...new Set(some(1 + Math.floor(next() * 4)))] }));
    const views = some(Math.floor(next() * 5)).map((product) => ({ at: ago(80), product })).sort((a, b) => a.at - b.at);
    return { n, orders, views };
  });
  const orders = await ordersFile(shoppers.flatMap((shopper) => shopper.orders));
  await declare(RULES.replaceAll("TYPE", kind), orders);
  const views = shoppers.flatMap(({ n, views }) => views.map(({ at, product }) => [`s${n}@example.com`, product.handle, new Date(at * 1000).toISOString()].join(",")));
  await writeFile(path.join(work, "views.csv"), ["email,product_id,timestamp", ...views, ""].join("\n"));

  const file = path.join(work, "segments.csv");
  const rules = path.join(work, "rules.toml");
  const exported = ["--products", path.join(sample, "products_export.csv.gz"), "--events", path.join(work, "views.csv")];
  await pairwell("segments", orders, ...exported, "--rules", rules, "--at", new Date(now * 1000).toISOString(), "--plain-emails", "-o", file);
  const told = new Map(parse(await readFile(file), { columns: true }).map((row) => [row.email, row.pairwell_segment]));

  // A page about no product: looking at it adds nothing to what is remembered.
  const headings = NAMES.map((name) => `heading-${name}="${name}"`).join(" ");
  await changePage(shop, t, "/", withBlocks(`<pairwell-block id="variant" kind="best-sellers" heading="none" ${headings}></pairwell-block>`));
  const found = new Map();
  for (const { n, orders, views } of shoppers) {
    const events = [
      ...orders.flatMap(({ id, at, bought }) => bought.map(({ handle }) => ({ letter: "p", at, order: id, product: handle }))),
      ...views.map(({ at, product }) => ({ letter: "v", at, product: product.handle })),
    ].sort((a, b) => a.at - b.at);
    const shopper = await shop.shopper(t);
    await shopper.context.addInitScript((text) => text && localStorage.setItem("pairwell:log:7", text), events.length ? logOf(events) : "");
    await shopper.visit("/");
    // What the pages of that time brought, this one brings.
    const keys = [...new Set(events.map(({ product }) => product))];
    await shopper.page.evaluate((keys) => Promise.all(keys.map((product) => globalThis.pairwell.recommend({ product }))), keys);
    await shopper.page.waitForFunction(async (least) => (await (await caches.open("pairwell")).keys()).length >= least, keys.length ? 3 : 2);
    await shopper.page.reload();
    await shopper.page.locator("#variant").evaluate((element) => element.scrollIntoView());
    await settled(shopper.page, "variant");
    const heading = await shopper.page.evaluate(() => document.getElementById("variant").shadowRoot.querySelector("h2").textContent);
    found.set(`s${n}@example.com`, heading === "none" ? "" : heading);
    const { history } = await shopper.debug();
    assert.equal(history.filter(({ kind }) => kind === "purchase").length, events.filter(({ letter }) => letter === "p").length, "the browser has read the log");
    await shopper.context.close();
  }
  const unknown = shoppers.filter(({ orders, views }) => !orders.length && !views.length).map(({ n }) => `s${n}@example.com`);
  for (const [who, segment] of found) {
    if (unknown.includes(who)) assert.equal(segment, "");
    else assert.equal(segment, told.get(who), `${who}: the browser says "${segment}", the command line "${told.get(who)}"`);
  }
  const met = new Set(found.values());
  assert.deepEqual([...met].sort(), ["", ...NAMES].sort(), "every segment is met, or nothing is said about its conditions");
});
