// What a shop's back office knows and the theme's lists need: how often each SKU was ordered lately, and when first.

import { parse } from "csv-parse/sync";

import { readText } from "./text-file.mjs";

// Best sellers are those of the last three months the file knows: a season, not a life's work.
const SEASON = 3;

const COLUMNS = ["Created at", "Lineitem sku", "Lineitem quantity"];

/** SKU → `{ first, recent }`: the day of the first order, and the order lines of the season. */
export async function readSales(file) {
  const skus = new Map();
  let columns = null;
  let date = "";

  const count = (record) => {
    if (!columns) {
      columns = COLUMNS.map((name) => record.indexOf(name));
      const missing = COLUMNS.filter((_, index) => columns[index] < 0);
      if (missing.length > 0) throw new Error(`${file} is no Shopify orders export: no column ${missing.map((name) => `"${name}"`).join(", ")}`);
      return null;
    }
    const [created, sku, quantity] = columns.map((index) => record[index]);
    // An order's own fields stand on its first line only.
    if (created) date = created.slice(0, 10);
    if (!sku || !(Number(quantity) > 0)) return null;
    if (!skus.has(sku)) skus.set(sku, { first: date, months: new Map() });
    const sales = skus.get(sku);
    if (date < sales.first) sales.first = date;
    const month = date.slice(0, 7);
    sales.months.set(month, (sales.months.get(month) ?? 0) + 1);
    return null;
  };
  // Each row is counted and dropped as it is read: some hundred thousand rows of eighty columns are no array to keep,
  // and handing each of them through a stream takes as long as parsing it.
  parse(await readText(file), { bom: true, relax_column_count: true, on_record: count });

  const months = [...new Set([...skus.values()].flatMap((sales) => [...sales.months.keys()]))].sort().slice(-SEASON);
  const recent = (sales) => months.reduce((sum, month) => sum + (sales.months.get(month) ?? 0), 0);
  return new Map([...skus].map(([sku, sales]) => [sku, { first: sales.first, recent: recent(sales) }]));
}

/** Products by what they sold in the season, then by handle, so that the order is always the same. */
export function bySales(products, sales) {
  const sold = (product) => product.variants.reduce((sum, variant) => sum + (sales.get(variant.sku)?.recent ?? 0), 0);
  return byNumber(products, sold);
}

// Fewer order lines than these may be a correction or a sample, not an arrival.
const ENOUGH = 10;

/** Products by the day they first sold, the newest first; those hardly sold yet come after all others. */
export function byNewness(products, sales) {
  const day = (product) => {
    const known = product.variants.map((variant) => sales.get(variant.sku)).filter(Boolean);
    const recent = known.reduce((sum, { recent }) => sum + recent, 0);
    return recent < ENOUGH ? 0 : Math.min(...known.map(({ first }) => Date.parse(first)));
  };
  return byNumber(products, day);
}

function byNumber(products, number) {
  const numbers = new Map(products.map((product) => [product, number(product)]));
  return [...products].sort((a, b) => numbers.get(b) - numbers.get(a) || (a.handle < b.handle ? -1 : 1));
}
