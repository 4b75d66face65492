// Small text helpers shared by the catalog reader and the templates.

const POUNDS = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" });

/** Pence as a shopper reads them: 1295 → "£12.95". */
export const money = (pence) => POUNDS.format(pence / 100);

/** A price cell ("12.95") in pence, or null where it is empty or no sane amount. */
export function pence(cell) {
  const text = (cell ?? "").trim();
  if (!/^\d{1,7}(\.\d+)?$/.test(text)) return null;
  return Math.round(Number(text) * 100);
}

export function slug(text) {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/&/g, " and ")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** A description cell may hold HTML; the shop shows its words as paragraphs and keeps none of its markup. */
export function paragraphs(description) {
  return (description ?? "")
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<\/(p|div|li|h\d|ul)\s*>|<br\s*\/?>/gi, "\n")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " })[name])
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter(Boolean);
}
