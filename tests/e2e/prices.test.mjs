// Prices as shoppers read them: the manifest says how a language writes them, so that the browser's Intl, slow when it is used for the
// first time, need not be asked; where it says nothing, the browser is.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";

import { changePage } from "./pages.mjs";
import { dist, openShop } from "./support.mjs";

const top = path.join(import.meta.dirname, "..", "..");

let shop;
let product;
before(async () => {
  shop = await openShop();
  product = await shop.someProduct();
});
after(() => shop?.close());

/** Counts each use that Pairwell makes of what the browser knows of languages' numbers; the shop itself makes some, too. */
function watchIntl() {
  globalThis.asked = 0;
  // Error, count, the function below, and who called it.
  const count = () => (globalThis.asked += new Error().stack.split("\n")[3].includes("/pairwell/") ? 1 : 0);
  const { NumberFormat } = Intl;
  Intl.NumberFormat = new Proxy(NumberFormat, { construct: (...call) => (count(), Reflect.construct(...call)) });
  const { toLocaleString } = Number.prototype;
  Number.prototype.toLocaleString = function (...call) {
    count();
    return toLocaleString.apply(this, call);
  };
}

/** The prices of a page in `language`, as shown and as the browser would write them in `currency`, and how often it was asked. */
async function open(t, language, { manifest, locale, currency = "GBP", page = product } = {}) {
  shop.before = undefined;
  await changePage(shop, t, page, (html) => html.replace(/<html lang="[^"]*"/, language ? `<html lang="${language}"` : "<html"));
  const changed = shop.before;
  if (manifest) {
    shop.before = (req, res) => (req.url === "/model/manifest.json" ? (res.setHeader("Content-Type", "application/json").end(JSON.stringify(manifest)), true) : changed(req, res));
  }
  const shopper = await shop.shopper(t, { locale });
  await shopper.context.addInitScript(watchIntl);
  await shopper.visit(page);
  await shopper.block("bought-together").ready();
  const block = await shopper.block("complete-the-look").ready();
  const shown = (await block.shown()).map(({ price }) => price);
  assert.ok(shown.length >= 2);
  const told = await shopper.page.evaluate(
    ([language, currency]) => {
      const { asked } = globalThis;
      const amounts = (of) => globalThis.pairwellTold.find(({ name, kind }) => name === "ready" && kind === of).detail.items.map(({ price }) => price);
      const format = new Intl.NumberFormat(language, { style: "currency", currency });
      const sum = format.format(amounts("bought-together").reduce((sum, price) => sum + price));
      const total = document.querySelector("pairwell-block[kind=bought-together]").shadowRoot.querySelector("[part=total]").textContent;
      return { asked, wanted: amounts("complete-the-look").map((amount) => format.format(amount)), sum, total };
    },
    [language || undefined, currency],
  );
  return { shown, ...told };
}

const manifestNow = async () => JSON.parse(await readFile(path.join(dist, "model", "manifest.json"), "utf8"));

for (const language of ["en-GB", "de", "fr-FR", "nl", "it", "pl", "sv", "ja"]) {
  test(`a page in ${language}: prices as the browser would write them, without asking it`, async (t) => {
    const { shown, asked, wanted } = await open(t, language);
    assert.deepEqual(shown, wanted);
    assert.equal(asked, 0);
  });
}

test("prices without decimals, and grouped where the language groups four digits", async (t) => {
  const table = (await readFile(path.join(top, "src", "trainer", "prices.tsv"), "utf8")).trim().split("\n").map((line) => line.split("\t"));
  const prices = table.filter(([currency]) => currency === "JPY").map(([, ...form]) => form.map((part, n) => (n === 4 ? Number(part) : part)));
  const manifest = { ...(await manifestNow()), currency: "JPY", minor_digits: 0, prices };
  // The product of the page is in the bundle, so its sum has four digits whatever goes with it.
  const [page] = await shop.products("best-sellers/price-high");
  for (const language of ["en", "de", "pl"]) {
    const { shown, asked, wanted, sum, total } = await open(t, language, { manifest, currency: "JPY", page });
    assert.deepEqual(shown, wanted);
    assert.match(sum, /^\D*\d\D?\d\d\d\D*$/, "a bundle of four digits");
    assert.ok(total.includes(sum), `${total} for ${sum}`);
    assert.equal(asked, 0);
  }
});

test("a page without a language is written in the browser's", async (t) => {
  const { shown, asked, wanted } = await open(t, "", { locale: "de-DE" });
  assert.deepEqual(shown, wanted);
  assert.match(shown[0], /^\d+,\d\d\u00a0£$/);
  assert.equal(asked, 0);
});

test("a language that the manifest says nothing of: the browser is asked", async (t) => {
  const { shown, asked, wanted } = await open(t, "en-IN");
  assert.deepEqual(shown, wanted);
  assert.ok(asked > 0);
});

test("a manifest that says nothing, or nonsense, of prices: the browser is asked", async (t) => {
  const manifest = await manifestNow();
  for (const prices of [undefined, null, 7, [7], [["£"]]]) {
    const { shown, asked, wanted } = await open(t, "en-GB", { manifest: { ...manifest, prices } });
    assert.deepEqual(shown, wanted, JSON.stringify(prices));
    assert.ok(asked > 0);
  }
});
