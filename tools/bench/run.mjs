#!/usr/bin/env node
// Runs benchmarks and writes down what they find:
//
//   node tools/bench/run.mjs [GROUP…]
//
// without a name all of groups.mjs but those that are marked as extra. Each group gets a file in dist/bench/results/, with the machine,
// the commit and what else the machine had to do when it began; tools/bench/report.mjs makes documents of them.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { GROUPS } from "./groups.mjs";

const top = path.join(import.meta.dirname, "..", "..");
const dist = path.join(top, "dist", "bench");

const said = (command, ...options) => spawnSync(command, options, { cwd: top, encoding: "utf8" }).stdout?.trim() ?? "";

/** What a figure depends on beside the program. Names of machines and people are none of it. */
function circumstances() {
  return {
    at: new Date().toISOString().slice(0, 16),
    commit: said("git", "rev-parse", "--short=10", "HEAD") || "unknown",
    changed: said("git", "status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs", ":!README.md") !== "",
    // Processes that wanted a processor in the minute before.
    load: Number(os.loadavg()[0].toFixed(2)),
    machine: {
      processor: os.cpus()[0]?.model.trim() ?? "unknown",
      cores: os.availableParallelism(),
      memory: Math.round(os.totalmem() / 2 ** 30),
      system: `${os.type()} ${os.arch()}`,
      node: process.versions.node,
      rust: said("rustc", "--version").split(" ")[1] ?? "unknown",
    },
  };
}

/** Runs the steps of a group once: figures by name. */
function once(name, { steps, file }) {
  const figures = {};
  for (const [command, ...options] of steps) {
    const out = path.join(dist, "step.json");
    rmSync(out, { force: true });
    console.error(`\n— ${name}: ${[command, ...options].join(" ")}`);
    // What a step prints is for whoever watches; cargo's own lines are of no interest once it has built.
    const { status, error } = spawnSync(command, options, { cwd: top, stdio: "inherit", env: { ...process.env, BENCH_OUT: out } });
    if (error) throw error;
    if (status !== 0) throw new Error(`${name}: ${command} ended with ${status}`);
    if (existsSync(out)) Object.assign(figures, JSON.parse(readFileSync(out, "utf8")));
    rmSync(out, { force: true });
  }
  return file ? { rows: JSON.parse(readFileSync(path.join(dist, file), "utf8")) } : figures;
}

/** Of several rounds the median of each figure, and from where to where it went. */
export function together(rounds) {
  if (rounds.length === 1 || rounds[0].rows) return rounds[0];
  const figures = {};
  for (const [name, { unit }] of Object.entries(rounds[0])) {
    const values = rounds.map((round) => round[name].value).sort((a, b) => a - b);
    figures[name] = { value: values[values.length >> 1], unit };
    if (values[0] !== values.at(-1)) figures[name].range = [values[0], values.at(-1)];
  }
  return figures;
}

function main(wanted) {
  for (const name of wanted) if (!GROUPS[name]) throw new Error(`there is no group ${name}; there are ${Object.keys(GROUPS).join(", ")}`);
  const names = wanted.length ? wanted : Object.keys(GROUPS).filter((name) => !GROUPS[name].extra);
  mkdirSync(path.join(dist, "results"), { recursive: true });
  for (const name of names) {
    const before = circumstances();
    const group = GROUPS[name];
    const rounds = Array.from({ length: group.rounds ?? 1 }, () => once(name, group));
    writeFileSync(path.join(dist, "results", `${name}.json`), `${JSON.stringify({ ...before, figures: together(rounds) }, null, 1)}\n`);
  }
}

if (import.meta.filename === process.argv[1]) {
  try {
    main(process.argv.slice(2).flatMap((names) => names.split(/[\s,]+/)).filter(Boolean));
  } catch (error) {
    console.error(`bench: ${error.message}`);
    process.exitCode = 1;
  }
}
