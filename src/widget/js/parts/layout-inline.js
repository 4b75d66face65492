// layout="inline": small pictures in one line, for a place beside the shop's own button. A bundle has its sum and its button
// behind them, and signs of addition between.

import { extend } from "./lib/sheet.js";

const css =
  "section{display:flex;flex-wrap:wrap;align-items:center;gap:.75em 1.5em}" +
  "h2{flex:1 0 100%;margin:0}" +
  "ul{display:flex;flex-wrap:wrap;align-items:start;gap:var(--pw-gap,1em 1.75em)}" +
  "li{position:relative;inline-size:var(--pw-inline-width,7rem);font-size:.875em}" +
  ".sum>li+li::before{content:'+'/'';position:absolute;inset-inline-end:calc(100% + .5em);inset-block-start:calc(var(--pw-inline-width,7rem)/2 - .75em)}" +
  "[part=because]{display:none}" +
  "[part=total]{margin-block-start:0}";

export const mend = (view) => {
  extend(view, css);
  if (view.foot) view.list.className = "sum";
};
