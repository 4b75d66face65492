// The two Shopify exports: their column headers, word for word, and how a row is written.
// Shopify quotes a field only when it must, and ends lines with a bare newline.

/** Header of `orders_export.csv`. */
export const ORDER_COLUMNS = [
  'Name', 'Email', 'Financial Status', 'Paid at', 'Fulfillment Status', 'Fulfilled at', 'Accepts Marketing', 'Currency',
  'Subtotal', 'Shipping', 'Taxes', 'Total', 'Discount Code', 'Discount Amount', 'Shipping Method', 'Created at',
  'Lineitem quantity', 'Lineitem name', 'Lineitem price', 'Lineitem compare at price', 'Lineitem sku',
  'Lineitem requires shipping', 'Lineitem taxable', 'Lineitem fulfillment status',
  ...['Billing', 'Shipping'].flatMap((side) =>
    ['Name', 'Street', 'Address1', 'Address2', 'Company', 'City', 'Zip', 'Province', 'Country', 'Phone'].map((f) => `${side} ${f}`)),
  'Notes', 'Note Attributes', 'Cancelled at', 'Payment Method', 'Payment Reference', 'Refunded Amount', 'Vendor',
  'Outstanding Balance', 'Employee', 'Location', 'Device ID', 'Id', 'Tags', 'Risk Level', 'Source', 'Lineitem discount',
  ...[1, 2, 3, 4, 5].flatMap((n) => [`Tax ${n} Name`, `Tax ${n} Value`]),
  'Phone', 'Receipt Number', 'Duties', 'Billing Province Name', 'Shipping Province Name', 'Payment ID',
  'Payment Terms Name', 'Next Payment Due At', 'Payment References',
];

/** Header of `products_export.csv`, the newer of its two generations. */
export const PRODUCT_COLUMNS = [
  'Title', 'URL handle', 'Description', 'Vendor', 'Product category', 'Type', 'Tags', 'Published on online store', 'Status',
  'SKU', 'Barcode',
  ...[1, 2, 3].flatMap((n) => [`Option${n} name`, `Option${n} value`, `Option${n} Linked To`]),
  'Price', 'Compare-at price', 'Cost per item', 'Charge tax', 'Tax code',
  'Unit price total measure', 'Unit price total measure unit', 'Unit price base measure', 'Unit price base measure unit',
  'Inventory tracker', 'Inventory quantity', 'Continue selling when out of stock',
  'Weight value (grams)', 'Weight unit for display', 'Requires shipping', 'Fulfillment service',
  'Product image URL', 'Image position', 'Image alt text', 'Variant image URL', 'Gift card', 'SEO title', 'SEO description',
  'Color (product.metafields.shopify.color-pattern)',
  'Google Shopping / Google product category', 'Google Shopping / Gender', 'Google Shopping / Age group',
  'Google Shopping / Manufacturer part number (MPN)', 'Google Shopping / Ad group name', 'Google Shopping / Ads labels',
  'Google Shopping / Condition', 'Google Shopping / Custom product',
  ...[0, 1, 2, 3, 4].map((n) => `Google Shopping / Custom label ${n}`),
];

function field(value) {
  const text = value === undefined ? '' : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One CSV row: the columns named in `values`, every other one empty. An unknown column is a mistake and throws. */
export function row(columns, values) {
  for (const name of Object.keys(values)) {
    if (!columns.includes(name)) throw new Error(`no such column: ${name}`);
  }
  return `${columns.map((name) => field(values[name])).join(',')}\n`;
}

/** The header row. */
export const header = (columns) => `${columns.map(field).join(',')}\n`;

/** Money as the export writes it, from whole pence. */
export const money = (pence) => (pence / 100).toFixed(2);

const COUNTRY_CODES = {
  'United Kingdom': 'GB', EIRE: 'IE', Germany: 'DE', France: 'FR', Netherlands: 'NL', Spain: 'ES', Switzerland: 'CH',
  Belgium: 'BE', Portugal: 'PT', Australia: 'AU', 'Channel Islands': 'JE', Italy: 'IT', Sweden: 'SE', Norway: 'NO',
  Cyprus: 'CY', Finland: 'FI', Austria: 'AT', Denmark: 'DK', Greece: 'GR', Japan: 'JP', USA: 'US', Poland: 'PL',
  'United Arab Emirates': 'AE', Israel: 'IL', 'Hong Kong': 'HK', Singapore: 'SG', Malta: 'MT', Canada: 'CA', Iceland: 'IS',
  RSA: 'ZA', Lithuania: 'LT', Bahrain: 'BH', Brazil: 'BR', Thailand: 'TH', Korea: 'KR', Lebanon: 'LB', Bermuda: 'BM',
  Nigeria: 'NG', 'Czech Republic': 'CZ', 'Saudi Arabia': 'SA',
  // Not countries: the export leaves the field empty for an address without one.
  Unspecified: '', 'European Community': '', 'West Indies': '',
};

/** ISO 3166 code of a country as the raw file names it. */
export function countryCode(name) {
  const code = COUNTRY_CODES[name];
  if (code === undefined) throw new Error(`unknown country: ${name}`);
  return code;
}
