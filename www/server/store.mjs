// Files of one folder as ready-to-send bodies: read once, compressed once, tagged by their content.
//
// Precompressed siblings (`x.js.br`, `x.js.gz`) made by the build are used when they are not older than the file;
// everything else that is text-like is compressed here on first request and kept. An entry lives as long as the
// file's size and modification time stay the same, so a rebuilt site is served without a restart.

import { createHash } from "node:crypto";
import { readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const SUFFIX = { br: ".br", gzip: ".gz" };

// Bodies below this gain nothing: the header naming the coding costs as much as it saves.
const SMALLEST_WORTH_COMPRESSING = 256;

const compressors = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        // 5 is where brotli still outdoes gzip 9 on size and stays well below its time; 11 is for the build.
        [constants.BROTLI_PARAM_QUALITY]: 5,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 6 }),
};

export class FileStore {
  #root;
  #entries = new Map();
  #bytes = 0;
  #limit;

  constructor(root, { limit = 64 * 1024 * 1024 } = {}) {
    this.#root = path.resolve(root);
    this.#limit = limit;
  }

  /**
   * Where a decoded URL path leads: `{ file, info }`, `{ folder: true }` for a folder asked for without its slash,
   * or null. Anything that is not plainly inside the root is null, symbolic links included.
   */
  async locate(pathname) {
    if (!pathname.startsWith("/") || /[\0\\]|\/\//.test(pathname)) return null;
    // Dot files (our own build marker, a stray .git) are never part of a site; ".." falls under the same rule.
    if (pathname.split("/").some((segment) => segment.startsWith("."))) return null;

    const wantsFolder = pathname.endsWith("/");
    const target = path.join(this.#root, wantsFolder ? `${pathname}index.html` : pathname);
    try {
      const [real, root] = await Promise.all([realpath(target), realpath(this.#root)]);
      if (real !== root && !real.startsWith(root + path.sep)) return null;
      const info = await stat(real);
      if (info.isFile()) return { file: real, info };
      if (info.isDirectory() && (await isFile(path.join(real, "index.html")))) return { folder: true };
      return null;
    } catch (error) {
      if (["ENOENT", "ENOTDIR", "ENAMETOOLONG", "ELOOP"].includes(error.code)) return null;
      throw error;
    }
  }

  /** The body of a located file in a coding: `{ body, etag, encoding }`; `encoding` is null where it would not pay. */
  async body({ file, info }, encoding) {
    const key = `${encoding ?? "identity"} ${file}`;
    const version = `${info.size}-${info.mtimeMs}`;
    const known = this.#entries.get(key);
    if (known?.version === version) {
      // Re-inserting keeps the map in order of last use, which is the order of eviction.
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.content;
    }
    if (known) this.#forget(key, known);

    // The promise is kept, not its result, so that simultaneous requests share one compression.
    const entry = { version, size: 0, content: this.#load(file, info, encoding) };
    this.#entries.set(key, entry);
    try {
      const content = await entry.content;
      if (this.#entries.get(key) === entry) {
        entry.size = content.body.length;
        this.#bytes += entry.size;
        this.#evict();
      }
      return content;
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }

  async #load(file, info, encoding) {
    if (encoding) {
      const ready = await readSibling(file + SUFFIX[encoding], info);
      if (ready) return { body: ready, etag: tag(ready), encoding };
    }
    const plain = await readFile(file);
    if (!encoding || plain.length < SMALLEST_WORTH_COMPRESSING) return { body: plain, etag: tag(plain), encoding: null };
    const packed = await compressors[encoding](plain);
    if (packed.length >= plain.length) return { body: plain, etag: tag(plain), encoding: null };
    return { body: packed, etag: tag(packed), encoding };
  }

  #evict() {
    for (const [key, entry] of this.#entries) {
      if (this.#bytes <= this.#limit) return;
      this.#forget(key, entry);
    }
  }

  #forget(key, entry) {
    this.#entries.delete(key);
    this.#bytes -= entry.size;
  }
}

async function readSibling(file, original) {
  try {
    const info = await stat(file);
    return info.isFile() && info.mtimeMs >= original.mtimeMs ? await readFile(file) : null;
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

async function isFile(file) {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

// Each coding is a representation of its own and so carries a tag of its own: the hash of the bytes sent.
function tag(bytes) {
  return `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
}
