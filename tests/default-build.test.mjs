// The command line as `make demo` builds it, without the features that take minutes to compile: it knows what it lacks, says
// how to get it, and the weekly script asks before it begins.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

const top = path.join(import.meta.dirname, "..");
const binary = path.resolve(top, process.env.CARGO_TARGET_DIR ?? "target", "release", "pairwell");

let folder;
before(async () => (folder = await mkdtemp(path.join(os.tmpdir(), "pairwell-default-"))));
after(() => rm(folder, { recursive: true, force: true }));

const run = (command, args, env = {}) => spawnSync(command, args, { cwd: folder, encoding: "utf8", env: { ...process.env, ...env } });

for (const args of [["publish", "model", "public"], ["rollback", "public"], ["prune", "public"]]) {
  test(`pairwell ${args[0]} says which build publishes`, () => {
    const { status, stderr } = run(binary, args);
    assert.notEqual(status, 0);
    assert.match(stderr, /--features publish[^]*make publish-cli/);
  });
}

test("pairwell counts says which build writes Parquet", () => {
  const { status, stderr } = run(binary, ["counts", "orders.csv", "-o", "counts"]);
  assert.notEqual(status, 0);
  assert.match(stderr, /--features parquet/);
});

test("the weekly script stops before an hour's work where its pairwell cannot publish", () => {
  const script = path.join(top, "pkg-template", "schedule", "pairwell-weekly.sh");
  const { status, stdout, stderr } = run("bash", [script], { PAIRWELL: binary, PUBLISH_COMMAND: "" });
  assert.notEqual(status, 0);
  assert.match(stderr, /--features publish[^]*STOPPED: this pairwell does not publish/);
  assert.doesNotMatch(stdout, /== Export/);
  assert.ok(!existsSync(path.join(folder, "state", "running")), "nothing is left running");
});
