// What GA4's events on a page tell: by a tag manager's data layer and by gtag, before Pairwell came and after.

import assert from "node:assert/strict";

import { inEveryEngine } from "../../engines/shopper.mjs";
import { remembered, remembers } from "../suite.mjs";
import { OTHER, PRODUCT, startPages } from "./pages.mjs";

const item = (id) => ({ item_id: id, item_name: id, price: 1, quantity: 1 });
const push = (...entries) => `<script>window.dataLayer = window.dataLayer || []; dataLayer.push(${entries.map((entry) => JSON.stringify(entry)).join(",")});</script>`;
const event = (name, ids, more) => ({ event: name, ecommerce: { currency: "GBP", items: ids.map(item), ...more } });
const GTAG = `<script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); } gtag("js", new Date());</script>`;

const start = () =>
  startPages({
    "/past": { head: push({ ecommerce: null }, event("view_item", [PRODUCT])) },
    "/gtag": { head: `${GTAG}<script>gtag("event", "view_item", ${JSON.stringify({ items: [item(PRODUCT)] })});</script>` },
    "/empty": { head: push({ event: "gtm.js" }) },
    "/bought": { head: push(event("purchase", [PRODUCT, OTHER], { transaction_id: "T1" })) },
    "/list": { head: push(event("view_item_list", [PRODUCT, OTHER]), event("view_item", [PRODUCT, OTHER])) },
    "/off": { head: push(event("view_item", [PRODUCT])), tag: `data-platform="none"` },
    "/hostile": {
      head: `<script>
        window.dataLayer = [];
        dataLayer.push(null, 7, "x", [], { event: "view_item" }, { event: "view_item", ecommerce: 5 }, { event: {}, ecommerce: {} });
        dataLayer.push({ get event() { throw new Error("getter"); } });
        dataLayer.push({ event: "view_item", get ecommerce() { throw new Error("getter"); } });
        dataLayer.push({ event: "view_item", ecommerce: { items: [{ get item_id() { throw new Error("getter"); } }] } });
        dataLayer.push({ event: "__proto__", ecommerce: { items: [] } }, { event: "constructor", ecommerce: { items: [{ item_id: "x" }] } });
        const ring = { event: "add_to_cart" }; ring.ecommerce = { items: [ring], ring };
        dataLayer.push(ring);
        dataLayer.push(new Proxy({}, { getOwnPropertyDescriptor() { throw new Error("proxy"); } }));
        for (let n = 0; n < 20000; n++) dataLayer.push({ event: "scroll", n });
        dataLayer.push({ event: "view_cart", ecommerce: { items: new Array(4e9) } });
        dataLayer.push({ event: "view_cart", ecommerce: { items: Array.from({ length: 1e5 }, (_, n) => ({ item_id: "n" + n })) } });
        dataLayer.push(${JSON.stringify(event("view_item", [PRODUCT]))});
      </script>`,
    },
    "/own-push": {
      head: `<script>
        window.dataLayer = [];
        window.seen = [];
        dataLayer.push = function (...entries) { seen.push(...entries); if (entries[0] === "throw") throw new Error("the page's own"); return Array.prototype.push.apply(this, entries) * 10; };
      </script>`,
    },
  });

const said = (shopper, ...entries) => shopper.run((entries) => window.dataLayer.push(...entries), entries);
// The loader begins when the browser is idle; who asks makes it begin.
const opened = async (shopper, path) => {
  await shopper.visit(path);
  await shopper.debug();
};

inEveryEngine("GA4's events", start, (t) => {
  t("that were pushed before say what the page is about", async (shopper) => {
    await opened(shopper, "/past");
    await remembers(shopper, "view", PRODUCT);
    assert.equal((await shopper.block("also-bought")).length, 4);
  });

  t("by gtag are heard too, past and future", async (shopper) => {
    await opened(shopper, "/gtag");
    await remembers(shopper, "view", PRODUCT);
    await shopper.run((item) => window.gtag("event", "add_to_cart", { items: [item] }), item(OTHER));
    await remembers(shopper, "cart", OTHER);
  });

  t("to come tell of the cart: put in, taken out, seen as a whole, on this page and the next", async (shopper) => {
    await opened(shopper, "/empty");
    await said(shopper, { ecommerce: null }, event("add_to_cart", [PRODUCT]));
    await remembers(shopper, "cart", PRODUCT);
    await opened(shopper, "/empty");
    await said(shopper, event("add_to_cart", [OTHER]));
    await remembers(shopper, "cart", OTHER);
    assert.deepEqual(await remembered(shopper, "uncart"), [], "what was in the cart before is still there");
    await said(shopper, event("remove_from_cart", [PRODUCT]));
    await remembers(shopper, "uncart", PRODUCT);
    await said(shopper, event("view_cart", []));
    await remembers(shopper, "uncart", OTHER);
  });

  t("of a purchase are remembered once", async (shopper) => {
    await opened(shopper, "/bought");
    await remembers(shopper, "purchase", OTHER);
    await opened(shopper, "/bought");
    assert.deepEqual(await remembered(shopper, "purchase"), [PRODUCT, OTHER]);
  });

  t("about several products say nothing of what the page is about", async (shopper) => {
    await opened(shopper, "/list");
    assert.deepEqual(await remembered(shopper, "view"), []);
  });

  t("are not listened to where no platform is wanted", async (shopper) => {
    await opened(shopper, "/off");
    assert.deepEqual(await remembered(shopper, "view"), []);
  });

  t("may be anything, and nothing breaks", async (shopper) => {
    await opened(shopper, "/hostile");
    await remembers(shopper, "view", PRODUCT);
    const cart = await shopper.until("the cart", async () => {
      const { history } = await window.pairwell.debug();
      return history.some(({ kind }) => kind === "cart") && history.filter(({ kind }) => kind === "cart").length;
    });
    assert.ok(cart <= 200, `${cart} products of one event`);
    assert.deepEqual(shopper.toldOf("console"), []);
  });

  t("reach the page's own push first, with its answer, its errors, and nothing changed after destroy", async (shopper) => {
    await opened(shopper, "/own-push");
    assert.equal(await said(shopper, event("view_item", [PRODUCT])), 10);
    await remembers(shopper, "view", PRODUCT);
    assert.equal(
      await shopper.run(() => {
        try {
          window.dataLayer.push("throw");
          return "";
        } catch (error) {
          return error.message;
        }
      }),
      "the page's own",
    );
    assert.equal(await shopper.run(() => window.seen.length), 2);
    await shopper.run(() => {
      window.wrapped = window.dataLayer.push;
      window.pairwell.destroy();
    });
    assert.equal(await shopper.run(() => window.dataLayer.push !== window.wrapped), true);
  });
});
