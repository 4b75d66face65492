// Patterns a surface can carry, and motifs that stand alone on it, from the words of a title.
import { circle, line, oval, path, rect } from './svg.mjs';

const heart = (x, y, s) => `M${x} ${y + s * 0.9}C${x - s * 1.5} ${y - s * 0.1} ${x - s * 0.7} ${y - s} ${x} ${y - s * 0.3}C${x + s * 0.7} ${y - s} ${x + s * 1.5} ${y - s * 0.1} ${x} ${y + s * 0.9}Z`;
export const heartPath = (x, y, s) => heart(x, y, s).replace(/-?\d+\.\d+/g, (v) => String(Math.round(v * 10) / 10));

export function starPath(x, y, r, points = 5, inner = 0.45) {
  const at = (i) => {
    const a = (Math.PI * i) / points - Math.PI / 2;
    const d = i % 2 ? r * inner : r;
    return `${Math.round((x + d * Math.cos(a)) * 10) / 10} ${Math.round((y + d * Math.sin(a)) * 10) / 10}`;
  };
  return `M${Array.from({ length: points * 2 }, (_, i) => at(i)).join('L')}Z`;
}

const flower = (x, y, s, c, middle) =>
  [0, 72, 144, 216, 288].map((d) => circle(x + s * 0.62 * Math.sin((d * Math.PI) / 180), y - s * 0.62 * Math.cos((d * Math.PI) / 180), s * 0.45, c)).join('') + circle(x, y, s * 0.36, middle);

const skull = (x, y, s, c, hole) =>
  circle(x, y - s * 0.2, s * 0.7, c) + rect(x - s * 0.4, y, s * 0.8, s * 0.75, c, s * 0.2) + circle(x - s * 0.28, y - s * 0.15, s * 0.2, hole) + circle(x + s * 0.28, y - s * 0.15, s * 0.2, hole);

const leaf = (x, y, s, c) => path(`M${x} ${y + s}Q${x - s} ${y} ${x} ${y - s}Q${x + s} ${y} ${x} ${y + s}Z`, c);

const tiles = {
  dots: (p) => [34, circle(9, 9, 6, p.mark) + circle(26, 26, 6, p.mark)],
  stripes: (p) => [30, rect(0, 0, 13, 30, p.mark)],
  gingham: (p) => [32, rect(0, 0, 16, 32, p.mark, 0, 'opacity=".55"') + rect(0, 0, 32, 16, p.mark, 0, 'opacity=".55"')],
  hearts: (p) => [40, path(heartPath(11, 11, 8), p.mark) + path(heartPath(31, 31, 8), p.mark)],
  stars: (p) => [40, path(starPath(11, 11, 8), p.mark) + path(starPath(31, 31, 8), p.mark)],
  floral: (p) => [48, flower(14, 14, 10, p.mark, p.second) + flower(38, 38, 7, p.second, p.mark)],
  paisley: (p) => [44, path('M10 22C2 10 18 2 22 12S14 24 10 22Z', p.mark) + path('M34 42C26 30 42 22 46 32S38 44 34 42Z', p.second) + circle(15, 14, 3, p.main)],
  skulls: (p) => [52, skull(14, 15, 11, p.mark, p.main) + skull(40, 41, 11, p.mark, p.main)],
  leaves: (p) => [44, leaf(12, 13, 9, p.mark) + leaf(34, 34, 9, p.second)],
  lace: (p) => [30, circle(15, 15, 10, 'none', `stroke="${p.mark}" stroke-width="3"`) + circle(0, 0, 4, p.mark) + circle(30, 30, 4, p.mark) + circle(15, 15, 3, p.mark)],
  fruit: (p) => [46, circle(13, 15, 9, p.second) + line('M13 7q1-5 5-6', p.ink, 2.5) + circle(36, 38, 9, p.mark) + line('M36 30q1-5 5-6', p.ink, 2.5)],
  jack: (p) => [100, rect(0, 0, 100, 100, '#3e5680') + line('M0 0L100 100M100 0L0 100', '#fbf3e6', 22) + line('M0 0L100 100M100 0L0 100', '#c9473f', 9) + line('M50 0V100M0 50H100', '#fbf3e6', 30) + line('M50 0V100M0 50H100', '#c9473f', 17)],
  camo: (p) => [60, oval(15, 14, 15, 9, '#5b6b46') + oval(44, 30, 14, 10, '#a58f63') + oval(18, 48, 13, 8, '#3f4a34')],
  letters: (p) => [46, `<g font-size="20" font-family="Georgia,serif" fill="${p.mark}"><text x="4" y="20">A</text><text x="27" y="42">b</text></g>`],
};

