// The cart in the header: its count, and the drawer it opens. Without JavaScript it is a link to the cart page.

import { cartCount, onCartChange } from "./cart.js";
import { showCart } from "./cart-view.js";
import { makeDrawer } from "./dialog.js";

export function startCartDrawer() {
  const dialog = document.querySelector("[data-cart-drawer]");
  const drawer = makeDrawer(dialog);
  showCart(dialog);

  const count = () => {
    const number = cartCount();
    for (const place of document.querySelectorAll("[data-cart-count]")) place.textContent = number;
    for (const place of document.querySelectorAll("[data-cart-count-words]")) place.textContent = number === 1 ? "item" : "items";
  };
  count();
  onCartChange(count);

  // On its own page the cart is already in view; the link then does what links do.
  if (document.body.dataset.page !== "cart") {
    for (const link of document.querySelectorAll("[data-open-cart]")) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        drawer.open();
      });
    }
  }
  return drawer;
}
