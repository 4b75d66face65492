// The hands of the core: what takes a line here and a page of WebAssembly there. It reads what the page says, keeps
// what the core stores, and hands lists on to view.js. Which products, in which order and why is the core's business.
//
// `page` is the loader's: { manifest, said, blocks } and whatever is noted in it here. It outlives an instance of the
// core. Between here and the core a thing said is a text of lines, several are separated by form feeds.
//
// What a browser, a page or a shopper's settings may refuse is caught and answered by "nothing". What cannot fail may
// throw: the loader takes that for a trap of the core, and starts another.

const attempt = (work) => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

// ---- what the page says: own data properties only, as prototypes may be polluted and getters may throw

const own = (object, key) => attempt(() => Object.getOwnPropertyDescriptor(object, key).value);

const MOST = 200; // products of one cart or order: what an analytics event may carry

const text = (value) => {
  const said = typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : "";
  return /[\0-\x1f\x7f]/.test(said) ? "" : said;
};

// The product keys of a list; undefined if it is none.
const texts = (value) =>
  attempt(() => {
    if (!Array.isArray(value)) return undefined;
    const found = [];
    for (let n = 0; n < value.length && n < MOST; n++) found.push(text(own(value, n)));
    return found.filter(Boolean);
  });

// Notes a statement in `page`, as far as it is about the page, and words it for the core.
const state = (page, what, value) => {
  if (what === "view") {
    const product = text(value);
    if (!product) return "";
    page.product = product;
    return `view\n${product}`;
  }
  if (what === "cart") {
    const cart = texts(value);
    if (!cart) return "";
    page.cart = cart;
    return ["cart", ...cart].join("\n");
  }
  if (what === "purchase") {
    const products = texts(own(value, "products")) || [];
    // An order without a number is known by what was bought.
    return products.length ? ["purchase", text(own(value, "order")) || products.join(), ...products].join("\n") : "";
  }
  return what === "forget" ? what : "";
};

// What a call to `pairwell.push` says.
export const call = (page, call) => state(page, own(call, 0), own(call, 1));

const stateAll = (page, said) =>
  [state(page, "view", own(said, "product")), state(page, "cart", own(said, "cart")), state(page, "purchase", own(said, "purchase"))].join("\f");

// What the script tag says, once, and what the page's JSON says, unless it was read before: a page that swaps its body
// brings another element.
export const look = (page) => {
  const { said } = page;
  page.said = undefined;
  const element = document.querySelector("script[data-pairwell]");
  const news = element !== page.data;
  page.data = element;
  // Room for a cart of hundreds, and for nobody's catalog.
  const json = attempt(() => news && element.textContent.length <= 65536 && JSON.parse(element.textContent));
  // The tag is the first to be asked, so it has the last word.
  return [stateAll(page, json), stateAll(page, said)].join("\f");
};

// ---- what blocks ask for: kind, limit, product, and the cart, a line each

const LIMIT = 4; // one row on a desktop, two on a phone
const NOBODY = "\t"; // is no product's key

const wishOf = (page, kind, limit, product, cart) =>
  [
    kind || "also-bought",
    limit >= 1 ? Math.min(Math.floor(limit), 24) : LIMIT,
    product || page.product || NOBODY,
    ...(cart || page.cart || []),
  ].join("\n");

export const wish = (page, options) =>
  wishOf(page, text(own(options, "kind")), text(own(options, "limit")), text(own(options, "product")), texts(own(options, "cart")));

// First the page's own, then those of its blocks in the order in which they stand.
export const wishes = (page) => {
  page.order = Array.from(page.blocks).sort((a, b) => (a.compareDocumentPosition(b) & 2 ? 1 : -1));
  const get = (host, name) => text(host.getAttribute(name));
  const wish = (host) => {
    const cart = get(host, "cart");
    return wishOf(page, get(host, "kind"), get(host, "limit"), get(host, "product"), cart && texts(cart.split(",")));
  };
  page.mark = performance.now();
  return [wishOf(page), ...page.order.map(wish)].join("\f");
};

export const weight = (page, name) => {
  const value = own(own(page.manifest, "scoring"), name);
  return Number.isFinite(value) ? value : undefined;
};

// ---- what goes out

// In full, if it leads to a web page: the browser's parser decides, so that nothing hides behind tabs or letter case.
const address = (text) =>
  attempt(() => {
    const url = text && new URL(text, document.baseURI);
    return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
  });

// Rows of the core as themes get them. A product without a page to go to cannot be shown.
export const items = (page, rows) => {
  const { currency, minor_digits: digits = 2 } = page.manifest;
  const major = (amount) => (amount === undefined ? amount : amount / 10 ** digits);
  return rows
    .map(([product, title, url, image, variant, price, compareAt, score, own, reason, because]) => ({
      product,
      title,
      url: address(url),
      image: address(image),
      variant,
      price: major(price),
      compareAt: major(compareAt),
      currency: currency || "",
      quantity: 1,
      score,
      own,
      reason: reason && { kind: reason[0], product: reason[1], title: reason[2] },
      because: because.map(([product, title, share]) => ({ product, title, share })),
    }))
    .filter((item) => item.url);
};

export const report = (page, [events, products, edges, bytes]) => ({
  history: events.map(([kind, product, at]) => ({ kind, product, at: at * 1000 })),
  model: { build: page.manifest.build, bytes, products, edges },
  blocks: (page.order || [])
    .map((host) => page.views.get(host))
    .filter(Boolean)
    .map(({ shown: { kind, ms, items } }) => ({ kind, ms, items: items.filter((item) => !item.own) })),
});

// ---- storage, which may be missing, denied or full

export const stored = (name) => attempt(() => localStorage.getItem(name));

export const store = (name, text) => attempt(() => (localStorage.setItem(name, text), true)) || false;

export const unstore = (name) => {
  attempt(() => localStorage.removeItem(name));
};

export const names = (start) =>
  attempt(() =>
    Object.keys(localStorage)
      .filter((name) => name.startsWith(start))
      .join("\n"),
  ) || "";

// Replaces the tab's own note and returns the one before.
export const note = (name, text) =>
  attempt(() => {
    const before = sessionStorage.getItem(name);
    if (text) sessionStorage.setItem(name, text);
    else sessionStorage.removeItem(name);
    return before;
  });

// ---- the browser

export const listener = () => window;

// Whether a storage event is about a name that begins so; `clear()` is about all.
export const concerns = (event, start) => !event.key || event.key.startsWith(start);

export const persisted = (event) => event.persisted;
