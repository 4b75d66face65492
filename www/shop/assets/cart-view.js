// Draws the cart into any part of the page that has the theme's hooks: the drawer and the cart page alike.

import { cartLines, cartTotals, onCartChange, removeFromCart, setQuantity } from "./cart.js";
import { deliveryGap, money } from "./money.js";

/** Keeps `root` in step with the cart. */
export function showCart(root) {
  const list = root.querySelector("[data-cart-lines]");
  const draw = () => {
    drawLines(list, cartLines());
    const empty = cartLines().length === 0;
    root.querySelector("[data-cart-empty]").hidden = !empty;
    root.querySelector("[data-cart-foot]").hidden = empty;
    drawDelivery(root.querySelector("[data-delivery-gap]"), empty);
    const totals = cartTotals();
    setText(root, "[data-cart-subtotal]", money(totals.subtotal));
    setText(root, "[data-cart-delivery]", totals.delivery === 0 ? "Free" : money(totals.delivery));
    setText(root, "[data-cart-total]", money(totals.total));
  };
  draw();
  onCartChange(draw);
}

// Lines are kept and updated, not redrawn, so that focus stays where the shopper's is.
function drawLines(list, lines) {
  const known = new Map([...list.children].map((item) => [item.dataset.sku, item]));
  const hadFocus = list.contains(document.activeElement);
  for (const line of lines) {
    const item = known.get(line.sku) ?? newLine(line);
    known.delete(line.sku);
    updateLine(item, line);
    if (item.parentNode !== list) list.append(item);
  }
  for (const item of known.values()) item.remove();
  if (hadFocus && !list.contains(document.activeElement)) focusAfterRemoval(list);
}

function newLine(line) {
  const item = document.querySelector("template[data-cart-line]").content.firstElementChild.cloneNode(true);
  item.dataset.sku = line.sku;
  const name = line.variant ? `${line.title}, ${line.variant}` : line.title;
  for (const link of item.querySelectorAll("[data-line-link]")) link.href = line.url;
  item.querySelector("[data-line-picture]").src = line.picture;
  setText(item, "[data-line-title]", line.title);
  setText(item, "[data-line-variant]", line.variant);
  item.querySelector("[role=group]").setAttribute("aria-label", `Quantity of ${name}`);
  const input = item.querySelector("[data-line-quantity]");
  input.setAttribute("aria-label", `Quantity of ${name}`);
  item.querySelector("[data-line-remove]").setAttribute("aria-label", `Remove ${name}`);

  input.addEventListener("change", () => setQuantity(line.sku, Number(input.value)));
  item.querySelector("[data-line-less]").addEventListener("click", () => setQuantity(line.sku, Number(input.value) - 1));
  item.querySelector("[data-line-more]").addEventListener("click", () => setQuantity(line.sku, Number(input.value) + 1));
  item.querySelector("[data-line-remove]").addEventListener("click", () => removeFromCart(line.sku));
  return item;
}

function updateLine(item, line) {
  const input = item.querySelector("[data-line-quantity]");
  input.value = line.quantity;
  input.max = line.most;
  // Not `disabled`: a button that goes dead under the finger would throw the focus away.
  item.querySelector("[data-line-less]").setAttribute("aria-disabled", String(line.quantity <= 1));
  item.querySelector("[data-line-more]").setAttribute("aria-disabled", String(line.quantity >= line.most));
  setText(item, "[data-line-price]", `${money(line.price)} each`);
  setText(item, "[data-line-total]", money(line.price * line.quantity));
}

function focusAfterRemoval(list) {
  const next = list.querySelector("[data-line-remove]") ?? list.closest("dialog")?.querySelector("[data-close]") ?? document.getElementById("main");
  next.focus();
}

function drawDelivery(place, empty) {
  if (empty) return place.replaceChildren();
  if (!place.firstElementChild) {
    place.append(document.querySelector("template[data-delivery-template]").content.cloneNode(true));
  }
  const { missing, percent } = deliveryGap(cartTotals().subtotal);
  setText(place, "[data-delivery-words]", missing === 0 ? "Delivery is on us." : `${money(missing)} more and delivery is on us.`);
  const bar = place.querySelector("[data-delivery-bar]");
  bar.value = percent;
  bar.setAttribute("aria-label", "On the way to free delivery");
}

function setText(root, selector, text) {
  const element = root.querySelector(selector);
  if (element) element.textContent = text;
}
