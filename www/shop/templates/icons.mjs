// Line icons, drawn for this theme on a 24-unit grid. They repeat what the text beside them says, so they are hidden from
// screen readers.

import { trusted } from "../lib/html.mjs";

const icon = (paths) =>
  trusted(
    `<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.6" ` +
      `stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${paths}</svg>`,
  );

export const cartIcon = icon('<path d="M4 9h16l-1.6 10.2a1 1 0 0 1-1 .8H6.6a1 1 0 0 1-1-.8z"/><path d="M8 9l3-5.5M16 9l-3-5.5"/>');
export const menuIcon = icon('<path d="M4 7h16M4 12h16M4 17h16"/>');
export const closeIcon = icon('<path d="M6 6l12 12M18 6L6 18"/>');
export const vanIcon = icon(
  '<path d="M2.5 6.5h11v10h-11zM13.5 10h4l4 3.5v3h-8z"/><circle cx="7" cy="17.5" r="2"/><circle cx="17" cy="17.5" r="2"/>',
);
export const returnIcon = icon('<path d="M4 9h10a5 5 0 0 1 0 10H8"/><path d="M8 5L4 9l4 4"/>');
export const giftIcon = icon('<path d="M4 11h16v9H4zM3 7.5h18V11H3zM12 7.5V20"/><path d="M12 7.5C9 7.5 7.5 6.3 8 4.9c.6-1.5 3.3-.6 4 2.6.7-3.2 3.4-4.1 4-2.6.5 1.4-1 2.6-4 2.6z"/>');
export const eyeIcon = icon('<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="3"/>');

/** The shop's mark: a hearth with its flame. */
export const markIcon = trusted(
  '<svg class="mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">' +
    '<path d="M4 36V18a16 16 0 0 1 32 0v18h-8V19a8 8 0 0 0-16 0v17z" fill="currentColor"/>' +
    '<path d="M20 21c1.2 3 4.6 4.7 4.6 9a4.6 4.6 0 0 1-9.2 0c0-2.2 1.2-3.3 2-4.7.5 1 1 1.5 1.7 1.7-.3-2.2 0-4.3.9-6z" fill="#b4532f"/></svg>',
);
