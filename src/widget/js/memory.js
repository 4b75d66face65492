// The part "memory": the shopper's history. "glue" is wasm-bindgen's for the module `Memory`, which lies beside this file under
// the same name.

import { initSync, Memory } from "glue";

import { past } from "./past.js";
import { report } from "./report.js";

const MOST = 1 << 18; // bytes of a module: what goes on for ever is not read to its end

// As the loader reads the lists' module. Where this fails there is no memory, and lists all the same.
const read = async ({ ok, status, url, body }) => {
  if (!ok) throw new Error(`${url} answered ${status}`);
  const pieces = [];
  const reader = body.getReader();
  for (let length = 0; ; ) {
    const { value, done } = await reader.read();
    if (done) return new Blob(pieces).arrayBuffer();
    length += value.length;
    if (length > MOST) throw (reader.cancel(), new Error(`${url} is too long`));
    pieces.push(value);
  }
};

export const join = async (page) => {
  const response = await fetch(import.meta.url.replace(/mjs(#.*)?$/, "wasm"), { signal: page?.signal });
  initSync({ module: await WebAssembly.compile(await read(response)) });
};

export const open = (page, edge) => {
  page.past = past;
  return Object.assign(new Memory(page, edge), { report });
};
