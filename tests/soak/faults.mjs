// What goes wrong during a soak, chosen at random: the network for a batch of page loads, and what is set in a page before it runs.

import { readFile } from "node:fs/promises";
import path from "node:path";

import { dist } from "../e2e/support.mjs";

// What of ours is asked for, and what the shop's cart asks for.
const TARGETS = [
  /^\/pairwell\/pairwell\.js/,
  /^\/pairwell\/pairwell-.*\.mjs$/,
  /^\/pairwell\/.*\.wasm$/,
  /^\/pairwell\/part-/,
  /^\/model\/manifest\.json$/,
  /^\/model\/at\/shop\.pw$/,
  /^\/model\/at\/(?!shop)/,
  /^\/model\//,
  /^\/(pairwell|model)\//,
  /\/product\.json$/,
];

const file = (req) => readFile(path.join(dist, "demo", decodeURIComponent(req.url.split("?")[0]))).catch(() => Buffer.from("none"));

// Each answers in the server's place; those of DATA are for what is no script: a script that is changed is another script.
const ANSWERS = {
  missing: (req, res) => res.writeHead(404).end("not here"),
  failing: (req, res) => res.writeHead(500).end("sorry"),
  broken: (req, res) => res.destroy(),
  // Longer than Pairwell waits. Not for ever: a browser has six connections to a host, and all tabs share them.
  hanging: (req, res) => setTimeout(() => res.destroy(), 3500),
  // What is no script and says so; without the second header a browser would run it as one, and find an error.
  sign: (req, res) => res.setHeader("Content-Type", "text/html").setHeader("X-Content-Type-Options", "nosniff").end("<!doctype html><title>Sign in</title>"),
  untyped: async (req, res) => res.setHeader("Content-Type", "text/plain").end(await file(req)),
  cut: async (req, res) => {
    const bytes = await file(req);
    res.writeHead(200, { "Content-Length": bytes.length });
    res.write(bytes.subarray(0, bytes.length >> 1), () => res.destroy());
  },
};
const DATA = {
  flipped: async (req, res, number) => {
    const bytes = await file(req);
    const bit = Math.floor(number() * bytes.length * 8);
    bytes[bit >> 3] ^= 1 << (bit & 7);
    res.end(bytes);
  },
  short: async (req, res, number) => res.end((await file(req)).subarray(0, Math.floor(number() * 1000))),
  long: async (req, res) => res.end(Buffer.concat([await file(req), Buffer.alloc(2 << 20)])),
};

// Files that come, and may not be read by pages of another host.
const UNCROSSED = { name: "uncrossed", take: () => false };

const pick = (list, number) => list[Math.floor(number() * list.length)];

/** A fault of the network, or none: { name, take(req, res) }; `take` says whether it has answered. */
export function networkFault(number) {
  const draw = number();
  if (draw < 0.4) return { name: "none", take: () => false };
  if (draw < 0.42) return UNCROSSED;
  const target = pick(TARGETS, number);
  if (draw < 0.55) {
    const wait = 100 + number() * 2400;
    // Waited for in the server, as by a network; the file is served as usual then.
    return { name: "slow", take: (req) => (target.test(req.url) ? new Promise((resolve) => setTimeout(resolve, wait, false)) : false) };
  }
  const answers = String(target).includes("model") && !String(target).includes("pairwell|") ? { ...ANSWERS, ...DATA } : ANSWERS;
  const names = Object.keys(answers).filter((name) => name !== "hanging" || number() < 0.3);
  const name = pick(names, number);
  return { name, take: (req, res) => target.test(req.url) && (answers[name](req, res, number), true) };
}

const DAY = 86_400_000;

// Clocks of two tabs are less than ninety days apart: further, and what one remembers has expired for the other.
/** What is set in a page: { clock, denied }, put into the address behind `#` while the page loads. */
export function pageFault(number) {
  const draw = number();
  if (draw < 0.72) return {};
  if (draw < 0.94) return { clock: Math.round((number() * 2 - 1) * 44 * DAY) };
  if (draw < 0.955) return { clock: "unset" };
  if (draw < 0.96) return { clock: "far" };
  return { denied: ["local", "session", "caches", "all"][Math.floor(number() * 4)] };
}

/** Run in each page before its own scripts: does what pageFault() said, and notes what the walk waits for. */
export function preparePage() {
  const fault = JSON.parse(decodeURIComponent(location.hash.slice(1)) || "{}");
  if (fault.clock !== undefined) {
    const real = Date.now.bind(Date);
    const times = { unset: () => 1000 * 86_400, far: () => 7_258_118_400_000 };
    const now = times[fault.clock] || (() => real() + fault.clock);
    window.Date = class extends Date {
      constructor(...rest) {
        if (rest.length) super(...rest);
        else super(now());
      }
      static now() {
        return now();
      }
    };
  }
  const deny = (name) =>
    Object.defineProperty(window, name, {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  if (/local|all/.test(fault.denied)) deny("localStorage");
  if (/session|all/.test(fault.denied)) deny("sessionStorage");
  if (/caches|all/.test(fault.denied)) deny("caches");
  const warn = console.warn;
  console.warn = (...words) => {
    if (/^Pairwell is off/.test(words[0])) window.pairwellOff = words[0];
    warn.apply(console, words);
  };
}
