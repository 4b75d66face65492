// `pairwell evaluate` against an independent scorer that is fed by `pairwell recommend --input`, on a small shop with
// tastes, fashions and regulars. The binary is the one that `make model` built.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { score, split } from "./scorer.mjs";

const run = promisify(execFile);
const top = path.join(import.meta.dirname, "..");
const target = process.env.CARGO_TARGET_DIR ?? path.join(top, "target");
const binary = path.join(target, "release", "pairwell");
const pairwell = async (...args) => (await run(binary, args, { maxBuffer: 1 << 28 })).stdout;

// Random numbers that are the same in every run.
const random = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

// 2,500 orders of 120 products in 12 groups that are bought together.
const shop = () => {
  const next = random(11);
  const lines = [];
  for (let n = 0; n < 2500; n++) {
    const group = Math.floor(next() ** 2 * 12);
    const size = 2 + Math.floor(next() * 6);
    const products = new Set();
    while (products.size < size) {
      products.add(next() < 0.8 ? group * 10 + Math.floor(next() ** 2 * 10) : Math.floor(next() * 120));
    }
    const time = new Date(Date.UTC(2024, 0, 1) + n * 3_600_000).toISOString().slice(0, 19);
    const customer = `c${Math.floor(next() * 400)}`;
    for (const product of products) lines.push({ order: `o${100_000 + n}`, product: `p${product}`, time, customer });
  }
  return lines;
};

const csv = (lines) =>
  ["order_id,customer_id,timestamp,product_id", ...lines.map((l) => [l.order, l.customer, l.time, l.product].join(","))].join("\n");

let folder;
const lines = shop();
before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "pairwell-evaluate-"));
  await writeFile(path.join(folder, "orders.csv"), csv(lines));
});
after(() => rm(folder, { recursive: true, force: true }));

test("its figures are those of an independent scorer fed by recommend", async () => {
  const said = JSON.parse(await pairwell("evaluate", path.join(folder, "orders.csv"), "--alone", "--json"));
  const { fit, catalogue, cases } = split(lines);
  await writeFile(path.join(folder, "fit.csv"), csv(lines.filter((line) => fit.has(line.order))));
  await pairwell("train", path.join(folder, "fit.csv"), "-o", path.join(folder, "model"));

  for (const evaluation of said) {
    const asked = cases[evaluation.protocol];
    const file = path.join(folder, `${evaluation.protocol}.jsonl`);
    await writeFile(file, asked.map(({ id, cart }) => JSON.stringify({ id, cart })).join("\n"));
    const answers = (await pairwell("recommend", path.join(folder, "model"), "--input", file)).trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(answers.map((answer) => answer.id), asked.map(({ id }) => id), "in the order of the cases");
    const expected = score(asked, new Map(answers.map(({ id, items }) => [id, items])), catalogue);

    assert.equal(evaluation.cases, asked.length);
    assert.equal(evaluation.catalog, catalogue.size);
    assert.ok(expected["HR@10"] > 0.3, `too few hits to prove anything: ${expected["HR@10"]}`);
    const [ours] = evaluation.methods;
    for (const figure of ours.figures) {
      assert.ok(Math.abs(figure.mean - expected[figure.name]) < 1e-9, `${evaluation.protocol} ${figure.name}: ${figure.mean} against ${expected[figure.name]}`);
    }
    assert.ok(Math.abs(ours.coverage - expected.coverage) < 1e-9, `coverage ${ours.coverage} against ${expected.coverage}`);
  }
});

test("the other methods run beside ours, and the page holds them all", async () => {
  const page = path.join(folder, "report.html");
  const said = JSON.parse((await pairwell("evaluate", path.join(folder, "orders.csv"), "--steps", "--json", "--html", page)).split(/\nWrote /)[0]);
  const names = said[0].methods.map((method) => method.name);
  for (const name of ["Pairwell", "popularity", "co-occurrence", "confidence", "cosine", "dense EASE (tuned)", "step: local ridge"]) {
    assert.ok(names.includes(name), `${name} in ${names}`);
  }
  const hit = (name) => said[0].methods.find((m) => m.name === name).figures.find((f) => f.name === "HR@10");
  assert.ok(hit("Pairwell").mean > hit("popularity").mean * 1.5, "groups are learned");
  const [low, high] = hit("Pairwell").interval;
  assert.ok(low < hit("Pairwell").mean && hit("Pairwell").mean < high);
  const html = await readFile(page, "utf8");
  for (const plot of ["What bytes buy", "by size of the cart", "by how popular the hidden product is"]) assert.ok(html.includes(plot), plot);
  assert.ok(html.includes("<svg") && html.includes("co-occurrence") && !/(src|href)="https?:/.test(html));
});

test("what is tuned on the validation slice is what train takes", async () => {
  const settings = path.join(folder, "settings.json");
  const said = await pairwell("evaluate", path.join(folder, "orders.csv"), `--tune=${settings}`);
  assert.match(said, /the last tenth was not looked at/);
  assert.ok(JSON.parse(await readFile(settings, "utf8")).candidates > 0);
  await pairwell("train", path.join(folder, "orders.csv"), "--config", settings, "-o", path.join(folder, "tuned"));
  await writeFile(settings, '{"no_such_setting": 1}');
  await assert.rejects(pairwell("train", path.join(folder, "orders.csv"), "--config", settings, "-o", path.join(folder, "x")), (error) =>
    error.stderr.includes("settings.json: not a settings file") && error.stderr.includes("no_such_setting"));
});
