// Says what is wrong with the page's markup: one line on the console for each fault, naming the attribute, its value, the
// element and what is allowed there. Loaded where something is off, and with ?pairwell=debug.

export const KINDS = [
  "bought-together",
  "complete-the-look",
  "also-bought",
  "similar",
  "for-you",
  "recently-viewed",
  "because-you-viewed",
  "buy-again",
  "trending",
  "best-sellers",
  "new",
  "cart",
  "after-purchase",
  "left-behind",
];

const MOST_SHOWN = 80; // characters of a value

const one = (values) => [(value) => values.includes(value), `one of: ${values.join(", ")}`];
const number = (least, most, what) => [
  (value) => value.trim() !== "" && Number(value) >= least && Number(value) <= most,
  `a number from ${least} to ${most}${what}`,
];
const amount = [(value) => value.trim() !== "" && Number(value) >= 0 && Number.isFinite(Number(value)), "an amount in major units, such as 50 or 49.90"];
const words = (values) => [
  (value) => value.toLowerCase().split(/[\s,]+/).every((word) => !word || values.includes(word)),
  `any of: ${values.join(", ")}`,
];

const template = [
  (value, element) => element.getRootNode().getElementById(value) instanceof HTMLTemplateElement,
  "the id of a <template> element on this page",
];

const BLOCK = {
  kind: one(KINDS),
  limit: number(1, 24, ""),
  layout: one(["grid", "carousel", "list", "inline"]),
  by: one(["category", "vendor"]),
  template,
};

const SCRIPT = {
  "data-platform": one(["auto", "shopify", "woocommerce", "bigcommerce", "none"]),
  "data-consent": one(["granted", "required", "auto"]),
  "data-holdout": number(0, 100, ", the share of visitors in per cent"),
  "data-live": one(["on", "off"]),
  "data-key": one(["handle", "sku", "id", "variant"]),
  "data-price-age": number(0, 3650, ", in days"),
  "data-bridges": words(["ga4", "klaviyo", "omnisend"]),
  "data-free-shipping": amount,
};

/** An element as its opening tag would name it. */
const nameOf = (element) => {
  const id = element.id ? ` id="${element.id}"` : "";
  return `<${element.localName}${id}>`;
};

/** What is wrong with `element`, a line each. */
export const faults = (element) =>
  Object.entries(element.localName === "script" ? SCRIPT : BLOCK)
    .filter(([name, [allowed]]) => element.hasAttribute(name) && !allowed(element.getAttribute(name), element))
    .map(([name, [, what]]) => {
      const value = element.getAttribute(name);
      const said = value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value;
      return `${name}="${said}" on ${nameOf(element)} is not known: it must be ${what}.`;
    });

const told = new WeakMap();

/** Looks at the script tag and every block; what was said of an element is not said again. */
export const check = (page) => {
  for (const element of [page.script, ...page.blocks]) {
    if (!element) continue;
    const before = told.get(element) || new Set();
    told.set(element, before);
    for (const fault of faults(element)) {
      if (before.has(fault)) continue;
      before.add(fault);
      console.warn(`Pairwell: ${fault}`, element);
    }
  }
};

export const start = (page) => {
  check(page);
  document.addEventListener("pairwell:ready", () => check(page), { signal: page.signal });
};
