// One and the same suite in Chromium, Firefox and WebKit:
//
//   inEveryEngine("Dawn", startShop, (t) => {
//     t("shows a block", async (shopper) => { await shopper.visit("/products/…"); … });
//   });
//
// `startShop()` gives { url, told, close() }: a server of pages that have recorder.js as their first script and put into `told` what
// it is told at /__told (site.mjs does). Each test gets a new browser profile, and fails on an uncaught error, an
// unhandled rejection, and a request to another host, whatever it was about.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Key } from "selenium-webdriver";

import { engineNames, lacking, startEngine } from "./drivers.mjs";

// Long enough for a busy two-core machine; what takes longer hangs.
const PATIENCE = 20_000;
const TEST = 240_000;
const SESSION = 60_000;

export function inEveryEngine(title, startShop, suite) {
  eachEngine(title, suite, (name) => {
    const stage = new Stage(name);
    let shop;
    before(async () => {
      shop = await startShop();
    });
    after(async () => {
      await stage.close();
      await shop?.close();
    });
    return async (work) => {
      shop.told.length = 0;
      shop.reset?.();
      const driver = await stage.session();
      await stage.guard(() => visitShop(work, new Shopper(shop, name, driver), shop, () => driver.quit()));
    };
  });
}

/**
 * Likewise, in one browser for all tests, each with a shop of its own: another port is another origin, so nothing that is stored or
 * cached is shared. For suites of many small stories, where starting a browser for each would take most of the time. `calm`: the
 * browser's user has asked for less motion.
 */
export function inOneBrowserEach(title, startShop, suite, { calm = false } = {}) {
  eachEngine(title, suite, (name) => {
    const stage = new Stage(name, { calm });
    let driver;
    after(async () => {
      await driver?.quit().catch(() => {});
      await stage.close();
    });
    return async (work) => {
      if (!stage.running) driver = undefined;
      driver ??= await stage.session();
      const shop = await startShop();
      try {
        await stage.guard(() => visitShop(work, new Shopper(shop, name, driver), shop, () => leaveAll(driver)));
      } finally {
        await shop.close();
      }
    };
  });
}

function eachEngine(title, suite, prepare) {
  for (const name of engineNames) {
    describe(`${title}, ${name}`, () => {
      const missing = lacking(name);
      if (missing.length) {
        // Not skipped: whoever reads «all passed» believes that it was tried.
        test(`${name} can be run here`, () => assert.fail(`${missing.join(", ")} not found: run tools/install-engines.sh, or leave ${name} out with PAIRWELL_ENGINES`));
        return;
      }
      const perform = prepare(name);
      suite((what, work) => test(what, () => perform(work)));
    });
  }
}

/** An engine that is started when it is needed, and again when it hangs. */
class Stage {
  constructor(name, options) {
    Object.assign(this, { name, options });
  }

  get running() {
    return this.engine !== undefined;
  }

  /** A browser. WebKitGTK's driver may hang while it starts one, where the machine has much else to do; nothing was tested then. */
  async session() {
    for (let n = 0; ; n++) {
      this.engine ??= await startEngine(this.name, this.options);
      try {
        return await this.guard(() => this.engine.session(), SESSION);
      } catch (error) {
        if (!(error instanceof Hung) || n === 2) throw error;
      }
    }
  }

  /** A driver that hangs has a session that nobody can end: another is started next time. */
  async guard(work, patience = TEST) {
    try {
      return await within(patience, work);
    } catch (error) {
      if (error instanceof Hung) await this.close();
      throw error;
    }
  }

  async close() {
    const { engine } = this;
    this.engine = undefined;
    await engine?.close();
  }
}

/** Ends a story: its pages are left, so that what they still have to tell is told, and one empty tab remains. */
async function leaveAll(driver) {
  const [first, ...others] = await driver.getAllWindowHandles();
  for (const handle of others) {
    await driver.switchTo().window(handle);
    await driver.close();
  }
  await driver.switchTo().window(first);
  await driver.get("about:blank");
}

async function visitShop(work, shopper, shop, leave) {
  let failed = true;
  try {
    await work(shopper, shop);
    failed = false;
  } finally {
    if (failed) await shopper.explain();
    await leave();
  }
  shopper.judge();
}

class Hung extends Error {}

/** A driver may hang, and then answers nothing at all. */
async function within(patience, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Hung(`the driver or the test hangs: no end after ${patience / 1000} s`)), patience);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A shopper with a browser of their own. What is in blocks' shadow trees is reached by `[kind, selector]`. */
export class Shopper {
  constructor(shop, engine, driver) {
    Object.assign(this, { shop, engine, driver });
  }

  /** Goes to a page of the shop and waits until it has loaded. */
  visit(path) {
    return this.driver.get(this.shop.url + path);
  }

  reload() {
    return this.driver.navigate().refresh();
  }

  back() {
    return this.driver.navigate().back();
  }

  /** Runs a function in the page; it may return a promise. Arguments and result travel as JSON. */
  async run(work, ...args) {
    const answer = await this.driver.executeAsyncScript(
      `const done = arguments[arguments.length - 1];
       Promise.resolve().then(() => (${work})(...arguments[0])).then((value) => done({ value }), (error) => done({ error: String((error && error.stack) || error) }));`,
      args,
    );
    if (answer.error) throw new Error(`in the page: ${answer.error}`);
    return answer.value;
  }

