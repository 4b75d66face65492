// Shoppers who never stop: three tabs of one browser that load pages of the demo shop at random and do there what shoppers do, while
// the network, the clock, the storage and the cart fail. Widget and model come from a host of their own, as from a CDN; pages,
// pictures and the cart from the shop's. What must hold holds after each batch of three loads, or is written down as a violation:
//
//   - no uncaught error and no unhandled rejection, one line of ours on the console at most, and no request to a third host
//   - that host is asked for files alone, without a query
//   - blocks show a list, or the theme's own markup is there
//   - what a page has remembered is known to all later pages, until it is erased; what was erased does not come back
//   - the history has 500 events at most, the storage 64 KiB
//
// A fourth tab stays on its page, where blocks come and go: its memory is measured.

import { readFile } from "node:fs/promises";
import path from "node:path";

import { startServer } from "../../www/serve.mjs";
import { random } from "../e2e/random.mjs";
import { dist, openShop } from "../e2e/support.mjs";
import { networkFault, pageFault, preparePage } from "./faults.mjs";

const TABS = 3;
// Loads between two looks at the memory.
const SAMPLE = 30;
// Events a history holds at most.
const CAP = 500;
// Events from which on the next pages could fill it: then the shopper asks to be forgotten, and all begins anew.
const FULL = 440;

/** Events that the cart and the page's scripts write down, in tasks that follow. */
const tasks = (page) => page.evaluate(() => new Promise((resolve) => setTimeout(() => setTimeout(resolve))));

export class Walk {
  /** `state` is what an earlier walk came to, or what newState() gives; it is written on. */
  constructor(state) {
    this.state = state;
    // Products that some page has remembered and that must be known; those that were erased and must not come back.
    this.known = new Set();
    this.erased = new Set();
  }

