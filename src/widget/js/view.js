// What a block looks like. The core says what to show; this shows it, and tells the theme what the shopper does with it.
//
//   section            min-height: what the theme's own markup took
//   ├─ h2
//   ├─ ul ─ li …       a link with picture and title, prices, why it is shown, and a button, or in a bundle a box to tick
//   ├─ div             bundles only: the sum, and the button that adds all that is ticked
//   └─ p role=status   what was added, for who cannot see it
//
// Text only ever becomes text and addresses come parsed from the core: titles need no escaping and strict policies hold.

const READING_TIME = 1500; // milliseconds for which "Added" stays before the block moves on

// Shows `items` in the `n`th block. None of them: the theme gets its place back. `page.mark` is when the core was asked.
export const draw = (page, n, items) => {
  const ms = performance.now() - page.mark;
  const host = page.order[n];
  const kind = host.getAttribute("kind") || "also-bought";
  let view = page.views.get(host);
  if (view && (!items.length || view.kind !== kind)) {
    view.end();
    page.views.delete(host);
    view = undefined;
  }
  if (items.length) {
    if (!view) page.views.set(host, (view = new View(page, host, kind)));
    view.show({ kind, ms, items });
  }
  page.mark = performance.now();
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

const say = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

// A button is never really disabled: it would lose the keyboard's focus, and with it the shopper's place on the page.
const press = (around, label, busy, disabled) => {
  const button = around.querySelector("button");
  button.firstChild.data = label;
  for (const [name, on] of Object.entries({ "aria-busy": busy, "aria-disabled": disabled })) {
    if (on) button.setAttribute(name, "true");
    else button.removeAttribute(name);
  }
};

const button = (parent, part, label) => {
  const made = add(parent, "button", part);
  made.type = "button";
  made.append(label);
  return made;
};

const alert = (parent) => add(parent, "p", "error").setAttribute("role", "alert");

const complain = (around, text) => say(around.querySelector("[role=alert]"), text);

// A page may state a language, and a manifest a currency, that the browser refuses.
const money = (amount, currency) => {
  for (const language of [document.documentElement.lang || undefined, undefined]) {
    try {
      return new Intl.NumberFormat(language, currency ? { style: "currency", currency } : { minimumFractionDigits: 2 }).format(amount);
    } catch {
      // The next will do.
    }
  }
  return `${amount} ${currency}`;
};

// What tells two cards apart, of the same product too if it is shown for another reason.
const key = ({ product, own, reason }) => [product, own, reason && reason.kind + reason.title].join("\n");

class View {
  constructor(page, host, kind) {
    const { height } = host.getBoundingClientRect();
    const root = host.shadowRoot || host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [page.sheet];
    root.replaceChildren();
    const section = add(root, "section", "block");
    if (height >= 1) section.style.minHeight = `${height}px`;
    section.setAttribute("aria-labelledby", "heading");
    this.heading = add(section, "h2", "heading");
    this.heading.id = "heading";
    this.list = add(section, "ul", "list");
    // Safari takes a list without bullets for no list unless told.
    this.list.setAttribute("role", "list");
    if (kind === "bought-together") {
      this.foot = add(section, "div", "bundle");
      this.total = add(this.foot, "p", "total");
      // The sum changes away from the box that was just ticked.
      this.total.setAttribute("aria-live", "polite");
      button(this.foot, "add add-all", page.words.add);
      alert(this.foot);
    }
    this.status = unseen(section);
    this.status.setAttribute("role", "status");
    Object.assign(this, { host, kind, root, words: page.words, items: [], busy: 0 });
    // On the section: it goes when the view goes, and its listeners with it.
    section.addEventListener("click", (event) => this.click(event.target));
    section.addEventListener("change", () => this.recount());
  }

  // Cards that stay are not touched, so that focus, and what the shopper has ticked, stay with them.
  show(list) {
    // Nothing moves under the hands of a shopper who is just adding something.
    if (this.busy) return (this.next = list);
    this.next = undefined;
    const { items } = list;
    // Without a score nothing speaks for a product but that it sells.
    const filled = items.some((item) => !item.own && !item.score);
    say(this.heading, this.host.getAttribute("heading") || (!filled && this.words.headings[list.kind]) || this.words.filled);
    if (items.map(key).join() === this.items.map(key).join()) return;
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
    if (cards[focus] && !this.root.activeElement) cards[focus].querySelector("a").focus();
    this.items = items;
    this.shown = list;
    this.recount();
    this.tell("ready", list);
  }

  card(item) {
    const card = document.createElement("li");
    card.setAttribute("part", item.own ? "own" : "card");
    const link = add(card, "a", "link");
    link.href = item.url;
    if (item.image) {
      // The link's text is the title: an alternative text would say it twice.
      Object.assign(add(link, "img", "image"), { alt: "", width: 400, height: 400, loading: "lazy", decoding: "async", src: item.image });
    }
    const title = add(link, "span", "title", item.own ? this.words.thisItem : "");
    add(title, "bdi", "", item.title); // keeps its own direction, whatever is around it
    let around = card;
    if (this.foot) {
      around = add(card, "label", "choose");
      Object.assign(add(around, "input", "check"), { type: "checkbox", checked: true });
      unseen(around, item.title);
    }
    if (item.price !== undefined) {
      const prices = add(around, "span", "prices");
      if (item.compareAt !== undefined) {
        const old = add(prices, "s", "compare-at");
        unseen(old, this.words.was);
        old.append(money(item.compareAt, item.currency));
        unseen(prices, this.words.now);
      }
      add(prices, "span", "price", money(item.price, item.currency));
    }
    if (!this.foot) {
      if (item.reason) {
        const [before, behind] = this.words.reasons[item.reason.kind];
        const because = add(card, "p", "because", before);
        add(because, "bdi", "", item.reason.title);
        because.append(behind);
      }
      // Said, not seen: which of the page's many such buttons it is.
      unseen(button(card, "add", this.words.add), `: ${item.title}`);
    }
    alert(card);
    return card;
  }

  at(element) {
    return Array.from(this.list.children).findIndex((card) => card.contains(element));
  }

  chosen() {
    return this.items.filter((_, n) => this.list.children[n].querySelector("input").checked);
  }

  // What is ticked costs so much, as far as all prices are known.
  recount(state) {
    if (!this.foot) return;
    const chosen = this.chosen();
    const sum = chosen.reduce((sum, item) => sum + item.price, 0);
    say(this.total, sum > 0 ? this.words.total + money(sum, chosen[0].currency) : "");
    const count = chosen.length;
    const [before, behind] = count === this.items.length ? this.words.addAll : this.words.addSome;
    const label = state === "added" ? this.words.added : count > 1 ? before + count + behind : count ? this.words.add : this.words.addNone;
    press(this.foot, label, state === "busy", state || !count);
  }

  click(target) {
    const hit = target.closest("a,button");
    if (!hit || hit.hasAttribute("aria-disabled")) return;
    const n = this.at(hit);
    const items = n < 0 ? this.chosen() : [this.items[n]];
    if (hit.localName === "a") this.tell("click", { kind: this.kind, items });
    else this.add(items, n < 0 ? this.foot : this.list.children[n]);
  }

  // The theme owns the cart: it is told, and answers through `waitUntil`. Nobody answers: on to the product's page.
  add(items, around) {
    const promises = [];
    const waitUntil = (promise) => {
      promises.push(promise);
    };
    const open = this.tell("add", { kind: this.kind, items, waitUntil }, true);
    if (!promises.length) return open && location.assign(items[0].url);
    this.busy++;
    this.state(around, "busy");
    Promise.all(promises).then(
      () => {
        this.state(around, "added");
        say(this.status, items.map((item) => item.title).join(", ") + this.words.nowInCart);
        setTimeout(() => this.settle(around), READING_TIME);
      },
      (error) => {
        this.settle(around, () => {
          const message = reason(error) || this.words.refused;
          complain(around, message);
          this.tell("error", { kind: this.kind, items, message });
        });
      },
    );
  }

  state(around, state) {
    complain(around, "");
    if (around === this.foot) this.recount(state);
    else press(around, state === "added" ? this.words.added : this.words.add, state === "busy", state);
  }

  settle(around, work) {
    this.busy--;
    this.state(around);
    if (work) work();
    if (this.next && !this.busy) this.show(this.next);
  }

  tell(name, detail, cancelable) {
    return this.host.dispatchEvent(new CustomEvent(`pairwell:${name}`, { bubbles: true, composed: true, cancelable, detail }));
  }

  // The theme's own markup shows through again.
  end() {
    this.root.replaceChildren(document.createElement("slot"));
  }
}

// What the theme's rejection says, at a sensible length. It may be anything.
const reason = (error) => {
  try {
    return String((error && error.message) || error || "").slice(0, 300);
  } catch {
    return "";
  }
};
