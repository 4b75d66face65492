import { html, jsonScript } from "../lib/html.mjs";
import { money } from "../lib/text.mjs";
import { cards, price } from "./card.mjs";
import { crumbs } from "./crumbs.mjs";
import { layout, SHOP } from "./layout.mjs";

/** `type`: the group of the product's type; `more`: others of it, what the theme itself would show below a product. */
export function productPage(site, product, type, more) {
  return layout(site, {
    title: product.title,
    description: product.description[0] ?? `${product.title} from ${SHOP}.`,
    kind: "product",
    data: { product: product.handle },
    head: jsonScript("application/ld+json", structuredData(product)),
    body: html`${crumbs([type.department, type], product.title)}
<div class="product">
<div class="product-picture"><img src="${product.picture}" alt="${product.alt}" width="800" height="800" fetchpriority="high"></div>
<div class="product-words">
<p class="eyebrow"><a href="/collections/${type.slug}/">${type.name}</a></p>
<h1>${product.title}</h1>
<p class="product-price" data-price>${price(product)}</p>
<p class="stock${product.available ? "" : " stock-gone"}" data-stock>${stockWords(product)}</p>
${buyForm(product)}
<noscript><p class="small">The cart of this demonstration lives in your browser and needs JavaScript.</p></noscript>
${product.description.length > 0 && html`<div class="product-description">
${product.description.map((line) => html`<p>${line}</p>\n`)}</div>`}
<details class="fold"${product.description.length === 0 && html` open`}><summary>Details</summary><dl><dt>Code</dt><dd data-sku>${product.variants[0].sku}</dd><dt>Department</dt><dd>${type.department.name}, ${product.type}</dd>${product.vendor && product.vendor !== SHOP && html`<dt>Maker</dt><dd>${product.vendor}</dd>`}</dl></details>
<details class="fold"><summary>Delivery &amp; returns</summary><p>Free UK delivery on orders over £30, otherwise £3.95, in two to four working days. Send it back within 60 days if it is not quite right. <a href="/pages/delivery/">More on delivery</a></p></details>
</div>
</div>
<section class="band">
<pairwell-block kind="bought-together" limit="3">
${moreOfType(product, more.slice(0, 4))}
</pairwell-block>
</section>
<section class="band">
<pairwell-block kind="complete-the-look" limit="4">
${site.popularElsewhere(product) && html`<div class="band-head"><h2>Popular just now</h2><a href="/collections/best-sellers/">Best sellers</a></div>
${cards(site.popularElsewhere(product))}`}
</pairwell-block>
</section>`,
  });
}

function moreOfType(product, more) {
  if (more.length === 0) return html`<p><a href="/collections/${product.typeSlug}/">More in ${product.type}</a></p>`;
  return html`<div class="band-head"><h2>More in ${product.type}</h2><a href="/collections/${product.typeSlug}/">See all</a></div>
${cards(more)}`;
}

function buyForm(product) {
  const first = product.variants.find((variant) => variant.available) ?? product.variants[0];
  return html`<form class="buy" data-buy data-handle="${product.handle}" action="/cart/">
${
  product.optionName
    ? html`<label class="field field-variant"><span>${product.optionName}</span>
<select name="variant" data-variant>
${product.variants.map(
  (variant) => html`<option value="${variant.sku}" data-price="${variant.price}" data-compare-at="${variant.compareAt ?? ""}" data-stock="${variant.stock ?? ""}" data-most="${variant.most}"${!variant.available && html` disabled`}${variant === first && html` selected`}>${variant.name}${variant.available ? "" : " – sold out"}</option>
`,
)}</select></label>`
    : html`<input type="hidden" name="variant" value="${first.sku}">`
}
${
  product.available
    ? html`<label class="field field-quantity"><span>Quantity</span><input type="number" name="quantity" value="1" min="1" max="${first.most}" inputmode="numeric" required></label>
<button class="button button-wide" type="submit" data-add>Add to cart</button>`
    : html`<button class="button button-wide" type="button" disabled>Sold out</button>
<p class="gone-words">This one has found its home. <a href="/collections/${product.typeSlug}/">See what else there is in ${product.type}</a></p>`
}
<p class="form-error" role="alert" data-error></p>
</form>`;
}

export function stockWords(product) {
  if (!product.available) return "Sold out";
  const counts = product.variants.filter((variant) => variant.available).map((variant) => variant.stock);
  const left = counts.some((count) => count === null) ? null : counts.reduce((sum, count) => sum + count, 0);
  return left !== null && left <= 5 ? `Only ${left} left` : "In stock, sent within two working days";
}

function structuredData(product) {
  const offer = (variant) => ({
    "@type": "Offer",
    sku: variant.sku,
    price: (variant.price / 100).toFixed(2),
    priceCurrency: "GBP",
    availability: `https://schema.org/${variant.available ? "InStock" : "OutOfStock"}`,
    url: product.url,
  });
  return {
    "@context": "https://schema.org",
    "@type": "Product",
    name: product.title,
    sku: product.variants[0].sku,
    image: product.picture,
    description: product.description.join(" ") || undefined,
    brand: product.vendor ? { "@type": "Brand", name: product.vendor } : undefined,
    category: product.type,
    offers: product.variants.length === 1 ? offer(product.variants[0]) : product.variants.map(offer),
  };
}

/** What the theme's cart asks for before it takes a product in, as `/products/HANDLE.js` is in a Shopify shop. */
export function productRecord(product) {
  return {
    handle: product.handle,
    title: product.title,
    url: product.url,
    picture: product.picture,
    variants: product.variants.map(({ sku, name, price, available, most }) => ({
      sku,
      name: product.optionName ? name : "",
      price,
      available,
      most,
    })),
  };
}
