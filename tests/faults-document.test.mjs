// FAULTS.md says of each fault which tests prove it: every test it names exists, and no row is left without an answer. So do
// those that SECURITY.md names.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

const top = path.join(import.meta.dirname, "..");
const UNTESTED = "not tested yet";
const FILE = /^(?:tests|src)\/\S+\.(?:rs|mjs)$/;

/** The rows of a text's tables whose last column is headed "proved by": { line, title, proof }. */
function rowsOf(markdown) {
  const rows = [];
  let inside = false;
  for (const [index, text] of markdown.split("\n").entries()) {
    if (!text.startsWith("|")) inside = false;
    else {
      const cells = text.split("|").slice(1, -1).map((cell) => cell.trim());
      if (cells.at(-1) === "proved by") inside = cells.length;
      else if (inside && !/^\|[-|: ]+$/.test(text)) {
        assert.equal(cells.length, inside, `line ${index + 1}: another number of columns than the head`);
        rows.push({ line: index + 1, title: cells[0], proof: cells.at(-1) });
      }
    }
  }
  return rows;
}

/** What a row says: the tests it names, as { file, title }, and whether a part is not proved. `undefined`: it does not say. */
function readProof(proof) {
  if (proof === UNTESTED) return { tests: [], part: false };
  const [named, missing, more] = proof.split(" Not proved: ").map((part) => part.replace(/\.$/, ""));
  const tests = [];
  let file;
  for (const [, words] of named.matchAll(/`([^`]+)`/g)) {
    if (FILE.test(words)) file = words;
    else tests.push({ file, title: words });
  }
  // Nothing but files and titles: whoever has more to say says what is not proved.
  const rest = named.replace(/`[^`]+`/g, "").replace(/[\s,;]/g, "");
  const whole = tests.length > 0 && tests.every((one) => one.file) && rest === "" && more === undefined && missing !== "";
  return whole ? { tests, part: missing !== undefined } : undefined;
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Whether a script has a test of this title. Where a title is filled in, it is with `…`, or with something the script has in it. */
function scriptHas(source, title) {
  for (const [, quote, words] of source.matchAll(/^[ \t]*(?:await )?(?:test|t)\(\s*(["'`])((?:\\.|(?!\1)[^\\\n])*)\1/gm)) {
    const fixed = quote === "`" ? words.split(/\$\{[^}]*\}/) : [words];
    const filled = new RegExp(`^${fixed.map((part) => escaped(part.replace(/\\(.)/g, "$1"))).join("(.+)")}$`).exec(title);
    // A title of nothing but holes would be any test's.
    if (!filled || fixed.join("").trim().length < 8) continue;
    if (filled.slice(1).every((words) => words === "…" || new RegExp(`(?<![\\w-])${escaped(words)}(?![\\w-])`).test(source))) return true;
  }
  return false;
}

/** Whether a Rust file has a test of this name that is not ignored. */
function rustHas(source, name) {
  const found = new RegExp(`((?:^[ \\t]*#\\[.*\\]\\n)+)[ \\t]*(?:pub )?(?:async )?fn ${escaped(name)}\\(`, "m").exec(source);
  return Boolean(found) && /#\[(?:\w+::)?(?:wasm_bindgen_)?test\]/.test(found[1]) && !/#\[ignore/.test(found[1]);
}

function missingTests(tests) {
  const missing = [];
  for (const { file, title } of tests) {
    const at = path.join(top, file);
    if (!existsSync(at)) missing.push(`${file} is not there`);
    else if (!(file.endsWith(".rs") ? rustHas : scriptHas)(readFileSync(at, "utf8"), title)) missing.push(`${file} has no test "${title}"`);
  }
  return missing;
}

const rows = rowsOf(readFileSync(path.join(top, "FAULTS.md"), "utf8"));

test("each row names tests that exist, or says that it is not tested yet", (t) => {
  assert.ok(rows.length > 45, `only ${rows.length} rows were found`);
  const wrong = [];
  const count = { proved: 0, part: 0, untested: 0, engines: 0 };
  for (const { line, title, proof } of rows) {
    const said = readProof(proof);
    if (!said) {
      wrong.push(`FAULTS.md:${line}: ${title}: neither a test nor "${UNTESTED}"`);
      continue;
    }
    wrong.push(...missingTests(said.tests).map((what) => `FAULTS.md:${line}: ${title}: ${what}`));
    count[said.tests.length === 0 ? "untested" : said.part ? "part" : "proved"] += 1;
    count.engines += said.tests.some(({ file }) => /^tests\/(platforms|engines)\//.test(file)) ? 1 : 0;
  }
  t.diagnostic(`${rows.length} rows: ${count.proved} proved, ${count.part} in part, ${count.untested} ${UNTESTED}; ${count.engines} have tests in three engines`);
  assert.deepEqual(wrong, []);
});

test("what SECURITY.md names as tests exists", () => {
  const text = readFileSync(path.join(top, "SECURITY.md"), "utf8");
  const places = [...text.matchAll(/`((?:tests|src|docs|www)\/[^`\s]+)`/g)].map(([, place]) => place);
  assert.deepEqual(places.filter((place) => !existsSync(path.join(top, place))), []);
  const tests = [...text.matchAll(/`([^`]+)`((?:, \*[^*]+\*)+)/g)].flatMap(([, file, titles]) => [...titles.matchAll(/\*([^*]+)\*/g)].map(([, title]) => ({ file, title })));
  assert.ok(places.length > 10 && tests.length > 5, `only ${places.length} places and ${tests.length} tests were found`);
  assert.deepEqual(missingTests(tests), []);
});

test("a title that is gone, an ignored test and a row without an answer are noticed", () => {
  const script = 'const NAMES = ["the model is cut"];\nfor (const name of NAMES) {\n  test(`${name}: the lists stay`, () => {});\n}\ntest("one and \\"two\\"", () => {});\n// test("in a comment", () => {});\ntest.skip("left out", () => {});\ntest(`${name}`, () => {});\n';
  for (const title of ["the model is cut: the lists stay", "…: the lists stay", 'one and "two"']) assert.ok(scriptHas(script, title), title);
  for (const title of ["the model is cu: the lists stay", "another: the lists stay", "the lists stay", "one and", "in a comment", "left out", "anything"]) assert.ok(!scriptHas(script, title), title);

  const rust = "#[test]\nfn right() {}\n\n#[test]\n#[ignore]\nfn slow() {}\n\nfn helper() {}\n\n    #[wasm_bindgen_test]\n    async fn shown() {}\n";
  assert.deepEqual(["right", "shown", "slow", "helper", "righ", "gone"].map((name) => rustHas(rust, name)), [true, true, false, false, false, false]);

  assert.deepEqual(readProof("`tests/a.rs` `one`, `two`; `src/b.rs` `three`. Not proved: the rest."), {
    tests: [{ file: "tests/a.rs", title: "one" }, { file: "tests/a.rs", title: "two" }, { file: "src/b.rs", title: "three" }],
    part: true,
  });
  for (const proof of ["", "surely", "`tests/a.rs`", "`a test without a file`", "`tests/a.rs` `one` and more", "not tested yet, but it works", "`tests/a.rs` `one`. Not proved: "]) assert.equal(readProof(proof), undefined, proof);
  assert.deepEqual(missingTests([{ file: "tests/gone.rs", title: "x" }]), ["tests/gone.rs is not there"]);
  assert.deepEqual(rowsOf("| a | b |\n|---|---|\n| 1 | 2 |\n\n| a | proved by |\n|---|---|\n| x | y |\n"), [{ line: 7, title: "x", proof: "y" }]);
});
