// What the tests of the widget need from the page: elements, events, and a browser that refuses things.

import { Core } from "../../src/widget/js/core.js";
import { report } from "../../src/widget/js/report.js";

export const newCore = (page, edge, lists, memory) => new Core(page, edge, lists, Object.assign(memory, { report }));

// Those parts that the tests need, as begin.js would load them.
const PARTS = {
  act: () => import("../../src/widget/js/parts/act.js"),
  "kind-bought-together": () => import("../../src/widget/js/parts/kind-bought-together.js"),
};
const have = {};

/** Loads the parts, so that blocks are drawn at once. */
export const loadParts = async () => {
  for (const [name, load] of Object.entries(PARTS)) have[name] = await load();
};

export const newPage = (manifest) => ({
  manifest: JSON.parse(manifest),
  blocks: new Set(),
  views: new WeakMap(),
  allowed: { store: true },
  have,
  needs: (_, kind) => [`kind-${kind}`].filter((name) => name in PARTS),
  part: async (name) => have[name],
  // Every model of these tests is whole.
  pending: 0,
  want() {},
  later: (work) => work(),
  tell: (_, work) => work?.(),
});

/** Puts a block at the end of the page, known to it. */
export const newBlock = (page, attributes, content) => {
  const block = document.createElement("pairwell-block");
  for (const [name, value] of Object.entries(JSON.parse(attributes))) block.setAttribute(name, value);
  block.innerHTML = content;
  document.body.append(block);
  page.blocks.add(block);
  return block;
};

export const clear = (page) => {
  for (const block of page.blocks) block.remove();
  for (const element of document.querySelectorAll("script[data-pairwell]")) element.remove();
  localStorage.clear();
  sessionStorage.clear();
};

export const json = (text) => {
  const script = document.createElement("script");
  script.type = "application/json";
  script.dataset.pairwell = "";
  script.textContent = text;
  document.body.append(script);
};

// The note that a page leaves for the next of its tab.
export const note = () => sessionStorage.getItem("pairwell:tab");

export const putNote = (text) => sessionStorage.setItem("pairwell:tab", text);

export const value = (text) => JSON.parse(text);

export const text = (value) => JSON.stringify(value);

const all = (block, selector) => Array.from(block.shadowRoot ? block.shadowRoot.querySelectorAll(selector) : []);

/** The text of all elements that match, or an attribute of theirs. */
export const shown = (block, selector, attribute) =>
  all(block, selector)
    .map((element) => (attribute ? element.getAttribute(attribute) : element.textContent))
    .join("|");

export const click = (block, selector) => all(block, selector)[0].click();

/** Whether the theme's own markup is what is seen. */
export const themed = (block) => !block.shadowRoot || block.shadowRoot.querySelector("slot") !== null;

export const height = (block) => block.getBoundingClientRect().height;

export const focus = (block, selector) => all(block, selector)[0].focus();

export const focused = (block) => block.shadowRoot.activeElement.getAttribute("part");

/** The next such event of the block. */
export const next = (block, name) => new Promise((resolve) => block.addEventListener(`pairwell:${name}`, (event) => resolve(event.detail), { once: true }));

/** After everything that has been promised so far has come to pass. */
export const turn = () => new Promise((resolve) => setTimeout(resolve));

/** How many timers are set within some turns in which nobody does anything. */
export const timers = async () => {
  const { setTimeout } = window;
  let count = 0;
  window.setTimeout = (...rest) => (count++, setTimeout(...rest));
  for (let n = 0; n < 5; n++) await new Promise((resolve) => setTimeout(resolve));
  window.setTimeout = setTimeout;
  return count;
};

/** A theme that takes what is to be added and waits to be told how it went. */
export class Theme {
  constructor(block) {
    this.asked = [];
    block.addEventListener("pairwell:add", (event) => {
      this.asked.push(event.detail.items);
      event.detail.waitUntil(
        new Promise((resolve, reject) => {
          this.accept = resolve;
          this.refuse = (message) => reject(new Error(message));
        }),
      );
    });
  }
  get count() {
    return this.asked.length;
  }
  products(n) {
    return this.asked[n].map((item) => item.product).join("|");
  }
}

export const cancelAdding = (block) => block.addEventListener("pairwell:add", (event) => event.preventDefault());

export const keys = () => Object.keys(localStorage).sort().join("|");

export const put = (name, text) => localStorage.setItem(name, text);

export const get = (name) => localStorage.getItem(name);

/** Another tab has removed this one thing, and we are told. */
export const removedElsewhere = (name) => {
  localStorage.removeItem(name);
  window.dispatchEvent(new StorageEvent("storage", { key: name, newValue: null }));
};

/** Another tab has removed this one thing, in the instant in which we stored it once more, and we are told. */
export const removedBefore = (name) => window.dispatchEvent(new StorageEvent("storage", { key: name || null, newValue: null }));

/** Another tab has erased everything, and we are not told yet. */
export const erasedUnheard = () => localStorage.clear();

/** Does `work` while the clock is so many days ahead; where they are none, it is not set at all. */
export const whileAhead = (days, work) => {
  const { now } = Date;
  Date.now = () => (days ? now() + days * 86_400_000 : 86_400_000);
  try {
    work();
  } finally {
    Date.now = now;
  }
};

/** Another tab has erased everything. */
export const erasedElsewhere = () => {
  localStorage.clear();
  window.dispatchEvent(new StorageEvent("storage", { key: null }));
};

/** The tab's note is in no page's hand: the next core is another tab's. */
export const leave = () => window.dispatchEvent(new PageTransitionEvent("pagehide"));

/** Does `work` while the storage refuses to take anything. */
export const whileFull = (work) => {
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  try {
    work();
  } finally {
    Storage.prototype.setItem = setItem;
  }
};

/** Does `work` while even asking for the storage throws, as in a sandboxed frame. */
export const whileDenied = (work) => {
  const saved = ["localStorage", "sessionStorage"].map((name) => [name, Object.getOwnPropertyDescriptor(window, name)]);
  for (const [name] of saved) {
    Object.defineProperty(window, name, {
      configurable: true,
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  }
  try {
    work();
  } finally {
    for (const [name, descriptor] of saved) Object.defineProperty(window, name, descriptor);
  }
};

/** Does `work` on a page whose scripts have been careless with the language. */
export const whilePolluted = (work) => {
  Object.prototype.product = "polluted";
  Object.prototype.cart = ["polluted"];
  Array.prototype.toJSON = () => "polluted";
  try {
    work();
  } finally {
    delete Object.prototype.product;
    delete Object.prototype.cart;
    delete Array.prototype.toJSON;
  }
};

/** Calls that no page should make, and that must do nothing. */
export const hostileCalls = () => [
  undefined,
  null,
  7,
  "view",
  [],
  ["view"],
  ["view", { toString: () => "mug" }],
  ["cart", "mug"],
  ["cart", { length: 1e9 }],
  ["purchase", null],
  ["purchase", { products: "mug" }],
  ["view", "two\nlines"],
  Object.defineProperty(["view"], 1, {
    get() {
      throw new Error("hostile getter");
    },
  }),
  new Proxy([], {
    getOwnPropertyDescriptor() {
      throw new Error("hostile proxy");
    },
  }),
];
