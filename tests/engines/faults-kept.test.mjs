// Faults of what is kept, in each engine: storage that is denied, missing, full, damaged or wiped, several tabs, clocks, and what
// erasing leaves. One story a page; see FAULTS.md for what must happen.

import assert from "node:assert/strict";

import { BLOCKS, FILES, OTHERS, PRODUCT, changed, line, lines, missing, shopPage, startFaultShop } from "./fault-shop.mjs";
import { inOneBrowserEach } from "./shopper.mjs";
import { html } from "./site.mjs";

/** The page shows its lists, and what it had to remember is in memory and, where possible, stored. */
async function settled(shopper, shop, path = "/") {
  await shopper.visit(path);
  for (const kind of BLOCKS) assert.ok((await shopper.block(kind)).length >= 1, kind);
  await shopper.until("the visit in memory", () => window.pairwell.debug().then((report) => report && report.history.length > 0));
  await tasks(shopper);
}

/** Behind whatever the core has put off. */
const tasks = (shopper) => shopper.run(() => new Promise((resolve) => setTimeout(() => setTimeout(resolve))));

const history = async (shopper) => (await shopper.debug()).history;
const products = async (shopper) => (await history(shopper)).map(({ product }) => product);
const quiet = (shop) => assert.deepEqual(lines(shop).filter((text) => !/took longer/.test(text)), []);

