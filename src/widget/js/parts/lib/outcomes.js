// What became of each of several items: undefined where it was added, else why not.

/** The outcomes that a theme's promise resolved to, as `Promise.allSettled` words them; undefined where it says nothing of each. */
export const settled = (answer, count) => {
  try {
    if (!Array.isArray(answer) || answer.length !== count || !answer.every(({ status }) => status === "fulfilled" || status === "rejected")) return undefined;
    return answer.map(({ status, reason }) => (status === "rejected" ? (reason ?? "") : undefined));
  } catch {
    return undefined;
  }
};

// It may be anything, and refuse to be a text.
const words = (outcome) => {
  try {
    return String(outcome);
  } catch {
    return "";
  }
};

/** Tells a view: all added, none of them for one and the same reason, or some. */
export const conclude = (view, around, items, outcomes) => {
  const failed = outcomes.filter((outcome) => outcome !== undefined);
  if (!failed.length) view.done(around, items);
  else if (failed.length === items.length && failed.every((outcome) => words(outcome) === words(failed[0]))) view.fail(around, items, failed[0]);
  else view.partly(around, items, outcomes);
};
