// Tabs that were left for days and come back at the same time, as when a browser is opened again with all that was open: each finds the
// others' logs idle, and may take them over. Their patience is made to end in the same instant here, which is when it would matter.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openShop } from "./support.mjs";

const TABS = 3;
const ROUNDS = 4;
const DAYS = 30; // since the first of the tabs was last used; each other a day later
const STILL = 5000; // milliseconds for which a log must lie still: src/widget/memory.rs

let shop;
before(async () => (shop = await openShop()));
after(() => shop?.close());

/** Put into every page before its own scripts: what the address says behind `#` is how long ago this is, and when patience ends. */
function prepare(still) {
  const { ago = 0, ends } = JSON.parse(decodeURIComponent(location.hash.slice(1)) || "{}");
  const { now } = Date;
  const shift = ago * 86_400_000;
  window.Date = class extends Date {
    constructor(...rest) {
      if (rest.length) super(...rest);
      else super(now() - shift);
    }
    static now() {
      return now() - shift;
    }
  };
  const { setTimeout } = window;
  let times = 0;
  window.setTimeout = (work, wait, ...rest) => {
    if (wait !== still || !ends) return setTimeout(work, wait, ...rest);
    // Twice: then events are stored with ours, and then the logs that they are from are removed.
    return setTimeout(work, Math.max(0, ends + 500 * times++ - now()), ...rest);
  };
  // When all of that is done. There may be nothing to do, and then nothing tells.
  window.patient = () => new Promise((resolve) => setTimeout(resolve, ends + 1000 - now()));
}

const page = (what) => `/cart/#${encodeURIComponent(JSON.stringify(what))}`;

test("tabs that come back at the same time after a month lose nothing, and their logs become fewer", async (t) => {
  const lost = [];
  const left = [];
  for (let round = 0; round < ROUNDS; round++) {
    const shopper = await shop.shopper(t);
    await shopper.context.addInitScript(prepare, STILL);
    const tabs = [shopper.page];
    while (tabs.length < TABS) tabs.push(await shopper.newTab());
    const seen = tabs.map((_, n) => Array.from({ length: 5 }, (_, at) => `seen-${n}-${at}`));
    for (const [n, tab] of tabs.entries()) {
      await shopper.visit(page({ ago: DAYS - n }), tab);
      await shopper.debug(tab);
      await tab.evaluate(async (products) => {
        window.pairwell.push(...products.map((product) => ["view", product]));
        await new Promise((resolve) => setTimeout(() => setTimeout(resolve)));
      }, seen[n]);
      await tab.goto("about:blank");
    }
    // Once more: now the logs have the same events, and need not be written.
    for (let wave = 0; wave < 2; wave++) {
      const ends = Date.now() + 2500;
      await Promise.all(tabs.map((tab) => tab.goto("about:blank")));
      await Promise.all(tabs.map((tab) => shopper.visit(page({ ends }), tab)));
      await Promise.all(tabs.map((tab) => tab.evaluate(() => window.patient())));
    }
    const next = await shopper.newTab();
    await shopper.visit("/cart/", next);
    const { history } = await shopper.debug(next);
    const known = new Set(history.map(({ product }) => product));
    lost.push(...seen.flat().filter((product) => !known.has(product)));
    left.push(await next.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("pairwell:log:")).length));
    await shopper.context.close();
  }
  assert.deepEqual(lost, []);
  assert.ok(left.every((count) => count < TABS), `logs left: ${left}`);
});
