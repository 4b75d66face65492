// The theme's own card: a <template> in the block, or the one whose id the block's `template` attribute names.
//
//   data-pw-text="title"   the text of the element: title, price, compare-at, reason, vendor, category
//   data-pw-href           on a link: the product's page
//   data-pw-src            on a picture: its address; without one the picture goes
//   data-pw-add            on a button: adds to the cart
//   data-pw-if="reason"    the element goes where there is no such thing (with a ! in front: where there is)
//
// Copies stand in the block itself, shown through slots, so that the theme's own style sheets reach them. They are made by
// cloning, texts only ever become texts, and addresses come parsed from the core: policies on trusted types hold.

const COPY = "data-pw-copy";

const templateOf = (host) => {
  const id = host.getAttribute("template");
  const root = host.getRootNode();
  const found = id ? root.getElementById && root.getElementById(id) : host.querySelector(":scope>template:not([slot])");
  return found instanceof HTMLTemplateElement ? found : undefined;
};

const copies = (host) => host.querySelectorAll(`:scope>[${COPY}]`);

let count = 0;

export const mend = (view) => {
  const { host } = view;
  // A page that was kept, in a cache of its markup, say, has copies that belong to nobody.
  for (const copy of copies(host)) copy.remove();
  const template = templateOf(host);
  // parts/check.js says what is wrong.
  if (!template) return void view.page.odd();
  const owned = new WeakMap(); // li → the copy it shows

  const face = (card, item) => {
    const copy = fill(view, template, item);
    const name = `pw-${++count}`;
    copy.slot = name;
    copy.setAttribute(COPY, "");
    host.append(copy);
    view.add(card, "slot").name = name;
    owned.set(card, copy);
    card.pwButton = copy.matches("[data-pw-add]") ? copy : copy.querySelector("[data-pw-add]");
    // A card that goes takes its copy with it.
    const { remove } = card;
    card.remove = () => {
      copy.remove();
      remove.call(card);
    };
  };

  // In a bundle the box to tick and the price stay ours, below the theme's card.
  if (view.foot) view.link = face;
  else view.face = face;

  view.at = (element) =>
    Array.from(view.list.children).findIndex((card) => {
      const at = element || document.activeElement;
      return card.contains(at) || owned.get(card).contains(at);
    });
  view.focus = (card) => {
    const target = owned.get(card).querySelector("a,button");
    if (target) target.focus();
  };
  // Who morphs the block back into what the server sent takes the copies away: they come again.
  const restore = () => {
    for (const card of view.list.children) {
      const copy = owned.get(card);
      if (copy && copy.parentNode !== host) host.append(copy);
    }
  };
  const watch = new MutationObserver(() => view.page.tell("run", restore));
  watch.observe(host, { childList: true });
  const { end } = view;
  view.end = () => {
    watch.disconnect();
    end.call(view);
    for (const copy of copies(host)) copy.remove();
  };
};

const valuesOf = (view, item) => {
  const because = view.because(item);
  const price = (amount) => (amount === undefined ? "" : view.money(amount, item.currency));
  return {
    title: item.title,
    price: price(item.price),
    "compare-at": price(item.compareAt),
    reason: because ? because[0].replace(/{\w*}/, () => because[1]) : "",
    vendor: item.vendor || "",
    category: item.category || "",
    image: item.image || "",
  };
};

// A copy of the template's one element; of several, all of them in a <div>.
const fill = (view, template, item) => {
  const values = valuesOf(view, item);
  const content = document.importNode(template.content, true);
  const each = (name, work) => {
    for (const element of content.querySelectorAll(`[data-pw-${name}]`)) work(element, element.getAttribute(`data-pw-${name}`));
  };
  each("if", (element, name) => {
    const absent = name[0] === "!";
    if (Boolean(values[absent ? name.slice(1) : name]) === absent) element.remove();
  });
  each("text", (element, name) => {
    if (!/^(script|style)$/.test(element.localName)) element.textContent = values[name] || "";
  });
  each("href", (element) => {
    if (element instanceof HTMLAnchorElement) element.href = item.url;
  });
  each("src", (element) => {
    if (!item.image) element.remove();
    else if (element instanceof HTMLImageElement) element.src = item.image;
  });
  each("add", (element) => {
    element.setAttribute("part", "add");
    if (element instanceof HTMLButtonElement) element.type = "button";
  });
  if (content.childElementCount === 1) return content.firstElementChild;
  const around = document.createElement("div");
  around.append(content);
  return around;
};
