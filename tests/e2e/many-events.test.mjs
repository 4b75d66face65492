// A hundred thousand events in four tabs that write at the same time: what the cap should keep is kept.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openShop } from "./support.mjs";

const TABS = 4;
const EACH = 25_000;
const CALLS = 50; // `push` is called so often by each tab
const KEPT = 100; // purchases of each tab, which last longer than looks

let shop;
before(async () => (shop = await openShop()));
after(() => shop?.close());

test("100,000 events in four tabs: none lost that the cap should keep, 64 KiB at most", async (t) => {
  const shopper = await shop.shopper(t);
  const tabs = [shopper.page];
  while (tabs.length < TABS) tabs.push(await shopper.newTab());
  for (const tab of tabs) {
    await shopper.visit("/404.html", tab);
    // The memory is there from the first.
    await shopper.debug(tab);
  }
  await Promise.all(
    tabs.map((tab, n) =>
      tab.evaluate(
        async ({ n, each, calls, kept }) => {
          const task = () => new Promise((resolve) => setTimeout(resolve));
          const views = each - kept;
          for (let call = 0, at = 0; call < calls; call++) {
            const said = [];
            for (const until = Math.round((views * (call + 1)) / calls); at < until; at++) said.push(["view", `seen-${n}-${at}`]);
            // Between the looks of all tabs, so that a log that is written over would take some with it.
            for (let one = (call * kept) / calls; one < ((call + 1) * kept) / calls; one++) said.push(["purchase", { order: `${n}-${one}`, products: [`bought-${n}-${one}`] }]);
            window.pairwell.push(...said);
            await task();
          }
          await task();
        },
        { n, each: EACH, calls: CALLS, kept: KEPT },
      ),
    ),
  );
  const next = await shopper.newTab();
  await shopper.visit("/404.html", next);
  const { history } = await shopper.debug(next);
  assert.ok(history.length <= 500, `${history.length} events`);
  const known = new Set(history.map(({ kind, product }) => `${kind} ${product}`));
  const lost = [];
  for (let n = 0; n < TABS; n++) for (let one = 0; one < KEPT; one++) if (!known.has(`purchase bought-${n}-${one}`)) lost.push(`bought-${n}-${one}`);
  assert.deepEqual(lost, []);
  // The rest of the room is for the latest looks: of each tab the last, and none between.
  const looks = history.filter(({ kind }) => kind === "view").map(({ product }) => product);
  for (let n = 0; n < TABS; n++) {
    const seen = looks.filter((product) => product.startsWith(`seen-${n}-`)).map((product) => Number(product.split("-")[2]));
    const last = EACH - KEPT - 1;
    assert.deepEqual(seen.sort((a, b) => b - a), seen.map((_, at) => last - at), `looks of tab ${n}`);
  }
  assert.ok(looks.length >= 1, "the tab that was last has its last look");
  const size = await next.evaluate(() => Object.entries(localStorage).reduce((sum, [key, text]) => sum + (key.startsWith("pairwell:") ? key.length + text.length : 0), 0));
  assert.ok(size <= 65_536, `${size} characters`);
});
