// A product as a card in a list: the same on the home page, in categories and in the theme's own suggestions.

import { html } from "../lib/html.mjs";
import { money } from "../lib/text.mjs";

/** `level` is the heading level the card's title has on its page; `eager` is for what is seen without scrolling. */
export function card(product, { level = 3, eager = false } = {}) {
  const heading = level === 2 ? (title) => html`<h2 class="card-title">${title}</h2>` : (title) => html`<h3 class="card-title">${title}</h3>`;
  return html`<li class="card${product.available ? "" : " card-gone"}">
<a href="${product.url}">
<span class="card-picture"><img src="${product.picture}" alt="" width="400" height="400"${!eager && html` loading="lazy"`} decoding="async">${badge(product)}</span>
${heading(product.title)}
<p class="card-price">${price(product)}</p>
</a>
</li>
`;
}

export function cards(products, options) {
  return html`<ul class="cards">
${products.map((product, index) => card(product, { ...options, eager: options?.eager && index < 4 }))}</ul>`;
}

/** A department or type in a list of such. */
export function tile(group, { eager = false } = {}) {
  const count = `${group.products.length} ${group.products.length === 1 ? "piece" : "pieces"}`;
  return html`<li><a class="tile" href="/collections/${group.slug}/"><img src="${group.face.picture}" alt="" width="400" height="400"${!eager && html` loading="lazy"`} decoding="async"><span class="tile-name">${group.name}</span><span class="tile-count">${count}</span></a></li>
`;
}

function badge(product) {
  if (!product.available) return html`<span class="badge badge-gone">Sold out</span>`;
  if (product.compareAt) return html`<span class="badge badge-sale">Sale</span>`;
  return null;
}

export function price(product) {
  const now = html`${product.priceVaries && html`<span class="from">from </span>`}${money(product.price)}`;
  if (!product.compareAt) return now;
  return html`<span class="visually-hidden">Now </span><span class="price-now">${now}</span> <s><span class="visually-hidden">Was </span>${money(product.compareAt)}</s>`;
}
