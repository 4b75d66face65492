// Amounts are whole pence everywhere in the theme; only what is shown is pounds.

const pounds = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" });

export const money = (pence) => pounds.format(pence / 100);

// What the shop charges for delivery, and from which subtotal on it charges nothing.
const FREE_FROM = 3000;
const DELIVERY = 395;

export const deliveryFor = (subtotal) => (subtotal === 0 || subtotal >= FREE_FROM ? 0 : DELIVERY);

/** How far a subtotal is from free delivery: `{ missing, percent }`. */
export function deliveryGap(subtotal) {
  const missing = Math.max(0, FREE_FROM - subtotal);
  return { missing, percent: Math.min(100, Math.round((subtotal / FREE_FROM) * 100)) };
}
