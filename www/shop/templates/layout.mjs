// The page around every page: head, header with the category menu, the cart drawer, footer, and Pairwell's one script tag.

import { createHash } from "node:crypto";

import { html, jsonScript } from "../lib/html.mjs";
import { behindDialog } from "./behind.mjs";
import { cartDrawer, cartTemplates } from "./cart-parts.mjs";
import { cartIcon, markIcon, menuIcon } from "./icons.mjs";

export const SHOP = "Hearth & Hollow";

/**
 * `page`: `{ title, description, kind, body, data, head, drawnByScript }`. `kind` tells the theme's script which page it is on;
 * `data` is what the page says about itself to Pairwell. `drawnByScript`: the page's own content comes from the browser's
 * storage, so the first picture waits for the script; drawn earlier, everything below would jump. Each page's waits until the
 * footer begins: half of a menu that is centred, or of a picture's caption, moves when the other half comes. These pages take some
 * kilobytes on the way; one of hundreds would name what stands at the end of its first screen.
 */
export function layout(site, page) {
  const { assets } = site;
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title === SHOP ? `${SHOP}: homewares with a story` : `${page.title} – ${SHOP}`}</title>
<meta name="description" content="${page.description}">
<meta name="theme-color" content="#f7f2e9">
<link rel="icon" href="${assets}/mark.svg" type="image/svg+xml">
<link rel="expect" href="#footer" blocking="render">
${site.styles.map((name) => html`<link rel="stylesheet" href="${assets}/${name}">\n`)}${page.data && html`${jsonScript("application/json", page.data, "data-pairwell")}\n`}${
    site.widget && recommendations(site.widget, page.data?.product)
  }<script type="module" src="${assets}/theme.js"${page.drawnByScript && html` blocking="render"`}></script>
${site.modules.map((name) => html`<link rel="modulepreload" href="${assets}/${name}">\n`)}${page.head}
</head>
<body data-page="${page.kind}">
<a class="skip" href="#main">Skip to the content</a>
<aside class="notice" aria-label="Notice">Free UK delivery on orders over £30 · A demonstration shop: nothing is charged or sent</aside>
${header(site)}
<main id="main" tabindex="-1">
${page.body}
</main>
${footer(site)}
${cartDrawer()}
${behindDialog()}
${cartTemplates()}
<div class="toast" role="status" aria-live="polite" data-toast></div>
</body>
</html>
`;
}

function header(site) {
  const quick = site.departments.slice(0, 5);
  return html`<header class="header">
<div class="header-row">
<details class="menu" data-menu>
<summary>${menuIcon}<span>Shop</span></summary>
<nav class="menu-panel" aria-label="All departments">
<ul class="menu-featured">
<li><a href="/collections/best-sellers/">Best sellers</a></li>
<li><a href="/collections/new/">New in</a></li>
<li><a href="/collections/">All departments</a></li>
</ul>
<ul class="menu-departments">
${site.departments.map(
  (department) => html`<li><a class="menu-department" href="/collections/${department.slug}/">${department.name}</a>
<ul>
${department.types.map((type) => html`<li><a href="/collections/${type.slug}/">${type.name}</a></li>\n`)}</ul>
</li>
`,
)}</ul>
</nav>
</details>
<a class="logo" href="/">${markIcon}<span>Hearth <span class="amp">&amp;</span> Hollow</span></a>
<a class="cart-link" href="/cart/" data-open-cart>${cartIcon}<span class="cart-word">Cart</span> <span class="count" data-cart-count>0</span><span class="visually-hidden" data-cart-count-words>items</span></a>
<nav class="quick" aria-label="Main">
<ul>
<li><a href="/collections/new/">New in</a></li>
<li><a href="/collections/best-sellers/">Best sellers</a></li>
${quick.map(({ slug, name }) => html`<li><a href="/collections/${slug}/">${name}</a></li>\n`)}</ul>
</nav>
</div>
</header>`;
}

function footer(site) {
  return html`<footer class="footer" id="footer">
<div class="footer-columns">
<section>
<h2>${SHOP}</h2>
<p>Homewares for kitchens that get used, chairs that get sat in and evenings that run late. Packed by hand in the Welsh Marches.</p>
</section>
<nav aria-label="Departments">
<h2>Shop</h2>
<ul>
${site.departments.slice(0, 6).map(({ slug, name }) => html`<li><a href="/collections/${slug}/">${name}</a></li>\n`)}<li><a href="/collections/">All departments</a></li>
</ul>
</nav>
<nav aria-label="Help">
<h2>Help</h2>
<ul>
<li><a href="/pages/delivery/">Delivery &amp; returns</a></li>
<li><a href="/pages/about/">About us</a></li>
<li><a href="/pages/privacy/">Privacy</a></li>
${site.widget && html`<li><a href="/docs/">Pairwell’s blocks</a></li>
`}<li><a href="/cart/">Your cart</a></li>
</ul>
</nav>
</div>
<p class="small">The catalogue is made from the <cite>Online Retail II</cite> data set by Daqing Chen (UCI Machine Learning Repository, CC BY 4.0).
Pictures are drawings made for this demonstration. Hearth &amp; Hollow is not a real company.</p>
</footer>`;
}

// The script tag, and hints for what it will ask for: with them everything is on its way before the script runs.
function recommendations({ hints, digits }, product) {
  const entry = product && digits > 0 ? [`/model/at/${entryName(product, digits)}.pw`] : [];
  const hint = (url) => (url.endsWith(".mjs") ? html`<link rel="modulepreload" href="${url}">\n` : html`<link rel="preload" as="fetch" crossorigin href="${url}">\n`);
  const told = digits === undefined ? "" : html` data-entries="${digits}"`;
  return html`<script async src="/pairwell/pairwell.js" data-model="/model/manifest.json"${told}></script>\n${[...hints, ...entry].map(hint)}`;
}

/** Where the model has what goes with a product: the first digits of its handle's SHA-256; a quarter of a digit is a bit. */
const entryName = (handle, digits) => {
  const hash = createHash("sha256").update(handle).digest("hex");
  const part = digits % 1 ? parseInt(hash[digits | 0], 16) >> (4 - 4 * (digits % 1)) : "";
  return hash.slice(0, digits) + part;
};
