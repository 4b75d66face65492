// What a product is, read from its title: the kind (what is drawn) and the type (the shop's category).
//
// The first rule whose words stand in the title decides, so the special comes before the general: "Hot Water Bottle"
// before "Bottle", "Lunch Bag" before "Bag"; a "Mug Cosy" is no mug. The rules are kept by room, in this order.
import { decoration } from './kinds-decoration.mjs';
import { first } from './kinds-first.mjs';
import { home } from './kinds-home.mjs';
import { kitchen } from './kinds-kitchen.mjs';
import { paper } from './kinds-paper.mjs';
import { person } from './kinds-person.mjs';
import { play } from './kinds-play.mjs';

/** `[kind, type, words]`: the words match whole words, in the singular or the plural. */
const RULES = [...first, ...paper, ...kitchen, ...home, ...play, ...person, ...decoration].map(([kind, type, words]) => ({
  kind, type, pattern: new RegExp(`\\b(?:${words})(?:e?s)?(?![a-z])`),
}));

const LAST = { kind: 'gift', type: 'Gifts' };

/** Kind and type of a product by its title. `Gifts` is the last resort. */
export function classify(title) {
  const text = title.toLowerCase();
  const rule = RULES.find(({ pattern }) => pattern.test(text)) ?? LAST;
  return { kind: rule.kind, type: rule.type };
}

/** Kinds that stand for their type in place of the first rule's. */
const FACES = {
  'Aprons & Kitchen Linen': 'apron', 'Bath & Body': 'soap', 'Bunting & Garlands': 'bunting', 'Candle & T-Light Holders': 'tlight',
  Candles: 'candle', 'Christmas Decorations': 'bauble', 'Clocks & Thermometers': 'clock', 'Cosy & Warm': 'handwarmer',
  'Craft & Sewing': 'sewing', Easter: 'easteregg', Furniture: 'drawers', 'Games & Puzzles': 'jigsaw', Garden: 'wateringcan',
  'Gift Wrap & Bags': 'wrap', 'Glasses, Jugs & Vases': 'jug', 'Greeting Cards': 'card', 'Hair & Accessories': 'hairclip',
  'Handbags & Wash Bags': 'handbag', 'Hanging Decorations': 'hangheart', 'Hooks & Knobs': 'hook', 'Kitchen Storage': 'breadbin',
  'Kitchen Tools': 'scales', 'Lamps & Fairy Lights': 'fairylights', 'Memo & Card Holders': 'cardholder', Mugs: 'mug', Napkins: 'napkins',
  'Notebooks & Diaries': 'notebook', 'Novelty & Gadgets': 'radio', Ornaments: 'bird', Party: 'balloons', 'Pens & Pencils': 'pencils',
  'Placemats & Trays': 'tray', 'Plates & Bowls': 'plate', 'Shopping Bags': 'jumbobag', 'Signs & Plaques': 'sign', Stationery: 'stationery',
  'Storage Boxes & Baskets': 'basket', 'Storage Jars & Bottles': 'jar', 'Storage Tins': 'caketin', Toys: 'spinningtop', Travel: 'suitcase',
  'Soft Toys & Dolls': 'teddy', Baking: 'cakecases', 'Doormats & Doorstops': 'doormat', 'Lunch Boxes & Picnic': 'lunchbox',
};

/** Every type, with the kind that stands for it. */
export const TYPES = new Map([...RULES, LAST].reverse().map(({ kind, type }) => [type, FACES[type] ?? kind]));

/** Every kind there is. */
export const KINDS = [...new Set([...RULES, LAST].map((r) => r.kind))];
