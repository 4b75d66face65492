// What the bridges hand on to Google Analytics, Klaviyo and Omnisend, as those would find it on the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { changePage, tagged } from "./pages.mjs";
import { openShop } from "./support.mjs";

let shop;
before(async () => (shop = await openShop()));
after(() => shop?.close());

const handleOf = (url) => decodeURIComponent(new URL(url, "http://shop").pathname.split("/")[2]);

/** A shopper on a product's page with these attributes on the script tag, and a filled block that was seen. */
async function visit(t, attributes, { init, seen = true } = {}) {
  const shopper = await shop.shopper(t);
  if (init) await shopper.context.addInitScript(init);
  const product = await shop.someProduct();
  await changePage(shop, t, product, tagged(attributes));
  await shopper.visit(product);
  const block = await shopper.block("bought-together").ready();
  if (seen) await shopper.page.waitForFunction(() => globalThis.pairwellTold.some(({ name, kind }) => name === "impression" && kind === "bought-together"));
  return { shopper, page: shopper.page, block, product: handleOf(product) };
}

/** Puts the first suggestion of the second block into the cart; resolves with its handle when it is there. */
async function add(shopper) {
  const look = await shopper.block("complete-the-look").ready();
  const [handle] = await look.handles();
  await look.cards.first().locator("[part~=add]").click();
  await shopper.page.waitForFunction(() => globalThis.pairwellTold.some(({ name }) => name === "added"));
  return handle;
}

const layer = (page) => page.evaluate(() => globalThis.dataLayer?.map((entry) => (Array.isArray(entry) || "0" in entry ? [...Array.from(entry)] : entry)) ?? []);

test("GA4 hears through the data layer of lists, selections and additions, each cleared before", async (t) => {
  const { shopper, page, block } = await visit(t, 'data-bridges="ga4"');
  const handles = await block.handles();
  const [cleared, list, ...rest] = await layer(page);
  assert.deepEqual(cleared, { ecommerce: null });
  assert.deepEqual(rest, []);
  assert.equal(list.event, "view_item_list");
  assert.equal(list.ecommerce.item_list_id, "pairwell_bought-together");
  assert.equal(list.ecommerce.item_list_name, await block.element.locator("[part=heading]").textContent());
  assert.deepEqual(list.ecommerce.items.map(({ item_id }) => item_id), handles);
  assert.deepEqual(list.ecommerce.items.map(({ index }) => index), handles.map((_, n) => n));
  for (const item of list.ecommerce.items) {
    assert.ok(item.price > 0 && item.quantity === 1 && item.currency === "GBP" && item.item_name && item.item_variant);
    assert.equal(item.item_list_id, "pairwell_bought-together");
  }

  // Followed in the same tab the page would be gone.
  await page.evaluate(() => document.addEventListener("click", (event) => event.preventDefault()));
  await block.cards.nth(1).locator("a").click();
  const select = (await layer(page)).at(-1);
  assert.equal(select.event, "select_item");
  assert.equal(select.ecommerce.item_list_id, "pairwell_bought-together");
  assert.deepEqual(select.ecommerce.items.map(({ item_id, index }) => [item_id, index]), [[handles[1], 1]]);

  const added = await add(shopper);
  const entries = await layer(page);
  const at = entries.findIndex(({ event }) => event === "add_to_cart");
  assert.deepEqual(entries[at - 1], { ecommerce: null });
  const { ecommerce } = entries[at];
  assert.equal(ecommerce.currency, "GBP");
  assert.equal(ecommerce.value, ecommerce.items[0].price);
  assert.deepEqual(ecommerce.items.map(({ item_id, item_list_id }) => [item_id, item_list_id]), [[added, "pairwell_complete-the-look"]]);
  assert.equal(entries.filter(({ event }) => event === "add_to_cart").length, 1);
});

test("GA4 hears through gtag where the page has it, and nothing of it is taken for the shop's own", async (t) => {
  const init = () => {
    globalThis.dataLayer = [];
    globalThis.gtag = function () {
      globalThis.dataLayer.push(arguments);
    };
  };
  const { shopper, page } = await visit(t, 'data-bridges="ga4"', { init });
  const handle = await add(shopper);
  const entries = await layer(page);
  const names = entries.map(([what, name]) => `${what} ${name}`);
  assert.ok(names.includes("event view_item_list"), names.join());
  assert.equal(names.filter((name) => name === "event add_to_cart").length, 1);
  const [, , details] = entries.find(([, name]) => name === "add_to_cart");
  assert.deepEqual(details.items.map(({ item_id }) => item_id), [handle]);
  const { history } = await shopper.debug();
  assert.equal(history.filter(({ kind, product }) => kind === "cart" && product === handle).length, 1);
  assert.equal(history.filter(({ kind }) => kind === "view").length, 1);
});

