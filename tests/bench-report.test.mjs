// The documents of speed: that they say what was measured, and nothing that was not.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

import { GROUPS } from "../tools/bench/groups.mjs";
import { together } from "../tools/bench/run.mjs";

const top = path.join(import.meta.dirname, "..");
const run = promisify(execFile);
const report = (...options) => run(process.execPath, [path.join(top, "tools", "bench", "report.mjs"), ...options]);

/** Made-up results that have every figure the documents ask for. */
function madeUp() {
  const circumstances = { at: "2026-01-02T03:04", commit: "0123456789", changed: false, load: 0.4, machine: { processor: "A processor", cores: 2, memory: 8, system: "Linux x64", node: "20.11.0", rust: "1.95.0" } };
  const results = {};
  for (const [name, { extra, facts = [], tables = [], plots = [] }] of Object.entries(GROUPS)) {
    if (extra) continue;
    const figures = {};
    const put = (figure, unit) => figure && (figures[figure] ??= { value: (Object.keys(figures).length + 2) / 8, unit });
    for (const [, figure] of facts) put(figure, "");
    for (const [, own, other] of tables.flat()) [own, other].forEach((figure) => put(figure, "s"));
    for (const [figure] of plots.flatMap(({ bars }) => bars)) put(figure, "s");
    results[name] = { ...circumstances, figures };
  }
  return results;
}

/** A folder with documents made of made-up results, to be spoilt. */
async function copy(t) {
  const place = await mkdtemp(path.join(os.tmpdir(), "pairwell-bench-report-"));
  t.after(() => rm(place, { recursive: true }));
  await mkdir(path.join(place, "docs"));
  await cp(path.join(top, "README.md"), path.join(place, "README.md"));
  const file = path.join(place, "docs", "bench.json");
  await writeFile(file, JSON.stringify(madeUp()));
  const change = async (edit) => {
    const results = JSON.parse(await readFile(file, "utf8"));
    edit(results);
    await writeFile(file, JSON.stringify(results));
  };
  const reportHere = (...options) => report("--top", place, "--results", path.join(place, "new"), ...options);
  await reportHere();
  return { place, change, read: (name) => readFile(path.join(place, name), "utf8"), report: reportHere };
}

test("docs/bench.md, its plots and the README's table are what docs/bench.json says", () => report("--check"));

test("a document that was edited by hand is found out", async (t) => {
  const { place, read, report } = await copy(t);
  for (const file of ["README.md", "docs/bench.md", "docs/bench-scoring.svg"]) {
    const text = await read(file);
    const figure = [...text.matchAll(/\d(?:\.\d)? (?:ms|µs|s)\b/g)].at(-1);
    assert.ok(figure, `${file} has a figure`);
    await writeFile(path.join(place, file), `${text.slice(0, figure.index)}9${text.slice(figure.index)}`);
    await assert.rejects(report("--check"), (error) => error.stderr.includes(`${file} is not what docs/bench.json says`));
    await writeFile(path.join(place, file), text);
  }
  await report("--check");
});

test("a group that was not measured is named, and in no table; a figure that is missing stops the report", async (t) => {
  for (const [name, group] of Object.entries(GROUPS)) {
    if (group.extra) continue;
    const { change, read, report } = await copy(t);
    await change((results) => delete results[name]);
    await report();
    const text = await read("docs/bench.md");
    assert.ok(!text.includes(`\n## ${group.title}\n`) && text.split("## Not measured yet")[1].includes(`make bench GROUP=${name}`), name);
    await report("--check");
  }
  const { change, report } = await copy(t);
  await change((results) => delete results.counting.figures.duckdb);
  await assert.rejects(report(), (error) => error.stderr.includes('counting has no figure "duckdb"'));
});

test("a new result takes the place of the recorded one, and limits that are missed are called so", async (t) => {
  const { place, read, report } = await copy(t);
  const recorded = JSON.parse(await read("docs/bench.json"));
  const { counting } = recorded;
  counting.figures.pairwell.value = counting.figures.duckdb.value / 5;
  counting.load = 7.3;
  await mkdir(path.join(place, "new"));
  await writeFile(path.join(place, "new", "counting.json"), JSON.stringify(counting));
  await report();
  const section = (await read("docs/bench.md")).split("\n## ").find((text) => text.startsWith("Counting pairs"));
  const row = section.split("\n").find((line) => line.startsWith("| against DuckDB"));
  assert.match(row, /\| \.20 \| ≤ \.10, \.067: \*\*missed\*\* \|$/);
  assert.match(section, /\*\*busy\*\* \(load 7\.3/);
  assert.match(await read("README.md"), /\| counting pairs, processor time; DuckDB's SQL \| [^|]+ \| [^|]+ \| \.20 \|/);
  const kept = JSON.parse(await read("docs/bench.json"));
  assert.deepEqual(kept, { ...recorded, counting });
  await report("--check");
});

test("trips are a table by size of catalog", async (t) => {
  const { place, read, report } = await copy(t);
  const { scoring } = JSON.parse(await read("docs/bench.json"));
  const row = (products, first, further) => ({ products, files: 4097, first_page_bytes_median: first, first_page_bytes_p95: 2 * first, further_median: further, further_p95: 2 * further, shop_bytes: 4900 });
  await mkdir(path.join(place, "new"));
  await writeFile(path.join(place, "new", "trips.json"), JSON.stringify({ ...scoring, figures: { rows: [row(1000, 10_000, 7_000), row(1_000_000, 21_000, 17_000)] } }));
  await report();
  const text = await read("docs/bench.md");
  assert.match(text, /\| 1,000 \| 4,097 \| 10,000 bytes \/ 20,000 bytes \| ≤ 40,000 bytes, 24,000 bytes: aim reached \| 7,000 bytes \/ 14,000 bytes \| [^|]+: aim reached \/ [^|]+: aim reached \| 4,900 bytes \|/);
  assert.match(text, /\| 1,000,000 \|.*≤ 16,000 bytes, 8,000 bytes: \*\*missed\*\*/);
  assert.match(text, /differs by 2\.10 times \(≤ 1\.50: \*\*missed\*\*\)/);
});

test("of several rounds the median counts, and the range is kept", () => {
  const round = (value) => ({ native: { value, unit: "s" } });
  assert.deepEqual(together([round(3), round(1), round(2)]), { native: { value: 2, unit: "s", range: [1, 3] } });
});
