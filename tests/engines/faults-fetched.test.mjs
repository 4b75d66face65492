// Faults of what is fetched, in each engine: files that are missing, late, damaged, too long or of another version, hosts that allow
// nothing, browsers that are offline. One story a page; see FAULTS.md for what must happen.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { createGzip } from "node:zlib";
import { until } from "selenium-webdriver";

import { BLOCKS, FILES, LATE, changed, failing, flip, inFrames, isOff, lines, missing, shopPage, startFaultShop, themeRules } from "./fault-shop.mjs";
import { inOneBrowserEach } from "./shopper.mjs";
import { built, html } from "./site.mjs";

const on = (pattern, answer) => (request) => pattern.test(request.path) && (typeof answer === "function" ? answer(request) : answer);

/** An entry as training would have written it, but for a change. */
const sealed = (change) => changed((bytes) => {
  const body = change(Buffer.from(bytes.subarray(32)));
  return Buffer.concat([createHash("sha256").update(body).digest(), body]);
});

/**
 * The answer with bytes that have no end a browser would wait for, and which compress to next to nothing. Each request gets its own, as
 * a page whose engine was late is loaded again. `shut()` waits until every one was hung up on, and tells that none was read to its end.
 */
function bombs(headers = {}, packed = (bytes) => bytes) {
  const all = [];
  const answer = () => {
    const bomb = endless();
    const body = packed(bomb);
    body.once("close", () => bomb.destroy());
    all.push(new Promise((resolve) => body.once("close", () => resolve(!bomb.ended))));
    return { status: 200, type: "application/octet-stream", body, headers };
  };
  return { answer, shut: async () => all.length > 0 && (await Promise.all(all)).every(Boolean) };
}

/** Those bytes; `ended` says that somebody did wait. */
function endless() {
  const zeros = Buffer.alloc(1 << 16);
  const bomb = Readable.from((async function* () {
    for (let sent = 0; sent < 2 ** 34; sent += zeros.length) {
      yield zeros;
      // 64 MB a second, which is more than any shopper's line has. As fast as this machine can, WebKit's processes hand one another so much
      // that nothing else of the page's gets through for minutes, whoever reads it.
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    bomb.ended = true;
  })(), { objectMode: false });
  bomb.ended = false;
  return bomb;
}

const top = path.join(import.meta.dirname, "..", "..");
const binary = process.env.PAIRWELL_BINARY ?? path.join(process.env.CARGO_TARGET_DIR ?? path.join(top, "target"), "release", "pairwell");

/** Pages that load while a new model goes up. */
const LOADS = Number(process.env.PAIRWELL_TEST_LOADS ?? 24);

let later;
/** The folder of another model of the same shop, as a later training with other settings would make. */
const trainedLater = () => (later ??= (async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "pairwell-later-"));
  // Not by a hook of the suite: another engine's uses it, too.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const [orders, products] = ["orders", "products"].map((name) => path.join(top, "www", "sample", `${name}_export.csv.gz`));
  await promisify(execFile)(binary, ["train", orders, "--products", products, "--min-orders", "5", "-o", folder]);
  return folder;
})());

const asked = (shop, pattern) => shop.requests.filter(({ path }) => pattern.test(path)).length;

/** All blocks show lists, and nobody has said anything about it. */
async function works(shopper, shop, path = "/") {
  await shopper.visit(path);
  for (const kind of BLOCKS) assert.ok((await shopper.block(kind)).length >= 1, kind);
  assert.deepEqual(lines(shop).filter((text) => !/took longer/.test(text)), []);
}