test("what the bridge pushes says nothing of the cart to us; what the shop pushes does", async (t) => {
  const init = () => (globalThis.dataLayer = []);
  const { shopper, page } = await visit(t, 'data-bridges="ga4"', { init });
  // A theme that adds, and does not say what is in its cart.
  await page.evaluate(() => addEventListener("pairwell:add", (event) => (event.stopImmediatePropagation(), event.detail.waitUntil(Promise.resolve())), true));
  const handle = await add(shopper);
  const carts = async () => (await shopper.debug()).history.filter(({ kind }) => kind === "cart").map(({ product }) => product);
  assert.equal((await layer(page)).filter(({ event }) => event === "add_to_cart").length, 1);
  assert.deepEqual(await carts(), []);
  await page.evaluate((item_id) => globalThis.dataLayer.push({ event: "add_to_cart", ecommerce: { items: [{ item_id }] } }), handle);
  await page.waitForFunction(async () => (await globalThis.pairwell.debug()).history.some(({ kind }) => kind === "cart"));
});

test("an addition that the theme counts itself is not counted again", async (t) => {
  const { shopper, page } = await visit(t, 'data-bridges="ga4"');
  await page.evaluate(() => document.addEventListener("pairwell:add", () => globalThis.dataLayer.push({ event: "add_to_cart", ecommerce: {} })));
  await add(shopper);
  assert.equal((await layer(page)).filter(({ event }) => event === "add_to_cart").length, 1);
});

test("an addition that fails is not counted", async (t) => {
  const { shopper, page } = await visit(t, 'data-bridges="ga4 klaviyo omnisend"');
  const look = await shopper.block("complete-the-look").ready();
  await page.evaluate(() => document.addEventListener("pairwell:add", (event) => event.detail.waitUntil(Promise.reject(new Error("No.")))));
  await look.cards.first().locator("[part~=add]").click();
  await page.waitForFunction(() => globalThis.pairwellTold.some(({ name }) => name === "error"));
  assert.deepEqual((await layer(page)).filter(({ event }) => event === "add_to_cart"), []);
  const names = await page.evaluate(() => [...globalThis._learnq, ...globalThis.omnisend].map(([, name]) => name));
  assert.ok(!names.some((name) => /cart/i.test(name)), names.join());
});

test("nothing is handed on where no bridge is named", async (t) => {
  const { shopper, page } = await visit(t, "data-events");
  await add(shopper);
  assert.deepEqual(await page.evaluate(() => [globalThis.dataLayer, globalThis._learnq, globalThis.klaviyo, globalThis.omnisend].filter((queue) => queue !== undefined)), []);
});

test("nothing is handed on before the shopper agrees, and then what happened on this page", async (t) => {
  const bridges = 'data-consent="required" data-bridges="ga4 klaviyo omnisend"';
  const { page } = await visit(t, bridges);
  const said = () => page.evaluate(() => [globalThis.dataLayer, globalThis._learnq, globalThis.omnisend].map((queue) => queue?.length ?? 0));
  assert.deepEqual(await said(), [0, 0, 0]);
  // To keep is not to share.
  await page.evaluate(() => globalThis.pairwell.push(["consent", { store: true, share: false }]));
  await page.evaluate(() => globalThis.pairwell.debug());
  assert.deepEqual(await said(), [0, 0, 0]);
  await page.evaluate(() => globalThis.pairwell.push(["consent", true]));
  await page.waitForFunction(() => globalThis.dataLayer?.length && globalThis._learnq?.length && globalThis.omnisend?.length);
});

