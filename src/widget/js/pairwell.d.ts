// The public face of pairwell.js.
//
// With TypeScript: /// <reference types="pairwell" />, or add "pairwell" to "types" in tsconfig.json.

export {};

declare global {
  namespace Pairwell {
    /** What a block shows. Without the attribute: `also-bought`. */
    type Kind = "bought-together" | "complete-the-look" | "cart" | "also-bought";

    /** A product's handle, its id in the orders the model was trained on, or a variant's id or SKU. */
    type ProductKey = string;

    /** Something the page tells. Each may be pushed before `pairwell.js` is loaded. */
    type Call =
      /** The page is about this product. It is remembered as looked at. */
      | readonly ["view", ProductKey]
      /** The cart as it is now, all of it. Blocks move on at once. */
      | readonly ["cart", readonly ProductKey[]]
      /** An order was placed. It is remembered once, however often the page is loaded. */
      | readonly ["purchase", Purchase]
      /** Erase all that this browser remembers, in all tabs. */
      | readonly ["forget"];

    interface Purchase {
      /** The order's number or id: what the same order is known by. Only a hash of it is kept. */
      order?: string | number;
      products: readonly ProductKey[];
    }

    /** What `<script type="application/json" data-pairwell>` may hold. */
    interface PageData {
      product?: ProductKey;
      cart?: readonly ProductKey[];
      purchase?: Purchase;
    }

    /** `window.pairwell` before the script is there. */
    type Queue = Call[];

    /** `window.pairwell` once the script is there. */
    interface Api {
      /** Version of pairwell.js. */
      readonly version: string;
      /** Tells something; see {@link Call}. Never throws. */
      push(...calls: Call[]): void;
      /** A list to draw yourself. Empty where nothing is known or Pairwell is off; never rejects. */
      recommend(options?: Options): Promise<Item[]>;
      /** What is remembered, what the model is, and why each block shows what it shows; `null` where Pairwell is off. */
      debug(): Promise<Report | null>;
    }

    interface Options {
      kind?: Kind;
      /** Instead of the page's product. */
      product?: ProductKey;
      /** Instead of the page's cart. */
      cart?: readonly ProductKey[];
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
    }

    /** What a block shows. */
    interface List {
      kind: Kind;
      /** What choosing took, in milliseconds. */
      ms: number;
      items: Item[];
    }

    interface Report {
      /** Oldest first; `at` in milliseconds since 1970. */
      history: { kind: "view" | "cart" | "uncart" | "purchase"; product: ProductKey; at: number }[];
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
       * rejected means that the error's message is shown and the button can be pressed again. If nobody calls it and
       * nobody cancels the event, the browser goes to the product's page.
       */
      waitUntil(promise: PromiseLike<unknown>): void;
    }

    interface ClickDetail {
      kind: Kind;
      /** The one that was clicked. */
      items: [Item];
    }

    interface ErrorDetail {
      kind: Kind;
      /** What could not be added. */
      items: Item[];
      /** What the shopper was shown. */
      message: string;
    }

    /** All of them bubble and leave shadow trees; `event.target` is the block. */
    interface EventMap {
      /** The block shows another list than before. */
      "pairwell:ready": CustomEvent<List>;
      /** The shopper wants something in the cart. */
      "pairwell:add": CustomEvent<AddDetail>;
      /** The shopper follows a card's link. */
      "pairwell:click": CustomEvent<ClickDetail>;
      /** The cart has refused. */
      "pairwell:error": CustomEvent<ErrorDetail>;
    }

    /**
     * `<pairwell-block>`. Attributes: `kind`, `limit`, `product`, `cart` (keys with commas between them), `heading`.
     * Its own content is shown until there is something better, and wherever there is not.
     */
    type BlockElement = HTMLElement;
  }

  interface Window {
    pairwell?: Pairwell.Queue | Pairwell.Api;
  }

  interface HTMLElementTagNameMap {
    "pairwell-block": Pairwell.BlockElement;
  }

  interface HTMLElementEventMap extends Pairwell.EventMap {}
  interface DocumentEventMap extends Pairwell.EventMap {}
  interface WindowEventMap extends Pairwell.EventMap {}
}
