// "Behind the scenes": the shop's drawer that shows what Pairwell keeps and why it chose, and lets the shopper erase it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openShop } from "./support.mjs";

let shop;
before(async () => (shop = await openShop()));
after(() => shop?.close());

test("it shows the model, each block's reasons and the history, and forgets on request", async (t) => {
  const shopper = await shop.shopper(t);
  const { page } = shopper;
  const product = await shop.someProduct(shopper);
  await shopper.visit(product);
  const title = await page.locator("h1").textContent();
  const block = await shopper.block("bought-together").ready();
  const suggested = (await block.shown()).map((card) => card.title);

  const drawer = page.locator("[data-behind]");
  await page.locator("[data-behind-open]").click();
  const facts = drawer.locator(".facts");
  await facts.waitFor();
  const { model } = await shopper.debug();
  assert.ok((await facts.textContent()).includes(new Intl.NumberFormat("en-GB").format(model.products)));
  assert.ok((await facts.textContent()).includes(model.build));

  const why = await drawer.locator(".why > li > a").allTextContents();
  for (const name of suggested.filter((name) => !name.includes(title))) assert.ok(why.includes(name), `${name} is explained: ${why}`);
  assert.ok((await drawer.locator(".why li li").allTextContents()).some((reason) => reason.endsWith(`because of ${title}`)));
  assert.match(await drawer.locator(".took").first().textContent(), /ms$/);
  assert.equal(await drawer.locator(`.history a[href="${product}"]`).count(), 1);

  await drawer.getByRole("button", { name: "Forget me" }).click();
  await drawer.getByText("Forgotten.").waitFor();
  assert.equal(await drawer.locator(".history li").count(), 0);
  const kept = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("pairwell:")));
  assert.deepEqual(kept.map((key) => `${key} is still there`), []);
});
