#!/usr/bin/env node
// Takes the pictures in the README, of the built demo shop: www/screenshot-desktop.png and www/screenshot-phone.png.
//
//   make screenshots
//   node tools/screenshots.mjs [--product regency-cakestand-3-tier] [--out www]
//
// They are part of the repository, so each must stay below 250 kB; more is an error.

import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

import { startServer } from "../www/serve.mjs";

const top = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const MOST_BYTES = 250_000;
const BLOCK = "pairwell-block[kind=bought-together]";

const SHOTS = [
  // Tall enough for the product and its first block.
  { name: "screenshot-desktop.png", viewport: { width: 1280, height: 1460 } },
  { name: "screenshot-phone.png", viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
];

async function main() {
  const { values } = parseArgs({
    options: {
      product: { type: "string", default: "regency-cakestand-3-tier" },
      out: { type: "string", default: path.join(top, "www") },
    },
  });
  const found = execFileSync(path.join(top, "tools", "find-browser.sh"), { encoding: "utf8" });
  const executablePath = /^CHROMIUM=(.+)$/m.exec(found)[1];
  const server = await startServer({ root: path.join(top, "dist", "demo") });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    for (const { name, ...device } of SHOTS) {
      const context = await browser.newContext({ baseURL: server.url, reducedMotion: "reduce", ...device });
      const bytes = await shoot(await context.newPage(), `/products/${values.product}/`);
      await context.close();
      if (bytes.length > MOST_BYTES) throw new Error(`${name} would have ${bytes.length} bytes, more than ${MOST_BYTES}`);
      await writeFile(path.join(values.out, name), bytes);
      console.log(`${name}: ${bytes.length} bytes`);
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

/** The page with its first block filled, scrolled so far down that the block is in the picture. */
async function shoot(page, address) {
  await page.goto(address);
  await page.locator(`${BLOCK} li`).first().waitFor();
  await page.evaluate((selector) => {
    const { bottom, height } = document.querySelector(selector).getBoundingClientRect();
    // Below what stays at the top of the window, where the block is taller than the window.
    const room = Math.max(innerHeight - height, 80);
    scrollTo(0, Math.max(0, bottom - height - room + 24));
  }, BLOCK);
  await page.waitForFunction((selector) => {
    const pictures = [...document.images, ...document.querySelector(selector).shadowRoot.querySelectorAll("img")];
    const seen = (image) => {
      const { top, bottom } = image.getBoundingClientRect();
      return image.checkVisibility() && top < innerHeight && bottom > 0;
    };
    return pictures.filter(seen).every((image) => image.complete && image.naturalWidth > 0);
  }, BLOCK);
  return page.screenshot();
}

main().catch((error) => {
  console.error(`screenshots: ${error.message}`);
  process.exitCode = 1;
});
