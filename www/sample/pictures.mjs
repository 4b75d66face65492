#!/usr/bin/env node
// Draws a picture for every product of a catalog:
//
//   node www/sample/pictures.mjs products_export.csv.gz OUTDIR
//
// The title's words say what is drawn, in which colours and with which pattern; the handle says the rest, so the same
// product is always drawn the same way.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { hash } from './lib/hash.mjs';
import { readRows } from './lib/csv.mjs';
import { compose } from './pictures/compose.mjs';
import { paletteOf } from './pictures/colours.mjs';
import { drawMotif, motifName, patternOf } from './pictures/patterns.mjs';
import { SHAPES, shapeOf } from './pictures/shapes.mjs';

/** Small numbers from a text, one after the other: `pick(n)` is one of 0 … n - 1. */
function picker(seed) {
  let state = hash(seed) || 1;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

/** Words that tell what a thing is made for, not what is written on it. */
const NOT_WRITTEN = /\b(metal|wooden|wood|small|large|medium|tin|wall|door|doormat|sign|signs|plaque|hanger|hanging|vintage|antique|set|of|design|in|the|with|and|a|white|cream|red|blue|pink|black|green|natural|slate|french|wicker|assorted|heart|drop|ivory|zinc|recycled|mat|floor|letters|block|painted|\d+)\b/gi;

/** What a sign would say: up to three lines of its title. */
function wordsOn(title) {
  const words = title.replace(NOT_WRITTEN, ' ').replace(/[^A-Za-z0-9'&! ]/g, ' ').trim().split(/\s+/).filter(Boolean);
  const lines = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= 10) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.slice(0, 3).map((l) => l.slice(0, 12));
}

/** The SVG of a product `{handle, title, type, tags}`. */
export function drawPicture(product) {
  const { handle, title } = product;
  const pick = picker(handle);
  const t = title.toLowerCase();
  const name = shapeOf(product);
  const shape = SHAPES[name];
  // Most signs are of metal, and painted.
  const p = paletteOf(name === 'sign' ? title.replace(/\b(?:metal|tin)\b/gi, '') : title, pick);
  const pattern = patternOf(title, p, pick, shape.always);
  const motif = motifName(title);
  const glass = '#dcebea';
  const has = (words) => new RegExp(`\\b(?:${words})`).test(t);
  const c = {
    p, t, has, k: pick, gem: pick(3), glass,
    f: pattern ? 'url(#p)' : p.main,
    plain: !pattern,
    named: p.named,
    round: has('round|circular|oval|disc') || (!has('square|rectang') && pick(3) === 0),
    glassOr: p.named && !has('clear|glass') ? p.main : has('glass') && p.named ? p.light : has('glass|crystal') ? glass : p.main,
    // The motif on the thing's own colour, and on paper; drawn once, however often it stands in the picture.
    m: motif && !pattern ? '<use href="#m"/>' : '',
    mOn: motif ? '<use href="#n"/>' : '',
    onFill: pattern ? p.ink : p.pale ? p.ink : '#fdf6e8',
    words: wordsOn(title),
  };
  const parts = {
    p: pattern?.def,
    m: motif && `<g id="m">${drawMotif(motif, p)}</g>`,
    n: motif && `<g id="n">${drawMotif(motif, { ...p, mark: p.pale ? p.second : p.main, main: p.paper, pale: false })}</g>`,
  };
  return compose(shape, c, parts, title);
}

function main([catalog, out]) {
  if (!catalog || !out) {
    console.error('usage: pictures.mjs products_export.csv.gz OUTDIR');
    process.exit(2);
  }
  mkdirSync(out, { recursive: true });
  const bytes = readFileSync(catalog);
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  let pictures = 0;
  let largest = 0;
  for (const row of readRows(text)) {
    if (!row.Title) continue;
    const handle = row['URL handle'];
    if (!/^[a-z0-9-]+$/.test(handle)) throw new Error(`not a handle: ${handle}`);
    const svg = drawPicture({ handle, title: row.Title, type: row.Type, tags: row.Tags.split(', ') });
    writeFileSync(join(out, `${handle}.svg`), svg);
    pictures += 1;
    largest = Math.max(largest, Buffer.byteLength(svg));
  }
  console.log(`${pictures} pictures, the largest ${largest} bytes`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
