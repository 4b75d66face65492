// The page that `pairwell report` writes, as a merchant reads it: at a desk and on a telephone.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { openShop } from "./support.mjs";

const top = path.join(import.meta.dirname, "..", "..");
const target = process.env.CARGO_TARGET_DIR ?? path.join(top, "target");
const binary = process.env.PAIRWELL_BINARY ?? path.join(target, "release", "pairwell");

const WEEKS = 8;
const PRODUCTS = ["mug", "pot", "pan", "lid"];

let folder, shop;
before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "pairwell-report-"));
  const orders = ["order_id,email,timestamp,product_id,quantity,unit_price,currency,arm"];
  const visits = ["week,arm,visitors"];
  for (let n = 0; n < WEEKS * 200; n++) {
    const day = new Date(Date.UTC(2026, 0, 5 + Math.floor((n * 7) / 200))).toISOString().slice(0, 10);
    const price = (200 + ((n * 7919) % 4001) / 10).toFixed(2);
    for (const product of PRODUCTS.filter((_, at) => (n >> at) % 2)) {
      orders.push(`${n},c${n}@shop.example,${day},${product},1,${price},GBP,${n % 2 ? "shown" : "held-out"}`);
    }
  }
  for (let week = 0; week < WEEKS; week++) {
    const monday = new Date(Date.UTC(2026, 0, 5 + 7 * week)).toISOString().slice(0, 10);
    visits.push(`${monday},shown,4000`, `${monday},held-out,4000`);
  }
  await writeFile(path.join(folder, "orders.csv"), orders.join("\n"));
  await writeFile(path.join(folder, "visits.csv"), visits.join("\n"));
  const run = (...args) => promisify(execFile)(binary, args, { cwd: folder });
  await run("train", "orders.csv", "-o", "model");
  await run("report", "orders.csv", "--model", "model", "--visits", "visits.csv", "--share", "50", "--launched", "2026-01-12", "-o", "page");
  // The page is opened from a disk and not served: no policy is about its style.
  shop = await openShop({ root: path.join(folder, "page"), csp: "" });
});
after(async () => {
  await shop?.close();
  await rm(folder, { recursive: true });
});

/** How many pixels the page, and each frame in it that scrolls by itself, has beyond its width. */
const beyond = (page) =>
  page.evaluate(() => ({
    page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    frames: Object.fromEntries([...document.querySelectorAll(".wide")].map((frame) => [frame.ariaLabel, frame.scrollWidth - frame.clientWidth])),
  }));

test("at a desk all of the report is seen without scrolling sideways", async (t) => {
  const reader = await shop.shopper(t);
  const page = await reader.visit("/report.html");
  const found = await beyond(page);
  assert.equal(found.page, 0);
  assert.equal(Object.keys(found.frames).length, 5, "three tables and two plots");
  for (const [name, pixels] of Object.entries(found.frames)) assert.equal(pixels, 0, `${name} is cut off`);
  const heads = await page.locator(".weeks th").allTextContents();
  assert.deepEqual(heads, [
    "week from",
    "orders",
    "average order value",
    "its lift this week",
    "items per order",
    "orders with a recommended pair",
    "revenue per visitor",
  ]);
  assert.equal(await page.locator(".weeks tr").count(), 1 + WEEKS);
  await reader.shot("report-desktop");
});

test("on a telephone each figure has its interval beside it", async (t) => {
  const reader = await shop.shopper(t, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const page = await reader.visit("/report.html");
  const found = await beyond(page);
  assert.equal(found.page, 0, "the page itself never scrolls sideways");
  assert.equal(found.frames["The experiment"], 0, "the interval is cut off");
  await reader.shot("report-phone");
});
