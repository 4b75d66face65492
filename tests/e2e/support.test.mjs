// The stage itself: what it promises to notice, it notices.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { openShop } from "./support.mjs";

let root, shop;

before(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "pairwell-stage-"));
  const page = (script) => `<!doctype html><title>A page</title><p>Here</p><script>${script}</script>`;
  await writeFile(path.join(root, "calm.html"), page("console.info('calm')"));
  await writeFile(path.join(root, "calls-out.html"), page("new Image().src = 'http://elsewhere.example/pixel.gif?me'"));
  await writeFile(path.join(root, "throws.html"), page("setTimeout(() => { throw new Error('uncaught') })"));
  await writeFile(path.join(root, "rejects.html"), page("Promise.reject(new Error('unhandled'))"));
  shop = await openShop({ root, csp: "" });
});
after(async () => {
  await shop.close();
  await rm(root, { recursive: true });
});

/** Visits a page as a test would and returns what the end of that test would throw. */
async function verdict(pathname, arrived) {
  const endings = [];
  const shopper = await shop.shopper({ after: (ending) => endings.push(ending) });
  const noticed = arrived && arrived(shopper.page);
  await shopper.visit(pathname);
  await noticed;
  return Promise.all(endings.map((ending) => ending())).then(
    () => null,
    (error) => error,
  );
}

test("a calm page passes, and what it prints is written down", async (t) => {
  assert.equal(await verdict("/calm.html"), null);
  const shopper = await shop.shopper(t);
  await shopper.visit("/calm.html");
  assert.deepEqual(shopper.console.map(({ type, text }) => [type, text]), [["info", "calm"]]);
  assert.ok(shop.requests.some((request) => request.path === "/calm.html"));
});

test("a request to another host fails the test", async () => {
  const error = await verdict("/calls-out.html", (page) => page.waitForEvent("requestfailed"));
  assert.match(String(error), /not the shop's/);
  assert.match(error.actual.join(), /elsewhere\.example\/pixel\.gif\?me/);
});

test("an uncaught error fails the test", async () => {
  const error = await verdict("/throws.html", (page) => page.waitForEvent("pageerror"));
  assert.match(error.actual.join(), /Error: uncaught/);
});

test("an unhandled rejection fails the test", async () => {
  const error = await verdict("/rejects.html", (page) => page.waitForEvent("pageerror"));
  assert.match(error.actual.join(), /Error: unhandled/);
});

test("a fault lasts for its test only", async (t) => {
  const shopper = await shop.shopper(t);
  const endings = [];
  shop.fault({ after: (ending) => endings.push(ending) }, /calm/, (_, res) => res.writeHead(500).end("broken"));
  assert.equal((await shopper.page.goto("/calm.html")).status(), 500);
  endings.forEach((ending) => ending());
  assert.equal((await shopper.page.goto("/calm.html")).status(), 200);
});
