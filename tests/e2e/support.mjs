// The stage of the end-to-end tests: one shop, one browser, and shoppers who each have a browser profile of their own.
//
//   const shop = await openShop();             // in before()
//   const shopper = await shop.shopper(t);      // in a test; closed and judged when the test ends
//   await shopper.visit("/products/…/");
//
// What a shopper's browser asks for, prints and throws is written down from the first moment. When the test ends, a request to any
// host but the shop's, an uncaught error or an unhandled rejection fails it, whatever the test was about.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chromium } from "playwright-core";

import { startServer } from "../../www/serve.mjs";
import { Block, watchPage } from "./blocks.mjs";

const top = path.join(import.meta.dirname, "..", "..");
export const dist = process.env.PAIRWELL_DIST ?? path.join(top, "dist");
const shots = path.join(dist, "shots");

// Long enough for a busy two-core machine; what takes longer hangs.
const PATIENCE = 20_000;

const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Belt and braces: a name that slipped through the tests' own check still finds no host.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** What a phone on a poor connection has: Lighthouse's slow 4G as DevTools applies it. */
export const SLOW_4G = { latency: 562.5, downloadThroughput: (1474.56 * 1024) / 8, uploadThroughput: (675 * 1024) / 8 };

function browserPath() {
  const found = execFileSync(path.join(top, "tools", "find-browser.sh"), { encoding: "utf8" });
  return /^CHROMIUM=(.+)$/m.exec(found)[1];
}

/** Serves `root` on a free port and starts a browser, with options for its launch. `before` may take requests over, as the server's own does. */
export async function openShop({ root = path.join(dist, "demo"), before, csp, launch } = {}) {
  const shop = new Shop();
  shop.before = before;
  shop.server = await startServer({
    root,
    csp,
    before: (req, res) => {
      shop.requests.push({ method: req.method, path: req.url, referer: req.headers.referer });
      return shop.before?.(req, res);
    },
  });
  shop.url = shop.server.url;
  shop.launch = { executablePath: browserPath(), args: CHROMIUM_FLAGS, ...launch };
  shop.browser = await chromium.launch(shop.launch);
  return shop;
}

class Shop {
  /** Every request that reached the server: what a CDN's log would show. */
  requests = [];
  /** May be set by a test, to answer in the server's place. */
  before = undefined;

  /** Makes the server answer paths that match the pattern by `answer(req, res)` until the test ends. */
  fault(t, pattern, answer) {
    this.before = (req, res) => (pattern.test(req.url) ? (answer(req, res), true) : undefined);
    t.after(() => (this.before = undefined));
  }

  /** A new shopper: nothing stored, nothing cached. Options are Playwright's for a context. */
  async shopper(t, options = {}) {
    const context = await this.browser.newContext({ baseURL: this.url, viewport: { width: 1280, height: 900 }, ...options });
    context.setDefaultTimeout(PATIENCE);
    await context.addInitScript(watchPage);
    const shopper = new Shopper(this, context);
    t.after(async () => {
      await context.close();
      shopper.judge();
    });
    await shopper.newTab();
    return shopper;
  }

  /** The addresses of what a collection's first page shows and can be bought. Asked for without a browser, whose cache stays empty. */
  async products(collection = "best-sellers") {
    const response = await fetch(`${this.url}/collections/${collection}/`);
    const cards = (await response.text()).matchAll(/<li class="card">\s*<a href="([^"]+)"/g);
    const found = [...cards].map(([, href]) => href);
    assert.ok(found.length > 0, `${collection} shows nothing that can be bought`);
    return found;
  }

  async someProduct() {
    return (await this.products())[0];
  }

  async close() {
    await this.browser.close();
    await this.server.close();
  }
}

class Shopper {
  requests = [];
  console = [];
  errors = [];

  constructor(shop, context) {
    this.shop = shop;
    this.context = context;
    context.on("request", (request) => {
      // A data: or blob: URL asks no host for anything.
      if (/^(data|blob|about):/.test(request.url())) return;
      this.requests.push({ url: request.url(), type: request.resourceType() });
    });
  }

  /** A new tab; `this.page` is the newest. */
  async newTab() {
    const page = await this.context.newPage();
    page.on("console", (message) => this.console.push({ type: message.type(), text: message.text(), at: message.location().url }));
    // Both uncaught errors and unhandled rejections.
    page.on("pageerror", (error) => this.errors.push(String(error?.stack ?? error)));
    this.page = page;
    return page;
  }

  async visit(pathname, page = this.page) {
    await page.goto(pathname, { waitUntil: "load" });
    return page;
  }

  block(kind, page = this.page) {
    return new Block(page, kind);
  }

  /** What the widget says of itself on this page. */
  debug(page = this.page) {
    return page.evaluate(() => globalThis.pairwell.debug());
  }

  /** Lines on the console that are not the browser's own about a failed request. */
  ownLines() {
    return this.console.filter(({ text }) => !text.startsWith("Failed to load resource"));
  }

  foreignRequests() {
    const own = new URL(this.shop.url).origin;
    return this.requests.map((request) => request.url).filter((url) => new URL(url).origin !== own);
  }

  judge() {
    assert.deepEqual(this.foreignRequests(), [], "requests to a host that is not the shop's");
    assert.deepEqual(this.errors, [], "uncaught errors or unhandled rejections in the page");
  }

  /** Slows this tab down. `cpu: 4` is four times slower, `network` as in SLOW_4G. */
  async slowDown({ cpu, network }, page = this.page) {
    const session = await this.context.newCDPSession(page);
    if (cpu) await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
    if (network) await session.send("Network.emulateNetworkConditions", { offline: false, ...network });
    return session;
  }

  /** A picture in dist/shots/, for people. */
  async shot(name, { fullPage = true } = {}) {
    await mkdir(shots, { recursive: true });
    // What sticks to the window would stand in the middle of a picture of the whole page.
    if (fullPage) await this.page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
    await this.page.screenshot({ path: path.join(shots, `${name}.png`), fullPage });
  }
}
