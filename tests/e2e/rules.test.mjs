// The merchant's rules in a browser: days and markets, which only the page knows, and what depends on the page's own product.
// The model is that of the shipped orders with the rules below; the binary is the one that `make model` built.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";

import { parse } from "csv-parse/sync";

import { changePage, tagged } from "./pages.mjs";
import { openShop } from "./support.mjs";

const top = path.join(import.meta.dirname, "..", "..");
const sample = path.join(top, "www", "sample");
const target = process.env.CARGO_TARGET_DIR ?? path.join(top, "target");
const binary = process.env.PAIRWELL_BINARY ?? path.join(target, "release", "pairwell");

const PAGE = "regency-cakestand-3-tier";
const CHRISTMAS = "paper-chain-kit-50s-christmas";
const GERMAN = "jumbo-bag-red-retrospot";

let shop;
let work;
let prices;
let types;

before(async () => {
  work = await mkdtemp(path.join(os.tmpdir(), "pairwell-rules-"));
  const rows = parse(gunzipSync(await readFile(path.join(sample, "products_export.csv.gz"))), { columns: true, relax_column_count: true });
  prices = new Map(rows.map((row) => [row["URL handle"], Number(row.Price)]));
  types = new Map(rows.map((row) => [row["URL handle"], row.Type]));
  const wrap = rows.find((row) => row.Status === "Active" && /wrap/i.test(row.Title))["URL handle"];
  const rules = `
[[rule]]
name = "Christmas first, while it lasts"
action = "pin"
product = "${CHRISTMAS}"
from = 2026-11-01
to = 2026-11-30
blocks = "best-sellers"

[[rule]]
action = "pin"
product = "${GERMAN}"
markets = ["DE", "at"]
blocks = "also-bought"

[[rule]]
action = "exclude"
price = "1.01x.."
blocks = "similar"

[[rule]]
action = "exclude"
same = "type"
blocks = "complete-the-look"

[[rule]]
action = "pin"
product = "${wrap}"
when = { product = "${PAGE}" }
blocks = "cart"
`;
  await writeFile(path.join(work, "rules.toml"), rules);
  const model = path.join(work, "model");
  await promisify(execFile)(binary, [
    "train",
    path.join(sample, "orders_export.csv.gz"),
    "--products",
    path.join(sample, "products_export.csv.gz"),
    "--rules",
    path.join(work, "rules.toml"),
    "-o",
    model,
  ]);
  const serve = (req, res) => {
    const asked = /^\/model\/([\w./-]+)$/.exec(req.url.split("?")[0])?.[1];
    if (!asked || asked.includes("..")) return undefined;
    readFile(path.join(model, asked)).then(
      (bytes) => res.writeHead(200, { "Content-Type": asked.endsWith(".json") ? "application/json" : "application/octet-stream" }).end(bytes),
      () => res.writeHead(404).end(),
    );
    return true;
  };
  shop = await openShop({ before: serve });
  shop.wrap = wrap;
});
after(async () => {
  await shop?.close();
  await rm(work, { recursive: true });
});

/** What `recommend` answers on the page of the cake stand, at this moment, in this time zone, in this market. */
async function ask(t, query, { at = "2026-06-01T12:00:00Z", timezoneId = "UTC", change = (html) => html } = {}) {
  const page = `/products/${PAGE}/`;
  await changePage(shop, t, page, change);
  const shopper = await shop.shopper(t, { timezoneId });
  await shopper.page.clock.setFixedTime(new Date(at));
  await shopper.visit(page);
  const items = await shopper.page.evaluate((query) => window.pairwell.recommend(query), query);
  assert.ok(items.length > 0, "an empty list");
  return items.map((item) => item.product);
}

test("a rule with days holds from the first day's midnight to the last day's end, in UTC, whatever the shopper's time zone", async (t) => {
  const first = async (at, timezoneId) => (await ask(t, { kind: "best-sellers", limit: 4 }, { at, timezoneId }))[0] === CHRISTMAS;
  assert.equal(await first("2026-10-31T23:59:59Z", "Europe/London"), false, "the day before");
  // In Auckland it is the first of November already.
  assert.equal(await first("2026-10-31T12:30:00Z", "Pacific/Auckland"), false, "the day before, by UTC");
  assert.equal(await first("2026-11-01T00:00:01Z", "America/Los_Angeles"), true, "the first day");
  assert.equal(await first("2026-11-30T23:59:59Z", "Pacific/Auckland"), true, "the last day");
  assert.equal(await first("2026-12-01T00:00:01Z", "America/Los_Angeles"), false, "the day after");
  assert.equal(await first("2027-11-15T12:00:00Z", "UTC"), false, "a year later");
});

test("a rule with markets holds where the page says so, on the script tag or on any element, in any case", async (t) => {
  const first = async (change) => (await ask(t, { kind: "also-bought", product: PAGE, limit: 4 }, { change }))[0] === GERMAN;
  assert.equal(await first((html) => html), false, "a page that says nothing is in no market");
  assert.equal(await first(tagged('data-market="de"')), true);
  assert.equal(await first((html) => html.replace("<html", '<html data-market=" AT "')), true);
  assert.equal(await first(tagged('data-market="fr"')), false);
  assert.equal(await first(tagged('data-market=""')), false);
});

test("rules beside the page's product: a price band, another type, a pin for what lies in the cart", async (t) => {
  const similar = await ask(t, { kind: "similar", product: PAGE, limit: 8 });
  for (const key of similar) assert.ok(prices.get(key) <= prices.get(PAGE) * 1.01, `${key} is dearer than the page's`);
  const look = await ask(t, { kind: "complete-the-look", product: PAGE, limit: 8 });
  for (const key of look) assert.notEqual(types.get(key), types.get(PAGE), key);
  assert.equal((await ask(t, { kind: "cart", cart: [PAGE], limit: 4 }))[0], shop.wrap);
  assert.notEqual((await ask(t, { kind: "cart", cart: [CHRISTMAS], product: CHRISTMAS, limit: 4 }))[0], shop.wrap);
});
