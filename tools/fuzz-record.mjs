// Adds what `make fuzz` has searched (dist/fuzz/runs.jsonl) to docs/fuzzing.json, and writes docs/fuzzing.md from that.
//
//   node tools/fuzz-record.mjs          adds, and empties dist/fuzz/runs.jsonl
//   node tools/fuzz-record.mjs --check  only says whether the page is what the figures give

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const FIGURES = join(root, "docs/fuzzing.json");
const PAGE = join(root, "docs/fuzzing.md");
const RUNS = join(root, "dist/fuzz/runs.jsonl");

const WHAT = {
  manifest: "`manifest.json`, and scoring with whatever numbers it has",
  model: "a whole model file: reading, every question, cutting into entries",
  entry: "an entry (what shops call a shard), alone and beside a sound one, with the hash passed by",
  history: "a log of a tab, also with a checksum that fits",
  shopify_orders: "rows of Shopify's orders export, read, trained, packed and read back",
  generic_orders: "rows of the plain form, likewise",
  products: "rows of a products export, likewise",
  orders: "a whole orders file: encodings, delimiters, headers, gzip, likewise",
  events: "views as JSON lines or CSV, likewise",
  sales: "orders as reports read them: Shopify, WooCommerce's table and JSON, the plain form",
  state: "kept orders (`--state`), with a hash that fits",
  rules: "`rules.toml` and segments, compiled into a model that is read back",
  lists: "random shops, packed, against a naive reference: equal lists, equal bits",
  jsonld: "JSON-LD of a page",
  dataLayer: "entries of a data layer, with getters, proxies and cycles",
  calls: "calls to `pairwell.push`",
  pageJson: "the page's own JSON",
  wishes: "options of `pairwell.recommend`",
};
const PAGES = ["jsonld", "dataLayer", "calls", "pageJson", "wishes"];

/** `figures` with the runs added. */
export const added = (figures, runs) => {
  const targets = structuredClone(figures.targets);
  for (const { target, seconds, executions, edges, failed } of runs) {
    const known = (targets[target] ||= { seconds: 0, executions: 0, edges: null, found: 0 });
    known.seconds += seconds;
    known.executions += executions;
    known.edges = edges === null ? null : Math.max(known.edges || 0, edges);
    known.found += failed ? 1 : 0;
  }
  return { ...figures, targets };
};

const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
const time = (seconds) => (seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`);

const row = (name, known) => {
  const { executions = 0, seconds = 0, edges, found = 0 } = known || {};
  const cells = [`\`${name}\``, WHAT[name], grouped(executions), time(seconds), ...(PAGES.includes(name) ? [] : [edges ? grouped(edges) : "–"]), String(found)];
  return `| ${cells.join(" | ")} |`;
};

/** The page. */
export const page = ({ targets, findings }) => {
  const natives = Object.keys(WHAT).filter((name) => !PAGES.includes(name));
  const total = Object.values(targets).reduce((sum, { executions, seconds }) => [sum[0] + executions, sum[1] + seconds], [0, 0]);
  return `# Fuzzing

Written by \`node tools/fuzz-record.mjs\` from \`docs/fuzzing.json\`, to which \`make fuzz\` adds. So far: ${grouped(total[0])} executions in ${time(total[1])}.

\`make fuzz\` searches each target for a minute (\`make fuzz SECONDS=600\`: for ten; \`tools/fuzz.sh model entry\`: only these) with
[cargo-fuzz](https://rust-fuzz.github.io/book/cargo-fuzz.html), which it builds into \`.tools/\`; it needs a nightly compiler and says so where there is none. The targets are functions of bytes in
\`tests/fuzzing/\`, seeds lie in \`tests/fuzzing/seeds/\` and \`tests/golden/\`. \`cargo test --test fuzz\` hands the same functions the seeds, everything in \`tests/fuzzing/found/\`, and some thousand changes of
these (\`PAIRWELL_TEST_CHANGES\` asks for more), with any compiler.

| target | what is read | executions | time | edges covered | searches that found something |
|---|---|---:|---:|---:|---:|
${natives.map((name) => row(name, targets[name])).join("\n")}

What pages say is read by JavaScript. \`tests/fuzz-pages.test.mjs\` hands the very modules random input by [fast-check](https://fast-check.dev), on a page whose prototypes are polluted: what comes out is well-formed, no getter is
run, nothing throws. libFuzzer's instrumentation does not reach there, so these searches are blind to coverage.

| target | what is read | inputs | time | searches that found something |
|---|---|---:|---:|---:|
${PAGES.map((name) => row(name, targets[name])).join("\n")}

## What was found

${findings.map(({ what, mended }) => `- ${what} ${mended}`).join("\n")}
`;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const figures = JSON.parse(readFileSync(FIGURES, "utf8"));
  if (process.argv.includes("--check")) {
    if (readFileSync(PAGE, "utf8") !== page(figures)) {
      console.error("error: docs/fuzzing.md is not what docs/fuzzing.json gives. Run: node tools/fuzz-record.mjs");
      process.exit(1);
    }
  } else {
    const runs = existsSync(RUNS) ? readFileSync(RUNS, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line)) : [];
    const all = added(figures, runs);
    writeFileSync(FIGURES, `${JSON.stringify(all, null, 2)}\n`);
    writeFileSync(PAGE, page(all));
    if (runs.length) writeFileSync(RUNS, "");
    console.log(`${runs.length} searches added`);
  }
}
