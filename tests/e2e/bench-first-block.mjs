#!/usr/bin/env node
// How long from the start of the script to the first filled block, on a phone-like CPU (four times slower), beside named
// alternatives in the same run:
//
//   json      the same neighbours and cards as one JSON file, parsed, looked up and drawn by plain JavaScript
//   parallel  a module of 57 kB and a model of 101 kB, asked for at once by the script: their bytes alone, for what they
//             are is not even looked at, and the list, which comes with the script, is drawn when both are there
//   entries   Pairwell, the script tag saying data-entries, as any page can
//   hinted    the same with the hints for the browser that a theme's template can give
//
//   node tests/e2e/bench-first-block.mjs [--runs 7] [--cpu 4]
//
// `make bench GROUP=first-list` runs it and writes down what it finds.
//
// Both are served by the same server, compressed with brotli 11, under hash-named files cached for ever; the script's own
// arrival is the start for both. A ratio below 1 means that Pairwell is faster. Milliseconds differ between machines and
// between runs, ratios much less.

import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";

import { Results } from "../../benches/clock.mjs";
import { alternativeScript } from "./bench-alternative.mjs";
import { NEIGHBOURS, readNeighbours } from "./bench-neighbours.mjs";
import { dist, openShop, SLOW_4G } from "./support.mjs";

const LIMIT = 4;

const { values } = parseArgs({ options: { runs: { type: "string", default: "7" }, cpu: { type: "string", default: "4" } } });
const runs = Number(values.runs);
const cpu = Number(values.cpu);

async function main() {
  const { product, files } = await prepare();
  const shop = await openShop({
    before: (req, res) => {
      const file = files.get(req.url);
      if (!file) return false;
      res.setHeader("Content-Type", file.type);
      res.setHeader("Cache-Control", file.type.startsWith("text/html") ? "no-cache" : "public, max-age=31536000, immutable");
      if (!file.plain) res.setHeader("Content-Encoding", "br");
      res.end(file.body);
      return true;
    },
  });
  try {
    const designs = [...files.keys()].filter((url) => url.endsWith(".html"));
    const times = new Map();
    for (const network of ["unlimited", "slow 4G"]) {
      for (let run = 0; run < runs; run++) {
        // Interleaved, so that a slow moment of the machine does not fall on one design alone.
        for (const url of designs) {
          for (const [visit, seen] of Object.entries(await measure(shop, url, network))) {
            const key = `${network}, ${visit}`;
            if (!times.has(key)) times.set(key, new Map(designs.map((design) => [design, []])));
            times.get(key).get(url).push(seen);
          }
        }
      }
    }
    report(product, designs, times);
  } finally {
    await shop.close();
  }
}

