// What follows a press of "Add to cart": the theme is asked first, then the platform, and the outcome is said where the
// shopper has just pressed, and to who cannot see that.
//
// Fetched when a pointer or the focus comes near a block's cards. `around` is a card, or the foot of a bundle.

import { buttonOf, label } from "./lib/label.js";
import { conclude, settled } from "./lib/outcomes.js";
import { extend } from "./lib/sheet.js";

const READING_TIME = 1500; // milliseconds for which "Added" stays before the block moves on

// How a press looks while it is under way, and when it was refused.
const css =
  "[aria-disabled]{cursor:default}" +
  "[aria-busy]{cursor:progress;opacity:.7}" +
  "[part=error]:empty{display:none}" +
  "[part=error]{font-size:.875em;line-height:1.35;padding-inline-start:.5em;border-inline-start:3px solid var(--pw-error,#c62828)}";

/** Gives a view what buttons need: `settle`, `done`, `fail` and `partly`, as parts/buy.js calls them. */
export const prepare = (view) => {
  if (view.status) return;
  view.status = view.unseen(view.section, "");
  view.status.setAttribute("role", "status");
  extend(view, css);
  Object.assign(view, {
    settle: (around, work) => settle(view, around, work),
    done: (around, items) => done(view, around, items),
    fail: (around, items, error) => fail(view, around, items, error),
    partly: (around, items, outcomes) => partly(view, around, items, outcomes),
  });
};

/** The theme owns the cart: it is told, and answers through `waitUntil`. Where nobody answers, parts/buy.js adds through
 *  the platform; where that cannot be, the product's page has a button of its own. Busy until then, so that no second press
 *  adds it again. */
export const press = (view, items, around) => {
  prepare(view);
  if (buttonOf(around).hasAttribute("aria-disabled")) return;
  const { page } = view;
  const promises = [];
  const waitUntil = (promise) => {
    promises.push(promise);
  };
  const open = view.tell("add", { kind: view.shown.kind, items, waitUntil }, true);
  if (!promises.length && !open) return state(view, around);
  view.busy++;
  state(view, around, "busy");
  // What cards of a bundle said of the press before is over.
  if (around === view.foot) Array.from(view.list.children).forEach((card) => complain(view, card, ""));
  const answered = (answers) => conclude(view, around, items, answers.map((answer) => settled(answer, items.length)).find(Boolean) || []);
  // At the edge, as all that comes later.
  const at = (work) => (value) => page.tell("run", () => work(value));
  if (promises.length) Promise.all(promises).then(at(answered), at((error) => view.fail(around, items, error)));
  else page.part("buy").then(at((buy) => (buy ? buy.add(page, view, items, around) : view.settle(around, () => location.assign(items[0].url)))));
};

const state = (view, around, state) => {
  complain(view, around, "");
  if (around === view.foot) view.recount(state);
  else label(around, state === "added" && view.word("added", "Added"), state === "busy", state);
};

const complain = (view, around, text) => {
  let alert = around.querySelector("[role=alert]");
  if (!alert && text) {
    alert = view.add(around, "p", "error");
    alert.setAttribute("role", "alert");
  }
  if (alert && alert.textContent !== text) alert.textContent = text;
};

const settle = (view, around, work) => {
  view.busy--;
  state(view, around);
  if (work) work();
  if (!view.busy) view.refill();
};

// Added: said, and for a moment shown, before the block moves on.
const done = (view, around, items) => {
  state(view, around, "added");
  view.tell("added", { kind: view.shown.kind, items });
  view.phrase(view.status, view.word("in-cart", "{title} added to your cart"), items.map((item) => item.title).join(", "));
  setTimeout(view.page.tell, READING_TIME, "run", () => settle(view, around));
};

// Not added: why, where the shopper has just pressed.
const fail = (view, around, items, error) =>
  settle(view, around, () => {
    const message = reason(error) || view.word("refused", "This could not be added. Please try again.");
    complain(view, around, message);
    view.tell("error", { kind: view.shown.kind, items, message });
  });

// Of several some were added: those say so and are no longer ticked, so that the next press adds what is missing only. Each of the
// others says on its own card why it was not, and stays ticked.
const partly = (view, around, items, outcomes) => {
  const added = items.filter((_, n) => outcomes[n] === undefined);
  items.forEach((item, n) => {
    const card = view.list.children[view.items.indexOf(item)] || around;
    if (outcomes[n] === undefined) {
      const box = card.querySelector("input");
      if (box) box.checked = false;
      if (card !== around) complain(view, card, "");
      return note(view, card);
    }
    const message = reason(outcomes[n]) || view.word("refused", "This could not be added. Please try again.");
    complain(view, card, message);
    view.tell("error", { kind: view.shown.kind, items: [item], message });
  });
  if (added.length) done(view, around, added);
  else settle(view, around);
};

// On the card of what was added out of several.
const note = (view, card) => {
  if (!card.querySelector("[part=added]")) view.add(card, "p", "added", view.word("added", "Added"));
};

// What the theme's rejection says, at a sensible length. It may be anything.
const reason = (error) => {
  try {
    return String((error && error.message) || error || "").slice(0, 300);
  } catch {
    return "";
  }
};
