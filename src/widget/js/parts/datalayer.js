// GA4's e-commerce events on their way to Google, from a tag manager's `dataLayer` or by `gtag`: those that were pushed before, and
// those to come. https://developers.google.com/analytics/devguides/collection/ga4/ecommerce
//
// Nothing is changed: the page's own push runs first, with what it was given, and what it throws or returns goes on.

import { guess } from "./lib/guess.js";
import { attempt, distinct, keyOf, list, own, text } from "./lib/safe.js";

const PAST = 1000; // entries looked back

const keysOf = (page, items) =>
  distinct(
    list(items).map((item) => {
      const id = text(own(item, "item_id")) || text(own(item, "id"));
      // As Shopify's Google channel writes it: shopify_GB_product_variant.
      const shopify = /^shopify_\w+?_(\d+)_(\d+)$/i.exec(id);
      return keyOf(page, {
        id: shopify ? shopify[1] : id,
        variant: (shopify && shopify[2]) || text(own(item, "item_variant")),
        sku: text(own(item, "item_sku")) || text(own(item, "sku")),
      });
    }),
  );

/** `[name, parameters]` of an entry: an object with `event` and `ecommerce`, or what gtag was called with. */
const eventOf = (entry) => {
  if (own(entry, 0) === "event") return [text(own(entry, 1)), own(entry, 2)];
  const ecommerce = own(entry, "ecommerce");
  return [text(own(entry, "event")), ecommerce === null || typeof ecommerce !== "object" ? entry : ecommerce];
};

export const start = (page) => {
  const layer = own(window, "dataLayer");
  if (!Array.isArray(layer)) return undefined;

  // The cart as the events tell it. They tell what changes, so it goes on from what was remembered.
  let cart;
  const remembered = async () => {
    const report = await attempt(() => window.pairwell.debug());
    const found = new Set();
    for (const { kind, product } of (report && report.history) || []) {
      if (kind === "cart") found.add(product);
      else if (kind !== "view") found.delete(product);
    }
    return found;
  };
  // What this page has not named itself is not asked for: requests would tell what was done on others. `asked`: see browser.js.
  const unnamed = new Set();
  const named = (key) => unnamed.delete(key);
  page.named = (asked) =>
    asked
      .split("\f")
      .map((wish) => wish.split("\n").filter((key, n) => n < 5 || !unnamed.has(key)).join("\n"))
      .join("\f");
  let turn = Promise.resolve();
  const change = (work) => {
    turn = turn.then(async () => {
      // Where the platform speaks for the cart it says all of it.
      if (await attempt(() => page.platform)) return;
      if (!cart) {
        cart = page.cart ? new Set(page.cart) : await remembered();
        if (!page.cart) cart.forEach((key) => unnamed.add(key));
      }
      work();
      page.say("cart", [...cart]);
    }).catch(() => {});
  };

  const EVENTS = {
    view_item: (keys) => keys.length === 1 && guess(page, "datalayer", keys[0]),
    add_to_cart: (keys) => change(() => keys.forEach((key) => (cart.add(key), named(key)))),
    remove_from_cart: (keys) => change(() => keys.forEach((key) => cart.delete(key))),
    view_cart: (keys) => change(() => ((cart = new Set(keys)), keys.forEach(named))),
    purchase: (keys, said) => {
      if (page.ordered) return;
      page.say("purchase", { order: text(own(said, "transaction_id")), products: keys });
      change(() => keys.forEach((key) => cart.delete(key)));
    },
  };

  const hear = (entry) =>
    attempt(() => {
      // What our own bridge has put there: parts/ga4.js.
      if (page.sent && (page.sent.has(entry) || page.sent.has(own(entry, 2)))) return;
      const [name, said] = eventOf(entry);
      const work = own(EVENTS, name);
      const keys = work && keysOf(page, own(said, "items"));
      if (work && (keys.length || name === "view_cart")) work(keys, said);
    });

  for (let n = Math.max(0, layer.length - PAST); n < layer.length; n++) hear(own(layer, n));

  let listening = true;
  const had = own(layer, "push");
  const before = attempt(() => layer.push);
  const push = function (...entries) {
    const answer = before.apply(this, entries);
    if (listening) entries.forEach(hear);
    return answer;
  };
  attempt(() => {
    layer.push = push;
  });
  if (page.signal) {
    page.signal.addEventListener("abort", () => {
      listening = false;
      // Whoever has wrapped it since keeps ours inside, which only hands on.
      if (layer.push !== push) return;
      if (had) layer.push = before;
      else delete layer.push;
    });
  }
  return undefined;
};
