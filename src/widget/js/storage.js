// Storage, which may be missing, denied, full, or not to be touched without the shopper's consent; and what the memory
// listens for.

const attempt = (work) => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

let keeper;

const allowed = (work) => (keeper.allowed.store ? attempt(work) : undefined);

export const stored = (name) => allowed(() => localStorage.getItem(name));

export const store = (name, text) => allowed(() => (localStorage.setItem(name, text), true)) || false;

export const unstore = (name) => {
  attempt(() => localStorage.removeItem(name));
};

export const names = (start) =>
  allowed(() =>
    Object.keys(localStorage)
      .filter((name) => name.startsWith(start))
      .join("\n"),
  ) || "";

// Replaces the tab's own note and returns the one before.
export const note = (name, text) =>
  allowed(() => {
    const before = sessionStorage.getItem(name);
    if (text) sessionStorage.setItem(name, text);
    else sessionStorage.removeItem(name);
    return before;
  });

// The first to be called with each instance: from here on it is known whose consent counts.
export const listener = (page) => ((keeper = page), window);

// Whether a storage event is about a name that begins so; `clear()` is about all. In passing: another tab has heard that
// consent is withdrawn.
export const concerns = (event, start) => {
  if (event.key === `${start}consent` && event.newValue === "") window.pairwell.push(["consent", false]);
  return !event.key || event.key.startsWith(start);
};

// Whether it says that this is gone; `clear()` says so of all.
export const tells = (event, name) => event.newValue === null && (!event.key || event.key === name);

export const persisted = (event) => event.persisted;
