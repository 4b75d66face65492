// What a product is, read from its title: the kind (what is drawn) and the type (the shop's category).
// The first rule whose words appear decides, so the special stands before the general:
// "Hot Water Bottle" before "Bottle", "Lunch Bag" before "Bag", a "Mug Cosy" is no mug.
//
// A rule is [kind, type, words]; words is a regular expression over the title in lower case.

const RULES = [
  // Things named after another thing: they must be caught first.
  ['hotwater', 'Hot Water Bottles', 'hot water bottle|hotwater'],
  ['handwarmer', 'Cosy & Warm', 'hand ?warmer|warmer .*hand|wheat bag|heat pack|hand warm'],
  ['slippers', 'Cosy & Warm', 'slipper|bed ?socks|knitted .*hat|scarf(?! knitting)|earmuff|gloves?$|mittens|hottie|poncho(?!.*rain)'],
  ['mugcosy', 'Cosy & Warm', 'mug cosy|tea cosy|cosy'],
  ['tidy', 'Storage Boxes & Baskets', 'toy tidy|toy box|desk tidy|pop.?up .*tidy'],
  ['birdhouse', 'Bird Houses & Feeders', 'bird ?house|bird ?feeder|bird bath|dovecote|bird table|fat ball|nest(ing)? box|bird box|feeding station|seed'],
  ['hangheart', 'Hanging Decorations', 'bird feeder heart'],
  ['knitkit', 'Craft & Sewing', 'knitting|sewing|crochet kit|feltcraft|felt craft|cross stitch|embroidery kit|craft kit|pin ?cushion|tape measure|measuring tape|button box|buttons?\\b|thimble|haberdashery|needle|patchwork kit|make your own|decoupage|origami(?!.*(incense|candle))|scrapbook|stencil|sketch kit|craft'],
  ['ribbon', 'Craft & Sewing', 'ribbon|rick ?rack|trim\\b|bias|twine|string(?! (of|lights|curtain))|jute|lace tape'],
  ['gifttape', 'Gift Wrap & Tags', 'gift tape|sticky tape|\\btape\\b'],
  ['gifttag', 'Gift Wrap & Tags', 'gift tags?|luggage tags? gift|swing tags?|\\btags\\b'],
  ['tissue', 'Gift Wrap & Tags', 'tissue (paper|reams?)|gift ?wrap tissue|tissue ream'],
  ['wrap', 'Gift Wrap & Tags', '\\bwrap\\b|wrapping|giftwrap|gift ?wrap|cellophane|shredded'],
  ['giftbag', 'Gift Bags & Boxes', 'gift bags?|gift sack|chocolate gift bag|bottle bag|paper bags?|carrier|gift ?box(es)?|party bags?|favour|treat bag|panettone|cake box|cup ?cake box|bakery box|matchbox|match box|takeaway box|presentation box|hat ?box|goody|goodie'],
  ['umbrella', 'Umbrellas & Parasols', 'umbrella|brolly'],
  ['parasol', 'Umbrellas & Parasols', 'parasol'],
  ['doormat', 'Doormats', 'door ?mat|floor mat|acapulco mat|\\bmat\\b(?!.*(place|table))'],
  ['doorstop', 'Doorstops', 'door ?stop|draught|draft excl'],
  ['bathmat', 'Bath & Body', 'bath ?mat'],

  // Lights and candles.
  ['birdcage', 'T-Light Holders', 'birdcage .*(t-light|candle)|t-light.*birdcage'],
  ['oilburner', 'Incense & Fragrance', 'oil burner|burner|fragrance|pot ?pourri|reed diffuser|scented (sachet|hanging)|lavender (bag|heart|sachet|scented)|drawer (liner|sachet)|incense|joss|air freshener|car freshener|freshener|essential|sachet'],
  ['lantern', 'Lanterns', 'lantern'],
  ['chandelier', 'Lamps & Lights', 'chandelier(?!.*(t-light|earring|necklace|ring))'],
  ['fairylights', 'Fairy Lights', 'fairy lights?|string of \\d+|lights? string|light garland|\\blights\\b|set of \\d+ led|rope light|light chain|fairy light'],
  ['candlestick', 'Candle Holders', 'candlestick|candle ?stick|candelabra|candle stand|dinner candle ?holder|candle sconce|sconce'],
  ['candleplate', 'Candle Holders', 'candle ?(plate|dish|pot|bowl|base|lamp|ring|snuffer)|base for candle|for candles?$|candlepot'],
  ['birthdaycandles', 'Party', 'birthday (cake )?candles?|(cake|number|party|cupcake|fork|cutlery) .*candles|cake candle|fork candles|candles .*birthday'],
  ['tlights', 'Candles', 't-lights$|t-lights? candles?|scented t-lights|t-light candle'],
  ['tlight', 'T-Light Holders', 't-light|votive|night ?light holder|nightlight holder|candle ?jar|hurricane'],
  ['candleholder', 'Candle Holders', 'candle ?holder|candleholder|candle lamp|light holder'],
  ['candle', 'Candles', '\\bcandles?\\b|candle'],
  ['lampshade', 'Lamps & Lights', 'lamp ?shade|shade'],
  ['torch', 'Lamps & Lights', 'torch|flash ?light'],
  ['nightlight', 'Lamps & Lights', 'night ?light|\\blamp\\b|\\blight\\b(?!.*(pink|blue|green|brown|and sound|& sound))|sunjar|lightbulb|light bulb|moody'],

  // Bags and travel.
  ['lunchbag', 'Lunch Bags', 'lunch ?bag|cool ?bag|picnic bag|cooler bag|sandwich bag'],
  ['lunchbox', 'Lunch Boxes', 'lunch ?box|bento|snack ?box(es)?|snack boxes|sandwich box|lunchbox|picnic (box|set)|food container|tiffin|food storage'],
  ['hamper', 'Picnic', 'hamper|picnic basket|picnic'],
  ['lugtag', 'Travel', 'luggage ?tag|passport|travel card|card ?wallet|ticket wallet|travel wallet|card holder wallet|oyster'],
  ['suitcase', 'Travel', 'suitcase|mini cases|cabin bag|weekend bag|holdall|travel|flight|trolley|luggage|vanity case|children\'?s? case|overnight'],
  ['purse', 'Purses & Wallets', 'purse|wallet|coin ?case|clutch|pouch'],
  ['jumbobag', 'Shopping Bags', 'jumbo|shopper|shopping bag|storage bag|eco bag|laundry bag|recycling bag|reusable'],
  ['totebag', 'Shopping Bags', 'tote|shopping|cotton bag|canvas bag|book bag|beach bag'],
  ['washbag', 'Handbags & Wash Bags', 'wash ?bag|cosmetic|make ?up bag|toilet(ry)? bag|beauty bag|shoe bag|drawstring|sponge bag|gym bag|swim bag|nappy|make-up'],
  ['handbag', 'Handbags & Wash Bags', 'hand ?bag|shoulder bag|charlotte bag|messenger|satchel|school ?bag|rucksack|backpack|\\bbag\\b(?!.*(marbles|in bag))'],
  ['peg', 'Laundry & Cleaning', 'peg ?bag|clothes ?peg|pegs|washing line|laundry|scrubbing|dust ?pan|broom|duster|clothes brush|washing up|bucket(?!.*(farm|animals|easter))|mop\\b|cleaning|ironing'],

  // Christmas, Easter, seasons.
  ['advent', 'Christmas Decorations', 'advent'],
  ['stocking', 'Christmas Decorations', 'stocking'],
  ['cracker', 'Christmas Decorations', 'crackers?\\b(?! glaze)|wish list|letter to santa'],
  ['xmascard', 'Greeting Cards', 'christmas cards?(?! holder)|set of 10 cards|cards? (pack|.*robin|.*christmas|.*snow|.*santa|.*holly)|christmas .*\\bcards?$'],
  ['wreath', 'Christmas Decorations', 'wreath'],
  ['xmastree', 'Christmas Decorations', 'christmas tree(?!.*(bauble|hanging|t-light|card|bunting|garland|wrap|sticker|deco|napkin|star on))|goose feather|feather tree|\\btree\\b(?=.*(cm|white|green|fibre|light))|tinsel tree'],
  ['bauble', 'Christmas Decorations', 'bauble|glass ball|christmas ball|disco ?ball|mirror ?ball|glitter ball|decoration ball|hanging ball'],
  ['snowman', 'Christmas Decorations', 'snowm[ae]n|santa|father christmas|nutcracker|reindeer|rudolph|sleigh|gingerbread|elf\\b|elves|angel|polar bear|penguin'],
  ['xstar', 'Christmas Decorations', '(christmas|snow|glitter|festive|nordic|scandinavian).*\\b(star|snowflake|bell|bells|heart|decoration|drop)s?\\b|snowflake|jingle|\\bbells?\\b(?!.*(bicycle|bike|jar|door))|tree (topper|decoration|hanging)|hanging (star|tree|decoration).*(christmas|snow|bell)|christmas(?!.*(tin|card|napkin|paper|mug|apron|tea towel|cushion|sticker|ribbon|doily|cake|bunting|garland|toilet|tissue|bowl|plate|pudding|metal|lights|money|snack|tray|bag|chopping|cookie|kit|pad|calendar|craft|gift|chalk|egg|hook|frame|doormat|box))'],
  ['easteregg', 'Easter', '\\beggs?\\b(?!.*(cup|holder|house|timer|box|poacher|frying|fried|rack|basket .*wire|cosy|coddler|whisk|bath|slicer|storage|mould|cutter|tray|crate))'],
  ['eastering', 'Easter', 'easter|bunny .*(basket|decoration|sitting|garland)|decoration sitting bunny|wobbly (rabbit|chicken)|chicks? .*(in|egg|with|decoration)|rabbit .*(decoration|easter)|hen & chicks|chick decoration'],

  // Paper goods, cards, stationery.
  ['calendar', 'Notebooks & Diaries', 'calendar|diary|planner|year book|organiser book|wall planner'],
  ['notebook', 'Notebooks & Diaries', 'notebook|note ?book|journal|sketch ?book|address book|memo (pad|book)|note ?pad|jotter|photo album|album|writing (pad|set)|memo ?block|shopping list|autograph|guest book|notes?\\b|visitors|exercise book|list pad|pad (and|&) pen|book\\b(?!.*(egg|stand|end|box|mark|money|ends))|sticky ?notes|memoboard pad'],
  ['bookmark', 'Stationery', 'bookmark|letter opener|bulldog clip|paper ?clip|ruler|sharpener|rubbers?\\b|eraser|stapler|scissor|stationery|letter rack|staple|drawing pins?|calculator|chalk(s|\\b)(?!.*(board))|paint ?set|paint box|paint\\b(?!.*ed)|colouring|crayon|glue|stamp(s|er)?\\b|ink pad|envelope|blotter|pen ?pot|hole punch|letter set|writing|wax seal|drawing slate|magic slate|\\bslate\\b(?=.*drawing)|paper ?weight|geometry|office'],
  ['pencilcase', 'Pens & Pencils', 'pencil (case|box|tin|roll)'],
  ['pencils', 'Pens & Pencils', 'pencils?\\b|crayons|pencil'],
  ['pen', 'Pens & Pencils', '\\bpens?\\b|ballpoint|highlighter|biro'],
  ['stickers', 'Stationery', 'stickers?\\b|tattoo|decals?|transfers?\\b|water transfer|labels?'],
  ['magnet', 'Magnets', 'magnet'],
  ['keyring', 'Key Rings & Charms', 'key ?ring|key fob|keyfob|key ?chain|phone charm|mobile charm|bag charm|keyring|charm(?!s).*(phone|mobile|bag)'],
  ['card', 'Greeting Cards', '\\bcards?\\b(?!.*(holder|playing|stand|game|deck|box|rack|hanger|dock))|postcards?|invitation|invites|thank ?you|notelets|note ?cards|card$'],
  ['cardholder', 'Memo & Card Holders', 'card ?holder|cardholder|memo ?holder|photo ?clip|photo holder|note holder|place ?(card|setting)|name holder|card stand|photo hanger|memo ?board|notice ?board|memoboard|photo tree|letter holder|message board|memo|place settings'],

  // Kitchen and table.
  ['apron', 'Aprons & Kitchen Linen', 'apron'],
  ['ovenglove', 'Aprons & Kitchen Linen', 'oven (glove|mitt)|pot holder|gauntlet'],
  ['teatowel', 'Aprons & Kitchen Linen', 'tea ?towel|table ?cloth|table run(ner)?|kitchen towel|glass cloth|tablecloth|oilcloth|table cover'],
  ['napkins', 'Napkins & Doilies', 'napkins?(?!.*(ring|charm|holder|weight))|serviette|tissues$|tissues\\b|pocket tissues|tissue'],
  ['doily', 'Napkins & Doilies', 'doil(y|ies)|paper lace|lace paper'],
  ['napkinring', 'Napkins & Doilies', 'napkin (ring|charm|holder|weight)s?'],
  ['cakecases', 'Baking', 'cake cases?|cupcake cases?|bun cases|muffin case|baking cup|cupcake|petit four case|cake wrap|fairy cake cases'],
  ['cutter', 'Baking', 'cutters?\\b|cookie|biscuit cutters?'],
  ['rollingpin', 'Baking', 'rolling ?pin|baking set|pastry|whisk|mixing spoon'],
  ['mould', 'Baking', 'mould|cake pan|baking tin|bake|baking|cake frill|cake decoration|icing|sprinkl|jelly'],
  ['scales', 'Kitchen Tools', 'scales?\\b|weighing'],
  ['thermometer', 'Thermometers', 'thermometer|barometer'],
  ['eggcup', 'Kitchen Tools', 'egg ?(cup|timer|cosy|holder|poacher|frying|coddler|house|box|rack|basket|storage|crate|tray|skelter)|egg frying|fried egg|wire egg|timer'],
  ['cutlery', 'Cutlery', 'cutlery|teaspoons?|\\bspoons?\\b(?!.*rest)|\\bforks?\\b(?!.*(garden|candle))|\\bknife|knives|cake (server|slice|knife|fork)s?|butter knife|salad server|chopsticks?|\\bserver|utensil(?! holder)'],
  ['jug', 'Jugs & Vases', '\\bjugs?\\b|pitcher|creamer|milk (jug|churn|pan)|churn|gravy'],
  ['teapot', 'Teapots & Teacups', 'tea ?pot|tea for (one|two)|coffee pot|cafetiere|kettle'],
  ['teacup', 'Teapots & Teacups', 'teacup|tea ?cup|cups? (and|&) saucers?|saucer|tea ?set|breakfast cup|regency tea|coffee set'],
  ['cakestand', 'Cake Stands', 'cake ?stand|cupcake stand|tier .*(cake|stand|sweet)|cakestand|cake ?dome|cake tier|cake cloche|tiered|patisserie stand'],
  ['kidstin', 'Storage Tins', 'money (tin)'],
  ['caketin', 'Storage Tins', 'cake tins?|biscuit tins?|cookie tin|\\btins?\\b(?!.*(soldier|robot|toy|sign|can|ashtray|candle|opener|lantern|spinning|drum))|canister|caddy|tea,? coffee|tea container|cocoa'],
  ['storagejar', 'Storage Jars & Bottles', '\\bjars?\\b|cloche|bonbon|bon bon|cookie pot|sugar dispenser|storage pot|preserve|jam (making|jar|pot)|honey|dispenser|shaker|salt|pepper|spice|bell jar|apothecary|ginger'],
  ['bottle', 'Storage Jars & Bottles', '\\bbottles?\\b(?!.*(opener|stop|cool))|decanter|carafe|oil drizzler|vinegar|flask|perfume bottle|atomi[sz]er'],
  ['breadbin', 'Kitchen Storage', 'bread ?bin|enamel .*bin|bread|toast ?rack|cake (storage|box)|recipe box|kitchen (roll|rack|organiser|storage)|utensil holder|plate rack|vegetable rack|mug (tree|stand)|wine rack|bottle rack|cutlery (tray|holder)|spoon rest|tea ?strainer|tea tidy|tea bag|butter dish|food cover|sink tidy|colander|toastrack|cool box|ice bucket|wine (cooler|holder)|cheese|ration|biscuit barrel|recipe|pantry hook'],
  ['recipebox', 'Kitchen Storage', 'cook ?book|book stand'],
  ['chopboard', 'Kitchen Tools', 'chopping ?board|bread board|cutting board|trivet|pot stand|pot mat|peeler|opener|corkscrew|cork\\b|grater|funnel|masher|sieve|strainer|ladle|measuring|juicer|lemon squeezer|squeezer|stopper|bottle (stop|top)|ice (cube|tray|cream)|lolly|popcorn|pizza|straw(s)?\\b|cocktail|swizzle|stirrer|drink(s)? marker|nutcracker|timer|pestle|tongs|skewers|tin opener|toast ?its|kitchen set|pop ?corn'],
  ['coaster', 'Placemats & Coasters', 'coasters?|place ?mats?|table ?mats?|hot mat|heatproof'],
  ['tray', 'Trays', '\\btrays?\\b(?!.*(ice|lolly|trinket|jewel|ash|cutlery))'],
  ['bathbombs', 'Bath & Body', 'bath (salts?|bomb|confetti|building)|bubble bath|soap(?! ?stone)|shower (cap|gel)|hand cream|lip (balm|gloss)|balm|body|flannel|towel|sponge\\b|bathroom (set|bin)|loofah|nail (file|varnish)|emery|manicure|perfume|massage|toothbrush|tooth|bath|spa |pumice|eye mask|facial'],
  ['mug', 'Mugs', '\\bmugs?\\b(?!.*(tree|stand|hook))'],
  ['beaker', 'Mugs', '\\bbeakers?\\b|\\bcups?\\b(?!.*hook)|tumbler.*(melamine|plastic|child)|goblet cup|espresso'],
  ['glass', 'Glassware', 'wine ?glass|champagne|goblet|tumbler|wine goblet|shot glass|cocktail glass|\\bglass(es)?$|flute|sundae|dessert glass|tankard|glasses\\b(?!.*(case|sun|reading))|schnapps|trifle|drinking glass'],
  ['plate', 'Plates', '\\bplates?\\b(?!.*(candle|number|car|name|switch|door))|platter|dinner (set|service)|charger\\b|side plate|dinner plate'],
  ['bowl', 'Bowls & Dishes', '\\bbowls?\\b|ramekin|basin|\\bdish(es)?\\b(?!.*(soap|ring|trinket|candle|pin))|casserole|chip ?dish|pudding|chocolates pink bowl|fruit bowl|fruitbowl|dip'],
  ['napkins', 'Napkins & Doilies', 'paper (plate|cup)'],

  // Walls, doors, rooms.
  ['clock', 'Clocks', '\\bclocks?\\b|alarm|stopwatch'],
  ['watch', 'Clocks', 'watch\\b'],
  ['frame', 'Photo Frames', '\\bframes?\\b|photo ?frame|photoframe|picture frame|photo cube'],
  ['mirror', 'Mirrors', '\\bmirrors?\\b(?!.*(ball|magnet|t-light|candle|mosaic tray))|compact'],
  ['numbertile', 'Signs & Plaques', 'number tile|tile number|house number|letter tile|door number|\\btiles?\\b'],
  ['sign', 'Signs & Plaques', '\\bsigns?\\b|plaque|chalk ?board|black ?board|blackboard|wall ?tin|door hanger|slogan'],
  ['hook', 'Hooks & Hangers', '\\bhooks?\\b|coat (rack|hanger|hook|stand)|hanger|peg rack|key (rack|hook)|wall rack|wall organiser|tie rack|hook rack|clothes hanger'],
  ['knob', 'Drawer Knobs', '\\bknobs?\\b|door ?knob|drawer ?knob|drawer ?pull|handle$'],
  ['wallart', 'Wall Art', 'wall art|canvas|poster|\\bprint\\b|picture(?!.*(egg|book))|art (light|print)|painting|tapestry|decorative screen|screen\\b|landmark'],
  ['cabinet', 'Furniture', 'cabinet|drawers?(?!.*(knob|liner|sachet|pull))|cupboard|chest\\b|sideboard|wardrobe|shel(f|ves|ving)|bookcase|dresser|bureau|washstand|shelf unit|locker'],
  ['table', 'Furniture', '\\btables?\\b(?!.*(deco|mat|cloth|run|top|clock|place|lamp|tennis|football|game))|desk\\b|easel|bench'],
  ['chair', 'Furniture', '\\bchairs?\\b|\\bstool\\b|deck ?chair|\\bbench\\b|hammock|foot ?stool'],
  ['cushion', 'Cushions', 'cushion|pillow|filler pad|bolster|\\bseat pad|pads to match|pouffe|bean ?bag'],
  ['throw', 'Throws & Curtains', 'throw\\b|blanket|quilt|bed ?spread|curtain|duvet|bed ?linen|\\brug\\b|fleece|voile|runner|bead curtain|chair (cover|pad)|sarong|pashmina|shawl'],
  ['basket', 'Storage Boxes & Baskets', 'basket|wicker|trug|crate\\b|waste ?(paper )?bin|\\bbin\\b|hamper'],
  ['trinket', 'Trinket & Jewellery Boxes', 'trinket|jewel(le)?ry (box|stand|holder|tree|case)|ring (holder|tree|box|stand|dish)|treasure|keepsake|musical|music box|jewellery|necklace holder|earring (tree|stand|holder)|bling key ring stand|compact'],
  ['moneybox', 'Money Boxes', 'money ?(box|bank|bag|pot)|piggy|savings|\\bbank\\b|moneybank'],
  ['box', 'Storage Boxes & Baskets', 'storage (box|cube)|box(es)?$|\\bbox(es)?\\b(?!.*(matches|musical|of|in))|tissue box|memory box|organiser|file|magazine|wooden box|set of 3 .*box|chest|album box|tidy|stacking'],

  // Garden.
  ['wateringcan', 'Garden', 'watering can'],
  ['plantpot', 'Plant Pots & Vases', 'plant ?pot|flower ?pot|planter|pot holder|jardiniere|\\burn\\b|window box|herb pot|pots?$|grow your own|\\bpots?\\b(?!.*(tea|coffee|pen|candle|paint))|hyacinth bulb|bulb'],
  ['vase', 'Plant Pots & Vases', '\\bvases?\\b|posy'],
  ['gardentools', 'Garden', 'garden (tool|fork|spade|glove|kneel|marker|twine|set|path|rake|trowel)|trowel|spade|\\brake\\b|wheelbarrow|dibber|\\bhoe\\b|kneel|gardener|herb marker|plant (marker|label|stake|tag|hook)|secateurs|garden(?!.*(wall art|sign|clock|furniture|stool|path|bird))|weather ?vane|greenhouse|wellies|wellington|hose|sprinkler|lawn'],
  ['windchime', 'Garden', 'chime|wind ?mill|wind ?spinner|wind ?sock|sun ?catcher|suncatcher|mobile\\b|dream ?catcher|whirligig|pinwheel'],
  ['gnome', 'Ornaments', 'gnome|toadstool|mushroom'],
  ['artflower', 'Artificial Flowers', 'artificial|art flower|\\bsilk (flower|rose)|fake flower|bouquet|spray\\b|stem\\b|chrysanthemums?|delphinium|anemone|lei\\b|leis|rose(s)? (bunch|stem)|dried|peony|tulip(s)? bunch|corsage|flowers? (bunch|stem|on stick)'],

  // Parties.
  ['balloons', 'Party', 'balloon'],
  ['bunting', 'Bunting & Garlands', 'bunting|flags?\\b'],
  ['garland', 'Bunting & Garlands', 'garland|paper chain|streamer|honeycomb|pom ?pom|paper fan|hanging paper|paper ball|beaded string|string curtain'],
  ['partyhat', 'Party', 'party|confetti|tiara|crown\\b|fancy dress|blow ?out|pinata|mask\\b|moustache|wand\\b|bubbles|candles? .*birthday|hats?\\b|photo booth|cone|tattoo|poppers?|glow ?stick|congratulations|cake topper|toppers?|wedding'],

  // Children.
  ['jigsaw', 'Games & Puzzles', 'jigsaw|puzzle'],
  ['game', 'Games & Puzzles', '\\bgames?\\b|ludo|snakes|dominoes?|chess|draughts|playing cards|bingo|dice|tic tac|noughts|backgammon|quiz|solitaire|croquet|rounders|skittles|skipping|quoits|tennis|marbles|yo ?yo|jacks\\b|trumps?|hopscotch|boules|darts?|ball game|juggling|kite|frisbee|pairs|memory|happy famil|snap\\b|donkey|ping pong|ball\\b(?=.*(pvc|bouncy|foot|hop))'],
  ['spinningtop', 'Toys', 'spinning ?top|top\\b(?=.*spin)|kaleidoscope|whistle|recorder|harmonica|drum\\b|trumpet|tambourine|maracas|xylophone|music'],
  ['teddy', 'Soft Toys & Dolls', 'soft toy|teddy|bear\\b|plush|cuddly|doorstop|hand puppet|puppet|monkey doll|rabbit (doll|toy)|bunny (toy|soft)|knitted .*(toy|bunny)|rag ?doll .*bear|owl soft|elephant toy'],
  ['doll', 'Soft Toys & Dolls', 'doll\\b(?!.*(y girl))|dollies|rag ?doll|babushka(?!.*(light|notebook|box|tin|stack|bowl))|matrioshka|russian doll|princess|fairy doll|ballerina|geisha|finger puppet|worry doll|robot(?!.*(card|pencil))|monster'],
  ['soldier', 'Toys', 'soldier|space cadet|cowboy|pirate(?!.*(card|tin))|ninja'],
  ['car', 'Toys', '\\bcars?\\b(?!.*(flag|fresh))|tractor|\\btrain\\b|truck|bus\\b|aeroplane|plane\\b|glider|rocket|boat|ship\\b|helicopter|bicycle|vespa|scooter|tram|campervan|camper|caravan|racing|pull ?(along|back)|wheel'],
  ['blocks', 'Toys', 'building block|block word|wooden blocks|alphabet block|abacus|stacking toy|toy|playhouse|doll ?house|farm(yard)?|animals? in|dinosaur|play ?set|tool ?set|tea set|snake|frog|crocodile|flying|magic|squishy|slinky|stress ball|putty|bouncy|bubble|water pistol|catapult|pop gun|sand (castle|frog)|lizard|rubber duck|wind ?up|jump'],
  ['bib', 'Baby & Child', 'baby|\\bbib\\b|nursery|christening|first (curl|tooth)|child\'?s|children\'?s|kids|boys|girls'],

  // Worn and carried.
  ['earrings', 'Earrings', 'ear ?rings?\\b|studs?\\b'],
  ['necklace', 'Necklaces', 'necklace|pendant|locket|lariat|choker|\\bbeads\\b|chain\\b(?!.*(paper|light))|cross cord|strand'],
  ['bracelet', 'Bracelets', 'bracelet|bangle|anklet|cuff|friendship|armlet|wristband'],
  ['ring', 'Rings & Brooches', '\\brings?\\b(?!.*(napkin|candle|key|curtain|binder|wood))'],
  ['brooch', 'Rings & Brooches', 'brooch|\\bpin\\b|badge|cufflinks?'],
  ['hairclip', 'Hair Accessories', 'hair|slide\\b|grip|head ?band|alice band|scrunch|bobble|comb\\b|barrette|bow clip'],
  ['fan', 'Fashion Accessories', '\\bfan\\b|sunglasses|glasses case|spectacle|belt\\b|\\bsocks?\\b|raincoat|poncho|tights|gloves?|boa\\b|flip ?flop|pyjama|t-shirt|tie\\b|collar|hoodie|dog lead'],

  // Small things and ornaments.
  ['ashtray', 'Novelty & Gadgets', 'ash ?tray|lighter|cigar|match(es)?\\b|hip flask'],
  ['radio', 'Novelty & Gadgets', 'radio|\\bphone|telephone|gramophone|record\\b|usb|camera|speaker|gadget|electronic|solar|mouse ?(mat|pad)|headphone|tv\\b|games? console|ipod|walkie|meter|walkman|binocular|telescope|compass|magnifying|periscope'],
  ['globe', 'Ornaments', 'globe|map\\b'],
  ['firstaid', 'Novelty & Gadgets', 'first aid|plaster|pill ?box|s\\.?o\\.?s|survival|emergency|repair kit|bike|bicycle|tool\\b|toolkit|screwdriver|toilet|hammer|ladder|rain'],
  ['hangheart', 'Hanging Decorations', '(hanging|hang|string|strings? of|wicker|zinc|wire|felt|wooden|fabric|glass|mobile|ceramic|porcelain|metal|padded|quilted|lace).*\\bhearts?\\b|hearts?\\b.*(hanging|decoration|wicker|zinc|felt|string|on a? ?(string|stick))|heart'],
  ['hangstar', 'Hanging Decorations', '\\bstars?\\b|decoration .*hang|hanging|hang\\b|decoration|decorative|ornament|spiral'],
  ['bird', 'Ornaments', 'bird|owl|robin|dove|duck|swan|chicken|cockerel|hen\\b|hens\\b|rooster|flamingo|parrot|peacock'],
  ['animal', 'Ornaments', 'cat\\b|dog\\b|rabbit|bunny|deer|elephant|horse|pony|fox|squirrel|hedgehog|mouse|mice|pig\\b|cow\\b|sheep|lamb|bear|monkey|butterfl|bee\\b|dragonfl|ladybird|snail|turtle|fish|whale'],
  ['letters', 'Ornaments', '\\bletters?\\b|\\bword\\b|love\\b|home sweet home|buddha|figurine|statue|bust|sculpture|cherub|fairy|shell|stone|acorn|pine ?cone|glass|ceramic|flower'],
].map(([kind, type, words]) => ({ kind, type, pattern: new RegExp(words) }));

/** Kind and type of a product by its title. `Gifts` is the last resort. */
export function classify(title) {
  const text = title.toLowerCase();
  for (const { kind, type, pattern } of RULES) {
    if (pattern.test(text)) return { kind, type };
  }
  return { kind: 'gift', type: 'Gifts' };
}

/** Every type, with the kind that stands for it: the first that leads to it. */
export const TYPES = new Map([...RULES, { kind: 'gift', type: 'Gifts' }].reduceRight((map, r) => map.set(r.type, r.kind), new Map()));

/** Every kind. */
export const KINDS = [...new Set([...RULES.map((r) => r.kind), 'gift'])];
