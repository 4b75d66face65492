// Nothing on a page moves because of Pairwell: on the home page and a product's page, from the first paint to the last block, at
// four times slower, while its shopper scrolls through all of it. What it costs in time is measured by bench-main-thread.mjs.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";

import { layoutShifts } from "./blocks.mjs";
import { pageFile } from "./pages.mjs";
import { openShop } from "./support.mjs";

let shop;
before(async () => (shop = await openShop()));
after(() => shop?.close());

for (const width of [390, 1280]) {
  for (const name of ["home", "product"]) {
    test(`layout shift 0 on the ${name} page, ${width} wide`, async (t) => {
      const shopper = await shop.shopper(t, { viewport: { width, height: 844 } });
      const { page } = shopper;
      await shopper.slowDown({ cpu: 4 });
      await shopper.visit(name === "home" ? "/" : await shop.someProduct());
      const blocks = await page.locator("pairwell-block").all();
      assert.ok(blocks.length > 0);
      for (const block of blocks) {
        await block.scrollIntoViewIfNeeded();
        await page.waitForFunction((element) => globalThis.pairwellTold.some(({ name, block }) => name === "ready" && block === element), await block.elementHandle());
      }
      assert.deepEqual(await layoutShifts(page), []);
    });
  }
}

// A page is drawn as far as it has come. What is centred or spread out by its words moves when the rest of them arrives.
for (const width of [390, 768, 1280]) {
  for (const name of ["home", "product"]) {
    test(`nothing moves while the ${name} page arrives piece by piece, ${width} wide`, async (t) => {
      const pathname = name === "home" ? "/" : await shop.someProduct();
      const html = await pageFile(pathname);
      const shopper = await shop.shopper(t, { viewport: { width, height: 844 } });
      // What is loaded beside the page is in the browser's cache by then.
      await shopper.visit(pathname);
      shop.fault(t, /^[^?]*\?slowly$/, async (_, res) => {
        res.setHeader("Content-Type", "text/html; charset=utf-8");
        for (let at = 0; at < html.length; at += 512) {
          if (!res.write(html.subarray(at, at + 512))) await once(res, "drain");
          await pause(8); // the pace of the line: half a frame
        }
        res.end();
      });
      await shopper.visit(`${pathname}?slowly`);
      assert.deepEqual(await layoutShifts(shopper.page), []);
    });
  }
}
