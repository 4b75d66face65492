// A small server that answers as WooCommerce does: the Store API with its nonces, batches and errors, the fragments of
// classic themes, the session's cookies. The theme gives the pages.
//
//   startWoo({ root: "/", pretty: true, pages: { product(shop, product, cart), home(shop, cart), thanks(shop, products) }, scripts })
//
// `root` is the folder WordPress is installed in; without `pretty`, its API is behind index.php?rest_route=.

import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

import { dist, html, json, productData, script, startSite } from "../../engines/site.mjs";

const top = path.join(import.meta.dirname, "..", "..", "..");
const FIRST = 1000; // ids of the first product; others follow in the order of their handles
const SPACE = "/wc/store/v1/";
// How often an hour's nonce stays good is up to WordPress; here it is until `expire()`.

export async function startWoo({ root = "/", pretty = true, pages, scripts = {} }) {
  const handles = (await readdir(path.join(dist, "demo", "products"))).sort();
  const jquery = await readFile(path.join(top, "node_modules", "jquery", "dist", "jquery.min.js"), "utf8");
  const shop = { root, pretty, soldOut: new Set(), faults: [], late: [], attributes: {}, registered: true, batches: true, count: 0, nonces: 1 };
  const carts = new Map();

  const products = new Map();
  shop.product = async (handle) => {
    const index = handles.indexOf(handle);
    if (index < 0) return undefined;
    if (!products.has(handle)) {
      const { title, picture, variants } = await productData(handle);
      products.set(handle, { id: FIRST + index, slug: handle, title, picture, sku: variants[0].sku, pence: variants[0].price, stocked: variants[0].available });
    }
    return products.get(handle);
  };
  const byId = (id) => shop.product(handles[Number(id) - FIRST]);
  const all = async () => Promise.all(handles.map((handle) => shop.product(handle)));
  const available = (product) => product.stocked && !shop.soldOut.has(product.slug);
  shop.permalink = (product) => `${shop.url}${root}product/${product.slug}/`;
  shop.nonce = () => `nonce-${shop.nonces}`;
  shop.expire = () => shop.nonces++;

  // ---- carts

  const cartOf = (request) => {
    const token = request.cookies.wp_woocommerce_session_x || `s${carts.size + 1}`;
    if (!carts.has(token)) carts.set(token, { token, lines: [] });
    shop.latest = carts.get(token);
    return shop.latest;
  };
  const count = (cart) => cart.lines.reduce((sum, line) => sum + line.quantity, 0);
  const session = (cart) => ({
    "Set-Cookie": [
      `wp_woocommerce_session_x=${cart.token}; Path=/; HttpOnly`,
      `woocommerce_items_in_cart=${cart.lines.length ? 1 : 0}; Path=/`,
      ...(cart.lines.length ? [`woocommerce_cart_hash=h${count(cart)}; Path=/`] : []),
    ],
  });
  const prices = (product) => ({
    price: String(product.pence),
    regular_price: String(shop.regular ?? product.pence),
    sale_price: String(product.pence),
    price_range: null,
    currency_code: "GBP",
    currency_symbol: "£",
    currency_minor_unit: 2,
    currency_decimal_separator: ".",
    currency_thousand_separator: ",",
    currency_prefix: "£",
    currency_suffix: "",
  });
  const cartJson = (cart) => ({
    items: cart.lines.map(({ product, quantity }) => ({
      key: `k${product.id}`,
      id: product.id,
      type: "simple",
      quantity,
      name: product.title,
      sku: product.sku,
      permalink: shop.permalink(product),
      variation: [],
      prices: prices(product),
    })),
    items_count: count(cart),
    errors: [],
    extensions: {},
  });
  const put = (cart, product, quantity) => {
    const line = cart.lines.find((line) => line.product === product);
    if (line) line.quantity += quantity;
    else cart.lines.push({ product, quantity });
  };
  shop.lines = () => (shop.latest?.lines ?? []).map(({ product, quantity }) => ({ handle: product.slug, quantity }));
  shop.adds = () => shop.count;
  shop.finish = () => shop.late.splice(0).forEach((work) => work());
  shop.reset = () => {
    carts.clear();
    shop.latest = undefined;
    shop.soldOut.clear();
    shop.faults.length = 0;
    shop.late.length = 0;
    shop.count = 0;
    shop.requests.length = 0;
    Object.assign(shop, { attributes: {}, registered: true, batches: true, nonces: 1, regular: undefined });
  };

  // ---- the Store API

  const refused = (status, code, message) => ({ status, body: { code, message, data: { status } } });
  const wrongNonce = (nonce) =>
    !nonce
      ? refused(401, "woocommerce_rest_missing_nonce", "Missing the Nonce header. This endpoint requires a valid nonce.")
      : nonce !== shop.nonce() && refused(403, "woocommerce_rest_invalid_nonce", "Nonce is invalid.");

  // As WooCommerce words it: for innerHTML, with entities.
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/'/g, "&#039;");

  const addItem = async (cart, { id, quantity }) => {
    const product = await byId(id);
    if (!product) return refused(400, "woocommerce_rest_cart_invalid_product", "This product cannot be added to the cart.");
    if (!available(product)) {
      return refused(400, "woocommerce_rest_product_out_of_stock", `You cannot add &quot;${escaped(product.title)}&quot; to the cart because the product is out of stock.`);
    }
    put(cart, product, Number(quantity));
    return { status: 201, body: cartJson(cart) };
  };

  const answer = (cart, { status, body }) => json(body, status, { ...session(cart), Nonce: shop.nonce(), "Nonce-Timestamp": "1700000000" });

  const fail = (fault) => {
    if (fault === "429") return json({ code: "rate_limit_exceeded", message: "Too many requests. Please wait 10 seconds before trying again." }, 429);
    if (fault === "404") return json({ code: "rest_no_route", message: "No route was found matching the URL and request method.", data: { status: 404 } }, 404);
    if (fault === "409") return json({ code: "woocommerce_rest_cart_product_conflict", message: "Another request is changing this cart.", data: { status: 409 } }, 409);
    if (fault === "500") return html("<!doctype html><p>There has been a critical error on this website.</p>", 500);
    return fault === "cut" ? "cut" : undefined;
  };

  const posts = {
    "cart/add-item": async (cart, request, body) => {
      const wrong = wrongNonce(request.headers.nonce);
      if (wrong) return answer(cart, wrong);
      shop.count++;
      const fault = shop.faults.shift();
      if (fault === "hang") return shop.late.push(() => addItem(cart, body)), "hang";
      const failed = fail(fault);
      if (failed) return failed;
      const done = await addItem(cart, body);
      return fault === "lost" ? "cut" : answer(cart, done);
    },
    batch: async (cart, request, { requests }) => {
      if (!shop.batches) return fail("404");
      shop.count++;
      const fault = shop.faults.shift();
      const failed = fail(fault);
      if (failed) return failed;
      const responses = [];
      for (const part of requests) {
        const done = part.path === `${SPACE}cart/add-item` ? (wrongNonce(part.headers.Nonce) || (await addItem(cart, part.body))) : refused(404, "rest_no_route", "No route was found.");
        responses.push({ ...done, headers: { Nonce: shop.nonce() } });
      }
      return fault === "lost" ? "cut" : json({ responses }, 207, session(cart));
    },
    "cart/extensions": (cart, request, { namespace, data }) => {
      const wrong = wrongNonce(request.headers.nonce);
      if (wrong) return answer(cart, wrong);
      if (!shop.registered || namespace !== "pairwell") return answer(cart, refused(400, "woocommerce_rest_cart_extensions_error", `There is no such namespace registered: ${namespace}.`));
      Object.assign(shop.attributes, data);
      return answer(cart, { status: 200, body: cartJson(cart) });
    },
    "cart/remove-item": (cart, request, { key }) => {
      const wrong = wrongNonce(request.headers.nonce);
      if (wrong) return answer(cart, wrong);
      cart.lines = cart.lines.filter(({ product }) => `k${product.id}` !== key);
      return answer(cart, { status: 200, body: cartJson(cart) });
    },
  };

  const productsJson = async (query) => {
    const wanted = (name) => (query.get(name) ?? "").split(",").filter(Boolean);
    const found = (await all()).filter(({ id, sku, slug }) => wanted("include").includes(String(id)) || wanted("sku").includes(sku) || wanted("slug").includes(slug));
    return found.map((product) => ({
      id: product.id,
      name: product.title,
      slug: product.slug,
      parent: 0,
      type: "simple",
      permalink: shop.permalink(product),
      sku: product.sku,
      prices: prices(product),
      has_options: false,
      is_purchasable: true,
      is_in_stock: available(product),
    }));
  };

  const api = async (request, route) => {
    if (!route.startsWith(SPACE)) return fail("404");
    const name = route.slice(SPACE.length);
    const cart = cartOf(request);
    if (request.method === "POST") return posts[name] ? posts[name](cart, request, JSON.parse(request.text)) : fail("404");
    if (name === "cart") return answer(cart, { status: 200, body: cartJson(cart) });
    if (name === "products") return json(await productsJson(request.query));
    return fail("404");
  };

  // ---- classic themes

  const fragments = (cart) => json({ fragments: pages.fragments(shop, cartJson(cart)), cart_hash: `h${count(cart)}` }, 200, session(cart));
  const ajax = async (request) => {
    const cart = cartOf(request);
    const form = new URLSearchParams(request.text);
    if (request.query.get("wc-ajax") === "get_refreshed_fragments") return fragments(cart);
    if (request.query.get("wc-ajax") !== "add_to_cart") return undefined;
    const product = await byId(form.get("product_id"));
    if (!product || !available(product)) return json({ error: true, product_url: product ? shop.permalink(product) : root });
    put(cart, product, Number(form.get("quantity") || 1));
    return fragments(cart);
  };

  const shown = (render) => async (request) => {
    const cart = cartOf(request);
    const answer = await render(request, cart);
    return answer && { ...answer, headers: { ...answer.headers, ...session(cart) } };
  };
  const behind = (request) => request.query.get("rest_route");
  const routes = {
    "GET /theme/jquery.js": () => script(jquery),
    ...Object.fromEntries(Object.entries(scripts).map(([path, body]) => [`GET ${path}`, () => script(body)])),
    [`GET ${root}index.php`]: (request) => behind(request) && api(request, behind(request)),
    [`POST ${root}index.php`]: (request) => behind(request) && api(request, behind(request)),
    [`GET ${root}wp-json/*`]: (request) => (pretty ? api(request, request.path.slice(root.length + 7)) : fail("404")),
    [`POST ${root}wp-json/*`]: (request) => (pretty ? api(request, request.path.slice(root.length + 7)) : fail("404")),
    [`POST ${root}`]: ajax,
    // The form of a product's page, as WooCommerce handles it without any script.
    [`POST ${root}product/*`]: async (request) => {
      const cart = cartOf(request);
      const form = /name="add-to-cart"\r\n\r\n(\d+)/.exec(request.text) ?? /add-to-cart=(\d+)/.exec(request.text);
      put(cart, await byId(form[1]), 1);
      return { status: 303, type: "text/plain", body: "", headers: { Location: request.path, ...session(cart) } };
    },
    [`GET ${root}product/*`]: shown(async (request, cart) => {
      const product = await shop.product(request.path.split("/").filter(Boolean).pop());
      return product && pages.product(shop, product, cartJson(cart));
    }),
    [`GET ${root}checkout/order-received/*`]: shown(async (request, cart) => {
      const products = await Promise.all(request.query.get("of").split(",").map((handle) => shop.product(handle)));
      cart.lines = [];
      return pages.thanks(shop, products, request.path.split("/").filter(Boolean).pop());
    }),
    [`GET ${root}`]: shown((request, cart) => pages.home(shop, cartJson(cart))),
  };
  const site = await startSite({ routes });
  return Object.assign(shop, site, { told: site.told, requests: site.requests });
}

/** What WordPress prints into every page's head. */
export const wordpressHead = ({ root, pretty, url }) => `<link rel="https://api.w.org/" href="${url}${root}${pretty ? "wp-json/" : "index.php?rest_route=/"}">`;

/** The number of a product's SKU and id, for what tests expect. */
export const skuOf = async (handle) => (await productData(handle)).variants[0].sku;
