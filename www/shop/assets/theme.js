// Starts what the page has. The cart is told to Pairwell first, so that blocks need not be filled twice.

import { startBehind } from "./behind.js";
import { startCartDrawer } from "./cart-drawer.js";
import { showCart } from "./cart-view.js";
import { startCollectionPage } from "./collection-page.js";
import { startMenus } from "./menu.js";
import { checkOut, startThankYouPage } from "./order.js";
import { startPairwell } from "./suggestions.js";
import { startProductPage } from "./product-page.js";

const page = document.body.dataset.page;

startPairwell();
const drawer = startCartDrawer();
startMenus();
startBehind();

if (page === "product") startProductPage(drawer);
if (page === "collection") startCollectionPage();
if (page === "cart") {
  showCart(document.querySelector("[data-cart]"));
  document.querySelector("[data-checkout]").addEventListener("click", checkOut);
}
if (page === "thank-you") startThankYouPage();
