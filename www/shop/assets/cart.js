// The cart: lines in local storage, and the only code that changes them. Where storage is denied the cart lasts as long
// as the page does.

import { deliveryFor } from "./money.js";

const KEY = "hh-cart";

const listeners = new Set();
let lines = [];
lines = load();

// Another tab has changed the cart.
window.addEventListener("storage", (event) => {
  if (event.key !== KEY && event.key !== null) return;
  lines = load();
  notify();
});

// A page taken out of the back/forward cache missed what happened in the meantime.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  lines = load();
  notify();
});

export const cartLines = () => lines;

export const cartCount = () => lines.reduce((sum, line) => sum + line.quantity, 0);

export function cartTotals() {
  const subtotal = lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
  const delivery = deliveryFor(subtotal);
  return { subtotal, delivery, total: subtotal + delivery };
}

/** Calls `listener` after every change of the cart; returns the function that ends it. */
export function onCartChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Puts products into the cart and resolves with their lines. `wanted`: `[{ handle, sku?, quantity? }]`. The shop is
 * asked for each product first, as the price and stock on a page may be old; one that cannot be had fails the whole
 * call with a message for the shopper, and the cart stays as it was.
 */
export async function addToCart(wanted) {
  const records = await Promise.all(wanted.map(({ handle }) => fetchProduct(handle)));
  // The cart may have changed in another tab while the shop answered.
  const next = load().map((line) => ({ ...line }));
  const added = wanted.map(({ sku, quantity = 1 }, index) => {
    const product = records[index];
    const variant = sku ? product.variants.find((v) => v.sku === sku) : product.variants.find((v) => v.available) ?? product.variants[0];
    if (!variant) throw new Error(`${product.title} does not come like that any more.`);
    if (!variant.available) throw new Error(`${product.title} has sold out.`);
    let line = next.find((l) => l.sku === variant.sku);
    if (!line) {
      const { handle, title, url, picture } = product;
      line = { sku: variant.sku, handle, title, variant: variant.name, url, picture, quantity: 0 };
      next.push(line);
    }
    line.price = variant.price;
    line.most = variant.most;
    if (line.quantity + quantity > variant.most) throw new Error(tooMany(line, variant.most));
    line.quantity += quantity;
    return line;
  });
  replace(next);
  return added;
}

export function setQuantity(sku, quantity) {
  replace(
    lines.map((line) => (line.sku === sku ? { ...line, quantity: Math.max(1, Math.min(line.most, Math.trunc(quantity) || 1)) } : line)),
  );
}

export const removeFromCart = (sku) => replace(lines.filter((line) => line.sku !== sku));

export const emptyCart = () => replace([]);

async function fetchProduct(handle) {
  const response = await fetch(`/products/${encodeURIComponent(handle)}/product.json`, { cache: "no-cache" }).catch(() => null);
  if (response?.status === 404) throw new Error("We no longer sell this.");
  if (!response?.ok) throw new Error("The shop did not answer. Please try again.");
  return response.json();
}

function tooMany(line, most) {
  if (line.quantity === 0) return `Only ${most} of ${line.title} left.`;
  return `You have ${line.quantity} of ${line.title} in your cart and there are only ${most}.`;
}

function replace(next) {
  lines = next;
  try {
    localStorage.setItem(KEY, JSON.stringify({ version: 1, lines }));
  } catch {
    // Storage is full or denied: the cart stays in memory.
  }
  notify();
}

function notify() {
  for (const listener of listeners) listener(lines);
}

// What is stored may be from an older theme or have been edited by hand; a line that is not whole is dropped.
function load() {
  let stored;
  try {
    stored = JSON.parse(localStorage.getItem(KEY) ?? "null");
  } catch {
    return lines;
  }
  if (stored?.version !== 1 || !Array.isArray(stored.lines)) return [];
  return stored.lines.filter(isLine);
}

function isLine(line) {
  const words = ["sku", "handle", "title", "variant", "url", "picture"];
  return (
    typeof line === "object" &&
    line !== null &&
    words.every((name) => typeof line[name] === "string") &&
    // Only pages and pictures of this shop.
    [line.url, line.picture].every((address) => /^\/[^/\\]/.test(address)) &&
    [line.price, line.quantity, line.most].every((number) => Number.isInteger(number) && number >= 0) &&
    line.quantity > 0
  );
}
