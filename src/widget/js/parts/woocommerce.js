// WooCommerce, with classic templates or blocks. See adapters.md for what an adapter is.
//
// Products are known by their id, as orders' exports have them; data-key="sku" or data-key="handle" on the script tag says
// that the model was trained on those.

import { addOnce } from "./lib/once.js";
import { plain } from "./lib/plain.js";
import { at, keyOf, list, own, text } from "./lib/safe.js";
import { ask, learn, route, stale, theNonce } from "./woocommerce/api.js";
import { pageOrder, pageProduct, slugOf } from "./woocommerce/product.js";

const BATCH = 25; // what WordPress takes at once
const STORE = "wc/store/cart";

// ---- what the page says

export const start = (page) => {
  const product = pageProduct();
  if (product && keyOf(page, product)) page.say("view", keyOf(page, product));
  const order = pageOrder();
  listen(page);
  const there = blocksCart();
  if (there) take(page, there);
  return Promise.all([order && purchase(page, order), there || (mayHoldSomething() ? reread(page) : take(page, undefined))]);
};

// WooCommerce's cookies say whether there is a cart: asking for one that is not there would only keep the shop's server busy.
const mayHoldSomething = () => /(?:^|; )woocommerce_(?:items_in_cart|cart_hash)=[^;0]/.test(document.cookie);

const blocksStore = (how) => {
  try {
    return window.wp.data[how](STORE);
  } catch {
    return undefined;
  }
};

// The cart as blocks have it, once they have it: nothing needs to be asked for.
const blocksCart = () => {
  const select = blocksStore("select");
  try {
    return select && select.hasFinishedResolution("getCartData") ? select.getCartData() : undefined;
  } catch {
    return undefined;
  }
};

const NAMES = ["id", "sku", "handle"];
const nameOf = (page) => (NAMES.includes(page.option("key")) ? page.option("key") : "id");

const lineKey = (page, item) => keyOf(page, { id: own(item, "id"), sku: own(item, "sku"), handle: slugOf(text(own(item, "permalink"))) });

let quantities; // what the cart is known to hold of each id

const take = (page, cart) => {
  const items = list(own(cart, "items"));
  quantities = new Map();
  for (const item of items) {
    const id = Number(own(item, "id"));
    quantities.set(id, (quantities.get(id) || 0) + Number(own(item, "quantity")));
  }
  page.say("cart", items.map((item) => lineKey(page, item)).filter(Boolean));
  const totals = own(cart, "totals");
  const total = Number(own(totals, "total_items")) / 10 ** Number(own(totals, "currency_minor_unit"));
  if (page.option("freeShipping") && total >= 0) page.say("total", total);
};

let reading; // the question under way

// Asks for the cart, once for however many events.
const reread = (page) =>
  (reading =
    reading ||
    Promise.resolve()
      .then(() => ask("cart"))
      .then((answer) => {
        reading = undefined;
        if (answer.status === 200) take(page, answer.body);
        return answer;
      }));

let ours = 0; // events that we are the cause of

const listen = (page) => {
  const { signal } = page;
  const hear = (event) => {
    // WordPress' two carts tell each other about each change; the other one is the answer.
    if (!ours && !(event && at(event, "detail", "type") === "from_@wordpress/data")) reread(page);
  };
  for (const name of ["wc-blocks_added_to_cart", "wc-blocks_removed_from_cart"]) document.body.addEventListener(name, hear, { signal });
  window.addEventListener("wc-blocks_store_sync_required", hear, { signal });
  const jQueries = () => {
    const { jQuery } = window;
    if (!jQuery || !jQuery.fn) return;
    const names = "added_to_cart removed_from_cart wc_fragment_refresh updated_wc_div wc_cart_emptied";
    jQuery(document.body).on(names, hear);
    if (signal) signal.addEventListener("abort", () => jQuery(document.body).off(names, hear));
  };
  if (window.jQuery || document.readyState === "complete") jQueries();
  else window.addEventListener("load", jQueries, { once: true, signal });
  subscribe(page);
};

// Blocks change their cart without an event where quantities are changed in the cart itself.
const subscribe = (page) => {
  const subscribe = at(window, "wp", "data", "subscribe");
  if (typeof subscribe !== "function") return;
  let before = blocksCart();
  const end = subscribe(() => {
    const cart = blocksCart();
    if (!cart || cart === before) return;
    before = cart;
    take(page, cart);
  });
  if (page.signal) page.signal.addEventListener("abort", () => typeof end === "function" && end());
};

// The page names its products by their addresses; what the model calls them is asked for.
const purchase = async (page, { order, slugs }) => {
  const name = nameOf(page);
  let products = slugs;
  if (name !== "handle") {
    const { status, body } = await ask("products", { query: { slug: slugs.join(), per_page: slugs.length } });
    products = status === 200 ? list(body).map((product) => text(own(product, name))).filter(Boolean) : [];
  }
  if (products.length) page.say("purchase", { order, products });
};

// ---- adding to the cart

/** See adapters.md. */
export const add = async (page, items) => {
  const ids = await identify(page, items);
  let cart;
  const outcomes = await addOnce(
    {
      known: () => quantities,
      // After whatever was asked before: that answer may be of before.
      read: async () => (await reading, (await reread(page)).status === 200 ? quantities : undefined),
      send: async (lines) => {
        let answers = await send(lines);
        // A nonce may be hours old, in a cached page, and is refused before anything is done.
        if (answers.some(stale)) {
          await reread(page);
          const rest = await send(lines.filter((_, n) => stale(answers[n])));
          answers = answers.map((answer) => (stale(answer) ? rest.shift() : answer));
        }
        cart = answers.filter((answer) => fine(answer) && own(answer.body, "items")).map(({ body }) => body).pop();
        return answers.map((answer) => (fine(answer) ? true : lost(answer) ? undefined : plain(own(answer.body, "message"))));
      },
    },
    items.map((item, n) => ({ id: ids[n], quantity: item.quantity || 1 })),
  );
  if (outcomes.includes(undefined)) {
    if (cart) take(page, cart);
    refresh(cart);
  }
  return outcomes;
};

