// The words a shopper reads: every language has all of them, with something in the same places.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

const js = path.join(import.meta.dirname, "..", "src", "widget", "js");
const parts = path.join(js, "parts");
const sources = [path.join(js, "view.js"), ...readdirSync(parts).filter((name) => name.endsWith(".js")).map((name) => path.join(parts, name))];
const languages = readdirSync(parts).flatMap((name) => /^words-(\w+)\.js$/.exec(name)?.[1] ?? []);

// Also those whose files nobody can import here as they are: objects of texts.
const english = Object.fromEntries(
  ["theme.js", "past.js"].flatMap((file) => [...readFileSync(path.join(js, file), "utf8").matchAll(/^ {2}"?([\w-]+)"?: "(.*)",$/gm)].map(([, name, text]) => [name, text])),
);

const wordsOf = async (language) => (await import(path.join(parts, `words-${language}.js`))).words;

const plain = (words) => Object.keys(words).filter((name) => name !== "dir" && !name.includes("."));
const hole = (text) => /\{\w*\}/.exec(text)?.[0] ?? "";

test("German, French, Spanish, Dutch, Italian and Arabic are there", () => {
  assert.deepEqual(languages.sort(), ["ar", "de", "es", "fr", "it", "nl"]);
});

test("every language has the same names, each with a text, and something in the same places", async () => {
  const german = await wordsOf("de");
  for (const [name, text] of Object.entries(english)) assert.equal(hole(german[name]), hole(text), name);
  for (const language of languages) {
    const words = await wordsOf(language);
    assert.deepEqual(plain(words).sort(), plain(german).sort(), language);
    for (const name of plain(words)) {
      assert.ok(words[name].trim(), `${language}: ${name}`);
      assert.equal(hole(words[name]), hole(german[name]), `${language}: ${name}`);
    }
  }
});

test("what is asked for by name has that name in the lists of words", async () => {
  const names = plain(await wordsOf("de"));
  let found = 0;
  for (const file of sources) {
    for (const [, name] of readFileSync(file, "utf8").matchAll(/\b(?:word|counted)\("([\w-]+)"/g)) {
      if (name.endsWith("-")) continue;
      found += 1;
      assert.ok(names.includes(name), `${path.basename(file)}: ${name}`);
    }
  }
  assert.ok(found > 10, `only ${found} names found in the sources`);
});

test("forms for numbers are those of the language", async () => {
  for (const language of languages) {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    for (const name of Object.keys(await wordsOf(language)).filter((name) => name.includes("."))) {
      assert.ok(pluralCategories.includes(name.split(".")[1]), `${language}: ${name}`);
    }
  }
});
