// A shop with Dawn: what every platform must do, and what is Dawn's own.

import assert from "node:assert/strict";

import { Key, inEveryEngine } from "../../engines/shopper.mjs";
import { PRODUCT, platformSuite, remembered, remembers } from "../suite.mjs";
import { startDawn } from "./theme.mjs";

const page = (handle) => `/products/${handle}`;

platformSuite(
  {
    title: "Shopify, Dawn",
    start: () => startDawn(),
    page,
    addByTheme: (shopper) => shopper.click(".product-form__submit"),
    count: () => Number(document.querySelector("#cart-icon-bubble .cart-count-bubble span")?.textContent ?? 0),
    soldOutWords: /^The product '.+' is already sold out\.$/,
    patience: 10_000,
  },
  (t, { opened, shows, first }) => {
    t("renders the drawer's sections with the answer, opens it, and gives the focus back to the button", async (shopper, shop) => {
      const [card] = await opened(shopper, "also-bought");
      await shopper.focus(first);
      await shopper.press(Key.ENTER);
      await shopper.until("the drawer is open", () => document.querySelector("cart-drawer.active"));
      assert.deepEqual(await shopper.run(() => [...document.querySelectorAll("#CartDrawer li")].map((line) => line.dataset.handle)), [card.handle]);
      assert.ok(await shopper.run(() => window.published.some(([name, source]) => name === "cart-update" && source === "pairwell")));
      // The block has moved on, and with it the card whose button was pressed.
      await shopper.until("another list", (gone) => {
        const lists = window.pairwellTold.filter(({ name, kind }) => name === "ready" && kind === "also-bought");
        return lists.length > 1 && !lists.pop().products.includes(gone);
      }, card.handle);
      await shopper.click(".drawer__close");
      assert.match(await shopper.focused(), /^(add|link)$/);
      const add = shop.requests.find(({ path }) => path.endsWith("/cart/add.js"));
      assert.equal(JSON.parse(add.text).sections, "cart-drawer,cart-icon-bubble");
      assert.equal(JSON.parse(add.text).sections_url, page(PRODUCT));
    });

    t("remembers what was ordered, from the thank-you page, once", async (shopper) => {
      await shopper.visit("/thanks?sku=22423");
      await remembers(shopper, "purchase", "22423");
      await shopper.reload();
      await remembers(shopper, "purchase", "22423");
      assert.deepEqual(await remembered(shopper, "purchase"), ["22423"]);
    });

    t("knows better than a data layer what its pages are about", async (shopper) => {
      await opened(shopper, "also-bought");
      await remembers(shopper, "view", PRODUCT);
      await shopper.run(() => {
        window.dataLayer.push({ event: "view_item", ecommerce: { items: [{ item_id: "party-bunting" }] } });
        window.dataLayer.push({ event: "add_to_cart", ecommerce: { items: [{ item_id: "party-bunting" }] } });
      });
      // Its own event comes behind, so what is heard of the others was heard.
      await shopper.click(".product-form__submit");
      await remembers(shopper, "cart", PRODUCT);
      assert.deepEqual(await remembered(shopper, "view"), [PRODUCT]);
      assert.deepEqual(await remembered(shopper, "cart"), [PRODUCT]);
    });

    t("says nothing of a page that is about no product", async (shopper) => {
      await shopper.visit("/");
      await shopper.debug();
      assert.deepEqual(await remembered(shopper, "view"), []);
    });
  },
);

inEveryEngine("Shopify, Dawn with a cart of its own page", () => startDawn({ holder: "page" }), (t) => {
  t("brings the number at the cart's icon up to date and stays on the page", async (shopper) => {
    await shopper.visit(page(PRODUCT));
    await shopper.block("also-bought");
    await shopper.click(["also-bought", "li:nth-child(1) button"]);
    await shopper.until("1 at the icon", () => document.querySelector("#cart-icon-bubble .cart-count-bubble span")?.textContent === "1");
    assert.equal(await shopper.run(() => location.pathname), page(PRODUCT));
  });
});

