// What `pairwell feed` writes for the shipped shop, against schemas of what each system documents (tests/feeds/): the schemas are
// judged by Ajv, rows of CSV by what csv-parse reads. The binary and the model are those that `make model` built.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "csv-parse/sync";

const top = path.join(import.meta.dirname, "..");
const sample = path.join(top, "www", "sample");
const dist = process.env.PAIRWELL_DIST ?? path.join(top, "dist");
const target = process.env.CARGO_TARGET_DIR ?? path.join(top, "target");
const binary = process.env.PAIRWELL_BINARY ?? path.join(target, "release", "pairwell");

const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
addFormats(ajv);

let work;
before(async () => {
  work = await mkdtemp(path.join(os.tmpdir(), "pairwell-feeds-"));
  await writeFile(
    path.join(work, "carts.csv"),
    "Name,Email,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku\n" +
      "#C1,customer-12680@example.com,GBP,2011-12-09 19:00:00 +0000,1,Regency Cakestand 3 Tier,12.75,22423\n",
  );
  await writeFile(
    path.join(work, "events.csv"),
    "email,product_id,timestamp,event\ncustomer-17850@example.com,party-bunting,2011-12-09 20:00:00,view_item\n",
  );
  const options = ["--orders", path.join(sample, "orders_export.csv.gz"), "--products", path.join(sample, "products_export.csv.gz")];
  options.push("--carts", "carts.csv", "--events", "events.csv", "--shop-url", "https://shop.example", "--at", "2011-12-10");
  await promisify(execFile)(binary, ["feed", path.join(dist, "model"), ...options, "--plain-emails", "--list", "100", "-o", "mails"], { cwd: work });
});
after(() => rm(work, { recursive: true }));

const schema = async (name) => ajv.compile(JSON.parse(await readFile(path.join(import.meta.dirname, "feeds", `${name}.schema.json`), "utf8")));
const file = (name) => readFile(path.join(work, "mails", name), "utf8");

/** The first few things that are wrong. */
const wrong = (validate, value) => {
  validate(value);
  return (validate.errors ?? []).slice(0, 5).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
};

for (const [name, broken] of [
  ["klaviyo-catalog", (items) => delete items[0].image_link],
  ["feed", (all) => (all[0].mails[0].send_on = "10.12.2011")],
]) {
  test(`${name}.json is as documented`, async () => {
    const validate = await schema(name);
    const value = JSON.parse(await file(`${name}.json`));
    assert.deepEqual(wrong(validate, value), []);
    broken(value);
    assert.notDeepEqual(wrong(validate, value), [], "the schema would notice");
  });
}

for (const [name, broken] of [
  ["klaviyo-profiles", { Email: "6aedbdd5" }],
  ["omnisend-contacts", { pairwell_next_on: "tomorrow" }],
  ["dynamic-yield-lists", { sku: "two words" }],
  ["woocommerce-links", { Upsells: "'=1, 2" }],
]) {
  test(`${name}.csv is as documented, row by row`, async () => {
    const validate = await schema(name);
    const rows = parse(await file(`${name}.csv`), { columns: true });
    assert.ok(rows.length > 100, `${rows.length} rows`);
    for (const [at, row] of rows.entries()) assert.deepEqual(wrong(validate, row), [], `row ${at + 2}`);
    assert.notDeepEqual(wrong(validate, { ...rows[0], ...broken }), [], "the schema would notice");
  });
}

test("feed.csv says the same as feed.json", async () => {
  const rows = parse(await file("feed.csv"), { columns: true });
  const said = JSON.parse(await file("feed.json")).flatMap(({ customer, mails }) =>
    mails.flatMap(({ mail, send_on, about, recommended }) => [
      ...about.map(({ product }) => [customer, mail, send_on, "0", product].join()),
      ...recommended.map(({ product }, at) => [customer, mail, send_on, String(at + 1), product].join()),
    ]),
  );
  assert.deepEqual(
    rows.map(({ customer, mail, send_on, place, product }) => [customer, mail, send_on, place, product].join()),
    said,
  );
});

test("the catalog that is hosted for Klaviyo to fetch names no customer", async () => {
  assert.doesNotMatch(await file("klaviyo-catalog.json"), /customer-\d+|@example\.com/);
});