  async open() {
    // Nothing comes out of the browser's own cache, so that faults are met. Pictures would take most of the time.
    const uncached = (req, res) => res.setHeader("Cache-Control", /\.(webp|jpg|png|avif)$|^\/(pictures|assets)\//.test(req.url) ? "max-age=9999" : "no-store");
    const root = path.join(dist, "demo");
    this.cdn = await startServer({
      root,
      before: (req, res) => {
        uncached(req, res);
        if (req.method !== "GET" || req.url.includes("?")) this.violate(`the CDN's host is told more than a file's name: ${req.method} ${req.url}`);
        if (this.fault?.name !== "uncrossed") res.setHeader("Access-Control-Allow-Origin", "*");
        return this.fault ? this.fault.take(req, res) : false;
      },
    });
    const hosts = `'self' ${this.cdn.url}`;
    const csp = `default-src 'none'; script-src ${hosts} 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src ${hosts}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
    // Who ends the soak by a signal ends it after the loads that are under way.
    this.shop = await openShop({ csp, launch: { handleSIGINT: false, handleSIGTERM: false } });
    const origins = [this.shop.url, this.cdn.url].map((url) => new URL(url).origin);
    this.products = (await Promise.all(["best-sellers", "new"].map((name) => this.shop.products(name).catch(() => [])))).flat();
    this.shop.before = async (req, res) => {
      uncached(req, res);
      if (/^\/(pairwell|model)\//.test(req.url)) this.violate(`the shop's own host was asked for ${req.url}`);
      if (await this.fault?.take(req, res)) return true;
      const [pathname] = req.url.split("?");
      if (!pathname.endsWith("/")) return false;
      const page = await readFile(path.join(root, decodeURIComponent(pathname), "index.html"), "utf8").catch(() => undefined);
      if (page === undefined) return false;
      res.setHeader("Content-Type", "text/html; charset=utf-8").setHeader("Content-Security-Policy", csp);
      res.end(page.replace(/\b(src|href|data-model)="(?=\/(?:pairwell|model)\/)/g, `$&${this.cdn.url}`));
      return true;
    };
    this.context = await this.shop.browser.newContext({ baseURL: this.shop.url, viewport: { width: 1000, height: 800 } });
    this.context.setDefaultTimeout(90_000);
    await this.context.addInitScript(preparePage);
    this.context.on("request", (request) => {
      const url = request.url();
      if (!/^(data|blob|about):/.test(url) && !origins.includes(new URL(url).origin)) this.violate(`a request to ${url}`);
    });
    this.lines = new Map();
    const open = async () => {
      const page = await this.context.newPage();
      page.on("pageerror", (error) => this.violate(`an error in ${page.url()}: ${error?.stack ?? error}`));
      page.on("crash", () => this.violate(`a tab crashed at ${page.url()}`));
      page.on("console", (message) => {
        // The browser's own words on a request that failed are not ours, though they name our file.
        if (/pairwell/i.test(message.text()) && !/^(Failed to load resource|Access to [a-z ]+ at )/.test(message.text())) this.lines.get(page)?.push(message.text());
      });
      return page;
    };
    this.tabs = [];
    for (let n = 0; n < TABS; n++) this.tabs.push(await open());
    this.staying = await open();
    // Without the theme's scripts, which draw a cart that grows: what is measured is ours.
    await this.staying.route(/\/assets\/.*\.js$/, (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
    await this.staying.goto("/");
    await this.staying.evaluate(() => window.pairwell.debug());
    this.cdp = await this.context.newCDPSession(this.staying);
    await this.cdp.send("Performance.enable");
    this.wide = await this.shop.browser.newBrowserCDPSession();
    this.sampled = this.state.loads;
  }

  async close() {
    await this.shop?.close();
    await this.cdn?.close();
  }

  violate(what) {
    this.state.violations.push({ load: this.state.loads, what });
  }

  count(what, by = 1) {
    this.state.counts[what] = (this.state.counts[what] ?? 0) + by;
  }

  /** Three page loads, at the same time, and what comes with them. */
  async batch() {
    const { state } = this;
    const number = random(state.seed * 1_000_003 + state.loads);
    this.fault = networkFault(number);
    this.count(`network ${this.fault.name}`);
    const plans = this.tabs.map(() => ({ number: random(Math.floor(number() * 2 ** 32)), page: pageFault(number) }));
    // In the year 2200 everything has expired, and goes: for the other tabs, too, which may look before or after.
    const far = plans.some(({ page }) => page.clock === "far");
    if (far) this.known.clear();
    const seen = await Promise.all(this.tabs.map((tab, n) => this.load(tab, plans[n])));
    this.fault = undefined;
    state.loads += TABS;
    // Other tabs are told of what one has stored, in tasks of their own.
    for (const tab of this.tabs) await tasks(tab).catch(() => {});
    for (const one of seen) for (const product of one?.added ?? []) this.erased.delete(product), far || this.known.add(product);
    if (seen.some((one) => one?.length > FULL)) await this.erase(number);
    else if (number() < 0.006) await this.erase(number);
    else if (number() < 0.004) await this.fill();
    await this.stay(number);
    if (state.loads - this.sampled >= SAMPLE) await this.sample();
    this.shop.requests.length = 0;
  }

  async load(tab, { number, page }) {
    const said = [];
    this.lines.set(tab, said);
    let [leaves, left, pressed] = [undefined, false, false];
    try {
      await this.go(tab, number, page);
      tab.pressed = false;
      const blocks = await tab.locator("pairwell-block").count();
      if (blocks) await tab.locator("pairwell-block").last().evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
      // A page ends with lists, off, or, where the loader was not to be had, as the theme made it.
      const end = await tab.waitForFunction(() => {
        if (document.readyState !== "complete") return "";
        if (window.pairwellOff) return "off";
        if (!window.pairwell || !window.pairwell.version) return "none";
        const blocks = [...document.querySelectorAll("pairwell-block")];
        return blocks.every((block) => block.shadowRoot?.querySelector("[part~=card]")) ? "lists" : "";
      }).then((handle) => handle.jsonValue());
      this.count(`pages: ${end}`);
      if (end !== "lists") await this.themed(tab);
      else if (number() < 0.3) {
        const where = new URL(tab.url()).pathname;
        leaves = (frame) => (left ||= frame === tab.mainFrame() && new URL(frame.url()).pathname !== where);
        tab.on("framenavigated", leaves);
        pressed = await this.act(tab, number);
      }
      tab.pressed = pressed;
      await tasks(tab);
      if (said.length > 1) this.violate(`${said.length} lines at ${tab.url()}: ${said.join(" | ")}`);
      if (end !== "lists" || left) return undefined;
      return await this.look(tab, page);
    } catch (error) {
      // A press whose part cannot be had leads to the product's page, at once or when it is known that it cannot.
      if (pressed && /Execution context was destroyed/.test(error.message)) {
        left = true;
        return undefined;
      }
      const [where] = /walk\.mjs:\d+/.exec(error.stack) ?? [];
      this.violate(`the walk failed at ${tab.url()} (${where}): ${error.message}`);
      await tab.goto("about:blank").catch(() => {});
      return undefined;
    } finally {
      if (leaves) tab.off("framenavigated", leaves);
      if (left) {
        this.count("presses that led to the product's page");
        await tab.waitForLoadState().catch(() => {});
      }
    }
  }

  async go(tab, number, fault) {
    const draw = number();
    if (draw < 0.06 && tab.url() !== "about:blank") return tab.reload();
    if (draw < 0.12 && tab.url() !== "about:blank" && (await tab.goBack())) return undefined;
    const product = this.products[Math.floor(number() * this.products.length)];
    const where = draw < 0.68 ? product : draw < 0.78 ? "/" : draw < 0.86 ? "/cart/" : draw < 0.92 ? "/collections/best-sellers/" : draw < 0.96 ? "/thank-you/" : product;
    // From an empty page: an address that differs behind # alone would load nothing.
    if (tab.url().split("#")[0] === new URL(where, this.shop.url).href) await tab.goto("about:blank");
    const hash = Object.keys(fault).length ? `#${encodeURIComponent(JSON.stringify(fault))}` : "";
    try {
      await tab.goto(where + hash);
    } catch (error) {
      // A press on the page before, whose part was still awaited, has led away in the same instant, as it should.
      if (!tab.pressed || !/ERR_ABORTED|interrupted by another navigation/.test(error.message)) throw error;
      this.count("presses that led away while the shopper went elsewhere");
      await tab.waitForLoadState();
      await tab.goto(where + hash);
    }
    // The fault is of this load alone: who reloads, or comes back, finds the page without it.
    await tab.evaluate(() => history.replaceState(history.state, "", location.pathname + location.search));
  }

  /** The theme's own markup is what is seen. */
  async themed(tab) {
    const hidden = await tab.evaluate(() => [...document.querySelectorAll("pairwell-block")].filter((block) => block.firstElementChild && !(block.firstElementChild.getBoundingClientRect().height > 0)).length);
    if (hidden) this.violate(`off, and ${hidden} blocks are empty at ${tab.url()}`);
  }

  /** What shoppers do. Gives whether it was a press of a button of Pairwell's. */
  async act(tab, number) {
    const draw = number();
    const press = draw < 0.35;
    if (press) {
      const buttons = tab.locator("pairwell-block [part~=add]:not([aria-disabled])");
      const count = await buttons.count();
      // The list may change under the hand, and the press then finds another card, or none.
      if (count) await buttons.nth(Math.floor(number() * count)).click({ timeout: 2000, force: true }).catch(() => {});
      this.count("presses");
    } else if (draw < 0.5) {
      await tab.locator("[data-add]").first().click({ timeout: 1000, force: true }).catch(() => {});
    } else if (draw < 0.8) {
      const many = 1 + Math.floor(number() * 8);
      const products = Array.from({ length: many }, () => `walked-${Math.floor(number() * 1e9)}`);
      await tab.evaluate((products) => window.pairwell.push(...products.map((product) => ["view", product])), products);
    } else if (draw < 0.9) {
      await tab.evaluate((order) => window.pairwell.push(["purchase", { order, products: [`bought-${order}`] }]), `${Math.floor(number() * 1e9)}`);
    } else {
      await tab.evaluate(() => window.pairwell.recommend({ kind: "for-you" }));
    }
    return press;
  }

  /** What the page remembers, held against what was known before this batch. Gives what it has now. */
  async look(tab, fault) {
    const report = await tab.evaluate(() => window.pairwell.debug());
    if (!report) return undefined;
    const { history } = report;
    const products = new Set(history.map(({ product }) => product));
    if (history.length > CAP) this.violate(`${history.length} events`);
    const stores = !/local|all/.test(fault.denied);
    if (stores && fault.clock !== "far") {
      const size = await tab.evaluate(() => Object.entries(localStorage).reduce((sum, [key, text]) => sum + (key.startsWith("pairwell:") ? key.length + text.length : 0), 0));
      if (size > 65_536) this.violate(`${size} characters stored`);
      // Where all the room is taken, what would expire first has gone, and a loss could not be told from that: it would not be noticed
      // here. All begins anew after this batch.
      if (history.length === CAP) this.count("looks at a full history");
      else {
        const lost = [...this.known].filter((product) => !products.has(product));
        if (lost.length) this.violate(`lost: ${lost.length} of ${this.known.size} events (there are ${history.length}), ${lost.slice(0, 5)} at ${tab.url()}`);
        this.count("events looked for", this.known.size);
      }
    }
    const back = [...products].filter((product) => this.erased.has(product) && /^(walked|bought)-/.test(product));
    if (back.length) this.violate(`came back after it was erased: ${back.slice(0, 5)} at ${tab.url()}`);
    // What lies in memory alone ends with the page, and a clock in another century ends everything.
    const keeps = stores && fault.clock !== "far" && (await tab.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith("pairwell:log:"))));
    return { added: keeps ? [...products] : [], length: history.length };
  }

  /** The storage is wiped, or the shopper asks to be forgotten. */
  async erase(number) {
    const asked = number() < 0.5;
    // By a page that can: in the staying tab storage is never denied, and Pairwell never off.
    await this.staying.evaluate(async (asked) => {
      if (asked) return window.pairwell.forget();
      localStorage.clear();
      sessionStorage.clear();
      for (const name of await caches.keys()) await caches.delete(name);
    }, asked);
    // Its own memory of them goes as well: nobody tells a page of what it erased itself.
    if (!asked) await this.staying.reload();
    await this.staying.evaluate(() => window.pairwell.debug());
    for (const page of this.tabs) await tasks(page).catch(() => {});
    for (const product of this.known) this.erased.add(product);
    this.known.clear();
    this.count(asked ? "forgotten on request" : "storage wiped");
  }

  /** Somebody else takes all the room there is, for a batch. */
  async fill() {
    // Which half has to go is not known here.
    this.known.clear();
    await this.staying.evaluate(() => {
      for (let size = 1 << 22, n = 0; size >= 1; ) {
        try {
          localStorage.setItem(`theirs-${n++}`, "x".repeat(size));
        } catch {
          size >>= 1;
        }
      }
    });
    await Promise.all(this.tabs.map((tab, n) => this.load(tab, { number: random(this.state.loads + n), page: {} })));
    this.state.loads += TABS;
    await this.staying.evaluate(() => {
      for (const key of Object.keys(localStorage)) if (key.startsWith("theirs-")) localStorage.removeItem(key);
    });
    // Nor of what these pages have written down.
    this.known.clear();
    this.count("storage full");
  }

  /** In the tab that stays blocks come and go. */
  async stay(number) {
    await this.staying.evaluate(async (kind) => {
      const block = document.createElement("pairwell-block");
      block.setAttribute("kind", kind);
      document.body.append(block);
      await new Promise((resolve) => setTimeout(() => setTimeout(resolve)));
      block.remove();
      await new Promise((resolve) => setTimeout(() => setTimeout(resolve)));
    }, ["best-sellers", "for-you", "recently-viewed", "trending"][Math.floor(number() * 4)]);
  }

  async sample() {
    this.sampled = this.state.loads;
    // The second time goes what only the first has let go.
    for (let n = 0; n < 2; n++) await this.cdp.send("HeapProfiler.collectGarbage");
    const { metrics } = await this.cdp.send("Performance.getMetrics");
    const of = (name) => metrics.find((metric) => metric.name === name).value;
    const { processInfo } = await this.wide.send("SystemInfo.getProcessInfo");
    const sizes = await Promise.all(processInfo.map(({ id }) => readFile(`/proc/${id}/statm`, "utf8").then((text) => +text.split(" ")[1] * 4096, () => 0)));
    const resident = (wanted) => sizes.reduce((sum, size, n) => (wanted(processInfo[n].type) ? sum + size : sum), 0);
    this.state.samples.push({
      load: this.state.loads,
      heap: of("JSHeapUsedSize"),
      nodes: of("Nodes"),
      listeners: of("JSEventListeners"),
      pages: resident((type) => type === "renderer"),
      browser: resident((type) => type !== "renderer"),
    });
  }
}

export const newState = (seed) => ({ version: 2, seed, loads: 0, seconds: 0, sittings: 0, counts: {}, violations: [], samples: [] });

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/** The memory of the tab that stays, early and late: medians of the first and the last third of the looks at it. */
export function memory({ samples }) {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const of = (list, name) => median(list.map((sample) => sample[name]));
  return Object.fromEntries(["heap", "nodes", "listeners", "pages", "browser"].map((name) => [name, { early: of(samples.slice(0, third), name), late: of(samples.slice(-third), name) }]));
}
