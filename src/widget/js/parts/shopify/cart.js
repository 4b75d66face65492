// The shop's cart: what is in it, and how something gets into it once and not twice.

import { distinct, keyOf, list, own, text } from "../lib/safe.js";
import { Refused, ask, handleOf, product, variantOf } from "./api.js";

// Variant → how many are in the cart, as far as known.
let known;
// Variant → how many there must be if an attempt whose end is not known went well after all.
const hoped = new Map();

const lines = (cart) => list(own(cart, "items"));

const counts = (cart) => {
  const found = new Map();
  for (const line of lines(cart)) {
    const variant = text(own(line, "variant_id"));
    found.set(variant, (found.get(variant) || 0) + (Number(own(line, "quantity")) || 0));
  }
  return found;
};

/** The cart of now, as `/cart.js` gives it. */
export const read = async () => {
  const cart = await ask("cart.js");
  known = counts(cart);
  return cart;
};

/** The products of a cart, for the widget. */
export const keysIn = (page, cart) =>
  distinct(
    lines(cart).map((line) =>
      keyOf(page, {
        handle: own(line, "handle"),
        sku: own(line, "sku"),
        id: text(own(line, "product_id")),
        variant: text(own(line, "variant_id")),
      }),
    ),
  );

const has = (variant, count) => (known.get(variant) || 0) >= count;

/** What an item is to the Ajax API: `{ id, quantity }`. */
const lineOf = async (item) => {
  const said = await product(handleOf(item)).catch((error) => error);
  // Where the product cannot be asked for, an id of the length that Shopify's have will do.
  const direct = /(\d{10,})$/.exec(item.variant || "");
  const variant = said instanceof Refused ? direct && { id: direct[1] } : variantOf(said, item);
  if (!variant) throw said instanceof Refused ? said : new Refused(404, "");
  return { id: Number(variant.id), quantity: Math.max(1, Math.floor(item.quantity) || 1) };
};

// One request after the other: the shop's own cart is written by one at a time, too.
let turn = Promise.resolve();

const queue = (work) => {
  const done = turn.then(work);
  turn = done.catch(() => {});
  return done;
};

/** Adds items, each once, and resolves to what became of each: undefined, or the shop's words. `theme.begin(lines)` is called
 *  before, `theme.sections` go with each request, and `theme.added(answer)` is called with each answer. */
export const add = (items, theme) => queue(() => addNow(items, theme));

/** Attributes of the cart, which come back in the order export. */
export const attributes = (pairs) => queue(() => ask("cart/update.js", { attributes: pairs }));

const addNow = async (items, theme) => {
  const outcomes = items.map(() => undefined);
  const refuse = (n, error) => {
    outcomes[n] = (error && error.message) || "";
  };
  const wanted = [];
  await Promise.all(
    items.map(async (item, n) => {
      try {
        wanted.push({ n, line: await lineOf(item) });
      } catch (error) {
        refuse(n, error);
      }
    }),
  );
  wanted.sort((a, b) => a.n - b.n);
  theme.begin(wanted.map(({ line }) => line));

  // An attempt before this one may have gone well after its answer was given up: then this is done already.
  if (!known || wanted.some(({ line }) => hoped.has(String(line.id)))) await read();
  const todo = wanted.filter(({ line }) => {
    const variant = String(line.id);
    const goal = hoped.get(variant);
    hoped.delete(variant);
    return goal === undefined || !has(variant, goal);
  });
  if (todo.length < wanted.length) theme.added({});

  const send = (some) => put(some.map(({ line }) => line), theme);
  if (todo.length) {
    try {
      await send(todo);
    } catch (error) {
      // All or nothing: one line that the shop refuses keeps the others out. So each is asked for by itself.
      if (todo.length === 1 || error.uncertain || error.status === 429) todo.forEach(({ n }) => refuse(n, error));
      else {
        for (const one of todo) {
          try {
            await send([one]);
          } catch (error) {
            refuse(one.n, error);
          }
        }
      }
    }
  }
  return outcomes;
};

/** Adds lines. Where no answer comes, or none that can be read, the cart is looked at: what is in it need not be added again. */
const put = async (some, theme) => {
  const goals = new Map();
  for (const { id, quantity } of some) {
    const variant = String(id);
    goals.set(variant, (goals.get(variant) ?? known.get(variant) ?? 0) + quantity);
  }
  const arrived = () => [...goals].every(([variant, goal]) => has(variant, goal));
  let answer;
  try {
    answer = await ask("cart/add.js", { items: some, ...theme.sections });
  } catch (error) {
    if (!error.uncertain) throw error;
    await read().catch(() => {});
    if (!arrived()) {
      goals.forEach((goal, variant) => hoped.set(variant, goal));
      throw error;
    }
    answer = {};
  }
  goals.forEach((goal, variant) => known.set(variant, Math.max(goal, known.get(variant) || 0)));
  theme.added(answer);
};
