// What is fetched depends on the page at hand and on nothing else: the same pages, opened by shoppers with different pasts, ask for
// the same files, each as often. All traffic is written down by the server, and nothing is kept by the browser's own cache, which
// would hide it.

import assert from "node:assert/strict";

import { OTHERS, PRODUCT, changed, lines, shopPage, startFaultShop } from "./fault-shop.mjs";
import { inOneBrowserEach } from "./shopper.mjs";
import { html } from "./site.mjs";

const ALWAYS = "best-sellers";

// A kind of page each, with every kind of block that could stand on it; the last one is always filled. What a block is to some
// shoppers is another thing: then, too, all ask for the same.
const PAGES = {
  product: { tag: `data-product="${PRODUCT}"`, blocks: ["bought-together", "complete-the-look", "also-bought", "similar", "recently-viewed", "because-you-viewed"] },
  cart: { tag: `data-cart="${OTHERS[0]},${OTHERS[1]}"`, blocks: ["cart", "left-behind", "for-you"] },
  home: { tag: "", blocks: ["for-you", "also-bought", "recently-viewed", "because-you-viewed", "buy-again", "left-behind", "trending", "new"] },
  category: { tag: "", blocks: ["trending", "new", "for-you", "recently-viewed"] },
  "thank-you": {
    tag: "",
    blocks: ["after-purchase", "for-you", "buy-again"],
    head: `<script>window.pairwell = [["purchase", { order: "1001", products: ["${OTHERS[2]}", "${OTHERS[3]}"] }]];</script>`,
  },
  // A cart that a data layer tells of: what changes, so it goes on from what is remembered.
  "data-layer": {
    tag: "",
    platform: "auto",
    blocks: ["cart", "left-behind"],
    head: `<script>window.dataLayer = [{ event: "add_to_cart", ecommerce: { items: [{ item_id: "${OTHERS[2]}" }] } }];</script>`,
  },
  // A cart of SKUs: whoever was at such a product knows it by them, whoever was not learns which it is on the way.
  skus: { tag: `data-cart="22418,47566"`, blocks: ["cart"] },
  segmented: {
    tag: "",
    blocks: ["also-bought"],
    body: `<pairwell-block kind="trending" kind-regular="bought-together" layout-regular="carousel" layout-visitor="list"></pairwell-block>
      <pairwell-block kind="new" segment="visitor" layout="inline"></pairwell-block>`,
  },
};

const views = (handles) => handles.map((handle) => ["view", handle]);
const LONG = ["party-bunting", "jam-making-set-with-jars", "set-of-3-cake-tins-pantry-design", ...OTHERS];
const PASTS = {
  none: [],
  "a long one": [
    ...views(LONG),
    ...Array.from({ length: 200 }, (_, n) => ["view", `seen-${n}`]),
    ["cart", LONG.slice(0, 5)],
    ["purchase", { order: "7", products: LONG.slice(0, 3) }],
    ["purchase", { order: "8", products: LONG.slice(1, 4) }],
    // The last is one that few buy, so that it is not in the shop's own entry.
    ...views([PRODUCT, ...LONG, "10-colour-spaceboy-pen"]),
  ],
  another: [...views([OTHERS[3], PRODUCT]), ["purchase", { order: "9", products: [PRODUCT] }], ["cart", []]],
};

const SEGMENTS = { list: [{ name: "regular", orders: { at_least: 2 } }, { name: "visitor", category: { of: "views", type: "", share_at_least: 0, products_at_least: 0 } }] };

const start = async () => {
  const site = await startFaultShop({ headers: { "Cache-Control": "no-store" } });
  const manifest = changed((bytes) => JSON.stringify({ ...JSON.parse(bytes), segments: SEGMENTS }));
  site.fault = (request) => request.path === "/model/manifest.json" && manifest(request);
  for (const [name, { tag, platform, blocks, head = "", body = "" }] of Object.entries(PAGES)) {
    site.pages[`/${name}`] = () => shopPage({ product: "", tag, platform, head, body, blocks: [...blocks, ALWAYS] });
  }
  site.pages["/past"] = () => shopPage({ product: "", blocks: [ALWAYS] });
  site.pages["/empty"] = () => html(`<!doctype html><title>Empty</title><link rel="icon" href="data:,">`);
  return site;
};

