// The sample shop: its two exports are what Shopify writes, fit together, and every product has a picture of its own kind.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

import { readRows } from "../www/sample/lib/csv.mjs";
import { KINDS, TYPES, classify } from "../www/sample/lib/kinds.mjs";
import { ORDER_COLUMNS, PRODUCT_COLUMNS } from "../www/sample/lib/shopify.mjs";
import { drawPicture } from "../www/sample/pictures.mjs";
import { SHAPES, shapeOf } from "../www/sample/pictures/shapes.mjs";

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "www", "sample");
const FILES = ["orders_export.csv.gz", "products_export.csv.gz"];
const ORDER_FIELDS = ["Name", "Email", "Financial Status", "Created at", "Cancelled at", "Refunded Amount", "Lineitem quantity", "Lineitem name", "Lineitem sku"];
const text = (name) => gunzipSync(readFileSync(path.join(folder, name))).toString("utf8");
const headerOf = (csv) => csv.slice(0, csv.indexOf("\n")).split(",");

/** A product's rows: its first carries the product's own fields, each is one of its variants. */
function productsOf(csv) {
  const products = new Map();
  for (const row of readRows(csv)) {
    if (row.Title) {
      assert.ok(!products.has(row["URL handle"]), `handle ${row["URL handle"]} twice`);
      products.set(row["URL handle"], { handle: row["URL handle"], title: row.Title, type: row.Type, tags: row.Tags.split(", "), first: row, variants: [] });
    }
    const product = products.get(row["URL handle"]);
    assert.ok(product, `a variant of ${row["URL handle"]} comes before its product`);
    product.variants.push(row);
  }
  return [...products.values()];
}

