// The folder a site is built into. Files that are already right are left alone (with their compressed siblings), and
// what an earlier build left behind is removed at the end, when no new page leads to it any more; so a rebuild is
// quick, and a server that is running on the folder always has whole pages to give.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

// Stands in every folder this class has made, so that it never clears away one that it has not.
const MARKER = ".made-by-pairwell-demo";

const COMPRESSIBLE = /\.(js|mjs|css|svg|json|wasm|pw)$/;

export class Output {
  #root;
  #kept = new Set();
  #folders = new Set();

  constructor(root) {
    this.#root = path.resolve(root);
    if (existsSync(root) && !existsSync(path.join(root, MARKER)) && readdirSync(root).length > 0) {
      throw new Error(`${root} holds files that no build of the demo made; choose another folder with --out`);
    }
    this.write(`/${MARKER}`, "");
  }

  /** Writes what an address is to be answered with; an address ending in a slash is a folder's page. */
  write(url, content) {
    const name = decodeURIComponent(url.endsWith("/") ? `${url}index.html` : url);
    const file = path.join(this.#root, name);
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
    this.#kept.add(file);
    if (this.#holds(file, bytes)) return;
    this.#makeFolder(path.dirname(file));
    writeFileSync(file, bytes);
  }

  /** Copies a folder's files to below an address. */
  copy(from, url) {
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const source = path.join(from, entry.name);
      const target = `${url}/${encodeURIComponent(entry.name)}`;
      if (entry.isDirectory()) this.copy(source, target);
      else this.write(target, readFileSync(source));
    }
  }

  /** Gives every file below an address that gains by it its `.br` and `.gz`; resolves with how many have them. */
  async compress(url) {
    const below = path.join(this.#root, url) + path.sep;
    const files = [...this.#kept].filter((file) => file.startsWith(below) && COMPRESSIBLE.test(file));
    const done = await Promise.all(files.map((file) => this.#compressFile(file)));
    return done.filter(Boolean).length;
  }

  /** Removes what is not part of this build. */
  sweep() {
    this.#sweepFolder(this.#root);
  }

  async #compressFile(file) {
    const siblings = [`${file}.br`, `${file}.gz`];
    const { mtimeMs } = statSync(file);
    const fresh = siblings.every((sibling) => existsSync(sibling) && statSync(sibling).mtimeMs >= mtimeMs);
    if (!fresh) {
      const bytes = readFileSync(file);
      const packed = await Promise.all([
        promisify(brotliCompress)(bytes, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
        }),
        promisify(gzip)(bytes, { level: 9 }),
      ]);
      if (packed.some((result) => result.length >= bytes.length)) return false;
      packed.forEach((result, index) => writeFileSync(siblings[index], result));
    }
    for (const sibling of siblings) this.#kept.add(sibling);
    return true;
  }

  #holds(file, bytes) {
    try {
      return statSync(file).size === bytes.length && readFileSync(file).equals(bytes);
    } catch (error) {
      if (error.code === "ENOENT") return false;
      throw error;
    }
  }

  #makeFolder(folder) {
    if (this.#folders.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    this.#folders.add(folder);
  }

  // Says whether anything is left in the folder.
  #sweepFolder(folder) {
    let left = 0;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (this.#sweepFolder(full)) left += 1;
        else rmdirSync(full);
      } else if (this.#kept.has(full)) left += 1;
      else rmSync(full);
    }
    return left > 0;
  }
}
