#!/usr/bin/env node
// Makes documents of what tools/bench/run.mjs has written down:
//
//   node tools/bench/report.mjs [--results dist/bench/results] [--top .]
//
// takes new results over into docs/bench.json, and writes docs/bench.md, its plots and the README's table from that alone. With
// --check nothing is written: it fails where a document is not what would be written. A group that was
// never measured is named in the document.

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { GROUPS, README } from "./groups.mjs";
import { bars } from "./plot.mjs";
import { fixed, verdict, written } from "./words.mjs";

const top = path.join(import.meta.dirname, "..", "..");
const MARKS = ["<!-- make bench-report writes what follows -->", "<!-- to here -->"];

/** Every document by its path below the project, from all results. */
export function documents(results, readme) {
  const measured = Object.entries(GROUPS).filter(([name]) => results[name]);
  const out = { "docs/bench.json": `${JSON.stringify(results, null, 1)}\n` };
  const sections = measured.map(([name, group]) => section(name, group, results[name], out));
  const missing = Object.keys(GROUPS).filter((name) => !results[name]).map((name) => `- ${GROUPS[name].title}: \`make bench GROUP=${name}\``);
  if (missing.length) sections.push(`## Not measured yet\n\n${missing.join("\n")}`);
  out["docs/bench.md"] = [HEAD, ...sections].join("\n\n") + "\n";
  const [begin, end] = MARKS.map((mark) => readme.indexOf(mark));
  if (begin < 0 || end < begin) throw new Error("README.md has lost the marks between which its table of speed stands");
  out["README.md"] = `${readme.slice(0, begin + MARKS[0].length)}\n${readmeTable(results)}\n${readme.slice(end)}`;
  return out;
}

const HEAD = `# Benchmarks

Written by \`make bench-report\` from [bench.json](bench.json), into which \`make bench\` puts what it measures; no figure is typed by hand. \`make bench GROUP=scoring\` measures one group alone.

Each figure stands beside a named alternative in the same run on the same machine. Ratios travel between machines, seconds hardly. A ratio below 1 means that Pairwell takes less. *Must* and *aim* are what the project has set itself; **missed** says where it falls short.`;

function section(name, group, result, out) {
  const lines = [`## ${group.title}`, group.about, circumstances(name, group, result)];
  if (group.file) lines.push(trips(result.figures.rows));
  for (const rows of group.tables ?? []) {
    lines.push(table(["", "Pairwell", "alternative", "ratio", "must, aim"], rows.map((row) => cells(name, result.figures, row))));
  }
  (group.plots ?? []).forEach((plot, n) => {
    const file = `bench-${name}${n ? `-${n + 1}` : ""}.svg`;
    const values = plot.bars.map(([figure, words]) => ({ words, ...figureOf(name, result.figures, figure) }));
    out[`docs/${file}`] = bars(plot.title, values);
    lines.push(`![${plot.title}: ${values.map((bar) => `${bar.words} ${written(bar)}`).join("; ")}](${file})`);
  });
  return lines.filter(Boolean).join("\n\n");
}

function figureOf(group, figures, name) {
  if (!figures[name]) throw new Error(`${group} has no figure "${name}": run make bench GROUP=${group}`);
  return figures[name];
}

/** What a row says, as texts. */
function cells(group, figures, [words, name, other, limits]) {
  const own = figureOf(group, figures, name);
  if (!other) return [words, written(own), "", "", verdict(own.value, limits, own.unit)];
  const theirs = figureOf(group, figures, other);
  const ratio = own.value / theirs.value;
  // Of nothing and nothing there is none.
  return [words, written(own), written(theirs), Number.isFinite(ratio) ? fixed(ratio) : "", verdict(ratio, limits)];
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, n) => (n ? "---:" : "---"))), ...rows.map(line)].join("\n");
}

