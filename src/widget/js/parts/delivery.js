// The line on free delivery in a cart's block: what is missing, or that it is reached. For script tags with
// data-free-shipping. `page.gap` is what is missing, in minor units; undefined while nobody knows what is in the cart.

const digits = ({ minor_digits: digits = 2 }) => 10 ** digits;

/** `pairwell.push(["total", 22.8])`: what is in the cart costs so much, in major units. */
export const hear = (page, total) => {
  const enough = Number(page.option("freeShipping"));
  page.gap = enough > 0 && total >= 0 ? Math.max(0, Math.round((enough - total) * digits(page.manifest))) : undefined;
  page.tell("touch");
};

export const mend = (view) => {
  const { page, section, list } = view;
  const line = view.add(section, "p", "delivery");
  // It changes when something was added elsewhere on the page.
  line.setAttribute("aria-live", "polite");
  line.style.marginBlockEnd = "1em";
  list.before(line);
  const { changed } = view;
  view.changed = () => {
    changed.call(view);
    const { gap, manifest } = page;
    if (!(gap >= 0)) line.textContent = "";
    else if (gap > 0) {
      const amount = view.money(gap / digits(manifest), manifest.currency);
      view.phrase(line, view.word("delivery-gap", "Add {amount} more for free delivery"), amount);
    } else view.phrase(line, view.word("delivery-free", "You have free delivery"));
    line.hidden = !line.textContent;
  };
};