const PATTERN_WORDS = [
  ['union (jack|stripe|flag)|british', 'jack'], ['skull|crossbones', 'skulls'], ['retro ?spot|polka ?dots?|spot(s|ty)?\\b|spotty|dotty', 'dots'], ['gingham|check\\b|tartan', 'gingham'],
  ['strip(e|es|ed|ey|y)\\b', 'stripes'], ['paisley', 'paisley'], ['camo', 'camo'], ['lace|doil', 'lace'], ['alphabet|font|billboard', 'letters'],
  ['apple|pear|fruit|strawberr|cherr|berries', 'fruit'], ['leaf|leaves|fern|botanical|woodland|forest|garden path|ivy|jungle', 'leaves'],
  ['flower|floral|rose\\b|roses|daisy|posy|poppy|poppies|blossom|chrysanthemum|meadow|lily|lavender|tropical|hawaiian|jardin|flora', 'floral'],
  ['stars?\\b|space', 'stars'], ['hearts?\\b|love\\b|sweetheart', 'hearts'],
].map(([words, name]) => [new RegExp(words), name]);

/** `{name, def}` of the pattern a title asks for, or of one chosen by `pick` for surfaces that are seldom plain. */
export function patternOf(title, palette, pick, always) {
  const text = title.toLowerCase();
  const hit = PATTERN_WORDS.find(([words]) => words.test(text));
  const free = ['dots', 'stripes', 'floral', 'leaves', 'gingham', 'plain', 'plain'];
  const name = hit?.[1] ?? (always ? free[pick(free.length)] : 'plain');
  if (name === 'plain') return null;
  const [size, body] = tiles[name](palette);
  return { name, def: `<pattern id="p" width="${size}" height="${size}" patternUnits="userSpaceOnUse">${rect(0, 0, size, size, palette.main)}${body}</pattern>` };
}

