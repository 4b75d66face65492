#!/usr/bin/env node
// Page loads at random across the demo shop, with faults at random, until there were as many as asked for: see walk.mjs.
//
//   node tests/soak/soak.mjs [--loads 10000] [--seed 1] [--minutes 60] [--out dist/soak.json] [--fresh]
//   node tests/soak/soak.mjs --report docs/soak.md [--out dist/soak.json] [--out dist/soak-2.json]
//
// What was done is kept in --out: a soak that was ended, by --minutes or by hand, goes on where it stopped. With --fresh, or with
// another seed, it begins anew. Exits with 1 when anything was violated.

import { spawnSync } from "node:child_process";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { Walk, memory, newState } from "./walk.mjs";

const top = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

async function save(out, state) {
  await mkdir(path.dirname(out), { recursive: true });
  await writeFile(`${out}.new`, JSON.stringify(state, null, 1));
  await rename(`${out}.new`, out);
}

/** What was walked through. */
const commit = () => spawnSync("git", ["rev-parse", "--short=10", "HEAD"], { cwd: top, encoding: "utf8" }).stdout?.trim() || "unknown";

/** Walks until `loads` page loads were made or `until()` says that it is enough; `kept(state)` is called now and then. */
export async function soak(state, loads, until = () => false, kept = async () => {}) {
  const walk = new Walk(state);
  const before = state.seconds;
  const began = Date.now();
  state.sittings++;
  state.commits = [...new Set([...(state.commits ?? []), commit()])];
  try {
    await walk.open();
    for (let n = 1; state.loads < loads && !until(); n++) {
      await walk.batch();
      state.seconds = before + Math.round((Date.now() - began) / 1000);
      if (n % 10 === 0) await kept(state);
    }
    await walk.sample();
  } finally {
    await walk.close();
    await kept(state);
  }
  return state;
}

const whole = (value) => Math.round(value).toLocaleString("en-GB");
const mebi = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** The results of soaks with different seeds, as those of one. */
const together = (states) => ({
  loads: states.reduce((sum, { loads }) => sum + loads, 0),
  seconds: states.reduce((sum, { seconds }) => sum + seconds, 0),
  sittings: states.reduce((sum, { sittings }) => sum + sittings, 0),
  commits: [...new Set(states.flatMap(({ commits }) => commits ?? ["unknown"]))].join(", "),
  seed: states.map(({ seed }) => seed).join(" and "),
  violations: states.flatMap(({ violations }) => violations),
  counts: states.reduce((sums, { counts }) => {
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
    return sums;
  }, {}),
});

/** The results in words; the memory is that of the first soak's browser. */
export function report(...states) {
  const [{ samples }] = states;
  const state = { ...together(states), samples };
  const { counts, violations } = state;
  const of = (start) =>
    Object.entries(counts)
      .filter(([name]) => name.startsWith(start))
      .sort((a, b) => b[1] - a[1])
      .map(([name, count]) => `| ${name.slice(start.length)} | ${whole(count)} |`)
      .join("\n");
  const { heap, nodes, listeners, pages, browser } = memory(state);
  return `# Soak

Made by \`node tests/soak/soak.mjs --report docs/soak.md\` from what \`make soak\` has left. [FAULTS.md](../FAULTS.md) says what must happen when something goes wrong; here three tabs of one browser (Chromium) load pages of the demo shop at random,
at the same time, and the network, the clock, the storage and the cart fail at random. Widget and model come from a host of their own, as from a CDN. \`tests/soak/walk.mjs\` says what must hold.

- **${whole(state.loads)} page loads**, seed ${state.seed}, in ${state.sittings} ${state.sittings === 1 ? "sitting" : "sittings"} and ${whole(state.seconds / 60)} minutes; commit ${state.commits}.
- **Violations: ${whole(violations.length)}** (errors in a page, more than one line on the console, requests to a third host, requests to the CDN's for more than a file's name, empty blocks, lost events, erased ones that came back, more than 500 events or 64 KiB).
- Events that had to be known and were: ${whole(counts["events looked for"] ?? 0)} looks; looks at a history that was full, of which nothing was demanded: ${whole(counts["looks at a full history"] ?? 0)}. Buttons pressed: ${whole(counts.presses ?? 0)}. Forgotten on request: ${whole(counts["forgotten on request"] ?? 0)}; storage wiped: ${whole(counts["storage wiped"] ?? 0)}; storage full: ${whole(counts["storage full"] ?? 0)}.

| how pages ended | |
|---|---|
${of("pages: ")}

*lists*: every block shows one. *off*: with one line on the console and the theme's own markup. *none*: the loader was not to be had.

| fault of the network, for three loads at a time | batches |
|---|---|
${of("network ")}

A tab that stays on its page, where a block comes and goes with each batch, looked at ${whole(state.samples.length)} times after a collection of garbage; medians of the first and the last third:

| | first third | last third |
|---|---|---|
| JavaScript heap of the tab that stays | ${mebi(heap.early)} | ${mebi(heap.late)} |
| DOM nodes | ${whole(nodes.early)} | ${whole(nodes.late)} |
| listeners | ${whole(listeners.early)} | ${whole(listeners.late)} |
| resident memory of the processes that have pages | ${mebi(pages.early)} | ${mebi(pages.late)} |
| resident memory of the browser's other processes | ${mebi(browser.early)} | ${mebi(browser.late)} |
${violations.length ? `\nThe first violations:\n\n${violations.slice(0, 20).map(({ load, what }) => `- load ${load}: ${what.replace(/\s+/g, " ").slice(0, 200)}`).join("\n")}\n` : ""}`;
}

async function main() {
  const { values } = parseArgs({
    options: {
      loads: { type: "string", default: "10000" },
      seed: { type: "string", default: "1" },
      minutes: { type: "string" },
      out: { type: "string", multiple: true, default: [path.join(top, "dist", "soak.json")] },
      fresh: { type: "boolean", default: false },
      report: { type: "string" },
    },
  });
  const numbers = [values.loads, values.seed, values.minutes ?? "1"].map(Number);
  if (!numbers.every((value) => Number.isFinite(value) && value >= 0)) throw new Error("--loads, --seed and --minutes are numbers");
  const [loads, seed] = numbers;
  const kept = await Promise.all(values.out.map((out) => readFile(out, "utf8").then(JSON.parse, () => undefined)));
  const [[out], [found]] = [values.out, kept];
  if (values.report) {
    if (!kept.every(Boolean)) throw new Error(`${values.out} is not there: run make soak first`);
    return writeFile(values.report, report(...kept));
  }
  const state = found && !values.fresh && found.version === newState(seed).version && found.seed === seed ? found : newState(seed);
  if (state.loads) console.log(`goes on after ${state.loads} loads`);
  const end = values.minutes ? Date.now() + numbers[2] * 60_000 : Infinity;
  let stopped = false;
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => (stopped = true));
  let told = Date.now();
  await soak(state, loads, () => stopped || Date.now() > end, async (state) => {
    await save(out, state);
    if (Date.now() - told < 30_000) return;
    told = Date.now();
    console.log(`${state.loads} of ${loads} loads, ${state.violations.length} violations`);
  });
  console.log(`${state.loads} loads, ${state.violations.length} violations`);
  for (const { load, what } of state.violations.slice(0, 10)) console.log(`  load ${load}: ${what}`);
  if (state.violations.length) process.exitCode = 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(`soak: ${error.stack}`);
    process.exitCode = 1;
  });
}
