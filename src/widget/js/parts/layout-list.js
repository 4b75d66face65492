// layout="list": a row a product, the picture at its start; as many columns as fit.

import { extend } from "./lib/sheet.js";

const css =
  "ul{grid-template-columns:repeat(auto-fill,minmax(min(100%,var(--pw-row-width,18rem)),1fr))}" +
  "li{position:relative;align-items:start;min-block-size:var(--pw-row-image,6rem);padding-inline-start:calc(var(--pw-row-image,6rem) + 1em)}" +
  "img{position:absolute;inset-block-start:0;inset-inline-start:0;inline-size:var(--pw-row-image,6rem)}" +
  "a{align-self:stretch}" +
  "li button{inline-size:auto;margin-block-start:.25em;padding-inline:1em}";

export const mend = (view) => extend(view, css);
