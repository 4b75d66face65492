// The kinds of blocks, as the documentation shows them. `block`: the attributes of the live one; `past`: what this page's
// shopper has done, oldest first, as [days ago, call]; `needs`: what a shop has to say for it, as code to copy.

const CAKESTAND = "regency-cakestand-3-tier";
const view = (days, product) => [days, ["view", product]];
const cart = (days, ...products) => [days, ["cart", products]];
const order = (days, number, ...products) => [days, ["purchase", { order: number, products }]];

const LOOKS = [
  view(6, "jumbo-bag-apples"),
  view(4, "party-bunting"),
  view(3, "green-regency-teacup-and-saucer"),
  view(1, CAKESTAND),
];

/** Handles that the pages rely on. */
export const SEEDS = [CAKESTAND, "party-bunting", "jumbo-bag-apples", "green-regency-teacup-and-saucer", "roses-regency-teacup-and-saucer"];

export const KINDS = [
  {
    kind: "bought-together",
    words: "The page’s product with what is bought in the same orders. Boxes to tick, the sum, one button for all.",
    chain: ["similar", "best-sellers"],
    block: { limit: 3, product: CAKESTAND },
    past: [],
    needs: `<script type="application/json" data-pairwell>{"product": "${CAKESTAND}"}</script>`,
  },
  {
    kind: "complete-the-look",
    words: "What goes with the product, of other types than it, and no type more often than needed.",
    chain: ["also-bought"],
    block: { limit: 4, product: CAKESTAND },
    past: [],
    needs: `<script type="application/json" data-pairwell>{"product": "${CAKESTAND}"}</script>`,
  },
  {
    kind: "also-bought",
    words: "What customers bought along with this product, what is in the cart, and what was looked at. Where too little is known, popular products fill the list up, and the heading says no more than “You may also like”.",
    chain: [],
    block: { limit: 4, product: CAKESTAND },
    past: LOOKS,
    needs: `<script type="application/json" data-pairwell>{"product": "${CAKESTAND}"}</script>`,
  },
  {
    kind: "similar",
    words: "Alternatives to the product: alike in their texts, or looked at in the same visits where the model was given views.",
    chain: ["best-sellers"],
    block: { limit: 4, product: CAKESTAND },
    past: [],
    needs: `<script type="application/json" data-pairwell>{"product": "${CAKESTAND}"}</script>`,
  },
  {
    kind: "for-you",
    words: "What fits everything this shopper has looked at, put into the cart and bought.",
    chain: ["best-sellers"],
    block: { limit: 4 },
    past: [order(40, "d-1", "roses-regency-teacup-and-saucer"), ...LOOKS],
    needs: `pairwell.push(["view", "${CAKESTAND}"]);`,
  },
  {
    kind: "recently-viewed",
    words: "What this shopper looked at, the latest first, without the page’s own product and what is in the cart.",
    chain: [],
    block: { limit: 4, layout: "carousel" },
    past: LOOKS,
    needs: `pairwell.push(["view", "${CAKESTAND}"]);`,
  },
  {
    kind: "because-you-viewed",
    words: "Alternatives to, and what goes with, what was looked at. Where one product speaks for all of them, the heading names it.",
    chain: [],
    block: { limit: 4 },
    past: [view(1, CAKESTAND)],
    needs: `pairwell.push(["view", "${CAKESTAND}"]);`,
  },
  {
    kind: "buy-again",
    words: "What this shopper has bought and others buy again, once a good part of the usual time has passed.",
    chain: [],
    block: { limit: 4 },
    past: [order(120, "d-2", "jumbo-bag-apples", "party-bunting", CAKESTAND), order(60, "d-3", "jumbo-bag-apples", "roses-regency-teacup-and-saucer")],
    needs: `pairwell.push(["purchase", { order: "1001", products: ["party-bunting"] }]);`,
  },
  {
    kind: "trending",
    words: "What sells better than it used to.",
    chain: ["best-sellers"],
    block: { limit: 4 },
    past: [],
    needs: "",
  },
  {
    kind: "best-sellers",
    words: "What sells best in the shop; with by, in the category or of the vendor of the page’s product.",
    chain: [],
    block: { limit: 4 },
    past: [],
    needs: "",
  },
  {
    kind: "new",
    words: "What the shop has begun to sell.",
    chain: ["best-sellers"],
    block: { limit: 4 },
    past: [],
    needs: "",
  },
  {
    kind: "cart",
    words: "What goes with the cart, and which product in it speaks for it. With data-free-shipping on the script tag, a line on what is missing for free delivery; products that bring the cart over the threshold come first.",
    chain: ["best-sellers"],
    block: { limit: 4 },
    past: [cart(0, CAKESTAND, "party-bunting"), [0, ["total", 22.8]]],
    needs: `<script async src="/pairwell/pairwell.js" data-model="/model/manifest.json" data-free-shipping="30"></script>
pairwell.push(["cart", ["${CAKESTAND}", "party-bunting"]], ["total", 22.80]);`,
  },
  {
    kind: "after-purchase",
    words: "What is bought in a later order by who bought this. For the page that says thank you, and for the time after.",
    chain: ["for-you", "best-sellers"],
    block: { limit: 4 },
    past: [order(2, "d-4", CAKESTAND, "party-bunting")],
    needs: `pairwell.push(["purchase", { order: "1001", products: ["${CAKESTAND}"] }]);`,
  },
  {
    kind: "left-behind",
    words: "What was left in the cart on an earlier visit: put in, not bought since, and not taken out by hand.",
    chain: [],
    block: { limit: 4, layout: "list" },
    past: [cart(3, CAKESTAND, "party-bunting", "jumbo-bag-apples"), cart(0)],
    needs: `pairwell.push(["cart", ["${CAKESTAND}", "party-bunting"]]); // and on the next visit, when the cart has expired:
pairwell.push(["cart", []]);`,
  },
];

