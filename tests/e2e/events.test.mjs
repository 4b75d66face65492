// Impressions, as a theme and as analytics would hear them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { looked } from "./pages.mjs";
import { openShop } from "./support.mjs";

let shop;
before(async () => (shop = await openShop()));
after(() => shop?.close());

const SECOND = 1000;

const impressions = (page) => page.evaluate(() => globalThis.pairwellTold.filter(({ name }) => name === "impression").map(({ detail }) => detail));
const parts = (requests) => requests.map(({ path }) => /\/part-([a-z0-9-]+)-[0-9a-f]{8}\.mjs/.exec(path)?.[1]).filter(Boolean);

/** A shopper on a product's page whose clock stands still, with a block filled, in the window, and watched. */
async function looking(t) {
  const shopper = await shop.shopper(t);
  const { page } = shopper;
  await page.addInitScript(() => {
    const { observe } = IntersectionObserver.prototype;
    IntersectionObserver.prototype.observe = function (element) {
      if (this.thresholds.length > 1) (globalThis.watched ??= new Set()).add(element);
      return observe.call(this, element);
    };
  });
  await page.clock.install();
  await shopper.visit(await shop.someProduct());
  const block = await shopper.block("bought-together").ready();
  await page.clock.pauseAt(Date.now() + SECOND);
  await page.evaluate(() => globalThis.pairwell.on("impression", () => {}));
  await page.waitForFunction((element) => globalThis.watched?.has(element), await block.element.elementHandle());
  await looked(block.element);
  return { shopper, page, block };
}

test("nobody listens: nothing is watched, and nothing is fetched for it", async (t) => {
  const shopper = await shop.shopper(t);
  const product = await shop.someProduct();
  const already = shop.requests.length;
  await shopper.visit(product);
  await shopper.block("bought-together").ready();
  await shopper.block("complete-the-look").ready();
  const fetched = parts(shop.requests.slice(already));
  for (const name of ["more", "events", "overlay", "check", "explain"]) assert.ok(!fetched.includes(name), `${name} was fetched`);
});

test("half of a block seen for a second is told once, with its list", async (t) => {
  const { page, block } = await looking(t);
  const handles = await block.handles();
  await page.clock.runFor(SECOND - 1);
  assert.deepEqual(await impressions(page), []);
  await page.clock.runFor(1);
  const [told, ...more] = await impressions(page);
  assert.deepEqual(more, []);
  assert.equal(told.asked, "bought-together");
  assert.equal(told.kind, "bought-together");
  assert.equal(told.list, "pairwell_bought-together");
  assert.deepEqual(told.items.map(({ product }) => product), handles);
  assert.deepEqual(told.items.map(({ position }) => position), handles.map((_, n) => n + 1));
  for (const { price, currency, variant } of told.items) {
    assert.ok(price > 0);
    assert.equal(currency, "GBP");
    assert.ok(variant.length > 0);
  }

  // Away and back: the same list is not told again.
  await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
  await block.comeNear();
  await looked(block.element);
  await page.clock.runFor(5 * SECOND);
  assert.equal((await impressions(page)).filter(({ kind }) => kind === "bought-together").length, 1);
});

test("a block that leaves the window in time is not told", async (t) => {
  const { page, block } = await looking(t);
  await page.clock.runFor(SECOND - 1);
  await block.element.evaluate((element) => (element.style.display = "none"));
  await looked(block.element);
  await page.clock.runFor(5 * SECOND);
  assert.equal((await impressions(page)).filter(({ kind }) => kind === "bought-together").length, 0);
});

test("time does not count while the tab is hidden", async (t) => {
  const { page } = await looking(t);
  const hide = (hidden) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await page.clock.runFor(SECOND - 1);
  await hide(true);
  await page.clock.runFor(5 * SECOND);
  assert.deepEqual(await impressions(page), []);
  await hide(false);
  await page.clock.runFor(SECOND - 1);
  assert.deepEqual(await impressions(page), []);
  await page.clock.runFor(1);
  assert.equal((await impressions(page)).length, 1);
});

test("a block drawn anew with the same list is not told again, with another list it is", async (t) => {
  const { page, block } = await looking(t);
  await page.clock.runFor(SECOND);
  assert.equal((await impressions(page)).length, 1);
  const readies = () => page.evaluate(() => globalThis.pairwellTold.filter(({ name, kind }) => name === "ready" && kind === "bought-together").length);

  // A theme that renders the section again.
  const before = await readies();
  await block.element.evaluate((element) => (element.outerHTML = element.outerHTML));
  await page.clock.runFor(100);
  assert.equal(await readies(), before + 1);
  await looked(block.element);
  await page.clock.runFor(5 * SECOND);
  assert.equal((await impressions(page)).filter(({ kind }) => kind === "bought-together").length, 1);

  const handles = await block.handles();
  await page.evaluate((cart) => globalThis.pairwell.push(["cart", cart]), handles);
  await page.clock.runFor(100);
  await looked(block.element);
  await page.clock.runFor(SECOND);
  const told = (await impressions(page)).filter(({ asked }) => asked === "bought-together");
  assert.equal(told.length, 2);
  assert.ok(told[1].items.every(({ product }) => !handles.includes(product)));
});
