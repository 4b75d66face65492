// The part "memory": the shopper's history. "glue" is wasm-bindgen's for the module `Memory`, which lies beside this file under
// the same name.

import { initSync, Memory } from "glue";

import { past } from "./past.js";
import { report } from "./report.js";

export const join = async () => {
  const response = await fetch(import.meta.url.replace(/mjs(#.*)?$/, "wasm"));
  initSync({ module: await WebAssembly.compile(await response.arrayBuffer()) });
};

export const open = (page, edge) => {
  page.past = past;
  return Object.assign(new Memory(page, edge), { report });
};
