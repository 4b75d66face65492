#!/usr/bin/env node
// What the widget costs the main thread on the demo shop, on a phone-like CPU (four times slower): tasks over 50 ms and
// layout shifts of the home page and of a product's page, with Pairwell and with its files blocked.
//
//   node tests/e2e/bench-main-thread.mjs [--runs 5] [--cpu 4]
//
// Each run is a first visit with an empty cache that scrolls through the whole page until every block is filled. «Ours» is the
// longest stretch that a script of Pairwell's ran in a slow frame, as the browser's long-animation-frame entries say.
//
// Then a page with one block and a product: what Pairwell's scripts take of the main thread until it is filled, by a profile of the
// processor, and what of it is making elements. `make bench GROUP=main-thread` writes down what it finds.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { Results } from "../../benches/clock.mjs";
import { layoutShifts } from "./blocks.mjs";
import { dist, openShop } from "./support.mjs";

const { values } = parseArgs({ options: { runs: { type: "string", default: "5" }, cpu: { type: "string", default: "4" } } });
const runs = Number(values.runs);
const cpu = Number(values.cpu);

/** Put into every page before its own scripts. */
function watchTasks() {
  globalThis.longTasks = [];
  globalThis.ourScripts = [];
  new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const { scripts } of list.getEntries()) {
      for (const { sourceURL, duration } of scripts) if (/\/pairwell\//.test(sourceURL)) globalThis.ourScripts.push(duration);
    }
  }).observe({ type: "long-animation-frame", buffered: true });
}

async function measure(shop, url, blocked) {
  shop.before = (req, res) => blocked && /^\/(pairwell|model)\//.test(req.url) && (res.writeHead(403).end(), true);
  const endings = [];
  const shopper = await shop.shopper({ after: (ending) => endings.push(ending) }, { viewport: { width: 390, height: 844 } });
  await shopper.context.addInitScript(watchTasks);
  const { page } = shopper;
  await shopper.slowDown({ cpu });
  await shopper.visit(url);
  const blocks = await page.locator("pairwell-block").all();
  for (const block of blocks) {
    await block.scrollIntoViewIfNeeded();
    if (!blocked) await page.waitForFunction((element) => globalThis.pairwellTold.some(({ name, block }) => name === "ready" && block === element), await block.elementHandle());
  }
  const shifts = await layoutShifts(page);
  const seen = await page.evaluate(() => ({ tasks: globalThis.longTasks, ours: globalThis.ourScripts }));
  for (const ending of endings) await ending();
  return { ...seen, blocks: blocks.length, shifts };
}

// What no other function of the glue says: what draws asks how long a list took.
const DRAWING = /\bms:\w+-\w+\.mark\b/;

/** Whether a node of a profile is the function that draws: a profile names it by where it begins. */
function drawing(glue, nodes) {
  const text = readFileSync(path.join(dist, "widget", glue), "utf8");
  const starts = text.split("\n").reduce((starts, line) => [...starts, starts.at(-1) + line.length + 1], [0]);
  const place = ({ callFrame: { lineNumber, columnNumber } }) => starts[lineNumber] + columnNumber;
  const ours = nodes.filter(({ callFrame }) => callFrame.url.endsWith(glue));
  const at = DRAWING.exec(text)?.index ?? -1;
  const before = ours.map(place).filter((place) => place <= at);
  if (before.length === 0) throw new Error("the profile does not show where the list is drawn");
  const found = Math.max(...before);
  return (node) => node.callFrame.url.endsWith(glue) && place(node) === found;
}

/** Put into the page whose profile is taken: where the list is there, the profile shows this function. */
function markTheList() {
  const theListIsThere = () => {
    for (const until = performance.now() + 20; performance.now() < until; );
  };
  document.addEventListener("pairwell:ready", theListIsThere);
}

