// Blocks for who sees, hears and moves otherwise, in each engine: what axe says from left to right, from right to left and at 400 %
// zoom, and whether all of it can be done with the keyboard alone.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { PRODUCT, startFaultShop } from "./fault-shop.mjs";
import { Key, inOneBrowserEach } from "./shopper.mjs";
import { page, script } from "./site.mjs";

const KINDS = ["bought-together", "complete-the-look", "also-bought", "similar", "trending", "best-sellers"];
const LAYOUTS = { "complete-the-look": "carousel", similar: "list", trending: "inline" };

const axe = () => readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What 1280 pixels are at 400 %. */
const ZOOMED = 320;

async function start() {
  const shop = await startFaultShop();
  const blocks = KINDS.map((kind) => `<pairwell-block kind="${kind}"${LAYOUTS[kind] ? ` layout="${LAYOUTS[kind]}"` : ""}></pairwell-block>`).join("\n");
  const product = (language) => page({ lang: language, head: `<script src="/axe.js"></script>`, tag: `data-platform="none" data-product="${PRODUCT}"`, body: `<main><h1>Cake stand</h1>\n${blocks}</main>` });
  shop.pages = {
    "/axe.js": async () => script(await axe()),
    "/ltr": () => product("en-GB"),
    "/rtl": () => {
      const made = product("ar");
      return { ...made, body: made.body.replace(`<html lang="ar">`, `<html lang="ar" dir="rtl">`) };
    },
    // A window is not made as narrow by every driver.
    "/ltr/zoomed": () => page({ body: `<iframe title="The page" src="/ltr" width="${ZOOMED}" height="800"></iframe>` }),
    "/rtl/zoomed": () => page({ body: `<iframe title="The page" src="/rtl" width="${ZOOMED}" height="800"></iframe>` }),
  };
  return shop;
}

/** What axe has to say of the page, or of the page in its frame, when each block shows its list; and whether it scrolls sideways. */
const judged = (shopper) =>
  shopper.run(async (kinds) => {
    const frame = document.querySelector("iframe");
    const view = () => (frame ? frame.contentWindow : window);
    const shown = () => kinds.every((kind) => view().document.querySelector(`pairwell-block[kind="${kind}"]`)?.shadowRoot?.querySelector("[part~=card]"));
    for (const end = performance.now() + 15000; !shown(); await new Promise((resolve) => setTimeout(resolve, 30))) {
      if (performance.now() > end) throw new Error("never came: a list in each block");
      for (const block of view().document.querySelectorAll("pairwell-block")) block.scrollIntoView();
      // Given up after three seconds, as the machine has much else to do: a shopper would load it again.
      if (view().pairwellLate) view().location.reload(), await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const { document: seen, axe } = view();
    const { violations } = await axe.run(seen, { resultTypes: ["violations"] });
    return {
      direction: view().getComputedStyle(seen.documentElement).direction,
      violations: violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.flat().join(" ")}`)),
      sideways: seen.documentElement.scrollWidth - seen.documentElement.clientWidth,
    };
  }, KINDS);

inOneBrowserEach("blocks for everybody", start, (t) => {
  for (const [direction, way] of [["ltr", "left to right"], ["rtl", "right to left"]]) {
    t(`axe finds nothing from ${way}`, async (shopper) => {
      await shopper.visit(`/${direction}`);
      assert.deepEqual(await judged(shopper), { direction, violations: [], sideways: 0 });
    });

    t(`axe finds nothing from ${way} at 400 % zoom, and nothing scrolls sideways`, async (shopper) => {
      await shopper.visit(`/${direction}/zoomed`);
      assert.deepEqual(await judged(shopper), { direction, violations: [], sideways: 0 });
    });
  }

  t("a list is walked through and added from by keyboard alone", async (shopper) => {
    await shopper.visit("/ltr");
    // Where nobody adds, a press leads to the product's page.
    await shopper.run(() => document.addEventListener("pairwell:add", (event) => event.detail.waitUntil(Promise.resolve())));
    const cards = await shopper.block("also-bought");
    await shopper.focus(["also-bought", "a"]);
    assert.deepEqual(await walk(shopper, 2 * cards.length), cards.flatMap(() => ["link", "add"]));
    await shopper.press(Key.ENTER);
    const [add] = await shopper.heard("add");
    assert.deepEqual(add.products, [cards.at(-1).handle]);
  });

  t("of a bundle goods are left out, and the rest is added, by keyboard alone", async (shopper) => {
    await shopper.visit("/ltr");
    // Where nobody adds, a press leads to the product's page.
    await shopper.run(() => document.addEventListener("pairwell:add", (event) => event.detail.waitUntil(Promise.resolve())));
    const cards = await shopper.block("bought-together");
    await shopper.focus(["bought-together", "a"]);
    assert.deepEqual(await walk(shopper, 2 * cards.length), cards.flatMap(() => ["link", "check"]));
    await shopper.press(" ");
    await shopper.until("one is left out", (n) => document.querySelector(`pairwell-block[kind="bought-together"]`).shadowRoot.querySelectorAll("input:checked").length === n - 1, cards.length);
    await shopper.press(Key.TAB);
    assert.match(await shopper.focused(), /\badd\b/);
    await shopper.press(Key.ENTER);
    const [add] = await shopper.heard("add");
    assert.deepEqual(add.products, cards.slice(0, -1).map(({ handle }) => handle));
  });
});

/** The parts that have the focus from here on, one press of the tabulator after the other. */
async function walk(shopper, steps) {
  const parts = [];
  for (let step = 0; step < steps; step++) {
    if (step) await shopper.press(Key.TAB);
    parts.push(await shopper.focused());
  }
  assert.ok(await shopper.run(() => document.activeElement.shadowRoot.activeElement.matches(":focus-visible")), "the focus is seen");
  return parts;
}
