import { html } from "../lib/html.mjs";
import { cards } from "./card.mjs";
import { layout } from "./layout.mjs";

export function cartPage(site) {
  return layout(site, {
    title: "Your cart",
    description: "What you have put in your cart at Hearth & Hollow.",
    kind: "cart",
    drawnByScript: true,
    body: html`<h1 class="page-title">Your cart</h1>
<noscript><p>The cart of this demonstration lives in your browser and needs JavaScript.</p></noscript>
<div class="cart" data-cart>
<div class="cart-main">
<div data-delivery-gap></div>
<ul class="lines lines-wide" data-cart-lines></ul>
<p class="empty" data-cart-empty hidden>Nothing in it yet. <a href="/collections/best-sellers/">Start with the best sellers</a></p>
</div>
<section class="summary" aria-labelledby="summary-title" data-cart-foot hidden>
<h2 id="summary-title">Order summary</h2>
<dl>
<div><dt>Subtotal</dt><dd data-cart-subtotal></dd></div>
<div><dt>UK delivery</dt><dd data-cart-delivery></dd></div>
<div class="grand"><dt>Total</dt><dd data-cart-total></dd></div>
</dl>
<button type="button" class="button button-wide" data-checkout>Check out</button>
<p class="small">This is a demonstration: no payment is taken and nothing is sent.</p>
</section>
</div>
<section class="band">
<pairwell-block kind="cart" limit="4">
<div class="band-head"><h2>Best sellers</h2><a href="/collections/best-sellers/">See all</a></div>
${cards(site.bestSellers.slice(0, 4))}
</pairwell-block>
</section>`,
  });
}

export function thankYouPage(site) {
  return layout(site, {
    title: "Thank you",
    description: "Your order at Hearth & Hollow.",
    kind: "thank-you",
    drawnByScript: true,
    body: html`<div class="thanks">
<section data-order hidden>
<p class="eyebrow">Order <span data-order-number></span></p>
<h1>Thank you. It’s on its way.</h1>
<p class="lead">Or it would be: this is a demonstration, so the van stays parked and your card stays in your pocket.</p>
<h2>What you ordered</h2>
<ul class="order-lines" data-order-lines></ul>
<dl class="order-sums">
<div><dt>Subtotal</dt><dd data-order-subtotal></dd></div>
<div><dt>UK delivery</dt><dd data-order-delivery></dd></div>
<div class="grand"><dt>Total</dt><dd data-order-total></dd></div>
</dl>
<p><a class="button" href="/">Keep looking round</a></p>
</section>
<section data-no-order>
<h1 class="page-title">No order here yet</h1>
<p>Once you have checked out, your order is shown on this page. <a href="/cart/">Go to your cart</a></p>
</section>
</div>
<section class="band">
<div class="band-head"><h2>New in</h2><a href="/collections/new/">Everything new</a></div>
${cards(site.newest.slice(0, 4))}
</section>`,
  });
}
