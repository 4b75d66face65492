// What the bridges to mail services share. A mail can show what was recommended if the event that starts it carries it:
// as a list, for templates with loops, and one by one, for those without.

import { on, sharing } from "./bridge.js";
import { recommended, shown } from "./page.js";

const MOST = 8; // recommendations in one event

const text = (selector, attribute) => {
  const element = document.querySelector(selector);
  return (element && (attribute ? element.getAttribute(attribute) : element.textContent) || "").trim().slice(0, 300);
};

const address = (value) => {
  try {
    const url = new URL(value, document.baseURI);
    return /^https?:$/.test(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
};

/** The page's product: as a bundle shows it, else as the page describes itself. `undefined` where the page is about none. */
export const pageProduct = (page) => {
  if (!page.product) return undefined;
  for (const host of page.blocks) {
    const own = ((shown(page, host) || {}).items || []).find((item) => item.own && item.product === page.product);
    if (own) return own;
  }
  const price = parseFloat(text('meta[property="product:price:amount"],meta[property="og:price:amount"]', "content"));
  return {
    product: page.product,
    title: text('meta[property="og:title"]', "content") || document.title,
    url: address(text('link[rel="canonical"]', "href") || location.href),
    image: address(text('meta[property="og:image"]', "content")) || undefined,
    variant: "",
    price: price >= 0 ? price : undefined,
    compareAt: undefined,
    currency: (page.manifest && page.manifest.currency) || "",
    quantity: 1,
  };
};

/** Recommendations one by one: items_1_title, items_1_url, items_1_image, items_1_price, items_2_title … */
export const flat = (items) =>
  Object.assign(
    {},
    ...items.slice(0, MOST).map(({ title, url, image, price }, n) => ({
      [`items_${n + 1}_title`]: title,
      [`items_${n + 1}_url`]: url,
      [`items_${n + 1}_image`]: image || "",
      [`items_${n + 1}_price`]: price === undefined ? "" : price,
    })),
  );

/** Where the shopper finds the cart again: data-cart-url, else the platform's. */
export const cartUrl = (page) => {
  let root = "/";
  try {
    root = window.Shopify.routes.root;
  } catch {
    // Another platform.
  }
  return address(page.option("cartUrl") || `${root}cart`);
};

/**
 * Tells `viewed(product, items)` once a page, `added(items, recommendations)` after each successful add and
 * `recommended(list, items)` for each list that was seen, each where sharing is allowed. data-NAME-events on the script
 * tag names which of `names` are wanted, with commas between them; all of them unless it is there.
 */
export const mails = (page, option, names, tell) => {
  const share = sharing(page);
  const said = page.option(option);
  const list = said === undefined ? names : said.split(",").map((name) => name.trim().toLowerCase());
  const wants = (name) => list.includes(name);
  let viewed;

  on(page, "impression", ({ kind, list: id, items }) => {
    const few = items.slice(0, MOST);
    const product = pageProduct(page);
    if (product && viewed !== page.product && wants(names[0])) {
      viewed = page.product;
      share(() => tell.viewed(product, few));
    }
    if (wants(names[2])) share(() => tell.recommended({ kind, list: id, product }, few));
  });

  on(page, "added", async ({ items }) => {
    if (!wants(names[1])) return;
    const cart = [...new Set([...(page.cart || []), ...items.map((item) => item.product)])];
    // A mail about the cart shows what goes with all of it.
    const next = await window.pairwell.recommend({ kind: "cart", cart, limit: MOST });
    share(() => tell.added(items, recommended(next)));
  });
};
