// A shop with Horizon, in a market with a root of its own: what every platform must do, and what is Horizon's own.

import assert from "node:assert/strict";

import { inEveryEngine } from "../../engines/shopper.mjs";
import { PRODUCT, platformSuite, remembered, remembers } from "../suite.mjs";
import { startHorizon } from "./theme.mjs";

const page = (handle) => `/en-gb/products/${handle}`;

const sendView = (context, handle) => {
  const event = new Event("shopify:product:view", { bubbles: true });
  Object.assign(event, { context, product: { handle } });
  document.querySelector("h1").dispatchEvent(event);
};

const horizon = {
  page,
  addByTheme: (shopper) => shopper.click(".add-to-cart-button"),
  count: () => Number(document.querySelector("cart-items-component").dataset.count),
  soldOutWords: /^The product '.+' is already sold out\.$/,
};

platformSuite({ ...horizon, title: "Shopify, Horizon", start: () => startHorizon() }, (t, { opened, shows, first }) => {
  t("tells theme and apps by the standard event, which is settled with the cart", async (shopper, shop) => {
    const [card] = await opened(shopper, "also-bought");
    await shopper.click(first);
    await shows(shopper, 1);
    const { id } = (await shop.product(card.handle)).variants[0];
    assert.deepEqual(await shopper.run(() => window.heardLines), [{ action: "add", lines: [{ merchandiseId: String(id), quantity: 1 }], source: "pairwell", didError: false }]);
    const cart = await shopper.run(() => window.lastCart);
    assert.equal(cart.totalQuantity, 1);
    assert.equal(cart.cost.totalAmount.currencyCode, "GBP");
    assert.equal(cart.lines.nodes[0].merchandise.product.handle, card.handle);
    assert.ok(await shopper.run(() => document.querySelector("cart-drawer-component").hasAttribute("open")));
  });

  t("takes cards that come into view for no product's page", async (shopper) => {
    await opened(shopper, "also-bought");
    await remembers(shopper, "view", PRODUCT);
    await shopper.run(sendView, "collection", "party-bunting");
    await shopper.run(sendView, "recommendation", "party-bunting");
    // Comes behind the others.
    await shopper.run(sendView, "page", "spotty-bunting");
    await remembers(shopper, "view", "spotty-bunting");
    assert.deepEqual(await remembered(shopper, "view"), [PRODUCT, "spotty-bunting"]);
  });

  t("hears of a product from the event alone", async (shopper) => {
    await shopper.visit("/en-gb/");
    await shopper.block("also-bought");
    assert.deepEqual(await remembered(shopper, "view"), []);
    await shopper.run(sendView, "page", PRODUCT);
    await remembers(shopper, "view", PRODUCT);
  });

  t("keeps every request under the market's root", async (shopper, shop) => {
    await opened(shopper, "also-bought");
    await shopper.click(first);
    await shows(shopper, 1);
    const asked = shop.requests.map(({ path }) => path).filter((path) => /cart|products/.test(path));
    assert.ok(asked.length > 2);
    assert.deepEqual(asked.filter((path) => !path.startsWith("/en-gb/")), []);
  });
});

inEveryEngine("Shopify, Horizon before the standard events", () => startHorizon({ older: true, blind: true }), (t) => {
  t("hears and tells of changes by cart:update", async (shopper, shop) => {
    await shopper.visit(page(PRODUCT));
    await shopper.block("also-bought");
    await horizon.addByTheme(shopper);
    await remembers(shopper, "cart", PRODUCT);
    const [now] = await shopper.block("also-bought");
    await shopper.click(["also-bought", "li:nth-child(1) button"]);
    await shopper.until("two in the drawer", `async () => (${horizon.count})() === 2`);
    assert.deepEqual(shop.lines().map(({ handle }) => handle), [PRODUCT, now.handle]);
  });
});

inEveryEngine("Shopify, the standard events alone", () => startHorizon({ blind: true }), (t) => {
  t("tell of a line put in, when their promise is settled", async (shopper) => {
    await shopper.visit(page(PRODUCT));
    await shopper.block("also-bought");
    await horizon.addByTheme(shopper);
    await remembers(shopper, "cart", PRODUCT);
  });
});
