#!/usr/bin/env node
// What travels to the shopper: bytes of every built file, raw and compressed, and the budgets they must keep.
//
//   node tools/size.mjs [--dist dist] [--budget tools/size-budget.json]
//
// Exits with 1 when a budget is exceeded. Servers compress harder or softer than this; gzip 9 and brotli 11 are
// what a CDN has for files compressed ahead of time.

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const FOLDERS = ["widget", "model"];

// For editors, never sent to a browser: shown, but part of no total.
const travels = (file) => !file.endsWith(".d.ts");

/** Every file of the built folders as `{ file, raw, gzip, brotli }`, in order of name. */
export async function measure(dist, folders = FOLDERS) {
  const rows = [];
  for (const folder of folders) {
    const entries = await readdir(path.join(dist, folder), { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    for (const name of names.sort()) rows.push(sizes(`${folder}/${name}`, await readFile(path.join(dist, folder, name))));
    if (entries.some((entry) => entry.isDirectory() && entry.name === "at")) rows.push(...(await measureEntries(path.join(dist, folder, "at"))));
  }
  return rows;
}

// There may be thousands, of which a page fetches the shop's and that of its product.
async function measureEntries(folder) {
  const names = (await readdir(folder)).filter((name) => name !== "shop.pw");
  const shop = sizes("at/shop.pw", await readFile(path.join(folder, "shop.pw")));
  const rows = [];
  for (const name of names) rows.push(sizes(name, await readFile(path.join(folder, name))));
  if (rows.length === 0) return [shop];
  rows.sort((a, b) => a.brotli - b.brotli);
  return [shop, { ...rows[rows.length >> 1], file: `at/median of ${rows.length}` }, { ...rows.at(-1), file: "at/largest" }];
}

function sizes(file, bytes) {
  const brotli = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  return { file, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli.length };
}

export function total(file, rows) {
  const sum = (key) => rows.reduce((n, row) => n + row[key], 0);
  return { file, raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
}

/** Each budget with what is used of it: `{ name, used, limit, within }`. */
export function check(rows, budgets) {
  return budgets.map(({ name, files, brotli: limit }) => {
    // A set, for a file counts once however many patterns match it.
    const counted = new Set();
    for (const pattern of files) {
      const matching = rows.filter((row) => matches(pattern, row.file));
      // A budget over nothing would hold for ever.
      if (matching.length === 0) throw new Error(`budget "${name}": no built file matches ${pattern}`);
      for (const row of matching) counted.add(row);
    }
    const used = total(name, [...counted]).brotli;
    return { name, used, limit, within: used <= limit };
  });
}

function matches(pattern, file) {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^/]*")}$`).test(file);
}

/** The table as lines of text. */
export function table(rows) {
  const number = (n) => n.toLocaleString("en-GB");
  const columns = ["raw", "gzip", "brotli"];
  const wide = Math.max(...rows.map((row) => row.file.length));
  const line = (name, cells) => `${name.padEnd(wide)}${cells.map((cell) => cell.padStart(12)).join("")}`;
  return [
    line("bytes", ["raw", "gzip -9", "brotli -11"]),
    ...rows.map((row) => line(row.file, columns.map((key) => number(row[key])))),
  ];
}

async function main() {
  const top = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
  const { values } = parseArgs({
    options: {
      dist: { type: "string", default: path.join(top, "dist") },
      budget: { type: "string", default: path.join(top, "tools", "size-budget.json") },
    },
  });
  const rows = await measure(values.dist);
  const totals = FOLDERS.map((folder) =>
    total(`${folder}, in all`, rows.filter((row) => row.file.startsWith(`${folder}/`) && travels(row.file))),
  );
  console.log(table([...rows, ...totals]).join("\n"));

  const { budgets } = JSON.parse(await readFile(values.budget, "utf8"));
  console.log("");
  for (const { name, used, limit, within } of check(rows, budgets)) {
    const left = limit - used;
    console.log(`${name}: ${used} of ${limit} bytes brotli, ${within ? `${left} to spare` : `${-left} TOO MANY`}`);
    if (!within) process.exitCode = 1;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(error.code === "ENOENT" ? `size: ${error.path} is not built yet; run make size` : `size: ${error.message}`);
    process.exitCode = 1;
  });
}
