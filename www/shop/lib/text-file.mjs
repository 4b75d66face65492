// A file's bytes, unpacked where it is packed: the first two bytes tell, not the name.

import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";

export async function readText(file) {
  const bytes = await readFile(file);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}
