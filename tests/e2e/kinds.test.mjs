// Every kind of block, live on its page of the documentation: what it shows, under which heading, for axe, for the keyboard
// and for who reads by ear, from left to right and from right to left, and at 400 % zoom.
//
// What a screen reader is told is kept in snapshots/. After a change that is meant:
//   PAIRWELL_SNAPSHOTS=write node --test tests/e2e/kinds.test.mjs

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";

import { KINDS } from "../../www/docs/kinds.mjs";
import { openShop } from "./support.mjs";

const snapshots = path.join(import.meta.dirname, "snapshots");
const rewrite = process.env.PAIRWELL_SNAPSHOTS === "write";

let shop;
before(async () => (shop = await openShop()));
after(() => shop?.close());

/** The page of a kind, its block filled with all that its past brings. */
async function open(t, kind, { language = "", ...options } = {}) {
  const shopper = await shop.shopper(t, { reducedMotion: "reduce", timezoneId: "Europe/London", ...options });
  // The hour, the weekday and the month are part of what lists are made of.
  await shopper.page.clock.setFixedTime(new Date("2026-11-25T15:30:00Z"));
  const told = KINDS.find((known) => known.kind === kind).past;
  await shopper.visit(`/docs/${kind}/${language && `${language}/`}`);
  const { page } = shopper;
  const block = page.locator("pairwell-block");
  await block.evaluate((element) => element.scrollIntoView({ block: "center" }));
  // The last of the past is heard, and the kind itself is what is shown.
  await page.waitForFunction(
    ([kind, events]) => pairwellTold.some((event) => event.name === "ready" && event.kind === kind) && (events === 0 || document.documentElement.dataset.past === "told"),
    [kind, told.length],
  );
  // What keeps the past has come, too (nobody is told what it remembers before), and the lists are made anew with it.
  await page.evaluate(() => pairwell.debug());
  for (let turn = 0; turn < 2; turn++) await page.evaluate(() => new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve))));
  return { shopper, page, block };
}

