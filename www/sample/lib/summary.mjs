// What the sample holds, in words and numbers, for the README and the terminal.
const count = (list, test) => list.filter(test).length;

export function summary(orders, catalog) {
  const codes = new Set(catalog.flatMap((p) => p.variants.map((v) => v.code)));
  const lines = orders.flatMap((o) => o.lines);
  const variants = catalog.flatMap((p) => p.variants);
  const types = new Map();
  for (const p of catalog) types.set(p.type, (types.get(p.type) ?? 0) + 1);
  return [
    `period ${orders[0].date} to ${orders.at(-1).date}`,
    `orders ${orders.length}: ${['paid', 'partially_refunded', 'refunded', 'voided'].map((s) => `${count(orders, (o) => o.status === s)} ${s}`).join(', ')}`,
    `cancelled ${count(orders, (o) => o.cancelled)}, of them ${count(orders, (o) => o.own)} credits without their order in the data`,
    `without customer ${count(orders, (o) => !o.customer)}, with 50 lines or more ${count(orders, (o) => o.lines.length >= 50)}`,
    `line items ${lines.length}: ${count(lines, (l) => codes.has(l.code))} of the catalog, ${count(lines, (l) => !codes.has(l.code))} custom, ${count(lines, (l) => l.pence === 0)} at no price`,
    `products ${catalog.length} (${count(catalog, (p) => p.status === 'Archived')} archived) with ${variants.length} variants, ${count(catalog, (p) => p.option)} in several`,
    `out of stock ${count(variants, (v) => v.stock === 0)} variants, reduced ${count(variants, (v) => v.was)}, types ${types.size}, Gifts ${types.get('Gifts') ?? 0}`,
  ].join('\n');
}
