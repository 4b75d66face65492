#!/usr/bin/env node
// Makes the sample shop's two exports out of the raw Online Retail II file:
//
//   node www/sample/make-sample.mjs online_retail_ii_raw.csv.gz [--out DIR] [--from 2011-03-01] [--check]
//
// The same input gives the same bytes. `--check` writes nothing and compares what it would write with what is there,
// after decompression, because another zlib may pack the same text differently.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { makeCatalog } from './lib/catalog.mjs';
import { ordersCsv, productsCsv } from './lib/exports.mjs';
import { makeOrders } from './lib/orders.mjs';
import { readRaw } from './lib/raw.mjs';
import { summary } from './lib/summary.mjs';

/** Both files together, compressed, must stay below this in git. */
const MOST_BYTES = 8_000_000;

const here = dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: here }, from: { type: 'string', default: '2011-03-01' }, check: { type: 'boolean', default: false } },
});
if (positionals.length !== 1) {
  console.error('usage: make-sample.mjs RAW.csv.gz [--out DIR] [--from YYYY-MM-DD] [--check]');
  process.exit(2);
}

const all = makeOrders(await readRaw(positionals[0]), values.from);
const catalog = makeCatalog(all, values.from);
const orders = all.filter((o) => o.date >= values.from);
const files = {
  'orders_export.csv.gz': ordersCsv(orders, catalog),
  'products_export.csv.gz': productsCsv(catalog),
};

let bytes = 0;
let differs = false;
for (const [name, text] of Object.entries(files)) {
  const path = join(values.out, name);
  // Node writes no file name and a zero time into the gzip header; the byte naming the system is fixed here.
  const packed = gzipSync(text, { level: 9, memLevel: 9 });
  packed[9] = 0xff;
  bytes += packed.length;
  if (values.check) {
    const same = gunzipSync(readFileSync(path)).equals(Buffer.from(text));
    console.log(`${name}: ${same ? 'same' : 'DIFFERENT'}`);
    differs ||= !same;
  } else {
    writeFileSync(path, packed);
    console.log(`${name}: ${packed.length} bytes (${Buffer.byteLength(text)} unpacked)`);
  }
}
console.log(summary(orders, catalog));
if (bytes > MOST_BYTES) {
  console.error(`${bytes} bytes are more than the ${MOST_BYTES} that may be shipped: start later with --from`);
  process.exit(1);
}
process.exit(differs ? 1 : 0);
