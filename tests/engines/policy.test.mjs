// The content security policy that SECURITY.md names: Pairwell works under exactly that, from hosts of its own, and with any
// directive less it is off, or does without what that directive was for.

import assert from "node:assert/strict";
import { once } from "node:events";

import { BLOCKS, PRODUCT, isOff, lines, shopPage, startFaultShop, themeRules } from "./fault-shop.mjs";
import { inOneBrowserEach } from "./shopper.mjs";
import { startSite } from "./site.mjs";

// The shop, and a host each for the widget, the model and the pictures. They are ports here, which are origins like any other.
const start = async () => {
  const shop = await startFaultShop();
  const open = { headers: { "Access-Control-Allow-Origin": "*" }, routes: {} };
  const [widget, model] = await Promise.all([startSite(open), startSite(open)]);
  const { close } = shop;
  const hosts = { widget: widget.url, model: model.url };
  return Object.assign(shop, {
    hosts,
    others: { widget, model },
    close: () => Promise.all([close(), widget.close(), model.close()]),
  });
};

// What SECURITY.md says: the theme's own ('self') and ours.
const directives = ({ widget, model }) => ({
  "default-src": "'none'",
  "script-src": `'self' ${widget} 'wasm-unsafe-eval'`,
  "connect-src": `'self' ${widget} ${model}`,
  "img-src": "'self' data:",
  "style-src": "'self'",
  "form-action": "'self'",
  "base-uri": "'none'",
  "frame-ancestors": "'none'",
  "require-trusted-types-for": "'script'",
  "trusted-types": "'none'",
});

const policy = (all) => Object.entries(all).map(([name, value]) => `${name} ${value}`).join("; ");

/** Serves the page under a policy. `script`: the tag in place of the usual one. */
function serve(shop, all, script) {
  const { widget, model } = shop.hosts;
  const tag = script ?? `<script async src="${widget}/pairwell/pairwell.js" crossorigin data-model="${model}/model/manifest.json" data-platform="none" data-product="${PRODUCT}"></script>`;
  shop.show = { tag: false, head: tag, headers: { "Content-Security-Policy": policy(all) } };
}

/** What the policy was found to forbid, so far: what a page tells of may come until it is left, and is held against it then. */
const forbidden = (shop) => shop.told.filter(({ kind }) => kind === "foreign").map(({ text }) => text);

async function works(shopper, shop) {
  await shopper.visit("/");
  for (const kind of BLOCKS) assert.equal((await shopper.block(kind)).length, 4, kind);
  assert.deepEqual(lines(shop).filter((text) => !/took longer/.test(text)), []);
}

const without = (all, name, source) => ({ ...all, [name]: all[name].replace(source, "").trim() || "'none'" });

