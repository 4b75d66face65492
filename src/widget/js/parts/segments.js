// Blocks for some shoppers, and blocks that are another thing to them. Which segments there are says rules.toml; the
// manifest carries them, and whether a shopper is in one is found out here, from what this browser remembers.
// Nothing of it leaves the page.
//
//   <pairwell-block segment="loyal big-spender">       only for these; to others the theme's own markup
//   <pairwell-block segment="loyal" hidden>            only for these; to others nothing
//   <pairwell-block kind="trending" kind-loyal="buy-again" heading-loyal="Welcome back" limit-loyal="8">
//
// `segmentOf` is the mirror of trainer/segments/judge.rs: whole seconds, whole minor units, the same products.

import { list, own } from "./lib/safe.js";

const DAY = 86400;
const RFM_DAYS = 365;

// What a segment may change about a block.
const CHANGES = ["kind", "heading", "limit", "layout", "by"];

const young = (at, days, now) => at <= now && (days === undefined || now - at <= days * DAY);

const counts = (order, currency) => !order.currency || order.currency === currency;

const sum = (orders) => orders.reduce((total, { spend }) => total + spend, 0);

/** Whether value / each is inside, without dividing. */
const inside = (range, value, each = 1) => {
  const [least, most] = [own(range, "at_least"), own(range, "at_most")];
  return (least === undefined || value >= least * each) && (most === undefined || value <= most * each);
};

const within = (facts, days, now) => facts.orders.filter(({ at }) => young(at, days, now));

const spent = (facts, range, now) => within(facts, own(range, "within_days"), now).filter((order) => counts(order, own(range, "currency")));

/** Whole days since the last order; undefined without one. */
const since = (facts, now) => {
  const times = within(facts, undefined, now).map(({ at }) => at);
  return times.length ? Math.floor((now - Math.max(...times)) / DAY) : undefined;
};

const above = (bounds, value) => list(bounds).filter((bound) => bound < value).length;

const HOLDS = {
  orders: (facts, range, now) => inside(range, within(facts, own(range, "within_days"), now).length),
  last_order: (facts, range, now) => since(facts, now) !== undefined && inside(range, since(facts, now)),
  spend: (facts, range, now) => inside(range, sum(spent(facts, range, now))),
  average_order: (facts, range, now) => {
    const orders = spent(facts, range, now);
    return orders.length > 0 && inside(range, sum(orders), orders.length);
  },
  category: (facts, category, now) => {
    const days = own(category, "within_days");
    let types;
    if (own(category, "of") === "views") {
      const views = facts.views.filter(({ at }) => young(at, days, now));
      types = [...new Map(views.map((view) => [view.product, view.type])).values()];
    } else types = within(facts, days, now).flatMap((order) => order.types);
    types = types.filter(Boolean);
    const of = types.filter((type) => type === own(category, "type")).length;
    return types.length >= own(category, "products_at_least") && of * 100 >= own(category, "share_at_least") * types.length;
  },
  rfm: (facts, wanted, now, bounds) => {
    const days = since(facts, now);
    if (days === undefined || !bounds) return false;
    const late = within(facts, RFM_DAYS, now);
    const spend = sum(late.filter((order) => counts(order, own(bounds, "currency"))));
    const scores = {
      recency: 5 - above(own(bounds, "recency"), days),
      frequency: 1 + above(own(bounds, "frequency"), late.length),
      monetary: 1 + above(own(bounds, "monetary"), spend),
    };
    return Object.keys(scores).every((name) => {
      const [from, to] = list(own(wanted, name));
      return scores[name] >= from && scores[name] <= to;
    });
  },
};

/**
 * The name of the first segment whose conditions all hold; empty without one. A condition that is not known here does
 * not hold.
 *
 * `facts`: { orders: [{ at, spend, currency, types }], views: [{ at, product, type }] }, times in seconds.
 */
export const segmentOf = (segments, facts, now) => {
  const bounds = own(segments, "rfm");
  const found = list(own(segments, "list")).find((segment) =>
    Object.keys(segment).every((key) => key === "name" || (own(HOLDS, key) && HOLDS[key](facts, own(segment, key), now, bounds))),
  );
  return String(own(found, "name") || "");
};

/** What a browser's history says, as facts. Prices are those of the cards: what was paid is not known here. */
export const factsOf = (history, manifest) => {
  const { currency = "", minor_digits: digits = 2 } = manifest;
  const orders = new Map();
  const views = [];
  for (const { kind, product, at: ms, price, category: type = "" } of history) {
    const at = Math.floor(ms / 1000);
    if (kind === "view") views.push({ at, product, type });
    if (kind !== "purchase") continue;
    // All of an order is written down in the same second, and no shopper places two in one.
    const order = orders.get(at) || { at, spend: 0, currency, types: [] };
    order.spend += Math.round((price || 0) * 10 ** digits);
    order.types.push(type);
    orders.set(at, order);
  }
  return { orders: [...orders.values()], views };
};

/** The segment of this browser's shopper, now. A manifest that says nothing sensible puts nobody into any. */
const nameOf = (manifest, history) => {
  try {
    return segmentOf(own(manifest, "segments"), factsOf(history, manifest), Math.floor(Date.now() / 1000));
  } catch {
    return "";
  }
};

/** Begins to choose, once a page. */
export const join = (page) => {
  // host → what its attributes are by themselves
  const plain = new WeakMap();
  let segment;
  let asked;

  const judge = async () => {
    const known = await window.pairwell.debug();
    asked = undefined;
    const next = known ? nameOf(page.manifest, known.history) : "";
    if (next === segment) return;
    segment = next;
    page.tell("touch");
  };

  const concerned = (host) => host.getAttributeNames().some((name) => /^(segment$|(kind|heading|limit|layout|by)-)/.test(name));

  // A block's attributes for this segment. What a theme sets meanwhile is what it is by itself from then on.
  const dress = (host) => {
    const before = plain.get(host) || {};
    const now = {};
    for (const name of CHANGES) {
      const current = host.getAttribute(name);
      const [base, ours] = before[name] && before[name][1] === current ? before[name] : [current, current];
      const other = segment ? host.getAttribute(`${name}-${segment}`) : null;
      const wanted = other === null ? base : other;
      if (wanted !== ours) {
        if (wanted === null) host.removeAttribute(name);
        else host.setAttribute(name, wanted);
      }
      if (wanted !== base) now[name] = [base, wanted];
    }
    plain.set(host, { ...now, hidden: before.hidden });
  };

  /** Whether a block is for this shopper: asked for each block whenever lists are made. */
  page.admits = (host) => {
    if (!concerned(host)) return true;
    asked = asked || judge();
    if (segment === undefined) return false;
    dress(host);
    const wanted = host.getAttribute("segment");
    const admitted = wanted === null || wanted.split(/[\s,]+/).includes(segment || "\n");
    const notes = plain.get(host);
    if (admitted && host.hidden && wanted !== null) {
      notes.hidden = true;
      host.hidden = false;
    } else if (!admitted) {
      if (notes.hidden) host.hidden = true;
      const view = page.views.get(host);
      if (view) view.end();
      page.views.delete(host);
      page.latest.delete(host);
    }
    return admitted;
  };

  // What was worked out before this was here is not drawn.
  page.blocks.forEach((host) => concerned(host) && page.latest && page.latest.delete(host));
  page.tell("touch");
};

export const mend = () => {};
