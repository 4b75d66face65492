/** A small whole number from a text, the same on every machine (FNV-1a). */
export function hash(text) {
  let h = 0x811c9dc5;
  for (const c of Buffer.from(text)) h = Math.imul(h ^ c, 0x01000193) >>> 0;
  return h;
}
