// Templates as tagged literals: every value is escaped unless it is itself the result of `html`.
// Attribute values must be quoted in the templates; the escaping covers text and quoted attributes, nothing else.

class Markup {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export const escape = (text) => String(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);

export function html(strings, ...values) {
  let text = strings[0];
  for (let i = 0; i < values.length; i++) text += render(values[i]) + strings[i + 1];
  return new Markup(text);
}

/** Data for the page's scripts. `<` is escaped so that no string in it can end the element it stands in. */
export function jsonScript(type, data, marker = "") {
  const text = JSON.stringify(data).replace(/</g, "\\u003c");
  return new Markup(`<script type="${escape(type)}"${marker && ` ${escape(marker)}`}>${text}</script>`);
}

/** Markup from our own files (inline icons), never from the catalog. */
export const trusted = (text) => new Markup(text);

function render(value) {
  if (value === null || value === undefined || value === false || value === true) return "";
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(render).join("");
  return escape(value);
}
