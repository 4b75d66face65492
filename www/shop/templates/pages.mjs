// The few pages of words a shop has, and the page for an address that is none.

import { html } from "../lib/html.mjs";
import { cards } from "./card.mjs";
import { layout } from "./layout.mjs";

const wordsPage = (site, slug, title, body) => ({
  url: `/pages/${slug}/`,
  markup: layout(site, { title, description: `${title} – Hearth & Hollow.`, kind: "words", body: html`<article class="words"><h1 class="page-title">${title}</h1>\n${body}</article>` }),
});

export function wordsPages(site) {
  return [
    wordsPage(
      site,
      "about",
      "About us",
      html`<p class="lead">A small shop of small things.</p>
<p>Hearth &amp; Hollow sells what we would put in our own kitchens, hallways and gardens: enamel, tin, cotton, glass and a good deal of gingham. We buy in modest numbers, and when something has gone, it has gone.</p>
<p>It is also a demonstration of <strong>Pairwell</strong>, a recommender that works in the shopper’s own browser. The products, prices and orders come from a real UK gift wholesaler’s sales of 2009 to 2011; the shop around them is made up.</p>`,
    ),
    wordsPage(
      site,
      "delivery",
      "Delivery & returns",
      html`<h2>Delivery</h2>
<p>UK orders over £30 travel free. Below that delivery is £3.95. Parcels leave within two working days and take two to four.</p>
<h2>Returns</h2>
<p>If something is not quite right, send it back within 60 days, unused, and we refund it.</p>
<p>All of this is what a shop would say. Nothing is charged or sent in this demonstration.</p>`,
    ),
    wordsPage(
      site,
      "privacy",
      "Privacy",
      html`<p class="lead">What you look at here stays in your browser.</p>
<p>Suggestions are worked out on your own device from what you viewed, put in the cart and ordered in this shop. That history is kept in this browser’s storage, is never sent anywhere, and fades after a while.</p>
<p>The button “Behind the scenes” in the corner shows all that is kept, and why each suggestion was made. “Forget me” in it erases the history at once.</p>
<p>Your cart is kept in this browser too, so that it is still there when you come back.</p>`,
    ),
  ];
}

export function notFoundPage(site) {
  return layout(site, {
    title: "Page not found",
    description: "There is no page at this address.",
    kind: "not-found",
    body: html`<div class="lost">
<h1 class="page-title">That shelf is empty</h1>
<p class="lead">There is no page at this address. It may have sold out, or moved.</p>
<p><a class="button" href="/">Back to the shop</a> <a class="button button-quiet" href="/collections/">All departments</a></p>
</div>
<section class="band">
<div class="band-head"><h2>Best sellers</h2></div>
${cards(site.bestSellers.slice(0, 4))}
</section>`,
  });
}
