// What pages say, at random: JSON-LD, entries of a data layer, calls to `pairwell.push`, the page's own JSON. Properties of the very
// modules that the widget is built of, for tests/fuzz-pages.test.mjs and `make fuzz`. Each takes fast-check's random input and
// throws where a promise is broken.

import assert from "node:assert/strict";

import fc from "fast-check";

import * as browser from "../../src/widget/js/browser.js";
import { start as startDataLayer } from "../../src/widget/js/parts/datalayer.js";
import { productHere } from "../../src/widget/js/parts/jsonld.js";

const TRAP = "said by a prototype";

// As much of a browser as reading takes.
let scripts = [];
let own;
globalThis.window = globalThis;
globalThis.location = { href: "https://shop.example/products/mug", origin: "https://shop.example" };
globalThis.document = {
  baseURI: "https://shop.example/",
  querySelectorAll: () => scripts.map((textContent) => ({ textContent })),
  querySelector: (selector) => (selector === "script[data-pairwell]" && own !== undefined ? { textContent: own } : null),
  addEventListener() {},
};

// ---- random things

const WORDS = [
  "@type", "@graph", "@id", "mainEntity", "sku", "productID", "productGroupID", "hasVariant", "isVariantOf", "offers", "url", "event",
  "ecommerce", "items", "item_id", "id", "item_variant", "item_sku", "transaction_id", "product", "cart", "purchase", "products", "order",
  "0", "1", "2", "length", "__proto__", "constructor", "toString", "toJSON", "then",
];
const SAID = [
  "Product", "ProductGroup", "https://schema.org/Product", "view_item", "add_to_cart", "remove_from_cart", "view_cart", "purchase", "event",
  "/products/mug", "https://shop.example/products/mug?variant=1", "http://[", "/products/%E0%A4%A", "javascript:alert(1)", "shopify_GB_1_2",
  "mug", "a\nview\nother", "a\fview\nother", "\0", " mug\t", "x".repeat(300), "\u202emug", "view", "cart", "forget", "consent", "words", "total",
];

const word = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...WORDS) }, fc.string({ maxLength: 6 }));
const leaf = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...SAID) },
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ depthSize: "small", maxDepth: 6 }, leaf, fc.array(tie("tree"), { maxLength: 5 }), fc.dictionary(word, tie("tree"), { maxKeys: 6 })),
}));
// What conventions mean, so that random inputs come as far as that.
const product = fc.record({ "@type": fc.constantFrom("Product", "ProductGroup", ["Thing", "Product"]), sku: leaf, url: leaf, hasVariant: tree, offers: tree, isVariantOf: tree }, { requiredKeys: ["@type"] });
const item = fc.oneof(tree, fc.record({ item_id: leaf, item_variant: leaf, item_sku: leaf }, { requiredKeys: [] }));
const event = fc.record({
  event: fc.constantFrom("view_item", "add_to_cart", "remove_from_cart", "view_cart", "purchase"),
  ecommerce: fc.oneof(tree, fc.record({ items: fc.array(item, { maxLength: 4 }), transaction_id: leaf }, { requiredKeys: ["items"] })),
});

// A text of JSON, whole or damaged at one place.
const json = (value) =>
  fc.tuple(value, fc.option(fc.tuple(fc.nat(2000), fc.constantFrom("", "{", "}", '"', "\\", "[", ",", "\0", "\ud800", "9e999")), { freq: 4 })).map(([value, damage]) => {
    const text = JSON.stringify(value) || "";
    if (!damage) return text;
    const [place, put] = damage;
    const at = place % (text.length + 1);
    return text.slice(0, at) + put + text.slice(at + 1);
  });

// The same value as a page's script may build it: with getters, proxies, cycles, frozen or with a prototype of its own. `pulled`
// counts getters that were run.
const hostile = (value, tricks, pulled) => {
  let n = 0;
  const trick = () => tricks[n++ % tricks.length];
  const seen = [];
  const build = (value) => {
    if (value === null || typeof value !== "object") return value;
    const made = Array.isArray(value) ? [] : {};
    seen.push(made);
    for (const key of Object.keys(value)) {
      const inner = build(value[key]);
      const kind = trick();
      const property =
        kind === 1
          ? { get: () => { pulled.count++; throw new Error("getter"); }, enumerable: true, configurable: true }
          : { value: kind === 2 ? seen[0] : inner, enumerable: true, writable: true, configurable: true };
      Object.defineProperty(made, key, property);
    }
    const kind = trick();
    if (kind === 3) return Object.freeze(made);
    if (kind === 4) return new Proxy(made, { getOwnPropertyDescriptor() { throw new Error("proxy"); }, get() { throw new Error("proxy"); }, ownKeys() { throw new Error("proxy"); } });
    if (kind === 5 && !Array.isArray(made)) return Object.setPrototypeOf(made, { item_id: TRAP, sku: TRAP, event: "view_item", product: TRAP });
    return made;
  };
  return build(value);
};
const tricks = fc.array(fc.nat(12), { minLength: 1, maxLength: 12 });

// ---- what must hold