/** Every element closed by its own name, every attribute quoted, nothing but known entities: what a strict parser asks. */
function assertWellFormed(svg, name) {
  const open = [];
  const TAG = /<(\/?)([a-zA-Z]+)((?:\s+[a-zA-Z:-]+="[^"<>&]*")*)\s*(\/?)>/y;
  let at = 0;
  while (at < svg.length) {
    if (svg[at] !== "<") {
      const end = svg.indexOf("<", at);
      const between = svg.slice(at, end < 0 ? svg.length : end);
      assert.doesNotMatch(between, /&(?!(?:amp|lt|gt|quot|#\d+);)|>/, `${name}: ${between}`);
      at = end < 0 ? svg.length : end;
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(svg);
    assert.ok(tag, `${name}: no tag at ${svg.slice(at, at + 60)}`);
    const [all, closing, element, attributes, empty] = tag;
    const names = [...attributes.matchAll(/\s([a-zA-Z:-]+)=/g)].map((m) => m[1]);
    assert.equal(new Set(names).size, names.length, `${name}: an attribute twice in ${all}`);
    if (closing) assert.equal(open.pop(), element, `${name}: ${all}`);
    else if (!empty) open.push(element);
    at += all.length;
  }
  assert.deepEqual(open, [], name);
}

describe("the shipped sample", () => {
  let orders;
  let catalog;
  let products;

  before(() => {
    orders = text(FILES[0]);
    catalog = text(FILES[1]);
    products = productsOf(catalog);
  });

  test("both files together stay within 8 MB", () => {
    const bytes = FILES.map((name) => statSync(path.join(folder, name)).size);
    assert.ok(bytes.reduce((a, b) => a + b) <= 8_000_000, `${bytes.join(" + ")} bytes`);
  });

  test("the headers are Shopify's, column for column", () => {
    assert.deepEqual(headerOf(orders), ORDER_COLUMNS);
    assert.equal(ORDER_COLUMNS.length, 79);
    assert.deepEqual(ORDER_COLUMNS.slice(0, 4), ["Name", "Email", "Financial Status", "Paid at"]);
    assert.deepEqual(headerOf(catalog), PRODUCT_COLUMNS);
    assert.deepEqual(PRODUCT_COLUMNS.slice(0, 2), ["Title", "URL handle"]);
  });

  test("products have a handle of their own, a type, a vendor, and variants with a stock code and a price", () => {
    assert.ok(products.length > 3_000, `${products.length} products`);
    const codes = new Set();
    for (const { handle, title, first, variants } of products) {
      assert.match(handle, /^[a-z0-9]+(-[a-z0-9]+)*$/);
      assert.ok(first.Type && first.Vendor, handle);
      assert.equal(first["Product image URL"], `/pictures/${handle}.svg`);
      assert.equal(first["Image alt text"], title);
      for (const variant of variants) {
        assert.ok(!codes.has(variant.SKU), `stock code ${variant.SKU} twice`);
        codes.add(variant.SKU);
        assert.match(variant.Price, /^\d+\.\d\d$/);
        assert.match(variant["Inventory quantity"], /^\d+$/);
      }
      const values = variants.map((v) => v["Option1 value"]);
      assert.equal(new Set(values).size, values.length, `${handle}: ${values.join(", ")}`);
    }
  });

  test("types say what a thing is, and few products have none better than the last resort", () => {
    for (const { title, type } of products) assert.equal(classify(title).type, type, title);
    assert.ok(new Set(products.map((p) => p.type)).size > 50);
    assert.ok(products.filter((p) => p.type === "Gifts").length < products.length * 0.1);
  });

  test("every order line joins the catalog by stock code or is a custom line", () => {
    const codes = new Set(products.flatMap((p) => p.variants.map((v) => v.SKU)));
    const counts = { orders: 0, lines: 0, custom: 0, cancelled: 0, refunded: 0, guests: 0 };
    const names = new Set();
    let order;
    for (const row of readRows(orders, ORDER_FIELDS)) {
      if (row.Name !== order) {
        order = row.Name;
        assert.ok(!names.has(order), `order ${order} in two places`);
        names.add(order);
        counts.orders += 1;
        assert.match(row["Created at"], /^2011-\d\d-\d\d \d\d:\d\d:\d\d \+0000$/);
        assert.match(row["Financial Status"], /^(paid|partially_refunded|refunded|voided)$/);
        if (row["Cancelled at"]) counts.cancelled += 1;
        if (Number(row["Refunded Amount"]) > 0) counts.refunded += 1;
        if (!row.Email) counts.guests += 1;
      } else {
        assert.equal(row["Created at"], "", `order ${order} says its fields twice`);
      }
      counts.lines += 1;
      assert.match(row["Lineitem quantity"], /^[1-9]\d*$/);
      assert.ok(row["Lineitem name"], order);
      if (row["Lineitem sku"] === "") counts.custom += 1;
      else assert.ok(codes.has(row["Lineitem sku"]), `${row["Lineitem sku"]} of ${order} is not in the catalog`);
    }
    assert.ok(counts.orders > 10_000 && counts.lines > 20 * counts.orders, JSON.stringify(counts));
    // The mess that real shops have is kept.
    for (const kind of ["custom", "cancelled", "refunded", "guests"]) assert.ok(counts[kind] > 500, `${kind}: ${counts[kind]}`);
  });

  test("every picture is a small, whole SVG that asks for nothing else and runs nothing", () => {
    for (const product of products) {
      const svg = drawPicture(product);
      assert.ok(Buffer.byteLength(svg) <= 3_000, `${product.handle}: ${Buffer.byteLength(svg)} bytes`);
      assertWellFormed(svg, product.handle);
      assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 400 400"><title>[^<]+<\/title>/);
      assert.doesNotMatch(svg, /NaN|undefined|Infinity/, product.handle);
      assert.doesNotMatch(svg, /<(?:script|style|image|foreignObject|iframe|a)\b|\son[a-z]+=|javascript:|data:|@import/i, product.handle);
      assert.doesNotMatch(svg.replace(' xmlns="http://www.w3.org/2000/svg"', ""), /\/\/|\bhref="(?!#)|url\((?!#)/, product.handle);
      for (const [, id] of svg.matchAll(/(?:url\(|href=")#([a-z]+)/g)) assert.equal(svg.split(` id="${id}"`).length, 2, `${product.handle}: #${id}`);
      assert.equal(drawPicture({ ...product }), svg, `${product.handle} is drawn in two ways`);
    }
  });

  test("each type has a drawing of its own, and the shop at least a hundred", () => {
    const used = new Map();
    for (const product of products) {
      const shape = shapeOf(product);
      assert.ok(SHAPES[shape], `${shape} of ${product.handle}`);
      used.set(product.type, (used.get(product.type) ?? new Map()).set(shape, product.title));
    }
    assert.ok(new Set([...used.values()].flatMap((shapes) => [...shapes.keys()])).size >= 100);
    const faces = new Map();
    for (const type of used.keys()) {
      const face = shapeOf({ title: "", type });
      assert.ok(!faces.has(face), `${type} and ${faces.get(face)} are both drawn as ${face}`);
      faces.set(face, type);
    }
  });

  test("no drawing hides another of the same name", async () => {
    const rooms = ["bags", "garden", "home", "kitchen", "lights", "paper", "person", "play", "seasons", "table"];
    const names = (await Promise.all(rooms.map((room) => import(`../www/sample/pictures/${room}.mjs`)))).flatMap((module, i) => Object.keys(module[rooms[i]]));
    assert.deepEqual(names.toSorted(), Object.keys(SHAPES).toSorted());
  });

  test("no kind of product falls back to the parcel", () => {
    for (const kind of KINDS) {
      if (kind === "gift") continue;
      const title = products.find((p) => classify(p.title).kind === kind)?.title;
      if (title) assert.notEqual(shapeOf({ title, type: "Gifts" }), "present", `${kind}: ${title}`);
    }
    assert.equal(TYPES.get("Mugs"), "mug");
  });

  test("the words of the title come before the type, and are made safe", () => {
    assert.equal(shapeOf({ title: "Red Retrospot Mug", type: "Lanterns" }), "mug");
    assert.equal(shapeOf({ title: "Something Unheard-of", type: "Lanterns" }), "lantern");
    assert.equal(shapeOf({ title: "Something Unheard-of", type: "Unknown" }), "present");
    const svg = drawPicture({ handle: "x", title: `</title><script>alert("x")</script>'&`, type: "Mugs", tags: [] });
    assertWellFormed(svg, "hostile");
    assert.doesNotMatch(svg, /<script/);
  });

  test("a title's colour is the thing's colour", () => {
    const fills = (title) => drawPicture({ handle: "same", title, type: "Mugs", tags: [] }).match(/#[0-9a-f]{6}/g);
    assert.notDeepEqual(fills("Red Mug"), fills("Blue Mug"));
    assert.ok(fills("Red Mug").includes("#c9473f") && !fills("Blue Mug").includes("#c9473f"));
  });
});
