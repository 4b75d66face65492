// The filled pages, as axe sees them, on a phone and on a desktop.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";

import { openShop } from "./support.mjs";

let shop;
before(async () => (shop = await openShop()));
after(() => shop.close());

async function violations(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}`));
}

for (const width of [390, 1280]) {
  test(`axe finds nothing on product, basket and thank-you pages, ${width} wide`, async (t) => {
    const shopper = await shop.shopper(t, { viewport: { width, height: 900 }, reducedMotion: "reduce" });
    await shopper.visit(await shop.someProduct());
    await shopper.block("bought-together").ready();
    const block = await shopper.block("complete-the-look").ready();
    assert.deepEqual(await violations(shopper.page), []);

    await block.cards.first().locator("[part~=add]").click();
    await shopper.page.waitForFunction(() => document.querySelector("[data-cart-count]").textContent === "1");
    await shopper.visit("/cart/");
    await shopper.block("cart").ready();
    assert.deepEqual(await violations(shopper.page), []);
    await shopper.shot(`cart-${width}`);

    await Promise.all([shopper.page.waitForURL("**/thank-you/"), shopper.page.locator("[data-checkout]").click()]);
    assert.deepEqual(await violations(shopper.page), []);
    await shopper.shot(`thank-you-${width}`);

    await shopper.visit("/");
    await shopper.block("also-bought").ready();
    assert.deepEqual(await violations(shopper.page), []);
    await shopper.shot(`home-${width}`);
  });
}

test("a suggestion can be reached and added with the keyboard alone", async (t) => {
  const shopper = await shop.shopper(t);
  await shopper.visit(await shop.someProduct());
  const block = await shopper.block("complete-the-look").ready();
  const add = block.cards.first().locator("[part~=add]");
  await block.cards.first().locator("a").first().focus();
  // A card may offer more than one stop before its button, but not many.
  for (let step = 0; step < 3 && !(await add.evaluate((button) => button.matches(":focus"))); step++) await shopper.page.keyboard.press("Tab");
  assert.ok(await add.evaluate((button) => button.matches(":focus-visible")), "the button has the focus, and shows it");
  await shopper.page.keyboard.press("Enter");
  await shopper.page.waitForFunction(() => document.querySelector("[data-cart-count]").textContent === "1");
});
