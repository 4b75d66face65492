// WebAssembly against the native build: same_bits.rs asks both, and needs the built widget, so it is not among the plain native
// tests. PAIRWELL_TEST_INPUTS asks for another number of inputs.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";

const top = path.join(import.meta.dirname, "..");

// The features that all native tests are built with (tools/test.sh), so that nothing is built twice.
const BUILD = ["--features", "publish,parquet"];

test("the built module answers 100,000 random inputs as the native build does, bit for bit", (t) => {
  const { stdout, stderr, status } = spawnSync("cargo", ["test", "--locked", "--quiet", ...BUILD, "--test", "same_bits", "--", "--ignored", "--nocapture"], {
    cwd: top,
    encoding: "utf8",
    // Cargo would look for the job slots of a make that has started this.
    env: { ...process.env, MAKEFLAGS: "", CARGO_MAKEFLAGS: "" },
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
  const [said, compared] = /^.*?([\d]+) inputs, .*$/m.exec(stdout) || [];
  assert.ok(said, stdout);
  t.diagnostic(said);
  assert.ok(Number(compared) >= Number(process.env.PAIRWELL_TEST_INPUTS || 100_000), said);
});
