// What a block looks like. The core says what to show; this shows it, and tells the theme what the shopper does with it.
//
//   section            min-height: what the theme's own markup took
//   ├─ h2
//   └─ ul ─ li …       a link with picture and title, prices, why it is shown, and a button
//
// Here is what the first sight of an ordinary block needs. The rest is in parts, which change a view by its methods
// (`mend`): bundles (kind-bought-together), other layouts (layout-…), the theme's own cards (template) and headings
// (slots), the line on free delivery (delivery). What happens after a press of a button is in the part act.
//
// Text only ever becomes text and addresses come parsed from the core: titles need no escaping and strict policies hold.

import { attempt } from "./browser.js";

// Shows `items` of the kind `found` in the `n`th block. None of them: the theme gets its place back. `page.mark` is when
// the core was asked.
export const draw = (page, n, items, found) => {
  const host = page.order[n];
  const asked = host.getAttribute("kind") || "also-bought";
  const at = performance.now();
  const list = { kind: (page.kinds || [])[found] || asked, asked, at, ms: at - page.mark, items };
  // In a theme's editor something is always seen: parts/editor.js.
  if (page.preview) page.preview(host, list);
  page.latest.set(host, list);
  // The first at once, each of the others in a task of its own, so that none is long.
  const work = () => page.latest.get(host) === list && fill(page, host, list);
  if (n && page.later) page.later(work);
  else work();
  page.mark = performance.now();
};

const fill = (page, host, list) => {
  if (page.signal?.aborted) return;
  const names = page.needs ? page.needs(host, list.kind) : [];
  if (names.some((name) => !(name in page.have))) {
    // The theme's own stays until all is there.
    Promise.all(names.map(page.part)).then(() => page.later(() => page.latest.get(host) === list && fill(page, host, list)));
    return;
  }
  let view = page.views.get(host);
  // Nothing moves under the hands of a shopper who is just adding something.
  if (view?.busy) return (view.next = list);
  const labels = Array.from(host.attributes, ({ name, value }) => (/^(label-|template$)/.test(name) ? name + value : ""));
  const look = [list.kind, page.spoken, names, labels].join();
  if (view && (view.look !== look || !list.items.length)) {
    view.end();
    page.views.delete(host);
    view = undefined;
  }
  if (list.items.length) {
    if (!view) {
      page.views.set(host, (view = new View(page, host)));
      view.look = look;
      view.refill = () => view.next && fill(page, host, view.next);
      names.forEach((name) => page.have[name] && page.have[name].mend(view, list));
    }
    view.next = undefined;
    view.show(list);
  } else if (names.includes("slots") && page.have.slots) page.have.slots.empty(host);
};

const add = (parent, name, part, text) => {
  const element = document.createElement(name);
  if (part) element.setAttribute("part", part);
  if (text) element.textContent = text;
  parent.append(element);
  return element;
};

const unseen = (parent, text) => {
  const element = add(parent, "span", "", text);
  element.className = "unseen";
  return element;
};

const button = (parent, part, label) => {
  const made = add(parent, "button", part, label);
  made.type = "button";
  return made;
};

// A text with something in the place of its {…}, which keeps its own direction, whatever is around it.
const phrase = (element, text, what) => {
  const [before, behind] = text.split(/{\w*}/);
  const now = behind === undefined ? before : before + what + behind;
  if (element.textContent === now) return;
  element.textContent = before;
  if (behind !== undefined) {
    add(element, "bdi", "", what);
    element.append(behind);
  }
};

// What tells two cards apart, of the same product too if it is shown for another reason.
const key = ({ product, own, reason }) => [product, own, reason && reason.kind + reason.title].join("\n");

// The one product that speaks for all of them, if it is one.
const about = (items) => {
  const titles = items.filter((item) => !item.own).map(({ because: [first] }) => first?.title);
  return titles.every((title) => title && title === titles[0]) ? titles[0] : "";
};

// By the manifest, otherwise as the browser does. A page may state a language, and a manifest a currency, that it refuses.
function money(amount, currency) {
  const { manifest, language } = this.page;
  const form = currency === manifest.currency && this.form();
  if (form) {
    const [before, group, point, behind, plain] = form;
    const [whole, rest] = amount.toFixed(manifest.minor_digits).split(".");
    return before + (whole.length > plain ? whole.replace(/\B(?=(...)+$)/g, group) : whole) + (rest ? point + rest : "") + behind;
  }
  const write = (tongue) => attempt(() => amount.toLocaleString(tongue, currency ? { style: "currency", currency } : { minimumFractionDigits: 2 }));
  return write(language) || write() || `${amount} ${currency}`;
}

class View {
  constructor(page, host) {
    const { height } = host.getBoundingClientRect();
    const root = host.shadowRoot || host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [page.sheet];
    root.replaceChildren();
    const section = add(root, "section", "block");
    if (height >= 1) section.style.minHeight = `${height}px`;
    section.setAttribute("aria-labelledby", "heading");
    // Asked for by the script tag, whatever the page's own language is.
    if (page.asked) Object.assign(section, { lang: page.asked, dir: page.tongue?.dir || "ltr" });
    const heading = add(section, "h2", "heading");
    heading.id = "heading";
    const list = add(section, "ul", "list");
    // Safari takes a list without bullets for no list unless told.
    list.setAttribute("role", "list");
    // For the parts, too, which can import nothing from here.
    Object.assign(this, { page, host, root, section, heading, list, items: [], busy: 0, add, unseen, button, phrase, money });
    // On the section: it goes when the view goes, and its listeners with it.
    section.addEventListener("click", (event) => page.tell("run", () => this.click(event.target)));
    for (const hint of ["pointerover", "focusin"]) section.addEventListener(hint, () => page.part?.("act"), { once: true });
  }

