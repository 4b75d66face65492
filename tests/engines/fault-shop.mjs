// A shop whose server does what it is told to: the stage of the stories about faults.
//
//   inOneBrowserEach("faults", startFaultShop, (t) => {
//     t("…", async (shopper, shop) => {
//       shop.fault = ({ path }) => FILES.module.test(path) && missing;
//       await shopper.visit("/");
//       await staysOff(shopper, shop, { broken: FILES.module });
//     });
//   });
//
// `shop.show` are what shopPage() takes, for the page at "/"; `shop.pages` has more pages, by path. `shop.expected` matches what a
// page's policy may forbid, which is else held against the page.

import assert from "node:assert/strict";
import { once } from "node:events";

import { built, dist, html, page, script, startSite } from "./site.mjs";

export { dist };

export const PRODUCT = "regency-cakestand-3-tier";
export const OTHERS = ["jumbo-bag-red-retrospot", "party-bunting", "lunch-bag-red-retrospot", "white-hanging-heart-t-light-holder"];
export const BLOCKS = ["also-bought", "complete-the-look"];

/** What is fetched, by what it is. */
export const FILES = {
  loader: /^\/pairwell\/pairwell\.js$/,
  glue: /^\/pairwell\/pairwell-[0-9a-f]+\.mjs$/,
  module: /^\/pairwell\/pairwell-[0-9a-f]+\.wasm$/,
  "memory's module": /^\/pairwell\/part-memory-[0-9a-f]+\.wasm$/,
  manifest: /^\/model\/manifest\.json$/,
  "shop's entry": /^\/model\/at\/shop\.pw$/,
  "product's entry": /^\/model\/at\/(?!shop)[^/]+\.pw$/,
};

