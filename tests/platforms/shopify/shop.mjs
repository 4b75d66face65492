// A small server that answers as a Shopify storefront does: the Ajax API with its errors, section rendering, products as JSON. The
// theme gives the pages and the sections.
//
// `blind` takes the browser's list of requests away, so that only what a theme says is heard; `mute` keeps it from saying what
// products cost; `uploaded` is when the model was put up.
//
//   startShopify({ root: "/", sections: { "cart-drawer": (shop, cart) => html }, pages: { product(shop, product), cart(shop), home(shop) } })

import { readdir } from "node:fs/promises";
import path from "node:path";

import { dist, html, json, productData, script, startSite } from "../../engines/site.mjs";

const MOST_SECTIONS = 5;

/** As Shopify builds them: fourteen digits. */
const variantId = (index, n) => 41_000_000_000_000 + index * 100 + n;

export async function startShopify({ root = "/", currency = { active: "GBP", rate: "1.0" }, market = (price) => price, sections, pages, scripts = {}, blind = false, mute = false, uploaded = undefined }) {
  const handles = (await readdir(path.join(dist, "demo", "products"))).sort();
  const carts = new Map();
  const shop = { root, currency, blind, soldOut: new Set(), missing: new Set(), faults: [], attributes: {}, count: 0, late: [] };

  const products = new Map();
  shop.product = async (handle) => {
    if (products.has(handle)) return products.get(handle);
    const index = handles.indexOf(handle);
    if (index < 0) return undefined;
    const data = await productData(handle);
    const product = {
      id: 7_000_000_000_000 + index,
      handle,
      title: data.title,
      vendor: "Shop",
      picture: data.picture,
      variants: data.variants.map((variant, n) => ({ id: variantId(index, n), sku: variant.sku, title: variant.name || "Default Title", cents: variant.price, stocked: variant.available })),
    };
    products.set(handle, product);
    return product;
  };
  const byVariant = async (id) => {
    const product = await shop.product(handles[Math.floor((id - 41_000_000_000_000) / 100)]);
    return product && { product, variant: product.variants.find((variant) => variant.id === id) };
  };
  const available = (product, variant) => variant.stocked && !shop.soldOut.has(product.handle);

  const cartOf = (request) => {
    const token = request.cookies.cart || `c${carts.size + 1}`;
    if (!carts.has(token)) carts.set(token, { token, lines: [], attributes: {} });
    shop.latest = carts.get(token);
    request.cookie = { "Set-Cookie": `cart=${token}; Path=/` };
    return shop.latest;
  };
  const lineJson = ({ product, variant, quantity }) => ({
    id: variant.id,
    key: `${variant.id}:${product.handle.length}f`,
    variant_id: variant.id,
    product_id: product.id,
    handle: product.handle,
    sku: variant.sku,
    title: product.title,
    product_title: product.title,
    quantity,
    price: market(variant.cents),
    url: `${root}products/${product.handle}?variant=${variant.id}`,
  });
  const cartJson = (cart) => ({
    token: cart.token,
    note: "",
    attributes: cart.attributes,
    item_count: cart.lines.reduce((sum, line) => sum + line.quantity, 0),
    total_price: cart.lines.reduce((sum, line) => sum + line.quantity * market(line.variant.cents), 0),
    currency: currency.active,
    items: cart.lines.map(lineJson),
  });
  shop.lines = () => (shop.latest?.lines ?? []).map(({ product, quantity }) => ({ handle: product.handle, quantity }));
  shop.adds = () => shop.count;
  shop.finish = () => shop.late.splice(0).forEach((work) => work());
  shop.reset = () => {
    carts.clear();
    shop.latest = undefined;
    shop.soldOut.clear();
    shop.missing.clear();
    shop.faults.length = 0;
    shop.late.length = 0;
    shop.count = 0;
    shop.requests.length = 0;
  };

  const refusal = (status, description) => json({ status, message: "Cart Error", description }, status);

  const rendered = (cart, wanted) => {
    const names = (Array.isArray(wanted) ? wanted : String(wanted).split(",")).filter(Boolean);
    if (names.length > MOST_SECTIONS) return undefined;
    return Object.fromEntries(names.map((name) => [name, sections[name] ? `<div id="shopify-section-${name}" class="shopify-section">${sections[name](shop, cartJson(cart))}</div>` : null]));
  };

  /** A JSON body, or a form as a theme's product form sends it. */
  const bodyOf = (request) => {
    if (/json/.test(request.headers["content-type"])) return JSON.parse(request.text);
    const form = {};
    for (const [, name, value] of request.text.matchAll(/name="([^"]+)"\r\n\r\n([^\r]*)\r\n/g)) form[name] = value;
    return form;
  };

  const add = async (request) => {
    shop.count++;
    const cart = cartOf(request);
    const body = bodyOf(request);
    const asked = (body.items ?? [{ id: body.id, quantity: body.quantity ?? 1 }]).map(({ id, quantity }) => ({ id: Number(id), quantity: Number(quantity ?? 1) }));
    const fault = shop.faults.shift();
    if (fault === "429") return html("Too many requests", 429);
    if (fault === "404") return refusal(404, "Cannot find variant");
    if (fault === "500") return html("<!doctype html><title>500</title><h1>Something went wrong.</h1>", 500);
    if (fault === "cut") return "cut";

    // All or nothing.
    const lines = [];
    for (const { id, quantity } of asked) {
      const found = await byVariant(id);
      if (!found?.variant) return refusal(404, "Cannot find variant");
      if (!available(found.product, found.variant)) return refusal(422, `The product '${found.product.title}' is already sold out.`);
      lines.push({ ...found, quantity });
    }
    const take = () => {
      for (const line of lines) {
        const there = cart.lines.find(({ variant }) => variant.id === line.variant.id);
        if (there) there.quantity += line.quantity;
        else cart.lines.push(line);
      }
    };
    if (fault === "hang") {
      shop.late.push(take);
      return "hang";
    }
    const wanted = body.sections && rendered(cart, body.sections);
    if (body.sections && !wanted) return refusal(400, "sections: at most 5");
    take();
    if (fault === "lost") return "cut";
    const added = lines.map(({ variant }) => lineJson(cart.lines.find((line) => line.variant.id === variant.id)));
    const answer = body.items ? { items: added } : added[0];
    return json({ ...answer, ...(body.sections && { sections: rendered(cart, body.sections) }) }, 200, request.cookie);
  };

  const change = async (request) => {
    const cart = cartOf(request);
    const { id, quantity, attributes, updates } = bodyOf(request);
    for (const [key, wanted] of Object.entries(updates ?? (id === undefined ? {} : { [id]: quantity }))) {
      cart.lines = cart.lines.filter((line) => {
        if (String(line.variant.id) === String(key).split(":")[0]) line.quantity = Number(wanted);
        return line.quantity > 0;
      });
    }
    Object.assign(cart.attributes, attributes);
    return json(cartJson(cart), 200, request.cookie);
  };

  const productJson = async (request) => {
    const handle = decodeURIComponent(request.path.slice(request.path.indexOf("/products/") + 10)).replace(/\.js$/, "");
    if (mute) return html("<!doctype html><title>503</title>", 503);
    const product = shop.missing.has(handle) ? undefined : await shop.product(handle);
    if (!product) return json({ status: 404, message: "Not Found" }, 404);
    const variants = product.variants.map((variant) => ({
      id: variant.id,
      sku: variant.sku,
      title: variant.title,
      available: available(product, variant),
      price: market(variant.cents),
      compare_at_price: null,
    }));
    return json({ id: product.id, handle, title: product.title, available: variants.some((variant) => variant.available), price: Math.min(...variants.map((variant) => variant.price)), variants });
  };

  // A page, or sections of it where the address asks for them.
  const pageOrSections = (render) => async (request) => {
    const cart = cartOf(request);
    const wanted = request.query.get("sections");
    if (wanted) {
      const found = rendered(cart, wanted);
      return found ? json(found) : json({ message: "sections: at most 5" }, 400);
    }
    const one = request.query.get("section_id");
    if (one) return html(rendered(cart, one)[one] ?? "", 200);
    const answer = await render(request, cartJson(cart));
    return answer && { ...answer, headers: { ...answer.headers, ...request.cookie } };
  };

  const routes = {
    ...Object.fromEntries(Object.entries(scripts).map(([path, body]) => [`GET ${path}`, () => script(body)])),
    [`GET ${root}cart.js`]: (request) => json(cartJson(cartOf(request)), 200, request.cookie),
    [`POST ${root}cart/add.js`]: add,
    [`POST ${root}cart/add`]: add,
    [`POST ${root}cart/change.js`]: change,
    [`POST ${root}cart/update.js`]: change,
    [`GET ${root}products/*`]: (request) =>
      request.path.endsWith(".js")
        ? productJson(request)
        : pageOrSections(async (request, cart) => {
            const product = await shop.product(request.path.slice(request.path.lastIndexOf("/") + 1));
            return product && pages.product(shop, product, cart);
          })(request),
    [`GET ${root}cart`]: pageOrSections((request, cart) => pages.cart?.(shop, cart)),
    [`GET ${root}thanks`]: (request) => pages.thanks?.(shop, request),
    [`GET ${root}`]: pageOrSections((request, cart) => pages.home(shop, cart)),
  };
  const site = await startSite({ routes, uploaded });
  return Object.assign(shop, site, { told: site.told, requests: site.requests });
}

/** What Shopify itself puts into every page's head: https://shopify.dev/docs/api/liquid/objects/content_for_header. */
export const contentForHeader = ({ root, currency, blind }, product) => `<script>
  ${blind ? "delete window.PerformanceObserver;" : ""}
  var Shopify = Shopify || {};
  Shopify.shop = "example.myshopify.com";
  Shopify.locale = "en";
  Shopify.country = "GB";
  Shopify.currency = ${JSON.stringify(currency)};
  Shopify.routes = { root: ${JSON.stringify(root)} };
  window.ShopifyAnalytics = { meta: { page: { pageType: ${JSON.stringify(product ? "product" : "home")} } } };
  ${
    product
      ? `ShopifyAnalytics.meta.product = ${JSON.stringify({
          id: product.id,
          gid: `gid://shopify/Product/${product.id}`,
          vendor: product.vendor,
          variants: product.variants.map(({ id, sku, cents }) => ({ id, sku, price: cents, name: product.title })),
        })};`
      : ""
  }
</script>`;
