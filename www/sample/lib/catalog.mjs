// The catalog: every product that stands in the sample's orders, with what a shop shows of it.
import { hash } from './hash.mjs';
import { classify } from './kinds.mjs';
import { isProductCode } from './raw.mjs';
import { slug, tidyTitle } from './titles.mjs';
import { groupVariants } from './variants.mjs';
import { tagsOf, vendorOf } from './words.mjs';

const DAY = 86_400_000;
const time = (date) => Date.parse(`${date.replace(' ', 'T')}Z`);

function mostFrequent(counts) {
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];

/** What the orders say of each stock code: its names, when it sold, at which prices. */
function collect(orders, from) {
  const goods = new Map();
  for (const order of orders) {
    // The shop's own parcels for its sister site carry that site's prices.
    const sister = order.lines.some((l) => l.code === 'DOT');
    for (const line of order.lines) {
      if (!isProductCode(line.code)) continue;
      let g = goods.get(line.code);
      if (!g) goods.set(line.code, (g = { code: line.code, names: new Map(), oldNames: new Map(), sales: [], sisterSales: [], oldSales: [], seen: false }));
      const inSample = order.date >= from;
      g.seen ||= inSample;
      if (!line.note) {
        const names = inSample ? g.names : g.oldNames;
        const name = tidyTitle(line.text);
        names.set(name, (names.get(name) ?? 0) + 1);
      }
      if (line.pence > 0 && !order.own && !order.cancelled) {
        const list = !inSample ? g.oldSales : sister ? g.sisterSales : g.sales;
        list.push({ at: time(order.date), pence: line.pence });
      }
    }
  }
  return [...goods.values()].filter((g) => g.seen);
}

/** Today's shelf price, and the former one where it really fell. */
function prices(g, end) {
  const sales = [g.sales, g.sisterSales, g.oldSales].find((list) => list.length > 0) ?? [];
  if (sales.length === 0) return { pence: 0, was: 0 };
  const last = sales.at(-1).at;
  const recentFrom = Math.min(last, end) - 120 * DAY;
  const sorted = (list) => list.map((s) => s.pence).sort((a, b) => a - b);
  const recent = sorted(sales.filter((s) => s.at >= recentFrom));
  const earlier = sorted(sales.filter((s) => s.at < recentFrom));
  const pence = quantile(recent, 0.8);
  const was = earlier.length >= 10 && recent.length >= 10 ? quantile(earlier, 0.8) : 0;
  return { pence, was: was >= pence * 1.2 ? was : 0 };
}

/** Pieces in stock: none where nothing sold for four months, else some weeks of sales, now and then nearly gone. */
function stock(g, end) {
  const sales = [...g.sales, ...g.sisterSales];
  const recent = sales.filter((s) => s.at >= end - 122 * DAY);
  if (recent.length === 0) return 0;
  const h = hash(`stock ${g.code}`);
  if (h % 23 === 0) return 1 + (h >>> 8) % 4;
  return Math.min(960, 6 + Math.round(recent.length * (0.5 + ((h >>> 8) % 100) / 60)));
}

/**
 * The products, in order of stock code, from all orders; those of the sample are dated `from` or later.
 * `{handle, title, type, kind, vendor, tags, status, option, variants: [{code, value, title, pence, was, stock}]}`
 */
export function makeCatalog(orders, from) {
  const end = time(orders.at(-1).date);
  const goods = collect(orders, from);
  const named = [];
  for (const g of goods) {
    const title = mostFrequent(g.names) ?? mostFrequent(g.oldNames);
    if (title) named.push({ ...g, title });
  }
  const handles = new Set();
  return groupVariants(named).map((p) => {
    const variants = p.variants.map((v) => ({
      code: v.code, value: v.value, title: v.title, ...prices(v, end), stock: stock(v, end),
    }));
    let handle = slug(p.title);
    if (handles.has(handle)) handle = `${handle}-${variants[0].code.toLowerCase()}`;
    handles.add(handle);
    const sold = p.variants.flatMap((v) => [...v.sales, ...v.sisterSales]).map((s) => s.at);
    const sort = classify(p.title);
    // A charge is on orders as if it were goods, but nobody puts it into a basket.
    const archived = sort.kind === 'service' || sold.length === 0 || Math.max(...sold) < end - 245 * DAY;
    const words = [p.title, ...variants.map((v) => v.title)].join(' ');
    return {
      handle, title: p.title, ...sort, vendor: vendorOf(p.title), tags: tagsOf(words),
      status: archived ? 'Archived' : 'Active', option: p.option, variants,
    };
  });
}
