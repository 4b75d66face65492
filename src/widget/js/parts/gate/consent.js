// Whether anything may be kept in this browser (`store`) or handed on to other services (`share`).
//
//   granted    as the shop says: kept from the start; what a service gets is up to data-bridges
//   required   nothing before pairwell.push(["consent", true]) or pairwell.push(["consent", { store: true, share: false }])
//   auto       as the page's consent managers say (see managers.js); none found: as `required`
//
// "No" erases what is stored, whoever stored it; a "no" that follows a "yes" also erases what is in memory, here and in all tabs.

import { eraseStored } from "../lib/erase.js";
import { watchManagers } from "./managers.js";

// Kept while there is consent, so that a page out of the back/forward cache can tell whether there still is. Set to
// nothing when consent is withdrawn, and removed at once: that is how other tabs hear of it (see `concerns` in browser.js).
const NOTE = "pairwell:consent";

const MODES = ["granted", "required", "auto"];
const CLOSED = { store: false, share: false };

// The shop's own word: it opens, and closes, whatever managers say.
let said;

/** The shop has said something: true, false, or { store, share }. */
export const change = (page, value) => {
  said = wanted(value);
  set(page, said);
};

/** Starts in the script tag's mode. `unanswered` is called where nobody can answer but the shop. */
export const openConsent = (page, unanswered) => {
  const mode = page.dataset.consent || "granted";
  if (!MODES.includes(mode)) console.warn(`Pairwell: data-consent="${mode}" is none of ${MODES.join(", ")}; taken for required.`);
  let ask = () => {};
  if (mode === "auto") {
    ask = watchManagers((answer) => {
      // A "no" always counts. A "yes" does not overrule the shop's "no".
      if (!answer.store || !said || said.store) set(page, answer);
    });
  }
  addEventListener("pageshow", (event) => {
    if (!event.persisted || mode === "granted") return;
    // Withdrawn while this page was put away. No word to others: they know, or nothing was withdrawn but all forgotten.
    if (page.allowed.store && !noted()) close(page);
    ask();
  });
};

// A browser that states Global Privacy Control objects to sharing, unless sharing itself was agreed to.
const wanted = (value) => {
  if (value === true) return { store: true, share: navigator.globalPrivacyControl !== true };
  const store = own(value, "store") === true;
  return { store, share: store && own(value, "share") === true };
};

const own = (object, key) => {
  try {
    return Object.getOwnPropertyDescriptor(object, key).value;
  } catch {
    return undefined;
  }
};

const set = (page, next) => {
  const before = page.allowed;
  if (!next.store) {
    page.allowed = CLOSED;
    if (before.store) page.tell("push", ["forget"]);
    erase(before.store);
  } else {
    page.allowed = next;
    if (page.dataset.consent !== "granted") keep(NOTE, "1");
    // The core reads what is stored, and stores what it has.
    if (!before.store) page.tell("push", ["consent"]);
  }
  if (before.store !== next.store || before.share !== next.share) announce(page);
};

const close = (page) => {
  page.allowed = CLOSED;
  page.tell("push", ["forget"]);
  announce(page);
};

const announce = (page) => document.dispatchEvent(new CustomEvent("pairwell:consent", { detail: page.allowed }));

const keep = (name, text) => {
  try {
    localStorage.setItem(name, text);
  } catch {
    // Full or denied: then there is nothing to be withdrawn from storage either.
  }
};

const noted = () => {
  try {
    return localStorage.getItem(NOTE);
  } catch {
    return null;
  }
};

/** Removes all that is ours from storage; other tabs may be told that consent is withdrawn. */
export const erase = (tellOthers) => {
  if (tellOthers) keep(NOTE, "");
  eraseStored();
};
