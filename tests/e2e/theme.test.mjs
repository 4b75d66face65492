// The shop without Pairwell: its script is blocked, as an ad blocker would. Everything a shop must do, the theme does.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";

import { openShop } from "./support.mjs";

let shop;
before(async () => (shop = await openShop({ before: blockPairwell })));
after(() => shop?.close());

function blockPairwell(req, res) {
  if (!/^\/(pairwell|model)\//.test(req.url)) return false;
  res.writeHead(403).end();
  return true;
}

const drawerOpen = "[data-cart-drawer][open]";
const count = (page) => page.locator("[data-cart-count]").first().textContent();

async function withProductInCart(t, options) {
  const shopper = await shop.shopper(t, options);
  const product = await shop.someProduct(shopper);
  await shopper.visit(product);
  await shopper.page.locator("[data-add]").click();
  await shopper.page.waitForSelector(drawerOpen);
  return { shopper, page: shopper.page, product };
}

test("adding opens the cart, holds the focus in it and gives it back", async (t) => {
  const { page, product } = await withProductInCart(t);
  assert.equal(await count(page), "1");
  assert.equal(await page.locator(`${drawerOpen} .line-title`).getAttribute("href"), product);
  assert.ok(await page.evaluate((selector) => document.querySelector(selector).contains(document.activeElement), drawerOpen));
  await page.keyboard.press("Escape");
  await page.waitForSelector(drawerOpen, { state: "detached" });
  assert.ok(await page.locator("[data-add]").evaluate((button) => button === document.activeElement));
});

test("quantities, removal and totals on the cart page, over a reload and in another tab", async (t) => {
  const { shopper, page } = await withProductInCart(t);
  await shopper.visit("/cart/");
  const cart = page.locator("[data-cart]");
  const each = Number(/[\d.]+/.exec(await cart.locator("[data-line-price]").textContent())[0]);
  await cart.locator("[data-line-more]").click();
  assert.equal(await cart.locator("[data-line-quantity]").inputValue(), "2");
  assert.equal(await cart.locator("[data-cart-subtotal]").textContent(), `£${(each * 2).toFixed(2)}`);
  await page.reload();
  assert.equal(await cart.locator("[data-line-quantity]").inputValue(), "2");

  const other = await shopper.newTab();
  await shopper.visit("/", other);
  assert.equal(await count(other), "2");
  await cart.locator("[data-line-remove]").click();
  await other.waitForFunction(() => document.querySelector("[data-cart-count]").textContent === "0");
  assert.ok(await cart.locator("[data-cart-empty]").isVisible());
  assert.ok(await cart.locator("[data-checkout]").isHidden());
});

test("what cannot be had is said, and the cart stays as it was", async (t) => {
  const { page } = await withProductInCart(t);
  await page.keyboard.press("Escape");
  t.after(() => (shop.before = blockPairwell));
  shop.before = (req, res) => {
    if (!req.url.endsWith("/product.json")) return blockPairwell(req, res);
    res.setHeader("Content-Type", "application/json");
    const variants = [{ sku: "none-of-these", name: "", price: 100, available: false, most: 0 }];
    res.end(JSON.stringify({ handle: "x", title: "The last lantern", url: "/products/x/", picture: "/pictures/x.svg", variants }));
    return true;
  };
  await page.locator("[data-add]").click();
  await page.getByText("The last lantern does not come like that any more.").waitFor();
  assert.equal(await count(page), "1");
});

test("a stored cart that is broken or hostile is dropped line by line", async (t) => {
  const shopper = await shop.shopper(t);
  const good = { sku: "A1", handle: "a", title: "<img src=x onerror=alert(1)>", variant: "", url: "/products/a/", picture: "/assets/none.svg", price: 250, quantity: 2, most: 9 };
  const lines = [good, { ...good, sku: "A2", url: "javascript:alert(1)" }, { ...good, sku: "A3", picture: "//elsewhere.example/x" }, { ...good, sku: "A4", price: "NaN" }, null];
  await shopper.visit("/");
  await shopper.page.evaluate((cart) => localStorage.setItem("hh-cart", JSON.stringify(cart)), { version: 1, lines });
  await shopper.visit("/cart/");
  assert.equal(await shopper.page.locator("[data-cart] .line").count(), 1);
  assert.equal(await shopper.page.locator("[data-cart] .line-title").textContent(), good.title);
  await shopper.page.evaluate(() => localStorage.setItem("hh-cart", "{not json"));
  await shopper.page.reload();
  assert.equal(await shopper.page.locator("[data-cart] .line").count(), 0);
});

test("an order is shown over a reload, and a reload does not empty the next cart", async (t) => {
  const { shopper, page, product } = await withProductInCart(t);
  await shopper.visit("/cart/");
  await Promise.all([page.waitForURL("**/thank-you/"), page.locator("[data-checkout]").click()]);
  assert.equal(await page.locator("[data-order-lines] a").getAttribute("href"), product);
  assert.equal(await count(page), "0");
  await shopper.visit(product);
  await page.locator("[data-add]").click();
  await page.waitForSelector(drawerOpen);
  await shopper.visit("/thank-you/");
  assert.ok(await page.locator("[data-order-number]").isVisible());
  assert.equal(await count(page), "1");
});

test("show more brings the next page's products and moves the focus to them", async (t) => {
  const shopper = await shop.shopper(t);
  await shopper.visit("/collections/best-sellers/");
  const cards = shopper.page.locator("[data-cards] > li");
  const first = await cards.count();
  await shopper.page.getByRole("button", { name: "Show more" }).click();
  await shopper.page.waitForFunction((n) => document.querySelectorAll("[data-cards] > li").length > n, first);
  assert.equal(await cards.nth(first).locator("a").evaluate((a) => a === document.activeElement), true);
  const links = await cards.locator("a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  assert.equal(new Set(links).size, links.length);
});

test("without JavaScript the lists, their order and their pages are plain links", async (t) => {
  const shopper = await shop.shopper(t, { javaScriptEnabled: false });
  await shopper.visit("/collections/best-sellers/");
  await shopper.page.locator(".sort summary").click();
  await shopper.page.getByRole("link", { name: "Price, low to high" }).click();
  await shopper.page.waitForURL("**/price-low/");
  await shopper.page.getByRole("link", { name: "Next page" }).click();
  await shopper.page.waitForURL("**/price-low/page-2/");
  await shopper.page.locator("[data-cards] a").first().click();
  await shopper.page.waitForURL("**/products/*/");
  const fallback = shopper.page.locator("pairwell-block[kind=bought-together] a[href^='/products/']");
  assert.ok((await fallback.count()) > 0);
  assert.ok(await fallback.first().isVisible());
});

test("the look behind the scenes says that there is nothing to look at", async (t) => {
  const shopper = await shop.shopper(t);
  await shopper.visit("/");
  await shopper.page.locator("[data-behind-open]").click();
  await shopper.page.getByText("Pairwell is not loaded on this page.").waitFor();
  assert.ok(await shopper.page.locator("[data-forget]").isHidden());
});

for (const width of [390, 1280]) {
  test(`axe finds nothing in the drawers, the menu and the sold-out page, ${width} wide`, async (t) => {
    const { shopper, page } = await withProductInCart(t, { viewport: { width, height: 900 }, reducedMotion: "reduce" });
    const judge = async (what) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`), [], what);
    };
    await judge("the cart");
    await page.keyboard.press("Escape");
    await page.locator("[data-behind-open]").click();
    await judge("behind the scenes");
    await page.keyboard.press("Escape");
    await page.locator(".menu > summary").click();
    await judge("the menu");
    await shopper.visit("/collections/");
    for (const link of await page.locator("main .tile").evaluateAll((all) => all.map((a) => a.getAttribute("href")))) {
      await shopper.visit(link);
      const gone = page.locator(".card-gone a").first();
      if ((await gone.count()) === 0) continue;
      await shopper.visit(await gone.getAttribute("href"));
      assert.ok(await page.getByRole("button", { name: "Sold out" }).isDisabled());
      return judge("a sold-out product");
    }
    assert.fail("no sold-out product in the shop");
  });
}
