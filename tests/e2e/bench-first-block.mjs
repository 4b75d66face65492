#!/usr/bin/env node
// How long from the start of the script to the first filled block, on a phone-like CPU (four times slower), beside a named
// alternative in the same run: the same neighbours and cards as one JSON file, parsed, looked up and drawn by plain JavaScript.
//
//   node tests/e2e/bench-first-block.mjs [--runs 7] [--cpu 4]
//
// Both are served by the same server, compressed with brotli 11, under hash-named files cached for ever; the script's own
// arrival is the start for both. A ratio below 1 means that Pairwell is faster. Milliseconds differ between machines and
// between runs, ratios much less.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";

import { readCatalog } from "../../www/shop/lib/catalog.mjs";
import { alternativeScript } from "./bench-alternative.mjs";
import { dist, openShop, SLOW_4G } from "./support.mjs";

const top = path.join(import.meta.dirname, "..", "..");
const LIMIT = 4;
// As many as the model keeps.
const NEIGHBOURS = 16;

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
      res.setHeader("Content-Encoding", "br");
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
  const { products } = await readCatalog(path.join(top, "www", "sample", "products_export.csv.gz"));
  const { neighbours, product } = await readNeighbours(products);
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
  const tag = `<script async src="/pairwell/pairwell.js" data-model="/model/manifest.json"></script>`;
  add("/bench/pairwell.html", "text/html", page(product, tag));
  return { product, files };
}

function page(product, script) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>First block</title>${script}
<h1>${product}</h1>
<pairwell-block kind="also-bought" limit="${LIMIT}" product="${product}"><p><a href="/">The shop</a></p></pairwell-block></html>`;
}

/** The model's neighbours and weights of every product, asked of the command line: the same as the widget's, as numbers. */
async function readNeighbours(products) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "pairwell-bench-"));
  try {
    const cases = path.join(folder, "cases.jsonl");
    writeFileSync(cases, products.map(({ handle }) => `${JSON.stringify({ id: handle, product: handle })}\n`).join(""));
    const binary = path.join(process.env.CARGO_TARGET_DIR ?? path.join(top, "target"), "release", "pairwell");
    const command = ["recommend", path.join(dist, "model"), "--input", cases, "--limit", String(NEIGHBOURS), "--explain"];
    const lines = execFileSync(binary, command, { encoding: "utf8", maxBuffer: 1 << 30 }).trimEnd().split("\n");
    const neighbours = new Map();
    for (const { id, explain } of lines.map((line) => JSON.parse(line))) {
      const row = explain.filter(({ from }) => from.length > 0).map((item) => [item.product, Number(item.from[0].score.toFixed(3))]);
      neighbours.set(id, row);
    }
    const product = products.find((p) => neighbours.get(p.handle)?.length === NEIGHBOURS).handle;
    return { neighbours, product };
  } finally {
    rmSync(folder, { recursive: true });
  }
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
      const data = resources.filter((entry) => /\.(js|mjs|wasm|json|pw)$/.test(entry.name));
      return {
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
  const line = (cells) => console.log(cells[0].padEnd(26) + cells[1].padEnd(12) + cells.slice(2).map((cell) => cell.padStart(16)).join(""));
  line(["", "design", "script → block", "page → block", "bytes fetched", "ratio to JSON"]);
  for (const [situation, byDesign] of times) {
    const baseline = median(byDesign.get("/bench/json.html").map((seen) => seen.fromScript));
    for (const design of designs) {
      const seen = byDesign.get(design);
      const of = (key) => median(seen.map((one) => one[key]));
      line([
        situation,
        path.basename(design, ".html"),
        `${of("fromScript").toFixed(0)} ms`,
        `${of("fromPage").toFixed(0)} ms`,
        of("bytes").toLocaleString("en-GB"),
        (of("fromScript") / baseline).toFixed(2),
      ]);
    }
  }
}

main().catch((error) => {
  console.error(`bench: ${error.stack}`);
  process.exitCode = 1;
});
