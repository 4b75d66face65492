// The parts of the cart that are on every page: the drawer, and the templates its script fills for each line.

import { html } from "../lib/html.mjs";
import { closeIcon } from "./icons.mjs";

export function cartDrawer() {
  return html`<dialog class="drawer cart-drawer" data-cart-drawer aria-labelledby="drawer-title">
<div class="drawer-head">
<h2 id="drawer-title">Your cart</h2>
<button type="button" class="icon-button" data-close>${closeIcon}<span class="visually-hidden">Close the cart</span></button>
</div>
<div class="drawer-body">
<div data-delivery-gap></div>
<ul class="lines" data-cart-lines></ul>
<p class="empty" data-cart-empty hidden>Nothing in it yet. The kettle is on; take your time.</p>
</div>
<div class="drawer-foot" data-cart-foot hidden>
<p class="sum"><span>Subtotal</span> <strong data-cart-subtotal></strong></p>
<a class="button" href="/cart/">View cart &amp; check out</a>
</div>
</dialog>`;
}

export function cartTemplates() {
  return html`<template data-cart-line>
<li class="line">
<a class="line-picture" data-line-link tabindex="-1" aria-hidden="true"><img data-line-picture alt="" width="96" height="96" loading="lazy"></a>
<div class="line-words">
<a class="line-title" data-line-link data-line-title></a>
<p class="line-variant" data-line-variant></p>
<p class="line-price" data-line-price></p>
<div class="line-controls">
<div class="stepper" role="group">
<button type="button" data-line-less><span aria-hidden="true">−</span><span class="visually-hidden">One fewer</span></button>
<input type="number" inputmode="numeric" min="1" data-line-quantity>
<button type="button" data-line-more><span aria-hidden="true">+</span><span class="visually-hidden">One more</span></button>
</div>
<button type="button" class="text-button" data-line-remove>Remove</button>
</div>
</div>
<p class="line-total" data-line-total></p>
</li>
</template>
<template data-delivery-template>
<div class="delivery-gap">
<p data-delivery-words></p>
<progress max="100" value="0" data-delivery-bar></progress>
</div>
</template>`;
}
