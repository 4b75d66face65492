// Timing in Node as benches/common/mod.rs times in Rust, and the file that results go into.

import { writeFileSync } from "node:fs";

const BATCH = 0.3; // milliseconds
const WARM = 300;
const LONGEST = 1200;
const MOST = 3000;

/** Seconds of one call of `work`, once it is compiled: the lower quartile of batches of a third of a millisecond, which mostly
 *  pass without another program having had the processor meanwhile. */
export function seconds(work) {
  const batch = (calls) => {
    const begun = performance.now();
    for (let n = 0; n < calls; n++) work();
    return performance.now() - begun;
  };
  for (const end = performance.now() + WARM; performance.now() < end; ) work();
  let calls = 1;
  while (batch(calls) < BATCH && calls < 1 << 24) calls *= 2;
  const times = [];
  const end = performance.now() + LONGEST;
  while (times.length < 15 || (times.length < MOST && performance.now() < end)) times.push(batch(calls) / calls);
  return times.sort((a, b) => a - b)[times.length >> 2] / 1e3;
}

/** What one benchmark has found out. */
export class Results {
  #figures = {};

  /** Notes a figure and prints it. `unit` is one that tools/bench/groups.mjs can write. */
  note(name, value, unit) {
    console.log(`${name.padEnd(40)} ${value.toFixed(9).padStart(16)} ${unit}`);
    this.#figures[name] = { value, unit };
  }

  /** Writes all figures to where the variable BENCH_OUT says, if it does. */
  write() {
    if (process.env.BENCH_OUT) writeFileSync(process.env.BENCH_OUT, JSON.stringify(this.#figures));
  }
}
