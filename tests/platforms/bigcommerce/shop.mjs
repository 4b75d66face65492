// A small server that answers as a BigCommerce storefront does: the Storefront API's carts and orders with their errors, products by
// GraphQL, and what a Stencil theme's own script asks for. The page has Cornerstone's names; the code is the test's own.

import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

import { dist, html, json, page, productData, script, startSite } from "../../engines/site.mjs";

const top = path.join(import.meta.dirname, "..", "..", "..");
const FIRST = 80; // ids of the first product; others follow in the order of their handles
const TOKEN = "storefront-token";

const SCRIPT = `
  jQuery(($) => {
    const $body = $("body");
    // As Cornerstone's header does.
    $body.on("cart-quantity-update", (event, quantity) => {
      $(".cart-quantity").text(quantity).toggleClass("countPill--positive", quantity > 0);
      if (window.localStorage) localStorage.setItem("cart-quantity", quantity);
    });
    $("form[data-cart-item-add]").on("submit", (event) => {
      event.preventDefault();
      $.ajax({ url: "/remote/v1/cart/add", method: "POST", data: $(event.target).serialize() }).done(({ data }) => {
        if (data.error) return $(".productView-message").text(data.error);
        $.getJSON("/api/storefront/carts").done(([cart]) => {
          const quantity = cart.lineItems.physicalItems.reduce((sum, line) => sum + line.quantity, 0);
          $body.trigger("cart-quantity-update", quantity);
        });
      });
    });
  });
`;

