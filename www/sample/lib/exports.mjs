// Orders and catalog as the text of Shopify's two export files.
import { isProductCode } from './raw.mjs';
import { ORDER_COLUMNS, PRODUCT_COLUMNS, countryCode, header, money, row } from './shopify.mjs';
import { tidyTitle } from './titles.mjs';

const stamp = (date) => `${date} +0000`;

/** What a line was called when it was ordered: today's name of the goods, an older one, or what a clerk typed. */
function lineName(line, item) {
  if (!item) return line.text.trim() || line.code;
  const { product, variant } = item;
  const today = product.option ? `${product.title} - ${variant.value}` : product.title;
  if (line.note) return line.text.trim().toLowerCase() === 'nan' || line.text.trim() === '' ? today : line.text.trim();
  const then = tidyTitle(line.text);
  return then === variant.title ? today : then;
}

function orderFields(order) {
  const country = countryCode(order.country);
  const paid = order.status !== 'voided';
  return {
    Email: order.customer ? `customer-${order.customer}@example.com` : '',
    'Financial Status': order.status,
    'Paid at': paid ? stamp(order.date) : '',
    'Fulfillment Status': order.own ? 'unfulfilled' : 'fulfilled',
    'Fulfilled at': order.own ? '' : stamp(order.date),
    'Accepts Marketing': 'no',
    Currency: 'GBP',
    Subtotal: money(order.total),
    Shipping: '0.00',
    Taxes: '0.00',
    Total: money(order.total),
    'Discount Amount': '0.00',
    'Created at': stamp(order.date),
    'Billing Country': country,
    'Shipping Country': country,
    'Cancelled at': order.cancelled ? stamp(order.cancelled) : '',
    'Refunded Amount': money(order.refunded),
    'Outstanding Balance': '0.00',
    Id: String(4_500_000_000_000 + order.number),
    'Risk Level': 'Low',
    Source: 'web',
  };
}

/** `orders_export.csv`: newest order first, as the shop's list is sorted; the order's own fields on its first row. */
export function ordersCsv(orders, catalog) {
  const items = new Map(catalog.flatMap((product) => product.variants.map((variant) => [variant.code, { product, variant }])));
  const names = new Set();
  const parts = [header(ORDER_COLUMNS)];
  for (const order of [...orders].reverse()) {
    const name = `#${order.number}`;
    if (names.has(name)) throw new Error(`order ${name} twice`);
    names.add(name);
    order.lines.forEach((line, i) => {
      const item = items.get(line.code);
      parts.push(row(ORDER_COLUMNS, {
        Name: name,
        ...(i === 0 ? orderFields(order) : {}),
        'Lineitem quantity': line.quantity,
        'Lineitem name': lineName(line, item),
        'Lineitem price': money(line.pence),
        // A custom line has no stock code in Shopify.
        'Lineitem sku': item ? line.code : '',
        'Lineitem requires shipping': item ? 'true' : 'false',
        'Lineitem taxable': 'true',
        'Lineitem fulfillment status': order.own ? 'pending' : 'fulfilled',
        'Lineitem discount': '0.00',
        Vendor: item?.product.vendor ?? '',
      }));
    });
  }
  return parts.join('');
}

/** `products_export.csv`: one row a variant, the product's own fields on its first row. */
export function productsCsv(catalog) {
  const parts = [header(PRODUCT_COLUMNS)];
  for (const product of catalog) {
    const active = product.status === 'Active';
    product.variants.forEach((variant, i) => {
      parts.push(row(PRODUCT_COLUMNS, {
        'URL handle': product.handle,
        ...(i === 0 && {
          Title: product.title,
          Vendor: product.vendor,
          Type: product.type,
          Tags: product.tags.join(', '),
          'Published on online store': active ? 'TRUE' : 'FALSE',
          Status: product.status,
          'Option1 name': product.option ?? 'Title',
          'Product image URL': `/pictures/${product.handle}.svg`,
          'Image position': 1,
          'Image alt text': product.title,
          'Gift card': 'FALSE',
        }),
        SKU: variant.code,
        'Option1 value': variant.value ?? 'Default Title',
        Price: money(variant.pence),
        'Compare-at price': variant.was ? money(variant.was) : '',
        'Charge tax': 'TRUE',
        'Inventory tracker': 'shopify',
        'Inventory quantity': variant.stock,
        'Continue selling when out of stock': 'DENY',
        'Weight value (grams)': 0,
        'Weight unit for display': 'kg',
        'Requires shipping': 'TRUE',
        'Fulfillment service': 'manual',
      }));
    });
  }
  return parts.join('');
}
