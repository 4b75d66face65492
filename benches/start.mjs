#!/usr/bin/env node
// Reading what a product's page fetches of the model (benches/start.rs has chosen it) in WebAssembly, beside JSON.parse of the same;
// and what compiling and starting the module takes:
//
//   node benches/start.mjs, after cargo bench --bench native -- start and tools/bench/build-wasm.sh

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { Results, seconds } from "./clock.mjs";

const dist = path.join(import.meta.dirname, "..", "dist", "bench");
const data = (name) => readFileSync(path.join(dist, "start", name));
const results = new Results();

const { initSync, Scorer } = await import(path.join(dist, "wasm", "size", "scoring.js"));
initSync({ module: readFileSync(path.join(dist, "wasm", "size", "scoring_bg.wasm")) });
const files = [data("shop.pw"), data("page.pw")];
const read = () => {
  const scorer = new Scorer();
  const sound = files.every((bytes) => scorer.add(bytes));
  scorer.free();
  return sound;
};
assert(read());
results.note("page-wasm", seconds(read), "s");

const text = data("page.json").toString();
let products = 0;
results.note("page-json", seconds(() => (products += JSON.parse(text).length)), "s");
assert(products > 0);
results.write();
