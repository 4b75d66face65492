// Turns a module into the smallest that does the same: node tools/finish-wasm.mjs IN OUT
//
// What is small for brotli is not what has the fewest instructions, and changes with every edit of the source: after the passes
// that gain most, several others are tried, and the smallest result is kept; of two of one size the first, so that the same module
// always gives the same.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { constants, brotliCompressSync } from "node:zlib";

const WASM_OPT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "node_modules", ".bin", "wasm-opt");
// Said explicitly, for a stripped module no longer states the features it uses. Nothing lies in the first kilobyte of memory: the
// stack's far end does.
const ALWAYS = "--enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals --enable-reference-types --enable-multivalue --low-memory-unused";
// The control flow made anew, and small functions put where they are called: brotli finds more alike then (1 % of the module).
const FIRST = "--flatten --rereloop --always-inline-max-function-size 6 -Oz -Oz --converge";
const THEN = ["-Oz", "-Os -Oz", "--untee -Oz"];

const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;

function run(passes, from, to) {
  const { status, stderr } = spawnSync(WASM_OPT, [...passes.split(" "), ...ALWAYS.split(" "), from, "-o", to], { encoding: "utf8" });
  if (status !== 0) throw new Error(`wasm-opt ${passes}: ${stderr}`);
}

const [from, to] = process.argv.slice(2);
const work = mkdtempSync(path.join(tmpdir(), "pairwell-finish-"));
try {
  const file = (name) => path.join(work, `${name}.wasm`);
  run(FIRST, from, file("first"));
  THEN.forEach((passes, n) => run(passes, file("first"), file(n)));
  const tried = ["first", ...THEN.keys()].map((name) => readFileSync(file(name)));
  const sizes = tried.map(brotli);
  writeFileSync(to, tried[sizes.indexOf(Math.min(...sizes))]);
} finally {
  rmSync(work, { recursive: true });
}
