#!/usr/bin/env node
// Scoring in WebAssembly, call and all, and in plain JavaScript, on what benches/scoring.rs has written:
//
//   node benches/scoring.mjs, after cargo bench --bench scoring and tools/bench/build-wasm.sh
//
//   wasm-size, wasm-speed  the widget's code, compiled for size as the widget is, and for speed
//   js-typed               all weights in typed arrays, scores in a dense array: what a good hand would write
//   js-map                 rows of [index, weight] as JSON gives them, scores in a Map, sorted
//   js-objects             the same by SKU, as home-made widgets ship it
//
// The alternatives add up and sort and do no more: no popularity, no rules, no stock.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { Results, seconds } from "./clock.mjs";

const dist = path.join(import.meta.dirname, "..", "dist", "bench");
const data = path.join(dist, "scoring");
const json = (name) => JSON.parse(readFileSync(path.join(data, name), "utf8"));

const { keys, indexes, limit, shown } = json("context.json");
const results = new Results();
let sink = 0;

for (const made of ["size", "speed"]) {
  const { initSync, Scorer } = await import(path.join(dist, "wasm", made, "scoring.js"));
  initSync({ module: readFileSync(path.join(dist, "wasm", made, "scoring_bg.wasm")) });
  const scorer = new Scorer();
  for (const file of readdirSync(data).filter((name) => name.endsWith(".pw")).sort()) assert(scorer.add(readFileSync(path.join(data, file))));
  const cart = Uint32Array.from(keys, (key) => scorer.find(key));
  const best = scorer.best(cart, limit);
  assert.deepEqual(Array.from(best).filter((_, n) => n % 2 === 0).map((product) => scorer.key(product)), shown, "other products than natively");
  results.note(`wasm-${made}`, seconds(() => (sink += scorer.best(cart, limit)[0])), "s");
}

const rows = json("by-index.json");
{
  const starts = new Uint32Array(rows.length + 1);
  rows.forEach((row, n) => (starts[n + 1] = starts[n] + row.length));
  const to = Uint32Array.from(rows.flat(), ([index]) => index);
  const weights = Float32Array.from(rows.flat(), ([, weight]) => weight);
  const context = Uint32Array.from(indexes);
  const scores = new Float32Array(rows.length);
  const touched = new Uint32Array(rows.length);
  const inContext = new Uint8Array(rows.length);
  const list = new Uint32Array(limit);
  const best = () => {
    let count = 0;
    for (let c = 0; c < context.length; c++) {
      const own = context[c];
      inContext[own] = 1;
      for (let at = starts[own], end = starts[own + 1]; at < end; at++) {
        const other = to[at];
        if (scores[other] === 0) touched[count++] = other;
        scores[other] += weights[at];
      }
    }
    let length = 0;
    for (let n = 0; n < count; n++) {
      const product = touched[n];
      const score = scores[product];
      if (inContext[product] || (length === limit && score <= scores[list[limit - 1]])) continue;
      let at = length < limit ? length++ : limit - 1;
      for (; at > 0 && scores[list[at - 1]] < score; at--) list[at] = list[at - 1];
      list[at] = product;
    }
    const found = Array.from(list.subarray(0, length), (product) => [product, scores[product]]);
    for (let n = 0; n < count; n++) scores[touched[n]] = 0;
    for (let c = 0; c < context.length; c++) inContext[context[c]] = 0;
    return found;
  };
  results.note("js-typed", seconds(() => (sink += best()[0][0])), "s");
}
{
  const best = () => {
    const scores = new Map();
    for (const own of indexes) for (const [other, weight] of rows[own]) scores.set(other, (scores.get(other) ?? 0) + weight);
    for (const own of indexes) scores.delete(own);
    return [...scores].sort((a, b) => b[1] - a[1]).slice(0, limit);
  };
  results.note("js-map", seconds(() => (sink += best()[0][0])), "s");
}
{
  const table = json("by-key.json");
  const best = () => {
    const scores = {};
    for (const own of keys) for (const [other, weight] of Object.entries(table[own])) scores[other] = (scores[other] ?? 0) + weight;
    for (const own of keys) delete scores[own];
    return Object.entries(scores).sort((a, b) => b[1] - a[1]).slice(0, limit);
  };
  results.note("js-objects", seconds(() => (sink += best()[0][0].length)), "s");
}
assert(sink > 0);
results.write();
