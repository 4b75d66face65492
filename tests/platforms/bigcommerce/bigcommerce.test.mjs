// A shop with BigCommerce and a Stencil theme: what every platform must do, and what is BigCommerce's own.

import assert from "node:assert/strict";

import { inEveryEngine } from "../../engines/shopper.mjs";
import { productData } from "../../engines/site.mjs";
import { skus } from "../skus.mjs";
import { PRODUCT, platformSuite, remembered, remembers } from "../suite.mjs";
import { startBigCommerce } from "./shop.mjs";

const key = await skus();
const page = (handle) => `/${handle}/`;

platformSuite(
  {
    title: "BigCommerce",
    start: () => startBigCommerce(),
    page,
    key,
    addByTheme: (shopper) => shopper.click("#form-action-addToCart"),
    count: () => Number(document.querySelector(".cart-quantity").textContent),
    soldOutWords: /^We don't have enough ".+" stock on hand for the quantity you selected\. Please try again\.$/,
    patience: 10_000,
  },
  (t, { opened, shows, first }) => {
    t("adds to the cart there is, and begins one where there is none", async (shopper, shop) => {
      await opened(shopper, "also-bought");
      await shopper.click(first);
      await shows(shopper, 1);
      const adds = () => shop.requests.filter(({ method, path }) => method === "POST" && path.startsWith("/api/storefront/carts")).map(({ path }) => path);
      assert.deepEqual(adds(), ["/api/storefront/carts"]);
      await shopper.visit(page(PRODUCT));
      await shopper.block("also-bought");
      await shopper.click(first);
      await shows(shopper, 2);
      assert.match(adds()[1], /^\/api\/storefront\/carts\/0000-1\/items$/);
      assert.equal(shop.lines().length, 2);
    });

    t("begins a new cart where the one it knew has gone, with an order in another tab", async (shopper, shop) => {
      await opened(shopper, "also-bought");
      await shopper.click("#form-action-addToCart");
      await remembers(shopper, "cart", key(PRODUCT));
      shop.reset();
      await shopper.click(first);
      await shopper.until("it is added", () => document.querySelector('pairwell-block[kind="also-bought"]').shadowRoot.querySelector("[role=status]")?.textContent);
      assert.deepEqual(shop.lines().map(({ quantity }) => quantity), [1]);
      assert.notEqual(shop.lines()[0].handle, PRODUCT);
    });

    t("remembers what was ordered, from the confirmation, once", async (shopper, shop) => {
      const others = ["jumbo-bag-red-retrospot", PRODUCT];
      await shop.order("118", others);
      await shopper.visit("/checkout/order-confirmation/118");
      for (const handle of others) await remembers(shopper, "purchase", key(handle));
      await shopper.reload();
      await remembers(shopper, "purchase", key(PRODUCT));
      assert.deepEqual((await remembered(shopper, "purchase")).sort(), others.map(key).sort());
    });

    t("knows price, stock and currency of now", async (shopper, shop) => {
      const [one, two] = await opened(shopper, "also-bought");
      shop.soldOut.add(two.handle);
      shop.regular = 999.99;
      const known = await shopper.run(async (handles) => {
        const name = performance.getEntriesByType("resource").find(({ name }) => name.includes("/part-bigcommerce-")).name;
        const { truth } = await import(name);
        const items = (await window.pairwell.recommend({ limit: 24 })).filter(({ product }) => handles.includes(product));
        return [...(await truth({ option: (name) => ({ key: "sku", storefrontToken: "storefront-token" })[name] }, items))];
      }, [one.handle, two.handle]);
      const price = async (handle) => (await productData(handle)).variants[0].price / 100;
      assert.deepEqual(Object.fromEntries(known), {
        [one.handle]: { price: await price(one.handle), compareAt: 999.99, currency: "GBP", available: true },
        [two.handle]: { price: await price(two.handle), compareAt: 999.99, currency: "GBP", available: false },
      });
    });

    t("takes no card for the page's product", async (shopper) => {
      await shopper.visit("/");
      await shopper.debug();
      assert.deepEqual(await remembered(shopper, "view"), []);
    });
  },
);

inEveryEngine("BigCommerce without a token for GraphQL", () => startBigCommerce({ tag: 'data-key="sku"' }), (t) => {
  t("an item whose id nobody knows is not guessed at", async (shopper, shop) => {
    await shopper.visit(page(PRODUCT));
    await shopper.block("also-bought");
    await shopper.click(["also-bought", "li:nth-child(1) button"]);
    await shopper.until("a message", () => document.querySelector('pairwell-block[kind="also-bought"]').shadowRoot.querySelector("[role=alert]")?.textContent);
    assert.deepEqual(shop.lines(), []);
    assert.equal(shop.adds(), 0);
  });
});
