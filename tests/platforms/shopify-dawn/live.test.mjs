// Live truth: prices, currency and stock as the shop says them now, in the shopper's market and language.

import assert from "node:assert/strict";

import { inEveryEngine } from "../../engines/shopper.mjs";
import { PRODUCT } from "../suite.mjs";
import { startDawn } from "./theme.mjs";

const path = `/products/${PRODUCT}`;
const LIVE = `data-live="on"`;

/** Waits until every card of a block shows a price of this form. */
const prices = (shopper, kind, form) =>
  shopper.until(`prices like ${form} in ${kind}`, (kind, form) => {
    const shown = [...document.querySelector(`pairwell-block[kind="${kind}"]`).shadowRoot.querySelectorAll("[part=price]")].map((price) => price.textContent);
    return shown.length > 0 && shown.every((price) => new RegExp(form).test(price)) && shown;
  }, kind, form);

/** What the shop asks for a product: in hundredths, as Shopify's Ajax API states every currency. */
const amount = async (shop, handle, market) => market((await shop.product(handle)).variants[0].cents) / 100;

const number = (text) => Number(text.replace(/[^\d.]/g, ""));

for (const [title, currency, market, lang, form, digits] of [
  ["pounds, other than the cards'", { active: "GBP", rate: "1.0" }, (cents) => cents + 100, "en-GB", "^£\\d+\\.\\d\\d$", 2],
  ["yen, which have no smaller part", { active: "JPY", rate: "190.5" }, (cents) => cents * 190, "en-GB", "^JP¥[\\d,]+$", 0],
  ["Kuwaiti dinars, with three digits", { active: "KWD", rate: "0.4" }, (cents) => Math.round(cents * 0.41), "en-GB", "^KWD\\s\\d+\\.\\d{3}$", 3],
]) {
  inEveryEngine(`Live truth in ${title}`, () => startDawn({ tag: LIVE, currency, market, lang }), (t) => {
    t("comes into the cards in place", async (shopper, shop) => {
      await shopper.visit(path);
      await shopper.block("also-bought");
      await prices(shopper, "also-bought", form);
      for (const card of await shopper.cards("also-bought")) {
        const wanted = await amount(shop, card.handle, market);
        await shopper.until(`${wanted} for ${card.handle}`, (handle, wanted, digits) => {
          const cards = [...document.querySelector('pairwell-block[kind="also-bought"]').shadowRoot.querySelectorAll("li")];
          const price = cards.find((card) => card.querySelector("a").pathname.includes(handle)).querySelector("[part=price]").textContent;
          return Math.abs(Number(price.replace(/[^\d.]/g, "")) - wanted) < 10 ** -digits;
        }, card.handle, wanted, digits);
      }
    });

    t("comes into a bundle and its sum, and ticks stay", async (shopper) => {
      await shopper.visit(path);
      await shopper.block("bought-together");
      await shopper.click(["bought-together", "li:nth-child(2) input"]);
      await prices(shopper, "bought-together", form);
      const cards = await shopper.cards("bought-together");
      assert.deepEqual(cards.map((card) => card.checked), cards.map((_, n) => n !== 1));
      const sum = cards.filter((card) => card.checked).reduce((sum, card) => sum + number(card.price), 0);
      await shopper.until(`a sum of ${sum}`, (sum) => {
        const total = document.querySelector('pairwell-block[kind="bought-together"]').shadowRoot.querySelector("[part=total]").textContent;
        return Math.abs(Number(total.replace(/[^\d.]/g, "")) - sum) < 2;
      }, sum);
    });
  });
}

inEveryEngine("Live truth of the stock", () => startDawn({ tag: LIVE }), (t) => {
  t("takes away what is sold out, or gone, and fills the block up", async (shopper, shop) => {
    await shopper.visit(path);
    const before = (await shopper.block("also-bought")).map((card) => card.handle);
    shop.soldOut.add(before[0]);
    shop.missing.add(before[1]);
    await shopper.reload();
    const cards = await shopper.until("other cards", (gone) => {
      const links = [...(document.querySelector('pairwell-block[kind="also-bought"]').shadowRoot?.querySelectorAll("li a") ?? [])];
      const handles = links.map((link) => link.pathname.split("/").filter(Boolean).pop());
      document.querySelector('pairwell-block[kind="also-bought"]').scrollIntoView();
      return handles.length === 4 && !handles.some((handle) => gone.includes(handle)) && handles;
    }, before.slice(0, 2));
    assert.ok(cards.includes(before[2]) && cards.includes(before[3]), `${cards} instead of ${before}`);
  });

  t("adds the variant that the shop has", async (shopper, shop) => {
    await shopper.visit(path);
    const [card] = await shopper.block("also-bought");
    await shopper.click(["also-bought", "li:nth-child(1) button"]);
    await shopper.until("the drawer is open", () => document.querySelector("cart-drawer.active"));
    assert.deepEqual(shop.lines(), [{ handle: card.handle, quantity: 1 }]);
  });
});

inEveryEngine("Prices where the shop does not answer", () => startDawn({ tag: LIVE, currency: { active: "EUR", rate: "1.2" }, mute: true }), (t) => {
  t("are the cards', in the market's currency", async (shopper, shop) => {
    await shopper.visit(path);
    await shopper.block("also-bought");
    await prices(shopper, "also-bought", "^€\\d+\\.\\d\\d$");
    for (const { handle, price } of await shopper.cards("also-bought")) {
      assert.ok(Math.abs(number(price) - (await amount(shop, handle, (cents) => cents)) * 1.2) < 0.01, `${handle}: ${price}`);
    }
  });
});

inEveryEngine("A model put up long ago", () => startDawn({ tag: `data-price-age="30"`, uploaded: new Date(Date.now() - 40 * 86_400_000) }), (t) => {
  t("shows no prices on its cards", async (shopper) => {
    await shopper.visit(path);
    await shopper.block("also-bought");
    await shopper.until("no price", () => !document.querySelector('pairwell-block[kind="also-bought"]').shadowRoot.querySelector("[part=price]"));
    assert.ok((await shopper.cards("also-bought")).every((card) => card.title && !card.price));
  });
});

inEveryEngine("A model put up of late", () => startDawn({ tag: `data-price-age="30"`, uploaded: new Date(Date.now() - 20 * 86_400_000) }), (t) => {
  t("shows prices on its cards", async (shopper) => {
    await shopper.visit(path);
    assert.ok((await shopper.block("also-bought")).every((card) => /^£/.test(card.price)));
  });
});

inEveryEngine("Free delivery by the cart's total", () => startDawn({ tag: `data-free-shipping="50"`, currency: { active: "EUR", rate: "1.25" }, market: (cents) => cents * 1.25 }), (t) => {
  t("is counted in the shop's own currency", async (shopper, shop) => {
    await shopper.visit(path);
    await shopper.block("also-bought");
    await shopper.click(".product-form__submit");
    await shopper.until("the drawer is open", () => document.querySelector("cart-drawer.active"));
    await shopper.visit("/");
    await shopper.block("cart");
    const missing = 50 - (await amount(shop, PRODUCT, (cents) => cents));
    await shopper.until(`£${missing} more`, (missing) => document.querySelector('pairwell-block[kind="cart"]').shadowRoot.querySelector("[part=delivery]")?.textContent.includes(`£${missing.toFixed(2)}`), missing);
  });
});
