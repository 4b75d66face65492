// The experiment: a share of the visitors, data-holdout="10" per cent, sees the theme's own markup, and for them the core
// and the model are not even fetched.
//
// A visitor is a number that this browser makes once and keeps; its arm is a hash of it, so that it stays. Who may not be
// remembered cannot stay in an arm: without consent a visitor is not in the experiment, and is shown what there is.
//
// With data-holdout-attribute the arm goes into the shop's cart, from where it comes back in the order export, which
// `pairwell report` reads. `pairwell.arm` tells it to the theme.

import { erase } from "./consent.js";

const VISITOR = "pairwell:visitor";
const WRITTEN = "pairwell:arm";
const ATTRIBUTE = "pairwell_arm";

/** Called when it is known that things may be stored. */
export const joinExperiment = (page) => {
  const { holdout } = page.dataset;
  if (!holdout || page.arm) return;
  const share = Number(holdout);
  if (!(share >= 0 && share <= 100)) return console.warn(`Pairwell: data-holdout="${holdout}" is not a share in per cent, 0 to 100.`);
  const number = visitor();
  if (!number) return;
  tellArm(page, arm(number, share / 100, page.dataset.holdoutSalt));
  const attributes = "holdoutAttribute" in page.dataset;
  if (attributes) write(page);
  if (page.arm === "held-out") {
    hide(page);
    if (attributes) aside(page);
  } else page.shop = page;
};

/** Called when nothing may be stored, or no longer: the number is erased with all else. */
export const leaveExperiment = (page) => {
  if (!page.arm) return;
  tellArm(page, undefined);
  if (page.shop && "holdoutAttribute" in page.dataset) attribute(page.shop, "");
};

const tellArm = (page, arm) => {
  page.arm = arm;
  window.pairwell.arm = arm;
};

/** The arm of a visitor. Equal numbers and salts have equal arms; another salt deals anew. */
export const arm = (number, share, salt = "") => (hash(`${salt}:${number}`) / 2 ** 32 < share ? "held-out" : "shown");

// FNV-1a, and then the finaliser of MurmurHash3: the first alone leaves the upper bits of short texts much alike.
const hash = (text) => {
  let h = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) h = Math.imul(h ^ text.charCodeAt(n), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

// 64 random bits. Undefined where they cannot be kept, as the next page would deal anew.
const visitor = () => {
  try {
    const kept = localStorage.getItem(VISITOR);
    if (/^[0-9a-f]{16}$/.test(kept)) return kept;
    const made = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte + 256).toString(16).slice(1)).join("");
    localStorage.setItem(VISITOR, made);
    return made;
  } catch {
    return undefined;
  }
};

// Nothing of ours is left on the page but ways to be forgotten.
const hide = (page) => {
  page.stop();
  window.pairwell.forget = async () => erase();
  if (document.querySelector("pairwell-forget")) aside(page);
};

// Who is held out has no core, so nothing has begun to listen to the shop, or to mend <pairwell-forget>: a page of its own
// does, without blocks.
const aside = (page) => {
  if (page.shop) return;
  const { script, dataset, overhear, allowed } = page;
  const tell = (what, call) => {
    if (what === "push" && call[0] === "forget") erase();
  };
  page.shop = { script, dataset, overhear, allowed, tell, blocks: new Set(), views: new WeakMap(), signal: new AbortController().signal };
  page.glue().then((glue) => glue.begin(page.shop)).catch(() => {});
};

// Writes the arm once there is something in the cart, once a tab and cart: each write is a request to the shop.
const write = (page) => {
  page.overhear = (what, value) => {
    if (what !== "cart" || !Array.isArray(value)) return;
    // A new cart, after an order say, knows nothing of the arm.
    if (!value.length) note("");
    else if (page.arm && note() !== page.arm) {
      note(page.arm);
      attribute(page.shop, page.arm);
    }
  };
};

const attribute = async (page, arm) => {
  const name = page.dataset.holdoutAttribute || ATTRIBUTE;
  try {
    const platform = await page.platform;
    if (platform && platform.attributes) return await platform.attributes(page, { [name]: arm });
    throw new Error("this platform's carts take no attributes");
  } catch (error) {
    note("");
    console.warn(`Pairwell: data-holdout-attribute: the arm could not be written into the cart: ${(error && error.message) || error}`);
  }
};

const note = (text) => {
  try {
    if (text === undefined) return sessionStorage.getItem(WRITTEN);
    if (text) sessionStorage.setItem(WRITTEN, text);
    else sessionStorage.removeItem(WRITTEN);
  } catch {
    // Then it is written again on the next page.
  }
  return undefined;
};
