// What the loader imports. "glue" is wasm-bindgen's for the module `Lists`: the build says where it is.

import { initSync, Lists } from "glue";

import { Core, knows } from "./core.js";

export { begin } from "./begin.js";

const PATIENCE = 1000; // milliseconds for the memory; later is fine, but shows later

// A core that runs in an instance of `module`. `turn`: how many there have been with it.
export const start = async (page, edge, module, turn) => {
  // A memory whose instance has trapped cannot be used again.
  page.memory = turn > 1 ? "memory#" + turn : "memory";
  const coming = knows(page) && page.part(page.memory);
  const memory = coming && (await Promise.race([coming, new Promise((resolve) => setTimeout(resolve, PATIENCE))]));
  initSync({ module });
  return new Core(page, edge, new Lists(), memory && memory.open(page, edge));
};
