// Pages that live: blocks come, move, go and are drawn again by whatever a theme uses, pages come back out of the
// back/forward cache, and all of it a thousand times.

import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

import { openShop } from "./support.mjs";

const IDIOMORPH = path.join(import.meta.dirname, "..", "..", "node_modules", "idiomorph", "dist", "idiomorph.js");

let shop, handles;
before(async () => {
  shop = await openShop();
  shop.before = servePages;
  handles = (await shop.products()).map((url) => decodeURIComponent(url.split("/")[2]));
});
after(() => shop?.close());

const pages = new Map();
function servePages(req, res) {
  const html = pages.get(req.url.split("?")[0]);
  if (html === undefined) return false;
  res.setHeader("Content-Type", "text/html; charset=utf-8").end(html);
  return true;
}

const SCRIPT = '<script async src="/pairwell/pairwell.js" data-model="/model/manifest.json" data-platform="none"></script>';
const block = (kind, rest = "", inside = "<p>The theme's own</p>") => `<pairwell-block kind="${kind}" ${rest}>${inside}</pairwell-block>`;

/** A page about a product, with these things in its body. */
const pageOf = (product, body, script = SCRIPT) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Life</title>${script}</head><body><script type="application/json" data-pairwell>${JSON.stringify({ product })}</script><main>${body}</main></body></html>`;

/** Serves the page and has a shopper look at it. */
async function visit(t, body, options = {}) {
  const shopper = await shop.shopper(t);
  pages.set("/life", pageOf(options.product ?? handles[0], body, options.script));
  await shopper.visit("/life");
  return { shopper, page: shopper.page };
}

/** What all blocks show, in the order of the page: [[handle …] …]. */
const shown = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("pairwell-block")].map((element) =>
      [...(element.shadowRoot?.querySelectorAll("[part~=card] a[href]") ?? [])].map((link) => decodeURIComponent(new URL(link.href).pathname.split("/")[2])),
    ),
  );

/** Until `count` blocks show something, and that nothing else is to be drawn. */
async function filled(page, count) {
  await page.waitForFunction((count) => [...document.querySelectorAll("pairwell-block")].filter((element) => element.shadowRoot?.querySelector("[part~=card]")).length === count, count);
  // Behind the core's own timer.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  return shown(page);
}

const distinct = (lists) => {
  const all = lists.flat();
  assert.equal(new Set(all).size, all.length, `shown twice: ${all.filter((one, n) => all.indexOf(one) !== n)}`);
};

test("many blocks share one model and never repeat a product", async (t) => {
  const kinds = ["also-bought", "similar", "also-bought", "best-sellers", "trending", "new", "best-sellers", "for-you"];
  const { shopper, page } = await visit(t, kinds.map((kind) => block(kind, 'limit="4"')).join(""));
  const lists = await filled(page, kinds.length);
  assert.ok(lists.every((list) => list.length >= 1));
  distinct([...lists, [handles[0]]]);
  const models = shopper.requests.map(({ url }) => url).filter((url) => url.endsWith(".pw"));
  assert.deepEqual([models.length, new Set(models).size], [2, 2], "the shop's entry and the product's, once each");
});

test("blocks are added, moved and removed, and the others make up for it", async (t) => {
  const { page } = await visit(t, `<div id="a">${block("best-sellers", 'id="one"')}</div><div id="b"></div>`);
  const [first] = await filled(page, 1);

  // A second one above has the first choice.
  await page.evaluate(() => {
    const made = document.createElement("pairwell-block");
    made.setAttribute("kind", "best-sellers");
    made.id = "two";
    document.getElementById("a").prepend(made);
  });
  let [two, one] = await filled(page, 2);
  assert.deepEqual(two, first);
  distinct([two, one]);

  // Moved to the end it has the second.
  await page.evaluate(() => document.getElementById("b").append(document.getElementById("two")));
  await page.waitForFunction((handle) => document.getElementById("one").shadowRoot.querySelector("[part~=card] a").href.includes(encodeURIComponent(handle)), first[0]);
  [one, two] = await filled(page, 2);
  assert.deepEqual(one, first);
  distinct([one, two]);

  await page.evaluate(() => document.getElementById("one").remove());
  await page.waitForFunction((handle) => document.getElementById("two").shadowRoot.querySelector("[part~=card] a").href.includes(encodeURIComponent(handle)), first[0]);
  assert.deepEqual(await filled(page, 1), [first]);
});

test("a theme draws its markup again: innerHTML, a section's, the whole body's", async (t) => {
  const { page } = await visit(t, `<section id="shopify-section-x">${block("also-bought")}${block("best-sellers")}</section>`);
  const before = await filled(page, 2);
  await page.evaluate(() => (document.querySelector("main").innerHTML = document.querySelector("main").innerHTML));
  assert.deepEqual(await filled(page, 2), before);

  await page.evaluate(() => {
    const section = document.getElementById("shopify-section-x");
    const markup = section.outerHTML;
    section.dispatchEvent(new CustomEvent("shopify:section:unload", { bubbles: true, detail: { sectionId: "x" } }));
    section.remove();
    document.querySelector("main").insertAdjacentHTML("beforeend", markup);
    document.getElementById("shopify-section-x").dispatchEvent(new CustomEvent("shopify:section:load", { bubbles: true, detail: { sectionId: "x" } }));
  });
  assert.deepEqual(await filled(page, 2), before);

  await page.evaluate(() => document.body.replaceWith(document.body.cloneNode(true)));
  assert.deepEqual(await filled(page, 2), before);
});

test("a page swaps its body, as Turbo does: the next product counts, once", async (t) => {
  const { shopper, page } = await visit(t, block("also-bought"));
  const before = await filled(page, 1);
  const swap = (product) =>
    page.evaluate(
      ([html, product]) => {
        const next = new DOMParser().parseFromString(html, "text/html");
        history.pushState({}, "", `/life?${product}`);
        document.body.replaceWith(document.adoptNode(next.body));
        document.dispatchEvent(new CustomEvent("turbo:load"));
      },
      [pageOf(product, block("also-bought")), product],
    );
  await swap(handles[1]);
  const next = await filled(page, 1);
  assert.notDeepEqual(next, before);
  assert.ok(!next.flat().includes(handles[1]));
  await swap(handles[0]);
  const views = (await shopper.debug()).history.filter(({ kind }) => kind === "view").map(({ product }) => product);
  assert.deepEqual(views, [handles[0], handles[1], handles[0]]);
});

test("morphing changes attributes and uses nodes again: the list follows, cards that stay are not touched", async (t) => {
  const { page } = await visit(t, `<div id="root">${block("best-sellers", 'limit="3"')}<p>between</p>${block("new", 'limit="3"')}</div>`);
  const [best] = await filled(page, 2);
  await page.addScriptTag({ path: IDIOMORPH });
  const morph = (html) => page.evaluate((html) => globalThis.Idiomorph.morph(document.getElementById("root"), html, { morphStyle: "innerHTML" }), html);

  // The same markup again: nothing at all happens.
  await page.evaluate(() => (globalThis.card = document.querySelector("pairwell-block").shadowRoot.querySelector("[part~=card]")));
  await morph(`${block("best-sellers", 'limit="3"')}<p>between</p>${block("new", 'limit="3"')}`);
  assert.deepEqual((await filled(page, 2))[0], best);
  assert.ok(await page.evaluate(() => globalThis.card.isConnected));

  // A longer list begins with the same cards.
  await morph(`${block("best-sellers", 'limit="5"')}<p>between</p>${block("new", 'limit="3"')}`);
  await page.waitForFunction(() => document.querySelector("pairwell-block").shadowRoot.querySelectorAll("[part~=card]").length === 5);
  assert.deepEqual((await shown(page))[0].slice(0, 3), best);
  assert.ok(await page.evaluate(() => globalThis.card.isConnected));

  // The first node is another kind now, the second goes.
  await morph(`${block("also-bought", 'limit="3"')}<p>between</p>`);
  await page.waitForFunction(() => document.querySelectorAll("pairwell-block").length === 1);
  await page.waitForFunction(() => document.querySelector("pairwell-block").shadowRoot.querySelector("[part=heading]").textContent.match(/bought|like/));
  const [also] = await filled(page, 1);
  assert.equal(also.length, 3);
  assert.notDeepEqual(also, best.slice(0, 3));
});

test("the theme's own cards survive morphing back to what the server sent", async (t) => {
  const template = '<template><article class="mine"><a data-pw-href><b data-pw-text="title"></b></a></article></template>';
  const markup = block("best-sellers", 'limit="3"', template);
  const { page } = await visit(t, `<div id="root">${markup}</div>`);
  const titles = () => page.locator("pairwell-block > .mine b").allTextContents();
  await page.locator("pairwell-block > .mine").nth(2).waitFor();
  const before = await titles();
  assert.equal(before.length, 3);
  await page.addScriptTag({ path: IDIOMORPH });
  await page.evaluate((html) => globalThis.Idiomorph.morph(document.getElementById("root"), html, { morphStyle: "innerHTML" }), markup);
  await page.locator("pairwell-block > .mine").nth(2).waitFor();
  assert.deepEqual(await titles(), before);
  assert.ok(await page.locator("pairwell-block > .mine b").first().isVisible());
});

test("out of the back/forward cache a page knows what happened meanwhile", async (t) => {
  // Playwright turns the cache off; this browser has it.
  const { executablePath, args } = shop.launch;
  const browser = await chromium.launch({ executablePath, args, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  t.after(() => browser.close());
  pages.set("/life/a", pageOf(handles[0], `${block("recently-viewed")}<a href="/life/b">On</a>`));
  pages.set("/life/b", pageOf(handles[1], block("recently-viewed")));
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.addInitScript(() => addEventListener("pageshow", (event) => (globalThis.cameBack = event.persisted)));
  await page.goto(`${shop.url}/life/a`);
  await page.evaluate(() => globalThis.pairwell.debug());
  assert.deepEqual(await shown(page), [[]]);
  await page.evaluate(() => (globalThis.here = true));
  await page.click("a");
  await page.waitForURL("**/life/b");
  // Looked at before: the first page's product.
  assert.deepEqual(await filled(page, 1), [[handles[0]]]);
  await page.goBack({ waitUntil: "commit" });
  await page.waitForFunction(() => globalThis.cameBack !== undefined);
  assert.deepEqual(await page.evaluate(() => [globalThis.cameBack, globalThis.here]), [true, true], "the page itself came back");
  assert.deepEqual(await filled(page, 1), [[handles[1]]]);
  assert.deepEqual(errors, []);
});

/** Listeners, nodes and bytes of the page, after a thorough collection of garbage. */
async function weigh(session) {
  for (let round = 0; round < 3; round++) await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name) => metrics.find((metric) => metric.name === name).value;
  return { listeners: of("JSEventListeners"), nodes: of("Nodes"), bytes: of("JSHeapUsedSize") };
}

test("a thousand blocks come and go and leave no listener, no node and no memory behind", async (t) => {
  const script = SCRIPT.replace("data-platform", "data-events data-platform");
  const { shopper, page } = await visit(t, block("best-sellers"), { script });
  await filled(page, 1);
  const session = await shopper.context.newCDPSession(page);
  await session.send("Performance.enable");
  const cycles = (count) =>
    page.evaluate(async (count) => {
      // What the stage keeps of each event would be the growth.
      globalThis.pairwellTold.push = () => 0;
      const kinds = ["also-bought", "bought-together", "new"];
      for (let n = 0; n < count; n++) {
        const made = document.createElement("pairwell-block");
        made.setAttribute("kind", kinds[n % kinds.length]);
        const ready = new Promise((resolve) => made.addEventListener("pairwell:ready", resolve, { once: true }));
        document.querySelector("main").append(made);
        await ready;
        made.remove();
      }
      // The core forgets the last one, and the browser has told observers of it.
      await new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => setTimeout(resolve))));
    }, count);
  await cycles(100);
  const before = await weigh(session);
  await cycles(1000);
  const after = await weigh(session);
  assert.ok(after.listeners <= before.listeners, `${before.listeners} listeners before, ${after.listeners} after`);
  assert.ok(after.nodes <= before.nodes + 50, `${before.nodes} nodes before, ${after.nodes} after`);
  assert.ok(after.bytes <= before.bytes + 300_000, `${before.bytes} bytes before, ${after.bytes} after`);
});

/** Which of the scripts of Pairwell listen on window and document, and to what. */
async function listeners(session, scripts) {
  const found = [];
  for (const expression of ["window", "document"]) {
    const { result } = await session.send("Runtime.evaluate", { expression });
    const { listeners } = await session.send("DOMDebugger.getEventListeners", { objectId: result.objectId });
    for (const { type, scriptId } of listeners) if (scripts.has(scriptId)) found.push(`${expression} ${type} ${scripts.get(scriptId)}`);
  }
  return found;
}

test("destroy() leaves nothing behind, and the theme's markup is back", async (t) => {
  const shopper = await shop.shopper(t);
  const { page } = shopper;
  const session = await shopper.context.newCDPSession(page);
  const scripts = new Map();
  session.on("Debugger.scriptParsed", ({ scriptId, url }) => url.includes("/pairwell/") && scripts.set(scriptId, path.basename(url)));
  await session.send("Debugger.enable");
  pages.set("/life", pageOf(handles[0], block("bought-together"), ""));
  await shopper.visit("/life");
  const height = (locator) => locator.evaluate((element) => element.getBoundingClientRect().height);
  const theirs = await height(page.locator("pairwell-block"));

  const body = `${block("bought-together")}<pairwell-forget></pairwell-forget>`;
  pages.set("/life", pageOf(handles[0], body, SCRIPT.replace('data-platform="none"', 'data-bridges="ga4 klaviyo omnisend"')));
  await shopper.visit("/life?pairwell=debug");
  await filled(page, 1);
  await page.locator("pairwell-debug").waitFor();
  assert.ok((await listeners(session, scripts)).length > 10);

  await page.evaluate(() => globalThis.pairwell.destroy());
  assert.deepEqual(await listeners(session, scripts), []);
  assert.ok(await page.locator("pairwell-block p").isVisible());
  assert.equal(await height(page.locator("pairwell-block")), theirs);
  assert.equal(await page.locator("pairwell-debug").count(), 0);

  // Whatever comes later stays the theme's, and every call is answered.
  const asked = shopper.requests.length;
  await page.evaluate((html) => document.querySelector("main").insertAdjacentHTML("beforeend", html), block("new"));
  assert.deepEqual(await page.evaluate(() => globalThis.pairwell.recommend()), []);
  assert.equal(await page.evaluate(() => globalThis.pairwell.debug()), null);
  assert.equal(await page.evaluate(() => globalThis.pairwell.explain()), null);
  await page.evaluate(() => {
    globalThis.pairwell.push(["view", "x"]);
    globalThis.pairwell.refresh();
    globalThis.pairwell.on("impression", () => {})();
    globalThis.pairwell.destroy();
  });
  assert.ok(await page.locator('pairwell-block[kind="new"] p').isVisible());
  assert.deepEqual(shopper.requests.slice(asked), []);

  // What is kept can still be erased.
  const kept = () => page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("pairwell:")).length);
  assert.ok((await kept()) > 0);
  await page.evaluate(() => globalThis.pairwell.push(["consent", false]));
  await page.waitForFunction(() => !Object.keys(localStorage).some((name) => name.startsWith("pairwell:")));
});

test("destroy() in the middle of drawing ends it there", async (t) => {
  const { shopper, page } = await visit(t, `${block("best-sellers", 'id="first"')}${block("new")}`, { script: "" });
  await page.evaluate(() => document.addEventListener("pairwell:ready", () => globalThis.pairwell.destroy()));
  const off = page.waitForFunction(() => globalThis.pairwellTold.length > 0);
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.src = "/pairwell/pairwell.js";
    script.dataset.model = "/model/manifest.json";
    document.head.append(script);
  });
  await off;
  assert.equal(await page.evaluate(() => globalThis.pairwell.debug()), null);
  for (const own of await page.locator("pairwell-block p").all()) assert.ok(await own.isVisible());
  assert.equal(await page.evaluate(() => globalThis.pairwellTold.length), 1);
  assert.deepEqual(shopper.ownLines(), []);
});