  // The block's own label, the theme's words, those of the page's language, English.
  word(name, english) {
    const { theirs, tongue, words, past } = this.page;
    const known = [theirs, tongue, words, past].find((words) => words?.[name]);
    return this.host.getAttribute("label-" + name) || (known ? known[name] : english);
  }

  // How the page's language writes prices, where the manifest says so: asked for the first time, the browser takes a cheap phone's
  // tenth of a second.
  form() {
    const { manifest, language } = this.page;
    const spoken = (language || navigator.language).toLowerCase();
    return attempt(() => manifest.prices.find((form) => form[5].split(" ").includes(spoken)));
  }

  // A heading says what the list truly is: the block's own stands only over what the block asks for.
  title({ kind, asked, items }) {
    // Popular products stand in where too few are spoken for: nothing may be claimed about who bought what.
    const filled = (this.filled = kind === "also-bought" && items.some((item) => !item.score));
    const by = kind === "best-sellers" && this.host.getAttribute("by");
    const what = by ? items.every((item) => item[by] === items[0][by]) && items[0][by] : about(items);
    const theirs = !filled && kind === asked && this.host.getAttribute("heading");
    const texts = [theirs, what && this.word(kind + "-of"), this.word(filled ? "filled" : kind)];
    phrase(this.heading, texts.find((text) => text && (what || !/{/.test(text))) || "", what);
    this.section.className = kind === "because-you-viewed" && what ? "told" : "";
  }

  // Cards that stay are not touched, so that focus, and what the shopper has ticked, stay with them.
  show(list) {
    const { items } = list;
    this.title(list);
    if (items.map(key).join() === this.items.map(key).join()) return this.changed();
    const focus = this.at(this.root.activeElement);
    const before = new Map(this.items.map((item, n) => [key(item), this.list.children[n]]));
    const cards = items.map((item) => {
      const card = before.get(key(item)) || this.card(item);
      before.delete(key(item));
      return card;
    });
    for (const card of before.values()) card.remove();
    cards.forEach((card, n) => {
      if (this.list.children[n] !== card) this.list.insertBefore(card, this.list.children[n] || null);
    });
    // Whoever's card has gone finds themselves on the one in its place: on its link, as on its button the next press of
    // the same key would buy something else.
    if (cards[focus] && this.at(this.root.activeElement) < 0) this.focus(cards[focus]);
    Object.assign(this, { items, shown: list });
    this.changed();
    this.tell("ready", list);
  }

  card(item) {
    const card = document.createElement("li");
    card.setAttribute("part", item.own ? "own" : "card");
    this.face(card, item);
    return card;
  }

  face(card, item) {
    this.link(card, item);
    this.prices(card, item);
    const because = this.because(item);
    if (because) phrase(add(card, "p", "because"), ...because);
    // Said, not seen: which of the page's many such buttons it is.
    unseen(button(card, "add", this.word("add")), `: ${item.title}`);
  }

  link(card, item) {
    const link = add(card, "a", "link");
    link.href = item.url;
    if (item.image) {
      // The link's text is the title: an alternative text would say it twice.
      Object.assign(add(link, "img", "image"), { alt: "", width: 400, height: 400, loading: "lazy", decoding: "async", src: item.image });
    }
    add(add(link, "span", "title"), "bdi", "", item.title);
  }

  prices(card, { price, compareAt, currency }) {
    if (price === undefined) return;
    const prices = add(card, "span", "prices");
    if (compareAt !== undefined) {
      const old = add(prices, "s", "compare-at");
      unseen(old, this.word("was"));
      old.append(this.money(compareAt, currency));
      unseen(prices, this.word("now"));
    }
    add(prices, "span", "price", this.money(price, currency));
  }

  because({ reason }) {
    return reason && [this.word("reason-" + reason.kind), reason.title];
  }

  // ---- what parts may replace: which card an element is in, where focus goes on a card, and what follows another list

  at(element) {
    return Array.from(this.list.children).findIndex((card) => card.contains(element));
  }

  focus(card) {
    card.querySelector("a").focus();
  }

  changed() {}

  // ---- what the shopper does

  click(target) {
    const hit = target.closest("a,[part~=add]");
    if (!hit || hit.hasAttribute("aria-disabled")) return;
    const n = this.at(hit);
    const items = n < 0 ? this.chosen() : [this.items[n]];
    if (hit.localName === "a") return this.tell("click", { kind: this.shown.kind, items });
    const leave = () => location.assign(items[0].url);
    const { part } = this.page;
    const around = n < 0 ? this.foot : this.list.children[n];
    hit.setAttribute("aria-busy", "true");
    if (part) part("act").then((act) => this.page.tell("run", () => (act ? act.press(this, items, around) : leave())));
    else leave();
  }

  tell(name, detail, cancelable) {
    return this.host.dispatchEvent(new CustomEvent(`pairwell:${name}`, { bubbles: true, composed: true, cancelable, detail }));
  }

  // The theme's own markup shows through again.
  end() {
    this.root.replaceChildren(document.createElement("slot"));
  }
}
