// Makes a title a shop would show out of a stock system's description:
// "SET/3 CAKE TINS PANTRY DESIGN " becomes "Set of 3 Cake Tins Pantry Design".

/** Words that stay small inside a title. */
const SMALL = new Set(['a', 'an', 'and', 'as', 'at', 'by', 'for', 'from', 'in', 'into', 'of', 'on', 'or', 'per', 'the', 'to', 'with', 'du', 'de', 'la', 'le', 'sur']);

/** Words that stay big. */
const BIG = new Set(['LED', 'TV', 'USB', 'UK', 'USA', 'DIY', 'BBQ', 'CD', 'DVD', 'XL', 'S.O.S', 'SOS', 'FM', 'II', 'HRH', '3D', 'NYC', 'LP', 'VIP', 'XXL', 'DNA', 'OK', 'FBI', 'VW', 'HMS', 'M&S', 'TLC', 'AA', 'BFF']);

/** Abbreviations and slips of the raw file, as whole words. */
const WORDS = {
  ass: 'assorted', asst: 'assorted', asstd: 'assorted', assrt: 'assorted', asscolour: 'assorted colour', asscol: 'assorted colour', ast: 'assorted',
  col: 'colour', cols: 'colours', colours: 'colours', color: 'colour', des: 'design', desgn: 'design', desig: 'design', dsgn: 'design', desi: 'design',
  lge: 'large', lrg: 'large', sml: 'small', med: 'medium', pk: 'pack', w: 'with', ant: 'antique', bl: 'blue',
  necklac: 'necklace', neckl: 'necklace', 'neckl.': 'necklace', bracel: 'bracelet', earr: 'earrings', hold: 'holder', hldr: 'holder', holde: 'holder',
  "p'weight": 'paperweight', 'phot': 'photo', turq: 'turquoise', choc: 'chocolate', xmas: 'Christmas', chrstmas: 'Christmas',
  fuschia: 'fuchsia', silouette: 'silhouette', cannister: 'canister', pannetone: 'panettone', skippping: 'skipping', ceature: 'creature',
  camouflague: 'camouflage', retro: 'retro', polkadot: 'polkadot', calender: 'calendar', childrens: "children's", childs: "child's", mens: "men's", ladies: 'ladies',
  gumball: 'gumball', sancta: 'santa', fridge: 'fridge', candleholder: 'candle holder', candelabre: 'candelabra', amelie: 'Amelie', cinamon: 'cinnamon',
  cinammon: 'cinnamon', mushroo: 'mushroom', marie: 'Marie', antionette: 'Antoinette', antoinette: 'Antoinette', botannical: 'botanical', 'chocolat': 'chocolate',
  'assembly': 'assembly', hearth: 'hearth', hyacinth: 'hyacinth', kneelin: 'kneeling', wicket: 'wicket', drawe: 'drawer', placemats: 'placemats', scandinavian: 'Scandinavian',
  colur: 'colour', sparkely: 'sparkly', butterfl: 'butterfly', butterflie: 'butterflies', decor: 'decoration', decoratio: 'decoration', decoratn: 'decoration', deco: 'decoration', decorat: 'decoration',
  hanginging: 'hanging', tealights: 'T-Lights', tealight: 'T-Light', tlight: 'T-Light', 't-lite': 'T-Light', lightholder: 'light holder', frenc: 'french', xmass: 'Christmas',
};

/** Quantities, sizes and marks, before the words are looked at. */
const PATTERNS = [
  [/\bS(?:ET)?\s*\/\s*(\d+)\b/gi, 'SET OF $1'],
  [/\bPACK\s*\/\s*(\d+)\b/gi, 'PACK OF $1'],
  [/\bSET\s?(\d+)\s+(?!PIECE|PCE?)/gi, 'SET OF $1 '],
  [/\bP(?:AC)?K\s?(\d+)\s+/gi, 'PACK OF $1 '],
  [/^(\d+)\s?PCE? /gi, '$1 PIECE '],
  [/\b(\d+)\s?PCE?S?\b/gi, '$1 PIECE'],
  [/\bW\/\s*/gi, 'WITH '],
  [/\bASS(?:T|TD)?[.,]\s*/gi, 'ASSORTED '],
  [/\bNECKL\./gi, 'NECKLACE '],
  [/(\d)\s?CMS?\b\.?/gi, '$1cm'],
  [/(\d+(?:\.\d+)?)(?:cm)?\s?x\s?(\d+(?:\.\d+)?)\s?cm/gi, '$1x$2cm'],
  [/(\d+(?:\.\d+)?)\s?x\s?(\d+(?:\.\d+)?)(?:cm)?\s?x\s?(\d+(?:\.\d+)?)\s?cm/gi, '$1x$2x$3cm'],
  [/\s*\+\s*/g, ' & '],
  [/\s*&\s*/g, ' & '],
  [/^\*+/, ''],
  [/\s+No\.?$/, ''],
  [/\s*,\s*/g, ', '],
  [/\(\s+/g, '('],
  [/\s+\)/g, ')'],
  [/\bT[ -]?LIGHTS?\b/gi, (m) => (/s$/i.test(m) ? 'T-LIGHTS' : 'T-LIGHT')],
  [/\bTEA-LIGHT/gi, 'T-LIGHT'],
  [/(\d")(?=[A-Z])/gi, '$1 '],
];

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

function shapeWord(word, first) {
  const lower = word.toLowerCase();
  const known = Object.hasOwn(WORDS, lower) ? WORDS[lower] : undefined;
  if (known) return known.split(' ').map((w) => (/[A-Z]/.test(w) || (!first && SMALL.has(w)) ? w : capital(w))).join(' ');
  if (BIG.has(word.toUpperCase())) return word.toUpperCase();
  if (/^[ab]\d$/i.test(word)) return word.toUpperCase();
  if (/^\d+(?:\.\d+)?(?:cm|g|ml|mm|m)$/i.test(word) || /^[\d.x]+(?:cm)?$/i.test(word)) return lower;
  if (!first && SMALL.has(lower)) return lower;
  if (/^\d/.test(word)) return lower.replace(/[a-z]+$/, (s) => (/^(st|nd|rd|th|s)$/.test(s) ? s : s.toUpperCase()));
  return lower
    .split(/([-/."(])/)
    .map((part, i, all) => (i > 1 && SMALL.has(part) && all[i - 1] === '-' ? part : capital(part)))
    .join('');
}

/** A tidy title from a description of goods. */
export function tidyTitle(description) {
  let text = description.trim().replace(/\s+/g, ' ');
  for (const [from, to] of PATTERNS) text = text.replace(from, to);
  text = text.replace(/\s+/g, ' ').replace(/^[\s,.]+|[\s,.]+$/g, '');
  const words = text.split(' ');
  return words.map((word, i) => shapeWord(word, i === 0)).join(' ');
}

/** The address part of a title: lower case letters, digits and hyphens. */
export function slug(title) {
  return title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/['’]/g, '')
    .replace(/&/g, ' and ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
