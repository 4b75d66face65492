// The declarations as a TypeScript user meets them, and beside what the widget truly takes.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const top = path.join(import.meta.dirname, "..");
const js = (...names) => path.join(top, "src", "widget", "js", ...names);
const declarations = js("pairwell.d.ts");

/** What the compiler says about files, by name: { name: text }. */
async function complaints(t, files) {
  const project = await mkdtemp(path.join(os.tmpdir(), "pairwell-types-"));
  t.after(() => rm(project, { recursive: true }));
  const place = path.join(project, "node_modules", "pairwell");
  await mkdir(place, { recursive: true });
  await copyFile(declarations, path.join(place, "pairwell.d.ts"));
  await writeFile(path.join(place, "package.json"), JSON.stringify({ name: "pairwell", types: "./pairwell.d.ts" }));
  // Elements that the sample's JSX needs beside ours: every framework brings its own.
  await writeFile(path.join(project, "jsx.d.ts"), "declare namespace JSX { interface IntrinsicElements { main: { children?: unknown } } }");
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(project, name), text);
  const options = ["--noEmit", "--strict", "--jsx", "preserve", "--target", "es2022", "--lib", "es2022,dom", "--moduleDetection", "force"];
  const command = [path.join(top, "node_modules", "typescript", "bin", "tsc"), ...options, "jsx.d.ts", ...Object.keys(files)];
  const said = await run(process.execPath, command, { cwd: project }).then(
    () => "",
    (error) => error.stdout,
  );
  return said.split("\n").filter((line) => line.includes("error TS"));
}

test("TypeScript takes every right use of the API, attributes and JSX included", async (t) => {
  const right = await readFile(path.join(top, "tests", "types", "right.tsx"), "utf8");
  assert.deepEqual(await complaints(t, { "right.tsx": right }), []);
});

test("TypeScript refuses each wrong use", async (t) => {
  const api = "declare const api: Pairwell.Api;";
  const wrong = {
    "unknown-kind": `const kind: Pairwell.Kind = "foo";`,
    "unknown-call": `window.pairwell!.push(["veiw", "red-mug"]);`,
    "consent-of-a-text": `window.pairwell!.push(["consent", "yes"]);`,
    "unknown-word": `window.pairwell!.push(["words", { buy: "Buy" }]);`,
    "unknown-option": `${api} api.recommend({ kinds: "cart" });`,
    "unknown-event": `${api} api.on("impressions", () => {});`,
    "wrong-detail": `${api} api.on("click", (detail) => detail.waitUntil(Promise.resolve()));`,
    "no-model": `const tag: Pairwell.ScriptAttributes = { "data-live": "on" };`,
    "unknown-platform": `const tag: Pairwell.ScriptAttributes = { "data-model": "/m", "data-platform": "magento" };`,
    "unknown-layout": `export const a = <pairwell-block layout="table" />;`,
    "unknown-attribute": `export const a = <pairwell-block knid="cart" />;`,
  };
  const files = Object.fromEntries(Object.entries(wrong).map(([name, text]) => [`${name}.tsx`, `/// <reference types="pairwell" />\n${text}`]));
  const said = await complaints(t, files);
  for (const name of Object.keys(wrong)) assert.ok(said.some((line) => line.startsWith(`${name}.tsx`)), `${name} was taken for right`);
});

/** The members of a union of texts, or the names of an interface, in the declarations. */
async function declared(pattern) {
  const text = (await readFile(declarations, "utf8")).replace(/\/\*\*[^]*?\*\//g, "");
  const [, body] = pattern.exec(text);
  return [...body.matchAll(/"([a-z-]+)"/g)].map(([, name]) => name);
}

test("kinds are those of the core, and of the part that checks pages", async () => {
  const rust = await readFile(path.join(top, "src", "recommend", "kind.rs"), "utf8");
  const core = [...rust.matchAll(/\(Self::\w+, "([a-z-]+)"\)/g)].map(([, name]) => name);
  assert.ok(core.length >= 14);
  assert.deepEqual(await declared(/type Kind =([^;]+);/), core);
  const { KINDS } = await import(js("parts", "check.js"));
  assert.deepEqual(KINDS, core);
});

test("words are those of the languages that are shipped", async () => {
  const names = [...(await declared(/type WordName =([^;]+);/)), ...(await declared(/type CountedName =([^;]+);/)), ...(await declared(/type Kind =([^;]+);/))].sort();
  const languages = (await readdir(js("parts"))).filter((name) => /^words-\w+\.js$/.test(name));
  assert.ok(languages.length >= 6);
  for (const language of languages) {
    const { words } = await import(js("parts", language));
    const known = Object.keys(words).filter((name) => name !== "dir" && !name.includes("."));
    assert.deepEqual(known.sort(), names, language);
  }
});
