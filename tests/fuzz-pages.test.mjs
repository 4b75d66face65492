// What the widget reads of pages, at random. `PAIRWELL_FUZZ_SECONDS` asks for so long a search of each; else some hundred inputs.
// A failure names its seed and the smallest input that shows it.

import { after, test } from "node:test";

import fc from "fast-check";

import { PROPERTIES } from "./fuzzing/pages.mjs";

const seconds = Number(process.env.PAIRWELL_FUZZ_SECONDS);
const unhandled = [];
process.on("unhandledRejection", (reason) => unhandled.push(reason));
after(() => {
  if (unhandled.length) throw unhandled[0];
});

for (const [name, property] of Object.entries(PROPERTIES)) {
  test(`${name}: any input is read without harm`, async () => {
    // The same inputs in every plain run; new ones whenever it is to search.
    const how = seconds ? { numRuns: Infinity, interruptAfterTimeLimit: seconds * 1000, seed: Date.now() | 0 } : { numRuns: 500, seed: 1 };
    const found = await fc.check(property, how);
    if (found.failed) throw new Error(fc.defaultReportMessage(found));
    console.log(`${name}: ${found.numRuns} inputs`);
  });
}
