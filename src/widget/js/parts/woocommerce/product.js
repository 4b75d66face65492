// Which product a page is about, and which were bought on the one that thanks for an order: what WooCommerce's own templates, classic
// and blocks, say in their markup.

import { text } from "../lib/safe.js";

const find = (selector) => document.querySelector(selector);
const attribute = (selector, name) => {
  const element = find(selector);
  return element ? text(element.getAttribute(name)) : "";
};

/** { id, sku, handle } of the product that this page shows; undefined for other pages. */
export const pageProduct = () => {
  const body = document.body;
  if (!body.classList.contains("single-product") && !find("[data-block-name='woocommerce/single-product'][data-is-single-product-template]")) return undefined;
  const id =
    attribute("form.cart[data-product_id]", "data-product_id") ||
    attribute("form.cart button[name='add-to-cart']", "value") ||
    attribute("form.cart input[name='add-to-cart']", "value") ||
    attribute(".single_add_to_cart_button[value]", "value") ||
    (/(?:^|\s)postid-(\d+)/.exec(body.className) || [])[1] ||
    "";
  const sku =
    (id && attribute(`[data-product_id="${CSS.escape(id)}"][data-product_sku]`, "data-product_sku")) ||
    content(".product_meta .sku") ||
    content(".wp-block-woocommerce-product-sku .sku");
  return { id, sku, handle: slugOf(location.href) };
};

/** The order that this page thanks for: { order, slugs }; undefined for other pages. */
export const pageOrder = () => {
  const path = /\/order-received\/(\d+)/.exec(location.pathname) || /[?&]order-received=(\d+)/.exec(location.search);
  if (!path && !document.body.classList.contains("woocommerce-order-received")) return undefined;
  const order = content(".woocommerce-order-overview__order strong") || content(".wc-block-order-confirmation-summary-list-item__value") || (path ? path[1] : "");
  const links = document.querySelectorAll(".woocommerce-table__product-name a[href], .order_item .product-name a[href], .wc-block-order-confirmation-totals__product a[href]");
  const slugs = [...new Set(Array.from(links, (link) => slugOf(link.href)).filter(Boolean))];
  return slugs.length ? { order, slugs } : undefined;
};

/** The last part of a product's address, by which WordPress knows it. */
export const slugOf = (href) => {
  try {
    const url = new URL(href, document.baseURI);
    return text(url.searchParams.get("product") || decodeURIComponent(url.pathname.split("/").filter(Boolean).pop() || ""));
  } catch {
    return "";
  }
};

const content = (selector) => {
  const element = find(selector);
  return element ? text(element.textContent) : "";
};