const isKey = (key) => {
  assert.equal(typeof key, "string");
  assert.ok(key.length > 0 && !/[\0-\x1f\x7f]/.test(key), JSON.stringify(key));
  assert.notEqual(key, TRAP, "a prototype was read");
};

/** Runs `work` on a page whose prototypes are polluted, and cleans up. */
const polluted = (work) => {
  const names = { "@type": "Product", sku: TRAP, item_id: TRAP, event: "view_item", product: TRAP, products: [TRAP] };
  for (const [name, value] of Object.entries(names)) Object.defineProperty(Object.prototype, name, { value, configurable: true, enumerable: false, writable: true });
  try {
    return work();
  } finally {
    for (const name of Object.keys(names)) delete Object.prototype[name];
  }
};

// Without a prototype, as the loader makes it.
const page = (more) => ({ __proto__: null, option: () => undefined, blocks: new Set(), want() {}, tell() {}, ...more });

/** Any scripts of JSON-LD: one key that could be one, or none. */
export const jsonld = fc.property(fc.array(json(fc.oneof(tree, product, fc.array(product, { maxLength: 3 }), fc.record({ "@graph": fc.array(product, { maxLength: 3 }) }))), { maxLength: 4 }), (found) => {
  scripts = found;
  const key = polluted(() => productHere(page()));
  if (key !== "") isKey(key);
  assert.ok(key.length <= 256);
});

/** Any entries of a data layer, before and after: what is said is well-formed, the page's own push works as ever, no getter runs. */
export const dataLayer = fc.asyncProperty(fc.array(fc.tuple(fc.oneof(event, tree), tricks), { maxLength: 6 }), fc.nat(6), async (all, before) => {
  const pulled = { count: 0 };
  const entries = all.map(([value, tricks]) => hostile(value, tricks, pulled));
  window.dataLayer = entries.slice(0, before);
  const said = [];
  const here = page({ platform: Promise.resolve(), say: (what, value) => said.push([what, value]) });
  polluted(() => startDataLayer(here));
  for (const entry of entries.slice(before)) {
    const length = window.dataLayer.length;
    assert.equal(polluted(() => window.dataLayer.push(entry)), length + 1);
    assert.equal(window.dataLayer[length], entry);
  }
  // What it says of carts it says when earlier changes are through.
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(pulled.count, 0, "a getter was run");
  for (const [what, value] of said) {
    if (what === "view") isKey(value);
    else if (what === "cart") value.forEach(isKey);
    else {
      assert.equal(what, "purchase");
      assert.equal(typeof value.order, "string");
      value.products.forEach(isKey);
    }
  }
});

// Statements are lines between form feeds: none may come from inside a value.
const isStatements = (text, most) => {
  assert.equal(typeof text, "string");
  const statements = text.split("\f");
  assert.ok(statements.length <= most);
  for (const statement of statements.filter(Boolean)) {
    const [what, ...lines] = statement.split("\n");
    assert.ok(["view", "cart", "purchase", "forget", "consent"].includes(what), what);
    assert.ok(lines.length <= 201);
    assert.ok(what !== "view" || lines.length === 1, "a view is of one product");
    lines.forEach(isKey);
  }
};

/** Any call to `pairwell.push`, as an array or something else. */
export const calls = fc.property(fc.oneof(tree, fc.tuple(fc.constantFrom("view", "cart", "purchase", "forget"), tree), fc.tuple(fc.constant("purchase"), fc.record({ order: leaf, products: fc.array(leaf) }))), tricks, (value, tricks) => {
  const pulled = { count: 0 };
  const call = hostile(value, tricks, pulled);
  const here = page({ part: () => Promise.resolve() });
  polluted(() => isStatements(browser.call(here, call), 1));
  // "words" alone reads a theme's own object in full, and is asked to.
  if (!Array.isArray(value) || value[0] !== "words") assert.equal(pulled.count, 0, "a getter was run");
});

/** Any JSON in the page's <script data-pairwell>. */
export const pageJson = fc.property(json(fc.oneof(tree, fc.record({ product: leaf, cart: fc.array(leaf), purchase: fc.record({ order: leaf, products: fc.array(leaf) }) }, { requiredKeys: [] }))), (text) => {
  own = text;
  polluted(() => isStatements(browser.look(page()), 6));
});

/** Any options of `pairwell.recommend`: a line each, numbers where numbers belong. */
export const wishes = fc.property(fc.oneof(tree, fc.dictionary(fc.constantFrom("kind", "limit", "by", "product", "cart", "everything"), tree)), tricks, (value, tricks) => {
  const pulled = { count: 0 };
  const wish = polluted(() => browser.wish(page(), hostile(value, tricks, pulled)));
  assert.equal(pulled.count, 0, "a getter was run");
  const [kind, limit, gap, by, ...keys] = wish.split("\n");
  for (const number of [kind, limit, gap, by]) assert.match(number, /^\d+$/);
  assert.ok(limit >= 1 && limit <= 24);
  // The product's line may be a tab, which is nobody's key.
  keys.filter((key) => key !== "\t").forEach(isKey);
});

export const PROPERTIES = { jsonld, dataLayer, calls, pageJson, wishes };
