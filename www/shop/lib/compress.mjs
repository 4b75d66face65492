// Compressed siblings (`x.br`, `x.gz`) for files that are fetched on every visit and change with a build only.

import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const COMPRESSIBLE = /\.(js|mjs|css|svg|json|wasm|pw)$/;

/** Compresses what pays in a folder and all below it; returns how many files have siblings now. */
export async function precompress(folder) {
  const files = await filesBelow(folder, COMPRESSIBLE);
  const done = await Promise.all(files.map(compressFile));
  return done.filter(Boolean).length;
}

async function compressFile(file) {
  const bytes = await readFile(file);
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
    promisify(gzip)(bytes, { level: 9 }),
  ]);
  if (brotli.length >= bytes.length) return false;
  await writeFile(`${file}.br`, brotli);
  if (gzipped.length < bytes.length) await writeFile(`${file}.gz`, gzipped);
  return true;
}

export async function filesBelow(folder, pattern = /./) {
  const files = [];
  for (const name of (await readdir(folder)).sort()) {
    const full = path.join(folder, name);
    if ((await stat(full)).isDirectory()) files.push(...(await filesBelow(full, pattern)));
    else if (pattern.test(name)) files.push(full);
  }
  return files;
}
