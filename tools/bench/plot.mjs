// Bars in SVG. A plot is a title, names, and a rectangle each, on a scale that begins at 0 where the figures are alike and counts in tens
// where they are not; a plotting library would bring a document of its own to draw in, and be a thousand times this size.

import { written } from "./words.mjs";

const WIDTH = 760;
const NAMES = 300;
const FIGURES = 110;
const BAR = 20;
const GAP = 10;
const HEAD = 40;
const FOOT = 26;

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const near = (value) => Number(value.toFixed(1));

/** A plot of `values`, each { words, value, unit }; the first ones' colour is Pairwell's where the words say so. */
export function bars(title, values) {
  const numbers = values.map(({ value }) => value);
  const most = Math.max(...numbers);
  const least = Math.min(...numbers);
  // A scale by tens begins a decade below the least, so that its bar can be seen.
  const tens = most > 20 * least;
  const from = Math.floor(Math.log10(least)) - (tens ? 0.5 : 0);
  const room = WIDTH - NAMES - FIGURES;
  const length = (value) => near(tens ? (room * (Math.log10(value) - from)) / (Math.log10(most) - from) : (room * value) / most);
  const rows = values.map((bar, n) => {
    const y = HEAD + n * (BAR + GAP);
    const end = near(NAMES + length(bar.value));
    const own = /^Pairwell/.test(bar.words) ? "own" : "other";
    return `<text class="name" x="${NAMES - 8}" y="${y + 14}">${escaped(bar.words)}</text><rect class="${own}" x="${NAMES}" y="${y}" width="${near(end - NAMES)}" height="${BAR}"/><text x="${near(end + 6)}" y="${y + 14}">${escaped(written(bar))}</text>`;
  });
  const height = HEAD + values.length * (BAR + GAP) + FOOT;
  const scale = tens ? "scale by tens: equal lengths are equal ratios" : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}">
<style>
svg { background: #fff; font: 13px system-ui, sans-serif; fill: #1c1917 }
.title { font-weight: 600; font-size: 15px }
.name { text-anchor: end }
.own { fill: #0f766e }
.other { fill: #a8a29e }
.scale { fill: #57534e; font-size: 11px }
</style>
<text class="title" x="12" y="22">${escaped(title)}</text>
${rows.join("\n")}
${scale && `<text class="scale" x="${NAMES}" y="${height - 10}">${scale}</text>\n`}</svg>
`;
}
