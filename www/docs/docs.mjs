// The documentation of the blocks: each kind live on a page of its own, so that none takes products from another, in each
// language; the layouts; theming; the theme's own cards and words.
//
// The pages' shopper is made up by assets/docs.js, from the data that stands in the page, through the public calls alone.

import { html, jsonScript, trusted } from "../shop/lib/html.mjs";
import { KINDS, LANGUAGES, PARTS, PROPERTIES, SEEDS } from "./kinds.mjs";

const PRODUCT = SEEDS[0];

/** All pages: `[{ url, markup }]`. None where the catalog lacks what they show. */
export function docsPages(site) {
  const handles = new Set(site.types.flatMap((type) => type.products.map((product) => product.handle)));
  if (!site.widget || SEEDS.some((handle) => !handles.has(handle))) return [];
  const pages = [{ url: "/docs/", markup: indexPage(site) }];
  for (const kind of KINDS) {
    for (const [language] of LANGUAGES) pages.push({ url: address(kind.kind, language), markup: kindPage(site, kind, language) });
  }
  pages.push({ url: "/docs/layouts/", markup: layoutsPage(site) }, { url: "/docs/theming/", markup: themingPage(site) }, { url: "/docs/own-cards/", markup: cardsPage(site) });
  return pages;
}

const address = (kind, language) => `/docs/${kind}/${language === "en" ? "" : `${language}/`}`;

