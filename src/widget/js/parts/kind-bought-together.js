// Bundles: each product with a box to tick, the sum of what is ticked, and one button that adds it all.

import { label } from "./lib/label.js";
import { extend } from "./lib/sheet.js";

const css =
  "label{display:flex;gap:.5em;align-items:center;margin-block-start:auto}" +
  "input{inline-size:1.25em;block-size:1.25em;margin:0;flex:none;accent-color:var(--pw-accent,auto)}" +
  "[part=total]{margin:1em 0 .5em;font-weight:var(--pw-total-weight,inherit)}";

export const mend = (view) => {
  const { page, section, list } = view;
  extend(view, css);
  const foot = (view.foot = view.add(section, "div", "bundle"));
  const total = view.add(foot, "p", "total");
  // The sum changes away from the box that was just ticked.
  total.setAttribute("aria-live", "polite");
  view.button(foot, "add add-all", view.word("add"));

  view.face = (card, item) => {
    view.link(card, item);
    const title = item.own && card.querySelector("[part=title]");
    if (title) title.prepend(view.word("this-item", "This item: "));
    const choose = view.add(card, "label", "choose");
    Object.assign(view.add(choose, "input", "check"), { type: "checkbox", checked: true });
    view.unseen(choose, item.title);
    view.prices(choose, item);
  };

  view.chosen = () => view.items.filter((_, n) => list.children[n].querySelector("input").checked);

  // A text that may differ by number, as «add-all.few»: in the forms of the page's language.
  const counted = (name, english, count) => {
    let form, number = String(count);
    try {
      form = new Intl.PluralRules(page.language).select(count);
      // Where the manifest has prices written, digits are Western.
      if (!view.form()) number = new Intl.NumberFormat(page.language).format(count);
    } catch {
      // The language is none that the browser knows.
    }
    return (view.word(`${name}.${form}`) || view.word(name, english)).replace(/{\w*}/, () => number);
  };

  // What is ticked costs so much, as far as all prices are known.
  view.recount = (state) => {
    const chosen = view.chosen();
    const count = chosen.length;
    const sum = chosen.reduce((sum, item) => sum + item.price, 0);
    if (sum > 0) view.phrase(total, view.word("total", "Total: {amount}"), view.money(sum, chosen[0].currency));
    else total.textContent = "";
    const text =
      state === "added"
        ? view.word("added", "Added")
        : count > 1
          ? count === view.items.length
            ? counted("add-all", "Add all {count} to cart", count)
            : counted("add-some", "Add {count} to cart", count)
          : count
            ? view.word("add")
            : view.word("add-none", "Choose what to add");
    label(foot, text, state === "busy", state || !count);
  };
  view.changed = () => {
    if (!view.busy) view.recount();
  };
  section.addEventListener("change", () => view.page.tell("run", () => view.recount()));
};
