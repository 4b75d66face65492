// What `make package` makes of the built widget: the npm package as npm sees it, its types as a TypeScript user meets them,
// and the CDN folder with values a browser and sha256sum would check.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const top = path.join(import.meta.dirname, "..");
const scripts = [/^pairwell\.js$/, /^pairwell-[0-9a-f]{8}\.mjs$/, /^pairwell-[0-9a-f]{8}\.wasm$/];

let dist, version;

let printed;
before(async () => {
  dist = await mkdtemp(path.join(os.tmpdir(), "pairwell-package-"));
  await cp(path.join(top, "dist", "widget"), path.join(dist, "widget"), { recursive: true });
  printed = (await makePackage()).stdout;
  version = /^version = "([^"]+)"$/m.exec(await readFile(path.join(top, "Cargo.toml"), "utf8"))[1];
});
after(() => rm(dist, { recursive: true, force: true }));

const makePackage = (...options) => run(process.execPath, [path.join(top, "tools", "package.mjs"), "--dist", dist, ...options]);
/** The modules that pages load where they need them, each of which the glue asks for by name. */
const builtParts = async () => {
  const parts = (await readdir(path.join(dist, "widget"))).filter((name) => name.startsWith("part-")).sort();
  assert.ok(parts.length > 10);
  return parts;
};
const npm = (...names) => path.join(dist, "npm", ...names);
const cdn = (...names) => path.join(dist, "cdn", version, ...names);
const json = async (file) => JSON.parse(await readFile(file, "utf8"));
const sha = (algorithm, bytes, encoding) => createHash(algorithm).update(bytes).digest(encoding);

test("npm packs the three scripts and all parts, the types, the words and nothing else", async () => {
  const { stdout } = await run("npm", ["pack", "--dry-run", "--json"], { cwd: npm() });
  const listing = JSON.parse(stdout);
  const packed = Array.isArray(listing) ? listing[0] : Object.values(listing)[0];
  const files = packed.files.map((file) => file.path).sort();

  assert.equal(packed.version, version);
  for (const pattern of scripts) assert.equal(files.filter((name) => pattern.test(name)).length, 1, String(pattern));
  assert.deepEqual(files.filter((name) => name.startsWith("part-")), await builtParts());
  const others = files.filter((name) => !name.startsWith("part-") && !scripts.some((pattern) => pattern.test(name)));
  assert.deepEqual(others, ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "package.json", "pairwell.d.ts", "sri.json"]);
});

test("every path the package names exists in it", async () => {
  const { exports, types, unpkg, jsdelivr, files, sideEffects } = await json(npm("package.json"));
  const named = [types, unpkg, jsdelivr, ...sideEffects, ...files, ...Object.values(exports).flatMap((e) => Object.values(Object(e) === e ? e : { e }))];
  assert.ok(named.length > 10);
  for (const file of named) {
    if (file.includes("*")) assert.match(file, /^(\.\/)?part-\*\.(mjs|wasm)$/);
    else await readFile(npm(file));
  }
});

test("no template is left unfilled", async () => {
  for (const folder of [npm(), cdn()]) {
    for (const name of await readdir(folder)) {
      assert.doesNotMatch(await readFile(path.join(folder, name), "latin1"), /\{\{\w+\}\}/, name);
    }
  }
});

test("the packaging prints the integrity values of loader, glue and module", async () => {
  const shown = new Map([...printed.matchAll(/^ {2}(\S+) {2}(sha384-\S+)$/gm)].map(([, name, value]) => [name, value]));
  assert.equal(shown.size, 3, printed);
  for (const pattern of scripts) {
    const name = [...shown.keys()].find((name) => pattern.test(name));
    assert.equal(shown.get(name), `sha384-${sha("sha384", await readFile(cdn(name)), "base64")}`, String(pattern));
  }
});

test("the integrity values are those of the files", async () => {
  for (const folder of [npm(), cdn()]) {
    const sri = await json(path.join(folder, "sri.json"));
    assert.equal(sri.version, version);
    const names = Object.keys(sri.files);
    assert.equal(names.length, 3 + (await builtParts()).length);
    for (const name of names) {
      const bytes = await readFile(path.join(folder, name));
      assert.equal(sri.files[name].integrity, `sha384-${sha("sha384", bytes, "base64")}`, name);
      assert.equal(sri.files[name].bytes, bytes.length, name);
    }
  }
});