function circumstances(name, group, { at, commit, changed, load, machine, figures }) {
  const { processor, cores, memory, system, node, rust } = machine;
  // One process is the benchmark's own, or that of the build before it.
  const busy = load > 1.5 ? ` The machine was **busy** (load ${load.toFixed(1)} on ${cores} cores when it began): take nothing from it but ratios, and those with care.` : "";
  const facts = (group.facts ?? []).map(([words, figure]) => `${written(figureOf(name, figures, figure))} ${words}`);
  const known = facts.length ? `${facts.join(", ")}. ` : "";
  return `${known}${at.replace("T", " ")} UTC, commit ${commit}${changed ? " with changes" : ""}; ${processor}, ${cores} cores, ${memory} GB, ${system}, Node ${node}, Rust ${rust}.${busy}`;
}

/** Bytes by size of catalog, with the limits that hold for each. */
function trips(rows) {
  const bytes = (value) => written({ value, unit: "B" });
  const flat = Math.max(...rows.map((row) => row.first_page_bytes_median)) / Math.min(...rows.map((row) => row.first_page_bytes_median));
  const body = rows.map((row) => [
    written({ value: row.products, unit: "" }),
    written({ value: row.files, unit: "" }),
    `${bytes(row.first_page_bytes_median)} / ${bytes(row.first_page_bytes_p95)}`,
    verdict(row.first_page_bytes_median, { must: 40_000, aim: 24_000 }, "B"),
    `${bytes(row.further_median)} / ${bytes(row.further_p95)}`,
    `${verdict(row.further_median, { must: 16_000, aim: 8_000 }, "B")} / ${verdict(row.further_p95, { must: 40_000, aim: 24_000 }, "B")}`,
    bytes(row.shop_bytes),
  ]);
  const head = ["products", "files", "first page, median / 95 %", "must, aim", "further pages, median / 95 %", "must, aim", "of it the shop's own entry"];
  return `${table(head, body)}\n\nFrom the smallest to the largest catalog the first page's median differs by ${fixed(flat)} times (${verdict(flat, { must: 1.5 })}).`;
}

function readmeTable(results) {
  const shown = README.filter(([group]) => results[group]);
  if (!shown.length) return "\nNothing has been recorded yet: `make bench` does.\n";
  const rows = shown.map(([group, words, figure, other, limits]) => cells(group, results[group].figures, [words, figure, other, limits]).slice(0, 4));
  const busy = shown.some(([group]) => results[group].load > 1.5) ? " The machine had other work at the time." : "";
  return `${table(["", "Pairwell", "alternative", "ratio"], rows)}\n\nAll of it, with plots, machine and limits: [docs/bench.md](docs/bench.md).${busy}`;
}

/** Recorded results, with those of `folder` in place of older ones of the same group. */
export function gather(recorded, folder) {
  const results = existsSync(recorded) ? JSON.parse(readFileSync(recorded, "utf8")) : {};
  for (const file of existsSync(folder) ? readdirSync(folder).sort() : []) results[path.basename(file, ".json")] = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  return Object.fromEntries(Object.keys(GROUPS).filter((name) => results[name]).map((name) => [name, results[name]]));
}

function main() {
  const { values } = parseArgs({ options: { results: { type: "string", default: path.join(top, "dist", "bench", "results") }, top: { type: "string", default: top }, check: { type: "boolean" } } });
  const docs = path.join(values.top, "docs");
  const results = gather(path.join(docs, "bench.json"), values.check ? "" : values.results);
  const all = documents(results, readFileSync(path.join(values.top, "README.md"), "utf8"));
  const stale = readdirSync(docs).filter((file) => /^bench-.*\.svg$/.test(file) && !all[`docs/${file}`]);
  for (const [file, text] of Object.entries(all)) {
    const place = path.join(values.top, file);
    if (values.check && (!existsSync(place) || readFileSync(place, "utf8") !== text)) throw new Error(`${file} is not what docs/bench.json says: run make bench-report`);
    if (!values.check) writeFileSync(place, text);
  }
  if (values.check && stale.length) throw new Error(`docs/${stale[0]} belongs to no benchmark: run make bench-report`);
  stale.forEach((file) => rmSync(path.join(docs, file)));
}

if (import.meta.filename === process.argv[1]) {
  try {
    main();
  } catch (error) {
    console.error(`bench-report: ${error.message}`);
    process.exitCode = 1;
  }
}
