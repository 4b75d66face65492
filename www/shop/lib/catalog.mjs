// The Shopify products export, read as a theme would be handed it: products with their variants, grouped by type.

import { parse } from "csv-parse/sync";

import { readText } from "./text-file.mjs";
import { paragraphs, pence, slug } from "./text.mjs";

// The columns without which no page can be drawn; all others may be missing.
const REQUIRED = ["Title", "URL handle", "Type", "SKU", "Price"];

// A handle becomes a folder name and part of every address, so nothing but Shopify's own alphabet is let through.
const HANDLE = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,254}$/u;

/** `{ products, skipped }`: products in file order, and what was left out with its reason. */
export async function readCatalog(file) {
  const rows = parse(await readText(file), { bom: true, columns: true, relax_column_count: true, skip_empty_lines: true });
  const missing = rows.length > 0 ? REQUIRED.filter((column) => !(column in rows[0])) : REQUIRED;
  if (missing.length > 0) throw new Error(`${file} is no Shopify products export: no column ${missing.map((c) => `"${c}"`).join(", ")}`);

  const byHandle = new Map();
  const skipped = [];
  rows.forEach((row, index) => {
    const handle = row["URL handle"].trim();
    if (!HANDLE.test(handle)) return skipped.push(`row ${index + 2}: "${handle}" is no usable handle`);
    if (!byHandle.has(handle)) byHandle.set(handle, []);
    byHandle.get(handle).push(row);
  });

  const products = [];
  for (const [handle, group] of byHandle) {
    const product = toProduct(handle, group);
    if (!product.published) continue;
    if (product.variants.length === 0) skipped.push(`${handle}: no row with a SKU and a price`);
    else products.push(product);
  }
  return { products, skipped };
}

function toProduct(handle, group) {
  const first = group[0];
  const variants = group.map(toVariant).filter(Boolean);
  const prices = variants.map((variant) => variant.price);
  const type = first.Type.trim() || "Other finds";
  return {
    handle,
    url: `/products/${encodeURIComponent(handle)}/`,
    picture: `/pictures/${encodeURIComponent(handle)}.svg`,
    title: first.Title.trim() || handle,
    alt: first["Image alt text"]?.trim() || first.Title.trim() || handle,
    vendor: first.Vendor?.trim() ?? "",
    type,
    typeSlug: slug(type) || "other",
    tags: (first.Tags ?? "").split(",").map((tag) => tag.trim()).filter(Boolean),
    description: paragraphs(first.Description),
    published: first["Published on online store"]?.toUpperCase() !== "FALSE" && !/^(draft|archived)$/i.test(first.Status ?? ""),
    // "Title" / "Default Title" is how Shopify writes a product without options.
    optionName: variants.length > 1 ? first["Option1 name"]?.trim() || "Option" : null,
    variants,
    price: Math.min(...prices),
    priceVaries: new Set(prices).size > 1,
    compareAt: variants.find((variant) => variant.compareAt)?.compareAt ?? null,
    available: variants.some((variant) => variant.available),
    row: first,
  };
}

function toVariant(row) {
  const price = pence(row.Price);
  const sku = row.SKU?.trim();
  if (price === null || !sku) return null;
  const compareAt = pence(row["Compare-at price"]);
  const tracked = Boolean(row["Inventory tracker"]?.trim());
  const stock = tracked && /^-?\d+$/.test(row["Inventory quantity"]?.trim() ?? "") ? Number(row["Inventory quantity"]) : null;
  const sellsOn = /^(true|continue)$/i.test(row["Continue selling when out of stock"]?.trim() ?? "");
  return {
    sku,
    name: row["Option1 value"]?.trim() || "Default Title",
    price,
    compareAt: compareAt !== null && compareAt > price ? compareAt : null,
    stock,
    available: stock === null || stock > 0 || sellsOn,
    // How many one order may hold: all there are, or a number no household needs more of.
    most: stock === null || sellsOn ? 99 : Math.max(0, Math.min(99, stock)),
  };
}

/** Product types as the shop's categories, the largest first. */
export function groupByType(products) {
  const types = new Map();
  for (const product of products) {
    // Two spellings of one type share an address, so they share a category, under the name seen first.
    if (!types.has(product.typeSlug)) types.set(product.typeSlug, { name: product.type, slug: product.typeSlug, products: [] });
    types.get(product.typeSlug).products.push(product);
  }
  return [...types.values()].sort((a, b) => b.products.length - a.products.length || a.name.localeCompare(b.name));
}
