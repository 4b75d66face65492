// Which product a page is about, by schema.org's markup.

import assert from "node:assert/strict";

import { inEveryEngine } from "../../engines/shopper.mjs";
import { remembered, remembers } from "../suite.mjs";
import { OTHER, PRODUCT, ld, startPages } from "./pages.mjs";

const SKU = "22423"; // of PRODUCT
const product = (more) => ({ "@context": "https://schema.org/", "@type": "Product", name: "Cake stand", ...more });
const offers = { "@type": "Offer", priceCurrency: "GBP", price: "12.75", availability: "https://schema.org/InStock" };

// Path → what the page says, and the product it is about: undefined for none.
const CASES = {
  "/by-sku": [ld(product({ sku: SKU, offers })), SKU],
  "/by-id": [ld(product({ productID: PRODUCT })), PRODUCT],
  "/by-address": [ld(product({ url: `/products/${PRODUCT}?variant=1` })), PRODUCT],
  "/by-the-offers-address": [ld(product({ offers: { ...offers, url: `http://other.example/gb/product/${PRODUCT}/` } })), PRODUCT],
  "/graph": [ld({ "@context": "https://schema.org", "@graph": [{ "@type": "WebSite" }, { "@type": "BreadcrumbList" }, product({ sku: SKU })] }), SKU],
  "/array": [ld([{ "@type": "Organization" }, product({ sku: SKU })]), SKU],
  "/several-scripts": [ld("{ broken") + ld({ "@type": "Organization" }) + ld(product({ sku: SKU })), SKU],
  "/several-types": [ld(product({ "@type": ["Thing", "https://schema.org/Product"], sku: SKU })), SKU],
  "/main-entity": [ld({ "@type": "ItemPage", mainEntity: product({ sku: SKU }) }), SKU],
  "/group": [ld({ "@type": "ProductGroup", productGroupID: "group", hasVariant: [product({ sku: SKU }), product({ sku: "2" })] }), SKU],
  "/group-and-variants": [ld({ "@type": "ProductGroup", "@id": "#g", productGroupID: PRODUCT }) + ld(product({ sku: "1", isVariantOf: { "@id": "#g" } })) + ld(product({ sku: "2", isVariantOf: { "@id": "#g" } })), PRODUCT],
  "/twice": [ld(product({ sku: SKU })) + ld(product({ sku: SKU, name: "again" })), SKU],
  "/list": [ld(product({ sku: SKU })) + ld(product({ sku: "21166" })), undefined],
  "/item-list": [ld({ "@type": "ItemList", itemListElement: [{ "@type": "ListItem", item: product({ sku: SKU }) }] }), undefined],
  "/products/party-bunting": [ld(product({ sku: SKU, url: `/products/${PRODUCT}` })) + ld(product({ productID: OTHER, url: "/products/party-bunting" })), OTHER],
  "/too-long": [ld(product({ sku: SKU, description: "x".repeat(70_000) })), undefined],
  "/too-deep": [ld(`${"[".repeat(30_000)}${"]".repeat(30_000)}`) + ld(product({ sku: SKU })), SKU],
  "/deep-and-long": [ld(`${'{"@graph":['.repeat(200_000)}`) + ld(product({ sku: SKU })), SKU],
  "/odd": [ld(product({ sku: { toString: "x" }, productID: ["a"], url: 7, name: null })) + ld("null") + ld("7"), undefined],
  "/none": [ld({ "@type": "Organization" }), undefined],
};

inEveryEngine(
  "JSON-LD",
  () => startPages(Object.fromEntries(Object.entries(CASES).map(([path, [head]]) => [path, { head }]).concat([["/stated", { head: ld(product({ sku: SKU })), tag: `data-product="${OTHER}"` }]]))),
  (t) => {
    t("says which product a page is about, or none, in every form that is in use, and in hostile ones", async (shopper) => {
      const found = {};
      for (const path of Object.keys(CASES)) {
        await shopper.visit(path);
        const views = await remembered(shopper, "view");
        found[path] = views[0];
        await shopper.run(() => window.pairwell.forget());
        assert.deepEqual(await remembered(shopper, "view"), []);
      }
      assert.deepEqual(found, Object.fromEntries(Object.entries(CASES).map(([path, [, wanted]]) => [path, wanted])));
      assert.deepEqual(shopper.toldOf("console"), []);
    });

    t("fills the blocks", async (shopper) => {
      await shopper.visit("/by-sku");
      assert.equal((await shopper.block("also-bought")).length, 4);
      await remembers(shopper, "view", SKU);
    });

    t("does not overrule what the page itself states", async (shopper) => {
      await shopper.visit("/stated");
      await shopper.block("also-bought");
      await remembers(shopper, "view", OTHER);
      assert.deepEqual(await remembered(shopper, "view"), [OTHER]);
    });
  },
);