async function violations(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")}`));
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What has the focus: the part of the block it is in, and which card. */
const focused = (page) =>
  page.evaluate(() => {
    const root = document.activeElement?.shadowRoot;
    const at = root?.activeElement;
    if (!at) return "";
    return `${at.getAttribute("part") ?? at.localName} ${[...root.querySelectorAll("li")].findIndex((card) => card.contains(at))}`;
  });

for (const { kind, block: attributes } of KINDS) {
  test(`${kind}: a true heading, products, and what a screen reader is told`, async (t) => {
    const { block } = await open(t, kind);
    assert.equal(await block.locator("h2").count(), 1);
    const cards = await block.locator("li").count();
    assert.ok(cards >= 2, `${cards} cards`);
    const spoken = `${(await block.ariaSnapshot()).replaceAll(shop.url, "")}\n`;
    const file = path.join(snapshots, `${kind}.yml`);
    if (rewrite) {
      await mkdir(snapshots, { recursive: true });
      await writeFile(file, spoken);
    }
    assert.equal(spoken, await readFile(file, "utf8"), "see the top of this file");
  });

  test(`${kind}: axe finds nothing from left to right and from right to left, nor at 400 % zoom`, async (t) => {
    // 1280 pixels at 400 % are 320.
    for (const language of ["", "ar"]) {
      const { page, block } = await open(t, kind, { language });
      assert.equal(await block.evaluate((element) => getComputedStyle(element.shadowRoot.querySelector("ul")).direction), language ? "rtl" : "ltr");
      assert.deepEqual(await violations(page), []);
      await page.setViewportSize({ width: 320, height: 256 });
      assert.equal(await overflow(page), 0, "nothing scrolls sideways at 400 %");
      assert.deepEqual(await violations(page), []);
    }
  });

  test(`${kind}: all of it by keyboard alone`, async (t) => {
    const { page, block } = await open(t, kind);
    const cards = await block.locator("li").count();
    const bundle = kind === "bought-together";
    const wanted = [];
    for (let n = 0; n < cards; n++) wanted.push(`link ${n}`, bundle ? `check ${n}` : `add ${n}`);
    if (bundle) wanted.push("add add-all -1");
    await block.locator("a").first().focus();
    const walked = [await focused(page)];
    while (walked.length < wanted.length) {
      await page.keyboard.press("Tab");
      walked.push(await focused(page));
    }
    assert.deepEqual(walked, wanted);
    if (bundle) {
      assert.match(await block.locator("[part~=add]").textContent(), new RegExp(`^Add all ${cards} `));
      await block.locator("input").nth(1).focus();
      await page.keyboard.press("Space");
      assert.match(await block.locator("[part~=add]").textContent(), new RegExp(`^Add ${cards - 1} `));
    }
    const button = block.locator("[part~=add]").first();
    await button.focus();
    assert.ok(await button.evaluate((element) => element.matches(":focus-visible")));
    await page.keyboard.press("Enter");
    await block.locator("[role=status]", { hasText: "added to your cart" }).waitFor({ state: "attached" });
    // The place is kept while the outcome is read out.
    assert.match(await focused(page), /^add/);
    assert.ok(attributes);
  });
}

test("what stands in for a kind has a heading of its own", async (t) => {
  const shopper = await shop.shopper(t);
  await shopper.visit("/docs/for-you/");
  const { page } = shopper;
  await page.waitForFunction(() => document.documentElement.dataset.past === "told");
  await page.evaluate(() => {
    const block = document.querySelector("pairwell-block");
    block.setAttribute("heading", "Chosen for you alone");
    block.setAttribute("label-best-sellers", "What everybody buys");
  });
  const heading = page.locator("pairwell-block h2");
  await heading.getByText("Chosen for you alone").waitFor();
  await page.evaluate(() => window.pairwell.forget());
  await page.evaluate(() => document.querySelector("pairwell-block").setAttribute("product", "no-such-thing"));
  await heading.getByText("What everybody buys").waitFor();
});

test("a carousel goes by buttons and arrow keys, in both directions", async (t) => {
  for (const rtl of [false, true]) {
    const shopper = await shop.shopper(t, { reducedMotion: "reduce", viewport: { width: 390, height: 844 } });
    const { page } = shopper;
    await page.addInitScript((rtl) => addEventListener("DOMContentLoaded", () => (document.documentElement.dir = rtl ? "rtl" : "ltr")), rtl);
    await shopper.visit("/docs/layouts/");
    const block = page.locator("pairwell-block[layout=carousel]");
    await block.evaluate((element) => element.scrollIntoView());
    const next = block.locator("[part=next]");
    const previous = block.locator("[part=previous]");
    await next.waitFor();
    assert.equal(await overflow(page), 0);
    const place = () => block.locator("ul").evaluate((list) => Math.abs(list.scrollLeft));
    assert.equal(await previous.getAttribute("aria-disabled"), "true");
    await next.click();
    await page.waitForFunction(() => Math.abs(document.querySelector("pairwell-block[layout=carousel]").shadowRoot.querySelector("ul").scrollLeft) > 100);
    // The browser tells of the scrolling a frame later.
    await block.locator("[part=previous]:not([aria-disabled])").waitFor();
    await block.locator("a").first().focus();
    await page.keyboard.press(rtl ? "ArrowLeft" : "ArrowRight");
    assert.equal(await focused(page), "link 1");
    await page.keyboard.press(rtl ? "ArrowRight" : "ArrowLeft");
    assert.equal(await focused(page), "link 0");
    await page.waitForFunction(() => document.querySelector("pairwell-block[layout=carousel]").shadowRoot.querySelector("ul").scrollLeft === 0);
    assert.equal(await place(), 0);
    assert.deepEqual(await violations(page), []);
  }
});

test("a theme's own card is filled with texts and web addresses only, and its button adds", async (t) => {
  const shopper = await shop.shopper(t);
  const { page } = shopper;
  // Whoever sets markup from a text is refused.
  shop.before = (_, res) => void res.setHeader("Content-Security-Policy", "require-trusted-types-for 'script'; trusted-types 'none'; script-src 'self' 'wasm-unsafe-eval'");
  t.after(() => (shop.before = undefined));
  await shopper.visit("/docs/own-cards/");
  const block = page.locator("pairwell-block[template]");
  await block.evaluate((element) => element.scrollIntoView());
  const copies = page.locator("pairwell-block[template] > .my-card");
  await copies.first().waitFor();
  assert.equal(await copies.count(), 4);
  assert.match(await copies.first().locator("a").getAttribute("href"), /^http:.*\/products\//);
  assert.match(await copies.first().locator("strong").textContent(), /^£\d+\.\d\d$/);
  assert.equal(await copies.first().locator("s").count(), 0, "there is no price before, so there is no element for it");
  assert.ok(await page.getByRole("heading", { name: "Much like it" }).isVisible());
  assert.ok(await page.getByText("Nothing yet: look around.", { exact: true }).isVisible());
  const added = page.evaluate(() => new Promise((resolve) => addEventListener("pairwell:add", (event) => resolve(event.detail.items[0].title), { once: true })));
  await copies.nth(1).getByRole("button").click();
  assert.equal(await added, await copies.nth(1).locator(".my-card-title").textContent());
  await copies.nth(1).getByRole("button", { name: "Added" }).waitFor();
  await copies.nth(1).getByRole("button", { name: "Take it" }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.evaluate(() => window.pairwell.destroy());
});

test("words come in the page's language, numbers in its forms, and the theme's own before them", async (t) => {
  const { page, block } = await open(t, "bought-together", { language: "ar" });
  const button = block.locator("[part~=add-all]");
  assert.equal(await button.textContent(), "أضف المنتجات كلها إلى السلة (4)");
  await block.locator("input").nth(3).click();
  assert.equal(await button.textContent(), "أضف 3 منتجات إلى السلة");
  await block.locator("input").nth(2).click();
  assert.equal(await button.textContent(), "أضف منتجين إلى السلة");
  await page.evaluate(() => window.pairwell.push(["words", { "bought-together": "معًا", add: 7, "add-all": null }]));
  // The whole of it: the language's own heading has the word in it as well.
  await block.locator("h2", { hasText: /^معًا$/ }).waitFor();
  assert.match(await button.textContent(), /^أضف المنتجات كلها/);
});

test("the forget button erases and says so", async (t) => {
  const shopper = await shop.shopper(t);
  const { page } = shopper;
  await shopper.visit("/docs/");
  await page.getByRole("button", { name: "Forget what I looked at" }).click();
  await page.getByRole("status").getByText("Done: nothing is remembered any more.").waitFor();
  assert.deepEqual(await violations(page), []);
});

test("axe finds nothing on the pages about layouts and theming, wide and narrow, dark too", async (t) => {
  for (const width of [1280, 320]) {
    const shopper = await shop.shopper(t, { reducedMotion: "reduce", viewport: { width, height: 800 } });
    const { page } = shopper;
    for (const address of ["/docs/layouts/", "/docs/theming/"]) {
      await shopper.visit(address);
      const blocks = await page.locator("pairwell-block").all();
      for (const block of blocks) {
        await block.evaluate((element) => element.scrollIntoView());
        await block.locator("li").first().waitFor();
      }
      if (address === "/docs/theming/") await page.locator("[data-dark]").check();
      assert.deepEqual(await violations(page), []);
      assert.equal(await overflow(page), 0);
    }
  }
});

test("best sellers of a category or vendor say whose", async (t) => {
  const shopper = await shop.shopper(t);
  await shopper.visit("/docs/best-sellers/");
  const { page } = shopper;
  const heading = page.locator("pairwell-block h2");
  await heading.getByText("Best sellers", { exact: true }).waitFor();
  await page.evaluate(() => {
    const block = document.querySelector("pairwell-block");
    block.setAttribute("product", "regency-cakestand-3-tier");
    block.setAttribute("by", "category");
  });
  await heading.getByText("Best sellers: ").waitFor();
  const [category] = await page.evaluate(async () => {
    const items = await window.pairwell.recommend({ kind: "best-sellers", by: "category", product: "regency-cakestand-3-tier" });
    return [...new Set(items.map((item) => item.category))];
  });
  assert.equal(await heading.textContent(), `Best sellers: ${category}`);
});

test("a block whose part cannot be had is drawn without it; a press then leads to the product's page", async (t) => {
  const shopper = await shop.shopper(t);
  shop.fault(t, /\/part-(layout|act)-/, (_, res) => res.writeHead(500).end());
  const { page } = shopper;
  await shopper.visit("/docs/layouts/");
  const block = page.locator("pairwell-block[layout=list]");
  await block.evaluate((element) => element.scrollIntoView());
  await block.locator("[part=add]").first().waitFor();
  const href = await block.locator("a").first().getAttribute("href");
  await Promise.all([page.waitForURL(`${href}**`), block.locator("[part=add]").first().click()]);
});

test("words that are on their way are waited for; those that are late come when they are there", async (t) => {
  for (const held of [false, true]) {
    const shopper = await shop.shopper(t);
    const { page } = shopper;
    await page.addInitScript(() => {
      globalThis.headings = [];
      addEventListener("pairwell:ready", (event) => headings.push(event.target.shadowRoot.querySelector("h2").textContent), true);
    });
    let release;
    const gate = new Promise((resolve) => (release = resolve));
    await page.route(/part-words-de-/, async (route) => {
      if (held) await gate;
      await route.continue();
    });
    await shopper.visit("/docs/similar/de/");
    await page.waitForFunction(() => headings.length > 0);
    if (held) {
      assert.deepEqual(await page.evaluate(() => headings), ["Similar products"]);
      release();
      await page.waitForFunction(() => headings.length > 1);
    }
    assert.equal((await page.evaluate(() => headings)).pop(), "Ähnliche Artikel");
    assert.equal(await page.locator("pairwell-block").evaluate((block) => block.shadowRoot.querySelector("section").lang), "de");
  }
});