/** Seconds of the main thread until a page's only block is filled: in Pairwell's scripts, in `fetch`, in WebAssembly, and in drawing. */
async function untilFirst(shop, product) {
  const { entries } = JSON.parse(readFileSync(path.join(dist, "model", "manifest.json"), "utf8"));
  const glue = readdirSync(path.join(dist, "widget")).find((file) => /^pairwell-.*\.mjs$/.test(file));
  shop.before = (req, res) =>
    req.url === "/bench/one.html" &&
    (res.setHeader("Content-Type", "text/html"),
    res.end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>One block</title>
<script async src="/pairwell/pairwell.js" data-model="/model/manifest.json" data-entries="${entries.digits}"></script>
<pairwell-block kind="also-bought" product="${product}"></pairwell-block></html>`),
    true);
  const endings = [];
  const shopper = await shop.shopper({ after: (ending) => endings.push(ending) }, { viewport: { width: 390, height: 844 } });
  await shopper.context.addInitScript(markTheList);
  await shopper.slowDown({ cpu });
  const session = await shopper.context.newCDPSession(shopper.page);
  await session.send("Profiler.enable");
  // Taking a sample takes time itself, and is slowed four times as well: ten times as many make the sum a fifth greater.
  await session.send("Profiler.setSamplingInterval", { interval: 1000 });
  await session.send("Profiler.start");
  await shopper.visit("/bench/one.html");
  await shopper.block("also-bought").ready();
  const { profile } = await session.send("Profiler.stop");
  for (const ending of endings) await ending();

  const draws = drawing(glue, profile.nodes);
  const kinds = new Map();
  const mark = (node, around) => {
    const fetches = around === "script" && node.callFrame.functionName === "fetch" && !node.callFrame.url;
    const own = draws(node) ? "drawing" : fetches ? "fetch" : (kindOf(node) ?? around);
    kinds.set(node.id, around === "drawing" ? around : own);
    for (const child of node.children ?? []) mark(byId.get(child), kinds.get(node.id));
  };
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  mark(profile.nodes[0]);
  const sums = { script: 0, fetch: 0, wasm: 0, drawing: 0 };
  const end = profile.samples.findIndex((id) => byId.get(id).callFrame.functionName === "theListIsThere");
  if (end < 0) throw new Error("the profile does not show when the list was there");
  profile.samples.slice(0, end).forEach((id, n) => {
    if (kinds.get(id)) sums[kinds.get(id)] += (profile.timeDeltas[n + 1] ?? 0) / 1e6;
  });
  return sums;
}

/** What a node of a profile is, as far as it says so itself; the rest is what it was called by. Nothing but Pairwell has WebAssembly here. */
function kindOf({ callFrame: { url, functionName } }) {
  if (url.startsWith("wasm:") || /^(js-to-wasm|wasm-to-js|Instance|compile$)/.test(functionName)) return "wasm";
  if (/\/pairwell\//.test(url)) return "script";
  return undefined;
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const most = (list) => Math.max(0, ...list);

async function main() {
  const shop = await openShop();
  const results = new Results();
  try {
    const product = await shop.someProduct();
    const pages = { home: "/", product };
    for (const [name, url] of Object.entries(pages)) {
      const seen = { with: [], without: [] };
      for (let run = 0; run < runs; run++) {
        // Interleaved, so that a slow moment of the machine does not fall on one alone.
        seen.with.push(await measure(shop, url, false));
        seen.without.push(await measure(shop, url, true));
      }
      for (const [which, all] of Object.entries(seen)) {
        results.note(`${name}: tasks over 50 ms ${which}`, median(all.map(({ tasks }) => tasks.length)), "");
        results.note(`${name}: longest ${which}`, median(all.map(({ tasks }) => most(tasks))) / 1e3, "s");
        results.note(`${name}: longest of ours ${which}`, median(all.map(({ ours }) => most(ours))) / 1e3, "s");
        results.note(`${name}: shifts ${which}`, all.reduce((sum, { shifts }) => sum + shifts.length, 0), "");
      }
    }
    const [handle] = /[^/]+(?=\/?$)/.exec(product);
    const first = [];
    for (let run = 0; run < 3 * runs; run++) first.push(await untilFirst(shop, handle));
    results.note("product: until the list", median(first.map(({ script, fetch, wasm }) => script + fetch + wasm)), "s");
    results.note("product: WebAssembly", median(first.map(({ wasm }) => wasm)), "s");
    results.note("product: fetch", median(first.map(({ fetch }) => fetch)), "s");
    results.note("product: drawing", median(first.map(({ drawing }) => drawing)), "s");
    results.write();
  } finally {
    await shop.close();
  }
}

main().catch((error) => {
  console.error(`bench: ${error.stack}`);
  process.exitCode = 1;
});
