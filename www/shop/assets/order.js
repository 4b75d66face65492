// An order, from the checkout button to the thank-you page. A real shop's server would hold it; here it is kept in this
// browser so that the page is still right after a reload.

import { cartLines, cartTotals, emptyCart } from "./cart.js";
import { money } from "./money.js";
import { tell } from "./suggestions.js";

const KEY = "hh-order";

/** Turns the cart into an order and goes to the thank-you page. */
export function checkOut() {
  if (cartLines().length === 0) return;
  const order = { version: 1, number: orderNumber(), lines: cartLines(), ...cartTotals() };
  try {
    localStorage.setItem(KEY, JSON.stringify(order));
  } catch {
    // Without storage the next page cannot know of the order; it says so.
  }
  location.assign("/thank-you/");
}

export function startThankYouPage() {
  const order = load();
  if (!order) return;
  document.querySelector("[data-no-order]").hidden = true;
  document.querySelector("[data-order]").hidden = false;
  set("[data-order-number]", order.number);
  set("[data-order-subtotal]", money(order.subtotal));
  set("[data-order-delivery]", order.delivery === 0 ? "Free" : money(order.delivery));
  set("[data-order-total]", money(order.total));
  document.querySelector("[data-order-lines]").replaceChildren(...order.lines.map(orderLine));

  // The number lets Pairwell count an order once, however often this page is loaded again.
  tell("purchase", { order: order.number, products: [...new Set(order.lines.map((line) => line.handle))] });
  // Only what was ordered leaves the cart, and only the first time: a reload must not empty a new one.
  if (!order.settled) {
    emptyCart();
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...order, settled: true }));
    } catch {
      // As above.
    }
  }
}

function orderLine(line) {
  const item = document.createElement("li");
  const picture = Object.assign(new Image(64, 64), { src: line.picture, alt: "" });
  const link = Object.assign(document.createElement("a"), { href: line.url, textContent: line.title });
  const words = document.createElement("span");
  words.append(link, document.createElement("br"), `${line.variant ? `${line.variant} · ` : ""}${line.quantity} × ${money(line.price)}`);
  const sum = Object.assign(document.createElement("strong"), { textContent: money(line.quantity * line.price) });
  item.append(picture, words, sum);
  return item;
}

function load() {
  try {
    const order = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return order?.version === 1 && Array.isArray(order.lines) ? order : null;
  } catch {
    return null;
  }
}

// Time-based, so two orders of one browser never share a number.
const orderNumber = () => `HH${Date.now().toString(36).toUpperCase()}`;

function set(selector, text) {
  document.querySelector(selector).textContent = text;
}
