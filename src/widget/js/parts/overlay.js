// The overlay of ?pairwell=debug: what each block shows, why, how fast, what was left out of it, and what Pairwell knows.
//
// It floats over the page in a shadow tree of its own, moves nothing and takes no focus. Escape closes it; Tab reaches it
// at the end of the page.

import { shown } from "./lib/page.js";
import { h, sheet } from "./lib/dom.js";
import { explain } from "./explain.js";

const LATEST = 30; // events of the history

const style = `
:host{all:initial;position:fixed;inset:auto 0 0 auto;z-index:2147483647;font:13px/1.45 system-ui,sans-serif;color:#eee}
:host([hidden]){display:none}
*{box-sizing:border-box}
.panel{inline-size:min(30rem,100vw);block-size:min(70vh,44rem);overflow:auto;overscroll-behavior:contain;background:#16181d;
  border:1px solid #4a5060;border-radius:6px 0 0 0;box-shadow:0 0 1rem #0008}
.bar{position:sticky;inset-block-start:0;display:flex;gap:.5rem;align-items:center;padding:.4rem .75rem;background:#242832}
h2{flex:1;margin:0;font-size:1em}
h3{margin:.75rem 0 .25rem;font-size:1em}
section,details{padding:0 .75rem .5rem}
details details{padding:.25rem 0 0}
summary{cursor:pointer;padding:.35rem 0;font-weight:600}
dl{display:grid;grid-template-columns:auto 1fr;gap:.1rem .75rem;margin:0}
dt{color:#b8becb}
dd{margin:0;overflow-wrap:anywhere}
ol,ul{margin:.25rem 0;padding-inline-start:1.5rem}
li{margin-block-end:.25rem}
small{font-size:1em;color:#b8becb}
code{font-family:ui-monospace,monospace;color:#9fd1ff}
a{color:#9fd1ff}
.off{color:#ffb4a8}
button{font:inherit;color:inherit;background:#343a48;border:1px solid #6b7385;border-radius:4px;padding:.15rem .6rem;cursor:pointer}
:focus-visible{outline:2px solid #ffe08a;outline-offset:1px}
@media (forced-colors:active){.panel{border:2px solid CanvasText}}`;

const WHY = {
  "no-address": "it has no page to go to",
  own: "the page is about it",
  cart: "it is in the cart",
  bought: "it was bought before, or is sold out",
  "sold-out": "it is sold out, or in the cart as another variant",
};
const whyLeft = ({ why, above }) => (why === "above" ? `the block ${above} further up shows it` : WHY[why]);

const ms = (time) => (time === undefined ? "not yet" : `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`);
const percent = (share) => `${Math.round(share * 100)} %`;
const yes = (value) => (value ? "yes" : "no");

const facts = (rows) => h("dl", {}, rows.filter(Boolean).map(([name, ...value]) => [h("dt", {}, name), h("dd", {}, ...value.flat().map((part) => part ?? "—"))]));

const list = (keys) => (keys && keys.length ? keys.flatMap((key, n) => (n ? [", ", h("code", {}, key)] : [h("code", {}, key)])) : ["none"]);

const itemOf = (item) =>
  h(
    "li",
    {},
    h("a", { href: item.url }, item.title || item.product),
    ` ${(item.score || 0).toFixed(3)}`,
    h("br"),
    h(
      "small",
      {},
      item.sample
        ? "a sample, for the theme's editor"
        : item.because.length
          ? item.because.map(({ title, product, share }) => `${percent(share)} ${title || product}`).join(", ")
          : "nothing but that it sells",
      item.rule ? (item.rule < 0 ? "; a rule pins it" : `; a rule lets its score count ${item.rule} times`) : "",
    ),
  );

const leftOf = (item) => h("li", {}, item.title || item.product, h("br"), h("small", {}, whyLeft(item)));

