// The words a shopper reads. A block's `heading` attribute replaces its heading. Pairs stand around what they are about.

const english = {
  headings: {
    "bought-together": "Often bought together",
    "complete-the-look": "Goes well with this",
    cart: "Goes with what is in your cart",
    "also-bought": "Customers also bought",
  },
  // Popular products stand in where too few are spoken for: nothing may be claimed about who bought what.
  filled: "You may also like",

  reasons: {
    cart: ["because you have ", " in your cart"],
    view: ["because you looked at ", ""],
    purchase: ["because you bought ", ""],
  },

  add: "Add to cart",
  addAll: ["Add all ", " to cart"],
  addSome: ["Add ", " to cart"],
  addNone: "Choose what to add",
  added: "Added",
  nowInCart: " added to your cart",
  refused: "This could not be added. Please try again.",

  // For who cannot see that a price is struck through.
  was: "Was ",
  now: "Now ",
  thisItem: "This item: ",
  total: "Total: ",
};

export const speak = (page) => {
  page.words = english;
};
