// The install and build scripts on machines that lack something: each copy of the scripts runs in a project folder of its
// own, with a PATH that holds only what the test puts there.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

const run = promisify(execFile);
const top = path.join(import.meta.dirname, "..");

// What any Unix has.
const BASICS = ["awk", "bash", "cat", "chmod", "cksum", "cp", "cut", "dirname", "env", "grep", "head", "id", "mkdir", "mktemp", "mv", "rm", "sed", "sort", "tr"];

/** A project folder and a machine: `machine.has(name, script)` puts a program on PATH, `machine.runs("script argument…")` runs one of ours. */
async function freshMachine(t) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "pairwell-tools-"));
  t.after(() => rm(folder, { recursive: true }));
  const bin = path.join(folder, "bin");
  const project = path.join(folder, "project");
  await mkdir(bin);
  await cp(path.join(top, "tools"), path.join(project, "tools"), { recursive: true });
  for (const file of ["Cargo.toml", "Cargo.lock", "package.json", "package-lock.json"]) {
    await cp(path.join(top, file), path.join(project, file));
  }
  for (const name of BASICS) {
    const { stdout } = await run("sh", ["-c", `command -v ${name}`]);
    await symlink(stdout.trim(), path.join(bin, name));
  }

  const write = async (file, script) => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `#!${bin}/bash\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  };
  return {
    project,
    has: (name, script) => write(path.join(bin, name), script),
    inProject: (name, script) => write(path.join(project, name), script),
    runs: async (command, env = {}) => {
      const [script, ...args] = command.split(" ");
      try {
        const { stdout, stderr } = await run(path.join(bin, "bash"), [path.join(project, script), ...args], { env: { PATH: bin, ...env } });
        return { code: 0, stdout, stderr };
      } catch (error) {
        return error;
      }
    },
    calls: () => readFile(path.join(folder, "calls"), "utf8").catch(() => ""),
    noteCall: `echo "\${0##*/} $*" >>"${path.join(folder, "calls")}"`,
  };
}

async function lockedVersion(name) {
  const lock = await readFile(path.join(top, "Cargo.lock"), "utf8");
  return new RegExp(`name = "${name}"\nversion = "([^"]+)"`).exec(lock)[1];
}

test("a wasm-bindgen of another version than the crate stops the build before it begins", async (t) => {
  const machine = await freshMachine(t);
  const crate = await lockedVersion("wasm-bindgen");
  await machine.has("cargo", machine.noteCall);
  const other = await machine.has("other-wasm-bindgen", "echo wasm-bindgen 0.2.1");

  const { code, stderr } = await machine.runs("tools/build-widget.sh", { WASM_BINDGEN: other });

  assert.equal(code, 1);
  assert.match(stderr, new RegExp(`command line is 0\\.2\\.1, but Cargo\\.lock has the crate at ${crate.replaceAll(".", "\\.")}`));
  assert.match(stderr, /make tools/);
  assert.equal(await machine.calls(), "", "cargo was not started");
});

test("a missing wasm-bindgen stops the build with the command that gets it", async (t) => {
  const machine = await freshMachine(t);
  const { code, stderr } = await machine.runs("tools/build-widget.sh");
  assert.equal(code, 1);
  assert.match(stderr, /wasm-bindgen does not run[^]*make tools/);
});

test("wasm-bindgen is installed when absent, at the version Cargo.lock states, into the project's own folder", async (t) => {
  const machine = await freshMachine(t);
  const crate = await lockedVersion("wasm-bindgen");
  await machine.has("cargo", machine.noteCall);
  const { code } = await machine.runs("tools/install-wasm-bindgen.sh");
  assert.equal(code, 0);
  assert.equal(await machine.calls(), `cargo install wasm-bindgen-cli --version ${crate} --locked --root .tools --force\n`);
});

