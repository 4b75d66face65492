// The named alternative of bench-first-block.mjs, as a good hand would write it: one JSON file with cards and `[[id, score]]` rows,
// the best of a row into shadow DOM. It keeps no history, filters nothing and explains nothing.

function alternative() {
  const model = fetch(document.currentScript.dataset.model).then((response) => response.json());
  const price = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" });
  const styles = new CSSStyleSheet();
  styles.replaceSync(
    ":host{display:block}ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:1rem;list-style:none;padding:0;margin:0}img{width:100%;height:auto;aspect-ratio:1}",
  );
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  customElements.define(
    "pairwell-block",
    class extends HTMLElement {
      async connectedCallback() {
        const { cards, edges } = await model;
        const index = cards.findIndex(([handle]) => handle === this.getAttribute("product"));
        const row = [...(edges[index] ?? [])].sort((a, b) => b[1] - a[1]).slice(0, Number(this.getAttribute("limit")));
        const list = make("ul", {});
        for (const [neighbour] of row) {
          const [handle, title, pence] = cards[neighbour];
          const card = make(
            "li",
            {},
            make("a", { href: `/products/${handle}/` }, make("img", { src: `/pictures/${handle}.svg`, alt: "", width: 400, height: 400, loading: "lazy" }), title),
            make("p", {}, price.format(pence / 100)),
            make("button", { type: "button" }, "Add"),
          );
          card.setAttribute("part", "card");
          list.append(card);
        }
        const shadow = this.attachShadow({ mode: "open" });
        shadow.adoptedStyleSheets = [styles];
        shadow.append(list);
        this.dispatchEvent(new CustomEvent("pairwell:ready", { bubbles: true, composed: true, detail: { kind: this.getAttribute("kind") } }));
      }
    },
  );
}

export const alternativeScript = `(${alternative})();`;
