// Pages of the demo shop, changed on the way to the browser.

import { readFile } from "node:fs/promises";
import path from "node:path";

import { dist } from "./support.mjs";

/** The bytes of the page at `pathname`, as the shop has built it. */
export const pageFile = (pathname) => readFile(path.join(dist, "demo", decodeURIComponent(pathname), "index.html"));

/** Serves the page at `pathname` as `change(html)` makes it, until the test ends. */
export async function changePage(shop, t, pathname, change) {
  const html = String(await pageFile(pathname));
  const { before } = shop;
  shop.before = (req, res) => {
    if (req.url.split("?")[0] !== pathname) return before?.(req, res);
    res.setHeader("Content-Type", "text/html; charset=utf-8").end(change(html));
    return true;
  };
  t.after(() => (shop.before = before));
}

/** The page with more attributes on Pairwell's script tag. */
export const tagged = (attributes) => (html) => html.replace('<script async src="/pairwell/pairwell.js"', (tag) => `${tag} ${attributes}`);

/** Until an IntersectionObserver has told what of `element` is in the window: ours was told in the same frame. */
export const looked = (locator) =>
  locator.evaluate(
    (element) =>
      new Promise((resolve) => {
        const observer = new IntersectionObserver(() => {
          observer.disconnect();
          resolve();
        });
        observer.observe(element);
      }),
  );
