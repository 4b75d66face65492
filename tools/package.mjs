#!/usr/bin/env node
// Fills pkg-template/ with what `make widget` built: dist/npm/ to be published, dist/cdn/<version>/ to be uploaded.
//
//   node tools/package.mjs [--dist dist] [--base /pairwell] [--model /model/manifest.json]
//
// --base and --model are what the snippet says: the address below which the CDN folder is served, and the model's.

import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const top = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const LICENCES = ["LICENSE-MIT", "LICENSE-APACHE"];
const CONTENT_TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

async function main() {
  const { values } = parseArgs({
    options: {
      dist: { type: "string", default: path.join(top, "dist") },
      base: { type: "string", default: "/pairwell" },
      model: { type: "string", default: "/model/manifest.json" },
    },
  });
  const widget = await readWidget(path.join(values.dist, "widget"));
  const facts = {
    ...(await readCargo(path.join(top, "Cargo.toml"))),
    base: values.base.replace(/\/+$/, ""),
    model: values.model,
    shop: values.model.replace(/[^/]*$/, "at/shop.pw"),
    glue: widget.glue,
    wasm: widget.wasm,
    integrity: widget.scripts.get("pairwell.js").integrity,
  };
  const sri = `${JSON.stringify({ version: facts.version, files: Object.fromEntries(widget.scripts) }, null, 2)}\n`;

  await whole(path.join(values.dist, "npm"), async (folder) => {
    await copyScripts(widget, folder);
    await cp(path.join(widget.folder, "pairwell.d.ts"), path.join(folder, "pairwell.d.ts"));
    await writeFile(path.join(folder, "sri.json"), sri);
    await fill("npm", folder, facts);
  });

  // The folder of one version only: others beside it, built earlier, stay as they are.
  await mkdir(path.join(values.dist, "cdn"), { recursive: true });
  await whole(path.join(values.dist, "cdn", facts.version), async (folder) => {
    await copyScripts(widget, folder);
    await writeFile(path.join(folder, "sri.json"), sri);
    await fill("cdn", folder, facts);
    await writeFile(path.join(folder, "SHA256SUMS"), await checksums(folder));
  });

  console.log(`pairwell ${facts.version}: dist/npm/ for npm publish, dist/cdn/${facts.version}/ for a CDN`);
  // For whoever writes a tag by hand, or compares what a host serves; those of the parts are in sri.json.
  for (const name of ["pairwell.js", facts.glue, facts.wasm]) console.log(`  ${name}  ${widget.scripts.get(name).integrity}`);
}

/** The built files by role. Several of one kind would mean two builds in one folder: refused. */
async function readWidget(folder) {
  const names = await readdir(folder);
  const only = (pattern) => {
    const found = names.filter((name) => pattern.test(name));
    if (found.length !== 1) throw new Error(`${folder} should have exactly one ${pattern.source}, it has ${found.length}`);
    return found[0];
  };
  const glue = only(/^pairwell-[0-9a-f]{8}\.mjs$/);
  const wasm = only(/^pairwell-[0-9a-f]{8}\.wasm$/);
  only(/^pairwell\.d\.ts$/);

  const scripts = new Map();
  // Parts load where they are needed, by names that the glue knows.
  const parts = names.filter((name) => /^part-[\w-]+-[0-9a-f]{8}\.(mjs|wasm)$/.test(name)).sort();
  if (parts.length === 0) throw new Error(`${folder} has no parts`);
  for (const name of [only(/^pairwell\.js$/), glue, wasm, ...parts]) {
    const bytes = await readFile(path.join(folder, name));
    scripts.set(name, {
      integrity: `sha384-${createHash("sha384").update(bytes).digest("base64")}`,
      bytes: bytes.length,
      type: CONTENT_TYPES[path.extname(name)],
    });
  }
  return { folder, glue, wasm, scripts };
}

async function readCargo(file) {
  const sections = (await readFile(file, "utf8")).split(/^\[/m);
  const section = sections.find((text) => text.startsWith("package]")) ?? "";
  const value = (key) => {
    const found = new RegExp(`^${key} = "([^"]*)"$`, "m").exec(section)?.[1];
    if (!found) throw new Error(`${file}: no ${key} in [package]`);
    return found;
  };
  return { version: value("version"), description: value("description") };
}

/** Makes a folder beside its place and moves it there when it is complete. */
async function whole(place, make) {
  const work = await mkdtemp(`${path.dirname(place)}/.${path.basename(place)}-`);
  try {
    const folder = path.join(work, "new");
    await mkdir(folder);
    await make(folder);
    await rm(place, { recursive: true, force: true });
    await rename(folder, place);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function copyScripts({ folder: from, scripts }, to) {
  for (const name of scripts.keys()) await cp(path.join(from, name), path.join(to, name));
  for (const name of LICENCES) await cp(path.join(top, name), path.join(to, name));
}

async function fill(kind, folder, facts) {
  const templates = path.join(top, "pkg-template", kind);
  for (const name of await readdir(templates)) {
    const text = await readFile(path.join(templates, name), "utf8");
    const encode = name.endsWith(".json") ? inJson : name.endsWith(".html") ? inHtml : String;
    const filled = text.replace(/\{\{(\w+)\}\}/g, (_, key) => {
      if (!(key in facts)) throw new Error(`pkg-template/${kind}/${name}: nothing is known as {{${key}}}`);
      return encode(facts[key]);
    });
    await writeFile(path.join(folder, name), filled);
  }
}

const inJson = (value) => JSON.stringify(value).slice(1, -1);
const inHtml = (value) => value.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** As sha256sum prints them, in order of name. */
async function checksums(folder) {
  const lines = [];
  for (const name of (await readdir(folder)).sort()) {
    const hash = createHash("sha256").update(await readFile(path.join(folder, name)));
    lines.push(`${hash.digest("hex")}  ${name}\n`);
  }
  return lines.join("");
}

main().catch((error) => {
  console.error(error.code === "ENOENT" ? `package: ${error.path} is missing; run make package` : `package: ${error.message}`);
  process.exitCode = 1;
});
