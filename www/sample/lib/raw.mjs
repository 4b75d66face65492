// Reads the raw Online Retail II file and says what each line is: a product, or something else on an invoice.
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** A product's stock code: five digits, and a letter or two where a design comes in several colours or sizes. */
const PRODUCT_CODE = /^\d{5}[A-Z]{0,2}$/;

/** Real goods with a code of another shape. */
const ODD_PRODUCT_CODES = /^(DCGS\w+|SP1002|PADS)$/;

/** What clerks wrote over the description when they corrected the stock. */
const CLERK_NOTE =
  /\?|^nan$|^\W*$|\b(check|damage[sd]?|found|faulty|lost|missing|mouldy|wet|rusty|crushed|cracked|broken|smashed|wrong(ly)?|adjust(ment)?|sold as|sold in|thrown|throw away|unsaleable|dotcom\w*|amazon|ebay|mailout|counted|display|showroom|samples?|barcode|returned|reverse|credit(ed|s)?|had been put|test|update|oops|mix(ed)?( up)?|taig|john lewis|for online retail orders|rcvd|given away|stock|code)\b/i;

/** Whether a description is a clerk's note and not a name of goods. `sold` says whether the line carries a price. */
export function isNote(description, sold) {
  const text = description.trim();
  if (text === '' || text.toLowerCase() === 'nan') return true;
  if (sold) return false;
  return CLERK_NOTE.test(text) || text !== text.toUpperCase();
}

/** Whether the stock code stands for goods; postage, fees, manual lines, vouchers and tests do not. */
export function isProductCode(code) {
  return PRODUCT_CODE.test(code) || ODD_PRODUCT_CODES.test(code);
}

/**
 * All lines in file order: `{invoice, code, text, quantity, date, pence, customer, country}`. Prices become whole pence
 * so that sums are exact; some raw prices carry a third decimal and are rounded half up.
 */
export async function readRaw(path) {
  const lines = [];
  const rows = createReadStream(path).pipe(createGunzip()).pipe(parse({ columns: true }));
  for await (const r of rows) {
    const quantity = Number(r.Quantity);
    const price = Number(r.Price);
    if (!Number.isInteger(quantity) || !Number.isFinite(price)) throw new Error(`odd line: ${JSON.stringify(r)}`);
    lines.push({
      invoice: r.Invoice,
      code: r.StockCode.trim().toUpperCase(),
      text: r.Description,
      quantity,
      date: r.InvoiceDate,
      pence: Math.round(price * 100 + Math.sign(price) * 1e-6),
      customer: r.CustomerID,
      country: r.Country,
    });
  }
  return lines;
}