export const LANGUAGES = [
  ["en", "English"],
  ["de", "Deutsch"],
  ["fr", "Français"],
  ["es", "Español"],
  ["nl", "Nederlands"],
  ["it", "Italiano"],
  ["ar", "العربية"],
];

/** What themes set on a block, with the values that the theming page starts from. */
export const PROPERTIES = [
  ["--pw-columns", "4", "cards in a row at most"],
  ["--pw-card-width", "9.5rem", "a card is no narrower than this, or than 46 % of the block"],
  ["--pw-gap", "1.25rem 1rem", "between rows and between columns"],
  ["--pw-card-padding", "0", ""],
  ["--pw-card-background", "none", ""],
  ["--pw-card-border", "0", "as border: 1px solid #ddd"],
  ["--pw-radius", "0", "corners of cards, pictures and buttons"],
  ["--pw-heading-size", "1.375em", ""],
  ["--pw-heading-weight", "inherit", ""],
  ["--pw-image-ratio", "1", "width to height, as 3 / 4"],
  ["--pw-image-fit", "contain", "or cover"],
  ["--pw-image-background", "none", ""],
  ["--pw-price-weight", "600", ""],
  ["--pw-button-color", "inherit", ""],
  ["--pw-button-background", "transparent", ""],
  ["--pw-button-border", "1px solid currentColor", ""],
  ["--pw-button-radius", "var(--pw-radius)", ""],
  ["--pw-focus", "currentColor", "outline of what has the keyboard’s focus"],
  ["--pw-error", "#c62828", "line beside a refusal"],
  ["--pw-accent", "auto", "ticked boxes of a bundle"],
  ["--pw-min-height", "0", "room kept free before the first list"],
  ["--pw-row-width", "18rem", "layout=\"list\": a row is no narrower than this"],
  ["--pw-row-image", "6rem", "layout=\"list\": width of the picture"],
  ["--pw-inline-width", "7rem", "layout=\"inline\": width of a card"],
];

export const PARTS = "block heading list card own link image title prices price compare-at because add added error bundle choose check total add-all delivery controls previous next".split(" ");
