// The shop's menu: which product types stand together. A shopkeeper arranges this by hand; a type that is in no
// department yet (a new catalog, a new spelling) goes to the last one, so that every product can be found.

import { slug } from "./text.mjs";

const DEPARTMENTS = {
  "Table & Tea": [
    "Mugs", "Teapots & Teacups", "Cake Stands", "Plates", "Bowls & Dishes", "Cutlery", "Glassware", "Jugs & Vases", "Trays",
    "Placemats & Coasters", "Napkins & Doilies",
  ],
  "Kitchen & Larder": [
    "Baking", "Kitchen Tools", "Kitchen Storage", "Storage Tins", "Storage Jars & Bottles", "Aprons & Kitchen Linen", "Lunch Bags",
    "Lunch Boxes", "Picnic",
  ],
  "Candlelight": ["T-Light Holders", "Candles", "Candle Holders", "Lanterns", "Lamps & Lights", "Fairy Lights", "Incense & Fragrance"],
  "Rooms & Walls": [
    "Signs & Plaques", "Photo Frames", "Wall Art", "Clocks", "Mirrors", "Ornaments", "Hanging Decorations", "Hooks & Hangers",
    "Drawer Knobs", "Furniture", "Storage Boxes & Baskets", "Doormats", "Doorstops", "Artificial Flowers",
  ],
  "Comfort & Bath": ["Cushions", "Throws & Curtains", "Hot Water Bottles", "Cosy & Warm", "Bath & Body", "Laundry & Cleaning"],
  "Seasons & Parties": ["Christmas Decorations", "Easter", "Bunting & Garlands", "Party"],
  "Cards, Wrap & Craft": [
    "Greeting Cards", "Gift Wrap & Tags", "Gift Bags & Boxes", "Stationery", "Notebooks & Diaries", "Pens & Pencils",
    "Memo & Card Holders", "Magnets", "Craft & Sewing",
  ],
  "Bags & Journeys": ["Handbags & Wash Bags", "Shopping Bags", "Purses & Wallets", "Travel", "Umbrellas & Parasols", "Key Rings & Charms"],
  "Jewellery & Hair": [
    "Necklaces", "Earrings", "Bracelets", "Rings & Brooches", "Hair Accessories", "Fashion Accessories", "Trinket & Jewellery Boxes",
  ],
  "Garden & Birds": ["Garden", "Plant Pots & Vases", "Bird Houses & Feeders", "Thermometers"],
  "Toys & Presents": ["Toys", "Soft Toys & Dolls", "Games & Puzzles", "Baby & Child", "Money Boxes", "Novelty & Gadgets", "Gifts"],
};

const LAST = "Odds & Ends";

const departmentOf = new Map(Object.entries(DEPARTMENTS).flatMap(([name, types]) => types.map((type) => [slug(type), name])));

/** Departments in menu order, each `{ name, slug, types, products }`; `products` keeps the order it is given. */
export function groupByDepartment(products, types) {
  const named = new Map([...Object.keys(DEPARTMENTS), LAST].map((name) => [name, { name, slug: slug(name), types: [], products: [] }]));
  const taken = new Set(types.map((type) => type.slug));
  for (const type of types) {
    const department = named.get(departmentOf.get(type.slug) ?? LAST);
    department.types.push(type);
    type.department = department;
  }
  for (const product of products) named.get(departmentOf.get(product.typeSlug) ?? LAST).products.push(product);
  for (const department of named.values()) {
    // A type may happen to be called like a department; addresses must differ.
    if (taken.has(department.slug)) department.slug = `all-${department.slug}`;
    department.types.sort((a, b) => b.products.length - a.products.length || a.name.localeCompare(b.name));
  }
  return [...named.values()].filter((department) => department.products.length > 0);
}
