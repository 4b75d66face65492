// The bridge to Google Analytics 4: view_item_list, select_item and add_to_cart, each with the list it belongs to, so that
// reports can tell what recommendations bring.
//
// Through `gtag` where the page has it, else through `dataLayer`, for Google Tag Manager. What is pushed here is noted in
// `page.sent`, so that the adapter which reads the data layer does not take it for the shop's own.
//
// A theme that adds to the cart may count that itself. One that does so while it answers `pairwell:add` has done it, and
// nothing is counted twice.

import { listId } from "./lib/page.js";
import { headingOf, on, placeOf, sharing, stated, sumOf } from "./lib/bridge.js";

const MOST = 200; // items that one event may carry

export const start = (page) => {
  const share = sharing(page);
  const sent = (page.sent = page.sent || new WeakSet());
  const layer = () => (Array.isArray(window.dataLayer) ? window.dataLayer : (window.dataLayer = []));

  const send = (event, ecommerce) => {
    if (typeof window.gtag === "function") {
      sent.add(ecommerce);
      window.gtag("event", event, ecommerce);
      return;
    }
    // What an earlier event has said would be merged with this one.
    for (const entry of [{ ecommerce: null }, { event, ecommerce }]) {
      sent.add(entry);
      layer().push(entry);
    }
  };

  /** A list's name and its items as GA4 knows them. */
  const list = (host, kind, items) => {
    const name = { item_list_id: listId(kind), item_list_name: headingOf(page, host) || kind };
    const rows = items.slice(0, MOST).map((item) =>
      stated({
        item_id: item.product,
        item_name: item.title,
        item_variant: item.variant,
        price: item.price,
        discount: item.compareAt > item.price ? sumOf(page, [{ price: item.compareAt - item.price, quantity: 1 }]) : undefined,
        currency: item.price === undefined ? undefined : item.currency,
        quantity: item.quantity,
        index: placeOf(page, host, item),
        ...name,
      }),
    );
    return { ...name, items: rows };
  };

  on(page, "impression", ({ kind, items }, host) => {
    const said = list(host, kind, items);
    share(() => send("view_item_list", said));
  });

  on(page, "click", ({ kind, items }, host) => {
    const said = list(host, kind, items);
    share(() => send("select_item", said));
  });

  // How far the data layer was when the shop was asked to add.
  const asked = new WeakMap();
  const isAdd = (entry) => {
    try {
      return !sent.has(entry) && !sent.has(entry[2]) && (entry.event === "add_to_cart" || (entry[0] === "event" && entry[1] === "add_to_cart"));
    } catch {
      return false;
    }
  };
  on(page, "add", (_, host) => asked.set(host, layer().length));

  on(page, "added", ({ kind, items }, host) => {
    if (layer().slice(asked.get(host)).some(isAdd)) return;
    const { items: rows } = list(host, kind, items);
    const value = sumOf(page, items);
    const money = value === undefined ? {} : stated({ currency: items[0].currency, value });
    share(() => send("add_to_cart", { ...money, items: rows }));
  });
};
