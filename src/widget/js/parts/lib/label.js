// The button of a card or of a bundle's foot: what it says and whether it can be pressed.

/** A theme's own card may have its button somewhere else; see parts/template.js. */
export const buttonOf = (around) => around.pwButton || around.querySelector("[part~=add]");

// The label of a button is its first text, in a theme's own card too.
const labels = new WeakMap();

/** A button is never really disabled: it would lose the keyboard's focus, and with it the shopper's place on the page. */
export const label = (around, text, busy, disabled) => {
  const button = buttonOf(around);
  const node = Array.from(button.childNodes).find((node) => node.nodeType === 3 && node.data.trim());
  if (node) {
    if (!labels.has(button)) labels.set(button, node.data);
    node.data = text || labels.get(button);
  }
  for (const [name, on] of Object.entries({ "aria-busy": busy, "aria-disabled": disabled })) {
    if (on) button.setAttribute(name, "true");
    else button.removeAttribute(name);
  }
};
