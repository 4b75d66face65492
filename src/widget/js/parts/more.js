// What only some pages want, and no page before it shows something: impressions and bridges; the overlay of
// ?pairwell=debug; what a theme's editor needs. Decides which of it this page gets; each is a part of its own.
//
// An editor's page shows no shopper anything, so nothing is counted and nothing is sent there.

import { editing, debugging } from "./lib/page.js";

/** What data-bridges may name. */
export const BRIDGES = ["ga4", "klaviyo", "omnisend"];

const running = new Set();

const run = (page, name) => {
  if (running.has(name)) return undefined;
  running.add(name);
  return page.part(name).then((part) => part && part.start(page));
};

/** May be called again when more is wanted than before. */
export const start = (page) => {
  const wanted = [];
  const bridges = (page.option("bridges") || "").toLowerCase().split(/[\s,]+/);
  if (debugging()) wanted.push("check", "overlay");
  if (editing(page)) wanted.push("editor");
  else wanted.push("events", ...BRIDGES.filter((name) => bridges.includes(name)));
  return Promise.allSettled(wanted.map((name) => run(page, name)));
};
