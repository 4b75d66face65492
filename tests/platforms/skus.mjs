// The demo shop's SKUs: what the platforms whose products have numbers call its products.

import { readdir } from "node:fs/promises";
import path from "node:path";

import { dist, productData } from "../engines/site.mjs";

/** A function from a product's handle to its SKU. */
export async function skus() {
  const handles = await readdir(path.join(dist, "demo", "products"));
  const known = new Map(await Promise.all(handles.map(async (handle) => [handle, (await productData(handle)).variants[0].sku])));
  return (handle) => known.get(handle);
}
