// Gives the names between the WebAssembly module and its glue one or two letters: wasm-bindgen's are long and end in
// hashes, stand in both files, and do not compress.
//
//   node tools/shorten-names.mjs MAP GLUE
//
// MAP is what `wasm-opt --minify-imports-and-exports-and-modules` printed when it renamed them in the module; GLUE is
// wasm-bindgen's JavaScript, which is changed in place. A name that is not found where it must be is an error: it means
// that wasm-bindgen writes its glue in another way now.

import { readFileSync, writeFileSync } from "node:fs";

const [mapFile, glueFile] = process.argv.slice(2);
const map = JSON.parse(readFileSync(mapFile, "utf8"));
let glue = readFileSync(glueFile, "utf8");

function replace(pattern, replacement, what) {
  if (!pattern.test(glue)) {
    console.error(`error: ${glueFile} does not mention ${what}`);
    process.exit(1);
  }
  glue = glue.replaceAll(pattern, replacement);
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// All imports come from one object, which stands under one module name.
const modules = new Set(map.imports.map(([module]) => module));
if (modules.size !== 1) {
  console.error(`error: the module imports from ${[...modules].join(", ")}; only the glue itself was expected`);
  process.exit(1);
}
for (const module of modules) replace(new RegExp(`"${escaped(module)}": import0`, "g"), `"a": import0`, `the imports of ${module}`);
for (const [, name, short] of map.imports) replace(new RegExp(`^(\\s+)${escaped(name)}: function`, "gm"), `$1${short}: function`, `the import ${name}`);
for (const [name, short] of map.exports) {
  // Exports that only wasm-bindgen's other ways of starting use may be missing.
  glue = glue.replaceAll(new RegExp(`\\bwasm\\.${escaped(name)}\\b`, "g"), `wasm.${short}`);
}
writeFileSync(glueFile, glue);
