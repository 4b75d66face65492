// What `pairwell.debug()` gives. Comes with the memory: nobody asks before there is one.

/** All there is to know, as themes get it. `read`: `reader` of browser.js. */
export const report = ({ page, lists, bytes, memory }, read) => {
  const lines = memory.events().split("\n");
  const history = [];
  while (lines.length > 2) {
    const [kind, product, at] = lines.splice(0, 3);
    const { item, more } = read(page, lists.about(product));
    const { price, category = "" } = more() ? item() : {};
    history.push({ kind, product, at: at * 1000, price, category });
  }
  return {
    history,
    model: { build: page.manifest.build, bytes, products: lists.products(), edges: lists.pairs() },
    blocks: (page.order || [])
      .map((host) => page.views.get(host))
      .filter(Boolean)
      .map(({ shown: { kind, ms, items } }) => ({ kind, ms, items: items.filter((item) => !item.own) })),
  };
};
