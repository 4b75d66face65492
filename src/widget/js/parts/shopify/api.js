// Shopify's Ajax API: https://shopify.dev/docs/api/ajax. Every address starts at the market's and language's root.
//
// Prices in it are hundredths of the shopper's currency, also of currencies that have no such part or a smaller one: yen are
// stated with two digits more than they have (https://shopify.dev/docs/api/liquid/objects/product#product-price).

import { at, attempt, own, text } from "../lib/safe.js";

const PATIENCE = 10_000; // milliseconds for one request to the cart
const KEPT = 60_000; // milliseconds for which an answer about a product is believed

/** What the shop says of a request it refuses; `status` is 0 where no answer came. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }

  /** Whether the shop may have done what was asked although it did not say so. */
  get uncertain() {
    return !this.status || this.status >= 500;
  }
}

export const root = () => {
  const said = text(at(window, "Shopify", "routes", "root"));
  return /^\/(?!\/)/.test(said) && said.endsWith("/") ? said : "/";
};

/** Asks the shop; resolves to what its JSON says, rejects with `Refused` otherwise. */
export const ask = async (path, body, patience = PATIENCE) => {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), patience);
  try {
    const response = await fetch(root() + path, {
      method: body ? "POST" : "GET",
      headers: { Accept: "application/json", ...(body && { "Content-Type": "application/json" }) },
      credentials: "same-origin",
      signal: abort.signal,
      ...(body && { body: JSON.stringify(body) }),
    });
    // An error may come as a page of HTML, and a success that is none too: from a password page, say.
    const said = await response.json().catch((error) => {
      if (abort.signal.aborted) throw error;
    });
    const known = said !== null && typeof said === "object";
    if (response.ok && known) return said;
    const words = known ? text(own(said, "description")) || text(own(said, "message")) : "";
    // A success that cannot be read is no answer.
    throw new Refused(response.ok ? 0 : response.status, words);
  } catch (error) {
    throw error instanceof Refused ? error : new Refused(0, "");
  } finally {
    clearTimeout(timer);
  }
};

export const minor = (value) => (Number.isFinite(value) ? value / 100 : undefined);

export const currency = () => text(at(window, "Shopify", "currency", "active"));

const products = new Map();

/** What the shop says of a product: `/products/HANDLE.js`. Asked once a minute. */
export const product = (handle) => {
  const known = products.get(handle);
  if (known && performance.now() - known.since < KEPT) return known.answer;
  const answer = ask(`products/${encodeURIComponent(handle)}.js`, undefined, 5000);
  products.set(handle, { since: performance.now(), answer });
  answer.catch(() => products.delete(handle));
  return answer;
};

/** The handle that an item of a list goes by in this shop. */
export const handleOf = (item) => {
  const found = attempt(() => /\/products\/([^/?#]+)/.exec(new URL(item.url).pathname));
  return found ? attempt(() => decodeURIComponent(found[1])) || found[1] : item.product;
};

/** The variant of a product that an item means: by its id or SKU, else the one that the product's page would show. */
export const variantOf = (said, item) => {
  const variants = Array.isArray(said.variants) ? said.variants : [];
  const wanted = (item.variant || "").replace(/^gid:\/\/shopify\/ProductVariant\//, "");
  return (
    (wanted && variants.find((variant) => String(variant.id) === wanted || variant.sku === wanted)) ||
    variants.find((variant) => variant.available) ||
    variants[0]
  );
};
