// A theme that adds to its cart itself: what it answers by waitUntil may be of each item.

import assert from "node:assert/strict";

import { inEveryEngine } from "../../engines/shopper.mjs";
import { cardError } from "../suite.mjs";
import { PRODUCT, startPages } from "./pages.mjs";

const BUNDLE = "bought-together";

const page = (answer) => ({
  tag: `data-product="${PRODUCT}"`,
  head: `<script>
    window.added = [];
    const put = (item) => item.product === window.refused ? Promise.reject(new Error("Only by the dozen.")) : Promise.resolve(window.added.push(item.product));
    document.addEventListener("pairwell:add", ({ detail: { items, waitUntil } }) => waitUntil(${answer}));
  </script>`,
  body: `<pairwell-block kind="${BUNDLE}"></pairwell-block>`,
});

inEveryEngine(
  "A theme's own cart",
  () => startPages({ "/each": page("Promise.allSettled(items.map(put))"), "/all": page("Promise.all(items.map(put))"), "/odd": page("Promise.resolve([1, null, { status: 'x' }])") }),
  (t) => {
    t("may say what became of each item of a bundle", async (shopper) => {
      await shopper.visit("/each");
      const cards = await shopper.block(BUNDLE);
      const refused = cards[1].handle;
      await shopper.run((handle) => (window.refused = handle), refused);
      await shopper.click([BUNDLE, "[part~=add-all]"]);
      assert.equal(await cardError(shopper, BUNDLE, refused), "Only by the dozen.");
      const rest = cards.map((card) => card.handle).filter((handle) => handle !== refused);
      assert.deepEqual(await shopper.run(() => window.added), rest);
      const titles = cards.filter((card) => card.handle !== refused).map((card) => card.title);
      const said = await shopper.announced(BUNDLE);
      assert.ok(titles.every((title) => said.includes(title)), said);
      assert.ok(!said.includes(cards[1].title), said);
      assert.deepEqual((await shopper.cards(BUNDLE)).filter((card) => card.checked).map((card) => card.handle), [refused]);

      // Again: only what is missing.
      await shopper.until("the button can be pressed", () => !document.querySelector('pairwell-block[kind="bought-together"]').shadowRoot.querySelector("[part~=add-all]").hasAttribute("aria-disabled"));
      await shopper.run(() => (window.refused = ""));
      await shopper.click([BUNDLE, "[part~=add-all]"]);
      await shopper.until("all of it", (count) => window.added.length === count, cards.length);
      assert.deepEqual(await shopper.run(() => window.added), [...rest, refused]);
      assert.deepEqual((await shopper.cards(BUNDLE)).filter((card) => card.error), [], "what was said before is over");
    });

    t("may refuse all at once", async (shopper) => {
      await shopper.visit("/all");
      const cards = await shopper.block(BUNDLE);
      await shopper.run((handle) => (window.refused = handle), cards[0].handle);
      await shopper.click([BUNDLE, "[part~=add-all]"]);
      await shopper.until("the message at the button", () => document.querySelector('pairwell-block[kind="bought-together"]').shadowRoot.querySelector("[part~=bundle] [role=alert]")?.textContent === "Only by the dozen.");
      const [error] = await shopper.heard("error");
      assert.deepEqual(error.products, cards.map((card) => card.handle));
    });

    t("may resolve to anything else: added", async (shopper) => {
      await shopper.visit("/odd");
      const cards = await shopper.block(BUNDLE);
      await shopper.click([BUNDLE, "[part~=add-all]"]);
      await shopper.until("it is said", () => document.querySelector('pairwell-block[kind="bought-together"]').shadowRoot.querySelector("[role=status]")?.textContent);
      assert.ok((await shopper.announced(BUNDLE)).includes(cards[0].title));
    });
  },
);
