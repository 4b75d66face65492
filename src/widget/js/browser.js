// What takes a line here and a page of WebAssembly there: it reads what the page says, and unpacks lists for view.js. Which
// products, in which order and why is the business of the module `Lists`.
//
// `page` is the loader's: { manifest, said, blocks } and whatever is noted in it here. It outlives an instance of the
// core. Between here and the modules a thing said is a text of lines, several are separated by form feeds.
//
// What a browser, a page or a shopper's settings may refuse is caught and answered by "nothing". What cannot fail may
// throw: the loader takes that for a trap of the core, and starts another.

export const attempt = (work) => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

// ---- what the page says: own data properties only, as prototypes may be polluted and getters may throw

// The first throw of a page takes a phone milliseconds: what is not there is no reason for one.
const own = (object, key) => attempt(() => Object.getOwnPropertyDescriptor(object, key)?.value);

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

// Notes a statement in `page`, as far as it is about the page, and words it for the core. `guess`: an adapter found it. A
// product that the theme itself has stated is not overruled by a guess.
const state = (page, what, value, guess) => {
  if (what === "view") {
    const product = text(value);
    if (!product || (guess && page.stated)) return "";
    page.stated = !guess;
    // A page may speak of several; what it speaks of last is what it is about, and what goes with that is asked for when lists
    // are made: not with each of ten thousand.
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
    products.slice(0, 12).forEach(page.want);
    // An order without a number is known by what was bought.
    return products.length ? ["purchase", text(own(value, "order")) || products.join(), ...products].join("\n") : "";
  }
  if (what === "words") {
    page.theirs = attempt(() => Object.fromEntries(Object.entries(value).filter(([, said]) => text(said))));
    page.spoken = performance.now();
    page.tell("touch");
  }
  if (what === "total") page.part("delivery").then((part) => part?.hear(page, Number(text(value))));
  // "consent": storage may be used from now on; only parts/gate.js says so.
  // All of it, also what was brought for products, and where the memory cannot be had.
  if (what === "forget") page.erase?.();
  return what === "forget" || what === "consent" ? what : "";
};

// What a call to `pairwell.push` says.
export const call = (page, call) => state(page, own(call, 0), own(call, 1), own(call, 2));

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
  if (news) page.stated = false;
  // Room for a cart of hundreds, and for nobody's catalog.
  const json = attempt(() => news && element.textContent.length <= 65536 && JSON.parse(element.textContent));
  // The tag is the first to be asked, so it has the last word.
  return [stateAll(page, json), stateAll(page, said)].join("\f");
};

// ---- what blocks ask for: kind, limit, gap to free delivery and which best-sellers, as numbers, then product and cart, a line each

// In the module's order.
const KINDS =
  "bought-together complete-the-look also-bought similar for-you recently-viewed because-you-viewed buy-again trending best-sellers new cart after-purchase left-behind".split(
    " ",
  );
const BY = ["", "category", "vendor"];

const LIMIT = 4; // one row on a desktop, two on a phone
const NOBODY = "\t"; // is no product's key

const EVERYTHING = 4; // beside which best-sellers: nothing is left out, for parts/explain.js

// Asks for what goes with products, a line each.
export const want = (page, keys) => keys.split("\n").forEach((key) => key > NOBODY && page.want(key));

const wishOf = (page, get, cart, more = 0) => {
  const kind = KINDS.indexOf(get("kind") || "also-bought");
  const limit = get("limit");
  if (page.odd && (kind < 0 || (limit && !(limit >= 1)))) page.odd();
  return [
    kind < 0 ? 99 : kind,
    limit >= 1 ? Math.min(Math.floor(limit), 24) : LIMIT,
    page.gap || 0,
    Math.max(BY.indexOf(get("by")), 0) + more,
    get("product") || page.product || NOBODY,
    ...(cart || page.cart || []),
  ].join("\n");
};

export const wish = (page, options) =>
  wishOf(page, (name) => text(own(options, name)), texts(own(options, "cart")), own(options, "everything") && EVERYTHING);

// First the page's own, then those of its blocks in the order in which they stand.
export const wishes = (page) => {
  page.order = Array.from(page.blocks).filter(page.admits || Boolean).sort((a, b) => (a.compareDocumentPosition(b) & 2 ? 1 : -1));
  const wish = (host) => {
    const get = (name) => text(host.getAttribute(name));
    const cart = get("cart");
    return wishOf(page, get, cart && texts(cart.split(",")));
  };
  page.kinds = KINDS;
  page.mark = performance.now();
  // Nothing of the page's cart is shown in any block, nor what the platform says is sold out (parts/live.js).
  return [wishOf(page, () => "", page.gone && [...(page.cart || []), ...page.gone]), ...page.order.map(wish)].join("\f");
};

// In the module's order.
const WEIGHTS =
  "popularity page view view_half_life purchase purchase_half_life again again_half_life again_orders again_saturation once calendar".split(" ");

export const weigh = (page, lists) =>
  WEIGHTS.forEach((name, n) => {
    const value = own(own(page.manifest, "scoring"), name);
    // As the modules count, in 32 bits: more than those hold is none.
    if (typeof value === "number" && Number.isFinite(Math.fround(value))) lists.weigh(n, value);
  });

// The market that the page says it is for, as the manifest numbers those that rules are for; 0: none of them.
const market = ({ manifest }) =>
  attempt(() => manifest.markets.indexOf(document.querySelector("[data-market]").dataset.market.trim().toLowerCase())) + 1 || 0;

// The shopper's wall clock, a byte each: hour, weekday (0: Monday), month (from 0), market.
export const clock = (page) => {
  const now = new Date();
  return now.getHours() | ((now.getDay() + 6) % 7 << 8) | (now.getMonth() << 16) | (market(page) << 24);
};

// ---- what goes out

// In full, if it leads to a web page: the browser's parser decides, so that nothing hides behind tabs or letter case.
const address = (text) =>
  attempt(() => {
    const url = text && new URL(text, document.baseURI);
    return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
  });

const REASONS = ["", "cart", "view", "purchase"];

const major = ({ manifest: { minor_digits: digits = 2 } }, amount) => (amount < 0 ? undefined : amount / 10 ** digits);

// Reads what `Out` in out.rs has written: two rows, of texts and of numbers.
export const reader = (page, [texts, numbers]) => {
  let [t, n] = [0, 0];
  const text = () => texts[t++];
  const number = () => numbers[n++];
  const join = () => address(text() + text() + text());
  const item = () => ({
    product: text(),
    title: text(),
    url: join(),
    image: join(),
    // The first is the one to add.
    variant: text().split("\t")[0],
    category: text(),
    vendor: text(),
    price: major(page, number()),
    compareAt: major(page, number()),
    currency: page.manifest.currency || "",
    quantity: 1,
  });
  return { item, text, number, more: () => n < numbers.length };
};

// Lists as themes get them, with the number of their kind. A product without a page to go to cannot be shown.
export const unpack = (page, rows) => {
  const { item, text, number, more } = reader(page, rows);
  const lists = [];
  while (more()) {
    const [kind, own, length] = [number(), number(), number()];
    const items = Array.from({ length }, (_, n) => {
      const made = Object.assign(item(), { score: number(), own: own > n });
      const reason = number();
      made.rule = number();
      made.because = Array.from({ length: number() }, () => ({ product: text(), title: text(), share: number() }));
      made.reason = reason ? { kind: REASONS[reason], ...made.because[0] } : undefined;
      return made;
    });
    lists.push([items.filter((item) => item.url && (!page.live || page.live(item))), kind]);
  }
  return lists;
};
