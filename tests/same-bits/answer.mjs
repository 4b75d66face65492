// Answers the questions of tests/same_bits.rs with the built widget: the glue and the module that shops serve, with as much of a
// browser around them as reading a model, a history and a question takes. A line of JSON in for each page, a line of text out
// for each question.
//
//   node tests/same-bits/answer.mjs dist/widget <pages

import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";

const place = resolve(process.argv[2]);
const named = (pattern) => resolve(place, readdirSync(place).find((name) => pattern.test(name)));

// ---- the browser

let now = 0; // seconds
let moment = [0, 0, 0];
globalThis.Date = class {
  static now = () => now * 1000;
  getHours = () => moment[0];
  getDay = () => (moment[1] + 1) % 7; // of the browser's week, which begins on Sunday
  getMonth = () => moment[2];
};

class Storage {
  getItem = (name) => (Object.hasOwn(this.kept, name) ? this.kept[name] : null);
  setItem = (name, text) => (this.kept[name] = text);
  removeItem = (name) => delete this.kept[name];
  // Not enumerable, so that Object.keys gives what is stored, as it does of the browser's.
  constructor(kept) {
    for (const name of ["getItem", "setItem", "removeItem"]) Object.defineProperty(this, name, { enumerable: false });
    Object.defineProperty(this, "kept", { value: this });
    Object.assign(this, kept);
  }
}

let market = 0;
globalThis.window = new EventTarget();
globalThis.document = {
  baseURI: "https://shop.example/",
  documentElement: { lang: "en" },
  querySelector: (selector) => (selector === "[data-market]" && market ? { dataset: { market: `m${market}` } } : null),
};
globalThis.CSSStyleSheet = class {
  replaceSync() {}
};

// ---- the widget

const { start } = await import(pathToFileURL(named(/^pairwell-\w+\.mjs$/)));
const module = new WebAssembly.Module(readFileSync(named(/^pairwell-\w+\.wasm$/)));
// The memory's module lies beside its part, and comes by fetch.
globalThis.fetch = async (url) => new Response(readFileSync(fileURLToPath(url)));
const memory = await import(pathToFileURL(named(/^part-memory-\w+\.mjs$/)));
await memory.join();

const bits = (value) => (Number.isNaN(value) ? "nan" : new Uint32Array(Float32Array.of(value).buffer)[0].toString(16));

const line = (items) =>
  items
    .map(({ product, score, own, reason, rule, because }) =>
      [product, bits(score), own, reason ? reason.kind : "", bits(rule), because.map(({ product, share }) => `${product}=${bits(share)}`).join()].join("|"),
    )
    .join(";");

for await (const text of createInterface({ input: process.stdin })) {
  const { files, logs, scoring, questions, now: then } = JSON.parse(text);
  now = then;
  globalThis.localStorage = new Storage(Object.fromEntries(logs.map(([tab, log]) => [`pairwell:log:${tab}`, log])));
  globalThis.sessionStorage = new Storage({});
  const page = { manifest: { version: 1, scoring, markets: ["m1", "m2", "m3"] }, allowed: { store: true }, blocks: new Set(), want() {}, bring: async () => {}, pending: 0, part: async () => memory };
  let core;
  await start(page, () => {}, module, 1, files.map((file) => Buffer.from(file, "hex")), (made) => (core = made));
  const answers = questions.map(({ gap, moment: at, market: of, ...options }) => {
    page.gap = gap;
    moment = at;
    market = of;
    if (options.product === null) delete options.product;
    return line(core.recommend(options));
  });
  core.end();
  process.stdout.write(`${answers.join("\n")}\n`);
}
