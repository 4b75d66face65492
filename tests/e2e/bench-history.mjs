#!/usr/bin/env node
// How long the core takes to read what a browser remembers, on a phone-like CPU (four times slower): with nothing stored, and with as
// much as is kept.
//
//   node tests/e2e/bench-history.mjs [--runs 9] [--cpu 4] [--tabs 4]
//
// The modules' exports are timed where the glue calls them, and added up until the core yields before the first file of the model: the memory is made,
// which reads all logs, and asked for the past, for which it merges them. Nothing else of the page is in the figure. «Empty» and «full» take turns, so that a slow moment of the machine falls on both.

import { parseArgs } from "node:util";

import { Results } from "../../benches/clock.mjs";
import { openShop } from "./support.mjs";

const { values } = parseArgs({ options: { runs: { type: "string", default: "9" }, cpu: { type: "string", default: "4" }, tabs: { type: "string", default: "4" } } });
const [runs, cpu, tabs] = [values.runs, values.cpu, values.tabs].map(Number);

/** Put into every page before its own scripts: adds up what calls of exports take until the first file. */
function timeExports() {
  const { Instance } = WebAssembly;
  window.taken = 0;
  WebAssembly.Instance = function (module, imports) {
    const { exports } = new Instance(module, imports);
    const timed = (work) => (...args) => {
      const began = performance.now();
      try {
        return work(...args);
      } finally {
        // Calls that follow are those of files and lists.
        if (!window.begun) window.taken += performance.now() - began;
      }
    };
    return { exports: Object.fromEntries(Object.entries(exports).map(([name, value]) => [name, typeof value === "function" ? timed(value) : value])) };
  };
  // Nothing else on these pages yields: the core does, before the first file.
  const original = Scheduler.prototype.yield;
  Scheduler.prototype.yield = function () {
    window.begun = true;
    return original.call(this);
  };
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

async function main() {
  const shop = await openShop();
  const endings = [];
  try {
    const shopper = await shop.shopper({ after: (ending) => endings.push(ending) });
    await shopper.context.addInitScript(timeExports);
    const { page } = shopper;
    // Logs of several tabs, which together hold all that is kept.
    const logs = {};
    for (let tab = 0; tab < tabs; tab++) {
      await shopper.visit("/");
      await page.evaluate(() => localStorage.clear());
      await page.evaluate(() => sessionStorage.clear());
      await shopper.visit("/cart/");
      await page.evaluate(
        async ([tab, count]) => {
          await window.pairwell.debug();
          window.pairwell.push(...Array.from({ length: count }, (_, n) => ["view", `a-product-with-a-handle-of-usual-length-${tab}-${n}`]));
          await new Promise((resolve) => setTimeout(() => setTimeout(resolve)));
        },
        [tab, Math.ceil(500 / tabs)],
      );
      Object.assign(logs, await page.evaluate(() => Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.startsWith("pairwell:log:")))));
    }
    await shopper.slowDown({ cpu });
    const seen = { empty: [], full: [] };
    let events;
    for (let run = 0; run < runs; run++) {
      for (const which of Object.keys(seen)) {
        await page.goto("about:blank");
        // By a page without us, so that nobody writes meanwhile.
        await page.goto("/pairwell/pairwell.js");
        await page.evaluate((logs) => (localStorage.clear(), sessionStorage.clear(), Object.assign(localStorage, logs)), which === "full" ? logs : {});
        await page.goto("/cart/");
        const history = await page.evaluate(async () => (await window.pairwell.debug()).history.length);
        if (which === "full") events = history;
        seen[which].push(await page.evaluate(() => window.taken));
      }
    }
    const results = new Results();
    results.note("events", events, "");
    for (const [which, times] of Object.entries(seen)) results.note(which, median(times) / 1e3, "s");
    results.write();
  } finally {
    for (const ending of endings) await ending();
    await shop.close();
  }
}

main().catch((error) => {
  console.error(`bench: ${error.stack}`);
  process.exitCode = 1;
});