function page(site, { title, language, past = [], body }) {
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Pairwell’s blocks</title>
<link rel="icon" href="${site.assets}/mark.svg" type="image/svg+xml">
${site.styles.map((name) => html`<link rel="stylesheet" href="${site.assets}/${name}">\n`)}<link rel="stylesheet" href="/docs/assets/docs.css">
<script async src="/pairwell/pairwell.js" data-model="/model/manifest.json" data-platform="none" data-consent="required" data-free-shipping="30"${language && language !== "en" && html` data-language="${language}"`}></script>
<script type="module" src="/docs/assets/docs.js"></script>
${jsonScript("application/json", past, "data-past")}
</head>
<body class="docs">
<a class="skip" href="#main">Skip to the content</a>
<header class="docs-header"><a class="docs-home" href="/docs/">Pairwell’s blocks</a> <a href="/">To the demo shop</a></header>
<main id="main" tabindex="-1">
${body}
</main>
</body>
</html>
`;
}

// Attributes and a block, once as markup and once as code to copy.
const attributes = (all) => trusted(Object.entries(all).map(([name, value]) => ` ${name}="${value}"`).join(""));
const code = (text) => html`<div class="code"><pre tabindex="0"><code>${text}</code></pre><button type="button" data-copy>Copy</button></div>`;

function indexPage(site) {
  return page(site, {
    title: "All kinds",
    body: html`<h1 class="page-title">Pairwell’s blocks</h1>
<p class="lead">Each kind of block, live, with its attributes and the code to copy. The model is that of the demo shop.</p>
<h2>Kinds</h2>
<ul class="docs-kinds">
${KINDS.map(({ kind, words }) => html`<li><a href="/docs/${kind}/"><code>${kind}</code></a> ${words}</li>\n`)}</ul>
<h2>Looks and words</h2>
<ul class="docs-kinds">
<li><a href="/docs/layouts/">Layouts</a> Grid, list, carousel and a bundle in one line.</li>
<li><a href="/docs/theming/">Theming</a> Custom properties to try out, and all parts.</li>
<li><a href="/docs/own-cards/">Own cards, headings and words</a> Templates, slots, labels, languages.</li>
</ul>
<h2>Setting up</h2>
${code(`<script async src="/pairwell/pairwell.js" data-model="/model/manifest.json"></script>

<pairwell-block kind="also-bought" limit="4">
  <!-- the theme's own links: they stay until there is something better -->
</pairwell-block>`)}
<h2>Attributes of every block</h2>
<dl class="docs-list">
<dt><code>kind</code></dt><dd>one of the above; <code>also-bought</code> without it</dd>
<dt><code>limit</code></dt><dd>how many products, 1 to 24; 4 without it</dd>
<dt><code>product</code>, <code>cart</code></dt><dd>instead of the page’s; keys with commas between them</dd>
<dt><code>layout</code></dt><dd><code>grid</code>, <code>list</code>, <code>carousel</code> or <code>inline</code></dd>
<dt><code>heading</code></dt><dd>stands over what the block asks for. <code>{title}</code> in it is the product, category or vendor that the list is about; where it is about no single one, the built-in heading stands instead. What a block shows in place of what it asks for has a heading that says so.</dd>
<dt><code>label-…</code></dt><dd>any of its words, as <code>label-add="Into the basket"</code> or <code>label-similar="Much like it"</code></dd>
<dt><code>by</code></dt><dd>for <code>best-sellers</code>: <code>category</code> or <code>vendor</code> of the page’s product</dd>
<dt><code>template</code></dt><dd>id of a <code>&lt;template&gt;</code>: the theme’s own card</dd>
</dl>
<h2>Privacy</h2>
<p>What these pages’ shopper has looked at and bought is made up when a page loads and kept nowhere: the script tag here asks for consent, and nobody gives it. This is the button for a shop’s privacy page:</p>
<pairwell-forget></pairwell-forget>
${code("<pairwell-forget></pairwell-forget>")}`,
  });
}

function kindPage(site, { kind, words, chain, block, past, needs }, language) {
  const at = KINDS.findIndex((other) => other.kind === kind);
  const fallback = chain.length > 0 ? html`Where too little is known it shows ${chain.map((name, n) => html`${n > 0 && ", then "}<code>${name}</code>`)}, under a heading of that.` : "Where too little is known the theme’s own markup stays.";
  const written = `<pairwell-block kind="${kind}"${attributes(block)}></pairwell-block>`;
  return page(site, {
    title: kind,
    language,
    past,
    body: html`<h1 class="page-title">${kind}</h1>
<p class="lead">${words}</p>
<p>${fallback}</p>
<nav aria-label="Languages" class="docs-languages"><ul>
${LANGUAGES.map(([code, name]) => html`<li><a href="${address(kind, code)}" lang="${code}" hreflang="${code}"${code === language && html` aria-current="page"`}>${name}</a></li>\n`)}</ul></nav>
<section class="docs-live" aria-label="Live">
<pairwell-block kind="${kind}"${attributes(block)}></pairwell-block>
</section>
<h2>Code</h2>
${code(needs ? `${written}\n\n${needs}` : written)}
<h2>This page’s shopper</h2>
${past.length > 0 ? html`<ul class="docs-past">
${past.map(([days, call]) => html`<li>${days > 0 ? `${days} days ago` : "now"}: <code>${JSON.stringify(call)}</code></li>\n`)}</ul>
<p class="small">The page turns its clock back while it says what was earlier; in a shop time passes by itself.</p>` : html`<p>Has no past. What is shown follows from the page and the orders alone.</p>`}
<nav aria-label="Kinds" class="docs-turn">${at > 0 && html`<a rel="prev" href="/docs/${KINDS[at - 1].kind}/">${KINDS[at - 1].kind}</a>`} ${at < KINDS.length - 1 && html`<a rel="next" href="/docs/${KINDS[at + 1].kind}/">${KINDS[at + 1].kind}</a>`}</nav>`,
  });
}

function layoutsPage(site) {
  const live = (name, words, attrs) => html`<h2>${name}</h2>
<p>${words}</p>
<section class="docs-live" aria-label="${name}, live"><pairwell-block${attributes(attrs)}></pairwell-block></section>
${code(`<pairwell-block${attributes(attrs)}></pairwell-block>`)}
`;
  return page(site, {
    title: "Layouts",
    body: html`<h1 class="page-title">Layouts</h1>
<p class="lead">The attribute <code>layout</code>. What is not the grid loads a small module of its own.</p>
${live("Inline", "For a place beside the shop’s own button. A bundle has its sum and its button behind the pictures.", { kind: "bought-together", layout: "inline", limit: 3, product: PRODUCT })}
${live("Grid", "As many cards in a row as fit, at most --pw-columns.", { kind: "similar", layout: "grid", limit: 4, product: PRODUCT })}
${live("Carousel", "One row that scrolls and snaps. Buttons turn pages, arrow keys go card by card, Tab walks through all. Without the module the grid stands.", { kind: "also-bought", layout: "carousel", limit: 12, product: PRODUCT })}
${live("List", "A row a product, the picture at its start.", { kind: "best-sellers", layout: "list", limit: 6 })}`,
  });
}

function themingPage(site) {
  return page(site, {
    title: "Theming",
    body: html`<h1 class="page-title">Theming</h1>
<p class="lead">Fonts and colours are the page’s own. What a theme wants otherwise it says by custom properties and parts.</p>
<div class="docs-play">
<form data-play aria-label="Custom properties">
${PROPERTIES.map(([name, value, words]) => html`<label><span><code>${name}</code>${words && html` <small>${words}</small>`}</span><input name="${name}" placeholder="${value}" autocomplete="off" spellcheck="false"></label>\n`)}<label class="docs-check"><input type="checkbox" data-dark> dark page</label>
<label class="docs-check"><input type="checkbox" data-rtl> right to left</label>
<button class="button button-quiet" type="reset">As it was</button>
</form>
<div>
<section class="docs-live docs-plain" aria-label="Live" data-played>
<pairwell-block kind="bought-together" limit="3" product="${PRODUCT}"></pairwell-block>
<pairwell-block kind="also-bought" limit="4" product="${PRODUCT}"></pairwell-block>
</section>
<div class="code"><pre tabindex="0"><code data-play-code>pairwell-block {\n}</code></pre><button type="button" data-copy>Copy</button></div>
</div>
</div>
<h2>Parts</h2>
<p>For <code>pairwell-block::part(…)</code>: ${PARTS.map((name, n) => html`${n > 0 && ", "}<code>${name}</code>`)}.</p>
${code(`pairwell-block::part(heading) { font-family: Georgia, serif; }
pairwell-block::part(add-all) { background: #2c4a3c; color: #fff; }`)}`,
  });
}

const TEMPLATE = `<template id="my-card">
  <article class="my-card">
    <a data-pw-href>
      <img data-pw-src alt="" width="400" height="400" loading="lazy">
      <span class="my-card-title" data-pw-text="title"></span>
    </a>
    <p><strong data-pw-text="price"></strong> <s data-pw-if="compare-at" data-pw-text="compare-at"></s></p>
    <p class="my-card-why" data-pw-if="reason" data-pw-text="reason"></p>
    <button type="button" data-pw-add>Take it</button>
  </article>
</template>`;

function cardsPage(site) {
  const own = `<pairwell-block kind="similar" limit="4" product="${PRODUCT}" template="my-card">
  <h2 slot="heading" hidden>Much like it</h2>
</pairwell-block>`;
  const empty = `<pairwell-block kind="recently-viewed">
  <p slot="empty" hidden>Nothing yet: look around.</p>
</pairwell-block>`;
  return page(site, {
    title: "Own cards, headings and words",
    body: html`<h1 class="page-title">Own cards, headings and words</h1>
<h2>A card of the theme’s own</h2>
<p>The <code>&lt;template&gt;</code> that the attribute <code>template</code> names, or one that stands in the block. Copies of it stand in the block itself, so the theme’s style sheets reach them. Texts only ever become texts, addresses are http or https.</p>
<dl class="docs-list">
<dt><code>data-pw-text</code></dt><dd><code>title</code>, <code>price</code>, <code>compare-at</code>, <code>reason</code>, <code>vendor</code>, <code>category</code></dd>
<dt><code>data-pw-href</code></dt><dd>on a link: the product’s page</dd>
<dt><code>data-pw-src</code></dt><dd>on a picture; without one it goes</dd>
<dt><code>data-pw-add</code></dt><dd>on a button: adds to the cart</dd>
<dt><code>data-pw-if</code></dt><dd>the element goes where there is no such thing; <code>!compare-at</code>: where there is</dd>
</dl>
${trusted(TEMPLATE)}
<section class="docs-live" aria-label="Own cards, live">${trusted(own)}</section>
${code(`${TEMPLATE}\n\n${own}`)}
<h2>Headings and the empty state</h2>
<p><code>slot="heading"</code> stands over what the block asks for, and gives way to a heading of ours where it shows something else. <code>slot="empty"</code> is shown where there is nothing. <code>hidden</code> is for the time before; it is taken away.</p>
<section class="docs-live" aria-label="Empty state, live">${trusted(empty)}</section>
${code(empty)}
<h2>Words</h2>
<p>${LANGUAGES.map(([, name], n) => html`${n > 0 && ", "}${name}`)}: the script tag’s <code>data-language</code> decides, else the page’s <code>lang</code>. A theme’s own words come before those, and a block’s <code>label-…</code> attributes before all. All names are in <code>src/widget/js/parts/words-de.js</code>.</p>
<section class="docs-live" aria-label="Labels, live"><pairwell-block kind="also-bought" limit="4" product="${PRODUCT}" heading="Goes with {title}" label-add="Into the basket"></pairwell-block></section>
${code(`pairwell.push(["words", { add: "Into the basket", similar: "Much like it" }]);

<pairwell-block kind="also-bought" heading="Goes with {title}" label-add="Into the basket"></pairwell-block>`)}`,
  });
}