inOneBrowserEach("content security policy", start, (t) => {
  t("under exactly the policy that the documentation names there are lists, and nothing is forbidden", async (shopper, shop) => {
    serve(shop, directives(shop.hosts));
    await works(shopper, shop);
    assert.deepEqual(forbidden(shop), []);
    // What follows a press, and other layouts, need nothing more.
    shop.show.body = `<pairwell-block kind="best-sellers" layout="carousel"></pairwell-block>`;
    await works(shopper, shop);
    assert.ok((await shopper.block("best-sellers")).length >= 1);
    await shopper.run(() => document.addEventListener("pairwell:add", (event) => event.detail.waitUntil(Promise.resolve())));
    await shopper.click(["best-sellers", "li button"]);
    await shopper.until("Added", () => document.querySelector('pairwell-block[kind="best-sellers"]').shadowRoot.querySelector("li button").textContent.startsWith("Added"));
    assert.deepEqual(forbidden(shop), []);
  });

  t("without the widget's host in script-src the loader does not run", async (shopper, shop) => {
    serve(shop, without(directives(shop.hosts), "script-src", shop.hosts.widget));
    shop.expected = /^script-src/;
    await shopper.visit("/");
    await themeRules(shopper);
    assert.equal(await shopper.run(() => typeof window.pairwell), "undefined");
    assert.ok(forbidden(shop).length >= 1);
    assert.deepEqual(lines(shop), []);
  });

  t("without 'wasm-unsafe-eval' it is off, and the line says so", async (shopper, shop) => {
    serve(shop, without(directives(shop.hosts), "script-src", "'wasm-unsafe-eval'"));
    shop.expected = /^script-src/;
    await isOff(shopper, shop, { words: /unsafe-eval|blocked by CSP/ });
  });

  for (const host of ["widget", "model"]) {
    t(`without the ${host}'s host in connect-src it is off`, async (shopper, shop) => {
      serve(shop, without(directives(shop.hosts), "connect-src", shop.hosts[host]));
      shop.expected = /^connect-src/;
      await isOff(shopper, shop, { words: /could not be fetched/ });
      assert.ok(forbidden(shop).length >= 1);
    });
  }

  t("without the pictures' host in img-src cards have no picture, and all else", async (shopper, shop) => {
    serve(shop, { ...directives(shop.hosts), "img-src": "data:" });
    // A picture is asked for when it comes near to the window's edge, so some are while the story ends.
    shop.expected = /^img-src/;
    await works(shopper, shop);
    // One was asked for and forbidden, and none has come.
    const late = AbortSignal.timeout(20_000);
    while (!forbidden(shop).length) await once(shop.news, "told", { signal: late });
    const { all, seen } = await shopper.run(() => {
      const all = [...document.querySelectorAll("pairwell-block")].flatMap((block) => [...block.shadowRoot.querySelectorAll("img")]);
      return { all: all.length, seen: all.filter((picture) => picture.naturalWidth).length };
    });
    assert.ok(all >= 8);
    assert.equal(seen, 0);
  });

  t("without a word on styles or Trusted Types it works as well", async (shopper, shop) => {
    const { "style-src": _, "require-trusted-types-for": __, "trusted-types": ___, ...rest } = directives(shop.hosts);
    // Without styles the theme's own are forbidden, and ours are not among them.
    for (const all of [rest, { ...rest, "style-src": "'none'" }]) {
      serve(shop, all);
      shop.expected = /^style-src\S* \S+\/theme\.css$/;
      await works(shopper, shop);
      const found = forbidden(shop).map((text) => text.replace(/^\S+ /, ""));
      assert.deepEqual([...new Set(found)], [`${shop.url}/theme.css`]);
    }
  });

  t("a nonce on the script tag lets the loader in, and what it imports, with or without 'strict-dynamic'", async (shopper, shop) => {
    const { widget, model } = shop.hosts;
    const tag = `<script async nonce="abc" src="${widget}/pairwell/pairwell.js" crossorigin data-model="${model}/model/manifest.json" data-platform="none" data-product="${PRODUCT}"></script>`;
    for (const sources of ["'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'", "'nonce-abc' 'wasm-unsafe-eval'"]) {
      serve(shop, { ...directives(shop.hosts), "script-src": sources }, tag);
      // The theme's own scripts need the nonce then, too.
      const page = shopPage(shop.show);
      shop.pages["/"] = () => ({ ...page, body: page.body.replace(/<script src/g, '<script nonce="abc" src') });
      await works(shopper, shop);
      assert.deepEqual(forbidden(shop), []);
    }
  });

  t("a host that allows no other origin: off, and the one line on the console says CORS", async (shopper, shop) => {
    for (const host of ["widget", "model"]) {
      shop.others[host].headers = {};
      // The script itself without `crossorigin`, as a page may load it from anywhere.
      const { widget, model } = shop.hosts;
      serve(shop, directives(shop.hosts), `<script async src="${widget}/pairwell/pairwell.js" data-model="${model}/model/manifest.json" data-platform="none" data-product="${PRODUCT}"></script>`);
      const said = await isOff(shopper, shop, { words: /CORS/ });
      assert.match(said, /could not be fetched; another host must send Access-Control-Allow-Origin \(CORS\)/);
      assert.ok(said.includes(shop.hosts[host]), said);
      shop.others[host].headers = { "Access-Control-Allow-Origin": "*" };
    }
    shop.told.length = 0;
    await works(shopper, shop);
  });

  t("the files' host is down on a later visit: loader, glue and module out of the browser's cache, entries out of ours", async (shopper, shop) => {
    for (const host of Object.values(shop.others)) host.headers["Cache-Control"] = "max-age=31536000, immutable";
    serve(shop, directives(shop.hosts));
    shop.others.model.headers = { "Access-Control-Allow-Origin": "*", "Cache-Control": "no-store" };
    await works(shopper, shop);
    const before = await Promise.all(BLOCKS.map(async (kind) => (await shopper.cards(kind)).map(({ handle }) => handle)));
    await shopper.until("three files kept", async () => (await (await caches.open("pairwell")).keys()).length >= 3);
    await Promise.all([shop.others.widget.close(), shop.others.model.close()]);
    for (const host of Object.values(shop.others)) host.close = () => {};
    // WebKitGTK under its driver has a session that keeps no files, and so no module: off, as for whoever was never here.
    if (shopper.engine === "webkit") return isOff(shopper, shop, { words: /pairwell-.*could not be fetched/ });
    await works(shopper, shop);
    assert.deepEqual(await Promise.all(BLOCKS.map(async (kind) => (await shopper.cards(kind)).map(({ handle }) => handle))), before);
    return undefined;
  });
});
