// The public face of pairwell.js.
//
// With TypeScript: /// <reference types="pairwell" />, or add "pairwell" to "types" in tsconfig.json.
// In React, whose JSX is its own: declare module "react" { namespace JSX { interface IntrinsicElements extends Pairwell.Elements {} } }

export {};

declare global {
  namespace Pairwell {
    /** What a block shows. Without the attribute: `also-bought`. */
    type Kind =
      /** The page's product with what is often bought with it: boxes to tick, a total, one button for all. */
      | "bought-together"
      /** Complements of other types than the page's product, no type more often than needed. */
      | "complete-the-look"
      /** What is bought with what the shopper is looking at; popular products fill it up. */
      | "also-bought"
      /** Alternatives to the page's product. */
      | "similar"
      /** What fits everything this shopper has looked at, put in the cart and bought. */
      | "for-you"
      /** What this shopper looked at, latest first. */
      | "recently-viewed"
      /** Alternatives and complements of the product looked at last. */
      | "because-you-viewed"
      /** What this shopper buys again and again, when it is due. */
      | "buy-again"
      /** What sells better than it used to. */
      | "trending"
      /** What sells best: in the shop, or `by` the page's product's category or vendor. */
      | "best-sellers"
      /** What the shop has begun to sell. */
      | "new"
      /** What goes with the cart; first what brings the order over the threshold of free delivery. */
      | "cart"
      /** What is bought after what was just bought. */
      | "after-purchase"
      /** What was left in the cart on an earlier visit. */
      | "left-behind";

    /** How a block lays its cards out: `grid` unless said. */
    type Layout = "grid" | "carousel" | "list" | "inline";

    /** A product's handle, its id in the orders the model was trained on, or a variant's id or SKU. */
    type ProductKey = string;

    /** Something the page tells. Each may be pushed before `pairwell.js` is loaded. */
    type Call =
      /** The page is about this product. It is remembered as looked at. */
      | readonly ["view", ProductKey]
      /** The cart as it is now, all of it. Blocks move on at once. */
      | readonly ["cart", readonly ProductKey[]]
      /** What is in the cart costs so much, in major units: for `data-free-shipping`. */
      | readonly ["total", number]
      /** An order was placed. It is remembered once, however often the page is loaded. */
      | readonly ["purchase", Purchase]
      /**
       * What the shopper agrees to. `true` is both; `false` erases what is kept, in all tabs. Overrules what a consent
       * manager on the page says, except that its "no" always counts.
       */
      | readonly ["consent", boolean | Consent]
      /** Words in the place of ours, by name; for the rest the page's language stays. */
      | readonly ["words", Words]
      /** Erase all that this browser remembers, in all tabs. */
      | readonly ["forget"];

    interface Purchase {
      /** The order's number or id: what the same order is known by. Only a hash of it is kept. */
      order?: string | number;
      /** What was bought. */
      products: readonly ProductKey[];
    }

    interface Consent {
      /** Whether this browser may keep what the shopper looks at. */
      store: boolean;
      /** Whether what the shopper does may be handed on to the bridges that the shop has turned on. */
      share?: boolean;
    }

    /** What `<script type="application/json" data-pairwell>` may hold. */
    interface PageData {
      /** What the page is about. */
      product?: ProductKey;
      /** The cart as it is, all of it. */
      cart?: readonly ProductKey[];
      /** On the thank-you page: the order. */
      purchase?: Purchase;
    }

    /** The names of words with no number in them. */
    type WordName =
      | Kind
      | "because-you-viewed-of"
      | "best-sellers-of"
      | "filled"
      | "reason-cart"
      | "reason-view"
      | "reason-purchase"
      | "add"
      | "was"
      | "now"
      | "added"
      | "in-cart"
      | "refused"
      | "this-item"
      | "total"
      | "add-none"
      | "previous"
      | "next"
      | "delivery-gap"
      | "delivery-free"
      | "forget"
      | "forgotten";

    /** Words with a number in them. Forms for numbers are named as `Intl.PluralRules` names them: `add-all.few`. */
    type CountedName = "add-all" | "add-some";

    /**
     * What shoppers read. Names of kinds are their headings; in the place of `{…}` stands what the words are about.
     * One block's own words are its attributes `label-NAME`.
     */
    type Words = {
      readonly [name in WordName | CountedName | `${CountedName}.${"zero" | "one" | "two" | "few" | "many" | "other"}`]?: string;
    };

    /** The attributes of the script tag beside `src` and `async`. */
    interface ScriptAttributes {
      /** Address of the model's `manifest.json`. */
      "data-model": string;
      /** How the model's entries are named: the number that `pairwell train` ends with. They are asked for at once then. */
      "data-entries"?: `${number}`;
      /** The page's product, where no JSON says so. */
      "data-product"?: ProductKey;
      /** The cart, keys with commas between them, where no JSON says so. */
      "data-cart"?: string;
      /** Whose signals and cart: found by themselves unless said. */
      "data-platform"?: "auto" | "shopify" | "woocommerce" | "bigcommerce" | "none";
      /** Which of a product's names adapters give: what the model's products go by. The first that a page tells unless said. */
      "data-key"?: "handle" | "sku" | "id" | "variant";
      /** `granted` unless said; `required`: nothing is kept before a positive signal; `auto`: asks the page's consent manager. */
      "data-consent"?: "granted" | "required" | "auto";
      /** Which share of the visitors, in per cent, sees the theme's own markup. */
      "data-holdout"?: number | `${number}`;
      /** Writes the visitor's arm into an attribute of the cart: of this name, `pairwell_arm` where it is empty. */
      "data-holdout-attribute"?: string;
      /** Another text deals the visitors out anew. */
      "data-holdout-salt"?: string;
      /** `on`: prices and stock come from the platform where it can tell; `off` unless said. */
      "data-live"?: "on" | "off";
      /** Days after the model was put on its server from which on cards show no price, unless the platform says one. */
      "data-price-age"?: number | `${number}`;
      /** Bridges to turn on, with spaces between them: `ga4`, `klaviyo`, `omnisend`. */
      "data-bridges"?: string;
      /** Which events go to Klaviyo, with commas between them; all unless said. */
      "data-klaviyo-events"?: string;
      /** Which events go to Omnisend, with commas between them; all unless said. */
      "data-omnisend-events"?: string;
      /** Where mails send the shopper back to; the platform's cart unless said. */
      "data-cart-url"?: string;
      /** Tells `pairwell:impression` to listeners that do not use `pairwell.on`. */
      "data-events"?: "" | boolean;
      /** A theme's editor shows this page: blocks without a list show samples. */
      "data-editor"?: "" | boolean;
      /** The market of this page, for rules that are for some markets only. May also stand on another element, as `<html>`. */
      "data-market"?: string;
      /** The language of the words, where it is not the page's. */
      "data-language"?: string;
      /** From which amount on delivery is free, in major units. */
      "data-free-shipping"?: number | `${number}`;
    }

    /** `window.pairwell` before the script is there. */
    type Queue = Call[];

    /** `window.pairwell` once the script is there. */
    interface Api {
      /** Version of pairwell.js. */
      readonly version: string;
      /** What this visitor sees in an experiment; undefined for whoever is not in one. */
      readonly arm?: "shown" | "held-out";
      /** Tells something; see {@link Call}. Never throws. */
      push(...calls: Call[]): void;
      /** A list to draw yourself. Empty where nothing is known or Pairwell is off; never rejects. */
      recommend(options?: Options): Promise<Item[]>;
      /** Why each block of the page shows what it shows, and what was left out; `null` where Pairwell is off. */
      explain(): Promise<Explanation[] | null>;
      /** The same of one block, or of a list as {@link Api.recommend} would give it. */
      explain(what: BlockElement | Options): Promise<Explanation | null>;
      /**
       * Listens to the events of all blocks: `pairwell.on("click", (detail, event) => …)`. Returns a function that ends
       * it. Impressions are watched for once somebody listens so.
       */
      on<Name extends EventName>(name: Name, listener: (detail: EventMap[`pairwell:${Name}`]["detail"], event: EventMap[`pairwell:${Name}`]) => void): () => void;
      /** Looks at the page again: for what changes without an element or a call of ours changing. */
      refresh(): void;
      /** Erases all that this browser remembers, in all tabs. */
      forget(): Promise<unknown>;
      /** Ends Pairwell on this page: blocks show the theme's own markup, nothing listens any more. */
      destroy(): void;
      /** What is remembered, what the model is, and what each block shows; `null` where Pairwell is off. */
      debug(): Promise<Report | null>;
    }

    interface Options {
      /** `also-bought` unless said. */
      kind?: Kind;
      /** Instead of the page's product. */
      product?: ProductKey;
      /** Instead of the page's cart. */
      cart?: readonly ProductKey[];
      /** Of `best-sellers`: those of the product's category or vendor. */
      by?: "category" | "vendor";
      /** How many products, 1 to 24; 4 unless said. */
      limit?: number;
    }

    interface Because {
      product: ProductKey;
      title: string;
      /** What part of the score it gives, 0 to 1. */
      share: number;
    }

    /** A product of a list. */
    interface Item {
      product: ProductKey;
      title: string;
      /** Address of the product's page: http or https, in full. */
      url: string;
      /** Address of its picture. */
      image: string | undefined;
      /** Id or SKU of the variant to add to a cart; empty if unknown. */
      variant: string;
      /** Product type; empty if unknown. */
      category: string;
      /** Brand; empty if unknown. */
      vendor: string;
      /** In major units (pounds, not pence), as the model knows it. */
      price: number | undefined;
      /** The price before a reduction. */
      compareAt: number | undefined;
      /** ISO 4217; empty if the orders did not say. */
      currency: string;
      /** How many to add: 1. */
      quantity: number;
      /** 0: nothing speaks for it but that it sells. */
      score: number;
      /** Whether it is the page's own product, in a bundle. */
      own: boolean;
      /** Why it is shown, where the shopper is told. */
      reason: { kind: "cart" | "view" | "purchase"; product: ProductKey; title: string } | undefined;
      /** What speaks for it, the strongest first. Empty: only that it sells well. */
      because: Because[];
      /** What the merchant's rules do: 0 nothing, below 0 one pins it, else one lets its score count so many times. */
      rule: number;
    }

    /** What a block shows. */
    interface List {
      /** What the list truly is: the kind asked for, or what stands in where there is too little of that. */
      kind: Kind;
      /** What choosing took, in milliseconds. */
      ms: number;
      items: Item[];
    }

    /** Why a product is not in a list. */
    type WhyNot =
      /** The page is about it. */
      | "own"
      /** It is in the cart. */
      | "cart"
      /** A block further up the page shows it. */
      | "above"
      /** It was bought before and is bought once, or is sold out. */
      | "bought"
      /** It is sold out, or in the cart as another variant. */
      | "sold-out"
      /** The model has no web address for it. */
      | "no-address";

    /** Why a list is what it is. */
    interface Explanation {
      /** The kind that was asked for. */
      asked: Kind;
      /** What the list truly is. */
      kind: Kind;
      limit: number;
      /** The product that counted as the page's. */
      product: ProductKey | undefined;
      /** The cart that counted. */
      cart: readonly ProductKey[];
      /** What choosing took, in milliseconds, for a block that shows a list. */
      ms: number | undefined;
      items: Item[];
      /** What would have had a place, and why it has none; `above` names the kind of the block that shows it. */
      left: (Item & { why: WhyNot; above?: Kind })[];
      /** What comes next, had there been more room. */
      next: Item[];
    }

    interface Report {
      /** Oldest first; `at` in milliseconds since 1970. */
      /** `price`, in major units, and `category` are those of the product's card, where the model has one. */
      history: { kind: "view" | "cart" | "uncart" | "purchase"; product: ProductKey; at: number; price?: number; category: string }[];
      model: { build: string; bytes: number; products: number; edges: number };
      /** The blocks that show a list, in the order of the page, without the page's own product. */
      blocks: List[];
    }

    interface AddDetail {
      kind: Kind;
      /** One item, or all that is chosen of a bundle. */
      items: Item[];
      /**
       * Call it while the event is handled. The button is busy until the promise settles: resolved means added,
       * rejected means that the error's message is shown and the button can be pressed again. A promise of
       * `Promise.allSettled` over the items says of each whether it was added: those that were not say why on their
       * own cards. Where nobody calls it and
       * nobody cancels the event, the platform's cart takes it, or the browser goes to the product's page.
       */
      waitUntil(promise: PromiseLike<unknown>): void;
    }

    interface AddedDetail {
      kind: Kind;
      /** What is in the cart now. */
      items: Item[];
    }

    interface ClickDetail {
      kind: Kind;
      /** The one that was clicked. */
      items: [Item];
    }

    interface ImpressionDetail {
      /** What the list truly is. */
      kind: Kind;
      /** What the block had asked for. */
      asked: Kind;
      /** The list's name in analytics: `pairwell_` and the kind. */
      list: `pairwell_${Kind}`;
      /** The recommendations with their places, from 1. */
      items: (Item & { position: number })[];
    }

    interface ErrorDetail {
      kind: Kind;
      /** What could not be added. */
      items: Item[];
      /** What the shopper was shown. */
      message: string;
    }

    /** All of them bubble and leave shadow trees; but for the last, `event.target` is the block. */
    interface EventMap {
      /** The block shows another list than before. */
      "pairwell:ready": CustomEvent<List>;
      /** Half of the block was in the window for a second. Once for each list; only where somebody wants to know. */
      "pairwell:impression": CustomEvent<ImpressionDetail>;
      /** The shopper follows a card's link. */
      "pairwell:click": CustomEvent<ClickDetail>;
      /** The shopper wants something in the cart. Can be cancelled. */
      "pairwell:add": CustomEvent<AddDetail>;
      /** It is in the cart. */
      "pairwell:added": CustomEvent<AddedDetail>;
      /** The cart has refused. */
      "pairwell:error": CustomEvent<ErrorDetail>;
      /** On `document`: what the shopper agrees to has changed. */
      "pairwell:consent": CustomEvent<Readonly<Partial<Consent>>>;
    }

    /** The names of events without their prefix, as {@link Api.on} takes them. */
    type EventName = keyof EventMap extends `pairwell:${infer Name}` ? Name : never;

    /** The words that a block can have of its own. */
    type LabelAttributes = { [name in keyof Words as `label-${name}`]?: string };

    /** Attributes of `<pairwell-block>`. */
    interface BlockAttributes extends LabelAttributes, SegmentAttributes {
      /** `also-bought` unless said. */
      kind?: Kind;
      /** How many products, 1 to 24; 4 unless said. */
      limit?: number | `${number}`;
      /** Instead of the page's product. */
      product?: ProductKey;
      /** Instead of the page's cart: keys with commas between them. */
      cart?: string;
      /** Instead of the kind's heading, over what the block asks for; what stands in for it has a true one. */
      heading?: string;
      layout?: Layout;
      /** The id of a `<template>` of this page: the theme's own card. */
      template?: string;
      /** Of `best-sellers`: those of the page's product's category or vendor. */
      by?: "category" | "vendor";
    }

    /**
     * Segments are declared in rules.toml. What stands in `heading-NAME` and its like is taken for shoppers in the segment
     * NAME, instead of `heading`.
     */
    interface SegmentAttributes {
      /** Names with spaces between them: the block is for these shoppers only. With `hidden`, others see nothing in its place. */
      segment?: string;
      [kind: `kind-${string}`]: Kind;
      [heading: `heading-${string}`]: string;
      [limit: `limit-${string}`]: number | `${number}`;
      [layout: `layout-${string}`]: Layout;
      [by: `by-${string}`]: "category" | "vendor";
    }

    /** Attributes of `<pairwell-forget>`. */
    interface ForgetAttributes {
      "label-forget"?: string;
      "label-forgotten"?: string;
    }

    /**
     * `<pairwell-block>`; see {@link BlockAttributes}. Its own content is shown until there is something better, and
     * wherever there is not.
     */
    type BlockElement = HTMLElement;

    /** `<pairwell-forget>`: a button that erases all that this browser remembers for the shop. */
    type ForgetElement = HTMLElement;

    /** For frameworks that declare elements in JSX: `interface IntrinsicElements extends Pairwell.Elements {}`. */
    interface Elements {
      "pairwell-block": BlockAttributes & JsxAttributes;
      "pairwell-forget": ForgetAttributes & JsxAttributes;
    }

    /** What every element takes in JSX, whatever the framework. */
    interface JsxAttributes {
      id?: string;
      class?: string;
      className?: string;
      hidden?: boolean;
      slot?: string;
      children?: unknown;
      key?: string | number | null;
      ref?: unknown;
    }
  }

  interface Window {
    pairwell?: Pairwell.Queue | Pairwell.Api;
  }

  interface HTMLElementTagNameMap {
    "pairwell-block": Pairwell.BlockElement;
    "pairwell-forget": Pairwell.ForgetElement;
  }

  interface HTMLElementEventMap extends Pairwell.EventMap {}
  interface DocumentEventMap extends Pairwell.EventMap {}
  interface WindowEventMap extends Pairwell.EventMap {}

  /** TypeScript's own JSX, and frameworks that add to it. */
  namespace JSX {
    interface IntrinsicElements extends Pairwell.Elements {}
  }
}
