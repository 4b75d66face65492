// What bridges share: they hand on nothing before the shopper agrees, nothing at all where nobody asks, and never throw
// into the page.

import { recommended, shown } from "./page.js";

const WAITING = 50; // what happens on a page before its shopper answers the banner

/** Whether what happens here may be handed on. */
const allowed = (page) => (page.allowed ? page.allowed.share === true : (page.option("consent") || "granted") === "granted");

const attempt = async (work) => {
  try {
    await work();
  } catch (error) {
    console.warn("Pairwell: a bridge failed.", error);
  }
};

/** A function that runs what it is given at once where sharing is allowed, else as soon as it is, on this page. */
export const sharing = (page) => {
  let waiting = [];
  if (page.consented) {
    page.consented(() => {
      if (!allowed(page)) return;
      const due = waiting;
      waiting = [];
      due.forEach(attempt);
    });
  }
  return (work) => {
    if (allowed(page)) attempt(work);
    else if (waiting.length < WAITING) waiting.push(work);
  };
};

/** Calls `work(detail, block)` when a block tells `name`, for as long as Pairwell runs on this page. */
export const on = (page, name, work) =>
  document.addEventListener(`pairwell:${name}`, ({ detail, target }) => attempt(() => work(detail, target)), { signal: page.signal });

/** The heading that the shopper reads above a block. */
export const headingOf = (page, host) => {
  const heading = host.shadowRoot && host.shadowRoot.querySelector("[part~=heading]");
  return (heading && heading.textContent.trim()) || host.getAttribute("heading") || "";
};

/** Which of its list's recommendations an item is, from 0; 0 for the page's own product. */
export const placeOf = (page, host, item) => {
  const list = shown(page, host);
  const at = list ? recommended(list.items).findIndex(({ product }) => product === item.product) : 0;
  return Math.max(at, 0);
};

/** The sum of what is known of the items' prices, in major units without the dust of binary fractions; undefined if nothing is. */
export const sumOf = (page, items) => {
  const known = items.filter(({ price }) => price >= 0);
  const unit = 10 ** ((page.manifest && page.manifest.minor_digits) ?? 2);
  return known.length ? Math.round(known.reduce((sum, { price, quantity }) => sum + price * quantity, 0) * unit) / unit : undefined;
};

/** Without the members that are undefined or empty texts. */
export const stated = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== ""));
