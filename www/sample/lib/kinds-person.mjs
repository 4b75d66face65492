// What is worn or carried.
export const person = [
  ['earrings', 'Earrings', 'ear ?ring|studs'],
  ['necklace', 'Necklaces', 'necklace|pendant|locket|lariat|choker|neckl\\S*|beads|diamante chain|bead chain|strand'],
  ['bracelet', 'Bracelets', 'brac[e]?let|bangle|anklet|cuff|friendship|wristband'],
  ['brooch', 'Rings & Brooches', 'brooch|badge|cuff ?link|hat pin'],
  ['hairclip', 'Hair & Accessories', 'hair ?(?:clip|slide|grip|band|tie|comb|pin|bow|bobble|accessor(?:y|ies)|wrap)|hair|head ?band|scrunch|bobble|comb|barrette|butterfly clip|glitter .*clip|clips'],
  ['ring', 'Rings & Brooches', 'ring'],
  ['scarf', 'Hair & Accessories', '(?<!with )scarf|shawl|pashmina|glove|mitten|socks?|poncho|raincoat|belt|boa|flip ?flop|pyjama|t-shirt|tights|legwarmer|fan|sunglasses|glasses case|spectacle|watch'],
];