export const start = (page) => {
  const { signal } = page;
  const host = h("pairwell-debug", { hidden: true });
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet(style)];
  const close = () => host.remove();
  const content = h("div");
  const panel = h(
    "div",
    { class: "panel", role: "region", "aria-label": "Pairwell debug", tabindex: "0" },
    h("div", { class: "bar" }, h("h2", {}, `Pairwell ${window.pairwell.version}`), h("button", { type: "button", click: () => draw() }, "Refresh"), h("button", { type: "button", click: close }, "Close")),
    content,
  );
  root.append(panel);

  // Which block showed its first list when, and what it had asked for.
  const first = new Map();
  const script = () => {
    const [entry] = performance.getEntriesByName(page.script ? page.script.src : "");
    return entry && { asked: entry.startTime, here: entry.responseEnd };
  };

  const pagePart = (report, names) =>
    facts([
      ["Page's product", ...list(page.product ? [page.product] : [])],
      ["Cart", ...list(page.cart)],
      ["Platform", (page.option("platform") || "auto") + (names.length ? `: ${names.join(", ")}` : ": nothing found")],
      ["May be kept", `${yes(page.allowed && page.allowed.store)} (data-consent="${page.option("consent") || "granted"}")`],
      ["May be shared", yes(page.allowed && page.allowed.share)],
      ["Bridges", page.option("bridges") || "none"],
      ["Holdout", page.option("holdout") === undefined ? "none" : `${page.option("holdout")} %, this visitor: ${page.arm || "not in it"}`],
      ["Script", script() ? `asked for after ${ms(script().asked)}, there after ${ms(script().here)}` : undefined],
      ["Model", report ? `${report.model.products.toLocaleString("en-GB")} products, ${report.model.edges.toLocaleString("en-GB")} pairs, ${report.model.bytes.toLocaleString("en-GB")} bytes` : "not there"],
      ["Build", report && h("code", {}, report.model.build)],
    ]);

  const blockPart = (block, told) => {
    const element = told.host;
    const view = shown(page, element);
    // A list that was there before this was: the time of its latest.
    const since = first.get(element) ?? (view && view.at);
    const from = script();
    return h(
      "details",
      { open: true },
      h("summary", {}, `${block.asked}${view && view.kind !== block.asked ? ` → ${view.kind}` : ""}`),
      view ? undefined : h("p", { class: "off" }, "Shows the theme's own markup: there is too little to show."),
      facts([
        ["Shown", view ? `${ms(since)} after the page began${from ? `, ${ms(since - from.asked)} after the script was asked for` : ""}` : "nothing"],
        ["Choosing took", ms(view && view.ms)],
      ]),
      h("ol", {}, block.items.map(itemOf)),
      block.next.length > 0 && h("details", {}, h("summary", {}, "Next, had there been room"), h("ol", {}, block.next.map(itemOf))),
      block.left.length > 0 && h("details", {}, h("summary", {}, `Left out: ${block.left.length}`), h("ul", {}, block.left.map(leftOf))),
    );
  };

  const history = ({ history: events }) =>
    h(
      "details",
      {},
      h("summary", {}, `History: ${events.length} events`),
      h("ol", {}, events.slice(-LATEST).reverse().map(({ kind, product, at }) => h("li", {}, `${kind} `, h("code", {}, product), ` ${new Date(at).toLocaleString()}`))),
    );

  let turn = 0;
  const draw = async () => {
    const mine = ++turn;
    const report = await window.pairwell.debug();
    const blocks = report ? await explain(page, window.pairwell) : [];
    if (mine !== turn || signal.aborted) return;
    const hosts = page.order || [];
    content.replaceChildren(
      h("section", {}, pagePart(report, page.names || [])),
      ...blocks.map((block, n) => blockPart(block, { host: hosts[n] })),
      report ? history(report) : "",
    );
    host.hidden = false;
  };

  let due;
  const soon = () => {
    clearTimeout(due);
    due = setTimeout(() => host.isConnected && draw(), 100);
  };

  document.addEventListener(
    "pairwell:ready",
    ({ target, timeStamp }) => {
      if (!first.has(target)) first.set(target, timeStamp);
      soon();
    },
    { signal },
  );
  for (const name of ["consent", "added"]) document.addEventListener(`pairwell:${name}`, soon, { signal });
  document.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && close(), { signal });
  // Behind the theme's own things, so that those keep their place in the order of focus.
  document.documentElement.append(host);
  signal.addEventListener("abort", close);
  draw();
};