test("wasm-bindgen is left alone when right and replaced when its version is another", async (t) => {
  const machine = await freshMachine(t);
  const crate = await lockedVersion("wasm-bindgen");
  await machine.has("cargo", machine.noteCall);
  await machine.inProject(".tools/bin/wasm-bindgen-test-runner", "");

  await machine.inProject(".tools/bin/wasm-bindgen", `echo wasm-bindgen ${crate}`);
  assert.equal((await machine.runs("tools/install-wasm-bindgen.sh")).code, 0);
  assert.equal(await machine.calls(), "");

  await machine.inProject(".tools/bin/wasm-bindgen", "echo wasm-bindgen 0.2.1");
  const { stderr } = await machine.runs("tools/install-wasm-bindgen.sh");
  assert.match(stderr, /0\.2\.1 is here/);
  assert.match(await machine.calls(), /^cargo install wasm-bindgen-cli/);
});

test("without the wasm target and without rustup, a person is told what to do", async (t) => {
  const machine = await freshMachine(t);
  await machine.has("rustc", "echo /nowhere");
  const { code, stderr } = await machine.runs("tools/install-wasm-target.sh");
  assert.equal(code, 1);
  assert.match(stderr, /no wasm32-unknown-unknown target, and there is no rustup[^]*https:\/\/rustup\.rs/);

  await machine.has("rustup", machine.noteCall);
  assert.equal((await machine.runs("tools/install-wasm-target.sh")).code, 0);
  assert.equal(await machine.calls(), "rustup component add rust-src\nrustup target add wasm32-unknown-unknown\n");
});

test("each prerequisite that is missing or too old is named, with where to get it", async (t) => {
  const machine = await freshMachine(t);
  const complaint = async () => (await machine.runs("tools/check-prerequisites.sh")).stderr;

  assert.match(await complaint(), /cargo was not found[^]*https:\/\/rustup\.rs/);
  await machine.has("cargo", "");
  await machine.has("rustc", "echo 'rustc 1.40.0 (abc 2019-12-16)'");
  assert.match(await complaint(), /rustc 1\.40\.0 is too old[^]*rustup update stable/);
  await machine.has("rustc", "echo 'rustc 1.100.0 (abc 2027-01-01)'");
  assert.match(await complaint(), /node was not found[^]*nodejs\.org/);
  await machine.has("node", "echo v18.20.1");
  assert.match(await complaint(), /Node\.js 18\.20\.1 is too old: 20\.11 or newer/);
  await machine.has("node", "echo v20.11.0");
  assert.match(await complaint(), /npm was not found/);
  await machine.has("npm", "");
  assert.match(await complaint(), /no C compiler \(cc\) was found[^]*apt-get install gcc/);
  await machine.has("cc", "");
  const { code, stderr } = await machine.runs("tools/check-prerequisites.sh");
  assert.deepEqual([code, stderr], [0, ""]);
});

test("npm packages are installed again only for another lock file", async (t) => {
  const machine = await freshMachine(t);
  // As npm ci does, it makes the folder anew.
  await machine.has("npm", `${machine.noteCall}; rm -rf node_modules; mkdir node_modules`);

  await machine.runs("tools/install-npm.sh");
  await machine.runs("tools/install-npm.sh");
  assert.equal((await machine.calls()).split("\n").filter(Boolean).length, 1);

  await writeFile(path.join(machine.project, "package-lock.json"), "{}");
  await machine.runs("tools/install-npm.sh");
  assert.equal((await machine.calls()).split("\n").filter(Boolean).length, 2);
});

test("the first browser and driver of one major version are taken", async (t) => {
  const machine = await freshMachine(t);
  assert.equal((await machine.runs("tools/find-browser.sh")).code, 1);

  await machine.has("chromium", "echo Chromium 150.0.1.2");
  const chrome = await machine.has("google-chrome", "echo Google Chrome 156.0.8078.79");
  const driver = await machine.has("chromedriver", "echo 'ChromeDriver 156.0.8078.73 (a21ce95c)'");
  const { stdout } = await machine.runs("tools/find-browser.sh");
  assert.equal(stdout, `CHROMIUM=${chrome}\nCHROMEDRIVER=${driver}\n`);
});