test("Klaviyo hears what was viewed, recommended and added, with the recommendations for mails", async (t) => {
  const { shopper, page, block, product } = await visit(t, 'data-bridges="klaviyo"');
  const handles = await block.handles();
  const said = () => page.evaluate(() => globalThis._learnq);
  const [viewed, recommended] = await said();
  assert.deepEqual(viewed.slice(0, 2), ["track", "Viewed Product"]);
  assert.equal(viewed[2].ProductID, product);
  assert.ok(viewed[2].ProductName.length > 0);
  assert.equal(new URL(viewed[2].URL).pathname.split("/")[2], product);
  assert.ok(viewed[2].Price > 0);
  assert.deepEqual(viewed[2].RecommendedItems.map(({ ProductID }) => ProductID), handles);
  assert.equal(recommended[1], "Pairwell Recommended");
  assert.equal(recommended[2].ListID, "pairwell_bought-together");
  const [first] = recommended[2].RecommendedItems;
  for (const [name, value] of [["title", first.ProductName], ["url", first.ProductURL], ["image", first.ImageURL], ["price", first.ItemPrice]]) {
    assert.equal(recommended[2][`items_1_${name}`], value, name);
    assert.ok(value);
  }

  const handle = await add(shopper);
  await page.waitForFunction(() => globalThis._learnq.some(([, name]) => name === "Added to Cart"));
  const [, , added] = (await said()).find(([, name]) => name === "Added to Cart");
  assert.equal(added.AddedItemProductID, handle);
  assert.equal(added.AddedItemQuantity, 1);
  assert.equal(added.$value, added.AddedItemPrice);
  assert.deepEqual(added.ItemNames, [added.AddedItemProductName]);
  assert.deepEqual(added.Items.map(({ ProductID, RowTotal }) => [ProductID, RowTotal]), [[handle, added.AddedItemPrice]]);
  assert.equal(new URL(added.CheckoutURL).pathname, "/cart");
  // A mail about the cart recommends what goes with it, and not what is in it.
  assert.ok(added.RecommendedItems.length > 0);
  assert.ok(!added.RecommendedItems.some(({ ProductID }) => ProductID === handle));
  assert.equal(added.items_1_title, added.RecommendedItems[0].ProductName);
});

test("Klaviyo's own object is used once it is there, and events can be left to the shop", async (t) => {
  const init = () => {
    const heard = (globalThis.heard = []);
    globalThis.klaviyo = { track: (...call) => heard.push(call) };
  };
  const { page } = await visit(t, 'data-bridges="klaviyo" data-klaviyo-events="Pairwell Recommended"', { init });
  assert.deepEqual(await page.evaluate(() => globalThis.heard.map(([name]) => name)), ["Pairwell Recommended"]);
  assert.equal(await page.evaluate(() => globalThis._learnq), undefined);
});

test("Omnisend hears what was viewed, recommended and added, as its version 4 names it", async (t) => {
  const { shopper, page, block, product } = await visit(t, 'data-bridges="omnisend" data-cart-url="/cart/"');
  const handles = await block.handles();
  const said = () => page.evaluate(() => globalThis.omnisend);
  const [viewed, recommended] = await said();
  assert.deepEqual(viewed.slice(0, 2), ["track", "viewed product"]);
  const { origin, eventID, eventVersion, eventTime, properties } = viewed[2];
  assert.deepEqual([origin, eventVersion], ["api", "v4"]);
  assert.ok(eventID.length >= 32);
  assert.equal(new Date(eventTime).toISOString(), eventTime);
  assert.equal(properties.product.id, product);
  assert.equal(properties.product.currency, "GBP");
  assert.ok(properties.product.price > 0 && properties.product.title && properties.product.url && properties.product.imageUrl);
  assert.deepEqual(properties.recommendedItems.map(({ productID }) => productID), handles);
  assert.equal(recommended[1], "pairwell recommended");
  assert.equal(recommended[2].properties.listID, "pairwell_bought-together");

  const handle = await add(shopper);
  await page.waitForFunction(() => globalThis.omnisend.some(([, name]) => name === "added product to cart"));
  const added = (await said()).find(([, name]) => name === "added product to cart")[2].properties;
  assert.equal(added.addedItem.productID, handle);
  assert.ok(added.addedItem.productTitle && added.addedItem.productImageURL && added.addedItem.productURL);
  assert.equal(added.value, added.addedItem.productPrice);
  assert.equal(added.currency, "GBP");
  assert.equal(new URL(added.abandonedCheckoutURL).pathname, "/cart/");
  assert.ok(added.cartID.length > 8);
  assert.deepEqual(added.lineItems.map(({ productID }) => productID), [handle]);
  assert.ok(added.recommendedItems.length > 0 && added.items_1_title === added.recommendedItems[0].productTitle);
  const ids = (await said()).map(([, , event]) => event.eventID);
  assert.equal(new Set(ids).size, ids.length);
});
