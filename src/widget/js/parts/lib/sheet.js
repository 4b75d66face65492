// Style sheets that parts add to a view's own.

const sheets = new Map();

/** Dresses the view in these rules too. Each text becomes one sheet, whatever the number of blocks. */
export const extend = (view, css) => {
  let sheet = sheets.get(css);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
  }
  view.root.adoptedStyleSheets = [...view.root.adoptedStyleSheets, sheet];
};