const fine = ({ status }) => status >= 200 && status < 300;
// The shop may, or may not, have done it, or do it yet.
const lost = ({ status }) => !status || status >= 500;

// An answer a line. Several go as a batch, where the shop has batches.
const send = async (lines) => {
  const bodies = lines.map(({ id, quantity }) => ({ id, quantity }));
  const answers = [];
  for (let from = 0; bodies.length > 1 && from < bodies.length; from += BATCH) {
    const part = bodies.slice(from, from + BATCH);
    const requests = part.map((body) => ({ path: route("cart/add-item"), method: "POST", headers: { Nonce: theNonce() }, body }));
    const answer = await ask("batch", { post: { requests } });
    if (answer.status === 404 && !from) break;
    const responses = list(own(answer.body, "responses"));
    const complete = fine(answer) && responses.length === part.length;
    answers.push(...part.map((_, n) => (complete ? { status: Number(own(responses[n], "status")), body: own(responses[n], "body") } : fine(answer) ? { status: 0 } : answer)));
    for (const response of responses) learn(at(response, "headers", "Nonce"));
  }
  // One after the other: the cart is one thing.
  for (const body of bodies.slice(answers.length)) answers.push(await ask("cart/add-item", { post: body }));
  return answers;
};

// Tells whoever shows the cart.
const refresh = (cart) => {
  ours++;
  try {
    const store = blocksStore("dispatch");
    if (store && cart && store.receiveCart) store.receiveCart(cart);
    else if (store && store.invalidateResolutionForStore) store.invalidateResolutionForStore();
    const detail = { preserveCartData: Boolean(store && cart && store.receiveCart) };
    document.body.dispatchEvent(new CustomEvent("wc-blocks_added_to_cart", { bubbles: true, cancelable: true, detail }));
    window.dispatchEvent(new CustomEvent("wc-blocks_store_sync_required", { detail: { type: "from_@wordpress/data" } }));
    if (window.jQuery && window.jQuery.fn) window.jQuery(document.body).trigger("wc_fragment_refresh");
  } catch (error) {
    console.warn(`Pairwell: the theme's cart could not be brought up to date: ${error && error.message}`);
  }
  ours--;
};

// ---- what the shop knows of products

const isId = (text) => /^[1-9]\d{0,15}$/.test(text);

// What the Store API asks for, and answers with, by a name of ours.
const FIELDS = { id: ["include", "id"], sku: ["sku", "sku"], handle: ["slug", "slug"] };

// The shop's own record of each item that it knows. By what the model calls it: a SKU that is a number is no id.
const look = async (page, items) => {
  const name = nameOf(page);
  const names = new Map(items.map((item) => [item, name === "handle" ? [item.product] : [item.variant, item.product].filter(Boolean).map(String)]));
  const all = [...new Set([...names.values()].flat())].filter((known) => name !== "id" || isId(known));
  const known = new Map();
  if (!all.length) return known;
  const { status, body } = await ask("products", { query: { [FIELDS[name][0]]: all.join(), per_page: 100 } });
  const products = new Map(status === 200 ? list(body).map((product) => [text(own(product, FIELDS[name][1])), product]) : []);
  for (const item of items) {
    const found = names.get(item).map((name) => products.get(name)).filter(Boolean);
    // A variant's record names its product; a record that does not is of some other product.
    const fits = (product) => name !== "id" || text(own(product, "id")) === item.product || text(own(product, "parent")) === item.product;
    if (found.some(fits)) known.set(item, found.find(fits));
  }
  return known;
};

// What to add: nothing needs to be asked for where the model goes by ids and the item is no variant of something.
const identify = async (page, items) => {
  const plainId = ({ product, variant }) => nameOf(page) === "id" && isId(product) && (!variant || variant === product);
  const rest = items.filter((item) => !plainId(item));
  const known = rest.length ? await look(page, rest) : new Map();
  return items.map((item) => (plainId(item) ? Number(item.product) : Number(own(known.get(item), "id")) || undefined));
};

/** See adapters.md. */
export const truth = async (page, items) => {
  const known = await look(page, items);
  return new Map([...known].map(([item, product]) => [item.product, facts(product)]));
};

const facts = (product) => {
  const prices = own(product, "prices");
  const amount = (name) => {
    const minor = own(prices, name);
    return /^\d{1,12}$/.test(minor) ? Number(minor) / 10 ** Number(own(prices, "currency_minor_unit")) : undefined;
  };
  const [price, regular] = [amount("price"), amount("regular_price")];
  return {
    price,
    compareAt: regular > price ? regular : undefined,
    currency: text(own(prices, "currency_code")),
    available: own(product, "is_purchasable") === true && own(product, "is_in_stock") === true,
    variant: own(product, "has_options") === true ? undefined : String(own(product, "id")),
  };
};

// ---- attributes

/** See adapters.md. WooCommerce's carts have no attributes of their own: docs/holdout.md has the snippet that keeps them. */
export const attributes = async (page, pairs) => {
  const post = { namespace: "pairwell", data: pairs };
  if (!theNonce()) await reread(page);
  let answer = await ask("cart/extensions", { post });
  if (stale(answer)) {
    await reread(page);
    answer = await ask("cart/extensions", { post });
  }
  if (!fine(answer)) throw new Error(plain(own(answer.body, "message")) || `the shop answered ${answer.status || "nothing"}`);
};
