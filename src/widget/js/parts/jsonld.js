// schema.org's Product in <script type="application/ld+json">: which product a page is about.
//
// Read shallowly: the top, arrays there, `@graph` and `mainEntity`. A page that describes several products without one of them
// being its own (by address) is a list, and about none.

import { guess } from "./lib/guess.js";
import { attempt, handleIn, keyOf, list, own, text } from "./lib/safe.js";

const LIMIT = 65_536; // characters of one script
const SCRIPTS = 20;

const typed = (node, name) => {
  const type = own(node, "@type");
  return [type, ...list(type)].some((type) => typeof type === "string" && type.replace(/^https?:\/\/schema\.org\//, "") === name);
};

/** The nodes that a script describes, as far as they stand near its top. */
const nodesOf = (json) => {
  const tops = Array.isArray(json) ? list(json) : [json];
  const nodes = tops.flatMap((top) => [top, ...list(own(top, "@graph"))]);
  return nodes.flatMap((node) => [node, own(node, "mainEntity")]);
};

const nodesHere = () =>
  Array.from(document.querySelectorAll('script[type="application/ld+json"]'))
    .slice(0, SCRIPTS)
    .flatMap((script) => {
      const said = script.textContent;
      return said.length > LIMIT ? [] : attempt(() => nodesOf(JSON.parse(said))) || [];
    });

const pathOf = (address) => attempt(() => address && new URL(address, document.baseURI).pathname.replace(/\/$/, ""));

const addressesOf = (node) => [own(node, "url"), own(node, "@id"), own(own(node, "offers"), "url")].map(text).filter(Boolean);

const namesOf = (page, node) => {
  const [variant] = list(own(node, "hasVariant"));
  const handle = addressesOf(node).map(handleIn).find(Boolean);
  return keyOf(page, {
    sku: text(own(node, "sku")) || text(own(variant, "sku")),
    id: text(own(node, "productID")) || text(own(node, "productGroupID")),
    handle: handle || "",
  });
};

/** The key of the product that the page describes; empty for none, or several. */
export const productHere = (page) => {
  const found = new Map();
  for (const node of nodesHere()) {
    // A variant that says which group it is of stands beside that group.
    if (!typed(node, "ProductGroup") && (!typed(node, "Product") || own(node, "isVariantOf"))) continue;
    const key = namesOf(page, node);
    if (key && !found.has(key)) found.set(key, node);
  }
  if (found.size < 2) return [...found.keys()][0] || "";
  const canonical = document.querySelector('link[rel="canonical"]');
  const here = [pathOf(location.href), pathOf(canonical && canonical.href)];
  const ours = [...found].filter(([, node]) => addressesOf(node).some((address) => here.includes(pathOf(address))));
  return ours.length === 1 ? ours[0][0] : "";
};

export const start = (page) => {
  const look = () => guess(page, "jsonld", productHere(page));
  document.addEventListener("turbo:load", look, { signal: page.signal });
  return look();
};
