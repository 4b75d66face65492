// A short soak: page loads at random in three tabs while network, clock, storage and cart fail at random. `make soak` runs a long one.

import assert from "node:assert/strict";
import { test } from "node:test";

import { soak } from "../soak/soak.mjs";
import { memory, newState } from "../soak/walk.mjs";

const LOADS = Number(process.env.PAIRWELL_SOAK_LOADS ?? 60);
const SEED = Number(process.env.PAIRWELL_SOAK_SEED ?? 7);

test("random page loads in three tabs, with random faults: no error, no other host, no event lost, memory flat", async (t) => {
  const state = await soak(newState(SEED), LOADS);
  t.diagnostic(`seed ${SEED}: ${JSON.stringify(state.counts)}`);
  assert.deepEqual(state.violations, []);
  assert.ok(state.loads >= LOADS);
  assert.ok(state.counts["pages: lists"] > LOADS / 3, "most pages show lists");
  assert.ok(state.counts["events looked for"] > LOADS);
  const { nodes, listeners, heap } = memory(state);
  assert.ok(listeners.late <= listeners.early, `${listeners.early} listeners, later ${listeners.late}`);
  assert.ok(nodes.late <= nodes.early, `${nodes.early} nodes, later ${nodes.late}`);
  // The history grows, to its limit.
  assert.ok(heap.late <= heap.early * 1.25, `${heap.early} bytes, later ${heap.late}`);
});