/** Opens a page, and gives everything that was asked for, by whomever, until it was left. Pictures are of what is shown: see below. */
async function traffic(shopper, shop, name) {
  for (let n = 0; n < 4; n++) {
    await shopper.visit("/empty");
    const from = shop.requests.length;
    shop.told.length = 0;
    await shopper.visit(`/${name}`);
    await shopper.block(ALWAYS);
    await shopper.debug();
    await shopper.run(() => new Promise((resolve) => setTimeout(() => setTimeout(resolve))));
    const shown = await shopper.run(() => [...document.querySelectorAll("pairwell-block")].map((block) => block.shadowRoot?.querySelector("[part~=heading]")?.textContent ?? ""));
    await shopper.visit("/empty");
    if (lines(shop).some((text) => /took longer/.test(text))) continue;
    const asked = shop.requests.slice(from).filter(({ path }) => path !== "/empty");
    for (const { method, query, text, cookies, headers, path } of asked) {
      assert.deepEqual([method, String(query), text, cookies], ["GET", "", "", {}], path);
      // The document's own is the page before, by which a driver came.
      if (headers.referer && path !== `/${name}`) assert.ok([`/${name}`, "/pairwell/"].some((where) => new URL(headers.referer).pathname.startsWith(where)), headers.referer);
    }
    return { shown, asked: asked.map(({ path }) => path) };
  }
  return assert.fail("the machine is too busy: no page was loaded within three seconds");
}

inOneBrowserEach("privacy", start, (t) => {
  t("pages ask for the same files, each as often, whatever the shopper did before", async (shopper, shop) => {
    const seen = {};
    const sites = [];
    const { shop: own } = shopper;
    try {
      for (const [past, calls] of Object.entries(PASTS)) {
        // A shop, and so an origin, for each past.
        const site = past === "none" ? own : await start();
        if (site !== own) sites.push(site);
        shopper.shop = site;
        if (calls.length) {
          await shopper.visit("/past");
          await shopper.block(ALWAYS);
          await shopper.run((calls) => window.pairwell.push(...calls), calls);
          await shopper.run(() => new Promise((resolve) => setTimeout(() => setTimeout(resolve))));
          const { history } = await shopper.debug();
          assert.ok(history.length >= 3);
          // Manifest, the shop's entry and that of the product that was pushed last: what a later page would not have to ask for.
          await shopper.until("files kept", async () => (await (await caches.open("pairwell")).keys()).length >= 3);
        }
        for (const name of Object.keys(PAGES)) {
          await shopper.visit("/empty");
          // Each page makes a little past of its own: who has none begins anew.
          if (!calls.length) await shopper.run(() => (localStorage.clear(), sessionStorage.clear()));
          (seen[name] ??= {})[past] = await traffic(shopper, site, name);
        }
        assert.deepEqual(site.told.filter(({ kind }) => kind !== "console"), []);
      }
    } finally {
      shopper.shop = own;
      for (const site of sites) await site.close();
    }
    for (const [name, pasts] of Object.entries(seen)) {
      const ours = ({ asked }) => asked.filter((path) => !path.startsWith("/pictures/")).sort();
      const [none, ...others] = Object.values(pasts);
      assert.ok(ours(none).length >= 8, `${name}: ${ours(none)}`);
      for (const other of others) assert.deepEqual(ours(other), ours(none), name);
    }
    // And yet the pasts were seen: lists differ.
    for (const name of ["product", "home", "segmented"]) assert.notDeepEqual(seen[name]["a long one"].shown, seen[name].none.shown, name);
    shop.told.length = 0;
  });
});
