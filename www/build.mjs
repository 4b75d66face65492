#!/usr/bin/env node
// Builds the demo shop: a static site as a shop's server would have rendered it, with the widget and the model beside it.
//
//   node www/build.mjs [--out dist/demo] [--catalog FILE] [--orders FILE] [--widget dist/widget] [--model dist/model]

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { readCatalog } from "./shop/lib/catalog.mjs";
import { precompress } from "./shop/lib/compress.mjs";
import { readSales } from "./shop/lib/sales.mjs";
import { arrange, neighbours } from "./shop/lib/site.mjs";
import { cartPage, thankYouPage } from "./shop/templates/cart.mjs";
import { collectionPages, departmentsPage } from "./shop/templates/collection.mjs";
import { homePage } from "./shop/templates/home.mjs";
import { notFoundPage, wordsPages } from "./shop/templates/pages.mjs";
import { productPage, productRecord } from "./shop/templates/product.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const project = path.join(here, "..");
const THEME = path.join(here, "shop", "assets");

// Stands in every folder this script has made, so that it never clears away one that it has not.
const MARKER = ".made-by-pairwell-demo";

/** `draw(product)` gives the SVG of a product's picture. Resolves with what was built, in numbers. */
export async function buildShop({ out, catalog, orders, widget, model, draw, log = () => {} }) {
  const { products, skipped } = await readCatalog(catalog);
  for (const reason of skipped) log(`left out, ${reason}`);
  if (products.length === 0) throw new Error(`${catalog} has no product that could be shown`);
  const sales = orders && existsSync(orders) ? await readSales(orders) : new Map();
  if (sales.size === 0) log("no orders export: best sellers and new arrivals are in no particular order");

  const target = prepare(out);
  const hasWidget = existsSync(path.join(widget, "pairwell.js"));
  const hasModel = existsSync(path.join(model, "manifest.json"));
  if (hasWidget) await cp(widget, path.join(target, "pairwell"), { recursive: true });
  else log(`no widget in ${show(widget)} (make widget): the pages carry no script tag of Pairwell and show the theme's own lists`);
  if (hasModel) await cp(model, path.join(target, "model"), { recursive: true });
  else log(`no model in ${show(model)} (make model): blocks will show the theme's own lists`);

  const assets = await copyTheme(target);
  const site = arrange(products, sales, { ...assets, hasWidget });
  const pages = writePages(target, site);
  for (const product of products) write(target, `${product.picture}`, draw(product));

  const folders = ["assets", "pairwell", "model"].map((name) => path.join(target, name)).filter(existsSync);
  const packed = await Promise.all(folders.map(precompress));
  replace(target, out);
  return { products: products.length, pages, compressed: packed.reduce((a, b) => a + b, 0), hasWidget, hasModel };
}

function writePages(target, site) {
  let pages = 0;
  const page = (url, markup) => {
    write(target, url.endsWith("/") ? `${url}index.html` : url, String(markup));
    pages += 1;
  };

  page("/", homePage(site));
  page("/cart/", cartPage(site));
  page("/thank-you/", thankYouPage(site));
  page("/404.html", notFoundPage(site));
  for (const { url, markup } of wordsPages(site)) page(url, markup);

  page("/collections/", departmentsPage(site));
  const collections = [
    { slug: "best-sellers", name: "Best sellers", words: "What left the shelves fastest this season.", products: site.bestSellers },
    { slug: "new", name: "New in", words: "The latest to be unpacked.", products: site.newest },
    ...site.types,
  ];
  for (const collection of collections) {
    for (const { url, markup } of collectionPages(site, collection)) page(url, markup);
  }

  for (const type of site.types) {
    for (const product of type.products) {
      page(product.url, productPage(site, product, neighbours(type, product)));
      write(target, `${product.url}product.json`, JSON.stringify(productRecord(product)));
    }
  }
  return pages;
}

// The theme's files lie in a folder named by the hash of them all: their links to each other stay as written, and the
// browser may keep them for ever.
async function copyTheme(target) {
  const names = readdirSync(THEME).sort();
  const hash = createHash("sha256");
  for (const name of names) hash.update(`${name}\0`).update(readFileSync(path.join(THEME, name)));
  const folder = `/assets/${hash.digest("hex").slice(0, 8)}`;
  await cp(THEME, path.join(target, folder), { recursive: true });
  return { assets: folder, modules: names.filter((name) => name.endsWith(".js") && name !== "theme.js") };
}

function write(target, url, text) {
  const file = path.join(target, decodeURIComponent(url));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

// The site is built beside the old one and takes its place at the end, so that a running server never sees half a shop.
function prepare(out) {
  if (existsSync(out) && !existsSync(path.join(out, MARKER)) && readdirSync(out).length > 0) {
    throw new Error(`${out} holds files this script did not make; choose another folder with --out`);
  }
  const target = `${path.resolve(out)}.building`;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  writeFileSync(path.join(target, MARKER), "");
  return target;
}

function replace(target, out) {
  const old = `${path.resolve(out)}.old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(out)) renameSync(out, old);
  renameSync(target, out);
  rmSync(old, { recursive: true, force: true });
}

const show = (file) => path.relative(process.cwd(), path.resolve(file)) || ".";

async function main() {
  const { values } = parseArgs({
    options: {
      out: { type: "string", default: path.join(project, "dist", "demo") },
      catalog: { type: "string", default: path.join(here, "sample", "products_export.csv.gz") },
      orders: { type: "string", default: path.join(here, "sample", "orders_export.csv.gz") },
      widget: { type: "string", default: path.join(project, "dist", "widget") },
      model: { type: "string", default: path.join(project, "dist", "model") },
      pictures: { type: "string", default: path.join(here, "sample", "pictures.mjs") },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    return console.log("usage: node www/build.mjs [--out DIR] [--catalog FILE] [--orders FILE] [--widget DIR] [--model DIR] [--pictures MODULE]");
  }
  const began = performance.now();
  const { drawPicture } = await import(pathToFileURL(path.resolve(values.pictures)).href);
  const built = await buildShop({ ...values, draw: drawPicture, log: (line) => console.warn(`demo: ${line}`) });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`demo: ${built.products} products on ${built.pages} pages in ${show(values.out)}, ${built.compressed} files compressed, ${seconds} s`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(`demo: ${error.message}`);
    process.exitCode = 1;
  });
}
