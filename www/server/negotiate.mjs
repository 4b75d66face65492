// What the request accepts: content codings and entity tags, read as RFC 9110 defines them.

/** The best coding both sides know, in our order of preference, or null for the bytes as they are. */
export function pickEncoding(header, preferred = ["br", "gzip"]) {
  if (!header) return null;
  const weights = new Map();
  for (const part of header.split(",")) {
    const [name, ...parameters] = part.trim().toLowerCase().split(";");
    const q = parameters.map((p) => p.trim()).find((p) => p.startsWith("q="));
    const weight = q === undefined ? 1 : Number(q.slice(2));
    weights.set(name.trim(), Number.isFinite(weight) ? weight : 0);
  }
  const star = weights.get("*") ?? 0;
  let best = null;
  let bestWeight = 0;
  for (const coding of preferred) {
    const weight = weights.get(coding) ?? star;
    // Strictly greater: on a tie our own order (brotli first) decides.
    if (weight > bestWeight) {
      best = coding;
      bestWeight = weight;
    }
  }
  return best;
}

/** Whether an If-None-Match header names this entity tag; the comparison is the weak one, as for GET. */
export function matchesTag(header, etag) {
  if (!header) return false;
  if (header.trim() === "*") return true;
  const bare = (tag) => tag.trim().replace(/^W\//, "");
  return header.split(",").some((tag) => bare(tag) === bare(etag));
}
