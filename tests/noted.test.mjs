// What a page says before its memory is there is noted, and a memory that traps while it is told does not lose it.

import assert from "node:assert/strict";
import test from "node:test";

import { Core } from "../src/widget/js/core.js";

test("what was noted stays noted until a memory has heard it", () => {
  const stored = new Map([["pairwell:noted", "\fview\nmug"]]);
  globalThis.sessionStorage = { setItem: (name, text) => stored.set(name, text), removeItem: (name) => stored.delete(name) };
  try {
    const started = () => Object.assign(Object.create(Core.prototype), { page: { allowed: { store: true } }, noted: stored.get("pairwell:noted") ?? "" });
    const trap = new Error("unreachable");
    assert.throws(() => started().remember({ hear: () => { throw trap; } }), trap);
    const heard = [];
    started().remember({ hear: (text) => heard.push(text) });
    assert.deepEqual(heard, ["\fview\nmug"]);
    assert.equal(stored.size, 0);
    started().remember({ hear: (text) => heard.push(text) });
    assert.equal(heard.length, 1, "told once");
  } finally {
    delete globalThis.sessionStorage;
  }
});