export async function startBigCommerce({ tag = `data-key="sku" data-storefront-token="${TOKEN}"`, jquery = true } = {}) {
  const handles = (await readdir(path.join(dist, "demo", "products"))).sort();
  const library = await readFile(path.join(top, "node_modules", "jquery", "dist", "jquery.min.js"), "utf8");
  const shop = { soldOut: new Set(), faults: [], late: [], count: 0 };
  const carts = new Map();
  const orders = new Map();
  const products = new Map();
  shop.product = async (handle) => {
    const index = handles.indexOf(handle);
    if (index < 0) return undefined;
    if (!products.has(handle)) {
      const { title, variants } = await productData(handle);
      products.set(handle, { id: FIRST + index, variant: 5000 + index, handle, title, sku: variants[0].sku, price: variants[0].price / 100, stocked: variants[0].available });
    }
    return products.get(handle);
  };
  const byId = (id) => shop.product(handles[Number(id) - FIRST]);
  const available = (product) => product.stocked && !shop.soldOut.has(product.handle);

  const lineJson = ({ product, quantity }) => ({
    id: `line-${product.id}`,
    productId: product.id,
    variantId: product.variant,
    sku: product.sku,
    name: product.title,
    url: `${shop.url}/${product.handle}/`,
    quantity,
    listPrice: product.price,
    salePrice: product.price,
    options: [],
  });
  const lineItems = (lines) => ({ physicalItems: lines.map(lineJson), digitalItems: [], giftCertificates: [], customItems: [] });
  const cartJson = ({ id, lines }) => ({ id, customerId: 0, email: "", currency: { code: "GBP", decimalPlaces: 2 }, lineItems: lineItems(lines) });
  const ofSession = new Map();
  const cartOf = (request) => carts.get(ofSession.get(request.cookies.SHOP_SESSION_TOKEN));
  const create = (request) => {
    const cart = { id: `0000-${carts.size + 1}`, lines: [] };
    carts.set(cart.id, cart);
    ofSession.set(request.cookies.SHOP_SESSION_TOKEN, cart.id);
    return (shop.latest = cart);
  };
  let sessions = 0;
  const put = (cart, product, quantity) => {
    const line = cart.lines.find((line) => line.product === product);
    if (line) line.quantity += quantity;
    else cart.lines.push({ product, quantity });
  };
  shop.lines = () => (shop.latest?.lines ?? []).map(({ product, quantity }) => ({ handle: product.handle, quantity }));
  shop.adds = () => shop.count;
  shop.finish = () => shop.late.splice(0).forEach((work) => work());
  shop.order = async (number, of) => orders.set(number, { lines: await Promise.all(of.map(async (handle) => ({ product: await shop.product(handle), quantity: 1 }))) });
  shop.reset = () => {
    carts.clear();
    orders.clear();
    shop.latest = undefined;
    shop.soldOut.clear();
    shop.faults.length = 0;
    shop.late.length = 0;
    shop.count = 0;
    shop.requests.length = 0;
    shop.regular = undefined;
  };

  const refused = (status, title) => json({ status, title, type: "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes" }, status);
  const fail = (fault) => {
    if (fault === "429") return refused(429, "Too many requests.");
    if (fault === "404") return refused(404, "Not found.");
    if (fault === "500") return html("<!doctype html><h1>Something went wrong</h1>", 500);
    return fault === "cut" ? "cut" : undefined;
  };

  const add = async (request) => {
    const [, id] = /carts\/([^/]+)\/items$/.exec(request.path) ?? [];
    shop.count++;
    const fault = shop.faults.shift();
    const failed = fail(fault);
    if (failed) return failed;
    if (id && !carts.has(id)) return refused(404, "Cart not found.");
    const lines = [];
    // All or nothing.
    for (const { productId, quantity } of JSON.parse(request.text).lineItems) {
      const product = await byId(productId);
      if (!product) return refused(422, "Product ID is not valid.");
      if (!available(product)) return refused(422, `We don't have enough "${product.title}" stock on hand for the quantity you selected. Please try again.`);
      lines.push({ product, quantity });
    }
    const cart = id ? carts.get(id) : create(request);
    shop.latest = cart;
    const take = () => lines.forEach(({ product, quantity }) => put(cart, product, quantity));
    if (fault === "hang") {
      shop.late.push(take);
      return "hang";
    }
    take();
    return fault === "lost" ? "cut" : json(cartJson(cart));
  };

  const graph = async (request) => {
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return json({ message: "Invalid token" }, 401);
    const { query, variables } = JSON.parse(request.text);
    const site = {};
    for (const [, name, by, variable] of query.matchAll(/(p\d+): product\((sku|entityId): \$(k\d+)\)/g)) {
      const all = await Promise.all(handles.map((handle) => shop.product(handle)));
      const product = all.find((product) => (by === "sku" ? product.sku : product.id) === variables[variable]);
      site[name] = product
        ? {
            entityId: product.id,
            sku: product.sku,
            prices: { price: { value: product.price, currencyCode: "GBP" }, basePrice: { value: shop.regular ?? product.price } },
            availabilityV2: { status: "Available" },
            inventory: { isInStock: available(product) },
            variants: { edges: [{ node: { entityId: product.variant, sku: product.sku } }] },
          }
        : null;
    }
    return json({ data: { site } });
  };

  // Each page's answer begins a session, if there is none yet.
  const layout = (request, { head = "", body }) => {
    const cart = cartOf(request);
    const quantity = (cart?.lines ?? []).reduce((sum, line) => sum + line.quantity, 0);
    const shown = page({
      title: "Shop",
      tag,
      head: `${jquery ? `<script src="/theme/jquery.js"></script><script defer src="/theme/cornerstone.js"></script>` : ""}<script>window.stencilUtils = {};</script>${head}`,
      body: `<header class="header"><nav class="navUser"><li class="navUser-item navUser-item--cart"><a class="navUser-action" data-cart-preview href="/cart.php">Cart
        <span class="countPill cart-quantity">${quantity}</span></a></li></nav></header><div class="body"><div class="container">${body}</div></div>`,
    });
    const cookie = request.cookies.SHOP_SESSION_TOKEN ? {} : { "Set-Cookie": `SHOP_SESSION_TOKEN=t${++sessions}; Path=/; HttpOnly` };
    return { ...shown, headers: cookie };
  };

  const routes = {
    "GET /theme/jquery.js": () => script(library),
    "GET /theme/cornerstone.js": () => script(SCRIPT),
    "GET /api/storefront/carts": (request) => json(cartOf(request) ? [cartJson(cartOf(request))] : []),
    "POST /api/storefront/carts": add,
    "POST /api/storefront/carts/*": add,
    "GET /api/storefront/orders/*": (request) => {
      const order = orders.get(request.path.split("/").pop());
      return order ? json({ orderId: 1, lineItems: lineItems(order.lines) }) : refused(404, "Order not found.");
    },
    "POST /graphql": graph,
    "POST /remote/v1/cart/add": async (request) => {
      const product = await byId(new URLSearchParams(request.text).get("product_id"));
      const cart = cartOf(request) ?? create(request);
      shop.latest = cart;
      put(cart, product, 1);
      return json({ data: { cart_id: cart.id, cart_item: { id: `line-${product.id}`, product_id: product.id } } });
    },
    "GET /checkout/order-confirmation/*": (request) => layout(request, { body: `<h1>Thank you!</h1><pairwell-block kind="also-bought"></pairwell-block>` }),
    "GET /": (request) =>
      layout(request, {
        body: `<ul class="productGrid"><li class="product"><article class="card" data-entity-id="${FIRST}" data-name="A card" data-product-price="1"><h3 class="card-title">A card</h3></article></li></ul>
          <pairwell-block kind="also-bought"></pairwell-block>`,
      }),
    "GET /*": async (request) => {
      const product = await shop.product(request.path.split("/").filter(Boolean)[0] ?? "");
      return (
        product &&
        layout(request, {
          head: `<script>var BCData = ${JSON.stringify({ product_attributes: { sku: product.sku, instock: product.stocked, purchasable: true } })};</script>`,
          body: `<div class="productView" data-event-type="product" data-entity-id="${product.id}" data-name="${product.title.replace(/"/g, "&quot;")}" data-product-category="" data-product-brand="" data-product-price="${product.price}">
            <h1 class="productView-title">${product.title}</h1><dd class="productView-info-value" data-product-sku>${product.sku}</dd>
            <form class="form" method="post" action="/cart.php" enctype="multipart/form-data" data-cart-item-add>
              <input type="hidden" name="action" value="add"><input type="hidden" name="product_id" value="${product.id}"><input type="hidden" name="qty[]" value="1">
              <input id="form-action-addToCart" class="button button--primary" type="submit" value="Add to Cart"></form><p class="productView-message"></p></div>
            <pairwell-block kind="bought-together"></pairwell-block>
            <pairwell-block kind="also-bought"></pairwell-block>`,
        })
      );
    },
  };
  const site = await startSite({ routes });
  return Object.assign(shop, site, { told: site.told, requests: site.requests });
}
