// What developers get: explanations, the overlay of ?pairwell=debug, lines that name the attribute at fault, and a theme
// editor's samples.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";

import { layoutShifts } from "./blocks.mjs";
import { changePage, tagged } from "./pages.mjs";
import { openShop } from "./support.mjs";

let shop;
before(async () => (shop = await openShop()));
after(() => shop?.close());

const handleOf = (url) => decodeURIComponent(new URL(url, "http://shop").pathname.split("/")[2]);
const explain = (page, options) => page.evaluate((options) => globalThis.pairwell.explain(options), options);
const keys = (items) => items.map(({ product }) => product);

test("explain says why each block shows what it shows, and what it leaves out for the blocks above", async (t) => {
  const shopper = await shop.shopper(t);
  const product = await shop.someProduct();
  await shopper.visit(product);
  const bundle = await shopper.block("bought-together").ready();
  const look = await shopper.block("complete-the-look").ready();
  const [first, second] = await explain(shopper.page);
  assert.equal(first.asked, "bought-together");
  assert.equal(first.product, handleOf(product));
  assert.deepEqual(keys(first.items), await bundle.handles());
  assert.deepEqual(keys(second.items), await look.handles());
  assert.ok(first.ms >= 0);
  for (const { score, because } of first.items) {
    assert.ok(score > 0);
    assert.ok(because.length > 0 && because[0].share > 0);
  }
  const shown = keys(first.items);
  for (const { product, why, above } of second.left.filter(({ why }) => why === "above")) {
    assert.ok(shown.includes(product), `${product} is left out as ${why}`);
    assert.equal(above, "bought-together");
  }
  assert.ok([...first.next, ...second.next].every(({ product }) => !shown.includes(product)));

  // One block by itself says the same.
  const one = await shopper.page.evaluate(() => globalThis.pairwell.explain(document.querySelector("pairwell-block")));
  assert.deepEqual(keys(one.items), shown);
});

test("explain names what is left out: in the cart, sold out", async (t) => {
  const shopper = await shop.shopper(t);
  await shopper.visit("/cart/");
  const { page } = shopper;
  const product = handleOf(await shop.someProduct());
  const { items } = await explain(page, { kind: "also-bought", product, limit: 4 });
  assert.equal(items.length, 4);
  const [inCart] = keys(items);
  const without = await explain(page, { kind: "also-bought", product, cart: [inCart], limit: 4 });
  assert.ok(!keys(without.items).includes(inCart));
  assert.deepEqual(without.left.filter(({ product }) => product === inCart).map(({ why }) => why), ["cart"]);

  // A product that is sold out is left out where its neighbours are the page.
  const gone = await soldOut(page);
  const left = await page.evaluate(async (gone) => {
    for (const handle of gone) {
      for (const { product } of await globalThis.pairwell.recommend({ kind: "bought-together", product: handle, limit: 24 })) {
        const { left } = await globalThis.pairwell.explain({ kind: "bought-together", product, limit: 24 });
        const found = left.find((item) => item.product === handle);
        if (found) return found.why;
      }
    }
    return "never a neighbour";
  }, gone);
  assert.equal(left, "sold-out");
});

/** Handles of products that the shop shows as sold out. */
async function soldOut(page) {
  return page.evaluate(async () => {
    const listing = new DOMParser().parseFromString(await (await fetch("/collections/")).text(), "text/html");
    const found = [];
    for (const link of [...listing.querySelectorAll("main .tile")].slice(0, 12)) {
      const collection = new DOMParser().parseFromString(await (await fetch(link.getAttribute("href"))).text(), "text/html");
      for (const gone of collection.querySelectorAll(".card-gone a")) found.push(decodeURIComponent(gone.getAttribute("href").split("/")[2]));
    }
    return found;
  });
}

const overlay = (page) => page.locator("pairwell-debug");

