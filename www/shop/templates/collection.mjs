// Category pages. Every page of every order is a page of its own with real links, as a theme renders them on a server;
// collection.js turns "Next page" into "Show more" where JavaScript runs.

import { html } from "../lib/html.mjs";
import { card, tile } from "./card.mjs";
import { crumbs } from "./crumbs.mjs";
import { layout } from "./layout.mjs";

export const PAGE_SIZE = 24;

export const ORDERS = [
  { slug: "", name: "Featured", compare: null },
  { slug: "price-low", name: "Price, low to high", compare: (a, b) => a.price - b.price },
  { slug: "price-high", name: "Price, high to low", compare: (a, b) => b.price - a.price },
  { slug: "title", name: "A to Z", compare: (a, b) => a.title.localeCompare(b.title, "en-GB") },
];

/** The address of a page of a collection in an order, without the domain. */
export function collectionUrl(slug, order = "", page = 1) {
  return `/collections/${slug}/${order ? `${order}/` : ""}${page > 1 ? `page-${page}/` : ""}`;
}

/** All pages of one collection: `{ url, markup }` each. `collection.products` stands in the featured order. */
export function* collectionPages(site, collection) {
  for (const order of ORDERS) {
    const products = order.compare ? [...collection.products].sort(order.compare) : collection.products;
    const pages = Math.max(1, Math.ceil(products.length / PAGE_SIZE));
    for (let page = 1; page <= pages; page++) {
      const shown = products.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
      yield { url: collectionUrl(collection.slug, order.slug, page), markup: collectionPage(site, collection, order, page, pages, shown) };
    }
  }
}

function collectionPage(site, collection, order, page, pages, shown) {
  const first = (page - 1) * PAGE_SIZE;
  const url = (number) => collectionUrl(collection.slug, order.slug, number);
  return layout(site, {
    title: page > 1 ? `${collection.name}, page ${page}` : collection.name,
    description: `${collection.name} at Hearth & Hollow: ${collection.products.length} pieces.`,
    kind: "collection",
    head: html`${page > 1 && html`<link rel="prev" href="${url(page - 1)}">\n`}${page < pages && html`<link rel="next" href="${url(page + 1)}">\n`}`,
    body: html`${crumbs(collection.department ? [collection.department] : [], collection.name)}
<div class="collection-head">
<h1>${collection.name}</h1>
${collection.words && html`<p class="lead">${collection.words}</p>`}
${collection.types?.length > 1 && html`<ul class="chips">
${collection.types.map((type) => html`<li><a href="/collections/${type.slug}/">${type.name}</a></li>\n`)}</ul>`}
<p class="collection-count" data-shown>${collection.products.length === 0 ? "Nothing here just now" : html`Showing ${first + 1}–${first + shown.length} of ${collection.products.length}`}</p>
<nav class="sort" aria-label="Sort by">
<details data-menu><summary>Sort: <strong>${order.name}</strong></summary>
<ul>
${ORDERS.map((other) => html`<li><a href="${collectionUrl(collection.slug, other.slug)}"${other === order && html` aria-current="true"`}>${other.name}</a></li>\n`)}</ul>
</details>
</nav>
</div>
<ul class="cards cards-wide" data-cards data-total="${collection.products.length}" data-first="${first + 1}">
${shown.map((product, index) => card(product, { level: 2, eager: index < 4 }))}</ul>
${pages > 1 && pager(url, page, pages)}`,
  });
}

function pager(url, page, pages) {
  return html`<nav class="pager" aria-label="Pages" data-pager>
${page > 1 && html`<a rel="prev" href="${url(page - 1)}">Previous page</a>`}
<span>Page ${page} of ${pages}</span>
${page < pages && html`<a rel="next" href="${url(page + 1)}" data-next>Next page</a>`}
</nav>`;
}

export function departmentsPage(site) {
  return layout(site, {
    title: "All departments",
    description: "Every department of Hearth & Hollow.",
    kind: "departments",
    body: html`${crumbs([], "Departments")}
<div class="collection-head"><h1>All departments</h1></div>
${site.departments.map(
  (department, index) => html`<section class="department" aria-labelledby="d-${department.slug}">
<div class="band-head"><h2 id="d-${department.slug}">${department.name}</h2><a href="/collections/${department.slug}/">See all ${department.products.length}</a></div>
<ul class="tiles">
${department.types.map((type) => tile(type, { eager: index === 0 }))}</ul>
</section>
`,
)}`,
  });
}
