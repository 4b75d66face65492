// Horizon, and every theme that sends Shopify's standard storefront events: DOM events that bubble to the document and carry what
// they say as properties (https://shopify.dev/docs/api/storefront-events-and-actions). Horizon's versions before them had
// `cart:update` and `variant:update`, with a `detail`.

import { attempt, at, list, own, text } from "../lib/safe.js";

const CART = ["shopify:cart:lines-update", "shopify:cart:view", "cart:update"];
const PRODUCT = ["shopify:product:view", "shopify:product:select", "shopify:page:view", "variant:update"];

// Ours: heard by the theme and by apps, but no news to us.
const ours = new WeakSet();

const items = () => [...document.querySelectorAll("cart-items-component[data-section-id]")];

export const here = () => items().length > 0 || Boolean(document.querySelector("cart-drawer-component,header-actions"));

const said = (event, name) => {
  const value = attempt(() => event[name]);
  return value === undefined ? own(event.detail, name) : value;
};

/** Calls back when the cart may be another, and with the handle of a product that a page is about; gives back how to stop. */
export const listen = (cart, product) => {
  const onCart = (event) => {
    if (ours.has(event)) return;
    // Sent when the change begins; settled when it is done, well or not.
    const promise = said(event, "promise");
    Promise.resolve(promise).then(cart, cart);
  };
  const onProduct = (event) => {
    const context = text(said(event, "context"));
    // Cards in a grid come into view by the dozen: that is no product's page.
    if (event.type === "shopify:product:view" && context !== "page") return;
    if (event.type === "shopify:product:view") return product(text(at(said(event, "product"), "handle")));
    Promise.resolve(said(event, "promise")).then(() => product(), () => {});
  };
  CART.forEach((name) => document.addEventListener(name, onCart));
  PRODUCT.forEach((name) => document.addEventListener(name, onProduct));
  return () => {
    CART.forEach((name) => document.removeEventListener(name, onCart));
    PRODUCT.forEach((name) => document.removeEventListener(name, onProduct));
  };
};

export const sections = () => items().map((element) => element.dataset.sectionId);

const send = (name, properties) => {
  const event = new Event(name, { bubbles: true });
  Object.assign(event, properties);
  ours.add(event);
  document.dispatchEvent(event);
};

/** Says that lines are being added; what it gives back settles the promise that the theme waits for. */
export const begin = (lines) => {
  let settle;
  const promise = new Promise((resolve) => (settle = resolve));
  send("shopify:cart:lines-update", {
    action: "add",
    context: "product",
    lines: lines.map(({ id, quantity }) => ({ merchandiseId: String(id), quantity })),
    promise,
  });
  return settle;
};

/** The standard events' form of a cart, as far as `/cart.js` can tell. */
const standard = (cart) => {
  const money = (minor) => ({ amount: String((Number(minor) || 0) / 100), currencyCode: text(own(cart, "currency")) });
  return {
    id: text(own(cart, "token")),
    totalQuantity: Number(own(cart, "item_count")) || 0,
    cost: { totalAmount: money(own(cart, "total_price")), subtotalAmount: money(own(cart, "items_subtotal_price")) },
    lines: {
      nodes: list(own(cart, "items")).map((line) => ({
        id: text(own(line, "key")),
        quantity: own(line, "quantity"),
        merchandise: { id: `gid://shopify/ProductVariant/${text(own(line, "variant_id"))}`, product: { handle: text(own(line, "handle")) } },
      })),
    },
  };
};

/** Brings the theme's cart up to date. */
export const refresh = (settle, state, cart, failed) => {
  const count = Number(own(cart, "item_count")) || 0;
  const detail = { sections: state.sections, items: list(own(cart, "items")), itemCount: count, source: "pairwell", didError: failed };
  settle({ cart: standard(cart), detail, userErrors: [], warnings: [] });
  const older = new CustomEvent("cart:update", {
    bubbles: true,
    detail: { resource: cart, sourceId: "pairwell", data: { sections: state.sections, itemCount: count, source: "pairwell", didError: failed } },
  });
  ours.add(older);
  document.dispatchEvent(older);
};
