// Dawn and the themes built on it: a publish/subscribe of two global functions, and a cart drawer or notification that renders
// sections of the shop's answer. Names as in its assets (pubsub.js, constants.js, product-form.js, cart-drawer.js).

import { attempt } from "../lib/safe.js";

const CART = ["cart-update", "quantity-update"];
const VARIANT = ["variant-change", "option-value-selection-change"];

/** The element that shows the cart after something was added. */
const holder = () => {
  const found = document.querySelector("cart-notification") || document.querySelector("cart-drawer");
  return found && typeof found.renderContents === "function" ? found : undefined;
};

const BUBBLE = "cart-icon-bubble";

export const here = () => typeof window.publish === "function" || Boolean(holder());

/** Calls back when the cart or the chosen variant may be another; gives back how to stop. */
export const listen = (cart, variant) => {
  const { subscribe } = window;
  if (typeof subscribe !== "function") return undefined;
  const subscribed = [...CART.map((name) => [name, cart]), ...VARIANT.map((name) => [name, variant])].map(([name, callback]) =>
    attempt(() => subscribe(name, () => callback())),
  );
  return () => subscribed.forEach((stop) => attempt(stop));
};

/** Which sections the theme wants of the answer. */
export const sections = () => {
  const element = holder();
  const named = element && attempt(() => element.getSectionsToRender().map(({ id, section }) => section || id));
  return named || (document.getElementById(BUBBLE) ? [BUBBLE] : []);
};

/** Before the shop is asked: where the focus goes when the drawer is closed. */
export const begin = () => {
  const element = holder();
  const active = document.activeElement;
  if (!element || !active) return;
  const inside = active.shadowRoot && active.shadowRoot.activeElement;
  // A block cannot take the focus itself; the button that was pressed can, or what has come in its place when the block has moved on.
  if (inside) active.focus = () => attempt(() => (inside.isConnected ? inside : active.shadowRoot.querySelector("a,button")).focus());
  attempt(() => element.setActiveElement(active));
};

/** Brings the theme's cart up to date. `state` is the shop's answer: the last line added, `items` and `sections`. */
export const refresh = (state) => {
  attempt(() => window.publish("cart-update", { source: "pairwell", productVariantId: state.variant_id, cartData: state }));
  if (!state.sections) return;
  const element = holder();
  if (element) {
    attempt(() => element.renderContents(state));
    element.classList.remove("is-empty");
    return;
  }
  // A theme whose cart is a page: at least the number at its icon is right.
  attempt(() => {
    const fresh = new DOMParser().parseFromString(state.sections[BUBBLE], "text/html").querySelector(".shopify-section");
    document.getElementById(BUBBLE).replaceChildren(...fresh.childNodes);
  });
};
