// The documentation shows what commands print. Here its commands run again, on the shipped sample, and must still print it.
//
// In the documents named below every block of ```console is run, a document after the other in one folder, and in those
// marked so every block of ```sh, too. A line «…» stands for lines left out. Comments above a block, which readers do not see, say more:
//   <!-- file: rules.toml -->   the block is the content of this file for the commands that follow
//   <!-- not run: why -->       the block is not run
// Numbers may differ by a hair, as processors round differently; sizes, times, hashes and dates of today by anything.
//
// After a change that is meant:  PAIRWELL_DOCS=write node --test tests/docs.test.mjs

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

const top = path.join(import.meta.dirname, "..");
const target = process.env.CARGO_TARGET_DIR ?? path.join(top, "target");
const binary = process.env.PAIRWELL_BINARY ?? path.join(target, "release", "pairwell");
const rewrite = process.env.PAIRWELL_DOCS === "write";

const DOCUMENTS = [
  { file: "docs/merchant.md", shell: true },
  { file: "README.md" },
  { file: "docs/rules.md" },
  { file: "docs/segments.md" },
  { file: "docs/goals.md", shell: true },
];

/** Blocks of a document that mean something here: where their content begins and ends, and what is said of them. */
export function blocks(text) {
  const found = [];
  const lines = text.split("\n");
  let note = "";
  for (let at = 0; at < lines.length; at++) {
    const said = /^<!-- (file|not run): (.*) -->$/.exec(lines[at]);
    if (said) note = { [said[1]]: said[2] };
    const language = /^```(\w+)$/.exec(lines[at])?.[1];
    if (!language) {
      if (!said && lines[at].trim()) note = "";
      continue;
    }
    const from = ++at;
    while (at < lines.length && lines[at] !== "```") at++;
    found.push({ language, from, to: at, lines: lines.slice(from, at), ...note });
    note = "";
  }
  return found;
}

// What differs from one run, machine or day to the next.
const volatile = [
  [/\b[0-9a-f]{16}\b/g, "ID"],
  [/\b[\d.,]+ (bytes|kB|MB)/g, "SIZE"],
  [/\b[\d.]+ s\b/g, "TIME"],
];
const steady = (line) => volatile.reduce((text, [what, name]) => text.replace(what, name), line.trimEnd());

// Digits with separators, so that words like «p1» keep theirs.
const NUMBER = /(?<![\w.-])[+-]?\d[\d,]*(?:\.\d+)?(?![\w-])/g;
const value = (number) => Number(number.replaceAll(",", ""));

/** Whether a line that was printed is the one that is shown. */
export function same(shown, printed) {
  [shown, printed] = [steady(shown), steady(printed)];
  if (shown === printed) return true;
  // Columns are as wide as their numbers.
  const words = (line) => line.replace(NUMBER, "#").replace(/ +/g, " ");
  if (words(shown) !== words(printed)) return false;
  const pairs = (shown.match(NUMBER) ?? []).map((number, at) => [value(number), value(printed.match(NUMBER)[at])]);
  return pairs.every(([a, b]) => Math.abs(a - b) <= Math.max(0.02, 0.01 * Math.abs(a)));
}

/** The first line that is shown and was not printed, or printed and not shown; undefined if there is none. */
export function difference(shown, printed, alike = same) {
  let at = 0;
  let gap = false;
  for (const line of shown) {
    if (line.trim() === "…") {
      gap = true;
      continue;
    }
    const found = gap ? printed.findIndex((other, n) => n >= at && alike(line, other)) : alike(line, printed[at] ?? "") ? at : -1;
    if (found < 0) return `shown:   ${line}\nprinted: ${printed[at] ?? "(nothing more)"}`;
    at = found + 1;
    gap = false;
  }
  return gap || at >= printed.length ? undefined : `shown:   (nothing more)\nprinted: ${printed[at]}`;
}

/** The shown lines with the numbers of the printed ones; what is left out stays so. */
function renewed(shown, printed) {
  const shape = (line) => steady(line).replace(NUMBER, "#").replace(/ +/g, " ");
  if (difference(shown, printed, (a, b) => shape(a) === shape(b))) {
    return shown.some((line) => line.trim() === "…") ? undefined : printed;
  }
  let at = 0;
  return shown.map((line) => {
    if (line.trim() === "…") return line;
    at = printed.findIndex((other, n) => n >= at && shape(line) === shape(other)) + 1;
    return printed[at - 1];
  });
}

