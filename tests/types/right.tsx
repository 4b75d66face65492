// What a TypeScript user may write against pairwell.d.ts: every line of this must compile. See tests/types.test.mjs.

/// <reference types="pairwell" />

window.pairwell = window.pairwell || [];
window.pairwell.push(["view", "red-mug"]);
window.pairwell.push(["cart", ["red-mug", "lantern"]]);
window.pairwell.push(["purchase", { order: "1001", products: ["red-mug"] }], ["forget"]);
window.pairwell.push(["total", 22.8]);
window.pairwell.push(["consent", true], ["consent", { store: true, share: false }]);
window.pairwell.push(["words", { add: "Into the basket", "bought-together": "Goes along", "add-all.few": "All {count}" }]);

const pageData: Pairwell.PageData = { product: "red-mug", cart: [], purchase: { order: 7, products: ["a"] } };
const tag: Pairwell.ScriptAttributes = {
  "data-model": "/model/manifest.json",
  "data-platform": "shopify",
  "data-consent": "auto",
  "data-holdout": "10",
  "data-holdout-attribute": "pairwell_arm",
  "data-live": "on",
  "data-price-age": 30,
  "data-bridges": "ga4 klaviyo",
  "data-klaviyo-events": "Pairwell Recommended",
  "data-free-shipping": 50,
};

const block = document.createElement("pairwell-block");
block.setAttribute("kind", "cart" satisfies Pairwell.Kind);
block.addEventListener("pairwell:add", (event) => {
  const names: string[] = event.detail.items.map((item) => item.product);
  event.detail.waitUntil(fetch("/cart/add?" + names.join()));
});
document.addEventListener("pairwell:impression", ({ detail }) => {
  const list: `pairwell_${Pairwell.Kind}` = detail.list;
  const first: number = detail.items[0].position;
  const price: number | undefined = detail.items[0].price;
  console.log(list, first, price, detail.asked === detail.kind);
});
window.addEventListener("pairwell:error", (event) => console.log(event.detail.message.length, event.detail.items[0].variant));
document.addEventListener("pairwell:consent", (event) => console.log(event.detail.store));

async function api(pairwell: Pairwell.Api): Promise<void> {
  const items: Pairwell.Item[] = await pairwell.recommend({ kind: "best-sellers", by: "category", limit: 8, cart: ["a"] });
  const end: () => void = pairwell.on("click", (detail, event) => console.log(detail.items[0].title, event.target));
  pairwell.on("impression", (detail) => detail.items.map(({ position }) => position));
  const page = await pairwell.explain();
  page?.forEach(({ left }) => left.forEach(({ why, above }) => console.log(why === "above" ? above : why)));
  const one = await pairwell.explain(block);
  const asked = await pairwell.explain({ kind: "similar" });
  console.log(items.length, one?.next.length, asked?.ms, (await pairwell.debug())?.history.at(-1)?.at, pairwell.arm, pairwell.version);
  end();
  pairwell.refresh();
  await pairwell.forget();
  pairwell.destroy();
}

const attributes: Pairwell.BlockAttributes = { kind: "new", layout: "carousel", limit: 6, heading: "New", "label-add": "Buy", template: "card" };
const jsx = (
  <main>
    <pairwell-block kind="bought-together" layout="list" limit="3" label-add-all="All of them" />
    <pairwell-block segment="loyal vip" kind="trending" kind-loyal="buy-again" heading-loyal="Welcome back" limit-vip={8} />
    <pairwell-forget label-forget="Forget me" />
  </main>
);

export { api, attributes, jsx, pageData, tag };
