// Live truth: what the platform says now of price, currency, stock and variant, instead of what the card says. For script tags with
// data-live="on" or data-price-age.
//
// A block is drawn from the cards, which are there at once. When it comes near the window the platform is asked for its products,
// and prices are put right in place. What is sold out goes: the core is told what is gone, for this page, and fills the block up
// with the next best. Where the platform says nothing of a product, its card's price stands, in the market's currency if the
// platform knows the rate.

import { own, text } from "./lib/safe.js";

const DAY = 86_400_000;
const FRESH = 60_000; // milliseconds for which an answer is believed

export const start = async (page) => {
  const live = page.option("live") === "on" && Boolean(page.platform);
  const age = Number(page.option("priceAge"));
  const truths = new Map(); // product → what the platform has said
  let platform;

  // Each item on its way to a block or to the page: whether it is shown at all.
  page.live = (item) => {
    const known = live && truths.get(item.product);
    if (known) return put(item, known);
    if (page.unpriced) item.price = item.compareAt = undefined;
    else if (live) convert(item, platform && platform.exchange && platform.exchange(page));
    return true;
  };

  if (live) {
    page.platform.then((found) => {
      platform = found;
      if (platform && platform.exchange) page.tell("touch");
      if (platform && platform.truth) watch(page, platform, truths);
    });
  }
  if (age > 0 && (await tooOld(page, age))) {
    page.unpriced = true;
    page.tell("touch");
  }
};

/** Whether the model has been on its server for more than so many days. The file's date is when it was put there: the model itself
 *  carries none, as equal orders make equal bytes. */
const tooOld = async (page, days) => {
  try {
    const response = await fetch(page.dataset.model, { method: "HEAD", credentials: "omit", signal: page.signal });
    const since = Date.parse(response.headers.get("last-modified"));
    return response.ok && Date.now() - since > days * DAY;
  } catch {
    return false;
  }
};

const put = (item, { available, price, compareAt, currency, variant }) => {
  if (available === false) return false;
  if (price >= 0) Object.assign(item, { price, compareAt: compareAt > price ? compareAt : undefined });
  if (price >= 0 && currency) item.currency = currency;
  if (variant) item.variant = variant;
  return true;
};

const convert = (item, exchange) => {
  if (!exchange || !(exchange.rate > 0) || exchange.currency === item.currency || item.price === undefined) return;
  item.price *= exchange.rate;
  if (item.compareAt !== undefined) item.compareAt *= exchange.rate;
  item.currency = exchange.currency;
};

const watch = (page, platform, truths) => {
  const { signal } = page;
  const asked = new Map(); // product → when
  page.gone = new Set();

  const ask = async (host) => {
    const view = page.views.get(host);
    const old = performance.now() - FRESH;
    const items = ((view && view.items) || []).filter(({ product }) => !(asked.get(product) > old));
    if (!items.length) return;
    // Once, whatever comes of it.
    for (const { product } of items) asked.set(product, performance.now());
    const found = await platform.truth(page, items).catch(() => new Map());
    for (const [product, said] of found) {
      truths.set(product, clean(said));
      if (own(said, "available") === false) page.gone.add(product);
      else page.gone.delete(product);
    }
    for (const host of page.blocks) redraw(page.views.get(host), truths);
    if (found.size) page.tell("touch");
  };

  const seen = new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && ask(entry.target)), { rootMargin: "200px" });
  if (signal) signal.addEventListener("abort", () => seen.disconnect());
  const drawn = ({ target }) => {
    // Looked at anew: whether it is seen is told once for each time that it is observed.
    seen.unobserve(target);
    seen.observe(target);
  };
  document.addEventListener("pairwell:ready", drawn, { signal });
  page.blocks.forEach((host) => page.views.get(host) && drawn({ target: host }));
};

const clean = (said) => ({
  available: own(said, "available"),
  price: own(said, "price"),
  compareAt: own(said, "compareAt"),
  currency: text(own(said, "currency")),
  variant: text(own(said, "variant")),
});

/** Puts a view's prices right without making its cards anew, which would take focus and ticks with them. */
const redraw = (view, truths) => {
  if (!view || view.busy) return;
  let changed;
  view.items.forEach((item, n) => {
    const known = truths.get(item.product);
    if (!known || known.available === false) return;
    const before = [item.price, item.compareAt, item.currency].join();
    put(item, known);
    if (before === [item.price, item.compareAt, item.currency].join()) return;
    changed = true;
    const card = view.list.children[n];
    const holder = document.createElement("div");
    view.prices(holder, item);
    const fresh = holder.firstChild;
    const there = card.querySelector("[part~=prices]");
    const link = card.querySelector("a");
    if (there && fresh) there.replaceWith(fresh);
    else if (fresh && card.querySelector("label")) card.querySelector("label").append(fresh);
    else if (fresh && link) link.after(fresh);
    // A card of the theme's own: made anew, as only its template knows where the price is.
    else if (!link) item.reason = { kind: "stale", title: "" };
  });
  if (changed) view.changed();
};
