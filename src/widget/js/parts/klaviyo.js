// The bridge to Klaviyo: "Viewed Product" and "Added to Cart" with what was recommended there, for browse-abandonment and
// abandoned-cart mails, and "Pairwell Recommended" for each list that was seen, for all others.
//
// Events only, no profile: who the shopper is, Klaviyo's own script knows or does not. It may load later than this.
// data-klaviyo-events="Pairwell Recommended" leaves the first two to the shop, if it sends them already.

import { listId } from "./lib/page.js";
import { stated, sumOf } from "./lib/bridge.js";
import { cartUrl, flat, mails } from "./lib/mail.js";

const NAMES = ["viewed product", "added to cart", "pairwell recommended"];

const track = (name, properties) => {
  const { klaviyo } = window;
  if (klaviyo && typeof klaviyo.track === "function") klaviyo.track(name, properties);
  else if (klaviyo && typeof klaviyo.push === "function") klaviyo.push(["track", name, properties]);
  else (window._learnq = window._learnq || []).push(["track", name, properties]);
};

/** A product as a "Viewed Product" names it. */
const product = (item) =>
  stated({
    ProductName: item.title,
    ProductID: item.product,
    SKU: item.variant,
    ImageURL: item.image,
    URL: item.url,
    Price: item.price,
    CompareAtPrice: item.compareAt,
  });

/** A line of a list. */
const line = (item) =>
  stated({
    ProductID: item.product,
    SKU: item.variant,
    ProductName: item.title,
    Quantity: item.quantity,
    ItemPrice: item.price,
    RowTotal: item.price === undefined ? undefined : item.price * item.quantity,
    ProductURL: item.url,
    ImageURL: item.image,
  });

const recommendations = (items) => ({ RecommendedItems: items.map(line), ...flat(items) });

export const start = (page) =>
  mails(page, "klaviyoEvents", NAMES, {
    viewed(seen, items) {
      track("Viewed Product", { ...product(seen), ...recommendations(items) });
    },
    added(items, next) {
      const [first] = items;
      track("Added to Cart", {
        ...stated({
          $value: sumOf(page, items),
          AddedItemProductName: first.title,
          AddedItemProductID: first.product,
          AddedItemSKU: first.variant,
          AddedItemImageURL: first.image,
          AddedItemURL: first.url,
          AddedItemPrice: first.price,
          AddedItemQuantity: first.quantity,
          CheckoutURL: cartUrl(page),
        }),
        ItemNames: items.map((item) => item.title),
        Items: items.map(line),
        ...recommendations(next),
      });
    },
    recommended({ kind, product: about }, items) {
      track("Pairwell Recommended", {
        ListID: listId(kind),
        Kind: kind,
        ...(about ? { ProductID: about.product, ProductName: about.title } : {}),
        ...recommendations(items),
      });
    },
  });