inOneBrowserEach("faults of what is fetched", startFaultShop, (t) => {
  t("without a fault there are lists and no line", async (shopper, shop) => {
    await works(shopper, shop);
  });

  for (const name of ["module", "glue", "manifest", "shop's entry"]) {
    for (const [how, answer] of Object.entries({ "is missing": missing, "cannot be had as the server fails": failing })) {
      t(`the ${name} ${how}: off`, async (shopper, shop) => {
        shop.fault = on(FILES[name], answer);
        await isOff(shopper, shop, { broken: FILES[name], words: name === "glue" ? /./ : new RegExp(`answered ${answer.status}`) });
      });
    }
  }

  t("the product's entry is missing: the shop's lists", async (shopper, shop) => {
    shop.fault = on(FILES["product's entry"], missing);
    await works(shopper, shop);
    assert.equal((await shopper.debug()).model.edges, 0);
  });

  t("the loader is blocked: the page is as if it were not there", async (shopper, shop) => {
    shop.fault = on(FILES.loader, missing);
    await shopper.visit("/");
    await themeRules(shopper);
    assert.equal(await shopper.run(() => typeof window.pairwell + typeof customElements.get("pairwell-block")), "undefinedundefined");
    assert.deepEqual(lines(shop), []);
    // Firefox asks for it twice: ahead, and where it stands.
    assert.equal(asked(shop, /^\/(pairwell|model)\//), asked(shop, FILES.loader), "nothing but the loader");
  });

  t("the loader is not the one of its integrity value: it does not run", async (shopper, shop) => {
    const integrity = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
    const right = integrity(await built("/pairwell/pairwell.js"));
    shop.show = { tag: `integrity="${right}"` };
    await works(shopper, shop);
    // Nothing of this page's is still under way when the next is counted.
    await shopper.debug();
    shop.fault = on(FILES.loader, changed((bytes) => Buffer.concat([bytes, Buffer.from("\n")])));
    const from = shop.requests.length;
    await shopper.visit("/");
    await themeRules(shopper);
    assert.equal(await shopper.run(() => typeof window.pairwell + typeof customElements.get("pairwell-block")), "undefinedundefined");
    // Firefox may ask for it twice: ahead, and where it stands.
    const files = shop.requests.slice(from).map(({ path }) => path).filter((path) => /^\/(pairwell|model)\//.test(path));
    assert.deepEqual([...new Set(files)], ["/pairwell/pairwell.js"]);
  });

  t("without JavaScript the theme's links are there, and lead where they should", async (shopper, shop) => {
    // A frame that may run none, which a page that may can look into.
    shop.pages["/around"] = () => html(`<!doctype html><title>Around</title><iframe src="/" sandbox="allow-same-origin" width="900" height="800"></iframe>`);
    await shopper.visit("/around");
    const seen = await shopper.run(() => {
      const { document } = window.frames[0];
      return {
        registered: typeof window.frames[0].pairwell,
        links: [...document.querySelectorAll("pairwell-block a")].filter((link) => link.getBoundingClientRect().height > 0).map((link) => link.getAttribute("href")),
      };
    });
    assert.equal(seen.registered, "undefined");
    assert.equal(seen.links.length, 8);
    assert.ok(seen.links.every((href) => href.startsWith("/products/")), String(seen.links));
    assert.equal(asked(shop, /^\/model\//), 0);
  });

  t("the module under a wrong content type is compiled from its bytes, asked for once", async (shopper, shop) => {
    shop.fault = async (request) => FILES.module.test(request.path) && { status: 200, type: "text/plain", body: await built(request.path), headers: {} };
    await works(shopper, shop);
    assert.equal(asked(shop, FILES.module), 1);
  });

  for (const [what, name, change] of [
    ["the manifest is cut short", "manifest", (bytes) => bytes.subarray(0, bytes.length >> 1)],
    ["the manifest is a page of words", "manifest", () => "<!doctype html><title>Sign in</title>"],
    ["the module is cut short", "module", (bytes) => bytes.subarray(0, bytes.length >> 1)],
    ["the module is something else altogether", "module", () => "no module"],
    ["the glue is cut short", "glue", (bytes) => bytes.subarray(0, bytes.length >> 1)],
    ["the shop's entry is empty", "shop's entry", () => ""],
  ]) {
    t(`${what}: off, and the theme's lists stay`, async (shopper, shop) => {
      shop.fault = on(FILES[name], changed(change));
      await isOff(shopper, shop, { broken: FILES[name] });
    });
  }

  t("bits of the shop's entry are flipped, or its end is missing: off, in each of 24 pages", async (shopper, shop) => {
    const { length } = await built("/model/at/shop.pw");
    const faults = Array.from({ length: 24 }, (_, n) =>
      on(FILES["shop's entry"], changed(n % 3 ? flip(Math.floor(((n + 0.5) / 24) * length * 8)) : (bytes) => bytes.subarray(0, Math.floor((n / 24) * length)))),
    );
    const ends = await inFrames(shopper, shop, faults);
    assert.deepEqual(ends.filter(({ off, cards }) => !off || cards), []);
    assert.equal(lines(shop).length, faults.length, "a line each");
    const damaged = ends.filter(({ off }) => /\/shop\.pw is damaged: upload it again\.$/.test(off));
    const late = ends.filter(({ off }) => LATE.test(off));
    assert.equal(damaged.length + late.length, faults.length, JSON.stringify(ends));
    assert.ok(damaged.length > 0);
  });

  t("a bit of the product's entry is flipped: the shop's lists, and nothing is read of it", async (shopper, shop) => {
    shop.fault = on(FILES["product's entry"], changed((bytes) => flip(bytes.length * 4)(bytes)));
    await works(shopper, shop);
    assert.equal((await shopper.debug()).model.edges, 0);
  });

  for (const [name, mebibytes] of [["shop's entry", 1], ["manifest", 0.25], ["module", 0.25]]) {
    t(`the ${name} never ends: reading does, at ${mebibytes} MiB`, async (shopper, shop) => {
      const { answer, shut } = bombs();
      shop.fault = on(FILES[name], answer);
      await isOff(shopper, shop, { words: /is too long/, broken: FILES[name] });
      // The browser hangs up. How much its buffers took until then is its own affair: 160 MB in a WebKit that was busy.
      assert.ok(await shut());
    });

    t(`the ${name} inflates without end: reading ends at ${mebibytes} MiB of it`, async (shopper, shop) => {
      const { answer, shut } = bombs({ "Content-Encoding": "gzip" }, (bytes) => bytes.pipe(createGzip({ level: 1 })));
      shop.fault = on(FILES[name], answer);
      await isOff(shopper, shop, { words: /is too long/, broken: FILES[name] });
      assert.ok(await shut());
    });
  }

  t("the product's entry never ends: the shop's lists, and the browser hangs up", async (shopper, shop) => {
    const { answer, shut } = bombs();
    shop.fault = on(FILES["product's entry"], answer);
    await works(shopper, shop);
    assert.ok(await shut());
  });

  t("a part cannot be had: the block is drawn without it, and a press leads to the product's page", async (shopper, shop) => {
    shop.fault = on(/^\/pairwell\/part-(layout-carousel|act)-/, failing);
    shop.show = { body: '<pairwell-block kind="best-sellers" layout="carousel"></pairwell-block>' };
    await works(shopper, shop);
    const [first] = await shopper.block("best-sellers");
    shop.pages[`/products/${first.handle}`] = () => shopPage({ product: first.handle });
    await shopper.click(["best-sellers", "li button"]);
    await shopper.driver.wait(until.urlContains(`/products/${first.handle}`), 20_000);
    assert.ok(asked(shop, /^\/pairwell\/part-(layout-carousel|act)-/) >= 2);
  });

  t("a manifest of a later format: off, and the line says to update the older", async (shopper, shop) => {
    shop.fault = on(FILES.manifest, changed((bytes) => JSON.stringify({ ...JSON.parse(bytes), version: 9 })));
    assert.match(await isOff(shopper, shop, { words: /version/ }), /the model and pairwell\.js are of different versions: update the older/);
  });

  t("what has turned Pairwell off is not kept: the next page, of a shop that is mended, has lists", async (shopper, shop) => {
    shop.fault = on(FILES.manifest, changed((bytes) => JSON.stringify({ ...JSON.parse(bytes), version: 9 })));
    await isOff(shopper, shop, { words: /version/ });
    shop.fault = undefined;
    shop.told.length = 0;
    await works(shopper, shop);
  });

  t("an entry of a later format: off, and the line says to update the older", async (shopper, shop) => {
    shop.fault = on(FILES["shop's entry"], sealed((body) => ((body[4] += 1), body)));
    assert.match(await isOff(shopper, shop, { words: /version/ }), /the model and pairwell\.js are of different versions: update the older/);
  });

  t("what an earlier visit has kept serves where manifest and entries come damaged on a later one", async (shopper, shop) => {
    await works(shopper, shop);
    await shopper.until("three files kept", async () => (await (await caches.open("pairwell")).keys()).length >= 3);
    shop.fault = on(/^\/model\/at\//, changed((bytes) => flip(bytes.length * 4)(bytes)));
    // WebKitGTK under its driver has a session that keeps nothing once a page is left: off, as for whoever was never here.
    if (shopper.engine === "webkit") return isOff(shopper, shop, { words: /is damaged/ });
    await works(shopper, shop);
    assert.ok((await shopper.debug()).model.edges > 0);
    return undefined;
  });

  t("what an earlier visit has kept serves where the model's host does not answer", async (shopper, shop) => {
    await works(shopper, shop);
    await shopper.until("three files kept", async () => (await (await caches.open("pairwell")).keys()).length >= 3);
    shop.fault = on(/^\/model\//, "hang");
    // As above.
    if (shopper.engine === "webkit") return isOff(shopper, shop, { words: LATE });
    await works(shopper, shop);
    assert.ok((await shopper.debug()).model.edges > 0);
    return undefined;
  });

  t("an entry that is sealed and senseless: off, and the line says to train again", async (shopper, shop) => {
    shop.fault = on(FILES["shop's entry"], sealed((body) => body.fill(0xff, 16)));
    await isOff(shopper, shop, { words: /the model is damaged: train and upload it again/ });
  });

  t("a host that does not answer, or only drips: off after three seconds, whatever it is that hangs", async (shopper, shop) => {
    const dripping = [];
    const drips = async (request) => {
      const bytes = await built(request.path);
      const body = Readable.from((async function* () {
        for (let at = 0; at < bytes.length; at++) {
          yield bytes.subarray(at, at + 1);
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      })(), { objectMode: false });
      dripping.push(new Promise((resolve) => body.once("close", resolve)));
      return { status: 200, type: "application/octet-stream", body, headers: {} };
    };
    const names = ["module", "glue", "manifest", "shop's entry"];
    const faults = [...names.map((name) => on(FILES[name], "hang")), on(FILES.module, drips), on(FILES["shop's entry"], drips)];
    const began = Date.now();
    const ends = await inFrames(shopper, shop, faults);
    assert.ok(Date.now() - began >= 3000);
    for (const { off, cards, waited } of ends) {
      assert.match(off ?? "", LATE);
      assert.equal(cards, 0);
      // By the page's own clock, from the first of our requests to the line; as long again for a machine that has much else to do.
      assert.ok(waited > 2900 && waited < 6000, `${waited} ms`);
    }
    assert.equal(lines(shop).length, ends.length, "a line each");
    // Nobody reads on.
    await Promise.all(dripping);
    assert.ok(dripping.length >= 2);
  });

  t("the product's entry hangs: after three seconds the shop's lists, or none", async (shopper, shop) => {
    const [{ off, cards }] = await inFrames(shopper, shop, [on(FILES["product's entry"], "hang")]);
    assert.ok(off ? LATE.test(off) && !cards : cards >= 1, `${off}, ${cards} cards`);
  });

  t("the memory's module is missing, fails, hangs, is something else or has no end: lists, and no past", async (shopper, shop) => {
    const { answer, shut } = bombs();
    for (const fault of [missing, failing, "hang", changed(() => "no module"), answer]) {
      shop.fault = on(FILES["memory's module"], fault);
      await works(shopper, shop);
      if (fault !== "hang") assert.equal(await shopper.debug(), null);
    }
    assert.ok(await shut(), "the endless one was hung up on");
    assert.equal(await shopper.run(() => Object.keys(localStorage).filter((key) => key.startsWith("pairwell:log:")).length), 0);
  });

  t(`a new model goes up while pages load: lists in each of ${LOADS}, whichever of their files are new`, async (shopper, shop) => {
    const folder = await trainedLater();
    const renewed = async ({ path: asked }) => {
      const body = await readFile(path.join(folder, asked.slice("/model".length))).catch(() => undefined);
      return body ? { status: 200, type: "application/octet-stream", body, headers: {} } : missing;
    };
    const served = { old: 0, new: 0 };
    for (let load = 0; load < LOADS; load += 24) {
      // The nth page gets so many of its files from before and the rest from after; with every other four the new model is rolled back.
      const faults = Array.from({ length: Math.min(24, LOADS - load) }, (_, n) => {
        let files = 0;
        return (request) => {
          if (!request.path.startsWith("/model/")) return undefined;
          const isNew = files++ >= n % 4 === n % 8 < 4;
          served[isNew ? "new" : "old"]++;
          return isNew && renewed(request);
        };
      });
      const ends = await inFrames(shopper, shop, faults);
      assert.deepEqual(ends.filter(({ off, cards }) => !cards && !LATE.test(off)), [], `from page ${load} on`);
      assert.ok(ends.some(({ off }) => !off));
    }
    assert.deepEqual(lines(shop).filter((text) => !LATE.test(text)), []);
    assert.ok(served.old > 10 && served.new > 10, JSON.stringify(served));
  });

  t("an entry of another training than the rest: what fits is used", async (shopper, shop) => {
    shop.fault = on(FILES.manifest, changed((bytes) => JSON.stringify({ ...JSON.parse(bytes), build: "ffffffffffffffff" })));
    await works(shopper, shop);
  });
});
