// The product page: price and stock follow the chosen variant, and the form fills the cart.

import { addToCart } from "./cart.js";
import { money } from "./money.js";

export function startProductPage(drawer) {
  const form = document.querySelector("[data-buy]");
  const choice = form.querySelector("[data-variant]");
  choice?.addEventListener("change", () => showVariant(form, choice.selectedOptions[0]));
  if (choice) showVariant(form, choice.selectedOptions[0]);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[data-add]");
    const error = form.querySelector("[data-error]");
    // Marked, not disabled, so that the focus stays on it; a second press while the shop answers does nothing.
    if (!button || button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    error.textContent = "";
    try {
      await addToCart([{ handle: form.dataset.handle, sku: form.elements.variant.value, quantity: Number(form.elements.quantity.value) }]);
      drawer.open();
    } catch (problem) {
      error.textContent = problem.message;
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

function showVariant(form, option) {
  const { price, compareAt, stock, most } = option.dataset;
  const place = document.querySelector("[data-price]");
  place.textContent = money(Number(price));
  if (compareAt) {
    const was = document.createElement("s");
    was.textContent = money(Number(compareAt));
    place.append(" ", was);
  }
  if (!option.disabled) {
    document.querySelector("[data-stock]").textContent =
      stock !== "" && Number(stock) <= 5 ? `Only ${stock} left` : "In stock, sent within two working days";
  }
  document.querySelector("[data-sku]").textContent = option.value;
  const quantity = form.elements.quantity;
  if (quantity) {
    quantity.max = most;
    if (Number(quantity.value) > Number(most)) quantity.value = most;
  }
}
