// Pages of a shop without a platform that has an adapter: what they are about is said by JSON-LD or by GA4's events alone.

import { page, startSite } from "../../engines/site.mjs";

export const PRODUCT = "regency-cakestand-3-tier";
export const OTHER = "party-bunting";

const BLOCKS = `<pairwell-block kind="also-bought"></pairwell-block><pairwell-block kind="cart"></pairwell-block>`;

/** One page a path: { "/path": { head, body, tag } }, with blocks at its end. */
export const startPages = (pages) =>
  startSite({
    routes: Object.fromEntries(
      Object.entries(pages).map(([path, { head = "", body = "", tag = "" }]) => [`GET ${path}`, () => page({ head, tag, body: `<main>${body}${BLOCKS}</main>` })]),
    ),
  });

export const ld = (value) => `<script type="application/ld+json">${typeof value === "string" ? value : JSON.stringify(value)}</script>`;
