// What BigCommerce's GraphQL API knows of items.

import { at, list, own, text } from "../lib/safe.js";
import { graph } from "./api.js";

const FACTS = `entityId sku prices { price { value currencyCode } basePrice { value } } availabilityV2 { status } inventory { isInStock }
  variants(first: 50) { edges { node { entityId sku } } }`;

const isId = (value) => /^[1-9]\d{0,9}$/.test(value);

/** Item → the shop's own record, for those that it knows; by SKU, unless the model goes by ids. */
export const look = async (page, items) => {
  const bySku = page.option("key") === "sku";
  const names = items.map((item) => String((bySku && item.variant) || item.product));
  const fields = names.map((name, n) => (bySku ? `p${n}: product(sku: $k${n}) { ${FACTS} }` : isId(name) && `p${n}: product(entityId: $k${n}) { ${FACTS} }`));
  const known = new Map();
  if (!fields.some(Boolean)) return known;
  const used = names.map((_, n) => n).filter((n) => fields[n]);
  const query = `query (${used.map((n) => `$k${n}: ${bySku ? "String" : "Int"}!`)}) { site { ${used.map((n) => fields[n]).join(" ")} } }`;
  const data = await graph(page, query, Object.fromEntries(used.map((n) => [`k${n}`, bySku ? names[n] : Number(names[n])])));
  for (const n of used) {
    const record = at(data, "site", `p${n}`);
    if (record) known.set(items[n], record);
  }
  return known;
};

/** What to put into the cart: { productId, variantId }; undefined for an item that nobody knows. */
export const lineOf = (page, item, record) => {
  if (record) {
    const variants = list(at(record, "variants", "edges")).map((edge) => own(edge, "node"));
    const variant = variants.find((variant) => [own(variant, "sku"), text(own(variant, "entityId"))].includes(item.variant));
    return { productId: own(record, "entityId"), variantId: variants.length > 1 && variant ? own(variant, "entityId") : undefined };
  }
  if (page.option("key") === "sku" || !isId(item.product)) return undefined;
  return { productId: Number(item.product), variantId: isId(item.variant) && item.variant !== item.product ? Number(item.variant) : undefined };
};

/** See adapters.md: price, stock and currency. */
export const factsOf = (record) => {
  const amount = (name) => {
    const value = at(record, "prices", name, "value");
    return value >= 0 ? value : undefined;
  };
  const [price, base] = [amount("price"), amount("basePrice")];
  return {
    price,
    compareAt: base > price ? base : undefined,
    currency: text(at(record, "prices", "price", "currencyCode")),
    available: at(record, "availabilityV2", "status") === "Available" && at(record, "inventory", "isInStock") === true,
  };
};
