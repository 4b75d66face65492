// A storefront page with the names that Horizon's pages and scripts have: the standard storefront events with their promise, the
// cart drawer's `cart-items-component` with its section, `product-form-component`. The code is the test's own. `older` is Horizon
// before the standard events, with `cart:update`.

import { page } from "../../engines/site.mjs";
import { contentForHeader, startShopify } from "../shopify/shop.mjs";

const SECTION = "sections--1__cart-drawer";

const items = (shop, cart) => `<cart-items-component data-section-id="${SECTION}" data-count="${cart.item_count}">
  <ul>${cart.items.map((line) => `<li data-handle="${line.handle}">${line.quantity} × ${line.title}</li>`).join("")}</ul>
</cart-items-component>`;

// The events as Shopify's own library makes them: what they say are properties of the event.
const SCRIPT = (older) => `
  window.heardLines = [];
  const root = Shopify.routes.root;
  class StandardEvent extends Event {
    constructor(name, said) { super(name, { bubbles: true, composed: true }); Object.assign(this, said); }
  }
  const readCart = () => fetch(root + "cart.js").then((response) => response.json());

  customElements.define("cart-items-component", class extends HTMLElement {
    connectedCallback() {
      document.addEventListener(${older ? '"cart:update"' : '"shopify:cart:lines-update"'}, this);
    }
    disconnectedCallback() {
      document.removeEventListener(${older ? '"cart:update"' : '"shopify:cart:lines-update"'}, this);
    }
    async handleEvent(event) {
      ${
        older
          ? "const sections = event.detail.data.sections; const source = event.detail.data.source; const didError = event.detail.data.didError;"
          : "const { detail, cart } = await event.promise; const { sections, source, didError } = detail || {}; window.lastCart = cart;"
      }
      window.heardLines.push({ action: event.action, lines: event.lines, source, didError });
      const html = sections && sections[this.dataset.sectionId];
      if (!html) return;
      const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("cart-items-component");
      this.dataset.count = fresh.dataset.count;
      this.replaceChildren(...fresh.childNodes);
      document.querySelector("cart-drawer-component").setAttribute("open", "");
    }
  });

  customElements.define("product-form-component", class extends HTMLElement {
    connectedCallback() {
      this.querySelector("form").addEventListener("submit", async (event) => {
        event.preventDefault();
        const body = new FormData(event.target);
        body.append("sections", [...document.querySelectorAll("cart-items-component")].map((element) => element.dataset.sectionId).join(","));
        let settle, refuse;
        const promise = new Promise((resolve, reject) => { settle = resolve; refuse = reject; });
        if (${!older}) this.dispatchEvent(new StandardEvent("shopify:cart:lines-update", { action: "add", context: "product", lines: [{ merchandiseId: body.get("id"), quantity: 1 }], promise }));
        const answer = await fetch(root + "cart/add.js", { method: "POST", headers: { Accept: "text/html" }, body }).then((response) => response.json());
        const cart = await readCart();
        const detail = { sections: answer.sections, items: cart.items, itemCount: cart.item_count, source: "product-form-component", didError: Boolean(answer.status) };
        settle({ cart: { totalQuantity: cart.item_count }, detail });
        if (${older}) this.dispatchEvent(new CustomEvent("cart:update", { bubbles: true, detail: { resource: cart, sourceId: this.id, data: detail } }));
      });
    }
  });

  // Shopify's view-event elements: one for the page's product, one for each card that comes into view.
  customElements.define("product-view-event", class extends HTMLElement {
    connectedCallback() {
      this.dispatchEvent(new StandardEvent("shopify:product:view", JSON.parse(this.dataset.event)));
    }
  });
`;

const layout = (shop, cart, { product, body, tag, older, analytics = true }) =>
  page({
    title: "Horizon",
    tag,
    head: `${contentForHeader(shop, analytics ? product : undefined)}<script type="module" src="/theme/horizon.js"></script>`,
    body: `<header-actions><a href="${shop.root}cart">Cart</a></header-actions>
    <cart-drawer-component>${items(shop, cart)}</cart-drawer-component>
    <main id="MainContent">${body}</main>`,
  });

const view = (product, context) =>
  `<product-view-event data-event='${JSON.stringify({ context, product: { id: `gid://shopify/Product/${product.id}`, handle: product.handle }, selectedOptions: [] })}'></product-view-event>`;

export const startHorizon = async ({ root = "/en-gb/", tag = "", older = false, ...rest } = {}) => {
  const neighbour = "party-bunting";
  return startShopify({
    ...rest,
    root,
    sections: { [SECTION]: items },
    pages: {
      product: async (shop, product, cart) =>
        layout(shop, cart, {
          product,
          tag,
          older,
          body: `<div class="product-information"><h1>${product.title}</h1>${view(product, "page")}
            <product-form-component data-product-id="${product.id}"><form method="post" action="${root}cart/add" enctype="multipart/form-data">
              <input type="hidden" name="id" value="${product.variants[0].id}"><input type="hidden" name="quantity" value="1">
              <add-to-cart-component><button type="submit" name="add" class="add-to-cart-button">Add to cart</button></add-to-cart-component>
            </form></product-form-component></div>
            <pairwell-block kind="bought-together"></pairwell-block>
            <pairwell-block kind="also-bought"></pairwell-block>
            <section class="product-recommendations">${view(await shop.product(neighbour), "recommendation")}</section>`,
        }),
      // A page with an address that says nothing, of a product that the event alone names.
      home: async (shop, cart) =>
        layout(shop, cart, { tag, older, body: `<h1>Home</h1><div id="quick"></div><pairwell-block kind="also-bought"></pairwell-block>${view(await shop.product(neighbour), "collection")}` }),
    },
    scripts: { "/theme/horizon.js": SCRIPT(older) },
  });
};