/** What a page without any past shows, in this browser: of another origin. */
async function strangers(shopper, path = "/") {
  const { shop } = shopper;
  const other = await startFaultShop();
  try {
    Object.assign(other, { show: shop.show, pages: shop.pages });
    shopper.shop = other;
    await settled(shopper, other, path);
    return { lists: await lists(shopper), asked: ours(other) };
  } finally {
    shopper.shop = shop;
    await other.close();
  }
}
const lists = async (shopper) => Promise.all(BLOCKS.map(async (kind) => (await shopper.cards(kind)).map(({ handle }) => handle)));
const ours = ({ requests }, from = 0) => [...new Set(requests.slice(from).map(({ path }) => path).filter((path) => /^\/(pairwell|model)\//.test(path)))].sort();

// Everything in which a page can leave something.
const traces = (shopper) =>
  shopper.run(async () => ({
    local: Object.keys(localStorage).sort(),
    session: Object.keys(sessionStorage).sort(),
    caches: window.caches ? (await caches.keys()).sort() : [],
    databases: indexedDB.databases ? (await indexedDB.databases()).map(({ name }) => name) : [],
    workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0,
    cookie: document.cookie,
    name: window.name,
    state: history.state,
  }));

// How many events four tabs write in all; PAIRWELL_TEST_EVENTS asks for more.
const EVENTS = Number(process.env.PAIRWELL_TEST_EVENTS ?? 1200);

inOneBrowserEach("faults of what is kept", startFaultShop, (t) => {
  for (const [how, head] of Object.entries({
    null: `for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { value: null })`,
    denied: `for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } })`,
  })) {
    t(`storage that is ${how}: lists follow page and cart, and are remembered as long as the page`, async (shopper, shop) => {
      shop.show = { head: `<script>${head}</script>` };
      await settled(shopper, shop);
      await shopper.run((other) => window.pairwell.push(["view", other]), OTHERS[0]);
      await shopper.until("the second visit in memory", (other) => window.pairwell.debug().then(({ history }) => history.some(({ product }) => product === other)), OTHERS[0]);
      quiet(shop);
      await settled(shopper, shop);
      assert.deepEqual(await products(shopper), [PRODUCT], "the next page knows of nothing");
    });
  }

  t("in a sandboxed frame, which has no storage at all, there are lists", async (shopper, shop) => {
    // An opaque origin: every request is one of another origin's.
    shop.headers["Access-Control-Allow-Origin"] = "*";
    const tell = `<script>
      const storage = (() => { try { return String(localStorage); } catch (error) { return error.name; } })();
      document.addEventListener("pairwell:ready", (event) => parent.postMessage({ storage, kind: event.detail.kind, items: event.detail.items.length }, "*"));
    </script>`;
    shop.pages["/framed"] = () => shopPage({ head: tell, headers: { "Content-Security-Policy": "" } });
    shop.pages["/around"] = () =>
      html(`<!doctype html><title>Around</title><script>window.got = []; addEventListener("message", (event) => got.push(event.data));</script>
        <iframe src="/framed" sandbox="allow-scripts" width="900" height="900"></iframe>`);
    await shopper.visit("/around");
    const [first] = await shopper.until("a list in the frame", () => got.length && got);
    assert.equal(first.storage, "SecurityError");
    assert.ok(first.items >= 1);
    quiet(shop);
  });

  t("a storage that is truly full: half of the tab's log is stored where it fits, and what fits nowhere lasts as long as the page", async (shopper, shop) => {
    await settled(shopper, shop);
    // A log of some length, then all the room that is left is taken by somebody else.
    await shopper.run(() => window.pairwell.push(...Array.from({ length: 200 }, (_, n) => ["view", `seen-${n}`])));
    await tasks(shopper);
    const stored = () => shopper.run(() => Object.entries(localStorage).filter(([key]) => key.startsWith("pairwell:log:")).map(([, text]) => text.length));
    const [before] = await stored();
    const full = await shopper.run(() => {
      let name = "";
      for (let size = 1 << 22, n = 0; size >= 1; ) {
        try {
          localStorage.setItem(`theirs-${n++}`, "x".repeat(size));
        } catch (error) {
          name = error.name;
          size >>= 1;
        }
      }
      return name;
    });
    assert.equal(full, "QuotaExceededError");
    const views = (from) => shopper.run((from) => window.pairwell.push(...Array.from({ length: 20 }, (_, n) => ["view", `later-${from + n}`])), from);
    await views(0);
    await tasks(shopper);
    const [half] = await stored();
    assert.ok(half > 0 && half < before * 0.75, `${before} characters before, ${half} after`);
    assert.ok((await products(shopper)).includes("later-19"), "the newest is kept");
    // Now not even that: who has stored something smaller has taken its room as well.
    await shopper.run(() => {
      for (const key of Object.keys(localStorage)) if (key.startsWith("pairwell:")) localStorage.removeItem(key);
      for (let size = 1 << 16, n = 0; size >= 1; ) {
        try {
          localStorage.setItem(`more-${n++}`, "x".repeat(size));
        } catch {
          size >>= 1;
        }
      }
    });
    await views(100);
    await tasks(shopper);
    assert.deepEqual(await stored(), []);
    assert.ok((await products(shopper)).includes("later-119"), "memory goes on");
    quiet(shop);
    await shopper.run(() => localStorage.clear());
  });

  t("a Cache Storage that is full, or of which nothing can be read, costs nothing", async (shopper, shop) => {
    shop.show = { head: `<script>
      if (window.Cache) {
        Cache.prototype.put = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
        Cache.prototype.match = () => Promise.reject(new DOMException("damaged", "UnknownError"));
      }
    </script>` };
    await settled(shopper, shop);
    await settled(shopper, shop);
    quiet(shop);
  });

  t("what is kept of files is damaged: it is not used", async (shopper, shop) => {
    await settled(shopper, shop);
    const before = await lists(shopper);
    await shopper.until("three files kept", async () => (await (await caches.open("pairwell")).keys()).length >= 3);
    await shopper.run(async () => {
      const cache = await caches.open("pairwell");
      for (const request of await cache.keys()) await cache.put(request, new Response(new Uint8Array(500).fill(7), { headers: { at: Date.now() } }));
    });
    await settled(shopper, shop);
    assert.deepEqual(await lists(shopper), before);
    quiet(shop);
  });

  t("records that are damaged or of a later version are removed, and no key of anybody else", async (shopper, shop) => {
    await settled(shopper, shop);
    const kept = await shopper.run(() => {
      const [key, text] = Object.entries(localStorage).find(([key]) => key.startsWith("pairwell:log:"));
      localStorage.setItem("theirs", "1");
      localStorage.setItem("pairwell-theirs", "1");
      // One letter changed, cut short, of another version, and of no kind at all, under names of tabs that are gone.
      for (let n = 0; n < 60; n++) {
        const at = Math.floor((n / 60) * text.length);
        localStorage.setItem(`pairwell:log:changed${n}`, text.slice(0, at) + (text[at] === "a" ? "b" : "a") + text.slice(at + 1));
        localStorage.setItem(`pairwell:log:cut${n}`, text.slice(0, at));
      }
      localStorage.setItem(key, text.replace(/\d/, "9"));
      localStorage.setItem("pairwell:log:none", "\u0000\ud800 { \"__proto__\": 1 }");
      return key;
    });
    await settled(shopper, shop);
    const keys = await shopper.run(() => Object.keys(localStorage).sort());
    assert.deepEqual(keys.filter((key) => !key.startsWith("pairwell:")), ["pairwell-theirs", "theirs"]);
    const logs = keys.filter((key) => key.startsWith("pairwell:log:"));
    assert.ok(logs.length === 1 && logs[0] !== kept, String(logs));
    assert.deepEqual(await products(shopper), [PRODUCT], "this page is what is left");
    quiet(shop);
  });

  for (const tabs of [2, 4]) {
    for (const [each, all] of [[480 / tabs, true], [EVENTS / 4, false]]) {
      t(`${tabs} tabs write ${each} events each at the same time: ${all ? "none is lost" : "the newest 500 are kept"}`, async (shopper, shop) => {
        const [first] = await shopper.driver.getAllWindowHandles();
        const handles = [first];
        shop.show = { product: "", blocks: ["best-sellers"] };
        for (let tab = 0; tab < tabs; tab++) {
          if (tab) {
            await shopper.driver.switchTo().newWindow("tab");
            handles.push(await shopper.driver.getWindowHandle());
          }
          await shopper.visit("/");
          await shopper.until("the core", () => window.pairwell.debug());
          // Without timers, which hidden tabs have seldom: each batch is a task, so that the tabs take turns.
          await shopper.run(
            (tab, each) => {
              window.go = new BroadcastChannel("go");
              window.go.onmessage = () => {
                const { port1, port2 } = new MessageChannel();
                let n = 0;
                port2.onmessage = () => {
                  for (const end = Math.min(n + 20, each); n < end; n++) window.pairwell.push(["view", `tab-${tab}-${n}`]);
                  window.said = n;
                  if (n < each) port1.postMessage("");
                  else window.done = true;
                };
                port1.postMessage("");
              };
            },
            tab,
            each,
          );
        }
        // Another channel than the tab's own, which would not hear itself.
        await shopper.run(() => new BroadcastChannel("go").postMessage(""));
        for (const handle of handles) {
          await shopper.driver.switchTo().window(handle);
          // As long as it gets on.
          for (let said = 0; said < each; ) said = await shopper.until("more, or all, is said", (said) => (window.done || window.said > said) && window.said, said);
          await tasks(shopper);
        }
        await shopper.visit("/");
        const seen = await shopper.until("the history in a new page", () => window.pairwell.debug().then((report) => report && report.history));
        const size = await shopper.run(() => Object.entries(localStorage).filter(([key]) => key.startsWith("pairwell:")).reduce((sum, [key, text]) => sum + key.length + text.length, 0));
        assert.ok(size <= 65536, `${size} characters stored`);
        const known = new Set(seen.map(({ product }) => product));
        assert.equal(seen.length, all ? tabs * each : 500);
        assert.equal(known.size, seen.length, "none twice");
        for (let tab = 0; tab < tabs; tab++) {
          // Of each tab those are missing that it wrote first, if any.
          const has = Array.from({ length: each }, (_, n) => known.has(`tab-${tab}-${n}`));
          assert.ok(has.indexOf(true) === has.lastIndexOf(false) + 1 || !has.includes(true), `tab ${tab}: ${has.map(Number).join("")}`);
        }
        quiet(shop);
      });
    }
  }

  t("10,000 events in a page: 500 are kept, in at most 64 KiB, and the next page reads them", async (shopper, shop) => {
    await settled(shopper, shop);
    // A thousand in a task, as a driver does not wait for ever.
    for (let from = 0; from < 10_000; from += 1000) {
      await shopper.run((from) => window.pairwell.push(...Array.from({ length: 1000 }, (_, n) => ["view", `product-with-a-handle-of-usual-length-${from + n}`])), from);
    }
    await tasks(shopper);
    const entries = shop.requests.filter(({ path }) => FILES["product's entry"].test(path)).length;
    assert.ok(entries <= 20, `${entries} entries asked for`);
    const size = await shopper.run(() => Object.entries(localStorage).filter(([key]) => key.startsWith("pairwell:")).reduce((sum, [key, text]) => sum + key.length + text.length, 0));
    assert.ok(size > 10_000 && size <= 65_536, `${size} characters`);
    await shopper.visit("/");
    const seen = await shopper.until("the history", () => window.pairwell.debug().then((report) => report && report.history));
    assert.ok(seen.length <= 500 && seen.length > 250, `${seen.length} events`);
    assert.ok(seen.some(({ product }) => product.endsWith("-9999")));
    quiet(shop);
  });

  t("all of ours is the logs, the tab's note and the kept files; wiped of it the shopper is new, in what is shown and in what is asked for", async (shopper, shop) => {
    shop.show = { blocks: BLOCKS };
    for (const handle of OTHERS) {
      shop.pages[`/products/${handle}`] = () => shopPage({ product: handle });
      await settled(shopper, shop, `/products/${handle}`);
    }
    shop.pages["/empty"] = () => html("<!doctype html><title>Empty</title>");
    await shopper.visit("/empty");
    const left = await traces(shopper);
    assert.ok(left.local.length >= 1 && left.local.every((key) => key.startsWith("pairwell:")), String(left.local));
    assert.deepEqual({ ...left, local: [], caches: [], session: left.session.filter((key) => key !== "pairwell:tab") }, { local: [], session: [], caches: [], databases: [], workers: 0, cookie: "", name: "", state: null });
    assert.deepEqual(left.caches.filter((name) => name !== "pairwell"), []);

    // The page at hand is one that was not visited: what was is kept, and need not be asked for.
    const stranger = await strangers(shopper);
    // As Safari does after seven days; and less thorough, where files are left that tell of what was visited.
    for (const files of [true, false]) {
      await shopper.visit("/empty");
      await shopper.run(async (files) => {
        localStorage.clear();
        sessionStorage.clear();
        if (files) for (const name of await caches.keys()) await caches.delete(name);
      }, files);
      const from = shop.requests.length;
      await settled(shopper, shop);
      assert.deepEqual(await products(shopper), [PRODUCT]);
      assert.deepEqual(await lists(shopper), stranger.lists);
      assert.deepEqual(ours(shop, from).filter((path) => FILES.manifest.test(path) || /\/at\//.test(path)), stranger.asked.filter((path) => FILES.manifest.test(path) || /\/at\//.test(path)));
    }
    quiet(shop);
  });

  t("a page whose clock is wrong: lists, no age below nothing, and the sequence of what happened", async (shopper, shop) => {
    const clock = (body) => `<script>(() => { const now = Date.now.bind(Date); Date.now = () => ${body}; })();</script>`;
    const DAY = 86_400_000;
    const clocks = { ahead: `now() + 20 * ${DAY}`, right: "now()", behind: `now() - 20 * ${DAY}`, unset: "1000", none: "NaN", below: "-1e12", beyond: "1e17" };
    for (const [name, body] of Object.entries(clocks)) shop.pages[`/${name}`] = () => shopPage({ product: `product-${name}`, head: clock(body), blocks: ["best-sellers", "recently-viewed"] });
    const visit = async (name) => {
      await shopper.visit(`/${name}`);
      await shopper.until("the visit in memory", (product) => window.pairwell.debug().then((report) => report && report.history.some((event) => event.product === product)), `product-${name}`);
      assert.ok((await shopper.block("best-sellers")).length >= 1, name);
      await tasks(shopper);
    };
    for (const name of ["ahead", "right", "behind", "unset"]) await visit(name);
    const seen = await history(shopper);
    assert.deepEqual(seen.map(({ product }) => product), ["product-ahead", "product-right", "product-behind", "product-unset"]);
    // Set right again, nothing lies in the future.
    await visit("right");
    const now = await shopper.run(() => Date.now());
    for (const { at, product } of await history(shopper)) assert.ok(at <= now, `${product} at ${at}, now ${now}`);
    for (const name of ["none", "below", "beyond"]) await visit(name);
    quiet(shop);
  });

  t("files that were asked for before an erasure, and come after it, are not kept", async (shopper, shop) => {
    await settled(shopper, shop);
    await shopper.until("three files kept", async () => (await (await caches.open("pairwell")).keys()).length >= 3);
    // WebKitGTK under its driver has a session that keeps nothing once a page is left: there is nothing to show before they come.
    if (shopper.engine === "webkit") return;
    let come;
    const erased = new Promise((resolve) => (come = resolve));
    shop.fault = async (request) => request.path.startsWith("/model/") && (await erased, changed((bytes) => bytes)(request));
    await settled(shopper, shop);
    await shopper.run(() => window.pairwell.forget());
    come();
    await shopper.until("all of them", () => performance.getEntriesByType("resource").filter(({ name, responseEnd }) => /\/model\//.test(name) && responseEnd).length >= 3);
    // They are kept in a task of their own, behind whatever else there is to do.
    for (let n = 0; n < 20; n++) {
      await tasks(shopper);
      assert.deepEqual(await shopper.run(() => caches.keys()), []);
    }
    quiet(shop);
  });

  for (const [where, name] of [["Pairwell is off", "module"], ["the memory cannot be had", "memory's module"]]) {
    for (const [how, forget] of [["called", () => window.pairwell.forget()], ["pushed", () => window.pairwell.push(["forget"])]]) {
      t(`forgetting, ${how} where ${where}, erases all the same`, async (shopper, shop) => {
        await settled(shopper, shop);
        await shopper.until("a history, and files kept", async () => Object.keys(localStorage).some((key) => key.startsWith("pairwell:log:")) && (await caches.keys()).length);
        await shopper.run(() => localStorage.setItem("theirs", "1"));
        // Out of no cache of the browser's.
        shop.fault = (request) => FILES[name].test(request.path) && missing;
        shop.pages["/later"] = () => shopPage({ head: "<script>window.later = 1</script>" });
        await shopper.run(async () => {
          for (const { name } of performance.getEntriesByType("resource")) if (/\/pairwell\//.test(name)) await fetch(name, { cache: "reload" });
        });
        await shopper.visit("/later");
        if (name === "module") await line(shop, /^Pairwell is off/);
        else for (const kind of BLOCKS) assert.ok((await shopper.block(kind)).length >= 1, kind);
        await shopper.run(forget);
        const left = await shopper.until("nothing of ours", async () => {
          const keys = [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await caches.keys())].filter((key) => !key.startsWith("theirs"));
          return keys.every((key) => key === "pairwell:noted") && [keys];
        });
        // Where the memory cannot be had the tab notes, for the next page's, that it has to forget.
        if (left[0].length) assert.match(await shopper.run(() => sessionStorage.getItem("pairwell:noted")), /^\fforget$/);
        assert.deepEqual(await shopper.run(() => Object.keys(localStorage)), ["theirs"]);
      });
    }
  }

  t("erasing empties every tab and every store of ours within a second", async (shopper, shop) => {
    shop.show = {};
    await settled(shopper, shop);
    const handles = [await shopper.driver.getWindowHandle()];
    for (const handle of OTHERS.slice(0, 2)) {
      await shopper.driver.switchTo().newWindow("tab");
      handles.push(await shopper.driver.getWindowHandle());
      shop.pages[`/products/${handle}`] = () => shopPage({ product: handle });
      await settled(shopper, shop, `/products/${handle}`);
    }
    await shopper.until("files kept", async () => (await caches.keys()).includes("pairwell"));
    await shopper.run(() => localStorage.setItem("theirs", "1"));
    // Each tab notes when nothing of ours was left, by a clock that all share.
    for (const handle of handles) {
      await shopper.driver.switchTo().window(handle);
      await shopper.run(() => {
        window.empty = 0;
        const look = async () => {
          const left = Object.keys(localStorage).some((key) => key.startsWith("pairwell:")) || Object.keys(sessionStorage).some((key) => key.startsWith("pairwell:")) || (await caches.keys()).length || (await window.pairwell.debug()).history.length;
          if (!left) return (window.empty = Date.now());
          const { port1, port2 } = new MessageChannel();
          port2.onmessage = look;
          port1.postMessage("");
        };
        look();
      });
    }
    const began = await shopper.run(() => {
      const began = Date.now();
      window.pairwell.forget();
      return began;
    });
    for (const handle of handles) {
      await shopper.driver.switchTo().window(handle);
      const empty = await shopper.until("nothing of ours", () => window.empty);
      assert.ok(empty - began < 1000, `${empty - began} ms`);
    }
    assert.deepEqual(await shopper.run(() => Object.keys(localStorage)), ["theirs"]);
    quiet(shop);
  });
});