test("SHA256SUMS covers every other file of the CDN folder", async () => {
  const lines = (await readFile(cdn("SHA256SUMS"), "utf8")).trimEnd().split("\n").map((line) => line.split("  "));
  assert.deepEqual(lines.map(([, name]) => name), (await readdir(cdn())).filter((name) => name !== "SHA256SUMS").sort());
  for (const [sum, name] of lines) assert.equal(sum, sha("sha256", await readFile(cdn(name)), "hex"), name);
});

test("the snippet carries the loader's integrity and the address it was made for", async () => {
  await makePackage("--base", "https://cdn.example.com/pairwell/", "--model", "https://cdn.example.com/model/manifest.json");
  const snippet = await readFile(cdn("snippet.html"), "utf8");
  const loader = sha("sha384", await readFile(cdn("pairwell.js")), "base64");
  assert.ok(snippet.includes(`src="https://cdn.example.com/pairwell/${version}/pairwell.js"`), snippet);
  assert.ok(snippet.includes('data-model="https://cdn.example.com/model/manifest.json"'), snippet);
  assert.ok(snippet.includes(`integrity="sha384-${loader}" crossorigin="anonymous"`), snippet);
  // Hints for what the loader asks for, by the names that it has.
  const hinted = [...snippet.matchAll(/<link rel="(?:modulepreload|preload" as="fetch)" crossorigin href="([^"]+)">/g)].map(([, href]) => href);
  const names = (await readdir(cdn())).filter((name) => /^pairwell-.*\.(mjs|wasm)$/.test(name)).sort((a, b) => path.extname(a).localeCompare(path.extname(b)));
  assert.deepEqual(hinted, [...names.map((name) => `https://cdn.example.com/pairwell/${version}/${name}`), "https://cdn.example.com/model/manifest.json", "https://cdn.example.com/model/at/shop.pw"]);
});

test("the same build gives the same package, byte for byte", async () => {
  await makePackage();
  const first = await readFile(cdn("SHA256SUMS"), "utf8");
  await makePackage();
  assert.equal(await readFile(cdn("SHA256SUMS"), "utf8"), first);
});

test("a widget folder with two builds in it is refused", async (t) => {
  const extra = path.join(dist, "widget", "pairwell-00000000.wasm");
  await writeFile(extra, "");
  t.after(() => rm(extra));
  await assert.rejects(makePackage(), /exactly one .*wasm.*, it has 2/);
});

test("TypeScript takes right uses of the API and refuses wrong ones", async (t) => {
  const project = await mkdtemp(path.join(os.tmpdir(), "pairwell-types-"));
  t.after(() => rm(project, { recursive: true }));
  await mkdir(path.join(project, "node_modules"));
  await symlink(npm(), path.join(project, "node_modules", "pairwell"));
  /** What the compiler says about each of the texts, by name. */
  const complaints = async (texts) => {
    for (const [name, text] of Object.entries(texts)) {
      await writeFile(path.join(project, `${name}.ts`), `/// <reference types="pairwell" />\n${text}`);
    }
    const options = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--moduleDetection", "force"];
    const command = [path.join(top, "node_modules", "typescript", "bin", "tsc"), ...options, ...Object.keys(texts).map((name) => `${name}.ts`)];
    const said = await run(process.execPath, command, { cwd: project }).then(
      () => "",
      // tsc writes its complaints to stdout.
      (error) => error.stdout,
    );
    return said.split("\n").filter((line) => line.includes("error TS"));
  };

  const right = `
    window.pairwell = window.pairwell || [];
    window.pairwell.push(["view", "red-mug"]);
    window.pairwell.push(["cart", ["red-mug", "lantern"]]);
    window.pairwell.push(["purchase", { order: "1001", products: ["red-mug"] }]);
    window.pairwell.push(["forget"]);
    document.querySelector("pairwell-block")?.addEventListener("pairwell:add", (event) => {
      const names: string[] = event.detail.items.map((item) => item.product);
      event.detail.waitUntil(fetch("/cart/add?" + names.join()));
    });
  `;
  const wrong = {
    "unknown-call": `window.pairwell!.push(["veiw", "red-mug"]);`,
    "cart-no-list": `window.pairwell!.push(["cart", "red-mug"]);`,
    "purchase-of-nothing": `window.pairwell!.push(["purchase", { order: "1001" }]);`,
    "unknown-field": `document.querySelector("pairwell-block")!.addEventListener("pairwell:add", (e) => e.detail.nothing);`,
  };
  const said = await complaints({ right, ...wrong });
  assert.deepEqual(said.filter((line) => line.startsWith("right.ts")), []);
  for (const name of Object.keys(wrong)) assert.ok(said.some((line) => line.startsWith(`${name}.ts`)), `${name} was taken for right`);
});
