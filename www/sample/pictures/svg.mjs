// The few SVG elements the drawings are made of, written as short as they can be: a picture has 3 kB.
const n = (v) => String(Math.round(v * 10) / 10);
const paint = (fill) => (fill === undefined ? '' : ` fill="${fill}"`);
const more = (extra) => (extra ? ` ${extra}` : '');

/** Rectangle, with rounded corners if `r`. */
export const rect = (x, y, w, h, fill, r = 0, extra = '') =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}"${r ? ` rx="${n(r)}"` : ''}${paint(fill)}${more(extra)}/>`;

/** Circle. */
export const circle = (x, y, r, fill, extra = '') => `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}"${paint(fill)}${more(extra)}/>`;

/** Ellipse. */
export const oval = (x, y, rx, ry, fill, extra = '') =>
  `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}"${paint(fill)}${more(extra)}/>`;

/** Filled path. */
export const path = (d, fill, extra = '') => `<path d="${d}"${paint(fill)}${more(extra)}/>`;

/** Stroked path with round ends. */
export const line = (d, colour, width, extra = '') =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"${more(extra)}/>`;

/** Group moved, turned and scaled. */
export const group = (body, { x = 0, y = 0, turn = 0, scale = 1, flip = false, extra = '' } = {}) => {
  const parts = [];
  if (x || y) parts.push(`translate(${n(x)} ${n(y)})`);
  if (turn) parts.push(`rotate(${n(turn)})`);
  const s = Math.round(scale * 100) / 100;
  if (flip) parts.push(`scale(${-s} ${s})`);
  else if (s !== 1) parts.push(`scale(${s})`);
  return `<g${parts.length ? ` transform="${parts.join('')}"` : ''}${more(extra)}>${body}</g>`;
};

/** Text from a title, made safe. */
export const escape = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** One line of lettering, centred. */
export const lettering = (text, x, y, size, fill, extra = '') =>
  `<text x="${n(x)}" y="${n(y)}" font-size="${n(size)}" text-anchor="middle" font-family="Georgia,serif"${paint(fill)}${more(extra)}>${escape(text)}</text>`;

/** Highlight and shade laid over a shape. */
export const LIGHT = 'fill="#fff" opacity=".25"';
export const SHADE = 'fill="#3b2a20" opacity=".12"';
