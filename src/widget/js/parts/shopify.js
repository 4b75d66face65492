// Shopify: what a page is about, the cart, purchases on the thank-you page; adding through the Ajax API with the theme's cart
// brought up to date; prices and stock of now. The themes' own ways are in shopify/.

import { at, attempt, distinct, handleIn, keyOf, list, own, text } from "./lib/safe.js";
import { ask, currency, handleOf, minor, product, variantOf } from "./shopify/api.js";
import * as carts from "./shopify/cart.js";
import * as dawn from "./shopify/dawn.js";
import * as horizon from "./shopify/horizon.js";

const SECTIONS = 5; // more than that and Shopify answers 400

// ---- what the page is about

/** The product of this page by what Shopify itself and the address say; undefined where it is about none. */
const productHere = (page) => {
  const meta = at(window, "ShopifyAnalytics", "meta", "product") || at(window, "meta", "product");
  const [first] = list(own(meta, "variants"));
  const handle = handleIn(location.href) || text(own(meta, "handle")) || "";
  if (!handle && !meta) return undefined;
  const chosen = new URLSearchParams(location.search).get("variant");
  const variant = list(own(meta, "variants")).find((variant) => text(own(variant, "id")) === chosen) || first;
  return keyOf(page, { handle, sku: own(variant, "sku"), id: text(own(meta, "id")), variant: text(own(variant, "id")) });
};

/** A thank-you page of the older kind says what was ordered. (The newer is a page of Shopify's own, without the theme.) */
const purchaseHere = (page) => {
  const checkout = at(window, "Shopify", "checkout");
  const order = text(own(checkout, "order_id"));
  const products = distinct(
    list(own(checkout, "line_items")).map((line) =>
      keyOf(page, { handle: own(line, "handle"), sku: own(line, "sku"), variant: text(own(line, "variant_id")), id: text(own(line, "product_id")) }),
    ),
  );
  return order && products.length ? { order, products } : undefined;
};

/** What is in the cart, and where delivery may become free what it comes to, in the shop's own currency. */
const sayCart = (page, cart) => {
  page.say("cart", carts.keysIn(page, cart));
  const total = minor(own(cart, "total_price"));
  if (page.option("freeShipping") && total !== undefined) page.say("total", total / (exchange() || { rate: 1 }).rate);
};

export const start = (page) => {
  let last;
  const look = (said) => {
    const key = (said && !page.option("key") && text(said)) || productHere(page);
    if (key && key !== last) page.say("view", (last = key));
  };
  look();

  const purchase = purchaseHere(page);
  if (purchase) {
    page.ordered = true;
    page.say("purchase", purchase);
  }

  // However many say at once that the cart may be another, it is asked for once, and once more after the last of them.
  let reading, again;
  const read = () => {
    again = Boolean(reading);
    reading ||= carts
      .read()
      .then((cart) => sayCart(page, cart))
      .catch(() => {})
      .then(() => {
        reading = undefined;
        if (again) return read();
      });
    return reading;
  };
  const stops = [horizon.listen(read, look), watchRequests(read)];
  const subscribe = () => {
    const stop = dawn.listen(read, () => look());
    if (stop) stops.push(stop);
    return stop;
  };
  // The theme's scripts may come after this one.
  if (!subscribe() && document.readyState !== "complete") window.addEventListener("load", subscribe, { once: true });
  // Out of the back/forward cache: the cart went on without this page.
  const shown = (event) => event.persisted && read();
  window.addEventListener("pageshow", shown);
  stops.push(() => window.removeEventListener("pageshow", shown));
  if (page.signal) page.signal.addEventListener("abort", () => stops.forEach((stop) => attempt(stop)));

  return read();
};

/** Whatever the theme is: a request that changes the cart has been answered. */
const watchRequests = (changed) => {
  const seen = attempt(() => {
    const observer = new PerformanceObserver((entries) => {
      if (entries.getEntries().some(({ name }) => /\/cart\/(add|change|update|clear)(\.js|\.json)?(\?|$)/.test(name))) changed();
    });
    observer.observe({ type: "resource" });
    return observer;
  });
  return () => seen && seen.disconnect();
};

// ---- the cart

export const add = async (page, items) => {
  const ids = distinct([...dawn.sections(), ...horizon.sections()]).slice(0, SECTIONS);
  const sections = ids.length ? { sections: ids.join(), sections_url: location.pathname } : {};
  let state, settle, wanted;
  const outcomes = await carts.add(items, {
    sections,
    begin: (lines) => {
      wanted = lines.map(({ id }) => text(id));
      dawn.begin();
      settle = horizon.begin(lines);
    },
    added: (answer) => {
      // One line is answered by itself, several in a list; the theme's drawer asks for the last one's key.
      const lines = list(own(answer, "items"));
      state = { ...(lines.length ? lines[lines.length - 1] : answer), items: lines.length ? lines : [answer], sections: own(answer, "sections") };
    },
  });
  // Not waited for by the shopper: what they wanted is in the cart.
  show(page, ids, state, wanted, settle, outcomes);
  return outcomes;
};

const show = async (page, ids, state, wanted, settle, outcomes) => {
  const cart = await carts.read().catch(() => ({}));
  if (own(cart, "items")) sayCart(page, cart);
  if (state && !state.sections && ids.length) {
    // Added after all, by an attempt whose answer never came.
    state = { ...list(own(cart, "items")).find((line) => wanted.includes(text(own(line, "variant_id")))), ...state };
    state.sections = await ask(`?sections=${encodeURIComponent(ids.join())}`).catch(() => undefined);
  }
  if (state && dawn.here()) dawn.refresh(state);
  if (settle) horizon.refresh(settle, state || {}, cart, outcomes.some((outcome) => outcome !== undefined));
};

export const attributes = (page, pairs) => carts.attributes(pairs).then(() => {});

// ---- live truth

/** What a product costs now in the shopper's market, whether it can be bought, and as which variant. */
export const truth = async (page, items) => {
  const found = new Map();
  await Promise.all(
    items.map(async (item) => {
      const said = await product(handleOf(item)).catch((error) => error);
      // The shop no longer has it, or not in this market.
      if (own(said, "status") === 404) return found.set(item.product, { available: false });
      const variant = said.variants && variantOf(said, item);
      if (!variant) return;
      const compareAt = minor(variant.compare_at_price);
      const price = minor(variant.price);
      found.set(item.product, {
        price,
        compareAt: compareAt > price ? compareAt : undefined,
        currency: currency() || undefined,
        available: Boolean(own(said, "available") && variant.available),
        variant: text(variant.id),
      });
    }),
  );
  return found;
};

/** For prices that nothing is said of: what one unit of the shop's currency is in the shopper's, as Shopify Markets has it. */
export const exchange = () => {
  const rate = Number(at(window, "Shopify", "currency", "rate"));
  return currency() && rate > 0 ? { currency: currency(), rate } : undefined;
};
