// How visitors are dealt to the arms of an experiment.

import assert from "node:assert/strict";
import { test } from "node:test";

import { arm } from "../src/widget/js/parts/gate/holdout.js";

const VISITORS = 40_000;
const numbers = Array.from({ length: VISITORS }, (_, n) => n.toString(16).padStart(16, "0"));
const held = (share, salt) => numbers.filter((number) => arm(number, share, salt) === "held-out").length;

test("the share that is asked for is held out, within four standard deviations", () => {
  for (const share of [0, 0.01, 0.1, 0.5, 1]) {
    for (const salt of ["", "spring", "1", "2"]) {
      const allowed = 4 * Math.sqrt(VISITORS * share * (1 - share));
      const found = held(share, salt);
      assert.ok(Math.abs(found - VISITORS * share) <= allowed, `${found} of ${VISITORS} at ${share}, salt ${salt}`);
    }
  }
});

test("who is held out at a small share is so at a larger one", () => {
  for (const number of numbers) {
    if (arm(number, 0.1) === "held-out") assert.equal(arm(number, 0.3), "held-out");
  }
});

test("two salts deal independently", () => {
  const both = numbers.filter((number) => arm(number, 0.5, "a") === "held-out" && arm(number, 0.5, "b") === "held-out").length;
  assert.ok(Math.abs(both - VISITORS / 4) < 4 * Math.sqrt((VISITORS * 3) / 16), `${both}`);
});
