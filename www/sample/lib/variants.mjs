// Which stock codes are one product in several colours or sizes: codes that share the number, differ in the letter,
// and whose titles are the same once the colour and size words in which they differ are left out.

const COLOURS = new Set(`
  amber amethyst antique apricot aqua beige black blue bronze brown burgundy champagne charcoal chocolate clear copper coral
  cream crimson crystal dark diamante emerald fuchsia gold green grey indigo ivory jade jet khaki lavender light lilac lime
  magenta mauve mint montana multicolour mustard natural navy neon olive opal orange pale pastel peach pearl pink plum purple red
  rose ruby silver taupe tan teal topaz turquoise violet white yellow mop multi black/white white/pink pink/white green/blue blue/green
  silver/black silver/amethyst silver/mop silver/natural purple/turquoise red/white brown/green multicol multi-colour smoke smokey
`.trim().split(/\s+/));

const SIZES = new Set('small medium large mini giant big little tall short long wide jumbo xl single double king baby s m l'.split(' '));

const isSize = (w) => SIZES.has(w) || /^[\d.x]+(?:cm|mm|m|g|ml)$/.test(w);
const isLetter = (w) => /^"[a-z]"$/.test(w);
const isOption = (w) => COLOURS.has(w) || isSize(w) || isLetter(w) || w === '&' || w === 'and' || w === 'colour';

const wordsOf = (title) => title.replace(/,/g, ' ').split(/\s+/).filter(Boolean);

/** The words of a title that could be an option's value, left out: what products in one family must share. */
function family(title) {
  return wordsOf(title.toLowerCase()).filter((w) => !isOption(w)).join(' ');
}

/** Takes the words that all titles share out of each: what is left is the option's value. */
function split(titles) {
  const lists = titles.map(wordsOf);
  const shared = lists
    .map((list) => new Set(list.map((w) => w.toLowerCase())))
    .reduce((a, b) => new Set([...a].filter((w) => b.has(w))));
  const common = (w) => w !== undefined && shared.has(w.toLowerCase()) && w !== '&' && w !== 'and';
  // "&" belongs to the name where it joins two of its words, and to the value where it joins two colours.
  const inTitle = (w, i, list) => (w === '&' || w === 'and' ? common(list[i - 1]) && common(list[i + 1]) : common(w));
  const base = lists[0].filter(inTitle).join(' ').replace(/ Colour$/, '');
  const values = lists.map((list) => list.filter((w, i) => !inTitle(w, i, list)).join(' ').replace(/^(&|and) | (&|and)$/gi, ''));
  return { base, values };
}

function optionName(values) {
  const words = values.flatMap((v) => v.toLowerCase().split(/\s+/));
  if (words.every(isLetter)) return 'Letter';
  const sizes = words.filter(isSize).length;
  if (sizes === 0) return 'Colour';
  return sizes === words.length ? 'Size' : 'Style';
}

/**
 * Groups `{code, title}` into products: `{title, option, variants: [{code, title, value}]}`, in order of code.
 * A product on its own has no option.
 */
export function groupVariants(items) {
  const families = new Map();
  for (const item of [...items].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    const number = /^\d{5}[A-Z]{1,2}$/.test(item.code) ? item.code.slice(0, 5) : item.code;
    const key = `${number} ${family(item.title)}`;
    if (!families.has(key)) families.set(key, []);
    families.get(key).push(item);
  }
  const products = [];
  const alone = (item) => products.push({ title: item.title, option: null, variants: [{ ...item, value: null }] });
  for (const members of families.values()) {
    if (members.length === 1) {
      alone(members[0]);
      continue;
    }
    const { base, values } = split(members.map((m) => m.title));
    const distinct = new Set(values).size === values.length && values.every((v) => v !== '');
    if (!distinct || base.split(' ').filter((w) => !/^\W+$/.test(w)).length < 2) {
      members.forEach(alone);
      continue;
    }
    products.push({
      title: base.charAt(0).toUpperCase() + base.slice(1),
      option: optionName(values),
      variants: members.map((m, i) => ({ ...m, value: values[i].replace(/^"(.)"$/, '$1') })),
    });
  }
  return products.sort((a, b) => (a.variants[0].code < b.variants[0].code ? -1 : 1));
}
