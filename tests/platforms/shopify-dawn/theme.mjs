// A storefront page with the names that Dawn's pages and scripts have: its publish/subscribe, `cart-drawer` and
// `cart-notification` that render sections of an answer, `product-form`, `cart-icon-bubble`. The code is the test's own.

import { page } from "../../engines/site.mjs";
import { contentForHeader, startShopify } from "../shopify/shop.mjs";

const bubble = (shop, cart) => `<svg width="20" height="20"></svg>${cart.item_count ? `<div class="cart-count-bubble"><span aria-hidden="true">${cart.item_count}</span></div>` : ""}`;

const drawer = (shop, cart) => `<div id="CartDrawer">
  <div id="CartDrawer-Overlay"></div>
  <div class="drawer__inner">
    <ul>${cart.items.map((line) => `<li data-handle="${line.handle}">${line.quantity} × ${line.title}</li>`).join("")}</ul>
    <button class="drawer__close" type="button">Close</button>
  </div>
</div>`;

// Dawn's own default: a notice of the line that was added, by its key.
const noticeProduct = (shop, cart) => cart.items.map((line) => `<div id="cart-notification-product-${line.key}"><p class="cart-notification__title">${line.title}</p></div>`).join("");
const noticeButton = (shop, cart) => `View cart (${cart.item_count})`;

const SCRIPT = `
  const subscribers = {};
  function subscribe(name, callback) {
    (subscribers[name] = subscribers[name] || []).push(callback);
    return () => { subscribers[name] = subscribers[name].filter((known) => known !== callback); };
  }
  function publish(name, data) {
    (window.published = window.published || []).push([name, data && data.source]);
    return Promise.all((subscribers[name] || []).map((callback) => callback(data)));
  }
  window.routes = { cart_add_url: Shopify.routes.root + "cart/add", cart_change_url: Shopify.routes.root + "cart/change", cart_update_url: Shopify.routes.root + "cart/update", cart_url: Shopify.routes.root + "cart" };

  const inner = (html, selector = ".shopify-section") => new DOMParser().parseFromString(html, "text/html").querySelector(selector).innerHTML;

  class CartHolder extends HTMLElement {
    setActiveElement(element) { this.activeElement = element; }
    renderContents(state) {
      this.classList.remove("is-empty");
      this.cartItemKey = state.key;
      for (const { id, selector } of this.getSectionsToRender()) {
        const place = selector && this.localName === "cart-drawer" ? document.querySelector(selector) : document.getElementById(id);
        place.innerHTML = inner(state.sections[id], selector);
      }
      this.open();
    }
    open() {
      this.classList.add("active");
      this.querySelector("button").addEventListener("click", () => this.close());
      this.querySelector("button").focus();
    }
    close() {
      this.classList.remove("active");
      if (this.activeElement) this.activeElement.focus();
    }
  }
  customElements.define("cart-drawer", class extends CartHolder {
    getSectionsToRender() { return [{ id: "cart-drawer", selector: "#CartDrawer" }, { id: "cart-icon-bubble" }]; }
  });

  customElements.define("cart-notification", class extends CartHolder {
    getSectionsToRender() {
      return [
        { id: "cart-notification-product", selector: '[id="cart-notification-product-' + this.cartItemKey + '"]' },
        { id: "cart-notification-button" },
        { id: "cart-icon-bubble" },
      ];
    }
  });

  customElements.define("product-form", class extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.cart = document.querySelector("cart-notification") || document.querySelector("cart-drawer");
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        const body = new FormData(this.form);
        if (this.cart) {
          body.append("sections", this.cart.getSectionsToRender().map((section) => section.id));
          body.append("sections_url", location.pathname);
          this.cart.setActiveElement(document.activeElement);
        }
        fetch(window.routes.cart_add_url, { method: "POST", headers: { Accept: "application/javascript", "X-Requested-With": "XMLHttpRequest" }, body })
          .then((response) => response.json())
          .then((state) => {
            if (state.status) return publish("cart-error", { source: "product-form", message: state.message });
            publish("cart-update", { source: "product-form", productVariantId: body.get("id"), cartData: state });
            if (this.cart) this.cart.renderContents(state);
          });
      });
    }
  });
`;

const layout = (shop, cart, { product, body, tag = "", lang, holder }) =>
  page({
    title: "Dawn",
    tag,
    lang,
    head: `${contentForHeader(shop, product)}<script>window.dataLayer = [];</script><script defer src="/theme/dawn.js"></script>`,
    body: `<header class="header"><a href="${shop.root}cart" class="header__icon--cart" id="cart-icon-bubble">${bubble(shop, cart)}</a></header>
    ${holder === "drawer" ? `<cart-drawer class="drawer ${cart.item_count ? "" : "is-empty"}"><div id="shopify-section-cart-drawer" class="shopify-section">${drawer(shop, cart)}</div></cart-drawer>` : ""}
    ${holder === "notification" ? `<cart-notification><div id="cart-notification"><div id="cart-notification-product"></div><a id="cart-notification-button" href="${shop.root}cart"></a><button type="button">Close</button></div></cart-notification>` : ""}
    <main id="MainContent">${body}</main>`,
  });

/** `holder`: "drawer", "notification", or "page" for a theme whose cart opens as a page of its own. */
export const startDawn = async ({ holder = "drawer", tag = "", lang = "en-GB", ...rest } = {}) => {
  const shop = await startShopify({
    ...rest,
    sections: { "cart-drawer": drawer, "cart-icon-bubble": bubble, "cart-notification-product": noticeProduct, "cart-notification-button": noticeButton },
    pages: {
      product: (shop, product, cart) =>
        layout(shop, cart, {
          product,
          holder,
          tag,
          lang,
          body: `<section id="MainProduct-main" class="product" data-section="main"><h1>${product.title}</h1>
            <product-form class="product-form"><form method="post" action="${shop.root}cart/add" id="product-form" enctype="multipart/form-data" data-type="add-to-cart-form">
              <input type="hidden" name="id" value="${product.variants[0].id}"><input type="hidden" name="quantity" value="1">
              <button type="submit" name="add" class="product-form__submit"><span>Add to cart</span></button>
            </form></product-form></section>
            <pairwell-block kind="bought-together"></pairwell-block>
            <pairwell-block kind="also-bought"></pairwell-block>`,
        }),
      home: (shop, cart) => layout(shop, cart, { holder, tag, body: `<h1>Home</h1><pairwell-block kind="cart"></pairwell-block><pairwell-block kind="also-bought"></pairwell-block>` }),
      thanks: (shop, request) =>
        page({
          tag,
          title: "Thank you",
          head: `${contentForHeader(shop)}<script>Shopify.checkout = { order_id: 5001, currency: "GBP", line_items: [{ product_id: 1, variant_id: 2, sku: ${JSON.stringify(request.query.get("sku"))}, title: "x" }] };</script>`,
          body: `<h1>Thank you</h1><pairwell-block kind="also-bought"></pairwell-block>`,
        }),
    },
    scripts: { "/theme/dawn.js": SCRIPT },
  });
  return shop;
};
