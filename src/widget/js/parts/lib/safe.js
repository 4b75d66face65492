// Reading what a page or a shop's server says: own data properties only, as prototypes may be polluted and getters may throw;
// texts and numbers only; lists to a length.

/** The most products of one cart, order or event that are read: what an analytics event may carry. */
export const MOST = 200;

export const attempt = (work) => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

/** An own data property; undefined for a getter, which may do anything. */
export const own = (object, key) => attempt(() => Object.getOwnPropertyDescriptor(object, key).value);

/** The property at the end of a path of own data properties. */
export const at = (object, ...keys) => keys.reduce(own, object);

/** A text or a number as a short text without control characters; else empty. */
export const text = (value) => {
  const said = typeof value === "string" ? value.trim() : Number.isFinite(value) ? String(value) : "";
  return said.length > 256 || /[\0-\x1f\x7f]/.test(said) ? "" : said;
};

/** The elements of an array, the first 200; empty for anything else. */
export const list = (value) =>
  attempt(() => {
    if (!Array.isArray(value)) return [];
    const found = [];
    for (let n = 0; n < value.length && n < MOST; n++) found.push(own(value, n));
    return found;
  }) || [];

/** Each once, and nothing that is empty. */
export const distinct = (texts) => [...new Set(texts)].filter(Boolean);

/** The handle in the address of a product's page, as most shops build it: the part behind /products/ or /product/. */
export const handleIn = (address) =>
  attempt(() => {
    const { pathname } = new URL(address, document.baseURI);
    const found = /\/products?\/([^/]+)\/?$/.exec(pathname);
    return found && text(decodeURIComponent(found[1]).replace(/\.(html?|js|json)$/, ""));
  }) || "";

/** Of a product's names the one that the model goes by: the script tag's `data-key` says which, if not the first there is.
 *  `names` are by kind (handle, sku, id, variant), in order of preference. */
export const keyOf = (page, names) => {
  const wanted = page.option("key");
  return text(wanted ? names[wanted] : Object.values(names).find(text));
};
