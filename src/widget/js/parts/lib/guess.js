// What conventions (JSON-LD, a data layer) say of a page is a guess, where a platform's adapter knows. Of two guesses about one
// address the better stays: markup is about the page, an event may be about a product that was opened in a window over it.

import { attempt } from "./safe.js";

const RANK = { jsonld: 2, datalayer: 1 };

/** Says that the page is about this product, unless somebody better has said something. */
export const guess = async (page, source, key) => {
  if (!key) return;
  // The adapter has spoken by the time it is there: it is started before anybody else gets it.
  const platform = await attempt(() => page.platform);
  if (platform && page.product !== undefined && !page.guessed) return;
  const { href } = location;
  const before = page.guessed;
  if (before && before.href === href && RANK[before.source] > RANK[source]) return;
  if (before && before.href === href && before.key === key) return;
  page.guessed = { source, key, href };
  page.say("view", key);
};
