// A shop with WooCommerce's blocks: what every platform must do, and what is the blocks' own.

import assert from "node:assert/strict";

import { inEveryEngine } from "../../engines/shopper.mjs";
import { skus } from "../skus.mjs";
import { PRODUCT, platformSuite, remembered, remembers } from "../suite.mjs";
import { startBlocks } from "./theme.mjs";

const key = await skus();
const page = (handle) => `/product/${handle}/`;
const count = () => Number(document.querySelector(".wc-block-mini-cart__badge").textContent);
const addByTheme = (shopper) => shopper.click(".wc-block-components-product-button__button");

platformSuite(
  {
    title: "WooCommerce, blocks",
    start: () => startBlocks(),
    page,
    key,
    addByTheme,
    count,
    soldOutWords: /^You cannot add "[^&]+" to the cart because the product is out of stock\.$/,
  },
  (t, { opened, shows, first }) => {
    t("the mini-cart opens with what was added", async (shopper) => {
      const [card] = await opened(shopper, "also-bought");
      await shopper.click(first);
      await shopper.until("the line", (title) => [...document.querySelectorAll(".wc-block-mini-cart__drawer[open] li")].some((line) => line.textContent === title), card.title);
    });

    t("hears of a line taken out", async (shopper) => {
      await opened(shopper, "also-bought");
      await addByTheme(shopper);
      await remembers(shopper, "cart", key(PRODUCT));
      await shopper.run(() => document.querySelector(".wc-block-mini-cart__remove").click());
      await remembers(shopper, "uncart", key(PRODUCT));
    });

    t("adds with the page's nonce, and with a fresh one where that is of yesterday", async (shopper, shop) => {
      const [card] = await opened(shopper, "also-bought");
      shop.expire();
      await shopper.click(first);
      await shows(shopper, 1);
      assert.deepEqual(shop.lines(), [{ handle: card.handle, quantity: 1 }]);
      const refused = shop.requests.filter(({ path, headers }) => path.endsWith("/add-item") && headers.nonce === "nonce-1");
      assert.equal(refused.length, 1, "the page's own was tried, once");
    });

    t("remembers what was ordered, from the confirmation's blocks, once", async (shopper) => {
      await shopper.visit(`/checkout/order-received/4711/?key=wc_order_x&of=${PRODUCT}`);
      await remembers(shopper, "purchase", key(PRODUCT));
      await shopper.reload();
      await remembers(shopper, "purchase", key(PRODUCT));
      assert.deepEqual(await remembered(shopper, "purchase"), [key(PRODUCT)]);
    });
  },
);

inEveryEngine("WooCommerce, blocks with the data store", () => startBlocks({ store: true }), (t) => {
  t("takes the cart from the store, without asking, and follows it", async (shopper, shop) => {
    await shopper.visit(page(PRODUCT));
    await shopper.block("also-bought");
    await shopper.until("the store", () => wp.data.select("wc/store/cart").hasFinishedResolution("getCartData"));
    const before = shop.requests.filter(({ path }) => path.endsWith("/store/v1/cart")).length;
    await shopper.run((sku) => setLines([{ id: 1, sku, quantity: 1, name: "x" }]), key(PRODUCT));
    await remembers(shopper, "cart", key(PRODUCT));
    await shopper.run(() => setLines([]));
    await remembers(shopper, "uncart", key(PRODUCT));
    assert.equal(shop.requests.filter(({ path }) => path.endsWith("/store/v1/cart")).length, before);
  });

  t("hands the store the cart that came with the answer", async (shopper, shop) => {
    await shopper.visit(page(PRODUCT));
    const [card] = await shopper.block("also-bought");
    await shopper.click(["also-bought", "li:nth-child(1) button"]);
    await shopper.until("the store has it", (title) => wp.data.select("wc/store/cart").getCartData().items.some((item) => item.name === title), card.title);
    assert.equal(await shopper.run(() => received), 1);
    assert.deepEqual(shop.lines(), [{ handle: card.handle, quantity: 1 }]);
  });
});
