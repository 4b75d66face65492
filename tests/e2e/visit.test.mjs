// A shopper's visit from the first product to the thank-you page, and the next day.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { layoutShifts } from "./blocks.mjs";
import { openShop } from "./support.mjs";

let shop;
before(async () => (shop = await openShop()));
after(() => shop.close());

const handleOf = (url) => decodeURIComponent(new URL(url, "http://shop").pathname.split("/")[2]);
const cartLines = (page) => page.locator("[data-cart] .line");
const times = (history, kind, product) => history.filter((event) => event.kind === kind && event.product === product).length;

test("from a product to a suggestion, the basket, the order, a reload and a second visit", async (t) => {
  const shopper = await shop.shopper(t);
  const product = await shop.someProduct();
  const viewed = handleOf(product);

  // The product page: what goes with it, and never itself.
  await shopper.visit(product);
  const withIt = await shopper.block("bought-together").ready();
  const suggested = await withIt.shown();
  assert.ok(suggested.length >= 1 && suggested.length <= 3, `${suggested.length} suggestions, at most 3 were asked for`);
  for (const card of suggested) {
    assert.notEqual(card.handle, viewed);
    assert.ok(card.title.length > 0);
    assert.match(card.price, /£\d+\.\d\d/);
    assert.match(card.image, /\/pictures\/.+\.svg$/);
  }
  const look = await shopper.block("complete-the-look").ready();
  const looks = await look.shown();
  const everything = [viewed, ...suggested.map((card) => card.handle), ...looks.map((card) => card.handle)];
  assert.equal(new Set(everything).size, everything.length, "nothing is suggested twice on a page");
  await shopper.shot("product-1280");

  // One press puts a suggestion into the basket, and it is no longer suggested.
  const first = looks[0];
  await look.cards.first().locator("[part~=add]").click();
  await shopper.page.waitForFunction(() => document.querySelector("[data-cart-count]").textContent === "1");
  const rest = await look.movedOn([first.handle]);
  assert.notDeepEqual(rest, looks.map((card) => card.handle));

  // The basket page suggests from the basket and says so.
  await shopper.visit("/cart/");
  assert.equal(await cartLines(shopper.page).count(), 1);
  const cart = await shopper.block("cart").ready();
  const atFirst = await cart.shown();
  assert.ok(atFirst.length >= 1);
  assert.ok(!atFirst.some((card) => card.handle === first.handle));
  assert.ok(atFirst.some((card) => card.because.includes(first.title)), `no card says it is because of ${first.title}: ${JSON.stringify(atFirst)}`);
  await shopper.shot("cart-1280");

  // Adding from there changes the basket and the block.
  await cart.cards.first().locator("[part~=add]").click();
  await shopper.page.waitForFunction(() => document.querySelectorAll("[data-cart] .line").length === 2);
  const then = await cart.movedOn([first.handle, atFirst[0].handle]);
  assert.notDeepEqual(then, atFirst.map((card) => card.handle));

  // The order is remembered once, though its page is loaded twice.
  await Promise.all([shopper.page.waitForURL("**/thank-you/"), shopper.page.locator("[data-checkout]").click()]);
  for (const round of ["first load", "reload"]) {
    if (round === "reload") await shopper.page.reload({ waitUntil: "load" });
    const { history } = await shopper.debug();
    assert.equal(times(history, "purchase", first.handle), 1, round);
    assert.equal(times(history, "purchase", atFirst[0].handle), 1, round);
    assert.ok(times(history, "view", viewed) >= 1, round);
  }
  assert.equal(await shopper.page.locator("[data-cart-count]").textContent(), "0");
  await shopper.shot("thank-you-1280");

  // Later, in a new tab: the history is there, and nothing with a hashed name is fetched again.
  await shopper.page.close();
  await shopper.newTab();
  const asked = shop.requests.length;
  await shopper.visit(product);
  await shopper.block("bought-together").ready();
  const { history } = await shopper.debug();
  assert.equal(times(history, "purchase", first.handle), 1);
  const hashed = shop.requests.slice(asked).filter(({ path }) => /[-.][0-9a-f]{8,}\.(mjs|wasm|pw)/.test(path));
  assert.deepEqual(hashed, [], "hash-named files come from the browser's cache");
});

for (const width of [390, 1280]) {
  test(`nothing moves when blocks fill before the shopper's eyes, ${width} wide`, async (t) => {
    const product = await shop.someProduct();
    let shopper;
    for (const kind of ["bought-together", "complete-the-look"]) {
      // Each their first visit: a later one shows at once what the one before has kept.
      shopper = await shop.shopper(t, { viewport: { width, height: 900 } });
      // The model comes only when the theme's own list is in the middle of the window.
      let seen;
      const inView = new Promise((resolve) => (seen = resolve));
      shop.before = async (req) => {
        if (/\.pw$/.test(req.url)) await inView;
        return false;
      };
      t.after(() => (shop.before = undefined));

      const session = await shopper.slowDown({});
      await session.send("Network.enable");
      await session.send("Network.setCacheDisabled", { cacheDisabled: true });
      await shopper.visit(product);
      await shopper.block(kind).comeNear();
      assert.ok((await shopper.block(kind).fallback()).visible);
      seen();
      await shopper.block(kind).ready();
      assert.deepEqual(await layoutShifts(shopper.page), [], kind);
    }
    await shopper.block("bought-together").ready();
    await shopper.shot(`product-filled-${width}`);
  });
}

test("the bundle goes into the basket as a whole", async (t) => {
  const shopper = await shop.shopper(t);
  await shopper.visit(await shop.someProduct());
  const block = await shopper.block("bought-together").ready();
  const handles = await block.handles();
  await block.element.locator("[part~=add-all]").click();
  await shopper.page.waitForFunction(() => Number(document.querySelector("[data-cart-count]").textContent) > 1);
  await shopper.visit("/cart/");
  const links = await cartLines(shopper.page).locator("a.line-title").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  for (const handle of handles) assert.ok(links.map(handleOf).includes(handle), `${handle} is in the basket`);
});

test("a suggestion the shop cannot add shows the shop's words and can be tried again", async (t) => {
  const shopper = await shop.shopper(t);
  await shopper.visit(await shop.someProduct());
  const block = await shopper.block("complete-the-look").ready();
  const add = block.cards.first().locator("[part~=add]");

  shop.fault(t, /\/product\.json$/, (_, res) => res.writeHead(503).end());
  await add.click();
  await block.element.getByText("The shop did not answer. Please try again.").waitFor();
  assert.equal(await shopper.page.locator("[data-cart-count]").textContent(), "0");

  shop.before = undefined;
  await add.click();
  await shopper.page.waitForFunction(() => document.querySelector("[data-cart-count]").textContent === "1");
});

test("two tabs remember together", async (t) => {
  const shopper = await shop.shopper(t);
  const [one, other] = await shop.products();
  const left = shopper.page;
  const right = await shopper.newTab();
  await Promise.all([shopper.visit(one, left), shopper.visit(other, right)]);
  await Promise.all([shopper.block("bought-together", left).ready(), shopper.block("bought-together", right).ready()]);

  await shopper.newTab();
  await shopper.visit("/");
  const { history } = await shopper.debug();
  for (const url of [one, other]) assert.equal(times(history, "view", handleOf(url)), 1, url);
});
