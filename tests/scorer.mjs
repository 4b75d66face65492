// The evaluation protocol once more, in another language and written from its text alone: a split by time, cases by hash,
// and the figures of a list. What `pairwell evaluate` says must agree with it.

import { createHash } from "node:crypto";

// First eight bytes of the SHA-1 of a text, as a big integer.
const hash = (text) => createHash("sha1").update(text).digest().readBigUInt64BE(0);

// Orders of generic lines {order, product, time, customer}, by time and then by name.
const ordersOf = (lines) => {
  const orders = new Map();
  for (const { order, product, time, customer } of lines) {
    const known = orders.get(order) ?? { order, time, customer, products: new Set() };
    if (time < known.time) known.time = time;
    known.products.add(product);
    orders.set(order, known);
  }
  const before = (a, b) => (a < b ? -1 : Number(a > b));
  return [...orders.values()].sort((a, b) => before(a.time, b.time) || before(a.order, b.order));
};

// Fit orders, catalogue and cases of the final stage.
export const split = (lines) => {
  const orders = ordersOf(lines);
  const cut = Math.floor(0.9 * orders.length);
  const fit = orders.slice(0, cut);
  const catalogue = new Set(fit.flatMap((order) => [...order.products]));
  const cases = { basket: [], product: [] };
  for (const { order, products } of orders.slice(cut)) {
    const known = [...products].filter((product) => catalogue.has(product)).sort();
    if (known.length < 2) continue;
    for (const [protocol, salt] of [["basket", "basket"], ["product", "pdp"]]) {
      const at = Number(hash(`${salt}|${order}`) % BigInt(known.length));
      const [one, rest] = [[known[at]], known.filter((_, n) => n !== at)];
      const [cart, answers] = protocol === "basket" ? [rest, one] : [one, rest];
      cases[protocol].push({ id: order, cart, answers });
    }
  }
  return { fit: new Set(fit.map((order) => order.order)), catalogue, cases };
};

// Means over the cases of what the lists, by case id, achieved.
export const score = (cases, lists, catalogue) => {
  const sums = { "HR@4": 0, "HR@10": 0, "MRR@10": 0, "NDCG@10": 0, "P@4": 0 };
  const shown = new Set();
  const gain = (rank) => 1 / Math.log2(rank + 2);
  for (const { id, cart, answers } of cases) {
    const list = [...new Set(lists.get(id) ?? [])].filter((product) => !cart.includes(product)).slice(0, 10);
    list.forEach((product) => catalogue.has(product) && shown.add(product));
    const hits = list.flatMap((product, rank) => (answers.includes(product) ? [rank] : []));
    if (!hits.length) continue;
    const early = hits.filter((rank) => rank < 4).length;
    let ideal = 0;
    for (let rank = 0; rank < Math.min(10, answers.length); rank++) ideal += gain(rank);
    sums["HR@4"] += Number(early > 0);
    sums["HR@10"] += 1;
    sums["MRR@10"] += 1 / (hits[0] + 1);
    sums["NDCG@10"] += hits.reduce((sum, rank) => sum + gain(rank), 0) / ideal;
    sums["P@4"] += early / 4;
  }
  const means = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / cases.length]));
  return { ...means, coverage: shown.size / catalogue.size };
};
