// A small shop for the tests of the build and of the server, with everything in its catalog that has ever gone wrong.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { buildShop } from "../www/build.mjs";

export const HOSTILE = `</title><script>alert("x")</script>'"&<img src=x onerror=alert(1)>`;

export const HEADER =
  "Title,URL handle,Description,Vendor,Type,Tags,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Compare-at price," +
  "Inventory tracker,Inventory quantity,Continue selling when out of stock,Product image URL,Image alt text";

const cell = (value) => `"${String(value).replaceAll('"', '""')}"`;

export function row({ title = "", handle, description = "", type = "", status = "Active", published = "TRUE", sku, option = ["Title", "Default Title"], price, was = "", stock = "9" }) {
  return [title, handle, description, "", type, "", published, status, sku, ...option, price, was, "shopify", stock, "DENY", "", title].map(cell).join(",");
}

function catalog() {
  const rows = [HEADER];
  // Enough mugs for a second page of their category.
  for (let i = 1; i <= 30; i++) rows.push(row({ title: `Mug No. ${i}`, handle: `mug-${i}`, type: "Mugs", sku: `M${i}`, price: (40 - i).toFixed(2) }));
  rows.push(row({ title: HOSTILE, handle: "hostile", description: `<p>${HOSTILE}</p>`, type: `Tins ${HOSTILE}`, sku: "H1", price: "3.10" }));
  rows.push(row({ title: "Lost Lantern", handle: "lost-lantern", type: "Lanterns", sku: "L1", price: "5.00", stock: "0" }));
  rows.push(row({ title: "Parasol", handle: "parasol", type: "Umbrellas & Parasols", sku: "PA", option: ["Colour", "Blue"], price: "2.95", was: "3.50", stock: "0" }));
  rows.push(row({ handle: "parasol", sku: "PB", option: ["", "Red"], price: "2.50", stock: "3" }));
  rows.push(row({ title: "Draft", handle: "draft", type: "Mugs", status: "Draft", sku: "D1", price: "1.00" }));
  rows.push(row({ title: "Climber", handle: "../../climber", type: "Mugs", sku: "C1", price: "1.00" }));
  rows.push(row({ title: "Priceless", handle: "priceless", type: "Mugs", sku: "C2", price: "NaN" }));
  return `\ufeff${rows.join("\r\n")}\r\n`;
}

const ORDERS = `Name,Created at,Lineitem quantity,Lineitem sku
#1,2026-01-03 10:00:00 +0000,2,M7
#1,,1,M9
#2,2026-02-03 10:00:00 +0000,1,M7
#3,2026-03-03 10:00:00 +0000,1,PB
`;

/**
 * A built shop in a folder of its own: `{ folder, site, built, notes, build(options), remove() }`. `build` builds again with
 * other options; `notes` collects what the build had to say.
 */
export async function makeShop() {
  const folder = await mkdtemp(path.join(os.tmpdir(), "pairwell-demo-"));
  const site = path.join(folder, "site");
  const notes = [];
  await writeFile(path.join(folder, "products.csv.gz"), gzipSync(catalog()));
  await writeFile(path.join(folder, "orders.csv.gz"), gzipSync(ORDERS));
  const build = (options = {}) =>
    buildShop({
      out: site,
      catalog: path.join(folder, "products.csv.gz"),
      orders: path.join(folder, "orders.csv.gz"),
      widget: path.join(folder, "no-widget"),
      model: path.join(folder, "no-model"),
      draw: (product) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h${product.variants.length}v4z"/></svg>`,
      log: (line) => notes.push(line),
      ...options,
    });
  const built = await build();
  return { folder, site, built, notes, build, remove: () => rm(folder, { recursive: true, force: true }) };
}