inEveryEngine("Shopify, Dawn with a cart notification", () => startDawn({ holder: "notification" }), (t) => {
  t("shows the line that was added, also of several, and the number", async (shopper, shop) => {
    await shopper.visit(page(PRODUCT));
    const [card] = await shopper.block("also-bought");
    await shopper.click(["also-bought", "li:nth-child(1) button"]);
    const notice = (text) => shopper.until(`${text} in the notification`, (text) => document.querySelector("cart-notification.active #cart-notification-product")?.textContent === text, text);
    await notice(card.title);
    const cards = await shopper.block("bought-together");
    await shopper.click(["bought-together", "[part~=add-all]"]);
    await notice(cards[cards.length - 1].title);
    const count = shop.lines().reduce((sum, line) => sum + line.quantity, 0);
    assert.equal(await shopper.run(() => document.getElementById("cart-notification-button").textContent), `View cart (${count})`);
  });
});

inEveryEngine("Shopify, Dawn's notification after an answer that was lost", () => startDawn({ holder: "notification" }), (t) => {
  t("shows the line that was added", async (shopper, shop) => {
    await shopper.visit(page(PRODUCT));
    const [card] = await shopper.block("also-bought");
    shop.faults.push("lost");
    await shopper.click(["also-bought", "li:nth-child(1) button"]);
    await shopper.until("the title", (title) => document.querySelector("cart-notification.active #cart-notification-product")?.textContent === title, card.title);
    assert.deepEqual(shop.lines(), [{ handle: card.handle, quantity: 1 }]);
  });
});

const takeOut = async (publish) => {
  const cart = await (await fetch("/cart.js")).json();
  const change = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ id: cart.items[0].key, quantity: 0 }) };
  await (await fetch("/cart/change.js", change)).json();
  if (publish) window.publish("cart-update", { source: "cart-items", variantId: 1 });
};

inEveryEngine("Shopify, Dawn's publish alone", () => startDawn({ blind: true }), (t) => {
  t("tells of a line put in and taken out", async (shopper, shop) => {
    await shopper.visit(page(PRODUCT));
    await shopper.block("also-bought");
    await shopper.click(".product-form__submit");
    await remembers(shopper, "cart", PRODUCT);
    await shopper.run(takeOut, true);
    await remembers(shopper, "uncart", PRODUCT);
    assert.deepEqual(shop.lines(), []);
  });

  t("tells of a variant that is another product's", async (shopper) => {
    await shopper.visit(page(PRODUCT));
    await shopper.block("also-bought");
    // A combined listing: the theme swaps the product and its address.
    await shopper.run(() => {
      history.replaceState({}, "", "/products/party-bunting");
      publish("option-value-selection-change", { data: {} });
    });
    await remembers(shopper, "view", "party-bunting");
  });
});

inEveryEngine("Shopify, a theme that says nothing", () => startDawn({ holder: "page" }), (t) => {
  t("is heard by the requests that change its cart", async (shopper) => {
    await shopper.visit(page(PRODUCT));
    await shopper.block("also-bought");
    await shopper.run(() => {
      delete window.publish;
      return fetch("/cart/add.js", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ items: [{ id: document.querySelector("[name=id]").value, quantity: 1 }] }) }).then((response) => response.json());
    });
    await remembers(shopper, "cart", PRODUCT);
    await shopper.run(takeOut, false);
    await remembers(shopper, "uncart", PRODUCT);
  });
});

inEveryEngine("Shopify, an experiment's arm", () => startDawn({ tag: `data-holdout="0" data-holdout-attribute="arm"` }), (t) => {
  t("goes into the cart's attributes", async (shopper, shop) => {
    await shopper.visit(page(PRODUCT));
    await shopper.block("also-bought");
    await shopper.click(["also-bought", "li:nth-child(1) button"]);
    await shopper.until("the attribute", async () => (await (await fetch("/cart.js")).json()).attributes.arm);
    assert.deepEqual(shop.latest.attributes, { arm: "shown" });
  });
});
