// The demo shop as the build writes it: pages, escaping, links, and what happens to a folder that is built into again.

import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

import { html, jsonScript } from "../www/shop/lib/html.mjs";
import { paragraphs, pence, slug } from "../www/shop/lib/text.mjs";
import { HEADER, HOSTILE, makeShop, row } from "./demo-shop.mjs";

let shop, folder, site, built, notes, build;
before(async () => {
  shop = await makeShop();
  ({ folder, site, built, notes, build } = shop);
});
after(() => shop?.remove());

const page = (url) => readFile(path.join(site, url, "index.html"), "utf8");

describe("the build", () => {
  test("says what is missing and builds the theme anyway", () => {
    assert.equal(built.hasWidget, false);
    assert.equal(built.products, 33);
    assert.ok(notes.some((note) => note.startsWith("no widget in")), notes.join("\n"));
    assert.ok(notes.some((note) => note.startsWith("no model in")));
  });

  test("leaves out what cannot be a page, and says why", async () => {
    assert.ok(notes.some((note) => note.includes('"../../climber" is no usable handle')), notes.join("\n"));
    assert.ok(notes.some((note) => note.includes("priceless: no row with a SKU and a price")));
    const names = await readdir(path.join(site, "products"));
    assert.deepEqual(names.filter((name) => ["draft", "priceless", "climber"].includes(name)), []);
  });

  test("escapes titles, types and descriptions wherever they stand", async () => {
    const markup = await page("/products/hostile/");
    assert.ok(markup.includes("<h1>&lt;/title&gt;&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"));
    for (const url of ["/", "/products/hostile/", "/collections/", "/collections/odds-and-ends/", "/cart/"]) {
      const text = await page(url);
      assert.ok(!text.includes("<script>alert"), url);
      assert.ok(!text.includes("<img src=x"), url);
    }
    // The structured data holds the title as it is, and cannot be ended by it.
    const json = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(markup)[1];
    assert.equal(JSON.parse(json).name, HOSTILE);
  });

  test("tells Pairwell which product the page is about, and places the blocks with real links in them", async () => {
    const markup = await page("/products/mug-4/");
    assert.deepEqual(JSON.parse(/<script type="application\/json" data-pairwell>(.*?)<\/script>/s.exec(markup)[1]), { product: "mug-4" });
    for (const kind of ["bought-together", "complete-the-look"]) {
      const block = new RegExp(`<pairwell-block kind="${kind}"[^>]*>(.*?)</pairwell-block>`, "s").exec(markup)[1];
      const links = [...block.matchAll(/href="(\/products\/[^"]+)"/g)].map(([, url]) => url);
      assert.equal(links.length > 0, true, kind);
      assert.ok(!links.includes("/products/mug-4/"), "a product is no company for itself");
      assert.ok(!links.includes("/products/lost-lantern/"), "sold out");
    }
    assert.match(await page("/cart/"), /<pairwell-block kind="cart"/);
  });

  test("a sold-out product shows as such, in words and in the structured data", async () => {
    const markup = await page("/products/lost-lantern/");
    assert.match(markup, /<button[^>]* disabled>Sold out<\/button>/);
    assert.ok(!markup.includes("data-add"));
    assert.match(markup, /schema\.org\/OutOfStock/);
  });

  test("variants become one product; the first that can be had is chosen", async () => {
    const markup = await page("/products/parasol/");
    assert.match(markup, /<option value="PA"[^>]* disabled>Blue – sold out/);
    assert.match(markup, /<option value="PB"[^>]* selected>Red/);
    const record = JSON.parse(await readFile(path.join(site, "products/parasol/product.json"), "utf8"));
    assert.deepEqual(record.variants[1], { sku: "PB", name: "Red", price: 250, available: true, most: 3 });
  });

  test("best sellers follow the orders", async () => {
    const order = [...(await page("/collections/best-sellers/")).matchAll(/class="card"?[^>]*>\n<a href="\/products\/([^/]+)\//g)].map(([, handle]) => handle);
    assert.equal(order[0], "mug-7");
    assert.deepEqual(new Set(order.slice(1, 3)), new Set(["mug-9", "parasol"]));
  });

  test("a category is sorted and paged by plain links", async () => {
    const handles = async (url) => [...(await page(url)).matchAll(/<a href="\/products\/([^/]+)\/">\n<span class="card-picture">/g)].map(([, handle]) => handle);
    const first = await handles("/collections/mugs/price-low/");
    const second = await handles("/collections/mugs/price-low/page-2/");
    assert.equal(first.length, 24);
    assert.equal(first[0], "mug-30");
    assert.equal(second.at(-1), "mug-1");
    assert.equal(new Set([...first, ...second]).size, 30);
    assert.match(await page("/collections/mugs/price-low/"), /rel="next" href="\/collections\/mugs\/price-low\/page-2\/"/);
  });

  test("every link and every file a page asks for is in the site", async () => {
    const files = await filesBelow(site);
    const answers = new Set(files.map((file) => `/${path.relative(site, file)}`));
    let links = 0;
    for (const file of files.filter((name) => name.endsWith(".html"))) {
      for (const [, address] of (await readFile(file, "utf8")).matchAll(/ (?:href|src|action)="([^"]*)"/g)) {
        if (address.startsWith("#")) continue;
        assert.match(address, /^\/(?!\/)/, `${file} leads out of the shop: ${address}`);
        const target = decodeURIComponent(address);
        assert.ok(answers.has(target.endsWith("/") ? `${target}index.html` : target), `${file} leads nowhere: ${address}`);
        links += 1;
      }
    }
    assert.ok(links > 1000, `only ${links} links were seen`);
  });

  test("no page has inline script or style, so that the strictest policy holds", async () => {
    for (const url of ["/", "/products/parasol/", "/collections/mugs/", "/cart/", "/thank-you/"]) {
      const markup = await page(url);
      assert.ok(!/ style=| on\w+="|<style/.test(markup), url);
      for (const [tag] of markup.matchAll(/<script\b[^>]*>/g)) assert.match(tag, / src="| type="application\/(ld\+)?json"/, url);
    }
  });

  test("a second build leaves equal files alone, and takes away what is gone", async () => {
    const out = path.join(folder, "twice");
    const source = path.join(folder, "other.csv");
    const rows = [HEADER, row({ title: "A", handle: "a", type: "Mugs", sku: "A", price: "1" }), row({ title: "B", handle: "b", type: "Mugs", sku: "B", price: "1" })];
    await writeFile(source, rows.join("\n"));
    await build({ out, catalog: source });
    const long = new Date("2026-01-01");
    const picture = path.join(out, "pictures/a.svg");
    await utimes(picture, long, long);
    await writeFile(source, rows.slice(0, 2).join("\n"));
    await build({ out, catalog: source });
    assert.equal((await stat(picture)).mtimeMs, long.getTime());
    assert.deepEqual(await readdir(path.join(out, "products")), ["a"]);
  });

  test("a folder with somebody's files in it is not touched", async () => {
    const out = path.join(folder, "somebody");
    await build({ out: path.join(out, "inner") });
    await assert.rejects(build({ out }), /choose another folder/);
  });

  test("with widget and model, pages carry the one script tag and the files are compressed beforehand", async () => {
    const [out, widget, model] = ["full", "widget", "model"].map((name) => path.join(folder, name));
    await mkdir(widget);
    await mkdir(model);
    const script = "/* pairwell */ ".repeat(200);
    await writeFile(path.join(widget, "pairwell.js"), script);
    await writeFile(path.join(model, "manifest.json"), JSON.stringify({ format: 1, padding: "x".repeat(400) }));
    await build({ out, widget, model });
    const markup = await readFile(path.join(out, "index.html"), "utf8");
    assert.equal(markup.match(/pairwell\.js/g).length, 1);
    assert.ok(markup.includes('<script async src="/pairwell/pairwell.js" data-model="/model/manifest.json"></script>'));
    assert.equal(brotliDecompressSync(await readFile(path.join(out, "pairwell/pairwell.js.br"))).toString(), script);
    assert.equal(gunzipSync(await readFile(path.join(out, "pairwell/pairwell.js.gz"))).toString(), script);
  });

  test("a file that is no products export is refused by the name of what it lacks", async () => {
    const wrong = path.join(folder, "wrong.csv");
    await writeFile(wrong, "Handle,Price\na,1\n");
    await assert.rejects(build({ out: path.join(folder, "wrong"), catalog: wrong }), /no column "Title", "URL handle", "Type", "SKU"/);
  });
});

describe("the small parts", () => {
  test("templates escape all but markup", () => {
    const inner = html`<b title="${`"'<&`}">${"<i>"}</b>`;
    assert.equal(String(html`${inner}${null}${false}${0}${["<", html`<br>`]}`), '<b title="&quot;&#39;&lt;&amp;">&lt;i&gt;</b>0&lt;<br>');
    assert.ok(!String(jsonScript("application/json", { a: "</script>" })).includes('"</script>'));
  });

  test("prices, slugs and descriptions", () => {
    assert.deepEqual(["12.95", "0.1", "", "-1", "NaN", "1e3", "inf"].map(pence), [1295, 10, null, null, null, null, null]);
    assert.equal(slug("Café & T-Light Holders"), "cafe-and-t-light-holders");
    assert.deepEqual(paragraphs("<p>Tea &amp; cake</p><script>x()</script><p>More<br>words</p>"), ["Tea & cake", "More", "words"]);
  });
});

async function filesBelow(root) {
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}
