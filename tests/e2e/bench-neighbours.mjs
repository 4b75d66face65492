// The sample's products and what the model says of each: the numbers that alternatives of the benchmarks are made of.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { readCatalog } from "../../www/shop/lib/catalog.mjs";
import { dist } from "./support.mjs";

const top = path.join(import.meta.dirname, "..", "..");

/** As many as the model keeps. */
export const NEIGHBOURS = 16;

/** The catalog, and neighbours and weights of every product by handle, asked of the command line: the same as the widget's, as numbers. */
export async function readNeighbours() {
  const { products } = await readCatalog(path.join(top, "www", "sample", "products_export.csv.gz"));
  const folder = mkdtempSync(path.join(os.tmpdir(), "pairwell-bench-"));
  try {
    const cases = path.join(folder, "cases.jsonl");
    writeFileSync(cases, products.map(({ handle }) => `${JSON.stringify({ id: handle, product: handle })}\n`).join(""));
    const binary = path.join(process.env.CARGO_TARGET_DIR ?? path.join(top, "target"), "release", "pairwell");
    const command = ["recommend", path.join(dist, "model"), "--input", cases, "--limit", String(NEIGHBOURS), "--explain"];
    const lines = execFileSync(binary, command, { encoding: "utf8", maxBuffer: 1 << 30 }).trimEnd().split("\n");
    const rows = new Map();
    for (const { id, explain } of lines.map((line) => JSON.parse(line))) {
      rows.set(id, explain.filter(({ from }) => from.length > 0).map((item) => [item.product, Number(item.from[0].score.toFixed(3))]));
    }
    return { products, rows };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