/** The commands of a block, where each one's output begins and what it is shown to be. An empty line parts one from the next. */
function commands({ from, lines }) {
  const found = [];
  for (const [n, line] of lines.entries()) {
    if (line.startsWith("$ ")) found.push({ at: from + n + 1, command: line.slice(2), shown: [] });
    else found.at(-1).shown.push(line);
  }
  for (const one of found.slice(0, -1)) if (one.shown.at(-1) === "") one.shown.pop();
  return found;
}

let work;
let environment;
before(async () => {
  work = await mkdtemp(path.join(os.tmpdir(), "pairwell-docs-"));
  await symlink(path.join(top, "www"), path.join(work, "www"));
  await symlink(path.join(top, "pkg-template"), path.join(work, "pkg-template"));
  await symlink(binary, path.join(work, "pairwell"));
  environment = { ...process.env, PATH: `${work}${path.delimiter}${process.env.PATH}` };
});
after(() => rm(work, { recursive: true }));

/** Everything a command prints, errors too, as a terminal shows it. */
const run = async (command, more = {}) => {
  const options = { cwd: work, env: { ...environment, ...more }, maxBuffer: 1 << 26 };
  const { stdout } = await promisify(execFile)("bash", ["-c", `{ ${command}\n} 2>&1`], options).catch((error) => error);
  return stdout.replace(/\n$/, "").split("\n");
};

let publishes;

test("lines are told apart", () => {
  assert.ok(same("Wrote model/model-8a821f0467ada8f1.pw: 386.9 kB", "Wrote model/model-0000000000000000.pw: 1.2 MB"));
  assert.ok(same("Read 18,830 orders", "Read 18,830 orders"));
  assert.ok(same("Pairwell  0.2128  0.3189", "Pairwell  0.2131   0.3189"));
  assert.ok(!same("Pairwell  0.2128", "Pairwell  0.2928"));
  assert.ok(!same("3 errors, 0 warnings", "4 errors, 0 warnings"));
  assert.ok(!same("p1 goes", "p2 goes"));
  assert.equal(difference(["a", "…", "c"], ["a", "b", "c"]), undefined);
  assert.match(difference(["a", "…", "d"], ["a", "b", "c"]), /shown: {3}d/);
  assert.match(difference(["a"], ["a", "b"]), /printed: b/);
  assert.match(difference(["a", "c"], ["a", "b", "c"]), /shown: {3}c/);
  assert.deepEqual(blocks("<!-- file: x -->\n```toml\na = 1\n```\n```sh\nls\n```").map((block) => block.file), ["x", undefined]);
});

for (const { file, shell } of DOCUMENTS) {
  test(`${file} shows what its commands print`, async () => {
    publishes ??= !(await run(`pairwell prune --dry-run "${work}"`)).join("\n").includes("--features publish");
    const text = await readFile(path.join(top, file), "utf8");
    const lines = text.split("\n");
    const wrong = [];
    let ran = 0;
    // Written from the last to the first, so that none moves another.
    const rewritten = [];
    for (const block of blocks(text)) {
      if (block["not run"]) continue;
      if (block.file) await writeFile(path.join(work, block.file), `${block.lines.join("\n")}\n`);
      else if (block.language === "sh" && shell) await run(block.lines.join("\n"));
      if (block.language !== "console" || block.file) continue;
      assert.match(block.lines[0], /^\$ /, `${file}:${block.from + 1}: a block of console begins with a command`);
      for (const { at, command, shown: rest } of commands(block)) {
        let shown = rest;
        const more = {};
        if (!publishes) {
          // This binary has no `publish`: the weekly script goes by a command instead, which prints nothing.
          more.PUBLISH_COMMAND = "true";
          const [from, to] = ["== Publish", "== Report"].map((line) => shown.indexOf(line));
          if (from >= 0 && to > from) shown = [...shown.slice(0, from + 1), "…", ...shown.slice(to)];
        }
        const printed = await run(command, more);
        ran++;
        const what = difference(shown, printed);
        if (what && rewrite) rewritten.push({ at, was: rest.length, now: renewed(rest, printed) ?? [...rest, "(printed now:)", ...printed] });
        else if (what) wrong.push(`${file}:${at}: ${command}\n${what}`);
      }
    }
    for (const { at, was, now } of rewritten.reverse()) lines.splice(at, was, ...now);
    if (rewritten.length > 0) await writeFile(path.join(top, file), lines.join("\n"));
    assert.ok(ran > 0, "no command in it");
    assert.deepEqual(wrong, [], wrong.join("\n\n"));
  });
}
