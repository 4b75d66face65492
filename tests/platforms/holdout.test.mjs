// The experiment: who is held out sees the theme's own markup, and nothing of ours is fetched for them but what decides;
// the arm stays, is told to the theme, and goes into the cart, from where the order export brings it to `pairwell report`.

import assert from "node:assert/strict";

import { arm } from "../../src/widget/js/parts/gate/holdout.js";
import { inEveryEngine } from "../engines/shopper.mjs";
import { json, page, startSite } from "../engines/site.mjs";

const PRODUCT = "regency-cakestand-3-tier";

const show = (options, head = "") =>
  page({
    head,
    tag: `data-product="${PRODUCT}" ${options}`,
    body: `<h1>Cake stand</h1><pairwell-block kind="also-bought"><ul id="own"><li><a href="/own">The theme's own</a></li></ul></pairwell-block>`,
  });

// A cart as WooCommerce's Store API answers for it, with whatever a snippet of the shop's keeps beside it.
const shop = () => {
  const state = { items: [], extensions: [], known: true };
  // WooCommerce says in a cookie whether there is a cart to be asked for.
  const cookie = (answer) => ({ ...answer, headers: { "Set-Cookie": `woocommerce_items_in_cart=${state.items.length ? 1 : ""}; Path=/` } });
  return {
    state,
    routes: {
      "GET /none": () => show('data-platform="none" data-holdout="0"'),
      "GET /all": () => show('data-platform="none" data-holdout="100"'),
      "GET /button": () =>
        page({ tag: `data-product="${PRODUCT}" data-platform="none" data-holdout="100"`, body: `<pairwell-block></pairwell-block><pairwell-forget></pairwell-forget>` }),
      "GET /some": () => show('data-platform="none" data-holdout="50"'),
      "GET /salted": ({ query }) => show(`data-platform="none" data-holdout="50" data-holdout-salt="${query.get("salt")}"`),
      "GET /wrong": () => show('data-platform="none" data-holdout="a tenth"'),
      "GET /required": () => show('data-platform="none" data-holdout="100" data-consent="required"'),
      "GET /queued": () => show('data-platform="none" data-holdout="100" data-consent="required"', `<script>window.pairwell = [["consent", true]];</script>`),
      "GET /woo/all": () => cookie(show('data-platform="woocommerce" data-holdout="100" data-holdout-attribute')),
      "GET /woo/none": () => cookie(show('data-platform="woocommerce" data-holdout="0" data-holdout-attribute="test_arm"')),
      "GET /wp-json/wc/store/v1/cart": () => json({ items: state.items, items_count: state.items.length }, 200, { Nonce: "n1" }),
      "POST /wp-json/wc/store/v1/cart/extensions": ({ headers, text }) => {
        if (headers.nonce !== "n1") return json({ code: "woocommerce_rest_missing_nonce", message: "Missing the Nonce header. This endpoint requires a valid nonce.", data: { status: 401 } }, 401);
        const { namespace, data } = JSON.parse(text);
        if (namespace !== "pairwell" || !state.known) {
          return json({ code: "woocommerce_rest_cart_extensions_error", message: `There is no such namespace registered: ${namespace}.`, data: { status: 400 } }, 400);
        }
        state.extensions.push(data);
        return json({ items: state.items }, 200, { Nonce: "n1" });
      },
    },
  };
};

const start = async () => {
  const { state, routes } = shop();
  const site = await startSite({ routes });
  site.state = state;
  site.reset = () => {
    Object.assign(state, { items: [], extensions: [], known: true });
    site.requests.length = 0;
  };
  return site;
};

const armOf = (shopper) => shopper.until("an arm", () => window.pairwell && window.pairwell.arm);
const fallback = (shopper) => shopper.run(() => document.getElementById("own").checkVisibility?.() ?? document.getElementById("own").getClientRects().length > 0);
const number = (shopper) => shopper.run(() => localStorage.getItem("pairwell:visitor"));
const asked = (site) => site.requests.map(({ path }) => path);