/** Single motifs, each drawn around (0, 0) about 40 across. */
const motifs = {
  heart: (p) => path(heartPath(0, 0, 19), p.mark),
  star: (p) => path(starPath(0, 0, 22), p.mark),
  skull: (p) => skull(0, 0, 22, p.mark, p.main),
  flower: (p) => flower(0, 0, 20, p.mark, p.second),
  rocket: (p) => path('M0-26Q14-10 9 14H-9Q-14-10 0-26Z', p.mark) + circle(0, -6, 5, p.main) + path('M-9 4L-18 18-7 14ZM9 4L18 18 7 14Z', p.second) + path('M-5 14L0 26 5 14Z', p.flame),
  bird: (p) => path('M-20 2Q-10-16 8-10L20-8 10-2Q8 16-8 12L-22 16Z', p.mark) + circle(6, -6, 2, p.ink) + path('M-8 0Q0 10 4-2Z', p.second),
  owl: (p) => oval(0, 0, 16, 20, p.mark) + path('M-15-10L-13-22-4-17ZM15-10L13-22 4-17Z', p.mark) + circle(-6, -6, 6, '#fff') + circle(6, -6, 6, '#fff') + circle(-6, -6, 3, p.ink) + circle(6, -6, 3, p.ink) + path('M-3 0L3 0 0 6Z', p.flame),
  cat: (p) => circle(0, -6, 13, p.mark) + path('M-13-8L-11-24-2-18ZM13-8L11-24 2-18Z', p.mark) + path('M-15 22Q-15 4 0 4T15 22Z', p.mark) + circle(-5, -7, 2, p.ink) + circle(5, -7, 2, p.ink),
  dog: (p) => path('M-20 20V-2Q-20-8-12-8H6L8-18 20-12Q22-4 12-2V20H5V8H-11V20Z', p.mark) + circle(13, -9, 2, p.ink),
  mushroom: (p) => path('M-22 2Q-20-22 0-22T22 2Z', '#c9473f') + rect(-7, 0, 14, 20, '#f6ead2', 5) + circle(-9, -8, 4, '#fff') + circle(6, -12, 4, '#fff') + circle(11, -3, 3, '#fff'),
  strawberry: (p) => path('M0 22C-22 8-20-12 0-10S22 8 0 22Z', '#d04a4f') + path('M-12-10Q0-4 12-10L0-18Z', '#6f9a5b') + circle(-6, 0, 1.6, '#f6e3a8') + circle(6, 0, 1.6, '#f6e3a8') + circle(0, 9, 1.6, '#f6e3a8'),
  apple: (p) => path('M0-10C-24-20-26 20 0 20S24-20 0-10Z', p.pale ? '#c9473f' : p.mark) + line('M0-10Q2-18 8-20', p.ink, 3),
  cake: (p) => path('M-16 2H16L11 20H-11Z', p.second) + path('M-19 2Q-16-16 0-16T19 2Z', p.mark) + circle(0, -18, 5, '#c9473f'),
  tree: (p) => path('M0-24L16-2H8L20 16H-20L-8-2H-16Z', p.mark) + rect(-4, 16, 8, 8, p.wood),
  snow: (p) => line('M0-20V20M-17-10L17 10M-17 10L17-10', p.mark, 4.5),
  bunny: (p) => oval(-6, -16, 4, 12, p.mark) + oval(6, -16, 4, 12, p.mark) + circle(0, 0, 12, p.mark) + oval(0, 18, 14, 10, p.mark) + circle(-4, -2, 1.8, p.ink) + circle(4, -2, 1.8, p.ink),
  dinosaur: (p) => path('M-24 14Q-10 10-8-2Q0-14 8-10V-22Q22-26 22-12L14-6Q18 8 10 20H4L2 10H-4L-6 20H-12L-12 12Z', p.mark),
  tent: (p) => path('M-22 18V-2L0-20 22-2V18Z', p.mark) + path('M-8 18V0L0-20 8 0V18Z', p.second),
  doll: (p) => circle(0, -12, 10, '#f3cfae') + path('M-11-12Q-10-26 0-25T11-12Q0-20-11-12Z', p.ink) + path('M-16 22L-6-2H6L16 22Z', p.mark),
  babushka: (p) => path('M0-26C14-26 12-8 14-2 24 26-24 26-14-2-12-8-14-26 0-26Z', p.mark) + circle(0, -12, 8, '#f6dcc0') + flower(0, 10, 8, p.second, p.flame),
  car: (p) => path('M-24 10V0L-14-2-8-12H8L16-2 24 0V10Z', p.mark) + circle(-12, 11, 6, p.ink) + circle(12, 11, 6, p.ink),
  crown: (p) => path('M-20 14L-22-12-9 0 0-18 9 0 22-12 20 14Z', p.mark),
  butterfly: (p) => path('M0 2C-8-24-28-16-20 0-24 14-8 20 0 2 8 20 24 14 20 0 28-16 8-24 0 2Z', p.mark) + line('M0-8V12', p.ink, 3),
  monkey: (p) => circle(-15, 0, 7, p.mark) + circle(15, 0, 7, p.mark) + circle(0, 0, 16, p.mark) + oval(0, 6, 10, 7, p.second) + circle(-5, -5, 2, p.ink) + circle(5, -5, 2, p.ink),
  fish: (p) => path('M-20 0Q-4-18 14 0L24-10V10L14 0Q-4 18-20 0Z', p.mark) + circle(-10, -2, 2, p.ink),
};

const MOTIF_WORDS = [
  ['skull|pirate', 'skull'], ['spaceboy|rocket|space', 'rocket'], ['owl', 'owl'], ['robin|bird|swallow|dove|cockerel|hen\\b|chick|duck|flamingo', 'bird'], ['\\bcats?\\b|kitten|cat\\b', 'cat'], ['\\bdogs?\\b|scott|pupp|poodle', 'dog'],
  ['woodland|mushroom|toadstool', 'mushroom'], ['strawberr', 'strawberry'], ['apple|pear|fruit', 'apple'], ['cake|pudding|biscuit', 'cake'], ['christmas|tree', 'tree'], ['snow|noel', 'snow'],
  ['bunny|bunnies|rabbit|easter', 'bunny'], ['dinosaur', 'dinosaur'], ['circus|carousel|fair\\b', 'tent'], ['dolly|doll\\b|girl|suki|charlie', 'doll'], ['babushka', 'babushka'], ['car\\b|cars|bus|transport|motoring|racing', 'car'],
  ['king|queen|keep calm|regency|jubilee|london', 'crown'], ['butterfl', 'butterfly'], ['monkey|suki', 'monkey'], ['sea|fish', 'fish'], ['heart|love', 'heart'], ['star\\b|stars', 'star'], ['rose|flower|daisy|floral|poppy|garden', 'flower'],
].map(([words, name]) => [new RegExp(words), name]);

/** Name of the motif a title asks for, or null. */
export function motifName(title) {
  const text = title.toLowerCase();
  return MOTIF_WORDS.find(([words]) => words.test(text))?.[1] ?? null;
}

/** A motif around (0, 0). */
export const drawMotif = (name, palette) => motifs[name](palette);
