// What happens while the model and the module are on their way: `page` gets its helpers, and whatever the page can say
// by itself is found. Bundled into the glue, so every byte here is paid before the first block shows; what only some
// pages need is a part: a module of its own in parts/, loaded when it is needed.
//
// A part
//   - is parts/NAME.js, built on its own: it may import helpers, which are then copied into it, but nothing of the glue;
//   - gets all it works with through `page`;
//   - may fail: `page.part(NAME)` is then undefined, and whoever asked does without.
//
// An adapter is a part that speaks for a platform or a convention; see adapters.md beside the parts.

import { attempt } from "./browser.js";
import { knows } from "./core.js";

// Filled by the build: the hash in the names of their files, and the names of those that an attribute may ask for. All others
// are there.
const [HASH, ...PARTS] = (typeof __PAIRWELL_PARTS__ === "string" ? __PAIRWELL_PARTS__ : "").split(" ");

const PATIENCE = 400; // milliseconds for adapters to say what the page is about; later is fine, but shows later

// The first three are platforms, of which a shop has one.
const SIGNALS = {
  shopify: () => window.Shopify,
  woocommerce: () => document.querySelector("body.woocommerce,body.woocommerce-page,.wc-block-components-sidebar-layout,[data-block-name^=woocommerce]"),
  bigcommerce: () => window.stencilUtils || window.BCData,
  datalayer: () => Array.isArray(window.dataLayer) || window.gtag,
  jsonld: () => document.querySelector('script[type="application/ld+json"]'),
};
const PLATFORMS = Object.keys(SIGNALS).slice(0, 3);

export const begin = (page) => {
  const parts = {};
  const { dataset } = page;

  page.views = new WeakMap();
  page.said = { product: dataset.product, cart: dataset.cart && dataset.cart.split(",") };

  // An attribute data-NAME of the script tag, as written; undefined where there is none.
  page.option = (name) => dataset[name];

  // A part's exports, in `page.have` from then on; undefined where it cannot be had. "NAME#2" is another instance of it.
  page.have = {};
  const load = async (name) => {
    const part = await import(new URL("part-" + name.replace(/#|$/, `-${HASH}.mjs$&`), import.meta.url).href);
    if (part.join) await part.join(page);
    return part;
  };
  page.part = (name) => (parts[name] = parts[name] || load(name).catch(() => undefined).then((part) => (page.have[name] = part)));

  // With a part, where it can be had; what it throws ends here.
  const use = (name, work) => page.part(name).then((part) => part && work(part)).catch(() => {});

  // In a task of its own, and at the edge.
  page.later = (work) => setTimeout(page.tell, 0, "run", work);

  // Something in the markup is not as it should be: parts/check.js says what.
  page.odd = () => use("check", (part) => part.check(page));

  // The parts that a block of this kind is not drawn without.
  page.needs = (host, kind) => {
    const layout = "layout-" + (host.getAttribute("layout") || "grid");
    if (layout !== "layout-grid" && !PARTS.includes(layout)) page.odd();
    const has = (selector) => host.querySelector(":scope>" + selector);
    const segmented = host.getAttributeNames().some((name) => /^(segment$|(kind|heading|limit|layout|by)-)/.test(name));
    if (segmented) {
      // A segment is about all that the shopper did, lists are about what was lately.
      page.deep = true;
      // Whatever the block is to anybody is asked for by all, or the request would tell who is in which segment.
      host.getAttributeNames().forEach((name) => /^(kind|layout)-/.test(name) && page.part(name.split("-")[0] + "-" + host.getAttribute(name)));
    }
    return [
      ...["kind-" + kind, layout].filter((name) => PARTS.includes(name)),
      host.getAttribute("kind") === "cart" && dataset.freeShipping && "delivery",
      has("[slot]") && "slots",
      (host.hasAttribute("template") || has("template")) && "template",
      segmented && "segments",
    ].filter(Boolean);
  };
  // On their way while the model is.
  if (page.blocks.size && knows(page)) page.part("memory");
  page.blocks.forEach((host) => page.needs(host, host.getAttribute("kind")).forEach(page.part));

  // What an adapter found.
  page.say = (what, value) => {
    if (page.overhear) page.overhear(what, value);
    if (what === "view" && !page.first) page.want(value);
    page.tell("push", [what, value, true]);
  };

  // Whether anything may be kept or shared is `page.allowed`; this calls back with it after each change.
  const { signal } = page;
  page.consented = (callback) => document.addEventListener("pairwell:consent", () => callback(page.allowed), { signal });

  const start = (name) => use(name, (part) => part.start?.(page));

  // What waits until something is shown, if it is wanted at all: see parts/more.js. Who edits or looks closely does not wait.
  page.hear = () => start("more");
  const eager = /[?&]pairwell=debug\b/.test(location.search) || "editor" in dataset || attempt(() => window.Shopify.designMode);
  if (!eager && (page.heard || dataset.bridges || "events" in dataset)) document.addEventListener("pairwell:ready", page.hear, { once: true, signal });

  const wanted = page.option("platform") || "auto";
  const platform = PLATFORMS.includes(wanted) ? wanted : wanted !== "none" && PLATFORMS.find((name) => attempt(SIGNALS[name]));
  const names = wanted === "none" ? [] : [platform, ...Object.keys(SIGNALS).filter((name) => !PLATFORMS.includes(name) && attempt(SIGNALS[name]))];
  // Where the page's product is known already, what else may tell it is not waited for; a platform also knows the cart.
  const speaking = names.filter(Boolean);
  const started = speaking.map(start).filter((_, n) => !page.first || speaking[n] === platform);
  page.names = speaking;
  if (eager) started.push(page.hear());
  if (dataset.live === "on" || dataset.priceAge) started.push(start("live"));

  // English is in theme.js. Words that are late come in their place as soon as they are there.
  const words = "words-" + (dataset.language || document.documentElement.lang).split(/[-_]/)[0].toLowerCase();
  const speak = (part) => {
    page.tongue = part.words;
    page.spoken = words;
    page.tell("touch");
  };
  if (PARTS.includes(words)) started.push(use(words, speak));

  attempt(() =>
    customElements.define(
      "pairwell-forget",
      class extends HTMLElement {
        connectedCallback() {
          use("forget", (part) => part.mend(page, this));
        }
      },
    ),
  );

  // What the platform can do beyond speaking: its cart, its prices. See parts/adapters.md.
  page.platform = platform ? page.part(platform) : Promise.resolve();
  return Promise.race([Promise.all(started), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
};