const TYPES = { js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm", json: "application/json", pw: "application/octet-stream" };

export const missing = { status: 404, type: "text/plain", body: "not here", headers: {} };
export const failing = { status: 500, type: "text/plain", body: "sorry", headers: {} };

/** The file that is asked for, with its bytes changed. */
export const changed = (change) => async ({ path }) => ({ status: 200, type: TYPES[path.split(".").pop()], body: await change(await built(path)), headers: {} });

export const flip = (bit) => (bytes) => {
  bytes[bit >> 3] ^= 1 << (bit & 7);
  return bytes;
};

// What any theme has: lists of its own in the blocks, whose heights are noted before ours can change them, and a button that sells.
const THEME = `
  window.heights = Object.fromEntries([...document.querySelectorAll("pairwell-block")].map((block) => [block.getAttribute("kind"), block.getBoundingClientRect().height]));
  const buy = document.querySelector("#buy");
  if (buy) buy.addEventListener("click", () => { document.querySelector("#count").textContent++; });
`;

const fallback = (kind) => `<pairwell-block kind="${kind}"><h2>The theme's own</h2><ul>${OTHERS.map((handle) => `<li><a href="/products/${handle}">${handle}</a></li>`).join("")}</ul></pairwell-block>`;

/** A product's page. `tag`: attributes of the script tag beyond those that each has; without JavaScript of ours: `false`. */
export const shopPage = ({ tag = "", platform = "none", product = PRODUCT, blocks = BLOCKS, head = "", body = "", base = "", headers = {} } = {}) => {
  const made = page({
    base,
    head: `<link rel="stylesheet" href="/theme.css">${head}`,
    tag: tag === false ? undefined : `data-platform="${platform}" ${product ? `data-product="${product}"` : ""} ${tag}`,
    body: `<h1>Cake stand</h1><button id="buy">Buy</button> <span id="count">0</span>\n${body}\n${blocks.map(fallback).join("\n")}\n<script src="/theme.js"></script>`,
  });
  return { ...made, headers };
};

export async function startFaultShop({ headers } = {}) {
  const site = await startSite({
    headers,
    routes: {
      "GET /theme.js": () => script(THEME),
      // As every theme should: an element of unknown display is measured in another way by each engine.
      "GET /theme.css": () => ({ status: 200, type: "text/css", body: "pairwell-block { display: block }", headers: {} }),
      "GET /*": async (request) => (await site.fault?.(request)) || (site.pages[request.path]?.(request) ?? (request.path === "/" ? shopPage(site.show) : undefined)),
    },
  });
  return Object.assign(site, { show: {}, pages: {}, fault: undefined });
}

/** The console line that matches, as soon as a page has told it. */
export async function line(shop, pattern) {
  const find = () => shop.told.find(({ kind, text }) => kind === "console" && pattern.test(text));
  const late = AbortSignal.timeout(20_000);
  for (let found; ; await once(shop.news, "told", { signal: late })) if ((found = find())) return found.text;
}

export const lines = (shop) => shop.told.filter(({ kind }) => kind === "console").map(({ text }) => text);

export const OFF = /^Pairwell is off on this page: /;
export const LATE = /loading took longer than 3 s/;

/**
 * Visits a page on which Pairwell must be off, and requires what that means. `words`: what the line on the console says. `broken`:
 * the files that must not be asked for again. `most`: how often they may be asked for.
 */
export async function isOff(shopper, shop, { path = "/", words = /./, broken, most = 1 } = {}) {
  let from, said;
  for (let n = 0; n < 4; n++) {
    from = shop.requests.length;
    shop.told.length = 0;
    await shopper.visit(path);
    said = await line(shop, OFF);
    // Where the machine has much else to do an engine's first page may take three seconds, and is given up for that.
    if (words.test(said) || !LATE.test(said)) break;
  }
  assert.match(said, words);
  await themeRules(shopper);
  // Whoever asks gets nothing, and nothing is asked for again.
  assert.deepEqual(await shopper.run(() => window.pairwell.recommend({ kind: "best-sellers" })), []);
  await shopper.run(() => {
    const late = document.createElement("pairwell-block");
    late.textContent = "The theme's own";
    document.body.append(late);
    window.pairwell.push(["view", "anything"]);
    window.pairwell.refresh();
    return new Promise((resolve) => setTimeout(resolve));
  });
  assert.deepEqual(lines(shop), [said], "one line on the console");
  if (broken) {
    const asked = shop.requests.slice(from).map(({ path }) => path).filter((path) => broken.test(path));
    assert.ok(asked.length >= 1, "the fault was met");
    for (const path of asked) assert.ok(asked.filter((other) => other === path).length <= most, `asked for again: ${asked}`);
  }
  return said;
}

/** The theme's lists are seen, at their height and with their links, and the shop sells. */
export async function themeRules(shopper) {
  const seen = await shopper.run(() =>
    [...document.querySelectorAll("pairwell-block")].map((block) => ({
      kind: block.getAttribute("kind"),
      height: block.getBoundingClientRect().height,
      before: window.heights[block.getAttribute("kind")],
      links: [...block.querySelectorAll("a[href^='/products/']")].filter((link) => link.getBoundingClientRect().height > 0).length,
    })),
  );
  assert.ok(seen.length > 0);
  for (const { kind, height, before, links } of seen) {
    assert.equal(links, OTHERS.length, `${kind}: the theme's links are seen`);
    assert.equal(height, before, `${kind}: at its height`);
  }
  const count = await shopper.run(() => +document.querySelector("#count").textContent);
  await shopper.click("#buy");
  assert.equal(await shopper.run(() => +document.querySelector("#count").textContent), count + 1, "the shop sells");
}

/** How many frames of inFrames() load at once. */
const AT_ONCE = 6;

/**
 * Pages in frames, so that several load at once: `faults[n]` is the fault of the nth, whose files are all its own. Its page is at
 * `/nN/`. Resolves when each has told that it is off, or shows a list.
 */
export async function inFrames(shopper, shop, faults) {
  shop.fault = async (request) => {
    const [, n, path] = /^\/n(\d+)(\/.*)$/.exec(request.path) ?? [];
    if (path === "/") return shopPage({ blocks: ["also-bought"], base: `/n${n}` });
    return path && ((await faults[n]({ ...request, path })) || changed((bytes) => bytes)({ path }));
  };
  shop.pages["/frames"] = () => html("<!doctype html><title>Frames</title>");
  await shopper.visit("/frames");
  // Not all at once: what has to share two cores with twenty others is given up after three seconds, whatever its fault is.
  for (let first = 0; first < faults.length; first += AT_ONCE) {
    await shopper.run((from, to) => {
      for (let n = from; n < to; n++) document.body.append(Object.assign(document.createElement("iframe"), { src: `/n${n}/` }));
    }, first, Math.min(first + AT_ONCE, faults.length));
    await shopper.until("an end in each frame", () =>
      [...document.querySelectorAll("iframe")].every(({ contentWindow, contentDocument }) => contentWindow.pairwellTold && (contentWindow.pairwellOff || contentDocument.querySelector("pairwell-block")?.shadowRoot?.querySelector("[part~=card]"))),
    );
  }
  return shopper.run(() =>
    [...document.querySelectorAll("iframe")].map(({ contentWindow, contentDocument }) => ({
      off: contentWindow.pairwellOff,
      waited: contentWindow.pairwellOffAt - Math.min(...contentWindow.performance.getEntriesByType("resource").filter(({ name }) => /\/(model|pairwell)\/.*(json|pw|mjs|wasm)$/.test(name)).map(({ startTime }) => startTime)),
      cards: contentDocument.querySelector("pairwell-block").shadowRoot?.querySelectorAll("[part~=card]").length ?? 0,
    })),
  );
}