/** The pages of the designs, and the alternative's files, by address. */
async function prepare() {
  const { products, rows: neighbours } = await readNeighbours();
  // The most popular one that has as many as the model keeps.
  const product = products.find(({ handle }) => neighbours.get(handle)?.length === NEIGHBOURS).handle;
  const index = new Map(products.map((p, i) => [p.handle, i]));
  const model = JSON.stringify({
    cards: products.map((p) => [p.handle, p.title, p.price, p.variants[0].sku]),
    edges: products.map((p) => (neighbours.get(p.handle) ?? []).filter(([h]) => index.has(h)).map(([h, score]) => [index.get(h), score])),
  });

  const files = new Map();
  const add = (url, type, text) => {
    const body = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    files.set(url, { type, body });
    return url;
  };
  const hashed = (stem, type, text) => {
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
    const extension = type.endsWith("json") ? "json" : "js";
    return add(`/bench/${stem}-${hash}.${extension}`, type, text);
  };

  const modelUrl = hashed("model", "application/json", model);
  const scriptUrl = hashed("alternative", "text/javascript", alternativeScript);
  add("/bench/json.html", "text/html", page(product, `<script async src="${scriptUrl}" data-model="${modelUrl}"></script>`));
  // Bytes that do not compress are what they weigh.
  const weights = [57_000, 101_000].map((length) => {
    const url = `/bench/weight-${length}.bin`;
    files.set(url, { type: "application/octet-stream", body: randomBytes(length), plain: true });
    return url;
  });
  const own = JSON.parse(model);
  const row = own.edges[index.get(product)];
  const near = [index.get(product), ...row.map(([at]) => at)];
  const few = JSON.stringify({ cards: near.map((at) => own.cards[at]), edges: [row.map(([, score], n) => [n + 1, score])] });
  const waiting = alternativeScript.replace("fetch(document.currentScript.dataset.model).then((response) => response.json())", `Promise.all(${JSON.stringify(weights)}.map((url) => fetch(url).then((response) => response.arrayBuffer()))).then(() => (${few}))`);
  if (!waiting.includes("Promise.all")) throw new Error("the alternative's script no longer fetches as it did");
  add("/bench/parallel.html", "text/html", page(product, `<script async src="${hashed("waiting", "text/javascript", waiting)}"></script>`));

  const { entries } = JSON.parse(readFileSync(path.join(dist, "model", "manifest.json"), "utf8"));
  const tag = `<script async src="/pairwell/pairwell.js" data-model="/model/manifest.json" data-entries="${entries.digits}"></script>`;
  add("/bench/entries.html", "text/html", page(product, tag));
  const name = createHash("sha256").update(product).digest("hex").slice(0, entries.digits);
  const built = readdirSync(path.join(dist, "widget"));
  const [glue, wasm] = [/^pairwell-.*\.mjs$/, /^pairwell-.*\.wasm$/].map((pattern) => built.find((file) => pattern.test(file)));
  const fetched = [`/pairwell/${wasm}`, "/model/manifest.json", "/model/at/shop.pw", `/model/at/${name}.pw`];
  const hints = fetched.map((url) => `<link rel="preload" as="fetch" crossorigin href="${url}">`).join("");
  add("/bench/hinted.html", "text/html", page(product, `${tag}<link rel="modulepreload" href="/pairwell/${glue}">${hints}`));
  return { product, files };
}

function page(product, script) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>First block</title>${script}
<h1>${product}</h1>
<pairwell-block kind="also-bought" limit="${LIMIT}" product="${product}"><p><a href="/">The shop</a></p></pairwell-block></html>`;
}

/** One shopper with an empty cache: the first visit, and then a second one in a new tab. */
async function measure(shop, url, network) {
  const endings = [];
  const shopper = await shop.shopper({ after: (ending) => endings.push(ending) }, { viewport: { width: 390, height: 844 } });
  const seen = {};
  for (const visit of ["first visit", "second visit"]) {
    await shopper.page.close();
    await shopper.newTab();
    await shopper.slowDown({ cpu, network: network === "slow 4G" ? SLOW_4G : undefined });
    await shopper.visit(url);
    await shopper.block("also-bought").ready();
    seen[visit] = await shopper.page.evaluate(() => {
      const resources = performance.getEntriesByType("resource");
      const script = resources.find((entry) => entry.initiatorType === "script");
      const ready = globalThis.pairwellTold.find((event) => event.name === "ready").at;
      const data = resources.filter((entry) => /\.(js|mjs|wasm|json|pw|bin)$/.test(entry.name));
      return {
        // What was hinted at may have come before the script.
        fromScript: ready - script.responseEnd,
        fromPage: ready,
        bytes: data.reduce((sum, entry) => sum + entry.transferSize, 0),
      };
    });
    const shown = await shopper.block("also-bought").handles();
    if (shown.length !== LIMIT) throw new Error(`${url} showed ${shown.length} products, not ${LIMIT}`);
  }
  for (const ending of endings) await ending();
  return seen;
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

function report(product, designs, times) {
  console.log(`First block for ${product}, CPU ${cpu} times slower, median of ${runs} runs; slow 4G is ${SLOW_4G.latency} ms and 1.47 Mbit/s\n`);
  const results = new Results();
  for (const [situation, byDesign] of times) {
    for (const design of designs) {
      const of = (key) => median(byDesign.get(design).map((seen) => seen[key]));
      const name = `${situation}: ${path.basename(design, ".html")}`;
      results.note(name, of("fromScript") / 1e3, "s");
      results.note(`${name}, from page`, of("fromPage") / 1e3, "s");
      results.note(`${name}, bytes`, of("bytes"), "B");
    }
  }
  results.write();
}

main().catch((error) => {
  console.error(`bench: ${error.stack}`);
  process.exitCode = 1;
});
