// The theme's side of Pairwell. All of it works, and does nothing, where Pairwell is blocked or missing: the calls wait
// in an array nobody reads, and the event never comes.

import { addToCart, cartLines, onCartChange } from "./cart.js";
import { say } from "./toast.js";

export function tell(...call) {
  window.pairwell = window.pairwell || [];
  window.pairwell.push(call);
}

export function startPairwell() {
  // A product with two variants in the cart is one product to the model.
  const tellCart = () => tell("cart", [...new Set(cartLines().map((line) => line.handle))]);
  tellCart();
  onCartChange(tellCart);

  document.addEventListener("pairwell:add", (event) => {
    const { items, waitUntil } = event.detail;
    waitUntil(
      addToCart(items.map(({ product, variant, quantity }) => ({ handle: product, sku: variant || undefined, quantity }))).then((added) => {
        say(added.length === 1 ? `${added[0].title} is in your cart.` : `${added.length} things are in your cart.`);
      }),
    );
  });
}
