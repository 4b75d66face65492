// What the page's consent managers say, as one answer.
//
// A manager is { found(), watch(report) }: `found` says whether it is on the page, `watch` begins to listen, reports
// { store, share } whenever it knows, and returns a function that makes it report again. Every manager that is found has to
// agree: a page with two has them because each governs something, and whichever says "no" was told "no" by the shopper.
//
// Global Privacy Control (https://globalprivacycontrol.org) objects to handing on, so nothing is shared whatever managers
// say; and what a law presumes where nobody asked is then not enough to store: only what the shopper has said counts.

import { consentMode } from "./consent-mode.js";
import { shopify } from "./shopify.js";
import { tcf } from "./tcf.js";
import { wordpress } from "./wordpress.js";

const MANAGERS = [tcf, shopify, wordpress, consentMode];
// When to look for managers that were not there before: their scripts are often loaded by other scripts.
const LATER = [500, 1500, 4000, 10000];

/** Calls `report` with each answer. Returns a function that asks all again. */
export const watchManagers = (report) => {
  const privacy = navigator.globalPrivacyControl === true;
  const answers = new Map();
  const asks = [];
  const tell = () => {
    const all = [...answers.values()];
    if (all.some((answer) => answer && !answer.store)) report({ store: false, share: false });
    else if (all.length && all.every(Boolean)) report({ store: true, share: !privacy && all.every((answer) => answer.share) });
  };
  const look = () => {
    for (const manager of MANAGERS) {
      if (answers.has(manager) || !attempt(manager.found)) continue;
      answers.set(manager, undefined);
      const hear = (answer) => {
        answers.set(manager, answer);
        tell();
      };
      asks.push(attempt(() => manager.watch(hear, privacy)));
    }
  };
  look();
  if (document.readyState !== "complete") addEventListener("load", look, { once: true });
  for (const delay of LATER) setTimeout(look, delay);
  return () => asks.forEach((ask) => attempt(ask));
};

const attempt = (work) => {
  try {
    return work();
  } catch {
    return undefined;
  }
};
