// A palette from the words of a title: the colour it names, else the one its material or design suggests.

/** Word -> colour; the first that stands in the title is the main one. */
const NAMED = {
  red: '#c9473f', crimson: '#b5333b', ruby: '#b23048', burgundy: '#8c2f3f', raspberry: '#b93a66', cherry: '#c23b4b', pink: '#e693a6', fuchsia: '#d0508f',
  rose: '#d98a97', peach: '#f0b08c', orange: '#e08a4a', amber: '#d9973f', apricot: '#eeb27f', yellow: '#eac65c', gold: '#cda24c', mustard: '#d2a23a',
  green: '#7ba071', olive: '#8d9455', lime: '#a5bf5b', mint: '#a9d3bd', jade: '#5fa088', emerald: '#3f8f6b', pistachio: '#b4cf9c', turquoise: '#5bb0ac',
  teal: '#3f8a8c', aqua: '#7cc4c4', blue: '#6490b8', navy: '#3c5578', midnight: '#39476b', sky: '#93bfdc', montana: '#41648f', purple: '#8a6aa5',
  lilac: '#b9a0cf', lavender: '#a79ac8', amethyst: '#8f6bb0', violet: '#7f63a8', plum: '#7d4a6c', black: '#45403e', jet: '#3c3838', grey: '#9a9a98',
  brown: '#93694c', chocolate: '#7a5140', copper: '#b87350', bronze: '#a97c4b', ivory: '#f3ead6', cream: '#f3e4c2', white: '#fbf8f1', pearl: '#f2ece2',
  clear: '#cfe2e4', crystal: '#cfe0e8', silver: '#bcc2c8', zinc: '#a9b2b5', natural: '#d2b07e',
};

/** What stands for a colour where none is named. */
const HINTS = [
  ['retrospot|red spotty|union jack|london|strawberry|st george|queens guard|toadstool|poppies', 'red'], ['spaceboy|space|robot|rocket|airline|transport|denim', 'sky'],
  ['skull|pirate|record|camera', 'black'], ['woodland|forest|army|camo|dinosaur|frog|holly|ivy|leaf|fern|garden|herb|cactus|apple|pear', 'green'],
  ['regency|english rose|dolly girl|circus|boudoir|fairy|princess|cupcake|fairy cake|danish rose', 'rose'], ['zinc|aluminium|metal|tin\\b|steel|iron|gaoler', 'zinc'],
  ['silver|mirror|diamante|crystal', 'silver'], ['wicker|willow|seagrass|wood|bamboo|pine|cinnamon|natural|camphor|jute', 'natural'], ['glass|ice', 'aqua'],
  ['enamel|pantry|sweetheart|porcelain|parlour|lace|doily|antique white|feather|pillar|dairy|french|rococo|brocante|parisienne', 'cream'],
  ['provencal|paisley|delphinium|swallow|denim|regatta|sea', 'blue'], ['lavender', 'lavender'], ['citronella|lemon|bee|chick|sunflower|daisy', 'yellow'],
  ['christmas|santa|rudolph|nordic|scandi', 'red'], ['easter|spring|bunny', 'mint'], ['vintage', 'rose'], ['kings choice|billboard|diner', 'red'], ['owl|dog|bear|teddy|cat', 'brown'],
  ['heart|love', 'pink'], ['polkadot|spot', 'blue'],
].map(([words, colour]) => [new RegExp(words), colour]);

const HOUSE = ['#c9695b', '#d99a5b', '#7f9f86', '#6a93ad', '#b78aa0', '#c9a557', '#8b87b0', '#5f9a96', '#d48b8b', '#94a867'];
const ACCENTS = ['#f3e4c2', '#c9473f', '#6490b8', '#eac65c', '#7ba071', '#fbf8f1'];
const WALLS = ['#f6e9d8', '#e4ebe0', '#dfe9f0', '#f5e1dc', '#e9e3f0', '#f3eed3', '#dcebe8', '#efe3d3'];

const channels = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
const hexOf = (rgb) => `#${rgb.map((v) => Math.max(0, Math.min(255, Math.round(v))).toString(16).padStart(2, '0')).join('')}`;

/** One colour mixed into another. */
export function mix(a, b, share) {
  const from = channels(a);
  const to = channels(b);
  return hexOf(from.map((v, i) => v + (to[i] - v) * share));
}

const lightness = (hex) => channels(hex).reduce((s, v, i) => s + v * [0.3, 0.59, 0.11][i], 0);
const distance = (a, b) => channels(a).reduce((s, v, i) => s + Math.abs(v - channels(b)[i]), 0);

/**
 * Palette of a product: `main` with `dark` and `light` tones, `second` for parts of another colour, `mark` for patterns
 * and motifs on the main colour, `wall` and `floor` behind it. `pick` gives numbers from the handle.
 */
export function paletteOf(title, pick) {
  const text = title.toLowerCase();
  const named = Object.keys(NAMED)
    .map((word) => ({ word, at: text.search(new RegExp(`\\b${word}\\b`)) }))
    .filter(({ word, at }) => at >= 0 && !(word === 'rose' && /english rose|danish rose|rose\b.*(wrap|card)/.test(text)))
    .sort((a, b) => a.at - b.at)
    .map(({ word }) => NAMED[word]);
  const hint = HINTS.find(([words]) => words.test(text));
  const hinted = hint && NAMED[hint[1]];
  const main = named[0] ?? hinted ?? HOUSE[pick(HOUSE.length)];
  const pale = lightness(main) > 205;
  const others = ACCENTS.filter((c) => distance(c, main) > 120);
  const second = named[1] ?? (named[0] && hinted && distance(hinted, main) > 90 ? hinted : others[pick(others.length)]);
  const walls = WALLS.map((w) => (pale ? mix(w, '#8c7b66', 0.2) : w)).filter((w) => distance(w, main) > 70);
  const clear = walls.filter((w) => distance(w, second) > 60);
  const wall = (clear.length > 0 ? clear : walls)[pick(clear.length || walls.length)];
  return {
    main, second, pale, named: named.length > 0,
    dark: mix(main, '#2f2320', pale ? 0.22 : 0.28),
    light: mix(main, '#ffffff', 0.35),
    mark: pale ? (named[1] ?? (hinted && distance(hinted, main) > 90 ? hinted : HOUSE[pick(HOUSE.length)])) : '#fdf6e8',
    wall,
    floor: mix(wall, '#7c6248', 0.16),
    shadow: mix(wall, '#4b3a2c', 0.32),
    ink: '#4a3b34',
    wood: '#c79f6e',
    metal: '#aab2b6',
    paper: '#fdf9ef',
    flame: '#f2b64a',
  };
}