test("the overlay shows each block, why and how fast, moves nothing, and closes by the keyboard", async (t) => {
  const shopper = await shop.shopper(t);
  const product = await shop.someProduct();
  const { page } = shopper;
  await shopper.visit(`${product}?pairwell=debug`);
  const focused = await page.evaluate(() => document.activeElement.localName);
  await shopper.block("bought-together").ready();
  await shopper.block("complete-the-look").ready();
  const panel = overlay(page);
  await panel.getByText("Left out").or(panel.getByText("Next, had there been room")).first().waitFor();
  const text = await panel.evaluate((element) => element.shadowRoot.textContent);
  for (const block of await explain(page)) {
    assert.ok(text.includes(block.asked));
    for (const { title, score } of block.items) assert.ok(text.includes(title) && text.includes(score.toFixed(3)), title);
  }
  const { model, history } = await shopper.debug();
  assert.ok(text.includes(model.build));
  assert.ok(text.includes(`${history.length} events`));
  assert.ok(text.includes(handleOf(product)));
  assert.match(text, /after the script was asked for/);
  assert.match(text, /May be kept\s*yes/);
  assert.deepEqual(await layoutShifts(page), []);
  assert.equal(await page.evaluate(() => document.activeElement.localName), focused, "focus stays where it was");
  const { violations } = await new AxeBuilder({ page }).include("pairwell-debug").analyze();
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`), []);
  await shopper.shot("debug-1280", { fullPage: false });

  await page.keyboard.press("Escape");
  assert.equal(await panel.count(), 0);
});

test("the overlay says what is wrong where there is too little to show, and goes with Pairwell", async (t) => {
  const shopper = await shop.shopper(t);
  const { page } = shopper;
  await shopper.visit("/cart/?pairwell=debug");
  await overlay(page).getByText("Build").waitFor();
  await page.evaluate(() => globalThis.pairwell.destroy());
  assert.equal(await overlay(page).count(), 0);
});

test("an attribute at fault is named once, with its value, the element and what is allowed", async (t) => {
  const shopper = await shop.shopper(t);
  const product = await shop.someProduct();
  const faulty = `<pairwell-block id="one" kind="foo"></pairwell-block><pairwell-block id="two" kind="new" limit="many" layout="table" template="none-such"></pairwell-block>`;
  await changePage(shop, t, product, (html) => html.replace("</main>", `${faulty}</main>`));
  await shopper.visit(product);
  await shopper.page.locator("#two").scrollIntoViewIfNeeded();
  const lines = () => shopper.ownLines().map(({ text }) => text);
  await shopper.page.waitForFunction(() => globalThis.pairwellTold.some(({ block }) => block.id === "two"));
  while (lines().length < 4) await shopper.page.waitForEvent("console");
  // Once each, however often the blocks are drawn.
  await shopper.page.evaluate(async () => {
    globalThis.pairwell.refresh();
    await globalThis.pairwell.debug();
  });
  const said = lines();
  assert.equal(said.length, 4, said.join("\n"));
  const about = (start) => said.find((line) => line.startsWith(`Pairwell: ${start}`)) ?? assert.fail(`${start}: ${said.join("\n")}`);
  assert.match(about('kind="foo"'), /<pairwell-block id="one">.*bought-together, complete-the-look/);
  assert.match(about('limit="many"'), /<pairwell-block id="two">.*a number from 1 to 24/);
  assert.match(about('layout="table"'), /grid, carousel, list, inline/);
  assert.match(about('template="none-such"'), /id of a <template>/);
});

test("with ?pairwell=debug the script tag is checked, too", async (t) => {
  const shopper = await shop.shopper(t);
  const product = await shop.someProduct();
  await changePage(shop, t, product, tagged('data-bridges="ga4 mailchimp" data-platform="magento"'));
  await shopper.visit(`${product}?pairwell=debug`);
  while (shopper.ownLines().length < 2) await shopper.page.waitForEvent("console");
  const said = shopper.ownLines().map(({ text }) => text).join("\n");
  assert.match(said, /data-bridges="ga4 mailchimp" on <script>.*klaviyo/);
  assert.match(said, /data-platform="magento" on <script>.*shopify/);
});

// ---- theme editors

const editorBlocks =
  '<div id="shopify-section-one"><pairwell-block kind="bought-together" limit="3"></pairwell-block><pairwell-block kind="recently-viewed" limit="4"></pairwell-block></div>';

const previews = (page, kind) => page.locator(`pairwell-block[kind="${kind}"] [part=preview]`);

test("a theme's editor sees samples at once, marked, where there is no product and no history", async (t) => {
  const shopper = await shop.shopper(t);
  await changePage(shop, t, "/", (html) => tagged("data-editor")(html).replace(/<pairwell-block[^]*?<\/pairwell-block>/g, "").replace("<main", `${editorBlocks}<main`));
  await shopper.visit("/");
  const { page } = shopper;
  const bundle = await shopper.block("bought-together").ready();
  const recent = await shopper.block("recently-viewed").ready();
  const shown = [...(await bundle.handles()), ...(await recent.handles())];
  assert.equal(shown.length, 7);
  assert.equal(new Set(shown).size, 7, "samples are not repeated");
  // The page's own product is one of them, as in a real bundle.
  assert.equal(await previews(page, "bought-together").count(), 4);
  assert.equal(await previews(page, "recently-viewed").count(), 4);

  // What is changed in the editor shows.
  await bundle.element.evaluate((element) => element.setAttribute("limit", "2"));
  await page.waitForFunction(() => document.querySelector("pairwell-block").shadowRoot.querySelectorAll("[part~=card]").length === 2);
  await recent.element.evaluate((element) => element.setAttribute("heading", "Seen before"));
  await recent.element.getByText("Seen before").waitFor();
});

test("Shopify's editor: sections come, go and are selected", async (t) => {
  const shopper = await shop.shopper(t);
  await shopper.context.addInitScript(() => (globalThis.Shopify = { designMode: true, routes: { root: "/" } }));
  await changePage(shop, t, "/", (html) => html.replace(/<pairwell-block[^]*?<\/pairwell-block>/g, "").replace("<main", `${editorBlocks}<main`));
  await shopper.visit("/");
  const { page } = shopper;
  await previews(page, "bought-together").first().waitFor();

  // As the editor does: the old section's markup goes, the new one's comes, with an event for each.
  const swap = (markup) =>
    page.evaluate((markup) => {
      const section = document.getElementById("shopify-section-one");
      const tell = (name) => section.dispatchEvent(new CustomEvent(`shopify:section:${name}`, { bubbles: true, detail: { sectionId: "one" } }));
      tell("unload");
      section.innerHTML = markup;
      tell("load");
    }, markup);
  await swap('<div style="height:3000px"></div><pairwell-block kind="new" limit="5"></pairwell-block>');
  await page.waitForFunction(() => document.querySelector('pairwell-block[kind="new"]').shadowRoot?.querySelectorAll("[part~=card]").length === 5);
  const visible = () => page.locator('pairwell-block[kind="new"]').evaluate((element) => element.getBoundingClientRect().top < innerHeight);
  assert.equal(await visible(), false);
  await page.evaluate(() => document.getElementById("shopify-section-one").dispatchEvent(new CustomEvent("shopify:section:select", { bubbles: true, detail: {} })));
  assert.equal(await visible(), true);
  await swap("");
  assert.equal(await page.locator("pairwell-block").count(), 0);
  await swap('<pairwell-block kind="left-behind" limit="3"></pairwell-block>');
  await page.waitForFunction(() => document.querySelector("pairwell-block").shadowRoot?.querySelectorAll("[part=preview]").length === 3);
});
