#!/usr/bin/env node
// Writes src/trainer/prices.tsv: how prices are written, by currency and language, so that pages can write them without the browser's
// Intl, whose first use takes a cheap phone more than a tenth of a second. The facts are those of Unicode's CLDR, as this Node has them.
//
//   node tools/prices.mjs
//
// Languages that write numbers in another way than in groups of three Western digits are left out: there the browser is asked.

import { writeFileSync } from "node:fs";
import path from "node:path";

const LANGUAGES = (
  "cs da da-DK de de-AT de-CH de-DE el en en-AU en-CA en-GB en-IE en-NZ en-US es es-ES es-MX fi fr fr-BE fr-CA fr-CH fr-FR hu it it-CH it-IT " +
  "ja ja-JP ko nb nb-NO nl nl-BE nl-NL no pl pl-PL pt pt-BR pt-PT ro ru sk sv sv-SE tr uk zh zh-CN zh-HK zh-TW"
).split(" ");
const CURRENCIES = "AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF JPY KRW MXN NOK NZD PLN RON SEK SGD TRY UAH USD ZAR".split(" ");

/** What stands before and behind a price, between its groups and before its decimals, and up to how many digits are not grouped. */
function form(language, currency) {
  const format = new Intl.NumberFormat(language, { style: "currency", currency });
  const digits = format.resolvedOptions().minimumFractionDigits;
  const long = format.formatToParts(1_234_567);
  const of = (type) => long.find((part) => part.type === type)?.value ?? "";
  const first = long.findIndex(({ type }) => type === "integer");
  const last = long.findLastIndex(({ type }) => type === "integer" || type === "fraction");
  const text = (parts) => parts.map(({ value }) => value).join("");
  const plain = format.formatToParts(1234).some(({ type }) => type === "group") ? 3 : 4;
  const made = [text(long.slice(0, first)), of("group"), of("decimal"), text(long.slice(last + 1)), plain];
  // As pages write them: src/widget/js/view.js.
  const write = (amount) => {
    const [before, group, point, behind, plain] = made;
    const [whole, rest] = amount.toFixed(digits).split(".");
    return before + (whole.length > plain ? whole.replace(/\B(?=(...)+$)/g, group) : whole) + (rest ? point + rest : "") + behind;
  };
  const odd = [0, 7, 12.5, 999, 1234, 12_345, 123_456, 1_234_567].find((amount) => write(amount) !== format.format(amount));
  if (odd !== undefined) throw new Error(`${language} writes ${odd} ${currency} as ${format.format(odd)}, not as ${write(odd)}`);
  return made.join("\t");
}

const rows = CURRENCIES.flatMap((currency) => {
  const forms = new Map();
  for (const language of LANGUAGES) {
    const found = form(language, currency);
    forms.set(found, [...(forms.get(found) ?? []), language.toLowerCase()]);
  }
  return [...forms].map(([form, languages]) => `${currency}\t${form}\t${languages.join(" ")}`);
});
writeFileSync(path.join(import.meta.dirname, "..", "src", "trainer", "prices.tsv"), `${rows.join("\n")}\n`);
