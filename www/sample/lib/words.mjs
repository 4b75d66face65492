// Tags and house collections, read from the words of a title.

/** Word in the title -> tag. */
const TAGS = [
  ...'red pink blue green yellow orange purple black white ivory cream silver gold grey brown turquoise lilac natural'.split(' ').map((c) => [`\\b${c}\\b`, c]),
  ['multi-?colou?r|assorted colou?r', 'multicolour'], ['amethyst|lavender|violet', 'purple'], ['fuchsia|raspberry', 'pink'], ['bronze|copper', 'copper'],
  ['glass', 'glass'], ['ceramic|porcelain|china\\b|stoneware|terracotta', 'ceramic'], ['\\bmetal|iron\\b|\\bsteel|\\btin\\b|\\btins\\b', 'metal'], ['enamel', 'enamel'],
  ['zinc', 'zinc'], ['wood|wooden|bamboo|camphor', 'wood'], ['wicker|willow|rattan', 'wicker'], ['felt\\b|feltcraft', 'felt'], ['paper\\b|card\\b|cards\\b', 'paper'],
  ['cotton|linen|canvas|fabric|velvet|knitted|crochet|quilt', 'textile'], ['acrylic|plastic|melamine|resin', 'acrylic'], ['slate', 'slate'], ['feather', 'feather'],
  ['christmas|santa|snow|reindeer|rudolph|bauble|advent|nativity|noel|jingle|holly\\b|robin|sleigh|festive|angel', 'christmas'],
  ['easter|chicks?\\b|bunny|bunnies', 'easter'], ['valentine|sweetheart|\\blove\\b|cupid|i love you', 'love'], ['birthday|party|balloon', 'party'], ['wedding|just married|bride', 'wedding'],
  ['garden|watering|plant|herb|seed|greenhouse', 'garden'], ['picnic|beach|seaside|summer|parasol|deck', 'summer'], ['hot water|hand ?warmer|cosy|knitted|scarf', 'winter'],
  ['retrospot|red spotty', 'retrospot'], ['polka ?dot|\\bspots?\\b|spotty|dotty', 'spots'], ['strip(e|es|ed|ey|y)\\b', 'stripes'], ['gingham|check\\b|tartan', 'gingham'],
  ['paisley', 'paisley'], ['floral|flower|rose|roses|daisy|daisies|poppy|blossom|botanical|tulip|peony', 'floral'], ['hearts?\\b', 'hearts'], ['stars?\\b', 'stars'], ['skulls?', 'skulls'],
  ['union jack|london|british|empire|jubilee', 'british'], ['babushka|matrioshka', 'babushka'], ['woodland|toadstool|mushroom|owl|hedgehog|squirrel', 'woodland'],
  ['dinosaur', 'dinosaurs'], ['spaceboy|rocket|robot|space', 'space'], ['circus', 'circus'], ['birds?\\b|dove|swallow|lovebird', 'birds'], ['butterfl', 'butterflies'],
  ['cats?\\b|kitten', 'cats'], ['dogs?\\b|puppy', 'dogs'], ['strawberr|cherr|apples?\\b|pears?\\b|fruit', 'fruit'], ['vintage|antique|retro\\b|victorian|edwardian|regency', 'vintage'],
  ["children|child's|kids|boys|girls|baby|nursery|toy", 'children'], ['cake|baking|cookie|cupcake', 'baking'], ['\\btea\\b|teacup|teapot', 'tea time'], ['kitchen|pantry', 'kitchen'],
  ['bathroom|bath\\b|soap|towel|flannel', 'bathroom'], ['scented|incense|fragrance', 'scented'],
].map(([words, tag]) => [new RegExp(words), tag]);

/** Tags of a product, sorted, each once. */
export function tagsOf(text) {
  const lower = text.toLowerCase();
  return [...new Set(TAGS.filter(([words]) => words.test(lower)).map(([, tag]) => tag))].sort();
}

/** The shop's own name stands where no collection's words appear. */
const HOUSE = 'Hearth & Hollow';

/** House collections: invented names over designs that really run through the range. */
const COLLECTIONS = [
  ['retrospot|red spotty', 'Retrospot'], ['regency|rococo|baroque|boudoir', 'Regency Row'], ['skulls?\\b|pirate', 'Skull & Crew'], ['spaceboy|robot|space cadet|rocket', 'Spaceboy'],
  ['dolly girl|circus parade|charlie|charlotte|poppy', 'Little Parade'], ['babushka|matrioshka|scandinavian|nordic|folk ?art|folk', 'Folk & Fable'], ['woodland|toadstool|mushroom|owl\\b|squirrel|hedgehog|fox', 'Woodland Tales'],
  ['union jack|london|british|empire|jubilee|keep calm', 'Empire & Co'], ['christmas|santa|snow|reindeer|bauble|advent|noel|jingle', 'Winter Cabin'], ['easter', 'Spring Meadow'],
  ['zinc|french|provencal|parlour|bistro|cafe\\b|chateau|paris', 'Maison Zinc'], ['paisley|jardin|botanical|english rose|rose\\b|roses\\b|floral|flower|daisy', 'Rosebank'],
  ['feltcraft|knitting|sewing|crochet|craft', 'The Makery'], ['pantry|kitchen|baking|jam\\b|cookie', 'Larder House'], ['garden|potting|watering|herb\\b|plant', 'Potting Shed'],
  ['necklace|bracelet|earring|ring\\b(?!.*napkin)|brooch|hairclip|hair ?clip|hairslide|diamante', 'Bijou Lane'], ['vintage|antique|retro\\b|victorian|edwardian', 'Vintage Parade'],
  ['polka ?dot|\\bspots?\\b|gingham|stripe', 'Dotty Days'],
].map(([words, name]) => [new RegExp(words), name]);

/** The collection a product belongs to. */
export function vendorOf(title) {
  const lower = title.toLowerCase();
  return COLLECTIONS.find(([words]) => words.test(lower))?.[1] ?? HOUSE;
}
