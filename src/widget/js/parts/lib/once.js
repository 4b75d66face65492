// Putting lines into a shop's cart once and not twice, whatever becomes of the answers. What a cart's API must do for that:
//
//   cart.read()       → Map of id → how many the cart holds, asked for now; undefined where nobody knows
//   cart.known()      → the same as it was when last heard of, for where that will do
//   cart.send(lines)  → for each line, in order: true (added), a text (the shop's words why not), or undefined (no answer
//                       that can be relied on: it may be in the cart, or get there yet)
//
// Lines are { id, quantity }, and `n`, the which of all they are, where `send` gets them; one without an id is one that the shop
// does not know.

// id → how many there must be if an attempt whose end is not known went well after all.
const hoped = new Map();

// One after the other: the shop's cart is written by one at a time, too.
let turn = Promise.resolve();

/** Resolves to what became of each line: undefined for an added one, else why not, in the shop's words if it had any. */
export const addOnce = (cart, lines) => {
  const done = turn.then(() => add(cart, lines));
  turn = done.catch(() => {});
  return done;
};

const add = async (cart, lines) => {
  const outcomes = lines.map(() => "");
  const known = lines.map((line, n) => ({ ...line, n })).filter(({ id }) => id);
  // An attempt before this one may have gone well after its answer was given up.
  const unsure = known.some(({ id }) => hoped.has(id));
  const before = (!unsure && cart.known()) || (known.length && (await cart.read())) || new Map();
  const has = (id) => before.get(id) || 0;
  const todo = known.filter(({ id, n }) => {
    const goal = hoped.get(id);
    hoped.delete(id);
    const there = goal !== undefined && has(id) >= goal;
    if (there) outcomes[n] = undefined;
    return !there;
  });
  if (!todo.length) return outcomes;
  const answers = await cart.send(todo);
  const lost = todo.filter(({ n }, at) => {
    if (answers[at] === true) outcomes[n] = undefined;
    else if (typeof answers[at] === "string") outcomes[n] = answers[at];
    return answers[at] === undefined;
  });
  if (lost.length) {
    const after = await cart.read();
    for (const { id, quantity, n } of lost) {
      const goal = has(id) + quantity;
      if (after && (after.get(id) || 0) >= goal) outcomes[n] = undefined;
      else hoped.set(id, goal);
    }
  }
  return outcomes;
};
