// "Behind the scenes": what Pairwell keeps, and why it chose what it shows, as `pairwell.debug()` tells it.

import { makeDrawer } from "./dialog.js";
import { tell } from "./suggestions.js";

const time = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const number = new Intl.NumberFormat("en-GB");

const KINDS = { view: "Looked at", cart: "Put in the cart", purchase: "Ordered" };

export function startBehind() {
  const dialog = document.querySelector("[data-behind]");
  const body = dialog.querySelector("[data-behind-body]");
  const foot = dialog.querySelector("[data-behind-foot]");
  const button = document.querySelector("[data-behind-open]");
  const drawer = makeDrawer(dialog, { onOpen: () => refresh(body, foot) });
  button.hidden = false;
  button.addEventListener("click", () => drawer.open());

  dialog.querySelector("[data-forget]").addEventListener("click", async () => {
    tell("forget");
    await refresh(body, foot);
    body.prepend(h("p", { class: "behind-done", role: "status" }, "Forgotten. This browser keeps nothing about you for suggestions now."));
  });
}

async function refresh(body, foot) {
  body.replaceChildren(h("p", { role: "status" }, "Looking…"));
  let told = null;
  try {
    // Missing where Pairwell is blocked, null where it has switched itself off.
    told = (await window.pairwell?.debug?.()) ?? null;
  } catch (error) {
    console.warn(error);
  }
  // Where nothing is kept there is nothing to forget.
  foot.hidden = told === null;
  if (told === null) {
    return body.replaceChildren(h("p", {}, "Pairwell is not loaded on this page. The suggestions you see are the shop’s own lists."));
  }
  body.replaceChildren(...model(told.model), ...blocks(told.blocks ?? []), ...history(told.history ?? []));
}

function model(facts) {
  if (!facts) return [h("h3", {}, "The model"), h("p", {}, "Not loaded yet: no block has come near the window.")];
  return [
    h("h3", {}, "The model"),
    h("dl", { class: "facts" },
      fact("Products", number.format(facts.products)),
      fact("Links between them", number.format(facts.edges)),
      fact("Size", `${number.format(Math.round(facts.bytes / 1000))} kB`),
      fact("Build", String(facts.build))),
  ];
}

function blocks(list) {
  if (list.length === 0) return [h("h3", {}, "Blocks on this page"), h("p", {}, "None has been filled.")];
  return list.flatMap((block) => [
    h("h3", {}, block.kind.replaceAll("-", " "), " ", h("span", { class: "took" }, `scored in ${milliseconds(block.ms)}`)),
    h("ol", { class: "why" }, ...(block.items ?? []).map(whyItem)),
  ]);
}

function whyItem(item) {
  const reasons = (item.because ?? []).filter((reason) => reason.share > 0);
  return h("li", {},
    h("a", { href: `/products/${encodeURIComponent(item.product)}/` }, item.title || item.product),
    h("span", { class: "score" }, Number(item.score).toFixed(3)),
    reasons.length > 0
      ? h("ul", {}, ...reasons.map((reason) => h("li", {}, `${percent(reason.share)} because of ${reason.title || reason.product}`)))
      : h("p", { class: "small" }, "Popular in the shop; nothing of yours points to it."));
}

function history(events) {
  const heading = h("h3", {}, "What this browser remembers");
  if (events.length === 0) return [heading, h("p", {}, "Nothing.")];
  const newest = [...events].sort((a, b) => when(b.at) - when(a.at)).slice(0, 50);
  return [
    heading,
    h("ol", { class: "history" }, ...newest.map((event) =>
      h("li", {},
        h("span", {}, `${KINDS[event.kind] ?? event.kind} `),
        h("a", { href: `/products/${encodeURIComponent(event.product)}/` }, nameOf(event.product)),
        h("time", { datetime: when(event.at).toISOString() }, time.format(when(event.at)))))),
  ];
}

// The history keeps handles; as words they read well enough.
const nameOf = (handle) => handle.charAt(0).toUpperCase() + handle.slice(1).replaceAll("-", " ");

// Times come as milliseconds or as ISO text; both are dates to the constructor.
const when = (at) => new Date(at);

const percent = (share) => `${Math.round(share * 100)}%`;

// Browsers tell the time in steps of a tenth of a millisecond.
const milliseconds = (ms) => ms < 0.1 ? "less than 0.1 ms" : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

const fact = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));

function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
