#!/usr/bin/env node
// What a call of `pairwell.recommend` costs a page, with the files as shops get them, in Chromium: the best ten for a cart of 23, with
// reasons and cards. Beside it the same shop's pairs as JSON has them, added up in a Map and sorted, with ten cards looked up.
//
//   node tests/e2e/bench-call.mjs

import { Results } from "../../benches/clock.mjs";
import { readNeighbours } from "./bench-neighbours.mjs";
import { openShop } from "./support.mjs";

const CART = 23;
const LIMIT = 10;

/** In the page. Clocks of browsers are coarse, so calls are timed in batches of some ten milliseconds. */
async function time({ cart, limit, model }) {
  const quartile = (times) => times.sort((a, b) => a - b)[times.length >> 2];
  const batches = async (work) => {
    const times = [];
    for (let n = 0; n < 60; n++) {
      const begun = performance.now();
      for (let call = 0; call < 100; call++) await work();
      // The first ones are those in which it is compiled.
      if (n >= 20) times.push((performance.now() - begun) / 100);
    }
    return quartile(times);
  };
  // Brings the entries of the whole cart.
  for (const product of cart) await window.pairwell.recommend({ kind: "also-bought", product, limit: 1 });
  const options = { kind: "cart", cart, limit };
  const shown = (await window.pairwell.recommend(options)).length;
  const { cards, edges } = JSON.parse(model);
  const index = new Map(cards.map(([key], n) => [key, n]));
  const alternative = async () => {
    const context = cart.map((key) => index.get(key));
    const scores = new Map();
    for (const own of context) for (const [other, weight] of edges[own]) scores.set(other, (scores.get(other) ?? 0) + weight);
    for (const own of context) scores.delete(own);
    const best = [...scores].sort((a, b) => b[1] - a[1]).slice(0, limit);
    return best.map(([n, score]) => ({ product: cards[n][0], title: cards[n][1], price: cards[n][2] / 100, score }));
  };
  const theirs = (await alternative()).length;
  return { shown, theirs, pairwell: await batches(() => window.pairwell.recommend(options)), map: await batches(alternative) };
}

const { products, rows } = await readNeighbours();
const full = products.filter(({ handle }) => (rows.get(handle) ?? []).length > 0);
const cart = Array.from({ length: CART }, (_, n) => full[Math.floor((n * full.length) / CART)].handle);
const index = new Map(products.map(({ handle }, n) => [handle, n]));
const model = JSON.stringify({
  cards: products.map(({ handle, title, price }) => [handle, title, price]),
  edges: products.map(({ handle }) => (rows.get(handle) ?? []).filter(([other]) => index.has(other)).map(([other, score]) => [index.get(other), score])),
});

const shop = await openShop();
try {
  const endings = [];
  const shopper = await shop.shopper({ after: (ending) => endings.push(ending) });
  await shopper.visit("/cart/");
  const seen = await shopper.page.evaluate(time, { cart, limit: LIMIT, model });
  for (const ending of endings) await ending();
  if (seen.shown !== LIMIT || seen.theirs !== LIMIT) throw new Error(`lists of ${seen.shown} and ${seen.theirs} products, not ${LIMIT}`);
  const results = new Results();
  results.note("pairwell", seen.pairwell / 1e3, "s");
  results.note("js-map", seen.map / 1e3, "s");
  results.write();
} finally {
  await shop.close();
}
