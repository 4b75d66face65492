// Which drawing stands for a product: by the words of its title, else by its kind, else by its type's usual kind.
import { TYPES, classify } from '../lib/kinds.mjs';
import { bags } from './bags.mjs';
import { garden } from './garden.mjs';
import { home } from './home.mjs';
import { kitchen } from './kitchen.mjs';
import { lights } from './lights.mjs';
import { paper } from './paper.mjs';
import { person } from './person.mjs';
import { play } from './play.mjs';
import { seasons } from './seasons.mjs';
import { table } from './table.mjs';

/** Every drawing by name. */
export const SHAPES = { ...table, ...kitchen, ...lights, ...home, ...garden, ...bags, ...paper, ...person, ...play, ...seasons };

/** Kinds whose drawing has another name. */
const SAME = {
  service: 'parcel', xmascard: 'card', music: 'harmonica', game: 'cards', skipping: 'skittles', dinosaur: 'creature', gift: 'present',
  utensil: 'opener', stationery: 'envelope', candlesbirthday: 'cakecandles', playhat: 'partyhat', bathset: 'tissuebox', recipebook: 'bookstand',
  duck: 'bird', candy: 'sweets', garden: 'gloves',
};

/** `[kinds, words, shape]`: a closer drawing within a kind. */
const CLOSER = [
  ['dinosaur', 'owl|chicken|hen|chick|duck', 'bird'], ['dinosaur', 'rabbit|bunny|cat|dog|horse|pig|cow', 'animal'], ['teacup', 't-light', 'tlight'],
  ['frame', '^(?!.*(?:wall|triple|multi|hanging|heart|star|round|oval)).*photo ?frame', 'standframe'], ['cakecases', 'pack of [67]\\d|set of 60', 'casestack'],
  ['beaker', 'espresso|expresso', 'espresso'], ['wineglass', 'sundae|dessert|ice cream', 'sundae'], ['wineglass', 'tumbler|t-?glass|tea glass|d\\.o\\.f|shot|beaker|drinking', 'tumbler'],
  ['cutlery', '(?<!& |and )spoon|teaspoon', 'spoon'], ['dogbowl', 'collar|lead|hoodie', 'collar'], ['eggcup', 'salt|cruet', 'saltpepper'], ['eggcup', 'timer', 'clock'],
  ['tin', 'treasure|tissue|balm|travel|keepsake|money|square', 'flattin'], ['lunchbox', 'round|snack|container|set of', 'snackbox'], ['scales', 'bathroom', 'bathscales'],
  ['fryingpan', 'milk|sauce|casserole|pot', 'saucepan'], ['chopboard', 'trivet|pot stand', 'trivet'], ['utensil', 'measuring', 'measuringspoons'], ['utensil', 'colander|sieve|strainer|funnel', 'colander'],
  ['utensil', 'corkscrew|wine', 'corkscrew'], ['utensil', 'spoon|toast|tongs|spatula|scoop|ladle|masher', 'whisk'], ['rollingpin', 'set|whisk|brush|utensil|server|accessor', 'whisk'], ['mould', 'jelly', 'jelly'],
  ['mould', 'lolly|popsicle|lollies', 'lolly'], ['breadbin', 'rack(?! & bin)|toast', 'toastrack'], ['lolly', 'straw|cocktail|stirrer|swizzle|parasol|marker', 'straws'], ['lolly', 'popcorn', 'popcorn'],
  ['lantern', 'paper|chinese|point|fabric', 'paperlantern'], ['tlight', 'hanging', 'hangtlight'], ['incense', 'sachet|pot ?pourri|lavender|scented (?:heart|flower)|liner|freshener', 'sachet'], ['candle', 'dinner|taper|pillar box|pack of \\d+ candles', 'tapers'],
  ['candle', 'glass|jar|tin|votive', 'candlejar'], ['nightlight', 'lamp(?!shade)', 'lamp'], ['cushion', 'heart', 'heartcushion'], ['cushion', 'pouffe|bean ?bag', 'pouffe'], ['throw', 'curtain|voile', 'curtain'],
  ['clock', 'watch', 'watch'], ['mirror', 'compact', 'compact'], ['mirror', 'hand|looking|hair', 'handmirror'], ['chair', 'bench|love seat', 'bench'], ['chair', 'hammock', 'hammock'],
  ['cardholder', 'memo|notice|pin ?board|memoboard', 'memoboard'], ['cardholder', 'string|hanger|hanging|clips', 'cardstring'], ['cardholder', 'letter rack', 'letterrack'], ['trinket', 'stand|tree|holder', 'jewelstand'],
  ['plantpot', 'window|container|trough|square planters', 'windowbox'], ['gardentools', 'glove', 'gloves'], ['gardentools', 'kneel', 'kneeler'], ['chime', 'windmill|pinwheel|spinner', 'windmill'], ['umbrella', 'folding|compact', 'closedumbrella'],
  ['raincoat', 'hat', 'rainhat'], ['garden', 'swat', 'swatter'], ['shell', 'pear|apple', 'pear'], ['shell', 'ball', 'ornamentball'], ['shell', 'buddha|bust|statue', 'buddha'], ['blocks', 'globe', 'globe'], ['handbag', 'rucksack|backpack', 'backpack'],
  ['lugtag', 'passport', 'passport'], ['lugtag', 'card|ticket|wallet', 'cardwallet'], ['notebook', 'shopping list|pad|block|memo', 'notepad'], ['stationery', 'rubber|eraser|sharpener', 'eraser'], ['stationery', 'ruler', 'ruler'],
  ['stationery', 'scissor|letter ?opener', 'scissors'], ['stationery', 'calculator', 'calculator'], ['measure', 'ruler', 'ruler'], ['giftbag', 'sack', 'sack'], ['ribbon', 'twine|jute|string', 'twine'], ['ribbon', 'set of|ribbons', 'spools'],
  ['sewing', 'knitting|crochet', 'knitting'], ['sewing', 'feltcraft|felt', 'felt'], ['sewing', 'patch|button', 'buttons'], ['sewing', 'make your own|kit|magic|art|origami|stencil|decoupage|scrap|clay|set', 'kitbox'], ['paint', 'crayon|chalk|colouring', 'crayons'],
  ['scarf', 'fan', 'fan'], ['scarf', 'glasses case|spectacle', 'glassescase'], ['scarf', 'sunglasses', 'glasses'], ['scarf', 'sock|glove|mitten|tights', 'socks'], ['handwarmer', 'muff', 'earmuffs'], ['peg', 'bag', 'pegbag'],
  ['peg', 'brush|broom|dust|mop|scrub', 'brush'], ['peg', 'glove', 'gloves'], ['peg', 'laundry|seagrass', 'basket'], ['doll', 'monster', 'monster'], ['game', 'dice|ludo|snakes|game set|backgammon', 'dice'], ['game', 'naught|nought|tic', 'tictactoe'],
  ['game', 'domino', 'dominoes'], ['game', 'catch|ball', 'ball'], ['skipping', 'rope', 'skippingrope'], ['skipping', 'ball|frisbee|tennis|sporting|disc', 'ball'], ['music', 'drum', 'drum'], ['car', 'boat|ship', 'boat'], ['blocks', 'word|letter', 'wordblocks'],
  ['blocks', 'inflatable', 'inflatable'], ['blocks', 'creep|crawl|snake', 'creature'], ['blocks', 'ball', 'ball'], ['bin', 'seaside', 'seaside'], ['bauble', 'disco|mirror ball', 'discoball'], ['bauble', 'jewel|drop|icicle', 'jewel'],
  ['hangstar', 'spiral', 'spiral'], ['hangstar', 'mobile', 'mobile'], ['hangstar', '^(?!.*star)', 'ornament'], ['snowflake', 'toilet', 'toiletroll'], ['snowflake', '^(?!.*snow ?flake)', 'ornament'], ['ashtray', 'match', 'matches'],
  ['repair', 'bell', 'bikebell'], ['storagebox', 'hat', 'giftbox'], ['letters', 'block', 'wordblocks'], ['giftbox', 'set in', 'teacup'], ['teacup', 'tea ?set', 'teapot'], ['plate', 'breakfast|dinner set', 'platestand'],

].map(([kind, words, shape]) => ({ kind, words: new RegExp(words), shape }));

/** Name of the drawing for a product `{title, type}`. */
export function shapeOf({ title, type }) {
  let { kind } = classify(title);
  if (kind === 'gift' && TYPES.has(type)) kind = TYPES.get(type);
  const text = title.toLowerCase();
  const shape = CLOSER.find((rule) => rule.kind === kind && rule.words.test(text))?.shape ?? SAME[kind] ?? kind;
  return SHAPES[shape] ? shape : 'present';
}
