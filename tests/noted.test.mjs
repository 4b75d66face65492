// What a page says before its memory is there is noted, and a memory that traps while it is told does not lose it.

import assert from "node:assert/strict";
import test from "node:test";

import { Core } from "../src/widget/js/core.js";

test("what was noted stays noted until a memory has stored it", () => {
  const stored = new Map([["pairwell:noted", "\fview\nmug"]]);
  globalThis.sessionStorage = { setItem: (name, text) => stored.set(name, text), removeItem: (name) => stored.delete(name) };
  try {
    const started = () => Object.assign(Object.create(Core.prototype), { page: { allowed: { store: true } }, noted: stored.get("pairwell:noted") ?? "" });
    const trap = new Error("unreachable");
    const fails = () => { throw trap; };
    const heard = [];
    const hear = (text) => heard.push(text);
    assert.throws(() => started().remember({ hear: fails }), trap);
    assert.throws(() => started().remember({ hear, wake: fails }), trap, "while it is stored");
    started().remember({ hear, wake: (what) => heard.push(what) });
    assert.deepEqual(heard.slice(1), ["\fview\nmug", 0], "told, and stored at once");
    assert.equal(stored.size, 0);
    started().remember({ hear });
    assert.equal(heard.length, 3, "told once");
  } finally {
    delete globalThis.sessionStorage;
  }
});
