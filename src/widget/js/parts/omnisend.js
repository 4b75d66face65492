// The bridge to Omnisend: "viewed product" and "added product to cart", version 4, with what was recommended there, and
// "pairwell recommended" for each list that was seen.
//
// Events only, no contact. `omnisend` is an array until Omnisend's own script takes over what is in it.
// data-omnisend-events="pairwell recommended" leaves the first two to the shop, if it sends them already.

import { stated, sumOf } from "./lib/bridge.js";
import { cartUrl, flat, mails } from "./lib/mail.js";

const NAMES = ["viewed product", "added product to cart", "pairwell recommended"];

// Only to tell events apart, so chance will do where a page is not secure.
const unique = () => (window.crypto && crypto.randomUUID ? crypto.randomUUID() : Array.from({ length: 4 }, () => Math.random().toString(36).slice(2, 10)).join("-"));

const track = (name, properties) => {
  const event = { origin: "api", eventID: unique(), eventVersion: "v4", eventTime: new Date().toISOString(), properties };
  (window.omnisend = window.omnisend || []).push(["track", name, event]);
};

/** Shopify's name of the cart, else one for this page. */
const pageCart = unique();
const cartId = () => (/(?:^|; )cart=([^;?]+)/.exec(document.cookie) || [undefined, pageCart])[1];

const recommendations = (items) => ({
  recommendedItems: items.map((item) =>
    stated({ productID: item.product, productTitle: item.title, productImageURL: item.image, productPrice: item.price, productURL: item.url }),
  ),
  ...flat(items),
});

const line = (item) =>
  stated({
    productID: item.product,
    variantID: item.variant,
    productTitle: item.title,
    productImageURL: item.image,
    productPrice: item.price,
    productQuantity: item.quantity,
    productURL: item.url,
  });

export const start = (page) =>
  mails(page, "omnisendEvents", NAMES, {
    viewed(seen, items) {
      const product = stated({
        id: seen.product,
        title: seen.title,
        currency: seen.currency,
        price: seen.price,
        oldPrice: seen.compareAt,
        imageUrl: seen.image,
        url: seen.url,
      });
      track("viewed product", { product, ...recommendations(items) });
    },
    added(items, next) {
      track("added product to cart", {
        ...stated({ abandonedCheckoutURL: cartUrl(page), cartID: cartId(), value: sumOf(page, items), currency: items[0].currency }),
        addedItem: line(items[0]),
        lineItems: items.map(line),
        ...recommendations(next),
      });
    },
    recommended({ kind, list, product }, items) {
      track("pairwell recommended", { listID: list, kind, ...(product ? { productID: product.product } : {}), ...recommendations(items) });
    },
  });
