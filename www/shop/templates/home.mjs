import { html } from "../lib/html.mjs";
import { cards, tile } from "./card.mjs";
import { giftIcon, returnIcon, vanIcon } from "./icons.mjs";
import { layout, SHOP } from "./layout.mjs";

export function homePage(site) {
  return layout(site, {
    title: SHOP,
    description: "Mugs, lanterns, cake tins and other good things for the home, chosen and packed by hand.",
    kind: "home",
    body: html`<section class="hero">
<div class="hero-words">
<p class="eyebrow">New season</p>
<h1>Draw the chairs up. Light the lanterns.</h1>
<p class="lead">Good, plain, cheerful things for the home: for baking on a wet Sunday, for wrapping, for giving, for keeping.</p>
<p><a class="button" href="/collections/best-sellers/">Shop best sellers</a> <a class="button button-quiet" href="/collections/new/">See what’s new</a></p>
</div>
<img class="hero-picture" src="${site.assets}/hero.svg" alt="" width="960" height="720">
</section>
<ul class="promises">
<li>${vanIcon}<span><strong>Free over £30</strong> UK delivery, else £3.95</span></li>
<li>${returnIcon}<span><strong>60 days</strong> to change your mind</span></li>
<li>${giftIcon}<span><strong>Packed by hand</strong> in paper, not plastic</span></li>
</ul>
<section class="band" aria-labelledby="departments-title">
<div class="band-head"><h2 id="departments-title">Shop by department</h2><a href="/collections/">All departments</a></div>
<ul class="tiles">
${site.departments.slice(0, 10).map((department) => tile(department))}</ul>
</section>
<section class="band">
<pairwell-block kind="also-bought" limit="4">
<div class="band-head"><h2>Picked for the season</h2></div>
${cards(site.picks)}
</pairwell-block>
</section>
<section class="band" aria-labelledby="best-title">
<div class="band-head"><h2 id="best-title">Best sellers</h2><a href="/collections/best-sellers/">All best sellers</a></div>
${cards(site.bestSellers.slice(0, 8))}
</section>
<section class="band" aria-labelledby="new-title">
<div class="band-head"><h2 id="new-title">New in</h2><a href="/collections/new/">Everything new</a></div>
${cards(site.newest.slice(0, 4))}
</section>`,
  });
}
