// The bytes a shopper downloads stay within the budget, and the check itself can fail.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { check, measure } from "../tools/size.mjs";

const run = promisify(execFile);
const top = path.join(import.meta.dirname, "..");
const budgets = JSON.parse(await readFile(path.join(top, "tools", "size-budget.json"), "utf8")).budgets;

test("the built widget keeps every budget", async () => {
  const rows = await measure(path.join(top, "dist"));
  for (const { name, used, limit, within } of check(rows, budgets)) {
    assert.ok(within, `${name}: ${used} bytes brotli, over the budget of ${limit}`);
  }
});

test("one byte too many is noticed, the very limit is not", () => {
  const rows = [{ file: "widget/pairwell.js", raw: 9000, gzip: 3000, brotli: 2500 }];
  const loader = { name: "loader", files: ["widget/pairwell.js"], brotli: 2500 };
  assert.equal(check(rows, [loader])[0].within, true);
  assert.equal(check(rows, [{ ...loader, brotli: 2499 }])[0].within, false);
});

test("a file counts once in a budget, however many patterns match it", () => {
  const rows = [{ file: "widget/pairwell-0123abcd.wasm", raw: 3, gzip: 2, brotli: 1 }];
  const twice = { name: "wasm", files: ["widget/pairwell-*.wasm", "widget/*.wasm"], brotli: 1 };
  assert.deepEqual(check(rows, [twice]), [{ name: "wasm", used: 1, limit: 1, within: true }]);
});

test("a budget that covers no file is an error, not a pass", () => {
  assert.throws(() => check([], [{ name: "loader", files: ["widget/pairwell.js"], brotli: 1 }]), /no built file matches/);
});

test("the command prints the table and exits with 1 over the budget", async (t) => {
  const dist = await mkdtemp(path.join(os.tmpdir(), "pairwell-size-"));
  t.after(() => rm(dist, { recursive: true }));
  await mkdir(path.join(dist, "widget"));
  await mkdir(path.join(dist, "model"));
  await writeFile(path.join(dist, "widget", "pairwell.js"), "a".repeat(1000));
  const budget = path.join(dist, "budget.json");
  const command = [path.join(top, "tools", "size.mjs"), "--dist", dist, "--budget", budget];

  await writeFile(budget, JSON.stringify({ budgets: [{ name: "loader", files: ["widget/pairwell.js"], brotli: 1000 }] }));
  const { stdout } = await run(process.execPath, command);
  assert.match(stdout, /widget\/pairwell\.js +1,000 +\d+ +\d+\n/);
  assert.match(stdout, /loader: \d+ of 1000 bytes brotli, \d+ to spare/);

  await writeFile(budget, JSON.stringify({ budgets: [{ name: "loader", files: ["widget/pairwell.js"], brotli: 1 }] }));
  await assert.rejects(run(process.execPath, command), (error) => error.code === 1 && /TOO MANY/.test(error.stdout));
});
