// The site as a theme's templates see it: the catalog arranged into lists, and where the assets lie.

import { groupByType } from "./catalog.mjs";
import { groupByDepartment } from "./departments.mjs";
import { byNewness, bySales } from "./sales.mjs";

export function arrange(products, sales, { assets, styles, modules, widget }) {
  const featured = bySales(products, sales);
  const types = groupByType(featured);
  const departments = groupByDepartment(featured, types);
  // A tile shows the best seller that can be bought.
  for (const group of [...types, ...departments]) group.face = group.products.find((product) => product.available) ?? group.products[0];
  const inStock = featured.filter((product) => product.available);
  const bestSellers = inStock.slice(0, 96);
  return {
    assets,
    styles,
    modules,
    widget,
    types,
    departments,
    featured,
    bestSellers,
    newest: byNewness(inStock, sales).slice(0, 96),
    picks: onePerType(bestSellers.slice(8), 4),
    popularElsewhere: (product) => onePerType(bestSellers.filter((other) => other.typeSlug !== product.typeSlug), 4),
  };
}

/** The four that follow a product in its department's list, going round at the end; sold-out ones are passed over. */
export function neighbours(type, product, count = 4) {
  const at = type.products.indexOf(product);
  const round = [...type.products.slice(at + 1), ...type.products.slice(0, at)];
  return round.filter((other) => other.available).slice(0, count);
}

function onePerType(products, count) {
  const seen = new Set();
  return products.filter((product) => !seen.has(product.typeSlug) && seen.add(product.typeSlug)).slice(0, count);
}
