// Runs a module of Rust's tests (tests/web.rs) in one of the three engines. tools/wasm-test-runner.sh calls it where
// PAIRWELL_ENGINE is set:
//
//   PAIRWELL_ENGINE=webkit cargo test --target wasm32-unknown-unknown --no-default-features --features widget --test web

import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { lacking, startEngine } from "./drivers.mjs";

const [name, ...args] = process.argv.slice(2);
const runner = path.join(import.meta.dirname, "..", "..", ".tools", "bin", "wasm-bindgen-test-runner");

// What the runner calls a driver that is there already. WebKitGTK's is none of those it knows, and speaks as Safari's does.
const REMOTE = { chromium: "CHROMEDRIVER_REMOTE", firefox: "GECKODRIVER_REMOTE", webkit: "SAFARIDRIVER_REMOTE" };

if (!REMOTE[name] || lacking(name).length) {
  console.error(`PAIRWELL_ENGINE=${name}: ${REMOTE[name] ? `${lacking(name)} not found: run tools/install-engines.sh` : `it is one of ${Object.keys(REMOTE).join(", ")}`}`);
  process.exit(1);
}
const folder = await mkdtemp(path.join(tmpdir(), "pairwell-rust-"));
const engine = await startEngine(name);
try {
  const config = path.join(folder, "webdriver.json");
  await writeFile(config, JSON.stringify(engine.capabilities));
  const child = spawn(runner, args, { stdio: "inherit", env: { ...process.env, [REMOTE[name]]: engine.url, WASM_BINDGEN_TEST_WEBDRIVER_JSON: config } });
  process.exitCode = await new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
} finally {
  await engine.close();
  await rm(folder, { recursive: true });
}
