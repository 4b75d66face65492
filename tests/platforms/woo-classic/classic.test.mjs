// A shop with WooCommerce's classic templates: what every platform must do, and what is WooCommerce's own.

import assert from "node:assert/strict";

import { inEveryEngine } from "../../engines/shopper.mjs";
import { productData } from "../../engines/site.mjs";
import { PRODUCT, platformSuite, remembered, remembers } from "../suite.mjs";
import { skus } from "../skus.mjs";
import { startClassic } from "./theme.mjs";

const key = await skus();
const page = (handle) => `/product/${handle}/`;
const count = () => Number(document.querySelector(".cart-contents .count").textContent);

platformSuite(
  {
    title: "WooCommerce, classic",
    start: () => startClassic(),
    page,
    key,
    addByTheme: (shopper) => shopper.click(".ajax_add_to_cart"),
    count,
    soldOutWords: /^You cannot add "[^&]+" to the cart because the product is out of stock\.$/,
    patience: 10_000,
  },
  (t, { opened, shows, first }) => {
    t("hears of the form of a product's page, which loads the page anew", async (shopper, shop) => {
      await opened(shopper, "also-bought");
      await shopper.click(".single_add_to_cart_button");
      // What runs in the page ends with it.
      const there = () => shopper.run(() => document.readyState === "complete" && document.querySelector(".cart-contents .count").textContent === "1").catch(() => false);
      for (let n = 0; !(await there()) && n < 200; n++) await new Promise((resolve) => setTimeout(resolve, 50));
      await shopper.block("also-bought");
      await remembers(shopper, "cart", key(PRODUCT));
      assert.deepEqual(shop.lines(), [{ handle: PRODUCT, quantity: 1 }]);
    });

    t("the widget in the sidebar shows what was added", async (shopper) => {
      const [card] = await opened(shopper, "also-bought");
      await shopper.click(first);
      await shopper.until("the line", (sku) => document.querySelector(`.mini_cart_item[data-sku="${sku}"]`), key(card.handle));
    });

    t("hears of a line taken out", async (shopper) => {
      await opened(shopper, "also-bought");
      await shopper.click(".ajax_add_to_cart");
      await remembers(shopper, "cart", key(PRODUCT));
      await shopper.run(async () => {
        const root = document.querySelector('link[rel="https://api.w.org/"]').href + "wc/store/v1/";
        const cart = await fetch(`${root}cart`);
        const { items } = await cart.json();
        await fetch(`${root}cart/remove-item`, { method: "POST", headers: { "Content-Type": "application/json", Nonce: cart.headers.get("Nonce") }, body: JSON.stringify({ key: items[0].key }) });
        jQuery(document.body).trigger("removed_from_cart", [{}, "", jQuery("<a>")]);
      });
      await remembers(shopper, "uncart", key(PRODUCT));
    });

    t("gets a fresh nonce where the one it has is refused, and adds once", async (shopper, shop) => {
      const [card] = await opened(shopper, "also-bought");
      await shopper.click(".ajax_add_to_cart");
      await remembers(shopper, "cart", key(PRODUCT));
      shop.expire();
      const [then] = await shopper.cards("also-bought");
      await shopper.click(first);
      await shows(shopper, 2);
      assert.deepEqual(shop.lines(), [{ handle: PRODUCT, quantity: 1 }, { handle: then.handle, quantity: 1 }]);
      assert.ok(card);
    });

    t("a bundle with a nonce that is refused is added once", async (shopper, shop) => {
      const cards = await opened(shopper, "bought-together");
      await shopper.click(".ajax_add_to_cart");
      await remembers(shopper, "cart", key(PRODUCT));
      shop.expire();
      await shopper.click(["bought-together", "[part~=add-all]"]);
      const rest = (await shopper.cards("bought-together")).length;
      await shopper.until("the number", (n) => Number(document.querySelector(".cart-contents .count").textContent) >= n, 1 + Math.min(rest, cards.length - 1));
      assert.ok(shop.lines().every(({ quantity }) => quantity === 1), JSON.stringify(shop.lines()));
    });

    t("a shop without batches gets a bundle item by item", async (shopper, shop) => {
      const cards = await opened(shopper, "bought-together");
      shop.batches = false;
      await shopper.click(["bought-together", "[part~=add-all]"]);
      await shows(shopper, cards.length);
      assert.ok(shop.lines().every(({ quantity }) => quantity === 1));
    });

    t("says what a cart in conflict says", async (shopper, shop) => {
      await opened(shopper, "also-bought");
      shop.faults.push("409");
      await shopper.click(first);
      await shopper.until("the message", () => document.querySelector('pairwell-block[kind="also-bought"]').shadowRoot.querySelector("[role=alert]")?.textContent === "Another request is changing this cart.");
    });

    t("remembers what was ordered, from the thank-you page, once", async (shopper) => {
      const others = ["jumbo-bag-red-retrospot", PRODUCT];
      await shopper.visit(`/checkout/order-received/4711/?key=wc_order_x&of=${others.join()}`);
      for (const handle of others) await remembers(shopper, "purchase", key(handle));
      await shopper.reload();
      await remembers(shopper, "purchase", key(PRODUCT));
      assert.deepEqual((await remembered(shopper, "purchase")).sort(), others.map(key).sort());
    });

    t("knows price, stock and currency of now", async (shopper, shop) => {
      const [one, two] = await opened(shopper, "also-bought");
      shop.soldOut.add(two.handle);
      shop.regular = 99_999;
      const known = await shopper.run(async (handles) => {
        const name = performance.getEntriesByType("resource").find(({ name }) => name.includes("/part-woocommerce-")).name;
        const { truth } = await import(name);
        const items = (await window.pairwell.recommend({ limit: 24 })).filter(({ product }) => handles.includes(product));
        return [...(await truth({ option: (name) => ({ key: "sku" })[name] }, items))];
      }, [one.handle, two.handle]);
      const price = async (handle) => (await productData(handle)).variants[0].price / 100;
      assert.deepEqual(
        Object.fromEntries(known.map(([product, { variant, ...facts }]) => [product, { ...facts, variant: typeof variant }])),
        {
          [one.handle]: { price: await price(one.handle), compareAt: 999.99, currency: "GBP", available: true, variant: "string" },
          [two.handle]: { price: await price(two.handle), compareAt: 999.99, currency: "GBP", available: false, variant: "string" },
        },
      );
    });

    t("says nothing of a page that is about no product", async (shopper, shop) => {
      await shopper.visit("/");
      await shopper.debug();
      assert.deepEqual(await remembered(shopper, "view"), []);
      assert.ok(!shop.requests.some(({ path }) => path.includes("wp-json")), "no cart, no question");
    });
  },
);

for (const [title, options, folder] of [
  ["WooCommerce in a folder", { root: "/shop/" }, "/shop"],
  ["WooCommerce without pretty addresses", { root: "/", pretty: false }, ""],
]) {
  inEveryEngine(title, () => startClassic(options), (t) => {
    t("hears the cart and adds to it", async (shopper, shop) => {
      await shopper.visit(`${folder}${page(PRODUCT)}`);
      await shopper.block("also-bought");
      await shopper.click(".ajax_add_to_cart");
      await remembers(shopper, "cart", key(PRODUCT));
      const [card] = await shopper.cards("also-bought");
      await shopper.click(["also-bought", "li:nth-child(1) button"]);
      await shopper.until("2 in the cart", () => document.querySelector(".cart-contents .count").textContent === "2");
      assert.deepEqual(shop.lines(), [{ handle: PRODUCT, quantity: 1 }, { handle: card.handle, quantity: 1 }]);
    });
  });
}
