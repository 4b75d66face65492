// How figures are written in the documents: three digits that count, in the unit that suits.

/** A number without unit: .123, 1.23, 12.3, 123. */
export function fixed(value) {
  if (value === 0) return "0";
  if (value >= 100) return Math.round(value).toLocaleString("en-GB");
  const text = value.toFixed(value >= 10 ? 1 : value >= 0.1 ? 2 : value >= 0.01 ? 3 : 4);
  return text.replace(/^0\./, ".");
}

/** A figure with its unit. */
export function written({ value, unit }) {
  if (unit === "s") {
    const [scale, name] = value >= 1 ? [1, "s"] : value >= 1e-3 ? [1e3, "ms"] : [1e6, "µs"];
    return `${fixed(value * scale)} ${name}`;
  }
  if (unit === "B") return `${Math.round(value).toLocaleString("en-GB")} bytes`;
  if (unit === "bit") return `${fixed(value)} bits`;
  if (unit === "") return Number.isInteger(value) ? value.toLocaleString("en-GB") : fixed(value);
  throw new Error(`no way to write the unit ${unit}`);
}

/** Limits, and whether `value` keeps them; with a unit they are figures, without ratios. */
export function verdict(value, limits, unit) {
  if (!limits) return "";
  const limit = (value) => (unit === undefined ? fixed(value) : written({ value, unit }));
  const { must, aim } = limits;
  const said = aim === undefined ? `≤ ${limit(must)}` : `≤ ${limit(must)}, ${limit(aim)}`;
  return `${said}: ${value > must ? "**missed**" : aim !== undefined && value <= aim ? "aim reached" : "kept"}`;
}