test("a browser named by hand that does not fit its driver is not passed over in silence", async (t) => {
  const machine = await freshMachine(t);
  await machine.has("chromium", "echo Chromium 156.0.1.2");
  await machine.has("chromedriver", "echo ChromeDriver 156.0.1.2");
  const old = await machine.has("old-chromium", "echo Chromium 120.0.1.2");
  const { code, stderr } = await machine.runs("tools/install-browser.sh", { CHROMIUM: old });
  assert.equal(code, 1);
  assert.match(stderr, /old-chromium[^]*not a working pair/);
});

test("a missing browser is installed by apt-get, through sudo where that is needed", async (t) => {
  const machine = await freshMachine(t);
  assert.match((await machine.runs("tools/install-browser.sh")).stderr, /needs? a browser[^]*CHROMIUM and CHROMEDRIVER/);

  // A Debian in small: installing chromium puts both programs on PATH.
  await machine.has("id", "echo 1000");
  await machine.has("chromium.deb", "echo Chromium 156.0.1.2");
  await machine.has("sudo", `while [[ $1 == -* ]]; do shift; done; exec "$@"`);
  await machine.has("apt-get", `${machine.noteCall}
if [ "$1" = install ]; then
  bin=$(dirname "$0"); cp "$bin/chromium.deb" "$bin/chromium"; cp "$bin/chromium.deb" "$bin/chromedriver"
fi`);
  assert.equal((await machine.runs("tools/install-browser.sh")).code, 0);
  assert.match(await machine.calls(), /^apt-get update.*\napt-get install .*chromium chromium-driver\n$/);

  assert.equal((await machine.runs("tools/install-browser.sh")).code, 0);
  assert.equal((await machine.calls()).split("\n").length, 3, "a second run installs nothing");
});

test("Python is installed by apt-get where missing; each group once, and again when its file changes", async (t) => {
  const machine = await freshMachine(t);
  for (const file of await readdir(path.join(machine.project, "tools/python"))) await rm(path.join(machine.project, "tools/python", file));
  await writeFile(path.join(machine.project, "tools/python/one.txt"), "a==1\n");
  await writeFile(path.join(machine.project, "tools/python/two.txt"), "b==1\n");
  const install = () => machine.runs("tools/install-python.sh", {});
  const missing = await install();
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /need Python[^]*3\.11 or newer[^]*apt-get install python3 python3-venv/);
  assert.match((await machine.runs("tools/install-python.sh", { PYTHON: "python-of-mine" })).stderr, /PYTHON=python-of-mine is not Python 3\.11/);
  assert.match((await machine.runs("tools/install-python.sh nonesuch")).stderr, /there is no tools\/python\/nonesuch\.txt/);

  // A Debian in small: a Python whose venv has a Python that notes what it is asked for.
  await machine.has("id", "echo 0");
  await machine.has("python.deb", `if [ "$1 $2" = "-m venv" ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"
elif [ "$1 $2" = "-m pip" ]; then ${machine.noteCall}
elif [ "$1" = --version ]; then echo Python 3.11.2; fi`);
  await machine.has("apt-get", `${machine.noteCall}
if [ "$1" = install ]; then bin=$(dirname "$0"); cp "$bin/python.deb" "$bin/python3"; fi`);
  assert.equal((await install()).code, 0);
  const calls = (await machine.calls()).trim().split("\n");
  assert.match(calls[1], /^apt-get install .*python3 python3-venv$/);
  const all = "--constraint tools/python/one.txt --constraint tools/python/two.txt";
  const pip = "python -m pip install --quiet --disable-pip-version-check";
  assert.deepEqual(calls.slice(2), [`${pip} --requirement tools/python/one.txt ${all}`, `${pip} --requirement tools/python/two.txt ${all}`]);

  assert.equal((await install()).code, 0);
  assert.equal((await machine.calls()).trim().split("\n").length, 4, "a second run installs nothing");
  await writeFile(path.join(machine.project, "tools/python/two.txt"), "b==2\n");
  assert.equal((await install()).code, 0);
  assert.deepEqual((await machine.calls()).trim().split("\n").slice(4), [`${pip} --requirement tools/python/two.txt ${all}`]);
});
