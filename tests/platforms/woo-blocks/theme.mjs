// A storefront page with the names that WooCommerce's blocks have, in both their generations: the mini-cart of the Interactivity API,
// which hears `wc-blocks_added_to_cart` and `wc-blocks_store_sync_required`, and `wp.data` with the store `wc/store/cart`, which the
// cart's and checkout's blocks live on. The code is the test's own.

import { page } from "../../engines/site.mjs";
import { startWoo, wordpressHead } from "../woocommerce/shop.mjs";

const SCRIPT = `
  const api = document.querySelector('link[rel="https://api.w.org/"]').href + "wc/store/v1/";
  let nonce = wcBlocksMiddlewareConfig.storeApiNonce;
  const ask = async (path, body) => {
    const response = await fetch(api + path, body && { method: "POST", headers: { "Content-Type": "application/json", Nonce: nonce }, body: JSON.stringify(body) });
    nonce = response.headers.get("Nonce") || nonce;
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.message);
    return answer;
  };
  const show = (cart) => {
    document.querySelector(".wc-block-mini-cart__badge").textContent = cart.items_count || cart.itemsCount || "";
    document.querySelector(".wc-block-mini-cart__items").replaceChildren(...cart.items.map((item) => Object.assign(document.createElement("li"), { textContent: item.name })));
  };
  const fire = (target, name, detail) => target.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail }));

  // The Interactivity API's cart.
  window.addEventListener("wc-blocks_store_sync_required", async (event) => {
    if (event.detail.type === "from_@wordpress/data") show(await ask("cart"));
  });
  document.body.addEventListener("wc-blocks_added_to_cart", () => document.querySelector(".wc-block-mini-cart__drawer").setAttribute("open", ""));
  document.querySelector(".wc-block-components-product-button__button").addEventListener("click", async (event) => {
    const id = Number(event.currentTarget.dataset.product_id);
    show(await ask("cart/add-item", { id, quantity: 1 }));
    fire(window, "wc-blocks_store_sync_required", { type: "from_iAPI", quantityChanges: { productsPendingAdd: [id] } });
    fire(document.body, "wc-blocks_added_to_cart", { preserveCartData: true });
  });
  document.querySelector(".wc-block-mini-cart__remove").addEventListener("click", async () => {
    const { items } = await ask("cart");
    show(await ask("cart/remove-item", { key: items[0].key }));
    fire(document.body, "wc-blocks_removed_from_cart", {});
  });
`;

// The store, as far as others can see it.
const STORE = `
  const listeners = new Set();
  let state = { cartData: { items: [], itemsCount: 0 }, finished: false };
  const set = (cart) => {
    state = { cartData: { ...cart, itemsCount: cart.items_count ?? cart.itemsCount }, finished: true };
    listeners.forEach((listener) => listener());
  };
  window.received = 0;
  window.wp = { data: {
    select: (name) => name === "wc/store/cart" ? { getCartData: () => state.cartData, hasFinishedResolution: () => state.finished } : undefined,
    dispatch: (name) => name === "wc/store/cart" ? { receiveCart: (cart) => { window.received++; set(cart); show(cart); }, invalidateResolutionForStore: () => ask("cart").then(set) } : undefined,
    subscribe: (listener) => { listeners.add(listener); return () => listeners.delete(listener); },
  } };
  // A quantity changed in the cart itself makes no event.
  window.setLines = (items) => set({ items, items_count: items.length });
  ask("cart").then(set);
`;

const layout = (shop, cart, { body, bodyClass, tag, store }) =>
  page({
    title: "Shop",
    tag,
    head: `${wordpressHead(shop)}<script>
      var wcBlocksMiddlewareConfig = { storeApiNonce: ${JSON.stringify(shop.nonce())}, wcStoreApiNonceTimestamp: "1700000000" };
      document.addEventListener("DOMContentLoaded", () => { document.body.className = ${JSON.stringify(`wp-embed-responsive woocommerce-uses-block-theme ${bodyClass}`)}; });</script>
      <script defer src="/theme/blocks.js"></script>${store ? `<script defer src="/theme/store.js"></script>` : ""}`,
    body: `<div class="wp-site-blocks"><header><div data-block-name="woocommerce/mini-cart" class="wc-block-mini-cart wp-block-woocommerce-mini-cart">
        <button class="wc-block-mini-cart__button">Cart <span class="wc-block-mini-cart__badge">${cart.items_count || ""}</span></button>
        <div class="wc-block-mini-cart__drawer"><ul class="wc-block-mini-cart__items">${cart.items.map((item) => `<li>${item.name}</li>`).join("")}</ul>
        <button class="wc-block-mini-cart__remove">Remove</button></div></div></header>
      <main>${body}</main></div>`,
  });

/** `store`: with `wp.data`, as on pages with the blocks of cart and checkout. */
export const startBlocks = ({ tag = 'data-key="sku"', store = false, ...rest } = {}) =>
  startWoo({
    ...rest,
    scripts: { "/theme/blocks.js": SCRIPT, "/theme/store.js": STORE },
    pages: {
      product: (shop, product, cart) =>
        layout(shop, cart, {
          tag,
          store,
          bodyClass: `product-template-default single single-product postid-${product.id} woocommerce woocommerce-page`,
          body: `<h1 class="wp-block-post-title">${product.title}</h1>
            <div data-block-name="woocommerce/add-to-cart-form" class="wp-block-add-to-cart-form wc-block-add-to-cart-form">
              <form class="cart" method="post" enctype="multipart/form-data"><button type="submit" name="add-to-cart" value="${product.id}" class="single_add_to_cart_button button alt wp-element-button">Add to cart</button></form></div>
            <div class="wp-block-button wc-block-components-product-button"><button class="wp-block-button__link add_to_cart_button wc-block-components-product-button__button"
              data-product_id="${product.id}" data-product_sku="${product.sku}">Add to cart</button></div>
            <div class="wc-block-components-product-sku wp-block-woocommerce-product-sku">SKU: <strong class="sku">${product.sku}</strong></div>
            <pairwell-block kind="bought-together"></pairwell-block>
            <pairwell-block kind="also-bought"></pairwell-block>`,
        }),
      thanks: (shop, products, number) =>
        page({
          tag,
          title: "Order received",
          head: wordpressHead(shop),
          body: `<div data-block-name="woocommerce/order-confirmation-summary" class="wc-block-order-confirmation-summary"><ul class="wc-block-order-confirmation-summary-list">
              <li class="wc-block-order-confirmation-summary-list-item"><span class="wc-block-order-confirmation-summary-list-item__key">Order #:</span> <span class="wc-block-order-confirmation-summary-list-item__value">${number}</span></li></ul></div>
            <table cellspacing="0" class="wc-block-order-confirmation-totals__table"><tbody>${products
              .map((product) => `<tr class="woocommerce-table__line-item order_item"><td class="wc-block-order-confirmation-totals__product"><a href="${shop.permalink(product)}">${product.title}</a>&nbsp;<strong class="product-quantity">&times;&nbsp;1</strong></td></tr>`)
              .join("")}</tbody></table><pairwell-block kind="also-bought"></pairwell-block>`,
        }),
      home: (shop, cart) => layout(shop, cart, { tag, store, bodyClass: "home", body: `<pairwell-block kind="also-bought"></pairwell-block>` }),
    },
  });
