// The server of the demo shop: types, caching, compression, and what it must never give out.

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, readdir, symlink, utimes, writeFile } from "node:fs/promises";
import { request } from "node:http";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from "node:zlib";

import { startServer } from "../www/serve.mjs";
import { pickEncoding } from "../www/server/negotiate.mjs";
import { makeShop } from "./demo-shop.mjs";

let shop, folder, site, server;
before(async () => {
  shop = await makeShop();
  ({ folder, site } = shop);
  server = await startServer({ root: site });
});
after(async () => {
  await server?.close();
  await shop?.remove();
});

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

  test("content codings by weight and preference", () => {
    assert.equal(pickEncoding(undefined), null);
    assert.equal(pickEncoding("br;q=0, gzip"), "gzip");
    assert.equal(pickEncoding("gzip;q=1.0, br;q=0.5"), "gzip");
    assert.equal(pickEncoding("*"), "br");
    assert.equal(pickEncoding("*;q=0.5, br;q=0"), "gzip");
    assert.equal(pickEncoding("identity, zstd"), null);
  });
});
