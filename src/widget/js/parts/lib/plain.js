// A shop's message as text: carts answer with entities, and some with tags, meant for innerHTML.

const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** What `html` says, without ever becoming HTML here: at most 300 characters. */
export const plain = (html) => {
  const text = typeof html === "string" ? html : "";
  let said;
  try {
    // A document of its own: nothing in it runs or is loaded.
    said = new DOMParser().parseFromString(text, "text/html").body.textContent;
  } catch {
    // Trusted Types forbid it: the entities that messages have.
    said = text
      .replace(/<[^>]*>/g, "")
      .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (all, decimal, hex, name) => {
        if (name) return NAMED[name] || all;
        const code = decimal ? Number(decimal) : parseInt(hex, 16);
        return code <= 0x10ffff ? String.fromCodePoint(code) : all;
      });
  }
  return said.replace(/\s+/g, " ").trim().slice(0, 300);
};
