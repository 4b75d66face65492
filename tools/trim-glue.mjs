// Leaves out of wasm-bindgen's glue what this widget never uses: other ways to start, caches and fallbacks for engines
// that run no WebAssembly of ours, and finalizers for objects that live as long as the page.
//
//   node tools/trim-glue.mjs GLUE >EXPORTS
//
// Prints which exports of the module the rest still calls, as wasm-metadce reads it.
//
// Each function is replaced as a whole, by name. One that is not found means that wasm-bindgen writes its glue in another
// way now: an error, not a silent growth.

import { readFileSync, writeFileSync } from "node:fs";

const [file] = process.argv.slice(2);
let glue = readFileSync(file, "utf8");

function replace(pattern, by, what) {
  if (!pattern.test(glue)) {
    console.error(`error: ${file} has no ${what} as it is known here; wasm-bindgen's glue has changed.`);
    process.exit(1);
  }
  glue = glue.replace(pattern, () => by);
}

/** A top-level function, from its first line to the brace in the first column. */
const replaceFunction = (name, by) => replace(new RegExp(`^(async )?function ${name}\\([^]*?^}\\n`, "m"), by, `function ${name}`);
/** A top-level statement, to the semicolon that ends a line. */
const replaceStatement = (start, by) => replace(new RegExp(`^${start}[^]*?;\\n`, "m"), by, `"${start}"`);

// A view costs nothing to make; a cached one has to be made anew whenever the memory grows.
if (/getDataViewMemory0/.test(glue)) {
  replaceStatement("let cachedDataViewMemory0", "");
  replaceFunction("getDataViewMemory0", "const getDataViewMemory0 = () => new DataView(wasm.memory.buffer);\n");
}
replaceStatement("let cachedUint8ArrayMemory0", "");
replaceFunction("getUint8ArrayMemory0", "const getUint8ArrayMemory0 = () => new Uint8Array(wasm.memory.buffer);\n");

// Texts are short, and no page decodes the two gigabytes after which Safari's decoder tires.
replaceStatement("cachedTextDecoder\\.decode\\(\\)", "");
replaceStatement("const MAX_SAFARI_DECODE_BYTES", "");
replaceStatement("let numBytesDecoded", "");
replaceFunction("decodeText", "const decodeText = (ptr, len) => cachedTextDecoder.decode(getUint8ArrayMemory0().subarray(ptr, ptr + len));\n");
replace(/^if \(!\('encodeInto' in cachedTextEncoder\)\) \{[^]*?^\}\n/m, "", "fallback for encodeInto");
replaceFunction(
  "passStringToWasm0",
  "const passStringToWasm0 = (arg, malloc) => passArray8ToWasm0(cachedTextEncoder.encode(arg), malloc);\n",
);
// A module that takes texts only has no such function yet.
if (!/function passArray8ToWasm0\b/.test(glue)) {
  glue += `
function passArray8ToWasm0(arg, malloc) {
    const ptr = malloc(arg.length, 1) >>> 0;
    getUint8ArrayMemory0().set(arg, ptr);
    WASM_VECTOR_LEN = arg.length;
    return ptr;
}
`;
}

// What is exported, and its listeners, go with the instance, and that with the page.
const [, exported] = /^const (\w+)Finalization/m.exec(glue) || [];
replaceStatement(`const ${exported}Finalization`, "");
replace(new RegExp(` +${exported}Finalization\\.unregister\\(this\\);\\n`), "", "its unregister");
replace(new RegExp(` +${exported}Finalization\\.register\\(this, this\\.__wbg_ptr, this\\);\\n`), "", "its register");
replace(/^if \(Symbol\.dispose\).*\n/m, "", "Symbol.dispose");
if (/CLOSURE_DTORS/.test(glue)) {
  replaceStatement("const CLOSURE_DTORS", "");
  replace(/ +CLOSURE_DTORS\.unregister\(state\);\n/, "", "CLOSURE_DTORS.unregister");
  replace(/ +CLOSURE_DTORS\.register\(real, state, state\);\n/, "", "CLOSURE_DTORS.register");
}
replace(/^ {4}__destroy_into_raw\(\) \{[^]*?^ {4}\}\n/m, "", "__destroy_into_raw");
replace(/^ {4}free\(\) \{[^]*?^ {4}\}\n/m, "", "free");

// The loader hands over a compiled module, once. Not every module has something to do at its start.
const start = /\bwasm\.__wbindgen_start\(\)/.test(glue) ? "    wasm.__wbindgen_start();\n" : "";
replaceFunction("__wbg_finalize_init", `const __wbg_finalize_init = (instance) => {\n    wasm = instance.exports;\n${start}};\n`);
replaceFunction("initSync", "const initSync = ({ module }) => __wbg_finalize_init(new WebAssembly.Instance(module, __wbg_get_imports()));\n");

// The default export fetches the module itself.
replaceFunction("__wbg_load", "");
replaceFunction("__wbg_init", "");
replace(/^export \{ initSync, __wbg_init as default \};\n/m, "export { initSync };\n", "default export");

// What is called is what is left: the module's other exports can go.
const used = [...new Set(Array.from(glue.matchAll(/\bwasm\.(\w+)/g), ([, name]) => name))];
const nodes = used.map((name) => ({ name: `use ${name}`, export: name }));
process.stdout.write(JSON.stringify([{ name: "glue", root: true, reaches: nodes.map(({ name }) => name) }, ...nodes]));
writeFileSync(file, glue);
