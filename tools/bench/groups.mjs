// What `make bench` measures: the groups, how each is run, and how its figures are written down. A figure is what a step has noted under
// its name; limits stand beside what they are limits of.
//
//   steps     commands, run one after the other in each round; `env` and `node` and so on as for a shell without one
//   rounds    how often all steps are run; a figure is the median over rounds
//   tables    rows are [words, figure, other, limits]: `figure` beside `other` and its ratio. Limits: { must, aim } of the ratio, or of
//             the figure itself where there is no other
//   plots     bars of figures

const native = (group) => ["cargo", "bench", "--locked", "--bench", "native", "--", group];
const node = (script, ...options) => ["node", script, ...options];

/** Figures of the first-list pages, by design. */
const DESIGNS = [
  ["hinted", "Pairwell, with the template's hints"],
  ["entries", "Pairwell, without hints"],
  ["parallel", "57 kB of code and 101 kB of model asked for at once"],
  ["json", "one JSON table and plain JavaScript"],
];

export const GROUPS = {
  scoring: {
    title: "Scoring",
    about:
      "23 products of context with 32 neighbours each, the best ten, in a made-up shop of 10,000 products. Pairwell also weighs popularity and the calendar of types and " +
      "leaves out what is sold out or in the cart; the alternatives add up and sort, and leave out the cart. WebAssembly is called from JavaScript, numbers in and numbers out; compiled for size is how shops get it.",
    steps: [["tools/bench/build-wasm.sh"], native("scoring"), node("benches/scoring.mjs")],
    rounds: 3,
    tables: [
      [
        ["WebAssembly, as shops get it, against native", "wasm-size", "native", { must: 1.35, aim: 1.2 }],
        ["against rows of `[index, weight]` as JSON gives them, in a `Map`", "wasm-size", "js-map", { must: 1 / 15, aim: 1 / 20 }],
        ["against objects by SKU", "wasm-size", "js-objects"],
        ["against typed arrays", "wasm-size", "js-typed"],
        ["WebAssembly compiled for speed, against native", "wasm-speed", "native"],
        ["native, from entries, against the whole file", "native", "native-whole"],
      ],
    ],
    plots: [
      {
        title: "Scoring: 23 products of context, the best ten",
        bars: [
          ["native", "Pairwell, native"],
          ["wasm-speed", "Pairwell, WebAssembly for speed"],
          ["wasm-size", "Pairwell, WebAssembly as shipped"],
          ["js-typed", "JavaScript, typed arrays"],
          ["js-map", "JavaScript, Map over JSON"],
          ["js-objects", "JavaScript, objects by SKU"],
        ],
      },
    ],
  },
  call: {
    title: "A call of the page's own",
    about:
      "`pairwell.recommend({ kind: \"cart\", cart, limit: 10 })` in Chromium on the demo shop, with the files as they are shipped: options read, products found, lists made, reasons and cards handed out. Beside it the same " +
      "shop's pairs as parsed JSON in a `Map`, with the cards of ten products looked up.",
    steps: [node("tests/e2e/bench-call.mjs")],
    tables: [[["23 products in the cart, ten cards", "pairwell", "js-map"]]],
  },
  start: {
    title: "Reading the model",
    about: "The sample's shop. A page fetches the shop's own entry and its product's (that of median size here); the command line reads the whole file. JSON has the same cards, weights and rows.",
    steps: [["tools/bench/build-wasm.sh"], native("start"), node("benches/start.mjs")],
    tables: [
      [
        ["a product's page, WebAssembly, against `JSON.parse`", "page-wasm", "page-json"],
        ["the same natively", "page-native", "page-json"],
        ["the whole file natively, against `serde_json`", "whole-native", "whole-serde"],
        ["bytes of a product's page, uncompressed", "page-bytes", "page-json-bytes"],
        ["bytes of the whole file, uncompressed", "whole-bytes", "whole-json-bytes"],
      ],
    ],
  },
  encodings: {
    title: "Encodings",
    about: "Bits a neighbour after brotli 11. Made up: 10,000 products, 32 neighbours each, one weight of 15 levels. Sample: the pairs of the sample's model, two weights each, products numbered by popularity.",
    steps: [native("encodings")],
    tables: ["made-up", "sample"].map((of) => [
      [`${of}: pairs as in a model file, against objects by key in JSON`, `${of}-pairwell`, `${of}-json-keys`],
      ["against `[index, weight]` in JSON", `${of}-pairwell`, `${of}-json-indexes`],
      ["against rows of two-byte ids and a byte a weight", `${of}-pairwell`, `${of}-csr`],
      ["against Elias–Fano ids and half bytes", `${of}-pairwell`, `${of}-elias-fano`],
      ["against gaps as varints and half bytes", `${of}-pairwell`, `${of}-varint`],
    ]),
    plots: ["made-up", "sample"].map((of) => ({
      title: `Bits a neighbour, brotli 11: ${of === "sample" ? "the sample's model" : "a made-up shop"}`,
      bars: [
        [`${of}-pairwell`, "Pairwell"],
        [`${of}-varint`, "gaps as varints, half bytes"],
        [`${of}-elias-fano`, "Elias–Fano, half bytes"],
        [`${of}-csr`, "two-byte ids, a byte a weight"],
        [`${of}-json-indexes`, "JSON by index"],
        [`${of}-json-keys`, "JSON by key"],
      ],
    })),
  },
  counting: {
    title: "Counting pairs",
    about: "Made-up orders of 50,000 products; pairs of two orders and more. All find the same pairs, counts and checksum. Processor seconds of all threads, the better of two runs; reading and numbering are not part of it.",
    facts: [
      ["orders", "orders"],
      ["line items", "lines"],
      ["pairs", "pairs"],
    ],
    steps: [["tools/install-python.sh", "bench"], native("counting")],
    tables: [
      [
        ["against DuckDB", "pairwell", "duckdb", { must: 1 / 10, aim: 1 / 15 }],
        ["against scipy", "pairwell", "scipy", { must: 1 / 4, aim: 1 / 6 }],
        ["against Polars", "pairwell", "polars"],
      ],
    ],
    plots: [
      {
        title: "Counting the pairs of half a million orders: processor seconds",
        bars: [
          ["pairwell", "Pairwell"],
          ["scipy", "scipy"],
          ["polars", "Polars"],
          ["duckdb", "DuckDB"],
        ],
      },
    ],
  },
  reading: {
    title: "Reading CSV",
    about: "The orders of the counting benchmark as CSV. Fields are split and two columns summed, equal sums in all. Training also needs orders and products numbered, times read and prices looked at: that is the last row, once.",
    facts: [
      ["of CSV", "bytes"],
      ["line items", "lines"],
    ],
    steps: [["tools/install-python.sh", "bench"], native("reading")],
    tables: [
      ["processor time", ""],
      ["time", "-wall"],
    ].map(([words, suffix]) => [
      [`${words}, against the csv crate alone`, `pairwell${suffix}`, `csv-crate${suffix}`],
      ["against Polars", `pairwell${suffix}`, `polars${suffix}`],
      ["against DuckDB", `pairwell${suffix}`, `duckdb${suffix}`],
      ["all that training reads, against DuckDB", `load${suffix}`, `duckdb${suffix}`],
    ]),
  },
  training: {
    title: "From an order export to a model",
    about:
      "`pairwell train` on made-up orders of 50,000 products with SKUs, times and prices: read, counted, learned, packed and cut into entries. DuckDB reads the same file, numbers orders and products, and counts pairs; it learns nothing from them. " +
      "Time by the clock on all cores, memory at its peak.",
    facts: [
      ["orders", "orders"],
      ["line items", "lines"],
      ["of CSV", "bytes"],
    ],
    // Takes DuckDB some gigabytes.
    extra: true,
    steps: [["tools/install-python.sh", "bench"], native("training")],
    tables: [
      [
        ["time, CSV to model", "pairwell", undefined, { must: 25, aim: 12 }],
        ["against DuckDB's pairs alone", "pairwell", "duckdb"],
        ["memory", "memory", "duckdb-memory"],
        ["bytes of memory for each line item", "memory-a-line", undefined, { must: 16, aim: 10 }],
      ],
    ],
  },
  million: {
    title: "A million products",
    about: "The same with 30 million orders of a million products, without an alternative: DuckDB's join takes more memory than the machine has.",
    facts: [
      ["orders", "orders"],
      ["line items", "lines"],
      ["of CSV", "bytes"],
    ],
    // Takes a quarter of an hour and 15 GB of disk.
    extra: true,
    steps: [native("million")],
    tables: [
      [
        ["time, CSV to model and entries", "pairwell"],
        ["memory", "memory", undefined, { must: 12e9, aim: 6e9 }],
        ["bytes of memory for each line item", "memory-a-line"],
      ],
    ],
  },
  "first-list": {
    title: "Script to first list",
    about:
      "A product's page of the sample's shop in Chromium, 390 × 844, processor slowed four times. Slow 4G is 562 ms and 1.47 Mbit/s. From the arrival of the script to the filled block; the bytes of the alternative of 57 and 101 kB are only " +
      "fetched, not looked at.",
    steps: [node("tests/e2e/bench-first-block.mjs", "--runs", "5")],
    tables: ["slow 4G, first visit", "slow 4G, second visit", "unlimited, first visit"].map((when) => {
      const limits = (must, aim) => (when === "slow 4G, first visit" ? { must, aim } : undefined);
      return [
        [`${when}: with the template's hints, against 57 and 101 kB asked for at once`, `${when}: hinted`, `${when}: parallel`, limits(0.35, 0.1)],
        ["without hints, against the same", `${when}: entries`, `${when}: parallel`, limits(0.6, 0.45)],
        ["with hints, against one JSON table and plain JavaScript", `${when}: hinted`, `${when}: json`],
        ["bytes fetched, with hints, against the JSON table", `${when}: hinted, bytes`, `${when}: json, bytes`],
      ];
    }),
    plots: ["first", "second"].map((visit) => ({
      title: `Script to first list, slow 4G, processor four times slower, ${visit} visit`,
      bars: DESIGNS.map(([design, words]) => [`slow 4G, ${visit} visit: ${design}`, words]),
    })),
  },
  returning: {
    title: "A shopper who comes back",
    about:
      "A product's page of the demo shop in Chromium, 390 × 844, processor slowed four times, everything in the browser's caches, a new tab. From the arrival of the script to the first list: lists follow the last 24 products that were looked at, and what their pages brought is looked up first.",
    steps: [node("tests/e2e/bench-returning.mjs", "--runs", "15")],
    tables: [[8, 24].map((past) => [`${past} products looked at before, against one`, `${past} seen before`, "1 seen before"])],
  },
  "main-thread": {
    title: "Main thread",
    about: "The demo shop in Chromium, 390 × 844, processor slowed four times, first visits. Until the first list: what scripts of Pairwell take of the main thread, by a profile of the processor; making elements is drawing. Tasks: the longest of a page that is scrolled through, with Pairwell and with its files blocked.",
    steps: [node("tests/e2e/bench-main-thread.mjs")],
    tables: [
      [
        ["until the first list, drawing apart", "product: until the list", undefined, { must: 0.02, aim: 0.008 }],
        ["of it WebAssembly: compiled at first call, copied to, scoring, and what comes back", "product: WebAssembly"],
        ["of it the browser's own `fetch`, four times", "product: fetch"],
        ["drawing the list", "product: drawing"],
      ],
      ["home", "product"].flatMap((page) => [
        [`${page}: longest task, against the page without Pairwell`, `${page}: longest with`, `${page}: longest without`],
        [`${page}: of it the longest stretch of a script of ours`, `${page}: longest of ours with`, undefined, { must: 0.05 }],
        [`${page}: tasks over 50 ms, against the page without`, `${page}: tasks over 50 ms with`, `${page}: tasks over 50 ms without`],
        [`${page}: layout shifts`, `${page}: shifts with`],
      ]),
    ],
  },
  lighthouse: {
    title: "Lighthouse",
    about: "The demo shop's pages as Lighthouse sees a telephone, with Pairwell and with its files blocked, medians. Points are of 100 for performance; the first list is below the fold on both pages.",
    // Fetches Lighthouse.
    extra: true,
    steps: [node("tools/lighthouse.mjs", "--runs", "5")],
    tables: ["home", "product"].map((page) => [
      [`${page}: points lost to Pairwell`, `${page}: points lost`, undefined, { must: 2 }],
      ["points, against the page without", `${page}: score with`, `${page}: score without`],
      ["largest contentful paint", `${page}: LCP with`, `${page}: LCP without`],
      ["total blocking time", `${page}: TBT with`, `${page}: TBT without`],
      ["layout shift", `${page}: CLS with`, `${page}: CLS without`],
    ]),
  },
  history: {
    title: "A browser that remembers much",
    about: "What the calls take that start the core, read all logs in the browser's storage and merge them, in Chromium, processor slowed four times; with all that is kept, and with nothing.",
    facts: [["events stored by four tabs", "events"]],
    steps: [node("tests/e2e/bench-history.mjs", "--runs", "25")],
    tables: [
      [
        ["start of the core with a full store", "full", undefined, { must: 0.01 }],
        ["against an empty one", "full", "empty"],
      ],
    ],
  },
  trips: {
    title: "Bytes along shopping trips",
    about: "What pages fetch of the model along trips replayed from orders, brotli, for catalogs of different sizes.",
    // Shops of these sizes are trained on the way, so it is run by name only.
    extra: true,
    steps: [["cargo", "bench", "--locked", "--bench", "trips"]],
    file: "trips.json",
  },
};

/** The README's table of speed: group, words, and as in tables. */
export const README = [
  ["first-list", "script → first list, slow 4G, processor four times slower, first visit, with the template's hints; 57 kB of code and 101 kB of model asked for at once", "slow 4G, first visit: hinted", "slow 4G, first visit: parallel"],
  ["first-list", "the same without hints", "slow 4G, first visit: entries", "slow 4G, first visit: parallel"],
  ["first-list", "the same, second visit, with hints; the alternative from the browser's cache", "slow 4G, second visit: hinted", "slow 4G, second visit: parallel"],
  ["scoring", "scoring for 23 products, best ten, WebAssembly; JavaScript with a `Map` over JSON", "wasm-size", "js-map"],
  ["start", "reading what a product's page fetches, WebAssembly; `JSON.parse` of the same", "page-wasm", "page-json"],
  ["encodings", "a neighbour of the sample's model on the wire; `[index, weight]` in JSON", "sample-pairwell", "sample-json-indexes"],
  ["counting", "counting pairs, processor time; DuckDB's SQL", "pairwell", "duckdb"],
  ["counting", "the same; scipy's XᵀX", "pairwell", "scipy"],
  ["reading", "reading CSV, processor time; Polars", "pairwell", "polars"],
];
