#!/usr/bin/env node
// Builds the demo shop: a static site as a shop's server would have rendered it, with the widget and the model beside it.
//
//   node www/build.mjs [--out dist/demo] [--catalog FILE] [--orders FILE] [--widget dist/widget] [--model dist/model]

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { readCatalog } from "./shop/lib/catalog.mjs";
import { Output } from "./shop/lib/output.mjs";
import { readSales } from "./shop/lib/sales.mjs";
import { docsPages } from "./docs/docs.mjs";
import { arrange, neighbours } from "./shop/lib/site.mjs";
import { cartPage, thankYouPage } from "./shop/templates/cart.mjs";
import { collectionPages, departmentsPage } from "./shop/templates/collection.mjs";
import { homePage } from "./shop/templates/home.mjs";
import { notFoundPage, wordsPages } from "./shop/templates/pages.mjs";
import { productPage, productRecord } from "./shop/templates/product.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const project = path.join(here, "..");
const THEME = path.join(here, "shop", "assets");

/** `draw(product)` gives the SVG of a product's picture. Resolves with what was built, in numbers. */
export async function buildShop({ out, catalog, orders, widget, model, draw, log = () => {} }) {
  const { products, skipped } = await readCatalog(catalog);
  for (const reason of skipped) log(`left out, ${reason}`);
  if (products.length === 0) throw new Error(`${catalog} has no product that could be shown`);
  const sales = orders && existsSync(orders) ? await readSales(orders) : new Map();
  if (sales.size === 0) log("no orders export: best sellers and new arrivals are in no particular order");

  const output = new Output(out);
  const hasWidget = existsSync(path.join(widget, "pairwell.js"));
  const hasModel = existsSync(path.join(model, "manifest.json"));
  if (hasWidget) output.copy(widget, "/pairwell");
  else log(`no widget in ${show(widget)} (make widget): the pages carry no script tag of Pairwell and show the theme's own lists`);
  if (hasModel) output.copy(model, "/model");
  else log(`no model in ${show(model)} (make model): blocks will show the theme's own lists`);

  const theme = copyTheme(output);
  const compressed = await Promise.all([theme.assets, "/pairwell", "/model"].map((url) => output.compress(url)));
  for (const product of products) output.write(product.picture, draw(product));
  const pages = writePages(output, arrange(products, sales, { ...theme, widget: hasWidget && widgetOf(widget, hasModel && model) }));
  output.sweep();
  return { products: products.length, pages, compressed: compressed.reduce((a, b) => a + b, 0), hasWidget, hasModel };
}

// What the script tag says, and what it will ask for.
function widgetOf(folder, model) {
  const built = readdirSync(folder).filter((name) => /^pairwell-[0-9a-f]+\.(mjs|wasm)$/.test(name));
  const { entries } = model ? JSON.parse(readFileSync(path.join(model, "manifest.json"), "utf8")) : {};
  const files = model ? ["/model/manifest.json", ...(entries ? ["/model/at/shop.pw"] : [])] : [];
  return { hints: [...built.map((name) => `/pairwell/${name}`), ...files], digits: entries?.digits };
}

function writePages(output, site) {
  let pages = 0;
  const page = (url, markup) => {
    output.write(url, String(markup));
    pages += 1;
  };

  for (const type of site.types) {
    for (const product of type.products) {
      output.write(`${product.url}product.json`, JSON.stringify(productRecord(product)));
      page(product.url, productPage(site, product, type, neighbours(type, product)));
    }
  }

  page("/collections/", departmentsPage(site));
  const collections = [
    { slug: "best-sellers", name: "Best sellers", words: "What left the shelves fastest this season.", products: site.bestSellers },
    { slug: "new", name: "New in", words: "The latest to be unpacked.", products: site.newest },
    ...site.departments,
    ...site.types,
  ];
  for (const collection of collections) {
    for (const { url, markup } of collectionPages(site, collection)) page(url, markup);
  }

  for (const { url, markup } of wordsPages(site)) page(url, markup);
  const docs = docsPages(site);
  for (const { url, markup } of docs) page(url, markup);
  if (docs.length > 0) output.copy(path.join(here, "docs", "assets"), "/docs/assets");
  page("/cart/", cartPage(site));
  page("/thank-you/", thankYouPage(site));
  page("/404.html", notFoundPage(site));
  page("/", homePage(site));
  return pages;
}

// The theme's files lie in a folder named by the hash of them all: their links to each other stay as written, and the
// browser may keep them for ever.
function copyTheme(output) {
  const names = readdirSync(THEME).sort();
  const hash = createHash("sha256");
  for (const name of names) hash.update(`${name}\0`).update(readFileSync(path.join(THEME, name)));
  const assets = `/assets/${hash.digest("hex").slice(0, 8)}`;
  output.copy(THEME, assets);
  // theme.css comes first: the others build on what it sets.
  const styles = names.filter((name) => name.endsWith(".css")).sort((a, b) => Number(b === "theme.css") - Number(a === "theme.css"));
  return { assets, styles, modules: names.filter((name) => name.endsWith(".js") && name !== "theme.js") };
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
