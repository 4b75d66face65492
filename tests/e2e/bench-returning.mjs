#!/usr/bin/env node
// How much longer the first list takes for a shopper who looked at many products before: what is kept of their pages is
// looked up for it. On a phone-like CPU (four times slower), everything in the browser's caches, in the same run beside a
// shopper who looked at one.
//
//   node tests/e2e/bench-returning.mjs [--runs 9] [--cpu 4]
//
// `make bench GROUP=returning` runs it and writes down what it finds.

import { parseArgs } from "node:util";

import { Results } from "../../benches/clock.mjs";
import { readNeighbours } from "./bench-neighbours.mjs";
import { openShop } from "./support.mjs";

const MOST = 24; // products of the past that lists follow
const PASTS = [1, 8, MOST];

const { values } = parseArgs({ options: { runs: { type: "string", default: "9" }, cpu: { type: "string", default: "4" } } });

async function main() {
  const { products } = await readNeighbours();
  const handles = products.slice(0, MOST).map(({ handle }) => handle);
  const shop = await openShop();
  const results = new Results();
  try {
    const shoppers = new Map();
    for (const past of PASTS) shoppers.set(past, await regular(shop, handles.slice(0, past)));
    const times = new Map(PASTS.map((past) => [past, []]));
    // Interleaved, so that a slow moment of the machine does not fall on one past alone.
    for (let run = 0; run < Number(values.runs); run++) {
      for (const past of PASTS) times.get(past).push(await back(shoppers.get(past), handles[0]));
    }
    for (const [past, seen] of times) results.note(`${past} seen before`, median(seen) / 1e3, "s");
    results.write();
  } finally {
    await shop.close();
  }
}

/** A shopper who has looked at these products, and whose browser keeps what their pages brought. */
async function regular(shop, handles) {
  const shopper = await shop.shopper({ after: () => {} }, { viewport: { width: 390, height: 844 } });
  for (const handle of [...handles, handles[0]]) {
    await shopper.visit(`/products/${handle}/`);
    await shopper.block("bought-together").ready();
    // The memory is there, and what was brought is kept.
    await shopper.page.evaluate(() => globalThis.pairwell.debug());
    await shopper.page.waitForFunction(async () => {
      const wanted = performance.getEntriesByType("resource").filter(({ name }) => /\.pw$/.test(name));
      const cache = await caches.open("pairwell");
      const kept = await Promise.all(wanted.map(({ name }) => cache.match(name)));
      return kept.every(Boolean);
    });
  }
  return shopper;
}

/** Milliseconds from the arrival of the script to the first list, in a new tab. */
async function back(shopper, handle) {
  await shopper.page.close();
  await shopper.newTab();
  await shopper.slowDown({ cpu: Number(values.cpu) });
  await shopper.visit(`/products/${handle}/`);
  await shopper.block("bought-together").ready();
  return shopper.page.evaluate(() => {
    const script = performance.getEntriesByType("resource").find(({ name }) => /\/pairwell\.js$/.test(name));
    return globalThis.pairwellTold.find(({ name }) => name === "ready").at - script.responseEnd;
  });
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

main().catch((error) => {
  console.error(`bench: ${error.stack}`);
  process.exitCode = 1;
});
