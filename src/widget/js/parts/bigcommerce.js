// BigCommerce with a Stencil theme. See adapters.md for what an adapter is.
//
// Products are known by their id, as orders' exports have them; data-key="sku" or data-key="handle" on the script tag says
// that the model was trained on those. Its carts take no attributes, so an experiment's arm cannot come back in the order export.

import { ask } from "./bigcommerce/api.js";
import { factsOf, lineOf, look } from "./bigcommerce/products.js";
import { addOnce } from "./lib/once.js";
import { plain } from "./lib/plain.js";
import { at, attempt, distinct, keyOf, list, own, text } from "./lib/safe.js";

const CARTS = "carts?include=lineItems.physicalItems.options,lineItems.digitalItems.options";

// ---- what the page says

export const start = (page) => {
  const product = pageProduct();
  if (product && keyOf(page, product)) page.say("view", keyOf(page, product));
  listen(page);
  return Promise.all([purchase(page), reread(page)]);
};

const slugOf = (address) => attempt(() => text(new URL(address, document.baseURI).pathname.split("/").filter(Boolean).pop())) || "";

// A card has the same attributes as the view of a product's own page.
const pageProduct = () => {
  const value = (selector, read) => {
    const element = document.querySelector(selector);
    return element ? text(read(element)) : "";
  };
  const id =
    value(".productView[data-entity-id],[data-event-type='product'][data-entity-id]", (element) => element.getAttribute("data-entity-id")) ||
    value("form[data-cart-item-add] input[name='product_id'],form input[name='action'][value='add'] ~ input[name='product_id']", (input) => input.value);
  if (!id) return undefined;
  return { id, sku: text(at(window, "BCData", "product_attributes", "sku")) || value("[data-product-sku]", (element) => element.textContent), handle: slugOf(location.href) };
};

// Where the order's number stands depends on how the shop's checkout is shown.
const purchase = async (page) => {
  const path = /\/checkout\/order-confirmation\/?(\d*)/.exec(location.pathname);
  if (!path) return;
  const order = path[1] || text(at(window, "checkoutConfig", "orderId"));
  const { status, body } = order ? await ask(`orders/${encodeURIComponent(order)}`) : {};
  const products = status === 200 ? keysOf(page, body) : [];
  if (products.length) page.say("purchase", { order, products });
};

// ---- the cart

const linesOf = (body) => [...list(at(body, "lineItems", "physicalItems")), ...list(at(body, "lineItems", "digitalItems"))];

const keysOf = (page, body) =>
  distinct(linesOf(body).map((line) => keyOf(page, { id: own(line, "productId"), sku: own(line, "sku"), handle: slugOf(text(own(line, "url"))) })));

let cart; // its id, where there is one
let quantities; // what it is known to hold: id of a line's product and variant → how many
let total = 0;

const nameOf = (line) => `${own(line, "productId")}/${own(line, "variantId") || ""}`;

const take = (page, body) => {
  cart = text(own(body, "id"));
  quantities = new Map();
  total = 0;
  for (const line of linesOf(body)) {
    const quantity = Number(own(line, "quantity")) || 0;
    total += quantity;
    // A line says its variant even where there is only one, and who adds it does not: both are counted.
    for (const name of distinct([nameOf(line), `${own(line, "productId")}/`])) quantities.set(name, (quantities.get(name) || 0) + quantity);
  }
  page.say("cart", keysOf(page, body));
  const amount = body ? own(body, "cartAmount") : 0;
  if (page.option("freeShipping") && amount >= 0) page.say("total", amount);
};

let reading; // the question under way

// Asks for the cart, once for however many events.
const reread = (page) =>
  (reading =
    reading ||
    Promise.resolve()
      .then(() => ask(CARTS))
      .then(({ status, body }) => {
        reading = undefined;
        if (status === 200) take(page, list(body)[0]);
        return status === 200;
      }));

let ours = 0; // events that we are the cause of

const listen = (page) => {
  const { signal } = page;
  const hear = () => {
    if (!ours) reread(page);
  };
  const jQueries = () => {
    const { jQuery } = window;
    // Themes bundle a jQuery of their own; its events reach only who has the same.
    if (!jQuery || !jQuery.fn) return document.body.addEventListener("cart-quantity-update", hear, { signal });
    jQuery("body").on("cart-quantity-update", hear);
    if (signal) signal.addEventListener("abort", () => jQuery("body").off("cart-quantity-update", hear));
  };
  if (window.jQuery || document.readyState === "complete") jQueries();
  else window.addEventListener("load", jQueries, { once: true, signal });
};

// ---- adding to the cart

/** See adapters.md. */
export const add = async (page, items) => {
  const direct = page.option("key") !== "sku" && items.every((item) => lineOf(page, item));
  const known = direct ? new Map() : await look(page, items);
  const lines = items.map((item) => lineOf(page, item, known.get(item)));
  let last;
  const outcomes = await addOnce(
    {
      known: () => quantities,
      // After whatever was asked before: that answer may be of before.
      read: async () => (await reading, (await reread(page)) ? quantities : undefined),
      send: async (wanted) => {
        // Without knowing the cart there is, a new one would take its place.
        if (!quantities) return wanted.map(() => "");
        let busy;
        const post = async (some) => {
          const lineItems = some.map(({ n, quantity }) => ({ ...lines[n], quantity }));
          let answer = await ask(cart ? `carts/${cart}/items` : "carts", { lineItems });
          // The cart has gone meanwhile, with an order in another tab, say: nothing was added to it.
          if (answer.status === 404 && cart && (await reread(page)) && !cart) answer = await ask("carts", { lineItems });
          busy = answer.status === 429;
          if (fine(answer)) {
            last = answer.body;
            cart = text(own(last, "id"));
          }
          return fine(answer) ? true : lost(answer) ? undefined : plain(own(answer.body, "detail") || own(answer.body, "title"));
        };
        const answer = await post(wanted);
        // All or nothing: one line that the shop refuses keeps the others out. So each is asked for by itself.
        if (typeof answer !== "string" || busy || wanted.length === 1) return wanted.map(() => answer);
        const answers = [];
        for (const one of wanted) answers.push(await post([one]));
        return answers;
      },
    },
    items.map((item, n) => ({ id: lines[n] && `${lines[n].productId}/${lines[n].variantId || ""}`, quantity: item.quantity || 1 })),
  );
  if (outcomes.includes(undefined)) {
    if (last) take(page, last);
    refresh();
  }
  return outcomes;
};

const fine = ({ status }) => status >= 200 && status < 300;
// The shop may, or may not, have done it, or do it yet.
const lost = ({ status }) => !status || status >= 500;

// Tells whoever shows the cart, as the theme itself does.
const refresh = () => {
  ours++;
  try {
    if (window.jQuery && window.jQuery.fn) window.jQuery("body").trigger("cart-quantity-update", total);
    else document.body.dispatchEvent(new CustomEvent("cart-quantity-update", { detail: total }));
  } catch (error) {
    console.warn(`Pairwell: the theme's cart could not be brought up to date: ${error && error.message}`);
  }
  ours--;
};

/** See adapters.md. Needs data-storefront-token. */
export const truth = async (page, items) => new Map([...(await look(page, items))].map(([item, record]) => [item.product, factsOf(record)]));
