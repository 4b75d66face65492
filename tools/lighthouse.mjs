#!/usr/bin/env node
// Lighthouse on the demo shop's home page and a product's page, with Pairwell and with its files blocked: performance score and
// what it is made of, as medians.
//
//   node tools/lighthouse.mjs [--runs 3] [--dist dist]
//
// Not a test: scores follow the machine's mood. `make bench GROUP=lighthouse` writes down what it finds. Lighthouse is fetched by npm into
// .tools/lighthouse the first time.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { Results } from "../benches/clock.mjs";
import { startServer } from "../www/serve.mjs";

const top = path.join(import.meta.dirname, "..");
const place = path.join(top, ".tools", "lighthouse");

const { values } = parseArgs({ options: { runs: { type: "string", default: "3" }, dist: { type: "string", default: path.join(top, "dist") } } });

const SHOWN = {
  score: (lhr) => Math.round(lhr.categories.performance.score * 100),
  FCP: (lhr) => lhr.audits["first-contentful-paint"].numericValue,
  LCP: (lhr) => lhr.audits["largest-contentful-paint"].numericValue,
  TBT: (lhr) => lhr.audits["total-blocking-time"].numericValue,
  CLS: (lhr) => lhr.audits["cumulative-layout-shift"].numericValue,
};

/** Lighthouse's modules; installs them if they are not there. */
async function tools() {
  if (!existsSync(path.join(place, "node_modules", "lighthouse"))) {
    mkdirSync(place, { recursive: true });
    for (const name of ["package.json", "package-lock.json", ".npmrc"]) cpSync(path.join(top, "tools", "lighthouse", name), path.join(place, name));
    execFileSync("npm", ["ci"], { cwd: place, stdio: "inherit" });
  }
  const require = createRequire(path.join(place, "package.json"));
  const load = (name) => import(pathToFileURL(require.resolve(name)).href);
  return { lighthouse: (await load("lighthouse")).default, launch: (await load("chrome-launcher")).launch };
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

async function main() {
  const { lighthouse, launch } = await tools();
  const found = execFileSync(path.join(top, "tools", "find-browser.sh"), { encoding: "utf8" });
  let blocked = false;
  const server = await startServer({
    root: path.join(values.dist, "demo"),
    before: (req, res) => blocked && /^\/(pairwell|model)\//.test(req.url) && (res.writeHead(403).end(), true),
  });
  const chrome = await launch({ chromePath: /^CHROMIUM=(.+)$/m.exec(found)[1], chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
  const results = new Results();
  try {
    const listing = await (await fetch(`${server.url}/collections/best-sellers/`)).text();
    const pages = { home: "/", product: /<li class="card">\s*<a href="([^"]+)"/.exec(listing)[1] };
    const line = (cells) => console.log(cells.slice(0, 2).map((cell) => cell.padEnd(10)).join("") + cells.slice(2).map((cell) => String(cell).padStart(10)).join(""));
    console.log(`Lighthouse, mobile, performance; median of ${values.runs} runs\n`);
    line(["page", "Pairwell", ...Object.keys(SHOWN)]);
    for (const [name, url] of Object.entries(pages)) {
      const seen = { with: [], without: [] };
      for (let run = 0; run < Number(values.runs); run++) {
        for (const which of Object.keys(seen)) {
          blocked = which === "without";
          const { lhr } = await lighthouse(server.url + url, { port: chrome.port, onlyCategories: ["performance"], logLevel: "error" });
          seen[which].push(lhr);
        }
      }
      for (const [which, all] of Object.entries(seen)) {
        line([name, which, ...Object.entries(SHOWN).map(([what, of]) => median(all.map(of)).toFixed(what === "CLS" ? 3 : 0))]);
        for (const [what, of] of Object.entries(SHOWN)) {
          const unit = ["score", "CLS"].includes(what) ? "" : "s";
          results.note(`${name}: ${what} ${which}`, unit ? median(all.map(of)) / 1e3 : median(all.map(of)), unit);
        }
      }
      const [withUs, without] = ["with", "without"].map((which) => median(seen[which].map(SHOWN.score)));
      results.note(`${name}: points lost`, without - withUs, "");
    }
    results.write();
  } finally {
    chrome.kill();
    await server.close();
  }
}

main().catch((error) => {
  console.error(`lighthouse: ${error.stack}`);
  process.exitCode = 1;
});
