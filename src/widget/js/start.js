// What the loader imports. "glue" is wasm-bindgen's for the module `Lists`: the build says where it is.

import { initSync, Lists } from "glue";

import { Core, knows } from "./core.js";

export { begin } from "./begin.js";

const PATIENCE = 1000; // milliseconds for the memory; later is fine, but shows later

// Makes a core that runs in an instance of `module`, and hands it to `run` once it has the model's `files`. `turn`: how many
// there have been with it.
export const start = async (page, edge, module, turn, files, run) => {
  // A memory whose instance has trapped cannot be used again.
  page.memory = turn > 1 ? "memory#" + turn : "memory";
  const coming = knows(page) && page.part(page.memory);
  const memory = coming && (await Promise.race([coming, new Promise((resolve) => setTimeout(resolve, PATIENCE))]));
  initSync({ module });
  const core = new Core(page, edge, new Lists(), memory && memory.open(page, edge));
  // What the shopper's past is about was brought by the pages of that time, or is not there: nothing is fetched for it.
  await Promise.all(core.past().map((key) => page.bring(key, true).catch(() => {})));
  // So that no task is long. A timer would wait for milliseconds each time, and WebKit is fast.
  for (const file of files) {
    await window.scheduler?.yield?.();
    core.add(file);
  }
  // At once: a file that comes later is told of.
  run(core);
};