  /** Waits until the function gives something true in the page, and returns that. */
  async until(what, work, ...args) {
    const found = await this.run(
      `async (patience, args) => {
        const end = performance.now() + patience;
        for (;;) {
          const value = await (${work})(...args);
          if (value) return value;
          if (performance.now() > end) return undefined;
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
      }`,
      PATIENCE - 3000,
      args,
    );
    assert.ok(found, `never came: ${what}`);
    return found;
  }

  /** The element, of the page (`"selector"`) or of a block's shadow tree (`[kind, "selector"]`). */
  async element(where) {
    const [kind, selector] = Array.isArray(where) ? where : ["", where];
    await this.until(
      `${kind} ${selector}`,
      (kind, selector) => {
        const root = kind ? document.querySelector(`pairwell-block[kind="${kind}"]`)?.shadowRoot : document;
        return Boolean(root?.querySelector(selector));
      },
      kind,
      selector,
    );
    const find = () =>
      this.driver.executeScript(
        `const root = arguments[0] ? document.querySelector('pairwell-block[kind="' + arguments[0] + '"]').shadowRoot : document;
         const element = root && root.querySelector(arguments[1]);
         if (element) element.scrollIntoView({ block: "center", behavior: "instant" });
         return element;`,
        kind,
        selector,
      );
    // A block that is just being drawn anew has it again a moment later.
    for (let n = 0; n < 100; n++) {
      const found = await find();
      if (typeof found?.click === "function") return found;
    }
    return assert.fail(`gone again: ${kind} ${selector}`);
  }

  /** A click as a hand makes it. */
  async click(where) {
    await (await this.element(where)).click();
  }

  /** Keys for whatever has the focus: `Key.ENTER`, `" "`, … */
  press(...keys) {
    return this.driver.actions().sendKeys(...keys).perform();
  }

  focus(where) {
    return this.element(where).then((element) => this.driver.executeScript("arguments[0].focus()", element));
  }

  /** What has the focus, into shadow trees: its part, or id, or tag. */
  focused() {
    return this.run(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element ? element.getAttribute("part") || element.id || element.localName : "";
    });
  }

  /** Brings a block into view and waits until it shows a list. Returns its cards. */
  async block(kind) {
    const found = await this.until(
      `a list in ${kind}`,
      (kind) => {
        const block = document.querySelector(`pairwell-block[kind="${kind}"]`);
        if (!block) return undefined;
        block.scrollIntoView({ block: "center", behavior: "instant" });
        return (block.shadowRoot?.querySelector("[part~=card]") && "list") || (window.pairwellLate && "late");
      },
      kind,
    );
    if (found === "list") return this.cards(kind);
    // Loading is given up after three seconds, as it must be. Where the machine has much else to do an engine's first page takes that
    // long; a shopper would load it again, and so does this one.
    await this.reload();
    return this.block(kind);
  }

  /** What a block shows: `[{ handle, own, title, price, button, checked, error }]`. */
  cards(kind) {
    return this.run((kind) => {
      const root = document.querySelector(`pairwell-block[kind="${kind}"]`)?.shadowRoot;
      const text = (card, selector) => card.querySelector(selector)?.textContent.trim() ?? "";
      return [...(root?.querySelectorAll("li") ?? [])].map((card) => ({
        handle: decodeURIComponent(new URL(card.querySelector("a[href]").href).pathname.split("/").filter(Boolean).pop()),
        own: card.matches("[part~=own]"),
        title: text(card, "[part~=title] bdi"),
        price: text(card, "[part~=price]"),
        compareAt: text(card, "[part~=compare-at]"),
        button: card.querySelector("button")?.firstChild.data ?? "",
        checked: card.querySelector("input")?.checked,
        error: text(card, "[role=alert]"),
      }));
    }, kind);
  }

  /** What a block's live region says to who cannot see it. */
  announced(kind) {
    return this.run((kind) => document.querySelector(`pairwell-block[kind="${kind}"]`)?.shadowRoot?.querySelector("[role=status]")?.textContent ?? "", kind);
  }

  debug() {
    return this.run(() => window.pairwell.debug());
  }

  /** Waits until an event of that name was seen, and returns all of them. */
  heard(name, count = 1) {
    return this.until(`${count} × pairwell:${name}`, (name, count) => {
      const heard = window.pairwellTold.filter((event) => event.name === name);
      return heard.length >= count && heard;
    }, name, count);
  }

  toldOf(kind) {
    return this.shop.told.filter((told) => told.kind === kind).map(({ text, page }) => `${page}: ${text}`);
  }

  /** For who reads the log of a failed test. */
  async explain() {
    const lines = [`${this.engine} told: ${JSON.stringify(this.shop.told)}`];
    try {
      lines.push(`at ${await this.driver.getCurrentUrl()}`, `events: ${JSON.stringify(await this.run(() => window.pairwellTold))}`);
    } catch (error) {
      lines.push(`the page does not answer: ${error.message}`);
    }
    console.error(lines.join("\n"));
  }

  judge() {
    const { told, expected } = this.shop;
    const foreign = told.filter(({ kind, text }) => kind === "foreign" && !expected?.test(text));
    assert.deepEqual(foreign, [], "requests to a host that is not the shop's");
    assert.deepEqual(this.toldOf("error"), [], "uncaught errors or unhandled rejections in the page");
  }
}

export { Key };
