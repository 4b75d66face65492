// BigCommerce's Storefront API (https://developer.bigcommerce.com/docs/rest-storefront/carts) and, where the script tag has the theme's token
// (data-storefront-token="{{settings.storefront_api.token}}"), its GraphQL API, which alone knows products by their SKU.

const PATIENCE = 10000; // milliseconds; a slow shop is slow, but not for ever

const request = async (path, post, headers) => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PATIENCE);
  try {
    const response = await fetch(path, {
      method: post ? "POST" : "GET",
      credentials: "same-origin",
      cache: "no-store",
      signal: controller.signal,
      headers: { Accept: "application/json", ...(post && { "Content-Type": "application/json" }), ...headers },
      body: post && JSON.stringify(post),
    });
    const body = await response.json().catch(() => undefined);
    // A "yes" that breaks off says nothing.
    return response.ok && !body ? { status: 0 } : { status: response.status, body };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
};

/** { status, body }; a status of 0: nobody knows what has become of it. */
export const ask = (path, post) => request(`/api/storefront/${path}`, post);

/** The answer's data; undefined where there is no token, or no answer. */
export const graph = async (page, query, variables) => {
  const token = page.option("storefrontToken");
  if (!token) return undefined;
  const { status, body } = await request("/graphql", { query, variables }, { Authorization: `Bearer ${token}` });
  return status === 200 ? body.data : undefined;
};
