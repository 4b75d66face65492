// What a theme's editor needs: blocks that show something at once, though the page has no product and the merchant no
// history, marked as a preview; and an answer to Shopify's section and block events.
//
// With Shopify.designMode, or data-editor on the script tag. Nothing is counted or handed on there; see more.js.

import { past } from "../past.js";
import { h, sheet } from "./lib/dom.js";

const NOBODY = "-"; // no product of the shop's, so that the page's own does not matter
const MOST = 24;
const MOST_SHOWN = 6; // so far apart are the samples of two blocks

const style = `[part=preview]{display:inline-block;align-self:start;margin-block-end:.5em;padding:.125em .5em;
font-size:.75em;line-height:1.5;color:#1a1a1a;background:#ffe08a;border-radius:.25em}`;

/** Puts a mark over a block that shows samples, and takes it away from one that does not any more. */
const mark = (host, look, sample) => {
  const root = host.shadowRoot;
  const section = root && root.querySelector("[part~=block]");
  if (!section) return;
  section.querySelectorAll("[part=preview]").forEach((old) => old.remove());
  if (!sample) return;
  if (!root.adoptedStyleSheets.includes(look)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, look];
  section.querySelectorAll("[part~=card],[part~=own]").forEach((card) => card.prepend(h("span", { part: "preview" }, "Preview")));
};

const limitOf = (host) => Math.min(Math.max(Math.floor(host.getAttribute("limit")) || 4, 1), MOST);

export const start = (page) => {
  const { signal } = page;
  // Nobody's past is needed to see how that would look.
  page.past = past;
  const look = sheet(style);
  let best = [];

  // Called by view.js before it draws. A block that has nothing of what it asks for shows best-sellers as if they were that,
  // others in each block while they last.
  page.preview = (host, list) => {
    if (list.items.length && list.kind === list.asked) return;
    const bundle = list.asked === "bought-together";
    const count = limitOf(host) + (bundle ? 1 : 0);
    const at = Math.max((page.order || []).indexOf(host), 0) * MOST_SHOWN;
    const some = [...best.slice(at), ...best.slice(0, at)].slice(0, count);
    list.kind = list.asked;
    list.items = some.map((item, n) => ({ ...item, own: bundle && !n, sample: true }));
  };
  // Not at once: the core that is to be asked is being started.
  setTimeout(async () => {
    best = await window.pairwell.recommend({ kind: "best-sellers", limit: MOST, product: NOBODY, cart: [] });
    page.tell("touch");
  });

  const listen = (name, work) => document.addEventListener(name, work, { signal });
  listen("pairwell:ready", ({ target, detail }) => mark(target, look, detail.items.some((item) => item.sample)));

  // The editor puts a section's new markup into the page; its blocks come and go by themselves. What was asked for by the
  // page's JSON may have come with it.
  for (const name of ["load", "unload", "reorder"]) listen(`shopify:section:${name}`, () => page.tell("touch"));
  // What is being edited is looked at, however far down it is.
  const reveal = ({ target }) => {
    page.tell("touch");
    const host = target.localName === "pairwell-block" ? target : target.querySelector("pairwell-block");
    if (host) host.scrollIntoView({ block: "nearest" });
  };
  listen("shopify:section:select", reveal);
  listen("shopify:block:select", reveal);
};
