// What shops change most: the words a shopper reads, and how blocks look where the theme does not say otherwise.
//
// (One file for both, because wasm-bindgen's test server stalls when a page asks for more than four at once.)

// What the first sight of a block may need. Parts have the English of theirs beside the code, and what only a shopper with a past
// sees is in past.js; all names and texts are listed in parts/words-de.js. In the place of {…} stands what the words are about.
const english = {
  // Headings, by what the list truly is.
  "bought-together": "Often bought together",
  "complete-the-look": "Goes well with this",
  "also-bought": "Customers also bought",
  similar: "Similar products",
  "for-you": "Picked for you",
  trending: "Trending now",
  "best-sellers": "Best sellers",
  "best-sellers-of": "Best sellers: {title}",
  new: "New in",
  cart: "Goes with what is in your cart",
  "after-purchase": "What customers buy next",
  // Popular products where too few are spoken for.
  filled: "You may also like",

  "reason-cart": "because you have {title} in your cart",
  "reason-view": "because you looked at {title}",

  add: "Add to cart",
  // For who cannot see that a price is struck through.
  was: "Was ",
  now: "Now ",
};

// Fonts and colours are the theme's; sizes follow its text. Only
// logical directions, so that right-to-left pages need nothing else, and nothing moves.
//
// A list has at most --pw-columns columns (one more would not fit, whatever the gap), and fewer as soon as a card would
// be narrower than --pw-card-width; two fit next to each other even on the narrowest phone.

const css =
  ":host{display:block}" +
  ":host([hidden]),.told [part=because]{display:none}" +
  "section{display:flow-root;min-height:var(--pw-min-height,0)}" +
  "h2{margin:0 0 .75em;font-size:var(--pw-heading-size,1.375em);font-weight:var(--pw-heading-weight,inherit);line-height:1.25}" +
  "ul{list-style:none;margin:0;padding:0;display:grid;gap:var(--pw-gap,1.25rem 1rem);" +
  "grid-template-columns:repeat(auto-fill,minmax(max(min(var(--pw-card-width,9.5rem),46%),100%/(var(--pw-columns,4) + 1) + .1%),1fr))}" +
  "li{display:flex;flex-direction:column;gap:.375em;min-width:0;padding:var(--pw-card-padding,0);" +
  "background:var(--pw-card-background,none);border:var(--pw-card-border,0);border-radius:var(--pw-radius,0);overflow-wrap:anywhere}" +
  "a{color:inherit;text-decoration:none;display:flex;flex-direction:column;gap:.5em}" +
  "a:hover span{text-decoration:underline}" +
  ":focus-visible{outline:2px solid var(--pw-focus,currentColor);outline-offset:2px}" +
  "img{display:block;width:100%;height:auto;aspect-ratio:var(--pw-image-ratio,1);object-fit:var(--pw-image-fit,contain);" +
  "background:var(--pw-image-background,none);border-radius:var(--pw-radius,0)}" +
  "p{margin:0}" +
  "[part=because]{font-size:.875em;line-height:1.35}" +
  "s{opacity:.8;margin-inline-end:.4em}" +
  "[part=price]{font-weight:var(--pw-price-weight,600)}" +
  "button{font:inherit;color:var(--pw-button-color,inherit);background:var(--pw-button-background,transparent);" +
  "border:var(--pw-button-border,1px solid currentColor);border-radius:var(--pw-button-radius,var(--pw-radius,0));" +
  "padding:.5em 1em;min-height:2.75rem;cursor:pointer}" +
  "li button{margin-block-start:auto;inline-size:100%;padding-inline:.5em}" +
  ".unseen{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}";

// One sheet for all blocks of a page, constructed, as strict style policies allow no other.
export const dress = (page) => {
  page.words = english;
  page.asked = page.option?.("language");
  page.language = page.asked || document.documentElement.lang || undefined;
  page.latest = new WeakMap();
  page.sheet = new CSSStyleSheet();
  page.sheet.replaceSync(css);
};
