// The demo shop: what the build writes, and how the server gives it out.

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { request } from "node:http";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";

import { buildShop } from "../www/build.mjs";
import { startServer } from "../www/serve.mjs";
import { pickEncoding } from "../www/server/negotiate.mjs";
import { html, jsonScript } from "../www/shop/lib/html.mjs";
import { paragraphs, pence, slug } from "../www/shop/lib/text.mjs";

const HOSTILE = `</title><script>alert("x")</script>'"&<img src=x onerror=alert(1)>`;

const HEADER =
  "Title,URL handle,Description,Vendor,Type,Tags,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Compare-at price," +
  "Inventory tracker,Inventory quantity,Continue selling when out of stock,Product image URL,Image alt text";

const cell = (value) => `"${String(value).replaceAll('"', '""')}"`;

function row({ title = "", handle, description = "", type = "", status = "Active", published = "TRUE", sku, option = ["Title", "Default Title"], price, was = "", stock = "9" }) {
  return [title, handle, description, "", type, "", published, status, sku, ...option, price, was, "shopify", stock, "DENY", "", title].map(cell).join(",");
}

function catalog() {
  const rows = [HEADER];
  // Enough mugs for a second page of their category.
  for (let i = 1; i <= 30; i++) rows.push(row({ title: `Mug No. ${i}`, handle: `mug-${i}`, type: "Mugs", sku: `M${i}`, price: (40 - i).toFixed(2) }));
  rows.push(row({ title: HOSTILE, handle: "hostile", description: `<p>${HOSTILE}</p>`, type: `Tins ${HOSTILE}`, sku: "H1", price: "3.10" }));
  rows.push(row({ title: "Lost Lantern", handle: "lost-lantern", type: "Lanterns", sku: "L1", price: "5.00", stock: "0" }));
  rows.push(row({ title: "Parasol", handle: "parasol", type: "Umbrellas & Parasols", sku: "PA", option: ["Colour", "Blue"], price: "2.95", was: "3.50", stock: "0" }));
  rows.push(row({ handle: "parasol", sku: "PB", option: ["", "Red"], price: "2.50", stock: "3" }));
  rows.push(row({ title: "Draft", handle: "draft", type: "Mugs", status: "Draft", sku: "D1", price: "1.00" }));
  rows.push(row({ title: "Climber", handle: "../../climber", type: "Mugs", sku: "C1", price: "1.00" }));
  rows.push(row({ title: "Priceless", handle: "priceless", type: "Mugs", sku: "C2", price: "NaN" }));
  return `\ufeff${rows.join("\r\n")}\r\n`;
}

const ORDERS = `Name,Created at,Lineitem quantity,Lineitem sku
#1,2026-01-03 10:00:00 +0000,2,M7
#1,,1,M9
#2,2026-02-03 10:00:00 +0000,1,M7
#3,2026-03-03 10:00:00 +0000,1,PB
`;

let folder;
let site;
let server;
let built;
const notes = [];

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "pairwell-demo-"));
  site = path.join(folder, "site");
  await writeFile(path.join(folder, "products.csv.gz"), gzipSync(catalog()));
  await writeFile(path.join(folder, "orders.csv.gz"), gzipSync(ORDERS));
  built = await build();
  server = await startServer({ root: site });
});

