// The site as a theme's templates see it: the catalog arranged into lists, and where the assets lie.

import { groupByType } from "./catalog.mjs";
import { byNewness, bySales } from "./sales.mjs";

export function arrange(products, sales, { assets, modules, hasWidget }) {
  const featured = bySales(products, sales);
  const types = groupByType(featured);
  for (const type of types) {
    // A department is shown by its best-selling product that can be bought.
    type.face = type.products.find((product) => product.available) ?? type.products[0];
  }
  const inStock = featured.filter((product) => product.available);
  const bestSellers = inStock.slice(0, 96);
  return {
    assets,
    modules,
    hasWidget,
    types,
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
