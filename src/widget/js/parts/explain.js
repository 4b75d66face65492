// pairwell.explain(): why a list is what it is, and what was left out of it.
//
// The core is asked twice: for the list, and for what it would be if nothing were ever left out. What is in the second
// and not in the first was left out; why, shows in what the page says.

import { shown } from "./lib/page.js";

const MOST = 24; // as many as a list may have

/** Why a product is not in a list. */
const whyNot = (page, item, { above, past }) => {
  if (!item.url) return "no-address";
  if (item.product === page.product) return "own";
  if ((page.cart || []).some((key) => key === item.product || key === item.variant)) return "cart";
  if (above.has(item.product)) return "above";
  if (past.has(item.product)) return "bought";
  return "sold-out";
};

/** What the blocks above `host` show: product → the kind of the block that shows it. */
const shownAbove = (page, host) => {
  const above = new Map();
  for (const other of page.order || []) {
    if (other === host) break;
    const list = shown(page, other);
    if (list) list.items.filter((item) => !item.own).forEach((item) => above.set(item.product, list.kind));
  }
  return above;
};

const number = (value, fallback) => (value >= 1 ? Math.min(Math.floor(value), MOST) : fallback);

/** One list. `list` is what a block shows, or undefined to ask for what it would be. */
const explainList = async (page, api, asked, host, list) => {
  const { kind, product, cart, by } = asked;
  const limit = number(asked.limit, 4);
  const options = { kind, by, ...(product ? { product } : {}), ...(cart ? { cart } : {}) };
  const facts = (await api.debug()) || { history: [] };
  const items = list ? list.items : await api.recommend({ ...options, limit });
  const everything = await api.recommend({ ...options, limit, everything: true });
  const rest = await api.recommend({ ...options, limit: MOST });
  const about = { ...page, product: product || page.product, cart: cart || page.cart };
  const past = new Set(facts.history.filter(({ kind }) => kind === "purchase").map(({ product }) => product));
  const known = { above: host ? shownAbove(page, host) : new Map(), past };
  const has = (products, item) => products.some(({ product }) => product === item.product);

  const left = everything
    .filter((item) => !has(items, item) && (!has(rest, item) || known.above.has(item.product)))
    .map((item) => ({ ...item, why: whyNot(about, item, known), above: known.above.get(item.product) }));
  // What would have been next, had there been more room.
  const next = rest.filter((item) => !has(items, item) && !has(left, item)).slice(0, 3);
  return {
    asked: kind,
    kind: list ? list.kind : kind,
    limit,
    product: about.product,
    cart: about.cart || [],
    ms: list && list.ms,
    items: items.filter((item) => !item.own),
    left,
    next,
  };
};

const ofBlock = (page, api, host) => {
  const get = (name) => (host.getAttribute(name) || "").trim() || undefined;
  const cart = get("cart");
  const asked = {
    kind: get("kind") || "also-bought",
    limit: get("limit"),
    product: get("product"),
    by: get("by"),
    cart: cart && cart.split(",").map((key) => key.trim()),
  };
  return explainList(page, api, asked, host, shown(page, host) || { kind: asked.kind, items: [] });
};

/** Without options all blocks of the page, in its order; with a block that one; with options of `recommend` that list. */
export const explain = async (page, api, options) => {
  if (options instanceof Element) return ofBlock(page, api, options);
  if (options) return explainList(page, api, { ...options, kind: options.kind || "also-bought" });
  const all = [];
  for (const host of page.order || []) all.push(await ofBlock(page, api, host));
  return all;
};
