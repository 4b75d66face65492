// The words for what only a shopper with a past sees, beside those of theme.js: they come with the memory.

export const past = {
  "recently-viewed": "Recently viewed",
  "because-you-viewed": "Inspired by what you looked at",
  "because-you-viewed-of": "Because you looked at {title}",
  "buy-again": "Buy again",
  "left-behind": "Still thinking about these?",
  "reason-purchase": "because you bought {title}",
};
