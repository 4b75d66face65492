// Small questions about the page that several parts ask.

/** Whether a theme's editor shows this page: Shopify's, or any that says so on the script tag. */
export const editing = (page) => {
  try {
    return page.option("editor") !== undefined || window.Shopify.designMode === true;
  } catch {
    return false;
  }
};

/** Whether the page was opened with ?pairwell=debug. */
export const debugging = () => /[?&]pairwell=debug\b/.test(location.search);

/** What a block shows: `{ kind, ms, items }`; undefined while it shows the theme's own markup. */
export const shown = (page, host) => (page.views.get(host) || {}).shown;

/** The name of a list in analytics. */
export const listId = (kind) => `pairwell_${kind}`;

/** The items of a list that are recommended, that is without the page's own product. */
export const recommended = (items) => items.filter((item) => !item.own);
