// Invoices and credit notes become orders as a Shopify shop would hold them.
//
// The raw file writes a cancellation as an invoice of its own ("C536379") with negative quantities. Shopify writes it
// on the order it undoes: as `Refunded Amount`, and as `Cancelled at` when nothing of the order is left. So each
// credited line looks for the latest earlier line of the same customer and stock code with enough left to undo. What
// finds none stays an order of its own, cancelled and refunded: the export has no negative lines.

import { isNote, isProductCode } from './raw.mjs';

const byTime = (a, b) => (a.date === b.date ? a.number - b.number : a.date < b.date ? -1 : 1);

/** Invoices of the raw lines, in order of time. */
function invoices(lines) {
  const map = new Map();
  for (const line of lines) {
    let invoice = map.get(line.invoice);
    if (!invoice) {
      const number = Number(line.invoice.replace(/^\D+/, ''));
      invoice = { number, prefix: line.invoice.replace(/\d+$/, ''), date: line.date, customer: line.customer, country: line.country, lines: [] };
      map.set(line.invoice, invoice);
    }
    invoice.lines.push(line);
  }
  return [...map.values()].sort(byTime);
}

/**
 * Undoes what a credited line says on earlier orders; returns how many pieces found none. An order from before the
 * sample gives up its pieces but is not there to show it, so to the sample they found none either.
 */
function undo(credit, date, sold, from) {
  let left = -credit.quantity;
  const earlier = sold.get(`${credit.customer} ${credit.code}`) ?? [];
  const open = () => earlier.filter((s) => s.left > 0 && (isProductCode(credit.code) || s.pence === credit.pence));
  let outside = 0;
  const take = (s) => {
    const pieces = Math.min(left, s.left);
    s.left -= pieces;
    left -= pieces;
    s.order.refunded += pieces * s.pence;
    s.order.undone = date;
    if (s.order.date < from) outside += pieces;
  };
  // The very line that is taken back is the likeliest: same quantity, then the latest ones.
  const same = open().findLast((s) => s.left === left && s.pence === credit.pence);
  if (same) take(same);
  for (const s of open().reverse()) {
    if (left === 0) break;
    take(s);
  }
  return left + outside;
}

function newOrder(invoice) {
  return { number: invoice.number, date: invoice.date, customer: invoice.customer, country: invoice.country, refunded: 0, undone: null, lines: [] };
}

/**
 * All orders in order of time: `{number, date, customer, country, status, cancelled, refunded, lines}`, with lines
 * `{code, text, quantity, pence, note}`; money in pence. `from` is the first day of the sample.
 */
export function makeOrders(lines, from) {
  const orders = [];
  const sold = new Map();
  for (const invoice of invoices(lines)) {
    const order = newOrder(invoice);
    for (const line of invoice.lines) {
      const entry = { code: line.code, text: line.text, quantity: Math.abs(line.quantity), pence: Math.abs(line.pence), left: 0, order };
      entry.note = isNote(line.text, line.pence > 0);
      if (line.quantity > 0 && line.pence >= 0) {
        entry.left = entry.quantity;
        order.lines.push(entry);
        if (line.customer) {
          const key = `${line.customer} ${line.code}`;
          if (!sold.has(key)) sold.set(key, []);
          sold.get(key).push(entry);
        }
        continue;
      }
      // Credited, written off, or a bad debt.
      const unmatched = line.customer && line.pence > 0 ? undo(line, invoice.date, sold, from) : entry.quantity;
      if (unmatched > 0) {
        order.own = true;
        order.lines.push({ ...entry, quantity: unmatched });
      }
    }
    if (order.lines.length > 0) orders.push(order);
  }
  for (const order of orders) settle(order);
  return orders;
}

/** Payment status and cancellation, once every credit note has been read. */
function settle(order) {
  order.total = order.lines.reduce((sum, l) => sum + l.quantity * l.pence, 0);
  if (order.own) {
    order.status = order.total > 0 ? 'refunded' : 'voided';
    order.refunded = order.total;
    order.cancelled = order.date;
    return;
  }
  const goods = order.lines.filter((l) => isProductCode(l.code) && l.pence > 0);
  const allUndone = order.refunded > 0 && (goods.length > 0 ? goods.every((l) => l.left === 0) : order.refunded === order.total);
  order.cancelled = allUndone ? order.undone : null;
  if (order.refunded === 0) order.status = 'paid';
  else order.status = order.refunded >= order.total ? 'refunded' : 'partially_refunded';
}
