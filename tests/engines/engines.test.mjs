// The harness itself: one page, three engines, and that it notices what it must.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { engineNames, lacking } from "./drivers.mjs";
import { Key, Shopper, inEveryEngine } from "./shopper.mjs";
import { page, startSite } from "./site.mjs";

const PRODUCT = "regency-cakestand-3-tier";

const start = () =>
  startSite({
    routes: {
      "GET /": () => page({ tag: `data-platform="none" data-product="${PRODUCT}"`, body: `<h1>Cake stand</h1><pairwell-block kind="also-bought"></pairwell-block>` }),
      "GET /bad": () =>
        page({
          body: `<script>
            setTimeout(() => { throw new Error("uncaught here"); });
            Promise.reject(new Error("unhandled here"));
            fetch("http://192.0.2.1/x").catch(() => {});
            console.warn("one line");
          </script>`,
        }),
      "GET /store": () => page({ body: `<script>window.before = localStorage.length; localStorage.mine = 1; document.cookie = "mine=1";</script>` }),
    },
  });

inEveryEngine("the harness", start, (t) => {
  t("shows a block from the model, and reaches into its shadow tree by mouse and by key", async (shopper) => {
    await shopper.visit("/");
    const cards = await shopper.block("also-bought");
    assert.equal(cards.length, 4);
    assert.ok(cards.every((card) => card.title && /£/.test(card.price)), JSON.stringify(cards));
    // Whoever adds is told that nobody answers by being led to the product.
    await shopper.run(() => {
      document.addEventListener("pairwell:add", (event) => event.detail.waitUntil(new Promise((resolve) => setTimeout(resolve))));
    });
    await shopper.click(["also-bought", "li:nth-child(2) button"]);
    await shopper.until("Added", () => document.querySelector("pairwell-block").shadowRoot.querySelector("li:nth-child(2) button").textContent.startsWith("Added"));
    await shopper.focus(["also-bought", "li:nth-child(3) button"]);
    assert.equal(await shopper.focused(), "add");
    await shopper.press(Key.ENTER);
    const adds = await shopper.heard("add", 2);
    assert.deepEqual(adds.map((add) => add.products), [[cards[1].handle], [cards[2].handle]]);
  });

  t("starts with an empty profile, first time", async (shopper) => {
    await shopper.visit("/store");
    assert.equal(await shopper.run(() => window.before), 0);
    assert.equal(await shopper.run(() => localStorage.length), 1);
  });

  t("starts with an empty profile, second time", async (shopper) => {
    await shopper.visit("/store");
    assert.equal(await shopper.run(() => window.before), 0);
  });

  t("notices errors, rejections, foreign requests and lines on the console", async (shopper, shop) => {
    await shopper.visit("/bad");
    const kinds = () => shop.told.map((told) => told.kind).sort();
    for (let n = 0; kinds().length < 4 && n < 200; n++) await shopper.run(() => new Promise((resolve) => setTimeout(resolve, 20)));
    assert.deepEqual(kinds(), ["console", "error", "error", "foreign"]);
    assert.throws(() => Shopper.prototype.judge.call(shopper), /192\.0\.2\.1/);
    shop.told.length = 0;
  });
});

describe("engines", () => {
  test("are three, unless fewer were asked for", () => {
    if (!process.env.PAIRWELL_ENGINES) assert.deepEqual(engineNames, ["chromium", "firefox", "webkit"]);
    assert.deepEqual(engineNames.flatMap(lacking), []);
  });
});