after(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

function build(options = {}) {
  return buildShop({
    out: site,
    catalog: path.join(folder, "products.csv.gz"),
    orders: path.join(folder, "orders.csv.gz"),
    widget: path.join(folder, "no-widget"),
    model: path.join(folder, "no-model"),
    draw: (product) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h${product.variants.length}v4z"/></svg>`,
    log: (line) => notes.push(line),
    ...options,
  });
}

const page = (url) => readFile(path.join(site, url, "index.html"), "utf8");

// Not fetch(): it sends its own Accept-Encoding, unpacks, and tidies addresses before they are sent.
async function get(url, { method = "GET", headers = {}, from = server } = {}) {
  const { hostname, port } = new URL(from.url);
  const req = request({ hostname, port, path: url, method, headers });
  req.end();
  const [res] = await once(req, "response");
  const chunks = [];
  for await (const chunk of res) chunks.push(chunk);
  return { status: res.statusCode, headers: res.headers, body: Buffer.concat(chunks) };
}

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

describe("the server", () => {
  test("content types", async () => {
    const [theme] = await readdir(path.join(site, "assets"));
    for (const name of ["x.wasm", "x.mjs", "x.pw", "x.d.ts"]) await writeFile(path.join(site, name), name);
    const expected = {
      "/": "text/html; charset=utf-8",
      [`/assets/${theme}/theme.css`]: "text/css; charset=utf-8",
      [`/assets/${theme}/theme.js`]: "text/javascript; charset=utf-8",
      "/pictures/mug-1.svg": "image/svg+xml",
      "/products/mug-1/product.json": "application/json; charset=utf-8",
      "/x.wasm": "application/wasm",
      "/x.mjs": "text/javascript; charset=utf-8",
      "/x.pw": "application/octet-stream",
      "/x.d.ts": "text/plain; charset=utf-8",
    };
    for (const [url, type] of Object.entries(expected)) {
      const answer = await get(url);
      assert.equal(answer.status, 200, url);
      assert.equal(answer.headers["content-type"], type, url);
      assert.equal(answer.headers["x-content-type-options"], "nosniff");
    }
  });

  test("what is named by its hash is kept for ever, what is not is asked for again", async () => {
    const [theme] = await readdir(path.join(site, "assets"));
    for (const name of ["model", "pairwell"]) await mkdir(path.join(site, name));
    for (const name of ["model/shop-0123456789abcdef.pw", "model/manifest.json", "pairwell/pairwell-0a1b2c3d.mjs", "pairwell/pairwell.js"]) {
      await writeFile(path.join(site, name), "x");
    }
    const kept = "public, max-age=31536000, immutable";
    const control = async (url) => (await get(url)).headers["cache-control"];
    assert.equal(await control(`/assets/${theme}/theme.css`), kept);
    assert.equal(await control("/model/shop-0123456789abcdef.pw"), kept);
    assert.equal(await control("/pairwell/pairwell-0a1b2c3d.mjs"), kept);
    assert.equal(await control("/model/manifest.json"), "public, max-age=60");
    assert.equal(await control("/pairwell/pairwell.js"), "public, max-age=300");
    assert.equal(await control("/products/mug-1/product.json"), "no-cache");
    assert.equal(await control("/products/mug-1/"), "public, max-age=0, must-revalidate");
  });

  test("brotli before gzip before plain, each under its own tag, with the same content", async () => {
    const url = "/products/mug-1/";
    const plain = await get(url);
    const br = await get(url, { headers: { "accept-encoding": "gzip, deflate, br, zstd" } });
    const gz = await get(url, { headers: { "accept-encoding": "gzip" } });
    assert.equal(plain.headers["content-encoding"], undefined);
    assert.equal(br.headers["content-encoding"], "br");
    assert.equal(gz.headers["content-encoding"], "gzip");
    assert.deepEqual(brotliDecompressSync(br.body), plain.body);
    assert.deepEqual(gunzipSync(gz.body), plain.body);
    assert.equal(new Set([plain, br, gz].map((answer) => answer.headers.etag)).size, 3);
    for (const answer of [plain, br, gz]) {
      assert.equal(answer.headers.vary, "Accept-Encoding");
      assert.equal(Number(answer.headers["content-length"]), answer.body.length);
    }
  });

  test("a ready-made sibling is sent as it is, one older than its file is not", async () => {
    const file = path.join(site, "notes.js");
    const marked = brotliCompressSync("from the sibling");
    await writeFile(file, "from the file ".repeat(100));
    await writeFile(`${file}.br`, marked);
    const headers = { "accept-encoding": "br" };
    assert.deepEqual((await get("/notes.js", { headers })).body, marked);
    await utimes(`${file}.br`, new Date(0), new Date(0));
    await writeFile(file, "from the newer file ".repeat(100));
    assert.match(brotliDecompressSync((await get("/notes.js", { headers })).body).toString(), /newer/);
  });

  test("304 for the tag the browser has, 200 once the file is another", async () => {
    const file = path.join(site, "changing.html");
    await writeFile(file, "one");
    const first = await get("/changing.html");
    const again = await get("/changing.html", { headers: { "if-none-match": `"other", W/${first.headers.etag}` } });
    assert.equal(again.status, 304);
    assert.equal(again.body.length, 0);
    assert.equal(again.headers.etag, first.headers.etag);
    await writeFile(file, "two!");
    const changed = await get("/changing.html", { headers: { "if-none-match": first.headers.etag } });
    assert.equal(changed.status, 200);
    assert.equal(changed.body.toString(), "two!");
  });

  test("HEAD has the headers of GET and no body; other methods are refused", async () => {
    const [head, full] = [await get("/", { method: "HEAD" }), await get("/")];
    assert.equal(head.status, 200);
    assert.equal(head.body.length, 0);
    assert.equal(head.headers["content-length"], String(full.body.length));
    const post = await get("/", { method: "POST" });
    assert.equal(post.status, 405);
    assert.equal(post.headers.allow, "GET, HEAD");
  });

  test("nothing outside the folder is given out", async () => {
    await writeFile(path.join(folder, "secret.txt"), "secret");
    await symlink(path.join(folder, "secret.txt"), path.join(site, "link.txt"));
    const tries = [
      "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/..%5csecret.txt", "/pictures/../../secret.txt", "/pictures/%2e%2e/%2e%2e/secret.txt",
      "//secret.txt", "/link.txt", "/.made-by-pairwell-demo", "/index.html%00.txt", `/${"a".repeat(5000)}`,
    ];
    for (const url of tries) {
      const answer = await get(url);
      assert.equal(answer.status, 404, url);
      assert.ok(!answer.body.includes("secret"), url);
    }
    assert.equal((await get("/%ff")).status, 400);
  });

  test("an address without its slash is sent on, and never to another host", async () => {
    const answer = await get("/products/mug-1?a=b");
    assert.equal(answer.status, 301);
    assert.equal(answer.headers.location, "/products/mug-1/?a=b");
    assert.equal((await get("//products/mug-1")).status, 404);
    assert.equal((await get("/products")).status, 404);
  });

  test("an address that is none gets the shop's page for a browser and a line for a script", async () => {
    const browser = await get("/products/none/", { headers: { accept: "text/html,*/*" } });
    assert.equal(browser.status, 404);
    assert.match(browser.headers["content-type"], /text\/html/);
    assert.match(browser.body.toString(), /That shelf is empty/);
    assert.equal(browser.headers["cache-control"], "no-store");
    const script = await get("/model/none.json", { headers: { accept: "application/json" } });
    assert.equal(script.status, 404);
    assert.equal(script.body.toString(), "Not found\n");
  });

  test("pages come with a policy that lets nothing in from elsewhere", async () => {
    const policy = (await get("/")).headers["content-security-policy"];
    assert.match(policy, /default-src 'none'/);
    assert.ok(!/https?:|\*|unsafe-inline|'unsafe-eval'/.test(policy), policy);
  });

  test("`before` can answer, add headers, or fail, and the server goes on", async () => {
    const seen = [];
    const faulty = await startServer({
      root: site,
      before(req, res) {
        seen.push(req.url);
        if (req.url === "/gone") {
          res.writeHead(503);
          res.end("away");
          return true;
        }
        if (req.url === "/broken") throw new Error("a fault on purpose");
        res.setHeader("Content-Type", "text/x-odd");
        return false;
      },
    });
    const { error } = console;
    console.error = () => {};
    try {
      assert.equal((await get("/gone", { from: faulty })).status, 503);
      assert.equal((await get("/broken", { from: faulty })).status, 500);
      assert.equal((await get("/", { from: faulty })).headers["content-type"], "text/x-odd");
      assert.deepEqual(seen, ["/gone", "/broken", "/"]);
    } finally {
      console.error = error;
      await faulty.close();
    }
  });

  test("a port in use and a folder that is none are said plainly", async () => {
    const port = Number(new URL(server.url).port);
    await assert.rejects(startServer({ root: site, port }), new RegExp(`port ${port} on 127.0.0.1 is already in use; choose another with --port`));
    await assert.rejects(startServer({ root: path.join(folder, "nowhere") }), /is not a folder \(build the shop first\)/);
  });
});

describe("the small parts", () => {
  test("content codings by weight and preference", () => {
    assert.equal(pickEncoding(undefined), null);
    assert.equal(pickEncoding("br;q=0, gzip"), "gzip");
    assert.equal(pickEncoding("gzip;q=1.0, br;q=0.5"), "gzip");
    assert.equal(pickEncoding("*"), "br");
    assert.equal(pickEncoding("*;q=0.5, br;q=0"), "gzip");
    assert.equal(pickEncoding("identity, zstd"), null);
  });

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
