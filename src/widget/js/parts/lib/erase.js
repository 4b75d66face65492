// Erasing what is stored, without the core, which may be off, or without its memory.

/** What all our keys begin with. */
const OURS = "pairwell:";

/** Removes all that is ours from the browser: logs, notes and kept files. */
export const eraseStored = () => {
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      const storage = window[name];
      for (const key of Object.keys(storage)) if (key.startsWith(OURS)) storage.removeItem(key);
    } catch {
      // Denied: nothing is there.
    }
  }
  try {
    caches.delete("pairwell").catch(() => {});
  } catch {
    // Likewise, or the page is not secure.
  }
};
