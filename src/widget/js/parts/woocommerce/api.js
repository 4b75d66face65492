// WooCommerce's Store API: https://developer.woocommerce.com/docs/apis/store-api/
//
// Where it is: WordPress may be installed in a folder, or be without pretty addresses (index.php?rest_route=/…). What it asks for: a
// nonce with whatever changes the cart. Each answer brings the next one; a cached page's may be of yesterday, is then
// refused (401, 403) before anything is changed, and a fresh one comes with the cart.

import { at, own } from "../lib/safe.js";

const PATIENCE = 10000; // milliseconds; a slow shop is slow, but not for ever
const SPACE = "wc/store/v1/";

let nonce;

const root = () => {
  const link = document.querySelector('link[rel="https://api.w.org/"]');
  for (const said of [link && link.href, at(window, "wpApiSettings", "root")]) {
    try {
      if (typeof said !== "string") continue;
      const url = new URL(said, document.baseURI);
      // Another host would not know the shopper's session.
      if (url.host === location.host) return new URL(url.pathname + url.search, location.origin);
    } catch {
      // The next will do.
    }
  }
  return new URL("/wp-json/", location.origin);
};

const address = (path, query) => {
  const url = root();
  const route = url.searchParams.get("rest_route");
  if (route === null) url.pathname += SPACE + path;
  else url.searchParams.set("rest_route", route + SPACE + path);
  for (const [name, value] of Object.entries(query || {})) url.searchParams.set(name, value);
  return url.href;
};

const printed = () => at(window, "wcBlocksMiddlewareConfig", "storeApiNonce") || own(window, "wcStoreApiNonce");

/** Keeps the newest nonce. */
export const learn = (fresh) => {
  if (typeof fresh === "string" && fresh) nonce = fresh;
};

/** Whether an answer says that it is the nonce that was wrong. */
export const stale = ({ status, body }) => (status === 401 || status === 403) && /_nonce$/.test(own(body, "code"));

/** The route of a path in the API, as batches name it. */
export const route = (path) => `/${SPACE}${path}`;

/** A nonce to send: the page's, if no answer has brought one yet. */
export const theNonce = () => nonce || printed() || "";

/** { status, body }; a status of 0: nobody knows what has become of it. */
export const ask = async (path, { query, post } = {}) => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PATIENCE);
  try {
    const response = await fetch(address(path, query), {
      method: post ? "POST" : "GET",
      credentials: "same-origin",
      cache: "no-store",
      signal: controller.signal,
      headers: { Accept: "application/json", ...(post && { "Content-Type": "application/json", Nonce: theNonce() }) },
      body: post && JSON.stringify(post),
    });
    learn(response.headers.get("Nonce"));
    const body = await response.json().catch(() => undefined);
    // A "yes" that breaks off says nothing.
    return response.ok && !body ? { status: 0 } : { status: response.status, body };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
};