inEveryEngine("holdout", start, (t) => {
  t("held out: the theme's own markup, and neither core nor model is fetched", async (shopper, site) => {
    await shopper.visit("/all");
    assert.equal(await armOf(shopper), "held-out");
    // Asked for a list, or to begin by a push, it has none, and still fetches nothing.
    assert.deepEqual(await shopper.run(() => window.pairwell.recommend()), []);
    await shopper.run((product) => window.pairwell.push(["view", product]), PRODUCT);
    assert.equal(await shopper.run(() => window.pairwell.debug()), null);
    assert.ok(await fallback(shopper));
    assert.deepEqual(asked(site).filter((path) => /\.wasm$|\.pw$|manifest|pairwell-/.test(path)), []);
    assert.ok(asked(site).some((path) => path.startsWith("/pairwell/part-gate-")));
    assert.deepEqual(shopper.toldOf("console"), []);
    assert.deepEqual(await shopper.run(() => Object.keys(localStorage)), ["pairwell:visitor"]);
  });

  t("held out, and forgotten on request", async (shopper) => {
    await shopper.visit("/all");
    await armOf(shopper);
    await shopper.run(() => window.pairwell.forget());
    assert.deepEqual(await shopper.run(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]), []);
  });

  t("held out, and forgotten by the button", async (shopper, site) => {
    await shopper.visit("/button");
    await armOf(shopper);
    await shopper.click("pairwell-forget button");
    await shopper.until("an empty storage", () => localStorage.length === 0);
    await shopper.until("the word", () => document.querySelector("pairwell-forget [role=status]").textContent);
    assert.deepEqual(asked(site).filter((path) => /\.wasm$|\.pw$|manifest/.test(path)), []);
  });

  t("shown: as without an experiment", async (shopper) => {
    await shopper.visit("/none");
    assert.equal(await armOf(shopper), "shown");
    assert.equal((await shopper.block("also-bought")).length, 4);
  });

  t("a visitor's arm is the hash of a number that stays, and another salt deals anew", async (shopper) => {
    await shopper.visit("/some");
    const first = await armOf(shopper);
    const kept = await number(shopper);
    assert.match(kept, /^[0-9a-f]{16}$/);
    assert.equal(first, arm(kept, 0.5));
    await shopper.reload();
    assert.equal(await armOf(shopper), first);
    assert.equal(await number(shopper), kept);
    let salt = 0;
    while (arm(kept, 0.5, `${salt}`) === first) salt++;
    await shopper.visit(`/salted?salt=${salt}`);
    assert.notEqual(await armOf(shopper), first);
    assert.equal(await number(shopper), kept);
  });

  t("a share that is no share is said, and nobody is held out", async (shopper) => {
    await shopper.visit("/wrong");
    assert.equal((await shopper.block("also-bought")).length, 4);
    assert.ok(shopper.toldOf("console").some((line) => line.includes('data-holdout="a tenth"')), JSON.stringify(shopper.toldOf("console")));
  });

  t("without consent nobody is in the experiment; with it, from then on", async (shopper) => {
    await shopper.visit("/required");
    assert.equal((await shopper.block("also-bought")).length, 4);
    assert.deepEqual(await shopper.run(() => [window.pairwell.arm ?? null, localStorage.length]), [null, 0]);
    await shopper.run(() => window.pairwell.push(["consent", true]));
    assert.equal(await armOf(shopper), "held-out");
    await shopper.until("the theme's own markup", () => document.getElementById("own").getClientRects().length > 0);
    // Withdrawn: out of it, and the number is gone.
    await shopper.run(() => window.pairwell.push(["consent", false]));
    await shopper.until("no arm", () => window.pairwell.arm === undefined);
    assert.deepEqual(await shopper.run(() => [localStorage.length, sessionStorage.length]), [0, 0]);
  });

  t("consent that is there before the script decides before anything is fetched", async (shopper, site) => {
    await shopper.visit("/queued");
    assert.equal(await armOf(shopper), "held-out");
    assert.deepEqual(await shopper.run(() => window.pairwell.recommend()), []);
    assert.deepEqual(asked(site).filter((path) => /\.wasm$|\.pw$|manifest/.test(path)), []);
  });

  t("the arm goes into a cart that holds something, once, in both arms", async (shopper, site) => {
    await shopper.visit("/woo/all");
    await armOf(shopper);
    await shopper.until("the adapter", () => performance.getEntriesByType("resource").some(({ name }) => name.includes("/part-woocommerce-")));
    await shopper.run(() => new Promise((resolve) => setTimeout(() => setTimeout(resolve))));
    assert.ok(!asked(site).some((path) => path.startsWith("/wp-json/")), "a shop is not asked for a cart that is not there");
    site.state.items = [{ key: "a", id: 7, sku: "22423", quantity: 1 }];
    await shopper.reload();
    await shopper.until("the note", () => sessionStorage.getItem("pairwell:arm") === "held-out");
    await shopper.until("the write", () => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/cart/extensions")));
    assert.deepEqual(site.state.extensions, [{ pairwell_arm: "held-out" }]);
    assert.ok(!asked(site).some((path) => /\.wasm$|\.pw$|manifest/.test(path)), "still without core and model");
    const before = asked(site).filter((path) => path.endsWith("/store/v1/cart")).length;
    await shopper.reload();
    await armOf(shopper);
    await shopper.until("the cart's answer", () => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/store/v1/cart")));
    assert.ok(asked(site).filter((path) => path.endsWith("/store/v1/cart")).length > before);
    assert.equal(site.state.extensions.length, 1, "not written twice");

    // The other arm, under another name.
    await shopper.run(() => sessionStorage.clear());
    await shopper.visit("/woo/none");
    await shopper.block("also-bought");
    await shopper.until("the note", () => sessionStorage.getItem("pairwell:arm") === "shown");
    await shopper.until("the write", () => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/cart/extensions")));
    assert.deepEqual(site.state.extensions[1], { test_arm: "shown" });
  });

  t("a shop whose cart does not take the arm says why, and sells on", async (shopper, site) => {
    Object.assign(site.state, { known: false, items: [{ key: "a", id: 7, sku: "22423", quantity: 1 }] });
    await shopper.visit("/woo/none");
    await shopper.block("also-bought");
    const warned = () => shopper.toldOf("console").some((line) => line.includes("data-holdout-attribute") && line.includes("no such namespace"));
    for (let n = 0; n < 100 && !warned(); n++) await shopper.run(() => new Promise((resolve) => setTimeout(resolve, 30)));
    assert.ok(warned(), JSON.stringify(shopper.toldOf("console")));
  });
});
