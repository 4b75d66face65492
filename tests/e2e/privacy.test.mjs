// What leaves the browser: static files of the shop, the same for everyone who opens the same page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openShop } from "./support.mjs";

let shop;
before(async () => (shop = await openShop()));
after(() => shop.close());

/** What the server was asked for while `walk` went on. */
async function asked(walk) {
  const from = shop.requests.length;
  await walk();
  return shop.requests.slice(from);
}

async function look(shopper, product) {
  await shopper.visit(product);
  await shopper.block("bought-together").ready();
  await shopper.block("complete-the-look").ready();
}

test("a whole visit asks the shop's own host only, and tells it nothing", async (t) => {
  const shopper = await shop.shopper(t);
  const product = await shop.someProduct();
  const requests = await asked(async () => {
    await look(shopper, product);
    await shopper.visit("/");
    await shopper.block("also-bought").comeNear();
    await shopper.visit("/cart/");
    await shopper.block("cart").comeNear();
  });

  assert.ok(shopper.requests.length > 10, "the visit was seen");
  assert.deepEqual(shopper.foreignRequests(), []);
  const ours = requests.filter(({ path }) => /^\/(pairwell|model)\//.test(path));
  assert.ok(ours.length >= 4, "loader, glue, module, manifest and model are among them");
  for (const { method, path } of requests) {
    assert.equal(method, "GET", path);
    assert.ok(!path.includes("?"), `${path} says more than which file`);
  }
});

test("what is fetched for a page does not depend on what was looked at before", async (t) => {
  const stranger = await shop.shopper(t);
  const regular = await shop.shopper(t);
  const [product, ...others] = (await shop.products()).slice(0, 4);
  for (const other of others) await look(regular, other);

  // Without the browser's cache, which would hide what a page asks for.
  for (const shopper of [stranger, regular]) {
    const session = await shopper.slowDown({});
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  }
  const files = async (shopper) => {
    const requests = await asked(() => look(shopper, product));
    return [...new Set(requests.map(({ path }) => path).filter((path) => /^\/(pairwell|model)\//.test(path)))].sort();
  };
  const forStranger = await files(stranger);
  assert.ok(forStranger.length >= 4);
  assert.deepEqual(await files(regular), forStranger);
});
